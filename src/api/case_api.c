/* Cases over HTTP: lists, one case with what may be done, flags, actions. */
#include <stdlib.h>

#include "api/act.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/codes.h"
#include "domain/teaching.h"
#include "store/case_store.h"
#include "store/place_store.h"

/* ---- lists ---- */
static const struct code order_rows[] = { { "id", "编号" },
                                          { "due", "期限" },
                                          { NULL, NULL } };
static const struct code_table orders = { "case_order", "排序", order_rows };

struct case_query {
    struct page page;
    const char *state, *kind, *level, *disposition, *division, *school;
    int64_t overdue, mine, this_school_year;
    const char *order;
};
static const struct field case_query_fields[] = {
    F_PAGE(case_query),
    F_CODE(case_query, state, "状态", OPTIONAL, case_states),
    F_CODE(case_query, kind, "类别", OPTIONAL, case_kinds),
    F_CODE(case_query, level, "责任层级", OPTIONAL, case_levels),
    F_CODE(case_query, disposition, "处置类别", OPTIONAL, dispositions),
    F_TEXT(case_query, division, "区划代码", OPTIONAL, 1, 15),
    F_TEXT(case_query, school, "学校标识码", OPTIONAL, 1, 10),
    F_BOOL(case_query, overdue, "已超期", OPTIONAL),
    F_BOOL(case_query, mine, "待我办理", OPTIONAL),
    F_CODE(case_query, order, "排序", OPTIONAL, orders),
    F_BOOL(case_query, this_school_year, "本学年立案", OPTIONAL),
    F_END
};
static const struct record case_query =
    RECORD(case_query, "CaseQuery", "个案筛选", case_query_fields);

/* A division and a school at once would be two ranges. */
static enum err range_of(struct req *rq, const struct case_query *q,
                         struct case_filter *f)
{
    struct division_row d;
    enum err e;

    if (q->division && q->school)
        return req_refuse(rq, ERR_INVALID, "/school", "conflict",
                          "区划和学校只能选一个。");
    if (q->school) {
        f->lo = arena_printf(rq->arena, "S%s/", q->school);
    } else if (q->division) {
        e = store_division_get(rq->db, rq->arena, q->division, &d);
        if (e == ERR_NOT_FOUND)
            return req_refuse(rq, ERR_INVALID, "/division", "unknown",
                              "没有这个区划。");
        TRY(e);
        f->lo = d.path;
    } else {
        return ERR_OK;
    }
    f->hi = f->lo ? place_range_end(rq->arena, f->lo) : NULL;
    return f->hi ? ERR_OK : ERR_NO_MEMORY;
}

/* What waits for whoever has no level of its own: nothing. */
static void only_mine(const struct req *rq, struct case_filter *f)
{
    enum case_level level = role_level(rq->actor->role);

    f->mine = level < LEVEL_N ? case_level_code(level) : "";
    f->approvals = outcomes_approved_by(rq->actor->role, rq->arena);
}

static enum err cursor_in(struct req *rq, const struct case_query *q,
                          struct case_filter *f)
{
    char *end;

    if (!f->by_due)
        return page_after_id(rq, &q->page, &f->after_id);
    f->after_due = -1;
    if (!q->page.cursor)
        return ERR_OK;
    f->after_due = strtoll(q->page.cursor, &end, 10);
    if (*end == '.')
        f->after_id = strtoll(end + 1, &end, 10);
    if (*end || f->after_due < 0)
        return req_refuse(rq, ERR_INVALID, "/cursor", "cursor",
                          "下一页标记不对，请从第一页重新翻。");
    return ERR_OK;
}

static const char *due_cursor(struct arena *a, const void *row)
{
    const struct case_item *i = row;
    int64_t due = i->c.due_at == INT_NONE ? INT64_MAX : i->c.due_at;

    return arena_printf(a, "%lld.%lld", (long long)due, (long long)i->c.id);
}

