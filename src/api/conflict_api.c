/* Fields that two people changed, and which value stands, over HTTP. */
#include <string.h>

#include "api/act.h"
#include "api/change.h"
#include "api/routes.h"
#include "domain/codes.h"
#include "domain/right.h"
#include "store/conflict_store.h"
#include "store/household_store.h"
#include "store/place_store.h"
#include "store/student_store.h"

struct conflict_query {
    struct page page;
    const char *state;
    int64_t household_id;
    const char *division;
};
static const struct field conflict_query_fields[] = {
    F_PAGE(conflict_query),
    F_CODE(conflict_query, state, "核对状态", OPTIONAL, conflict_states),
    F_ID(conflict_query, household_id, "家庭", OPTIONAL),
    F_TEXT(conflict_query, division, "区划代码", OPTIONAL, 12, 15), F_END
};
static const struct record conflict_query = RECORD(
    conflict_query, "ConflictQuery", "待核对筛选", conflict_query_fields);

static enum err conflict_list(struct req *rq, const void *in, void *out)
{
    const struct conflict_query *q = rq->query;
    struct conflict_filter f = { .state = q->state,
                                 .household_id = q->household_id,
                                 .rows = page_rows(&q->page) };
    enum err e = ERR_OK;

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.after));
    if (q->division)
        e = store_division_range(rq->db, rq->arena, q->division, &f.lo, &f.hi);
    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/division", "unknown",
                          "没有这个区划，请重新选择。");
    TRY(e);
    TRY(store_conflict_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_conflict_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &conflict_row, out);
}

static enum err conflict_get(struct req *rq, const void *in, void *out)
{
    struct conflict_row *c = out;

    (void)in;
    TRY(store_conflict_view(rq->db, rq->arena, rq->id, c));
    rq->audit_child = c->student_id == INT_NONE ? 0 : c->student_id;
    return ERR_OK;
}

/* ---- the value that stands -------------------------------------------------------- */
/* Reads {"field": value} by the table of the record's PATCH. */
static enum err read_patch(struct req *rq, const struct conflict_row *c,
                           const struct record *r, void *patch)
{
    const char *text = conflict_patch(rq->arena, c, c->value);

    if (!text)
        return ERR_NO_MEMORY;
    return json_read(r, text, strlen(text), rq->arena, patch, &rq->bad);
}

/* A child who lives at another door lives in that door's division. */
static enum err move_along(struct req *rq, int64_t id, struct student_patch *p)
{
    struct household_row home;
    struct student_row s;
    size_t member;

    TRY(store_student_get(rq->db, rq->arena, id, &s));
    if (!s.residence_division)
        return ERR_OK;
    TRY(store_household_get(rq->db, rq->arena, p->household_id, &home));
    if (record_field(&student_patch, "residence_division", &member))
        p->seen |= UINT64_C(1) << member;
    p->residence_division = home.division;
    return ERR_OK;
}

static enum err change_record(struct req *rq, const struct conflict_row *c,
                              int64_t version)
{
    struct household_patch household;
    struct student_patch student;
    struct guardian_patch guardian;

    if (strcmp(c->entity, "household") == 0) {
        TRY(read_patch(rq, c, &household_patch, &household));
        return change_household(rq, c->entity_id, version, &household);
    }
    if (strcmp(c->entity, "guardian") == 0) {
        TRY(read_patch(rq, c, &guardian_patch, &guardian));
        return change_guardian(rq, c->entity_id, version, &guardian);
    }
    TRY(read_patch(rq, c, &student_patch, &student));
    if (strcmp(c->field, "household_id") == 0)
        TRY(move_along(rq, c->entity_id, &student));
    return change_student(rq, c->entity_id, version, &student);
}

/* Settled before: the same answer again, or who was there first. */
static enum err decided(struct req *rq, const struct conflict_row *c,
                        const struct conflict_decision *in, void *out)
{
    if (strcmp(c->state, "decided") == 0 &&
        strcmp(c->choice, in->choice) == 0 &&
        (strcmp(in->choice, "other") != 0 ||
         conflict_same(c->value, in->value)))
        return store_conflict_view(rq->db, rq->arena, c->id, out);
    if (strcmp(c->state, "dropped") == 0)
        return req_refuse(rq, ERR_CONFLICT, "", "conflict.dropped",
                          "这次入户已经更正，不用再核对。没有做任何改动。");
    return req_refuse(
        rq, ERR_CONFLICT, "", "conflict.decided",
        arena_printf(rq->arena,
                     "%s 已经核对过这一项，您的选择没有保存。请刷新后查看。",
                     c->decided_by ? c->decided_by : "别人"));
}

/* What the choice makes of it; the form names `value` only. */
static enum err choose(struct req *rq, struct conflict_row *c,
                       const struct conflict_decision *in)
{
    c->choice = in->choice;
    if (strcmp(in->choice, "other") != 0) {
        c->value =
            strcmp(in->choice, "visit") == 0 ? c->visit_value : c->record_value;
        return ERR_OK;
    }
    TRY(conflict_input(rq->arena, c, &c->input));
    if (!c->input)
        return req_refuse(rq, ERR_INVALID, "/choice", "no_other",
                          "这一项只能在两个内容里选一个，没有保存。");
    if (!in->value)
        return req_refuse(rq, ERR_INVALID, "/value", "required",
                          "请填写正确的内容，没有保存。");
    c->value = in->value;
    return ERR_OK;
}

static enum err conflict_decide(struct req *rq, const void *in, void *out)
{
    const struct conflict_decision *d = in;
    const struct act act = req_act(rq);
    struct conflict_row c;
    int64_t version;
    enum err e = ERR_OK;

    TRY(store_conflict_get(rq->db, rq->arena, rq->id, &c, &version));
    if (strcmp(c.state, "open") != 0)
        return decided(rq, &c, d, out);
    if (c.record_change != d->record_change)
        return req_refuse(rq, ERR_CONFLICT, "", "conflict.changed",
                          "现有内容刚刚又被改过，您的选择没有保存。"
                          "请刷新，看清后再选。");
    TRY(choose(rq, &c, d));
    if (!conflict_same(c.value, c.record_value))
        e = change_record(rq, &c, version);
    for (size_t i = 0; i < rq->bad.n; i++)
        rq->bad.items[i].pointer = "/value"; /* the form's only member */
    TRY(e);
    TRY(store_conflict_decide(rq->db, rq->arena, &act, &c));
    rq->audit_detail = arena_printf(rq->arena, "%s %lld %s %s", c.entity,
                                    (long long)c.entity_id, c.field, c.choice);
    return rq->audit_detail
               ? store_conflict_view(rq->db, rq->arena, rq->id, out)
               : ERR_NO_MEMORY;
}

const struct route conflict_routes[] = {
    { "GET", "/conflicts", "两人改了同一项的列表", RIGHT_SURVEY_READ, TX_READ,
      LISTS, .query = &conflict_query, .reply = &conflict_row,
      .handler = conflict_list },
    { "GET", "/conflicts/{id}", "两人改了同一项", RIGHT_SURVEY_READ, TX_READ,
      READS_CHILD, .reply = &conflict_row, .find = &find_conflict,
      .handler = conflict_get },
    { "PUT", "/conflicts/{id}/decision", "核对两人改了的同一项",
      RIGHT_SURVEY_WRITE, TX_WRITE, 0, .body = &conflict_decision,
      .reply = &conflict_row, .find = &find_conflict,
      .handler = conflict_decide },
    ROUTE_END
};
