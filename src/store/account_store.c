/* Accounts in the store. */
#include "store/account_store.h"

#include "crypto/hash.h"
#include "store/setting_store.h"

SQL_SHARED(find_account, .text = "SELECT version FROM account WHERE id = ?1");

#define ACCOUNT_COLUMNS                                                        \
    "SELECT a.id, a.username, a.name, a.role, a.unit, u.name AS unit_name,"    \
    "       a.grade, a.class AS class_no, a.must_change,"                      \
    "       a.disabled_at IS NOT NULL AS disabled, a.totp_confirmed AS totp,"  \
    "       a.failures, nullif(a.retry_at, 0) AS retry_at, a.created_at,"      \
    "       a.version"                                                         \
    "  FROM account a JOIN unit u ON u.code = a.unit"

/* The class as people write it, under the county's grade system. */
static enum err finish_rows(struct db *db, struct arena *a,
                            struct account_row *rows, size_t n)
{
    bool five_four = false;

    for (size_t i = 0; i < n; i++) {
        if (!rows[i].grade)
            continue;
        TRY(store_five_four(db, &five_four));
        rows[i].class =
            class_text(a, rows[i].grade, rows[i].class_no, five_four);
    }
    return ERR_OK;
}

SQL(q_account_get, .text = ACCOUNT_COLUMNS " WHERE a.id = ?1",
    .row = &account_row);

enum err store_account_get(struct db *db, struct arena *a, int64_t id,
                           struct account_row *out)
{
    TRY(db_row(db, &q_account_get, a, out, VALS(INT(id))));
    return finish_rows(db, a, out, 1);
}

SQL(q_account_by_name, .text = ACCOUNT_COLUMNS " WHERE a.username = ?1",
    .row = &account_row);

enum err store_account_by_name(struct db *db, struct arena *a,
                               const char *username, struct account_row *out)
{
    TRY(db_row(db, &q_account_by_name, a, out, VALS(TEXT(username))));
    return finish_rows(db, a, out, 1);
}

#define ACCOUNT_FILTER                                                         \
    " (?1 IS NULL OR a.role = ?1) AND (?2 IS NULL OR a.unit = ?2)"             \
    " AND (?3 IS NULL OR instr(a.username, lower(?3)) > 0"                     \
    "      OR instr(a.name, ?3) > 0)"

SQL(q_account_list,
    .text = ACCOUNT_COLUMNS " WHERE" ACCOUNT_FILTER
                            " AND a.id > ?4 ORDER BY a.id LIMIT ?5",
    .row = &account_row);

enum err store_account_list(struct db *db, struct arena *a,
                            const struct account_filter *f, struct list *out)
{
    TRY(db_list(db, &q_account_list, a, (size_t)f->rows, out,
                VALS(TEXT(f->role), TEXT(f->unit), TEXT(f->q), INT(f->after),
                     INT(f->rows))));
    return finish_rows(db, a, out->items, out->n);
}

SQL(q_account_count,
    .text = "SELECT count(*) FROM account a WHERE" ACCOUNT_FILTER);

enum err store_account_count(struct db *db, const struct account_filter *f,
                             int64_t *n)
{
    return db_int(db, &q_account_count, n,
                  VALS(TEXT(f->role), TEXT(f->unit), TEXT(f->q)));
}

SQL(q_account_unit,
    .text = "SELECT code, name, kind FROM unit WHERE code = ?1 AND active",
    .row = &account_unit);

enum err store_account_unit(struct db *db, struct arena *a, const char *code,
                            struct account_unit *out)
{
    return db_row(db, &q_account_unit, a, out, VALS(TEXT(code)));
}

/* ---- changing ---------------------------------------------------------- */
SQL(q_account_add,
    .text = "INSERT INTO account (id, username, name, role, unit, grade,"
            " class, password_hash, must_change, disabled_at, created_at)"
            " VALUES (:id, :username, :name, :role, :unit, :grade, :class,"
            " :password_hash, :must_change, :disabled_at, :created_at)",
    .args = &account_put);

