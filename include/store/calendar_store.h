/* The school calendar (校历) in the store. */
#ifndef STORE_CALENDAR_STORE_H
#define STORE_CALENDAR_STORE_H

#include "db/db.h"
#include "domain/calendar.h"

/* All of it, in the arena, for counting days. */
enum err store_calendar(struct db *db, struct arena *a, struct calendar *out);

/* The marked days of a year; struct calendar_day_row. */
enum err store_day_list(struct db *db, struct arena *a, int64_t year,
                        struct list *out);

/* Marks a day, or marks it anew. */
enum err store_day_put(struct db *db, const struct calendar_day_row *d);

/* How many holidays the calendar has of the year of `day`. */
enum err store_holidays_of(struct db *db, const char *day, int64_t *n);

/* Forgets a mark; ERR_NOT_FOUND. */
enum err store_day_remove(struct db *db, const char *day);
enum err store_day_get(struct db *db, struct arena *a, const char *day,
                       struct calendar_day_row *out);

extern const struct sql find_term; /* version, by id */

enum err store_term_list(struct db *db, struct arena *a, struct list *out);
enum err store_term_get(struct db *db, struct arena *a, int64_t id,
                        struct term_row *out);

/* Inserts (id INT_NONE) or changes by version.  ERR_CONFLICT when it overlaps
 * another term, ERR_STALE. */
enum err store_term_set(struct db *db, struct arena *a, struct term_row *t);

#endif
