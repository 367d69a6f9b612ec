/*
 * The score of two rows, and the proof that needs none.
 */
#include "domain/match.h"

#include <string.h>

#include "base/clock.h"
#include "domain/id_no.h"

const struct match_weight match_weights[EV_N] = {
    [EV_NUMBER_SAME] = { "number_same", "身份证号相同", 70 },
    [EV_NUMBER_FIFTEEN] = { "number_fifteen", "身份证号是 15 位与 18 位之别",
                            50 },
    [EV_NUMBER_CHECK] = { "number_check", "身份证号只有末位校验码不同", 50 },
    [EV_NUMBER_SWAPPED] = { "number_swapped", "身份证号有两位颠倒", 48 },
    [EV_NUMBER_ONE_DIGIT] = { "number_one_digit", "身份证号只有一位不同", 46 },
    [EV_NUMBER_DIGIT_MISSING] = { "number_digit_missing",
                                  "身份证号只差多一位或少一位", 46 },
    [EV_NUMBER_TAIL] = { "number_tail", "身份证号末几位丢失，其余相同", 30 },
    [EV_NUMBER_TWO_DIGITS] = { "number_two_digits", "身份证号有两位不同", 20 },
    [EV_NUMBER_BOTH_SOUND] = { "number_both_sound",
                               "两个身份证号都有效而不相同", -10 },
    [EV_NUMBER_OTHER] = { "number_other", "身份证号相差较多", -15 },
    [EV_STUDENT_NO_SAME] = { "student_no_same", "学籍号相同", 60 },
    [EV_NAME_SAME] = { "name_same", "姓名相同", 40 },
    [EV_NAME_VARIANT] = { "name_variant", "姓名只有繁简、异体或间隔号不同",
                          40 },
    [EV_NAME_SOUND] = { "name_sound", "姓名同音", 30 },
    [EV_NAME_ALIKE] = { "name_alike", "姓名用字形近", 28 },
    [EV_NAME_SURNAME] = { "name_surname", "名相同而姓不同，可能改姓", 20 },
    [EV_NAME_PART] = { "name_part", "一个姓名是另一个的一部分", 15 },
    [EV_NAME_ONE] = { "name_one", "姓名有一字不同", 0 },
    [EV_NAME_OTHER] = { "name_other", "姓名不同", -40 },
    [EV_BIRTH_SAME] = { "birth_same", "出生日期相同", 20 },
    [EV_BIRTH_SWAPPED] = { "birth_swapped", "出生日期的月和日颠倒", 12 },
    [EV_BIRTH_NEAR] = { "birth_near", "出生日期年月日有一项不同", 8 },
    [EV_BIRTH_OTHER] = { "birth_other", "出生日期不同", -25 },
    [EV_SEX_SAME] = { "sex_same", "性别相同", 3 },
    [EV_SEX_OTHER] = { "sex_other", "性别不同", -15 },
    [EV_HOUSEHOLD_SAME] = { "household_same", "同一户", 12 },
    [EV_GUARDIAN_SAME] = { "guardian_same", "监护人或户主同名", 12 },
    [EV_PHONE_SAME] = { "phone_same", "联系电话相同", 12 },
    [EV_VILLAGE_SAME] = { "village_same", "同一村（社区）", 6 },
    [EV_SCHOOL_SAME] = { "school_same", "同一学校", 6 },
    [EV_CLASS_SAME] = { "class_same", "同年级同班", 6 },
    [EV_LIST_SAME] = { "list_same", "在同一份花名册里各有一行", -30 },
};

static bool has(const char *s)
{
    return s != NULL && *s != '\0';
}

static bool both_equal(const char *a, const char *b)
{
    return has(a) && has(b) && strcmp(a, b) == 0;
}

enum match_dates match_dates(const char *x, const char *y)
{
    int apart;

    if (strcmp(x, y) == 0)
        return DATES_SAME;
    if (strlen(x) != CLOCK_DATE_MAX - 1 || strlen(y) != CLOCK_DATE_MAX - 1)
        return DATES_OTHER;
    if (memcmp(x, y, 4) == 0 && memcmp(x + 5, y + 8, 2) == 0 &&
        memcmp(x + 8, y + 5, 2) == 0)
        return DATES_SWAPPED;
    apart = (memcmp(x, y, 4) != 0) + (memcmp(x + 5, y + 5, 2) != 0) +
            (memcmp(x + 8, y + 8, 2) != 0);
    return apart == 1 ? DATES_NEAR : DATES_OTHER;
}

