/* 培训意愿 over HTTP: who leaves, what is written down, what 人社局 sees of it. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"
#include "base/clock.h"
#include "db/writer.h"
#include "store/duty_store.h"

static char path[300], body[600];

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))
#define WISH                                                                   \
    "'onward':'wish','course':'cooking','contact':'样例家长',"             \
    "'phone':'19900001234','informed':true"
#define SENIOR(name, where)                                                    \
    "'stage':'senior','name':'" name                                           \
    "','school_name':'样例高中','division':'" where "'," WISH

static int64_t leaver, wish, senior;

static int64_t pupil(const char *name, const char *village, const char *state)
{
    int64_t home = api_household(ROLE_BUREAU, village);
    int64_t id = api_child(ROLE_BUREAU, home, village, name);

    expect(ROLE_BUREAU, "POST", PATH("/students/%lld/enrolments", ID(id)),
           BODY("{'school':'" WORLD_SCHOOL "','grade':'23','class':'1',"
                "'state':'%s','from_date':'2026-07-10'}",
                state),
           201);
    return id;
}

void training_plant(const char *name, int64_t *out)
{
    expect(ROLE_BUREAU, "POST", "/training-wishes",
           BODY("{'year':2026,'stage':'senior','name':'%s','school_name':"
                "'样例高中','division':'" WORLD_OTHER_TOWNSHIP "'," WISH "}",
                name),
           201);
    *out = reply_int("/id");
}

static bool listed(const char *of, enum role role, const char *from)
{
    json_t *item;
    size_t i;

    expect(role, "GET", from, NULL, 200);
    json_array_foreach(reply_at("/items"), i, item)
    {
        if (strcmp(json_string_value(json_object_get(item, "name")), of) == 0)
            return true;
    }
    return false;
}

static void whoever_left_with_no_entry_is_listed(void **state)
{
    (void)state;
    leaver = pupil("训样甲", api.w.village, "graduated");
    pupil("训样乙", api.w.village, "enrolled");
    assert_true(listed("训样甲", ROLE_TOWNSHIP, "/training-leavers?year=2026"));
    /* Who sits in the last class until the year is carried out. */
    assert_true(listed("训样乙", ROLE_TOWNSHIP, "/training-leavers?year=2026"));
    assert_false(
        listed("训样甲", ROLE_TOWNSHIP, "/training-leavers?year=2025"));
    expect(ROLE_AGENCY, "GET", "/training-leavers?year=2026", NULL, 403);
    expect(ROLE_TOWNSHIP, "GET", "/training-leavers", NULL, 422);
}

static void no_more_is_written_down_than_is_needed(void **state)
{
    static const struct {
        const char *year;
        bool child;
        const char *rest, *pointer;
    } t[] = {
        { "2026", false, "'stage':'junior'," WISH, "/student_id" },
        { "2026", true, "'stage':'junior','name':'训样甲'," WISH, "/name" },
        { "2026", true,
          "'stage':'junior','onward':'further','phone':'19900001234'",
          "/phone" },
        { "2026", true,
          "'stage':'junior','onward':'wish','course':'cooking','contact':"
          "'样例家长','informed':true",
          "/phone" },
        { "2026", true,
          "'stage':'junior','onward':'wish','course':'cooking','contact':"
          "'样例家长','phone':'19900001234'",
          "/informed" },
        { "2026", false,
          "'stage':'senior','name':'训样丙','school_name':'样例高中',"
          "'division':'" WORLD_TOWNSHIP "','onward':'further'",
          "/onward" },
        { "2026", false, SENIOR("训样丙", WORLD_OTHER_TOWNSHIP), "/division" },
        { "2019", true, "'stage':'junior'," WISH, "/year" },
    };
    char child[40];

    (void)state;
    snprintf(child, sizeof child, "'student_id':%lld,", ID(leaver));
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        expect(ROLE_TOWNSHIP, "POST", "/training-wishes",
               BODY("{'year':%s,%s%s}", t[i].year, t[i].child ? child : "",
                    t[i].rest),
               422);
        assert_string_equal(reply_text("/errors/0/pointer"), t[i].pointer);
    }
    expect(ROLE_VILLAGE, "POST", "/training-wishes", "{}", 403);
    expect(ROLE_AGENCY, "POST", "/training-wishes", "{}", 403);
}

