/* The law of a case over HTTP: the ladder, a disposition, the pressure with its
 * documents and their service, and the calendar. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"

static char path[200], body[900];
static int64_t child, case_id, paper, second_paper, order_id;

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))

static void act(enum role role, const char *action, const char *json,
                int status)
{
    int64_t version;

    expect(ROLE_BUREAU, "GET", PATH("/cases/%lld", ID(case_id)), NULL, 200);
    version = reply_int("/version");
    expect_version(role, "POST",
                   PATH("/cases/%lld/actions/%s", ID(case_id), action), json,
                   version, status);
}

static void open_case(const char *name)
{
    int64_t house = api_household(ROLE_TOWNSHIP, api.w.village);

    child = api_child(ROLE_TOWNSHIP, house, api.w.village, name);
    expect(ROLE_TOWNSHIP, "POST", "/cases",
           BODY("{'student_id':%lld,'reason':'R02','absent_since':"
                "'2026-08-10','tried':'去过'}",
                ID(child)),
           201);
    case_id = reply_int("/id");
    act(ROLE_TOWNSHIP, "verify", "{'note':'属实'}", 200);
    api_upload(ROLE_TOWNSHIP, "/attachments", "\x89PNG\r\n\x1a\n synthetic",
               18);
    paper = reply_int("/id");
    api_upload(ROLE_TOWNSHIP, "/attachments", "\x89PNG\r\n\x1a\n synthetic",
               18);
    second_paper = reply_int("/id");
}

static void a_notice_is_issued_and_served(void **state)
{
    int64_t notice;

    (void)state;
    open_case("测劝学");
    act(ROLE_TOWNSHIP, "notify", "{'note':'请送孩子到校。'}", 200);
    expect(ROLE_TOWNSHIP, "GET", PATH("/documents?case_id=%lld", ID(case_id)),
           NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    notice = reply_int("/items/0/id");
    assert_string_equal(reply_text("/items/0/number_text"),
                        "虎保劝（虎头镇）〔2026〕1号");
    expect(ROLE_TOWNSHIP, "GET", "/worklist?limit=200", NULL, 200);
    assert_true(reply_waits("serve"));
    expect(ROLE_TOWNSHIP, "GET", "/worklist?count=true&limit=200", NULL, 200);
    assert_int_equal(reply_int("/total"), json_array_size(reply_at("/items")));
    expect(ROLE_VILLAGE, "GET", "/worklist?limit=200", NULL, 200);
    assert_false(reply_waits("serve"));
    expect(ROLE_TOWNSHIP, "POST", PATH("/documents/%lld/service", ID(notice)),
           "{'method':'lien','served_on':'2026-08-20','servers':'甲'}", 422);
    expect(ROLE_TOWNSHIP, "POST", path,
           "{'method':'direct','served_on':'2026-08-21','servers':'甲',"
           "'recipient':'乙'}",
           422);
    expect(ROLE_TOWNSHIP, "POST", path,
           "{'method':'direct','served_on':'2026-08-20','servers':'甲',"
           "'recipient':'乙'}",
           201);
    assert_string_equal(reply_text("/state"), "served");
    expect_version(ROLE_TOWNSHIP, "POST",
                   PATH("/documents/%lld/void", ID(notice)),
                   "{'reason':'写错'}", reply_int("/version"), 422);
    expect(ROLE_TOWNSHIP, "GET", "/worklist?limit=200", NULL, 200);
    assert_false(reply_waits("serve"));
    expect(ROLE_SCHOOL_HEAD, "GET", PATH("/documents/%lld", ID(notice)), NULL,
           404);
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 200);
}

/* Page by page of one row: each that waits, once, whatever its source. */
static void the_worklist_is_paged_through_all_its_sources(void **state)
{
    static const enum role readers[] = { ROLE_BUREAU, ROLE_TOWNSHIP,
                                         ROLE_TEACHER };

    (void)state;
    act(ROLE_TOWNSHIP, "notify", "{'note':'再请送孩子到校。'}", 200);
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        expect_all_pages(readers[i], "/worklist");
}

