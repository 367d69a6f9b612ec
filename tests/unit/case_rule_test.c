/*
 * Single rules of the transition table, and what the client draws from; every
 * combination stands in case_table_test.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "case_body.h"
#include "case_some.h"
#include "domain/codes.h"
#include "domain/pressure.h"
#include "domain/transition.h"

/* ---- single rules ---- */
struct stage {
    struct case_row c;
    struct case_child child;
    struct case_file file;
    struct case_clock clock;
    struct act act;
    union body body;
    struct evidence_in evidence;
    struct case_row next;
    struct refusal why;
};

static void set_stage(struct stage *s, enum case_state state,
                      enum case_level level, enum role role)
{
    memset(s, 0, sizeof *s);
    s->c = some_case(state, level);
    s->child = (struct case_child) {
        "2013-05-01", "2123000001", "enrolled", 0, 1, 15
    };
    case_clock_default(&s->clock);
    s->act = (struct act) { SOMEBODY, role, "u", NOW, TODAY, "2027-08-20" };
}

static void prepare(struct stage *s, const char *action, const char *kind,
                    const char *outcome)
{
    fill(action_of(action), &s->body, outcome, 1);
    if (kind) {
        s->evidence = (struct evidence_in) { kind, 1 };
        s->body.evidence = (struct list) { &s->evidence, 1 };
    }
}

static enum err go(struct stage *s, const char *action)
{
    const struct case_move m = { &s->c, &s->child, &s->file, &s->clock,
                                 &s->act };

    return action_apply(action_of(action), &m, &s->body, &s->next, &s->why);
}

static void a_date_in_the_future_is_refused(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_VILLAGE, ROLE_VILLAGE);
    prepare(&s, "return", "return_proof", NULL);
    s.body.returned.returned_on = "2026-08-21";
    assert_int_equal(go(&s, "return"), ERR_INVALID);
    assert_string_equal(s.why.pointer, "returned_on");
}

static void a_return_before_the_absence_is_refused(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_VILLAGE, ROLE_VILLAGE);
    prepare(&s, "return", "return_proof", NULL);
    s.body.returned.returned_on = "2026-08-09";
    assert_int_equal(go(&s, "return"), ERR_INVALID);
    assert_string_equal(s.why.code, "date.before_absence");
}

static void a_date_before_birth_is_refused(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_VILLAGE, ROLE_VILLAGE);
    prepare(&s, "persuade", NULL, NULL);
    s.body.persuade.visited_on = "2013-04-30";
    assert_int_equal(go(&s, "persuade"), ERR_INVALID);
    assert_string_equal(s.why.code, "date.birth");
}

static void the_next_visit_lies_ahead(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_VILLAGE, ROLE_VILLAGE);
    prepare(&s, "persuade", NULL, NULL);
    assert_int_equal(go(&s, "persuade"), ERR_OK);
    s.body.persuade.next_on = "2026-08-19";
    assert_int_equal(go(&s, "persuade"), ERR_INVALID);
    assert_string_equal(s.why.code, "date.past");
}

static void a_visit_does_not_stop_the_clock(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_VILLAGE, ROLE_VILLAGE);
    s.c.due_at = at_day(1);
    prepare(&s, "persuade", NULL, NULL);
    assert_int_equal(go(&s, "persuade"), ERR_OK);
    assert_int_equal(s.next.due_at, at_day(1));
}

/* The next day the same people take another step. */
static void go_on(struct stage *s, const char *action, const char *code)
{
    s->c = s->next;
    s->act.now_ms += CLOCK_DAY_MS;
    prepare(s, action, NULL, code);
    assert_int_equal(go(s, action), ERR_OK);
}

/* Arranging, resuming and arranging again does not keep a case at a level. */
static void a_level_has_its_time_once_for_each_step(void **state)
{
    struct stage s;
    int64_t due;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_TOWNSHIP, ROLE_TOWNSHIP);
    prepare(&s, "arrange", NULL, "abroad");
    assert_int_equal(go(&s, "arrange"), ERR_OK);
    go_on(&s, "resume", NULL);
    due = s.next.due_at;
    go_on(&s, "arrange", "deferred");
    assert_int_equal(s.next.due_at, due);
    go_on(&s, "resume", NULL);
    assert_int_equal(s.next.due_at, due);
}

