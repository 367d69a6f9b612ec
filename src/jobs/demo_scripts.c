/*
 * The scripts: together they reach every state, kind and level of a case.
 * Days follow the default limits (domain/case.h): class teacher 1, principal
 * 2, village 3, township 5, bureau 7, leading group 15, review 7, watch 7, 30,
 * 150 and 365.
 */
#include "demo_parts.h"
#include "demo_script.h"

#define FLAG(who, days) .begin = BEGIN_FLAG, .by = BY_##who, .ago = (days)
#define SEEN(what, days)                                                       \
    .begin = BEGIN_SEEN, .by = BY_VILLAGE, .situation = (what), .ago = (days)
#define LAST_YEAR(what)                                                        \
    .begin = BEGIN_SEEN_LAST_YEAR, .by = BY_VILLAGE, .situation = (what)

#define VERIFY(d)                                                              \
    {                                                                          \
        d, "verify", BY_LEVEL, NULL                                            \
    }
#define PERSUADE(d, who, result)                                               \
    {                                                                          \
        d, "persuade", BY_##who, result                                        \
    }
#define ESCALATE(d)                                                            \
    {                                                                          \
        d, "escalate", BY_LEVEL, NULL                                          \
    }
#define RETURN(d, who)                                                         \
    {                                                                          \
        d, "return", BY_##who, NULL                                            \
    }
#define SUBMIT(d, outcome)                                                     \
    {                                                                          \
        d, "submit", BY_LEVEL, outcome                                         \
    }
#define APPROVE(d)                                                             \
    {                                                                          \
        d, "approve", BY_LEAD, NULL                                            \
    }
#define REFUSE(d)                                                              \
    {                                                                          \
        d, "refuse", BY_LEAD, NULL                                             \
    }
#define CHECK(d, who)                                                          \
    {                                                                          \
        d, "check", BY_##who, NULL                                             \
    }
#define CHECK_AWAY(d, who)                                                     \
    {                                                                          \
        d, "check", BY_##who, "away"                                           \
    }
#define REOPEN(d, who)                                                         \
    {                                                                          \
        d, "reopen", BY_##who, NULL                                            \
    }
#define DISMISS(d, who, evidence)                                              \
    {                                                                          \
        d, "dismiss", BY_##who, evidence                                       \
    }
#define ENROL(d)                                                               \
    {                                                                          \
        d, "enrol", BY_BUREAU, NULL                                            \
    } /* no action of the case */

#define LAW(d, action, who, with)                                              \
    {                                                                          \
        d, action, BY_##who, with                                              \
    }

#define FIRST_VISIT VERIFY(0), PERSUADE(0, TEACHER, "considering")
#define TO_PRINCIPAL VERIFY(0), PERSUADE(1, TEACHER, "refused"), ESCALATE(1)
#define TO_VILLAGE TO_PRINCIPAL, PERSUADE(2, HEAD, "considering"), ESCALATE(3)
#define TO_TOWNSHIP TO_VILLAGE, PERSUADE(4, VILLAGE, "refused"), ESCALATE(5)
#define TO_BUREAU TO_TOWNSHIP, PERSUADE(7, TOWN, "unreachable"), ESCALATE(9)
#define BACK_AT_SCHOOL                                                         \
    VERIFY(0), PERSUADE(1, TEACHER, "agreed"), RETURN(1, TEACHER)

