/*
 * 核查结论: facts to rule.
 */
#include "domain/verdict.h"

#include <stdio.h>
#include <string.h>

#include "domain/codes.h"

/* 6–15 周岁 on 31 August (虎政规〔2020〕1号). */
enum { AGE_FIRST = 6, AGE_LAST = 15 };

const char *verdict_code(enum verdict v)
{
    return v < VERDICT_NONE ? verdict_codes.rows[v].code : NULL;
}

enum verdict verdict_of(const char *code)
{
    for (enum verdict v = 0; v < VERDICT_NONE; v++)
        if (strcmp(verdict_codes.rows[v].code, code) == 0)
            return v;
    return VERDICT_N;
}

/* Is the fact one of the set?  An empty set asks nothing. */
static bool in(unsigned set, unsigned fact)
{
    return set == 0 || (set & fact) != 0;
}

bool verdict_meets(const struct verdict_rule *r, const struct verdict_facts *f)
{
    const struct verdict_facts *w = &r->when;

    return in(w->question, f->question) && in(w->age, f->age) &&
           in(w->enrolment, f->enrolment) && in(w->attendance, f->attendance) &&
           in(w->attendance_in, f->attendance_in) &&
           in(w->enrolment_in, f->enrolment_in) && in(w->change, f->change) &&
           in(w->approval, f->approval) && in(w->survey, f->survey) &&
           in(w->known, f->known) && in(w->special, f->special) &&
           in(w->refused, f->refused);
}

const struct verdict_rule *verdict_judge(const struct verdict_facts *f)
{
    for (size_t i = 0; i < verdict_rules_n; i++)
        if (verdict_meets(&verdict_rules[i], f))
            return &verdict_rules[i];
    return NULL;
}

const struct verdict_rule *verdict_rule_of(const char *name)
{
    for (size_t i = 0; i < verdict_rules_n; i++)
        if (strcmp(verdict_rules[i].name, name) == 0)
            return &verdict_rules[i];
    return NULL;
}

enum case_level verdict_case_level(const struct verdict_rule *r)
{
    if (!r->kind)
        return LEVEL_N;
    return r->disposition ? LEVEL_BUREAU : r->owner;
}

unsigned verdict_age_of(const char *birth_date, int year)
{
    char day[CLOCK_DATE_MAX];
    int32_t days;
    int age;

    snprintf(day, sizeof day, "%04d-08-31", year);
    if (birth_date == NULL || !clock_date_days(birth_date, &days))
        return AGE_UNKNOWN;
    age = clock_age_on(birth_date, day);
    if (age < AGE_FIRST) /* born later: -1 */
        return AGE_UNDER;
    return age > AGE_LAST ? AGE_OVER : AGE_DUE;
}

/* The bit of a code in a table of them; `other` for what is not there. */
struct meaning {
    const char *code;
    unsigned bit;
};

static unsigned meaning_of(const struct meaning *m, size_t n, const char *code,
                           unsigned other)
{
    for (size_t i = 0; code != NULL && i < n; i++)
        if (strcmp(m[i].code, code) == 0)
            return m[i].bit;
    return other;
}
#define MEANING(table, code, other)                                            \
    meaning_of(table, sizeof table / sizeof *table, code, other)

unsigned verdict_survey_of(const char *situation)
{
    static const struct meaning of[] = {
        { "in_school", SURVEY_AT_SCHOOL }, { "unregistered", SURVEY_AT_SCHOOL },
        { "elsewhere", SURVEY_ELSEWHERE }, { "never_enrolled", SURVEY_ABSENT },
        { "dropout", SURVEY_ABSENT },      { "working", SURVEY_ABSENT },
        { "missing", SURVEY_ABSENT },      { "ill_disabled", SURVEY_ABSENT },
        { "suspended", SURVEY_EXCUSED },   { "deferred", SURVEY_EXCUSED },
        { "abroad", SURVEY_EXCUSED },      { "graduated", SURVEY_ENDED },
        { "deceased", SURVEY_ENDED },
    };

    return MEANING(of, situation, SURVEY_NONE);
}

unsigned verdict_enrolment_of(const char *state)
{
    static const struct meaning of[] = {
        { "unregistered", ENROL_NONE },   { "suspended", ENROL_SUSPENDED },
        { "transferred", ENROL_REMOVED }, { "cancelled", ENROL_REMOVED },
        { "graduated", ENROL_GRADUATED },
    };

    return MEANING(of, state, ENROL_ACTIVE);
}

unsigned verdict_refused_both(unsigned a, unsigned b)
{
    if (a == b || b == REFUSED_NONE)
        return a;
    return a == REFUSED_NONE ? b : REFUSED_BOTH;
}

unsigned verdict_register_of(const char *change)
{
    static const struct meaning of[] = {
        { "move_out", REGISTER_MOVED },
        { "death", REGISTER_GONE },
        { "cancel", REGISTER_GONE },
        { "duplicate", REGISTER_GONE },
    };

    return MEANING(of, change, REGISTER_STAYS);
}
