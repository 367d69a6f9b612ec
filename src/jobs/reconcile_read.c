/*
 * Reads the rosters of a year into compact rows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "reconcile_parts.h"

/* Schools by number, from their code; the slots of an open hash table.  So for
 * classes, of which no more have a number than fit. */
enum { SCHOOLS_MOST = 16384, CLASS_SLOTS = 131072, FIRST_ROWS = 65536 };

struct reading {
    struct reconcile_result *out;
    struct reconcile_row *rows;
    size_t n, cap;
    uint64_t *school; /* hashes */
    uint16_t *school_no;
    uint16_t schools;
    uint64_t *class; /* hashes */
    uint16_t *class_no;
    size_t classes_cap;
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

static enum err class_new(struct reading *g, const struct roster_brief *b,
                          uint16_t *no)
{
    struct reconcile_result *out = g->out;
    const char *const text[] = { b->school, b->grade, b->class };
    const char *kept[3];

    for (size_t i = 0; i < 3; i++) {
        kept[i] = text[i] ? arena_strdup(&out->arena, text[i]) : NULL;
        if (text[i] && !kept[i])
            return ERR_NO_MEMORY;
    }
    TRY(grow((void **)&out->classes, out->classes_n, &g->classes_cap,
             sizeof *out->classes));
    out->classes[out->classes_n++] =
        (struct reconcile_class) { kept[0], kept[1], kept[2] };
    *no = (uint16_t)out->classes_n;
    return ERR_OK;
}

static enum err class_number(struct reading *g, const struct roster_brief *b,
                             uint16_t *no)
{
    uint64_t hash =
        reconcile_print(reconcile_hash(b->school), reconcile_hash(b->grade), 0,
                        reconcile_hash(b->class)) |
        1;
    size_t at = hash % CLASS_SLOTS;

    while (g->class[at] != 0 && g->class[at] != hash)
        at = (at + 1) % CLASS_SLOTS;
    *no = g->class_no[at];
    if (g->class[at] != 0 || g->out->classes_n == UINT16_MAX)
        return ERR_OK;
    g->class[at] = hash;
    TRY(class_new(g, b, no));
    g->class_no[at] = *no;
    return ERR_OK;
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

int32_t reconcile_day(const char *date)
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
    later = reconcile_day(date);
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
        .birth = reconcile_day(b->birth_date),
        .number_birth = reconcile_day(b->number_birth),
        .day = reconcile_day(b->on_date),
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
    if (list == LIST_ENROLMENT || list == LIST_ATTENDANCE)
        TRY(class_number(g, b, &x->class));
    if (list == LIST_ATTENDANCE)
        g->attendance_in[0] = g->attendance_in[x->school] = true;
    g->out->r.enrolment_in |= list == LIST_ENROLMENT;
    TRY(reconcile_sound(b->name, &g->scratch, &x->sound));
    arena_reset(&g->scratch);
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
        .birth = reconcile_day(b->birth_date),
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

static enum err make_room(struct reading *g)
{
    g->school = calloc(SCHOOLS_MOST, sizeof *g->school);
    g->school_no = calloc(SCHOOLS_MOST, sizeof *g->school_no);
    g->class = calloc(CLASS_SLOTS, sizeof *g->class);
    g->class_no = calloc(CLASS_SLOTS, sizeof *g->class_no);
    g->attendance_in = calloc(SCHOOLS_MOST, sizeof *g->attendance_in);
    return g->school && g->school_no && g->class && g->class_no &&
                   g->attendance_in
               ? ERR_OK
               : ERR_NO_MEMORY;
}

/* What was read is the result's from now on. */
static void hand_over(struct reading *g)
{
    struct reconcile *r = &g->out->r;

    free(g->school);
    free(g->school_no);
    free(g->class);
    free(g->class_no);
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

enum err reconcile_read(struct db *reader, int64_t year,
                        struct reconcile_result *out)
{
    struct reading g = { .out = out };
    enum err e = make_room(&g);

    arena_init(&g.scratch, 0);
    if (e == ERR_OK)
        e = read_all(&g, reader, year);
    hand_over(&g);
    arena_free(&g.scratch);
    return e;
}
