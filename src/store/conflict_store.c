/* Fields that two people changed, in the store. */
#include "store/conflict_store.h"

#include <stdlib.h>
#include <string.h>

#include "domain/patch.h"
#include "store/household_store.h"
#include "store/schooling_store.h"
#include "store/student_store.h"

SQL_SHARED(find_conflict,
           .text = "SELECT household_id FROM my_conflict WHERE id = ?1");

#define CONFLICT                                                               \
    "SELECT t.id, v.uuid, t.household_id, h.head_name, h.division,"            \
    " d.name AS division_name, t.student_id, s.name AS student_name,"          \
    " t.entity, t.entity_id, t.field, t.visit_value,"                          \
    " coalesce(v.visitor, w.name) AS visit_by, v.visited_at, t.record_value,"  \
    " a.name AS record_by, c.at AS record_at, coalesce(c.id, 0)"               \
    " AS record_change, t.state, t.choice, t.value, b.name AS decided_by,"     \
    " t.decided_at, t.created_at"
#define CONFLICT_FROM                                                          \
    " FROM my_conflict t JOIN my_visit v ON v.id = t.visit_id"                 \
    " JOIN my_household h ON h.id = t.household_id"                            \
    " JOIN division d ON d.code = h.division"                                  \
    " JOIN account w ON w.id = v.account_id"                                   \
    " LEFT JOIN my_student s ON s.id = t.student_id"                           \
    " LEFT JOIN account b ON b.id = t.decided_by"                              \
    " LEFT JOIN my_change c ON c.id = (SELECT max(x.id) FROM my_change x"      \
    "   WHERE x.entity = t.entity AND x.entity_id = t.entity_id"               \
    "     AND x.field = t.field)"                                              \
    " LEFT JOIN account a ON a.id = c.account_id"
#define CONFLICT_FILTER                                                        \
    " WHERE t.id > ?5 AND (?1 IS NULL OR t.state = ?1)"                        \
    "   AND (?2 IS NULL OR t.household_id = ?2)"                               \
    "   AND (?3 IS NULL OR (h.place >= ?3 AND h.place < ?4))"

SQL(q_conflict_list,
    .text = CONFLICT CONFLICT_FROM CONFLICT_FILTER " ORDER BY t.id LIMIT ?6",
    .row = &conflict_row);
SQL(q_conflict_count,
    .text = "SELECT count(*) FROM my_conflict t"
            " JOIN my_household h ON h.id = t.household_id" CONFLICT_FILTER);
SQL(q_conflict_get, .text = CONFLICT CONFLICT_FROM " WHERE t.id = ?1",
    .row = &conflict_row);

/* ---- what stands in the register now ---------------------------------------------- */
/* A record of any of the three entities. */
union entity_row {
    struct household_row household;
    struct student_row student;
    struct guardian_row guardian;
};

static enum err load_record(struct db *db, struct arena *a, const char *entity,
                            int64_t id, union entity_row *out, int64_t *version)
{
    if (strcmp(entity, "household") == 0) {
        TRY(store_household_get(db, a, id, &out->household));
        *version = out->household.version;
    } else if (strcmp(entity, "student") == 0) {
        TRY(store_student_get(db, a, id, &out->student));
        *version = out->student.version;
    } else {
        TRY(store_guardian_get(db, a, id, &out->guardian));
        *version = out->guardian.version;
    }
    return ERR_OK;
}

static enum err value_now(struct db *db, struct arena *a,
                          struct conflict_row *c, int64_t *version)
{
    const struct field *f = history_field(c->entity, c->field);
    union entity_row row;
    int64_t n;

    TRY(load_record(db, a, c->entity, c->entity_id, &row, version));
    if (f && field_is_text(f)) {
        c->record_value = field_text(f, &row);
        return ERR_OK;
    }
    n = f ? field_int(f, &row) : INT_NONE;
    c->record_value =
        n == INT_NONE ? NULL : arena_printf(a, "%lld", (long long)n);
    return n == INT_NONE || c->record_value ? ERR_OK : ERR_NO_MEMORY;
}

enum err store_conflict_get(struct db *db, struct arena *a, int64_t id,
                            struct conflict_row *out, int64_t *version)
{
    *version = INT_NONE;
    TRY(db_row(db, &q_conflict_get, a, out, VALS(INT(id))));
    return strcmp(out->state, "open") == 0 ? value_now(db, a, out, version)
                                           : ERR_OK;
}

/* ---- in words ---------------------------------------------------------------------- */
/* A door by whose it is. */
static enum err door_words(struct db *db, struct arena *a, const char **value)
{
    struct household_row h;
    enum err e;

