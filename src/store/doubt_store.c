/* Doubts that need a person, in the store. */
#include "store/doubt_store.h"

#include <string.h>

SQL_SHARED(find_doubt, .text = "SELECT version FROM my_doubt WHERE id = ?1");

SQL(q_doubt_add,
    .text = "INSERT INTO doubt (id, kind, student_id, other_id, detail,"
            " created_at) VALUES (:id, :kind, :student_id, :other_id, :detail,"
            " :created_at)",
    .args = &doubt_row, .access = SQL_SYSTEM,
    .why = "whoever raises a doubt need not see it: the county decides");

enum err store_doubt_add(struct db *db, const struct act *act,
                         struct doubt_row *d)
{
    TRY(db_next_id(db, "doubt", &d->id));
    if (d->student_id == 0)
        d->student_id = INT_NONE;
    if (d->other_id == 0)
        d->other_id = INT_NONE;
    d->created_at = act->now_ms;
    return db_put(db, &q_doubt_add, d, d->id);
}

#define DOUBT_SELECT                                                           \
    "SELECT t.id, t.kind, t.student_id, t.other_id, s.name AS student_name,"   \
    " o.name AS other_name, t.detail, t.state, t.decision, t.reason,"          \
    " t.created_at, t.decided_at, t.decided_by, t.version FROM my_doubt t"     \
    " LEFT JOIN my_student s ON s.id = t.student_id"                           \
    " LEFT JOIN my_student o ON o.id = t.other_id"

SQL(q_doubt_get, .text = DOUBT_SELECT " WHERE t.id = ?1", .row = &doubt_row);

enum err store_doubt_get(struct db *db, struct arena *a, int64_t id,
                         struct doubt_row *out)
{
    return db_row(db, &q_doubt_get, a, out, VALS(INT(id)));
}

#define DOUBT_LIST                                                             \
    " WHERE t.id > ?3 AND (?1 IS NULL OR t.state = ?1)"                        \
    " AND (?2 IS NULL OR t.kind = ?2)"

SQL(q_doubt_list, .text = DOUBT_SELECT DOUBT_LIST " ORDER BY t.id LIMIT ?4",
    .row = &doubt_row);
SQL(q_doubt_count, .text = "SELECT count(*) FROM my_doubt t" DOUBT_LIST);

enum err store_doubt_list(struct db *db, struct arena *a, const char *state,
                          const char *kind, int64_t after, int64_t rows,
                          struct list *out)
{
    return db_list(db, &q_doubt_list, a, (size_t)rows, out,
                   VALS(TEXT(state), TEXT(kind), INT(after), INT(rows)));
}

enum err store_doubt_count(struct db *db, const char *state, const char *kind,
                           int64_t *total)
{
    return db_int(db, &q_doubt_count, total,
                  VALS(TEXT(state), TEXT(kind), INT(0)));
}

SQL(q_doubt_decide,
    .text = "UPDATE doubt SET state = ?3, decision = ?4, reason = ?5,"
            " decided_at = ?6, decided_by = ?7, version = version + 1"
            " WHERE id = ?1 AND version = ?2 AND state = 'open'",
    .access = SQL_SYSTEM, .why = "the route found the doubt in scope");

enum err store_doubt_decide(struct db *db, const struct act *act, int64_t id,
                            int64_t version, const struct doubt_patch *d)
{
    bool later = strcmp(d->decision, "later") == 0;

    TRY(db_run(db, &q_doubt_decide,
               VALS(INT(id), INT(version), TEXT(later ? "open" : "decided"),
                    TEXT(d->decision), SEAL("doubt.reason", id, d->reason),
                    INT(act->now_ms), INT(act->account_id))));
    return db_changes(db) == 1 ? ERR_OK : ERR_STALE;
}
