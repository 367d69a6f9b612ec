/* Uploads piece by piece (分段上传) over HTTP. */
#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/attachment.h"
#include "domain/right.h"
#include "domain/uuid.h"
#include "store/upload_store.h"

struct piece_query {
    int64_t start, size;
    const char *sha256;
};
static const struct field piece_query_fields[] = {
    F_INT(piece_query, start, "从第几字节", REQUIRED, 0,
          (int64_t)ATTACHMENT_MOST),
    F_INT(piece_query, size, "文件字节数", REQUIRED, 1,
          (int64_t)ATTACHMENT_MOST),
    F_TEXT(piece_query, sha256, "文件的 SHA-256", REQUIRED, 64, 64), F_END
};
static const struct record piece_query =
    RECORD(piece_query, "UploadQuery", "一段", piece_query_fields);

static enum err upload_put(struct req *rq, const void *in, void *out)
{
    const struct piece_query *q = rq->query;
    const struct act act = req_act(rq);
    const struct upload_piece p = { .uuid = uuid_of(rq->arena, rq->key),
                                    .sha256 = q->sha256,
                                    .start = q->start,
                                    .size = q->size,
                                    .data = rq->body,
                                    .n = rq->body_len };
    struct refusal why = { NULL, NULL, NULL };
    struct upload_row *u = out;
    enum err e;

    (void)in;
    if (!p.uuid)
        return req_refuse(rq, ERR_INVALID, "", "uuid",
                          "上传编号不是 UUID，没有保存。");
    if (p.n == 0)
        return req_refuse(rq, ERR_INVALID, "", "empty",
                          "这一段是空的，没有保存。");
    e = store_upload_put(rq->db, rq->arena, &act, &p, u, &why);
    if (e != ERR_OK)
        return req_refusal(rq, e, &why);
    /* What came was not what was said; it is let go of, which must stand. */
    u->fault = why.detail;
    return ERR_OK;
}

static enum err upload_get(struct req *rq, const void *in, void *out)
{
    const char *uuid = uuid_of(rq->arena, rq->key);
    const struct act act = req_act(rq);

    (void)in;
    return uuid ? store_upload_get(rq->db, rq->arena, &act, uuid, out)
                : ERR_NOT_FOUND;
}

const struct route upload_routes[] = {
    { "GET", "/uploads/{uuid}", "分段上传到了哪里", RIGHT_ATTACHMENT, TX_READ,
      0, .reply = &upload_row, .handler = upload_get },
    { "PUT", "/uploads/{uuid}", "上传文件的一段", RIGHT_ATTACHMENT, TX_WRITE,
      RAW_BODY, .query = &piece_query, .reply = &upload_row,
      .handler = upload_put, .body_max = UPLOAD_PIECE_MOST },
    ROUTE_END
};
