/* 培训意愿: field tables, the table of its steps, and their rules. */
#include "domain/training_wish.h"

#include <stdlib.h>
#include <string.h>

#include "domain/clean.h"
#include "refuse.h"

static const struct code stage_rows[] = { { "junior", "初中" },
                                          { "senior", "高中（含中职）" },
                                          { NULL, NULL } };
const struct code_table training_stages = { "training_stage", "毕业学段",
                                            stage_rows };
static const struct code onward_rows[] = { { "wish", "不再升学，有培训意愿" },
                                           { "none", "不再升学，无培训意愿" },
                                           { "further", "继续升学" },
                                           { NULL, NULL } };
const struct code_table training_onwards = { "training_onward", "毕业去向",
                                             onward_rows };
static const struct code course_rows[] = { { "farming", "种植养殖和农机" },
                                           { "electric", "电工、焊工" },
                                           { "vehicle", "汽车驾驶和维修" },
                                           { "building", "建筑装修" },
                                           { "cooking", "烹饪和面点" },
                                           { "care", "家政、养老和护理" },
                                           { "beauty", "美容美发" },
                                           { "computer", "计算机和电子商务" },
                                           { "sewing", "服装和手工" },
                                           { "other", "其他，联系时商定" },
                                           { NULL, NULL } };
const struct code_table training_courses = { "training_course", "培训工种",
                                             course_rows };
static const struct code state_rows[] = { { "registered", "已登记" },
                                          { "handed", "已移交人社" },
                                          { "contacted", "已联系" },
                                          { "trained", "已参训" },
                                          { "given_up", "放弃培训" },
                                          { "withdrawn", "已撤回" },
                                          { NULL, NULL } };
const struct code_table training_states = { "training_state", "培训意愿状态",
                                            state_rows };

/* ---- bodies ------------------------------------------------------------ */
#define YEAR(tag)                                                              \
    F_INT(tag, year, "毕业年份", REQUIRED, TRAINING_YEAR_MIN, TRAINING_YEAR_MAX)

static const struct field in_fields[] = {
    YEAR(training_wish_in),
    F_CODE(training_wish_in, stage, "毕业学段", REQUIRED, training_stages),
    F_ID(training_wish_in, student_id, "学生编号", OPTIONAL),
    F_CLEAN(training_wish_in, name, "姓名", OPTIONAL, 1, 60, clean_name),
    F_CLEAN(training_wish_in, school_name, "毕业学校", OPTIONAL, 1, 60,
            clean_text),
    F_TEXT(training_wish_in, division, "乡镇街道代码", OPTIONAL, 1, 15),
    F_CODE(training_wish_in, onward, "毕业去向", REQUIRED, training_onwards),
    F_CODE(training_wish_in, course, "培训工种", OPTIONAL, training_courses),
    F_CLEAN(training_wish_in, contact, "联系人", OPTIONAL, 1, 60, clean_name),
    F_CLEAN(training_wish_in, phone, "联系电话", OPTIONAL, 1, 40, clean_phone),
    F_BOOL(training_wish_in, informed, "已告知用途", OPTIONAL),
    F_END
};
const struct record training_wish_in =
    RECORD(training_wish_in, "TrainingWishNew", "登记培训意愿", in_fields);

static const struct field handover_in_fields[] = { YEAR(training_handover_in),
                                                   F_END };
const struct record training_handover_in =
    RECORD(training_handover_in, "TrainingHandoverNew", "移交培训意愿",
           handover_in_fields);

#define NOTE(text, need)                                                       \
    F_CLEAN(training_step_in, note, text, need | MULTILINE, 1, 500, clean_text)
