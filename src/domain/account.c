/* Field tables and rules of accounts. */
#include "domain/account.h"

#include <string.h>

#include "domain/codes.h"

static const struct field account_row_fields[] = {
    F_ID(account_row, id, "账号编号", REQUIRED),
    F_TEXT(account_row, username, "用户名", REQUIRED, 1, 32),
    F_TEXT(account_row, name, "姓名或岗位", REQUIRED, 1, 60),
    F_CODE(account_row, role, "角色", REQUIRED, roles),
    F_TEXT(account_row, unit, "单位代码", REQUIRED, 1, 20),
    F_TEXT(account_row, unit_name, "单位名称", REQUIRED, 1, 60),
    F_TEXT(account_row, grade, "年级", COLUMN_ONLY, 0, 2),
    F_TEXT(account_row, class_no, "班级", COLUMN_ONLY, 0, 10),
    F_TEXT(account_row, class, "年级和班级，如 7-2", REPLY_ONLY, 0, 12),
    F_BOOL(account_row, must_change, "须改一次性密码", REQUIRED),
    F_BOOL(account_row, disabled, "已停用", REQUIRED),
    F_BOOL(account_row, totp, "已绑定动态口令", REQUIRED),
    F_INT(account_row, failures, "连续登录失败次数", REQUIRED, 0, INT64_MAX),
    F_TIME(account_row, retry_at, "此前不判断登录", OPTIONAL),
    F_TIME(account_row, created_at, "建立时间", REQUIRED),
    F_INT(account_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_TEXT(account_row, one_time_password, "一次性密码，只显示这一次",
           REPLY_ONLY, 0, 40),
    F_END
};
const struct record account_row =
    RECORD(account_row, "Account", "账号", account_row_fields);

static const struct field account_in_fields[] = {
    F_CLEAN(account_in, username, "用户名", REQUIRED, 2, 32, username_clean),
    F_TEXT(account_in, name, "姓名或岗位", REQUIRED, 1, 60),
    F_CODE(account_in, role, "角色", REQUIRED, roles),
    F_TEXT(account_in, unit, "单位代码", REQUIRED, 1, 20),
    F_TEXT(account_in, class, "年级和班级，如 7-2", OPTIONAL | NULLABLE, 0, 12),
    F_END
};
const struct record account_in =
    RECORD(account_in, "AccountNew", "新账号", account_in_fields);

static const struct field account_patch_fields[] = {
    F_TEXT(account_patch, name, "姓名或岗位", OPTIONAL, 1, 60),
    F_CODE(account_patch, role, "角色", OPTIONAL, roles),
    F_TEXT(account_patch, unit, "单位代码", OPTIONAL, 1, 20),
    F_TEXT(account_patch, class, "年级和班级，如 7-2", OPTIONAL | NULLABLE, 0,
           12),
    F_BOOL(account_patch, disabled, "停用", OPTIONAL),
    F_BOOL(account_patch, reset_password, "重置为一次性密码", OPTIONAL),
    F_BOOL(account_patch, reset_totp, "解除动态口令", OPTIONAL),
    F_BOOL(account_patch, unlock, "解除登录等待", OPTIONAL),
    F_END
};
const struct record account_patch = RECORD_SEEN(
    account_patch, "AccountPatch", "账号更改", account_patch_fields);

static const struct field account_put_fields[] = {
    F_ID(account_put, id, "账号编号", REQUIRED),
    F_TEXT(account_put, username, "用户名", REQUIRED, 1, 32),
    F_TEXT(account_put, name, "姓名或岗位", REQUIRED, 1, 60),
    F_TEXT(account_put, role, "角色", REQUIRED, 1, 20),
    F_TEXT(account_put, unit, "单位代码", REQUIRED, 1, 20),
    F_TEXT(account_put, grade, "年级", OPTIONAL, 0, 2),
    F_TEXT(account_put, class, "班级", OPTIONAL, 0, 10),
    F_TEXT(account_put, password_hash, "密码散列", OPTIONAL, 0, 200),
    F_BOOL(account_put, must_change, "须改一次性密码", REQUIRED),
    F_TIME(account_put, disabled_at, "停用时间", OPTIONAL),
    F_TIME(account_put, created_at, "建立时间", REQUIRED),
    F_INT(account_put, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record account_put =
    RECORD(account_put, "AccountPut", "账号存储", account_put_fields);

static const struct field account_unit_fields[] = {
    F_TEXT(account_unit, code, "单位代码", REQUIRED, 1, 20),
    F_TEXT(account_unit, name, "单位名称", REQUIRED, 1, 60),
    F_CODE(account_unit, kind, "单位类别", REQUIRED, unit_kinds), F_END
};
const struct record account_unit =
    RECORD(account_unit, "AccountUnit", "账号单位", account_unit_fields);

/* ---- role, unit and class ---------------------------------------------- */
static const struct {
    const char *kind; /* of its unit */
    const char *unit; /* the only one, or NULL */
    const char *says;
} fits[ROLE_N] = {
#define AT_BUREAU                                                                    \
    {                                                                                \
        "bureau", "bureau", "这个角色的单位只能是教育局（bureau）。" \
    }
    [ROLE_ADMIN] = AT_BUREAU,
    [ROLE_AUDITOR] = AT_BUREAU,
    [ROLE_BUREAU] = AT_BUREAU,
    [ROLE_BUREAU_LEAD] = AT_BUREAU,
    [ROLE_LEADER] = AT_BUREAU,
    [ROLE_EXPERT] = AT_BUREAU,
#undef AT_BUREAU
    [ROLE_INSPECTOR] = { "supervision", "dudao",
                         "督导室角色的单位只能是督导室（dudao）。" },
    [ROLE_TOWNSHIP] = { "township", NULL,
                        "乡镇街道角色须选一个乡镇街道（12 位区划代码）。" },
    [ROLE_VILLAGE] = { "village", NULL,
                       "村居角色须选一个村或社区（12 位区划代码）。" },
    [ROLE_SCHOOL_HEAD] = { "school", NULL,
                           "校长角色须选一所学校（10 位学校标识码）。" },
    [ROLE_TEACHER] = { "school", NULL,
                       "班主任角色须选一所学校（10 位学校标识码）。" },
    [ROLE_AGENCY] = { "agency", NULL, "成员单位角色须选一个成员单位。" },
};

const char *account_fault(enum role role, const char *unit_kind,
                          const char *class, const char **pointer)
{
    *pointer = "/role";
    if ((unsigned)role >= ROLE_N)
        return "没有这个角色。";
    *pointer = "/unit";
    if (strcmp(unit_kind, fits[role].kind) != 0)
        return fits[role].says;
    *pointer = "/class";
    if (role == ROLE_TEACHER && !class)
        return "班主任须填所带的班，如 7-2（七年级 2 班）。";
    if (role != ROLE_TEACHER && class)
        return "只有班主任才填班级，请留空。";
    return NULL;
}

const char *role_unit(enum role role)
{
    return (unsigned)role < ROLE_N ? fits[role].unit : NULL;
}

const char *role_unit_kind(enum role role)
{
    return (unsigned)role < ROLE_N ? fits[role].kind : NULL;
}

/* The last grade of primary school, and the code before the first of junior:
 * 六三 7 → 21, 五四 6 → 21. */
static int primary_years(bool five_four)
{
    return five_four ? 5 : 6;
}

bool class_read(struct arena *a, const char *text, bool five_four,
                const char **grade, const char **class)
{
    int primary = primary_years(five_four);
    int year = text[0] - '0';
    size_t n;

    if (year < 1 || year > 9 || text[1] != '-' || text[2] == '0')
        return false;
    n = strspn(text + 2, "0123456789");
    if (n < 1 || n > 3 || text[2 + n] != '\0')
        return false;
    *grade = arena_printf(a, "%d",
                          year <= primary ? 10 + year : 20 + year - primary);
    *class = arena_strdup(a, text + 2);
    return *grade && *class;
}

const char *class_text(struct arena *a, const char *grade, const char *class,
                       bool five_four)
{
    int year;

    if (!grade || !class || !grade[0] || !grade[1])
        return NULL;
    year = grade[1] - '0';
    if (grade[0] == '2')
        year += primary_years(five_four);
    return arena_printf(a, "%d-%s", year, class);
}

/* ---- signing in ------------------------------------------------------------
 */
int64_t signin_delay_ms(int64_t failures)
{
    int64_t delay = 1000;

    if (failures <= 0)
        return 0;
    while (--failures > 0 && delay < SIGNIN_DELAY_MAX_MS)
        delay *= 2;
    return delay < SIGNIN_DELAY_MAX_MS ? delay : SIGNIN_DELAY_MAX_MS;
}

int64_t signin_wait_ms(int64_t retry_at, int64_t now_ms)
{
    int64_t wait = retry_at - now_ms;

    return wait > 0 && wait <= SIGNIN_DELAY_MAX_MS ? wait : 0;
}

const char *username_clean(struct arena *a, const char *in, const char **out)
{
    char *s = arena_strdup(a, in);

    *out = s;
    for (; s && *s; s++) {
        if (*s >= 'A' && *s <= 'Z')
            *s = (char)(*s - 'A' + 'a');
        else if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789._-", *s))
            return "用户名只能用英文字母、数字和 . _ - 。";
    }
    return NULL;
}
