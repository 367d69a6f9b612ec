/*
 * The small package is taken into memory, and its parts are written again one
 * after another.  A sheet becomes three packed pieces: what stands before its
 * rows, the rows, and what stands behind.  A packed stream that was flushed to
 * a whole byte may be followed by another (RFC 1951, 3.2.4), and checksums can
 * be joined, so the rows are copied as they lie.
 */
#include "sheet/xlsx_fill.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#define ZLIB_CONST
#include <zlib.h>

#include "base/buf.h"
#include "sheet/out_file.h"
#include "xlsx_zip.h"

#define PACKAGE_MOST ((size_t)64 * 1024 * 1024)
#define WINDOW ((size_t)64 * 1024)

struct fill {
    int fd;
    unsigned char *old; /* the package as it was */
    size_t old_n;
    uint64_t at;          /* bytes written */
    struct buf directory; /* of the new one */
    struct xlsx_spool *const *spools;
    size_t sheets;
};

/* ---- in and out -------------------------------------------------------- */
static enum err take_old(struct fill *f)
{
    off_t size = lseek(f->fd, 0, SEEK_END);

    if (size < END_SIZE || (uint64_t)size > PACKAGE_MOST)
        return ERR_DAMAGED;
    f->old = malloc((size_t)size);
    if (!f->old)
        return ERR_NO_MEMORY;
    while (f->old_n < (size_t)size) {
        ssize_t got = pread(f->fd, f->old + f->old_n, (size_t)size - f->old_n,
                            (off_t)f->old_n);

        if (got < 0 && errno != EINTR)
            return out_file_fault(errno);
        if (got == 0)
            return ERR_DAMAGED;
        f->old_n += got > 0 ? (size_t)got : 0;
    }
    if (ftruncate(f->fd, 0) != 0 || lseek(f->fd, 0, SEEK_SET) != 0)
        return out_file_fault(errno);
    return ERR_OK;
}

static enum err put(struct fill *f, const void *bytes, size_t n)
{
    const char *from = bytes;

    while (n > 0) {
        ssize_t done = write(f->fd, from, n);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return out_file_fault(done < 0 ? errno : EIO);
        from += done;
        n -= (size_t)done;
        f->at += (uint64_t)done;
    }
    return ERR_OK;
}

static enum err put_rows(struct fill *f, const struct xlsx_spool *s)
{
    char window[WINDOW];
    uint64_t at = 0;

    while (at < s->packed) {
        ssize_t got = pread(s->fd, window, sizeof window, (off_t)at);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return out_file_fault(got < 0 ? errno : EIO);
        TRY(put(f, window, (size_t)got));
        at += (uint64_t)got;
    }
    return ERR_OK;
}

/* ---- packing ----------------------------------------------------------- */
/* Unpacks a part of the old package, `size` bytes, into a text of its own. */
static enum err unpack(const unsigned char *packed, uint32_t packed_n,
                       uint32_t size, unsigned char **out)
{
    z_stream z = { .next_in = packed, .avail_in = packed_n };
    unsigned char *text = malloc((size_t)size + 1);
    int code;

    if (!text)
        return ERR_NO_MEMORY;
    z.next_out = text;
    z.avail_out = size + 1;
    code = inflateInit2(&z, -MAX_WBITS);
    if (code == Z_OK)
        code = inflate(&z, Z_FINISH);
    inflateEnd(&z);
    if (code != Z_STREAM_END || z.total_out != size) {
        free(text);
        return code == Z_MEM_ERROR ? ERR_NO_MEMORY : ERR_DAMAGED;
    }
    *out = text;
    return ERR_OK;
}

