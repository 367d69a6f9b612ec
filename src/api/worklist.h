/* The sources of 待办: each reads its own part of the list, in one order. */
#ifndef API_WORKLIST_H
#define API_WORKLIST_H

#include "base/clock.h"
#include "domain/worklist.h"
#include "http/request.h"
#include "store/worklist_store.h"

/* Where a page begins: after (due, rank, id).  At one instant the sources come
 * in the order of their ranks. */
enum rank {
    RANK_ROUND,
    RANK_CASE,
    RANK_ASSIGNMENT,
    RANK_INCIDENT,
    RANK_OBSERVATION,
    RANK_SEAT,
    RANK_CONVENING,
    RANK_PAPER,
    RANK_LEAD,
    RANK_LEAD_MATCH,
    RANK_DUTY,
    RANK_INSPECTION,
    RANK_RECTIFICATION,
    RANK_TRANSFER,
    RANK_HAZARD,
    RANK_RESOLUTION,
    RANK_MATERIAL,
    RANK_TRAINING,
    RANK_CONFIRMATION,
    RANK_SIGNOFF,
};
struct place {
    int64_t due, rank, id;
};

struct work_source {
    /* struct work_item after the place, in its order, at most `rows`. */
    enum err (*read)(struct req *rq, const struct place *after, int64_t rows,
                     struct list *out);
    enum err (*count)(struct req *rq, int64_t *n);
};
extern const struct work_source work_assignments, work_incidents,
    work_observations, work_seats, work_convening, work_papers, work_leads,
    work_lead_matches, work_duties, work_inspections, work_rectifications,
    work_transfers, work_hazards, work_resolutions, work_materials,
    work_training, work_confirmations, work_signoffs;

/* What every item has: its name in the list, and the page that it opens. */
enum err work_begin(struct req *rq, enum rank rank, int64_t id,
                    const char *page, int64_t page_id, struct work_item *w);
/* Its due date, INT_NONE for none. */
void work_end(const struct req *rq, int64_t due, struct work_item *w);

/* Does it come after the place?  For a source of few items, which reads all. */
bool work_is_after(const struct work_item *w, const struct place *after);

/* The last instant of a day; INT_NONE of none. */
int64_t work_day_end(const char *day);

/* After which day, and which id of it (the value), a source goes on whose items
 * are due at the end of a day. */
int64_t work_day_after(const struct place *after, enum rank rank,
                       char day[CLOCK_DATE_MAX]);

/* The id after which a source of this rank goes on at the page's instant. */
int64_t work_id_after(const struct place *after, enum rank rank);

#endif
