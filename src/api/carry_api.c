/* Sealed files that phones carry away, over HTTP. */
#include <string.h>

#include "api/act.h"
#include "api/routes.h"
#include "domain/right.h"
#include "store/carry_store.h"

#define FILE_MOST ((size_t)8 * 1024 * 1024)

static enum err key_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return store_carry_key(rq->db, rq->arena, out);
}

/* Nothing is done with a file that is not whole, and it is told why. */
static enum err open_file(struct req *rq, struct carried *c)
{
    const struct act act = req_act(rq);
    enum err e = store_carry_open(rq->db, rq->arena, &act,
                                  (const void *)rq->body, rq->body_len, c);

    if (e == ERR_MEDIA_TYPE)
        return req_refuse(rq, e, "", "carry.foreign",
                          "这不是保学的带出文件（.baoxue），没有导入任何内容。"
                          "请在手机的“未上传”里带出，选那个文件。");
    if (e == ERR_KEY)
        return req_refuse(rq, ERR_INVALID, "", "carry.county",
                          "这个文件是给另一个县（市）的，打不开，"
                          "没有导入任何内容。");
    if (e == ERR_DAMAGED)
        return req_refuse(rq, ERR_INVALID, "", "carry.damaged",
                          "这个文件不完整或被改动过，没有导入任何内容。"
                          "手机里的还在，请重新带出、重新拷贝。");
    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "", "carry.whose",
                          "这个文件不是您的，也不是您管辖范围内工作人员的，"
                          "没有导入任何内容。请由本人或乡镇导入。");
    return e;
}

static enum err look(struct req *rq, const void *in, void *out)
{
    struct carried c;

    (void)in;
    TRY(open_file(rq, &c));
    return store_carry_look(rq->db, rq->arena, &c, out);
}

struct carry_query {
    int64_t first;
};
static const struct field carry_query_fields[] = {
    F_INT(carry_query, first, "从第几条", OPTIONAL, 0, CARRY_LETTERS_MOST),
    F_END
};
static const struct record carry_query =
    RECORD(carry_query, "CarryQuery", "从哪里接着导入", carry_query_fields);

static enum err take(struct req *rq, const void *in, void *out)
{
    const struct carry_query *q = rq->query;
    struct carry_answer *answer = out;
    const struct carry_line *l;
    struct carried c;
    size_t taken = 0;

    (void)in;
    TRY(open_file(rq, &c));
    TRY(store_carry_take(rq->db, rq->arena, &c,
                         q->first == INT_NONE ? 0 : q->first, answer));
    l = answer->lines.items;
    for (size_t i = 0; i < answer->lines.n; i++)
        taken += strcmp(l[i].state, "taken") == 0;
    rq->audit_detail =
        arena_printf(rq->arena, "account %lld letters %lld taken %zu of %zu",
                     (long long)c.head.account_id, (long long)c.head.letters,
                     taken, answer->lines.n);
    return rq->audit_detail ? ERR_OK : ERR_NO_MEMORY;
}

const struct route carry_routes[] = {
    { "GET", "/carry-key", "带出文件的公钥", RIGHT_SURVEY_WRITE, TX_READ, 0,
      .reply = &carry_key, .handler = key_get },
    { "POST", "/carries/preview", "看带出文件里有什么", RIGHT_SURVEY_WRITE,
      TX_READ, RAW_BODY, .reply = &carry_answer, .handler = look,
      .body_max = FILE_MOST },
    { "POST", "/carries", "导入带出文件", RIGHT_SURVEY_WRITE, TX_WRITE,
      RAW_BODY, .query = &carry_query, .reply = &carry_answer, .handler = take,
      .body_max = FILE_MOST },
    ROUTE_END
};
