/* Leaving office hands the cases to the successor (虎政规〔2020〕1号 五(一)2). */
#include "case_world.h"
#include "store/post_store.h"
#include "store/worklist_store.h"

SQL(q_handed,
    .text = "SELECT count(*) FROM case_event WHERE case_id = ?1"
            " AND action = 'handed_over'",
    .access = SQL_SYSTEM, .why = "a test counts what the clock wrote");
SQL(q_audited,
    .text = "SELECT count(*) FROM audit WHERE action = 'clock handed_over'",
    .access = SQL_SYSTEM, .why = "a test counts what the clock wrote");

#define DAYS(n) (WORLD_NOW + (n)*CLOCK_DAY_MS)

static struct post_row post(struct world *w, const char *duty, const char *unit,
                            const char *holder, const char *from)
{
    bool teacher = strcmp(duty, "class_teacher") == 0;
    struct post_row p = { .duty = duty,
                          .unit = unit,
                          .grade = teacher ? WORLD_GRADE : NULL,
                          .class = teacher ? WORLD_CLASS : NULL,
                          .holder = holder,
                          .account_id = INT_NONE,
                          .from_date = from };

    assert_int_equal(store_post_insert(w->writer, &p), ERR_OK);
    return p;
}

static struct post_row teacher_of(struct world *w, const char *holder,
                                  const char *from)
{
    return post(w, "class_teacher", WORLD_SCHOOL, holder, from);
}

static void leaves(struct world *w, struct post_row *p, const char *on)
{
    p->to_date = on;
    assert_int_equal(store_post_update(w->writer, p), ERR_OK);
    p->version++;
}

static int64_t sweep(struct world *w, int64_t now)
{
    int64_t done;

    assert_int_equal(store_case_sweep(w->writer, &w->arena, now, 0, &done),
                     ERR_OK);
    return done;
}

static int64_t handed(struct world *w, int64_t case_id)
{
    int64_t n;

    assert_int_equal(db_int(w->writer, &q_handed, &n, VALS(INT(case_id))),
                     ERR_OK);
    return n;
}

static int64_t a_case(struct world *w, const char *name)
{
    return flag(w, ROLE_TEACHER, child(w, name, w->village, WORLD_SCHOOL));
}

/* The last event is a handover from and to these. */
static void handed_from_to(struct world *w, int64_t id, const char *from,
                           const char *to)
{
    struct case_view v;
    const struct case_event *e;
    const struct case_fact *f;

    world_as(w, w->writer, ROLE_BUREAU);
    assert_int_equal(store_case_view(w->writer, &w->arena, id, WORLD_NOW, &v),
                     ERR_OK);
    e = (const struct case_event *)v.events.items + v.events.n - 1;
    assert_string_equal(e->action, "handed_over");
    assert_int_equal(e->account_id, 0);
    f = e->facts.items;
    assert_int_equal(e->facts.n, 2);
    assert_string_equal(f[0].value, from);
    assert_string_equal(f[1].value, to);
}

static void the_successor_gets_every_open_case_once(void **state)
{
    struct world *w = *state;
    struct post_row old = teacher_of(w, "测前任", "2025-09-01");
    int64_t one = a_case(w, "测试甲"), two = a_case(w, "测试丙"), audited;

    assert_int_equal(sweep(w, WORLD_NOW), 0);
    leaves(w, &old, "2026-08-20");
    teacher_of(w, "测后任", "2026-08-20");
    assert_int_equal(sweep(w, WORLD_NOW), 2);
    assert_int_equal(sweep(w, WORLD_NOW), 0);
    handed_from_to(w, one, "测前任（班主任）", "测后任（班主任）");
    handed_from_to(w, two, "测前任（班主任）", "测后任（班主任）");
    assert_int_equal(db_int(w->writer, &q_audited, &audited, NO_VALS), ERR_OK);
    assert_int_equal(audited, 2);
}

