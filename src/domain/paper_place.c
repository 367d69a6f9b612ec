/* What a paper may name and what it is made of, as field tables. */
#include "domain/paper.h"

#include "domain/assessment.h"
#include "domain/codes.h"
#include "domain/document.h"
#include "domain/resolution.h"
#include "domain/teaching.h"

/* ---- field tables ---- */
#define TEXT_(member, label) F_TEXT(paper_places, member, label, OPTIONAL, 0, 0)
#define DATE_(member, label) F_DATE(paper_places, member, label, OPTIONAL)
#define CODE_(member, label, table)                                            \
    F_CODE(paper_places, member, label, OPTIONAL, table)
#define LIST_(member, label, sub)                                              \
    F_LIST(paper_places, member, label, OPTIONAL, 0, sub)

static const struct field paper_places_fields[] = {
    TEXT_(county, "县市"),
    TEXT_(organ, "制作单位全称"),
    TEXT_(document_title, "文书名称"),
    TEXT_(number_text, "文号"),
    DATE_(issued_on, "制作日期"),
    TEXT_(student_name, "学生姓名"),
    CODE_(student_sex, "性别", sexes),
    DATE_(student_birth, "出生日期"),
    TEXT_(student_id_no, "证件号"),
    CODE_(nation, "民族", nations),
    TEXT_(huji, "户籍地址"),
    TEXT_(residence, "现住址"),
    CODE_(health, "健康状况", healths),
    TEXT_(school_name, "学校"),
    CODE_(grade, "年级", grades),
    TEXT_(class, "班级"),
    TEXT_(student_no, "学籍号"),
    TEXT_(guardian_name, "监护人"),
    CODE_(guardian_relation, "监护人与学生关系", guardian_relations),
    TEXT_(guardian_phone, "监护人电话"),
    TEXT_(case_number, "个案编号"),
    CODE_(case_kind, "个案类别", case_kinds),
    CODE_(case_state, "个案状态", case_states),
    CODE_(level, "责任层级", case_levels),
    CODE_(reason, "原因", reasons),
    DATE_(absent_since, "离校日期"),
    CODE_(disposition, "处置类别", dispositions),
    CODE_(outcome, "销号结果", outcomes),
    CODE_(conclusion, "公安结论", conclusions),
    DATE_(returned_on, "返校日期"),
    DATE_(opened_on, "立案日期"),
    DATE_(closed_on, "销号日期"),
    TEXT_(report_no, "上报文号"),
    TEXT_(archive_no, "档案编号"),
    DATE_(period_from, "期限起"),
    DATE_(period_until, "期限止"),
    TEXT_(persuasions, "劝返次数"),
    CODE_(service_method, "送达方式", service_methods),
    DATE_(served_on, "送达日期"),
    DATE_(effective_on, "生效日期"),
    TEXT_(recipient, "签收人"),
    CODE_(recipient_relation, "签收人与学生关系", guardian_relations),
    TEXT_(service_place, "送达地点"),
    TEXT_(witness, "见证人"),
    TEXT_(servers, "送达人"),
    TEXT_(service_note, "送达备注"),
    TEXT_(teaching_school, "送教学校"),
    TEXT_(teachers, "送教教师"),
    DATE_(teaching_from, "送教起"),
    DATE_(teaching_to, "送教止"),
    TEXT_(teaching_norm, "每周次数和每次课时"),
    TEXT_(teaching_content, "送教内容"),
    DATE_(session_on, "评估日期"),
    TEXT_(session_place, "评估地点"),
    TEXT_(situation, "评估的基本情况"),
    CODE_(advice, "安置建议", placements),
    TEXT_(announcement_body, "公告正文"),
    CODE_(meeting_kind, "会议类别", meeting_kinds),
    DATE_(meeting_on, "会议日期"),
    TEXT_(meeting_place, "会议地点"),
    TEXT_(meeting_chair, "主持人"),
    TEXT_(meeting_units, "参会单位"),
    TEXT_(meeting_agenda, "议题"),
    TEXT_(meeting_minutes, "会议纪要"),
    LIST_(contents, "卷内目录", paper_entry),
    LIST_(visits, "劝返记录", paper_visit),
    LIST_(events, "经过", paper_entry),
    LIST_(evidence, "证明材料", paper_entry),
    LIST_(lessons, "送教记录", lesson_row),
    LIST_(seats, "委员意见", assessment_seat),
    LIST_(resolutions, "决议", resolution_item),
    F_END
};
const struct record paper_places =
    RECORD(paper_places, "PaperPlaces", "打印件的栏目", paper_places_fields);

