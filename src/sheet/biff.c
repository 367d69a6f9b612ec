/*
 * Records are short; what does not fit goes on in CONTINUE records.  A text
 * that is cut says anew, in the first byte of each, whether its characters
 * have one byte or two.
 */
#include "biff.h"

#include <string.h>

#include "text/gb18030.h"
#include "text/utf8.h"

#define WIDE 0x01
#define EXTENDED 0x04
#define RICH 0x08
#define RUN_SIZE 4
#define CODEPAGE_GBK 936

void biff_init(struct biff *b, struct ole_stream *s)
{
    memset(b, 0, sizeof *b);
    b->s = s;
}

static enum err damaged(struct biff *b)
{
    return ole_damaged(b->s->r);
}

enum err biff_next(struct biff *b)
{
    unsigned char head[4];
    enum err e = ole_read(b->s, b->next, head, sizeof head);

    if (e == ERR_OK) {
        b->type = le16(head);
        b->n = le16(head + 2);
        b->at = 0;
        e = ole_read(b->s, b->next + 4, b->data, b->n);
        b->next += 4 + (int64_t)b->n;
    }
    return e == ERR_INVALID ? damaged(b) : e;
}

enum err biff_go(struct biff *b, int64_t place)
{
    b->next = place;
    return biff_next(b);
}

/* Looks for `n` more bytes in this record. */
static enum err need(struct biff *b, size_t n)
{
    return b->n - b->at >= n ? ERR_OK : damaged(b);
}

enum err biff_u8(struct biff *b, unsigned *v)
{
    TRY(need(b, 1));
    *v = b->data[b->at++];
    return ERR_OK;
}

enum err biff_u16(struct biff *b, unsigned *v)
{
    TRY(need(b, 2));
    *v = le16(b->data + b->at);
    b->at += 2;
    return ERR_OK;
}

enum err biff_u32(struct biff *b, uint32_t *v)
{
    TRY(need(b, 4));
    *v = le32(b->data + b->at);
    b->at += 4;
    return ERR_OK;
}

enum err biff_double(struct biff *b, double *v)
{
    uint64_t bits;

    TRY(need(b, 8));
    bits = le32(b->data + b->at) | (uint64_t)le32(b->data + b->at + 4) << 32;
    memcpy(v, &bits, sizeof *v);
    b->at += 8;
    return ERR_OK;
}

/* ---- texts --------------------------------------------------------------------- */

/* Goes on in the next record when this one is used up. */
static enum err go_on(struct biff *b)
{
    if (b->at < b->n)
        return ERR_OK;
    TRY(biff_next(b));
    return b->type == REC_CONTINUE && b->n > 0 ? ERR_OK : damaged(b);
}

/* The same for characters: their width is said again. */
static enum err go_on_text(struct biff *b, unsigned *flags)
{
    if (b->at < b->n)
        return ERR_OK;
    TRY(go_on(b));
    return biff_u8(b, flags);
}

/* Appends UTF-16 in pieces; `*high` is half of a character that waits. */
static void put_unit(struct buf *out, unsigned unit, unsigned *high)
{
    char utf8[4];
    uint32_t cp = unit;

    if (unit >= 0xDC00 && unit < 0xE000)
        cp = *high ? 0x10000 + ((*high - 0xD800) << 10) + (unit - 0xDC00)
                   : 0xFFFD;
    else if (*high)
        buf_add(out, "\xEF\xBF\xBD", 3);
    *high = unit >= 0xD800 && unit < 0xDC00 ? unit : 0;
    if (!*high && cp != 0)
        buf_add(out, utf8, utf8_put(cp, utf8));
}

static enum err chars(struct biff *b, size_t n, unsigned flags, struct buf *out)
{
    unsigned high = 0;

    while (n > 0) {
        size_t width, here;

        TRY(go_on_text(b, &flags));
        width = flags & WIDE ? 2 : 1;
        here = (b->n - b->at) / width;
        if (here == 0)
            return damaged(b);
        here = here < n ? here : n;
        for (size_t i = 0; i < here; i++, b->at += width)
            put_unit(out, width == 2 ? le16(b->data + b->at) : b->data[b->at],
                     &high);
        n -= here;
    }
    if (high)
        buf_add(out, "\xEF\xBF\xBD", 3);
    return out->failed ? ERR_NO_MEMORY : ERR_OK;
}

static bool is_ascii(const struct buf *b)
{
    for (size_t i = 0; i < b->len; i++)
        if ((unsigned char)b->data[i] >= 0x80 || b->data[i] == '\0')
            return false;
    return true;
}

/* A text of BIFF5, in the code page of the computer that wrote it: here, GBK. */
static enum err old_text(struct biff *b, const struct buf *bytes,
                         struct buf *out)
{
    struct gb18030 g;
    enum err e;

    if (is_ascii(bytes)) {
        buf_add(out, bytes->data, bytes->len);
        return out->failed ? ERR_NO_MEMORY : ERR_OK;
    }
    if (b->codepage != CODEPAGE_GBK && b->codepage != 0)
        return scan_fail(b->s->r, ERR_INVALID,
                         "这是旧版 Excel 文件，里面的文字编码不是中文，"
                         "读取到此停止。" AGAIN);
    TRY(gb18030_open(&g));
    e = gb18030_decode(&g, bytes->data, bytes->len, true, out);
    gb18030_close(&g);
    if (e == ERR_OK && memchr(out->data, '\0', out->len))
        e = ERR_INVALID;
    return e == ERR_INVALID ? damaged(b) : e;
}

static enum err old_chars(struct biff *b, size_t n, struct buf *out)
{
    struct buf bytes;
    enum err e = ERR_OK;

    buf_init(&bytes);
    while (n > 0 && (e = go_on(b)) == ERR_OK) {
        size_t here = b->n - b->at < n ? b->n - b->at : n;

        buf_add(&bytes, b->data + b->at, here);
        b->at += here;
        n -= here;
    }
    if (e == ERR_OK && bytes.failed)
        e = ERR_NO_MEMORY;
    if (e == ERR_OK && bytes.len > 0)
        e = old_text(b, &bytes, out);
    buf_free(&bytes);
    return e;
}

/* Empty, but there: its bytes may be pointed at. */
static void begin_text(struct buf *out)
{
    buf_clear(out);
    buf_add(out, "", 0);
}

static enum err text_length(struct biff *b, int width, unsigned *n)
{
    return width == 1 ? biff_u8(b, n) : biff_u16(b, n);
}

enum err biff_text(struct biff *b, int width, struct buf *out)
{
    unsigned n, flags;

    begin_text(out);
    TRY(text_length(b, width, &n));
    if (!b->eight)
        return old_chars(b, n, out);
    TRY(biff_u8(b, &flags));
    return chars(b, n, flags, out);
}

/* Passes over bytes that may run on into the next records. */
static enum err pass(struct biff *b, uint64_t n)
{
    while (n > 0) {
        size_t here;

        TRY(go_on(b));
        here = b->n - b->at;
        here = here < n ? here : (size_t)n;
        b->at += here;
        n -= here;
    }
    return ERR_OK;
}

enum err biff_shared(struct biff *b, struct buf *out)
{
    unsigned n, flags, runs = 0;
    uint32_t extra = 0;

    begin_text(out);
    TRY(go_on(b));
    TRY(biff_u16(b, &n));
    TRY(biff_u8(b, &flags));
    if (flags & RICH)
        TRY(biff_u16(b, &runs));
    if (flags & EXTENDED)
        TRY(biff_u32(b, &extra));
    TRY(chars(b, n, flags, out));
    return pass(b, (uint64_t)runs * RUN_SIZE + extra);
}
