/* Leads (线索) and the child-labour file over HTTP. */
#include <string.h>

#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/lead.h"
#include "domain/patch.h"
#include "store/lead_store.h"
#include "store/unit_store.h"

/* ---- lists ---- */
struct lead_query {
    struct page page;
    const char *kind, *state, *unit;
    int64_t case_id, overdue, unchecked;
};
static const struct field lead_query_fields[] = {
    F_PAGE(lead_query),
    F_CODE(lead_query, kind, "类别", OPTIONAL, lead_kind_codes),
    F_CODE(lead_query, state, "状态", OPTIONAL, lead_states),
    F_TEXT(lead_query, unit, "发现或承办单位代码", OPTIONAL, 1, 20),
    F_ID(lead_query, case_id, "个案编号", OPTIONAL),
    F_BOOL(lead_query, overdue, "责令期限已过", OPTIONAL),
    F_BOOL(lead_query, unchecked, "有待核对的儿童", OPTIONAL),
    F_END
};
static const struct record lead_query =
    RECORD(lead_query, "LeadQuery", "线索筛选", lead_query_fields);

static enum err lead_list(struct req *rq, const void *in, void *out)
{
    const struct lead_query *q = rq->query;
    struct lead_filter f = { .kind = q->kind,
                             .state = q->state,
                             .unit = q->unit,
                             .case_id = q->case_id,
                             .overdue = q->overdue,
                             .unchecked = q->unchecked,
                             .today = rq->today,
                             .rows = page_rows(&q->page) };

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.after));
    TRY(store_lead_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_lead_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &lead_item, out);
}

/* ---- one ---- */
static enum err show(struct req *rq, int64_t id, struct lead_view *v)
{
    const struct act act = req_act(rq);

    return store_lead_view(rq->db, rq->arena, &act, id, v);
}

static enum err lead_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return show(rq, rq->id, out);
}

static enum err show_child(struct req *rq, int64_t id,
                           struct lead_child_view *v)
{
    const struct act act = req_act(rq);

    return store_lead_child_view(rq->db, rq->arena, &act, id, v);
}

/* ---- registering ---- */
/* Only the office writes down what another unit found. */
static enum err take_unit(struct req *rq, const struct lead_in *in,
                          struct lead_row *l)
{
    bool office = role_may(rq->actor->role, RIGHT_LEAD_MATCH);
    bool given = in->unit && *in->unit;
    struct unit_row u;
    enum err e;

    l->unit = given ? in->unit : rq->actor->unit;
    if (!office && strcmp(l->unit, rq->actor->unit) != 0)
        return req_refuse(rq, ERR_INVALID, "/unit", "lead.unit",
                          "只能登记本单位发现的线索，没有保存。请不要填发现"
                          "单位。");
    e = store_unit_get(rq->db, rq->arena, l->unit, &u);
    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/unit", "unknown",
                          "没有这个单位，没有保存。请从列表中选择。");
    return e;
}

static enum err take_children(struct req *rq, const struct lead_in *in,
                              const struct lead_row *l, struct list *out)
{
    const struct lead_child_in *from = in->children.items;
    size_t n = in->children.n;
    struct lead_child_row *c = arena_array(rq->arena, n, sizeof *c);
    struct refusal why = { NULL, NULL, NULL };

    if (!c)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        const char *at = arena_printf(rq->arena, "children/%zu/", i);

        if (!at)
            return ERR_NO_MEMORY;
        record_clear(&lead_child_row, &c[i]);
        record_copy(&lead_child_in, &from[i], &lead_child_row, &c[i]);
        TRY(req_refusal(
            rq, lead_child_check(&c[i], l, rq->today, at, rq->arena, &why),
            &why));
    }
    *out = (struct list) { c, n };
    return ERR_OK;
}

static enum err lead_add(struct req *rq, const void *body, void *out)
{
    const struct lead_in *in = body;
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    struct list children;
    struct lead_row l;

    record_clear(&lead_row, &l);
    record_copy(&lead_in, in, &lead_row, &l);
    l.unlicensed = in->unlicensed == 1;
    TRY(take_unit(rq, in, &l));
    if (!l.handler)
        l.handler = lead_handler_of(lead_kind_of(l.kind), l.unit);
    TRY(req_refusal(rq, lead_check(&l, rq->today, &why), &why));
    TRY(take_children(rq, in, &l, &children));
    TRY(store_lead_add(rq->db, rq->arena, &act, in, &l, &children));
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)l.id);
    return show(rq, l.id, out);
}

/* ---- correcting ---- */
static enum err may_write(struct req *rq, const struct lead_row *l)
{
    const struct act act = req_act(rq);

    if (lead_writes(l, &act))
        return ERR_OK;
    return req_refuse(rq, ERR_RULE, "", "lead.unit",
                      "线索已经结案，或者不由贵单位发现和承办，没有保存。"
                      "确需更正的，请联系承办单位。");
}

static enum err lead_change(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    struct lead_row l;

    TRY(store_lead_get(rq->db, rq->arena, rq->id, &l));
    TRY(may_write(rq, &l));
    patch_apply(&lead_patch, in, &lead_row, &l);
    l.unlicensed = l.unlicensed == 1;
    TRY(req_refusal(rq, lead_check(&l, rq->today, &why), &why));
    TRY(store_lead_change(rq->db, rq->arena, &act, in, &l));
    return show(rq, rq->id, out);
}

