/* 方案和经验: the kinds, who may. */
#include "domain/material.h"

#include <string.h>

#include "domain/case_action.h"
#include "domain/clean.h"
#include "domain/codes.h"
#include "domain/right.h"
#include "refuse.h"

static const struct material_kind kinds[] = {
    { "city_plan", true, true },
    { "unit_plan", false, false },
    { "practice", false, true },
};
static const struct code kind_rows[] = { { "city_plan", "全市工作方案" },
                                         { "unit_plan", "本单位工作方案" },
                                         { "practice", "经验做法" },
                                         { NULL, NULL } };
const struct code_table material_kinds = { "material_kind", "材料类别",
                                           kind_rows };
static const struct code state_rows[] = { { "published", "已印发" },
                                          { "submitted", "已报送，待签收" },
                                          { "received", "已签收" },
                                          { "returned", "已退回" },
                                          { NULL, NULL } };
const struct code_table material_states = { "material_state", "材料状态",
                                            state_rows };

const struct material_kind *material_kind_of(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

/* ---- field tables ------------------------------------------------------ */
#define YEAR(tag)                                                              \
    F_INT(tag, year, "年度", REQUIRED, MATERIAL_YEAR_MIN, MATERIAL_YEAR_MAX)
#define WRITTEN(tag)                                                           \
    F_CLEAN(tag, title, "标题", REQUIRED, 2, 100, clean_text),                 \
        F_CLEAN(tag, text, "正文", REQUIRED | MULTILINE, 2,                    \
                MATERIAL_TEXT_MOST, clean_text),                               \
        F_DATE(tag, due_on, "签收期限", OPTIONAL),                             \
        F_LIST(tag, evidence, "附件", OPTIONAL, 1, evidence_in)

static const struct field in_fields[] = { YEAR(material_in),
                                          F_CODE(material_in, kind, "类别",
                                                 REQUIRED, material_kinds),
                                          WRITTEN(material_in), F_END };
const struct record material_in =
    RECORD(material_in, "MaterialNew", "报送材料", in_fields);

static const struct field again_fields[] = {
    WRITTEN(material_again),
    F_CLEAN(material_again, note, "改动说明", REQUIRED, 2, 200, clean_text),
    F_END
};
const struct record material_again =
    RECORD(material_again, "MaterialAgain", "报送新版本", again_fields);

static const struct field return_fields[] = {
    F_CLEAN(material_return, reason, "退回理由", REQUIRED, 2, 200, clean_text),
    F_END
};
const struct record material_return =
    RECORD(material_return, "MaterialReturn", "退回材料", return_fields);

#define SAID (REPLY_ONLY)
static const struct field row_fields[] = {
    F_ID(material_row, id, "编号", REQUIRED),
    F_CODE(material_row, kind, "类别", REQUIRED, material_kinds),
    F_TEXT(material_row, unit, "单位代码", REQUIRED, 1, 20),
    F_TEXT(material_row, unit_name, "单位", OPTIONAL, 0, 60),
    F_CODE(material_row, unit_kind, "单位类别", OPTIONAL, unit_kinds),
    YEAR(material_row),
    F_TEXT(material_row, title, "标题", REQUIRED, 1, 100),
    F_CODE(material_row, state, "状态", REQUIRED, material_states),
    F_INT(material_row, number, "版本号", REQUIRED, 1, INT64_MAX),
    F_DATE(material_row, due_on, "签收期限", OPTIONAL),
    F_BOOL(material_row, overdue, "本单位超期未签收", OPTIONAL | SAID),
    F_ID(material_row, account_id, "报送人编号", REQUIRED),
    F_TEXT(material_row, account_name, "报送人", OPTIONAL, 0, 60),
    F_TIME(material_row, at, "报送时间", REQUIRED),
    F_ID(material_row, decided_by, "签收人编号", OPTIONAL),
    F_TEXT(material_row, decided_name, "签收人", OPTIONAL, 0, 60),
    F_TIME(material_row, decided_at, "签收或退回时间", OPTIONAL),
    F_TEXT(material_row, reason, "退回理由", OPTIONAL, 0, 200),
    F_TIME(material_row, signed_at, "本单位签收时间", OPTIONAL),
    F_INT(material_row, signs, "应签收单位数", REQUIRED, 0, INT64_MAX),
    F_INT(material_row, signed_by_units, "已签收单位数", REQUIRED, 0,
          INT64_MAX),
    F_BOOL(material_row, may_write, "可以报送新版本", OPTIONAL | SAID),
    F_BOOL(material_row, may_decide, "可以签收或退回", OPTIONAL | SAID),
    F_BOOL(material_row, may_sign, "可以为本单位签收", OPTIONAL | SAID),
    F_INT(material_row, version, "记录版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record material_row =
    RECORD(material_row, "Material", "方案或经验", row_fields);

static const struct field version_fields[] = {
    F_ID(material_version, id, "编号", REQUIRED),
    F_INT(material_version, number, "版本号", REQUIRED, 1, INT64_MAX),
    F_TEXT(material_version, title, "标题", REQUIRED, 1, 100),
    F_SEALED(material_version, text, "正文", REQUIRED | MULTILINE,
             MATERIAL_TEXT_MOST, NULL, NULL, "material_version.text"),
    F_TEXT(material_version, note, "改动说明", OPTIONAL, 0, 200),
    F_ID(material_version, attachment_id, "附件编号", OPTIONAL),
    F_TEXT(material_version, type, "附件类型", OPTIONAL, 0, 80),
    F_INT(material_version, size, "附件大小", OPTIONAL, 0, INT64_MAX),
    F_TEXT(material_version, account_name, "报送人", OPTIONAL, 0, 60),
    F_TIME(material_version, at, "报送时间", REQUIRED),
    F_END
};
const struct record material_version = RECORD(
    material_version, "MaterialVersion", "材料的一个版本", version_fields);

static const struct field kept_fields[] = {
    F_ID(material_kept, id, "编号", REQUIRED),
    F_ID(material_kept, material_id, "材料编号", REQUIRED),
    F_INT(material_kept, number, "版本号", REQUIRED, 1, INT64_MAX),
    F_TEXT(material_kept, title, "标题", REQUIRED, 1, 100),
    F_SEALED(material_kept, text, "正文", REQUIRED | MULTILINE,
             MATERIAL_TEXT_MOST, NULL, NULL, "material_version.text"),
    F_TEXT(material_kept, note, "改动说明", OPTIONAL, 0, 200),
    F_ID(material_kept, attachment_id, "附件编号", OPTIONAL),
    F_ID(material_kept, account_id, "报送人编号", REQUIRED),
    F_TIME(material_kept, at, "报送时间", REQUIRED),
    F_END
};
const struct record material_kept =
    RECORD(material_kept, "MaterialKept", "一个版本", kept_fields);

static const struct field unit_fields[] = {
    F_TEXT(material_unit, unit, "单位代码", REQUIRED, 1, 20),
    F_TEXT(material_unit, unit_name, "单位", REQUIRED, 1, 60),
    F_CODE(material_unit, unit_kind, "单位类别", REQUIRED, unit_kinds),
    F_ID(material_unit, material_id, "材料编号", OPTIONAL),
    F_TEXT(material_unit, title, "标题", OPTIONAL, 0, 100),
    F_CODE(material_unit, state, "状态", OPTIONAL, material_states),
    F_TEXT(material_unit, account_name, "办理人", OPTIONAL, 0, 60),
    F_TIME(material_unit, at, "时间", OPTIONAL),
    F_END
};
const struct record material_unit =
    RECORD(material_unit, "MaterialUnit", "单位的报送或签收", unit_fields);

/* ---- who may ----------------------------------------------------------- */
static bool of_bureau(const struct act *act)
{
    return act->role == ROLE_BUREAU || act->role == ROLE_BUREAU_LEAD;
}

enum err material_may_write(const char *kind, const struct act *act,
                            struct refusal *why)
{
    const struct material_kind *k = material_kind_of(kind);

    if (k && k->city && !of_bureau(act))
        return refuse(why, ERR_RULE, "kind", "city_plan",
                      "全市工作方案由教育局印发，没有保存。"
                      "请选“本单位工作方案”。");
    if (k && !k->shared && of_bureau(act))
        return refuse(why, ERR_RULE, "kind", "unit_plan",
                      "教育局的方案就是全市工作方案，没有保存。"
                      "请选“全市工作方案”。");
    return ERR_OK;
}

enum err material_due_fits(const char *kind, const char *due_on,
                           const struct act *act, struct refusal *why)
{
    const struct material_kind *k = material_kind_of(kind);

    if (due_on && k && !k->city)
        return refuse(why, ERR_INVALID, "due_on", "unwanted",
                      "只有全市工作方案要各单位签收，别的不填签收期限，"
                      "没有保存。");
    if (due_on && strcmp(due_on, act->today) < 0)
        return refuse(why, ERR_INVALID, "due_on", "date.past",
                      "签收期限已经过去，没有保存，请核对。");
    return ERR_OK;
}

enum err material_may_again(const struct material_row *r, const struct act *act,
                            struct refusal *why)
{
    if (strcmp(r->unit, act->unit) != 0)
        return refuse(why, ERR_RULE, "", "other_unit",
                      "这是别的单位的材料，没有保存。请由该单位报送新版本。");
    return ERR_OK;
}

enum err material_may_decide(const struct material_row *r,
                             const struct act *act, struct refusal *why)
{
    if (strcmp(r->state, "submitted") != 0)
        return refuse(why, ERR_RULE, "", "decided",
                      "这份材料没有等待签收的版本，本次没有保存。"
                      "请刷新后再看。");
    if (r->account_id == act->account_id)
        return refuse(why, ERR_RULE, "", "same_person",
                      "报送的人不能自己签收或退回，本次没有保存。"
                      "请由另一位同事办理。");
    return ERR_OK;
}

enum err material_may_sign(const struct material_row *r, const struct act *act,
                           struct refusal *why)
{
    if (strcmp(r->state, "published") != 0 || of_bureau(act))
        return refuse(why, ERR_RULE, "", "unsigned",
                      "这份材料不用本单位签收，没有保存。");
    if (r->signed_at != INT_NONE)
        return refuse(why, ERR_RULE, "", "signed",
                      "本单位已经签收这个版本，不用再签。");
    return ERR_OK;
}

void material_describe(struct material_row *r, const struct act *act)
{
    struct refusal why;

    r->may_write = role_may(act->role, RIGHT_MATERIAL_WRITE) &&
                   material_may_again(r, act, &why) == ERR_OK;
    r->may_decide = role_may(act->role, RIGHT_MATERIAL_RECEIVE) &&
                    material_may_decide(r, act, &why) == ERR_OK;
    r->may_sign = role_may(act->role, RIGHT_MATERIAL_SIGN) &&
                  material_may_sign(r, act, &why) == ERR_OK;
    r->overdue = r->may_sign && r->due_on && strcmp(r->due_on, act->today) < 0;
}
