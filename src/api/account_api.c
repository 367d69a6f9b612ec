/* Accounts over HTTP, for administrators. */
#include <string.h>

#include "api/routes.h"
#include "crypto/password.h"
#include "domain/account.h"
#include "domain/actor.h"
#include "store/account_store.h"
#include "store/session_store.h"
#include "store/setting_store.h"

struct account_query {
    struct page page;
    const char *role, *unit, *q;
};
static const struct field account_query_fields[] = {
    F_PAGE(account_query), F_CODE(account_query, role, "角色", OPTIONAL, roles),
    F_TEXT(account_query, unit, "单位代码", OPTIONAL, 1, 20),
    F_TEXT(account_query, q, "用户名或姓名的一部分", OPTIONAL, 1, 60), F_END
};
static const struct record account_query =
    RECORD(account_query, "AccountQuery", "账号筛选", account_query_fields);

static enum err account_list(struct req *rq, const void *in, void *out)
{
    const struct account_query *q = rq->query;
    struct account_filter f = {
        .role = q->role, .unit = q->unit, .q = q->q, .rows = page_rows(&q->page)
    };

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.after));
    TRY(store_account_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_account_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &account_row, out);
}

static enum err account_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return store_account_get(rq->db, rq->arena, rq->id, out);
}

/* ---- rules ------------------------------------------------------------- */
/* Class text to codes, and whether role, unit and class fit together. */
static enum err judge_place(struct req *rq, struct account_put *p,
                            const char *class)
{
    struct account_unit unit;
    const char *pointer, *fault;
    bool five_four;
    enum err e = store_account_unit(rq->db, rq->arena, p->unit, &unit);

    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/unit", "unknown",
                          "没有这个单位，或已停用。");
    TRY(e);
    p->grade = p->class = NULL;
    if (class && !*class)
        class = NULL;
    fault = account_fault(role_of(p->role), unit.kind, class, &pointer);
    if (fault)
        return req_refuse(rq, ERR_INVALID, pointer, "mismatch", fault);
    if (!class)
        return ERR_OK;
    TRY(store_five_four(rq->db, &five_four));
    if (!class_read(rq->arena, class, five_four, &p->grade, &p->class))
        return req_refuse(rq, ERR_INVALID, "/class", "pattern",
                          "班级写作 7-2，即七年级 2 班。");
    return ERR_OK;
}

/* One who may sign in and administer must remain. */
static enum err judge_last_admin(struct req *rq, const struct account_row *old,
                                 const struct account_put *new)
{
    const char *admin = role_code(ROLE_ADMIN);
    int64_t others;

    if (strcmp(old->role, admin) != 0 || old->disabled ||
        (strcmp(new->role, admin) == 0 && new->disabled_at == INT_NONE))
        return ERR_OK;
    TRY(store_account_admins(rq->db, old->id, &others));
    if (others > 0)
        return ERR_OK;
    return req_refuse(rq, ERR_RULE, "", "last_admin",
                      "这是最后一个可用的系统管理员，不能停用或改换角色，"
                      "没有做任何改动。请先另设一个系统管理员。");
}

/* ---- one-time passwords ------------------------------------------------ */
struct one_time {
    char text[PASSWORD_RANDOM];
    char hash[PASSWORD_HASH_MAX];
};

/* On the hashing thread. */
static enum err one_time_make(struct req *rq, const void *in, void *out)
{
    struct one_time *o = arena_alloc(rq->arena, sizeof *o);

    (void)in;
    (void)out;
    if (!o)
        return ERR_NO_MEMORY;
    password_random(o->text);
    rq->stash = o;
    return password_hash(&password_cost, o->text, o->hash);
}

static enum err patch_prepare(struct req *rq, const void *in, void *out)
{
    const struct account_patch *p = in;

    return p->reset_password == 1 ? one_time_make(rq, in, out) : ERR_OK;
}

/* ---- making and changing ----------------------------------------------- */
static enum err account_add(struct req *rq, const void *in, void *out)
{
    const struct account_in *i = in;
    const struct one_time *o = rq->stash;
    struct account_row *row = out;
    struct account_put p = { .username = i->username,
                             .name = i->name,
                             .role = i->role,
                             .unit = i->unit,
                             .password_hash = o->hash,
                             .must_change = 1,
                             .disabled_at = INT_NONE,
                             .created_at = rq->now_ms,
                             .version = 1 };
    enum err e;

