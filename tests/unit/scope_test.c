/* Who sees which child: by residence, by 户籍, by school, and nobody else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/student.h"
#include "store/attachment_store.h"
#include "store/change_store.h"
#include "store/doubt_store.h"
#include "store/household_store.h"
#include "store/schooling_store.h"
#include "store/student_store.h"
#include "store_world.h"

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

static int64_t child(const char *residence, const char *huji)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct student_row s;

    record_clear(&student_row, &s);
    s.name = "测试甲";
    s.residence_division = residence;
    s.huji_division = huji;
    assert_int_equal(store_student_create(w.writer, &w.arena, &act, &s),
                     ERR_OK);
    return s.id;
}

static void enrol(int64_t id, const char *school, const char *class)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct enrolment_row e;

    record_clear(&enrolment_row, &e);
    e.student_id = id;
    e.school = school;
    e.grade = WORLD_GRADE;
    e.class = class;
    e.state = "enrolled";
    assert_int_equal(store_enrolment_set(w.writer, &w.arena, &act, &e), ERR_OK);
}

/* May that role see the child by its id, in its lists, and by its parts? */
static bool sees(enum role role, int64_t id)
{
    struct student_filter f = { .rows = 100 };
    struct student_view s, *items;
    struct list rows, parts;
    struct actor actor = world_actor(&w, role);
    bool listed = false;
    enum err e;

    world_as(&w, w.writer, role);
    assert_int_equal(actor_scope(&actor, &w.arena, &f.scope_lo, &f.scope_hi),
                     ERR_OK);
    e = store_student_view(w.writer, &w.arena, id, &s);
    assert_int_equal(store_student_list(w.writer, &w.arena, &f, &rows), ERR_OK);
    items = rows.items;
    for (size_t i = 0; i < rows.n; i++)
        listed = listed || items[i].id == id;
    assert_true(listed == (e == ERR_OK));
    assert_int_equal(store_enrolment_list(w.writer, &w.arena, id, &parts),
                     ERR_OK);
    assert_true(parts.n == 0 || e == ERR_OK);
    assert_int_equal(store_tag_list(w.writer, &w.arena, id, &parts), ERR_OK);
    assert_true((parts.n > 0) == (e == ERR_OK));
    assert_true(e == ERR_OK || e == ERR_NOT_FOUND);
    world_as(&w, w.writer, ROLE_BUREAU);
    return e == ERR_OK;
}

static void tag(int64_t id)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct tag_row t = { .student_id = id, .tag = "left_behind" };

    assert_int_equal(store_tag_set(w.writer, &act, &t), ERR_OK);
}

static void a_child_is_seen_where_it_lives(void **state)
{
    int64_t id = child(w.village, NULL);

    (void)state;
    tag(id);
    assert_true(sees(ROLE_VILLAGE, id));
    assert_true(sees(ROLE_TOWNSHIP, id));
    assert_true(sees(ROLE_BUREAU, id));
    assert_true(sees(ROLE_LEADER, id));
}

static void a_child_is_seen_where_its_huji_is(void **state)
{
    int64_t id = child(w.other_village, w.village);

    (void)state;
    tag(id);
    assert_true(sees(ROLE_VILLAGE, id));
    assert_true(sees(ROLE_TOWNSHIP, id));
}

static void a_child_of_elsewhere_is_not_there(void **state)
{
    int64_t id = child(w.other_village, w.other_village);

    (void)state;
    tag(id);
    assert_false(sees(ROLE_VILLAGE, id));
    assert_false(sees(ROLE_TOWNSHIP, id));
    assert_false(sees(ROLE_SCHOOL_HEAD, id));
    assert_false(sees(ROLE_TEACHER, id));
    assert_false(sees(ROLE_AGENCY, id));
    assert_true(sees(ROLE_BUREAU, id));
}

static void admin_and_auditor_see_no_child(void **state)
{
    int64_t id = child(w.village, w.village);

    (void)state;
    tag(id);
    assert_false(sees(ROLE_ADMIN, id));
    assert_false(sees(ROLE_AUDITOR, id));
}

static void a_pupil_is_seen_by_its_school_and_class(void **state)
{
    int64_t id = child(w.other_village, NULL);

    (void)state;
    tag(id);
    enrol(id, WORLD_SCHOOL, WORLD_CLASS);
    assert_true(sees(ROLE_SCHOOL_HEAD, id));
    assert_true(sees(ROLE_TEACHER, id));
    assert_false(sees(ROLE_TOWNSHIP, id));
}

static void a_pupil_of_the_next_class_is_not_the_teachers(void **state)
{
    int64_t id = child(w.other_village, NULL);

    (void)state;
    tag(id);
    enrol(id, WORLD_SCHOOL, WORLD_CLASS "0"); /* 20 班 beside 2 班 */
    assert_true(sees(ROLE_SCHOOL_HEAD, id));
    assert_false(sees(ROLE_TEACHER, id));
}

