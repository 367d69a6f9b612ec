/* Tables of 数据导出: what units owe, do, find and resolve; the units. */
#include "data_fields.h"
#include "domain/accountability.h"
#include "domain/activity.h"
#include "domain/announcement.h"
#include "domain/duty.h"
#include "domain/hazard.h"
#include "domain/inspection.h"
#include "domain/material.h"
#include "domain/meeting.h"
#include "domain/rectification.h"
#include "domain/resolution.h"

static enum err fill_duty(struct arena *a, void *row)
{
    struct data_row *r = row;
    const struct duty_kind *k = duty_kind_of(r->kind);

    (void)a;
    r->title = k ? k->label : r->kind;
    return ERR_OK;
}

static const struct field duties_fields[] = {
    ID(id, "职责编号"),
    TEXT_OF(kind, "职责代码"),
    MADE(title, "职责"),
    OF_UNIT,
    COUNT(year, "年度"),
    TEXT_OF(period, "期间"),
    DAY(opens_on, "开始日期"),
    DAY(due_on, "截止日期"),
    CODED(state, "状态", duty_states),
    KEPT(detail, "完成情况", "duty.evidence"),
    TEXT_OF(account_name, "报送人"),
    MOMENT(submitted_at, "报送时间"),
    MOMENT(decided_at, "签收或退回时间"),
    TEXT_OF(reason, "退回理由"),
    F_END
};
SHEET(duties, "职责", RIGHT_DUTY_READ, fill_duty);

static const struct field activities_fields[] = {
    ID(id, "工作记录编号"),
    CODED(kind, "类别", activity_kind_codes),
    OF_UNIT,
    DAY(held_on, "日期"),
    KEPT(title, "标题", "activity.title"),
    KEPT(place, "地点", "activity.place"),
    TEXT_OF(audience_codes, "对象代码"),
    COUNT(people, "人数"),
    TEXT_OF(media, "媒体或栏目"),
    TEXT_OF(link, "网址"),
    TEXT_OF(issue, "期号或版面"),
    COUNT(amount_yuan, "金额（元）"),
    KEPT(team, "参加的队伍和人员", "activity.team"),
    KEPT(family, "家庭", "activity.family"),
    KEPT(venue, "场所名称", "activity.venue"),
    OF_SCHOOL,
    ID(student_id, "学生编号"),
    KEPT(found, "发现的情况", "activity.found"),
    KEPT(result, "处理结果或效果", "activity.result"),
    CODED(state, "状态", activity_states),
    KEPT(reason, "撤回的原因", "activity.reason"),
    BY,
    MOMENT(at, "登记时间"),
    F_END
};
SHEET(activities, "工作记录", RIGHT_ACTIVITY_READ, NULL);

static const struct field hazards_fields[] = {
    ID(id, "隐患编号"),
    OF_SCHOOL,
    CODED(kind, "类别", hazard_kinds),
    CODED(gravity, "轻重", hazard_gravities),
    DAY(found_on, "发现日期"),
    KEPT(detail, "情况", "hazard.detail"),
    TEXT_OF(mender_name, "整改单位"),
    DAY(due_on, "整改期限"),
    CODED(state, "状态", hazard_states),
    OF_UNIT,
    MOMENT(at, "登记时间"),
    F_END
};
SHEET(hazards, "隐患与办学条件", RIGHT_HAZARD_READ, NULL);

static const struct field inspections_fields[] = {
    ID(id, "督查编号"),
    CODED(kind, "督查类别", inspection_kinds),
    OF_UNIT,
    TEXT_OF(inspector_name, "督查单位"),
    DAY(planned_on, "计划日期"),
    DAY(held_on, "检查日期"),
    CODED(state, "状态", inspection_states),
    KEPT(purpose, "督查内容", "inspection.purpose"),
    KEPT(experience, "经验做法", "inspection.experience"),
    KEPT(shortcomings, "存在不足", "inspection.shortcomings"),
    KEPT(reason, "改期或取消的原因", "inspection.reason"),
    MOMENT(at, "登记时间"),
    F_END
};
SHEET(inspections, "督查", RIGHT_INSPECTION_READ, NULL);

static const struct field findings_fields[] = { ID(id, "发现编号"),
                                                ID(inspection_id, "督查编号"),
                                                TEXT_OF(item, "检查项代码"),
                                                KEPT(detail, "督导发现",
                                                     "finding.detail"),
                                                BY,
                                                MOMENT(at, "记录时间"),
                                                F_END };
