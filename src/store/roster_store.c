/* Rows of rosters in the store. */
#include "store/roster_store.h"

#include "domain/id_no.h"
#include "domain/student.h"
#include "roster_columns.h"
#include "text/norm.h"

#define CARRIED_OUT "the job carries out what its unit was allowed to begin"

enum err store_roster_numbers(struct db *db, struct arena *a,
                              const struct roster_value *v,
                              struct roster_index *out)
{
    const char *number = NULL;

    if (v->id_no && !(number = student_number_key(a, v->id_no)))
        return ERR_NO_MEMORY;
    out->has_id_no = number != NULL;
    if (number)
        blind_index(db_keys(db), BLIND_ID_NO, number, out->id_no);
    out->has_student_no = v->student_no != NULL;
    if (v->student_no)
        blind_index(db_keys(db), BLIND_SCHOOL_ROLL, v->student_no,
                    out->student_no);
    return ERR_OK;
}

enum err store_roster_index(struct db *db, struct arena *a,
                            const struct roster_kind *k,
                            const struct roster_value *v,
                            struct roster_index *out)
{
    const char *key = roster_key(k, v, a), *all;

    TRY(roster_json(v, NULL, a, &all));
    if (!key)
        return ERR_NO_MEMORY;
    blind_index(db_keys(db), BLIND_ROSTER_KEY, key, out->key);
    blind_index(db_keys(db), BLIND_ROSTER_ROW, all, out->content);
    return store_roster_numbers(db, a, v, out);
}

enum err store_roster_index_named(struct db *db, struct arena *a,
                                  const struct roster_kind *k,
                                  const struct roster_value *v,
                                  struct roster_index *out)
{
    const char *key = roster_key(k, v, a);

    key = key ? arena_printf(a, "%s\x1f%s", key, v->name) : NULL;
    if (!key)
        return ERR_NO_MEMORY;
    blind_index(db_keys(db), BLIND_ROSTER_KEY, key, out->key);
    return ERR_OK;
}

/* ---- the list as it stands ------------------------------------------------ */
#define STANDS                                                                 \
    " JOIN import i ON i.id = r.import_id AND i.state = 'committed'"           \
    " WHERE (r.replaced_by IS NULL OR NOT EXISTS (SELECT 1 FROM import n"      \
    " WHERE n.id = r.replaced_by AND n.state = 'committed'))"

static const struct field roster_standing_fields[] = {
    F_ID(roster_standing, id, "编号", REQUIRED),
    F_BOOL(roster_standing, same, "相同", REQUIRED), F_END
};
static const struct record standing =
    RECORD(roster_standing, "RosterMatch", "同一行", roster_standing_fields);

