/* 入学通知书 over HTTP: who is due one, numbering, finding, serving, printing. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"
#include "crypto/hash.h"
#include "domain/attachment.h"

static char path[300], body[600], village[13];
static int64_t first, second, young;

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))

static bool shows(const char *text)
{
    return api.raw.len &&
           memmem(api.raw.data, api.raw.len, text, strlen(text)) != NULL;
}

static int64_t child_born(const char *name, const char *born)
{
    int64_t house = api_household(ROLE_TOWNSHIP, village);

    expect(ROLE_TOWNSHIP, "POST", "/students",
           BODY("{'household_id':%lld,'name':'%s','sex':'1','birth_date':'%s',"
                "'residence_division':'%s'}",
                ID(house), name, born, village),
           201);
    return reply_int("/id");
}

static const char *batch(const char *where, bool dry)
{
    return BODY("{'division':'%s','year':2026,'report_on':'2026-09-01',"
                "'dry_run':%s}",
                where, dry ? "true" : "false");
}

/* A village that no other group knocks at. */
static void a_village_with_three_children(void **state)
{
    size_t n;

    (void)state;
    expect(ROLE_TOWNSHIP, "GET",
           "/divisions?level=village&limit=200&parent=" WORLD_TOWNSHIP, NULL,
           200);
    n = json_array_size(reply_at("/items"));
    assert_true(n > 2);
    snprintf(village, sizeof village, "%s",
             reply_text(PATH("/items/%zu/code", n - 1)));
    first = child_born("测入学甲", "2020-08-31");
    second = child_born("测入学乙", "2019-09-01");
    young = child_born("测入学幼", "2020-09-01");
}

static void a_child_without_a_catchment_is_refused_by_name(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "POST", "/notices", batch(village, true), 201);
    assert_int_equal(reply_int("/due"), 0);
    assert_int_equal(json_array_size(reply_at("/refused")), 2);
    assert_string_equal(reply_text("/refused/0/name"), "测入学甲");
    assert_string_equal(reply_text("/refused/0/refused"), "catchment");
    expect(ROLE_BUREAU, "POST", "/catchments",
           BODY("{'division':'%s','stage':'primary','school':'" WORLD_SCHOOL
                "','from_date':'2026-01-01'}",
                village),
           201);
}

static void a_preview_tells_and_makes_nothing(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "POST", "/notices", batch(village, true), 201);
    assert_int_equal(reply_int("/due"), 2);
    assert_int_equal(reply_int("/made"), 0);
    assert_int_equal(reply_int("/left"), 2);
    assert_string_equal(reply_text("/items/0/basis"), "school_age");
    expect(ROLE_TOWNSHIP, "GET", PATH("/notices?division=%s", village), NULL,
           200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
}

static void what_cannot_be_made_is_refused(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "POST", "/notices",
           batch(WORLD_OTHER_TOWNSHIP, false), 422);
    expect(ROLE_VILLAGE, "POST", "/notices", batch(village, false), 422);
    expect(ROLE_BUREAU, "POST", "/notices", batch(WORLD_COUNTY, false), 422);
    expect(
        ROLE_TOWNSHIP, "POST", "/notices",
        BODY("{'division':'%s','year':2027,'report_on':'2026-09-01'}", village),
        422);
    expect(
        ROLE_TOWNSHIP, "POST", "/notices",
        BODY("{'division':'%s','year':2026,'report_on':'2026-08-19'}", village),
        422);
    expect(ROLE_TEACHER, "POST", "/notices", batch(village, false), 403);
}

static void a_batch_gives_each_child_one_notice_once(void **state)
{
    int64_t number;

    (void)state;
    expect(ROLE_TOWNSHIP, "POST", "/notices", batch(village, false), 201);
    assert_int_equal(reply_int("/made"), 2);
    assert_int_equal(reply_int("/left"), 0);
    expect(ROLE_TOWNSHIP, "POST", "/notices", batch(village, false), 201);
    assert_int_equal(reply_int("/made"), 0);
    assert_int_equal(reply_int("/already"), 2);
    expect(ROLE_TOWNSHIP, "GET",
           PATH("/notices?division=%s&state=issued&count=true", village), NULL,
           200);
    assert_int_equal(reply_int("/total"), 2);
    number = reply_int("/items/0/number");
    assert_int_equal(reply_int("/items/1/number"), number + 1);
    assert_string_equal(reply_text("/items/0/unit"), WORLD_TOWNSHIP);
    assert_string_equal(reply_text("/items/0/school"), WORLD_SCHOOL);
    first = reply_int("/items/0/id");
    second = reply_int("/items/1/id");
    assert_false(shows("测入学幼"));
}

