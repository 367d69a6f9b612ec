/* Schooling over HTTP. */
#include <string.h>

#include "api/act.h"
#include "api/routes.h"
#include "domain/patch.h"
#include "domain/right.h"
#include "domain/schooling.h"
#include "store/case_store.h"
#include "store/schooling_store.h"
#include "store/student_store.h"
#include "store/unit_store.h"

static enum err enrolment_list(struct req *rq, const void *in, void *out)
{
    (void)in;
    rq->audit_child = rq->id;
    return store_enrolment_list(rq->db, rq->arena, rq->id, out);
}

static enum err judge_school(struct req *rq, const struct enrolment_row *e)
{
    struct school_row school;
    enum err err;

    if (!e->school)
        return e->school_name
                   ? ERR_OK
                   : req_refuse(rq, ERR_INVALID, "/school", "required",
                                "请选本市学校，或填市外学校的名称。");
    err = store_school_get(rq->db, rq->arena, e->school, &school);
    if (err == ERR_NOT_FOUND || (err == ERR_OK && !school.active))
        return req_refuse(rq, ERR_INVALID, "/school", "unknown",
                          "没有这所学校，或它已经停办。");
    return err;
}

/* 学籍 is cancelled by the conclusion of the police alone (虎政规〔2020〕1号
 * 五(三)6). */
static enum err judge_cancelled(struct req *rq, int64_t student_id,
                                const char *state)
{
    bool may;

    if (!state || strcmp(state, "cancelled") != 0)
        return ERR_OK;
    TRY(store_case_may_leave(rq->db, student_id, "left", &may));
    return may ? ERR_OK
               : req_refuse(
                     rq, ERR_RULE, "/state", "enrolment.conclusion",
                     "注销学籍须依据公安部门的结论，没有保存。"
                     "请先立案，转入“户籍原因、失踪失联”，提请公安核查。");
}

static enum err enrolment_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct enrolment_row e;
    enum err err;

    record_clear(&enrolment_row, &e);
    record_copy(&enrolment_in, in, &enrolment_row, &e);
    e.student_id = rq->id;
    TRY(judge_school(rq, &e));
    TRY(judge_cancelled(rq, e.student_id, e.state));
    err = store_enrolment_set(rq->db, rq->arena, &act, &e);
    if (err == ERR_RULE)
        return req_refuse(rq, ERR_INVALID, "/from_date", "range",
                          "现有就学记录开始得更晚，"
                          "请核对开始日期，本次没有保存。");
    TRY(err);
    return store_enrolment_get(rq->db, rq->arena, e.id, out);
}

static enum err enrolment_change(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct enrolment_row old, e;
    enum err err;

    TRY(store_enrolment_get(rq->db, rq->arena, rq->id, &old));
    if (old.version != rq->if_match)
        return ERR_STALE;
    e = old;
    patch_apply(&enrolment_patch, in, &enrolment_row, &e);
    if (e.to_date && strcmp(e.to_date, e.from_date) < 0)
        return req_refuse(rq, ERR_INVALID, "/to_date", "range",
                          "结束日期不能早于开始日期。");
    if (e.to_date && strcmp(e.to_date, rq->today) > 0)
        return req_refuse(rq, ERR_INVALID, "/to_date", "future",
                          "结束日期不能晚于今天。");
    if (strcmp(old.state, e.state) != 0)
        TRY(judge_cancelled(rq, e.student_id, e.state));
    err = store_enrolment_update(rq->db, rq->arena, &act, &old, &e);
    if (err == ERR_CONFLICT)
        return req_refuse(rq, err, "/to_date", "present",
                          "这名学生另有现在的就学记录，本次没有保存。");
    TRY(err);
    return store_enrolment_get(rq->db, rq->arena, e.id, out);
}

const struct route enrolment_routes[] = {
    { "GET", "/students/{id}/enrolments", "就学经历", RIGHT_STUDENT_READ,
      TX_READ, LISTS | READS_CHILD, .reply = &enrolment_row,
      .find = &find_student, .handler = enrolment_list },
    { "POST", "/students/{id}/enrolments", "登记就学", RIGHT_ENROLMENT_WRITE,
      TX_WRITE, CREATES, .body = &enrolment_in, .reply = &enrolment_row,
      .find = &find_student, .handler = enrolment_add },
    { "PATCH", "/enrolments/{id}", "修改就学", RIGHT_ENROLMENT_WRITE, TX_WRITE,
      IF_MATCH, .body = &enrolment_patch, .reply = &enrolment_row,
      .find = &find_enrolment, .handler = enrolment_change },
    ROUTE_END
};
