/*
 * Roles and rights (角色与权限): one table of role × right, from which routes
 * are guarded, GET /me answers, and the authorization matrix test is made.
 */
#ifndef DOMAIN_RIGHT_H
#define DOMAIN_RIGHT_H

#include <stdbool.h>
#include <stddef.h>

#include "json/field.h"

enum role {
    ROLE_ADMIN,
    ROLE_AUDITOR,
    ROLE_BUREAU,
    ROLE_BUREAU_LEAD,
    ROLE_LEADER,
    ROLE_INSPECTOR,
    ROLE_TOWNSHIP,
    ROLE_VILLAGE,
    ROLE_SCHOOL_HEAD,
    ROLE_TEACHER,
    ROLE_AGENCY,
    ROLE_EXPERT,
    ROLE_N
};

/* X(symbol, name, Chinese, roles that have it) */
#define ALL_ROLES (~0u)
#define ROLES_(r) (1u << ROLE_##r)
#define READERS_                                                               \
    (ROLES_(BUREAU) | ROLES_(BUREAU_LEAD) | ROLES_(LEADER) |                   \
     ROLES_(INSPECTOR) | ROLES_(TOWNSHIP) | ROLES_(VILLAGE) |                  \
     ROLES_(SCHOOL_HEAD) | ROLES_(TEACHER))
#define OFFICE_ (ROLES_(BUREAU) | ROLES_(BUREAU_LEAD))
#define FIELD_ (ROLES_(TOWNSHIP) | ROLES_(VILLAGE))
#define SCHOOL_ (ROLES_(SCHOOL_HEAD) | ROLES_(TEACHER))

/* Who answers for a unit that is inspected. */
#define SUPERVISED_ (OFFICE_ | FIELD_ | ROLES_(SCHOOL_HEAD) | ROLES_(AGENCY))