enum err store_account_add(struct db *db, struct account_put *p)
{
    TRY(db_next_id(db, "account", &p->id));
    return db_put(db, &q_account_add, p, p->id);
}

SQL(q_account_change,
    .text = "UPDATE account SET name = :name, role = :role, unit = :unit,"
            " grade = :grade, class = :class, disabled_at ="
            " CASE WHEN :disabled_at IS NULL THEN NULL"
            " ELSE coalesce(disabled_at, :disabled_at) END,"
            " version = version + 1 WHERE id = :id AND version = :version",
    .args = &account_put);

enum err store_account_change(struct db *db, const struct account_put *p)
{
    return db_put_version(db, &q_account_change, p, p->id);
}

SQL(q_account_admins,
    .text = "SELECT count(*) FROM account WHERE role = 'admin'"
            " AND disabled_at IS NULL AND id <> ?1");

enum err store_account_admins(struct db *db, int64_t but, int64_t *n)
{
    return db_int(db, &q_account_admins, n, VALS(INT(but)));
}

SQL(q_account_password,
    .text = "UPDATE account SET password_hash = ?2, must_change = ?3,"
            " failures = 0, retry_at = 0, version = version + 1"
            " WHERE id = ?1");

enum err store_account_password(struct db *db, int64_t id, const char *hash,
                                bool must_change)
{
    return db_run(db, &q_account_password,
                  VALS(INT(id), TEXT(hash), INT(must_change)));
}

SQL(q_account_rehash,
    .text = "UPDATE account SET password_hash = ?2 WHERE id = ?1");

enum err store_account_rehash(struct db *db, int64_t id, const char *hash)
{
    return db_run(db, &q_account_rehash, VALS(INT(id), TEXT(hash)));
}

SQL(q_account_unlock,
    .text = "UPDATE account SET failures = 0, retry_at = 0 WHERE id = ?1"
            " AND failures > 0");

enum err store_account_unlock(struct db *db, int64_t id)
{
    return db_run(db, &q_account_unlock, VALS(INT(id)));
}

SQL(q_account_totp_forget,
    .text = "UPDATE account SET totp_secret = NULL, totp_confirmed = 0,"
            " totp_last_step = 0 WHERE id = ?1");

enum err store_account_totp_forget(struct db *db, int64_t id)
{
    return db_run(db, &q_account_totp_forget, VALS(INT(id)));
}

SQL(q_account_totp_offer,
    .text = "UPDATE account SET totp_secret = ?2, totp_last_step = 0"
            " WHERE id = ?1 AND totp_confirmed = 0");

enum err store_account_totp_offer(struct db *db, int64_t id, const char *secret)
{
    TRY(db_run(db, &q_account_totp_offer,
               VALS(INT(id), SEAL("account.totp_secret", id, secret))));
    return db_changes(db) == 1 ? ERR_OK : ERR_CONFLICT;
}

SQL(q_account_totp_used,
    .text = "UPDATE account SET totp_confirmed = 1, totp_last_step = ?2"
            " WHERE id = ?1 AND totp_last_step < ?2");

enum err store_account_totp_used(struct db *db, int64_t id, int64_t step)
{
    TRY(db_run(db, &q_account_totp_used, VALS(INT(id), INT(step))));
    return db_changes(db) == 1 ? ERR_OK : ERR_BAD_LOGIN;
}

