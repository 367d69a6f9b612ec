/* UUIDs. */
#include "domain/uuid.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

const char *uuid_of(struct arena *a, const char *text)
{
    char *out = arena_strdup(a, text);

    if (!out || strlen(out) != UUID_LEN)
        return NULL;
    for (int i = 0; i < UUID_LEN; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;

        if (dash ? out[i] != '-' : !isxdigit((unsigned char)out[i]))
            return NULL;
        out[i] = (char)tolower((unsigned char)out[i]);
    }
    return out;
}

const char *clean_uuid(struct arena *a, const char *in, const char **out)
{
    *out = uuid_of(a, in);
    return *out ? NULL : "应为 UUID，写作 8-4-4-4-12 位十六进制数。";
}
