/*
 * The one error table: every way a fallible function may fail, its HTTP
 * status, its stable public code, and what the user is told in Chinese.
 *
 * A `detail` says what happened, whether data is safe, and what to do next.
 * OURS marks our own bugs and broken machines, logged apart from what a
 * client did wrong.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

/* X(symbol, status, code, ours, title, detail) */
#define ERR_TABLE(X)                                                                                           \
    X(OK, 200, "ok", 0, "成功", "")                                                                            \
    X(UNAUTHENTICATED, 401, "auth.required", 0, "尚未登录",                                                    \
      "没有登录或登录已过期，本次没有保存。请重新登录后再试。")                                                \
    X(BAD_LOGIN, 401, "auth.bad_login", 0, "登录未成功",                                                       \
      "用户名、密码或动态口令不对。请核对后再试；忘记密码请找系统管理员。")                                    \
    X(TOTP_REQUIRED, 401, "auth.totp_required", 0, "需要动态口令",                                             \
      "这个账号开启了动态口令。请输入手机上的 6 位数字后再登录。")                                             \
    X(PASSWORD_CHANGE, 403, "auth.password_change", 0, "请先修改密码",                                         \
      "这是一次性密码，登录后必须先改成自己的密码才能办理业务。")                                              \
    X(FORBIDDEN, 403, "auth.forbidden", 0, "没有这项权限",                                                     \
      "您的角色不能办理这项业务，没有做任何改动。需要时请联系系统管理员。")                                    \
    X(CSRF, 403, "auth.csrf", 0, "请求来源不可信",                                                             \
      "这个请求不是从本系统页面发出的，没有做任何改动。请刷新页面后再试。")                                    \
    X(PHONE_REVOKED, 403, "phone.revoked", 0, "这部手机已被撤销",                                              \
      "管理员已撤销这部手机，本次没有保存，以后也不再接收。请改用别的手机。")                                  \
    X(NOT_FOUND, 404, "not_found", 0, "没有找到",                                                              \
      "没有这条记录，或不在您的管辖范围内。")                                                                  \
    X(METHOD, 405, "method", 0, "不支持的操作",                                                                \
      "这个地址不支持这种操作，没有做任何改动。")                                                              \
    X(CONFLICT, 409, "conflict", 0, "与已有记录冲突",                                                          \
      "与已保存的记录冲突，本次没有保存。请刷新后核对。")                                                      \
    X(UUID_REUSED, 409, "survey.uuid_reused", 0, "编号已用于另一次入户",                                       \
      "同一编号已保存过内容不同的入户记录，本次没有保存。"                            \
      "请以新编号重新提交，更正时注明被更正的编号。")                                                          \
    X(STALE, 412, "version.stale", 0, "记录已被他人修改",                                                      \
      "您打开之后别人改过这条记录，本次没有保存。请刷新，核对后再改。")                                        \
    X(TOO_LARGE, 413, "too_large", 0, "内容太大",                                                              \
      "提交的内容超过限制，没有保存。照片请缩小或压缩后再传，名单请分成几份" \
      "。")                                                                                                    \
    X(MEDIA_TYPE, 415, "media_type", 0, "内容类型不对",                                                        \
      "这里不接受这种类型的内容，没有保存。")                                                                  \
    X(SYNTAX, 400, "json.malformed", 0, "内容格式有误",                                                        \
      "提交的内容不是正确的 JSON，没有保存。")                                                                 \
    X(BAD_REQUEST, 400, "request.malformed", 0, "请求有误",                                                    \
      "请求的写法不规范，没有做任何改动。")                                                                    \
    X(INVALID, 422, "invalid", 0, "填写有误",                                                                  \
      "有内容需要修改，本次没有保存。请按提示改好后再提交。")                                                  \
    X(RULE, 422, "rule", 0, "不符合办理规则",                                                                  \
      "现在不能这样办理，没有做任何改动。请按提示补齐后再试。")                                                \
    X(NO_IF_MATCH, 428, "version.required", 0, "缺少版本号",                                                   \
      "修改记录须带 If-Match 版本号，本次没有保存。")                                                          \
    X(TOO_MANY, 429, "too_many", 0, "操作太频繁",                                                              \
      "操作太频繁，本次没有处理。请稍候再试。")                                                                \
    X(INTERNAL, 500, "internal", 1, "系统内部错误",                                                            \
      "系统出了问题，本次没有保存，此前的数据不受影响。"                               \
      "请稍后再试；多次出现请告诉系统管理员。")                                                                \
    X(NO_MEMORY, 503, "no_memory", 1, "系统繁忙",                                                              \
      "服务器内存不足，本次没有保存。请稍后再试。")                                                            \
    X(BUSY, 503, "busy", 1, "系统繁忙",                                                                        \
      "系统正忙，本次没有保存。请稍后再试。")                                                                  \
    X(IO, 503, "storage", 1, "存储暂时不可用",                                                                 \
      "数据没有写入磁盘，本次没有保存，此前的数据不受影响。"                         \
      "请稍后再试，并告诉系统管理员检查磁盘。")                                                                \
    X(FULL, 507, "storage_full", 1, "磁盘已满",                                                                \
      "服务器磁盘已满，本次没有保存，此前的数据不受影响，仍可查询。"             \
      "请告诉系统管理员清理磁盘，之后会自动恢复。")                                                            \
    X(DAMAGED, 500, "damaged", 1, "数据校验未通过",                                                            \
      "读到的数据与密钥或校验不符，没有做任何改动。请立即告诉系统管理员。")                                    \
    X(KEY, 500, "key", 1, "密钥不对",                                                                          \
      "密钥文件缺失或不属于这个数据库，没有做任何改动。"                               \
      "请把与数据库成对的密钥文件放回原处。")

enum err {
#define ERR_ENUM(symbol, status, code, ours, title, detail) ERR_##symbol,
    ERR_TABLE(ERR_ENUM)
#undef ERR_ENUM
        ERR_N
};

struct err_row {
    int status;
    const char *code;
    int ours;
    const char *title;
    const char *detail;
};

/* The row of an error; never NULL, an unknown value reads as ERR_INTERNAL. */
const struct err_row *err_row(enum err e);

/* Returns the error of `call` from the enclosing function, which must own
 * nothing that needs release. */
#define TRY(call)                                                              \
    do {                                                                       \
        enum err try_err_ = (call);                                            \
        if (try_err_ != ERR_OK)                                                \
            return try_err_;                                                   \
    } while (0)

#endif
