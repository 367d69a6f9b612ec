/* Field table of the tallies of 核查结论. */
#include "domain/verdict_tally.h"

#include "domain/codes.h"
#include "domain/verdict.h"

static const struct field verdict_tally_fields[] = {
    F_BOOL(verdict_tally, household_register, "在户籍名单中", REQUIRED),
    F_BOOL(verdict_tally, enrolment, "在学籍库中", REQUIRED),
    F_BOOL(verdict_tally, attendance, "在在校名单中", REQUIRED),
    F_CODE(verdict_tally, verdict, "核查结论", REQUIRED, verdict_codes),
    F_TEXT(verdict_tally, rule, "规则", REQUIRED, 1, 40),
    F_TEXT(verdict_tally, title, "规则内容", REPLY_ONLY, 0, 100),
    F_CODE(verdict_tally, kind, "个案类别", REPLY_ONLY, case_kinds),
    F_CODE(verdict_tally, owner, "责任层级", REPLY_ONLY, case_levels),
    F_CODE(verdict_tally, level, "个案开始的责任层级", REPLY_ONLY, case_levels),
    F_CODE(verdict_tally, disposition, "处置类别", REPLY_ONLY, dispositions),
    F_INT(verdict_tally, n, "儿童数", REQUIRED, 0, INT64_MAX),
    F_END
};
const struct record verdict_tally =
    RECORD(verdict_tally, "VerdictTally", "核查结论计数", verdict_tally_fields);

void verdict_tally_explain(struct verdict_tally *t)
{
    const struct verdict_rule *r = verdict_rule_of(t->rule);

    if (!r)
        return;
    t->title = r->title;
    t->kind = r->kind;
    t->owner = r->owner == LEVEL_N ? NULL : case_level_code(r->owner);
    t->level = r->kind ? case_level_code(verdict_case_level(r)) : NULL;
    t->disposition = r->disposition;
}
