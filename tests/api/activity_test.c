/* 工作记录 and 隐患与办学条件 over HTTP: logged, seen by whom, corrected, mended. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"
#include "base/clock.h"

static char path[300], body[900];

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))
#define PNG "\x89PNG\r\n\x1a\nof a street"
#define CLEANED                                                                \
    "{'kind':'surroundings','held_on':'2026-08-19','title':'%s',"              \
    "'place':'第一中学门口','found':'两处无照摊点'%s}"

static int64_t cleaned, of_child, hazard;

static int64_t photo(enum role role)
{
    assert_int_equal(api_upload(role, "/attachments", PNG, strlen(PNG)), 201);
    return reply_int("/id");
}

void activity_plant(const char *mark, int64_t child, const char *school,
                    int64_t *activity, int64_t *out)
{
    expect(ROLE_BUREAU, "POST", "/activities",
           BODY("{'kind':'volunteering','held_on':'2026-08-19','title':'%s',"
                "'people':3,'student_id':%lld}",
                mark, ID(child)),
           201);
    *activity = reply_int("/id");
    expect(ROLE_BUREAU, "POST", "/hazards",
           BODY("{'school':'%s','kind':'fire','gravity':'ordinary','found_on':"
                "'2026-08-19','detail':'%s','due_on':'2026-12-01'}",
                school, mark),
           201);
    *out = reply_int("/id");
}

/* ---- activities -------------------------------------------------------- */
static void the_kinds_say_who_logs_what_and_how(void **state)
{
    json_t *k;
    size_t i, open = 0;

    (void)state;
    expect(ROLE_AGENCY, "GET", "/activity-kinds", NULL, 200);
    json_array_foreach(reply_at("/items"), i, k)
    {
        open += json_is_true(json_object_get(k, "may_log"));
    }
    assert_int_equal(i, 14);
    assert_int_equal(open, 5);
    expect(ROLE_ADMIN, "GET", "/activity-kinds", NULL, 403);
    expect(ROLE_EXPERT, "GET", "/activity-kinds", NULL, 403);
}

