/* 升级 over HTTP: the preview, the button, what is killed, the way back, and
 * lists that come before and after.  All people are made up. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"
#include "base/clock.h"
#include "jobs/import_job.h"
#include "jobs/promotion_job.h"
#include "store/promotion_store.h"

static char path[300];
#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define ID(x) ((long long)(x))
#define YEAR 2025 /* of the world's day, which is in August 2026 */

static struct promotion_work moving;
static struct import_work importing;
static int64_t run;

static void open_work(void)
{
    if (moving.reader)
        return;
    assert_int_equal(store_reader(api.w.store, &moving.reader), ERR_OK);
    moving.store = importing.store = api.w.store;
    moving.writer = importing.writer = api.writer;
    importing.reader = moving.reader;
}

void promotion_plant(int64_t *out)
{
    if (run == 0) {
        expect(ROLE_BUREAU, "POST", "/promotions", "{'year':2025}", 202);
        assert_string_equal(reply_text("/state"), "waiting");
        run = reply_int("/id");
    }
    *out = run;
}

/* ---- children ---- */
enum kid { UP, LEAVES, PRIMARY, SUSPENDED, NO_GRADE, HELD, CAME, KIDS };
static const struct {
    const char *name, *grade, *state, *from, *step, *after, *state_after;
} kids[] = {
    [UP] = { "升样甲", "21", "enrolled", "2025-03-01", "up", "22", "enrolled" },
    [LEAVES] = { "升样乙", "23", "enrolled", "2025-03-01", "graduated", "23",
                 "graduated" },
    [PRIMARY] = { "升样丙", "16", "enrolled", "2025-03-01", "graduated", "16",
                  "graduated" },
    [SUSPENDED] = { "升样丁", "22", "suspended", "2025-03-01", "suspended",
                    "22", "suspended" },
    [NO_GRADE] = { "升样戊", NULL, "enrolled", "2025-03-01", "unknown", NULL,
                   "enrolled" },
    [HELD] = { "升样己", "23", "enrolled", "2025-03-01", "held", "23",
               "enrolled" },
    [CAME] = { "升样庚", "21", "enrolled", "2025-09-05", "settled", "21",
               "enrolled" },
};
static int64_t child[KIDS], schooling[KIDS];

static void make_kids(void)
{
    int64_t home;
    char body[300], grade[20];

    if (child[UP])
        return;
    home = api_household(ROLE_BUREAU, api.w.village);
    for (size_t i = 0; i < KIDS; i++) {
        child[i] = api_child(ROLE_BUREAU, home, api.w.village, kids[i].name);
        snprintf(grade, sizeof grade, kids[i].grade ? "'%s'" : "null",
                 kids[i].grade);
        snprintf(body, sizeof body,
                 "{'school':'" WORLD_SCHOOL "','grade':%s,'class':'1',"
                 "'state':'%s','from_date':'%s'}",
                 grade, kids[i].state, kids[i].from);
        expect(ROLE_BUREAU, "POST",
               PATH("/students/%lld/enrolments", ID(child[i])), body, 201);
        schooling[i] = reply_int("/id");
    }
    snprintf(body, sizeof body,
             "{'student_id':%lld,'reason':'R02','absent_since':'2026-08-01',"
             "'tried':'去过'}",
             ID(child[HELD]));
    expect(ROLE_BUREAU, "POST", "/cases", body, 201);
}

static void is_now(int64_t of, const char *grade, const char *state)
{
    expect(ROLE_BUREAU, "GET", PATH("/students/%lld/enrolments", ID(of)), NULL,
           200);
    if (grade)
        assert_string_equal(reply_text("/items/0/grade"), grade);
    else
        assert_true(json_is_null(reply_at("/items/0/grade")) ||
                    !reply_at("/items/0/grade"));
    assert_string_equal(reply_text("/items/0/state"), state);
}

static void all_are_moved(void)
{
    for (size_t i = 0; i < KIDS; i++)
        is_now(child[i], kids[i].after, kids[i].state_after);
}

static void all_are_as_before(void)
{
    for (size_t i = 0; i < KIDS; i++)
        is_now(child[i], kids[i].grade, kids[i].state);
}

