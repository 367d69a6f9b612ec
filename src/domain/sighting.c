/* What follows from what was seen at a door. */
#include "domain/sighting.h"

#include <stdio.h>
#include <string.h>

#include "domain/codes.h"

static const struct field case_sighting_fields[] = {
    F_ID(case_sighting, student_id, "学生编号", REQUIRED),
    F_CODE(case_sighting, situation, "入户所见", REQUIRED, situations),
    F_CODE(case_sighting, reason, "原因", OPTIONAL, reasons),
    F_DATE(case_sighting, since, "离校日期", OPTIONAL),
    F_TEXT(case_sighting, note, "说明", OPTIONAL | MULTILINE, 0, 500),
    F_END
};
const struct record case_sighting =
    RECORD(case_sighting, "CaseSighting", "入户所见", case_sighting_fields);

/*
 * unregistered: the child is in school, so nobody persuades it; design §6 and
 * seed 五(三)1 keep a ticket open until its 学籍 number is entered.  Its case
 * therefore starts in `arranging` at the bureau with the disposition
 * local_unregistered, and no list of suspected dropouts may count it: those
 * are the cases without that disposition.
 *
 * deferred and abroad need an approval (seed 五(三)3, 4): a child who is away
 * without one on file is missing like any other, until somebody proves it.
 * A 休学 that the register knows is lawful.
 */
static const struct sighting_rule rules[] = {
    { "in_school", NULL, NULL, NULL, false },
    { "elsewhere", NULL, NULL, NULL, false },
    { "unregistered", "suspected", "R99", "local_unregistered", false },
    { "never_enrolled", "never_enrolled", NULL, NULL, false },
    { "dropout", "suspected", NULL, NULL, false },
    { "working", "suspected", "R03", NULL, false },
    { "missing", "suspected", "R12", NULL, false },
    { "ill_disabled", "suspected", "R05", NULL, true },
    { "suspended", "suspected", "R05", NULL, true },
    { "deferred", "never_enrolled", "R99", NULL, false },
    { "abroad", "suspected", "R15", NULL, false },
    { "graduated", NULL, NULL, NULL, false },
    { "preschool", NULL, NULL, NULL, false },
    { "deceased", NULL, NULL, NULL, false },
};

const struct sighting_rule *sighting_rule_of(const char *situation)
{
    for (size_t i = 0; situation && i < sizeof rules / sizeof *rules; i++)
        if (strcmp(rules[i].situation, situation) == 0)
            return &rules[i];
    return NULL;
}

bool sighting_opens(const struct sighting_rule *r,
                    const struct case_child *child, const char *today)
{
    char cut[CLOCK_DATE_MAX];
    int age;

    if (!r->kind)
        return false;
    if (r->papers && child->enrolment &&
        strcmp(child->enrolment, "suspended") == 0)
        return false;
    if (!child->birth_date)
        return true;
    snprintf(cut, sizeof cut, "%.4s-08-31", today);
    age = clock_age_on(child->birth_date, cut);
    return age >= 6 && age <= 15;
}

void sighting_case(const struct case_sighting *s, const struct sighting_rule *r,
                   const struct case_child *child, const struct act *act,
                   const struct case_clock *clock, struct case_row *out)
{
    bool ticket = r->disposition != NULL;

    record_clear(&case_row, out);
    out->student_id = s->student_id;
    out->kind = r->kind;
    out->state = case_state_code(ticket ? CASE_ARRANGING : CASE_REPORTED);
    out->disposition = r->disposition;
    out->level = case_level_code(ticket ? LEVEL_BUREAU
                                        : case_level_first(act->role, child));
    out->source = "survey";
    out->reason = s->reason ? s->reason : r->reason;
    out->absent_since = s->since;
    out->persuasions = 0;
    out->watch_step = 0;
    out->opened_at = act->now_ms;
    out->opened_by = act->account_id;
    out->due_at = case_due_at(out, clock, act->now_ms);
}