/* ---- signing in -------------------------------------------------------- */
static const struct field account_secret_fields[] = {
    F_ID(account_secret, id, "账号编号", REQUIRED),
    F_TEXT(account_secret, username, "用户名", REQUIRED, 1, 32),
    F_TEXT(account_secret, role, "角色", REQUIRED, 1, 20),
    F_TEXT(account_secret, password_hash, "密码散列", REQUIRED, 1, 200),
    F_SEALED(account_secret, totp_secret, "动态口令密钥", OPTIONAL, 64, NULL,
             NULL, "account.totp_secret"),
    F_BOOL(account_secret, totp_confirmed, "已绑定动态口令", REQUIRED),
    F_INT(account_secret, totp_last_step, "已用动态口令的时段", REQUIRED, 0,
          INT64_MAX),
    F_BOOL(account_secret, must_change, "须改一次性密码", REQUIRED),
    F_BOOL(account_secret, disabled, "已停用", REQUIRED),
    F_INT(account_secret, failures, "连续登录失败次数", REQUIRED, 0, INT64_MAX),
    F_INT(account_secret, retry_at, "此前不判断登录", REQUIRED, 0, INT64_MAX),
    F_END
};
const struct record account_secret =
    RECORD(account_secret, "AccountSecret", "登录核对", account_secret_fields);

#define SECRET_COLUMNS                                                         \
    "SELECT id, username, role, password_hash, totp_secret, totp_confirmed,"   \
    "       totp_last_step, must_change, disabled_at IS NOT NULL AS disabled," \
    "       failures, retry_at FROM account"

SQL(q_account_secret, .text = SECRET_COLUMNS " WHERE username = ?1",
    .row = &account_secret, .access = SQL_SYSTEM,
    .why = "sign-in: nobody is signed in yet; no child's data");

enum err store_account_secret(struct db *db, struct arena *a,
                              const char *username, struct account_secret *out)
{
    return db_row(db, &q_account_secret, a, out, VALS(TEXT(username)));
}

SQL(q_account_secret_of, .text = SECRET_COLUMNS " WHERE id = ?1",
    .row = &account_secret, .access = SQL_SYSTEM,
    .why = "the caller's own account, named by its session");

enum err store_account_secret_of(struct db *db, struct arena *a, int64_t id,
                                 struct account_secret *out)
{
    return db_row(db, &q_account_secret_of, a, out, VALS(INT(id)));
}

SQL(q_account_failed,
    .text = "UPDATE account SET failures = ?2, retry_at = ?3 WHERE id = ?1");

enum err store_account_failed(struct db *db, int64_t id, int64_t failures,
                              int64_t now_ms)
{
    return db_run(db, &q_account_failed,
                  VALS(INT(id), INT(failures + 1),
                       INT(now_ms + signin_delay_ms(failures + 1))));
}

/* ---- strangers --------------------------------------------------------- */
#define STRANGER_SLOTS 4096

/* Which names share a slot is public; that two of them do costs only one of
 * them a delay. */
static int64_t stranger_slot(const char *username)
{
    uint8_t hash[HASH_BYTES];
    struct hash h;

    hash_start(&h);
    hash_text(&h, username);
    hash_end(&h, hash);
    return (hash[0] << 8 | hash[1]) % STRANGER_SLOTS;
}

SQL(q_stranger_retry_at,
    .text = "SELECT retry_at FROM signin_stranger WHERE slot = ?1");

enum err store_stranger_retry_at(struct db *db, const char *username,
                                 int64_t *retry_at)
{
    enum err e = db_int(db, &q_stranger_retry_at, retry_at,
                        VALS(INT(stranger_slot(username))));

    if (e != ERR_NOT_FOUND)
        return e;
    *retry_at = 0;
    return ERR_OK;
}

SQL(q_stranger_failures,
    .text = "SELECT failures FROM signin_stranger WHERE slot = ?1");

SQL(q_stranger_failed,
    .text = "INSERT INTO signin_stranger (slot, failures, retry_at)"
            " VALUES (?1, ?2, ?3) ON CONFLICT (slot) DO UPDATE"
            " SET failures = ?2, retry_at = ?3");

enum err store_stranger_failed(struct db *db, const char *username,
                               int64_t now_ms)
{
    int64_t slot = stranger_slot(username), failures = 0;
    enum err e = db_int(db, &q_stranger_failures, &failures, VALS(INT(slot)));

    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    failures++;
    return db_run(db, &q_stranger_failed,
                  VALS(INT(slot), INT(failures),
                       INT(now_ms + signin_delay_ms(failures))));
}
