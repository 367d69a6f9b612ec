/* Divisions and their grids over HTTP. */
#include "api/routes.h"
#include "domain/codes.h"
#include "domain/patch.h"
#include "domain/right.h"
#include "store/place_store.h"

struct division_query {
    struct page page;
    const char *parent, *level;
};
static const struct field division_query_fields[] = {
    F_PAGE(division_query),
    F_TEXT(division_query, parent, "上级区划代码", OPTIONAL, 1,
           DIVISION_CODE_MAX),
    F_CODE(division_query, level, "级别", OPTIONAL, division_levels), F_END
};
static const struct record division_query =
    RECORD(division_query, "DivisionQuery", "区划筛选", division_query_fields);

static const char *division_cursor(struct arena *a, const void *row)
{
    const struct division_row *d = row;

    return arena_strdup(a, d->path);
}

static enum err division_list(struct req *rq, const void *in, void *out)
{
    const struct division_query *q = rq->query;

    (void)in;
    TRY(store_division_list(rq->db, rq->arena, q->parent, q->level,
                            q->page.cursor ? q->page.cursor : "",
                            page_rows(&q->page), out));
    if (q->page.count == 1)
        TRY(store_division_count(rq->db, q->parent, q->level, &rq->total));
    return page_end(rq, &q->page, &division_row, out, division_cursor);
}

static enum err division_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return store_division_get(rq->db, rq->arena, rq->key, out);
}

static enum err grid_add(struct req *rq, const void *in, void *out)
{
    struct division_row *made = out;
    enum err e = store_grid_add(rq->db, rq->arena, in, made);

    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/parent", "village",
                          "没有这个村居。网格只能设在村居下面。");
    if (e == ERR_RULE)
        return req_refuse(rq, e, "", "grid.full",
                          "一个村居最多 999 个网格，没有做任何改动。");
    TRY(e);
    rq->audit_entity_id = made->code;
    return ERR_OK;
}

static enum err division_change(struct req *rq, const void *in, void *out)
{
    struct division_row old, *d = out;
    enum err e;

    TRY(store_division_get(rq->db, rq->arena, rq->key, &old));
    *d = old;
    patch_apply(&division_patch, in, &division_row, d);
    e = store_division_update(rq->db, rq->arena, &old, d);
    if (e == ERR_RULE)
        return req_refuse(rq, ERR_INVALID, "/parent", "parent",
                          "不能归到这里：乡镇归县，村居归乡镇，网格归村居。");
    return e;
}

const struct route place_routes[] = {
    { "GET", "/divisions", "区划列表", RIGHT_PLACE_READ, TX_READ, LISTS,
      .query = &division_query, .reply = &division_row,
      .handler = division_list },
    { "GET", "/divisions/{code}", "一个区划", RIGHT_PLACE_READ, TX_READ, 0,
      .reply = &division_row, .handler = division_get },
    { "POST", "/divisions", "新设网格", RIGHT_PLACE_MANAGE, TX_WRITE, CREATES,
      .body = &grid_in, .reply = &division_row, .handler = grid_add },
    { "PATCH", "/divisions/{code}", "区划改名或改隶", RIGHT_PLACE_MANAGE,
      TX_WRITE, IF_MATCH, .body = &division_patch, .reply = &division_row,
      .find = &find_division, .handler = division_change },
    ROUTE_END
};
