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
    step(ROLE_INSPECTOR, "rectifications", order, "withdraw", "{'note':'有误'}",
         1, 412);
    assert_non_null(strstr(reply_text("/detail"), "刚刚办理了“报告整改”"));
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

/* ---- 公告 --------------------------------------------------------------- */
static int64_t notice;

static void an_announcement_with_a_childs_data_is_refused(void **state)
{
    int64_t home = api_household(ROLE_BUREAU, api.w.other_village);

    (void)state;
    api_child(ROLE_BUREAU, home, api.w.other_village, "督测小满");
    expect(ROLE_BUREAU, "POST", "/announcements",
           "{'year':2026,'title':'公告','body':'督查12次。'}", 403);
    expect(ROLE_INSPECTOR, "POST", "/announcements",
           "{'year':2026,'title':'公告','body':'督测小满已返校。'}", 422);
    assert_string_equal(reply_text("/errors/0/code"), "child.name");
    expect(ROLE_INSPECTOR, "POST", "/announcements",
           "{'year':2026,'title':'督测小满','body':'督查12次。'}", 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/title");
    expect(ROLE_INSPECTOR, "POST", "/announcements",
           "{'year':2026,'title':'公告','body':'证件号230381****1234'}", 422);
    expect(ROLE_INSPECTOR, "POST", "/announcements",
           "{'year':2026,'title':'公告','body':'督查12次。'}", 201);
    notice = reply_int("/id");
    PATH("/announcements/%lld", ID(notice));
    expect_version(ROLE_INSPECTOR, "PATCH", path,
                   "{'body':'督测小满家住解放街12号。'}", 1, 422);
    expect_version(ROLE_INSPECTOR, "PATCH", path, "{'body':'督查36次。'}", 1,
                   200);
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 404);
    expect(ROLE_LEADER, "GET", path, NULL, 404);
}

/* A child that was registered since the draft keeps it from being published. */
static void it_is_looked_through_again_when_published(void **state)
{
    int64_t home = api_household(ROLE_BUREAU, api.w.village);

    (void)state;
    expect(ROLE_INSPECTOR, "POST", "/announcements",
           "{'year':2026,'title':'公告','body':'督后来者尚未返校。'}", 201);
    api_child(ROLE_BUREAU, home, api.w.village, "督后来");
    PATH("/announcements/%lld/publish", ID(notice + 1));
    expect_version(ROLE_INSPECTOR, "POST", path, NULL, 1, 422);
    assert_string_equal(reply_text("/errors/0/code"), "child.name");
}

static void it_is_published_to_all_and_withdrawn(void **state)
{
    (void)state;
    PATH("/announcements/%lld/publish", ID(notice));
    expect_version(ROLE_LEADER, "POST", path, NULL, 2, 403);
    expect_version(ROLE_INSPECTOR, "POST", path, NULL, 2, 200);
    assert_int_equal(reply_int("/number"), 1);
    assert_true(json_is_true(reply_at("/may_withdraw")));
    PATH("/announcements/%lld", ID(notice));
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 200);
    expect(ROLE_TEACHER, "GET", path, NULL, 200);
    expect(ROLE_AGENCY, "GET", "/announcements?state=published", NULL, 200);
    assert_string_equal(reply_text("/items/0/body"), "督查36次。");
    assert_false(json_is_true(reply_at("/items/0/may_withdraw")));
    expect(ROLE_ADMIN, "GET", path, NULL, 403);
    expect(ROLE_TOWNSHIP, "GET", PATH("/announcements/%lld/paper", ID(notice)),
           NULL, 200);
    assert_string_equal(reply_text("/papers/0/number_text"),
                        "督公告〔2026〕1号");
    expect(ROLE_INSPECTOR, "GET",
           PATH("/announcements/%lld/paper", ID(notice + 1)), NULL, 404);
    PATH("/announcements/%lld", ID(notice));
    expect(ROLE_AGENCY, "GET", "/announcements?state=lost", NULL, 422);
    expect_version(ROLE_INSPECTOR, "PATCH", path, "{'body':'改了'}", 3, 422);
    PATH("/announcements/%lld/withdraw", ID(notice));
    expect_version(ROLE_INSPECTOR, "POST", path, "{'reason':''}", 3, 422);
    expect_version(ROLE_INSPECTOR, "POST", path, "{'reason':'次数有误'}", 3,
                   200);
    assert_string_equal(reply_text("/state"), "withdrawn");
    expect_version(ROLE_INSPECTOR, "POST", path, "{'reason':'再撤'}", 4, 422);
}

