/* 职责清单: the table, its periods, who may. */
#include "domain/duty.h"

#include <stdio.h>
#include <string.h>

#include "domain/activity.h"
#include "domain/clean.h"
#include "domain/setting.h"
#include "refuse.h"

static const struct code rhythm_rows[] = {
    { "july", "7月底前" },          { "summer", "7、8月" }, { "august", "8月" },
    { "august_end", "8月底前" },    { "quarter", "每季" },  { "month", "每月" },
    { "always", "常年，年底报告" }, { NULL, NULL }
};
const struct code_table duty_rhythms = { "duty_rhythm", "履职时间",
                                         rhythm_rows };
static const struct code state_rows[] = { { "open", "待报送" },
                                          { "submitted", "已报送，待签收" },
                                          { "received", "已签收" },
                                          { "returned", "已退回" },
                                          { NULL, NULL } };
const struct code_table duty_states = { "duty_state", "履职状态", state_rows };

/* For what the document gives no date (domain: "no date"), a report at the end
 * of the year; for 定期 and 常规, one a quarter. */
#define FOUR "虎政规〔2020〕1号 四"
#define TOWNSHIPS NULL, "township"
#define OF(unit) unit, NULL
const struct duty_kind duty_kinds[] = {
    { DUTY_MEETING, "常务会、办公会、专题会、联席会研究部署", OF("bureau"),
      "summer", NULL, NULL, "虎政规〔2020〕1号 五(一)3", NULL },
    { DUTY_PLAN, "制定全市控辍保学工作方案", OF("bureau"), "summer", NULL, NULL,
      "虎政规〔2020〕1号 五(一)", NULL },
    { "absent_report", "未入学和辍学学生信息及安置动态", TOWNSHIPS, "july",
      NULL, NULL, FOUR, NULL },
    { "household_survey", "入户调查和数据统计汇总", TOWNSHIPS, "august", NULL,
      NULL, "虎政规〔2020〕1号 六1", NULL },
    { "enrolment_notices", "发放入学通知书", TOWNSHIPS, "august", NULL, NULL,
      "虎政规〔2020〕1号 六1", NULL },
    { "township_work", "网格化管控和法律法规宣传", TOWNSHIPS, "always", NULL,
      NULL, FOUR, NULL },
    { DUTY_TRAINING, "初高中毕业生培训意愿报人社局", TOWNSHIPS, "always", NULL,
      NULL, FOUR, NULL },
    { "register_changes", "户籍变动花名册", OF("gongan"), "august",
      "register_change", NULL, FOUR, NULL },
    { "disability_roster", "三类残疾儿童花名册", OF("canlian"), "august",
      "disability", NULL, FOUR, NULL },
    { "poverty_roster", "建档立卡家庭学生数据统计更新", OF("fupin"),
      "august_end", "poverty", NULL, "虎政规〔2020〕1号 四, 五(一)4", NULL },
    { "ledgers", "失学、辍学、无学籍分类台账", OF("bureau"), "august_end", NULL,
      NULL, "虎政规〔2020〕1号 五(一)4", NULL },
    { "bureau_work", "控辍保学组织实施", OF("bureau"), "always", NULL, NULL,
      FOUR, NULL },
    { DUTY_SUPERVISION, "常规督查", OF("dudao"), "quarter", NULL, NULL,
      "虎政规〔2020〕1号 四, 六2", NULL },
    { "labour_checks", "用工单位定期检查", OF("renshe"), "quarter", NULL, NULL,
      FOUR, NULL },
    { "training", "免费职业技能培训", OF("renshe"), "always", NULL, NULL, FOUR,
      "training" },
    { "publicity", "专题专栏宣传", OF("xuanchuan"), "always", NULL, NULL, FOUR,
      "publicity" },
    { "relief", "特困户、低保户帮扶", OF("minzheng"), "always", NULL, NULL,
      FOUR, NULL },
    { "venues", "文化市场和营业场所监管", OF("wenlv"), "always", NULL, NULL,
      FOUR, "culture_market" },
    { "hygiene", "学校卫生防疫监督", OF("weijian"), "always", NULL, NULL, FOUR,
      "hygiene" },
    { "food_safety", "学校食品安全监督", OF("shijian"), "always", NULL, NULL,
      FOUR, "food_safety" },
    { "working_children", "学龄儿童少年务工、经商全面摸排", OF("shijian"),
      "always", NULL, NULL, FOUR, NULL },
    { "funds", "义务教育经费拨付和贫困学生扶助", OF("caizheng"), "always", NULL,
      NULL, FOUR, "funds" },
    { "law_publicity", "法律法规宣传和法制教育队伍", OF("sifa"), "always", NULL,
      NULL, FOUR, "law" },
    { "surroundings", "学校周边环境清理整顿", OF("gongan"), "always", NULL,
      NULL, FOUR, "surroundings" },
    { "family_education", "家庭教育指导", OF("fulian"), "always", NULL, NULL,
      FOUR, "family_education" },
    { "disability_cards", "残疾证办理和费用减免", OF("canlian"), "always", NULL,
      NULL, FOUR, NULL },
    { "school_publicity", "配合做好各校宣传", OF("tuanwei"), "always", NULL,
      NULL, FOUR, "publicity" },
    { "pairing", "志愿关爱服务和结对帮扶", OF("guangongwei"), "always", NULL,
      NULL, FOUR, NULL },
    { "school_report", "学校控辍保学月报", NULL, "school", "month", NULL,
      SETTING_MONTHLY_REPORTS, "教育部2024年“四个一”", NULL },
    { "county_review", "县级控辍保学季度复核", OF("bureau"), "quarter", NULL,
      SETTING_MONTHLY_REPORTS, "教育部2024年“四个一”", NULL },
    { .name = NULL },
};

