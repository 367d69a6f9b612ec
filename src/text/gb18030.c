/*
 * GB18030 to UTF-8 and back through the C library's converter.
 */
#include "text/gb18030.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "text/utf8.h"

enum { ROOM = 16384 }; /* bytes of output made room for at a time */

enum err gb18030_open(struct gb18030 *g)
{
    iconv_t converter = iconv_open("UTF-8", "GB18030");

    if (converter == (iconv_t)-1)
        return errno == ENOMEM ? ERR_NO_MEMORY : ERR_INTERNAL;
    *g = (struct gb18030) { .converter = converter };
    return ERR_OK;
}

void gb18030_close(struct gb18030 *g)
{
    if (g->converter != NULL)
        iconv_close(g->converter);
    g->converter = NULL;
}

/* Converts what it can of *in; 0, or why it stopped: EILSEQ, EINVAL for a
 * character cut off, ENOMEM. */
static int convert(struct gb18030 *g, const char **in, size_t *left,
                   struct buf *out)
{
    for (;;) {
        const char *before = *in;
        char *from = (char *)(uintptr_t)*in;
        size_t room = ROOM, got;
        int why;
        char *to;

        if (!buf_reserve(out, ROOM))
            return ENOMEM;
        to = out->data + out->len;
        got = iconv(g->converter, &from, left, &to, &room);
        why = got == (size_t)-1 ? errno : 0;
        *in = from;
        g->offset += (uint64_t)(from - before);
        out->len += ROOM - room;
        out->data[out->len] = '\0';
        if (why != E2BIG)
            return why;
    }
}

/* Completes the character held back with the first bytes of the piece. */
static int convert_held(struct gb18030 *g, const char **in, size_t *left,
                        struct buf *out)
{
    int why = 0;

    while (g->held_n > 0 && *left > 0) {
        const char *held = g->held;
        size_t held_left;

        g->held[g->held_n++] = *(*in)++;
        (*left)--;
        held_left = g->held_n;
        why = convert(g, &held, &held_left, out);
        if (why == EINVAL && g->held_n < sizeof g->held)
            continue;
        if (why != 0)
            return why == EINVAL ? EILSEQ : why;
        g->held_n = 0;
    }
    return 0;
}

enum err gb18030_decode(struct gb18030 *g, const char *piece, size_t n,
                        bool last, struct buf *out)
{
    int why = convert_held(g, &piece, &n, out);

    if (why == 0 && n > 0)
        why = convert(g, &piece, &n, out);
    if (why == EINVAL && n < sizeof g->held) {
        memcpy(g->held, piece, n);
        g->held_n = n;
        why = 0;
    }
    if (why == ENOMEM)
        return ERR_NO_MEMORY;
    if (why != 0 || (last && g->held_n > 0))
        return ERR_INVALID;
    return ERR_OK;
}

enum err gb18030_encode(const char *s, size_t n, struct buf *out)
{
    struct gb18030 g = { .converter = iconv_open("GB18030", "UTF-8") };
    int why;

    if (g.converter == (iconv_t)-1)
        return errno == ENOMEM ? ERR_NO_MEMORY : ERR_INTERNAL;
    why = convert(&g, &s, &n, out);
    gb18030_close(&g);
    return why == 0 ? ERR_OK : why == ENOMEM ? ERR_NO_MEMORY : ERR_INVALID;
}

/* True when only the beginning of a last character is missing its rest. */
static bool cut_at_end(const char *s, size_t n, size_t bad)
{
    size_t left = n - bad;
    unsigned char lead = (unsigned char)s[bad];
    size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;

    if (lead < 0xC2 || lead > 0xF4 || left >= want)
        return false;
    for (size_t i = 1; i < left; i++)
        if (((unsigned char)s[bad + i] & 0xC0) != 0x80)
            return false;
    return true;
}

enum charset charset_guess(const char *sample, size_t n, bool whole)
{
    size_t bad;

    if (n >= 3 && memcmp(sample, "\xEF\xBB\xBF", 3) == 0)
        return CHARSET_UTF8_BOM;
    if (utf8_valid(sample, n, &bad))
        return CHARSET_UTF8;
    if (!whole && cut_at_end(sample, n, bad))
        return CHARSET_UTF8;
    return CHARSET_GB18030;
}
