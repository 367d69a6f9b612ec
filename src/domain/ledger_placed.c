/* Ledgers of those who are lawfully not at school, or not yet: 虎政规〔2020〕1号
 * 五(三)3–5, 义务教育法 11. */
#include "ledger_tables.h"

/* 延缓入学申请表, a line a child.  The hospital's opinion is on the paper. */
static const struct ledger_column deferred[] = {
    CHILD_COLUMNS,
    COLUMN("due_on", "应入学时间", 10),
    FAMILY_COLUMNS,
    COLUMN("reason", "延缓原因", 14),
    PERIOD_COLUMNS,
    BY_HAND("opinion", "证明单位鉴定意见", 18),
    DAY("settled_on", "审批日期"),
    PROGRESS_COLUMNS,
};

const struct ledger ledger_deferred = {
    .name = "deferred",
    .title = "延缓入学儿童台账",
    .about = "申请或批准延缓入学的孩子，含应入学时间和期限。",
    .ties = { { "enrolment", "excluded", TIE_PARTLY,
                "批准在案、期限未满的，计入入学率的“不计入”；待审批的和期限已满"
                "的照常计入。" } },
    ANY_CASE,
    .outcomes = " deferred ",
    .standing = true,
    COLUMNS(deferred),
    .frozen = 4,
    USUAL_FORM
};

/* 休学: 学籍 is kept and marked; who helps is written by hand until it is kept
 * here. */
static const struct ledger_column suspended[] = {
    CHILD_COLUMNS,
    SCHOOL_COLUMNS,
    MASKED("student_no", "学籍号", 21, mask_id_no),
    FAMILY_COLUMNS,
    COLUMN("reason", "休学原因", 14),
    PERIOD_COLUMNS,
    BY_HAND("helper", "帮扶联系人及电话", 16),
    DAY("settled_on", "审批日期"),
    PROGRESS_COLUMNS,
};

const struct ledger ledger_suspended = {
    .name = "suspended",
    .title = "休学学生台账",
    .about = "因病休学的学生，含期限。",
    .ties = { { "enrolment", "excluded", TIE_PARTLY,
                "批准在案、期限未满的，计入入学率的“不计入”；待审批的和期限已满"
                "的照常计入。" } },
    ANY_CASE,
    .outcomes = " suspended ",
    .standing = true,
    COLUMNS(suspended),
    .frozen = 4,
    USUAL_FORM
};

/* 短期出国: 学籍 is kept until the day of return. */
static const struct ledger_column abroad[] = {
    CHILD_COLUMNS,
    SCHOOL_COLUMNS,
    MASKED("student_no", "学籍号", 21, mask_id_no),
    FAMILY_COLUMNS,
    BY_HAND("country", "前往国家（地区）", 14),
    PERIOD_COLUMNS,
    DAY("settled_on", "审批日期"),
    PROGRESS_COLUMNS,
};

const struct ledger ledger_abroad = {
    .name = "abroad",
    .title = "短期出国学生台账",
    .about = "短期出国、保留学籍的学生。",
    .ties = { { "enrolment", "excluded", TIE_PARTLY,
                "批准在案、期限未满的，计入入学率的“不计入”；待审批的和期限已满"
                "的照常计入。" } },
    ANY_CASE,
    .outcomes = " abroad ",
    .standing = true,
    COLUMNS(abroad),
    .frozen = 4,
    USUAL_FORM
};

/* 免予入学名册 with its archive number; by the city's approval too (四). */
static const struct ledger_column exempt[] = {
    CHILD_COLUMNS,
    FAMILY_COLUMNS,
    BY_HAND("disability", "残疾类别、等级", 14),
    COLUMN("outcome", "免予入学依据", 20),
    COLUMN("archive_no", "档案号", 14),
    DAY("period_until", "下次复核日期"),
    DAY("settled_on", "审批日期"),
    PROGRESS_COLUMNS,
};

const struct ledger ledger_exempt = {
    .name = "exempt",
    .title = "免予入学儿童少年名册",
    .about = "免予入学的孩子，含档案号和下次复核日期。",
    .ties = { { "enrolment", "excluded", TIE_PARTLY,
                "批准在案、期限未满的，计入入学率的“不计入”；待审批的和期限已满"
                "的照常计入。" } },
    ANY_CASE,
    .outcomes = " exempt city_exempt ",
    .standing = true,
    COLUMNS(exempt),
    .frozen = 4,
    USUAL_FORM
};
