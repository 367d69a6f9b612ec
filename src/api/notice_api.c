/* 入学通知书 over HTTP: making, finding, serving, printing. */
#include <stdlib.h>
#include <string.h>

#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "store/document_store.h"
#include "store/notice_store.h"
#include "store/phone_store.h"
#include "store/place_store.h"
#include "text/reading.h"

/* ---- making ---- */
/* A township or village within the caller's own; others are not there. */
static enum err place_of(struct req *rq, const char *code, const char **lo,
                         const char **hi)
{
    struct division_row d;
    enum err e = store_division_get(rq->db, rq->arena, code, &d);

    if (e == ERR_NOT_FOUND ||
        (e == ERR_OK && (strcmp(d.path, rq->principal.lo) < 0 ||
                         strcmp(d.path, rq->principal.hi) >= 0)))
        return req_refuse(rq, ERR_INVALID, "/division", "unknown",
                          "没有这个区划，或不在您的管辖范围内，没有制作。");
    TRY(e);
    if (!code_known(&notice_levels, d.level))
        return req_refuse(rq, ERR_INVALID, "/division", "level",
                          "请选择一个乡镇、街道或者村居，没有制作。");
    return store_division_range(rq->db, rq->arena, code, lo, hi);
}

static enum err judge_dates(struct req *rq, const struct notice_in *in)
{
    if (in->year != strtoll(rq->today, NULL, 10))
        return req_refuse(rq, ERR_INVALID, "/year", "range",
                          "通知书按制作当年编号，只能制作今年的，没有制作。");
    if (strncmp(in->report_on, rq->today, 4) != 0 ||
        strcmp(in->report_on, rq->today) < 0)
        return req_refuse(rq, ERR_INVALID, "/report_on", "range",
                          "报到日期须在今天到今年年底之间，没有制作，请核对。");
    return ERR_OK;
}

static enum err notice_make(struct req *rq, const void *body, void *out)
{
    const struct notice_in *in = body;
    const struct act act = req_act(rq);
    struct notice_batch *b = out;
    const char *lo = NULL, *hi = NULL;

    TRY(place_of(rq, in->division, &lo, &hi));
    TRY(judge_dates(rq, in));
    b->division = in->division;
    b->report_on = in->report_on;
    b->year = in->year;
    b->dry_run = in->dry_run == 1;
    TRY(store_notice_make(rq->db, rq->arena, &act, lo, hi, b));
    rq->audit_entity_id = in->division;
    rq->audit_detail = arena_printf(rq->arena, "%lld份", (long long)b->made);
    return rq->audit_detail ? ERR_OK : ERR_NO_MEMORY;
}

/* ---- finding ---- */
struct notice_query {
    struct page page;
    const char *division, *state, *basis, *arrival, *q;
    int64_t year, number;
};
static const struct field notice_query_fields[] = {
    F_PAGE(notice_query),
    F_TEXT(notice_query, division, "区划代码", OPTIONAL, 12, 12),
    F_INT(notice_query, year, "年度", OPTIONAL, 2000, 2199),
    F_CODE(notice_query, state, "状态", OPTIONAL, notice_states),
    F_CODE(notice_query, basis, "发放原因", OPTIONAL, notice_bases),
    F_CODE(notice_query, arrival, "报到情况", OPTIONAL, notice_arrivals),
    F_TEXT(notice_query, q, "姓名、全拼或首字母", OPTIONAL, 1, 60),
    F_INT(notice_query, number, "编号中的序号", OPTIONAL, 1, INT64_MAX),
    F_END
};
static const struct record notice_query =
    RECORD(notice_query, "NoticeQuery", "入学通知书筛选", notice_query_fields);

static enum err filter_of(struct req *rq, const struct notice_query *q,
                          struct notice_filter *f)
{
    enum err e = ERR_OK;

    *f = (struct notice_filter) { .state = q->state,
                                  .basis = q->basis,
                                  .arrival = q->arrival,
                                  .year = q->year,
                                  .number = q->number };
    if (q->division)
        e = store_division_range(rq->db, rq->arena, q->division, &f->lo,
                                 &f->hi);
    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/division", "unknown",
                          "没有这个区划代码。");
    TRY(e);
    if (q->q)
        TRY(name_query_token(q->q, rq->arena, &f->token));
    if (q->q && !*f->token)
        return req_refuse(rq, ERR_INVALID, "/q", "letters",
                          "请输入姓名的汉字、全拼或首字母。");
    return ERR_OK;
}

static enum err notice_list(struct req *rq, const void *in, void *out)
{
    const struct notice_query *q = rq->query;
    struct notice_filter f;

    (void)in;
    TRY(filter_of(rq, q, &f));
    f.rows = page_rows(&q->page);
    TRY(page_after_id(rq, &q->page, &f.after));
    TRY(store_notice_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_notice_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &notice_row, out);
}

static enum err show(struct req *rq, struct notice_row *n)
{
    TRY(store_notice_get(rq->db, rq->arena, rq->id, n));
    rq->audit_child = n->student_id;
    return ERR_OK;
}

static enum err notice_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return show(rq, out);
}

/* ---- serving ---- */
static enum err notice_serve(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    enum err e =
        store_phone_judge(rq->db, ((const struct service_in *)in)->device);

    if (e == ERR_OK)
        e = store_document_serve(rq->db, rq->arena, &act, rq->id, in, INT_NONE,
                                 &why);
    return e == ERR_OK ? show(rq, out) : req_refusal(rq, e, &why);
}

