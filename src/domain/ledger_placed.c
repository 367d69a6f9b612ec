/* Ledgers of those who are lawfully not at school, or not yet: 虎政规〔2020〕1号
 * 五(三)3–5, 义务教育法 11. */
#include "ledger_tables.h"

#define PERIOD "期限"

/* 延缓入学申请表, a line a child.  The hospital's opinion is on the paper. */
static const struct ledger_column deferred[] = {
    COUNT("seq", "序号", 6),
    COLUMN("township", "乡镇", 10),
    COLUMN("village", "村/社区", 12),
    COLUMN("name", "姓名", 10),
    COLUMN("sex", "性别", 5),
    DAY("birth_date", "出生日期"),
    MASKED("id_no", "身份证号", 20, mask_id_no),
    COLUMN("due_on", "应入学时间", 10),
    COLUMN("guardian_name", "监护人", 9),
    MASKED("phone", "电话", 13, mask_phone),
    ADDRESS("address", "家庭住址"),
    COLUMN("reason", "延缓原因", 14),
    { .member = "period_from",
      .header = "起",
      .group = PERIOD,
      .kind = LEDGER_DATE,
      .width = 11 },
    { .member = "period_until",
      .header = "止",
      .group = PERIOD,
      .kind = LEDGER_DATE,
      .width = 11 },
    BY_HAND("opinion", "证明单位鉴定意见", 18),
    DAY("settled_on", "审批日期"),
    WRAPPED("progress", "办理状态", 14),
    WRAPPED("note", "备注", 16),
};

const struct ledger ledger_deferred = { .name = "deferred",
                                        .title = "延缓入学儿童台账",
                                        .of = LEDGER_OF_CASES,
                                        .kinds =
                                            "suspected dropout never_enrolled",
                                        .outcomes = " deferred ",
                                        .standing = true,
                                        COLUMNS(deferred),
                                        .frozen = 4,
                                        .filters = ALL_FILTERS,
                                        .foot = SIGNED_BY,
                                        .wide = true };

/* 休学: 学籍 is kept and marked; who helps is written by hand until it is kept
 * here. */
static const struct ledger_column suspended[] = {
    COUNT("seq", "序号", 6),
    COLUMN("township", "乡镇", 10),
    COLUMN("village", "村/社区", 12),
    COLUMN("name", "姓名", 10),
    COLUMN("sex", "性别", 5),
    DAY("birth_date", "出生日期"),
    MASKED("id_no", "身份证号", 20, mask_id_no),
    WRAPPED("school_name", "就读学校", 20),
    COLUMN("class_name", "年级班级", 14),
    MASKED("student_no", "学籍号", 21, mask_id_no),
    COLUMN("guardian_name", "监护人", 9),
    MASKED("phone", "电话", 13, mask_phone),
    ADDRESS("address", "家庭住址"),
    COLUMN("reason", "休学原因", 14),
    { .member = "period_from",
      .header = "起",
      .group = PERIOD,
      .kind = LEDGER_DATE,
      .width = 11 },
    { .member = "period_until",
      .header = "止",
      .group = PERIOD,
      .kind = LEDGER_DATE,
      .width = 11 },
    BY_HAND("helper", "帮扶联系人及电话", 16),
    DAY("settled_on", "审批日期"),
    WRAPPED("progress", "办理状态", 14),
    WRAPPED("note", "备注", 16),
};

const struct ledger ledger_suspended = { .name = "suspended",
                                         .title = "休学学生台账",
                                         .of = LEDGER_OF_CASES,
                                         .kinds =
                                             "suspected dropout never_enrolled",
                                         .outcomes = " suspended ",
                                         .standing = true,
                                         COLUMNS(suspended),
                                         .frozen = 4,
                                         .filters = ALL_FILTERS,
                                         .foot = SIGNED_BY,
                                         .wide = true };

/* 短期出国: 学籍 is kept until the day of return. */
static const struct ledger_column abroad[] = {
    COUNT("seq", "序号", 6),
    COLUMN("township", "乡镇", 10),
    COLUMN("village", "村/社区", 12),
    COLUMN("name", "姓名", 10),
    COLUMN("sex", "性别", 5),
    DAY("birth_date", "出生日期"),
    MASKED("id_no", "身份证号", 20, mask_id_no),
    WRAPPED("school_name", "就读学校", 20),
    COLUMN("class_name", "年级班级", 14),
    MASKED("student_no", "学籍号", 21, mask_id_no),
    COLUMN("guardian_name", "监护人", 9),
    MASKED("phone", "电话", 13, mask_phone),
    ADDRESS("address", "家庭住址"),
    BY_HAND("country", "前往国家（地区）", 14),
    { .member = "period_from",
      .header = "起",
      .group = PERIOD,
      .kind = LEDGER_DATE,
      .width = 11 },
    { .member = "period_until",
      .header = "止",
      .group = PERIOD,
      .kind = LEDGER_DATE,
      .width = 11 },
    DAY("settled_on", "审批日期"),
    WRAPPED("progress", "办理状态", 14),
    WRAPPED("note", "备注", 16),
};

const struct ledger ledger_abroad = { .name = "abroad",
                                      .title = "短期出国学生台账",
                                      .of = LEDGER_OF_CASES,
                                      .kinds =
                                          "suspected dropout never_enrolled",
                                      .outcomes = " abroad ",
                                      .standing = true,
                                      COLUMNS(abroad),
                                      .frozen = 4,
                                      .filters = ALL_FILTERS,
                                      .foot = SIGNED_BY,
                                      .wide = true };

/* 免予入学名册 with its archive number; by the city's approval too (四). */
static const struct ledger_column exempt[] = {
    COUNT("seq", "序号", 6),
    COLUMN("township", "乡镇", 10),
    COLUMN("village", "村/社区", 12),
    COLUMN("name", "姓名", 10),
    COLUMN("sex", "性别", 5),
    DAY("birth_date", "出生日期"),
    MASKED("id_no", "身份证号", 20, mask_id_no),
    COLUMN("guardian_name", "监护人", 9),
    MASKED("phone", "电话", 13, mask_phone),
    ADDRESS("address", "家庭住址"),
    BY_HAND("disability", "残疾类别、等级", 14),
    COLUMN("outcome", "免予入学依据", 20),
    COLUMN("archive_no", "档案号", 14),
    DAY("period_until", "下次复核日期"),
    DAY("settled_on", "审批日期"),
    WRAPPED("progress", "办理状态", 14),
    WRAPPED("note", "备注", 16),
};

const struct ledger ledger_exempt = { .name = "exempt",
                                      .title = "免予入学儿童少年名册",
                                      .of = LEDGER_OF_CASES,
                                      .kinds =
                                          "suspected dropout never_enrolled",
                                      .outcomes = " exempt city_exempt ",
                                      .standing = true,
                                      COLUMNS(exempt),
                                      .frozen = 4,
                                      .filters = ALL_FILTERS,
                                      .foot = SIGNED_BY,
                                      .wide = true };