#define RIGHT_TABLE(X)                                                         \
    X(PUBLIC, "public", "公开", ALL_ROLES)                                     \
    X(ME, "me", "本人账号", ALL_ROLES)                                         \
    X(PLACE_READ, "place.read", "查看区划、单位和学校", ALL_ROLES)             \
    X(PLACE_MANAGE, "place.manage", "维护区划、学校、学区和责任岗位",          \
      ROLES_(ADMIN) | OFFICE_)                                                 \
    X(ACCOUNT_MANAGE, "account.manage", "管理账号", ROLES_(ADMIN))             \
    X(SETTING_READ, "setting.read", "查看设置", ROLES_(ADMIN) | OFFICE_)       \
    X(SETTING_MANAGE, "setting.manage", "修改设置", ROLES_(ADMIN))             \
    X(HOUSEHOLD_READ, "household.read", "查看家庭",                            \
      OFFICE_ | FIELD_ | ROLES_(LEADER) | ROLES_(INSPECTOR))                   \
    X(HOUSEHOLD_WRITE, "household.write", "登记家庭", OFFICE_ | FIELD_)        \
    X(STUDENT_READ, "student.read", "查看学生", READERS_)                      \
    X(STUDENT_WRITE, "student.write", "登记学生", OFFICE_ | FIELD_)            \
    X(ENROLMENT_WRITE, "enrolment.write", "登记就学", OFFICE_)                 \
    X(STUDENT_REVEAL, "student.reveal", "查看完整证件号",                      \
      OFFICE_ | FIELD_ | SCHOOL_)                                              \
    X(ROUND_MANAGE, "round.manage", "安排摸排轮次", OFFICE_)                   \
    X(ROUND_SIGN, "round.sign", "确认本乡镇的摸排数据", ROLES_(TOWNSHIP))      \
    X(ROUND_TAKE_BACK, "round.take_back", "退回乡镇的摸排数据确认", OFFICE_)   \
    X(SURVEY_READ, "survey.read", "查看入户摸排",                              \
      OFFICE_ | FIELD_ | ROLES_(LEADER) | ROLES_(INSPECTOR))                   \
    X(SURVEY_WRITE, "survey.write", "入户摸排", OFFICE_ | FIELD_)              \
    X(PHONE_MANAGE, "phone.manage", "查看和撤销手机",                          \
      ROLES_(ADMIN) | OFFICE_ | ROLES_(TOWNSHIP))                              \
    X(NOTICE_READ, "notice.read", "查看入学通知书",                            \
      OFFICE_ | FIELD_ | ROLES_(LEADER) | ROLES_(INSPECTOR))                   \
    X(NOTICE_WRITE, "notice.write", "制作、送达和作废入学通知书",              \
      OFFICE_ | FIELD_)                                                        \
    X(CASE_READ, "case.read", "查看个案", READERS_)                            \
    X(CASE_FLAG, "case.flag", "报告疑似辍学", OFFICE_ | FIELD_ | SCHOOL_)      \
    X(CASE_ACT, "case.act", "办理个案",                                        \
      OFFICE_ | FIELD_ | SCHOOL_ | ROLES_(LEADER))                             \
    X(ATTACHMENT, "attachment", "上传和查看附件",                              \
      READERS_ | ROLES_(AGENCY) | ROLES_(EXPERT))                              \
    X(CALENDAR_MANAGE, "calendar.manage", "维护校历", ROLES_(ADMIN) | OFFICE_) \
    X(DOCUMENT_READ, "document.read", "查看文书", READERS_ | ROLES_(AGENCY))   \
    X(DOCUMENT_SERVE, "document.serve", "登记送达和作废文书",                  \
      OFFICE_ | FIELD_ | SCHOOL_ | ROLES_(LEADER))                             \
    X(ASSIGNMENT_READ, "assignment.read", "查看交办",                          \
      READERS_ | ROLES_(AGENCY))                                               \
    X(ASSIGNMENT_GIVE, "assignment.give", "交办和催办",                        \
      OFFICE_ | ROLES_(LEADER) | ROLES_(TOWNSHIP))                             \
    X(ASSIGNMENT_DO, "assignment.do", "办理交办", ROLES_(AGENCY))              \
    X(COMMITTEE_READ, "committee.read", "查看专家委员会",                      \
      OFFICE_ | ROLES_(LEADER) | ROLES_(INSPECTOR) | ROLES_(EXPERT))           \
    X(COMMITTEE_MANAGE, "committee.manage", "组建专家委员会、召集评估",        \
      OFFICE_)                                                                 \
    X(ASSESSMENT_READ, "assessment.read", "查看残疾评估",                      \
      OFFICE_ | ROLES_(SCHOOL_HEAD) | ROLES_(EXPERT))                          \
    X(ASSESSMENT_SIGN, "assessment.sign", "提出评估意见并签名",                \
      ROLES_(EXPERT))                                                          \
    X(TEACHING_READ, "teaching.read", "查看送教上门",                          \
      OFFICE_ | SCHOOL_ | ROLES_(LEADER) | ROLES_(INSPECTOR) |                 \
          ROLES_(TOWNSHIP))                                                    \
    X(TEACHING_WRITE, "teaching.write", "登记送教上门", OFFICE_ | SCHOOL_)     \
    X(PLAN_READ, "plan.read", "查看一生一策",                                  \
      OFFICE_ | SCHOOL_ | ROLES_(LEADER) | ROLES_(INSPECTOR))                  \
    X(PLAN_WRITE, "plan.write", "制定一生一策", SCHOOL_)                       \
    X(COUNSEL, "counsel", "查看和登记心理辅导", SCHOOL_)                       \
    X(HELP_READ, "help.read", "查看帮扶", READERS_)                            \
    X(HELP_WRITE, "help.write", "登记帮扶",                                    \
      OFFICE_ | FIELD_ | SCHOOL_ | ROLES_(LEADER))                             \
    X(PAIRING_READ, "pairing.read", "查看结对帮扶", READERS_ | ROLES_(AGENCY)) \
    X(PAIRING_WRITE, "pairing.write", "登记和结束结对帮扶",                    \
      OFFICE_ | FIELD_ | SCHOOL_ | ROLES_(LEADER))                             \
    X(PAIRING_VISIT, "pairing.visit", "登记结对走访",                          \
      OFFICE_ | FIELD_ | SCHOOL_ | ROLES_(LEADER) | ROLES_(AGENCY))            \
    X(LEAD_READ, "lead.read", "查看线索",                                      \
      OFFICE_ | ROLES_(AGENCY) | ROLES_(LEADER) | ROLES_(INSPECTOR) |          \
          ROLES_(TOWNSHIP))                                                    \
    X(LEAD_WRITE, "lead.write", "登记线索",                                    \
      OFFICE_ | ROLES_(AGENCY) | ROLES_(TOWNSHIP))                             \
    X(LEAD_MATCH, "lead.match", "核对线索中的儿童并立案", OFFICE_)             \
    X(INCIDENT_READ, "incident.read", "查看突发情况",                          \
      READERS_ | ROLES_(AGENCY))                                               \
    X(INCIDENT_WRITE, "incident.write", "登记和处置突发情况",                  \
      OFFICE_ | FIELD_ | SCHOOL_ | ROLES_(AGENCY))                             \
    X(INCIDENT_RESTRICTED, "incident.restricted", "查看和处置欺凌、侵害事件",  \
      ROLES_(BUREAU_LEAD) | ROLES_(SCHOOL_HEAD) | ROLES_(AGENCY))              \
    X(OBSERVE, "observe", "登记和查看学生思想动态", SCHOOL_)                   \
    X(LEDGER_READ, "ledger.read", "查看和导出台账", READERS_)                  \
    X(LEDGER_OPEN, "ledger.open", "打开一份台账", READERS_ | ROLES_(AGENCY))   \
    X(LEDGER_FULL, "ledger.full", "导出含完整证件号的台账", OFFICE_)           \
    X(DATA_EXPORT, "data.export", "导出本单位的全部数据",                      \
      OFFICE_ | ROLES_(TOWNSHIP) | ROLES_(SCHOOL_HEAD) | ROLES_(AGENCY))       \
    X(SNAPSHOT_MAKE, "snapshot.make", "封存本单位的台账",                      \
      OFFICE_ | ROLES_(TOWNSHIP))                                              \
    X(SNAPSHOT_CHECK, "snapshot.check", "逐行审核封存的台账", OFFICE_)         \
    X(SNAPSHOT_SIGN, "snapshot.sign", "签收和退回封存的台账",                  \
      ROLES_(BUREAU_LEAD))                                                     \
    X(DUTY_READ, "duty.read", "查看职责清单", READERS_ | ROLES_(AGENCY))       \
    X(DUTY_SUBMIT, "duty.submit", "报送本单位的职责",                          \
      OFFICE_ | ROLES_(TOWNSHIP) | ROLES_(SCHOOL_HEAD) | ROLES_(AGENCY) |      \
          ROLES_(INSPECTOR))                                                   \
    X(DUTY_RECEIVE, "duty.receive", "签收和退回报送的职责", OFFICE_)           \
    X(ACTIVITY_READ, "activity.read", "查看工作记录",                          \
      READERS_ | ROLES_(AGENCY))                                               \
    X(ACTIVITY_WRITE, "activity.write", "登记本单位的工作记录",                \
      OFFICE_ | FIELD_ | SCHOOL_ | ROLES_(AGENCY))                             \
    X(HAZARD_READ, "hazard.read", "查看隐患与办学条件",                        \
      SUPERVISED_ | ROLES_(LEADER) | ROLES_(INSPECTOR))                        \
    X(HAZARD_WRITE, "hazard.write", "登记隐患与办学条件",                      \
      OFFICE_ | ROLES_(SCHOOL_HEAD) | ROLES_(AGENCY))                          \
    X(HAZARD_ACT, "hazard.act", "整改和复查隐患", SUPERVISED_)                 \
    X(INSPECTION_READ, "inspection.read", "查看督查和限期整改",                \
      SUPERVISED_ | ROLES_(LEADER) | ROLES_(INSPECTOR))                        \
    X(INSPECT, "inspect", "督查、下达和复查限期整改",                          \
      OFFICE_ | ROLES_(INSPECTOR))                                             \
    X(RECTIFY, "rectify", "报告整改", SUPERVISED_)                             \
    X(RECTIFICATION_ACT, "rectification.act", "办理限期整改",                  \
      SUPERVISED_ | ROLES_(INSPECTOR))                                         \
    X(MATERIAL_READ, "material.read", "查看工作方案和经验做法",                \
      READERS_ | ROLES_(AGENCY))                                               \
    X(MATERIAL_OWED, "material.owed", "查看各单位方案报送情况",                \
      OFFICE_ | ROLES_(LEADER) | ROLES_(INSPECTOR))                            \
    X(MATERIAL_WRITE, "material.write", "报送工作方案和经验做法",              \
      SUPERVISED_ | ROLES_(INSPECTOR))                                         \
    X(MATERIAL_RECEIVE, "material.receive", "签收和退回报送的材料", OFFICE_)   \
    X(MATERIAL_SIGN, "material.sign", "为本单位签收全市方案",                  \
      ROLES_(TOWNSHIP) | ROLES_(SCHOOL_HEAD) | ROLES_(AGENCY) |                \
          ROLES_(INSPECTOR))                                                   \
    X(DUTY_CONFIRM, "duty.confirm", "确认本单位的职责",                        \
      OFFICE_ | ROLES_(TOWNSHIP) | ROLES_(SCHOOL_HEAD) | ROLES_(AGENCY) |      \
          ROLES_(INSPECTOR))                                                   \
    X(MEETING_READ, "meeting.read", "查看会议和决议",                          \
      SUPERVISED_ | ROLES_(LEADER) | ROLES_(INSPECTOR))                        \
    X(MEETING_WRITE, "meeting.write", "安排会议、登记纪要和决议、确认办结",    \
      OFFICE_ | ROLES_(LEADER))                                                \
    X(RESOLUTION_DO, "resolution.do", "报告决议办结",                          \
      SUPERVISED_ | ROLES_(INSPECTOR))                                         \
    X(RESOLUTION_ACT, "resolution.act", "办理决议",                            \
      SUPERVISED_ | ROLES_(LEADER) | ROLES_(INSPECTOR))                        \
    X(ANNOUNCEMENT_READ, "announcement.read", "查看公告",                      \
      READERS_ | ROLES_(AGENCY))                                               \
    X(ANNOUNCE, "announce", "起草、发布和撤回公告", ROLES_(INSPECTOR))         \
    X(ACCOUNTABILITY_WRITE, "accountability.write",                            \
      "登记表扬、通报批评和约谈", ROLES_(LEADER) | ROLES_(INSPECTOR))          \
    X(SCORE_READ, "score.read", "查看考核得分",                                \
      SUPERVISED_ | ROLES_(LEADER) | ROLES_(INSPECTOR))                        \
    X(SCORE_ALL, "score.all", "查看各单位的考核得分",                          \
      OFFICE_ | ROLES_(LEADER) | ROLES_(INSPECTOR))                            \
    X(CASE_TRACE, "case.trace", "追查个案经手和超期",                          \
      OFFICE_ | ROLES_(LEADER) | ROLES_(INSPECTOR))                            \
    X(UNITY_READ, "unity.read", "核对三统一",                                  \
      OFFICE_ | ROLES_(LEADER) | ROLES_(INSPECTOR))                            \
    X(INDICATOR_READ, "indicator.read", "查看指标", READERS_)                  \
    X(DOUBT_READ, "doubt.read", "查看疑点", OFFICE_)                           \
    X(DOUBT_DECIDE, "doubt.decide", "处理疑点", OFFICE_)                       \
    X(IMPORT, "import", "导入花名册",                                          \
      OFFICE_ | ROLES_(SCHOOL_HEAD) | ROLES_(AGENCY))                          \
    X(RECONCILE_READ, "reconcile.read", "查看核查结论", READERS_)              \
    X(RECONCILE, "reconcile", "比对花名册、核对候选、依结论立案", OFFICE_)     \
    X(ROSTER_FOLLOW, "roster.follow", "查看下发名单销号和小升初",              \
      OFFICE_ | ROLES_(LEADER) | ROLES_(INSPECTOR))                            \
    X(TRANSFER_READ, "transfer.read", "查看转学交接",                          \
      OFFICE_ | SCHOOL_ | FIELD_ | ROLES_(LEADER) | ROLES_(INSPECTOR))         \
    X(TRANSFER_WRITE, "transfer.write", "办理转出、确认到校",                  \
      OFFICE_ | ROLES_(SCHOOL_HEAD))                                           \
    X(AID_READ, "aid.read", "查看资助",                                        \
      OFFICE_ | SCHOOL_ | FIELD_ | ROLES_(LEADER) | ROLES_(INSPECTOR))         \
    X(AID_WRITE, "aid.write", "登记、更正和撤销资助",                          \
      OFFICE_ | ROLES_(SCHOOL_HEAD))                                           \
    X(AID_TOTALS, "aid.totals", "查看资助汇总", READERS_ | ROLES_(AGENCY))     \
    X(TRAINING_READ, "training.read", "查看培训意愿",                          \
      OFFICE_ | FIELD_ | ROLES_(SCHOOL_HEAD) | ROLES_(LEADER) |                \
          ROLES_(INSPECTOR) | ROLES_(AGENCY))                                  \
    X(TRAINING_WRITE, "training.write", "登记和移交培训意愿",                  \
      OFFICE_ | ROLES_(TOWNSHIP) | ROLES_(SCHOOL_HEAD))                        \
    X(TRAINING_ACT, "training.act", "办理培训意愿",                            \
      OFFICE_ | ROLES_(TOWNSHIP) | ROLES_(SCHOOL_HEAD) | ROLES_(AGENCY))       \
    X(TRAINING_FULL, "training.full", "导出含完整电话的培训意愿",              \
      OFFICE_ | ROLES_(AGENCY))                                                \
    X(TRAINING_LEAVERS, "training.leavers", "查看未登记去向的毕业生",          \
      OFFICE_ | FIELD_ | ROLES_(SCHOOL_HEAD) | ROLES_(LEADER) |                \
          ROLES_(INSPECTOR))                                                   \
    X(UPWARD_READ, "upward.read", "查看逐级上报名单",                          \
      OFFICE_ | FIELD_ | ROLES_(LEADER) | ROLES_(INSPECTOR))                   \
    X(UPWARD_WRITE, "upward.write", "给上报的学生编号、登记答复", OFFICE_)     \
    X(PROMOTION_READ, "promotion.read", "查看升级预览",                        \
      OFFICE_ | ROLES_(SCHOOL_HEAD) | ROLES_(LEADER) | ROLES_(INSPECTOR))      \
    X(PROMOTION, "promotion", "年级升级和撤回", OFFICE_)                       \
    X(WORKLIST, "worklist", "查看待办", ALL_ROLES)                             \
    X(AUDIT_READ, "audit.read", "查看审计记录", ROLES_(AUDITOR))

enum right {
#define RIGHT_ENUM(symbol, name, label, roles) RIGHT_##symbol,
    RIGHT_TABLE(RIGHT_ENUM)
#undef RIGHT_ENUM
        RIGHT_N
};

/* Codes and labels of the roles, in the order of enum role. */
extern const struct code_table roles;

/* By its code; ROLE_N when there is none such. */
enum role role_of(const char *code);
const char *role_code(enum role r);

bool role_may(enum role r, enum right right);
const char *right_name(enum right right);
const char *right_label(enum right right);

#endif
