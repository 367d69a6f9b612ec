/*
 * Reads the rosters of a year and computes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/id_no.h"
#include "reconcile_parts.h"
#include "text/norm.h"

/* Schools by number, from their code; the slots of an open hash table. */
enum { SCHOOLS_MOST = 16384, FIRST_ROWS = 65536 };

struct reading {
    struct reconcile_result *out;
    struct reconcile_row *rows;
    size_t n, cap;
    uint64_t *school; /* hashes */
    uint16_t *school_no;
    uint16_t schools;
    bool *attendance_in;
    struct reconcile_record *records;
    size_t records_n, records_cap;
    struct reconcile_same *same;
    size_t same_n, same_cap;
    struct match_apart *apart;
    size_t apart_n, apart_cap;
    struct reconcile_refused *refused;
    size_t refused_n, refused_cap;
    struct arena scratch;
};

/* Room for one more in a growing array of `size` bytes each. */
static enum err grow(void **array, size_t n, size_t *cap, size_t size)
{
    size_t more = *cap ? *cap * 2 : FIRST_ROWS / 64;
    void *moved;

    if (n < *cap)
        return ERR_OK;
    moved = realloc(*array, more * size);
    if (moved == NULL)
        return ERR_NO_MEMORY;
    *array = moved;
    *cap = more;
    return ERR_OK;
}

static uint16_t school_number(struct reading *g, const char *code)
{
    uint64_t hash = reconcile_hash(code) | 1;
    size_t at = hash % SCHOOLS_MOST;

    if (code == NULL || *code == '\0')
        return 0;
    while (g->school[at] != 0 && g->school[at] != hash)
        at = (at + 1) % SCHOOLS_MOST;
    if (g->school[at] == 0 && g->schools < SCHOOLS_MOST - 1) {
        g->school[at] = hash;
        g->school_no[at] = ++g->schools;
    }
    return g->school_no[at];
}

static uint8_t list_of(const char *kind)
{
    uint8_t list = 0;

    while (list < LIST_N && strcmp(reconcile_lists[list], kind) != 0)
        list++;
    return list;
}

static uint64_t head_of(const char *hex)
{
    return hex == NULL || *hex == '\0' ? 0 : strtoull(hex, NULL, 16);
}

static int32_t day_of(const char *date)
{
    int32_t days;

    return date != NULL && clock_date_days(date, &days) ? days : DAY_NONE;
}

/* The date of a 15-digit number has no century of its own and was read as of
 * the last: of a list of children it is of this one, where that is past. */
static int32_t of_this_century(int32_t birth, int year)
{
    char date[CLOCK_DATE_MAX];
    int32_t later;

    if (birth == DAY_NONE)
        return birth;
    clock_days_date(birth, date);
    if (memcmp(date, "19", 2) != 0)
        return birth;
    memcpy(date, "20", 2);
    later = day_of(date);
    return later == DAY_NONE || strtol(date, NULL, 10) > year ? birth : later;
}

static bool arrives(const char *change)
{
    return change != NULL &&
           (strcmp(change, "birth") == 0 || strcmp(change, "move_in") == 0 ||
            strcmp(change, "correction") == 0);
}

static enum err read_row(void *ctx, const void *row)
{
    struct reading *g = ctx;
    const struct roster_brief *b = row;
    struct reconcile_row *x;
    uint8_t list = list_of(b->kind);

    if (list == LIST_N)
        return ERR_OK;
    TRY(grow((void **)&g->rows, g->n, &g->cap, sizeof *g->rows));
    x = &g->rows[g->n++];
    *x = (struct reconcile_row) {
        .id = b->id,
        .student_id = b->student_id == INT_NONE ? 0 : b->student_id,
        .number = head_of(b->number_head),
        .student_no = head_of(b->student_no_head),
        .name = reconcile_hash(b->name_key),
        .birth = day_of(b->birth_date),
        .day = day_of(b->on_date),
        .line = (uint32_t)b->number,
        .import = b->import_id == INT_NONE ? 0 : (uint32_t)b->import_id,
        .school = school_number(g, b->school),
        .list = list,
        .sex = (uint8_t)(b->sex ? b->sex[0] - '0' : 0),
        .number_state = (uint8_t)reconcile_number_of(b->id_no_state),
    };
    if (strcmp(b->id_no_state, "fifteen") == 0 && list != LIST_HUJI)
        x->birth = of_this_century(x->birth, g->out->r.year);
    if (list == LIST_ENROLMENT)
        x->state = (uint8_t)verdict_enrolment_of(b->state);
    if (list == LIST_CHANGE) {
        x->state = (uint8_t)verdict_register_of(b->state);
        x->arrives = arrives(b->state);
    }
    if (list == LIST_ATTENDANCE)
        g->attendance_in[0] = g->attendance_in[x->school] = true;
    g->out->r.enrolment_in |= list == LIST_ENROLMENT;
    /* Without a number a name is told from others by its school, too. */
    x->print = reconcile_print(x->number, x->name, x->birth,
                               x->number ? 0 : x->school);
    return ERR_OK;
}

static enum err read_child(void *ctx, const void *row)
{
    struct reading *g = ctx;
    const struct child_brief *b = row;

    TRY(grow((void **)&g->records, g->records_n, &g->records_cap,
             sizeof *g->records));
    g->records[g->records_n++] = (struct reconcile_record) {
        .student_id = b->student_id,
        .survey = (uint8_t)verdict_survey_of(b->situation),
        .approved = b->approved == 1,
        .poor = b->poor == 1,
        .disabled = b->disabled == 1,
    };
    return ERR_OK;
}

static enum err read_refused(void *ctx, const void *row)
{
    struct reading *g = ctx;
    const struct refused_brief *b = row;

