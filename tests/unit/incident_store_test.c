/* Incidents and observations in the store: who sees which, and what a case and a
 * worklist hold of them. */
#include "case_world.h"
#include "domain/observation.h"
#include "store/incident_store.h"
#include "store/observation_store.h"
#include "store/plan_store.h"
#include "store/worklist_store.h"

static const char *const harms[] = { "bullying", "assault", "mistreatment" };

static enum err try_open(struct world *w, enum role role, const char *kind,
                         int64_t student, int64_t of_case,
                         const struct list *units, struct incident_receipt *r,
                         struct refusal *why)
{
    struct incident_in in = { .student_id = student,
                              .case_id = of_case,
                              .kind = kind,
                              .happened_on = w->today,
                              .title = "测题",
                              .detail = "测情" };
    struct act act = as(w, role);

    if (units)
        in.units = *units;
    return store_incident_open(w->writer, &w->arena, &act, &in, r, why);
}

/* Handled by the named unit alone, NULL: by the default. */
static int64_t incident(struct world *w, enum role role, const char *kind,
                        int64_t student, int64_t of_case, const char *unit)
{
    struct incident_share s = { unit };
    const struct list units = { &s, 1 };
    struct incident_receipt r;
    struct refusal why = { NULL, NULL, NULL };

    assert_int_equal(try_open(w, role, kind, student, of_case,
                              unit ? &units : NULL, &r, &why),
                     ERR_OK);
    return r.id;
}

static enum err view(struct world *w, enum role role, int64_t id,
                     struct incident_view *v)
{
    struct act act = as(w, role);

    return store_incident_view(w->writer, &w->arena, &act, id, v);
}

static int64_t count(struct world *w, enum role role)
{
    const struct incident_filter any = { .student_id = INT_NONE,
                                         .case_id = INT_NONE,
                                         .rows = 50 };
    struct act act = as(w, role);
    struct list rows;
    int64_t n;

    assert_int_equal(store_incident_count(w->writer, &any, &n), ERR_OK);
    assert_int_equal(
        store_incident_list(w->writer, &w->arena, &act, &any, &rows), ERR_OK);
    assert_int_equal(rows.n, n);
    return n;
}

static bool sees(struct world *w, enum role role, int64_t id)
{
    struct incident_view v;
    enum err e = view(w, role, id, &v);

    assert_true(e == ERR_OK || e == ERR_NOT_FOUND);
    assert_int_equal(count(w, role), e == ERR_OK);
    return e == ERR_OK;
}

static enum err do_it(struct world *w, enum role role, int64_t id,
                      const char *name, const void *in, struct refusal *why)
{
    struct act act = as(w, role);

    return store_incident_act(w->writer, &w->arena, &act,
                              incident_action_of(name), id, in, why);
}

static int64_t pupil(struct world *w)
{
    return child(w, "测试甲", w->village, WORLD_SCHOOL);
}

/* ---- who sees what ------------------------------------------------------- */
/* The list of roles in the view's text is the one of the rights table. */
static void harm_is_seen_by_the_roles_of_the_right(void **state)
{
    struct world *w = *state;
    int64_t id =
        incident(w, ROLE_BUREAU_LEAD, "bullying", pupil(w), INT_NONE, "gongan");

    for (enum role r = 0; r < ROLE_N; r++)
        if (sees(w, r, id) != role_may(r, RIGHT_INCIDENT_RESTRICTED))
            fail_msg("%s", role_code(r));
}

static void every_harm_is_restricted(void **state)
{
    struct world *w = *state;

    for (size_t i = 0; i < 3; i++) {
        int64_t id =
            incident(w, ROLE_TEACHER, harms[i], pupil(w), INT_NONE, NULL);
        struct incident_view v;

        assert_int_equal(view(w, ROLE_TEACHER, id, &v), ERR_NOT_FOUND);
        assert_int_equal(view(w, ROLE_SCHOOL_HEAD, id, &v), ERR_OK);
    }
}

