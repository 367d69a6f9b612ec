/*
 * The clock of a phone, which may be wrong by a year.  With whatever it sends, a
 * phone says what time it has (`sent_at`, a query and no part of the body: the same
 * body sent again is the same).  By how far that is off, the server sets right
 * what the phone said of a visit or of a service, so that neither is refused for its
 * clock and no false time is kept.
 */
#ifndef DOMAIN_PHONE_CLOCK_H
#define DOMAIN_PHONE_CLOCK_H

#include "base/clock.h"
#include "domain/document.h"
#include "domain/survey.h"
#include "json/field.h"

/* What a phone that sends says of itself. */
struct phone_time {
    int64_t sent_at; /* INT_NONE: nothing */
};
extern const struct record phone_time;

/* How far a phone's clock is off, in ms, ahead above 0; 0 for some minutes, which
 * the way over the network may take. */
int64_t phone_clock_off(int64_t sent_at, int64_t now);

/* Sets the times of a visit right.  One that still lies after now or long before
 * its round was made by another clock than the one that sends: its time is that of
 * its coming.  A correction bears the time of the visit that it corrects, and a
 * sheet of paper that of its writer: both stay.  By how many seconds the time of
 * the visit was off, INT_NONE when it stays. */
int64_t phone_clock_visit(struct survey_in *in, const char *starts_on,
                          int64_t sent_at, int64_t now);

/* Sets the day of a service right, which is never before its document was made nor
 * after today; false when it stays.  `day` holds the new one. */
bool phone_clock_service(struct service_in *in, const char *issued_on,
                         int64_t sent_at, int64_t now,
                         char day[CLOCK_DATE_MAX]);

#endif