    TRY(grow((void **)&g->refused, g->refused_n, &g->refused_cap,
             sizeof *g->refused));
    g->refused[g->refused_n++] = (struct reconcile_refused) {
        .name = reconcile_hash(b->name_key),
        .import = (uint32_t)b->import_id,
        .birth = day_of(b->birth_date),
        .school = school_number(g, b->school),
        .list = list_of(b->kind),
    };
    return ERR_OK;
}

static int by_name(const void *x, const void *y)
{
    const struct reconcile_refused *a = x, *b = y;

    return (a->name > b->name) - (a->name < b->name);
}

static enum err read_decision(void *ctx, const void *row)
{
    struct reading *g = ctx;
    const struct decision_brief *b = row;

    if (strcmp(b->decision, "same") == 0) {
        TRY(grow((void **)&g->same, g->same_n, &g->same_cap, sizeof *g->same));
        g->same[g->same_n++] =
            (struct reconcile_same) { (uint64_t)b->low, (uint64_t)b->high };
    } else if (strcmp(b->decision, "different") == 0) {
        TRY(grow((void **)&g->apart, g->apart_n, &g->apart_cap,
                 sizeof *g->apart));
        g->apart[g->apart_n++] =
            (struct match_apart) { (uint64_t)b->low, (uint64_t)b->high };
    }
    return ERR_OK;
}

static enum err read_all(struct reading *g, struct db *reader, int64_t year)
{
    const unsigned y = (unsigned)year % 10000;
    char day[16], begins[16];
    int64_t since = 0;

    snprintf(day, sizeof day, "%04u-08-31", y);
    snprintf(begins, sizeof begins, "%04u-09-01", y - 1);
    if (!clock_date_ms(begins, &since))
        return ERR_INVALID;
    TRY(store_reconcile_rows(reader, year, since, read_row, g));
    TRY(store_reconcile_refused(reader, year, read_refused, g));
    if (g->refused_n > 0)
        qsort(g->refused, g->refused_n, sizeof *g->refused, by_name);
    TRY(store_reconcile_children(reader, since, day, read_child, g));
    return store_reconcile_decisions(reader, read_decision, g);
}

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
    size_t at; /* rows come in the order in which they were read */
    struct arena scratch;
};

/* A sound number knows the birth date better than a cell beside it. */
static void birth_of_number(struct reconcile_row *row, const char *id_no)
{
    char birth[CLOCK_DATE_MAX];

    if (row->number_state == NUMBER_STATE_SOUND && id_no != NULL &&
        id_no_birth(id_no, birth))
        row->birth = day_of(birth);
}

static enum err near_row(void *ctx, const void *row)
{
    struct nearing *n = ctx;
    const struct roster_row *x = row;
    struct match_person p;
    enum err e;

    while (n->at < n->r->rows_n && n->r->rows[n->at].id != x->id)
        n->at++;
    if (n->at == n->r->rows_n)
        return ERR_STALE;
    birth_of_number(&n->r->rows[n->at], x->id_no);
    e = person_of(x, &n->scratch, &p);
    if (e == ERR_OK)
        e = reconcile_near(n->r, (uint32_t)n->at, &p, &n->scratch);
    arena_reset(&n->scratch);
    return e;
}

static enum err find_near(struct reconcile *r, struct db *reader,
                          struct arena *a)
{
    struct nearing n = { .r = r };
    enum err e;

    TRY(reconcile_seek(r, a));
    arena_init(&n.scratch, 0);
    e = store_reconcile_open(reader, r->year, near_row, &n);
    arena_free(&n.scratch);
    TRY(e);
    reconcile_near_end(r);
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

static enum err make_room(struct reading *g)
{
    g->school = calloc(SCHOOLS_MOST, sizeof *g->school);
    g->school_no = calloc(SCHOOLS_MOST, sizeof *g->school_no);
    g->attendance_in = calloc(SCHOOLS_MOST, sizeof *g->attendance_in);
    return g->school && g->school_no && g->attendance_in ? ERR_OK
                                                         : ERR_NO_MEMORY;
}

/* What was read is the result's from now on. */
static void hand_over(struct reading *g)
{
    struct reconcile *r = &g->out->r;

    free(g->school);
    free(g->school_no);
    r->rows = g->rows;
    r->rows_n = g->n;
    r->attendance_in = g->attendance_in;
    r->records = g->records;
    r->records_n = g->records_n;
    r->same = g->same;
    r->same_n = g->same_n;
    r->refused = g->refused;
    r->refused_n = g->refused_n;
    r->apart = g->apart;
    r->apart_n = g->apart_n;
}

enum err reconcile_compute(struct db *reader, int64_t year,
                           struct reconcile_result *out)
{
    struct reading g = { .out = out };
    int64_t begun = clock_mono_us();
    enum err e;

    memset(out, 0, sizeof *out);
    arena_init(&out->arena, 0);
    out->r.year = (int)year;
    e = make_room(&g);
    if (e == ERR_OK)
        e = db_read_begin(reader);
    if (e == ERR_OK) {
        e = read_all(&g, reader, year);
        hand_over(&g);
        out->read_us = clock_mono_us() - begun;
        if (e == ERR_OK)
            e = compute(out, reader);
        db_read_end(reader);
    } else {
        hand_over(&g);
    }
    return e;
}

void reconcile_free(struct reconcile_result *result)
{
    free(result->r.rows);
    free((void *)result->r.attendance_in);
    free((void *)result->r.records);
    free(result->r.refused);
    free((void *)result->r.same);
    free((void *)result->r.apart);
    arena_free(&result->arena);
    memset(result, 0, sizeof *result);
}
