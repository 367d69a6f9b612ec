/* 交办 over HTTP: giving to several and for many, what is done to many at once,
 * lists and the worklist. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"

static char path[200], body[900];
static int64_t case_id, house;

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))

static int64_t case_of(const char *name)
{
    int64_t child = api_child(ROLE_TOWNSHIP, house, api.w.village, name);

    expect(ROLE_TOWNSHIP, "POST", "/cases",
           BODY("{'student_id':%lld,'reason':'R02','absent_since':"
                "'2026-08-10','tried':'去过'}",
                ID(child)),
           201);
    return reply_int("/id");
}

/* A task of each department side. */
static void the_table_of_tasks_is_for_those_who_work_with_it(void **state)
{
    (void)state;
    expect(ROLE_AGENCY, "GET", "/assignment-tasks", NULL, 200);
    assert_true(json_array_size(reply_at("/items")) > 20);
    expect(ROLE_EXPERT, "GET", "/assignment-tasks", NULL, 403);
    house = api_household(ROLE_TOWNSHIP, api.w.village);
    case_id = case_of("测联办");
}

static void units_that_act_together_know_of_each_other(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "POST", PATH("/cases/%lld/assignments", ID(case_id)),
           "{'units':[{'unit':'gongan','task':'persuasion_help'},"
           "{'unit':'fulian'}],'task':'family_guidance','due_on':"
           "'2026-09-01'}",
           201);
    assert_int_equal(json_array_size(reply_at("/items")), 2);
    assert_string_equal(reply_text("/items/0/task"), "persuasion_help");
    assert_string_equal(reply_text("/items/1/task"), "family_guidance");
    expect(ROLE_AGENCY, "GET",
           PATH("/assignments/%lld", ID(reply_int("/items/0/id"))), NULL, 200);
    assert_int_equal(json_array_size(reply_at("/partners")), 1);
    assert_string_equal(reply_text("/partners/0/unit"), "fulian");
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 200);
    assert_int_equal(json_array_size(reply_at("/partners")), 1);
}

static void refused(const char *json, int status, const char *pointer)
{
    expect(ROLE_BUREAU, "POST", "/assignments", json, status);
    assert_string_equal(reply_text("/errors/0/pointer"), pointer);
}

static void many_cases_are_given_at_once_or_none(void **state)
{
    int64_t first = case_id, second = case_of("测批量"), total;

    (void)state;
    expect(ROLE_BUREAU, "GET", "/assignments?task=aid&count=true", NULL, 200);
    total = reply_int("/total");
    refused(BODY("{'unit':'minzheng','task':'aid','due_on':'2026-09-20',"
                 "'case_ids':[{'id':%lld},{'id':999999}]}",
                 ID(first)),
            422, "/case_ids/1");
    refused(BODY("{'unit':'minzheng','task':'aid','due_on':'2026-09-20',"
                 "'case_ids':[{'id':%lld},{'id':%lld}]}",
                 ID(first), ID(first)),
            409, "/case_ids/1");
    refused(BODY("{'unit':'minzheng','task':'aid','due_on':'2026-08-19',"
                 "'case_ids':[{'id':%lld}]}",
                 ID(first)),
            422, "/due_on");
    refused("{'unit':'minzheng','task':'aid','due_on':'2026-09-20'}", 422,
            "/task");
    refused("{'unit':'gongan','units':[{'unit':'gongan'}],'task':"
            "'campus_safety','due_on':'2026-09-20'}",
            422, "/unit");
    refused("{'units':[{'unit':'gongan'},{'unit':'gongan'}],'task':"
            "'campus_safety','due_on':'2026-09-20'}",
            422, "/units");
    refused("{'units':[{'unit':'gongan'},{'unit':'sifa'}],'task':"
            "'campus_safety','due_on':'2026-09-20'}",
            422, "/units/1/unit");
    refused("{'unit':'gongan','due_on':'2026-09-20'}", 422, "/task");
    expect(ROLE_BUREAU, "GET", "/assignments?task=aid&count=true", NULL, 200);
    assert_int_equal(reply_int("/total"), total);
    expect(ROLE_BUREAU, "POST", "/assignments",
           BODY("{'unit':'minzheng','task':'aid','due_on':'2026-09-20',"
                "'case_ids':[{'id':%lld},{'id':%lld}]}",
                ID(first), ID(second)),
           201);
    assert_int_equal(json_array_size(reply_at("/items")), 2);
    assert_int_equal(reply_int("/items/1/case_id"), second);
}

