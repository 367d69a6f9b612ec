/*
 * Around a child that is to stay: counselling (心理辅导), which its school alone
 * reads, and help with what keeps it from school (帮助解决困难,
 * 虎政规〔2020〕1号 四).
 */
#ifndef DOMAIN_CARE_H
#define DOMAIN_CARE_H

#include <stdint.h>

#include "domain/transition.h"
#include "json/field.h"

extern const struct code_table counselling_methods;
extern const struct code_table difficulties;

struct counselling_row {
    int64_t id, student_id;
    const char *talked_on, *method, *content, *next_on;
    int64_t account_id;
    const char *account_name;
    int64_t at;
};
extern const struct record counselling_row;

struct counselling_in {
    const char *talked_on, *method, *content, *next_on;
};
extern const struct record counselling_in;

struct help_row {
    int64_t id, student_id, case_id;
    const char *difficulty, *measure, *helped_on;
    int64_t account_id;
    const char *account_name, *unit, *unit_name;
    int64_t at;
};
extern const struct record help_row;

struct help_in {
    const char *difficulty, *measure, *helped_on;
};
extern const struct record help_in;

/* What the case's timeline says of help. */
struct help_note {
    const char *difficulty, *helped_on;
};
extern const struct record help_note;

/* May a thing have been done with a child born on `birth_date` (NULL: not
 * known) on that day?  ERR_INVALID at `pointer`. */
enum err care_date_fault(const char *pointer, const char *on,
                         const char *birth_date, const char *today,
                         struct refusal *why);

#endif
