/* Ledgers of what was done for a child or found of one: 送教上门 (残疾人教育条例
 * 17), 帮扶 (虎政规〔2020〕1号 四), 童工 (禁止使用童工规定); and of the lists that come
 * from above (下发名单), each row to its end. */
#include "ledger_tables.h"

static const struct ledger_column home_teaching[] = {
    CHILD_COLUMNS,
    BY_HAND("disability", "残疾类别、等级", 12),
    COLUMN("event_unit", "送教学校", 20),
    COLUMN("people", "教师", 14),
    DAY("event_on", "日期"),
    COLUMN("slot", "时段", 12),
    COUNT("periods", "课时", 6),
    COLUMN("did", "内容", 24),
    COLUMN("effect", "效果", 20),
    COLUMN("signature", "家长签字", 8),
    COLUMN("photo", "照片", 6),
};

const struct ledger ledger_home_teaching = {
    .name = "home_teaching",
    .title = "送教上门台账",
    .about = "送教上门的每一次课，含内容、效果和家长签字。",
    .of = LEDGER_OF_LESSONS,
    .right = RIGHT_TEACHING_READ,
    COLUMNS(home_teaching),
    .frozen = 4,
    USUAL_FORM
};

static const struct ledger_column help[] = {
    CHILD_COLUMNS,
    SCHOOL_COLUMNS,
    COLUMN("guardian_name", "监护人", 9),
    MASKED("phone", "电话", 13, mask_phone),
    COLUMN("tags", "特殊类别", 14),
    COLUMN("difficulty", "困难类别", 12),
    COLUMN("did", "帮扶措施", 26),
    DAY("event_on", "帮扶日期"),
    COLUMN("event_unit", "帮扶单位", 16),
    COLUMN("people", "登记人", 9),
};

const struct ledger ledger_helped = {
    .name = "help",
    .title = "困难帮扶台账",
    .about = "对困难学生的每一次帮扶，含措施和帮扶单位。",
    .of = LEDGER_OF_HELP,
    .right = RIGHT_HELP_READ,
    COLUMNS(help),
    .frozen = 4,
    USUAL_FORM
};

/* Who looks after whom (R57): also those that ended within the year. */
static const struct ledger_column pairings[] = {
    CHILD_COLUMNS,
    SCHOOL_COLUMNS,
    COLUMN("guardian_name", "监护人", 9),
    COLUMN("tags", "特殊类别", 14),
    COLUMN("difficulty", "困难类别", 12),
    COLUMN("people", "帮扶人", 9),
    COLUMN("event_unit", "帮扶单位", 16),
    COLUMN("did", "帮扶打算", 24),
    DAY("event_on", "结对日期"),
    COUNT("periods", "走访次数", 8),
    DAY("back_on", "最近走访"),
    DAY("ended_on", "结束日期"),
};

const struct ledger ledger_pairings = {
    .name = "pairings",
    .title = "结对帮扶台账",
    .about = "本年度在结的每一对帮扶人和孩子，含走访情况。",
    .of = LEDGER_OF_PAIRINGS,
    .right = RIGHT_PAIRING_READ,
    COLUMNS(pairings),
    .frozen = 4,
    USUAL_FORM
};

/* A child as whoever found it has typed it. */
static const struct ledger_column child_labour[] = {
    COUNT("seq", "序号", 6),
    COLUMN("employer", "用人单位", 20),
    COLUMN("credit_code", "统一社会信用代码", 20),
    COLUMN("name", "姓名", 10),
    COLUMN("sex", "性别", 5),
    DAY("birth_date", "出生日期"),
    MASKED("id_no", "身份证号", 20, mask_id_no),
    DAY("event_on", "发现日期"),
    DAY("worked_from", "入职日期"),
    BY_HAND("months", "月数", 6),
    DAY("ordered_on", "责令日期"),
    DAY("back_on", "送回日期"),
    COLUMN("penalty", "罚款（元）", 12),
    DAY("ended_on", "结案日期"),
    COLUMN("event_unit", "承办单位", 16),
};

const struct ledger ledger_child_labour = {
    .name = "child_labour",
    .title = "童工线索台账",
    .about = "检查中发现的童工，含责令、送回、罚款和结案。",
    .of = LEDGER_OF_LEADS,
    .right = RIGHT_LEAD_READ,
    COLUMNS(child_labour),
    .frozen = 4,
    .foot = SIGNED_BY,
    .wide = true
};

/* Also whom nobody here knows yet: a row is not out of sight before it is
 * settled. */
static const struct ledger_column assigned[] = {
    CHILD_COLUMNS,
    COLUMN("event_unit", "名单来源", 16),
    DAY("event_on", "下发日期"),
    COLUMN("verdict", "核查结论", 12),
    COLUMN("follow_up", "办理情况", 14),
    COLUMN("progress", "个案办理状态", 14),
    DAY("opened_on", "立案日期"),
    DAY("settled_on", "销号日期"),
    BY_HAND("remark", "备注", 16),
};

const struct ledger ledger_assigned = {
    .name = "assigned",
    .title = "下发名单销号台账",
    .about = "上级下发名单的每一行，含核查结论、办理情况和销号日期；还没有登记"
             "的孩子也在内。",
    .of = LEDGER_OF_ASSIGNED,
    .right = RIGHT_ROSTER_FOLLOW,
    COLUMNS(assigned),
    .frozen = 4,
    .foot = SIGNED_BY,
    .wide = true
};

