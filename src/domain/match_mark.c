/*
 * The characters that differ between two texts.
 */
#include "domain/match.h"

#include <string.h>

#include "text/utf8.h"

enum { COMPARED = 64 };

struct letters {
    uint32_t cp[COMPARED];
    size_t n;
    bool all; /* the text is no longer */
};

static void letters_of(const char *s, struct letters *l)
{
    size_t left = s == NULL ? 0 : strlen(s), len;

    l->n = 0;
    while (l->n < COMPARED && left > 0 &&
           (len = utf8_next(s, left, &l->cp[l->n])) > 0) {
        l->n++;
        s += len;
        left -= len;
    }
    l->all = left == 0;
}

/* length[i][j]: of the longest common subsequence of a from i and b from j. */
static void common(const struct letters *a, const struct letters *b,
                   uint8_t length[COMPARED + 1][COMPARED + 1])
{
    memset(length, 0, (COMPARED + 1) * sizeof *length);
    for (size_t i = a->n; i-- > 0;)
        for (size_t j = b->n; j-- > 0;) {
            uint8_t down = length[i + 1][j], right = length[i][j + 1];

            length[i][j] = a->cp[i] == b->cp[j]
                               ? (uint8_t)(length[i + 1][j + 1] + 1)
                           : down > right ? down
                                          : right;
        }
}

/* Runs past the last mark are joined to it. */
static void mark_one(struct match_mark *mark, size_t *n, size_t at)
{
    if (*n > 0 &&
        (mark[*n - 1].from + mark[*n - 1].n == at || *n == MATCH_MARKS)) {
        mark[*n - 1].n = at + 1 - mark[*n - 1].from;
        return;
    }
    mark[*n].from = at;
    mark[*n].n = 1;
    ++*n;
}

void match_marks(const char *a, const char *b,
                 struct match_mark mark[2][MATCH_MARKS], size_t n[2])
{
    uint8_t length[COMPARED + 1][COMPARED + 1];
    struct letters x, y;
    size_t i = 0, j = 0;

    n[0] = n[1] = 0;
    letters_of(a, &x);
    letters_of(b, &y);
    if (!x.all || !y.all) {
        if (strcmp(a, b) == 0)
            return;
        mark[0][0] = (struct match_mark) { 0, utf8_count(a, strlen(a)) };
        mark[1][0] = (struct match_mark) { 0, utf8_count(b, strlen(b)) };
        n[0] = n[1] = 1;
        return;
    }
    common(&x, &y, length);
    while (i < x.n || j < y.n) {
        if (i < x.n && j < y.n && x.cp[i] == y.cp[j]) {
            i++;
            j++;
        } else if (j == y.n ||
                   (i < x.n && length[i + 1][j] >= length[i][j + 1])) {
            mark_one(mark[0], &n[0], i++);
        } else {
            mark_one(mark[1], &n[1], j++);
        }
    }
}
