/* Documents for the phone: those to be served at the doors of a place, and what its
 * officer served. */
#include "store/document_store.h"

/* What is still to be served, however old, and what was served since
 * ?4; where its child lives or is registered. */
SQL(q_document_door,
    .text =
        "SELECT t.id, t.kind, t.year, t.number, t.mark, t.student_id,"
        " s.name AS student_name, sc.name AS school_name, n.report_on,"
        " t.issued_on, t.deadline_on, t.state,"
        " (SELECT y.method FROM my_service y WHERE y.document_id = t.id"
        "   ORDER BY y.id DESC LIMIT 1) AS method"
        " FROM my_document t JOIN my_student s ON s.id = t.student_id"
        " LEFT JOIN my_notice n ON n.id = t.id"
        " LEFT JOIN unit sc ON sc.code = n.school"
        " WHERE t.id > ?1 AND t.student_id IN (SELECT p.student_id"
        "   FROM my_place p WHERE p.place >= ?2 AND p.place < ?3)"
        " AND t.state <> 'void' AND (t.state = 'issued' OR t.issued_on >= ?4)"
        " AND instr(?5, ' ' || t.kind || ' ') > 0"
        " ORDER BY t.id LIMIT ?6",
    .row = &door_document);

/* " order urging " */
static const char *kinds_to_serve(struct arena *a)
{
    const char *all = " ";

    for (size_t i = 0; all && i < document_kinds_n; i++)
        if (document_kinds[i].to_serve)
            all = arena_printf(a, "%s%s ", all, document_kinds[i].code);
    return all;
}

static enum err name_of(struct arena *a, const char *kind, const char *mark,
                        int64_t year, int64_t number, const char **title,
                        const char **number_text)
{
    const struct document_kind *k = document_kind_of(kind);

    if (!k)
        return ERR_DAMAGED;
    *title = k->title;
    *number_text = document_number(a, k, mark, year, number);
    return *number_text ? ERR_OK : ERR_NO_MEMORY;
}

enum err store_document_door(struct db *db, struct arena *a, const char *lo,
                             const char *hi, const char *since, int64_t after,
                             int64_t rows, struct list *out)
{
    const char *kinds = kinds_to_serve(a);
    struct door_document *d;

    if (!kinds)
        return ERR_NO_MEMORY;
    TRY(db_list(db, &q_document_door, a, (size_t)rows, out,
                VALS(INT(after), TEXT(lo), TEXT(hi), TEXT(since), TEXT(kinds),
                     INT(rows))));
    d = out->items;
    for (size_t i = 0; i < out->n; i++)
        TRY(name_of(a, d[i].kind, d[i].mark, d[i].year, d[i].number,
                    &d[i].title, &d[i].number_text));
    return ERR_OK;
}

/* Only of documents that it still sees. */
SQL(q_services_own,
    .text = "SELECT y.id, y.uuid, y.document_id, t.kind, t.year, t.number,"
            " t.mark, s.name AS student_name, y.method, y.served_on, y.at"
            " FROM my_service y JOIN my_document t ON t.id = y.document_id"
            " LEFT JOIN my_student s ON s.id = t.student_id"
            " WHERE y.account_id = ?1 AND (?2 IS NULL OR y.id < ?2)"
            " ORDER BY y.id DESC LIMIT ?3",
    .row = &own_service);

enum err store_document_own(struct db *db, struct arena *a, int64_t account_id,
                            int64_t before, int64_t rows, struct list *out)
{
    struct own_service *d;

    TRY(db_list(db, &q_services_own, a, (size_t)rows, out,
                VALS(INT(account_id), INT(before), INT(rows))));
    d = out->items;
    for (size_t i = 0; i < out->n; i++)
        TRY(name_of(a, d[i].kind, d[i].mark, d[i].year, d[i].number,
                    &d[i].title, &d[i].number_text));
    return ERR_OK;
}
