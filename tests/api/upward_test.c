/* 逐级上报 over HTTP: a number of its own for each child, for ever; what is reported,
 * what is answered. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"

static char path[300], body[600];

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))

static char first_no[40];
static int64_t first_case;

/* Where the case stands and as what it is settled, as after its steps. */
SQL(q_upward_test_arrange,
    .text = "UPDATE dropout_case SET state = 'arranging', level = 'bureau',"
            " disposition = 'elsewhere_unregistered' WHERE id = ?1",
    .access = SQL_SYSTEM,
    .why = "a test takes the way to a settlement as gone");
SQL(q_upward_test_remove,
    .text = "DELETE FROM upward_report WHERE student_id > 0",
    .access = SQL_SYSTEM, .why = "a test tries to take numbers away");

struct job {
    struct write_job job;
    const struct sql *q;
    int64_t id;
};

static enum err run(struct write_job *job, struct db *db)
{
    const struct job *j = (const struct job *)job;

    return j->id ? db_run(db, j->q, VALS(INT(j->id)))
                 : db_run(db, j->q, NO_VALS);
}

static enum err do_sql(const struct sql *q, int64_t id)
{
    struct job j = { .job = { .run = run }, .q = q, .id = id };

    return writer_run(api.writer, &j.job);
}

static int64_t away(const char *name, const char *village)
{
    int64_t home = api_household(ROLE_BUREAU, village);
    int64_t child = api_child(ROLE_BUREAU, home, village, name), id;

    expect(ROLE_BUREAU, "POST", "/cases",
           BODY("{'student_id':%lld,'reason':'R14','absent_since':"
                "'2026-08-01','tried':'去过'}",
                ID(child)),
           201);
    id = reply_int("/id");
    assert_int_equal(do_sql(&q_upward_test_arrange, id), ERR_OK);
    return id;
}

void upward_plant(const char *name, const char *village, int64_t *out)
{
    away(name, village);
    expect(ROLE_BUREAU, "POST", "/upward-reports", "{}", 200);
    expect(ROLE_BUREAU, "GET", "/upward-reports", NULL, 200);
    *out = reply_int("/items/0/id");
}

/* The row of that name among those the role sees; its index, -1. */
static int at(enum role role, const char *name)
{
    json_t *item;
    size_t i;

    expect(role, "GET", "/upward-reports?limit=200", NULL, 200);
    json_array_foreach(reply_at("/items"), i, item)
    {
        if (strcmp(json_string_value(json_object_get(item, "name")), name) == 0)
            return (int)i;
    }
    return -1;
}

static const char *text_of(const char *name, const char *member)
{
    char pointer[60];
    int i = at(ROLE_BUREAU, name);

    assert_true(i >= 0);
    snprintf(pointer, sizeof pointer, "/items/%d/%s", i, member);
    return reply_text(pointer);
}

static void each_child_has_its_number_for_ever(void **state)
{
    (void)state;
    first_case = away("报样甲", api.w.village);
    expect(ROLE_TOWNSHIP, "POST", "/upward-reports", "{}", 403);
    expect(ROLE_BUREAU, "POST", "/upward-reports", "{}", 200);
    assert_int_equal(reply_int("/given"), 1);
    snprintf(first_no, sizeof first_no, "%s", text_of("报样甲", "upward_no"));
    assert_memory_equal(first_no, "230381-2026-", 12);
    /* Made again: the same number; another child gets the next. */
    away("报样乙", api.w.other_village);
    expect(ROLE_BUREAU, "POST", "/upward-reports", "{}", 200);
    assert_int_equal(reply_int("/given"), 1);
    assert_string_equal(text_of("报样甲", "upward_no"), first_no);
    assert_true(strcmp(text_of("报样乙", "upward_no"), first_no) > 0);
    expect(ROLE_BUREAU, "POST", "/upward-reports", "{}", 200);
    assert_int_equal(reply_int("/given"), 0);
    /* A second case of the child brings no second number, and none goes. */
    assert_int_not_equal(do_sql(&q_upward_test_remove, 0), ERR_OK);
    assert_string_equal(text_of("报样甲", "upward_no"), first_no);
}

static void a_township_sees_its_own_alone(void **state)
{
    (void)state;
    assert_true(at(ROLE_TOWNSHIP, "报样甲") >= 0);
    assert_int_equal(at(ROLE_TOWNSHIP, "报样乙"), -1);
    expect(ROLE_SCHOOL_HEAD, "GET", "/upward-reports", NULL, 403);
}

static void an_answer_follows_the_report(void **state)
{
    int64_t id, version;
    char pointer[40];

    (void)state;
    assert_string_equal(text_of("报样甲", "state"), "listed");
    snprintf(pointer, sizeof pointer, "/items/%d/id",
             at(ROLE_BUREAU, "报样甲"));
    id = reply_int(pointer);
    BODY("{'answer':'registered','answered_on':'2026-08-20'}");
    expect_version(ROLE_BUREAU, "POST",
                   PATH("/upward-reports/%lld/answer", ID(id)), body, 1, 409);
    expect(ROLE_BUREAU, "GET", PATH("/cases/%lld", ID(first_case)), NULL, 200);
    version = reply_int("/version");
    expect_version(ROLE_BUREAU, "POST",
                   PATH("/cases/%lld/actions/report_up", ID(first_case)),
                   "{'report_no':'样教报〔2026〕1号','reported_on':"
                   "'2026-08-19','evidence':[]}",
                   version, 200);
    assert_string_equal(text_of("报样甲", "state"), "reported");
    assert_string_equal(text_of("报样甲", "report_no"), "样教报〔2026〕1号");
    PATH("/upward-reports/%lld/answer", ID(id));
    expect_version(ROLE_BUREAU, "POST", path,
                   "{'answer':'registered','answered_on':'2026-08-18'}", 1,
                   422);
    expect_version(ROLE_BUREAU, "POST", path, body, 7, 412);
    expect_version(ROLE_BUREAU, "POST", path,
                   "{'answer':'registered','answered_on':'2026-08-20'}", 1,
                   200);
    assert_string_equal(reply_text("/state"), "answered");
    assert_string_equal(reply_text("/upward_no"), first_no);
    expect(ROLE_BUREAU, "GET", "/upward-reports?state=answered&count=true",
           NULL, 200);
    assert_int_equal(reply_int("/total"), 1);
}

static void the_sheet_holds_the_list(void **state)
{
    int64_t n;

    (void)state;
    expect(ROLE_BUREAU, "GET", "/upward-reports?year=2026&count=true", NULL,
           200);
    n = reply_int("/total");
    expect(ROLE_BUREAU, "GET", "/ledgers/upward_reports?year=2026&count=true",
           NULL, 200);
    assert_int_equal(reply_int("/total"), n);
    expect(ROLE_BUREAU, "GET", "/ledgers/upward_reports?year=2026&format=csv",
           NULL, 200);
    assert_non_null(strstr(api.raw.data, first_no));
    assert_non_null(strstr(api.raw.data, "样教报〔2026〕1号"));
    expect(ROLE_TOWNSHIP, "GET", "/ledgers/upward_reports?year=2026&format=csv",
           NULL, 200);
    assert_non_null(strstr(api.raw.data, first_no));
    assert_null(strstr(api.raw.data, "报样乙"));
}

int api_group_upward(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_child_has_its_number_for_ever),
        cmocka_unit_test(a_township_sees_its_own_alone),
        cmocka_unit_test(an_answer_follows_the_report),
        cmocka_unit_test(the_sheet_holds_the_list),
    };

    return cmocka_run_group_tests_name("upward", tests, NULL, NULL);
}
