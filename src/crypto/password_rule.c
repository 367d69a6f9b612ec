/*
 * What may be a password.  Well-known words, years, repeats and sequences are
 * not forbidden but count for one character each, however long: "hulin" in a
 * long sentence does no harm, "baoxue123456" is two characters.
 */
#include "crypto/password.h"

#include <sodium.h>
#include <string.h>

#define WORTH_MIN 8    /* characters left when words and runs count for one */
#define DISTINCT_MIN 5 /* different characters */
#define RUN_MIN 3

/* In lower case.  The first lines are the head of every list of leaked
 * passwords, the rest what a clerk of this county has before the eyes. */
static const char *const words[] = {
    "password",    "passw0rd",     "p@ssword",      "p@ssw0rd",
    "passwd",      "admin",        "administrator", "root",
    "welcome",     "letmein",      "iloveyou",      "monkey",
    "dragon",      "sunshine",     "princess",      "football",
    "baseball",    "master",       "shadow",        "superman",
    "trustno1",    "login",        "guest",         "user",
    "test",        "default",      "changeme",      "secret",
    "system",      "manager",      "hello",         "abc123",
    "a123456",     "qwerty",       "qwertyuiop",    "asdfgh",
    "asdfghjkl",   "zxcvbn",       "zxcvbnm",       "qazwsx",
    "1qaz",        "2wsx",         "3edc",          "4rfv",
    "1q2w3e4r",    "1q2w3e",       "5t6y",          "qweasd",
    "qweasdzxc",   "123123",       "123321",        "112233",
    "121212",      "147258369",    "147258",        "159753",
    "789456",      "654321",       "5201314",       "1314520",
    "woaini",      "520520",       "168168",        "!@#$%^&*",
    "!@#$%^",      "!@#$",         "mima",          "zhongguo",
    "china",       "beijing",      "heilongjiang",  "longjiang",
    "haerbin",     "jixi",         "hulinshi",      "hulin",
    "hutou",       "dongfanghong", "yingchun",      "zhenbaodao",
    "wusulijiang", "wusuli",       "baoxue",        "kongchuobaoxue",
    "kongchuo",    "chuoxue",      "yiwujiaoyu",    "jiaoyuju",
    "jiaoyuke",    "jiaoyu",       "dudaoshi",      "xuexiao",
    "xuesheng",    "laoshi",       "jiaoshi",       "xiaozhang",
    "banzhuren",   "xiaoxue",      "zhongxue",      "chuzhong",
    "youeryuan",   "zhengfu",      "xiangzhen",     "jiedao",
    "shequ",       "cunwei",       "minzheng",      "gongan",
    "bangong",     "guanliyuan",   "guanli",        "230381",
    "158400",      "0467",         "虎林",          "鸡西",
    "黑龙江",      "保学",         "控辍",          "义务教育",
    "教育局",      "学校",         "密码",
};

static const char *const texts[PASSWORD_FAULT_N] = {
    [PASSWORD_GOOD] = "",
    [PASSWORD_SHORT] =
        "密码太短，没有保存。请至少用 12 个字符，可以是一句自己好记的话。",
    [PASSWORD_LONG] = "密码太长，没有保存。请缩短到 256 字节以内"
                      "（英文、数字 256 个，汉字约 85 个）。",
    [PASSWORD_DIGITS] = "密码不能只有数字（身份证号、手机号、生日容易被猜到），"
                        "没有保存。请加上字母或汉字。",
    [PASSWORD_COMMON] = "密码里多是常用词、地名、单位名或用户名，容易被猜到，"
                        "没有保存。请换成别人想不到的内容。",
    [PASSWORD_REPEATED] =
        "密码里重复的内容太多，容易被猜到，没有保存。请换成不重复的内容。",
    [PASSWORD_SEQUENCE] = "密码里多是连续的字母或数字（如 abcd、4321），"
                          "容易被猜到，没有保存。请换一个。",
};

const char *password_fault_text(enum password_fault f)
{
    return texts[f];
}

/* The next code point, ASCII letters in lower case; a byte that begins none
 * stands for itself. */
