/* 考核得分: the table, its formulas, the rows. */
#include "domain/score.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/codes.h"
#include "domain/indicator.h"

static const struct code kind_rows[] = { { "township", "乡镇街道" },
                                         { "school", "学校" },
                                         { "agency", "成员单位" },
                                         { NULL, NULL } };
const struct code_table score_kinds = { "score_kind", "考核单位类别",
                                        kind_rows };

#define DOC "虎政规〔2020〕1号 "
#define RATIO(w, from) .weight = (w), .formula = SCORE_RATIO, .floor = (from)
#define LESS(w, off) .weight = (w), .formula = SCORE_LESS, .each = (off)
#define OF(kind, called, text) .unit_kind = kind, .name = called, .label = text

/* What is the same for every kind of unit. */
#define DUTIES(kind, w)                                                        \
    {                                                                          \
        OF(kind, "duties", "职责按时报送"), RATIO(w, 0.5),                     \
            .numerator = "其中在截止日期前报送的",                             \
            .denominator = "本年度到期或已报送的职责",                         \
            .source = "R59 " DOC "四"                                         \
    }
#define RECTIFIED(kind, w)                                                     \
    {                                                                          \
        OF(kind, "rectifications", "整改按期完成"), RATIO(w, 0.5),             \
            .numerator = "其中没有超过期限的",                                 \
            .denominator = "本年度到期或已报告的限期整改",                     \
            .source = "R101 " DOC "六3"                                       \
    }
#define FOUND(kind, w)                                                         \
    {                                                                          \
        OF(kind, "findings", "督导发现"), LESS(w, 2),                          \
            .numerator = "本年度督查指出的问题",                               \
            .denominator = "本年度对该单位的督查", .source = "R99 " DOC "六2" \
    }
#define FIGURE(kind, name, text, w, from, where)                               \
    {                                                                          \
        OF(kind, name, text), RATIO(w, from), .indicator = name,               \
                                              .source = where                  \
    }

const struct score_item score_items[] = {
    FIGURE("township", "enrolment", "入学率", 25, 0.95, "R3 R14 " DOC "二、四"),
    FIGURE("township", "on_time", "个案按时办理率", 15, 0.6,
           "R62 " DOC "五(一)2"),
    FIGURE("township", "surveyed", "入户摸排率", 10, 0.8, "R95 " DOC "六1"),
    FIGURE("township", "notice_served", "通知书送达率", 10, 0.8,
           "R97 " DOC "六1"),
    DUTIES("township", 15),
    { OF("township", "snapshots", "分类台账封存"), RATIO(5, 0),
      .numerator = "其中已封存、没有退回的",
      .denominator = "疑似辍学、辍学、市域内和省内外就读无学籍四本台账，"
                     "8月31日以后计",
      .source = "R66 " DOC "五(一)4" },
    RECTIFIED("township", 10),
    FOUND("township", 10),

    FIGURE("school", "retention", "年度巩固率", 30, 0.95, "R3 " DOC "二"),
    FIGURE("school", "on_time", "个案按时办理率", 30, 0.6,
           "R26 R61 " DOC "五(一)2"),
    DUTIES("school", 10),
    RECTIFIED("school", 15),
    FOUND("school", 15),

    DUTIES("agency", 50),
    { OF("agency", "assignments", "交办按期办理"), RATIO(20, 0.5),
      .numerator = "其中在期限内报告的",
      .denominator = "本年度到期或已报告的交办",
      .source = "R10 " DOC "五(一)1" },
    RECTIFIED("agency", 15),
    FOUND("agency", 15),
};
const size_t score_items_n = sizeof score_items / sizeof *score_items;

const struct score_item *score_item_of(const char *unit_kind, const char *name)
{
    for (size_t i = 0; i < score_items_n; i++)
        if (strcmp(score_items[i].unit_kind, unit_kind) == 0 &&
            strcmp(score_items[i].name, name) == 0)
            return &score_items[i];
    return NULL;
}

const char *score_item_label(const char *name)
{
    for (size_t i = 0; i < score_items_n; i++)
        if (strcmp(score_items[i].name, name) == 0)
            return score_items[i].label;
    return name;
}

