/*
 * The key file:
 *
 *     "BXKEYFIL" | format (1) | algorithm (1) | zero (6) | key id (16)
 *         | key (32)
 *
 * The key id is derived from the key, so that a changed byte anywhere in the
 * file is noticed before the key is used.
 */
#include "crypto/key.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/aead.h"
#include "crypto/outfile.h"

#define FILE_SIZE 64
#define ID_AT 16
#define KEY_AT 32

static const uint8_t file_head[ID_AT] = {
    'B', 'X', 'K', 'E', 'Y', 'F', 'I', 'L', 1, AEAD_XCHACHA20POLY1305
};

struct kek {
    uint8_t id[KEK_ID];
    uint8_t key[KEY_BYTES];
};

_Static_assert(KEY_BYTES == crypto_kdf_KEYBYTES, "the key derives others");

static void derive(const uint8_t key[KEY_BYTES], const char *use, size_t n,
                   uint8_t *out)
{
    char context[crypto_kdf_CONTEXTBYTES] = { 0 };

    for (size_t i = 0; i < sizeof context && use[i] != '\0'; i++)
        context[i] = use[i];
    (void)crypto_kdf_derive_from_key(out, n, 1, context, key);
}

static enum err write_key(int fd, const char *path)
{
    uint8_t file[FILE_SIZE];
    enum err e;

    memcpy(file, file_head, sizeof file_head);
    randombytes_buf(file + KEY_AT, KEY_BYTES);
    derive(file + KEY_AT, "bxkeyid_", KEK_ID, file + ID_AT);
    e = file_write_all(fd, file, sizeof file);
    sodium_memzero(file, sizeof file);
    if (e == ERR_OK && (fchmod(fd, 0600) != 0 || fsync(fd) != 0))
        e = ERR_IO;
    return e == ERR_OK ? file_sync_directory(path) : e;
}

enum err kek_create(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    enum err e;

    if (fd < 0)
        return errno == EEXIST ? ERR_CONFLICT : ERR_IO;
    e = write_key(fd, path);
    if (close(fd) != 0 && e == ERR_OK)
        e = ERR_IO;
    if (e != ERR_OK)
        (void)unlink(path);
    return e;
}

/* One byte more is asked for, so that a longer file is noticed. */
static enum err read_key(int fd, uint8_t file[FILE_SIZE + 1])
{
    struct stat st;
    size_t n = 0;

    if (fstat(fd, &st) != 0)
        return ERR_IO;
    if (!S_ISREG(st.st_mode) || (st.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return ERR_KEY;
    while (n < FILE_SIZE + 1) {
        ssize_t got = read(fd, file + n, FILE_SIZE + 1 - n);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return ERR_IO;
        if (got == 0)
            break;
        n += (size_t)got;
    }
    return n == FILE_SIZE ? ERR_OK : ERR_KEY;
}

static enum err parse_key(const uint8_t file[FILE_SIZE], struct kek **out)
{
    uint8_t id[KEK_ID];
    struct kek *k;

    if (memcmp(file, file_head, sizeof file_head) != 0)
        return ERR_KEY;
    derive(file + KEY_AT, "bxkeyid_", sizeof id, id);
    if (sodium_memcmp(id, file + ID_AT, sizeof id) != 0)
        return ERR_KEY;
    k = sodium_malloc(sizeof *k);
    if (k == NULL)
        return ERR_NO_MEMORY;
    memcpy(k->id, id, sizeof id);
    memcpy(k->key, file + KEY_AT, sizeof k->key);
    (void)sodium_mprotect_readonly(k);
    *out = k;
    return ERR_OK;
}

enum err kek_open(const char *path, struct kek **out)
{
    uint8_t file[FILE_SIZE + 1];
    /* Not blocking: a FIFO in its place must not hang the start. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    enum err e;

    if (fd < 0)
        return ERR_KEY;
    e = read_key(fd, file);
    if (e == ERR_OK)
        e = parse_key(file, out);
    sodium_memzero(file, sizeof file);
    (void)close(fd);
    return e;
}

void kek_close(struct kek *k)
{
    sodium_free(k); /* wipes */
}

const uint8_t *kek_id(const struct kek *k)
{
    return k->id;
}

void kek_derive(const struct kek *k, const char *use, uint8_t out[KEY_BYTES])
{
    derive(k->key, use, KEY_BYTES, out);
}
