/* `baoxue import KIND FILE`: the schools of the county from a CSV file. */
#include <stdio.h>
#include <string.h>

#include "app/cli.h"
#include "app/heading.h"
#include "base/buf.h"
#include "domain/codes.h"
#include "store/place_store.h"
#include "store/unit_store.h"
#include "json/read.h"
#include "json/write.h"

#define ROWS_MAX 20000

static const char *const names[] = { "学校标识码", "学校名称", "办学类型",
                                     "所属区划代码", NULL };

/* A row as it was read, or why it is refused. */
struct school_line {
    int64_t number;
    const char *code, *name, *type, *division;
    const char *name_fault; /* what is wrong with its name alone */
    const char *why;
};

struct importing {
    struct arena arena;
    const char *county;
    struct heading heading;
    bool headed, partial;
    struct school_line *lines;
    size_t n, cap;
    int64_t added, changed, unchanged, refused;
};

/* ---- reading ------------------------------------------------------------------- */
static enum err room(struct importing *m)
{
    size_t cap = m->cap ? m->cap * 2 : 256;
    struct school_line *more;

    if (m->n < m->cap)
        return ERR_OK;
    if (m->n >= ROWS_MAX)
        return ERR_TOO_LARGE;
    more = arena_array(&m->arena, cap, sizeof *more);
    if (!more)
        return ERR_NO_MEMORY;
    if (m->n)
        memcpy(more, m->lines, m->n * sizeof *more);
    m->lines = more;
    m->cap = cap;
    return ERR_OK;
}

/* A code of the table, by code or by label; NULL when there is none. */
static const char *code_by_text(const struct code_table *t, const char *text)
{
    for (const struct code *c = t->rows; c->code; c++)
        if (strcmp(c->code, text) == 0 || strcmp(c->label, text) == 0)
            return c->code;
    return NULL;
}

static bool digits(const char *s, size_t n)
{
    return strlen(s) == n && strspn(s, "0123456789") == n;
}

static bool seen_before(const struct importing *m, const char *code)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->lines[i].code && strcmp(m->lines[i].code, code) == 0)
            return true;
    return false;
}

/* The name as a form would take it: one rule for both ways in. */
static const char *take_name(struct arena *a, const char *cell,
                             struct school_line *l)
{
    const struct field *f = record_field(&school_in, "name", NULL);
    struct school_in typed = { .name = NULL };
    const char *why = field_read_text(f, cell ? cell : "", a, &typed);

    l->name = typed.name;
    return why ? arena_printf(a, "学校名称：%s", why) : NULL;
}

/* What can be told without the store. */
static const char *fault_of(const struct importing *m,
                            const struct school_line *l)
{
    if (!l->code || !digits(l->code, 10))
        return "学校标识码须为 10 位数字。";
    if (l->name_fault)
        return l->name_fault;
    if (!l->type)
        return "办学类型不是代码表里的名称或代码。";
    if (!l->division || !digits(l->division, 12))
        return "所属区划代码须为 12 位数字。";
    return seen_before(m, l->code) ? "学校标识码与前面的一行重复。" : NULL;
}

static enum err take_row(void *ctx, const struct csv_row *row)
{
    struct importing *m = ctx;
    struct school_line l = { .number = row->number };
    const char *type;

    if (row->n == 0)
        return ERR_OK;
    if (!m->headed) {
        m->headed = heading_read(&m->heading, row);
        return ERR_OK;
    }
    TRY(room(m));
    l.code = heading_cell(&m->heading, row, 0, &m->arena);
    l.name_fault =
        take_name(&m->arena, heading_cell(&m->heading, row, 1, &m->arena), &l);
    type = heading_cell(&m->heading, row, 2, &m->arena);
    l.division = heading_cell(&m->heading, row, 3, &m->arena);
    l.type = type ? code_by_text(&school_types, type) : NULL;
    l.why = fault_of(m, &l);
    m->lines[m->n++] = l;
    return ERR_OK;
}

static int read_file(struct importing *m, const char *path)
{
    struct csv_error why = { .row = 0 };
    enum err e = csv_read_file(path, take_row, m, &why);

    if (e == ERR_NOT_FOUND)
        return cli_fail("没有找到文件 %s，没有导入。", path);
    if (e == ERR_IO)
        return cli_fail("读不到文件 %s，没有导入。请核对路径和权限。", path);
    if (e != ERR_OK && *why.reason)
        return cli_fail("%s没有导入。", why.reason);
    if (e != ERR_OK)
        return cli_fail_err(e);
    if (!m->headed)
        return cli_fail(
            "没有找到表头，没有导入。表头须有：学校标识码、学校名称、"
            "办学类型、所属区划代码。");
    return CLI_DONE;
}

/* ---- storing -------------------------------------------------------------------- */
static bool same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* The division is there and in this county. */
static enum err judge_division(struct importing *m, struct db *db,
                               struct school_line *l)
{
    struct division_row d;
    size_t n = strlen(m->county);
    enum err e = store_division_get(db, &m->arena, l->division, &d);

