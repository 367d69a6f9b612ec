/*
 * Code tables (代码表) with their Chinese labels; GET /codes serves them all.
 * Facts and their sources: 身份证件类型, 民族 (GB/T 3304), 年级 11–16 and 21–24
 * as 学籍 data has them.
 */
#ifndef DOMAIN_CODES_H
#define DOMAIN_CODES_H

#include "json/field.h"

extern const struct code_table division_levels;    /* 区划级别 */
extern const struct code_table unit_kinds;         /* 单位类别 */
extern const struct code_table school_types;       /* 办学类型 */
extern const struct code_table stages;             /* 学段 */
extern const struct code_table grades;             /* 年级 */
extern const struct code_table duties;             /* 责任岗位 */
extern const struct code_table positions;          /* 领导小组职务 */
extern const struct code_table sexes;              /* 性别 */
extern const struct code_table id_kinds;           /* 身份证件类型 */
extern const struct code_table id_no_states;       /* 证件号状态 */
extern const struct code_table nations;            /* 民族 */
extern const struct code_table relations;          /* 与户主关系 */
extern const struct code_table guardian_relations; /* 与学生关系 */
extern const struct code_table household_states;   /* 家庭状况 */
extern const struct code_table healths;            /* 健康状况 */
extern const struct code_table student_states;     /* 学生状态 */
extern const struct code_table enrolment_states;   /* 就学状态 */
extern const struct code_table boardings;          /* 就读方式 */
extern const struct code_table tags;               /* 特殊类别 */
extern const struct code_table round_states;       /* 轮次状态 */
extern const struct code_table visit_outcomes;     /* 入户结果 */
extern const struct code_table situations;         /* 入户所见 */
extern const struct code_table reasons;            /* 辍学原因 */
extern const struct code_table case_kinds;         /* 个案类别 */
extern const struct code_table case_states;        /* 个案状态 */
extern const struct code_table case_levels;        /* 责任层级 */
extern const struct code_table case_sources;       /* 线索来源 */
extern const struct code_table dispositions;       /* 处置类别 */
extern const struct code_table outcomes;           /* 销号结果 */
extern const struct code_table evidence_kinds;     /* 证明材料 */
extern const struct code_table conclusions;        /* 公安结论 */
extern const struct code_table placements;         /* 安置建议 */
extern const struct code_table appraisals;         /* 医学鉴定结果 */
extern const struct code_table persuasion_methods; /* 劝返方式 */
extern const struct code_table persuasion_results; /* 劝返结果 */
extern const struct code_table doubt_kinds;        /* 疑点类别 */
extern const struct code_table doubt_states;       /* 疑点状态 */
extern const struct code_table doubt_decisions;    /* 疑点结论 */
extern const struct code_table carry_kinds;        /* 带出的种类 */
extern const struct code_table carry_states;       /* 带出的一条 */
extern const struct code_table conflict_states;    /* 核对状态 */
extern const struct code_table conflict_choices;   /* 以哪个为准 */
extern const struct code_table change_entities;    /* 变更对象 */
extern const struct code_table verdict_codes;      /* 核查结论 */

/* Every table, NULL at the end. */
extern const struct code_table *const code_tables[];

/* The stage of a grade: "primary" for 11–16, "junior" for 21–24, else NULL. */
const char *grade_stage(const char *grade);
bool grade_is_junior(const char *grade);

/* The grade that leaves the 小学: "15" in a county of the 五四制, else "16". */
const char *grade_of_leavers(bool five_four);
/* The last grade of the 初中: "24" in a county of the 五四制, else "23". */
const char *grade_of_finishers(bool five_four);

#endif
