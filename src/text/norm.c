/*
 * Normal forms of texts and names, by utf8proc.
 */
#include "text/norm.h"

#include <stdbool.h>
#include <string.h>

#include <utf8proc.h>

#include "text/reading.h"
#include "text/utf8.h"

static bool is_blank(uint32_t cp)
{
    return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0x85 ||
           cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) ||
           cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

static bool is_dot(uint32_t cp)
{
    static const uint32_t dots[] = { 0xB7,   0x387,  0x2022, 0x2027, 0x2219,
                                     0x22C5, 0x30FB, 0xFF65, '.',    0xFF0E };

    for (size_t i = 0; i < sizeof dots / sizeof *dots; i++)
        if (cp == dots[i])
            return true;
    return false;
}

/* What joins or parts the words of a name without being a letter of it. */
static bool is_joint(uint32_t cp)
{
    return is_blank(cp) || is_dot(cp) || cp == '-' || cp == '\'' || cp == '`' ||
           (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2018 || cp == 0x2019 ||
           cp == 0x2BC;
}

/* Characters NFC and NFKC keep as they are and that combine with nothing. */
static bool is_settled(uint32_t cp)
{
    return cp < 0x80 || (cp >= 0x3400 && cp <= 0x9FFF) ||
           (cp >= 0x20000 && cp <= 0x2F7FF);
}

/* Characters NFC, but not NFKC, keeps: Chinese punctuation, wide letters. */
static bool is_settled_nfc(uint32_t cp)
{
    return is_settled(cp) || (cp >= 0x80 && cp < 0x300) ||
           (cp >= 0x2010 && cp <= 0x2027) || (cp >= 0x3000 && cp <= 0x3029) ||
           (cp >= 0xFF00 && cp <= 0xFF60);
}

/* Removes blanks at both ends of valid UTF-8. */
static void trim(const char **s, size_t *n)
{
    size_t end = 0;
    uint32_t cp;

    for (size_t len; *n > 0; *s += len, *n -= len) {
        len = utf8_next(*s, *n, &cp);
        if (!is_blank(cp))
            break;
    }
    for (size_t i = 0; i < *n;) {
        i += utf8_next(*s + i, *n - i, &cp);
        if (!is_blank(cp))
            end = i;
    }
    *n = end;
}

static bool settled_text(const char *s, size_t n)
{
    uint32_t cp;

    for (size_t i = 0; i < n;) {
        i += utf8_next(s + i, n - i, &cp);
        if (cp == '\r' || !is_settled_nfc(cp))
            return false;
    }
    return true;
}

/* NFC of valid UTF-8 into the arena; \r\n becomes \n on the way. */
static enum err compose(const char *s, size_t n, struct arena *a, char **out)
{
    const utf8proc_option_t options = UTF8PROC_COMPOSE | UTF8PROC_STABLE;
    const uint8_t *bytes = (const uint8_t *)s;
    utf8proc_ssize_t size = (utf8proc_ssize_t)n, need, got;
    int32_t *cps;
    size_t kept = 0;
    char *text;

    need = utf8proc_decompose(bytes, size, NULL, 0, options);
    if (need < 0)
        return ERR_INVALID;
    cps = arena_array(a, (size_t)need + 1, sizeof *cps);
    if (cps == NULL)
        return ERR_NO_MEMORY;
    got = utf8proc_decompose(bytes, size, cps, need, options);
    got = got < 0 ? got : utf8proc_normalize_utf32(cps, got, options);
    if (got < 0)
        return ERR_INVALID;
    text = arena_alloc(a, (size_t)got * 4 + 1);
    if (text == NULL)
        return ERR_NO_MEMORY;
    for (utf8proc_ssize_t i = 0; i < got; i++) {
        while (cps[i] == '\n' && kept > 0 && text[kept - 1] == '\r')
            kept--;
        kept += utf8_put((uint32_t)cps[i], text + kept);
    }
    text[kept] = '\0';
    *out = text;
    return ERR_OK;
}

enum err text_store_form(const char *s, struct arena *a, char **out)
{
    size_t n = strlen(s);
    char *copy;

    if (!utf8_valid(s, n, NULL))
        return ERR_INVALID;
    trim(&s, &n);
    if (!settled_text(s, n))
        return compose(s, n, a, out);
    copy = arena_strndup(a, s, n);
    if (copy == NULL)
        return ERR_NO_MEMORY;
    *out = copy;
    return ERR_OK;
}

/* The first code point at `s` that is no blank; 0 at the end. */
static uint32_t beyond_blanks(const char *s)
{
    size_t n = strlen(s);
    uint32_t cp;

    for (size_t len; (len = utf8_next(s, n, &cp)) > 0; s += len, n -= len)
        if (!is_blank(cp))
            return cp;
    return 0;
}

/* A full stop parts a name only between 汉字: "J. Smith" keeps his. */
static bool parts_name(uint32_t before, uint32_t cp, const char *rest)
{
    if (!is_dot(cp))
        return false;
    return (cp != '.' && cp != 0xFF0E) ||
           (reading_is_han(before) && reading_is_han(beyond_blanks(rest)));
}

enum err name_store_form(const char *s, struct arena *a, char **out)
{
    char *name, *form;
    size_t n, kept = 0;
    uint32_t last = 0, cp;
    bool blank = false;

    TRY(text_store_form(s, a, &name));
    n = strlen(name);
    form = arena_alloc(a, n * 2 + 1); /* a '.' grows to the two of `·` */
    if (form == NULL)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n;) {
        i += utf8_next(name + i, n - i, &cp);
        if (is_blank(cp)) {
            blank = true;
            continue;
        }
        if (parts_name(last, cp, name + i))
            cp = 0xB7;
        if (blank && cp != 0xB7 && last != 0xB7 && !reading_is_han(cp) &&
            !reading_is_han(last))
            form[kept++] = ' ';
        blank = false;
        kept += utf8_put(cp, form + kept);
        last = cp;
    }
    form[kept] = '\0';
    *out = form;
    return ERR_OK;
}

