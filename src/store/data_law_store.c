/* Statements of 数据导出: cases, papers, assignments, leads, incidents,
 * verdicts. */
#include "data_sql.h"
#include "notice_columns.h"

DATA(cases,
     "SELECT t.id, t.student_id, s.name AS student_name, t.kind, t.state,"
     " t.disposition, t.level, t.source, t.reason, t.absent_since, t.outcome,"
     " t.returned_on, t.persuasions, t.opened_at, k.name AS account_name,"
     " t.due_at, t.closed_at, t.period_from, t.period_until, t.placed_at,"
     " t.conclusion, t.archive_no, t.report_no, t.reported_on"
     " FROM my_case t" NAMES_CHILD NAMES_ACCOUNT("t.opened_by") BY_ID);

DATA(case_events,
     "SELECT t.id, t.case_id, t.action, t.from_state, t.to_state, t.level,"
     " t.at, k.name AS account_name, t.unit, u.name AS unit_name, t.detail,"
     " t.id AS detail_of FROM my_case_event t" NAMES_ACCOUNT("t.account_id")
         NAMES_UNIT("t.unit") BY_ID);

#define LAST_METHOD                                                            \
    "(SELECT y.method FROM my_service y WHERE y.document_id = i.id"            \
    " ORDER BY y.id DESC LIMIT 1)"

DATA(notices,
     "SELECT t.id, t.student_id, s.name AS student_name, t.division,"
     " " DIVISION_NAME ", i.year, i.mark, i.number, t.basis AS reason,"
     " t.stage, t.grade, t.school, c.name AS school_name, t.report_on,"
     " i.issued_on, i.unit, u.name AS unit_name, " NOTICE_STATE(
         "i.state",
         LAST_METHOD) " AS state, i.served_on, t.arrival,"
                      " t.judged_on FROM my_notice t"
                      " JOIN my_document i ON i.id = t.id" NAMES_CHILD
                          NAMES_DIVISION("t.division") NAMES_SCHOOL("t.school")
                              NAMES_UNIT("i.unit") BY_ID);

DATA(documents,
     "SELECT t.id, t.kind, t.unit, u.name AS unit_name, t.year, t.mark,"
     " t.number, t.student_id, s.name AS student_name, t.case_id, t.lead_id,"
     " t.issued_on, t.deadline_on, t.state, t.served_on,"
     " t.content AS detail, t.id AS detail_of, t.void_reason AS reason,"
     " t.id AS reason_of, k.name AS account_name, t.created_at"
     " FROM my_document t" NAMES_CHILD NAMES_UNIT("t.unit")
         NAMES_ACCOUNT("t.account_id") BY_ID);

DATA(services,
     "SELECT t.id, t.document_id, t.method, t.served_on, t.effective_on,"
     " t.recipient, t.relation, t.place, t.id AS place_of, t.witness,"
     " t.servers, t.note, t.id AS note_of, k.name AS account_name, t.at"
     " FROM my_service t" NAMES_ACCOUNT("t.account_id") BY_ID);

DATA(assignments,
     "SELECT t.id, t.case_id, t.student_id, t.unit, u.name AS unit_name,"
     " t.task, t.note, t.id AS note_of, t.due_on, t.state, t.reminders,"
     " t.result, g.name AS giver_name, t.assigned_at, t.closed_at"
     " FROM my_assignment t LEFT JOIN unit g ON g.code = "
     "t.assigned_unit" NAMES_UNIT("t.unit") BY_ID);

DATA(leads,
     "SELECT t.id, t.kind, t.unit, u.name AS unit_name, h.name AS mender_name,"
     " t.found_on, t.place_kind, t.place_name, t.credit_code, t.unlicensed,"
     " t.state, t.order_no, t.ordered_on, t.penalty_no, t.penalty_on,"
     " t.penalty_fen, t.closed_on, t.at FROM my_lead t"
     " LEFT JOIN unit h ON h.code = t.handler" NAMES_UNIT("t.unit") BY_ID);

DATA(lead_children,
     "SELECT t.id, t.lead_id, t.name, t.sex, t.birth_date, t.id_no,"
     " t.id AS id_no_of, t.home AS address, t.id AS address_of, t.worked_from,"
     " t.worked_until, t.returned_on FROM my_lead_child t" BY_ID);

/* What was done to a child (欺凌、殴打侮辱、歧视体罚) leaves with nobody. */
DATA(incidents,
     "SELECT t.id, t.kind, t.student_id, s.name AS student_name, t.case_id,"
     " t.happened_on, t.title, t.id AS title_of, t.detail, t.id AS detail_of,"
     " t.state, t.result, t.id AS result_of, t.closed_at, t.unit,"
     " u.name AS unit_name, t.at FROM my_incident t" NAMES_CHILD NAMES_UNIT(
         "t.unit") " WHERE t.restricted = 0" BY_ID);

/* Of the run that stands for a year. */
DATA(verdicts,
     "SELECT t.id, r.year, t.verdict, t.rule, t.name, t.sex, t.birth_date,"
     " t.id_no, t.id AS id_no_of, t.division, " DIVISION_NAME ", t.school,"
     " c.name AS school_name, t.grade, t.class, t.student_id"
     " FROM my_verdict t CROSS JOIN my_reconciliation r"
     " ON r.id = t.reconciliation_id" NAMES_SCHOOL("t.school")
         NAMES_DIVISION("t.division") BY_ID);
