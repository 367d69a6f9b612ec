/* Tags (特殊类别) that the lists of the poor and the disabled give and end. */
#include <string.h>

#include "roster_columns.h"
#include "roster_effect.h"
#include "store/roster_apply_store.h"
#include "store/schooling_store.h"

#define CARRIED_OUT "the job carries out what its unit was allowed to begin"
#define ROWS_MOST 200 /* of one child in a list */

SQL(q_tag_now,
    .text = "SELECT id, student_id, tag, basis, from_date, to_date, version"
            " FROM tag WHERE student_id = ?1 AND tag = ?2 AND to_date IS NULL",
    .row = &tag_row, .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err roster_tag_give(struct db *db, struct arena *a, const struct act *act,
                         const struct roster_row *r,
                         const struct roster_value *v, int64_t student_id,
                         int64_t *made)
{
    const struct roster_kind *kind = roster_kind_of(r->kind);
    struct tag_row now, t = { .student_id = student_id,
                              .tag = roster_tag(kind, v),
                              .from_date = v->on_date };
    enum err e;

    *made = 0;
    if (!t.tag)
        return ERR_OK;
    e = db_row(db, &q_tag_now, a, &now, VALS(INT(student_id), TEXT(t.tag)));
    if (e != ERR_NOT_FOUND)
        return e;
    t.basis =
        arena_printf(a, "%lld年%s花名册", (long long)r->year, kind->title);
    if (!t.basis)
        return ERR_NO_MEMORY;
    TRY(store_tag_set(db, act, &t));
    *made = t.id;
    return ERR_OK;
}

/* Rows of a child in a list as it stands when import ?5 is committed. */
SQL(q_rows_left,
    .text = "SELECT " ROSTER_ROW_COLUMNS " FROM roster_row r"
            " WHERE r.student_id = ?1 AND r.kind = ?2 AND r.year = ?3"
            " AND r.id <> ?4 AND (r.import_id = ?5"
            " OR (EXISTS (SELECT 1 FROM roster_now n WHERE n.id = r.id)"
            " AND (r.replaced_by IS NULL OR r.replaced_by <> ?5)))"
            " ORDER BY r.id LIMIT ?6",
    .row = &roster_row, .access = SQL_SYSTEM, .why = CARRIED_OUT);

/* Does another row of the list give the child of `old` this tag? */
static enum err still_given(struct db *db, struct arena *a,
                            const struct import *m,
                            const struct roster_row *old, const char *tag,
                            bool *given)
{
    const struct roster_kind *kind = roster_kind_of(old->kind);
    struct list list;

    *given = false;
    TRY(db_list(db, &q_rows_left, a, ROWS_MOST, &list,
                VALS(INT(old->student_id), TEXT(old->kind), INT(old->year),
                     INT(old->id), INT(m->id), INT(ROWS_MOST))));
    for (size_t i = 0; i < list.n && !*given; i++) {
        struct roster_value v;
        const char *other;

        TRY(roster_row_value((const struct roster_row *)list.items + i, a, &v));
        other = roster_tag(kind, &v);
        *given = other && strcmp(other, tag) == 0;
    }
    return ERR_OK;
}

enum err store_roster_end(struct db *db, struct arena *a, const struct act *act,
                          const struct import *m, const struct roster_row *old)
{
    struct roster_value v;
    struct tag_row t;
    const char *tag;
    bool given;
    enum err e;

    TRY(roster_row_value(old, a, &v));
    tag = roster_tag(roster_kind_of(old->kind), &v);
    if (!tag || old->student_id == INT_NONE)
        return ERR_OK;
    TRY(still_given(db, a, m, old, tag, &given));
    if (given)
        return ERR_OK;
    e = db_row(db, &q_tag_now, a, &t, VALS(INT(old->student_id), TEXT(tag)));
    if (e == ERR_NOT_FOUND ||
        (e == ERR_OK && strcmp(act->today, t.from_date) < 0))
        return ERR_OK;
    TRY(e);
    TRY(store_tag_end(db, a, t.id, t.version, act->today));
    return roster_effect_add(
        db, a, m->id,
        &(struct roster_effect) { .entity = "tag",
                                  .entity_id = t.id,
                                  .student_id = t.student_id,
                                  .action = "ended",
                                  .version = t.version + 1 });
}
