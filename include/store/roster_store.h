/*
 * Rows of rosters in the store: staged under their import, compared with the
 * list as it stands, and proved to be a child's.  For the job that carries an
 * import out; what others read goes through roster_now.
 */
#ifndef STORE_ROSTER_STORE_H
#define STORE_ROSTER_STORE_H

#include "crypto/blind.h"
#include "db/db.h"
#include "domain/act.h"
#include "domain/import.h"

/* What is looked up, without the keys in the clear. */
struct roster_index {
    uint8_t key[BLIND_BYTES], content[BLIND_BYTES];
    uint8_t id_no[BLIND_BYTES], student_no[BLIND_BYTES];
    bool has_id_no, has_student_no;
};

/* ERR_NO_MEMORY. */
enum err store_roster_index(struct db *db, struct arena *a,
                            const struct roster_kind *k,
                            const struct roster_value *v,
                            struct roster_index *out);

/* Its key made of its name, too: for a row whose key another name of the file
 * has. */
enum err store_roster_index_named(struct db *db, struct arena *a,
                                  const struct roster_kind *k,
                                  const struct roster_value *v,
                                  struct roster_index *out);

/* The indexes of its numbers alone: what store_roster_prove needs. */
enum err store_roster_numbers(struct db *db, struct arena *a,
                              const struct roster_value *v,
                              struct roster_index *out);

/* The row of the list with this key, as it stands; *id 0 none; *same whether
 * it says the same. */
enum err store_roster_match(struct db *db, const char *kind, int64_t year,
                            const struct roster_index *x, int64_t *id,
                            bool *same);

/* Inserts r, whose id is set, with its indexes. */
enum err store_roster_add(struct db *db, struct arena *a,
                          const struct roster_row *r,
                          const struct roster_index *x);

/* The child that a row is proved to be. */
enum roster_proof {
    PROOF_NONE,     /* no such child */
    PROOF_ONE,      /* this one */
    PROOF_CONFLICT, /* the two numbers belong to two children */
    PROOF_MANY,     /* more than one child has the number */
    PROOF_OTHER_ID, /* the 学籍号 is of a child with another number */
};

/* By identity number and, where the kind has one, 学籍号; children of imports
 * under way count too. */
enum err store_roster_prove(struct db *db, const struct roster_index *x,
                            enum roster_proof *proof, int64_t *student_id,
                            int64_t *other_id);

/* Rows of an import after row id `after`, in the order of ids. */
enum err store_roster_rows(struct db *db, struct arena *a, int64_t import_id,
                           int64_t after, int64_t rows, struct list *out);

/* A row made ready: what it says and what its numbers are looked up by. */
struct roster_ready {
    struct roster_row row;
    struct roster_value v;
    struct roster_index x;
};
/* The rows of an import after row id `after`, ready, in the order of ids. */
enum err store_roster_ready(struct db *db, struct arena *a, int64_t import_id,
                            int64_t after, int64_t rows, struct list *out);

enum err store_roster_get(struct db *db, struct arena *a, int64_t id,
                          struct roster_row *out);

/* n rows from id `row` on, and as many children from `student` on. */
struct roster_links {
    int64_t row, student, n;
};

/* Links rows to their children; says which import took the place of a row. */
enum err store_roster_link(struct db *db, const struct roster_links *l);
enum err store_roster_replace(struct db *db, int64_t id, int64_t import_id);

/* A row that stands. */
struct roster_standing {
    int64_t id, same;
};

/* The rows of a list that stand now and were brought by `unit` (NULL
 * any), as struct roster_standing, in the order of ids after `after`. */
enum err store_roster_standing(struct db *db, struct arena *a, const char *kind,
                               int64_t year, const char *unit, int64_t after,
                               int64_t rows, struct list *out);

/* Parts up to `most` rows of an import from their children, before those that
 * it brought are taken back. */
enum err store_roster_free(struct db *db, int64_t import_id, int64_t most,
                           int64_t *n);

/* Deletes up to `most` rows of an import that never stood. */
enum err store_roster_drop(struct db *db, int64_t import_id, int64_t most,
                           int64_t *n);

#endif
