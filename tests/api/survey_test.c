/* Rounds, doors and visits over the API. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"
#include "domain/round.h"

static char path[200], body[1500];
static int64_t round_id;

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))
#define UUID(n) "/surveys/00000000-0000-4000-8000-0000000000" n

static void a_round_is_opened_by_the_bureau(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "POST", "/survey-rounds",
           "{'year':2026,'name':'2026年8月入户摸排','starts_on':'2026-08-01',"
           "'ends_on':'2026-08-31'}",
           201);
    round_id = reply_int("/id");
    expect(ROLE_BUREAU, "POST", "/survey-rounds",
           "{'year':2026,'name':'倒着的','starts_on':'2026-08-31','ends_on':"
           "'2026-08-01'}",
           422);
    expect(ROLE_VILLAGE, "GET", PATH("/survey-rounds/%lld", ID(round_id)), NULL,
           200);
    expect_version(ROLE_BUREAU, "PATCH", path, "{'name':'八月入户摸排'}", 1,
                   200);
    expect(ROLE_BUREAU, "GET", "/survey-rounds/999", NULL, 404);
    expect(ROLE_VILLAGE, "GET", "/survey-form", NULL, 200);
    expect(ROLE_TEACHER, "GET", "/survey-form", NULL, 403);
}

/* A household at its door with one child out of school: the visit is kept,
 * the child stands in the register, the case is open. */
static const char *visit(void)
{
    return BODY("{'round_id':%lld,'visited_at':'2026-08-20T08:30:00+08:00',"
                "'outcome':'interviewed','household':{'id':null,'division':"
                "'%s','head_name':'测门','phone':'19900003333'},'children':["
                "{'student_id':null,'name':'测童','sex':'2','birth_date':"
                "'2013-04-05','situation':'dropout','reason':'R02','since':"
                "'2026-03-01'},{'student_id':null,'name':'测弟','sex':'1',"
                "'birth_date':'2016-04-05','situation':'in_school'}]}",
                ID(round_id), api.w.village);
}

static int64_t door, child, opened;

static void a_visit_opens_the_case_it_finds(void **state)
{
    (void)state;
    expect(ROLE_VILLAGE, "PUT", UUID("01"), visit(), 201);
    door = reply_int("/household_id");
    child = reply_int("/children/0/student_id");
    opened = reply_int("/children/0/case_id");
    assert_true(json_is_null(reply_at("/children/1/case_id")));
    expect(ROLE_TOWNSHIP, "GET", PATH("/cases/%lld", ID(opened)), NULL, 200);
    assert_int_equal(reply_int("/student_id"), child);
    expect(
        ROLE_VILLAGE, "GET",
        PATH("/survey-households/%lld?round_id=%lld", ID(door), ID(round_id)),
        NULL, 200);
}

static void the_same_visit_again_gets_the_same_answer(void **state)
{
    (void)state;
    expect(ROLE_VILLAGE, "PUT", UUID("01"), visit(), 200);
    assert_int_equal(reply_int("/household_id"), door);
    assert_int_equal(reply_int("/children/0/case_id"), opened);
    expect(ROLE_VILLAGE, "GET",
           PATH("/surveys?round_id=%lld&count=true", ID(round_id)), NULL, 200);
    assert_int_equal(reply_int("/total"), 1);
    expect(ROLE_VILLAGE, "GET", UUID("01"), NULL, 200);
    expect(ROLE_VILLAGE, "GET", UUID("99"), NULL, 404);
}

#define DEVICE "00000000-0000-4000-8000-00000000d001"

/* A visit that leaves the door to be knocked at again, from a phone. */
static const char *from_phone(int sequence)
{
    return BODY("{'round_id':%lld,'visited_at':'2026-08-20T07:30:00+08:00',"
                "'outcome':'nobody_home','household':{'id':%lld},'device':"
                "'" DEVICE "','sequence':%d}",
                ID(round_id), ID(door), sequence);
}