static void a_higher_level_has_its_own_time(void **state)
{
    struct stage s;
    int64_t due;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_VILLAGE, ROLE_VILLAGE);
    prepare(&s, "arrange", NULL, "abroad");
    assert_int_equal(go(&s, "arrange"), ERR_OK);
    go_on(&s, "resume", NULL);
    due = s.next.due_at;
    go_on(&s, "escalate", NULL);
    assert_true(s.next.due_at > due);
    due = s.next.due_at;
    s.act.role = ROLE_TOWNSHIP;
    go_on(&s, "arrange", "deferred");
    assert_true(s.next.due_at > due);
}

static void what_is_arranged_is_not_arranged_anew(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_ARRANGING, LEVEL_TOWNSHIP, ROLE_TOWNSHIP);
    s.c.disposition = "abroad";
    prepare(&s, "arrange", NULL, "abroad");
    assert_int_equal(go(&s, "arrange"), ERR_RULE);
    assert_string_equal(s.why.code, "disposition.same");
    prepare(&s, "arrange", NULL, "deferred");
    assert_int_equal(go(&s, "arrange"), ERR_OK);
}

/* One person's word is not enough to say that a child was never missing. */
static void a_class_teacher_does_not_dismiss_alone(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_CLASS_TEACHER, ROLE_TEACHER);
    prepare(&s, "dismiss", "attendance_proof", NULL);
    assert_int_equal(go(&s, "dismiss"), ERR_FORBIDDEN);
    s.act.role = ROLE_SCHOOL_HEAD;
    assert_int_equal(go(&s, "dismiss"), ERR_OK);
}

/* What the committee or the police found is looked at anew after a year. */
static void a_finding_is_not_renewed_on_paper(void **state)
{
    static const char *const found[] = { "home_teaching", "exempt", "missing" };
    struct stage s;

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        set_stage(&s, CASE_WATCHING, LEVEL_PRINCIPAL, ROLE_SCHOOL_HEAD);
        s.c.outcome = found[i];
        s.c.period_from = "2026-01-01";
        s.c.period_until = "2026-09-01";
        prepare(&s, "renew", "application", NULL);
        assert_int_equal(go(&s, "renew"), ERR_RULE);
        assert_string_equal(s.why.code, "paper.period");
    }
}

static void a_lower_level_may_visit_but_not_dismiss(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_TOWNSHIP, ROLE_SCHOOL_HEAD);
    prepare(&s, "persuade", NULL, NULL);
    assert_int_equal(go(&s, "persuade"), ERR_OK);
    prepare(&s, "dismiss", "attendance_proof", NULL);
    assert_int_equal(go(&s, "dismiss"), ERR_RULE);
    assert_string_equal(s.why.code, "action.level");
}

static void the_office_acts_for_the_leading_group(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_LEADING_GROUP, ROLE_BUREAU);
    prepare(&s, "submit", "id_document", "over_age");
    assert_int_equal(go(&s, "submit"), ERR_OK);
    prepare(&s, "escalate", NULL, NULL);
    assert_int_equal(go(&s, "escalate"), ERR_RULE);
    assert_string_equal(s.why.code, "action.top");
}

static void a_roll_number_must_be_entered_first(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_ARRANGING, LEVEL_BUREAU, ROLE_BUREAU);
    s.c.disposition = "local_unregistered";
    prepare(&s, "submit", "attendance_proof", "local_unregistered");
    assert_int_equal(go(&s, "submit"), ERR_RULE);
    assert_string_equal(s.why.code, "outcome.student_no");
    s.child.has_student_no = 1;
    assert_int_equal(go(&s, "submit"), ERR_OK);
}

static void a_refused_ticket_is_not_persuaded(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_REVIEW, LEVEL_BUREAU, ROLE_BUREAU_LEAD);
    s.c.disposition = "local_unregistered";
    s.c.submitted_by = SUBMITTER;
    prepare(&s, "refuse", NULL, NULL);
    assert_int_equal(go(&s, "refuse"), ERR_OK);
    assert_string_equal(s.next.state, "arranging");
    s.c.disposition = NULL;
    assert_int_equal(go(&s, "refuse"), ERR_OK);
    assert_string_equal(s.next.state, "persuading");
}