static void a_unit_logs_what_it_did_with_a_photo(void **state)
{
    int64_t file = photo(ROLE_AGENCY);

    (void)state;
    expect(ROLE_AGENCY, "POST", "/activities",
           BODY(CLEANED, "校园周边清理",
                ",'evidence':[{'kind':'hazard_photo','attachment_id':1}]"),
           422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/evidence");
    expect(ROLE_AGENCY, "POST", "/activities",
           BODY("{'kind':'surroundings','held_on':'2026-08-19','title':'校园"
                "周边清理','place':'第一中学门口','found':'两处无照摊点',"
                "'people':12,'evidence':[{'kind':'activity_photo',"
                "'attachment_id':%lld}]}",
                ID(file)),
           201);
    cleaned = reply_int("/id");
    assert_string_equal(reply_text("/unit_name"), "市公安局");
    assert_true(json_is_true(reply_at("/may_correct")));
    assert_int_equal(reply_int("/evidence/0/attachment_id"), file);
    PATH("/attachments/%lld", ID(file));
    assert_int_equal(api_call(ROLE_LEADER, "GET", path, NULL, 0), 200);
    assert_int_equal(api_call(ROLE_TOWNSHIP, "GET", path, NULL, 0), 404);
}

static void it_is_refused_by_kind_unit_and_field(void **state)
{
    (void)state;
    expect(ROLE_AGENCY, "POST", "/activities",
           "{'kind':'hygiene','held_on':'2026-08-19','title':'检查',"
           "'school':'" WORLD_SCHOOL "','found':'无'}",
           422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/kind");
    expect(ROLE_BUREAU_LEAD, "POST", "/activities",
           "{'kind':'complaint','held_on':'2026-08-19','title':'投诉'}", 422);
    assert_string_equal(reply_text("/errors/0/code"), "activity.room");
    expect(ROLE_AGENCY, "POST", "/activities",
           BODY(CLEANED, "清理", ",'amount_yuan':5"), 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/amount_yuan");
    expect(ROLE_AGENCY, "POST", "/activities",
           BODY(CLEANED, "清理", ",'school':'9999999999'"), 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/school");
    expect(ROLE_INSPECTOR, "POST", "/activities", BODY(CLEANED, "清理", ""),
           403);
}

static void each_unit_sees_its_own_and_the_county_all(void **state)
{
    static const struct {
        enum role role;
        int status;
    } t[] = { { ROLE_AGENCY, 200 },      { ROLE_BUREAU, 200 },
              { ROLE_LEADER, 200 },      { ROLE_INSPECTOR, 200 },
              { ROLE_TOWNSHIP, 404 },    { ROLE_VILLAGE, 404 },
              { ROLE_SCHOOL_HEAD, 404 }, { ROLE_TEACHER, 404 } };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        expect(t[i].role, "GET", PATH("/activities/%lld", ID(cleaned)), NULL,
               t[i].status);
    expect(ROLE_VILLAGE, "POST", "/activities",
           "{'kind':'law','held_on':'2026-08-18','title':'入村普法','place':"
           "'村委会','people':40,'audiences':['guardians','villagers']}",
           201);
    assert_int_equal(json_array_size(reply_at("/audiences")), 2);
    PATH("/activities/%lld", ID(reply_int("/id")));
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 200);
    assert_false(json_is_true(reply_at("/may_correct")));
    expect(ROLE_AGENCY, "GET", path, NULL, 404);
}

static void what_is_about_a_child_is_the_childs(void **state)
{
    int64_t home = api_household(ROLE_TOWNSHIP, api.w.village);
    int64_t child = api_child(ROLE_TOWNSHIP, home, api.w.village, "受助甲"),
            file;

    (void)state;
    file = photo(ROLE_TOWNSHIP);
    PATH("/students/%lld", ID(child));
    expect(ROLE_SCHOOL_HEAD, "GET", path, NULL, 404);
    expect(ROLE_SCHOOL_HEAD, "POST", "/activities",
           BODY("{'kind':'family_education','held_on':'2026-08-19','title':"
                "'家访','people':2,'student_id':%lld}",
                ID(child)),
           422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/student_id");
    expect(ROLE_TOWNSHIP, "POST", "/activities",
           BODY("{'kind':'family_education','held_on':'2026-08-19','title':"
                "'家庭教育指导','people':2,'student_id':%lld,'evidence':[{"
                "'kind':'activity_photo','attachment_id':%lld}]}",
                ID(child), ID(file)),
           201);
    of_child = reply_int("/id");
    assert_string_equal(reply_text("/student_name"), "受助甲");
    expect(ROLE_VILLAGE, "GET",
           PATH("/activities?student_id=%lld&count=true", ID(child)), NULL,
           200);
    assert_int_equal(reply_int("/total"), 0); /* the township's, not its own */
    expect(ROLE_BUREAU, "GET", path, NULL, 200);
    assert_int_equal(reply_int("/total"), 1);
    PATH("/attachments/%lld", ID(file));
    assert_int_equal(api_call(ROLE_BUREAU, "GET", path, NULL, 0), 200);
    assert_int_equal(api_call(ROLE_AGENCY, "GET", path, NULL, 0), 404);
}

static void a_correction_keeps_what_stood(void **state)
{
    int64_t more = photo(ROLE_AGENCY);

    (void)state;
    PATH("/activities/%lld", ID(cleaned));
    expect(ROLE_AGENCY, "PUT", path, BODY(CLEANED, "清理", ""), 428);
    expect_version(ROLE_BUREAU, "PUT", path, body, 1, 422);
    expect_version(ROLE_TOWNSHIP, "PUT", path, body, 1, 404);
    BODY("{'kind':'surroundings','held_on':'2026-08-19','title':'校园周边清理',"
         "'place':'第一中学门口','found':'三处无照摊点','evidence':[{'kind':"
         "'activity_photo','attachment_id':%lld}]}",
         ID(more));
    expect_version(ROLE_AGENCY, "PUT", path, body, 1, 200);
    assert_string_equal(reply_text("/found"), "三处无照摊点");
    assert_int_equal(json_array_size(reply_at("/evidence")), 2);
    assert_non_null(strstr(reply_text("/corrections/0/was"), "两处无照摊点"));
    expect_version(ROLE_AGENCY, "PUT", path, body, 1, 412);
    expect_version(ROLE_AGENCY, "PUT", path,
                   "{'kind':'law','held_on':'2026-08-19','title':'清理',"
                   "'place':'门口','people':3,'audiences':['pupils']}",
                   2, 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/kind");
}

static void it_is_withdrawn_with_a_reason_and_counted_no_more(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "GET", "/activity-counts?year=2026", NULL, 200);
    expect(ROLE_AGENCY, "GET", "/activity-counts?year=2026", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    assert_string_equal(reply_text("/items/0/kind"), "surroundings");
    assert_int_equal(reply_int("/items/0/activities"), 1);
    expect(ROLE_AGENCY, "GET", "/activity-counts", NULL, 422);
    PATH("/activities/%lld/withdraw", ID(cleaned));
    expect_version(ROLE_AGENCY, "POST", path, "{'reason':''}", 2, 422);
    expect_version(ROLE_LEADER, "POST", path, "{'reason':'登记重复'}", 2, 403);
    expect_version(ROLE_AGENCY, "POST", path, "{'reason':'登记重复'}", 2, 200);
    assert_string_equal(reply_text("/state"), "withdrawn");
    assert_string_equal(reply_text("/reason"), "登记重复");
    expect_version(ROLE_AGENCY, "POST", path, "{'reason':'登记重复'}", 3, 422);
    expect(ROLE_AGENCY, "GET", "/activity-counts?year=2026", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
}

static void the_list_is_filtered(void **state)
{
    static const struct {
        const char *query;
        int64_t total;
    } t[] = {
        { "unit=gongan", 1 },
        { "unit=gongan&state=withdrawn", 0 },
        { "unit=gongan&year=2026", 1 },
        { "unit=gongan&year=2025", 0 },
        { "kind=law&unit_kind=village", 1 },
        { "kind=law&unit_kind=village&from=2026-08-19", 0 },
        { "kind=law&unit_kind=village&to=2026-08-18", 1 },
        { "kind=law&unit_kind=village&school=" WORLD_SCHOOL, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        expect(ROLE_BUREAU, "GET",
               PATH("/activities?count=true&%s", t[i].query), NULL, 200);
        if (reply_int("/total") != t[i].total)
            fail_msg("%s: %lld", t[i].query, ID(reply_int("/total")));
    }
    expect(ROLE_BUREAU, "GET", "/activities?kind=lost", NULL, 422);
}

/* ---- hazards ----------------------------------------------------------- */
#define LEAK                                                                   \
    "{'school':'%s','kind':'building','gravity':'grave','found_on':"           \
    "'2026-08-19','detail':'实验室屋顶漏水','due_on':'2026-08-25'%s}"

static void step(enum role role, const char *name, const char *with,
                 int64_t version, int status)
{
    expect_version(role, "POST",
                   PATH("/hazards/%lld/actions/%s", ID(hazard), name), with,
                   version, status);
}

static void a_school_writes_down_its_hazard(void **state)
{
    (void)state;
    expect(ROLE_SCHOOL_HEAD, "POST", "/hazards",
           BODY(LEAK, WORLD_OTHER_SCHOOL, ""), 422);
    expect(ROLE_SCHOOL_HEAD, "POST", "/hazards",
           BODY(LEAK, WORLD_SCHOOL, ",'mender':'dudao'"), 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/mender");
    expect(ROLE_TEACHER, "POST", "/hazards", BODY(LEAK, WORLD_SCHOOL, ""), 403);
    expect(ROLE_SCHOOL_HEAD, "POST", "/hazards", body, 201);
    hazard = reply_int("/id");
    assert_string_equal(reply_text("/allowed_actions/0/action"), "report");
    PATH("/hazards/%lld", ID(hazard));
    expect(ROLE_BUREAU, "GET", path, NULL, 200);
    expect(ROLE_INSPECTOR, "GET", path, NULL, 200);
    expect(ROLE_AGENCY, "GET", path, NULL, 404);
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 404);
    expect(ROLE_TEACHER, "GET", path, NULL, 403);
}

static void it_is_mended_with_a_photo_and_looked_at_by_another(void **state)
{
    int64_t file = photo(ROLE_SCHOOL_HEAD);

    (void)state;
    expect(ROLE_SCHOOL_HEAD, "GET", "/worklist?limit=200", NULL, 200);
    assert_true(reply_waits("hazard"));
    step(ROLE_SCHOOL_HEAD, "report", "{'note':'已补漏'}", 1, 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/evidence");
    step(ROLE_SCHOOL_HEAD, "report",
         BODY("{'note':'已补漏','evidence':[{'kind':'rectification_proof',"
              "'attachment_id':%lld}]}",
              ID(file)),
         1, 200);
    assert_string_equal(reply_text("/state"), "reported");
    step(ROLE_SCHOOL_HEAD, "pass", "{'note':'好'}", 2, 422);
    expect(ROLE_BUREAU, "GET", "/worklist?limit=200", NULL, 200);
    assert_true(reply_waits("hazard_check"));
    PATH("/attachments/%lld", ID(file));
    assert_int_equal(api_call(ROLE_BUREAU, "GET", path, NULL, 0), 200);
    assert_int_equal(api_call(ROLE_AGENCY, "GET", path, NULL, 0), 404);
    step(ROLE_BUREAU, "return", "{'note':'东侧还漏','due_on':'2026-09-05'}", 2,
         200);
    assert_string_equal(reply_text("/state"), "returned");
    assert_string_equal(reply_text("/due_on"), "2026-09-05");
    step(ROLE_BUREAU, "extend", "{'note':'等雨停','due_on':'2026-09-06'}", 2,
         412);
}

static void what_is_overdue_waits_for_the_school_and_the_bureau(void **state)
{
    (void)state;
    world_clock(WORLD_NOW + 18 * CLOCK_DAY_MS);
    expect(ROLE_SCHOOL_HEAD, "GET", "/worklist?limit=200&count=true", NULL,
           200);
    assert_true(reply_waits("hazard"));
    expect(ROLE_BUREAU, "GET", "/worklist?limit=200&count=true", NULL, 200);
    assert_true(reply_waits("hazard_urge"));
    expect(ROLE_TEACHER, "GET", "/worklist?limit=200&count=true", NULL, 200);
    assert_false(reply_waits("hazard"));
    expect(ROLE_SCHOOL_HEAD, "GET", "/hazards?overdue=true&count=true", NULL,
           200);
    assert_int_equal(reply_int("/total"), 1);
    assert_true(json_is_true(reply_at("/items/0/overdue")));
    world_clock(WORLD_NOW);
    expect(ROLE_SCHOOL_HEAD, "GET",
           "/hazards?gravity=condition&kind=fire&state=open&school=x", NULL,
           200);
    expect(ROLE_SCHOOL_HEAD, "GET", "/hazards?state=lost", NULL, 422);
}

int api_group_activity(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_kinds_say_who_logs_what_and_how),
        cmocka_unit_test(a_unit_logs_what_it_did_with_a_photo),
        cmocka_unit_test(it_is_refused_by_kind_unit_and_field),
        cmocka_unit_test(each_unit_sees_its_own_and_the_county_all),
        cmocka_unit_test(what_is_about_a_child_is_the_childs),
        cmocka_unit_test(a_correction_keeps_what_stood),
        cmocka_unit_test(the_list_is_filtered),
        cmocka_unit_test(it_is_withdrawn_with_a_reason_and_counted_no_more),
        cmocka_unit_test(a_school_writes_down_its_hazard),
        cmocka_unit_test(it_is_mended_with_a_photo_and_looked_at_by_another),
        cmocka_unit_test(what_is_overdue_waits_for_the_school_and_the_bureau),
    };

    return cmocka_run_group_tests_name("activity", tests, NULL, NULL);
}
