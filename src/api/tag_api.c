/* Tags of children over HTTP. */
#include <string.h>

#include "api/act.h"
#include "api/routes.h"
#include "domain/patch.h"
#include "domain/place.h"
#include "domain/right.h"
#include "domain/schooling.h"
#include "store/schooling_store.h"
#include "store/student_store.h"

static enum err tag_list(struct req *rq, const void *in, void *out)
{
    (void)in;
    rq->audit_child = rq->id;
    return store_tag_list(rq->db, rq->arena, rq->id, out);
}

static enum err tag_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct tag_row t;
    enum err e;

    record_clear(&tag_row, &t);
    record_copy(&tag_in, in, &tag_row, &t);
    t.student_id = rq->id;
    e = store_tag_set(rq->db, &act, &t);
    if (e == ERR_CONFLICT)
        return req_refuse(rq, e, "/tag", "taken",
                          "这名学生已有这个类别，本次没有保存。");
    TRY(e);
    return store_tag_get(rq->db, rq->arena, t.id, out);
}

static enum err tag_end(struct req *rq, const void *in, void *out)
{
    const struct term_end *end = in;
    enum err e;

    if (strcmp(end->to_date, rq->today) > 0)
        return req_refuse(rq, ERR_INVALID, "/to_date", "future",
                          "结束日期不能晚于今天。");
    e = store_tag_end(rq->db, rq->arena, rq->id, rq->if_match, end->to_date);
    if (e == ERR_RULE)
        return req_refuse(rq, ERR_INVALID, "/to_date", "range",
                          "这个类别已经结束，或结束日期早于开始日期。");
    TRY(e);
    return store_tag_get(rq->db, rq->arena, rq->id, out);
}

const struct route tag_routes[] = {
    { "GET", "/students/{id}/tags", "特殊类别", RIGHT_STUDENT_READ, TX_READ,
      LISTS | READS_CHILD, .reply = &tag_row, .find = &find_student,
      .handler = tag_list },
    { "POST", "/students/{id}/tags", "登记特殊类别", RIGHT_STUDENT_WRITE,
      TX_WRITE, CREATES, .body = &tag_in, .reply = &tag_row,
      .find = &find_student, .handler = tag_add },
    { "PATCH", "/tags/{id}", "结束特殊类别", RIGHT_STUDENT_WRITE, TX_WRITE,
      IF_MATCH, .body = &term_end, .reply = &tag_row, .find = &find_tag,
      .handler = tag_end },
    ROUTE_END
};