static void a_leaver_is_written_down_once_a_year(void **state)
{
    int64_t other;

    (void)state;
    BODY("{'year':2026,'stage':'junior','student_id':%lld," WISH "}",
         ID(leaver));
    expect(ROLE_TOWNSHIP, "POST", "/training-wishes", body, 201);
    wish = reply_int("/id");
    assert_string_equal(reply_text("/name"), "训样甲");
    assert_string_equal(reply_text("/division"), WORLD_TOWNSHIP);
    assert_string_equal(reply_text("/phone"), "19900001234");
    expect(ROLE_TOWNSHIP, "POST", "/training-wishes",
           BODY("{'year':2026,'stage':'junior','student_id':%lld,'onward':"
                "'further'}",
                ID(leaver)),
           409);
    assert_false(
        listed("训样甲", ROLE_TOWNSHIP, "/training-leavers?year=2026"));
    expect(ROLE_TOWNSHIP, "POST", "/training-wishes",
           "{'year':2026," SENIOR("训样丙", WORLD_TOWNSHIP) "}", 201);
    senior = reply_int("/id");
    expect(ROLE_BUREAU, "POST", "/training-wishes",
           "{'year':2026," SENIOR("训样丙", "999") "}", 422);
    /* A child that has not left, and one of another township. */
    other =
        api_child(ROLE_BUREAU, api_household(ROLE_BUREAU, api.w.other_village),
                  api.w.other_village, "训样丁");
    BODY("{'year':2026,'stage':'junior','student_id':%lld,'onward':'none'}",
         ID(other));
    expect(ROLE_TOWNSHIP, "POST", "/training-wishes", body, 404);
    expect(ROLE_BUREAU, "POST", "/training-wishes", body, 422);
    assert_string_equal(reply_text("/errors/0/code"), "no_leaver");
}

/* The world's department is 公安, which sees none; for a while it is 人社.  Its
 * township is for a while the other one. */
SQL(q_training_test_unit,
    .text = "UPDATE account SET unit = ?1 WHERE role = ?2",
    .access = SQL_SYSTEM, .why = "a test has one account of a role");

struct posted {
    struct write_job job;
    const char *unit;
    enum role role;
};

static enum err post_to(struct write_job *job, struct db *db)
{
    const struct posted *p = (const struct posted *)job;

    return db_run(db, &q_training_test_unit,
                  VALS(TEXT(p->unit), TEXT(role_code(p->role))));
}

static void move(enum role role, const char *unit)
{
    struct posted p = { .job = { .run = post_to }, .unit = unit, .role = role };

    assert_int_equal(writer_run(api.writer, &p.job), ERR_OK);
}

static void at_renshe(bool there)
{
    move(ROLE_AGENCY, there ? "renshe" : "gongan");
}

/* The one line of 待办 of that kind says how many and leads to them. */
static void waits(enum role role, const char *kind, const char *title,
                  const char *link)
{
    json_t *item;
    size_t i, n = 0;

    expect(role, "GET", "/worklist?limit=200", NULL, 200);
    json_array_foreach(reply_at("/items"), i, item)
    {
        if (strcmp(json_string_value(json_object_get(item, "kind")), kind) != 0)
            continue;
        n++;
        assert_string_equal(json_string_value(json_object_get(item, "title")),
                            title);
        assert_string_equal(json_string_value(json_object_get(item, "link")),
                            link);
    }
    assert_int_equal(n, 1);
}

static bool none_waits(enum role role, const char *kind)
{
    expect(role, "GET", "/worklist?limit=200", NULL, 200);
    return !reply_waits(kind);
}

/* Of the two wishes of the township; the bureau has written down one for another
 * township, which is for the bureau to hand over. */
static void wishes_not_handed_over_wait_for_who_wrote_them(void **state)
{
    (void)state;
    waits(ROLE_TOWNSHIP, "training_hand_over", "移交培训意愿，还有 2 人",
          "/training?year=2026&state=registered&onward=wish");
    expect(ROLE_TOWNSHIP, "GET",
           "/training-wishes?year=2026&state=registered&onward=wish", NULL,
           200);
    assert_int_equal(json_array_size(reply_at("/items")), 2);
    assert_true(none_waits(ROLE_VILLAGE, "training_hand_over"));
    assert_true(none_waits(ROLE_LEADER, "training_hand_over"));
    move(ROLE_TOWNSHIP, WORLD_OTHER_TOWNSHIP);
    assert_true(none_waits(ROLE_TOWNSHIP, "training_hand_over"));
    move(ROLE_TOWNSHIP, WORLD_TOWNSHIP);
    at_renshe(true);
    assert_true(none_waits(ROLE_AGENCY, "training_contact"));
    at_renshe(false);
}

