/* 待办 of supervision: inspections that are due, 限期整改, and 决议 of meetings. */
#include "store/worklist_store.h"

#define AFTER(day, id)                                                         \
    " AND (" day " > ?4 OR (" day " = ?4 AND " id " > ?5)) ORDER BY " day      \
    ", " id " LIMIT ?6"

#define TO_INSPECT                                                             \
    " FROM my_inspection g JOIN unit u ON u.code = g.unit"                     \
    " WHERE g.inspector = ?1 AND (g.state = 'open' OR (g.state = 'planned'"    \
    " AND g.planned_on <= ?3)) AND ?2 IS NOT NULL"

SQL(q_work_inspections,
    .text = "SELECT g.id, 'inspect' AS kind, u.name AS unit_name,"
            " g.planned_on AS due_on" TO_INSPECT AFTER("g.planned_on", "g.id"),
    .row = &work_supervision);
SQL(q_work_inspection_count, .text = "SELECT count(*)" TO_INSPECT);

/* What is overdue stands in the list of both. */
#define TO_RECTIFY                                                             \
    " FROM my_rectification r JOIN unit u ON u.code = r.unit"                  \
    " WHERE ((r.unit = ?1 AND r.state IN ('open', 'returned')"                 \
    "   AND r.due_on <= ?3)"                                                   \
    " OR (r.inspector = ?1 AND (r.state = 'reported'"                          \
    "   OR (r.state IN ('open', 'returned') AND r.due_on < ?2))))"

SQL(q_work_rectifications,
    .text = "SELECT r.id, CASE WHEN r.state = 'reported' THEN 'rectify_check'"
            " WHEN r.unit = ?1 THEN 'rectify' ELSE 'rectify_urge' END AS kind,"
            " u.name AS unit_name, r.due_on" TO_RECTIFY AFTER("r.due_on",
                                                              "r.id"),
    .row = &work_supervision);
SQL(q_work_rectification_count, .text = "SELECT count(*)" TO_RECTIFY);

#define TO_RESOLVE                                                             \
    " FROM my_resolution r JOIN unit u ON u.code = r.unit"                     \
    " WHERE ((r.unit = ?1 AND r.state IN ('open', 'returned')"                 \
    "   AND r.due_on <= ?3)"                                                   \
    " OR (r.giver = ?1 AND (r.state = 'reported'"                              \
    "   OR (r.state IN ('open', 'returned') AND r.due_on < ?2))))"

SQL(q_work_resolutions,
    .text = "SELECT r.id, CASE WHEN r.state = 'reported' THEN 'resolve_confirm'"
            " WHEN r.unit = ?1 THEN 'resolve' ELSE 'resolve_urge' END AS kind,"
            " u.name AS unit_name, r.due_on" TO_RESOLVE AFTER("r.due_on",
                                                              "r.id"),
    .row = &work_supervision);
SQL(q_work_resolution_count, .text = "SELECT count(*)" TO_RESOLVE);

#define WHOSE(q) TEXT((q)->unit), TEXT((q)->today), TEXT((q)->soon)
#define PAGE(q) TEXT((q)->after_day), INT((q)->after_id), INT((q)->rows)

enum err store_work_inspections(struct db *db, struct arena *a,
                                const struct work_supervision_query *q,
                                struct list *out)
{
    return db_list(db, &q_work_inspections, a, (size_t)q->rows, out,
                   VALS(WHOSE(q), PAGE(q)));
}

enum err store_work_inspection_count(struct db *db,
                                     const struct work_supervision_query *q,
                                     int64_t *n)
{
    return db_int(db, &q_work_inspection_count, n, VALS(WHOSE(q)));
}

enum err store_work_rectifications(struct db *db, struct arena *a,
                                   const struct work_supervision_query *q,
                                   struct list *out)
{
    return db_list(db, &q_work_rectifications, a, (size_t)q->rows, out,
                   VALS(WHOSE(q), PAGE(q)));
}

enum err store_work_rectification_count(struct db *db,
                                        const struct work_supervision_query *q,
                                        int64_t *n)
{
    return db_int(db, &q_work_rectification_count, n, VALS(WHOSE(q)));
}

enum err store_work_resolutions(struct db *db, struct arena *a,
                                const struct work_supervision_query *q,
                                struct list *out)
{
    return db_list(db, &q_work_resolutions, a, (size_t)q->rows, out,
                   VALS(WHOSE(q), PAGE(q)));
}

enum err store_work_resolution_count(struct db *db,
                                     const struct work_supervision_query *q,
                                     int64_t *n)
{
    return db_int(db, &q_work_resolution_count, n, VALS(WHOSE(q)));
}
