/*
 * A run of 信息比对, its verdicts and its questions, as stored and replied.
 */
#ifndef DOMAIN_RECONCILIATION_H
#define DOMAIN_RECONCILIATION_H

#include <stdint.h>

#include "json/field.h"

struct reconciliation {
    int64_t id, year, account_id;
    const char *state; /* code table reconciliation_states */
    int64_t rows_total, rows_done, children, questions;
    const char *fault;
    int64_t created_at, finished_at, version;
};
extern const struct record reconciliation_record;
extern const struct code_table reconciliation_states;

struct verdict_row {
    int64_t id, reconciliation_id, speaker_id;
    const char *verdict, *rule;
    double confidence;
    int64_t facts;
    const char *name, *sex, *birth_date, *id_no;
    const char *division, *place, *school, *grade, *class;
    int64_t student_id;
    const char *evidence;
    int64_t roster_id; /* the row that speaks; below 0 the record of a child */
    int64_t anchored;  /* it has a sound number of its own */
    int64_t given;     /* 0: out of the years for which verdicts are given */
    int64_t joined;    /* made of others that a person said are one child */
    int64_t version;
};
extern const struct record verdict_record;

struct candidate_row {
    int64_t id, reconciliation_id, verdict_id, other_id;
    int64_t roster_id, other_roster_id;
    int64_t print, other_print;
    int64_t score, evidence, alternative;
    int64_t spare; /* not asked, unless what is better turns out not to be */
    int64_t version;
};
extern const struct record candidate_record;

/* ---- questions to people ---- */
/* A run of a text that the other side has not, in characters. */
struct mark_view {
    int64_t from, n;
};
extern const struct record mark_view;

/* One thing of both rows side by side; numbers masked, but their differing
 * digits marked. */
struct compared_view {
    const char *name, *label;
    const char *one, *other;
    struct list one_marks, other_marks; /* struct mark_view */
};
extern const struct record compared_view;

struct candidate_view {
    int64_t id, verdict_id, other_id;
    int64_t score;
    double confidence;
    const char *says; /* the evidence, in Chinese */
    int64_t alternative;
    const char *one_row, *other_row; /* KIND:ROW */
    struct list compared;            /* struct compared_view */
    const char *decision, *reason;   /* in force, NULL none */
    int64_t decided_at, decided_by;
};
extern const struct record candidate_view;

struct decision_in {
    int64_t candidate_id;
    const char *decision; /* code table doubt_decisions */
    const char *reason;
};
extern const struct record decision_in;

/* A decision that is in force, with the names of its two rows as they stood; NULL
 * where the run was gone before names were kept. */
struct match_decision_row {
    int64_t id, year;
    const char *decision, *reason, *one_name, *other_name;
    int64_t at, account_id;
    const char *account_name;
};
extern const struct record match_decision_row;

struct match_undo_in {
    const char *reason;
};
extern const struct record match_undo_in;

struct reconciliation_in {
    int64_t year;
};
extern const struct record reconciliation_in;

/* What verdicts open and solve: before (preview) and after. */
struct case_plan {
    int64_t preview;
    int64_t opened;     /* cases opened, or that would be */
    int64_t existing;   /* already have a case */
    int64_t registered; /* of those, children registered from their list */
    int64_t unknown;    /* no record of the child, and its numbers are of two */
    int64_t solved;     /* cases told that the rosters show them solved */
};
extern const struct record case_plan;

/* What a case opened by a verdict rests on, in its first event. */
struct verdict_basis {
    const char *rule, *rows;
};
extern const struct record verdict_basis;

struct case_plan_in {
    int64_t preview;
};
extern const struct record case_plan_in;

#endif
