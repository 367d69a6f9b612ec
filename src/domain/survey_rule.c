/* The rules of a visit: what each outcome and each situation asks. */
#include "survey_rule.h"

#include <string.h>

#define COUNT(t) (sizeof(t) / sizeof *(t))

/* ---- outcomes ---------------------------------------------------------- */
const struct visit_rule visit_rules[] = {
    { "interviewed", true, true, false, "resident" },
    { "nobody_home", false, false, true, NULL },
    { "moved", true, true, false, "moved" },
    { "refused", true, false, true, NULL },
    { "vacant", false, true, false, "vacant" },
};
const size_t visit_rules_n = COUNT(visit_rules);

const struct visit_rule *visit_rule_of(const char *code)
{
    for (size_t i = 0; i < COUNT(visit_rules); i++)
        if (strcmp(visit_rules[i].code, code) == 0)
            return &visit_rules[i];
    return &visit_rules[0];
}

bool outcome_settles(const char *outcome)
{
    return visit_rule_of(outcome)->settles;
}

const char *outcome_household_state(const char *outcome)
{
    return visit_rule_of(outcome)->household_state;
}

/* ---- situations -------------------------------------------------------- */
const char *const asks[ASKS_N] = { "school_code", "school_name", "grade",
                                   "class",       "since",       "reason" };
static const struct code groups[] = { { "at_school", "在上学" },
                                      { "out_of_school", "没上学" },
                                      { "lawful", "有手续暂不上学" },
                                      { "other", "其他" },
                                      { NULL, NULL } };
const struct code_table situation_groups = { "situation_group", "入户所见分组",
                                             groups };

const struct situation_rule situation_rules[] = {
    /* the schooling on record stands when no school is named */
    { "in_school", "at_school", 0, 0, SCHOOL | GRADE | CLASS, NULL, NULL },
    { "elsewhere", "at_school", SCHOOL_NAME, 0, GRADE | CLASS | SINCE, NULL,
      "何时去外地就读" },
    { "unregistered", "at_school", 0, SCHOOL, GRADE | CLASS | SINCE, NULL,
      "何时到校" },
    { "dropout", "out_of_school", 0, SINCE | REASON, 0, NULL, "何时不再上学" },
    { "never_enrolled", "out_of_school", 0, 0, REASON, NULL, NULL },
    { "working", "out_of_school", 0, SINCE | REASON, 0, "R03", "何时外出务工" },
    { "missing", "out_of_school", 0, SINCE | REASON, 0, "R12", "何时失去联系" },
    { "ill_disabled", "out_of_school", 0, 0, SINCE | REASON, NULL,
      "何时不再上学" },
    { "suspended", "lawful", 0, 0, SCHOOL | GRADE | CLASS | SINCE | REASON,
      NULL, "何时开始休学" },
    { "deferred", "lawful", 0, 0, SINCE | REASON, NULL, "何时批准延缓" },
    { "abroad", "lawful", 0, 0, SCHOOL_NAME | SINCE | REASON, "R15",
      "何时出国" },
    { "preschool", "other", 0, 0, 0, NULL, NULL },
    { "graduated", "other", 0, 0, SCHOOL_NAME | SINCE, NULL, "何时毕业" },
    { "deceased", "other", 0, 0, SINCE, NULL, "何时死亡" },
};
const size_t situation_rules_n = COUNT(situation_rules);

const struct situation_rule *situation_rule_of(const char *code)
{
    for (size_t i = 0; code && i < COUNT(situation_rules); i++)
        if (strcmp(situation_rules[i].code, code) == 0)
            return &situation_rules[i];
    return NULL;
}

static bool in_group(const char *situation, const char *group)
{
    const struct situation_rule *r = situation_rule_of(situation);

    return r && strcmp(r->group, group) == 0;
}

bool situation_out_of_school(const char *situation)
{
    return in_group(situation, "out_of_school");
}

bool situation_at_school(const char *situation)
{
    return in_group(situation, "at_school");
}

const char *ask_label(const struct situation_rule *r, size_t i)
{
    if (1u << i == SINCE && r->since_label)
        return r->since_label;
    return record_field(&survey_child_in, asks[i], NULL)->label;
}