    TRY(judge_place(rq, &p, i->class));
    e = store_account_add(rq->db, &p);
    if (e == ERR_CONFLICT)
        return req_refuse(rq, e, "/username", "taken",
                          "这个用户名已有人使用，请换一个。");
    TRY(e);
    TRY(store_account_get(rq->db, rq->arena, p.id, row));
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)p.id);
    rq->audit_detail = p.role;
    row->one_time_password = o->text;
    return ERR_OK;
}

/* The account as it is to be, from what it is and what was sent. */
static enum err merge(struct req *rq, const struct account_patch *i,
                      const struct account_row *old, struct account_put *p)
{
    bool teacher;
    const char *class = old->class;

    *p = (struct account_put) { .id = old->id,
                                .name = i->name ? i->name : old->name,
                                .role = i->role ? i->role : old->role,
                                .unit = i->unit ? i->unit : old->unit,
                                .disabled_at = INT_NONE,
                                .version = old->version };
    if (i->disabled == 1 || (i->disabled == INT_NONE && old->disabled))
        p->disabled_at = rq->now_ms;
    teacher = strcmp(p->role, role_code(ROLE_TEACHER)) == 0;
    if (record_saw(&account_patch, i, "class"))
        class = i->class;
    else if (!teacher)
        class = NULL;
    TRY(judge_place(rq, p, class));
    return judge_last_admin(rq, old, p);
}

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* What a session was given for is no longer so. */
static bool ends_sessions(const struct account_patch *i,
                          const struct account_row *old,
                          const struct account_put *p)
{
    return i->reset_password == 1 || i->reset_totp == 1 ||
           p->disabled_at != INT_NONE || !same(p->role, old->role) ||
           !same(p->unit, old->unit) || !same(p->grade, old->grade) ||
           !same(p->class, old->class_no);
}

static enum err account_change(struct req *rq, const void *in, void *out)
{
    const struct account_patch *i = in;
    const struct one_time *o = rq->stash;
    struct account_row old, *row = out;
    struct account_put p;

    TRY(store_account_get(rq->db, rq->arena, rq->id, &old));
    TRY(merge(rq, i, &old, &p));
    TRY(store_account_change(rq->db, &p));
    if (i->reset_password == 1)
        TRY(store_account_password(rq->db, rq->id, o->hash, true));
    if (i->reset_totp == 1)
        TRY(store_account_totp_forget(rq->db, rq->id));
    if (i->unlock == 1)
        TRY(store_account_unlock(rq->db, rq->id));
    if (ends_sessions(i, &old, &p))
        TRY(store_session_end_all(rq->db, rq->id, 0, false));
    TRY(store_account_get(rq->db, rq->arena, rq->id, row));
    rq->audit_detail =
        arena_printf(rq->arena, "role=%s unit=%s%s%s%s%s", p.role, p.unit,
                     row->disabled ? " disabled" : "",
                     i->reset_password == 1 ? " reset_password" : "",
                     i->reset_totp == 1 ? " reset_totp" : "",
                     i->unlock == 1 ? " unlock" : "");
    if (i->reset_password == 1)
        row->one_time_password = o->text;
    return ERR_OK;
}

const struct route account_routes[] = {
    { "GET", "/users", "账号列表", RIGHT_ACCOUNT_MANAGE, TX_READ, LISTS,
      .query = &account_query, .reply = &account_row, .handler = account_list },
    { "POST", "/users", "新增账号", RIGHT_ACCOUNT_MANAGE, TX_WRITE,
      CREATES | RUNS_PREPARE, .body = &account_in, .reply = &account_row,
      .handler = account_add, .prepare = one_time_make },
    { "GET", "/users/{id}", "账号", RIGHT_ACCOUNT_MANAGE, TX_READ, 0,
      .reply = &account_row, .find = &find_account, .handler = account_get },
    { "PATCH", "/users/{id}", "更改账号", RIGHT_ACCOUNT_MANAGE, TX_WRITE,
      IF_MATCH | RUNS_PREPARE, .body = &account_patch, .reply = &account_row,
      .find = &find_account, .handler = account_change,
      .prepare = patch_prepare },
    ROUTE_END
};
