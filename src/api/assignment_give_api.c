/* Giving assignments (交办) over HTTP: one, to several units at once (联办), for
 * many cases at once; and what is done to many at once. */
#include <string.h>

#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/clean.h"
#include "store/assignment_store.h"
#include "store/case_store.h"

#define UNITS_MOST 14
#define BATCH_MOST 200

/* ---- bodies and replies ---- */
struct assignment_share {
    const char *unit, *task;
};
static const struct field share_fields[] = {
    F_TEXT(assignment_share, unit, "承办单位代码", REQUIRED, 1, 20),
    F_CODE(assignment_share, task, "事项", OPTIONAL, assignment_tasks), F_END
};
static const struct record assignment_share =
    RECORD(assignment_share, "AssignmentShare", "联办单位", share_fields);

struct assignment_ref {
    int64_t id;
};
static const struct field ref_fields[] = {
    F_ID(assignment_ref, id, "编号", REQUIRED), F_END
};
static const struct record assignment_ref =
    RECORD(assignment_ref, "AssignmentRef", "编号", ref_fields);

struct assignment_in {
    const char *unit, *task, *due_on, *note;
    struct list units, case_ids;
};
#define IN_FIELDS                                                              \
    F_TEXT(assignment_in, unit, "承办单位代码", OPTIONAL, 1, 20),              \
        F_LIST(assignment_in, units, "联办单位", OPTIONAL, UNITS_MOST,         \
               assignment_share),                                              \
        F_CODE(assignment_in, task, "事项", OPTIONAL, assignment_tasks),       \
        F_DATE(assignment_in, due_on, "办理期限", REQUIRED),                   \
        F_CLEAN(assignment_in, note, "要求", OPTIONAL | MULTILINE, 0, 1000,    \
                clean_text)
static const struct field of_case_fields[] = { IN_FIELDS, F_END };
static const struct record assignment_of_case =
    RECORD(assignment_in, "AssignmentIn", "交办", of_case_fields);
static const struct field in_fields[] = { IN_FIELDS,
                                          F_LIST(assignment_in, case_ids,
                                                 "个案", OPTIONAL, BATCH_MOST,
                                                 assignment_ref),
                                          F_END };
static const struct record assignment_in =
    RECORD(assignment_in, "AssignmentsIn", "批量交办", in_fields);

/* `id` and `version` are the first one's. */
struct assignment_batch {
    int64_t id, version;
    struct list items; /* struct assignment_brief */
};
static const struct field batch_fields[] = {
    F_ID(assignment_batch, id, "第一项的编号", REQUIRED),
    F_ID(assignment_batch, version, "第一项的版本", REQUIRED),
    F_LIST(assignment_batch, items, "各项", REQUIRED, BATCH_MOST,
           assignment_brief),
    F_END
};
static const struct record assignment_batch =
    RECORD(assignment_batch, "AssignmentBatch", "批量交办结果", batch_fields);

struct assignment_many {
    struct list assignments;
    const char *note;
};
static const struct field many_fields[] = {
    F_LIST(assignment_many, assignments, "交办", REQUIRED, BATCH_MOST,
           assignment_ref),
    F_CLEAN(assignment_many, note, "说明", OPTIONAL | MULTILINE, 0, 500,
            clean_text),
    F_END
};
static const struct record assignment_many =
    RECORD(assignment_many, "AssignmentMany", "批量办理", many_fields);

/* ---- what came of it ---- */
static enum err add_brief(struct req *rq, int64_t id,
                          struct assignment_batch *out)
{
    struct assignment_brief *b = out->items.items;
    struct assignment_row g;

    TRY(store_assignment_get(rq->db, rq->arena, id, &g));
    b[out->items.n++] =
        (struct assignment_brief) { g.id,     g.case_id, g.unit,   g.task,
                                    g.due_on, g.state,   g.version };
    out->id = b[0].id;
    out->version = b[0].version;
    return ERR_OK;
}

static enum err room_for(struct req *rq, size_t n, struct assignment_batch *out)
{
    out->items = (struct list) {
        arena_array(rq->arena, n, sizeof(struct assignment_brief)), 0
    };
    return out->items.items ? ERR_OK : ERR_NO_MEMORY;
}

/* The audit row of many names the first one and how many. */
static enum err note_audit(struct req *rq, const struct assignment_batch *out,
                           const char *what)
{
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)out->id);
    rq->audit_detail = arena_printf(rq->arena, "%s %zu", what, out->items.n);
    return rq->audit_entity_id && rq->audit_detail ? ERR_OK : ERR_NO_MEMORY;
}

/* ---- giving ---- */
/* Where in the body a share stands: the unit itself, or its place among
 * several. */
