/* The audit trail: appended, listed, verified. */
#include "store/audit_store.h"

#include <string.h>

#include "base/clock.h"
#include "crypto/token.h"

#define DOMAIN "baoxue.audit.1"

static const struct field audit_row_fields[] = {
    F_ID(audit_row, id, "序号", REQUIRED),
    F_TIME(audit_row, at, "时间", REQUIRED),
    F_INT(audit_row, account_id, "账号编号，0 为未登录或系统时钟", REQUIRED, 0,
          INT64_MAX),
    F_TEXT(audit_row, username, "用户名", OPTIONAL, 0, 32),
    F_TEXT(audit_row, role, "角色", OPTIONAL, 0, 20),
    F_TEXT(audit_row, unit, "单位代码", OPTIONAL, 0, 20),
    F_TEXT(audit_row, action, "操作", REQUIRED, 1, 200),
    F_TEXT(audit_row, entity, "对象", OPTIONAL, 0, 60),
    F_TEXT(audit_row, entity_id, "对象编号", OPTIONAL, 0, 100),
    F_TEXT(audit_row, outcome, "结果", REQUIRED, 1, 60),
    F_TEXT(audit_row, detail, "说明", OPTIONAL, 0, 1000),
    F_TEXT(audit_row, hash, "链校验值", REQUIRED, 64, 64),
    F_END
};
const struct record audit_row =
    RECORD(audit_row, "Audit", "审计记录", audit_row_fields);

struct audit_last {
    int64_t id, at;
    const char *hash;
};
static const struct field audit_last_fields[] = {
    F_ID(audit_last, id, "序号", REQUIRED),
    F_TIME(audit_last, at, "时间", REQUIRED),
    F_TEXT(audit_last, hash, "链校验值", REQUIRED, 64, 64), F_END
};
static const struct record audit_last =
    RECORD(audit_last, "AuditLast", "最后一条审计记录", audit_last_fields);

/* Read each time: a savepoint that was rolled back leaves nothing stale. */
SQL(q_audit_last,
    .text = "SELECT id, at, hex(hash) AS hash FROM audit"
            " ORDER BY id DESC LIMIT 1",
    .row = &audit_last);

/* The last row as a head; entry 0 when there is none. */
static enum err read_head(struct db *db, struct chain_head *head)
{
    struct arena a;
    struct audit_last row;
    enum err e;

    *head = (struct chain_head) { .entry = 0 };
    arena_init(&a, 0);
    e = db_row(db, &q_audit_last, &a, &row, NO_VALS);
    if (e == ERR_OK) {
        head->entry = row.id;
        head->at = row.at;
        if (!hex_read(row.hash, head->hash, HASH_BYTES))
            e = ERR_DAMAGED;
    } else if (e == ERR_NOT_FOUND) {
        e = ERR_OK;
    }
    arena_free(&a);
    return e;
}

static void hash_entry(const struct chain_head *prev, int64_t id,
                       const struct audit_entry *e, uint8_t out[HASH_BYTES])
{
    const struct chain_field fields[] = {
        chain_int(id),
        chain_int(e->at),
        chain_int(e->account_id),
        chain_text(e->role),
        chain_text(e->unit),
        chain_text(e->action),
        chain_text(e->entity),
        chain_text(e->entity_id),
        chain_text(e->outcome),
        chain_text(e->detail),
    };

    chain_hash(prev->entry ? prev->hash : NULL, DOMAIN, fields,
               sizeof fields / sizeof *fields, out);
}

/* ---- signed heads -----------------------------------------------------------
 */
SQL(q_audit_head_add,
    .text = "INSERT INTO audit_head (audit_id, at, hash, key_version,"
            " signature) VALUES (?1, ?2, ?3, ?4, ?5)"
            " ON CONFLICT (audit_id) DO NOTHING");

static enum err sign_head(struct db *db, struct chain_head head, int64_t now_ms)
{
    struct chain_signature s;

