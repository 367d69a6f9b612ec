/*
 * Signing in, sessions, the delay after failures, the second factor and one's
 * own password, through the dispatcher and under a clock that the test moves.
 */
#include "house.h"

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>

#include "crypto/totp.h"
#include "store/audit_store.h"

/* ---- sessions ------------------------------------------------------------------- */
static void who_signs_in_is_told_who_they_are(void **state)
{
    struct house h;

    (void)state;
    house_open(&h);
    assert_int_equal(sign_in(&h, "Teacher", WORLD_PASSWORD, NULL), 201);
    expect_body(&h, "\"role\":\"teacher\"");
    assert_int_equal(call(&h, "GET", "/me", NULL, NULL), 200);
    expect_body(&h, "\"role_label\":\"班主任\"");
    expect_body(&h, "\"class\":\"7-2\"");
    expect_body(&h, "\"kind\":\"class\"");
    expect_body(&h, "\"case.flag\"");
    expect_body(&h, "\"must_change_password\":false");
    expect_body(&h, h.csrf);
    house_close(&h);
}

static void the_token_is_nowhere_in_the_store(void **state)
{
    struct house h;
    char line[4096];
    bool found = false;
    FILE *f;
    size_t n, keep = strlen("x") + TOKEN_TEXT;

    (void)state;
    house_open(&h);
    assert_int_equal(sign_in(&h, "teacher", WORLD_PASSWORD, NULL), 201);
    for (int wal = 0; wal < 2; wal++) {
        char path[120];

        snprintf(path, sizeof path, "%s%s", h.w.path, wal ? "-wal" : "");
        f = fopen(path, "r");
        assert_non_null(f);
        while ((n = fread(line, 1, sizeof line, f)) > keep) {
            found |= memmem(line, n, h.cookie, strlen(h.cookie)) != NULL;
            if (n == sizeof line)
                fseek(f, -(long)keep, SEEK_CUR);
        }
        fclose(f);
    }
    assert_false(found);
    house_close(&h);
}

static void a_session_ends_with_its_idle_and_its_absolute_limit(void **state)
{
    struct house h;

    (void)state;
    house_open(&h);
    assert_int_equal(sign_in(&h, "bureau", WORLD_PASSWORD, NULL), 201);
    later(&h, 29 * MINUTE);
    assert_int_equal(call(&h, "GET", "/me", NULL, NULL), 200);
    /* a write after it: the note that it was seen is then committed too */
    assert_int_equal(
        call(&h, "POST", "/me/totp", "{\"code\":\"000000\"}", NULL), 409);
    later(&h, 29 * MINUTE);
    assert_int_equal(call(&h, "GET", "/me", NULL, NULL), 200);
    later(&h, 31 * MINUTE);
    assert_int_equal(call(&h, "GET", "/me", NULL, NULL), 401);

    assert_int_equal(sign_in(&h, "bureau", WORLD_PASSWORD, NULL), 201);
    for (int i = 0; i < 23; i++) {
        later(&h, 20 * MINUTE);
        assert_int_equal(
            call(&h, "POST", "/me/totp", "{\"code\":\"000000\"}", NULL), 409);
    }
    later(&h, 20 * MINUTE);
    assert_int_equal(call(&h, "GET", "/me", NULL, NULL), 401);
    house_close(&h);
}

static void no_session_outlives_a_clock_set_back(void **state)
{
    struct house h;

    (void)state;
    house_open(&h);
    assert_int_equal(sign_in(&h, "bureau", WORLD_PASSWORD, NULL), 201);
    later(&h, -24 * HOUR);
    assert_int_equal(call(&h, "GET", "/me", NULL, NULL), 401);
    house_close(&h);
}

