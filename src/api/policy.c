/* Who a caller is and may, and the audit trail of writes and reads. */
#include "api/policy.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/routes.h"
#include "base/log.h"
#include "crypto/token.h"
#include "domain/actor.h"
#include "store/audit_store.h"
#include "store/session_store.h"
#include "store/setting_store.h"

#define MINUTE_MS INT64_C(60000)
#define CLOCK_SLACK_MS (5 * MINUTE_MS)
#define SEEN_SLOTS 1024   /* sessions; one that is pushed out writes sooner */
#define SHOWN_SLOTS 4096  /* reads; one that is pushed out is told twice */
#define WAITING_MAX 65536 /* access rows that wait for a disk with room */

/* An access row on its way. */
struct access_row {
    struct access_row *next;
    const struct route *route;
    enum role role;
    char unit[24];
    int64_t at, account_id, child;
};

struct keeper {
    struct policy p; /* first: handed out as this */
    struct writer *writer;
    const struct store *store;
    pthread_mutex_t lock;
    struct {
        int64_t session, at;
    } seen[SEEN_SLOTS];
    struct {
        int64_t account, child, at;
    } shown[SHOWN_SLOTS];
    struct access_row *waiting, **waiting_end; /* not yet in a job */
    struct access_row *taken;                  /* in the job under way */
    size_t waiting_n, lost;
    bool draining;
    struct write_job drain;
};

static struct keeper *keeper_of(const struct req *rq)
{
    return (struct keeper *)(uintptr_t)rq->policy;
}

/* ---- who asks --------------------------------------------------------------
 */
/* A session lives within both limits, also when the clock is set back. */
static enum err judge_session(struct req *rq, const struct session_row *s)
{
    bool bearer = strcmp(s->kind, "bearer") == 0;
    int64_t idle;

    if (bearer != (rq->credential == CREDENTIAL_BEARER) || s->disabled)
        return ERR_UNAUTHENTICATED;
    if (rq->now_ms >= s->expires_at ||
        rq->now_ms < s->created_at - CLOCK_SLACK_MS)
        return ERR_UNAUTHENTICATED;
    if (bearer)
        return ERR_OK;
    TRY(store_setting_int(rq->db, SETTING_SESSION_IDLE_MINUTES, &idle));
    return rq->now_ms - s->seen_at < idle * MINUTE_MS ? ERR_OK
                                                      : ERR_UNAUTHENTICATED;
}

static enum err fill_actor(struct req *rq, const struct session_row *s)
{
    struct actor *a = arena_alloc(rq->arena, sizeof *a);

    if (!a)
        return ERR_NO_MEMORY;
    *a = (struct actor) { .account_id = s->account_id,
                          .session_id = s->id,
                          .username = s->username,
                          .name = s->name,
                          .role = role_of(s->role),
                          .unit = s->unit,
                          .unit_name = s->unit_name,
                          .unit_path = s->unit_path,
                          .grade = s->grade,
                          .class = s->class,
                          .must_change = s->must_change };
    if (a->role == ROLE_N)
        return ERR_UNAUTHENTICATED;
    rq->actor = a;
    rq->principal.account_id = a->account_id;
    return actor_scope(a, rq->arena, &rq->principal.lo, &rq->principal.hi);
}

/* What must be done before anything else: a password of one's own, and the
 * second factor where the county asks for it. */
static enum err judge_duties(struct req *rq, const struct session_row *s)
{
    enum role role = rq->actor->role;
    int64_t required;

    if (rq->route->flags & UNCHANGED_PASSWORD)
        return ERR_OK;
    if (s->must_change)
        return ERR_PASSWORD_CHANGE;
    if (s->totp_confirmed || (role != ROLE_ADMIN && role != ROLE_AUDITOR))
        return ERR_OK;
    TRY(store_setting_int(rq->db, SETTING_TOTP_REQUIRED, &required));
    if (required)
        return req_refuse(rq, ERR_FORBIDDEN, "", "totp",
                          "本县要求您的角色使用动态口令，没有做任何改动。"
                          "请先在“我的账号”里绑定动态口令。");
    return ERR_OK;
}

static enum err authenticate(struct req *rq)
{
    struct session_row s;
    enum err e;

    if (!rq->token)
        return ERR_UNAUTHENTICATED;
    TRY(token_hash(rq->token, rq->session_hash));
    e = store_session_get(rq->db, rq->arena, rq->session_hash, &s);
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_UNAUTHENTICATED : e;
    TRY(judge_session(rq, &s));
    TRY(fill_actor(rq, &s));
    return judge_duties(rq, &s);
}

static bool may(const struct actor *actor, int right)
{
    return role_may(actor->role, (enum right)right);
}

static const char *name_of_right(int right)
{
    return right_name((enum right)right);
}