static void an_early_check_does_not_count(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_WATCHING, LEVEL_CLASS_TEACHER, ROLE_TEACHER);
    s.c.outcome = "returned";
    s.c.closed_at = NOW;
    s.c.due_at = case_due_at(&s.c, &s.clock, NOW);
    prepare(&s, "check", NULL, NULL);
    assert_int_equal(go(&s, "check"), ERR_OK);
    assert_int_equal(s.next.watch_step, 0);
    assert_int_equal(s.next.due_at, s.c.due_at);
    s.body.check.checked_on = "2026-08-24"; /* three days before the 27th */
    s.act.today = "2026-08-24";
    assert_int_equal(go(&s, "check"), ERR_OK);
    assert_int_equal(s.next.watch_step, 1);
}

static void four_checks_close_it_and_a_relapse_reopens_it(void **state)
{
    static const int64_t days[] = { 7, 30, 150, 365 };
    struct stage s;
    char today[CLOCK_DATE_MAX];

    (void)state;
    set_stage(&s, CASE_REVIEW, LEVEL_TOWNSHIP, ROLE_BUREAU_LEAD);
    s.c.kind = "dropout";
    s.c.outcome = "returned";
    s.c.submitted_by = SUBMITTER;
    prepare(&s, "approve", NULL, NULL);
    assert_int_equal(go(&s, "approve"), ERR_OK);
    assert_string_equal(s.next.level, "class_teacher");
    for (int i = 0; i < 4; i++) {
        assert_string_equal(s.next.state, "watching");
        assert_int_equal(s.next.due_at,
                         case_day_end(NULL, NOW, days[i], DAYS_ALL));
        s.c = s.next;
        s.act.role = ROLE_TEACHER;
        s.act.now_ms = at_day(days[i]);
        clock_date_of(s.act.now_ms, today);
        s.act.today = today;
        prepare(&s, "check", NULL, NULL);
        s.body.check.checked_on = today;
        assert_int_equal(go(&s, "check"), ERR_OK);
    }
    assert_string_equal(s.next.state, "closed");
    assert_int_equal(s.next.closed_at, NOW);
    s.c = s.next;
    prepare(&s, "reopen", NULL, NULL);
    assert_int_equal(go(&s, "reopen"), ERR_OK);
    assert_string_equal(s.next.state, "persuading");
    assert_string_equal(s.next.kind, "suspected");
    assert_int_equal(s.next.watch_step, 0);
}

static void gone_again_at_a_check_goes_back_to_persuasion(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_WATCHING, LEVEL_CLASS_TEACHER, ROLE_TEACHER);
    s.c.outcome = "returned";
    s.c.closed_at = at_day(-7);
    s.c.due_at = NOW;
    prepare(&s, "check", NULL, NULL);
    s.body.check.in_school = 0;
    assert_int_equal(go(&s, "check"), ERR_OK);
    assert_string_equal(s.next.state, "persuading");
    assert_string_equal(s.next.absent_since, TODAY);
}

/* ---- dispositions ---- */
static void arranged(struct stage *s, const char *disposition)
{
    set_stage(s, CASE_ARRANGING, LEVEL_BUREAU, ROLE_BUREAU);
    s->c.disposition = disposition;
}

static void give(struct stage *s, struct evidence_in evidence[2],
                 const char *first, const char *second)
{
    evidence[0] = (struct evidence_in) { first, 1 };
    evidence[1] = (struct evidence_in) { second, 2 };
    s->body.evidence = (struct list) { evidence, 2 };
}

