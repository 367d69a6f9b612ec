/* Search tokens of names: one child's, and many at once. */
#include <stdlib.h>
#include <string.h>

#include "store/student_store.h"
#include "text/reading.h"

#define SEPARATOR "\x1F"

SQL(q_token_add,
    .text = "INSERT INTO student_token (token, student_id) VALUES (?1, ?2)",
    .access = SQL_SYSTEM, .why = "tokens of the name that is being stored");
SQL(q_token_drop,
    .text = "DELETE FROM student_token WHERE token = ?1 AND student_id = ?2",
    .access = SQL_SYSTEM, .why = "tokens of the name that is being replaced");
SQL(q_search_get,
    .text = "SELECT tokens FROM student_search WHERE student_id = ?1",
    .access = SQL_SYSTEM, .why = "tokens of the name that is being replaced");
SQL(q_search_put,
    .text = "INSERT INTO student_search (student_id, tokens) VALUES (?1, ?2)"
            " ON CONFLICT DO UPDATE SET tokens = excluded.tokens",
    .access = SQL_SYSTEM, .why = "tokens of the name that is being stored");
SQL(q_search_drop, .text = "DELETE FROM student_search WHERE student_id = ?1",
    .access = SQL_SYSTEM, .why = "tokens of the name that is being replaced");

enum err store_tokens_drop(struct db *db, struct arena *a, int64_t id)
{
    const char *all;
    enum err e = db_text(db, &q_search_get, a, &all, VALS(INT(id)));
    char *rest, *token;

    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    token = arena_strdup(a, all);
    if (!token)
        return ERR_NO_MEMORY;
    for (token = strtok_r(token, SEPARATOR, &rest); token;
         token = strtok_r(NULL, SEPARATOR, &rest))
        TRY(db_run(db, &q_token_drop, VALS(TEXT(token), INT(id))));
    return db_run(db, &q_search_drop, VALS(INT(id)));
}

/* Each after a separator; NULL when memory ran out. */
static const char *in_one_text(struct arena *a, const char *const *tokens,
                               size_t n)
{
    size_t len = 0;
    char *all, *at;

    for (size_t i = 0; i < n; i++)
        len += 1 + strlen(tokens[i]);
    at = all = arena_alloc(a, len + 1);
    if (!all)
        return NULL;
    *at = '\0';
    for (size_t i = 0; i < n; i++) {
        *at++ = *SEPARATOR;
        at = stpcpy(at, tokens[i]);
    }
    return all;
}

enum err store_tokens_add(struct db *db, struct arena *a, const char *name,
                          int64_t id)
{
    const char **tokens, *all;
    size_t n;

    TRY(name_tokens(name, a, &tokens, &n));
    all = in_one_text(a, tokens, n);
    if (!all)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        TRY(db_run(db, &q_token_add, VALS(TEXT(tokens[i]), INT(id))));
    return db_run(db, &q_search_put, VALS(INT(id), TEXT(all)));
}

/* A slice of children whose tokens are sorted before they enter. */
struct token_batch {
    struct arena arena, scratch;
    struct named {
        const char *tokens; /* in one text */
        int64_t id;
    } * children;
    struct token {
        const char *text;
        int64_t id;
    } * items;
    size_t children_n, children_cap, n, cap;
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

static enum err room(void **items, size_t size, size_t n, size_t *cap)
{
    size_t more = *cap ? *cap * 2 : 4096;
    void *grown;

    if (n <= *cap)
        return ERR_OK;
    more = more < n ? n : more;
    grown = realloc(*items, more * size);
    if (!grown)
        return ERR_NO_MEMORY;
    *items = grown;
    *cap = more;
    return ERR_OK;
}

static enum err batch_add(void *ctx, const void *row)
{
    const struct named_child *c = row;
    struct token_batch *b = ctx;
    const char **tokens, *all;
    char *apart;
    size_t n;

    arena_reset(&b->scratch);
    TRY(name_tokens(c->name, &b->scratch, &tokens, &n));
    TRY(room((void **)&b->children, sizeof *b->children, b->children_n + 1,
             &b->children_cap));
    TRY(room((void **)&b->items, sizeof *b->items, b->n + n, &b->cap));
    all = in_one_text(&b->arena, tokens, n);
    apart = all ? arena_strdup(&b->arena, all) : NULL;
    if (!apart)
        return ERR_NO_MEMORY;
    b->children[b->children_n++] = (struct named) { all, c->id };
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(tokens[i]);

        *apart++ = '\0'; /* the separator */
        b->items[b->n++] = (struct token) { apart, c->id };
        apart += len;
    }
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
    arena_init(&b->scratch, 0);
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
    return b->children_n + b->n;
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

/* A child's text before any token: by it they are dropped. */
enum err store_tokens_put(struct db *db, const struct token_batch *b,
                          size_t from, size_t to)
{
    size_t i = from;

    for (; i < to && i < b->children_n; i++)
        TRY(db_run(db, &q_search_put,
                   VALS(INT(b->children[i].id), TEXT(b->children[i].tokens))));
    while (i < to) {
        const struct token *t = &b->items[i - b->children_n];

        if (to - i < TOKENS_AT_ONCE) {
            TRY(db_run(db, &q_token_put, VALS(TEXT(t->text), INT(t->id))));
            i++;
        } else {
            TRY(tokens_put_many(db, t));
            i += TOKENS_AT_ONCE;
        }
    }
    return ERR_OK;
}

void store_tokens_free(struct token_batch *b)
{
    free(b->children);
    free(b->items);
    arena_free(&b->arena);
    arena_free(&b->scratch);
    free(b);
}

enum err store_tokens_index(struct db *db, int64_t first_id, int64_t last_id)
{
    struct token_batch *b;
    enum err e;

    TRY(store_tokens_sort(db, first_id, last_id, &b));
    e = store_tokens_put(db, b, 0, store_tokens_count(b));
    store_tokens_free(b);
    return e;
}
