/*
 * What reconciliation reads of the store, and what it leaves there.
 */
#ifndef STORE_RECONCILE_STORE_H
#define STORE_RECONCILE_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/import.h"
#include "domain/reconciliation.h"

/* A row of a roster as far as it need not be opened; of kind "survey", a
 * child that surveys know. */
struct roster_brief {
    int64_t id, number, import_id, student_id;
    const char *kind, *name, *name_key, *sex;
    const char *birth_date, *number_birth;     /* of the cell, of the number */
    const char *number_head, *student_no_head; /* hexadecimal, NULL none */
    const char *id_no_state, *school, *grade, *class, *state, *on_date;
};
extern const struct record roster_brief;

/* Every row of the year's rosters as they stand, then the children whom a
 * survey saw since `since`; for the job, which acts for the county. */
enum err store_reconcile_rows(struct db *db, int64_t year, int64_t since,
                              db_each_fn each, void *ctx);
/* How many that are. */
enum err store_reconcile_count(struct db *db, int64_t year, int64_t *rows);

/* Rows that imports of school lists left out, but for those that a whole list
 * of the same unit came after. */
struct refused_brief {
    int64_t import_id;
    const char *kind, *name_key, *birth_date, *school;
};
extern const struct record refused_brief;
enum err store_reconcile_refused(struct db *db, int64_t year, db_each_fn each,
                                 void *ctx);

/* The same rows with their numbers opened, without the children; struct
 * roster_row without `rest`. */
enum err store_reconcile_open(struct db *db, int64_t year, db_each_fn each,
                              void *ctx);

/* What a verdict shows of the row that speaks for a child; `place` is the path
 * of its division, NULL when that is none of the county's. */
struct roster_face {
    int64_t id;
    const char *name, *sex, *id_no, *division, *place;
};
enum err store_reconcile_face(struct db *db, struct arena *a, int64_t id,
                              struct roster_face *out);

/* One row, or the record of one child in the form of a row. */
enum err store_reconcile_row(struct db *db, struct arena *a, int64_t id,
                             struct roster_row *out);
enum err store_reconcile_child(struct db *db, struct arena *a, int64_t id,
                               struct roster_row *out);

/* What surveys since `since` and papers on `day` say of children's records:
 * ascending by student_id. */
struct child_brief {
    int64_t student_id;
    const char *situation;
    int64_t approved, poor, disabled;
};
extern const struct record child_brief;
enum err store_reconcile_children(struct db *db, int64_t since, const char *day,
                                  db_each_fn each, void *ctx);

/* Decisions in force. */
struct decision_brief {
    int64_t low, high;
    const char *decision;
};
extern const struct record decision_brief;
enum err store_reconcile_decisions(struct db *db, db_each_fn each, void *ctx);

/* ---- runs ---- */
extern const struct sql find_reconciliation; /* version, by id, in scope */
extern const struct sql find_verdict;
extern const struct sql find_question; /* of a verdict, shown or not */

enum err store_reconciliation_add(struct db *db, struct reconciliation *r);
enum err store_reconciliation_get(struct db *db, struct arena *a, int64_t id,
                                  struct reconciliation *out);
enum err store_reconciliation_list(struct db *db, struct arena *a, int64_t year,
                                   int64_t before, int64_t rows,
                                   struct list *out);
/* The oldest waiting or running; 0 none.  For the job. */
enum err store_reconciliation_due(struct db *db, int64_t *id);
/* For the job, which owns the run: any scope. */
enum err store_reconciliation_work(struct db *db, struct arena *a, int64_t id,
                                   struct reconciliation *out);
enum err store_reconciliation_put(struct db *db,
                                  const struct reconciliation *r);
/* How far its storing has come. */
enum err store_reconciliation_progress(struct db *db, int64_t id,
                                       int64_t rows_done);
/* The run is done, and takes the place of its year's earlier one. */
enum err store_reconciliation_finish(struct db *db,
                                     const struct reconciliation *r);
/* Is there anything of runs that are not done? */
enum err store_reconciliation_left(struct db *db, bool *left);
/* Deletes up to `most` of what runs left that are not done: replaced, failed,
 * or cut off before they were; *n says how many, 0 when there are none. */
enum err store_reconciliation_drop(struct db *db, int64_t most, int64_t *n);

enum err store_verdict_add(struct db *db, const struct verdict_row *v);
enum err store_candidate_add(struct db *db, const struct candidate_row *c);
/* The first of so many free ids of both tables; writer only. */
enum err store_reconcile_ids(struct db *db, int64_t verdicts,
                             int64_t candidates, int64_t *verdict,
                             int64_t *candidate);

/* Has a run raised this doubt before?  Notes that one has. */
enum err store_roster_doubt_known(struct db *db, const char *kind,
                                  int64_t print, bool *known);
enum err store_roster_doubt_note(struct db *db, const char *kind, int64_t print,
                                 int64_t doubt_id);

/* ---- questions and what follows ---- */
/* Does a verdict `v` rest on a row of that list? */
#define VERDICT_IN(kind) "(instr(' ' || v.evidence, ' " kind ":') > 0)"

struct verdict_filter {
    int64_t reconciliation_id, after, rows;
    const char *verdict, *rule;
    int64_t household_register, enrolment, attendance; /* rests on a row of */
    int64_t undecided; /* a question that no decision settles */
};
enum err store_verdict_list(struct db *db, struct arena *a,
                            const struct verdict_filter *f, struct list *out);
enum err store_verdict_count(struct db *db, const struct verdict_filter *f,
                             int64_t *total);

/* Candidates of a verdict, as struct candidate_view, both rows opened. */
enum err store_candidate_list(struct db *db, struct arena *a,
                              int64_t verdict_id, struct list *out);

/* Keeps what a person decided of a candidate of this verdict, over what was
 * decided before, and judges the children concerned again.  ERR_NOT_FOUND when
 * it is none of it. */
enum err store_candidate_decide(struct db *db, struct arena *a,
                                const struct act *act, int64_t verdict_id,
                                const struct decision_in *d,
                                struct candidate_view *out);

/* Judges again the children of a candidate of a run that is done, and all who
 * hang on them by candidates, by what is decided now. */
enum err store_verdict_again(struct db *db, struct arena *a,
                             const struct candidate_row *c);
/* The same for all of a run that is done of whom something was decided since
 * it began to read: what was decided while it computed. */
enum err store_verdict_again_since(struct db *db, struct arena *a,
                                   int64_t reconciliation_id, int64_t since);

/* Opens the cases that the verdicts of a run that is done ask for, registering
 * children whom only a list knows (store_roster_register), and tells
 * those of children who are seen again; with `preview` only counts.  Doing it
 * again changes nothing. */
enum err store_verdict_cases(struct db *db, struct arena *a,
                             const struct act *act, int64_t reconciliation_id,
                             struct case_plan *plan);

/* ---- decisions of any year (match_decision_store.c) ---- */
/* There while it is in force. */
extern const struct sql find_match_decision;

/* In force, the newest first; of one conclusion or (NULL) all. */
enum err store_match_decisions(struct db *db, struct arena *a,
                               const char *decision, int64_t before,
                               int64_t rows, struct list *out);

/* Takes one back: it is replaced by 以后再定, with who and why.  Where a run that
 * is done has the two as candidates they are judged again at once, else by the
 * next run. */
enum err store_match_decision_undo(struct db *db, struct arena *a,
                                   const struct act *act, int64_t id,
                                   const char *reason,
                                   struct match_decision_row *out);

#endif
