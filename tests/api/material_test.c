/* 方案和经验, 责任确认 over HTTP: versions stay, the bureau receives, units sign. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"
#include "base/clock.h"
#include "db/writer.h"
#include "store/duty_store.h"

static char path[300], body[900];

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))
#define PNG "\x89PNG\r\n\x1a\nof a plan"
#define SAYS "一、目标。二、分工。三、时间安排。"
#define PLAN                                                                   \
    "{'kind':'unit_plan','year':2026,'title':'本镇方案','text':'" SAYS "'}"

static int64_t own, city, note;

static int64_t file(enum role role)
{
    assert_int_equal(api_upload(role, "/attachments", PNG, strlen(PNG)), 201);
    return reply_int("/id");
}

static int64_t write_one(enum role role, const char *kind, const char *title)
{
    expect(role, "POST", "/materials",
           BODY("{'kind':'%s','year':2026,'title':'%s','text':'" SAYS "'}",
                kind, title),
           201);
    return reply_int("/id");
}

void material_plant(const char *mark, int64_t *out)
{
    *out = write_one(ROLE_INSPECTOR, "unit_plan", mark);
}

/* Does the material wait in 待办 of the role? */
static bool waits(enum role role, const char *kind, int64_t id)
{
    expect(role, "GET", "/worklist?limit=200", NULL, 200);
    return reply_waits_for(kind, "material_id", id);
}

static void a_units_plan_is_written_once_a_year(void **state)
{
    int64_t paper = file(ROLE_TOWNSHIP);

    (void)state;
    expect(ROLE_VILLAGE, "POST", "/materials", "{'kind':'practice'}", 422);
    expect(ROLE_TEACHER, "POST", "/materials", PLAN, 403);
    expect(ROLE_BUREAU, "POST", "/materials", PLAN, 422);
    assert_string_equal(reply_text("/errors/0/code"), "unit_plan");
    expect(
        ROLE_TOWNSHIP, "POST", "/materials",
        BODY("{'kind':'unit_plan','year':2026,'title':'本镇方案','text':'%s',"
             "'evidence':[{'kind':'material','attachment_id':%lld}]}",
             SAYS, ID(paper)),
        201);
    own = reply_int("/id");
    assert_string_equal(reply_text("/state"), "submitted");
    expect(ROLE_TOWNSHIP, "POST", "/materials", PLAN, 409);
    assert_non_null(strstr(reply_text("/detail"), "没有保存"));
    PATH("/attachments/%lld", ID(paper));
    assert_int_equal(api_call(ROLE_BUREAU, "GET", path, NULL, 0), 200);
    assert_int_equal(api_call(ROLE_SCHOOL_HEAD, "GET", path, NULL, 0), 404);
}

static void what_was_handed_in_waits_for_the_bureau(void **state)
{
    (void)state;
    assert_true(waits(ROLE_BUREAU, "material_receive", own));
    assert_true(waits(ROLE_BUREAU_LEAD, "material_receive", own));
    assert_false(waits(ROLE_TOWNSHIP, "material_receive", own));
    assert_false(waits(ROLE_LEADER, "material_receive", own));
}

static void the_bureau_receives_the_next_version(void **state)
{
    (void)state;
    PATH("/materials/%lld/return", ID(own));
    expect_version(ROLE_TOWNSHIP, "POST", path, "{'reason':'不行'}", 1, 403);
    expect_version(ROLE_BUREAU, "POST", path, "{}", 1, 422);
    expect_version(ROLE_BUREAU, "POST", path, "{'reason':'缺时间安排'}", 1,
                   200);
    assert_string_equal(reply_text("/state"), "returned");
    assert_false(waits(ROLE_BUREAU, "material_receive", own));
    assert_true(waits(ROLE_TOWNSHIP, "material_again", own));
    assert_false(waits(ROLE_SCHOOL_HEAD, "material_again", own));
    PATH("/materials/%lld/versions", ID(own));
    expect_version(
        ROLE_TOWNSHIP, "POST", path,
        "{'title':'本镇方案（修订）','text':'改好了','note':'补时间'}", 2, 200);
    assert_int_equal(reply_int("/number"), 2);
    assert_string_equal(reply_text("/state"), "submitted");
    PATH("/materials/%lld/receive", ID(own));
    expect_version(ROLE_BUREAU, "POST", path, NULL, 2, 412);
    assert_non_null(strstr(reply_text("/detail"), "第2版"));
    expect_version(ROLE_BUREAU, "POST", path, NULL, 3, 200);
    assert_string_equal(reply_text("/state"), "received");
    expect_version(ROLE_BUREAU, "POST", path, NULL, 4, 409);
    assert_false(waits(ROLE_TOWNSHIP, "material_again", own));
    assert_false(waits(ROLE_BUREAU, "material_receive", own));
}

