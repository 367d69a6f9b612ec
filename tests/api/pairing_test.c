/* 结对帮扶 over HTTP: begun, visited, ended; by whom, on which days, and what the
 * mentor's unit sees.  All people are made up. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"

static char path[300], body[700];
#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))

/* The unit of the world's account of that role. */
static const char *unit_of_agency(void)
{
    static char unit[40];

    if (!*unit) {
        expect(ROLE_AGENCY, "GET", "/me", NULL, 200);
        snprintf(unit, sizeof unit, "%s", reply_text("/unit"));
    }
    return unit;
}

static int64_t begin(enum role role, int64_t child, const char *mentor,
                     const char *unit, const char *from, int status)
{
    expect(role, "POST", PATH("/students/%lld/pairings", ID(child)),
           BODY("{'mentor':'%s','unit':'%s','phone':'19900007777',"
                "'difficulty':'study','plan':'每月辅导两次功课','from_date':"
                "'%s'}",
                mentor, unit, from),
           status);
    return status == 201 ? reply_int("/id") : 0;
}

static int64_t make_child(void)
{
    static int64_t child;

    if (!child)
        child =
            api_child(ROLE_BUREAU, api_household(ROLE_BUREAU, api.w.village),
                      api.w.village, "结样甲");
    return child;
}

void pairing_plant(int64_t child, int64_t *out)
{
    *out = begin(ROLE_BUREAU, child, "帮样远", "bureau", "2026-08-01", 201);
}

static int64_t open_one(const char *mentor)
{
    return begin(ROLE_TOWNSHIP, make_child(), mentor, unit_of_agency(),
                 "2026-08-01", 201);
}

static void a_township_pairs_a_child_of_its_own(void **state)
{
    int64_t id;

    (void)state;
    id = open_one("帮样甲");
    expect(ROLE_TOWNSHIP, "GET", PATH("/pairings/%lld", ID(id)), NULL, 200);
    assert_string_equal(reply_text("/state"), "open");
    assert_string_equal(reply_text("/student_name"), "结样甲");
    assert_string_equal(reply_text("/phone"), "19900007777");
    assert_true(json_is_true(reply_at("/may_end")));
    expect(ROLE_TOWNSHIP, "GET",
           PATH("/pairings?student_id=%lld", ID(make_child())), NULL, 200);
    assert_non_null(strstr(api.raw.data, "199****7777"));
    assert_null(strstr(api.raw.data, "19900007777"));
}

static void the_same_mentor_is_not_paired_twice(void **state)
{
    (void)state;
    open_one("帮样乙");
    begin(ROLE_TOWNSHIP, make_child(), "帮样乙", unit_of_agency(), "2026-08-02",
          409);
    assert_string_equal(reply_text("/errors/0/pointer"), "/mentor");
}

