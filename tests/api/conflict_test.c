/* Two phones at one door: what a person is asked, and what comes of it. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"

static char path[200], body[1500];
static int64_t round_id, sequence;

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))

/* A visit on the first version of a household that sets one member of it. */
static const char *visit(enum role role, int64_t home, const char *member,
                         const char *value, const char *supersedes, int status)
{
    static char uuid[37];
    char url[60];

    snprintf(uuid, sizeof uuid, "00000000-0000-4000-8000-c0000000%04d",
             (int)++sequence);
    snprintf(url, sizeof url, "/surveys/%s", uuid);
    BODY("{'round_id':%lld,'visited_at':'2026-08-20T08:%02d:00+08:00',"
         "'outcome':'nobody_home','household':{'id':%lld,'base_version':1,"
         "'%s':'%s'}%s%s%s}",
         ID(round_id), (int)(sequence % 60), ID(home), member, value,
         supersedes ? ",'supersedes':'" : "", supersedes ? supersedes : "",
         supersedes ? "'" : "");
    expect(role, "PUT", url, body, status);
    return uuid;
}

static void open_round(void)
{
    if (round_id)
        return;
    expect(ROLE_BUREAU, "POST", "/survey-rounds",
           "{'year':2026,'name':'两部手机','starts_on':'2026-08-01',"
           "'ends_on':'2026-08-31'}",
           201);
    round_id = reply_int("/id");
}

static const char *of_home(int64_t home, const char *state)
{
    return PATH("/conflicts?household_id=%lld&state=%s&count=true", ID(home),
                state);
}

static size_t open_at(int64_t home)
{
    expect(ROLE_VILLAGE, "GET", of_home(home, "open"), NULL, 200);
    assert_int_equal(reply_int("/total"), json_array_size(reply_at("/items")));
    return json_array_size(reply_at("/items"));
}

/* A household whose phone number the village changed first and the township
 * found to be another: the question's id, with it in the reply. */
static int64_t asked(int64_t *home)
{
    open_round();
    *home = api_household(ROLE_BUREAU, api.w.village);
    visit(ROLE_VILLAGE, *home, "phone", "19900000001", NULL, 201);
    visit(ROLE_TOWNSHIP, *home, "phone", "19900000002", NULL, 201);
    assert_int_equal(open_at(*home), 1);
    return reply_int("/items/0/id");
}

static void decide(enum role role, int64_t id, const char *choice,
                   const char *more, int status)
{
    int64_t change;

    expect(ROLE_BUREAU, "GET", PATH("/conflicts/%lld", ID(id)), NULL, 200);
    change = reply_int("/record_change");
    expect(role, "PUT", PATH("/conflicts/%lld/decision", ID(id)),
           BODY("{'choice':'%s','record_change':%lld%s}", choice, ID(change),
                more),
           status);
}

static const char *phone_of(int64_t home)
{
    expect(ROLE_BUREAU, "GET", PATH("/households/%lld", ID(home)), NULL, 200);
    return reply_text("/phone");
}

void conflict_plant(const char *mark, const char *division, int64_t *out)
{
    int64_t home = api_household(ROLE_BUREAU, division);

    open_round();
    visit(ROLE_BUREAU, home, "address", "村东", NULL, 201);
    visit(ROLE_BUREAU_LEAD, home, "address", mark, NULL, 201);
    expect(ROLE_BUREAU, "GET", of_home(home, "open"), NULL, 200);
    *out = reply_int("/items/0/id");
}

static void both_values_are_shown_with_their_authors_and_times(void **state)
{
    int64_t home;

    (void)state;
    asked(&home);
    assert_string_equal(reply_text("/items/0/label"), "联系电话");
    assert_string_equal(reply_text("/items/0/visit_value"), "19900000002");
    assert_string_equal(reply_text("/items/0/record_value"), "19900000001");
    assert_string_equal(reply_text("/items/0/visit_by"), "township");
    assert_string_equal(reply_text("/items/0/record_by"), "village");
    assert_non_null(strstr(reply_text("/items/0/visited_at"), "2026-08-20"));
    assert_non_null(reply_text("/items/0/record_at"));
    assert_string_equal(reply_text("/items/0/input/type"), "text");
    assert_string_equal(phone_of(home), "19900000001");
}

static void the_value_found_at_the_door_may_stand(void **state)
{
    int64_t home, id = asked(&home);

    (void)state;
    decide(ROLE_VILLAGE, id, "visit", "", 200);
    assert_string_equal(reply_text("/state"), "decided");
    assert_string_equal(reply_text("/value"), "19900000002");
    assert_string_equal(reply_text("/record_value"), "19900000001");
    assert_string_equal(reply_text("/decided_by"), "village");
    assert_string_equal(phone_of(home), "19900000002");
    assert_int_equal(open_at(home), 0);
}

