/* Judging a request, in the order 401 403 404 428 412 400 422. */
#include "judge.h"

#include <string.h>

#include "crypto/token.h"

bool unsafe_method(const char *m)
{
    return strcmp(m, "GET") != 0 && strcmp(m, "HEAD") != 0;
}

/* "https://host:port" against the Host header; the scheme may differ behind a
 * proxy that ends TLS. */
static bool same_origin(const char *origin, const char *host)
{
    const char *authority = strstr(origin, "://");

    return authority && host && strcmp(authority + 3, host) == 0;
}

/* Forged requests: the browser's own word first, then the page's token. */
static enum err judge_origin(struct exchange *x, struct db *reader)
{
    const struct incoming *in = &x->in;

    if (!unsafe_method(in->method) || x->rq.credential == CREDENTIAL_BEARER)
        return ERR_OK;
    if (in->fetch_site && strcmp(in->fetch_site, "same-origin") != 0)
        return ERR_CSRF;
    if (!in->fetch_site && in->origin && !same_origin(in->origin, in->host))
        return ERR_CSRF;
    if (x->rq.credential != CREDENTIAL_COOKIE)
        return ERR_OK;
    return token_csrf_check(db_keys(reader), x->rq.session_hash, in->csrf);
}

void note_credential(struct exchange *x)
{
    struct req *rq = &x->rq;

    if (x->in.bearer_token) {
        rq->credential = CREDENTIAL_BEARER;
        rq->token = x->in.bearer_token;
    } else if (x->in.cookie_token) {
        rq->credential = CREDENTIAL_COOKIE;
        rq->token = x->in.cookie_token;
    }
}

enum err judge_caller(struct exchange *x, struct db *reader)
{
    const struct policy *p = x->rq.policy;
    struct req *rq = &x->rq;

    if (rq->route->flags & PUBLIC) {
        rq->credential = CREDENTIAL_NONE;
        return judge_origin(x, reader);
    }
    if (rq->credential == CREDENTIAL_NONE)
        return ERR_UNAUTHENTICATED;
    TRY(p->authenticate(rq));
    p->seen(rq);
    if (!p->may(rq->actor, rq->route->right) ||
        (rq->route->may_act && !rq->route->may_act(rq->actor, rq->key)))
        return ERR_FORBIDDEN;
    return judge_origin(x, reader);
}

/* "7" in quotes.  Anything else never matches a version. */
static enum err read_if_match(struct exchange *x)
{
    const char *s = x->in.if_match;
    int64_t v = 0;
    size_t n = s ? strlen(s) : 0;

    if (!s)
        return ERR_NO_IF_MATCH;
    if (n < 3 || n > 18 || s[0] != '"' || s[n - 1] != '"')
        return ERR_STALE;
    for (size_t i = 1; i < n - 1; i++) {
        if (s[i] < '0' || s[i] > '9')
            return ERR_STALE;
        v = v * 10 + (s[i] - '0');
    }
    x->rq.if_match = v;
    return ERR_OK;
}

/* 404, 428 and 412, by the route's own statement in the caller's scope. */
enum err judge_version(struct exchange *x)
{
    struct req *rq = &x->rq;
    int64_t version;

    if (!rq->route->find)
        return ERR_OK;
    TRY(db_int(rq->db, rq->route->find, &version,
               rq->id ? VALS(INT(rq->id)) : VALS(TEXT(rq->key))));
    if (!(rq->route->flags & IF_MATCH))
        return ERR_OK;
    TRY(read_if_match(x));
    if (version == rq->if_match)
        return ERR_OK;
    if (rq->route->stale)
        TRY(rq->route->stale(rq));
    return ERR_STALE;
}

static bool is_json(const char *type)
{
    static const char json[] = "application/json";

    return type && strncasecmp(type, json, sizeof json - 1) == 0 &&
           (type[sizeof json - 1] == '\0' || type[sizeof json - 1] == ';' ||
            type[sizeof json - 1] == ' ');
}

/* 415, 400 and 422 of the body. */
static enum err read_body(struct exchange *x)
{
    struct req *rq = &x->rq;
    const struct record *r = rq->route->body;

    if (rq->route->sink) {
        if (!x->intake.kind && x->in.body_len > 0) { /* it came whole */
            x->intake.kind = rq->route->sink;
            intake_add(&x->intake, rq->policy, x->in.body, x->in.body_len);
        }
        rq->sink = x->intake.sink;
        rq->body_len = x->in.body_len;
        return x->intake.e;
    }
    if (rq->route->flags & RAW_BODY) {
        rq->body = x->in.body;
        rq->body_len = x->in.body_len;
        return ERR_OK;
    }
    if (rq->route->body_of) {
        r = rq->route->body_of(rq->key);
        if (!r)
            return ERR_NOT_FOUND;
    }
    if (!r)
        return ERR_OK;
    if (!is_json(x->in.content_type))
        return ERR_MEDIA_TYPE;
    x->body = arena_alloc(&x->arena, r->size);
    if (!x->body)
        return ERR_NO_MEMORY;
    return json_read(r, x->in.body, x->in.body_len, &x->arena, x->body,
                     &rq->bad);
}

static enum err read_query(struct exchange *x)
{
    struct req *rq = &x->rq;
    const struct record *r = rq->route->query;
    void *query;

    if (!r) {
        if (x->in.query_n == 0)
            return ERR_OK;
        bad_add(&rq->bad, "/", "unknown", "这里不接受筛选条件。");
        return ERR_INVALID;
    }
    query = arena_alloc(&x->arena, r->size);
    if (!query)
        return ERR_NO_MEMORY;
    rq->query = query;
    return query_read(r, x->in.query, x->in.query_n, &x->arena, query,
                      &rq->bad);
}

/* Everything that can be judged before the writer's turn; reads on `reader`. */
enum err judge(struct exchange *x, struct db *reader)
{
    struct req *rq = &x->rq;
    const struct route *t = rq->route;
    enum err e, found = ERR_OK;

    TRY(judge_caller(x, reader));
    e = read_body(x);
    if (e == ERR_OK)
        e = read_query(x);
    /* A record out of scope is 404 and a stale one 412 whatever the body; an
     * action that there is not is 404 whatever the version. */
    if (t->find && (e != ERR_OK || (t->flags & IF_MATCH && !x->in.if_match))) {
        found = db_principal(reader, rq->actor ? &rq->principal : NULL);
        if (found == ERR_OK)
            found = judge_version(x);
    }
    if (found != ERR_OK)
        rq->bad.n = 0;
    return found != ERR_OK && e != ERR_NOT_FOUND ? found : e;
}
