/* Tables of 数据导出: cases and their course, papers, what others are asked to
 * do, leads, incidents, and what 信息比对 concluded. */
#include <string.h>

#include "base/buf.h"
#include "data_fields.h"
#include "domain/assignment.h"
#include "domain/case.h"
#include "domain/document.h"
#include "domain/incident.h"
#include "domain/lead.h"
#include "domain/notice.h"
#include "json/read.h"

static const struct field cases_fields[] = {
    ID(id, "个案编号"),
    OF_CHILD,
    CODED(kind, "类别", case_kinds),
    CODED(state, "状态", case_states),
    CODED(disposition, "处置类别", dispositions),
    CODED(level, "责任层级", case_levels),
    CODED(source, "线索来源", case_sources),
    CODED(reason, "原因", reasons),
    DAY(absent_since, "离校日期"),
    CODED(outcome, "销号结果", outcomes),
    DAY(returned_on, "返校日期"),
    COUNT(persuasions, "劝返次数"),
    MOMENT(opened_at, "立案时间"),
    TEXT_OF(account_name, "立案人"),
    MOMENT(due_at, "办理期限"),
    MOMENT(closed_at, "销号时间"),
    DAY(period_from, "期限起"),
    DAY(period_until, "期限止"),
    TEXT_OF(placed_at, "安置学校"),
    CODED(conclusion, "公安结论", conclusions),
    TEXT_OF(archive_no, "免予入学档案号"),
    TEXT_OF(report_no, "逐级汇报文号"),
    DAY(reported_on, "逐级汇报日期"),
    F_END
};
SHEET(cases, "个案", RIGHT_CASE_READ, NULL);

/* ---- what was filled in, in words -------------------------------------- */
struct told {
    struct list facts, places;
};
static const struct field told_fields[] = {
    F_LIST(told, facts, "内容", REQUIRED, 64, case_fact),
    F_LIST(told, places, "制作时的栏目", OPTIONAL, 64, case_fact), F_END
};
static const struct record told =
    RECORD(told, "DataFacts", "所填内容", told_fields);

/* "{facts: …}" as lines "label：value". */
static enum err put_facts(struct arena *a, const char **detail)
{
    struct bad_list bad = { .n = 0 };
    const struct case_fact *f;
    struct told t;
    struct buf b;
    enum err e = ERR_OK;

    if (!*detail)
        return ERR_OK;
    if (json_read(&told, *detail, strlen(*detail), a, &t, &bad) != ERR_OK)
        return ERR_DAMAGED;
    f = t.facts.items;
    buf_init(&b);
    for (size_t i = 0; i < t.facts.n; i++)
        buf_printf(&b, "%s%s：%s", i ? "\n" : "", f[i].label, f[i].value);
    *detail = b.failed ? NULL : arena_strndup(a, b.len ? b.data : "", b.len);
    if (!*detail)
        e = ERR_NO_MEMORY;
    buf_free(&b);
    return e;
}

static enum err fill_event(struct arena *a, void *row)
{
    struct data_row *r = row;

    r->title = case_event_title(r->action);
    return put_facts(a, &r->detail);
}

static const struct field case_events_fields[] = {
    ID(id, "经过编号"),
    ID(case_id, "个案编号"),
    TEXT_OF(action, "事项代码"),
    MADE(title, "事项"),
    CODED(from_state, "原状态", case_states),
    CODED(to_state, "现状态", case_states),
    CODED(level, "责任层级", case_levels),
    MOMENT(at, "时间"),
    TEXT_OF(account_name, "办理人"),
    OF_UNIT,
    KEPT(detail, "内容", "case_event.detail"),
    F_END
};
SHEET(case_events, "个案经过", RIGHT_CASE_READ, fill_event);

static const struct field notices_fields[] = {
    ID(id, "通知书编号"),
    OF_CHILD,
    OF_DIVISION,
    COUNT(year, "年度"),
    TEXT_OF(mark, "文号中的单位"),
    COUNT(number, "序号"),
    CODED(reason, "发放原因", notice_bases),
    CODED(stage, "学段", stages),
    CODED(grade, "年级", grades),
    OF_SCHOOL,
    DAY(report_on, "报到日期"),
    DAY(issued_on, "制作日期"),
    OF_UNIT,
    CODED(state, "状态", notice_states),
    DAY(served_on, "送达生效日期"),
    CODED(arrival, "报到情况", notice_arrivals),
    DAY(judged_on, "核查日期"),
    F_END
};
SHEET(notices, "入学通知书", RIGHT_NOTICE_READ, NULL);

static enum err fill_document(struct arena *a, void *row)
{
    struct data_row *r = row;
    const struct document_kind *k = document_kind_of(r->kind);

    r->title = k ? k->title : r->kind;
    return put_facts(a, &r->detail);
}

