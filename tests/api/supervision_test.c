/* 督查 over HTTP: planned, held, found, put right, looked at again. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"

static char path[300], body[900];

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))
#define PNG "\x89PNG\r\n\x1a\nof a test"

static int64_t visit, finding, order;

static int64_t photo(enum role role)
{
    assert_int_equal(api_upload(role, "/attachments", PNG, strlen(PNG)), 201);
    return reply_int("/id");
}

static void step(enum role role, const char *of, int64_t id, const char *name,
                 const char *with, int64_t version, int status)
{
    expect_version(role, "POST", PATH("/%s/%lld/actions/%s", of, ID(id), name),
                   with, version, status);
}

static int64_t plan(enum role role, const char *unit, const char *purpose)
{
    expect(role, "POST", "/inspections",
           BODY("{'kind':'regular','unit':'%s','planned_on':'2026-08-20',"
                "'purpose':'%s'}",
                unit, purpose),
           201);
    return reply_int("/id");
}

void supervision_plant(const char *mark, const char *unit, int64_t *inspection,
                       int64_t *rectification)
{
    *inspection = plan(ROLE_INSPECTOR, unit, mark);
    step(ROLE_INSPECTOR, "inspections", *inspection, "start", "{}", 1, 200);
    step(ROLE_INSPECTOR, "inspections", *inspection, "find",
         BODY("{'detail':'%s'}", mark), 2, 200);
    expect(ROLE_INSPECTOR, "POST", "/rectifications",
           BODY("{'finding_id':%lld,'demand':'%s','due_on':'2026-09-01'}",
                ID(reply_int("/findings/0/id")), mark),
           201);
    *rectification = reply_int("/id");
}

/* ---- the visit --------------------------------------------------------- */
static void an_inspection_is_planned_by_those_who_inspect(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "POST", "/inspections",
           "{'kind':'regular','unit':'gongan','planned_on':'2026-08-21'}", 403);
    expect(ROLE_BUREAU, "POST", "/inspections",
           "{'kind':'regular','unit':'gongan','planned_on':'2026-08-21'}", 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/unit");
    expect(ROLE_INSPECTOR, "POST", "/inspections",
           "{'kind':'regular','unit':'gongan','planned_on':'2026-08-19'}", 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/planned_on");
    visit = plan(ROLE_INSPECTOR, WORLD_TOWNSHIP, "入户调查");
    assert_string_equal(reply_text("/state"), "planned");
    assert_int_equal(json_array_size(reply_at("/sheet")), 9);
    assert_false(json_is_true(reply_at("/may_check")));
    plan(ROLE_BUREAU, WORLD_SCHOOL, "学籍");
    assert_string_equal(reply_text("/inspector_name"), "市教育局");
}

static void the_unit_sees_it_when_the_inspectors_are_there(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET", PATH("/inspections/%lld", ID(visit)), NULL,
           404);
    expect(ROLE_INSPECTOR, "GET", "/worklist?limit=200", NULL, 200);
    assert_true(reply_waits("inspect"));
    step(ROLE_BUREAU, "inspections", visit, "start", "{}", 1, 422);
    step(ROLE_INSPECTOR, "inspections", visit, "start", "{}", 1, 200);
    assert_string_equal(reply_text("/held_on"), "2026-08-20");
    assert_true(json_is_true(reply_at("/may_check")));
    expect(ROLE_TOWNSHIP, "GET", PATH("/inspections/%lld", ID(visit)), NULL,
           200);
    assert_int_equal(json_array_size(reply_at("/allowed_actions")), 0);
    expect(ROLE_VILLAGE, "GET", path, NULL, 404);
    expect(ROLE_TEACHER, "GET", path, NULL, 403);
    expect(ROLE_LEADER, "GET", path, NULL, 200);
}

#define ANSWERS                                                                       \
    "{'answers':[{'item':'chain','answer':'yes'},{'item':'grid','answer':"            \
    "'no','note':'两个小区没有网格员'},{'item':'household_survey','answer':" \
    "'yes'},{'item':'notices','answer':'yes'},{'item':'ledgers','answer':"            \
    "'yes'},{'item':'reported','answer':'yes'},{'item':'persuasion','answer'"         \
    ":'yes'},{'item':'orders','answer':'none'}"

