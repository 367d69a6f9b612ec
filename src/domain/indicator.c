/* The indicators, their sets and their year. */
#include "domain/indicator.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/codes.h"
#include "domain/transfer.h"

/* ---- the table --------------------------------------------------------- */
#define EXCUSED_WORDS                                                                                              \
    "免予入学、延缓入学、短期出国（均须批准在案）、休学（批准在案或学籍已标注" \
    "）"                                                                                                          \
    "和已初中毕业的"
#define CHILDREN (FACT_ACTIVE | FACT_AGE)

/* domain facts §5; 虎政规〔2020〕1号 二 (入学率 100%), 四 (困难家庭子女 100%, 除
 * 身体原因不具备学习条件外). */
const struct indicator indicators[] = {
    { "enrolment", "入学率",
      .of = { .all = CHILDREN,
              .none = FACT_GUEST | FACT_EXCUSED | FACT_GRADUATED },
      .in = { .all = CHILDREN | FACT_AT_SCHOOL,
              .none =
                  FACT_GUEST | FACT_EXCUSED | FACT_GRADUATED | FACT_MISSING },
      .out = { .all = CHILDREN,
               .none = FACT_GUEST,
               .any = FACT_EXCUSED | FACT_GRADUATED },
      .numerator = "其中在校就读、不在失学辍学个案中的",
      .denominator = "本市域户籍的 6 至 15 周岁儿童少年（截至当年 8 月 31 日）",
      .excluded = EXCUSED_WORDS,
      .source = "虎政规〔2020〕1号 二；适龄人口入学率" },
    { "guest_enrolment", "随迁子女入学率",
      .of = { .all = CHILDREN | FACT_GUEST,
              .none = FACT_EXCUSED | FACT_GRADUATED },
      .in = { .all = CHILDREN | FACT_GUEST | FACT_AT_SCHOOL,
              .none = FACT_EXCUSED | FACT_GRADUATED | FACT_MISSING },
      .out = { .all = CHILDREN | FACT_GUEST,
               .any = FACT_EXCUSED | FACT_GRADUATED },
      .numerator = "其中在校就读、不在失学辍学个案中的",
      .denominator = "户籍不在本市域、随迁居住的 6 至 15 周岁儿童少年",
      .excluded = EXCUSED_WORDS, .source = "义务教育法 第十二条" },
    { "primary_net", "小学净入学率",
      .of = { .all = FACT_ACTIVE | FACT_AGE_PRIMARY, .none = FACT_EXCUSED },
      .in = { .all = FACT_ACTIVE | FACT_AGE_PRIMARY | FACT_AT_SCHOOL,
              .none = FACT_EXCUSED | FACT_MISSING },
      .out = { .all = FACT_ACTIVE | FACT_AGE_PRIMARY | FACT_EXCUSED },
      .numerator = "其中已入学的", .denominator = "校内外小学学龄儿童",
      .excluded = "免予入学、延缓入学、短期出国（均须批准在案）、"
                  "休学（批准在案或学籍已标注）的",
      .source = "教育统计指标：净入学率" },
    { "primary_gross", "小学毛入学率",
      .of = { .all = FACT_ACTIVE | FACT_AGE_PRIMARY },
      .in = { .all = FACT_ACTIVE | FACT_PRIMARY },
      .numerator = "市域内小学在校生，不限年龄", .denominator = "小学学龄人口",
      .source = "教育统计指标：毛入学率" },
    { "junior_gross", "初中毛入学率",
      .of = { .all = FACT_ACTIVE | FACT_AGE_JUNIOR },
      .in = { .all = FACT_ACTIVE | FACT_JUNIOR },
      .numerator = "市域内初中在校生，不限年龄", .denominator = "初中学龄人口",
      .source = "教育统计指标：毛入学率" },
    { "nine_year", "九年巩固率",
      .of = { .all = FACT_COHORT, .none = FACT_GONE },
      .in = { .all = FACT_COHORT | FACT_FINISHED, .none = FACT_GONE },
      .out = { .all = FACT_COHORT | FACT_GONE },
      .numerator = "其中在初中毕业年级或已初中毕业的",
      .denominator = "九年前入小学一年级、就学记录在册的学生",
      .excluded = "转出、死亡、迁出的",
      .source = "教育统计指标：九年义务教育巩固率" },
    { "retention", "年度巩固率",
      .of = { .any = FACT_AT_START | FACT_CAME, .none = FACT_GONE },
      .in = { .any = FACT_AT_START | FACT_CAME,
              .none = FACT_GONE | FACT_DROPPED },
      .out = { .all = FACT_GONE, .any = FACT_AT_START | FACT_CAME },
      .numerator = "其中没有辍学的",
      .denominator = "学年初在校和学年内转入的学生",
      .excluded = "转出、死亡、迁出的", .source = "年度巩固率" },
    { "poor_retention", "困难家庭子女巩固率",
      .of = { .all = FACT_POOR,
              .any = FACT_AT_START | FACT_CAME,
              .none = FACT_GONE | FACT_EXCUSED },
      .in = { .all = FACT_POOR,
              .any = FACT_AT_START | FACT_CAME,
              .none = FACT_GONE | FACT_EXCUSED | FACT_DROPPED },
      .out = { .all = FACT_POOR | FACT_EXCUSED,
               .any = FACT_AT_START | FACT_CAME,
               .none = FACT_GONE },
      .numerator = "其中没有辍学的",
      .denominator = "学年初在校和学年内转入的建档立卡、监测对象、低保、特困、"
                     "贫困残疾人家庭学生",
      .excluded = "身体原因不具备学习条件、出国（均须批准在案）、"
                  "休学（批准在案或学籍已标注）的",
      .source = "虎政规〔2020〕1号 二、五(二)" },
    { "dropout", "辍学率", .of = { .all = FACT_AT_START },
      .in = { .all = FACT_AT_START | FACT_DROPPED },
      .numerator = "其中学年内辍学、没有返校的",
      .denominator = "学年初在校学生",
      .source = "教育统计指标：辍学率（控制线：小学 0.6%，初中 1.8%）",
      .lower = true },
    { "disabled_enrolment", "残疾儿童入学率",
      .of = { .all = CHILDREN | FACT_DISABLED },
      .in = { .all = CHILDREN | FACT_DISABLED | FACT_AT_SCHOOL,
              .none = FACT_MISSING },
      .numerator = "其中在校就读的，含随班就读、特教学校、送教上门",
      .denominator = "适龄的三类残疾儿童少年",
      .source = "三类残疾儿童统计表；义务教育法 第十九条" },
    { "returned", "劝返率",
      .of = { .all = FACT_CASED, .any = FACT_MISSING | FACT_RETURNED },
      .in = { .all = FACT_CASED | FACT_RETURNED, .none = FACT_MISSING },
      .out = { .all = FACT_CASED, .none = FACT_MISSING | FACT_RETURNED },
      .numerator = "其中已劝返复学的",
      .denominator = "本年度经核实须劝返的学生",
      .excluded = "已依规定另作安置或核销的，在校就读、学籍待办的",
      .source = "虎政规〔2020〕1号 五(一)；劝返率" },
    { "on_time", "按时办理率", .of = { .all = FACT_CASED },
      .in = { .all = FACT_CASED, .none = FACT_LATE },
      .numerator = "其中各级都没有超过时限的",
      .denominator = "本年度有经核实个案的学生",
      .source = "虎政规〔2020〕1号 五(一)2 逐级责任制" },
    { "surveyed", "入户摸排率", .of = { .all = CHILDREN },
      .in = { .all = CHILDREN | FACT_VISITED },
      .numerator = "其中本年度各轮摸排已入户见到或核清的",
      .denominator = "在册的 6 至 15 周岁儿童少年",
      .source = "虎政规〔2020〕1号 五(四)" },
    { "notice_served", "通知书送达率", .of = { .all = FACT_NOTICED },
      .in = { .all = FACT_NOTICED | FACT_SERVED },
      .numerator = "其中已送达的，含拒收后留置送达",
      .denominator = "本年度发出、没有作废的入学通知书的学生",
      .source = "虎政规〔2020〕1号 五(四) 发放《入学通知书》" },
};
const size_t indicators_n = sizeof indicators / sizeof *indicators;

