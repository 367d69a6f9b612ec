/* Runs of 信息比对 and what they leave. */
#include "store/reconcile_store.h"

#define OWNED "the run's own rows, by the job that carries it out"

#define RUN_COLUMNS                                                            \
    "r.id, r.year, r.account_id, r.state, r.rows_total, r.rows_done,"          \
    " r.children, r.questions, r.fault, r.created_at, r.finished_at, "         \
    "r.version"

SQL_SHARED(find_reconciliation,
           .text = "SELECT version FROM my_reconciliation WHERE id = ?1");
SQL_SHARED(find_verdict,
           .text = "SELECT version FROM my_verdict WHERE id = ?1");
/* Also one that waits for another's answer, or is another's by it. */
SQL_SHARED(find_question,
           .text = "SELECT version FROM my_verdict WHERE id = ?1 UNION ALL"
                   " SELECT version FROM my_candidate WHERE verdict_id = ?1"
                   " UNION ALL SELECT version FROM my_candidate"
                   " WHERE other_id = ?1 LIMIT 1");

SQL(q_run_add,
    .text = "INSERT INTO reconciliation (id, year, account_id, state,"
            " rows_total, created_at) VALUES (:id, :year, :account_id, :state,"
            " :rows_total, :created_at)",
    .args = &reconciliation_record, .access = SQL_SYSTEM, .why = OWNED);

enum err store_reconciliation_add(struct db *db, struct reconciliation *r)
{
    TRY(db_next_id(db, "reconciliation", &r->id));
    r->version = 1;
    return db_put(db, &q_run_add, r, r->id);
}

SQL(q_run_get,
    .text = "SELECT " RUN_COLUMNS " FROM my_reconciliation r WHERE r.id = ?1",
    .row = &reconciliation_record);

enum err store_reconciliation_get(struct db *db, struct arena *a, int64_t id,
                                  struct reconciliation *out)
{
    return db_row(db, &q_run_get, a, out, VALS(INT(id)));
}

SQL(q_run_list,
    .text = "SELECT " RUN_COLUMNS " FROM my_reconciliation r"
            " WHERE (?1 IS NULL OR r.year = ?1) AND (?2 = 0 OR r.id < ?2)"
            " ORDER BY r.id DESC LIMIT ?3",
    .row = &reconciliation_record);

enum err store_reconciliation_list(struct db *db, struct arena *a, int64_t year,
                                   int64_t before, int64_t rows,
                                   struct list *out)
{
    return db_list(db, &q_run_list, a, (size_t)rows, out,
                   VALS(INT(year), INT(before), INT(rows)));
}

SQL(q_run_due,
    .text = "SELECT id FROM reconciliation WHERE state IN ('waiting',"
            " 'running') ORDER BY id LIMIT 1",
    .access = SQL_SYSTEM, .why = OWNED);

enum err store_reconciliation_due(struct db *db, int64_t *id)
{
    enum err e = db_int(db, &q_run_due, id, NO_VALS);

