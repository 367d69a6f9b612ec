/* 一生一策 over HTTP. */
#include <string.h>

#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/patch.h"
#include "domain/plan.h"
#include "domain/right.h"
#include "store/plan_store.h"
#include "store/student_store.h"

static enum err plan_list(struct req *rq, const void *in, void *out)
{
    (void)in;
    rq->audit_child = rq->id;
    return store_plan_list(rq->db, rq->arena, rq->id, out);
}

static enum err plan_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct plan_row p;
    enum err e;

    record_clear(&plan_row, &p);
    record_copy(&plan_in, in, &plan_row, &p);
    p.student_id = rq->id;
    e = store_plan_add(rq->db, rq->arena, &act, &p);
    if (e == ERR_CONFLICT)
        return req_refuse(rq, e, "", "plan.open",
                          "这名学生已有一份执行中的一生一策，没有另立。"
                          "请在那一份上修改，或先结束它。");
    TRY(e);
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)p.id);
    return store_plan_get(rq->db, rq->arena, p.id, out);
}

static enum err plan_change(struct req *rq, const void *in, void *out)
{
    struct refusal why = { NULL, NULL, NULL };
    struct plan_row now, next;

    TRY(store_plan_get(rq->db, rq->arena, rq->id, &now));
    next = now;
    patch_apply(&plan_patch, in, &plan_row, &next);
    TRY(req_refusal(rq, plan_may_change(&now, &next, &why), &why));
    next.version = rq->if_match;
    TRY(store_plan_update(rq->db, &next));
    return store_plan_get(rq->db, rq->arena, rq->id, out);
}

static enum err item_add(struct req *rq, const void *in, void *out)
{
    struct refusal why = { NULL, NULL, NULL };
    struct plan_item_row item;
    struct plan_row p;

    TRY(store_plan_get(rq->db, rq->arena, rq->id, &p));
    TRY(req_refusal(rq, plan_may_add(&p, &why), &why));
    record_clear(&plan_item_row, &item);
    record_copy(&plan_item_in, in, &plan_item_row, &item);
    item.plan_id = p.id;
    item.student_id = p.student_id;
    if (item.due_on && strcmp(item.due_on, rq->today) < 0)
        return req_refuse(rq, ERR_INVALID, "/due_on", "date.past",
                          "完成期限早于今天，没有保存。请核对日期。");
    TRY(store_plan_item_add(rq->db, &item));
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)item.id);
    return store_plan_item_get(rq->db, rq->arena, item.id, out);
}

static enum err item_change(struct req *rq, const void *in, void *out)
{
    struct refusal why = { NULL, NULL, NULL };
    struct plan_item_row item;
    struct plan_row p;

    TRY(store_plan_item_get(rq->db, rq->arena, rq->id, &item));
    TRY(store_plan_get(rq->db, rq->arena, item.plan_id, &p));
    TRY(req_refusal(
        rq, plan_item_change(rq->arena, &p, in, rq->today, &item, &why), &why));
    item.version = rq->if_match;
    TRY(store_plan_item_update(rq->db, &item));
    return store_plan_item_get(rq->db, rq->arena, rq->id, out);
}

const struct route plan_routes[] = {
    { "GET", "/students/{id}/plans", "一生一策", RIGHT_PLAN_READ, TX_READ,
      LISTS | READS_CHILD, .reply = &plan_row, .find = &find_student,
      .handler = plan_list },
    { "POST", "/students/{id}/plans", "制定一生一策", RIGHT_PLAN_WRITE,
      TX_WRITE, CREATES, .body = &plan_in, .reply = &plan_row,
      .find = &find_student, .handler = plan_add },
    { "PATCH", "/plans/{id}", "修改或结束一生一策", RIGHT_PLAN_WRITE, TX_WRITE,
      IF_MATCH, .body = &plan_patch, .reply = &plan_row, .find = &find_plan,
      .handler = plan_change },
    { "POST", "/plans/{id}/items", "添加措施", RIGHT_PLAN_WRITE, TX_WRITE,
      CREATES, .body = &plan_item_in, .reply = &plan_item_row,
      .find = &find_plan, .handler = item_add },
    { "PATCH", "/plan-items/{id}", "登记措施进展", RIGHT_PLAN_WRITE, TX_WRITE,
      IF_MATCH, .body = &plan_item_patch, .reply = &plan_item_row,
      .find = &find_plan_item, .handler = item_change },
    ROUTE_END
};