/* ---- the trail of writes ----------------------------------------------- */
/* "cases" of "/cases/{id}/actions/{action}". */
static const char *entity_of(struct arena *a, const struct route *r)
{
    return arena_strndup(a, r->path + 1, strcspn(r->path + 1, "/"));
}

static enum err audit(struct req *rq, struct db *db, enum err outcome)
{
    struct arena *a = rq->arena;
    struct audit_entry e = {
        .at = rq->now_ms,
        .action = arena_printf(a, "%s %s", rq->route->method, rq->route->path),
        .entity = entity_of(a, rq->route),
        .entity_id = rq->audit_entity_id,
        .outcome = err_row(outcome)->code,
        .detail = rq->audit_detail,
    };

    if (!e.action || !e.entity)
        return ERR_NO_MEMORY;
    if (rq->actor) {
        e.account_id = rq->actor->account_id;
        e.role = role_code(rq->actor->role);
        e.unit = rq->actor->unit;
    }
    if (!e.entity_id && rq->id)
        e.entity_id = arena_printf(a, "%lld", (long long)rq->id);
    if (!e.entity_id)
        e.entity_id = rq->key;
    else if (!e.detail && !rq->audit_entity_id)
        e.detail = rq->key; /* the action of a record */
    return store_audit_append(db, &e);
}

/* ---- sessions in use --------------------------------------------------- */
struct seen_job {
    struct write_job job;
    int64_t session, at;
};

static enum err seen_run(struct write_job *job, struct db *db)
{
    struct seen_job *s = (struct seen_job *)job;

    return store_session_seen(db, s->session, s->at);
}

static void seen_done(struct write_job *job, enum err result)
{
    (void)result;
    free(job);
}

/* True once a minute for each session. */
static bool seen_due(struct keeper *k, int64_t session, int64_t now)
{
    size_t i = (size_t)session % SEEN_SLOTS;
    bool due;

    pthread_mutex_lock(&k->lock);
    due = k->seen[i].session != session || now < k->seen[i].at ||
          now - k->seen[i].at >= MINUTE_MS;
    if (due) {
        k->seen[i].session = session;
        k->seen[i].at = now;
    }
    pthread_mutex_unlock(&k->lock);
    return due;
}

static void seen(const struct req *rq)
{
    struct keeper *k = keeper_of(rq);
    struct seen_job *s;

    if (!seen_due(k, rq->actor->session_id, rq->now_ms))
        return;
    s = calloc(1, sizeof *s);
    if (!s)
        return; /* the session then only seems a minute older */
    s->session = rq->actor->session_id;
    s->at = rq->now_ms;
    s->job.run = seen_run;
    s->job.done = seen_done;
    if (!writer_submit(k->writer, &s->job))
        free(s);
}

/* ---- the trail of reads ------------------------------------------------ */
static struct keeper *keeper_of_job(struct write_job *job)
{
    return (struct keeper *)((char *)job - offsetof(struct keeper, drain));
}

static enum err append_access(struct db *db, const struct access_row *r)
{
    char action[120], child[24];

    snprintf(action, sizeof action, "%s %s", r->route->method, r->route->path);
    snprintf(child, sizeof child, "%lld", (long long)r->child);
    return store_audit_append(
        db, &(struct audit_entry) { .at = r->at,
                                    .account_id = r->account_id,
                                    .role = role_code(r->role),
                                    .unit = r->unit,
                                    .action = action,
                                    .entity = "students",
                                    .entity_id = child,
                                    .outcome = err_row(ERR_OK)->code });
}

static enum err drain_run(struct write_job *job, struct db *db)
{
    struct keeper *k = keeper_of_job(job);

    pthread_mutex_lock(&k->lock);
    k->taken = k->waiting;
    k->waiting = NULL;
    k->waiting_end = &k->waiting;
    k->waiting_n = 0;
    pthread_mutex_unlock(&k->lock);
    for (const struct access_row *r = k->taken; r; r = r->next)
        TRY(append_access(db, r));
    return ERR_OK;
}

static void free_rows(struct access_row *r)
{
    struct access_row *next;

    for (; r; r = next) {
        next = r->next;
        free(r);
    }
}

/* Rows that were not written go back to the front. */
static void put_back(struct keeper *k)
{
    struct access_row **end = &k->taken;

    while (*end) {
        end = &(*end)->next;
        k->waiting_n++;
    }
    *end = k->waiting;
    if (!k->waiting)
        k->waiting_end = end == &k->taken ? &k->waiting : end;
    k->waiting = k->taken;
}

