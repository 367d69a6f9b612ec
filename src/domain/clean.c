/* Typed texts in their stored form, and masks of sensitive ones. */
#include "domain/clean.h"

#include <string.h>

#include "domain/id_no.h"
#include "text/norm.h"
#include "text/utf8.h"

#define NO_MEMORY_SAYS "服务器内存不足，请稍后再试。"

static const char *form_fault(enum err e)
{
    switch (e) {
    case ERR_OK:
        return NULL;
    case ERR_NO_MEMORY:
        return NO_MEMORY_SAYS;
    default:
        return "含有无法识别的文字，请重新填写。";
    }
}

const char *clean_text(struct arena *a, const char *in, const char **out)
{
    char *stored;
    const char *fault = form_fault(text_store_form(in, a, &stored));

    if (!fault)
        *out = stored;
    return fault;
}

const char *clean_name(struct arena *a, const char *in, const char **out)
{
    char *stored, *plain;
    const char *fault = form_fault(name_store_form(in, a, &stored));

    if (fault)
        return fault;
    fault = form_fault(name_compare_form(stored, a, &plain));
    if (fault)
        return fault;
    if (strpbrk(plain, "0123456789"))
        return "姓名里不能有数字，请对照户口簿填写。";
    if (!*plain && *stored)
        return "姓名里没有文字，请对照户口簿填写。";
    *out = stored;
    return NULL;
}

const char *clean_phone(struct arena *a, const char *in, const char **out)
{
    char mended[PHONE_SIZE];
    char *stored;
    const char *fault = form_fault(text_store_form(in, a, &stored));

    if (fault || !*stored) {
        *out = "";
        return fault;
    }
    if (phone_normalise(stored, mended) == PHONE_NONE)
        return "不是电话号码，请填 11 位手机号，或带区号的固定电话。";
    *out = arena_strdup(a, mended);
    return *out ? NULL : NO_MEMORY_SAYS;
}

const char *clean_student_no(struct arena *a, const char *in, const char **out)
{
    char mended[STUDENT_NO_SIZE];
    enum id_no_fault fault = student_no_normalise(in, mended);

    if (fault == ID_NO_OK && *mended)
        fault = student_no_check(mended);
    if (fault != ID_NO_OK && fault != ID_NO_CHECK_DIGIT)
        return student_no_says(fault);
    *out = arena_strdup(a, mended);
    return *out ? NULL : NO_MEMORY_SAYS;
}

void mask_id_no(struct buf *b, const char *value)
{
    char masked[ID_MASK_SIZE];

    id_no_mask(value, masked);
    buf_str(b, masked);
}

void mask_phone(struct buf *b, const char *value)
{
    char masked[PHONE_SIZE];

    phone_mask(value, masked);
    buf_str(b, masked);
}

void mask_address(struct buf *b, const char *value)
{
    (void)value; /* its length would tell something too */
    buf_str(b, "******");
}
