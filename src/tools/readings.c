/*
 * Build tool: turns the Unihan database into the tables of
 * text/reading_table.h.
 *
 *     bzcat Unihan_Readings.txt.bz2 Unihan_Variants.txt.bz2 | readings OUT.c
 *
 * Readings (UAX #38): every Mandarin reading of every character, the usual
 * one first; a character without any borrows those of its variant.
 *
 * Variants: what the comparing form of a name takes for one character.  A
 * character of the national list (通用规范汉字表, kTGHZ2013) always stands for
 * itself: 喆 and 哲, 於 and 于 are different names there.  Any other gives way
 * to its simplified form, or to the single listed character of the same
 * meaning and sound.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "text/reading_table.h"

enum { CP_N = READING_PAGES * 256 };
enum { SYLLABLE_MAX = 1024, SET_MAX = 16384, PER_FIELD = 16, LINKS = 8 };
enum { READINGS = 8 }; /* READING_MAX of text/reading.h */
enum { CHARACTERS_LEAST = 40000, VARIANTS_LEAST = 3000 };

/* In order of trust: the first reading of the first field is the usual. */
static const char *const reading_field[] = { "kMandarin", "kHanyuPinlu",
                                             "kTGHZ2013", "kXHC1983",
                                             "kHanyuPinyin" };
enum { FIELDS = sizeof reading_field / sizeof *reading_field };

enum link { SIMPLIFIED, TRADITIONAL, SEMANTIC, Z_VARIANT, LINK_KINDS };
static const char *const link_field[LINK_KINDS] = {
    [SIMPLIFIED] = "kSimplifiedVariant",
    [TRADITIONAL] = "kTraditionalVariant",
    [SEMANTIC] = "kSemanticVariant",
    [Z_VARIANT] = "kZVariant",
};

struct list {
    uint32_t v[PER_FIELD];
    size_t n;
};

struct character {
    struct list field[FIELDS];
    struct list link[LINK_KINDS];
    uint16_t reading[1 + READINGS]; /* how many, then which */
    uint32_t plain;
    bool standard; /* in the national list */
};

static struct character character[CP_N];
static char syllable[SYLLABLE_MAX][8];
static size_t syllable_n = 1;
static uint16_t set[SET_MAX][1 + READINGS];
static size_t set_n;

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "readings: %s\n", what);
    exit(1);
}

static void list_add(struct list *l, uint32_t v)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i] == v)
            return;
    if (l->n < PER_FIELD)
        l->v[l->n++] = v;
}

static bool list_has(const struct list *l, uint32_t v)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i] == v)
            return true;
    return false;
}

/* The number of a pinyin with tone marks, stripped of them: lǚ is "lv". */
static uint32_t syllable_number(const char *pinyin, size_t n)
{
    int32_t cp[32];
    char out[8] = "";
    size_t len = 0;
    utf8proc_ssize_t got =
        utf8proc_decompose((const uint8_t *)pinyin, (utf8proc_ssize_t)n, cp, 32,
                           UTF8PROC_DECOMPOSE | UTF8PROC_STABLE);

    if (got < 0 || got > 32)
        die("bad pinyin");
    for (utf8proc_ssize_t i = 0; i < got; i++) {
        if (cp[i] == 0x308 && len > 0)
            out[len - 1] = 'v';
        else if (cp[i] >= 'a' && cp[i] <= 'z' && len < sizeof out - 1)
            out[len++] = (char)cp[i];
        else if (cp[i] < 0x300 || cp[i] > 0x36F)
            die("odd letter in pinyin");
    }
    for (uint32_t i = 0; i < syllable_n; i++)
        if (strcmp(syllable[i], out) == 0)
            return i;
    if (syllable_n == SYLLABLE_MAX)
        die("too many syllables");
    memcpy(syllable[syllable_n], out, sizeof out);
    return (uint32_t)syllable_n++;
}

/* "PLACE,PLACE:yī,yì" or "yī(32747)": the places and counts are passed by. */
static void read_pinyin(struct list *l, const char *word, size_t n)
{
    const char *end = word + n;

    for (const char *p = word; p < end; p++)
        if (*p == ':')
            word = p + 1;
    while (word < end) {
        size_t len = strcspn(word, ",( \n");

        if (word + len > end)
            len = (size_t)(end - word);
        if (len > 0)
            list_add(l, syllable_number(word, len));
        if (word[len] == '(')
            return;
        word += len + 1;
    }
}

