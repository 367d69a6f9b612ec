/* The ledgers, their columns in the official order, and their year. */
#include "domain/ledger.h"

#include <stdio.h>
#include <string.h>

#include "domain/clean.h"

/* ---- columns ----------------------------------------------------------- */
#define COLUMN(member_, header_, width_)                                       \
    {                                                                          \
        .member = member_, .header = header_, .width = width_                  \
    }
#define WRAPPED(member_, header_, width_)                                      \
    {                                                                          \
        .member = member_, .header = header_, .width = width_, .wrap = true    \
    }
#define MASKED(member_, header_, width_, mask_)                                \
    {                                                                          \
        .member = member_, .header = header_, .width = width_, .mask = mask_   \
    }
#define ADDRESS(member_, header_)                                              \
    {                                                                          \
        .member = member_, .header = header_, .width = 26, .wrap = true,       \
        .mask = mask_address                                                   \
    }
#define DAY(member_, header_)                                                  \
    {                                                                          \
        .member = member_, .header = header_, .kind = LEDGER_DATE, .width = 11 \
    }
#define COUNT(member_, header_, width_)                                        \
    {                                                                          \
        .member = member_, .header = header_, .kind = LEDGER_INT,              \
        .width = width_                                                        \
    }
#define BY_HAND(name_, header_, width_)                                        \
    {                                                                          \
        .name = name_, .header = header_, .width = width_, .wrap = true        \
    }
#define GROUPED(group_, member_, header_, width_)                              \
    {                                                                          \
        .member = member_, .header = header_, .group = group_,                 \
        .width = width_, .wrap = true                                          \
    }

/* 适龄儿童少年花名册.  A number of a notice is written by hand until notices
 * are issued here. */
static const struct ledger_column children[] = {
    COUNT("seq", "序号", 6),
    COLUMN("township", "乡镇", 10),
    COLUMN("village", "村/社区", 12),
    COLUMN("grid", "自然村/小区（网格）", 12),
    COLUMN("head_name", "户主", 9),
    COLUMN("relation", "与户主关系", 8),
    COLUMN("name", "姓名", 10),
    COLUMN("sex", "性别", 5),
    COLUMN("nation", "民族", 8),
    DAY("birth_date", "出生日期"),
    COLUMN("id_kind", "身份证件类型", 12),
    MASKED("id_no", "证件号", 20, mask_id_no),
    ADDRESS("huji_address", "户籍地址"),
    ADDRESS("address", "现住址"),
    COLUMN("guardian_name", "监护人", 9),
    MASKED("phone", "电话", 13, mask_phone),
    COLUMN("stage", "学段", 6),
    GROUPED("就读学校", "school_place", "省市县", 20),
    GROUPED("就读学校", "school_name", "学校名称", 20),
    GROUPED("就读学校", "school", "学校标识码", 12),
    COLUMN("class_name", "年级班级", 14),
    MASKED("student_no", "学籍号", 21, mask_id_no),
    WRAPPED("standing", "就读状态", 14),
    WRAPPED("tags", "特殊类别", 14),
    BY_HAND("notice_no", "通知书编号", 14),
    WRAPPED("note", "备注", 16),
};

/* 疑似辍学: who is missing since when, and who is after it. */
static const struct ledger_column suspected[] = {
    COUNT("seq", "序号", 6),
    COLUMN("township", "乡镇", 10),
    COLUMN("village", "村/社区", 12),
    COLUMN("grid", "自然村（屯）", 12),
    COLUMN("name", "姓名", 10),
    COLUMN("sex", "性别", 5),
    DAY("birth_date", "出生日期"),
    MASKED("id_no", "身份证号", 20, mask_id_no),
    WRAPPED("school_name", "就读学校", 20),
    COLUMN("class_name", "年级班级", 14),
    COLUMN("guardian_name", "监护人", 9),
    MASKED("phone", "电话", 13, mask_phone),
    ADDRESS("address", "家庭住址"),
    WRAPPED("huji_name", "户籍所在地", 18),
    DAY("absent_since", "未到校起始日期"),
    COLUMN("reason", "疑似辍学原因", 14),
    DAY("opened_on", "发现日期"),
    COLUMN("source", "线索来源", 10),
    COLUMN("level", "责任层级", 10),
    COUNT("persuasions", "入户劝返次数", 8),
    WRAPPED("progress", "办理状态", 14),
    WRAPPED("tags", "特殊类别", 14),
    WRAPPED("note", "备注", 16),
};

