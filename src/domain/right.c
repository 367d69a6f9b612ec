/* The table of role × right. */
#include "domain/right.h"

#include <string.h>

static const struct code role_rows[] = {
    [ROLE_ADMIN] = { "admin", "系统管理员" },
    [ROLE_AUDITOR] = { "auditor", "审计管理员" },
    [ROLE_BUREAU] = { "bureau", "教育局" },
    [ROLE_BUREAU_LEAD] = { "bureau_lead", "教育局审批" },
    [ROLE_LEADER] = { "leader", "领导小组" },
    [ROLE_INSPECTOR] = { "inspector", "督导室" },
    [ROLE_TOWNSHIP] = { "township", "乡镇街道" },
    [ROLE_VILLAGE] = { "village", "村居" },
    [ROLE_SCHOOL_HEAD] = { "school_head", "校长" },
    [ROLE_TEACHER] = { "teacher", "班主任" },
    [ROLE_AGENCY] = { "agency", "成员单位" },
    [ROLE_EXPERT] = { "expert", "专家委员会" },
    [ROLE_N] = { NULL, NULL },
};

const struct code_table roles = { "role", "角色", role_rows };

static const struct {
    const char *name, *label;
    unsigned roles;
} rights[RIGHT_N] = {
#define RIGHT_ROW(symbol, name, label, roles)                                  \
    [RIGHT_##symbol] = { name, label, roles },
    RIGHT_TABLE(RIGHT_ROW)
#undef RIGHT_ROW
};

enum role role_of(const char *code)
{
    int r = 0;

    while (r < ROLE_N && strcmp(role_rows[r].code, code) != 0)
        r++;
    return (enum role)r;
}

const char *role_code(enum role r)
{
    return (unsigned)r < ROLE_N ? role_rows[r].code : "";
}

bool role_may(enum role r, enum right right)
{
    return (unsigned)r < ROLE_N && (unsigned)right < RIGHT_N &&
           rights[right].roles >> r & 1;
}

const char *right_name(enum right right)
{
    return (unsigned)right < RIGHT_N ? rights[right].name : "";
}

const char *right_label(enum right right)
{
    return (unsigned)right < RIGHT_N ? rights[right].label : "";
}
