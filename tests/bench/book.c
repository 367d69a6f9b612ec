/*
 * A workbook as libxlsxwriter alone makes it: every cell of a CSV as text, in
 * constant memory.
 *
 *     book FILE.csv FILE.xlsx      prints the seconds that writing took
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <xlsxwriter.h>

/* The file in memory, ended by a zero; its cells hold no line breaks. */
static char *whole(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *text = NULL;
    long n;

    if (f && fseek(f, 0, SEEK_END) == 0 && (n = ftell(f)) >= 0 &&
        (text = malloc((size_t)n + 1))) {
        rewind(f);
        text[fread(text, 1, (size_t)n, f)] = '\0';
    }
    if (f)
        fclose(f);
    return text;
}

/* Ends the cell at `at` and gives the next one, NULL after the last. */
static char *next_cell(char *at)
{
    char *end = at + strcspn(at, ",");

    if (*at == '"')
        end = strchr(at + 1, '"') + 1;
    if (!*end)
        return NULL;
    *end = '\0';
    return end + 1;
}

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    lxw_workbook_options options = { .constant_memory = LXW_TRUE };
    char *text = argc == 3 ? whole(argv[1]) : NULL;
    double begun = seconds();
    lxw_workbook *book = text ? workbook_new_opt(argv[2], &options) : NULL;
    lxw_worksheet *sheet = book ? workbook_add_worksheet(book, NULL) : NULL;
    uint32_t row = 0;

    if (!sheet)
        return 1;
    for (char *line = text, *end; *line; line = end, row++) {
        uint16_t column = 0;

        end = line + strcspn(line, "\r\n");
        while (*end == '\r' || *end == '\n')
            *end++ = '\0';
        for (char *next, *cell = line; cell; cell = next) {
            next = next_cell(cell);
            if (*cell)
                worksheet_write_string(sheet, row, column, cell, NULL);
            column++;
        }
    }
    if (workbook_close(book) != LXW_NO_ERROR)
        return 1;
    printf("%.3f\n", seconds() - begun);
    free(text);
    return 0;
}