/* Which cases a query means; the page is left at its start. */
static enum err filter_of(struct req *rq, const struct case_query *q,
                          struct case_filter *f)
{
    *f = (struct case_filter) { .state = q->state,
                                .kind = q->kind,
                                .level = q->level,
                                .disposition = q->disposition,
                                .overdue = q->overdue,
                                .now = rq->now_ms,
                                .by_due = q->order && *q->order == 'd',
                                .rows = page_rows(&q->page) };
    if (q->this_school_year == 1) {
        char from[CLOCK_DATE_MAX], to[CLOCK_DATE_MAX];

        school_year_of(rq->today, from, to);
        if (!clock_date_ms(from, &f->opened_from))
            return ERR_INTERNAL;
    }
    if (q->mine == 1)
        only_mine(rq, f);
    return range_of(rq, q, f);
}

static enum err case_list(struct req *rq, const void *in, void *out)
{
    const struct case_query *q = rq->query;
    struct case_filter f;

    (void)in;
    TRY(filter_of(rq, q, &f));
    TRY(cursor_in(rq, q, &f));
    TRY(store_case_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_case_count(rq->db, &f, &rq->total));
    return f.by_due ? page_end(rq, &q->page, &case_item, out, due_cursor)
                    : page_end_id(rq, &q->page, &case_item, out);
}

static enum err case_tallies(struct req *rq, const void *in, void *out)
{
    struct case_filter f;

    (void)in;
    TRY(filter_of(rq, rq->query, &f));
    return store_case_tally(rq->db, rq->arena, &f, out);
}

/* ---- how they moved ---- */
struct case_week_query {
    int64_t weeks;
    const char *division;
};
static const struct field case_week_query_fields[] = {
    F_INT(case_week_query, weeks, "周数", OPTIONAL, 1, CASE_WEEKS_MOST),
    F_TEXT(case_week_query, division, "区划代码", OPTIONAL, 1, 15), F_END
};
static const struct record case_week_query = RECORD(
    case_week_query, "CaseWeekQuery", "近期变动", case_week_query_fields);

static enum err case_weeks(struct req *rq, const void *in, void *out)
{
    const struct case_week_query *q = rq->query;
    const struct case_query of = { .division = q->division };
    struct case_filter f = { .now = rq->now_ms };

    (void)in;
    TRY(range_of(rq, &of, &f));
    return store_case_weeks(rq->db, rq->arena, &f,
                            q->weeks == INT_NONE ? 12 : q->weeks, out);
}

static enum err case_states_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return actions_states(rq->arena, out);
}

/* ---- one case ---- */
/* The case as it is now, with what this caller may do next. */
static enum err show(struct req *rq, int64_t id, struct case_view *v)
{
    struct act act = req_act(rq);
    struct case_child child;
    struct case_clock clock;

    TRY(store_case_view(rq->db, rq->arena, id, rq->now_ms, v));
    TRY(store_case_child(rq->db, rq->arena, v->c.student_id, &child));
    TRY(store_case_clock(rq->db, rq->arena, &clock));
    rq->audit_child = v->c.student_id;
    if (!role_may(act.role, RIGHT_CASE_ACT))
        return ERR_OK;
    return actions_allowed(
        &(struct case_move) { &v->c, &child, v->file, &clock, &act }, rq->arena,
        &v->allowed_actions);
}

static enum err case_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return show(rq, rq->id, out);
}

static enum err refuse(struct req *rq, enum err e, const struct refusal *why)
{
    const char *pointer =
        why->pointer ? arena_printf(rq->arena, "%s%s", *why->pointer ? "/" : "",
                                    why->pointer)
                     : NULL;

    if (!pointer) /* no refusal of ours */
        return e;
    rq->audit_detail = why->code;
    return req_refuse(rq, e, pointer, why->code, why->detail);
}

static enum err already_open(struct req *rq, int64_t id)
{
    rq->detail =
        arena_printf(rq->arena,
                     "这名学生已有未结的个案（编号 %lld），本次没有另立。"
                     "请打开那个个案继续办理。",
                     (long long)id);
    return req_refuse(
        rq, ERR_CONFLICT, "/student_id", "case.open",
        arena_printf(rq->arena, "未结的个案编号：%lld", (long long)id));
}

