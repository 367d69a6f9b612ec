/* Cases in the store: the sweep, lists, what waits for whom. */
#include "case_world.h"

#include "store/worklist_store.h"

SQL(q_events_of, .text = "SELECT count(*) FROM case_event WHERE case_id = ?1",
    .access = SQL_SYSTEM, .why = "a test counts");
SQL(q_clock_audits,
    .text = "SELECT count(*) FROM audit WHERE action LIKE 'clock %'");

/* ---- the sweep ---- */
static int64_t sweep(struct world *w, int64_t now)
{
    int64_t done;

    assert_int_equal(db_principal(w->writer, NULL), ERR_OK);
    assert_int_equal(store_case_sweep(w->writer, &w->arena, now, 0, &done),
                     ERR_OK);
    return done;
}

static int64_t count(struct world *w, const struct sql *q, int64_t id)
{
    int64_t n;

    assert_int_equal(db_int(w->writer, q, &n, id ? VALS(INT(id)) : NO_VALS),
                     ERR_OK);
    return n;
}

static void the_sweep_escalates_exactly_once(void **state)
{
    struct world *w = *state;
    int64_t id = persuading(w, "测试甲");
    int64_t events = count(w, &q_events_of, id);
    int64_t late = WORLD_NOW + 2 * CLOCK_DAY_MS;

    assert_int_equal(sweep(w, WORLD_NOW), 0);
    assert_int_equal(sweep(w, late), 1);
    assert_int_equal(sweep(w, late), 0);
    assert_string_equal(get(w, id).level, "principal");
    assert_int_equal(get(w, id).due_at, case_day_end(NULL, late, 2, DAYS_ALL));
    assert_int_equal(count(w, &q_events_of, id), events + 1);
    assert_int_equal(count(w, &q_clock_audits, 0), 1);
}

static void after_a_missed_month_it_is_a_dropout_one_level_up(void **state)
{
    struct world *w = *state;
    int64_t id = persuading(w, "测试甲");
    int64_t late = WORLD_NOW + 30 * CLOCK_DAY_MS;

    assert_int_equal(sweep(w, late), 2);
    assert_int_equal(sweep(w, late), 0);
    assert_string_equal(get(w, id).kind, "dropout");
    assert_string_equal(get(w, id).level, "principal");
}

static void a_jump_ahead_and_back_leaves_deadlines_near(void **state)
{
    struct world *w = *state;
    int64_t id = persuading(w, "测试甲");

    assert_int_equal(sweep(w, WORLD_NOW + 365 * CLOCK_DAY_MS), 2);
    assert_int_equal(sweep(w, WORLD_NOW), 1);
    assert_int_equal(sweep(w, WORLD_NOW), 0);
    assert_int_equal(get(w, id).due_at,
                     case_day_end(NULL, WORLD_NOW, 2, DAYS_ALL));
}

/* ---- lists ---- */
static struct case_filter any(void)
{
    return (struct case_filter) {
        .overdue = INT_NONE, .now = WORLD_NOW, .after_due = -1, .rows = 50
    };
}

static size_t listed(struct world *w, const struct case_filter *f)
{
    struct list l;
    int64_t n;

    assert_int_equal(store_case_list(w->writer, &w->arena, f, &l), ERR_OK);
    assert_int_equal(store_case_count(w->writer, f, &n), ERR_OK);
    if (f->after_id == 0)
        assert_int_equal((int64_t)l.n, n);
    return l.n;
}