static void a_notice_is_found_by_name_and_by_number(void **state)
{
    int64_t number;

    (void)state;
    expect(ROLE_TOWNSHIP, "GET", "/notices?q=crxy", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    assert_string_equal(reply_text("/items/0/student_name"), "测入学乙");
    number = reply_int("/items/0/number");
    expect(ROLE_TOWNSHIP, "GET",
           PATH("/notices?division=%s&number=%lld", village, ID(number)), NULL,
           200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    expect(ROLE_TOWNSHIP, "GET", "/notices?q=-", NULL, 422);
    expect(ROLE_VILLAGE, "GET", PATH("/notices/%lld", ID(first)), NULL, 404);
    expect(ROLE_BUREAU, "GET", PATH("/notices/%lld", ID(first)), NULL, 200);
}

static void a_village_is_printed_a_page_a_child(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET", PATH("/notice-papers?division=%s", village),
           NULL, 200);
    assert_int_equal(json_array_size(reply_at("/papers")), 2);
    assert_string_equal(reply_text("/papers/0/title"), "入学通知书");
    assert_true(shows("虎林市虎头镇人民政府"));
    assert_true(shows("测入学甲（男，2020年8月31日出生）"));
    assert_true(shows("2026年9月1日"));
    assert_true(shows("小学一年级"));
    assert_true(shows("送达回证"));
    expect(ROLE_AUDITOR, "GET", "/audit?limit=1", NULL, 200);
    assert_string_equal(reply_text("/items/0/action"), "GET /notice-papers");
    expect(ROLE_TOWNSHIP, "GET", "/notice-papers", NULL, 422);
    expect(ROLE_AGENCY, "GET", PATH("/notice-papers?division=%s", village),
           NULL, 403);
}

static void service_follows_the_law_of_documents(void **state)
{
    static const char png[] = "\x89PNG\r\n\x1a\n synthetic";
    int64_t signature;

    (void)state;
    expect(ROLE_TOWNSHIP, "POST", PATH("/notices/%lld/service", ID(first)),
           "{'method':'lien','served_on':'2026-08-20','servers':'甲',"
           "'place':'家门口'}",
           422);
    expect(ROLE_TOWNSHIP, "POST", PATH("/notices/%lld/service", ID(first)),
           "{'method':'lien','served_on':'2026-08-20','servers':'甲',"
           "'place':'家门口','witness':'村干部乙'}",
           201);
    assert_string_equal(reply_text("/state"), "refused");
    assert_int_equal(api_upload(ROLE_TOWNSHIP, "/attachments", png, sizeof png),
                     201);
    signature = reply_int("/id");
    expect(ROLE_TOWNSHIP, "POST", PATH("/notices/%lld/service", ID(second)),
           BODY("{'method':'direct','served_on':'2026-08-20','servers':'甲',"
                "'recipient':'孩子的母亲','attachment_id':%lld}",
                ID(signature)),
           201);
    assert_string_equal(reply_text("/state"), "served");
    assert_int_equal(reply_int("/services/0/attachment_id"), signature);
    expect_version(ROLE_TOWNSHIP, "POST",
                   PATH("/notices/%lld/void", ID(second)), "{'reason':'写错'}",
                   reply_int("/version"), 422);
}

static void the_township_sees_how_far_each_village_is(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET",
           PATH("/notice-tallies?year=2026&division=%s", village), NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    assert_int_equal(reply_int("/items/0/notices"), 2);
    assert_int_equal(reply_int("/items/0/served"), 1);
    assert_int_equal(reply_int("/items/0/refused"), 1);
    assert_int_equal(reply_int("/items/0/unserved"), 0);
    expect(ROLE_TEACHER, "GET", "/notice-tallies", NULL, 403);
}

/* A void notice keeps its number and makes room for another. */
static void a_void_notice_makes_room_for_another(void **state)
{
    int64_t third = child_born("测入学丙", "2020-01-01"), number;

    (void)state;
    assert_true(third > 0);
    expect(ROLE_TOWNSHIP, "POST", "/notices", batch(village, false), 201);
    assert_int_equal(reply_int("/made"), 1);
    expect(ROLE_TOWNSHIP, "GET", "/notices?q=crxb", NULL, 200);
    number = reply_int("/items/0/number");
    third = reply_int("/items/0/id");
    expect_version(ROLE_TOWNSHIP, "POST", PATH("/notices/%lld/void", ID(third)),
                   "{'reason':'学校写错'}", 1, 200);
    assert_string_equal(reply_text("/state"), "void");
    expect(ROLE_TOWNSHIP, "POST", "/notices", batch(village, false), 201);
    assert_int_equal(reply_int("/made"), 1);
    expect(ROLE_TOWNSHIP, "GET", "/notices?q=crxb&state=issued", NULL, 200);
    assert_int_equal(reply_int("/items/0/number"), number + 1);
}

void notice_plant(int64_t case_id, const char *there, int64_t *out)
{
    expect(ROLE_BUREAU, "GET", PATH("/cases/%lld", ID(case_id)), NULL, 200);
    expect_version(ROLE_BUREAU, "POST",
                   PATH("/cases/%lld/actions/verify", ID(case_id)),
                   "{'note':'属实'}", reply_int("/version"), 200);
    expect(ROLE_BUREAU, "POST", "/notices", batch(there, false), 201);
    expect(ROLE_BUREAU, "GET", PATH("/notices?division=%s", there), NULL, 200);
    *out = reply_int("/items/0/id");
}

/* ---- what a phone takes along ---- */
/* Of a new case; the number of its 劝返通知书. */
static int64_t issue_persuasion(int64_t of_case)
{
    static const char *const steps[][2] = {
        { "verify", "{'note':'属实'}" },
        { "notify", "{'deadline_on':'2026-09-01','note':'请支持孩子读书。'}" },
    };

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
    return reply_int("/items/0/id");
}

/* A notice, and the 劝返通知书 of a child of the village; what was served this
 * year stands there with its way. */
static void what_is_to_be_served_at_a_villages_doors(void **state)
{
    int64_t truant = child_born("测劝返", "2013-04-05"), paper;

    (void)state;
    expect(ROLE_TOWNSHIP, "GET", PATH("/door-documents?division=%s", village),
           NULL, 200);
    assert_string_equal(reply_text("/items/0/student_name"), "测入学甲");
    assert_string_equal(reply_text("/items/0/title"), "入学通知书");
    assert_string_equal(reply_text("/items/0/state"), "served");
    expect(ROLE_TOWNSHIP, "POST", "/cases",
           BODY("{'student_id':%lld,'reason':'R02','absent_since':'2026-08-01',"
                "'tried':'去过'}",
                ID(truant)),
           201);
    paper = issue_persuasion(reply_int("/id"));
    expect(ROLE_TOWNSHIP, "GET", PATH("/door-documents?division=%s", village),
           NULL, 200);
    for (size_t i = 0; i < json_array_size(reply_at("/items")); i++)
        if (reply_int(PATH("/items/%zu/id", i)) == paper)
            assert_string_equal(reply_text(PATH("/items/%zu/title", i)),
                                "劝返通知书");
    assert_true(shows("劝返通知书"));
    expect(ROLE_TOWNSHIP, "POST", PATH("/documents/%lld/service", ID(paper)),
           "{'method':'direct','served_on':'2026-08-20','recipient':'测家长',"
           "'servers':'测送达'}",
           201);
    expect(ROLE_TOWNSHIP, "GET", "/door-documents?division=999999999999", NULL,
           422);
    expect(ROLE_AGENCY, "GET", PATH("/door-documents?division=%s", village),
           NULL, 403);
}

/* ---- what a phone sends again ---- */
#define SERVICE_UUID "11111111-2222-4333-8444-555555555555"

static void a_service_sent_again_is_one_service(void **state)
{
    const char *again = "{'method':'direct','served_on':'2026-08-20',"
                        "'recipient':'测家长','servers':'测送达','uuid':"
                        "'" SERVICE_UUID "'}";
    size_t n;

    (void)state;
    expect(ROLE_TOWNSHIP, "POST", PATH("/notices/%lld/service", ID(second)),
           again, 201);
    n = json_array_size(reply_at("/services"));
    expect(ROLE_TOWNSHIP, "POST", PATH("/notices/%lld/service", ID(second)),
           again, 201);
    assert_int_equal(json_array_size(reply_at("/services")), n);
    expect(ROLE_TOWNSHIP, "POST", PATH("/notices/%lld/service", ID(first)),
           again, 409);
}

static void another_service_under_the_same_number_is_refused(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "POST", PATH("/notices/%lld/service", ID(second)),
           "{'method':'direct','served_on':'2026-08-20',"
           "'recipient':'测别人','servers':'测送达','uuid':"
           "'" SERVICE_UUID "'}",
           409);
}

