/* Children in the store: numbers, names, history, versions, lists. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/student.h"
#include "store/change_store.h"
#include "store/doubt_store.h"
#include "store/place_store.h"
#include "store/schooling_store.h"
#include "store/student_store.h"
#include "store_world.h"
#include "text/reading.h"

/* Synthetic. */
#define NUMBER "230381201405059991"

static struct world w;

static int begin(void **state)
{
    (void)state;
    world_open(&w);
    world_as(&w, w.writer, ROLE_BUREAU);
    return 0;
}

static int end(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

static struct student_row child(const char *name, const char *id_no,
                                const char *residence)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct student_row s;

    record_clear(&student_row, &s);
    s.name = name;
    s.id_no = id_no;
    s.residence_division = residence;
    assert_int_equal(store_student_create(w.writer, &w.arena, &act, &s),
                     ERR_OK);
    return s;
}

static struct student_row stored(int64_t id)
{
    struct student_row s;

    assert_int_equal(store_student_get(w.writer, &w.arena, id, &s), ERR_OK);
    return s;
}

static size_t doubts(const char *kind)
{
    struct list l;

    world_as(&w, w.writer, ROLE_BUREAU);
    assert_int_equal(
        store_doubt_list(w.writer, &w.arena, "open", kind, 0, 100, &l), ERR_OK);
    return l.n;
}

static size_t found(enum role role, const char *typed)
{
    struct student_filter f = { .rows = 100 };
    struct actor actor = world_actor(&w, role);
    struct list rows;
    int64_t total;

    world_as(&w, w.writer, role);
    assert_int_equal(actor_scope(&actor, &w.arena, &f.scope_lo, &f.scope_hi),
                     ERR_OK);
    assert_int_equal(name_query_token(typed, &w.arena, &f.token), ERR_OK);
    assert_int_equal(store_student_list(w.writer, &w.arena, &f, &rows), ERR_OK);
    assert_int_equal(store_student_count(w.writer, &w.arena, &f, &total),
                     ERR_OK);
    assert_int_equal(total, rows.n);
    return rows.n;
}

static void every_name_can_be_stored_and_read_again(void **state)
{
    static const char *const names[] = { "阿依努尔·买买提", "𠮷𤭢",
                                         "Anna Petrova", "欧阳测试" };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_string_equal(stored(child(names[i], NULL, w.village).id).name,
                            names[i]);
}

static void sealed_values_come_back_as_they_were(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct student_row s;

    (void)state;
    record_clear(&student_row, &s);
    s.name = "测试甲";
    s.id_no = NUMBER;
    s.huji_address = "某村1组";
    s.residence_address = "某街2号";
    assert_int_equal(store_student_create(w.writer, &w.arena, &act, &s),
                     ERR_OK);
    s = stored(s.id);
    assert_string_equal(s.id_no, NUMBER);
    assert_string_equal(s.huji_address, "某村1组");
    assert_string_equal(s.residence_address, "某街2号");
}

static void twins_are_two_children(void **state)
{
    struct student_row a = child("测试双", NULL, w.village);
    struct student_row b = child("测试双", NULL, w.village);

    (void)state;
    assert_int_not_equal(a.id, b.id);
    assert_int_equal(found(ROLE_BUREAU, "测试双"), 2);
}

static void a_number_in_scope_is_found_and_named(void **state)
{
    struct student_row a = child("测试甲", NUMBER, w.village);
    int64_t mine, elsewhere;

    (void)state;
    world_as(&w, w.writer, ROLE_TOWNSHIP);
    assert_int_equal(
        store_number_holders(w.writer, &w.arena, NUMBER, 0, &mine, &elsewhere),
        ERR_OK);
    assert_int_equal(mine, a.id);
    assert_int_equal(elsewhere, 0);
    assert_int_equal(store_number_holders(w.writer, &w.arena, NUMBER, a.id,
                                          &mine, &elsewhere),
                     ERR_OK);
    assert_int_equal(mine, 0);
}

