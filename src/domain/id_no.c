/*
 * Identity, student, certificate and telephone numbers.
 */
#include "domain/id_no.h"

#include <stdint.h>
#include <string.h>

#include "text/utf8.h"

enum { ID_LEN = ID_NO_SIZE - 1, OLD_LEN = 15, STUDENT_LEN = 19 };
enum { CERTIFICATE_LEN = 20 };

#define ID_NO_AGAIN "请对照户口簿或身份证重新填写。"

const char *id_no_says(enum id_no_fault fault)
{
    static const char *const says[ID_NO_FAULTS] = {
        [ID_NO_OK] = "",
        [ID_NO_LENGTH] = "身份证号应为 18 位，" ID_NO_AGAIN,
        [ID_NO_CHARACTER] = "身份证号只能是数字，"
                            "末位可以是 X，" ID_NO_AGAIN,
        [ID_NO_DATE] = "身份证号中的出生日期不存在，" ID_NO_AGAIN,
        [ID_NO_CHECK_DIGIT] = "身份证号的末位校验码不对，可能有一位写错，"
                              "请对照户口簿或身份证核对。",
        [ID_NO_FIFTEEN] = "这是 15 位的旧身份证号，"
                          "请填写户口簿或身份证上的 18 位号码。",
        [ID_NO_EXCEL_DAMAGE] =
            "身份证号被电子表格当成数字，末三位已经丢失，无法复原。"
            "请把这一列的单元格格式设为“文本”，再重新填写号码。",
    };

    return (unsigned)fault < ID_NO_FAULTS ? says[fault] : says[ID_NO_CHARACTER];
}

const char *student_no_says(enum id_no_fault fault)
{
    static const char *const says[ID_NO_FAULTS] = {
        [ID_NO_OK] = "",
        [ID_NO_LENGTH] = "学籍号应为 19 位，请对照学籍系统重新填写。",
        [ID_NO_CHARACTER] = "学籍号应以 G、J 或 L 开头，后面是 18 位号码，"
                            "请对照学籍系统重新填写。",
        [ID_NO_DATE] = "学籍号中的出生日期不存在，"
                       "请对照学籍系统重新填写。",
        [ID_NO_CHECK_DIGIT] = "学籍号中身份证号的末位校验码不对，"
                              "可能有一位写错，请对照学籍系统核对。",
        [ID_NO_FIFTEEN] = "学籍号应为 19 位，请对照学籍系统重新填写。",
        [ID_NO_EXCEL_DAMAGE] = "学籍号被电子表格当成数字，末几位已经丢失，"
                               "请把单元格格式设为“文本”，再重新填写。",
    };

    return (unsigned)fault < ID_NO_FAULTS ? says[fault] : says[ID_NO_CHARACTER];
}

const char *disability_no_says(enum id_no_fault fault)
{
    static const char *const says[ID_NO_FAULTS] = {
        [ID_NO_OK] = "",
        [ID_NO_LENGTH] = "残疾人证号应为 20 位（补办的后面有 B1 等），"
                         "请对照残疾人证重新填写。",
        [ID_NO_CHARACTER] = "残疾人证号应为身份证号加 1 位残疾类别（1—7）"
                            "和 1 位等级（1—4），请对照残疾人证重新填写。",
        [ID_NO_DATE] = "残疾人证号中的出生日期不存在，"
                       "请对照残疾人证重新填写。",
        [ID_NO_CHECK_DIGIT] = "残疾人证号中身份证号的末位校验码不对，"
                              "可能有一位写错，请对照残疾人证核对。",
        [ID_NO_FIFTEEN] = "残疾人证号应为 20 位，请对照残疾人证重新填写。",
        [ID_NO_EXCEL_DAMAGE] = "残疾人证号被电子表格当成数字，末几位已经丢失，"
                               "请把单元格格式设为“文本”，再重新填写。",
    };

    return (unsigned)fault < ID_NO_FAULTS ? says[fault] : says[ID_NO_CHARACTER];
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool all_digits(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_digit(s[i]))
            return false;
    return true;
}

/* Blanks, marks and invisible characters that come with typing and pasting.
 * The apostrophe is what keeps a number text in a spreadsheet. */
