/* The API without a socket. */
#include "api_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/policy.h"
#include "api/routes.h"
#include "base/log.h"
#include "store/session_store.h"

struct api api;

/* What the run has shown of each route. */
#define ROUTES_MAX 600
static struct {
    const struct route *route;
    bool passed, refused;
} shown[ROUTES_MAX];
static size_t shown_n;

static enum err reader_open(void *ctx, struct db **db)
{
    (void)ctx;
    return store_reader(api.w.store, db);
}

void api_sign_in(int64_t account_id, char token[TOKEN_TEXT])
{
    const struct session_new s = { .account_id = account_id,
                                   .kind = "bearer",
                                   .name = "test",
                                   .now_ms = WORLD_NOW,
                                   .expires_at =
                                       WORLD_NOW + 40000 * CLOCK_DAY_MS };

    assert_int_equal(store_session_add(api.w.writer, &s, token), ERR_OK);
}

int api_open(void **state)
{
    (void)state;
    world_open(&api.w);
    api_serve();
    return 0;
}

void api_serve(void)
{
    bool known = shown_n > 0; /* by the world before this one */

    log_set_level(LOG_ERROR);
    assert_int_equal(db_begin(api.w.writer), ERR_OK);
    for (int r = 0; r < ROLE_N; r++)
        api_sign_in(api.w.account[r], api.token[r]);
    assert_int_equal(db_commit(api.w.writer), ERR_OK);
    assert_int_equal(writer_open(api.w.writer, &api.writer), ERR_OK);
    api.w.writer = NULL;
    assert_int_equal(policy_open(api.writer, api.w.store, &api.policy), ERR_OK);
    assert_int_equal(
        dispatcher_open(api.policy, api.writer,
                        (struct reader_source) { reader_open, NULL }, 1,
                        &api.dispatcher),
        ERR_OK);
    assert_int_equal(store_reader(api.w.store, &api.reader), ERR_OK);
    for (const struct route *const *t = api.policy->tables; *t && !known; t++)
        for (const struct route *r = *t; r->method; r++)
            shown[shown_n++].route = r;
    assert_true(shown_n < ROUTES_MAX);
}

int api_close(void **state)
{
    (void)state;
    json_decref(api.reply);
    api.reply = NULL;
    buf_free(&api.raw);
    dispatcher_close(api.dispatcher);
    policy_settle(api.policy);
    writer_close(api.writer);
    policy_close(api.policy);
    db_close(api.reader);
    world_close(&api.w);
    return 0;
}

/* ---- replies fit their tables ------------------------------------------ */
static bool fits_type(const struct field *f, const json_t *v);

static bool fits_record(const struct record *r, const json_t *j)
{
    size_t members = 0;

    if (!json_is_object(j))
        return false;
    for (const struct field *f = r->fields; f->type != FIELD_END; f++) {
        const json_t *v = json_object_get(j, f->name);

        if (f->flags & COLUMN_ONLY)
            continue;
        members++;
        if (!v || !fits_type(f, v)) {
            print_error("%s.%s does not fit\n", r->name, f->name);
            return false;
        }
    }
    return json_object_size(j) == members;
}

static bool fits_list(const struct record *r, const json_t *j)
{
    for (size_t i = 0; i < json_array_size(j); i++)
        if (!fits_record(r, json_array_get(j, i)))
            return false;
    return json_is_array(j);
}

static bool fits_type(const struct field *f, const json_t *v)
{
    if (json_is_null(v))
        return !(f->flags & REQUIRED);
    switch (f->type) {
    case FIELD_INT:
        return json_is_integer(v);
    case FIELD_BOOL:
        return json_is_boolean(v);
    case FIELD_REAL:
        return json_is_number(v);
    case FIELD_CODE:
        return json_is_string(v) && code_known(f->codes, json_string_value(v));
    case FIELD_OBJECT:
        return fits_record(f->sub, v);
    case FIELD_LIST:
        return fits_list(f->sub, v);
    case FIELD_TEXTS:
        return json_is_array(v);
    case FIELD_JSON:
        return true;
    default:
        return json_is_string(v);
    }
}

static bool fits(const struct route *r, int status, const json_t *j)
{
    if (status >= 400)
        return json_is_string(json_object_get(j, "code")) &&
               json_is_string(json_object_get(j, "detail")) &&
               json_integer_value(json_object_get(j, "status")) == status;
    if (!r->reply)
        return true;
    if (r->flags & LISTS)
        return fits_list(r->reply, json_object_get(j, "items")) &&
               json_object_get(j, "next_cursor");
    return fits_record(r->reply, j);
}

