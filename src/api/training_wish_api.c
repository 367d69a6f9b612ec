/* 培训意愿 over HTTP. */
#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/right.h"
#include "store/training_wish_store.h"

struct training_query {
    struct page page;
    int64_t year;
    const char *stage, *onward, *state, *division;
};
static const struct field query_fields[] = {
    F_PAGE(training_query),
    F_INT(training_query, year, "毕业年份", OPTIONAL, TRAINING_YEAR_MIN,
          TRAINING_YEAR_MAX),
    F_CODE(training_query, stage, "毕业学段", OPTIONAL, training_stages),
    F_CODE(training_query, onward, "毕业去向", OPTIONAL, training_onwards),
    F_CODE(training_query, state, "状态", OPTIONAL, training_states),
    F_TEXT(training_query, division, "乡镇街道代码", OPTIONAL, 1, 15),
    F_END
};
static const struct record training_query =
    RECORD(training_query, "TrainingQuery", "培训意愿筛选", query_fields);

static enum err training_list(struct req *rq, const void *in, void *out)
{
    const struct training_query *q = rq->query;
    const struct act act = req_act(rq);
    struct training_filter f = { .year = q->year == INT_NONE ? 0 : q->year,
                                 .stage = q->stage,
                                 .onward = q->onward,
                                 .state = q->state,
                                 .division = q->division,
                                 .rows = page_rows(&q->page) };
    struct list *found = out;
    struct training_wish *w;

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.after));
    TRY(store_training_list(rq->db, rq->arena, &f, found));
    w = found->items;
    for (size_t i = 0; i < found->n; i++)
        training_wish_for(&w[i], &act);
    if (q->page.count == 1)
        TRY(store_training_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &training_wish_item, found);
}

struct leaver_query {
    struct page page;
    int64_t year;
    const char *school, *division;
};
static const struct field leaver_query_fields[] = {
    F_PAGE(leaver_query),
    F_INT(leaver_query, year, "毕业年份", REQUIRED, TRAINING_YEAR_MIN,
          TRAINING_YEAR_MAX),
    F_TEXT(leaver_query, school, "学校标识码", OPTIONAL, 1, 10),
    F_TEXT(leaver_query, division, "乡镇街道代码", OPTIONAL, 1, 15), F_END
};
static const struct record leaver_query = RECORD(
    leaver_query, "TrainingLeaverQuery", "未登记去向筛选", leaver_query_fields);

static enum err leaver_list(struct req *rq, const void *in, void *out)
{
    const struct leaver_query *q = rq->query;
    struct training_filter f = { .year = q->year,
                                 .school = q->school,
                                 .division = q->division,
                                 .rows = page_rows(&q->page) };

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.after));
    TRY(store_training_leavers(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_training_leaver_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &training_leaver, out);
}

static enum err show(struct req *rq, int64_t id, struct training_wish *w)
{
    const struct act act = req_act(rq);

    TRY(store_training_get(rq->db, rq->arena, id, w));
    rq->audit_child = w->student_id;
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)id);
    TRY(training_wish_allowed(w, &act, rq->arena));
    training_wish_for(w, &act);
    return rq->audit_entity_id ? ERR_OK : ERR_NO_MEMORY;
}

static enum err training_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return show(rq, rq->id, out);
}

static enum err training_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    int64_t id;

    TRY(req_refusal(
        rq, store_training_add(rq->db, rq->arena, &act, in, &id, &why), &why));
    return show(rq, id, out);
}

static enum err training_do(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };

    TRY(req_refusal(
        rq,
        store_training_step(rq->db, rq->arena, &act, training_step_of(rq->key),
                            rq->id, rq->if_match, in, &why),
        &why));
    rq->audit_detail = rq->key;
    return show(rq, rq->id, out);
}

static enum err hand_over(struct req *rq, const void *in, void *out)
{
    const struct training_handover_in *body = in;
    const struct act act = req_act(rq);
    struct training_handover *h = out;

    h->year = body->year;
    TRY(store_training_hand_over(rq->db, &act, body->year, &h->handed));
    rq->audit_detail = arena_printf(rq->arena, "%lld年 %lld人",
                                    (long long)h->year, (long long)h->handed);
    return rq->audit_detail ? ERR_OK : ERR_NO_MEMORY;
}

/* Who looks at a telephone leaves a trace, of a leaver of 高中 too. */
const struct route training_wish_routes[] = {
    { "GET", "/training-wishes", "培训意愿列表", RIGHT_TRAINING_READ, TX_READ,
      LISTS, .query = &training_query, .reply = &training_wish_item,
      .handler = training_list },
    { "POST", "/training-wishes", "登记培训意愿", RIGHT_TRAINING_WRITE,
      TX_WRITE, CREATES, .body = &training_wish_in, .reply = &training_wish,
      .handler = training_add },
    { "GET", "/training-wishes/{id}", "一条培训意愿", RIGHT_TRAINING_READ,
      TX_READ, READS_CHILD | AUDIT_FIRST, .reply = &training_wish,
      .find = &find_training_wish, .handler = training_get },
    { "POST", "/training-wishes/{id}/actions/{action}", "办理培训意愿",
      RIGHT_TRAINING_ACT, TX_WRITE, IF_MATCH, .reply = &training_wish,
      .find = &find_training_wish, .handler = training_do,
      .body_of = training_step_body },
    { "POST", "/training-handovers", "移交培训意愿", RIGHT_TRAINING_WRITE,
      TX_WRITE, 0, .body = &training_handover_in, .reply = &training_handover,
      .handler = hand_over },
    { "GET", "/training-leavers", "未登记去向的初中毕业生",
      RIGHT_TRAINING_LEAVERS, TX_READ, LISTS, .query = &leaver_query,
      .reply = &training_leaver, .handler = leaver_list },
    ROUTE_END
};
