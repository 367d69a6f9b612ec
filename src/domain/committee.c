/* The expert committee: field tables, and who may sit together. */
#include "domain/committee.h"

#include <string.h>

#include "domain/clean.h"

/* 残疾人教育条例 20 names the first four; physicians sit where the committee
 * judges a child's health too. */
static const struct code committee_field_rows[] = {
    { "education", "教育" },      { "psychology", "心理" },
    { "rehabilitation", "康复" }, { "social_work", "社会工作" },
    { "medicine", "医学" },       { NULL, NULL }
};
const struct code_table committee_fields = { "committee_field", "专业领域",
                                             committee_field_rows };

static const struct field committee_row_fields[] = {
    F_ID(committee_row, id, "编号", REQUIRED),
    F_TEXT(committee_row, name, "姓名", REQUIRED, 1, 60),
    F_CODE(committee_row, field, "专业领域", REQUIRED, committee_fields),
    F_TEXT(committee_row, unit_name, "工作单位", REQUIRED, 1, 60),
    F_ID(committee_row, account_id, "账号编号", OPTIONAL),
    F_TEXT(committee_row, account_name, "账号姓名", OPTIONAL, 0, 60),
    F_BOOL(committee_row, active, "账号可以签署", REQUIRED),
    F_DATE(committee_row, from_date, "任期开始", REQUIRED),
    F_DATE(committee_row, to_date, "任期结束", OPTIONAL),
    F_INT(committee_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record committee_row = RECORD(
    committee_row, "CommitteeMember", "专家委员会成员", committee_row_fields);

static const struct field committee_in_fields[] = {
    F_CLEAN(committee_in, name, "姓名", REQUIRED, 1, 60, clean_name),
    F_CODE(committee_in, field, "专业领域", REQUIRED, committee_fields),
    F_CLEAN(committee_in, unit_name, "工作单位", REQUIRED, 1, 60, clean_text),
    F_ID(committee_in, account_id, "账号编号", NULLABLE),
    F_DATE(committee_in, from_date, "任期开始", REQUIRED),
    F_END
};
const struct record committee_in =
    RECORD(committee_in, "CommitteeMemberNew", "新委员", committee_in_fields);

static const struct field committee_patch_fields[] = {
    F_CLEAN(committee_patch, name, "姓名", OPTIONAL, 1, 60, clean_name),
    F_CODE(committee_patch, field, "专业领域", OPTIONAL, committee_fields),
    F_CLEAN(committee_patch, unit_name, "工作单位", OPTIONAL, 1, 60,
            clean_text),
    F_ID(committee_patch, account_id, "账号编号", NULLABLE),
    F_DATE(committee_patch, to_date, "任期结束", NULLABLE),
    F_END
};
const struct record committee_patch =
    RECORD_SEEN(committee_patch, "CommitteeMemberChange", "委员修改",
                committee_patch_fields);

static const struct field committee_account_fields[] = {
    F_ID(committee_account, id, "账号编号", REQUIRED),
    F_TEXT(committee_account, username, "用户名", REQUIRED, 1, 40),
    F_TEXT(committee_account, name, "姓名", REQUIRED, 1, 60), F_END
};
const struct record committee_account = RECORD(
    committee_account, "ExpertAccount", "专家账号", committee_account_fields);

bool committee_in_office(const struct committee_row *m, const char *on)
{
    return strcmp(m->from_date, on) <= 0 &&
           (!m->to_date || strcmp(m->to_date, on) > 0);
}

static enum err refuse(struct refusal *why, const char *code,
                       const char *detail)
{
    *why = (struct refusal) { "members", code, detail };
    return detail ? ERR_INVALID : ERR_NO_MEMORY;
}

/* Nobody sits twice, under one name or under two. */
static bool sits_twice(const struct committee_row *m, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (m[k].id == m[i].id || m[k].account_id == m[i].account_id)
            return true;
    return false;
}

static enum err seat_fault(struct arena *a, const struct committee_row *m,
                           size_t i, const char *on, struct refusal *why)
{
    if (!committee_in_office(&m[i], on))
        return refuse(why, "committee.term",
                      arena_printf(a,
                                   "%s在会议当天不在任期内，没有保存。"
                                   "请改选在任的委员，或先更新任期。",
                                   m[i].name));
    if (m[i].account_id == INT_NONE || !m[i].active)
        return refuse(why, "committee.account",
                      arena_printf(a,
                                   "%s还没有可以签署意见的专家账号，没有保存。"
                                   "请先在名册里关联账号，或改选其他委员。",
                                   m[i].name));
    if (sits_twice(m, i))
        return refuse(
            why, "committee.twice",
            arena_printf(a, "%s重复选了，没有保存。每位委员只能有一席。",
                         m[i].name));
    return ERR_OK;
}

static size_t place_of_field(const char *field)
{
    size_t i = 0;

    while (committee_field_rows[i].code &&
           strcmp(committee_field_rows[i].code, field) != 0)
        i++;
    return i;
}

enum err committee_panel(struct arena *a, const struct list *members,
                         const char *on, struct refusal *why)
{
    const struct committee_row *m = members->items;
    unsigned fields = 0;

    for (size_t i = 0; i < members->n; i++) {
        TRY(seat_fault(a, m, i, on, why));
        fields |= 1u << place_of_field(m[i].field);
    }
    if (members->n < PANEL_LEAST)
        return refuse(why, "committee.few",
                      "委员不足 3 人，没有保存。请至少选 3 位在任委员。");
    if (!(fields & 1))
        return refuse(why, "committee.education",
                      "缺少教育领域的委员，没有保存。请至少选 1 位。");
    if (__builtin_popcount(fields) < PANEL_LEAST)
        return refuse(why, "committee.fields",
                      "委员的专业领域不足 3 个，没有保存。"
                      "请选教育、心理、康复、社会工作、医学中至少 3 个"
                      "领域的委员。");
    return ERR_OK;
}