/* 失学辍学: the village's 应接受未接受名单 with what the county adds to it. */
static const struct ledger_column dropout[] = {
    COUNT("seq", "序号", 6),
    COLUMN("township", "乡镇", 10),
    COLUMN("village", "村/社区", 12),
    COLUMN("grid", "自然村（屯）", 12),
    COLUMN("name", "姓名", 10),
    COLUMN("sex", "性别", 5),
    DAY("birth_date", "出生日期"),
    MASKED("id_no", "身份证号", 20, mask_id_no),
    COLUMN("head_name", "户主姓名", 9),
    COLUMN("case_kind", "类别", 8),
    WRAPPED("school_name", "就读学校", 20),
    COLUMN("class_name", "年级班级", 14),
    COLUMN("absent_month", "辍学年月", 10),
    COLUMN("reason", "辍学原因", 14),
    COLUMN("guardian_name", "监护人", 9),
    MASKED("phone", "电话", 13, mask_phone),
    ADDRESS("address", "家庭住址"),
    WRAPPED("huji_name", "户籍所在地", 18),
    COUNT("persuasions", "入户劝返次数", 8),
    COLUMN("level", "责任层级", 10),
    COLUMN("disposition", "处置类别", 16),
    WRAPPED("progress", "办理状态", 14),
    WRAPPED("tags", "特殊类别", 14),
    WRAPPED("note", "备注", 16),
};

/* 劝返复学: 劝返情况记录表, a line a child.  What help was given is written by
 * hand until it is kept here. */
#define VISITS "劝返记录"
static const struct ledger_column returned[] = {
    COUNT("seq", "序号", 6),
    COLUMN("township", "乡镇", 10),
    COLUMN("village", "村/社区", 12),
    COLUMN("name", "姓名", 10),
    COLUMN("sex", "性别", 5),
    MASKED("id_no", "身份证号", 20, mask_id_no),
    WRAPPED("school_name", "就读学校", 20),
    COLUMN("class_name", "年级班级", 14),
    COLUMN("absent_month", "辍学年月", 10),
    COLUMN("guardian_name", "监护人", 9),
    MASKED("phone", "电话", 13, mask_phone),
    ADDRESS("address", "家庭住址"),
    WRAPPED("huji_name", "户籍所在地", 18),
    COLUMN("reason", "辍学原因", 14),
    BY_HAND("help", "已采取的帮扶措施", 18),
    { .member = "persuasions",
      .header = "次数",
      .group = VISITS,
      .kind = LEDGER_INT,
      .width = 6 },
    GROUPED(VISITS, "visitors", "劝返人员姓名", 14),
    { .member = "visited_on",
      .header = "时间",
      .group = VISITS,
      .kind = LEDGER_DATE,
      .width = 11 },
    GROUPED(VISITS, "progress", "就读情况记录", 16),
    DAY("returned_on", "返校日期"),
    WRAPPED("note", "备注", 16),
};

/* 市域内、省内外就读无学籍: 五(一)4.  Where a child goes to school
 * outside the county is what the register holds of it. */
static const struct ledger_column unregistered[] = {
    COUNT("seq", "序号", 6),
    COLUMN("township", "乡镇", 10),
    COLUMN("village", "村/社区", 12),
    COLUMN("name", "姓名", 10),
    COLUMN("sex", "性别", 5),
    DAY("birth_date", "出生日期"),
    MASKED("id_no", "身份证号", 20, mask_id_no),
    GROUPED("就读学校", "school_place", "省市县", 20),
    GROUPED("就读学校", "school_name", "学校名称", 20),
    GROUPED("就读学校", "class_name", "年级班级", 14),
    MASKED("student_no", "学籍号", 21, mask_id_no),
    COLUMN("reason", "原因", 14),
    COLUMN("guardian_name", "监护人", 9),
    MASKED("phone", "电话", 13, mask_phone),
    DAY("reported_on", "上报日期"),
    COLUMN("report_no", "上报文号", 14),
    DAY("settled_on", "办结日期"),
    WRAPPED("progress", "办理状态", 14),
    WRAPPED("note", "备注", 16),
};

