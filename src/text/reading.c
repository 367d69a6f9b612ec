/*
 * Readings and plain forms of 汉字, out of the generated tables, and what a
 * name is found by.
 */
#include "text/reading.h"

#include <string.h>

#include "text/norm.h"
#include "text/reading_table.h"
#include "text/surname.h"
#include "text/utf8.h"

bool reading_is_han(uint32_t cp)
{
    return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF) ||
           (cp >= 0x20000 && cp <= 0x3FFFD) || cp == 0x3007 ||
           (cp >= 0xF900 && cp <= 0xFAFF);
}

size_t reading_of(uint32_t cp, const char *out[READING_MAX])
{
    const uint16_t *run;

    if (cp >= READING_PAGES * 256)
        return 0;
    run = &reading_set[reading_cell[reading_page[cp >> 8]][cp & 0xFF]];
    for (size_t i = 0; i < run[0]; i++)
        out[i] = reading_syllable[run[i + 1]];
    return run[0];
}

uint32_t reading_plain(uint32_t cp)
{
    size_t low = 0, high = reading_variant_n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (reading_variant[middle][0] == cp)
            return reading_variant[middle][1];
        if (reading_variant[middle][0] < cp)
            low = middle + 1;
        else
            high = middle;
    }
    return cp;
}

/* A part of a name that is read at once: a 汉字, or a word in other letters. */
struct unit {
    uint32_t han;                     /* 0 for a word */
    const char *reading[READING_MAX]; /* of a word: the word */
    size_t readings;
};

struct units {
    struct unit u[NAME_MAX_CPS];
    size_t n;
};

static bool is_vowel(uint32_t cp)
{
    return cp == 'a' || cp == 'e' || cp == 'i' || cp == 'o' || cp == 'u' ||
           cp == 'v';
}

/* A word as it is looked up: the lyu and nyu of passports become lv and nv,
 * but not where a vowel before says that the n ends a syllable (linyu). */
static enum err word_form(const uint32_t *cps, size_t n, struct arena *a,
                          const char **out)
{
    char *word = arena_alloc(a, n * 4 + 1);
    size_t kept = 0;

    if (word == NULL)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        bool begins = cps[i] == 'l' ||
                      (cps[i] == 'n' && (i == 0 || !is_vowel(cps[i - 1])));

        kept += utf8_put(cps[i], word + kept);
        if (begins && i + 2 < n && cps[i + 1] == 'y' && cps[i + 2] == 'u') {
            word[kept++] = 'v';
            i += 2;
        }
    }
    *out = word;
    return ERR_OK;
}

/* The units of a name's code points. */
static enum err units_of(const uint32_t *cps, size_t n, struct arena *a,
                         struct units *us)
{
    us->n = 0;
    for (size_t i = 0, len; i < n; i += len) {
        struct unit *u = &us->u[us->n];

        len = 1;
        if (cps[i] == ' ')
            continue;
        us->n++;
        if (reading_is_han(cps[i])) {
            u->han = cps[i];
            u->readings = reading_of(cps[i], u->reading);
            continue;
        }
        while (i + len < n && cps[i + len] != ' ' &&
               !reading_is_han(cps[i + len]))
            len++;
        TRY(word_form(cps + i, len, a, &u->reading[0]));
        u->han = 0;
        u->readings = 1;
    }
    return ERR_OK;
}

/* Puts a reading first; the one it pushes out of a full list is the rarest. */
static void put_first(struct unit *u, const char *reading)
{
    size_t at = 0;

    /* units_of has filled it; NOLINTNEXTLINE(clang-analyzer-core*) */
    while (at < u->readings && strcmp(u->reading[at], reading) != 0)
        at++;
    if (at == u->readings) {
        if (u->readings < READING_MAX)
            u->readings++;
        else
            at--;
    }
    memmove(&u->reading[1], &u->reading[0], at * sizeof *u->reading);
    u->reading[0] = reading;
}

static enum err read_name(const char *name, struct arena *a, struct units *us)
{
    uint32_t cps[NAME_MAX_CPS];
    const char *surname[2];
    size_t n, of;

    TRY(name_code_points(name, cps, &n));
    TRY(units_of(cps, n, a, us));
    of = surname_reading(cps, n, surname);
    for (size_t i = 0; i < of; i++)
        put_first(&us->u[i], surname[i]);
    return ERR_OK;
}

/* The tokens of a name as they are gathered. */
struct gathering {
    struct arena *arena;
    const char **token;
    size_t n;
    uint8_t slot[4 * NAME_TOKENS_MAX]; /* hash table: 1 + a token's number */
    char text[NAME_MAX_CPS * 8];       /* the token being spelt */
    char initials[NAME_MAX_CPS * 4 + 1];
    bool failed;
};

enum { HAN_RUNS_MAX = 40 }; /* leaves room for pinyin in the longest name */

static bool is_full(const struct gathering *g)
{
    return g->failed || g->n == NAME_TOKENS_MAX;
}

