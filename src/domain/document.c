/* Documents: their kinds, and the rules of service. */
#include "domain/document.h"

#include <string.h>

#include "domain/codes.h"
#include "domain/uuid.h"
#include "refuse.h"

/* X(code, title, prefix, must be served, bears the full identity number) */
#define KINDS(X)                                                               \
    X("enrolment_notice", "入学通知书", "虎义入通", true, false)               \
    X("persuasion_notice", "劝返通知书", "虎保劝", true, false)                \
    X("return_notice", "限期复学通知书", "虎保复", true, false)                \
    X("admonition", "批评教育记录", "虎保教", false, false)                    \
    X("order", "责令限期改正通知书", "虎保责", true, true)                     \
    X("urging", "催告书", "虎保催", true, true)                                \
    X("penalty_request", "提请行政处罚函", "虎保罚", false, false)             \
    X("enforcement_application", "强制执行申请书", "虎保执", false, true)      \
    X("lawsuit", "提请司法处理函", "虎保司", false, true)                      \
    X("police_request", "提请户籍核查函", "虎保核", false, true)               \
    X("appraisal_request", "医学鉴定申请表", "虎保鉴", false, false)           \
    X("deferral_form", "延缓入学申请审批表", "虎保缓", false, false)           \
    X("abroad_form", "短期出国申请审批表", "虎保出", false, false)             \
    X("suspension_form", "休学申请审批表", "虎保休", false, false)             \
    X("placement_form", "残疾儿童入学安置审批表", "虎保安", false, false)      \
    X("vocational_form", "职业学校就读申请审批表", "虎保职", false, false)     \
    X("city_exemption_form", "特殊情况免除报批表", "虎保免", false, false)     \
    X("assignment_order", "交办单", "虎保交", false, false)                    \
    X("supervision_order", "督办单", "虎保督", false, false)                   \
    X("employer_order", "责令改正通知书（用人单位、场所）", "虎保工", false,   \
      false)                                                                   \
    X("referral_letter", "提请吊销、移交函", "虎保移", false, false)

const struct document_kind document_kinds[] = {
#define KIND_ROW(code, title, prefix, serve, full)                             \
    { code, title, prefix, serve, full },
    KINDS(KIND_ROW)
#undef KIND_ROW
};
const size_t document_kinds_n = sizeof document_kinds / sizeof *document_kinds;

static const struct code kind_rows[] = {
#define KIND_CODE(code, title, prefix, serve, full) { code, title },
    KINDS(KIND_CODE)
#undef KIND_CODE
        { NULL, NULL }
};
const struct code_table document_kind_codes = { "document_kind", "文书种类",
                                                kind_rows };

static const struct code state_rows[] = { { "issued", "已制作" },
                                          { "served", "已送达" },
                                          { "void", "已作废" },
                                          { NULL, NULL } };
const struct code_table document_states = { "document_state", "文书状态",
                                            state_rows };

static const struct code method_rows[] = {
    { "direct", "直接送达" }, { "cohabitant", "同住成年家属签收" },
    { "lien", "留置送达" },   { "post", "邮寄送达" },
    { "notice", "公告送达" }, { NULL, NULL }
};
const struct code_table service_methods = { "service_method", "送达方式",
                                            method_rows };

const struct document_kind *document_kind_of(const char *code)
{
    for (size_t i = 0; code && i < document_kinds_n; i++)
        if (strcmp(document_kinds[i].code, code) == 0)
            return &document_kinds[i];
    return NULL;
}

const char *document_number(struct arena *a, const struct document_kind *k,
                            const char *mark, int64_t year, int64_t number)
{
    return arena_printf(a, "%s%s〔%lld〕%lld号", k->prefix, mark,
                        (long long)year, (long long)number);
}