static void many_are_reminded_and_taken_back_at_once(void **state)
{
    int64_t a, b;

    (void)state;
    expect(ROLE_BUREAU, "GET", "/assignments?task=aid&state=assigned", NULL,
           200);
    a = reply_int("/items/0/id");
    b = reply_int("/items/1/id");
    BODY("{'assignments':[{'id':%lld},{'id':%lld}],'note':'请抓紧'}", ID(a),
         ID(b));
    expect(ROLE_AGENCY, "POST", "/assignments/remind", body, 403);
    expect(ROLE_TOWNSHIP, "POST", "/assignments/remind", body, 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/assignments/0");
    expect(ROLE_BUREAU, "POST", "/assignments/remind", body, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 2);
    expect(ROLE_BUREAU, "POST", "/assignments/remind", "{'assignments':[]}",
           422);
    expect(ROLE_BUREAU, "POST", "/assignments/withdraw", body, 200);
    assert_string_equal(reply_text("/items/1/state"), "withdrawn");
    expect(ROLE_BUREAU, "POST", "/assignments/withdraw", body, 422);
    expect(ROLE_BUREAU, "POST", "/assignments/remind",
           "{'assignments':[{'id':999999}]}", 422);
}

/* ---- lists -------------------------------------------------------------- */
static void the_list_goes_by_due_date_page_by_page(void **state)
{
    char last[12] = "", cursor[64] = "";
    size_t n = 0;

    (void)state;
    expect(ROLE_BUREAU, "GET", "/assignments?order=due&cursor=x", NULL, 422);
    expect(ROLE_BUREAU, "GET", "/assignments?order=name", NULL, 422);
    for (int pages = 0; pages < 50; pages++) {
        PATH("/assignments?order=due&limit=2&count=true%s%s",
             *cursor ? "&cursor=" : "", cursor);
        expect(ROLE_BUREAU, "GET", path, NULL, 200);
        for (size_t i = 0; i < json_array_size(reply_at("/items")); i++, n++) {
            const char *due = json_string_value(json_object_get(
                json_array_get(reply_at("/items"), i), "due_on"));

            assert_true(strcmp(last, due) <= 0);
            snprintf(last, sizeof last, "%s", due);
        }
        if (json_is_null(reply_at("/next_cursor")))
            break;
        snprintf(cursor, sizeof cursor, "%s", reply_text("/next_cursor"));
    }
    assert_int_equal(n, reply_int("/total"));
    assert_true(n > 4);
}

static size_t kinds(enum role role, const char *kind)
{
    size_t n = 0;

    expect(role, "GET", "/worklist?limit=200&count=true", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), reply_int("/total"));
    for (size_t i = 0; i < json_array_size(reply_at("/items")); i++)
        n += strcmp(json_string_value(json_object_get(
                        json_array_get(reply_at("/items"), i), "kind")),
                    kind) == 0;
    return n;
}

static void the_worklist_holds_it_for_whoever_is_next(void **state)
{
    char cursor[64] = "";
    size_t n = 0, total;

    (void)state;
    assert_true(kinds(ROLE_AGENCY, "task_accept") >= 1);
    assert_int_equal(kinds(ROLE_INSPECTOR, "task_review"), 0);
    assert_true(kinds(ROLE_TOWNSHIP, "task_review") >= 1);
    total = (size_t)reply_int("/total");
    for (size_t pages = 0; pages <= total; pages++) {
        PATH("/worklist?limit=1%s%s", *cursor ? "&cursor=" : "", cursor);
        expect(ROLE_TOWNSHIP, "GET", path, NULL, 200);
        n += json_array_size(reply_at("/items"));
        if (json_is_null(reply_at("/next_cursor")))
            break;
        snprintf(cursor, sizeof cursor, "%s", reply_text("/next_cursor"));
    }
    assert_int_equal(n, total);
}

int api_group_assignment(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_of_tasks_is_for_those_who_work_with_it),
        cmocka_unit_test(units_that_act_together_know_of_each_other),
        cmocka_unit_test(many_cases_are_given_at_once_or_none),
        cmocka_unit_test(many_are_reminded_and_taken_back_at_once),
        cmocka_unit_test(the_list_goes_by_due_date_page_by_page),
        cmocka_unit_test(the_worklist_holds_it_for_whoever_is_next),
    };

    return cmocka_run_group_tests_name("assignment", tests, NULL, NULL);
}
