/*
 * What a run found of one child, as it is stored and written out.
 */
#include <string.h>

#include "base/clock.h"
#include "reconcile_parts.h"

enum { EVIDENCE_MOST = 60 };

/* The rows of an entity, KIND:ROW with blanks between. */
void reconcile_put_evidence(const struct reconcile *r,
                            const struct reconcile_entity *e, struct buf *out)
{
    uint32_t n = e->n < EVIDENCE_MOST ? e->n : EVIDENCE_MOST;

    for (uint32_t i = e->first; i < e->first + n; i++) {
        const struct reconcile_row *row = &r->rows[r->order[i]];

        buf_printf(out, "%s%s:%u", out->len ? " " : "",
                   reconcile_lists[row->list], row->line);
    }
}

/* The row most trusted speaks for the child. */
static const struct reconcile_row *best_row(const struct reconcile *r,
                                            const struct reconcile_entity *e)
{
    const struct reconcile_row *best = &r->rows[r->order[e->first]];

    for (uint32_t i = e->first + 1; i < e->first + e->n; i++)
        if (r->rows[r->order[i]].list < best->list)
            best = &r->rows[r->order[i]];
    return best;
}

static const struct reconcile_row *row_in(const struct reconcile *r,
                                          const struct reconcile_entity *e,
                                          enum reconcile_list list)
{
    for (uint32_t i = e->first; i < e->first + e->n; i++)
        if (r->rows[r->order[i]].list == list)
            return &r->rows[r->order[i]];
    return NULL;
}

static int64_t student_of(const struct reconcile *r,
                          const struct reconcile_entity *e)
{
    for (uint32_t i = e->first; i < e->first + e->n; i++)
        if (r->rows[r->order[i]].student_id != 0)
            return r->rows[r->order[i]].student_id;
    return INT_NONE;
}

/* Where it goes to school by its rolls: the 学籍, else the list of its
 * school. */
static enum err add_school(struct db *reader,
                           const struct reconcile_result *found,
                           const struct reconcile_row *row,
                           const struct reconcile_row *best, struct arena *a,
                           struct verdict_row *out)
{
    struct roster_row opened;

    if (row->class != 0) {
        const struct reconcile_class *c = &found->classes[row->class - 1];

        out->school = c->school;
        out->grade = c->grade;
        out->class = c->class;
        if (out->division != NULL || row == best)
            return ERR_OK;
    }
    TRY(reconcile_open_row(reader, row, a, &opened));
    out->school = opened.school;
    out->grade = opened.grade;
    out->class = opened.class;
    if (out->division == NULL)
        out->division = opened.division;
    return ERR_OK;
}

/* What the row that speaks for the child shows. */
static enum err add_face(struct db *reader, const struct reconcile_row *best,
                         struct arena *a, struct verdict_row *out)
{
    struct roster_face face;
    struct roster_row row;

    if (best->list == LIST_SURVEY) {
        TRY(store_reconcile_child(reader, a, best->id, &row));
        face = (struct roster_face) { row.id,    row.name,     row.sex,
                                      row.id_no, row.division, NULL };
    } else {
        TRY(store_reconcile_face(reader, a, best->id, &face));
    }
    out->name = face.name;
    out->sex = face.sex;
    out->id_no = face.id_no;
    out->division = face.division;
    out->place = face.place;
    return ERR_OK;
}

static const char *birth_of(const struct reconcile_row *row, struct arena *a)
{
    char date[CLOCK_DATE_MAX];

    if (row->birth == DAY_NONE)
        return NULL;
    clock_days_date(row->birth, date);
    return arena_strdup(a, date);
}

/* Returns NULL when memory ran out. */
static const char *evidence_of(const struct reconcile *r,
                               const struct reconcile_entity *e,
                               struct arena *a)
{
    struct buf evidence;
    const char *out;

    buf_init(&evidence);
    reconcile_put_evidence(r, e, &evidence);
    out = arena_strdup(a, evidence.data);
    buf_free(&evidence);
    return out;
}

enum err reconcile_verdict(struct db *reader,
                           const struct reconcile_result *found, uint32_t i,
                           struct arena *a, struct verdict_row *out)
{
    const struct reconcile *r = &found->r;
    const struct reconcile_entity *e = &r->entities[i];
    const struct reconcile_row *best = best_row(r, e), *roll;

    record_clear(&verdict_record, out);
    out->verdict = verdict_code(e->rule->verdict);
    out->rule = e->rule->name;
    out->confidence = reconcile_confidence(e);
    out->anchored = e->anchored;
    out->given = reconcile_is_given(e);
    out->joined = 0;
    out->roster_id = best->list == LIST_SURVEY ? -best->id : best->id;
    out->facts = verdict_pack(&e->facts);
    TRY(add_face(reader, best, a, out));
    out->birth_date = birth_of(best, a);
    out->student_id = student_of(r, e);
    roll = row_in(r, e, LIST_ENROLMENT);
    if (roll == NULL)
        roll = row_in(r, e, LIST_ATTENDANCE);
    if (roll != NULL)
        TRY(add_school(reader, found, roll, best, a, out));
    out->evidence = evidence_of(r, e, a);
    return out->evidence ? ERR_OK : ERR_NO_MEMORY;
}