    if (!*value || !**value)
        return ERR_OK;
    e = store_household_get(db, a, strtoll(*value, NULL, 10), &h);
    if (e == ERR_NOT_FOUND) {
        *value = "另一户（不在您的管辖范围内）";
        return ERR_OK;
    }
    TRY(e);
    *value = arena_printf(a, "%s 家", h.head_name);
    return *value ? ERR_OK : ERR_NO_MEMORY;
}

SQL(q_division_word, .text = "SELECT name FROM division WHERE code = ?1");

static enum err words(struct db *db, struct arena *a,
                      const struct conflict_row *c, const char **value)
{
    const char *name;
    enum err e;

    if (strcmp(c->field, "household_id") == 0)
        return door_words(db, a, value);
    if (strcmp(c->field, "division") == 0 && *value) {
        e = db_text(db, &q_division_word, a, &name, VALS(TEXT(*value)));
        if (e == ERR_OK)
            *value = name;
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    }
    *value = conflict_words(a, c->entity, c->field, *value);
    return ERR_OK;
}

static enum err view(struct db *db, struct arena *a, struct conflict_row *c)
{
    const struct field *f = history_field(c->entity, c->field);
    int64_t version;

    if (strcmp(c->state, "open") == 0)
        TRY(value_now(db, a, c, &version));
    c->label = f ? f->label : c->field;
    TRY(words(db, a, c, &c->visit_value));
    TRY(words(db, a, c, &c->record_value));
    TRY(words(db, a, c, &c->value));
    return conflict_input(a, c, &c->input);
}

enum err store_conflict_view(struct db *db, struct arena *a, int64_t id,
                             struct conflict_row *out)
{
    TRY(db_row(db, &q_conflict_get, a, out, VALS(INT(id))));
    return view(db, a, out);
}

#define FILTER_VALS(f)                                                         \
    VALS(TEXT((f)->state), INT((f)->household_id), TEXT((f)->lo),              \
         TEXT((f)->hi), INT((f)->after), INT((f)->rows))

enum err store_conflict_list(struct db *db, struct arena *a,
                             const struct conflict_filter *f, struct list *out)
{
    struct conflict_row *c;

    TRY(db_list(db, &q_conflict_list, a, (size_t)f->rows, out, FILTER_VALS(f)));
    c = out->items;
    for (size_t i = 0; i < out->n; i++)
        TRY(view(db, a, &c[i]));
    return ERR_OK;
}

enum err store_conflict_count(struct db *db, const struct conflict_filter *f,
                              int64_t *total)
{
    return db_int(db, &q_conflict_count, total,
                  VALS(TEXT(f->state), INT(f->household_id), TEXT(f->lo),
                       TEXT(f->hi), INT(0)));
}

/* ---- deciding ------------------------------------------------------------------------ */
SQL(q_conflict_decide,
    .text = "UPDATE conflict SET state = 'decided', choice = ?2, value = ?3,"
            " record_value = ?4, decided_at = ?5, decided_by = ?6"
            " WHERE id = ?1 AND state = 'open'",
    .access = SQL_SYSTEM, .why = "the route found it in scope");

static enum err settle(struct db *db, const struct act *act,
                       const struct conflict_row *c)
{
    return db_run(db, &q_conflict_decide,
                  VALS(INT(c->id), TEXT(c->choice),
                       SEAL("conflict.value", c->id, c->value),
                       SEAL("conflict.record_value", c->id, c->record_value),
                       INT(act->now_ms), INT(act->account_id)));
}

SQL(q_conflict_like,
    .text = CONFLICT CONFLICT_FROM
    " WHERE t.entity = ?1 AND t.entity_id = ?2 AND t.field = ?3"
    "   AND t.state = 'open' ORDER BY t.id LIMIT ?4",
    .row = &conflict_row);

/* Of one field at once; what is over stays open for a person. */
#define LIKE_MOST 100

enum err store_conflict_decide(struct db *db, struct arena *a,
                               const struct act *act,
                               const struct conflict_row *c)
{
    const struct conflict_row *like;
    struct list others;

    TRY(settle(db, act, c));
    if (db_changes(db) != 1)
        return ERR_STALE;
    TRY(db_list(db, &q_conflict_like, a, LIKE_MOST, &others,
                VALS(TEXT(c->entity), INT(c->entity_id), TEXT(c->field),
                     INT(LIKE_MOST))));
    like = others.items;
    for (size_t i = 0; i < others.n; i++) {
        struct conflict_row other = like[i];

        if (!conflict_same(other.visit_value, c->value))
            continue;
        other.choice = "visit";
        other.value = c->value;
        other.record_value = c->record_value;
        TRY(settle(db, act, &other));
    }
    return ERR_OK;
}