static void a_deferral_is_granted_for_a_year_at_most(void **state)
{
    struct evidence_in evidence[2];
    struct stage s;

    (void)state;
    arranged(&s, "deferred");
    prepare(&s, "defer", NULL, NULL);
    give(&s, evidence, "application", "medical_proof");
    s.body.leave.from_on = "2026-09-01";
    s.body.leave.until_on = "2027-09-03";
    assert_int_equal(go(&s, "defer"), ERR_INVALID);
    assert_string_equal(s.why.code, "period.long");
    s.body.leave.until_on = "2027-08-31";
    assert_int_equal(go(&s, "defer"), ERR_OK);
    assert_string_equal(s.next.state, "review");
    assert_string_equal(s.next.period_until, "2027-08-31");
}

static void a_report_upward_keeps_its_number(void **state)
{
    struct stage s;

    (void)state;
    arranged(&s, "elsewhere_unregistered");
    prepare(&s, "report_up", "study_proof", NULL);
    s.act.role = ROLE_TOWNSHIP;
    assert_int_equal(go(&s, "report_up"), ERR_FORBIDDEN);
    s.act.role = ROLE_BUREAU;
    assert_int_equal(go(&s, "report_up"), ERR_OK);
    assert_string_equal(s.next.report_no, "甲");
    assert_string_equal(s.next.reported_on, TODAY);
    prepare(&s, "submit", "study_proof", "elsewhere_unregistered");
    s.child.has_id_no = 0;
    assert_int_equal(go(&s, "submit"), ERR_RULE);
    assert_string_equal(s.why.code, "outcome.id_no");
    s.child.has_id_no = 1;
    assert_int_equal(go(&s, "submit"), ERR_OK);
}

static void leaves_need_their_own_proof(void **state)
{
    static const struct {
        const char *action, *disposition, *proof, *other;
    } leaves[] = {
        { "defer", "deferred", "medical_proof", "abroad_proof" },
        { "go_abroad", "abroad", "abroad_proof", "medical_proof" },
        { "suspend", "illness_disability", "medical_proof", "abroad_proof" },
    };
    struct evidence_in evidence[2];
    struct stage s;

    (void)state;
    for (size_t i = 0; i < sizeof leaves / sizeof *leaves; i++) {
        arranged(&s, leaves[i].disposition);
        prepare(&s, leaves[i].action, "application", NULL);
        assert_int_equal(go(&s, leaves[i].action), ERR_RULE);
        assert_string_equal(s.why.code, "evidence.required");
        give(&s, evidence, "application", leaves[i].other);
        assert_int_equal(go(&s, leaves[i].action), ERR_RULE);
        give(&s, evidence, "application", leaves[i].proof);
        assert_int_equal(go(&s, leaves[i].action), ERR_OK);
        assert_string_equal(s.next.state, "review");
        assert_string_equal(s.next.period_until, UNTIL_DAY);
    }
}

static void a_pupil_goes_to_a_vocational_school_from_its_own(void **state)
{
    struct evidence_in evidence[2];
    struct stage s;

    (void)state;
    arranged(&s, "unwilling");
    prepare(&s, "vocational", NULL, NULL);
    give(&s, evidence, "application", "agreement");
    s.file.plan_items = 0;
    assert_int_equal(go(&s, "vocational"), ERR_RULE);
    assert_string_equal(s.why.code, "paper.plan");
    s.file.plan_items = 1;
    s.child.has_student_no = 0;
    assert_int_equal(go(&s, "vocational"), ERR_RULE);
    assert_string_equal(s.why.code, "outcome.student_no");
    s.child.has_student_no = 1;
    assert_int_equal(go(&s, "vocational"), ERR_OK);
    assert_string_equal(s.next.placed_at, "甲");
}

static void the_law_presses_only_where_somebody_visited(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_TOWNSHIP, ROLE_TOWNSHIP);
    prepare(&s, "enforce", NULL, NULL);
    s.c.persuasions = 0;
    assert_int_equal(go(&s, "enforce"), ERR_RULE);
    assert_string_equal(s.why.code, "paper.visit");
    s.c.persuasions = 1;
    assert_int_equal(go(&s, "enforce"), ERR_OK);
    assert_string_equal(s.next.state, "enforcing");
}

