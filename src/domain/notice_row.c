/* 入学通知书: its field tables. */
#include "domain/codes.h"
#include "domain/notice.h"

static const struct field child_fields[] = {
    F_ID(notice_child, student_id, "学生编号", REQUIRED),
    F_TEXT(notice_child, name, "姓名", REQUIRED, 1, 60),
    F_DATE(notice_child, birth_date, "出生日期", OPTIONAL),
    F_CODE(notice_child, situation, "入户所见", COLUMN_ONLY, situations),
    F_TEXT(notice_child, division, "村居代码", REQUIRED, 12, 12),
    F_TEXT(notice_child, division_name, "村居", REQUIRED, 1, 60),
    F_TEXT(notice_child, place, "位置", COLUMN_ONLY, 0, 0),
    F_TEXT(notice_child, township, "乡镇", COLUMN_ONLY, 0, 0),
    F_CODE(notice_child, enrolment_state, "就学状态", COLUMN_ONLY,
           enrolment_states),
    F_CODE(notice_child, enrolled_grade, "年级", COLUMN_ONLY, grades),
    F_TEXT(notice_child, enrolled_school, "学籍学校", COLUMN_ONLY, 0, 0),
    F_BOOL(notice_child, ended, "已结束", COLUMN_ONLY),
    F_ID(notice_child, case_id, "个案编号", COLUMN_ONLY),
    F_CODE(notice_child, case_state, "个案状态", COLUMN_ONLY, case_states),
    F_BOOL(notice_child, has_one, "本年已有", COLUMN_ONLY),
    F_CODE(notice_child, basis, "发放原因", REPLY_ONLY, notice_bases),
    F_CODE(notice_child, stage, "学段", REPLY_ONLY, stages),
    F_CODE(notice_child, grade, "年级", REPLY_ONLY, grades),
    F_TEXT(notice_child, school_name, "入学学校", REPLY_ONLY, 0, 60),
    F_CODE(notice_child, refused, "不能制作的原因", REPLY_ONLY,
           notice_refusals),
    F_END
};
const struct record notice_child =
    RECORD(notice_child, "NoticeChild", "应发通知书的学生", child_fields);

static const struct field look_fields[] = {
    F_ID(notice_look, id, "编号", REQUIRED),
    F_ID(notice_look, student_id, "学生编号", REQUIRED),
    F_ID(notice_look, account_id, "制作账号", REQUIRED),
    F_CODE(notice_look, basis, "发放原因", REQUIRED, notice_bases),
    F_DATE(notice_look, report_on, "报到日期", REQUIRED),
    F_TEXT(notice_look, school_name, "学校", REQUIRED, 1, 60),
    F_INT(notice_look, number, "序号", REQUIRED, 1, INT64_MAX),
    F_INT(notice_look, year, "年度", REQUIRED, 2000, 2199),
    F_CODE(notice_look, status, "学生状态", REQUIRED, student_states),
    F_CODE(notice_look, enrolment_state, "就学状态", OPTIONAL,
           enrolment_states),
    F_CODE(notice_look, grade, "年级", OPTIONAL, grades),
    F_TEXT(notice_look, school, "学校代码", OPTIONAL, 0, 10),
    F_ID(notice_look, case_id, "个案编号", OPTIONAL),
    F_CODE(notice_look, case_state, "个案状态", OPTIONAL, case_states),
    F_INT(notice_look, levels, "责任链", REQUIRED, 0, INT64_MAX),
    F_END
};
const struct record notice_look =
    RECORD(notice_look, "NoticeLook", "报到核查", look_fields);

static const struct field in_fields[] = {
    F_TEXT(notice_in, division, "乡镇或村居代码", REQUIRED, 12, 12),
    F_INT(notice_in, year, "年度", REQUIRED, 2000, 2199),
    F_DATE(notice_in, report_on, "报到日期", REQUIRED),
    F_BOOL(notice_in, dry_run, "只预览，不制作", OPTIONAL), F_END
};
const struct record notice_in =
    RECORD(notice_in, "NoticeIn", "制作入学通知书", in_fields);

static const struct field batch_fields[] = {
    F_TEXT(notice_batch, division, "乡镇或村居代码", REQUIRED, 12, 12),
    F_INT(notice_batch, year, "年度", REQUIRED, 2000, 2199),
    F_DATE(notice_batch, report_on, "报到日期", REQUIRED),
    F_BOOL(notice_batch, dry_run, "只预览", REQUIRED),
    F_INT(notice_batch, due, "应发", REQUIRED, 0, INT64_MAX),
    F_INT(notice_batch, made, "已制作", REQUIRED, 0, INT64_MAX),
    F_INT(notice_batch, left, "还未制作", REQUIRED, 0, INT64_MAX),
    F_INT(notice_batch, already, "本年已有", REQUIRED, 0, INT64_MAX),
    F_LIST(notice_batch, items, "应发的学生", REQUIRED, NOTICE_BATCH_MOST,
           notice_child),
    F_LIST(notice_batch, refused, "不能制作的学生", REQUIRED, NOTICE_BATCH_MOST,
           notice_child),
    F_END
};
const struct record notice_batch =
    RECORD(notice_batch, "NoticeBatch", "一批入学通知书", batch_fields);

