/*
 * Random lives of cases through the API: people of every role take steps that
 * are offered and steps that are not, with right, stale and foreign papers,
 * while the clock runs.  Shown of every step: it leaves exactly one event when
 * it is answered 200 and none otherwise; and at the end, for every case: as
 * many audit rows as events.  A county is left after some thousand lives for a
 * new one, because its clock runs on and its children grow up.
 *
 *     life_test [SEQUENCES [SEED]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/writer.h"
#include "domain/codes.h"
#include "domain/transition.h"
#include "hand.h"
#include "people.h"
#include "store/case_store.h"

#define CHILDREN 2000
#define STEPS_MOST 4
#define FIRST_COUNTY 7  /* its seed */
#define LIVES_MOST 3000 /* in one county: about a year and a half */

static struct {
    unsigned long sequences;
    struct hand hand;
    int64_t now;
    char today[CLOCK_DATE_MAX], soon[CLOCK_DATE_MAX], later[CLOCK_DATE_MAX];
    unsigned long tried, taken, rings;
    int64_t events, audits; /* the last ones before the first sequence */
    unsigned long by_status[600];
} life;

static size_t below(size_t n)
{
    return prng_below(&life.hand.rng, n);
}

static void set_clock(int64_t now)
{
    life.now = now;
    world_clock(now);
    clock_date_of(now, life.today);
    clock_date_of(now + 10 * CLOCK_DAY_MS, life.soon);
    clock_date_of(now + 200 * CLOCK_DAY_MS, life.later);
    life.hand.today = life.today;
    life.hand.soon = life.soon;
    life.hand.later = life.later;
}

/* ---- looking into the store -------------------------------------------- */
SQL(q_life_events, .text = "SELECT count(*) FROM case_event",
    .access = SQL_SYSTEM, .why = "a test");
SQL(q_life_last, .text = "SELECT coalesce(max(id), 0) FROM case_event",
    .access = SQL_SYSTEM, .why = "a test");

/* Events that differ from their audit rows: of cases, by steps, flags and the
 * clock; what came before the first sequence is not looked at. */
SQL(q_life_unaudited,
    .text = "SELECT count(*) FROM (SELECT c.id, (SELECT count(*) FROM"
            " case_event e WHERE e.case_id = c.id AND e.id > ?1) AS events,"
            " (SELECT count(*) FROM audit a WHERE a.entity = 'cases' AND"
            " a.entity_id = CAST(c.id AS TEXT) AND a.outcome = 'ok' AND a.id"
            " > ?2 AND a.action NOT LIKE 'GET %') AS audits FROM dropout_case"
            " c) WHERE events <> audits",
    .access = SQL_SYSTEM, .why = "a test");

SQL(q_life_audit, .text = "SELECT coalesce(max(id), 0) FROM audit");

static int64_t count(const struct sql *q)
{
    int64_t n = 0;

    assert_int_equal(db_int(api.reader, q, &n, NO_VALS), ERR_OK);
    return n;
}

/* ---- the clock --------------------------------------------------------- */
struct sweep {
    struct write_job job;
    int64_t done;
};

static enum err sweep_run(struct write_job *job, struct db *db)
{
    struct sweep *s = (struct sweep *)job;
    struct arena a;
    enum err e;

    arena_init(&a, 0);
    e = store_case_sweep(db, &a, life.now, 100000, &s->done);
    arena_free(&a);
    return e;
}

static void time_passes(void)
{
    struct sweep s = { .job.run = sweep_run };
    int64_t before = count(&q_life_events);

    set_clock(life.now + (int64_t)(1 + below(36)) * (CLOCK_DAY_MS / 12));
    assert_int_equal(writer_run(api.writer, &s.job), ERR_OK);
    assert_int_equal(count(&q_life_events) - before, s.done);
    life.rings += (unsigned long)s.done;
}

