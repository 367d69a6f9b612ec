/* What a visit says and the register does not, kept and asked about. */
#include "base/buf.h"
#include "survey_put.h"
#include "json/write.h"

enum err put_json(struct put *p, struct buf *b, const char **out)
{
    *out = b->failed ? NULL : arena_strndup(p->arena, b->data, b->len);
    buf_free(b);
    return *out ? ERR_OK : ERR_NO_MEMORY;
}

/* What the register did not take, with full values: nothing that an officer
 * wrote is lost.  The answer shows numbers masked. */
enum err put_conflicts(struct put *p, struct survey_answer *out,
                       const char **unmerged)
{
    struct survey_conflict *c;
    struct buf b;

    *unmerged = NULL;
    if (p->conflicts.n == 0)
        return ERR_OK;
    buf_init(&b);
    json_write_list(&b, &survey_conflict, p->conflicts.items, p->conflicts.n,
                    WRITE_ONE);
    TRY(put_json(p, &b, unmerged));
    c = arena_array(p->arena, p->conflicts.n, sizeof *c);
    if (!c)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < p->conflicts.n; i++) {
        c[i] = p->conflicts.items[i];
        c[i].yours = merge_shown(p->arena, c[i].field, c[i].yours);
        c[i].theirs = merge_shown(p->arena, c[i].field, c[i].theirs);
    }
    out->conflicts = (struct list) { c, p->conflicts.n };
    return ERR_OK;
}

SQL(q_conflict_add,
    .text = "INSERT INTO conflict (id, visit_id, household_id, student_id,"
            " entity, entity_id, field, visit_value, record_value, created_at)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    .access = SQL_SYSTEM, .why = "of a visit at a door in scope");
SQL(q_conflict_drop,
    .text = "UPDATE conflict SET state = 'dropped'"
            " WHERE visit_id = ?1 AND state = 'open'",
    .access = SQL_SYSTEM, .why = "its visit is corrected by one in scope");

/* What a person is to decide; what was asked about the corrected visit is
 * asked no more. */
enum err put_questions(struct put *p, int64_t visit_id)
{
    int64_t id;

    if (p->sup.id)
        TRY(db_run(p->db, &q_conflict_drop, VALS(INT(p->sup.id))));
    for (size_t i = 0; i < p->conflicts.n; i++) {
        const struct survey_conflict *c = &p->conflicts.items[i];

        if (!c->asked)
            continue;
        TRY(db_next_id(p->db, "conflict", &id));
        TRY(db_run(
            p->db, &q_conflict_add,
            VALS(INT(id), INT(visit_id), INT(p->household.id),
                 INT(c->student_id), TEXT(c->entity), INT(c->id),
                 TEXT(c->field), SEAL("conflict.visit_value", id, c->yours),
                 SEAL("conflict.record_value", id, c->theirs),
                 INT(p->act->now_ms))));
    }
    return ERR_OK;
}
