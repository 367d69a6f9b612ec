/*
 * The scope of every guarded table, said once: the views through which alone
 * scoped statements read them.  A child is in scope when one of its places
 * lies in the principal's range; everything that hangs on a child follows it.
 *
 * The principal is read by scalar subqueries, evaluated once a statement, so
 * that a view is one table with conditions: it flattens into whatever joins
 * it, on either side, and its order by id survives.
 */
#include "db/guard.h"

#define LO "(SELECT lo FROM temp.principal)"
#define HI "(SELECT hi FROM temp.principal)"
#define IN_RANGE(place) "(" place " >= " LO " AND " place " < " HI ")"

/* Children of an import under way are seen by nobody before it is committed,
 * nor once it is being taken back. */
const char *const db_sight =
    "SELECT min(first_child), max(last_child),"
    " (SELECT ?1 = 'D' || county || '/' FROM main.store) FROM main.import"
    " WHERE state IN ('committing', 'rolling_back')"
    " AND first_child <= last_child";

#define SHOWN(id)                                                              \
    id " NOT BETWEEN (SELECT hidden_lo FROM temp.principal)"                   \
       " AND (SELECT hidden_hi FROM temp.principal)"
#define CHILD_IN_RANGE IN_RANGE("c.place") " AND " SHOWN("c.student_id")

/* Every child stands somewhere in the county: for whoever sees the whole of it,
 * nothing is looked up.  Else once in the primary key (student_id, place). */
#define CHILD(id)                                                              \
    "(((SELECT whole FROM temp.principal) AND " SHOWN(                         \
        id) ") OR EXISTS (SELECT 1 FROM main.child_place c"                    \
            " WHERE c.student_id = " id " AND " CHILD_IN_RANGE "))"

/* CROSS JOIN keeps the order: the one case or household first. */
#define CHILD_OF_CASE(id)                                                      \
    "EXISTS (SELECT 1 FROM main.dropout_case k CROSS JOIN main.child_place c"  \
    " WHERE k.id = " id " AND c.student_id = k.student_id"                     \
    " AND " CHILD_IN_RANGE ")"

#define CHILD_OF_HOUSEHOLD(id)                                                 \
    "EXISTS (SELECT 1 FROM main.student s CROSS JOIN main.child_place c"       \
    " WHERE s.household_id = " id " AND c.student_id = s.id"                   \
    " AND " CHILD_IN_RANGE ")"

#define HOUSEHOLD(id)                                                          \
    "(EXISTS (SELECT 1 FROM main.household h WHERE h.id = " id                 \
    " AND " IN_RANGE("h.place") ") OR " CHILD_OF_HOUSEHOLD(id) ")"

#define OF_VISIT(id)                                                           \
    "EXISTS (SELECT 1 FROM main.survey_visit w WHERE w.id = " id               \
    " AND " HOUSEHOLD("w.household_id") ")"

/* May whoever asks see what was found at doors?  The roles of RIGHT_SURVEY_READ;
 * tests/api/photo_test.c holds the two together. */
#define SEES_DOORS                                                             \
    "EXISTS (SELECT 1 FROM main.account a, temp.principal p"                   \
    " WHERE a.id = p.account_id AND a.role IN ('bureau', 'bureau_lead',"       \
    " 'leader', 'inspector', 'township', 'village'))"

/* Whoever sees the whole county. */
#define COUNTY                                                                 \
    "EXISTS (SELECT 1 FROM main.division d WHERE d.path = " LO                 \
    " AND d.level = 'county')"

/* The unit of whoever asks; nothing for those who see no unit's work, and for
 * experts, who sit in the bureau but see their own sessions alone. */
#define MY_UNIT                                                                \
    "(SELECT a.unit FROM main.account a, temp.principal p"                     \
    " WHERE a.id = p.account_id AND p.lo < p.hi AND a.role NOT IN"             \
    " ('admin', 'auditor', 'expert'))"
#define ME "(SELECT account_id FROM temp.principal)"

