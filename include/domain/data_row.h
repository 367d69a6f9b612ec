/*
 * A row of any table of 数据导出: each table's fields name those members that it
 * has (domain/data_export.h), and its statement gives columns of those names.
 */
#ifndef DOMAIN_DATA_ROW_H
#define DOMAIN_DATA_ROW_H

#include <stdint.h>

struct data_row {
    int64_t id;
    /* whose, and of what */
    int64_t household_id, student_id, case_id, visit_id, document_id, lead_id,
        plan_id, pairing_id, inspection_id, finding_id, meeting_id;
    const char *student_name, *unit, *unit_name, *account_name;
    const char *division, *division_name, *school, *school_name;
    const char *from_school, *to_school, *from_name, *to_name;
    const char *inspector_name, *mender_name, *giver_name, *head_name;
    /* what it is */
    const char *kind, *state, *title, *detail, *note, *reason, *name;
    const char *code, *level, *parent, *mark, *action;
    int64_t year, number, active;
    /* a child and its home */
    const char *register_no, *address, *phone, *relation, *sex, *birth_date;
    const char *id_kind, *id_no, *id_no_state, *nation, *huji_division;
    const char *huji_name, *huji_address, *residence_division, *residence_name;
    const char *residence_address, *health, *status, *situation, *away;
    int64_t situation_at, main;
    const char *grade, *class, *enrolment_state, *student_no, *boarding;
    const char *tag, *basis, *verdict, *rule;
    /* at the door */
    const char *round, *outcome, *source, *visitor;
    int64_t visited_at, received_at, return_at, children, out_of_school,
        current;
    const char *since;
    /* a case and its papers */
    const char *disposition, *absent_since, *returned_on, *period_from,
        *period_until, *placed_at, *conclusion, *archive_no, *report_no,
        *reported_on, *from_state, *to_state;
    int64_t persuasions, opened_at, closed_at, due_at;
    const char *stage, *report_on, *issued_on, *served_on, *arrival, *judged_on,
        *deadline_on, *method, *effective_on, *recipient, *place, *witness,
        *servers;
    /* what is done */
    const char *task, *result, *due_on, *teachers, *content, *effect, *keeper,
        *attainment, *wish, *progress, *progress_on, *difficulty, *measure;
    int64_t reminders, per_week, periods;
    const char *term, *funder, *paid_on, *left_on, *arrived_on, *onward,
        *course, *contact, *handed_on, *contacted_on, *ended_on, *upward_no,
        *mentor, *ending, *visited_on, *done, *answer, *answered_on, *advice;
    int64_t fen, informed;
    const char *place_kind, *place_name, *credit_code, *order_no, *ordered_on,
        *penalty_no, *penalty_on, *closed_on, *worked_from, *worked_until;
    int64_t unlicensed, penalty_fen;
    /* a unit's work */
    const char *period, *opens_on, *held_on, *audience_codes, *media, *link,
        *issue, *team, *family, *venue, *found, *gravity, *planned_on, *purpose,
        *experience, *shortcomings, *item, *demand, *chair, *agenda, *minutes,
        *holder, *ground, *body;
    int64_t people, amount_yuan;
    /* days and times */
    const char *from_date, *to_date, *happened_on, *found_on, *on_date,
        *taught_on, *starts, *helped_on, *listed_on;
    int64_t at, created_at, updated_at, submitted_at, decided_at, settled_at,
        assigned_at, withdrawn_at, published_at;
};

#endif
