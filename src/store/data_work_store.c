/* Statements of 数据导出: what units owe, do, find and resolve; the units. */
#include "data_sql.h"

DATA(duties,
     "SELECT t.id, t.kind, t.unit, u.name AS unit_name, t.year, t.period,"
     " t.opens_on, t.due_on, t.state, t.evidence AS detail, t.id AS detail_of,"
     " k.name AS account_name, t.submitted_at, t.decided_at, t.reason"
     " FROM my_duty t" NAMES_UNIT("t.unit") NAMES_ACCOUNT("t.submitted_by")
         BY_ID);

DATA(activities,
     "SELECT t.id, t.kind, t.unit, u.name AS unit_name, t.held_on, t.title,"
     " t.id AS title_of, t.place, t.id AS place_of, t.audience_codes,"
     " t.people, t.media, t.link, t.issue, t.amount_yuan, t.team,"
     " t.id AS team_of, t.family, t.id AS family_of, t.venue,"
     " t.id AS venue_of, t.school, c.name AS school_name, t.student_id,"
     " t.found, t.id AS found_of, t.result, t.id AS result_of, t.state,"
     " t.reason, t.id AS reason_of, k.name AS account_name, t.at"
     " FROM my_activity t" NAMES_UNIT("t.unit") NAMES_SCHOOL("t.school")
         NAMES_ACCOUNT("t.account_id") BY_ID);

DATA(hazards,
     "SELECT t.id, t.school, c.name AS school_name, t.kind, t.gravity,"
     " t.found_on, t.detail, t.id AS detail_of, m.name AS mender_name,"
     " t.due_on, t.state, t.unit, u.name AS unit_name, t.at FROM my_hazard t"
     " LEFT JOIN unit m ON m.code = t.mender" NAMES_SCHOOL("t.school")
         NAMES_UNIT("t.unit") BY_ID);

DATA(inspections,
     "SELECT t.id, t.kind, t.unit, u.name AS unit_name,"
     " i.name AS inspector_name, t.planned_on, t.held_on, t.state, t.purpose,"
     " t.id AS purpose_of, t.experience, t.id AS experience_of,"
     " t.shortcomings, t.id AS shortcomings_of, t.reason, t.id AS reason_of,"
     " t.at FROM my_inspection t LEFT JOIN unit i ON i.code = "
     "t.inspector" NAMES_UNIT("t.unit") BY_ID);

DATA(findings,
     "SELECT t.id, t.inspection_id, t.item, t.detail, t.id AS detail_of,"
     " k.name AS account_name, t.at FROM my_finding t" NAMES_ACCOUNT(
         "t.account_id") BY_ID);

DATA(rectifications,
     "SELECT t.id, t.finding_id, t.unit, u.name AS unit_name,"
     " i.name AS inspector_name, t.demand, t.id AS demand_of, t.due_on,"
     " t.state, t.at FROM my_rectification t"
     " LEFT JOIN unit i ON i.code = t.inspector" NAMES_UNIT("t.unit") BY_ID);

DATA(meetings,
     "SELECT t.id, t.kind, t.title, t.unit, u.name AS unit_name, t.held_on,"
     " t.place, t.chair, t.agenda, t.id AS agenda_of, t.state, t.minutes,"
     " t.id AS minutes_of, t.reason, t.id AS reason_of, t.at"
     " FROM my_meeting t" NAMES_UNIT("t.unit") BY_ID);

DATA(resolutions,
     "SELECT t.id, t.meeting_id, t.number, t.unit, u.name AS unit_name,"
     " g.name AS giver_name, t.demand, t.id AS demand_of, t.due_on, t.state,"
     " t.at FROM my_resolution t LEFT JOIN unit g ON g.code = "
     "t.giver" NAMES_UNIT("t.unit") BY_ID);

DATA(materials,
     "SELECT t.id, t.kind, t.unit, u.name AS unit_name, t.year, t.title,"
     " t.state, t.number, k.name AS account_name, t.at, t.decided_at,"
     " t.reason FROM my_material t" NAMES_UNIT("t.unit")
         NAMES_ACCOUNT("t.account_id") BY_ID);

DATA(accountability,
     "SELECT t.id, t.kind, t.unit, u.name AS unit_name, t.holder, t.ground,"
     " t.year, t.on_date, t.detail, t.id AS detail_of,"
     " k.name AS account_name, t.at, t.withdrawn_at"
     " FROM my_accountability t" NAMES_UNIT("t.unit")
         NAMES_ACCOUNT("t.account_id") BY_ID);

DATA(announcements,
     "SELECT t.id, t.year, t.number, t.title, t.body, t.state, t.published_at"
     " FROM my_announcement t" BY_ID);

DATA(units, "SELECT code, name, kind, division, active FROM unit t"
            " ORDER BY t.code");
DATA(divisions, "SELECT code, name, level, parent FROM division t"
                " ORDER BY t.code");