const struct indicator *indicator_of(const char *name)
{
    for (size_t i = 0; i < indicators_n; i++)
        if (strcmp(indicators[i].name, name) == 0)
            return &indicators[i];
    return NULL;
}

/* ---- sets -------------------------------------------------------------- */
int64_t facts_settled(int64_t facts)
{
    if (facts & FACT_AWAY_AT_START)
        facts &= ~(int64_t)FACT_AT_START;
    if (facts & FACT_PRESENT)
        return facts;
    return facts | (facts & FACT_SEEN_AT_SCHOOL ? FACT_AT_SCHOOL : 0) |
           (facts & FACT_SEEN_GRADUATED ? FACT_GRADUATED : 0);
}

bool fact_set_has(const struct fact_set *s, int64_t facts)
{
    return (facts & s->all) == s->all && !(facts & s->none) &&
           (!s->any || facts & s->any);
}

static bool nobody(const struct fact_set *s)
{
    return !s->all && !s->any;
}

static const struct code part_rows[] = { { "numerator", "分子" },
                                         { "rest", "分母中的其余" },
                                         { "denominator", "分母" },
                                         { "excluded", "不计入" },
                                         { NULL, NULL } };
const struct code_table indicator_parts = { "indicator_part", "指标的部分",
                                            part_rows };