/* ---- proof ---- */
/* Whole numbers only: …000 is what a spreadsheet left of many. */
static bool is_whole(const char *id_no)
{
    enum id_no_fault fault = id_no_check(id_no, ID_NO_NUMERIC_CELL);

    return fault == ID_NO_OK || fault == ID_NO_CHECK_DIGIT;
}

static bool names_agree(enum match_name n)
{
    return n == NAME_SAME || n == NAME_VARIANT || n == NAME_SOUND ||
           n == NAME_ALIKE || n == NAME_SURNAME;
}

static bool student_no_sound(const char *no)
{
    return student_no_check(no) == ID_NO_OK && no[0] != 'L';
}

/* The date of a row and that of a sound number: one slip apart at most. */
static bool birth_fits(const struct match_person *p, const char *number)
{
    char date[CLOCK_DATE_MAX];

    return !has(p->birth_date) || !id_no_birth(number, date) ||
           match_dates(p->birth_date, date) != DATES_OTHER;
}

enum match_proof match_proves(const struct match_person *a,
                              const struct match_person *b)
{
    enum match_number number = match_number(a->id_no, b->id_no);
    enum match_name name = match_name(a, b);

    if (number == NUMBER_SAME && match_number_sound(a->id_no))
        return names_agree(name) && birth_fits(a, a->id_no) &&
                       birth_fits(b, a->id_no)
                   ? PROVED_NUMBER
                   : PROVED_NOT;
    if (number == NUMBER_SAME && is_whole(a->id_no) &&
        (name == NAME_SAME || name == NAME_VARIANT))
        return PROVED_SLIP;
    if (both_equal(a->student_no, b->student_no) &&
        student_no_sound(a->student_no) && names_agree(name) &&
        number != NUMBER_BOTH_SOUND)
        return PROVED_STUDENT_NO;
    return PROVED_NOT;
}

/* ---- evidence ---- */
static uint32_t bit(enum match_evidence e)
{
    return UINT32_C(1) << e;
}

/* The number that a 学籍号 was made of: good enough for a question, never for a
 * proof. */
static const char *made_of(const struct match_person *p)
{
    return has(p->student_no) && p->student_no[0] == 'G' ? p->student_no + 1
                                                         : NULL;
}

/* The closest of the numbers of two rows.  A borrowed number says nothing
 * against anybody else. */
static uint32_t number_evidence(const struct match_person *a,
                                const struct match_person *b)
{
    static const enum match_evidence of[] = {
        [NUMBER_SAME] = EV_NUMBER_SAME,
        [NUMBER_FIFTEEN] = EV_NUMBER_FIFTEEN,
        [NUMBER_CHECK] = EV_NUMBER_CHECK,
        [NUMBER_SWAPPED] = EV_NUMBER_SWAPPED,
        [NUMBER_ONE_DIGIT] = EV_NUMBER_ONE_DIGIT,
        [NUMBER_DIGIT_MISSING] = EV_NUMBER_DIGIT_MISSING,
        [NUMBER_TAIL] = EV_NUMBER_TAIL,
        [NUMBER_TWO_DIGITS] = EV_NUMBER_TWO_DIGITS,
        [NUMBER_BOTH_SOUND] = EV_NUMBER_BOTH_SOUND,
        [NUMBER_OTHER] = EV_NUMBER_OTHER,
    };
    const char *x[] = { a->id_no, made_of(a) }, *y[] = { b->id_no, made_of(b) };
    enum match_evidence best = EV_N;

    for (size_t i = 0; i < 4; i++) {
        enum match_number n = match_number(x[i / 2], y[i % 2]);

        if (n == NUMBER_UNKNOWN ||
            ((a->borrowed || b->borrowed) && match_weights[of[n]].weight < 0))
            continue;
        if (best == EV_N ||
            match_weights[of[n]].weight > match_weights[best].weight)
            best = of[n];
    }
    return best == EV_N ? 0 : bit(best);
}

