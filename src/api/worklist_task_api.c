/* 待办 from assignments, incidents and observations. */
#include "api/act.h"
#include "domain/actor.h"
#include "domain/assignment.h"
#include "domain/codes.h"
#include "domain/incident.h"
#include "domain/observation.h"
#include "domain/right.h"
#include "worklist.h"

/* ---- assignments ---- */
/* Departments do them; those who give them look at what was reported. */
static bool has_assignments(const struct req *rq)
{
    return role_may(rq->actor->role, RIGHT_ASSIGNMENT_DO) ||
           role_may(rq->actor->role, RIGHT_ASSIGNMENT_GIVE);
}

static const char *kind_of(const char *state)
{
    switch (assignment_state_of(state)) {
    case TASK_ASSIGNED:
        return "task_accept";
    case TASK_ACCEPTED:
        return "task_report";
    case TASK_REPORTED:
        return "task_review";
    default:
        return "task_again";
    }
}

static enum err assignment_item_of(struct req *rq,
                                   const struct work_assignment *g,
                                   struct work_item *w)
{
    TRY(work_begin(rq, RANK_ASSIGNMENT, g->id, "assignments", g->id, w));
    w->kind = kind_of(g->state);
    w->title =
        arena_printf(rq->arena, "%s：%s", code_label(&work_kinds, w->kind),
                     code_label(&assignment_tasks, g->task));
    w->subject = g->student_name ? g->student_name : g->unit_name;
    w->assignment_id = g->id;
    w->case_id = g->case_id;
    w->student_id = g->student_id;
    work_end(rq, work_day_end(g->due_on), w);
    return w->title ? ERR_OK : ERR_NO_MEMORY;
}

static enum err read_assignments(struct req *rq, const struct place *after,
                                 int64_t rows, struct list *out)
{
    char day[CLOCK_DATE_MAX];
    const struct act act = req_act(rq);
    struct work_assignment_query q = {
        rq->actor->unit, &act, day, work_day_after(after, RANK_ASSIGNMENT, day),
        rows
    };
    const struct work_assignment *g;
    struct work_item *w;
    struct list found;

    *out = (struct list) { NULL, 0 };
    if (!has_assignments(rq))
        return ERR_OK;
    TRY(store_work_assignments(rq->db, rq->arena, &q, &found));
    g = found.items;
    w = arena_array(rq->arena, found.n, sizeof *w);
    if (!w)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < found.n; i++)
        TRY(assignment_item_of(rq, &g[i], &w[i]));
    *out = (struct list) { w, found.n };
    return ERR_OK;
}

static enum err count_assignments(struct req *rq, int64_t *n)
{
    *n = 0;
    return has_assignments(rq)
               ? store_work_assignment_count(rq->db, rq->actor->unit, n)
               : ERR_OK;
}

/* ---- incidents: joint work of the units that handle them ---- */
static struct work_place place_in(const struct req *rq,
                                  const struct place *after, enum rank rank,
                                  int64_t rows)
{
    return (struct work_place) { .unit = rq->actor->unit,
                                 .after_due = after->due,
                                 .after_id = work_id_after(after, rank),
                                 .rows = rows };
}

static enum err read_incidents(struct req *rq, const struct place *after,
                               int64_t rows, struct list *out)
{
    const struct work_place p = place_in(rq, after, RANK_INCIDENT, rows);
    const struct work_incident *g;
    struct work_item *w;
    struct list found;

    *out = (struct list) { NULL, 0 };
    if (!role_may(rq->actor->role, RIGHT_INCIDENT_WRITE))
        return ERR_OK;
    TRY(store_work_incidents(rq->db, rq->arena, &p, &found));
    g = found.items;
    w = arena_array(rq->arena, found.n, sizeof *w);
    if (!w)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < found.n; i++) {
        TRY(work_begin(rq, RANK_INCIDENT, g[i].id, "incidents", g[i].id,
                       &w[i]));
        w[i].kind = "incident";
        w[i].title = arena_printf(rq->arena, "处置%s",
                                  code_label(&incident_kinds, g[i].kind));
        w[i].subject = g[i].subject;
        w[i].incident_id = g[i].id;
        work_end(rq, g[i].due_at, &w[i]);
        if (!w[i].title)
            return ERR_NO_MEMORY;
    }
    *out = (struct list) { w, found.n };
    return ERR_OK;
}

static enum err count_incidents(struct req *rq, int64_t *n)
{
    *n = 0;
    return role_may(rq->actor->role, RIGHT_INCIDENT_WRITE)
               ? store_work_incident_count(rq->db, rq->actor->unit, n)
               : ERR_OK;
}

/* ---- observations: the principal acts on the gravest ---- */
static enum err read_observations(struct req *rq, const struct place *after,
                                  int64_t rows, struct list *out)
{
    const struct work_place p = place_in(rq, after, RANK_OBSERVATION, rows);
    const struct work_observation *o;
    struct work_item *w;
    struct list found;

    *out = (struct list) { NULL, 0 };
    if (rq->actor->role != ROLE_SCHOOL_HEAD)
        return ERR_OK;
    TRY(store_work_observations(rq->db, rq->arena, &p, &found));
    o = found.items;
    w = arena_array(rq->arena, found.n, sizeof *w);
    if (!w)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < found.n; i++) {
        TRY(work_begin(rq, RANK_OBSERVATION, o[i].id, "students",
                       o[i].student_id, &w[i]));
        w[i].kind = "observation";
        w[i].title = arena_printf(rq->arena, "%s：%s",
                                  code_label(&work_kinds, w[i].kind),
                                  code_label(&observation_kinds, o[i].kind));
        w[i].subject = o[i].subject;
        w[i].observation_id = o[i].id;
        w[i].student_id = o[i].student_id;
        work_end(rq, o[i].due_at, &w[i]);
        if (!w[i].title)
            return ERR_NO_MEMORY;
    }
    *out = (struct list) { w, found.n };
    return ERR_OK;
}

static enum err count_observations(struct req *rq, int64_t *n)
{
    *n = 0;
    return rq->actor->role == ROLE_SCHOOL_HEAD
               ? store_work_observation_count(rq->db, n)
               : ERR_OK;
}

const struct work_source work_assignments = { read_assignments,
                                              count_assignments };
const struct work_source work_incidents = { read_incidents, count_incidents };
const struct work_source work_observations = { read_observations,
                                               count_observations };
