/* The store copied into memory by SQLite's own backup. */
#include "db/image.h"

#include <stdlib.h>
#include <string.h>

#include "internal.h"

#define SIZE_LIMIT (INT64_C(1) << 40) /* SQLite's own is 1 GiB */

struct db_image {
    sqlite3 *memory; /* owns the bytes */
    unsigned char *bytes;
    sqlite3_int64 n;
};

static enum err copy(struct db *db, struct db_image *i)
{
    sqlite3_int64 limit = SIZE_LIMIT;
    sqlite3_backup *b;
    int code;

    code = sqlite3_open_v2("image", &i->memory,
                           SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                               SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                           "memdb");
    if (code != SQLITE_OK)
        return ERR_NO_MEMORY;
    sqlite3_file_control(i->memory, "main", SQLITE_FCNTL_SIZE_LIMIT, &limit);
    sqlite3_exec(i->memory, "PRAGMA journal_mode=OFF", NULL, NULL, NULL);
    b = sqlite3_backup_init(i->memory, "main", db->handle, "main");
    if (!b)
        return ERR_NO_MEMORY;
    code = sqlite3_backup_step(b, -1);
    sqlite3_backup_finish(b);
    if (code != SQLITE_DONE)
        return db_err(db, code, "backup");
    i->bytes =
        sqlite3_serialize(i->memory, "main", &i->n, SQLITE_SERIALIZE_NOCOPY);
    return i->bytes && i->n > 100 ? ERR_OK : ERR_NO_MEMORY;
}

/* The copy says that it has a WAL, which memory cannot have and the file that
 * it becomes does not need: bytes 18 and 19 are the format's version. */
static void forget_wal(struct db_image *i)
{
    i->bytes[18] = i->bytes[19] = 1;
}

static int is_ok(void *ctx, int n, char **values, char **names)
{
    (void)names;
    *(bool *)ctx = n == 1 && values[0] && strcmp(values[0], "ok") == 0;
    return 0;
}

/* Read back by a connection of its own, as a restore would. */
static enum err check(const struct db_image *i)
{
    sqlite3 *h;
    bool ok = false;
    int code = sqlite3_open_v2(
        ":memory:", &h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_deserialize(h, "main", i->bytes, i->n, i->n,
                                   SQLITE_DESERIALIZE_READONLY);
    if (code == SQLITE_OK)
        code = sqlite3_exec(h, "PRAGMA integrity_check(1)", is_ok, &ok, NULL);
    sqlite3_close(h);
    if (code == SQLITE_NOMEM)
        return ERR_NO_MEMORY;
    return code == SQLITE_OK && ok ? ERR_OK : ERR_DAMAGED;
}

enum err db_image_take(struct db *db, struct db_image **out)
{
    struct db_image *i = calloc(1, sizeof *i);
    enum err e;

    if (!i)
        return ERR_NO_MEMORY;
    e = copy(db, i);
    if (e == ERR_OK) {
        forget_wal(i);
        e = check(i);
    }
    if (e != ERR_OK) {
        db_image_free(i);
        return e;
    }
    *out = i;
    return ERR_OK;
}

const void *db_image_bytes(const struct db_image *i, size_t *n)
{
    *n = (size_t)i->n;
    return i->bytes;
}

void db_image_free(struct db_image *i)
{
    if (!i)
        return;
    sqlite3_close(i->memory);
    free(i);
}
