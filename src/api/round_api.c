/* Survey rounds, their coverage and their doors over HTTP. */
#include <stdlib.h>
#include <string.h>

#include "api/routes.h"
#include "crypto/blind.h"
#include "crypto/token.h"
#include "domain/patch.h"
#include "domain/right.h"
#include "store/place_store.h"
#include "store/round_store.h"
#include "store/survey_store.h"
#include "text/reading.h"
#include "json/write.h"

/* ---- rounds ---------------------------------------------------------------------- */
struct round_query {
    struct page page;
    int64_t year;
};
static const struct field round_query_fields[] = {
    F_PAGE(round_query), F_INT(round_query, year, "年度", OPTIONAL, 2000, 2199),
    F_END
};
static const struct record round_query =
    RECORD(round_query, "SurveyRoundQuery", "轮次筛选", round_query_fields);

static enum err round_list(struct req *rq, const void *in, void *out)
{
    const struct round_query *q = rq->query;
    int64_t before;

    (void)in;
    TRY(page_after_id(rq, &q->page, &before));
    TRY(store_round_list(rq->db, rq->arena, q->year, before,
                         page_rows(&q->page), out));
    if (q->page.count == 1)
        TRY(store_round_count(rq->db, q->year, &rq->total));
    return page_end_id(rq, &q->page, &round_row, out);
}

static enum err round_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return store_round_get(rq->db, rq->arena, rq->id, out);
}

/* Words for what the store refuses. */
static enum err round_refusal(struct req *rq, enum err e)
{
    if (e == ERR_CONFLICT)
        return req_refuse(rq, e, "/name", "taken",
                          "这个年度已有同名轮次，请换一个名称。");
    if (e == ERR_INVALID)
        return req_refuse(rq, e, "/ends_on", "range",
                          "结束日期不能早于开始日期。");
    return e;
}

static enum err round_add(struct req *rq, const void *in, void *out)
{
    const struct round_in *body = in;
    struct round_row *r = out;

    r->year = body->year;
    r->name = body->name;
    r->starts_on = body->starts_on;
    r->ends_on = body->ends_on;
    return round_refusal(rq, store_round_add(rq->db, r, rq->now_ms));
}

static enum err round_change(struct req *rq, const void *in, void *out)
{
    struct round_row *r = out;

    TRY(store_round_get(rq->db, rq->arena, rq->id, r));
    patch_apply(&round_patch, in, &round_row, r);
    return round_refusal(rq, store_round_update(rq->db, r));
}

/* ---- coverage and doors -------------------------------------------------------------- */
/* A range of places from a division's code; the caller's own without one.  A
 * division out of scope has nothing to show, and says no more than that. */
static enum err range_of(struct req *rq, const char *division, const char **lo,
                         const char **hi)
{
    enum err e;

    *lo = *hi = NULL;
    if (!division)
        return ERR_OK;
    e = store_division_range(rq->db, rq->arena, division, lo, hi);
    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/division", "unknown",
                          "没有这个区划，请重新选择。");
    return e;
}

static enum err need_round(struct req *rq)
{
    struct round_row r;

    return store_round_get(rq->db, rq->arena, rq->id, &r);
}

struct coverage_query {
    struct page page;
    const char *by, *division;
};
static const struct field coverage_query_fields[] = {
    F_PAGE(coverage_query),
    F_CODE(coverage_query, by, "统计层级", OPTIONAL, coverage_levels),
    F_TEXT(coverage_query, division, "区划代码", OPTIONAL, 12, 15), F_END
};
static const struct record coverage_query = RECORD(
    coverage_query, "SurveyCoverageQuery", "覆盖筛选", coverage_query_fields);

static const char *coverage_cursor(struct arena *a, const void *row)
{
    return arena_strdup(a, ((const struct coverage_row *)row)->path);
}

static enum err coverage(struct req *rq, const void *in, void *out)
{
    const struct coverage_query *q = rq->query;
    struct coverage_filter f = { .round_id = rq->id,
                                 .level = q->by ? q->by : "township",
                                 .after = q->page.cursor ? q->page.cursor : "",
                                 .rows = page_rows(&q->page) };

