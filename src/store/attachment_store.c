/* Attachments in the store, sealed. */
#include "store/attachment_store.h"

#include "crypto/hash.h"
#include "crypto/seal.h"

SQL(q_attachment_insert,
    .text = "INSERT INTO attachment (id, sha256, size, type, data,"
            " account_id, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    .access = SQL_SYSTEM, .why = "it belongs to whoever sends it");

SQL(q_attachment_get,
    .text = "SELECT id, sha256, size, type, student_id, created_at"
            "  FROM my_attachment WHERE id = ?1",
    .row = &attachment_row);

SQL(q_attachment_data, .text = "SELECT data FROM my_attachment WHERE id = ?1");

SQL(q_attachment_give,
    .text = "UPDATE attachment SET student_id = ?2"
            " WHERE id = ?1 AND student_id IS NULL",
    .access = SQL_SYSTEM,
    .why = "the caller found it, and the child, in scope");

static const char *hex_of_sha256(struct arena *a, const void *data, size_t n)
{
    char *hex = arena_alloc(a, 2 * HASH_BYTES + 1);
    uint8_t sum[HASH_BYTES];

    sha256_of(data, n, sum);
    if (hex)
        hash_hex(sum, hex);
    return hex;
}

static struct seal_at data_of(int64_t id)
{
    return (
        struct seal_at) { .table = "attachment", .column = "data", .row = id };
}

enum err store_attachment_add(struct db *db, struct arena *a,
                              const struct act *act, const char *type,
                              const void *data, size_t n,
                              struct attachment_row *out)
{
    struct attachment_row t = { .size = (int64_t)n,
                                .type = type,
                                .student_id = INT_NONE,
                                .created_at = act->now_ms };
    uint8_t *blob = arena_alloc(a, seal_size(n));
    struct seal_at at;

    t.sha256 = hex_of_sha256(a, data, n);
    if (!blob || !t.sha256)
        return ERR_NO_MEMORY;
    TRY(db_next_id(db, "attachment", &t.id));
    at = data_of(t.id);
    TRY(seal_bytes(db_keys(db), &at, data, n, blob));
    TRY(db_run(db, &q_attachment_insert,
               VALS(INT(t.id), TEXT(t.sha256), INT(t.size), TEXT(t.type),
                    BLOB(blob, seal_size(n)), INT(act->account_id),
                    INT(t.created_at))));
    *out = t;
    return ERR_OK;
}

enum err store_attachment_get(struct db *db, struct arena *a, int64_t id,
                              struct attachment_row *out)
{
    return db_row(db, &q_attachment_get, a, out, VALS(INT(id)));
}

enum err store_attachment_data(struct db *db, struct arena *a, int64_t id,
                               const void **data, size_t *n)
{
    const struct seal_at at = data_of(id);
    const void *blob;
    uint8_t *plain;
    size_t size;

    TRY(db_blob(db, &q_attachment_data, a, &blob, &size, VALS(INT(id))));
    if (size < seal_size(0))
        return ERR_DAMAGED;
    plain = arena_alloc(a, size - seal_size(0));
    if (!plain)
        return ERR_NO_MEMORY;
    TRY(seal_open_bytes(db_keys(db), &at, blob, size, plain, n));
    *data = plain;
    return ERR_OK;
}

enum err store_attachment_give(struct db *db, int64_t id, int64_t student_id)
{
    return db_run(db, &q_attachment_give, VALS(INT(id), INT(student_id)));
}
