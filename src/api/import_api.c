/* Imports of rosters over HTTP: upload, preview, commit, take back. */
#include <stdlib.h>
#include <string.h>

#include "api/policy.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "import_rows.h"
#include "jobs/import_job.h"
#include "store/import_store.h"
#include "store/roster_store.h"

#define UPLOAD_OFFICE ((size_t)512 * 1024 * 1024)
#define UPLOAD_OTHER ((size_t)10 * 1024 * 1024)

/* ---- handing in ---------------------------------------------------------------- */
struct import_query {
    const char *kind;
    int64_t year, complete;
};
static const struct field import_query_fields[] = {
    F_CODE(import_query, kind, "花名册", REQUIRED, roster_kind_codes),
    F_INT(import_query, year, "年度", REQUIRED, 2000, 2199),
    F_BOOL(import_query, complete, "是全部名单", OPTIONAL), F_END
};
static const struct record import_query =
    RECORD(import_query, "ImportQuery", "导入什么", import_query_fields);

static bool office(const struct req *rq)
{
    return rq->actor->role == ROLE_BUREAU ||
           rq->actor->role == ROLE_BUREAU_LEAD;
}

static enum err judge_upload(struct req *rq, const struct roster_kind **k)
{
    const struct import_query *q = rq->query;

    *k = roster_kind_of(q->kind);
    if (!*k)
        return ERR_INVALID;
    if (!roster_may(*k, rq->actor))
        return req_refuse(rq, ERR_FORBIDDEN, "", "kind",
                          "这份花名册不由您的单位导入，没有保存。");
    if (rq->body_len == 0)
        return req_refuse(rq, ERR_INVALID, "", "empty",
                          "文件是空的，没有保存。请重新选择文件。");
    if (!office(rq) && rq->body_len > UPLOAD_OTHER)
        return req_refuse(rq, ERR_TOO_LARGE, "", "size",
                          "文件超过 10 MB，没有保存。请拆分，或交教育局导入。");
    return ERR_OK;
}

/* The file is sealed and on its way to the disk while it comes. */
static enum err sink_open(const struct policy *p, void **sink)
{
    struct import_file *f = NULL;
    enum err e = import_file_open(policy_store(p), &f);

    *sink = f;
    return e;
}

static enum err sink_add(void *sink, const void *data, size_t n)
{
    return import_file_add(sink, data, n);
}

static void sink_close(void *sink)
{
    import_file_close(sink);
}

static const struct body_sink import_sink = { sink_open, sink_add, sink_close };

/* Off the writer: it is on disk before its import begins. */
static enum err import_receive(struct req *rq, const void *in, void *out)
{
    struct import_sealed *sealed = arena_alloc(rq->arena, sizeof *sealed);
    const struct roster_kind *k;

    (void)in;
    (void)out;
    TRY(judge_upload(rq, &k));
    rq->stash = sealed;
    return sealed ? import_file_end(rq->sink, rq->arena, sealed)
                  : ERR_NO_MEMORY;
}

static enum err import_add(struct req *rq, const void *in, void *out)
{
    const struct import_query *q = rq->query;
    const struct import_new n = { .kind = roster_kind_of(q->kind),
                                  .year = q->year,
                                  .unit = rq->actor->unit,
                                  .account_id = rq->actor->account_id,
                                  .complete = q->complete == 1 };
    int64_t id;

    (void)in;
    TRY(import_begin(rq->db, rq->stash, &n, rq->now_ms, &id));
    rq->status = 202;
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)id);
    rq->audit_detail = q->kind;
    return store_import_get(rq->db, rq->arena, id, out);
}

/* ---- looking ----------------------------------------------------------------------- */
struct import_list_query {
    struct page page;
    const char *kind, *state;
    int64_t year;
};
static const struct field import_list_fields[] = {
    F_PAGE(import_list_query),
    F_CODE(import_list_query, kind, "花名册", OPTIONAL, roster_kind_codes),
    F_CODE(import_list_query, state, "状态", OPTIONAL, import_states),
    F_INT(import_list_query, year, "年度", OPTIONAL, 2000, 2199), F_END
};
static const struct record import_list_query = RECORD(
    import_list_query, "ImportListQuery", "导入筛选", import_list_fields);