static void note(const struct route *route, int status)
{
    for (size_t i = 0; i < shown_n; i++) {
        if (shown[i].route == route) {
            shown[i].passed |= status < 400;
            shown[i].refused |= status >= 400;
        }
    }
}

size_t api_untested(void)
{
    size_t n = 0;

    for (size_t i = 0; i < shown_n; i++) {
        if (shown[i].passed && shown[i].refused)
            continue;
        print_error("%s %s: never %s\n", shown[i].route->method,
                    shown[i].route->path,
                    shown[i].passed ? "refused" : "answered well");
        n++;
    }
    return n;
}

/* ---- calling ----------------------------------------------------------- */
static int hex(char c)
{
    return c >= 'a' ? c - 'a' + 10 : c >= 'A' ? c - 'A' + 10 : c - '0';
}

static char *decode(struct arena *a, const char *s, size_t n)
{
    char *out = arena_alloc(a, n + 1), *p = out;

    for (size_t i = 0; i < n; i++) {
        if (s[i] == '%' && i + 2 < n + 0) {
            *p++ = (char)(hex(s[i + 1]) << 4 | hex(s[i + 2]));
            i += 2;
        } else {
            *p++ = s[i];
        }
    }
    return out;
}

static size_t split_query(struct arena *a, const char *q, struct pair *pairs)
{
    size_t n = 0;

    while (q && *q && n < 20) {
        size_t len = strcspn(q, "&"), name = strcspn(q, "=&");

        pairs[n].name = decode(a, q, name);
        pairs[n++].value =
            name < len ? decode(a, q + name + 1, len - name - 1) : "";
        q += len + (q[len] == '&');
    }
    return n;
}

/* The bytes of a reply, wherever they are. */
static void keep_raw(const struct reply *r)
{
    char part[4096];
    ssize_t n;

    buf_free(&api.raw);
    buf_init(&api.raw);
    buf_add(&api.raw, r->body.data ? r->body.data : "", r->body.len);
    while (r->fd >= 0 && (n = read(r->fd, part, sizeof part)) > 0)
        buf_add(&api.raw, part, (size_t)n);
    assert_false(api.raw.failed);
}

static void keep(const struct exchange *x, const struct reply *r)
{
    json_decref(api.reply);
    api.reply = NULL;
    api.status = r->status;
    api.route = x->rq.route;
    memcpy(api.etag, r->etag, sizeof api.etag);
    if (r->set_token)
        snprintf(api.cookie, sizeof api.cookie, "%s", r->set_token);
    keep_raw(r);
    if (r->type && strstr(r->type, "json"))
        api.reply = json_loadb(api.raw.data, api.raw.len, 0, NULL);
    if (r->status == 500)
        fail_msg("%s %s: 500 %.500s", x->in.method, x->in.path, r->body.data);
    if (!x->rq.route)
        return;
    note(x->rq.route, r->status);
    if (api.reply && !fits(x->rq.route, r->status, api.reply))
        fail_msg("%s %s: the reply does not fit its table: %.900s",
                 x->in.method, x->in.path, r->body.data);
}

static int run(enum role role, const char *method, const char *path,
               const void *body, size_t n, const char *type, int64_t if_match)
{
    struct exchange x;
    struct reply r;
    struct pair pairs[20];
    char match[24];
    const char *query = strchr(path, '?');
    size_t length = query ? (size_t)(query - path) : strlen(path);

    exchange_init(&x, api.dispatcher);
    snprintf(match, sizeof match, "\"%lld\"", (long long)if_match);
    x.in = (struct incoming) {
        .method = method,
        .path = decode(&x.arena, path, length),
        .query = pairs,
        .query_n = split_query(&x.arena, query ? query + 1 : NULL, pairs),
        .content_type = type,
        .bearer_token = role < ROLE_N ? api.token[role] : NULL,
        .cookie_token = role == SIGNED_IN ? api.cookie : NULL,
        .csrf = role == SIGNED_IN ? api.csrf : NULL,
        .if_match = if_match ? match : NULL,
        .body = body ? body : "",
        .body_len = n,
        .peer = "127.0.0.1",
    };
    exchange_call(&x, api.reader, &r);
    keep(&x, &r);
    reply_free(&r);
    exchange_free(&x);
    return api.status;
}

