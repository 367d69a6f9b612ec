/* 摸排数据确认 over HTTP: signed by the township, taken back by the bureau. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"

static char path[200], body[700];
static int64_t round_id, early, home;

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))
#define UUID(n) "/surveys/00000000-0000-4000-8000-00000000f0" n
#define SIGNOFFS PATH("/survey-rounds/%lld/signoffs", ID(round_id))
#define BACK PATH("/survey-rounds/%lld/signoffs-taken-back", ID(round_id))
#define BACK_OF_TOWNSHIP "{'division':'" WORLD_TOWNSHIP "','reason':'漏一屯'}"
#define WHY "{'note':'三户外出，九月再访'}"

static void a_round_that_has_not_begun_is_not_signed(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "POST", "/survey-rounds",
           "{'year':2099,'name':'以后的','starts_on':'2099-08-01','ends_on':"
           "'2099-08-31'}",
           201);
    round_id = reply_int("/id");
    expect(ROLE_TOWNSHIP, "POST", SIGNOFFS, WHY, 422);
    assert_non_null(strstr(reply_text("/detail"), "还没有开始"));
    expect(ROLE_BUREAU, "POST", "/survey-rounds",
           "{'year':2026,'name':'待确认的','starts_on':'2026-08-01','ends_on':"
           "'2026-08-22'}",
           201);
    round_id = reply_int("/id");
    expect(ROLE_BUREAU, "POST", "/survey-rounds",
           "{'year':2026,'name':'还早的','starts_on':'2026-08-01','ends_on':"
           "'2026-09-30'}",
           201);
    early = reply_int("/id");
    home = api_household(ROLE_BUREAU, api.w.village);
}

static void a_township_sees_its_own_and_the_bureau_all(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET", SIGNOFFS, NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    assert_string_equal(reply_text("/items/0/division"), WORLD_TOWNSHIP);
    assert_string_equal(reply_text("/items/0/state"), "unsigned");
    assert_true(reply_int("/items/0/todo") > 0);
    assert_true(json_is_true(reply_at("/items/0/note_needed")));
    assert_true(json_is_true(reply_at("/items/0/may_sign")));
    expect(ROLE_VILLAGE, "GET", SIGNOFFS, NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
    expect(ROLE_BUREAU, "GET", SIGNOFFS, NULL, 200);
    assert_true(json_array_size(reply_at("/items")) >= 2);
    assert_false(json_is_true(reply_at("/items/0/may_sign")));
    expect(ROLE_TEACHER, "GET", SIGNOFFS, NULL, 403);
    expect(ROLE_BUREAU, "GET", "/survey-rounds/99999/signoffs", NULL, 404);
}

static void what_is_not_signed_waits_from_the_last_week_on(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET", "/worklist?limit=200", NULL, 200);
    assert_true(reply_waits_for("round_sign", "round_id", round_id));
    assert_false(reply_waits_for("round_sign", "round_id", early));
    expect(ROLE_VILLAGE, "GET", "/worklist?limit=200", NULL, 200);
    assert_false(reply_waits("round_sign"));
}

static void doors_that_are_left_are_signed_only_with_the_reason(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "POST", SIGNOFFS, "{}", 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/note");
    expect(ROLE_TOWNSHIP, "POST", SIGNOFFS, "{'note':' '}", 422);
    expect(ROLE_VILLAGE, "POST", SIGNOFFS, WHY, 403);
    expect(ROLE_BUREAU, "POST", SIGNOFFS, WHY, 403);
    expect(ROLE_TOWNSHIP, "POST", SIGNOFFS, WHY, 200);
    assert_string_equal(reply_text("/state"), "signed");
    assert_string_equal(reply_text("/note"), "三户外出，九月再访");
    assert_int_equal(reply_int("/signed_todo"), reply_int("/todo"));
    expect(ROLE_TOWNSHIP, "GET", "/worklist?limit=200", NULL, 200);
    assert_false(reply_waits_for("round_sign", "round_id", round_id));
}

static void it_is_signed_once(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "POST", SIGNOFFS, WHY, 422);
    assert_non_null(strstr(reply_text("/detail"), "已经确认"));
}

static const char *visit(const char *phone)
{
    return BODY("{'round_id':%lld,'visited_at':'2026-08-20T08:30:00+08:00',"
                "'outcome':'interviewed','household':{'id':%lld,"
                "'base_version':1,'phone':'%s'}}",
                ID(round_id), ID(home), phone);
}

/* A door visited afterwards changes what is there, not what was signed. */
static void what_changed_after_signing_shows_beside_it(void **state)
{
    int64_t signed_before;

    (void)state;
    expect(ROLE_TOWNSHIP, "GET", SIGNOFFS, NULL, 200);
    signed_before = reply_int("/items/0/signed_visited");
    expect(ROLE_VILLAGE, "PUT", UUID("01"), visit("19900000001"), 201);
    expect(ROLE_TOWNSHIP, "GET", SIGNOFFS, NULL, 200);
    assert_string_equal(reply_text("/items/0/state"), "changed");
    assert_int_equal(reply_int("/items/0/signed_visited"), signed_before);
    assert_int_equal(reply_int("/items/0/visited"), signed_before + 1);
}

