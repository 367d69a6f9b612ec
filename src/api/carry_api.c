/* Sealed files that phones carry away, over HTTP. */
#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/right.h"
#include "domain/upload.h"
#include "domain/uuid.h"
#include "store/carry_store.h"

static enum err key_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return store_carry_key(rq->db, rq->arena, out);
}

/* ---- a file as it comes ---- */
struct carry_query {
    int64_t start, size;
};
static const struct field carry_query_fields[] = {
    F_INT(carry_query, start, "从第几字节", REQUIRED, 0,
          (int64_t)CARRY_FILE_MOST),
    F_INT(carry_query, size, "文件字节数", REQUIRED, 1,
          (int64_t)CARRY_FILE_MOST),
    F_END
};
static const struct record carry_query =
    RECORD(carry_query, "CarryQuery", "带出文件的一段", carry_query_fields);

static enum err carry_put(struct req *rq, const void *in, void *out)
{
    const struct carry_query *q = rq->query;
    const struct act act = req_act(rq);
    const struct carry_piece p = { .uuid = uuid_of(rq->arena, rq->key),
                                   .start = q->start,
                                   .size = q->size,
                                   .data = rq->body,
                                   .n = rq->body_len };
    struct refusal why = { NULL, NULL, NULL };
    struct carry_row *c = out;
    enum err e;

    (void)in;
    if (!p.uuid)
        return req_refuse(rq, ERR_INVALID, "", "uuid",
                          "文件编号不是 UUID，没有导入任何内容。");
    if (p.n == 0)
        return req_refuse(rq, ERR_INVALID, "", "empty",
                          "这一段是空的，没有保存。");
    e = store_carry_put(rq->db, rq->arena, &act, &p, c, &why);
    if (e != ERR_OK)
        return req_refusal(rq, e, &why);
    /* What cannot be opened is let go of, which must stand. */
    c->fault = why.detail;
    return ERR_OK;
}

/* ---- looking ---- */
static enum err find(struct req *rq, struct carry_row *c)
{
    const char *uuid = uuid_of(rq->arena, rq->key);

    return uuid ? store_carry_get(rq->db, rq->arena, rq->actor->account_id,
                                  uuid, c)
                : ERR_NOT_FOUND;
}

static enum err carry_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return find(rq, out);
}

struct carries_query {
    struct page page;
};
static const struct field carries_query_fields[] = { F_PAGE(carries_query),
                                                     F_END };
static const struct record carries_query =
    RECORD(carries_query, "CarriesQuery", "导入过的文件", carries_query_fields);

static enum err carry_list(struct req *rq, const void *in, void *out)
{
    const struct carries_query *q = rq->query;
    int64_t before;

    (void)in;
    TRY(page_after_id(rq, &q->page, &before));
    TRY(store_carry_list(rq->db, rq->arena, rq->actor->account_id,
                         before > 0 ? before : INT_NONE, page_rows(&q->page),
                         out));
    return page_end_id(rq, &q->page, &carry_row, out);
}

static enum err line_list(struct req *rq, const void *in, void *out)
{
    const struct carries_query *q = rq->query;
    struct carry_row c;
    int64_t after;

    (void)in;
    TRY(find(rq, &c));
    TRY(page_after_id(rq, &q->page, &after));
    TRY(store_carry_lines(rq->db, rq->arena, c.id, after, page_rows(&q->page),
                          out));
    return page_end_id(rq, &q->page, &carry_line, out);
}

/* ---- taking ---- */
struct take_query {
    int64_t again;
};
static const struct field take_query_fields[] = {
    F_BOOL(take_query, again, "没有导入的再试一次", OPTIONAL), F_END
};
static const struct record take_query =
    RECORD(take_query, "CarryTakeQuery", "导入哪些", take_query_fields);

static enum err take(struct req *rq, const void *in, void *out)
{
    const struct take_query *q = rq->query;
    const struct act act = req_act(rq);
    struct carry_row *c = out;
    int64_t before;

    (void)in;
    TRY(find(rq, c));
    if (c->letters == INT_NONE)
        return req_refuse(rq, ERR_RULE, "", "carry.part",
                          "文件还没有传完，没有导入任何内容。"
                          "请再选一次这个文件，从断处接着传。");
    if (q->again == 1)
        TRY(store_carry_again(rq->db, c->id));
    before = c->taken;
    TRY(store_carry_take(rq->db, rq->arena, &act, c));
    TRY(find(rq, c));
    rq->audit_detail = arena_printf(
        rq->arena, "account %lld letters %lld taken %lld left %lld",
        (long long)c->officer_id, (long long)c->letters,
        (long long)(c->taken - before), (long long)c->left);
    return rq->audit_detail ? ERR_OK : ERR_NO_MEMORY;
}

const struct route carry_routes[] = {
    { "GET", "/carry-key", "带出文件的公钥", RIGHT_SURVEY_WRITE, TX_READ, 0,
      .reply = &carry_key, .handler = key_get },
    { "GET", "/carries", "导入过的带出文件", RIGHT_SURVEY_WRITE, TX_READ, LISTS,
      .query = &carries_query, .reply = &carry_row, .handler = carry_list },
    { "GET", "/carries/{uuid}", "带出文件导入到了哪里", RIGHT_SURVEY_WRITE,
      TX_READ, 0, .reply = &carry_row, .handler = carry_get },
    { "PUT", "/carries/{uuid}", "上传带出文件的一段", RIGHT_SURVEY_WRITE,
      TX_WRITE, RAW_BODY, .query = &carry_query, .reply = &carry_row,
      .handler = carry_put, .body_max = UPLOAD_PIECE_MOST },
    { "GET", "/carries/{uuid}/letters", "带出文件里的各条", RIGHT_SURVEY_WRITE,
      TX_READ, LISTS, .query = &carries_query, .reply = &carry_line,
      .handler = line_list },
    { "POST", "/carries/{uuid}/letters", "导入接下来的几条", RIGHT_SURVEY_WRITE,
      TX_WRITE, 0, .query = &take_query, .reply = &carry_row, .handler = take },
    ROUTE_END
};