static bool left_out(const struct indicator *k, int64_t facts)
{
    return !nobody(&k->out) && fact_set_has(&k->out, facts);
}

bool indicator_part_has(const struct indicator *k, const char *part,
                        int64_t facts)
{
    if (strcmp(part, "numerator") == 0)
        return fact_set_has(&k->in, facts);
    if (strcmp(part, "excluded") == 0)
        return left_out(k, facts);
    return fact_set_has(&k->of, facts) &&
           (strcmp(part, "rest") != 0 || !fact_set_has(&k->in, facts));
}

/* ---- groups ------------------------------------------------------------ */
static const struct code group_rows[] = {
    { "county", "全市" },  { "township", "乡镇街道" }, { "school", "学校" },
    { "stage", "学段" },   { "sex", "性别" },          { "nation", "民族" },
    { "tag", "特殊类别" }, { "year", "年度" },         { NULL, NULL }
};
const struct code_table indicator_groups = { "indicator_group", "指标分组",
                                             group_rows };

/* ---- the year ---------------------------------------------------------- */
static void day_of(int64_t year, const char *month_day,
                   char out[CLOCK_DATE_MAX])
{
    snprintf(out, CLOCK_DATE_MAX, "%04d-%s", (int)year, month_day);
}

static bool after(const char *day, int64_t *ms)
{
    char next[CLOCK_DATE_MAX];
    int32_t days;

    if (!clock_date_days(day, &days))
        return false;
    clock_days_date(days + 1, next);
    return clock_date_ms(next, ms);
}

enum err indicator_year_of(int64_t year, const char *cutoff, bool five_four,
                           const char *today, struct indicator_year *out)
{
    struct indicator_year y = { .last_grade = grade_of_finishers(five_four) };
    int64_t primary = five_four ? 5 : 6;

    TRY(ledger_year_of(year, cutoff, &y.ledger));
    day_of(year, "12-31", y.day);
    day_of(year - 1, "09-01", y.start);
    day_of(year, "08-31", y.end);
    if (strcmp(today, y.day) < 0)
        memcpy(y.day, today, sizeof y.day);
    if (strcmp(today, y.end) < 0)
        memcpy(y.end, today, sizeof y.end);
    day_of(year - LEDGER_AGE_MIN - primary, cutoff, y.primary_after);
    day_of(year - LEDGER_AGE_MIN - 9, cutoff, y.junior_after);
    day_of(year - 9, "08-01", y.cohort_from);
    day_of(year - 8, "08-01", y.cohort_to);
    if (!after(y.day, &y.day_end) || !after(y.end, &y.end_end) ||
        !clock_date_ms(y.start, &y.start_at))
        return ERR_INVALID;
    *out = y;
    return ERR_OK;
}

/* ---- a child and its schooling ----------------------------------------- */
static const struct field indicator_child_fields[] = {
    F_ID(indicator_child, id, "学生编号", REQUIRED),
    F_TEXT(indicator_child, status, "状态", REQUIRED, 1, 10),
    F_DATE(indicator_child, birth_date, "出生日期", OPTIONAL),
    F_CODE(indicator_child, situation, "入户所见", OPTIONAL, situations),
    F_CODE(indicator_child, sex, "性别", OPTIONAL, sexes),
    F_CODE(indicator_child, nation, "民族", OPTIONAL, nations),
    F_BOOL(indicator_child, visited, "已入户", REQUIRED),
    F_END
};
const struct record indicator_child =
    RECORD(indicator_child, "IndicatorChild", "计入指标的孩子",
           indicator_child_fields);

