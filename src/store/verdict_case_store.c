/* Verdicts open cases, and tell cases that the child was seen again. */
#include <string.h>

#include "domain/reconcile.h"
#include "store/case_store.h"
#include "store/reconcile_store.h"
#include "store/roster_apply_store.h"

#define MOST 100000

/* A verdict with a case in mind: the child's last one, if any. */
struct opening {
    int64_t id, student_id, roster_id;
    const char *evidence;
    const char *rule, *case_state, *case_source;
    int64_t case_id, told;
};
static const struct field opening_fields[] = {
    F_ID(opening, id, "编号", REQUIRED),
    F_ID(opening, student_id, "学生编号", OPTIONAL),
    F_INT(opening, roster_id, "说话的行", OPTIONAL, INT64_MIN, INT64_MAX),
    F_TEXT(opening, evidence, "所依据的花名册行", REQUIRED, 0, 2000),
    F_TEXT(opening, rule, "规则", REQUIRED, 1, 40),
    F_TEXT(opening, case_state, "个案状态", OPTIONAL, 0, 20),
    F_TEXT(opening, case_source, "线索来源", OPTIONAL, 0, 20),
    F_ID(opening, case_id, "个案编号", OPTIONAL),
    F_BOOL(opening, told, "已提示", REQUIRED),
    F_END
};
static const struct record opening =
    RECORD(opening, "Opening", "待立案的结论", opening_fields);

SQL(q_openings,
    .text =
        "SELECT v.id, v.student_id, v.roster_id, v.evidence, v.rule, c.state "
        "AS case_state,"
        " c.source AS case_source, c.id AS case_id,"
        " EXISTS (SELECT 1 FROM my_case_event e WHERE e.case_id = c.id"
        " AND e.action = 'solved' AND e.at >= c.opened_at) AS told"
        " FROM my_verdict v LEFT JOIN my_case c ON c.id ="
        " (SELECT max(x.id) FROM my_case x WHERE x.student_id = v.student_id"
        " AND x.version > 0) WHERE v.reconciliation_id = ?1 ORDER BY v.id",
    .row = &opening);

static bool is_open(const struct opening *o)
{
    return o->case_state != NULL && strcmp(o->case_state, "closed") != 0 &&
           strcmp(o->case_state, "dismissed") != 0;
}

static bool is_dismissed(const struct opening *o)
{
    return o->case_state != NULL && strcmp(o->case_state, "dismissed") == 0;
}

/* A case of the rosters whose child is, they say, in school, lawfully away or
 * gone: a list closes nothing, but whoever is responsible is told. */
static bool is_solved(const struct opening *o, const struct verdict_rule *r)
{
    return is_open(o) && !o->told && r->kind == NULL &&
           r->verdict != VERDICT_UNSURE &&
           strcmp(o->case_source, "roster") == 0;
}

static enum case_level owner_of(const struct verdict_rule *r,
                                const struct case_child *child)
{
    const enum case_level first = verdict_case_level(r);

    if (first >= LEVEL_BUREAU || child->levels >> first & 1)
        return first;
    return case_level_above(first, child->levels);
}

static enum err open_case(struct db *db, struct arena *a, const struct act *act,
                          const struct opening *v, const struct verdict_rule *r)
{
    const struct verdict_basis basis = { r->title, v->evidence };
    struct case_opening o = { .action = "compared",
                              .detail = facts_text(a, &verdict_basis, &basis) };
    struct case_child child;
    struct case_clock clock;
    int64_t id;

    if (o.detail == NULL)
        return ERR_NO_MEMORY;
    TRY(store_case_child(db, a, v->student_id, &child));
    TRY(store_case_clock(db, a, &clock));
    record_clear(&case_row, &o.c);
    o.c.student_id = v->student_id;
    o.c.kind = r->kind;
    o.c.state =
        case_state_code(r->disposition ? CASE_ARRANGING : CASE_REPORTED);
    o.c.disposition = r->disposition;
    o.c.level = case_level_code(owner_of(r, &child));
    o.c.source = "roster";
    o.c.reason = r->reason;
    o.c.persuasions = 0;
    o.c.watch_step = 0;
    o.c.opened_at = act->now_ms;
    o.c.opened_by = act->account_id;
    o.c.due_at = case_due_at(&o.c, &clock, act->now_ms);
    return store_case_open(db, act, &o, &id);
}

