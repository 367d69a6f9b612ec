/*
 * The tasks that the member departments are given, and what each one is shown
 * of a child: no more than the work takes (虎政规〔2020〕1号 四).
 */
#include <string.h>

#include "domain/assignment.h"
#include "domain/clean.h"
#include "domain/codes.h"

/* ---- what a report fills in ---- */
#define EVIDENCE                                                               \
    F_LIST(assignment_report, evidence, "证明材料", OPTIONAL, EVIDENCE_MOST,   \
           evidence_in)
#define NOTE                                                                   \
    F_CLEAN(assignment_report, note, "办理情况", REQUIRED | MULTILINE, 1,      \
            1000, clean_text)

static const struct field report_fields[] = { EVIDENCE, NOTE, F_END };
static const struct record report = RECORD(
    assignment_report, "AssignmentReportPlain", "办理报告", report_fields);

static const struct field concluded_fields[] = {
    EVIDENCE,
    F_CODE(assignment_report, result, "公安结论", REQUIRED, conclusions), NOTE,
    F_END
};
static const struct record report_concluded =
    RECORD(assignment_report, "AssignmentReportPolice", "户籍核查报告",
           concluded_fields);

static const struct field appraised_fields[] = {
    EVIDENCE,
    F_CODE(assignment_report, result, "鉴定结果", REQUIRED, appraisals), NOTE,
    F_END
};
static const struct record report_appraised =
    RECORD(assignment_report, "AssignmentReportMedical", "医学鉴定报告",
           appraised_fields);

/* ---- the tasks ---- */
#define WHO (PART_NAME | PART_SEX | PART_BIRTH)
#define FAMILY (PART_GUARDIAN | PART_PHONE)
#define MAY(kind)                                                              \
    {                                                                          \
        kind, false                                                            \
    }
#define MUST(kind)                                                             \
    {                                                                          \
        kind, true                                                             \
    }

/* What is given of a case only, and what also without one. */
#define OF_CASE false
#define ALONE true

