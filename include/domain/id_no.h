/*
 * The numbers a person is known by: the resident identity number
 * (公民身份号码, GB 11643-1999), the student number (学籍号), the number of a
 * disability certificate (残疾人证) and telephone numbers: mended, checked,
 * taken apart, masked.
 */
#ifndef DOMAIN_ID_NO_H
#define DOMAIN_ID_NO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"

#define ID_NO_SIZE 19         /* 18 characters and the NUL */
#define STUDENT_NO_SIZE 20    /* 19 and the NUL */
#define DISABILITY_NO_SIZE 24 /* 20, a reissue mark of up to 3, the NUL */
#define PHONE_SIZE 16
#define ID_MASK_SIZE 32

enum id_no_fault {
    ID_NO_OK,
    ID_NO_LENGTH,
    ID_NO_CHARACTER,
    ID_NO_DATE,
    ID_NO_CHECK_DIGIT,  /* a doubt to be kept, not thrown away */
    ID_NO_FIFTEEN,      /* the old form: read-only history, see upgrade */
    ID_NO_EXCEL_DAMAGE, /* its last three digits are lost for good */
    ID_NO_FAULTS
};

/* The number stood in a numeric cell, where a spreadsheet keeps 15 digits. */
#define ID_NO_NUMERIC_CELL 1u

/* One Chinese sentence for people: what is wrong and what to do; never NULL,
 * empty for ID_NO_OK. */
const char *id_no_says(enum id_no_fault fault);

/* Mends what is typed and pasted: full-width digits, x and its look-alikes to
 * X; blanks, hyphens, apostrophes and invisible characters dropped.  `out` is
 * filled, cut to what fits, whatever is returned: ID_NO_OK, ID_NO_LENGTH for
 * more than 18 characters, ID_NO_CHARACTER for what belongs in no number (or
 * is not UTF-8), ID_NO_EXCEL_DAMAGE for scientific notation (2.30381E+17). */
enum id_no_fault id_no_normalise(const char *in, char out[ID_NO_SIZE]);

/* The first fault of a normalised number: length, characters, damage, birth
 * date (1800 to 2199; whether it is yet to come is the caller's to judge),
 * check digit.  A sound number of 15 digits is ID_NO_FIFTEEN. */
enum id_no_fault id_no_check(const char *no, unsigned flags);

/* Birth date of a number of 18 or 15 digits, its check digit not judged;
 * false when there is no such date. */
bool id_no_birth(const char *no, char out[CLOCK_DATE_MAX]);

/* The same of 18 digits alone: the century of a shorter one is a guess.  NULL
 * has none. */
bool id_no_birth_certain(const char *no, char out[CLOCK_DATE_MAX]);

/* 1 male, 2 female (GB/T 2261.1); 0 when the number has neither length. */
int id_no_sex(const char *no);

/* The check character, 0-9 or X, of the first 17 digits; NUL when they are
 * not 17 digits. */
char id_no_check_digit(const char *no);

/* 15 digits to 18 for matching, in the 20th century as all were; false when
 * not ID_NO_FIFTEEN. */
bool id_no_upgrade(const char *fifteen, char out[ID_NO_SIZE]);

/* 230381************: the division stays, also behind the letter of a student
 * number; the rest, birth date and sex too, does not.  Anything else of
 * fewer than 15 bytes is stars all through.  `out` is cut to fit. */
void id_no_mask(const char *no, char out[ID_MASK_SIZE]);

/* Student number, 19 characters: G and an identity number; J for those
 * without one, 6 of the school's division, 8 birth date, 3 sequence, 1 check
 * (its rule is not published, so not judged); L provisional, 6 + 8 + 4.  Never
 * derive it from an identity number or the reverse: one may outlive the
 * other's correction. */
enum id_no_fault student_no_normalise(const char *in,
                                      char out[STUDENT_NO_SIZE]);
enum id_no_fault student_no_check(const char *no);
const char *student_no_says(enum id_no_fault fault);

/* Disability certificate: identity number, kind, grade, and B and a count
 * when reissued. */
struct disability_no {
    char no[DISABILITY_NO_SIZE]; /* the whole, mended */
    char id_no[ID_NO_SIZE];
    int kind; /* 1 视力 2 听力 3 言语 4 肢体 5 智力 6 精神 7 多重 */
    int grade;   /* 1 heaviest to 4 */
    int reissue; /* 0 the first */
};

/* Takes a certificate's number apart.  ID_NO_CHARACTER also for a kind or
 * grade that does not exist; the identity number's own faults otherwise.
 * `out` is filled for ID_NO_OK and ID_NO_CHECK_DIGIT only. */
enum id_no_fault disability_no_read(const char *in, struct disability_no *out);
const char *disability_no_says(enum id_no_fault fault);

enum phone_kind { PHONE_NONE, PHONE_MOBILE, PHONE_LANDLINE };

/* Mends a telephone number: +86, blanks, hyphens, brackets and full-width
 * digits; 13812345678, 0467-5820000, 5820000.  PHONE_NONE when it is neither a
 * mobile (1[3-9] and nine digits) nor a landline number; `out` is then
 * empty. */
enum phone_kind phone_normalise(const char *in, char out[PHONE_SIZE]);

/* 138****5678, 0467-****000, ****000; stars alone for anything else. */
void phone_mask(const char *phone, char out[PHONE_SIZE]);

#endif
