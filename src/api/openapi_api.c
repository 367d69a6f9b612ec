/* The OpenAPI document over HTTP: what `baoxue openapi` prints. */
#include "api/routes.h"
#include "base/buf.h"
#include "domain/right.h"

static enum err openapi_get(struct req *rq, const void *in, void *out)
{
    struct buf b;

    (void)in;
    (void)out;
    buf_init(&b);
    openapi_write(&b, rq->policy);
    if (!b.failed) {
        rq->file.data = arena_strndup(rq->arena, b.data, b.len);
        rq->file.size = b.len;
        rq->file.type = "application/json";
    }
    buf_free(&b);
    return rq->file.data ? ERR_OK : ERR_NO_MEMORY;
}

const struct route openapi_routes[] = { { "GET", "/openapi.json", "接口文档",
                                          RIGHT_ME, TX_NONE, FILE_REPLY,
                                          .handler = openapi_get },
                                        ROUTE_END };
