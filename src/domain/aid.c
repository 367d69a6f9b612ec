/* 资助: the table of kinds, field tables and rules. */
#include "domain/aid.h"

#include <stdio.h>
#include <string.h>

#include "domain/clean.h"
#include "domain/codes.h"
#include "domain/ledger.h"
#include "domain/money.h"
#include "refuse.h"

#define TWO_FREE "国发〔2015〕67号"
const struct aid_kind aid_kinds[] = {
    { "tuition", "免学杂费", NULL, NULL, 1, "finance", TWO_FREE },
    { "textbooks", "免教科书费", NULL, NULL, 1, "finance", TWO_FREE },
    { "boarding", "寄宿生生活补助", POOR_TAGS, "2", 1, "finance", TWO_FREE },
    { "living", "非寄宿困难学生生活补助", POOR_TAGS, "1", 1, "finance",
      "城乡义务教育补助经费管理办法" },
    { "relief", "困难救助", POOR_TAGS, NULL, 0, "civil", "社会救助暂行办法" },
    { .name = NULL },
};

static const struct code kind_rows[] = {
    { "tuition", "免学杂费" },        { "textbooks", "免教科书费" },
    { "boarding", "寄宿生生活补助" }, { "living", "非寄宿困难学生生活补助" },
    { "relief", "困难救助" },         { NULL, NULL },
};
const struct code_table aid_kind_codes = { "aid_kind", "资助项目", kind_rows };
static const struct code term_rows[] = { { "1", "秋季学期" },
                                         { "2", "春季学期" },
                                         { NULL, NULL } };
const struct code_table aid_terms = { "aid_term", "学期", term_rows };
static const struct code funder_rows[] = {
    { "education", "教育局" }, { "finance", "财政局" },   { "civil", "民政局" },
    { "disabled", "残联" },    { "charity", "社会捐助" }, { NULL, NULL }
};
const struct code_table aid_funders = { "aid_funder", "资助单位", funder_rows };
static const struct code state_rows[] = { { "paid", "已发放" },
                                          { "withdrawn", "已撤销" },
                                          { NULL, NULL } };
const struct code_table aid_states = { "aid_state", "资助状态", state_rows };
static const struct code group_rows[] = { { "kind", "资助项目" },
                                          { "school", "学校" },
                                          { "township", "乡镇街道" },
                                          { NULL, NULL } };
const struct code_table aid_groups = { "aid_group", "汇总方式", group_rows };

const struct aid_kind *aid_kind_of(const char *name)
{
    const struct aid_kind *k = aid_kinds;

    while (k->name && strcmp(k->name, name) != 0)
        k++;
    return k->name ? k : NULL;
}

void aid_day(int64_t year, const char *term, const char *today,
             char out[CLOCK_DATE_MAX])
{
    bool autumn = strcmp(term, "1") == 0;

    (void)snprintf(out, CLOCK_DATE_MAX, "%04u-%s",
                   (unsigned)(autumn ? year : year + 1) % 10000,
                   autumn ? "10-31" : "04-30");
    if (strcmp(out, today) > 0)
        memcpy(out, today, CLOCK_DATE_MAX);
}

/* ---- bodies ------------------------------------------------------------ */
#define YEAR(tag, opts)                                                        \
    F_INT(tag, year, "学年", opts, AID_YEAR_MIN, AID_YEAR_MAX)
#define GIVEN(tag, opts)                                                       \
    F_CLEAN(tag, amount, "金额（元）", opts, 1, 20, clean_money),              \
        F_CODE(tag, funder, "资助单位", opts, aid_funders),                    \
        F_DATE(tag, paid_on, "发放日期", opts),                                \
        F_CLEAN(tag, basis, "依据", OPTIONAL, 0, 100, clean_text)
#define TERM(tag)                                                              \
    YEAR(tag, REQUIRED), F_CODE(tag, term, "学期", REQUIRED, aid_terms),       \
        F_CODE(tag, kind, "资助项目", REQUIRED, aid_kind_codes)

static const struct field in_fields[] = { TERM(aid_in), GIVEN(aid_in, REQUIRED),
                                          F_END };