/* ---- who --------------------------------------------------------------- */
static enum role somebody(const char *unit, const char *school)
{
    static const enum role act[] = { ROLE_BUREAU,  ROLE_BUREAU_LEAD,
                                     ROLE_LEADER,  ROLE_TOWNSHIP,
                                     ROLE_VILLAGE, ROLE_SCHOOL_HEAD,
                                     ROLE_TEACHER };
    enum role r = below(5) ? act[below(sizeof act / sizeof *act)]
                           : (enum role)below(ROLE_N);
    const char *of = NULL;

    if (r == ROLE_VILLAGE || r == ROLE_TOWNSHIP)
        of = below(4) ? unit : NULL;
    if (r == ROLE_SCHOOL_HEAD || r == ROLE_TEACHER)
        of = below(4) ? school : NULL;
    r = people_as(r, of);
    return r == NOBODY ? people_as(ROLE_BUREAU, NULL) : r;
}

/* ---- steps ------------------------------------------------------------- */
/* A step from the reply's own offers; NULL when it offers none. */
static char *an_offered_step(char name[40])
{
    json_t *all = reply_at("/allowed_actions"), *one;
    size_t n = json_array_size(all);
    char *body;

    if (n == 0)
        return NULL;
    one = json_incref(json_array_get(all, below(n)));
    snprintf(name, 40, "%s", json_string_value(json_object_get(one, "action")));
    body = hand_fill(&life.hand, one);
    json_decref(one);
    return body;
}

static json_t *any_value(const struct field *f)
{
    size_t n = 0;

    switch (f->type) {
    case FIELD_DATE:
        return json_string(below(8) ? life.today : life.soon);
    case FIELD_BOOL:
        return json_boolean(below(2));
    case FIELD_CODE:
        while (f->codes->rows[n].code)
            n++;
        return json_string(f->codes->rows[below(n)].code);
    default:
        return json_string("演示");
    }
}

/* Any action of the table with whatever evidence lies about, among it papers
 * of other children. */
static char *any_step(char name[40])
{
    const struct action *a = &actions[below(actions_n)];
    json_t *body = json_object(), *proofs = json_array();
    char *text;

    snprintf(name, 40, "%s", a->name);
    for (const struct field *f = a->in->fields; f->type != FIELD_END; f++) {
        if (f->type == FIELD_LIST || below(20) == 0)
            continue;
        json_object_set_new(body, f->name, any_value(f));
    }
    for (int i = 0; i < EVIDENCE_ASKS && a->evidence[i].kind; i++)
        json_array_append_new(
            proofs, json_pack("{s:s, s:I}", "kind", a->evidence[i].kind,
                              "attachment_id", (json_int_t)(1 + below(3000))));
    json_object_set_new(body, "evidence", proofs);
    text = json_dumps(body, JSON_COMPACT);
    json_decref(body);
    return text;
}

static const char *kept(const char *pointer, char out[40])
{
    json_t *j = reply_at(pointer);

    if (!json_is_string(j))
        return NULL;
    snprintf(out, 40, "%s", json_string_value(j));
    return out;
}

/* One event when it is answered well, none when not. */
static void send_step(const char *path, const char *name, const char *body,
                      int64_t version)
{
    char action[120];
    int64_t before = count(&q_life_events);
    int status;

    snprintf(action, sizeof action, "%s/actions/%s", path, name);
    status = api_call(life.hand.role, "POST", action, body, version);
    life.tried++;
    life.taken += status == 200;
    life.by_status[status < 600 ? status : 0]++;
    if (count(&q_life_events) - before != (status == 200))
        fail_msg("%s as %s: %d left %lld events", action,
                 role_code(life.hand.role), status,
                 (long long)(count(&q_life_events) - before));
}

static void take_step(const char *path)
{
    char unit[40], school[40], name[40];
    const char *of_unit, *of_school;
    int64_t version;
    char *body = NULL;

    expect(people_as(ROLE_BUREAU, NULL), "GET", path, NULL, 200);
    of_unit = kept("/owner/unit", unit);
    of_school = kept("/student/school", school);
    version = reply_int("/version");
    life.hand.role = somebody(of_unit, of_school);
    life.hand.in_school = below(4) != 0;
    if (below(3) && api_call(life.hand.role, "GET", path, NULL, 0) == 200)
        body = an_offered_step(name);
    if (!body)
        body = any_step(name);
    send_step(path, name, body, below(12) ? version : version + 1);
    free(body);
}