struct place {
    const struct assignment_in *in;
    size_t unit;
    size_t of_case;
    bool many_units, many_cases;
};

static const char *pointer_of(struct req *rq, const struct place *p,
                              const char *member)
{
    bool own = strcmp(member, "unit") == 0 || strcmp(member, "task") == 0;

    if (own && p->many_units)
        return arena_printf(rq->arena, "/units/%zu/%s", p->unit, member);
    if (!*member && p->many_cases)
        return arena_printf(rq->arena, "/case_ids/%zu", p->of_case);
    return *member ? arena_printf(rq->arena, "/%s", member) : "";
}

static enum err refuse_at(struct req *rq, const struct place *p, enum err e,
                          const struct assignment_give *g, int64_t other,
                          const struct refusal *why)
{
    const char *detail = why->detail, *of_case = "", *at;

    if (e == ERR_CONFLICT) {
        if (g->case_id != INT_NONE)
            of_case =
                arena_printf(rq->arena, "个案 %lld 的", (long long)g->case_id);
        detail = arena_printf(rq->arena,
                              "%s同一事项已经交给该单位，还没有办结（交办编号 "
                              "%lld），本次没有交办。请到那一项里催办，"
                              "或改选单位、事项。",
                              of_case ? of_case : "", (long long)other);
        rq->audit_detail = "assignment.open";
        at = pointer_of(rq, p, p->many_cases ? "" : "unit");
        return at && detail ? req_refuse(rq, e, at, "assignment.open", detail)
                            : ERR_NO_MEMORY;
    }
    if (!why->pointer)
        return e;
    rq->audit_detail = why->code;
    at = pointer_of(rq, p, why->pointer);
    return at ? req_refuse(rq, e, at, why->code, detail) : ERR_NO_MEMORY;
}

/* One case, or none, to all its units: those of one case act together. */
static enum err give_all(struct req *rq, const struct assignment_in *in,
                         const struct assignment_share *shares, size_t n,
                         struct place *at, const struct case_row *c,
                         struct assignment_batch *out)
{
    const struct act act = req_act(rq);
    int64_t together = INT_NONE;

    for (size_t i = 0; i < n; i++) {
        const struct assignment_give g = {
            .case_id = c ? c->id : INT_NONE,
            .student_id = c ? c->student_id : INT_NONE,
            .unit = shares[i].unit,
            .task = shares[i].task ? shares[i].task : in->task,
            .note = in->note,
            .due_on = in->due_on,
            .together = together,
        };
        struct refusal why = { NULL, NULL, NULL };
        int64_t id = INT_NONE;
        enum err e;

        at->unit = i;
        e = store_assignment_hand(rq->db, rq->arena, &act, &g, &id, &why);
        if (e != ERR_OK)
            return refuse_at(rq, at, e, &g, id, &why);
        together = together == INT_NONE ? id : together;
        TRY(add_brief(rq, id, out));
    }
    return ERR_OK;
}

static enum err check_in(struct req *rq, const struct assignment_in *in,
                         const struct assignment_share *s, size_t n)
{
    if ((in->unit != NULL) == (in->units.n > 0))
        return req_refuse(rq, ERR_INVALID, "/unit", "required",
                          "请选一个承办单位，或选几个联办单位，没有交办。");
    for (size_t i = 0; i < n; i++) {
        if (!s[i].task && !in->task)
            return req_refuse(rq, ERR_INVALID, "/task", "required",
                              "请选择交办事项，没有交办。");
        for (size_t k = 0; k < i; k++)
            if (strcmp(s[i].unit, s[k].unit) == 0 &&
                strcmp(s[i].task ? s[i].task : in->task,
                       s[k].task ? s[k].task : in->task) == 0)
                return req_refuse(rq, ERR_INVALID, "/units", "twice",
                                  "同一单位的同一事项选了两次，没有交办。"
                                  "请去掉一个。");
    }
    if (in->case_ids.n * n > BATCH_MOST)
        return req_refuse(rq, ERR_INVALID, "/case_ids", "range",
                          "一次最多交办 200 项，没有交办。请分几次交办。");
    return ERR_OK;
}

