/* The unified social credit code: GB 32100-2015, 4.3 and its appendix. */
#include "domain/credit_code.h"

#include <string.h>

#include "text/norm.h"

static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
static const int weights[17] = { 1,  3,  9,  27, 19, 26, 16, 17, 20,
                                 29, 25, 13, 8,  24, 10, 30, 28 };

char credit_code_check(const char *code)
{
    int sum = 0;

    for (int i = 0; i < 17; i++) {
        const char *at = code[i] ? strchr(alphabet, code[i]) : NULL;

        if (!at)
            return '\0';
        sum += (int)(at - alphabet) * weights[i];
    }
    return alphabet[(31 - sum % 31) % 31];
}

static const char *fault_of(const char *code)
{
    char check;

    if (strlen(code) != CREDIT_CODE_SIZE - 1)
        return "统一社会信用代码应为 18 位，请对照营业执照填写。";
    check = credit_code_check(code);
    if (!check)
        return "有不会出现的字符（没有字母 I、O、S、V、Z），"
               "请对照营业执照填写。";
    return check == code[17] ? NULL
                             : "最后一位校验码不对，可能有一位写错，"
                               "请对照营业执照填写。";
}

const char *clean_credit_code(struct arena *a, const char *in, const char **out)
{
    char *plain, code[CREDIT_CODE_SIZE + 1];
    const char *fault;
    size_t n = 0;

    /* half-width, without blanks and hyphens, in small letters */
    if (name_compare_form(in, a, &plain) != ERR_OK)
        return "含有无法识别的文字，请重新填写。";
    for (const char *c = plain; *c && n < CREDIT_CODE_SIZE; c++)
        code[n++] = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
    code[n] = '\0';
    fault = n ? fault_of(code) : NULL;
    *out = arena_strdup(a, code);
    return !fault && !*out ? "服务器内存不足，请稍后再试。" : fault;
}
