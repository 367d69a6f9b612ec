/* The chart of the leading group in the store. */
#include "store/member_store.h"

#define MEMBER_SELECT                                                          \
    "SELECT m.id, m.position, m.unit, u.name AS unit_name, m.title, m.holder," \
    " m.rank, m.from_date, m.to_date, m.version"                               \
    " FROM member m LEFT JOIN unit u ON u.code = m.unit"

SQL_SHARED(find_member, .text = "SELECT version FROM member WHERE id = ?1");

SQL(q_member_get, .text = MEMBER_SELECT " WHERE m.id = ?1", .row = &member_row);

enum err store_member_get(struct db *db, struct arena *a, int64_t id,
                          struct member_row *out)
{
    return db_row(db, &q_member_get, a, out, VALS(INT(id)));
}

#define MEMBER_LIST                                                            \
    " WHERE m.id > ?2 AND (?1 IS NULL OR (m.from_date <= ?1"                   \
    " AND (m.to_date IS NULL OR m.to_date > ?1)))"

SQL(q_member_list, .text = MEMBER_SELECT MEMBER_LIST " ORDER BY m.id LIMIT ?3",
    .row = &member_row);
SQL(q_member_count, .text = "SELECT count(*) FROM member m" MEMBER_LIST);

enum err store_member_list(struct db *db, struct arena *a, const char *on,
                           int64_t after, int64_t rows, struct list *out)
{
    return db_list(db, &q_member_list, a, (size_t)rows, out,
                   VALS(TEXT(on), INT(after), INT(rows)));
}

enum err store_member_count(struct db *db, const char *on, int64_t *total)
{
    return db_int(db, &q_member_count, total, VALS(TEXT(on), INT(0)));
}

SQL(q_member_insert,
    .text = "INSERT INTO member (id, position, unit, title, holder, rank,"
            " from_date, to_date) VALUES (:id, :position, :unit, :title,"
            " :holder, :rank, :from_date, :to_date)",
    .args = &member_row);

enum err store_member_insert(struct db *db, struct member_row *m)
{
    TRY(db_next_id(db, "member", &m->id));
    m->version = 1;
    return db_put(db, &q_member_insert, m, m->id);
}

SQL(q_member_update,
    .text = "UPDATE member SET title = :title, holder = :holder, rank = :rank,"
            " to_date = :to_date, version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &member_row);

enum err store_member_update(struct db *db, const struct member_row *m)
{
    return db_put_version(db, &q_member_update, m, m->id);
}
