/* Words of rosters: codes by their common names, dates as people write them. */
#include "domain/roster.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/norm.h"

/* What a code is called beside its label. */
static const struct {
    const char *table, *word, *code;
} words[] = {
    { "sex", "男性", "1" },
    { "sex", "女性", "2" },
    { "sex", "M", "1" },
    { "sex", "F", "2" },
    { "grade", "一年级", "11" },
    { "grade", "二年级", "12" },
    { "grade", "三年级", "13" },
    { "grade", "四年级", "14" },
    { "grade", "五年级", "15" },
    { "grade", "六年级", "16" },
    { "grade", "七年级", "21" },
    { "grade", "八年级", "22" },
    { "grade", "九年级", "23" },
    { "grade", "初中七年级", "21" },
    { "grade", "初中八年级", "22" },
    { "grade", "初中九年级", "23" },
    { "grade", "初一", "21" },
    { "grade", "初二", "22" },
    { "grade", "初三", "23" },
    { "grade", "初四", "24" },
    { "grade", "小一", "11" },
    { "grade", "小二", "12" },
    { "grade", "小三", "13" },
    { "grade", "小四", "14" },
    { "grade", "小五", "15" },
    { "grade", "小六", "16" },
    { "grade", "一", "11" },
    { "grade", "二", "12" },
    { "grade", "三", "13" },
    { "grade", "四", "14" },
    { "grade", "五", "15" },
    { "grade", "六", "16" },
    { "grade", "七", "21" },
    { "grade", "八", "22" },
    { "grade", "九", "23" },
    { "id_kind", "身份证", "1" },
    { "id_kind", "公民身份证", "1" },
    { "id_kind", "居民身份证(户口簿)", "1" },
    { "id_kind", "户口本", "2" },
    { "enrolment_state", "在读", "enrolled" },
    { "enrolment_state", "在校", "enrolled" },
    { "enrolment_state", "正常", "enrolled" },
    { "enrolment_state", "在籍", "enrolled" },
    { "enrolment_state", "无学籍", "unregistered" },
    { "enrolment_state", "休学中", "suspended" },
    { "enrolment_state", "转学", "transferred" },
    { "enrolment_state", "已毕业", "graduated" },
    { "enrolment_state", "注销", "cancelled" },
    { "relation", "本人", "02" },
    { "relation", "儿子", "20" },
    { "relation", "长子", "20" },
    { "relation", "次子", "20" },
    { "relation", "三子", "20" },
    { "relation", "独生子", "20" },
    { "relation", "女儿", "30" },
    { "relation", "长女", "30" },
    { "relation", "次女", "30" },
    { "relation", "三女", "30" },
    { "relation", "独生女", "30" },
    { "relation", "之子", "20" },
    { "relation", "之女", "30" },
    { "relation", "外孙", "43" },
    { "relation", "外孙子女", "43" },
    { "relation", "兄", "70" },
    { "relation", "弟", "70" },
    { "relation", "姐", "70" },
    { "relation", "妹", "70" },
    { "relation", "侄子", "97" },
    { "relation", "侄女", "97" },
    { "relation", "其他", "97" },
    { "relation", "非亲属关系", "99" },
    { "hardship", "建档立卡户", "poverty" },
    { "hardship", "建档立卡贫困户", "poverty" },
    { "hardship", "脱贫户", "poverty" },
    { "hardship", "监测户", "monitored" },
    { "hardship", "脱贫不稳定户", "monitored" },
    { "hardship", "边缘易致贫户", "monitored" },
    { "hardship", "突发严重困难户", "monitored" },
    { "hardship", "低保户", "low_income" },
    { "hardship", "最低生活保障", "low_income" },
    { "hardship", "特困户", "destitute" },
    { "hardship", "特困供养", "destitute" },
    { "hardship", "特困人员", "destitute" },
    { "hardship", "贫困残疾人家庭", "disabled_poor" },
    { "hardship", "残疾人家庭", "disabled_poor" },
    { "disability", "视力残疾", "1" },
    { "disability", "听力残疾", "2" },
    { "disability", "言语残疾", "3" },
    { "disability", "听力语言", "2" },
    { "disability", "听力言语", "2" },
    { "disability", "听力语言残疾", "2" },
    { "disability", "语言", "3" },
    { "disability", "肢体残疾", "4" },
    { "disability", "智力残疾", "5" },
    { "disability", "精神残疾", "6" },
    { "disability", "多重残疾", "7" },
    { "severity", "壹级", "1" },
    { "severity", "贰级", "2" },
    { "severity", "叁级", "3" },
    { "severity", "肆级", "4" },
    { "severity", "1级", "1" },
    { "severity", "2级", "2" },
    { "severity", "3级", "3" },
    { "severity", "4级", "4" },
    { "change_type", "新生儿", "birth" },
    { "change_type", "出生登记", "birth" },
    { "change_type", "迁入登记", "move_in" },
    { "change_type", "迁出登记", "move_out" },
    { "change_type", "死亡注销", "death" },
    { "change_type", "户口注销", "cancel" },
    { "change_type", "重户", "duplicate" },
    { "change_type", "重复户口", "duplicate" },
    { "change_type", "变更", "correction" },
    { "change_type", "变更更正", "correction" },
    { "school_type", "初中", "311" },
    { "school_type", "教学点", "218" },
    { "school_type", "九年一贯制", "312" },
    { "school_type", "十二年一贯制", "345" },
    { "school_type", "特教学校", "514" },
    { "school_type", "特殊教育", "514" },
};

