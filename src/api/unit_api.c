/* Units and schools over HTTP. */
#include "api/routes.h"
#include "domain/codes.h"
#include "domain/patch.h"
#include "domain/right.h"
#include "store/place_store.h"
#include "store/unit_store.h"

/* ---- units ----------------------------------------------------------------- */
struct unit_query {
    struct page page;
    const char *kind;
};
static const struct field unit_query_fields[] = {
    F_PAGE(unit_query),
    F_CODE(unit_query, kind, "单位类别", OPTIONAL, unit_kinds), F_END
};
static const struct record unit_query =
    RECORD(unit_query, "UnitQuery", "单位筛选", unit_query_fields);

static const char *unit_cursor(struct arena *a, const void *row)
{
    const struct unit_row *u = row;

    return arena_strdup(a, u->code);
}

static enum err unit_list(struct req *rq, const void *in, void *out)
{
    const struct unit_query *q = rq->query;

    (void)in;
    TRY(store_unit_list(rq->db, rq->arena, q->kind,
                        q->page.cursor ? q->page.cursor : "",
                        page_rows(&q->page), out));
    if (q->page.count == 1)
        TRY(store_unit_count(rq->db, q->kind, &rq->total));
    return page_end(rq, &q->page, &unit_row, out, unit_cursor);
}

/* ---- schools --------------------------------------------------------------- */
struct school_query {
    struct page page;
    const char *division, *type;
};
static const struct field school_query_fields[] = {
    F_PAGE(school_query),
    F_TEXT(school_query, division, "区划代码", OPTIONAL, 1, DIVISION_CODE_MAX),
    F_CODE(school_query, type, "办学类型", OPTIONAL, school_types), F_END
};
static const struct record school_query =
    RECORD(school_query, "SchoolQuery", "学校筛选", school_query_fields);

static const char *school_cursor(struct arena *a, const void *row)
{
    const struct school_row *s = row;

    return arena_strdup(a, s->code);
}

static enum err unknown_division(struct req *rq)
{
    return req_refuse(rq, ERR_INVALID, "/division", "unknown",
                      "没有这个区划代码。");
}

static enum err school_list(struct req *rq, const void *in, void *out)
{
    const struct school_query *q = rq->query;
    const char *lo = NULL, *hi = NULL;
    enum err e = ERR_OK;

    (void)in;
    if (q->division)
        e = store_division_range(rq->db, rq->arena, q->division, &lo, &hi);
    if (e == ERR_NOT_FOUND)
        return unknown_division(rq);
    TRY(e);
    TRY(store_school_list(rq->db, rq->arena, lo, hi, q->type,
                          q->page.cursor ? q->page.cursor : "",
                          page_rows(&q->page), out));
    if (q->page.count == 1)
        TRY(store_school_count(rq->db, lo, hi, q->type, &rq->total));
    return page_end(rq, &q->page, &school_row, out, school_cursor);
}

static enum err school_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return store_school_get(rq->db, rq->arena, rq->key, out);
}

static enum err school_add(struct req *rq, const void *in, void *out)
{
    struct school_row s = { .active = 1 };
    enum err e;

    record_copy(&school_in, in, &school_row, &s);
    e = store_school_insert(rq->db, &s);
    if (e == ERR_CONFLICT)
        return req_refuse(rq, e, "/code", "taken",
                          "这个学校标识码已经登记，本次没有保存。");
    if (e == ERR_INVALID)
        return unknown_division(rq);
    TRY(e);
    rq->audit_entity_id = s.code;
    return store_school_get(rq->db, rq->arena, s.code, out);
}

static enum err school_change(struct req *rq, const void *in, void *out)
{
    struct school_row s;
    enum err e;

    TRY(store_school_get(rq->db, rq->arena, rq->key, &s));
    patch_apply(&school_patch, in, &school_row, &s);
    s.version = rq->if_match;
    e = store_school_update(rq->db, &s);
    if (e == ERR_INVALID)
        return unknown_division(rq);
    TRY(e);
    return store_school_get(rq->db, rq->arena, rq->key, out);
}

const struct route unit_routes[] = {
    { "GET", "/units", "单位列表", RIGHT_PLACE_READ, TX_READ, LISTS,
      .query = &unit_query, .reply = &unit_row, .handler = unit_list },
    { "GET", "/schools", "学校列表", RIGHT_PLACE_READ, TX_READ, LISTS,
      .query = &school_query, .reply = &school_row, .handler = school_list },
    { "GET", "/schools/{code}", "一所学校", RIGHT_PLACE_READ, TX_READ, 0,
      .reply = &school_row, .handler = school_get },
    { "POST", "/schools", "新增学校", RIGHT_PLACE_MANAGE, TX_WRITE, CREATES,
      .body = &school_in, .reply = &school_row, .handler = school_add },
    { "PATCH", "/schools/{code}", "修改学校", RIGHT_PLACE_MANAGE, TX_WRITE,
      IF_MATCH, .body = &school_patch, .reply = &school_row,
      .find = &find_school, .handler = school_change },
    ROUTE_END
};
