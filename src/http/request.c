/* What handlers ask of a request: refusals and pages. */
#include "http/request.h"

#include <stdlib.h>
#include <string.h>

enum err req_refuse(struct req *rq, enum err e, const char *pointer,
                    const char *code, const char *detail)
{
    if (*pointer)
        bad_add(&rq->bad, pointer, code, detail);
    else
        rq->detail = detail;
    return e;
}

int64_t page_rows(const struct page *p)
{
    return (p->limit == INT_NONE ? PAGE_DEFAULT : p->limit) + 1;
}

enum err page_after_id(struct req *rq, const struct page *p, int64_t *after)
{
    char *end;

    *after = 0;
    if (!p->cursor)
        return ERR_OK;
    *after = strtoll(p->cursor, &end, 10);
    if (*end || *p->cursor == '\0' || *after < 0)
        return req_refuse(rq, ERR_INVALID, "/cursor", "cursor",
                          "下一页标记不对，请从第一页重新翻。");
    return ERR_OK;
}

enum err page_end(struct req *rq, const struct page *p, const struct record *r,
                  struct list *rows, page_cursor_fn cursor_of)
{
    size_t most = (size_t)page_rows(p) - 1;

    if (rows->n <= most)
        return ERR_OK;
    rows->n = most;
    rq->next_cursor =
        cursor_of(rq->arena, (char *)rows->items + (most - 1) * r->size);
    return rq->next_cursor ? ERR_OK : ERR_NO_MEMORY;
}

enum err page_end_id(struct req *rq, const struct page *p,
                     const struct record *r, struct list *rows)
{
    size_t most = (size_t)page_rows(p) - 1;
    const struct field *f = record_field(r, "id", NULL);

    if (rows->n <= most)
        return ERR_OK;
    if (!f)
        return ERR_INTERNAL;
    rows->n = most;
    rq->next_cursor = arena_printf(
        rq->arena, "%lld",
        (long long)field_int(f, (char *)rows->items + (most - 1) * r->size));
    return rq->next_cursor ? ERR_OK : ERR_NO_MEMORY;
}
