/* 转学交接 over HTTP: written out by one school, received by the other, confirmed
 * outside on proof. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"

static char path[300], body[600];

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))
#define TO(school)                                                             \
    "{'student_id':%lld,'to_school':'" school                                  \
    "','left_on':'2026-08-18','reason':'随父母搬家'}"
#define TO_OUTSIDE                                                              \
    "{'student_id':%lld,'to_name':'外县样例学校','left_on':'2026-08-18'," \
    "'reason':'随父母务工'}"
#define ARRIVED "{'arrived_on':'2026-08-19','class':'3','boarding':'2'}"

static int64_t coming, going, outside;

static int64_t pupil(const char *name, const char *village, const char *school)
{
    int64_t home = api_household(ROLE_BUREAU, village);
    int64_t id = api_child(ROLE_BUREAU, home, village, name);

    expect(ROLE_BUREAU, "POST", PATH("/students/%lld/enrolments", ID(id)),
           BODY("{'school':'%s','grade':'21','class':'1','state':'enrolled',"
                "'from_date':'2026-03-01'}",
                school),
           201);
    return id;
}

void transfer_plant(const char *mark, const char *village, int64_t *out)
{
    int64_t id = pupil(mark, village, WORLD_OTHER_SCHOOL);

    expect(ROLE_BUREAU, "POST", "/transfers", BODY(TO_OUTSIDE, ID(id)), 201);
    *out = reply_int("/id");
}

static void a_school_writes_out_its_own_pupils(void **state)
{
    int64_t own = pupil("转样乙", api.w.village, WORLD_SCHOOL);
    int64_t other = pupil("转样丙", api.w.village, WORLD_OTHER_SCHOOL);

    (void)state;
    expect(ROLE_SCHOOL_HEAD, "POST", "/transfers",
           BODY(TO(WORLD_SCHOOL), ID(other)), 404);
    expect(ROLE_TOWNSHIP, "POST", "/transfers",
           BODY(TO(WORLD_OTHER_SCHOOL), ID(own)), 403);
    expect(ROLE_SCHOOL_HEAD, "POST", "/transfers", BODY(TO("none"), ID(own)),
           422);
    expect(ROLE_SCHOOL_HEAD, "POST", "/transfers",
           BODY(TO(WORLD_OTHER_SCHOOL), ID(own)), 201);
    going = reply_int("/id");
    assert_true(json_is_true(reply_at("/may_withdraw")));
    assert_false(json_is_true(reply_at("/may_receive")));
    expect(ROLE_BUREAU, "POST", "/transfers",
           BODY(TO(WORLD_OTHER_SCHOOL), ID(own)), 409);
    expect(ROLE_BUREAU, "POST", "/transfers", BODY(TO(WORLD_SCHOOL), ID(other)),
           201);
    coming = reply_int("/id");
}

static void each_side_finds_it_in_its_list(void **state)
{
    (void)state;
    expect(ROLE_SCHOOL_HEAD, "GET",
           "/transfers?direction=in&state=waiting&count=true", NULL, 200);
    assert_int_equal(reply_int("/total"), 1);
    assert_int_equal(reply_int("/items/0/id"), coming);
    assert_string_equal(reply_text("/items/0/student_name"), "转样丙");
    expect(ROLE_SCHOOL_HEAD, "GET", "/transfers?direction=out&state=waiting",
           NULL, 200);
    assert_int_equal(reply_int("/items/0/id"), going);
    expect(ROLE_SCHOOL_HEAD, "GET", "/worklist?limit=200", NULL, 200);
    assert_true(reply_waits("transfer_receive"));
    expect(ROLE_BUREAU, "GET", "/transfers?overdue=true", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
    expect(ROLE_BUREAU, "GET", "/transfers?direction=up", NULL, 422);
}

/* What a member says of the child of that name in a list; NULL for null. */
static const char *said_of(const char *name, const char *list,
                           const char *items_at, const char *member)
{
    size_t i;
    json_t *row;

    expect(ROLE_BUREAU, "GET", list, NULL, 200);
    json_array_foreach(reply_at(items_at), i, row)
    {
        if (strcmp(json_string_value(json_object_get(row, "name")), name) == 0)
            return json_string_value(json_object_get(row, member));
    }
    fail_msg("%s is not in %s", name, list);
    return NULL;
}

/* The standing that the ledger of children gives that child. */
static const char *standing_of(const char *name)
{
    return said_of(name, "/ledgers/children?year=2026&limit=200", "/items",
                   "standing");
}

