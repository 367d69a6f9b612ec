/*
 * Who goes up a grade, who leaves, and who stays.
 */
#include "domain/promotion.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/case.h"
#include "domain/codes.h"

/* ---- a run ---- */
static const struct code state_rows[] = { { "waiting", "等候升级" },
                                          { "running", "升级中" },
                                          { "done", "已升级" },
                                          { "undoing", "撤回中" },
                                          { "undone", "已撤回" },
                                          { "failed", "中断" },
                                          { NULL, NULL } };
const struct code_table promotion_states = { "promotion_state", "升级状态",
                                             state_rows };

#define F_COUNT(member, text)                                                  \
    F_INT(promotion, member, text, REQUIRED, 0, INT64_MAX)

static const struct field promotion_fields[] = {
    F_ID(promotion, id, "编号", REQUIRED),
    F_INT(promotion, year, "学年", REQUIRED, 2000, 2199),
    F_BOOL(promotion, five_four, "五四制", REQUIRED),
    F_INT(promotion, account_id, "账号编号", REQUIRED, 0, INT64_MAX),
    F_TEXT(promotion, unit, "单位", COLUMN_ONLY, 1, 40),
    F_CODE(promotion, state, "状态", REQUIRED, promotion_states),
    F_INT(promotion, cursor, "进行到", COLUMN_ONLY, 0, INT64_MAX),
    F_COUNT(rows_total, "总人数"),
    F_COUNT(rows_done, "已处理人数"),
    F_COUNT(up, "升入下一年级"),
    F_COUNT(graduated, "毕业"),
    F_COUNT(suspended, "休学，保留年级"),
    F_COUNT(held, "个案在办，未按毕业处理"),
    F_COUNT(unknown, "年级不明，未改动"),
    F_COUNT(settled, "新学年已登记，未改动"),
    F_COUNT(undone, "已撤回"),
    F_COUNT(kept, "之后有改动，未撤回"),
    F_TEXT(promotion, fault, "中断的原因", OPTIONAL, 0, 500),
    F_TIME(promotion, created_at, "发起时间", REQUIRED),
    F_TIME(promotion, finished_at, "完成时间", OPTIONAL),
    F_INT(promotion, undo_account_id, "撤回的账号编号", OPTIONAL, 0, INT64_MAX),
    F_TEXT(promotion, undo_unit, "撤回的单位", COLUMN_ONLY, 1, 40),
    F_TIME(promotion, undo_at, "撤回时间", OPTIONAL),
    F_INT(promotion, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record promotion_record =
    RECORD(promotion, "Promotion", "一次升级", promotion_fields);

static const struct field promotion_in_fields[] = {
    F_INT(promotion_in, year, "学年", REQUIRED, 2000, 2199), F_END
};
const struct record promotion_in =
    RECORD(promotion_in, "PromotionNew", "发起升级", promotion_in_fields);

int64_t promotion_year_of(const char *today)
{
    int64_t year = strtol(today, NULL, 10);

    return strtol(today + 5, NULL, 10) >= 9 ? year : year - 1;
}

void promotion_first_day(int64_t year, char out[CLOCK_DATE_MAX])
{
    snprintf(out, CLOCK_DATE_MAX, "%04u-09-01", (unsigned)year % 10000);
}

/* ---- a child ---- */
enum step {
    STEP_UP,
    STEP_GRADUATED,
    STEP_SUSPENDED,
    STEP_HELD,
    STEP_UNKNOWN,
    STEP_SETTLED
};
static const struct code step_rows[] = {
    [STEP_UP] = { "up", "升入下一年级" },
    [STEP_GRADUATED] = { "graduated", "毕业" },
    [STEP_SUSPENDED] = { "suspended", "休学，保留年级" },
    [STEP_HELD] = { "held", "个案在办，不按毕业处理" },
    [STEP_UNKNOWN] = { "unknown", "年级不明，不改动" },
    [STEP_SETTLED] = { "settled", "新学年已登记，不改动" },
    { NULL, NULL }
};
const struct code_table promotion_steps = { "promotion_step", "升级去向",
                                            step_rows };

static const struct field promotion_row_fields[] = {
    F_ID(promotion_row, id, "就学编号", REQUIRED),
    F_ID(promotion_row, student_id, "学生编号", REQUIRED),
    F_TEXT(promotion_row, name, "姓名", REQUIRED, 1, 60),
    F_TEXT(promotion_row, school, "学校标识码", OPTIONAL, 0, 10),
    F_TEXT(promotion_row, school_name, "学校", OPTIONAL, 0, 60),
    F_CODE(promotion_row, grade, "年级", OPTIONAL, grades),
    F_TEXT(promotion_row, class, "班级", OPTIONAL, 0, 20),
    F_CODE(promotion_row, state, "就学状态", REQUIRED, enrolment_states),
    F_BOOL(promotion_row, settled, "新学年已登记", COLUMN_ONLY),
    F_ID(promotion_row, case_id, "个案编号", OPTIONAL),
    F_CODE(promotion_row, case_state, "个案状态", OPTIONAL, case_states),
    F_CODE(promotion_row, step, "去向", REPLY_ONLY, promotion_steps),
    F_CODE(promotion_row, to_grade, "升入年级", REPLY_ONLY | OPTIONAL, grades),
    F_END
};
const struct record promotion_row =
    RECORD(promotion_row, "PromotionChild", "升级名单", promotion_row_fields);

static const char *next_grade(const char *grade)
{
    size_t i = 0;

    while (strcmp(grades.rows[i].code, grade) != 0)
        i++;
    return grades.rows[i + 1].code;
}

static enum step step_of(const struct promotion_row *r, bool five_four)
{
    const char *last = grade_is_junior(r->grade) ? grade_of_finishers(five_four)
                                                 : grade_of_leavers(five_four);

    if (r->settled)
        return STEP_SETTLED;
    if (strcmp(r->state, "suspended") == 0)
        return STEP_SUSPENDED;
    if (grade_stage(r->grade) == NULL || strcmp(r->grade, last) > 0)
        return STEP_UNKNOWN;
    if (strcmp(r->grade, last) < 0)
        return STEP_UP;
    return r->case_id == INT_NONE ? STEP_GRADUATED : STEP_HELD;
}

void promotion_judge(struct promotion_row *r, bool five_four)
{
    enum step step = step_of(r, five_four);

    r->step = step_rows[step].code;
    r->to_grade = step == STEP_UP ? next_grade(r->grade) : NULL;
}

static enum step step_named(const char *step)
{
    enum step i = STEP_UP;

    while (i < STEP_SETTLED && strcmp(step_rows[i].code, step) != 0)
        i++;
    return i;
}

bool promotion_changes(const char *step)
{
    return step_named(step) <= STEP_GRADUATED;
}

void promotion_count_in(struct promotion *p, const char *step)
{
    int64_t *const of[] = {
        [STEP_UP] = &p->up,
        [STEP_GRADUATED] = &p->graduated,
        [STEP_SUSPENDED] = &p->suspended,
        [STEP_HELD] = &p->held,
        [STEP_UNKNOWN] = &p->unknown,
        [STEP_SETTLED] = &p->settled,
    };

    ++*of[step_named(step)];
}

/* ---- the preview ---- */
static const struct field promotion_count_fields[] = {
    F_TEXT(promotion_count, school, "学校标识码", OPTIONAL, 0, 10),
    F_TEXT(promotion_count, school_name, "学校", OPTIONAL, 0, 60),
    F_CODE(promotion_count, grade, "年级", OPTIONAL, grades),
    F_CODE(promotion_count, step, "去向", REQUIRED, promotion_steps),
    F_CODE(promotion_count, to_grade, "升入年级", OPTIONAL, grades),
    F_INT(promotion_count, n, "人数", REQUIRED, 0, INT64_MAX),
    F_INT(promotion_count, in_case, "其中个案在办", REQUIRED, 0, INT64_MAX),
    F_END
};
const struct record promotion_count = RECORD(
    promotion_count, "PromotionCount", "升级人数", promotion_count_fields);

static const struct field promotion_plan_fields[] = {
    F_INT(promotion_plan, year, "学年", REQUIRED, 2000, 2199),
    F_DATE(promotion_plan, first_day, "学年开始", REQUIRED),
    F_BOOL(promotion_plan, may_begin, "现在可以升级", REQUIRED),
    F_TEXT(promotion_plan, note, "说明", OPTIONAL, 0, 200),
    F_LIST(promotion_plan, counts, "各校各年级", REQUIRED, 100000,
           promotion_count),
    F_END
};
const struct record promotion_plan =
    RECORD(promotion_plan, "PromotionPlan", "升级预览", promotion_plan_fields);

static const struct field promotion_kept_fields[] = {
    F_ID(promotion_kept, id, "就学编号", REQUIRED),
    F_ID(promotion_kept, student_id, "学生编号", REQUIRED),
    F_TEXT(promotion_kept, name, "姓名", REQUIRED, 1, 60),
    F_TEXT(promotion_kept, school_name, "现在的学校", OPTIONAL, 0, 60),
    F_CODE(promotion_kept, before, "升级前年级", REQUIRED, grades),
    F_CODE(promotion_kept, grade, "现在的年级", OPTIONAL, grades),
    F_CODE(promotion_kept, state, "现在的就学状态", OPTIONAL, enrolment_states),
    F_END
};
const struct record promotion_kept = RECORD(
    promotion_kept, "PromotionKept", "没有撤回的学生", promotion_kept_fields);