static uint32_t read_code_point(const char *s)
{
    unsigned long cp = 0;

    if (s[0] == 'U' && s[1] == '+')
        cp = strtoul(s + 2, NULL, 16);
    return cp < CP_N ? (uint32_t)cp : 0;
}

static void read_values(struct character *c, const char *name, const char *v)
{
    for (size_t n; *v != '\0' && *v != '\n'; v += n + (v[n] == ' ')) {
        n = strcspn(v, " \n");
        for (size_t f = 0; f < FIELDS; f++)
            if (strcmp(name, reading_field[f]) == 0)
                read_pinyin(&c->field[f], v, n);
        for (size_t k = 0; k < LINK_KINDS; k++)
            if (strcmp(name, link_field[k]) == 0 && read_code_point(v) != 0)
                list_add(&c->link[k], read_code_point(v));
    }
    if (strcmp(name, "kTGHZ2013") == 0)
        c->standard = true;
}

/* Both files must have come whole: a broken pipe gives no half a table. */
static void read_all(FILE *in)
{
    char line[4096];
    int ends = 0;

    while (fgets(line, sizeof line, in) != NULL) {
        char *name = strchr(line, '\t');
        char *value = name ? strchr(name + 1, '\t') : NULL;
        uint32_t cp = read_code_point(line);

        if (strncmp(line, "# EOF", 5) == 0)
            ends++;
        if (cp == 0 || value == NULL)
            continue;
        *value = '\0';
        read_values(&character[cp], name + 1, value + 1);
    }
    if (ends != 2)
        die("input is not Unihan_Readings.txt and Unihan_Variants.txt");
}

static void gather_readings(struct character *c)
{
    struct list all = { .n = 0 };

    for (size_t f = 0; f < FIELDS; f++)
        for (size_t i = 0; i < c->field[f].n; i++)
            list_add(&all, c->field[f].v[i]);
    c->reading[0] = (uint16_t)(all.n < READINGS ? all.n : READINGS);
    for (size_t i = 0; i < c->reading[0]; i++)
        c->reading[i + 1] = (uint16_t)all.v[i];
}

/* kTraditionalVariant of B names A: then B simplifies A. */
static void mirror_links(void)
{
    for (uint32_t cp = 1; cp < CP_N; cp++) {
        const struct list *t = &character[cp].link[TRADITIONAL];

        for (size_t i = 0; i < t->n; i++)
            if (t->v[i] != cp)
                list_add(&character[t->v[i]].link[SIMPLIFIED], cp);
    }
}

static bool share_a_reading(const struct character *a,
                            const struct character *b)
{
    for (size_t i = 1; i <= a->reading[0]; i++)
        for (size_t j = 1; j <= b->reading[0]; j++)
            if (a->reading[i] == b->reading[j])
                return true;
    return a->reading[0] == 0 || b->reading[0] == 0;
}

/* The listed characters that `l` leads to with a common sound: the first of
 * them and how many. */
static size_t standard_target(const struct character *c, const struct list *l,
                              uint32_t *first)
{
    size_t n = 0;

    for (size_t i = 0; i < l->n; i++) {
        const struct character *t = &character[l->v[i]];

        if (t->standard && share_a_reading(c, t) && n++ == 0)
            *first = l->v[i];
    }
    return n;
}

static uint32_t plain_of(uint32_t cp)
{
    const struct character *c = &character[cp];
    const struct list *s = &c->link[SIMPLIFIED];
    uint32_t to;

    if (c->standard || list_has(s, cp))
        return cp;
    if (standard_target(c, s, &to) > 0)
        return to;
    if (s->n == 1 && character[s->v[0]].link[SIMPLIFIED].n == 0)
        return s->v[0];
    for (enum link k = SEMANTIC; k <= Z_VARIANT; k++)
        if (standard_target(c, &c->link[k], &to) == 1)
            return to;
    return cp;
}

/* A character without any reading has that of the character it varies. */
static void borrow_readings(struct character *c)
{
    static const enum link from[] = { SIMPLIFIED, TRADITIONAL, SEMANTIC,
                                      Z_VARIANT };

    for (size_t k = 0; k < LINK_KINDS; k++) {
        const struct list *l = &c->link[from[k]];

        for (size_t i = 0; i < l->n && c->reading[0] == 0; i++)
            if (character[l->v[i]].reading[0] != 0)
                memcpy(c->reading, character[l->v[i]].reading,
                       sizeof c->reading);
    }
}