static void drain_done(struct write_job *job, enum err result)
{
    struct keeper *k = keeper_of_job(job);
    bool more;

    pthread_mutex_lock(&k->lock);
    if (result == ERR_OK)
        free_rows(k->taken);
    else
        put_back(k);
    k->taken = NULL;
    more = result == ERR_OK && k->waiting;
    k->draining = more;
    pthread_mutex_unlock(&k->lock);
    /* After a failure the next read tries again. */
    if (more && !writer_submit(k->writer, &k->drain)) {
        pthread_mutex_lock(&k->lock);
        k->draining = false;
        pthread_mutex_unlock(&k->lock);
    }
}

/* Under the lock: the same child shown to the same account within a minute is
 * one access. */
static bool shown_before(struct keeper *k, const struct access_row *r)
{
    size_t i = (size_t)(r->account_id * 31 + r->child) % SHOWN_SLOTS;
    bool before = k->shown[i].account == r->account_id &&
                  k->shown[i].child == r->child && r->at >= k->shown[i].at &&
                  r->at - k->shown[i].at < MINUTE_MS;

    if (!before) {
        k->shown[i].account = r->account_id;
        k->shown[i].child = r->child;
        k->shown[i].at = r->at;
    }
    return before;
}

/* Queues the row; false when it need not or cannot be kept. */
static bool keep_access(struct keeper *k, struct access_row *r, bool *submit)
{
    bool kept;

    pthread_mutex_lock(&k->lock);
    kept = !shown_before(k, r);
    if (kept && k->waiting_n == WAITING_MAX) {
        k->lost++;
        kept = false;
    }
    if (kept) {
        *k->waiting_end = r;
        k->waiting_end = &r->next;
        k->waiting_n++;
    }
    *submit = k->waiting && !k->draining;
    if (*submit)
        k->draining = true;
    pthread_mutex_unlock(&k->lock);
    return kept;
}

static void accessed(const struct req *rq)
{
    struct keeper *k = keeper_of(rq);
    struct access_row *r = calloc(1, sizeof *r);
    bool submit;

    if (!r) {
        log_line(LOG_ERROR, "access_row_lost", "\"fault\":\"ours\"");
        return;
    }
    r->route = rq->route;
    r->role = rq->actor->role;
    snprintf(r->unit, sizeof r->unit, "%s", rq->actor->unit);
    r->at = rq->now_ms;
    r->account_id = rq->actor->account_id;
    r->child = rq->audit_child;
    if (!keep_access(k, r, &submit))
        free(r);
    if (submit && !writer_submit(k->writer, &k->drain)) {
        pthread_mutex_lock(&k->lock);
        k->draining = false;
        pthread_mutex_unlock(&k->lock);
    }
}

/* ---- open and close ---------------------------------------------------- */
const struct store *policy_store(const struct policy *p)
{
    return ((const struct keeper *)p)->store;
}

struct policy policy_tables(void)
{
    return (struct policy) { .tables = route_tables,
                             .authenticate = authenticate,
                             .may = may,
                             .right_name = name_of_right,
                             .audit = audit };
}

enum err policy_open(struct writer *w, const struct store *s,
                     struct policy **out)
{
    struct keeper *k = calloc(1, sizeof *k);

    if (!k)
        return ERR_NO_MEMORY;
    k->store = s;
    k->p = policy_tables();
    k->p.seen = seen;
    k->p.accessed = accessed;
    k->writer = w;
    k->waiting_end = &k->waiting;
    k->drain.run = drain_run;
    k->drain.done = drain_done;
    pthread_mutex_init(&k->lock, NULL);
    *out = &k->p;
    return ERR_OK;
}

static enum err nothing(struct write_job *job, struct db *db)
{
    (void)job;
    (void)db;
    return ERR_OK;
}

/* What is on its way comes back before a job that was queued after it; at most
 * one more round is needed then, and one that fails ends it. */
#define SETTLE_ROUNDS 3

void policy_settle(struct policy *p)
{
    struct keeper *k = (struct keeper *)p;

    for (int i = 0; k && i < SETTLE_ROUNDS; i++) {
        struct write_job after = { .run = nothing };
        bool waiting, submit;

        pthread_mutex_lock(&k->lock);
        waiting = k->waiting || k->draining;
        submit = k->waiting && !k->draining;
        k->draining = waiting;
        pthread_mutex_unlock(&k->lock);
        if (!waiting)
            return;
        if (submit && !writer_submit(k->writer, &k->drain)) {
            pthread_mutex_lock(&k->lock);
            k->draining = false;
            pthread_mutex_unlock(&k->lock);
        }
        (void)writer_run(k->writer, &after);
    }
}

void policy_close(struct policy *p)
{
    struct keeper *k = (struct keeper *)p;

    if (!k)
        return;
    if (k->waiting_n + k->lost > 0)
        log_line(LOG_ERROR, "access_row_lost",
                 "\"fault\":\"ours\",\"rows\":%zu", k->waiting_n + k->lost);
    free_rows(k->waiting);
    pthread_mutex_destroy(&k->lock);
    free(k);
}
