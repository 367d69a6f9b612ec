/*
 * Signing in and out, and one's own account.
 *
 * A password is judged on the hashing thread, where the account is only read;
 * what follows is decided and written on the writer.  A refused attempt is
 * committed (rq->refused): it must be counted.
 */
#include <string.h>

#include "api/routes.h"
#include "crypto/password.h"
#include "crypto/token.h"
#include "crypto/totp.h"
#include "domain/actor.h"
#include "domain/session.h"
#include "store/account_store.h"
#include "store/session_store.h"
#include "store/setting_store.h"

#define HOUR_MS INT64_C(3600000)

/* What the hashing thread found out. */
struct judged {
    struct account_secret who;
    bool known;       /* there is such an account */
    bool good;        /* the password is its own */
    const char *hash; /* to store: a new password, or today's cost; or NULL */
};

/* ---- attempts and their delay ------------------------------------------ */
static enum err refuse_wait(struct req *rq, int64_t wait_ms)
{
    rq->retry_after = (int)((wait_ms + 999) / 1000);
    return req_refuse(rq, ERR_TOO_MANY, "", "delay",
                      arena_printf(rq->arena,
                                   "多次登录未成功，请等 %d 秒再试。"
                                   "账号没有被锁死；忘记密码请找系统管理员。",
                                   rq->retry_after));
}

/* Refuses without a look at the password while a delay lasts. */
static enum err judge_delay(struct req *rq, const struct judged *j,
                            const char *username)
{
    int64_t retry_at = j->who.retry_at, wait;

    if (!j->known)
        TRY(store_stranger_retry_at(rq->db, username, &retry_at));
    wait = signin_wait_ms(retry_at, rq->now_ms);
    return wait ? refuse_wait(rq, wait) : ERR_OK;
}

/* The account as it is now, on the writer; another attempt may have come
 * between. */
static enum err read_again(struct req *rq, struct judged *j,
                           const char *username)
{
    const char *judged_hash = j->who.password_hash;

    if (j->known) {
        enum err e =
            store_account_secret_of(rq->db, rq->arena, j->who.id, &j->who);

        if (e != ERR_OK)
            return e == ERR_NOT_FOUND ? ERR_BAD_LOGIN : e;
        if (strcmp(judged_hash, j->who.password_hash) != 0)
            j->good = false;
    }
    return judge_delay(rq, j, username);
}

static enum err count_failure(struct req *rq, const struct judged *j,
                              const char *username)
{
    if (!j->known)
        return store_stranger_failed(rq->db, username, rq->now_ms);
    return store_account_failed(rq->db, j->who.id, j->who.failures, rq->now_ms);
}

static enum err make_hash(struct req *rq, const char *password,
                          const char **out)
{
    char *hash = arena_alloc(rq->arena, PASSWORD_HASH_MAX);

    if (!hash)
        return ERR_NO_MEMORY;
    TRY(password_hash(&password_cost, password, hash));
    *out = hash;
    return ERR_OK;
}

/* ---- who I am ---------------------------------------------------------- */
static enum err list_rights(struct arena *a, enum role role, struct list *out)
{
    const char **names = arena_array(a, RIGHT_N, sizeof *names);
    size_t n = 0;

    if (!names)
        return ERR_NO_MEMORY;
    for (enum right r = 0; r < RIGHT_N; r++)
        if (r != RIGHT_PUBLIC && role_may(role, r))
            names[n++] = right_name(r);
    *out = (struct list) { names, n };
    return ERR_OK;
}

static enum err totp_due(struct db *db, const struct actor *actor,
                         bool confirmed, int64_t *due)
{
    *due = 0;
    if (confirmed || (actor->role != ROLE_ADMIN && actor->role != ROLE_AUDITOR))
        return ERR_OK;
    return store_setting_int(db, SETTING_TOTP_REQUIRED, due);
}

static enum err csrf_of(struct req *rq, const char *token, const char **out)
{
    uint8_t hash[TOKEN_HASH];
    char *csrf = arena_alloc(rq->arena, TOKEN_TEXT);

