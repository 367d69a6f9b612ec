/*
 * The world with everything that judges a request: writer, policy,
 * dispatcher, and a caller with its cookie.  No socket.
 */
#ifndef TESTS_HOUSE_H
#define TESTS_HOUSE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/policy.h"
#include "crypto/token.h"
#include "http/dispatch.h"
#include "store_world.h"

#define SECOND 1000
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)

/* The world with everything that judges a request. */
struct house {
    struct world w;
    struct writer *writer;
    struct policy *policy;
    struct dispatcher *d;
    int64_t now;
    /* the caller */
    char cookie[TOKEN_TEXT], csrf[TOKEN_TEXT], bearer[TOKEN_TEXT];
    /* the last reply */
    char body[8192], etag[32];
    int retry_after;
};

static inline enum err open_reader(void *ctx, struct db **db)
{
    return store_reader(ctx, db);
}

static inline void house_open(struct house *h)
{
    memset(h, 0, sizeof *h);
    world_open(&h->w);
    h->now = WORLD_NOW;
    assert_int_equal(writer_open(h->w.writer, &h->writer), ERR_OK);
    h->w.writer = NULL;
    assert_int_equal(policy_open(h->writer, h->w.store, &h->policy), ERR_OK);
    assert_int_equal(
        dispatcher_open(h->policy, h->writer,
                        (struct reader_source) { open_reader, h->w.store }, 1,
                        &h->d),
        ERR_OK);
}

static inline void house_close(struct house *h)
{
    dispatcher_close(h->d);
    writer_close(h->writer);
    policy_close(h->policy);
    world_close(&h->w);
}

static inline void later(struct house *h, int64_t ms)
{
    h->now += ms;
    world_clock(h->now);
}

/* The text after "name":" in the last reply. */
static inline void take(const struct house *h, const char *name, char *out,
                        size_t n)
{
    char key[40];
    const char *at;

    snprintf(key, sizeof key, "\"%s\":\"", name);
    at = strstr(h->body, key);
    assert_non_null(at);
    at += strlen(key);
    snprintf(out, n, "%.*s", (int)strcspn(at, "\""), at);
}

static inline int call(struct house *h, const char *method, const char *path,
                       const char *body, const char *if_match)
{
    struct exchange x;
    struct reply r;
    int status;

    exchange_init(&x, h->d);
    x.in = (struct incoming) { .method = method,
                               .path = path,
                               .content_type = "application/json",
                               .body = body,
                               .body_len = body ? strlen(body) : 0,
                               .if_match = if_match,
                               .csrf = h->csrf,
                               .cookie_token = *h->cookie ? h->cookie : NULL,
                               .bearer_token = *h->bearer ? h->bearer : NULL };
    exchange_call(&x, h->w.reader, &r);
    status = r.status;
    h->retry_after = r.retry_after;
    snprintf(h->body, sizeof h->body, "%s", r.body.data ? r.body.data : "");
    snprintf(h->etag, sizeof h->etag, "%s", r.etag);
    if (r.set_token)
        snprintf(h->cookie, sizeof h->cookie, "%s", r.set_token);
    reply_free(&r);
    exchange_free(&x);
    return status;
}

static inline int sign_in(struct house *h, const char *username,
                          const char *password, const char *totp)
{
    char body[300];
    int status;

    h->cookie[0] = h->csrf[0] = h->bearer[0] = '\0';
    snprintf(body, sizeof body,
             totp ? "{\"username\":\"%s\",\"password\":\"%s\",\"totp\":\"%s\"}"
                  : "{\"username\":\"%s\",\"password\":\"%s\"}",
             username, password, totp);
    status = call(h, "POST", "/sessions", body, NULL);
    if (status == 201)
        take(h, "csrf_token", h->csrf, sizeof h->csrf);
    return status;
}

static inline void expect_body(const struct house *h, const char *text)
{
    if (!strstr(h->body, text))
        fail_msg("no %s in %s", text, h->body);
}

#endif
