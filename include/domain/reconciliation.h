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
    int64_t version;
};
extern const struct record verdict_record;

struct candidate_row {
    int64_t id, reconciliation_id, verdict_id, other_id;
    int64_t roster_id, other_roster_id;
    int64_t print, other_print;
    int64_t score, evidence, alternative, version;
};
extern const struct record candidate_record;

#endif
