/* 一生一策, counselling and help: one plan a child, and nothing on paper only. */
#include "case_world.h"
#include "store/care_store.h"
#include "store/plan_store.h"

static enum err add(struct world *w, int64_t student_id, struct plan_row *p)
{
    struct act act = as(w, ROLE_TEACHER);

    record_clear(&plan_row, p);
    p->student_id = student_id;
    p->keeper = "测老师";
    p->situation = "父母在外务工";
    p->attainment = "数学四年级水平";
    return store_plan_add(w->writer, &w->arena, &act, p);
}

static int64_t add_item(struct world *w, const struct plan_row *p)
{
    struct plan_item_row item;

    record_clear(&plan_item_row, &item);
    item.plan_id = p->id;
    item.student_id = p->student_id;
    item.kind = "course";
    item.content = "每天补数学一小时";
    assert_int_equal(store_plan_item_add(w->writer, &item), ERR_OK);
    return item.id;
}

static struct plan_row plan(struct world *w, int64_t id)
{
    struct plan_row p;

    assert_int_equal(store_plan_get(w->writer, &w->arena, id, &p), ERR_OK);
    return p;
}

SQL(q_test_planned,
    .text = "SELECT count(*) FROM case_event WHERE case_id = ?1"
            " AND action = ?2",
    .access = SQL_SYSTEM, .why = "a test counts");

static int64_t events(struct world *w, int64_t case_id, const char *action)
{
    int64_t n;

    assert_int_equal(db_int(w->writer, &q_test_planned, &n,
                            VALS(INT(case_id), TEXT(action))),
                     ERR_OK);
    return n;
}

static void a_child_has_one_plan_and_its_case_knows(void **state)
{
    struct world *w = *state;
    int64_t case_id = persuading(w, "测甲");
    struct case_row c = get(w, case_id);
    struct plan_row p, second;
    struct list all;

    assert_int_equal(add(w, c.student_id, &p), ERR_OK);
    assert_int_equal(p.case_id, case_id);
    assert_int_equal(events(w, case_id, "planned"), 1);
    assert_int_equal(get(w, case_id).version, c.version + 1);
    assert_int_equal(add(w, c.student_id, &second), ERR_CONFLICT);
    assert_int_equal(store_plan_list(w->writer, &w->arena, c.student_id, &all),
                     ERR_OK);
    assert_int_equal(all.n, 1);
    as(w, ROLE_EXPERT);
    assert_int_equal(store_plan_list(w->writer, &w->arena, c.student_id, &all),
                     ERR_OK);
    assert_int_equal(all.n, 0);
}

static void a_child_without_a_case_may_have_a_plan(void **state)
{
    struct world *w = *state;
    struct plan_row p;

    assert_int_equal(add(w, child(w, "测乙", w->village, WORLD_SCHOOL), &p),
                     ERR_OK);
    assert_int_equal(p.case_id, INT_NONE);
}

static void progress_is_added_never_written_over(void **state)
{
    struct world *w = *state;
    const struct plan_item_patch first = { .progress = "补了两次" };
    const struct plan_item_patch last = { .progress = "测验及格",
                                          .state = "done" };
    struct plan_row p;
    struct plan_item_row item;
    struct refusal why;

    assert_int_equal(add(w, child(w, "测丙", w->village, WORLD_SCHOOL), &p),
                     ERR_OK);
    assert_int_equal(
        store_plan_item_get(w->writer, &w->arena, add_item(w, &p), &item),
        ERR_OK);
    p = plan(w, p.id);
    assert_int_equal(
        plan_item_change(&w->arena, &p, &first, "2026-08-20", &item, &why),
        ERR_OK);
    assert_int_equal(
        plan_item_change(&w->arena, &p, &last, "2026-09-01", &item, &why),
        ERR_OK);
    assert_string_equal(item.progress,
                        "2026-08-20 补了两次\n2026-09-01 测验及格");
    assert_string_equal(item.progress_on, "2026-09-01");
    assert_int_equal(store_plan_item_update(w->writer, &item), ERR_OK);
    assert_int_equal(store_plan_item_update(w->writer, &item), ERR_STALE);
    assert_int_equal(
        plan_item_change(&w->arena, &p, &first, "2026-09-02", &item, &why),
        ERR_RULE);
}

static void an_item_ends_only_with_what_came_of_it(void **state)
{
    struct world *w = *state;
    const struct plan_item_patch bare = { .state = "dropped" };
    struct plan_row p = { .state = "open" };
    struct plan_item_row item = { .state = "open", .progress = "做过" };
    struct refusal why;

    assert_int_equal(
        plan_item_change(&w->arena, &p, &bare, "2026-09-01", &item, &why),
        ERR_INVALID);
    assert_string_equal(why.pointer, "progress");
    p.state = "closed";
    assert_int_equal(
        plan_item_change(&w->arena, &p, &bare, "2026-09-01", &item, &why),
        ERR_RULE);
}