/* ---- field tables ---- */
static const struct field service_fields[] = {
    F_ID(service_row, id, "编号", REQUIRED),
    F_ID(service_row, document_id, "文书编号", REQUIRED),
    F_ID(service_row, student_id, "学生编号", COLUMN_ONLY),
    F_CODE(service_row, method, "送达方式", REQUIRED, service_methods),
    F_DATE(service_row, served_on, "送达日期", REQUIRED),
    F_DATE(service_row, effective_on, "生效日期", REQUIRED),
    F_TEXT(service_row, recipient, "受送达人", OPTIONAL, 0, 60),
    F_CODE(service_row, relation, "与学生关系", OPTIONAL, guardian_relations),
    F_SEALED(service_row, place, "送达地点", OPTIONAL, 100, NULL, NULL,
             "service.place"),
    F_TEXT(service_row, witness, "见证人", OPTIONAL, 0, 60),
    F_TEXT(service_row, servers, "送达人", REQUIRED, 1, 100),
    F_SEALED(service_row, note, "备注", OPTIONAL | MULTILINE, 500, NULL, NULL,
             "service.note"),
    F_ID(service_row, attachment_id, "回证或照片", OPTIONAL),
    F_INT(service_row, account_id, "登记账号", REQUIRED, 0, INT64_MAX),
    F_TIME(service_row, at, "登记时间", REQUIRED),
    F_END
};
const struct record service_row =
    RECORD(service_row, "Service", "送达", service_fields);

static const struct field service_in_fields[] = {
    F_CODE(service_in, method, "送达方式", REQUIRED, service_methods),
    F_DATE(service_in, served_on, "送达日期", REQUIRED),
    F_TEXT(service_in, recipient, "受送达人（签收人）", OPTIONAL, 0, 60),
    F_CODE(service_in, relation, "与学生关系", OPTIONAL, guardian_relations),
    F_TEXT(service_in, place, "送达地点", OPTIONAL, 0, 100),
    F_TEXT(service_in, witness, "见证人（留置送达填写）", OPTIONAL, 0, 60),
    F_TEXT(service_in, servers, "送达人", REQUIRED, 1, 100),
    F_TEXT(service_in, note, "备注", OPTIONAL | MULTILINE, 0, 500),
    F_ID(service_in, attachment_id, "回证或照片", OPTIONAL),
    F_CLEAN(service_in, uuid, "送达编号", NULLABLE, UUID_LEN, UUID_LEN,
            clean_uuid),
    F_CLEAN(service_in, picture, "回证或照片的上传编号", NULLABLE, UUID_LEN,
            UUID_LEN, clean_uuid),
    F_CLEAN(service_in, device, "手机编号", NULLABLE, UUID_LEN, UUID_LEN,
            clean_uuid),
    F_INT(service_in, sequence, "手机上的序号", NULLABLE, 1, INT64_MAX),
    F_END
};
const struct record service_in =
    RECORD(service_in, "ServiceIn", "登记送达", service_in_fields);

static const struct field void_in_fields[] = {
    F_TEXT(void_in, reason, "作废理由", REQUIRED | MULTILINE, 1, 500), F_END
};
const struct record void_in =
    RECORD(void_in, "DocumentVoid", "作废文书", void_in_fields);

static const struct field document_fields[] = {
    F_ID(document_row, id, "编号", REQUIRED),
    F_CODE(document_row, kind, "文书种类", REQUIRED, document_kind_codes),
    { F_ANY(document_row, title, const char *, FIELD_TEXT, "名称",
            REQUIRED | REPLY_ONLY) },
    F_TEXT(document_row, unit, "制作单位代码", REQUIRED, 1, 20),
    F_TEXT(document_row, unit_name, "制作单位", REQUIRED, 1, 60),
    F_INT(document_row, year, "年度", REQUIRED, 2000, 2199),
    F_INT(document_row, number, "序号", REQUIRED, 1, INT64_MAX),
    F_TEXT(document_row, mark, "文号中的单位", COLUMN_ONLY, 0, 130),
    { F_ANY(document_row, number_text, const char *, FIELD_TEXT, "文号",
            REQUIRED | REPLY_ONLY) },
    F_ID(document_row, case_id, "个案编号", OPTIONAL),
    F_ID(document_row, student_id, "学生编号", OPTIONAL),
    F_ID(document_row, assignment_id, "交办编号", OPTIONAL),
    F_ID(document_row, event_id, "经过编号", OPTIONAL),
    F_ID(document_row, lead_id, "线索编号", OPTIONAL),
    F_DATE(document_row, issued_on, "制作日期", REQUIRED),
    F_DATE(document_row, deadline_on, "期限", OPTIONAL),
    F_CODE(document_row, state, "状态", REQUIRED, document_states),
    F_DATE(document_row, served_on, "送达生效日期", OPTIONAL),
    F_SEALED(document_row, content, "内容", COLUMN_ONLY, 0, NULL, NULL,
             "document.content"),
    F_SEALED(document_row, void_reason, "作废理由", OPTIONAL | MULTILINE, 500,
             NULL, NULL, "document.void_reason"),
    F_INT(document_row, account_id, "制作账号", REQUIRED, 0, INT64_MAX),
    F_TIME(document_row, created_at, "制作时间", REQUIRED),
    F_INT(document_row, version, "版本", REQUIRED, 1, INT64_MAX),
    { F_ANY(document_row, to_serve, int64_t, FIELD_BOOL, "须送达",
            REQUIRED | REPLY_ONLY) },
    F_LIST(document_row, facts, "内容", REQUIRED | REPLY_ONLY, 64, case_fact),
    F_LIST(document_row, services, "送达", REQUIRED | REPLY_ONLY, 100,
           service_row),
    F_END
};
const struct record document_row =
    RECORD(document_row, "Document", "文书", document_fields);

