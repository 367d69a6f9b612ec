/* Papers over HTTP: what is on them, for whom, and what the trail keeps. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"

static char path[200], body[900];
static int64_t child, case_id, notice, order, police, assigned;
static struct care_planted care;

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))
#define NUMBER "230381201405060035"
#define MASKED "230381************"
#define ADDRESS "测屯路九号"
#define SITUATION "不便" /* as care_plant writes it */

static bool shows(const char *text)
{
    return api.raw.len &&
           memmem(api.raw.data, api.raw.len, text, strlen(text)) != NULL;
}

static void act(enum role role, const char *action, const char *json)
{
    int64_t version;

    expect(ROLE_BUREAU, "GET", PATH("/cases/%lld", ID(case_id)), NULL, 200);
    version = reply_int("/version");
    expect_version(role, "POST",
                   PATH("/cases/%lld/actions/%s", ID(case_id), action), json,
                   version, 200);
}

static int64_t last_document(const char *kind)
{
    expect(ROLE_BUREAU, "GET",
           PATH("/documents?case_id=%lld&kind=%s", ID(case_id), kind), NULL,
           200);
    return reply_int(
        PATH("/items/%zu/id", json_array_size(reply_at("/items")) - 1));
}

static void open_case(const char *name)
{
    int64_t house = api_household(ROLE_TOWNSHIP, api.w.village);

    expect(ROLE_TOWNSHIP, "POST", "/students",
           BODY("{'household_id':%lld,'name':'%s','sex':'1','birth_date':"
                "'2014-05-06','id_kind':'1','id_no':'" NUMBER
                "','residence_division':'%s','residence_address':'" ADDRESS
                "','huji_division':'%s'}",
                ID(house), name, api.w.village, api.w.village),
           201);
    child = reply_int("/id");
    expect(ROLE_TOWNSHIP, "POST", PATH("/students/%lld/guardians", ID(child)),
           "{'name':'测印父','relation':'51','phone':'19900007777'}", 201);
    expect(ROLE_TOWNSHIP, "POST", "/cases",
           BODY("{'student_id':%lld,'reason':'R02','absent_since':"
                "'2026-08-10','tried':'去过'}",
                ID(child)),
           201);
    case_id = reply_int("/id");
    act(ROLE_TOWNSHIP, "verify", "{'note':'属实'}");
}

static void a_notice_is_printed_with_its_places_filled(void **state)
{
    (void)state;
    open_case("测印童");
    act(ROLE_TOWNSHIP, "notify",
        "{'deadline_on':'2026-09-01','note':'请支持孩子读书。'}");
    notice = last_document("persuasion_notice");
    expect(ROLE_TOWNSHIP, "GET", PATH("/documents/%lld/paper", ID(notice)),
           NULL, 200);
    assert_int_equal(json_array_size(reply_at("/papers")), 1);
    assert_string_equal(reply_text("/papers/0/title"), "劝返通知书");
    assert_true(json_is_false(reply_at("/papers/0/voided")));
    assert_true(shows("虎林市虎头镇人民政府"));
    assert_true(shows("测印父："));
    assert_true(shows("测印童（男，2014年5月6日出生）"));
    assert_true(shows("请您于2026年9月1日前送孩子到校。"));
    assert_true(shows("请支持孩子读书。"));
    assert_true(shows("2026年8月20日"));
    assert_false(shows(NUMBER));
    assert_int_equal(strlen(reply_text("/printed_by")) > 0, 1);
}

/* What was served is what is printed later, whatever changed since. */
static void a_paper_stays_as_it_was_issued(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET", PATH("/students/%lld/guardians", ID(child)),
           NULL, 200);
    expect_version(ROLE_TOWNSHIP, "PATCH",
                   PATH("/guardians/%lld", ID(reply_int("/items/0/id"))),
                   "{'name':'测新监护'}", reply_int("/items/0/version"), 200);
    expect(ROLE_TOWNSHIP, "GET", PATH("/documents/%lld/paper", ID(notice)),
           NULL, 200);
    assert_true(shows("测印父："));
    assert_false(shows("测新监护"));
    expect(ROLE_TOWNSHIP, "GET", PATH("/cases/%lld/dossier", ID(case_id)), NULL,
           200);
    assert_true(shows("测新监护"));
}