static bool is_chaff(uint32_t cp)
{
    static const uint32_t chaff[] = { '\t',   '\n',   '\r',   ' ',    '\'',
                                      '(',    ')',    '-',    '`',    0xA0,
                                      0xB4,   0x2018, 0x2019, 0x202F, 0x2032,
                                      0x2060, 0x3000, 0xFEFF, 0xFF07, 0xFF08,
                                      0xFF09, 0xFF0D };

    for (size_t i = 0; i < sizeof chaff / sizeof *chaff; i++)
        if (cp == chaff[i])
            return true;
    return (cp >= 0x2000 && cp <= 0x2015) || (cp >= 0x202A && cp <= 0x202E) ||
           (cp >= 0x2066 && cp <= 0x2069);
}

/* Upper-case ASCII of what stands for it; 0 for what stands for nothing. */
static char plain(uint32_t cp)
{
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        cp -= 0xFEE0;
    if (cp == 0xD7 || cp == 0x2169 || cp == 0x2179 || cp == 0x425 ||
        cp == 0x445)
        return 'X'; /* × Ⅹ ⅹ and the Cyrillic letter */
    if (cp >= 'a' && cp <= 'z')
        cp -= 32;
    return cp > ' ' && cp < 0x7F ? (char)cp : 0;
}

/* Mends any number into `size` bytes, cut to fit. */
static enum id_no_fault mend(const char *in, char *out, size_t size)
{
    size_t left = strlen(in), kept = 0;
    enum id_no_fault fault = ID_NO_OK;
    uint32_t cp;

    for (size_t len; left > 0; in += len, left -= len) {
        char c;

        len = utf8_next(in, left, &cp);
        if (len == 0) {
            fault = ID_NO_CHARACTER;
            break;
        }
        if (is_chaff(cp))
            continue;
        c = plain(cp);
        if (c == 0)
            fault = ID_NO_CHARACTER;
        else if (kept + 1 < size)
            out[kept++] = c;
        else if (fault == ID_NO_OK)
            fault = ID_NO_LENGTH;
    }
    out[kept] = '\0';
    return fault;
}

/* 2.30381E+17: what a spreadsheet shows of a long number. */
static bool is_scientific(const char *s)
{
    size_t n = strspn(s, "0123456789.");

    return n > 0 && s[n] == 'E' && s[n + 1] == '+' && is_digit(s[n + 2]);
}

enum id_no_fault id_no_normalise(const char *in, char out[ID_NO_SIZE])
{
    enum id_no_fault fault = mend(in, out, ID_NO_SIZE);

    if (is_scientific(out))
        return ID_NO_EXCEL_DAMAGE;
    if (fault == ID_NO_OK && strspn(out, "0123456789X") != strlen(out))
        return ID_NO_CHARACTER;
    return fault;
}

/* The date of eight digits; false when the calendar has none such.  Not by
 * clock_date_days, which begins in 1900: the standard's own example is of
 * 1880, and a grandparent's number may be typed too. */
static bool date_of(const char *digits, char out[CLOCK_DATE_MAX])
{
    static const int days[] = {
        31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
    };
    int v[8], year, month, day;

    if (!all_digits(digits, 8))
        return false;
    for (size_t i = 0; i < 8; i++)
        v[i] = digits[i] - '0';
    year = v[0] * 1000 + v[1] * 100 + v[2] * 10 + v[3];
    month = v[4] * 10 + v[5];
    day = v[6] * 10 + v[7];
    if (year < 1800 || year > 2199 || month < 1 || month > 12 || day < 1 ||
        day > days[month - 1])
        return false;
    if (month == 2 && day == 29 &&
        (year % 4 != 0 || (year % 100 == 0 && year % 400 != 0)))
        return false;
    memcpy(out, digits, 4);
    out[4] = out[7] = '-';
    memcpy(out + 5, digits + 4, 2);
    memcpy(out + 8, digits + 6, 2);
    out[10] = '\0';
    return true;
}

