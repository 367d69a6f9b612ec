/*
 * Sectors, their table, and the directory.  Every chain is followed no further
 * than there are sectors, so that a ring ends too.
 */
#include "ole_in.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* [MS-CFB] 2.2 and 2.6.1 */
enum {
    HEADER = 512,
    AT_SHIFT = 30,
    AT_MINI_SHIFT = 32,
    AT_TABLES = 44,
    AT_DIRECTORY = 48,
    AT_CUTOFF = 56,
    AT_MINI_TABLE = 60,
    AT_MORE_TABLES = 68,
    AT_FIRST_TABLES = 76,
    FIRST_TABLES = 109,
    ENTRY = 128,
    ENTRY_NAME_LEN = 64,
    ENTRY_TYPE = 66,
    ENTRY_LEFT = 68,
    ENTRY_RIGHT = 72,
    ENTRY_CHILD = 76,
    ENTRY_START = 116,
    ENTRY_SIZE = 120,
    TYPE_STREAM = 2,
};
#define ENTRIES_MAX 8192
#define LAST_SECTOR 0xFFFFFFFAu /* from here on marks, not sectors */
#define MINI_SHIFT 6

static const unsigned char magic[8] = { 0xD0, 0xCF, 0x11, 0xE0,
                                        0xA1, 0xB1, 0x1A, 0xE1 };

/* Numbers of sectors that follow each other. */
struct chain {
    uint32_t *at;
    size_t n;
};

struct ole {
    struct scan *r;
    int64_t file;      /* bytes */
    uint32_t sector;   /* bytes of one */
    uint32_t cutoff;   /* streams below it lie in mini sectors */
    size_t n_sectors;  /* of the file */
    struct chain next; /* of each sector, the one after it */
    struct chain mini; /* the same of mini sectors */
    unsigned char *directory;
    size_t n_entries;
};

unsigned le16(const unsigned char *p)
{
    return p[0] | (unsigned)p[1] << 8;
}

uint32_t le32(const unsigned char *p)
{
    return le16(p) | (uint32_t)le16(p + 2) << 16;
}

enum err ole_damaged(struct scan *r)
{
    return scan_fail(r, ERR_INVALID,
                     "文件不完整或已损坏，读取到此停止。" AGAIN);
}

/* ---- sectors ------------------------------------------------------------------- */
static enum err read_sector(const struct ole *o, uint32_t number, void *to)
{
    size_t got;

    if (number >= o->n_sectors)
        return ole_damaged(o->r);
    memset(to, 0, o->sector);
    /* the last one may be cut short */
    return scan_at(o->r, ((int64_t)number + 1) * o->sector, to, o->sector,
                   &got);
}

/* Follows a chain from `first` through the table. */
static enum err follow(const struct ole *o, const struct chain *table,
                       uint32_t first, size_t most, struct chain *out)
{
    size_t cap = 0;

    *out = (struct chain) { 0 };
    for (uint32_t at = first; at < LAST_SECTOR; at = table->at[at]) {
        if (at >= table->n || out->n >= most)
            return ole_damaged(o->r);
        if (out->n == cap) {
            uint32_t *more;

            cap = cap ? cap * 2 : 64;
            more = realloc(out->at, cap * sizeof *more);
            if (!more)
                return ERR_NO_MEMORY;
            out->at = more;
        }
        out->at[out->n++] = at;
    }
    return ERR_OK;
}

/* Appends one sector of the table of sectors. */
static enum err add_table(struct ole *o, uint32_t number, unsigned char *bytes)
{
    size_t words = o->sector / 4;

    if (o->next.n >= o->n_sectors)
        return ERR_OK; /* entries past the file's end */
    TRY(read_sector(o, number, bytes));
    for (size_t i = 0; i < words && o->next.n < o->n_sectors; i++)
        o->next.at[o->next.n++] = le32(bytes + 4 * i);
    return ERR_OK;
}

/* The table of sectors: where its own sectors lie is said in the header and,
 * when they are many, in sectors of their own. */
static enum err read_table(struct ole *o, const unsigned char *head,
                           unsigned char *bytes, unsigned char *list)
{
    uint32_t left = le32(head + AT_TABLES),
             number = le32(head + AT_MORE_TABLES);
    size_t words = o->sector / 4 - 1, steps = 0;

    o->next.at = malloc((o->n_sectors + 1) * sizeof *o->next.at);
    if (!o->next.at)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < FIRST_TABLES && left > 0; i++, left--)
        TRY(add_table(o, le32(head + AT_FIRST_TABLES + 4 * i), bytes));
    while (left > 0 && number < LAST_SECTOR) {
        if (steps++ > o->n_sectors)
            return ole_damaged(o->r);
        TRY(read_sector(o, number, list));
        for (size_t i = 0; i < words && left > 0; i++, left--)
            TRY(add_table(o, le32(list + 4 * i), bytes));
        number = le32(list + 4 * words);
    }
    return ERR_OK;
}

