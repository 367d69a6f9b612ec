/* 待办 over HTTP: what is due for me, overdue first. */
#include <stdlib.h>

#include "api/routes.h"
#include "domain/actor.h"
#include "domain/case.h"
#include "store/worklist_store.h"

/* A check of the watch shows this long before it is due. */
#define WATCH_AHEAD_MS (3 * CLOCK_DAY_MS)
#define NEVER INT64_MAX

struct worklist_params {
    struct page page;
};
static const struct field worklist_params_fields[] = { F_PAGE(worklist_params),
                                                       F_END };
static const struct record worklist_params = RECORD(
    worklist_params, "WorklistQuery", "待办筛选", worklist_params_fields);

/* Where a page begins: after (due, rank, id), rounds ranking before cases. */
struct place {
    int64_t due, rank, id;
};

static int compare(struct place a, struct place b)
{
    if (a.due != b.due)
        return a.due < b.due ? -1 : 1;
    if (a.rank != b.rank)
        return a.rank < b.rank ? -1 : 1;
    return (a.id > b.id) - (a.id < b.id);
}

static struct place place_of(const struct work_item *w)
{
    bool round = w->round_id != INT_NONE;

    return (struct place) { w->due_at == INT_NONE ? NEVER : w->due_at, !round,
                            round ? w->round_id : w->case_id };
}

static int by_place(const void *a, const void *b)
{
    return compare(place_of(a), place_of(b));
}

static const char *cursor_of(struct arena *a, const void *row)
{
    struct place p = place_of(row);

    return arena_printf(a, "%lld.%lld.%lld", (long long)p.due,
                        (long long)p.rank, (long long)p.id);
}

static enum err read_cursor(struct req *rq, const struct page *page,
                            struct place *p)
{
    char *end;

    *p = (struct place) { -1, 0, 0 };
    if (!page->cursor)
        return ERR_OK;
    p->due = strtoll(page->cursor, &end, 10);
    if (*end == '.')
        p->rank = strtoll(end + 1, &end, 10);
    if (*end == '.')
        p->id = strtoll(end + 1, &end, 10);
    if (*end || p->due < 0)
        return req_refuse(rq, ERR_INVALID, "/cursor", "cursor",
                          "下一页标记不对，请从第一页重新翻。");
    return ERR_OK;
}

static enum err case_item_of(struct req *rq, const struct work_case *c,
                             struct work_item *w)
{
    record_clear(&work_item, w);
    w->id = arena_printf(rq->arena, "case-%lld", (long long)c->id);
    w->link = arena_printf(rq->arena, "/cases/%lld", (long long)c->id);
    w->kind = c->kind;
    w->title = code_label(&work_kinds, c->kind);
    w->subject = c->subject;
    w->case_id = c->id;
    w->student_id = c->student_id;
    w->due_at = c->due_at;
    w->overdue = c->due_at != INT_NONE && c->due_at < rq->now_ms;
    return w->id && w->link ? ERR_OK : ERR_NO_MEMORY;
}

static enum err round_item_of(struct req *rq, const struct work_round *r,
                              struct work_item *w)
{
    record_clear(&work_item, w);
    w->id = arena_printf(rq->arena, "round-%lld", (long long)r->id);
    w->link = arena_printf(rq->arena, "/rounds/%lld", (long long)r->id);
    w->kind = "survey";
    w->title =
        arena_printf(rq->arena, "入户摸排，还有 %lld 户", (long long)r->left);
    w->subject = r->name;
    w->round_id = r->id;
    if (clock_date_ms(r->ends_on, &w->due_at))
        w->due_at += CLOCK_DAY_MS - 1;
    w->overdue = w->due_at != INT_NONE && w->due_at < rq->now_ms;
    return w->id && w->link && w->title ? ERR_OK : ERR_NO_MEMORY;
}

/* Those who go from door to door see the doors that are left. */
static bool knocks(enum role r)
{
    return r == ROLE_TOWNSHIP || r == ROLE_VILLAGE;
}

static enum err read_rounds(struct req *rq, struct list *rounds)
{
    *rounds = (struct list) { NULL, 0 };
    return knocks(rq->actor->role)
               ? store_work_rounds(rq->db, rq->arena, rounds)
               : ERR_OK;
}

static struct worklist_query query_of(const struct req *rq,
                                      const struct place *after, int64_t rows)
{
    enum role role = rq->actor->role;
    enum case_level level = role_level(role);

    return (struct worklist_query) {
        .level = level < LEVEL_N ? case_level_code(level) : NULL,
        .approvals = role == ROLE_BUREAU_LEAD,
        .soon = rq->now_ms + WATCH_AHEAD_MS,
        .after_due = after->due,
        /* After a round of the same instant, its cases are still to come. */
        .after_id = after->rank ? after->id : 0,
        .rows = rows,
    };
}

static enum err count_all(struct req *rq, const struct worklist_query *q,
                          const struct list *rounds)
{
    const struct work_round *r = rounds->items;

    TRY(store_work_count(rq->db, q, &rq->total));
    for (size_t i = 0; i < rounds->n; i++)
        rq->total += r[i].left > 0;
    return ERR_OK;
}

static enum err merge(struct req *rq, const struct place *after,
                      const struct list *cases, const struct list *rounds,
                      struct list *out)
{
    const struct work_case *c = cases->items;
    const struct work_round *r = rounds->items;
    struct work_item *w =
        arena_array(rq->arena, cases->n + rounds->n, sizeof *w);
    size_t n = 0;

    if (!w)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < cases->n; i++)
        TRY(case_item_of(rq, &c[i], &w[n++]));
    for (size_t i = 0; i < rounds->n; i++) {
        if (r[i].left == 0)
            continue;
        TRY(round_item_of(rq, &r[i], &w[n]));
        n += compare(place_of(&w[n]), *after) > 0;
    }
    qsort(w, n, sizeof *w, by_place);
    *out = (struct list) { w, n };
    return ERR_OK;
}

static enum err worklist(struct req *rq, const void *in, void *out)
{
    const struct worklist_params *p = rq->query;
    struct worklist_query q;
    struct list cases, rounds, *items = out;
    struct place after;

    (void)in;
    TRY(read_cursor(rq, &p->page, &after));
    q = query_of(rq, &after, page_rows(&p->page));
    TRY(store_work_cases(rq->db, rq->arena, &q, &cases));
    TRY(read_rounds(rq, &rounds));
    if (p->page.count == 1)
        TRY(count_all(rq, &q, &rounds));
    TRY(merge(rq, &after, &cases, &rounds, items));
    return page_end(rq, &p->page, &work_item, items, cursor_of);
}

const struct route worklist_routes[] = {
    { "GET", "/worklist", "待办", RIGHT_WORKLIST, TX_READ, LISTS,
      .query = &worklist_params, .reply = &work_item, .handler = worklist },
    ROUTE_END
};