/* The right alone does not do: a head of another school, a department that
 * handles others. */
static void harm_needs_standing_too(void **state)
{
    struct world *w = *state;
    int64_t there = child(w, "测试乙", w->other_village, WORLD_OTHER_SCHOOL);
    int64_t id =
        incident(w, ROLE_BUREAU_LEAD, "assault", there, INT_NONE, "fulian");

    assert_true(sees(w, ROLE_BUREAU_LEAD, id));
    assert_false(sees(w, ROLE_SCHOOL_HEAD, id));
    assert_false(sees(w, ROLE_AGENCY, id));
}

static void an_emergency_is_seen_by_the_childs_own(void **state)
{
    static const enum role own[] = { ROLE_BUREAU,      ROLE_LEADER,
                                     ROLE_INSPECTOR,   ROLE_TOWNSHIP,
                                     ROLE_VILLAGE,     ROLE_TEACHER,
                                     ROLE_SCHOOL_HEAD, ROLE_BUREAU_LEAD };
    struct world *w = *state;
    int64_t id =
        incident(w, ROLE_VILLAGE, "emergency", pupil(w), INT_NONE, NULL);

    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        assert_true(sees(w, own[i], id));
    assert_false(sees(w, ROLE_AGENCY, id));
    assert_false(sees(w, ROLE_EXPERT, id));
    assert_false(sees(w, ROLE_ADMIN, id));
}

static void another_class_is_not_the_teachers(void **state)
{
    struct world *w = *state;
    int64_t there = child(w, "测试乙", w->other_village, WORLD_OTHER_SCHOOL);
    int64_t id =
        incident(w, ROLE_BUREAU, "emergency", there, INT_NONE, WORLD_SCHOOL);

    assert_true(sees(w, ROLE_SCHOOL_HEAD, id));
    assert_false(sees(w, ROLE_TEACHER, id));
}

static void one_of_no_child_is_its_writers(void **state)
{
    struct world *w = *state;
    int64_t id =
        incident(w, ROLE_TEACHER, "emergency", INT_NONE, INT_NONE, "bureau");

    assert_true(sees(w, ROLE_TEACHER, id));
    assert_true(sees(w, ROLE_SCHOOL_HEAD, id));
    assert_false(sees(w, ROLE_VILLAGE, id));
}

/* A department that handles it is told the name and nothing by which to look
 * the child up. */
static void a_department_is_told_the_name_alone(void **state)
{
    struct world *w = *state;
    int64_t student = pupil(w), of_case = flag(w, ROLE_TEACHER, student);
    int64_t id =
        incident(w, ROLE_BUREAU, "emergency", student, of_case, "gongan");
    struct incident_view v;

    assert_int_equal(view(w, ROLE_AGENCY, id, &v), ERR_OK);
    assert_string_equal(v.student_name, "测试甲");
    assert_int_equal(v.student_id, INT_NONE);
    assert_int_equal(v.case_id, INT_NONE);
    assert_int_equal(view(w, ROLE_BUREAU, id, &v), ERR_OK);
    assert_int_equal(v.student_id, student);
    assert_int_equal(v.case_id, of_case);
}

static void a_department_that_is_removed_sees_no_more(void **state)
{
    const struct incident_other add = { "fulian", NULL };
    const struct incident_other remove = { "gongan", "已移交" };
    struct world *w = *state;
    int64_t id =
        incident(w, ROLE_BUREAU, "emergency", pupil(w), INT_NONE, "gongan");
    struct refusal why;

    assert_int_equal(do_it(w, ROLE_BUREAU, id, "remove_unit", &remove, &why),
                     ERR_RULE);
    assert_string_equal(why.code, "incident.alone");
    assert_int_equal(do_it(w, ROLE_BUREAU, id, "add_unit", &add, &why), ERR_OK);
    assert_true(sees(w, ROLE_AGENCY, id));
    assert_int_equal(do_it(w, ROLE_BUREAU, id, "remove_unit", &remove, &why),
                     ERR_OK);
    assert_false(sees(w, ROLE_AGENCY, id));
}

