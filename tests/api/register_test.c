/* Places, households, children, doubts over the API. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"

static char path[200], body[600];

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))

static void bad_filters_and_cursors_are_refused_by_name(void **state)
{
    static const char *const lists[] = {
        "/divisions",     "/units",   "/schools", "/catchments",
        "/posts",         "/members", "/codes",   "/households",
        "/students",      "/doubts",  "/users",   "/settings",
        "/survey-rounds", "/surveys", "/cases",   "/worklist",
    };

    (void)state;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        enum role who =
            strcmp(lists[i], "/users") == 0 ? ROLE_ADMIN : ROLE_BUREAU;

        expect(who, "GET", lists[i], NULL, 200);
        expect(who, "GET", PATH("%s?nonsense=1", lists[i]), NULL, 422);
        assert_string_equal(reply_text("/errors/0/pointer"), "/nonsense");
        expect(who, "GET", PATH("%s?limit=201", lists[i]), NULL, 422);
        expect(who, "GET", PATH("%s?limit=1&count=true", lists[i]), NULL, 200);
        assert_true(reply_int("/total") >= 0);
    }
}

static void pages_follow_each_other_without_gap(void **state)
{
    int64_t seen = 0, total;
    char cursor[100] = "";

    (void)state;
    expect(ROLE_BUREAU, "GET", "/divisions?limit=1&count=true", NULL, 200);
    total = reply_int("/total");
    assert_true(total > 200);
    do {
        expect(ROLE_BUREAU, "GET",
               *cursor ? PATH("/divisions?limit=50&cursor=%s", cursor)
                       : "/divisions?limit=50",
               NULL, 200);
        seen += (int64_t)json_array_size(reply_at("/items"));
        snprintf(cursor, sizeof cursor, "%s",
                 json_is_null(reply_at("/next_cursor"))
                     ? ""
                     : reply_text("/next_cursor"));
    } while (*cursor);
    assert_int_equal(seen, total);
}

static void a_grid_stands_under_its_village(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "POST", "/divisions",
           BODY("{'parent':'%s','name':'第一网格'}", api.w.village), 201);
    snprintf(path, sizeof path, "/divisions/%s", reply_text("/code"));
    expect(ROLE_BUREAU, "GET", path, NULL, 200);
    assert_string_equal(reply_text("/level"), "grid");
    expect(ROLE_BUREAU, "PATCH", path, "{'name':'甲'}", 428);
    expect_version(ROLE_BUREAU, "PATCH", path, "{'name':'东头网格'}", 1, 200);
    expect_version(ROLE_BUREAU, "PATCH", path, "{'name':'西头网格'}", 1, 412);
    expect(ROLE_BUREAU, "POST", "/divisions",
           "{'parent':'230381000000','name':'不成'}", 422);
    expect(ROLE_BUREAU, "GET", "/divisions/999", NULL, 404);
}

static void a_school_and_its_catchment_are_kept(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "POST", "/schools",
           "{'code':'2123009001','name':'测试小学','type':'211','division':"
           "'" WORLD_TOWNSHIP "'}",
           201);
    expect(ROLE_BUREAU, "POST", "/schools",
           "{'code':'2123009001','name':'又一所','type':'211','division':"
           "'" WORLD_TOWNSHIP "'}",
           409);
    expect(ROLE_BUREAU, "GET", "/schools/2123009001", NULL, 200);
    expect(ROLE_BUREAU, "GET", "/schools/2123009999", NULL, 404);
    expect_version(ROLE_BUREAU, "PATCH", "/schools/2123009001",
                   "{'name':'测试中心小学'}", 1, 200);
    expect(ROLE_BUREAU, "POST", "/catchments",
           BODY("{'division':'%s','stage':'primary','school':'2123009001',"
                "'from_date':'2026-09-01'}",
                api.w.village),
           201);
    snprintf(path, sizeof path, "/catchments/%lld", ID(reply_int("/id")));
    expect_version(ROLE_BUREAU, "PATCH", path, "{'to_date':'2026-08-01'}", 1,
                   422);
    expect_version(ROLE_BUREAU, "PATCH", path, "{'to_date':'2027-08-31'}", 1,
                   200);
    expect(ROLE_BUREAU, "POST", "/catchments",
           "{'division':'1','stage':'primary','school':'2123009001',"
           "'from_date':'2026-09-01'}",
           422);
}

static void posts_and_members_have_terms(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "POST", "/posts",
           "{'duty':'principal','unit':'2123009001','holder':'测校长',"
           "'from_date':'2026-08-01'}",
           201);
    snprintf(path, sizeof path, "/posts/%lld", ID(reply_int("/id")));
    expect_version(ROLE_BUREAU, "PATCH", path, "{'to_date':'2027-07-31'}", 1,
                   200);
    expect(ROLE_BUREAU, "PATCH", path, "{'to_date':'2027-07-31'}", 428);
    expect(ROLE_BUREAU, "POST", "/posts",
           "{'duty':'principal','unit':'bureau','holder':'测校长',"
           "'from_date':'2026-08-01'}",
           422);
    expect(ROLE_BUREAU, "POST", "/members",
           "{'position':'member','unit':'gongan','title':'副局长','holder':"
           "'测成员','rank':9,'from_date':'2026-01-01'}",
           201);
    snprintf(path, sizeof path, "/members/%lld", ID(reply_int("/id")));
    expect_version(ROLE_BUREAU, "PATCH", path, "{'to_date':'2026-12-31'}", 1,
                   200);
    expect(ROLE_BUREAU, "PATCH", path, "{}", 428);
    expect(ROLE_BUREAU, "POST", "/members", "{}", 422);
}

static void a_household_is_masked_in_lists_and_whole_alone(void **state)
{
    int64_t id;
    char *text;

    (void)state;
    id = api_household(ROLE_TOWNSHIP, api.w.village);
    expect(ROLE_TOWNSHIP, "GET", "/households", NULL, 200);
    text = json_dumps(api.reply, 0);
    assert_null(strstr(text, "19900001234"));
    free(text);
    expect(ROLE_TOWNSHIP, "GET", PATH("/households/%lld", ID(id)), NULL, 200);
    assert_string_equal(reply_text("/phone"), "19900001234");
    expect_version(ROLE_TOWNSHIP, "PATCH", path, "{'state':'away'}", 1, 200);
    assert_string_equal(api.etag, "\"2\"");
    expect_version(ROLE_TOWNSHIP, "PATCH", path, "{'state':'moved'}", 1, 412);
    expect_version(ROLE_TOWNSHIP, "PATCH", path, "{'nothing':1}", 2, 422);
    expect(ROLE_TOWNSHIP, "POST", "/households",
           BODY("{'division':'%s','head_name':'测外'}", api.w.other_village),
           422);
}

static void an_identity_number_gives_sex_and_birth_and_stays_hidden(void **s)
{
    char *text;

    (void)s;
    expect(ROLE_TOWNSHIP, "POST", "/students",
           BODY("{'name':'测证','id_no':'110105194912310 02x',"
                "'residence_division':'%s'}",
                api.w.village),
           201);
    assert_string_equal(reply_text("/birth_date"), "1949-12-31");
    assert_string_equal(reply_text("/sex"), "2");
    assert_string_equal(reply_text("/id_no"), "110105************");
    text = json_dumps(api.reply, 0);
    assert_null(strstr(text, "19491231002"));
    free(text);
}

static void a_number_is_found_exactly_and_only_in_scope(void **state)
{
    int64_t id;

    (void)state;
    expect(ROLE_TOWNSHIP, "POST", "/students",
           BODY("{'name':'测号','id_no':'440524188001010014',"
                "'residence_division':'%s'}",
                api.w.village),
           201);
    id = reply_int("/id");
    expect(ROLE_TOWNSHIP, "POST", "/students/search",
           "{'id_no':'４４０５２４１８８００１０１００１４'}", 200);
    assert_int_equal(reply_int("/items/0/id"), id);
    expect(ROLE_TEACHER, "POST", "/students/search",
           "{'id_no':'440524188001010014'}", 200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
    expect(ROLE_TOWNSHIP, "POST", "/students/search", "{}", 422);
    /* Registered again in scope: refused; out of scope: taken, with a doubt. */
    expect(ROLE_TOWNSHIP, "POST", "/students",
           BODY("{'name':'测号','id_no':'440524188001010014',"
                "'residence_division':'%s'}",
                api.w.village),
           409);
    expect(ROLE_BUREAU, "GET", "/doubts?count=true", NULL, 200);
}

