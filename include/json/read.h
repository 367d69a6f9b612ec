/*
 * JSON body and query string → struct, by its field table.  Unknown members,
 * wrong types, ranges, lengths, codes and duplicate keys are refused, each
 * with a pointer (RFC 6901) and a reason in Chinese.
 */
#ifndef JSON_READ_H
#define JSON_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "json/field.h"

/* Limits of a body: jansson needs some 70 bytes of memory for one of input
 * in the worst case, so size alone does not bound it. */
#define JSON_BODY_MAX ((size_t)256 * 1024)
#define JSON_DEPTH_MAX 12
#define JSON_NODES_MAX 20000
#define BAD_MAX 50

/* What is wrong with one member. */
struct bad {
    const char *pointer; /* "/children/0/situation" */
    const char *code;    /* "required", "type", "unknown", "range" … */
    const char *detail;  /* Chinese */
};

struct bad_list {
    struct bad items[BAD_MAX];
    size_t n;
};

/* Adds one; silently full at BAD_MAX.  Texts must outlive the list. */
void bad_add(struct bad_list *l, const char *pointer, const char *code,
             const char *detail);

/* Reads `len` bytes into `out`, all texts in the arena.  ERR_SYNTAX for what
 * is no JSON object within the limits (l says why), ERR_INVALID when the
 * table refuses something (l says what), ERR_TOO_LARGE, ERR_NO_MEMORY. */
enum err json_read(const struct record *r, const char *text, size_t len,
                   struct arena *a, void *out, struct bad_list *l);

/* One name=value pair, already percent-decoded, as a query string has it. */
struct pair {
    const char *name, *value;
};

/* The same for a query string. */
enum err query_read(const struct record *r, const struct pair *pairs, size_t n,
                    struct arena *a, void *out, struct bad_list *l);

/* A text by the rules of its field (dates, codes, length, cleaning), as a
 * cell of a sheet or a command line option gives it.  NULL when it fits. */
const char *field_read_text(const struct field *f, const char *value,
                            struct arena *a, void *object);

#endif