static void the_ways_of_service_say_what_they_ask_for(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET", "/service-rules", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 5);
    assert_string_equal(reply_text("/items/2/label"), "留置送达");
    assert_true(json_is_true(reply_at("/items/2/witness_or_attachment")));
}

#define UPLOAD "/uploads/22222222-2222-4333-8444-555555555555"
#define NO_HASH                                                                \
    "0000000000000000000000000000000000000000000000000000000000000000"

static int piece(enum role role, const char *where, const char *sha256,
                 size_t start, size_t end, size_t size, const char *data)
{
    return api_put_bytes(
        role,
        PATH("%s?start=%zu&size=%zu&sha256=%s", where, start, size, sha256),
        data + start, end - start);
}

static void a_picture_comes_piece_by_piece(void **state)
{
    static const char png[] = "\x89PNG\r\n\x1a\n of a signed receipt";
    const size_t n = sizeof png - 1;
    char hex[2 * HASH_BYTES + 1];
    uint8_t sum[HASH_BYTES];
    int64_t picture;

    (void)state;
    sha256_of(png, n, sum);
    hash_hex(sum, hex);
    expect(ROLE_TOWNSHIP, "GET", UPLOAD, NULL, 404);
    assert_int_equal(piece(ROLE_TOWNSHIP, UPLOAD, hex, 0, 10, n, png), 200);
    assert_int_equal(reply_int("/received"), 10);
    assert_int_equal(piece(ROLE_TOWNSHIP, UPLOAD, hex, 0, 10, n, png), 200);
    assert_int_equal(piece(ROLE_TOWNSHIP, UPLOAD, hex, 20, n, n, png), 409);
    assert_int_equal(piece(ROLE_VILLAGE, UPLOAD, hex, 10, n, n, png), 409);
    expect(ROLE_VILLAGE, "GET", UPLOAD, NULL, 404);
    assert_int_equal(piece(ROLE_TOWNSHIP, UPLOAD, hex, 10, n, n, png), 200);
    picture = reply_int("/attachment_id");
    assert_true(picture > 0);
    assert_int_equal(piece(ROLE_TOWNSHIP, UPLOAD, hex, 10, n, n, png), 200);
    assert_int_equal(reply_int("/attachment_id"), picture);
    expect(ROLE_TOWNSHIP, "GET", UPLOAD, NULL, 200);
    assert_int_equal(reply_int("/received"), (int64_t)n);
    assert_int_equal(piece(ROLE_TOWNSHIP, UPLOAD, NO_HASH, 0, 10, n, png), 409);
    assert_int_equal(piece(ROLE_TOWNSHIP, "/uploads/none", hex, 0, 1, n, png),
                     422);
    assert_int_equal(piece(ROLE_AUDITOR, UPLOAD, hex, 0, 1, n, png), 403);
}