    (void)in;
    TRY(need_round(rq));
    TRY(range_of(rq, q->division, &f.lo, &f.hi));
    if (!f.lo) {
        f.lo = rq->principal.lo;
        f.hi = rq->principal.hi;
    }
    TRY(store_coverage(rq->db, rq->arena, &f, out));
    return page_end(rq, &q->page, &coverage_row, out, coverage_cursor);
}

struct door_query {
    struct page page;
    const char *division, *state, *q;
};
static const struct field door_query_fields[] = {
    F_PAGE(door_query),
    F_TEXT(door_query, division, "区划代码", OPTIONAL, 12, 15),
    F_CODE(door_query, state, "入户进度", OPTIONAL, door_states),
    F_TEXT(door_query, q, "户主或孩子姓名", OPTIONAL, 1, 30), F_END
};
static const struct record door_query =
    RECORD(door_query, "SurveyDoorQuery", "待访筛选", door_query_fields);

static const char *door_cursor(struct arena *a, const void *row)
{
    return arena_printf(
        a, "%lld", (long long)((const struct door_row *)row)->household_id);
}

static enum err door_list(struct req *rq, const void *in, void *out)
{
    const struct door_query *q = rq->query;
    struct door_filter f = { .round_id = rq->id,
                             .state = q->state,
                             .q = q->q,
                             .rows = page_rows(&q->page) };

    (void)in;
    TRY(need_round(rq));
    TRY(page_after_id(rq, &q->page, &f.after));
    TRY(range_of(rq, q->division, &f.lo, &f.hi));
    if (q->q) {
        TRY(name_query_token(q->q, rq->arena, &f.token));
        if (!*f.token)
            f.token = NULL;
    }
    TRY(store_door_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_door_count(rq->db, &f, &rq->total));
    return page_end(rq, &q->page, &door_row, out, door_cursor);
}

/* ---- doors to take along -------------------------------------------------------------- */
#define DOORS_A_PAGE 60

struct take_query {
    const char *division, *known;
    int64_t after;
};
static const struct field take_query_fields[] = {
    F_TEXT(take_query, division, "村居或网格", REQUIRED, 12, 15),
    F_ID(take_query, after, "从哪户之后", OPTIONAL),
    F_TEXT(take_query, known, "手机里的内容标记", OPTIONAL, 1, 40), F_END
};
static const struct record take_query =
    RECORD(take_query, "SurveyTakeQuery", "带走的门户", take_query_fields);

/* Pinyin and initials of one name; its 汉字 the phone has. */
static enum err add_words(struct arena *a, struct buf *b, const char *name)
{
    const char **tokens;
    size_t n;

    TRY(name_tokens(name, a, &tokens, &n));
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)tokens[i][0] < 0x80)
            buf_printf(b, "%s%s", b->len ? " " : "", tokens[i]);
    return ERR_OK;
}

static enum err words_of(struct arena *a, const struct door_view *d,
                         const char **out)
{
    const struct door_child *c = d->children.items;
    enum err e;
    struct buf b;

    buf_init(&b);
    e = add_words(a, &b, d->household->head_name);
    for (size_t i = 0; e == ERR_OK && i < d->children.n; i++)
        e = add_words(a, &b, c[i].name);
    *out = b.failed ? NULL : arena_strndup(a, b.data ? b.data : "", b.len);
    buf_free(&b);
    return e == ERR_OK && !*out ? ERR_NO_MEMORY : e;
}

static enum err take(struct req *rq, const struct list *ids, size_t n,
                     struct list *out)
{
    const struct door_id *id = ids->items;
    struct taken_door *doors = arena_array(rq->arena, n, sizeof *doors);