bool id_no_birth(const char *no, char out[CLOCK_DATE_MAX])
{
    size_t n = strlen(no);
    char digits[9] = "19";

    if (n == ID_LEN)
        return date_of(no + 6, out);
    if (n != OLD_LEN)
        return false;
    memcpy(digits + 2, no + 6, 6);
    return date_of(digits, out);
}

bool id_no_birth_certain(const char *no, char out[CLOCK_DATE_MAX])
{
    return no && strlen(no) == ID_LEN && id_no_birth(no, out);
}

int id_no_sex(const char *no)
{
    size_t n = strlen(no);
    size_t at = n == ID_LEN ? 16 : 14;

    if ((n != ID_LEN && n != OLD_LEN) || !is_digit(no[at]))
        return 0;
    return (no[at] - '0') % 2 ? 1 : 2;
}

/* ISO 7064 MOD 11-2, as GB 11643-1999 tabulates it. */
char id_no_check_digit(const char *no)
{
    static const int weight[] = { 7, 9, 10, 5,  8, 4, 2, 1, 6,
                                  3, 7, 9,  10, 5, 8, 4, 2 };
    int sum = 0;

    for (size_t i = 0; i < sizeof weight / sizeof *weight; i++) {
        if (!is_digit(no[i]))
            return '\0';
        sum += weight[i] * (no[i] - '0');
    }
    return "10X98765432"[sum % 11];
}

enum id_no_fault id_no_check(const char *no, unsigned flags)
{
    size_t n = strlen(no);
    char date[CLOCK_DATE_MAX];

    if (strspn(no, "0123456789X") != n)
        return is_scientific(no) ? ID_NO_EXCEL_DAMAGE : ID_NO_CHARACTER;
    if (n != ID_LEN && n != OLD_LEN)
        return ID_NO_LENGTH;
    if (!all_digits(no, n - (n == ID_LEN)))
        return ID_NO_CHARACTER;
    if ((flags & ID_NO_NUMERIC_CELL) != 0 && n == ID_LEN &&
        strcmp(no + 15, "000") == 0)
        return ID_NO_EXCEL_DAMAGE;
    if (!id_no_birth(no, date))
        return ID_NO_DATE;
    if (n == OLD_LEN)
        return ID_NO_FIFTEEN;
    return no[17] == id_no_check_digit(no) ? ID_NO_OK : ID_NO_CHECK_DIGIT;
}

bool id_no_upgrade(const char *fifteen, char out[ID_NO_SIZE])
{
    if (id_no_check(fifteen, 0) != ID_NO_FIFTEEN)
        return false;
    memcpy(out, fifteen, 6);
    memcpy(out + 6, "19", 2);
    memcpy(out + 8, fifteen + 6, 9);
    out[17] = id_no_check_digit(out);
    out[18] = '\0';
    return true;
}

void id_no_mask(const char *no, char out[ID_MASK_SIZE])
{
    size_t n = strnlen(no, ID_MASK_SIZE - 1);
    size_t letter = n == STUDENT_LEN && !is_digit(no[0]);
    size_t shown = n < OLD_LEN ? 0 : letter + 6;

    for (size_t i = letter; i < shown; i++)
        if (!is_digit(no[i]))
            shown = 0;
    memcpy(out, no, shown);
    memset(out + shown, '*', n - shown);
    out[n] = '\0';
}

enum id_no_fault student_no_normalise(const char *in, char out[STUDENT_NO_SIZE])
{
    enum id_no_fault fault = mend(in, out, STUDENT_NO_SIZE);

    return is_scientific(out) ? ID_NO_EXCEL_DAMAGE : fault;
}

enum id_no_fault student_no_check(const char *no)
{
    char date[CLOCK_DATE_MAX];
    char last;

    if (is_scientific(no))
        return ID_NO_EXCEL_DAMAGE;
    if (strlen(no) != STUDENT_LEN)
        return ID_NO_LENGTH;
    if (no[0] == 'G')
        return id_no_check(no + 1, 0);
    last = no[STUDENT_LEN - 1];
    if ((no[0] != 'J' && no[0] != 'L') || !all_digits(no + 1, 17) ||
        !(is_digit(last) || (no[0] == 'J' && last == 'X')))
        return ID_NO_CHARACTER;
    return date_of(no + 7, date) ? ID_NO_OK : ID_NO_DATE;
}

