/* Assignments (交办) over HTTP. */
#include <stdlib.h>
#include <string.h>

#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "store/assignment_store.h"

/* ---- lists ---- */
struct assignment_query {
    struct page page;
    const char *unit, *task, *state;
    int64_t overdue, case_id, mine;
    const char *order;
};
static const struct code order_rows[] = { { "due", "按期限" }, { NULL, NULL } };
static const struct code_table orders = { "assignment_order", "排序",
                                          order_rows };
static const struct field query_fields[] = {
    F_PAGE(assignment_query),
    F_TEXT(assignment_query, unit, "承办单位代码", OPTIONAL, 1, 20),
    F_CODE(assignment_query, task, "事项", OPTIONAL, assignment_tasks),
    F_CODE(assignment_query, state, "状态", OPTIONAL, assignment_states),
    F_BOOL(assignment_query, overdue, "已超期", OPTIONAL),
    F_ID(assignment_query, case_id, "个案编号", OPTIONAL),
    F_BOOL(assignment_query, mine, "待我办理", OPTIONAL),
    F_CODE(assignment_query, order, "排序", OPTIONAL, orders),
    F_END
};
static const struct record assignment_query =
    RECORD(assignment_query, "AssignmentQuery", "交办筛选", query_fields);

/* By due date a page begins after (due_on, id): "2026-09-10.12". */
static const char *due_cursor(struct arena *a, const void *row)
{
    const struct assignment_item *i = row;

    return arena_printf(a, "%s.%lld", i->g.due_on, (long long)i->g.id);
}

static enum err after_due(struct req *rq, const struct page *p,
                          struct assignment_filter *f)
{
    const char *dot = p->cursor ? strchr(p->cursor, '.') : NULL;
    char *end;
    int32_t days;

    if (!p->cursor)
        return ERR_OK;
    f->after_due =
        dot ? arena_strndup(rq->arena, p->cursor, (size_t)(dot - p->cursor))
            : NULL;
    f->after = dot ? strtoll(dot + 1, &end, 10) : 0;
    if (!f->after_due || !clock_date_days(f->after_due, &days) ||
        end == dot + 1 || *end)
        return req_refuse(rq, ERR_INVALID, "/cursor", "cursor",
                          "下一页标记不对，请从第一页重新翻。");
    return ERR_OK;
}

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
        .by_due = q->order != NULL,
        .rows = page_rows(&q->page),
    };

    (void)in;
    TRY(f.by_due ? after_due(rq, &q->page, &f)
                 : page_after_id(rq, &q->page, &f.after));
    TRY(store_assignment_list(rq->db, rq->arena, &act, &f, out));
    if (q->page.count == 1)
        TRY(store_assignment_count(rq->db, &f, &rq->total));
    if (f.by_due)
        return page_end(rq, &q->page, &assignment_item, out, due_cursor);
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
    { "GET", "/assignments/{id}", "交办详情", RIGHT_ASSIGNMENT_READ, TX_READ,
      READS_CHILD, .reply = &assignment_view, .find = &find_assignment,
      .handler = assignment_get },
    { "POST", "/assignments/{id}/actions/{action}", "办理交办",
      RIGHT_ASSIGNMENT_READ, TX_WRITE, IF_MATCH, .reply = &assignment_view,
      .find = &find_assignment, .handler = assignment_do,
      .body_of = assignment_action_body, .may_act = may_act },
    ROUTE_END
};
