/* Indicators (指标) over HTTP: figures, and the names behind each. */
#include <stdlib.h>
#include <string.h>

#include "api/routes.h"
#include "domain/right.h"
#include "store/indicator_store.h"

/* ---- the table --------------------------------------------------------- */
struct indicator_kind {
    const char *name, *title, *numerator, *denominator, *excluded, *source;
    int64_t lower;
};
static const struct field indicator_kind_fields[] = {
    F_TEXT(indicator_kind, name, "指标", REQUIRED, 1, 30),
    F_TEXT(indicator_kind, title, "名称", REQUIRED, 1, 60),
    F_TEXT(indicator_kind, numerator, "分子", REQUIRED, 1, 200),
    F_TEXT(indicator_kind, denominator, "分母", REQUIRED, 1, 200),
    F_TEXT(indicator_kind, excluded, "不计入", OPTIONAL, 1, 200),
    F_TEXT(indicator_kind, source, "依据", REQUIRED, 1, 200),
    F_BOOL(indicator_kind, lower, "越低越好", REQUIRED),
    F_END
};
static const struct record indicator_kind =
    RECORD(indicator_kind, "Indicator", "指标", indicator_kind_fields);

static enum err kind_list(struct req *rq, const void *in, void *out)
{
    struct indicator_kind *k = arena_array(rq->arena, indicators_n, sizeof *k);

    (void)in;
    if (!k)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < indicators_n; i++) {
        const struct indicator *it = &indicators[i];

        k[i] = (struct indicator_kind) { it->name,      it->title,
                                         it->numerator, it->denominator,
                                         it->excluded,  it->source,
                                         it->lower };
    }
    *(struct list *)out = (struct list) { k, indicators_n };
    return ERR_OK;
}

/* ---- what is asked ----------------------------------------------------- */
struct figure_query {
    struct page page;
    int64_t year;
    const char *by, *division;
    const char *part, *key; /* of names alone */
};
static const struct field figure_query_fields[] = {
    F_INT(figure_query, year, "年度", OPTIONAL, LEDGER_YEAR_MIN,
          LEDGER_YEAR_MAX),
    F_CODE(figure_query, by, "分组", OPTIONAL, indicator_groups),
    F_TEXT(figure_query, division, "区划代码", OPTIONAL, 1, 15), F_END
};
static const struct record figure_query =
    RECORD(figure_query, "IndicatorQuery", "指标筛选", figure_query_fields);

static const struct field name_query_fields[] = {
    F_PAGE(figure_query),
    F_INT(figure_query, year, "年度", OPTIONAL, LEDGER_YEAR_MIN,
          LEDGER_YEAR_MAX),
    F_CODE(figure_query, by, "分组", OPTIONAL, indicator_groups),
    F_TEXT(figure_query, division, "区划代码", OPTIONAL, 1, 15),
    F_CODE(figure_query, part, "指标的部分", OPTIONAL, indicator_parts),
    F_TEXT(figure_query, key, "分组代码", OPTIONAL, 1, 20),
    F_END
};
static const struct record name_query = RECORD(
    figure_query, "IndicatorNameQuery", "指标名单筛选", name_query_fields);

static int64_t year_of(const struct req *rq)
{
    const struct figure_query *q = rq->query;

    return q->year == INT_NONE ? strtoll(rq->today, NULL, 10) : q->year;
}

static bool by_year(const struct figure_query *q)
{
    return q->by && strcmp(q->by, "year") == 0;
}

/* Of a trend each year is the county's. */
static enum err set_filter(struct req *rq, int64_t year,
                           struct indicator_filter *f)
{
    const struct figure_query *q = rq->query;
    enum err e = store_indicator_filter(rq->db, rq->arena, year, rq->today,
                                        q->division, f);

    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/division", "unknown",
                          "没有这个区划。");
    TRY(e);
    if (q->by && !by_year(q))
        f->by = q->by;
    return ERR_OK;
}

/* ---- figures ----------------------------------------------------------- */
#define TREND_YEARS 5

/* Of the years that the county has been registered here, the last ones. */
static enum err trend(struct req *rq, struct list *out)
{
    struct indicator_filter f;
    struct indicator_figure *all =
        arena_array(rq->arena, TREND_YEARS * indicators_n, sizeof *all);
    int64_t last = year_of(rq);
    size_t n = 0;

    if (!all)
        return ERR_NO_MEMORY;
    for (int64_t year = last - TREND_YEARS + 1; year <= last; year++) {
        struct list one;
        const char *label = arena_printf(rq->arena, "%lld年", (long long)year);

        if (!label)
            return ERR_NO_MEMORY;
        if (year < LEDGER_YEAR_MIN)
            continue;
        TRY(set_filter(rq, year, &f));
        if (year < f.first_year && year < last)
            continue;
        TRY(store_indicator_figures(rq->db, rq->arena, &f, &one));
        memcpy(all + n, one.items, one.n * sizeof *all);
        for (size_t i = 0; i < one.n; i++)
            all[n + i].label = label;
        n += one.n;
    }
    *out = (struct list) { all, n };
    return ERR_OK;
}

static enum err figure_list(struct req *rq, const void *in, void *out)
{
    struct indicator_filter f;

    (void)in;
    if (by_year(rq->query))
        return trend(rq, out);
    TRY(set_filter(rq, year_of(rq), &f));
    return store_indicator_figures(rq->db, rq->arena, &f, out);
}

/* ---- names ------------------------------------------------------------- */
static enum err name_list(struct req *rq, const void *in, void *out)
{
    const struct figure_query *q = rq->query;
    struct indicator_ask k = { .indicator = indicator_of(rq->key),
                               .part = q->part ? q->part : "rest",
                               .key = q->key,
                               .rows = page_rows(&q->page) };
    struct indicator_filter f;

    (void)in;
    if (!k.indicator)
        return ERR_NOT_FOUND;
    TRY(set_filter(rq, year_of(rq), &f));
    TRY(page_after_id(rq, &q->page, &k.after));
    TRY(store_indicator_names(rq->db, rq->arena, &f, &k, out));
    rq->audit_detail =
        arena_printf(rq->arena, "%lld年 %s", (long long)year_of(rq), k.part);
    if (!rq->audit_detail)
        return ERR_NO_MEMORY;
    return page_end_id(rq, &q->page, &indicator_name, out);
}

const struct route indicator_routes[] = {
    { "GET", "/indicator-kinds", "指标及其口径", RIGHT_INDICATOR_READ, TX_NONE,
      LISTS, .reply = &indicator_kind, .handler = kind_list },
    { "GET", "/indicators", "指标", RIGHT_INDICATOR_READ, TX_LONG, LISTS,
      .query = &figure_query, .reply = &indicator_figure,
      .handler = figure_list },
    { "GET", "/indicators/{name}/children", "指标背后的名单",
      RIGHT_INDICATOR_READ, TX_LONG, LISTS | AUDIT_FIRST, .query = &name_query,
      .reply = &indicator_name, .handler = name_list },
    ROUTE_END
};
