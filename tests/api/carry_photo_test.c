/* Photos and services that a phone carries away in a sealed file. */
#include <string.h>

#include "api_groups.h"
#include "carry_scene.h"

/* ---- photos and services ---- */
static int64_t paper;
static char words[600];
#define SERVED "00000000-0000-4000-8000-0000000ca201"

static int64_t attachment_of(enum role role, const char *uuid)
{
    expect(role, "GET", PATH("/uploads/%s", uuid), NULL, 200);
    return reply_int("/attachment_id");
}

/* A visit with two photos, one of which had begun over the network. */
static void the_photos_of_a_visit_come_with_it(void **state)
{
    char body[1200];
    int64_t shown;

    (void)state;
    carried_head(ROLE_VILLAGE, 3);
    snprintf(body, sizeof body, "%s", carried_visit(56));
    snprintf(strrchr(body, '}'), 200, ",'photos':['%s','%s']}", PHOTO("01"),
             PHOTO("02"));
    carried_say_visit(56, body);
    carried_say_photo(PHOTO("01"), 130000);
    carried_say_photo(PHOTO("02"), 90000);
    carried_seal(api.w.store->keys);
    carried_take_all(ROLE_TOWNSHIP);
    assert_int_equal(reply_int("/taken"), 3);
    expect(ROLE_VILLAGE, "GET", "/surveys/" UUID("56"), NULL, 200);
    shown = reply_int("/photos/0/attachment_id");
    assert_int_equal(attachment_of(ROLE_VILLAGE, PHOTO("01")), shown);
    expect(ROLE_VILLAGE, "GET", "/awaited-photos", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
    expect(
        ROLE_VILLAGE, "GET",
        PATH("/attachments/%lld", ID(attachment_of(ROLE_VILLAGE, PHOTO("02")))),
        NULL, 200);
    assert_int_equal(api.raw.len, 90000);
}

/* The 劝返通知书 of a child of the village. */
static void issue_paper(void)
{
    static const char *const steps[][2] = {
        { "verify", "{'note':'属实'}" },
        { "notify", "{'deadline_on':'2026-09-01','note':'请支持孩子读书。'}" },
    };
    int64_t of_case;

    expect(ROLE_TOWNSHIP, "POST", "/students",
           PATH("{'household_id':%lld,'name':'测带出','sex':'1','birth_date':"
                "'2013-04-05','residence_division':'%s'}",
                ID(carried.home), api.w.village),
           201);
    snprintf(words, sizeof words,
             "{'student_id':%lld,'reason':'R02','absent_since':'2026-08-01',"
             "'tried':'去过'}",
             ID(reply_int("/id")));
    expect(ROLE_TOWNSHIP, "POST", "/cases", words, 201);
    of_case = reply_int("/id");
    for (size_t i = 0; i < 2; i++) {
        expect(ROLE_TOWNSHIP, "GET", PATH("/cases/%lld", ID(of_case)), NULL,
               200);
        expect_version(ROLE_TOWNSHIP, "POST",
                       PATH("/cases/%lld/actions/%s", ID(of_case), steps[i][0]),
                       steps[i][1], reply_int("/version"), 200);
    }
    expect(ROLE_TOWNSHIP, "GET",
           PATH("/documents?case_id=%lld&kind=persuasion_notice", ID(of_case)),
           NULL, 200);
    paper = reply_int("/items/0/id");
}

static void say_service(int64_t document, const char *picture)
{
    carried_say(
        "{'kind':'service','uuid':'" SERVED "','title':'测带出 劝返通知书',"
        "'document':%lld,'service':{'method':'lien','served_on':'2026-08-20',"
        "'place':'家门口','servers':'测送达','uuid':'" SERVED
        "','picture':'%s','device':'" DEVICE "','sequence':57}}\n",
        ID(document), picture);
}

/* Brought in by the township: the picture is the officer's, and so is the service. */
static void a_service_comes_with_its_picture(void **state)
{
    int64_t picture;

    (void)state;
    issue_paper();
    carried_head(ROLE_VILLAGE, 2);
    carried_say_photo(PHOTO("03"), 70000);
    say_service(paper, PHOTO("03"));
    carried_seal(api.w.store->keys);
    carried_take_all(ROLE_TOWNSHIP);
    carried_look(ROLE_TOWNSHIP);
    assert_string_equal(carried_state(0), "taken");
    assert_string_equal(carried_state(1), "taken");
    assert_string_equal(reply_text("/items/1/title"), "测带出 劝返通知书");
    picture = attachment_of(ROLE_VILLAGE, PHOTO("03"));
    expect(ROLE_VILLAGE, "GET", PATH("/documents/%lld", ID(paper)), NULL, 200);
    assert_int_equal(json_array_size(reply_at("/services")), 1);
    assert_int_equal(reply_int("/services/0/attachment_id"), picture);
    assert_int_equal(reply_int("/services/0/account_id"),
                     api.w.account[ROLE_VILLAGE]);
    expect(ROLE_VILLAGE, "GET", "/survey-receipts?device=" DEVICE "&first=56",
           NULL, 200);
    assert_int_equal(reply_int("/items/0/last"), 57);
}

/* By the phone, then in another file. */
static void a_service_that_is_here_stays_one(void **state)
{
    (void)state;
    carried_head(ROLE_VILLAGE, 2);
    carried_say_photo(PHOTO("03"), 70000);
    say_service(paper, PHOTO("03"));
    carried_seal(api.w.store->keys);
    carried_bring(ROLE_VILLAGE);
    assert_int_equal(reply_int("/known"), 2);
    carried_take(ROLE_VILLAGE);
    assert_int_equal(reply_int("/known"), 2);
    expect(ROLE_VILLAGE, "GET", PATH("/documents/%lld", ID(paper)), NULL, 200);
    assert_int_equal(json_array_size(reply_at("/services")), 1);
}

static void a_service_without_its_picture_is_refused(void **state)
{
    (void)state;
    carried_head(ROLE_VILLAGE, 1);
    say_service(paper, PHOTO("77"));
    carried.text[carried.text_n] = '\0';
    memcpy(strstr(carried.text, SERVED), PHOTO("78"), UUID_LEN);
    memcpy(strstr(carried.text, "uuid\":\"" SERVED) + 7, PHOTO("78"), UUID_LEN);
    carried_seal(api.w.store->keys);
    carried_take_all(ROLE_VILLAGE);
    assert_int_equal(reply_int("/refused"), 1);
    carried_look(ROLE_VILLAGE);
    assert_non_null(strstr(reply_text("/items/0/detail"), "还没有传到"));
}

/* Whoever served it finds it in the list of what he served; nobody else does. */
static void an_officer_sees_what_he_served(void **state)
{
    (void)state;
    expect(ROLE_VILLAGE, "GET", "/services", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    assert_string_equal(reply_text("/items/0/uuid"), SERVED);
    assert_string_equal(reply_text("/items/0/student_name"), "测带出");
    assert_string_equal(reply_text("/items/0/title"), "劝返通知书");
    assert_int_equal(reply_int("/items/0/document_id"), paper);
    expect(ROLE_TOWNSHIP, "GET", "/services?limit=200", NULL, 200);
    for (size_t i = 0; i < json_array_size(reply_at("/items")); i++)
        assert_true(reply_int(PATH("/items/%zu/document_id", i)) != paper);
    expect(ROLE_AGENCY, "GET", "/services", NULL, 403);
}

/* Of a phone whose store was lost: what came from it, what it last said. */
static void an_officer_is_told_what_is_safe_of_a_lost_phone(void **state)
{
    int64_t visits;

    (void)state;
    expect(ROLE_VILLAGE, "PUT", "/phones/" DEVICE "/contact",
           "{'kind':'演示手机','unsent':3}", 204);
    expect(ROLE_VILLAGE, "GET", "/phones/" DEVICE, NULL, 200);
    assert_int_equal(reply_int("/unsent"), 3);
    assert_int_equal(reply_int("/services"), 1);
    assert_int_equal(reply_int("/photos_awaited"), 0);
    assert_string_equal(reply_text("/contact_at"), reply_text("/received_at"));
    visits = reply_int("/visits");
    assert_true(visits > 30);
    assert_int_equal(carried_stored(), visits);
    expect(ROLE_TOWNSHIP, "GET", "/phones/" DEVICE, NULL, 404);
    expect(ROLE_VILLAGE, "GET", "/phones/none", NULL, 404);
}

int api_group_carry_photo(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_photos_of_a_visit_come_with_it),
        cmocka_unit_test(a_service_comes_with_its_picture),
        cmocka_unit_test(a_service_that_is_here_stays_one),
        cmocka_unit_test(a_service_without_its_picture_is_refused),
        cmocka_unit_test(an_officer_sees_what_he_served),
        cmocka_unit_test(an_officer_is_told_what_is_safe_of_a_lost_phone),
    };

    return cmocka_run_group_tests_name("carry_photo", tests, NULL, NULL);
}
