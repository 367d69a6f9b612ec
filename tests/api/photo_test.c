/* Photos of a visit: come before it or after it, kept with it, seen by those who
 * see the door. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"
#include "crypto/hash.h"

#define VISIT(n) "/surveys/00000000-0000-4000-8000-0000000fa0" n
#define NAME(n) "00000000-0000-4000-8000-0000000fb0" n
#define UPLOAD(n) "/uploads/" NAME(n)

static char path[300], body[900];
static int64_t round_id, home, away;

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define ID(x) ((long long)(x))

static void two_doors(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "POST", "/survey-rounds",
           "{'year':2026,'name':'照片','starts_on':'2026-08-01','ends_on':"
           "'2026-08-31'}",
           201);
    round_id = reply_int("/id");
    home = api_household(ROLE_BUREAU, api.w.village);
    away = api_household(ROLE_BUREAU, api.w.other_village);
}

/* A visit with these photos, and what else stands in its body. */
static const char *visit(int64_t door, const char *photos, const char *more)
{
    snprintf(body, sizeof body,
             "{'round_id':%lld,'visited_at':'2026-08-20T08:30:00+08:00',"
             "'outcome':'nobody_home','household':{'id':%lld}%s%s}",
             ID(round_id), ID(door), photos, more);
    return body;
}

/* The bytes of a picture that is told from others by its words. */
static int send(enum role role, const char *where, const char *words,
                size_t from, size_t to)
{
    char data[60], hex[2 * HASH_BYTES + 1];
    size_t n = (size_t)snprintf(data, sizeof data, "\xff\xd8\xff%s", words);
    uint8_t sum[HASH_BYTES];

    sha256_of(data, n, sum);
    hash_hex(sum, hex);
    return api_put_bytes(
        role, PATH("%s?start=%zu&size=%zu&sha256=%s", where, from, n, hex),
        data + from, (to ? to : n) - from);
}

static void a_photo_may_come_after_its_visit(void **state)
{
    (void)state;
    expect(ROLE_VILLAGE, "PUT", VISIT("01"),
           visit(home, ",'photos':['" NAME("01") "']", ""), 201);
    expect(ROLE_TOWNSHIP, "GET", VISIT("01"), NULL, 200);
    assert_string_equal(reply_text("/photos/0/upload"), NAME("01"));
    assert_true(json_is_null(reply_at("/photos/0/attachment_id")));
    expect(ROLE_VILLAGE, "GET", "/awaited-photos", NULL, 200);
    assert_string_equal(reply_text("/items/0/upload"), NAME("01"));
    assert_int_equal(send(ROLE_VILLAGE, UPLOAD("01"), "the yard", 0, 5), 200);
    assert_int_equal(send(ROLE_VILLAGE, UPLOAD("01"), "the yard", 5, 0), 200);
    expect(ROLE_TOWNSHIP, "GET", VISIT("01"), NULL, 200);
    assert_true(reply_int("/photos/0/attachment_id") > 0);
    expect(ROLE_VILLAGE, "GET", "/awaited-photos", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
}

static void a_photo_may_come_before_its_visit(void **state)
{
    (void)state;
    assert_int_equal(send(ROLE_VILLAGE, UPLOAD("02"), "the gate", 0, 0), 200);
    expect(ROLE_VILLAGE, "PUT", VISIT("02"),
           visit(home, ",'photos':['" NAME("02") "','" NAME("03") "']", ""),
           201);
    expect(ROLE_VILLAGE, "GET", VISIT("02"), NULL, 200);
    assert_true(reply_int("/photos/0/attachment_id") > 0);
    assert_true(json_is_null(reply_at("/photos/1/attachment_id")));
}

static void the_same_visit_again_has_no_more_photos(void **state)
{
    (void)state;
    expect(ROLE_VILLAGE, "PUT", VISIT("02"),
           visit(home, ",'photos':['" NAME("02") "','" NAME("03") "']", ""),
           200);
    expect(ROLE_VILLAGE, "PUT", VISIT("02"),
           visit(home, ",'photos':['" NAME("02") "']", ""), 409);
    expect(ROLE_VILLAGE, "GET", VISIT("02"), NULL, 200);
    assert_int_equal(json_array_size(reply_at("/photos")), 2);
    assert_int_equal(send(ROLE_VILLAGE, UPLOAD("02"), "the gate", 0, 0), 200);
}

/* By another officer: one photo stays, one is taken out, one is added; what is
 * still on its way arrives in both. */
static void a_correction_names_the_photos_that_stay(void **state)
{
    int64_t gate;

    (void)state;
    expect(ROLE_VILLAGE, "GET", VISIT("02"), NULL, 200);
    gate = reply_int("/photos/0/attachment_id");
    expect(ROLE_TOWNSHIP, "PUT", VISIT("03"),
           visit(home, ",'photos':['" NAME("02") "','" NAME("03") "']",
                 ",'supersedes':'00000000-0000-4000-8000-0000000fa002'"),
           201);
    expect(ROLE_TOWNSHIP, "GET", VISIT("03"), NULL, 200);
    assert_int_equal(reply_int("/photos/0/attachment_id"), gate);
    assert_int_equal(send(ROLE_VILLAGE, UPLOAD("03"), "the field", 0, 0), 200);
    expect(ROLE_TOWNSHIP, "GET", VISIT("03"), NULL, 200);
    assert_true(reply_int("/photos/1/attachment_id") > gate);
    expect(
        ROLE_VILLAGE, "PUT", VISIT("04"),
        visit(home, "", ",'supersedes':'00000000-0000-4000-8000-0000000fa003'"),
        201);
    expect(ROLE_VILLAGE, "GET", VISIT("04"), NULL, 200);
    assert_int_equal(json_array_size(reply_at("/photos")), 0);
    expect(ROLE_VILLAGE, "GET", VISIT("02"), NULL, 200);
    assert_int_equal(json_array_size(reply_at("/photos")), 2);
    expect(ROLE_VILLAGE, "GET", PATH("/attachments/%lld", ID(gate)), NULL, 200);
}

static void nobody_takes_the_photo_of_another(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "PUT", VISIT("05"),
           visit(home, ",'photos':['" NAME("01") "']", ""), 201);
    expect(ROLE_TOWNSHIP, "GET", VISIT("05"), NULL, 200);
    assert_true(json_is_null(reply_at("/photos/0/attachment_id")));
}