/* A new case of a child that has none; 0 when the child has one. */
static int64_t a_case(void)
{
    char body[200];

    snprintf(body, sizeof body,
             "{'student_id':%zu,'reason':'R02','absent_since':'%s','tried':"
             "'打过电话'}",
             1 + below(CHILDREN), life.today);
    return api_call(people_as(ROLE_BUREAU, NULL), "POST", "/cases", body, 0) ==
                   201
               ? reply_int("/id")
               : 0;
}

SQL(q_life_open,
    .text = "SELECT id FROM dropout_case WHERE id >= ?1 ORDER BY id LIMIT 1",
    .access = SQL_SYSTEM, .why = "a test");
SQL(q_life_cases, .text = "SELECT max(id) FROM dropout_case",
    .access = SQL_SYSTEM, .why = "a test");

static int64_t some_case(void)
{
    int64_t id = below(3) ? 0 : a_case();

    if (!id)
        assert_int_equal(
            db_int(api.reader, &q_life_open, &id,
                   VALS(INT((int64_t)below((size_t)count(&q_life_cases)) + 1))),
            ERR_OK);
    return id;
}

static int64_t unaudited(void)
{
    int64_t n = 0;

    assert_int_equal(db_int(api.reader, &q_life_unaudited, &n,
                            VALS(INT(life.events), INT(life.audits))),
                     ERR_OK);
    return n;
}

static void enter_county(uint64_t seed)
{
    set_clock(WORLD_NOW);
    people_open(CHILDREN, seed);
    life.events = count(&q_life_last);
    life.audits = count(&q_life_audit);
}

static void live(unsigned long sequences)
{
    for (unsigned long i = 0; i < sequences; i++) {
        char path[60];

        snprintf(path, sizeof path, "/cases/%lld", (long long)some_case());
        for (size_t s = 1 + below(STEPS_MOST); s > 0; s--)
            take_step(path);
        if (below(10) == 0)
            time_passes();
    }
}

static void every_step_is_one_event_and_one_audit_row(void **state)
{
    (void)state;
    for (unsigned long lived = 0; lived < life.sequences; lived += LIVES_MOST) {
        unsigned long left = life.sequences - lived;

        enter_county(FIRST_COUNTY + lived / LIVES_MOST);
        live(left < LIVES_MOST ? left : LIVES_MOST);
        assert_int_equal(unaudited(), 0);
        people_close();
    }
    print_message("%lu sequences, %lu steps tried, %lu taken, %lu rings\n",
                  life.sequences, life.tried, life.taken, life.rings);
    for (int s = 200; s < 600; s++)
        if (life.by_status[s])
            print_message("  %d: %lu\n", s, life.by_status[s]);
    assert_true(life.taken * 10 > life.tried);
}

/* ---- the check itself -------------------------------------------------- */
SQL(q_life_forge,
    .text = "INSERT INTO case_event (case_id, action, from_state, to_state,"
            " level, at, account_id) VALUES (1, 'persuade', 'persuading',"
            " 'persuading', 'township', 0, 1)",
    .access = SQL_SYSTEM, .why = "a test");

static enum err forge(struct write_job *job, struct db *db)
{
    (void)job;
    return db_run(db, &q_life_forge, NO_VALS);
}

static void an_event_without_its_audit_row_is_found(void **state)
{
    struct write_job job = { .run = forge };

    (void)state;
    enter_county(FIRST_COUNTY);
    assert_int_equal(writer_run(api.writer, &job), ERR_OK);
    assert_int_equal(unaudited(), 1);
    people_close();
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_is_one_event_and_one_audit_row),
        cmocka_unit_test(an_event_without_its_audit_row_is_found),
    };
    life.sequences = argc > 1 ? strtoul(argv[1], NULL, 10) : 2000;
    prng_seed(&life.hand.rng, argc > 2 ? strtoull(argv[2], NULL, 10) : 1, 2);
    return cmocka_run_group_tests_name("life", tests, NULL, NULL) != 0;
}
