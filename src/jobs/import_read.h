/* Reading a file: what its two files share. */
#ifndef JOBS_IMPORT_READ_H
#define JOBS_IMPORT_READ_H

#include "import_parts.h"
#include "store/roster_store.h"

#define CHUNK_ROWS 50000

/* A row on its way into the store. */
struct staged {
    struct roster_value v;
    struct roster_index x;
    int64_t number, roster_id, old_id;
    const char *outcome, *faults;
    bool same;
};

/* Rows gathered before they enter, so that they enter in the order of their
 * index. */
struct chunk {
    struct arena arena;
    struct staged *rows;  /* in the order of the file */
    struct staged **keys; /* those with a row in the list, sorted */
    size_t n, keys_n;
    struct import m; /* as it stood when the chunk was full */
};

/* Which keys and numbers the file had so far, and in which row. */
struct seen {
    struct seen_slot {
        uint8_t index[BLIND_BYTES];
        uint32_t number; /* 0 free */
        uint32_t name;   /* of the row, hashed */
    } * slots;
    size_t n, cap; /* cap a power of two */
};
/* The row that had it before, else 0, and notes it for `number`; *same (may be
 * NULL) whether that row has this name, too. */
enum err seen_before(struct seen *s, const uint8_t index[BLIND_BYTES],
                     const char *name, int64_t number, int64_t *before,
                     bool *same);

/* The header found, or the row that comes closest. */
struct heading {
    struct arena arena;
    struct roster_mapping mapping;
    struct list choices; /* of import_choice: what the unit has chosen */
    int64_t row;         /* 0: none yet */
    int sheet;
    bool found;
    size_t best; /* needed columns of the row that comes closest */
    const struct roster_kind *looks_like;
    int looked; /* rows looked at */
};

enum heading_says { HEADING_NO, HEADING_YES, HEADING_AGAIN };

/* Looks at a row that may be the header.  HEADING_AGAIN: it is the header
 * once more. */
enum err heading_look(struct heading *h, const struct roster_kind *k,
                      const struct source_row *row, struct arena *scratch,
                      enum heading_says *says);

/* What to say when none was found, in the arena. */
const char *heading_fault(const struct heading *h, const struct roster_kind *k,
                          bool any_row, struct arena *a);

/* Each column and its member as JSON, in the arena. */
enum err heading_json(const struct heading *h, const struct roster_kind *k,
                      struct arena *a, const char **out);

/* One file on its way in. */
struct reading {
    struct import_work *w;
    struct import *m;
    const struct roster_kind *k;
    struct arena keep, scratch;
    struct roster_codes codes;
    struct heading heading;
    struct chunk chunks[2], *chunk; /* one is filled while one is written */
    struct relay *relay;
    struct seen keys, numbers;
    int64_t *matched; /* rows of the list that the file has */
    size_t matched_n, matched_cap;
    bool any_row, compares;
    int64_t last; /* row number, of the file */
    char today[CLOCK_DATE_MAX];
};

/* Judges a row that was checked: s->outcome, s->faults, and what it takes the
 * place of. */
enum err row_judge(struct reading *r, struct staged *s,
                   struct roster_row_read *row);

#endif
