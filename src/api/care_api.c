/* Counselling and help of a child over HTTP. */
#include <string.h>

#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/care.h"
#include "domain/patch.h"
#include "domain/right.h"
#include "store/care_store.h"
#include "store/case_store.h"
#include "store/student_store.h"

static enum err judge_date(struct req *rq, const char *pointer, const char *on)
{
    struct refusal why;
    struct case_child child;

    TRY(store_case_child(rq->db, rq->arena, rq->id, &child));
    return req_refusal(
        rq, care_date_fault(pointer, on, child.birth_date, rq->today, &why),
        &why);
}

static enum err counselling_list(struct req *rq, const void *in, void *out)
{
    (void)in;
    rq->audit_child = rq->id;
    return store_counselling_list(rq->db, rq->arena, rq->id, out);
}

static enum err counselling_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct counselling_row c;

    record_clear(&counselling_row, &c);
    record_copy(&counselling_in, in, &counselling_row, &c);
    c.student_id = rq->id;
    TRY(judge_date(rq, "talked_on", c.talked_on));
    if (c.next_on && strcmp(c.next_on, c.talked_on) <= 0)
        return req_refuse(rq, ERR_INVALID, "/next_on", "range",
                          "下次辅导应晚于本次，没有保存。请核对日期。");
    TRY(store_counselling_add(rq->db, &act, &c));
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)c.id);
    return store_counselling_get(rq->db, rq->arena, c.id, out);
}

static enum err help_list(struct req *rq, const void *in, void *out)
{
    (void)in;
    rq->audit_child = rq->id;
    return store_help_list(rq->db, rq->arena, rq->id, out);
}

static enum err help_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct help_row h;

    record_clear(&help_row, &h);
    record_copy(&help_in, in, &help_row, &h);
    h.student_id = rq->id;
    TRY(judge_date(rq, "helped_on", h.helped_on));
    TRY(store_help_add(rq->db, rq->arena, &act, &h));
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)h.id);
    return store_help_get(rq->db, rq->arena, h.id, out);
}

const struct route care_routes[] = {
    { "GET", "/students/{id}/counselling", "心理辅导记录", RIGHT_COUNSEL,
      TX_READ, LISTS | READS_CHILD, .reply = &counselling_row,
      .find = &find_student, .handler = counselling_list },
    { "POST", "/students/{id}/counselling", "登记心理辅导", RIGHT_COUNSEL,
      TX_WRITE, CREATES, .body = &counselling_in, .reply = &counselling_row,
      .find = &find_student, .handler = counselling_add },
    { "GET", "/students/{id}/help", "帮扶记录", RIGHT_HELP_READ, TX_READ,
      LISTS | READS_CHILD, .reply = &help_row, .find = &find_student,
      .handler = help_list },
    { "POST", "/students/{id}/help", "登记帮扶", RIGHT_HELP_WRITE, TX_WRITE,
      CREATES, .body = &help_in, .reply = &help_row, .find = &find_student,
      .handler = help_add },
    ROUTE_END
};