/* The last reply's item of that child; NULL none. */
static json_t *item_of(int64_t of)
{
    json_t *item;
    size_t i;

    json_array_foreach(reply_at("/items"), i, item)
    {
        if (json_integer_value(json_object_get(item, "student_id")) == of)
            return item;
    }
    return NULL;
}

static const char *text(const json_t *item, const char *member)
{
    return json_string_value(json_object_get(item, member));
}

/* ---- the preview ---- */
static void the_preview_says_what_becomes_of_whom(void **state)
{
    (void)state;
    make_kids();
    for (size_t i = 0; i < KIDS; i++) {
        expect(ROLE_BUREAU, "GET",
               PATH("/promotion-children?year=2025&step=%s&limit=100",
                    kids[i].step),
               NULL, 200);
        assert_non_null(item_of(child[i]));
        if (i == UP)
            assert_string_equal(text(item_of(child[i]), "to_grade"), "22");
    }
    expect(ROLE_BUREAU, "GET",
           "/promotion-children?year=2025&in_case=true&limit=100", NULL, 200);
    assert_non_null(item_of(child[HELD]));
    assert_null(item_of(child[UP]));
}

static void a_figure_has_as_many_names_as_it_says(void **state)
{
    json_t *counts, *c;
    size_t i;

    (void)state;
    make_kids();
    expect(ROLE_BUREAU, "GET", "/promotion-plan?year=2025", NULL, 200);
    counts = json_incref(reply_at("/counts"));
    assert_true(json_array_size(counts) >= 5);
    json_array_foreach(counts, i, c)
    {
        const char *school = text(c, "school"), *grade = text(c, "grade");

        if (!school || !grade)
            continue;
        expect(ROLE_BUREAU, "GET",
               PATH("/promotion-children?year=2025&school=%s&grade=%s&step=%s"
                    "&limit=100",
                    school, grade, text(c, "step")),
               NULL, 200);
        assert_int_equal(json_array_size(reply_at("/items")),
                         json_integer_value(json_object_get(c, "n")));
    }
    json_decref(counts);
}

static void a_school_sees_the_preview_of_its_own(void **state)
{
    json_t *c;
    size_t i;

    (void)state;
    make_kids();
    expect(ROLE_SCHOOL_HEAD, "GET", "/promotion-plan", NULL, 200);
    assert_int_equal(reply_int("/year"), YEAR);
    assert_false(json_is_true(reply_at("/may_begin")));
    json_array_foreach(reply_at("/counts"), i, c)
    {
        assert_string_equal(text(c, "school"), WORLD_SCHOOL);
    }
    assert_true(i > 0);
    expect(ROLE_SCHOOL_HEAD, "GET", "/promotions", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
}

static void whoever_asks_wrongly_is_told(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "GET", "/promotion-plan?year=1999", NULL, 422);
    expect(ROLE_BUREAU, "GET", "/promotion-children", NULL, 422);
    expect(ROLE_BUREAU, "GET", "/promotions?cursor=zz", NULL, 422);
    expect(ROLE_BUREAU, "GET", PATH("/promotions/%lld/kept?cursor=zz", ID(run)),
           NULL, 422);
    expect(ROLE_SCHOOL_HEAD, "POST", "/promotions", "{'year':2025}", 403);
}

/* ---- carried out ---- */
static void before_the_first_of_september_nobody_moves(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "POST", "/promotions", "{'year':2026}", 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/year");
    expect(ROLE_BUREAU, "POST", "/promotions", "{'year':2024}", 422);
    expect(ROLE_BUREAU, "GET", "/promotion-plan?year=2026", NULL, 200);
    assert_false(json_is_true(reply_at("/may_begin")));
}

/* One child, and then the power goes before the commit, or not. */
struct killed {
    struct write_job job;
    bool lost;
};
static enum err one_child(struct write_job *job, struct db *db)
{
    struct killed *k = (struct killed *)job;
    const struct principal county = { 0, "D230381000000/", "D2303810000000" };
    const struct act act = { .account_id = 0,
                             .role = ROLE_BUREAU,
                             .now_ms = WORLD_NOW,
                             .today = "2026-08-20" };
    struct promotion p;
    struct arena a;
    int64_t n = 0;
    enum err e;