static void the_sheet_is_filled_in_and_kept(void **state)
{
    (void)state;
    PATH("/inspections/%lld/sheet", ID(visit));
    expect_version(ROLE_TOWNSHIP, "PUT", path, ANSWERS "]}", 2, 403);
    expect_version(ROLE_BUREAU, "PUT", path, ANSWERS "]}", 2, 422);
    expect_version(ROLE_INSPECTOR, "PUT", path,
                   "{'answers':[{'item':'grid','answer':'no'}]}", 2, 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/answers/0/note");
    expect_version(ROLE_INSPECTOR, "PUT", path, ANSWERS "]}", 2, 200);
    assert_string_equal(reply_text("/sheet/1/note"), "两个小区没有网格员");
    assert_true(json_is_null(reply_at("/sheet/8/answer")));
    expect_version(ROLE_INSPECTOR, "PUT", path, ANSWERS "]}", 2, 412);
    step(ROLE_INSPECTOR, "inspections", visit, "close", "{}", 3, 422);
    assert_non_null(strstr(reply_text("/detail"), "没填的项"));
}

static void a_finding_keeps_its_evidence_sealed(void **state)
{
    int64_t mine = photo(ROLE_INSPECTOR), other = photo(ROLE_BUREAU);

    (void)state;
    step(ROLE_INSPECTOR, "inspections", visit, "find",
         BODY("{'item':'plans','detail':'没有网格员'}"), 3, 422);
    step(ROLE_INSPECTOR, "inspections", visit, "find",
         BODY("{'detail':'缺','evidence':[{'kind':'inspection_photo',"
              "'attachment_id':%lld}]}",
              ID(other)),
         3, 422);
    step(ROLE_INSPECTOR, "inspections", visit, "find",
         BODY("{'item':'grid','detail':'两个小区没有网格员','evidence':[{"
              "'kind':'inspection_photo','attachment_id':%lld}]}",
              ID(mine)),
         3, 200);
    finding = reply_int("/findings/0/id");
    assert_int_equal(reply_int("/findings/0/evidence/0/attachment_id"), mine);
    assert_true(json_is_true(reply_at("/findings/0/may_order")));
    PATH("/attachments/%lld", ID(mine));
    assert_int_equal(api_call(ROLE_TOWNSHIP, "GET", path, NULL, 0), 200);
    assert_int_equal(api_call(ROLE_VILLAGE, "GET", path, NULL, 0), 404);
    assert_int_equal(api_call(ROLE_SCHOOL_HEAD, "GET", path, NULL, 0), 404);
}

static void it_is_closed_when_every_item_is_answered(void **state)
{
    (void)state;
    expect_version(ROLE_INSPECTOR, "PUT",
                   PATH("/inspections/%lld/sheet", ID(visit)),
                   "{'answers':[{'item':'publicity','answer':'yes'}]}", 4, 200);
    step(ROLE_INSPECTOR, "inspections", visit, "close",
         "{'experience':'村村有台账','shortcomings':'网格没有到人'}", 5, 200);
    assert_string_equal(reply_text("/state"), "closed");
    expect(ROLE_INSPECTOR, "GET",
           "/inspections?state=closed&unit_kind=township&year=2026&count=true",
           NULL, 200);
    assert_int_equal(reply_int("/total"), 1);
    assert_int_equal(reply_int("/items/0/findings"), 1);
    expect(ROLE_INSPECTOR, "GET", "/inspections?state=lost", NULL, 422);
}

/* ---- putting right ----------------------------------------------------- */
static void a_finding_becomes_a_rectification_with_a_day(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "POST", "/rectifications",
           BODY("{'finding_id':%lld,'demand':'配齐','due_on':'2026-08-25'}",
                ID(finding)),
           422);
    expect(ROLE_INSPECTOR, "POST", "/rectifications",
           "{'finding_id':999999,'demand':'配齐','due_on':'2026-08-25'}", 422);
    expect(ROLE_TOWNSHIP, "POST", "/rectifications",
           BODY("{'finding_id':%lld,'demand':'配齐','due_on':'2026-08-25'}",
                ID(finding)),
           403);
    expect(ROLE_INSPECTOR, "POST", "/rectifications",
           BODY("{'finding_id':%lld,'unit':'none','demand':'配齐',"
                "'due_on':'2026-08-25'}",
                ID(finding)),
           422);
    expect(ROLE_INSPECTOR, "POST", "/rectifications",
           BODY("{'finding_id':%lld,'demand':'配齐两个小区的网格员',"
                "'due_on':'2026-08-25'}",
                ID(finding)),
           201);
    order = reply_int("/id");
    assert_string_equal(reply_text("/unit"), WORLD_TOWNSHIP);
    assert_string_equal(reply_text("/steps/0/action"), "order");
    expect(ROLE_TOWNSHIP, "GET", "/worklist?limit=200", NULL, 200);
    assert_true(reply_waits("rectify"));
    expect(ROLE_VILLAGE, "GET", PATH("/rectifications/%lld", ID(order)), NULL,
           404);
    expect(ROLE_ADMIN, "GET", path, NULL, 403);
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 200);
    assert_string_equal(reply_text("/finding"), "两个小区没有网格员");
    assert_int_equal(json_array_size(reply_at("/finding_evidence")), 1);
}

