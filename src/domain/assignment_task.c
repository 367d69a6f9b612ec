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

const struct assignment_task tasks[] = {
    { "labour_check", "用工检查", "renshe", "R29 R30 R31", WHO | PART_REASON,
      NULL, &report, MAY("penalty_paper"), 15, EFFECT_NOTE },
    { "training", "免费职业培训", "renshe", "R28", WHO | PART_SCHOOL | FAMILY,
      NULL, &report, MAY("agreement"), 30, EFFECT_NOTE },
    { "aid", "困难救助", "minzheng", "R32",
      PART_NAME | PART_ID_NO | PART_RESIDENCE | PART_TAGS | FAMILY, NULL,
      &report, MAY("approval_paper"), 30, EFFECT_NOTE },
    { "venue_check", "文化娱乐场所检查", "wenlv", "R33 R34 R35 R36", WHO, NULL,
      &report, MAY("penalty_paper"), 15, EFFECT_NOTE },
    { "medical_appraisal", "医学鉴定", "weijian canlian", "R38 R54",
      WHO | FAMILY | PART_HEALTH, &appraisals, &report_appraised,
      MUST("appraisal_report"), 15, EFFECT_APPRAISE },
    { "disability_card", "办理残疾人证", "canlian", "R52",
      WHO | PART_ID_NO | PART_HEALTH | FAMILY, NULL, &report,
      MAY("id_document"), 30, EFFECT_NOTE },
    { "labour_survey", "务工经商摸排", "shijian", "R40 R41", WHO | PART_REASON,
      NULL, &report, MAY("penalty_paper"), 15, EFFECT_NOTE },
    { "funding", "经费保障和资助", "caizheng", "R42 R43",
      PART_NAME | PART_SCHOOL | PART_TAGS, NULL, &report, MAY("approval_paper"),
      30, EFFECT_NOTE },
    { "legal_aid", "法治宣传和法律援助", "sifa", "R44",
      PART_NAME | FAMILY | PART_REASON, NULL, &report, MAY("court_paper"), 15,
      EFFECT_NOTE },
    { "poverty_check", "建档立卡核对", "fupin", "R45",
      PART_NAME | PART_ID_NO | PART_RESIDENCE | PART_TAGS, NULL, &report,
      MAY("approval_paper"), 15, EFFECT_NOTE },
    { "residence_check", "户籍核查", "gongan", "R90",
      WHO | PART_ID_NO | PART_RESIDENCE | PART_HUJI, &conclusions,
      &report_concluded, MUST("police_conclusion"), 15, EFFECT_CONCLUDE },
    { "persuasion_help", "协助劝返", "gongan", "R48",
      WHO | PART_RESIDENCE | FAMILY | PART_REASON, NULL, &report,
      MAY("visit_photo"), 7, EFFECT_NOTE },
    { "penalty", "治安管理处罚", "gongan", "R49",
      PART_NAME | PART_RESIDENCE | FAMILY | PART_REASON, NULL, &report,
      MAY("penalty_paper"), 30, EFFECT_NOTE },
    { "locate", "查找失踪失联儿童", "gongan", "R48 R90",
      WHO | PART_ID_NO | PART_RESIDENCE | PART_HUJI | FAMILY, NULL, &report,
      MAY("police_conclusion"), 15, EFFECT_NOTE },
    { "family_guidance", "家庭教育指导", "fulian", "R51",
      PART_NAME | PART_RESIDENCE | FAMILY, NULL, &report, MAY("visit_photo"),
      15, EFFECT_NOTE },
    { "publicity", "宣传教育", "tuanwei xuanchuan", "R27 R55", 0, NULL, &report,
      MAY("case_report"), 30, EFFECT_NOTE },
    { "pairing", "结对帮扶", "guangongwei", "R56 R57",
      PART_NAME | PART_SEX | PART_SCHOOL | PART_TAGS | FAMILY, NULL, &report,
      MAY("visit_photo"), 30, EFFECT_NOTE },
};
const size_t tasks_n = sizeof tasks / sizeof *tasks;

/* The same as a code table, shown to be the same by a test. */
static const struct code task_rows[] = {
    { "labour_check", "用工检查" },
    { "training", "免费职业培训" },
    { "aid", "困难救助" },
    { "venue_check", "文化娱乐场所检查" },
    { "medical_appraisal", "医学鉴定" },
    { "disability_card", "办理残疾人证" },
    { "labour_survey", "务工经商摸排" },
    { "funding", "经费保障和资助" },
    { "legal_aid", "法治宣传和法律援助" },
    { "poverty_check", "建档立卡核对" },
    { "residence_check", "户籍核查" },
    { "persuasion_help", "协助劝返" },
    { "penalty", "治安管理处罚" },
    { "locate", "查找失踪失联儿童" },
    { "family_guidance", "家庭教育指导" },
    { "publicity", "宣传教育" },
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
    size_t n = unit ? strlen(unit) : 0;
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
