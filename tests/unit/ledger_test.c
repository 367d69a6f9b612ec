/*
 * Ledgers: the official columns, the order of doors, one line a child, masked
 * numbers, scope, and the same rows in all three forms.
 */
#include "store_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "domain/import.h"
#include "domain/ledger.h"
#include "domain/roster.h"
#include "jobs/ledger_export.h"
#include "sheet/csv.h"
#include "store/care_store.h"
#include "store/case_store.h"
#include "store/household_store.h"
#include "store/import_store.h"
#include "store/lead_store.h"
#include "store/ledger_store.h"
#include "store/pairing_store.h"
#include "store/place_store.h"
#include "store/roster_store.h"
#include "store/schooling_store.h"
#include "store/snapshot_store.h"
#include "store/student_store.h"
#include "store/upward_store.h"

#define ID_NO "230381201503120018" /* made up */
#define PHONE "13800000001"
#define YEAR 2026

static struct world w;
static struct act act; /* of the bureau */

static int set_up(void **state)
{
    (void)state;
    world_open(&w);
    world_as(&w, w.writer, ROLE_BUREAU);
    act = world_act(&w, ROLE_BUREAU);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

/* ---- people ------------------------------------------------------------ */
static int64_t household(const char *division)
{
    struct household_row h;

    record_clear(&household_row, &h);
    h.division = division;
    h.head_name = "测试户主";
    h.address = "测试路一号";
    h.phone = PHONE;
    assert_int_equal(store_household_create(w.writer, &w.arena, &act, &h),
                     ERR_OK);
    return h.id;
}

struct who {
    const char *name, *born, *residence, *huji, *id_no;
    int64_t household;
};

static int64_t child_of(struct who k)
{
    struct student_row s;

    record_clear(&student_row, &s);
    s.name = k.name;
    s.sex = "1";
    s.birth_date = k.born;
    s.id_kind = "1";
    s.id_no = k.id_no;
    s.id_no_state = k.id_no ? "ok" : "missing";
    s.status = "active";
    s.household_id = k.household ? k.household : INT_NONE;
    s.residence_division = k.residence;
    s.huji_division = k.huji;
    s.residence_address = k.id_no ? "测试路二号" : NULL;
    assert_int_equal(store_student_create(w.writer, &w.arena, &act, &s),
                     ERR_OK);
    return s.id;
}

static int64_t child(const char *name, const char *born, const char *village)
{
    return child_of(
        (struct who) { .name = name, .born = born, .residence = village });
}

static void enrol(int64_t student, const char *school, const char *grade,
                  const char *class)
{
    struct enrolment_row e;

    record_clear(&enrolment_row, &e);
    e.student_id = student;
    e.school = school;
    e.grade = grade;
    e.class = class;
    e.student_no = "G" ID_NO;
    e.state = "enrolled";
    e.from_date = "2025-09-01";
    assert_int_equal(store_enrolment_set(w.writer, &w.arena, &act, &e), ERR_OK);
}

static int64_t ms(const char *date)
{
    int64_t at;

    assert_true(clock_date_ms(date, &at));
    return at;
}

struct what {
    const char *kind, *state, *outcome, *opened, *closed;
};

static int64_t case_arranged(int64_t student, struct what k,
                             const char *disposition)
{
    struct case_opening o = { .action = "flag" };
    int64_t id;

    record_clear(&case_row, &o.c);
    o.c.student_id = student;
    o.c.kind = k.kind;
    o.c.state = k.state;
    o.c.level = "village";
    o.c.source = "flag";
    o.c.reason = "R02";
    o.c.absent_since = "2026-03-02";
    o.c.outcome = k.outcome;
    o.c.disposition = disposition;
    o.c.opened_at = ms(k.opened);
    o.c.opened_by = act.account_id;
    o.c.closed_at = k.closed ? ms(k.closed) : INT_NONE;
    o.c.persuasions = 2;
    o.c.watch_step = 0;
    assert_int_equal(store_case_open(w.writer, &act, &o, &id), ERR_OK);
    return id;
}

static int64_t case_of(int64_t student, struct what k)
{
    return case_arranged(student, k, NULL);
}

/* ---- asking ------------------------------------------------------------ */
static struct ledger_words words(enum role role)
{
    struct actor a = world_actor(&w, role);
    struct ledger_words k = { .scope_lo = NULL };

    assert_int_equal(actor_scope(&a, &w.arena, &k.scope_lo, &k.scope_hi),
                     ERR_OK);
    world_as(&w, w.writer, role);
    return k;
}

static struct ledger_filter filter(const char *name, struct ledger_words k)
{
    struct ledger_filter f;

    assert_int_equal(
        store_ledger_filter(w.writer, &w.arena, ledger_of(name), YEAR, &k, &f),
        ERR_OK);
    return f;
}

/* All rows by pages of two; the count must agree. */
static struct list rows_of(const struct ledger_filter *f)
{
    struct ledger_row *all = arena_array(&w.arena, 100, sizeof *all);
    struct ledger_at at = { .seq = 0 };
    struct list page;
    size_t n = 0;
    int64_t total;

    do {
        assert_int_equal(store_ledger_list(w.writer, &w.arena, f,
                                           at.place ? &at : NULL, 2, &page),
                         ERR_OK);
        if (page.n == 0)
            break;
        memcpy(all + n, page.items, page.n * sizeof *all);
        n += page.n;
        at = (struct ledger_at) { all[n - 1].seq, all[n - 1].place,
                                  all[n - 1].household_key, all[n - 1].id };
    } while (page.n == 2);
    assert_int_equal(store_ledger_count(w.writer, f, &total), ERR_OK);
    assert_int_equal(total, n);
    return (struct list) { all, n };
}

/* The names of a ledger in the order of its rows, by blanks. */
static const char *names_in(const char *name, struct ledger_words k)
{
    struct ledger_filter f = filter(name, k);
    struct list l = rows_of(&f);
    const struct ledger_row *r = l.items;
    const char *text = "";

    for (size_t i = 0; i < l.n; i++) {
        assert_int_equal(r[i].seq, i + 1);
        text = arena_printf(&w.arena, "%s%s%s", text, i ? " " : "", r[i].name);
    }
    return text;
}

static const char *names(const char *name, enum role role)
{
    return names_in(name, words(role));
}

/* ---- declarations ------------------------------------------------------ */
static void the_roster_has_the_official_columns_in_their_order(void **state)
{
    static const char *const official[] = {
        "序号",       "乡镇",       "村/社区",      "自然村/小区（网格）",
        "户主",       "与户主关系", "姓名",         "性别",
        "民族",       "出生日期",   "身份证件类型", "证件号",
        "户籍地址",   "现住址",     "监护人",       "电话",
        "学段",       "省市县",     "学校名称",     "学校标识码",
        "年级班级",   "学籍号",     "就读状态",     "特殊类别",
        "通知书编号", "备注",
    };
    const struct ledger *l = ledger_of("children");

    (void)state;
    assert_int_equal(l->n_columns, sizeof official / sizeof *official);
    for (size_t i = 0; i < l->n_columns; i++)
        assert_string_equal(l->columns[i].header, official[i]);
    for (size_t i = 17; i < 20; i++)
        assert_string_equal(l->columns[i].group, "就读学校");
}

static void every_column_finds_its_member(void **state)
{
    struct ledger_view v;

    (void)state;
    for (size_t i = 0; i < ledgers_n; i++)
        assert_int_equal(ledger_view_of(ledgers[i], false, &v), ERR_OK);
}

/* Only these ask for the notice of each row. */
static void two_ledgers_show_the_notice(void **state)
{
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < ledgers_n; i++)
        n += ledger_shows_notice(ledgers[i]);
    assert_int_equal(n, 2);
    assert_true(ledger_shows_notice(ledger_of("children")));
    assert_true(ledger_shows_notice(ledger_of("notices")));
}