static void a_unit_that_could_not_see_it_cannot_handle_it(void **state)
{
    struct world *w = *state;
    struct incident_share s[] = { { "gongan" }, { WORLD_TOWNSHIP } };
    const struct list units = { s, 2 };
    struct incident_receipt r;
    struct refusal why = { NULL, NULL, NULL };
    int64_t student = pupil(w);

    assert_int_equal(try_open(w, ROLE_BUREAU_LEAD, "bullying", student,
                              INT_NONE, &units, &r, &why),
                     ERR_INVALID);
    assert_string_equal(why.pointer, "units/1/unit");
    s[1].unit = "nowhere";
    assert_int_equal(try_open(w, ROLE_BUREAU_LEAD, "emergency", student,
                              INT_NONE, &units, &r, &why),
                     ERR_INVALID);
    s[1].unit = "gongan";
    assert_int_equal(try_open(w, ROLE_BUREAU_LEAD, "emergency", student,
                              INT_NONE, &units, &r, &why),
                     ERR_INVALID);
    assert_string_equal(why.code, "incident.twice");
}

/* ---- the case ------------------------------------------------------------ */
static void an_emergency_stands_in_the_cases_timeline(void **state)
{
    const struct incident_close close = { "已处置" };
    struct world *w = *state;
    int64_t student = pupil(w), of_case = flag(w, ROLE_TEACHER, student);
    int64_t id = incident(w, ROLE_BUREAU, "emergency", student, of_case, NULL);
    const struct case_event *e;
    struct case_view v;
    struct refusal why;

    assert_int_equal(do_it(w, ROLE_BUREAU, id, "close", &close, &why), ERR_OK);
    assert_int_equal(
        store_case_view(w->writer, &w->arena, of_case, WORLD_NOW, &v), ERR_OK);
    e = v.events.items;
    assert_int_equal(v.events.n, 3);
    assert_string_equal(e[1].title, "突发情况");
    assert_int_equal(e[1].facts.n, 0);
    assert_string_equal(e[2].action, "incident_closed");
}

/* Not even a new version of the case tells those who may not read it. */
static void harm_leaves_no_trace_in_the_case(void **state)
{
    const struct incident_close close = { "已处置" };
    struct world *w = *state;
    int64_t student = pupil(w), of_case = flag(w, ROLE_TEACHER, student);
    struct case_row before = get(w, of_case), after;
    int64_t id =
        incident(w, ROLE_BUREAU_LEAD, "bullying", student, of_case, NULL);
    struct case_view v;
    struct refusal why;

    assert_int_equal(do_it(w, ROLE_BUREAU_LEAD, id, "close", &close, &why),
                     ERR_OK);
    after = get(w, of_case);
    assert_int_equal(after.version, before.version);
    assert_int_equal(
        store_case_view(w->writer, &w->arena, of_case, WORLD_NOW, &v), ERR_OK);
    assert_int_equal(v.events.n, 1);
}

/* ---- the worklist -------------------------------------------------------- */
static int64_t waiting(struct world *w, enum role role, int64_t *due)
{
    struct act act = as(w, role);
    const struct work_place start = { .unit = act.unit,
                                      .after_due = -1,
                                      .rows = 50 };
    const struct work_incident *g;
    struct list rows;
    int64_t n;

    assert_int_equal(store_work_incidents(w->writer, &w->arena, &start, &rows),
                     ERR_OK);
    assert_int_equal(store_work_incident_count(w->writer, act.unit, &n),
                     ERR_OK);
    assert_int_equal(rows.n, n);
    g = rows.items;
    if (due && n)
        *due = g[0].due_at;
    return n;
}

