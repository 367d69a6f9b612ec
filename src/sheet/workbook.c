/*
 * Finds the parts of a workbook by their relations, as the format says, not
 * by the names that Excel happens to give them.
 */
#include "workbook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"

#define RELATIONS_MAX 256
#define STYLES_MAX 65536
#define CODES_MAX 4096

struct relation {
    char id[64];
    char type[32]; /* its last word: "worksheet" */
    char part[PART_NAME_MAX];
};

/* The relations of one part. */
struct relations {
    struct scan *r;
    const char *base; /* folder of the part, with its slash */
    size_t n;
    struct relation rows[RELATIONS_MAX];
};

static enum err no_end(void *ctx, const char *name)
{
    (void)ctx;
    (void)name;
    return ERR_OK;
}

static enum err lost(struct scan *r)
{
    return scan_fail(r, ERR_INVALID,
                     "文件里缺少工作表的内容，已损坏，没有读取。" AGAIN);
}

bool xml_whole(const char *s, uint64_t *v)
{
    size_t n = s ? strlen(s) : 0;

    if (n == 0 || n > 18 || strspn(s, "0123456789") != n)
        return false;
    *v = strtoull(s, NULL, 10);
    return true;
}

/* ---- relations ----------------------------------------------------------------- */

/* Resolves a target against its folder; false when it does not fit. */
static bool resolve(const char *base, const char *target,
                    char out[PART_NAME_MAX])
{
    char folder[PART_NAME_MAX];
    char *cut;
    int n;

    snprintf(folder, sizeof folder, "%s", *target == '/' ? "" : base);
    while (*target == '/')
        target++;
    while (strncmp(target, "./", 2) == 0 || strncmp(target, "../", 3) == 0) {
        if (target[1] == '.') {
            if (*folder)
                folder[strlen(folder) - 1] = '\0';
            cut = strrchr(folder, '/');
            *(cut ? cut + 1 : folder) = '\0';
            target++;
        }
        target += 2;
    }
    n = snprintf(out, PART_NAME_MAX, "%s%s", folder, target);
    return n > 0 && n < PART_NAME_MAX;
}

static enum err take_relation(void *ctx, const char *name, const char **atts)
{
    struct relations *all = ctx;
    struct relation *row = &all->rows[all->n];
    const char *id = xml_attribute(atts, "Id");
    const char *type = xml_attribute(atts, "Type");
    const char *target = xml_attribute(atts, "Target");
    const char *mode = xml_attribute(atts, "TargetMode");
    const char *word = type ? strrchr(type, '/') : NULL;

    if (strcmp(name, "Relationship") != 0 || !id || !word || !target ||
        (mode && strcmp(mode, "External") == 0))
        return ERR_OK;
    if (all->n == RELATIONS_MAX)
        return lost(all->r);
    if (strlen(id) >= sizeof row->id || strlen(word + 1) >= sizeof row->type ||
        !resolve(all->base, target, row->part))
        return ERR_OK; /* none that is looked for */
    snprintf(row->id, sizeof row->id, "%s", id);
    snprintf(row->type, sizeof row->type, "%s", word + 1);
    all->n++;
    return ERR_OK;
}

/* Reads the relations of the part `base``leaf`. */
static enum err relations_read(struct workbook *w, const char *base,
                               const char *leaf, struct relations *out)
{
    static const struct xml_in in = { take_relation, no_end, NULL };
    char part[PART_NAME_MAX + 16];

    *out = (struct relations) { .r = w->r, .base = base };
    snprintf(part, sizeof part, "%s_rels/%s.rels", base, leaf);
    return xml_read(w->p, part, w->r, &in, out);
}

static const struct relation *of_type(const struct relations *all,
                                      const char *type)
{
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(all->rows[i].type, type) == 0)
            return &all->rows[i];
    return NULL;
}

/* ---- sheets -------------------------------------------------------------------- */
struct sheets {
    struct workbook *w;
    const struct relations *relations;
};

/* As many whole characters as fit. */
static void put_name(char out[SHEET_NAME_MAX], const char *name)
{
    size_t n = 0, step, left = strlen(name);
    uint32_t cp;

    while ((step = utf8_next(name + n, left - n, &cp)) > 0 &&
           n + step < SHEET_NAME_MAX)
        n += step;
    memcpy(out, name, n);
    out[n] = '\0';
}