static void numbers_phones_and_addresses_have_a_mask(void **state)
{
    static const char *const kept[] = { "id_no", "student_no", "phone",
                                        "address", "huji_address" };

    (void)state;
    for (size_t i = 0; i < ledgers_n; i++)
        for (size_t c = 0; c < ledgers[i]->n_columns; c++)
            for (size_t k = 0; k < sizeof kept / sizeof *kept; k++)
                if (ledgers[i]->columns[c].member &&
                    strcmp(ledgers[i]->columns[c].member, kept[k]) == 0)
                    assert_non_null(ledgers[i]->columns[c].mask);
}

static void a_year_is_counted_from_its_cutoff_day(void **state)
{
    struct ledger_year y;

    (void)state;
    assert_int_equal(ledger_year_of(2026, "08-31", &y), ERR_OK);
    assert_string_equal(y.born_after, "2010-08-31");
    assert_string_equal(y.born_to, "2020-08-31");
    assert_int_equal(y.from, ms("2025-09-01"));
    assert_int_equal(y.to, ms("2027-01-01"));
    assert_int_equal(ledger_year_of(1999, "08-31", &y), ERR_INVALID);
    assert_int_equal(ledger_year_of(2026, "02-30", &y), ERR_INVALID);
}

/* ---- which children, in which order ------------------------------------ */
static void those_of_six_to_fifteen_on_the_day_are_listed(void **state)
{
    (void)state;
    child("刚满六", "2020-08-31", w.village);
    child("差一天", "2020-09-01", w.village);
    child("还十五", "2010-09-01", w.village);
    child("满十六", "2010-08-31", w.village);
    child("无生日", NULL, w.village);
    assert_string_equal(names("children", ROLE_BUREAU), "刚满六 还十五 无生日");
}

static void the_sheet_goes_from_door_to_door(void **state)
{
    int64_t first = household(w.village), second = household(w.village);

    (void)state;
    child("无户籍", "2015-01-01", w.village);
    child_of((struct who) {
        .name = "乙家大", .born = "2013-01-01", .household = second });
    child("别乡的", "2014-01-01", w.other_village);
    child_of((struct who) {
        .name = "甲家大", .born = "2012-01-01", .household = first });
    child_of((struct who) {
        .name = "乙家小", .born = "2016-01-01", .household = second });
    assert_string_equal(names("children", ROLE_BUREAU),
                        strcmp(w.village, w.other_village) < 0
                            ? "甲家大 乙家大 乙家小 无户籍 别乡的"
                            : "别乡的 甲家大 乙家大 乙家小 无户籍");
    assert_string_equal(names("children", ROLE_TOWNSHIP),
                        "甲家大 乙家大 乙家小 无户籍");
}

static void a_child_of_two_townships_stands_once_where_it_lives(void **state)
{
    struct ledger_filter f;
    struct list l;
    const struct ledger_row *r;

    (void)state;
    child_of((struct who) { .name = "两地",
                            .born = "2014-01-01",
                            .residence = w.other_village,
                            .huji = w.village });
    f = filter("children", words(ROLE_BUREAU));
    l = rows_of(&f);
    r = l.items;
    assert_int_equal(l.n, 1);
    assert_string_equal(r->township, "杨岗镇");
    assert_non_null(r->village);
    /* The township of its 户籍 has it under that village. */
    f = filter("children", words(ROLE_TOWNSHIP));
    l = rows_of(&f);
    r = l.items;
    assert_int_equal(l.n, 1);
    assert_string_equal(r->township, "虎头镇");
}

static void a_child_known_nowhere_is_listed_by_the_county(void **state)
{
    (void)state;
    child("无所在", "2014-01-01", NULL);
    assert_string_equal(names("children", ROLE_BUREAU), "无所在");
    assert_string_equal(names("children", ROLE_TOWNSHIP), "");
}

static void a_school_sees_its_pupils_by_class(void **state)
{
    (void)state;
    enrol(child("三班的", "2013-01-01", w.village), WORLD_SCHOOL, WORLD_GRADE,
          "3");
    enrol(child("二班的", "2013-01-01", w.other_village), WORLD_SCHOOL,
          WORLD_GRADE, WORLD_CLASS);
    enrol(child("外校的", "2013-01-01", w.village), WORLD_OTHER_SCHOOL, "21",
          "1");
    assert_string_equal(names("children", ROLE_SCHOOL_HEAD), "二班的 三班的");
    assert_string_equal(names("children", ROLE_TEACHER), "二班的");
}

static void whoever_has_no_scope_sees_nobody(void **state)
{
    struct ledger_words k = words(ROLE_BUREAU);

    (void)state;
    child("某学生", "2013-01-01", w.village);
    case_of(
        child("缺学生", "2013-01-01", w.village),
        (struct what) { "suspected", "persuading", NULL, "2026-03-10", NULL });
    world_as(&w, w.writer, ROLE_ADMIN);
    for (size_t i = 0; i < ledgers_n; i++) {
        struct ledger_filter f = filter(ledgers[i]->name, k);

        assert_int_equal(rows_of(&f).n, 0);
    }
}

static void filters_narrow_rows_and_count_alike(void **state)
{
    struct ledger_words all = words(ROLE_BUREAU), k;
    struct tag_row t;
    int64_t id = child("甲初中", "2013-01-01", w.village);

    (void)state;
    enrol(id, WORLD_SCHOOL, "21", "1");
    enrol(child("乙小学", "2016-01-01", w.other_village), WORLD_OTHER_SCHOOL,
          "13", "1");
    record_clear(&tag_row, &t);
    t.student_id = id;
    t.tag = "orphan";
    assert_int_equal(store_tag_set(w.writer, &act, &t), ERR_OK);
    k = all, k.stage = "primary";
    assert_string_equal(names_in("children", k), "乙小学");
    k = all, k.tag = "orphan";
    assert_string_equal(names_in("children", k), "甲初中");
    k = all, k.sex = "2";
    assert_string_equal(names_in("children", k), "");
    k = all, k.division = WORLD_TOWNSHIP;
    assert_string_equal(names_in("children", k), "甲初中");
    k = all, k.school = WORLD_OTHER_SCHOOL;
    assert_string_equal(names_in("children", k), "乙小学");
    k.division = WORLD_TOWNSHIP;
    assert_string_equal(names_in("children", k), "");
    k = all, k.q = "xiaoxue";
    assert_string_equal(names_in("children", k), "乙小学");
    k = all, k.division = "999999999999";
    assert_int_equal(
        store_ledger_filter(w.writer, &w.arena, ledger_of("children"), YEAR, &k,
                            &(struct ledger_filter) { 0 }),
        ERR_NOT_FOUND);
}

