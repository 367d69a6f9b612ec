/*
 * Field tables: a static const description of a struct, by offset, from which
 * a JSON body is read, a reply is written, a database row is mapped, a
 * statement's parameters are bound, and the OpenAPI document is made.
 *
 * Empty values: INT_NONE for numbers, NULL for texts, NAN for reals.
 */
#ifndef JSON_FIELD_H
#define JSON_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buf;
struct record;

#define INT_NONE INT64_MIN

/* A code list with its Chinese labels (代码表); rows end with a NULL code. */
struct code {
    const char *code;
    const char *label;
};
struct code_table {
    const char *name;
    const char *title;
    const struct code *rows;
};

/* The label of a code, or the code itself when it is unknown. */
const char *code_label(const struct code_table *t, const char *code);
bool code_known(const struct code_table *t, const char *code);

/* Type of the C member in parentheses. */
enum field_type {
    FIELD_END,
    FIELD_INT,    /* int64_t */
    FIELD_BOOL,   /* int64_t, 0 or 1 */
    FIELD_REAL,   /* double */
    FIELD_TEXT,   /* const char * */
    FIELD_DATE,   /* const char *, YYYY-MM-DD */
    FIELD_TIME,   /* int64_t, UTC ms; RFC 3339 in JSON */
    FIELD_CODE,   /* const char *, one of `codes` */
    FIELD_OBJECT, /* pointer to a struct of `sub` */
    FIELD_LIST,   /* struct list of structs of `sub` */
    FIELD_TEXTS,  /* struct list of const char * */
    FIELD_JSON,   /* const char *, JSON text kept as it is */
};

enum field_flag {
    OPTIONAL = 0,
    REQUIRED = 1,     /* must be there, not null; never null in replies */
    NULLABLE = 2,     /* an explicit null is accepted */
    MULTILINE = 4,    /* line breaks are allowed in the text */
    SEALED = 8,       /* its column holds a sealed value; `seal` names it */
    MASK_ALWAYS = 16, /* `mask` applies to every reply */
    MASK_LIST = 32,   /* `mask` applies where the record is a list's item */
    COLUMN_ONLY = 64, /* read from the row, never written to JSON */
    REPLY_ONLY = 128, /* written to JSON, has no column of its own */
};

struct list {
    void *items;
    size_t n;
};

/* Brings a text to its stored form.  Returns NULL and sets *out (arena), or
 * the reason for refusing it, in Chinese. */
typedef const char *(*text_clean)(struct arena *a, const char *in,
                                  const char **out);

/* Appends the masked form of a value that is not NULL. */
typedef void (*text_mask)(struct buf *b, const char *value);

struct field {
    const char *name;  /* JSON member, column and C member */
    const char *label; /* Chinese, for messages and documents */
    enum field_type type;
    unsigned flags;
    size_t offset;
    int64_t min, max; /* range; characters of a text; items of a list */
    const struct code_table *codes;
    const struct record *sub;
    text_clean clean;
    text_mask mask;
    const char *seal; /* "table.column" of a sealed value */
};

#define NO_SEEN SIZE_MAX

/* A described struct.  `seen` is the offset of a uint64_t whose bit i says
 * that member i was in the body (also as null), or NO_SEEN. */
struct record {
    const char *name;  /* schema name in the OpenAPI document */
    const char *title; /* Chinese */
    size_t size;
    size_t seen;
    const struct field *fields; /* ends with FIELD_END; at most 64 with
                                   `seen` */
};

#define RECORD(tag, schema, heading, table)                                    \
    {                                                                          \
        .name = schema, .title = heading, .size = sizeof(struct tag),          \
        .seen = NO_SEEN, .fields = table                                       \
    }
#define RECORD_SEEN(tag, schema, heading, table)                               \
    {                                                                          \
        .name = schema, .title = heading, .size = sizeof(struct tag),          \
        .seen = offsetof(struct tag, seen), .fields = table                    \
    }

/* The offset, and a compile error when the member has another type. */
#define FIELD_AT(tag, member, ctype)                                           \
    (offsetof(struct tag, member) +                                            \
     0 * _Generic(((struct tag *)0)->member, ctype : 1))