static void the_draft_counts_what_was_done(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET", "/announcement-draft?year=2026", NULL, 403);
    expect(ROLE_INSPECTOR, "GET", "/announcement-draft", NULL, 422);
    expect(ROLE_INSPECTOR, "GET", "/announcement-draft?year=2026", NULL, 200);
    assert_non_null(strstr(reply_text("/body"), "开展控辍保学督查2次"));
    assert_non_null(strstr(reply_text("/body"), "指出问题2个"));
    assert_non_null(strstr(reply_text("/body"), "复查通过1项"));
    assert_non_null(strstr(reply_text("/body"), "曾超过期限1项"));
}

/* ---- 考核得分 ------------------------------------------------------------ */
static const char *part(const char *unit, const char *item, const char *member)
{
    static char pointer[80];
    json_t *row, *one;
    size_t i, k;

    json_array_foreach(reply_at("/items"), i, row)
    {
        if (strcmp(json_string_value(json_object_get(row, "unit")), unit) != 0)
            continue;
        json_array_foreach(json_object_get(row, "parts"), k, one)
        {
            if (strcmp(json_string_value(json_object_get(one, "item")), item) ==
                0) {
                (void)snprintf(pointer, sizeof pointer,
                               "/items/%zu/parts/%zu/%s", i, k, member);
                return pointer;
            }
        }
    }
    fail_msg("no %s of %s", item, unit);
    return NULL;
}

