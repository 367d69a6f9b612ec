/* Kinds of rosters: words, dates, headers, and what tells rows apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "domain/codes.h"
#include "domain/roster.h"

static struct arena a;

static int clear(void **state)
{
    (void)state;
    arena_free(&a);
    return 0;
}

static void a_date_is_read_in_every_form_people_write(void **state)
{
    static const char *const forms[] = {
        "2015-03-04",
        "2015/3/4",
        "2015.3.4",
        "20150304",
        "2015年3月4日",
        "2015年03月04",
        "2015-03-04 00:00:00",
        "42067",
        "42067.5",
    };
    char out[CLOCK_DATE_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (!roster_date(forms[i], out) || strcmp(out, "2015-03-04") != 0)
            fail_msg("%s", forms[i]);
    }
}

static void what_is_no_date_is_refused(void **state)
{
    static const char *const forms[] = {
        "2015-02-30", "2015-13-01",      "2015", "04/03/2015", "201503",
        "三月",       "2015-03-04 上午", "",     "-1"
    };
    char out[CLOCK_DATE_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (roster_date(forms[i], out))
            fail_msg("%s", forms[i]);
}

static void a_code_is_known_by_code_label_and_common_name(void **state)
{
    static const struct {
        const struct code_table *table;
        const char *text, *code;
    } t[] = {
        { &sexes, "1", "1" },
        { &sexes, "男", "1" },
        { &sexes, "女性", "2" },
        { &sexes, "１", "1" },
        { &nations, "汉", "01" },
        { &nations, "1", "01" },
        { &nations, "赫哲族", "53" },
        { &grades, "小学一年级", "11" },
        { &grades, "七年级", "21" },
        { &grades, "初三", "23" },
        { &hardships, "低保户", "low_income" },
        { &disabilities, "智力残疾", "5" },
        { &change_types, "重户删除", "duplicate" },
        { &relations, "长女", "30" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const char *code = roster_code(&a, t[i].table, t[i].text);

        if (!code || strcmp(code, t[i].code) != 0)
            fail_msg("%s: %s", t[i].text, code ? code : "none");
    }
    assert_null(roster_code(&a, &grades, "高一"));
    assert_null(roster_code(&a, &sexes, "3"));
}

static void a_header_is_known_however_it_is_decorated(void **state)
{
    static const char *const headers[] = { "身份证件号",   "身份证号*",
                                           " 身份证号码 ", "身份证号（必填）",
                                           "身份证 号：",  "证件号码(18位)" };
    const struct roster_kind *k = roster_kind_of("enrolment");

    (void)state;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        int at = roster_column_of(k, roster_header(&a, headers[i]));

        if (at < 0 || strcmp(k->columns[at].member, "id_no") != 0)
            fail_msg("%s", headers[i]);
    }
    assert_int_equal(roster_column_of(k, roster_header(&a, "备注")), -1);
}

/* Every kind's own headers map whole, and tell it from the others. */
static void every_kind_is_known_by_its_own_headers(void **state)
{
    (void)state;
    for (const struct roster_kind *k = roster_kinds; k->name; k++) {
        const char *headers[ROSTER_MEMBERS];
        struct roster_mapping m;
        size_t n = 0;
        bool all;

        for (; k->columns[n].header; n++) {
            headers[n] = k->columns[n].header;
            assert_non_null(
                record_field(&roster_value, k->columns[n].member, NULL));
        }
        (void)roster_map(k, headers, n, &m, &all);
        assert_true(all);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(m.at[i], i);
        assert_true(code_known(&roster_kind_codes, k->name));
    }
}

static void the_wrong_list_is_called_by_its_name(void **state)
{
    static const char *const headers[] = { "姓名", "身份证号", "残疾类别",
                                           "残疾等级" };
    const struct roster_kind *k =
        roster_looks_like(roster_kind_of("enrolment"), headers, 4);

    (void)state;
    assert_non_null(k);
    assert_string_equal(k->name, "disability");
}

static void old_and_new_form_of_a_number_are_one_row(void **state)
{
    const struct roster_kind *k = roster_kind_of("attendance");
    struct roster_value x, y;

    (void)state;
    record_clear(&roster_value, &x);
    record_clear(&roster_value, &y);
    x.name = y.name = "测甲";
    x.id_no = "110105491231002";
    y.id_no = "11010519491231002X";
    assert_string_equal(roster_key(k, &x, &a), roster_key(k, &y, &a));
    y.id_no = "440524188001010014";
    assert_string_not_equal(roster_key(k, &x, &a), roster_key(k, &y, &a));
}

static void each_unit_hands_in_its_own_lists(void **state)
{
    static const struct {
        enum role role;
        const char *unit, *kind;
        bool may;
    } t[] = {
        { ROLE_BUREAU, "bureau", "assigned", true },
        { ROLE_SCHOOL_HEAD, "2123000001", "attendance", true },
        { ROLE_SCHOOL_HEAD, "2123000001", "household_register", false },
        { ROLE_AGENCY, "gongan", "register_change", true },
        { ROLE_AGENCY, "gongan", "disability", false },
        { ROLE_AGENCY, "canlian", "disability", true },
        { ROLE_AGENCY, "minzheng", "poverty", true },
        { ROLE_AGENCY, "fupin", "poverty", true },
        { ROLE_TOWNSHIP, "230381103000", "enrolment", false },
        { ROLE_TEACHER, "2123000001", "attendance", false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct actor who = { .role = t[i].role, .unit = t[i].unit };

        if (roster_may(roster_kind_of(t[i].kind), &who) != t[i].may)
            fail_msg("%s %s", t[i].unit, t[i].kind);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_date_is_read_in_every_form_people_write),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(a_code_is_known_by_code_label_and_common_name),
        cmocka_unit_test(a_header_is_known_however_it_is_decorated),
        cmocka_unit_test(every_kind_is_known_by_its_own_headers),
        cmocka_unit_test(the_wrong_list_is_called_by_its_name),
        cmocka_unit_test(old_and_new_form_of_a_number_are_one_row),
        cmocka_unit_test(each_unit_hands_in_its_own_lists),
    };

    arena_init(&a, 0);
    return cmocka_run_group_tests(tests, NULL, clear);
}