/* Reads the sectors of a chain into one piece of memory. */
static enum err read_chain(const struct ole *o, const struct chain *c,
                           unsigned char **out)
{
    *out = calloc(c->n + 1, o->sector);
    if (!*out)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < c->n; i++)
        TRY(read_sector(o, c->at[i], *out + i * o->sector));
    return ERR_OK;
}

static enum err read_directory(struct ole *o, uint32_t first)
{
    struct chain c;
    enum err e =
        follow(o, &o->next, first, (size_t)ENTRIES_MAX * ENTRY / o->sector, &c);

    if (e == ERR_OK)
        e = read_chain(o, &c, &o->directory);
    o->n_entries = c.n * o->sector / ENTRY;
    free(c.at);
    if (e == ERR_OK && o->n_entries == 0)
        return ole_damaged(o->r);
    return e;
}

static enum err read_mini_table(struct ole *o, uint32_t first)
{
    unsigned char *bytes = NULL;
    struct chain c;
    enum err e = follow(o, &o->next, first, o->n_sectors, &c);

    if (e == ERR_OK)
        e = read_chain(o, &c, &bytes);
    if (e == ERR_OK) {
        o->mini.n = c.n * o->sector / 4;
        o->mini.at = malloc((o->mini.n + 1) * sizeof *o->mini.at);
        e = o->mini.at ? ERR_OK : ERR_NO_MEMORY;
    }
    for (size_t i = 0; e == ERR_OK && i < o->mini.n; i++)
        o->mini.at[i] = le32(bytes + 4 * i);
    free(bytes);
    free(c.at);
    return e;
}

/* ---- the directory ------------------------------------------------------------- */
static const unsigned char *entry(const struct ole *o, uint32_t i)
{
    return i < o->n_entries ? o->directory + (size_t)i * ENTRY : NULL;
}

static bool named(const unsigned char *e, const char *name)
{
    size_t n = strlen(name);

    if (le16(e + ENTRY_NAME_LEN) != 2 * (n + 1))
        return false;
    for (size_t i = 0; i < n; i++)
        if ((e[2 * i] | 0x20) != (name[i] | 0x20) || e[2 * i + 1] != 0)
            return false;
    return true;
}

/* A stream of the root itself, not of what is embedded in the workbook.  Its
 * entries make a tree, of which none is visited twice. */
static const unsigned char *find(const struct ole *o, const char *name)
{
    static const int branches[] = { ENTRY_LEFT, ENTRY_RIGHT };
    const unsigned char *found = NULL;
    uint32_t *todo = malloc((o->n_entries * 2 + 1) * sizeof *todo);
    size_t n = 0, seen = 0;

    if (!todo)
        return NULL;
    todo[n++] = le32(o->directory + ENTRY_CHILD);
    while (n > 0 && !found && seen++ < o->n_entries) {
        const unsigned char *e = entry(o, todo[--n]);

        if (!e)
            continue;
        if (e[ENTRY_TYPE] == TYPE_STREAM && named(e, name))
            found = e;
        for (int i = 0; i < 2; i++)
            if (n < o->n_entries * 2)
                todo[n++] = le32(e + (size_t)branches[i]);
    }
    free(todo);
    return found;
}

/* Where the pieces of a small stream lie, as sectors of 64 bytes counted from
 * the end of the header. */
static enum err small_stream(const struct ole *o, const unsigned char *e,
                             struct ole_stream *out)
{
    uint32_t per = o->sector >> MINI_SHIFT;
    struct chain pieces, home;
    enum err err =
        follow(o, &o->mini, le32(e + ENTRY_START), o->mini.n, &pieces);

    home = (struct chain) { 0 };
    if (err == ERR_OK)
        err = follow(o, &o->next, le32(o->directory + ENTRY_START),
                     o->n_sectors, &home);
    for (size_t i = 0; err == ERR_OK && i < pieces.n; i++) {
        uint32_t in = pieces.at[i] / per;

        if (in >= home.n || home.at[in] >= o->n_sectors)
            err = ole_damaged(o->r);
        else
            pieces.at[i] = (home.at[in] + 1) * per + pieces.at[i] % per;
    }
    free(home.at);
    out->sectors = pieces.at;
    out->n = pieces.n;
    out->piece = 1u << MINI_SHIFT;
    return err;
}

static enum err open_stream(const struct ole *o, const unsigned char *e,
                            struct ole_stream *out)
{
    struct chain pieces;
    enum err err;

    out->size = le32(e + ENTRY_SIZE);
    if (out->size < o->cutoff) {
        TRY(small_stream(o, e, out));
    } else {
        err = follow(o, &o->next, le32(e + ENTRY_START), o->n_sectors, &pieces);
        out->sectors = pieces.at;
        out->n = pieces.n;
        out->piece = o->sector;
        TRY(err);
        for (size_t i = 0; i < out->n; i++)
            out->sectors[i]++; /* the header comes first */
    }
    if ((int64_t)out->n * out->piece < out->size)
        return ole_damaged(o->r);
    return ERR_OK;
}

