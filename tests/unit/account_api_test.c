/* Accounts and settings as administrators manage them. */
#include "house.h"

/* ---- accounts ---------------------------------------------------------------------------- */
static void bad_accounts_name_their_member(void **state)
{
    static const struct {
        const char *body, *pointer;
        int status;
    } t[] = {
        { "{\"username\":\"bureau\",\"name\":\"x\",\"role\":\"bureau\","
          "\"unit\":\"bureau\"}",
          "/username", 409 },
        { "{\"username\":\"a b\",\"name\":\"x\",\"role\":\"bureau\","
          "\"unit\":\"bureau\"}",
          "/username", 422 },
        { "{\"username\":\"ab\",\"name\":\"x\",\"role\":\"king\","
          "\"unit\":\"bureau\"}",
          "/role", 422 },
        { "{\"username\":\"ab\",\"name\":\"x\",\"role\":\"township\","
          "\"unit\":\"bureau\"}",
          "/unit", 422 },
        { "{\"username\":\"ab\",\"name\":\"x\",\"role\":\"township\","
          "\"unit\":\"230381999000\"}",
          "/unit", 422 },
        { "{\"username\":\"ab\",\"name\":\"x\",\"role\":\"teacher\","
          "\"unit\":\"" WORLD_SCHOOL "\"}",
          "/class", 422 },
        { "{\"username\":\"ab\",\"name\":\"x\",\"role\":\"teacher\","
          "\"unit\":\"" WORLD_SCHOOL "\",\"class\":\"99\"}",
          "/class", 422 },
        { "{\"username\":\"ab\",\"name\":\"x\",\"role\":\"bureau\","
          "\"unit\":\"bureau\",\"password\":\"y\"}",
          "/password", 422 },
    };
    struct house h;

    (void)state;
    house_open(&h);
    assert_int_equal(sign_in(&h, "admin", WORLD_PASSWORD, NULL), 201);
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        assert_int_equal(call(&h, "POST", "/users", t[i].body, NULL),
                         t[i].status);
        expect_body(&h, t[i].pointer);
    }
    house_close(&h);
}

static void the_last_administrator_stays(void **state)
{
    struct house h;
    char path[40];

    (void)state;
    house_open(&h);
    assert_int_equal(sign_in(&h, "admin", WORLD_PASSWORD, NULL), 201);
    snprintf(path, sizeof path, "/users/%lld",
             (long long)h.w.account[ROLE_ADMIN]);
    assert_int_equal(call(&h, "PATCH", path, "{\"disabled\":true}", "\"1\""),
                     422);
    expect_body(&h, "最后一个");
    assert_int_equal(call(&h, "PATCH", path, "{\"role\":\"bureau\"}", "\"1\""),
                     422);
    assert_int_equal(call(&h, "PATCH", path, "{\"name\":\"管理员\"}", "\"1\""),
                     200);
    assert_string_equal(h.etag, "\"2\"");
    assert_int_equal(call(&h, "PATCH", path, "{\"name\":\"管理员\"}", "\"1\""),
                     412);
    assert_int_equal(call(&h, "PATCH", path, "{\"name\":\"管理员\"}", NULL),
                     428);
    house_close(&h);
}

static void who_is_disabled_is_out_at_once_and_stays_out(void **state)
{
    struct house h;
    char path[40], bureau[TOKEN_TEXT];

    (void)state;
    house_open(&h);
    assert_int_equal(sign_in(&h, "bureau", WORLD_PASSWORD, NULL), 201);
    snprintf(bureau, sizeof bureau, "%s", h.cookie);
    assert_int_equal(sign_in(&h, "admin", WORLD_PASSWORD, NULL), 201);
    snprintf(path, sizeof path, "/users/%lld",
             (long long)h.w.account[ROLE_BUREAU]);
    assert_int_equal(call(&h, "PATCH", path, "{\"disabled\":true}", "\"1\""),
                     200);
    snprintf(h.cookie, sizeof h.cookie, "%s", bureau);
    assert_int_equal(call(&h, "GET", "/me", NULL, NULL), 401);
    assert_int_equal(sign_in(&h, "bureau", WORLD_PASSWORD, NULL), 401);
    house_close(&h);
}

static void a_reset_gives_one_time_password_once(void **state)
{
    struct house h;
    char path[40], password[64];

    (void)state;
    house_open(&h);
    assert_int_equal(sign_in(&h, "admin", WORLD_PASSWORD, NULL), 201);
    snprintf(path, sizeof path, "/users/%lld",
             (long long)h.w.account[ROLE_TEACHER]);
    assert_int_equal(
        call(&h, "PATCH", path, "{\"reset_password\":true}", "\"1\""), 200);
    take(&h, "one_time_password", password, sizeof password);
    expect_body(&h, "\"class\":\"7-2\"");
    assert_int_equal(call(&h, "GET", path, NULL, NULL), 200);
    assert_null(strstr(h.body, password));
    assert_int_equal(sign_in(&h, "teacher", password, NULL), 201);
    house_close(&h);
}

static void only_administrators_manage_accounts(void **state)
{
    struct house h;

    (void)state;
    house_open(&h);
    assert_int_equal(call(&h, "GET", "/users", NULL, NULL), 401);
    assert_int_equal(sign_in(&h, "bureau_lead", WORLD_PASSWORD, NULL), 201);
    assert_int_equal(call(&h, "GET", "/users", NULL, NULL), 403);
    assert_int_equal(call(&h, "GET", "/audit", NULL, NULL), 403);
    assert_int_equal(sign_in(&h, "auditor", WORLD_PASSWORD, NULL), 201);
    assert_int_equal(call(&h, "GET", "/audit", NULL, NULL), 200);
    expect_body(&h, "POST /sessions");
    house_close(&h);
}

/* ---- settings -------------------------------------------------------------------------------- */
static void a_setting_is_changed_within_its_range(void **state)
{
    struct house h;

    (void)state;
    house_open(&h);
    assert_int_equal(sign_in(&h, "admin", WORLD_PASSWORD, NULL), 201);
    assert_int_equal(call(&h, "PATCH", "/settings/session_idle_minutes",
                          "{\"value\":\"600\"}", "\"1\""),
                     422);
    expect_body(&h, "/value");
    assert_int_equal(call(&h, "PATCH", "/settings/session_idle_minutes",
                          "{\"value\":\"10\"}", "\"1\""),
                     200);
    assert_string_equal(h.etag, "\"2\"");
    assert_int_equal(
        call(&h, "PATCH", "/settings/no_such", "{\"value\":\"10\"}", "\"1\""),
        404);
    later(&h, 11 * MINUTE);
    assert_int_equal(call(&h, "GET", "/me", NULL, NULL), 401);
    house_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_accounts_name_their_member),
        cmocka_unit_test(the_last_administrator_stays),
        cmocka_unit_test(who_is_disabled_is_out_at_once_and_stays_out),
        cmocka_unit_test(a_reset_gives_one_time_password_once),
        cmocka_unit_test(only_administrators_manage_accounts),
        cmocka_unit_test(a_setting_is_changed_within_its_range),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