static void printed(const char *detail)
{
    expect(ROLE_AUDITOR, "GET", "/audit?limit=1", NULL, 200);
    assert_string_equal(reply_text("/items/0/action"),
                        "GET /documents/{id}/paper");
    assert_string_equal(reply_text("/items/0/detail"), detail);
}

static void only_those_who_may_reveal_print_the_full_number(void **state)
{
    (void)state;
    act(ROLE_TOWNSHIP, "persuade",
        "{'visited_on':'2026-08-20','method':'home_visit','persons':'甲',"
        "'met':'乙','family_said':'不送','result':'refused'}");
    act(ROLE_TOWNSHIP, "enforce", "{'note':'多次劝返无效'}");
    act(ROLE_TOWNSHIP, "admonish",
        "{'held_on':'2026-08-20','place':'村委会','persons':'甲','content':"
        "'讲明法律义务','promise':'再想想'}");
    act(ROLE_TOWNSHIP, "order",
        "{'facts':'拒不送学','deadline_on':'2026-08-27'}");
    order = last_document("order");
    expect(ROLE_TOWNSHIP, "GET", PATH("/documents/%lld/paper", ID(order)), NULL,
           200);
    assert_true(shows(NUMBER));
    printed("full");
    expect(ROLE_LEADER, "GET", PATH("/documents/%lld/paper", ID(order)), NULL,
           200);
    assert_false(shows(NUMBER));
    assert_true(shows(MASKED));
    printed("masked");
    expect(ROLE_EXPERT, "GET", path, NULL, 403);
    expect(ROLE_SCHOOL_HEAD, "GET", PATH("/documents/%lld/paper", ID(order)),
           NULL, 404);
}

/* At the door it is filled in by hand; afterwards it says what was done. */
static void a_receipt_is_blank_before_service_and_filled_after(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET", PATH("/documents/%lld/receipt", ID(order)),
           NULL, 200);
    assert_int_equal(json_array_size(reply_at("/papers")), 1);
    assert_true(shows("责令限期改正通知书"));
    assert_false(shows("直接送达"));
    assert_false(shows(NUMBER));
    expect(ROLE_TOWNSHIP, "POST", PATH("/documents/%lld/service", ID(order)),
           "{'method':'direct','served_on':'2026-08-20','servers':'甲、乙',"
           "'recipient':'测印父'}",
           201);
    expect(ROLE_TOWNSHIP, "GET", PATH("/documents/%lld/receipt", ID(order)),
           NULL, 200);
    assert_true(shows("直接送达"));
    assert_true(shows("甲、乙"));
}

static void a_void_paper_says_so(void **state)
{
    (void)state;
    expect_version(ROLE_TOWNSHIP, "POST",
                   PATH("/documents/%lld/void", ID(notice)),
                   "{'reason':'日期写错'}", 1, 200);
    expect(ROLE_TOWNSHIP, "GET", PATH("/documents/%lld/paper", ID(notice)),
           NULL, 200);
    assert_true(json_is_true(reply_at("/papers/0/voided")));
    assert_string_equal(reply_text("/papers/0/void_reason"), "日期写错");
}

/* What each role is not shown elsewhere it does not find in the dossier. */
static void a_dossier_holds_what_its_reader_may_read(void **state)
{
    (void)state;
    care_plant(child, case_id, &care);
    expect(ROLE_BUREAU, "GET", PATH("/cases/%lld/dossier", ID(case_id)), NULL,
           200);
    assert_string_equal(reply_text("/papers/0/kind"), "dossier_cover");
    assert_true(shows("责令限期改正通知书"));
    assert_true(shows("送达回证"));
    assert_true(shows("拒不送学"));
    assert_true(shows("作废"));
    assert_true(shows(SITUATION));
    assert_true(shows("送教上门记录"));
    expect(ROLE_TOWNSHIP, "GET", PATH("/cases/%lld/dossier", ID(case_id)), NULL,
           200);
    assert_true(shows("拒不送学"));
    assert_false(shows(SITUATION));
    assert_false(shows("残疾儿童入学评估意见"));
    assert_true(shows("送教上门记录"));
    expect(ROLE_VILLAGE, "GET", PATH("/cases/%lld/dossier", ID(case_id)), NULL,
           200);
    assert_false(shows(SITUATION));
    assert_false(shows("送教上门记录"));
    expect(ROLE_AGENCY, "GET", path, NULL, 403);
}

