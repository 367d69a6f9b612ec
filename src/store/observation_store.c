/* 思想动态 in the store. */
#include "store/observation_store.h"

#include "observation_columns.h"

#define MOST 1000
#define OF_A_CHILD "the child was found in the caller's scope before"

SQL_SHARED(find_observation,
           .text = "SELECT version FROM my_observation WHERE id = ?1");

#define SELECT                                                                 \
    "SELECT o.id, o.student_id, o.kind, o.concern, o.noted_on, o.note,"        \
    " o.account_id, k.name AS account_name, o.at, " OBSERVATION_WAITS          \
    " AS waits, o.done, o.done_at, o.done_by, d.name AS done_name, o.version"  \
    " FROM my_observation o JOIN account k ON k.id = o.account_id"             \
    " LEFT JOIN account d ON d.id = o.done_by"

SQL(q_observation_list,
    .text = SELECT " WHERE o.student_id = ?1"
                   " ORDER BY o.noted_on DESC, o.id DESC LIMIT ?2",
    .row = &observation_row);

enum err store_observation_list(struct db *db, struct arena *a,
                                int64_t student_id, struct list *out)
{
    return db_list(db, &q_observation_list, a, MOST, out,
                   VALS(INT(student_id), INT(MOST)));
}

SQL(q_observation_get, .text = SELECT " WHERE o.id = ?1",
    .row = &observation_row);

enum err store_observation_get(struct db *db, struct arena *a, int64_t id,
                               struct observation_row *out)
{
    return db_row(db, &q_observation_get, a, out, VALS(INT(id)));
}

SQL(q_observation_insert,
    .text = "INSERT INTO observation (id, student_id, kind, concern, noted_on,"
            " note, account_id, at) VALUES (:id, :student_id, :kind, :concern,"
            " :noted_on, :note, :account_id, :at)",
    .args = &observation_row, .access = SQL_SYSTEM, .why = OF_A_CHILD);

enum err store_observation_add(struct db *db, const struct act *act,
                               struct observation_row *o)
{
    TRY(db_next_id(db, "observation", &o->id));
    o->account_id = act->account_id;
    o->at = act->now_ms;
    return db_put(db, &q_observation_insert, o, o->id);
}

SQL(q_observation_done,
    .text = "UPDATE observation SET done = :done, done_at = :done_at,"
            " done_by = :done_by, version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &observation_row, .access = SQL_SYSTEM,
    .why = "it was read in the caller's scope before");

enum err store_observation_done(struct db *db, const struct act *act,
                                struct observation_row *o)
{
    o->done_by = act->account_id;
    o->done_at = act->now_ms;
    return db_put_version(db, &q_observation_done, o, o->id);
}

/* ---- who needs attention --------------------------------------------------- */
/* What waits comes first, what was acted on before what is only to be watched.
 */
#define RANK                                                                   \
    "CASE WHEN " OBSERVATION_WAITS                                             \
    " THEN 0 WHEN o.concern = 'talk' THEN 1 WHEN o.concern = 'act' THEN 2"     \
    " ELSE 3 END"

/* Each pupil by what waits, else by its newest observation. */
#define PUPILS                                                                 \
    "SELECT p.id, p.student_id, p.student_name, p.grade, p.class, p.kind,"     \
    " p.concern, p.noted_on, p.waits, p.rank FROM (SELECT o.id, "              \
    "o.student_id, s.name AS student_name,"                                    \
    " e.grade, e.class, o.kind, o.concern, o.noted_on,"                        \
    " " OBSERVATION_WAITS " AS waits, " RANK " AS rank,"                       \
    " row_number() OVER (PARTITION BY o.student_id ORDER "                     \
    "BY " OBSERVATION_WAITS " DESC, o.noted_on DESC, o.id DESC) AS place"      \
    " FROM my_observation o JOIN my_student s ON s.id = o.student_id"          \
    " LEFT JOIN my_enrolment e ON e.student_id = o.student_id"                 \
    "   AND e.to_date IS NULL) p"                                              \
    " WHERE p.place = 1 AND (?1 IS NULL OR p.concern = ?1)"                    \
    " AND (?2 IS NULL OR p.grade = ?2) AND (?3 IS NULL OR p.class = ?3)"

SQL(q_concern_list,
    .text = PUPILS " AND (p.rank > ?4 OR (p.rank = ?4 AND p.id < ?5))"
                   " ORDER BY p.rank, p.id DESC LIMIT ?6",
    .row = &concern_item);

SQL(q_concern_count, .text = "SELECT count(*) FROM (" PUPILS ")");

#define FILTER_VALS(f) TEXT((f)->concern), TEXT((f)->grade), TEXT((f)->class)

enum err store_concern_list(struct db *db, struct arena *a,
                            const struct concern_filter *f, struct list *out)
{
    return db_list(db, &q_concern_list, a, (size_t)f->rows, out,
                   VALS(FILTER_VALS(f), INT(f->after_rank), INT(f->after_id),
                        INT(f->rows)));
}

enum err store_concern_count(struct db *db, const struct concern_filter *f,
                             int64_t *n)
{
    return db_int(db, &q_concern_count, n, VALS(FILTER_VALS(f)));
}
