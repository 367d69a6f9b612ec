/* 督查: the items of the check sheet, and the field tables. */
#include "domain/inspection.h"

#include <string.h>

#include "domain/clean.h"
#include "domain/codes.h"
#include "domain/rectification.h"

static const struct code kind_rows[] = { { "regular", "常规督查" },
                                         { "special", "专项督查" },
                                         { NULL, NULL } };
const struct code_table inspection_kinds = { "inspection_kind", "督查类别",
                                             kind_rows };
static const struct code state_rows[] = { { "planned", "已计划" },
                                          { "open", "检查中" },
                                          { "closed", "已结束" },
                                          { "cancelled", "已取消" },
                                          { NULL, NULL } };
const struct code_table inspection_states = { "inspection_state", "督查状态",
                                              state_rows };
static const struct code answer_rows[] = {
    { "yes", "是" }, { "no", "否" }, { "none", "不适用" }, { NULL, NULL }
};
const struct code_table check_answers = { "check_answer", "检查结果",
                                          answer_rows };

/* ---- the sheet --------------------------------------------------------- */
#define DOC "虎政规〔2020〕1号 "
#define SCHOOL "school"
#define TOWNSHIP "township"
#define VILLAGE "village"
#define AGENCY "agency"
#define BUREAU "bureau"
const struct check_item check_items[] = {
    { SCHOOL, "flagged", "发现疑似辍学当天登记、劝返，并及时书面报告",
      "R26 R61 " DOC "五(一)2；未成年人保护法第二十八条" },
    { SCHOOL, "rolls", "点名册、学籍、在校学生三者一致",
      "R23 " DOC "四；义务教育法第十三条" },
    { SCHOOL, "transfers", "转入转出手续两头衔接，没有脱节的学生",
      "R23 R74 " DOC "五(二)2" },
    { SCHOOL, "plans", "学困、厌学学生一生一策，有措施、有记录",
      "R75 R76 " DOC "五(二)3、五(三)7" },
    { SCHOOL, "counselling", "心理辅导和返校后的关心有记录",
      "R77 " DOC "五(二)6" },
    { SCHOOL, "aid", "资助应享尽享，没有遗漏的学生", "R80 " DOC "五(二)5" },
    { SCHOOL, "home_teaching", "送教上门按计划进行，每次有记录",
      "R88 " DOC "五(三)5；残疾人教育条例第十七条" },
    { SCHOOL, "respect", "没有歧视、挖苦、体罚学生",
      "R82 " DOC "五(二)6；义务教育法第二十九条" },
    { SCHOOL, "safety", "食宿、卫生条件合格，安全隐患已消除",
      "R24 R78 " DOC "五(二)4" },
    { SCHOOL, "publicity", "对师生和监护人开展了普法宣传",
      "R70 " DOC "五(二)1" },

    { TOWNSHIP, "chain", "责任链上每个岗位都有人，名单与系统一致",
      "R60 " DOC "五(一)2" },
    { TOWNSHIP, "grid", "自然村、小区学生网格化管控到人", "R15 " DOC "四" },
    { TOWNSHIP, "household_survey", "入户调查全覆盖，抽查的家庭与记录一致",
      "R95 R96 " DOC "六1" },
    { TOWNSHIP, "notices", "入学通知书逐户送达，回证齐全",
      "R97 " DOC "六1；义务教育法第十三条" },
    { TOWNSHIP, "ledgers", "台账与实际一致，动态及时更新",
      "R17 R66 " DOC "四、五(一)4" },
    { TOWNSHIP, "reported", "8月前向教育局报送未入学和辍学学生信息",
      "R18 " DOC "四" },
    { TOWNSHIP, "persuasion", "劝返有人、有次数、有记录，无效逐级上报",
      "R61 R62 " DOC "五(一)2" },
    { TOWNSHIP, "orders", "拒不送子女入学的，依法批评教育、责令改正",
      "R12 R98 " DOC "六1；义务教育法第五十八条" },
    { TOWNSHIP, "publicity", "开展了法律法规宣传，有时间、人数、照片",
      "R16 " DOC "四" },

    { VILLAGE, "keepers", "网格员知道本网格的孩子和他们在哪里上学",
      "R15 " DOC "四" },
    { VILLAGE, "household_survey", "逐户走访，未见到的家庭已再访",
      "R95 " DOC "六1" },
    { VILLAGE, "notices", "入学通知书已送达，拒收的有见证人",
      "R97 " DOC "六1" },
    { VILLAGE, "reported", "发现未上学的孩子当天报告",
      "R61 " DOC "五(一)2；义务教育法第十三条" },

    { AGENCY, "duties", "职责清单逐项有人办、有记录",
      "R59 R94 " DOC "四、六1" },
    { AGENCY, "rosters", "应提供的花名册按时、完整", "R64 " DOC "五(一)1、4" },
    { AGENCY, "assignments", "教育局交办的事项按期办结、有回复",
      "R10 " DOC "五(一)1" },
    { AGENCY, "leads", "检查中发现的线索及时移交", "R73 " DOC "五(二)1" },

    { BUREAU, "scheme", "有年度工作方案，专题研究过", "R7 R63 " DOC "五(一)3" },
    { BUREAU, "schools", "对各学校控辍保学工作有检查、有督促",
      "R19 " DOC "四" },
    { BUREAU, "compared", "与公安、民政、残联等名单比对，差异逐人核清",
      "R64 R65 " DOC "五(一)4" },
    { BUREAU, "ledgers", "8月底前分类台账建立并封存", "R66 " DOC "五(一)4" },
    { BUREAU, "closings", "销号的个案材料齐全，抽查属实",
      "R83 R91 " DOC "五(三)" },
    { BUREAU, "committee", "残疾人教育专家委员会开展了评估",
      "R67 R68 " DOC "五(一)5；残疾人教育条例第二十条" },
};
const size_t check_items_n = sizeof check_items / sizeof *check_items;