static void an_exemption_needs_the_committee(void **state)
{
    struct stage s;

    (void)state;
    arranged(&s, "illness_disability");
    prepare(&s, "place", "assessment_paper", NULL);
    s.body.place.placement = "exempt";
    assert_int_equal(go(&s, "place"), ERR_RULE);
    assert_string_equal(s.why.code, "paper.appraisal");
    s.file.appraised = 1;
    s.file.advice = "home_teaching";
    assert_int_equal(go(&s, "place"), ERR_RULE);
    assert_string_equal(s.why.code, "outcome.advice");
    s.file.advice = "exempt";
    assert_int_equal(go(&s, "place"), ERR_OK);
    assert_string_equal(s.next.outcome, "exempt");
    s.body.place.archive_no = NULL;
    assert_int_equal(go(&s, "place"), ERR_INVALID);
    assert_string_equal(s.why.pointer, "archive_no");
}

static void one_file_is_no_two_proofs(void **state)
{
    struct evidence_in twice[] = { { "return_proof", 7 },
                                   { "guardian_statement", 7 } };
    struct stage s;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_CLASS_TEACHER, ROLE_TEACHER);
    prepare(&s, "return", "return_proof", NULL);
    s.body.evidence = (struct list) { twice, 2 };
    assert_int_equal(go(&s, "return"), ERR_INVALID);
    assert_string_equal(s.why.code, "evidence.repeated");
    twice[1].attachment_id = 8;
    assert_int_equal(go(&s, "return"), ERR_OK);
}

static void only_the_police_closes_a_missing_residence(void **state)
{
    struct stage s;

    (void)state;
    arranged(&s, "residence_missing");
    prepare(&s, "conclude", "police_conclusion", NULL);
    assert_int_equal(go(&s, "conclude"), ERR_RULE);
    assert_string_equal(s.why.code, "paper.conclusion");
    s.c.conclusion = "verified"; /* the child is where it was */
    assert_int_equal(go(&s, "conclude"), ERR_RULE);
    s.c.conclusion = "deceased";
    assert_int_equal(go(&s, "conclude"), ERR_OK);
    assert_string_equal(s.next.outcome, "residence");
    s.c.conclusion = "missing";
    assert_int_equal(go(&s, "conclude"), ERR_OK);
    assert_string_equal(s.next.outcome, "missing");
}

static void the_city_grants_its_exemption_itself(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_REVIEW, LEVEL_BUREAU, ROLE_BUREAU_LEAD);
    s.c.outcome = "city_exempt";
    s.c.period_until = "2027-07-01";
    s.c.submitted_by = SUBMITTER;
    prepare(&s, "approve", NULL, NULL);
    assert_int_equal(go(&s, "approve"), ERR_RULE);
    assert_string_equal(s.why.code, "action.approver");
    s.act.role = ROLE_LEADER;
    assert_int_equal(go(&s, "approve"), ERR_OK);
    assert_string_equal(s.next.state, "watching");
    s.c.outcome = "returned";
    assert_int_equal(go(&s, "approve"), ERR_RULE);
}

static void a_higher_level_takes_a_case_up(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_CLASS_TEACHER, ROLE_TOWNSHIP);
    prepare(&s, "take_up", NULL, NULL);
    assert_int_equal(go(&s, "take_up"), ERR_OK);
    assert_string_equal(s.next.level, "township");
    s.c.level = "township";
    assert_int_equal(go(&s, "take_up"), ERR_RULE);
}

static void a_chain_without_a_school_goes_past_it(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_VILLAGE, ROLE_VILLAGE);
    s.child.levels = 1 << LEVEL_VILLAGE;
    prepare(&s, "escalate", NULL, NULL);
    assert_int_equal(go(&s, "escalate"), ERR_OK);
    assert_string_equal(s.next.level, "bureau");
}

/* ---- the pressure of the law ---- */
static void each_step_waits_for_the_one_before(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_PERSUADING, LEVEL_TOWNSHIP, ROLE_TOWNSHIP);
    prepare(&s, "enforce", NULL, NULL);
    assert_int_equal(go(&s, "enforce"), ERR_RULE);
    assert_string_equal(s.why.code, "paper.visit");
    s.c.persuasions = 2;
    assert_int_equal(go(&s, "enforce"), ERR_OK);
    s.c = s.next;
    prepare(&s, "order", NULL, NULL);
    assert_int_equal(go(&s, "order"), ERR_RULE);
    assert_string_equal(s.why.code, "wait.admonition");
    s.file.admonished = 1;
    assert_int_equal(go(&s, "order"), ERR_OK);
    prepare(&s, "urge", NULL, NULL);
    assert_int_equal(go(&s, "urge"), ERR_RULE);
    assert_string_equal(s.why.code, "wait.order");
}

