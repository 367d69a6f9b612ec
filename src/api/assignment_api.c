/* Assignments (交办) over HTTP. */
#include <stdlib.h>

#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "store/assignment_store.h"
#include "store/case_store.h"

/* ---- lists ---- */
struct assignment_query {
    struct page page;
    const char *unit, *task, *state;
    int64_t overdue, case_id, mine;
};
static const struct field query_fields[] = {
    F_PAGE(assignment_query),
    F_TEXT(assignment_query, unit, "承办单位代码", OPTIONAL, 1, 20),
    F_CODE(assignment_query, task, "事项", OPTIONAL, assignment_tasks),
    F_CODE(assignment_query, state, "状态", OPTIONAL, assignment_states),
    F_BOOL(assignment_query, overdue, "已超期", OPTIONAL),
    F_ID(assignment_query, case_id, "个案编号", OPTIONAL),
    F_BOOL(assignment_query, mine, "待我办理", OPTIONAL),
    F_END
};
static const struct record assignment_query =
    RECORD(assignment_query, "AssignmentQuery", "交办筛选", query_fields);

static enum err assignment_list(struct req *rq, const void *in, void *out)
{
    const struct assignment_query *q = rq->query;
    const struct act act = req_act(rq);
    struct assignment_filter f = {
        .unit = q->unit,
        .task = q->task,
        .state = q->state,
        .overdue = q->overdue,
        .case_id = q->case_id,
        .mine = q->mine == 1 ? rq->actor->unit : NULL,
        .today = rq->today,
        .rows = page_rows(&q->page),
    };

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.after));
    TRY(store_assignment_list(rq->db, rq->arena, &act, &f, out));
    if (q->page.count == 1)
        TRY(store_assignment_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &assignment_item, out);
}

/* ---- one ---- */
static enum err show(struct req *rq, int64_t id, struct assignment_view *v)
{
    const struct act act = req_act(rq);

    TRY(store_assignment_view(rq->db, rq->arena, &act, id, v));
    if (v->g.student_id != INT_NONE)
        rq->audit_child = v->g.student_id;
    return ERR_OK;
}

static enum err assignment_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return show(rq, rq->id, out);
}

/* ---- giving ---- */
struct assignment_in {
    const char *unit, *task, *due_on, *note;
};
static const struct field in_fields[] = {
    F_TEXT(assignment_in, unit, "承办单位代码", REQUIRED, 1, 20),
    F_CODE(assignment_in, task, "事项", REQUIRED, assignment_tasks),
    F_DATE(assignment_in, due_on, "办理期限", REQUIRED),
    F_TEXT(assignment_in, note, "要求", OPTIONAL | MULTILINE, 0, 1000), F_END
};
static const struct record assignment_in =
    RECORD(assignment_in, "AssignmentIn", "交办", in_fields);

static enum err give(struct req *rq, const struct assignment_in *in,
                     int64_t case_id, int64_t student_id,
                     struct assignment_view *out)
{
    const struct assignment_give g = { .case_id = case_id,
                                       .student_id = student_id,
                                       .unit = in->unit,
                                       .task = in->task,
                                       .note = in->note,
                                       .due_on = in->due_on,
                                       .together = INT_NONE };
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    int64_t id = 0;
    enum err e = assignment_give_may(&g, rq->today, &why);

    if (e != ERR_OK)
        return req_refusal(rq, e, &why);
    e = store_assignment_hand(rq->db, rq->arena, &act, &g, &id);
    if (e == ERR_CONFLICT)
        return req_refuse(rq, e, "/unit", "assignment.open",
                          arena_printf(rq->arena,
                                       "同一事项已交给该单位，还没有办结"
                                       "（交办编号 %lld），本次没有保存。",
                                       (long long)id));
    TRY(e);
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)id);
    return show(rq, id, out);
}

static enum err give_of_case(struct req *rq, const void *in, void *out)
{
    struct case_row c;

    TRY(store_case_get(rq->db, rq->arena, rq->id, &c));
    return give(rq, in, c.id, c.student_id, out);
}

/* A task about no child in particular. */
static enum err give_alone(struct req *rq, const void *in, void *out)
{
    return give(rq, in, INT_NONE, INT_NONE, out);
}

/* ---- actions ---- */
static enum err assignment_do(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    enum err e =
        store_assignment_act(rq->db, rq->arena, &act,
                             assignment_action_of(rq->key), rq->id, in, &why);

    if (e != ERR_OK)
        return req_refusal(rq, e, &why);
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)rq->id);
    rq->audit_detail = rq->key;
    return show(rq, rq->id, out);
}

static bool may_act(const struct actor *actor, const char *name)
{
    const struct assignment_action *a = assignment_action_of(name);

    return !a || a->roles >> actor->role & 1;
}

const struct route assignment_routes[] = {
    { "GET", "/assignments", "交办列表", RIGHT_ASSIGNMENT_READ, TX_READ, LISTS,
      .query = &assignment_query, .reply = &assignment_item,
      .handler = assignment_list },
    { "POST", "/assignments", "交办", RIGHT_ASSIGNMENT_GIVE, TX_WRITE, CREATES,
      .body = &assignment_in, .reply = &assignment_view,
      .handler = give_alone },
    { "POST", "/cases/{id}/assignments", "交办个案", RIGHT_ASSIGNMENT_GIVE,
      TX_WRITE, CREATES, .body = &assignment_in, .reply = &assignment_view,
      .find = &find_case, .handler = give_of_case },
    { "GET", "/assignments/{id}", "交办详情", RIGHT_ASSIGNMENT_READ, TX_READ,
      READS_CHILD, .reply = &assignment_view, .find = &find_assignment,
      .handler = assignment_get },
    { "POST", "/assignments/{id}/actions/{action}", "办理交办",
      RIGHT_ASSIGNMENT_READ, TX_WRITE, IF_MATCH, .reply = &assignment_view,
      .find = &find_assignment, .handler = assignment_do,
      .body_of = assignment_action_body, .may_act = may_act },
    ROUTE_END
};