/* Equal lists of readings are kept once. */
static size_t set_number(const uint16_t *reading)
{
    for (size_t i = 0; i < set_n; i++)
        if (memcmp(set[i], reading, sizeof set[i]) == 0)
            return i;
    if (set_n == SET_MAX)
        die("too many sets of readings");
    memcpy(set[set_n], reading, sizeof set[set_n]);
    return set_n++;
}

static void write_syllables(FILE *out)
{
    fprintf(out, "const char reading_syllable[][8] = {");
    for (size_t i = 0; i < syllable_n; i++)
        fprintf(out, "%s\"%s\",", i % 8 ? " " : "\n", syllable[i]);
    fprintf(out, "\n};\n\n");
}

/* Writes the sets and fills `at` with where each begins. */
static void write_sets(FILE *out, uint16_t at[SET_MAX])
{
    size_t used = 1;

    fprintf(out, "const uint16_t reading_set[] = {\n0,");
    for (size_t i = 0; i < set_n; i++) {
        at[i] = (uint16_t)used;
        for (size_t j = 0; j <= set[i][0]; j++)
            fprintf(out, "%s%u,", j ? " " : "\n", set[i][j]);
        used += 1u + set[i][0];
    }
    if (used > UINT16_MAX)
        die("the sets of readings outgrew 16 bits");
    fprintf(out, "\n};\n\n");
}

static bool page_is_used(uint32_t page)
{
    for (uint32_t cp = page * 256; cp < (page + 1) * 256; cp++)
        if (character[cp].reading[0] != 0)
            return true;
    return false;
}

static void write_cells(FILE *out, const uint16_t at[SET_MAX])
{
    size_t used = 1;

    fprintf(out, "const uint16_t reading_page[READING_PAGES] = {");
    for (uint32_t page = 0; page < READING_PAGES; page++)
        fprintf(out, "%s%zu,", page % 16 ? " " : "\n",
                page_is_used(page) ? used++ : 0);
    fprintf(out, "\n};\n\nconst uint16_t reading_cell[][256] = {\n{ 0 },");
    for (uint32_t page = 0; page < READING_PAGES; page++) {
        if (!page_is_used(page))
            continue;
        fprintf(out, "\n{");
        for (uint32_t cp = page * 256; cp < (page + 1) * 256; cp++) {
            const uint16_t *r = character[cp].reading;

            fprintf(out, "%s%u,", cp % 16 ? " " : "\n",
                    r[0] ? at[set_number(r)] : 0);
        }
        fprintf(out, "\n},");
    }
    fprintf(out, "\n};\n\n");
}

static void write_variants(FILE *out)
{
    size_t n = 0;

    fprintf(out, "const uint32_t reading_variant[][2] = {");
    for (uint32_t cp = 1; cp < CP_N; cp++)
        if (character[cp].plain != cp)
            fprintf(out, "%s{ 0x%" PRIX32 ", 0x%" PRIX32 " },",
                    n++ % 4 ? " " : "\n", cp, character[cp].plain);
    fprintf(out, "\n};\n\nconst size_t reading_variant_n = %zu;\n", n);
    if (n < VARIANTS_LEAST)
        die("too few variants");
}

static void write_all(FILE *out)
{
    static uint16_t at[SET_MAX];

    fprintf(out, "/* Made by src/tools/readings.c from the Unihan database"
                 " (Unicode, Inc.). */\n"
                 "#include \"text/reading_table.h\"\n\n");
    write_syllables(out);
    write_sets(out, at);
    write_cells(out, at);
    write_variants(out);
}

int main(int argc, char **argv)
{
    size_t n = 0;
    FILE *out;

    if (argc != 2)
        die("usage: readings OUT.c < Unihan_Readings.txt Unihan_Variants.txt");
    read_all(stdin);
    mirror_links();
    /* Unihan holds ideographs only, and 〇 counts as a symbol. */
    list_add(&character[0x3007].field[0], syllable_number("ling", 4));
    for (uint32_t cp = 1; cp < CP_N; cp++)
        gather_readings(&character[cp]);
    for (uint32_t cp = 1; cp < CP_N; cp++)
        character[cp].plain = plain_of(cp);
    for (uint32_t cp = 1; cp < CP_N; cp++) {
        borrow_readings(&character[cp]);
        if (character[cp].reading[0] == 0)
            continue;
        set_number(character[cp].reading);
        n++;
    }
    if (n < CHARACTERS_LEAST)
        die("too few readings");
    out = fopen(argv[1], "w");
    if (out == NULL)
        die("cannot write the output");
    write_all(out);
    if (ferror(out) || fclose(out) != 0)
        die("cannot write the output");
    return 0;
}