static void a_reveal_needs_a_reason_and_leaves_a_trace(void **state)
{
    int64_t id;

    (void)state;
    expect(ROLE_TOWNSHIP, "POST", "/students/search",
           "{'id_no':'440524188001010014'}", 200);
    id = reply_int("/items/0/id");
    expect(ROLE_TOWNSHIP, "POST", PATH("/students/%lld/reveal", ID(id)), "{}",
           422);
    expect(ROLE_TOWNSHIP, "POST", path, "{'reason':'办理学籍核对'}", 200);
    assert_string_equal(reply_text("/id_no"), "440524188001010014");
    expect(ROLE_AUDITOR, "GET", "/audit?limit=5", NULL, 200);
    assert_string_equal(reply_text("/items/0/action"),
                        "POST /students/{id}/reveal");
}

static void every_change_of_a_child_is_in_its_history(void **state)
{
    int64_t house, id;

    (void)state;
    house = api_household(ROLE_TOWNSHIP, api.w.village);
    id = api_child(ROLE_TOWNSHIP, house, api.w.village, "阿依·测");
    expect_version(ROLE_TOWNSHIP, "PATCH", PATH("/students/%lld", ID(id)),
                   "{'name':'阿依·试','nation':'53'}", 1, 200);
    expect(ROLE_TOWNSHIP, "GET", PATH("/students/%lld/history", ID(id)), NULL,
           200);
    assert_true(json_array_size(reply_at("/items")) >= 2);
    expect(ROLE_TOWNSHIP, "GET", "/students?q=as", NULL, 200);
    expect(ROLE_TOWNSHIP, "GET", "/students?q=ayi", NULL, 200);
    assert_int_equal(reply_int("/items/0/id"), id);
}