static void each_unit_sees_its_own_score(void **state)
{
    (void)state;
    expect(ROLE_TEACHER, "GET", "/score-items", NULL, 403);
    expect(ROLE_TOWNSHIP, "GET", "/score-items", NULL, 200);
    expect(ROLE_TEACHER, "GET", "/scores?unit_kind=school", NULL, 403);
    expect(ROLE_BUREAU, "GET", "/scores", NULL, 422);
    expect(ROLE_INSPECTOR, "GET", "/scores?unit_kind=township&year=2026", NULL,
           200);
    assert_true(json_array_size(reply_at("/items")) > 10);
    assert_int_equal(reply_int(part(WORLD_TOWNSHIP, "findings", "numerator")),
                     1);
    assert_int_equal(
        reply_int(part(WORLD_TOWNSHIP, "rectifications", "denominator")), 1);
    assert_int_equal(
        reply_int(part(WORLD_TOWNSHIP, "rectifications", "numerator")), 0);
    assert_float_equal(
        json_number_value(reply_at(part(WORLD_TOWNSHIP, "findings", "points"))),
        8, 1e-9);
    expect(ROLE_TOWNSHIP, "GET", "/scores?unit_kind=township&year=2026", NULL,
           200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    assert_string_equal(reply_text("/items/0/unit"), WORLD_TOWNSHIP);
    assert_true(json_is_null(reply_at("/items/0/rank")));
    assert_int_equal(reply_int(part(WORLD_TOWNSHIP, "findings", "numerator")),
                     1);
    expect(ROLE_TOWNSHIP, "GET", "/scores?unit_kind=school&year=2026", NULL,
           200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
    expect(ROLE_LEADER, "GET", "/scores?unit_kind=school", NULL, 200);
    expect(ROLE_LEADER, "GET", "/scores?unit_kind=agency", NULL, 200);
}

/* ---- 表扬与问责 ---------------------------------------------------------- */
#define RECORD_OF(kind, ground)                                                \
    "{'kind':'" kind "','unit':'" WORLD_TOWNSHIP "','ground':'" ground "',"    \
    "'year':2026,'on_date':'2026-08-20','detail':'工作扎实，数据准确'"

static void praise_and_blame_name_their_ground(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "POST", "/accountabilities",
           RECORD_OF("praise", "score") "}", 403);
    expect(ROLE_INSPECTOR, "POST", "/accountabilities",
           RECORD_OF("criticism", "finding") "}", 422);
    expect(ROLE_INSPECTOR, "POST", "/accountabilities",
           RECORD_OF("criticism", "case") ",'case_id':999999}", 422);
    expect(ROLE_INSPECTOR, "POST", "/accountabilities",
           RECORD_OF("praise", "score") ",'duty':'principal'}", 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/duty");
    expect(ROLE_INSPECTOR, "POST", "/accountabilities",
           BODY(RECORD_OF("criticism", "finding") ",'finding_id':%lld,"
                                                  "'duty':'township_head'}",
                ID(finding)),
           201);
    expect(ROLE_TOWNSHIP, "GET", "/accountabilities?year=2026", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    expect(ROLE_VILLAGE, "GET", "/accountabilities", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
    expect(ROLE_TOWNSHIP, "GET", "/accountabilities?kind=lost", NULL, 422);
}

static void the_head_of_the_leading_group_interviews(void **state)
{
    int64_t id;

    (void)state;
    expect(ROLE_LEADER, "POST", "/accountabilities",
           RECORD_OF("talk", "other") "}", 422);
    expect(ROLE_BUREAU, "POST", "/members",
           "{'position':'leader','title':'市长','holder':'组长甲','rank':1,"
           "'from_date':'2026-01-01'}",
           201);
    expect(ROLE_LEADER, "POST", "/accountabilities",
           RECORD_OF("talk", "other") "}", 201);
    id = reply_int("/id");
    assert_string_equal(reply_text("/interviewer"), "组长甲");
    PATH("/accountabilities/%lld", ID(id));
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 200);
    expect(ROLE_AGENCY, "GET", path, NULL, 404);
    PATH("/accountabilities/%lld/withdraw", ID(id));
    expect_version(ROLE_TOWNSHIP, "POST", path, "{'reason':'登记重复'}", 1,
                   403);
    expect_version(ROLE_LEADER, "POST", path, "{'reason':'登记重复'}", 1, 200);
    assert_string_equal(reply_text("/reason"), "登记重复");
    expect_version(ROLE_LEADER, "POST", path, "{'reason':'登记重复'}", 2, 422);
}

/* ---- 追责 ---------------------------------------------------------------- */
static void the_way_of_a_case_is_traced(void **state)
{
    int64_t home = api_household(ROLE_BUREAU, api.w.village), child;

    (void)state;
    child = api_child(ROLE_BUREAU, home, api.w.village, "督追溯");
    expect(ROLE_VILLAGE, "POST", "/cases",
           BODY("{'student_id':%lld,'reason':'R02','absent_since':"
                "'2026-08-01','tried':'去过'}",
                ID(child)),
           201);
    PATH("/cases/%lld/trace", ID(reply_int("/id")));
    expect(ROLE_VILLAGE, "GET", path, NULL, 403);
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 403);
    expect(ROLE_INSPECTOR, "GET", path, NULL, 200);
    assert_string_equal(reply_text("/stages/0/level"), "village");
    assert_true(json_is_null(reply_at("/stages/0/to_at")));
    assert_int_equal(reply_int("/stages/0/acts"), 1);
    assert_int_equal(reply_int("/ran_out"), 0);
    expect(ROLE_LEADER, "GET", path, NULL, 200);
    expect(ROLE_LEADER, "GET", "/cases/999999/trace", NULL, 404);
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
        cmocka_unit_test(an_announcement_with_a_childs_data_is_refused),
        cmocka_unit_test(it_is_looked_through_again_when_published),
        cmocka_unit_test(it_is_published_to_all_and_withdrawn),
        cmocka_unit_test(the_draft_counts_what_was_done),
        cmocka_unit_test(each_unit_sees_its_own_score),
        cmocka_unit_test(praise_and_blame_name_their_ground),
        cmocka_unit_test(the_head_of_the_leading_group_interviews),
        cmocka_unit_test(the_way_of_a_case_is_traced),
    };

    return cmocka_run_group_tests_name("supervision", tests, NULL, NULL);
}