const struct check_item *check_item_of(const char *unit_kind, const char *name)
{
    for (size_t i = 0; i < check_items_n; i++)
        if (strcmp(check_items[i].unit_kind, unit_kind) == 0 &&
            strcmp(check_items[i].name, name) == 0)
            return &check_items[i];
    return NULL;
}

static const struct check_answer *given_for(const struct list *given,
                                            const char *item)
{
    const struct check_answer *g = given->items;

    for (size_t i = 0; i < given->n; i++)
        if (strcmp(g[i].item, item) == 0)
            return &g[i];
    return NULL;
}

enum err check_lines(const char *unit_kind, const struct list *given,
                     struct arena *a, struct list *out)
{
    struct check_line *line = arena_array(a, CHECK_ITEMS_MOST, sizeof *line);
    size_t n = 0;

    if (!line)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < check_items_n && n < CHECK_ITEMS_MOST; i++) {
        const struct check_item *c = &check_items[i];
        const struct check_answer *g = given_for(given, c->name);

        if (strcmp(c->unit_kind, unit_kind) != 0)
            continue;
        line[n++] =
            (struct check_line) { c->name, c->label, c->source,
                                  g ? g->answer : NULL, g ? g->note : NULL };
    }
    *out = (struct list) { line, n };
    return ERR_OK;
}

/* ---- bodies ------------------------------------------------------------ */
static const struct field in_fields[] = {
    F_CODE(inspection_in, kind, "督查类别", REQUIRED, inspection_kinds),
    F_TEXT(inspection_in, unit, "被督查单位代码", REQUIRED, 1, 20),
    F_DATE(inspection_in, planned_on, "计划日期", REQUIRED),
    F_CLEAN(inspection_in, purpose, "督查内容", OPTIONAL | MULTILINE, 0, 500,
            clean_text),
    F_END
};
const struct record inspection_in =
    RECORD(inspection_in, "InspectionNew", "计划督查", in_fields);

static const struct field answer_fields[] = {
    F_TEXT(check_answer, item, "检查项代码", REQUIRED, 1, 40),
    F_CODE(check_answer, answer, "检查结果", REQUIRED, check_answers),
    F_SEALED(check_answer, note, "说明", MULTILINE, 500, clean_text, NULL,
             "inspection_answer.note"),
    F_END
};
const struct record check_answer =
    RECORD(check_answer, "CheckAnswer", "检查项的结果", answer_fields);

static const struct field sheet_fields[] = {
    F_LIST(check_sheet, answers, "检查结果", REQUIRED, CHECK_ITEMS_MOST,
           check_answer),
    F_END
};
const struct record check_sheet =
    RECORD(check_sheet, "CheckSheet", "检查表", sheet_fields);