#define F_ANY(tag, member, ctype, kind, text, opts)                            \
    .name = #member, .label = text, .type = kind, .flags = (opts),             \
    .offset = FIELD_AT(tag, member, ctype)

#define F_INT(tag, member, text, opts, lo, hi)                                 \
    {                                                                          \
        F_ANY(tag, member, int64_t, FIELD_INT, text, opts), .min = (lo),       \
                                                            .max = (hi)        \
    }
#define F_ID(tag, member, text, opts)                                          \
    F_INT(tag, member, text, opts, 1, INT64_MAX)
#define F_BOOL(tag, member, text, opts)                                        \
    {                                                                          \
        F_ANY(tag, member, int64_t, FIELD_BOOL, text, opts)                    \
    }
#define F_REAL(tag, member, text, opts)                                        \
    {                                                                          \
        F_ANY(tag, member, double, FIELD_REAL, text, opts)                     \
    }
#define F_TEXT(tag, member, text, opts, lo, hi)                                \
    {                                                                          \
        F_ANY(tag, member, const char *, FIELD_TEXT, text, opts), .min = (lo), \
                                                                  .max = (hi)  \
    }
#define F_CLEAN(tag, member, text, opts, lo, hi, cleaner)                      \
    {                                                                          \
        F_ANY(tag, member, const char *, FIELD_TEXT, text, opts),              \
            .min = (lo), .max = (hi), .clean = cleaner                         \
    }
#define F_SEALED(tag, member, text, opts, hi, cleaner, masker, column)         \
    {                                                                          \
        F_ANY(tag, member, const char *, FIELD_TEXT, text, (opts) | SEALED),   \
            .max = (hi), .clean = cleaner, .mask = masker, .seal = column      \
    }
#define F_DATE(tag, member, text, opts)                                        \
    {                                                                          \
        F_ANY(tag, member, const char *, FIELD_DATE, text, opts)               \
    }
#define F_TIME(tag, member, text, opts)                                        \
    {                                                                          \
        F_ANY(tag, member, int64_t, FIELD_TIME, text, opts)                    \
    }
#define F_CODE(tag, member, text, opts, table)                                 \
    {                                                                          \
        F_ANY(tag, member, const char *, FIELD_CODE, text, opts),              \
            .codes = &(table)                                                  \
    }
#define F_OBJECT(tag, member, text, opts, ctype, rec)                          \
    {                                                                          \
        F_ANY(tag, member, ctype *, FIELD_OBJECT, text, opts), .sub = &(rec)   \
    }
#define F_LIST(tag, member, text, opts, most, rec)                             \
    {                                                                          \
        F_ANY(tag, member, struct list, FIELD_LIST, text, opts),               \
            .max = (most), .sub = &(rec)                                       \
    }
#define F_TEXTS(tag, member, text, opts, most)                                 \
    {                                                                          \
        F_ANY(tag, member, struct list, FIELD_TEXTS, text, opts),              \
            .max = (most)                                                      \
    }
#define F_JSON(tag, member, text, opts)                                        \
    {                                                                          \
        F_ANY(tag, member, const char *, FIELD_JSON, text, opts)               \
    }
#define F_END                                                                  \
    {                                                                          \
        .type = FIELD_END                                                      \
    }

size_t record_fields(const struct record *r);

/* The field of that name, or NULL; *index is its place. */
const struct field *record_field(const struct record *r, const char *name,
                                 size_t *index);

/* Sets every member of a struct to its empty value. */
void record_clear(const struct record *r, void *object);

/* Was member `name` in the body?  Only for records with `seen`. */
bool record_saw(const struct record *r, const void *object, const char *name);

/* Members by address, for code that walks tables. */
static inline void *field_at(const struct field *f, const void *object)
{
    return (char *)(uintptr_t)object + f->offset;
}
static inline int64_t field_int(const struct field *f, const void *object)
{
    return *(const int64_t *)field_at(f, object);
}
static inline const char *field_text(const struct field *f, const void *object)
{
    return *(const char *const *)field_at(f, object);
}
bool field_is_text(const struct field *f);

#endif
