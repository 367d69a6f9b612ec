/* 待办: duties of the unit that are due, and what it handed in that the bureau
 * has still to receive. */
#include "domain/actor.h"
#include "domain/duty.h"
#include "store/worklist_store.h"
#include "worklist.h"

static bool has(const struct req *rq)
{
    return role_may(rq->actor->role, RIGHT_DUTY_SUBMIT);
}

static enum err duty_query(struct req *rq, struct work_duty_query *q)
{
    char *soon = arena_alloc(rq->arena, CLOCK_DATE_MAX);
    int32_t day;

    if (!soon)
        return ERR_NO_MEMORY;
    if (!clock_date_days(rq->today, &day))
        return ERR_INVALID;
    clock_days_date(day + DUTY_REMIND_DAYS, soon);
    *q = (struct work_duty_query) { .unit = rq->actor->unit,
                                    .today = rq->today,
                                    .soon = soon,
                                    .account_id = rq->actor->account_id,
                                    .receives = role_may(rq->actor->role,
                                                         RIGHT_DUTY_RECEIVE) };
    return ERR_OK;
}

static enum err item_of(struct req *rq, const struct work_duty *d,
                        struct work_item *w)
{
    const struct duty_kind *k = duty_kind_of(d->duty);

    TRY(work_begin(rq, RANK_DUTY, d->id, "duties", d->id, w));
    w->kind = d->kind;
    w->title = code_label(&work_kinds, d->kind);
    w->subject = arena_printf(rq->arena, "%s（%s）", k ? k->label : d->duty,
                              d->unit_name);
    w->duty_id = d->id;
    work_end(rq, work_day_end(d->due_on), w);
    return w->subject ? ERR_OK : ERR_NO_MEMORY;
}

static enum err read_duties(struct req *rq, const struct place *after,
                            int64_t rows, struct list *out)
{
    char day[CLOCK_DATE_MAX];
    struct work_duty_query q;
    const struct work_duty *d;
    struct work_item *w;
    struct list found;

    *out = (struct list) { NULL, 0 };
    if (!has(rq))
        return ERR_OK;
    TRY(duty_query(rq, &q));
    q.after_id = work_day_after(after, RANK_DUTY, day);
    q.after_day = day;
    q.rows = rows;
    TRY(store_work_duties(rq->db, rq->arena, &q, &found));
    d = found.items;
    w = arena_array(rq->arena, found.n, sizeof *w);
    if (!w)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < found.n; i++)
        TRY(item_of(rq, &d[i], &w[i]));
    *out = (struct list) { w, found.n };
    return ERR_OK;
}

static enum err count_duties(struct req *rq, int64_t *n)
{
    struct work_duty_query q;

    *n = 0;
    if (!has(rq))
        return ERR_OK;
    TRY(duty_query(rq, &q));
    return store_work_duty_count(rq->db, &q, n);
}

const struct work_source work_duties = { read_duties, count_duties };
