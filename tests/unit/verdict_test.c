/* 核查结论: every combination of conditions meets exactly one rule. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/codes.h"
#include "domain/verdict.h"

/* Steps a set of facts of one bit each; false after the last. */
static bool next_facts(struct verdict_facts *f)
{
    struct {
        unsigned *bit, most;
    } d[] = {
        { &f->question, YES },
        { &f->age, AGE_OVER },
        { &f->enrolment, ENROL_OUTSIDE },
        { &f->attendance, YES },
        { &f->attendance_in, YES },
        { &f->enrolment_in, YES },
        { &f->change, REGISTER_GONE },
        { &f->approval, YES },
        { &f->survey, SURVEY_ENDED },
        { &f->known, KNOWN_ASSIGNED },
        { &f->special, SPECIAL_DISABLED },
        { &f->refused, REFUSED_BOTH },
    };

    for (size_t i = 0; i < sizeof d / sizeof *d; i++) {
        if (*d[i].bit < d[i].most) {
            *d[i].bit <<= 1;
            return true;
        }
        *d[i].bit = 1;
    }
    return false;
}

static const struct verdict_facts first = {
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
};

static void every_combination_meets_exactly_one_rule(void **state)
{
    size_t met[64] = { 0 }, combinations = 0;
    struct verdict_facts f = first;

    (void)state;
    assert_true(verdict_rules_n <= 64);
    do {
        size_t n = 0;

        for (size_t i = 0; i < verdict_rules_n; i++) {
            bool meets = verdict_meets(&verdict_rules[i], &f);

            n += meets;
            met[i] += meets;
        }
        if (n != 1)
            fail_msg("%zu rules: age %u enrol %u att %u in %u/%u change %u "
                     "approval %u survey %u known %u special %u",
                     n, f.age, f.enrolment, f.attendance, f.attendance_in,
                     f.enrolment_in, f.change, f.approval, f.survey, f.known,
                     f.special);
        combinations++;
    } while (next_facts(&f));
    assert_int_equal(combinations,
                     2 * 4 * 6 * 2 * 2 * 2 * 3 * 2 * 6 * 3 * 3 * 4);
    for (size_t i = 0; i < verdict_rules_n; i++)
        if (met[i] == 0)
            fail_msg("%s is never met", verdict_rules[i].name);
}

/* What contract §5 binds, over every combination. */
static void the_contract_holds(void **state)
{
    struct verdict_facts f = first;

    (void)state;
    do {
        const struct verdict_rule *r = verdict_judge(&f);

        assert_non_null(r);
        if (f.question == YES)
            assert_int_equal(r->verdict, VERDICT_UNSURE);
        switch (r->verdict) {
        case VERDICT_ENROLLED_ABSENT:
            assert_int_equal(f.attendance_in, YES);
            assert_int_equal(f.attendance, NO);
            assert_int_equal(f.enrolment, ENROL_ACTIVE);
            break;
        case VERDICT_IN_SCHOOL:
            assert_int_equal(f.attendance, YES);
            break;
        case VERDICT_PRESENT_UNENROLLED:
            assert_int_equal(f.attendance, YES);
            assert_int_not_equal(f.enrolment, ENROL_ACTIVE);
            break;
        case VERDICT_NEVER_ENROLLED:
            assert_int_equal(f.enrolment, ENROL_NONE);
            assert_int_equal(f.attendance, NO);
            assert_int_equal(f.enrolment_in & f.attendance_in, YES);
            break;
        case VERDICT_EXEMPT:
            assert_true(f.approval == YES || f.enrolment == ENROL_SUSPENDED);
            break;
        case VERDICT_LEFT:
            assert_int_not_equal(f.change, REGISTER_STAYS);
            assert_int_equal(f.attendance, NO);
            break;
        case VERDICT_OVER_AGE:
            assert_true(f.age == AGE_OVER || f.enrolment == ENROL_GRADUATED);
            break;
        case VERDICT_NONE:
            assert_int_equal(f.age, AGE_UNDER);
            break;
        case VERDICT_ELSEWHERE:
        case VERDICT_UNSURE:
            break;
        case VERDICT_N:
            fail();
        }
    } while (next_facts(&f));
}