/* All or nothing: the request's savepoint goes back at the first refusal. */
static enum err give(struct req *rq, const struct assignment_in *in,
                     const struct case_row *c, struct assignment_batch *out)
{
    const struct assignment_share one = { in->unit, NULL };
    const struct assignment_share *s = in->units.n ? in->units.items : &one;
    const struct assignment_ref *ids = in->case_ids.items;
    size_t n = in->units.n ? in->units.n : 1;
    struct place at = { in, 0, 0, in->units.n > 0, in->case_ids.n > 0 };
    struct case_row row;

    TRY(check_in(rq, in, s, n));
    TRY(room_for(rq, n * (in->case_ids.n + 1), out));
    if (in->case_ids.n == 0)
        TRY(give_all(rq, in, s, n, &at, c, out));
    for (size_t i = 0; i < in->case_ids.n; i++) {
        enum err e = store_case_get(rq->db, rq->arena, ids[i].id, &row);

        at.of_case = i;
        if (e == ERR_NOT_FOUND)
            return req_refuse(rq, ERR_INVALID, pointer_of(rq, &at, ""),
                              "unknown",
                              "选中的个案里有您看不到或不存在的，全部没有交办。"
                              "请刷新列表后重新选择。");
        TRY(e);
        TRY(give_all(rq, in, s, n, &at, &row, out));
    }
    return note_audit(rq, out, "give");
}

static enum err give_of_case(struct req *rq, const void *in, void *out)
{
    struct case_row c;

    TRY(store_case_get(rq->db, rq->arena, rq->id, &c));
    return give(rq, in, &c, out);
}

static enum err give_many(struct req *rq, const void *in, void *out)
{
    return give(rq, in, NULL, out);
}

/* ---- many at once ---- */
static enum err act_on_one(struct req *rq, const struct act *act,
                           const struct assignment_action *x, int64_t id,
                           const void *in, size_t place)
{
    const char *at = arena_printf(rq->arena, "/assignments/%zu", place);
    struct refusal why = { NULL, NULL, NULL };
    enum err e = store_assignment_act(rq->db, rq->arena, act, x, id, in, &why);

    if (e == ERR_OK)
        return e;
    if (!at)
        return ERR_NO_MEMORY;
    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, at, "unknown",
                          "选中的交办里有您看不到或不存在的，全部没有办理。"
                          "请刷新列表后重新选择。");
    if (!why.pointer)
        return e;
    rq->audit_detail = why.code;
    return req_refuse(rq, e, at, why.code, why.detail);
}

static enum err act_on_many(struct req *rq, const char *action, const void *in,
                            const struct assignment_many *many,
                            struct assignment_batch *out)
{
    const struct assignment_action *x = assignment_action_of(action);
    const struct assignment_ref *refs = many->assignments.items;
    const struct act act = req_act(rq);

    if (many->assignments.n == 0)
        return req_refuse(rq, ERR_INVALID, "/assignments", "required",
                          "没有选中交办，没有做任何改动。请先选择。");
    TRY(room_for(rq, many->assignments.n, out));
    for (size_t i = 0; i < many->assignments.n; i++) {
        TRY(act_on_one(rq, &act, x, refs[i].id, in, i));
        TRY(add_brief(rq, refs[i].id, out));
    }
    return note_audit(rq, out, action);
}

static enum err remind_many(struct req *rq, const void *in, void *out)
{
    const struct assignment_many *many = in;
    const struct assignment_remind body = { { NULL, 0 }, many->note };

    return act_on_many(rq, "remind", &body, many, out);
}

/* Takes back what was just given to many. */
static enum err withdraw_many(struct req *rq, const void *in, void *out)
{
    const struct assignment_many *many = in;
    const struct assignment_withdraw body = { { NULL, 0 }, many->note };

    return act_on_many(rq, "withdraw", &body, many, out);
}

/* ---- the table of tasks ---- */
static enum err task_list(struct req *rq, const void *in, void *out)
{
    (void)in;
    return assignment_task_views(rq->arena, out);
}

const struct route giving_routes[] = {
    { "GET", "/assignment-tasks", "交办事项表", RIGHT_ASSIGNMENT_READ, TX_READ,
      LISTS, .reply = &task_view, .handler = task_list },
    { "POST", "/assignments", "交办或批量交办", RIGHT_ASSIGNMENT_GIVE, TX_WRITE,
      CREATES, .body = &assignment_in, .reply = &assignment_batch,
      .handler = give_many },
    { "POST", "/cases/{id}/assignments", "交办个案", RIGHT_ASSIGNMENT_GIVE,
      TX_WRITE, CREATES, .body = &assignment_of_case,
      .reply = &assignment_batch, .find = &find_case, .handler = give_of_case },
    { "POST", "/assignments/remind", "批量催办", RIGHT_ASSIGNMENT_GIVE,
      TX_WRITE, 0, .body = &assignment_many, .reply = &assignment_batch,
      .handler = remind_many },
    { "POST", "/assignments/withdraw", "批量撤回", RIGHT_ASSIGNMENT_GIVE,
      TX_WRITE, 0, .body = &assignment_many, .reply = &assignment_batch,
      .handler = withdraw_many },
    ROUTE_END
};