    if (e == ERR_NOT_FOUND ||
        (e == ERR_OK &&
         (strncmp(d.path + 1, m->county, n) != 0 || d.path[1 + n] != '/'))) {
        l->why = "所属区划代码不在本县的区划里。";
        return ERR_OK;
    }
    return e;
}

static enum err put_school(struct importing *m, struct db *db,
                           struct school_line *l)
{
    struct school_row old;
    struct school_row new = { .code = l->code,
                              .name = l->name,
                              .type = l->type,
                              .division = l->division,
                              .active = 1,
                              .version = 1 };
    enum err e = store_school_get(db, &m->arena, l->code, &old);

    if (e == ERR_NOT_FOUND) {
        e = store_school_insert(db, &new);
        if (e == ERR_CONFLICT) {
            l->why = "这个代码已是另一类单位的代码。";
            return ERR_OK;
        }
        m->added += e == ERR_OK;
        return e;
    }
    TRY(e);
    if (same(old.name, l->name) && same(old.type, l->type) &&
        same(old.division, l->division) && old.active) {
        m->unchanged++;
        return ERR_OK;
    }
    new.address = old.address;
    new.version = old.version;
    m->changed++;
    return store_school_update(db, &new);
}

static enum err store_all(void *ctx, struct db *db)
{
    struct importing *m = ctx;
    char counts[80];

    for (size_t i = 0; i < m->n; i++) {
        struct school_line *l = &m->lines[i];

        if (!l->why)
            TRY(judge_division(m, db, l));
        if (!l->why)
            TRY(put_school(m, db, l));
        m->refused += l->why != NULL;
    }
    if (m->refused && !m->partial)
        return ERR_RULE; /* rolled back; told in full below */
    snprintf(counts, sizeof counts, "added=%lld changed=%lld refused=%lld",
             (long long)m->added, (long long)m->changed, (long long)m->refused);
    return cli_audit(db, "import schools", "schools", 0, counts);
}

/* ---- telling ---------------------------------------------------------------------- */
static void print_json(const struct importing *m, bool stored)
{
    struct buf b;
    bool first = true;

    buf_init(&b);
    buf_printf(&b,
               "{\"committed\":%s,\"read\":%zu,\"added\":%lld,"
               "\"changed\":%lld,\"unchanged\":%lld,\"refused\":%lld,"
               "\"errors\":[",
               stored ? "true" : "false", m->n, (long long)m->added,
               (long long)m->changed, (long long)m->unchanged,
               (long long)m->refused);
    for (size_t i = 0; i < m->n; i++) {
        if (!m->lines[i].why)
            continue;
        buf_printf(&b, "%s{\"row\":%lld,\"detail\":", first ? "" : ",",
                   (long long)m->lines[i].number);
        json_write_text(&b, m->lines[i].why);
        buf_char(&b, '}');
        first = false;
    }
    buf_str(&b, "]}\n");
    if (!b.failed)
        fwrite(b.data, 1, b.len, stdout);
    buf_free(&b);
}

static int tell(const struct cli_common *c, const struct importing *m,
                bool stored)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->lines[i].why)
            fprintf(stderr, "第 %lld 行：%s\n", (long long)m->lines[i].number,
                    m->lines[i].why);
    if (c->json)
        print_json(m, stored);
    else
        printf("读入 %zu，新增 %lld，更新 %lld，未变 %lld，拒绝 %lld\n", m->n,
               (long long)m->added, (long long)m->changed,
               (long long)m->unchanged, (long long)m->refused);
    if (stored)
        return CLI_DONE;
    return cli_fail("有 %lld 行被拒绝，整个文件都没有导入。"
                    "请改好后重新导入，或加 --partial 只导入其余的行。",
                    (long long)m->refused);
}

static int import_schools(const struct cli_common *c, struct importing *m,
                          const char *path)
{
    struct store *s;
    enum err e;
    int code = read_file(m, path);

    if (code == CLI_DONE)
        code = cli_store(c, true, &s);
    if (code != CLI_DONE)
        return code;
    m->county = s->county;
    e = cli_write(s, store_all, m);
    store_close(s);
    if (e != ERR_OK && e != ERR_RULE)
        return cli_fail_err(e);
    return tell(c, m, e == ERR_OK);
}

int command_import(int argc, char **argv)
{
    struct cli_common c = { .db = NULL };
    struct importing m = { .heading = { .names = names } };
    const struct cli_option options[] = {
        { .name = "--partial", .flag = &m.partial },
        CLI_OPTION_END,
    };
    const char *words[2];
    int code =
        cli_read(argc, argv, "baoxue import schools FILE [--partial] [--json]",
                 options, &c, words, 2, 2);

    if (code != CLI_DONE)
        return code;
    if (strcmp(words[0], "schools") != 0) {
        cli_fail("没有 %s 这种花名册，可以导入的有：schools。", words[0]);
        return CLI_USAGE;
    }
    arena_init(&m.arena, 0);
    code = import_schools(&c, &m, words[1]);
    arena_free(&m.arena);
    return code;
}
