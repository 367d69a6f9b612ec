/* What the files of the roster generator share. */
#ifndef JOBS_GENERATE_PARTS_H
#define JOBS_GENERATE_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/prng.h"
#include "demo_parts.h"
#include "jobs/generate.h"
#include "sheet/out_file.h"
#include "sheet/table_out.h"

/* ---- the files: generate_files.c ------------------------------------------ */
enum roster {
    ROSTER_SCHOOLS,
    ROSTER_ENROLMENT,
    ROSTER_ATTENDANCE,
    ROSTER_HOUSEHOLD,
    ROSTER_CHANGE,
    ROSTER_POVERTY,
    ROSTER_DISABILITY,
    ROSTER_ASSIGNED,
    ROSTER_TRUTH,
    ROSTERS
};
#define ROSTER_COLUMNS_MAX 15

/* What a column says of a child; an error is planted in a part. */
enum part {
    PART_OTHER,
    PART_NAME,
    PART_NUMBER,
    PART_BIRTH,
    PART_SEX,
    PART_SCHOOL,
    PART_CLASS,
    PART_PHONE,
    PARTS
};

/* A kind of roster: its name in the contract, its headers, their meaning. */
struct roster_form {
    const char *kind;
    const struct table_column *columns;
    const enum part *parts; /* NULL: no child's roster */
    size_t n;
};
extern const struct roster_form roster_forms[ROSTERS];

/* Where a part stands in a roster; -1 nowhere. */
int roster_column(enum roster r, enum part p);

struct roster_file {
    struct table_out *table;
    struct table_sheet sheet;
    struct out_file file;
    struct buf pending, coded;
    bool gb18030, begun;
};

/* Opens all of them; on failure too generate_files_close releases them. */
enum err generate_files_open(struct roster_file f[ROSTERS],
                             const struct generate_plan *plan, struct arena *a);
/* Gives each its name. */
enum err generate_files_publish(struct roster_file f[ROSTERS]);
void generate_files_close(struct roster_file f[ROSTERS]);

/* Appends a row; NULL is an empty cell.  `*row` is its number as a spreadsheet
 * shows it. */
enum err roster_write(struct roster_file f[ROSTERS], enum roster r,
                      const char *const *cells, int64_t *row);

/* ---- places: generate_places.c --------------------------------------------- */
struct gen_school {
    const char *code, *name, *type, *division;
    int64_t seats[DEMO_GRADES]; /* taken */
    bool missing;               /* its attendance list never came */
};

struct gen_village {
    const char *code, *place;
    size_t town;
    bool community;
    int64_t children;
    size_t primary, junior;
};

struct gen_town {
    const char *code, *name;
    bool farm;
    int64_t children;
    size_t primary, primaries, junior, juniors; /* first school, how many */
};

struct gen_places {
    struct gen_town *towns;
    struct gen_village *villages;
    struct gen_school *schools;
    size_t towns_n, villages_n, schools_n;
};

/* Lays out the county in the arena. */
enum err generate_places(struct arena *a, struct prng *rng,
                         const struct generate_plan *plan,
                         struct gen_places *out);

/* ---- children: generate_children.c ------------------------------------------- */
/* How a child stands in truth; what the lists can tell of it is its verdict. */
enum gen_state {
    STATE_IN_SCHOOL,
    STATE_ENROLLED_ABSENT,
    STATE_PRESENT_UNENROLLED,
    STATE_NEVER_ENROLLED,
    STATE_ELSEWHERE, /* studies outside; the lists cannot know */
    STATE_SUSPENDED, /* 休学 */
    STATE_LEFT,      /* 死亡 迁出 注销 重户删除 */
    STATE_OVER_AGE,  /* still in school past 15 */
    STATE_GRADUATED, /* 毕业 */
    STATE_UNKNOWN,   /* only a list from above has it */
    STATE_OUTSIDE,   /* not of school age, nowhere in school */
    STATES
};
const char *gen_state_name(enum gen_state s);

struct gen_family {
    const struct gen_village *village, *huji; /* huji NULL: outside */
    enum demo_where where;
    const char *no, *surname, *other_surname, *nation;
    const char *head, *guardian, *phone, *address, *far, *far_code;
    int hardship;
};

struct gen_child {
    const char *name, *no, *student_no;
    char birth[CLOCK_DATE_MAX];
    int32_t born;
    bool boy, twin, alike, destroyed;
    int age, grade; /* grade an index, -1 none */
    enum gen_state state;
    struct gen_school *school;
    const char *class;
    unsigned lists;           /* 1 << enum roster */
    enum roster lost_in;      /* where the number is lost; ROSTERS nowhere */
    const char *lent;         /* the number of another that it is lost for */
    struct buf planted, rows; /* for the truth */
};

#define GEN_FAMILY 4

/* The number handed on, once, to a child of another household. */
struct gen_lent {
    char no[20];
    int64_t household;
};

struct gen {
    const struct generate_plan *plan;
    struct generate_made *made;
    struct arena a, scratch;  /* the job's, a household's */
    struct prng world, slips; /* so that the world stays when rates change */
    struct gen_places places;
    struct roster_file files[ROSTERS];
    uint16_t (*births)[2]; /* numbers given out, by day and sex */
    int32_t births_from, births_n;
    struct gen_family family;
    struct gen_child children[GEN_FAMILY];
    size_t n;
    struct gen_lent lent;
    /* the child before, to be confused with */
    struct {
        char name[64], surname[16], nation[4];
        int32_t born;
        bool boy;
        size_t village;
    } before;
};

/* Fills g->children with `n` of the household. */
enum err generate_children(struct gen *g, size_t n);
/* A number of that birthday that nobody has. */
const char *generate_number(struct gen *g, const struct gen_child *c);
/* Draws how the child stands, where it is listed. */
void generate_standing(struct gen *g, struct gen_child *c);

/* ---- errors: generate_faults.c ------------------------------------------------ */
/* Spoils a row's cells as the rates ask; what it did goes to the child's
 * truth. */
enum err generate_spoil(struct gen *g, struct gen_child *c, enum roster r,
                        const char **cells);
/* Chooses whose number is lost, and where. */
void generate_choose_lost(struct gen *g, struct gen_child *c);
bool generate_twice(struct gen *g); /* this row stands twice */
enum err generate_note(struct gen *g, struct gen_child *c, const char *where,
                       const char *what);

/* ---- rows: generate_rows.c ----------------------------------------------------- */
enum err generate_schools_write(struct gen *g);
/* All rows of a child, then its truth. */
enum err generate_rows(struct gen *g, struct gen_child *c);

#endif
