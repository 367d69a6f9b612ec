/* School catchments in the store. */
#include "store/catchment_store.h"

#define CATCHMENT_FROM                                                         \
    " FROM catchment c JOIN division d ON d.code = c.division"                 \
    " JOIN unit u ON u.code = c.school"
#define CATCHMENT_SELECT                                                       \
    "SELECT c.id, c.division, d.name AS division_name, c.stage, c.school,"     \
    " u.name AS school_name, c.from_date, c.to_date, c.version" CATCHMENT_FROM

SQL_SHARED(find_catchment,
           .text = "SELECT version FROM catchment WHERE id = ?1");

SQL(q_catchment_get, .text = CATCHMENT_SELECT " WHERE c.id = ?1",
    .row = &catchment_row);

enum err store_catchment_get(struct db *db, struct arena *a, int64_t id,
                             struct catchment_row *out)
{
    return db_row(db, &q_catchment_get, a, out, VALS(INT(id)));
}

#define CATCHMENT_LIST                                                         \
    " WHERE c.id > ?3 AND (?1 IS NULL OR c.division = ?1)"                     \
    " AND (?2 IS NULL OR c.school = ?2)"

SQL(q_catchment_list,
    .text = CATCHMENT_SELECT CATCHMENT_LIST " ORDER BY c.id LIMIT ?4",
    .row = &catchment_row);
SQL(q_catchment_count, .text = "SELECT count(*)" CATCHMENT_FROM CATCHMENT_LIST);

enum err store_catchment_list(struct db *db, struct arena *a,
                              const char *division, const char *school,
                              int64_t after, int64_t rows, struct list *out)
{
    return db_list(db, &q_catchment_list, a, (size_t)rows, out,
                   VALS(TEXT(division), TEXT(school), INT(after), INT(rows)));
}

enum err store_catchment_count(struct db *db, const char *division,
                               const char *school, int64_t *total)
{
    return db_int(db, &q_catchment_count, total,
                  VALS(TEXT(division), TEXT(school), INT(0)));
}

SQL(q_catchment_insert,
    .text = "INSERT INTO catchment (id, division, stage, school, from_date)"
            " VALUES (:id, :division, :stage, :school, :from_date)",
    .args = &catchment_row);

enum err store_catchment_insert(struct db *db, struct catchment_row *c)
{
    TRY(db_next_id(db, "catchment", &c->id));
    c->version = 1;
    return db_put(db, &q_catchment_insert, c, c->id);
}

SQL(q_catchment_end,
    .text = "UPDATE catchment SET to_date = ?3, version = version + 1"
            " WHERE id = ?1 AND version = ?2");

enum err store_catchment_end(struct db *db, int64_t id, int64_t version,
                             const char *to_date)
{
    TRY(db_run(db, &q_catchment_end,
               VALS(INT(id), INT(version), TEXT(to_date))));
    return db_changes(db) == 1 ? ERR_OK : ERR_STALE;
}

/* The longest path that the division's own begins with is the nearest. */
SQL(q_catchment_school,
    .text = "SELECT c.school FROM division d CROSS JOIN catchment c"
            " CROSS JOIN division up"
            " WHERE d.code = ?1 AND c.division = up.code AND c.stage = ?2"
            "   AND up.path = substr(d.path, 1, length(up.path))"
            "   AND c.from_date <= ?3"
            "   AND (c.to_date IS NULL OR c.to_date > ?3)"
            " ORDER BY length(up.path) DESC, c.from_date DESC LIMIT 1");

enum err store_catchment_school(struct db *db, struct arena *a,
                                const char *division, const char *stage,
                                const char *on, const char **school)
{
    return db_text(db, &q_catchment_school, a, school,
                   VALS(TEXT(division), TEXT(stage), TEXT(on)));
}
