/* 责任确认 in the store. */
#include "store/duty_confirmation_store.h"

/* The last one of a unit; whoever gave it must still have an account there. */
SQL(q_duty_confirmations,
    .text =
        "SELECT u.code AS unit, u.name AS unit_name, u.kind AS unit_kind,"
        " ?1 AS year, o.duties, k.name AS account_name, c.at,"
        " c.duties AS confirmed, (k.disabled_at IS NULL AND k.unit = u.code)"
        " AS still_there FROM (SELECT d.unit, count(DISTINCT d.kind)"
        "   AS duties FROM my_duty d WHERE d.year = ?1"
        "   AND (?2 IS NULL OR d.unit = ?2) GROUP BY d.unit) o"
        " JOIN unit u ON u.code = o.unit"
        " LEFT JOIN my_duty_confirmation c ON c.id = (SELECT max(x.id)"
        "   FROM my_duty_confirmation x WHERE x.unit = u.code"
        "   AND x.year = ?1)"
        " LEFT JOIN account k ON k.id = c.account_id"
        " ORDER BY u.kind = 'school', coalesce(u.member_rank, 0), u.code",
    .row = &duty_confirmation_row);

enum err store_duty_confirmations(struct db *db, struct arena *a, int64_t year,
                                  const char *unit, struct list *out)
{
    return db_list(db, &q_duty_confirmations, a, DUTY_CONFIRMATIONS_MOST, out,
                   VALS(INT(year), TEXT(unit)));
}

SQL(q_duty_confirm,
    .text = "INSERT INTO duty_confirmation (id, unit, year, duties, account_id,"
            " at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    .access = SQL_SYSTEM, .why = "a unit confirms its own duties");

enum err store_duty_confirm(struct db *db, const struct act *act,
                            const struct duty_confirmation_row *r)
{
    int64_t id;

    TRY(db_next_id(db, "duty_confirmation", &id));
    return db_run(db, &q_duty_confirm,
                  VALS(INT(id), TEXT(r->unit), INT(r->year), INT(r->duties),
                       INT(act->account_id), INT(act->now_ms)));
}