static const struct field paper_fields[] = {
    F_CODE(notice_paper, basis, "发放原因", REQUIRED, notice_bases),
    F_TEXT(notice_paper, school_name, "报到学校", REQUIRED, 1, 60),
    F_TEXT(notice_paper, school_address, "学校地址", OPTIONAL, 0, 100),
    F_CODE(notice_paper, grade, "年级", OPTIONAL, grades),
    F_DATE(notice_paper, report_on, "报到日期", REQUIRED),
    F_END
};
const struct record notice_paper =
    RECORD(notice_paper, "NoticePaper", "入学通知书内容", paper_fields);

static const struct field row_fields[] = {
    F_ID(notice_row, id, "编号", REQUIRED),
    F_ID(notice_row, student_id, "学生编号", REQUIRED),
    F_TEXT(notice_row, student_name, "学生姓名", REQUIRED, 1, 60),
    F_DATE(notice_row, birth_date, "出生日期", OPTIONAL),
    F_TEXT(notice_row, division, "村居代码", REQUIRED, 12, 12),
    F_TEXT(notice_row, division_name, "村居", REQUIRED, 1, 60),
    F_CODE(notice_row, basis, "发放原因", REQUIRED, notice_bases),
    F_CODE(notice_row, stage, "学段", REQUIRED, stages),
    F_CODE(notice_row, grade, "年级", OPTIONAL, grades),
    F_TEXT(notice_row, school, "学校标识码", REQUIRED, 1, 10),
    F_TEXT(notice_row, school_name, "报到学校", REQUIRED, 1, 60),
    F_DATE(notice_row, report_on, "报到日期", REQUIRED),
    F_CODE(notice_row, arrival, "报到情况", OPTIONAL, notice_arrivals),
    F_DATE(notice_row, judged_on, "核查日期", OPTIONAL),
    F_TEXT(notice_row, unit, "制作单位代码", REQUIRED, 1, 20),
    F_TEXT(notice_row, unit_name, "制作单位", REQUIRED, 1, 60),
    F_DATE(notice_row, issued_on, "制作日期", REQUIRED),
    F_DATE(notice_row, served_on, "送达生效日期", OPTIONAL),
    F_CODE(notice_row, method, "送达方式", OPTIONAL, service_methods),
    F_CODE(notice_row, state, "状态", REQUIRED, notice_states),
    F_INT(notice_row, year, "年度", REQUIRED, 2000, 2199),
    F_INT(notice_row, number, "序号", REQUIRED, 1, INT64_MAX),
    F_TEXT(notice_row, mark, "文号中的单位", COLUMN_ONLY, 0, 130),
    F_ID(notice_row, case_id, "个案编号", OPTIONAL),
    F_INT(notice_row, version, "版本", REQUIRED, 1, INT64_MAX),
    { F_ANY(notice_row, number_text, const char *, FIELD_TEXT, "文号",
            REQUIRED | REPLY_ONLY) },
    F_LIST(notice_row, services, "送达", REQUIRED | REPLY_ONLY, 100,
           service_row),
    F_END
};
const struct record notice_row =
    RECORD(notice_row, "Notice", "入学通知书", row_fields);

static const struct field tally_fields[] = {
    F_TEXT(notice_tally, division, "区划代码", REQUIRED, 12, 12),
    F_TEXT(notice_tally, name, "区划", REQUIRED, 1, 60),
    F_CODE(notice_tally, level, "级别", REQUIRED, notice_levels),
    F_TEXT(notice_tally, path, "位置", COLUMN_ONLY, 0, 0),
    F_INT(notice_tally, notices, "通知书", REQUIRED, 0, INT64_MAX),
    F_INT(notice_tally, served, "已送达", REQUIRED, 0, INT64_MAX),
    F_INT(notice_tally, refused, "拒收留置", REQUIRED, 0, INT64_MAX),
    F_INT(notice_tally, unserved, "未送达", REQUIRED, 0, INT64_MAX),
    F_INT(notice_tally, absent, "未报到", REQUIRED, 0, INT64_MAX),
    F_END
};
const struct record notice_tally =
    RECORD(notice_tally, "NoticeTally", "入学通知书送达进度", tally_fields);