static void the_contents_list_every_paper_that_follows(void **state)
{
    size_t papers, items = 0;
    json_t *blocks, *block;
    size_t i;

    (void)state;
    expect(ROLE_BUREAU, "GET", PATH("/cases/%lld/dossier", ID(case_id)), NULL,
           200);
    papers = json_array_size(reply_at("/papers"));
    blocks = reply_at("/papers/0/blocks");
    json_array_foreach(blocks, i, block)
    {
        const char *type = json_string_value(json_object_get(block, "type"));

        items += strcmp(type, "item") == 0;
    }
    assert_true(papers > 5);
    assert_int_equal(items, papers - 1);
}

static void lessons_are_printed_with_their_plan(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "GET",
           PATH("/teaching-plans/%lld/paper", ID(care.teaching)), NULL, 200);
    assert_string_equal(reply_text("/papers/0/kind"), "home_teaching");
    assert_true(shows("测印童"));
    expect(ROLE_VILLAGE, "GET", path, NULL, 403);
}

/* A department prints the orders it was given, by its own name for the child,
 * and nothing else of the case. */
static void a_department_prints_its_own_orders_alone(void **state)
{
    int64_t paper, version;

    (void)state;
    expect(ROLE_BUREAU, "POST", PATH("/cases/%lld/assignments", ID(case_id)),
           "{'unit':'gongan','task':'persuasion_help','due_on':'2026-09-01',"
           "'note':'请协助入户'}",
           201);
    assigned = reply_int("/id");
    version = reply_int("/version");
    paper = last_document("assignment_order");
    expect(ROLE_AGENCY, "GET", PATH("/documents/%lld/paper", ID(paper)), NULL,
           200);
    assert_true(shows("测印童"));
    assert_true(shows("请协助入户"));
    assert_false(shows(ADDRESS));
    assert_false(shows("19900007777"));
    expect(ROLE_AGENCY, "GET", PATH("/documents/%lld/paper", ID(order)), NULL,
           404);
    expect(ROLE_AGENCY, "GET", PATH("/documents?case_id=%lld", ID(case_id)),
           NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    expect(ROLE_BUREAU, "GET",
           PATH("/documents?assignment_id=%lld", ID(assigned)), NULL, 200);
    assert_int_equal(reply_int("/items/0/id"), paper);
    expect_version(ROLE_BUREAU, "POST",
                   PATH("/assignments/%lld/actions/withdraw", ID(assigned)),
                   "{'note':'重复'}", version, 200);
    expect(ROLE_AGENCY, "GET", PATH("/documents/%lld/paper", ID(paper)), NULL,
           404);
}

static void the_police_is_told_the_full_number(void **state)
{
    (void)state;
    act(ROLE_TOWNSHIP, "resume", "{'note':'再谈'}");
    act(ROLE_TOWNSHIP, "arrange",
        "{'disposition':'residence_missing','note':'找不到人'}");
    act(ROLE_TOWNSHIP, "ask_police",
        "{'question':'missing','note':'多次入户无人'}");
    police = last_document("police_request");
    expect(ROLE_TOWNSHIP, "GET", PATH("/documents/%lld/paper", ID(police)),
           NULL, 200);
    assert_true(shows(NUMBER));
    assert_true(shows("虎林市公安局"));
    assert_true(shows("失踪失联"));
    expect(ROLE_INSPECTOR, "GET", PATH("/documents/%lld/paper", ID(police)),
           NULL, 200);
    assert_false(shows(NUMBER));
}

int api_group_paper(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_notice_is_printed_with_its_places_filled),
        cmocka_unit_test(a_paper_stays_as_it_was_issued),
        cmocka_unit_test(only_those_who_may_reveal_print_the_full_number),
        cmocka_unit_test(a_receipt_is_blank_before_service_and_filled_after),
        cmocka_unit_test(a_void_paper_says_so),
        cmocka_unit_test(a_dossier_holds_what_its_reader_may_read),
        cmocka_unit_test(the_contents_list_every_paper_that_follows),
        cmocka_unit_test(lessons_are_printed_with_their_plan),
        cmocka_unit_test(a_department_prints_its_own_orders_alone),
        cmocka_unit_test(the_police_is_told_the_full_number),
    };

    return cmocka_run_group_tests_name("paper", tests, NULL, NULL);
}