static enum err on_day(struct stage *s, const char *action, const char *today)
{
    s->act.today = today;
    prepare(s, action, NULL, NULL);
    return go(s, action);
}

static void the_time_to_mend_must_be_over(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_ENFORCING, LEVEL_TOWNSHIP, ROLE_TOWNSHIP);
    s.file.order_served = "2026-08-01";
    s.file.order_until = "2026-08-08";
    assert_int_equal(on_day(&s, "sue", "2026-08-08"), ERR_RULE);
    assert_int_equal(on_day(&s, "sue", "2026-08-09"), ERR_OK);
    s.file.order_served = "2026-08-15"; /* served after its own date */
    assert_int_equal(on_day(&s, "sue", "2026-08-15"), ERR_RULE);
    assert_int_equal(on_day(&s, "sue", "2026-08-16"), ERR_OK);
}

static void ten_days_after_the_urging_and_within_the_law(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_ENFORCING, LEVEL_TOWNSHIP, ROLE_TOWNSHIP);
    s.file.order_served = "2026-01-31";
    s.file.order_until = "2026-02-07";
    s.file.urging_served = "2026-08-10";
    assert_int_equal(on_day(&s, "apply_court", "2026-08-19"), ERR_RULE);
    assert_string_equal(s.why.code, "wait.urging");
    assert_int_equal(on_day(&s, "apply_court", "2026-08-20"), ERR_OK);
    assert_int_equal(on_day(&s, "apply_court", "2026-10-30"), ERR_OK);
    assert_int_equal(on_day(&s, "apply_court", "2026-10-31"), ERR_RULE);
    assert_string_equal(s.why.code, "wait.late");
    s.file.order_served = "2026-03-01";
    assert_int_equal(on_day(&s, "apply_court", "2026-08-31"), ERR_RULE);
    assert_string_equal(s.why.code, "wait.suit");
    assert_int_equal(on_day(&s, "apply_court", "2026-09-01"), ERR_OK);
}

static void an_urging_of_an_older_order_does_not_count(void **state)
{
    struct stage s;

    (void)state;
    set_stage(&s, CASE_ENFORCING, LEVEL_TOWNSHIP, ROLE_TOWNSHIP);
    s.file.urging_served = "2026-02-20"; /* of an order of January */
    s.file.order_served = "2026-02-25";
    s.file.order_until = "2026-03-04";
    assert_int_equal(on_day(&s, "apply_court", "2026-09-01"), ERR_RULE);
    assert_string_equal(s.why.code, "wait.urging");
    s.file.urging_served = "2026-03-04"; /* the last day to obey it */
    assert_int_equal(on_day(&s, "apply_court", "2026-09-01"), ERR_RULE);
    s.file.urging_served = "2026-03-05";
    assert_int_equal(on_day(&s, "apply_court", "2026-09-01"), ERR_OK);
}

static void approval_looks_at_the_file_again(void **state)
{
    static const char *const claimed[] = { "local_unregistered",
                                           "elsewhere_unregistered", "exempt",
                                           "residence", "missing" };
    struct stage s;

    (void)state;
    for (size_t i = 0; i < sizeof claimed / sizeof *claimed; i++) {
        set_stage(&s, CASE_REVIEW, LEVEL_BUREAU, ROLE_BUREAU_LEAD);
        s.c.outcome = claimed[i];
        s.c.submitted_by = SUBMITTER;
        s.child.has_id_no = 0; /* taken out since it was submitted */
        prepare(&s, "approve", NULL, NULL);
        assert_int_equal(go(&s, "approve"), ERR_RULE);
        assert_string_equal(s.why.pointer, "");
        s.child.has_id_no = s.child.has_student_no = 1;
        s.file.advice = "exempt";
        s.c.archive_no = "1";
        s.c.conclusion =
            strcmp(claimed[i], "missing") == 0 ? "missing" : "deceased";
        assert_int_equal(go(&s, "approve"), ERR_OK);
    }
}

