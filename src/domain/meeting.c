/* 会议: field tables, the table of its steps, and their rules. */
#include "domain/meeting.h"

#include <string.h>

#include "domain/clean.h"
#include "domain/resolution.h"
#include "refuse.h"

static const struct code kind_rows[] = { { "executive", "常务会" },
                                         { "office", "办公会" },
                                         { "special", "专题会" },
                                         { "joint", "联席会" },
                                         { NULL, NULL } };
const struct code_table meeting_kinds = { "meeting_kind", "会议类别",
                                          kind_rows };
static const struct code state_rows[] = { { "planned", "待召开" },
                                          { "held", "已召开" },
                                          { "cancelled", "已取消" },
                                          { NULL, NULL } };
const struct code_table meeting_states = { "meeting_state", "会议状态",
                                           state_rows };

/* ---- bodies ------------------------------------------------------------ */
#define EVIDENCE(tag)                                                          \
    F_LIST(tag, evidence, "会议纪要文件", OPTIONAL, EVIDENCE_MOST, evidence_in)
#define WORDS(tag, member, text, opts, most)                                   \
    F_CLEAN(tag, member, text, (opts) | MULTILINE, (opts)&REQUIRED ? 1 : 0,    \
            most, clean_text)

static const struct field in_fields[] = {
    F_CODE(meeting_in, kind, "会议类别", REQUIRED, meeting_kinds),
    F_CLEAN(meeting_in, title, "会议名称", REQUIRED, 2, 60, clean_text),
    F_DATE(meeting_in, held_on, "会议日期", REQUIRED),
    F_CLEAN(meeting_in, place, "地点", REQUIRED, 1, 60, clean_text),
    F_CLEAN(meeting_in, chair, "主持人", REQUIRED, 1, 60, clean_text),
    WORDS(meeting_in, agenda, "议题", REQUIRED, 1000),
    F_TEXTS(meeting_in, units, "参会单位", REQUIRED, MEETING_UNITS_MOST),
    F_END
};
const struct record meeting_in =
    RECORD(meeting_in, "MeetingNew", "安排会议", in_fields);

static const struct field hold_fields[] = {
    EVIDENCE(meeting_hold),
    WORDS(meeting_hold, minutes, "会议纪要", REQUIRED, 6000), F_END
};
const struct record meeting_hold =
    RECORD(meeting_hold, "MeetingHold", "登记会议纪要", hold_fields);

static const struct field reschedule_fields[] = {
    EVIDENCE(meeting_move), F_DATE(meeting_move, held_on, "改到哪天", REQUIRED),
    F_CLEAN(meeting_move, place, "地点", REQUIRED, 1, 60, clean_text),
    WORDS(meeting_move, reason, "改期的原因", REQUIRED, 500), F_END
};
const struct record meeting_reschedule =
    RECORD(meeting_move, "MeetingReschedule", "会议改期", reschedule_fields);

static const struct field cancel_fields[] = {
    EVIDENCE(meeting_move),
    WORDS(meeting_move, reason, "取消的原因", REQUIRED, 500), F_END
};
const struct record meeting_cancel =
    RECORD(meeting_move, "MeetingCancel", "取消会议", cancel_fields);

/* ---- the table --------------------------------------------------------- */
static const struct supervision_step steps[] = {
    { "hold", "登记会议纪要", "planned", "held", BY_INSPECTOR, &meeting_hold,
      "meeting_minutes", 0 },
    { "amend", "更正会议纪要", "held", NULL, BY_INSPECTOR, &meeting_hold,
      "meeting_minutes", 0 },
    { "reschedule", "改期", "planned", NULL, BY_INSPECTOR, &meeting_reschedule,
      NULL, 0 },
    { "cancel", "取消会议", "planned held", "cancelled", BY_INSPECTOR,
      &meeting_cancel, NULL, 0 },
};
const struct supervision_table meeting_steps = {
    steps,
    sizeof steps / sizeof *steps,
    RIGHT_MEETING_WRITE,
    RIGHT_MEETING_WRITE,
    "会议由召集的单位办理，没有做任何改动。",
    NULL,
    NULL
};

const struct record *meeting_step_body(const char *action)
{
    const struct supervision_step *s =
        supervision_step_of(&meeting_steps, action);

    return s ? s->in : NULL;
}

/* ---- rows -------------------------------------------------------------- */
#define KNOWN(tag)                                                             \
    F_ID(tag, id, "编号", REQUIRED),                                           \
        F_CODE(tag, kind, "会议类别", REQUIRED, meeting_kinds),                \
        F_TEXT(tag, title, "会议名称", REQUIRED, 1, 60),                       \
        F_DATE(tag, held_on, "会议日期", REQUIRED),                            \
        F_TEXT(tag, place, "地点", REQUIRED, 1, 60),                           \
        F_TEXT(tag, chair, "主持人", REQUIRED, 1, 60),                         \
        F_CODE(tag, state, "状态", REQUIRED, meeting_states),                  \
        F_INT(tag, version, "版本", REQUIRED, 1, INT64_MAX)