    if (head.entry == 0)
        return ERR_OK;
    if (!db_keys(db))
        return ERR_KEY;
    head.at = now_ms;
    TRY(chain_sign(db_keys(db), &head, &s));
    return db_run(
        db, &q_audit_head_add,
        VALS(INT(head.entry), INT(head.at), BLOB(head.hash, HASH_BYTES),
             INT(s.key_version), BLOB(s.bytes, SIGN_BYTES)));
}

enum err store_audit_sign(struct db *db, int64_t now_ms)
{
    struct chain_head head;

    TRY(read_head(db, &head));
    return sign_head(db, head, now_ms);
}

static bool same_day(int64_t a, int64_t b)
{
    char x[CLOCK_DATE_MAX], y[CLOCK_DATE_MAX];

    clock_date_of(a, x);
    clock_date_of(b, y);
    return strcmp(x, y) == 0;
}

/* ---- appending --------------------------------------------------------- */
SQL(q_audit_append,
    .text = "INSERT INTO audit (id, at, account_id, role, unit, action,"
            " entity, entity_id, outcome, detail, hash)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");

enum err store_audit_append(struct db *db, const struct audit_entry *e)
{
    struct chain_head prev;
    uint8_t hash[HASH_BYTES];
    int64_t id;

    TRY(read_head(db, &prev));
    if (prev.entry && !same_day(prev.at, e->at))
        TRY(sign_head(db, prev, e->at));
    id = prev.entry + 1;
    hash_entry(&prev, id, e, hash);
    return db_run(db, &q_audit_append,
                  VALS(INT(id), INT(e->at), INT(e->account_id), TEXT(e->role),
                       TEXT(e->unit), TEXT(e->action), TEXT(e->entity),
                       TEXT(e->entity_id), TEXT(e->outcome), TEXT(e->detail),
                       BLOB(hash, HASH_BYTES)));
}

/* ---- listing ----------------------------------------------------------- */
#define AUDIT_FILTER                                                           \
    " (?1 IS NULL OR t.account_id = ?1)"                                       \
    " AND (?2 IS NULL OR substr(t.action, 1, length(?2)) = ?2)"                \
    " AND (?3 IS NULL OR t.at >= ?3) AND (?4 IS NULL OR t.at < ?4)"

SQL(q_audit_list,
    .text = "SELECT t.id, t.at, t.account_id, a.username, t.role, t.unit,"
            "       t.action, t.entity, t.entity_id, t.outcome, t.detail,"
            "       lower(hex(t.hash)) AS hash"
            "  FROM audit t LEFT JOIN account a ON a.id = t.account_id"
            " WHERE t.id < ?5 AND" AUDIT_FILTER " ORDER BY t.id DESC LIMIT ?6",
    .row = &audit_row);

enum err store_audit_list(struct db *db, struct arena *a,
                          const struct audit_filter *f, struct list *out)
{
    return db_list(db, &q_audit_list, a, (size_t)f->rows, out,
                   VALS(INT(f->account_id), TEXT(f->action), INT(f->from),
                        INT(f->to), INT(f->before), INT(f->rows)));
}

SQL(q_audit_count, .text = "SELECT count(*) FROM audit t WHERE" AUDIT_FILTER);

enum err store_audit_count(struct db *db, const struct audit_filter *f,
                           int64_t *n)
{
    return db_int(
        db, &q_audit_count, n,
        VALS(INT(f->account_id), TEXT(f->action), INT(f->from), INT(f->to)));
}

/* ---- verifying --------------------------------------------------------- */
struct head_row {
    int64_t audit_id, at, key_version;
    const char *hash, *signature;
};
static const struct field head_row_fields[] = {
    F_INT(head_row, audit_id, "序号", REQUIRED, 0, INT64_MAX),
    F_TIME(head_row, at, "时间", REQUIRED),
    F_INT(head_row, key_version, "密钥版本", REQUIRED, 0, INT64_MAX),
    F_TEXT(head_row, hash, "链校验值", REQUIRED, 64, 64),
    F_TEXT(head_row, signature, "签名", REQUIRED, 128, 128),
    F_END
};
static const struct record head_row =
    RECORD(head_row, "AuditHead", "签名的链头", head_row_fields);