const struct record aid_in = RECORD(aid_in, "AidNew", "登记资助", in_fields);

static const struct field patch_fields[] = { GIVEN(aid_patch, OPTIONAL),
                                             F_END };
const struct record aid_patch =
    RECORD_SEEN(aid_patch, "AidChange", "更正资助", patch_fields);

static const struct field withdraw_fields[] = {
    F_CLEAN(aid_withdraw, reason, "撤销原因", REQUIRED, 2, 200, clean_text),
    F_END
};
const struct record aid_withdraw =
    RECORD(aid_withdraw, "AidWithdraw", "撤销资助", withdraw_fields);

static const struct field batch_in_fields[] = {
    F_TEXT(aid_batch_in, school, "学校标识码", REQUIRED, 1, 10),
    F_CODE(aid_batch_in, grade, "年级", OPTIONAL, grades),
    F_CLEAN(aid_batch_in, class, "班级", OPTIONAL, 1, 20, clean_text),
    TERM(aid_batch_in),
    GIVEN(aid_batch_in, REQUIRED),
    F_BOOL(aid_batch_in, dry_run, "只预览", OPTIONAL),
    F_END
};
const struct record aid_batch_in =
    RECORD(aid_batch_in, "AidBatchNew", "批量登记资助", batch_in_fields);

static const struct field batch_fields[] = {
    F_TEXT(aid_batch, school, "学校标识码", REQUIRED, 1, 10),
    F_CODE(aid_batch, kind, "资助项目", REQUIRED, aid_kind_codes),
    F_INT(aid_batch, entitled, "应享受人数", REQUIRED, 0, INT64_MAX),
    F_INT(aid_batch, already, "已有登记人数", REQUIRED, 0, INT64_MAX),
    F_INT(aid_batch, made, "本次登记人数", REQUIRED, 0, INT64_MAX),
    F_TEXT(aid_batch, total, "本次金额（元）", REQUIRED, 1, 30),
    F_BOOL(aid_batch, dry_run, "只预览", REQUIRED),
    F_END
};
const struct record aid_batch =
    RECORD(aid_batch, "AidBatch", "批量登记结果", batch_fields);

/* ---- rows -------------------------------------------------------------- */
static const struct field kind_fields[] = {
    F_TEXT(aid_kind, name, "代码", REQUIRED, 1, 20),
    F_TEXT(aid_kind, label, "资助项目", REQUIRED, 1, 60),
    F_TEXT(aid_kind, tags, "享受对象的特殊类别", OPTIONAL, 0, 200),
    F_CODE(aid_kind, boarding, "享受对象的就读方式", OPTIONAL, boardings),
    F_BOOL(aid_kind, due, "每学期应发", REQUIRED),
    F_CODE(aid_kind, funder, "资助单位", REQUIRED, aid_funders),
    F_TEXT(aid_kind, source, "依据", REQUIRED, 1, 60),
    F_END
};
const struct record aid_kind_row =
    RECORD(aid_kind, "AidKind", "资助项目", kind_fields);

