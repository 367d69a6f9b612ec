/* Assessments of the expert committee over HTTP. */
#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "store/assessment_store.h"
#include "store/case_store.h"
#include "store/committee_store.h"

struct assessment_query {
    struct page page;
    int64_t case_id, mine;
};
static const struct field assessment_query_fields[] = {
    F_PAGE(assessment_query),
    F_ID(assessment_query, case_id, "个案编号", OPTIONAL),
    F_BOOL(assessment_query, mine, "本人参加的", OPTIONAL), F_END
};
static const struct record assessment_query = RECORD(
    assessment_query, "AssessmentQuery", "评估筛选", assessment_query_fields);

static enum err assessment_list(struct req *rq, const void *in, void *out)
{
    const struct assessment_query *q = rq->query;
    struct assessment_filter f = { .case_id = q->case_id,
                                   .account_id = rq->actor->account_id,
                                   .mine = q->mine,
                                   .rows = page_rows(&q->page) };
    struct assessment_item *items;
    struct list *rows = out;

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.before));
    TRY(store_assessment_list(rq->db, rq->arena, &f, rq->today, rows));
    if (q->page.count == 1)
        TRY(store_assessment_count(rq->db, &f, &rq->total));
    items = rows->items;
    for (size_t i = 0; rq->actor->role == ROLE_EXPERT && i < rows->n; i++)
        items[i].case_id = INT_NONE;
    return page_end_id(rq, &q->page, &assessment_item, rows);
}

/* The session as this caller may see it, with what it may do. */
static enum err show(struct req *rq, int64_t id, struct assessment_view *v)
{
    const struct act act = req_act(rq);

    TRY(store_assessment_get(rq->db, rq->arena, id, rq->today, v));
    rq->audit_child = v->student_id;
    TRY(assessment_actions(v, &act, rq->arena, &v->allowed_actions));
    assessment_veil(v, &act);
    return ERR_OK;
}

static enum err assessment_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return show(rq, rq->id, out);
}

static enum err read_panel(struct req *rq, const struct list *seats,
                           struct list *panel)
{
    const struct seat_in *s = seats->items;
    struct committee_row *m = arena_array(rq->arena, seats->n, sizeof *m);

    if (!m)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < seats->n; i++) {
        enum err e =
            store_committee_get(rq->db, rq->arena, s[i].member_id, &m[i]);

        if (e == ERR_NOT_FOUND)
            return req_refuse(rq, ERR_INVALID, "/members", "unknown",
                              "所选委员不在名册里，没有保存。"
                              "请刷新名册后重选。");
        TRY(e);
    }
    *panel = (struct list) { m, seats->n };
    return ERR_OK;
}

static enum err convene(struct req *rq, const void *in, void *out)
{
    const struct assessment_in *body = in;
    const struct act act = req_act(rq);
    struct assessment_ground ground;
    struct refusal why = { NULL, NULL, NULL };
    struct case_row c;
    struct list panel;
    int64_t id;

    TRY(store_case_get(rq->db, rq->arena, rq->id, &c));
    TRY(store_assessment_ground(rq->db, rq->arena, c.id, &ground));
    TRY(req_refusal(rq,
                    assessment_may_convene(rq->arena, &c, &ground,
                                           body->session_on, rq->today, &why),
                    &why));
    TRY(read_panel(rq, &body->members, &panel));
    TRY(req_refusal(
        rq, committee_panel(rq->arena, &panel, body->session_on, &why), &why));
    TRY(store_assessment_convene(rq->db, rq->arena, &act, &c, body, &panel,
                                 &id));
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)id);
    return show(rq, id, out);
}

static enum err act_on(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    struct assessment_view s;

    TRY(store_assessment_get(rq->db, rq->arena, rq->id, rq->today, &s));
    TRY(req_refusal(
        rq,
        store_assessment_act(rq->db, rq->arena, &act, rq->key, &s, in, &why),
        &why));
    rq->audit_detail = rq->key;
    return show(rq, rq->id, out);
}

static bool may_act(const struct actor *actor, const char *action)
{
    return assessment_role_may(actor->role, action);
}

const struct route assessment_routes[] = {
    { "POST", "/cases/{id}/assessments", "召集专家委员会评估",
      RIGHT_COMMITTEE_MANAGE, TX_WRITE, CREATES, .body = &assessment_in,
      .reply = &assessment_view, .find = &find_case, .handler = convene },
    { "GET", "/assessments", "评估列表", RIGHT_ASSESSMENT_READ, TX_READ, LISTS,
      .query = &assessment_query, .reply = &assessment_item,
      .handler = assessment_list },
    { "GET", "/assessments/{id}", "一次评估", RIGHT_ASSESSMENT_READ, TX_READ,
      READS_CHILD, .reply = &assessment_view, .find = &find_assessment,
      .handler = assessment_get },
    { "POST", "/assessments/{id}/actions/{action}", "签署评估意见或取消评估",
      RIGHT_ASSESSMENT_READ, TX_WRITE, IF_MATCH, .reply = &assessment_view,
      .find = &find_assessment, .handler = act_on, .body_of = assessment_body,
      .may_act = may_act },
    ROUTE_END
};
