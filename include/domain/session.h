/*
 * Signing in and one's own account (登录、本人账号): field tables of
 * POST /sessions, GET /me, POST /me/password and POST /me/totp.
 */
#ifndef DOMAIN_SESSION_H
#define DOMAIN_SESSION_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/actor.h"
#include "json/field.h"

struct signin_in {
    const char *username, *password, *totp;
};
extern const struct record signin_in;

/* Which children an account sees, in words and as a code. */
struct scope {
    const char *kind;  /* county division school class agency expert none */
    const char *code;  /* of the division, school, agency; "7-2" of a class */
    const char *label; /* 全市, 虎头镇, 某校 7-2 … */
};
extern const struct record scope;
extern const struct code_table scope_kinds;

/* `five_four`: the county's grade system. */
enum err scope_of(const struct actor *actor, bool five_four, struct arena *a,
                  struct scope *out);

struct me {
    int64_t id;
    const char *username, *name, *role, *role_label, *unit, *unit_name;
    const char *class; /* "7-2" of a class teacher */
    struct scope *scope;
    struct list rights; /* names */
    int64_t must_change_password;
    int64_t totp;           /* a second factor is bound */
    int64_t totp_due;       /* it must be bound before anything else */
    const char *csrf_token; /* NULL for bearer tokens */
};
extern const struct record me;

struct signin_out {
    struct me *user;
    const char *csrf_token;
};
extern const struct record signin_out;

struct password_in {
    const char *old_password, *new_password;
};
extern const struct record password_in;

/* Without a code: a fresh secret.  With one: it is confirmed. */
struct totp_in {
    const char *code;
};
extern const struct record totp_in;

struct totp_out {
    int64_t confirmed;
    const char *secret, *uri; /* of a fresh secret; shown once */
    const char *csrf_token;   /* a new one, once confirmed */
};
extern const struct record totp_out;

#endif