static const struct field door_document_fields[] = {
    F_ID(door_document, id, "编号", REQUIRED),
    F_CODE(door_document, kind, "文书种类", REQUIRED, document_kind_codes),
    { F_ANY(door_document, title, const char *, FIELD_TEXT, "名称",
            REQUIRED | REPLY_ONLY) },
    F_INT(door_document, year, "年度", COLUMN_ONLY, 2000, 2199),
    F_INT(door_document, number, "序号", REQUIRED, 1, INT64_MAX),
    F_TEXT(door_document, mark, "文号中的单位", COLUMN_ONLY, 0, 130),
    { F_ANY(door_document, number_text, const char *, FIELD_TEXT, "文号",
            REQUIRED | REPLY_ONLY) },
    F_ID(door_document, student_id, "学生编号", REQUIRED),
    F_TEXT(door_document, student_name, "姓名", REQUIRED, 1, 60),
    F_TEXT(door_document, school_name, "入学学校", OPTIONAL, 0, 60),
    F_DATE(door_document, report_on, "报到日期", OPTIONAL),
    F_DATE(door_document, issued_on, "制作日期", REQUIRED),
    F_DATE(door_document, deadline_on, "期限", OPTIONAL),
    F_CODE(door_document, state, "状态", REQUIRED, document_states),
    F_CODE(door_document, method, "送达方式", OPTIONAL, service_methods),
    F_END
};
const struct record door_document = RECORD(
    door_document, "DoorDocument", "上门送达的文书", door_document_fields);

static const struct field own_service_fields[] = {
    F_ID(own_service, id, "序号", REQUIRED),
    F_TEXT(own_service, uuid, "送达编号", OPTIONAL, 0, UUID_LEN),
    F_ID(own_service, document_id, "文书编号", REQUIRED),
    F_CODE(own_service, kind, "文书种类", REQUIRED, document_kind_codes),
    { F_ANY(own_service, title, const char *, FIELD_TEXT, "名称",
            REQUIRED | REPLY_ONLY) },
    F_INT(own_service, year, "年度", COLUMN_ONLY, 2000, 2199),
    F_INT(own_service, number, "序号", COLUMN_ONLY, 1, INT64_MAX),
    F_TEXT(own_service, mark, "文号中的单位", COLUMN_ONLY, 0, 130),
    { F_ANY(own_service, number_text, const char *, FIELD_TEXT, "文号",
            REQUIRED | REPLY_ONLY) },
    F_TEXT(own_service, student_name, "姓名", OPTIONAL, 1, 60),
    F_CODE(own_service, method, "送达方式", REQUIRED, service_methods),
    F_DATE(own_service, served_on, "送达日期", REQUIRED),
    F_TIME(own_service, at, "收到时间", REQUIRED),
    F_END
};
const struct record own_service =
    RECORD(own_service, "OwnService", "本人登记的送达", own_service_fields);

