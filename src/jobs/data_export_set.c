/* The set of tables of 数据导出, and the tables that describe them. */
#include <string.h>

#include "data_export_parts.h"
#include "domain/codes.h"
#include "sheet/data_out.h"
#include "store/data_export_store.h"

#define COLUMNS_MAX 64
#define TABLES_MAX 128
#define STEP_US 1000000

struct set {
    const struct data_set *s;
    struct data_out *out;
    struct data_view view;
    struct arena row;         /* of the row now */
    int64_t rows[TABLES_MAX]; /* of each table, by its place in data_sheets */
    int64_t stepped;          /* when the last step was */
};

/* ---- tables that describe ---------------------------------------------- */
#define TEXT_COLUMN(head, wide)                                                \
    {                                                                          \
        .header = head, .kind = TABLE_TEXT, .width = wide                      \
    }
#define WRITE_ROW(set, ...)                                                    \
    data_row((set)->out, (const struct table_cell[]) { __VA_ARGS__ })

static const struct table_column about_columns[] = { TEXT_COLUMN("项目", 20),
                                                     TEXT_COLUMN("内容", 90) };
static const struct table_sheet about = { .name = "说明",
                                          .columns = about_columns,
                                          .n_columns = 2 };

static enum err say(struct set *t, const char *item, const char *text)
{
    return WRITE_ROW(t, table_text(item), table_text(text));
}

static enum err write_about(struct set *t)
{
    const struct data_set *s = t->s;
    char minute[CLOCK_TIME_MAX];

    clock_minute_text(s->now_ms, minute);
    TRY(data_table(t->out, "about", &about));
    TRY(say(t, "单位", s->actor->unit_name));
    TRY(say(t, "导出账号", s->actor->username));
    TRY(say(t, "数据截至", minute));
    TRY(say(t, "用途", s->x->reason));
    TRY(say(t, "证件号、电话和地址", t->view.full ? "完整" : "已隐去"));
    TRY(say(t, "各表各列",
            "见“数据字典”；代码的含义见“代码表”；"
            "各表行数见最后的“各表行数”，用来核对是否完整。"));
    TRY(say(t, "不在内的",
            "心理辅导、学生思想动态、限制查看的突发情况不导出；"
            "本账号无权查看的表不导出；照片和附件不导出。"));
    if (t->view.coded)
        TRY(say(t, "文件格式",
                "每张表一个 CSV：UTF-8，第一行是列名。以 = + - @ 开头的文字前"
                "加了一个单引号，读入时请去掉。"));
    TRY(say(t, "保密",
            "内有未成年人的个人信息，只限上面写明的用途，"
            "不得转发；用完请删除。"));
    return data_end(t->out);
}

static const struct table_column fields_columns[] = {
    TEXT_COLUMN("表", 18),   TEXT_COLUMN("表的名称", 18),
    TEXT_COLUMN("列", 20),   TEXT_COLUMN("列的名称", 24),
    TEXT_COLUMN("类型", 20), TEXT_COLUMN("代码表", 22),
    TEXT_COLUMN("说明", 40),
};
static const struct table_sheet fields = { .name = "数据字典",
                                           .columns = fields_columns,
                                           .n_columns = 7 };

static bool is_in(const struct set *t, size_t i)
{
    return role_may(t->s->actor->role, data_sheets[i]->right);
}

static enum err write_fields(struct set *t)
{
    TRY(data_table(t->out, "fields", &fields));
    for (size_t i = 0; i < data_sheets_n; i++) {
        const struct data_sheet *d = data_sheets[i];

        if (!is_in(t, i))
            continue;
        for (const struct field *f = d->record->fields; f->type != FIELD_END;
             f++)
            TRY(WRITE_ROW(
                t, table_text(d->name), table_text(d->title),
                table_text(f->name), table_text(f->label),
                table_text(data_kind_words(f)),
                table_text(f->codes ? f->codes->name : NULL),
                table_text(f->mask && !t->view.full ? "已隐去" : NULL)));
    }
    return data_end(t->out);
}

static const struct table_column codes_columns[] = {
    TEXT_COLUMN("代码表", 22),
    TEXT_COLUMN("代码表的名称", 22),
    TEXT_COLUMN("代码", 26),
    TEXT_COLUMN("含义", 40),
};
static const struct table_sheet codes = { .name = "代码表",
                                          .columns = codes_columns,
                                          .n_columns = 4 };

static bool uses(const struct set *t, const struct code_table *c)
{
    for (size_t i = 0; i < data_sheets_n; i++) {
        const struct field *f = data_sheets[i]->record->fields;

        for (; is_in(t, i) && f->type != FIELD_END; f++)
            if (f->codes == c)
                return true;
    }
    return false;
}

