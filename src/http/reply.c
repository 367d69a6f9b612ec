/* Replies: the record, the list, the file, or the problem. */
#include "http/reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "json/write.h"

void reply_init(struct reply *r)
{
    *r = (struct reply) { .fd = -1 };
}

void reply_free(struct reply *r)
{
    buf_free(&r->body);
    if (r->fd >= 0)
        close(r->fd);
    reply_init(r);
}

static void member(struct buf *b, const char *name, const char *value)
{
    buf_printf(b, ",\"%s\":", name);
    json_write_text(b, value);
}

static void problem(struct reply *r, const struct req *rq, enum err e)
{
    const struct err_row *row = err_row(e);
    struct buf *b = &r->body;

    r->status = row->status;
    r->type = "application/problem+json";
    buf_str(b, "{\"type\":\"about:blank\"");
    member(b, "title", row->title);
    buf_printf(b, ",\"status\":%d", row->status);
    member(b, "code", row->code);
    member(b, "detail", rq->detail ? rq->detail : row->detail);
    buf_printf(b, ",\"request\":%llu", (unsigned long long)rq->number);
    if (rq->bad.n) {
        buf_str(b, ",\"errors\":[");
        for (size_t i = 0; i < rq->bad.n; i++) {
            const struct bad *bad = &rq->bad.items[i];

            buf_str(b, i ? ",{\"pointer\":" : "{\"pointer\":");
            json_write_text(b, bad->pointer);
            member(b, "code", bad->code);
            member(b, "detail", bad->detail);
            buf_char(b, '}');
        }
        buf_char(b, ']');
    }
    buf_char(b, '}');
    if (row->status == 503 || row->status == 507 || row->status == 429)
        r->retry_after =
            rq->retry_after ? rq->retry_after : 1 + (int)(rq->number % 3);
}

static void list_body(struct reply *r, const struct req *rq, const void *out)
{
    const struct list *l = out;
    struct buf *b = &r->body;

    buf_str(b, "{\"items\":");
    json_write_list(b, rq->route->reply, l->items, l->n, WRITE_LIST);
    member(b, "next_cursor", rq->next_cursor);
    if (rq->total != INT_NONE)
        buf_printf(b, ",\"total\":%lld", (long long)rq->total);
    buf_char(b, '}');
}

static void one_body(struct reply *r, const struct req *rq, const void *out)
{
    const struct field *f = record_field(rq->route->reply, "version", NULL);

    json_write(&r->body, rq->route->reply, out, WRITE_ONE);
    if (f && f->type == FIELD_INT && field_int(f, out) != INT_NONE)
        snprintf(r->etag, sizeof r->etag, "\"%lld\"",
                 (long long)field_int(f, out));
}

static void file_body(struct reply *r, struct req *rq)
{
    r->type = rq->file.type;
    r->file_name = rq->file.name;
    if (rq->file.fd >= 0) {
        r->fd = rq->file.fd;
        r->fd_size = rq->file.size;
        rq->file.fd = -1;
    } else {
        buf_add(&r->body, rq->file.data, rq->file.size);
    }
}

void reply_make(struct reply *r, struct req *rq, enum err e, const void *out)
{
    const struct route *t = rq->route;

    reply_init(r);
    r->set_token = rq->set_token;
    r->allow = rq->allow;
    if (e == ERR_OK && rq->refused != ERR_OK)
        e = rq->refused;
    if (e != ERR_OK) {
        problem(r, rq, e);
    } else if (t->flags & NO_REPLY) {
        r->status = 204;
    } else {
        r->status = rq->status ? rq->status : t->flags & CREATES ? 201 : 200;
        r->type = "application/json";
        r->packed = t->flags & PACKED;
        if (rq->file.type)
            file_body(r, rq);
        else if (t->flags & LISTS)
            list_body(r, rq, out);
        else
            one_body(r, rq, out);
    }
    if (rq->file.fd >= 0) {
        close(rq->file.fd);
        rq->file.fd = -1;
    }
    if (r->body.failed) {
        buf_free(&r->body);
        rq->bad.n = 0;
        rq->detail = NULL;
        problem(r, rq, ERR_NO_MEMORY);
    }
}
