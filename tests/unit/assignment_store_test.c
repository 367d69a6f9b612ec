/* 交办 in the store: giving, each step and what it leaves in the case, the
 * clock, and for whom it waits. */
#include <stdio.h>
#include <string.h>

#include "case_world.h"
#include "domain/assignment.h"
#include "store/assignment_store.h"
#include "store/worklist_store.h"

#define DOER "gongan"
#define DUE "2026-09-04"

union body {
    struct list evidence;
    char room[128];
};

SQL(q_events_of,
    .text = "SELECT count(*) FROM case_event WHERE case_id = ?1 AND action = "
            "?2",
    .access = SQL_SYSTEM, .why = "a test counts");
SQL(q_papers_of,
    .text = "SELECT count(*) FROM document WHERE assignment_id = ?1"
            " AND kind = ?2",
    .access = SQL_SYSTEM, .why = "a test counts");
SQL(q_steps_of,
    .text = "SELECT count(*) FROM assignment_event WHERE assignment_id = ?1"
            " AND action = ?2",
    .access = SQL_SYSTEM, .why = "a test counts");
SQL(q_clock_rows,
    .text = "SELECT count(*) FROM audit WHERE action = 'clock overdue'"
            " AND entity_id = ?1");
SQL(q_due_moves, .text = "UPDATE assignment SET due_on = ?2 WHERE id = ?1",
    .access = SQL_SYSTEM, .why = "a test moves a date");

static int64_t count(struct world *w, const struct sql *q, int64_t id,
                     const char *what)
{
    int64_t n;

    assert_int_equal(db_int(w->writer, q, &n, VALS(INT(id), TEXT(what))),
                     ERR_OK);
    return n;
}

static enum err give(struct world *w, int64_t case_id, const char *unit,
                     const char *task, const char *due, int64_t *id,
                     struct refusal *why)
{
    struct act act = as(w, ROLE_BUREAU);
    struct assignment_give g = { .case_id = case_id,
                                 .student_id = INT_NONE,
                                 .unit = unit,
                                 .task = task,
                                 .note = "请核实",
                                 .due_on = due,
                                 .together = INT_NONE };

    if (case_id != INT_NONE)
        g.student_id = get(w, case_id).student_id;
    return store_assignment_hand(w->writer, &w->arena, &act, &g, id, why);
}

static int64_t given(struct world *w, int64_t case_id, const char *task)
{
    struct refusal why;
    int64_t id = 0;

    assert_int_equal(give(w, case_id, DOER, task, DUE, &id, &why), ERR_OK);
    return id;
}

static enum err step(struct world *w, enum role role, int64_t id,
                     const char *action, const void *in, struct refusal *why)
{
    struct act act = as(w, role);

    return store_assignment_act(w->writer, &w->arena, &act,
                                assignment_action_of(action), id, in, why);
}

static void steps(struct world *w, enum role role, int64_t id,
                  const char *action)
{
    union body b;
    struct refusal why = { "", "", "" };

    memset(&b, 0, sizeof b);
    record_clear(assignment_action_of(action)->in, &b);
    b.evidence = (struct list) { 0 };
    assert_int_equal(step(w, role, id, action, &b, &why), ERR_OK);
}

static struct assignment_row now(struct world *w, int64_t id)
{
    struct assignment_row g;

    world_as(w, w->writer, ROLE_BUREAU);
    assert_int_equal(store_assignment_get(w->writer, &w->arena, id, &g),
                     ERR_OK);
    return g;
}

static enum err report(struct world *w, int64_t id, const char *result,
                       int64_t attachment, struct refusal *why)
{
    struct evidence_in e = { "police_conclusion", attachment };
    const struct assignment_report r = { .evidence = { &e, 1 },
                                         .note = "已核查",
                                         .result = result };

    return step(w, ROLE_AGENCY, id, "report", &r, why);
}

static void giving_is_refused_in_plain_words(void **state)
{
    struct world *w = *state;
    int64_t c = persuading(w, "测交办"), id = 0, other = 0;
    struct refusal why;

    assert_int_equal(give(w, c, "caizheng", "residence_check", DUE, &id, &why),
                     ERR_INVALID);
    assert_string_equal(why.code, "assignment.task");
    assert_int_equal(
        give(w, c, DOER, "residence_check", "2026-08-19", &id, &why),
        ERR_INVALID);
    assert_string_equal(why.code, "date.past");
    assert_int_equal(give(w, INT_NONE, DOER, "residence_check", DUE, &id, &why),
                     ERR_INVALID);
    assert_string_equal(why.code, "assignment.case");
    assert_int_equal(give(w, c, DOER, "none", DUE, &id, &why), ERR_INVALID);
    assert_int_equal(give(w, c, DOER, "locate", w->today, &id, &why), ERR_OK);
    assert_int_equal(give(w, c, DOER, "locate", DUE, &other, &why),
                     ERR_CONFLICT);
    assert_int_equal(other, id);
    steps(w, ROLE_BUREAU, id, "withdraw");
    assert_int_equal(give(w, c, DOER, "locate", DUE, &other, &why), ERR_OK);
    assert_int_equal(
        give(w, INT_NONE, "xuanchuan", "publicity", DUE, &id, &why), ERR_OK);
}