SHEET(findings, "督导发现", RIGHT_INSPECTION_READ, NULL);

static const struct field rectifications_fields[] = {
    ID(id, "整改编号"),
    ID(finding_id, "发现编号"),
    OF_UNIT,
    TEXT_OF(inspector_name, "下达单位"),
    KEPT(demand, "整改要求", "rectification.demand"),
    DAY(due_on, "整改期限"),
    CODED(state, "状态", rectification_states),
    MOMENT(at, "下达时间"),
    F_END
};
SHEET(rectifications, "限期整改", RIGHT_INSPECTION_READ, NULL);

static const struct field meetings_fields[] = {
    ID(id, "会议编号"),
    CODED(kind, "会议类别", meeting_kinds),
    TEXT_OF(title, "会议名称"),
    OF_UNIT,
    DAY(held_on, "会议日期"),
    TEXT_OF(place, "地点"),
    TEXT_OF(chair, "主持人"),
    KEPT(agenda, "议题", "meeting.agenda"),
    CODED(state, "状态", meeting_states),
    KEPT(minutes, "会议纪要", "meeting.minutes"),
    KEPT(reason, "改期或取消的原因", "meeting.reason"),
    MOMENT(at, "登记时间"),
    F_END
};
SHEET(meetings, "会议", RIGHT_MEETING_READ, NULL);

static const struct field resolutions_fields[] = {
    ID(id, "决议编号"),
    ID(meeting_id, "会议编号"),
    COUNT(number, "第几项"),
    OF_UNIT,
    TEXT_OF(giver_name, "交办单位"),
    KEPT(demand, "决议事项", "resolution.demand"),
    DAY(due_on, "办理期限"),
    CODED(state, "状态", resolution_states),
    MOMENT(at, "交办时间"),
    F_END
};
SHEET(resolutions, "会议决议", RIGHT_MEETING_READ, NULL);

static const struct field materials_fields[] = {
    ID(id, "材料编号"),
    CODED(kind, "类别", material_kinds),
    OF_UNIT,
    COUNT(year, "年度"),
    TEXT_OF(title, "标题"),
    CODED(state, "状态", material_states),
    COUNT(number, "版本号"),
    TEXT_OF(account_name, "报送人"),
    MOMENT(at, "报送时间"),
    MOMENT(decided_at, "签收或退回时间"),
    TEXT_OF(reason, "退回理由"),
    F_END
};
SHEET(materials, "方案和经验", RIGHT_MATERIAL_READ, NULL);

static const struct field accountability_fields[] = {
    ID(id, "编号"),
    CODED(kind, "类别", accountability_kinds),
    OF_UNIT,
    TEXT_OF(holder, "责任人"),
    CODED(ground, "依据", accountability_grounds),
    COUNT(year, "年度"),
    DAY(on_date, "日期"),
    KEPT(detail, "内容", "accountability.detail"),
    BY,
    MOMENT(at, "登记时间"),
    MOMENT(withdrawn_at, "撤销时间"),
    F_END
};
SHEET(accountability, "表扬与问责", RIGHT_INSPECTION_READ, NULL);

static const struct field announcements_fields[] = {
    ID(id, "编号"),
    COUNT(year, "年度"),
    COUNT(number, "公告号"),
    TEXT_OF(title, "标题"),
    TEXT_OF(body, "正文"),
    CODED(state, "状态", announcement_states),
    MOMENT(published_at, "发布时间"),
    F_END
};
SHEET(announcements, "公告", RIGHT_ANNOUNCEMENT_READ, NULL);

static const struct field units_fields[] = { TEXT_OF(code, "单位代码"),
                                             TEXT_OF(name, "名称"),
                                             CODED(kind, "单位类别",
                                                   unit_kinds),
                                             TEXT_OF(division, "所属区划代码"),
                                             YES(active, "在用"),
                                             F_END };
SHEET(units, "单位", RIGHT_PLACE_READ, NULL);

static const struct field divisions_fields[] = {
    TEXT_OF(code, "区划代码"), TEXT_OF(name, "名称"),
    CODED(level, "级别", division_levels), TEXT_OF(parent, "上级区划代码"),
    F_END
};
SHEET(divisions, "区划", RIGHT_PLACE_READ, NULL);
