/* Posts of the responsibility chain in the store. */
#include "store/post_store.h"

#include <string.h>

#define POST_SELECT                                                            \
    "SELECT p.id, p.duty, p.unit, u.name AS unit_name, p.grade, p.class,"      \
    " p.holder, p.phone, p.account_id, p.from_date, p.to_date, p.version"      \
    " FROM post p JOIN unit u ON u.code = p.unit"

SQL_SHARED(find_post, .text = "SELECT version FROM post WHERE id = ?1");

SQL(q_post_get, .text = POST_SELECT " WHERE p.id = ?1", .row = &post_row);

enum err store_post_get(struct db *db, struct arena *a, int64_t id,
                        struct post_row *out)
{
    return db_row(db, &q_post_get, a, out, VALS(INT(id)));
}

/* In office on ?: the day of leaving belongs to the next. */
#define IN_OFFICE(on)                                                          \
    "(p.from_date <= " on " AND (p.to_date IS NULL OR p.to_date > " on "))"

#define POST_LIST                                                              \
    " WHERE p.id > ?4 AND (?1 IS NULL OR p.unit = ?1)"                         \
    " AND (?2 IS NULL OR p.duty = ?2)"                                         \
    " AND (?3 IS NULL OR " IN_OFFICE("?3") ")"

SQL(q_post_list, .text = POST_SELECT POST_LIST " ORDER BY p.id LIMIT ?5",
    .row = &post_row);
SQL(q_post_count, .text = "SELECT count(*) FROM post p" POST_LIST);

enum err store_post_list(struct db *db, struct arena *a, const char *unit,
                         const char *duty, const char *on, int64_t after,
                         int64_t rows, struct list *out)
{
    return db_list(
        db, &q_post_list, a, (size_t)rows, out,
        VALS(TEXT(unit), TEXT(duty), TEXT(on), INT(after), INT(rows)));
}

enum err store_post_count(struct db *db, const char *unit, const char *duty,
                          const char *on, int64_t *total)
{
    return db_int(db, &q_post_count, total,
                  VALS(TEXT(unit), TEXT(duty), TEXT(on), INT(0)));
}

SQL(q_post_insert,
    .text = "INSERT INTO post (id, duty, unit, grade, class, holder, phone,"
            " account_id, from_date, to_date) VALUES (:id, :duty, :unit,"
            " :grade, :class, :holder, :phone, :account_id, :from_date,"
            " :to_date)",
    .args = &post_row);

enum err store_post_insert(struct db *db, struct post_row *p)
{
    TRY(db_next_id(db, "post", &p->id));
    p->version = 1;
    return db_put(db, &q_post_insert, p, p->id);
}

SQL(q_post_update,
    .text = "UPDATE post SET holder = :holder, phone = :phone,"
            " account_id = :account_id, to_date = :to_date,"
            " version = version + 1 WHERE id = :id AND version = :version",
    .args = &post_row);

enum err store_post_update(struct db *db, const struct post_row *p)
{
    return db_put_version(db, &q_post_update, p, p->id);
}

/* ---- the chain --------------------------------------------------------- */
/* Where a child belongs: its school and class, and its place. */
struct chain_root {
    const char *school, *school_name, *grade, *class, *path;
};
static const struct field chain_root_fields[] = {
    F_TEXT(chain_root, school, "学校标识码", OPTIONAL, 0, 10),
    F_TEXT(chain_root, school_name, "学校", OPTIONAL, 0, 60),
    F_TEXT(chain_root, grade, "年级", OPTIONAL, 0, 2),
    F_TEXT(chain_root, class, "班级", OPTIONAL, 0, 20),
    F_TEXT(chain_root, path, "层级路径", OPTIONAL, 0, 80),
    F_END
};
static const struct record chain_root =
    RECORD(chain_root, "ChainRoot", "责任链起点", chain_root_fields);

