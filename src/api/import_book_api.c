/* Workbooks of imports over HTTP: the user's own with its faults, and forms. */
#include "api/policy.h"
#include "api/routes.h"
#include "domain/right.h"
#include "jobs/import_book.h"
#include "store/import_store.h"

static const char xlsx_type[] =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

static enum err give_book(struct req *rq, const struct import_book *b,
                          const char *name)
{
    rq->file.fd = b->fd;
    rq->file.size = b->size;
    rq->file.type = xlsx_type;
    rq->file.name = name;
    return ERR_OK;
}

/* It holds what the unit itself sent; its audit row is durable first. */
static enum err import_book(struct req *rq, const void *in, void *out)
{
    struct import_book b;
    struct import m;
    const char *name;
    enum err e;

    (void)in;
    (void)out;
    TRY(store_import_get(rq->db, rq->arena, rq->id, &m));
    name =
        arena_printf(rq->arena, "%s_问题标注_%lld.xlsx",
                     code_label(&roster_kind_codes, m.kind), (long long)m.id);
    if (!name)
        return ERR_NO_MEMORY;
    e = import_annotated(policy_store(rq->policy), rq->db, &m, &b);
    if (e == ERR_NOT_FOUND || e == ERR_INVALID)
        return req_refuse(rq, ERR_CONFLICT, "", "file",
                          "上传的文件已不保存，或读不出来，不能标注。"
                          "请按问题列表修改。");
    TRY(e);
    return give_book(rq, &b, name);
}

static enum err template_get(struct req *rq, const void *in, void *out)
{
    const struct roster_kind *k = roster_kind_of(rq->key);
    struct import_book b;
    const char *name;

    (void)in;
    (void)out;
    if (!k)
        return ERR_NOT_FOUND;
    name = arena_printf(rq->arena, "%s花名册模板.xlsx", k->title);
    if (!name)
        return ERR_NO_MEMORY;
    TRY(import_template(k, &b));
    return give_book(rq, &b, name);
}

const struct route import_book_routes[] = {
    { "GET", "/imports/{id}/annotated.xlsx", "标注问题的原文件", RIGHT_IMPORT,
      TX_LONG, FILE_REPLY | AUDIT_FIRST, .find = &find_import,
      .handler = import_book },
    { "GET", "/import-templates/{kind}", "花名册模板", RIGHT_IMPORT, TX_LONG,
      FILE_REPLY, .handler = template_get },
    ROUTE_END
};
