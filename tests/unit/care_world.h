/* A case that waits for its placement, and the committee that judges it. */
#ifndef TESTS_CARE_WORLD_H
#define TESTS_CARE_WORLD_H

#include "case_world.h"
#include "store/assessment_store.h"
#include "store/committee_store.h"

#define EXPERTS 5

SQL(q_care_arrange,
    .text = "UPDATE dropout_case SET state = 'arranging', level = 'bureau',"
            " disposition = 'illness_disability' WHERE id = ?1",
    .access = SQL_SYSTEM, .why = "a test begins where arranging has led");
SQL(q_care_outcome,
    .text = "UPDATE dropout_case SET outcome = ?2 WHERE id = ?1",
    .access = SQL_SYSTEM, .why = "a test begins where a closing has led");
SQL(q_care_appraise,
    .text = "INSERT INTO assignment (id, case_id, student_id, unit, task,"
            " together, due_on, state, result, assigned_by, assigned_unit,"
            " assigned_at) SELECT ?1, c.id, c.student_id, 'weijian',"
            " 'medical_appraisal', ?1, '2026-09-01', 'completed', 'limited',"
            " ?3, 'bureau', ?4 FROM dropout_case c WHERE c.id = ?2",
    .access = SQL_SYSTEM, .why = "a test begins where an appraisal has led");
SQL(q_care_member_term,
    .text = "UPDATE committee_member SET to_date = ?2 WHERE id = ?1");

/* The case waits for its placement. */
static inline void arrange(struct world *w, int64_t case_id)
{
    assert_int_equal(db_run(w->writer, &q_care_arrange, VALS(INT(case_id))),
                     ERR_OK);
}

static inline void appraise(struct world *w, int64_t case_id)
{
    int64_t id;

    assert_int_equal(db_next_id(w->writer, "assignment", &id), ERR_OK);
    assert_int_equal(db_run(w->writer, &q_care_appraise,
                            VALS(INT(id), INT(case_id),
                                 INT(w->account[ROLE_BUREAU]), INT(WORLD_NOW))),
                     ERR_OK);
}

static inline int64_t placeable(struct world *w, const char *name)
{
    int64_t id = persuading(w, name);

    arrange(w, id);
    appraise(w, id);
    return id;
}

static inline int64_t member(struct world *w, const char *field,
                             int64_t account_id)
{
    struct committee_row m;

    record_clear(&committee_row, &m);
    m.name = "测委员";
    m.field = field;
    m.unit_name = "测试医院";
    m.account_id = account_id;
    m.from_date = "2026-01-01";
    assert_int_equal(store_committee_insert(w->writer, &m), ERR_OK);
    return m.id;
}

/* A committee of five fields; each with an account of its own. */
struct committee {
    int64_t account[EXPERTS], member[EXPERTS];
};

static inline struct committee committee(struct world *w)
{
    static const char *const names[EXPERTS] = { "zj1", "zj2", "zj3", "zj4",
                                                "zj5" };
    struct committee c;

    for (size_t i = 0; i < EXPERTS; i++) {
        c.account[i] =
            world_account(w, names[i], ROLE_EXPERT, "bureau", NULL, NULL);
        c.member[i] = member(w, committee_fields.rows[i].code, c.account[i]);
    }
    return c;
}

/* The act of an expert, whose sessions alone are in scope from now on. */
static inline struct act as_expert(struct world *w, int64_t account)
{
    struct actor actor = world_actor(w, ROLE_EXPERT);
    struct act act = world_act(w, ROLE_EXPERT);
    struct principal p = { .account_id = account };

    actor.account_id = act.account_id = account;
    assert_int_equal(actor_scope(&actor, &w->arena, &p.lo, &p.hi), ERR_OK);
    assert_int_equal(db_principal(w->writer, &p), ERR_OK);
    return act;
}

/* The first n of the committee, on today's session. */
static inline int64_t convene(struct world *w, const struct committee *c,
                              int64_t case_id, size_t n)
{
    const struct assessment_in in = { w->today, "特教中心", "右腿不便", { 0 } };
    struct committee_row m[EXPERTS];
    const struct list panel = { m, n };
    struct act act = as(w, ROLE_BUREAU);
    struct case_row row = get(w, case_id);
    int64_t id = 0;

    for (size_t i = 0; i < n; i++)
        assert_int_equal(
            store_committee_get(w->writer, &w->arena, c->member[i], &m[i]),
            ERR_OK);
    assert_int_equal(store_assessment_convene(w->writer, &w->arena, &act, &row,
                                              &in, &panel, &id),
                     ERR_OK);
    return id;
}

static inline struct assessment_view session(struct world *w, int64_t id)
{
    struct assessment_view v;

    assert_int_equal(
        store_assessment_get(w->writer, &w->arena, id, w->today, &v), ERR_OK);
    return v;
}

static inline enum err sign(struct world *w, int64_t account, int64_t id,
                            const char *advice, struct refusal *why)
{
    const struct assessment_opinion o = { advice, "因病不能久坐" };
    struct act act = as_expert(w, account);
    struct assessment_view v = session(w, id);

    return store_assessment_act(w->writer, &w->arena, &act, "opinion", &v, &o,
                                why);
}

#endif