/* Missing until it is received: neither at school nor lawfully gone. */
static void who_is_on_the_way_is_so_called_everywhere(void **state)
{
    int64_t home;

    (void)state;
    assert_string_equal(standing_of("转样丙"), "在途，待接收");
    expect(ROLE_BUREAU, "GET", PATH("/transfers/%lld", ID(coming)), NULL, 200);
    expect(ROLE_BUREAU, "GET",
           PATH("/students/%lld", ID(reply_int("/student_id"))), NULL, 200);
    assert_string_equal(reply_text("/transfer_state"), "waiting");
    assert_string_equal(reply_text("/enrolment_state"), "transferred");
    home = reply_int("/household_id");
    assert_string_equal(said_of("转样丙", "/students?q=转样&limit=200",
                                "/items", "transfer_state"),
                        "waiting");
    assert_string_equal(said_of("转样丙", PATH("/households/%lld", ID(home)),
                                "/children", "transfer_state"),
                        "waiting");
    assert_string_equal(said_of("转样丙",
                                "/indicators/enrolment/children?year=2026"
                                "&part=rest&limit=200",
                                "/items", "transfer_state"),
                        "waiting");
}

static void the_school_that_it_came_to_receives_it(void **state)
{
    (void)state;
    PATH("/transfers/%lld/receive", ID(coming));
    expect_version(ROLE_BUREAU, "POST", path, ARRIVED, 1, 422);
    expect_version(ROLE_SCHOOL_HEAD, "POST", path,
                   "{'arrived_on':'2026-08-17','class':'3'}", 1, 422);
    expect_version(ROLE_SCHOOL_HEAD, "POST", path, "{'class':'3'}", 1, 422);
    expect_version(ROLE_TEACHER, "POST", path, ARRIVED, 1, 403);
    expect_version(ROLE_SCHOOL_HEAD, "POST", path, ARRIVED, 1, 200);
    assert_string_equal(reply_text("/state"), "received");
    expect_version(ROLE_SCHOOL_HEAD, "POST", path, ARRIVED, 1, 412);
    expect_version(ROLE_SCHOOL_HEAD, "POST", path, ARRIVED, 2, 409);
    assert_string_equal(standing_of("转样丙"), "在校有学籍");
    expect(ROLE_SCHOOL_HEAD, "GET", "/worklist?limit=200", NULL, 200);
    assert_false(reply_waits("transfer_receive"));
}

static void what_was_not_to_be_is_withdrawn_with_a_reason(void **state)
{
    (void)state;
    PATH("/transfers/%lld/withdraw", ID(going));
    expect_version(ROLE_SCHOOL_HEAD, "POST", path, "{}", 1, 422);
    expect_version(ROLE_SCHOOL_HEAD, "POST", path, "{'note':'家里不搬了'}", 1,
                   200);
    assert_string_equal(reply_text("/note"), "家里不搬了");
    expect(ROLE_SCHOOL_HEAD, "GET", PATH("/transfers/%lld", ID(going)), NULL,
           200);
    assert_string_equal(reply_text("/state"), "withdrawn");
}

static void outside_the_county_the_bureau_confirms_on_proof(void **state)
{
    int64_t paper, id = pupil("转样丁", api.w.village, WORLD_SCHOOL);

    (void)state;
    expect(ROLE_SCHOOL_HEAD, "POST", "/transfers", BODY(TO_OUTSIDE, ID(id)),
           201);
    outside = reply_int("/id");
    expect(ROLE_BUREAU, "GET", "/worklist?limit=200", NULL, 200);
    assert_true(reply_waits("transfer_confirm"));
    assert_int_equal(api_upload(ROLE_BUREAU, "/attachments",
                                "\x89PNG\r\n\x1a\n synthetic", 18),
                     201);
    paper = reply_int("/id");
    PATH("/transfers/%lld/confirm", ID(outside));
    expect_version(ROLE_BUREAU, "POST", path, "{'arrived_on':'2026-08-19'}", 1,
                   422);
    expect_version(ROLE_BUREAU, "POST", path,
                   "{'arrived_on':'2026-08-19','attachment_id':999999}", 1,
                   422);
    BODY("{'arrived_on':'2026-08-19','attachment_id':%lld}", ID(paper));
    expect_version(ROLE_SCHOOL_HEAD, "POST", path, body, 1, 422);
    expect_version(ROLE_BUREAU, "POST", path, body, 1, 200);
    assert_string_equal(reply_text("/state"), "confirmed");
    expect(ROLE_BUREAU, "GET", PATH("/students/%lld/enrolments", ID(id)), NULL,
           200);
    assert_string_equal(reply_text("/items/0/school_name"), "外县样例学校");
    assert_string_equal(reply_text("/items/0/state"), "enrolled");
}

int api_group_transfer(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_school_writes_out_its_own_pupils),
        cmocka_unit_test(each_side_finds_it_in_its_list),
        cmocka_unit_test(who_is_on_the_way_is_so_called_everywhere),
        cmocka_unit_test(the_school_that_it_came_to_receives_it),
        cmocka_unit_test(what_was_not_to_be_is_withdrawn_with_a_reason),
        cmocka_unit_test(outside_the_county_the_bureau_confirms_on_proof),
    };

    return cmocka_run_group_tests_name("transfer", tests, NULL, NULL);
}
