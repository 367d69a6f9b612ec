/* Amounts of money. */
#include "domain/money.h"

#include <stdlib.h>
#include <string.h>

#include "text/norm.h"
#include "json/field.h"

#define NO_AMOUNT "请填写金额，单位元，最多两位小数，如 5000 或 123.50。"

/* Without grouping commas, blanks and the unit at its end. */
static char *plain_amount(struct arena *a, const char *in)
{
    static const char unit[] = "元";
    char *s;
    size_t n = 0;

    if (text_store_form(in, a, &s) != ERR_OK)
        return NULL;
    if (strlen(s) >= strlen(unit) &&
        strcmp(s + strlen(s) - strlen(unit), unit) == 0)
        s[strlen(s) - strlen(unit)] = '\0';
    for (const char *c = s; *c; c++)
        if (*c != ',' && *c != ' ')
            s[n++] = *c;
    s[n] = '\0';
    return s;
}

const char *clean_money(struct arena *a, const char *in, const char **out)
{
    char *s = plain_amount(a, in);
    size_t whole = s ? strspn(s, "0123456789") : 0, places = 0;

    *out = "";
    if (s && !*s)
        return NULL;
    if (s && s[whole] == '.')
        places = strspn(s + whole + 1, "0123456789");
    if (whole == 0 || whole > 12 || places > 2 ||
        s[whole + (places ? places + 1 : 0)])
        return NO_AMOUNT;
    if (strtoll(s, NULL, 10) > MONEY_MOST)
        return "金额太大，请核对。";
    *out = money_yuan(a, money_fen(s));
    return *out ? NULL : "服务器内存不足，请稍后再试。";
}

int64_t money_fen(const char *yuan)
{
    char *dot;
    int64_t fen;

    if (!yuan || !*yuan)
        return INT_NONE;
    fen = strtoll(yuan, &dot, 10) * 100;
    if (*dot == '.' && dot[1])
        fen += (dot[1] - '0') * 10 + (dot[2] ? dot[2] - '0' : 0);
    return fen;
}

const char *money_yuan(struct arena *a, int64_t fen)
{
    if (fen == INT_NONE)
        return NULL;
    if (fen % 100 == 0)
        return arena_printf(a, "%lld", (long long)(fen / 100));
    return arena_printf(a, "%lld.%02lld", (long long)(fen / 100),
                        (long long)(fen % 100));
}
