/*
 * 信息比对 (虎政规〔2020〕1号, 五(二)): are two rows of rosters the same child?
 *
 * Exact proof is the only thing that joins rows by itself (match_proves).
 * Everything else is compared, scored and explained, and waits for a person:
 * a guess never joins two children.
 *
 * All pure: nothing here reads a clock, a file or a database.
 */
#ifndef DOMAIN_MATCH_H
#define DOMAIN_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/* A person as one row of a roster has it.  Texts are in their stored form,
 * numbers normalised (domain/id_no.h); NULL or "" where the row has none.
 * The person owns nothing. */
struct match_person {
    const char *id_no;
    const char *student_no;
    const char *name;
    const char *form; /* of the name: name_compare_form, never NULL */
    const char *sex;  /* "1" "2" */
    const char *birth_date;
    const char *household_no, *guardian, *phone;
    const char *village; /* 12 digits of its 户籍 or residence */
    const char *school, *grade, *class;
    bool borrowed; /* its identity number is another person's too */
};

/* ---- identity numbers ---- */
enum match_number {
    NUMBER_UNKNOWN, /* one of them has none */
    NUMBER_SAME,
    NUMBER_FIFTEEN,       /* one is the old form of the other */
    NUMBER_CHECK,         /* but for the check digit */
    NUMBER_SWAPPED,       /* two digits stand in each other's place */
    NUMBER_ONE_DIGIT,     /* one digit differs */
    NUMBER_DIGIT_MISSING, /* one has a digit less or more */
    NUMBER_TAIL,          /* the last digits of one are lost */
    NUMBER_TWO_DIGITS,
    NUMBER_BOTH_SOUND, /* both pass their check: two numbers */
    NUMBER_OTHER
};

/* How two normalised numbers differ; symmetric.  A pair that both pass their
 * check is never taken for a slip, however near (twins). */
enum match_number match_number(const char *a, const char *b);

/* A number that passes every check of GB 11643-1999. */
bool match_number_sound(const char *id_no);

/* ---- names ---- */
enum match_name {
    NAME_UNKNOWN, /* one of them has none */
    NAME_SAME,
    NAME_VARIANT, /* 繁简, 异体, dots and blanks: equal comparing forms */
    NAME_SOUND,   /* every character sounds the same (同音字) */
    NAME_ALIKE,   /* characters that differ sound or look alike (形近字) */
    NAME_SURNAME, /* the given name is the same, of two characters or more */
    NAME_PART,    /* one is the beginning or the end of the other */
    NAME_ONE,     /* one character differs, the surname does not */
    NAME_OTHER
};

/* How two names differ; symmetric. */
enum match_name match_name(const struct match_person *a,
                           const struct match_person *b);

/* ---- dates ---- */
enum match_dates {
    DATES_SAME,
    DATES_SWAPPED, /* month and day in each other's place */
    DATES_NEAR,    /* year, month or day differs, the others do not */
    DATES_OTHER
};
/* How two dates YYYY-MM-DD differ; symmetric. */
enum match_dates match_dates(const char *a, const char *b);

/* ---- exact proof ---- */
enum match_proof {
    PROVED_NOT,
    PROVED_NUMBER,    /* one sound number, and names that agree */
    PROVED_SLIP,      /* one faulty number, whole, and one name */
    PROVED_STUDENT_NO /* one sound 学籍号, and names that agree */
};

/* Names agree when they are the same, variants, sound or look alike, or when
 * only the surname changed.  Under one number two others (a twin's number
 * copied) do not, nor does a birth date that is not the number's, by more
 * than a slip; under one 学籍号 two sound identity numbers do not. */
enum match_proof match_proves(const struct match_person *a,
                              const struct match_person *b);

/* ---- scores ---- */
enum match_evidence {
    EV_NUMBER_SAME,
    EV_NUMBER_FIFTEEN,
    EV_NUMBER_CHECK,
    EV_NUMBER_SWAPPED,
    EV_NUMBER_ONE_DIGIT,
    EV_NUMBER_DIGIT_MISSING,
    EV_NUMBER_TAIL,
    EV_NUMBER_TWO_DIGITS,
    EV_NUMBER_BOTH_SOUND,
    EV_NUMBER_OTHER,
    EV_STUDENT_NO_SAME,
    EV_NAME_SAME,
    EV_NAME_VARIANT,
    EV_NAME_SOUND,
    EV_NAME_ALIKE,
    EV_NAME_SURNAME,
    EV_NAME_PART,
    EV_NAME_ONE,
    EV_NAME_OTHER,
    EV_BIRTH_SAME,
    EV_BIRTH_SWAPPED,
    EV_BIRTH_NEAR,
    EV_BIRTH_OTHER,
    EV_SEX_SAME,
    EV_SEX_OTHER,
    EV_HOUSEHOLD_SAME,
    EV_GUARDIAN_SAME,
    EV_PHONE_SAME,
    EV_VILLAGE_SAME,
    EV_SCHOOL_SAME,
    EV_CLASS_SAME,
    EV_LIST_SAME,
    EV_N
};

struct match_weight {
    const char *code, *says; /* Chinese, for people */
    int weight;
};

/* The one table of weights, by enum match_evidence. */
extern const struct match_weight match_weights[EV_N];

/* From this score on a person is asked; candidates less than MATCH_CLOSE below
 * the best of a row are put before the person beside it. */
#define MATCH_ASK 50
#define MATCH_CLOSE 20

/* `evidence` has bit 1 << enum match_evidence. */
struct match_score {
    int score;
    uint32_t evidence;
};

/* Compares two rows; symmetric. */
struct match_score match_compare(const struct match_person *a,
                                 const struct match_person *b);

/* The evidence in Chinese, `；` between, what speaks for it first. */
void match_says(uint32_t evidence, struct buf *out);

/* A score as confidence, 0 to 1, two decimals: 0.5 at MATCH_ASK. */
double match_confidence(int score);

/* ---- differing characters ---- */
/* A run of a text that the other has not: code points from, and how many. */
struct match_mark {
    size_t from, n;
};
#define MATCH_MARKS 16

/* Marks what differs between two texts, by their longest common subsequence;
 * of texts past 64 code points the whole.  Returns how many marks each has in
 * `n[0]` and `n[1]`. */
void match_marks(const char *a, const char *b,
                 struct match_mark mark[2][MATCH_MARKS], size_t n[2]);

#endif
