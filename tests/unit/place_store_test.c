/* Divisions, schools, catchments, posts and the chain of one child. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/student.h"
#include "store/catchment_store.h"
#include "store/household_store.h"
#include "store/member_store.h"
#include "store/place_store.h"
#include "store/post_store.h"
#include "store/schooling_store.h"
#include "store/student_store.h"
#include "store/unit_store.h"
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

static struct division_row grid_of(const char *village, const char *name)
{
    struct grid_in in = { village, name };
    struct division_row d;

    assert_int_equal(store_grid_add(w.writer, &w.arena, &in, &d), ERR_OK);
    return d;
}

static int64_t student_at(const char *division)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct student_row s;

    record_clear(&student_row, &s);
    s.name = "测试甲";
    s.residence_division = division;
    assert_int_equal(store_student_create(w.writer, &w.arena, &act, &s),
                     ERR_OK);
    return s.id;
}

static struct post_row post_at(const char *duty, const char *unit,
                               const char *holder, const char *from)
{
    struct post_row p = { .duty = duty,
                          .unit = unit,
                          .holder = holder,
                          .phone = "13900000000",
                          .account_id = INT_NONE,
                          .from_date = from };

    if (strcmp(duty, "class_teacher") == 0) {
        p.grade = WORLD_GRADE;
        p.class = WORLD_CLASS;
    }
    return p;
}

static void grids_count_up_under_their_village(void **state)
{
    struct division_row a = grid_of(w.village, "第一网格");
    struct division_row b = grid_of(w.village, "第二网格");

    (void)state;
    assert_string_equal(a.code + strlen(w.village), "001");
    assert_string_equal(b.code + strlen(w.village), "002");
    assert_string_equal(b.parent, w.village);
}

static void a_grid_stands_under_a_village_only(void **state)
{
    struct grid_in in = { WORLD_TOWNSHIP, "网格" };
    struct division_row d;

    (void)state;
    assert_int_equal(store_grid_add(w.writer, &w.arena, &in, &d),
                     ERR_NOT_FOUND);
}

static void a_village_that_moves_takes_all_along(void **state)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct division_row old, moved;
    struct division_row grid = grid_of(w.village, "网格");
    struct household_row h;
    struct household_view seen;
    int64_t child = student_at(grid.code), version;

    (void)state;
    record_clear(&household_row, &h);
    h.division = grid.code;
    h.head_name = "测试乙";
    assert_int_equal(store_household_create(w.writer, &w.arena, &act, &h),
                     ERR_OK);
    assert_int_equal(store_division_get(w.writer, &w.arena, w.village, &old),
                     ERR_OK);
    moved = old;
    moved.parent = WORLD_OTHER_TOWNSHIP;
    assert_int_equal(store_division_update(w.writer, &w.arena, &old, &moved),
                     ERR_OK);
    world_as(&w, w.writer, ROLE_TOWNSHIP);
    assert_int_equal(
        db_int(w.writer, &find_student, &version, VALS(INT(child))),
        ERR_NOT_FOUND);
    assert_int_equal(store_household_view(w.writer, &w.arena, h.id, &seen),
                     ERR_NOT_FOUND);
    world_as(&w, w.writer, ROLE_BUREAU);
    assert_int_equal(
        db_int(w.writer, &find_student, &version, VALS(INT(child))), ERR_OK);
    assert_int_equal(store_division_get(w.writer, &w.arena, grid.code, &grid),
                     ERR_OK);
    assert_non_null(strstr(grid.path, WORLD_OTHER_TOWNSHIP));
}

static void a_village_does_not_stand_under_a_village(void **state)
{
    struct division_row old, moved;

    (void)state;
    assert_int_equal(store_division_get(w.writer, &w.arena, w.village, &old),
                     ERR_OK);
    moved = old;
    moved.parent = w.other_village;
    assert_int_equal(store_division_update(w.writer, &w.arena, &old, &moved),
                     ERR_RULE);
}

static void a_stale_division_is_not_overwritten(void **state)
{
    struct division_row old, d;

    (void)state;
    assert_int_equal(store_division_get(w.writer, &w.arena, w.village, &old),
                     ERR_OK);
    old.version = 99;
    d = old;
    d.name = "别名";
    assert_int_equal(store_division_update(w.writer, &w.arena, &old, &d),
                     ERR_STALE);
}

static void a_renamed_village_renames_its_unit(void **state)
{
    struct division_row old, d;
    struct unit_row unit;

    (void)state;
    assert_int_equal(store_division_get(w.writer, &w.arena, w.village, &old),
                     ERR_OK);
    d = old;
    d.name = "改名村";
    assert_int_equal(store_division_update(w.writer, &w.arena, &old, &d),
                     ERR_OK);
    assert_int_equal(store_unit_get(w.writer, &w.arena, w.village, &unit),
                     ERR_OK);
    assert_string_equal(unit.name, "改名村");
}

static void a_school_code_is_taken_once(void **state)
{
    struct school_row s = { .code = "2123000009",
                            .name = "测试小学",
                            .type = "211",
                            .division = WORLD_TOWNSHIP,
                            .active = 1 };

    (void)state;
    assert_int_equal(store_school_insert(w.writer, &s), ERR_OK);
    assert_int_equal(store_school_insert(w.writer, &s), ERR_CONFLICT);
}

static void a_grid_belongs_to_its_villages_school(void **state)
{
    struct division_row grid = grid_of(w.village, "网格");
    struct catchment_row c = { .division = w.village,
                               .stage = "junior",
                               .school = WORLD_SCHOOL,
                               .from_date = "2026-01-01" };
    struct catchment_row again = c;
    const char *school;

    (void)state;
    assert_int_equal(store_catchment_insert(w.writer, &c), ERR_OK);
    assert_int_equal(store_catchment_school(w.writer, &w.arena, grid.code,
                                            "junior", w.today, &school),
                     ERR_OK);
    assert_string_equal(school, WORLD_SCHOOL);
    assert_int_equal(store_catchment_school(w.writer, &w.arena, grid.code,
                                            "primary", w.today, &school),
                     ERR_NOT_FOUND);
    assert_int_equal(store_catchment_insert(w.writer, &again), ERR_CONFLICT);
    assert_int_equal(
        store_catchment_end(w.writer, c.id, c.version, "2026-08-01"), ERR_OK);
    assert_int_equal(store_catchment_school(w.writer, &w.arena, grid.code,
                                            "junior", w.today, &school),
                     ERR_NOT_FOUND);
}

static void a_post_has_one_holder_at_a_time(void **state)
{
    struct post_row p =
        post_at("principal", WORLD_SCHOOL, "测试丙", "2025-09-01");
    struct post_row next =
        post_at("principal", WORLD_SCHOOL, "测试丁", "2026-03-01");

    (void)state;
    assert_int_equal(store_post_insert(w.writer, &p), ERR_OK);
    assert_int_equal(store_post_insert(w.writer, &next), ERR_CONFLICT);
    p.to_date = "2026-03-01";
    assert_int_equal(store_post_update(w.writer, &p), ERR_OK);
    assert_int_equal(store_post_update(w.writer, &p), ERR_STALE);
    assert_int_equal(store_post_insert(w.writer, &next), ERR_OK);
    assert_int_equal(store_post_get(w.writer, &w.arena, next.id, &p), ERR_OK);
    assert_string_equal(p.phone, "13900000000");
}

static void enrol(int64_t child)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct enrolment_row e;

    record_clear(&enrolment_row, &e);
    e.student_id = child;
    e.school = WORLD_SCHOOL;
    e.grade = WORLD_GRADE;
    e.class = WORLD_CLASS;
    e.state = "enrolled";
    e.from_date = "2025-09-01";
    assert_int_equal(store_enrolment_set(w.writer, &w.arena, &act, &e), ERR_OK);
}

static const char *holder_at(const struct chain *c, const char *level)
{
    const struct chain_link *link = chain_at(c, level);
    const struct post_row *p;

    assert_non_null(link);
    assert_int_equal(link->posts.n, 1);
    p = link->posts.items;
    return p->holder;
}

static void a_childs_chain_names_who_held_each_post_that_day(void **state)
{
    struct post_row posts[] = {
        post_at("class_teacher", WORLD_SCHOOL, "测试一", "2025-09-01"),
        post_at("principal", WORLD_SCHOOL, "测试二", "2025-09-01"),
        post_at("village_head", w.village, "测试三", "2025-09-01"),
        post_at("township_head", WORLD_TOWNSHIP, "测试四", "2025-09-01"),
        post_at("bureau_head", "bureau", "测试五", "2025-09-01"),
        post_at("mayor", "bureau", "测试六", "2025-09-01"),
    };
    int64_t child = student_at(w.village);
    struct chain c;

    (void)state;
    for (size_t i = 0; i < sizeof posts / sizeof *posts; i++)
        assert_int_equal(store_post_insert(w.writer, &posts[i]), ERR_OK);
    enrol(child);
    assert_int_equal(
        store_chain_of(w.writer, &w.arena, child, "2026-08-20", &c), ERR_OK);
    assert_int_equal(c.n, 6);
    assert_string_equal(holder_at(&c, "class_teacher"), "测试一");
    assert_string_equal(holder_at(&c, "village"), "测试三");
    assert_string_equal(holder_at(&c, "leading_group"), "测试六");
    assert_string_equal(chain_above(&c, "principal")->level, "village");
    assert_null(chain_above(&c, "leading_group"));
    assert_int_equal(
        store_chain_of(w.writer, &w.arena, child, "2025-08-31", &c), ERR_OK);
    assert_int_equal(chain_at(&c, "principal")->posts.n, 0);
}

static void the_chain_of_a_child_without_school_begins_at_the_village(
    void **state)
{
    int64_t child = student_at(grid_of(w.village, "网格").code);
    struct chain c;

    (void)state;
    assert_int_equal(store_chain_of(w.writer, &w.arena, child, w.today, &c),
                     ERR_OK);
    assert_string_equal(c.links[0].level, "village");
    assert_string_equal(c.links[0].unit, w.village);
    assert_int_equal(c.n, 4);
}

static void the_leading_group_keeps_its_terms(void **state)
{
    struct member_row m = { .position = "leader",
                            .title = "市长",
                            .holder = "测试七",
                            .rank = 1,
                            .from_date = "2024-01-01" };
    struct list now;

    (void)state;
    assert_int_equal(store_member_insert(w.writer, &m), ERR_OK);
    m.to_date = "2026-01-01";
    assert_int_equal(store_member_update(w.writer, &m), ERR_OK);
    assert_int_equal(
        store_member_list(w.writer, &w.arena, w.today, 0, 10, &now), ERR_OK);
    assert_int_equal(now.n, 0);
    assert_int_equal(
        store_member_list(w.writer, &w.arena, "2025-01-01", 0, 10, &now),
        ERR_OK);
    assert_int_equal(now.n, 1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(grids_count_up_under_their_village),
        TEST(a_grid_stands_under_a_village_only),
        TEST(a_village_that_moves_takes_all_along),
        TEST(a_village_does_not_stand_under_a_village),
        TEST(a_stale_division_is_not_overwritten),
        TEST(a_renamed_village_renames_its_unit),
        TEST(a_school_code_is_taken_once),
        TEST(a_grid_belongs_to_its_villages_school),
        TEST(a_post_has_one_holder_at_a_time),
        TEST(a_childs_chain_names_who_held_each_post_that_day),
        TEST(the_chain_of_a_child_without_school_begins_at_the_village),
        TEST(the_leading_group_keeps_its_terms),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