    if (e == ERR_NOT_FOUND)
        *id = 0;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

SQL(q_run_work,
    .text = "SELECT " RUN_COLUMNS " FROM reconciliation r WHERE r.id = ?1",
    .row = &reconciliation_record, .access = SQL_SYSTEM, .why = OWNED);

enum err store_reconciliation_work(struct db *db, struct arena *a, int64_t id,
                                   struct reconciliation *out)
{
    return db_row(db, &q_run_work, a, out, VALS(INT(id)));
}

SQL(q_run_put,
    .text = "UPDATE reconciliation SET state = :state, rows_total ="
            " :rows_total, rows_done = :rows_done, children = :children,"
            " questions = :questions, fault = :fault, finished_at ="
            " :finished_at, version = version + 1 WHERE id = :id",
    .args = &reconciliation_record, .access = SQL_SYSTEM, .why = OWNED);

enum err store_reconciliation_put(struct db *db, const struct reconciliation *r)
{
    return db_put(db, &q_run_put, r, r->id);
}

SQL(q_run_progress,
    .text = "UPDATE reconciliation SET rows_done = ?2, version = version + 1"
            " WHERE id = ?1",
    .access = SQL_SYSTEM, .why = OWNED);

enum err store_reconciliation_progress(struct db *db, int64_t id,
                                       int64_t rows_done)
{
    return db_run(db, &q_run_progress, VALS(INT(id), INT(rows_done)));
}

/* ---- verdicts and candidates ---- */
SQL(q_verdict_add,
    .text = "INSERT INTO verdict (id, reconciliation_id, speaker_id, verdict,"
            " rule, confidence, facts, name, sex, birth_date, id_no, division,"
            " place, school, grade, class, student_id, evidence, roster_id,"
            " anchored, given, joined) VALUES (:id, :reconciliation_id,"
            " :speaker_id, :verdict, :rule, :confidence, :facts, :name, :sex,"
            " :birth_date, :id_no, :division, :place, :school, :grade, :class,"
            " :student_id, :evidence, :roster_id, :anchored, :given, :joined)",
    .args = &verdict_record, .access = SQL_SYSTEM, .why = OWNED);

enum err store_verdict_add(struct db *db, const struct verdict_row *v)
{
    return db_put(db, &q_verdict_add, v, v->id);
}

SQL(q_candidate_add,
    .text = "INSERT INTO candidate (id, reconciliation_id, verdict_id,"
            " other_id, roster_id, other_roster_id, print, other_print, score,"
            " evidence, alternative, spare) VALUES (:id, :reconciliation_id,"
            " :verdict_id, :other_id, :roster_id, :other_roster_id, :print,"
            " :other_print, :score, :evidence, :alternative, :spare)",
    .args = &candidate_record, .access = SQL_SYSTEM, .why = OWNED);

enum err store_candidate_add(struct db *db, const struct candidate_row *c)
{
    return db_put(db, &q_candidate_add, c, c->id);
}

enum err store_reconcile_ids(struct db *db, int64_t verdicts,
                             int64_t candidates, int64_t *verdict,
                             int64_t *candidate)
{
    TRY(db_next_ids(db, "verdict", verdicts, verdict));
    return db_next_ids(db, "candidate", candidates, candidate);
}

/* ---- the end of a run ---- */
SQL(q_run_replace,
    .text = "UPDATE reconciliation SET state = 'replaced', version ="
            " version + 1 WHERE year = ?1 AND state = 'done' AND id <> ?2",
    .access = SQL_SYSTEM, .why = OWNED);

enum err store_reconciliation_finish(struct db *db,
                                     const struct reconciliation *r)
{
    TRY(db_run(db, &q_run_replace, VALS(INT(r->year), INT(r->id))));
    return store_reconciliation_put(db, r);
}

#define LEFT_IN(table)                                                         \
    " FROM reconciliation r JOIN " table " t ON t.reconciliation_id = r.id"    \
    " WHERE r.state <> 'done'"

SQL(q_candidates_drop,
    .text = "DELETE FROM candidate WHERE id IN (SELECT t.id" LEFT_IN(
        "candidate") " LIMIT ?1)",
    .access = SQL_SYSTEM, .why = OWNED);
SQL(q_verdicts_drop,
    .text = "DELETE FROM verdict WHERE id IN (SELECT t.id" LEFT_IN(
        "verdict") " LIMIT ?1)",
    .access = SQL_SYSTEM, .why = OWNED);

SQL(q_run_left,
    .text = "SELECT EXISTS (SELECT 1" LEFT_IN("candidate") ") OR EXISTS"
                                                           " (SELECT 1" LEFT_IN(
                                                               "verdict") ")",
    .access = SQL_SYSTEM, .why = OWNED);

enum err store_reconciliation_left(struct db *db, bool *left)
{
    int64_t n = 0;

    TRY(db_int(db, &q_run_left, &n, NO_VALS));
    *left = n != 0;
    return ERR_OK;
}

enum err store_reconciliation_drop(struct db *db, int64_t most, int64_t *n)
{
    TRY(db_run(db, &q_candidates_drop, VALS(INT(most))));
    *n = db_changes(db);
    if (*n > 0)
        return ERR_OK;
    TRY(db_run(db, &q_verdicts_drop, VALS(INT(most))));
    *n = db_changes(db);
    return ERR_OK;
}

/* ---- doubts ---- */
SQL(q_doubt_known,
    .text = "SELECT doubt_id FROM roster_doubt WHERE kind = ?1 AND print = ?2",
    .access = SQL_SYSTEM, .why = OWNED);
SQL(q_doubt_note,
    .text = "INSERT INTO roster_doubt (kind, print, doubt_id)"
            " VALUES (?1, ?2, ?3)",
    .access = SQL_SYSTEM, .why = OWNED);

enum err store_roster_doubt_known(struct db *db, const char *kind,
                                  int64_t print, bool *known)
{
    int64_t id;
    enum err e = db_int(db, &q_doubt_known, &id, VALS(TEXT(kind), INT(print)));

    *known = e == ERR_OK;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err store_roster_doubt_note(struct db *db, const char *kind, int64_t print,
                                 int64_t doubt_id)
{
    return db_run(db, &q_doubt_note,
                  VALS(TEXT(kind), INT(print), INT(doubt_id)));
}