SQL(q_chain_root,
    .text = "SELECT e.school, u.name AS school_name, e.grade, e.class, d.path"
            " FROM student s LEFT JOIN household h ON h.id = s.household_id"
            " LEFT JOIN division d ON d.code ="
            "   coalesce(s.residence_division, h.division, s.huji_division)"
            " LEFT JOIN enrolment e ON e.student_id = s.id"
            "   AND e.to_date IS NULL AND e.school IS NOT NULL"
            "   AND e.state IN ('enrolled', 'unregistered', 'suspended')"
            " LEFT JOIN unit u ON u.code = e.school WHERE s.id = ?1",
    .row = &chain_root, .access = SQL_SYSTEM,
    .why = "the caller found the child in scope; no field of it is shown");

/* The village and the township that a path leads through. */
SQL(q_chain_division,
    .text = "SELECT "
            "code, name, level, parent, path, source, version"
            " FROM division WHERE level = ?2"
            "   AND path = substr(?1, 1, length(path))",
    .row = &division_row);

SQL(q_chain_posts,
    .text = POST_SELECT
    " WHERE p.unit = ?1 AND p.duty IN (?2, ?3) AND " IN_OFFICE(
        "?6") "   AND coalesce(p.grade, '') = coalesce(?4, '')"
              "   AND coalesce(p.class, '') = coalesce(?5, '') ORDER BY p.id",
    .row = &post_row);

struct chain_maker {
    struct db *db;
    struct arena *arena;
    const char *on;
    struct chain *chain;
};

static enum err add_link(const struct chain_maker *m, struct chain_link link,
                         const char *duty, const char *other)
{
    TRY(db_list(m->db, &q_chain_posts, m->arena, 50, &link.posts,
                VALS(TEXT(link.unit), TEXT(duty), TEXT(other), TEXT(link.grade),
                     TEXT(link.class), TEXT(m->on))));
    m->chain->links[m->chain->n++] = link;
    return ERR_OK;
}

static enum err add_school(const struct chain_maker *m,
                           const struct chain_root *r)
{
    if (!r->school)
        return ERR_OK;
    if (r->grade && r->class)
        TRY(add_link(m,
                     (struct chain_link) { .level = "class_teacher",
                                           .unit = r->school,
                                           .unit_name = r->school_name,
                                           .grade = r->grade,
                                           .class = r->class },
                     "class_teacher", NULL));
    return add_link(m,
                    (struct chain_link) { .level = "principal",
                                          .unit = r->school,
                                          .unit_name = r->school_name },
                    "principal", NULL);
}

static enum err add_division(const struct chain_maker *m, const char *path,
                             const char *level, const char *duty,
                             const char *other)
{
    struct division_row d;
    enum err e = path ? db_row(m->db, &q_chain_division, m->arena, &d,
                               VALS(TEXT(path), TEXT(level)))
                      : ERR_NOT_FOUND;

    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    return add_link(m,
                    (struct chain_link) {
                        .level = level, .unit = d.code, .unit_name = d.name },
                    duty, other);
}

enum err store_chain_of(struct db *db, struct arena *a, int64_t student_id,
                        const char *on, struct chain *out)
{
    const struct chain_maker m = { db, a, on, out };
    struct chain_root r;

    out->n = 0;
    TRY(db_row(db, &q_chain_root, a, &r, VALS(INT(student_id))));
    TRY(add_school(&m, &r));
    TRY(add_division(&m, r.path, "village", "village_head", "community_head"));
    TRY(add_division(&m, r.path, "township", "township_head", NULL));
    TRY(add_link(&m,
                 (struct chain_link) { .level = "bureau",
                                       .unit = "bureau",
                                       .unit_name = "教育局" },
                 "bureau_head", NULL));
    return add_link(&m,
                    (struct chain_link) { .level = "leading_group",
                                          .unit = "bureau",
                                          .unit_name = "领导小组" },
                    "mayor", NULL);
}