/* Keeps a token unless it is empty or already there. */
static void gather(struct gathering *g, const char *s, size_t n)
{
    uint32_t hash = 2166136261u;
    size_t at;

    if (n == 0 || is_full(g))
        return;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ (unsigned char)s[i]) * 16777619u;
    for (at = hash % sizeof g->slot; g->slot[at] != 0;
         at = (at + 1) % sizeof g->slot) {
        const char *old = g->token[g->slot[at] - 1];

        if (strncmp(old, s, n) == 0 && old[n] == '\0')
            return;
    }
    g->token[g->n] = arena_strndup(g->arena, s, n);
    if (g->token[g->n] == NULL)
        g->failed = true;
    else
        g->slot[at] = (uint8_t)++g->n;
}

static void gather_han(struct gathering *g, const struct units *us)
{
    for (size_t from = 0; from < us->n && g->n < HAN_RUNS_MAX; from++) {
        size_t len = 0;

        for (size_t i = from; i < us->n && us->u[i].han != 0; i++)
            len += utf8_put(reading_plain(us->u[i].han), g->text + len);
        gather(g, g->text, len);
    }
}

/* How unusual a combination of readings of units from..n can get. */
static size_t rank_most(const struct units *us, size_t from)
{
    size_t most = 0;

    for (size_t i = from; i < us->n; i++)
        most += us->u[i].readings > 0 ? us->u[i].readings - 1 : 0;
    return most;
}

/* Spells units at..n in every way whose readings' ranks add up to `rank`,
 * behind `len` bytes and `in` initials spelt before; at the end keeps the
 * token, and the initials when the name is spelt from its beginning. */
static void spell(struct gathering *g, const struct units *us, size_t at,
                  size_t rank, size_t len, size_t in, bool whole)
{
    const struct unit *u = &us->u[at];

    if (is_full(g))
        return;
    if (at == us->n) {
        gather(g, g->text, len);
        if (whole)
            gather(g, g->initials, in);
        return;
    }
    if (u->readings == 0) {
        spell(g, us, at + 1, rank, len, in, whole);
        return;
    }
    for (size_t r = 0; r < u->readings && r <= rank; r++) {
        size_t n = strlen(u->reading[r]);
        uint32_t first;
        size_t initial = utf8_next(u->reading[r], n, &first);

        if (rank - r > rank_most(us, at + 1))
            continue;
        memcpy(g->text + len, u->reading[r], n);
        memcpy(g->initials + in, u->reading[r], initial);
        spell(g, us, at + 1, rank - r, len + n, in + initial, whole);
    }
}

enum err name_tokens(const char *name, struct arena *a, const char ***tokens,
                     size_t *n)
{
    struct units us;
    struct gathering g;

    TRY(read_name(name, a, &us));
    g.arena = a;
    g.token = arena_array(a, NAME_TOKENS_MAX, sizeof *g.token);
    g.n = 0;
    g.failed = g.token == NULL;
    memset(g.slot, 0, sizeof g.slot);
    gather_han(&g, &us);
    for (size_t rank = 0; rank <= rank_most(&us, 0); rank++)
        for (size_t from = 0; from < us.n && !is_full(&g); from++)
            spell(&g, &us, from, rank, 0, 0, from == 0);
    if (g.failed)
        return ERR_NO_MEMORY;
    *tokens = g.token;
    *n = g.n;
    return ERR_OK;
}

/* The longest run of 汉字 of a query, the first of equals. */
static size_t longest_han(const struct units *us, size_t *from)
{
    size_t best = 0;

    for (size_t i = 0, len; i < us->n; i += len + 1) {
        for (len = 0; i + len < us->n && us->u[i + len].han != 0;)
            len++;
        if (len > best) {
            best = len;
            *from = i;
        }
    }
    return best;
}

enum err name_query_token(const char *q, struct arena *a, const char **token)
{
    uint32_t cps[NAME_MAX_CPS];
    struct units us;
    size_t n, from = 0, han, len = 0;
    char *text;

    TRY(name_code_points(q, cps, &n));
    TRY(units_of(cps, n, a, &us));
    text = arena_alloc(a, n * 4 + 1);
    if (text == NULL)
        return ERR_NO_MEMORY;
    han = longest_han(&us, &from);
    for (size_t i = from; i < from + han; i++)
        len += utf8_put(reading_plain(us.u[i].han), text + len);
    for (size_t i = 0; han == 0 && i < us.n; i++) {
        size_t word = strlen(us.u[i].reading[0]);

        memcpy(text + len, us.u[i].reading[0], word);
        len += word;
    }
    *token = text;
    return ERR_OK;
}

enum err reading_key(const char *name, struct arena *a, const char **key)
{
    struct units us;
    char *text;
    size_t len = 0, most = 1;

    TRY(read_name(name, a, &us));
    for (size_t i = 0; i < us.n; i++)
        most += 5 + (us.u[i].readings ? strlen(us.u[i].reading[0]) : 0);
    text = arena_alloc(a, most);
    if (text == NULL)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < us.n; i++) {
        const struct unit *u = &us.u[i];
        size_t n = u->readings ? strlen(u->reading[0]) : 0;

        if (i > 0)
            text[len++] = ' ';
        if (n > 0)
            memcpy(text + len, u->reading[0], n);
        else
            n = utf8_put(u->han, text + len);
        len += n;
    }
    *key = text;
    return ERR_OK;
}