/* What hangs on a child that need not be given. */
#define CHILD_IF_ANY(id) "(" id " IS NOT NULL AND " CHILD(id) ")"

/* An assignment is seen by whoever does it, whoever gave it, and those who are
 * responsible for its child. */
#define ASSIGNMENT(t)                                                          \
    "(" t ".unit = " MY_UNIT " OR " t ".assigned_unit = " MY_UNIT              \
    " OR " COUNTY " OR " CHILD_IF_ANY(t ".student_id") ")"
#define OF_ASSIGNMENT(id)                                                      \
    "EXISTS (SELECT 1 FROM main.assignment g WHERE g.id = " id                 \
    " AND " ASSIGNMENT("g") ")"

/* A session is seen by those who sit on it and by those responsible for its
 * child; what a seat wrote, the same. */
#define ASSESSMENT(t)                                                          \
    "(" CHILD(                                                                 \
        t ".student_id") " OR EXISTS (SELECT 1 FROM"                           \
                         " main.assessment_seat q WHERE q.assessment_id = " t  \
                         ".id"                                                 \
                         " AND q.account_id = " ME "))"
#define OF_ASSESSMENT(id)                                                      \
    "EXISTS (SELECT 1 FROM main.assessment g WHERE g.id = " id                 \
    " AND " ASSESSMENT("g") ")"

/* Found by my unit, or handled by it, or of the county. */
#define LEAD_OF_MINE(t)                                                        \
    "(" t ".unit = " MY_UNIT " OR " t ".handler = " MY_UNIT " OR " COUNTY ")"

/* What was referred to my unit is in sight too, and what led to a child of
 * mine; but of its children then none but that one. */
#define LEAD(t)                                                                \
    "(" LEAD_OF_MINE(                                                          \
        t) " OR " t ".referred_unit = " MY_UNIT                                \
           " OR EXISTS (SELECT 1 FROM main.lead_child y CROSS JOIN"            \
           " main.child_place c WHERE y.lead_id = " t ".id"                    \
           " AND c.student_id = y.student_id AND " CHILD_IN_RANGE "))"
#define LEAD_CHILD(t)                                                          \
    "(EXISTS (SELECT 1 FROM main.lead g WHERE g.id = " t                       \
    ".lead_id AND " LEAD_OF_MINE("g") ") OR " CHILD_IF_ANY(t                   \
                                                           ".student_id") ")"
#define OF_LEAD(id)                                                            \
    "EXISTS (SELECT 1 FROM main.lead g WHERE g.id = " id " AND " LEAD("g") ")"

/* May whoever asks see what was done to a child (欺凌、殴打侮辱、歧视体罚)?
 * The roles of RIGHT_INCIDENT_RESTRICTED; tests/unit/incident_store_test.c holds
 * the two together. */
#define SEES_HARM                                                              \
    "EXISTS (SELECT 1 FROM main.account a, temp.principal p"                   \
    " WHERE a.id = p.account_id"                                               \
    " AND a.role IN ('bureau_lead', 'school_head', 'agency'))"

/* For whose unit an incident is handled; a class teacher has no part in the
 * other classes of its school. */
#define HANDLING_UNIT                                                          \
    "(SELECT a.unit FROM main.account a, temp.principal p"                     \
    " WHERE a.id = p.account_id AND p.lo < p.hi AND a.role NOT IN"             \
    " ('admin', 'auditor', 'expert', 'teacher'))"

/* Seen by those responsible for its child, the units that handle it, the one
 * that registered it, and the county; one of no child also by whoever wrote it.
 * Of all these, only some roles see what was done to a child: for the others
 * it is not there, in no list, count, worklist or timeline. */
