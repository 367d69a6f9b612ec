/* All routes. */
#include "api/routes.h"

const struct route *const route_tables[] = {
    session_routes,      account_routes,     setting_routes,
    audit_routes,        code_routes,        place_routes,
    unit_routes,         catchment_routes,   post_routes,
    member_routes,       household_routes,   student_routes,
    guardian_routes,     enrolment_routes,   tag_routes,
    doubt_routes,        round_routes,       survey_routes,
    survey_sheet_routes, case_routes,        attachment_routes,
    assignment_routes,   calendar_routes,    document_routes,
    worklist_routes,     ledger_routes,      committee_routes,
    assessment_routes,   teaching_routes,    plan_routes,
    care_routes,         giving_routes,      paper_routes,
    incident_routes,     observation_routes, import_routes,
    import_book_routes,  roster_kind_routes, lead_routes,
    notice_routes,       reconcile_routes,   reconcile_tally_routes,
    followed_routes,     indicator_routes,   snapshot_routes,
    unity_routes,        openapi_routes,     NULL,
};
