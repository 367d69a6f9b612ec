/* 方案和经验 over HTTP. */
#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/codes.h"
#include "domain/right.h"
#include "store/material_store.h"

#define YEAR(tag, opts)                                                        \
    F_INT(tag, year, "年度", opts, MATERIAL_YEAR_MIN, MATERIAL_YEAR_MAX)

struct material_query {
    struct page page;
    int64_t year;
    const char *kind, *state, *unit;
};
static const struct field query_fields[] = {
    F_PAGE(material_query),
    YEAR(material_query, OPTIONAL),
    F_CODE(material_query, kind, "类别", OPTIONAL, material_kinds),
    F_CODE(material_query, state, "状态", OPTIONAL, material_states),
    F_TEXT(material_query, unit, "单位代码", OPTIONAL, 1, 20),
    F_END
};
static const struct record material_query =
    RECORD(material_query, "MaterialQuery", "材料筛选", query_fields);

static enum err material_list(struct req *rq, const void *in, void *out)
{
    const struct material_query *q = rq->query;
    const struct act act = req_act(rq);
    struct material_filter f = { .year = q->year,
                                 .kind = q->kind,
                                 .state = q->state,
                                 .unit = q->unit,
                                 .mine = act.unit,
                                 .rows = page_rows(&q->page) };
    struct list *found = out;
    struct material_row *r;

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.before));
    TRY(store_material_list(rq->db, rq->arena, &f, found));
    r = found->items;
    for (size_t i = 0; i < found->n; i++)
        material_describe(&r[i], &act);
    if (q->page.count == 1)
        TRY(store_material_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &material_row, found);
}

static enum err load(struct req *rq, struct material_row *r)
{
    const struct act act = req_act(rq);

    TRY(store_material_get(rq->db, rq->arena, &act, rq->id, r));
    material_describe(r, &act);
    return ERR_OK;
}

static enum err material_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return load(rq, out);
}

static enum err version_list(struct req *rq, const void *in, void *out)
{
    (void)in;
    return store_material_versions(rq->db, rq->arena, rq->id, out);
}

static enum err signed_list(struct req *rq, const void *in, void *out)
{
    (void)in;
    return store_material_signed(rq->db, rq->arena, rq->id, out);
}

struct owed_query {
    int64_t year;
};
static const struct field owed_fields[] = { YEAR(owed_query, REQUIRED), F_END };
static const struct record owed_query =
    RECORD(owed_query, "MaterialOwedQuery", "方案报送情况的年度", owed_fields);

static enum err owed_list(struct req *rq, const void *in, void *out)
{
    const struct owed_query *q = rq->query;

    (void)in;
    return store_material_owed(rq->db, rq->arena, q->year, out);
}

/* ---- writing ----------------------------------------------------------- */
static enum err material_add(struct req *rq, const void *in, void *out)
{
    const struct material_in *body = in;
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };

    TRY(req_refusal(rq, material_may_write(body->kind, &act, &why), &why));
    TRY(req_refusal(
        rq, store_material_add(rq->db, rq->arena, &act, body, &rq->id, &why),
        &why));
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)rq->id);
    return load(rq, out);
}

typedef enum err (*may_fn)(const struct material_row *r, const struct act *act,
                           struct refusal *why);

/* As it is, if the rule lets whoever asks go on. */
static enum err ready(struct req *rq, may_fn may, struct material_row *r)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    enum err e;

    TRY(store_material_get(rq->db, rq->arena, &act, rq->id, r));
    r->version = rq->if_match;
    e = may(r, &act, &why);
    return e == ERR_OK ? ERR_OK : req_refusal(rq, ERR_CONFLICT, &why);
}

static enum err material_add_version(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    struct material_row r;

    TRY(ready(rq, material_may_again, &r));
    TRY(req_refusal(
        rq, store_material_again(rq->db, rq->arena, &act, &r, in, &why), &why));
    return load(rq, out);
}

static enum err decide(struct req *rq, const char *state, const char *reason,
                       struct material_row *out)
{
    const struct act act = req_act(rq);
    struct material_row r;

    TRY(ready(rq, material_may_decide, &r));
    r.state = state;
    r.reason = reason;
    TRY(store_material_decide(rq->db, &act, &r));
    return load(rq, out);
}

static enum err receive(struct req *rq, const void *in, void *out)
{
    (void)in;
    return decide(rq, "received", NULL, out);
}

static enum err give_back(struct req *rq, const void *in, void *out)
{
    const struct material_return *body = in;

    return decide(rq, "returned", body->reason, out);
}

static enum err sign(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct material_row r;

    (void)in;
    TRY(ready(rq, material_may_sign, &r));
    TRY(store_material_sign(rq->db, &act, &r));
    return load(rq, out);
}

/* Of two who act at once one wins; the other is told who and what. */
static enum err meanwhile(struct req *rq)
{
    const struct act act = req_act(rq);
    struct material_row r;

    TRY(store_material_get(rq->db, rq->arena, &act, rq->id, &r));
    rq->detail = arena_printf(
        rq->arena,
        "%s刚刚办理了这份材料，现在是第%lld版、“%s”，本次没有保存。"
        "请刷新后再看。",
        r.decided_name ? r.decided_name : r.account_name, (long long)r.number,
        code_label(&material_states, r.state));
    return rq->detail ? ERR_OK : ERR_NO_MEMORY;
}

const struct route material_routes[] = {
    { "GET", "/materials", "方案和经验", RIGHT_MATERIAL_READ, TX_READ, LISTS,
      .query = &material_query, .reply = &material_row,
      .handler = material_list },
    { "GET", "/material-units", "各单位方案报送情况", RIGHT_MATERIAL_OWED,
      TX_READ, LISTS, .query = &owed_query, .reply = &material_unit,
      .handler = owed_list },
    { "GET", "/materials/{id}", "一份方案或经验", RIGHT_MATERIAL_READ, TX_READ,
      0, .reply = &material_row, .find = &find_material,
      .handler = material_get },
    { "GET", "/materials/{id}/versions", "它的各个版本", RIGHT_MATERIAL_READ,
      TX_READ, LISTS, .reply = &material_version, .find = &find_material,
      .handler = version_list },
    { "GET", "/materials/{id}/receipts", "各单位签收情况", RIGHT_MATERIAL_READ,
      TX_READ, LISTS, .reply = &material_unit, .find = &find_material,
      .handler = signed_list },
    { "POST", "/materials", "报送方案或经验", RIGHT_MATERIAL_WRITE, TX_WRITE,
      CREATES, .body = &material_in, .reply = &material_row,
      .handler = material_add },
    { "POST", "/materials/{id}/versions", "报送新版本", RIGHT_MATERIAL_WRITE,
      TX_WRITE, IF_MATCH, .body = &material_again, .reply = &material_row,
      .find = &find_material, .handler = material_add_version,
      .stale = meanwhile },
    { "POST", "/materials/{id}/receive", "签收材料", RIGHT_MATERIAL_RECEIVE,
      TX_WRITE, IF_MATCH, .reply = &material_row, .find = &find_material,
      .handler = receive, .stale = meanwhile },
    { "POST", "/materials/{id}/return", "退回材料", RIGHT_MATERIAL_RECEIVE,
      TX_WRITE, IF_MATCH, .body = &material_return, .reply = &material_row,
      .find = &find_material, .handler = give_back, .stale = meanwhile },
    { "POST", "/materials/{id}/sign", "为本单位签收全市方案",
      RIGHT_MATERIAL_SIGN, TX_WRITE, IF_MATCH, .reply = &material_row,
      .find = &find_material, .handler = sign, .stale = meanwhile },
    ROUTE_END
};