/* ---- ledgers ----------------------------------------------------------- */
#define ALL_FILTERS                                                            \
    (LEDGER_BY_DIVISION | LEDGER_BY_SCHOOL | LEDGER_BY_STAGE | LEDGER_BY_TAG | \
     LEDGER_BY_SEX | LEDGER_BY_NAME)
#define SIGNED_BY                                                              \
    {                                                                          \
        "审核人：", "填表人：", "联系电话："                              \
    }
#define COLUMNS(table)                                                         \
    .columns = (table), .n_columns = sizeof(table) / sizeof *(table)

const char *const ledger_filter_names[] = { "division", "school", "stage",
                                            "tag",      "sex",    "q",
                                            NULL };

const struct ledger ledgers[] = {
    { .name = "children",
      .title = "适龄儿童少年花名册",
      .of = LEDGER_OF_CHILDREN,
      COLUMNS(children),
      .frozen = 7,
      .filters = ALL_FILTERS,
      .foot = SIGNED_BY,
      .wide = true },
    { .name = "suspected",
      .title = "疑似辍学学生台账",
      .of = LEDGER_OF_CASES,
      .kinds = "suspected",
      COLUMNS(suspected),
      .frozen = 5,
      .filters = ALL_FILTERS,
      .foot = SIGNED_BY,
      .wide = true },
    { .name = "dropout",
      .title = "失学辍学学生台账",
      .of = LEDGER_OF_CASES,
      .kinds = "dropout never_enrolled",
      COLUMNS(dropout),
      .frozen = 5,
      .filters = ALL_FILTERS,
      .foot = SIGNED_BY,
      .wide = true },
    { .name = "returned",
      .title = "劝返复学学生台账",
      .of = LEDGER_OF_CASES,
      .kinds = "suspected dropout never_enrolled",
      .outcome = "returned",
      COLUMNS(returned),
      .frozen = 4,
      .filters = ALL_FILTERS,
      .foot = SIGNED_BY,
      .wide = true },
    { .name = "local_unregistered",
      .title = "市域内就读无学籍学生台账",
      .of = LEDGER_OF_CASES,
      .kinds = "suspected dropout never_enrolled",
      .disposition = "local_unregistered",
      COLUMNS(unregistered),
      .frozen = 4,
      .filters = ALL_FILTERS,
      .foot = SIGNED_BY,
      .wide = true },
    { .name = "elsewhere_unregistered",
      .title = "省内外就读无学籍学生台账",
      .of = LEDGER_OF_CASES,
      .kinds = "suspected dropout never_enrolled",
      .disposition = "elsewhere_unregistered",
      COLUMNS(unregistered),
      .frozen = 4,
      .filters = ALL_FILTERS,
      .foot = SIGNED_BY,
      .wide = true },
};
const size_t ledgers_n = sizeof ledgers / sizeof *ledgers;

const struct ledger *ledger_of(const char *name)
{
    for (size_t i = 0; i < ledgers_n; i++)
        if (strcmp(ledgers[i].name, name) == 0)
            return &ledgers[i];
    return NULL;
}

/* ---- the year ---------------------------------------------------------- */
static bool year_day(int64_t year, const char *day, char out[CLOCK_DATE_MAX])
{
    return snprintf(out, CLOCK_DATE_MAX, "%04d-%s", (int)year, day) ==
           CLOCK_DATE_MAX - 1;
}

enum err ledger_year_of(int64_t year, const char *cutoff,
                        struct ledger_year *out)
{
    struct ledger_year y = { .year = year };
    char day[CLOCK_DATE_MAX];
    int32_t days;

    if (year < LEDGER_YEAR_MIN || year > LEDGER_YEAR_MAX ||
        !year_day(year - LEDGER_AGE_MAX - 1, cutoff, y.born_after) ||
        !year_day(year - LEDGER_AGE_MIN, cutoff, y.born_to) ||
        !year_day(year - 1, cutoff, day) || !clock_date_days(day, &days))
        return ERR_INVALID;
    clock_days_date(days + 1, day);
    if (!clock_date_ms(day, &y.from) || !year_day(year + 1, "01-01", day) ||
        !clock_date_ms(day, &y.to))
        return ERR_INVALID;
    *out = y;
    return ERR_OK;
}