static void months_end_where_the_calendar_does(void **state)
{
    char day[CLOCK_DATE_MAX];

    (void)state;
    assert_true(pressure_day("2026-08-31", 6, 0, day));
    assert_string_equal(day, "2027-02-28");
    assert_true(pressure_day("2027-08-31", 6, 0, day));
    assert_string_equal(day, "2028-02-29");
    assert_false(pressure_day("2027-02-30", 6, 0, day));
    assert_false(pressure_day(NULL, 6, 0, day));
}

/* ---- tables ---- */
static void tables_fit_their_code_tables(void **state)
{
    (void)state;
    for (const struct action *a = actions; a < actions + actions_n; a++) {
        assert_int_equal(a->in->fields[0].type, FIELD_LIST);
        assert_int_equal(a->in->fields[0].offset, 0);
        if (a->deadline)
            assert_non_null(record_field(a->in, a->deadline, NULL));
        if (a->disposition)
            assert_true(code_known(&dispositions, a->disposition));
        if (a->outcome)
            assert_non_null(outcome_rule_of(a->outcome));
        for (int i = 0; i < EVIDENCE_ASKS && a->evidence[i].kind; i++)
            assert_true(code_known(&evidence_kinds, a->evidence[i].kind));
        if (a->choose == NULL && a->to)
            assert_int_equal(__builtin_popcount(a->to), 1);
    }
    for (size_t i = 0; i < outcome_rules_n; i++) {
        const struct outcome_rule *o = &outcome_rules[i];

        assert_true(code_known(&evidence_kinds, o->evidence));
        assert_true(code_known(&outcomes, o->outcome));
        assert_true(o->approvers != 0);
        if (o->disposition)
            assert_true(code_known(&dispositions, o->disposition));
    }
    for (size_t i = 0; submit_outcomes.rows[i].code; i++)
        assert_string_equal(
            submit_outcomes.rows[i].label,
            code_label(&outcomes, submit_outcomes.rows[i].code));
    for (int i = 0; i < CASE_STATE_N; i++)
        assert_int_equal(case_state_of(case_states.rows[i].code), i);
    assert_null(case_states.rows[CASE_STATE_N].code);
    for (int i = 0; i < LEVEL_N; i++)
        assert_int_equal(case_level_of(case_levels.rows[i].code), i);
    assert_null(case_levels.rows[LEVEL_N].code);
}

static void allowed_actions_carry_their_fields(void **state)
{
    struct stage s;
    struct arena a;
    struct list out;
    struct action_view *v;
    const struct case_move m = { &s.c, &s.child, &s.file, &s.clock, &s.act };

    (void)state;
    set_stage(&s, CASE_REPORTED, LEVEL_PRINCIPAL, ROLE_SCHOOL_HEAD);
    arena_init(&a, 0);
    assert_int_equal(actions_allowed(&m, &a, &out), ERR_OK);
    v = out.items;
    assert_int_equal(out.n, 2);
    assert_string_equal(v[0].action, "verify");
    assert_string_equal(v[1].action, "dismiss");
    assert_int_equal(v[1].evidence_least, 1);
    assert_string_equal(((struct field_view *)v[0].fields.items)[0].name,
                        "note");
    s.act.role = ROLE_INSPECTOR;
    assert_int_equal(actions_allowed(&m, &a, &out), ERR_OK);
    assert_int_equal(out.n, 0);
    arena_free(&a);
}

static void facts_keep_labels_and_leave_ids_out(void **state)
{
    const struct case_flag f = { 42, "R02", TODAY, "打过\"电话\"" };
    struct arena a;
    const char *text;

    (void)state;
    arena_init(&a, 0);
    text = facts_text(&a, &case_flag, &f);
    assert_non_null(strstr(text, "厌学"));
    assert_non_null(strstr(text, "打过\\\"电话\\\""));
    assert_null(strstr(text, "student_id"));
    arena_free(&a);
}

