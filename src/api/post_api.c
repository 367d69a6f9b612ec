/* Posts of the responsibility chain over HTTP. */
#include <string.h>

#include "api/routes.h"
#include "domain/codes.h"
#include "domain/patch.h"
#include "domain/right.h"
#include "store/account_store.h"
#include "store/post_store.h"
#include "store/student_store.h"
#include "store/unit_store.h"

struct post_query {
    struct page page;
    const char *unit, *duty, *on;
};
static const struct field post_query_fields[] = {
    F_PAGE(post_query), F_TEXT(post_query, unit, "单位代码", OPTIONAL, 1, 15),
    F_CODE(post_query, duty, "责任岗位", OPTIONAL, duties),
    F_DATE(post_query, on, "在任日期", OPTIONAL), F_END
};
static const struct record post_query =
    RECORD(post_query, "PostQuery", "责任岗位筛选", post_query_fields);

static enum err post_list(struct req *rq, const void *in, void *out)
{
    const struct post_query *q = rq->query;
    int64_t after;

    (void)in;
    TRY(page_after_id(rq, &q->page, &after));
    TRY(store_post_list(rq->db, rq->arena, q->unit, q->duty, q->on, after,
                        page_rows(&q->page), out));
    if (q->page.count == 1)
        TRY(store_post_count(rq->db, q->unit, q->duty, q->on, &rq->total));
    return page_end_id(rq, &q->page, &post_row, out);
}

static enum err judge_account(struct req *rq, int64_t id)
{
    struct account_row account;
    enum err e;

    if (id == INT_NONE)
        return ERR_OK;
    e = store_account_get(rq->db, rq->arena, id, &account);
    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/account_id", "unknown",
                          "没有这个账号。");
    return e;
}

static enum err judge(struct req *rq, const struct post_row *p)
{
    struct unit_row unit;
    bool teacher = strcmp(p->duty, "class_teacher") == 0;
    enum err e = store_unit_get(rq->db, rq->arena, p->unit, &unit);

    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/unit", "unknown",
                          "没有这个单位代码。");
    TRY(e);
    if (!duty_fits_unit(p->duty, unit.kind))
        return req_refuse(rq, ERR_INVALID, "/duty", "unit",
                          "这个责任岗位不属于这类单位。");
    if (teacher != (p->grade != NULL) || teacher != (p->class != NULL))
        return req_refuse(
            rq, ERR_INVALID, "/class", "class",
            teacher ? "班主任须填年级和班级。" : "只有班主任填年级和班级。");
    return judge_account(rq, p->account_id);
}

static enum err post_add(struct req *rq, const void *in, void *out)
{
    struct post_row p = { .to_date = NULL };
    enum err e;

    record_copy(&post_in, in, &post_row, &p);
    TRY(judge(rq, &p));
    e = store_post_insert(rq->db, &p);
    if (e == ERR_CONFLICT)
        return req_refuse(rq, e, "/duty", "held",
                          "这个岗位现在有人，本次没有保存。"
                          "请先登记前任的离任日期。");
    TRY(e);
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)p.id);
    return store_post_get(rq->db, rq->arena, p.id, out);
}

static enum err post_change(struct req *rq, const void *in, void *out)
{
    struct post_row p;
    enum err e;

    TRY(store_post_get(rq->db, rq->arena, rq->id, &p));
    patch_apply(&post_patch, in, &post_row, &p);
    TRY(judge_account(rq, p.account_id));
    if (p.to_date && strcmp(p.to_date, p.from_date) < 0)
        return req_refuse(rq, ERR_INVALID, "/to_date", "range",
                          "离任日期不能早于任职日期。");
    p.version = rq->if_match;
    e = store_post_update(rq->db, &p);
    if (e == ERR_CONFLICT)
        return req_refuse(rq, e, "/to_date", "held",
                          "这个岗位已有继任者，不能改成仍在任，"
                          "本次没有保存。");
    TRY(e);
    return store_post_get(rq->db, rq->arena, rq->id, out);
}

/* ---- the chain of one child ---- */
static enum err chain_get(struct req *rq, const void *in, void *out)
{
    struct chain *c = arena_alloc(rq->arena, sizeof *c);

    (void)in;
    if (!c)
        return ERR_NO_MEMORY;
    TRY(store_chain_of(rq->db, rq->arena, rq->id, rq->today, c));
    rq->audit_child = rq->id;
    *(struct list *)out = (struct list) { c->links, c->n };
    return ERR_OK;
}

const struct route post_routes[] = {
    { "GET", "/posts", "责任岗位列表", RIGHT_PLACE_READ, TX_READ, LISTS,
      .query = &post_query, .reply = &post_row, .handler = post_list },
    { "POST", "/posts", "登记责任人", RIGHT_PLACE_MANAGE, TX_WRITE, CREATES,
      .body = &post_in, .reply = &post_row, .handler = post_add },
    { "PATCH", "/posts/{id}", "修改或离任", RIGHT_PLACE_MANAGE, TX_WRITE,
      IF_MATCH, .body = &post_patch, .reply = &post_row, .find = &find_post,
      .handler = post_change },
    { "GET", "/students/{id}/chain", "学生的责任链", RIGHT_STUDENT_READ,
      TX_READ, LISTS | READS_CHILD, .reply = &chain_link, .find = &find_student,
      .handler = chain_get },
    ROUTE_END
};