static enum err take_sheet(struct sheets *s, const char **atts)
{
    struct workbook *w = s->w;
    struct workbook_sheet *sheet = &w->sheets[w->n_sheets];
    const char *name = xml_attribute(atts, "name");
    const char *id = xml_attribute(atts, "id");
    const char *state = xml_attribute(atts, "state");

    if (w->n_sheets == SHEET_SHEETS_MAX)
        return scan_fail(w->r, ERR_TOO_LARGE,
                         "工作表超过 64 张，没有读取。"
                         "请删去不需要的工作表后重新上传。");
    if (!name || !id)
        return lost(w->r);
    *sheet =
        (struct workbook_sheet) { .hidden =
                                      state && strcmp(state, "visible") != 0 };
    put_name(sheet->name, name);
    for (size_t i = 0; i < s->relations->n; i++) {
        const struct relation *row = &s->relations->rows[i];

        if (strcmp(row->id, id) != 0)
            continue;
        if (strcmp(row->type, "worksheet") == 0)
            memcpy(sheet->part, row->part, sizeof sheet->part);
        w->n_sheets++;
        return ERR_OK;
    }
    return lost(w->r);
}

static enum err take_workbook(void *ctx, const char *name, const char **atts)
{
    struct sheets *s = ctx;

    if (strcmp(name, "workbookPr") == 0)
        s->w->since_1904 = xml_flag(atts, "date1904");
    return strcmp(name, "sheet") == 0 ? take_sheet(s, atts) : ERR_OK;
}

/* ---- styles -------------------------------------------------------------------- */
struct code {
    uint64_t id;
    struct format format;
};

struct styles {
    struct workbook *w;
    bool cells; /* within cellXfs, not among the named styles */
    size_t n;
    struct code codes[CODES_MAX];
};

static struct format format_by_id(const struct styles *s, uint64_t id)
{
    for (size_t i = s->n; i-- > 0;)
        if (s->codes[i].id == id)
            return s->codes[i].format;
    return format_of_id(id < 1000 ? (unsigned)id : 0);
}

static enum err take_style(void *ctx, const char *name, const char **atts)
{
    struct styles *s = ctx;
    uint64_t id = 0;

    if (strcmp(name, "numFmt") == 0) {
        const char *code = xml_attribute(atts, "formatCode");

        if (code && s->n < CODES_MAX &&
            xml_whole(xml_attribute(atts, "numFmtId"), &id))
            s->codes[s->n++] = (struct code) { id, format_of_code(code) };
    } else if (strcmp(name, "cellXfs") == 0) {
        s->cells = true;
    } else if (s->cells && strcmp(name, "xf") == 0) {
        struct format f;

        xml_whole(xml_attribute(atts, "numFmtId"), &id);
        f = format_by_id(s, id);
        if (s->w->formats.len < STYLES_MAX * sizeof f)
            buf_add(&s->w->formats, &f, sizeof f);
    }
    return s->w->formats.failed ? ERR_NO_MEMORY : ERR_OK;
}

static enum err end_style(void *ctx, const char *name)
{
    struct styles *s = ctx;

    if (strcmp(name, "cellXfs") == 0)
        s->cells = false;
    return ERR_OK;
}

static enum err read_styles(struct workbook *w, const char *part)
{
    static const struct xml_in in = { take_style, end_style, NULL };
    struct styles *s = calloc(1, sizeof *s);
    enum err e;

    if (!s)
        return ERR_NO_MEMORY;
    s->w = w;
    e = xml_read(w->p, part, w->r, &in, s);
    free(s);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

struct format workbook_format(const struct workbook *w, uint64_t style)
{
    struct format f = { .look = LOOK_NUMBER };

    if (style < w->formats.len / sizeof f)
        memcpy(&f, w->formats.data + style * sizeof f, sizeof f);
    return f;
}

/* ---- shared strings ------------------------------------------------------------ */
struct strings {
    struct workbook *w;
    bool text;     /* within <t> */
    bool phonetic; /* within <rPh>, which repeats the text in letters */
    struct buf one;
};

static enum err start_string(void *ctx, const char *name, const char **atts)
{
    struct strings *s = ctx;

    (void)atts;
    if (strcmp(name, "rPh") == 0)
        s->phonetic = true;
    else if (strcmp(name, "t") == 0)
        s->text = !s->phonetic;
    else if (strcmp(name, "si") == 0)
        buf_clear(&s->one);
    return ERR_OK;
}

static enum err add_string(struct strings *s)
{
    size_t n = s->one.len ? xstring_decode(s->one.data, s->one.len) : 0;
    enum err e = pool_add(&s->w->strings, s->one.data, n);