static void each_step_leaves_its_event_and_its_trace_in_the_case(void **state)
{
    struct world *w = *state;
    int64_t c = persuading(w, "测交办"), id = given(w, c, "residence_check");
    int64_t paper = upload(w, ROLE_AGENCY);
    struct refusal why;

    assert_int_equal(count(w, &q_papers_of, id, "assignment_order"), 1);
    assert_int_equal(count(w, &q_events_of, c, "assigned"), 1);
    steps(w, ROLE_AGENCY, id, "accept");
    assert_int_equal(report(w, id, NULL, paper, &why), ERR_INVALID);
    assert_int_equal(report(w, id, "limited", paper, &why), ERR_INVALID);
    assert_int_equal(report(w, id, "deceased", 99999, &why), ERR_INVALID);
    assert_string_equal(why.code, "evidence.unknown");
    assert_int_equal(report(w, id, "deceased", paper, &why), ERR_OK);
    assert_string_equal(get(w, c).conclusion, "deceased");
    assert_string_equal(now(w, id).result, "deceased");
    steps(w, ROLE_BUREAU, id, "send_back");
    assert_null(get(w, c).conclusion);
    assert_int_equal(report(w, id, "verified", paper, &why), ERR_OK);
    steps(w, ROLE_BUREAU, id, "complete");
    assert_string_equal(now(w, id).state, "completed");
    assert_int_equal(count(w, &q_events_of, c, "concluded"), 3);
    assert_int_equal(count(w, &q_events_of, c, "assignment_completed"), 1);
    assert_int_equal(count(w, &q_steps_of, id, "report"), 2);
}

static void from_the_second_reminder_on_an_order_is_issued(void **state)
{
    struct world *w = *state;
    int64_t id = given(w, persuading(w, "测催办"), "locate");

    steps(w, ROLE_BUREAU, id, "remind");
    assert_int_equal(count(w, &q_papers_of, id, "supervision_order"), 0);
    steps(w, ROLE_BUREAU, id, "remind");
    steps(w, ROLE_BUREAU, id, "remind");
    assert_int_equal(count(w, &q_papers_of, id, "supervision_order"), 2);
    assert_int_equal(now(w, id).reminders, 3);
    assert_string_equal(now(w, id).state, "assigned");
}

static void another_childs_paper_proves_nothing(void **state)
{
    struct world *w = *state;
    int64_t first = given(w, persuading(w, "测甲"), "residence_check");
    int64_t second = given(w, persuading(w, "测乙"), "residence_check");
    int64_t paper = upload(w, ROLE_AGENCY);
    struct refusal why;

    steps(w, ROLE_AGENCY, first, "accept");
    steps(w, ROLE_AGENCY, second, "accept");
    assert_int_equal(report(w, first, "verified", paper, &why), ERR_OK);
    assert_int_equal(report(w, second, "verified", paper, &why), ERR_INVALID);
    assert_string_equal(why.code, "evidence.other_child");
}

static int64_t sweep(struct world *w, int64_t at)
{
    int64_t done = 0;

    assert_int_equal(store_assignment_sweep(w->writer, &w->arena, at, 0, &done),
                     ERR_OK);
    return done;
}

static int64_t clock_rows(struct world *w, int64_t id)
{
    char text[24];
    int64_t n;

    snprintf(text, sizeof text, "%lld", (long long)id);
    assert_int_equal(db_int(w->writer, &q_clock_rows, &n, VALS(TEXT(text))),
                     ERR_OK);
    return n;
}

