/*
 * Where rows of followed lists stand.
 */
#include "domain/followed.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/case.h"
#include "domain/codes.h"
#include "domain/reconcile.h"
#include "domain/verdict.h"

static bool is(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* 已销号: approved, also while it is still watched over. */
static bool is_settled(const char *case_state)
{
    return is(case_state, "watching") || is(case_state, "closed");
}

static bool is_open(const char *case_state)
{
    return case_state != NULL && !is_settled(case_state) &&
           !is(case_state, "dismissed");
}

/* ---- 下发名单 ---- */
enum assigned {
    ASSIGNED_CLOSED,
    ASSIGNED_FOUND,
    ASSIGNED_DISMISSED,
    ASSIGNED_OPEN,
    ASSIGNED_DUE,
    ASSIGNED_UNSURE,
    ASSIGNED_UNKNOWN,
    ASSIGNED_REPEATED,
    ASSIGNED_OUT_OF_AGE
};
static const struct code assigned_rows[] = {
    [ASSIGNED_CLOSED] = { "closed", "个案已销号" },
    [ASSIGNED_FOUND] = { "found", "比对已落实" },
    [ASSIGNED_DISMISSED] = { "dismissed", "核实后排除" },
    [ASSIGNED_OPEN] = { "open", "个案办理中" },
    [ASSIGNED_DUE] = { "due", "应立案未立案" },
    [ASSIGNED_UNSURE] = { "unsure", "待人工核对" },
    [ASSIGNED_UNKNOWN] = { "unknown", "还没有核查结论" },
    [ASSIGNED_REPEATED] = { "repeated", "重复下发" },
    [ASSIGNED_OUT_OF_AGE] = { "out_of_age", "不在适龄范围" },
    { NULL, NULL }
};
const struct code_table assigned_standings = { "assigned_standing",
                                               "下发名单办理情况",
                                               assigned_rows };

static const struct field assigned_fields[] = {
    F_ID(assigned_row, id, "编号", REQUIRED),
    F_INT(assigned_row, number, "名单行号", REQUIRED, 0, INT64_MAX),
    F_TEXT(assigned_row, name, "姓名", REQUIRED, 1, 60),
    F_DATE(assigned_row, birth_date, "出生日期", OPTIONAL),
    F_TEXT(assigned_row, source, "来源", OPTIONAL, 0, 200),
    F_DATE(assigned_row, on_date, "下发日期", OPTIONAL),
    F_ID(assigned_row, student_id, "学生编号", OPTIONAL),
    F_ID(assigned_row, verdict_id, "核对编号", OPTIONAL),
    F_CODE(assigned_row, verdict, "核查结论", OPTIONAL, verdict_codes),
    F_TEXT(assigned_row, rule, "规则", OPTIONAL, 1, 40),
    F_ID(assigned_row, case_id, "个案编号", OPTIONAL),
    F_CODE(assigned_row, case_state, "个案状态", OPTIONAL, case_states),
    F_CODE(assigned_row, outcome, "销号结果", OPTIONAL, outcomes),
    F_BOOL(assigned_row, repeated, "重复下发", REQUIRED),
    F_CODE(assigned_row, standing, "办理情况", REPLY_ONLY, assigned_standings),
    F_INT(assigned_row, closed_at, "销号时间", COLUMN_ONLY, 0, INT64_MAX),
    F_INT(assigned_row, seq, "名单中的位置", COLUMN_ONLY, 1, INT64_MAX),
    F_END
};
const struct record assigned_row =
    RECORD(assigned_row, "Assigned", "下发名单的一行", assigned_fields);

static const struct field assigned_count_fields[] = {
    F_CODE(assigned_count, standing, "办理情况", REQUIRED, assigned_standings),
    F_INT(assigned_count, n, "行数", REQUIRED, 0, INT64_MAX),
    F_BOOL(assigned_count, settled, "计入销号", REQUIRED),
    F_BOOL(assigned_count, excluded, "不计入分母", REQUIRED), F_END
};
const struct record assigned_count = RECORD(
    assigned_count, "AssignedCount", "下发名单计数", assigned_count_fields);

static const struct field assigned_rate_fields[] = {
    F_INT(assigned_rate, total, "下发行数", REQUIRED, 0, INT64_MAX),
    F_INT(assigned_rate, excluded, "不计入的行数", REQUIRED, 0, INT64_MAX),
    F_INT(assigned_rate, denominator, "应销号", REQUIRED, 0, INT64_MAX),
    F_INT(assigned_rate, numerator, "已销号", REQUIRED, 0, INT64_MAX),
    F_REAL(assigned_rate, rate, "销号率", OPTIONAL),
    F_LIST(assigned_rate, counts, "分项", REQUIRED, 20, assigned_count),
    F_END
};
const struct record assigned_rate = RECORD(
    assigned_rate, "AssignedRate", "下发名单销号率", assigned_rate_fields);

/* The case came to its end since the row was handed down. */
static bool ended_since(const struct assigned_row *r, int64_t year)
{
    char first[CLOCK_DATE_MAX], closed[CLOCK_DATE_MAX];

    if (r->case_state == NULL || is_open(r->case_state) ||
        r->closed_at == INT_NONE)
        return false;
    snprintf(first, sizeof first, "%04u-01-01", (unsigned)year % 10000);
    clock_date_of(r->closed_at, closed);
    return strcmp(closed, r->on_date ? r->on_date : first) >= 0;
}

static enum assigned standing_of(const struct assigned_row *r, int64_t year)
{
    const struct verdict_rule *rule = r->rule ? verdict_rule_of(r->rule) : NULL;

    if (r->repeated)
        return ASSIGNED_REPEATED;
    if (ended_since(r, year)) /* also by whoever found it no dropout */
        return is_settled(r->case_state) ? ASSIGNED_CLOSED : ASSIGNED_DISMISSED;
    if (is_open(r->case_state))
        return ASSIGNED_OPEN;
    if (rule == NULL) /* a run gives none below school age */
        return verdict_age_of(r->birth_date, (int)year) == AGE_UNDER
                   ? ASSIGNED_OUT_OF_AGE
                   : ASSIGNED_UNKNOWN;
    if (rule->verdict == VERDICT_NONE)
        return ASSIGNED_OUT_OF_AGE;
    if (rule->verdict == VERDICT_UNSURE)
        return ASSIGNED_UNSURE;
    return rule->kind ? ASSIGNED_DUE : ASSIGNED_FOUND;
}

void assigned_row_judge(struct assigned_row *r, int64_t year)
{
    r->standing = assigned_rows[standing_of(r, year)].code;
}

enum err assigned_rate_of(const struct assigned_row *rows, size_t n,
                          struct arena *a, struct assigned_rate *out)
{
    const size_t kinds = sizeof assigned_rows / sizeof *assigned_rows - 1;
    struct assigned_count *c = arena_array(a, kinds, sizeof *c);

    if (c == NULL)
        return ERR_NO_MEMORY;
    *out =
        (struct assigned_rate) { .total = (int64_t)n, .counts = { c, kinds } };
    for (size_t i = 0; i < kinds; i++) {
        c[i].standing = assigned_rows[i].code;
        c[i].settled = i <= ASSIGNED_DISMISSED;
        c[i].excluded = i == ASSIGNED_REPEATED || i == ASSIGNED_OUT_OF_AGE;
        for (size_t k = 0; k < n; k++)
            c[i].n += strcmp(rows[k].standing, c[i].standing) == 0;
        out->excluded += c[i].excluded ? c[i].n : 0;
        out->numerator += c[i].settled ? c[i].n : 0;
    }
    out->denominator = out->total - out->excluded;
    out->rate = out->denominator > 0
                    ? (double)out->numerator / (double)out->denominator
                    : (double)NAN;
    return ERR_OK;
}

/* ---- 小升初 ---- */
enum leaver {
    LEAVER_ARRIVED,
    LEAVER_STAYED,
    LEAVER_ELSEWHERE,
    LEAVER_EXCUSED,
    LEAVER_GONE,
    LEAVER_MISSING,
    LEAVER_UNSURE,
    LEAVER_UNKNOWN
};
static const struct code leaver_rows[] = {
    [LEAVER_ARRIVED] = { "arrived", "已到初中" },
    [LEAVER_STAYED] = { "stayed", "仍在小学" },
    [LEAVER_ELSEWHERE] = { "elsewhere", "在外地就读" },
    [LEAVER_EXCUSED] = { "excused", "免学、缓学、休学或出国" },
    [LEAVER_GONE] = { "gone", "死亡、迁出、注销或超龄" },
    [LEAVER_MISSING] = { "missing", "未到校" },
    [LEAVER_UNSURE] = { "unsure", "待核对" },
    [LEAVER_UNKNOWN] = { "unknown", "还没有核查结论" },
    { NULL, NULL }
};
const struct code_table leaver_standings = { "leaver_standing", "小升初去向",
                                             leaver_rows };

static const struct field leaver_fields[] = {
    F_ID(leaver_row, id, "编号", REQUIRED),
    F_TEXT(leaver_row, name, "姓名", REQUIRED, 1, 60),
    F_DATE(leaver_row, birth_date, "出生日期", OPTIONAL),
    F_TEXT(leaver_row, from_school, "毕业小学标识码", REQUIRED, 0, 10),
    F_TEXT(leaver_row, from_name, "毕业小学", OPTIONAL, 0, 60),
    F_TEXT(leaver_row, class, "班级", OPTIONAL, 0, 20),
    F_TEXT(leaver_row, to_school, "应到初中标识码", REPLY_ONLY, 0, 10),
    F_TEXT(leaver_row, to_name, "应到初中", REPLY_ONLY, 0, 60),
    F_ID(leaver_row, student_id, "学生编号", OPTIONAL),
    F_ID(leaver_row, verdict_id, "核对编号", OPTIONAL),
    F_CODE(leaver_row, verdict, "核查结论", OPTIONAL, verdict_codes),
    F_TEXT(leaver_row, rule, "规则", OPTIONAL, 1, 40),
    F_ID(leaver_row, case_id, "个案编号", OPTIONAL),
    F_CODE(leaver_row, case_state, "个案状态", OPTIONAL, case_states),
    F_CODE(leaver_row, standing, "去向", REPLY_ONLY, leaver_standings),
    F_INT(leaver_row, facts, "条件", COLUMN_ONLY, 0, INT64_MAX),
    F_TEXT(leaver_row, roll_school, "学籍学校", COLUMN_ONLY, 0, 10),
    F_TEXT(leaver_row, roll_grade, "学籍年级", COLUMN_ONLY, 0, 2),
    F_TEXT(leaver_row, list_school, "在校学校", COLUMN_ONLY, 0, 10),
    F_TEXT(leaver_row, list_grade, "在校年级", COLUMN_ONLY, 0, 2),
    F_TEXT(leaver_row, division, "区划", COLUMN_ONLY, 0, 15),
    F_END
};
const struct record leaver_row =
    RECORD(leaver_row, "Leaver", "小学毕业生", leaver_fields);

static const struct field handover_fields[] = {
    F_TEXT(handover_count, from_school, "毕业小学标识码", REQUIRED, 0, 10),
    F_TEXT(handover_count, from_name, "毕业小学", OPTIONAL, 0, 60),
    F_TEXT(handover_count, to_school, "应到初中标识码", OPTIONAL, 0, 10),
    F_TEXT(handover_count, to_name, "应到初中", OPTIONAL, 0, 60),
    F_CODE(handover_count, standing, "去向", REQUIRED, leaver_standings),
    F_INT(handover_count, n, "人数", REQUIRED, 0, INT64_MAX),
    F_END
};
const struct record handover_count =
    RECORD(handover_count, "HandoverCount", "小升初计数", handover_fields);

/* What the verdict says of a child in no school's list. */
static enum leaver told_by(const struct verdict_rule *rule)
{
    switch (rule->verdict) {
    case VERDICT_ELSEWHERE:
        return LEAVER_ELSEWHERE;
    case VERDICT_EXEMPT:
        return LEAVER_EXCUSED;
    case VERDICT_LEFT:
    case VERDICT_OVER_AGE:
        return LEAVER_GONE;
    case VERDICT_ENROLLED_ABSENT:
    case VERDICT_NEVER_ENROLLED:
        return LEAVER_MISSING;
    default:
        return LEAVER_UNSURE;
    }
}

/* In a school's list it has arrived, or still sits in its primary school; a row
 * that a person joined to it counts as one. */
static enum leaver leaver_of(const struct leaver_row *r)
{
    const struct verdict_rule *rule = r->rule ? verdict_rule_of(r->rule) : NULL;

    if (r->list_grade != NULL)
        return grade_is_junior(r->list_grade) ? LEAVER_ARRIVED : LEAVER_STAYED;
    if (rule == NULL)
        return LEAVER_UNKNOWN;
    if (verdict_unpack(r->facts).attendance == YES &&
        rule->verdict != VERDICT_UNSURE)
        return grade_is_junior(r->roll_grade) ||
                       !is(r->roll_school, r->from_school)
                   ? LEAVER_ARRIVED
                   : LEAVER_STAYED;
    return told_by(rule);
}

void leaver_row_judge(struct leaver_row *r)
{
    r->standing = leaver_rows[leaver_of(r)].code;
    r->to_school = r->list_school;
    if (r->to_school == NULL &&
        (grade_is_junior(r->roll_grade) || !is(r->roll_school, r->from_school)))
        r->to_school = r->roll_school;
}

bool leaver_row_missing(const struct leaver_row *r)
{
    return is(r->standing, "missing") || is(r->standing, "unsure") ||
           is(r->standing, "unknown");
}

static int by_text(const char *a, const char *b)
{
    return strcmp(a ? a : "\xFF", b ? b : "\xFF"); /* what is open comes last */
}

static int by_schools(const void *x, const void *y)
{
    const struct handover_count *a = x, *b = y;
    int order = by_text(a->from_school, b->from_school);

    if (order == 0)
        order = by_text(a->to_school, b->to_school);
    return order ? order : strcmp(a->standing, b->standing);
}

enum err handover_counts_of(const struct leaver_row *rows, size_t n,
                            struct arena *a, struct list *out)
{
    struct handover_count *c = arena_array(a, n, sizeof *c);
    size_t kept = 0;

    if (c == NULL)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        c[i] = (struct handover_count) { rows[i].from_school, rows[i].from_name,
                                         rows[i].to_school,   rows[i].to_name,
                                         rows[i].standing,    1 };
    if (n > 0)
        qsort(c, n, sizeof *c, by_schools);
    for (size_t i = 0; i < n; i++)
        if (kept > 0 && by_schools(&c[kept - 1], &c[i]) == 0)
            c[kept - 1].n++;
        else
            c[kept++] = c[i];
    *out = (struct list) { c, kept };
    return ERR_OK;
}
