/* How a case may be closed: outcomes, their proof, and what comes after. */
#include <string.h>

#include "base/arena.h"
#include "domain/case.h"
#include "domain/case_action.h"

#define LEAD (1u << ROLE_BUREAU_LEAD)
#define CITY (1u << ROLE_LEADER)
#define YEAR 366

/*
 * 虎政规〔2020〕1号 五(三); periods: 延缓入学 one year at most, to be applied
 * for again; 休学 three months at least, a year, two with renewals; 送教上门,
 * 免予入学 and 失踪失联 are looked at again every year.
 */
const struct outcome_rule outcome_rules[] = {
    { "returned", NULL, "return_proof", NEEDS_SCHOOL | NEEDS_RETURN, LEAD,
      AFTER_WATCH, .again = CASE_PERSUADING },
    { "elsewhere_unregistered", "elsewhere_unregistered", "study_proof",
      NEEDS_SCHOOL | NEEDS_ID_NO, LEAD, AFTER_WATCH, .again = CASE_PERSUADING },
    { "local_unregistered", "local_unregistered", "attendance_proof",
      NEEDS_STUDENT_NO, LEAD, AFTER_CLOSE, .again = CASE_PERSUADING },
    { "over_age", NULL, "id_document", NEEDS_FOUND, LEAD, AFTER_CLOSE,
      .again = CASE_PERSUADING },
    { "info_error", NULL, "id_document", NEEDS_FOUND, LEAD, AFTER_CLOSE,
      .again = CASE_PERSUADING },
    { "deferred", "deferred", "application", 0, LEAD, AFTER_PERIOD,
      .most_days = YEAR, .alert_days = 10, .again = CASE_PERSUADING },
    { "abroad", "abroad", "abroad_proof", 0, LEAD, AFTER_PERIOD,
      .most_days = 3 * YEAR, .alert_days = 30, .again = CASE_PERSUADING },
    { "suspended", "illness_disability", "medical_proof", 0, LEAD, AFTER_PERIOD,
      .least_days = 90, .most_days = YEAR, .all_days = 2 * YEAR,
      .alert_days = 21, .again = CASE_PERSUADING },
    { "inclusive", "illness_disability", "assessment_paper",
      NEEDS_ADVICE | NEEDS_SCHOOL, LEAD, AFTER_WATCH,
      .again = CASE_PERSUADING },
    { "special_school", "illness_disability", "assessment_paper",
      NEEDS_ADVICE | NEEDS_SCHOOL, LEAD, AFTER_WATCH,
      .again = CASE_PERSUADING },
    { "home_teaching", "illness_disability", "assessment_paper",
      NEEDS_ADVICE | NEEDS_STUDENT_NO, LEAD, AFTER_PERIOD, .alert_days = 30,
      .again = CASE_ARRANGING },
    { "exempt", "illness_disability", "assessment_paper",
      NEEDS_ADVICE | NEEDS_ARCHIVE, LEAD, AFTER_PERIOD, .alert_days = 30,
      .again = CASE_ARRANGING },
    { "vocational", "unwilling", "agreement", NEEDS_SCHOOL | NEEDS_STUDENT_NO,
      LEAD, AFTER_WATCH, .again = CASE_PERSUADING },
    { "residence", "residence_missing", "police_conclusion", NEEDS_CONCLUSION,
      LEAD, AFTER_CLOSE, .again = CASE_PERSUADING },
    { "missing", "residence_missing", "police_conclusion", NEEDS_MISSING, LEAD,
      AFTER_PERIOD, .alert_days = 30, .again = CASE_ARRANGING },
    { "city_exempt", NULL, "city_approval", NEEDS_FOUND, CITY, AFTER_PERIOD,
      .most_days = YEAR, .alert_days = 30, .again = CASE_PERSUADING },
};
const size_t outcome_rules_n = sizeof outcome_rules / sizeof *outcome_rules;

static const struct code submit_outcome_rows[] = {
    { "returned", "劝返复学" },
    { "elsewhere_unregistered", "省内外就读，已登记上报" },
    { "local_unregistered", "市域内就读，已注册学籍" },
    { "over_age", "已毕业或超龄" },
    { "info_error", "信息错误" },
    { NULL, NULL }
};
const struct code_table submit_outcomes = { "submit_outcome",
                                            "可提交的销号结果",
                                            submit_outcome_rows };

const struct outcome_rule *outcome_rule_of(const char *outcome)
{
    for (size_t i = 0; outcome && i < outcome_rules_n; i++)
        if (strcmp(outcome_rules[i].outcome, outcome) == 0)
            return &outcome_rules[i];
    return NULL;
}

const char *outcomes_approved_by(enum role role, struct arena *a)
{
    const char *text = NULL;

    for (size_t i = 0; i < outcome_rules_n; i++) {
        const struct outcome_rule *o = &outcome_rules[i];

        if (!(o->approvers >> role & 1))
            continue;
        text = arena_printf(a, "%s%s ", text ? text : " ", o->outcome);
        if (!text)
            return NULL;
    }
    return text;
}

const char *case_turn(const struct case_row *c)
{
    const struct outcome_rule *o = outcome_rule_of(c->outcome);

    switch (case_state_of(c->state)) {
    case CASE_CLOSED:
    case CASE_DISMISSED:
        return NULL;
    case CASE_REVIEW:
        return case_level_code(o && o->approvers & CITY ? LEVEL_LEADING_GROUP
                                                        : LEVEL_BUREAU);
    default:
        return c->level;
    }
}
