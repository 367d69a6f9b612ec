/* 入学通知书 in the store: one, lists, how far a village is, printing. */
#include "notice_columns.h"
#include "paper_parts.h"
#include "store/document_store.h"
#include "store/notice_store.h"

SQL_SHARED(find_notice, .text = "SELECT version FROM my_document WHERE id = ?1"
                                " AND kind = 'enrolment_notice'");

/* The last service counts. */
#define METHOD                                                                 \
    "(SELECT y.method FROM my_service y WHERE y.document_id = n.id"            \
    " ORDER BY y.id DESC LIMIT 1)"
#define STATE NOTICE_STATE("d.state", METHOD)

#define PAPERS " FROM my_notice n CROSS JOIN my_document d ON d.id = n.id"
#define NOTICES PAPERS " JOIN my_student s ON s.id = n.student_id"
#define NOTICE_SELECT                                                          \
    "SELECT n.id, n.student_id, s.name AS student_name, s.birth_date,"         \
    " n.division, v.name AS division_name, n.basis, n.stage, n.grade,"         \
    " n.school, sc.name AS school_name, n.report_on, n.arrival, n.judged_on,"  \
    " d.unit, u.name AS unit_name, d.issued_on, d.served_on,"                  \
    " " METHOD " AS method, " STATE                                            \
    " AS state, d.year, d.number, d.mark, d.case_id,"                          \
    " d.version" NOTICES " JOIN division v ON v.code = n.division"             \
    " JOIN unit sc ON sc.code = n.school JOIN unit u ON u.code = d.unit"

SQL(q_notice_get, .text = NOTICE_SELECT " WHERE n.id = ?1", .row = &notice_row);

#define FILTERS                                                                \
    " WHERE n.id > ?1 AND (?2 IS NULL OR (n.place >= ?2 AND n.place < ?3))"    \
    " AND (?4 IS NULL OR ?4 = " STATE ") AND (?5 IS NULL OR n.basis = ?5)"     \
    " AND (?6 IS NULL OR n.arrival = ?6) AND (?7 IS NULL OR d.year = ?7)"      \
    " AND (?8 IS NULL OR d.number = ?8)"                                       \
    " AND (?9 IS NULL OR EXISTS (SELECT 1 FROM my_token k"                     \
    "   WHERE k.student_id = n.student_id AND k.token >= ?9"                   \
    "   AND k.token < ?9 || char(1114111)))"

SQL(q_notice_list, .text = NOTICE_SELECT FILTERS " ORDER BY n.id LIMIT ?10",
    .row = &notice_row);
SQL(q_notice_count, .text = "SELECT count(*)" PAPERS FILTERS);

#define FILTER_VALS(f, after)                                                  \
    INT(after), TEXT((f)->lo), TEXT((f)->hi), TEXT((f)->state),                \
        TEXT((f)->basis), TEXT((f)->arrival), INT((f)->year),                  \
        INT((f)->number), TEXT((f)->token)

static enum err finish(struct arena *a, struct notice_row *n)
{
    n->number_text = document_number(a, document_kind_of("enrolment_notice"),
                                     n->mark, n->year, n->number);
    return n->number_text ? ERR_OK : ERR_NO_MEMORY;
}

enum err store_notice_get(struct db *db, struct arena *a, int64_t id,
                          struct notice_row *out)
{
    struct document_row d;

    TRY(db_row(db, &q_notice_get, a, out, VALS(INT(id))));
    TRY(store_document_get(db, a, id, &d));
    out->services = d.services;
    return finish(a, out);
}

enum err store_notice_list(struct db *db, struct arena *a,
                           const struct notice_filter *f, struct list *out)
{
    struct notice_row *n;

    TRY(db_list(db, &q_notice_list, a, (size_t)f->rows, out,
                VALS(FILTER_VALS(f, f->after), INT(f->rows))));
    n = out->items;
    for (size_t i = 0; i < out->n; i++)
        TRY(finish(a, &n[i]));
    return ERR_OK;
}

enum err store_notice_count(struct db *db, const struct notice_filter *f,
                            int64_t *total)
{
    return db_int(db, &q_notice_count, total, VALS(FILTER_VALS(f, 0)));
}

/* Counts notices in scope below each place of the level. */
SQL(q_notice_tally,
    .text = "WITH x AS MATERIALIZED (SELECT n.division, n.place, n.arrival,"
            " " STATE " AS state" PAPERS
            " WHERE d.year = ?1 AND d.state <> 'void' AND n.place >= ?3"
            " AND n.place < ?4)"
            " SELECT t.code AS division, t.name, t.level, t.path,"
            " count(*) AS notices, sum(x.state = 'served') AS served,"
            " sum(x.state = 'refused') AS refused,"
            " sum(x.state = 'issued') AS unserved,"
            " sum(x.arrival IS 'absent') AS absent FROM x"
            " JOIN division t ON t.code = CASE ?2 WHEN 'village'"
            "   THEN x.division ELSE substr(x.place, 15, 12) END"
            " WHERE t.level = ?2 AND t.path > ?5"
            " GROUP BY t.path ORDER BY t.path LIMIT ?6",
    .row = &notice_tally);

enum err store_notice_tally(struct db *db, struct arena *a, int64_t year,
                            const char *level, const char *lo, const char *hi,
                            const char *after, int64_t rows, struct list *out)
{
    return db_list(db, &q_notice_tally, a, (size_t)rows, out,
                   VALS(INT(year), TEXT(level), TEXT(lo), TEXT(hi), TEXT(after),
                        INT(rows)));
}

SQL(q_notice_papers,
    .text = NOTICE_SELECT FILTERS
    " AND d.state <> 'void' ORDER BY n.id LIMIT ?10",
    .row = &notice_row);

enum err store_notice_papers(struct db *db, struct arena *a,
                             struct paper_print *p,
                             const struct notice_filter *f,
                             struct paper_set *set)
{
    const struct notice_row *n;
    struct document_row d;
    struct list rows;

    TRY(db_list(db, &q_notice_papers, a, (size_t)f->rows, &rows,
                VALS(FILTER_VALS(f, f->after), INT(f->rows + 1))));
    n = rows.items;
    for (size_t i = 0; i < rows.n; i++) {
        TRY(store_document_get(db, a, n[i].id, &d));
        TRY(paper_of_document(db, a, p, &d, set));
    }
    return ERR_OK;
}
