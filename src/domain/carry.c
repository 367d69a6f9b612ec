/* What a phone carries away: field tables, and its lines. */
#include "domain/carry.h"

#include <ctype.h>
#include <string.h>

#include "base/err.h"
#include "domain/attachment.h"
#include "domain/clean.h"
#include "domain/codes.h"
#include "domain/uuid.h"

static const struct field carry_key_fields[] = {
    F_INT(carry_key, version, "密钥版本", REQUIRED, 1, 255),
    F_TEXT(carry_key, point, "公钥", REQUIRED, 87, 87), F_END
};
const struct record carry_key =
    RECORD(carry_key, "CarryKey", "带出文件的公钥", carry_key_fields);

static const struct field carry_head_fields[] = {
    F_INT(carry_head, format, "格式", REQUIRED, 1, 1),
    F_ID(carry_head, account_id, "账号", REQUIRED),
    F_CLEAN(carry_head, device, "手机编号", REQUIRED, UUID_LEN, UUID_LEN,
            clean_uuid),
    F_TIME(carry_head, made_at, "带出时间", REQUIRED),
    F_INT(carry_head, letters, "条数", REQUIRED, 1, CARRY_LETTERS_MOST),
    F_END
};
const struct record carry_head =
    RECORD(carry_head, "CarryHead", "带出文件", carry_head_fields);

static const struct field carry_letter_fields[] = {
    F_CODE(carry_letter, kind, "种类", REQUIRED, carry_kinds),
    F_CLEAN(carry_letter, uuid, "编号", REQUIRED, UUID_LEN, UUID_LEN,
            clean_uuid),
    F_CLEAN(carry_letter, title, "户主或文书", REQUIRED, 0, 200, clean_text),
    F_OBJECT(carry_letter, body, "入户", OPTIONAL, struct survey_in, survey_in),
    F_ID(carry_letter, document, "文书编号", OPTIONAL),
    F_OBJECT(carry_letter, service, "送达", OPTIONAL, struct service_in,
             service_in),
    F_TEXT(carry_letter, sha256, "照片的 SHA-256", OPTIONAL, 64, 64),
    F_END
};
const struct record carry_letter =
    RECORD(carry_letter, "CarryLetter", "带出的一条", carry_letter_fields);

static const struct field carry_line_fields[] = {
    F_ID(carry_line, id, "序号", REQUIRED),
    F_CODE(carry_line, kind, "种类", OPTIONAL, carry_kinds),
    F_TEXT(carry_line, uuid, "编号", OPTIONAL, 0, UUID_LEN),
    F_TEXT(carry_line, title, "户主或文书", OPTIONAL, 0, 200),
    F_TIME(carry_line, visited_at, "入户或送达时间", OPTIONAL),
    F_CODE(carry_line, state, "结果", REQUIRED, carry_states),
    F_TEXT(carry_line, detail, "说明", OPTIONAL, 0, 0),
    F_END
};
const struct record carry_line =
    RECORD(carry_line, "CarryLine", "带出的一条", carry_line_fields);

#define SIZE_MOST ((int64_t)CARRY_FILE_MOST)

static const struct field carry_row_fields[] = {
    F_INT(carry_row, id, "序号", COLUMN_ONLY, 0, INT64_MAX),
    F_INT(carry_row, account_id, "导入人", COLUMN_ONLY, 0, INT64_MAX),
    F_TEXT(carry_row, uuid, "文件编号", REQUIRED, UUID_LEN, UUID_LEN),
    F_INT(carry_row, size, "字节数", REQUIRED, 1, SIZE_MOST),
    F_INT(carry_row, received, "已收到的字节数", REQUIRED, 0, SIZE_MOST),
    F_INT(carry_row, officer_id, "带出人", COLUMN_ONLY, 0, INT64_MAX),
    F_TEXT(carry_row, account_name, "带出人", OPTIONAL, 1, 60),
    F_TIME(carry_row, made_at, "带出时间", OPTIONAL),
    F_INT(carry_row, letters, "条数", OPTIONAL, 1, CARRY_LETTERS_MOST),
    F_INT(carry_row, fresh, "可导入的", REQUIRED, 0, CARRY_LETTERS_MOST),
    F_INT(carry_row, known, "以前收到过的", REQUIRED, 0, CARRY_LETTERS_MOST),
    F_INT(carry_row, taken, "已导入的", REQUIRED, 0, CARRY_LETTERS_MOST),
    F_INT(carry_row, refused, "没有导入的", REQUIRED, 0, CARRY_LETTERS_MOST),
    F_INT(carry_row, left, "还没有处理的", REQUIRED, 0, CARRY_LETTERS_MOST),
    F_TIME(carry_row, at, "最近处理时间", REQUIRED),
    { F_ANY(carry_row, fault, const char *, FIELD_TEXT, "没有收下的原因",
            OPTIONAL | REPLY_ONLY) },
    F_END
};
const struct record carry_row =
    RECORD(carry_row, "Carry", "导入的带出文件", carry_row_fields);

/* ---- lines ---- */
/* The number of bytes that a line begins with, and where it goes on; 0 for none,
 * SIZE_MAX for more than a photo may have. */
static size_t bytes_said(const uint8_t *plain, size_t n, size_t *at)
{
    size_t said = 0;

    while (*at < n && isdigit(plain[*at]) && said <= ATTACHMENT_MOST)
        said = said * 10 + (size_t)(plain[(*at)++] - '0');
    if (said == 0)
        return 0;
    if (said > ATTACHMENT_MOST || *at == n || plain[*at] != ' ')
        return SIZE_MAX;
    ++*at;
    return said;
}

enum err carry_next(const uint8_t *plain, size_t n, size_t *at,
                    struct carry_raw *out)
{
    const uint8_t *end;
    size_t bytes;

    if (*at >= n)
        return ERR_NOT_FOUND;
    bytes = bytes_said(plain, n, at);
    end = *at < n ? memchr(plain + *at, '\n', n - *at) : NULL;
    if (bytes == SIZE_MAX || !end || plain[*at] != '{')
        return ERR_DAMAGED;
    *out = (struct carry_raw) { .json = (const char *)plain + *at,
                                .json_n = (size_t)(end - plain) - *at };
    *at += out->json_n + 1;
    if (bytes == 0)
        return ERR_OK;
    if (bytes >= n - *at || plain[*at + bytes] != '\n')
        return ERR_DAMAGED;
    out->data = plain + *at;
    out->data_n = bytes;
    *at += bytes + 1;
    return ERR_OK;
}

enum err carry_letter_may(const struct carry_letter *l,
                          const struct carry_raw *raw)
{
    bool whole;

    if (strcmp(l->kind, "survey") == 0)
        whole = l->body;
    else if (strcmp(l->kind, "service") == 0)
        whole = l->service && l->document != INT_NONE && l->service->uuid &&
                strcmp(l->service->uuid, l->uuid) == 0;
    else
        whole = l->sha256 && raw->data;
    return whole ? ERR_OK : ERR_INVALID;
}
