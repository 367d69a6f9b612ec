/* A door to be knocked at: its field tables, and what its form begins with. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/clean.h"
#include "domain/codes.h"
#include "domain/survey.h"
#include "domain/survey_form.h"

#define ANSWERS(tag)                                                           \
    F_CODE(tag, situation, "入户所见", OPTIONAL, situations),                  \
        F_CODE(tag, reason, "原因", OPTIONAL, reasons),                        \
        F_TEXT(tag, school_code, "学校标识码", OPTIONAL, 0, 20),               \
        F_TEXT(tag, school_name, "就读学校", OPTIONAL, 0, 100),                \
        F_CODE(tag, grade, "年级", OPTIONAL, grades),                          \
        F_TEXT(tag, class, "班级", OPTIONAL, 0, 20),                           \
        F_DATE(tag, since, "自何时起", OPTIONAL)

static const struct field survey_defaults_fields[] = { ANSWERS(survey_defaults),
                                                       F_END };
const struct record survey_defaults = RECORD(
    survey_defaults, "SurveyDefaults", "表单起始值", survey_defaults_fields);

static const struct field survey_previous_fields[] = {
    ANSWERS(survey_previous),
    F_TIME(survey_previous, visited_at, "入户时间", REQUIRED), F_END
};
const struct record survey_previous = RECORD(
    survey_previous, "SurveyPrevious", "上次入户所见", survey_previous_fields);

static const struct field door_child_fields[] = {
    F_ID(door_child, student_id, "学生", REQUIRED),
    F_INT(door_child, version, "版本", REQUIRED, 1, INT64_MAX),
    F_TEXT(door_child, name, "姓名", REQUIRED, 1, 60),
    F_CODE(door_child, sex, "性别", OPTIONAL, sexes),
    F_DATE(door_child, birth_date, "出生日期", OPTIONAL),
    F_CODE(door_child, id_kind, "身份证件类型", REQUIRED, id_kinds),
    F_SEALED(door_child, id_no, "身份证件号", MASK_ALWAYS, 40, clean_text,
             mask_id_no, "student.id_no"),
    F_CODE(door_child, id_no_state, "证件号状态", REQUIRED, id_no_states),
    F_CODE(door_child, nation, "民族", OPTIONAL, nations),
    F_CODE(door_child, relation, "与户主关系", OPTIONAL, relations),
    F_CODE(door_child, situation, "现在的入户所见", OPTIONAL, situations),
    F_TIME(door_child, situation_at, "所见时间", OPTIONAL),
    F_CODE(door_child, enrolment_state, "就学状态", OPTIONAL, enrolment_states),
    F_TEXT(door_child, school_code, "学校标识码", OPTIONAL, 0, 20),
    F_TEXT(door_child, school_name, "就读学校", OPTIONAL, 0, 100),
    F_CODE(door_child, grade, "年级", OPTIONAL, grades),
    F_TEXT(door_child, class, "班级", OPTIONAL, 0, 20),
    F_ID(door_child, guardian_id, "监护人记录", OPTIONAL),
    F_INT(door_child, guardian_version, "监护人记录版本", OPTIONAL, 1,
          INT64_MAX),
    F_TEXT(door_child, guardian_name, "监护人", OPTIONAL, 0, 60),
    F_CODE(door_child, guardian_relation, "监护人与学生关系", OPTIONAL,
           guardian_relations),
    F_SEALED(door_child, guardian_phone, "监护人电话", MASK_LIST, 30,
             clean_phone, mask_phone, "guardian.phone"),
    F_ID(door_child, open_case_id, "在办个案", OPTIONAL),
    F_CODE(door_child, last_situation, "上次所见", COLUMN_ONLY, situations),
    F_CODE(door_child, last_reason, "上次原因", COLUMN_ONLY, reasons),
    F_TEXT(door_child, last_school_code, "上次学校", COLUMN_ONLY, 0, 20),
    F_TEXT(door_child, last_school_name, "上次学校", COLUMN_ONLY, 0, 100),
    F_CODE(door_child, last_grade, "上次年级", COLUMN_ONLY, grades),
    F_TEXT(door_child, last_class, "上次班级", COLUMN_ONLY, 0, 20),
    F_DATE(door_child, last_since, "上次自何时", COLUMN_ONLY),
    F_TIME(door_child, last_at, "上次入户", COLUMN_ONLY),
    F_OBJECT(door_child, previous, "上次入户所见", OPTIONAL,
             struct survey_previous, survey_previous),
    F_OBJECT(door_child, defaults, "表单起始值", REQUIRED,
             struct survey_defaults, survey_defaults),
    F_END
};
const struct record door_child =
    RECORD(door_child, "SurveyDoorChild", "待访家庭的儿童", door_child_fields);

static const struct field door_household_fields[] = {
    F_ID(door_household, id, "家庭", REQUIRED),
    F_INT(door_household, version, "版本", REQUIRED, 1, INT64_MAX),
    F_TEXT(door_household, division, "区划代码", REQUIRED, 1, 15),
    F_TEXT(door_household, division_name, "村居或网格", REQUIRED, 1, 60),
    F_TEXT(door_household, head_name, "户主", REQUIRED, 1, 60),
    F_TEXT(door_household, register_no, "户号", OPTIONAL, 0, 30),
    F_SEALED(door_household, address, "住址", MASK_LIST, 120, clean_text,
             mask_address, "household.address"),
    F_SEALED(door_household, phone, "联系电话", MASK_LIST, 30, clean_phone,
             mask_phone, "household.phone"),
    F_CODE(door_household, state, "家庭状况", REQUIRED, household_states),
    F_SEALED(door_household, note, "备注", MULTILINE, 500, NULL, NULL,
             "household.note"),
    F_END
};
const struct record door_household = RECORD(
    door_household, "SurveyDoorHousehold", "待访家庭", door_household_fields);

static const struct field door_view_fields[] = {
    F_ID(door_view, round_id, "轮次", REQUIRED),
    F_OBJECT(door_view, household, "家庭", REQUIRED, struct door_household,
             door_household),
    F_OBJECT(door_view, visit, "本轮有效的入户", OPTIONAL, struct visit_view,
             visit_view),
    F_LIST(door_view, children, "儿童", REQUIRED, 0, door_child),
    F_INT(door_view, version, "家庭版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record door_view =
    RECORD(door_view, "SurveyDoorFull", "待访家庭全文", door_view_fields);

static const struct field taken_door_fields[] = {
    F_OBJECT(taken_door, door, "门户", REQUIRED, struct door_view, door_view),
    F_TEXT(taken_door, words, "可查的拼音", REQUIRED, 0, 0), F_END
};
const struct record taken_door =
    RECORD(taken_door, "SurveyTakenDoor", "带走的门户", taken_door_fields);

static const struct field taken_doors_fields[] = {
    F_LIST(taken_doors, doors, "门户", REQUIRED, 0, taken_door),
    F_BOOL(taken_doors, unchanged, "与手机里的一样", REQUIRED),
    F_TEXT(taken_doors, mark, "内容标记", REQUIRED, 1, 40),
    F_ID(taken_doors, next, "下一页从其后", NULLABLE), F_END
};
const struct record taken_doors = RECORD(taken_doors, "SurveyTakenDoors",
                                         "带走的一页门户", taken_doors_fields);

/* ---- defaults ---------------------------------------------------------- */
/* The school year that a day belongs to for a survey: August asks about the
 * one that begins in September. */
