/* Field tables of signing in and of one's own account. */
#include "domain/session.h"

#include <string.h>

#include "domain/account.h"

/* Lower case alone: a name that cannot be is answered like a wrong one. */
static const char *lower(struct arena *a, const char *in, const char **out)
{
    char *s = arena_strdup(a, in);

    *out = s;
    for (; s && *s; s++)
        if (*s >= 'A' && *s <= 'Z')
            *s = (char)(*s - 'A' + 'a');
    return NULL;
}

static const struct field signin_in_fields[] = {
    F_CLEAN(signin_in, username, "用户名", REQUIRED, 1, 64, lower),
    F_TEXT(signin_in, password, "密码", REQUIRED, 1, 256),
    F_TEXT(signin_in, totp, "动态口令", OPTIONAL | NULLABLE, 0, 12), F_END
};
const struct record signin_in =
    RECORD(signin_in, "SignIn", "登录", signin_in_fields);

static const struct code scope_kind_rows[] = {
    { "county", "全县" },     { "division", "乡镇或村居" },
    { "school", "学校" },     { "class", "班级" },
    { "agency", "交办" },     { "expert", "评估" },
    { "none", "不涉及学生" }, { NULL, NULL },
};
const struct code_table scope_kinds = { "scope_kind", "数据范围",
                                        scope_kind_rows };

static const struct field scope_fields[] = {
    F_CODE(scope, kind, "范围类别", REQUIRED, scope_kinds),
    F_TEXT(scope, code, "范围代码", OPTIONAL, 0, 20),
    F_TEXT(scope, label, "范围", REQUIRED, 1, 100), F_END
};
const struct record scope = RECORD(scope, "Scope", "数据范围", scope_fields);

static const struct field me_fields[] = {
    F_ID(me, id, "账号编号", REQUIRED),
    F_TEXT(me, username, "用户名", REQUIRED, 1, 32),
    F_TEXT(me, name, "姓名或岗位", REQUIRED, 1, 60),
    F_CODE(me, role, "角色", REQUIRED, roles),
    F_TEXT(me, role_label, "角色名称", REQUIRED, 1, 20),
    F_TEXT(me, unit, "单位代码", REQUIRED, 1, 20),
    F_TEXT(me, unit_name, "单位名称", REQUIRED, 1, 60),
    F_TEXT(me, class, "年级和班级，如 7-2", OPTIONAL, 0, 12),
    F_OBJECT(me, scope, "数据范围", REQUIRED, struct scope, scope),
    F_TEXTS(me, rights, "权限", REQUIRED, RIGHT_N),
    F_BOOL(me, must_change_password, "须先修改密码", REQUIRED),
    F_BOOL(me, totp, "已绑定动态口令", REQUIRED),
    F_BOOL(me, totp_due, "须先绑定动态口令", REQUIRED),
    F_TEXT(me, csrf_token, "页面令牌", OPTIONAL, 0, 64),
    F_END
};
const struct record me = RECORD(me, "Me", "本人账号", me_fields);

static const struct field signin_out_fields[] = {
    F_OBJECT(signin_out, user, "本人账号", REQUIRED, struct me, me),
    F_TEXT(signin_out, csrf_token, "页面令牌", REQUIRED, 1, 64), F_END
};
const struct record signin_out =
    RECORD(signin_out, "SignedIn", "已登录", signin_out_fields);

static const struct field password_in_fields[] = {
    F_TEXT(password_in, old_password, "原密码", REQUIRED, 1, 256),
    F_TEXT(password_in, new_password, "新密码", REQUIRED, 1, 256), F_END
};
const struct record password_in =
    RECORD(password_in, "PasswordChange", "修改密码", password_in_fields);

static const struct field totp_in_fields[] = {
    F_TEXT(totp_in, code, "动态口令", OPTIONAL | NULLABLE, 6, 6), F_END
};
const struct record totp_in =
    RECORD(totp_in, "TotpEnrol", "绑定动态口令", totp_in_fields);

static const struct field totp_out_fields[] = {
    F_BOOL(totp_out, confirmed, "已绑定", REQUIRED),
    F_TEXT(totp_out, secret, "密钥，只显示这一次", OPTIONAL, 0, 64),
    F_TEXT(totp_out, uri, "二维码内容", OPTIONAL, 0, 400),
    F_TEXT(totp_out, csrf_token, "页面令牌", OPTIONAL, 0, 64), F_END
};
const struct record totp_out =
    RECORD(totp_out, "TotpEnrolled", "动态口令", totp_out_fields);

enum err scope_of(const struct actor *actor, bool five_four, struct arena *a,
                  struct scope *out)
{
    *out = (struct scope) { .kind = "none", .label = "不涉及学生" };
    switch (actor->role) {
    case ROLE_BUREAU:
    case ROLE_BUREAU_LEAD:
    case ROLE_LEADER:
    case ROLE_INSPECTOR:
        /* "D<county>/" */
        *out =
            (struct scope) { "county",
                             arena_strndup(a, actor->unit_path + 1,
                                           strcspn(actor->unit_path + 1, "/")),
                             "全市" };
        break;
    case ROLE_TOWNSHIP:
    case ROLE_VILLAGE:
        *out = (struct scope) { "division", actor->unit, actor->unit_name };
        break;
    case ROLE_SCHOOL_HEAD:
        *out = (struct scope) { "school", actor->unit, actor->unit_name };
        break;
    case ROLE_TEACHER:
        out->kind = "class";
        out->code = class_text(a, actor->grade, actor->class, five_four);
        out->label = arena_printf(a, "%s %s", actor->unit_name,
                                  out->code ? out->code : "");
        break;
    case ROLE_AGENCY:
        *out = (struct scope) { "agency", actor->unit, "交办给本单位的个案" };
        break;
    case ROLE_EXPERT:
        *out = (struct scope) { "expert", NULL, "本人参加的评估" };
        break;
    default:
        break;
    }
    return out->label ? ERR_OK : ERR_NO_MEMORY;
}
