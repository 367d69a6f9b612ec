/* Uploads in the store. */
#include "store/upload_store.h"

#include <string.h>

#include "base/clock.h"
#include "crypto/hash.h"
#include "crypto/seal.h"
#include "store/attachment_store.h"
#include "store/survey_store.h"

#define OWN "an upload belongs to the account that sends it"
#define CLOCK_WHY "nobody goes on with it"

SQL(q_upload_get,
    .text = "SELECT id, account_id, uuid, sha256, size, received,"
            " attachment_id FROM upload WHERE uuid = ?1",
    .row = &upload_row, .access = SQL_SYSTEM, .why = OWN);
SQL(q_upload_open,
    .text = "SELECT coalesce(sum(size), 0) FROM upload WHERE account_id = ?1"
            " AND attachment_id IS NULL",
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_upload_add,
    .text = "INSERT INTO upload (id, uuid, account_id, size, sha256, at)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_upload_move,
    .text = "UPDATE upload SET received = ?2, attachment_id = ?3, at = ?4"
            " WHERE id = ?1",
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_upload_drop, .text = "DELETE FROM upload WHERE id = ?1",
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_piece_add,
    .text = "INSERT INTO upload_piece (id, upload_id, start, data)"
            " VALUES (?1, ?2, ?3, ?4)",
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_pieces_drop, .text = "DELETE FROM upload_piece WHERE upload_id = ?1",
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_piece_next,
    .text = "SELECT id FROM upload_piece WHERE upload_id = ?1 AND start = ?2",
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_piece_data, .text = "SELECT data FROM upload_piece WHERE id = ?1",
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_upload_old,
    .text = "SELECT id FROM upload WHERE at < ?1 AND attachment_id IS NULL"
            " UNION ALL SELECT id FROM upload WHERE at < ?2"
            " AND attachment_id IS NOT NULL LIMIT 1",
    .access = SQL_SYSTEM, .why = CLOCK_WHY);

static enum err say(struct refusal *why, enum err e, const char *code,
                    const char *detail)
{
    *why = (struct refusal) { "", code, detail };
    return e;
}

static struct seal_at data_of(int64_t piece)
{
    return (struct seal_at) { .table = "upload_piece",
                              .column = "data",
                              .row = piece };
}

enum err store_upload_get(struct db *db, struct arena *a, const struct act *act,
                          const char *uuid, struct upload_row *out)
{
    TRY(db_row(db, &q_upload_get, a, out, VALS(TEXT(uuid))));
    return out->account_id == act->account_id ? ERR_OK : ERR_NOT_FOUND;
}

/* ---- a new one ---- */
static enum err begin(struct db *db, const struct act *act,
                      const struct upload_piece *p, struct upload_row *out,
                      struct refusal *why)
{
    int64_t open;

    TRY(db_int(db, &q_upload_open, &open, VALS(INT(act->account_id))));
    if (p->size > UPLOADS_OPEN_MOST - open)
        return say(why, ERR_TOO_MANY, "upload.many",
                   "没传完的照片太多，这张还没有保存。请等前面的传完再试。");
    *out = (struct upload_row) { .account_id = act->account_id,
                                 .uuid = p->uuid,
                                 .sha256 = p->sha256,
                                 .size = p->size,
                                 .attachment_id = INT_NONE };
    TRY(db_next_id(db, "upload", &out->id));
    return db_run(db, &q_upload_add,
                  VALS(INT(out->id), TEXT(p->uuid), INT(act->account_id),
                       INT(p->size), TEXT(p->sha256), INT(act->now_ms)));
}

static enum err find(struct db *db, struct arena *a, const struct act *act,
                     const struct upload_piece *p, struct upload_row *out,
                     struct refusal *why)
{
    enum err e = db_row(db, &q_upload_get, a, out, VALS(TEXT(p->uuid)));

    if (e == ERR_NOT_FOUND)
        return begin(db, act, p, out, why);
    TRY(e);
    if (out->account_id == act->account_id && out->size == p->size &&
        strcmp(out->sha256, p->sha256) == 0)
        return ERR_OK;
    return say(why, ERR_CONFLICT, "upload.uuid",
               "这个上传编号已用于另一个文件，没有保存。");
}

