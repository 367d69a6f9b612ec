/* The groups of API tests; each returns how many failed. */
#ifndef TESTS_API_GROUPS_H
#define TESTS_API_GROUPS_H

#include <stddef.h>
#include <stdint.h>

#include "domain/right.h"

int api_group_order(void);    /* which of two faults is told */
int api_group_register(void); /* places, households, children, doubts */
int api_group_survey(void);
int api_group_photo(void); /* of visits */
int api_group_carry(void); /* sealed files of phones */
int api_group_carry_photo(void);
int api_group_phone(void);    /* registered, heard of, revoked */
int api_group_conflict(void); /* two phones at one door */
int api_group_case(void);     /* cases, attachments, worklist */
int api_group_ladder(void);   /* the chain, two at once, what is refused */
int api_group_law(void);      /* dispositions, pressure, documents, calendar */
int api_group_paper(void);    /* what is printed */
int api_group_assignment(void); /* giving, reminding, the worklist */
int api_group_part(void);       /* what a department sees of a child */
int api_group_account(void);    /* sessions, accounts, settings, audit */
int api_group_ledger(void);
int api_group_indicator(void);
int api_group_snapshot(void);
int api_group_duty(void);
int api_group_activity(void);    /* 工作记录, 隐患与办学条件 */
int api_group_supervision(void); /* 督查, 限期整改 */
int api_group_meeting(void);     /* 会议, 决议 */
int api_group_material(void);    /* 方案和经验, 责任确认 */
int api_group_import(void);
int api_group_reconcile(void); /* 信息比对 */
int api_group_care(void); /* committee, teaching, plans, counselling, help */
int api_group_incident(void); /* incidents, observations, who sees none */

int api_group_notice(void);        /* 入学通知书 */
int api_group_promotion(void);     /* 升级 */
int api_group_transfer(void);      /* 转学交接 */
int api_group_aid(void);           /* 资助 */
int api_group_training_wish(void); /* 培训意愿 */
int api_group_upward(void);        /* 逐级上报 */
int api_group_pairing(void);       /* 结对帮扶 */
int api_group_round_signoff(void); /* 摸排数据确认 */
int api_group_data_export(void);   /* 数据导出 */
int api_group_lead(void);          /* leads and the child-labour file */

/* A pairing of that child with a mentor of the bureau. */
void pairing_plant(int64_t child, int64_t *out);

/* A 数据导出 of the bureau's. */
void data_export_plant(int64_t *out);

/* Lets a role take a 数据导出 of that form: how many parts of it show the text. */
size_t data_export_taken(enum role role, const char *form, const char *what);
/* The same of the file that was taken last. */
size_t data_export_shows(const char *what);

/* Records of a child elsewhere, for the matrix of scopes. */
struct care_planted {
    int64_t assessment, teaching, plan, item;
};
void care_plant(int64_t child, int64_t of_case, struct care_planted *out);

/* A duty of the bureau, handed in with the mark in its evidence. */
void duty_plant(const char *mark, int64_t *out);

/* An inspection of another unit with a finding, and a 限期整改 out of it. */
void supervision_plant(const char *mark, const char *unit, int64_t *inspection,
                       int64_t *rectification);

/* A child of this name in the village, who learns elsewhere, with its number. */
void upward_plant(const char *name, const char *village, int64_t *out);

/* A wish of a leaver of 高中 of that name, of the other township. */
void training_plant(const char *name, int64_t *out);

/* 免学杂费 of that child. */
void aid_plant(int64_t child, int64_t *out);

/* A child of this name in the village, on its way out of the county. */
void transfer_plant(const char *mark, const char *village, int64_t *out);

/* An activity about a child, and a hazard of a school, of the bureau. */
void activity_plant(const char *mark, int64_t child, const char *school,
                    int64_t *activity, int64_t *hazard);

/* A meeting that another unit takes part in, whose title is the mark, and what it
 * has to do of it. */
void meeting_plant(const char *mark, const char *unit, int64_t *of,
                   int64_t *resolution);

/* A plan of 督导室 whose title is the mark. */
void material_plant(const char *mark, int64_t *out);

/* A phone of the county's own. */
void phone_plant(int64_t *out);

/* The run of 升级 of 2025, waiting until its group carries it out. */
void promotion_plant(int64_t *out);

/* A question about an address at a door of the division, which is `mark`. */
void conflict_plant(const char *mark, const char *division, int64_t *out);

/* Reconciles 2027 with lists of one child of this name and division (困难, 下发),
 * and a leaver of grade 6 before it whose name ends so; its
 * verdict, of run 1 where nothing was compared before. */
int64_t verdict_plant(const char *name, const char *division);

struct incident_planted {
    int64_t incident, observation;
};
void incident_plant(int64_t child, struct incident_planted *out);

/* The notice of a child whose case is reported, in the village `there`. */
void notice_plant(int64_t case_id, const char *there, int64_t *out);

/* A lead of another department, whose child is that one. */
struct lead_planted {
    int64_t lead, child;
};
void lead_plant(int64_t of_child, struct lead_planted *out);

#endif