const struct demo_script demo_scripts[] = {
    /* up the chain */
    { FLAG(TEACHER, 1), .junior = true, .steps = { { 0 } } },
    { SEEN("dropout", 2), .steps = { { 0 } } },
    { FLAG(TEACHER, 1), .junior = true, .steps = { FIRST_VISIT } },
    { FLAG(TEACHER, 3), .junior = true,
      .steps = { TO_PRINCIPAL, PERSUADE(2, HEAD, "considering") } },
    { FLAG(TEACHER, 6), .junior = true,
      .steps = { TO_VILLAGE, PERSUADE(4, VILLAGE, "refused") } },
    { FLAG(TEACHER, 10), .junior = true,
      .steps = { TO_TOWNSHIP, PERSUADE(7, TOWN, "refused") } },
    { FLAG(TEACHER, 16), .junior = true,
      .steps = { TO_BUREAU, PERSUADE(12, BUREAU, "considering") } },
    { FLAG(TEACHER, 26), .junior = true,
      .steps = { TO_BUREAU, PERSUADE(12, BUREAU, "refused"), ESCALATE(15),
                 PERSUADE(20, LEADER, "considering") } },
    { FLAG(TEACHER, 40), .junior = true, /* 辍学 by now, and overdue */
      .steps = { TO_BUREAU, PERSUADE(12, BUREAU, "refused"), ESCALATE(15),
                 PERSUADE(20, LEADER, "unreachable") } },

    /* never enrolled */
    { SEEN("never_enrolled", 2), .unschooled = true, .steps = { { 0 } } },
    { SEEN("never_enrolled", 7), .unschooled = true,
      .steps = { VERIFY(1), PERSUADE(1, VILLAGE, "refused"), ESCALATE(2),
                 PERSUADE(4, TOWN, "considering") } },
    { SEEN("never_enrolled", 5), .unschooled = true,
      .steps = { VERIFY(1), PERSUADE(2, VILLAGE, "agreed"), ENROL(3),
                 RETURN(3, VILLAGE) } },
    { SEEN("never_enrolled", 15), .unschooled = true,
      .steps = { VERIFY(1), PERSUADE(2, VILLAGE, "agreed"), ENROL(3),
                 RETURN(3, VILLAGE), APPROVE(8) } },

    /* back at school */
    { FLAG(TEACHER, 3), .steps = { BACK_AT_SCHOOL } },
    { FLAG(TEACHER, 20), .junior = true, .steps = { BACK_AT_SCHOOL } },
    { FLAG(TEACHER, 9), .junior = true,
      .steps = { BACK_AT_SCHOOL, REFUSE(4), PERSUADE(4, TEACHER, "refused"),
                 ESCALATE(5), PERSUADE(6, HEAD, "considering") } },
    { FLAG(TEACHER, 9), .steps = { BACK_AT_SCHOOL, APPROVE(4) } },
    { FLAG(TEACHER, 15), .junior = true,
      .steps = { BACK_AT_SCHOOL, APPROVE(4), CHECK(11, TEACHER) } },
    { FLAG(TEACHER, 45), .junior = true,
      .steps = { BACK_AT_SCHOOL, APPROVE(4), CHECK(11, TEACHER),
                 CHECK(34, HEAD) } },
    { FLAG(TEACHER, 30), .junior = true, /* nobody went to see: overdue */
      .steps = { BACK_AT_SCHOOL, APPROVE(4) } },
    { FLAG(TEACHER, 390), .junior = true,
      .steps = { BACK_AT_SCHOOL, APPROVE(4), CHECK(11, TEACHER),
                 CHECK(34, TEACHER), CHECK(154, HEAD), CHECK(369, VILLAGE) } },

    /* away again */
    { FLAG(TEACHER, 16), .junior = true,
      .steps = { BACK_AT_SCHOOL, APPROVE(4), CHECK_AWAY(11, TEACHER),
                 PERSUADE(11, TEACHER, "refused"), ESCALATE(12),
                 PERSUADE(13, HEAD, "considering") } },
    { FLAG(TEACHER, 25), .junior = true,
      .steps = { BACK_AT_SCHOOL, APPROVE(4), CHECK(11, TEACHER),
                 REOPEN(22, TEACHER), PERSUADE(22, TEACHER, "refused"),
                 ESCALATE(23), PERSUADE(24, HEAD, "considering") } },

    /* other ends */
    { FLAG(TEACHER, 8), .steps = { DISMISS(1, HEAD, "attendance_proof") } },
    { FLAG(TOWN, 30), .steps = { DISMISS(2, TOWN, "study_proof") } },
    { FLAG(TEACHER, 20), .junior = true,
      .steps = { VERIFY(0), SUBMIT(1, "elsewhere_unregistered"), APPROVE(5),
                 CHECK(12, HEAD) } },
    { FLAG(TEACHER, 100),
      .steps = { VERIFY(0), SUBMIT(1, "info_error"), APPROVE(5) } },
    { FLAG(TEACHER, 60), .junior = true,
      .steps = { VERIFY(0), SUBMIT(1, "over_age"), APPROVE(5) } },

    /* where nobody acted, the clock did */
    { FLAG(BUREAU, 5), .steps = { { 0 } } },
    { FLAG(TEACHER, 14), .junior = true, .steps = { VERIFY(0) } },

    /* seen at a door */
    { SEEN("working", 3), .junior = true,
      .steps = { VERIFY(0), PERSUADE(1, VILLAGE, "unreachable") } },
    { SEEN("missing", 9), .junior = true,
      .steps = { VERIFY(1), PERSUADE(2, VILLAGE, "unreachable"),
                 ESCALATE(3) } },
    { SEEN("ill_disabled", 4), .steps = { VERIFY(1) } },
    { SEEN("deferred", 5), .unschooled = true, .steps = { { 0 } } },
    { SEEN("abroad", 6), .steps = { { 0 } } },

    /* 在校无学籍: a ticket for the bureau, nobody to persuade */
    { SEEN("unregistered", 8), .steps = { { 0 } } },
    { SEEN("unregistered", 6),
      .steps = { ENROL(2), SUBMIT(3, "local_unregistered") } },
    { SEEN("unregistered", 12),
      .steps = { ENROL(2), SUBMIT(3, "local_unregistered"), APPROVE(5) } },

    /* the dispositions */
    { SEEN("deferred", 20), .unschooled = true,
      .steps = { VERIFY(0), LAW(1, "arrange", VILLAGE, "deferred"),
                 LAW(2, "defer", VILLAGE, "51"), APPROVE(6) } },
    { FLAG(TEACHER, 30),
      .steps = { VERIFY(0), LAW(0, "arrange", HEAD, "abroad"),
                 LAW(1, "go_abroad", HEAD, "52"), APPROVE(6) } },
    { FLAG(TEACHER, 18), .junior = true,
      .steps = { VERIFY(0), LAW(0, "arrange", HEAD, "illness_disability"),
                 LAW(1, "suspend", HEAD, "52"), APPROVE(5) } },
    { FLAG(TEACHER, 5),
      .steps = { VERIFY(0), LAW(0, "arrange", HEAD, "illness_disability"),
                 LAW(1, "appraise", HEAD, "51") } },
    { FLAG(TEACHER, 6), .junior = true,
      .steps = { VERIFY(0), LAW(0, "take_up", TOWN, NULL),
                 LAW(0, "arrange", TOWN, "residence_missing"),
                 LAW(1, "ask_police", TOWN, "missing") } },
    { FLAG(TEACHER, 4), .junior = true,
      .steps = { VERIFY(0), LAW(0, "arrange", HEAD, "unwilling") } },

    /* the pressure of the law */
    { FLAG(TEACHER, 12), .junior = true,
      .steps = { VERIFY(0), PERSUADE(0, TEACHER, "refused"),
                 LAW(0, "take_up", TOWN, NULL), LAW(1, "notify", TOWN, NULL),
                 PERSUADE(2, TOWN, "refused"), LAW(3, "enforce", TOWN, NULL),
                 LAW(4, "admonish", TOWN, NULL),
                 LAW(5, "order", TOWN, NULL) } },

    /* … to its end: every paper that it knows */
    { FLAG(TEACHER, 230), .junior = true,
      .steps = { VERIFY(0), PERSUADE(0, TEACHER, "refused"),
                 LAW(0, "take_up", TOWN, NULL), LAW(1, "notify", TOWN, NULL),
                 LAW(1, "serve", TOWN, NULL), PERSUADE(2, TOWN, "refused"),
                 LAW(3, "order_return", TOWN, NULL),
                 LAW(4, "enforce", TOWN, NULL), LAW(5, "admonish", TOWN, NULL),
                 LAW(6, "order", TOWN, NULL), LAW(6, "serve", TOWN, NULL),
                 LAW(16, "urge", LEVEL, NULL), LAW(16, "serve", LEVEL, NULL),
                 LAW(18, "ask_penalty", LEVEL, NULL),
                 LAW(20, "sue", LEVEL, NULL),
                 LAW(200, "apply_court", LEVEL, NULL) } },

    /* with a department that has to be reminded twice */
    { FLAG(TEACHER, 15), .junior = true,
      .steps = { VERIFY(0), LAW(0, "take_up", TOWN, NULL),
                 PERSUADE(1, TOWN, "unreachable"), LAW(1, "notify", TOWN, NULL),
                 LAW(1, "void", TOWN, NULL), LAW(1, "notify", TOWN, NULL),
                 LAW(2, "hand", TOWN, "persuasion_help"),
                 LAW(10, "remind", TOWN, "persuasion_help"),
                 LAW(13, "remind", TOWN, "persuasion_help") } },

    /* the committee, and what it advises */
    { FLAG(TEACHER, 40),
      .steps = { VERIFY(0), LAW(0, "arrange", HEAD, "illness_disability"),
                 LAW(1, "appraise", HEAD, "51"),
                 LAW(9, "appraised", CANLIAN, "limited"),
                 LAW(11, "appraisal_accepted", BUREAU, NULL),
                 LAW(12, "assess", BUREAU, "home_teaching"),
                 LAW(14, "place", BUREAU, "home_teaching"), APPROVE(16),
                 LAW(18, "teach", BUREAU, NULL) } },
    { FLAG(TEACHER, 45),
      .steps = { VERIFY(0), LAW(0, "arrange", HEAD, "illness_disability"),
                 LAW(1, "appraise", HEAD, "51"),
                 LAW(9, "appraised", CANLIAN, "unable"),
                 LAW(11, "appraisal_accepted", BUREAU, NULL),
                 LAW(12, "assess", BUREAU, "exempt"),
                 LAW(14, "place", BUREAU, "exempt"), APPROVE(16) } },
    { FLAG(TEACHER, 25), .junior = true,
      .steps = { VERIFY(0), LAW(0, "arrange", HEAD, "unwilling"),
                 LAW(2, "plan", HEAD, NULL),
                 LAW(5, "vocational", BUREAU, "51") } },
    { FLAG(TEACHER, 18), .junior = true,
      .steps = { VERIFY(0),
                 LAW(2, "exempt_city", BUREAU, NULL),
                 { 5, "approve", BY_LEADER, NULL } } },

    /* since last year */
    { LAST_YEAR("dropout"), .junior = true,
      .steps = { VERIFY(1), PERSUADE(2, VILLAGE, "agreed"), RETURN(3, VILLAGE),
                 APPROVE(8), CHECK(15, VILLAGE), CHECK(38, TEACHER),
                 CHECK(158, HEAD) } },
    { LAST_YEAR("never_enrolled"), .unschooled = true,
      .steps = { DISMISS(2, VILLAGE, "study_proof") } },
    { LAST_YEAR("missing"), .junior = true,
      .steps = { VERIFY(1), PERSUADE(2, VILLAGE, "unreachable"), ESCALATE(3),
                 PERSUADE(5, TOWN, "unreachable"), ESCALATE(7),
                 PERSUADE(10, BUREAU, "unreachable"), ESCALATE(14),
                 PERSUADE(18, LEADER, "unreachable") } },
};
const size_t demo_scripts_n = sizeof demo_scripts / sizeof *demo_scripts;

