/*
 * Indicators (指标): what a year's figures are made of.
 *
 * Each child of the register is a set of facts (bits) about one year.  An
 * indicator is a row of a table: which facts make its denominator, which of
 * those its numerator, and who is left out of it for which reason.  So one look
 * at the children gives every indicator, the figure of a group is a count, and
 * the names behind it are the same sets again.
 *
 * Three days belong to a year Y:
 *   the cutoff (31 August of Y): who is of age, 6–15 (LEDGER_AGE_…);
 *   `day`: today while Y lasts, else its 31 December: where a child stands;
 *   the school year Y-1/Y (1 September to 31 August, or to today while it
 *   lasts): who was at school at its start, came, left, and dropped out.
 */
#ifndef DOMAIN_INDICATOR_H
#define DOMAIN_INDICATOR_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/ledger.h"

/* ---- facts of a child in a year ---------------------------------------- */
/* Numbers, so that a statement which finds some can name them too. */
#define FACT_ACTIVE 0x1      /* in the register */
#define FACT_AGE 0x2         /* 6–15 on the cutoff day, or of unknown age */
#define FACT_AGE_PRIMARY 0x4 /* of an age for 小学 */
#define FACT_AGE_JUNIOR 0x8  /* of an age for 初中 */
#define FACT_GUEST 0x10      /* 随迁: lives here, 户籍 elsewhere */
#define FACT_AT_SCHOOL 0x20  /* on `day` */
#define FACT_PRIMARY 0x40    /* in a 小学 of the county */
#define FACT_JUNIOR 0x80     /* in a 初中 of the county */
#define FACT_GRADUATED 0x100 /* 初中毕业 */
#define FACT_MISSING 0x200   /* a case of it is open, and it does not learn */
#define FACT_EXCUSED 0x400 /* 免予入学、延缓入学、休学、短期出国 in force */
#define FACT_POOR 0x800       /* POOR_TAGS */
#define FACT_DISABLED 0x1000  /* 三类残疾 */
#define FACT_AT_START 0x2000  /* at school here when the school year began */
#define FACT_CAME 0x4000      /* 转入 within the school year */
#define FACT_GONE 0x8000      /* 转出、死亡、迁出 */
#define FACT_DROPPED 0x10000  /* 辍学 and not back at the school year's end */
#define FACT_COHORT 0x20000   /* entered 小学一年级 nine years ago */
#define FACT_FINISHED 0x40000 /* in the last grade of 初中, or through it */
#define FACT_CASED 0x80000    /* a confirmed case in the year */
#define FACT_RETURNED 0x200000 /* 劝返复学 */
#define FACT_LATE 0x400000     /* some level of it was overdue in the year */
#define FACT_VISITED 0x800000  /* its door was settled in a round of the year */
#define FACT_NOTICED 0x8000000 /* 入学通知书 of the year, not void */
#define FACT_SERVED 0x10000000 /* and served, also by leaving it (留置) */
/* Only until facts_settled: */
#define FACT_PRESENT 0x1000000 /* some schooling is registered for `day` */
#define FACT_SEEN_AT_SCHOOL 0x2000000 /* by who knocked last */
#define FACT_SEEN_GRADUATED 0x4000000
#define FACT_AWAY_AT_START 0x100000 /* 辍学 since before the school year */

/* Where no schooling is registered for the day, what was seen at the door
 * stands.  Whoever was a 辍学 when the school year began was not at school then,
 * whatever the 学籍 said: it counts in the year in which it dropped out. */
int64_t facts_settled(int64_t facts);

/* A set of children: with all of `all`, none of `none`, and, unless it is 0,
 * one of `any`. */
struct fact_set {
    int64_t all, none, any;
};

bool fact_set_has(const struct fact_set *s, int64_t facts);

/* ---- the table --------------------------------------------------------- */
struct indicator {
    const char *name, *title;
    struct fact_set of;  /* denominator */
    struct fact_set in;  /* numerator; of a gross rate no part of it */
    struct fact_set out; /* left out, and counted beside; all 0: nobody */
    const char *numerator, *denominator, *excluded; /* in words */
    const char *source;
    bool lower; /* the lower the better */
};
extern const struct indicator indicators[];
extern const size_t indicators_n;

/* NULL when there is none of that name. */
const struct indicator *indicator_of(const char *name);

/* ---- parts: the names behind a figure ---------------------------------- */
extern const struct code_table indicator_parts; /* denominator … excluded */

/* Is a child with these facts in that part?  `rest` are those of the
 * denominator that the numerator has not. */
bool indicator_part_has(const struct indicator *k, const char *part,
                        int64_t facts);

/* ---- groups ------------------------------------------------------------ */
extern const struct code_table indicator_groups; /* county township … tag */

/* ---- the year ---------------------------------------------------------- */
struct indicator_year {
    struct ledger_year ledger;
    char day[CLOCK_DATE_MAX];
    char start[CLOCK_DATE_MAX], end[CLOCK_DATE_MAX]; /* of the school year */
    int64_t day_end, end_end;           /* the instants after those days */
    int64_t start_at;                   /* the first of the school year */
    char primary_after[CLOCK_DATE_MAX]; /* born after: of an age for 小学 */
    char junior_after[CLOCK_DATE_MAX];
    char cohort_from[CLOCK_DATE_MAX], cohort_to[CLOCK_DATE_MAX]; /* half open */
    const char *last_grade;
};

/* ERR_INVALID as ledger_year_of.  `five_four`: 五四制 rather than 六三制. */
enum err indicator_year_of(int64_t year, const char *cutoff, bool five_four,
                           const char *today, struct indicator_year *out);

/* ---- a child and its schooling ----------------------------------------- */
/* Of the register; `visited`: its door was settled in a round of the year. */
struct indicator_child {
    int64_t id;
    const char *status, *birth_date, *situation, *sex, *nation;
    int64_t visited;
};
extern const struct record indicator_child;

/* One row of its 就学 (`id` the child's); `in_transit`: written out by a school
 * and received by none yet. */
struct indicator_schooling {
    int64_t id;
    const char *state, *school, *grade, *from_date, *to_date;
    int64_t in_transit;
};
extern const struct record indicator_schooling;

/* What each says of the year; the facts of a child are those of all its rows. */
int64_t facts_of_child(const struct indicator_year *y,
                       const struct indicator_child *c);
int64_t facts_of_schooling(const struct indicator_year *y,
                           const struct indicator_schooling *h);

/* Does it last on `day`? */
bool schooling_on(const struct indicator_schooling *h, const char *day);
/* primary, junior, or NULL of a grade that nobody knows. */
const char *schooling_stage(const struct indicator_schooling *h);

/* ---- figures ----------------------------------------------------------- */
struct indicator_figure {
    const char *indicator;
    const char *key, *label; /* of its group; NULL: not registered */
    const char *division;    /* the key, where it is a division's code */
    int64_t year;
    double value; /* NAN: the denominator is 0 */
    int64_t numerator, denominator, excluded;
};
extern const struct record indicator_figure;

/* Adds a child to the figures of its group, one for each indicator in the
 * order of the table. */
void indicator_count(struct indicator_figure *figures, int64_t facts);
/* And their ratios, once all are counted. */
void indicator_ratio(struct indicator_figure *figures);

/* One of the children behind a figure: nothing that identifies it further. */
struct indicator_name {
    int64_t id, case_id;
    const char *name, *sex, *birth_date, *township, *village, *school_name,
        *grade, *class, *enrolment_state, *transfer_state;
};
extern const struct record indicator_name;

#endif
