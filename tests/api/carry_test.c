/* What a phone carries away in a sealed file, and brings again itself. */
#include <string.h>

#include "api_groups.h"
#include "base/clock.h"
#include "carry_scene.h"
#include "store/carry_store.h"

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
    carried_visits(ROLE_VILLAGE, 1, 3);
    carried_bring(ROLE_VILLAGE);
    assert_string_equal(reply_text("/account_name"), "village");
    assert_int_equal(reply_int("/letters"), 3);
    assert_int_equal(reply_int("/fresh"), 3);
    carried_look(ROLE_VILLAGE);
    assert_string_equal(carried_state(0), "new");
    assert_string_equal(reply_text("/items/2/title"), "测户主");
    assert_int_equal(carried_stored(), 0);
    expect(ROLE_TOWNSHIP, "GET", PATH("/carries/%s", carried.name), NULL, 404);
}

/* By the lead of the township, then by the officer, then by the phone. */
static void whatever_way_a_letter_comes_it_is_there_once(void **state)
{
    (void)state;
    carried_visits(ROLE_VILLAGE, 1, 3);
    carried_take_all(ROLE_TOWNSHIP);
    assert_int_equal(reply_int("/taken"), 3);
    assert_int_equal(carried_stored(), 3);
    carried_visits(ROLE_VILLAGE, 1, 4);
    carried_bring(ROLE_VILLAGE);
    assert_int_equal(reply_int("/known"), 3);
    assert_int_equal(reply_int("/fresh"), 1);
    carried_take(ROLE_VILLAGE);
    carried_look(ROLE_VILLAGE);
    assert_string_equal(carried_state(2), "known");
    assert_string_equal(carried_state(3), "taken");
    for (int i = 1; i <= 4; i++)
        expect(ROLE_VILLAGE, "PUT", PATH("/surveys/" UUID("%02d"), i),
               carried_visit(i), 200);
    assert_int_equal(carried_stored(), 4);
    expect(ROLE_VILLAGE, "GET", "/surveys/" UUID("01"), NULL, 200);
    assert_string_equal(reply_text("/account_name"), "village");
    expect(ROLE_VILLAGE, "GET", "/survey-receipts?device=" DEVICE, NULL, 200);
    assert_int_equal(reply_int("/items/0/last"), 4);
}

static void the_same_file_again_changes_nothing(void **state)
{
    (void)state;
    carried_visits(ROLE_VILLAGE, 1, 4);
    carried_take_all(ROLE_VILLAGE);
    assert_int_equal(carried_send(ROLE_VILLAGE, 0, carried.file_n), 200);
    assert_int_equal(reply_int("/known"), 4);
    carried_take(ROLE_VILLAGE);
    assert_int_equal(reply_int("/left"), 0);
    assert_int_equal(carried_stored(), 4);
}

static void a_long_file_goes_on_where_it_stopped(void **state)
{
    (void)state;
    carried_visits(ROLE_VILLAGE, 11, 40);
    carried_bring(ROLE_VILLAGE);
    carried_take(ROLE_VILLAGE);
    assert_int_equal(reply_int("/left"), 10);
    assert_int_equal(carried_stored(), 24);
    expect(ROLE_VILLAGE, "GET", "/carries", NULL, 200);
    assert_int_equal(reply_int("/items/0/left"), 10);
    carried_take(ROLE_VILLAGE);
    assert_int_equal(reply_int("/left"), 0);
    assert_int_equal(reply_int("/taken"), 30);
    assert_int_equal(carried_stored(), 34);
}

/* One that is wrong stops no other, says why, and may be tried again. */
static void a_letter_that_is_refused_stays_out_alone(void **state)
{
    (void)state;
    carried_head(ROLE_VILLAGE, 3);
    carried_say_visit(51, carried_visit(51));
    carried_say("{'kind':'survey','uuid':'" UUID(
        "52") "','title':'测户主','body':{}}\n");
    carried_say_visit(53, carried_visit(53));
    carried_seal(api.w.store->keys);
    carried_take_all(ROLE_VILLAGE);
    assert_int_equal(reply_int("/refused"), 1);
    carried_look(ROLE_VILLAGE);
    assert_string_equal(carried_state(0), "taken");
    assert_string_equal(carried_state(1), "refused");
    assert_non_null(reply_text("/items/1/detail"));
    assert_string_equal(carried_state(2), "taken");
    expect(ROLE_VILLAGE, "GET", "/surveys/" UUID("52"), NULL, 404);
}