static enum err write_codes(struct set *t)
{
    TRY(data_table(t->out, "codes", &codes));
    for (size_t i = 0; code_tables[i]; i++) {
        const struct code_table *c = code_tables[i];

        for (const struct code *r = c->rows; uses(t, c) && r->code; r++)
            TRY(WRITE_ROW(t, table_text(c->name), table_text(c->title),
                          table_text(r->code), table_text(r->label)));
    }
    return data_end(t->out);
}

static const struct table_column counts_columns[] = {
    TEXT_COLUMN("表", 18),
    TEXT_COLUMN("表的名称", 18),
    { .header = "行数", .kind = TABLE_INT, .width = 12 },
};
static const struct table_sheet counts = { .name = "各表行数",
                                           .columns = counts_columns,
                                           .n_columns = 3 };

static enum err write_counts(struct set *t)
{
    TRY(data_table(t->out, "counts", &counts));
    for (size_t i = 0; i < data_sheets_n; i++)
        if (is_in(t, i))
            TRY(WRITE_ROW(t, table_text(data_sheets[i]->name),
                          table_text(data_sheets[i]->title),
                          table_int(t->rows[i])));
    return data_end(t->out);
}

/* ---- tables of rows ---------------------------------------------------- */
struct sheet {
    struct set *t;
    const struct data_sheet *d;
    size_t n;
    int64_t rows;
};

static enum err step(struct set *t)
{
    t->stepped = clock_mono_us();
    return t->s->step(t->s->ctx);
}

static enum err cells_of(struct sheet *h, const void *row,
                         struct table_cell *cells)
{
    const struct field *f = h->d->record->fields;
    struct data_cell c;

    for (size_t i = 0; i < h->n; i++) {
        TRY(data_cell_of(&f[i], &h->t->view, &h->t->row, row, &c));
        cells[i] =
            c.number == INT_NONE ? table_text(c.text) : table_int(c.number);
    }
    return ERR_OK;
}

/* The row itself is the statement's own: what is filled in goes to it. */
static enum err put_row(void *ctx, const void *row)
{
    struct sheet *h = ctx;
    struct table_cell cells[COLUMNS_MAX];
    enum err e = ERR_OK;

    if (h->d->fill)
        e = h->d->fill(&h->t->row, (void *)(uintptr_t)row);
    if (e == ERR_OK)
        e = cells_of(h, row, cells);
    if (e == ERR_OK)
        e = data_row(h->t->out, cells);
    arena_reset(&h->t->row);
    h->rows++;
    h->t->s->x->rows_done++;
    if (e == ERR_OK && clock_mono_us() - h->t->stepped > STEP_US)
        e = step(h->t);
    return e;
}

static size_t set_columns(const struct set *t, const struct data_sheet *d,
                          struct table_column columns[COLUMNS_MAX])
{
    const struct field *f = d->record->fields;
    size_t n = 0;

    for (; n < COLUMNS_MAX && f[n].type != FIELD_END; n++)
        columns[n] = (struct table_column) {
            .header = t->view.coded ? f[n].name : f[n].label,
            .kind = f[n].type == FIELD_DATE  ? TABLE_DATE
                    : f[n].type == FIELD_INT ? TABLE_INT
                                             : TABLE_TEXT,
        };
    return n;
}

static enum err write_sheet(struct set *t, size_t i)
{
    struct table_column columns[COLUMNS_MAX];
    struct sheet h = { .t = t, .d = data_sheets[i] };
    struct table_sheet s = { .name = h.d->title, .columns = columns };

    h.n = s.n_columns = set_columns(t, h.d, columns);
    t->s->x->sheet = h.d->title;
    TRY(step(t));
    TRY(data_table(t->out, h.d->name, &s));
    TRY(store_data_each(t->s->reader, i, put_row, &h));
    TRY(data_end(t->out));
    t->rows[i] = h.rows;
    t->s->x->sheets_done++;
    return ERR_OK;
}

static enum err write_all(struct set *t)
{
    TRY(write_about(t));
    TRY(write_fields(t));
    TRY(write_codes(t));
    for (size_t i = 0; i < data_sheets_n; i++)
        if (is_in(t, i))
            TRY(write_sheet(t, i));
    TRY(write_counts(t));
    t->s->x->sheet = NULL; /* what is left is packing */
    TRY(step(t));
    return data_finish(t->out);
}

int64_t data_set_sheets(const struct actor *actor)
{
    int64_t n = 0;

    for (size_t i = 0; i < data_sheets_n; i++)
        n += role_may(actor->role, data_sheets[i]->right);
    return n;
}

enum err data_set_write(const struct data_set *s, const char *path)
{
    bool book = strcmp(s->x->form, "xlsx") == 0;
    struct set t = { .s = s,
                     .view = { .full = s->x->full == 1, .coded = !book } };
    enum err e;

    TRY(data_open(book ? DATA_XLSX : DATA_CSV, path, &t.out));
    arena_init(&t.row, 0);
    e = write_all(&t);
    arena_free(&t.row);
    data_close(t.out);
    return e;
}