    if (e == ERR_TOO_LARGE)
        return scan_fail(s->w->r, e,
                         "不同的文字超过 4000000 条，没有读取。"
                         "请拆成几个文件，或另存为 CSV 后重新上传。");
    return e;
}

static enum err end_string(void *ctx, const char *name)
{
    struct strings *s = ctx;

    if (strcmp(name, "rPh") == 0)
        s->phonetic = false;
    else if (strcmp(name, "t") == 0)
        s->text = false;
    return strcmp(name, "si") == 0 ? add_string(s) : ERR_OK;
}

static enum err text_string(void *ctx, const char *text, size_t n)
{
    struct strings *s = ctx;

    if (!s->text)
        return ERR_OK;
    if (s->one.len + n > SHEET_CELL_MAX)
        return scan_fail(s->w->r, ERR_TOO_LARGE,
                         "有一格的内容太长，没有读取。"
                         "请缩短内容后重新上传。");
    buf_add(&s->one, text, n);
    return s->one.failed ? ERR_NO_MEMORY : ERR_OK;
}

static enum err read_strings(struct workbook *w, const char *part)
{
    static const struct xml_in in = { start_string, end_string, text_string };
    struct strings s = { .w = w };
    enum err e = xml_read(w->p, part, w->r, &in, &s);

    buf_free(&s.one);
    return e == ERR_NOT_FOUND ? lost(w->r) : e;
}

/* ---- the whole ----------------------------------------------------------------- */

/* A ZIP that is no XLSX: which one, and what to do. */
static enum err other_kind(struct workbook *w, const char *part)
{
    static const struct {
        const char *part;
        const char *says;
    } others[] = {
        { "xl/workbook.bin", "这是二进制工作簿（xlsb），没有读取。" AGAIN },
        { "content.xml", "这是 OpenDocument 文件（如 ods），没有读取。" AGAIN },
        { "word/document.xml", "这是 Word 文档，没有读取。"
                               "请把表格复制到 Excel 或 WPS 表格，"
                               "另存为“Excel 工作簿（*.xlsx）”后上传。" },
    };

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(part, others[i].part) == 0 ||
            package_has(w->p, others[i].part))
            return scan_fail(w->r, ERR_INVALID, others[i].says);
    return scan_fail(w->r, ERR_INVALID,
                     "这是压缩文件，里面不是 Excel 工作簿，没有读取。"
                     "请解压后上传其中的表格。");
}

static enum err read_parts(struct workbook *w, struct relations *all,
                           const char *book)
{
    static const struct xml_in in = { take_workbook, no_end, NULL };
    struct sheets s = { w, all };
    char base[PART_NAME_MAX];
    const struct relation *found;
    const char *slash = strrchr(book, '/');
    int folder = slash ? (int)(slash - book) + 1 : 0;
    enum err e;

    snprintf(base, sizeof base, "%.*s", folder, book);
    e = relations_read(w, base, book + folder, all);
    if (e == ERR_OK)
        e = xml_read(w->p, book, w->r, &in, &s);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && w->n_sheets == 0))
        return lost(w->r);
    TRY(e);
    if ((found = of_type(all, "styles")))
        TRY(read_styles(w, found->part));
    if ((found = of_type(all, "sharedStrings")))
        TRY(read_strings(w, found->part));
    return ERR_OK;
}

enum err workbook_read(struct workbook *w, struct scan *r, struct package *p)
{
    struct relations *all = malloc(sizeof *all);
    char book[PART_NAME_MAX] = "";
    const struct relation *found;
    enum err e;

    *w = (struct workbook) { .r = r, .p = p };
    pool_init(&w->strings, r->scratch);
    if (!all)
        return ERR_NO_MEMORY;
    e = relations_read(w, "", "", all);
    if (e == ERR_OK && (found = of_type(all, "officeDocument")))
        memcpy(book, found->part, sizeof book);
    if (e == ERR_OK || e == ERR_NOT_FOUND) {
        const char *end = strrchr(book, '.');

        if (!end || strcmp(end, ".xml") != 0 || strncmp(book, "word/", 5) == 0)
            e = other_kind(w, book);
        else
            e = read_parts(w, all, book);
    }
    free(all);
    return e;
}

void workbook_free(struct workbook *w)
{
    buf_free(&w->formats);
    pool_free(&w->strings);
}
