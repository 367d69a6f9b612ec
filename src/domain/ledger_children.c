/* Ledgers of children: everyone of age, those of special care, those who got an
 * 入学通知书. */
#include "ledger_tables.h"

/* 适龄儿童少年花名册. */
static const struct ledger_column children[] = {
    COUNT("seq", "序号", 6),
    COLUMN("township", "乡镇", 10),
    COLUMN("village", "村/社区", 18),
    COLUMN("grid", "自然村/小区（网格）", 12),
    COLUMN("head_name", "户主", 9),
    COLUMN("relation", "与户主关系", 8),
    COLUMN("name", "姓名", 10),
    COLUMN("sex", "性别", 5),
    COLUMN("nation", "民族", 8),
    DAY("birth_date", "出生日期"),
    COLUMN("id_kind", "身份证件类型", 12),
    MASKED("id_no", "证件号", 20, mask_id_no),
    ADDRESS("huji_address", "户籍地址"),
    ADDRESS("address", "现住址"),
    COLUMN("guardian_name", "监护人", 9),
    MASKED("phone", "电话", 13, mask_phone),
    COLUMN("stage", "学段", 6),
    GROUPED("就读学校", "school_place", "省市县", 20),
    GROUPED("就读学校", "school_name", "学校名称", 20),
    GROUPED("就读学校", "school", "学校标识码", 12),
    COLUMN("class_name", "年级班级", 14),
    MASKED("student_no", "学籍号", 21, mask_id_no),
    COLUMN("standing", "就读状态", 14),
    COLUMN("tags", "特殊类别", 14),
    COLUMN("notice_no", "通知书编号", 14),
    COLUMN("note", "备注", 16),
};

const struct ledger ledger_children = {
    .name = "children",
    .title = "适龄儿童少年花名册",
    .about = "本年度 6 至 15 周岁的每一个孩子，按乡镇、村居、户排列。",
    .ties = { { "surveyed", "denominator", TIE_SAME, NULL },
              { "enrolment", "denominator", TIE_WITHIN,
                "台账还有随迁子女、已初中毕业的，以及免予入学、延缓入学、休学、"
                "短期出国的。" } },
    .of = LEDGER_OF_CHILDREN,
    COLUMNS(children),
    .frozen = 7,
    USUAL_FORM
};

/* 残疾儿童: how each is taught, and what the committee advised (残疾人教育条例
 * 17, 20).  Only for those who may read assessments.  Certificate, kind and
 * grade of the disability stay with 残联 and are written in by hand. */
static const struct ledger_column disabled[] = {
    CHILD_COLUMNS,
    BY_HAND("card_no", "残疾人证号", 20),
    BY_HAND("disability", "残疾类别", 10),
    BY_HAND("severity", "残疾等级", 8),
    FAMILY_COLUMNS,
    SCHOOL_COLUMNS,
    COLUMN("standing", "就读状态", 14),
    COLUMN("placement", "就读方式", 16),
    DAY("assessed_on", "评估日期"),
    COLUMN("advice", "安置意见", 16),
    COLUMN("note", "备注", 16),
};

const struct ledger ledger_disabled = {
    .name = "disabled",
    .title = "残疾儿童少年台账",
    .about = "有残疾的孩子，含就读方式和专家委员会的安置意见。",
    .ties = { { "disabled_enrolment", "denominator", TIE_SAME, NULL } },
    .of = LEDGER_OF_CHILDREN,
    .tags = " disabled ",
    .placed = true,
    .right = RIGHT_ASSESSMENT_READ,
    COLUMNS(disabled),
    .frozen = 4,
    USUAL_FORM
};

/* 建档立卡等困难学生与资助（两免一补）: the four groups of 虎政规〔2020〕1号 一,
 * and 监测对象 since 2021; with what each was given in the 春季 and the 秋季. */
