/* Settings over HTTP. */
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/setting.h"
#include "store/setting_store.h"

struct setting_query {
    struct page page;
};
static const struct field setting_query_fields[] = { F_PAGE(setting_query),
                                                     F_END };
static const struct record setting_query =
    RECORD(setting_query, "SettingQuery", "设置筛选", setting_query_fields);

/* A page of the table ends at a place in it. */
static const char *place_in_table(struct arena *a, const void *row)
{
    const struct setting_row *r = row;

    return arena_printf(a, "%td", setting_of(r->name) - settings + 1);
}

static enum err setting_list(struct req *rq, const void *in, void *out)
{
    const struct setting_query *q = rq->query;
    struct list *rows = out;
    int64_t after;

    (void)in;
    TRY(page_after_id(rq, &q->page, &after));
    TRY(store_setting_list(rq->db, rq->arena, rows));
    if (q->page.count == 1)
        rq->total = (int64_t)rows->n;
    if (after > (int64_t)rows->n)
        after = (int64_t)rows->n;
    rows->items = (struct setting_row *)rows->items + after;
    rows->n -= (size_t)after;
    return page_end(rq, &q->page, &setting_row, rows, place_in_table);
}

static enum err setting_change(struct req *rq, const void *in, void *out)
{
    const struct setting_in *i = in;
    const struct setting *s = setting_of(rq->key);
    const char *fault = s ? setting_fault(s, i->value) : NULL;

    if (!s)
        return ERR_NOT_FOUND;
    if (fault)
        return req_refuse(rq, ERR_INVALID, "/value", "range",
                          arena_printf(rq->arena, "%s：%s", s->label, fault));
    TRY(store_setting_set(rq->db, s->name, i->value, rq->actor->account_id,
                          rq->now_ms));
    rq->audit_detail = arena_printf(rq->arena, "value=%s", i->value);
    return store_setting_get(rq->db, rq->arena, s->name, out);
}

const struct route setting_routes[] = {
    { "GET", "/settings", "设置列表", RIGHT_SETTING_READ, TX_READ, LISTS,
      .query = &setting_query, .reply = &setting_row, .handler = setting_list },
    { "PATCH", "/settings/{name}", "更改设置", RIGHT_SETTING_MANAGE, TX_WRITE,
      IF_MATCH, .body = &setting_in, .reply = &setting_row,
      .find = &find_setting, .handler = setting_change },
    ROUTE_END
};