static enum err sweep(struct write_job *job, struct db *db)
{
    struct arena a;
    int64_t done;
    enum err e;

    (void)job;
    arena_init(&a, 0);
    e = store_duty_sweep(db, &a, clock_now_ms(), 5000, &done);
    arena_free(&a);
    return e;
}

/* The state of the township's duty after the clock looked; its row stays in the
 * reply. */
static const char *duty_of(const char *township)
{
    struct write_job job = { .run = sweep };
    json_t *d;
    size_t i;

    assert_int_equal(writer_run(api.writer, &job), ERR_OK);
    expect(ROLE_BUREAU, "GET", PATH("/duties?year=2026&unit=%s", township),
           NULL, 200);
    json_array_foreach(reply_at("/items"), i, d)
    {
        if (strcmp(json_string_value(json_object_get(d, "kind")),
                   "training_wishes") == 0)
            return json_is_true(json_object_get(d, "by_training"))
                       ? "by_training"
                       : json_string_value(json_object_get(d, "state"));
    }
    fail_msg("no duty of %s", township);
    return NULL;
}

static void its_duty_is_open_while_a_wish_waits(void **state)
{
    (void)state;
    assert_string_equal(duty_of(WORLD_TOWNSHIP), "open");
}

static void renshe_sees_what_was_handed_to_it_and_no_more(void **state)
{
    (void)state;
    at_renshe(true);
    assert_false(listed("训样甲", ROLE_AGENCY, "/training-wishes"));
    expect(ROLE_AGENCY, "GET", PATH("/training-wishes/%lld", ID(wish)), NULL,
           404);
    expect(ROLE_TOWNSHIP, "POST", "/training-handovers", "{'year':2026}", 200);
    assert_int_equal(reply_int("/handed"), 2);
    expect(ROLE_TOWNSHIP, "POST", "/training-handovers", "{'year':2026}", 200);
    assert_int_equal(reply_int("/handed"), 0);
    expect(ROLE_AGENCY, "POST", "/training-handovers", "{'year':2026}", 403);
    assert_true(listed("训样甲", ROLE_AGENCY, "/training-wishes"));
    expect(ROLE_AGENCY, "GET", "/training-wishes", NULL, 200);
    assert_null(strstr(reply_text("/items/0/phone"), "0000"));
    expect(ROLE_AGENCY, "GET", PATH("/training-wishes/%lld", ID(wish)), NULL,
           200);
    assert_string_equal(reply_text("/phone"), "19900001234");
    assert_true(json_is_null(reply_at("/student_id")));
    assert_true(json_is_null(reply_at("/school_name")));
    at_renshe(false);
    assert_false(listed("训样甲", ROLE_AGENCY, "/training-wishes"));
    expect(ROLE_AGENCY, "GET", PATH("/training-wishes/%lld", ID(wish)), NULL,
           404);
}

static void wishes_handed_over_wait_for_renshe(void **state)
{
    (void)state;
    assert_true(none_waits(ROLE_TOWNSHIP, "training_hand_over"));
    assert_true(none_waits(ROLE_AGENCY, "training_contact"));
    at_renshe(true);
    waits(ROLE_AGENCY, "training_contact", "联系有培训意愿的毕业生，还有 2 人",
          "/training?year=2026&state=handed");
    expect_all_pages(ROLE_AGENCY, "/worklist");
    at_renshe(false);
}

static void step(enum role role, int64_t id, const char *name, const char *with,
                 int64_t version, int status)
{
    expect_version(role, "POST",
                   PATH("/training-wishes/%lld/actions/%s", ID(id), name), with,
                   version, status);
}