static const struct field indicator_schooling_fields[] = {
    F_ID(indicator_schooling, id, "学生编号", REQUIRED),
    F_CODE(indicator_schooling, state, "学籍状态", REQUIRED, enrolment_states),
    F_TEXT(indicator_schooling, school, "学校", OPTIONAL, 1, 20),
    F_CODE(indicator_schooling, grade, "年级", OPTIONAL, grades),
    F_DATE(indicator_schooling, from_date, "自", REQUIRED),
    F_DATE(indicator_schooling, to_date, "至", OPTIONAL),
    F_BOOL(indicator_schooling, in_transit, "在途", REQUIRED),
    F_END
};
const struct record indicator_schooling =
    RECORD(indicator_schooling, "IndicatorSchooling", "计入指标的就学",
           indicator_schooling_fields);

static bool among(const char *code, const char *a, const char *b, const char *c)
{
    return strcmp(code, a) == 0 || strcmp(code, b) == 0 || strcmp(code, c) == 0;
}

/* A child whose birthday nobody knows is of an age for everything that begins
 * on the cutoff day. */
int64_t facts_of_child(const struct indicator_year *y,
                       const struct indicator_child *c)
{
    const char *born = c->birth_date ? c->birth_date : y->ledger.born_to;
    const char *seen = c->situation ? c->situation : "";
    int64_t facts = 0;

    if (strcmp(c->status, "active") == 0)
        facts |= FACT_ACTIVE;
    if (strcmp(c->status, "deceased") == 0 || strcmp(c->status, "left") == 0)
        facts |= FACT_GONE;
    if (strcmp(born, y->ledger.born_to) <= 0) {
        if (strcmp(born, y->ledger.born_after) > 0)
            facts |= FACT_AGE;
        if (strcmp(born, y->primary_after) > 0)
            facts |= FACT_AGE_PRIMARY;
    }
    if (strcmp(born, y->junior_after) > 0 &&
        strcmp(born, y->primary_after) <= 0)
        facts |= FACT_AGE_JUNIOR;
    if (among(seen, "in_school", "elsewhere", "unregistered"))
        facts |= FACT_SEEN_AT_SCHOOL;
    if (strcmp(seen, "graduated") == 0)
        facts |= FACT_SEEN_GRADUATED;
    return facts | (c->visited ? FACT_VISITED : 0);
}

bool schooling_on(const struct indicator_schooling *h, const char *day)
{
    return strcmp(h->from_date, day) <= 0 &&
           (!h->to_date || strcmp(h->to_date, day) > 0);
}

const char *schooling_stage(const struct indicator_schooling *h)
{
    char first = h->grade ? *h->grade : '\0';

    return first == '1' ? "primary" : first == '2' ? "junior" : NULL;
}

static int64_t standing(const struct indicator_schooling *h, bool learns)
{
    const char *stage = schooling_stage(h);
    bool junior = stage && strcmp(stage, "junior") == 0;

    if (!learns)
        return FACT_PRESENT |
               (strcmp(h->state, "suspended") == 0 ? FACT_EXCUSED : 0) |
               (strcmp(h->state, "graduated") == 0 && junior ? FACT_GRADUATED
                                                             : 0);
    if (!h->school || !stage)
        return FACT_PRESENT | FACT_AT_SCHOOL;
    return FACT_PRESENT | FACT_AT_SCHOOL |
           (junior ? FACT_JUNIOR : FACT_PRIMARY);
}

/* Written out, and at neither school until it is received: not gone, missing. */
static bool went(const struct indicator_schooling *h)
{
    return strcmp(h->state, "transferred") == 0 ? !h->in_transit : !h->school;
}

static bool finished(const struct indicator_year *y,
                     const struct indicator_schooling *h)
{
    const char *grade = h->grade ? h->grade : "";

    return strcmp(h->from_date, y->day) <= 0 &&
           (strcmp(grade, y->last_grade) >= 0 ||
            (strcmp(h->state, "graduated") == 0 && strcmp(grade, "2") >= 0));
}

