/* 会议 over HTTP: planned, held, resolved; each resolution done and confirmed. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"

static char path[300], body[900];

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))
#define PNG "\x89PNG\r\n\x1a\nof a meeting"

static int64_t meeting, first, second;

static int64_t file(enum role role)
{
    assert_int_equal(api_upload(role, "/attachments", PNG, strlen(PNG)), 201);
    return reply_int("/id");
}

static void step(enum role role, const char *of, int64_t id, const char *name,
                 const char *with, int64_t version, int status)
{
    expect_version(role, "POST", PATH("/%s/%lld/actions/%s", of, ID(id), name),
                   with, version, status);
}

static int64_t plan(const char *title, const char *unit, const char *held_on)
{
    static char asked[600];

    snprintf(asked, sizeof asked,
             "{'kind':'special','title':'%s','held_on':'%s','place':"
             "'二楼会议室','chair':'组长','agenda':'研究开学前的工作',"
             "'units':['%s']}",
             title, held_on, unit);
    expect(ROLE_LEADER, "POST", "/meetings", asked, 201);
    return reply_int("/id");
}

static void resolve(int64_t of, const char *units, const char *demand,
                    int status)
{
    expect(ROLE_LEADER, "POST", "/resolutions",
           BODY("{'meeting_id':%lld,'units':[%s],'demand':'%s',"
                "'due_on':'2026-09-01'}",
                ID(of), units, demand),
           status);
}

void meeting_plant(const char *mark, const char *unit, int64_t *of,
                   int64_t *resolution)
{
    static char units[60];

    *of = plan(mark, unit, "2026-08-20");
    step(ROLE_LEADER, "meetings", *of, "hold", "{'minutes':'已研究'}", 1, 200);
    snprintf(units, sizeof units, "'%s'", unit);
    resolve(*of, units, mark, 201);
    *resolution = reply_int("/id");
}

static void a_meeting_is_planned_by_the_leading_group(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "POST", "/meetings", "{}", 403);
    expect(ROLE_LEADER, "POST", "/meetings",
           "{'kind':'special','title':'专题会','held_on':'2026-08-20','place':"
           "'会议室','chair':'组长','agenda':'研究','units':['none']}",
           422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/units");
    expect(ROLE_LEADER, "POST", "/meetings",
           "{'kind':'special','title':'专题会','held_on':'2026-08-20','place':"
           "'会议室','chair':'组长','agenda':'研究','units':['gongan',"
           "'gongan']}",
           422);
    assert_string_equal(reply_text("/errors/0/code"), "repeated");
    plan("下周的会", WORLD_TOWNSHIP, "2026-08-21");
    step(ROLE_LEADER, "meetings", reply_int("/id"), "hold",
         "{'minutes':'提前写的'}", 1, 422);
    meeting = plan("控辍保学专题会", WORLD_TOWNSHIP, "2026-08-20");
    assert_string_equal(reply_text("/state"), "planned");
    assert_false(json_is_true(reply_at("/may_resolve")));
    resolve(meeting, "'gongan'", "比对户籍", 422);
}

static void it_is_seen_by_those_who_take_part(void **state)
{
    (void)state;
    PATH("/meetings/%lld", ID(meeting));
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 200);
    assert_string_equal(reply_text("/units/0/unit"), WORLD_TOWNSHIP);
    assert_int_equal(json_array_size(reply_at("/allowed_actions")), 0);
    expect(ROLE_INSPECTOR, "GET", path, NULL, 200);
    expect(ROLE_VILLAGE, "GET", path, NULL, 404);
    expect(ROLE_AGENCY, "GET", path, NULL, 404);
    expect(ROLE_TEACHER, "GET", path, NULL, 403);
    expect(ROLE_ADMIN, "GET", path, NULL, 403);
}

static void its_minutes_are_kept_with_their_file(void **state)
{
    int64_t mine = file(ROLE_LEADER);

    (void)state;
    step(ROLE_LEADER, "meetings", meeting, "hold", "{'minutes':' '}", 1, 422);
    step(ROLE_LEADER, "meetings", meeting, "hold",
         BODY("{'minutes':'听取汇报，研究决定两项','evidence':[{'kind':"
              "'meeting_minutes','attachment_id':%lld}]}",
              ID(mine)),
         1, 200);
    assert_string_equal(reply_text("/state"), "held");
    assert_true(json_is_true(reply_at("/may_resolve")));
    PATH("/attachments/%lld", ID(mine));
    assert_int_equal(api_call(ROLE_TOWNSHIP, "GET", path, NULL, 0), 200);
    assert_int_equal(api_call(ROLE_AGENCY, "GET", path, NULL, 0), 404);
    step(ROLE_BUREAU, "meetings", meeting, "amend",
         "{'minutes':'听取汇报，研究决定三项'}", 2, 200);
    assert_string_equal(reply_text("/minutes"), "听取汇报，研究决定三项");
    assert_int_equal(json_array_size(reply_at("/evidence")), 1);
    step(ROLE_BUREAU, "meetings", meeting, "amend", "{'minutes':'旧'}", 2, 412);
}

/* The agency that has something to do sees the meeting and its own task, and
 * not what others have to do. */