static void guardians_enrolments_and_tags_have_terms(void **state)
{
    int64_t house, id;

    (void)state;
    house = api_household(ROLE_TOWNSHIP, api.w.village);
    id = api_child(ROLE_TOWNSHIP, house, api.w.village, "测学");
    expect(ROLE_TOWNSHIP, "POST", PATH("/students/%lld/guardians", ID(id)),
           "{'name':'测长','relation':'51','phone':'19900002222','main':true}",
           201);
    snprintf(body, sizeof body, "/guardians/%lld", ID(reply_int("/id")));
    expect_version(ROLE_TOWNSHIP, "PATCH", body, "{'away':'外省务工'}", 1, 200);
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    expect(ROLE_TOWNSHIP, "POST", path, "{'name':''}", 422);

    expect(ROLE_BUREAU, "POST", PATH("/students/%lld/enrolments", ID(id)),
           "{'school':'" WORLD_SCHOOL "','grade':'21','class':'2','state':"
           "'enrolled','student_no':'G440524188001010014','from_date':"
           "'2026-03-01'}",
           201);
    snprintf(body, sizeof body, "/enrolments/%lld", ID(reply_int("/id")));
    expect_version(ROLE_BUREAU, "PATCH", body, "{'boarding':'2'}", 1, 200);
    expect(ROLE_BUREAU, "POST", path, "{'state':'enrolled'}", 422);
    expect(ROLE_TEACHER, "GET", path, NULL, 200);
    /* The teacher of that class now sees the child. */
    expect(ROLE_TEACHER, "GET", PATH("/students/%lld", ID(id)), NULL, 200);

    expect(ROLE_TOWNSHIP, "POST", PATH("/students/%lld/tags", ID(id)),
           "{'tag':'poverty','basis':'测试名册','from_date':'2026-01-01'}",
           201);
    snprintf(body, sizeof body, "/tags/%lld", ID(reply_int("/id")));
    expect(ROLE_TOWNSHIP, "POST", path,
           "{'tag':'poverty','from_date':'2026-02-01'}", 409);
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 200);
    expect_version(ROLE_TOWNSHIP, "PATCH", body, "{'to_date':'2026-06-30'}", 1,
                   200);
}

static void a_doubt_is_decided_once_with_a_reason(void **state)
{
    int64_t house;

    (void)state;
    house = api_household(ROLE_TOWNSHIP, api.w.village);
    expect(ROLE_TOWNSHIP, "POST", "/students",
           BODY("{'household_id':%lld,'name':'测疑','id_no':"
                "'230381201501019993','residence_division':'%s'}",
                ID(house), api.w.village),
           201);
    assert_string_equal(reply_text("/id_no_state"), "check_digit");
    expect(ROLE_BUREAU, "GET", "/doubts?kind=id_check", NULL, 200);
    snprintf(path, sizeof path, "/doubts/%lld", ID(reply_int("/items/0/id")));
    expect(ROLE_BUREAU, "GET", path, NULL, 200);
    expect_version(ROLE_BUREAU, "PATCH", path, "{'decision':'later'}", 1, 422);
    expect_version(ROLE_BUREAU, "PATCH", path,
                   "{'decision':'different','reason':'已核对户口簿'}", 1, 200);
    expect(ROLE_BUREAU, "GET", "/doubts/999999", NULL, 404);
}

static void codes_carry_their_labels(void **state)
{
    (void)state;
    expect(ROLE_TEACHER, "GET", "/codes?table=situation", NULL, 200);
    assert_string_equal(reply_text("/items/0/code"), "in_school");
    expect(ROLE_TEACHER, "GET", "/units", NULL, 200);
}

int api_group_register(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_filters_and_cursors_are_refused_by_name),
        cmocka_unit_test(pages_follow_each_other_without_gap),
        cmocka_unit_test(a_grid_stands_under_its_village),
        cmocka_unit_test(a_school_and_its_catchment_are_kept),
        cmocka_unit_test(posts_and_members_have_terms),
        cmocka_unit_test(a_household_is_masked_in_lists_and_whole_alone),
        cmocka_unit_test(
            an_identity_number_gives_sex_and_birth_and_stays_hidden),
        cmocka_unit_test(a_number_is_found_exactly_and_only_in_scope),
        cmocka_unit_test(a_reveal_needs_a_reason_and_leaves_a_trace),
        cmocka_unit_test(every_change_of_a_child_is_in_its_history),
        cmocka_unit_test(guardians_enrolments_and_tags_have_terms),
        cmocka_unit_test(a_doubt_is_decided_once_with_a_reason),
        cmocka_unit_test(codes_carry_their_labels),
    };

    return cmocka_run_group_tests_name("register", tests, NULL, NULL);
}
