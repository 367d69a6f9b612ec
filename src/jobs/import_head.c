/* Where the header of a file is, and what its columns are. */
#include <string.h>

#include "base/buf.h"
#include "import_read.h"
#include "store/import_store.h"
#include "json/write.h"

#define LOOK_ROWS 50 /* title rows that may stand above */

static const struct import_choice *chosen(const struct heading *h,
                                          const char *header)
{
    const struct import_choice *c = h->choices.items;

    for (size_t i = 0; i < h->choices.n; i++)
        if (strcmp(c[i].header, header) == 0)
            return &c[i];
    return NULL;
}

static int column_of_member(const struct roster_kind *k, const char *member)
{
    for (int i = 0; k->columns[i].header; i++)
        if (strcmp(k->columns[i].member, member) == 0)
            return i;
    return -1;
}

/* What the unit has chosen comes before what the names say. */
static void apply_choices(const struct heading *h, const struct roster_kind *k,
                          struct roster_mapping *m)
{
    for (size_t i = 0; i < m->n; i++) {
        const struct import_choice *c = chosen(h, m->headers[i]);
        int column = c ? column_of_member(k, c->member) : -1;

        if (!c)
            continue;
        for (size_t j = 0; column >= 0 && j < m->n; j++)
            if (m->at[j] == column)
                m->at[j] = -1;
        m->at[i] = (int16_t)column;
    }
}

static const char **headers_of(struct arena *a, const struct source_row *row)
{
    const char **headers = arena_array(a, row->n + 1, sizeof *headers);

    for (size_t i = 0; headers && i < row->n; i++) {
        headers[i] = roster_header(a, row->cells[i].text);
        if (!headers[i])
            return NULL;
    }
    return headers;
}

static size_t needed_found(const struct roster_kind *k,
                           const struct roster_mapping *m)
{
    size_t n = 0;

    for (size_t i = 0; i < m->n; i++)
        n += m->at[i] >= 0 && k->columns[m->at[i]].need;
    return n;
}

static size_t any_found(const struct roster_mapping *m)
{
    size_t n = 0;

    for (size_t i = 0; i < m->n; i++)
        n += m->at[i] >= 0;
    return n;
}

static bool same_headers(const struct roster_mapping *m,
                         const char *const *headers, size_t n)
{
    for (size_t i = 0; i < m->n || i < n; i++)
        if (strcmp(i < m->n ? m->headers[i] : "", i < n ? headers[i] : "") != 0)
            return false;
    return true;
}

static enum err keep(struct heading *h, const struct roster_kind *k,
                     const struct source_row *row)
{
    const char **headers;
    bool all;

    arena_reset(&h->arena);
    headers = headers_of(&h->arena, row);
    if (!headers)
        return ERR_NO_MEMORY;
    (void)roster_map(k, headers, row->n, &h->mapping, &all);
    apply_choices(h, k, &h->mapping);
    h->row = row->number;
    h->sheet = row->sheet;
    h->looks_like = roster_looks_like(k, headers, row->n);
    return ERR_OK;
}

/* Hardly any row of data begins like the header: one cell tells. */
static bool like_header(const struct heading *h, const struct source_row *row,
                        struct arena *scratch)
{
    size_t i = 0;
    const char *header;

    while (i < h->mapping.n && h->mapping.at[i] < 0)
        i++;
    if (i == h->mapping.n || i >= row->n)
        return false;
    header = roster_header(scratch, row->cells[i].text);
    return header && strcmp(header, h->mapping.headers[i]) == 0;
}

enum err heading_look(struct heading *h, const struct roster_kind *k,
                      const struct source_row *row, struct arena *scratch,
                      enum heading_says *says)
{
    struct roster_mapping m;
    const char **headers;
    size_t score;
    bool all;

    *says = HEADING_NO;
    if (h->found ? row->sheet == h->sheet && !like_header(h, row, scratch)
                 : h->looked++ >= LOOK_ROWS)
        return ERR_OK;
    headers = headers_of(scratch, row);
    if (!headers)
        return ERR_NO_MEMORY;
    if (h->found && !same_headers(&h->mapping, headers, row->n) &&
        row->sheet == h->sheet)
        return ERR_OK;
    (void)roster_map(k, headers, row->n, &m, &all);
    apply_choices(h, k, &m);
    if (h->found) {
        *says = roster_missing(k, &m) ? HEADING_NO : HEADING_AGAIN;
        return ERR_OK;
    }
    /* Any row of words may be a list's header; most of the needed wins. */
    score = needed_found(k, &m) * ROSTER_COLUMNS + any_found(&m) + 1;
    if (score > h->best) {
        h->best = score;
        TRY(keep(h, k, row));
    }
    h->found = roster_missing(k, &m) == NULL;
    *says = h->found ? HEADING_YES : HEADING_NO;
    return ERR_OK;
}

const char *heading_fault(const struct heading *h, const struct roster_kind *k,
                          bool any_row, struct arena *a)
{
    const struct roster_column *missing = roster_missing(k, &h->mapping);

    if (!any_row)
        return "文件里没有内容，没有导入。请核对文件。";
    if (h->looks_like && h->looks_like != k)
        return arena_printf(a,
                            "这像是“%s”花名册，不是“%s”，没有导入。"
                            "请选对花名册后重新上传。",
                            h->looks_like->title, k->title);
    return arena_printf(a,
                        "没有找到表头：缺少“%s”一列，没有导入。请改列名，"
                        "或在列的对应里指明它是哪一列；可下载模板对照。",
                        missing ? missing->header : k->columns[0].header);
}

enum err heading_json(const struct heading *h, const struct roster_kind *k,
                      struct arena *a, const char **out)
{
    struct buf b;
    bool first = true;

    buf_init(&b);
    buf_char(&b, '[');
    for (size_t i = 0; i < h->mapping.n; i++) {
        int at = h->mapping.at[i];
        const struct roster_column *c = at < 0 ? NULL : &k->columns[at];

        if (!*h->mapping.headers[i] && !c)
            continue;
        buf_printf(&b, "%s{\"column\":%zu,\"header\":", first ? "" : ",",
                   i + 1);
        json_write_text(&b, h->mapping.headers[i]);
        buf_str(&b, ",\"member\":");
        json_write_text(&b, c ? c->member : NULL);
        buf_str(&b, ",\"label\":");
        json_write_text(&b, c ? c->header : NULL);
        buf_printf(&b, ",\"needed\":%s}", c && c->need ? "true" : "false");
        first = false;
    }
    buf_char(&b, ']');
    *out = b.failed ? NULL : arena_strndup(a, b.data, b.len);
    buf_free(&b);
    return *out ? ERR_OK : ERR_NO_MEMORY;
}
