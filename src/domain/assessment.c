/* Assessments: field tables, convening, opinions, the majority. */
#include "domain/assessment.h"

#include <string.h>

#include "domain/clean.h"
#include "domain/codes.h"

static const struct code assessment_state_rows[] = {
    { "convened", "待评估" },
    { "assessed", "已形成安置建议" },
    { "split", "意见不一致，需重新召集" },
    { "cancelled", "已取消" },
    { NULL, NULL }
};
const struct code_table assessment_states = { "assessment_state", "评估状态",
                                              assessment_state_rows };

/* ---- convening ---- */
static const struct field seat_in_fields[] = {
    F_ID(seat_in, member_id, "委员编号", REQUIRED), F_END
};
const struct record seat_in =
    RECORD(seat_in, "AssessmentSeatNew", "参会委员", seat_in_fields);

static const struct field assessment_in_fields[] = {
    F_DATE(assessment_in, session_on, "评估日期", REQUIRED),
    F_CLEAN(assessment_in, place, "评估地点", REQUIRED, 1, 100, clean_text),
    F_CLEAN(assessment_in, situation, "基本情况", REQUIRED | MULTILINE, 1, 2000,
            clean_text),
    F_LIST(assessment_in, members, "参会委员", REQUIRED, PANEL_MOST, seat_in),
    F_END
};
const struct record assessment_in =
    RECORD(assessment_in, "AssessmentNew", "召集评估", assessment_in_fields);

static enum err refuse(struct refusal *why, enum err e, const char *pointer,
                       const char *code, const char *detail)
{
    *why = (struct refusal) { pointer, code, detail };
    return detail ? e : ERR_NO_MEMORY;
}

static enum err date_fault(const struct case_row *c, const char *on,
                           const char *today, struct refusal *why)
{
    char opened[CLOCK_DATE_MAX];
    int32_t day, now;

    clock_date_of(c->opened_at, opened);
    if (!clock_date_days(on, &day) || !clock_date_days(today, &now) ||
        strcmp(on, opened) < 0)
        return refuse(why, ERR_INVALID, "session_on", "date.opened",
                      "评估日期早于立案日期，没有保存。请核对日期。");
    if (day > now + SESSION_AHEAD_DAYS)
        return refuse(why, ERR_INVALID, "session_on", "date.far",
                      "评估日期最多安排到 90 天以后，没有保存。请核对日期。");
    return ERR_OK;
}

enum err assessment_may_convene(struct arena *a, const struct case_row *c,
                                const struct assessment_ground *g,
                                const char *session_on, const char *today,
                                struct refusal *why)
{
    bool stands = strcmp(c->state, "arranging") == 0 && c->disposition &&
                  strcmp(c->disposition, "illness_disability") == 0;

    if (!stands || !g->appraised)
        return refuse(
            why, ERR_RULE, "", "assessment.ground",
            arena_printf(a, "现在不能召集评估，没有保存。还缺：%s%s%s。",
                         stands ? "" : "个案转入安置办理，处置类别为“因病因残”",
                         stands || g->appraised ? "" : "；",
                         g->appraised
                             ? ""
                             : "审核办结的医学鉴定（交办卫健、残联办理）"));
    if (g->convened)
        return refuse(why, ERR_CONFLICT, "", "assessment.convened",
                      "这个个案已有一次评估正在进行，没有另行召集。"
                      "请等委员签完意见，或先取消那一次。");
    return date_fault(c, session_on, today, why);
}

/* ---- as it is shown ---- */
static const struct field assessed_child_fields[] = {
    F_TEXT(assessed_child, name, "姓名", REQUIRED, 1, 60),
    F_CODE(assessed_child, sex, "性别", OPTIONAL, sexes),
    F_DATE(assessed_child, birth_date, "出生日期", OPTIONAL),
    F_CODE(assessed_child, health, "健康状况", OPTIONAL, healths),
    F_BOOL(assessed_child, disabled, "登记为残疾", REQUIRED),
    F_CODE(assessed_child, appraisal, "医学鉴定结果", OPTIONAL, appraisals),
    F_END
};
const struct record assessed_child = RECORD(
    assessed_child, "AssessedChild", "被评估儿童", assessed_child_fields);

