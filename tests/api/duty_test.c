/* 职责清单 over HTTP: handed in, given back, received, seen by its own unit. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"
#include "base/clock.h"
#include "db/writer.h"
#include "store/duty_store.h"

static char path[300], body[600];

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))
#define DONE "{'evidence':'已入户 120 户，数据已汇总'}"

static int64_t of_bureau, own;

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

/* The id of the duty of a kind in the last reply, a list. */
static int64_t listed(const char *kind)
{
    json_t *d;
    size_t i;

    json_array_foreach(reply_at("/items"), i, d)
    {
        if (strcmp(json_string_value(json_object_get(d, "kind")), kind) == 0)
            return json_integer_value(json_object_get(d, "id"));
    }
    fail_msg("no duty %s", kind);
    return 0;
}

void duty_plant(const char *mark, int64_t *out)
{
    struct write_job job = { .run = sweep };

    if (of_bureau == 0) {
        assert_int_equal(writer_run(api.writer, &job), ERR_OK);
        expect(ROLE_BUREAU, "GET", "/duties?year=2026&unit=bureau", NULL, 200);
        of_bureau = listed("meeting");
        expect_version(ROLE_BUREAU, "POST",
                       PATH("/duties/%lld/submit", ID(of_bureau)),
                       BODY("{'evidence':'%s一事已研究'}", mark), 1, 200);
    }
    *out = of_bureau;
}

static void a_unit_sees_its_own_and_the_county_all(void **state)
{
    json_t *d;
    size_t i, all;

    (void)state;
    expect(ROLE_BUREAU, "GET", "/duties?year=2026", NULL, 200);
    all = json_array_size(reply_at("/items"));
    expect(ROLE_LEADER, "GET", "/duties?year=2026", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), all);
    expect(ROLE_INSPECTOR, "GET", "/duties?year=2026&unit_kind=township", NULL,
           200);
    assert_true(json_array_size(reply_at("/items")) >= 36);
    expect(ROLE_TOWNSHIP, "GET", "/duties?year=2026", NULL, 200);
    own = listed("household_survey");
    json_array_foreach(reply_at("/items"), i, d) assert_string_equal(
        json_string_value(json_object_get(d, "unit")), WORLD_TOWNSHIP);
    expect(ROLE_VILLAGE, "GET", "/duties?year=2026", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
    expect(ROLE_EXPERT, "GET", "/duties?year=2026", NULL, 403);
    expect(ROLE_BUREAU, "GET", "/duties", NULL, 422);
    expect(ROLE_BUREAU, "GET", "/duties?year=2026&state=lost", NULL, 422);
}

static void what_is_due_soon_waits_for_its_unit(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET", "/worklist?limit=200", NULL, 200);
    assert_true(reply_waits("duty"));
    expect(ROLE_VILLAGE, "GET", "/worklist?limit=200", NULL, 200);
    assert_false(reply_waits("duty"));
}

static void it_is_handed_in_once_by_its_own_unit(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET", PATH("/duties/%lld", ID(own)), NULL, 200);
    assert_true(json_is_true(reply_at("/may_submit")));
    expect(ROLE_BUREAU, "GET", path, NULL, 200);
    assert_false(json_is_true(reply_at("/may_submit")));
    PATH("/duties/%lld/submit", ID(own));
    expect_version(ROLE_BUREAU, "POST", path, DONE, 1, 409);
    expect_version(ROLE_TOWNSHIP, "POST", path, "{'evidence':' '}", 1, 422);
    expect_version(ROLE_VILLAGE, "POST", path, DONE, 1, 403);
    expect(ROLE_TOWNSHIP, "POST", path, DONE, 428);
    expect_version(ROLE_TOWNSHIP, "POST", path, DONE, 1, 200);
    assert_string_equal(reply_text("/state"), "submitted");
    assert_string_equal(reply_text("/evidence"), "已入户 120 户，数据已汇总");
    assert_false(json_is_true(reply_at("/overdue")));
    expect_version(ROLE_TOWNSHIP, "POST", path, DONE, 2, 409);
    expect_version(ROLE_TOWNSHIP, "POST", path, DONE, 1, 412);
    assert_non_null(strstr(reply_text("/detail"), "没有保存"));
}

static void the_bureau_gives_it_back_and_then_receives_it(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "GET", "/worklist?limit=200", NULL, 200);
    assert_true(reply_waits("duty_receive"));
    PATH("/duties/%lld/return", ID(own));
    expect_version(ROLE_BUREAU, "POST", path, "{'reason':''}", 2, 422);
    expect_version(ROLE_TOWNSHIP, "POST", path, "{'reason':'缺汇总表'}", 2,
                   403);
    expect_version(ROLE_BUREAU, "POST", path, "{'reason':'缺汇总表'}", 2, 200);
    assert_string_equal(reply_text("/state"), "returned");
    assert_string_equal(reply_text("/reason"), "缺汇总表");
    expect_version(ROLE_BUREAU, "POST", path, "{'reason':'缺汇总表'}", 3, 409);
    expect_version(ROLE_TOWNSHIP, "POST", PATH("/duties/%lld/submit", ID(own)),
                   DONE, 3, 200);
    PATH("/duties/%lld/receive", ID(own));
    expect_version(ROLE_TOWNSHIP, "POST", path, NULL, 4, 403);
    expect_version(ROLE_BUREAU_LEAD, "POST", path, NULL, 4, 200);
    assert_string_equal(reply_text("/state"), "received");
    assert_false(json_is_true(reply_at("/may_decide")));
}

static void whoever_handed_it_in_does_not_receive_it(void **state)
{
    (void)state;
    PATH("/duties/%lld/receive", ID(of_bureau));
    expect_version(ROLE_BUREAU, "POST", path, NULL, 2, 409);
    assert_non_null(strstr(reply_text("/detail"), "不能自己签收"));
    expect_version(ROLE_BUREAU_LEAD, "POST", path, NULL, 2, 200);
    expect_version(ROLE_BUREAU_LEAD, "POST", path, NULL, 2, 412);
    assert_non_null(strstr(reply_text("/detail"), "已签收"));
}

static void a_report_on_the_data_says_what_they_say(void **state)
{
    struct write_job job = { .run = sweep };

    (void)state;
    expect_version(ROLE_ADMIN, "PATCH", "/settings/monthly_reports",
                   "{'value':'1'}", 1, 200);
    assert_int_equal(writer_run(api.writer, &job), ERR_OK);
    expect(ROLE_BUREAU, "GET", "/duties?year=2026&unit=bureau", NULL, 200);
    PATH("/duties/%lld", ID(listed("county_review")));
    expect(ROLE_BUREAU, "GET", path, NULL, 200);
    assert_non_null(strstr(reply_text("/figures"), "在校学生"));
    expect(ROLE_LEADER, "GET", path, NULL, 200);
    assert_true(json_is_null(reply_at("/figures")));
}

int api_group_duty(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_sees_its_own_and_the_county_all),
        cmocka_unit_test(what_is_due_soon_waits_for_its_unit),
        cmocka_unit_test(it_is_handed_in_once_by_its_own_unit),
        cmocka_unit_test(the_bureau_gives_it_back_and_then_receives_it),
        cmocka_unit_test(whoever_handed_it_in_does_not_receive_it),
        cmocka_unit_test(a_report_on_the_data_says_what_they_say),
    };

    return cmocka_run_group_tests_name("duty", tests, NULL, NULL);
}