static const struct field row_fields[] = {
    F_ID(aid_row, id, "编号", REQUIRED),
    F_ID(aid_row, student_id, "学生编号", REQUIRED),
    F_TEXT(aid_row, student_name, "学生", OPTIONAL, 0, 60),
    F_TEXT(aid_row, school, "学校标识码", OPTIONAL, 0, 10),
    F_TEXT(aid_row, school_name, "学校", OPTIONAL, 0, 60),
    F_CODE(aid_row, grade, "年级", OPTIONAL, grades),
    F_TEXT(aid_row, class, "班级", OPTIONAL, 0, 20),
    YEAR(aid_row, REQUIRED),
    F_CODE(aid_row, term, "学期", REQUIRED, aid_terms),
    F_CODE(aid_row, kind, "资助项目", REQUIRED, aid_kind_codes),
    F_INT(aid_row, fen, "金额（分）", REQUIRED | COLUMN_ONLY, 0, INT64_MAX),
    F_TEXT(aid_row, amount, "金额（元）", OPTIONAL | REPLY_ONLY, 1, 20),
    F_CODE(aid_row, funder, "资助单位", REQUIRED, aid_funders),
    F_DATE(aid_row, paid_on, "发放日期", REQUIRED),
    F_TEXT(aid_row, basis, "依据", OPTIONAL, 0, 100),
    F_CODE(aid_row, state, "状态", REQUIRED, aid_states),
    F_SEALED(aid_row, reason, "撤销原因", OPTIONAL, 200, NULL, NULL,
             "aid.reason"),
    F_ID(aid_row, account_id, "登记人", REQUIRED),
    F_TIME(aid_row, created_at, "登记时间", REQUIRED),
    F_TIME(aid_row, updated_at, "更正时间", REQUIRED),
    F_BOOL(aid_row, may_change, "可以更正或撤销", OPTIONAL | REPLY_ONLY),
    F_INT(aid_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record aid_row = RECORD(aid_row, "Aid", "资助", row_fields);

static const struct field missing_fields[] = {
    F_ID(aid_missing, id, "学生编号", REQUIRED),
    F_TEXT(aid_missing, name, "学生", REQUIRED, 1, 60),
    F_TEXT(aid_missing, school, "学校标识码", OPTIONAL, 0, 10),
    F_TEXT(aid_missing, school_name, "学校", OPTIONAL, 0, 60),
    F_CODE(aid_missing, grade, "年级", OPTIONAL, grades),
    F_TEXT(aid_missing, class, "班级", OPTIONAL, 0, 20),
    F_TEXT(aid_missing, township, "乡镇街道", OPTIONAL, 0, 60),
    F_CODE(aid_missing, boarding, "就读方式", OPTIONAL, boardings),
    F_TEXT(aid_missing, tag_codes, "特殊类别代码", OPTIONAL, 0, 200),
    F_END
};
const struct record aid_missing =
    RECORD(aid_missing, "AidMissing", "应享受未登记资助的学生", missing_fields);

static const struct field total_fields[] = {
    F_TEXT(aid_total, key, "代码", REQUIRED, 0, 20),
    F_TEXT(aid_total, name, "名称", OPTIONAL, 0, 60),
    F_CODE(aid_total, kind, "资助项目", REQUIRED, aid_kind_codes),
    F_INT(aid_total, children, "人数", REQUIRED, 0, INT64_MAX),
    F_INT(aid_total, fen, "金额（分）", REQUIRED | COLUMN_ONLY, 0, INT64_MAX),
    F_TEXT(aid_total, amount, "金额（元）", OPTIONAL | REPLY_ONLY, 1, 30),
    F_END
};
const struct record aid_total =
    RECORD(aid_total, "AidTotal", "资助汇总", total_fields);

/* ---- rules ------------------------------------------------------------- */
enum err aid_judge(int64_t year, const char *term, const char *amount,
                   const char *paid_on, const struct act *act,
                   struct refusal *why)
{
    char from[CLOCK_DATE_MAX];
    int64_t fen = money_fen(amount);

    (void)snprintf(from, sizeof from, "%04u-%s",
                   (unsigned)(strcmp(term, "1") == 0 ? year : year + 1) % 10000,
                   strcmp(term, "1") == 0 ? "07-01" : "01-01");
    if (fen == INT_NONE || fen <= 0)
        return refuse(why, ERR_INVALID, "amount", "range",
                      "金额须大于零，没有保存，请核对。");
    if (strcmp(paid_on, act->today) > 0)
        return refuse(why, ERR_INVALID, "paid_on", "date.future",
                      "发放日期不能晚于今天，没有保存，请核对。");
    if (strcmp(paid_on, from) < 0)
        return refuse(why, ERR_INVALID, "paid_on", "range",
                      "发放日期早于这个学期，没有保存，请核对学年和学期。");
    return ERR_OK;
}

bool aid_counts_county(const char *unit)
{
    return strcmp(unit, "minzheng") == 0 || strcmp(unit, "caizheng") == 0;
}

enum err aid_describe(struct aid_row *r, const struct act *act, struct arena *a)
{
    r->amount = money_yuan(a, r->fen);
    r->may_change =
        role_may(act->role, RIGHT_AID_WRITE) && strcmp(r->state, "paid") == 0;
    return r->amount ? ERR_OK : ERR_NO_MEMORY;
}
