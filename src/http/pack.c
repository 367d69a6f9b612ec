#include "pack.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

bool coding_accepted(const char *header, const char *coding)
{
    const char *at = header ? strstr(header, coding) : NULL;
    size_t n = strlen(coding);

    return at && strncmp(at + n, ";q=0,", 5) != 0 &&
           strcmp(at + n, ";q=0") != 0;
}

#define GZIP_WINDOW (15 + 16) /* zlib's way to say gzip */
#define MEMORY 8

bool pack_gzip(struct buf *b)
{
    z_stream z = { .next_in = (unsigned char *)b->data,
                   .avail_in = (unsigned)b->len };
    struct buf packed;
    char piece[16384];
    int code;

    if (b->len > UINT32_MAX ||
        deflateInit2(&z, Z_BEST_SPEED, Z_DEFLATED, GZIP_WINDOW, MEMORY,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    buf_init(&packed);
    do {
        z.next_out = (unsigned char *)piece;
        z.avail_out = sizeof piece;
        code = deflate(&z, Z_FINISH);
        buf_add(&packed, piece, sizeof piece - z.avail_out);
    } while (code == Z_OK);
    deflateEnd(&z);
    if (code != Z_STREAM_END || packed.failed) {
        buf_free(&packed);
        return false;
    }
    buf_free(b);
    *b = packed;
    return true;
}