double score_points(const struct score_item *k, int64_t numerator,
                    int64_t denominator)
{
    double n = (double)numerator, d = (double)denominator, points;

    if (denominator == 0)
        return (double)NAN;
    if (k->formula == SCORE_LESS)
        points = k->weight - k->each * n;
    else
        points = k->weight * (n / d - k->floor) / (1 - k->floor);
    return fmin(fmax(points, 0), k->weight);
}

/* ---- field tables ------------------------------------------------------ */
static const struct field figure_fields[] = {
    F_TEXT(score_figure, unit, "单位代码", REQUIRED, 1, 20),
    F_TEXT(score_figure, item, "考核项代码", REQUIRED, 1, 40),
    F_INT(score_figure, numerator, "分子", REQUIRED, 0, INT64_MAX),
    F_INT(score_figure, denominator, "分母", REQUIRED, 0, INT64_MAX), F_END
};
const struct record score_figure =
    RECORD(score_figure, "ScoreFigure", "考核数据", figure_fields);

static const struct field part_fields[] = {
    F_TEXT(score_part, item, "考核项代码", REQUIRED, 1, 40),
    F_TEXT(score_part, label, "考核项", REQUIRED, 1, 60),
    F_REAL(score_part, weight, "满分", REQUIRED),
    F_INT(score_part, numerator, "分子", REQUIRED, 0, INT64_MAX),
    F_INT(score_part, denominator, "分母", REQUIRED, 0, INT64_MAX),
    F_REAL(score_part, points, "得分，不计时为空", OPTIONAL),
    F_END
};
const struct record score_part =
    RECORD(score_part, "ScorePart", "一项得分", part_fields);

static const struct field row_fields[] = {
    F_TEXT(score_row, unit, "单位代码", REQUIRED, 1, 20),
    F_TEXT(score_row, unit_name, "单位", REQUIRED, 1, 60),
    F_CODE(score_row, unit_kind, "单位类别", REQUIRED, unit_kinds),
    F_INT(score_row, year, "年度", REQUIRED | REPLY_ONLY, 2000, 2199),
    F_REAL(score_row, score, "得分（百分制），无可计项时为空",
           OPTIONAL | REPLY_ONLY),
    F_INT(score_row, rank, "名次", OPTIONAL | REPLY_ONLY, 1, INT64_MAX),
    F_LIST(score_row, parts, "各项得分", REQUIRED, SCORE_ITEMS_MOST,
           score_part),
    F_END
};
const struct record score_row =
    RECORD(score_row, "Score", "考核得分", row_fields);

static const struct field view_fields[] = {
    F_CODE(score_item_view, unit_kind, "单位类别", REQUIRED, unit_kinds),
    F_TEXT(score_item_view, item, "考核项代码", REQUIRED, 1, 40),
    F_TEXT(score_item_view, label, "考核项", REQUIRED, 1, 60),
    F_REAL(score_item_view, weight, "满分", REQUIRED),
    F_TEXT(score_item_view, numerator, "分子", REQUIRED, 1, 200),
    F_TEXT(score_item_view, denominator, "分母", REQUIRED, 1, 200),
    F_TEXT(score_item_view, formula, "算法", REQUIRED, 1, 200),
    F_TEXT(score_item_view, source, "依据", REQUIRED, 1, 100),
    F_END
};
const struct record score_item_view =
    RECORD(score_item_view, "ScoreItem", "考核项", view_fields);

/* ---- the table in words ------------------------------------------------ */
static const char *formula_text(struct arena *a, const struct score_item *k)
{
    if (k->formula == SCORE_LESS)
        return arena_printf(a, "满分 %g，每个问题扣 %g 分，扣完为止", k->weight,
                            k->each);
    if (k->floor == 0)
        return arena_printf(a, "%g × 分子 ÷ 分母", k->weight);
    return arena_printf(a, "%g × (分子 ÷ 分母 − %g%%) ÷ %g%%，低于 %g%% 不得分",
                        k->weight, k->floor * 100, (1 - k->floor) * 100,
                        k->floor * 100);
}

