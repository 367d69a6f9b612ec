/*
 * Settings (设置): what a county may decide for itself, as one table of name,
 * label, type, default and range.
 */
#ifndef DOMAIN_SETTING_H
#define DOMAIN_SETTING_H

#include <stddef.h>
#include <stdint.h>

#include "json/field.h"

enum setting_kind {
    SETTING_INT,  /* within min..max */
    SETTING_BOOL, /* "0" or "1" */
    SETTING_CODE, /* one of `codes` */
    SETTING_DAY,  /* a day of the year, MM-DD */
};

struct setting {
    const char *name;
    const char *label;
    enum setting_kind kind;
    const char *value; /* by default */
    const char *unit;  /* 分钟, 天 …; NULL */
    int64_t min, max;
    const struct code_table *codes;
    const char *source; /* the law that sets it; NULL: the county's own */
};

/* Names, so that a slip does not compile. */
#define SETTING_SESSION_IDLE_MINUTES "session_idle_minutes"
#define SETTING_SESSION_HOURS "session_hours"
#define SETTING_TOTP_REQUIRED "totp_required" /* of admin and auditor */
#define SETTING_GRADE_SYSTEM "grade_system"   /* "63" or "54" */
#define SETTING_LEVEL_DAYS "level_days_"      /* and a code of case_levels */
#define SETTING_SUSPECTED_DAYS "suspected_days"
#define SETTING_REVIEW_DAYS "review_days"
#define SETTING_WATCH_GRACE "watch_grace_days"
#define SETTING_PLAIN_DAYS "plain_days"       /* all limits by the calendar */
#define SETTING_SERVICE_DAYS "service_days"   /* of a paper, after its issue */
#define SETTING_TRANSFER_DAYS "transfer_days" /* until it is received */
#define SETTING_PAIRING_DAYS "pairing_days"   /* until it counts as quiet */
#define SETTING_NOTICE_DAYS "notice_days"     /* from 报到 to non-arrival */
#define SETTING_ENROLMENT_CUTOFF "enrolment_cutoff" /* "08-31" */
#define SETTING_WATCH_DAYS "watch_days_"            /* and the step, 1 to 4 */

#define SETTING_HOME_TEACHING_WEEK "home_teaching_per_week"   /* visits */
#define SETTING_HOME_TEACHING_PERIODS "home_teaching_periods" /* of a visit */
#define SETTING_HOME_TEACHING_YEAR "home_teaching_year"       /* periods */

/* 禁止使用童工规定: fines in 元, and how often they count without licence. */
#define SETTING_LABOUR_MONTH "child_labour_fine_month"
#define SETTING_LABOUR_LATE "child_labour_fine_late_month"
#define SETTING_LABOUR_CHILD "child_labour_fine_introduced"
#define SETTING_LABOUR_TIMES "child_labour_unlicensed_times"
/* 学校月报、县季核 are owed. */
#define SETTING_MONTHLY_REPORTS "monthly_reports"
#define SETTING_LEAD_MATCH_DAYS "lead_match_days"
#define SETTING_LEAD_HANDLE_DAYS "lead_handle_days"

extern const struct setting settings[]; /* ends with a NULL name */
extern const struct code_table grade_systems;
extern const struct code_table setting_kinds;

/* NULL when there is none of that name. */
const struct setting *setting_of(const char *name);

/* Why `value` is none for it, in Chinese; NULL when it is one. */
const char *setting_fault(const struct setting *s, const char *value);

/* As shown and changed over HTTP. */
struct setting_row {
    const char *name, *value;
    int64_t version, updated_at, updated_by;
    /* from the table above */
    const char *label, *kind, *default_value, *unit, *source;
    int64_t min, max;
    struct list options; /* of struct setting_option */
};
extern const struct record setting_row;

struct setting_option {
    const char *code, *label;
};
extern const struct record setting_option;

struct setting_in {
    const char *value;
};
extern const struct record setting_in;

#endif