/* ---- which cases ------------------------------------------------------- */
static void a_case_belongs_to_the_years_it_was_open_in(void **state)
{
    static const struct what cases[] = {
        { "suspected", "persuading", NULL, "2026-12-31", NULL },
        { "suspected", "persuading", NULL, "2027-01-01", NULL },
        { "suspected", "closed", "info_error", "2025-03-01", "2025-08-31" },
        { "suspected", "closed", "info_error", "2025-03-01", "2025-09-01" },
        { "suspected", "dismissed", NULL, "2026-03-01", "2026-03-02" },
        { "suspected", "persuading", NULL, "2019-03-01", NULL },
    };
    static const char *const who[] = { "年末开", "来年开", "暑前结",
                                       "开学结", "排除了", "老个案" };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        case_of(child(who[i], "2013-01-01", w.village), cases[i]);
    assert_string_equal(names("suspected", ROLE_BUREAU),
                        "年末开 开学结 老个案");
    assert_string_equal(names("dropout", ROLE_BUREAU), "");
}

static void each_kind_has_its_ledger(void **state)
{
    (void)state;
    case_of(
        child("疑似的", "2013-01-01", w.village),
        (struct what) { "suspected", "reported", NULL, "2026-03-10", NULL });
    case_of(child("辍学的", "2013-01-01", w.village),
            (struct what) { "dropout", "enforcing", NULL, "2026-03-10", NULL });
    case_of(child("失学的", "2013-01-01", w.village),
            (struct what) { "never_enrolled", "persuading", NULL, "2026-03-10",
                            NULL });
    case_of(child("返校的", "2013-01-01", w.village),
            (struct what) { "dropout", "watching", "returned", "2026-03-10",
                            "2026-05-10" });
    case_of(
        child("待批的", "2013-01-01", w.other_village),
        (struct what) { "dropout", "review", "returned", "2026-03-10", NULL });
    assert_string_equal(names("suspected", ROLE_TOWNSHIP), "疑似的");
    assert_string_equal(names("dropout", ROLE_TOWNSHIP),
                        "辍学的 失学的 返校的");
    assert_string_equal(names("returned", ROLE_BUREAU), "返校的");
}

static void those_without_a_roll_stand_where_they_go_to_school(void **state)
{
    struct ledger_filter f;
    const struct ledger_row *r;

    (void)state;
    case_arranged(
        child("市内的", "2013-01-01", w.village),
        (struct what) { "suspected", "arranging", NULL, "2026-03-10", NULL },
        "local_unregistered");
    case_arranged(child("省外的", "2013-01-01", w.village),
                  (struct what) { "dropout", "closed", "elsewhere_unregistered",
                                  "2026-03-10", "2026-05-10" },
                  "elsewhere_unregistered");
    case_arranged(
        child("厌学的", "2013-01-01", w.village),
        (struct what) { "dropout", "arranging", NULL, "2026-03-10", NULL },
        "unwilling");
    case_arranged(
        child("未分的", "2013-01-01", w.village),
        (struct what) { "dropout", "arranging", NULL, "2026-03-10", NULL },
        NULL);
    assert_string_equal(names("local_unregistered", ROLE_TOWNSHIP), "市内的");
    assert_string_equal(names("elsewhere_unregistered", ROLE_BUREAU), "省外的");
    assert_string_equal(names("suspected", ROLE_BUREAU), "");
    assert_string_equal(names("dropout", ROLE_BUREAU), "厌学的 未分的");
    f = filter("elsewhere_unregistered", words(ROLE_BUREAU));
    r = rows_of(&f).items;
    assert_string_equal(r->settled_on, "2026-05-10");
}

static void a_missing_child_says_so_in_the_roster(void **state)
{
    struct ledger_filter f;
    const struct ledger_row *r;
    int64_t id = child("某学生", "2013-01-01", w.village);

    (void)state;
    enrol(id, WORLD_SCHOOL, "21", "2");
    case_of(id, (struct what) { "suspected", "persuading", NULL, "2026-03-10",
                                NULL });
    f = filter("children", words(ROLE_BUREAU));
    r = rows_of(&f).items;
    assert_string_equal(r->standing, "疑似辍学（劝返中）");
    assert_string_equal(r->class_name, "初中一年级2班");
    assert_string_equal(r->stage, "初中");
    assert_string_equal(r->school_place, "黑龙江省鸡西市虎林市");
}

/* ---- who need not be at school ----------------------------------------- */
/* A case with this outcome, approved on `closed` for a period. */
static void allowed(const char *name, const char *state, const char *outcome,
                    const char *closed, const char *until)
{
    int64_t id = case_of(
        child(name, "2015-03-12", w.village),
        (struct what) { "suspected", state, outcome, "2024-03-10", closed });

    assert_int_equal(
        db_script(w.writer,
                  arena_printf(&w.arena,
                               "UPDATE dropout_case SET period_until = '%s'"
                               " WHERE id = %lld",
                               until, (long long)id)),
        ERR_OK);
}

static void whoever_is_allowed_away_stands_in_the_years_it_is_for(void **state)
{
    (void)state;
    allowed("在期的", "watching", "deferred", "2024-05-10", "2027-07-06");
    allowed("期满的", "closed", "deferred", "2024-05-10", "2025-08-31");
    allowed("跨年的", "closed", "deferred", "2024-05-10", "2025-09-01");
    allowed("待批的", "review", "deferred", NULL, "2027-07-06");
    allowed("撤回的", "persuading", "deferred", NULL, "2027-07-06");
    allowed("明年的", "watching", "deferred", "2027-01-01", "2027-07-06");
    assert_string_equal(names("deferred", ROLE_TOWNSHIP),
                        "在期的 跨年的 待批的");
    assert_string_equal(names("suspended", ROLE_TOWNSHIP), "");
}

static void each_way_of_staying_away_has_its_ledger(void **state)
{
    (void)state;
    allowed("缓学的", "watching", "deferred", "2026-05-10", "2027-05-10");
    allowed("休学的", "watching", "suspended", "2026-05-10", "2027-05-10");
    allowed("出国的", "watching", "abroad", "2026-05-10", "2027-05-10");
    allowed("免学的", "watching", "exempt", "2026-05-10", "2027-05-10");
    allowed("市批的", "watching", "city_exempt", "2026-05-10", "2027-05-10");
    allowed("送教的", "watching", "home_teaching", "2026-05-10", "2027-05-10");
    assert_string_equal(names("deferred", ROLE_TOWNSHIP), "缓学的");
    assert_string_equal(names("suspended", ROLE_TOWNSHIP), "休学的");
    assert_string_equal(names("abroad", ROLE_TOWNSHIP), "出国的");
    assert_string_equal(names("exempt", ROLE_TOWNSHIP), "免学的 市批的");
}

