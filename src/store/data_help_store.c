/* Statements of 数据导出: what is done for a child, and where it goes. */
#include "data_sql.h"
#include "upward_columns.h"

DATA(teaching_plans,
     "SELECT t.id, t.student_id, s.name AS student_name, t.case_id, t.school,"
     " c.name AS school_name, t.teachers, t.per_week, t.periods, t.content,"
     " t.id AS content_of, t.from_date, t.to_date FROM my_teaching_plan "
     "t" NAMES_CHILD NAMES_SCHOOL("t.school") BY_ID);

DATA(lessons,
     "SELECT t.id, t.plan_id, t.student_id, s.name AS student_name,"
     " t.taught_on, t.starts, t.periods, t.teachers, t.content,"
     " t.id AS content_of, t.effect, t.id AS effect_of,"
     " k.name AS account_name, t.at FROM my_home_teaching t" NAMES_CHILD
         NAMES_ACCOUNT("t.account_id") BY_ID);

DATA(plans,
     "SELECT t.id, t.student_id, s.name AS student_name, t.case_id, t.keeper,"
     " t.situation, t.id AS situation_of, t.attainment, t.id AS attainment_of,"
     " t.health, t.id AS health_of, t.wish, t.id AS wish_of, t.state,"
     " k.name AS account_name, t.made_at AS at FROM my_plan t" NAMES_CHILD
         NAMES_ACCOUNT("t.made_by") BY_ID);

DATA(plan_items,
     "SELECT t.id, (SELECT max(p.id) FROM my_plan p WHERE p.student_id ="
     " t.student_id) AS plan_id, t.student_id, t.kind, t.content,"
     " t.id AS content_of, t.due_on, t.state, t.progress,"
     " t.id AS progress_of, t.progress_on FROM my_plan_item t" BY_ID);

DATA(help, "SELECT t.id, t.student_id, s.name AS student_name, t.case_id,"
           " t.difficulty, t.measure, t.id AS measure_of, t.helped_on,"
           " k.name AS account_name, t.unit, u.name AS unit_name, t.at"
           " FROM my_help t" NAMES_CHILD NAMES_UNIT("t.unit")
               NAMES_ACCOUNT("t.account_id") BY_ID);

/* Both schools see whom they hand over, 人社 whose wish it was handed, a mentor
 * whom he helps. */
#define NAMED "rows through the caller's view; whoever sees one knows by name"
#define DATA_NAMED(id, sql)                                                    \
    SQL_SHARED(q_data_##id, .text = sql, .row = &data_##id##_record,           \
               .access = SQL_SYSTEM, .why = NAMED)
#define NAMES_ANY_CHILD " LEFT JOIN student s ON s.id = t.student_id"

DATA_NAMED(
    pairings,
    "SELECT t.id, t.student_id, s.name AS student_name, t.mentor, t.unit,"
    " u.name AS unit_name, t.phone, t.id AS phone_of, t.difficulty,"
    " t.plan AS content, t.id AS content_of, t.from_date, t.to_date,"
    " t.ending, t.id AS ending_of, k.name AS account_name, t.at"
    " FROM my_pairing t" NAMES_ANY_CHILD NAMES_UNIT("t.unit")
        NAMES_ACCOUNT("t.account_id") BY_ID);

DATA(pairing_visits,
     "SELECT t.id, t.pairing_id, t.visited_on, t.method, t.done,"
     " t.id AS done_of, k.name AS account_name, t.at"
     " FROM my_pairing_visit t" NAMES_ACCOUNT("t.account_id") BY_ID);

DATA(aid, "SELECT t.id, t.student_id, s.name AS student_name, t.school,"
          " c.name AS school_name, t.year, t.term, t.kind, t.fen, t.funder,"
          " t.paid_on, t.basis, t.state, t.reason, t.id AS reason_of,"
          " k.name AS account_name, t.created_at FROM my_aid t" NAMES_CHILD
              NAMES_SCHOOL("t.school") NAMES_ACCOUNT("t.account_id") BY_ID);

DATA_NAMED(
    transfers,
    "SELECT t.id, t.student_id, s.name AS student_name, t.from_school,"
    " t.from_name, t.to_school, t.to_name, t.reason, t.id AS reason_of,"
    " t.left_on, t.due_on, t.unit, u.name AS unit_name, t.written_at AS at,"
    " t.state, t.arrived_on, t.note, t.id AS note_of, t.settled_at, t.case_id"
    " FROM my_transfer t" NAMES_ANY_CHILD NAMES_UNIT("t.unit") BY_ID);

DATA_NAMED(
    training_wishes,
    "SELECT t.id, t.year, t.stage, t.student_id,"
    " coalesce(t.name, s.name) AS name, t.school_name, t.division,"
    " " DIVISION_NAME ", t.onward, t.course, t.contact, t.phone,"
    " t.id AS phone_of, t.informed, t.state, t.handed_on, t.contacted_on,"
    " t.ended_on, t.note, t.id AS note_of, t.unit, u.name AS unit_name,"
    " t.created_at FROM my_training_wish t" NAMES_ANY_CHILD NAMES_UNIT("t.unit")
        NAMES_DIVISION("t.division") BY_ID);

DATA(upward_reports,
     "SELECT t.id, t.student_id, s.name AS student_name, " UPWARD_NO
     " AS upward_no, t.listed_on, c.report_no, c.reported_on, t.answer,"
     " t.answered_on, t.note, t.id AS note_of FROM my_upward_report "
     "t" NAMES_CHILD UPWARD_CASE BY_ID);

DATA(assessments,
     "SELECT t.id, t.student_id, s.name AS student_name, t.case_id,"
     " t.session_on AS held_on, t.place, t.situation, t.id AS situation_of,"
     " t.state, t.advice, t.convened_at AS created_at,"
     " t.assessed_at AS closed_at FROM my_assessment t" NAMES_CHILD BY_ID);
