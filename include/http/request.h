/*
 * A request as handlers see it: what was asked, by whom, on which connection,
 * and what goes with the reply.  Everything lives in its arena.
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"
#include "json/field.h"
#include "json/read.h"

struct actor;  /* domain/actor.h */
struct policy; /* http/route.h */
struct route;

/* How the caller proved who it is. */
enum credential { CREDENTIAL_NONE, CREDENTIAL_COOKIE, CREDENTIAL_BEARER };

/* A reply that is no JSON: bytes of the arena, or an open file. */
struct req_file {
    const char *type; /* Content-Type */
    const char *name; /* offered file name in UTF-8, NULL to show inline */
    const void *data; /* bytes in the arena, when fd < 0 */
    size_t size;
    int fd; /* read from its start and closed by the framework; -1 none */
};

struct req {
    struct arena *arena;
    struct db *db; /* the connection of the thread it runs on now */
    const struct route *route;
    const struct policy *policy; /* by which it is judged */

    /* what was asked */
    int64_t id;        /* {id} */
    const char *key;   /* {uuid} {name} {code} {action}: the first text part */
    int64_t if_match;  /* INT_NONE without the header */
    const void *query; /* struct of route->query */
    const char *body;  /* raw bytes, for RAW_BODY routes */
    void *sink;        /* or where they went; NULL when there was none */
    size_t body_len;
    const char *content_type;
    const char *peer; /* address of the caller, for limits only */
    bool tls;

    /* when: one instant for the whole request */
    int64_t now_ms;
    char today[CLOCK_DATE_MAX];
    uint64_t number; /* in the log and in problem replies */

    /* who */
    enum credential credential;
    const char *token; /* as sent */
    uint8_t session_hash[32];
    const struct actor *actor; /* NULL before sign-in */
    struct principal principal;

    /* between `prepare` and the handler */
    void *stash;

    /* what goes with the reply */
    struct bad_list bad;
    const char *detail;    /* instead of the error's own, in Chinese */
    enum err refused;      /* committed all the same, answered as this error */
    int status;            /* 0: 200, or 201 for CREATES */
    const char *set_token; /* cookie to set; "" clears it */
    int retry_after;       /* seconds, 0 none */
    const char *allow;     /* of a 405 */
    const char *next_cursor;
    int64_t total; /* INT_NONE unless counted */
    struct req_file file;

    /* for the audit row: never personal data */
    const char *audit_entity_id; /* default: the id or key of the path */
    const char *audit_detail;
    int64_t audit_child; /* the child a read showed, for its access row */
};

/* Notes what is wrong with one member and returns `e`:
 *     return req_refuse(rq, ERR_INVALID, "/school", "unknown", "没有这所学校。");
 * With an empty pointer the detail becomes the reply's own. */
enum err req_refuse(struct req *rq, enum err e, const char *pointer,
                    const char *code, const char *detail);

/* ---- pages ------------------------------------------------------------- */
#define PAGE_DEFAULT 50
#define PAGE_MOST 200

/* First member `page` of every list's query struct. */
struct page {
    int64_t limit;
    const char *cursor;
    int64_t count;
};

#define F_PAGE(tag)                                                            \
    { .name = "limit",                                                         \
      .label = "每页条数",                                                     \
      .type = FIELD_INT,                                                       \
      .offset = offsetof(struct tag, page.limit),                              \
      .min = 1,                                                                \
      .max = PAGE_MOST },                                                      \
        { .name = "cursor",                                                    \
          .label = "下一页标记",                                               \
          .type = FIELD_TEXT,                                                  \
          .offset = offsetof(struct tag, page.cursor),                         \
          .max = 200 },                                                        \
    {                                                                          \
        .name = "count", .label = "是否计总数", .type = FIELD_BOOL,            \
        .offset = offsetof(struct tag, page.count)                             \
    }

/* Rows to ask the store for: one more than the page, to know of a next. */
int64_t page_rows(const struct page *p);

/* A cursor that is a number, 0 at the start; ERR_INVALID when it is none. */
enum err page_after_id(struct req *rq, const struct page *p, int64_t *after);

/* Cuts the extra row off and, if there was one, sets next_cursor to `cursor_of`
 * the last row kept. */
typedef const char *(*page_cursor_fn)(struct arena *a, const void *row);
enum err page_end(struct req *rq, const struct page *p, const struct record *r,
                  struct list *rows, page_cursor_fn cursor_of);

/* The same for rows whose record has an int64_t member `id`. */
enum err page_end_id(struct req *rq, const struct page *p,
                     const struct record *r, struct list *rows);

#endif