/* ---- service ---- */
static const struct field service_rule_fields[] = {
    F_CODE(service_rule, method, "送达方式", REQUIRED, service_methods),
    F_TEXT(service_rule, label, "名称", REQUIRED, 1, 30),
    F_TEXT(service_rule, says, "要求", REQUIRED, 1, 200),
    F_BOOL(service_rule, recipient, "须填签收人", REQUIRED),
    F_BOOL(service_rule, relation, "须填与学生关系", REQUIRED),
    F_BOOL(service_rule, place, "须填地点", REQUIRED),
    F_BOOL(service_rule, attachment, "须有照片", REQUIRED),
    F_BOOL(service_rule, witness_or_attachment, "须有见证人或照片", REQUIRED),
    F_BOOL(service_rule, at_door, "可以上门办", REQUIRED),
    F_END
};
const struct record service_rule =
    RECORD(service_rule, "ServiceRule", "送达方式的要求", service_rule_fields);

const struct service_rule service_rules[] = {
    { "direct", NULL, "直接送达须填写签收人（民事诉讼法第八十八条）",
      .recipient = 1, .at_door = 1 },
    { "cohabitant", NULL,
      "由同住成年家属签收的，须填写签收人和与学生的关系"
      "（民事诉讼法第八十八条）",
      .recipient = 1, .relation = 1, .at_door = 1 },
    { "lien", NULL,
      "留置送达须填写地点，并有见证人或者照片、录像"
      "（民事诉讼法第八十九条）",
      .place = 1, .witness_or_attachment = 1, .at_door = 1 },
    { "post", NULL, "邮寄送达须填写收件人并上传回执（民事诉讼法第九十一条）",
      .recipient = 1, .attachment = 1 },
    { "notice", NULL,
      "公告送达须填写张贴地点并上传公告照片（民事诉讼法第九十五条）",
      .place = 1, .attachment = 1 },
};
const size_t service_rules_n = sizeof service_rules / sizeof *service_rules;

static bool given(const char *s)
{
    return s && *s;
}

static bool shown(const struct service_rule *r, const struct service_in *in)
{
    bool attached = in->attachment_id != INT_NONE;

    return (!r->recipient || given(in->recipient)) &&
           (!r->relation || given(in->relation)) &&
           (!r->place || given(in->place)) && (!r->attachment || attached) &&
           (!r->witness_or_attachment || given(in->witness) || attached);
}

static enum err date_may(const struct document_row *d,
                         const struct service_in *in, const char *today,
                         struct refusal *why)
{
    if (strcmp(in->served_on, today) > 0)
        return refuse(why, ERR_INVALID, "served_on", "date.future",
                      "送达日期不能晚于今天，没有保存，请核对。");
    if (strcmp(in->served_on, d->issued_on) < 0)
        return refuse(why, ERR_INVALID, "served_on", "date.before_issue",
                      "送达日期早于文书制作日期，没有保存，请核对。");
    return ERR_OK;
}

enum err service_may(struct arena *a, const struct document_row *d,
                     const struct service_in *in, const char *today,
                     char effective[CLOCK_DATE_MAX], struct refusal *why)
{
    const struct service_rule *r = NULL;
    const char *says;
    bool notice = strcmp(in->method, "notice") == 0;
    int32_t day = 0;

    if (strcmp(d->state, "void") == 0)
        return refuse(why, ERR_RULE, "", "document.void",
                      "这份文书已经作废，不能送达，没有保存。");
    if (!d->to_serve)
        return refuse(why, ERR_RULE, "", "document.no_service",
                      "这种文书不用送达家长，没有保存。");
    TRY(date_may(d, in, today, why));
    for (size_t i = 0; i < service_rules_n; i++)
        if (strcmp(service_rules[i].method, in->method) == 0)
            r = &service_rules[i];
    if (r && !shown(r, in)) {
        says = arena_printf(a, "%s，没有保存。", r->says);
        return says ? refuse(why, ERR_RULE, "", "service.proof", says)
                    : ERR_NO_MEMORY;
    }
    clock_date_days(in->served_on, &day);
    clock_days_date(day + (notice ? NOTICE_DAYS : 0), effective);
    return ERR_OK;
}