static enum err notice_void(struct req *rq, const void *in, void *out)
{
    const struct void_in *v = in;
    const struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    enum err e = store_document_void(rq->db, rq->arena, &act, rq->id,
                                     rq->if_match, v->reason, &why);

    return e == ERR_OK ? show(rq, out) : req_refusal(rq, e, &why);
}

/* ---- how far ---- */
struct tally_query {
    struct page page;
    const char *division, *by;
    int64_t year;
};
static const struct field tally_query_fields[] = {
    F_PAGE(tally_query),
    F_TEXT(tally_query, division, "区划代码", OPTIONAL, 12, 12),
    F_CODE(tally_query, by, "统计层级", OPTIONAL, notice_levels),
    F_INT(tally_query, year, "年度", OPTIONAL, 2000, 2199), F_END
};
static const struct record tally_query =
    RECORD(tally_query, "NoticeTallyQuery", "送达进度筛选", tally_query_fields);

static const char *tally_cursor(struct arena *a, const void *row)
{
    return arena_strdup(a, ((const struct notice_tally *)row)->path);
}

static enum err notice_tallies(struct req *rq, const void *in, void *out)
{
    const struct tally_query *q = rq->query;
    const struct notice_query place = { .division = q->division };
    struct notice_filter f;

    (void)in;
    TRY(filter_of(rq, &place, &f));
    TRY(store_notice_tally(
        rq->db, rq->arena,
        q->year == INT_NONE ? strtoll(rq->today, NULL, 10) : q->year,
        q->by ? q->by : "village", f.lo ? f.lo : rq->principal.lo,
        f.lo ? f.hi : rq->principal.hi, q->page.cursor ? q->page.cursor : "",
        page_rows(&q->page), out));
    return page_end(rq, &q->page, &notice_tally, out, tally_cursor);
}

/* ---- printing ---- */
struct print_query {
    const char *division, *state;
    int64_t year;
};
static const struct field print_query_fields[] = {
    F_TEXT(print_query, division, "村居代码", REQUIRED, 12, 12),
    F_CODE(print_query, state, "状态", OPTIONAL, notice_states),
    F_INT(print_query, year, "年度", OPTIONAL, 2000, 2199), F_END
};
static const struct record print_query = RECORD(
    print_query, "NoticePrintQuery", "打印入学通知书", print_query_fields);

#define PRINTS_MOST 1000 /* that one paper set holds */

static enum err notice_papers(struct req *rq, const void *in, void *out)
{
    const struct print_query *q = rq->query;
    const struct notice_query as = { .division = q->division,
                                     .state = q->state,
                                     .number = INT_NONE,
                                     .year = q->year };
    const struct act act = req_act(rq);
    struct paper_print p = { .act = &act, .child = INT_NONE };
    struct paper_set *set = out;
    struct notice_filter f;
    enum err e;

    (void)in;
    TRY(filter_of(rq, &as, &f));
    f.rows = PRINTS_MOST;
    if (f.year == INT_NONE)
        f.year = strtoll(rq->today, NULL, 10);
    set->title = "入学通知书";
    set->printed_at = rq->now_ms;
    set->printed_by = rq->actor->name;
    set->printed_unit = rq->actor->unit_name;
    e = store_notice_papers(rq->db, rq->arena, &p, &f, set);
    if (e == ERR_TOO_LARGE)
        return req_refuse(
            rq, ERR_INVALID, "/division", "range",
            "这里超过 1000 份，没有打印。请按村居、状态分别打印。");
    TRY(e);
    rq->audit_entity_id = q->division;
    rq->audit_detail = arena_printf(rq->arena, "masked %zu", set->papers.n);
    return rq->audit_detail ? ERR_OK : ERR_NO_MEMORY;
}

const struct route notice_routes[] = {
    { "GET", "/notices", "入学通知书列表", RIGHT_NOTICE_READ, TX_READ, LISTS,
      .query = &notice_query, .reply = &notice_row, .handler = notice_list },
    { "POST", "/notices", "制作入学通知书", RIGHT_NOTICE_WRITE, TX_WRITE,
      CREATES, .body = &notice_in, .reply = &notice_batch,
      .handler = notice_make },
    { "GET", "/notice-tallies", "入学通知书送达进度", RIGHT_NOTICE_READ,
      TX_READ, LISTS, .query = &tally_query, .reply = &notice_tally,
      .handler = notice_tallies },
    { "GET", "/notice-papers", "打印入学通知书", RIGHT_NOTICE_READ, TX_LONG,
      AUDIT_FIRST, .query = &print_query, .reply = &paper_set,
      .handler = notice_papers },
    { "GET", "/notices/{id}", "入学通知书", RIGHT_NOTICE_READ, TX_READ,
      READS_CHILD, .reply = &notice_row, .find = &find_notice,
      .handler = notice_get },
    { "POST", "/notices/{id}/service", "登记入学通知书送达", RIGHT_NOTICE_WRITE,
      TX_WRITE, CREATES, .body = &service_in, .reply = &notice_row,
      .find = &find_notice, .handler = notice_serve },
    { "POST", "/notices/{id}/void", "作废入学通知书", RIGHT_NOTICE_WRITE,
      TX_WRITE, IF_MATCH, .body = &void_in, .reply = &notice_row,
      .find = &find_notice, .handler = notice_void },
    ROUTE_END
};
