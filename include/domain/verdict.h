/*
 * 核查结论: what all rosters, surveys and papers together say of one child on
 * 31 August (虎政规〔2020〕1号, 五(二); contract §5).  One table of rules; every
 * combination of conditions meets exactly one.
 */
#ifndef DOMAIN_VERDICT_H
#define DOMAIN_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/case.h"

/* In the order of the code table verdict_codes. */
enum verdict {
    VERDICT_IN_SCHOOL,
    VERDICT_ENROLLED_ABSENT,
    VERDICT_PRESENT_UNENROLLED,
    VERDICT_NEVER_ENROLLED,
    VERDICT_ELSEWHERE,
    VERDICT_EXEMPT,
    VERDICT_LEFT,
    VERDICT_OVER_AGE,
    VERDICT_UNSURE,
    VERDICT_NONE, /* below school age: no verdict is given */
    VERDICT_N
};
const char *verdict_code(enum verdict v); /* NULL for VERDICT_NONE */
enum verdict verdict_of(const char *code);

/* ---- the conditions: bits, so that a rule names several at once ---- */
enum verdict_age {
    AGE_UNKNOWN = 1,
    AGE_UNDER = 2,
    AGE_DUE = 4, /* 6–15 on 31 August */
    AGE_OVER = 8
};
enum verdict_enrolment { /* 学籍 */
                         ENROL_NONE = 1,
                         ENROL_ACTIVE = 2,
                         ENROL_SUSPENDED = 4, /* 休学 */
                         ENROL_GRADUATED = 8,
                         ENROL_REMOVED =
                             16, /* 转出, 注销, and nobody has received the child */
                         ENROL_OUTSIDE = 32 /* at a school of another county */
};
enum verdict_register { /* 户籍变动, the last of the child */
                        REGISTER_STAYS = 1,
                        REGISTER_MOVED = 2, /* 迁出 */
                        REGISTER_GONE = 4   /* 死亡 注销 重户删除 */
};
enum verdict_survey { /* 入户所见, the last of the child */
                      SURVEY_NONE = 1,
                      SURVEY_AT_SCHOOL = 2, /* 在校就读, 在校无学籍 */
                      SURVEY_ELSEWHERE = 4,
                      SURVEY_ABSENT = 8, /* 未入学 辍学 务工 失联 因病因残 */
                      SURVEY_EXCUSED =
                          16, /* 休学 延缓 出国: as told, papers not seen */
                      SURVEY_ENDED = 32 /* 已毕业, 死亡: as told */
};
enum verdict_known { /* where the child is known from at least */
                     KNOWN_HOUSEHOLD =
                         1, /* 户籍, or a birth or a move to here */
                     KNOWN_LISTED = 2, /* 困难, 残疾, 学籍, 在校 or a survey */
                     KNOWN_ASSIGNED = 4 /* the list from above (下发) alone */
};
enum verdict_special {
    SPECIAL_NONE = 1,
    SPECIAL_POOR = 2,
    SPECIAL_DISABLED = 4
};
/* Which lists have a row left out that may be the child's: its name, and its
 * school and birth date where both are known. */
enum verdict_refused {
    REFUSED_NONE = 1,
    REFUSED_ATTENDANCE = 2,
    REFUSED_ENROLMENT = 4,
    REFUSED_BOTH = 8
};
enum { NO = 1, YES = 2 };

/* One bit of each. */
struct verdict_facts {
    unsigned question; /* YES: an open question about who this is may change
                        * the verdict */
    unsigned age, enrolment, attendance;
    unsigned attendance_in; /* YES: the attendance list of the child's school,
                             * or any where it has none, is in */
    unsigned enrolment_in;
    unsigned change; /* enum verdict_register */
    unsigned approval; /* YES: 免予入学 延缓 休学 出国 approved for the day */
    unsigned survey, known, special;
    unsigned refused; /* enum verdict_refused */
};

struct verdict_rule {
    const char *name, *title; /* title in Chinese, with the lists it rests on */
    struct verdict_facts when; /* sets of bits; 0: whatever */
    enum verdict verdict;
    int confidence;          /* percent */
    enum case_level owner;   /* LEVEL_N: nobody has to act */
    const char *kind;        /* of the case that it opens, or NULL */
    const char *reason;      /* of that case, where it is known, else NULL */
    const char *disposition; /* 处置类别 it points to, or NULL */
};

extern const struct verdict_rule verdict_rules[];
extern const size_t verdict_rules_n;

/* The one rule that the facts meet; never NULL for facts of one bit each. */
const struct verdict_rule *verdict_judge(const struct verdict_facts *f);
const struct verdict_rule *verdict_rule_of(const char *name); /* or NULL */
/* Where a case that the rule opens begins, LEVEL_N when it opens none: with
 * the bureau where the rule points to a 处置类别, which the bureau arranges,
 * else with the rule's owner. */
enum case_level verdict_case_level(const struct verdict_rule *r);
bool verdict_meets(const struct verdict_rule *r, const struct verdict_facts *f);

/* What the codes and dates of rosters mean here. */
unsigned verdict_age_of(const char *birth_date, int year);
unsigned verdict_survey_of(const char *situation); /* NULL: none */
unsigned verdict_enrolment_of(const char *state);  /* NULL: active */
/* Of one child: what either says. */
unsigned verdict_refused_both(unsigned a, unsigned b);
unsigned verdict_register_of(const char *change); /* NULL: stays */

#endif