static void signing_out_ends_the_session(void **state)
{
    struct house h;
    char cookie[TOKEN_TEXT];

    (void)state;
    house_open(&h);
    assert_int_equal(sign_in(&h, "bureau", WORLD_PASSWORD, NULL), 201);
    snprintf(cookie, sizeof cookie, "%s", h.cookie);
    assert_int_equal(call(&h, "DELETE", "/sessions/current", NULL, NULL), 204);
    assert_string_equal(h.cookie, "");
    snprintf(h.cookie, sizeof h.cookie, "%s", cookie);
    assert_int_equal(call(&h, "GET", "/me", NULL, NULL), 401);
    house_close(&h);
}

/* ---- the delay -------------------------------------------------------------------- */
static void failures_delay_and_never_lock(void **state)
{
    struct house h;

    (void)state;
    house_open(&h);
    assert_int_equal(sign_in(&h, "bureau", "not-the-password", NULL), 401);
    expect_body(&h, "auth.bad_login");
    /* during the delay even the right password is not judged */
    assert_int_equal(sign_in(&h, "bureau", WORLD_PASSWORD, NULL), 429);
    assert_int_equal(h.retry_after, 1);
    later(&h, SECOND);
    assert_int_equal(sign_in(&h, "bureau", "not-the-password", NULL), 401);
    assert_int_equal(sign_in(&h, "bureau", WORLD_PASSWORD, NULL), 429);
    assert_int_equal(h.retry_after, 2);
    later(&h, 2 * SECOND);
    assert_int_equal(sign_in(&h, "bureau", WORLD_PASSWORD, NULL), 201);
    /* forgotten by success */
    assert_int_equal(sign_in(&h, "bureau", "not-the-password", NULL), 401);
    assert_int_equal(sign_in(&h, "bureau", WORLD_PASSWORD, NULL), 429);
    assert_int_equal(h.retry_after, 1);
    house_close(&h);
}

static void a_name_that_nobody_has_is_answered_like_one_that_is(void **state)
{
    struct house h;
    char known[400];
    size_t n;

    (void)state;
    house_open(&h);
    assert_int_equal(sign_in(&h, "bureau", "not-the-password", NULL), 401);
    n = (size_t)(strstr(h.body, "\"request\"") - h.body);
    assert_in_range(n, 1, sizeof known - 1);
    memcpy(known, h.body, n);
    assert_int_equal(sign_in(&h, "nobody-here", "not-the-password", NULL), 401);
    assert_memory_equal(known, h.body, n);
    assert_int_equal(sign_in(&h, "nobody-here", "not-the-password", NULL), 429);
    assert_int_equal(h.retry_after, 1);
    house_close(&h);
}

static void a_failure_is_in_the_audit_trail_without_what_was_typed(void **state)
{
    struct audit_filter f = { .account_id = INT_NONE,
                              .from = INT_NONE,
                              .to = INT_NONE,
                              .before = INT64_MAX,
                              .rows = 5 };
    const struct audit_row *r;
    struct audit_check c;
    struct house h;
    struct list l;

    (void)state;
    house_open(&h);
    assert_int_equal(sign_in(&h, "typed-by-mistake", "not-the-password", NULL),
                     401);
    assert_int_equal(store_audit_list(h.w.reader, &h.w.arena, &f, &l), ERR_OK);
    assert_int_equal(l.n, 1);
    r = l.items;
    assert_string_equal(r->action, "POST /sessions");
    assert_string_equal(r->outcome, "auth.bad_login");
    assert_int_equal(r->account_id, 0);
    assert_null(r->entity_id);
    assert_null(r->detail);
    assert_int_equal(store_audit_verify(h.w.reader, &c), ERR_OK);
    house_close(&h);
}

/* ---- reads ---------------------------------------------------------------------- */
static enum err nothing(struct write_job *job, struct db *db)
{
    (void)job;
    (void)db;
    return ERR_OK;
}

static enum err no_room(struct write_job *job, struct db *db)
{
    (void)job;
    (void)db;
    return ERR_FULL;
}

