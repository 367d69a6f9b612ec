/*
 * The sealed stream that a backup is: 64 KiB chunks of XChaCha20-Poly1305
 * (libsodium's secretstream), under a key derived from the key file.
 *
 *     "BXSTREAM" | format (1) | algorithm (1) | zero (6) | key id (16)
 *         | secretstream header (24) | chunk ... | final chunk
 *
 * A chunk is up to 65,536 bytes and 17 more; all but the final one are full.
 * The header is bound to every chunk.  Order, length and end are proved: a
 * stream that was cut, changed, reordered or added to is refused.
 */
#ifndef CRYPTO_STREAM_H
#define CRYPTO_STREAM_H

#include <stddef.h>

#include "base/err.h"
#include "crypto/key.h"

#define STREAM_CHUNK 65536

/* Takes all n bytes or fails. */
struct stream_sink {
    enum err (*write)(void *ctx, const void *data, size_t n);
    void *ctx;
};

/* Gives 1..cap bytes, or *n = 0 at the end. */
struct stream_source {
    enum err (*read)(void *ctx, void *out, size_t cap, size_t *n);
    void *ctx;
};

struct stream_writer;
struct stream_reader;

/* Begins a stream: the header goes to the sink.  `k` is not kept. */
enum err stream_writer_open(const struct kek *k, struct stream_sink sink,
                            struct stream_writer **out);

/* Adds bytes.  The first error stays: every later call returns it. */
enum err stream_write(struct stream_writer *w, const void *data, size_t n);

/* Writes the final chunk; without it the stream does not open again. */
enum err stream_finish(struct stream_writer *w);

/* Wipes and frees; NULL is allowed.  Does not finish. */
void stream_writer_close(struct stream_writer *w);

/* Reads the header.  ERR_KEY when the stream is sealed to another key file,
 * ERR_DAMAGED when it is no such stream. */
enum err stream_reader_open(const struct kek *k, struct stream_source source,
                            struct stream_reader **out);

/* Gives 1..cap bytes, or *n = 0 once the final chunk and the end of the source
 * were seen.  Each byte given is genuine, but only that end proves that none
 * is missing: nothing may rely on the content before.  ERR_DAMAGED when the
 * stream was cut, changed or added to; the first error stays. */
enum err stream_read(struct stream_reader *r, void *out, size_t cap, size_t *n);

/* Wipes and frees; NULL is allowed. */
void stream_reader_close(struct stream_reader *r);

/* Sources from a descriptor: ctx is a pointer to the int. */
enum err stream_read_fd(void *ctx, void *out, size_t cap, size_t *n);

#endif