static void a_number_elsewhere_is_not_found_but_known(void **state)
{
    struct student_row a = child("测试甲", NUMBER, w.other_village);
    int64_t mine, elsewhere, id;

    (void)state;
    world_as(&w, w.writer, ROLE_TOWNSHIP);
    assert_int_equal(store_student_by_number(w.writer, &w.arena, NUMBER, &id),
                     ERR_NOT_FOUND);
    assert_int_equal(
        store_number_holders(w.writer, &w.arena, NUMBER, 0, &mine, &elsewhere),
        ERR_OK);
    assert_int_equal(mine, 0);
    assert_int_equal(elsewhere, a.id);
}

static void a_number_elsewhere_gives_the_county_a_doubt(void **state)
{
    struct act act = world_act(&w, ROLE_TOWNSHIP);
    struct student_row a = child("测试甲", NUMBER, w.other_village);
    struct student_row b = child("测试乙", NUMBER, w.village);

    (void)state;
    assert_int_equal(store_number_doubts(w.writer, &w.arena, &act, &b, a.id),
                     ERR_OK);
    assert_int_equal(doubts("id_elsewhere"), 1);
}

static void a_number_of_nobody_else_gives_none(void **state)
{
    struct act act = world_act(&w, ROLE_TOWNSHIP);
    struct student_row b = child("测试乙", NUMBER, w.village);

    (void)state;
    assert_int_equal(store_number_doubts(w.writer, &w.arena, &act, &b, 0),
                     ERR_OK);
    assert_int_equal(doubts(NULL), 0);
}

static void a_doubtful_number_gives_a_doubt(void **state)
{
    struct act act = world_act(&w, ROLE_TOWNSHIP);
    struct student_row s;

    (void)state;
    record_clear(&student_row, &s);
    s.name = "测试甲";
    s.id_no = NUMBER;
    s.id_no_state = "check_digit";
    assert_int_equal(store_student_create(w.writer, &w.arena, &act, &s),
                     ERR_OK);
    assert_int_equal(store_number_doubts(w.writer, &w.arena, &act, &s, 0),
                     ERR_OK);
    assert_int_equal(doubts("id_check"), 1);
}

static void a_void_record_holds_no_number(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct student_row old =
        stored(child("测试甲", NUMBER, w.other_village).id);
    struct student_row s = old;
    int64_t mine, elsewhere;

    (void)state;
    s.status = "void";
    assert_int_equal(store_student_update(w.writer, &w.arena, &act, &old, &s),
                     ERR_OK);
    assert_int_equal(store_student_by_number(w.writer, &w.arena, NUMBER, &mine),
                     ERR_NOT_FOUND);
    world_as(&w, w.writer, ROLE_TOWNSHIP);
    assert_int_equal(
        store_number_holders(w.writer, &w.arena, NUMBER, 0, &mine, &elsewhere),
        ERR_OK);
    assert_int_equal(elsewhere, 0);
}

static void a_settled_doubt_stays_settled(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct doubt_row d = { .kind = "other" };
    const struct doubt_patch later = { "later", "等公安结论" };
    const struct doubt_patch settled = { "different", "两名孩子" };

    (void)state;
    assert_int_equal(store_doubt_add(w.writer, &act, &d), ERR_OK);
    assert_int_equal(store_doubt_decide(w.writer, &act, d.id, 1, &later),
                     ERR_OK);
    assert_int_equal(doubts(NULL), 1);
    assert_int_equal(store_doubt_decide(w.writer, &act, d.id, 1, &settled),
                     ERR_STALE);
    assert_int_equal(store_doubt_decide(w.writer, &act, d.id, 2, &settled),
                     ERR_OK);
    assert_int_equal(doubts(NULL), 0);
    assert_int_equal(store_doubt_decide(w.writer, &act, d.id, 3, &later),
                     ERR_STALE);
}