static void show(struct house *h, const struct actor *actor, int64_t child)
{
    static const struct route route = { .method = "GET",
                                        .path = "/students/{id}" };
    const struct req rq = { .policy = h->policy,
                            .route = &route,
                            .actor = actor,
                            .now_ms = h->now,
                            .audit_child = child };

    h->policy->accessed(&rq);
}

static int64_t reads_told(struct house *h)
{
    const struct audit_filter f = { .account_id = INT_NONE,
                                    .from = INT_NONE,
                                    .to = INT_NONE,
                                    .before = INT64_MAX,
                                    .action = "GET /students",
                                    .rows = 1 };
    struct write_job job = { .run = nothing };
    int64_t n;

    assert_int_equal(writer_run(h->writer, &job), ERR_OK);
    assert_int_equal(store_audit_count(h->w.reader, &f, &n), ERR_OK);
    return n;
}

static void a_read_of_a_child_is_told_once_a_minute(void **state)
{
    struct house h;
    struct actor teacher;

    (void)state;
    house_open(&h);
    teacher = world_actor(&h.w, ROLE_TEACHER);
    show(&h, &teacher, 7);
    show(&h, &teacher, 7);
    assert_int_equal(reads_told(&h), 1);
    show(&h, &teacher, 8);
    assert_int_equal(reads_told(&h), 2);
    later(&h, MINUTE);
    show(&h, &teacher, 7);
    assert_int_equal(reads_told(&h), 3);
    house_close(&h);
}

static void a_read_is_told_late_rather_than_never(void **state)
{
    struct house h;
    struct actor teacher;
    struct write_job full = { .run = no_room };
    struct audit_check c;

    (void)state;
    house_open(&h);
    teacher = world_actor(&h.w, ROLE_TEACHER);
    /* whatever shares a batch with the full disk is told later */
    for (int64_t child = 1; child <= 200; child++) {
        show(&h, &teacher, child);
        if (child % 50 == 0)
            assert_int_equal(writer_run(h.writer, &full), ERR_FULL);
    }
    (void)reads_told(&h); /* the last refusal has come back */
    show(&h, &teacher, 201);
    assert_int_equal(reads_told(&h), 201);
    assert_int_equal(store_audit_verify(h.w.reader, &c), ERR_OK);
    house_close(&h);
}

struct held {
    struct write_job job;
    pthread_mutex_t *gate;
    sem_t *there;
};

static enum err wait_at_gate(struct write_job *job, struct db *db)
{
    struct held *held = (struct held *)job;

    (void)db;
    sem_post(held->there);
    pthread_mutex_lock(held->gate);
    pthread_mutex_unlock(held->gate);
    return ERR_OK;
}

static void goes_on(struct write_job *job, enum err result)
{
    (void)job;
    (void)result;
}

/* The writer's queue was full when it was told, and nobody reads after it any
 * more, whose row would take it along. */
static void the_last_read_is_told_before_the_server_ends(void **state)
{
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    sem_t there;
    struct held held = { .job = { .run = wait_at_gate, .done = goes_on },
                         .gate = &gate,
                         .there = &there };
    struct write_job last = { .run = nothing };
    static struct write_job crowd[100000];
    size_t n = 0;
    struct house h;
    struct actor teacher;

    (void)state;
    house_open(&h);
    teacher = world_actor(&h.w, ROLE_TEACHER);
    sem_init(&there, 0, 0);
    pthread_mutex_lock(&gate);
    assert_true(writer_submit(h.writer, &held.job));
    sem_wait(&there);
    do {
        assert_true(n < sizeof crowd / sizeof *crowd);
        crowd[n] = (struct write_job) { .run = nothing, .done = goes_on };
    } while (writer_submit(h.writer, &crowd[n++]));
    show(&h, &teacher, 7);
    pthread_mutex_unlock(&gate);
    while (writer_run(h.writer, &last) == ERR_BUSY)
        sched_yield();
    assert_int_equal(reads_told(&h), 0);
    policy_settle(h.policy);
    assert_int_equal(reads_told(&h), 1);
    policy_settle(h.policy); /* and once */
    assert_int_equal(reads_told(&h), 1);
    sem_destroy(&there);
    house_close(&h);
}