enum err score_item_views(struct arena *a, struct list *out)
{
    struct score_item_view *v = arena_array(a, score_items_n, sizeof *v);

    if (!v)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < score_items_n; i++) {
        const struct score_item *k = &score_items[i];
        const struct indicator *of =
            k->indicator ? indicator_of(k->indicator) : NULL;

        v[i] = (struct score_item_view) { k->unit_kind,
                                          k->name,
                                          k->label,
                                          k->weight,
                                          of ? of->numerator : k->numerator,
                                          of ? of->denominator : k->denominator,
                                          formula_text(a, k),
                                          k->source };
        if (!v[i].formula)
            return ERR_NO_MEMORY;
    }
    *out = (struct list) { v, score_items_n };
    return ERR_OK;
}

/* ---- rows -------------------------------------------------------------- */
/* By unit, and of one unit by item. */
static int by_unit(const void *a, const void *b)
{
    const struct score_figure *x = a, *y = b;
    int order = strcmp(x->unit, y->unit);

    return order ? order : strcmp(x->item, y->item);
}

/* Of figures in that order. */
static const struct score_figure *figure_of(const struct list *figures,
                                            const char *unit, const char *item)
{
    const struct score_figure key = { unit, item, 0, 0 };

    return figures->n
               ? bsearch(&key, figures->items, figures->n, sizeof key, by_unit)
               : NULL;
}

/* A copy of the figures in that order. */
static enum err sort_figures(const struct list *figures, struct arena *a,
                             struct list *out)
{
    struct score_figure *f = arena_array(a, figures->n + 1, sizeof *f);

    if (!f)
        return ERR_NO_MEMORY;
    if (figures->n) {
        memcpy(f, figures->items, figures->n * sizeof *f);
        qsort(f, figures->n, sizeof *f, by_unit);
    }
    *out = (struct list) { f, figures->n };
    return ERR_OK;
}

static enum err fill(const struct list *figures, struct arena *a,
                     struct score_row *r)
{
    struct score_part *p = arena_array(a, SCORE_ITEMS_MOST, sizeof *p);
    double points = 0, weights = 0;
    size_t n = 0;

    if (!p)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < score_items_n && n < SCORE_ITEMS_MOST; i++) {
        const struct score_item *k = &score_items[i];
        const struct score_figure *f;

        if (strcmp(k->unit_kind, r->unit_kind) != 0)
            continue;
        f = figure_of(figures, r->unit, k->name);
        p[n] = (struct score_part) { .item = k->name,
                                     .label = k->label,
                                     .weight = k->weight,
                                     .numerator = f ? f->numerator : 0,
                                     .denominator = f ? f->denominator : 0 };
        p[n].points = score_points(k, p[n].numerator, p[n].denominator);
        if (!isnan(p[n].points)) {
            points += p[n].points;
            weights += k->weight;
        }
        n++;
    }
    r->parts = (struct list) { p, n };
    r->score = weights > 0 ? points / weights * 100 : (double)NAN;
    return ERR_OK;
}

/* The best first; who has no score last. */
static int by_score(const void *a, const void *b)
{
    const struct score_row *x = a, *y = b;

    if (isnan(x->score) || isnan(y->score))
        return isnan(x->score) - isnan(y->score);
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return strcmp(x->unit, y->unit);
}

enum err score_make(const struct list *figures, bool ranked, struct arena *a,
                    struct list *rows)
{
    struct score_row *r = rows->items;
    struct list sorted;

    TRY(sort_figures(figures, a, &sorted));
    for (size_t i = 0; i < rows->n; i++)
        TRY(fill(&sorted, a, &r[i]));
    if (rows->n)
        qsort(r, rows->n, sizeof *r, by_score);
    for (size_t i = 0; i < rows->n; i++) {
        bool same = i > 0 && r[i].score == r[i - 1].score;

        r[i].rank = !ranked || isnan(r[i].score) ? INT_NONE
                    : same                       ? r[i - 1].rank
                                                 : (int64_t)i + 1;
    }
    return ERR_OK;
}
