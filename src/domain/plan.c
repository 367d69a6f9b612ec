/* 一生一策: field tables and rules. */
#include "domain/plan.h"

#include <string.h>

#include "domain/clean.h"

static const struct code plan_state_rows[] = { { "open", "执行中" },
                                               { "closed", "已结束" },
                                               { NULL, NULL } };
const struct code_table plan_states = { "plan_state", "一生一策状态",
                                        plan_state_rows };

static const struct code plan_item_kind_rows[] = {
    { "course", "课程安排" },     { "method", "教育教学方式" },
    { "help", "学习和生活帮扶" }, { "psychology", "心理辅导" },
    { "other", "其他" },          { NULL, NULL }
};
const struct code_table plan_item_kinds = { "plan_item_kind", "措施类别",
                                            plan_item_kind_rows };

static const struct code plan_item_state_rows[] = { { "open", "进行中" },
                                                    { "done", "已完成" },
                                                    { "dropped", "已取消" },
                                                    { NULL, NULL } };
const struct code_table plan_item_states = { "plan_item_state", "措施状态",
                                             plan_item_state_rows };

#define PROGRESS_MOST 10000

static const struct field plan_item_row_fields[] = {
    F_ID(plan_item_row, id, "编号", REQUIRED),
    F_ID(plan_item_row, plan_id, "计划编号", REQUIRED),
    F_ID(plan_item_row, student_id, "学生编号", REQUIRED),
    F_CODE(plan_item_row, kind, "措施类别", REQUIRED, plan_item_kinds),
    F_SEALED(plan_item_row, content, "措施内容", REQUIRED | MULTILINE, 1000,
             NULL, NULL, "plan_item.content"),
    F_DATE(plan_item_row, due_on, "完成期限", OPTIONAL),
    F_CODE(plan_item_row, state, "措施状态", REQUIRED, plan_item_states),
    F_SEALED(plan_item_row, progress, "进展", MULTILINE, PROGRESS_MOST, NULL,
             NULL, "plan_item.progress"),
    F_DATE(plan_item_row, progress_on, "最近登记", OPTIONAL),
    F_INT(plan_item_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record plan_item_row =
    RECORD(plan_item_row, "PlanItem", "一生一策措施", plan_item_row_fields);

static const struct field plan_row_fields[] = {
    F_ID(plan_row, id, "编号", REQUIRED),
    F_ID(plan_row, student_id, "学生编号", REQUIRED),
    F_ID(plan_row, case_id, "个案编号", OPTIONAL),
    F_TEXT(plan_row, keeper, "责任教师", REQUIRED, 1, 60),
    F_SEALED(plan_row, situation, "基本情况", REQUIRED | MULTILINE, 1000, NULL,
             NULL, "plan.situation"),
    F_SEALED(plan_row, attainment, "学业层次", REQUIRED | MULTILINE, 1000, NULL,
             NULL, "plan.attainment"),
    F_SEALED(plan_row, health, "健康状况", MULTILINE, 1000, NULL, NULL,
             "plan.health"),
    F_SEALED(plan_row, wish, "本人及监护人意愿", MULTILINE, 1000, NULL, NULL,
             "plan.wish"),
    F_CODE(plan_row, state, "状态", REQUIRED, plan_states),
    F_ID(plan_row, made_by, "制定人账号编号", REQUIRED),
    F_TEXT(plan_row, made_by_name, "制定人", OPTIONAL, 0, 60),
    F_TIME(plan_row, made_at, "制定时间", REQUIRED),
    F_INT(plan_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_LIST(plan_row, items, "措施", REQUIRED, 500, plan_item_row),
    F_END
};
const struct record plan_row =
    RECORD(plan_row, "Plan", "一生一策", plan_row_fields);

#define TEXT_IN(tag, member, label, opts)                                      \
    F_CLEAN(tag, member, label, (opts) | MULTILINE, (opts)&REQUIRED ? 1 : 0,   \
            1000, clean_text)

static const struct field plan_in_fields[] = {
    F_CLEAN(plan_in, keeper, "责任教师", REQUIRED, 1, 60, clean_name),
    TEXT_IN(plan_in, situation, "基本情况", REQUIRED),
    TEXT_IN(plan_in, attainment, "学业层次", REQUIRED),
    TEXT_IN(plan_in, health, "健康状况", NULLABLE),
    TEXT_IN(plan_in, wish, "本人及监护人意愿", NULLABLE),
    F_END
};
const struct record plan_in =
    RECORD(plan_in, "PlanNew", "新一生一策", plan_in_fields);

static const struct field plan_patch_fields[] = {
    F_CLEAN(plan_patch, keeper, "责任教师", OPTIONAL, 1, 60, clean_name),
    F_CLEAN(plan_patch, situation, "基本情况", OPTIONAL | MULTILINE, 1, 1000,
            clean_text),
    F_CLEAN(plan_patch, attainment, "学业层次", OPTIONAL | MULTILINE, 1, 1000,
            clean_text),
    TEXT_IN(plan_patch, health, "健康状况", NULLABLE),
    TEXT_IN(plan_patch, wish, "本人及监护人意愿", NULLABLE),
    F_CODE(plan_patch, state, "状态", OPTIONAL, plan_states),
    F_END
};
const struct record plan_patch =
    RECORD_SEEN(plan_patch, "PlanChange", "一生一策修改", plan_patch_fields);

static const struct field plan_item_in_fields[] = {
    F_CODE(plan_item_in, kind, "措施类别", REQUIRED, plan_item_kinds),
    TEXT_IN(plan_item_in, content, "措施内容", REQUIRED),
    F_DATE(plan_item_in, due_on, "完成期限", OPTIONAL), F_END
};
const struct record plan_item_in =
    RECORD(plan_item_in, "PlanItemNew", "新措施", plan_item_in_fields);

static const struct field plan_item_patch_fields[] = {
    TEXT_IN(plan_item_patch, progress, "进展", OPTIONAL),
    F_CODE(plan_item_patch, state, "措施状态", OPTIONAL, plan_item_states),
    F_END
};
const struct record plan_item_patch = RECORD_SEEN(
    plan_item_patch, "PlanItemChange", "措施进展", plan_item_patch_fields);

static const struct field plan_note_fields[] = {
    F_TEXT(plan_note, keeper, "责任教师", OPTIONAL, 0, 60), F_END
};
const struct record plan_note =
    RECORD(plan_note, "PlanNote", "一生一策经过", plan_note_fields);

/* ---- rules ---- */
static enum err refuse(struct refusal *why, enum err e, const char *pointer,
                       const char *code, const char *detail)
{
    *why = (struct refusal) { pointer, code, detail };
    return e;
}

static bool is_open(const char *state)
{
    return strcmp(state, "open") == 0;
}

static bool has_open_items(const struct plan_row *p)
{
    const struct plan_item_row *item = p->items.items;

    for (size_t i = 0; i < p->items.n; i++)
        if (is_open(item[i].state))
            return true;
    return false;
}

enum err plan_may_change(const struct plan_row *now,
                         const struct plan_row *next, struct refusal *why)
{
    if (!is_open(now->state))
        return refuse(why, ERR_RULE, "", "plan.closed",
                      "这份一生一策已经结束，没有做任何改动。"
                      "需要时请另立一份。");
    if (!is_open(next->state) && has_open_items(now))
        return refuse(why, ERR_RULE, "state", "plan.items",
                      "还有进行中的措施，不能结束，没有保存。"
                      "请先登记各项措施的完成或取消情况。");
    return ERR_OK;
}

enum err plan_may_add(const struct plan_row *p, struct refusal *why)
{
    if (is_open(p->state))
        return ERR_OK;
    return refuse(why, ERR_RULE, "", "plan.closed",
                  "这份一生一策已经结束，没有保存。需要时请另立一份。");
}

static enum err add_line(struct arena *a, const char *text, const char *today,
                         struct plan_item_row *item, struct refusal *why)
{
    const char *line =
        arena_printf(a, "%s%s%s %s", item->progress ? item->progress : "",
                     item->progress ? "\n" : "", today, text);

    if (!line)
        return ERR_NO_MEMORY;
    if (strlen(line) > PROGRESS_MOST)
        return refuse(why, ERR_INVALID, "progress", "length",
                      "这项措施的进展已经写满，没有保存。"
                      "请登记完成后另立一项。");
    item->progress = line;
    item->progress_on = today;
    return ERR_OK;
}

enum err plan_item_change(struct arena *a, const struct plan_row *p,
                          const struct plan_item_patch *in, const char *today,
                          struct plan_item_row *item, struct refusal *why)
{
    bool said = in->progress && *in->progress;

    TRY(plan_may_add(p, why));
    if (!is_open(item->state))
        return refuse(why, ERR_RULE, "", "plan.item_over",
                      "这项措施已经完成或取消，没有做任何改动。"
                      "需要时请另立一项。");
    if (in->state && !is_open(in->state) && !said)
        return refuse(why, ERR_INVALID, "progress", "required",
                      "完成或取消时要写明结果或原因，没有保存。");
    if (in->state)
        item->state = in->state;
    return said ? add_line(a, in->progress, today, item, why) : ERR_OK;
}
