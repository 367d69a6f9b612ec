/* Opening a store: key file, keys, lock, connections. */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "crypto/hash.h"
#include "crypto/key.h"
#include "crypto/token.h"
#include "db/migrate.h"
#include "store/import_store.h"
#include "store/setting_store.h"
#include "store_keys.h"

/* ---- what the store says of itself ------------------------------------- */
struct store_row {
    const char *store_id, *county;
};
static const struct field store_row_fields[] = {
    F_TEXT(store_row, store_id, "库标识", REQUIRED, 1, 64),
    F_TEXT(store_row, county, "县区划代码", REQUIRED, 12, 12), F_END
};
static const struct record store_row =
    RECORD(store_row, "Store", "库", store_row_fields);

SQL(q_store_get, .text = "SELECT store_id, county FROM store WHERE id = 1",
    .row = &store_row);

struct keyring_row {
    const char *purpose, *wrapped;
    int64_t version, algorithm;
};
static const struct field keyring_row_fields[] = {
    F_TEXT(keyring_row, purpose, "用途", REQUIRED, 1, 20),
    F_INT(keyring_row, version, "版本", REQUIRED, 1, KEY_VERSION_MAX),
    F_INT(keyring_row, algorithm, "算法", REQUIRED, 1, 255),
    F_TEXT(keyring_row, wrapped, "封装的密钥", REQUIRED, 1, 2 * KEY_WRAPPED),
    F_END
};
static const struct record keyring_row =
    RECORD(keyring_row, "Key", "密钥", keyring_row_fields);

SQL(q_keyring_list,
    .text = "SELECT purpose, version, algorithm, hex(wrapped) AS wrapped"
            "  FROM keyring ORDER BY id",
    .row = &keyring_row);

SQL(q_keyring_add, .text = "INSERT INTO keyring"
                           " (purpose, version, algorithm, wrapped, created_at)"
                           " VALUES (?1, ?2, ?3, ?4, ?5)");

enum err store_keys_save(struct db *db, const struct keys *keys,
                         const struct kek *kek, const char *store_id,
                         int64_t now_ms)
{
    for (size_t i = 0; i < keys_count(keys); i++) {
        uint8_t wrapped[KEY_WRAPPED];
        struct key_row r;

        TRY(keys_wrap(keys, kek, store_id, i, wrapped, &r));
        TRY(db_run(db, &q_keyring_add,
                   VALS(TEXT(r.purpose), INT(r.version), INT(r.algorithm),
                        BLOB(r.wrapped, r.wrapped_n), INT(now_ms))));
    }
    return ERR_OK;
}

static enum err load_keys(struct store *s, struct db *db)
{
    struct key_row rows[KEYS_MAX];
    struct list found;
    struct keys *keys;

    TRY(db_list(db, &q_keyring_list, &s->arena, KEYS_MAX, &found, NO_VALS));
    for (size_t i = 0; i < found.n; i++) {
        const struct keyring_row *r = (struct keyring_row *)found.items + i;
        size_t n = strlen(r->wrapped) / 2;
        uint8_t *wrapped = arena_alloc(&s->arena, n);

        if (!wrapped)
            return ERR_NO_MEMORY;
        if (!hex_read(r->wrapped, wrapped, n))
            return ERR_DAMAGED;
        rows[i] = (struct key_row) { .purpose = r->purpose,
                                     .version = r->version,
                                     .algorithm = r->algorithm,
                                     .wrapped = wrapped,
                                     .wrapped_n = n };
    }
    TRY(keys_load(s->kek, s->store_id, rows, found.n, &keys));
    s->keys = keys;
    return ERR_OK;
}

/* ---- open and close --------------------------------------------------------
 */
static enum err name_files(struct store *s, const char *path,
                           const char *key_path)
{
    s->path = arena_strdup(&s->arena, path);
    s->key_path = key_path ? arena_strdup(&s->arena, key_path)
                           : arena_printf(&s->arena, "%s.key", path);
    return s->path && s->key_path ? ERR_OK : ERR_NO_MEMORY;
}

static enum err open_keys(struct store *s)
{
    struct store_row row;
    struct db *db;
    enum err e;