static enum err pack(struct buf *out, const unsigned char *text, size_t n,
                     int flush)
{
    z_stream z = { .next_in = text, .avail_in = (uInt)n };
    size_t most;

    if (deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return ERR_NO_MEMORY;
    most = deflateBound(&z, n) + 16; /* and the mark of a flush */
    if (buf_reserve(out, most)) {
        z.next_out = (Bytef *)out->data;
        z.avail_out = (uInt)most;
        deflate(&z, flush);
        out->len = z.total_out;
    }
    deflateEnd(&z);
    return out->failed ? ERR_NO_MEMORY : ERR_OK;
}

/* ---- parts ------------------------------------------------------------- */
/* A part of the old package, and what becomes of it. */
struct part {
    const unsigned char *entry, *local, *data;
    size_t entry_n, local_n;
    uint32_t packed, size, crc;
    struct xlsx_spool *rows; /* of a sheet; else NULL */
};

static enum err find_part(const struct fill *f, size_t at, struct part *p)
{
    char name[PART_NAME_MAX] = "";
    size_t name_n, number = 0, local;

    if (at > f->old_n - END_SIZE || f->old_n - at < ENTRY_SIZE)
        return ERR_DAMAGED;
    p->entry = f->old + at;
    name_n = le(p->entry + 28, 2);
    p->entry_n =
        ENTRY_SIZE + name_n + le(p->entry + 30, 2) + le(p->entry + 32, 2);
    local = le(p->entry + 42, 4);
    if (memcmp(p->entry, "PK\1\2", 4) != 0 || p->entry_n > f->old_n - at ||
        le(p->entry + 10, 2) != DEFLATED || local > f->old_n - LOCAL_SIZE)
        return ERR_DAMAGED;
    p->local = f->old + local;
    p->local_n = LOCAL_SIZE + le(p->local + 26, 2) + le(p->local + 28, 2);
    p->data = p->local + p->local_n;
    p->crc = le(p->entry + 16, 4);
    p->packed = le(p->entry + 20, 4);
    p->size = le(p->entry + 24, 4);
    if (p->local_n > f->old_n - local ||
        p->packed > f->old_n - local - p->local_n)
        return ERR_DAMAGED;
    if (name_n < sizeof name) {
        memcpy(name, p->entry + ENTRY_SIZE, name_n);
        number = sheet_number(name);
    }
    if (number > f->sheets)
        return ERR_DAMAGED;
    p->rows = number ? f->spools[number - 1] : NULL;
    return ERR_OK;
}

/* Its two headers, with where it lies now and how big it is. */
static enum err put_headers(struct fill *f, const struct part *p,
                            uint64_t packed, uint64_t size, uint32_t crc)
{
    unsigned char entry[ENTRY_SIZE], local[LOCAL_SIZE];

    if (packed > UINT32_MAX || size > UINT32_MAX || f->at > UINT32_MAX)
        return ERR_TOO_LARGE;
    memcpy(entry, p->entry, sizeof entry);
    memcpy(local, p->local, sizeof local);
    le_put(entry + 16, crc);
    le_put(entry + 20, (uint32_t)packed);
    le_put(entry + 24, (uint32_t)size);
    le_put(entry + 42, (uint32_t)f->at);
    memcpy(local + 14, entry + 16, 12);
    buf_add(&f->directory, entry, sizeof entry);
    buf_add(&f->directory, p->entry + ENTRY_SIZE, p->entry_n - ENTRY_SIZE);
    TRY(put(f, local, sizeof local));
    return put(f, p->local + LOCAL_SIZE, p->local_n - LOCAL_SIZE);
}

static enum err put_pieces(struct fill *f, const struct part *p,
                           const unsigned char *text, size_t cut,
                           struct buf *before, struct buf *behind)
{
    const struct xlsx_spool *s = p->rows;
    size_t left = p->size - cut;
    uLong crc = crc32(0, text, (uInt)cut);

    crc = crc32_combine(crc, s->crc, (off_t)s->size);
    crc = crc32_combine(crc, crc32(0, text + cut, (uInt)left), (off_t)left);
    TRY(pack(before, text, cut, Z_SYNC_FLUSH));
    TRY(pack(behind, text + cut, left, Z_FINISH));
    TRY(put_headers(f, p, before->len + s->packed + behind->len,
                    p->size + s->size, (uint32_t)crc));
    TRY(put(f, before->data, before->len));
    TRY(put_rows(f, s));
    return put(f, behind->data, behind->len);
}

/* A sheet without its rows; ERR_DAMAGED when it has some, or no place. */
static enum err put_sheet(struct fill *f, const struct part *p)
{
    struct buf before, behind;
    unsigned char *text, *at;
    size_t cut;
    enum err e;

    TRY(unpack(p->data, p->packed, p->size, &text));
    buf_init(&before);
    buf_init(&behind);
    at = memmem(text, p->size, BODY_OPEN BODY_CLOSE,
                BODY_OPEN_LEN + BODY_CLOSE_LEN);
    cut = at ? (size_t)(at - text) + BODY_OPEN_LEN : 0;
    e = at ? put_pieces(f, p, text, cut, &before, &behind) : ERR_DAMAGED;
    buf_free(&before);
    buf_free(&behind);
    free(text);
    return e;
}

static enum err put_part(struct fill *f, const struct part *p)
{
    if (p->rows)
        return put_sheet(f, p);
    TRY(put_headers(f, p, p->packed, p->size, p->crc));
    return put(f, p->data, p->packed);
}

static enum err put_end(struct fill *f, const unsigned char *old_end)
{
    unsigned char end[END_SIZE];
    uint64_t at = f->at;

    if (f->directory.failed)
        return ERR_NO_MEMORY;
    if (at > UINT32_MAX)
        return ERR_TOO_LARGE;
    memcpy(end, old_end, sizeof end);
    le_put(end + 12, (uint32_t)f->directory.len);
    le_put(end + 16, (uint32_t)at);
    TRY(put(f, f->directory.data, f->directory.len));
    return put(f, end, sizeof end);
}

static enum err fill(struct fill *f)
{
    const unsigned char *end;
    size_t at;

    TRY(take_old(f));
    end = f->old + f->old_n - END_SIZE;
    if (memcmp(end, "PK\5\6", 4) != 0)
        return ERR_DAMAGED;
    at = le(end + 16, 4);
    for (uint32_t n = le(end + 10, 2); n > 0; n--) {
        struct part p;

        TRY(find_part(f, at, &p));
        TRY(put_part(f, &p));
        at += p.entry_n;
    }
    return put_end(f, end);
}

enum err xlsx_fill(const char *path, struct xlsx_spool *const spools[],
                   size_t sheets)
{
    struct fill f = { .fd = open(path, O_RDWR | O_CLOEXEC),
                      .spools = spools,
                      .sheets = sheets };
    enum err e;

    if (f.fd < 0)
        return out_file_fault(errno);
    buf_init(&f.directory);
    e = fill(&f);
    if (close(f.fd) != 0 && e == ERR_OK)
        e = out_file_fault(errno);
    buf_free(&f.directory);
    free(f.old);
    return e;
}