static enum err open_workbook(struct ole *o, struct ole_stream *out)
{
    static const struct {
        const char *stream, *says;
    } others[] = {
        { "EncryptedPackage",
          "文件设有密码，没有读取。请取消密码后重新上传。" },
        { "WordDocument", "这是 Word 文档，没有读取。"
                          "请把表格复制到 Excel 或 WPS 表格，"
                          "另存为“Excel 工作簿（*.xlsx）”后上传。" },
    };
    const unsigned char *e = find(o, "Workbook");

    if (!e)
        e = find(o, "Book");
    if (e)
        return open_stream(o, e, out);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (find(o, others[i].stream))
            return scan_fail(o->r, ERR_INVALID, others[i].says);
    return scan_fail(o->r, ERR_INVALID,
                     "文件里没有 Excel 工作簿，没有读取。" AGAIN);
}

static enum err read_ole(struct ole *o, struct ole_stream *out)
{
    unsigned char head[HEADER] = { 0 }, *two;
    size_t got;
    unsigned shift;
    enum err e;

    TRY(scan_at(o->r, 0, head, sizeof head, &got));
    shift = le16(head + AT_SHIFT);
    if (got < HEADER || (shift != 9 && shift != 12) ||
        le16(head + AT_MINI_SHIFT) != MINI_SHIFT)
        return ole_damaged(o->r);
    o->sector = 1u << shift;
    o->cutoff = le32(head + AT_CUTOFF);
    o->n_sectors = (size_t)((o->file + o->sector - 1) / o->sector);
    o->n_sectors -= o->n_sectors > 0; /* the header's own */
    two = calloc(2, o->sector);
    if (!two)
        return ERR_NO_MEMORY;
    e = read_table(o, head, two, two + o->sector);
    free(two);
    TRY(e);
    TRY(read_directory(o, le32(head + AT_DIRECTORY)));
    TRY(read_mini_table(o, le32(head + AT_MINI_TABLE)));
    return open_workbook(o, out);
}

enum err ole_open(struct scan *r, struct ole_stream *out)
{
    struct ole o = { .r = r, .file = lseek(r->fd, 0, SEEK_END) };
    unsigned char head[sizeof magic] = { 0 };
    size_t got;
    enum err e;

    *out = (struct ole_stream) { .r = r, .size = o.file, .piece = 1 };
    if (o.file < 0)
        return ERR_IO;
    TRY(scan_at(r, 0, head, sizeof head, &got));
    if (got < sizeof magic || memcmp(head, magic, sizeof magic) != 0)
        return ERR_OK; /* the stream alone */
    e = read_ole(&o, out);
    free(o.next.at);
    free(o.mini.at);
    free(o.directory);
    return e;
}

void ole_close(struct ole_stream *s)
{
    free(s->sectors);
    s->sectors = NULL;
}

/* ---- reading ------------------------------------------------------------------- */

/* Fills the window from `at`: pieces that lie side by side in one go. */
static enum err fill(struct ole_stream *s, int64_t at)
{
    int64_t left = s->size - at;
    size_t want = left < (int64_t)OLE_WINDOW ? (size_t)left : OLE_WINDOW;
    size_t have = 0, got;

    s->at = at;
    s->known = 0;
    if (!s->sectors)
        TRY(scan_at(s->r, at, s->window, want, &have));
    while (s->sectors && have < want) {
        int64_t to = at + (int64_t)have;
        size_t i = (size_t)(to / s->piece), run = i;
        int64_t skip = to % s->piece, from, n;

        while (run + 1 < s->n && (run - i) * s->piece < OLE_WINDOW &&
               s->sectors[run + 1] == s->sectors[run] + 1)
            run++;
        from = (int64_t)s->sectors[i] * s->piece + skip;
        n = (int64_t)(run - i + 1) * s->piece - skip;
        if (n > (int64_t)(want - have))
            n = (int64_t)(want - have);
        TRY(scan_at(s->r, from, s->window + have, (size_t)n, &got));
        have += got;
        if (got < (size_t)n)
            break;
    }
    s->known = (int64_t)have;
    return ERR_OK;
}

enum err ole_read(struct ole_stream *s, int64_t at, void *to, size_t n)
{
    char *out = to;

    if (at < 0 || at > s->size || (int64_t)n > s->size - at)
        return ERR_INVALID;
    while (n > 0) {
        int64_t in = at - s->at, some;

        if (in < 0 || in >= s->known) {
            TRY(fill(s, at));
            in = 0;
            if (s->known == 0)
                return ERR_INVALID;
        }
        some = s->known - in < (int64_t)n ? s->known - in : (int64_t)n;
        memcpy(out, s->window + in, (size_t)some);
        out += some;
        at += some;
        n -= (size_t)some;
    }
    return ERR_OK;
}
