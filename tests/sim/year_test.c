/*
 * A year in a county of 3,000 children: people act on their cases from what
 * allowed_actions offers them, some are slow, some do nothing; nights are
 * missed, and the clock rings.  Shown: every deadline rings, each once; after
 * a night nobody is left at a level past due; the events of the clock and
 * their audit rows are as many.  A table of outcomes by disposition closes it.
 *
 *     year_test [CHILDREN [SEED]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/store/case_columns.h"
#include "db/writer.h"
#include "domain/case.h"
#include "domain/codes.h"
#include "hand.h"
#include "people.h"
#include "store/assignment_store.h"
#include "store/case_store.h"

#define DAYS 365

static struct {
    int64_t children;
    uint64_t seed;
    struct hand hand;
    int64_t now;
    char today[CLOCK_DATE_MAX], soon[CLOCK_DATE_MAX], later[CLOCK_DATE_MAX];
    unsigned long acted, refused, rings, nights, missed;
    uint64_t *fired; /* what has rung: sorted hashes */
    size_t fired_n, fired_cap;
} year;

/* ---- looking into the store -------------------------------------------- */
SQL(q_year_open,
    .text = "SELECT " CASE_COLUMNS " FROM dropout_case c WHERE c.state NOT IN"
            " ('closed', 'dismissed') ORDER BY c.id",
    .row = &case_row, .access = SQL_SYSTEM, .why = "a test");

SQL(q_year_candidate,
    .text = "SELECT s.id FROM student s JOIN enrolment e ON e.student_id ="
            " s.id AND e.to_date IS NULL AND e.state = 'enrolled' AND e.school"
            " IS NOT NULL WHERE s.status = 'active' AND s.id >= ?1 AND NOT"
            " EXISTS (SELECT 1 FROM dropout_case c WHERE c.student_id = s.id"
            " AND c.state NOT IN ('closed', 'dismissed')) ORDER BY s.id"
            " LIMIT 1",
    .access = SQL_SYSTEM, .why = "a test");

SQL(q_year_left_behind,
    .text = "SELECT count(*) FROM dropout_case WHERE due_at < ?1 AND state IN"
            " ('reported', 'persuading', 'arranging', 'enforcing') AND level"
            " <> 'leading_group'",
    .access = SQL_SYSTEM, .why = "a test");

SQL(q_year_clock_events,
    .text = "SELECT count(*) FROM case_event WHERE account_id = 0 AND at > ?1",
    .access = SQL_SYSTEM, .why = "a test");
SQL(q_year_clock_audits,
    .text = "SELECT count(*) FROM audit WHERE action LIKE 'clock %' AND"
            " entity = 'cases' AND at > ?1");

static int64_t count(const struct sql *q, int64_t since)
{
    int64_t n = 0;

    assert_int_equal(db_int(api.reader, q, &n, VALS(INT(since))), ERR_OK);
    return n;
}

static const struct case_row *open_cases(struct arena *a, size_t *n)
{
    struct list l;

    assert_int_equal(db_list(api.reader, &q_year_open, a, 100000, &l, NO_VALS),
                     ERR_OK);
    *n = l.n;
    return l.items;
}

/* ---- the night --------------------------------------------------------- */
struct sweep {
    struct write_job job;
    int64_t done;
};

static enum err sweep_run(struct write_job *job, struct db *db)
{
    struct sweep *s = (struct sweep *)job;
    struct arena a;
    int64_t other;
    enum err e;

    arena_init(&a, 0);
    e = store_case_sweep(db, &a, year.now, 100000, &s->done);
    if (e == ERR_OK)
        e = store_assignment_sweep(db, &a, year.now, 100000, &other);
    arena_free(&a);
    return e;
}

static int64_t sweep(void)
{
    struct sweep s = { .job.run = sweep_run };

    assert_int_equal(writer_run(api.writer, &s.job), ERR_OK);
    return s.done;
}

