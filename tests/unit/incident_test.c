/* The rules of an incident: who may do what in which state. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "domain/incident.h"

static const struct incident_row sent_in = { .kind = "emergency",
                                             .state = "open",
                                             .unit = "2123000001" };

static struct act by(enum role role, const char *unit)
{
    return (struct act) {
        .account_id = 1, .role = role, .unit = unit, .now_ms = 1000
    };
}

static enum err may(const char *action, const struct incident_row *g,
                    enum role role, const char *unit)
{
    const struct act act = by(role, unit);
    struct refusal why;

    return incident_may(incident_action_of(action), g, &act, &why);
}

static void the_bureau_and_the_unit_that_registered_it_close(void **state)
{
    (void)state;
    assert_int_equal(may("close", &sent_in, ROLE_BUREAU, "bureau"), ERR_OK);
    assert_int_equal(may("close", &sent_in, ROLE_SCHOOL_HEAD, "2123000001"),
                     ERR_OK);
    assert_int_equal(may("close", &sent_in, ROLE_AGENCY, "gongan"), ERR_RULE);
    assert_int_equal(may("add_unit", &sent_in, ROLE_AGENCY, "gongan"),
                     ERR_RULE);
}

static void whoever_sees_it_says_what_it_did(void **state)
{
    (void)state;
    assert_int_equal(may("step", &sent_in, ROLE_AGENCY, "gongan"), ERR_OK);
    assert_int_equal(may("step", &sent_in, ROLE_VILLAGE, "230381103200"),
                     ERR_OK);
}

static void what_is_closed_is_only_reopened(void **state)
{
    struct incident_row closed = sent_in;

    (void)state;
    closed.state = "closed";
    for (size_t i = 0; i < incident_actions_n; i++)
        assert_int_equal(
            may(incident_actions[i].name, &closed, ROLE_BUREAU, "bureau"),
            strcmp(incident_actions[i].name, "reopen") == 0 ? ERR_OK
                                                            : ERR_RULE);
    assert_int_equal(may("reopen", &sent_in, ROLE_BUREAU, "bureau"), ERR_RULE);
}

static void closing_keeps_the_result_until_it_is_reopened(void **state)
{
    const struct incident_close close = { "已处置" };
    const struct incident_note again = { "又发生" };
    const struct act act = by(ROLE_BUREAU, "bureau");
    struct incident_row g = sent_in;

    (void)state;
    incident_apply(incident_action_of("close"), &act, &close, &g);
    assert_string_equal(g.state, "closed");
    assert_string_equal(g.result, "已处置");
    assert_int_equal(g.closed_at, 1000);
    incident_apply(incident_action_of("reopen"), &act, &again, &g);
    assert_string_equal(g.state, "open");
    assert_null(g.result);
    assert_int_equal(g.closed_at, INT_NONE);
}

static void a_kind_that_is_not_known_is_restricted(void **state)
{
    (void)state;
    assert_false(incident_restricted("emergency"));
    assert_true(incident_restricted("bullying"));
    assert_true(incident_restricted("unheard-of"));
    assert_true(incident_unit_fits("township", "emergency"));
    assert_false(incident_unit_fits("township", "bullying"));
    assert_false(incident_unit_fits("supervision", "emergency"));
}

static size_t allowed(struct arena *a, const struct act *act, size_t units_n,
                      const struct action_view **v)
{
    struct incident_unit units[] = { { "gongan", "公安局", 0, 0 },
                                     { "fulian", "妇联", 0, 0 } };
    struct option_view options[] = { { "gongan", "公安局" },
                                     { "bureau", "教育局" } };
    const struct list handling = { units, units_n }, others = { options, 2 };
    struct list out;

    assert_int_equal(
        incident_allowed(&sent_in, act, &handling, &others, a, &out), ERR_OK);
    *v = out.items;
    return out.n;
}

static void the_forms_offer_only_units_that_fit(void **state)
{
    const struct act act = by(ROLE_BUREAU, "bureau");
    const struct action_view *v;
    const struct field_view *f;
    const struct option_view *o;
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(allowed(&a, &act, 2, &v), 4);
    f = v[1].fields.items;
    o = f[0].options.items;
    assert_string_equal(f[0].type, "code");
    assert_int_equal(f[0].options.n, 1); /* the police has it already */
    assert_string_equal(o[0].code, "bureau");
    f = v[2].fields.items;
    assert_int_equal(f[0].options.n, 2);
    /* The last unit stays. */
    assert_int_equal(allowed(&a, &act, 1, &v), 3);
    arena_free(&a);
}

static void who_only_reads_is_offered_nothing(void **state)
{
    const struct act act = by(ROLE_INSPECTOR, "dudao");
    const struct action_view *v;
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(allowed(&a, &act, 2, &v), 0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bureau_and_the_unit_that_registered_it_close),
        cmocka_unit_test(whoever_sees_it_says_what_it_did),
        cmocka_unit_test(what_is_closed_is_only_reopened),
        cmocka_unit_test(closing_keeps_the_result_until_it_is_reopened),
        cmocka_unit_test(a_kind_that_is_not_known_is_restricted),
        cmocka_unit_test(the_forms_offer_only_units_that_fit),
        cmocka_unit_test(who_only_reads_is_offered_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
