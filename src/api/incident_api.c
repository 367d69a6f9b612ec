/* Incidents (突发情况) over HTTP. */
#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/care.h"
#include "store/case_store.h"
#include "store/incident_store.h"
#include "store/plan_store.h"

/* ---- lists ---- */
struct incident_query {
    struct page page;
    const char *kind, *state, *unit;
    int64_t student_id, case_id, mine;
};
static const struct field query_fields[] = {
    F_PAGE(incident_query),
    F_CODE(incident_query, kind, "类别", OPTIONAL, incident_kinds),
    F_CODE(incident_query, state, "状态", OPTIONAL, incident_states),
    F_TEXT(incident_query, unit, "处置单位代码", OPTIONAL, 1, 20),
    F_ID(incident_query, student_id, "学生编号", OPTIONAL),
    F_ID(incident_query, case_id, "个案编号", OPTIONAL),
    F_BOOL(incident_query, mine, "待我处置", OPTIONAL),
    F_END
};
static const struct record incident_query =
    RECORD(incident_query, "IncidentQuery", "突发情况筛选", query_fields);

static enum err incident_list(struct req *rq, const void *in, void *out)
{
    const struct incident_query *q = rq->query;
    const struct act act = req_act(rq);
    struct incident_filter f = {
        .kind = q->kind,
        .state = q->state,
        .unit = q->unit,
        .student_id = q->student_id,
        .case_id = q->case_id,
        .mine = q->mine == 1 ? rq->actor->unit : NULL,
        .rows = page_rows(&q->page),
    };

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.before));
    TRY(store_incident_list(rq->db, rq->arena, &act, &f, out));
    if (q->page.count == 1)
        TRY(store_incident_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &incident_item, out);
}

/* ---- one ---- */
static enum err show(struct req *rq, struct incident_view *v)
{
    const struct act act = req_act(rq);

    TRY(store_incident_view(rq->db, rq->arena, &act, rq->id, v));
    if (v->child != INT_NONE)
        rq->audit_child = v->child;
    return ERR_OK;
}

static enum err incident_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return show(rq, out);
}

/* ---- registering ---- */
static enum err unknown(struct req *rq, const char *pointer, const char *detail)
{
    return req_refuse(rq, ERR_INVALID, pointer, "unknown", detail);
}

/* The child, and of it the case: the one that was named, else the open one. */
static enum err find_child(struct req *rq, struct incident_in *in)
{
    struct refusal why = { NULL, NULL, NULL };
    struct case_child child = { .birth_date = NULL };
    struct case_row c;
    enum err e = ERR_OK;

    if (in->case_id != INT_NONE) {
        e = store_case_get(rq->db, rq->arena, in->case_id, &c);
        if (e == ERR_NOT_FOUND || (e == ERR_OK && in->student_id != INT_NONE &&
                                   in->student_id != c.student_id))
            return unknown(rq, "/case_id",
                           "没有这名学生的这个个案，没有登记。请重新选择。");
        TRY(e);
        in->student_id = c.student_id;
    }
    if (in->student_id != INT_NONE) {
        e = store_case_child(rq->db, rq->arena, in->student_id, &child);
        if (e == ERR_NOT_FOUND)
            return unknown(rq, "/student_id",
                           "没有这名学生，没有登记。请重新选择。");
        TRY(e);
        if (in->case_id == INT_NONE)
            TRY(store_open_case_of(rq->db, in->student_id, &in->case_id));
    }
    return req_refusal(rq,
                       care_date_fault("happened_on", in->happened_on,
                                       child.birth_date, rq->today, &why),
                       &why);
}

static enum err incident_add_post(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct incident_in i = *(const struct incident_in *)in;
    struct refusal why = { NULL, NULL, NULL };
    struct incident_receipt *receipt = out;

    TRY(find_child(rq, &i));
    TRY(req_refusal(
        rq, store_incident_open(rq->db, rq->arena, &act, &i, receipt, &why),
        &why));
    rq->audit_entity_id =
        arena_printf(rq->arena, "%lld", (long long)receipt->id);
    return ERR_OK;
}

/* ---- actions ---- */
static enum err incident_do(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };

    TRY(req_refusal(
        rq,
        store_incident_act(rq->db, rq->arena, &act, incident_action_of(rq->key),
                           rq->id, in, &why),
        &why));
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)rq->id);
    rq->audit_detail = rq->key;
    return show(rq, out);
}

const struct route incident_routes[] = {
    { "GET", "/incidents", "突发情况列表", RIGHT_INCIDENT_READ, TX_READ, LISTS,
      .query = &incident_query, .reply = &incident_item,
      .handler = incident_list },
    { "POST", "/incidents", "登记突发情况", RIGHT_INCIDENT_WRITE, TX_WRITE,
      CREATES, .body = &incident_in, .reply = &incident_receipt,
      .handler = incident_add_post },
    { "GET", "/incidents/{id}", "突发情况详情", RIGHT_INCIDENT_READ, TX_READ,
      READS_CHILD, .reply = &incident_view, .find = &find_incident,
      .handler = incident_get },
    { "POST", "/incidents/{id}/actions/{action}", "处置突发情况",
      RIGHT_INCIDENT_WRITE, TX_WRITE, IF_MATCH, .reply = &incident_view,
      .find = &find_incident, .handler = incident_do,
      .body_of = incident_action_body },
    ROUTE_END
};