#define STEP(name, schema, heading, ...)                                       \
    static const struct field name##_fields[] = { __VA_ARGS__, F_END };        \
    static const struct record name =                                          \
        RECORD(training_step_in, schema, heading, name##_fields)

STEP(hand_in, "TrainingHand", "移交人社", NOTE("说明", OPTIONAL));
STEP(contact_in, "TrainingContact", "登记已联系",
     F_DATE(training_step_in, on_date, "联系日期", REQUIRED),
     NOTE("联系情况", OPTIONAL));
STEP(train_in, "TrainingTrain", "登记已参训",
     F_DATE(training_step_in, on_date, "开班日期", REQUIRED),
     NOTE("班次和培训单位", REQUIRED));
STEP(give_up_in, "TrainingGiveUp", "登记放弃",
     F_DATE(training_step_in, on_date, "放弃日期", REQUIRED),
     NOTE("放弃的原因", REQUIRED));
STEP(withdraw_in, "TrainingWithdraw", "撤回培训意愿",
     NOTE("撤回的原因", REQUIRED));

/* ---- the table --------------------------------------------------------- */
static const struct training_step steps[] = {
    { "hand_over", "移交人社", "registered", "handed", false, &hand_in },
    { "contact", "登记已联系", "handed", "contacted", true, &contact_in },
    { "train", "登记已参训", "handed contacted", "trained", true, &train_in },
    { "give_up", "登记放弃", "handed contacted", "given_up", true,
      &give_up_in },
    { "withdraw", "撤回", "registered", "withdrawn", false, &withdraw_in },
};

const struct training_step *training_step_of(const char *name)
{
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (strcmp(steps[i].name, name) == 0)
            return &steps[i];
    return NULL;
}

const struct record *training_step_body(const char *action)
{
    const struct training_step *s = training_step_of(action);

    return s ? s->in : NULL;
}

/* ---- rows -------------------------------------------------------------- */
#define SHOWN                                                                  \
    F_ID(training_wish, id, "编号", REQUIRED), YEAR(training_wish),            \
        F_CODE(training_wish, stage, "毕业学段", REQUIRED, training_stages),   \
        F_ID(training_wish, student_id, "学生编号", OPTIONAL),                 \
        F_TEXT(training_wish, name, "姓名", REQUIRED, 1, 60),                  \
        F_TEXT(training_wish, school_name, "毕业学校", OPTIONAL, 0, 60),       \
        F_TEXT(training_wish, division, "乡镇街道代码", REQUIRED, 1, 15),      \
        F_TEXT(training_wish, township, "乡镇街道", REQUIRED, 1, 60),          \
        F_CODE(training_wish, onward, "毕业去向", REQUIRED, training_onwards), \
        F_CODE(training_wish, course, "培训工种", OPTIONAL, training_courses), \
        F_TEXT(training_wish, contact, "联系人", OPTIONAL, 0, 60),             \
        F_SEALED(training_wish, phone, "联系电话", OPTIONAL | MASK_LIST, 40,   \
                 NULL, mask_phone, "training_wish.phone"),                     \
        F_BOOL(training_wish, informed, "已告知用途", REQUIRED),               \
        F_CODE(training_wish, state, "状态", REQUIRED, training_states),       \
        F_DATE(training_wish, handed_on, "移交日期", OPTIONAL),                \
        F_DATE(training_wish, contacted_on, "联系日期", OPTIONAL),             \
        F_DATE(training_wish, ended_on, "参训或放弃日期", OPTIONAL),           \
        F_SEALED(training_wish, note, "办理说明", OPTIONAL | MULTILINE, 500,   \
                 NULL, NULL, "training_wish.note"),                            \
        F_TEXT(training_wish, unit, "登记单位代码", REQUIRED, 1, 20),          \
        F_TEXT(training_wish, unit_name, "登记单位", REQUIRED, 1, 60),         \
        F_ID(training_wish, account_id, "登记人", REQUIRED | COLUMN_ONLY),     \
        F_TIME(training_wish, created_at, "登记时间", REQUIRED),               \
        F_INT(training_wish, version, "版本", REQUIRED, 1, INT64_MAX)

static const struct field row_fields[] = {
    SHOWN,
    F_LIST(training_wish, allowed_actions, "可办理的事项", REQUIRED, 10,
           action_view),
    F_END
};
const struct record training_wish =
    RECORD(training_wish, "TrainingWish", "培训意愿", row_fields);

static const struct field item_fields[] = { SHOWN, F_END };
const struct record training_wish_item =
    RECORD(training_wish, "TrainingWishItem", "培训意愿列表", item_fields);

static const struct field handover_fields[] = {
    YEAR(training_handover),
    F_INT(training_handover, handed, "本次移交人数", REQUIRED, 0, INT64_MAX),
    F_END
};
const struct record training_handover =
    RECORD(training_handover, "TrainingHandover", "移交结果", handover_fields);

static const struct field leaver_fields[] = {
    F_ID(training_leaver, id, "学生编号", REQUIRED),
    F_TEXT(training_leaver, name, "学生", REQUIRED, 1, 60),
    F_TEXT(training_leaver, school, "学校标识码", OPTIONAL, 0, 10),
    F_TEXT(training_leaver, school_name, "毕业学校", OPTIONAL, 0, 60),
    F_TEXT(training_leaver, class, "班级", OPTIONAL, 0, 20),
    F_TEXT(training_leaver, township, "乡镇街道", OPTIONAL, 0, 60),
    F_END
};
const struct record training_leaver = RECORD(
    training_leaver, "TrainingLeaver", "未登记去向的初中毕业生", leaver_fields);

/* ---- rules ------------------------------------------------------------- */
/* A leaver of 高中 is known from this row alone. */
static enum err judge_senior(const struct training_wish_in *in,
                             const struct act *act, struct refusal *why)
{
    if (in->student_id != INT_NONE)
        return refuse(why, ERR_INVALID, "student_id", "unwanted",
                      "高中毕业生不在学生库中，请填写姓名，没有保存。");
    if (!in->name || !in->school_name || !in->division)
        return refuse(why, ERR_INVALID,
                      !in->name          ? "name"
                      : !in->school_name ? "school_name"
                                         : "division",
                      "required",
                      "高中毕业生请填写姓名、毕业学校和乡镇街道，没有保存。");
    if (strcmp(in->onward, "wish") != 0)
        return refuse(why, ERR_RULE, "onward", "not_needed",
                      "高中毕业生只登记有培训意愿的，没有保存。"
                      "继续升学或没有意愿的，不必登记个人信息。");
    if (act->role == ROLE_TOWNSHIP && strcmp(in->division, act->unit) != 0)
        return refuse(why, ERR_RULE, "division", "other_unit",
                      "这是别的乡镇街道，没有保存。请由所在乡镇登记。");
    return ERR_OK;
}

static enum err judge_junior(const struct training_wish_in *in,
                             struct refusal *why)
{
    if (in->student_id == INT_NONE)
        return refuse(why, ERR_INVALID, "student_id", "required",
                      "请选择初中毕业生，没有保存。");
    if (in->name || in->school_name || in->division)
        return refuse(why, ERR_INVALID, "name", "unwanted",
                      "初中毕业生的姓名、学校和乡镇取自学生库，"
                      "不必另填，没有保存。");
    return ERR_OK;
}

static enum err judge_contact(const struct training_wish_in *in,
                              struct refusal *why)
{
    bool wishes = strcmp(in->onward, "wish") == 0;

    if (!wishes && (in->course || in->contact || in->phone))
        return refuse(why, ERR_INVALID, "phone", "unwanted",
                      "没有培训意愿的，不登记工种、联系人和电话，没有保存。");
    if (wishes && (!in->course || !in->contact || !in->phone))
        return refuse(why, ERR_INVALID,
                      !in->course    ? "course"
                      : !in->contact ? "contact"
                                     : "phone",
                      "required",
                      "有培训意愿的，请填写工种、联系人和电话，没有保存。");
    if (wishes && in->informed != 1)
        return refuse(why, ERR_RULE, "informed", "not_informed",
                      "请先告知本人或监护人：姓名和电话将交人社局"
                      "用于安排免费培训。没有保存。");
    return ERR_OK;
}

enum err training_wish_fits(const struct training_wish_in *in,
                            const struct act *act, struct refusal *why)
{
    int64_t year = strtoll(act->today, NULL, 10);

    if (in->year > year || in->year < year - 1)
        return refuse(why, ERR_INVALID, "year", "range",
                      "只登记今年和去年的毕业生，没有保存，请核对年份。");
    TRY(strcmp(in->stage, "senior") == 0 ? judge_senior(in, act, why)
                                         : judge_junior(in, why));
    return judge_contact(in, why);
}

static bool is_office(const struct act *act)
{
    return act->role == ROLE_BUREAU || act->role == ROLE_BUREAU_LEAD;
}

/* Is the word one of those in the text, between blanks? */
static bool among(const char *words, const char *word)
{
    size_t n = strlen(word);

    for (const char *s = words; (s = strstr(s, word)); s += n)
        if ((s == words || s[-1] == ' ') && (s[n] == ' ' || !s[n]))
            return true;
    return false;
}

enum err training_step_may(const struct training_step *s,
                           const struct training_wish *w, const struct act *act,
                           struct refusal *why)
{
    if (s->trainer && strcmp(act->unit, TRAINER) != 0)
        return refuse(why, ERR_RULE, "", "trainer",
                      "这一事项由人社局办理，没有做任何改动。");
    if (!s->trainer && (act->role == ROLE_AGENCY ||
                        (!is_office(act) && strcmp(act->unit, w->unit) != 0)))
        return refuse(why, ERR_RULE, "", "other_unit",
                      "这一事项由登记的单位或教育局办理，没有做任何改动。");
    if (strcmp(w->onward, "wish") != 0 && strcmp(s->name, "withdraw") != 0)
        return refuse(why, ERR_RULE, "", "no_wish",
                      "没有培训意愿的不移交，没有做任何改动。");
    if (!among(s->from, w->state))
        return refuse(why, ERR_CONFLICT, "", "state",
                      "现在的状态不能办理这一事项，没有做任何改动。"
                      "请刷新后再看。");
    return ERR_OK;
}

enum err training_step_take(const struct training_step *s,
                            const struct training_step_in *in,
                            const struct act *act, struct training_wish *w,
                            struct refusal *why)
{
    TRY(training_step_may(s, w, act, why));
    if (in->on_date && strcmp(in->on_date, act->today) > 0)
        return refuse(why, ERR_INVALID, "on_date", "date.future",
                      "日期不能晚于今天，没有保存，请核对。");
    if (in->on_date && w->handed_on && strcmp(in->on_date, w->handed_on) < 0)
        return refuse(why, ERR_INVALID, "on_date", "range",
                      "日期早于移交日期，没有保存，请核对。");
    w->state = s->to;
    w->note = in->note;
    if (strcmp(s->to, "handed") == 0)
        w->handed_on = act->today;
    else if (strcmp(s->to, "contacted") == 0)
        w->contacted_on = in->on_date;
    else
        w->ended_on = in->on_date ? in->on_date : act->today;
    return ERR_OK;
}

void training_wish_for(struct training_wish *w, const struct act *act)
{
    if (act->role != ROLE_AGENCY)
        return;
    w->student_id = INT_NONE;
    w->school_name = NULL;
}

enum err training_wish_allowed(struct training_wish *w, const struct act *act,
                               struct arena *a)
{
    size_t most = sizeof steps / sizeof *steps, n = 0;
    struct action_view *v = arena_array(a, most, sizeof *v);
    struct refusal why;

    if (!v)
        return ERR_NO_MEMORY;
    if (!role_may(act->role, RIGHT_TRAINING_ACT))
        most = 0;
    for (size_t i = 0; i < most; i++) {
        if (training_step_may(&steps[i], w, act, &why) != ERR_OK)
            continue;
        v[n] = (struct action_view) { .action = steps[i].name,
                                      .label = steps[i].label };
        TRY(action_fields(steps[i].in, a, &v[n++].fields));
    }
    w->allowed_actions = (struct list) { v, n };
    return ERR_OK;
}