static void a_change_entered_beforehand_comes_on_its_day(void **state)
{
    struct world *w = *state;
    struct post_row old = teacher_of(w, "测前任", "2025-09-01");
    int64_t id = a_case(w, "测试甲");

    leaves(w, &old, "2026-08-21");
    teacher_of(w, "测后任", "2026-08-21");
    assert_int_equal(sweep(w, WORLD_NOW), 0);
    assert_int_equal(sweep(w, DAYS(1)), 1);
    handed_from_to(w, id, "测前任（班主任）", "测后任（班主任）");
}

static void a_vacant_post_is_said_and_filled_later(void **state)
{
    struct world *w = *state;
    struct post_row old = teacher_of(w, "测前任", "2025-09-01");
    int64_t id = a_case(w, "测试甲");

    leaves(w, &old, "2026-08-20");
    assert_int_equal(sweep(w, WORLD_NOW), 1);
    handed_from_to(w, id, "测前任（班主任）", "空缺");
    assert_int_equal(sweep(w, WORLD_NOW), 0);
    teacher_of(w, "测后任", "2026-08-20");
    assert_int_equal(sweep(w, WORLD_NOW), 1);
    handed_from_to(w, id, "空缺", "测后任（班主任）");
}

static void other_levels_and_classes_keep_theirs(void **state)
{
    struct world *w = *state;
    struct post_row head =
        post(w, "principal", WORLD_SCHOOL, "测校长", "2025-09-01");
    int64_t id;

    teacher_of(w, "测班主任", "2025-09-01");
    id = a_case(w, "测试甲");
    leaves(w, &head, "2026-08-20");
    post(w, "principal", WORLD_SCHOOL, "测新校长", "2026-08-20");
    assert_int_equal(sweep(w, WORLD_NOW), 0);
    assert_int_equal(handed(w, id), 0);
}

static void going_up_a_level_is_no_handover(void **state)
{
    struct world *w = *state;
    struct post_row head;
    int64_t id;

    teacher_of(w, "测班主任", "2025-09-01");
    head = post(w, "principal", WORLD_SCHOOL, "测校长", "2025-09-01");
    id = a_case(w, "测试甲");
    assert_int_equal(sweep(w, DAYS(2)), 1); /* past due: to the principal */
    assert_string_equal(get(w, id).level, "principal");
    assert_int_equal(sweep(w, DAYS(2)), 0);
    assert_int_equal(handed(w, id), 0);
    leaves(w, &head, "2026-08-22");
    assert_int_equal(sweep(w, DAYS(2)), 1);
    handed_from_to(w, id, "测校长（校长）", "空缺");
}

/* The sweep did not run for a month: whoever held it then hands it to whoever
 * is there now, however many came between. */
static void missed_nights_hand_over_once(void **state)
{
    struct world *w = *state;
    struct post_row old = teacher_of(w, "测前任", "2025-09-01"), between;
    int64_t id = a_case(w, "测试甲");

    leaves(w, &old, "2026-08-25");
    between = teacher_of(w, "测过渡", "2026-08-25");
    leaves(w, &between, "2026-09-01");
    teacher_of(w, "测后任", "2026-09-01");
    sweep(w, DAYS(30));
    assert_int_equal(handed(w, id), 1);
    sweep(w, DAYS(30));
    assert_int_equal(handed(w, id), 1);
}

static void a_jump_of_a_year_either_way_hands_over_nothing(void **state)
{
    struct world *w = *state;
    struct post_row old = teacher_of(w, "测前任", "2025-09-01");
    int64_t id = a_case(w, "测试甲");

    post(w, "principal", WORLD_SCHOOL, "测校长", "2025-09-01");
    post(w, "village_head", w->village, "测主任", "2025-09-01");
    leaves(w, &old, "2026-08-20");
    teacher_of(w, "测后任", "2026-08-20");
    sweep(w, WORLD_NOW);
    assert_int_equal(handed(w, id), 1);
    sweep(w, DAYS(-365)); /* neither term seems to have begun */
    sweep(w, WORLD_NOW);
    assert_int_equal(handed(w, id), 1);
    sweep(w, DAYS(365));
    sweep(w, WORLD_NOW);
    assert_int_equal(handed(w, id), 1);
}