/* "" or B and one or two digits. */
static bool reissue_of(const char *mark, int *reissue)
{
    size_t n = strlen(mark);

    *reissue = 0;
    if (n == 0)
        return true;
    if (mark[0] != 'B' || n < 2 || n > 3 || !all_digits(mark + 1, n - 1))
        return false;
    for (size_t i = 1; i < n; i++)
        *reissue = *reissue * 10 + (mark[i] - '0');
    return *reissue > 0;
}

enum id_no_fault disability_no_read(const char *in, struct disability_no *out)
{
    struct disability_no d = { 0 };
    enum id_no_fault fault = mend(in, d.no, sizeof d.no);

    if (is_scientific(d.no))
        return ID_NO_EXCEL_DAMAGE;
    if (fault != ID_NO_OK)
        return fault;
    if (strlen(d.no) < CERTIFICATE_LEN)
        return ID_NO_LENGTH;
    memcpy(d.id_no, d.no, ID_LEN);
    d.kind = d.no[18] - '0';
    d.grade = d.no[19] - '0';
    if (d.kind < 1 || d.kind > 7 || d.grade < 1 || d.grade > 4 ||
        !reissue_of(d.no + CERTIFICATE_LEN, &d.reissue))
        return ID_NO_CHARACTER;
    fault = id_no_check(d.id_no, 0);
    if (fault == ID_NO_OK || fault == ID_NO_CHECK_DIGIT)
        *out = d;
    return fault;
}

/* Digits of a telephone number as dialled within the country; false for what
 * holds anything else. */
static bool phone_digits(const char *in, char digits[ID_MASK_SIZE])
{
    char mended[ID_MASK_SIZE] = "";
    const char *rest = mended;

    if (mend(in, mended, sizeof mended) != ID_NO_OK)
        return false;
    if (strncmp(rest, "+86", 3) == 0)
        rest += 3;
    else if (strncmp(rest, "0086", 4) == 0)
        rest += 4;
    else if (strlen(rest) == 13 && strncmp(rest, "861", 3) == 0)
        rest += 2;
    /* Behind the country's 86 an area has lost its 0. */
    if (rest > mended && rest[0] != '0' && (rest[0] != '1' || rest[1] < '3'))
        *digits++ = '0';
    memcpy(digits, rest, strlen(rest) + 1);
    return all_digits(rest, strlen(rest));
}

/* Seven or eight digits, none of them a long-distance or service prefix. */
static bool is_local(const char *digits)
{
    size_t n = strlen(digits);

    return (n == 7 || n == 8) && digits[0] >= '2';
}

enum phone_kind phone_normalise(const char *in, char out[PHONE_SIZE])
{
    char digits[ID_MASK_SIZE];
    size_t area = 0;

    out[0] = '\0';
    if (!phone_digits(in, digits))
        return PHONE_NONE;
    if (strlen(digits) == 11 && digits[0] == '1' && digits[1] >= '3') {
        memcpy(out, digits, 12);
        return PHONE_MOBILE;
    }
    if (digits[0] == '0')
        area = digits[1] == '1' || digits[1] == '2' ? 3 : 4;
    if (strlen(digits) < area || !is_local(digits + area))
        return PHONE_NONE;
    memcpy(out, digits, area);
    if (area > 0)
        out[area] = '-';
    memcpy(out + area + (area > 0), digits + area, strlen(digits + area) + 1);
    return PHONE_LANDLINE;
}

void phone_mask(const char *phone, char out[PHONE_SIZE])
{
    enum phone_kind kind = phone_normalise(phone, out);
    const char *dash = strchr(out, '-');
    size_t n = strlen(out), from = dash != NULL ? (size_t)(dash - out) + 1 : 0;

    switch (kind) {
    case PHONE_MOBILE:
        memset(out + 3, '*', 4);
        return;
    case PHONE_LANDLINE:
        memset(out + from, '*', n - 3 - from);
        return;
    case PHONE_NONE:
        n = strnlen(phone, PHONE_SIZE - 1);
        memset(out, '*', n);
        out[n] = '\0';
    }
}
