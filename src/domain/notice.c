/* 入学通知书: who is due one, and who did not come. */
#include "domain/notice.h"

#include <stdio.h>
#include <string.h>

#include "domain/codes.h"
#include "domain/ledger.h"

static bool is(const char *a, const char *b)
{
    return a && strcmp(a, b) == 0;
}

static bool any_of(const char *code, const char *const *codes)
{
    for (; code && *codes; codes++)
        if (strcmp(code, *codes) == 0)
            return true;
    return false;
}

/* ---- who is due one ---- */
#define AGE_JUNIOR 12 /* of a child that never was in a school */

/* Seen at the door, and no notice is owed. */
static const char *const away[] = { "in_school", "elsewhere", "unregistered",
                                    "graduated", "deceased",  "abroad",
                                    "suspended", NULL };
static const char *const missing[] = { "never_enrolled", "dropout", "working",
                                       "missing", NULL };
static const char *const standing[] = { "enrolled", "unregistered", "suspended",
                                        NULL };
static const char *const sought[] = { "persuading", "enforcing", NULL };

/* The last grade of the 小学, while the old school year still stands. */
static bool leaves(const struct notice_year *y, const struct notice_child *c)
{
    char begins[CLOCK_DATE_MAX];

    snprintf(begins, sizeof begins, "%.4s-09-01", y->cutoff);
    return c->enrolled_school && strcmp(y->today, begins) < 0 &&
           is(c->enrolled_grade, grade_of_leavers(y->five_four));
}

static const char *basis_in_school(const struct notice_year *y,
                                   const struct notice_child *c)
{
    if (is(c->enrolment_state, "suspended"))
        return NULL;
    if (leaves(y, c))
        return "junior";
    return any_of(c->case_state, sought) ? "dropout" : NULL;
}

static const char *basis_outside(const struct notice_child *c, int age)
{
    if (is(c->enrolment_state, "graduated"))
        return grade_is_junior(c->enrolled_grade) || any_of(c->situation, away)
                   ? NULL
                   : "junior";
    if (any_of(c->situation, away))
        return NULL;
    if (!c->enrolment_state)
        return age == LEDGER_AGE_MIN ? "school_age" : "never_enrolled";
    if (is(c->enrolment_state, "transferred") &&
        !any_of(c->case_state, sought) && !any_of(c->situation, missing))
        return NULL;
    return "dropout";
}

static void place_in_school(struct notice_child *c, int age)
{
    bool junior =
        is(c->basis, "junior") ||
        (is(c->basis, "never_enrolled") && age >= AGE_JUNIOR) ||
        (is(c->basis, "dropout") && grade_is_junior(c->enrolled_grade));

    c->stage = junior ? "junior" : "primary";
    c->grade = is(c->basis, "junior")       ? "21"
               : is(c->basis, "school_age") ? "11"
               : is(c->basis, "dropout")    ? c->enrolled_grade
                                            : NULL;
}

bool notice_due(const struct notice_year *y, struct notice_child *c)
{
    bool enrolled = !c->ended && any_of(c->enrolment_state, standing);
    int age = clock_age_on(c->birth_date ? c->birth_date : "", y->cutoff);

    c->basis = c->stage = c->grade = c->refused = NULL;
    if (is(c->case_state, "watching")) /* lawfully away, or back */
        return false;
    if (!c->birth_date) {
        c->refused = "birth_date";
        return !enrolled && !any_of(c->situation, away);
    }
    if (age < LEDGER_AGE_MIN || age > LEDGER_AGE_MAX)
        return false;
    c->basis = enrolled ? basis_in_school(y, c) : basis_outside(c, age);
    if (!c->basis)
        return false;
    place_in_school(c, age);
    return true;
}

/* ---- non-arrival ---- */
const char *notice_arrival(const struct notice_look *l)
{
    static const char *const present[] = { "enrolled", "unregistered", NULL };
    bool in = any_of(l->enrolment_state, present);

    if (!is(l->status, "active") || is(l->enrolment_state, "suspended") ||
        is(l->case_state, "watching"))
        return "excused";
    if (is(l->basis, "dropout"))
        return l->case_id == INT_NONE && in ? "arrived" : "absent";
    if (is(l->basis, "junior"))
        in = in && (grade_is_junior(l->grade) || !l->school);
    return in ? "arrived" : "absent";
}

const char *notice_case_kind(const char *basis)
{
    return is(basis, "school_age") || is(basis, "never_enrolled")
               ? "never_enrolled"
               : "suspected";
}

/* ---- code tables ---- */
static const struct code basis_rows[] = { { "school_age", "年满六周岁" },
                                          { "junior", "小学毕业升初中" },
                                          { "never_enrolled", "适龄未入学" },
                                          { "dropout", "辍学" },
                                          { NULL, NULL } };
const struct code_table notice_bases = { "notice_basis", "入学通知书发放原因",
                                         basis_rows };

static const struct code state_rows[] = { { "issued", "未送达" },
                                          { "served", "已送达" },
                                          { "refused", "拒收，已留置" },
                                          { "void", "已作废" },
                                          { NULL, NULL } };
const struct code_table notice_states = { "notice_state", "入学通知书状态",
                                          state_rows };

static const struct code arrival_rows[] = { { "arrived", "已入学" },
                                            { "excused", "依法不到校" },
                                            { "absent", "未报到" },
                                            { NULL, NULL } };
const struct code_table notice_arrivals = { "notice_arrival", "报到情况",
                                            arrival_rows };

static const struct code refusal_rows[] = {
    { "birth_date", "没有出生日期，请先补登" },
    { "catchment", "所在村居没有划定学区学校，请先请教育局划定学区" },
    { NULL, NULL }
};
const struct code_table notice_refusals = { "notice_refusal",
                                            "不能制作通知书的原因",
                                            refusal_rows };

static const struct code level_rows[] = { { "township", "乡镇街道" },
                                          { "village", "村居" },
                                          { NULL, NULL } };
const struct code_table notice_levels = { "notice_level", "统计层级",
                                          level_rows };