#define INCIDENT(t)                                                            \
    "((" t ".restricted = 0 OR " SEES_HARM ") AND (" COUNTY                    \
    " OR " CHILD_IF_ANY(                                                       \
        t ".student_id") " OR " t ".unit = " HANDLING_UNIT " OR (" t           \
                         ".student_id IS NULL AND " t ".account_id = " ME ")"  \
                         " OR EXISTS (SELECT 1 FROM main.incident_unit y"      \
                         " WHERE y.incident_id = " t                           \
                         ".id AND y.unit = " HANDLING_UNIT ")))"
#define OF_INCIDENT(id)                                                        \
    "EXISTS (SELECT 1 FROM main.incident g WHERE g.id = " id                   \
    " AND " INCIDENT("g") ")"

/* A paper of a child, or of a unit's own work that is about none.  A
 * department sees the orders that its assignments came with, as long as it has
 * anything to do with them. */
#define DOCUMENT(t)                                                            \
    "((" t ".student_id IS NULL AND " t ".unit = " MY_UNIT ") OR " COUNTY      \
    " OR " CHILD_IF_ANY(                                                       \
        t ".student_id") " OR EXISTS (SELECT 1 FROM"                           \
                         " main.assignment y WHERE y.id = " t                  \
                         ".assignment_id AND y.unit = " MY_UNIT                \
                         " AND y.state NOT IN ('returned', 'withdrawn')))"

#define PAIRING(t)                                                             \
    "(" t ".unit = " HANDLING_UNIT " OR " CHILD(t ".student_id") ")"

/* 督查: of the county; of my unit once the inspectors are there.  What was found
 * is also for the unit that has to put it right. */
#define INSPECTION(t)                                                          \
    "(" COUNTY " OR (" t ".unit = " HANDLING_UNIT " AND " t                    \
    ".state IN ('open', 'closed')))"
#define OF_INSPECTION(id)                                                      \
    "EXISTS (SELECT 1 FROM main.inspection g WHERE g.id = " id                 \
    " AND " INSPECTION("g") ")"
#define RECTIFICATION(t) "(" t ".unit = " HANDLING_UNIT " OR " COUNTY ")"
#define FINDING(t)                                                             \
    "(" OF_INSPECTION(                                                         \
        t ".inspection_id") " OR EXISTS (SELECT 1 FROM"                        \
                            " main.rectification y WHERE y.finding_id = " t    \
                            ".id AND " RECTIFICATION("y") "))"
#define OF_RECTIFICATION(id)                                                   \
    "EXISTS (SELECT 1 FROM main.rectification g WHERE g.id = " id              \
    " AND " RECTIFICATION("g") ")"
#define SUPERVISION_EVIDENCE(t)                                                \
    "(EXISTS (SELECT 1 FROM main.finding f WHERE f.id = " t                    \
    ".finding_id AND " FINDING(                                                \
        "f") ") OR EXISTS (SELECT 1 FROM"                                      \
             " main.rectification_step q WHERE q.id = " t                      \
             ".step_id AND " OF_RECTIFICATION("q.rectification_id") "))"

/* What a unit did: its own, those of the villages of a township, and the
 * county's; of these none about a child but for those who may see the child. */
#define WORK_OF_UNIT(t)                                                        \
    "(" t ".unit = " MY_UNIT " OR " COUNTY " OR EXISTS (SELECT 1 FROM"         \
    " main.division d WHERE d.code = " t ".unit AND " IN_RANGE("d.path") "))"
#define ACTIVITY(t)                                                            \
    "((" t ".student_id IS NULL OR " CHILD(                                    \
        t ".student_id") ") AND " WORK_OF_UNIT(t) ")"
#define OF_ACTIVITY(id)                                                        \
    "EXISTS (SELECT 1 FROM main.activity g WHERE g.id = " id                   \
    " AND " ACTIVITY("g") ")"

/* Of my school, to be put right by my unit, found by it, or of the county. */
#define HAZARD(t)                                                              \
    "(" HANDLING_UNIT " IN (" t ".school, " t ".mender, " t                    \
    ".unit) OR " COUNTY ")"
#define OF_HAZARD(id)                                                          \
    "EXISTS (SELECT 1 FROM main.hazard g WHERE g.id = " id                     \
    " AND " HAZARD("g") ")"