static enum err import_list(struct req *rq, const void *in, void *out)
{
    const struct import_list_query *q = rq->query;
    struct import_filter f = { .kind = q->kind,
                               .state = q->state,
                               .year = q->year,
                               .rows = page_rows(&q->page) };

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.before));
    TRY(store_import_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_import_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &import_record, out);
}

static enum err import_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return store_import_get(rq->db, rq->arena, rq->id, out);
}

/* ---- rows ----------------------------------------------------------------------------- */
struct import_rows_query {
    struct page page;
    const char *outcome;
};
static const struct field import_rows_fields[] = {
    F_PAGE(import_rows_query),
    F_CODE(import_rows_query, outcome, "结果", OPTIONAL, import_outcomes), F_END
};
static const struct record import_rows_query = RECORD(
    import_rows_query, "ImportRowsQuery", "行的筛选", import_rows_fields);

static enum err show_lines(struct req *rq, const struct page *page,
                           const char *outcome, bool faulty, struct list *out)
{
    struct import_preview *items;
    struct import m;
    struct list lines;
    int64_t after;

    TRY(page_after_id(rq, page, &after));
    TRY(store_import_get(rq->db, rq->arena, rq->id, &m));
    TRY(store_import_lines(rq->db, rq->arena, m.id, outcome, faulty, after,
                           page_rows(page), &lines));
    items = arena_array(rq->arena, lines.n + 1, sizeof *items);
    if (!items)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < lines.n; i++)
        TRY(import_preview_of(
            rq, &m, (const struct import_line *)lines.items + i, &items[i]));
    *out = (struct list) { items, lines.n };
    return page_end_id(rq, page, &import_preview, out);
}

static enum err import_rows(struct req *rq, const void *in, void *out)
{
    const struct import_rows_query *q = rq->query;

    (void)in;
    return show_lines(rq, &q->page, q->outcome, false, out);
}

struct import_errors_query {
    struct page page;
};
static const struct field import_errors_fields[] = {
    F_PAGE(import_errors_query), F_END
};
static const struct record import_errors_query =
    RECORD(import_errors_query, "ImportErrorsQuery", "问题的筛选",
           import_errors_fields);

static enum err import_errors(struct req *rq, const void *in, void *out)
{
    const struct import_errors_query *q = rq->query;

    (void)in;
    return show_lines(rq, &q->page, NULL, true, out);
}

/* ---- mapping ------------------------------------------------------------------------------ */
struct import_patch {
    struct list mapping; /* of import_choice */
};
static const struct field import_patch_fields[] = {
    F_LIST(import_patch, mapping, "列的对应", REQUIRED, ROSTER_COLUMNS,
           import_choice),
    F_END
};
static const struct record import_patch =
    RECORD(import_patch, "ImportPatch", "改列的对应", import_patch_fields);

static bool has_member(const struct roster_kind *k, const char *member)
{
    for (const struct roster_column *c = k->columns; c->header; c++)
        if (strcmp(c->member, member) == 0)
            return true;
    return *member == '\0';
}

static enum err choose(struct req *rq, const struct import *m,
                       const struct import_patch *body)
{
    const struct import_choice *c = body->mapping.items;
    const struct roster_kind *k = roster_kind_of(m->kind);

    for (size_t i = 0; i < body->mapping.n; i++) {
        struct import_choice plain = { roster_header(rq->arena, c[i].header),
                                       c[i].member };

        if (!plain.header)
            return ERR_NO_MEMORY;
        if (!has_member(k, c[i].member))
            return req_refuse(rq, ERR_INVALID,
                              arena_printf(rq->arena, "/mapping/%zu/member", i),
                              "unknown", "这份花名册没有这一项。");
        TRY(store_import_choose(rq->db, m->unit, m->kind, &plain));
    }
    return ERR_OK;
}

static enum err import_map(struct req *rq, const void *in, void *out)
{
    struct import m;
    const char *from;

    TRY(store_import_get(rq->db, rq->arena, rq->id, &m));
    from = m.state;
    if (strcmp(from, "checked") != 0 && strcmp(from, "failed") != 0)
        return req_refuse(rq, ERR_CONFLICT, "", "state",
                          "这次导入现在不能改列的对应，没有改动。");
    TRY(choose(rq, &m, in));
    m.state = "reading";
    m.fault = NULL;
    TRY(store_import_put(rq->db, &m, from));
    return store_import_get(rq->db, rq->arena, rq->id, out);
}