    arena_init(&a, 0);
    e = store_promotion_work(db, &a, run, &p);
    if (e == ERR_OK)
        e = db_principal_all(db, &county);
    if (e == ERR_OK)
        e = store_promotion_slice(db, &a, &act, 1, &p, &n);
    arena_free(&a);
    if (e == ERR_OK)
        assert_int_equal(n, 1);
    return e == ERR_OK && k->lost ? ERR_IO : e;
}

static void what_is_killed_goes_on_and_moves_nobody_twice(void **state)
{
    (void)state;
    make_kids();
    open_work();
    for (size_t i = 0; i < 10; i++) {
        struct killed k = { .job = { .run = one_child }, .lost = i % 2 == 1 };

        assert_int_equal(writer_run(api.writer, &k.job),
                         k.lost ? ERR_IO : ERR_OK);
    }
    expect(ROLE_BUREAU, "GET", PATH("/promotions/%lld", ID(run)), NULL, 200);
    assert_int_equal(reply_int("/rows_done"), 5);
    assert_int_equal(promotion_resume(&moving), ERR_OK);
    expect(ROLE_BUREAU, "GET", PATH("/promotions/%lld", ID(run)), NULL, 200);
    assert_string_equal(reply_text("/state"), "done");
    assert_int_equal(reply_int("/rows_done"),
                     reply_int("/up") + reply_int("/graduated") +
                         reply_int("/suspended") + reply_int("/held") +
                         reply_int("/unknown") + reply_int("/settled"));
    all_are_moved();
    assert_int_equal(promotion_resume(&moving), ERR_OK);
    all_are_moved();
}

static void a_year_is_carried_out_once(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "POST", "/promotions", "{'year':2025}", 422);
    assert_int_equal(promotion_resume(&moving), ERR_OK);
    all_are_moved();
    expect(ROLE_BUREAU, "GET", "/promotions", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
}

static void the_history_names_what_was_moved(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "GET", PATH("/students/%lld/history", ID(child[UP])),
           NULL, 200);
    assert_non_null(strstr(api.raw.data, "22"));
}

/* ---- lists ---- */
/* A list of one pupil of a 学籍号: `no` stands for the number's last digits. */
static void import_pupil(int year, const char *no, const char *name,
                         const char *school, const char *grade)
{
    char list[600];
    int64_t id;

    snprintf(list, sizeof list,
             "学籍号,姓名,身份证件号,出生日期,学校标识码,年级,班级\r\n"
             "G23038120130303%s,%s,23038120130303%s,2013-03-03,%s,%s,1\r\n",
             no, name, no, school, grade);
    assert_int_equal(
        api_upload(ROLE_BUREAU, PATH("/imports?kind=enrolment&year=%d", year),
                   list, strlen(list)),
        202);
    id = reply_int("/id");
    assert_int_equal(import_resume(&importing), ERR_OK);
    expect(ROLE_BUREAU, "POST", PATH("/imports/%lld/commit", ID(id)),
           "{'partial':true}", 202);
    assert_int_equal(import_resume(&importing), ERR_OK);
}

static void import_of(int year, const char *grade)
{
    import_pupil(year, "9012", "升样辛", WORLD_SCHOOL, grade);
}

static int64_t listed(void)
{
    expect(ROLE_BUREAU, "GET", "/students?q=升样辛", NULL, 200);
    return reply_int("/items/0/id");
}

/* ---- the way back ---- */
static void who_changed_since_is_named_and_not_taken_back(void **state)
{
    (void)state;
    expect_version(ROLE_BUREAU, "PATCH",
                   PATH("/enrolments/%lld", ID(schooling[LEAVES])),
                   "{'class':'2'}", 2, 200);
    expect(ROLE_BUREAU, "POST", PATH("/promotions/%lld/undo", ID(run)), "{}",
           202);
    assert_string_equal(reply_text("/state"), "undoing");
    expect(ROLE_BUREAU, "POST", PATH("/promotions/%lld/undo", ID(run)), "{}",
           422);
    assert_int_equal(promotion_resume(&moving), ERR_OK);
    expect(ROLE_BUREAU, "GET", PATH("/promotions/%lld", ID(run)), NULL, 200);
    assert_string_equal(reply_text("/state"), "undone");
    assert_int_equal(reply_int("/kept"), 1);
    expect(ROLE_BUREAU, "GET", PATH("/promotions/%lld/kept", ID(run)), NULL,
           200);
    assert_string_equal(text(item_of(child[LEAVES]), "name"),
                        kids[LEAVES].name);
    is_now(child[LEAVES], "23", "graduated");
    expect_version(ROLE_BUREAU, "PATCH",
                   PATH("/enrolments/%lld", ID(schooling[LEAVES])),
                   "{'state':'enrolled'}", 3, 200);
    all_are_as_before();
}