static void a_name_is_found_by_characters_pinyin_and_initials(void **state)
{
    (void)state;
    child("单测试", NULL, w.village);
    assert_int_equal(found(ROLE_BUREAU, "单测试"), 1);
    assert_int_equal(found(ROLE_BUREAU, "测试"), 1);
    assert_int_equal(found(ROLE_BUREAU, "试"), 1);
    assert_int_equal(found(ROLE_BUREAU, "shanceshi"), 1);
    assert_int_equal(found(ROLE_BUREAU, "ceshi"), 1);
    assert_int_equal(found(ROLE_BUREAU, "SCS"), 1);
    assert_int_equal(found(ROLE_BUREAU, "单试"), 0);
    assert_int_equal(found(ROLE_BUREAU, "scsx"), 0);
}

static void a_search_ends_at_the_scope(void **state)
{
    (void)state;
    child("单测试", NULL, w.village);
    child("单测试", NULL, w.other_village);
    assert_int_equal(found(ROLE_BUREAU, "单测试"), 2);
    assert_int_equal(found(ROLE_TOWNSHIP, "scs"), 1);
    assert_int_equal(found(ROLE_VILLAGE, "测试"), 1);
    assert_int_equal(found(ROLE_SCHOOL_HEAD, "测试"), 0);
    assert_int_equal(found(ROLE_ADMIN, "测试"), 0);
}

static void a_new_name_replaces_the_old_in_the_search(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct student_row old = stored(child("单测试", NULL, w.village).id);
    struct student_row s = old;

    (void)state;
    s.name = "王测试";
    assert_int_equal(store_student_update(w.writer, &w.arena, &act, &old, &s),
                     ERR_OK);
    assert_int_equal(found(ROLE_BUREAU, "单"), 0);
    assert_int_equal(found(ROLE_BUREAU, "王测试"), 1);
}

static void bulk_children_are_found_once_indexed(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct student_row s;

    (void)state;
    record_clear(&student_row, &s);
    s.name = "单测试";
    s.residence_division = w.village;
    assert_int_equal(
        store_student_create_bulk(w.writer, &w.arena, &act, &s, NULL), ERR_OK);
    assert_int_equal(found(ROLE_BUREAU, "单"), 0);
    assert_int_equal(store_tokens_index(w.writer, s.id, s.id), ERR_OK);
    assert_int_equal(found(ROLE_BUREAU, "单"), 1);
}

static void a_stale_version_is_not_overwritten(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct student_row old = stored(child("测试甲", NULL, w.village).id);
    struct student_row s = old;

    (void)state;
    s.note = "先";
    assert_int_equal(store_student_update(w.writer, &w.arena, &act, &old, &s),
                     ERR_OK);
    assert_int_equal(s.version, 2);
    s = old;
    s.note = "后";
    assert_int_equal(store_student_update(w.writer, &w.arena, &act, &old, &s),
                     ERR_STALE);
    assert_string_equal(stored(old.id).note, "先");
}

static void nothing_changed_writes_nothing(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct student_row old = stored(child("测试甲", NULL, w.village).id);
    struct student_row s = old;

    (void)state;
    assert_int_equal(store_student_update(w.writer, &w.arena, &act, &old, &s),
                     ERR_OK);
    assert_int_equal(stored(old.id).version, 1);
}

static struct list history(int64_t id)
{
    struct list lines;
    int64_t total;

    assert_int_equal(
        store_history_list(w.writer, &w.arena, id, 0, 100, &lines, &total),
        ERR_OK);
    return lines;
}

static void history_tells_each_field_with_its_number_masked(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct student_row old = stored(child("测试甲", NUMBER, w.village).id);
    struct student_row s = old;
    const struct history_row *h;
    struct list lines;

    (void)state;
    s.id_no = NULL;
    s.id_no_state = "missing";
    s.note = "改";
    assert_int_equal(store_student_update(w.writer, &w.arena, &act, &old, &s),
                     ERR_OK);
    lines = history(old.id);
    h = lines.items;
    assert_int_equal(lines.n, 2);
    assert_string_equal(h[0].field, "id_no");
    assert_string_equal(h[0].label, "身份证件号");
    assert_string_equal(h[0].old, "230381************");
    assert_null(h[0].new);
    assert_string_equal(h[1].new, "改");
    assert_int_equal(h[1].account_id, w.account[ROLE_BUREAU]);
}

