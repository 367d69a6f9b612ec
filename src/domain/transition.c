/* The transition table of a case. */
#include "domain/transition.h"

#include <string.h>

#include "case_effect.h"

#define S_(state) (1u << CASE_##state)
#define R_(role) (1u << ROLE_##role)
#define OFFICE (R_(BUREAU) | R_(BUREAU_LEAD))
#define FIELD (R_(TOWNSHIP) | R_(VILLAGE))
#define SCHOOL (R_(SCHOOL_HEAD) | R_(TEACHER))
#define ACTORS (OFFICE | FIELD | SCHOOL | R_(LEADER))
#define GOVERNMENT (R_(TOWNSHIP) | OFFICE | R_(LEADER))
#define APPROVERS (R_(BUREAU_LEAD) | R_(LEADER))

/* Whoever is responsible for the case now. */
#define HERE .rule = AT_OR_ABOVE
#define RESTART .clock = CLOCK_RESTART
#define PHOTO                                                                  \
    {                                                                          \
        "visit_photo", false                                                   \
    }
#define OTHER                                                                  \
    {                                                                          \
        "other", false                                                         \
    }
#define APPLICATION                                                            \
    {                                                                          \
        "application", true                                                    \
    }

const struct action actions[] = {
    /* ---- finding and persuading ---- */
    { "verify", "核实", "核实为疑似辍学", S_(REPORTED), S_(PERSUADING),
      .roles = ACTORS, HERE, RESTART, .in = &case_verify,
      .effect = after_verify, .evidence = { PHOTO, OTHER } },

    { "persuade", "登记劝返", "劝返", S_(PERSUADING) | S_(ENFORCING), 0,
      .roles = ACTORS, .in = &case_persuade, .future = "next_on",
      .effect = after_persuade, .evidence = { PHOTO, OTHER } },

    { "return", "报告返校", "报告返校，待销号",
      S_(PERSUADING) | S_(ARRANGING) | S_(ENFORCING), S_(REVIEW),
      .roles = ACTORS, RESTART, .outcome = "returned", .in = &case_return,
      .effect = after_return,
      .evidence = { { "return_proof", true },
                    { "guardian_statement", false },
                    OTHER } },

    { "notify", "发劝返通知书", "发出劝返通知书", S_(PERSUADING), 0,
      .roles = ACTORS & ~R_(TEACHER), HERE, .in = &case_notify,
      .future = "deadline_on", .document = "persuasion_notice",
      .deadline = "deadline_on" },

    { "order_return", "发限期复学通知书", "发出限期复学通知书", S_(PERSUADING),
      0, .roles = GOVERNMENT, HERE, .in = &case_order_return,
      .future = "deadline_on", .document = "return_notice",
      .deadline = "deadline_on" },

    { "escalate", "上报一级", "劝返无效，上报一级", S_(PERSUADING), 0,
      .roles = ACTORS, HERE, .level = LEVEL_UP, RESTART, .in = &case_escalate,
      .evidence = { PHOTO, OTHER } },

    { "take_up", "提级办理", "提级办理",
      S_(REPORTED) | S_(PERSUADING) | S_(ARRANGING), 0,
      .roles = ACTORS & ~R_(TEACHER), .rule = ABOVE, .level = LEVEL_ACTOR,
      RESTART, .in = &case_take_up },

    /* ---- the seven dispositions ---- */
    { "arrange", "转入安置办理", "转入安置办理",
      S_(PERSUADING) | S_(ENFORCING) | S_(ARRANGING), S_(ARRANGING),
      .roles = ACTORS & ~R_(TEACHER), HERE, RESTART, .in = &case_arrange,
      .effect = after_arrange,
      .evidence = { { "application", false }, OTHER } },

    { "defer", "申请延缓入学", "申请延缓入学", S_(ARRANGING), S_(REVIEW),
      .roles = ACTORS, HERE, RESTART, .disposition = "deferred",
      .outcome = "deferred", .in = &case_defer, .future = "from_on until_on",
      .document = "deferral_form", .effect = after_leave,
      .evidence = { APPLICATION, { "medical_proof", true }, OTHER } },

    { "go_abroad", "申请短期出国", "申请短期出国", S_(ARRANGING), S_(REVIEW),
      .roles = ACTORS, HERE, RESTART, .disposition = "abroad",
      .outcome = "abroad", .in = &case_go_abroad, .future = "from_on until_on",
      .document = "abroad_form", .effect = after_leave,
      .evidence = { APPLICATION, { "abroad_proof", true }, OTHER } },

    { "suspend", "申请休学", "申请休学", S_(ARRANGING), S_(REVIEW),
      .roles = ACTORS, HERE, RESTART, .disposition = "illness_disability",
      .outcome = "suspended", .in = &case_suspend, .future = "from_on until_on",
      .document = "suspension_form", .effect = after_leave,
      .evidence = { APPLICATION, { "medical_proof", true }, OTHER } },

    { "appraise", "提请医学鉴定", "提请医学鉴定", S_(ARRANGING), 0,
      .roles = OFFICE | R_(TOWNSHIP) | R_(SCHOOL_HEAD), HERE, RESTART,
      .disposition = "illness_disability", .papers = PAPER_NOT_SENT,
      .in = &case_appraise, .document = "appraisal_request",
      .tasks = { { "weijian", "medical_appraisal", 15 },
                 { "canlian", "medical_appraisal", 15 } },
      .evidence = { APPLICATION, { "medical_proof", false }, OTHER } },

    { "place", "提交残疾儿童安置", "提交残疾儿童安置", S_(ARRANGING),
      S_(REVIEW), .roles = OFFICE, HERE, RESTART,
      .disposition = "illness_disability", .papers = PAPER_APPRAISAL,
      .in = &case_place, .future = "from_on", .document = "placement_form",
      .effect = after_place,
      .evidence = { { "assessment_paper", true },
                    { "guardian_statement", false },
                    { "medical_proof", false },
                    OTHER } },

    { "ask_police", "提请公安核查", "提请公安核查", S_(ARRANGING), 0,
      .roles = OFFICE | R_(TOWNSHIP), HERE, RESTART,
      .disposition = "residence_missing", .papers = PAPER_NOT_ASKED,
      .in = &case_ask_police, .document = "police_request",
      .tasks = { { "gongan", "residence_check", 15 } },
      .evidence = { { "id_document", false }, OTHER } },

    { "conclude", "依公安结论销号", "依公安结论提交销号", S_(ARRANGING),
      S_(REVIEW), .roles = OFFICE, HERE, RESTART,
      .disposition = "residence_missing", .papers = PAPER_CONCLUSION,
      .in = &case_conclude, .effect = after_conclude,
      .evidence = { { "police_conclusion", true }, OTHER } },

    { "vocational", "申请到职业学校就读", "申请到职业学校就读", S_(ARRANGING),
      S_(REVIEW), .roles = OFFICE | SCHOOL, HERE, RESTART,
      .disposition = "unwilling", .outcome = "vocational", .papers = PAPER_PLAN,
      .in = &case_vocational, .future = "from_on",
      .document = "vocational_form", .effect = after_vocational,
      .evidence = { APPLICATION, { "agreement", true }, OTHER } },

    { "exempt_city", "报市政府批准免除", "报市政府批准免除",
      S_(PERSUADING) | S_(ARRANGING), S_(REVIEW), .roles = OFFICE, HERE,
      RESTART, .outcome = "city_exempt", .in = &case_exempt_city,
      .future = "from_on until_on", .document = "city_exemption_form",
      .effect = after_leave, .evidence = { { "city_approval", true }, OTHER } },

    /* ---- closing: which kind of evidence is required depends on the outcome,
     * the rule table of outcomes says it ---- */
    { "submit", "提交销号", "提交销号", S_(PERSUADING) | S_(ARRANGING),
      S_(REVIEW), .roles = ACTORS, HERE, RESTART, .in = &case_submit,
      .effect = after_submit,
      .evidence = { { "return_proof", false },
                    { "study_proof", false },
                    { "attendance_proof", false },
                    { "id_document", false },
                    OTHER },
      .least = 1 },

    { "report_up", "逐级汇报", "省内外就读无学籍，逐级汇报",
      S_(ARRANGING) | S_(REVIEW) | S_(WATCHING), 0, .roles = OFFICE,
      .disposition = "elsewhere_unregistered", .in = &case_report_up,
      .effect = after_report_up,
      .evidence = { { "study_proof", false }, OTHER } },

    { "renew", "申请续期", "申请续期", S_(WATCHING), S_(REVIEW),
      .roles = ACTORS, RESTART, .papers = PAPER_PERIOD, .in = &case_renew,
      .future = "until_on", .effect = after_renew,
      .evidence = { APPLICATION,
                    { "medical_proof", false },
                    { "abroad_proof", false },
                    { "city_approval", false },
                    OTHER } },

    /* ---- the pressure of the law ---- */
    { "enforce", "转入依法督促", "转入依法督促", S_(PERSUADING), S_(ENFORCING),
      .roles = GOVERNMENT, HERE, .level = LEVEL_ACTOR, RESTART,
      .papers = PAPER_VISIT, .in = &case_enforce,
      .evidence = { PHOTO, OTHER } },

    { "admonish", "批评教育", "批评教育", S_(ENFORCING), 0, .roles = GOVERNMENT,
      HERE, RESTART, .in = &case_admonish, .document = "admonition",
      .evidence = { PHOTO, { "guardian_statement", false }, OTHER } },

    { "order", "责令限期改正", "责令限期改正", S_(ENFORCING), 0,
      .roles = GOVERNMENT, HERE, RESTART, .in = &case_order,
      .future = "deadline_on", .document = "order", .deadline = "deadline_on",
      .evidence = { OTHER } },

    { "urge", "催告", "催告", S_(ENFORCING), 0, .roles = GOVERNMENT, HERE,
      RESTART, .in = &case_urge, .future = "deadline_on", .document = "urging",
      .deadline = "deadline_on", .evidence = { OTHER } },

    { "ask_penalty", "提请处罚", "提请处罚", S_(ENFORCING), 0,
      .roles = GOVERNMENT, HERE, RESTART, .in = &case_ask_penalty,
      .document = "penalty_request", .tasks = { { "gongan", "penalty", 30 } },
      .evidence = { OTHER } },

    { "apply_court", "申请强制执行", "申请强制执行", S_(ENFORCING), 0,
      .roles = GOVERNMENT, HERE, RESTART, .in = &case_apply_court,
      .document = "enforcement_application",
      .evidence = { { "court_paper", false }, OTHER } },

    { "sue", "提请司法处理", "提请司法处理", S_(ENFORCING), 0,
      .roles = GOVERNMENT, HERE, RESTART, .in = &case_sue,
      .document = "lawsuit", .tasks = { { "sifa", "legal_aid", 15 } },
      .evidence = { { "court_paper", false }, OTHER } },

    { "court", "登记司法结果", "司法结果", S_(ENFORCING), 0,
      .roles = GOVERNMENT, HERE, RESTART, .in = &case_court,
      .evidence = { { "court_paper", true }, OTHER } },

    { "resume", "继续劝返", "转回劝返", S_(ARRANGING) | S_(ENFORCING),
      S_(PERSUADING), .roles = ACTORS, HERE, RESTART, .in = &case_resume,
      .effect = after_resume },

    { "dismiss", "排除", "排除疑似辍学", S_(REPORTED) | S_(PERSUADING),
      S_(DISMISSED), .roles = ACTORS & ~R_(TEACHER), HERE, RESTART,
      .in = &case_dismiss,
      .evidence = { { "attendance_proof", false },
                    { "study_proof", false },
                    { "id_document", false },
                    { "medical_proof", false },
                    { "approval_paper", false },
                    OTHER },
      .least = 1 },

    /* ---- approval and what comes after ---- */
    { "approve", "批准销号", "批准销号", S_(REVIEW), S_(WATCHING) | S_(CLOSED),
      approved_to, .roles = APPROVERS, .rule = BY_APPROVER,
      .level = LEVEL_WATCHER, RESTART, .in = &case_approve,
      .effect = after_approve, .evidence = { { "approval_paper", false } } },

    { "refuse", "退回", "退回销号申请", S_(REVIEW),
      S_(PERSUADING) | S_(ARRANGING), refused_to, .roles = APPROVERS,
      .rule = BY_APPROVER, RESTART, .in = &case_refuse,
      .effect = after_refuse },

    { "check", "回访", "回访", S_(WATCHING),
      S_(WATCHING) | S_(CLOSED) | S_(PERSUADING), checked_to,
      .roles = OFFICE | FIELD | SCHOOL, RESTART, .in = &case_check,
      .effect = after_check,
      .evidence = { { "attendance_proof", false }, PHOTO } },

    { "reopen", "重新劝返", "再次离校，重新劝返", S_(WATCHING) | S_(CLOSED),
      S_(PERSUADING), .roles = OFFICE | FIELD | SCHOOL, .level = LEVEL_WATCHER,
      RESTART, .in = &case_reopen, .effect = after_reopen,
      .evidence = { PHOTO, OTHER } },
};
const size_t actions_n = sizeof actions / sizeof *actions;

const struct action *action_of(const char *name)
{
    for (size_t i = 0; name && i < actions_n; i++)
        if (strcmp(actions[i].name, name) == 0)
            return &actions[i];
    return NULL;
}

const struct record *action_body(const char *name)
{
    const struct action *a = action_of(name);

    return a ? a->in : NULL;
}
