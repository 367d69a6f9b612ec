/* 待办 over HTTP: what is due for me, overdue first. */
#include <stdlib.h>
#include <string.h>

#include "api/act.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/case.h"
#include "store/worklist_store.h"
#include "worklist.h"

/* A check of the watch shows this long before it is due. */
#define WATCH_AHEAD_MS (3 * CLOCK_DAY_MS)
#define NEVER INT64_MAX
#define FAR_MS INT64_C(253370764800000) /* the year 9999 */

struct worklist_params {
    struct page page;
};
static const struct field worklist_params_fields[] = { F_PAGE(worklist_params),
                                                       F_END };
static const struct record worklist_params = RECORD(
    worklist_params, "WorklistQuery", "待办筛选", worklist_params_fields);

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
    return (struct place) { w->due_at == INT_NONE ? NEVER : w->due_at, w->rank,
                            w->rank_id };
}

int64_t work_id_after(const struct place *after, enum rank rank)
{
    if (after->rank == (int64_t)rank)
        return after->id;
    return after->rank < (int64_t)rank ? 0 : INT64_MAX;
}

bool work_is_after(const struct work_item *w, const struct place *after)
{
    return compare(place_of(w), *after) > 0;
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

int64_t work_day_end(const char *day)
{
    int64_t ms;

    return day && clock_date_ms(day, &ms) ? ms + CLOCK_DAY_MS - 1 : INT_NONE;
}

int64_t work_day_after(const struct place *after, enum rank rank,
                       char day[CLOCK_DATE_MAX])
{
    if (after->due >= FAR_MS) {
        memcpy(day, "9999-12-31", CLOCK_DATE_MAX); /* after what is never due */
        return 0;
    }
    clock_date_of(after->due, day);
    return work_day_end(day) == after->due ? work_id_after(after, rank) : 0;
}

enum err work_begin(struct req *rq, enum rank rank, int64_t id,
                    const char *page, int64_t page_id, struct work_item *w)
{
    static const char *const names[] = {
        [RANK_ROUND] = "round",
        [RANK_CASE] = "case",
        [RANK_ASSIGNMENT] = "assignment",
        [RANK_INCIDENT] = "incident",
        [RANK_OBSERVATION] = "observation",
        [RANK_SEAT] = "seat",
        [RANK_CONVENING] = "convening",
        [RANK_PAPER] = "paper",
        [RANK_LEAD] = "lead",
        [RANK_LEAD_MATCH] = "lead-match",
        [RANK_DUTY] = "duty",
        [RANK_INSPECTION] = "inspection",
        [RANK_RECTIFICATION] = "rectification",
        [RANK_TRANSFER] = "transfer",
        [RANK_HAZARD] = "hazard",
        [RANK_RESOLUTION] = "resolution",
        [RANK_MATERIAL] = "material",
        [RANK_TRAINING] = "training",
        [RANK_CONFIRMATION] = "confirmation",
        [RANK_SIGNOFF] = "round-signoff",
    };

    record_clear(&work_item, w);
    w->rank = (int64_t)rank;
    w->rank_id = id;
    w->id = arena_printf(rq->arena, "%s-%lld", names[rank], (long long)id);
    w->link = arena_printf(rq->arena, "/%s/%lld", page, (long long)page_id);
    return w->id && w->link ? ERR_OK : ERR_NO_MEMORY;
}

void work_end(const struct req *rq, int64_t due, struct work_item *w)
{
    w->due_at = due;
    w->overdue = due != INT_NONE && due < rq->now_ms;
}

/* ---- cases ---- */
static struct worklist_query query_of(const struct req *rq,
                                      const struct place *after, int64_t rows)
{
    enum role role = rq->actor->role;
    enum case_level level = role_level(role);

    return (struct worklist_query) {
        .level = level < LEVEL_N ? case_level_code(level) : NULL,
        .account_id = rq->actor->account_id,
        .approvals = outcomes_approved_by(role, rq->arena),
        .soon = rq->now_ms + WATCH_AHEAD_MS,
        .after_due = after->due,
        .after_id = work_id_after(after, RANK_CASE),
        .rows = rows,
    };
}

static enum err read_cases(struct req *rq, const struct place *after,
                           int64_t rows, struct list *out)
{
    const struct worklist_query q = query_of(rq, after, rows);
    const struct work_case *c;
    struct work_item *w;
    struct list cases;

    TRY(store_work_cases(rq->db, rq->arena, &q, &cases));
    c = cases.items;
    w = arena_array(rq->arena, cases.n, sizeof *w);
    if (!w)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < cases.n; i++) {
        TRY(work_begin(rq, RANK_CASE, c[i].id, "cases", c[i].id, &w[i]));
        w[i].kind = c[i].kind;
        w[i].title = code_label(&work_kinds, c[i].kind);
        w[i].subject = c[i].subject;
        w[i].case_id = c[i].id;
        w[i].student_id = c[i].student_id;
        work_end(rq, c[i].due_at, &w[i]);
    }
    *out = (struct list) { w, cases.n };
    return ERR_OK;
}

