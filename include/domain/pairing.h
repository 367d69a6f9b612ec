/*
 * 结对帮扶 (虎政规〔2020〕1号 四, 关工委, R57): a grown-up by name, of a unit, who
 * looks after a child for a time, and each visit with what was seen and done.
 *
 *   open --end, with why--> ended
 *
 * One whom nobody visited for a while (a setting) is shown as such.  The unit of
 * the mentor sees its own pairings, with the child's name and school, and
 * writes down its visits; who may make and end one is responsible for the child.
 */
#ifndef DOMAIN_PAIRING_H
#define DOMAIN_PAIRING_H

#include "domain/act.h"
#include "domain/transition.h"
#include "json/field.h"

extern const struct code_table pairing_states; /* open ended */
extern const struct code_table pairing_methods;

struct pairing_row {
    int64_t id, student_id;
    const char *student_name, *school_name, *township;
    const char *mentor, *unit, *unit_name, *phone;
    const char *difficulty, *plan, *from_date, *to_date, *ending, *state;
    int64_t visits;
    const char *visited_on; /* the last time; NULL never */
    int64_t quiet;          /* open, and not visited for as long as is set */
    int64_t account_id, at;
    int64_t may_visit, may_end, version;
};
extern const struct record pairing_row;

struct pairing_visit {
    int64_t id;
    const char *visited_on, *method, *done, *account_name;
    int64_t account_id, at;
};
extern const struct record pairing_visit;

/* With its visits, the newest first. */
struct pairing_view {
    struct pairing_row p;
    struct list visits_made; /* struct pairing_visit */
};
extern const struct record pairing_view;

struct pairing_in {
    const char *mentor, *unit, *phone, *difficulty, *plan, *from_date;
};
extern const struct record pairing_in;
struct pairing_visit_in {
    const char *visited_on, *method, *done;
};
extern const struct record pairing_visit_in;
struct pairing_end_in {
    const char *to_date, *ending;
};
extern const struct record pairing_end_in;

/* May it begin, be visited, end on these days?  ERR_INVALID, ERR_CONFLICT with
 * *why. */
enum err pairing_may_begin(const struct pairing_in *in, const struct act *act,
                           struct refusal *why);
enum err pairing_may_visit(const struct pairing_row *p,
                           const struct pairing_visit_in *in,
                           const struct act *act, struct refusal *why);
enum err pairing_may_end(const struct pairing_row *p,
                         const struct pairing_end_in *in, const struct act *act,
                         struct refusal *why);

/* Sets may_visit and may_end for whoever acts. */
void pairing_describe(struct pairing_row *p, const struct act *act);

#endif
