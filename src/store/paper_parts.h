/* What the papers are filled with, shared by the files that make them. */
#ifndef STORE_PAPER_PARTS_H
#define STORE_PAPER_PARTS_H

#include "domain/case.h"
#include "domain/document.h"
#include "domain/teaching.h"
#include "store/paper_store.h"

/* County and the unit that signs. */
enum err paper_unit(struct db *db, struct arena *a, const char *unit,
                    struct paper_places *to);

/* The child, when it is in scope; its number masked unless `full`. */
enum err paper_child(struct db *db, struct arena *a, int64_t student_id,
                     bool full, struct paper_print *p, struct paper_places *to);

void paper_case(struct arena *a, const struct case_row *c,
                struct paper_places *to);

/* What stands of the child and its case on a paper that is issued now, as
 * [{name,label,value}] in the arena: a paper printed later is the paper that
 * was served, whoever became the guardian since.  No numbers, nor phones:
 * those are read when it is printed, for they are masked by who prints. */
enum err paper_places_now(struct db *db, struct arena *a, const struct act *act,
                          int64_t student_id, int64_t case_id,
                          const char **out);

/* One document, and its receipts: appended to the set. */
enum err paper_of_document(struct db *db, struct arena *a,
                           struct paper_print *p, const struct document_row *d,
                           struct paper_set *set);
enum err paper_of_receipts(struct db *db, struct arena *a,
                           struct paper_print *p, const struct document_row *d,
                           struct paper_set *set);
enum err paper_of_teaching(struct db *db, struct arena *a,
                           struct paper_print *p,
                           const struct teaching_plan_row *t,
                           struct paper_set *set);

/* Every paragraph of a text begins two characters in, as the first does; NULL
 * when memory ran out. */
const char *paper_indented(struct arena *a, const char *text);

/* Room for one more at the end of the set; NULL when it is full. */
#define PAPERS_MOST 1000
struct paper *paper_next(struct arena *a, struct paper_set *set);

#endif