static const struct field paper_entry_fields[] = {
    F_INT(paper_entry, no, "序号", REQUIRED, 1, INT64_MAX),
    F_TEXT(paper_entry, number_text, "文号", OPTIONAL, 0, 0),
    F_TEXT(paper_entry, title, "题名", OPTIONAL, 0, 0),
    F_DATE(paper_entry, on, "日期", OPTIONAL),
    F_TEXT(paper_entry, remark, "备注", OPTIONAL, 0, 0),
    F_TEXT(paper_entry, who, "单位和经办人", OPTIONAL, 0, 0),
    F_TEXT(paper_entry, text, "内容", OPTIONAL, 0, 0),
    F_TEXT(paper_entry, kind, "类别", OPTIONAL, 0, 0),
    F_TEXT(paper_entry, form, "形式", OPTIONAL, 0, 0),
    F_END
};
const struct record paper_entry =
    RECORD(paper_entry, "PaperEntry", "清单的一行", paper_entry_fields);

static const struct field paper_visit_fields[] = {
    F_INT(paper_visit, no, "次数", REQUIRED, 1, INT64_MAX),
    F_DATE(paper_visit, visited_on, "日期", OPTIONAL),
    F_TEXT(paper_visit, method, "方式", OPTIONAL, 0, 0),
    F_TEXT(paper_visit, persons, "劝返人员", OPTIONAL, 0, 0),
    F_TEXT(paper_visit, met, "劝返对象", OPTIONAL, 0, 0),
    F_TEXT(paper_visit, family_said, "家庭答复", OPTIONAL, 0, 0),
    F_TEXT(paper_visit, result, "结果", OPTIONAL, 0, 0),
    F_END
};
const struct record paper_visit =
    RECORD(paper_visit, "PaperVisit", "一次劝返", paper_visit_fields);

static const struct code block_rows[] = {
    { "red", "发文机关标志" }, { "number", "发文字号" },
    { "title", "标题" },       { "to", "受文人" },
    { "p", "段落" },           { "row", "表格行" },
    { "cols", "表头" },        { "item", "清单行" },
    { "box", "签署栏" },       { "seal", "落款" },
    { "sign", "签名" },        { "note", "附注" },
    { "basis", "依据文件" },   { "cut", "裁切线" },
    { "picture", "图片" },     { NULL, NULL }
};
const struct code_table paper_blocks = { "paper_block", "打印件的组成部分",
                                         block_rows };

static const struct field paper_block_fields[] = {
    F_CODE(paper_block, type, "类型", REQUIRED, paper_blocks),
    F_TEXT(paper_block, text, "文字", OPTIONAL | MULTILINE, 0, 0),
    F_TEXTS(paper_block, cells, "各栏", REQUIRED, 20),
    F_ID(paper_block, attachment_id, "图片附件编号", OPTIONAL), F_END
};
const struct record paper_block =
    RECORD(paper_block, "PaperBlock", "打印件的一部分", paper_block_fields);

static const struct field paper_fields[] = {
    F_TEXT(paper, kind, "种类", REQUIRED, 1, 40),
    F_TEXT(paper, title, "标题", REQUIRED, 1, 60),
    F_TEXT(paper, number_text, "文号", OPTIONAL, 0, 60),
    F_BOOL(paper, voided, "已作废", REQUIRED),
    F_TEXT(paper, void_reason, "作废理由", OPTIONAL | MULTILINE, 0, 500),
    F_LIST(paper, blocks, "内容", REQUIRED, 10000, paper_block),
    F_END
};
const struct record paper = RECORD(paper, "Paper", "打印件", paper_fields);

static const struct field paper_set_fields[] = {
    F_TEXT(paper_set, title, "名称", REQUIRED, 1, 100),
    F_TIME(paper_set, printed_at, "打印时间", REQUIRED),
    F_TEXT(paper_set, printed_by, "打印人", REQUIRED, 1, 60),
    F_TEXT(paper_set, printed_unit, "打印单位", REQUIRED, 1, 60),
    F_LIST(paper_set, papers, "打印件", REQUIRED, 1000, paper),
    F_END
};
const struct record paper_set =
    RECORD(paper_set, "PaperSet", "一次打印", paper_set_fields);