static const char *known_code(const struct code_table *t, const char *word)
{
    for (const struct code *c = t->rows; c->code; c++)
        if (strcmp(c->code, word) == 0 || strcmp(c->label, word) == 0)
            return c->code;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].word, word) == 0 &&
            strcmp(words[i].table, t->name) == 0)
            return words[i].code;
    return NULL;
}

/* 汉 is 汉族, 1 is 01. */
static const char *nation_code(const struct code_table *t, const char *word)
{
    size_t n = strlen(word);

    for (const struct code *c = t->rows; c->code; c++)
        if ((strncmp(c->label, word, n) == 0 &&
             strcmp(c->label + n, "族") == 0) ||
            (c->code[0] == '0' && strcmp(c->code + 1, word) == 0))
            return c->code;
    return NULL;
}

const char *roster_code(struct arena *a, const struct code_table *t,
                        const char *text)
{
    const char *code = known_code(t, text);
    char *plain;

    if (code)
        return code;
    /* １ and Ｍ as 1 and M; 残疾 等级 with a blank inside. */
    if (name_compare_form(text, a, &plain) == ERR_OK) {
        code = known_code(t, plain);
        if (!code && strcmp(t->name, "nation") == 0)
            code = nation_code(t, text);
        if (!code && strcmp(t->name, "nation") == 0)
            code = nation_code(t, plain);
    }
    return code;
}

/* ---- dates ------------------------------------------------------------- */
#define SERIAL_EPOCH 25569 /* a spreadsheet's day number of 1970-01-01 */
#define SERIAL_MIN 7306    /* 1920-01-01 */
#define SERIAL_MAX 73050   /* 2099-12-31 */

static bool put_date(int y, int m, int d, char out[CLOCK_DATE_MAX])
{
    char text[16];
    int32_t days;

    if (y < 1900 || y > 2199 || m < 1 || m > 12 || d < 1 || d > 31)
        return false;
    snprintf(text, sizeof text, "%04d-%02d-%02d", y, m, d);
    if (!clock_date_days(text, &days))
        return false;
    memcpy(out, text, CLOCK_DATE_MAX);
    return true;
}

/* The next number of at most `most` digits, and what stands behind it. */
static int number(const char **s, int most)
{
    int v = 0, n = 0;

    while (**s >= '0' && **s <= '9' && n < most) {
        v = v * 10 + (**s - '0');
        ++*s;
        n++;
    }
    return n ? v : -1;
}

static bool skip(const char **s, const char *const *marks)
{
    for (; *marks; marks++) {
        size_t n = strlen(*marks);

        if (strncmp(*s, *marks, n) == 0) {
            *s += n;
            return true;
        }
    }
    return false;
}

/* Only a time of day may follow: "2015-03-04 00:00:00", "…T00:00:00". */
static bool only_time(const char *s)
{
    if (*s != ' ' && *s != 'T')
        return *s == '\0';
    s++;
    return strspn(s, "0123456789:. ") == strlen(s);
}

static bool serial_date(const char *text, char out[CLOCK_DATE_MAX])
{
    char *end;
    long v = strtol(text, &end, 10);

    if (*end == '.') /* the time of day */
        end += 1 + strspn(end + 1, "0123456789");
    if (*end || v < SERIAL_MIN || v > SERIAL_MAX)
        return false;
    clock_days_date((int32_t)v - SERIAL_EPOCH, out);
    return true;
}

bool roster_date(const char *text, char out[CLOCK_DATE_MAX])
{
    static const char *const first[] = { "-",  "/",  ".",  "年",
                                         "．", "／", "－", NULL };
    static const char *const second[] = { "-",  "/",  ".",  "月",
                                          "．", "／", "－", NULL };
    static const char *const last[] = { "日", "号", NULL };
    size_t digits = strspn(text, "0123456789");
    const char *s = text;
    int y, m, d;

    if (digits == 5 && (text[5] == '\0' || text[5] == '.'))
        return serial_date(text, out);
    if (digits == 8) {
        y = number(&s, 4);
        m = number(&s, 2);
        d = number(&s, 2);
        return only_time(s) && put_date(y, m, d, out);
    }
    if (digits != 4)
        return false;
    y = number(&s, 4);
    if (!skip(&s, first))
        return false;
    m = number(&s, 2);
    if (!skip(&s, second))
        return false;
    d = number(&s, 2);
    (void)skip(&s, last);
    return only_time(s) && put_date(y, m, d, out);
}
