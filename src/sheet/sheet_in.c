/*
 * Tells spreadsheet files apart by their first bytes, and says of those that
 * are none what they are and what to do with them.
 */
#include "sheet/sheet_in.h"

#include "scan.h"
#include "scratch.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static enum err refuse(struct scan *r, const char *says)
{
    return scan_fail(r, ERR_INVALID, says);
}

static enum err markup_in(struct scan *r)
{
    return refuse(r, "这个文件的内容是网页或 XML，不是真正的 Excel 文件"
                     "（从别的系统导出的“xls”常是这样），没有读取。" AGAIN);
}

static enum err utf16_in(struct scan *r)
{
    return refuse(r, "这是“Unicode 文本”文件，没有读取。"
                     "请用 Excel 或 WPS 打开，另存为“CSV UTF-8”或"
                     "“Excel 工作簿（*.xlsx）”后重新上传。");
}

static enum err old_biff_in(struct scan *r)
{
    return refuse(r, "这是很旧的 Excel 文件（4.0 或更早），没有读取。" AGAIN);
}

static enum err packed_in(struct scan *r)
{
    return refuse(r, "这是压缩文件（rar 或 7z），没有读取。"
                     "请解压后上传其中的表格。");
}

static enum err picture_in(struct scan *r)
{
    return refuse(r, "这是 PDF 或图片，没有读取。"
                     "请上传原来的 Excel 或 WPS 表格。");
}

/* The first that fits is taken; whatever fits none is read as CSV. */
static const struct kind {
    const char *magic;
    size_t n;
    enum err (*in)(struct scan *r);
} kinds[] = {
    { "PK\x03\x04", 4, xlsx_in },
    { "PK\x05\x06", 4, xlsx_in },
    { "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, xls_in },
    { "\x09\x08\x10\x00", 4, xls_in }, /* the stream without its file */
    { "\x09\x08\x08\x00", 4, xls_in },
    { "\x09\x04\x06\x00", 4, old_biff_in },
    { "\x09\x02\x06\x00", 4, old_biff_in },
    { "\x09\x00\x04\x00", 4, old_biff_in },
    { "\xFF\xFE", 2, utf16_in },
    { "\xFE\xFF", 2, utf16_in },
    { "Rar!", 4, packed_in },
    { "7z\xBC\xAF\x27\x1C", 6, packed_in },
    { "%PDF", 4, picture_in },
    { "\x89PNG", 4, picture_in },
    { "\xFF\xD8\xFF", 3, picture_in },
    { "MIME-Version:", 13, markup_in },
};

/* Tags instead of cells, after a byte order mark and blanks. */
static bool markup(const char *head, size_t n)
{
    size_t i = n >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

    while (i < n && strchr(" \t\r\n", head[i]) && head[i])
        i++;
    if (n - i < 2 || head[i] != '<')
        return false;
    return strchr("!?", head[i + 1])
               ? head[i + 1] != '\0'
               : (head[i + 1] | 0x20) >= 'a' && (head[i + 1] | 0x20) <= 'z';
}

/* NULL where none fits. */
static const struct kind *kind_of(const void *head, size_t n)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (n >= kinds[i].n && memcmp(head, kinds[i].magic, kinds[i].n) == 0)
            return &kinds[i];
    return NULL;
}

bool sheet_seeks(const void *head, size_t n)
{
    const struct kind *k = kind_of(head, n);

    return k && (k->in == xlsx_in || k->in == xls_in);
}

static enum err read_kind(struct scan *r)
{
    const struct kind *k;

    TRY(scan_head(r));
    k = kind_of(r->head, r->head_n);
    if (r->head_n == 0)
        return refuse(r, "这是空文件，没有读取。请检查后重新上传。");
    if (k)
        return k->in(r);
    return markup(r->head, r->head_n) ? markup_in(r) : csv_in(r);
}

enum err sheet_read_fds(int fd, int scratch, sheet_row_fn fn, void *ctx,
                        struct sheet_error *why)
{
    struct scan *r = malloc(sizeof *r);
    enum err e;

    if (!r) {
        *why = (struct sheet_error) { 0 };
        return ERR_NO_MEMORY;
    }
    scan_init(r, fd, scratch, fn, ctx, why);
    e = read_kind(r);
    scan_free(r);
    free(r);
    return e;
}

enum err sheet_read_file(int fd, const char *scratch, sheet_row_fn fn,
                         void *ctx, struct sheet_error *why)
{
    int spill;
    enum err e = scratch_open(scratch, &spill);

    *why = (struct sheet_error) { 0 };
    TRY(e);
    e = sheet_read_fds(fd, spill, fn, ctx, why);
    close(spill);
    return e;
}