static void what_is_resolved_becomes_a_task_of_each_unit(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "POST", "/resolutions", "{}", 403);
    resolve(meeting, "", "比对户籍", 422);
    resolve(meeting, "'gongan','none'", "比对户籍", 422);
    resolve(999999, "'gongan'", "比对户籍", 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/meeting_id");
    resolve(meeting, "'" WORLD_TOWNSHIP "','gongan'", "开学前逐户走访", 201);
    first = reply_int("/id");
    resolve(meeting, "'" WORLD_TOWNSHIP "'", "配齐网格员", 201);
    second = reply_int("/id");
    assert_int_equal(reply_int("/number"), 2);
    expect(ROLE_LEADER, "GET", PATH("/meetings/%lld", ID(meeting)), NULL, 200);
    assert_int_equal(json_array_size(reply_at("/resolutions")), 3);
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 200);
    assert_int_equal(json_array_size(reply_at("/resolutions")), 3);
    expect(ROLE_AGENCY, "GET", path, NULL, 200);
    assert_int_equal(json_array_size(reply_at("/resolutions")), 1);
    expect(ROLE_AGENCY, "GET", PATH("/resolutions/%lld", ID(second)), NULL,
           404);
    expect(ROLE_AGENCY, "GET", PATH("/resolutions/%lld", ID(first + 1)), NULL,
           200);
    assert_string_equal(reply_text("/steps/0/action"), "resolve");
    assert_string_equal(reply_text("/allowed_actions/0/action"), "report");
    expect(ROLE_TOWNSHIP, "GET", "/worklist?limit=200", NULL, 200);
    assert_true(reply_waits("resolve"));
    expect(ROLE_AGENCY, "GET", "/worklist?limit=200", NULL, 200);
    assert_true(reply_waits("resolve"));
    step(ROLE_LEADER, "meetings", meeting, "cancel", "{'reason':'误'}", 3, 422);
}

/* Others who take part see what a unit has to do, and not what it reported. */
static void it_is_reported_returned_and_confirmed(void **state)
{
    int64_t mine = file(ROLE_TOWNSHIP);

    (void)state;
    step(ROLE_LEADER, "resolutions", second, "report", "{'note':'好'}", 1, 422);
    step(ROLE_VILLAGE, "resolutions", second, "report", "{'note':'好'}", 1,
         404);
    step(ROLE_TOWNSHIP, "resolutions", second, "report", "{'note':''}", 1, 422);
    step(ROLE_TOWNSHIP, "resolutions", second, "report",
         BODY("{'note':'已配齐','evidence':[{'kind':'resolution_proof',"
              "'attachment_id':%lld}]}",
              ID(mine)),
         1, 200);
    assert_string_equal(reply_text("/state"), "reported");
    expect(ROLE_LEADER, "GET", "/worklist?limit=200", NULL, 200);
    assert_true(reply_waits("resolve_confirm"));
    step(ROLE_TOWNSHIP, "resolutions", second, "confirm", "{}", 2, 422);
    step(ROLE_LEADER, "resolutions", second, "return",
         "{'note':'还缺一人','due_on':'2026-09-05'}", 2, 200);
    assert_string_equal(reply_text("/due_on"), "2026-09-05");
    step(ROLE_TOWNSHIP, "resolutions", second, "report", "{'note':'已补上'}", 3,
         200);
    step(ROLE_BUREAU, "resolutions", second, "confirm", "{'note':'属实'}", 4,
         200);
    assert_string_equal(reply_text("/state"), "confirmed");
    assert_int_equal(json_array_size(reply_at("/steps")), 5);
    assert_int_equal(reply_int("/steps/1/evidence/0/attachment_id"), mine);
    assert_int_equal(json_array_size(reply_at("/allowed_actions")), 0);
    PATH("/attachments/%lld", ID(mine));
    assert_int_equal(api_call(ROLE_LEADER, "GET", path, NULL, 0), 200);
    assert_int_equal(api_call(ROLE_AGENCY, "GET", path, NULL, 0), 404);
}