static void it_waits_for_the_units_that_handle_it(void **state)
{
    const struct incident_note note = { "已出警" };
    const struct incident_close close = { "已处置" };
    struct world *w = *state;
    int64_t id =
        incident(w, ROLE_BUREAU, "emergency", pupil(w), INT_NONE, "gongan");
    int64_t due = 0;
    struct refusal why;

    assert_int_equal(waiting(w, ROLE_BUREAU, NULL), 0);
    assert_int_equal(waiting(w, ROLE_AGENCY, &due), 1);
    assert_int_equal(due, WORLD_NOW + INCIDENT_FIRST_MS);
    assert_int_equal(do_it(w, ROLE_AGENCY, id, "step", &note, &why), ERR_OK);
    assert_int_equal(waiting(w, ROLE_AGENCY, &due), 1);
    assert_int_equal(due, INT_NONE);
    assert_int_equal(do_it(w, ROLE_BUREAU, id, "close", &close, &why), ERR_OK);
    assert_int_equal(waiting(w, ROLE_AGENCY, NULL), 0);
}

/* The teacher's own word of it goes to the head and the bureau's lead. */
static void harm_waits_for_none_but_its_readers(void **state)
{
    struct world *w = *state;

    incident(w, ROLE_TEACHER, "mistreatment", pupil(w), INT_NONE, NULL);
    assert_int_equal(waiting(w, ROLE_SCHOOL_HEAD, NULL), 1);
    assert_int_equal(waiting(w, ROLE_BUREAU_LEAD, NULL), 1);
    assert_int_equal(waiting(w, ROLE_BUREAU, NULL), 0);
    assert_int_equal(waiting(w, ROLE_TEACHER, NULL), 0);
}

static void harm_never_passes_the_bureau_by(void **state)
{
    struct world *w = *state;

    incident(w, ROLE_TEACHER, "bullying", pupil(w), INT_NONE, "gongan");
    assert_int_equal(waiting(w, ROLE_BUREAU_LEAD, NULL), 1);
    assert_int_equal(waiting(w, ROLE_AGENCY, NULL), 1);
}

/* ---- observations -------------------------------------------------------- */
static int64_t observe(struct world *w, int64_t student, const char *concern,
                       const char *day)
{
    struct act act = as(w, ROLE_TEACHER);
    struct observation_row o;

    record_clear(&observation_row, &o);
    o.student_id = student;
    o.kind = "mood";
    o.concern = concern;
    o.noted_on = day;
    o.note = "不说话";
    assert_int_equal(store_observation_add(w->writer, &act, &o), ERR_OK);
    return o.id;
}

static int64_t to_be_done(struct world *w, enum role role)
{
    int64_t n;

    world_as(w, w->writer, role);
    assert_int_equal(store_work_observation_count(w->writer, &n), ERR_OK);
    return n;
}

static void none_outside_the_school_reads_an_observation(void **state)
{
    struct world *w = *state;
    int64_t student = pupil(w), id = observe(w, student, "act", w->today);
    struct observation_row o;
    struct list rows;

    for (enum role r = 0; r < ROLE_N; r++) {
        bool school = role_may(r, RIGHT_OBSERVE);

        world_as(w, w->writer, r);
        assert_int_equal(store_observation_get(w->writer, &w->arena, id, &o),
                         school ? ERR_OK : ERR_NOT_FOUND);
        assert_int_equal(
            store_observation_list(w->writer, &w->arena, student, &rows),
            ERR_OK);
        assert_int_equal(rows.n, school);
    }
}

static void what_is_grave_waits_until_it_was_done(void **state)
{
    struct world *w = *state;
    int64_t student = pupil(w), id = observe(w, student, "act", w->today);
    struct observation_row o;
    struct act act;

    observe(w, student, "talk", w->today);
    assert_int_equal(to_be_done(w, ROLE_SCHOOL_HEAD), 1);
    act = as(w, ROLE_SCHOOL_HEAD);
    assert_int_equal(store_observation_get(w->writer, &w->arena, id, &o),
                     ERR_OK);
    assert_true(o.waits);
    o.done = "已谈心";
    assert_int_equal(store_observation_done(w->writer, &act, &o), ERR_OK);
    assert_int_equal(store_observation_done(w->writer, &act, &o), ERR_STALE);
    assert_int_equal(to_be_done(w, ROLE_SCHOOL_HEAD), 0);
}