static void every_rule_says_what_follows(void **state)
{
    (void)state;
    for (size_t i = 0; i < verdict_rules_n; i++) {
        const struct verdict_rule *r = &verdict_rules[i];

        assert_ptr_equal(verdict_rule_of(r->name), r);
        assert_true(strlen(r->title) > 0);
        assert_in_range(r->confidence, 1, 100);
        if (r->kind != NULL) {
            assert_true(code_known(&case_kinds, r->kind));
            assert_in_range(r->owner, 0, LEVEL_N - 1);
        }
        if (r->reason != NULL)
            assert_true(code_known(&reasons, r->reason));
        if (r->disposition != NULL)
            assert_true(code_known(&dispositions, r->disposition));
        if (r->verdict != VERDICT_NONE)
            assert_int_equal(verdict_of(verdict_code(r->verdict)), r->verdict);
        /* Nobody is followed on a guess. */
        if (r->verdict == VERDICT_UNSURE)
            assert_null(r->kind);
    }
    assert_int_equal(verdict_of("nothing"), VERDICT_N);
    assert_null(verdict_rule_of("nothing"));
}

static void the_absent_open_cases_of_their_kind(void **state)
{
    (void)state;
    for (size_t i = 0; i < verdict_rules_n; i++) {
        const struct verdict_rule *r = &verdict_rules[i];

        if (r->verdict == VERDICT_ENROLLED_ABSENT)
            assert_string_equal(r->kind, "suspected");
        if (r->verdict == VERDICT_NEVER_ENROLLED)
            assert_string_equal(r->kind, "never_enrolled");
        if (r->verdict == VERDICT_IN_SCHOOL)
            assert_null(r->kind);
    }
}

static void age_is_counted_on_the_last_of_august(void **state)
{
    (void)state;
    assert_int_equal(verdict_age_of("2020-08-31", 2026), AGE_DUE);
    assert_int_equal(verdict_age_of("2020-09-01", 2026), AGE_UNDER);
    assert_int_equal(verdict_age_of("2010-09-01", 2026), AGE_DUE);
    assert_int_equal(verdict_age_of("2010-08-31", 2026), AGE_OVER);
    assert_int_equal(verdict_age_of("2026-10-01", 2026), AGE_UNDER);
    assert_int_equal(verdict_age_of(NULL, 2026), AGE_UNKNOWN);
    assert_int_equal(verdict_age_of("2012-02-30", 2026), AGE_UNKNOWN);
}

static void every_code_of_a_list_has_its_meaning(void **state)
{
    (void)state;
    for (const struct code *c = situations.rows; c->code != NULL; c++)
        if (strcmp(c->code, "preschool") != 0)
            assert_int_not_equal(verdict_survey_of(c->code), SURVEY_NONE);
    assert_int_equal(verdict_survey_of(NULL), SURVEY_NONE);
    assert_int_equal(verdict_enrolment_of("enrolled"), ENROL_ACTIVE);
    for (const struct code *c = enrolment_states.rows; c->code != NULL; c++)
        if (strcmp(c->code, "enrolled") != 0)
            assert_int_not_equal(verdict_enrolment_of(c->code), ENROL_ACTIVE);
    assert_int_equal(verdict_register_of("death"), REGISTER_GONE);
    assert_int_equal(verdict_register_of("move_out"), REGISTER_MOVED);
    assert_int_equal(verdict_register_of("move_in"), REGISTER_STAYS);
    assert_int_equal(verdict_register_of(NULL), REGISTER_STAYS);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_combination_meets_exactly_one_rule),
        cmocka_unit_test(the_contract_holds),
        cmocka_unit_test(every_rule_says_what_follows),
        cmocka_unit_test(the_absent_open_cases_of_their_kind),
        cmocka_unit_test(age_is_counted_on_the_last_of_august),
        cmocka_unit_test(every_code_of_a_list_has_its_meaning),
    };

    return cmocka_run_group_tests_name("verdict", tests, NULL, NULL);
}
