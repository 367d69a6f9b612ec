/* Attachments over HTTP: raw bytes in, raw bytes out. */
#include "api/act.h"
#include "api/routes.h"
#include "domain/right.h"
#include "store/attachment_store.h"

static enum err attachment_add(struct req *rq, const void *in, void *out)
{
    const char *type = attachment_type(rq->body, rq->body_len);
    struct act act = req_act(rq);

    (void)in;
    if (rq->body_len == 0)
        return req_refuse(rq, ERR_INVALID, "", "empty",
                          "文件是空的，没有保存。请重新选择文件。");
    if (!type)
        return req_refuse(rq, ERR_MEDIA_TYPE, "", "media_type",
                          "只接受 JPEG、PNG、WebP 图片和 PDF 文件，"
                          "这个文件的内容不是，没有保存。手机照片是 HEIC "
                          "格式的，请先另存为 JPEG 再上传。");
    return store_attachment_add(rq->db, rq->arena, &act, type, rq->body,
                                rq->body_len, out);
}

static enum err attachment_get(struct req *rq, const void *in, void *out)
{
    struct attachment_row t;

    (void)in;
    (void)out;
    TRY(store_attachment_get(rq->db, rq->arena, rq->id, &t));
    TRY(store_attachment_data(rq->db, rq->arena, rq->id, &rq->file.data,
                              &rq->file.size));
    rq->file.type = t.type;
    rq->file.name = arena_printf(rq->arena, "附件%lld.%s", (long long)t.id,
                                 attachment_ending(t.type));
    if (t.student_id != INT_NONE)
        rq->audit_child = t.student_id;
    return rq->file.name ? ERR_OK : ERR_NO_MEMORY;
}

const struct route attachment_routes[] = {
    { "POST", "/attachments", "上传附件", RIGHT_ATTACHMENT, TX_WRITE,
      RAW_BODY | CREATES, .reply = &attachment_row, .handler = attachment_add,
      .body_max = ATTACHMENT_MOST },
    { "GET", "/attachments/{id}", "查看附件", RIGHT_ATTACHMENT, TX_LONG,
      FILE_REPLY | READS_CHILD, .reply = &attachment_row,
      .handler = attachment_get },
    ROUTE_END
};
