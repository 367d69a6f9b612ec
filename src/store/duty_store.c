/* 职责清单 in the store. */
#include "store/duty_store.h"

#include "store/worklist_store.h"

#define DUTY_SELECT                                                            \
    "SELECT d.id, d.kind, d.unit, u.name AS unit_name, d.year, d.period,"      \
    " d.opens_on, d.due_on, d.state, d.evidence, d.id AS evidence_of,"         \
    " d.import_id, d.meeting_id, d.material_id, d.by_activity,"                \
    " d.by_training, d.submitted_by,"                                          \
    " s.name AS submitted_name,"                                               \
    " d.submitted_at, d.decided_by, k.name AS decided_name, d.decided_at,"     \
    " d.reason, d.inspection_id, d.version FROM my_duty d JOIN unit u ON "     \
    "u.code = d.unit"                                                          \
    " LEFT JOIN account s ON s.id = d.submitted_by"                            \
    " LEFT JOIN account k ON k.id = d.decided_by"

SQL_SHARED(find_duty, .text = "SELECT version FROM my_duty WHERE id = ?1");

SQL(q_duty_list,
    .text = DUTY_SELECT
    " WHERE d.year = ?1 AND (?2 IS NULL OR d.unit = ?2)"
    " AND (?3 IS NULL OR d.state = ?3) AND (?4 IS NULL OR u.kind = ?4)"
    " AND (?5 = 0 OR (d.state IN ('open', 'returned') AND d.due_on < ?6))"
    " ORDER BY d.due_on, coalesce(u.member_rank, 0), d.id",
    .row = &duty_row);

enum err store_duty_list(struct db *db, struct arena *a,
                         const struct duty_filter *f, struct list *out)
{
    return db_list(db, &q_duty_list, a, DUTY_LIST_MOST, out,
                   VALS(INT(f->year), TEXT(f->unit), TEXT(f->state),
                        TEXT(f->unit_kind), INT(f->overdue), TEXT(f->today)));
}

SQL(q_duty_get, .text = DUTY_SELECT " WHERE d.id = ?1", .row = &duty_row);

enum err store_duty_get(struct db *db, struct arena *a, int64_t id,
                        struct duty_row *out)
{
    return db_row(db, &q_duty_get, a, out, VALS(INT(id)));
}

/* ---- what the data say ------------------------------------------------- */
SQL(q_duty_pupils, .text = "SELECT count(DISTINCT student_id) FROM my_enrolment"
                           " WHERE to_date IS NULL AND state = 'enrolled'");
SQL(q_duty_opened, .text = "SELECT count(*) FROM my_case"
                           " WHERE opened_at >= ?1 AND opened_at < ?2");
SQL(q_duty_closed, .text = "SELECT count(*) FROM my_case WHERE"
                           " state IN ('watching', 'closed')"
                           " AND closed_at >= ?1 AND closed_at < ?2");
SQL(q_duty_going, .text = "SELECT count(*) FROM my_case"
                          " WHERE state NOT IN ('closed', 'dismissed')");

enum err store_duty_figures(struct db *db, struct arena *a,
                            const struct duty_row *d, const char **out)
{
    int64_t from, to, pupils, opened, closed, going;

    if (!clock_date_ms(d->opens_on, &from) || !clock_date_ms(d->due_on, &to))
        return ERR_INVALID;
    to += CLOCK_DAY_MS;
    TRY(db_int(db, &q_duty_pupils, &pupils, NO_VALS));
    TRY(db_int(db, &q_duty_opened, &opened, VALS(INT(from), INT(to))));
    TRY(db_int(db, &q_duty_closed, &closed, VALS(INT(from), INT(to))));
    TRY(db_int(db, &q_duty_going, &going, NO_VALS));
    *out = arena_printf(a,
                        "在校学生 %lld 人；%s 至 %s 新立个案 %lld 件，批准销号 "
                        "%lld 件；现有未销号个案 %lld 件。",
                        (long long)pupils, d->opens_on, d->due_on,
                        (long long)opened, (long long)closed, (long long)going);
    return *out ? ERR_OK : ERR_NO_MEMORY;
}

/* ---- handing in and deciding ------------------------------------------- */
#define FOUND "it was found in the caller's scope before"

SQL(q_duty_submit,
    .text = "UPDATE duty SET state = 'submitted', evidence = :evidence,"
            " submitted_by = :submitted_by, submitted_at = :submitted_at,"
            " decided_by = NULL, decided_at = NULL, reason = NULL,"
            " version = version + 1 WHERE id = :id AND version = :version",
    .args = &duty_row, .access = SQL_SYSTEM, .why = FOUND);

enum err store_duty_submit(struct db *db, const struct duty_row *d)
{
    return db_put_version(db, &q_duty_submit, d, d->id);
}

SQL(q_duty_decide,
    .text = "UPDATE duty SET state = :state, decided_by = :decided_by,"
            " decided_at = :decided_at, reason = :reason,"
            " version = version + 1 WHERE id = :id AND version = :version",
    .args = &duty_row, .access = SQL_SYSTEM, .why = FOUND);

enum err store_duty_decide(struct db *db, const struct duty_row *d)
{
    return db_put_version(db, &q_duty_decide, d, d->id);
}

/* ---- 待办 ---------------------------------------------------------------- */
#define OWED                                                                   \
    "(d.unit = ?1 AND d.state IN ('open', 'returned') AND d.opens_on <= ?2"    \
    " AND d.due_on <= ?3)"
#define TO_RECEIVE                                                             \
    "(?4 = 1 AND d.state = 'submitted' AND d.submitted_by IS NOT ?5)"

SQL(q_work_duties,
    .text = "SELECT d.id, CASE WHEN d.state = 'submitted' THEN 'duty_receive'"
            " ELSE 'duty' END AS kind, d.kind AS duty, u.name AS unit_name,"
            " d.due_on FROM my_duty d JOIN unit u ON u.code = d.unit"
            " WHERE (" OWED " OR " TO_RECEIVE ")"
            " AND (d.due_on > ?6 OR (d.due_on = ?6 AND d.id > ?7))"
            " ORDER BY d.due_on, d.id LIMIT ?8",
    .row = &work_duty);
SQL(q_work_duty_count, .text = "SELECT count(*) FROM my_duty d"
                               " WHERE " OWED " OR " TO_RECEIVE);

#define WHOSE(q)                                                               \
    TEXT((q)->unit), TEXT((q)->today), TEXT((q)->soon), INT((q)->receives),    \
        INT((q)->account_id)

enum err store_work_duties(struct db *db, struct arena *a,
                           const struct work_duty_query *q, struct list *out)
{
    return db_list(
        db, &q_work_duties, a, (size_t)q->rows, out,
        VALS(WHOSE(q), TEXT(q->after_day), INT(q->after_id), INT(q->rows)));
}

enum err store_work_duty_count(struct db *db, const struct work_duty_query *q,
                               int64_t *n)
{
    return db_int(db, &q_work_duty_count, n, VALS(WHOSE(q)));
}
