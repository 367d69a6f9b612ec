/* Home teaching: who may be taught, each lesson, the hours against the norm. */
#include "care_world.h"
#include "store/teaching_store.h"

/* ---- rules alone ---- */
static void a_school_year_begins_in_september(void **state)
{
    char from[CLOCK_DATE_MAX], to[CLOCK_DATE_MAX];

    (void)state;
    school_year_of("2026-08-20", from, to);
    assert_string_equal(from, "2025-09-01");
    assert_string_equal(to, "2026-08-31");
    school_year_of("2026-09-01", from, to);
    assert_string_equal(from, "2026-09-01");
    school_year_of("2028-02-29", from, to);
    assert_string_equal(from, "2027-09-01");
    assert_string_equal(to, "2028-08-31");
}

static void two_teachers_are_two_different_names(void **state)
{
    (void)state;
    assert_int_equal(teachers_named(""), 0);
    assert_int_equal(teachers_named("测一"), 1);
    assert_int_equal(teachers_named("测一、测二"), 2);
    assert_int_equal(teachers_named("测一,测二；测三"), 3);
    assert_int_equal(teachers_named("测一 、 测一"), 1);
    assert_int_equal(teachers_named("测一、测一二"), 2);
}

static void only_a_child_placed_at_home_is_taught_at_home(void **state)
{
    struct case_row c = { .state = "arranging" };
    struct refusal why;

    (void)state;
    assert_int_equal(teaching_may(&c, NULL, &why), ERR_RULE);
    assert_int_equal(teaching_may(&c, "inclusive", &why), ERR_RULE);
    assert_int_equal(teaching_may(&c, "home_teaching", &why), ERR_OK);
    c.outcome = "special_school"; /* placed elsewhere after all */
    assert_int_equal(teaching_may(&c, "home_teaching", &why), ERR_RULE);
    c.outcome = "home_teaching";
    assert_int_equal(teaching_may(&c, NULL, &why), ERR_OK);
    c.state = "dismissed";
    assert_int_equal(teaching_may(&c, NULL, &why), ERR_RULE);
}

static const char *lesson(struct world *w, struct lesson_in in)
{
    static const struct teaching_plan_row plan = { .from_date = "2026-08-01",
                                                   .to_date = "2026-08-18" };
    struct refusal why = { NULL, NULL, "" };
    struct lesson_row l;

    in.starts = in.starts ? in.starts : "14:00";
    in.ends = in.ends ? in.ends : "15:30";
    in.taught_on = in.taught_on ? in.taught_on : "2026-08-10";
    in.teachers = in.teachers ? in.teachers : "测一、测二";
    in.signature_id = 1;
    in.photo_id = in.photo_id ? in.photo_id : INT_NONE;
    if (lesson_fault(&w->arena, &plan, &in, w->today, &l, &why) == ERR_OK)
        return l.slot;
    return why.pointer;
}

static void a_lesson_fits_its_plan_and_the_day(void **state)
{
#define LESSON(...) lesson(*state, (struct lesson_in) { __VA_ARGS__ })
    assert_string_equal(LESSON(.periods = 3), "14:00–15:30");
    assert_string_equal(LESSON(.taught_on = "2026-08-21"), "taught_on");
    assert_string_equal(LESSON(.taught_on = "2026-07-31"), "taught_on");
    assert_string_equal(LESSON(.taught_on = "2026-08-19"), "taught_on");
    assert_string_equal(LESSON(.taught_on = "2026-08-18"), "14:00–15:30");
    assert_string_equal(LESSON(.starts = "24:00"), "starts");
    assert_string_equal(LESSON(.starts = "9:300"), "starts");
    assert_string_equal(LESSON(.ends = "14:00"), "ends");
    assert_string_equal(LESSON(.ends = "15:60"), "ends");
    assert_string_equal(LESSON(.teachers = "测一"), "teachers");
    assert_string_equal(LESSON(.photo_id = 1), "photo_id");
#undef LESSON
}

/* ---- hours ---- */
/* 2026-03-02 was a Monday. */
static struct teaching_progress hours(struct world *w,
                                      const struct lesson_mark *m, size_t n,
                                      const struct calendar *calendar,
                                      const char *today)
{
    static const struct teaching_plan_row plan = { .from_date = "2026-03-02" };
    static const struct teaching_norm norm = { 2, 3, 216 };
    const struct list marks = { (void *)(uintptr_t)m, n };
    struct teaching_progress p;

    assert_int_equal(
        teaching_hours(&w->arena, &plan, &marks, &norm, calendar, today, &p),
        ERR_OK);
    return p;
}