static bool is(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

static bool at_level(const struct case_row *c)
{
    return is(c->state, "reported") || is(c->state, "persuading") ||
           is(c->state, "arranging") || is(c->state, "enforcing");
}

/* What must ring for a case tonight, said without the rules of the program;
 * NULL when nothing need. */
static const char *must_ring(const struct case_row *c, int64_t grace)
{
    if (c->due_at == INT_NONE || c->due_at >= year.now)
        return NULL;
    if (at_level(c) && !is(c->level, "leading_group"))
        return "overdue";
    if (is(c->state, "watching") && c->period_until)
        return is(c->alerted_for, c->period_until) ? "lapsed expired"
                                                   : "alerted";
    if (is(c->state, "watching") && c->due_at + grace < year.now)
        return "unseen";
    return c->reminded_for == c->due_at ? NULL : "reminded";
}

struct rung {
    int64_t id, case_id;
    const char *action;
};
static const struct field rung_fields[] = {
    F_ID(rung, id, "编号", REQUIRED), F_ID(rung, case_id, "个案", REQUIRED),
    F_TEXT(rung, action, "事项", REQUIRED, 1, 40), F_END
};
static const struct record rung_record =
    RECORD(rung, "SimRung", "时钟", rung_fields);

SQL(q_year_rings,
    .text = "SELECT id, case_id, action FROM case_event WHERE account_id = 0"
            " AND at = ?1 ORDER BY case_id, id",
    .row = &rung_record, .access = SQL_SYSTEM, .why = "a test");

static int by_hash(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* Notes that this deadline has rung; false when it had before. */
static bool ring_once(const struct rung *r, const struct case_row *before)
{
    char key[160];
    uint64_t h = UINT64_C(0xcbf29ce484222325);

    snprintf(key, sizeof key, "%lld %s %lld %s %s", (long long)r->case_id,
             r->action, (long long)before->due_at,
             before->period_until ? before->period_until : "-",
             before->absent_since ? before->absent_since : "-");
    for (const char *p = key; *p; p++)
        h = (h ^ (unsigned char)*p) * UINT64_C(0x100000001b3);
    if (bsearch(&h, year.fired, year.fired_n, sizeof h, by_hash))
        return false;
    if (year.fired_n == year.fired_cap) {
        year.fired_cap = year.fired_cap ? year.fired_cap * 2 : 4096;
        year.fired = realloc(year.fired, year.fired_cap * sizeof h);
        assert_non_null(year.fired);
    }
    year.fired[year.fired_n++] = h;
    return true;
}

static const struct case_row *row_of(const struct case_row *rows, size_t n,
                                     int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (rows[i].id == id)
            return &rows[i];
    fail_msg("the clock rang for case %lld, which was not open", (long long)id);
    return NULL;
}

static bool among(const char *names, const char *name)
{
    return strstr(names, name) != NULL;
}

static bool rang(const struct list *rings, int64_t case_id, const char *names)
{
    const struct rung *r = rings->items;

    for (size_t i = 0; i < rings->n; i++)
        if (r[i].case_id == case_id && among(names, r[i].action))
            return true;
    return false;
}

static struct list rings_at(struct arena *a, int64_t at)
{
    struct list rings;

    assert_int_equal(
        db_list(api.reader, &q_year_rings, a, 100000, &rings, VALS(INT(at))),
        ERR_OK);
    return rings;
}

/* Deadlines among the rows that are over and did not ring. */
static size_t unrung(const struct case_row *before, size_t n, int64_t grace,
                     const struct list *rings)
{
    size_t missing = 0;

    for (size_t i = 0; i < n; i++) {
        const char *names = must_ring(&before[i], grace);

        if (!names || rang(rings, before[i].id, names))
            continue;
        print_error("case %lld, due %lld: %s\n", (long long)before[i].id,
                    (long long)before[i].due_at, names);
        missing++;
    }
    return missing;
}

static void judge_night(struct arena *a, const struct case_row *before,
                        size_t n, int64_t grace)
{
    const struct list rings = rings_at(a, year.now);
    const struct rung *r = rings.items;

    assert_int_equal(unrung(before, n, grace, &rings), 0);
    for (size_t i = 0; i < rings.n; i++)
        if (!ring_once(&r[i], row_of(before, n, r[i].case_id)))
            fail_msg("case %lld: %s rang twice", (long long)r[i].case_id,
                     r[i].action);
    qsort(year.fired, year.fired_n, sizeof *year.fired, by_hash);
    year.rings += rings.n;
}

static void night(void)
{
    struct case_clock clock;
    const struct case_row *before;
    struct arena a;
    size_t n;

    case_clock_default(&clock);
    arena_init(&a, 0);
    before = open_cases(&a, &n);
    sweep();
    judge_night(&a, before, n, clock.grace_days * CLOCK_DAY_MS);
    assert_int_equal(count(&q_year_left_behind, year.now), 0);
    assert_int_equal(sweep(), 0);
    arena_free(&a);
    year.nights++;
}

#define STEPS 12
/* ---- the ways home ----------------------------------------------------- */
/* What is tried in this order; the first that is allowed is done.  `codes` are
 * what the forms are filled with. */
static const struct way {
    const char *name, *codes;
    const char *steps[STEPS];
    int diligence; /* of a hundred days, those on which somebody acts */
} ways[] = {
    { "returned",
      "returned agreed",
      { "verify", "return", "persuade", "approve", "check" },
      30 },
    { "local_unregistered",
      "local_unregistered",
      { "verify", "submit", "arrange", "approve" },
      30 },
    { "elsewhere_unregistered",
      "elsewhere_unregistered",
      { "verify", "submit", "arrange", "approve", "check" },
      30 },
    { "deferred", "deferred", { "verify", "defer", "arrange", "approve" }, 30 },
    { "abroad", "abroad", { "verify", "go_abroad", "arrange", "approve" }, 30 },
    { "illness",
      "illness_disability",
      { "verify", "suspend", "arrange", "approve", "check" },
      30 },
    { "disability",
      "illness_disability unable limited",
      { "verify", "place", "appraise", "arrange", "approve", "check" },
      40 },
    { "residence",
      "residence_missing deceased",
      { "verify", "conclude", "ask_police", "arrange", "approve" },
      40 },
    { "missing",
      "residence_missing missing",
      { "verify", "conclude", "ask_police", "arrange", "approve" },
      40 },
    { "vocational",
      "unwilling refused",
      { "verify", "vocational", "arrange", "approve", "check" },
      40 },
    { "pressed",
      "refused",
      { "verify", "court", "sue", "apply_court", "urge", "order", "admonish",
        "enforce", "persuade", "approve" },
      12 },
    { "left alone", "returned", { "verify", "return", "approve" }, 2 },
};
#define WAYS (sizeof ways / sizeof *ways)

static const struct way *way_of(int64_t case_id)
{
    return &ways[(size_t)case_id * 7 % WAYS];
}

/* Whoever answers for the case, then those above. */
static const struct {
    enum role role;
    const char *level; /* NULL: at any */
} desks[] = {
    { ROLE_TEACHER, "class_teacher" }, { ROLE_SCHOOL_HEAD, "class_teacher" },
    { ROLE_SCHOOL_HEAD, "principal" }, { ROLE_VILLAGE, "village" },
    { ROLE_TOWNSHIP, "township" },     { ROLE_BUREAU, NULL },
    { ROLE_BUREAU_LEAD, NULL },        { ROLE_LEADER, "leading_group" },
    { ROLE_SCHOOL_HEAD, NULL },
};
#define DESKS (sizeof desks / sizeof *desks)

static bool do_it(const char *path, const char *name, json_t *found)
{
    char action[120];
    int64_t version = reply_int("/version");
    char *body = hand_fill(&year.hand, found);
    int status;

    snprintf(action, sizeof action, "%s/actions/%s", path, name);
    status = api_call(year.hand.role, "POST", action, body, version);
    free(body);
    if (status != 200 && status != 422)
        fail_msg("%s: %d", action, status);
    year.acted += status == 200;
    year.refused += status != 200;
    return status == 200;
}

/* The first step of the way that the desk may take. */
static bool step_at(const char *path, const struct way *w)
{
    bool done = false, arranged;

    if (api_call(year.hand.role, "GET", path, NULL, 0) != 200)
        return false;
    arranged = json_is_string(reply_at("/disposition"));
    for (int s = 0; s < STEPS && w->steps[s] && !done; s++) {
        json_t *found = is(w->steps[s], "arrange") && arranged
                            ? NULL
                            : hand_find(w->steps[s]);

        if (!found)
            continue;
        done = do_it(path, w->steps[s], found);
        json_decref(found);
        if (!done)
            return false; /* the reply is used up */
    }
    return done;
}

/* Whoever answers for the case acts, or else somebody above. */
static void take_step(const char *path, const struct way *w, const char *unit,
                      const char *school, const char *level)
{
    for (size_t d = 0; d < DESKS; d++) {
        enum role role = desks[d].role;
        const char *at = desks[d].level, *of = NULL;

        if (at && !is(at, level))
            continue;
        if (role == ROLE_SCHOOL_HEAD || role == ROLE_TEACHER)
            of = school;
        else if (at && !is(at, "leading_group"))
            of = unit;
        year.hand.role = people_as(role, of);
        if (year.hand.role != NOBODY && step_at(path, w))
            return;
    }
}

/* ---- what departments and the committee do beside it ------------------- */
static json_t *first_of(const char *a, const char *b, const char *c)
{
    json_t *found = hand_find(a);

    found = found ? found : hand_find(b);
    return found ? found : hand_find(c);
}

/* Whoever has the desk takes the first thing that is offered of each of its
 * assignments: accept, report, complete. */
static void answer_assignments(void)
{
    static const struct {
        enum role role;
        const char *unit;
    } at[] = { { ROLE_AGENCY, "gongan" },
               { ROLE_AGENCY, "canlian" },
               { ROLE_AGENCY, "minzheng" },
               { ROLE_BUREAU, NULL } };

    for (size_t u = 0; u < sizeof at / sizeof *at; u++) {
        int64_t ids[50];
        size_t n;

        year.hand.role = people_as(at[u].role, at[u].unit);
        expect(year.hand.role, "GET", "/assignments?mine=true&limit=50", NULL,
               200);
        n = json_array_size(reply_at("/items"));
        for (size_t i = 0; i < n; i++)
            ids[i] = json_integer_value(
                json_object_get(json_array_get(reply_at("/items"), i), "id"));
        for (size_t i = 0; i < n; i++) {
            char path[60];
            json_t *found;

            snprintf(path, sizeof path, "/assignments/%lld", (long long)ids[i]);
            expect(year.hand.role, "GET", path, NULL, 200);
            if (reply_at("/case_id") && json_is_integer(reply_at("/case_id")))
                year.hand.codes = way_of(reply_int("/case_id"))->codes;
            found = first_of("accept", "report", "complete");
            if (found)
                do_it(path, json_string_value(json_object_get(found, "action")),
                      found);
            json_decref(found);
        }
    }
}

static void hold_session(int64_t case_id)
{
    static const char *const advice[] = { "inclusive", "special_school",
                                          "home_teaching", "exempt" };
    const char *chosen = advice[case_id / (int64_t)WAYS % 4];
    char path[80], body[400];
    int64_t id;

    snprintf(path, sizeof path, "/cases/%lld/assessments", (long long)case_id);
    snprintf(body, sizeof body,
             "{'session_on':'%s','place':'演示','situation':'演示','members':"
             "[{'member_id':%lld},{'member_id':%lld},{'member_id':%lld}]}",
             year.today, (long long)people_member(0),
             (long long)people_member(1), (long long)people_member(2));
    if (api_call(people_as(ROLE_BUREAU, NULL), "POST", path, body, 0) != 201)
        return;
    id = reply_int("/id");
    for (size_t i = 0; i < EXPERTS; i++) {
        enum role role = people_as_expert(i);
        int64_t version;

        snprintf(path, sizeof path, "/assessments/%lld", (long long)id);
        expect(role, "GET", path, NULL, 200);
        version = reply_int("/version");
        snprintf(path, sizeof path, "/assessments/%lld/actions/opinion",
                 (long long)id);
        snprintf(body, sizeof body, "{'advice':'%s','opinion':'演示'}", chosen);
        expect_version(role, "POST", path, body, version, 200);
    }
}

static void serve_documents(int64_t case_id)
{
    enum role bureau = people_as(ROLE_BUREAU, NULL);
    char path[80], body[200];
    int64_t ids[50];
    size_t n;

    snprintf(path, sizeof path, "/documents?case_id=%lld&state=issued&limit=50",
             (long long)case_id);
    expect(bureau, "GET", path, NULL, 200);
    n = json_array_size(reply_at("/items"));
    for (size_t i = 0; i < n; i++) {
        const json_t *d = json_array_get(reply_at("/items"), i);

        ids[i] = json_is_true(json_object_get(d, "to_serve"))
                     ? json_integer_value(json_object_get(d, "id"))
                     : 0;
    }
    snprintf(body, sizeof body,
             "{'method':'direct','served_on':'%s','recipient':'家长',"
             "'servers':'干部'}",
             year.today);
    for (size_t i = 0; i < n; i++) {
        if (!ids[i])
            continue;
        snprintf(path, sizeof path, "/documents/%lld/service",
                 (long long)ids[i]);
        expect(bureau, "POST", path, body, 201);
    }
}

static void make_plan(int64_t student, const char *school)
{
    enum role head = people_as(ROLE_SCHOOL_HEAD, school);
    char path[80];

    if (head == NOBODY)
        return;
    snprintf(path, sizeof path, "/students/%lld/plans", (long long)student);
    if (api_call(head, "POST", path,
                 "{'keeper':'演示','situation':'演示','attainment':'演示'}",
                 0) != 201)
        return;
    snprintf(path, sizeof path, "/plans/%lld/items",
             (long long)reply_int("/id"));
    expect(head, "POST", path, "{'kind':'course','content':'演示'}", 201);
}

static void prepare(const struct case_row *c, const struct way *w,
                    const char *school)
{
    if (is(w->name, "disability") && is(c->state, "arranging"))
        hold_session(c->id);
    if (is(w->name, "pressed") && is(c->state, "enforcing"))
        serve_documents(c->id);
    if (is(w->name, "vocational") && is(c->state, "arranging") && school)
        make_plan(c->student_id, school);
}

/* ---- the day ----------------------------------------------------------- */
static const char *copy(struct arena *a, const char *pointer)
{
    json_t *j = reply_at(pointer);

    return json_is_string(j) ? arena_printf(a, "%s", json_string_value(j))
                             : NULL;
}

/* The committee's advice where there is one, then what the way wants. */
static const char *codes_of(struct arena *a, const struct way *w)
{
    const char *advice = copy(a, "/file/advice");

    return advice ? arena_printf(a, "%s %s", advice, w->codes) : w->codes;
}

static void work_on(struct arena *a, const struct case_row *c)
{
    const struct way *w = way_of(c->id);
    char path[60];
    const char *unit, *school;

    if ((int)prng_below(&year.hand.rng, 100) >= w->diligence ||
        (is(c->state, "watching") && c->due_at > year.now + 3 * CLOCK_DAY_MS))
        return;
    snprintf(path, sizeof path, "/cases/%lld", (long long)c->id);
    expect(people_as(ROLE_BUREAU, NULL), "GET", path, NULL, 200);
    unit = copy(a, "/owner/unit");
    school = copy(a, "/student/school");
    year.hand.codes = codes_of(a, w);
    year.hand.in_school = prng_below(&year.hand.rng, 100) < 85;
    if (is(w->name, "pressed") && json_is_true(reply_at("/file/in_court")))
        w = &ways[0];
    prepare(c, w, school);
    take_step(path, w, unit, school, c->level);
}

static void flag_somebody(void)
{
    char body[200];
    int64_t id;

    if (db_int(api.reader, &q_year_candidate, &id,
               VALS(INT(
                   (int64_t)prng_below(&year.hand.rng, (size_t)year.children) +
                   1))) != ERR_OK)
        return;
    snprintf(body, sizeof body,
             "{'student_id':%lld,'reason':'R02','absent_since':'%s','tried':"
             "'打过电话'}",
             (long long)id, year.today);
    api_call(people_as(ROLE_BUREAU, NULL), "POST", "/cases", body, 0);
    assert_true(api.status == 201 || api.status == 409);
}

static void day(void)
{
    const struct case_row *c;
    struct arena a;
    size_t n;

    arena_init(&a, 0);
    for (size_t i = prng_below(&year.hand.rng, 4); i > 0; i--)
        flag_somebody();
    answer_assignments();
    c = open_cases(&a, &n);
    for (size_t i = 0; i < n; i++)
        work_on(&a, &c[i]);
    arena_free(&a);
}

static void set_clock(int64_t now)
{
    year.now = now;
    world_clock(now);
    clock_date_of(now, year.today);
    clock_date_of(now + 10 * CLOCK_DAY_MS, year.soon);
    clock_date_of(now + 200 * CLOCK_DAY_MS, year.later);
    year.hand.today = year.today;
    year.hand.soon = year.soon;
    year.hand.later = year.later;
}

/* ---- the table --------------------------------------------------------- */
struct tally {
    const char *disposition, *outcome;
    int64_t open, watched, closed;
};
static const struct field tally_fields[] = {
    F_TEXT(tally, disposition, "处置类别", OPTIONAL, 0, 60),
    F_TEXT(tally, outcome, "销号结果", OPTIONAL, 0, 60),
    F_INT(tally, open, "办理中", REQUIRED, 0, INT64_MAX),
    F_INT(tally, watched, "跟踪", REQUIRED, 0, INT64_MAX),
    F_INT(tally, closed, "销号", REQUIRED, 0, INT64_MAX),
    F_END
};
static const struct record tally_record =
    RECORD(tally, "SimTally", "结果", tally_fields);

SQL(q_year_table,
    .text = "SELECT disposition, outcome, sum(state NOT IN ('watching',"
            " 'closed', 'dismissed')) AS open, sum(state = 'watching') AS"
            " watched, sum(state IN ('closed', 'dismissed')) AS closed FROM"
            " dropout_case GROUP BY 1, 2 ORDER BY 1, 2",
    .row = &tally_record, .access = SQL_SYSTEM, .why = "a test");

/* Every disposition has come to its end at least once. */
static void table(void)
{
    const struct tally *t;
    struct list l;

    assert_int_equal(
        db_list(api.reader, &q_year_table, &api.w.arena, 1000, &l, NO_VALS),
        ERR_OK);
    t = l.items;
    print_message("%-24s %-24s %6s %6s %6s\n", "disposition", "outcome", "open",
                  "watch", "closed");
    for (size_t i = 0; i < l.n; i++)
        print_message("%-24s %-24s %6lld %6lld %6lld\n",
                      t[i].disposition ? t[i].disposition : "-",
                      t[i].outcome ? t[i].outcome : "-", (long long)t[i].open,
                      (long long)t[i].watched, (long long)t[i].closed);
    for (const struct code *d = dispositions.rows; d->code; d++) {
        int64_t ended = 0;

        for (size_t i = 0; i < l.n; i++)
            if (is(t[i].disposition, d->code))
                ended += t[i].watched + t[i].closed;
        if (ended == 0)
            fail_msg("no case of %s came to an end in the year", d->code);
    }
}

/* ---- the tests --------------------------------------------------------- */
/* Ten nights of a hundred nobody's server runs, and a week in winter. */
static bool server_is_off(int d)
{
    return (d >= 140 && d < 147) || prng_below(&year.hand.rng, 100) < 10;
}

static void every_deadline_rings_once_in_a_year(void **state)
{
    (void)state;
    for (int d = 0; d < DAYS; d++) {
        int64_t morning = WORLD_NOW + d * CLOCK_DAY_MS;

        set_clock(morning - 9 * INT64_C(3600000) + 60000);
        if (server_is_off(d))
            year.missed++;
        else
            night();
        set_clock(morning);
        day();
    }
    print_message("%lu nights, %lu missed, %lu rings, %lu steps, %lu refused\n",
                  year.nights, year.missed, year.rings, year.acted,
                  year.refused);
    assert_true(year.rings > 100);
    assert_true(year.acted > 1000);
    table();
}

/* A clock that stands a year ahead for a night, and one that comes back. */
static void a_clock_that_jumps_a_year_takes_nobody_to_the_top(void **state)
{
    int64_t then = year.now;

    (void)state;
    set_clock(then + 365 * CLOCK_DAY_MS);
    sweep();
    assert_int_equal(sweep(), 0);
    assert_int_equal(count(&q_year_left_behind, year.now), 0);
    set_clock(then + CLOCK_DAY_MS);
    sweep();
    assert_int_equal(sweep(), 0);
    assert_int_equal(count(&q_year_left_behind, year.now), 0);
}

static void the_clock_leaves_an_audit_row_for_every_event(void **state)
{
    (void)state;
    assert_int_equal(count(&q_year_clock_events, WORLD_NOW),
                     count(&q_year_clock_audits, WORLD_NOW));
}

/* ---- the checks themselves --------------------------------------------- */
static void a_night_without_the_clock_is_found(void **state)
{
    const struct list nothing = { NULL, 0 };
    const struct case_row *before;
    struct arena a;
    size_t n;

    (void)state;
    set_clock(year.now + 40 * CLOCK_DAY_MS);
    arena_init(&a, 0);
    before = open_cases(&a, &n);
    assert_true(unrung(before, n, 0, &nothing) > 0);
    arena_free(&a);
}

static void a_deadline_that_rings_twice_is_found(void **state)
{
    const struct rung r = { 1, 1, "overdue" };
    const struct case_row c = { .id = 1, .due_at = 5 };

    (void)state;
    assert_true(ring_once(&r, &c));
    qsort(year.fired, year.fired_n, sizeof *year.fired, by_hash);
    assert_false(ring_once(&r, &c));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_deadline_rings_once_in_a_year),
        cmocka_unit_test(a_clock_that_jumps_a_year_takes_nobody_to_the_top),
        cmocka_unit_test(the_clock_leaves_an_audit_row_for_every_event),
        cmocka_unit_test(a_night_without_the_clock_is_found),
        cmocka_unit_test(a_deadline_that_rings_twice_is_found),
    };
    int failed;

    year.children = argc > 1 ? strtoll(argv[1], NULL, 10) : 3000;
    year.seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 2026;
    prng_seed(&year.hand.rng, year.seed, 1);
    people_open(year.children, year.seed);
    failed = cmocka_run_group_tests_name("year", tests, NULL, NULL);
    people_close();
    free(year.fired);
    return failed != 0;
}
