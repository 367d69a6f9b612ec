/* 会议 over HTTP. */
#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/right.h"
#include "store/meeting_store.h"

struct meeting_query {
    struct page page;
    const char *kind, *state;
    int64_t year;
};
static const struct field query_fields[] = {
    F_PAGE(meeting_query),
    F_CODE(meeting_query, kind, "会议类别", OPTIONAL, meeting_kinds),
    F_CODE(meeting_query, state, "状态", OPTIONAL, meeting_states),
    F_INT(meeting_query, year, "年度", OPTIONAL, 2000, 2199), F_END
};
static const struct record meeting_query =
    RECORD(meeting_query, "MeetingQuery", "会议筛选", query_fields);

static enum err meeting_list(struct req *rq, const void *in, void *out)
{
    const struct meeting_query *q = rq->query;
    struct meeting_filter f = { .kind = q->kind,
                                .state = q->state,
                                .year = q->year,
                                .today = rq->today,
                                .rows = page_rows(&q->page) };

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.before));
    TRY(store_meeting_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_meeting_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &meeting_item, out);
}

static enum err show(struct req *rq, int64_t id, void *out)
{
    const struct act act = req_act(rq);

    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)id);
    return store_meeting_view(rq->db, rq->arena, &act, id, out);
}

static enum err meeting_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return show(rq, rq->id, out);
}

static enum err meeting_print(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct paper_set *set = out;

    (void)in;
    TRY(store_meeting_paper(rq->db, rq->arena, &act, rq->id, set));
    set->printed_at = rq->now_ms;
    set->printed_by = rq->actor->name;
    set->printed_unit = rq->actor->unit_name;
    return ERR_OK;
}

static enum err meeting_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    int64_t id;

    TRY(req_refusal(rq, store_meeting_plan(rq->db, &act, in, &id, &why), &why));
    return show(rq, id, out);
}

static enum err meeting_do(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };

    TRY(req_refusal(
        rq,
        store_meeting_step(rq->db, rq->arena, &act,
                           supervision_step_of(&meeting_steps, rq->key), rq->id,
                           rq->if_match, in, &why),
        &why));
    rq->audit_detail = rq->key;
    return show(rq, rq->id, out);
}

const struct route meeting_routes[] = {
    { "GET", "/meetings", "会议列表", RIGHT_MEETING_READ, TX_READ, LISTS,
      .query = &meeting_query, .reply = &meeting_item,
      .handler = meeting_list },
    { "POST", "/meetings", "安排会议", RIGHT_MEETING_WRITE, TX_WRITE, CREATES,
      .body = &meeting_in, .reply = &meeting_view, .handler = meeting_add },
    { "GET", "/meetings/{id}", "一次会议", RIGHT_MEETING_READ, TX_READ, 0,
      .reply = &meeting_view, .find = &find_meeting, .handler = meeting_get },
    { "GET", "/meetings/{id}/paper", "打印会议纪要", RIGHT_MEETING_READ,
      TX_READ, AUDIT_FIRST, .reply = &paper_set, .find = &find_meeting,
      .handler = meeting_print },
    { "POST", "/meetings/{id}/actions/{action}", "办理会议",
      RIGHT_MEETING_WRITE, TX_WRITE, IF_MATCH, .reply = &meeting_view,
      .find = &find_meeting, .handler = meeting_do,
      .body_of = meeting_step_body },
    ROUTE_END
};