static void a_case_or_a_plan_is_an_answer(void **state)
{
    struct world *w = *state;
    int64_t one = pupil(w), two = pupil(w);
    struct plan_row p;
    struct act act;

    observe(w, one, "act", w->today);
    observe(w, two, "act", w->today);
    assert_int_equal(to_be_done(w, ROLE_SCHOOL_HEAD), 2);
    world_clock(WORLD_NOW + 1);
    flag(w, ROLE_TEACHER, one);
    assert_int_equal(to_be_done(w, ROLE_SCHOOL_HEAD), 1);
    act = as(w, ROLE_SCHOOL_HEAD);
    record_clear(&plan_row, &p);
    p.student_id = two;
    p.keeper = "测老师";
    p.situation = "情况";
    p.attainment = "学业";
    p.state = "open";
    assert_int_equal(store_plan_add(w->writer, &w->arena, &act, &p), ERR_OK);
    world_clock(WORLD_NOW);
    assert_int_equal(to_be_done(w, ROLE_SCHOOL_HEAD), 0);
}

/* A case that was there before says nothing about what came after. */
static void an_older_case_is_no_answer(void **state)
{
    struct world *w = *state;
    int64_t student = pupil(w);

    flag(w, ROLE_TEACHER, student);
    observe(w, student, "act", w->today);
    assert_int_equal(to_be_done(w, ROLE_SCHOOL_HEAD), 1);
}

static void each_pupil_stands_once_the_gravest_first(void **state)
{
    const struct concern_filter all = { .after_rank = -1, .rows = 50 };
    struct world *w = *state;
    int64_t calm = pupil(w), sad = pupil(w), grave = pupil(w);
    const struct concern_item *i;
    struct list rows;
    int64_t n;

    observe(w, grave, "act", "2026-08-01");
    observe(w, grave, "watch", w->today); /* newer, and yet */
    observe(w, calm, "watch", w->today);
    observe(w, sad, "talk", w->today);
    world_as(w, w->writer, ROLE_TEACHER);
    assert_int_equal(store_concern_list(w->writer, &w->arena, &all, &rows),
                     ERR_OK);
    assert_int_equal(store_concern_count(w->writer, &all, &n), ERR_OK);
    i = rows.items;
    assert_int_equal(rows.n, 3);
    assert_int_equal(n, 3);
    assert_int_equal(i[0].student_id, grave);
    assert_int_equal(i[1].student_id, sad);
    assert_int_equal(i[2].student_id, calm);
    world_as(w, w->writer, ROLE_BUREAU);
    assert_int_equal(store_concern_count(w->writer, &all, &n), ERR_OK);
    assert_int_equal(n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(harm_is_seen_by_the_roles_of_the_right),
        T(every_harm_is_restricted),
        T(harm_needs_standing_too),
        T(an_emergency_is_seen_by_the_childs_own),
        T(another_class_is_not_the_teachers),
        T(one_of_no_child_is_its_writers),
        T(a_department_is_told_the_name_alone),
        T(a_department_that_is_removed_sees_no_more),
        T(a_unit_that_could_not_see_it_cannot_handle_it),
        T(an_emergency_stands_in_the_cases_timeline),
        T(harm_leaves_no_trace_in_the_case),
        T(it_waits_for_the_units_that_handle_it),
        T(harm_waits_for_none_but_its_readers),
        T(harm_never_passes_the_bureau_by),
        T(none_outside_the_school_reads_an_observation),
        T(what_is_grave_waits_until_it_was_done),
        T(a_case_or_a_plan_is_an_answer),
        T(an_older_case_is_no_answer),
        T(each_pupil_stands_once_the_gravest_first),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}
