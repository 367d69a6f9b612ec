/* Guardians, schooling and tags in the store. */
#include "store/schooling_store.h"

#include <string.h>

#include "crypto/blind.h"
#include "domain/patch.h"
#include "store/change_store.h"
#include "store/student_store.h"

#define OF_A_CHILD "the caller found the child in scope"
#define MOST 500 /* of each kind that one child may have */

static bool is_new(int64_t id)
{
    return id == 0 || id == INT_NONE;
}

/* ---- guardians --------------------------------------------------------- */
#define GUARDIAN_SELECT                                                        \
    "SELECT id, student_id, name, relation, phone, away, main, version"        \
    " FROM my_guardian"

SQL_SHARED(find_guardian,
           .text = "SELECT version FROM my_guardian WHERE id = ?1");

SQL(q_guardian_get, .text = GUARDIAN_SELECT " WHERE id = ?1",
    .row = &guardian_row);

enum err store_guardian_get(struct db *db, struct arena *a, int64_t id,
                            struct guardian_row *out)
{
    return db_row(db, &q_guardian_get, a, out, VALS(INT(id)));
}

SQL(q_guardian_list,
    .text = GUARDIAN_SELECT " WHERE student_id = ?1 ORDER BY main DESC, id"
                            " LIMIT ?2",
    .row = &guardian_row);

enum err store_guardian_list(struct db *db, struct arena *a, int64_t student_id,
                             struct list *out)
{
    return db_list(db, &q_guardian_list, a, MOST, out,
                   VALS(INT(student_id), INT(MOST)));
}

SQL(q_guardian_old,
    .text = "SELECT id, student_id, name, relation, phone, away, main,"
            " version FROM guardian WHERE id = ?1",
    .row = &guardian_row, .access = SQL_SYSTEM, .why = OF_A_CHILD);

SQL(q_guardian_insert,
    .text = "INSERT INTO guardian (id, student_id, name, relation, phone,"
            " away, main) VALUES (:id, :student_id, :name, :relation, :phone,"
            " :away, :main)",
    .args = &guardian_row, .access = SQL_SYSTEM, .why = OF_A_CHILD);

SQL(q_guardian_update,
    .text = "UPDATE guardian SET name = :name, relation = :relation,"
            " phone = :phone, away = :away, main = :main,"
            " version = version + 1 WHERE id = :id AND version = :version",
    .args = &guardian_row, .access = SQL_SYSTEM, .why = OF_A_CHILD);

SQL(q_guardian_other_main,
    .text = "UPDATE guardian SET main = 0, version = version + 1"
            " WHERE student_id = ?1 AND id <> ?2 AND main = 1",
    .access = SQL_SYSTEM, .why = OF_A_CHILD);

static enum err guardian_insert(struct db *db, struct guardian_row *g)
{
    TRY(db_next_id(db, "guardian", &g->id));
    g->version = 1;
    return db_put(db, &q_guardian_insert, g, g->id);
}

static enum err guardian_update(struct db *db, struct arena *a,
                                const struct act *act, struct guardian_row *g)
{
    struct guardian_row old;
    bool changed;

    TRY(db_row(db, &q_guardian_old, a, &old, VALS(INT(g->id))));
    if (old.version != g->version)
        return ERR_STALE;
    g->student_id = old.student_id;
    TRY(store_change_fields(db, a, act, "guardian", g->id, g->student_id,
                            &guardian_row, &old, g, &changed));
    if (!changed)
        return ERR_OK;
    TRY(db_put_version(db, &q_guardian_update, g, g->id));
    g->version++;
    return ERR_OK;
}

enum err store_guardian_first(struct db *db, struct guardian_row *g)
{
    g->main = 1;
    return guardian_insert(db, g);
}

enum err store_guardian_set(struct db *db, struct arena *a,
                            const struct act *act, struct guardian_row *g)
{
    if (g->main == INT_NONE)
        g->main = 0;
    if (is_new(g->id))
        TRY(guardian_insert(db, g));
    else
        TRY(guardian_update(db, a, act, g));
    if (!g->main)
        return ERR_OK;
    return db_run(db, &q_guardian_other_main,
                  VALS(INT(g->student_id), INT(g->id)));
}

/* ---- schooling --------------------------------------------------------- */
#define ENROLMENT_SELECT(table)                                                \
    "SELECT e.id, e.student_id, e.school,"                                     \
    " coalesce(u.name, e.school_name) AS school_name, e.grade, e.class,"       \
    " e.student_no, e.state, e.boarding, e.from_date, e.to_date, e.version"    \
    " FROM " table " e LEFT JOIN unit u ON u.code = e.school"

