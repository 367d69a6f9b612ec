/* Attachments: field table, and what a file is by its first bytes. */
#include "domain/attachment.h"

#include <stdbool.h>
#include <string.h>

static const struct field attachment_row_fields[] = {
    F_ID(attachment_row, id, "编号", REQUIRED),
    F_TEXT(attachment_row, sha256, "SHA-256", REQUIRED, 64, 64),
    F_INT(attachment_row, size, "字节数", REQUIRED, 1, INT64_MAX),
    F_TEXT(attachment_row, type, "文件类型", REQUIRED, 1, 40),
    F_ID(attachment_row, student_id, "学生编号", OPTIONAL),
    F_TIME(attachment_row, created_at, "上传时间", REQUIRED),
    F_END
};
const struct record attachment_row =
    RECORD(attachment_row, "Attachment", "附件", attachment_row_fields);

static const struct {
    size_t at, n;
    const char *bytes;
    size_t at2, n2; /* a second mark, or none */
    const char *bytes2;
    const char *type, *ending;
} kinds[] = {
    { 0, 3, "\xff\xd8\xff", 0, 0, "", "image/jpeg", "jpg" },
    { 0, 8, "\x89PNG\r\n\x1a\n", 0, 0, "", "image/png", "png" },
    { 0, 4, "RIFF", 8, 4, "WEBP", "image/webp", "webp" },
    { 0, 5, "%PDF-", 0, 0, "", "application/pdf", "pdf" },
};

static bool mark(const char *data, size_t n, size_t at, size_t len,
                 const char *bytes)
{
    return n >= at + len && memcmp(data + at, bytes, len) == 0;
}

const char *attachment_type(const void *data, size_t n)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (mark(data, n, kinds[i].at, kinds[i].n, kinds[i].bytes) &&
            mark(data, n, kinds[i].at2, kinds[i].n2, kinds[i].bytes2))
            return kinds[i].type;
    return NULL;
}

const char *attachment_ending(const char *type)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].type, type) == 0)
            return kinds[i].ending;
    return "bin";
}
