/* Finding the route of a path, and its parts. */
#include "http/route.h"

#include <stdlib.h>
#include <string.h>

#define PARTS_MAX 8
#define PART_MAX 100

struct parts {
    const char *at[PARTS_MAX];
    size_t len[PARTS_MAX];
    size_t n;
};

/* "/a/b" → a, b.  False when it has too many or empty parts. */
static bool split(const char *path, struct parts *p)
{
    p->n = 0;
    while (*path == '/') {
        size_t len = strcspn(++path, "/");

        if (len == 0 || len > PART_MAX || p->n == PARTS_MAX)
            return false;
        p->at[p->n] = path;
        p->len[p->n++] = len;
        path += len;
    }
    return *path == '\0' && p->n > 0;
}

/* A positive decimal of at most 18 digits, no leading zero. */
static bool id_part(const char *s, size_t n, int64_t *id)
{
    int64_t v = 0;

    if (n == 0 || n > 18 || *s == '0')
        return false;
    for (size_t i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return false;
        v = v * 10 + (s[i] - '0');
    }
    *id = v;
    return true;
}

/* 0 no, 1 yes; parts are noted in *id and *key (still in the path). */
static bool fits(const char *pattern, const struct parts *p, int64_t *id,
                 size_t *key)
{
    size_t i = 0;

    *id = 0;
    *key = PARTS_MAX;
    for (; *pattern == '/'; i++) {
        size_t len = strcspn(++pattern, "/");

        if (i == p->n)
            return false;
        if (len == 4 && strncmp(pattern, "{id}", 4) == 0) {
            if (!id_part(p->at[i], p->len[i], id))
                return false;
        } else if (*pattern == '{') {
            *key = i;
        } else if (len != p->len[i] || memcmp(pattern, p->at[i], len) != 0) {
            return false;
        }
        pattern += len;
    }
    return i == p->n;
}

const char *route_allow(const struct route *const *tables, const char *path,
                        struct arena *a)
{
    const char *allow = NULL;
    struct parts p;
    int64_t id;
    size_t key;

    if (!split(path, &p))
        return NULL;
    for (; *tables; tables++) {
        for (const struct route *r = *tables; r->method; r++) {
            if (!fits(r->path, &p, &id, &key))
                continue;
            allow =
                allow ? arena_printf(a, "%s, %s", allow, r->method) : r->method;
        }
    }
    return allow;
}

const struct route *route_match(const struct route *const *tables,
                                const char *method, const char *path,
                                struct req *rq, bool *allowed)
{
    struct parts p;
    const struct route *best = NULL;
    size_t best_key = 0;
    int64_t id;
    size_t key;

    *allowed = false;
    if (!split(path, &p))
        return NULL;
    for (; *tables; tables++) {
        for (const struct route *r = *tables; r->method; r++) {
            if (!fits(r->path, &p, &id, &key))
                continue;
            *allowed = true;
            /* Literal parts win over {…}: /ledgers/a before /ledgers/{name} */
            if (strcmp(r->method, method) != 0 || (best && key != PARTS_MAX))
                continue;
            best = r;
            best_key = key;
            rq->id = id;
        }
    }
    if (best && best_key != PARTS_MAX)
        rq->key = arena_strndup(rq->arena, p.at[best_key], p.len[best_key]);
    return best;
}