SQL_SHARED(find_enrolment,
           .text = "SELECT version FROM my_enrolment WHERE id = ?1");

SQL(q_enrolment_get,
    .text = ENROLMENT_SELECT("my_enrolment") " WHERE e.id = ?1",
    .row = &enrolment_row);

enum err store_enrolment_get(struct db *db, struct arena *a, int64_t id,
                             struct enrolment_row *out)
{
    return db_row(db, &q_enrolment_get, a, out, VALS(INT(id)));
}

SQL(q_enrolment_list,
    .text =
        ENROLMENT_SELECT("my_enrolment") " WHERE e.student_id = ?1"
                                         " ORDER BY e.to_date IS NOT NULL, "
                                         "e.from_date DESC, e.id DESC LIMIT ?2",
    .row = &enrolment_row);

enum err store_enrolment_list(struct db *db, struct arena *a,
                              int64_t student_id, struct list *out)
{
    return db_list(db, &q_enrolment_list, a, MOST, out,
                   VALS(INT(student_id), INT(MOST)));
}

SQL(q_enrolment_now,
    .text = ENROLMENT_SELECT(
        "my_enrolment") " WHERE e.student_id = ?1 AND e.to_date IS NULL",
    .row = &enrolment_row);

enum err store_enrolment_now(struct db *db, struct arena *a, int64_t student_id,
                             struct enrolment_row *out)
{
    return db_row(db, &q_enrolment_now, a, out, VALS(INT(student_id)));
}

/* 0 rows where the present one begins later: its check would fail. */
SQL(q_enrolment_close,
    .text = "UPDATE enrolment SET to_date = ?2, version = version + 1"
            " WHERE student_id = ?1 AND to_date IS NULL AND from_date <= ?2",
    .access = SQL_SYSTEM, .why = OF_A_CHILD);

#define ENROLMENT_VALS(e)                                                      \
    INT((e)->id), INT((e)->student_id), TEXT((e)->school),                     \
        TEXT((e)->school ? NULL : (e)->school_name), TEXT((e)->grade),         \
        TEXT((e)->class),                                                      \
        SEAL("enrolment.student_no", (e)->id, (e)->student_no),                \
        BLOB((e)->student_no ? index : NULL, BLIND_BYTES), TEXT((e)->state),   \
        TEXT((e)->boarding), TEXT((e)->from_date), TEXT((e)->to_date),         \
        INT((e)->version)

SQL(q_enrolment_insert,
    .text = "INSERT INTO enrolment (id, student_id, school, school_name,"
            " grade, class, student_no, student_no_index, state, boarding,"
            " from_date, to_date, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
            " ?8, ?9, ?10, ?11, ?12, ?13)",
    .access = SQL_SYSTEM, .why = OF_A_CHILD);

SQL(q_enrolment_update,
    .text = "UPDATE enrolment SET school = ?3, school_name = ?4, grade = ?5,"
            " class = ?6, student_no = ?7, student_no_index = ?8, state = ?9,"
            " boarding = ?10, from_date = ?11, to_date = ?12,"
            " version = version + 1"
            " WHERE id = ?1 AND student_id = ?2 AND version = ?13",
    .access = SQL_SYSTEM, .why = OF_A_CHILD);

/* Whoever is in school again by another way than being received is no longer
 * in transit. */
SQL(q_enrolment_transfer,
    .text = "UPDATE transfer SET state = 'superseded', version = version + 1"
            " WHERE student_id = ?1 AND state = 'waiting' AND NOT EXISTS"
            " (SELECT 1 FROM enrolment e WHERE e.id = transfer.enrolment_id"
            "   AND e.to_date IS NULL AND e.state = 'transferred')",
    .access = SQL_SYSTEM, .why = OF_A_CHILD);

/* What follows from a schooling that was set or changed. */
static enum err enrolment_follow(struct db *db, int64_t student_id)
{
    TRY(db_run(db, &q_enrolment_transfer, VALS(INT(student_id))));
    return store_school_place_refresh(db, student_id);
}

/* `index` of its 学籍号, NULL where the caller has not computed it. */
static enum err enrolment_run(struct db *db, const struct sql *q,
                              const struct enrolment_row *e,
                              const uint8_t *index)
{
    uint8_t own[BLIND_BYTES];

    if (e->student_no && !index) {
        blind_index(db_keys(db), BLIND_SCHOOL_ROLL, e->student_no, own);
        index = own;
    }
    return db_run(db, q, VALS(ENROLMENT_VALS(e)));
}

