/* 待办 from around the cases: incidents and observations. */
#include "domain/actor.h"
#include "domain/incident.h"
#include "domain/observation.h"
#include "domain/right.h"
#include "store/worklist_store.h"
#include "worklist_source.h"

/* ---- incidents: joint work of the units that handle them ---- */
static struct work_place place_in(const struct req *rq,
                                  const struct place *after, enum rank rank,
                                  int64_t rows)
{
    return (struct work_place) { rq->actor->unit, after->due,
                                 work_id_after(after, rank), rows };
}

enum err work_read_incidents(struct req *rq, const struct place *after,
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
        TRY(work_item_begin(rq, "incident", g[i].id, "incidents", &w[i]));
        w[i].kind = "incident";
        w[i].title = arena_printf(rq->arena, "处置%s",
                                  code_label(&incident_kinds, g[i].kind));
        w[i].subject = g[i].subject;
        w[i].incident_id = g[i].id;
        work_item_end(rq, g[i].due_at, &w[i]);
        if (!w[i].title)
            return ERR_NO_MEMORY;
    }
    *out = (struct list) { w, found.n };
    return ERR_OK;
}

enum err work_count_incidents(struct req *rq, int64_t *n)
{
    *n = 0;
    return role_may(rq->actor->role, RIGHT_INCIDENT_WRITE)
               ? store_work_incident_count(rq->db, rq->actor->unit, n)
               : ERR_OK;
}

/* ---- observations: the principal acts on the gravest ---- */
enum err work_read_observations(struct req *rq, const struct place *after,
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
        TRY(work_item_begin(rq, "observation", o[i].id, "students", &w[i]));
        w[i].kind = "observation";
        w[i].title = arena_printf(rq->arena, "%s：%s",
                                  code_label(&work_kinds, w[i].kind),
                                  code_label(&observation_kinds, o[i].kind));
        w[i].link = arena_printf(rq->arena, "/students/%lld",
                                 (long long)o[i].student_id);
        w[i].subject = o[i].subject;
        w[i].observation_id = o[i].id;
        w[i].student_id = o[i].student_id;
        work_item_end(rq, o[i].due_at, &w[i]);
        if (!w[i].title || !w[i].link)
            return ERR_NO_MEMORY;
    }
    *out = (struct list) { w, found.n };
    return ERR_OK;
}

enum err work_count_observations(struct req *rq, int64_t *n)
{
    *n = 0;
    return rq->actor->role == ROLE_SCHOOL_HEAD
               ? store_work_observation_count(rq->db, n)
               : ERR_OK;
}