    if (n && !doors)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        doors[i].door = arena_alloc(rq->arena, sizeof *doors[i].door);
        if (!doors[i].door)
            return ERR_NO_MEMORY;
        TRY(store_door_get(rq->db, rq->arena, id[i].id, rq->id, rq->today,
                           doors[i].door));
        TRY(words_of(rq->arena, doors[i].door, &doors[i].words));
    }
    *out = (struct list) { doors, n };
    return ERR_OK;
}

/* Keyed, so that it tells nothing of what it stands for. */
static enum err mark_of(struct req *rq, const struct list *doors,
                        const char **out)
{
    char *mark = arena_alloc(rq->arena, 2 * BLIND_BYTES + 1);
    uint8_t hash[BLIND_BYTES];
    bool failed;
    struct buf b;

    buf_init(&b);
    json_write_list(&b, &taken_door, doors->items, doors->n, WRITE_ONE);
    failed = b.failed || !mark;
    if (!failed) {
        blind_index(db_keys(rq->db), BLIND_SURVEY, b.data, hash);
        hex_write(hash, BLIND_BYTES, mark);
    }
    buf_free(&b);
    *out = mark;
    return failed ? ERR_NO_MEMORY : ERR_OK;
}

static enum err doors_take(struct req *rq, const void *in, void *out)
{
    const struct take_query *q = rq->query;
    struct taken_doors *t = out;
    const char *lo, *hi;
    struct list ids;
    size_t n;

    (void)in;
    TRY(need_round(rq));
    TRY(range_of(rq, q->division, &lo, &hi));
    TRY(store_door_ids(rq->db, rq->arena, lo, hi,
                       q->after == INT_NONE ? 0 : q->after, DOORS_A_PAGE + 1,
                       &ids));
    n = ids.n > DOORS_A_PAGE ? DOORS_A_PAGE : ids.n;
    TRY(take(rq, &ids, n, &t->doors));
    TRY(mark_of(rq, &t->doors, &t->mark));
    t->next =
        ids.n > n ? ((const struct door_id *)ids.items)[n - 1].id : INT_NONE;
    t->unchanged = q->known && strcmp(q->known, t->mark) == 0;
    if (t->unchanged)
        t->doors.n = 0;
    rq->audit_detail = arena_printf(
        rq->arena, "division %s after %lld doors %zu", q->division,
        (long long)(q->after == INT_NONE ? 0 : q->after), t->doors.n);
    return rq->audit_detail ? ERR_OK : ERR_NO_MEMORY;
}

const struct route round_routes[] = {
    { "GET", "/survey-rounds", "摸排轮次列表", RIGHT_SURVEY_READ, TX_READ,
      LISTS, .query = &round_query, .reply = &round_row,
      .handler = round_list },
    { "POST", "/survey-rounds", "新建摸排轮次", RIGHT_ROUND_MANAGE, TX_WRITE,
      CREATES, .body = &round_in, .reply = &round_row, .handler = round_add },
    { "GET", "/survey-rounds/{id}", "一个摸排轮次", RIGHT_SURVEY_READ, TX_READ,
      0, .reply = &round_row, .handler = round_get },
    { "PATCH", "/survey-rounds/{id}", "修改、结束或重开摸排轮次",
      RIGHT_ROUND_MANAGE, TX_WRITE, IF_MATCH, .body = &round_patch,
      .reply = &round_row, .find = &find_round, .handler = round_change },
    { "GET", "/survey-rounds/{id}/coverage", "摸排覆盖", RIGHT_SURVEY_READ,
      TX_LONG, LISTS, .query = &coverage_query, .reply = &coverage_row,
      .handler = coverage },
    { "GET", "/survey-rounds/{id}/households", "一轮摸排的家庭",
      RIGHT_SURVEY_READ, TX_READ, LISTS, .query = &door_query,
      .reply = &door_row, .handler = door_list },
    { "GET", "/survey-rounds/{id}/doors", "带走一村的门户", RIGHT_SURVEY_WRITE,
      TX_LONG, AUDIT_FIRST | PACKED, .query = &take_query,
      .reply = &taken_doors, .handler = doors_take },
    ROUTE_END
};
