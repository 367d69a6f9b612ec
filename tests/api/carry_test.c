/* What a phone carries away in a sealed file, and brings again itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"
#include "crypto/carry.h"

#define DEVICE "00000000-0000-4000-8000-0000000000ca"
#define UUID(n) "00000000-0000-4000-8000-0000000ca0" n
#define MOST 60000

static int64_t round_id, home;
static char text[MOST], letter[1000];
static uint8_t file[MOST + CARRY_OVERHEAD];
static size_t file_n;

#define ID(x) ((long long)(x))

static void open_world(void)
{
    if (round_id)
        return;
    expect(ROLE_BUREAU, "POST", "/survey-rounds",
           "{'year':2026,'name':'带出','starts_on':'2026-08-01','ends_on':"
           "'2026-08-31'}",
           201);
    round_id = reply_int("/id");
    home = api_household(ROLE_BUREAU, api.w.village);
    expect(ROLE_VILLAGE, "PUT", "/phones/" DEVICE, NULL, 204);
}

static const char *visit(int sequence)
{
    snprintf(letter, sizeof letter,
             "{'round_id':%lld,'visited_at':'2026-08-20T08:30:00+08:00',"
             "'outcome':'nobody_home','household':{'id':%lld},'device':"
             "'" DEVICE "','sequence':%d}",
             ID(round_id), ID(home), sequence);
    return letter;
}

static void seal(const struct keys *keys)
{
    static const uint8_t secret[32] = { 1, 2, 3 };
    struct carry_public to;

    for (char *c = text; *c; c++)
        if (*c == '\'')
            *c = '"';
    assert_int_equal(carry_public(keys, &to), ERR_OK);
    file_n = strlen(text) + CARRY_OVERHEAD;
    assert_int_equal(
        carry_seal(&to, secret, (const uint8_t *)text, strlen(text), file),
        ERR_OK);
}

/* The visits `from` to `to` of this phone, of a village officer. */
static void carry(enum role whose, int from, int to)
{
    size_t n;

    open_world();
    n = (size_t)snprintf(text, MOST,
                         "{'format':1,'account_id':%lld,'device':'" DEVICE
                         "','made_at':'2026-08-21T08:00:00+08:00','letters':"
                         "%d}\n",
                         ID(api.w.account[whose]), to - from + 1);
    for (int i = from; i <= to; i++)
        n += (size_t)snprintf(text + n, MOST - n,
                              "{'kind':'survey','uuid':'" UUID(
                                  "%02d") "','title':'测户主','body':%s}\n",
                              i, visit(i));
    seal(api.w.store->keys);
}

static int bring(enum role role, const char *path)
{
    return api_upload(role, path, file, file_n);
}

static size_t stored(void)
{
    char path[200];

    snprintf(path, sizeof path, "/surveys?round_id=%lld&count=true",
             ID(round_id));
    expect(ROLE_BUREAU, "GET", path, NULL, 200);
    return (size_t)reply_int("/total");
}

static void a_phone_is_told_what_to_seal_to(void **state)
{
    (void)state;
    expect(ROLE_VILLAGE, "GET", "/carry-key", NULL, 200);
    assert_int_equal(strlen(reply_text("/point")), 87);
    expect(ROLE_TEACHER, "GET", "/carry-key", NULL, 403);
}

static void a_file_is_looked_at_before_anything_is_taken(void **state)
{
    (void)state;
    carry(ROLE_VILLAGE, 1, 3);
    assert_int_equal(bring(ROLE_VILLAGE, "/carries/preview"), 200);
    assert_string_equal(reply_text("/account_name"), "village");
    assert_int_equal(reply_int("/letters"), 3);
    assert_string_equal(reply_text("/lines/0/state"), "new");
    assert_string_equal(reply_text("/lines/2/title"), "测户主");
    assert_int_equal(stored(), 0);
}

/* By the lead of the township, then by the officer, then by the phone. */
static void whatever_way_a_letter_comes_it_is_there_once(void **state)
{
    (void)state;
    carry(ROLE_VILLAGE, 1, 3);
    assert_int_equal(bring(ROLE_TOWNSHIP, "/carries"), 200);
    assert_string_equal(reply_text("/lines/0/state"), "taken");
    assert_true(json_is_null(reply_at("/next")));
    assert_int_equal(stored(), 3);
    carry(ROLE_VILLAGE, 1, 4);
    assert_int_equal(bring(ROLE_VILLAGE, "/carries"), 200);
    assert_string_equal(reply_text("/lines/2/state"), "known");
    assert_string_equal(reply_text("/lines/3/state"), "taken");
    for (int i = 1; i <= 4; i++) {
        char path[100];

        snprintf(path, sizeof path, "/surveys/" UUID("%02d"), i);
        expect(ROLE_VILLAGE, "PUT", path, visit(i), 200);
    }
    assert_int_equal(stored(), 4);
    expect(ROLE_VILLAGE, "GET", "/surveys/" UUID("01"), NULL, 200);
    assert_string_equal(reply_text("/account_name"), "village");
    expect(ROLE_VILLAGE, "GET", "/survey-receipts?device=" DEVICE, NULL, 200);
    assert_int_equal(reply_int("/items/0/last"), 4);
}