const struct duty_kind *duty_kind_of(const char *name)
{
    const struct duty_kind *k = duty_kinds;

    while (k->name && strcmp(k->name, name) != 0)
        k++;
    return k->name ? k : NULL;
}

/* ---- periods ----------------------------------------------------------- */
static void first_day(unsigned year, unsigned month, char out[CLOCK_DATE_MAX])
{
    (void)snprintf(out, CLOCK_DATE_MAX, "%04u-%02u-01", year % 10000,
                   month % 100);
}

static void last_day(unsigned year, unsigned month, char out[CLOCK_DATE_MAX])
{
    char next[CLOCK_DATE_MAX];
    int32_t day = 0;

    first_day(month == 12 ? year + 1 : year, month % 12 + 1, next);
    (void)clock_date_days(next, &day);
    clock_days_date(day - 1, out);
}

static void period(struct duty_period *p, int64_t year, unsigned from,
                   unsigned to)
{
    unsigned y = (unsigned)year;

    (void)snprintf(p->name, sizeof p->name, "%04u", y % 10000);
    first_day(y, from, p->opens_on);
    last_day(y, to, p->due_on);
}

/* Months of term: none in the holidays of winter and summer. */
static bool of_term(unsigned month)
{
    return month != 2 && month != 7 && month != 8;
}

size_t duty_periods(const struct duty_kind *k, int64_t year,
                    struct duty_period out[DUTY_PERIODS_MOST])
{
    static const struct {
        const char *rhythm;
        unsigned from, to;
    } once[] = { { "july", 7, 7 },
                 { "summer", 7, 8 },
                 { "august", 8, 8 },
                 { "august_end", 7, 8 },
                 { "always", 1, 12 } };
    unsigned step = strcmp(k->rhythm, "quarter") == 0 ? 3 : 1;
    size_t n = 0;

    for (size_t i = 0; i < sizeof once / sizeof *once; i++) {
        if (strcmp(once[i].rhythm, k->rhythm) != 0)
            continue;
        period(&out[0], year, once[i].from, once[i].to);
        return 1;
    }
    for (unsigned m = 1; m <= 12; m += step) {
        if (step == 1 && !of_term(m))
            continue;
        period(&out[n], year, m, m + step - 1);
        (void)snprintf(out[n].name + 4, 4, step == 3 ? "-Q%u" : "-%02u",
                       (step == 3 ? m / 3 + 1 : m) % 100);
        n++;
    }
    return n;
}

bool duty_is_made(const struct duty_kind *k, const struct duty_period *p,
                  const char *first, const char *today)
{
    char oldest[CLOCK_DATE_MAX];
    int32_t day;

    if (!clock_date_days(today, &day))
        return false;
    clock_days_date(day - DUTY_CATCH_UP_DAYS, oldest);
    return strcmp(p->due_on, first) >= 0 && strcmp(p->due_on, oldest) >= 0 &&
           (!k->setting || strcmp(p->opens_on, today) <= 0);
}

