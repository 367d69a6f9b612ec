/* 待办: inspections that are due; 限期整改, hazards and 决议 for the unit that does
 * them and for those who look. */
#include "domain/actor.h"
#include "domain/rectification.h"
#include "store/worklist_store.h"
#include "worklist.h"

static enum err make_query(struct req *rq, struct work_supervision_query *q)
{
    char *soon = arena_alloc(rq->arena, CLOCK_DATE_MAX);
    int32_t day;

    if (!soon)
        return ERR_NO_MEMORY;
    if (!clock_date_days(rq->today, &day))
        return ERR_INVALID;
    clock_days_date(day + RECTIFICATION_REMIND_DAYS, soon);
    *q = (struct work_supervision_query) { .unit = rq->actor->unit,
                                           .today = rq->today,
                                           .soon = soon };
    return ERR_OK;
}

static enum err item_of(struct req *rq, enum rank rank, const char *page,
                        const struct work_supervision *s, struct work_item *w)
{
    TRY(work_begin(rq, rank, s->id, page, s->id, w));
    w->kind = s->kind;
    w->title = code_label(&work_kinds, s->kind);
    w->subject = s->unit_name;
    if (rank == RANK_INSPECTION)
        w->inspection_id = s->id;
    else if (rank == RANK_HAZARD)
        w->hazard_id = s->id;
    else if (rank == RANK_RECTIFICATION)
        w->rectification_id = s->id;
    else
        w->resolution_id = s->id;
    work_end(rq, work_day_end(s->due_on), w);
    return ERR_OK;
}

typedef enum err (*find_fn)(struct db *db, struct arena *a,
                            const struct work_supervision_query *q,
                            struct list *out);

static enum err read_of(struct req *rq, enum rank rank, const char *page,
                        find_fn find, const struct place *after, int64_t rows,
                        struct list *out)
{
    char day[CLOCK_DATE_MAX];
    struct work_supervision_query q;
    const struct work_supervision *s;
    struct work_item *w;
    struct list found;

    TRY(make_query(rq, &q));
    q.after_id = work_day_after(after, rank, day);
    q.after_day = day;
    q.rows = rows;
    TRY(find(rq->db, rq->arena, &q, &found));
    s = found.items;
    w = arena_array(rq->arena, found.n, sizeof *w);
    if (!w)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < found.n; i++)
        TRY(item_of(rq, rank, page, &s[i], &w[i]));
    *out = (struct list) { w, found.n };
    return ERR_OK;
}

static bool inspects(const struct req *rq)
{
    return role_may(rq->actor->role, RIGHT_INSPECT);
}

static enum err read_inspections(struct req *rq, const struct place *after,
                                 int64_t rows, struct list *out)
{
    *out = (struct list) { NULL, 0 };
    return inspects(rq) ? read_of(rq, RANK_INSPECTION, "inspections",
                                  store_work_inspections, after, rows, out)
                        : ERR_OK;
}

static enum err count_inspections(struct req *rq, int64_t *n)
{
    struct work_supervision_query q;

    *n = 0;
    if (!inspects(rq))
        return ERR_OK;
    TRY(make_query(rq, &q));
    return store_work_inspection_count(rq->db, &q, n);
}

static bool rectifies(const struct req *rq)
{
    return role_may(rq->actor->role, RIGHT_RECTIFICATION_ACT);
}

static enum err read_rectifications(struct req *rq, const struct place *after,
                                    int64_t rows, struct list *out)
{
    *out = (struct list) { NULL, 0 };
    return rectifies(rq) ? read_of(rq, RANK_RECTIFICATION, "rectifications",
                                   store_work_rectifications, after, rows, out)
                         : ERR_OK;
}

static enum err count_rectifications(struct req *rq, int64_t *n)
{
    struct work_supervision_query q;

    *n = 0;
    if (!rectifies(rq))
        return ERR_OK;
    TRY(make_query(rq, &q));
    return store_work_rectification_count(rq->db, &q, n);
}

static bool mends(const struct req *rq)
{
    return role_may(rq->actor->role, RIGHT_HAZARD_ACT);
}

static enum err read_hazards(struct req *rq, const struct place *after,
                             int64_t rows, struct list *out)
{
    *out = (struct list) { NULL, 0 };
    return mends(rq) ? read_of(rq, RANK_HAZARD, "hazards", store_work_hazards,
                               after, rows, out)
                     : ERR_OK;
}

static enum err count_hazards(struct req *rq, int64_t *n)
{
    struct work_supervision_query q;

    *n = 0;
    if (!mends(rq))
        return ERR_OK;
    TRY(make_query(rq, &q));
    return store_work_hazard_count(rq->db, &q, n);
}

static bool resolves(const struct req *rq)
{
    return role_may(rq->actor->role, RIGHT_RESOLUTION_ACT);
}

static enum err read_resolutions(struct req *rq, const struct place *after,
                                 int64_t rows, struct list *out)
{
    *out = (struct list) { NULL, 0 };
    return resolves(rq) ? read_of(rq, RANK_RESOLUTION, "resolutions",
                                  store_work_resolutions, after, rows, out)
                        : ERR_OK;
}

static enum err count_resolutions(struct req *rq, int64_t *n)
{
    struct work_supervision_query q;

    *n = 0;
    if (!resolves(rq))
        return ERR_OK;
    TRY(make_query(rq, &q));
    return store_work_resolution_count(rq->db, &q, n);
}

const struct work_source work_inspections = { read_inspections,
                                              count_inspections };
const struct work_source work_rectifications = { read_rectifications,
                                                 count_rectifications };
const struct work_source work_hazards = { read_hazards, count_hazards };
const struct work_source work_resolutions = { read_resolutions,
                                              count_resolutions };