#define OF_HAZARD_STEP(id)                                                     \
    "EXISTS (SELECT 1 FROM main.hazard_step q WHERE q.id = " id                \
    " AND " OF_HAZARD("q.hazard_id") ")"
/* 方案和经验: my unit's own, or of the county; the city's plan and what is worth
 * telling, of everybody. */
#define MATERIAL(t)                                                            \
    "(" t ".unit = " MY_UNIT " OR " COUNTY " OR " t                            \
    ".kind = 'city_plan' OR (" t ".kind = 'practice' AND " t                   \
    ".state = 'received'))"
#define OF_MATERIAL(id)                                                        \
    "EXISTS (SELECT 1 FROM main.material g WHERE g.id = " id                   \
    " AND " MATERIAL("g") ")"
/* A meeting is seen by those who take part and by the county, and by whoever
 * has something to do of it; what was resolved, by those who take part, and
 * else one's own alone.  What a unit reported is between it and the county. */
#define TAKES_PART(meeting)                                                    \
    "EXISTS (SELECT 1 FROM main.meeting_unit y WHERE y.meeting_id = " meeting  \
    " AND y.unit = " HANDLING_UNIT ")"
#define MEETING(id)                                                            \
    "(" COUNTY " OR " TAKES_PART(id) " OR EXISTS (SELECT 1 FROM"               \
                                     " main.resolution y"                      \
                                     " WHERE y.meeting_id = " id               \
                                     " AND y.unit = " HANDLING_UNIT ")"        \
                                     ")"
#define DOES_RESOLUTION(id)                                                    \
    "EXISTS (SELECT 1 FROM main.resolution g WHERE g.id = " id                 \
    " AND (g.unit = " HANDLING_UNIT " OR " COUNTY "))"
#define MEETING_EVIDENCE(t)                                                    \
    "((" t ".meeting_id IS NOT NULL AND " MEETING(                             \
        t                                                                      \
        ".meeting_id") ") OR EXISTS (SELECT 1 FROM main.resolution_step q"     \
                       " WHERE q.id = " t                                      \
                       ".step_id AND " DOES_RESOLUTION("q.resolution_id") "))"

/* Handed in by my unit, or of the county. */
#define IMPORT(t) "(" t ".unit = " MY_UNIT " OR " COUNTY ")"
#define OF_IMPORT(id)                                                          \
    "EXISTS (SELECT 1 FROM main.import g WHERE g.id = " id                     \
    " AND " IMPORT("g") ")"

/* A ledger that my unit handed in, or of the county. */
#define SNAPSHOT(t) "(" t ".unit = " MY_UNIT " OR " COUNTY ")"

/* Seen by the division that its rows name, by the school and class where they
 * have it on the rolls, and by those responsible for the child that it is. */
#define VERDICT(t)                                                             \
    "(" IN_RANGE(t ".place") " OR (" t ".school IS NOT NULL AND " IN_RANGE(    \
        "('S' || " t ".school || '/' || coalesce(" t ".grade, '') || '/'"      \
        " || coalesce(" t                                                      \
        ".class, '') || '/')") ") OR " CHILD_IF_ANY(t ".student_id") ")"

/* As in the view roster_now. */
#define STANDS(t)                                                              \
    "EXISTS (SELECT 1 FROM main.import i WHERE i.id = " t ".import_id"         \
    " AND i.state = 'committed') AND (" t ".replaced_by IS NULL"               \
    " OR NOT EXISTS (SELECT 1 FROM main.import n WHERE n.id = " t              \
    ".replaced_by AND n.state = 'committed'))"

