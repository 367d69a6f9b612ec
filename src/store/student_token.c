/* Search tokens of names: one child's, and many at once. */
#include <stdlib.h>
#include <string.h>

#include "store/student_store.h"
#include "text/reading.h"

SQL(q_token_add,
    .text = "INSERT INTO student_token (token, student_id) VALUES (?1, ?2)",
    .access = SQL_SYSTEM, .why = "tokens of the name that is being stored");
SQL(q_tokens_drop, .text = "DELETE FROM student_token WHERE student_id = ?1",
    .access = SQL_SYSTEM, .why = "tokens of the name that is being replaced");

enum err store_tokens_drop(struct db *db, int64_t id)
{
    return db_run(db, &q_tokens_drop, VALS(INT(id)));
}

enum err store_tokens_add(struct db *db, struct arena *a, const char *name,
                          int64_t id)
{
    const char **tokens;
    size_t n;

    TRY(name_tokens(name, a, &tokens, &n));
    for (size_t i = 0; i < n; i++)
        TRY(db_run(db, &q_token_add, VALS(TEXT(tokens[i]), INT(id))));
    return ERR_OK;
}

/* A slice of children whose tokens are sorted before they enter. */
struct token_batch {
    struct arena arena;
    struct token {
        const char *text;
        int64_t id;
    } * items;
    size_t n, cap;
};

struct named_child {
    int64_t id;
    const char *name;
};
static const struct field named_child_fields[] = {
    F_ID(named_child, id, "编号", REQUIRED),
    F_TEXT(named_child, name, "姓名", REQUIRED, 1, 60), F_END
};
static const struct record named_child =
    RECORD(named_child, "NamedChild", "学生姓名", named_child_fields);

SQL(q_names, .text = "SELECT id, name FROM student WHERE id BETWEEN ?1 AND ?2",
    .row = &named_child, .access = SQL_SYSTEM,
    .why = "names go into the search tokens of the same children only");

static enum err batch_add(void *ctx, const void *row)
{
    const struct named_child *c = row;
    struct token_batch *b = ctx;
    const char **tokens;
    size_t n;

    TRY(name_tokens(c->name, &b->arena, &tokens, &n));
    if (b->n + n > b->cap) {
        size_t cap = b->cap ? b->cap * 2 : 4096;
        struct token *grown = realloc(b->items, cap * sizeof *grown);

        if (!grown)
            return ERR_NO_MEMORY;
        b->items = grown;
        b->cap = cap;
    }
    for (size_t i = 0; i < n; i++)
        b->items[b->n++] = (struct token) { tokens[i], c->id };
    return ERR_OK;
}

static int by_token(const void *x, const void *y)
{
    const struct token *a = x, *b = y;
    int order = strcmp(a->text, b->text);

    return order ? order : (a->id > b->id) - (a->id < b->id);
}

SQL(q_token_put,
    .text = "INSERT OR IGNORE INTO student_token (token, student_id)"
            " VALUES (?1, ?2)",
    .access = SQL_SYSTEM, .why = "tokens of the name that is being stored");

/* Many at once: to run a statement costs as much as to insert a token. */
#define TOKENS_AT_ONCE 16
SQL(q_tokens_put,
    .text = "INSERT OR IGNORE INTO student_token (token, student_id)"
            " VALUES (?1, ?2), (?3, ?4), (?5, ?6), (?7, ?8), (?9, ?10),"
            " (?11, ?12), (?13, ?14), (?15, ?16), (?17, ?18), (?19, ?20),"
            " (?21, ?22), (?23, ?24), (?25, ?26), (?27, ?28), (?29, ?30),"
            " (?31, ?32)",
    .access = SQL_SYSTEM, .why = "tokens of the name that is being stored");

enum err store_tokens_sort(struct db *db, int64_t first_id, int64_t last_id,
                           struct token_batch **out)
{
    struct token_batch *b = calloc(1, sizeof *b);
    enum err e;

    if (!b)
        return ERR_NO_MEMORY;
    arena_init(&b->arena, 0);
    e = db_each(db, &q_names, batch_add, b, VALS(INT(first_id), INT(last_id)));
    if (e != ERR_OK) {
        store_tokens_free(b);
        return e;
    }
    if (b->n > 0)
        qsort(b->items, b->n, sizeof *b->items, by_token);
    *out = b;
    return ERR_OK;
}

size_t store_tokens_count(const struct token_batch *b)
{
    return b->n;
}

static enum err tokens_put_many(struct db *db, const struct token *t)
{
    struct val vals[2 * TOKENS_AT_ONCE + 1];

    for (size_t i = 0; i < TOKENS_AT_ONCE; i++) {
        vals[2 * i] = (struct val)TEXT(t[i].text);
        vals[2 * i + 1] = (struct val)INT(t[i].id);
    }
    vals[2 * TOKENS_AT_ONCE] = (struct val) { .type = VAL_END };
    return db_run(db, &q_tokens_put, vals);
}

enum err store_tokens_put(struct db *db, const struct token_batch *b,
                          size_t from, size_t to)
{
    size_t i = from;

    for (; i + TOKENS_AT_ONCE <= to; i += TOKENS_AT_ONCE)
        TRY(tokens_put_many(db, &b->items[i]));
    for (; i < to; i++)
        TRY(db_run(db, &q_token_put,
                   VALS(TEXT(b->items[i].text), INT(b->items[i].id))));
    return ERR_OK;
}

void store_tokens_free(struct token_batch *b)
{
    free(b->items);
    arena_free(&b->arena);
    free(b);
}

enum err store_tokens_index(struct db *db, int64_t first_id, int64_t last_id)
{
    struct token_batch *b;
    enum err e;

    TRY(store_tokens_sort(db, first_id, last_id, &b));
    e = store_tokens_put(db, b, 0, b->n);
    store_tokens_free(b);
    return e;
}
