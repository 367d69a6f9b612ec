/* What the child of a ledger's row was given in the 春季 and 秋季 of its year. */
#include <string.h>

#include "domain/aid.h"
#include "ledger_event.h"

#define AIDS_MOST 100 /* kinds by two terms */

SQL(q_ledger_aid,
    .text = "SELECT term, kind, fen, funder, paid_on FROM my_aid"
            " WHERE student_id = ?1 AND state = 'paid'"
            " AND ((year = ?2 - 1 AND term = '2') OR (year = ?2 AND term ="
            " '1')) ORDER BY year, kind LIMIT ?3",
    .row = &aid_given);
SQL(q_ledger_aid_begun,
    .text = "SELECT 1 + EXISTS (SELECT 1 FROM my_aid t WHERE t.year = ?1"
            " AND t.term = '1' AND " LIVING("t") ")");

enum err ledger_aid_terms(struct db *db, int64_t year, int64_t *terms)
{
    return db_int(db, &q_ledger_aid_begun, terms, VALS(INT(year)));
}

enum err ledger_fill_aid(struct db *db, struct arena *a,
                         const struct ledger_filter *f, struct ledger_row *r)
{
    struct list given;

    TRY(db_list(db, &q_ledger_aid, a, AIDS_MOST, &given,
                VALS(INT(r->student_id), INT(f->year.year), INT(AIDS_MOST))));
    return aid_in_ledger(a, &given, f->term, f->terms > 1, r);
}