/* ---- second factor ------------------------------------------------------------------ */
static void enrol(struct house *h, uint8_t secret[TOTP_SECRET])
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    char base32[64], code[TOTP_CODE], body[40];
    unsigned bits = 0, n = 0, at = 0;

    assert_int_equal(call(h, "POST", "/me/totp", "{}", NULL), 200);
    take(h, "secret", base32, sizeof base32);
    expect_body(h, "otpauth://totp/");
    for (const char *s = base32; *s && at < TOTP_SECRET; s++) {
        bits = bits << 5 | (unsigned)(strchr(alphabet, *s) - alphabet);
        n += 5;
        if (n >= 8) {
            n -= 8;
            secret[at++] = (uint8_t)(bits >> n);
        }
    }
    assert_int_equal(at, TOTP_SECRET);
    assert_int_equal(totp_code(secret, h->now / TOTP_STEP_MS, code), ERR_OK);
    snprintf(body, sizeof body, "{\"code\":\"%s\"}", code);
    assert_int_equal(call(h, "POST", "/me/totp", body, NULL), 200);
    expect_body(h, "\"confirmed\":true");
    take(h, "csrf_token", h->csrf, sizeof h->csrf);
}

static void a_second_factor_is_asked_for_and_its_code_works_once(void **state)
{
    struct house h;
    uint8_t secret[TOTP_SECRET];
    char code[TOTP_CODE];

    (void)state;
    house_open(&h);
    assert_int_equal(sign_in(&h, "auditor", WORLD_PASSWORD, NULL), 201);
    enrol(&h, secret);
    assert_int_equal(call(&h, "GET", "/me", NULL, NULL), 200);
    assert_int_equal(call(&h, "POST", "/me/totp", "{}", NULL), 409);

    later(&h, 2 * MINUTE);
    assert_int_equal(sign_in(&h, "auditor", WORLD_PASSWORD, NULL), 401);
    expect_body(&h, "auth.totp_required");
    assert_int_equal(totp_code(secret, h.now / TOTP_STEP_MS, code), ERR_OK);
    assert_int_equal(sign_in(&h, "auditor", WORLD_PASSWORD, code), 201);
    assert_int_equal(sign_in(&h, "auditor", WORLD_PASSWORD, code), 401);
    expect_body(&h, "auth.bad_login");
    house_close(&h);
}

static void a_county_may_require_it_of_its_administrators(void **state)
{
    struct house h;
    uint8_t secret[TOTP_SECRET];

    (void)state;
    house_open(&h);
    assert_int_equal(sign_in(&h, "admin", WORLD_PASSWORD, NULL), 201);
    assert_int_equal(call(&h, "PATCH", "/settings/totp_required",
                          "{\"value\":\"1\"}", "\"1\""),
                     200);
    assert_int_equal(call(&h, "GET", "/users", NULL, NULL), 403);
    assert_int_equal(call(&h, "GET", "/me", NULL, NULL), 200);
    expect_body(&h, "\"totp_due\":true");
    enrol(&h, secret);
    assert_int_equal(call(&h, "GET", "/users", NULL, NULL), 200);
    /* nobody else is asked */
    assert_int_equal(sign_in(&h, "bureau", WORLD_PASSWORD, NULL), 201);
    assert_int_equal(call(&h, "GET", "/settings", NULL, NULL), 200);
    house_close(&h);
}