static uint32_t name_evidence(const struct match_person *a,
                              const struct match_person *b)
{
    static const enum match_evidence of[] = {
        [NAME_SAME] = EV_NAME_SAME,   [NAME_VARIANT] = EV_NAME_VARIANT,
        [NAME_SOUND] = EV_NAME_SOUND, [NAME_ALIKE] = EV_NAME_ALIKE,
        [NAME_PART] = EV_NAME_PART,   [NAME_SURNAME] = EV_NAME_SURNAME,
        [NAME_ONE] = EV_NAME_ONE,     [NAME_OTHER] = EV_NAME_OTHER,
    };
    enum match_name n = match_name(a, b);

    return n == NAME_UNKNOWN ? 0 : bit(of[n]);
}

/* The birth date of the row, else of its number. */
static const char *birth_of(const struct match_person *p,
                            char of_number[CLOCK_DATE_MAX])
{
    if (has(p->birth_date))
        return p->birth_date;
    if (has(p->id_no) && strlen(p->id_no) == ID_NO_SIZE - 1 &&
        id_no_birth(p->id_no, of_number))
        return of_number;
    return NULL;
}

static uint32_t birth_evidence(const struct match_person *a,
                               const struct match_person *b)
{
    char from_a[CLOCK_DATE_MAX], from_b[CLOCK_DATE_MAX];
    const char *x = birth_of(a, from_a), *y = birth_of(b, from_b);

    if (x == NULL || y == NULL)
        return 0;
    switch (match_dates(x, y)) {
    case DATES_SAME:
        return bit(EV_BIRTH_SAME);
    case DATES_SWAPPED:
        return bit(EV_BIRTH_SWAPPED);
    case DATES_NEAR:
        return bit(EV_BIRTH_NEAR);
    case DATES_OTHER:
        break;
    }
    return bit(EV_BIRTH_OTHER);
}

static int sex_of(const struct match_person *p)
{
    if (has(p->sex))
        return p->sex[0] - '0';
    return match_number_sound(p->id_no) ? id_no_sex(p->id_no) : 0;
}

static uint32_t sex_evidence(const struct match_person *a,
                             const struct match_person *b)
{
    int x = sex_of(a), y = sex_of(b);

    if (x == 0 || y == 0)
        return 0;
    return bit(x == y ? EV_SEX_SAME : EV_SEX_OTHER);
}

static uint32_t place_evidence(const struct match_person *a,
                               const struct match_person *b)
{
    uint32_t e = 0;

    if (both_equal(a->household_no, b->household_no))
        e |= bit(EV_HOUSEHOLD_SAME);
    if (both_equal(a->guardian, b->guardian))
        e |= bit(EV_GUARDIAN_SAME);
    if (both_equal(a->phone, b->phone))
        e |= bit(EV_PHONE_SAME);
    if (both_equal(a->village, b->village))
        e |= bit(EV_VILLAGE_SAME);
    if (!both_equal(a->school, b->school))
        return e;
    e |= bit(EV_SCHOOL_SAME);
    if (both_equal(a->grade, b->grade) && both_equal(a->class, b->class))
        e |= bit(EV_CLASS_SAME);
    return e;
}

struct match_score match_compare(const struct match_person *a,
                                 const struct match_person *b)
{
    struct match_score s = { 0 };

    s.evidence = number_evidence(a, b) | name_evidence(a, b) |
                 birth_evidence(a, b) | sex_evidence(a, b) |
                 place_evidence(a, b);
    if (both_equal(a->student_no, b->student_no))
        s.evidence |= bit(EV_STUDENT_NO_SAME);
    for (size_t i = 0; i < EV_N; i++)
        if (s.evidence & bit((enum match_evidence)i))
            s.score += match_weights[i].weight;
    return s;
}

void match_says(uint32_t evidence, struct buf *out)
{
    bool first = true;

    for (int against = 0; against < 2; against++)
        for (size_t i = 0; i < EV_N; i++) {
            if (!(evidence & bit((enum match_evidence)i)) ||
                (match_weights[i].weight < 0) != against)
                continue;
            if (!first)
                buf_str(out, "；");
            first = false;
            buf_str(out, match_weights[i].says);
        }
}

double match_confidence(int score)
{
    int percent = 50 + (score - MATCH_ASK) / 2;

    if (percent > 99)
        percent = 99;
    return percent < 0 ? 0.0 : percent / 100.0;
}
