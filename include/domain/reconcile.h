/*
 * 四查三比对: the rows of all rosters of a year, and what surveys and papers
 * say, become children; each child gets one verdict (contract §5).
 *
 * Pure computing on compact rows: numbers are their keyed blind index, names
 * the hash of their comparing form.  Only what proof leaves over is looked at
 * in the clear.  The steps, in order:
 *
 *   reconcile_order    rows into the order that what they say gives them
 *   reconcile_join     rows of one number or one 学籍号 are one child
 *   (details)          the caller opens the rows flagged `detail`
 *   reconcile_settle   names judge shared numbers; decisions of people hold
 *   reconcile_seek, reconcile_near, reconcile_near_end
 *                      which anchored rows stand near what is left over
 *   (details)          the caller opens those too
 *   reconcile_propose  candidates
 *   reconcile_judge    verdicts
 */
#ifndef DOMAIN_RECONCILE_H
#define DOMAIN_RECONCILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/match_set.h"
#include "domain/verdict.h"

/* In the order of trust in what they say of a person. */
enum reconcile_list {
    LIST_HUJI,
    LIST_ENROLMENT,
    LIST_ATTENDANCE,
    LIST_CHANGE,
    LIST_POVERTY,
    LIST_DISABILITY,
    LIST_ASSIGNED,
    LIST_SURVEY, /* children that surveys know, by their record */
    LIST_N
};
/* The roster kinds by list; "survey" for the last. */
extern const char *const reconcile_lists[LIST_N];

enum reconcile_number {
    NUMBER_STATE_NONE,
    NUMBER_STATE_SOUND,
    NUMBER_STATE_SLIP, /* whole, but its check digit is wrong */
    NUMBER_STATE_BROKEN
};
enum reconcile_number reconcile_number_of(const char *id_no_state);

#define DAY_NONE INT32_MIN

struct reconcile_row {
    int64_t id;                  /* in its table */
    int64_t student_id;          /* 0 none */
    uint64_t number, student_no; /* heads of their blind indexes; 0 none */
    uint64_t name;               /* reconcile_hash of the comparing form */
    uint64_t print;       /* fingerprint: the same person, the same roster, next
                     * year too */
    uint64_t sound;       /* reconcile_sound of the name; 0 none */
    int32_t birth;        /* days, or DAY_NONE */
    int32_t number_birth; /* what its number says, or DAY_NONE */
    int32_t day;          /* of a change, or DAY_NONE */
    uint32_t line;        /* in its sheet */
    uint32_t import;
    uint32_t entity;
    uint16_t school; /* a number that the caller gives; 0 none */
    uint16_t class;  /* another, of school, grade and class */
    uint8_t list, sex;
    uint8_t number_state;
    uint8_t state; /* ENROL_… of a 学籍 row, REGISTER_… of a change */
    bool arrives;  /* a change by which the child is of this county */
    bool borrowed; /* out: its number is another's */
    bool
        odd_birth; /* its birth date is not its number's, by more than a slip */
    bool namesake; /* its name and birth date stand under another number too */
    bool detail;   /* to be opened */
};

/* What surveys and papers say of a child's record. */
struct reconcile_record {
    int64_t student_id;
    uint8_t survey;      /* SURVEY_… */
    bool approved;       /* an approval holds on the day */
    bool poor, disabled; /* tags in force on the day */
};

/* Whom a row names that a committed import left out, as far as it could be
 * read; 0 and DAY_NONE where it could not. */
struct reconcile_refused {
    uint64_t name;
    uint32_t import;
    int32_t birth;
    uint16_t school;
    uint8_t list; /* LIST_ENROLMENT or LIST_ATTENDANCE */
    bool mended;  /* out: a later import of the list has the row */
};

struct reconcile_same { /* decided to be one, by fingerprints */
    uint64_t a, b;
};

struct reconcile_entity {
    uint32_t first, n; /* its rows: order[first..first + n) */
    uint32_t lists;
    uint32_t
        group;     /* candidates of one child; once judged, who speaks for it */
    bool anchored; /* a sound number that is its own */
    bool member;   /* of a group that another entity speaks for */
    bool question; /* an answer may change the verdict */
    bool near;     /* its rows are to be opened */
    int score;     /* of its best candidate */
    struct verdict_facts facts; /* of its own rows alone */
    const struct verdict_rule *rule;
};