/* ---- the end of one ---- */
static enum err put_together(struct db *db, struct arena *a,
                             const struct upload_row *u, uint8_t *whole)
{
    for (int64_t at = 0; at < u->size;) {
        const void *blob;
        size_t size, n;
        int64_t piece;
        struct seal_at seal;

        TRY(db_int(db, &q_piece_next, &piece, VALS(INT(u->id), INT(at))));
        TRY(db_blob(db, &q_piece_data, a, &blob, &size, VALS(INT(piece))));
        if (size <= seal_size(0) ||
            (int64_t)(size - seal_size(0)) > u->size - at)
            return ERR_DAMAGED;
        seal = data_of(piece);
        TRY(seal_open_bytes(db_keys(db), &seal, blob, size, whole + at, &n));
        at += (int64_t)n;
    }
    return ERR_OK;
}

static enum err drop(struct db *db, int64_t id)
{
    TRY(db_run(db, &q_pieces_drop, VALS(INT(id))));
    return db_run(db, &q_upload_drop, VALS(INT(id)));
}

/* What is not what was said is said no to in the reply, and begun anew. */
static enum err finish(struct db *db, struct arena *a, const struct act *act,
                       struct upload_row *u, struct refusal *why)
{
    uint8_t *whole = arena_alloc(a, (size_t)u->size);
    char hex[2 * HASH_BYTES + 1];
    uint8_t sum[HASH_BYTES];
    struct attachment_row t;
    const char *type;

    if (!whole)
        return ERR_NO_MEMORY;
    TRY(put_together(db, a, u, whole));
    sha256_of(whole, (size_t)u->size, sum);
    hash_hex(sum, hex);
    type = attachment_type(whole, (size_t)u->size);
    if (strcmp(hex, u->sha256) != 0 || !type) {
        (void)say(why, ERR_OK, type ? "upload.hash" : "media_type",
                  type ? "收到的照片和手机里的不一样，没有保存，请重新上传。"
                       : "只接受 JPEG、PNG、WebP 图片和 PDF 文件，没有保存。");
        u->received = 0;
        return drop(db, u->id);
    }
    TRY(store_attachment_add(db, a, act, type, whole, (size_t)u->size, &t));
    u->attachment_id = t.id;
    TRY(store_survey_photo_come(db, act->account_id, u->uuid, t.id));
    return db_run(db, &q_pieces_drop, VALS(INT(u->id)));
}

static enum err keep(struct db *db, struct arena *a, const struct upload_row *u,
                     const struct upload_piece *p)
{
    uint8_t *blob = arena_alloc(a, seal_size(p->n));
    struct seal_at at;
    int64_t id;

    if (!blob)
        return ERR_NO_MEMORY;
    TRY(db_next_id(db, "upload_piece", &id));
    at = data_of(id);
    TRY(seal_bytes(db_keys(db), &at, p->data, p->n, blob));
    return db_run(
        db, &q_piece_add,
        VALS(INT(id), INT(u->id), INT(p->start), BLOB(blob, seal_size(p->n))));
}

enum err store_upload_put(struct db *db, struct arena *a, const struct act *act,
                          const struct upload_piece *p, struct upload_row *out,
                          struct refusal *why)
{
    TRY(find(db, a, act, p, out, why));
    if (out->attachment_id != INT_NONE ||
        p->start + (int64_t)p->n <= out->received)
        return ERR_OK;
    if (p->start != out->received)
        return say(why, ERR_CONFLICT, "upload.gap",
                   "照片的这一段前面还缺一段，没有保存。");
    if (p->n > (size_t)(out->size - out->received))
        return say(why, ERR_INVALID, "upload.size",
                   "照片比说好的大，没有保存，请重新上传。");
    TRY(keep(db, a, out, p));
    out->received += (int64_t)p->n;
    if (out->received == out->size)
        TRY(finish(db, a, act, out, why));
    return db_run(db, &q_upload_move,
                  VALS(INT(out->id), INT(out->received),
                       INT(out->attachment_id), INT(act->now_ms)));
}

enum err store_upload_sweep(struct db *db, struct arena *a, int64_t now,
                            int64_t most, int64_t *done)
{
    (void)a;
    for (*done = 0; *done < most; ++*done) {
        int64_t id;
        enum err e = db_int(db, &q_upload_old, &id,
                            VALS(INT(now - UPLOAD_DAYS * CLOCK_DAY_MS),
                                 INT(now - UPLOAD_KEPT_DAYS * CLOCK_DAY_MS)));

        if (e != ERR_OK)
            return e == ERR_NOT_FOUND ? ERR_OK : e;
        TRY(drop(db, id));
    }
    return ERR_OK;
}