/* By the UUID under which it came; a phone numbers services as visits. */
static void a_service_names_the_picture_that_came_before(void **state)
{
    static const char phone[] = "00000000-0000-4000-8000-0000000000fe";
    char words[600];
    int64_t third;

    (void)state;
    expect(ROLE_TOWNSHIP, "GET", "/notices?q=crxb&state=issued", NULL, 200);
    third = reply_int("/items/0/id");
    for (int n = 4; n >= 2; n -= 2) {
        snprintf(words, sizeof words,
                 "{'method':'lien','served_on':'2026-08-20','place':'家门口',"
                 "'servers':'测送达','uuid':'%d1111111-2222-4333-8444-"
                 "555555555555','picture':'%d2222222-2222-4333-8444-"
                 "555555555555','device':'%s','sequence':7}",
                 n, n, phone);
        expect(ROLE_TOWNSHIP, "POST", PATH("/notices/%lld/service", ID(third)),
               words, n == 2 ? 201 : 422);
    }
    assert_true(reply_int("/services/0/attachment_id") > 0);
    expect(ROLE_TOWNSHIP, "POST", PATH("/notices/%lld/service", ID(third)),
           words, 201);
    assert_int_equal(json_array_size(reply_at("/services")), 1);
    expect(ROLE_TOWNSHIP, "GET", PATH("/survey-receipts?device=%s", phone),
           NULL, 200);
    assert_int_equal(reply_int("/items/0/first"), 7);
    assert_int_equal(reply_int("/items/0/last"), 7);
}