static void each_side_takes_its_own_steps(void **state)
{
    (void)state;
    step(ROLE_TOWNSHIP, wish, "contact", "{'on_date':'2026-08-20'}", 2, 422);
    step(ROLE_BUREAU, wish, "withdraw", "{'note':'登记错了'}", 2, 409);
    at_renshe(true);
    step(ROLE_AGENCY, wish, "withdraw", "{'note':'登记错了'}", 2, 422);
    step(ROLE_AGENCY, wish, "contact", "{'on_date':'2027-08-20'}", 2, 422);
    step(ROLE_AGENCY, wish, "contact", "{'on_date':'2026-01-20'}", 2, 422);
    expect(ROLE_AGENCY, "GET", PATH("/training-wishes/%lld", ID(wish)), NULL,
           200);
    assert_int_equal(json_array_size(reply_at("/allowed_actions")), 3);
    assert_string_equal(reply_text("/handed_on"), "2026-08-20");
    BODY("{'on_date':'2026-08-20'}");
    step(ROLE_AGENCY, wish, "contact", body, 1, 412);
    step(ROLE_AGENCY, wish, "contact", body, 2, 200);
    step(ROLE_AGENCY, wish, "train", body, 3, 422);
    BODY("{'on_date':'2026-08-20','note':'家里另有安排'}");
    step(ROLE_AGENCY, senior, "give_up", body, 2, 200);
    assert_string_equal(reply_text("/state"), "given_up");
    step(ROLE_AGENCY, senior, "train", body, 3, 409);
    assert_true(none_waits(ROLE_AGENCY, "training_contact"));
    at_renshe(false);
    expect(ROLE_TOWNSHIP, "GET",
           "/training-wishes?state=given_up&year=2026&count=true", NULL, 200);
    assert_int_equal(reply_int("/total"), 1);
}

/* Its rows are those of the list, in three forms. */
static void the_ledger_holds_the_same_rows(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET", "/training-wishes?year=2026&count=true", NULL,
           200);
    assert_int_equal(reply_int("/total"), 2);
    expect(ROLE_TOWNSHIP, "GET",
           "/ledgers/training_wishes?year=2026&count=true", NULL, 200);
    assert_int_equal(reply_int("/total"), 2);
    assert_string_equal(reply_text("/items/0/course"), "烹饪和面点");
    assert_string_equal(reply_text("/items/0/phone"), "199****1234");
    expect(ROLE_TOWNSHIP, "GET",
           "/ledgers/training_wishes?year=2026&format=csv", NULL, 200);
    assert_non_null(strstr(api.raw.data, "训样丙"));
    assert_null(strstr(api.raw.data, "19900001234"));
}

/* What 人社局 takes along: whom it calls, and neither school nor child. */
static void renshe_exports_what_was_handed_to_it(void **state)
{
    (void)state;
    at_renshe(true);
    expect(ROLE_AGENCY, "GET",
           "/ledgers/training_received?year=2026&format=csv", NULL, 200);
    assert_non_null(strstr(api.raw.data, "训样甲"));
    assert_non_null(strstr(api.raw.data, "199****1234"));
    assert_null(strstr(api.raw.data, "样例高中"));
    expect(ROLE_AGENCY, "GET",
           "/ledgers/training_received?year=2026&format=xlsx", NULL, 200);
    expect(ROLE_AGENCY, "GET",
           "/ledgers/training_received?year=2026&count=true", NULL, 200);
    assert_int_equal(reply_int("/total"), 2);
    at_renshe(false);
}

static void it_exports_nothing_that_waits_to_be_handed_over(void **state)
{
    int64_t waiting;

    (void)state;
    training_plant("训样辛", &waiting);
    expect(ROLE_BUREAU, "GET", "/ledgers/training_wishes?year=2026&format=csv",
           NULL, 200);
    assert_non_null(strstr(api.raw.data, "训样辛"));
    expect(ROLE_BUREAU, "GET",
           "/ledgers/training_received?year=2026&format=csv", NULL, 200);
    assert_non_null(strstr(api.raw.data, "训样甲"));
    assert_null(strstr(api.raw.data, "训样辛"));
}