    if (!csrf)
        return ERR_NO_MEMORY;
    TRY(token_hash(token, hash));
    token_csrf(db_keys(rq->db), hash, csrf);
    *out = csrf;
    return ERR_OK;
}

/* `token`: of the cookie that the reply belongs to, NULL for none. */
static enum err me_fill(struct req *rq, const struct actor *actor,
                        const char *token, struct me *out)
{
    struct account_row row;
    bool five_four;

    TRY(store_five_four(rq->db, &five_four));
    TRY(store_account_get(rq->db, rq->arena, actor->account_id, &row));
    *out = (struct me) { .id = actor->account_id,
                         .username = row.username,
                         .name = row.name,
                         .role = row.role,
                         .role_label = code_label(&roles, row.role),
                         .unit = row.unit,
                         .unit_name = row.unit_name,
                         .class = row.class,
                         .must_change_password = row.must_change,
                         .totp = row.totp };
    out->scope = arena_alloc(rq->arena, sizeof *out->scope);
    if (!out->scope)
        return ERR_NO_MEMORY;
    TRY(scope_of(actor, five_four, rq->arena, out->scope));
    TRY(list_rights(rq->arena, actor->role, &out->rights));
    TRY(totp_due(rq->db, actor, row.totp, &out->totp_due));
    return token ? csrf_of(rq, token, &out->csrf_token) : ERR_OK;
}

static const char *cookie_of(const struct req *rq)
{
    return rq->credential == CREDENTIAL_COOKIE ? rq->token : NULL;
}

static enum err me_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return me_fill(rq, rq->actor, cookie_of(rq), out);
}

/* ---- signing in -------------------------------------------------------- */
static enum err signin_judge(struct req *rq, const void *in, void *out)
{
    const struct signin_in *i = in;
    struct judged *j = arena_alloc(rq->arena, sizeof *j);
    enum err e;

    (void)out;
    if (!j)
        return ERR_NO_MEMORY;
    rq->stash = j;
    e = store_account_secret(rq->db, rq->arena, i->username, &j->who);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    j->known = e == ERR_OK;
    TRY(judge_delay(rq, j, i->username));
    e = j->known ? password_verify(j->who.password_hash, i->password)
                 : password_verify_nobody(&password_cost, i->password);
    if (e != ERR_OK && e != ERR_BAD_LOGIN)
        return e;
    j->good = e == ERR_OK && !j->who.disabled;
    if (j->good && password_needs_rehash(&password_cost, j->who.password_hash))
        return make_hash(rq, i->password, &j->hash);
    return ERR_OK;
}

/* ERR_BAD_LOGIN for a wrong or used code, ERR_TOTP_REQUIRED without one. */
static enum err judge_totp(struct req *rq, const struct account_secret *who,
                           const char *code)
{
    uint8_t secret[TOTP_SECRET];
    int64_t step;

    if (!who->totp_confirmed)
        return ERR_OK;
    if (!code || !*code)
        return ERR_TOTP_REQUIRED;
    if (!who->totp_secret || !hex_read(who->totp_secret, secret, TOTP_SECRET))
        return ERR_DAMAGED;
    TRY(totp_verify(secret, code, rq->now_ms, who->totp_last_step, &step));
    return store_account_totp_used(rq->db, who->id, step);
}

static enum err signed_in(struct req *rq, const struct judged *j,
                          struct signin_out *out)
{
    struct session_new s = { .account_id = j->who.id,
                             .kind = "cookie",
                             .now_ms = rq->now_ms };
    struct session_row row;
    struct actor *actor = arena_alloc(rq->arena, sizeof *actor);
    char *token = arena_alloc(rq->arena, TOKEN_TEXT);
    uint8_t hash[TOKEN_HASH];
    int64_t hours;

