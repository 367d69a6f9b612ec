/* Sessions in the store. */
#include "store/session_store.h"

#include "domain/codes.h"

static const struct field session_row_fields[] = {
    F_ID(session_row, id, "会话编号", REQUIRED),
    F_ID(session_row, account_id, "账号编号", REQUIRED),
    F_TEXT(session_row, kind, "种类", REQUIRED, 1, 10),
    F_TIME(session_row, created_at, "登录时间", REQUIRED),
    F_TIME(session_row, seen_at, "最近使用", REQUIRED),
    F_TIME(session_row, expires_at, "最晚到期", REQUIRED),
    F_TEXT(session_row, username, "用户名", REQUIRED, 1, 32),
    F_TEXT(session_row, name, "姓名或岗位", REQUIRED, 1, 60),
    F_CODE(session_row, role, "角色", REQUIRED, roles),
    F_TEXT(session_row, unit, "单位代码", REQUIRED, 1, 20),
    F_TEXT(session_row, unit_name, "单位名称", REQUIRED, 1, 60),
    F_TEXT(session_row, unit_path, "单位所在区划", REQUIRED, 1, 100),
    F_TEXT(session_row, grade, "年级", OPTIONAL, 0, 2),
    F_TEXT(session_row, class, "班级", OPTIONAL, 0, 10),
    F_BOOL(session_row, must_change, "须改一次性密码", REQUIRED),
    F_BOOL(session_row, disabled, "已停用", REQUIRED),
    F_BOOL(session_row, totp_confirmed, "已绑定动态口令", REQUIRED),
    F_END
};
const struct record session_row =
    RECORD(session_row, "Session", "会话", session_row_fields);

SQL(q_session_get,
    .text = "SELECT s.id, s.account_id, s.kind, s.created_at, s.seen_at,"
            "       s.expires_at, a.username, a.name, a.role, a.unit,"
            "       u.name AS unit_name, d.path AS unit_path, a.grade, a.class,"
            "       a.must_change, a.disabled_at IS NOT NULL AS disabled,"
            "       a.totp_confirmed"
            "  FROM session s JOIN account a ON a.id = s.account_id"
            "  JOIN unit u ON u.code = a.unit"
            "  JOIN division d ON d.code = u.division"
            " WHERE s.token_hash = ?1",
    .row = &session_row);

enum err store_session_get(struct db *db, struct arena *a,
                           const uint8_t hash[TOKEN_HASH],
                           struct session_row *out)
{
    return db_row(db, &q_session_get, a, out, VALS(BLOB(hash, TOKEN_HASH)));
}

SQL(q_session_sweep, .text = "DELETE FROM session WHERE expires_at <= ?1");

SQL(q_session_add,
    .text = "INSERT INTO session (id, token_hash, account_id, kind, name,"
            " created_at, seen_at, expires_at)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)");

enum err store_session_add(struct db *db, const struct session_new *s,
                           char token[TOKEN_TEXT])
{
    uint8_t hash[TOKEN_HASH];
    int64_t id;

    token_new(token);
    TRY(token_hash(token, hash));
    TRY(db_run(db, &q_session_sweep, VALS(INT(s->now_ms))));
    TRY(db_next_id(db, "session", &id));
    return db_run(
        db, &q_session_add,
        VALS(INT(id), BLOB(hash, TOKEN_HASH), INT(s->account_id), TEXT(s->kind),
             TEXT(s->name), INT(s->now_ms), INT(s->expires_at)));
}

SQL(q_session_renew,
    .text = "UPDATE session SET token_hash = ?2 WHERE id = ?1");

enum err store_session_renew(struct db *db, int64_t id, char token[TOKEN_TEXT])
{
    uint8_t hash[TOKEN_HASH];

    token_new(token);
    TRY(token_hash(token, hash));
    TRY(db_run(db, &q_session_renew, VALS(INT(id), BLOB(hash, TOKEN_HASH))));
    return db_changes(db) == 1 ? ERR_OK : ERR_UNAUTHENTICATED;
}

SQL(q_session_seen,
    .text = "UPDATE session SET seen_at = max(seen_at, ?2) WHERE id = ?1");

enum err store_session_seen(struct db *db, int64_t id, int64_t at)
{
    return db_run(db, &q_session_seen, VALS(INT(id), INT(at)));
}

SQL(q_session_end, .text = "DELETE FROM session WHERE id = ?1");

enum err store_session_end(struct db *db, int64_t id)
{
    return db_run(db, &q_session_end, VALS(INT(id)));
}

SQL(q_session_end_all,
    .text = "DELETE FROM session WHERE account_id = ?1 AND id <> ?2"
            " AND (?3 = 0 OR kind = 'cookie')");

enum err store_session_end_all(struct db *db, int64_t account_id, int64_t but,
                               bool browsers_only)
{
    return db_run(db, &q_session_end_all,
                  VALS(INT(account_id), INT(but), INT(browsers_only)));
}