static void a_long_file_goes_on_where_it_stopped(void **state)
{
    (void)state;
    carry(ROLE_VILLAGE, 11, 40);
    assert_int_equal(bring(ROLE_VILLAGE, "/carries"), 200);
    assert_int_equal(reply_int("/next"), 20);
    assert_int_equal(bring(ROLE_VILLAGE, "/carries?first=20"), 200);
    assert_true(json_is_null(reply_at("/next")));
    assert_int_equal(json_array_size(reply_at("/lines")), 10);
    assert_int_equal(stored(), 34);
}

/* One that is wrong stops no other, and says why. */
static void a_letter_that_is_refused_stays_out_alone(void **state)
{
    char *outcome;

    (void)state;
    carry(ROLE_VILLAGE, 51, 53);
    outcome = strstr(strstr(text, UUID("52")), "nobody_home");
    memcpy(outcome, "elsewhere!!", strlen("nobody_home"));
    seal(api.w.store->keys);
    assert_int_equal(bring(ROLE_VILLAGE, "/carries"), 200);
    assert_string_equal(reply_text("/lines/0/state"), "taken");
    assert_string_equal(reply_text("/lines/1/state"), "refused");
    assert_non_null(reply_text("/lines/1/detail"));
    assert_string_equal(reply_text("/lines/2/state"), "taken");
    expect(ROLE_VILLAGE, "GET", "/surveys/" UUID("52"), NULL, 404);
}

static void refused(enum role role, int status, const char *words)
{
    size_t before = stored();

    assert_int_equal(bring(role, "/carries/preview"), status);
    assert_int_equal(bring(role, "/carries"), status);
    assert_non_null(strstr(reply_text("/detail"), words));
    assert_int_equal(stored(), before);
}

static void a_file_that_is_not_whole_or_not_ours_changes_nothing(void **state)
{
    struct keys *others;

    (void)state;
    carry(ROLE_VILLAGE, 61, 63);
    file[file_n / 2] ^= 1;
    refused(ROLE_VILLAGE, 422, "不完整或被改动过");
    file[file_n / 2] ^= 1;
    file_n -= 5;
    refused(ROLE_VILLAGE, 422, "不完整或被改动过");
    file_n = 8;
    memcpy(file, "PK\3\4xlsx", 8);
    refused(ROLE_VILLAGE, 415, "不是保学的带出文件");
    carry(ROLE_VILLAGE, 61, 63);
    assert_int_equal(keys_new(&others), ERR_OK);
    seal(others);
    keys_free(others);
    refused(ROLE_VILLAGE, 422, "另一个县");
}

/* A file whose head says more letters than there are was cut before it was
 * sealed. */
static void a_file_that_promises_more_than_it_holds_is_refused(void **state)
{
    (void)state;
    carry(ROLE_VILLAGE, 71, 72);
    *(strstr(text, "\"letters\":2") + strlen("\"letters\":")) = '3';
    seal(api.w.store->keys);
    refused(ROLE_VILLAGE, 422, "不完整或被改动过");
}

static void nobody_brings_in_what_is_not_his_to_bring(void **state)
{
    (void)state;
    carry(ROLE_BUREAU, 81, 82); /* of the county, and the phone is another's */
    refused(ROLE_TOWNSHIP, 422, "不是您的");
    refused(ROLE_BUREAU, 422, "不是您的");
    carry(ROLE_TOWNSHIP, 81, 82);
    refused(ROLE_VILLAGE, 422, "不是您的");
    assert_int_equal(bring(ROLE_TEACHER, "/carries"), 403);
    assert_int_equal(bring(ROLE_TEACHER, "/carries/preview"), 403);
}

int api_group_carry(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_phone_is_told_what_to_seal_to),
        cmocka_unit_test(a_file_is_looked_at_before_anything_is_taken),
        cmocka_unit_test(whatever_way_a_letter_comes_it_is_there_once),
        cmocka_unit_test(a_long_file_goes_on_where_it_stopped),
        cmocka_unit_test(a_letter_that_is_refused_stays_out_alone),
        cmocka_unit_test(a_file_that_is_not_whole_or_not_ours_changes_nothing),
        cmocka_unit_test(a_file_that_promises_more_than_it_holds_is_refused),
        cmocka_unit_test(nobody_brings_in_what_is_not_his_to_bring),
    };

    return cmocka_run_group_tests_name("carry", tests, NULL, NULL);
}
