/* The phones of officers: registered, heard of, revoked. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"

#define UUID(n) "00000000-0000-4000-8000-00000000f0" n
#define PHONE UUID("01")
#define SECOND UUID("02")
#define FAR UUID("03")

static char path[200], body[600];

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)

static bool says(const char *device, const char *member)
{
    expect(NOBODY, "GET", PATH("/phone-state?device=%s", device), NULL, 200);
    return json_is_true(reply_at(member));
}

static int64_t id_of(enum role role, const char *device)
{
    json_t *items;

    expect(role, "GET", "/phones?limit=200", NULL, 200);
    items = reply_at("/items");
    for (size_t i = 0; i < json_array_size(items); i++) {
        json_t *one = json_array_get(items, i);

        if (strcmp(json_string_value(json_object_get(one, "device")), device) ==
            0)
            return json_integer_value(json_object_get(one, "id"));
    }
    return 0;
}

void phone_plant(int64_t *out)
{
    expect(ROLE_BUREAU, "PUT", "/phones/" FAR, NULL, 204);
    *out = id_of(ROLE_BUREAU, FAR);
}

/* Nobody takes another's phone for his own, to keep it from its wipe. */
static void a_phone_is_registered_by_who_surveys(void **state)
{
    (void)state;
    expect(ROLE_VILLAGE, "PUT", "/phones/" PHONE, NULL, 204);
    expect(ROLE_TOWNSHIP, "PUT", "/phones/" PHONE, NULL, 204);
    assert_false(says(PHONE, "/revoked"));
    expect(ROLE_TOWNSHIP, "PUT", "/phones/mine", NULL, 422);
    expect(ROLE_TEACHER, "PUT", "/phones/" PHONE, NULL, 403);
    expect(NOBODY, "GET", "/phone-state?device=mine", NULL, 422);
}

static void the_office_sees_what_a_phone_said_last(void **state)
{
    (void)state;
    expect(ROLE_VILLAGE, "PUT", "/phones/" SECOND "/contact",
           "{'kind':'Android 10; 样机','unsent':3}", 204);
    expect(ROLE_TOWNSHIP, "PUT", "/phones/" SECOND "/contact",
           "{'kind':'别人','unsent':0}", 204);
    assert_true(id_of(ROLE_TOWNSHIP, SECOND) > 0);
    expect(
        ROLE_ADMIN, "GET",
        PATH("/phones?account_id=%lld", (long long)api.w.account[ROLE_VILLAGE]),
        NULL, 200);
    assert_string_equal(reply_text("/items/1/kind"), "Android 10; 样机");
    assert_int_equal(reply_int("/items/1/unsent"), 3);
    assert_non_null(reply_text("/items/1/contact_at"));
    assert_true(json_is_null(reply_at("/items/1/revoked_at")));
    expect(ROLE_VILLAGE, "GET", "/phones", NULL, 403);
    expect(ROLE_VILLAGE, "PUT", "/phones/" SECOND "/contact",
           "{'kind':'样机','unsent':-1}", 422);
    expect(ROLE_TEACHER, "PUT", "/phones/" SECOND "/contact",
           "{'kind':'样机','unsent':0}", 403);
}

static void revoke(enum role role, int64_t id, const char *reason, int status)
{
    expect(role, "POST", PATH("/phones/%lld/revocation", (long long)id),
           BODY("{'reason':'%s'}", reason), status);
}

/* Whose phone was lost works on with another. */
static void a_lost_phone_is_refused_for_ever_and_its_officer_is_not(
    void **state)
{
    int64_t id = id_of(ROLE_TOWNSHIP, SECOND);

    (void)state;
    revoke(ROLE_VILLAGE, id, "在集上丢了", 403);
    revoke(ROLE_TOWNSHIP, id, "", 422);
    assert_false(says(SECOND, "/phone_revoked"));
    revoke(ROLE_TOWNSHIP, id, "在集上丢了", 200);
    assert_string_equal(reply_text("/reason"), "在集上丢了");
    assert_string_equal(reply_text("/revoked_by"), "township");
    assert_int_equal(reply_int("/unsent"), 3);
    assert_true(says(SECOND, "/phone_revoked"));
    assert_false(says(SECOND, "/revoked"));
    assert_false(says(PHONE, "/phone_revoked"));
    expect(ROLE_VILLAGE, "PUT", "/phones/" SECOND "/contact",
           "{'kind':'样机','unsent':0}", 403);
    assert_string_equal(reply_text("/code"), "phone.revoked");
    expect(ROLE_VILLAGE, "PUT", "/phones/" SECOND, NULL, 403);
    expect(ROLE_VILLAGE, "GET", "/survey-receipts?device=" SECOND, NULL, 403);
    assert_string_equal(reply_text("/code"), "phone.revoked");
    expect(ROLE_VILLAGE, "GET", "/survey-receipts?device=" PHONE, NULL, 200);
    expect(ROLE_VILLAGE, "PUT", "/phones/" PHONE "/contact",
           "{'kind':'样机','unsent':0}", 204);
}

static void what_a_revoked_phone_sends_is_not_taken(void **state)
{
    (void)state;
    expect(ROLE_VILLAGE, "PUT", "/surveys/00000000-0000-4000-8000-00000000f099",
           "{'round_id':1,'visited_at':'2026-08-20T08:30:00+08:00','outcome':"
           "'nobody_home','household':{'id':1},'device':'" SECOND
           "','sequence':1}",
           403);
    assert_string_equal(reply_text("/code"), "phone.revoked");
    expect(ROLE_BUREAU, "GET", "/surveys/00000000-0000-4000-8000-00000000f099",
           NULL, 404);
}

static void a_phone_is_revoked_once(void **state)
{
    int64_t id = id_of(ROLE_ADMIN, SECOND);

    (void)state;
    revoke(ROLE_ADMIN, id, "又报了一次", 200);
    assert_string_equal(reply_text("/reason"), "在集上丢了");
    assert_string_equal(reply_text("/revoked_by"), "township");
}

/* What the county's own officers use is the county's to revoke. */
static void a_township_sees_no_phone_of_the_county(void **state)
{
    int64_t id = id_of(ROLE_BUREAU_LEAD, FAR);

    (void)state;
    assert_true(id > 0);
    assert_int_equal(id_of(ROLE_TOWNSHIP, FAR), 0);
    revoke(ROLE_TOWNSHIP, id, "别人的手机", 404);
    assert_false(says(FAR, "/phone_revoked"));
}

int api_group_phone(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_phone_is_registered_by_who_surveys),
        cmocka_unit_test(the_office_sees_what_a_phone_said_last),
        cmocka_unit_test(
            a_lost_phone_is_refused_for_ever_and_its_officer_is_not),
        cmocka_unit_test(what_a_revoked_phone_sends_is_not_taken),
        cmocka_unit_test(a_phone_is_revoked_once),
        cmocka_unit_test(a_township_sees_no_phone_of_the_county),
    };

    return cmocka_run_group_tests_name("phone", tests, NULL, NULL);
}