static const struct field documents_fields[] = {
    ID(id, "文书编号"),
    TEXT_OF(kind, "文书种类代码"),
    MADE(title, "文书"),
    OF_UNIT,
    COUNT(year, "年度"),
    TEXT_OF(mark, "文号中的单位"),
    COUNT(number, "序号"),
    OF_CHILD,
    ID(case_id, "个案编号"),
    ID(lead_id, "线索编号"),
    DAY(issued_on, "制作日期"),
    DAY(deadline_on, "期限"),
    CODED(state, "状态", document_states),
    DAY(served_on, "送达生效日期"),
    KEPT(detail, "内容", "document.content"),
    KEPT(reason, "作废理由", "document.void_reason"),
    TEXT_OF(account_name, "制作人"),
    MOMENT(created_at, "制作时间"),
    F_END
};
SHEET(documents, "文书", RIGHT_DOCUMENT_READ, fill_document);

static const struct field services_fields[] = {
    ID(id, "送达编号"),
    ID(document_id, "文书编号"),
    CODED(method, "送达方式", service_methods),
    DAY(served_on, "送达日期"),
    DAY(effective_on, "生效日期"),
    TEXT_OF(recipient, "受送达人"),
    CODED(relation, "与学生关系", guardian_relations),
    KEPT(place, "送达地点", "service.place"),
    TEXT_OF(witness, "见证人"),
    TEXT_OF(servers, "送达人"),
    KEPT(note, "备注", "service.note"),
    BY,
    MOMENT(at, "登记时间"),
    F_END
};
SHEET(services, "送达", RIGHT_DOCUMENT_READ, NULL);

static const struct field assignments_fields[] = {
    ID(id, "交办编号"),
    ID(case_id, "个案编号"),
    ID(student_id, "学生编号"),
    OF_UNIT,
    CODED(task, "事项", assignment_tasks),
    KEPT(note, "交办要求", "assignment.note"),
    DAY(due_on, "办理期限"),
    CODED(state, "状态", assignment_states),
    COUNT(reminders, "催办次数"),
    TEXT_OF(result, "结果代码"),
    TEXT_OF(giver_name, "交办单位"),
    MOMENT(assigned_at, "交办时间"),
    MOMENT(closed_at, "办结时间"),
    F_END
};
SHEET(assignments, "交办", RIGHT_ASSIGNMENT_READ, NULL);

/* What was found and said of a lead is told to those who handle it. */
static const struct field leads_fields[] = {
    ID(id, "线索编号"),
    CODED(kind, "类别", lead_kind_codes),
    OF_UNIT,
    TEXT_OF(mender_name, "承办单位"),
    DAY(found_on, "发现日期"),
    CODED(place_kind, "场所类别", lead_places),
    TEXT_OF(place_name, "用人单位或场所"),
    TEXT_OF(credit_code, "统一社会信用代码"),
    YES(unlicensed, "无证照"),
    CODED(state, "状态", lead_states),
    TEXT_OF(order_no, "责令改正文号"),
    DAY(ordered_on, "责令日期"),
    TEXT_OF(penalty_no, "处罚文号"),
    DAY(penalty_on, "处罚日期"),
    COUNT(penalty_fen, "罚款（分）"),
    DAY(closed_on, "结案日期"),
    MOMENT(at, "登记时间"),
    F_END
};
SHEET(leads, "线索", RIGHT_LEAD_READ, NULL);

static const struct field lead_children_fields[] = {
    ID(id, "编号"),
    ID(lead_id, "线索编号"),
    TEXT_OF(name, "姓名"),
    CODED(sex, "性别", sexes),
    DAY(birth_date, "出生日期"),
    MASKED(id_no, "身份证号", "lead_child.id_no", mask_id_no),
    MASKED(address, "家庭住址", "lead_child.home", mask_address),
    DAY(worked_from, "入职日期"),
    DAY(worked_until, "停止务工日期"),
    DAY(returned_on, "送回日期"),
    F_END
};
SHEET(lead_children, "线索中的儿童", RIGHT_LEAD_READ, NULL);

static const struct field incidents_fields[] = {
    ID(id, "编号"),
    CODED(kind, "类别", incident_kinds),
    OF_CHILD,
    ID(case_id, "个案编号"),
    DAY(happened_on, "发生日期"),
    KEPT(title, "标题", "incident.title"),
    KEPT(detail, "情况", "incident.detail"),
    CODED(state, "状态", incident_states),
    KEPT(result, "处置结果", "incident.result"),
    MOMENT(closed_at, "结束时间"),
    OF_UNIT,
    MOMENT(at, "登记时间"),
    F_END
};
SHEET(incidents, "突发情况", RIGHT_INCIDENT_READ, NULL);

static const struct field verdicts_fields[] = {
    ID(id, "核对编号"),
    COUNT(year, "年度"),
    CODED(verdict, "核查结论", verdict_codes),
    TEXT_OF(rule, "规则"),
    TEXT_OF(name, "姓名"),
    CODED(sex, "性别", sexes),
    DAY(birth_date, "出生日期"),
    MASKED(id_no, "身份证件号", "verdict.id_no", mask_id_no),
    OF_DIVISION,
    OF_SCHOOL,
    CODED(grade, "年级", grades),
    TEXT_OF(class, "班级"),
    ID(student_id, "学生编号"),
    F_END
};
SHEET(verdicts, "核查结论", RIGHT_RECONCILE_READ, NULL);
