/* 逐级上报 over HTTP. */
#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/right.h"
#include "store/upward_store.h"

struct upward_query {
    struct page page;
    int64_t year;
    const char *state;
};
static const struct field query_fields[] = {
    F_PAGE(upward_query),
    F_INT(upward_query, year, "编号年份", OPTIONAL, UPWARD_YEAR_MIN,
          UPWARD_YEAR_MAX),
    F_CODE(upward_query, state, "状态", OPTIONAL, upward_states), F_END
};
static const struct record upward_query =
    RECORD(upward_query, "UpwardQuery", "逐级上报筛选", query_fields);

static enum err upward_list(struct req *rq, const void *in, void *out)
{
    const struct upward_query *q = rq->query;
    const struct act act = req_act(rq);
    struct upward_filter f = { .year = q->year == INT_NONE ? 0 : q->year,
                               .state = q->state,
                               .rows = page_rows(&q->page) };
    struct list *found = out;
    struct upward_row *r;

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.before));
    TRY(store_upward_list(rq->db, rq->arena, &f, found));
    r = found->items;
    for (size_t i = 0; i < found->n; i++)
        upward_describe(&r[i], &act);
    if (q->page.count == 1)
        TRY(store_upward_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &upward_row, found);
}

static enum err upward_number(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct upward_listing *l = out;

    (void)in;
    TRY(store_upward_number(rq->db, rq->arena, &act, l));
    rq->audit_detail = arena_printf(rq->arena, "编号 %lld 人，在册 %lld 人",
                                    (long long)l->given, (long long)l->all);
    return rq->audit_detail ? ERR_OK : ERR_NO_MEMORY;
}

static enum err upward_answer(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    struct upward_row *r = out;

    TRY(req_refusal(rq,
                    store_upward_answer(rq->db, rq->arena, &act, rq->id,
                                        rq->if_match, in, &why),
                    &why));
    TRY(store_upward_get(rq->db, rq->arena, rq->id, r));
    upward_describe(r, &act);
    rq->audit_child = r->student_id;
    return ERR_OK;
}

const struct route upward_routes[] = {
    { "GET", "/upward-reports", "逐级上报名单", RIGHT_UPWARD_READ, TX_READ,
      LISTS, .query = &upward_query, .reply = &upward_row,
      .handler = upward_list },
    { "POST", "/upward-reports", "给上报的学生编号", RIGHT_UPWARD_WRITE,
      TX_WRITE, 0, .reply = &upward_listing, .handler = upward_number },
    { "POST", "/upward-reports/{id}/answer", "登记上级答复", RIGHT_UPWARD_WRITE,
      TX_WRITE, IF_MATCH, .body = &upward_answer_in, .reply = &upward_row,
      .find = &find_upward, .handler = upward_answer },
    ROUTE_END
};