/* ---- steps ---------------------------------------------------------------------------------- */
struct import_commit_in {
    int64_t partial;
};
static const struct field import_commit_fields[] = {
    F_BOOL(import_commit_in, partial, "不含被拒绝的行", OPTIONAL), F_END
};
static const struct record import_commit_in =
    RECORD(import_commit_in, "ImportCommit", "提交导入", import_commit_fields);

/* The import as it stands after a step; 202: the rest follows. */
static enum err stepped(struct req *rq, enum err e, const char *why, void *out)
{
    if (e == ERR_STALE || e == ERR_CONFLICT)
        return req_refuse(rq, ERR_CONFLICT, "", "import.state", why);
    TRY(e);
    rq->status = 202;
    return store_import_get(rq->db, rq->arena, rq->id, out);
}

static enum err import_do_commit(struct req *rq, const void *in, void *out)
{
    const struct import_commit_in *body = in;
    struct import m;
    const char *why;
    enum err e;

    TRY(store_import_get(rq->db, rq->arena, rq->id, &m));
    e = import_commit(rq->db, &m, body->partial == 1, &why);
    if (e != ERR_STALE)
        return stepped(rq, e, why, out);
    /* It is being read again: that stands, and the answer says why. */
    rq->refused = ERR_CONFLICT;
    rq->detail = why;
    return store_import_get(rq->db, rq->arena, rq->id, out);
}

static enum err import_do_rollback(struct req *rq, const void *in, void *out)
{
    struct import m;
    const char *why;
    enum err e;

    (void)in;
    TRY(store_import_get(rq->db, rq->arena, rq->id, &m));
    e = import_rollback(rq->db, rq->arena, &m, &why);
    return stepped(rq, e, why, out);
}

static enum err import_do_cancel(struct req *rq, const void *in, void *out)
{
    struct import m;
    const char *why;
    enum err e;

    (void)in;
    TRY(store_import_get(rq->db, rq->arena, rq->id, &m));
    e = import_cancel(rq->db, &m, &why);
    return stepped(rq, e, why, out);
}

const struct route import_routes[] = {
    { "GET", "/imports", "导入列表", RIGHT_IMPORT, TX_READ, LISTS,
      .query = &import_list_query, .reply = &import_record,
      .handler = import_list },
    { "POST", "/imports", "上传花名册", RIGHT_IMPORT, TX_WRITE,
      RAW_BODY | RUNS_PREPARE, .query = &import_query, .reply = &import_record,
      .handler = import_add, .prepare = import_receive,
      .body_max = UPLOAD_OFFICE, .sink = &import_sink },
    { "GET", "/imports/{id}", "查看导入", RIGHT_IMPORT, TX_READ, 0,
      .reply = &import_record, .find = &find_import, .handler = import_get },
    { "PATCH", "/imports/{id}", "改列的对应", RIGHT_IMPORT, TX_WRITE, 0,
      .body = &import_patch, .reply = &import_record, .find = &find_import,
      .handler = import_map },
    { "GET", "/imports/{id}/rows", "导入的各行", RIGHT_IMPORT, TX_READ, LISTS,
      .query = &import_rows_query, .reply = &import_preview,
      .find = &find_import, .handler = import_rows },
    { "GET", "/imports/{id}/errors", "导入的问题", RIGHT_IMPORT, TX_READ, LISTS,
      .query = &import_errors_query, .reply = &import_preview,
      .find = &find_import, .handler = import_errors },
    { "POST", "/imports/{id}/commit", "提交导入", RIGHT_IMPORT, TX_WRITE, 0,
      .body = &import_commit_in, .reply = &import_record, .find = &find_import,
      .handler = import_do_commit },
    { "POST", "/imports/{id}/cancel", "取消导入", RIGHT_IMPORT, TX_WRITE, 0,
      .reply = &import_record, .find = &find_import,
      .handler = import_do_cancel },
    { "POST", "/imports/{id}/rollback", "撤销导入", RIGHT_IMPORT, TX_WRITE, 0,
      .reply = &import_record, .find = &find_import,
      .handler = import_do_rollback },
    ROUTE_END
};
