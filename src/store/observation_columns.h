/* When an observation waits for the principal, said once. */
#ifndef STORE_OBSERVATION_COLUMNS_H
#define STORE_OBSERVATION_COLUMNS_H

/* Nobody has reported the child since, made a plan for it, or said what was
 * done. */
#define OBSERVATION_WAITS                                                      \
    "(o.concern = 'act' AND o.done_at IS NULL"                                 \
    " AND NOT EXISTS (SELECT 1 FROM my_case w"                                 \
    "   WHERE w.student_id = o.student_id AND w.opened_at > o.at)"             \
    " AND NOT EXISTS (SELECT 1 FROM my_plan w"                                 \
    "   WHERE w.student_id = o.student_id AND w.made_at > o.at))"

#endif
