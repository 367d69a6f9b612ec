/* Ledgers of cases: who is missing, who came back, who learns without 学籍. */
#include "ledger_tables.h"

/* 疑似辍学: who is missing since when, and who is after it. */
static const struct ledger_column suspected[] = {
    GRID_CHILD_COLUMNS,
    SCHOOL_COLUMNS,
    FAMILY_COLUMNS,
    COLUMN("huji_name", "户籍所在地", 18),
    DAY("absent_since", "未到校起始日期"),
    COLUMN("reason", "疑似辍学原因", 14),
    DAY("opened_on", "发现日期"),
    COLUMN("source", "线索来源", 10),
    COLUMN("level", "责任层级", 10),
    COUNT("persuasions", "入户劝返次数", 8),
    COLUMN("progress", "办理状态", 14),
    COLUMN("tags", "特殊类别", 14),
    COLUMN("note", "备注", 16),
};

const struct ledger ledger_suspected = {
    .name = "suspected",
    .title = "疑似辍学学生台账",
    .about = "无正当理由未到校、正在核实和劝返的孩子。",
    .of = LEDGER_OF_CASES,
    .kinds = "suspected",
    .without = UNREGISTERED_DISPOSITIONS,
    COLUMNS(suspected),
    .frozen = 5,
    USUAL_FORM
};

/* 失学辍学: the village's 应接受未接受名单 with what the county adds to it. */
static const struct ledger_column dropout[] = {
    GRID_CHILD_COLUMNS,
    COLUMN("head_name", "户主姓名", 9),
    COLUMN("case_kind", "类别", 8),
    SCHOOL_COLUMNS,
    COLUMN("absent_month", "辍学年月", 10),
    COLUMN("reason", "辍学原因", 14),
    FAMILY_COLUMNS,
    COLUMN("huji_name", "户籍所在地", 18),
    COUNT("persuasions", "入户劝返次数", 8),
    COLUMN("level", "责任层级", 10),
    COLUMN("disposition", "处置类别", 16),
    COLUMN("progress", "办理状态", 14),
    COLUMN("tags", "特殊类别", 14),
    COLUMN("note", "备注", 16),
};

const struct ledger ledger_dropout = {
    .name = "dropout",
    .title = "失学辍学学生台账",
    .about = "已认定失学、辍学的孩子，含处置和责任层级。",
    .ties = { { "dropout", "numerator", TIE_WITHIN,
                "台账还有没有入过学的、学年初不在校的、线索待核实的，以及本年度"
                "已返校或另作安置的。" } },
    .of = LEDGER_OF_CASES,
    .kinds = "dropout never_enrolled",
    .without = UNREGISTERED_DISPOSITIONS,
    COLUMNS(dropout),
    .frozen = 5,
    USUAL_FORM
};

/* 劝返复学: 劝返情况记录表, a line a child.  What help was given is kept line
 * by line in the ledger of 帮扶 (ledger_helped); what of it belongs here is
 * written by hand. */
#define VISITS "劝返记录"
static const struct ledger_column returned[] = {
    COUNT("seq", "序号", 6),
    COLUMN("township", "乡镇", 10),
    COLUMN("village", "村/社区", 18),
    COLUMN("name", "姓名", 10),
    COLUMN("sex", "性别", 5),
    MASKED("id_no", "身份证号", 20, mask_id_no),
    SCHOOL_COLUMNS,
    COLUMN("absent_month", "辍学年月", 10),
    FAMILY_COLUMNS,
    COLUMN("huji_name", "户籍所在地", 18),
    COLUMN("reason", "辍学原因", 14),
    BY_HAND("help", "已采取的帮扶措施", 18),
    { .member = "persuasions",
      .header = "次数",
      .group = VISITS,
      .kind = LEDGER_INT,
      .width = 6 },
    GROUPED(VISITS, "visitors", "劝返人员姓名", 14),
    GROUPED_DAY(VISITS, "visited_on", "时间"),
    GROUPED(VISITS, "progress", "就读情况记录", 16),
    DAY("returned_on", "返校日期"),
    COLUMN("note", "备注", 16),
};

const struct ledger ledger_returned = {
    .name = "returned",
    .title = "劝返复学学生台账",
    .about = "本年度劝返复学的孩子，含劝返记录。",
    .ties = { { "returned", "numerator", TIE_WITHIN,
                "台账还有劝返以后又不在校的。" } },
    ANY_CASE,
    .outcomes = " returned ",
    COLUMNS(returned),
    .frozen = 4,
    USUAL_FORM
};

/* 市域内、省内外就读无学籍: 五(一)4.  Where a child goes to school
 * outside the county is what the register holds of it. */
static const struct ledger_column unregistered[] = {
    CHILD_COLUMNS,
    GROUPED("就读学校", "school_place", "省市县", 20),
    GROUPED("就读学校", "school_name", "学校名称", 20),
    GROUPED("就读学校", "class_name", "年级班级", 14),
    MASKED("student_no", "学籍号", 21, mask_id_no),
    COLUMN("reason", "原因", 14),
    COLUMN("guardian_name", "监护人", 9),
    MASKED("phone", "电话", 13, mask_phone),
    DAY("reported_on", "上报日期"),
    COLUMN("report_no", "上报文号", 14),
    DAY("settled_on", "办结日期"),
    PROGRESS_COLUMNS,
};

const struct ledger ledger_local_unregistered = {
    .name = "local_unregistered",
    .title = "市域内就读无学籍学生台账",
    .about = "在市域内上学、还没有学籍的孩子。",
    ANY_CASE,
    .disposition = "local_unregistered",
    COLUMNS(unregistered),
    .frozen = 4,
    USUAL_FORM
};

const struct ledger ledger_elsewhere_unregistered = {
    .name = "elsewhere_unregistered",
    .title = "省内外就读无学籍学生台账",
    .about = "在省内外其他地方上学、没有本地学籍的孩子。",
    ANY_CASE,
    .disposition = "elsewhere_unregistered",
    COLUMNS(unregistered),
    .frozen = 4,
    USUAL_FORM
};
