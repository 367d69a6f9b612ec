/* The first part of an XLS stream, up to its EOF. */
#include "xls_book.h"

#include <string.h>

#include "text/utf8.h"

#define VERSION_8 0x0600
#define VERSION_5 0x0500
#define UNICODE_PAGE 1200
#define CODES_MAX 4096
#define FORMATS_MAX 65536

struct xls_code {
    unsigned id;
    struct format format;
};

/* ---- records ------------------------------------------------------------------- */
static enum err take_begin(struct xls_book *x)
{
    unsigned version;

    TRY(biff_go(&x->b, 0));
    if (x->b.type != REC_BOF)
        return ole_damaged(x->r);
    TRY(biff_u16(&x->b, &version));
    x->b.eight = version == VERSION_8;
    return version == VERSION_8 || version == VERSION_5 ? ERR_OK
                                                        : ole_damaged(x->r);
}

static enum err take_sheet(struct xls_book *x)
{
    struct xls_sheet *s = &x->sheets[x->n_sheets];
    size_t n = 0, step;
    unsigned state, kind;
    uint32_t cp;

    if (x->n_sheets == SHEET_SHEETS_MAX)
        return scan_fail(x->r, ERR_TOO_LARGE,
                         "工作表超过 64 张，没有读取。"
                         "请删去不需要的工作表后重新上传。");
    *s = (struct xls_sheet) { 0 };
    TRY(biff_u32(&x->b, &s->place));
    TRY(biff_u8(&x->b, &state));
    TRY(biff_u8(&x->b, &kind));
    TRY(biff_text(&x->b, 1, &x->text));
    s->hidden = (state & 3) != 0;
    s->rows = kind == 0;
    while ((step = utf8_next(x->text.data + n, x->text.len - n, &cp)) > 0 &&
           n + step < SHEET_NAME_MAX)
        n += step;
    if (n > 0)
        memcpy(s->name, x->text.data, n);
    x->n_sheets++;
    return ERR_OK;
}

static enum err take_code(struct xls_book *x)
{
    struct xls_code c;

    TRY(biff_u16(&x->b, &c.id));
    TRY(biff_text(&x->b, x->b.eight ? 2 : 1, &x->text));
    c.format = format_of_code(x->text.len ? x->text.data : "");
    if (x->codes.len < CODES_MAX * sizeof c)
        buf_add(&x->codes, &c, sizeof c);
    return x->codes.failed ? ERR_NO_MEMORY : ERR_OK;
}

/* The codes come first ([MS-XLS] 2.1.7.20.3); where there is none, the number
 * is a built-in one. */
static enum err take_xf(struct xls_book *x)
{
    struct format f = { .look = LOOK_NUMBER };
    unsigned font, id;

    TRY(biff_u16(&x->b, &font));
    TRY(biff_u16(&x->b, &id));
    f = format_of_id(id);
    for (size_t i = x->codes.len / sizeof(struct xls_code); i-- > 0;) {
        struct xls_code c;

        memcpy(&c, x->codes.data + i * sizeof c, sizeof c);
        if (c.id == id) {
            f = c.format;
            break;
        }
    }
    if (x->formats.len < FORMATS_MAX * sizeof f)
        buf_add(&x->formats, &f, sizeof f);
    return x->formats.failed ? ERR_NO_MEMORY : ERR_OK;
}

static enum err take_strings(struct xls_book *x)
{
    uint32_t used, n;

    TRY(biff_u32(&x->b, &used));
    TRY(biff_u32(&x->b, &n));
    for (; n > 0; n--) {
        enum err e;

        TRY(biff_shared(&x->b, &x->text));
        e = pool_add(&x->strings, x->text.data, x->text.len);
        if (e == ERR_TOO_LARGE)
            return scan_fail(x->r, e,
                             "文字太多，没有读取。"
                             "请拆成几个文件后分别上传。");
        TRY(e);
    }
    return ERR_OK;
}

static enum err take_record(struct xls_book *x)
{
    unsigned v;

    switch (x->b.type) {
    case REC_FILEPASS:
        return scan_fail(x->r, ERR_INVALID,
                         "文件设有密码，没有读取。请取消密码后重新上传。");
    case REC_CODEPAGE:
        TRY(biff_u16(&x->b, &v));
        x->b.codepage = v == UNICODE_PAGE ? 0 : v;
        return ERR_OK;
    case REC_DATEMODE:
        TRY(biff_u16(&x->b, &v));
        x->since_1904 = v == 1;
        return ERR_OK;
    case REC_BOUNDSHEET:
        return take_sheet(x);
    case REC_FORMAT:
        return take_code(x);
    case REC_XF:
        return take_xf(x);
    case REC_SST:
        return take_strings(x);
    default:
        return ERR_OK;
    }
}

/* ---- the whole ----------------------------------------------------------------- */
enum err xls_book_read(struct xls_book *x, struct scan *r)
{
    memset(x, 0, sizeof *x);
    x->r = r;
    pool_init(&x->strings, r->scratch);
    TRY(ole_open(r, &x->stream));
    biff_init(&x->b, &x->stream);
    TRY(take_begin(x));
    do {
        TRY(biff_next(&x->b));
        TRY(take_record(x));
    } while (x->b.type != REC_EOF);
    return x->n_sheets > 0 ? ERR_OK : ole_damaged(r);
}

void xls_book_free(struct xls_book *x)
{
    ole_close(&x->stream);
    buf_free(&x->codes);
    buf_free(&x->formats);
    buf_free(&x->text);
    pool_free(&x->strings);
}

struct format xls_format(const struct xls_book *x, unsigned xf)
{
    struct format f = { .look = LOOK_NUMBER };

    if (xf < x->formats.len / sizeof f)
        memcpy(&f, x->formats.data + xf * sizeof f, sizeof f);
    return f;
}
