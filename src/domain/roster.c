/*
 * The kinds of rosters (花名册).  虎政规〔2020〕1号: 教育 学籍库; 公安 三(十五) the
 * yearly 户籍变动花名册; 残联 三(十八) "三类残疾"花名册; 扶贫 三(十四) and 民政 三(六)
 * families in need; lists of suspected dropouts handed down from above.
 */
#include "domain/roster.h"

#include <string.h>

#include "base/buf.h"
#include "domain/clean.h"
#include "domain/codes.h"
#include "domain/student.h"
#include "json/write.h"

#define CODES(variable, name_, title_, ...)                                    \
    static const struct code variable##_rows[] = { __VA_ARGS__,                \
                                                   { NULL, NULL } };           \
    const struct code_table variable = { name_, title_, variable##_rows }

CODES(roster_kind_codes, "roster_kind", "花名册", { "schools", "学校" },
      { "enrolment", "学籍库" }, { "attendance", "在校学生" },
      { "household_register", "户籍" }, { "register_change", "户籍变动" },
      { "poverty", "困难家庭" }, { "disability", "三类残疾" },
      { "assigned", "下发疑似名单" });

CODES(import_states, "import_state", "导入状态", { "reading", "正在读入" },
      { "checked", "已核对，待提交" }, { "committing", "正在提交" },
      { "committed", "已提交" }, { "rolling_back", "正在撤销" },
      { "rolled_back", "已撤销" }, { "cancelled", "已取消" },
      { "failed", "未能读入" });

CODES(import_outcomes, "import_outcome", "行的结果", { "added", "新增" },
      { "changed", "更新" }, { "unchanged", "未变" }, { "refused", "拒绝" },
      { "ended", "名单里不再有" });

CODES(change_types, "change_type", "户籍变动类型", { "birth", "出生" },
      { "move_in", "迁入" }, { "move_out", "迁出" }, { "death", "死亡" },
      { "cancel", "注销" }, { "duplicate", "重户删除" },
      { "correction", "更正" });

/* The four groups of 虎政规〔2020〕1号 一 and those known since 2021. */
CODES(hardships, "hardship", "困难类型", { "poverty", "建档立卡" },
      { "monitored", "监测对象" }, { "low_income", "低保" },
      { "destitute", "特困" }, { "disabled_poor", "农村贫困残疾人家庭" },
      { "orphan", "孤儿" }, { "no_caregiver", "事实无人抚养" });

/* As the digit of the certificate has them (残疾人证 19th place). */
CODES(disabilities, "disability", "残疾类别", { "1", "视力" }, { "2", "听力" },
      { "3", "言语" }, { "4", "肢体" }, { "5", "智力" }, { "6", "精神" },
      { "7", "多重" });

CODES(severities, "severity", "残疾等级", { "1", "一级" }, { "2", "二级" },
      { "3", "三级" }, { "4", "四级" });

static const struct field roster_value_fields[] = {
    F_CLEAN(roster_value, name, "姓名", OPTIONAL, 1, 60, clean_name),
    F_CODE(roster_value, sex, "性别", OPTIONAL, sexes),
    F_DATE(roster_value, birth_date, "出生日期", OPTIONAL),
    F_CODE(roster_value, id_kind, "身份证件类型", OPTIONAL, id_kinds),
    F_CLEAN(roster_value, id_no, "身份证件号", OPTIONAL, 0, 40, clean_text),
    F_CODE(roster_value, id_no_state, "证件号状态", COLUMN_ONLY, id_no_states),
    F_CODE(roster_value, nation, "民族", OPTIONAL, nations),
    F_CLEAN(roster_value, student_no, "学籍号", OPTIONAL, 0, 19,
            clean_student_no),
    F_CLEAN(roster_value, school, "学校标识码", OPTIONAL, 0, 10, clean_text),
    F_CODE(roster_value, grade, "年级", OPTIONAL, grades),
    F_CLEAN(roster_value, class, "班级", OPTIONAL, 0, 20, clean_text),
    F_CODE(roster_value, enrolment_state, "学籍状态", OPTIONAL,
           enrolment_states),
    F_CLEAN(roster_value, division, "区划代码", OPTIONAL, 0, 15, clean_text),
    F_CLEAN(roster_value, household_no, "户号", OPTIONAL, 0, 30, clean_text),
    F_CLEAN(roster_value, head_name, "户主姓名", OPTIONAL, 0, 60, clean_name),
    F_CODE(roster_value, relation, "与户主关系", OPTIONAL, relations),
    F_CLEAN(roster_value, huji_address, "户籍地址", OPTIONAL, 0, 100,
            clean_text),
    F_CLEAN(roster_value, address, "住址", OPTIONAL, 0, 100, clean_text),
    F_CLEAN(roster_value, old_address, "原地址", OPTIONAL, 0, 100, clean_text),
    F_CLEAN(roster_value, guardian_name, "监护人姓名", OPTIONAL, 0, 60,
            clean_name),
    F_CLEAN(roster_value, guardian_phone, "监护人电话", OPTIONAL, 0, 20,
            clean_phone),
    F_CODE(roster_value, change_type, "变动类型", OPTIONAL, change_types),
    F_CODE(roster_value, hardship, "困难类型", OPTIONAL, hardships),
    F_CODE(roster_value, disability, "残疾类别", OPTIONAL, disabilities),
    F_CODE(roster_value, severity, "残疾等级", OPTIONAL, severities),
    F_CLEAN(roster_value, certificate_no, "残疾人证号", OPTIONAL, 0, 30,
            clean_text),
    F_CLEAN(roster_value, source, "来源", OPTIONAL, 0, 60, clean_text),
    F_DATE(roster_value, on_date, "日期", OPTIONAL),
    F_CLEAN(roster_value, school_name, "学校名称", OPTIONAL, 1, 60, clean_text),
    F_CODE(roster_value, school_type, "办学类型", OPTIONAL, school_types),
    F_END
};
const struct record roster_value =
    RECORD(roster_value, "RosterValue", "花名册的一行", roster_value_fields);

/* ---- columns ----------------------------------------------------------- */
#define NAMES "学生姓名|儿童姓名|姓名(学生)|名字"
#define ID_NAMES                                                                                       \
    "身份证件号|身份证号|身份证号码|公民身份号码|证件号码|证件号|身份证" \
    "|身份证件号码|居民身份证号|学生身份证号"
#define BIRTH_NAMES "出生年月日|出生年月|生日|出生时间"
#define SCHOOL_NAMES "学校代码|学校标识号|标识码|就读学校代码"
#define STUDENT_NO_NAMES "全国学籍号|学籍主号|学籍号码|学籍编号|学号"
#define GRADE_NAMES "所在年级|就读年级|现年级"
#define CLASS_NAMES "所在班级|班级名称|班"
#define DIVISION_NAMES                                                                        \
    "区划代码|户籍区划代码|户口所在地区划代码|户籍所在地区划代码" \
    "|行政区划代码|户籍地行政区划代码"
#define HEAD_NAMES "户主|户主名|家庭户主"
#define PHONE_NAMES "联系电话|电话|监护人联系电话|家长电话|手机号"

static const struct roster_column schools_columns[] = {
    { "学校标识码", "school", NEED_CELL, SCHOOL_NAMES },
    { "学校名称", "school_name", NEED_CELL, "学校|校名" },
    { "办学类型", "school_type", NEED_CELL, "学校类型|学校办学类型" },
    { "所属区划代码", "division", NEED_CELL, "区划代码|所在地区划代码" },
    { NULL }
};

static const struct roster_column enrolment_columns[] = {
    { "学籍号", "student_no", NEED_CELL, STUDENT_NO_NAMES },
    { "姓名", "name", NEED_CELL, NAMES },
    { "性别", "sex", NEED_NONE, NULL },
    { "出生日期", "birth_date", NEED_NONE, BIRTH_NAMES },
    { "身份证件类型", "id_kind", NEED_NONE, "证件类型|身份证类型" },
    { "身份证件号", "id_no", NEED_NONE, ID_NAMES },
    { "民族", "nation", NEED_NONE, NULL },
    { "学校标识码", "school", NEED_CELL, SCHOOL_NAMES },
    { "年级", "grade", NEED_CELL, GRADE_NAMES },
    { "班级", "class", NEED_NONE, CLASS_NAMES },
    { "户籍地区划代码", "division", NEED_NONE, DIVISION_NAMES },
    { "现住址", "address", NEED_NONE, "家庭住址|住址|家庭地址|现家庭住址" },
    { "监护人姓名", "guardian_name", NEED_NONE, "监护人|家长姓名|家长" },
    { "监护人电话", "guardian_phone", NEED_NONE, PHONE_NAMES },
    { "学籍状态", "enrolment_state", NEED_NONE, "学生状态|就读状态|状态" },
    { NULL }
};

static const struct roster_column attendance_columns[] = {
    { "姓名", "name", NEED_CELL, NAMES },
    { "身份证件号", "id_no", NEED_NONE, ID_NAMES },
    { "出生日期", "birth_date", NEED_NONE, BIRTH_NAMES },
    { "性别", "sex", NEED_NONE, NULL },
    { "学校标识码", "school", NEED_CELL, SCHOOL_NAMES },
    { "年级", "grade", NEED_CELL, GRADE_NAMES },
    { "班级", "class", NEED_NONE, CLASS_NAMES },
    { "学籍号", "student_no", NEED_NONE, STUDENT_NO_NAMES },
    { NULL }
};

static const struct roster_column household_register_columns[] = {
    { "户号", "household_no", NEED_NONE, "户编号|户口簿号|户口号" },
    { "户主姓名", "head_name", NEED_NONE, HEAD_NAMES },
    { "与户主关系", "relation", NEED_NONE, "与户主的关系|户主关系|关系" },
    { "姓名", "name", NEED_CELL, NAMES },
    { "性别", "sex", NEED_NONE, NULL },
    { "出生日期", "birth_date", NEED_NONE, BIRTH_NAMES },
    { "公民身份号码", "id_no", NEED_COLUMN, ID_NAMES },
    { "民族", "nation", NEED_NONE, NULL },
    { "户籍地区划代码", "division", NEED_CELL, DIVISION_NAMES },
    { "户籍地址", "huji_address", NEED_NONE, "户籍住址|住址|户口地址|地址" },
    { NULL }
};

static const struct roster_column register_change_columns[] = {
    { "姓名", "name", NEED_CELL, NAMES },
    { "公民身份号码", "id_no", NEED_COLUMN, ID_NAMES },
    { "变动类型", "change_type", NEED_CELL, "变动原因|变动类别|变更类型" },
    { "变动日期", "on_date", NEED_CELL, "变动时间|变更日期|日期" },
    { "原地址", "old_address", NEED_NONE, "迁出地|原住址|原户籍地址" },
    { "现地址", "address", NEED_NONE, "迁入地|现住址|现户籍地址" },
    { NULL }
};

static const struct roster_column poverty_columns[] = {
    { "户编号", "household_no", NEED_NONE, "户号|家庭编号" },
    { "户主姓名", "head_name", NEED_NONE, HEAD_NAMES },
    { "姓名", "name", NEED_CELL, NAMES },
    { "证件号码", "id_no", NEED_COLUMN, ID_NAMES },
    { "困难类型", "hardship", NEED_CELL, "户类型|贫困类型|困难类别|类型" },
    { "区划代码", "division", NEED_NONE, DIVISION_NAMES },
    { "识别日期", "on_date", NEED_NONE, "识别时间|认定日期|认定时间|日期" },
    { NULL }
};

static const struct roster_column disability_columns[] = {
    { "姓名", "name", NEED_CELL, NAMES },
    { "身份证号", "id_no", NEED_COLUMN, ID_NAMES },
    { "残疾人证号", "certificate_no", NEED_NONE, "残疾证号|证号|残疾人证" },
    { "残疾类别", "disability", NEED_CELL, "残疾类型|类别" },
    { "残疾等级", "severity", NEED_NONE, "等级|残疾级别" },
    { "住址", "address", NEED_NONE, "家庭住址|现住址|地址" },
    { "监护人", "guardian_name", NEED_NONE, "监护人姓名|家长" },
    { "联系电话", "guardian_phone", NEED_NONE, "电话|监护人电话|手机号" },
    { NULL }
};

static const struct roster_column assigned_columns[] = {
    { "姓名", "name", NEED_CELL, NAMES },
    { "身份证号", "id_no", NEED_COLUMN, ID_NAMES },
    { "户籍地址", "huji_address", NEED_NONE, "户籍所在地|户籍地|地址|住址" },
    { "来源", "source", NEED_NONE, "数据来源|线索来源|下发单位" },
    { "下发日期", "on_date", NEED_NONE, "下发时间|日期" },
    { NULL }
};

#define PERSON                                                                 \
    {                                                                          \
        "name", "birth_date", "sex", "school", "household_no"                  \
    }

const struct roster_kind roster_kinds[] = {
    { "schools",
      "学校",
      ROSTER_SCHOOLS,
      schools_columns,
      { "school" },
      .spare = { "school" } },
    { "enrolment",
      "学籍库",
      ROSTER_ENROLMENT,
      enrolment_columns,
      { "student_no" },
      .spare = PERSON,
      .state = "enrolment_state",
      .own_school = true },
    { "attendance",
      "在校学生",
      ROSTER_LIST,
      attendance_columns,
      { "id_no" },
      .spare = PERSON,
      .own_school = true },
    { "household_register",
      "户籍",
      ROSTER_HUJI,
      household_register_columns,
      { "id_no" },
      .spare = PERSON,
      .units = "gongan" },
    { "register_change",
      "户籍变动",
      ROSTER_CHANGE,
      register_change_columns,
      { "id_no", "change_type", "on_date" },
      .spare = { "name", "change_type", "on_date" },
      .state = "change_type",
      .units = "gongan" },
    { "poverty",
      "困难家庭",
      ROSTER_TAGS,
      poverty_columns,
      { "id_no", "hardship" },
      .spare = { "name", "hardship", "household_no", "head_name" },
      .state = "hardship",
      .units = "fupin|minzheng" },
    { "disability",
      "三类残疾",
      ROSTER_TAGS,
      disability_columns,
      { "id_no" },
      .spare = { "name", "certificate_no", "guardian_name" },
      .state = "disability",
      .units = "canlian" },
    { "assigned",
      "下发疑似名单",
      ROSTER_LIST,
      assigned_columns,
      { "id_no" },
      .spare = { "name", "huji_address" },
      .ids_as_sent = true },
    { NULL }
};

const struct roster_kind *roster_kind_of(const char *name)
{
    for (const struct roster_kind *k = roster_kinds; k->name; k++)
        if (strcmp(k->name, name) == 0)
            return k;
    return NULL;
}

/* Whether `word` is one of those between the bars. */
static bool listed(const char *words, const char *word)
{
    size_t n = strlen(word);

    while (words) {
        if (strncmp(words, word, n) == 0 &&
            (words[n] == '|' || words[n] == '\0'))
            return true;
        words = strchr(words, '|');
        words += words != NULL;
    }
    return false;
}

bool roster_may(const struct roster_kind *k, const struct actor *actor)
{
    switch (actor->role) {
    case ROLE_BUREAU:
    case ROLE_BUREAU_LEAD:
        return true;
    case ROLE_SCHOOL_HEAD:
        return k->own_school;
    case ROLE_AGENCY:
        return listed(k->units, actor->unit);
    default:
        return false;
    }
}

const char *roster_tag(const struct roster_kind *k,
                       const struct roster_value *v)
{
    if (k->use != ROSTER_TAGS)
        return NULL;
    return strcmp(k->state, "disability") == 0 ? "disabled" : v->hardship;
}

/* ---- what tells rows apart --------------------------------------------- */
static const char *member(const struct roster_value *v, const char *name)
{
    const struct field *f = record_field(&roster_value, name, NULL);

    return f ? field_text(f, v) : NULL;
}

/* A number proves itself only when it is well formed. */
static bool whole(const struct roster_kind *k, const struct roster_value *v)
{
    for (size_t i = 0; i < 3 && k->keys[i]; i++)
        if (!member(v, k->keys[i]))
            return false;
    return true;
}

const char *roster_key(const struct roster_kind *k,
                       const struct roster_value *v, struct arena *a)
{
    bool first = whole(k, v);
    const char *const *names = first ? k->keys : k->spare;
    size_t most = first ? 3 : 5;
    char *key = arena_strdup(a, first ? "1" : "2");

    for (size_t i = 0; key && i < most && names[i]; i++) {
        const char *s = member(v, names[i]);

        if (s && strcmp(names[i], "id_no") == 0)
            s = student_number_key(a, s);
        key = arena_printf(a, "%s\x1f%s", key, s ? s : "");
    }
    return key;
}

enum err roster_json(const struct roster_value *v, const char *const *without,
                     struct arena *a, const char **out)
{
    struct buf b;
    char comma = '{';

    buf_init(&b);
    for (const struct field *f = roster_value_fields; f->type != FIELD_END;
         f++) {
        const char *s = field_text(f, v);
        bool skip = !s;

        for (size_t i = 0; !skip && without && without[i]; i++)
            skip = strcmp(without[i], f->name) == 0;
        if (skip)
            continue;
        buf_char(&b, comma);
        json_write_text(&b, f->name);
        buf_char(&b, ':');
        json_write_text(&b, s);
        comma = ',';
    }
    if (comma == '{')
        buf_char(&b, '{');
    buf_char(&b, '}');
    *out = b.failed ? NULL : arena_strndup(a, b.data, b.len);
    buf_free(&b);
    return *out ? ERR_OK : ERR_NO_MEMORY;
}
