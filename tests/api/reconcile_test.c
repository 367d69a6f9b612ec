/* 信息比对 over HTTP: run, questions, decisions, cases. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"
#include "jobs/import_job.h"
#include "jobs/reconcile_job.h"
#include "store/roster_apply_store.h"

static char path[200];
#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define ID(x) ((long long)(x))

#define YEAR "2029"
#define ENROLMENT                                                              \
    "学籍号,姓名,身份证件号,学校标识码,年级,班级\r\n"       \
    "G230381201503039010,测比甲,230381201503039010," WORLD_SCHOOL ",22,1\r\n"  \
    "G230381201504049034,测比乙,230381201504049034," WORLD_SCHOOL ",22,1\r\n"  \
    "G230381201505059058,测比丙,230381201505059058," WORLD_SCHOOL ",22,1\r\n"
/* 甲 is there; one digit of 乙's number is wrong; 丙 is not. */
#define ATTENDANCE                                                             \
    "姓名,身份证件号,出生日期,学校标识码,年级,班级\r\n"    \
    "测比甲,230381201503039010,2015-03-03," WORLD_SCHOOL ",22,1\r\n"           \
    "测比乙,230381201504049934,2015-04-04," WORLD_SCHOOL ",22,1\r\n"

static struct import_work importing;
static struct reconcile_work matching;

static void open_work(void)
{
    if (importing.reader)
        return;
    assert_int_equal(store_reader(api.w.store, &importing.reader), ERR_OK);
    importing.store = matching.store = api.w.store;
    importing.writer = matching.writer = api.writer;
    matching.reader = importing.reader;
}

/* A list of a year, but for its refused rows. */
static void import_of(const char *year, const char *kind, const char *text)
{
    int64_t id;

    open_work();
    assert_int_equal(
        api_upload(ROLE_BUREAU, PATH("/imports?kind=%s&year=%s", kind, year),
                   text, strlen(text)),
        202);
    id = reply_int("/id");
    assert_int_equal(import_resume(&importing), ERR_OK);
    expect(ROLE_BUREAU, "POST", PATH("/imports/%lld/commit", ID(id)),
           "{'partial':true}", 202);
    assert_int_equal(import_resume(&importing), ERR_OK);
}

static void import(const char *kind, const char *text)
{
    import_of(YEAR, kind, text);
}

/* A run to its end; its id. */
static int64_t run_of(const char *year)
{
    char body[40];
    int64_t id;

    snprintf(body, sizeof body, "{'year':%s}", year);
    expect(ROLE_BUREAU, "POST", "/reconciliations", body, 202);
    assert_string_equal(reply_text("/state"), "waiting");
    id = reply_int("/id");
    assert_int_equal(reconcile_resume(&matching), ERR_OK);
    expect(ROLE_BUREAU, "GET", PATH("/reconciliations/%lld", ID(id)), NULL,
           200);
    assert_string_equal(reply_text("/state"), "done");
    return id;
}

static int64_t run(void)
{
    return run_of(YEAR);
}

/* How many of a run have the verdict; they are in the reply. */
static int64_t with_verdict(int64_t id, const char *verdict)
{
    expect(ROLE_BUREAU, "GET",
           PATH("/reconciliations/%lld/verdicts?verdict=%s&count=true", ID(id),
                verdict),
           NULL, 200);
    return reply_int("/total");
}

static int64_t last_run;

static void each_child_gets_its_verdict(void **state)
{
    (void)state;
    import("enrolment", ENROLMENT);
    import("attendance", ATTENDANCE);
    last_run = run();
    assert_int_equal(reply_int("/questions"), 1);
    assert_int_equal(with_verdict(last_run, "in_school"), 1);
    assert_string_equal(reply_text("/items/0/name"), "测比甲");
    assert_string_equal(reply_text("/items/0/id_no"), "230381************");
    assert_string_equal(reply_text("/items/0/evidence"),
                        "enrolment:2 attendance:2");
    assert_int_equal(with_verdict(last_run, "enrolled_absent"), 1);
    assert_string_equal(reply_text("/items/0/name"), "测比丙");
    assert_int_equal(with_verdict(last_run, "unsure"), 1);
    assert_string_equal(reply_text("/items/0/rule"), "candidates");
}