static void a_report_needs_evidence_and_is_looked_at_again(void **state)
{
    int64_t file = photo(ROLE_TOWNSHIP);

    (void)state;
    step(ROLE_TOWNSHIP, "rectifications", order, "report", "{'note':'已配齐'}",
         1, 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/evidence");
    step(ROLE_INSPECTOR, "rectifications", order, "report",
         BODY("{'note':'已配齐','evidence':[{'kind':'rectification_proof',"
              "'attachment_id':%lld}]}",
              ID(file)),
         1, 422);
    step(ROLE_TOWNSHIP, "rectifications", order, "report", body, 1, 200);
    assert_string_equal(reply_text("/state"), "reported");
    assert_false(json_is_true(reply_at("/late")));
    expect(ROLE_INSPECTOR, "GET", "/worklist?limit=200", NULL, 200);
    assert_true(reply_waits("rectify_check"));
    step(ROLE_TOWNSHIP, "rectifications", order, "pass", "{'note':'好'}", 2,
         422);
    step(ROLE_LEADER, "rectifications", order, "pass", "{'note':'好'}", 2, 403);
    step(ROLE_INSPECTOR, "rectifications", order, "return",
         "{'note':'只配了一个','due_on':'2026-09-05'}", 2, 200);
    assert_string_equal(reply_text("/state"), "returned");
    assert_string_equal(reply_text("/due_on"), "2026-09-05");
    PATH("/attachments/%lld", ID(file));
    assert_int_equal(api_call(ROLE_INSPECTOR, "GET", path, NULL, 0), 200);
    assert_int_equal(api_call(ROLE_AGENCY, "GET", path, NULL, 0), 404);
}

/* Two days past its day it stands in red on both lists, and stays late. */
static void what_is_overdue_waits_for_both(void **state)
{
    int64_t file = photo(ROLE_TOWNSHIP);

    (void)state;
    world_clock(WORLD_NOW + 18 * CLOCK_DAY_MS);
    expect(ROLE_TOWNSHIP, "GET", "/worklist?limit=200&count=true", NULL, 200);
    assert_true(reply_waits("rectify"));
    expect(ROLE_INSPECTOR, "GET", "/worklist?limit=200&count=true", NULL, 200);
    assert_true(reply_waits("rectify_urge"));
    expect(ROLE_INSPECTOR, "GET", "/rectifications?overdue=true&count=true",
           NULL, 200);
    assert_true(reply_int("/total") >= 1);
    assert_true(json_is_true(reply_at("/items/0/overdue")));
    step(ROLE_TOWNSHIP, "rectifications", order, "report",
         BODY("{'note':'两个都配齐','evidence':[{'kind':'rectification_proof',"
              "'attachment_id':%lld}]}",
              ID(file)),
         3, 200);
    assert_true(json_is_true(reply_at("/late")));
    assert_false(json_is_true(reply_at("/overdue")));
    step(ROLE_INSPECTOR, "rectifications", order, "pass",
         "{'note':'现场看过，两名网格员在岗'}", 4, 200);
    assert_string_equal(reply_text("/state"), "passed");
    assert_int_equal(json_array_size(reply_at("/steps")), 5);
    assert_int_equal(json_array_size(reply_at("/allowed_actions")), 0);
    expect(ROLE_TOWNSHIP, "GET", "/rectifications?mine=true&state=passed", NULL,
           200);
    assert_int_equal(reply_int("/items/0/id"), order);
    expect(ROLE_TOWNSHIP, "GET", "/rectifications?state=lost", NULL, 422);
    world_clock(WORLD_NOW);
}

int api_group_supervision(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_inspection_is_planned_by_those_who_inspect),
        cmocka_unit_test(the_unit_sees_it_when_the_inspectors_are_there),
        cmocka_unit_test(the_sheet_is_filled_in_and_kept),
        cmocka_unit_test(a_finding_keeps_its_evidence_sealed),
        cmocka_unit_test(it_is_closed_when_every_item_is_answered),
        cmocka_unit_test(a_finding_becomes_a_rectification_with_a_day),
        cmocka_unit_test(a_report_needs_evidence_and_is_looked_at_again),
        cmocka_unit_test(what_is_overdue_waits_for_both),
    };

    return cmocka_run_group_tests_name("supervision", tests, NULL, NULL);
}
