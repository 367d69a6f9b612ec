/* 追根问责 in the store: the stages with their holders. */
#include "store/trace_store.h"

#include "base/clock.h"
#include "store/case_store.h"
#include "store/post_store.h"

/* Those who held it, by name; none where the post was vacant. */
static enum err name_holders(struct arena *a, const struct chain_link *link,
                             struct trace_stage *s)
{
    const struct post_row *p = link->posts.items;

    s->unit_name = link->unit_name;
    for (size_t i = 0; i < link->posts.n; i++) {
        s->holder = arena_printf(a, "%s%s%s", s->holder ? s->holder : "",
                                 s->holder ? "、" : "", p[i].holder);
        if (!s->holder)
            return ERR_NO_MEMORY;
    }
    return ERR_OK;
}

/* Begun days of the calendar. */
static int64_t days_of(int64_t from, int64_t to)
{
    return (to - from + CLOCK_DAY_MS - 1) / CLOCK_DAY_MS;
}

enum err store_case_trace(struct db *db, struct arena *a, int64_t id,
                          int64_t now, struct case_trace *out,
                          int64_t *student_id)
{
    struct case_view v;
    struct trace_stage *s;

    record_clear(&case_trace, out);
    TRY(store_case_view(db, a, id, now, &v));
    *student_id = v.c.student_id;
    out->id = id;
    out->kind = v.c.kind;
    out->state = v.c.state;
    out->level = v.c.level;
    out->opened_at = v.c.opened_at;
    out->closed_at = v.c.closed_at;
    out->ran_out = 0;
    out->days =
        days_of(v.c.opened_at, v.c.closed_at == INT_NONE ? now : v.c.closed_at);
    TRY(trace_make(&v.events, now, a, &out->stages));
    s = out->stages.items;
    for (size_t i = 0; i < out->stages.n; i++) {
        char day[CLOCK_DATE_MAX];
        const struct chain_link *link;
        struct chain chain;

        clock_date_of(s[i].from_at, day);
        TRY(store_chain_of(db, a, v.c.student_id, day, &chain));
        link = chain_at(&chain, s[i].level);
        if (link)
            TRY(name_holders(a, link, &s[i]));
        out->ran_out += s[i].ran_out;
    }
    return ERR_OK;
}