struct reconcile {
    int year;
    int32_t today;             /* a change of a later day does not hold yet */
    bool enrolment_in;         /* the county's 学籍 list is there */
    const bool *attendance_in; /* by school number; [0] any school's */
    const struct reconcile_record *records; /* ascending by student_id */
    size_t records_n;
    struct reconcile_refused *refused; /* ascending by name */
    size_t refused_n;
    const struct reconcile_same *same;
    size_t same_n;
    const struct match_apart *apart;
    size_t apart_n;

    struct reconcile_row *rows;
    size_t rows_n;
    const struct match_person **persons; /* by row; NULL while not opened */

    /* out */
    uint32_t *read; /* where the row given i-th stands */
    uint32_t *order;
    struct reconcile_entity *entities;
    size_t entities_n;
    uint64_t *keys; /* ascending: what is left over looks under these */
    size_t keys_n;
    struct match_pair *pairs; /* a, b are rows */
    size_t pairs_n;
};

uint64_t reconcile_hash(const char *s);
/* The same of a name as it sounds; ERR_NO_MEMORY. */
enum err reconcile_sound(const char *name, struct arena *scratch,
                         uint64_t *out);
uint64_t reconcile_print(uint64_t number, uint64_t name, int32_t birth,
                         uint64_t more);

/* All: memory from the arena; ERR_NO_MEMORY. */

/* Sorts the rows by list and line, then by what they say.  Ids and numbers that
 * a store gives follow its key: of two that are alike in all else, the order
 * must not be theirs, or two stores would judge the same lists otherwise. */
enum err reconcile_order(struct reconcile *r, struct arena *a);
enum err reconcile_join(struct reconcile *r, struct arena *a);
enum err reconcile_settle(struct reconcile *r, struct arena *a);

/* Gathers the keys of what is left over. */
enum err reconcile_seek(struct reconcile *r, struct arena *a);
/* Where there are keys, every row in turn, opened: is there anything left over
 * that it may be?  Marks its entity. */
enum err reconcile_near(struct reconcile *r, uint32_t row,
                        const struct match_person *p, struct arena *scratch);
/* After the last: marks those who share the sound of a name and a birth date
 * and no roster, under two numbers.  Then a row whose number is sound has its
 * birth date, which knows better than the cell beside it. */
enum err reconcile_near_end(struct reconcile *r);

/* Marks refused rows that a later import of their list has, mended. */
void reconcile_mend(struct reconcile *r);
/* REFUSED_…: which lists have a refused row that may be of the entity: one of
 * its names exactly, and its school and birth date where both know them. */
unsigned reconcile_refused_of(const struct reconcile *r,
                              const struct reconcile_entity *e);

enum err reconcile_propose(struct reconcile *r, struct arena *a);
/* Facts of every entity, then reconcile_conclude. */
enum err reconcile_judge(struct reconcile *r, struct arena *a);
/* Speakers, questions and rules of entities whose facts, group, lists and
 * anchor are known; of the rows only their entity is looked at. */
enum err reconcile_conclude(struct reconcile *r, struct arena *a);
/* Does `a` speak rather than `b` where both are one child? */
bool reconcile_speaks(const struct reconcile_entity *a,
                      const struct reconcile_entity *b);
/* How sure its verdict is, 0 to 1. */
double reconcile_confidence(const struct reconcile_entity *e);
/* Is a verdict given at all?  Not below school age, nor past it to whom only
 * the 户籍 knows: grown-ups are no children. */
bool reconcile_is_given(const struct reconcile_entity *e);

/* ---- judged again ---- */
/* Children of a run and what people say of each two of them, when one more is
 * decided: the same joining and the same rules as in a run. */
enum reconcile_said { SAID_NOTHING, SAID_SAME, SAID_DIFFERENT };
struct reconcile_link {
    uint32_t a, b; /* of the pieces */
    int score;
    uint32_t evidence;
    enum reconcile_said said;
    bool alternative, spare; /* out */
};
struct reconcile_piece { /* an entity as the run stored it */
    struct verdict_facts facts;
    uint32_t lists;
    bool anchored;
    uint32_t child; /* out: of the entities */
};
/* pieces[0..n) with all links among them.  Pieces said to be the same become
 * one entity of r, which is cleared before; each piece says which. */
enum err reconcile_again(struct reconcile *r, struct reconcile_piece *pieces,
                         size_t n, struct reconcile_link *links, size_t links_n,
                         struct arena *a);

/* What is known of one child where facts of two of its entities come
 * together. */
struct verdict_facts verdict_join(const struct verdict_facts *a,
                                  const struct verdict_facts *b);
int64_t verdict_pack(const struct verdict_facts *f);
struct verdict_facts verdict_unpack(int64_t packed);

#endif