/* ---- field tables ------------------------------------------------------ */
#define SAID (REPLY_ONLY)
static const struct field duty_row_fields[] = {
    F_ID(duty_row, id, "编号", REQUIRED),
    F_TEXT(duty_row, kind, "职责代码", REQUIRED, 1, 40),
    F_TEXT(duty_row, label, "职责", OPTIONAL | SAID, 1, 60),
    F_CODE(duty_row, rhythm, "时间", OPTIONAL | SAID, duty_rhythms),
    F_TEXT(duty_row, source, "依据", OPTIONAL | SAID, 1, 60),
    F_TEXT(duty_row, unit, "单位代码", REQUIRED, 1, 20),
    F_TEXT(duty_row, unit_name, "单位", REQUIRED, 1, 60),
    F_INT(duty_row, year, "年度", REQUIRED, DUTY_YEAR_MIN, DUTY_YEAR_MAX),
    F_TEXT(duty_row, period, "期间", REQUIRED, 1, 10),
    F_DATE(duty_row, opens_on, "开始日期", REQUIRED),
    F_DATE(duty_row, due_on, "截止日期", REQUIRED),
    F_CODE(duty_row, state, "状态", REQUIRED, duty_states),
    F_BOOL(duty_row, overdue, "已超期", OPTIONAL | SAID),
    F_BOOL(duty_row, late, "超期报送", OPTIONAL | SAID),
    F_SEALED(duty_row, evidence, "完成情况", OPTIONAL, 2000, NULL, NULL,
             "duty.evidence"),
    F_TEXT(duty_row, figures, "系统数据", OPTIONAL | SAID, 1, 300),
    F_ID(duty_row, inspection_id, "督查编号", OPTIONAL),
    F_ID(duty_row, import_id, "导入编号", OPTIONAL),
    F_CODE(duty_row, activity, "完成它的工作类别", OPTIONAL | SAID,
           activity_kind_codes),
    F_BOOL(duty_row, by_activity, "由工作记录完成", REQUIRED),
    F_BOOL(duty_row, by_training, "由移交的培训意愿完成", REQUIRED),
    F_ID(duty_row, meeting_id, "会议编号", OPTIONAL),
    F_ID(duty_row, material_id, "方案编号", OPTIONAL),
    F_ID(duty_row, submitted_by, "报送人", OPTIONAL),
    F_TEXT(duty_row, submitted_name, "报送人姓名", OPTIONAL, 0, 60),
    F_TIME(duty_row, submitted_at, "报送时间", OPTIONAL),
    F_ID(duty_row, decided_by, "签收人", OPTIONAL),
    F_TEXT(duty_row, decided_name, "签收人姓名", OPTIONAL, 0, 60),
    F_TIME(duty_row, decided_at, "签收或退回时间", OPTIONAL),
    F_TEXT(duty_row, reason, "退回理由", OPTIONAL, 0, 200),
    F_BOOL(duty_row, may_submit, "可以报送", OPTIONAL | SAID),
    F_BOOL(duty_row, may_decide, "可以签收或退回", OPTIONAL | SAID),
    F_INT(duty_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record duty_row =
    RECORD(duty_row, "Duty", "一项职责", duty_row_fields);

static const struct field duty_submit_in_fields[] = {
    F_CLEAN(duty_submit_in, evidence, "完成情况", REQUIRED, 2, 2000,
            clean_text),
    F_END
};
const struct record duty_submit_in =
    RECORD(duty_submit_in, "DutySubmit", "报送职责", duty_submit_in_fields);

static const struct field duty_return_in_fields[] = {
    F_CLEAN(duty_return_in, reason, "退回理由", REQUIRED, 2, 200, clean_text),
    F_END
};
const struct record duty_return_in =
    RECORD(duty_return_in, "DutyReturn", "退回职责", duty_return_in_fields);

/* ---- who may ----------------------------------------------------------- */
static bool waits(const struct duty_row *d)
{
    return strcmp(d->state, "open") == 0 || strcmp(d->state, "returned") == 0;
}

enum err duty_submit(const struct duty_row *d, const struct act *act,
                     struct refusal *why)
{
    if (strcmp(d->unit, act->unit) != 0)
        return refuse(why, ERR_RULE, "", "other_unit",
                      "这是别的单位的职责，没有保存。请由该单位报送。");
    if (!waits(d))
        return refuse(why, ERR_RULE, "", "submitted",
                      "这项职责已经报送，本次没有保存。请刷新后再看。");
    if (strcmp(d->opens_on, act->today) > 0)
        return refuse(why, ERR_RULE, "", "early",
                      "还没有到这项职责的时间，没有保存。请到期再报送。");
    return ERR_OK;
}

enum err duty_decide(const struct duty_row *d, const struct act *act,
                     struct refusal *why)
{
    if (strcmp(d->state, "submitted") != 0)
        return refuse(why, ERR_RULE, "", "decided",
                      "这项职责没有等待签收的报送，本次没有保存。"
                      "请刷新后再看。");
    if (d->submitted_by == act->account_id)
        return refuse(why, ERR_RULE, "", "same_person",
                      "报送的人不能自己签收或退回，本次没有保存。"
                      "请由另一位同事办理。");
    return ERR_OK;
}

void duty_describe(struct duty_row *d, const struct act *act)
{
    const struct duty_kind *k = duty_kind_of(d->kind);
    char day[CLOCK_DATE_MAX] = "";
    struct refusal why;

    d->label = k ? k->label : d->kind;
    d->rhythm = k ? k->rhythm : NULL;
    d->source = k ? k->source : NULL;
    d->activity = k ? k->activity : NULL;
    if (d->submitted_at != INT_NONE)
        clock_date_of(d->submitted_at, day);
    d->late = !waits(d) && strcmp(day, d->due_on) > 0;
    d->overdue = waits(d) && strcmp(act->today, d->due_on) > 0;
    d->may_submit = role_may(act->role, RIGHT_DUTY_SUBMIT) &&
                    duty_submit(d, act, &why) == ERR_OK;
    d->may_decide = role_may(act->role, RIGHT_DUTY_RECEIVE) &&
                    duty_decide(d, act, &why) == ERR_OK;
}