static const struct field assessment_seat_fields[] = {
    F_ID(assessment_seat, id, "编号", REQUIRED),
    F_ID(assessment_seat, member_id, "委员编号", REQUIRED),
    F_TEXT(assessment_seat, name, "姓名", REQUIRED, 1, 60),
    F_CODE(assessment_seat, field, "专业领域", REQUIRED, committee_fields),
    F_TEXT(assessment_seat, unit_name, "工作单位", REQUIRED, 1, 60),
    F_INT(assessment_seat, account_id, "账号编号", COLUMN_ONLY, 1, INT64_MAX),
    F_CODE(assessment_seat, advice, "安置建议", OPTIONAL, placements),
    F_SEALED(assessment_seat, opinion, "评估意见", MULTILINE, 2000, NULL, NULL,
             "assessment_seat.opinion"),
    F_TIME(assessment_seat, signed_at, "签署时间", OPTIONAL),
    F_BOOL(assessment_seat, mine, "本人的席位", REPLY_ONLY | REQUIRED),
    F_END
};
const struct record assessment_seat = RECORD(
    assessment_seat, "AssessmentSeat", "评估席位", assessment_seat_fields);

static const struct field assessment_view_fields[] = {
    F_ID(assessment_view, id, "编号", REQUIRED),
    F_ID(assessment_view, case_id, "个案编号", OPTIONAL),
    F_ID(assessment_view, student_id, "学生编号", OPTIONAL),
    F_DATE(assessment_view, session_on, "评估日期", REQUIRED),
    F_TEXT(assessment_view, place, "评估地点", REQUIRED, 1, 100),
    F_SEALED(assessment_view, situation, "基本情况", REQUIRED | MULTILINE, 2000,
             NULL, NULL, "assessment.situation"),
    F_CODE(assessment_view, state, "状态", REQUIRED, assessment_states),
    F_CODE(assessment_view, advice, "安置建议", OPTIONAL, placements),
    F_TIME(assessment_view, convened_at, "召集时间", REQUIRED),
    F_TIME(assessment_view, assessed_at, "形成建议时间", OPTIONAL),
    F_INT(assessment_view, version, "版本", REQUIRED, 1, INT64_MAX),
    F_OBJECT(assessment_view, child, "被评估儿童", REQUIRED,
             struct assessed_child, assessed_child),
    F_LIST(assessment_view, seats, "席位", REQUIRED, PANEL_MOST,
           assessment_seat),
    F_LIST(assessment_view, allowed_actions, "可办理的事项", REQUIRED, 4,
           action_view),
    F_END
};
const struct record assessment_view =
    RECORD(assessment_view, "Assessment", "评估", assessment_view_fields);

static const struct field assessment_item_fields[] = {
    F_ID(assessment_item, id, "编号", REQUIRED),
    F_ID(assessment_item, case_id, "个案编号", OPTIONAL),
    F_TEXT(assessment_item, child_name, "姓名", REPLY_ONLY | REQUIRED, 1, 60),
    F_DATE(assessment_item, session_on, "评估日期", REQUIRED),
    F_TEXT(assessment_item, place, "评估地点", REQUIRED, 1, 100),
    F_CODE(assessment_item, state, "状态", REQUIRED, assessment_states),
    F_CODE(assessment_item, advice, "安置建议", OPTIONAL, placements),
    F_INT(assessment_item, seats, "席位数", REQUIRED, 0, PANEL_MOST),
    F_INT(assessment_item, signed_seats, "已签署", REQUIRED, 0, PANEL_MOST),
    F_BOOL(assessment_item, mine, "有本人席位", REQUIRED),
    F_BOOL(assessment_item, mine_signed, "本人已签署", REQUIRED),
    F_END
};
const struct record assessment_item = RECORD(
    assessment_item, "AssessmentItem", "评估列表项", assessment_item_fields);

static const struct field assessment_note_fields[] = {
    F_DATE(assessment_note, session_on, "评估日期", OPTIONAL),
    F_TEXT(assessment_note, place, "评估地点", OPTIONAL, 0, 100),
    F_INT(assessment_note, members, "参会委员人数", OPTIONAL, 0, PANEL_MOST),
    F_TEXT(assessment_note, reason, "原因", OPTIONAL | MULTILINE, 0, 500), F_END
};
const struct record assessment_note = RECORD(
    assessment_note, "AssessmentNote", "评估经过", assessment_note_fields);

/* ---- acting ---- */
static const struct field opinion_fields[] = {
    F_CODE(assessment_opinion, advice, "安置建议", REQUIRED, placements),
    F_CLEAN(assessment_opinion, opinion, "评估意见", REQUIRED | MULTILINE, 1,
            2000, clean_text),
    F_END
};
const struct record assessment_opinion =
    RECORD(assessment_opinion, "AssessmentOpinion", "评估意见", opinion_fields);

static const struct field cancel_fields[] = {
    F_CLEAN(assessment_cancel, reason, "取消原因", REQUIRED | MULTILINE, 1, 500,
            clean_text),
    F_END
};
const struct record assessment_cancel =
    RECORD(assessment_cancel, "AssessmentCancel", "取消评估", cancel_fields);

