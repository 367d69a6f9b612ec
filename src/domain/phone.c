#include "domain/phone.h"

static const struct field phone_state_fields[] = {
    F_BOOL(phone_state, revoked, "账号已停用", REQUIRED), F_END
};
const struct record phone_state =
    RECORD(phone_state, "PhoneState", "手机可否保留内容", phone_state_fields);
