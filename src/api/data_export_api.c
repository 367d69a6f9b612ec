/* 数据导出 over HTTP: asked for, looked after, taken, thrown away. */
#include <string.h>

#include "api/act.h"
#include "api/policy.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/right.h"
#include "jobs/data_export_job.h"
#include "store/data_export_store.h"

static enum err export_post(struct req *rq, const void *in, void *out)
{
    const struct data_export_in *want = in;
    const struct act act = req_act(rq);
    int64_t id;
    enum err e;

    if (want->full == 1 && !rq->policy->may(rq->actor, RIGHT_LEDGER_FULL))
        return req_refuse(rq, ERR_FORBIDDEN, "/full", "right",
                          "您的角色不能导出完整证件号，没有开始导出。"
                          "请改为隐去证件号。");
    e = store_data_export_add(rq->db, &act, want, &id);
    if (e == ERR_CONFLICT)
        return req_refuse(rq, e, "", "export.one",
                          "您有一次导出还没有完成，没有再开始。"
                          "请等它完成，或先取消它。");
    TRY(e);
    rq->status = 202;
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)id);
    rq->audit_detail =
        arena_printf(rq->arena, "%s%s，用途：%s", want->form,
                     want->full == 1 ? " 完整证件号" : "", want->reason);
    if (!rq->audit_entity_id || !rq->audit_detail)
        return ERR_NO_MEMORY;
    return store_data_export_get(rq->db, rq->arena, id, out);
}

struct export_query {
    struct page page;
};
static const struct field export_query_fields[] = { F_PAGE(export_query),
                                                    F_END };
static const struct record export_query = RECORD(
    export_query, "DataExportQuery", "数据导出记录", export_query_fields);

static enum err export_list(struct req *rq, const void *in, void *out)
{
    const struct export_query *q = rq->query;
    int64_t before;

    (void)in;
    TRY(page_after_id(rq, &q->page, &before));
    TRY(store_data_export_list(rq->db, rq->arena, before, page_rows(&q->page),
                               out));
    return page_end_id(rq, &q->page, &data_export_row, out);
}

static enum err export_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return store_data_export_get(rq->db, rq->arena, rq->id, out);
}

static enum err export_file(struct req *rq, const void *in, void *out)
{
    struct data_export x;
    bool book;
    enum err e;

    (void)in;
    (void)out;
    TRY(store_data_export_get(rq->db, rq->arena, rq->id, &x));
    book = strcmp(x.form, "xlsx") == 0;
    e = strcmp(x.state, "done") == 0
            ? data_export_open(policy_store(rq->policy), x.id, &rq->file.fd,
                               &rq->file.size)
            : ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_CONFLICT, "", "export.file",
                          "这次导出的文件还没有做好，或已不保存。"
                          "请等它完成，或重新导出。");
    TRY(e);
    rq->file.type = book ? "application/vnd.openxmlformats-officedocument."
                           "spreadsheetml.sheet"
                         : "application/zip";
    rq->file.name =
        arena_printf(rq->arena, "%s-全部数据-%s.%s", rq->actor->unit_name,
                     rq->today, book ? "xlsx" : "zip");
    rq->audit_detail =
        arena_printf(rq->arena, "%s %lld行%s", x.form, (long long)x.rows_done,
                     x.full == 1 ? " 完整证件号" : "");
    return rq->file.name && rq->audit_detail ? ERR_OK : ERR_NO_MEMORY;
}

static enum err export_drop(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    enum err e = store_data_export_drop(rq->db, &act, rq->id);

    (void)in;
    if (e == ERR_CONFLICT)
        return req_refuse(rq, e, "", "export.gone",
                          "这次导出的文件已经删除了，没有做任何改动。");
    TRY(e);
    return store_data_export_get(rq->db, rq->arena, rq->id, out);
}

const struct route data_export_routes[] = {
    { "POST", "/data-exports", "提出数据导出", RIGHT_DATA_EXPORT, TX_WRITE, 0,
      .body = &data_export_in, .reply = &data_export_row,
      .handler = export_post },
    { "GET", "/data-exports", "本人的数据导出", RIGHT_DATA_EXPORT, TX_READ,
      LISTS, .query = &export_query, .reply = &data_export_row,
      .handler = export_list },
    { "GET", "/data-exports/{id}", "一次数据导出", RIGHT_DATA_EXPORT, TX_READ,
      0, .reply = &data_export_row, .find = &find_data_export,
      .handler = export_get },
    { "GET", "/data-exports/{id}/file", "下载导出的文件", RIGHT_DATA_EXPORT,
      TX_LONG, FILE_REPLY | AUDIT_FIRST, .find = &find_data_export,
      .handler = export_file },
    { "POST", "/data-exports/{id}/drop", "取消导出或删除导出的文件",
      RIGHT_DATA_EXPORT, TX_WRITE, 0, .reply = &data_export_row,
      .find = &find_data_export, .handler = export_drop },
    ROUTE_END
};