/* Photos of a unit's work and of hazards; those about a child are the child's. */
#define SHOWN_BESIDE                                                           \
    "(t.student_id IS NULL AND (EXISTS (SELECT 1 FROM"                         \
    " main.activity_evidence v JOIN main.activity g ON g.id = v.activity_id"   \
    " WHERE v.attachment_id = t.id AND g.student_id IS NULL"                   \
    " AND " WORK_OF_UNIT("g") ") OR EXISTS (SELECT 1 FROM"                     \
                              " main.hazard_evidence v JOIN main.hazard_step " \
                              "q ON q.id = v.step_id"                          \
                              " JOIN main.hazard g ON g.id = q.hazard_id"      \
                              " WHERE v.attachment_id = t.id AND " HAZARD(     \
                                  "g") ")))"

/* One's own, what is about a child in sight, and what is shown with its kind. */
#define SHOWN_BY(view)                                                         \
    " OR EXISTS (SELECT 1 FROM " view " v WHERE v.attachment_id = t.id)"
#define ATTACHMENT                                                             \
    "(t.student_id IS NULL AND t.account_id = " ME ") OR " CHILD_IF_ANY(       \
        "t.student_id") " OR EXISTS (SELECT 1 FROM main.assignment_evidence v" \
                        " JOIN main.assignment g ON g.id = v.assignment_id"    \
                        " WHERE v.attachment_id = t.id AND g.unit = " MY_UNIT  \
                        ") OR (" SEES_DOORS                                    \
                        " AND (0" SHOWN_BY("my_survey_photo") "))" SHOWN_BY(   \
                            "my_supervision_evidence")                         \
                            SHOWN_BY("my_meeting_evidence") SHOWN_BY(          \
                                "my_material_version") " OR " SHOWN_BESIDE