    out->user = arena_alloc(rq->arena, sizeof *out->user);
    if (!actor || !token || !out->user)
        return ERR_NO_MEMORY;
    TRY(store_account_unlock(rq->db, j->who.id));
    if (j->hash)
        TRY(store_account_rehash(rq->db, j->who.id, j->hash));
    TRY(store_setting_int(rq->db, SETTING_SESSION_HOURS, &hours));
    s.expires_at = rq->now_ms + hours * HOUR_MS;
    TRY(store_session_add(rq->db, &s, token));
    TRY(token_hash(token, hash));
    TRY(store_session_get(rq->db, rq->arena, hash, &row));
    *actor = (struct actor) { .account_id = row.account_id,
                              .session_id = row.id,
                              .username = row.username,
                              .name = row.name,
                              .role = role_of(row.role),
                              .unit = row.unit,
                              .unit_name = row.unit_name,
                              .unit_path = row.unit_path,
                              .grade = row.grade,
                              .class = row.class,
                              .must_change = row.must_change };
    rq->actor = actor; /* the audit row names who it became */
    rq->set_token = token;
    TRY(me_fill(rq, actor, token, out->user));
    out->csrf_token = out->user->csrf_token;
    return ERR_OK;
}

static enum err signin(struct req *rq, const void *in, void *out)
{
    const struct signin_in *i = in;
    struct judged *j = rq->stash;
    enum err e;

    TRY(read_again(rq, j, i->username));
    if (j->known)
        rq->audit_entity_id =
            arena_printf(rq->arena, "%lld", (long long)j->who.id);
    e = j->good && !j->who.disabled ? judge_totp(rq, &j->who, i->totp)
                                    : ERR_BAD_LOGIN;
    if (e == ERR_OK)
        return signed_in(rq, j, out);
    if (e != ERR_BAD_LOGIN && e != ERR_TOTP_REQUIRED)
        return e;
    rq->refused = e;
    return e == ERR_BAD_LOGIN ? count_failure(rq, j, i->username) : ERR_OK;
}

static enum err signout(struct req *rq, const void *in, void *out)
{
    (void)in;
    (void)out;
    rq->set_token = "";
    return store_session_end(rq->db, rq->actor->session_id);
}

/* ---- my password ------------------------------------------------------- */
static enum err password_prepare(struct req *rq, const void *in, void *out)
{
    const struct password_in *i = in;
    struct judged *j = arena_alloc(rq->arena, sizeof *j);
    enum password_fault fault;
    enum err e;

    (void)out;
    if (!j)
        return ERR_NO_MEMORY;
    rq->stash = j;
    j->known = true;
    TRY(store_account_secret_of(rq->db, rq->arena, rq->actor->account_id,
                                &j->who));
    TRY(judge_delay(rq, j, NULL));
    fault = password_judge(i->new_password, j->who.username);
    if (fault != PASSWORD_GOOD)
        return req_refuse(rq, ERR_INVALID, "/new_password", "password",
                          password_fault_text(fault));
    if (strcmp(i->old_password, i->new_password) == 0)
        return req_refuse(rq, ERR_INVALID, "/new_password", "same",
                          "新密码不能与原密码相同。");
    e = password_verify(j->who.password_hash, i->old_password);
    if (e != ERR_OK && e != ERR_BAD_LOGIN)
        return e;
    j->good = e == ERR_OK;
    return j->good ? make_hash(rq, i->new_password, &j->hash) : ERR_OK;
}

/* A session whose account changed goes on under another token. */
static enum err renew(struct req *rq)
{
    char *token;

    if (rq->credential != CREDENTIAL_COOKIE)
        return ERR_OK;
    token = arena_alloc(rq->arena, TOKEN_TEXT);
    if (!token)
        return ERR_NO_MEMORY;
    TRY(store_session_renew(rq->db, rq->actor->session_id, token));
    rq->set_token = token;
    return ERR_OK;
}

static enum err password_change(struct req *rq, const void *in, void *out)
{
    struct judged *j = rq->stash;
    int64_t id = rq->actor->account_id;