/* What a phone is told after a backup was put back: there is a gap. */
static void a_phone_is_told_which_of_its_numbers_are_here(void **state)
{
    (void)state;
    expect(ROLE_VILLAGE, "PUT", UUID("d1"), from_phone(1), 201);
    expect(ROLE_VILLAGE, "PUT", UUID("d2"), from_phone(2), 201);
    expect(ROLE_VILLAGE, "PUT", UUID("d4"), from_phone(4), 201);
    expect(ROLE_VILLAGE, "GET", "/survey-receipts?device=" DEVICE, NULL, 200);
    assert_int_equal(reply_int("/items/0/first"), 1);
    assert_int_equal(reply_int("/items/0/last"), 2);
    assert_int_equal(reply_int("/items/1/first"), 4);
    assert_int_equal(reply_int("/items/1/last"), 4);
    expect(ROLE_VILLAGE, "GET", "/survey-receipts?device=" DEVICE "&first=2",
           NULL, 200);
    assert_int_equal(reply_int("/items/0/first"), 2);
    expect(ROLE_VILLAGE, "GET", "/survey-receipts?device=" DEVICE "&limit=1",
           NULL, 200);
    assert_string_equal(reply_text("/next_cursor"), "2");
}

/* Numbers are the account's own: whoever learns a phone's name learns none. */
static void a_phone_of_another_account_has_delivered_nothing(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET", "/survey-receipts?device=" DEVICE, NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
    expect(ROLE_VILLAGE, "GET", "/survey-receipts?device=mine", NULL, 422);
    expect(ROLE_TEACHER, "GET", "/survey-receipts?device=" DEVICE, NULL, 403);
}

/* The door of this group in the reply, by its household. */
static const char *taken(const char *member)
{
    json_t *doors = reply_at("/doors");
    static char pointer[100];
    size_t i = 0;

    while (
        i < json_array_size(doors) &&
        json_integer_value(json_object_get(
            json_object_get(json_object_get(json_array_get(doors, i), "door"),
                            "household"),
            "id")) != door)
        i++;
    snprintf(pointer, sizeof pointer, "/doors/%zu/%s", i, member);
    return reply_text(pointer);
}

static const char *village_doors(const char *known)
{
    return PATH("/survey-rounds/%lld/doors?division=%s%s", ID(round_id),
                api.w.village, known);
}

/* A phone takes its village along once, and then only what is new. */
static void a_village_is_taken_along_and_again_when_it_changed(void **state)
{
    char known[64];

    (void)state;
    expect(ROLE_VILLAGE, "GET", village_doors(""), NULL, 200);
    assert_string_equal(taken("door/household/head_name"), "测门");
    assert_string_equal(taken("door/household/phone"), "19900003333");
    assert_non_null(strstr(taken("words"), "cemen"));
    assert_non_null(strstr(taken("words"), " ct"));
    assert_string_equal(taken("door/visit/children/0/situation"), "dropout");
    assert_true(json_is_null(reply_at("/next")));
    snprintf(known, sizeof known, "&known=%s", reply_text("/mark"));
    expect(ROLE_VILLAGE, "GET", village_doors(known), NULL, 200);
    assert_true(json_is_true(reply_at("/unchanged")));
    assert_int_equal(json_array_size(reply_at("/doors")), 0);
    expect_version(ROLE_VILLAGE, "PATCH", PATH("/households/%lld", ID(door)),
                   "{'note':'搬到村东'}", 1, 200);
    expect(ROLE_VILLAGE, "GET", village_doors(known), NULL, 200);
    assert_true(json_is_false(reply_at("/unchanged")));
    assert_string_equal(taken("door/household/note"), "搬到村东");
}

/* Whoever asks for a village of others gets nothing of it. */
static void a_village_of_others_cannot_be_taken_along(void **state)
{
    (void)state;
    expect(ROLE_VILLAGE, "GET",
           PATH("/survey-rounds/%lld/doors?division=%s", ID(round_id),
                api.w.other_village),
           NULL, 200);
    assert_int_equal(json_array_size(reply_at("/doors")), 0);
    expect(
        ROLE_VILLAGE, "GET",
        PATH("/survey-rounds/%lld/doors?division=999999999999", ID(round_id)),
        NULL, 422);
    expect(ROLE_VILLAGE, "GET",
           PATH("/survey-rounds/999/doors?division=%s", api.w.village), NULL,
           404);
    expect(ROLE_TEACHER, "GET",
           PATH("/survey-rounds/%lld/doors?division=%s", ID(round_id),
                api.w.village),
           NULL, 403);
}

static void another_body_under_its_number_is_refused(void **state)
{
    (void)state;
    expect(ROLE_VILLAGE, "PUT", UUID("01"),
           BODY("{'round_id':%lld,'visited_at':'2026-08-20T08:30:00+08:00',"
                "'outcome':'nobody_home','household':{'id':%lld}}",
                ID(round_id), ID(door)),
           409);
    assert_string_equal(reply_text("/code"), "survey.uuid_reused");
}