/* 户籍变动 as the police told it, also of whom the register has not. */
static const struct ledger_column register_changes[] = {
    CHILD_COLUMNS,
    COLUMN("change_type", "变动类型", 10),
    DAY("event_on", "变动日期"),
    ADDRESS("old_address", "原地址"),
    ADDRESS("address", "现地址"),
    BY_HAND("remark", "备注", 16),
};

const struct ledger ledger_register_changes = {
    .name = "register_changes",
    .title = "户籍变动台账",
    .about = "公安交来的出生、迁入、迁出、死亡、注销等户籍变动。",
    .of = LEDGER_OF_CHANGES,
    .right = RIGHT_ROSTER_FOLLOW,
    COLUMNS(register_changes),
    .frozen = 4,
    .foot = SIGNED_BY,
    .wide = true
};

/* 培训意愿 of those who left 初中 and 高中: from townships and schools to 人社局. */
static const struct ledger_column training_wishes[] = {
    COUNT("seq", "序号", 6),
    COLUMN("township", "乡镇", 10),
    COLUMN("name", "姓名", 10),
    COLUMN("leaving_stage", "毕业学段", 14),
    COLUMN("school_name", "毕业学校", 20),
    COLUMN("onward", "毕业去向", 20),
    COLUMN("course", "培训工种", 16),
    COLUMN("people", "联系人", 9),
    MASKED("phone", "联系电话", 13, mask_phone),
    COLUMN("event_unit", "登记单位", 16),
    DAY("handed_on", "移交日期"),
    DAY("contacted_on", "联系日期"),
    DAY("ended_on", "参训或放弃日期"),
    COLUMN("training_state", "办理状态", 12),
    COLUMN("did", "办理说明", 24),
};

const struct ledger ledger_training_wishes = {
    .name = "training_wishes",
    .title = "初高中毕业生培训意愿台账",
    .about = "初中、高中毕业后不再升学的人的培训意愿，由乡镇街道移交人社局。",
    .of = LEDGER_OF_TRAINING,
    .right = RIGHT_TRAINING_READ,
    COLUMNS(training_wishes),
    .frozen = 3,
    .foot = SIGNED_BY,
    .wide = true
};

/* Of these what 人社局 works with: whom it calls about what, and how far it is. */
static const struct ledger_column training_received[] = {
    COUNT("seq", "序号", 6),
    COLUMN("township", "乡镇", 10),
    COLUMN("name", "姓名", 10),
    COLUMN("leaving_stage", "毕业学段", 14),
    COLUMN("course", "培训工种", 16),
    COLUMN("people", "联系人", 9),
    MASKED("phone", "联系电话", 13, mask_phone),
    COLUMN("event_unit", "登记单位", 16),
    DAY("handed_on", "移交日期"),
    DAY("contacted_on", "联系日期"),
    DAY("ended_on", "参训或放弃日期"),
    COLUMN("training_state", "办理状态", 12),
    COLUMN("did", "办理说明", 24),
};

const struct ledger ledger_training_received = {
    .name = "training_received",
    .title = "移交人社局的培训意愿台账",
    .about = "已移交人社局的培训意愿，含联系、参训或放弃的情况。",
    .of = LEDGER_OF_TRAINING,
    .handed = true,
    .right = RIGHT_TRAINING_READ,
    .departments = true,
    .full = RIGHT_TRAINING_FULL,
    COLUMNS(training_received),
    .frozen = 3,
    .foot = SIGNED_BY,
    .wide = true
};

/* What the county reports upward of those who learn elsewhere without 学籍: 姓名,
 * 身份证号, where they learn, 文号 and day (五(三)1). */
static const struct ledger_column upward_reports[] = {
    COUNT("seq", "序号", 6),
    COLUMN("upward_no", "上报编号", 18),
    COLUMN("township", "乡镇", 10),
    COLUMN("village", "村/社区", 12),
    COLUMN("name", "姓名", 10),
    COLUMN("sex", "性别", 5),
    DAY("birth_date", "出生日期"),
    MASKED("id_no", "身份证号", 20, mask_id_no),
    COLUMN("school_name", "就读学校", 20),
    COLUMN("class_name", "年级班级", 14),
    COLUMN("reason", "原因", 14),
    COLUMN("guardian_name", "监护人", 9),
    MASKED("phone", "电话", 13, mask_phone),
    DAY("event_on", "列入日期"),
    COLUMN("report_no", "上报文号", 16),
    DAY("reported_on", "上报日期"),
    COLUMN("answer", "上级答复", 14),
    DAY("answered_on", "答复日期"),
};

const struct ledger ledger_upward_reports = {
    .name = "upward_reports",
    .title = "省内外就读无学籍逐级上报表",
    .about = "在省内外就读、没有学籍的孩子逐级上报的编号、文号和上级答复。",
    .of = LEDGER_OF_UPWARD,
    .right = RIGHT_UPWARD_READ,
    COLUMNS(upward_reports),
    .frozen = 5,
    USUAL_FORM
};
