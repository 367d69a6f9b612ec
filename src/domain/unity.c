/* 三统一: field tables, and the tally. */
#include "domain/unity.h"

#include <string.h>

#include "domain/codes.h"

static const struct field unity_name_fields[] = {
    F_ID(unity_name, student_id, "学生编号", OPTIONAL),
    F_TEXT(unity_name, name, "姓名", REQUIRED, 1, 60),
    F_CODE(unity_name, sex, "性别", OPTIONAL, sexes),
    F_DATE(unity_name, birth_date, "出生日期", OPTIONAL),
    F_TEXT(unity_name, township, "区划代码", OPTIONAL, 0, 12),
    F_TEXT(unity_name, township_name, "乡镇街道", OPTIONAL, 0, 60),
    F_BOOL(unity_name, in_education, "学籍库有", REQUIRED),
    F_BOOL(unity_name, in_poverty, "困难家庭名单有", REQUIRED),
    F_BOOL(unity_name, in_ledger, "台账有", REQUIRED),
    F_END
};
const struct record unity_name =
    RECORD(unity_name, "UnityName", "三统一差异", unity_name_fields);

static const struct field unity_count_fields[] = {
    F_TEXT(unity_count, township, "区划代码", OPTIONAL, 0, 12),
    F_TEXT(unity_count, township_name, "乡镇街道", OPTIONAL, 0, 60),
    F_INT(unity_count, education, "学籍库", REQUIRED, 0, INT64_MAX),
    F_INT(unity_count, poverty, "困难家庭名单", REQUIRED, 0, INT64_MAX),
    F_INT(unity_count, ledger, "台账", REQUIRED, 0, INT64_MAX),
    F_INT(unity_count, differences, "不一致", REQUIRED, 0, INT64_MAX),
    F_END
};
const struct record unity_count =
    RECORD(unity_count, "UnityCount", "三统一人数", unity_count_fields);

static const struct field unity_fields[] = {
    F_INT(unity, year, "年度", REQUIRED, LEDGER_YEAR_MIN, LEDGER_YEAR_MAX),
    F_BOOL(unity, education_listed, "学籍库已导入", REQUIRED),
    F_BOOL(unity, poverty_listed, "困难家庭名单已导入", REQUIRED),
    F_LIST(unity, townships, "各乡镇人数，全市在前", REQUIRED,
           UNITY_TOWNSHIPS_MOST + 1, unity_count),
    F_LIST(unity, differences, "不一致的学生", REQUIRED, UNITY_NAMES_MOST,
           unity_name),
    F_END
};
const struct record unity = RECORD(unity, "Unity", "三统一", unity_fields);

bool unity_differs(const struct unity_name *n)
{
    return !(n->in_education && n->in_poverty && n->in_ledger);
}

static void add(struct unity_count *c, const struct unity_name *n)
{
    c->education += n->in_education;
    c->poverty += n->in_poverty;
    c->ledger += n->in_ledger;
    c->differences += unity_differs(n);
}

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

enum err unity_tally(struct arena *a, const struct list *names,
                     struct unity *out)
{
    const struct unity_name *n = names->items;
    struct unity_count *counts =
        arena_array(a, UNITY_TOWNSHIPS_MOST + 1, sizeof *counts);
    struct unity_name *found = arena_array(a, UNITY_NAMES_MOST, sizeof *found);
    struct unity_count *c = counts;
    size_t differ = 0;

    if (!counts || !found)
        return ERR_NO_MEMORY;
    *c = (struct unity_count) { .township = NULL };
    for (size_t i = 0; i < names->n; i++) {
        if (c == counts || !same(c->township, n[i].township)) {
            if (c == counts + UNITY_TOWNSHIPS_MOST)
                return ERR_TOO_LARGE;
            *++c = (struct unity_count) { .township = n[i].township,
                                          .township_name = n[i].township_name };
        }
        add(counts, &n[i]);
        add(c, &n[i]);
        if (unity_differs(&n[i]) && differ < UNITY_NAMES_MOST)
            found[differ++] = n[i];
    }
    out->townships = (struct list) { counts, (size_t)(c - counts) + 1 };
    out->differences = (struct list) { found, differ };
    return ERR_OK;
}
