/* Documents and their service over HTTP. */
#include <stdio.h>

#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/phone_clock.h"
#include "store/document_store.h"
#include "store/phone_store.h"
#include "store/place_store.h"

struct document_query {
    struct page page;
    int64_t case_id, assignment_id, lead_id;
    const char *kind, *state;
    int64_t unserved;
};
static const struct field document_query_fields[] = {
    F_PAGE(document_query),
    F_ID(document_query, case_id, "个案编号", OPTIONAL),
    F_ID(document_query, assignment_id, "交办编号", OPTIONAL),
    F_ID(document_query, lead_id, "线索编号", OPTIONAL),
    F_CODE(document_query, kind, "文书种类", OPTIONAL, document_kind_codes),
    F_CODE(document_query, state, "状态", OPTIONAL, document_states),
    F_BOOL(document_query, unserved, "待送达", OPTIONAL),
    F_END
};
static const struct record document_query =
    RECORD(document_query, "DocumentQuery", "文书筛选", document_query_fields);

static enum err document_list(struct req *rq, const void *in, void *out)
{
    const struct document_query *q = rq->query;
    struct document_filter f = { .case_id = q->case_id,
                                 .assignment_id = q->assignment_id,
                                 .lead_id = q->lead_id,
                                 .kind = q->kind,
                                 .state = q->state,
                                 .unserved = q->unserved,
                                 .rows = page_rows(&q->page) };

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.after));
    TRY(store_document_list(rq->db, rq->arena, &f, out));
    return page_end_id(rq, &q->page, &document_row, out);
}

/* ---- taken along to a village's doors ---- */
struct door_query {
    struct page page;
    const char *division;
};
static const struct field door_query_fields[] = {
    F_PAGE(door_query),
    F_TEXT(door_query, division, "村居代码", REQUIRED, 12, 12), F_END
};
static const struct record door_query = RECORD(
    door_query, "DoorDocumentQuery", "上门送达的文书", door_query_fields);

static enum err door_list(struct req *rq, const void *in, void *out)
{
    const struct door_query *q = rq->query;
    char since[CLOCK_DATE_MAX];
    const char *lo, *hi;
    int64_t after;
    enum err e = store_division_range(rq->db, rq->arena, q->division, &lo, &hi);

    (void)in;
    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/division", "unknown",
                          "没有这个区划代码。");
    TRY(e);
    snprintf(since, sizeof since, "%.4s-01-01", rq->today);
    TRY(page_after_id(rq, &q->page, &after));
    TRY(store_document_door(rq->db, rq->arena, lo, hi, since, after,
                            page_rows(&q->page), out));
    return page_end_id(rq, &q->page, &door_document, out);
}

static enum err show(struct req *rq, struct document_row *d)
{
    TRY(store_document_get(rq->db, rq->arena, rq->id, d));
    if (d->student_id != INT_NONE)
        rq->audit_child = d->student_id;
    return ERR_OK;
}

static enum err document_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return show(rq, out);
}

static enum err document_serve(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    enum err e =
        store_phone_judge(rq->db, ((const struct service_in *)in)->device);

    if (e == ERR_OK)
        e = store_document_serve(
            rq->db, rq->arena, &act, rq->id, in,
            ((const struct phone_time *)rq->query)->sent_at, &why);
    if (e != ERR_OK)
        return req_refusal(rq, e, &why);
    return show(rq, out);
}

static enum err document_void(struct req *rq, const void *in, void *out)
{
    const struct void_in *v = in;
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    enum err e = store_document_void(rq->db, rq->arena, &act, rq->id,
                                     rq->if_match, v->reason, &why);

    if (e != ERR_OK)
        return req_refusal(rq, e, &why);
    return show(rq, out);
}

static enum err rule_list(struct req *rq, const void *in, void *out)
{
    struct service_rule *r = arena_array(rq->arena, service_rules_n, sizeof *r);

    (void)in;
    if (!r)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < service_rules_n; i++) {
        r[i] = service_rules[i];
        r[i].label = code_label(&service_methods, r[i].method);
    }
    *(struct list *)out = (struct list) { r, service_rules_n };
    return ERR_OK;
}

struct own_query {
    struct page page;
};
static const struct field own_query_fields[] = { F_PAGE(own_query), F_END };
static const struct record own_query =
    RECORD(own_query, "OwnServicesQuery", "本人登记的送达", own_query_fields);

static enum err own_list(struct req *rq, const void *in, void *out)
{
    const struct own_query *q = rq->query;
    int64_t before;

    (void)in;
    TRY(page_after_id(rq, &q->page, &before));
    TRY(store_document_own(rq->db, rq->arena, rq->actor->account_id,
                           before > 0 ? before : INT_NONE, page_rows(&q->page),
                           out));
    return page_end_id(rq, &q->page, &own_service, out);
}

const struct route document_routes[] = {
    { "GET", "/documents", "文书列表", RIGHT_DOCUMENT_READ, TX_READ, LISTS,
      .query = &document_query, .reply = &document_row,
      .handler = document_list },
    { "GET", "/door-documents", "一个村上门送达的文书", RIGHT_DOCUMENT_SERVE,
      TX_READ, LISTS, .query = &door_query, .reply = &door_document,
      .handler = door_list },
    { "GET", "/documents/{id}", "文书", RIGHT_DOCUMENT_READ, TX_READ,
      READS_CHILD, .reply = &document_row, .find = &find_document,
      .handler = document_get },
    { "POST", "/documents/{id}/service", "登记送达", RIGHT_DOCUMENT_SERVE,
      TX_WRITE, CREATES, .query = &phone_time, .body = &service_in,
      .reply = &document_row, .find = &find_document,
      .handler = document_serve },
    { "POST", "/documents/{id}/void", "作废文书", RIGHT_DOCUMENT_SERVE,
      TX_WRITE, IF_MATCH, .body = &void_in, .reply = &document_row,
      .find = &find_document, .handler = document_void },
    { "GET", "/services", "本人登记的送达", RIGHT_DOCUMENT_SERVE, TX_READ,
      LISTS, .query = &own_query, .reply = &own_service, .handler = own_list },
    { "GET", "/service-rules", "各种送达方式的要求", RIGHT_DOCUMENT_READ,
      TX_NONE, LISTS, .reply = &service_rule, .handler = rule_list },
    ROUTE_END
};