static void every_version_stays_as_it_was(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET", PATH("/materials/%lld/versions", ID(own)),
           NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 2);
    assert_string_equal(reply_text("/items/0/text"), "改好了");
    assert_string_equal(reply_text("/items/0/note"), "补时间");
    assert_string_equal(reply_text("/items/1/title"), "本镇方案");
    assert_string_equal(reply_text("/items/1/text"), SAYS);
    assert_true(reply_int("/items/1/attachment_id") > 0);
    expect(ROLE_SCHOOL_HEAD, "GET", path, NULL, 404);
}

static json_t *listed(const char *member, const char *value)
{
    json_t *row;
    size_t i;

    json_array_foreach(reply_at("/items"), i, row)
    {
        const char *is = json_string_value(json_object_get(row, member));

        if (is && strcmp(is, value) == 0)
            return row;
    }
    fail_msg("no row of %s", value);
    return NULL;
}

static void who_has_none_is_listed(void **state)
{
    json_t *u;
    size_t i, without = 0;

    (void)state;
    expect(ROLE_TOWNSHIP, "GET", "/material-units?year=2026", NULL, 403);
    expect(ROLE_LEADER, "GET", "/material-units?year=2026", NULL, 200);
    json_array_foreach(reply_at("/items"), i, u)
    {
        const char *unit = json_string_value(json_object_get(u, "unit"));

        without += json_is_null(json_object_get(u, "state"));
        if (strcmp(unit, WORLD_TOWNSHIP) == 0)
            assert_string_equal(json_string_value(json_object_get(u, "state")),
                                "received");
    }
    assert_int_equal(without, json_array_size(reply_at("/items")) - 2);
}

static void units_sign_the_citys_plan(void **state)
{
    json_t *u;

    (void)state;
    expect(ROLE_TOWNSHIP, "POST", "/materials",
           "{'kind':'city_plan','year':2026,'title':'方案','text':'正文'}",
           422);
    city = write_one(ROLE_BUREAU, "city_plan", "全市控辍保学工作方案");
    assert_string_equal(reply_text("/state"), "published");
    PATH("/materials/%lld/sign", ID(city));
    expect_version(ROLE_TEACHER, "POST", path, NULL, 1, 403);
    expect_version(ROLE_TOWNSHIP, "POST", path, NULL, 1, 200);
    assert_false(json_is_true(reply_at("/may_sign")));
    assert_int_equal(reply_int("/signed_by_units"), 1);
    expect_version(ROLE_TOWNSHIP, "POST", path, NULL, 1, 409);
    expect(ROLE_BUREAU, "GET", PATH("/materials/%lld/receipts", ID(city)), NULL,
           200);
    u = listed("unit", WORLD_TOWNSHIP);
    assert_false(json_is_null(json_object_get(u, "at")));
    u = listed("unit", WORLD_OTHER_TOWNSHIP);
    assert_true(json_is_null(json_object_get(u, "at")));
}

static void a_new_version_is_signed_anew(void **state)
{
    (void)state;
    expect_version(
        ROLE_BUREAU_LEAD, "POST", PATH("/materials/%lld/versions", ID(city)),
        "{'title':'全市控辍保学工作方案','text':'修订','note':'修订'}", 1, 200);
    assert_int_equal(reply_int("/signed_by_units"), 0);
    expect(ROLE_TOWNSHIP, "GET", PATH("/materials/%lld", ID(city)), NULL, 200);
    assert_true(json_is_true(reply_at("/may_sign")));
    assert_int_equal(reply_int("/number"), 2);
}