enum err store_enrolment_set(struct db *db, struct arena *a,
                             const struct act *act, struct enrolment_row *e)
{
    enum err err;

    (void)a;
    if (!e->from_date)
        e->from_date = act->today;
    TRY(db_next_id(db, "enrolment", &e->id));
    e->version = 1;
    TRY(db_run(db, &q_enrolment_close,
               VALS(INT(e->student_id), TEXT(e->from_date))));
    err = enrolment_run(db, &q_enrolment_insert, e, NULL);
    if (err == ERR_CONFLICT) /* one_enrolment: the present one is later */
        return ERR_RULE;
    TRY(err);
    return enrolment_follow(db, e->student_id);
}

enum err store_enrolment_first(struct db *db, struct arena *a,
                               const struct act *act, struct enrolment_row *e,
                               const uint8_t *index)
{
    if (!e->from_date)
        e->from_date = act->today;
    TRY(db_next_id(db, "enrolment", &e->id));
    e->version = 1;
    TRY(enrolment_run(db, &q_enrolment_insert, e, index));
    return store_school_place_first(db, a, e);
}

enum err store_enrolment_update(struct db *db, struct arena *a,
                                const struct act *act,
                                const struct enrolment_row *old,
                                struct enrolment_row *e)
{
    bool changed;

    e->version = old->version;
    TRY(store_change_fields(db, a, act, "enrolment", e->id, e->student_id,
                            &enrolment_row, old, e, &changed));
    if (!changed)
        return ERR_OK;
    TRY(enrolment_run(db, &q_enrolment_update, e, NULL));
    if (db_changes(db) != 1)
        return ERR_STALE;
    e->version++;
    return enrolment_follow(db, e->student_id);
}

enum err store_enrolment_mark(struct db *db, struct arena *a,
                              const struct act *act, int64_t student_id,
                              const char *state)
{
    struct enrolment_row old, e;
    enum err err = store_enrolment_now(db, a, student_id, &old);

    if (err == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(err);
    e = old;
    e.state = state;
    return store_enrolment_update(db, a, act, &old, &e);
}

/* ---- tags -------------------------------------------------------------- */
#define TAG_SELECT                                                             \
    "SELECT id, student_id, tag, basis, from_date, to_date, version"           \
    " FROM my_tag"

SQL_SHARED(find_tag, .text = "SELECT version FROM my_tag WHERE id = ?1");

SQL(q_tag_get, .text = TAG_SELECT " WHERE id = ?1", .row = &tag_row);

enum err store_tag_get(struct db *db, struct arena *a, int64_t id,
                       struct tag_row *out)
{
    return db_row(db, &q_tag_get, a, out, VALS(INT(id)));
}

SQL(q_tag_list,
    .text = TAG_SELECT " WHERE student_id = ?1"
                       " ORDER BY to_date IS NOT NULL, from_date DESC, id DESC"
                       " LIMIT ?2",
    .row = &tag_row);

enum err store_tag_list(struct db *db, struct arena *a, int64_t student_id,
                        struct list *out)
{
    return db_list(db, &q_tag_list, a, MOST, out,
                   VALS(INT(student_id), INT(MOST)));
}

SQL(q_tag_insert,
    .text = "INSERT INTO tag (id, student_id, tag, basis, from_date, to_date)"
            " VALUES (:id, :student_id, :tag, :basis, :from_date, :to_date)",
    .args = &tag_row, .access = SQL_SYSTEM, .why = OF_A_CHILD);

enum err store_tag_set(struct db *db, const struct act *act, struct tag_row *t)
{
    if (!t->from_date)
        t->from_date = act->today;
    TRY(db_next_id(db, "tag", &t->id));
    t->version = 1;
    return db_put(db, &q_tag_insert, t, t->id);
}

SQL(q_tag_end,
    .text = "UPDATE tag SET to_date = ?3, version = version + 1"
            " WHERE id = ?1 AND version = ?2",
    .access = SQL_SYSTEM, .why = OF_A_CHILD);

enum err store_tag_end(struct db *db, struct arena *a, int64_t id,
                       int64_t version, const char *to_date)
{
    struct tag_row t;

    TRY(store_tag_get(db, a, id, &t));
    if (t.to_date || strcmp(to_date, t.from_date) < 0)
        return ERR_RULE;
    TRY(db_run(db, &q_tag_end, VALS(INT(id), INT(version), TEXT(to_date))));
    return db_changes(db) == 1 ? ERR_OK : ERR_STALE;
}