static struct enrolment_row enrol(int64_t id, const char *grade,
                                  const char *from)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct enrolment_row e;

    record_clear(&enrolment_row, &e);
    e.student_id = id;
    e.school = WORLD_SCHOOL;
    e.grade = grade;
    e.class = WORLD_CLASS;
    e.state = "enrolled";
    e.student_no = "G" NUMBER;
    e.from_date = from;
    assert_int_equal(store_enrolment_set(w.writer, &w.arena, &act, &e), ERR_OK);
    return e;
}

static void schooling_is_a_history_with_one_present(void **state)
{
    int64_t id = child("测试甲", NULL, w.village).id;
    const struct enrolment_row *e;
    struct list l;

    (void)state;
    enrol(id, "16", "2025-09-01");
    enrol(id, "21", "2026-08-01");
    assert_int_equal(store_enrolment_list(w.writer, &w.arena, id, &l), ERR_OK);
    e = l.items;
    assert_int_equal(l.n, 2);
    assert_string_equal(e[0].grade, "21");
    assert_null(e[0].to_date);
    assert_string_equal(e[1].to_date, "2026-08-01");
    assert_string_equal(e[0].student_no, "G" NUMBER);
    assert_int_equal(history(id).n, 2);
}

static void schooling_does_not_begin_before_the_present_one(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    int64_t id = child("测试甲", NULL, w.village).id;
    struct enrolment_row e = enrol(id, "21", "2026-08-01");

    (void)state;
    e.from_date = "2026-07-01";
    assert_int_equal(store_enrolment_set(w.writer, &w.arena, &act, &e),
                     ERR_RULE);
}

static void a_child_is_shown_with_all_that_hangs_on_it(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    int64_t id = child("测试甲", NUMBER, w.village).id;
    struct guardian_row father, mother;
    struct tag_row t = { .student_id = id, .tag = "poverty" };
    struct student_reveal shown;
    struct student_view s;

    (void)state;
    enrol(id, WORLD_GRADE, "2025-09-01");
    record_clear(&guardian_row, &father);
    father.student_id = id;
    father.name = "测试父";
    father.phone = "13900000001";
    mother = father;
    mother.name = "测试母";
    mother.phone = "13900000002";
    mother.main = 1;
    assert_int_equal(store_guardian_set(w.writer, &w.arena, &act, &father),
                     ERR_OK);
    assert_int_equal(store_guardian_set(w.writer, &w.arena, &act, &mother),
                     ERR_OK);
    assert_int_equal(store_tag_set(w.writer, &act, &t), ERR_OK);
    assert_int_equal(store_student_view(w.writer, &w.arena, id, &s), ERR_OK);
    assert_string_equal(s.guardian_name, "测试母");
    assert_string_equal(s.guardian_phone, "13900000002");
    assert_string_equal(s.school_name, "虎头镇测试中学");
    assert_string_equal(s.student_no, "G" NUMBER);
    assert_int_equal(s.tags.n, 1);
    assert_int_equal(s.open_case_id, INT_NONE);
    assert_non_null(s.residence_name);
    assert_int_equal(store_student_reveal(w.writer, &w.arena, id, &shown),
                     ERR_OK);
    assert_string_equal(shown.id_no, NUMBER);
}

static void a_new_main_guardian_replaces_the_old(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    int64_t id = child("测试甲", NULL, w.village).id;
    struct guardian_row a, b;

    (void)state;
    record_clear(&guardian_row, &a);
    a.student_id = id;
    a.name = "测试父";
    a.main = 1;
    b = a;
    b.name = "测试母";
    assert_int_equal(store_guardian_set(w.writer, &w.arena, &act, &a), ERR_OK);
    assert_int_equal(store_guardian_set(w.writer, &w.arena, &act, &b), ERR_OK);
    assert_int_equal(store_guardian_get(w.writer, &w.arena, a.id, &a), ERR_OK);
    assert_int_equal(a.main, 0);
    a.version = 1;
    assert_int_equal(store_guardian_set(w.writer, &w.arena, &act, &a),
                     ERR_STALE);
}

