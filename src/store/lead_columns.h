/* The columns of leads and their children, said once for the files that read
 * them. */
#ifndef STORE_LEAD_COLUMNS_H
#define STORE_LEAD_COLUMNS_H

#define LEAD_COLUMNS                                                           \
    "l.id, l.kind, l.unit, l.handler, l.found_on, l.place_kind,"               \
    " l.place_name, l.credit_code, l.unlicensed, l.address, l.finding,"        \
    " l.measure, l.holiday, l.state, l.order_no, l.ordered_on,"                \
    " l.order_until, l.penalty_no, l.penalty_on, l.penalty_fen,"               \
    " l.penalty_basis, l.no_penalty, l.referred, l.referred_unit,"             \
    " l.referred_on, l.referral_no, l.referral_answer, l.answered_on,"         \
    " l.closed_on, l.closing, l.account_id, l.at, l.version"

/* `student` and `of_case` say what is shown of the register. */
#define LEAD_CHILD_COLUMNS(student, of_case)                                   \
    "y.id, y.lead_id, y.name, y.sex, y.birth_date, y.id_no, y.home,"           \
    " y.worked_from, y.worked_until, y.returned_on, y.returned_to,"            \
    " y.cost_fen, y.kept, " student " AS student_id, " of_case " AS case_id,"  \
    " y.no_case, y.version"

/* Not back, and nobody has said why. */
#define LEAD_AWAY "(y.returned_on IS NULL AND y.kept IS NULL)"
/* The bureau has neither opened a case nor said why not. */
#define LEAD_UNCHECKED "(y.case_id IS NULL AND y.no_case IS NULL)"

#endif
