/* 公告 over HTTP. */
#include <math.h>
#include <string.h>

#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/right.h"
#include "store/announcement_store.h"
#include "store/score_store.h"

/* ---- reading ----------------------------------------------------------- */
struct announcement_query {
    struct page page;
    const char *state;
    int64_t year;
};
static const struct field query_fields[] = {
    F_PAGE(announcement_query),
    F_CODE(announcement_query, state, "状态", OPTIONAL, announcement_states),
    F_INT(announcement_query, year, "年度", OPTIONAL, 2000, 2199), F_END
};
static const struct record announcement_query =
    RECORD(announcement_query, "AnnouncementQuery", "公告筛选", query_fields);

static enum err announcement_list(struct req *rq, const void *in, void *out)
{
    const struct announcement_query *q = rq->query;
    const struct act act = req_act(rq);
    struct announcement_filter f = { .state = q->state,
                                     .year = q->year,
                                     .rows = page_rows(&q->page) };
    struct list *found = out;
    struct announcement_row *n;

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.before));
    TRY(store_announcement_list(rq->db, rq->arena, &f, found));
    n = found->items;
    for (size_t i = 0; i < found->n; i++)
        announcement_describe(&n[i], &act);
    return page_end_id(rq, &q->page, &announcement_row, found);
}

static enum err show(struct req *rq, int64_t id, struct announcement_row *out)
{
    const struct act act = req_act(rq);

    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)id);
    TRY(store_announcement_get(rq->db, rq->arena, id, out));
    announcement_describe(out, &act);
    return ERR_OK;
}

static enum err announcement_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return show(rq, rq->id, out);
}

static enum err announcement_print(struct req *rq, const void *in, void *out)
{
    struct paper_set *set = out;

    (void)in;
    TRY(store_announcement_paper(rq->db, rq->arena, rq->id, set));
    set->printed_at = rq->now_ms;
    set->printed_by = rq->actor->name;
    set->printed_unit = rq->actor->unit_name;
    return ERR_OK;
}

/* ---- the draft --------------------------------------------------------- */
struct draft_query {
    int64_t year;
};
static const struct field draft_query_fields[] = {
    F_INT(draft_query, year, "年度", REQUIRED, 2000, 2199), F_END
};
static const struct record draft_query =
    RECORD(draft_query, "AnnouncementDraftQuery", "公告底稿的年度",
           draft_query_fields);

static enum err announcement_make(struct req *rq, const void *in, void *out)
{
    const struct draft_query *q = rq->query;
    const struct score_ask k = { q->year, rq->today, "township", NULL };
    struct announcement_draft *d = out;
    struct announcement_counts c;
    struct announcement_rank *ranks;
    const struct score_row *r;
    struct list rows;
    size_t n = 0;

    (void)in;
    TRY(store_announcement_counts(rq->db, rq->arena, q->year, rq->today, &c));
    TRY(store_scores(rq->db, rq->arena, &k, &rows));
    r = rows.items;
    ranks = arena_array(rq->arena, rows.n, sizeof *ranks);
    if (!ranks)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < rows.n && !isnan(r[i].score); i++)
        ranks[n++] = (struct announcement_rank) { r[i].unit_name, r[i].score };
    d->title = arena_printf(rq->arena, "%lld年控辍保学督导检查结果公告",
                            (long long)q->year);
    d->body = announcement_text(rq->arena, q->year, &c, ranks, n);
    return d->title && d->body ? ERR_OK : ERR_NO_MEMORY;
}

/* ---- writing ----------------------------------------------------------- */
/* Both at once, for it takes a look at every name of the register; only of what
 * is refused it matters in which of them it stands. */
static enum err check(struct req *rq, const char *title, const char *body)
{
    struct refusal why = { NULL, NULL, NULL }, own = { NULL, NULL, NULL };
    const char *both = arena_printf(rq->arena, "%s\n%s", title, body);
    enum err e;

    if (!both)
        return ERR_NO_MEMORY;
    e = store_announcement_check(rq->db, rq->arena, "body", both, &why);
    if (e == ERR_INVALID &&
        store_announcement_check(rq->db, rq->arena, "title", title, &own) == e)
        why = own;
    return req_refusal(rq, e, &why);
}

