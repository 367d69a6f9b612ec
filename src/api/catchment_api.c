/* School catchments over HTTP. */
#include <string.h>

#include "api/routes.h"
#include "domain/patch.h"
#include "domain/right.h"
#include "store/catchment_store.h"
#include "store/place_store.h"
#include "store/unit_store.h"

struct catchment_query {
    struct page page;
    const char *division, *school;
};
static const struct field catchment_query_fields[] = {
    F_PAGE(catchment_query),
    F_TEXT(catchment_query, division, "区划代码", OPTIONAL, 1,
           DIVISION_CODE_MAX),
    F_TEXT(catchment_query, school, "学校标识码", OPTIONAL, 1, 10), F_END
};
static const struct record catchment_query = RECORD(
    catchment_query, "CatchmentQuery", "学区筛选", catchment_query_fields);

static enum err catchment_list(struct req *rq, const void *in, void *out)
{
    const struct catchment_query *q = rq->query;
    int64_t after;

    (void)in;
    TRY(page_after_id(rq, &q->page, &after));
    TRY(store_catchment_list(rq->db, rq->arena, q->division, q->school, after,
                             page_rows(&q->page), out));
    if (q->page.count == 1)
        TRY(store_catchment_count(rq->db, q->division, q->school, &rq->total));
    return page_end_id(rq, &q->page, &catchment_row, out);
}

/* The two codes of a new catchment. */
static enum err judge(struct req *rq, const struct catchment_in *c)
{
    struct division_row d;
    struct school_row s;
    enum err e = store_division_get(rq->db, rq->arena, c->division, &d);

    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/division", "unknown",
                          "没有这个区划代码。");
    TRY(e);
    e = store_school_get(rq->db, rq->arena, c->school, &s);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && !s.active))
        return req_refuse(rq, ERR_INVALID, "/school", "unknown",
                          "没有这所学校，或它已经停办。");
    return e;
}

static enum err catchment_add(struct req *rq, const void *in, void *out)
{
    struct catchment_row c = { .to_date = NULL };
    enum err e;

    TRY(judge(rq, in));
    record_copy(&catchment_in, in, &catchment_row, &c);
    e = store_catchment_insert(rq->db, &c);
    if (e == ERR_CONFLICT)
        return req_refuse(rq, e, "/division", "taken",
                          "这个区划本学段已划给一所学校，本次没有保存。"
                          "请先结束原来的学区。");
    TRY(e);
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)c.id);
    return store_catchment_get(rq->db, rq->arena, c.id, out);
}

static enum err catchment_end(struct req *rq, const void *in, void *out)
{
    const struct term_end *end = in;
    struct catchment_row c;

    TRY(store_catchment_get(rq->db, rq->arena, rq->id, &c));
    if (strcmp(end->to_date, c.from_date) < 0)
        return req_refuse(rq, ERR_INVALID, "/to_date", "range",
                          "结束日期不能早于开始日期。");
    TRY(store_catchment_end(rq->db, rq->id, rq->if_match, end->to_date));
    return store_catchment_get(rq->db, rq->arena, rq->id, out);
}

const struct route catchment_routes[] = {
    { "GET", "/catchments", "学区列表", RIGHT_PLACE_READ, TX_READ, LISTS,
      .query = &catchment_query, .reply = &catchment_row,
      .handler = catchment_list },
    { "POST", "/catchments", "划定学区", RIGHT_PLACE_MANAGE, TX_WRITE, CREATES,
      .body = &catchment_in, .reply = &catchment_row,
      .handler = catchment_add },
    { "PATCH", "/catchments/{id}", "结束学区", RIGHT_PLACE_MANAGE, TX_WRITE,
      IF_MATCH, .body = &term_end, .reply = &catchment_row,
      .find = &find_catchment, .handler = catchment_end },
    ROUTE_END
};