static void hours_are_told_against_the_weeks_that_are_over(void **state)
{
    static const struct lesson_mark m[] = {
        { "2026-03-02", 3 },
        { "2026-03-05", 3 }, /* as the norm asks */
        { "2026-03-10", 2 }, /* once */
        /* nobody came in the third week */
        { "2026-03-23", 3 }, /* the present week owes nothing yet */
    };
    struct teaching_progress p = hours(*state, m, 4, NULL, "2026-03-24");
    const struct teaching_week *week = p.weeks.items;

    assert_int_equal(p.lessons, 4);
    assert_int_equal(p.periods, 11);
    assert_int_equal(p.weeks_owed, 3);
    assert_int_equal(p.periods_due, 18);
    assert_int_equal(p.weeks_missed, 1);
    assert_int_equal(p.weeks_short, 1);
    assert_int_equal(p.weeks.n, 4);
    assert_string_equal(week[2].from_date, "2026-03-16");
    assert_true(week[2].owed && week[2].lessons == 0);
    assert_false(week[3].owed);
    /* A week is over with its Sunday. */
    p = hours(*state, m, 4, NULL, "2026-03-29");
    assert_int_equal(p.weeks_owed, 3);
    p = hours(*state, m, 4, NULL, "2026-03-30");
    assert_int_equal(p.weeks_owed, 4);
    /* A whole year is asked for once. */
    p = hours(*state, m, 4, NULL, "2026-08-31");
    assert_int_equal(p.weeks_owed, 26);
    assert_int_equal(p.periods_due, 156);
    assert_int_equal(p.year_norm, 216);
}

static void weeks_without_school_owe_nothing(void **state)
{
    int32_t monday, end;
    struct term_span term;
    struct calendar c = { NULL, 0, &term, 1 };
    struct teaching_progress p;

    assert_true(clock_date_days("2026-03-09", &monday));
    assert_true(clock_date_days("2026-03-16", &end));
    term = (struct term_span) { monday, end }; /* a week, and one Monday */
    p = hours(*state, NULL, 0, &c, "2026-04-30");
    assert_int_equal(p.weeks_owed, 1);
    assert_int_equal(p.weeks_missed, 1);
    assert_int_equal(p.periods_due, 6);
}

/* ---- in the store ---- */
static int64_t taught_at_home(struct world *w, const char *name)
{
    int64_t id = persuading(w, name);

    assert_int_equal(db_run(w->writer, &q_care_outcome,
                            VALS(INT(id), TEXT("home_teaching"))),
                     ERR_OK);
    return id;
}

static enum err add_plan(struct world *w, int64_t case_id, const char *from,
                         const char *to, int64_t *id)
{
    struct act act = as(w, ROLE_TEACHER);
    struct case_row c = get(w, case_id);
    struct teaching_plan_row p = { .student_id = c.student_id,
                                   .case_id = case_id,
                                   .school = WORLD_SCHOOL,
                                   .teachers = "测一、测二",
                                   .per_week = 2,
                                   .periods = 3,
                                   .content = "SAIDOFACHILD",
                                   .from_date = from,
                                   .to_date = to };
    enum err e;

    as(w, ROLE_TEACHER);
    e = store_teaching_add(w->writer, &w->arena, &act, &p);
    *id = p.id;
    return e;
}

static enum err teach(struct world *w, enum role role, int64_t plan_id,
                      const char *slot, int64_t signature, int64_t photo,
                      struct refusal *why)
{
    struct act act = as(w, role);
    struct teaching_plan_row p;
    struct lesson_row l = { .plan_id = plan_id,
                            .taught_on = "2026-08-20",
                            .slot = slot,
                            .periods = 3,
                            .teachers = "测一、测二",
                            .content = "识数",
                            .effect = "能数到十",
                            .signature_id = signature,
                            .photo_id = photo };

    assert_int_equal(store_teaching_get(w->writer, &w->arena, plan_id, &p),
                     ERR_OK);
    l.student_id = p.student_id;
    return store_lesson_add(w->writer, &w->arena, &act, &l, why);
}