int api_call(enum role role, const char *method, const char *path,
             const char *body, int64_t if_match)
{
    char *copy = body ? strdup(body) : NULL;
    int status;

    for (char *p = copy; p && *p; p++)
        if (*p == '\'')
            *p = '"';
    status = run(role, method, path, copy, copy ? strlen(copy) : 0,
                 copy ? "application/json" : NULL, if_match);
    free(copy);
    return status;
}

int api_upload(enum role role, const char *path, const void *data, size_t n)
{
    return run(role, "POST", path, data, n, "application/octet-stream", 0);
}

int api_put_bytes(enum role role, const char *path, const void *data, size_t n)
{
    return run(role, "PUT", path, data, n, "application/octet-stream", 0);
}

void expect_version(enum role role, const char *method, const char *path,
                    const char *body, int64_t version, int status)
{
    if (api_call(role, method, path, body, version) == status)
        return;
    fail_msg("%s %s %s: %d, not %d: %s", role_code(role), method, path,
             api.status, status,
             api.reply ? json_dumps(api.reply, JSON_COMPACT) : "-");
}

void expect(enum role role, const char *method, const char *path,
            const char *body, int status)
{
    expect_version(role, method, path, body, 0, status);
}

/* ---- looking at the reply ---------------------------------------------- */
json_t *reply_at(const char *pointer)
{
    json_t *j = api.reply;
    char part[64];

    while (j && *pointer == '/') {
        size_t n = strcspn(++pointer, "/");

        snprintf(part, sizeof part, "%.*s", (int)n, pointer);
        j = json_is_array(j) ? json_array_get(j, strtoul(part, NULL, 10))
                             : json_object_get(j, part);
        pointer += n;
    }
    return j;
}

int64_t reply_int(const char *pointer)
{
    json_t *j = reply_at(pointer);

    if (!json_is_integer(j))
        fail_msg("no number at %s", pointer);
    return json_integer_value(j);
}

const char *reply_text(const char *pointer)
{
    json_t *j = reply_at(pointer);

    if (!json_is_string(j))
        fail_msg("no text at %s", pointer);
    return json_string_value(j);
}

bool reply_waits(const char *kind)
{
    json_t *items = reply_at("/items");

    for (size_t i = 0; i < json_array_size(items); i++)
        if (strcmp(json_string_value(
                       json_object_get(json_array_get(items, i), "kind")),
                   kind) == 0)
            return true;
    return false;
}

bool reply_waits_for(const char *kind, const char *member, int64_t id)
{
    json_t *item;
    size_t i;

    json_array_foreach(reply_at("/items"), i, item)
    {
        if (strcmp(json_string_value(json_object_get(item, "kind")), kind) ==
                0 &&
            json_integer_value(json_object_get(item, member)) == id)
            return true;
    }
    return false;
}

void expect_all_pages(enum role role, const char *list)
{
    char path[200], cursor[80] = "";
    int64_t total, n = 0;

    snprintf(path, sizeof path, "%s?count=true&limit=1", list);
    expect(role, "GET", path, NULL, 200);
    total = reply_int("/total");
    for (; n <= total; n++) {
        snprintf(path, sizeof path, "%s?limit=1%s%s", list,
                 *cursor ? "&cursor=" : "", cursor);
        expect(role, "GET", path, NULL, 200);
        if (json_array_size(reply_at("/items")) == 0)
            break;
        if (!json_is_string(reply_at("/next_cursor"))) {
            n++;
            break;
        }
        snprintf(cursor, sizeof cursor, "%s", reply_text("/next_cursor"));
    }
    assert_int_equal(n, total);
}

void take_csrf(const char *pointer)
{
    snprintf(api.csrf, sizeof api.csrf, "%s", reply_text(pointer));
}

int64_t api_household(enum role role, const char *division)
{
    char body[300];

    snprintf(body, sizeof body,
             "{'division':'%s','head_name':'测户主','address':'测屯1号',"
             "'phone':'19900001234'}",
             division);
    expect(role, "POST", "/households", body, 201);
    return reply_int("/id");
}

int64_t api_child(enum role role, int64_t household, const char *division,
                  const char *name)
{
    char body[400];

    snprintf(body, sizeof body,
             "{'household_id':%lld,'name':'%s','sex':'1','birth_date':"
             "'2014-05-06','residence_division':'%s','huji_division':'%s'}",
             (long long)household, name, division, division);
    expect(role, "POST", "/students", body, 201);
    return reply_int("/id");
}
