/* 待办: leads that wait for the unit that handles them, and those whose children
 * the bureau has still to compare with the register. */
#include <string.h>

#include "domain/actor.h"
#include "domain/lead.h"
#include "store/setting_store.h"
#include "store/worklist_store.h"
#include "worklist.h"

static enum err lead_query(struct req *rq, enum rank rank,
                           struct work_lead_query *q)
{
    bool match = rank == RANK_LEAD_MATCH;

    *q = (struct work_lead_query) {
        .unit = rq->actor->unit,
        .today = rq->today,
        .office = role_may(rq->actor->role, RIGHT_LEAD_MATCH),
        .match = match,
    };
    return store_setting_int(
        rq->db, match ? SETTING_LEAD_MATCH_DAYS : SETTING_LEAD_HANDLE_DAYS,
        &q->days);
}

static bool has_leads(const struct req *rq)
{
    return role_may(rq->actor->role, RIGHT_LEAD_WRITE);
}

static enum err lead_item_of(struct req *rq, enum rank rank,
                             const struct work_lead *l, struct work_item *w)
{
    TRY(work_begin(rq, rank, l->id, "leads", l->id, w));
    w->kind = l->kind;
    w->title = code_label(&work_kinds, l->kind);
    w->subject = l->place_name ? l->place_name
                               : code_label(&lead_kind_codes, l->lead_kind);
    w->lead_id = l->id;
    work_end(rq, work_day_end(l->due_on), w);
    return ERR_OK;
}

static enum err read_leads_of(struct req *rq, enum rank rank,
                              const struct place *after, int64_t rows,
                              struct list *out)
{
    char day[CLOCK_DATE_MAX];
    struct work_lead_query q;
    const struct work_lead *l;
    struct work_item *w;
    struct list found;

    *out = (struct list) { NULL, 0 };
    if (!has_leads(rq))
        return ERR_OK;
    TRY(lead_query(rq, rank, &q));
    q.after_id = work_day_after(after, rank, day);
    q.after_day = day;
    q.rows = rows;
    TRY(store_work_leads(rq->db, rq->arena, &q, &found));
    l = found.items;
    w = arena_array(rq->arena, found.n, sizeof *w);
    if (!w)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < found.n; i++)
        TRY(lead_item_of(rq, rank, &l[i], &w[i]));
    *out = (struct list) { w, found.n };
    return ERR_OK;
}

static enum err count_leads_of(struct req *rq, enum rank rank, int64_t *n)
{
    struct work_lead_query q;

    *n = 0;
    if (!has_leads(rq))
        return ERR_OK;
    TRY(lead_query(rq, rank, &q));
    return store_work_lead_count(rq->db, &q, n);
}

static enum err read_leads(struct req *rq, const struct place *after,
                           int64_t rows, struct list *out)
{
    return read_leads_of(rq, RANK_LEAD, after, rows, out);
}

static enum err count_leads(struct req *rq, int64_t *n)
{
    return count_leads_of(rq, RANK_LEAD, n);
}

static enum err read_matches(struct req *rq, const struct place *after,
                             int64_t rows, struct list *out)
{
    return read_leads_of(rq, RANK_LEAD_MATCH, after, rows, out);
}

static enum err count_matches(struct req *rq, int64_t *n)
{
    return count_leads_of(rq, RANK_LEAD_MATCH, n);
}

const struct work_source work_leads = { read_leads, count_leads };
const struct work_source work_lead_matches = { read_matches, count_matches };