const char *demo_case_seen(const struct demo_script *s, bool past)
{
    return s->begin == (past ? BEGIN_SEEN_LAST_YEAR : BEGIN_SEEN) ? s->situation
                                                                  : NULL;
}

int demo_case_ago(const struct demo_script *s)
{
    return s->ago;
}

bool demo_case_unschooled(const struct demo_script *s)
{
    return s->unschooled;
}

/* ---- who gets one --------------------------------------------------------------- */
#define IN_MILLION 13000 /* children with a case, but every script once */

/* Children of 6 to 14 whose household lives here, of all. */
#define ELIGIBLE_PERCENT 66

void demo_cases_plan(struct demo *d)
{
    int64_t wanted = d->plan->children * IN_MILLION / 1000000;

    if (wanted < (int64_t)demo_scripts_n)
        wanted = (int64_t)demo_scripts_n;
    d->stride = d->plan->children * ELIGIBLE_PERCENT / 100 / wanted;
    if (d->stride < 1)
        d->stride = 1;
}

static bool fits(const struct demo_script *s, const struct demo_child *c)
{
    if (!c->id_no)
        return false; /* who is registered elsewhere is so under a number */
    if (s->unschooled)
        return c->age >= 7 && c->age <= 9; /* of age last year, too */
    if (s->begin == BEGIN_SEEN && c->age > 14)
        return false; /* may be 16 by now, of whom no visit opens a case */
    return s->junior ? c->grade >= DEMO_PRIMARY && c->age >= 12 : c->grade > 0;
}

void demo_case_choose(struct demo *d, const struct demo_family *f,
                      struct demo_child *c)
{
    const struct demo_script *next =
        &demo_scripts[d->next_script % demo_scripts_n];

    if (c->grade < 0 || f->where == DEMO_AWAY || c->twice_of)
        return;
    if (++d->eligible % d->stride == 0)
        d->owed++;
    for (size_t i = 0; i < f->n; i++)
        if (f->children[i].script)
            return; /* one a household: its visits follow the script */
    if (d->owed == 0 || !fits(next, c))
        return;
    d->owed--;
    d->next_script++;
    c->script = next;
}