/* Past its day it stands in red; the bureau and those who sign for no unit have
 * none of it. */
static void an_unsigned_plan_waits_until_its_day_and_after(void **state)
{
    json_t *item;

    (void)state;
    expect_version(ROLE_BUREAU, "POST",
                   PATH("/materials/%lld/versions", ID(city)),
                   "{'title':'方案','text':'正文','note':'改动','due_on':"
                   "'2026-08-19'}",
                   2, 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/due_on");
    expect_version(ROLE_BUREAU, "POST", path,
                   "{'title':'方案','text':'正文','note':'改动','due_on':"
                   "'2026-08-25'}",
                   2, 200);
    assert_string_equal(reply_text("/due_on"), "2026-08-25");
    assert_true(waits(ROLE_TOWNSHIP, "material_sign", city));
    item = listed("kind", "material_sign");
    assert_false(json_is_true(json_object_get(item, "overdue")));
    assert_string_equal(json_string_value(json_object_get(item, "subject")),
                        "方案");
    snprintf(body, sizeof body, "/materials/%lld", ID(city));
    assert_string_equal(json_string_value(json_object_get(item, "link")), body);
    world_clock(WORLD_NOW + 8 * CLOCK_DAY_MS);
    assert_true(waits(ROLE_TOWNSHIP, "material_sign", city));
    item = listed("kind", "material_sign");
    assert_true(json_is_true(json_object_get(item, "overdue")));
    expect(ROLE_TOWNSHIP, "GET", PATH("/materials/%lld", ID(city)), NULL, 200);
    assert_true(json_is_true(reply_at("/overdue")));
    assert_false(waits(ROLE_BUREAU, "material_sign", city));
    assert_false(waits(ROLE_VILLAGE, "material_sign", city));
    world_clock(WORLD_NOW);
}

static void what_a_unit_signed_for_waits_no_more(void **state)
{
    (void)state;
    expect_version(ROLE_TOWNSHIP, "POST",
                   PATH("/materials/%lld/sign", ID(city)), NULL, 3, 200);
    assert_false(waits(ROLE_TOWNSHIP, "material_sign", city));
    assert_true(waits(ROLE_AGENCY, "material_sign", city));
}

static void only_the_citys_plan_has_a_day_to_sign_by(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "POST", "/materials",
           "{'kind':'practice','year':2026,'title':'做法','text':'正文',"
           "'due_on':'2026-08-25'}",
           422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/due_on");
}

/* The next year's is out: nobody is asked to sign for the last one. */
static void a_plan_that_another_followed_waits_no_more(void **state)
{
    int64_t next;

    (void)state;
    expect(ROLE_BUREAU, "POST", "/materials",
           "{'kind':'city_plan','year':2027,'title':'明年方案','text':'正文'}",
           201);
    next = reply_int("/id");
    assert_true(waits(ROLE_AGENCY, "material_sign", next));
    assert_false(waits(ROLE_AGENCY, "material_sign", city));
}

static enum err sweep(struct write_job *job, struct db *db)
{
    struct arena a;
    int64_t done;
    enum err e;

    (void)job;
    arena_init(&a, 0);
    e = store_duty_sweep(db, &a, clock_now_ms(), 5000, &done);
    arena_free(&a);
    return e;
}

static void it_does_the_duty_of_the_bureau(void **state)
{
    struct write_job job = { .run = sweep };
    json_t *d;

    (void)state;
    assert_int_equal(writer_run(api.writer, &job), ERR_OK);
    expect(ROLE_BUREAU, "GET", "/duties?year=2026&unit=bureau", NULL, 200);
    d = listed("kind", "city_plan");
    assert_string_equal(json_string_value(json_object_get(d, "state")),
                        "received");
    assert_int_equal(json_integer_value(json_object_get(d, "material_id")),
                     city);
}

static void a_note_of_practice_is_read_by_all_once_received(void **state)
{
    (void)state;
    expect(ROLE_SCHOOL_HEAD, "POST", "/materials",
           "{'kind':'practice','year':2026,'title':'家访','text':"
           "'联系电话 13900000000'}",
           422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/text");
    note = write_one(ROLE_SCHOOL_HEAD, "practice", "结对家访的做法");
    expect(ROLE_TOWNSHIP, "GET", PATH("/materials/%lld", ID(note)), NULL, 404);
    expect_version(ROLE_BUREAU, "POST",
                   PATH("/materials/%lld/receive", ID(note)), NULL, 1, 200);
    expect(ROLE_TOWNSHIP, "GET", PATH("/materials/%lld", ID(note)), NULL, 200);
    expect(ROLE_AGENCY, "GET", "/materials?kind=practice&count=true", NULL,
           200);
    assert_int_equal(reply_int("/total"), 1);
}

static bool to_confirm(enum role role)
{
    expect(role, "GET", "/worklist?limit=200", NULL, 200);
    return reply_waits("duty_confirm");
}

static void what_a_unit_owes_waits_to_be_confirmed(void **state)
{
    (void)state;
    assert_true(to_confirm(ROLE_TOWNSHIP));
    assert_string_equal(json_string_value(json_object_get(
                            listed("kind", "duty_confirm"), "link")),
                        "/duties?year=2026");
    assert_true(to_confirm(ROLE_BUREAU));
    assert_false(to_confirm(ROLE_VILLAGE));
    assert_false(to_confirm(ROLE_LEADER));
}

static void every_line_of_a_unit_is_on_one_page(void **state)
{
    (void)state;
    expect_all_pages(ROLE_TOWNSHIP, "/worklist");
    expect_all_pages(ROLE_BUREAU, "/worklist");
    expect_all_pages(ROLE_AGENCY, "/worklist");
}

static void a_unit_confirms_what_it_owes_once_a_year(void **state)
{
    (void)state;
    expect(ROLE_TEACHER, "POST", "/duty-confirmations", "{'year':2026}", 403);
    expect(ROLE_TOWNSHIP, "POST", "/duty-confirmations", "{'year':2027}", 422);
    assert_string_equal(reply_text("/errors/0/code"), "nothing");
    expect(ROLE_TOWNSHIP, "POST", "/duty-confirmations", "{'year':2026}", 200);
    assert_string_equal(reply_text("/state"), "confirmed");
    expect(ROLE_TOWNSHIP, "POST", "/duty-confirmations", "{'year':2026}", 422);
    assert_string_equal(reply_text("/errors/0/code"), "confirmed");
    assert_false(to_confirm(ROLE_TOWNSHIP));
    expect(ROLE_TOWNSHIP, "GET", "/duty-confirmations?year=2026", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    expect(ROLE_INSPECTOR, "GET", "/duty-confirmations?year=2026", NULL, 200);
    assert_string_equal(json_string_value(json_object_get(
                            listed("unit", WORLD_TOWNSHIP), "state")),
                        "confirmed");
    assert_string_equal(json_string_value(json_object_get(
                            listed("unit", WORLD_OTHER_TOWNSHIP), "state")),
                        "missing");
}

int api_group_material(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_units_plan_is_written_once_a_year),
        cmocka_unit_test(what_was_handed_in_waits_for_the_bureau),
        cmocka_unit_test(the_bureau_receives_the_next_version),
        cmocka_unit_test(every_version_stays_as_it_was),
        cmocka_unit_test(who_has_none_is_listed),
        cmocka_unit_test(units_sign_the_citys_plan),
        cmocka_unit_test(a_new_version_is_signed_anew),
        cmocka_unit_test(an_unsigned_plan_waits_until_its_day_and_after),
        cmocka_unit_test(what_a_unit_signed_for_waits_no_more),
        cmocka_unit_test(only_the_citys_plan_has_a_day_to_sign_by),
        cmocka_unit_test(a_plan_that_another_followed_waits_no_more),
        cmocka_unit_test(it_does_the_duty_of_the_bureau),
        cmocka_unit_test(a_note_of_practice_is_read_by_all_once_received),
        cmocka_unit_test(what_a_unit_owes_waits_to_be_confirmed),
        cmocka_unit_test(every_line_of_a_unit_is_on_one_page),
        cmocka_unit_test(a_unit_confirms_what_it_owes_once_a_year),
    };

    return cmocka_run_group_tests_name("material", tests, NULL, NULL);
}