static enum err child_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    struct lead_child_row c;
    struct lead_row l;

    TRY(store_lead_get(rq->db, rq->arena, rq->id, &l));
    TRY(may_write(rq, &l));
    record_clear(&lead_child_row, &c);
    record_copy(&lead_child_in, in, &lead_child_row, &c);
    c.lead_id = l.id;
    TRY(req_refusal(
        rq, lead_child_check(&c, &l, rq->today, "", rq->arena, &why), &why));
    TRY(store_lead_child_add(rq->db, rq->arena, &act, &c));
    return show_child(rq, c.id, out);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static enum err child_change(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    const char *old;
    struct lead_child_row c;
    struct lead_row l;

    TRY(store_lead_child_get(rq->db, rq->arena, rq->id, &c));
    TRY(store_lead_get(rq->db, rq->arena, c.lead_id, &l));
    TRY(may_write(rq, &l));
    old = c.id_no;
    patch_apply(&lead_child_patch, in, &lead_child_row, &c);
    if (c.case_id == INT_NONE && !same_text(old, c.id_no))
        c.student_id = INT_NONE; /* to be compared again */
    TRY(req_refusal(
        rq, lead_child_check(&c, &l, rq->today, "", rq->arena, &why), &why));
    TRY(store_lead_child_change(rq->db, rq->arena, &act, &c));
    return show_child(rq, c.id, out);
}

/* ---- actions ---- */
static void noted(struct req *rq)
{
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)rq->id);
    rq->audit_detail = rq->key;
}

/* What was handed over to another may be out of the writer's sight now: it is
 * shown once more as it left it, without its children and history. */
static void show_gone(const void *in, struct lead_view *v)
{
    const struct lead_hand_over *h = in;

    v->l.handler = h->handler;
    v->handler_name = code_label(&lead_handlers, h->handler);
    v->l.version++;
    v->proposal = NULL;
    v->children = v->events = v->allowed_actions = (struct list) { NULL, 0 };
}

static enum err lead_do(struct req *rq, const void *in, void *out)
{
    const struct lead_action *x = lead_action_of(rq->key, false);
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    struct lead_view before = { 0 };
    enum err e;

    if (x->in == &lead_hand_over)
        TRY(show(rq, rq->id, &before));
    e = store_lead_act(rq->db, rq->arena, &act, x, rq->id, in, &why);
    TRY(req_refusal(rq, e, &why));
    noted(rq);
    e = show(rq, rq->id, out);
    if (e != ERR_NOT_FOUND || x->in != &lead_hand_over)
        return e;
    show_gone(in, &before);
    *(struct lead_view *)out = before;
    return ERR_OK;
}

static enum err child_do(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    enum err e =
        store_lead_child_act(rq->db, rq->arena, &act,
                             lead_action_of(rq->key, true), rq->id, in, &why);

    TRY(req_refusal(rq, e, &why));
    noted(rq);
    return show_child(rq, rq->id, out);
}

static bool may_act(const struct actor *actor, const char *name, bool child)
{
    const struct lead_action *x = lead_action_of(name, child);

    return !x || x->side != BY_OFFICE ||
           role_may(actor->role, RIGHT_LEAD_MATCH);
}

static bool may_do(const struct actor *actor, const char *name)
{
    return may_act(actor, name, false);
}

static bool may_do_child(const struct actor *actor, const char *name)
{
    return may_act(actor, name, true);
}

/* ---- who it may be ---- */
static enum err candidates(struct req *rq, const void *in, void *out)
{
    struct lead_child_row c;

    (void)in;
    TRY(store_lead_child_get(rq->db, rq->arena, rq->id, &c));
    return store_lead_candidates(rq->db, rq->arena, &rq->principal, &c, out);
}

const struct route lead_routes[] = {
    { "GET", "/leads", "线索列表", RIGHT_LEAD_READ, TX_READ, LISTS,
      .query = &lead_query, .reply = &lead_item, .handler = lead_list },
    { "POST", "/leads", "登记线索", RIGHT_LEAD_WRITE, TX_WRITE, CREATES,
      .body = &lead_in, .reply = &lead_view, .handler = lead_add },
    { "GET", "/leads/{id}", "线索详情", RIGHT_LEAD_READ, TX_READ, 0,
      .reply = &lead_view, .find = &find_lead, .handler = lead_get },
    { "PATCH", "/leads/{id}", "更正线索", RIGHT_LEAD_WRITE, TX_WRITE, IF_MATCH,
      .body = &lead_patch, .reply = &lead_view, .find = &find_lead,
      .handler = lead_change },
    { "POST", "/leads/{id}/children", "补登儿童", RIGHT_LEAD_WRITE, TX_WRITE,
      CREATES, .body = &lead_child_in, .reply = &lead_child_view,
      .find = &find_lead, .handler = child_add },
    { "POST", "/leads/{id}/actions/{action}", "办理线索", RIGHT_LEAD_WRITE,
      TX_WRITE, IF_MATCH, .reply = &lead_view, .find = &find_lead,
      .handler = lead_do, .body_of = lead_action_body, .may_act = may_do },
    { "PATCH", "/lead-children/{id}", "更正线索中的儿童", RIGHT_LEAD_WRITE,
      TX_WRITE, IF_MATCH, .body = &lead_child_patch, .reply = &lead_child_view,
      .find = &find_lead_child, .handler = child_change },
    { "GET", "/lead-children/{id}/candidates", "可能的学生", RIGHT_LEAD_MATCH,
      TX_READ, LISTS, .reply = &lead_candidate, .find = &find_lead_child,
      .handler = candidates },
    { "POST", "/lead-children/{id}/actions/{action}", "办理线索中的儿童",
      RIGHT_LEAD_WRITE, TX_WRITE, IF_MATCH, .reply = &lead_child_view,
      .find = &find_lead_child, .handler = child_do,
      .body_of = lead_child_action_body, .may_act = may_do_child },
    ROUTE_END
};