static void a_pupil_who_left_is_no_longer_the_schools(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    int64_t id = child(w.other_village, NULL);
    struct enrolment_row old, e;

    (void)state;
    tag(id);
    enrol(id, WORLD_SCHOOL, WORLD_CLASS);
    assert_int_equal(store_enrolment_now(w.writer, &w.arena, id, &old), ERR_OK);
    e = old;
    e.state = "transferred";
    assert_int_equal(store_enrolment_update(w.writer, &w.arena, &act, &old, &e),
                     ERR_OK);
    assert_false(sees(ROLE_SCHOOL_HEAD, id));
}

static void a_child_without_any_place_stands_at_the_county(void **state)
{
    int64_t id = child(NULL, NULL);

    (void)state;
    tag(id);
    assert_true(sees(ROLE_BUREAU, id));
    assert_false(sees(ROLE_TOWNSHIP, id));
}

static void a_child_lives_where_its_household_lives(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct household_row h, moved;
    struct student_row s;

    (void)state;
    record_clear(&household_row, &h);
    h.division = w.village;
    h.head_name = "测试乙";
    assert_int_equal(store_household_create(w.writer, &w.arena, &act, &h),
                     ERR_OK);
    record_clear(&student_row, &s);
    s.name = "测试甲";
    s.household_id = h.id;
    assert_int_equal(store_student_create(w.writer, &w.arena, &act, &s),
                     ERR_OK);
    tag(s.id);
    assert_true(sees(ROLE_VILLAGE, s.id));
    moved = h;
    moved.division = w.other_village;
    assert_int_equal(
        store_household_update(w.writer, &w.arena, &act, &h, &moved), ERR_OK);
    assert_false(sees(ROLE_VILLAGE, s.id));
}

/* A home written down with the child where the household stands is the
 * household's: a child must not stay behind in the old village's list. */
static void a_child_moves_with_its_household(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct household_row h, moved;
    struct student_row with, apart, after;

    (void)state;
    record_clear(&household_row, &h);
    h.division = w.village;
    h.head_name = "测试乙";
    assert_int_equal(store_household_create(w.writer, &w.arena, &act, &h),
                     ERR_OK);
    record_clear(&student_row, &with);
    with.name = "测试甲";
    with.household_id = h.id;
    with.residence_division = w.village;
    apart = with;
    apart.residence_division = WORLD_TOWNSHIP;
    assert_int_equal(store_student_create(w.writer, &w.arena, &act, &with),
                     ERR_OK);
    assert_int_equal(store_student_create(w.writer, &w.arena, &act, &apart),
                     ERR_OK);
    tag(with.id);
    assert_true(sees(ROLE_VILLAGE, with.id));
    moved = h;
    moved.division = w.other_village;
    world_as(&w, w.writer, ROLE_BUREAU);
    assert_int_equal(
        store_household_update(w.writer, &w.arena, &act, &h, &moved), ERR_OK);
    assert_false(sees(ROLE_VILLAGE, with.id));
    world_as(&w, w.writer, ROLE_BUREAU);
    assert_int_equal(store_student_get(w.writer, &w.arena, with.id, &after),
                     ERR_OK);
    assert_string_equal(after.residence_division, w.other_village);
    assert_int_equal(after.version, 2);
    assert_int_equal(store_student_get(w.writer, &w.arena, apart.id, &after),
                     ERR_OK);
    assert_string_equal(after.residence_division, WORLD_TOWNSHIP);
    assert_int_equal(after.version, 1);
}

/* Whoever sent a paper has no longer a claim to it than to the child. */
static void evidence_is_seen_by_who_sees_the_child(void **state)
{
    struct act act = world_act(&w, ROLE_VILLAGE);
    struct attachment_row t;
    struct household_row h;
    struct student_row s;

    (void)state;
    record_clear(&household_row, &h);
    h.division = w.other_village;
    h.head_name = "测试乙";
    assert_int_equal(store_household_create(w.writer, &w.arena, &act, &h),
                     ERR_OK);
    record_clear(&student_row, &s);
    s.name = "测试甲";
    s.household_id = h.id;
    assert_int_equal(store_student_create(w.writer, &w.arena, &act, &s),
                     ERR_OK);
    assert_int_equal(store_attachment_add(w.writer, &w.arena, &act,
                                          "application/pdf", "%PDF-", 5, &t),
                     ERR_OK);
    world_as(&w, w.writer, ROLE_VILLAGE);
    assert_int_equal(store_attachment_get(w.writer, &w.arena, t.id, &t),
                     ERR_OK);
    assert_int_equal(store_attachment_give(w.writer, t.id, s.id), ERR_OK);
    assert_int_equal(store_attachment_get(w.writer, &w.arena, t.id, &t),
                     ERR_NOT_FOUND);
    world_as(&w, w.writer, ROLE_BUREAU);
    assert_int_equal(store_attachment_get(w.writer, &w.arena, t.id, &t),
                     ERR_OK);
}

