/* 待办: children to be received, and those gone outside to be confirmed. */
#include "domain/actor.h"
#include "store/worklist_store.h"
#include "worklist.h"

static bool has(const struct req *rq)
{
    return role_may(rq->actor->role, RIGHT_TRANSFER_WRITE);
}

static struct work_transfer_query query_of(const struct req *rq)
{
    return (struct work_transfer_query) {
        .unit = rq->actor->unit,
        .office = rq->actor->role == ROLE_BUREAU ||
                  rq->actor->role == ROLE_BUREAU_LEAD,
    };
}

static enum err item_of(struct req *rq, const struct work_transfer *t,
                        struct work_item *w)
{
    TRY(work_begin(rq, RANK_TRANSFER, t->id, "transfers", t->id, w));
    w->kind = t->kind;
    w->title = code_label(&work_kinds, t->kind);
    w->subject = t->subject;
    w->student_id = t->student_id;
    w->transfer_id = t->id;
    work_end(rq, work_day_end(t->due_on), w);
    return ERR_OK;
}

static enum err read_transfers(struct req *rq, const struct place *after,
                               int64_t rows, struct list *out)
{
    struct work_transfer_query q = query_of(rq);
    char day[CLOCK_DATE_MAX];
    const struct work_transfer *t;
    struct work_item *w;
    struct list found;

    *out = (struct list) { NULL, 0 };
    if (!has(rq))
        return ERR_OK;
    q.after_id = work_day_after(after, RANK_TRANSFER, day);
    q.after_day = day;
    q.rows = rows;
    TRY(store_work_transfers(rq->db, rq->arena, &q, &found));
    t = found.items;
    w = arena_array(rq->arena, found.n, sizeof *w);
    if (!w)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < found.n; i++)
        TRY(item_of(rq, &t[i], &w[i]));
    *out = (struct list) { w, found.n };
    return ERR_OK;
}

static enum err count_transfers(struct req *rq, int64_t *n)
{
    const struct work_transfer_query q = query_of(rq);

    *n = 0;
    return has(rq) ? store_work_transfer_count(rq->db, &q, n) : ERR_OK;
}

const struct work_source work_transfers = { read_transfers, count_transfers };
