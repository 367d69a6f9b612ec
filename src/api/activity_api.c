/* 工作记录 over HTTP. */
#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/codes.h"
#include "domain/right.h"
#include "store/activity_store.h"

struct activity_query {
    struct page page;
    const char *unit, *unit_kind, *kind, *school, *state, *from, *to;
    int64_t year, student_id;
};
static const struct field query_fields[] = {
    F_PAGE(activity_query),
    F_TEXT(activity_query, unit, "单位代码", OPTIONAL, 1, 20),
    F_CODE(activity_query, unit_kind, "单位类别", OPTIONAL, unit_kinds),
    F_CODE(activity_query, kind, "类别", OPTIONAL, activity_kind_codes),
    F_TEXT(activity_query, school, "学校代码", OPTIONAL, 1, 20),
    F_CODE(activity_query, state, "状态", OPTIONAL, activity_states),
    F_DATE(activity_query, from, "起始日期", OPTIONAL),
    F_DATE(activity_query, to, "截止日期", OPTIONAL),
    F_INT(activity_query, year, "年度", OPTIONAL, ACTIVITY_YEAR_MIN,
          ACTIVITY_YEAR_MAX),
    F_ID(activity_query, student_id, "学生编号", OPTIONAL),
    F_END
};
static const struct record activity_query =
    RECORD(activity_query, "ActivityQuery", "工作记录筛选", query_fields);

static enum err activity_list(struct req *rq, const void *in, void *out)
{
    const struct activity_query *q = rq->query;
    struct activity_filter f = { .unit = q->unit,
                                 .unit_kind = q->unit_kind,
                                 .kind = q->kind,
                                 .school = q->school,
                                 .state = q->state,
                                 .from = q->from,
                                 .to = q->to,
                                 .year = q->year,
                                 .student_id = q->student_id,
                                 .rows = page_rows(&q->page) };

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.before));
    TRY(store_activity_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_activity_total(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &activity_item, out);
}

struct count_query {
    int64_t year;
};
static const struct field count_query_fields[] = {
    F_INT(count_query, year, "年度", REQUIRED, ACTIVITY_YEAR_MIN,
          ACTIVITY_YEAR_MAX),
    F_END
};
static const struct record count_query = RECORD(
    count_query, "ActivityCountQuery", "工作记录统计年度", count_query_fields);

static enum err activity_counts(struct req *rq, const void *in, void *out)
{
    const struct count_query *q = rq->query;

    (void)in;
    return store_activity_counts(rq->db, rq->arena, q->year, out);
}

static enum err kinds(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);

    (void)in;
    return activity_kinds_view(&act, rq->arena, out);
}

/* ---- one --------------------------------------------------------------- */
static enum err show(struct req *rq, int64_t id, struct activity_row *r)
{
    const struct act act = req_act(rq);

    TRY(store_activity_get(rq->db, rq->arena, &act, id, r));
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)id);
    if (r->student_id != INT_NONE)
        rq->audit_child = r->student_id;
    return ERR_OK;
}

static enum err activity_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return show(rq, rq->id, out);
}

static enum err activity_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    int64_t id;

    TRY(req_refusal(rq, activity_check(in, &act, rq->arena, &why), &why));
    TRY(req_refusal(
        rq, store_activity_log(rq->db, rq->arena, &act, in, &id, &why), &why));
    return show(rq, id, out);
}

static enum err correct(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };

    TRY(req_refusal(rq, activity_check(in, &act, rq->arena, &why), &why));
    TRY(req_refusal(rq,
                    store_activity_correct(rq->db, rq->arena, &act, rq->id,
                                           rq->if_match, in, &why),
                    &why));
    return show(rq, rq->id, out);
}

static enum err withdraw(struct req *rq, const void *in, void *out)
{
    const struct activity_withdraw *body = in;
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };

    TRY(req_refusal(rq,
                    store_activity_withdraw(rq->db, rq->arena, &act, rq->id,
                                            rq->if_match, body->reason, &why),
                    &why));
    return show(rq, rq->id, out);
}

const struct route activity_routes[] = {
    { "GET", "/activity-kinds", "工作类别", RIGHT_ACTIVITY_READ, TX_READ, LISTS,
      .reply = &activity_kind_view, .handler = kinds },
    { "GET", "/activity-counts", "工作记录统计", RIGHT_ACTIVITY_READ, TX_READ,
      LISTS, .query = &count_query, .reply = &activity_count,
      .handler = activity_counts },
    { "GET", "/activities", "工作记录列表", RIGHT_ACTIVITY_READ, TX_READ, LISTS,
      .query = &activity_query, .reply = &activity_item,
      .handler = activity_list },
    { "POST", "/activities", "登记工作记录", RIGHT_ACTIVITY_WRITE, TX_WRITE,
      CREATES, .body = &activity_in, .reply = &activity_row,
      .handler = activity_add },
    { "GET", "/activities/{id}", "一条工作记录", RIGHT_ACTIVITY_READ, TX_READ,
      READS_CHILD, .reply = &activity_row, .find = &find_activity,
      .handler = activity_get },
    { "PUT", "/activities/{id}", "更正工作记录", RIGHT_ACTIVITY_WRITE, TX_WRITE,
      IF_MATCH, .body = &activity_in, .reply = &activity_row,
      .find = &find_activity, .handler = correct },
    { "POST", "/activities/{id}/withdraw", "撤回工作记录", RIGHT_ACTIVITY_WRITE,
      TX_WRITE, IF_MATCH, .body = &activity_withdraw, .reply = &activity_row,
      .find = &find_activity, .handler = withdraw },
    ROUTE_END
};
