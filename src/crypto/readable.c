/* Random text for people: made by the byte, read back leniently. */
#include "crypto/readable.h"

#include <sodium.h>
#include <string.h>

#define GROUP 4

static const char symbols[] = "23456789abcdefghijkmnpqrstuvwxyz";

_Static_assert(sizeof symbols - 1 == 32, "five bits a symbol");

void readable_random(size_t groups, char *out)
{
    for (size_t i = 0; i < groups * (GROUP + 1); i++) {
        if (i % (GROUP + 1) == GROUP)
            out[i] = '-';
        else
            out[i] = symbols[randombytes_uniform(sizeof symbols - 1)];
    }
    out[groups * (GROUP + 1) - 1] = '\0';
}

bool readable_plain(const char *text, size_t groups, char *out)
{
    size_t n = 0;

    for (; *text != '\0'; text++) {
        char c = *text;

        if (c == '-' || c == ' ')
            continue;
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (n == groups * GROUP || strchr(symbols, c) == NULL)
            return false;
        out[n++] = c;
    }
    out[n] = '\0';
    return n == groups * GROUP;
}