const struct assignment_task tasks[] = {
    { "publicity", "宣传教育", "xuanchuan tuanwei", "R27 R55", 0, NULL, &report,
      MAY("case_report"), 30, EFFECT_NOTE, ALONE },
    { "training", "免费职业培训", "renshe", "R28", WHO | PART_SCHOOL | FAMILY,
      NULL, &report, MAY("agreement"), 30, EFFECT_NOTE, ALONE },
    { "labour_check", "用工检查和查处童工", "renshe", "R29 R30 R31",
      WHO | PART_REASON, NULL, &report, MAY("penalty_paper"), 15, EFFECT_NOTE,
      ALONE },
    { "aid", "困难救助", "minzheng", "R32",
      WHO | PART_RESIDENCE | PART_TAGS | FAMILY, NULL, &report,
      MAY("approval_paper"), 30, EFFECT_NOTE, OF_CASE },
    { "venue_check", "文化娱乐场所检查", "wenlv", "R33 R34 R35", WHO, NULL,
      &report, MAY("penalty_paper"), 15, EFFECT_NOTE, ALONE },
    { "campus_market", "校园周边文化市场治理", "wenlv", "R36", 0, NULL, &report,
      MAY("penalty_paper"), 30, EFFECT_NOTE, ALONE },
    { "school_health", "学校卫生防疫监督", "weijian", "R37", 0, NULL, &report,
      MAY("case_report"), 30, EFFECT_NOTE, ALONE },
    { "medical_appraisal", "医学鉴定", "weijian canlian", "R38 R54",
      WHO | FAMILY | PART_HEALTH, &appraisals, &report_appraised,
      MUST("appraisal_report"), 15, EFFECT_APPRAISE, OF_CASE },
    { "food_safety", "学校食品安全监督", "shijian", "R39", 0, NULL, &report,
      MAY("case_report"), 30, EFFECT_NOTE, ALONE },
    { "labour_survey", "务工经商摸排", "shijian", "R40 R41", WHO | PART_REASON,
      NULL, &report, MAY("penalty_paper"), 15, EFFECT_NOTE, ALONE },
    { "funding", "经费保障和资助", "caizheng", "R42 R43",
      PART_NAME | PART_SCHOOL | PART_TAGS, NULL, &report, MAY("approval_paper"),
      30, EFFECT_NOTE, ALONE },
    { "legal_aid", "法治宣传和法律援助", "sifa", "R44",
      PART_NAME | FAMILY | PART_REASON, NULL, &report, MAY("court_paper"), 15,
      EFFECT_NOTE, ALONE },
    { "poverty_check", "建档立卡核对", "fupin", "R45",
      WHO | PART_RESIDENCE | PART_TAGS, NULL, &report, MAY("approval_paper"),
      15, EFFECT_NOTE, ALONE },
    { "campus_safety", "学校周边环境整治", "gongan", "R46", 0, NULL, &report,
      MAY("case_report"), 30, EFFECT_NOTE, ALONE },
    { "harm_case", "处理侵害学生的人员", "gongan", "R47",
      WHO | PART_RESIDENCE | FAMILY, NULL, &report, MAY("penalty_paper"), 15,
      EFFECT_NOTE, OF_CASE },
    { "persuasion_help", "协助劝返", "gongan", "R48",
      WHO | PART_RESIDENCE | FAMILY | PART_REASON, NULL, &report,
      MAY("visit_photo"), 7, EFFECT_NOTE, OF_CASE },
    { "penalty", "治安管理处罚", "gongan", "R49",
      PART_NAME | PART_RESIDENCE | FAMILY | PART_REASON, NULL, &report,
      MAY("penalty_paper"), 30, EFFECT_NOTE, OF_CASE },
    { "register_changes", "报送户籍变动花名册", "gongan", "R50", 0, NULL,
      &report, MAY("case_report"), 15, EFFECT_NOTE, ALONE },
    { "residence_check", "户籍核查", "gongan", "R90",
      WHO | PART_ID_NO | PART_RESIDENCE | PART_HUJI, &conclusions,
      &report_concluded, MUST("police_conclusion"), 15, EFFECT_CONCLUDE,
      OF_CASE },
    { "locate", "查找失踪失联儿童", "gongan", "R48 R90",
      WHO | PART_ID_NO | PART_RESIDENCE | PART_HUJI | FAMILY, NULL, &report,
      MAY("police_conclusion"), 15, EFFECT_NOTE, OF_CASE },
    { "family_guidance", "家庭教育指导", "fulian", "R51",
      PART_NAME | PART_RESIDENCE | FAMILY, NULL, &report, MAY("visit_photo"),
      15, EFFECT_NOTE, OF_CASE },
    { "disability_card", "办理残疾人证", "canlian", "R52",
      WHO | PART_HEALTH | FAMILY, NULL, &report, MAY("id_document"), 30,
      EFFECT_NOTE, OF_CASE },
    { "disability_roster", "报送三类残疾儿童花名册", "canlian", "R53", 0, NULL,
      &report, MAY("case_report"), 15, EFFECT_NOTE, ALONE },
    { "pairing", "结对帮扶", "guangongwei", "R56 R57",
      PART_NAME | PART_SEX | PART_SCHOOL | PART_TAGS | FAMILY, NULL, &report,
      MAY("visit_photo"), 30, EFFECT_NOTE, OF_CASE },
};
const size_t tasks_n = sizeof tasks / sizeof *tasks;

/* The same as a code table, shown to be the same by a test. */
static const struct code task_rows[] = {
    { "publicity", "宣传教育" },
    { "training", "免费职业培训" },
    { "labour_check", "用工检查和查处童工" },
    { "aid", "困难救助" },
    { "venue_check", "文化娱乐场所检查" },
    { "campus_market", "校园周边文化市场治理" },
    { "school_health", "学校卫生防疫监督" },
    { "medical_appraisal", "医学鉴定" },
    { "food_safety", "学校食品安全监督" },
    { "labour_survey", "务工经商摸排" },
    { "funding", "经费保障和资助" },
    { "legal_aid", "法治宣传和法律援助" },
    { "poverty_check", "建档立卡核对" },
    { "campus_safety", "学校周边环境整治" },
    { "harm_case", "处理侵害学生的人员" },
    { "persuasion_help", "协助劝返" },
    { "penalty", "治安管理处罚" },
    { "register_changes", "报送户籍变动花名册" },
    { "residence_check", "户籍核查" },
    { "locate", "查找失踪失联儿童" },
    { "family_guidance", "家庭教育指导" },
    { "disability_card", "办理残疾人证" },
    { "disability_roster", "报送三类残疾儿童花名册" },
    { "pairing", "结对帮扶" },
    { NULL, NULL },
};
const struct code_table assignment_tasks = { "assignment_task", "交办事项",
                                             task_rows };

const struct assignment_task *assignment_task_of(const char *code)
{
    for (size_t i = 0; code && i < tasks_n; i++)
        if (strcmp(tasks[i].code, code) == 0)
            return &tasks[i];
    return NULL;
}