/* Of those who may read attachments at all, the roles that may read visits. */
static void a_photo_is_seen_by_those_who_see_the_door(void **state)
{
    int64_t here, there;

    (void)state;
    expect(ROLE_VILLAGE, "GET", VISIT("01"), NULL, 200);
    here = reply_int("/photos/0/attachment_id");
    assert_int_equal(send(ROLE_BUREAU, UPLOAD("06"), "elsewhere", 0, 0), 200);
    expect(ROLE_BUREAU, "PUT", VISIT("06"),
           visit(away, ",'photos':['" NAME("06") "']", ""), 201);
    expect(ROLE_BUREAU, "GET", VISIT("06"), NULL, 200);
    there = reply_int("/photos/0/attachment_id");
    for (enum role r = 0; r < ROLE_N; r++)
        expect(r, "GET", PATH("/attachments/%lld", ID(here)), NULL,
               !role_may(r, RIGHT_ATTACHMENT)   ? 403
               : role_may(r, RIGHT_SURVEY_READ) ? 200
                                                : 404);
    expect(ROLE_LEADER, "GET", PATH("/attachments/%lld", ID(there)), NULL, 200);
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 404);
    expect(ROLE_VILLAGE, "GET", path, NULL, 404);
}

static void photos_that_are_none_are_refused_by_name(void **state)
{
    static const struct {
        const char *photos, *at;
    } t[] = {
        { ",'photos':['yard.jpg']", "/photos/0" },
        { ",'photos':['" NAME("11") "','" NAME("11") "']", "/photos/1" },
        { ",'photos':[7]", "/photos" },
        { ",'photos':['1','2','3','4','5','6','7']", "/photos" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        expect(ROLE_VILLAGE, "PUT", VISIT("11"), visit(home, t[i].photos, ""),
               422);
        assert_string_equal(reply_text("/errors/0/pointer"), t[i].at);
    }
    expect(ROLE_VILLAGE, "GET", VISIT("11"), NULL, 404);
}

static void awaited_photos_are_the_officers_own(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET", "/awaited-photos", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    assert_string_equal(reply_text("/items/0/visit"),
                        VISIT("05") + sizeof "/surveys");
    expect(ROLE_TEACHER, "GET", "/awaited-photos", NULL, 403);
}

int api_group_photo(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_doors),
        cmocka_unit_test(a_photo_may_come_after_its_visit),
        cmocka_unit_test(a_photo_may_come_before_its_visit),
        cmocka_unit_test(the_same_visit_again_has_no_more_photos),
        cmocka_unit_test(a_correction_names_the_photos_that_stay),
        cmocka_unit_test(nobody_takes_the_photo_of_another),
        cmocka_unit_test(a_photo_is_seen_by_those_who_see_the_door),
        cmocka_unit_test(photos_that_are_none_are_refused_by_name),
        cmocka_unit_test(awaited_photos_are_the_officers_own),
    };

    return cmocka_run_group_tests_name("photo", tests, NULL, NULL);
}
