/* The audit trail over HTTP, for auditors alone. */
#include "api/routes.h"
#include "domain/right.h"
#include "store/audit_store.h"

struct audit_query {
    struct page page;
    int64_t account_id;
    const char *action, *from, *to;
};
static const struct field audit_query_fields[] = {
    F_PAGE(audit_query),
    F_INT(audit_query, account_id, "账号编号", OPTIONAL, 0, INT64_MAX),
    F_TEXT(audit_query, action, "操作（开头部分）", OPTIONAL, 1, 100),
    F_DATE(audit_query, from, "从哪天起", OPTIONAL),
    F_DATE(audit_query, to, "到哪天止（含）", OPTIONAL),
    F_END
};
static const struct record audit_query =
    RECORD(audit_query, "AuditQuery", "审计筛选", audit_query_fields);

/* Dates were checked by the table. */
static int64_t day_start(const char *date, int64_t plus)
{
    int64_t ms;

    return date && clock_date_ms(date, &ms) ? ms + plus : INT_NONE;
}

static enum err audit_list(struct req *rq, const void *in, void *out)
{
    const struct audit_query *q = rq->query;
    struct audit_filter f = { .account_id = q->account_id,
                              .action = q->action,
                              .from = day_start(q->from, 0),
                              .to = day_start(q->to, CLOCK_DAY_MS),
                              .rows = page_rows(&q->page) };

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.before));
    if (f.before == 0)
        f.before = INT64_MAX;
    TRY(store_audit_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_audit_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &audit_row, out);
}

const struct route audit_routes[] = {
    { "GET", "/audit", "审计记录", RIGHT_AUDIT_READ, TX_READ, LISTS,
      .query = &audit_query, .reply = &audit_row, .handler = audit_list },
    ROUTE_END
};