static const struct ledger_column poverty[] = {
    COUNT("seq", "序号", 6),
    COLUMN("township", "乡镇", 10),
    COLUMN("village", "村/社区", 18),
    BY_HAND("household_no", "户编号", 14),
    COLUMN("tags", "户类型", 16),
    COLUMN("head_name", "户主", 9),
    COLUMN("relation", "与户主关系", 8),
    COLUMN("name", "姓名", 10),
    COLUMN("sex", "性别", 5),
    DAY("birth_date", "出生日期"),
    MASKED("id_no", "身份证号", 20, mask_id_no),
    SCHOOL_COLUMNS,
    COLUMN("standing", "就读状态", 14),
    COLUMN("guardian_name", "监护人", 9),
    MASKED("phone", "电话", 13, mask_phone),
    GROUPED("资助", "aid", "资助项目", 18),
    GROUPED("资助", "aid_terms", "学期", 10),
    GROUPED("资助", "aid_funders", "资助单位", 10),
    GROUPED("资助", "aid_amount", "金额（元）", 10),
    GROUPED_DAY("资助", "aid_paid_on", "最近发放日期"),
    COLUMN("note", "备注", 16),
};

const struct ledger ledger_poverty = {
    .name = "poverty",
    .title = "建档立卡等困难学生与资助台账",
    .about = "建档立卡、低保、特困等困难家庭的学生。",
    .ties = { { "poor_retention", "denominator", TIE_PARTLY,
                "台账登记本年度适龄的孩子；巩固率只算学年初在校和学年内转入的学"
                "生，不论年龄。" } },
    .of = LEDGER_OF_CHILDREN,
    .tags = POOR_TAGS,
    COLUMNS(poverty),
    .frozen = 8,
    USUAL_FORM
};

/* 应助未助: pupils of these families who got no 生活补助 for a term; that of the
 * 秋季 counts once it has begun to be paid. */
static const struct ledger_column aid_missing_columns[] = {
    CHILD_COLUMNS,
    SCHOOL_COLUMNS,
    COLUMN("tags", "户类型", 16),
    FAMILY_COLUMNS,
    COLUMN("aid_lack", "缺少学期", 14),
    GROUPED("已有资助", "aid", "资助项目", 18),
    GROUPED("已有资助", "aid_amount", "金额（元）", 10),
    BY_HAND("why_not", "未发放原因", 16),
    COLUMN("note", "备注", 16),
};

const struct ledger ledger_aid_missing = {
    .name = "aid_missing",
    .title = "困难学生应助未助台账",
    .about = "困难学生中还没有发放生活补助的人，含缺少的学期。",
    .of = LEDGER_OF_CHILDREN,
    .tags = POOR_TAGS,
    .unaided = true,
    COLUMNS(aid_missing_columns),
    .frozen = 4,
    USUAL_FORM_AND(LEDGER_BY_TERM)
};

/* 入学通知书登记与送达 (六(一); 义务教育法 12, 13): who was given which notice,
 * how it was served, and who came. */
static const struct ledger_column notices[] = {
    GRID_CHILD_COLUMNS,
    FAMILY_COLUMNS,
    COLUMN("notice_no", "通知书编号", 18),
    COLUMN("notice_basis", "发放原因", 14),
    COLUMN("notice_school", "报到学校", 20),
    DAY("report_on", "报到日期"),
    DAY("issued_on", "制作日期"),
    GROUPED_DAY("送达", "served_on", "日期"),
    GROUPED("送达", "service_method", "方式", 10),
    GROUPED("送达", "recipient", "签收人", 9),
    GROUPED("送达", "witness", "见证人", 9),
    GROUPED("送达", "servers", "送达人", 14),
    COLUMN("notice_state", "送达情况", 12),
    COLUMN("arrival", "报到情况", 10),
    COLUMN("note", "备注", 16),
};

const struct ledger ledger_notices = {
    .name = "notices",
    .title = "入学通知书登记与送达台账",
    .about = "本年度发出的入学通知书，含送达方式、签收人和报到情况。",
    .ties = { { "notice_served", "denominator", TIE_SAME, NULL } },
    .of = LEDGER_OF_CHILDREN,
    .noticed = true,
    .right = RIGHT_NOTICE_READ,
    COLUMNS(notices),
    .frozen = 5,
    USUAL_FORM
};