static void the_clock_reminds_once_of_each_due_date(void **state)
{
    struct world *w = *state;
    int64_t id = given(w, persuading(w, "测期限"), "locate");
    int64_t done = given(w, persuading(w, "测办结"), "locate");
    int64_t year = 366 * CLOCK_DAY_MS;

    steps(w, ROLE_AGENCY, done, "return");
    assert_int_equal(sweep(w, WORLD_NOW + 15 * CLOCK_DAY_MS), 0);
    assert_int_equal(sweep(w, WORLD_NOW + 16 * CLOCK_DAY_MS), 1);
    assert_int_equal(sweep(w, WORLD_NOW + 16 * CLOCK_DAY_MS), 0);
    assert_int_equal(sweep(w, WORLD_NOW + year), 0);
    assert_int_equal(sweep(w, WORLD_NOW - year), 0);
    assert_int_equal(sweep(w, WORLD_NOW + 17 * CLOCK_DAY_MS), 0);
    assert_int_equal(count(w, &q_steps_of, id, "overdue"), 1);
    assert_int_equal(count(w, &q_steps_of, done, "overdue"), 0);
    assert_int_equal(clock_rows(w, id), 1);
    /* A new date is a new limit. */
    assert_int_equal(
        db_run(w->writer, &q_due_moves, VALS(INT(id), TEXT("2026-10-01"))),
        ERR_OK);
    assert_int_equal(sweep(w, WORLD_NOW + 30 * CLOCK_DAY_MS), 0);
    assert_int_equal(sweep(w, WORLD_NOW + year), 1);
    assert_int_equal(clock_rows(w, id), 2);
}

static size_t waits(struct world *w, enum role role, const char **state)
{
    struct act act = as(w, role);
    const struct work_assignment_query q = { act.unit, &act, "", 0, 100 };
    const struct work_assignment *g;
    struct list out;
    int64_t n;

    assert_int_equal(store_work_assignments(w->writer, &w->arena, &q, &out),
                     ERR_OK);
    assert_int_equal(store_work_assignment_count(w->writer, act.unit, &n),
                     ERR_OK);
    assert_int_equal(n, out.n);
    g = out.items;
    *state = out.n ? g[0].state : "";
    return out.n;
}

static void it_waits_for_whoever_has_the_next_step(void **state)
{
    struct world *w = *state;
    int64_t id = given(w, persuading(w, "测待办"), "locate");
    struct assignment_report r = { .note = "找到了" };
    struct refusal why;
    const char *s;

    assert_int_equal(waits(w, ROLE_AGENCY, &s), 1);
    assert_int_equal(waits(w, ROLE_BUREAU, &s), 0);
    assert_int_equal(waits(w, ROLE_TOWNSHIP, &s), 0);
    steps(w, ROLE_AGENCY, id, "accept");
    assert_int_equal(waits(w, ROLE_AGENCY, &s), 1);
    assert_string_equal(s, "accepted");
    assert_int_equal(step(w, ROLE_AGENCY, id, "report", &r, &why), ERR_OK);
    assert_int_equal(waits(w, ROLE_AGENCY, &s), 0);
    assert_int_equal(waits(w, ROLE_BUREAU, &s), 1);
    assert_string_equal(s, "reported");
    steps(w, ROLE_BUREAU, id, "send_back");
    steps(w, ROLE_AGENCY, id, "return");
    assert_int_equal(waits(w, ROLE_BUREAU, &s), 1);
    assert_string_equal(s, "returned");
    given(w, now(w, id).case_id, "locate");
    assert_int_equal(waits(w, ROLE_BUREAU, &s), 0);
}

static void what_was_given_back_says_nothing_of_the_child(void **state)
{
    struct world *w = *state;
    int64_t id = given(w, persuading(w, "测退回"), "locate");
    struct assignment_view v;
    struct act act = as(w, ROLE_AGENCY);

    assert_int_equal(store_assignment_view(w->writer, &w->arena, &act, id, &v),
                     ERR_OK);
    assert_string_equal(v.child->name, "测退回");
    assert_string_equal(v.g.note, "请核实");
    steps(w, ROLE_AGENCY, id, "return");
    act = as(w, ROLE_AGENCY);
    assert_int_equal(store_assignment_view(w->writer, &w->arena, &act, id, &v),
                     ERR_OK);
    assert_null(v.child);
    assert_null(v.g.note);
    assert_int_equal(v.events.n, 2);
    assert_int_equal(((struct assignment_event *)v.events.items)[0].facts.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(giving_is_refused_in_plain_words),
        T(each_step_leaves_its_event_and_its_trace_in_the_case),
        T(from_the_second_reminder_on_an_order_is_issued),
        T(another_childs_paper_proves_nothing),
        T(the_clock_reminds_once_of_each_due_date),
        T(it_waits_for_whoever_has_the_next_step),
        T(what_was_given_back_says_nothing_of_the_child),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}