static void filters_and_counts_agree(void **state)
{
    struct world *w = *state;
    struct case_filter f = any();

    persuading(w, "测试甲");
    flag(w, ROLE_TOWNSHIP, child(w, "测试丁", w->village, NULL));
    flag(w, ROLE_BUREAU,
         child(w, "测试乙", w->other_village, WORLD_OTHER_SCHOOL));
    world_as(w, w->writer, ROLE_BUREAU);
    assert_int_equal(listed(w, &f), 3);
    f.by_due = 1;
    assert_int_equal(listed(w, &f), 3);
    f.state = "persuading";
    assert_int_equal(listed(w, &f), 1);
    f.state = NULL;
    f.lo = "S" WORLD_SCHOOL "/";
    f.hi = "S" WORLD_SCHOOL "0";
    assert_int_equal(listed(w, &f), 1);
    f = any();
    f.mine = "township";
    assert_int_equal(listed(w, &f), 1);
    f = any();
    f.overdue = 1;
    assert_int_equal(listed(w, &f), 0);
    f.now = WORLD_NOW + 30 * CLOCK_DAY_MS;
    assert_int_equal(listed(w, &f), 3);
    world_as(w, w->writer, ROLE_TOWNSHIP);
    f = any();
    assert_int_equal(listed(w, &f), 2);
    world_as(w, w->writer, ROLE_TEACHER);
    assert_int_equal(listed(w, &f), 1);
    world_as(w, w->writer, ROLE_ADMIN);
    assert_int_equal(listed(w, &f), 0);
}

static void the_page_by_due_goes_on_where_it_ended(void **state)
{
    struct world *w = *state;
    struct case_filter f = any();
    const struct case_item *i;
    struct list l;
    int64_t first;

    flag(w, ROLE_TOWNSHIP, child(w, "测试丁", w->village, NULL));
    flag(w, ROLE_TEACHER, child(w, "测试甲", w->village, WORLD_SCHOOL));
    world_as(w, w->writer, ROLE_BUREAU);
    f.by_due = 1;
    f.rows = 1;
    assert_int_equal(store_case_list(w->writer, &w->arena, &f, &l), ERR_OK);
    i = l.items;
    first = i->c.id;
    assert_string_equal(i->c.level, "class_teacher"); /* due tomorrow */
    f.after_due = i->c.due_at;
    f.after_id = i->c.id;
    assert_int_equal(store_case_list(w->writer, &w->arena, &f, &l), ERR_OK);
    assert_int_equal(l.n, 1);
    i = l.items;
    assert_int_not_equal(i->c.id, first);
}

/* ---- approvals wait for who may give them ---- */
static int64_t city_exemption(struct world *w)
{
    struct evidence_in e = { "city_approval", upload(w, ROLE_BUREAU) };
    const struct case_leave in = { .evidence = { &e, 1 },
                                   .cause = "家庭变故",
                                   .opinion = "同意，测政〔2026〕1号",
                                   .from_on = "2026-08-20",
                                   .until_on = "2027-01-20" };
    int64_t id = persuading(w, "测试甲");

    must(w, ROLE_BUREAU, id, "exempt_city", &in);
    return id;
}

static size_t approvals_of(struct world *w, enum role role)
{
    const struct worklist_query q = { .approvals =
                                          outcomes_approved_by(role, &w->arena),
                                      .account_id = w->account[role],
                                      .after_due = -1,
                                      .soon = WORLD_NOW,
                                      .rows = 50 };
    struct list l;

    world_as(w, w->writer, role);
    assert_int_equal(store_work_cases(w->writer, &w->arena, &q, &l), ERR_OK);
    return l.n;
}

static void a_city_exemption_waits_for_the_leading_group_alone(void **state)
{
    struct world *w = *state;
    int64_t id = city_exemption(w);
    struct case_view v;

    assert_int_equal(approvals_of(w, ROLE_LEADER), 1);
    assert_int_equal(approvals_of(w, ROLE_BUREAU_LEAD), 0);
    assert_int_equal(store_case_view(w->writer, &w->arena, id, WORLD_NOW, &v),
                     ERR_OK);
    assert_string_equal(v.owner->level, "leading_group");
}

