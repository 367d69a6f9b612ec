/* The tables of routes, one a noun, joined in routes.c. */
#ifndef API_ROUTES_H
#define API_ROUTES_H

#include "http/route.h"

extern const struct route place_routes[];
extern const struct route unit_routes[];
extern const struct route catchment_routes[];
extern const struct route post_routes[];
extern const struct route member_routes[];
extern const struct route account_routes[];
extern const struct route session_routes[];
extern const struct route setting_routes[];
extern const struct route audit_routes[];
extern const struct route code_routes[];
extern const struct route household_routes[];
extern const struct route student_routes[];
extern const struct route guardian_routes[];
extern const struct route enrolment_routes[];
extern const struct route tag_routes[];
extern const struct route doubt_routes[];
extern const struct route round_routes[];
extern const struct route signoff_routes[];
extern const struct route survey_routes[];
extern const struct route survey_sheet_routes[];
extern const struct route conflict_routes[];
extern const struct route phone_routes[];
extern const struct route carry_routes[];
extern const struct route case_routes[];
extern const struct route attachment_routes[];
extern const struct route upload_routes[];
extern const struct route document_routes[];
extern const struct route paper_routes[];
extern const struct route assignment_routes[];
extern const struct route giving_routes[];
extern const struct route calendar_routes[];
extern const struct route worklist_routes[];
extern const struct route ledger_routes[];
extern const struct route indicator_routes[];
extern const struct route duty_routes[];
extern const struct route activity_routes[];
extern const struct route hazard_routes[];
extern const struct route inspection_routes[];
extern const struct route duty_confirmation_routes[];
extern const struct route material_routes[];
extern const struct route meeting_routes[];
extern const struct route resolution_routes[];
extern const struct route rectification_routes[];
extern const struct route announcement_routes[];
extern const struct route accountability_routes[];
extern const struct route score_routes[];
extern const struct route trace_routes[];
extern const struct route snapshot_routes[];
extern const struct route snapshot_check_routes[];
extern const struct route unity_routes[];
extern const struct route committee_routes[];
extern const struct route assessment_routes[];
extern const struct route teaching_routes[];
extern const struct route plan_routes[];
extern const struct route care_routes[];
extern const struct route incident_routes[];
extern const struct route observation_routes[];
extern const struct route import_routes[];
extern const struct route reconcile_routes[];
extern const struct route reconcile_tally_routes[];
extern const struct route followed_routes[];
extern const struct route promotion_routes[];
extern const struct route data_export_routes[];
extern const struct route pairing_routes[];
extern const struct route transfer_routes[];
extern const struct route aid_routes[];
extern const struct route training_wish_routes[];
extern const struct route upward_routes[];
extern const struct route match_decision_routes[];
extern const struct route import_book_routes[];
extern const struct route roster_kind_routes[];

extern const struct route lead_routes[];
extern const struct route notice_routes[];
extern const struct route openapi_routes[];

/* All of them, NULL at the end. */
extern const struct route *const route_tables[];

#endif