#define OFFICE (1u << ROLE_BUREAU | 1u << ROLE_BUREAU_LEAD)

static const struct session_action {
    const char *name, *label;
    const struct record *in;
    unsigned roles;
} session_actions[] = {
    { "opinion", "签署评估意见", &assessment_opinion, 1u << ROLE_EXPERT },
    { "cancel", "取消评估", &assessment_cancel, OFFICE },
};
#define SESSION_ACTIONS (sizeof session_actions / sizeof *session_actions)

static const struct session_action *session_action_of(const char *name)
{
    for (size_t i = 0; i < SESSION_ACTIONS; i++)
        if (strcmp(session_actions[i].name, name) == 0)
            return &session_actions[i];
    return NULL;
}

const struct record *assessment_body(const char *action)
{
    const struct session_action *s = session_action_of(action);

    return s ? s->in : NULL;
}

bool assessment_role_may(enum role role, const char *action)
{
    const struct session_action *s = session_action_of(action);

    return !s || s->roles >> role & 1;
}

const struct assessment_seat *assessment_my_seat(
    const struct assessment_view *s, int64_t account_id)
{
    const struct assessment_seat *seats = s->seats.items;

    for (size_t i = 0; i < s->seats.n; i++)
        if (seats[i].account_id == account_id && seats[i].signed_at == INT_NONE)
            return &seats[i];
    return NULL;
}

enum err assessment_may(const char *action, const struct assessment_view *s,
                        const struct act *act, struct refusal *why)
{
    *why = (struct refusal) { NULL, NULL, NULL };
    if (!assessment_role_may(act->role, action))
        return ERR_FORBIDDEN;
    if (strcmp(s->state, "convened") != 0)
        return refuse(why, ERR_RULE, "", "assessment.over",
                      "这次评估已经结束，没有做任何改动。");
    if (strcmp(action, "opinion") != 0)
        return ERR_OK;
    if (!assessment_my_seat(s, act->account_id))
        return refuse(why, ERR_RULE, "", "assessment.signed",
                      "您已经签署过意见，没有做任何改动。"
                      "签署后不能更改。");
    if (strcmp(act->today, s->session_on) < 0)
        return refuse(why, ERR_RULE, "", "assessment.early",
                      "还没有到评估日期，没有保存。请在评估当天或之后签署。");
    return ERR_OK;
}

enum err assessment_actions(const struct assessment_view *s,
                            const struct act *act, struct arena *a,
                            struct list *out)
{
    struct action_view *v = arena_array(a, SESSION_ACTIONS, sizeof *v);
    struct refusal why;
    size_t n = 0;

    if (!v)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < SESSION_ACTIONS; i++) {
        if (assessment_may(session_actions[i].name, s, act, &why) != ERR_OK)
            continue;
        v[n] = (struct action_view) { .action = session_actions[i].name,
                                      .label = session_actions[i].label };
        TRY(action_fields(session_actions[i].in, a, &v[n].fields));
        n++;
    }
    *out = (struct list) { v, n };
    return ERR_OK;
}

/* ---- the result ---- */
static size_t votes_for(const struct list *seats, const char *advice)
{
    const struct assessment_seat *q = seats->items;
    size_t n = 0;

    for (size_t i = 0; i < seats->n; i++)
        n += q[i].advice && strcmp(q[i].advice, advice) == 0;
    return n;
}

const char *assessment_verdict(const struct list *seats, const char **advice)
{
    const struct assessment_seat *q = seats->items;

    *advice = NULL;
    for (size_t i = 0; i < seats->n; i++)
        if (q[i].signed_at == INT_NONE || !q[i].advice)
            return NULL;
    for (size_t i = 0; i < seats->n && !*advice; i++)
        if (2 * votes_for(seats, q[i].advice) > seats->n)
            *advice = q[i].advice;
    return *advice ? "assessed" : "split";
}

void assessment_veil(struct assessment_view *s, const struct act *act)
{
    struct assessment_seat *q = s->seats.items;
    bool office = OFFICE >> act->role & 1;
    bool open =
        strcmp(s->state, "assessed") == 0 || strcmp(s->state, "split") == 0;

    for (size_t i = 0; i < s->seats.n; i++) {
        q[i].mine = q[i].account_id == act->account_id;
        if (!office && !open && !q[i].mine)
            q[i].advice = q[i].opinion = NULL;
    }
    if (act->role == ROLE_EXPERT)
        s->case_id = s->student_id = INT_NONE;
}