static void the_drawing_holds_every_action(void **state)
{
    struct buf b;

    (void)state;
    buf_init(&b);
    actions_draw(&b);
    assert_false(b.failed);
    for (size_t i = 0; i < actions_n; i++)
        assert_non_null(strstr(b.data, actions[i].label));
    assert_non_null(strstr(b.data, "review --> watching"));
    assert_null(strstr(b.data, "persuading --> closed"));
    buf_free(&b);
}

/* `make drawing` was run after the table changed. */
static void the_readme_draws_this_table(void **state)
{
    FILE *f = fopen("README.md", "r");
    struct buf drawn, readme;
    int c;

    (void)state;
    assert_non_null(f);
    buf_init(&drawn);
    buf_init(&readme);
    buf_str(&drawn, "<!-- drawing -->\n```mermaid\n");
    actions_draw(&drawn);
    buf_str(&drawn, "```\n<!-- /drawing -->\n");
    buf_char(&drawn, '\0');
    while ((c = getc(f)) != EOF)
        buf_char(&readme, (char)c);
    buf_char(&readme, '\0');
    fclose(f);
    assert_non_null(strstr(readme.data, drawn.data));
    buf_free(&drawn);
    buf_free(&readme);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_date_in_the_future_is_refused),
        cmocka_unit_test(a_return_before_the_absence_is_refused),
        cmocka_unit_test(a_date_before_birth_is_refused),
        cmocka_unit_test(the_next_visit_lies_ahead),
        cmocka_unit_test(a_visit_does_not_stop_the_clock),
        cmocka_unit_test(a_level_has_its_time_once_for_each_step),
        cmocka_unit_test(a_higher_level_has_its_own_time),
        cmocka_unit_test(what_is_arranged_is_not_arranged_anew),
        cmocka_unit_test(a_class_teacher_does_not_dismiss_alone),
        cmocka_unit_test(a_finding_is_not_renewed_on_paper),
        cmocka_unit_test(a_lower_level_may_visit_but_not_dismiss),
        cmocka_unit_test(the_office_acts_for_the_leading_group),
        cmocka_unit_test(a_roll_number_must_be_entered_first),
        cmocka_unit_test(a_refused_ticket_is_not_persuaded),
        cmocka_unit_test(an_early_check_does_not_count),
        cmocka_unit_test(four_checks_close_it_and_a_relapse_reopens_it),
        cmocka_unit_test(gone_again_at_a_check_goes_back_to_persuasion),
        cmocka_unit_test(a_deferral_is_granted_for_a_year_at_most),
        cmocka_unit_test(a_report_upward_keeps_its_number),
        cmocka_unit_test(leaves_need_their_own_proof),
        cmocka_unit_test(a_pupil_goes_to_a_vocational_school_from_its_own),
        cmocka_unit_test(the_law_presses_only_where_somebody_visited),
        cmocka_unit_test(an_exemption_needs_the_committee),
        cmocka_unit_test(one_file_is_no_two_proofs),
        cmocka_unit_test(only_the_police_closes_a_missing_residence),
        cmocka_unit_test(the_city_grants_its_exemption_itself),
        cmocka_unit_test(a_higher_level_takes_a_case_up),
        cmocka_unit_test(a_chain_without_a_school_goes_past_it),
        cmocka_unit_test(each_step_waits_for_the_one_before),
        cmocka_unit_test(the_time_to_mend_must_be_over),
        cmocka_unit_test(ten_days_after_the_urging_and_within_the_law),
        cmocka_unit_test(an_urging_of_an_older_order_does_not_count),
        cmocka_unit_test(approval_looks_at_the_file_again),
        cmocka_unit_test(months_end_where_the_calendar_does),
        cmocka_unit_test(tables_fit_their_code_tables),
        cmocka_unit_test(allowed_actions_carry_their_fields),
        cmocka_unit_test(facts_keep_labels_and_leave_ids_out),
        cmocka_unit_test(the_drawing_holds_every_action),
        cmocka_unit_test(the_readme_draws_this_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
