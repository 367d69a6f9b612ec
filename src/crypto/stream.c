/* The sealed stream: secretstream in full chunks, begun by a bound header. */
#include "crypto/stream.h"

#include <errno.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SEALED_MORE crypto_secretstream_xchacha20poly1305_ABYTES
#define TAG_MESSAGE crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
#define TAG_FINAL crypto_secretstream_xchacha20poly1305_TAG_FINAL
#define START crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define ID_AT 16
#define START_AT (ID_AT + KEK_ID)
#define HEADER (START_AT + START)
#define ALGORITHM 2 /* secretstream over XChaCha20-Poly1305 */

static const uint8_t header_head[ID_AT] = { 'B', 'X', 'S', 'T', 'R',
                                            'E', 'A', 'M', 1,   ALGORITHM };

struct stream_writer {
    struct stream_sink sink;
    crypto_secretstream_xchacha20poly1305_state state;
    uint8_t header[HEADER];
    enum err failed;
    bool final;
    size_t n; /* bytes waiting in plain */
    uint8_t plain[STREAM_CHUNK];
    uint8_t sealed[STREAM_CHUNK + SEALED_MORE];
};

struct stream_reader {
    struct stream_source source;
    crypto_secretstream_xchacha20poly1305_state state;
    uint8_t header[HEADER];
    enum err failed;
    bool final;
    size_t at, n; /* given and held bytes of plain */
    uint8_t plain[STREAM_CHUNK];
    uint8_t sealed[STREAM_CHUNK + SEALED_MORE];
};

enum err stream_writer_open(const struct kek *k, struct stream_sink sink,
                            struct stream_writer **out)
{
    struct stream_writer *w = calloc(1, sizeof *w);
    uint8_t key[KEY_BYTES];
    enum err e = ERR_INTERNAL;

    if (w == NULL)
        return ERR_NO_MEMORY;
    w->sink = sink;
    memcpy(w->header, header_head, sizeof header_head);
    memcpy(w->header + ID_AT, kek_id(k), KEK_ID);
    kek_derive(k, "bxbackup", key);
    if (crypto_secretstream_xchacha20poly1305_init_push(
            &w->state, w->header + START_AT, key) == 0)
        e = sink.write(sink.ctx, w->header, HEADER);
    sodium_memzero(key, sizeof key);
    if (e == ERR_OK)
        *out = w;
    else
        stream_writer_close(w);
    return e;
}

static enum err push(struct stream_writer *w, uint8_t tag)
{
    unsigned long long n;

    if (crypto_secretstream_xchacha20poly1305_push(&w->state, w->sealed, &n,
                                                   w->plain, w->n, w->header,
                                                   HEADER, tag) != 0)
        w->failed = ERR_INTERNAL;
    else
        w->failed = w->sink.write(w->sink.ctx, w->sealed, (size_t)n);
    w->n = 0;
    return w->failed;
}

enum err stream_write(struct stream_writer *w, const void *data, size_t n)
{
    const uint8_t *from = data;

    if (w->failed == ERR_OK && w->final)
        w->failed = ERR_INTERNAL;
    while (n > 0 && w->failed == ERR_OK) {
        size_t room, take;

        /* A full chunk waits until more comes: it may be the final one. */
        if (w->n == STREAM_CHUNK)
            TRY(push(w, TAG_MESSAGE));
        room = STREAM_CHUNK - w->n;
        take = n < room ? n : room;
        memcpy(w->plain + w->n, from, take);
        w->n += take;
        from += take;
        n -= take;
    }
    return w->failed;
}

enum err stream_finish(struct stream_writer *w)
{
    if (w->failed == ERR_OK && w->final)
        w->failed = ERR_INTERNAL;
    if (w->failed != ERR_OK)
        return w->failed;
    w->final = true;
    return push(w, TAG_FINAL);
}

void stream_writer_close(struct stream_writer *w)
{
    if (w == NULL)
        return;
    sodium_memzero(w, sizeof *w);
    free(w);
}

/* Reads until n bytes or the end; *got tells how many. */
static enum err read_up_to(struct stream_source s, void *out, size_t n,
                           size_t *got)
{
    size_t have = 0;

    while (have < n) {
        size_t part;

        TRY(s.read(s.ctx, (uint8_t *)out + have, n - have, &part));
        if (part == 0)
            break;
        have += part;
    }
    *got = have;
    return ERR_OK;
}

static enum err read_header(struct stream_reader *r, const struct kek *k)
{
    uint8_t key[KEY_BYTES];
    size_t got;
    int rc;

    TRY(read_up_to(r->source, r->header, HEADER, &got));
    if (got != HEADER || memcmp(r->header, header_head, ID_AT) != 0)
        return ERR_DAMAGED;
    if (memcmp(r->header + ID_AT, kek_id(k), KEK_ID) != 0)
        return ERR_KEY;
    kek_derive(k, "bxbackup", key);
    rc = crypto_secretstream_xchacha20poly1305_init_pull(
        &r->state, r->header + START_AT, key);
    sodium_memzero(key, sizeof key);
    return rc == 0 ? ERR_OK : ERR_DAMAGED;
}

enum err stream_reader_open(const struct kek *k, struct stream_source source,
                            struct stream_reader **out)
{
    struct stream_reader *r = calloc(1, sizeof *r);
    enum err e;

    if (r == NULL)
        return ERR_NO_MEMORY;
    r->source = source;
    e = read_header(r, k);
    if (e == ERR_OK)
        *out = r;
    else
        stream_reader_close(r);
    return e;
}

/* The next chunk into plain.  Nothing may follow the final one. */
static enum err pull(struct stream_reader *r)
{
    unsigned long long n;
    uint8_t tag, more;
    size_t got;

    TRY(read_up_to(r->source, r->sealed, sizeof r->sealed, &got));
    if (got < SEALED_MORE || crypto_secretstream_xchacha20poly1305_pull(
                                 &r->state, r->plain, &n, &tag, r->sealed, got,
                                 r->header, HEADER) != 0)
        return ERR_DAMAGED;
    if (tag == TAG_FINAL) {
        TRY(read_up_to(r->source, &more, 1, &got));
        if (got != 0)
            return ERR_DAMAGED;
        r->final = true;
    } else if (tag != TAG_MESSAGE || n != STREAM_CHUNK) {
        return ERR_DAMAGED;
    }
    r->at = 0;
    r->n = (size_t)n;
    return ERR_OK;
}

enum err stream_read(struct stream_reader *r, void *out, size_t cap, size_t *n)
{
    size_t left, take;

    if (r->failed == ERR_OK && r->at == r->n && !r->final)
        r->failed = pull(r);
    if (r->failed != ERR_OK)
        return r->failed;
    left = r->n - r->at;
    take = cap < left ? cap : left;
    memcpy(out, r->plain + r->at, take);
    r->at += take;
    *n = take;
    return ERR_OK;
}

void stream_reader_close(struct stream_reader *r)
{
    if (r == NULL)
        return;
    sodium_memzero(r, sizeof *r);
    free(r);
}

enum err stream_read_fd(void *ctx, void *out, size_t cap, size_t *n)
{
    ssize_t got;

    do
        got = read(*(int *)ctx, out, cap);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return ERR_IO;
    *n = (size_t)got;
    return ERR_OK;
}
