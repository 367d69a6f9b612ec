/*
 * UTF-8 and the characters that may not stand in a text.
 */
#include "text/utf8.h"

#include <utf8proc.h>

static bool continues(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

size_t utf8_next(const char *s, size_t n, uint32_t *cp)
{
    const unsigned char *b = (const unsigned char *)s;
    uint32_t c;

    if (n == 0)
        return 0;
    if (b[0] < 0x80) {
        *cp = b[0];
        return 1;
    }
    if (b[0] >= 0xC2 && b[0] <= 0xDF && n >= 2 && continues(b[1])) {
        *cp = (b[0] & 0x1Fu) << 6 | (b[1] & 0x3Fu);
        return 2;
    }
    if (n < 3 || b[0] < 0xE0 || !continues(b[1]) || !continues(b[2]))
        return 0;
    if (b[0] < 0xF0) {
        c = (b[0] & 0xFu) << 12 | (b[1] & 0x3Fu) << 6 | (b[2] & 0x3Fu);
        if (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF))
            return 0;
        *cp = c;
        return 3;
    }
    if (n < 4 || b[0] > 0xF4 || !continues(b[3]))
        return 0;
    c = (b[0] & 0x7u) << 18 | (b[1] & 0x3Fu) << 12 | (b[2] & 0x3Fu) << 6 |
        (b[3] & 0x3Fu);
    if (c < 0x10000 || c > 0x10FFFF)
        return 0;
    *cp = c;
    return 4;
}

size_t utf8_put(uint32_t cp, char out[4])
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

bool utf8_valid(const char *s, size_t n, size_t *bad)
{
    uint32_t cp;

    for (size_t i = 0, len; i < n; i += len) {
        len = utf8_next(s + i, n - i, &cp);
        if (len == 0) {
            if (bad != NULL)
                *bad = i;
            return false;
        }
    }
    return true;
}

size_t utf8_count(const char *s, size_t n)
{
    size_t count = 0;
    uint32_t cp;

    for (size_t i = 0, len; i < n; i += len, count++) {
        len = utf8_next(s + i, n - i, &cp);
        if (len == 0)
            break;
    }
    return count;
}

/* Ranges whose fault the general category does not tell. */
static const struct {
    uint32_t first, last;
    enum text_fault fault;
} special[] = {
    { 0x0000, 0x0000, TEXT_NUL },
    { 0x034F, 0x034F, TEXT_INVISIBLE }, /* grapheme joiner */
    { 0x061C, 0x061C, TEXT_BIDI },
    { 0x115F, 0x1160, TEXT_INVISIBLE }, /* Hangul fillers */
    { 0x17B4, 0x17B5, TEXT_INVISIBLE }, /* Khmer inherent vowels */
    { 0x200E, 0x200F, TEXT_BIDI },
    { 0x2028, 0x2029, TEXT_CONTROL }, /* line and paragraph separators */
    { 0x202A, 0x202E, TEXT_BIDI },
    { 0x2066, 0x2069, TEXT_BIDI },
    { 0x2EBF0, 0x2EE5D, TEXT_FINE }, /* CJK extension I */
    { 0x3164, 0x3164, TEXT_INVISIBLE },
    { 0x323B0, 0x33479, TEXT_FINE }, /* CJK extension J */
    { 0xFDD0, 0xFDEF, TEXT_NONCHARACTER },
    { 0xFFA0, 0xFFA0, TEXT_INVISIBLE },
};

static enum text_fault fault_of(uint32_t cp)
{
    if ((cp >= ' ' && cp < 0x7F) || (cp >= 0x4E00 && cp <= 0x9FFF))
        return TEXT_FINE;
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (cp >= special[i].first && cp <= special[i].last)
            return special[i].fault;
    if ((cp & 0xFFFE) == 0xFFFE)
        return TEXT_NONCHARACTER;
    switch (utf8proc_category((utf8proc_int32_t)cp)) {
    case UTF8PROC_CATEGORY_CC:
        return TEXT_CONTROL;
    case UTF8PROC_CATEGORY_CF:
        return TEXT_INVISIBLE;
    case UTF8PROC_CATEGORY_CO:
        return TEXT_PRIVATE;
    case UTF8PROC_CATEGORY_CN:
        return TEXT_UNASSIGNED;
    default:
        return TEXT_FINE;
    }
}

static bool is_layout(const char *s, size_t n, unsigned flags)
{
    return (flags & TEXT_MULTILINE) != 0 &&
           (s[0] == '\n' || s[0] == '\t' ||
            (s[0] == '\r' && n > 1 && s[1] == '\n'));
}

enum text_fault text_check(const char *s, size_t n, unsigned flags)
{
    for (size_t i = 0, len; i < n; i += len) {
        uint32_t cp;
        enum text_fault fault;

        len = utf8_next(s + i, n - i, &cp);
        if (len == 0)
            return TEXT_NOT_UTF8;
        if (is_layout(s + i, n - i, flags))
            continue;
        fault = fault_of(cp);
        if (fault != TEXT_FINE)
            return fault;
    }
    return TEXT_FINE;
}

const char *text_fault_says(enum text_fault fault)
{
    static const char *const says[TEXT_FAULTS] = {
        [TEXT_FINE] = "",
        [TEXT_NOT_UTF8] = "文字编码有误，请重新输入；"
                          "从文件导入的，请另存为 UTF-8 或 GB18030 后再试。",
        [TEXT_NUL] = "文字中夹有空字节，请删去后重新输入。",
        [TEXT_CONTROL] = "文字中夹有控制字符（换行、制表符也不能用在这里），"
                         "请删去后重新输入。",
        [TEXT_BIDI] = "文字中夹有改变书写方向的隐藏字符，"
                      "请不要粘贴，直接输入。",
        [TEXT_INVISIBLE] = "文字中夹有看不见的字符，请不要粘贴，直接输入。",
        [TEXT_UNASSIGNED] = "文字中有国际标准尚未收入的字符，"
                            "请改用标准汉字，没有对应汉字的用拼音代替。",
        [TEXT_PRIVATE] = "文字中有自造字，换一台电脑就显示不出来，"
                         "请改用标准汉字，没有对应汉字的用拼音代替。",
        [TEXT_NONCHARACTER] = "文字中有不能使用的编码，请删去后重新输入。",
    };

    return (unsigned)fault < TEXT_FAULTS ? says[fault]
                                         : says[TEXT_NONCHARACTER];
}
