/*
 * 考核得分 of a unit: one visible table of items, each with its weight, the
 * figure that it rests on and how points come of it.  Every figure is counted
 * from the rows when it is asked for; nothing is kept by hand (虎政规〔2020〕1号
 * 四: 入学率达标; 六3).
 *
 *   ratio  points = weight × (numerator/denominator − floor) / (1 − floor),
 *          none below the floor
 *   less   points = weight − each × numerator, none below 0
 *   score  = points of the items that count ÷ their weights × 100; an item with
 *          denominator 0 does not count
 */
#ifndef DOMAIN_SCORE_H
#define DOMAIN_SCORE_H

#include "base/arena.h"
#include "base/err.h"
#include "json/field.h"

enum score_formula { SCORE_RATIO, SCORE_LESS };

struct score_item {
    const char *unit_kind, *name, *label;
    double weight;
    enum score_formula formula;
    double floor;          /* of a ratio: 0 … 1 */
    double each;           /* points off for each of the numerator */
    const char *indicator; /* whose figure it is; NULL: of the rows below */
    const char *numerator, *denominator, *source;
};
extern const struct score_item score_items[];
extern const size_t score_items_n;
#define SCORE_ITEMS_MOST 20

/* Kinds of units that are scored. */
extern const struct code_table score_kinds;

/* NULL when units of that kind have no such item. */
const struct score_item *score_item_of(const char *unit_kind, const char *name);

/* The label of an item of that name, of whatever kind; the name itself when
 * there is none. */
const char *score_item_label(const char *name);

/* One figure of one unit, as the store counts it. */
struct score_figure {
    const char *unit, *item;
    int64_t numerator, denominator;
};
extern const struct record score_figure;

/* Points of an item; NAN when its denominator is 0. */
double score_points(const struct score_item *k, int64_t numerator,
                    int64_t denominator);

/* ---- what is shown ---- */
struct score_part {
    const char *item, *label;
    double weight;
    int64_t numerator, denominator;
    double points; /* NAN: does not count */
};
extern const struct record score_part;

struct score_row {
    const char *unit, *unit_name, *unit_kind;
    int64_t year;
    double score;      /* NAN: nothing counts yet */
    int64_t rank;      /* INT_NONE: no score, or none is compared with */
    struct list parts; /* struct score_part, in the order of the table */
};
extern const struct record score_row;

/* An item as the page explains it. */
struct score_item_view {
    const char *unit_kind, *item, *label;
    double weight;
    const char *numerator, *denominator, *formula, *source;
};
extern const struct record score_item_view;
/* All of them, struct score_item_view. */
enum err score_item_views(struct arena *a, struct list *out);

/* Fills parts and score of each row (struct score_row with its unit set) from
 * the figures (struct score_figure), and ranks them when `ranked`; equal scores
 * have one rank. */
enum err score_make(const struct list *figures, bool ranked, struct arena *a,
                    struct list *rows);

#endif