/* ---- rows -------------------------------------------------------------- */
#define WORDS(tag, member, text, opts, most)                                   \
    F_SEALED(tag, member, text, (opts) | MULTILINE, most, NULL, NULL,          \
             "inspection." #member)
#define TOLD(tag)                                                              \
    WORDS(tag, purpose, "督查内容", OPTIONAL, 500),                            \
        WORDS(tag, experience, "经验做法", OPTIONAL, 1000),                    \
        WORDS(tag, shortcomings, "存在不足", OPTIONAL, 1000),                  \
        WORDS(tag, reason, "改期或取消的原因", OPTIONAL, 500)

static const struct field row_fields[] = {
    F_ID(inspection_row, id, "编号", REQUIRED),
    F_CODE(inspection_row, kind, "督查类别", REQUIRED, inspection_kinds),
    F_TEXT(inspection_row, unit, "被督查单位代码", REQUIRED, 1, 20),
    F_TEXT(inspection_row, inspector, "督查单位代码", REQUIRED, 1, 20),
    F_DATE(inspection_row, planned_on, "计划日期", REQUIRED),
    F_CODE(inspection_row, state, "状态", REQUIRED, inspection_states),
    F_DATE(inspection_row, held_on, "检查日期", OPTIONAL),
    TOLD(inspection_row),
    F_ID(inspection_row, account_id, "计划人", REQUIRED),
    F_TIME(inspection_row, at, "登记时间", REQUIRED),
    F_INT(inspection_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record inspection_row =
    RECORD(inspection_row, "InspectionRow", "督查记录", row_fields);

#define SHOWN(tag)                                                             \
    F_ID(tag, id, "编号", REQUIRED),                                           \
        F_CODE(tag, kind, "督查类别", REQUIRED, inspection_kinds),             \
        F_TEXT(tag, unit, "被督查单位代码", REQUIRED, 1, 20),                  \
        F_TEXT(tag, unit_name, "被督查单位", REQUIRED, 1, 60),                 \
        F_CODE(tag, unit_kind, "单位类别", REQUIRED, unit_kinds),              \
        F_TEXT(tag, inspector_name, "督查单位", REQUIRED, 1, 60),              \
        F_DATE(tag, planned_on, "计划日期", REQUIRED),                         \
        F_CODE(tag, state, "状态", REQUIRED, inspection_states),               \
        F_DATE(tag, held_on, "检查日期", OPTIONAL),                            \
        F_BOOL(tag, overdue, "已过计划日期", REQUIRED),                        \
        F_INT(tag, version, "版本", REQUIRED, 1, INT64_MAX)

static const struct field item_fields[] = {
    SHOWN(inspection_item),
    F_INT(inspection_item, findings, "督导发现", REQUIRED, 0, INT64_MAX),
    F_INT(inspection_item, rectifications, "限期整改", REQUIRED, 0, INT64_MAX),
    F_INT(inspection_item, pending, "未完成整改", REQUIRED, 0, INT64_MAX), F_END
};
const struct record inspection_item =
    RECORD(inspection_item, "InspectionItem", "督查列表", item_fields);

static const struct field line_fields[] = {
    F_TEXT(check_line, item, "检查项代码", REQUIRED, 1, 40),
    F_TEXT(check_line, label, "检查项", REQUIRED, 1, 80),
    F_TEXT(check_line, source, "依据", REQUIRED, 1, 120),
    F_CODE(check_line, answer, "检查结果", OPTIONAL, check_answers),
    F_TEXT(check_line, note, "说明", OPTIONAL | MULTILINE, 0, 500),
    F_END
};
const struct record check_line =
    RECORD(check_line, "CheckLine", "检查表的一项", line_fields);

static const struct field figure_fields[] = {
    F_TEXT(inspection_figure, item, "数据项代码", REQUIRED, 1, 40),
    F_TEXT(inspection_figure, label, "数据项", OPTIONAL | REPLY_ONLY, 1, 60),
    F_INT(inspection_figure, numerator, "分子", REQUIRED, 0, INT64_MAX),
    F_INT(inspection_figure, denominator, "分母", REQUIRED, 0, INT64_MAX), F_END
};
const struct record inspection_figure = RECORD(
    inspection_figure, "InspectionFigure", "检查当天的数据", figure_fields);

static const struct field finding_fields[] = {
    F_ID(finding_row, id, "编号", REQUIRED),
    F_TEXT(finding_row, item, "检查项代码", OPTIONAL, 1, 40),
    F_TEXT(finding_row, label, "检查项", OPTIONAL | REPLY_ONLY, 1, 80),
    F_SEALED(finding_row, detail, "督导发现", REQUIRED | MULTILINE, 1000, NULL,
             NULL, "finding.detail"),
    F_TEXT(finding_row, account_name, "记录人", REQUIRED, 1, 60),
    F_TIME(finding_row, at, "记录时间", REQUIRED),
    F_LIST(finding_row, evidence, "证据", REQUIRED, EVIDENCE_MOST,
           supervision_evidence),
    F_BOOL(finding_row, may_order, "可以下达限期整改", REQUIRED | REPLY_ONLY),
    F_END
};
const struct record finding_row =
    RECORD(finding_row, "Finding", "督导发现", finding_fields);

static const struct field view_fields[] = {
    SHOWN(inspection_view),
    TOLD(inspection_view),
    F_TEXT(inspection_view, account_name, "计划人", REQUIRED, 1, 60),
    F_BOOL(inspection_view, may_check, "可以填写检查表", REQUIRED | REPLY_ONLY),
    F_LIST(inspection_view, sheet, "检查表", REQUIRED, CHECK_ITEMS_MOST,
           check_line),
    F_LIST(inspection_view, figures, "检查当天的数据", REQUIRED,
           CHECK_ITEMS_MOST, inspection_figure),
    F_LIST(inspection_view, findings, "督导发现", REQUIRED, FINDINGS_MOST,
           finding_row),
    F_LIST(inspection_view, rectifications, "限期整改", REQUIRED, FINDINGS_MOST,
           rectification_item),
    F_LIST(inspection_view, allowed_actions, "可办理的事项", REQUIRED, 10,
           action_view),
    F_END
};
const struct record inspection_view =
    RECORD(inspection_view, "Inspection", "督查", view_fields);