static void a_deferred_child_was_due_in_the_september_after_it_turned_six(
    void **state)
{
    struct ledger_row r = { .birth_date = "2019-08-31" };
    struct ledger_year y;

    (void)state;
    r.opened_at = r.closed_at = r.notice_number = INT_NONE;
    assert_int_equal(ledger_year_of(YEAR, "08-31", &y), ERR_OK);
    assert_int_equal(ledger_row_fill(&w.arena, &y, &r), ERR_OK);
    assert_string_equal(r.due_on, "2025-09");
    r.birth_date = "2019-09-01";
    assert_int_equal(ledger_row_fill(&w.arena, &y, &r), ERR_OK);
    assert_string_equal(r.due_on, "2026-09");
}

static void tagged(int64_t student, const char *tag)
{
    struct tag_row t;

    record_clear(&tag_row, &t);
    t.student_id = student;
    t.tag = tag;
    assert_int_equal(store_tag_set(w.writer, &act, &t), ERR_OK);
}

static void those_of_special_care_have_ledgers_of_their_own(void **state)
{
    struct ledger_filter f;
    const struct ledger_row *r;

    (void)state;
    tagged(child("残疾的", "2014-01-01", w.village), "disabled");
    tagged(child("低保的", "2014-01-01", w.village), "low_income");
    tagged(child("贫残的", "2014-01-01", w.village), "disabled_poor");
    tagged(child("留守的", "2014-01-01", w.village), "left_behind");
    assert_string_equal(names("disabled", ROLE_TOWNSHIP), "残疾的");
    assert_string_equal(names("poverty", ROLE_TOWNSHIP), "低保的 贫残的");
    f = filter("poverty", words(ROLE_BUREAU));
    r = rows_of(&f).items;
    assert_string_equal(r->tags, "低保");
}

static void a_disabled_child_stands_with_its_placement(void **state)
{
    struct ledger_filter f;
    const struct ledger_row *r;
    int64_t id = child("随班的", "2014-01-01", w.village);

    (void)state;
    tagged(id, "disabled");
    case_of(id, (struct what) { "suspected", "closed", "returned", "2026-03-10",
                                "2026-05-10" });
    case_of(id, (struct what) { "suspected", "closed", "inclusive",
                                "2025-03-10", "2025-05-10" });
    f = filter("disabled", words(ROLE_BUREAU));
    r = rows_of(&f).items;
    assert_string_equal(r->placement, "inclusive");
    assert_null(r->advice);
    f = filter("poverty", words(ROLE_BUREAU));
    assert_int_equal(rows_of(&f).n, 0);
}

/* ---- what was done for a child ----------------------------------------- */
SQL(q_test_teaching,
    .text = "INSERT INTO teaching_plan (id, student_id, case_id, school,"
            " teachers, per_week, periods, from_date) VALUES (1, ?1, ?2, ?3,"
            " '教师甲、教师乙', 1, 2, '2026-03-01')",
    .access = SQL_SYSTEM, .why = "a test begins where teaching has led");
SQL(q_test_lesson,
    .text = "INSERT INTO home_teaching (id, plan_id, student_id, taught_on,"
            " starts, periods, teachers, content, account_id, at) VALUES (?1,"
            " 1, ?2, ?3, '14:00–16:00', 2, '教师甲、教师乙', ?4, ?5, ?6)",
    .access = SQL_SYSTEM, .why = "a test begins where teaching has led");

static void lesson(int64_t id, int64_t student, const char *on)
{
    assert_int_equal(
        db_run(w.writer, &q_test_lesson,
               VALS(INT(id), INT(student), TEXT(on),
                    SEAL("home_teaching.content", id, "认识日常用品"),
                    INT(act.account_id), INT(WORLD_NOW))),
        ERR_OK);
}

static void taught_at_home(int64_t student)
{
    int64_t of =
        case_of(student, (struct what) { "suspected", "closed", "home_teaching",
                                         "2026-03-10", "2026-05-10" });

    assert_int_equal(db_run(w.writer, &q_test_teaching,
                            VALS(INT(student), INT(of), TEXT(WORLD_SCHOOL))),
                     ERR_OK);
    lesson(1, student, "2026-03-16");
    lesson(2, student, "2025-08-31");
    lesson(3, student, "2026-12-31");
    lesson(4, student, "2027-01-01");
}

static void helped(int64_t student)
{
    struct help_row h;

    record_clear(&help_row, &h);
    h.student_id = student;
    h.difficulty = difficulties.rows[0].code;
    h.measure = "送去文具";
    h.helped_on = "2026-04-01";
    assert_int_equal(store_help_add(w.writer, &w.arena, &act, &h), ERR_OK);
}

/* From the day on, and up to another, or NULL. */
static void paired(int64_t student, const char *from, const char *to)
{
    const struct pairing_in in = { .mentor = "样例帮扶人",
                                   .unit = "bureau",
                                   .difficulty = "study",
                                   .plan = "每月辅导功课",
                                   .from_date = from };
    const struct pairing_visit_in visit = { .visited_on = from,
                                            .method = "home",
                                            .done = "看了作业本" };
    const struct pairing_end_in end = { .to_date = to, .ending = "升学了" };
    struct refusal why;
    int64_t id;

    assert_int_equal(store_pairing_add(w.writer, &act, student, &in, &id, &why),
                     ERR_OK);
    assert_int_equal(
        store_pairing_visit(w.writer, &w.arena, &act, id, &visit, &why),
        ERR_OK);
    if (to)
        assert_int_equal(
            store_pairing_end(w.writer, &w.arena, &act, id, 1, &end, &why),
            ERR_OK);
}

/* Of somebody whom nobody has compared with the register yet. */
static void found_at_work(const char *name, const char *id_no, const char *kind)
{
    struct lead_in in;
    struct lead_row l;
    struct lead_child_row c;
    struct list children = { &c, 1 };

    record_clear(&lead_in, &in);
    record_clear(&lead_row, &l);
    record_clear(&lead_child_row, &c);
    l.kind = in.kind = kind;
    l.unit = l.handler = "renshe";
    l.found_on = in.found_on = "2026-04-02";
    l.place_name = in.place_name = "演示饭店";
    l.finding = in.finding = "在后厨";
    l.unlicensed = in.unlicensed = 0;
    c.name = name;
    c.id_no = id_no;
    c.worked_from = "2026-03-01";
    assert_int_equal(
        store_lead_add(w.writer, &w.arena, &act, &in, &l, &children), ERR_OK);
}

