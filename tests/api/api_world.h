/*
 * The API without a socket: every role signed in, requests through the real
 * dispatcher, every reply checked against its route's table, and every route
 * noted as passed or refused.
 */
#ifndef TESTS_API_WORLD_H
#define TESTS_API_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>

#include "crypto/token.h"
#include "http/dispatch.h"
#include "unit/store_world.h"

struct api {
    struct world w;
    struct writer *writer;
    struct policy *policy;
    struct dispatcher *dispatcher;
    struct db *reader;
    char token[ROLE_N][TOKEN_TEXT];
    char cookie[TOKEN_TEXT], csrf[TOKEN_TEXT]; /* of SIGNED_IN */
    /* of the last call */
    json_t *reply;  /* NULL when it was no JSON */
    struct buf raw; /* its bytes, from memory or from a file */
    int status;
    char etag[24];
    const struct route *route;
};

extern struct api api; /* one for the whole program */

/* Who calls: a role, nobody, or whoever signed in last, by cookie. */
#define NOBODY ROLE_N
#define SIGNED_IN ((enum role)(ROLE_N + 1))

int api_open(void **state);
int api_close(void **state);

/* The second half of api_open, for a world that was opened another way. */
void api_serve(void);

/* A bearer token of an account; before api_serve, in a transaction. */
void api_sign_in(int64_t account_id, char token[TOKEN_TEXT]);

/* Calls as `role`.  `path` may hold a query string; single
 * quotes in `body` become double; `if_match` is the version, 0 none. */
int api_call(enum role role, const char *method, const char *path,
             const char *body, int64_t if_match);

/* The same, expecting a status; fails with the reply when it is another. */
void expect(enum role role, const char *method, const char *path,
            const char *body, int status);
void expect_version(enum role role, const char *method, const char *path,
                    const char *body, int64_t version, int status);

/* Raw bytes, as an upload. */
int api_upload(enum role role, const char *path, const void *data, size_t n);
/* PUTs raw bytes; the status. */
int api_put_bytes(enum role role, const char *path, const void *data, size_t n);

/* Out of the last reply: "/items/0/id". */
int64_t reply_int(const char *pointer);
const char *reply_text(const char *pointer);
json_t *reply_at(const char *pointer);

/* Does something of this kind wait for the role in the last reply, a list of
 * what is due? */
bool reply_waits(const char *kind);
/* Does this item wait (a member of it that is an id)? */
bool reply_waits_for(const char *kind, const char *member, int64_t id);

/* Reads a list page by page of one row: each that it counts, once. */
void expect_all_pages(enum role role, const char *list);

/* Notes a password's or a second factor's page token for SIGNED_IN. */
void take_csrf(const char *pointer);

/* Routes never answered well, or never refused; printed; their number. */
size_t api_untested(void);

/* A household and a child in either township, made on first use. */
int64_t api_household(enum role role, const char *division);
int64_t api_child(enum role role, int64_t household, const char *division,
                  const char *name);

#endif