static void both_rows_stand_side_by_side_with_what_differs(void **state)
{
    int64_t id;

    (void)state;
    assert_int_equal(with_verdict(last_run, "unsure"), 1);
    id = reply_int("/items/0/id");
    expect(ROLE_BUREAU, "GET", PATH("/verdicts/%lld/candidates", ID(id)), NULL,
           200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    assert_non_null(
        strstr(reply_text("/items/0/says"), "身份证号只有一位不同"));
    assert_string_equal(reply_text("/items/0/compared/3/name"), "id_no");
    assert_string_equal(reply_text("/items/0/compared/3/one"),
                        "230381************");
    assert_int_equal(reply_int("/items/0/compared/3/one_marks/0/from"), 15);
    assert_int_equal(reply_int("/items/0/compared/3/one_marks/0/n"), 1);
    assert_int_equal(json_array_size(reply_at("/items/0/compared/0/one_marks")),
                     0);
}

/* Of a run, how many stand in which lists under which rule. */
static void each_child_is_counted_once_by_lists_and_rule(void **state)
{
    int64_t n = 0;

    (void)state;
    expect(ROLE_BUREAU, "GET",
           PATH("/reconciliations/%lld/tallies", ID(last_run)), NULL, 200);
    for (size_t i = 0; i < json_array_size(reply_at("/items")); i++) {
        char where[60];

        snprintf(where, sizeof where, "/items/%zu/n", i);
        n += reply_int(where);
        snprintf(where, sizeof where, "/items/%zu/rule", i);
        if (strcmp(reply_text(where), "enrolled_absent") != 0)
            continue;
        snprintf(where, sizeof where, "/items/%zu/enrolment", i);
        assert_true(json_is_true(reply_at(where)));
        snprintf(where, sizeof where, "/items/%zu/attendance", i);
        assert_true(json_is_false(reply_at(where)));
        snprintf(where, sizeof where, "/items/%zu/kind", i);
        assert_string_equal(reply_text(where), "suspected");
        snprintf(where, sizeof where, "/items/%zu/owner", i);
        assert_string_equal(reply_text(where), "class_teacher");
    }
    assert_int_equal(n, 3);
    expect(ROLE_BUREAU, "GET",
           PATH("/reconciliations/%lld/verdicts?attendance=false&enrolment="
                "true&household_register=false&verdict=enrolled_absent&"
                "count=true",
                ID(last_run)),
           NULL, 200);
    assert_int_equal(reply_int("/total"), 1);
    assert_string_equal(reply_text("/items/0/name"), "测比丙");
    expect(ROLE_AGENCY, "GET",
           PATH("/reconciliations/%lld/tallies", ID(last_run)), NULL, 403);
    expect(ROLE_BUREAU, "GET", "/reconciliations/999999/tallies", NULL, 404);
}

/* How many questions no decision settles. */
static int64_t undecided(void)
{
    expect(ROLE_BUREAU, "GET",
           PATH("/reconciliations/%lld/verdicts?undecided=true&count=true",
                ID(last_run)),
           NULL, 200);
    return reply_int("/total");
}

/* Decides the one question; *candidate keeps its candidate for later. */
static void decide(const char *decision, int64_t *verdict, int64_t *candidate)
{
    char body[200];

    if (*candidate == 0) {
        assert_int_equal(with_verdict(last_run, "unsure"), 1);
        *verdict = reply_int("/items/0/id");
        expect(ROLE_BUREAU, "GET",
               PATH("/verdicts/%lld/candidates", ID(*verdict)), NULL, 200);
        *candidate = reply_int("/items/0/id");
    }
    snprintf(body, sizeof body,
             "{'candidate_id':%lld,'decision':'%s','reason':'已看户口簿'}",
             ID(*candidate), decision);
    expect(ROLE_BUREAU, "POST", PATH("/verdicts/%lld/decision", ID(*verdict)),
           body, 200);
    assert_string_equal(reply_text("/decision"), decision);
    assert_string_equal(reply_text("/reason"), "已看户口簿");
}

/* The run's own numbers, as its list shows them. */
static void run_says(int64_t children, int64_t questions)
{
    expect(ROLE_BUREAU, "GET", PATH("/reconciliations/%lld", ID(last_run)),
           NULL, 200);
    assert_int_equal(reply_int("/children"), children);
    assert_int_equal(reply_int("/questions"), questions);
}

static void a_decision_takes_effect_at_once_and_can_be_taken_back(void **state)
{
    int64_t verdict = 0, candidate = 0;

    (void)state;
    run_says(3, 1);
    assert_int_equal(undecided(), 1);
    /* 乙 of the 学籍 is then not at school, and 乙 of the school has no 学籍. */
    decide("different", &verdict, &candidate);
    assert_int_equal(undecided(), 0);
    assert_int_equal(with_verdict(last_run, "enrolled_absent"), 2);
    assert_int_equal(with_verdict(last_run, "present_unenrolled"), 1);
    run_says(4, 0);
    decide("later", &verdict, &candidate);
    assert_int_equal(undecided(), 1);
    assert_int_equal(with_verdict(last_run, "present_unenrolled"), 0);
    run_says(3, 1);
    decide("same", &verdict, &candidate); /* on second thoughts */
    assert_int_equal(undecided(), 0);
    assert_int_equal(with_verdict(last_run, "unsure"), 0);
    assert_int_equal(with_verdict(last_run, "in_school"), 2);
    assert_string_equal(reply_text("/items/1/name"), "测比乙");
    assert_true(json_is_true(reply_at("/items/1/joined")));
    assert_string_equal(reply_text("/items/1/evidence"),
                        "enrolment:3 attendance:3");
    assert_true(reply_int("/items/1/student_id") > 0);
    run_says(3, 0);
}

/* What is one by decision is asked about through the child that came of it. */
static void what_is_joined_shows_its_candidates_and_comes_apart(void **state)
{
    int64_t verdict, candidate;

    (void)state;
    assert_int_equal(with_verdict(last_run, "in_school"), 2);
    verdict = reply_int("/items/1/id");
    expect(ROLE_BUREAU, "GET", PATH("/verdicts/%lld/candidates", ID(verdict)),
           NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    assert_string_equal(reply_text("/items/0/decision"), "same");
    candidate = reply_int("/items/0/id");
    decide("different", &verdict, &candidate);
    assert_int_equal(with_verdict(last_run, "in_school"), 1);
    expect(ROLE_BUREAU, "GET", PATH("/verdicts/%lld/candidates", ID(verdict)),
           NULL, 404);
    assert_int_equal(with_verdict(last_run, "present_unenrolled"), 1);
    verdict = reply_int("/items/0/id");
    expect(ROLE_BUREAU, "GET", PATH("/verdicts/%lld/candidates", ID(verdict)),
           NULL, 200);
    candidate = reply_int("/items/0/id");
    decide("same", &verdict, &candidate);
    assert_int_equal(with_verdict(last_run, "in_school"), 2);
}

static void a_decision_holds_in_the_next_run(void **state)
{
    int64_t before;

    (void)state;
    assert_int_equal(with_verdict(last_run, "in_school"), 2);
    before = reply_int("/items/1/id");
    last_run = run();
    assert_int_equal(with_verdict(last_run, "unsure"), 0);
    assert_int_equal(with_verdict(last_run, "in_school"), 2);
    expect(ROLE_BUREAU, "GET", PATH("/verdicts/%lld/candidates", ID(before)),
           NULL, 404); /* of the run before */
}

/* Another child's 学籍 stands under the number of 甲. */
static void a_number_used_twice_is_a_doubt_once(void **state)
{
    (void)state;
    import("enrolment",
           "学籍号,姓名,身份证件号,学校标识码,年级,班级\r\n"
           "J230381201504040019,测比丁,230381201503039010," WORLD_SCHOOL
           ",22,1\r\n");
    last_run = run();
    expect(ROLE_BUREAU, "GET", "/doubts?kind=number_shared&count=true", NULL,
           200);
    assert_int_equal(reply_int("/total"), 1);
    last_run = run();
    expect(ROLE_BUREAU, "GET", "/doubts?kind=number_shared&count=true", NULL,
           200);
    assert_int_equal(reply_int("/total"), 1);
}

static void verdicts_open_cases_once(void **state)
{
    char where[100];
    int64_t opened;

    (void)state;
    snprintf(where, sizeof where, "/reconciliations/%lld/cases", ID(last_run));
    expect(ROLE_BUREAU, "POST", where, "{'preview':true}", 200);
    opened = reply_int("/opened");
    assert_int_equal(opened, 1);
    expect(ROLE_BUREAU, "POST", where, "{'preview':false}", 200);
    assert_int_equal(reply_int("/opened"), 1);
    expect(ROLE_BUREAU, "POST", where, "{'preview':false}", 200);
    assert_int_equal(reply_int("/opened"), 0);
    assert_int_equal(reply_int("/existing"), 1);
    expect(ROLE_BUREAU, "GET", "/students?q=测比丙", NULL, 200);
    assert_true(reply_int("/items/0/open_case_id") > 0);
}

static void a_child_seen_again_is_told_to_its_case_once(void **state)
{
    char where[100];
    int64_t id;

    (void)state;
    import("attendance", ATTENDANCE
           "测比丙,230381201505059058,2015-05-05," WORLD_SCHOOL ",22,1\r\n");
    last_run = run();
    assert_int_equal(with_verdict(last_run, "in_school"), 3);
    snprintf(where, sizeof where, "/reconciliations/%lld/cases", ID(last_run));
    expect(ROLE_BUREAU, "POST", where, "{'preview':false}", 200);
    assert_int_equal(reply_int("/solved"), 1);
    expect(ROLE_BUREAU, "POST", where, "{'preview':false}", 200);
    assert_int_equal(reply_int("/solved"), 0);
    /* Told, not closed: that takes its evidence. */
    expect(ROLE_BUREAU, "GET", "/students?q=测比丙", NULL, 200);
    id = reply_int("/items/0/open_case_id");
    expect(ROLE_BUREAU, "GET", PATH("/cases/%lld", ID(id)), NULL, 200);
    assert_string_equal(reply_text("/state"), "reported");
}

/* 测单甲 stands in the list of a school alone, 测单乙 in the list of the poor,
 * and 测单丙 under a number and a 学籍号 of two others. */
static void lists_of_children_nobody_registered(void)
{
    char poor[300];

    import_of("2031", "enrolment",
              "学籍号,姓名,身份证件号,学校标识码,年级,班级\r\n"
              "G23038120170303701X,测单丁,23038120170303701X," WORLD_SCHOOL
              ",14,1\r\n"
              "G230381201704047033,测单戊,230381201704047033," WORLD_SCHOOL
              ",14,1\r\n");
    import_of("2031", "attendance",
              "姓名,身份证件号,出生日期,学校标识码,年级,班级,学籍号\r\n"
              "测单丁,23038120170303701X,2017-03-03," WORLD_SCHOOL ",14,1,\r\n"
              "测单戊,230381201704047033,2017-04-04," WORLD_SCHOOL ",14,1,\r\n"
              "测单甲,,2018-05-06," WORLD_SCHOOL ",13,2,\r\n");
    snprintf(poor, sizeof poor,
             "姓名,证件号码,困难类型,区划代码\r\n"
             "测单乙,230381201808087056,监测户,%s\r\n",
             api.w.village);
    import_of("2031", "poverty", poor);
}

static void a_child_of_one_list_is_registered_with_its_case(void **state)
{
    char where[100];
    int64_t run, id, case_id;

    (void)state;
    lists_of_children_nobody_registered();
    run = run_of("2031");
    assert_int_equal(with_verdict(run, "present_unenrolled"), 1);
    assert_string_equal(reply_text("/items/0/name"), "测单甲");
    snprintf(where, sizeof where, "/reconciliations/%lld/cases", ID(run));
    expect(ROLE_BUREAU, "POST", where, "{'preview':true}", 200);
    assert_int_equal(reply_int("/registered"), 2);
    assert_int_equal(reply_int("/opened"), 2);
    expect(ROLE_BUREAU, "GET", "/students?q=测单甲", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
    expect(ROLE_BUREAU, "POST", where, "{'preview':false}", 200);
    assert_int_equal(reply_int("/registered"), 2);
    assert_int_equal(reply_int("/opened"), 2);
    assert_int_equal(reply_int("/unknown"), 0);
    /* The child is its school's, and history says where it came from. */
    expect(ROLE_SCHOOL_HEAD, "GET", "/students?q=测单甲", NULL, 200);
    id = reply_int("/items/0/id");
    case_id = reply_int("/items/0/open_case_id");
    expect(ROLE_BUREAU, "GET", PATH("/students/%lld/history", ID(id)), NULL,
           200);
    assert_true(json_array_size(reply_at("/items")) >= 3);
    expect(ROLE_BUREAU, "GET", PATH("/students/%lld/enrolments", ID(id)), NULL,
           200);
    assert_string_equal(reply_text("/items/0/state"), "unregistered");
    expect(ROLE_BUREAU, "GET", PATH("/cases/%lld", ID(case_id)), NULL, 200);
    assert_string_equal(reply_text("/events/0/facts/1/value"), "attendance:4");
    assert_int_equal(with_verdict(run, "present_unenrolled"), 1);
    assert_int_equal(reply_int("/items/0/student_id"), id);
    expect(ROLE_TOWNSHIP, "GET", "/students?q=测单乙", NULL, 200);
    id = reply_int("/items/0/id");
    expect(ROLE_BUREAU, "GET", PATH("/students/%lld/tags", ID(id)), NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    /* Once; the next run finds the child by its row. */
    expect(ROLE_BUREAU, "POST", where, "{'preview':false}", 200);
    assert_int_equal(reply_int("/registered"), 0);
    assert_int_equal(reply_int("/opened"), 0);
    assert_int_equal(reply_int("/existing"), 2);
    run = run_of("2031");
    snprintf(where, sizeof where, "/reconciliations/%lld/cases", ID(run));
    expect(ROLE_BUREAU, "POST", where, "{'preview':true}", 200);
    assert_int_equal(reply_int("/registered"), 0);
    assert_int_equal(reply_int("/existing"), 2);
}

/* A row of the numbers of two children registers nobody. */
static void numbers_of_two_children_register_nobody(void **state)
{
    char where[100];
    int64_t run;

    (void)state;
    import_of("2031", "attendance",
              "姓名,身份证件号,出生日期,学校标识码,年级,班级,学籍号\r\n"
              "测单丙,23038120170303701X,2018-07-07," WORLD_SCHOOL
              ",13,1,G230381201704047033\r\n");
    run = run_of("2031");
    snprintf(where, sizeof where, "/reconciliations/%lld/cases", ID(run));
    expect(ROLE_BUREAU, "POST", where, "{'preview':false}", 200);
    assert_int_equal(reply_int("/registered"), 0);
    expect(ROLE_BUREAU, "GET", "/students?q=测单丙", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
}

/* ---- who enters by a row ---- */
struct entering {
    struct write_job job;
    const char *kind, *name;
    int64_t child;
};

SQL(q_row_called,
    .text = "SELECT id FROM roster_now WHERE kind = ?1 AND name = ?2",
    .access = SQL_SYSTEM, .why = "a test");

static enum err enter_run(struct write_job *job, struct db *db)
{
    struct entering *n = (struct entering *)job;
    const struct act act = { .role = ROLE_BUREAU,
                             .now_ms = WORLD_NOW,
                             .today = "2026-08-20" };
    struct arena a;
    int64_t row;
    enum err e;

    arena_init(&a, 0);
    e = db_int(db, &q_row_called, &row, VALS(TEXT(n->kind), TEXT(n->name)));
    if (e == ERR_OK)
        e = store_roster_register(db, &a, &act, row, &n->child);
    arena_free(&a);
    return e;
}

/* The child that a row of a list registers. */
static int64_t enters(const char *kind, const char *name)
{
    struct entering n = { .job.run = enter_run, .kind = kind, .name = name };

    assert_int_equal(writer_run(api.writer, &n.job), ERR_OK);
    return n.child;
}

/* A run that began before the child was registered asks for it once more. */
static void a_row_without_a_number_registers_its_child_once(void **state)
{
    int64_t child;

    (void)state;
    import_of("2054", "attendance",
              "姓名,出生日期,学校标识码,年级,班级\r\n"
              "测单无,2018-09-09," WORLD_SCHOOL ",13,2\r\n");
    child = enters("attendance", "测单无");
    assert_int_equal(enters("attendance", "测单无"), child);
    expect(ROLE_BUREAU, "GET", "/students?q=测单无", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
}

/* The school and each tag, whichever of its rows speaks. */
static void a_child_has_what_each_of_its_rows_says(void **state)
{
    int64_t child;

    (void)state;
    import_of("2055", "attendance",
              "姓名,身份证件号,出生日期,学校标识码,年级,班级\r\n"
              "测单众,230381201809099016,2018-09-09," WORLD_SCHOOL ",13,2\r\n");
    import_of("2055", "poverty",
              "姓名,证件号码,困难类型\r\n测单众,230381201809099016,特困\r\n");
    import_of("2055", "disability",
              "姓名,身份证号,残疾类别\r\n测单众,230381201809099016,视力\r\n");
    child = enters("poverty", "测单众");
    expect(ROLE_BUREAU, "GET", PATH("/students/%lld/tags", ID(child)), NULL,
           200);
    assert_int_equal(json_array_size(reply_at("/items")), 2);
    expect(ROLE_SCHOOL_HEAD, "GET", PATH("/students/%lld", ID(child)), NULL,
           200);
}

/* How many verdicts of a run are of this child. */
static int64_t verdicts_of(int64_t run, int64_t child)
{
    int64_t n = 0;
    size_t i;
    json_t *item;

    expect(ROLE_BUREAU, "GET",
           PATH("/reconciliations/%lld/verdicts?limit=100", ID(run)), NULL,
           200);
    json_array_foreach(reply_at("/items"), i, item)
    {
        n += json_integer_value(json_object_get(item, "student_id")) == child;
    }
    return n;
}

/* Two rows said to be one child, which was registered; then said to be two. */
static void who_comes_apart_is_registered_once(void **state)
{
    const int64_t before = last_run;
    int64_t verdict = 0, candidate = 0, child;

    (void)state;
    import_of("2032", "enrolment",
              "学籍号,姓名,身份证件号,学校标识码,年级,班级\r\n"
              "G23038120180911903X,测并甲,23038120180911903X," WORLD_SCHOOL
              ",14,1\r\n");
    import_of("2032", "attendance",
              "姓名,身份证件号,出生日期,学校标识码,年级,班级\r\n"
              "测并甲,23038120180911903X,," WORLD_SCHOOL ",14,1\r\n"
              "测并乙,230381201803049934,2018-03-04," WORLD_SCHOOL ",14,1\r\n");
    import_of("2032", "poverty",
              "姓名,证件号码,困难类型\r\n测并乙,230381201803049034,特困\r\n");
    last_run = run_of("2032");
    decide("same", &verdict, &candidate);
    expect(ROLE_BUREAU, "POST",
           PATH("/reconciliations/%lld/cases", ID(last_run)),
           "{'preview':false}", 200);
    assert_int_equal(reply_int("/registered"), 1);
    assert_int_equal(with_verdict(last_run, "present_unenrolled"), 1);
    child = reply_int("/items/0/student_id");
    verdict = reply_int("/items/0/id");
    expect(ROLE_BUREAU, "GET", PATH("/verdicts/%lld/candidates", ID(verdict)),
           NULL, 200);
    candidate = reply_int("/items/0/id");
    decide("different", &verdict, &candidate);
    assert_int_equal(verdicts_of(last_run, child), 1);
    last_run = before;
}

/* A list that brought children is taken back after a run has judged them. */
static void a_list_that_was_judged_is_taken_back(void **state)
{
    int64_t run, id;

    (void)state;
    import_of("2036", "enrolment",
              "学籍号,姓名,身份证件号,学校标识码,年级,班级\r\n"
              "G230381201807019013,测判,230381201807019013," WORLD_SCHOOL
              ",14,1\r\n");
    expect(ROLE_BUREAU, "GET", "/imports?limit=1", NULL, 200);
    id = reply_int("/items/0/id");
    run = run_of("2036");
    expect(ROLE_BUREAU, "GET", PATH("/reconciliations/%lld/verdicts", ID(run)),
           NULL, 200);
    assert_true(reply_int("/items/0/student_id") > 0);
    expect(ROLE_BUREAU, "POST", PATH("/imports/%lld/rollback", ID(id)), NULL,
           202);
    assert_int_equal(import_resume(&importing), ERR_OK);
    expect(ROLE_BUREAU, "GET", PATH("/imports/%lld", ID(id)), NULL, 200);
    assert_string_equal(reply_text("/state"), "rolled_back");
    expect(ROLE_BUREAU, "GET", "/students?q=测判", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
    expect(ROLE_BUREAU, "GET", PATH("/reconciliations/%lld/verdicts", ID(run)),
           NULL, 200);
    assert_true(json_is_null(reply_at("/items/0/student_id")));
}

static int64_t doubts_of(const char *kind)
{
    expect(ROLE_BUREAU, "GET", PATH("/doubts?kind=%s&count=true", kind), NULL,
           200);
    return reply_int("/total");
}

/* One name and birth date under two numbers, in no list twice: 一人两号. */
static void one_child_under_two_numbers_is_a_doubt_once(void **state)
{
    const int64_t before = doubts_of("two_numbers");
    char text[400];

    (void)state;
    snprintf(text, sizeof text,
             "姓名,公民身份号码,户籍地区划代码\r\n"
             "测两号,230381201610109010,%s\r\n",
             api.w.village);
    import_of("2033", "household_register", text);
    import_of("2033", "enrolment",
              "学籍号,姓名,身份证件号,学校标识码,年级,班级\r\n"
              "G230103201610109010,测两号,230103201610109010," WORLD_SCHOOL
              ",15,1\r\n");
    run_of("2033");
    assert_int_equal(doubts_of("two_numbers"), before + 1);
    run_of("2033");
    assert_int_equal(doubts_of("two_numbers"), before + 1);
}

/* One number under two 学籍: a person says that they are one child; then it is
 * 重复学籍. */
static void two_enrolments_of_one_child_are_a_doubt_once(void **state)
{
    const int64_t before = doubts_of("duplicate_enrolment");
    int64_t verdict = 0, candidate = 0;

    (void)state;
    import_of(
        "2034", "enrolment",
        "学籍号,姓名,身份证件号,学校标识码,年级,班级\r\n"
        "G230381201710109018,测双籍,230381201710109018," WORLD_SCHOOL
        ",14,1\r\n"
        "L230381201710101234,测双籍,230381201710109018," WORLD_OTHER_SCHOOL
        ",14,1\r\n");
    last_run = run_of("2034");
    decide("same", &verdict, &candidate);
    assert_int_equal(with_verdict(last_run, "unsure"), 0);
    run_of("2034");
    assert_int_equal(doubts_of("duplicate_enrolment"), before + 1);
    run_of("2034");
    assert_int_equal(doubts_of("duplicate_enrolment"), before + 1);
}

/* The run that joined them by it has no such question any more; the decision is
 * found, and taken back, all the same. */
static void a_decision_of_a_former_run_is_taken_back(void **state)
{
    char undo[60];

    (void)state;
    expect(ROLE_BUREAU, "GET", "/match-decisions?decision=same", NULL, 200);
    assert_string_equal(reply_text("/items/0/one_name"), "测双籍");
    assert_string_equal(reply_text("/items/0/other_name"), "测双籍");
    assert_string_equal(reply_text("/items/0/reason"), "已看户口簿");
    snprintf(undo, sizeof undo, "/match-decisions/%lld/undo",
             ID(reply_int("/items/0/id")));
    expect(ROLE_BUREAU, "POST", undo, "{}", 422);
    expect(ROLE_TOWNSHIP, "POST", undo, "{'reason':'看错了'}", 403);
    expect(ROLE_BUREAU, "POST", undo, "{'reason':'看错了'}", 200);
    assert_string_equal(reply_text("/decision"), "later");
    expect(ROLE_BUREAU, "POST", undo, "{'reason':'看错了'}", 404);
    expect(ROLE_BUREAU, "GET", "/match-decisions?decision=maybe", NULL, 422);
    last_run = run_of("2034");
    assert_int_equal(with_verdict(last_run, "unsure"), 1);
}

/* How many rows of the list from above stand so. */
static int64_t standing(int64_t run, const char *code)
{
    expect(ROLE_BUREAU, "GET",
           PATH("/reconciliations/%lld/assigned?count=true&standing=%s",
                ID(run), code),
           NULL, 200);
    return reply_int("/total");
}

static void rate_is(int64_t run, int64_t total, int64_t excluded,
                    int64_t numerator)
{
    expect(ROLE_BUREAU, "GET",
           PATH("/reconciliations/%lld/assigned-rate", ID(run)), NULL, 200);
    assert_int_equal(reply_int("/total"), total);
    assert_int_equal(reply_int("/excluded"), excluded);
    assert_int_equal(reply_int("/denominator"), total - excluded);
    assert_int_equal(reply_int("/numerator"), numerator);
}

/* In school, not at school, and two whom no other list knows. */
static void rows_from_above_are_followed_to_their_end(void **state)
{
    char where[100];
    int64_t run;

    (void)state;
    import_of("2035", "enrolment",
              "学籍号,姓名,身份证件号,学校标识码,年级,班级\r\n"
              "G230381202203039017,测下甲,230381202203039017," WORLD_SCHOOL
              ",16,1\r\n"
              "G230381202204049030,测下乙,230381202204049030," WORLD_SCHOOL
              ",16,1\r\n");
    import_of("2035", "attendance",
              "姓名,身份证件号,出生日期,学校标识码,年级,班级\r\n"
              "测下甲,230381202203039017,2022-03-03," WORLD_SCHOOL ",16,1\r\n");
    import_of("2035", "assigned",
              "姓名,身份证号,来源,下发日期\r\n"
              "测下甲,230381202203039017,省厅,2026-08-01\r\n"
              "测下乙,230381202204049030,省厅,2026-08-01\r\n"
              "测下丙,230381202205059019,省厅,2026-08-01\r\n"
              "测下丁,230381202603039018,省厅,2026-08-01\r\n");
    run = run_of("2035");
    rate_is(run, 4, 0, 1);
    assert_int_equal(standing(run, "found"), 1);
    assert_string_equal(reply_text("/items/0/name"), "测下甲");
    assert_string_equal(reply_text("/items/0/source"), "省厅");
    assert_int_equal(standing(run, "due"), 1);
    assert_int_equal(standing(run, "unsure"), 2);
    snprintf(where, sizeof where, "/reconciliations/%lld/cases", ID(run));
    expect(ROLE_BUREAU, "POST", where, "{'preview':false}", 200);
    assert_int_equal(standing(run, "due"), 0);
    assert_int_equal(standing(run, "open"), 1);
    assert_true(reply_int("/items/0/case_id") > 0);
    expect(ROLE_BUREAU, "GET",
           PATH("/reconciliations/%lld/assigned?limit=3", ID(run)), NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 3);
    snprintf(where, sizeof where,
             "/reconciliations/%lld/assigned?limit=3&cursor=%s", ID(run),
             reply_text("/next_cursor"));
    expect(ROLE_BUREAU, "GET", where, NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    assert_string_equal(reply_text("/items/0/name"), "测下丁");
    /* The ledger has them all, also whom no register knows. */
    expect(ROLE_BUREAU, "GET", "/ledgers/assigned?year=2035&count=true", NULL,
           200);
    assert_int_equal(reply_int("/total"), 4);
    assert_string_equal(reply_text("/items/0/follow_up"), "比对已落实");
    assert_string_equal(reply_text("/items/0/event_unit"), "省厅");
    assert_string_equal(reply_text("/items/0/id_no"), "230381************");
    assert_string_equal(reply_text("/items/1/follow_up"), "个案办理中");
    assert_true(json_is_null(reply_at("/items/3/student_id")));
    assert_string_equal(reply_text("/items/3/follow_up"), "待人工核对");
    expect(ROLE_TOWNSHIP, "GET", "/ledgers/assigned?year=2035", NULL, 403);
    expect(ROLE_TOWNSHIP, "GET",
           PATH("/reconciliations/%lld/assigned", ID(run)), NULL, 403);
    expect(ROLE_TOWNSHIP, "GET",
           PATH("/reconciliations/%lld/assigned-rate", ID(run)), NULL, 403);
    expect(ROLE_BUREAU, "GET", "/reconciliations/999999/assigned", NULL, 404);
    expect(ROLE_BUREAU, "GET", "/reconciliations/999999/assigned-rate", NULL,
           404);
}

static int64_t leavers(int64_t run, const char *code)
{
    expect(ROLE_BUREAU, "GET",
           PATH("/reconciliations/%lld/leavers?count=true&standing=%s", ID(run),
                code),
           NULL, 200);
    return reply_int("/total");
}

static void grade_system(const char *years)
{
    char body[40];

    snprintf(body, sizeof body, "{'value':'%s'}", years);
    expect_version(ROLE_ADMIN, "PATCH", "/settings/grade_system", body,
                   strcmp(years, "54") == 0 ? 1 : 2, 200);
}

/* Of three leavers of grade 6 one arrived, one stays, one is nowhere. */
static void who_left_grade_six_is_looked_for_in_grade_seven(void **state)
{
    int64_t run;

    (void)state;
    import_of("2036", "enrolment",
              "学籍号,姓名,身份证件号,学校标识码,年级,班级\r\n"
              "G230381202403039010,测升甲,230381202403039010," WORLD_SCHOOL
              ",16,1\r\n"
              "G230381202404049034,测升乙,230381202404049034," WORLD_SCHOOL
              ",16,1\r\n"
              "G230381202405059012,测升丙,230381202405059012," WORLD_SCHOOL
              ",16,2\r\n"
              "G230381202406069010,测升丁,230381202406069010," WORLD_SCHOOL
              ",15,2\r\n");
    import_of(
        "2037", "enrolment",
        "学籍号,姓名,身份证件号,学校标识码,年级,班级\r\n"
        "G230381202403039010,测升甲,230381202403039010," WORLD_OTHER_SCHOOL
        ",21,1\r\n"
        "G230381202404049034,测升乙,230381202404049034," WORLD_SCHOOL
        ",16,1\r\n"
        "G230381202405059012,测升丙,230381202405059012," WORLD_OTHER_SCHOOL
        ",21,2\r\n");
    import_of("2037", "attendance",
              "姓名,身份证件号,出生日期,学校标识码,年级,班级\r\n"
              "测升甲,230381202403039010,2024-03-03," WORLD_OTHER_SCHOOL
              ",21,1\r\n"
              "测升乙,230381202404049034,2024-04-04," WORLD_SCHOOL ",16,1\r\n");
    run = run_of("2037");
    assert_int_equal(leavers(run, "arrived"), 1);
    assert_string_equal(reply_text("/items/0/name"), "测升甲");
    assert_string_equal(reply_text("/items/0/to_school"), WORLD_OTHER_SCHOOL);
    assert_int_equal(leavers(run, "stayed"), 1);
    assert_int_equal(leavers(run, "missing"), 1);
    assert_string_equal(reply_text("/items/0/name"), "测升丙");
    assert_string_equal(reply_text("/items/0/from_school"), WORLD_SCHOOL);
    assert_string_equal(reply_text("/items/0/to_school"), WORLD_OTHER_SCHOOL);
    assert_string_equal(reply_text("/items/0/verdict"), "enrolled_absent");
    assert_true(reply_int("/items/0/verdict_id") > 0);
    /* Counts come whole: a page of them is none. */
    expect(ROLE_BUREAU, "GET",
           PATH("/reconciliations/%lld/handover?limit=1", ID(run)), NULL, 422);
    expect(ROLE_BUREAU, "GET",
           PATH("/reconciliations/%lld/tallies?cursor=1", ID(run)), NULL, 422);
    expect(ROLE_BUREAU, "GET", PATH("/reconciliations/%lld/handover", ID(run)),
           NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 3);
    expect(ROLE_BUREAU, "GET",
           PATH("/reconciliations/%lld/leavers?from_school=" WORLD_OTHER_SCHOOL
                "&count=true",
                ID(run)),
           NULL, 200);
    assert_int_equal(reply_int("/total"), 0);
    expect(
        ROLE_BUREAU, "GET",
        PATH("/reconciliations/%lld/leavers?placed=false&count=true", ID(run)),
        NULL, 200);
    assert_int_equal(reply_int("/total"), 0);
    grade_system("54"); /* the fifth grade leaves */
    expect(ROLE_BUREAU, "GET",
           PATH("/reconciliations/%lld/leavers?count=true", ID(run)), NULL,
           200);
    assert_int_equal(reply_int("/total"), 1);
    assert_string_equal(reply_text("/items/0/name"), "测升丁");
    grade_system("63");
    expect(ROLE_SCHOOL_HEAD, "GET",
           PATH("/reconciliations/%lld/leavers", ID(run)), NULL, 403);
    expect(ROLE_SCHOOL_HEAD, "GET",
           PATH("/reconciliations/%lld/handover", ID(run)), NULL, 403);
    expect(ROLE_BUREAU, "GET", "/reconciliations/999999/leavers", NULL, 404);
    expect(ROLE_BUREAU, "GET", "/reconciliations/999999/handover", NULL, 404);
}

#define ROLL "姓名,身份证件号,出生日期,学校标识码,年级,班级\r\n"
#define ROW_OF(birth)                                                          \
    "测退乙,230381201504049034," birth "," WORLD_SCHOOL ",21,1\r\n"

/* 乙's row in the list of the school has no date that there is. */
static void a_child_of_a_refused_row_is_unsure_until_it_is_mended(void **state)
{
    int64_t id;

    (void)state;
    import_of("2028", "enrolment",
              "学籍号,姓名,身份证件号,学校标识码,年级,班级\r\n"
              "G230381201503039010,测退甲,230381201503039010," WORLD_SCHOOL
              ",21,1\r\n"
              "G230381201504049034,测退乙,230381201504049034," WORLD_SCHOOL
              ",21,1\r\n"
              "G230381201505059058,测退丙,230381201505059058," WORLD_SCHOOL
              ",21,1\r\n");
    import_of("2028", "attendance",
              ROLL "测退甲,230381201503039010,2015-03-03," WORLD_SCHOOL
                   ",21,1\r\n" ROW_OF("2015-04-31"));
    id = run_of("2028");
    assert_int_equal(with_verdict(id, "enrolled_absent"), 1);
    assert_string_equal(reply_text("/items/0/name"), "测退丙");
    assert_int_equal(with_verdict(id, "unsure"), 1);
    assert_string_equal(reply_text("/items/0/name"), "测退乙");
    assert_string_equal(reply_text("/items/0/rule"), "attendance_refused");
    /* It is of nobody's rows: what was refused joins no child. */
    assert_string_equal(reply_text("/items/0/evidence"), "enrolment:3");
    import_of("2028", "attendance", ROLL ROW_OF("2015-04-04"));
    id = run_of("2028");
    assert_int_equal(with_verdict(id, "unsure"), 0);
    assert_int_equal(with_verdict(id, "in_school"), 2);
}

#define POOR "姓名,证件号码,困难类型,区划代码\r\n"

int64_t verdict_plant(const char *name, const char *division)
{
    char text[400];

    snprintf(text, sizeof text, POOR "%s,,监测户,%s\r\n", name, division);
    import_of("2027", "poverty", text);
    /* It is handed down from above, too, and a child who bears its name behind
     * another character left grade 6 the year before. */
    snprintf(text, sizeof text, "姓名,身份证号,来源\r\n%s,,省厅\r\n", name);
    import_of("2027", "assigned", text);
    snprintf(text, sizeof text,
             "学籍号,姓名,身份证件号,学校标识码,年级,班级\r\n"
             "G230381201407079012,小%s,230381201407079012," WORLD_OTHER_SCHOOL
             ",16,1\r\n",
             name);
    import_of("2026", "enrolment", text);
    return with_verdict(run_of("2027"), "unsure") > 0 ? reply_int("/items/0/id")
                                                      : 0;
}

/* How many verdicts of a run a role sees; the name of the only one. */
static void sees(enum role role, int64_t run, int64_t n, const char *name)
{
    expect(role, "GET",
           PATH("/reconciliations/%lld/verdicts?count=true", ID(run)), NULL,
           200);
    assert_int_equal(reply_int("/total"), n);
    assert_int_equal(json_array_size(reply_at("/items")), n);
    if (name)
        assert_string_equal(reply_text("/items/0/name"), name);
}

static void townships_villages_and_schools_see_their_own_verdicts(void **state)
{
    char text[600];
    int64_t id;

    (void)state;
    snprintf(text, sizeof text,
             POOR "测乡甲,,监测户,%s\r\n测乡乙,,监测户,%s\r\n", api.w.village,
             api.w.other_village);
    import_of("2039", "poverty", text);
    import_of("2039", "attendance",
              "姓名,身份证件号,出生日期,学校标识码,年级,班级\r\n"
              "测乡丙,,2025-03-03," WORLD_SCHOOL ",22,1\r\n"
              "测乡丁,,2025-06-07," WORLD_OTHER_SCHOOL ",22,1\r\n");
    id = run_of("2039");
    sees(ROLE_TOWNSHIP, id, 1, "测乡甲");
    sees(ROLE_VILLAGE, id, 1, "测乡甲");
    sees(ROLE_SCHOOL_HEAD, id, 1, "测乡丙");
    sees(ROLE_TEACHER, id, 0, NULL);
    sees(ROLE_BUREAU, id, 4, NULL);
    expect(ROLE_TOWNSHIP, "GET", "/reconciliations?year=2039", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    /* One under way or replaced is none of theirs. */
    expect(ROLE_BUREAU, "POST", "/reconciliations", "{'year':2039}", 202);
    id = reply_int("/id");
    expect(ROLE_TOWNSHIP, "GET", PATH("/reconciliations/%lld", ID(id)), NULL,
           404);
    assert_int_equal(reconcile_resume(&matching), ERR_OK);
}

/* ---- 三统一 ------------------------------------------------------------- */
/* Where a name stands among the differences of the last reply; -1: nowhere. */
static int64_t differs(const char *name)
{
    size_t n = json_array_size(reply_at("/differences"));

    for (size_t i = 0; i < n; i++)
        if (strcmp(reply_text(
                       arena_printf(&api.w.arena, "/differences/%zu/name", i)),
                   name) == 0)
            return (int64_t)i;
    return -1;
}

static bool is_in(const char *name, const char *list)
{
    int64_t i = differs(name);

    assert_true(i >= 0);
    return json_is_true(reply_at(
        arena_printf(&api.w.arena, "/differences/%lld/in_%s", ID(i), list)));
}

static void lists_and_ledger_stand_side_by_side(void **state)
{
    (void)state;
    import_of("2034", "enrolment",
              "学籍号,姓名,身份证件号,学校标识码,年级,班级\r\n"
              "G230381202003039019,测统甲,230381202003039019," WORLD_SCHOOL
              ",22,1\r\n"
              "G230381202004049024,测统乙,230381202004049024," WORLD_SCHOOL
              ",22,1\r\n");
    import_of("2034", "poverty",
              "姓名,证件号码,困难类型\r\n测统甲,230381202003039019,低保\r\n"
              "测统丙,23038120200505903X,特困\r\n");
    expect(ROLE_BUREAU, "GET", "/students?q=测统乙", NULL, 200);
    expect(ROLE_BUREAU, "POST",
           PATH("/students/%lld/tags", ID(reply_int("/items/0/id"))),
           "{'tag':'low_income','from_date':'2026-01-01'}", 201);
    expect(ROLE_BUREAU, "GET", "/unity?year=2034", NULL, 200);
    assert_true(json_is_true(reply_at("/poverty_listed")));
    assert_true(json_is_true(reply_at("/education_listed")));
    assert_int_equal(differs("测统甲"), -1);
    assert_true(is_in("测统乙", "education"));
    assert_false(is_in("测统乙", "poverty"));
    assert_true(is_in("测统乙", "ledger"));
    assert_false(is_in("测统丙", "education"));
    assert_true(is_in("测统丙", "poverty"));
    assert_false(is_in("测统丙", "ledger"));
    assert_int_equal(reply_int("/townships/0/poverty"), 2);
    assert_int_equal(reply_int("/townships/0/differences"),
                     json_array_size(reply_at("/differences")));
    assert_null(memmem(api.raw.data, api.raw.len, "230381202003039019", 18));
    expect(ROLE_INSPECTOR, "GET", "/unity?year=2035", NULL, 200);
    assert_false(json_is_true(reply_at("/poverty_listed")));
    expect(ROLE_TOWNSHIP, "GET", "/unity", NULL, 403);
    expect(ROLE_BUREAU, "GET", "/unity?year=1990", NULL, 422);
}

static void what_may_not_be_is_refused(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "POST", "/reconciliations", "{'year':1}", 422);
    expect(ROLE_BUREAU, "GET", "/reconciliations/999999", NULL, 404);
    expect(ROLE_BUREAU, "GET", "/reconciliations/999999/verdicts", NULL, 404);
    expect(ROLE_BUREAU, "POST", "/reconciliations/999999/cases",
           "{'preview':true}", 404);
    expect(ROLE_BUREAU, "GET", "/reconciliations?limit=1", NULL, 200);
    expect(ROLE_BUREAU, "GET", "/reconciliations?year=x", NULL, 422);
    expect(ROLE_AGENCY, "GET", "/reconciliations", NULL, 403);
    expect(ROLE_TOWNSHIP, "POST", "/reconciliations", "{'year':2029}", 403);
    expect(ROLE_TOWNSHIP, "GET", "/verdicts/1/candidates", NULL, 403);
    expect(ROLE_BUREAU, "POST", "/verdicts/999999/decision",
           "{'candidate_id':1,'decision':'same','reason':'看过'}", 404);
    db_close(importing.reader);
    importing.reader = NULL;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_child_gets_its_verdict),
    cmocka_unit_test(both_rows_stand_side_by_side_with_what_differs),
    cmocka_unit_test(each_child_is_counted_once_by_lists_and_rule),
    cmocka_unit_test(a_decision_takes_effect_at_once_and_can_be_taken_back),
    cmocka_unit_test(what_is_joined_shows_its_candidates_and_comes_apart),
    cmocka_unit_test(a_decision_holds_in_the_next_run),
    cmocka_unit_test(verdicts_open_cases_once),
    cmocka_unit_test(a_child_seen_again_is_told_to_its_case_once),
    cmocka_unit_test(a_number_used_twice_is_a_doubt_once),
    cmocka_unit_test(rows_from_above_are_followed_to_their_end),
    cmocka_unit_test(who_left_grade_six_is_looked_for_in_grade_seven),
    cmocka_unit_test(one_child_under_two_numbers_is_a_doubt_once),
    cmocka_unit_test(two_enrolments_of_one_child_are_a_doubt_once),
    cmocka_unit_test(a_decision_of_a_former_run_is_taken_back),
    cmocka_unit_test(a_child_of_a_refused_row_is_unsure_until_it_is_mended),
    cmocka_unit_test(a_child_of_one_list_is_registered_with_its_case),
    cmocka_unit_test(numbers_of_two_children_register_nobody),
    cmocka_unit_test(a_row_without_a_number_registers_its_child_once),
    cmocka_unit_test(a_child_has_what_each_of_its_rows_says),
    cmocka_unit_test(who_comes_apart_is_registered_once),
    cmocka_unit_test(a_list_that_was_judged_is_taken_back),
    cmocka_unit_test(townships_villages_and_schools_see_their_own_verdicts),
    cmocka_unit_test(lists_and_ledger_stand_side_by_side),
    cmocka_unit_test(what_may_not_be_is_refused),
};

int api_group_reconcile(void)
{
    return cmocka_run_group_tests_name("reconcile", tests, NULL, NULL);
}
