/* Tables of 数据导出: families, children, schooling, what was found at doors. */
#include "data_fields.h"

#include "domain/survey.h"

static const struct field households_fields[] = {
    ID(id, "家庭编号"),
    TEXT_OF(register_no, "户号"),
    OF_DIVISION,
    TEXT_OF(head_name, "户主"),
    MASKED(address, "地址", "household.address", mask_address),
    MASKED(phone, "联系电话", "household.phone", mask_phone),
    CODED(state, "家庭状况", household_states),
    KEPT(note, "备注", "household.note"),
    MOMENT(created_at, "登记时间"),
    MOMENT(updated_at, "更新时间"),
    F_END
};
SHEET(households, "家庭", RIGHT_HOUSEHOLD_READ, NULL);

static const struct field students_fields[] = {
    ID(id, "学生编号"),
    ID(household_id, "家庭编号"),
    CODED(relation, "与户主关系", relations),
    TEXT_OF(name, "姓名"),
    CODED(sex, "性别", sexes),
    DAY(birth_date, "出生日期"),
    CODED(id_kind, "身份证件类型", id_kinds),
    MASKED(id_no, "身份证件号", "student.id_no", mask_id_no),
    CODED(id_no_state, "证件号状态", id_no_states),
    CODED(nation, "民族", nations),
    TEXT_OF(huji_division, "户籍地区划代码"),
    TEXT_OF(huji_name, "户籍地"),
    MASKED(huji_address, "户籍地址", "student.huji_address", mask_address),
    TEXT_OF(residence_division, "现住地区划代码"),
    TEXT_OF(residence_name, "现住地"),
    MASKED(residence_address, "现住址", "student.residence_address",
           mask_address),
    CODED(health, "健康状况", healths),
    CODED(status, "学生状态", student_states),
    CODED(situation, "入户所见", situations),
    MOMENT(situation_at, "入户时间"),
    OF_SCHOOL,
    CODED(grade, "年级", grades),
    TEXT_OF(class, "班级"),
    CODED(enrolment_state, "就学状态", enrolment_states),
    KEPT(note, "备注", "student.note"),
    MOMENT(created_at, "登记时间"),
    MOMENT(updated_at, "更新时间"),
    F_END
};
SHEET(students, "学生", RIGHT_STUDENT_READ, NULL);

static const struct field guardians_fields[] = {
    ID(id, "监护人编号"),
    OF_CHILD,
    TEXT_OF(name, "监护人"),
    CODED(relation, "与学生关系", guardian_relations),
    MASKED(phone, "联系电话", "guardian.phone", mask_phone),
    KEPT(away, "外出务工地", "guardian.away"),
    YES(main, "首要联系人"),
    F_END
};
SHEET(guardians, "监护人", RIGHT_STUDENT_READ, NULL);

static const struct field enrolments_fields[] = {
    ID(id, "就学编号"),
    OF_CHILD,
    OF_SCHOOL,
    CODED(grade, "年级", grades),
    TEXT_OF(class, "班级"),
    MASKED(student_no, "学籍号", "enrolment.student_no", mask_id_no),
    CODED(state, "就学状态", enrolment_states),
    CODED(boarding, "就读方式", boardings),
    DAY(from_date, "开始日期"),
    DAY(to_date, "结束日期"),
    F_END
};
SHEET(enrolments, "就学经历", RIGHT_STUDENT_READ, NULL);

static const struct field tags_fields[] = { ID(id, "编号"),
                                            OF_CHILD,
                                            CODED(tag, "特殊类别", tags),
                                            KEPT(basis, "认定依据",
                                                 "tag.basis"),
                                            DAY(from_date, "开始日期"),
                                            DAY(to_date, "结束日期"),
                                            F_END };
SHEET(tags, "特殊类别", RIGHT_STUDENT_READ, NULL);

static const struct field rounds_fields[] = { ID(id, "轮次编号"),
                                              COUNT(year, "年度"),
                                              TEXT_OF(name, "轮次名称"),
                                              DAY(from_date, "开始日期"),
                                              DAY(to_date, "结束日期"),
                                              CODED(state, "状态",
                                                    round_states),
                                              MOMENT(created_at, "建立时间"),
                                              F_END };
SHEET(rounds, "摸排轮次", RIGHT_SURVEY_READ, NULL);

static const struct field visits_fields[] = {
    ID(id, "入户记录编号"),
    TEXT_OF(round, "轮次"),
    ID(household_id, "家庭编号"),
    TEXT_OF(head_name, "户主"),
    OF_DIVISION,
    CODED(outcome, "入户结果", visit_outcomes),
    MOMENT(visited_at, "入户时间"),
    MOMENT(received_at, "收到时间"),
    MOMENT(return_at, "约定再访"),
    BY,
    CODED(source, "来源", survey_sources),
    TEXT_OF(visitor, "登记表上的入户人"),
    COUNT(children, "所见儿童"),
    COUNT(out_of_school, "其中未在学"),
    YES(current, "是否本轮有效"),
    KEPT(note, "备注", "survey_visit.note"),
    F_END
};
SHEET(visits, "入户记录", RIGHT_SURVEY_READ, NULL);

static const struct field visit_children_fields[] = {
    ID(id, "编号"),
    ID(visit_id, "入户记录编号"),
    OF_CHILD,
    CODED(situation, "入户所见", situations),
    CODED(reason, "原因", reasons),
    OF_SCHOOL,
    CODED(grade, "年级", grades),
    TEXT_OF(class, "班级"),
    DAY(since, "自何时起"),
    KEPT(note, "备注", "survey_child.note"),
    ID(case_id, "个案编号"),
    F_END
};
SHEET(visit_children, "入户所见儿童", RIGHT_SURVEY_READ, NULL);