static void a_wrong_notice_is_void_and_keeps_its_number(void **state)
{
    int64_t wrong;

    (void)state;
    act(ROLE_TOWNSHIP, "order_return",
        "{'deadline_on':'2026-09-01','note':'限期'}", 200);
    expect(ROLE_TOWNSHIP, "GET",
           PATH("/documents?case_id=%lld&kind=return_notice", ID(case_id)),
           NULL, 200);
    wrong = reply_int("/items/0/id");
    expect_version(ROLE_TOWNSHIP, "POST",
                   PATH("/documents/%lld/void", ID(wrong)),
                   "{'reason':'日期写错'}", 1, 200);
    act(ROLE_TOWNSHIP, "order_return",
        "{'deadline_on':'2026-09-02','note':'限期'}", 200);
    expect(ROLE_TOWNSHIP, "GET",
           PATH("/documents?case_id=%lld&kind=return_notice&unserved=true",
                ID(case_id)),
           NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    assert_int_equal(reply_int("/items/0/number"), 2);
}

static void the_pressure_keeps_its_order(void **state)
{
    (void)state;
    act(ROLE_TOWNSHIP, "enforce", "{'note':'多次劝返无效'}", 422);
    act(ROLE_TOWNSHIP, "persuade",
        "{'visited_on':'2026-08-20','method':'home_visit','persons':'甲',"
        "'met':'乙','family_said':'不送','result':'refused'}",
        200);
    act(ROLE_TOWNSHIP, "enforce", "{'note':'多次劝返无效'}", 200);
    assert_string_equal(reply_text("/state"), "enforcing");
    act(ROLE_TOWNSHIP, "order",
        "{'facts':'拒不送学','deadline_on':'2026-08-27'}", 422);
    act(ROLE_TOWNSHIP, "admonish",
        "{'held_on':'2026-08-20','place':'村委会','persons':'甲','content':"
        "'讲明法律义务','promise':'再想想'}",
        200);
    act(ROLE_TOWNSHIP, "order",
        "{'facts':'拒不送学','deadline_on':'2026-08-27'}", 200);
    expect(ROLE_TOWNSHIP, "GET",
           PATH("/documents?case_id=%lld&kind=order", ID(case_id)), NULL, 200);
    order_id = reply_int("/items/0/id");
    expect(ROLE_TOWNSHIP, "POST", PATH("/documents/%lld/service", ID(order_id)),
           BODY("{'method':'notice','served_on':'2026-08-20','servers':'甲',"
                "'place':'村公告栏','attachment_id':%lld}",
                ID(paper)),
           201);
    assert_string_equal(reply_text("/served_on"), "2026-09-19");
    act(ROLE_TOWNSHIP, "urge",
        "{'facts':'仍未送学','deadline_on':'2026-09-01'}", 422);
    act(ROLE_TOWNSHIP, "sue",
        "{'court':'某法院','claim':'送子女入学','facts':'拒不送学'}", 422);
    act(ROLE_TOWNSHIP, "resume", "{'note':'家长同意再谈'}", 200);
}

/* The order was posted up above; limits run from the day it took effect first,
 * whatever is registered later. */
static void the_first_service_that_took_effect_counts(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "POST", PATH("/documents/%lld/service", ID(order_id)),
           "{'method':'direct','served_on':'2026-08-20','servers':'甲',"
           "'recipient':'父亲'}",
           201);
    assert_string_equal(reply_text("/served_on"), "2026-08-20");
    expect(ROLE_TOWNSHIP, "POST", path,
           BODY("{'method':'notice','served_on':'2026-08-20','servers':'甲',"
                "'place':'村公告栏','attachment_id':%lld}",
                ID(paper)),
           201);
    assert_string_equal(reply_text("/served_on"), "2026-08-20");
}

