/* Any bytes as a request target and as the pairs of a query string. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/http/framing.h"
#include "base/arena.h"
#include "domain/household.h"
#include "http/route.h"
#include "json/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static enum err nothing(struct req *rq, const void *in, void *out)
{
    (void)rq;
    (void)in;
    (void)out;
    return ERR_OK;
}

static const struct route routes[] = {
    { "GET", "/things", "", 0, TX_NONE, 0, .handler = nothing },
    { "GET", "/things/{id}", "", 0, TX_NONE, 0, .handler = nothing },
    { "GET", "/things/{id}/parts/{name}", "", 0, TX_NONE, 0,
      .handler = nothing },
    ROUTE_END
};
static const struct route *const tables[] = { routes, NULL };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char *s = malloc(n + 1);
    struct pair pairs[40];
    struct arena a;
    struct bad_list bad = { .n = 0 };
    struct household_row row;
    struct req rq = { .arena = &a };
    bool allowed;
    size_t k = 0;

    memcpy(s, data, n);
    s[n] = '\0';
    arena_init(&a, 1 << 20);
    (void)framing_bad_target(s);
    (void)route_match(tables, "GET", s, &rq, &allowed);
    for (char *p = s; k < 40 && *p;) {
        char *equals, *end = p + strcspn(p, "&");
        bool last = *end == '\0';

        *end = '\0';
        equals = strchr(p, '=');
        if (equals)
            *equals = '\0';
        pairs[k++] = (struct pair) { p, equals ? equals + 1 : "" };
        if (last)
            break;
        p = end + 1;
    }
    (void)query_read(&household_row, pairs, k, &a, &row, &bad);
    arena_free(&a);
    free(s);
    return 0;
}
