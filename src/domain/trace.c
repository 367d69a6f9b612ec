/* 追根问责: the stages of a case, out of its events. */
#include "domain/trace.h"

#include <string.h>

#include "base/clock.h"
#include "domain/codes.h"

static const struct field stage_fields[] = {
    F_ID(trace_stage, id, "编号", REQUIRED),
    F_CODE(trace_stage, level, "责任层级", REQUIRED, case_levels),
    F_TEXT(trace_stage, unit_name, "责任单位", OPTIONAL, 0, 60),
    F_TEXT(trace_stage, holder, "责任人", OPTIONAL, 0, 200),
    F_TIME(trace_stage, from_at, "接手时间", REQUIRED),
    F_TIME(trace_stage, to_at, "离手时间", OPTIONAL),
    F_INT(trace_stage, days, "经手天数", REQUIRED, 0, INT64_MAX),
    F_INT(trace_stage, acts, "办理次数", REQUIRED, 0, INT64_MAX),
    F_TEXT(trace_stage, done, "办理事项", OPTIONAL, 0, 1000),
    F_BOOL(trace_stage, ran_out, "超过期限", REQUIRED),
    F_TIME(trace_stage, ran_out_at, "系统认定超期的时间", OPTIONAL),
    F_END
};
const struct record trace_stage =
    RECORD(trace_stage, "TraceStage", "个案的一段经手", stage_fields);

static const struct field trace_fields[] = {
    F_ID(case_trace, id, "个案编号", REQUIRED),
    F_CODE(case_trace, kind, "类别", REQUIRED, case_kinds),
    F_CODE(case_trace, state, "状态", REQUIRED, case_states),
    F_CODE(case_trace, level, "责任层级", REQUIRED, case_levels),
    F_TIME(case_trace, opened_at, "立案时间", REQUIRED),
    F_TIME(case_trace, closed_at, "销号时间", OPTIONAL),
    F_INT(case_trace, days, "历时天数", REQUIRED, 0, INT64_MAX),
    F_INT(case_trace, ran_out, "超期次数", REQUIRED, 0, INT64_MAX),
    F_LIST(case_trace, stages, "各段经手", REQUIRED, TRACE_STAGES_MOST,
           trace_stage),
    F_END
};
const struct record case_trace =
    RECORD(case_trace, "CaseTrace", "个案追责", trace_fields);

static bool is(const struct case_event *e, const char *action)
{
    return strcmp(e->action, action) == 0;
}

static bool ends(const char *state)
{
    return strcmp(state, "closed") == 0 || strcmp(state, "dismissed") == 0;
}

static void leave(struct trace_stage *s, int64_t at)
{
    s->to_at = at;
    s->days = (at - s->from_at + CLOCK_DAY_MS - 1) / CLOCK_DAY_MS;
}

/* Told once, however often it was done. */
static enum err note(struct trace_stage *s, const struct case_event *e,
                     struct arena *a)
{
    s->acts++;
    if (s->done && strstr(s->done, e->title))
        return ERR_OK;
    s->done = arena_printf(a, "%s%s%s", s->done ? s->done : "",
                           s->done ? "、" : "", e->title);
    return s->done ? ERR_OK : ERR_NO_MEMORY;
}

enum err trace_make(const struct list *events, int64_t now, struct arena *a,
                    struct list *out)
{
    struct trace_stage *s = arena_array(a, TRACE_STAGES_MOST, sizeof *s);
    const struct case_event *e = events->items;
    bool held = false; /* the last of the stages has it */
    size_t n = 0;

    if (!s)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < events->n; i++, e++) {
        bool late = is(e, "overdue") || is(e, "reminded");
        bool moves = held && (strcmp(e->level, s[n - 1].level) != 0 ||
                              is(e, "handed_over"));

        if (held && late) {
            s[n - 1].ran_out = 1;
            s[n - 1].ran_out_at = e->at;
        }
        /* What took the case on was still done by whoever had it. */
        if (held && moves && e->account_id > 0)
            TRY(note(&s[n - 1], e, a));
        if (moves)
            leave(&s[n - 1], e->at);
        if (!held || moves) {
            if (n == TRACE_STAGES_MOST)
                return ERR_TOO_LARGE;
            s[n++] = (struct trace_stage) { .id = e->id,
                                            .level = e->level,
                                            .from_at = e->at,
                                            .to_at = INT_NONE,
                                            .ran_out_at = INT_NONE };
            held = true;
        }
        if (!moves && e->account_id > 0)
            TRY(note(&s[n - 1], e, a));
        if (ends(e->to_state)) {
            leave(&s[n - 1], e->at);
            held = false;
        }
    }
    if (held)
        s[n - 1].days =
            (now - s[n - 1].from_at + CLOCK_DAY_MS - 1) / CLOCK_DAY_MS;
    *out = (struct list) { s, n };
    return ERR_OK;
}
