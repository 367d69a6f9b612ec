/* The ladder over HTTP: the chain of one child, two people at once, and what a
 * case refuses. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"

static char path[200], body[900];
static int64_t child, case_id;

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))
#define PNG "\x89PNG\r\n\x1a\n synthetic"

#define VISIT                                                                  \
    "'visited_on':'2026-08-19','method':'home_visit','persons':'甲','met':"   \
    "'乙','family_said':'再想想','result':'considering'"

static int64_t version_now(void)
{
    expect(ROLE_BUREAU, "GET", PATH("/cases/%lld", ID(case_id)), NULL, 200);
    return reply_int("/version");
}

static void act(enum role role, const char *action, const char *json,
                int status)
{
    int64_t version = version_now();

    expect_version(role, "POST",
                   PATH("/cases/%lld/actions/%s", ID(case_id), action), json,
                   version, status);
}

/* The reply refuses with this code, at its first fault. */
static void says(const char *code)
{
    assert_string_equal(reply_text("/errors/0/code"), code);
}

static int64_t flagged(const char *name)
{
    int64_t house = api_household(ROLE_TOWNSHIP, api.w.village);

    child = api_child(ROLE_TOWNSHIP, house, api.w.village, name);
    expect(ROLE_BUREAU, "POST", PATH("/students/%lld/enrolments", ID(child)),
           "{'school':'" WORLD_SCHOOL "','grade':'" WORLD_GRADE
           "','class':'" WORLD_CLASS
           "','state':'enrolled','from_date':'2026-03-01'}",
           201);
    expect(ROLE_TEACHER, "POST", "/cases",
           BODY("{'student_id':%lld,'reason':'R02','absent_since':"
                "'2026-08-10','tried':'打过电话'}",
                ID(child)),
           201);
    return case_id = reply_int("/id");
}

static int64_t uploaded(enum role role)
{
    assert_int_equal(api_upload(role, "/attachments", PNG, sizeof PNG - 1),
                     201);
    return reply_int("/id");
}

/* ---- the chain ---- */
static void the_chain_names_who_is_in_office_and_what_is_vacant(void **state)
{
    (void)state;
    flagged("测链甲");
    expect(ROLE_BUREAU, "POST", "/posts",
           "{'duty':'class_teacher','unit':'" WORLD_SCHOOL
           "','grade':'" WORLD_GRADE "','class':'" WORLD_CLASS
           "','holder':'测班任','phone':'19900004321','from_date':"
           "'2026-03-01'}",
           201);
    expect(ROLE_BUREAU, "POST", "/posts",
           "{'duty':'principal','unit':'" WORLD_SCHOOL
           "','holder':'测将任','from_date':'2026-09-01'}",
           201);
    expect(ROLE_TEACHER, "GET", PATH("/students/%lld/chain", ID(child)), NULL,
           200);
    assert_int_equal(json_array_size(reply_at("/items")), 6);
    assert_string_equal(reply_text("/items/0/level"), "class_teacher");
    assert_string_equal(reply_text("/items/0/posts/0/holder"), "测班任");
    assert_string_equal(reply_text("/items/1/level"), "principal");
    assert_int_equal(json_array_size(reply_at("/items/1/posts")), 0);
    assert_string_equal(reply_text("/items/5/level"), "leading_group");
    assert_null(memmem(api.raw.data, api.raw.len, "19900004321", 11));
}

/* ---- the table as the client draws it ---- */
static void the_states_come_with_the_ways_out_of_them(void **state)
{
    bool up = false;
    json_t *ways;

    (void)state;
    expect(ROLE_TEACHER, "GET", "/case-states", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 8);
    assert_string_equal(reply_text("/items/1/state"), "persuading");
    ways = reply_at("/items/1/ways");
    for (size_t i = 0; i < json_array_size(ways); i++) {
        json_t *w = json_array_get(ways, i);
        const char *to = json_string_value(json_object_get(w, "to"));

        assert_string_not_equal(to, "closed");
        up |= strcmp(json_string_value(json_object_get(w, "action")),
                     "escalate") == 0 &&
              strcmp(to, "persuading") == 0;
    }
    assert_true(up);
    assert_int_equal(json_array_size(reply_at("/items/7/ways")), 0);
}