/* Signed for yesterday by a phone that is a year ahead, and sent again by one that
 * was set right since. */
static void a_service_of_a_phone_with_a_wrong_clock_is_of_its_day(void **state)
{
    static const char *const sent_at[] = { "2027-08-20T10:00:00%2B08:00",
                                           "2026-08-20T10:00:00%2B08:00" };
    static const char words[] =
        "{'method':'direct','served_on':'2027-08-20','recipient':'测家长',"
        "'servers':'测送达','uuid':'c1111111-2222-4333-8444-555555555555'}";
    int64_t paper = 0;

    (void)state;
    expect(ROLE_TOWNSHIP, "GET", PATH("/door-documents?division=%s", village),
           NULL, 200);
    for (size_t i = 0; i < json_array_size(reply_at("/items")); i++)
        if (strcmp(reply_text(PATH("/items/%zu/title", i)), "劝返通知书") == 0)
            paper = reply_int(PATH("/items/%zu/id", i));
    assert_true(paper > 0);
    expect(ROLE_TOWNSHIP, "POST", PATH("/documents/%lld/service", ID(paper)),
           words, 422);
    for (size_t i = 0; i < 2; i++) {
        expect(
            ROLE_TOWNSHIP, "POST",
            PATH("/documents/%lld/service?sent_at=%s", ID(paper), sent_at[i]),
            words, 201);
        assert_int_equal(json_array_size(reply_at("/services")), 2);
        assert_string_equal(reply_text("/services/1/served_on"), "2026-08-20");
    }
}

static void what_is_not_what_was_said_is_let_go_of(void **state)
{
    static const char text[] = "no picture at all";
    const size_t n = sizeof text - 1;
    const char *where = "/uploads/33333333-2222-4333-8444-555555555555";

    (void)state;
    assert_int_equal(piece(ROLE_TOWNSHIP, where, NO_HASH, 0, n, n, text), 200);
    assert_true(reply_text("/fault") != NULL);
    assert_true(json_is_null(reply_at("/attachment_id")));
    expect(ROLE_TOWNSHIP, "GET", where, NULL, 404);
}

/* Nine of the largest would be 72 MiB; the last one is told to come later. */
static void what_was_begun_and_not_finished_has_a_limit(void **state)
{
    static const char some[] = "the first bytes of a picture";

    (void)state;
    for (int i = 1; i <= 9; i++) {
        char where[80];

        snprintf(where, sizeof where, "/uploads/%08d-2222-4333-8444-%012d", i,
                 i);
        assert_int_equal(
            piece(ROLE_VILLAGE, where, NO_HASH, 0, 10, ATTACHMENT_MOST, some),
            i < 9 ? 200 : 429);
    }
}

int api_group_notice(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_village_with_three_children),
        cmocka_unit_test(a_child_without_a_catchment_is_refused_by_name),
        cmocka_unit_test(a_preview_tells_and_makes_nothing),
        cmocka_unit_test(what_cannot_be_made_is_refused),
        cmocka_unit_test(a_batch_gives_each_child_one_notice_once),
        cmocka_unit_test(a_notice_is_found_by_name_and_by_number),
        cmocka_unit_test(a_village_is_printed_a_page_a_child),
        cmocka_unit_test(service_follows_the_law_of_documents),
        cmocka_unit_test(the_township_sees_how_far_each_village_is),
        cmocka_unit_test(a_void_notice_makes_room_for_another),
        cmocka_unit_test(what_is_to_be_served_at_a_villages_doors),
        cmocka_unit_test(a_service_sent_again_is_one_service),
        cmocka_unit_test(another_service_under_the_same_number_is_refused),
        cmocka_unit_test(the_ways_of_service_say_what_they_ask_for),
        cmocka_unit_test(a_picture_comes_piece_by_piece),
        cmocka_unit_test(a_service_names_the_picture_that_came_before),
        cmocka_unit_test(a_service_of_a_phone_with_a_wrong_clock_is_of_its_day),
        cmocka_unit_test(what_is_not_what_was_said_is_let_go_of),
        cmocka_unit_test(what_was_begun_and_not_finished_has_a_limit),
    };

    return cmocka_run_group_tests_name("notice", tests, NULL, NULL);
}
