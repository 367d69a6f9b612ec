/* 督查 over HTTP. */
#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/codes.h"
#include "domain/right.h"
#include "store/inspection_store.h"

struct inspection_query {
    struct page page;
    const char *unit, *unit_kind, *state;
    int64_t year;
};
static const struct field query_fields[] = {
    F_PAGE(inspection_query),
    F_TEXT(inspection_query, unit, "被督查单位代码", OPTIONAL, 1, 20),
    F_CODE(inspection_query, unit_kind, "单位类别", OPTIONAL, unit_kinds),
    F_CODE(inspection_query, state, "状态", OPTIONAL, inspection_states),
    F_INT(inspection_query, year, "年度", OPTIONAL, 2000, 2199),
    F_END
};
static const struct record inspection_query =
    RECORD(inspection_query, "InspectionQuery", "督查筛选", query_fields);

static enum err inspection_list(struct req *rq, const void *in, void *out)
{
    const struct inspection_query *q = rq->query;
    struct inspection_filter f = { .unit = q->unit,
                                   .unit_kind = q->unit_kind,
                                   .state = q->state,
                                   .year = q->year,
                                   .today = rq->today,
                                   .rows = page_rows(&q->page) };

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.before));
    TRY(store_inspection_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_inspection_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &inspection_item, out);
}

static enum err show(struct req *rq, int64_t id, void *out)
{
    const struct act act = req_act(rq);

    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)id);
    return store_inspection_view(rq->db, rq->arena, &act, id, out);
}

static enum err inspection_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return show(rq, rq->id, out);
}

static enum err inspection_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    int64_t id;

    TRY(req_refusal(
        rq, store_inspection_plan(rq->db, rq->arena, &act, in, &id, &why),
        &why));
    return show(rq, id, out);
}

static enum err inspection_check(struct req *rq, const void *in, void *out)
{
    const struct check_sheet *sheet = in;
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };

    TRY(req_refusal(rq,
                    store_inspection_check(rq->db, rq->arena, &act, rq->id,
                                           rq->if_match, &sheet->answers, &why),
                    &why));
    return show(rq, rq->id, out);
}

static enum err inspection_do(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };

    TRY(req_refusal(
        rq,
        store_inspection_step(rq->db, rq->arena, &act,
                              supervision_step_of(&inspection_steps, rq->key),
                              rq->id, rq->if_match, in, &why),
        &why));
    rq->audit_detail = rq->key;
    return show(rq, rq->id, out);
}

static enum err meanwhile(struct req *rq)
{
    struct inspection_view v;

    TRY(show(rq, rq->id, &v));
    rq->detail = arena_printf(
        rq->arena,
        "别的同事刚刚改过这次督查，现在是“%s”，本次没有保存。请刷新后再看。",
        code_label(&inspection_states, v.state));
    return rq->detail ? ERR_OK : ERR_NO_MEMORY;
}

const struct route inspection_routes[] = {
    { "GET", "/inspections", "督查列表", RIGHT_INSPECTION_READ, TX_READ, LISTS,
      .query = &inspection_query, .reply = &inspection_item,
      .handler = inspection_list },
    { "POST", "/inspections", "计划督查", RIGHT_INSPECT, TX_WRITE, CREATES,
      .body = &inspection_in, .reply = &inspection_view,
      .handler = inspection_add },
    { "GET", "/inspections/{id}", "一次督查", RIGHT_INSPECTION_READ, TX_READ, 0,
      .reply = &inspection_view, .find = &find_inspection,
      .handler = inspection_get },
    { "PUT", "/inspections/{id}/sheet", "填写检查表", RIGHT_INSPECT, TX_WRITE,
      IF_MATCH, .body = &check_sheet, .reply = &inspection_view,
      .find = &find_inspection, .handler = inspection_check,
      .stale = meanwhile },
    { "POST", "/inspections/{id}/actions/{action}", "办理督查", RIGHT_INSPECT,
      TX_WRITE, IF_MATCH, .reply = &inspection_view, .find = &find_inspection,
      .handler = inspection_do, .body_of = inspection_step_body,
      .stale = meanwhile },
    ROUTE_END
};