static void whole_telephones_want_a_reason_and_leave_a_trace(void **state)
{
    static const char *const full =
        "/ledgers/training_received?year=2026&format=csv&ids=full";

    (void)state;
    at_renshe(true);
    expect(ROLE_AGENCY, "GET", full, NULL, 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/reason");
    expect(ROLE_AGENCY, "GET", PATH("%s&reason=calls", full), NULL, 200);
    assert_non_null(strstr(api.raw.data, "19900001234"));
    at_renshe(false);
    expect(ROLE_TOWNSHIP, "GET", PATH("%s&reason=calls", full), NULL, 403);
    expect(ROLE_AUDITOR, "GET", "/audit?limit=50", NULL, 200);
    assert_non_null(strstr(api.raw.data, "完整证件号，理由：calls"));
}

static void another_department_has_none_of_it(void **state)
{
    (void)state;
    expect(ROLE_AGENCY, "GET",
           "/ledgers/training_received?year=2026&count=true", NULL, 200);
    assert_int_equal(reply_int("/total"), 0);
}

static void a_department_has_no_other_ledger(void **state)
{
    (void)state;
    at_renshe(true);
    expect(ROLE_AGENCY, "GET", "/ledgers", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    assert_string_equal(reply_text("/items/0/name"), "training_received");
    expect(ROLE_AGENCY, "GET", "/ledgers/training_wishes?year=2026", NULL, 403);
    expect(ROLE_AGENCY, "GET", "/ledgers/child_labour?year=2026", NULL, 403);
    expect(ROLE_AGENCY, "GET", "/ledgers/children?year=2026", NULL, 403);
    at_renshe(false);
}

/* The bureau's wish of a leaver of the other township still waits. */
static void wishes_handed_over_do_the_duty_of_their_township(void **state)
{
    (void)state;
    assert_string_equal(duty_of(WORLD_TOWNSHIP), "by_training");
    assert_string_equal(duty_of(WORLD_OTHER_TOWNSHIP), "open");
}

static int64_t one_more(int year, const char *name)
{
    expect(ROLE_BUREAU, "POST", "/training-wishes",
           BODY("{'year':%d,'stage':'senior','name':'%s','school_name':"
                "'样例高中','division':'" WORLD_TOWNSHIP "'," WISH "}",
                year, name),
           201);
    return reply_int("/id");
}

static void a_wish_of_another_year_is_not_of_this_duty(void **state)
{
    (void)state;
    step(ROLE_BUREAU, one_more(2025, "训样戊"), "hand_over", "{}", 1, 200);
    one_more(2025, "训样己");
    assert_string_equal(duty_of(WORLD_TOWNSHIP), "by_training");
}

/* Whoever wrote it down: the township's list is not whole. */
static void one_more_wish_opens_the_duty_again(void **state)
{
    int64_t id = one_more(2026, "训样庚");

    (void)state;
    assert_string_equal(duty_of(WORLD_TOWNSHIP), "open");
    step(ROLE_BUREAU, id, "withdraw", "{'note':'登记错了'}", 1, 200);
    assert_string_equal(duty_of(WORLD_TOWNSHIP), "by_training");
}

int api_group_training_wish(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_left_with_no_entry_is_listed),
        cmocka_unit_test(no_more_is_written_down_than_is_needed),
        cmocka_unit_test(a_leaver_is_written_down_once_a_year),
        cmocka_unit_test(wishes_not_handed_over_wait_for_who_wrote_them),
        cmocka_unit_test(its_duty_is_open_while_a_wish_waits),
        cmocka_unit_test(renshe_sees_what_was_handed_to_it_and_no_more),
        cmocka_unit_test(wishes_handed_over_wait_for_renshe),
        cmocka_unit_test(each_side_takes_its_own_steps),
        cmocka_unit_test(the_ledger_holds_the_same_rows),
        cmocka_unit_test(renshe_exports_what_was_handed_to_it),
        cmocka_unit_test(it_exports_nothing_that_waits_to_be_handed_over),
        cmocka_unit_test(whole_telephones_want_a_reason_and_leave_a_trace),
        cmocka_unit_test(another_department_has_none_of_it),
        cmocka_unit_test(a_department_has_no_other_ledger),
        cmocka_unit_test(wishes_handed_over_do_the_duty_of_their_township),
        cmocka_unit_test(a_wish_of_another_year_is_not_of_this_duty),
        cmocka_unit_test(one_more_wish_opens_the_duty_again),
    };

    return cmocka_run_group_tests_name("training wish", tests, NULL, NULL);
}