static void a_tag_has_a_term_and_comes_again(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    int64_t id = child("测试甲", NULL, w.village).id;
    struct tag_row t = { .student_id = id,
                         .tag = "poverty",
                         .from_date = "2025-01-01" };
    struct tag_row again = t;
    struct student_filter f = { .rows = 10, .tag = "poverty" };
    struct list rows;

    (void)state;
    assert_int_equal(store_tag_set(w.writer, &act, &t), ERR_OK);
    assert_int_equal(store_tag_set(w.writer, &act, &again), ERR_CONFLICT);
    assert_int_equal(store_tag_end(w.writer, &w.arena, t.id, 1, "2024-01-01"),
                     ERR_RULE);
    assert_int_equal(store_tag_end(w.writer, &w.arena, t.id, 1, "2026-01-01"),
                     ERR_OK);
    assert_int_equal(store_student_list(w.writer, &w.arena, &f, &rows), ERR_OK);
    assert_int_equal(rows.n, 0);
    assert_int_equal(store_tag_set(w.writer, &act, &again), ERR_OK);
    assert_int_equal(store_student_list(w.writer, &w.arena, &f, &rows), ERR_OK);
    assert_int_equal(rows.n, 1);
}

/* Reads a list page by page; how many children it showed, each once. */
static size_t pages_of(struct student_filter f)
{
    struct student_view *s;
    struct list rows;
    size_t seen = 0;

    f.rows = 3;
    do {
        assert_int_equal(store_student_list(w.writer, &w.arena, &f, &rows),
                         ERR_OK);
        s = rows.items;
        for (size_t i = 0; i < rows.n; i++) {
            assert_true(s[i].id > f.after);
            f.after = s[i].id;
        }
        seen += rows.n;
    } while (rows.n > 0);
    return seen;
}

/* One child at two places in one range must not show twice. */
static void pages_meet_without_gap_or_repeat(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct student_filter wide = { .status = "active" }, narrow = wide,
                          named = wide;
    struct student_row s;

    (void)state;
    for (int i = 0; i < 7; i++) {
        record_clear(&student_row, &s);
        s.name = "测试测试";
        s.residence_division = w.village;
        s.huji_division = WORLD_TOWNSHIP;
        assert_int_equal(store_student_create(w.writer, &w.arena, &act, &s),
                         ERR_OK);
    }
    child("测试测试", NULL, w.other_village);
    assert_int_equal(store_division_range(w.writer, &w.arena, w.village,
                                          &narrow.lo, &narrow.hi),
                     ERR_OK);
    named.token = "测";
    assert_int_equal(pages_of(wide), 8);
    assert_int_equal(pages_of(narrow), 7);
    assert_int_equal(pages_of(named), 8);
    narrow.token = "ceshi";
    assert_int_equal(pages_of(narrow), 7);
    narrow.token = "ceshix";
    assert_int_equal(pages_of(narrow), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_name_can_be_stored_and_read_again),
        TEST(sealed_values_come_back_as_they_were),
        TEST(twins_are_two_children),
        TEST(a_number_in_scope_is_found_and_named),
        TEST(a_number_elsewhere_is_not_found_but_known),
        TEST(a_number_elsewhere_gives_the_county_a_doubt),
        TEST(a_number_of_nobody_else_gives_none),
        TEST(a_doubtful_number_gives_a_doubt),
        TEST(a_void_record_holds_no_number),
        TEST(a_settled_doubt_stays_settled),
        TEST(a_name_is_found_by_characters_pinyin_and_initials),
        TEST(a_search_ends_at_the_scope),
        TEST(a_new_name_replaces_the_old_in_the_search),
        TEST(bulk_children_are_found_once_indexed),
        TEST(a_stale_version_is_not_overwritten),
        TEST(nothing_changed_writes_nothing),
        TEST(history_tells_each_field_with_its_number_masked),
        TEST(schooling_is_a_history_with_one_present),
        TEST(schooling_does_not_begin_before_the_present_one),
        TEST(a_child_is_shown_with_all_that_hangs_on_it),
        TEST(a_new_main_guardian_replaces_the_old),
        TEST(a_tag_has_a_term_and_comes_again),
        TEST(pages_meet_without_gap_or_repeat),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
