/* What is said of single lines of locked ledgers, in the store. */
#include "store/snapshot_check_store.h"

#define CHECK_SELECT                                                           \
    "SELECT l.id AS line_id, l.number, c.outcome, c.reason, c.id AS "          \
    "reason_of,"                                                               \
    " c.account_id, k.name AS account_name, c.at FROM my_snapshot_row l"

SQL(q_check_list,
    .text = CHECK_SELECT " JOIN my_snapshot_check c ON c.id = l.id"
                         " LEFT JOIN account k ON k.id = c.account_id"
                         " WHERE l.snapshot_id = ?1 ORDER BY l.number",
    .row = &snapshot_check);
SQL(q_check_get,
    .text = CHECK_SELECT " LEFT JOIN my_snapshot_check c ON c.id = l.id"
                         " LEFT JOIN account k ON k.id = c.account_id"
                         " WHERE l.snapshot_id = ?1 AND l.number = ?2",
    .row = &snapshot_check);

enum err store_snapshot_check_list(struct db *db, struct arena *a,
                                   int64_t snapshot_id, struct list *out)
{
    return db_list(db, &q_check_list, a, SNAPSHOT_ROWS_MOST, out,
                   VALS(INT(snapshot_id)));
}

enum err store_snapshot_check_get(struct db *db, struct arena *a,
                                  int64_t snapshot_id, int64_t number,
                                  struct snapshot_check *out)
{
    return db_row(db, &q_check_get, a, out,
                  VALS(INT(snapshot_id), INT(number)));
}

#define FOUND "its line was found in the caller's scope before"

SQL(q_check_drop, .text = "DELETE FROM ledger_snapshot_check WHERE id = ?1",
    .access = SQL_SYSTEM, .why = FOUND);
SQL(q_check_put,
    .text = "INSERT INTO ledger_snapshot_check (id, outcome, reason,"
            " account_id, at) VALUES (?1, ?2, ?3, ?4, ?5)",
    .access = SQL_SYSTEM, .why = FOUND);

enum err store_snapshot_check_put(struct db *db, const struct snapshot_check *c)
{
    TRY(db_run(db, &q_check_drop, VALS(INT(c->line_id))));
    if (!c->outcome)
        return ERR_OK;
    return db_run(
        db, &q_check_put,
        VALS(INT(c->line_id), TEXT(c->outcome),
             SEAL("ledger_snapshot_check.reason", c->line_id, c->reason),
             INT(c->account_id), INT(c->at)));
}

SQL(q_check_count,
    .text = "SELECT count(*) FROM my_snapshot_check c JOIN my_snapshot_row l"
            " ON l.id = c.id WHERE l.snapshot_id = ?1 AND c.outcome = ?2");

enum err store_snapshot_check_count(struct db *db, int64_t snapshot_id,
                                    int64_t *passed, int64_t *returned)
{
    TRY(db_int(db, &q_check_count, passed,
               VALS(INT(snapshot_id), TEXT("passed"))));
    return db_int(db, &q_check_count, returned,
                  VALS(INT(snapshot_id), TEXT("returned")));
}