/* ---- a child that only a list knows ---- */
/* Of one that was joined, also the piece whose row speaks: should they come
 * apart, the child is that piece's alone. */
SQL(q_known,
    .text = "UPDATE verdict SET student_id = ?2, version = version + 1"
            " WHERE id = ?1 OR (speaker_id = ?1 AND EXISTS (SELECT 1 FROM"
            " verdict j WHERE j.id = ?1 AND j.joined = 1"
            " AND j.roster_id = verdict.roster_id))",
    .access = SQL_SYSTEM, .why = "the verdict was found in scope");
SQL(q_last_case,
    .text = "SELECT ?1 AS id, ?2 AS student_id, NULL AS roster_id, ?3 AS"
            " evidence, ?4 AS rule, c.state AS case_state, c.source AS"
            " case_source, c.id AS case_id, 0 AS told FROM my_student s"
            " LEFT JOIN my_case c ON c.id = (SELECT max(x.id) FROM my_case x"
            " WHERE x.student_id = ?2 AND x.version > 0) WHERE s.id = ?2"
            " AND s.version > 0",
    .row = &opening);

/* Registers the child of `o` as its row has it, in the same transaction: *o
 * then has it, and its last case if it turned out to be known. */
static enum err enter(struct db *db, struct arena *a, const struct act *act,
                      struct opening *o, struct case_plan *plan)
{
    bool may = false;
    int64_t id;

    if (o->roster_id != INT_NONE && o->roster_id > 0)
        TRY(store_roster_may_register(db, a, o->roster_id, &may));
    if (!may) {
        plan->unknown++;
        return ERR_OK;
    }
    plan->registered++;
    if (plan->preview)
        return ERR_OK;
    TRY(store_roster_register(db, a, act, o->roster_id, &id));
    TRY(db_run(db, &q_known, VALS(INT(o->id), INT(id))));
    return db_row(db, &q_last_case, a, o,
                  VALS(INT(o->id), INT(id), TEXT(o->evidence), TEXT(o->rule)));
}

static enum err follow(struct db *db, struct arena *a, const struct act *act,
                       struct opening *o, struct case_plan *plan)
{
    const struct verdict_rule *r = verdict_rule_of(o->rule);
    int64_t unknown = plan->unknown;

    if (r == NULL)
        return ERR_INTERNAL;
    if (is_solved(o, r)) {
        plan->solved++;
        return plan->preview
                   ? ERR_OK
                   : store_case_note(db, a, act, o->case_id, "solved", NULL);
    }
    if (r->kind == NULL)
        return ERR_OK;
    if (o->student_id == INT_NONE)
        TRY(enter(db, a, act, o, plan));
    if (plan->unknown > unknown)
        return ERR_OK;
    /* One that a person dismissed this year stays so. */
    if (is_open(o) || is_dismissed(o)) {
        plan->existing++;
        return ERR_OK;
    }
    plan->opened++;
    if (plan->preview)
        return ERR_OK;
    /* A relapse goes on with the case that was closed. */
    if (o->case_state != NULL && r->disposition == NULL)
        return store_case_again(db, a, act, o->student_id,
                                r->reason ? r->reason : "R99");
    return open_case(db, a, act, o, r);
}

enum err store_verdict_cases(struct db *db, struct arena *a,
                             const struct act *act, int64_t reconciliation_id,
                             struct case_plan *plan)
{
    struct opening *o;
    struct list list;

    TRY(db_list(db, &q_openings, a, MOST, &list, VALS(INT(reconciliation_id))));
    o = list.items;
    for (size_t i = 0; i < list.n; i++)
        TRY(follow(db, a, act, &o[i], plan));
    return ERR_OK;
}