/* A row of a list of the year. */
static void listed(const char *kind, const char *name, const char *id_no)
{
    struct roster_value v;
    struct roster_row r;
    struct roster_index x;
    struct import m;

    record_clear(&import_record, &m);
    m.kind = kind;
    m.year = YEAR;
    m.unit = "bureau";
    m.account_id = 0;
    m.complete = m.partial = 0;
    m.size = 1;
    m.sha256 = "0";
    m.created_at = WORLD_NOW;
    assert_int_equal(store_import_add(w.writer, &m), ERR_OK);
    record_clear(&roster_value, &v);
    v.name = name;
    v.id_no = id_no;
    v.id_no_state = "ok";
    v.source = "省厅";
    v.change_type = "move_in";
    v.on_date = "2026-05-06";
    v.old_address = v.address = "测试路3号";
    record_clear(&roster_row, &r);
    assert_int_equal(roster_row_fill(roster_kind_of(kind), &v, &w.arena, &r),
                     ERR_OK);
    r.id = m.id << 22;
    r.import_id = m.id;
    r.number = 2;
    r.kind = m.kind;
    r.year = YEAR;
    assert_int_equal(
        store_roster_index(w.writer, &w.arena, roster_kind_of(kind), &v, &x),
        ERR_OK);
    assert_int_equal(store_roster_add(w.writer, &w.arena, &r, &x), ERR_OK);
    assert_int_equal(store_import_work(w.writer, &w.arena, m.id, &m), ERR_OK);
    m.state = "committed";
    assert_int_equal(store_import_put(w.writer, &m, "reading"), ERR_OK);
}

static void a_row_from_above_stands_before_anybody_knows_the_child(void **state)
{
    struct ledger_filter f;
    struct list l;
    const struct ledger_row *r;

    (void)state;
    listed("assigned", "下发样", ID_NO);
    assert_string_equal(names("assigned", ROLE_TOWNSHIP), "");
    f = filter("assigned", words(ROLE_BUREAU));
    l = rows_of(&f);
    assert_int_equal(l.n, 1);
    r = l.items;
    assert_int_equal(r->student_id, INT_NONE);
    assert_string_equal(r->id_no, ID_NO);
    assert_string_equal(r->event_unit, "省厅");
    assert_string_equal(r->follow_up, "unknown");
}

static void a_change_stands_with_its_day_and_addresses(void **state)
{
    struct ledger_filter f;
    struct list l;
    const struct ledger_row *r;

    (void)state;
    listed("register_change", "迁入样", ID_NO);
    f = filter("register_changes", words(ROLE_BUREAU));
    l = rows_of(&f);
    assert_int_equal(l.n, 1);
    r = l.items;
    assert_string_equal(r->change_type, "move_in");
    assert_string_equal(r->event_on, "2026-05-06");
    assert_string_equal(r->old_address, "测试路3号");
    assert_string_equal(r->address, "测试路3号");
    assert_string_equal(names("register_changes", ROLE_TOWNSHIP), "");
}

static void a_lesson_stands_in_its_year_with_what_was_taught(void **state)
{
    struct ledger_filter f;
    struct list l;
    const struct ledger_row *r;

    (void)state;
    taught_at_home(child("在家的", "2014-01-01", w.village));
    assert_string_equal(names("home_teaching", ROLE_TOWNSHIP), "在家的 在家的");
    f = filter("home_teaching", words(ROLE_BUREAU));
    l = rows_of(&f);
    r = l.items;
    assert_int_equal(l.n, 2);
    assert_string_equal(r[0].event_on, "2026-03-16");
    assert_string_equal(r[0].did, "认识日常用品");
    assert_string_equal(r[0].slot, "14:00–16:00");
    assert_string_equal(r[0].signature, "无");
    assert_int_equal(r[0].periods, 2);
    assert_string_equal(r[1].event_on, "2026-12-31");
}

static void help_stands_with_the_child_it_was_given_to(void **state)
{
    struct ledger_filter f;
    const struct ledger_row *r;

    (void)state;
    helped(child("帮扶的", "2014-01-01", w.village));
    helped(child("别乡的", "2014-01-01", w.other_village));
    assert_string_equal(names("help", ROLE_TOWNSHIP), "帮扶的");
    f = filter("help", words(ROLE_BUREAU));
    r = rows_of(&f).items;
    assert_string_equal(r->did, "送去文具");
    assert_string_equal(r->event_unit, "市教育局");
}

/* A ledger's year begins with the school year: one that began before and lasts,
 * one that ended in it, and none that ended before. */
static void a_pairing_stands_in_each_year_in_which_it_lasts(void **state)
{
    struct ledger_filter f;
    const struct ledger_row *r;

    (void)state;
    paired(child("甲仍结对", "2014-01-01", w.village), "2025-04-01", NULL);
    paired(child("乙今年结束", "2014-01-01", w.village), "2025-04-01",
           "2025-09-01");
    paired(child("丙去年结束", "2014-01-01", w.village), "2025-04-01",
           "2025-08-31");
    paired(child("别乡的", "2014-01-01", w.other_village), "2026-04-01", NULL);
    assert_string_equal(names("pairings", ROLE_TOWNSHIP),
                        "甲仍结对 乙今年结束");
    f = filter("pairings", words(ROLE_BUREAU));
    r = rows_of(&f).items;
    assert_string_equal(r->people, "样例帮扶人");
    assert_string_equal(r->did, "每月辅导功课");
    assert_int_equal(r->periods, 1);
    assert_string_equal(r->back_on, "2025-04-01");
}

static void a_child_at_work_stands_as_it_was_typed(void **state)
{
    struct ledger_filter f;
    struct list l;
    const struct ledger_row *r;

    (void)state;
    found_at_work("务工的", ID_NO, "child_labour");
    found_at_work("被介绍的", NULL, "introducing");
    found_at_work("上网的", NULL, "venue");
    assert_string_equal(names("child_labour", ROLE_BUREAU), "务工的 被介绍的");
    assert_string_equal(names("child_labour", ROLE_TOWNSHIP), "");
    f = filter("child_labour", words(ROLE_BUREAU));
    l = rows_of(&f);
    r = l.items;
    assert_string_equal(r->employer, "演示饭店");
    assert_string_equal(r->id_no, ID_NO);
    assert_string_equal(r->worked_from, "2026-03-01");
    assert_null(r->penalty);
    assert_int_equal(r->student_id, INT_NONE);
}

/* ---- the three forms --------------------------------------------------- */
static int64_t a_child_with_everything(void)
{
    int64_t id = child_of((struct who) { .name = "样例童",
                                         .born = "2015-03-12",
                                         .residence = w.village,
                                         .huji = w.village,
                                         .id_no = ID_NO,
                                         .household = household(w.village) });

    enrol(id, WORLD_SCHOOL, "21", "2");
    case_of(id, (struct what) { "dropout", "closed", "returned", "2026-03-10",
                                "2026-05-10" });
    tagged(id, "disabled");
    tagged(id, "poverty");
    return id;
}

/* A notice of the year in a state; `number` is its own. */
static void noticed(int64_t student, int64_t number, const char *state)
{
    assert_int_equal(
        db_script(
            w.writer,
            arena_printf(
                &w.arena,
                "INSERT INTO document (id, kind, unit, year, number, mark,"
                " student_id, issued_on, state, account_id, created_at)"
                " VALUES (%lld, 'enrolment_notice', '%s', 2026, %lld,"
                " '（测试镇）', %lld, '2026-08-10', '%s', %lld, 0);"
                "INSERT INTO notice (id, student_id, division, place, basis,"
                " stage, school, report_on) SELECT %lld, %lld, code, path,"
                " 'school_age', 'primary', '%s', '2026-09-01' FROM division"
                " WHERE code = '%s'",
                7000 + (long long)number, WORLD_TOWNSHIP, (long long)number,
                (long long)student, state, (long long)act.account_id,
                7000 + (long long)number, (long long)student, WORLD_SCHOOL,
                w.village)),
        ERR_OK);
}