int64_t facts_of_schooling(const struct indicator_year *y,
                           const struct indicator_schooling *h)
{
    bool learns = strcmp(h->state, "enrolled") == 0 ||
                  strcmp(h->state, "unregistered") == 0;
    int64_t facts = schooling_on(h, y->day) ? standing(h, learns) : 0;

    if (h->school && schooling_on(h, y->start) &&
        (learns || strcmp(h->state, "suspended") == 0))
        facts |= FACT_AT_START;
    if (h->school && learns && strcmp(h->from_date, y->start) > 0 &&
        strcmp(h->from_date, y->end) <= 0)
        facts |= FACT_CAME;
    if (went(h) && schooling_on(h, y->end))
        facts |= FACT_GONE;
    if (h->grade && strcmp(h->grade, "11") == 0 &&
        strcmp(h->from_date, y->cohort_from) >= 0 &&
        strcmp(h->from_date, y->cohort_to) < 0)
        facts |= FACT_COHORT;
    return facts | (finished(y, h) ? FACT_FINISHED : 0);
}

/* ---- figures ----------------------------------------------------------- */
static const struct field indicator_figure_fields[] = {
    F_TEXT(indicator_figure, indicator, "指标", REQUIRED, 1, 30),
    F_TEXT(indicator_figure, key, "分组代码", OPTIONAL, 0, 20),
    F_TEXT(indicator_figure, label, "分组", REQUIRED, 1, 120),
    F_TEXT(indicator_figure, division, "区划代码", OPTIONAL, 0, 20),
    F_INT(indicator_figure, year, "年度", REQUIRED, LEDGER_YEAR_MIN,
          LEDGER_YEAR_MAX),
    F_REAL(indicator_figure, value, "比率，分母为 0 时为空", OPTIONAL),
    F_INT(indicator_figure, numerator, "分子", REQUIRED, 0, INT64_MAX),
    F_INT(indicator_figure, denominator, "分母", REQUIRED, 0, INT64_MAX),
    F_INT(indicator_figure, excluded, "不计入", REQUIRED, 0, INT64_MAX),
    F_END
};
const struct record indicator_figure = RECORD(
    indicator_figure, "IndicatorFigure", "指标值", indicator_figure_fields);

static const struct field indicator_name_fields[] = {
    F_ID(indicator_name, id, "学生编号", REQUIRED),
    F_ID(indicator_name, case_id, "未结个案", OPTIONAL),
    F_TEXT(indicator_name, name, "姓名", REQUIRED, 1, 60),
    F_CODE(indicator_name, sex, "性别", OPTIONAL, sexes),
    F_DATE(indicator_name, birth_date, "出生日期", OPTIONAL),
    F_TEXT(indicator_name, township, "乡镇街道", OPTIONAL, 0, 60),
    F_TEXT(indicator_name, village, "村居", OPTIONAL, 0, 60),
    F_TEXT(indicator_name, school_name, "学校", OPTIONAL, 0, 120),
    F_CODE(indicator_name, grade, "年级", OPTIONAL, grades),
    F_TEXT(indicator_name, class, "班级", OPTIONAL, 0, 20),
    F_CODE(indicator_name, enrolment_state, "就学状态", OPTIONAL,
           enrolment_states),
    F_TRANSFER_STATE(indicator_name, OPTIONAL),
    F_END
};
const struct record indicator_name = RECORD(
    indicator_name, "IndicatorName", "指标背后的孩子", indicator_name_fields);

void indicator_count(struct indicator_figure *figures, int64_t facts)
{
    for (size_t i = 0; i < indicators_n; i++) {
        const struct indicator *k = &indicators[i];

        figures[i].denominator += fact_set_has(&k->of, facts);
        figures[i].numerator += fact_set_has(&k->in, facts);
        figures[i].excluded += left_out(k, facts);
    }
}

void indicator_ratio(struct indicator_figure *figures)
{
    for (size_t i = 0; i < indicators_n; i++) {
        struct indicator_figure *f = &figures[i];

        f->value = f->denominator
                       ? (double)f->numerator / (double)f->denominator
                       : (double)NAN;
    }
}
