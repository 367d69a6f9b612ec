/* The chart of the leading group over HTTP. */
#include <string.h>

#include "api/routes.h"
#include "domain/patch.h"
#include "domain/right.h"
#include "store/member_store.h"
#include "store/unit_store.h"

struct member_query {
    struct page page;
    const char *on;
};
static const struct field member_query_fields[] = {
    F_PAGE(member_query), F_DATE(member_query, on, "在任日期", OPTIONAL), F_END
};
static const struct record member_query =
    RECORD(member_query, "MemberQuery", "成员筛选", member_query_fields);

static enum err member_list(struct req *rq, const void *in, void *out)
{
    const struct member_query *q = rq->query;
    int64_t after;

    (void)in;
    TRY(page_after_id(rq, &q->page, &after));
    TRY(store_member_list(rq->db, rq->arena, q->on, after, page_rows(&q->page),
                          out));
    if (q->page.count == 1)
        TRY(store_member_count(rq->db, q->on, &rq->total));
    return page_end_id(rq, &q->page, &member_row, out);
}

static enum err member_add(struct req *rq, const void *in, void *out)
{
    struct member_row m = { .to_date = NULL };
    struct unit_row unit;
    enum err e = ERR_OK;

    record_copy(&member_in, in, &member_row, &m);
    if (m.unit)
        e = store_unit_get(rq->db, rq->arena, m.unit, &unit);
    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/unit", "unknown",
                          "没有这个单位代码。");
    TRY(e);
    TRY(store_member_insert(rq->db, &m));
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)m.id);
    return store_member_get(rq->db, rq->arena, m.id, out);
}

static enum err member_change(struct req *rq, const void *in, void *out)
{
    struct member_row m;

    TRY(store_member_get(rq->db, rq->arena, rq->id, &m));
    patch_apply(&member_patch, in, &member_row, &m);
    if (m.to_date && strcmp(m.to_date, m.from_date) < 0)
        return req_refuse(rq, ERR_INVALID, "/to_date", "range",
                          "结束日期不能早于开始日期。");
    m.version = rq->if_match;
    TRY(store_member_update(rq->db, &m));
    return store_member_get(rq->db, rq->arena, rq->id, out);
}

const struct route member_routes[] = {
    { "GET", "/members", "领导小组成员", RIGHT_PLACE_READ, TX_READ, LISTS,
      .query = &member_query, .reply = &member_row, .handler = member_list },
    { "POST", "/members", "新增成员", RIGHT_PLACE_MANAGE, TX_WRITE, CREATES,
      .body = &member_in, .reply = &member_row, .handler = member_add },
    { "PATCH", "/members/{id}", "修改成员或期满", RIGHT_PLACE_MANAGE, TX_WRITE,
      IF_MATCH, .body = &member_patch, .reply = &member_row,
      .find = &find_member, .handler = member_change },
    ROUTE_END
};
