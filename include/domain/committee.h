/*
 * The expert committee of education for disabled children (残疾人教育专家委员会;
 * 残疾人教育条例 20, 虎政规〔2020〕1号 五(三)5): its roster with fields and terms,
 * and which of its members may sit together on one child.
 */
#ifndef DOMAIN_COMMITTEE_H
#define DOMAIN_COMMITTEE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/transition.h"
#include "json/field.h"

extern const struct code_table committee_fields; /* 专业领域 */

struct committee_row {
    int64_t id;
    const char *name, *field, *unit_name;
    int64_t account_id; /* INT_NONE: on the roster, but signs nothing */
    const char *account_name;
    int64_t active; /* its account is an expert's and may sign in */
    const char *from_date, *to_date;
    int64_t version;
};
extern const struct record committee_row;

struct committee_in {
    const char *name, *field, *unit_name;
    int64_t account_id;
    const char *from_date;
};
extern const struct record committee_in;

struct committee_patch {
    uint64_t seen;
    const char *name, *field, *unit_name;
    int64_t account_id;
    const char *to_date;
};
extern const struct record committee_patch;

/* An expert's account that a member may be tied to. */
struct committee_account {
    int64_t id;
    const char *username, *name;
};
extern const struct record committee_account;

/* In office on that day; the day of leaving belongs to the next. */
bool committee_in_office(const struct committee_row *m, const char *on);

/* Seats of one session at least, and as many fields. */
#define PANEL_LEAST 3
#define PANEL_MOST 15

/* May these members (struct committee_row) sit together on that day?  Each one
 * once, in office, able to sign, at least three fields among them, and one of
 * education.  ERR_INVALID with *why, ERR_NO_MEMORY. */
enum err committee_panel(struct arena *a, const struct list *members,
                         const char *on, struct refusal *why);

#endif
