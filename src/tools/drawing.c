/*
 * Puts the drawing of a case's life into a text between its two marks:
 *     drawing README.md
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/transition.h"

#define BEGIN "<!-- drawing -->\n"
#define END "<!-- /drawing -->\n"

static int save(const char *path, const struct buf *text)
{
    FILE *out = fopen(path, "w");
    bool saved;

    if (!out)
        return 1;
    saved = fwrite(text->data, 1, text->len, out) == text->len;
    return fclose(out) == 0 && saved ? 0 : 1;
}

static int load(const char *path, struct buf *text)
{
    FILE *in = fopen(path, "r");
    int c;

    if (!in)
        return 1;
    while ((c = getc(in)) != EOF)
        buf_char(text, (char)c);
    fclose(in);
    buf_char(text, '\0');
    return text->failed;
}

int main(int argc, char **argv)
{
    struct buf text, next;
    const char *begin, *end;

    buf_init(&text);
    buf_init(&next);
    if (argc != 2 || load(argv[1], &text) != 0)
        return 2;
    begin = strstr(text.data, BEGIN);
    end = begin ? strstr(begin, END) : NULL;
    if (!end) {
        fprintf(stderr, "drawing: %s has no place for it\n", argv[1]);
        return 1;
    }
    buf_add(&next, text.data, (size_t)(begin - text.data) + strlen(BEGIN));
    buf_str(&next, "```mermaid\n");
    actions_draw(&next);
    buf_str(&next, "```\n");
    buf_str(&next, end);
    return next.failed ? 1 : save(argv[1], &next);
}