static void bad_visits_name_what_is_wrong_and_keep_nothing(void **state)
{
    static const struct {
        const char *part, *pointer;
    } t[] = {
        { "'outcome':'asleep'", "/outcome" },
        { "'outcome':'interviewed','visited_at':'2031-01-01T00:00:00Z'",
          "/visited_at" },
        { "'outcome':'interviewed','children':[{'name':'测','situation':"
          "'flying'}]",
          "/children/0/situation" },
        { "'outcome':'interviewed','children':[{'student_id':null,"
          "'situation':'in_school'}]",
          "/children/0/name" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        expect(
            ROLE_VILLAGE, "PUT", UUID("50"),
            BODY("{'round_id':%lld,%s'household':{'id':%lld},%s}", ID(round_id),
                 strstr(t[i].part, "visited_at")
                     ? ""
                     : "'visited_at':'2026-08-20T08:30:00+08:00',",
                 ID(door), t[i].part),
            422);
        assert_string_equal(reply_text("/errors/0/pointer"), t[i].pointer);
    }
    expect(ROLE_VILLAGE, "GET", UUID("50"), NULL, 404);
}

static const char *sheet(int64_t household, const char *day, const char *more)
{
    return BODY("{'round_id':%lld,'visited_at':'%sT00:00:00+08:00','outcome':"
                "'interviewed','household':{'id':%lld},'source':'paper'%s}",
                ID(round_id), day, ID(household), more);
}

static void a_sheet_is_typed_in_once_with_who_was_there(void **state)
{
    int64_t home = api_household(ROLE_BUREAU, api.w.village);

    (void)state;
    expect(ROLE_TOWNSHIP, "PUT", UUID("31"), sheet(home, "2026-08-18", ""),
           422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/visitor");
    expect(ROLE_TOWNSHIP, "PUT", UUID("31"),
           sheet(home, "2031-08-18", ",'visitor':'测入户'"), 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/visited_at");
    expect(ROLE_TOWNSHIP, "PUT", UUID("31"),
           sheet(home, "2026-08-18", ",'visitor':'测入户'"), 201);
    expect(ROLE_TOWNSHIP, "PUT", UUID("31"),
           sheet(home, "2026-08-18", ",'visitor':'测入户'"), 200);
    expect(ROLE_VILLAGE, "GET", UUID("31"), NULL, 200);
    assert_string_equal(reply_text("/source"), "paper");
    assert_string_equal(reply_text("/visitor"), "测入户");
    /* The same sheet from the other clerk's pile. */
    expect(ROLE_TOWNSHIP, "PUT", UUID("32"),
           sheet(home, "2026-08-18", ",'visitor':'测另一人'"), 422);
    assert_string_equal(reply_text("/errors/0/code"), "survey.visited");
    expect(ROLE_VILLAGE, "GET", UUID("32"), NULL, 404);
}

/* The phone was at the door while the sheet lay in a drawer. */
static void a_sheet_passes_over_no_visit_of_a_phone(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "PUT", UUID("33"),
           sheet(door, "2026-08-19", ",'visitor':'测入户','children':[]"), 422);
    assert_string_equal(reply_text("/errors/0/code"), "survey.visited");
    assert_non_null(strstr(reply_text("/errors/0/detail"), "手机"));
    expect(
        ROLE_VILLAGE, "GET",
        PATH("/survey-households/%lld?round_id=%lld", ID(door), ID(round_id)),
        NULL, 200);
    assert_string_equal(reply_text("/visit/uuid"),
                        "00000000-0000-4000-8000-000000000001");
}

static void a_village_has_a_sheet_a_household_with_a_number(void **state)
{
    int64_t code = door_code(door);

    (void)state;
    expect(ROLE_VILLAGE, "GET",
           PATH("/survey-sheets?division=%s&round_id=%lld", api.w.village,
                ID(round_id)),
           NULL, 200);
    assert_true(json_array_size(reply_at("/papers")) >= 1);
    assert_string_equal(reply_text("/papers/0/title"), "入户摸排登记表");
    snprintf(body, sizeof body, "编号 %lld-%lld", ID(door), ID(code % 10));
    assert_non_null(memmem(api.raw.data, api.raw.len, body, strlen(body)));
    assert_null(memmem(api.raw.data, api.raw.len, "19900003333", 11));
    expect(ROLE_VILLAGE, "GET",
           PATH("/survey-sheets/%lld?round_id=%lld", ID(code), ID(round_id)),
           NULL, 200);
    assert_int_equal(reply_int("/household/id"), door);
    expect(ROLE_VILLAGE, "GET", PATH("/survey-sheets/%lld", ID(code + 1)), NULL,
           422);
    expect(ROLE_VILLAGE, "GET",
           PATH("/survey-sheets/%lld", ID(door_code(999999))), NULL, 404);
    expect(ROLE_VILLAGE, "GET", "/survey-sheets?division=990000000000", NULL,
           422);
    expect(ROLE_TEACHER, "GET", "/survey-sheets/18", NULL, 403);
    expect(ROLE_TEACHER, "GET",
           PATH("/survey-sheets?division=%s", api.w.village), NULL, 403);
}

static void a_correction_names_what_it_corrects(void **state)
{
    (void)state;
    expect(ROLE_VILLAGE, "PUT", UUID("02"),
           BODY("{'round_id':%lld,'visited_at':'2026-08-20T08:40:00+08:00',"
                "'outcome':'interviewed','household':{'id':%lld},'children':"
                "[{'student_id':%lld,'situation':'in_school'}],'supersedes':"
                "'00000000-0000-4000-8000-000000000001'}",
                ID(round_id), ID(door), ID(child)),
           201);
    /* Seen in school, yet the case is not closed by that. */
    expect(ROLE_TOWNSHIP, "GET", PATH("/cases/%lld", ID(opened)), NULL, 200);
    assert_string_not_equal(reply_text("/state"), "closed");
    expect(ROLE_VILLAGE, "PUT", UUID("03"),
           BODY("{'round_id':%lld,'visited_at':'2026-08-20T08:50:00+08:00',"
                "'outcome':'nobody_home','household':{'id':%lld},"
                "'supersedes':'00000000-0000-4000-8000-000000000001'}",
                ID(round_id), ID(door)),
           422);
    assert_string_equal(reply_text("/code"), "rule");
}

static void a_door_of_another_township_is_not_there(void **state)
{
    int64_t other = api_household(ROLE_BUREAU, api.w.other_village);

    (void)state;
    expect(ROLE_VILLAGE, "PUT", UUID("60"),
           BODY("{'round_id':%lld,'visited_at':'2026-08-20T08:30:00+08:00',"
                "'outcome':'nobody_home','household':{'id':%lld}}",
                ID(round_id), ID(other)),
           404);
}

static void coverage_counts_what_was_visited(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "GET",
           PATH("/survey-rounds/%lld/coverage?by=township", ID(round_id)), NULL,
           200);
    expect(ROLE_BUREAU, "GET",
           PATH("/survey-rounds/%lld/coverage?by=galaxy", ID(round_id)), NULL,
           422);
    expect(ROLE_VILLAGE, "GET",
           PATH("/survey-rounds/%lld/households?state=done", ID(round_id)),
           NULL, 200);
    assert_true(json_array_size(reply_at("/items")) >= 1);
    expect(ROLE_VILLAGE, "GET",
           PATH("/survey-rounds/%lld/households?state=x", ID(round_id)), NULL,
           422);
}

/* A phone whose clock is a year ahead, or behind: the visit is kept at the time
 * that it was, the phone is told by how much, and the same again, sent by another
 * clock, gets the same answer. */
static void a_phone_with_a_wrong_clock_is_set_right(void **state)
{
    static const struct {
        const char *uuid, *said, *sent_at;
        int64_t off;
    } t[] = {
        { UUID("c1"), "2027-08-20T08:30:00+08:00",
          "2027-08-20T09:00:00%2B08:00", 365 * 24 * 3600 },
        { UUID("c2"), "2025-08-20T08:30:00+08:00",
          "2025-08-20T09:00:00%2B08:00", -365 * 24 * 3600 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const char *said =
            BODY("{'round_id':%lld,'visited_at':'%s','outcome':'nobody_home',"
                 "'household':{'id':%lld}}",
                 ID(round_id), t[i].said, ID(door));

        expect(ROLE_VILLAGE, "PUT", t[i].uuid, said, 422);
        expect(ROLE_VILLAGE, "PUT",
               PATH("%s?sent_at=%s", t[i].uuid, t[i].sent_at), said, 201);
        assert_int_equal(reply_int("/clock_off"), t[i].off);
        expect(ROLE_VILLAGE, "PUT",
               PATH("%s?sent_at=2026-08-20T09:00:00%%2B08:00", t[i].uuid), said,
               200);
        assert_int_equal(reply_int("/clock_off"), t[i].off);
        expect(ROLE_VILLAGE, "GET", t[i].uuid, NULL, 200);
        assert_string_equal(reply_text("/visited_at"),
                            "2026-08-20T08:30:00+08:00");
        assert_int_equal(reply_int("/clock_off"), t[i].off);
    }
    expect(ROLE_VILLAGE, "GET", UUID("01"), NULL, 200);
    assert_true(json_is_null(reply_at("/clock_off")));
}

/* Its clock was set right between two visits to one door: the first is of its
 * coming, and the second not before it. */
static void visits_of_one_phone_stay_in_their_order(void **state)
{
    static const char *const said[] = { "2027-08-20T08:40:00+08:00",
                                        "2026-08-20T08:50:00+08:00" };
    static const char *const uuid[] = { UUID("c3"), UUID("c4") };

    (void)state;
    for (int i = 0; i < 2; i++) {
        expect(ROLE_VILLAGE, "PUT",
               PATH("%s?sent_at=2026-08-20T09:00:00%%2B08:00", uuid[i]),
               BODY("{'round_id':%lld,'visited_at':'%s','outcome':"
                    "'nobody_home','household':{'id':%lld},'device':'" DEVICE
                    "','sequence':%d}",
                    ID(round_id), said[i], ID(door), 20 + i),
               201);
        expect(ROLE_VILLAGE, "GET", uuid[i], NULL, 200);
        assert_string_equal(reply_text("/visited_at"),
                            "2026-08-20T09:00:00+08:00");
    }
    assert_int_equal(reply_int("/clock_off"), -600);
}

static void a_closed_round_takes_no_visit_and_says_what_to_do(void **state)
{
    int64_t version;

    (void)state;
    expect(ROLE_BUREAU, "GET", PATH("/survey-rounds/%lld", ID(round_id)), NULL,
           200);
    version = reply_int("/version");
    expect_version(ROLE_BUREAU, "PATCH", path, "{'state':'closed'}", version,
                   200);
    expect(ROLE_VILLAGE, "PUT", UUID("70"),
           BODY("{'round_id':%lld,'visited_at':'2026-08-20T08:30:00+08:00',"
                "'outcome':'nobody_home','household':{'id':%lld}}",
                ID(round_id), ID(door)),
           422);
    /* What was taken before is answered as before. */
    expect(ROLE_VILLAGE, "PUT", UUID("01"), visit(), 200);
    expect_version(ROLE_BUREAU, "PATCH", path, "{'state':'open'}", version + 1,
                   200);
}

int api_group_survey(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_round_is_opened_by_the_bureau),
        cmocka_unit_test(a_visit_opens_the_case_it_finds),
        cmocka_unit_test(the_same_visit_again_gets_the_same_answer),
        cmocka_unit_test(another_body_under_its_number_is_refused),
        cmocka_unit_test(a_village_is_taken_along_and_again_when_it_changed),
        cmocka_unit_test(a_village_of_others_cannot_be_taken_along),
        cmocka_unit_test(a_phone_is_told_which_of_its_numbers_are_here),
        cmocka_unit_test(a_phone_of_another_account_has_delivered_nothing),
        cmocka_unit_test(bad_visits_name_what_is_wrong_and_keep_nothing),
        cmocka_unit_test(a_sheet_is_typed_in_once_with_who_was_there),
        cmocka_unit_test(a_sheet_passes_over_no_visit_of_a_phone),
        cmocka_unit_test(a_village_has_a_sheet_a_household_with_a_number),
        cmocka_unit_test(a_correction_names_what_it_corrects),
        cmocka_unit_test(a_door_of_another_township_is_not_there),
        cmocka_unit_test(coverage_counts_what_was_visited),
        cmocka_unit_test(a_phone_with_a_wrong_clock_is_set_right),
        cmocka_unit_test(visits_of_one_phone_stay_in_their_order),
        cmocka_unit_test(a_closed_round_takes_no_visit_and_says_what_to_do),
    };

    return cmocka_run_group_tests_name("survey", tests, NULL, NULL);
}