bool assignment_unit_does(const struct assignment_task *t, const char *unit)
{
    size_t n = unit && !strchr(unit, ' ') ? strlen(unit) : 0;
    const char *at = n ? strstr(t->units, unit) : NULL;

    for (; at; at = strstr(at + 1, unit))
        if ((at == t->units || at[-1] == ' ') &&
            (at[n] == ' ' || at[n] == '\0'))
            return true;
    return false;
}

/* ---- what is shown of a child ---- */
unsigned assignment_parts(const struct assignment_row *g, enum role role)
{
    const struct assignment_task *t = assignment_task_of(g->task);

    if (role != ROLE_AGENCY) /* the number and the phone have pages of their
                                own, which note who looked */
        return PART_ALL & ~(unsigned)(PART_ID_NO | PART_PHONE);
    if (!t)
        return 0;
    switch (assignment_state_of(g->state)) {
    case TASK_ASSIGNED:
    case TASK_ACCEPTED:
    case TASK_REPORTED:
        return t->parts;
    case TASK_COMPLETED:
        return t->parts & PART_NAME;
    default: /* it has nothing to do with the child any more */
        return 0;
    }
}

bool assignment_gone(const struct assignment_row *g, enum role role)
{
    enum assignment_state s = assignment_state_of(g->state);

    return role == ROLE_AGENCY && (s == TASK_RETURNED || s == TASK_WITHDRAWN);
}

/* ---- the table as others see it ---- */
static const struct {
    unsigned part;
    const char *label;
} part_labels[] = {
    { PART_NAME, "姓名" },        { PART_SEX, "性别" },
    { PART_BIRTH, "出生日期" },   { PART_ID_NO, "完整证件号" },
    { PART_RESIDENCE, "现住址" }, { PART_HUJI, "户籍地址" },
    { PART_GUARDIAN, "监护人" },  { PART_PHONE, "监护人电话" },
    { PART_SCHOOL, "就读学校" },  { PART_TAGS, "特殊类别" },
    { PART_HEALTH, "健康状况" },  { PART_REASON, "离校原因和日期" },
};
#define PARTS_N (sizeof part_labels / sizeof *part_labels)

static const struct field task_view_fields[] = {
    F_TEXT(task_view, code, "事项代码", REQUIRED, 1, 40),
    F_TEXT(task_view, title, "事项", REQUIRED, 1, 60),
    F_TEXTS(task_view, units, "承办单位代码", REQUIRED, 20),
    F_TEXTS(task_view, numbers, "职责条目", REQUIRED, 20),
    F_TEXTS(task_view, shows, "承办单位可见的学生信息", REQUIRED, 20),
    F_CODE(task_view, evidence, "证明材料", OPTIONAL, evidence_kinds),
    F_BOOL(task_view, evidence_required, "必须有证明材料", REQUIRED),
    F_INT(task_view, days, "一般办理天数", REQUIRED, 1, 366),
    F_BOOL(task_view, needs_case, "须针对个案", REQUIRED),
    F_END
};
const struct record task_view =
    RECORD(task_view, "AssignmentTask", "交办事项", task_view_fields);

/* The words of a text that blanks part. */
static enum err words_of(struct arena *a, const char *text, struct list *out)
{
    const char **w = arena_array(a, strlen(text) / 2 + 1, sizeof *w);
    size_t n = 0;

    if (!w)
        return ERR_NO_MEMORY;
    while (*text) {
        size_t len = strcspn(text, " ");

        w[n] = arena_printf(a, "%.*s", (int)len, text);
        if (!w[n++])
            return ERR_NO_MEMORY;
        text += len + (text[len] == ' ');
    }
    *out = (struct list) { w, n };
    return ERR_OK;
}

static enum err shows_of(struct arena *a, unsigned parts, struct list *out)
{
    const char **w = arena_array(a, PARTS_N, sizeof *w);
    size_t n = 0;

    if (!w)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < PARTS_N; i++)
        if (parts & part_labels[i].part)
            w[n++] = part_labels[i].label;
    *out = (struct list) { w, n };
    return ERR_OK;
}

enum err assignment_task_views(struct arena *a, struct list *out)
{
    struct task_view *v = arena_array(a, tasks_n, sizeof *v);

    if (!v)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < tasks_n; i++) {
        const struct assignment_task *t = &tasks[i];

        v[i] = (struct task_view) { .code = t->code,
                                    .title = t->title,
                                    .evidence = t->evidence.kind,
                                    .evidence_required = t->evidence.required,
                                    .days = t->days,
                                    .needs_case = !t->alone };
        TRY(words_of(a, t->units, &v[i].units));
        TRY(words_of(a, t->numbers, &v[i].numbers));
        TRY(shows_of(a, t->parts, &v[i].shows));
    }
    *out = (struct list) { v, tasks_n };
    return ERR_OK;
}