static enum err case_flag_post(struct req *rq, const void *in, void *out)
{
    struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    int64_t id = 0;
    enum err e = store_case_flag(rq->db, rq->arena, &act, in, &id, &why);

    if (e == ERR_CONFLICT)
        return already_open(rq, id);
    if (e != ERR_OK)
        return refuse(rq, e, &why);
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)id);
    return show(rq, id, out);
}

static enum err case_act(struct req *rq, const void *in, void *out)
{
    struct act act = req_act(rq);
    struct refusal why = { NULL, NULL, NULL };
    enum err e = store_case_act(rq->db, rq->arena, &act, action_of(rq->key),
                                rq->id, in, &why);

    if (e != ERR_OK)
        return refuse(rq, e, &why);
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)rq->id);
    rq->audit_detail = rq->key;
    return show(rq, rq->id, out);
}

/* ---- two at once ---- */
#define SINCE_MOST 3

/* "11-25 14:05" of an instant. */
static const char *when(struct arena *a, int64_t ms)
{
    char text[CLOCK_TIME_MAX];

    clock_time_text(ms, text);
    return arena_printf(a, "%.5s %.5s", text + 5, text + 11);
}

static const char *deed(struct arena *a, const struct case_event *e,
                        const char *before)
{
    return arena_printf(a, "%s%s%s %s%s“%s”", before, *before ? "；" : "",
                        when(a, e->at), e->unit_name ? e->unit_name : "",
                        e->account_name, e->title);
}

/* Who did what since the caller looked, and where the case stands now. */
static enum err case_moved_on(struct req *rq)
{
    const struct case_event *e;
    const char *deeds = "";
    struct case_row c;
    struct list since;

    TRY(store_case_get(rq->db, rq->arena, rq->id, &c));
    TRY(store_case_since(rq->db, rq->arena, rq->id, rq->if_match, SINCE_MOST,
                         &since));
    e = since.items;
    for (size_t i = since.n; i-- > 0 && deeds;)
        deeds = deed(rq->arena, &e[i], deeds);
    if (!deeds)
        return ERR_NO_MEMORY;
    if (since.n)
        rq->detail = arena_printf(
            rq->arena,
            "这件个案刚才已有人办理：%s。现在的状态是%s，责任层级是%s。"
            "您填写的内容还没有保存，请重新载入个案，核对后再提交。",
            deeds, code_label(&case_states, c.state),
            code_label(&case_levels, c.level));
    return ERR_OK;
}

static bool may_act(const struct actor *actor, const char *name)
{
    const struct action *a = action_of(name);

    return !a || a->roles >> actor->role & 1;
}

const struct route case_routes[] = {
    { "GET", "/cases", "个案列表", RIGHT_CASE_READ, TX_READ, LISTS,
      .query = &case_query, .reply = &case_item, .handler = case_list },
    { "POST", "/cases", "报告疑似辍学", RIGHT_CASE_FLAG, TX_WRITE, CREATES,
      .body = &case_flag, .reply = &case_view, .handler = case_flag_post },
    { "GET", "/case-tallies", "个案件数", RIGHT_CASE_READ, TX_READ, LISTS,
      .query = &case_query, .reply = &case_tally, .handler = case_tallies },
    { "GET", "/case-weeks", "个案近期变动", RIGHT_CASE_READ, TX_READ, LISTS,
      .query = &case_week_query, .reply = &case_week, .handler = case_weeks },
    { "GET", "/case-states", "个案状态及去向", RIGHT_CASE_READ, TX_NONE, LISTS,
      .reply = &case_state_view, .handler = case_states_get },
    { "GET", "/cases/{id}", "个案详情", RIGHT_CASE_READ, TX_READ, READS_CHILD,
      .reply = &case_view, .find = &find_case, .handler = case_get },
    { "POST", "/cases/{id}/actions/{action}", "办理个案", RIGHT_CASE_ACT,
      TX_WRITE, IF_MATCH, .reply = &case_view, .find = &find_case,
      .handler = case_act, .body_of = action_body, .may_act = may_act,
      .stale = case_moved_on },
    ROUTE_END
};