static int school_year(const char *date)
{
    int year = (int)strtol(date, NULL, 10);

    return strtol(date + 5, NULL, 10) >= 8 ? year : year - 1;
}

/* The grade `years` on, NULL past the third of 初中: whether a fourth follows
 * (五四制) or the child is done only the family can say. */
static const char *grade_on(const char *grade, int years)
{
    static const char *const line[] = { "11", "12", "13", "14", "15",
                                        "16", "21", "22", "23" };
    const int n = (int)(sizeof line / sizeof *line);

    for (int i = 0; i < n; i++)
        if (strcmp(line[i], grade) == 0)
            return i + years < n ? line[i + years] : NULL;
    return years ? NULL : grade;
}

static bool same_stage(const char *a, const char *b)
{
    const char *s = grade_stage(a), *t = grade_stage(b);

    return s && t && strcmp(s, t) == 0;
}

/* The last answer, with the years since. */
static void from_previous(const struct door_child *c, const char *today,
                          struct survey_defaults *d)
{
    char then[CLOCK_DATE_MAX];
    int years;

    *d = (struct survey_defaults) { .situation = c->last_situation,
                                    .reason = c->last_reason,
                                    .school_code = c->last_school_code,
                                    .school_name = c->last_school_name,
                                    .grade = c->last_grade,
                                    .class = c->last_class,
                                    .since = c->last_since };
    clock_date_of(c->last_at, then);
    years = school_year(today) - school_year(then);
    if (years <= 0 || !d->grade)
        return;
    d->grade = grade_on(c->last_grade, years);
    if (!d->grade)
        *d = (struct survey_defaults) { .grade = NULL };
    else if (!same_stage(d->grade, c->last_grade))
        d->school_code = d->school_name = d->class = NULL;
}

static bool below_school_age(const struct door_child *c, const char *today)
{
    char august[CLOCK_DATE_MAX];

    if (!c->birth_date)
        return false;
    memcpy(august, today, 5);
    memcpy(august + 5, "08-31", 6);
    return clock_age_on(c->birth_date, august) < 6;
}

static void from_enrolment(const struct door_child *c,
                           struct survey_defaults *d)
{
    const char *s = c->enrolment_state;

    if (strcmp(s, "suspended") == 0)
        d->situation = "suspended";
    else if (strcmp(s, "unregistered") == 0)
        d->situation = "unregistered";
    else if (strcmp(s, "graduated") == 0)
        d->situation = "graduated";
    else if (strcmp(s, "enrolled") == 0)
        d->situation = c->school_code ? "in_school" : "elsewhere";
    else
        return;
    if (strcmp(d->situation, "graduated") == 0)
        return;
    d->school_code = c->school_code;
    d->school_name = c->school_name;
    d->grade = c->grade;
    d->class = c->class;
}

enum err door_child_fill(struct arena *a, const char *today,
                         struct door_child *c)
{
    struct survey_defaults *d = arena_alloc(a, sizeof *d);

    if (!d)
        return ERR_NO_MEMORY;
    if (c->last_situation) {
        c->previous = arena_alloc(a, sizeof *c->previous);
        if (!c->previous)
            return ERR_NO_MEMORY;
        *c->previous =
            (struct survey_previous) { c->last_situation,   c->last_reason,
                                       c->last_school_code, c->last_school_name,
                                       c->last_grade,       c->last_class,
                                       c->last_since,       c->last_at };
    }
    /* Out of school last time stays the suggestion, whatever the register
     * says: 有学籍不在校 is what a visit is for. */
    if (c->enrolment_state && !situation_out_of_school(c->last_situation))
        from_enrolment(c, d);
    if (!d->situation && c->last_situation)
        from_previous(c, today, d);
    if (below_school_age(c, today)) {
        if (!d->situation)
            d->situation = "preschool";
    } else if (d->situation && strcmp(d->situation, "preschool") == 0) {
        d->situation = NULL; /* of age now: ask */
    }
    c->defaults = d;
    return ERR_OK;
}