static void any_other_closing_waits_for_the_bureau_alone(void **state)
{
    struct world *w = *state;
    int64_t id = persuading(w, "测试甲");
    struct case_view v;
    struct refusal why;

    assert_int_equal(
        report_return(w, ROLE_TEACHER, id, upload(w, ROLE_TEACHER), &why),
        ERR_OK);
    assert_int_equal(approvals_of(w, ROLE_LEADER), 0);
    assert_int_equal(approvals_of(w, ROLE_BUREAU_LEAD), 1);
    assert_int_equal(store_case_view(w->writer, &w->arena, id, WORLD_NOW, &v),
                     ERR_OK);
    assert_string_equal(v.owner->level, "bureau");
}

static void whoever_asked_is_not_told_to_approve(void **state)
{
    struct world *w = *state;
    struct refusal why;

    assert_int_equal(report_return(w, ROLE_BUREAU_LEAD, persuading(w, "测试甲"),
                                   upload(w, ROLE_BUREAU_LEAD), &why),
                     ERR_OK);
    assert_int_equal(approvals_of(w, ROLE_BUREAU_LEAD), 0);
    assert_int_equal(approvals_of(w, ROLE_BUREAU), 0);
}

static void a_dismissed_case_is_nobodys_turn(void **state)
{
    struct world *w = *state;
    struct evidence_in e = { "attendance_proof", upload(w, ROLE_SCHOOL_HEAD) };
    const struct case_dismiss in = { .evidence = { &e, 1 },
                                     .note = "一直在校" };
    int64_t id = persuading(w, "测试甲");
    struct case_view v;

    must(w, ROLE_SCHOOL_HEAD, id, "dismiss", &in);
    assert_int_equal(store_case_view(w->writer, &w->arena, id, WORLD_NOW, &v),
                     ERR_OK);
    assert_null(v.owner);
}

static void the_worklist_shows_what_waits_for_me(void **state)
{
    struct world *w = *state;
    struct worklist_query q = {
        .level = "class_teacher", .after_due = -1, .soon = WORLD_NOW, .rows = 50
    };
    int64_t id = persuading(w, "测试甲");
    const struct case_refuse back = { .note = "证明不清楚" };
    const struct work_case *c;
    struct refusal why;
    struct list l;
    int64_t n;

    world_as(w, w->writer, ROLE_TEACHER);
    assert_int_equal(store_work_cases(w->writer, &w->arena, &q, &l), ERR_OK);
    c = l.items;
    assert_int_equal(l.n, 1);
    assert_string_equal(c->kind, "persuade");
    assert_int_equal(
        report_return(w, ROLE_TEACHER, id, upload(w, ROLE_TEACHER), &why),
        ERR_OK);
    world_as(w, w->writer, ROLE_TEACHER);
    assert_int_equal(store_work_cases(w->writer, &w->arena, &q, &l), ERR_OK);
    assert_int_equal(l.n, 0);
    q.approvals = outcomes_approved_by(ROLE_BUREAU_LEAD, &w->arena);
    q.level = "bureau";
    world_as(w, w->writer, ROLE_BUREAU_LEAD);
    assert_int_equal(store_work_cases(w->writer, &w->arena, &q, &l), ERR_OK);
    assert_int_equal(store_work_count(w->writer, &q, &n), ERR_OK);
    assert_int_equal(n, 1);
    c = l.items;
    assert_int_equal(l.n, 1);
    assert_string_equal(c->kind, "approve");
    must(w, ROLE_BUREAU_LEAD, id, "refuse", &back);
    q.approvals = NULL;
    q.level = "class_teacher";
    world_as(w, w->writer, ROLE_TEACHER);
    assert_int_equal(store_work_cases(w->writer, &w->arena, &q, &l), ERR_OK);
    c = l.items;
    assert_string_equal(c->kind, "refused");
    assert_int_equal(store_work_rounds(w->writer, &w->arena, &l), ERR_OK);
    assert_int_equal(l.n, 0);
}