static enum err count_cases(struct req *rq, int64_t *n)
{
    const struct place start = { -1, 0, 0 };
    const struct worklist_query q = query_of(rq, &start, 1);

    return store_work_count(rq->db, &q, n);
}

/* ---- rounds: those who go from door to door see the doors that are left ---- */
static enum err rounds_of(struct req *rq, struct list *rounds)
{
    enum role r = rq->actor->role;

    *rounds = (struct list) { NULL, 0 };
    return r == ROLE_TOWNSHIP || r == ROLE_VILLAGE
               ? store_work_rounds(rq->db, rq->arena, rounds)
               : ERR_OK;
}

static enum err read_rounds(struct req *rq, const struct place *after,
                            int64_t rows, struct list *out)
{
    const struct work_round *r;
    struct work_item *w;
    struct list rounds;
    size_t n = 0;

    (void)rows; /* they are few */
    TRY(rounds_of(rq, &rounds));
    r = rounds.items;
    w = arena_array(rq->arena, rounds.n, sizeof *w);
    if (!w)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < rounds.n; i++) {
        if (r[i].left == 0)
            continue;
        TRY(work_begin(rq, RANK_ROUND, r[i].id, "rounds", r[i].id, &w[n]));
        w[n].kind = "survey";
        w[n].title = arena_printf(rq->arena, "入户摸排，还有 %lld 户",
                                  (long long)r[i].left);
        w[n].subject = r[i].name;
        w[n].round_id = r[i].id;
        work_end(rq, work_day_end(r[i].ends_on), &w[n]);
        if (!w[n].title)
            return ERR_NO_MEMORY;
        n += work_is_after(&w[n], after);
    }
    *out = (struct list) { w, n };
    return ERR_OK;
}

static enum err count_rounds(struct req *rq, int64_t *n)
{
    const struct work_round *r;
    struct list rounds;

    TRY(rounds_of(rq, &rounds));
    r = rounds.items;
    *n = 0;
    for (size_t i = 0; i < rounds.n; i++)
        *n += r[i].left > 0;
    return ERR_OK;
}

/* ---- all of them ---- */
static const struct work_source *const sources[] = {
    [RANK_ROUND] = &(const struct work_source) { read_rounds, count_rounds },
    [RANK_CASE] = &(const struct work_source) { read_cases, count_cases },
    [RANK_ASSIGNMENT] = &work_assignments,
    [RANK_INCIDENT] = &work_incidents,
    [RANK_OBSERVATION] = &work_observations,
    [RANK_SEAT] = &work_seats,
    [RANK_CONVENING] = &work_convening,
    [RANK_PAPER] = &work_papers,
    [RANK_LEAD] = &work_leads,
    [RANK_LEAD_MATCH] = &work_lead_matches,
    [RANK_DUTY] = &work_duties,
    [RANK_INSPECTION] = &work_inspections,
    [RANK_RECTIFICATION] = &work_rectifications,
    [RANK_TRANSFER] = &work_transfers,
    [RANK_HAZARD] = &work_hazards,
    [RANK_RESOLUTION] = &work_resolutions,
    [RANK_MATERIAL] = &work_materials,
    [RANK_TRAINING] = &work_training,
    [RANK_CONFIRMATION] = &work_confirmations,
    [RANK_SIGNOFF] = &work_signoffs,
};
#define SOURCES (sizeof sources / sizeof *sources)

static enum err merge(struct req *rq, const struct list *parts,
                      struct list *out)
{
    struct work_item *w;
    size_t n = 0;

    for (size_t i = 0; i < SOURCES; i++)
        n += parts[i].n;
    w = arena_array(rq->arena, n, sizeof *w);
    if (!w)
        return ERR_NO_MEMORY;
    n = 0;
    for (size_t i = 0; i < SOURCES; i++) {
        const struct work_item *of = parts[i].items;

        for (size_t k = 0; k < parts[i].n; k++)
            w[n++] = of[k];
    }
    if (n > 0)
        qsort(w, n, sizeof *w, by_place);
    *out = (struct list) { w, n };
    return ERR_OK;
}

static enum err count_all(struct req *rq)
{
    int64_t n;

    rq->total = 0;
    for (size_t i = 0; i < SOURCES; i++) {
        TRY(sources[i]->count(rq, &n));
        rq->total += n;
    }
    return ERR_OK;
}

static enum err worklist(struct req *rq, const void *in, void *out)
{
    const struct worklist_params *p = rq->query;
    struct list parts[SOURCES], *items = out;
    struct place after;

    (void)in;
    TRY(read_cursor(rq, &p->page, &after));
    for (size_t i = 0; i < SOURCES; i++)
        TRY(sources[i]->read(rq, &after, page_rows(&p->page), &parts[i]));
    if (p->page.count == 1)
        TRY(count_all(rq));
    TRY(merge(rq, parts, items));
    return page_end(rq, &p->page, &work_item, items, cursor_of);
}

const struct route worklist_routes[] = {
    { "GET", "/worklist", "待办", RIGHT_WORKLIST, TX_READ, LISTS,
      .query = &worklist_params, .reply = &work_item, .handler = worklist },
    ROUTE_END
};
