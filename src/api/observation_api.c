/* 思想动态 over HTTP. */
#include <stdlib.h>

#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/care.h"
#include "domain/codes.h"
#include "domain/observation.h"
#include "domain/patch.h"
#include "domain/right.h"
#include "store/case_store.h"
#include "store/observation_store.h"
#include "store/student_store.h"

static enum err observation_list(struct req *rq, const void *in, void *out)
{
    (void)in;
    rq->audit_child = rq->id;
    return store_observation_list(rq->db, rq->arena, rq->id, out);
}

static enum err observation_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct observation_row o;
    struct case_child child;
    struct refusal why;

    record_clear(&observation_row, &o);
    record_copy(&observation_in, in, &observation_row, &o);
    o.student_id = rq->id;
    TRY(store_case_child(rq->db, rq->arena, rq->id, &child));
    TRY(req_refusal(rq,
                    care_date_fault("noted_on", o.noted_on, child.birth_date,
                                    rq->today, &why),
                    &why));
    TRY(store_observation_add(rq->db, &act, &o));
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)o.id);
    return store_observation_get(rq->db, rq->arena, o.id, out);
}

static enum err observation_done_patch(struct req *rq, const void *in,
                                       void *out)
{
    const struct observation_done *d = in;
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    struct observation_row o;

    TRY(store_observation_get(rq->db, rq->arena, rq->id, &o));
    TRY(req_refusal(rq, observation_may_do(&o, &why), &why));
    o.done = d->done;
    o.version = rq->if_match;
    TRY(store_observation_done(rq->db, &act, &o));
    return store_observation_get(rq->db, rq->arena, rq->id, out);
}

/* ---- who needs attention ---- */
struct concern_query {
    struct page page;
    const char *concern, *grade, *class;
};
static const struct field query_fields[] = {
    F_PAGE(concern_query),
    F_CODE(concern_query, concern, "关注程度", OPTIONAL, concerns),
    F_CODE(concern_query, grade, "年级", OPTIONAL, grades),
    F_TEXT(concern_query, class, "班级", OPTIONAL, 1, 20), F_END
};
static const struct record concern_query =
    RECORD(concern_query, "ConcernQuery", "需要关注的学生筛选", query_fields);

static const char *rank_cursor(struct arena *a, const void *row)
{
    const struct concern_item *i = row;

    return arena_printf(a, "%lld.%lld", (long long)i->rank, (long long)i->id);
}

/* A page begins after (rank, id): "1.12". */
static enum err after_rank(struct req *rq, const struct page *p,
                           struct concern_filter *f)
{
    char *end = NULL;

    f->after_rank = -1;
    if (!p->cursor)
        return ERR_OK;
    f->after_rank = strtoll(p->cursor, &end, 10);
    if (*end == '.')
        f->after_id = strtoll(end + 1, &end, 10);
    return !*end && f->after_id > 0
               ? ERR_OK
               : req_refuse(rq, ERR_INVALID, "/cursor", "cursor",
                            "下一页标记不对，请从第一页重新翻。");
}

static enum err concern_list(struct req *rq, const void *in, void *out)
{
    const struct concern_query *q = rq->query;
    struct concern_filter f = { .concern = q->concern,
                                .grade = q->grade,
                                .class = q->class,
                                .rows = page_rows(&q->page) };

    (void)in;
    TRY(after_rank(rq, &q->page, &f));
    TRY(store_concern_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_concern_count(rq->db, &f, &rq->total));
    return page_end(rq, &q->page, &concern_item, out, rank_cursor);
}

const struct route observation_routes[] = {
    { "GET", "/observations", "需要关注的学生", RIGHT_OBSERVE, TX_READ, LISTS,
      .query = &concern_query, .reply = &concern_item,
      .handler = concern_list },
    { "GET", "/students/{id}/observations", "思想动态", RIGHT_OBSERVE, TX_READ,
      LISTS | READS_CHILD, .reply = &observation_row, .find = &find_student,
      .handler = observation_list },
    { "POST", "/students/{id}/observations", "登记思想动态", RIGHT_OBSERVE,
      TX_WRITE, CREATES, .body = &observation_in, .reply = &observation_row,
      .find = &find_student, .handler = observation_add },
    { "PATCH", "/observations/{id}", "登记思想动态的处理情况", RIGHT_OBSERVE,
      TX_WRITE, IF_MATCH, .body = &observation_done, .reply = &observation_row,
      .find = &find_observation, .handler = observation_done_patch },
    ROUTE_END
};