static int64_t tallied(enum role role, const char *query)
{
    int64_t n = 0;

    expect(role, "GET", PATH("/case-tallies%s", query), NULL, 200);
    for (size_t i = 0; i < json_array_size(reply_at("/items")); i++) {
        char at[40];

        snprintf(at, sizeof at, "/items/%zu/n", i);
        n += reply_int(at);
    }
    return n;
}

static void the_tallies_add_up_to_the_list(void **state)
{
    static const char *const queries[] = {
        "?",           "?state=reported&", "?level=class_teacher&",
        "?mine=true&", "?overdue=false&",  "?school=" WORLD_SCHOOL "&",
    };

    (void)state;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        int64_t n = tallied(ROLE_TEACHER, queries[i]);

        expect(ROLE_TEACHER, "GET", PATH("/cases%scount=true", queries[i]),
               NULL, 200);
        assert_int_equal(reply_int("/total"), n);
    }
    assert_true(tallied(ROLE_BUREAU, "") > tallied(ROLE_TEACHER, ""));
    expect(ROLE_TEACHER, "GET", "/case-tallies?state=nowhere", NULL, 422);
}

/* ---- how they moved ---- */
static int64_t week(int back, const char *what)
{
    return reply_int(PATH("/items/%d/%s", back, what));
}

static void a_week_tells_what_came(void **state)
{
    int64_t opened, open;

    (void)state;
    expect(ROLE_BUREAU, "GET", "/case-weeks?weeks=2", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 2);
    opened = week(0, "opened");
    open = week(0, "open");
    flagged("测来周");
    flagged("测又来周");
    expect(ROLE_BUREAU, "GET", "/case-weeks", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 12);
    assert_int_equal(week(0, "opened"), opened + 2);
    assert_int_equal(week(0, "open"), open + 2);
    assert_int_equal(week(11, "opened"), 0);
    expect(ROLE_BUREAU, "GET", "/case-weeks?weeks=60", NULL, 422);
}

/* 2025-08-30 is of the school year before that of the world's day. */
SQL(q_ladder_test_opened,
    .text = "UPDATE dropout_case SET opened_at = unixepoch(?2) * 1000"
            " WHERE id = ?1",
    .access = SQL_SYSTEM, .why = "a test makes what the clock would");

struct opened {
    struct write_job job;
    const char *day;
};

static enum err open_on(struct write_job *job, struct db *db)
{
    const struct opened *o = (const struct opened *)job;

    return db_run(db, &q_ladder_test_opened, VALS(INT(case_id), TEXT(o->day)));
}

static void opened_on(const char *day)
{
    struct opened o = { .job = { .run = open_on }, .day = day };

    assert_int_equal(writer_run(api.writer, &o.job), ERR_OK);
}

static void this_school_years_tallies_leave_out_the_one_before(void **state)
{
    int64_t n, all;

    (void)state;
    flagged("测当年");
    n = tallied(ROLE_BUREAU, "?this_school_year=true");
    all = tallied(ROLE_BUREAU, "");
    opened_on("2025-09-01");
    assert_int_equal(tallied(ROLE_BUREAU, "?this_school_year=true"), n);
    opened_on("2025-08-30");
    assert_int_equal(tallied(ROLE_BUREAU, "?this_school_year=true"), n - 1);
    assert_int_equal(tallied(ROLE_BUREAU, ""), all);
}

/* ---- two at once ---- */
static void who_comes_second_is_told_what_changed(void **state)
{
    int64_t seen;

    (void)state;
    flagged("测同时");
    seen = version_now();
    act(ROLE_TEACHER, "verify", "{'note':'属实'}", 200);
    act(ROLE_TEACHER, "persuade", "{" VISIT "}", 200);
    expect_version(ROLE_SCHOOL_HEAD, "POST",
                   PATH("/cases/%lld/actions/dismiss", ID(case_id)), "{}", seen,
                   412);
    assert_non_null(strstr(reply_text("/detail"), "核实为疑似辍学"));
    assert_non_null(strstr(reply_text("/detail"), "劝返”"));
    assert_non_null(strstr(reply_text("/detail"), "teacher"));
    assert_non_null(strstr(reply_text("/detail"), "现在的状态是劝返中"));
    assert_non_null(strstr(reply_text("/detail"), "班主任"));
    assert_non_null(strstr(reply_text("/detail"), "没有保存"));
}