static void a_household_is_seen_by_its_childrens_villages(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct household_filter f = { .rows = 100 };
    struct actor village;
    struct household_row h;
    struct household_view seen;
    struct student_row s;
    struct list rows;

    (void)state;
    record_clear(&household_row, &h);
    h.division = w.other_village;
    h.head_name = "测试乙";
    assert_int_equal(store_household_create(w.writer, &w.arena, &act, &h),
                     ERR_OK);
    village = world_actor(&w, ROLE_VILLAGE);
    assert_int_equal(actor_scope(&village, &w.arena, &f.scope_lo, &f.scope_hi),
                     ERR_OK);
    world_as(&w, w.writer, ROLE_VILLAGE);
    assert_int_equal(store_household_view(w.writer, &w.arena, h.id, &seen),
                     ERR_NOT_FOUND);
    record_clear(&student_row, &s);
    s.name = "测试甲";
    s.household_id = h.id;
    s.huji_division = w.village;
    assert_int_equal(store_student_create(w.writer, &w.arena, &act, &s),
                     ERR_OK);
    assert_int_equal(store_household_view(w.writer, &w.arena, h.id, &seen),
                     ERR_OK);
    assert_int_equal(seen.children.n, 1);
    assert_int_equal(store_household_list(w.writer, &w.arena, &f, &rows),
                     ERR_OK);
    assert_int_equal(rows.n, 1);
}

static void a_household_shows_only_the_children_in_scope(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct household_row h;
    struct household_view seen;
    struct student_row s;

    (void)state;
    record_clear(&household_row, &h);
    h.division = w.other_village;
    h.head_name = "测试乙";
    assert_int_equal(store_household_create(w.writer, &w.arena, &act, &h),
                     ERR_OK);
    for (int i = 0; i < 2; i++) {
        record_clear(&student_row, &s);
        s.name = "测试甲";
        s.household_id = h.id;
        s.huji_division = i == 0 ? w.village : w.other_village;
        assert_int_equal(store_student_create(w.writer, &w.arena, &act, &s),
                         ERR_OK);
    }
    world_as(&w, w.writer, ROLE_VILLAGE);
    assert_int_equal(store_household_view(w.writer, &w.arena, h.id, &seen),
                     ERR_OK);
    assert_int_equal(seen.children.n, 1);
}

static void only_the_county_sees_doubts(void **state)
{
    struct act act = world_act(&w, ROLE_TOWNSHIP);
    struct doubt_row d = { .kind = "other", .detail = "请核对。" };
    struct doubt_row seen;

    (void)state;
    d.student_id = child(w.village, w.village);
    assert_int_equal(store_doubt_add(w.writer, &act, &d), ERR_OK);
    assert_int_equal(store_doubt_get(w.writer, &w.arena, d.id, &seen), ERR_OK);
    assert_string_equal(seen.student_name, "测试甲");
    world_as(&w, w.writer, ROLE_TOWNSHIP);
    assert_int_equal(store_doubt_get(w.writer, &w.arena, d.id, &seen),
                     ERR_NOT_FOUND);
    world_as(&w, w.writer, ROLE_SCHOOL_HEAD);
    assert_int_equal(store_doubt_get(w.writer, &w.arena, d.id, &seen),
                     ERR_NOT_FOUND);
}

static void history_is_not_there_for_others(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    int64_t id = child(w.other_village, w.other_village);
    struct student_row old, s;
    struct list lines;
    int64_t total;

    (void)state;
    assert_int_equal(store_student_get(w.writer, &w.arena, id, &old), ERR_OK);
    s = old;
    s.note = "新";
    assert_int_equal(store_student_update(w.writer, &w.arena, &act, &old, &s),
                     ERR_OK);
    world_as(&w, w.writer, ROLE_TOWNSHIP);
    assert_int_equal(
        store_history_list(w.writer, &w.arena, id, 0, 10, &lines, &total),
        ERR_OK);
    assert_int_equal(lines.n, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_child_is_seen_where_it_lives),
        TEST(a_child_is_seen_where_its_huji_is),
        TEST(a_child_of_elsewhere_is_not_there),
        TEST(admin_and_auditor_see_no_child),
        TEST(a_pupil_is_seen_by_its_school_and_class),
        TEST(a_pupil_of_the_next_class_is_not_the_teachers),
        TEST(a_pupil_who_left_is_no_longer_the_schools),
        TEST(a_child_without_any_place_stands_at_the_county),
        TEST(a_child_lives_where_its_household_lives),
        TEST(a_child_moves_with_its_household),
        TEST(evidence_is_seen_by_who_sees_the_child),
        TEST(a_household_is_seen_by_its_childrens_villages),
        TEST(a_household_shows_only_the_children_in_scope),
        TEST(only_the_county_sees_doubts),
        TEST(history_is_not_there_for_others),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