static void served(int64_t number, const char *method)
{
    assert_int_equal(
        db_script(
            w.writer,
            arena_printf(&w.arena,
                         "INSERT INTO service (id, document_id, method,"
                         " served_on, effective_on, witness, servers,"
                         " account_id, at) VALUES (%lld, %lld, '%s',"
                         " '2026-08-20', '2026-08-20', '测见证',"
                         " '测送达', %lld, 0)",
                         7000 + (long long)number, 7000 + (long long)number,
                         method, (long long)act.account_id)),
        ERR_OK);
}

static void each_notice_of_the_year_stands_with_its_service(void **state)
{
    struct ledger_filter f = filter("notices", words(ROLE_BUREAU));
    const struct ledger_row *r;
    struct list rows;

    (void)state;
    noticed(child("甲拒收", "2015-01-01", w.village), 1, "served");
    served(1, "lien");
    noticed(child("乙未送", "2016-01-01", w.village), 2, "issued");
    noticed(child("丙作废", "2017-01-01", w.village), 3, "void");
    child("丁没有", "2018-01-01", w.village);
    rows = rows_of(&f);
    r = rows.items;
    assert_int_equal(rows.n, 2);
    assert_string_equal(r[0].name, "甲拒收");
    assert_string_equal(r[0].notice_no, "虎义入通（测试镇）〔2026〕1号");
    assert_string_equal(r[0].notice_state, "refused");
    assert_string_equal(r[0].witness, "测见证");
    assert_string_equal(r[1].notice_state, "issued");
    assert_null(r[1].served_on);
    f = filter("children", words(ROLE_BUREAU));
    r = rows_of(&f).items;
    assert_string_equal(r[0].notice_no, "虎义入通（测试镇）〔2026〕1号");
    assert_null(r[2].notice_no);
}

/* And with what would bring it into each of the other ledgers. */
static void everywhere(int64_t student)
{
    static const char *const outcomes[] = { "deferred", "suspended", "abroad",
                                            "exempt" };
    struct upward_listing numbered;

    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
        case_of(student, (struct what) { "suspected", "closed", outcomes[i],
                                         "2026-03-10", "2026-05-10" });
    taught_at_home(student);
    helped(student);
    paired(student, "2026-04-01", NULL);
    found_at_work("样例童", ID_NO, "child_labour");
    listed("assigned", "样例童", ID_NO);
    listed("register_change", "样例童", ID_NO);
    case_arranged(student,
                  (struct what) { "suspected", "closed", "local_unregistered",
                                  "2026-03-10", "2026-05-10" },
                  "local_unregistered");
    noticed(student, 9, "issued");
    case_arranged(
        student,
        (struct what) { "suspected", "closed", "elsewhere_unregistered",
                        "2026-03-10", "2026-05-10" },
        "elsewhere_unregistered");
    assert_int_equal(store_upward_number(w.writer, &w.arena, &act, &numbered),
                     ERR_OK);
    assert_int_equal(numbered.given, 1);
}

static const char *page_json(const char *name, bool full)
{
    struct ledger_filter f = filter(name, words(ROLE_BUREAU));
    struct list l = rows_of(&f);
    struct ledger_view v;
    struct buf b;
    char *text;

    buf_init(&b);
    assert_int_equal(ledger_view_of(f.ledger, full, &v), ERR_OK);
    ledger_columns_write(&b, f.ledger);
    assert_int_equal(ledger_items_write(&b, &w.arena, &v, l.items, l.n),
                     ERR_OK);
    text = arena_strndup(&w.arena, b.data, b.len);
    buf_free(&b);
    return text;
}

static void nothing_sensitive_leaves_unless_asked_for_in_full(void **state)
{
    static const char *const kept[] = { ID_NO, PHONE, "测试路" };

    (void)state;
    everywhere(a_child_with_everything());
    for (size_t i = 0; i < ledgers_n; i++) {
        const char *masked = page_json(ledgers[i]->name, false);
        const char *full = page_json(ledgers[i]->name, true);

        /* 培训意愿 keeps no number, and its telephone is tried over HTTP. */
        if (ledgers[i]->of != LEDGER_OF_TRAINING) {
            assert_non_null(strstr(masked, "\"id_no\":\"230381************\""));
            assert_non_null(strstr(full, ID_NO));
        }
        for (size_t k = 0; k < sizeof kept / sizeof *kept; k++)
            assert_null(strstr(masked, kept[k]));
    }
    for (size_t k = 0; k < sizeof kept / sizeof *kept; k++)
        assert_non_null(strstr(page_json("deferred", true), kept[k]));
}

static int64_t write_to(const char *name, const char *path, bool full)
{
    struct ledger_filter f = filter(name, words(ROLE_BUREAU));
    struct ledger_export x = { .filter = &f,
                               .full = full,
                               .unit_name = "市教育局",
                               .by = "bureau",
                               .now_ms = WORLD_NOW };
    int64_t rows = -1;

    assert_int_equal(ledger_export_write(w.writer, &x, path, &rows), ERR_OK);
    return rows;
}

static enum err count_rows(void *ctx, const struct csv_row *row)
{
    (void)row;
    ++*(int64_t *)ctx;
    return ERR_OK;
}

/* A second reader opens the workbook and holds it against the CSV. */
static int second_reader(const char *xlsx, const char *csv)
{
    char *command = arena_printf(
        &w.arena,
        "/usr/bin/python3 tests/api/ledger_second_reader.py %s %s >/dev/null",
        xlsx, csv);

    return system(command);
}

static void counts_and_rows_agree_in_all_forms(void **state)
{
    char *xlsx = arena_printf(&w.arena, "%s/l.xlsx", w.dir);
    char *csv = arena_printf(&w.arena, "%s/l.csv", w.dir);

    (void)state;
    a_child_with_everything();
    for (int i = 0; i < 9; i++)
        child("=甲\"乙", "2014-02-03", i % 2 ? w.village : w.other_village);
    for (size_t i = 0; i < ledgers_n; i++) {
        const char *name = ledgers[i]->name;
        struct ledger_filter f = filter(name, words(ROLE_BUREAU));
        int64_t n = (int64_t)rows_of(&f).n, lines = 0;
        struct csv_error why;

        assert_int_equal(write_to(name, xlsx, true), n);
        assert_int_equal(write_to(name, csv, true), n);
        assert_int_equal(csv_read_file(csv, count_rows, &lines, &why), ERR_OK);
        assert_int_equal(lines, n + 2); /* head and watermark */
        assert_int_equal(second_reader(xlsx, csv), 0);
    }
    write_to("children", csv, false); /* masked: it must tell them apart */
    write_to("children", xlsx, true);
    assert_int_not_equal(second_reader(xlsx, csv), 0);
    unlink(xlsx);
    unlink(csv);
}