    TRY(kek_open(s->key_path, &s->kek));
    TRY(db_open(s->path, DB_READER, NULL, &db));
    e = db_row(db, &q_store_get, &s->arena, &row, NO_VALS);
    if (e == ERR_OK) {
        s->store_id = row.store_id;
        s->county = row.county;
        e = load_keys(s, db);
    } else if (e == ERR_NOT_FOUND || e == ERR_INTERNAL) {
        e = ERR_DAMAGED; /* a database, but none of ours */
    }
    db_close(db);
    return e;
}

enum err store_open(const char *path, const char *key_path, struct store **out)
{
    struct store *s;
    enum err e;

    if (access(path, F_OK) != 0)
        return ERR_NOT_FOUND;
    s = calloc(1, sizeof *s);
    if (!s)
        return ERR_NO_MEMORY;
    s->lock = -1;
    arena_init(&s->arena, 0);
    e = name_files(s, path, key_path);
    if (e == ERR_OK)
        e = open_keys(s);
    if (e != ERR_OK) {
        store_close(s);
        return e;
    }
    *out = s;
    return ERR_OK;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    if (s->lock >= 0)
        close(s->lock);
    keys_free((struct keys *)(uintptr_t)s->keys);
    kek_close(s->kek);
    arena_free(&s->arena);
    free(s);
}

enum err store_lock(struct store *s)
{
    const char *path = arena_printf(&s->arena, "%s.lock", s->path);
    int fd;

    if (!path)
        return ERR_NO_MEMORY;
    if (s->lock >= 0)
        return ERR_OK;
    fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return ERR_IO;
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        enum err e = errno == EWOULDBLOCK ? ERR_BUSY : ERR_IO;

        close(fd);
        return e;
    }
    s->lock = fd; /* the file stays: removing it would let two in */
    return ERR_OK;
}

/* ---- connections ------------------------------------------------------------
 */
enum err store_reader(const struct store *s, struct db **out)
{
    struct db *db;
    enum err e;

    TRY(db_open(s->path, DB_READER, s->keys, &db));
    e = db_guard(db);
    if (e != ERR_OK) {
        db_close(db);
        return e;
    }
    *out = db;
    return ERR_OK;
}

static enum err fill_settings(struct db *db)
{
    enum err e;

    TRY(db_begin(db));
    e = store_setting_fill(db);
    if (e == ERR_OK)
        e = db_commit(db);
    if (e != ERR_OK)
        db_rollback(db);
    return e;
}

enum err store_writer(const struct store *s, struct db **out)
{
    struct db *db;
    enum err e;

    TRY(db_open(s->path, DB_WRITER, s->keys, &db));
    e = migrate(db);
    if (e == ERR_OK)
        e = db_guard(db);
    if (e == ERR_OK)
        e = db_prepare_all(db);
    if (e == ERR_OK)
        e = fill_settings(db);
    if (e == ERR_OK)
        e = store_import_keep_ids(db);
    if (e != ERR_OK) {
        db_close(db);
        return e;
    }
    *out = db;
    return ERR_OK;
}

/* ---- in words ---------------------------------------------------------- */
const char *store_says(struct arena *a, enum err e, const char *path)
{
    switch (e) {
    case ERR_NOT_FOUND:
        return arena_printf(a,
                            "没有找到数据库 %s，没有做任何改动。请核对 --db，"
                            "或先用 baoxue init 建库。",
                            path);
    case ERR_BUSY:
        return arena_printf(a,
                            "数据库 %s 正由另一个程序写入（多半是 serve），"
                            "没有做任何改动。请先停止它，或在网页里办理。",
                            path);
    case ERR_KEY:
        return arena_printf(
            a,
            "%s 的密钥文件缺失、权限过宽（应为 0600）"
            "或不属于这个数据库，没有做任何改动。"
            "请把成对的密钥文件放回原处，或用 --key-file 指明。",
            path);
    case ERR_DAMAGED:
        return arena_printf(a,
                            "%s 不是保学的数据库，或已损坏，没有做任何改动。"
                            "请核对路径；若确已损坏，请用备份恢复到新库。",
                            path);
    case ERR_CONFLICT:
        return arena_printf(a,
                            "数据库 %s 由较新版本的程序建立，没有做任何改动。"
                            "请换用较新的程序。",
                            path);
    default:
        return err_row(e)->detail;
    }
}
