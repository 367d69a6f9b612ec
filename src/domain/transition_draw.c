/* The ways that the transition table leaves open: as data, and as a drawing. */
#include "domain/codes.h"
#include "domain/transition.h"

static const struct field case_way_fields[] = {
    F_TEXT(case_way, action, "事项代码", REQUIRED, 1, 20),
    F_TEXT(case_way, label, "事项", REQUIRED, 1, 20),
    F_CODE(case_way, to, "办理后的状态", REQUIRED, case_states), F_END
};
const struct record case_way =
    RECORD(case_way, "CaseWay", "个案去向", case_way_fields);

static const struct field case_state_view_fields[] = {
    F_CODE(case_state_view, state, "状态", REQUIRED, case_states),
    F_TEXT(case_state_view, label, "名称", REQUIRED, 1, 20),
    F_BOOL(case_state_view, levelled, "由责任层级办理", REQUIRED),
    F_LIST(case_state_view, ways, "去向", REQUIRED, 100, case_way), F_END
};
const struct record case_state_view = RECORD(
    case_state_view, "CaseState", "个案状态及去向", case_state_view_fields);

/* Where an action leads from a state, as bits. */
static unsigned leads_to(const struct action *a, unsigned from)
{
    if (!(a->from >> from & 1))
        return 0;
    return a->to ? a->to : 1u << from;
}

static enum err ways_of(unsigned from, struct arena *a, struct list *out)
{
    struct case_way *w = arena_array(a, actions_n * CASE_STATE_N, sizeof *w);
    size_t n = 0;

    if (!w)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < actions_n; i++)
        for (unsigned t = 0; t < CASE_STATE_N; t++)
            if (leads_to(&actions[i], from) >> t & 1)
                w[n++] =
                    (struct case_way) { actions[i].name, actions[i].label,
                                        case_state_code((enum case_state)t) };
    *out = (struct list) { w, n };
    return ERR_OK;
}

enum err actions_states(struct arena *a, struct list *out)
{
    struct case_state_view *v = arena_array(a, CASE_STATE_N, sizeof *v);

    if (!v)
        return ERR_NO_MEMORY;
    for (unsigned s = 0; s < CASE_STATE_N; s++) {
        v[s].state = case_states.rows[s].code;
        v[s].label = case_states.rows[s].label;
        v[s].levelled = case_open_at_level((enum case_state)s);
        TRY(ways_of(s, a, &v[s].ways));
    }
    *out = (struct list) { v, CASE_STATE_N };
    return ERR_OK;
}

/* ---- the drawing ---- */
/* One arrow with all actions that go its way; those that stay stand under the
 * name of the state. */
static void draw_arrow(struct buf *b, unsigned from, unsigned to)
{
    bool drawn = false;

    for (size_t i = 0; i < actions_n; i++) {
        if (!(leads_to(&actions[i], from) >> to & 1))
            continue;
        if (drawn)
            buf_str(b, "、");
        else if (from == to)
            buf_printf(b, "    %s: ", case_states.rows[from].code);
        else
            buf_printf(b, "    %s --> %s: ", case_states.rows[from].code,
                       case_states.rows[to].code);
        buf_str(b, actions[i].label);
        drawn = true;
    }
    if (drawn)
        buf_char(b, '\n');
}

void actions_draw(struct buf *b)
{
    buf_str(b, "stateDiagram-v2\n");
    for (unsigned s = 0; s < CASE_STATE_N; s++)
        buf_printf(b, "    state \"%s\" as %s\n", case_states.rows[s].label,
                   case_states.rows[s].code);
    buf_str(b, "    [*] --> reported\n");
    for (unsigned from = 0; from < CASE_STATE_N; from++)
        for (unsigned to = 0; to < CASE_STATE_N; to++)
            draw_arrow(b, from, to);
    buf_str(b, "    closed --> [*]\n    dismissed --> [*]\n");
}