/* The agency that has one thing to do reads that one alone on its paper. */
static void its_minutes_are_printed_with_what_one_may_see(void **state)
{
    static const struct {
        enum role role;
        size_t items;
    } t[] = { { ROLE_LEADER, 3 }, { ROLE_TOWNSHIP, 3 }, { ROLE_AGENCY, 1 } };

    (void)state;
    PATH("/meetings/%lld/paper", ID(meeting));
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        json_t *b;
        size_t k, items = 0;

        expect(t[i].role, "GET", path, NULL, 200);
        assert_string_equal(reply_text("/title"), "控辍保学专题会纪要");
        json_array_foreach(reply_at("/papers/0/blocks"), k, b) items +=
            strcmp(json_string_value(json_object_get(b, "type")), "item") == 0;
        assert_int_equal(items, t[i].items);
    }
    expect(ROLE_VILLAGE, "GET", path, NULL, 404);
    expect(ROLE_TEACHER, "GET", path, NULL, 403);
}

static void a_meeting_without_minutes_has_no_paper(void **state)
{
    int64_t planned = plan("还没有开的会", WORLD_TOWNSHIP, "2026-08-21");

    (void)state;
    expect(ROLE_LEADER, "GET", PATH("/meetings/%lld/paper", ID(planned)), NULL,
           404);
}

/* Past its day it stands in red on both lists, and in the list of meetings. */
static void what_is_overdue_waits_for_both(void **state)
{
    (void)state;
    world_clock(WORLD_NOW + 18 * CLOCK_DAY_MS);
    expect(ROLE_TOWNSHIP, "GET", "/worklist?limit=200&count=true", NULL, 200);
    assert_true(reply_waits("resolve"));
    expect(ROLE_LEADER, "GET", "/worklist?limit=200&count=true", NULL, 200);
    assert_true(reply_waits("resolve_urge"));
    expect(ROLE_TOWNSHIP, "GET",
           "/resolutions?overdue=true&mine=true&count=true", NULL, 200);
    assert_int_equal(reply_int("/total"), 1);
    assert_int_equal(reply_int("/items/0/id"), first);
    assert_true(json_is_true(reply_at("/items/0/overdue")));
    expect(ROLE_LEADER, "GET", "/meetings?state=held&year=2026&count=true",
           NULL, 200);
    assert_int_equal(reply_int("/items/0/id"), meeting);
    assert_int_equal(reply_int("/items/0/resolutions"), 3);
    assert_int_equal(reply_int("/items/0/late"), 2);
    step(ROLE_LEADER, "resolutions", first, "withdraw", "{'note':'并入下次'}",
         1, 200);
    expect(ROLE_TOWNSHIP, "GET", "/resolutions?state=withdrawn", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    expect(ROLE_LEADER, "GET", "/meetings?kind=lost", NULL, 422);
    expect(ROLE_LEADER, "GET", "/resolutions?state=lost", NULL, 422);
    world_clock(WORLD_NOW);
}

int api_group_meeting(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_meeting_is_planned_by_the_leading_group),
        cmocka_unit_test(it_is_seen_by_those_who_take_part),
        cmocka_unit_test(its_minutes_are_kept_with_their_file),
        cmocka_unit_test(what_is_resolved_becomes_a_task_of_each_unit),
        cmocka_unit_test(its_minutes_are_printed_with_what_one_may_see),
        cmocka_unit_test(a_meeting_without_minutes_has_no_paper),
        cmocka_unit_test(it_is_reported_returned_and_confirmed),
        cmocka_unit_test(what_is_overdue_waits_for_both),
    };

    return cmocka_run_group_tests_name("meeting", tests, NULL, NULL);
}
