/* Reads the file of a county's divisions. */
#include "app/divisions.h"

#include <string.h>

#include "app/heading.h"
#include "domain/codes.h"

#define DIVISIONS_MAX 200000

static const char *const names[] = { "code",   "name",   "level",
                                     "parent", "source", NULL };

struct reading {
    struct heading heading;
    bool headed;
    struct arena *a;
    struct county_plan *plan;
    struct division_row *rows;
    size_t cap;
};

static enum err refuse(struct reading *r, const struct csv_row *row,
                       const char *why)
{
    r->plan->why = arena_printf(r->a, "区划文件第 %lld 行：%s",
                                (long long)row->number, why);
    return ERR_INVALID;
}

static enum err room(struct reading *r)
{
    size_t cap = r->cap ? r->cap * 2 : 1024;
    struct division_row *more;

    if (r->plan->n < r->cap)
        return ERR_OK;
    more =
        cap <= DIVISIONS_MAX * 2 ? arena_array(r->a, cap, sizeof *more) : NULL;
    if (!more)
        return ERR_NO_MEMORY;
    if (r->plan->n)
        memcpy(more, r->rows, r->plan->n * sizeof *more);
    r->rows = more;
    r->cap = cap;
    return ERR_OK;
}

/* 12 digits, or 15 of a grid. */
static bool is_code(const char *s)
{
    size_t n = s ? strlen(s) : 0;

    return (n == 12 || n == 15) && strspn(s, "0123456789") == n;
}

static enum err take_row(void *ctx, const struct csv_row *row)
{
    struct reading *r = ctx;
    struct division_row d = { .version = 1 };

    if (row->n == 0)
        return ERR_OK;
    if (!r->headed) {
        r->headed = heading_read(&r->heading, row);
        return r->headed ? ERR_OK
                         : refuse(r, row,
                                  "表头须有 code,name,level,parent,"
                                  "source 五列。");
    }
    d.code = heading_cell(&r->heading, row, 0, r->a);
    d.name = heading_cell(&r->heading, row, 1, r->a);
    d.level = heading_cell(&r->heading, row, 2, r->a);
    d.parent = heading_cell(&r->heading, row, 3, r->a);
    d.source = heading_cell(&r->heading, row, 4, r->a);
    if (!is_code(d.code))
        return refuse(r, row, "区划代码须为 12 位数字（网格 15 位）。");
    if (!d.name)
        return refuse(r, row, "名称不能为空。");
    if (!d.level || !code_known(&division_levels, d.level))
        return refuse(r, row, "级别不对。");
    if (!d.source)
        d.source = "local";
    TRY(room(r));
    r->rows[r->plan->n++] = d;
    return ERR_OK;
}

/* What either way of reading ends with. */
static enum err finish(struct reading *r, enum err e,
                       const struct csv_error *why)
{
    struct county_plan *plan = r->plan;

    plan->divisions = r->rows;
    if (e == ERR_INVALID && !plan->why)
        plan->why = arena_strdup(r->a, why->reason);
    if (e == ERR_OK && !r->headed) {
        plan->why = "区划文件是空的。";
        e = ERR_INVALID;
    }
    return e;
}

enum err divisions_read(const char *path, struct arena *a,
                        struct county_plan *plan)
{
    struct reading r = { .heading = { .names = names }, .a = a, .plan = plan };
    struct csv_error why = { .row = 0 };

    plan->n = 0;
    plan->why = NULL;
    return finish(&r, csv_read_file(path, take_row, &r, &why), &why);
}

enum err divisions_read_text(const char *text, struct arena *a,
                             struct county_plan *plan)
{
    struct reading r = { .heading = { .names = names }, .a = a, .plan = plan };
    struct csv *csv;
    enum err e;

    plan->n = 0;
    plan->why = NULL;
    TRY(csv_open(take_row, &r, &csv));
    e = csv_push(csv, text, strlen(text));
    if (e == ERR_OK)
        e = csv_finish(csv);
    e = finish(&r, e, csv_error(csv));
    csv_close(csv);
    return e;
}
