/* What the sources of the worklist share. */
#ifndef API_WORKLIST_SOURCE_H
#define API_WORKLIST_SOURCE_H

#include "domain/worklist.h"
#include "http/request.h"

/* Where a page begins: after (due, rank, id).  At one instant the sources come
 * in the order of their ranks. */
enum rank {
    RANK_ROUND,
    RANK_CASE,
    RANK_ASSIGNMENT,
    RANK_INCIDENT,
    RANK_OBSERVATION
};
struct place {
    int64_t due, rank, id;
};

/* The id after which a source of this rank goes on at the page's instant. */
int64_t work_id_after(const struct place *after, enum rank rank);

/* Clears an item and gives it its id, "what-12", and its page. */
enum err work_item_begin(struct req *rq, const char *what, int64_t id,
                         const char *page, struct work_item *w);

/* Sets when it is due, and whether that is past. */
void work_item_end(const struct req *rq, int64_t due, struct work_item *w);

/* Sources: at most `rows` struct work_item after the place, in its order, and
 * how many there are in all. */
enum err work_read_incidents(struct req *rq, const struct place *after,
                             int64_t rows, struct list *out);
enum err work_count_incidents(struct req *rq, int64_t *n);
enum err work_read_observations(struct req *rq, const struct place *after,
                                int64_t rows, struct list *out);
enum err work_count_observations(struct req *rq, int64_t *n);

#endif
