/* Sessions, one's own account, accounts, settings and the audit trail. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"

static char path[200], body[400];
static char one_time[64];
static int64_t account;

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))
#define PASSWORD "tide-comes-in-slowly"

/* ---- accounts ---------------------------------------------------------- */
static void an_administrator_makes_an_account(void **state)
{
    (void)state;
    expect(ROLE_ADMIN, "POST", "/users",
           BODY("{'username':'New.Teacher','name':'测班主任','role':'teacher',"
                "'unit':'%s','class':'7-3'}",
                WORLD_SCHOOL),
           201);
    account = reply_int("/id");
    snprintf(one_time, sizeof one_time, "%s", reply_text("/one_time_password"));
    assert_string_equal(reply_text("/username"), "new.teacher");
    expect(ROLE_ADMIN, "POST", "/users", body, 409);
    assert_string_equal(reply_text("/errors/0/pointer"), "/username");
    expect(ROLE_BUREAU, "POST", "/users", body, 403);
    expect(ROLE_ADMIN, "GET", PATH("/users/%lld", ID(account)), NULL, 200);
    assert_true(json_is_null(reply_at("/one_time_password")));
    expect(ROLE_ADMIN, "GET", "/users/999999", NULL, 404);
    expect(ROLE_ADMIN, "GET", "/users?role=teacher&count=true", NULL, 200);
    assert_int_equal(reply_int("/total"), 2);
    expect(ROLE_ADMIN, "GET", "/users?role=king", NULL, 422);
}

/* ---- sessions ---------------------------------------------------------- */
/* After a failure the next attempt waits. */
static void wait_a_minute(void)
{
    static int64_t minutes;

    world_clock(WORLD_NOW + ++minutes * 60000);
}

static void sign_in(const char *password, int status)
{
    expect(NOBODY, "POST", "/sessions",
           BODY("{'username':'new.teacher','password':'%s'}", password),
           status);
    if (status == 201)
        take_csrf("/csrf_token");
}

static void a_one_time_password_opens_only_its_own_change(void **state)
{
    (void)state;
    sign_in("quite-another-password", 401);
    wait_a_minute();
    sign_in(one_time, 201);
    assert_int_equal(reply_int("/user/id"), account);
    expect(SIGNED_IN, "GET", "/me", NULL, 200);
    assert_true(json_is_true(reply_at("/must_change_password")));
    expect(SIGNED_IN, "GET", "/students", NULL, 403);
    expect(SIGNED_IN, "POST", "/me/password",
           BODY("{'old_password':'wrong-as-can-be','new_password':'%s'}",
                PASSWORD),
           422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/old_password");
    wait_a_minute();
    expect(
        SIGNED_IN, "POST", "/me/password",
        BODY("{'old_password':'%s','new_password':'%s'}", one_time, PASSWORD),
        200);
    take_csrf("/csrf_token");
    expect(SIGNED_IN, "GET", "/students", NULL, 200);
    expect(NOBODY, "GET", "/me", NULL, 401);
}

static void a_second_factor_is_offered_and_waits_for_its_code(void **state)
{
    (void)state;
    expect(SIGNED_IN, "POST", "/me/totp", "{'code':'000000'}", 409);
    expect(SIGNED_IN, "POST", "/me/totp", "{}", 200);
    assert_true(json_is_false(reply_at("/confirmed")));
    assert_non_null(strstr(reply_text("/uri"), reply_text("/secret")));
    expect(SIGNED_IN, "POST", "/me/totp", "{'code':'12345'}", 422);
    /* Not confirmed, it is not asked for. */
    sign_in(PASSWORD, 201);
}

static void a_forged_request_does_nothing(void **state)
{
    char csrf[TOKEN_TEXT];

    (void)state;
    memcpy(csrf, api.csrf, sizeof csrf);
    api.csrf[0] = '\0';
    expect(SIGNED_IN, "DELETE", "/sessions/current", NULL, 403);
    assert_string_equal(reply_text("/code"), "auth.csrf");
    memcpy(api.csrf, csrf, sizeof csrf);
    expect(SIGNED_IN, "GET", "/me", NULL, 200);
}

static void signing_out_ends_the_session(void **state)
{
    char cookie[TOKEN_TEXT];

    (void)state;
    memcpy(cookie, api.cookie, sizeof cookie);
    expect(SIGNED_IN, "DELETE", "/sessions/current", NULL, 204);
    assert_string_equal(api.cookie, "");
    memcpy(api.cookie, cookie, sizeof cookie);
    expect(SIGNED_IN, "GET", "/me", NULL, 401);
}

static void a_disabled_account_signs_in_no_more(void **state)
{
    int64_t version;

    (void)state;
    expect(ROLE_ADMIN, "GET", PATH("/users/%lld", ID(account)), NULL, 200);
    version = reply_int("/version");
    expect(ROLE_ADMIN, "PATCH", path, "{'disabled':true}", 428);
    expect_version(ROLE_ADMIN, "PATCH", path, "{'disabled':true}", version + 9,
                   412);
    expect_version(ROLE_ADMIN, "PATCH", path, "{'disabled':true}", version,
                   200);
    assert_true(json_is_true(reply_at("/disabled")));
    sign_in(PASSWORD, 401);
}

/* ---- settings ---------------------------------------------------------- */
static void a_setting_is_changed_by_administrators_alone(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "GET", "/settings?count=true", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), reply_int("/total"));
    expect(ROLE_TEACHER, "GET", "/settings", NULL, 403);
    expect_version(ROLE_BUREAU, "PATCH", "/settings/session_hours",
                   "{'value':'9'}", 1, 403);
    expect_version(ROLE_ADMIN, "PATCH", "/settings/session_hours",
                   "{'value':'25'}", 1, 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/value");
    expect_version(ROLE_ADMIN, "PATCH", "/settings/session_hours",
                   "{'value':'9'}", 1, 200);
    assert_string_equal(reply_text("/value"), "9");
    expect_version(ROLE_ADMIN, "PATCH", "/settings/session_hours",
                   "{'value':'8'}", 1, 412);
    expect_version(ROLE_ADMIN, "PATCH", "/settings/session_days",
                   "{'value':'8'}", 1, 404);
}