static void the_bureau_takes_it_back_with_a_reason(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "POST", BACK, BACK_OF_TOWNSHIP, 403);
    expect(ROLE_BUREAU, "POST", BACK,
           "{'division':'" WORLD_TOWNSHIP "','reason':' '}", 422);
    expect(ROLE_BUREAU, "POST", BACK,
           "{'division':'" WORLD_OTHER_TOWNSHIP "','reason':'漏一屯'}", 422);
    expect(ROLE_BUREAU, "POST", BACK,
           "{'division':'999999999999','reason':'漏一屯'}", 422);
    expect(ROLE_BUREAU, "POST", BACK, BACK_OF_TOWNSHIP, 200);
    assert_string_equal(reply_text("/state"), "taken_back");
    assert_string_equal(reply_text("/taken_reason"), "漏一屯");
    expect(ROLE_BUREAU, "POST", BACK, BACK_OF_TOWNSHIP, 422);
    expect(ROLE_TOWNSHIP, "GET", "/worklist?limit=200", NULL, 200);
    assert_true(reply_waits_for("round_sign", "round_id", round_id));
}

static void an_open_conflict_hinders_it(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "PUT", UUID("02"), visit("19900000002"), 201);
    expect(ROLE_TOWNSHIP, "GET", SIGNOFFS, NULL, 200);
    assert_int_equal(reply_int("/items/0/conflicts"), 1);
    assert_non_null(strstr(reply_text("/items/0/hindrance"), "核对"));
    assert_false(json_is_true(reply_at("/items/0/may_sign")));
    expect(ROLE_TOWNSHIP, "POST", SIGNOFFS, WHY, 422);
}

static void it_is_signed_anew_after_the_conflict_was_settled(void **state)
{
    int64_t id, change;

    (void)state;
    expect(ROLE_TOWNSHIP, "GET",
           PATH("/conflicts?household_id=%lld&state=open", ID(home)), NULL,
           200);
    id = reply_int("/items/0/id");
    change = reply_int("/items/0/record_change");
    expect(ROLE_TOWNSHIP, "PUT", PATH("/conflicts/%lld/decision", ID(id)),
           BODY("{'choice':'visit','record_change':%lld}", ID(change)), 200);
    expect(ROLE_TOWNSHIP, "POST", SIGNOFFS, WHY, 200);
    assert_string_equal(reply_text("/state"), "signed");
    assert_true(json_is_null(reply_at("/taken_at")));
}

int api_group_round_signoff(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_round_that_has_not_begun_is_not_signed),
        cmocka_unit_test(a_township_sees_its_own_and_the_bureau_all),
        cmocka_unit_test(what_is_not_signed_waits_from_the_last_week_on),
        cmocka_unit_test(doors_that_are_left_are_signed_only_with_the_reason),
        cmocka_unit_test(it_is_signed_once),
        cmocka_unit_test(what_changed_after_signing_shows_beside_it),
        cmocka_unit_test(the_bureau_takes_it_back_with_a_reason),
        cmocka_unit_test(an_open_conflict_hinders_it),
        cmocka_unit_test(it_is_signed_anew_after_the_conflict_was_settled),
    };

    return cmocka_run_group_tests_name("round signoffs", tests, NULL, NULL);
}
