/* What a phone with a wrong clock says, set right. */
#include <stdlib.h>
#include <string.h>

#include "domain/phone_clock.h"
#include "survey_rule.h"

#define TOLERANCE_MS (INT64_C(10) * 60 * 1000)

static const struct field phone_time_fields[] = {
    F_TIME(phone_time, sent_at, "手机发送时的时间", OPTIONAL), F_END
};
const struct record phone_time =
    RECORD(phone_time, "PhoneTime", "手机的时间", phone_time_fields);

int64_t phone_clock_off(int64_t sent_at, int64_t now)
{
    int64_t off = sent_at == INT_NONE ? 0 : sent_at - now;

    return llabs(off) <= TOLERANCE_MS ? 0 : off;
}

int64_t phone_clock_visit(struct survey_in *in, const char *starts_on,
                          int64_t sent_at, int64_t now)
{
    int64_t said = in->visited_at, first, off;

    if (sent_at == INT_NONE || in->supersedes || survey_on_paper(in))
        return INT_NONE;
    in->visited_at -= phone_clock_off(sent_at, now);
    if (in->visited_at > now + TOLERANCE_MS ||
        (clock_date_ms(starts_on, &first) &&
         in->visited_at < first - DAYS_BEFORE * CLOCK_DAY_MS))
        in->visited_at = now;
    off = said - in->visited_at;
    if (in->return_at != INT_NONE)
        in->return_at -= off;
    return off ? off / 1000 : INT_NONE;
}

bool phone_clock_service(struct service_in *in, const char *issued_on,
                         int64_t sent_at, int64_t now, char day[CLOCK_DATE_MAX])
{
    char sent[CLOCK_DATE_MAX], today[CLOCK_DATE_MAX];
    int32_t said, phones, ours;

    clock_date_of(sent_at, sent);
    clock_date_of(now, today);
    if (sent_at == INT_NONE || !clock_date_days(in->served_on, &said) ||
        !clock_date_days(sent, &phones) || !clock_date_days(today, &ours))
        return false;
    if (phone_clock_off(sent_at, now) == 0)
        phones = ours;
    clock_days_date(said - (phones - ours), day);
    if (strcmp(day, today) > 0 || strcmp(day, issued_on) < 0)
        memcpy(day, today, sizeof today);
    if (strcmp(day, in->served_on) == 0)
        return false;
    in->served_on = day;
    return true;
}
