/* Units and schools in the store. */
#include "store/unit_store.h"

#define UNIT_FROM " FROM unit u JOIN division d ON d.code = u.division"
#define UNIT_SELECT                                                            \
    "SELECT u.code, u.name, u.kind, u.division, d.name AS division_name,"      \
    " u.member_rank, u.active, u.version" UNIT_FROM

SQL(q_unit_get, .text = UNIT_SELECT " WHERE u.code = ?1", .row = &unit_row);

enum err store_unit_get(struct db *db, struct arena *a, const char *code,
                        struct unit_row *out)
{
    return db_row(db, &q_unit_get, a, out, VALS(TEXT(code)));
}

#define UNIT_LIST " WHERE u.code > ?2 AND (?1 IS NULL OR u.kind = ?1)"

SQL(q_unit_list, .text = UNIT_SELECT UNIT_LIST " ORDER BY u.code LIMIT ?3",
    .row = &unit_row);
SQL(q_unit_count, .text = "SELECT count(*)" UNIT_FROM UNIT_LIST);

enum err store_unit_list(struct db *db, struct arena *a, const char *kind,
                         const char *after, int64_t rows, struct list *out)
{
    return db_list(db, &q_unit_list, a, (size_t)rows, out,
                   VALS(TEXT(kind), TEXT(after), INT(rows)));
}

enum err store_unit_count(struct db *db, const char *kind, int64_t *total)
{
    return db_int(db, &q_unit_count, total, VALS(TEXT(kind), TEXT("")));
}

SQL(q_unit_insert,
    .text = "INSERT INTO unit (code, name, kind, division, member_rank,"
            " active) VALUES (:code, :name, :kind, :division, :member_rank,"
            " coalesce(:active, 1))",
    .args = &unit_row);

enum err store_unit_insert(struct db *db, const struct unit_row *u)
{
    return db_put(db, &q_unit_insert, u, 0);
}

#define SCHOOL_FROM                                                            \
    " FROM school s JOIN unit u ON u.code = s.code"                            \
    " JOIN division d ON d.code = u.division"
#define SCHOOL_SELECT                                                          \
    "SELECT s.code, u.name, s.type, u.division, d.name AS division_name,"      \
    " s.address, u.active, s.version" SCHOOL_FROM

SQL_SHARED(find_school, .text = "SELECT version FROM school WHERE code = ?1");

SQL(q_school_get, .text = SCHOOL_SELECT " WHERE s.code = ?1",
    .row = &school_row);

enum err store_school_get(struct db *db, struct arena *a, const char *code,
                          struct school_row *out)
{
    return db_row(db, &q_school_get, a, out, VALS(TEXT(code)));
}

#define SCHOOL_LIST                                                            \
    " WHERE s.code > ?4 AND (?3 IS NULL OR s.type = ?3)"                       \
    " AND (?1 IS NULL OR (d.path >= ?1 AND d.path < ?2))"

SQL(q_school_list,
    .text = SCHOOL_SELECT SCHOOL_LIST " ORDER BY s.code LIMIT ?5",
    .row = &school_row);
SQL(q_school_count, .text = "SELECT count(*)" SCHOOL_FROM SCHOOL_LIST);

enum err store_school_list(struct db *db, struct arena *a, const char *lo,
                           const char *hi, const char *type, const char *after,
                           int64_t rows, struct list *out)
{
    return db_list(
        db, &q_school_list, a, (size_t)rows, out,
        VALS(TEXT(lo), TEXT(hi), TEXT(type), TEXT(after), INT(rows)));
}

enum err store_school_count(struct db *db, const char *lo, const char *hi,
                            const char *type, int64_t *total)
{
    return db_int(db, &q_school_count, total,
                  VALS(TEXT(lo), TEXT(hi), TEXT(type), TEXT("")));
}

SQL(q_school_insert,
    .text = "INSERT INTO school (code, type, address)"
            " VALUES (:code, :type, :address)",
    .args = &school_row);

enum err store_school_insert(struct db *db, const struct school_row *s)
{
    const struct unit_row u = {
        .code = s->code,
        .name = s->name,
        .kind = "school",
        .division = s->division,
        .member_rank = INT_NONE,
        .active = 1,
    };

    TRY(store_unit_insert(db, &u));
    return db_put(db, &q_school_insert, s, 0);
}

SQL(q_school_update,
    .text = "UPDATE school SET type = :type, address = :address,"
            " version = version + 1"
            " WHERE code = :code AND version = :version",
    .args = &school_row);

SQL(q_school_unit_update,
    .text = "UPDATE unit SET name = :name, division = :division,"
            " active = :active, version = version + 1 WHERE code = :code",
    .args = &school_row);

enum err store_school_update(struct db *db, const struct school_row *s)
{
    TRY(db_put_version(db, &q_school_update, s, 0));
    return db_put(db, &q_school_unit_update, s, 0);
}
