/* Uploads: field table. */
#include "domain/upload.h"

#include "domain/attachment.h"
#include "domain/uuid.h"

static const struct field upload_row_fields[] = {
    F_INT(upload_row, id, "序号", COLUMN_ONLY, 0, INT64_MAX),
    F_INT(upload_row, account_id, "账号", COLUMN_ONLY, 0, INT64_MAX),
    F_TEXT(upload_row, uuid, "上传编号", REQUIRED, UUID_LEN, UUID_LEN),
    F_TEXT(upload_row, sha256, "SHA-256", REQUIRED, 64, 64),
    F_INT(upload_row, size, "字节数", REQUIRED, 1, (int64_t)ATTACHMENT_MOST),
    F_INT(upload_row, received, "已收到的字节数", REQUIRED, 0,
          (int64_t)ATTACHMENT_MOST),
    F_ID(upload_row, attachment_id, "附件编号", OPTIONAL),
    { F_ANY(upload_row, fault, const char *, FIELD_TEXT, "没有收下的原因",
            OPTIONAL | REPLY_ONLY) },
    F_END
};
const struct record upload_row =
    RECORD(upload_row, "Upload", "分段上传", upload_row_fields);