/* The round was closed when the file came, and is open again. */
static void what_was_refused_is_taken_when_it_may_be(void **state)
{
    int64_t version;

    (void)state;
    carried_visits(ROLE_VILLAGE, 54, 54);
    expect(ROLE_BUREAU, "GET",
           PATH("/survey-rounds/%lld", ID(carried.round_id)), NULL, 200);
    version = reply_int("/version");
    expect_version(ROLE_BUREAU, "PATCH",
                   PATH("/survey-rounds/%lld", ID(carried.round_id)),
                   "{'state':'closed'}", version, 200);
    version = reply_int("/version");
    carried_take_all(ROLE_VILLAGE);
    assert_int_equal(reply_int("/refused"), 1);
    expect_version(ROLE_BUREAU, "PATCH",
                   PATH("/survey-rounds/%lld", ID(carried.round_id)),
                   "{'state':'open'}", version, 200);
    carried_take(ROLE_VILLAGE);
    assert_int_equal(reply_int("/refused"), 1);
    expect(ROLE_VILLAGE, "POST",
           PATH("/carries/%s/letters?again=true", carried.name), NULL, 200);
    assert_int_equal(reply_int("/refused"), 0);
    assert_int_equal(reply_int("/taken"), 1);
}

/* In the officer's own scope, however far the scope of the bringer reaches. */
static void a_file_does_no_more_than_its_officer_may(void **state)
{
    int64_t elsewhere = api_household(ROLE_BUREAU, api.w.other_village);
    int64_t mine;

    (void)state;
    carried_world();
    mine = carried.home;
    carried.home = elsewhere;
    carried_visits(ROLE_VILLAGE, 58, 58);
    carried.home = mine;
    carried_take_all(ROLE_BUREAU);
    assert_int_equal(reply_int("/refused"), 1);
    expect(ROLE_BUREAU, "GET", "/surveys/" UUID("58"), NULL, 404);
}

/* ---- a file that does not come whole ---- */
static void an_upload_that_was_cut_goes_on(void **state)
{
    (void)state;
    carried_head(ROLE_VILLAGE, 2);
    carried_say_visit(59, carried_visit(59));
    carried_say_photo(PHOTO("04"), 120000);
    carried_seal(api.w.store->keys);
    assert_int_equal(carried_send(ROLE_VILLAGE, 0, PIECE), 200);
    expect(ROLE_VILLAGE, "POST", PATH("/carries/%s/letters", carried.name),
           NULL, 422);
    expect(ROLE_VILLAGE, "GET", PATH("/carries/%s", carried.name), NULL, 200);
    assert_int_equal(reply_int("/received"), PIECE);
    assert_int_equal(carried_send(ROLE_VILLAGE, 2 * PIECE, carried.file_n),
                     409);
    assert_int_equal(carried_send(ROLE_VILLAGE, 0, PIECE), 200); /* once more */
    assert_int_equal(carried_send(ROLE_VILLAGE, PIECE, carried.file_n), 200);
    do
        carried_take(ROLE_VILLAGE);
    while (reply_int("/left") > 0);
    assert_int_equal(reply_int("/taken"), 2);
}

/* What came of it is let go of, so that it may come anew. */
static void refused(enum role role, const char *words)
{
    size_t before = carried_stored();

    assert_int_equal(carried_send(role, 0, carried.file_n), 200);
    assert_non_null(strstr(reply_text("/fault"), words));
    assert_int_equal(reply_int("/received"), 0);
    expect(role, "GET", PATH("/carries/%s", carried.name), NULL, 404);
    assert_int_equal(carried_stored(), before);
}

static void a_file_changed_by_a_byte_is_refused_whole(void **state)
{
    (void)state;
    carried_visits(ROLE_VILLAGE, 61, 63);
    for (size_t at = 17; at < carried.file_n; at += 97) {
        carried.file[at] ^= 1;
        refused(ROLE_VILLAGE, "不完整或被改动过");
        carried.file[at] ^= 1;
    }
    carried_take_all(ROLE_VILLAGE); /* the good copy, under the same name */
    assert_int_equal(reply_int("/taken"), 3);
}

