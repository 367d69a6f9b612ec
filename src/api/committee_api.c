/* The expert committee's roster over HTTP. */
#include <string.h>

#include "api/routes.h"
#include "domain/committee.h"
#include "domain/patch.h"
#include "domain/right.h"
#include "store/account_store.h"
#include "store/committee_store.h"

struct committee_query {
    struct page page;
    const char *field, *on;
};
static const struct field committee_query_fields[] = {
    F_PAGE(committee_query),
    F_CODE(committee_query, field, "专业领域", OPTIONAL, committee_fields),
    F_DATE(committee_query, on, "在任日期", OPTIONAL), F_END
};
static const struct record committee_query = RECORD(
    committee_query, "CommitteeQuery", "委员筛选", committee_query_fields);

static enum err committee_list(struct req *rq, const void *in, void *out)
{
    const struct committee_query *q = rq->query;
    int64_t after;

    (void)in;
    TRY(page_after_id(rq, &q->page, &after));
    TRY(store_committee_list(rq->db, rq->arena, q->field, q->on, after,
                             page_rows(&q->page), out));
    if (q->page.count == 1)
        TRY(store_committee_count(rq->db, q->field, q->on, &rq->total));
    return page_end_id(rq, &q->page, &committee_row, out);
}

static enum err judge_account(struct req *rq, int64_t id)
{
    struct account_row account;
    enum err e;

    if (id == INT_NONE)
        return ERR_OK;
    e = store_account_get(rq->db, rq->arena, id, &account);
    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/account_id", "unknown",
                          "没有这个账号，没有保存。请核对账号编号。");
    TRY(e);
    if (strcmp(account.role, "expert") != 0 || account.disabled)
        return req_refuse(rq, ERR_INVALID, "/account_id", "role",
                          "这不是在用的专家账号，没有保存。"
                          "请先由系统管理员开设专家委员会账号。");
    return ERR_OK;
}

static enum err taken(struct req *rq, enum err e)
{
    if (e != ERR_CONFLICT)
        return e;
    return req_refuse(rq, e, "/account_id", "taken",
                      "这个账号已属于另一位在任委员，本次没有保存。"
                      "请先登记那位委员的任期结束日期，或换一个账号。");
}

static enum err committee_add(struct req *rq, const void *in, void *out)
{
    struct committee_row m;

    record_clear(&committee_row, &m);
    record_copy(&committee_in, in, &committee_row, &m);
    TRY(judge_account(rq, m.account_id));
    TRY(taken(rq, store_committee_insert(rq->db, &m)));
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)m.id);
    return store_committee_get(rq->db, rq->arena, m.id, out);
}

static enum err committee_change(struct req *rq, const void *in, void *out)
{
    struct committee_row m;

    TRY(store_committee_get(rq->db, rq->arena, rq->id, &m));
    patch_apply(&committee_patch, in, &committee_row, &m);
    if (record_saw(&committee_patch, in, "account_id"))
        TRY(judge_account(rq, m.account_id));
    if (m.to_date && strcmp(m.to_date, m.from_date) < 0)
        return req_refuse(rq, ERR_INVALID, "/to_date", "range",
                          "任期结束不能早于开始，没有保存。请核对日期。");
    m.version = rq->if_match;
    TRY(taken(rq, store_committee_update(rq->db, &m)));
    return store_committee_get(rq->db, rq->arena, rq->id, out);
}

static enum err committee_accounts(struct req *rq, const void *in, void *out)
{
    (void)in;
    return store_committee_accounts(rq->db, rq->arena, out);
}

const struct route committee_routes[] = {
    { "GET", "/committee-members", "残疾人教育专家委员会名册",
      RIGHT_COMMITTEE_READ, TX_READ, LISTS, .query = &committee_query,
      .reply = &committee_row, .handler = committee_list },
    { "POST", "/committee-members", "登记委员", RIGHT_COMMITTEE_MANAGE,
      TX_WRITE, CREATES, .body = &committee_in, .reply = &committee_row,
      .handler = committee_add },
    { "PATCH", "/committee-members/{id}", "修改委员或任期",
      RIGHT_COMMITTEE_MANAGE, TX_WRITE, IF_MATCH, .body = &committee_patch,
      .reply = &committee_row, .find = &find_committee_member,
      .handler = committee_change },
    { "GET", "/committee-accounts", "可关联的专家账号", RIGHT_COMMITTEE_MANAGE,
      TX_READ, LISTS, .reply = &committee_account,
      .handler = committee_accounts },
    ROUTE_END
};