static void a_file_without_a_name_leaves_nothing_behind(void **state)
{
    struct ledger_filter f;
    struct ledger_export x = { .filter = &f,
                               .unit_name = "市教育局",
                               .by = "bureau",
                               .now_ms = WORLD_NOW };
    struct ledger_file file;
    char magic[4];

    (void)state;
    setenv("TMPDIR", w.dir, 1);
    f = filter("children", words(ROLE_BUREAU));
    assert_int_equal(ledger_export_file(w.writer, &x, true, &file), ERR_OK);
    assert_int_equal(read(file.fd, magic, 4), 4);
    assert_memory_equal(magic, "PK\3\4", 4);
    assert_int_equal(lseek(file.fd, 0, SEEK_END), file.size);
    close(file.fd);
    assert_int_not_equal(
        system(
            arena_printf(&w.arena, "ls -d %s/baoxue-* >/dev/null 2>&1", w.dir)),
        0);
    unsetenv("TMPDIR");
}

/* ---- locked ------------------------------------------------------------ */
static struct snapshot_row lock(const char *name)
{
    struct ledger_filter f = filter(name, words(ROLE_BUREAU));
    struct snapshot_row s = { .ledger = name,
                              .year = YEAR,
                              .unit = "bureau",
                              .unit_name = "市教育局",
                              .division = WORLD_COUNTY,
                              .submitted_by = act.account_id,
                              .submitted_at = WORLD_NOW };

    assert_int_equal(store_snapshot_add(w.writer, &w.arena, &f, &s), ERR_OK);
    return s;
}

static int64_t valid(int64_t snapshot)
{
    struct snapshot_row s;

    assert_int_equal(store_snapshot_get(w.writer, &w.arena, snapshot, &s),
                     ERR_OK);
    return s.valid;
}

static void tampering_with_a_locked_ledger_is_found_out(void **state)
{
    static const char *const tampering[] = {
        "UPDATE ledger_snapshot_row SET number = 9 WHERE number = 1",
        "UPDATE ledger_snapshot_row SET student_id = 1 WHERE student_id = 2",
        "DELETE FROM ledger_snapshot_row WHERE number = 2",
        "UPDATE ledger_snapshot_row SET name = '换名的' WHERE number = 1",
        "UPDATE ledger_snapshot SET year = 2025",
        "UPDATE ledger_snapshot SET unit_name = '别的单位'",
        "UPDATE ledger_snapshot SET division = '230381100000'",
        "UPDATE ledger_snapshot SET submitted_at = submitted_at + 1",
        "UPDATE ledger_snapshot SET signature = zeroblob(64)",
    };
    struct snapshot_row s;

    (void)state;
    for (int i = 0; i < 2; i++)
        case_of(child("封存的", "2013-01-01", w.village),
                (struct what) { "suspected", "persuading", NULL, "2026-03-10",
                                NULL });
    s = lock("suspected");
    assert_int_equal(valid(s.id), 1);
    for (size_t i = 0; i < sizeof tampering / sizeof *tampering; i++) {
        assert_int_equal(db_savepoint(w.writer), ERR_OK);
        assert_int_equal(db_script(w.writer, tampering[i]), ERR_OK);
        if (valid(s.id) != 0)
            fail_msg("not found out: %s", tampering[i]);
        db_undo(w.writer);
    }
    assert_int_equal(valid(s.id), 1);
}

/* Who has the store's key can seal another text, and yet not sign it. */
SQL(q_test_line_shown,
    .text = "UPDATE ledger_snapshot_row SET shown = :shown WHERE id = :id",
    .args = &snapshot_line, .access = SQL_SYSTEM, .why = "a test");

static void what_is_shown_of_a_locked_line_is_signed(void **state)
{
    struct snapshot_line *l;
    struct snapshot_row s;
    struct list lines;

    (void)state;
    case_of(
        child("封存的", "2013-01-01", w.village),
        (struct what) { "suspected", "persuading", NULL, "2026-03-10", NULL });
    s = lock("suspected");
    assert_int_equal(store_snapshot_lines(w.writer, &w.arena, s.id, &lines),
                     ERR_OK);
    l = lines.items;
    l->shown = arena_printf(&w.arena, "%s ", l->shown);
    assert_int_equal(db_put(w.writer, &q_test_line_shown, l, l->id), ERR_OK);
    assert_int_equal(valid(s.id), 0);
}

static void a_locked_ledger_keeps_what_was_in_it(void **state)
{
    struct snapshot_row s;
    struct list lines;
    const struct snapshot_line *l;
    int64_t id;

    (void)state;
    id = child("封存的", "2013-01-01", w.village);
    case_of(id, (struct what) { "suspected", "persuading", NULL, "2026-03-10",
                                NULL });
    s = lock("suspected");
    assert_int_equal(db_script(w.writer, "UPDATE student SET name = '改名的'"),
                     ERR_OK);
    assert_int_equal(store_snapshot_lines(w.writer, &w.arena, s.id, &lines),
                     ERR_OK);
    l = lines.items;
    assert_int_equal(lines.n, 1);
    assert_int_equal(l->student_id, id);
    assert_string_equal(l->name, "封存的");
    assert_non_null(strstr(l->content, "封存的"));
    assert_int_equal(lock("dropout").id, s.id + 1); /* of nobody */
}

/* ---- what a year brings with it ---------------------------------------- */
static struct snapshot_row locked_as(int64_t snapshot)
{
    struct snapshot_row s;

    assert_int_equal(store_snapshot_get(w.writer, &w.arena, snapshot, &s),
                     ERR_OK);
    return s;
}

static size_t lines_of(int64_t snapshot)
{
    struct list lines;

    assert_int_equal(store_snapshot_lines(w.writer, &w.arena, snapshot, &lines),
                     ERR_OK);
    return lines.n;
}

static void sought(int64_t id)
{
    case_of(id, (struct what) { "suspected", "persuading", NULL, "2026-03-10",
                                NULL });
}

/* A township that is named anew signs for nobody else, and its ledger of now
 * bears its name of now. */
static void what_was_signed_bears_the_name_of_that_day(void **state)
{
    struct division_row old, renamed;
    struct ledger_filter f;
    struct snapshot_row s;

    (void)state;
    sought(child("改名镇的", "2013-01-01", w.village));
    s = lock("suspected");
    assert_int_equal(
        store_division_get(w.writer, &w.arena, WORLD_TOWNSHIP, &old), ERR_OK);
    renamed = old;
    renamed.name = "虎头新镇";
    assert_int_equal(store_division_update(w.writer, &w.arena, &old, &renamed),
                     ERR_OK);
    s = locked_as(s.id);
    assert_int_equal(s.valid, 1);
    f = filter("suspected", words(ROLE_BUREAU));
    assert_string_equal(((struct ledger_row *)rows_of(&f).items)->township,
                        "虎头新镇");
}

/* A village under another township takes its children to that ledger, and none
 * stands twice in the county's or is gone from what was locked. */
