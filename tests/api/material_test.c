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

static void the_bureau_receives_the_next_version(void **state)
{
    (void)state;
    PATH("/materials/%lld/return", ID(own));
    expect_version(ROLE_TOWNSHIP, "POST", path, "{'reason':'不行'}", 1, 403);
    expect_version(ROLE_BUREAU, "POST", path, "{}", 1, 422);
    expect_version(ROLE_BUREAU, "POST", path, "{'reason':'缺时间安排'}", 1,
                   200);
    assert_string_equal(reply_text("/state"), "returned");
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
        cmocka_unit_test(the_bureau_receives_the_next_version),
        cmocka_unit_test(every_version_stays_as_it_was),
        cmocka_unit_test(who_has_none_is_listed),
        cmocka_unit_test(units_sign_the_citys_plan),
        cmocka_unit_test(a_new_version_is_signed_anew),
        cmocka_unit_test(it_does_the_duty_of_the_bureau),
        cmocka_unit_test(a_note_of_practice_is_read_by_all_once_received),
        cmocka_unit_test(a_unit_confirms_what_it_owes_once_a_year),
    };

    return cmocka_run_group_tests_name("material", tests, NULL, NULL);
}