static uint32_t next(const char **text)
{
    const unsigned char *s = (const unsigned char *)*text;
    int more = s[0] >= 0xf0 ? 3 : s[0] >= 0xe0 ? 2 : s[0] >= 0xc0 ? 1 : 0;
    uint32_t c = s[0];

    for (int i = 1; i <= more; i++) {
        if ((s[i] & 0xc0) != 0x80) {
            *text += 1;
            return s[0];
        }
        c = c << 6 | (s[i] & 0x3fU);
    }
    *text += 1 + more;
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

/* Characters of `word` if the text goes on with it, else 0. */
static size_t starts_with(const uint32_t *c, size_t n, const char *word)
{
    size_t i = 0;

    while (*word != '\0') {
        if (i == n || next(&word) != c[i])
            return 0;
        i++;
    }
    return i;
}

static size_t longer(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* A year of this century or the last, which so many passwords end in. */
static bool year(const uint32_t *c, size_t n)
{
    return n >= 4 &&
           ((c[0] == '1' && c[1] == '9') || (c[0] == '2' && c[1] == '0')) &&
           c[2] >= '0' && c[2] <= '9' && c[3] >= '0' && c[3] <= '9';
}

/* Characters of the longest word or year that the text goes on with. */
static size_t word_at(const uint32_t *c, size_t n, const char *username)
{
    size_t most = year(c, n) ? 4 : 0;

    if (username != NULL && strlen(username) >= RUN_MIN)
        most = longer(most, starts_with(c, n, username));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        most = longer(most, starts_with(c, n, words[i]));
    return most;
}

/* Characters that each differ from the one before by the same -1, 0 or 1. */
static size_t run_at(const uint32_t *c, size_t n, bool *repeat)
{
    uint32_t step = n > 1 ? c[1] - c[0] : 2;
    size_t len = 2;

    if (step + 1 > 2)
        return 0;
    while (len < n && c[len] - c[len - 1] == step)
        len++;
    *repeat = step == 0;
    return len < RUN_MIN ? 0 : len;
}

/* The shortest part of which the whole is a repetition. */
static size_t period(const uint32_t *c, size_t n)
{
    for (size_t p = 1; p < n; p++)
        if (memcmp(c, c + p, (n - p) * sizeof *c) == 0)
            return p;
    return n;
}

static size_t distinct(const uint32_t *c, size_t n)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++) {
        size_t j = 0;

        while (c[j] != c[i])
            j++;
        count += j == i;
    }
    return count;
}

/* Only digits, or an id number that ends in X. */
static bool digits(const uint32_t *c, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((c[i] < '0' || c[i] > '9') && !(c[i] == 'x' && i == n - 1))
            return false;
    return true;
}

static enum password_fault judge(const uint32_t *c, size_t n,
                                 const char *username)
{
    size_t worth = 0, lost[PASSWORD_FAULT_N] = { 0 };
    enum password_fault most = PASSWORD_COMMON;

    if (digits(c, n))
        return PASSWORD_DIGITS;
    for (size_t i = 0; i < n; worth++) {
        bool repeat = false;
        size_t run = run_at(c + i, n - i, &repeat);
        size_t word = word_at(c + i, n - i, username);

        if (word > 0 && word >= run)
            lost[PASSWORD_COMMON] += word - 1;
        else if (run > 0)
            lost[repeat ? PASSWORD_REPEATED : PASSWORD_SEQUENCE] += run - 1;
        i += word > run ? word : run > 0 ? run : 1;
    }
    if (worth < WORTH_MIN) {
        for (int f = PASSWORD_REPEATED; f < PASSWORD_FAULT_N; f++)
            if (lost[f] > lost[most])
                most = (enum password_fault)f;
        return most;
    }
    if (distinct(c, n) < DISTINCT_MIN || period(c, n) < WORTH_MIN)
        return PASSWORD_REPEATED;
    return PASSWORD_GOOD;
}

enum password_fault password_judge(const char *text, const char *username)
{
    uint32_t c[PASSWORD_BYTES_MAX];
    enum password_fault f;
    size_t n = 0;

    if (strlen(text) > PASSWORD_BYTES_MAX)
        return PASSWORD_LONG;
    while (*text != '\0')
        c[n++] = next(&text);
    f = n < PASSWORD_CHARS_MIN ? PASSWORD_SHORT : judge(c, n, username);
    sodium_memzero(c, sizeof c);
    return f;
}