static void a_deferral_is_applied_for_granted_and_watched(void **state)
{
    (void)state;
    open_case("测缓学");
    act(ROLE_TOWNSHIP, "arrange",
        "{'disposition':'deferred','note':'身体原因'}", 200);
    assert_string_equal(reply_text("/state"), "arranging");
    act(ROLE_TOWNSHIP, "defer",
        BODY("{'applicant':'甲','relation':'51','cause':'体弱','hospital':"
             "'县医院','opinion':'建议缓学','from_on':'2026-09-01','until_on':"
             "'2027-08-31','evidence':[{'kind':'application',"
             "'attachment_id':%lld}]}",
             ID(paper)),
        422);
    act(ROLE_TOWNSHIP, "defer",
        BODY("{'applicant':'甲','relation':'51','cause':'体弱','hospital':"
             "'县医院','opinion':'建议缓学','from_on':'2026-09-01','until_on':"
             "'2027-08-31','evidence':[{'kind':'application',"
             "'attachment_id':%lld},{'kind':'medical_proof',"
             "'attachment_id':%lld}]}",
             ID(paper), ID(second_paper)),
        200);
    act(ROLE_BUREAU, "approve", "{'note':'同意'}", 403);
    act(ROLE_BUREAU_LEAD, "approve", "{'note':'同意'}", 200);
    assert_string_equal(reply_text("/state"), "watching");
    assert_string_equal(reply_text("/period_until"), "2027-08-31");
    expect(ROLE_TOWNSHIP, "GET",
           PATH("/documents?case_id=%lld&kind=deferral_form", ID(case_id)),
           NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    /* An application is nothing to serve on its applicant. */
    expect(ROLE_TOWNSHIP, "POST",
           PATH("/documents/%lld/service", ID(reply_int("/items/0/id"))),
           "{'method':'direct','served_on':'2026-08-20','recipient':"
           "'测家长','servers':'测甲'}",
           422);
    assert_string_equal(reply_text("/code"), "rule");
}

static void only_the_police_answers_what_the_police_is_asked(void **state)
{
    int64_t task, version;

    (void)state;
    open_case("测查无");
    act(ROLE_TOWNSHIP, "arrange",
        "{'disposition':'residence_missing','note':'找不到人'}", 200);
    act(ROLE_TOWNSHIP, "ask_police",
        "{'question':'missing','note':'多次入户无人'}", 200);
    act(ROLE_TOWNSHIP, "ask_police",
        "{'question':'missing','note':'多次入户无人'}", 422);
    expect(ROLE_BUREAU, "GET", PATH("/assignments?case_id=%lld", ID(case_id)),
           NULL, 200);
    task = reply_int("/items/0/id");
    expect(ROLE_VILLAGE, "GET", PATH("/assignments/%lld", ID(task)), NULL, 200);
    expect(ROLE_AGENCY, "GET", path, NULL, 200);
    assert_string_equal(reply_text("/child/name"), "测查无");
    assert_true(json_is_null(reply_at("/child/guardian")));
    assert_true(json_is_null(reply_at("/child/phone")));
    assert_true(json_is_null(reply_at("/child/health")));
    version = reply_int("/version");
    expect_version(ROLE_BUREAU, "POST",
                   PATH("/assignments/%lld/actions/report", ID(task)),
                   "{'note':'查无'}", version, 403);
    expect_version(ROLE_BUREAU, "POST",
                   PATH("/assignments/%lld/actions/remind", ID(task)), "{}",
                   version, 200);
    act(ROLE_BUREAU, "conclude", "{'note':'注销'}", 422);
    api_upload(ROLE_AGENCY, "/attachments", "\x89PNG\r\n\x1a\n synthetic", 18);
    paper = reply_int("/id");
    expect_version(ROLE_AGENCY, "POST",
                   PATH("/assignments/%lld/actions/accept", ID(task)), "{}",
                   version + 1, 200);
    expect_version(
        ROLE_AGENCY, "POST", PATH("/assignments/%lld/actions/report", ID(task)),
        "{'note':'已死亡注销','result':'deceased'}", version + 2, 422);
    expect_version(ROLE_AGENCY, "POST", path,
                   BODY("{'note':'已死亡注销','result':'deceased','evidence':"
                        "[{'kind':'police_conclusion','attachment_id':%lld}]}",
                        ID(paper)),
                   version + 2, 200);
    assert_string_equal(reply_text("/state"), "reported");
    act(ROLE_BUREAU, "conclude",
        BODY("{'note':'注销学籍','evidence':[{'kind':'police_conclusion',"
             "'attachment_id':%lld}]}",
             ID(paper)),
        200);
    assert_string_equal(reply_text("/state"), "review");
    assert_string_equal(reply_text("/conclusion"), "deceased");
    assert_string_equal(reply_text("/outcome"), "residence");
}

static void a_task_goes_to_a_unit_that_does_it(void **state)
{
    int64_t version, task;

    (void)state;
    expect(ROLE_BUREAU, "POST", PATH("/cases/%lld/assignments", ID(case_id)),
           "{'unit':'caizheng','task':'residence_check','due_on':"
           "'2026-09-10'}",
           422);
    expect(ROLE_BUREAU, "POST", path,
           "{'unit':'gongan','task':'locate','due_on':'2026-09-10'}", 201);
    expect(ROLE_BUREAU, "POST", path,
           "{'unit':'gongan','task':'locate','due_on':'2026-09-10'}", 409);
    expect(ROLE_BUREAU, "POST", path,
           "{'unit':'gongan','task':'penalty','due_on':'2026-08-01'}", 422);
    expect(ROLE_AGENCY, "POST", path,
           "{'unit':'gongan','task':'penalty','due_on':'2026-09-01'}", 403);
    expect(ROLE_BUREAU, "POST", "/assignments",
           "{'unit':'xuanchuan','task':'publicity','due_on':'2026-09-10'}",
           201);
    task = reply_int("/id");
    version = reply_int("/version");
    expect_version(ROLE_BUREAU, "POST",
                   PATH("/assignments/%lld/actions/withdraw", ID(task)),
                   "{'note':'重复'}", version, 200);
    assert_string_equal(reply_text("/state"), "withdrawn");
}

static void nobody_leaves_the_register_on_paper(void **state)
{
    int64_t version;

    (void)state;
    expect(ROLE_BUREAU, "GET", PATH("/students/%lld", ID(child)), NULL, 200);
    version = reply_int("/version");
    expect_version(ROLE_BUREAU, "PATCH", path, "{'status':'left'}", version,
                   422);
    expect(ROLE_BUREAU, "POST", PATH("/students/%lld/enrolments", ID(child)),
           "{'school':'" WORLD_SCHOOL "','grade':'21','class':'1',"
           "'state':'cancelled','from_date':'2026-03-01'}",
           422);
}

static void the_calendar_is_kept_by_the_office(void **state)
{
    int64_t term;

    (void)state;
    expect(ROLE_TEACHER, "GET", "/calendar-days?year=2026", NULL, 200);
    expect(ROLE_TEACHER, "GET", "/calendar-days", NULL, 422);
    expect(ROLE_BUREAU, "POST", "/calendar-days",
           "{'day':'2026-11-25','kind':'holiday','name':'停课'}", 201);
    expect(ROLE_BUREAU, "POST", "/calendar-days",
           "{'day':'2026-11-31','kind':'holiday','name':'停课'}", 422);
    expect(ROLE_BUREAU, "DELETE", "/calendar-days/2026-11-25", NULL, 204);
    expect(ROLE_BUREAU, "DELETE", "/calendar-days/2026-11-25", NULL, 404);
    expect(ROLE_TEACHER, "GET", "/terms", NULL, 200);
    expect(NOBODY, "GET", "/terms", NULL, 401);
    expect(ROLE_BUREAU, "POST", "/terms",
           "{'name':'重叠','from_date':'2026-12-01','to_date':'2027-02-01'}",
           409);
    expect(ROLE_BUREAU, "POST", "/terms",
           "{'name':'夏季','from_date':'2027-07-20','to_date':'2027-08-10'}",
           201);
    term = reply_int("/id");
    expect_version(ROLE_BUREAU, "PATCH", PATH("/terms/%lld", ID(term)),
                   "{'name':'夏季','from_date':'2027-07-20','to_date':"
                   "'2027-07-10'}",
                   1, 422);
    expect_version(ROLE_BUREAU, "PATCH", path,
                   "{'name':'夏季学期','from_date':'2027-07-20','to_date':"
                   "'2027-08-11'}",
                   1, 200);
}

int api_group_law(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_notice_is_issued_and_served),
        cmocka_unit_test(the_worklist_is_paged_through_all_its_sources),
        cmocka_unit_test(a_wrong_notice_is_void_and_keeps_its_number),
        cmocka_unit_test(the_pressure_keeps_its_order),
        cmocka_unit_test(the_first_service_that_took_effect_counts),
        cmocka_unit_test(a_deferral_is_applied_for_granted_and_watched),
        cmocka_unit_test(nobody_leaves_the_register_on_paper),
        cmocka_unit_test(only_the_police_answers_what_the_police_is_asked),
        cmocka_unit_test(a_task_goes_to_a_unit_that_does_it),
        cmocka_unit_test(the_calendar_is_kept_by_the_office),
    };

    return cmocka_run_group_tests_name("law", tests, NULL, NULL);
}