static void a_list_and_the_year_agree_in_either_order(void **state)
{
    (void)state;
    /* The year's list first: its child is not moved again. */
    import_of(YEAR, "八年级");
    is_now(listed(), "22", "enrolled");
    expect(ROLE_BUREAU, "POST", "/promotions", "{'year':2025}", 202);
    run = reply_int("/id");
    assert_int_equal(promotion_resume(&moving), ERR_OK);
    all_are_moved();
    is_now(listed(), "22", "enrolled");
    /* And the same list once more. */
    import_of(YEAR, "八年级");
    is_now(listed(), "22", "enrolled");
    all_are_moved();
}

/* At school since before the year began, known to a list by its numbers. */
static int64_t leaver(const char *no, const char *name)
{
    char body[400];
    int64_t id;

    snprintf(body, sizeof body,
             "{'name':'%s','sex':'1','birth_date':'2013-03-03','id_no':"
             "'23038120130303%s','residence_division':'%s',"
             "'huji_division':'%s'}",
             name, no, api.w.village, api.w.village);
    expect(ROLE_BUREAU, "POST", "/students", body, 201);
    id = reply_int("/id");
    expect(ROLE_BUREAU, "POST", PATH("/students/%lld/enrolments", ID(id)),
           "{'school':'" WORLD_SCHOOL "','grade':'16','class':'1',"
           "'state':'enrolled','from_date':'2025-03-01'}",
           201);
    return id;
}

/* A school of nine years: whoever left its 小学 by the calendar is listed in
 * its 初中 in September, or in another school's. */
static void who_left_by_the_calendar_is_taken_in_by_either_school(void **state)
{
    int64_t stays = leaver("9311", "升样壬"), goes = leaver("9338", "升样癸");

    (void)state;
    expect(ROLE_BUREAU, "POST", PATH("/promotions/%lld/undo", ID(run)), "{}",
           202);
    assert_int_equal(promotion_resume(&moving), ERR_OK);
    expect(ROLE_BUREAU, "POST", "/promotions", "{'year':2025}", 202);
    run = reply_int("/id");
    assert_int_equal(promotion_resume(&moving), ERR_OK);
    is_now(stays, "16", "graduated");
    is_now(goes, "16", "graduated");
    import_pupil(YEAR, "9311", "升样壬", WORLD_SCHOOL, "七年级");
    is_now(stays, "21", "enrolled");
    assert_null(reply_at("/items/1"));
    import_pupil(YEAR, "9338", "升样癸", WORLD_OTHER_SCHOOL, "七年级");
    is_now(goes, "21", "enrolled");
    assert_string_equal(reply_text("/items/0/school"), WORLD_OTHER_SCHOOL);
    assert_string_equal(reply_text("/items/1/state"), "graduated");
    assert_non_null(reply_text("/items/1/to_date"));
}

int api_group_promotion(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_preview_says_what_becomes_of_whom),
        cmocka_unit_test(a_figure_has_as_many_names_as_it_says),
        cmocka_unit_test(a_school_sees_the_preview_of_its_own),
        cmocka_unit_test(whoever_asks_wrongly_is_told),
        cmocka_unit_test(before_the_first_of_september_nobody_moves),
        cmocka_unit_test(what_is_killed_goes_on_and_moves_nobody_twice),
        cmocka_unit_test(a_year_is_carried_out_once),
        cmocka_unit_test(the_history_names_what_was_moved),
        cmocka_unit_test(who_changed_since_is_named_and_not_taken_back),
        cmocka_unit_test(a_list_and_the_year_agree_in_either_order),
        cmocka_unit_test(who_left_by_the_calendar_is_taken_in_by_either_school),
    };

    promotion_plant(&run);
    return cmocka_run_group_tests_name("promotion", tests, NULL, NULL);
}