static void a_village_of_another_township_changes_the_ledger(void **state)
{
    struct division_row old, moved;
    struct ledger_filter f;
    struct snapshot_row s;

    (void)state;
    sought(child("换镇村的", "2013-01-01", w.village));
    assert_string_equal(names("suspected", ROLE_TOWNSHIP), "换镇村的");
    world_as(&w, w.writer, ROLE_BUREAU);
    s = lock("suspected");
    assert_int_equal(store_division_get(w.writer, &w.arena, w.village, &old),
                     ERR_OK);
    moved = old;
    moved.parent = WORLD_OTHER_TOWNSHIP;
    assert_int_equal(store_division_update(w.writer, &w.arena, &old, &moved),
                     ERR_OK);
    assert_string_equal(names("suspected", ROLE_TOWNSHIP), "");
    assert_string_equal(names("children", ROLE_TOWNSHIP), "");
    f = filter("suspected", words(ROLE_BUREAU));
    assert_int_equal(rows_of(&f).n, 1);
    assert_string_equal(((struct ledger_row *)rows_of(&f).items)->township,
                        "杨岗镇");
    assert_int_equal(locked_as(s.id).valid, 1);
    assert_int_equal(lines_of(s.id), 1);
}

/* A child that moves within the year stands once, where it lives now. */
static void a_child_that_moves_stands_once_where_it_lives_now(void **state)
{
    struct student_row was, is;
    struct ledger_filter f;
    struct snapshot_row s;
    int64_t id = child("搬家的", "2013-01-01", w.village);

    (void)state;
    sought(id);
    s = lock("suspected");
    assert_int_equal(store_student_get(w.writer, &w.arena, id, &was), ERR_OK);
    is = was;
    is.residence_division = w.other_village;
    assert_int_equal(store_student_update(w.writer, &w.arena, &act, &was, &is),
                     ERR_OK);
    assert_string_equal(names("suspected", ROLE_TOWNSHIP), "");
    f = filter("children", words(ROLE_BUREAU));
    assert_int_equal(rows_of(&f).n, 1);
    assert_string_equal(((struct ledger_row *)rows_of(&f).items)->township,
                        "杨岗镇");
    assert_int_equal(locked_as(s.id).valid, 1);
    assert_int_equal(lines_of(s.id), 1);
}

/* Nobody's account goes while its name stands under something; and one that is
 * closed leaves its sign-off as it was. */
static void a_sign_off_outlives_the_account(void **state)
{
    struct snapshot_row s, after;

    (void)state;
    sought(child("销号人的", "2013-01-01", w.village));
    s = locked_as(lock("suspected").id);
    assert_non_null(s.submitted_name);
    assert_int_not_equal(
        db_script(w.writer, "DELETE FROM account WHERE id IN"
                            " (SELECT submitted_by FROM ledger_snapshot)"),
        ERR_OK);
    assert_int_equal(db_script(w.writer, "UPDATE account SET disabled_at = 1"),
                     ERR_OK);
    after = locked_as(s.id);
    assert_int_equal(after.valid, 1);
    assert_string_equal(after.submitted_name, s.submitted_name);
}

/* What the rest of a round finds comes to the ledger and not to what was locked
 * in its midst; it is told as come since. */
static void a_ledger_locked_within_a_round_is_told_from_what_follows(
    void **state)
{
    struct list then, now, differences;
    struct snapshot_difference *d;
    struct ledger_filter f;
    struct snapshot_row s;

    (void)state;
    sought(child("先访到的", "2013-01-01", w.village));
    s = lock("suspected");
    sought(child("后访到的", "2013-01-01", w.village));
    assert_int_equal(store_snapshot_lines(w.writer, &w.arena, s.id, &then),
                     ERR_OK);
    assert_int_equal(then.n, 1);
    assert_int_equal(locked_as(s.id).valid, 1);
    f = filter("suspected", words(ROLE_BUREAU));
    assert_int_equal(store_snapshot_now(w.writer, &w.arena, &f, &now), ERR_OK);
    assert_int_equal(snapshot_compare(&w.arena, &then, &now, &differences),
                     ERR_OK);
    d = differences.items;
    assert_int_equal(differences.n, 1);
    assert_string_equal(d->kind, "added");
    assert_string_equal(d->name, "后访到的");
}

#define WORLD_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_roster_has_the_official_columns_in_their_order),
        cmocka_unit_test(every_column_finds_its_member),
        cmocka_unit_test(two_ledgers_show_the_notice),
        cmocka_unit_test(numbers_phones_and_addresses_have_a_mask),
        cmocka_unit_test(a_year_is_counted_from_its_cutoff_day),
        WORLD_TEST(those_of_six_to_fifteen_on_the_day_are_listed),
        WORLD_TEST(the_sheet_goes_from_door_to_door),
        WORLD_TEST(a_child_of_two_townships_stands_once_where_it_lives),
        WORLD_TEST(a_child_known_nowhere_is_listed_by_the_county),
        WORLD_TEST(a_school_sees_its_pupils_by_class),
        WORLD_TEST(whoever_has_no_scope_sees_nobody),
        WORLD_TEST(filters_narrow_rows_and_count_alike),
        WORLD_TEST(a_case_belongs_to_the_years_it_was_open_in),
        WORLD_TEST(each_kind_has_its_ledger),
        WORLD_TEST(those_without_a_roll_stand_where_they_go_to_school),
        WORLD_TEST(a_missing_child_says_so_in_the_roster),
        WORLD_TEST(whoever_is_allowed_away_stands_in_the_years_it_is_for),
        WORLD_TEST(each_way_of_staying_away_has_its_ledger),
        WORLD_TEST(
            a_deferred_child_was_due_in_the_september_after_it_turned_six),
        WORLD_TEST(those_of_special_care_have_ledgers_of_their_own),
        WORLD_TEST(a_disabled_child_stands_with_its_placement),
        WORLD_TEST(each_notice_of_the_year_stands_with_its_service),
        WORLD_TEST(a_lesson_stands_in_its_year_with_what_was_taught),
        WORLD_TEST(help_stands_with_the_child_it_was_given_to),
        WORLD_TEST(a_pairing_stands_in_each_year_in_which_it_lasts),
        WORLD_TEST(a_child_at_work_stands_as_it_was_typed),
        WORLD_TEST(a_row_from_above_stands_before_anybody_knows_the_child),
        WORLD_TEST(a_change_stands_with_its_day_and_addresses),
        WORLD_TEST(nothing_sensitive_leaves_unless_asked_for_in_full),
        WORLD_TEST(counts_and_rows_agree_in_all_forms),
        WORLD_TEST(a_file_without_a_name_leaves_nothing_behind),
        WORLD_TEST(tampering_with_a_locked_ledger_is_found_out),
        WORLD_TEST(what_is_shown_of_a_locked_line_is_signed),
        WORLD_TEST(a_locked_ledger_keeps_what_was_in_it),
        WORLD_TEST(what_was_signed_bears_the_name_of_that_day),
        WORLD_TEST(a_village_of_another_township_changes_the_ledger),
        WORLD_TEST(a_child_that_moves_stands_once_where_it_lives_now),
        WORLD_TEST(a_sign_off_outlives_the_account),
        WORLD_TEST(a_ledger_locked_within_a_round_is_told_from_what_follows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