#define KEPT(tag, member, text, opts, most)                                    \
    F_SEALED(tag, member, text, (opts) | MULTILINE, most, NULL, NULL,          \
             "meeting." #member)
#define TOLD(tag)                                                              \
    KEPT(tag, agenda, "议题", REQUIRED, 1000),                                 \
        KEPT(tag, minutes, "会议纪要", OPTIONAL, 6000),                        \
        KEPT(tag, reason, "改期或取消的原因", OPTIONAL, 500)

static const struct field row_fields[] = {
    KNOWN(meeting_row),
    TOLD(meeting_row),
    F_TEXT(meeting_row, unit, "召集单位代码", REQUIRED, 1, 20),
    F_ID(meeting_row, account_id, "登记人", REQUIRED),
    F_TIME(meeting_row, at, "登记时间", REQUIRED),
    F_END
};
const struct record meeting_row =
    RECORD(meeting_row, "MeetingRow", "会议记录", row_fields);

static const struct field item_fields[] = {
    KNOWN(meeting_item),
    F_BOOL(meeting_item, overdue, "已过会议日期", REQUIRED),
    F_INT(meeting_item, resolutions, "决议", REQUIRED, 0, INT64_MAX),
    F_INT(meeting_item, pending, "未办结决议", REQUIRED, 0, INT64_MAX),
    F_INT(meeting_item, late, "超期决议", REQUIRED, 0, INT64_MAX),
    F_END
};
const struct record meeting_item =
    RECORD(meeting_item, "MeetingItem", "会议列表", item_fields);

static const struct field unit_fields[] = {
    F_TEXT(meeting_unit, unit, "单位代码", REQUIRED, 1, 20),
    F_TEXT(meeting_unit, unit_name, "单位", REQUIRED, 1, 60), F_END
};
const struct record meeting_unit =
    RECORD(meeting_unit, "MeetingUnit", "参会单位", unit_fields);

static const struct field view_fields[] = {
    KNOWN(meeting_view),
    TOLD(meeting_view),
    F_TEXT(meeting_view, account_name, "登记人", REQUIRED, 1, 60),
    F_TIME(meeting_view, at, "登记时间", REQUIRED),
    F_BOOL(meeting_view, overdue, "已过会议日期", REQUIRED),
    F_BOOL(meeting_view, may_resolve, "可以作出决议", REQUIRED | REPLY_ONLY),
    F_LIST(meeting_view, units, "参会单位", REQUIRED, MEETING_UNITS_MOST,
           meeting_unit),
    F_LIST(meeting_view, evidence, "会议纪要文件", REQUIRED, EVIDENCE_MOST,
           supervision_evidence),
    F_LIST(meeting_view, resolutions, "决议", REQUIRED, RESOLUTIONS_MOST,
           resolution_item),
    F_LIST(meeting_view, allowed_actions, "可办理的事项", REQUIRED, 10,
           action_view),
    F_END
};
const struct record meeting_view =
    RECORD(meeting_view, "Meeting", "会议", view_fields);

/* ---- rules ------------------------------------------------------------- */
static struct supervision_thing thing_of(const struct meeting_row *g)
{
    return (struct supervision_thing) { g->state, g->unit, g->unit, INT_NONE };
}

static enum err not_yet(const struct meeting_row *g, const struct act *act,
                        struct refusal *why)
{
    return strcmp(g->held_on, act->today) > 0
               ? refuse(why, ERR_RULE, "", "meeting.early",
                        "还没有到会议日期，没有做任何改动。"
                        "会议提前的，请先改期。")
               : ERR_OK;
}

enum err meeting_apply(const struct supervision_step *s, int64_t standing,
                       const struct act *act, const void *in,
                       struct meeting_row *g, struct refusal *why)
{
    const struct supervision_thing t = thing_of(g);
    const struct meeting_move *m = in;

    TRY(supervision_may(&meeting_steps, s, &t, act, why));
    TRY(supervision_evidence_fits(s, in, why));
    if (s->in == &meeting_hold) {
        TRY(not_yet(g, act, why));
        g->minutes = ((const struct meeting_hold *)in)->minutes;
    } else if (s->in == &meeting_reschedule) {
        g->held_on = m->held_on;
        g->place = m->place;
        g->reason = m->reason;
    } else {
        if (standing > 0)
            return refuse(why, ERR_RULE, "", "meeting.resolved",
                          "会议已经作出决议，不能取消，没有做任何改动。"
                          "请先撤销它的各项决议。");
        g->reason = m->reason;
    }
    if (s->to)
        g->state = s->to;
    return ERR_OK;
}

enum err meeting_allowed(const struct meeting_row *g, const struct act *act,
                         struct arena *a, struct list *out)
{
    const struct supervision_thing t = thing_of(g);

    return supervision_allowed(&meeting_steps, &t, act, a, out);
}

enum err meeting_resolve_may(const struct meeting_row *g, const struct act *act,
                             struct refusal *why)
{
    static const struct supervision_step resolve = {
        "resolve", "登记决议", "held", NULL, BY_INSPECTOR, NULL, NULL, 0
    };
    const struct supervision_thing t = thing_of(g);

    return supervision_may(&meeting_steps, &resolve, &t, act, why);
}