static void a_file_that_is_not_whole_or_not_ours_changes_nothing(void **state)
{
    struct keys *others;

    (void)state;
    carried_visits(ROLE_VILLAGE, 64, 66);
    carried.file_n -= 5;
    refused(ROLE_VILLAGE, "不完整或被改动过");
    carried.file_n = 8;
    memcpy(carried.file, "PK\3\4xlsx", 8);
    refused(ROLE_VILLAGE, "不是保学的带出文件");
    carried_visits(ROLE_VILLAGE, 64, 66);
    assert_int_equal(keys_new(&others), ERR_OK);
    carried_seal(others);
    keys_free(others);
    refused(ROLE_VILLAGE, "另一个县");
}

/* A file whose head says more letters than there are was cut before it was
 * sealed. */
static void a_file_that_promises_more_than_it_holds_is_refused(void **state)
{
    (void)state;
    carried_head(ROLE_VILLAGE, 3);
    carried_say_visit(71, carried_visit(71));
    carried_say_visit(72, carried_visit(72));
    carried_seal(api.w.store->keys);
    refused(ROLE_VILLAGE, "不完整或被改动过");
    carried_head(ROLE_VILLAGE, 1);
    carried_say_photo(PHOTO("05"), 3000);
    carried.text_n -= 100;
    carried_seal(api.w.store->keys);
    refused(ROLE_VILLAGE, "不完整或被改动过");
}

static void nobody_brings_in_what_is_not_his_to_bring(void **state)
{
    (void)state;
    carried_visits(ROLE_BUREAU, 81,
                   82); /* of the county, and the phone is another's */
    refused(ROLE_TOWNSHIP, "不是您的");
    refused(ROLE_BUREAU, "不是您的");
    carried_visits(ROLE_TOWNSHIP, 81, 82);
    refused(ROLE_VILLAGE, "不是您的");
    assert_int_equal(carried_send(ROLE_TEACHER, 0, carried.file_n), 403);
}

/* ---- days later ---- */
static int64_t later, gone;

static enum err sweep(struct write_job *job, struct db *db)
{
    struct arena a;
    enum err e;

    (void)job;
    arena_init(&a, 0);
    e = store_carry_sweep(db, &a, later, 100, &gone);
    arena_free(&a);
    return e;
}

/* Brought to an end or not, a file goes when nobody has gone on with it. */
static void a_file_is_kept_for_some_days(void **state)
{
    struct write_job job = { .run = sweep };

    (void)state;
    carried_visits(ROLE_VILLAGE, 83, 84);
    carried_bring(ROLE_VILLAGE);
    later = clock_now_ms() + (CARRY_DAYS + 1) * CLOCK_DAY_MS;
    assert_int_equal(writer_run(api.writer, &job), ERR_OK);
    assert_true(gone > 5);
    expect(ROLE_VILLAGE, "GET", PATH("/carries/%s", carried.name), NULL, 404);
    carried_take_all(ROLE_VILLAGE);
    assert_int_equal(reply_int("/taken"), 2);
}

int api_group_carry(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_phone_is_told_what_to_seal_to),
        cmocka_unit_test(a_file_is_looked_at_before_anything_is_taken),
        cmocka_unit_test(whatever_way_a_letter_comes_it_is_there_once),
        cmocka_unit_test(the_same_file_again_changes_nothing),
        cmocka_unit_test(a_long_file_goes_on_where_it_stopped),
        cmocka_unit_test(a_letter_that_is_refused_stays_out_alone),
        cmocka_unit_test(what_was_refused_is_taken_when_it_may_be),
        cmocka_unit_test(a_file_does_no_more_than_its_officer_may),
        cmocka_unit_test(an_upload_that_was_cut_goes_on),
        cmocka_unit_test(a_file_changed_by_a_byte_is_refused_whole),
        cmocka_unit_test(a_file_that_is_not_whole_or_not_ours_changes_nothing),
        cmocka_unit_test(a_file_that_promises_more_than_it_holds_is_refused),
        cmocka_unit_test(nobody_brings_in_what_is_not_his_to_bring),
        cmocka_unit_test(a_file_is_kept_for_some_days),
    };

    return cmocka_run_group_tests_name("carry", tests, NULL, NULL);
}