static enum err announcement_add(struct req *rq, const void *in, void *out)
{
    const struct announcement_in *body = in;
    const struct act act = req_act(rq);
    int64_t id;

    TRY(check(rq, body->title, body->body));
    TRY(store_announcement_add(rq->db, &act, body, &id));
    return show(rq, id, out);
}

/* As it is, in the state that an action wants. */
static enum err load(struct req *rq, const char *state,
                     struct announcement_row *n)
{
    struct refusal why = { NULL, NULL, NULL };

    TRY(store_announcement_get(rq->db, rq->arena, rq->id, n));
    n->version = rq->if_match;
    return req_refusal(rq, announcement_may(n, state, &why), &why);
}

static enum err announcement_change(struct req *rq, const void *in, void *out)
{
    const struct announcement_patch *body = in;
    struct announcement_row n;

    TRY(load(rq, "draft", &n));
    if (body->title)
        n.title = body->title;
    if (body->body)
        n.body = body->body;
    TRY(check(rq, n.title, n.body));
    TRY(store_announcement_change(rq->db, &n));
    return show(rq, rq->id, out);
}

/* Looked through again: children were registered since it was drafted. */
static enum err announcement_publish(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct announcement_row n;

    (void)in;
    TRY(load(rq, "draft", &n));
    TRY(check(rq, n.title, n.body));
    TRY(store_announcement_publish(rq->db, &act, &n));
    return show(rq, rq->id, out);
}

static enum err announcement_take_back(struct req *rq, const void *in,
                                       void *out)
{
    const struct announcement_withdraw *body = in;
    struct refusal why = { NULL, NULL, NULL };
    struct announcement_row n;

    TRY(load(rq, "published", &n));
    TRY(req_refusal(rq,
                    store_announcement_check(rq->db, rq->arena, "reason",
                                             body->reason, &why),
                    &why));
    TRY(store_announcement_withdraw(rq->db, &n, body->reason));
    return show(rq, rq->id, out);
}

const struct route announcement_routes[] = {
    { "GET", "/announcements", "公告列表", RIGHT_ANNOUNCEMENT_READ, TX_READ,
      LISTS, .query = &announcement_query, .reply = &announcement_row,
      .handler = announcement_list },
    { "GET", "/announcement-draft", "公告底稿", RIGHT_ANNOUNCE, TX_LONG, 0,
      .query = &draft_query, .reply = &announcement_draft,
      .handler = announcement_make },
    { "POST", "/announcements", "起草公告", RIGHT_ANNOUNCE, TX_WRITE, CREATES,
      .body = &announcement_in, .reply = &announcement_row,
      .handler = announcement_add },
    { "GET", "/announcements/{id}", "一份公告", RIGHT_ANNOUNCEMENT_READ,
      TX_READ, 0, .reply = &announcement_row, .find = &find_announcement,
      .handler = announcement_get },
    { "GET", "/announcements/{id}/paper", "打印公告", RIGHT_ANNOUNCEMENT_READ,
      TX_READ, AUDIT_FIRST, .reply = &paper_set, .find = &find_announcement,
      .handler = announcement_print },
    { "PATCH", "/announcements/{id}", "修改公告", RIGHT_ANNOUNCE, TX_WRITE,
      IF_MATCH, .body = &announcement_patch, .reply = &announcement_row,
      .find = &find_announcement, .handler = announcement_change },
    { "POST", "/announcements/{id}/publish", "发布公告", RIGHT_ANNOUNCE,
      TX_WRITE, IF_MATCH, .reply = &announcement_row,
      .find = &find_announcement, .handler = announcement_publish },
    { "POST", "/announcements/{id}/withdraw", "撤回公告", RIGHT_ANNOUNCE,
      TX_WRITE, IF_MATCH, .body = &announcement_withdraw,
      .reply = &announcement_row, .find = &find_announcement,
      .handler = announcement_take_back },
    ROUTE_END
};
