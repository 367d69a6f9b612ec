/*
 * Build tool: turns the Unihan database into the table of text/shape_table.h.
 *
 *     bzcat Unihan_DictionaryLikeData.txt.bz2 Unihan_IRGSources.txt.bz2
 *         | shapes OUT.c
 *
 * What a character looks like (UAX #38): its Cangjie code (kCangjie, a letter
 * a part from top left to bottom right), its four corners (kFourCornerCode)
 * and its strokes (kTotalStrokes); the first value of each.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/shape_table.h"

enum { FILES = 2, WITH_PARTS_LEAST = 20000 };

static uint64_t shape[SHAPE_N];

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "shapes: %s\n", what);
    exit(1);
}

/* "EQMB": five bits a letter, A is 1, the last letter lowest. */
static uint64_t cangjie(const char *v)
{
    uint64_t parts = 0;
    size_t n = 0;

    for (; v[n] >= 'A' && v[n] <= 'Z' && n < SHAPE_PARTS; n++)
        parts = parts << 5 | (uint64_t)(v[n] - 'A' + 1);
    return parts;
}

/* "3512.7": 35127, and 1 so that no code is 0; a missing fifth corner is 0. */
static uint64_t corners(const char *v)
{
    uint64_t code = strtoul(v, NULL, 10) * 10;

    if (v[4] == '.' && v[5] >= '0' && v[5] <= '9')
        code += (uint64_t)(v[5] - '0');
    return code + 1;
}

static void keep(uint64_t *s, const char *name, const char *v)
{
    if (strcmp(name, "kCangjie") == 0)
        *s |= cangjie(v) << SHAPE_PARTS_AT;
    else if (strcmp(name, "kFourCornerCode") == 0 && strlen(v) >= 4)
        *s |= corners(v) << SHAPE_CORNERS_AT;
    else if (strcmp(name, "kTotalStrokes") == 0)
        *s |= strtoul(v, NULL, 10) << SHAPE_STROKES_AT;
}

/* Both files must have come whole: a broken pipe gives no half a table. */
static void read_all(FILE *in)
{
    char line[4096];
    int ends = 0;

    while (fgets(line, sizeof line, in) != NULL) {
        char *name = strchr(line, '\t');
        char *value = name ? strchr(name + 1, '\t') : NULL;
        unsigned long cp;

        ends += strncmp(line, "# EOF", 5) == 0;
        if (line[0] != 'U' || value == NULL)
            continue;
        cp = strtoul(line + 2, NULL, 16);
        if (cp < SHAPE_FIRST || cp >= SHAPE_FIRST + SHAPE_N)
            continue;
        *value = '\0';
        keep(&shape[cp - SHAPE_FIRST], name + 1, value + 1);
    }
    if (ends != FILES)
        die("input is not Unihan_DictionaryLikeData.txt and "
            "Unihan_IRGSources.txt");
}

static size_t write_all(FILE *out)
{
    size_t with_parts = 0;

    fprintf(out, "/* Made by src/tools/shapes.c from the Unihan database"
                 " (Unicode, Inc.). */\n"
                 "#include \"text/shape_table.h\"\n\n"
                 "const uint64_t shape_of[SHAPE_N] = {");
    for (size_t i = 0; i < SHAPE_N; i++) {
        with_parts += (shape[i] & SHAPE_PARTS_MASK) != 0;
        fprintf(out, "%s0x%" PRIX64 ",", i % 6 ? " " : "\n", shape[i]);
    }
    fprintf(out, "\n};\n");
    return with_parts;
}

int main(int argc, char **argv)
{
    FILE *out;

    if (argc != 2)
        die("usage: shapes OUT.c < Unihan_DictionaryLikeData.txt "
            "Unihan_IRGSources.txt");
    read_all(stdin);
    out = fopen(argv[1], "w");
    if (out == NULL)
        die("cannot write the output");
    if (write_all(out) < WITH_PARTS_LEAST)
        die("too few shapes");
    if (ferror(out) || fclose(out) != 0)
        die("cannot write the output");
    return 0;
}
