/*
 * 方案和经验: what is written for a year, version by version: the city's plan,
 * which every unit signs for; each unit's own, which the bureau receives; notes
 * of what worked, which all may read once they are received (虎政规〔2020〕1号
 * 五(一); R7, R20).
 *
 *   city plan:  published --new version--> published      (signed for anew)
 *   else:       submitted --receive--> received --new version--> submitted
 *                         `--return--> returned --new version--> submitted
 */
#ifndef DOMAIN_MATERIAL_H
#define DOMAIN_MATERIAL_H

#include "domain/act.h"
#include "domain/transition.h"

#define MATERIAL_YEAR_MIN 2000
#define MATERIAL_YEAR_MAX 2199
#define MATERIAL_TEXT_MOST 8000
#define MATERIAL_VERSIONS_MOST 200
#define MATERIAL_UNITS_MOST 2000

struct material_kind {
    const char *name; /* of material_kinds */
    bool city; /* the bureau writes it and all sign; else all but the bureau */
    bool shared; /* other units read it: it holds no child's data */
};
extern const struct code_table material_kinds, material_states;
/* NULL when there is none of that name. */
const struct material_kind *material_kind_of(const char *name);

struct material_in {
    int64_t year;
    const char *kind, *title, *text;
    const char *due_on;   /* by which units sign; of the city's plan, or NULL */
    struct list evidence; /* struct evidence_in, at most one */
};
extern const struct record material_in;
struct material_again {
    const char *title, *text, *note, *due_on;
    struct list evidence;
};
extern const struct record material_again;
struct material_return {
    const char *reason;
};
extern const struct record material_return;

struct material_row {
    int64_t id;
    const char *kind, *unit, *unit_name, *unit_kind;
    int64_t year;
    const char *title, *state;
    int64_t number; /* of its last version */
    const char *due_on;
    int64_t overdue; /* my unit's signature */
    int64_t account_id, at;
    const char *account_name; /* that wrote it */
    int64_t decided_by, decided_at;
    const char *decided_name, *reason;
    int64_t signed_at, signs, signed_by_units; /* my unit's; how many sign */
    int64_t may_write, may_decide, may_sign;   /* whoever asks */
    int64_t version;
};
extern const struct record material_row;

struct material_version {
    int64_t id, number;
    const char *title, *text, *note;
    int64_t attachment_id, size;
    const char *type, *account_name;
    int64_t at;
};
extern const struct record material_version;

/* A version as it is kept. */
struct material_kept {
    int64_t id, material_id, number;
    const char *title, *text, *note;
    int64_t attachment_id, account_id, at;
};
extern const struct record material_kept;

/* A unit that owes a plan, or that is to sign for the city's. */
struct material_unit {
    const char *unit, *unit_name, *unit_kind, *title, *state, *account_name;
    int64_t material_id, at;
};
extern const struct record material_unit;

/* Fills in what the row lets whoever asks do. */
void material_describe(struct material_row *r, const struct act *act);

/* May `act` write one of this kind?  ERR_RULE with *why: it is another's to
 * write.  A new version of `r`, receive it or give it back, sign for it. */
enum err material_may_write(const char *kind, const struct act *act,
                            struct refusal *why);
/* Is a day by which units sign one of this kind, and not over?  ERR_INVALID. */
enum err material_due_fits(const char *kind, const char *due_on,
                           const struct act *act, struct refusal *why);
enum err material_may_again(const struct material_row *r, const struct act *act,
                            struct refusal *why);
enum err material_may_decide(const struct material_row *r,
                             const struct act *act, struct refusal *why);
enum err material_may_sign(const struct material_row *r, const struct act *act,
                           struct refusal *why);

#endif