static void a_closed_case_is_handed_to_nobody(void **state)
{
    struct world *w = *state;
    struct post_row old = teacher_of(w, "测前任", "2025-09-01");
    int64_t id = a_case(w, "测试甲");
    struct evidence_in e = { "attendance_proof", upload(w, ROLE_SCHOOL_HEAD) };
    const struct case_dismiss dismiss = { .evidence = { &e, 1 },
                                          .note = "一直在校" };

    must(w, ROLE_SCHOOL_HEAD, id, "dismiss", &dismiss);
    leaves(w, &old, "2026-08-20");
    assert_int_equal(sweep(w, WORLD_NOW), 0);
}

/* A pupil that changes class changes hands as well. */
static void another_class_has_another_teacher(void **state)
{
    struct world *w = *state;
    int64_t student = child(w, "测试甲", w->village, WORLD_SCHOOL), id;
    struct post_row other = { .duty = "class_teacher",
                              .unit = WORLD_SCHOOL,
                              .grade = WORLD_GRADE,
                              .class = "9",
                              .holder = "测别班",
                              .account_id = INT_NONE,
                              .from_date = "2025-09-01" };

    teacher_of(w, "测本班", "2025-09-01");
    assert_int_equal(store_post_insert(w->writer, &other), ERR_OK);
    id = flag(w, ROLE_TEACHER, student);
    assert_int_equal(db_script(w->writer, "UPDATE enrolment SET class = '9'"
                                          " WHERE to_date IS NULL"),
                     ERR_OK);
    assert_int_equal(sweep(w, WORLD_NOW), 1);
    handed_from_to(w, id, "测本班（班主任）", "测别班（班主任）");
}

static const char *waits_as(struct world *w, int64_t account)
{
    const struct worklist_query q = { .level = "class_teacher",
                                      .account_id = account,
                                      .after_due = -1,
                                      .soon = WORLD_NOW,
                                      .rows = 50 };
    const struct work_case *c;
    struct list l;

    world_as(w, w->writer, ROLE_TEACHER);
    assert_int_equal(store_work_cases(w->writer, &w->arena, &q, &l), ERR_OK);
    assert_int_equal(l.n, 1);
    c = l.items;
    return c->kind;
}

static void the_successor_finds_it_among_what_is_due(void **state)
{
    struct world *w = *state;
    struct post_row old = teacher_of(w, "测前任", "2025-09-01"), new;
    int64_t id = a_case(w, "测试甲"), me = w->account[ROLE_TEACHER];
    const struct case_verify verify = { .note = "属实" };

    assert_string_equal(waits_as(w, me), "verify");
    leaves(w, &old, "2026-08-20");
    new = teacher_of(w, "测后任", "2026-08-20");
    new.account_id = me;
    assert_int_equal(store_post_update(w->writer, &new), ERR_OK);
    assert_int_equal(sweep(w, WORLD_NOW), 1);
    assert_string_equal(waits_as(w, me), "handed_over");
    assert_string_equal(waits_as(w, me + 1), "verify");
    must(w, ROLE_TEACHER, id, "verify", &verify);
    assert_string_equal(waits_as(w, me), "persuade");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(the_successor_gets_every_open_case_once),
        T(a_change_entered_beforehand_comes_on_its_day),
        T(a_vacant_post_is_said_and_filled_later),
        T(other_levels_and_classes_keep_theirs),
        T(going_up_a_level_is_no_handover),
        T(missed_nights_hand_over_once),
        T(a_jump_of_a_year_either_way_hands_over_nothing),
        T(a_closed_case_is_handed_to_nobody),
        T(another_class_has_another_teacher),
        T(the_successor_finds_it_among_what_is_due),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}