static const struct case_week *weeks_at(struct world *w, int64_t n, int64_t now)
{
    struct case_filter f = any();
    struct list l;

    f.now = now;
    world_as(w, w->writer, ROLE_BUREAU);
    assert_int_equal(store_case_weeks(w->writer, &w->arena, &f, n, &l), ERR_OK);
    assert_int_equal((int64_t)l.n, n);
    return l.items;
}

static const struct case_week *weeks(struct world *w, int64_t n)
{
    return weeks_at(w, n, WORLD_NOW);
}

/* Every week ends with what it began with, and what came and went in it. */
static void adds_up(const struct case_week *k, int64_t n)
{
    for (int64_t i = 0; i + 1 < n; i++)
        assert_int_equal(k[i].open, k[i + 1].open + k[i].opened +
                                        k[i].reopened - k[i].settled -
                                        k[i].dismissed);
}

static void the_weeks_tell_what_came_and_went(void **state)
{
    struct world *w = *state;
    const struct case_approve approve = { .note = NULL };
    const struct case_week *k;
    struct refusal why;
    int64_t a = persuading(w, "测试甲"), b = persuading(w, "测试乙");

    k = weeks(w, 3);
    assert_string_equal(k[0].until, "2026-08-20");
    assert_string_equal(k[0].since, "2026-08-14");
    assert_int_equal(k[0].opened, 2);
    assert_int_equal(k[0].open, 2);
    assert_int_equal(
        report_return(w, ROLE_TEACHER, a, upload(w, ROLE_TEACHER), &why),
        ERR_OK);
    must(w, ROLE_BUREAU_LEAD, a, "approve", &approve);
    k = weeks(w, 3);
    assert_int_equal(k[0].settled, 1);
    assert_int_equal(k[0].returned, 1);
    assert_int_equal(k[0].open, 1);
    assert_int_equal(get(w, b).closed_at, INT_NONE);
    adds_up(k, 3);
}

/* The child comes back, and is gone again: both are said of their weeks. */
static void a_relapse_is_told_in_its_week(void **state)
{
    struct world *w = *state;
    const struct case_approve approve = { .note = NULL };
    const struct case_reopen gone = { .reason = "R02",
                                      .absent_since = "2026-09-02",
                                      .note = "又未到校" };
    const struct case_week *k;
    struct refusal why;
    int64_t id = persuading(w, "测试甲");

    assert_int_equal(
        report_return(w, ROLE_TEACHER, id, upload(w, ROLE_TEACHER), &why),
        ERR_OK);
    must(w, ROLE_BUREAU_LEAD, id, "approve", &approve);
    world_clock(WORLD_NOW + 14 * CLOCK_DAY_MS);
    clock_today(w->today);
    must(w, ROLE_BUREAU, id, "reopen", &gone);
    k = weeks_at(w, 4, WORLD_NOW + 14 * CLOCK_DAY_MS);
    world_clock(WORLD_NOW);
    clock_today(w->today);
    assert_int_equal(k[0].reopened, 1);
    assert_int_equal(k[0].opened, 0);
    assert_int_equal(k[0].open, 1);
    assert_int_equal(k[1].open, 0);
    assert_int_equal(k[2].settled, 1);
    adds_up(k, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(the_sweep_escalates_exactly_once),
        T(after_a_missed_month_it_is_a_dropout_one_level_up),
        T(a_jump_ahead_and_back_leaves_deadlines_near),
        T(filters_and_counts_agree),
        T(the_page_by_due_goes_on_where_it_ended),
        T(a_city_exemption_waits_for_the_leading_group_alone),
        T(any_other_closing_waits_for_the_bureau_alone),
        T(whoever_asked_is_not_told_to_approve),
        T(a_dismissed_case_is_nobodys_turn),
        T(the_worklist_shows_what_waits_for_me),
        T(the_weeks_tell_what_came_and_went),
        T(a_relapse_is_told_in_its_week),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}