static void a_day_has_one_plan(void **state)
{
    struct world *w = *state;
    int64_t case_id = taught_at_home(w, "测壬"), first, id;
    struct teaching_plan_row p;
    struct refusal why;

    assert_int_equal(add_plan(w, case_id, "2026-08-20", NULL, &first), ERR_OK);
    assert_int_equal(add_plan(w, case_id, "2027-03-01", NULL, &id),
                     ERR_CONFLICT);
    assert_int_equal(teach(w, ROLE_TEACHER, first, "14:00–15:30",
                           upload(w, ROLE_TEACHER), INT_NONE, &why),
                     ERR_OK);
    assert_int_equal(store_teaching_get(w->writer, &w->arena, first, &p),
                     ERR_OK);
    p.to_date = "2026-08-19";
    assert_int_equal(store_teaching_update(w->writer, &p), ERR_RULE);
    p.to_date = "2027-01-15";
    assert_int_equal(store_teaching_update(w->writer, &p), ERR_OK);
    assert_int_equal(store_teaching_update(w->writer, &p), ERR_STALE);
    assert_int_equal(add_plan(w, case_id, "2027-03-01", NULL, &id), ERR_OK);
}

static void each_lesson_has_a_signature_of_its_own(void **state)
{
    struct world *w = *state;
    int64_t paper = upload(w, ROLE_TEACHER), photo = upload(w, ROLE_TEACHER);
    int64_t other = upload(w, ROLE_TOWNSHIP), plan;
    struct attachment_row t;
    struct refusal why;

    assert_int_equal(
        add_plan(w, taught_at_home(w, "测癸"), "2026-08-20", NULL, &plan),
        ERR_OK);
    assert_int_equal(
        teach(w, ROLE_TEACHER, plan, "14:00–15:30", other, INT_NONE, &why),
        ERR_INVALID);
    assert_string_equal(why.code, "evidence.unknown");
    assert_int_equal(
        teach(w, ROLE_TEACHER, plan, "14:00–15:30", paper, photo, &why),
        ERR_OK);
    as(w, ROLE_TOWNSHIP); /* now the child's, and so its township's to see */
    assert_int_equal(store_attachment_get(w->writer, &w->arena, paper, &t),
                     ERR_OK);
    assert_int_not_equal(t.student_id, INT_NONE);
    assert_int_equal(
        teach(w, ROLE_TEACHER, plan, "16:00–17:00", photo, INT_NONE, &why),
        ERR_INVALID);
    assert_string_equal(why.code, "evidence.used");
    assert_int_equal(teach(w, ROLE_TEACHER, plan, "15:29–17:00",
                           upload(w, ROLE_TEACHER), INT_NONE, &why),
                     ERR_RULE);
    assert_string_equal(why.code, "lesson.overlap");
    assert_int_equal(teach(w, ROLE_TEACHER, plan, "15:30–17:00",
                           upload(w, ROLE_TEACHER), INT_NONE, &why),
                     ERR_OK);
}

static void a_plan_shows_the_year_so_far(void **state)
{
    struct world *w = *state;
    struct teaching_plan_row p;
    struct refusal why;
    int64_t plan;

    assert_int_equal(
        add_plan(w, taught_at_home(w, "测子"), "2026-08-20", NULL, &plan),
        ERR_OK);
    assert_int_equal(teach(w, ROLE_TEACHER, plan, "14:00–15:30",
                           upload(w, ROLE_TEACHER), INT_NONE, &why),
                     ERR_OK);
    as(w, ROLE_SCHOOL_HEAD);
    assert_int_equal(store_teaching_get(w->writer, &w->arena, plan, &p),
                     ERR_OK);
    assert_string_equal(p.content, "SAIDOFACHILD");
    assert_int_equal(store_teaching_hours(w->writer, &w->arena, w->today, &p),
                     ERR_OK);
    assert_int_equal(p.progress->periods, 3);
    assert_int_equal(p.progress->lessons, 1);
    assert_int_equal(p.progress->year_norm, 216);
    assert_string_equal(p.progress->year_from, "2025-09-01");
    as(w, ROLE_EXPERT);
    assert_int_equal(store_teaching_get(w->writer, &w->arena, plan, &p),
                     ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_school_year_begins_in_september),
        T(two_teachers_are_two_different_names),
        T(only_a_child_placed_at_home_is_taught_at_home),
        T(a_lesson_fits_its_plan_and_the_day),
        T(hours_are_told_against_the_weeks_that_are_over),
        T(weeks_without_school_owe_nothing),
        T(a_day_has_one_plan),
        T(each_lesson_has_a_signature_of_its_own),
        T(a_plan_shows_the_year_so_far),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}