/* ---- the audit trail --------------------------------------------------- */
static void what_was_done_is_in_the_trail_for_auditors_alone(void **state)
{
    (void)state;
    expect(ROLE_AUDITOR, "GET", "/audit?action=PATCH%20/settings&limit=1", NULL,
           200);
    assert_string_equal(reply_text("/items/0/action"),
                        "PATCH /settings/{name}");
    assert_string_equal(reply_text("/items/0/entity_id"), "session_hours");
    assert_string_equal(reply_text("/items/0/username"), "admin");
    expect(ROLE_AUDITOR, "GET", "/audit?from=2026-08-21", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
    expect(ROLE_AUDITOR, "GET",
           PATH("/audit?account_id=%lld&to=2026-08-20&count=true", ID(account)),
           NULL, 200);
    assert_true(reply_int("/total") > 0);
    expect(ROLE_AUDITOR, "GET", "/audit?from=yesterday", NULL, 422);
    expect(ROLE_ADMIN, "GET", "/audit", NULL, 403);
}

static void nothing_typed_as_a_password_is_in_the_trail(void **state)
{
    (void)state;
    expect(ROLE_AUDITOR, "GET", "/audit?limit=200", NULL, 200);
    assert_null(memmem(api.raw.data, api.raw.len, PASSWORD, strlen(PASSWORD)));
    assert_null(memmem(api.raw.data, api.raw.len, one_time, strlen(one_time)));
}

int api_group_account(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_administrator_makes_an_account),
        cmocka_unit_test(a_one_time_password_opens_only_its_own_change),
        cmocka_unit_test(a_second_factor_is_offered_and_waits_for_its_code),
        cmocka_unit_test(a_forged_request_does_nothing),
        cmocka_unit_test(signing_out_ends_the_session),
        cmocka_unit_test(a_disabled_account_signs_in_no_more),
        cmocka_unit_test(a_setting_is_changed_by_administrators_alone),
        cmocka_unit_test(what_was_done_is_in_the_trail_for_auditors_alone),
        cmocka_unit_test(nothing_typed_as_a_password_is_in_the_trail),
    };

    return cmocka_run_group_tests_name("account", tests, NULL, NULL);
}