#define HEADS_MAX 100000

SQL(q_audit_heads,
    .text = "SELECT audit_id, at, key_version, hex(hash) AS hash,"
            "       hex(signature) AS signature"
            "  FROM audit_head ORDER BY audit_id",
    .row = &head_row);

SQL(q_audit_all,
    .text = "SELECT id, at, account_id, NULL AS username, role, unit, action,"
            "       entity, entity_id, outcome, detail, hex(hash) AS hash"
            "  FROM audit ORDER BY id",
    .row = &audit_row);

struct checking {
    struct audit_check *out;
    const struct keys *keys;
    const struct head_row *heads;
    size_t n, next;
};

static enum err bad(struct checking *c, int64_t entry, const char *why)
{
    c->out->bad = entry;
    c->out->why = why;
    return ERR_DAMAGED;
}

static enum err check_head(struct checking *c, const struct head_row *h)
{
    struct chain_head head = { .entry = h->audit_id, .at = h->at };
    struct chain_signature s = { .key_version = h->key_version };
    uint8_t key[SIGN_PUBLIC];

    if (!hex_read(h->hash, head.hash, HASH_BYTES) ||
        !hex_read(h->signature, s.bytes, SIGN_BYTES) || !c->keys ||
        chain_public_key(c->keys, h->key_version, key) != ERR_OK ||
        chain_verify(key, &head, &s) != ERR_OK)
        return bad(c, h->audit_id, "这一条的链头签名不对");
    if (memcmp(head.hash, c->out->head.hash, HASH_BYTES) != 0)
        return bad(c, h->audit_id,
                   "这一条与当日签名的链头不符，"
                   "它或它之前的记录被改过");
    c->out->heads++;
    return ERR_OK;
}

static enum err check_row(void *ctx, const void *row)
{
    struct checking *c = ctx;
    const struct audit_row *r = row;
    struct chain_head *head = &c->out->head;
    const struct audit_entry e = {
        .at = r->at,
        .account_id = r->account_id,
        .role = r->role,
        .unit = r->unit,
        .action = r->action,
        .entity = r->entity,
        .entity_id = r->entity_id,
        .outcome = r->outcome,
        .detail = r->detail,
    };
    uint8_t hash[HASH_BYTES], stored[HASH_BYTES];

    if (r->id != head->entry + 1)
        return bad(c, head->entry + 1, "这一条缺失");
    hash_entry(head, r->id, &e, hash);
    if (!hex_read(r->hash, stored, HASH_BYTES) ||
        memcmp(hash, stored, HASH_BYTES) != 0)
        return bad(c, r->id, "这一条的内容与链校验值不符");
    head->entry = r->id;
    head->at = r->at;
    memcpy(head->hash, hash, HASH_BYTES);
    c->out->entries++;
    if (c->next < c->n && c->heads[c->next].audit_id == r->id)
        return check_head(c, &c->heads[c->next++]);
    return ERR_OK;
}

enum err store_audit_verify(struct db *db, struct audit_check *out)
{
    struct checking c = { .out = out, .keys = db_keys(db) };
    struct list heads;
    struct arena a;
    enum err e;

    *out = (struct audit_check) { .why = NULL };
    arena_init(&a, 0);
    e = db_list(db, &q_audit_heads, &a, HEADS_MAX, &heads, NO_VALS);
    if (e == ERR_OK) {
        c.heads = heads.items;
        c.n = heads.n;
        e = db_each(db, &q_audit_all, check_row, &c, NO_VALS);
    }
    /* A head that no row was there for: the end was cut off. */
    if (e == ERR_OK && c.next < c.n)
        e = bad(&c, out->head.entry + 1, "从这一条起的记录被删去");
    arena_free(&a);
    return e;
}