/* ---- passwords -------------------------------------------------------------------------- */
static void a_one_time_password_opens_nothing_but_its_own_change(void **state)
{
    struct house h;
    char password[64], body[200], old_cookie[TOKEN_TEXT];

    (void)state;
    house_open(&h);
    assert_int_equal(sign_in(&h, "admin", WORLD_PASSWORD, NULL), 201);
    assert_int_equal(call(&h, "POST", "/users",
                          "{\"username\":\"fresh\",\"name\":\"新账号\","
                          "\"role\":\"bureau\",\"unit\":\"bureau\"}",
                          NULL),
                     201);
    take(&h, "one_time_password", password, sizeof password);
    assert_int_equal(call(&h, "GET", "/users", NULL, NULL), 200);
    assert_null(strstr(h.body, password));

    assert_int_equal(sign_in(&h, "fresh", password, NULL), 201);
    assert_int_equal(call(&h, "GET", "/settings", NULL, NULL), 403);
    expect_body(&h, "auth.password_change");
    assert_int_equal(call(&h, "GET", "/me", NULL, NULL), 200);
    expect_body(&h, "\"must_change_password\":true");

    snprintf(body, sizeof body,
             "{\"old_password\":\"%s\",\"new_password\":\"%s\"}", password,
             "short");
    assert_int_equal(call(&h, "POST", "/me/password", body, NULL), 422);
    expect_body(&h, "/new_password");
    snprintf(body, sizeof body,
             "{\"old_password\":\"%s\",\"new_password\":\"%s\"}", password,
             "snow-melts-in-april");
    snprintf(old_cookie, sizeof old_cookie, "%s", h.cookie);
    assert_int_equal(call(&h, "POST", "/me/password", body, NULL), 200);
    expect_body(&h, "\"must_change_password\":false");
    assert_string_not_equal(old_cookie, h.cookie);
    assert_int_equal(call(&h, "GET", "/settings", NULL, NULL), 200);
    snprintf(h.cookie, sizeof h.cookie, "%s", old_cookie);
    assert_int_equal(call(&h, "GET", "/me", NULL, NULL), 401);
    house_close(&h);
}

static void a_new_password_ends_the_other_sessions(void **state)
{
    struct house h;
    char other[TOKEN_TEXT];

    (void)state;
    house_open(&h);
    assert_int_equal(sign_in(&h, "bureau", WORLD_PASSWORD, NULL), 201);
    snprintf(other, sizeof other, "%s", h.cookie);
    assert_int_equal(sign_in(&h, "bureau", WORLD_PASSWORD, NULL), 201);
    assert_int_equal(call(&h, "POST", "/me/password",
                          "{\"old_password\":\"wrong-one-here\","
                          "\"new_password\":\"snow-melts-in-april\"}",
                          NULL),
                     422);
    expect_body(&h, "/old_password");
    later(&h, SECOND);
    assert_int_equal(call(&h, "POST", "/me/password",
                          "{\"old_password\":\"" WORLD_PASSWORD "\","
                          "\"new_password\":\"snow-melts-in-april\"}",
                          NULL),
                     200);
    snprintf(h.cookie, sizeof h.cookie, "%s", other);
    assert_int_equal(call(&h, "GET", "/me", NULL, NULL), 401);
    house_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_signs_in_is_told_who_they_are),
        cmocka_unit_test(the_token_is_nowhere_in_the_store),
        cmocka_unit_test(a_session_ends_with_its_idle_and_its_absolute_limit),
        cmocka_unit_test(no_session_outlives_a_clock_set_back),
        cmocka_unit_test(signing_out_ends_the_session),
        cmocka_unit_test(failures_delay_and_never_lock),
        cmocka_unit_test(a_name_that_nobody_has_is_answered_like_one_that_is),
        cmocka_unit_test(
            a_failure_is_in_the_audit_trail_without_what_was_typed),
        cmocka_unit_test(a_read_of_a_child_is_told_once_a_minute),
        cmocka_unit_test(a_read_is_told_late_rather_than_never),
        cmocka_unit_test(the_last_read_is_told_before_the_server_ends),
        cmocka_unit_test(a_second_factor_is_asked_for_and_its_code_works_once),
        cmocka_unit_test(a_county_may_require_it_of_its_administrators),
        cmocka_unit_test(a_one_time_password_opens_nothing_but_its_own_change),
        cmocka_unit_test(a_new_password_ends_the_other_sessions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
