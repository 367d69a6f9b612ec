/*
 * Papers in the store: a document, its receipts of service, a plan of home
 * teaching or a whole case, collected in the caller's scope and filled into
 * their templates (domain/paper.h).
 */
#ifndef STORE_PAPER_STORE_H
#define STORE_PAPER_STORE_H

#include "db/db.h"
#include "domain/act.h"
#include "domain/paper.h"

/* Who prints, and what the audit trail is told of it. */
struct paper_print {
    const struct act *act;
    int64_t child; /* that it shows, INT_NONE when it shows none */
    bool full;     /* a full identity number is on it */
};

/* Each fills set->papers and set->title; ERR_NOT_FOUND out of scope.  A child
 * who is out of the caller's scope stays blank, and for a department all but
 * what its assignment shows.  Identity numbers are masked but on the papers
 * whose kind needs them, and there for those who may reveal them. */

/* One document. */
enum err store_paper_document(struct db *db, struct arena *a,
                              struct paper_print *p, int64_t id,
                              struct paper_set *set);

/* 送达回证: one for every service of a document, or one to be filled in by
 * hand at the door. */
enum err store_paper_receipts(struct db *db, struct arena *a,
                              struct paper_print *p, int64_t id,
                              struct paper_set *set);

/* 送教上门记录 of a plan, all its lessons. */
enum err store_paper_teaching(struct db *db, struct arena *a,
                              struct paper_print *p, int64_t id,
                              struct paper_set *set);

/*
 * 卷宗: cover and contents, 免予入学档案, 劝返情况记录表, timeline, documents
 * with their receipts, assessments, home teaching, evidence with its pictures.
 * What a role may not read elsewhere is not in its dossier.
 */
enum err store_paper_dossier(struct db *db, struct arena *a,
                             struct paper_print *p, int64_t id,
                             struct paper_set *set);

#endif
