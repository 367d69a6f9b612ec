/*
 * Computes the verdicts of a year.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/id_no.h"
#include "reconcile_parts.h"
#include "text/norm.h"

/* ---- opening rows ---- */
enum err reconcile_open_row(struct db *reader, const struct reconcile_row *row,
                            struct arena *a, struct roster_row *out)
{
    return row->list == LIST_SURVEY
               ? store_reconcile_child(reader, a, row->id, out)
               : store_reconcile_row(reader, a, row->id, out);
}

/* The person of a row, its texts in `a`. */
static enum err person_of(const struct roster_row *row, struct arena *a,
                          struct match_person *p)
{
    struct roster_value v = { NULL };
    char *form;

    if (strcmp(row->kind, "survey") != 0)
        TRY(roster_row_value(row, a, &v));
    TRY(name_compare_form(row->name, a, &form));
    *p = (struct match_person) {
        .id_no = row->id_no,
        .student_no = row->student_no,
        .name = row->name,
        .form = form,
        .sex = row->sex,
        .birth_date = row->birth_date,
        .household_no = row->household_no,
        .guardian = v.guardian_name ? v.guardian_name : v.head_name,
        .phone = v.guardian_phone,
        .village = row->division,
        .school = row->school,
        .grade = row->grade,
        .class = row->class,
    };
    return ERR_OK;
}

static enum err open_person(struct reconcile *r, struct db *reader, uint32_t i,
                            struct arena *a)
{
    struct match_person *p = arena_alloc(a, sizeof *p);
    struct roster_row row;

    if (p == NULL)
        return ERR_NO_MEMORY;
    TRY(reconcile_open_row(reader, &r->rows[i], a, &row));
    TRY(person_of(&row, a, p));
    r->persons[i] = p;
    return ERR_OK;
}

static enum err open_flagged(struct reconcile *r, struct db *reader,
                             struct arena *a)
{
    for (uint32_t i = 0; i < r->rows_n; i++)
        if (r->rows[i].detail && r->persons[i] == NULL)
            TRY(open_person(r, reader, i, a));
    return ERR_OK;
}

/* ---- near what is left over ---- */
struct nearing {
    struct reconcile *r;
    size_t at; /* rows come in the order in which they were read first */
    struct arena scratch;
};

static enum err near_row(void *ctx, const void *row)
{
    struct nearing *n = ctx;
    const struct roster_row *x = row;
    struct reconcile_row *mine;
    struct match_person p;
    char birth[CLOCK_DATE_MAX];
    enum err e;

    while (n->at < n->r->rows_n && n->r->rows[n->r->read[n->at]].id != x->id)
        n->at++;
    if (n->at == n->r->rows_n)
        return ERR_STALE;
    mine = &n->r->rows[n->r->read[n->at]];
    if (mine->number_birth == DAY_NONE)
        mine->number_birth = id_no_birth_certain(x->id_no, birth)
                                 ? reconcile_day(birth)
                                 : DAY_NONE;
    e = person_of(x, &n->scratch, &p);
    if (e == ERR_OK)
        e = reconcile_near(n->r, n->r->read[n->at], &p, &n->scratch);
    arena_reset(&n->scratch);
    return e;
}

/* Whether numbers must be seen: something left over is compared by them, or a
 * row is from before their birth dates were kept beside them. */
static bool needs_numbers(const struct reconcile *r)
{
    if (r->keys_n > 0)
        return true;
    for (size_t i = 0; i < r->rows_n; i++)
        if (r->rows[i].number_state == NUMBER_STATE_SOUND &&
            r->rows[i].number_birth == DAY_NONE &&
            r->rows[i].list != LIST_SURVEY)
            return true;
    return false;
}

static enum err find_near(struct reconcile *r, struct db *reader,
                          struct arena *a)
{
    struct nearing n = { .r = r };
    enum err e = ERR_OK;

    TRY(reconcile_seek(r, a));
    arena_init(&n.scratch, 0);
    if (needs_numbers(r))
        e = store_reconcile_open(reader, r->year, near_row, &n);
    arena_free(&n.scratch);
    TRY(e);
    TRY(reconcile_near_end(r));
    for (uint32_t i = 0; i < r->rows_n; i++)
        r->rows[i].detail |= r->entities[r->rows[i].entity].near;
    return ERR_OK;
}

/* ---- all of it ---- */
static enum err compute(struct reconcile_result *out, struct db *reader)
{
    struct reconcile *r = &out->r;
    struct arena *a = &out->arena;
    int64_t begun = clock_mono_us();

    r->persons = arena_array(a, r->rows_n, sizeof *r->persons);
    if (r->persons == NULL)
        return ERR_NO_MEMORY;
    TRY(reconcile_order(r, a));
    TRY(reconcile_join(r, a));
    TRY(open_flagged(r, reader, a));
    TRY(reconcile_settle(r, a));
    out->join_us = clock_mono_us() - begun;
    TRY(find_near(r, reader, a));
    TRY(open_flagged(r, reader, a));
    TRY(reconcile_propose(r, a));
    TRY(reconcile_judge(r, a));
    out->rest_us = clock_mono_us() - begun - out->join_us;
    return ERR_OK;
}

enum err reconcile_compute(struct db *reader, int64_t year,
                           struct reconcile_result *out)
{
    int64_t begun = clock_mono_us();
    char today[CLOCK_DATE_MAX];
    enum err e;

    memset(out, 0, sizeof *out);
    arena_init(&out->arena, 0);
    out->r.year = (int)year;
    clock_date_of(clock_now_ms(), today);
    out->r.today = reconcile_day(today);
    TRY(db_read_begin(reader));
    e = reconcile_read(reader, year, out);
    out->read_us = clock_mono_us() - begun;
    if (e == ERR_OK)
        e = compute(out, reader);
    db_read_end(reader);
    return e;
}

void reconcile_free(struct reconcile_result *result)
{
    free(result->r.rows);
    free(result->classes);
    free((void *)result->r.attendance_in);
    free((void *)result->r.records);
    free(result->r.refused);
    free((void *)result->r.same);
    free((void *)result->r.apart);
    arena_free(&result->arena);
    memset(result, 0, sizeof *result);
}
