/* Headers of rosters: found under title rows, mapped by name. */
#include "domain/roster.h"

#include <string.h>

/* Bytes that a header may be decorated with, none of which tells it from
 * another. */
static size_t mark(const char *s)
{
    static const char *const marks[] = { " ",  "\t", "\r", "\n", "*", "＊",
                                         "　", ":",  "：", "\"", "'", NULL };

    for (size_t i = 0; marks[i]; i++)
        if (strncmp(s, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return 0;
}

/* "（必填）" and "(yyyy-mm-dd)": from a bracket to its end. */
static size_t bracketed(const char *s)
{
    static const char *const pairs[][2] = {
        { "（", "）" }, { "(", ")" }, { "【", "】" }, { "[", "]" }
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const char *end;

        if (strncmp(s, pairs[i][0], strlen(pairs[i][0])) != 0)
            continue;
        end = strstr(s, pairs[i][1]);
        return end ? (size_t)(end - s) + strlen(pairs[i][1]) : strlen(s);
    }
    return 0;
}

const char *roster_header(struct arena *a, const char *cell)
{
    char *out;
    size_t n = 0;

    if (!cell)
        return "";
    out = arena_strdup(a, cell);
    while (out && *cell) {
        size_t skip = mark(cell);

        if (!skip && n > 0)
            skip = bracketed(cell);
        if (skip)
            cell += skip;
        else
            out[n++] = *cell++;
    }
    if (out)
        out[n] = '\0';
    return out;
}

static bool called(const struct roster_column *c, const char *header)
{
    size_t n = strlen(header);

    if (strcmp(c->header, header) == 0)
        return true;
    for (const char *s = c->other; s; s = strchr(s, '|')) {
        s += *s == '|';
        if (strncmp(s, header, n) == 0 && (s[n] == '|' || s[n] == '\0'))
            return true;
    }
    return false;
}

int roster_column_of(const struct roster_kind *k, const char *header)
{
    if (!header || !*header)
        return -1;
    for (int i = 0; k->columns[i].header; i++)
        if (strcmp(k->columns[i].header, header) == 0)
            return i;
    for (int i = 0; k->columns[i].header; i++)
        if (called(&k->columns[i], header))
            return i;
    return -1;
}

static bool mapped(const struct roster_mapping *m, int column)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->at[i] == column)
            return true;
    return false;
}

const struct roster_column *roster_missing(const struct roster_kind *k,
                                           const struct roster_mapping *m)
{
    for (int i = 0; k->columns[i].header; i++)
        if (k->columns[i].need && !mapped(m, i))
            return &k->columns[i];
    return NULL;
}

size_t roster_map(const struct roster_kind *k, const char *const *headers,
                  size_t n, struct roster_mapping *m, bool *all)
{
    size_t found = 0;

    m->n = 0;
    m->headers = headers;
    for (size_t i = 0; i < n && i < ROSTER_COLUMNS; i++) {
        int column = roster_column_of(k, headers[i]);

        /* The contract's own name wins over another name of it. */
        if (column >= 0 && mapped(m, column))
            column = -1;
        m->at[m->n++] = (int16_t)column;
        found += column >= 0 && k->columns[column].need != NEED_NONE;
    }
    *all = roster_missing(k, m) == NULL;
    return found;
}

/* How many of the headers the kind knows. */
static size_t known_headers(const struct roster_kind *k,
                            const char *const *headers, size_t n, bool *all)
{
    struct roster_mapping m;
    size_t columns = 0;

    (void)roster_map(k, headers, n, &m, all);
    for (size_t i = 0; i < m.n; i++)
        columns += m.at[i] >= 0;
    return columns;
}

const struct roster_kind *roster_looks_like(const struct roster_kind *k,
                                            const char *const *headers,
                                            size_t n)
{
    const struct roster_kind *best = NULL;
    bool all;
    size_t most = known_headers(k, headers, n, &all);

    for (const struct roster_kind *o = roster_kinds; o->name; o++) {
        size_t columns = known_headers(o, headers, n, &all);

        if (o != k && all && columns > most) {
            best = o;
            most = columns;
        }
    }
    return best;
}