    (void)in;
    TRY(read_again(rq, j, NULL));
    if (!j->good) {
        rq->refused = req_refuse(rq, ERR_INVALID, "/old_password", "wrong",
                                 "原密码不对，密码没有修改。");
        return count_failure(rq, j, NULL);
    }
    TRY(store_account_password(rq->db, id, j->hash, false));
    TRY(store_session_end_all(rq->db, id, rq->actor->session_id, true));
    TRY(renew(rq));
    return me_fill(rq, rq->actor, rq->set_token, out);
}

/* ---- my second factor -------------------------------------------------- */
static enum err totp_offer(struct req *rq, struct totp_out *out)
{
    uint8_t secret[TOTP_SECRET];
    char hex[2 * TOTP_SECRET + 1];
    const char *from;
    enum err e;

    totp_secret_new(secret);
    hex_write(secret, TOTP_SECRET, hex);
    e = store_account_totp_offer(rq->db, rq->actor->account_id, hex);
    if (e == ERR_CONFLICT)
        return req_refuse(rq, e, "", "totp",
                          "已经绑定过动态口令，没有改动。"
                          "换手机请找系统管理员解除后重新绑定。");
    TRY(e);
    TRY(totp_uri(rq->arena, "保学", rq->actor->username, secret, &out->uri));
    from = strstr(out->uri, "secret=");
    if (!from)
        return ERR_INTERNAL;
    from += strlen("secret=");
    out->confirmed = 0;
    out->secret = arena_strndup(rq->arena, from, strcspn(from, "&"));
    return out->secret ? ERR_OK : ERR_NO_MEMORY;
}

static enum err totp_confirm(struct req *rq, const char *code,
                             struct totp_out *out)
{
    struct account_secret who;
    uint8_t secret[TOTP_SECRET];
    int64_t step;
    enum err e;

    TRY(store_account_secret_of(rq->db, rq->arena, rq->actor->account_id,
                                &who));
    if (who.totp_confirmed || !who.totp_secret)
        return req_refuse(rq, ERR_CONFLICT, "", "totp",
                          "没有待确认的动态口令，没有改动。请重新开始绑定。");
    if (!hex_read(who.totp_secret, secret, TOTP_SECRET))
        return ERR_DAMAGED;
    e = totp_verify(secret, code, rq->now_ms, who.totp_last_step, &step);
    if (e == ERR_BAD_LOGIN)
        return req_refuse(
            rq, ERR_INVALID, "/code", "wrong",
            "动态口令不对。请核对手机时间后输入最新的 6 位数字。");
    TRY(e);
    TRY(store_account_totp_used(rq->db, who.id, step));
    TRY(store_session_end_all(rq->db, who.id, rq->actor->session_id, true));
    TRY(renew(rq));
    out->confirmed = 1;
    return rq->set_token ? csrf_of(rq, rq->set_token, &out->csrf_token)
                         : ERR_OK;
}

static enum err totp_enrol(struct req *rq, const void *in, void *out)
{
    const struct totp_in *i = in;

    return i->code ? totp_confirm(rq, i->code, out) : totp_offer(rq, out);
}

const struct route session_routes[] = {
    { "POST", "/sessions", "登录", RIGHT_PUBLIC, TX_WRITE,
      PUBLIC | CREATES | RUNS_PREPARE, .body = &signin_in, .reply = &signin_out,
      .handler = signin, .prepare = signin_judge },
    { "DELETE", "/sessions/current", "退出", RIGHT_ME, TX_WRITE,
      NO_REPLY | UNCHANGED_PASSWORD, .handler = signout },
    { "GET", "/me", "本人账号", RIGHT_ME, TX_READ, UNCHANGED_PASSWORD,
      .reply = &me, .handler = me_get },
    { "POST", "/me/password", "修改密码", RIGHT_ME, TX_WRITE,
      UNCHANGED_PASSWORD | RUNS_PREPARE, .body = &password_in, .reply = &me,
      .handler = password_change, .prepare = password_prepare },
    { "POST", "/me/totp", "绑定动态口令", RIGHT_ME, TX_WRITE,
      UNCHANGED_PASSWORD, .body = &totp_in, .reply = &totp_out,
      .handler = totp_enrol },
    ROUTE_END
};