static void a_plan_is_not_closed_over_open_items(void **state)
{
    struct world *w = *state;
    struct plan_row p, next;
    struct plan_item_row item;
    struct refusal why;
    int64_t id;

    assert_int_equal(add(w, child(w, "测丁", w->village, WORLD_SCHOOL), &p),
                     ERR_OK);
    id = add_item(w, &p);
    p = plan(w, p.id);
    assert_int_equal(p.items.n, 1);
    next = p;
    next.state = "closed";
    assert_int_equal(plan_may_change(&p, &next, &why), ERR_RULE);
    assert_int_equal(store_plan_item_get(w->writer, &w->arena, id, &item),
                     ERR_OK);
    item.state = "done";
    assert_int_equal(store_plan_item_update(w->writer, &item), ERR_OK);
    p = plan(w, p.id);
    assert_int_equal(plan_may_change(&p, &next, &why), ERR_OK);
    assert_int_equal(store_plan_update(w->writer, &next), ERR_OK);
    p = plan(w, p.id);
    assert_int_equal(plan_may_change(&p, &p, &why), ERR_RULE);
    assert_int_equal(plan_may_add(&p, &why), ERR_RULE);
    assert_int_equal(add(w, p.student_id, &next), ERR_OK); /* another one */
}

static void counselling_is_the_schools_alone(void **state)
{
    struct world *w = *state;
    int64_t id = child(w, "测戊", w->village, WORLD_SCHOOL);
    struct act act = as(w, ROLE_TEACHER);
    struct counselling_row c;
    struct list all;

    record_clear(&counselling_row, &c);
    c.student_id = id;
    c.talked_on = "2026-08-19";
    c.method = "talk";
    c.content = "不愿与人说话";
    assert_int_equal(store_counselling_add(w->writer, &act, &c), ERR_OK);
    as(w, ROLE_SCHOOL_HEAD);
    assert_int_equal(store_counselling_list(w->writer, &w->arena, id, &all),
                     ERR_OK);
    assert_int_equal(all.n, 1);
    assert_string_equal(((struct counselling_row *)all.items)->content,
                        "不愿与人说话");
    for (enum role r = 0; r < ROLE_N; r++)
        assert_true(role_may(r, RIGHT_COUNSEL) ==
                    (r == ROLE_SCHOOL_HEAD || r == ROLE_TEACHER));
}

static void help_stands_with_the_open_case(void **state)
{
    struct world *w = *state;
    int64_t case_id = persuading(w, "测己");
    struct act act;
    struct help_row h;
    struct list all;

    record_clear(&help_row, &h);
    h.student_id = get(w, case_id).student_id;
    h.difficulty = "money";
    h.measure = "申请寄宿生生活补助";
    h.helped_on = "2026-08-20";
    act = as(w, ROLE_LEADER);
    assert_int_equal(store_help_add(w->writer, &w->arena, &act, &h), ERR_OK);
    assert_int_equal(h.case_id, case_id);
    assert_int_equal(events(w, case_id, "helped"), 1);
    as(w, ROLE_VILLAGE);
    assert_int_equal(store_help_list(w->writer, &w->arena, h.student_id, &all),
                     ERR_OK);
    assert_int_equal(all.n, 1);
}

static void what_was_done_lies_between_birth_and_today(void **state)
{
    struct refusal why;

    (void)state;
    assert_int_equal(
        care_date_fault("helped_on", "2026-08-21", NULL, "2026-08-20", &why),
        ERR_INVALID);
    assert_string_equal(why.code, "date.future");
    assert_int_equal(care_date_fault("helped_on", "2013-04-30", "2013-05-01",
                                     "2026-08-20", &why),
                     ERR_INVALID);
    assert_string_equal(why.code, "date.birth");
    assert_int_equal(care_date_fault("helped_on", "2026-08-20", "2013-05-01",
                                     "2026-08-20", &why),
                     ERR_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_child_has_one_plan_and_its_case_knows),
        T(a_child_without_a_case_may_have_a_plan),
        T(progress_is_added_never_written_over),
        T(an_item_ends_only_with_what_came_of_it),
        T(a_plan_is_not_closed_over_open_items),
        T(counselling_is_the_schools_alone),
        T(help_stands_with_the_open_case),
        T(what_was_done_lies_between_birth_and_today),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}
