/* What people decided of two rows, in whichever year, and taking it back. */
#include "domain/codes.h"
#include "store/reconcile_store.h"

#define FOUND "the decision was found in scope, the county's"
#define IN_FORCE " WHERE d.replaced_at IS NULL AND d.decision <> 'later'"
#define DECISION_COLUMNS                                                       \
    "SELECT d.id, d.year, d.decision, d.reason, d.one_name, d.other_name,"     \
    " d.at, d.account_id, a.name AS account_name FROM my_match_decision d"     \
    " LEFT JOIN account a ON a.id = d.account_id"

SQL_SHARED(find_match_decision,
           .text = "SELECT 1 AS version FROM my_match_decision d" IN_FORCE
                   " AND d.id = ?1");

SQL(q_match_decisions,
    .text = DECISION_COLUMNS IN_FORCE " AND (?1 IS NULL OR d.decision = ?1)"
                                      " AND (?2 = 0 OR d.id < ?2)"
                                      " ORDER BY d.id DESC LIMIT ?3",
    .row = &match_decision_row);
SQL(q_match_decision, .text = DECISION_COLUMNS " WHERE d.id = ?1",
    .row = &match_decision_row);

enum err store_match_decisions(struct db *db, struct arena *a,
                               const char *decision, int64_t before,
                               int64_t rows, struct list *out)
{
    return db_list(db, &q_match_decisions, a, (size_t)rows, out,
                   VALS(TEXT(decision), INT(before), INT(rows)));
}

/* ---- taking back ---- */
/* The candidate of a run that is done which the decision is about, if any. */
SQL(q_match_candidate,
    .text = "SELECT c.id, c.reconciliation_id, c.verdict_id, c.other_id,"
            " c.roster_id, c.other_roster_id, c.print, c.other_print, c.score,"
            " c.evidence, c.alternative, c.spare, c.version"
            " FROM my_candidate c JOIN my_match_decision d"
            " ON d.low = min(c.print, c.other_print)"
            " AND d.high = max(c.print, c.other_print)"
            " WHERE d.id = ?1 ORDER BY c.id DESC LIMIT 1",
    .row = &candidate_record);
SQL(q_match_replace,
    .text = "UPDATE match_decision SET replaced_at = ?2 WHERE id = ?1"
            " AND replaced_at IS NULL",
    .access = SQL_SYSTEM, .why = FOUND);
SQL(q_match_later,
    .text = "INSERT INTO match_decision (id, low, high, decision, reason, year,"
            " account_id, at, one_name, other_name) SELECT ?2, low, high,"
            " 'later', ?3, year, ?4, ?5, one_name, other_name"
            " FROM match_decision WHERE id = ?1",
    .access = SQL_SYSTEM, .why = FOUND);

enum err store_match_decision_undo(struct db *db, struct arena *a,
                                   const struct act *act, int64_t id,
                                   const char *reason,
                                   struct match_decision_row *out)
{
    struct candidate_row c;
    int64_t later;
    enum err e = db_row(db, &q_match_candidate, a, &c, VALS(INT(id)));

    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    TRY(db_run(db, &q_match_replace, VALS(INT(id), INT(act->now_ms))));
    TRY(db_next_id(db, "match_decision", &later));
    TRY(db_run(
        db, &q_match_later,
        VALS(INT(id), INT(later), SEAL("match_decision.reason", later, reason),
             INT(act->account_id), INT(act->now_ms))));
    if (e == ERR_OK)
        TRY(store_verdict_again(db, a, &c));
    return db_row(db, &q_match_decision, a, out, VALS(INT(later)));
}