static void a_pairing_of_tomorrow_or_of_no_unit_does_not_begin(void **state)
{
    (void)state;
    begin(ROLE_TOWNSHIP, make_child(), "帮样丙", unit_of_agency(), "2026-08-21",
          422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/from_date");
    begin(ROLE_TOWNSHIP, make_child(), "帮样丙", "nowhere", "2026-08-01", 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/unit");
}

static void the_mentors_unit_sees_its_own_and_visits(void **state)
{
    int64_t id;

    (void)state;
    id = open_one("帮样丁");
    expect(ROLE_AGENCY, "GET", "/pairings?count=true", NULL, 200);
    assert_true(reply_int("/total") >= 1);
    expect(ROLE_AGENCY, "POST", PATH("/pairings/%lld/visits", ID(id)),
           "{'visited_on':'2026-08-10','method':'home','done':'看了作业本'}",
           201);
    assert_int_equal(reply_int("/visits"), 1);
    assert_string_equal(reply_text("/visited_on"), "2026-08-10");
    assert_string_equal(reply_text("/visits_made/0/done"), "看了作业本");
    assert_false(json_is_true(reply_at("/may_end")));
}

static void the_mentors_unit_does_not_end_it(void **state)
{
    int64_t id;

    (void)state;
    id = open_one("帮样戊");
    expect_version(ROLE_AGENCY, "POST", PATH("/pairings/%lld/end", ID(id)),
                   "{'to_date':'2026-08-15','ending':'不再需要'}", 1, 403);
}

static void a_visit_before_the_pairing_or_of_tomorrow_is_refused(void **state)
{
    int64_t id;

    (void)state;
    id = open_one("帮样己");
    expect(ROLE_TOWNSHIP, "POST", PATH("/pairings/%lld/visits", ID(id)),
           "{'visited_on':'2026-07-31','method':'home','done':'去过'}", 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/visited_on");
    expect(ROLE_TOWNSHIP, "POST", path,
           "{'visited_on':'2026-08-21','method':'home','done':'去过'}", 422);
}

static void one_that_ended_says_why_and_takes_no_visit(void **state)
{
    int64_t id;

    (void)state;
    id = open_one("帮样庚");
    expect(ROLE_TOWNSHIP, "POST", PATH("/pairings/%lld/visits", ID(id)),
           "{'visited_on':'2026-08-10','method':'phone','done':'通了电话'}",
           201);
    expect_version(ROLE_TOWNSHIP, "POST", PATH("/pairings/%lld/end", ID(id)),
                   "{'to_date':'2026-08-09','ending':'不再需要'}", 1, 422);
    expect_version(ROLE_TOWNSHIP, "POST", path,
                   "{'to_date':'2026-08-15','ending':'不再需要'}", 9, 412);
    expect_version(ROLE_TOWNSHIP, "POST", path,
                   "{'to_date':'2026-08-15','ending':'不再需要'}", 1, 200);
    assert_string_equal(reply_text("/state"), "ended");
    assert_string_equal(reply_text("/ending"), "不再需要");
    expect(ROLE_TOWNSHIP, "POST", PATH("/pairings/%lld/visits", ID(id)),
           "{'visited_on':'2026-08-15','method':'phone','done':'又通了电话'}",
           409);
    expect_version(ROLE_TOWNSHIP, "POST", PATH("/pairings/%lld/end", ID(id)),
                   "{'to_date':'2026-08-16','ending':'不再需要'}", 2, 409);
    open_one("帮样庚"); /* and may begin anew */
}

static bool is_quiet(int64_t id)
{
    expect(ROLE_TOWNSHIP, "GET", PATH("/pairings/%lld", ID(id)), NULL, 200);
    return json_is_true(reply_at("/quiet"));
}

/* Today is 2026-08-20, and thirty days are too long. */
static void one_that_nobody_visited_for_a_month_is_quiet(void **state)
{
    int64_t old, fresh;
    json_t *item;
    size_t i;

    (void)state;
    old = begin(ROLE_TOWNSHIP, make_child(), "帮样辛", unit_of_agency(),
                "2026-07-21", 201);
    fresh = begin(ROLE_TOWNSHIP, make_child(), "帮样壬", unit_of_agency(),
                  "2026-07-22", 201);
    assert_true(is_quiet(old));
    assert_false(is_quiet(fresh));
    expect(ROLE_TOWNSHIP, "GET", "/pairings?quiet=true&count=true", NULL, 200);
    assert_int_equal(reply_int("/total"), json_array_size(reply_at("/items")));
    json_array_foreach(reply_at("/items"), i, item)
    {
        assert_true(json_is_true(json_object_get(item, "quiet")));
    }
    expect(ROLE_TOWNSHIP, "POST", PATH("/pairings/%lld/visits", ID(old)),
           "{'visited_on':'2026-08-19','method':'school','done':'见到孩子'}",
           201);
    assert_false(is_quiet(old));
}

static void a_filter_that_is_none_is_said(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET", "/pairings?state=lost", NULL, 422);
    expect(ROLE_TOWNSHIP, "GET", "/pairings?cursor=zz", NULL, 422);
    expect(ROLE_TOWNSHIP, "GET", "/pairings?state=ended&limit=1", NULL, 200);
}

int api_group_pairing(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_township_pairs_a_child_of_its_own),
        cmocka_unit_test(the_same_mentor_is_not_paired_twice),
        cmocka_unit_test(a_pairing_of_tomorrow_or_of_no_unit_does_not_begin),
        cmocka_unit_test(the_mentors_unit_sees_its_own_and_visits),
        cmocka_unit_test(the_mentors_unit_does_not_end_it),
        cmocka_unit_test(a_visit_before_the_pairing_or_of_tomorrow_is_refused),
        cmocka_unit_test(one_that_ended_says_why_and_takes_no_visit),
        cmocka_unit_test(one_that_nobody_visited_for_a_month_is_quiet),
        cmocka_unit_test(a_filter_that_is_none_is_said),
    };

    return cmocka_run_group_tests_name("pairings", tests, NULL, NULL);
}
