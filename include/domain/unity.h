/*
 * 三统一: of the poor children of a year, whom the lists of education (学籍库) and
 * of the poverty office (困难家庭名单) have and whom the ledger has, side by side,
 * with the names behind every difference (虎政规〔2020〕1号 五(一)4, 五(二)).
 */
#ifndef DOMAIN_UNITY_H
#define DOMAIN_UNITY_H

#include "domain/ledger.h"

#define UNITY_NAMES_MOST 1000
#define UNITY_TOWNSHIPS_MOST 100

/* A child of one of the lists or of the ledger; without an id when a row of the
 * poverty list has not been matched with a child of the register. */
struct unity_name {
    int64_t student_id;
    const char *name, *sex, *birth_date, *township, *township_name;
    int64_t in_education, in_poverty, in_ledger; /* 0, 1 */
};
extern const struct record unity_name;

struct unity_count {
    const char *township, *township_name; /* NULL: not registered */
    int64_t education, poverty, ledger, differences;
};
extern const struct record unity_count;

struct unity {
    int64_t year;
    int64_t education_listed, poverty_listed; /* is that list in? */
    struct list townships;   /* struct unity_count, the county's first */
    struct list differences; /* struct unity_name, at most UNITY_NAMES_MOST */
};
extern const struct record unity;

/* Not in all three. */
bool unity_differs(const struct unity_name *n);

/* Counts `names`, which are in the order of their townships.  ERR_NO_MEMORY. */
enum err unity_tally(struct arena *a, const struct list *names,
                     struct unity *out);

#endif