static void a_version_that_never_was_is_only_stale(void **state)
{
    (void)state;
    expect_version(ROLE_SCHOOL_HEAD, "POST",
                   PATH("/cases/%lld/actions/dismiss", ID(case_id)), "{}", 99,
                   412);
    assert_null(strstr(reply_text("/detail"), "teacher"));
}

/* ---- what is refused ---- */
static void an_action_out_of_its_state_is_refused(void **state)
{
    (void)state;
    flagged("测状态");
    act(ROLE_TEACHER, "persuade", "{" VISIT "}", 422);
    act(ROLE_BUREAU_LEAD, "approve", "{}", 422);
    act(ROLE_TEACHER, "check", "{'checked_on':'2026-08-20','in_school':true}",
        422);
    act(ROLE_TEACHER, "verify", "{'note':'属实'}", 200);
    act(ROLE_TEACHER, "verify", "{'note':'属实'}", 422);
}

static void dates_ahead_or_before_birth_are_refused(void **state)
{
    (void)state;
    act(ROLE_TEACHER, "persuade",
        "{'visited_on':'2026-08-21','method':'home_visit','persons':'甲',"
        "'met':'乙','family_said':'再想想','result':'considering'}",
        422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/visited_on");
    says("date.future");
    act(ROLE_TEACHER, "persuade",
        "{'visited_on':'1999-08-21','method':'home_visit','persons':'甲',"
        "'met':'乙','family_said':'再想想','result':'considering'}",
        422);
    says("date.birth");
}

static void a_flag_outside_the_childs_life_is_refused(void **state)
{
    int64_t house = api_household(ROLE_TOWNSHIP, api.w.village);
    int64_t id = api_child(ROLE_TOWNSHIP, house, api.w.village, "测日期");

    (void)state;
    expect(ROLE_TOWNSHIP, "POST", "/cases",
           BODY("{'student_id':%lld,'reason':'R02','absent_since':"
                "'2026-08-21'}",
                ID(id)),
           422);
    says("date.future");
    expect(ROLE_TOWNSHIP, "POST", "/cases",
           BODY("{'student_id':%lld,'reason':'R02','absent_since':"
                "'1999-08-21'}",
                ID(id)),
           422);
    says("date.birth");
}

static void a_second_open_case_names_the_first(void **state)
{
    char number[40];

    (void)state;
    expect(ROLE_TOWNSHIP, "POST", "/cases",
           BODY("{'student_id':%lld,'reason':'R02','absent_since':"
                "'2026-08-10'}",
                ID(child)),
           409);
    says("case.open");
    snprintf(number, sizeof number, "%lld", ID(case_id));
    assert_non_null(strstr(reply_text("/detail"), number));
}

static void the_photograph_of_a_visit_is_kept_with_it(void **state)
{
    int64_t photo = uploaded(ROLE_TEACHER);

    (void)state;
    act(ROLE_TEACHER, "persuade",
        BODY("{" VISIT ",'evidence':[{'kind':'visit_photo','attachment_id':"
             "%lld}]}",
             ID(photo)),
        200);
    assert_string_equal(reply_text("/evidence/0/kind"), "visit_photo");
    assert_int_equal(reply_int("/evidence/0/attachment_id"), photo);
    expect(ROLE_VILLAGE, "GET", PATH("/attachments/%lld", ID(photo)), NULL,
           200);
    act(ROLE_TEACHER, "persuade",
        BODY("{" VISIT ",'evidence':[{'kind':'court_paper','attachment_id':"
             "%lld}]}",
             ID(photo)),
        422);
    says("evidence.kind");
}

static void another_childs_paper_proves_nothing(void **state)
{
    int64_t photo = uploaded(ROLE_TEACHER);

    (void)state;
    act(ROLE_TEACHER, "persuade",
        BODY("{" VISIT ",'evidence':[{'kind':'visit_photo','attachment_id':"
             "%lld}]}",
             ID(photo)),
        200);
    flagged("测他人");
    act(ROLE_TEACHER, "verify", "{'note':'属实'}", 200);
    act(ROLE_TEACHER, "return",
        BODY("{'returned_on':'2026-08-20','school_name':'原班','evidence':[{"
             "'kind':'return_proof','attachment_id':%lld}]}",
             ID(photo)),
        422);
    says("evidence.other_child");
}

/* By their content, whatever their names say. */
static void what_is_no_picture_and_no_pdf_is_refused(void **state)
{
    static const struct {
        const char *bytes;
        size_t n;
    } files[] = {
        { "MZ\x90\0\x03\0\0\0", 8 },
        { "\x7f"
          "ELF\2\1\1",
          7 },
        { "PK\3\4\x14\0", 6 },
        { "<svg xmlns='http://www.w3.org/2000/svg'/>", 41 },
        { "<html><script>1</script></html>", 31 },
        { "GIF89a", 6 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        assert_int_equal(api_upload(ROLE_TEACHER, "/attachments",
                                    files[i].bytes, files[i].n),
                         415);
    assert_int_equal(api_upload(ROLE_TEACHER, "/attachments", "", 0), 422);
}

static void the_top_is_not_passed(void **state)
{
    (void)state;
    act(ROLE_LEADER, "take_up", "{'note':'领导小组直接督办'}", 200);
    assert_string_equal(reply_text("/level"), "leading_group");
    act(ROLE_LEADER, "escalate", "{'note':'再往上报'}", 422);
    assert_non_null(strstr(reply_text("/detail"), "没有上一级"));
}

static void a_missing_child_is_not_closed_without_the_police(void **state)
{
    int64_t paper = uploaded(ROLE_BUREAU);

    (void)state;
    flagged("测失联");
    act(ROLE_TEACHER, "verify", "{'note':'属实'}", 200);
    act(ROLE_BUREAU, "arrange",
        "{'disposition':'residence_missing','note':'全家失联'}", 200);
    act(ROLE_BUREAU, "conclude",
        BODY("{'note':'查无此人','evidence':[{'kind':'police_conclusion',"
             "'attachment_id':%lld}]}",
             ID(paper)),
        422);
    act(ROLE_BUREAU, "submit",
        BODY("{'outcome':'info_error','note':'注销','evidence':[{'kind':"
             "'id_document','attachment_id':%lld}]}",
             ID(paper)),
        422);
    expect(ROLE_BUREAU, "GET", PATH("/cases/%lld", ID(case_id)), NULL, 200);
    assert_string_equal(reply_text("/state"), "arranging");
}

int api_group_ladder(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_chain_names_who_is_in_office_and_what_is_vacant),
        cmocka_unit_test(the_states_come_with_the_ways_out_of_them),
        cmocka_unit_test(the_tallies_add_up_to_the_list),
        cmocka_unit_test(a_week_tells_what_came),
        cmocka_unit_test(this_school_years_tallies_leave_out_the_one_before),
        cmocka_unit_test(who_comes_second_is_told_what_changed),
        cmocka_unit_test(a_version_that_never_was_is_only_stale),
        cmocka_unit_test(an_action_out_of_its_state_is_refused),
        cmocka_unit_test(dates_ahead_or_before_birth_are_refused),
        cmocka_unit_test(a_flag_outside_the_childs_life_is_refused),
        cmocka_unit_test(a_second_open_case_names_the_first),
        cmocka_unit_test(the_photograph_of_a_visit_is_kept_with_it),
        cmocka_unit_test(another_childs_paper_proves_nothing),
        cmocka_unit_test(what_is_no_picture_and_no_pdf_is_refused),
        cmocka_unit_test(the_top_is_not_passed),
        cmocka_unit_test(a_missing_child_is_not_closed_without_the_police),
    };

    return cmocka_run_group_tests_name("ladder", tests, NULL, NULL);
}