/* Removes accents of Latin letters from a decomposed name; ü becomes v. */
static utf8proc_ssize_t drop_accents(int32_t *cps, utf8proc_ssize_t n)
{
    utf8proc_ssize_t kept = 0;

    for (utf8proc_ssize_t i = 0; i < n; i++) {
        if (cps[i] == 0x308 && kept > 0 && cps[kept - 1] == 'u')
            cps[kept - 1] = 'v';
        if (cps[i] < 0x300 || cps[i] > 0x36F)
            cps[kept++] = cps[i];
    }
    return kept;
}

/* NFKC, case folded, invisible characters and accents dropped. */
static enum err fold(const char *s, size_t n, int32_t cps[NAME_MAX_CPS],
                     size_t *count)
{
    const utf8proc_option_t options =
        UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_STABLE;
    utf8proc_ssize_t got =
        utf8proc_decompose((const uint8_t *)s, (utf8proc_ssize_t)n, cps,
                           NAME_MAX_CPS, options | UTF8PROC_DECOMPOSE);

    if (got < 0 || got > NAME_MAX_CPS)
        return ERR_INVALID;
    got = drop_accents(cps, got);
    got = utf8proc_normalize_utf32(cps, got, options | UTF8PROC_COMPOSE);
    if (got < 0)
        return ERR_INVALID;
    *count = (size_t)got;
    return ERR_OK;
}

/* The common case, 汉字 and plain ASCII, without utf8proc; false when the
 * name needs it. */
static bool fold_settled(const char *s, size_t n, int32_t cps[NAME_MAX_CPS],
                         size_t *count)
{
    size_t kept = 0;
    uint32_t cp;

    for (size_t i = 0, len; i < n; i += len) {
        len = utf8_next(s + i, n - i, &cp);
        if (len == 0 || kept == NAME_MAX_CPS || !is_settled(cp))
            return false;
        cps[kept++] = (int32_t)(cp >= 'A' && cp <= 'Z' ? cp + 32 : cp);
    }
    *count = kept;
    return true;
}

enum err name_code_points(const char *s, uint32_t cps[NAME_MAX_CPS], size_t *n)
{
    int32_t folded[NAME_MAX_CPS];
    size_t bytes = strlen(s), count, kept = 0;

    if (!fold_settled(s, bytes, folded, &count)) {
        if (!utf8_valid(s, bytes, NULL))
            return ERR_INVALID;
        TRY(fold(s, bytes, folded, &count));
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t cp = (uint32_t)folded[i];

        if (!is_joint(cp))
            cps[kept++] = cp;
        else if (kept > 0 && cps[kept - 1] != ' ')
            cps[kept++] = ' ';
    }
    *n = kept > 0 && cps[kept - 1] == ' ' ? kept - 1 : kept;
    return ERR_OK;
}

enum err name_compare_form(const char *s, struct arena *a, char **out)
{
    uint32_t cps[NAME_MAX_CPS];
    size_t n, kept = 0;
    char *form;

    TRY(name_code_points(s, cps, &n));
    form = arena_alloc(a, n * 4 + 1);
    if (form == NULL)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        if (cps[i] != ' ')
            kept += utf8_put(reading_plain(cps[i]), form + kept);
    form[kept] = '\0';
    *out = form;
    return ERR_OK;
}
