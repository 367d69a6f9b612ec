/* 责任确认 in the store. */
#ifndef STORE_DUTY_CONFIRMATION_STORE_H
#define STORE_DUTY_CONFIRMATION_STORE_H

#include "db/db.h"
#include "domain/duty_confirmation.h"

#define DUTY_CONFIRMATIONS_MOST 2000

/* The units that owe something in the year (struct duty_confirmation_row), those of
 * the caller's scope; `unit` NULL: all. */
enum err store_duty_confirmations(struct db *db, struct arena *a, int64_t year,
                                  const char *unit, struct list *out);

enum err store_duty_confirm(struct db *db, const struct act *act,
                            const struct duty_confirmation_row *r);

#endif