static void the_value_of_the_register_may_stand(void **state)
{
    int64_t home, id = asked(&home);

    (void)state;
    decide(ROLE_TOWNSHIP, id, "record", "", 200);
    assert_string_equal(reply_text("/visit_value"), "19900000002");
    assert_string_equal(phone_of(home), "19900000001");
    assert_int_equal(open_at(home), 0);
}

/* The answer was lost on its way, or two decide at once. */
static void a_decision_is_made_once(void **state)
{
    int64_t home, id = asked(&home), version;

    (void)state;
    decide(ROLE_VILLAGE, id, "visit", "", 200);
    phone_of(home);
    version = reply_int("/version");
    decide(ROLE_VILLAGE, id, "visit", "", 200);
    decide(ROLE_TOWNSHIP, id, "record", "", 409);
    assert_non_null(strstr(reply_text("/detail"), "village"));
    assert_string_equal(phone_of(home), "19900000002");
    assert_int_equal(reply_int("/version"), version);
}

static void neither_may_be_right_and_a_bad_value_settles_nothing(void **state)
{
    int64_t home, id = asked(&home);

    (void)state;
    decide(ROLE_VILLAGE, id, "other", "", 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/value");
    decide(ROLE_VILLAGE, id, "other", ",'value':'电话'", 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/value");
    assert_int_equal(open_at(home), 1);
    assert_string_equal(phone_of(home), "19900000001");
    decide(ROLE_VILLAGE, id, "other", ",'value':'19900000003'", 200);
    assert_string_equal(phone_of(home), "19900000003");
}

/* Whoever decides has seen what stands there now. */
static void what_was_changed_meanwhile_is_shown_before_it_is_decided(
    void **state)
{
    int64_t home, id = asked(&home),
                  change = reply_int("/items/0/record_change");

    (void)state;
    phone_of(home);
    expect_version(ROLE_BUREAU, "PATCH", PATH("/households/%lld", ID(home)),
                   "{'phone':'19900000004'}", reply_int("/version"), 200);
    expect(ROLE_VILLAGE, "PUT", PATH("/conflicts/%lld/decision", ID(id)),
           BODY("{'choice':'visit','record_change':%lld}", ID(change)), 409);
    assert_non_null(strstr(reply_text("/detail"), "刚刚又被改过"));
    assert_string_equal(phone_of(home), "19900000004");
    assert_int_equal(open_at(home), 1);
    assert_string_equal(reply_text("/items/0/record_value"), "19900000004");
    assert_string_equal(reply_text("/items/0/record_by"), "bureau");
}

static void two_phones_that_say_the_same_are_asked_about_once(void **state)
{
    int64_t home, id = asked(&home);

    (void)state;
    visit(ROLE_BUREAU, home, "phone", "19900000002", NULL, 201);
    assert_int_equal(open_at(home), 2);
    decide(ROLE_VILLAGE, id, "visit", "", 200);
    assert_int_equal(open_at(home), 0);
}

static void a_corrected_visit_is_asked_about_no_more(void **state)
{
    int64_t home;
    char uuid[37];

    (void)state;
    open_round();
    home = api_household(ROLE_BUREAU, api.w.village);
    visit(ROLE_VILLAGE, home, "phone", "19900000001", NULL, 201);
    strcpy(uuid, visit(ROLE_TOWNSHIP, home, "phone", "19900000002", NULL, 201));
    assert_int_equal(open_at(home), 1);
    visit(ROLE_TOWNSHIP, home, "phone", "19900000001", uuid, 201);
    assert_int_equal(open_at(home), 0);
}

static void who_does_not_survey_decides_nothing(void **state)
{
    int64_t home, id = asked(&home);

    (void)state;
    expect(ROLE_TEACHER, "GET", "/conflicts", NULL, 403);
    expect(ROLE_TEACHER, "GET", PATH("/conflicts/%lld", ID(id)), NULL, 403);
    expect(ROLE_LEADER, "GET", path, NULL, 200);
    decide(ROLE_LEADER, id, "visit", "", 403);
    expect(ROLE_VILLAGE, "GET", "/conflicts?division=990000000000", NULL, 422);
    decide(ROLE_VILLAGE, id, "whatever", "", 422);
}

int api_group_conflict(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_values_are_shown_with_their_authors_and_times),
        cmocka_unit_test(the_value_found_at_the_door_may_stand),
        cmocka_unit_test(the_value_of_the_register_may_stand),
        cmocka_unit_test(a_decision_is_made_once),
        cmocka_unit_test(neither_may_be_right_and_a_bad_value_settles_nothing),
        cmocka_unit_test(
            what_was_changed_meanwhile_is_shown_before_it_is_decided),
        cmocka_unit_test(two_phones_that_say_the_same_are_asked_about_once),
        cmocka_unit_test(a_corrected_visit_is_asked_about_no_more),
        cmocka_unit_test(who_does_not_survey_decides_nothing),
    };

    return cmocka_run_group_tests_name("conflict", tests, NULL, NULL);
}
