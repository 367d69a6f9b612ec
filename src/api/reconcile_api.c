/* 信息比对 over HTTP: runs, verdicts, questions, and the cases that follow. */
#include "api/act.h"
#include "api/routes.h"
#include "domain/codes.h"
#include "domain/right.h"
#include "jobs/reconcile_job.h"
#include "store/reconcile_store.h"

static enum err run_post(struct req *rq, const void *in, void *out)
{
    const struct reconciliation_in *want = in;
    struct reconciliation r;
    int64_t due;

    TRY(store_reconciliation_due(rq->db, &due));
    if (due != 0)
        return req_refuse(rq, ERR_CONFLICT, "", "reconciliation.running",
                          "正在比对，本次没有另外发起。请等它完成后再来。");
    TRY(reconcile_begin(rq->db, want->year, rq->actor->account_id, rq->now_ms,
                        &r));
    rq->status = 202;
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)r.id);
    return store_reconciliation_get(rq->db, rq->arena, r.id, out);
}

struct run_query {
    struct page page;
    int64_t year;
};
static const struct field run_query_fields[] = {
    F_PAGE(run_query), F_INT(run_query, year, "年度", OPTIONAL, 2000, 2199),
    F_END
};
static const struct record run_query =
    RECORD(run_query, "ReconciliationQuery", "比对筛选", run_query_fields);

static enum err run_list(struct req *rq, const void *in, void *out)
{
    const struct run_query *q = rq->query;
    int64_t before;

    (void)in;
    TRY(page_after_id(rq, &q->page, &before));
    TRY(store_reconciliation_list(rq->db, rq->arena, q->year, before,
                                  page_rows(&q->page), out));
    return page_end_id(rq, &q->page, &reconciliation_record, out);
}

static enum err run_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return store_reconciliation_get(rq->db, rq->arena, rq->id, out);
}

struct verdict_query {
    struct page page;
    const char *verdict, *rule;
    int64_t household_register, enrolment, attendance, undecided;
};
static const struct field verdict_query_fields[] = {
    F_PAGE(verdict_query),
    F_CODE(verdict_query, verdict, "核查结论", OPTIONAL, verdict_codes),
    F_TEXT(verdict_query, rule, "规则", OPTIONAL, 1, 40),
    F_BOOL(verdict_query, household_register, "在户籍名单中", OPTIONAL),
    F_BOOL(verdict_query, enrolment, "在学籍库中", OPTIONAL),
    F_BOOL(verdict_query, attendance, "在在校名单中", OPTIONAL),
    F_BOOL(verdict_query, undecided, "有待核对的候选", OPTIONAL),
    F_END
};
static const struct record verdict_query =
    RECORD(verdict_query, "VerdictQuery", "结论筛选", verdict_query_fields);

static enum err verdict_list(struct req *rq, const void *in, void *out)
{
    const struct verdict_query *q = rq->query;
    struct verdict_filter f = { .reconciliation_id = rq->id,
                                .verdict = q->verdict,
                                .rule = q->rule,
                                .household_register = q->household_register,
                                .enrolment = q->enrolment,
                                .attendance = q->attendance,
                                .undecided = q->undecided,
                                .rows = page_rows(&q->page) };

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.after));
    TRY(store_verdict_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_verdict_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &verdict_record, out);
}

static enum err candidate_list(struct req *rq, const void *in, void *out)
{
    (void)in;
    return store_candidate_list(rq->db, rq->arena, rq->id, out);
}

static enum err decide(struct req *rq, const void *in, void *out)
{
    const struct decision_in *d = in;
    const struct act act = req_act(rq);
    enum err e =
        store_candidate_decide(rq->db, rq->arena, &act, rq->id, d, out);

    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/candidate_id", "candidate.other",
                          "这条核对里没有这个候选，没有保存。请刷新后再选。");
    TRY(e);
    rq->audit_detail = d->decision;
    return ERR_OK;
}

static enum err cases_post(struct req *rq, const void *in, void *out)
{
    const struct case_plan_in *want = in;
    const struct act act = req_act(rq);
    struct reconciliation r;
    struct case_plan *plan = out;

    TRY(store_reconciliation_get(rq->db, rq->arena, rq->id, &r));
    if (r.state[0] != 'd')
        return req_refuse(rq, ERR_RULE, "", "reconciliation.state",
                          "只有已完成的最近一次比对可以立案，没有做任何改动。");
    *plan = (struct case_plan) { .preview = want->preview };
    rq->audit_detail = want->preview ? "preview" : "open";
    return store_verdict_cases(rq->db, rq->arena, &act, rq->id, plan);
}

const struct route reconcile_routes[] = {
    { "POST", "/reconciliations", "发起比对", RIGHT_RECONCILE, TX_WRITE, 0,
      .body = &reconciliation_in, .reply = &reconciliation_record,
      .handler = run_post },
    { "GET", "/reconciliations", "比对列表", RIGHT_RECONCILE_READ, TX_READ,
      LISTS, .query = &run_query, .reply = &reconciliation_record,
      .handler = run_list },
    { "GET", "/reconciliations/{id}", "一次比对", RIGHT_RECONCILE_READ, TX_READ,
      0, .reply = &reconciliation_record, .find = &find_reconciliation,
      .handler = run_get },
    { "GET", "/reconciliations/{id}/verdicts", "核查结论", RIGHT_RECONCILE_READ,
      TX_READ, LISTS, .query = &verdict_query, .reply = &verdict_record,
      .find = &find_reconciliation, .handler = verdict_list },
    { "POST", "/reconciliations/{id}/cases", "依核查结论立案", RIGHT_RECONCILE,
      TX_WRITE, 0, .body = &case_plan_in, .reply = &case_plan,
      .find = &find_reconciliation, .handler = cases_post },
    { "GET", "/verdicts/{id}/candidates", "候选并列", RIGHT_RECONCILE, TX_READ,
      LISTS, .reply = &candidate_view, .find = &find_question,
      .handler = candidate_list },
    { "POST", "/verdicts/{id}/decision", "核对候选", RIGHT_RECONCILE, TX_WRITE,
      0, .body = &decision_in, .reply = &candidate_view, .find = &find_question,
      .handler = decide },
    ROUTE_END
};
