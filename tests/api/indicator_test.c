/* Indicators over the API: figures that add up, and the names behind them. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"
#include "domain/indicator.h"

static char path[300];

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define MEMBER(i, name)                                                        \
    arena_printf(&api.w.arena, "/items/%zu/" name, (size_t)(i))

static size_t items(void)
{
    return json_array_size(reply_at("/items"));
}

/* The sum of a member over the groups of one indicator in the last reply. */
static int64_t sum(const char *indicator, const char *member)
{
    int64_t n = 0;

    for (size_t i = 0; i < items(); i++)
        if (strcmp(reply_text(MEMBER(i, "indicator")), indicator) == 0)
            n += reply_int(
                arena_printf(&api.w.arena, "/items/%zu/%s", i, member));
    return n;
}

static void each_indicator_says_how_it_is_made(void **state)
{
    (void)state;
    expect(ROLE_LEADER, "GET", "/indicator-kinds", NULL, 200);
    assert_int_equal(items(), indicators_n);
    assert_string_equal(reply_text("/items/0/title"), "入学率");
    assert_non_null(strstr(reply_text("/items/0/excluded"), "免予入学"));
    expect(ROLE_ADMIN, "GET", "/indicator-kinds", NULL, 403);
    expect(NOBODY, "GET", "/indicators", NULL, 401);
}

static void the_groups_add_up_to_the_county(void **state)
{
    static const char *const groups[] = { "township", "sex", "nation", "school",
                                          "stage" };
    int64_t of, in;

    (void)state;
    expect(ROLE_BUREAU, "GET", "/indicators?year=2026", NULL, 200);
    assert_int_equal(items(), indicators_n);
    of = sum("surveyed", "denominator");
    in = sum("enrolment", "numerator");
    assert_true(of > 0 && in > 0);
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        expect(ROLE_BUREAU, "GET",
               PATH("/indicators?year=2026&by=%s", groups[i]), NULL, 200);
        assert_int_equal(sum("surveyed", "denominator"), of);
        assert_int_equal(sum("enrolment", "numerator"), in);
    }
    expect(ROLE_BUREAU, "GET", "/ledgers/children?year=2026", NULL, 200);
    assert_int_equal(reply_int("/total"), of);
}

static void the_figure_of_nobody_is_no_ratio(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "GET", "/indicators?year=2015", NULL, 200);
    assert_int_equal(items(), indicators_n);
    for (size_t i = 0; i < items(); i++) {
        assert_int_equal(reply_int(MEMBER(i, "denominator")), 0);
        assert_true(json_is_null(reply_at(MEMBER(i, "value"))));
    }
}

static void a_trend_begins_with_the_register(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "GET", "/indicators?year=2027&by=year", NULL, 200);
    assert_int_equal(items(), 2 * indicators_n);
    assert_string_equal(reply_text("/items/0/label"), "2026年");
    assert_int_equal(reply_int("/items/0/year"), 2026);
}

static void the_names_are_as_many_as_the_figure_says(void **state)
{
    int64_t in;
    size_t n;

    (void)state;
    expect(ROLE_BUREAU, "GET", "/indicators?year=2026&division=" WORLD_TOWNSHIP,
           NULL, 200);
    in = sum("enrolment", "numerator");
    expect(ROLE_BUREAU, "GET",
           "/indicators/enrolment/children?year=2026&part=numerator&limit=200"
           "&division=" WORLD_TOWNSHIP,
           NULL, 200);
    n = items();
    assert_int_equal(n, in);
    assert_null(json_object_get(reply_at("/items/0"), "id_no"));
    expect(ROLE_BUREAU, "GET",
           "/indicators/enrolment/children?year=2026&part=numerator&limit=1"
           "&division=" WORLD_TOWNSHIP,
           NULL, 200);
    assert_int_equal(items(), 1);
    assert_false(json_is_null(reply_at("/next_cursor")));
    expect(ROLE_AUDITOR, "GET", "/audit?limit=1", NULL, 200);
    assert_string_equal(reply_text("/items/0/action"),
                        "GET /indicators/{name}/children");
}

static void whoever_asks_wrongly_is_told(void **state)
{
    static const struct {
        const char *query, *pointer;
    } bad[] = {
        { "/indicators?year=1999", "/year" },
        { "/indicators?by=colour", "/by" },
        { "/indicators?division=999", "/division" },
        { "/indicators?colour=red", "/colour" },
        { "/indicators/enrolment/children?part=all", "/part" },
        { "/indicators/enrolment/children?cursor=zz", "/cursor" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        expect(ROLE_BUREAU, "GET", bad[i].query, NULL, 422);
        assert_string_equal(reply_text("/errors/0/pointer"), bad[i].pointer);
    }
    expect(ROLE_BUREAU, "GET", "/indicators/none/children", NULL, 404);
}

int api_group_indicator(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_indicator_says_how_it_is_made),
        cmocka_unit_test(the_groups_add_up_to_the_county),
        cmocka_unit_test(the_figure_of_nobody_is_no_ratio),
        cmocka_unit_test(a_trend_begins_with_the_register),
        cmocka_unit_test(the_names_are_as_many_as_the_figure_says),
        cmocka_unit_test(whoever_asks_wrongly_is_told),
    };

    return cmocka_run_group_tests_name("indicator", tests, NULL, NULL);
}