const struct db_guard db_guards[] = {
    { "student", "my_student", CHILD("t.id") },
    { "household", "my_household",
      IN_RANGE("t.place") " OR " CHILD_OF_HOUSEHOLD("t.id") },
    { "child_place", "my_place", CHILD("t.student_id") },
    { "student_token", "my_token", CHILD("t.student_id") },
    { "student_search", "my_search", CHILD("t.student_id") },
    { "guardian", "my_guardian", CHILD("t.student_id") },
    { "enrolment", "my_enrolment", CHILD("t.student_id") },
    { "tag", "my_tag", CHILD("t.student_id") },
    { "change", "my_change",
      CHILD("t.student_id") " OR (t.entity = 'household' AND " HOUSEHOLD(
          "t.entity_id") ")" },
    { "doubt", "my_doubt", COUNTY },
    { "survey_visit", "my_visit", HOUSEHOLD("t.household_id") },
    /* Of a township in my range. */
    { "round_signoff", "my_round_signoff",
      "EXISTS (SELECT 1 FROM main.division d WHERE d.code = t.division"
      " AND " IN_RANGE("d.path") ")" },
    { "survey_child", "my_survey_child", CHILD("t.student_id") },
    { "survey_photo", "my_survey_photo", OF_VISIT("t.visit_id") },
    /* Of the officers of my range; of all for the county and whoever keeps the
     * accounts. */
    { "phone", "my_phone",
      COUNTY " OR EXISTS (SELECT 1 FROM main.account y WHERE y.id = " ME
             " AND y.role = 'admin') OR EXISTS (SELECT 1 FROM main.account y"
             " JOIN main.division d ON d.code = y.unit"
             " WHERE y.id = t.account_id AND " IN_RANGE("d.path") ")" },
    { "conflict", "my_conflict",
      HOUSEHOLD("t.household_id") " AND (t.student_id IS NULL OR " CHILD(
          "t.student_id") ")" },
    { "dropout_case", "my_case", CHILD("t.student_id") },
    { "case_event", "my_case_event", CHILD_OF_CASE("t.case_id") },
    { "case_evidence", "my_case_evidence", CHILD_OF_CASE("t.case_id") },
    { "attachment", "my_attachment", ATTACHMENT },
    { "document", "my_document", DOCUMENT("t") },
    { "notice", "my_notice", CHILD("t.student_id") },
    { "service", "my_service",
      "EXISTS (SELECT 1 FROM main.document g WHERE g.id = t.document_id"
      " AND " DOCUMENT("g") ")" },
    { "assignment", "my_assignment", ASSIGNMENT("t") },
    { "assignment_event", "my_assignment_event",
      OF_ASSIGNMENT("t.assignment_id") },
    { "assignment_evidence", "my_assignment_evidence",
      OF_ASSIGNMENT("t.assignment_id") },
    { "assessment", "my_assessment", ASSESSMENT("t") },
    { "assessment_seat", "my_assessment_seat",
      OF_ASSESSMENT("t.assessment_id") },
    { "teaching_plan", "my_teaching_plan", CHILD("t.student_id") },
    { "home_teaching", "my_home_teaching", CHILD("t.student_id") },
    { "plan", "my_plan", CHILD("t.student_id") },
    { "plan_item", "my_plan_item", CHILD("t.student_id") },
    { "counselling", "my_counselling", CHILD("t.student_id") },
    { "help", "my_help", CHILD("t.student_id") },
    /* Of a child in sight, or of a mentor of mine. */
    { "pairing", "my_pairing", PAIRING("t") },
    { "pairing_visit", "my_pairing_visit",
      "EXISTS (SELECT 1 FROM main.pairing g WHERE g.id = t.pairing_id"
      " AND " PAIRING("g") ")" },
    { "lead", "my_lead", LEAD("t") },
    { "lead_child", "my_lead_child", LEAD_CHILD("t") },
    { "lead_event", "my_lead_event", OF_LEAD("t.lead_id") },
    { "incident", "my_incident", INCIDENT("t") },
    { "incident_unit", "my_incident_unit", OF_INCIDENT("t.incident_id") },
    { "incident_step", "my_incident_step", OF_INCIDENT("t.incident_id") },
    /* For the people of the child's school alone, whose ranges begin with S. */
    { "observation", "my_observation",
      LO " >= 'S' AND " LO " < 'T' AND " CHILD("t.student_id") },
    { "import", "my_import", IMPORT("t") },
    { "import_row", "my_import_row", OF_IMPORT("t.import_id") },
    { "refused_row", NULL, NULL },
    { "import_effect", NULL, NULL },
    { "roster_row", "my_roster_row",
      OF_IMPORT("t.import_id") " AND " STANDS("t") },
    /* A run is of the county, and tells of no child; one that is done is there
     * for all who have a verdict in it to see. */
    { "reconciliation", "my_reconciliation",
      COUNTY " OR (t.state = 'done' AND " LO " < " HI ")" },
    { "verdict", "my_verdict",
      VERDICT(
          "t") " AND t.speaker_id IS NULL AND t.given = 1 AND EXISTS (SELECT 1"
               " FROM main.reconciliation r WHERE r.id ="
               " t.reconciliation_id AND r.state = 'done')" },
    { "candidate", "my_candidate",
      COUNTY " AND EXISTS (SELECT 1 FROM main.reconciliation r WHERE r.id ="
             " t.reconciliation_id AND r.state = 'done')" },
    { "match_decision", "my_match_decision", COUNTY },
    { "roster_doubt", NULL, NULL },
    { "register_waiting", NULL, NULL },
    { "upload", NULL, NULL },
    { "upload_piece", NULL, NULL },
    /* Whoever brings a file in sees what is in it, as it was told. */
    { "carry", NULL, NULL },
    { "carry_piece", NULL, NULL },
    { "carry_line", NULL, NULL },
    /* A run is of the county; a school sees what becomes of its own. */
    { "promotion", "my_promotion", COUNTY },
    { "promotion_child", "my_promotion_child", CHILD("t.student_id") },
    { "aid", "my_aid", CHILD("t.student_id") },
    /* Of my unit, of a child or a township in sight, or handed over to the unit
     * that trains; of the county. */
    { "training_wish", "my_training_wish",
      "(" COUNTY " OR t.unit = " HANDLING_UNIT " OR (t.handed_on IS NOT NULL"
      " AND " HANDLING_UNIT " = 'renshe') OR " CHILD_IF_ANY(
          "t.student_id") " OR EXISTS (SELECT 1 FROM main.division d WHERE "
                          "d.code = t.division"
                          " AND " IN_RANGE("d.path") "))" },
    { "upward_report", "my_upward_report", CHILD("t.student_id") },
    /* Both schools see whom they hand over, and its village where it lives. */
    { "transfer", "my_transfer",
      COUNTY " OR t.from_school = " HANDLING_UNIT
             " OR t.to_school = " HANDLING_UNIT " OR " CHILD("t.student_id") },
    /* My unit's own, or of the county. */
    { "duty", "my_duty", "(t.unit = " MY_UNIT " OR " COUNTY ")" },
    { "activity", "my_activity", ACTIVITY("t") },
    { "activity_evidence", "my_activity_evidence",
      OF_ACTIVITY("t.activity_id") },
    { "activity_correction", "my_activity_correction",
      OF_ACTIVITY("t.activity_id") },
    { "hazard", "my_hazard", HAZARD("t") },
    { "hazard_step", "my_hazard_step", OF_HAZARD("t.hazard_id") },
    { "hazard_evidence", "my_hazard_evidence", OF_HAZARD_STEP("t.step_id") },
    { "inspection", "my_inspection", INSPECTION("t") },
    { "inspection_answer", "my_inspection_answer",
      OF_INSPECTION("t.inspection_id") },
    { "inspection_figure", "my_inspection_figure",
      OF_INSPECTION("t.inspection_id") },
    { "finding", "my_finding", FINDING("t") },
    { "rectification", "my_rectification", RECTIFICATION("t") },
    { "rectification_step", "my_rectification_step",
      OF_RECTIFICATION("t.rectification_id") },
    { "supervision_evidence", "my_supervision_evidence",
      SUPERVISION_EVIDENCE("t") },
    { "material", "my_material", MATERIAL("t") },
    { "material_version", "my_material_version", OF_MATERIAL("t.material_id") },
    { "material_receipt", "my_material_receipt", OF_MATERIAL("t.material_id") },
    { "duty_confirmation", "my_duty_confirmation",
      "(t.unit = " MY_UNIT " OR " COUNTY ")" },
    { "meeting", "my_meeting", MEETING("t.id") },
    { "meeting_unit", "my_meeting_unit", MEETING("t.meeting_id") },
    { "resolution", "my_resolution",
      "(t.unit = " HANDLING_UNIT " OR " COUNTY
      " OR " TAKES_PART("t.meeting_id") ")" },
    { "resolution_step", "my_resolution_step",
      DOES_RESOLUTION("t.resolution_id") },
    { "meeting_evidence", "my_meeting_evidence", MEETING_EVIDENCE("t") },
    /* A draft is the inspectors' own; what is out is for everybody. */
    { "announcement", "my_announcement",
      "(t.state <> 'draft' AND " LO " < " HI ") OR EXISTS (SELECT 1 FROM"
      " main.account y WHERE y.id = " ME " AND y.role = 'inspector')" },
    { "accountability", "my_accountability", RECTIFICATION("t") },
    /* With whoever asked for it alone, whose scope it has. */
    { "data_export", "my_data_export", "t.account_id = " ME },
    { "ledger_snapshot", "my_snapshot", SNAPSHOT("t") },
    { "ledger_snapshot_row", "my_snapshot_row",
      "EXISTS (SELECT 1 FROM main.ledger_snapshot g WHERE g.id ="
      " t.snapshot_id AND " SNAPSHOT("g") ")" },
    { "ledger_snapshot_check", "my_snapshot_check",
      "EXISTS (SELECT 1 FROM main.ledger_snapshot_row l CROSS JOIN"
      " main.ledger_snapshot g WHERE l.id = t.id AND g.id = l.snapshot_id"
      " AND " SNAPSHOT("g") ")" },
};

const size_t db_guards_n = sizeof db_guards / sizeof *db_guards;
