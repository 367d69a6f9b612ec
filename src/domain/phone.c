/* Field tables of the phones that keep records. */
#include "domain/phone.h"

#include "domain/clean.h"

static const struct field phone_state_fields[] = {
    F_BOOL(phone_state, revoked, "账号已停用", REQUIRED),
    F_BOOL(phone_state, phone_revoked, "手机已撤销", REQUIRED), F_END
};
const struct record phone_state =
    RECORD(phone_state, "PhoneState", "手机可否保留内容", phone_state_fields);

static const struct field phone_contact_fields[] = {
    F_CLEAN(phone_contact, kind, "机型", REQUIRED, 0, 60, clean_text),
    F_INT(phone_contact, unsent, "未上传", REQUIRED, 0, 1000000), F_END
};
const struct record phone_contact =
    RECORD(phone_contact, "PhoneContact", "手机的联系", phone_contact_fields);

static const struct field phone_known_fields[] = {
    F_TIME(phone_known, registered_at, "登记时间", REQUIRED),
    F_TIME(phone_known, contact_at, "最近联系", OPTIONAL),
    F_INT(phone_known, unsent, "最近联系时未上传", OPTIONAL, 0, INT64_MAX),
    F_INT(phone_known, visits, "已收到的入户", REQUIRED, 0, INT64_MAX),
    F_INT(phone_known, services, "已收到的送达", REQUIRED, 0, INT64_MAX),
    F_INT(phone_known, photos_awaited, "没有收到的照片", REQUIRED, 0,
          INT64_MAX),
    F_TIME(phone_known, received_at, "最近收到", OPTIONAL),
    F_END
};
const struct record phone_known = RECORD(
    phone_known, "PhoneKnown", "服务器所知的一部手机", phone_known_fields);

static const struct field phone_row_fields[] = {
    F_ID(phone_row, id, "编号", REQUIRED),
    F_TEXT(phone_row, device, "手机编号", REQUIRED, 36, 36),
    F_ID(phone_row, account_id, "账号", REQUIRED),
    F_TEXT(phone_row, username, "用户名", REQUIRED, 1, 32),
    F_TEXT(phone_row, account_name, "使用人", REQUIRED, 1, 60),
    F_TEXT(phone_row, unit_name, "单位", REQUIRED, 1, 60),
    F_TEXT(phone_row, kind, "机型", OPTIONAL, 0, 60),
    F_TIME(phone_row, registered_at, "登记时间", REQUIRED),
    F_TIME(phone_row, contact_at, "最近联系", OPTIONAL),
    F_TIME(phone_row, received_at, "最近上传", OPTIONAL),
    F_INT(phone_row, unsent, "最近联系时未上传", OPTIONAL, 0, INT64_MAX),
    F_TIME(phone_row, revoked_at, "撤销时间", OPTIONAL),
    F_TEXT(phone_row, revoked_by, "撤销人", OPTIONAL, 0, 60),
    F_SEALED(phone_row, reason, "撤销原因", OPTIONAL, 200, NULL, NULL,
             "phone.reason"),
    F_END
};
const struct record phone_row =
    RECORD(phone_row, "Phone", "存有内容的手机", phone_row_fields);

static const struct field phone_revocation_fields[] = {
    F_CLEAN(phone_revocation, reason, "撤销原因", REQUIRED, 2, 200, clean_text),
    F_END
};
const struct record phone_revocation = RECORD(
    phone_revocation, "PhoneRevocation", "撤销手机", phone_revocation_fields);
