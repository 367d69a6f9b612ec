/* Counts of the verdicts of a run by lists and rule. */
#include "store/verdict_tally_store.h"

#include "store/reconcile_store.h"

#define TALLIES_MOST 1000 /* 8 sets of lists × the rules */

SQL(q_tallies,
    .text = "SELECT " VERDICT_IN(
        "household_register") " AS household_register,"
                              " " VERDICT_IN(
                                  "enrolment") " AS enrolment,"
                                               " " VERDICT_IN(
                                                   "attendance") " AS "
                                                                 "attendance,"
                                                                 " v.verdict, "
                                                                 "v.rule, "
                                                                 "count(*) AS "
                                                                 "n FROM "
                                                                 "my_verdict v"
                                                                 " WHERE "
                                                                 "v."
                                                                 "reconciliatio"
                                                                 "n_id = ?1 "
                                                                 "GROUP BY 1, "
                                                                 "2, 3, 4, 5"
                                                                 " ORDER BY 1 "
                                                                 "DESC, 2 "
                                                                 "DESC, 3 "
                                                                 "DESC, n DESC "
                                                                 "LIMIT ?2",
    .row = &verdict_tally);

enum err store_verdict_tallies(struct db *db, struct arena *a,
                               int64_t reconciliation_id, struct list *out)
{
    struct verdict_tally *t;

    TRY(db_list(db, &q_tallies, a, TALLIES_MOST, out,
                VALS(INT(reconciliation_id), INT(TALLIES_MOST))));
    t = out->items;
    for (size_t i = 0; i < out->n; i++)
        verdict_tally_explain(&t[i]);
    return ERR_OK;
}