SQL(q_match,
    .text = "SELECT r.id, r.content = ?4 AS same FROM roster_row r" STANDS
            " AND r.kind = ?1 AND r.year = ?2 AND r.key = ?3"
            " ORDER BY r.id DESC LIMIT 1",
    .row = &standing, .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err store_roster_match(struct db *db, const char *kind, int64_t year,
                            const struct roster_index *x, int64_t *id,
                            bool *same)
{
    struct roster_standing m;
    struct arena a;
    enum err e;

    arena_init(&a, 0);
    e = db_row(db, &q_match, &a, &m,
               VALS(TEXT(kind), INT(year), BLOB(x->key, BLIND_BYTES),
                    BLOB(x->content, BLIND_BYTES)));
    arena_free(&a);
    *id = e == ERR_OK ? m.id : 0;
    *same = e == ERR_OK && m.same;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

SQL(q_standing,
    .text = "SELECT r.id, 0 AS same FROM roster_row r" STANDS
            " AND r.kind = ?1 AND r.year = ?2 AND (?3 IS NULL OR i.unit = ?3)"
            " AND r.id > ?4 ORDER BY r.id LIMIT ?5",
    .row = &standing, .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err store_roster_standing(struct db *db, struct arena *a, const char *kind,
                               int64_t year, const char *unit, int64_t after,
                               int64_t rows, struct list *out)
{
    return db_list(
        db, &q_standing, a, (size_t)rows, out,
        VALS(TEXT(kind), INT(year), TEXT(unit), INT(after), INT(rows)));
}

/* ---- rows -------------------------------------------------------------- */
SQL(q_roster_add,
    .text = "INSERT INTO roster_row (id, import_id, number, kind, year, key,"
            " content, name, name_key, sex, birth_date, id_kind, id_no,"
            " id_no_index, id_no_state, student_no, student_no_index, school,"
            " grade, class, division, household_no, state, on_date, rest,"
            " student_id, number_birth) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
            " ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21,"
            " ?22, ?23, ?24, ?25, ?26, ?27)",
    .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err store_roster_add(struct db *db, struct arena *a,
                          const struct roster_row *r,
                          const struct roster_index *x)
{
    char *name_key, birth[CLOCK_DATE_MAX];

    TRY(name_compare_form(r->name, a, &name_key));
    return db_run(
        db, &q_roster_add,
        VALS(INT(r->id), INT(r->import_id), INT(r->number), TEXT(r->kind),
             INT(r->year), BLOB(x->key, BLIND_BYTES),
             BLOB(x->content, BLIND_BYTES), TEXT(r->name), TEXT(name_key),
             TEXT(r->sex), TEXT(r->birth_date), TEXT(r->id_kind),
             SEAL("roster_row.id_no", r->id, r->id_no),
             BLOB(x->has_id_no ? x->id_no : NULL, BLIND_BYTES),
             TEXT(r->id_no_state),
             SEAL("roster_row.student_no", r->id, r->student_no),
             BLOB(x->has_student_no ? x->student_no : NULL, BLIND_BYTES),
             TEXT(r->school), TEXT(r->grade), TEXT(r->class), TEXT(r->division),
             TEXT(r->household_no), TEXT(r->state), TEXT(r->on_date),
             SEAL("roster_row.rest", r->id, r->rest), INT(r->student_id),
             TEXT(id_no_birth_certain(r->id_no, birth) ? birth : NULL)));
}

#define ROSTER_SELECT "SELECT " ROSTER_ROW_COLUMNS " FROM roster_row r"

SQL(q_roster_rows,
    .text = ROSTER_SELECT " WHERE import_id = ?1 AND id > ?2 ORDER BY id"
                          " LIMIT ?3",
    .row = &roster_row, .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err store_roster_rows(struct db *db, struct arena *a, int64_t import_id,
                           int64_t after, int64_t rows, struct list *out)
{
    return db_list(db, &q_roster_rows, a, (size_t)rows, out,
                   VALS(INT(import_id), INT(after), INT(rows)));
}

enum err store_roster_ready(struct db *db, struct arena *a, int64_t import_id,
                            int64_t after, int64_t rows, struct list *out)
{
    const struct roster_row *row;
    struct roster_ready *r;
    struct list l;

    TRY(store_roster_rows(db, a, import_id, after, rows, &l));
    row = l.items;
    r = arena_array(a, l.n, sizeof *r);
    if (!r && l.n)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < l.n; i++) {
        r[i].row = row[i];
        TRY(roster_row_value(&row[i], a, &r[i].v));
        TRY(store_roster_numbers(db, a, &r[i].v, &r[i].x));
    }
    *out = (struct list) { r, l.n };
    return ERR_OK;
}

SQL(q_roster_get, .text = ROSTER_SELECT " WHERE id = ?1", .row = &roster_row,
    .access = SQL_SYSTEM, .why = "the caller found its import in scope");

enum err store_roster_get(struct db *db, struct arena *a, int64_t id,
                          struct roster_row *out)
{
    return db_row(db, &q_roster_get, a, out, VALS(INT(id)));
}

SQL(q_roster_link,
    .text = "UPDATE roster_row SET student_id = id + ?3"
            " WHERE id BETWEEN ?1 AND ?2",
    .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err store_roster_link(struct db *db, const struct roster_links *l)
{
    if (l->n == 0)
        return ERR_OK;
    return db_run(
        db, &q_roster_link,
        VALS(INT(l->row), INT(l->row + l->n - 1), INT(l->student - l->row)));
}

SQL(q_roster_replace,
    .text = "UPDATE roster_row SET replaced_by = ?2 WHERE id = ?1",
    .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err store_roster_replace(struct db *db, int64_t id, int64_t import_id)
{
    return db_run(db, &q_roster_replace, VALS(INT(id), INT(import_id)));
}

SQL(q_roster_free,
    .text = "UPDATE roster_row SET student_id = NULL WHERE id IN (SELECT id"
            " FROM roster_row WHERE import_id = ?1 AND student_id IS NOT NULL"
            " ORDER BY id LIMIT ?2)",
    .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err store_roster_free(struct db *db, int64_t import_id, int64_t most,
                           int64_t *n)
{
    TRY(db_run(db, &q_roster_free, VALS(INT(import_id), INT(most))));
    *n = db_changes(db);
    return ERR_OK;
}

SQL(q_roster_drop,
    .text = "DELETE FROM roster_row WHERE id IN (SELECT id FROM roster_row"
            " WHERE import_id = ?1 ORDER BY id LIMIT ?2)",
    .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err store_roster_drop(struct db *db, int64_t import_id, int64_t most,
                           int64_t *n)
{
    TRY(db_run(db, &q_roster_drop, VALS(INT(import_id), INT(most))));
    *n = db_changes(db);
    return ERR_OK;
}

/* ---- proof ------------------------------------------------------------------ */
struct proved {
    int64_t first, last;
};
static const struct field proved_fields[] = {
    F_ID(proved, first, "学生", OPTIONAL),
    F_ID(proved, last, "另一名学生", OPTIONAL), F_END
};
static const struct record proved =
    RECORD(proved, "Proved", "学生", proved_fields);

SQL(q_by_id_no,
    .text = "SELECT min(id) AS first, max(id) AS last FROM student"
            " WHERE id_no_index = ?1 AND status <> 'void'",
    .row = &proved, .access = SQL_SYSTEM, .why = CARRIED_OUT);

SQL(q_by_student_no,
    .text = "SELECT min(s.id) AS first, max(s.id) AS last FROM enrolment e"
            " CROSS JOIN student s ON s.id = e.student_id"
            " AND s.status <> 'void' WHERE e.student_no_index = ?1",
    .row = &proved, .access = SQL_SYSTEM, .why = CARRIED_OUT);

SQL(q_other_number,
    .text = "SELECT id_no_index IS NOT NULL AND id_no_index <> ?2"
            " FROM student WHERE id = ?1",
    .access = SQL_SYSTEM, .why = CARRIED_OUT);

/* Up to two children; how many. */
static enum err holders(struct db *db, const struct sql *q,
                        const uint8_t *index, int64_t id[2], size_t *n)
{
    struct proved found;

    TRY(db_row(db, q, NULL, &found, VALS(BLOB(index, BLIND_BYTES))));
    id[0] = found.first == INT_NONE ? 0 : found.first;
    id[1] = found.last == INT_NONE ? 0 : found.last;
    *n = (size_t)(id[0] != 0) + (size_t)(id[1] != id[0]);
    return ERR_OK;
}

static enum err other_number(struct db *db, const struct roster_index *x,
                             int64_t id, bool *other)
{
    int64_t differs = 0;

    if (x->has_id_no)
        TRY(db_int(db, &q_other_number, &differs,
                   VALS(INT(id), BLOB(x->id_no, BLIND_BYTES))));
    *other = differs == 1;
    return ERR_OK;
}

enum err store_roster_prove(struct db *db, const struct roster_index *x,
                            enum roster_proof *proof, int64_t *student_id,
                            int64_t *other_id)
{
    int64_t by_id[2] = { 0 }, by_no[2] = { 0 };
    size_t ids = 0, nos = 0;
    bool other;

    *student_id = *other_id = 0;
    if (x->has_id_no)
        TRY(holders(db, &q_by_id_no, x->id_no, by_id, &ids));
    if (x->has_student_no)
        TRY(holders(db, &q_by_student_no, x->student_no, by_no, &nos));
    *student_id = ids ? by_id[0] : by_no[0];
    if (ids > 1 || (ids == 0 && nos > 1)) {
        *other_id = ids > 1 ? by_id[1] : by_no[1];
        *proof = PROOF_MANY;
    } else if (ids == 1 && nos > 0 && (nos > 1 || by_no[0] != by_id[0])) {
        *other_id = by_no[0] == by_id[0] ? by_no[1] : by_no[0];
        *proof = PROOF_CONFLICT;
    } else if (ids == 1) {
        *proof = PROOF_ONE;
    } else if (nos == 1) {
        TRY(other_number(db, x, by_no[0], &other));
        *proof = other ? PROOF_OTHER_ID : PROOF_ONE;
    } else {
        *proof = PROOF_NONE;
    }
    return ERR_OK;
}
