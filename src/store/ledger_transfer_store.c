/* Whom a school has written out and none has received, in the ledgers. */
#include <string.h>

#include "ledger_event.h"

SQL(q_ledger_waiting, .text = "SELECT state FROM my_transfer"
                              " WHERE student_id = ?1 AND state = 'waiting'");

/* Few are written out: those alone are asked about. */
enum err ledger_fill_transfer(struct db *db, struct arena *a,
                              struct ledger_row *r)
{
    enum err e;

    if (!r->enrolment_state || strcmp(r->enrolment_state, "transferred") != 0)
        return ERR_OK;
    e = db_text(db, &q_ledger_waiting, a, &r->transfer_state,
                VALS(INT(r->student_id)));
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}
