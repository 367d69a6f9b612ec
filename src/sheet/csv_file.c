/*
 * A whole CSV file: bytes from disk, charset, UTF-8, rows.
 */
#include "base/buf.h"
#include "sheet/csv.h"
#include "text/gb18030.h"
#include "text/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PIECE ((size_t)64 * 1024)
#define NO_TEXT                                                                \
    "有无法识别的字符，从这里起没有读取。"                   \
    "请用 Excel 或 WPS 打开，另存为“CSV UTF-8”后重新上传。"

struct source {
    int fd;
    bool over;
    char piece[PIECE];
    size_t n; /* bytes in piece */
    struct csv *csv;
    struct gb18030 gb;
    struct buf text; /* decoded */
};

/* Fills the piece up as far as the file goes. */
static enum err fill(struct source *s)
{
    while (!s->over && s->n < PIECE) {
        ssize_t got = read(s->fd, s->piece + s->n, PIECE - s->n);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return ERR_IO;
        s->over = got == 0;
        s->n += (size_t)got;
    }
    return ERR_OK;
}

/* Pushes the first n bytes of the piece and keeps the rest. */
static enum err push_front(struct source *s, size_t n)
{
    TRY(csv_push(s->csv, s->piece, n));
    memmove(s->piece, s->piece + n, s->n - n);
    s->n -= n;
    return ERR_OK;
}

/* Codes alone say nothing of the charset: passes them on until a byte that
 * does, and leaves that one first in a full piece. */
static enum err skip_ascii(struct source *s)
{
    for (;;) {
        size_t ascii = 0;

        TRY(fill(s));
        while (ascii < s->n && (unsigned char)s->piece[ascii] < 0x80)
            ascii++;
        if (ascii == 0)
            return ERR_OK;
        TRY(push_front(s, ascii));
    }
}

static enum err read_utf8(struct source *s)
{
    do {
        size_t good = s->n;

        if (!utf8_valid(s->piece, s->n, &good) &&
            (s->over || s->n - good > 3)) { /* more than a character cut off */
            TRY(push_front(s, good));
            return csv_refuse(s->csv, NO_TEXT);
        }
        TRY(push_front(s, good));
        TRY(fill(s));
    } while (s->n > 0);
    return ERR_OK;
}

static enum err read_gb18030(struct source *s)
{
    TRY(gb18030_open(&s->gb));
    for (;;) {
        bool last = s->over;
        enum err e;

        buf_clear(&s->text);
        e = gb18030_decode(&s->gb, s->piece, s->n, last, &s->text);
        TRY(csv_push(s->csv, s->text.data, s->text.len));
        if (e == ERR_INVALID)
            return csv_refuse(s->csv, NO_TEXT);
        if (e != ERR_OK || last)
            return e;
        s->n = 0;
        TRY(fill(s));
    }
}

static enum err read_all(struct source *s)
{
    TRY(skip_ascii(s));
    if (s->n > 0) {
        if (charset_guess(s->piece, s->n, s->over) == CHARSET_GB18030)
            TRY(read_gb18030(s));
        else
            TRY(read_utf8(s));
    }
    return csv_finish(s->csv);
}

enum err csv_read_on(int fd, const void *head, size_t n, csv_row_fn fn,
                     void *ctx, struct csv_error *why)
{
    struct source *s = calloc(1, sizeof *s);
    enum err e;

    *why = (struct csv_error) { 0 };
    if (!s)
        return ERR_NO_MEMORY;
    s->fd = fd;
    s->n = n < PIECE ? n : PIECE;
    if (s->n)
        memcpy(s->piece, head, s->n);
    buf_init(&s->text);
    e = csv_open(fn, ctx, &s->csv);
    if (e == ERR_OK)
        e = read_all(s);
    if (e != ERR_OK && s->csv)
        *why = *csv_error(s->csv);
    csv_close(s->csv);
    gb18030_close(&s->gb);
    buf_free(&s->text);
    free(s);
    return e;
}

enum err csv_read_fd(int fd, csv_row_fn fn, void *ctx, struct csv_error *why)
{
    return csv_read_on(fd, NULL, 0, fn, ctx, why);
}

enum err csv_read_file(const char *path, csv_row_fn fn, void *ctx,
                       struct csv_error *why)
{
    enum err e;
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    *why = (struct csv_error) { 0 };
    if (fd < 0)
        return errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;
    e = csv_read_fd(fd, fn, ctx, why);
    close(fd);
    return e;
}
