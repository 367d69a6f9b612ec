/* The rules of a visit, and that the form served says the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "domain/codes.h"
#include "domain/round.h"
#include "domain/survey_sheet.h"

#define NOW INT64_C(1787187600000) /* 2026-08-20 09:00 in the county */

/* A body in single quotes, read and judged; the first fault is in *bad. */
static enum err judge(struct arena *a, const char *body, struct bad_list *bad)
{
    char *text = arena_strdup(a, body);
    struct survey_in in;
    enum err e;

    for (char *c = text; *c; c++)
        if (*c == '\'')
            *c = '"';
    bad->n = 0;
    e = json_read(&survey_in, text, strlen(text), a, &in, bad);
    return e != ERR_OK ? e : survey_check(a, &in, "2026-08-01", NOW, bad);
}

#define AT "'round_id':1,'visited_at':'2026-08-20T08:00:00+08:00'"
#define HOME AT ",'outcome':'interviewed','household':{'id':1,'base_version':1}"
#define CHILD(x)                                                               \
    "{" HOME ",'children':[{'student_id':1,'base_version':1," x "}]}"

#define PAPER(day, who)                                                        \
    "{'round_id':1,'visited_at':'2026-08-" day "T00:00:00+08:00',"             \
    "'outcome':'nobody_home','household':{'id':1},'source':'paper'" who "}"

static void check(const char *body, const char *pointer, const char *code)
{
    struct bad_list bad;
    struct arena a;
    enum err e;

    arena_init(&a, 0);
    e = judge(&a, body, &bad);
    if (!pointer) {
        if (bad.n)
            print_error("%s: %s\n", bad.items[0].pointer, bad.items[0].code);
        assert_int_equal(e, ERR_OK);
    } else {
        assert_int_equal(e, ERR_INVALID);
        assert_string_equal(bad.items[0].pointer, pointer);
        assert_string_equal(bad.items[0].code, code);
        assert_int_equal(bad.n, 1);
    }
    arena_free(&a);
}

static void a_sheet_names_who_was_there_and_is_not_of_tomorrow(void **state)
{
    (void)state;
    check(PAPER("20", ",'visitor':'测入户'"), NULL, NULL);
    check(PAPER("20", ""), "/visitor", "required");
    check(PAPER("21", ",'visitor':'测入户'"), "/visited_at", "future");
}

static void a_number_of_a_sheet_finds_a_slip_of_the_hand(void **state)
{
    static const int64_t ids[] = { 1, 9, 10, 438, 12345, 99999999 };

    (void)state;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        int64_t code = door_code(ids[i]);

        assert_int_equal(door_of_code(code), ids[i]);
        for (int64_t place = 1; place <= code; place *= 10)
            for (int64_t d = 1; d < 10; d++)
                assert_int_equal(door_of_code(code - code / place % 10 * place +
                                              (code / place + d) % 10 * place),
                                 0);
    }
    assert_int_equal(door_of_code(0), 0);
    assert_int_equal(door_of_code(-13), 0);
}

/* What is ticked has the number of its place in the form. */
static void a_sheet_asks_what_the_form_asks(void **state)
{
    struct door_household h = { .id = 438,
                                .division_name = "测试村",
                                .head_name = "测户主" };
    struct door_child c = { .name = "测童", .sex = "2" };
    struct door_view d = { .household = &h, .children = { &c, 1 } };
    const struct paper_block *b;
    struct survey_form form;
    struct paper sheet;
    size_t asked = 0;
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(survey_form_make(&a, &form), ERR_OK);
    assert_int_equal(survey_sheet_make(&a, &form, "八月摸排", &d, &sheet),
                     ERR_OK);
    assert_non_null(strstr(sheet.number_text, "编号 438-"));
    b = sheet.blocks.items;
    for (size_t i = 0; i < sheet.blocks.n; i++) {
        const char *const *cells = b[i].cells.items;
        const struct form_situation *s = form.situations.items;

        if (!b[i].cells.n || strcmp(cells[0], "现在的情况") != 0)
            continue;
        asked++;
        for (size_t k = 0; k < form.situations.n; k++)
            assert_non_null(strstr(
                cells[1], arena_printf(&a, "□%zu %s", k + 1, s[k].label)));
    }
    assert_int_equal(asked, 2); /* the child that is known, and a new one */
    arena_free(&a);
}

static void each_rule_names_its_member(void **state)
{
    static const struct {
        const char *body, *pointer, *code;
    } t[] = {
        { "{" HOME "}", NULL, NULL },
        { CHILD("'situation':'in_school'"), NULL, NULL },
        { CHILD("'situation':'dropout','reason':'R02'"), NULL, NULL },
        { CHILD("'situation':'dropout','since':'2026-03-01'"), NULL, NULL },
        { CHILD("'situation':'dropout'"), "/children/0/situation", "one_of" },
        { CHILD("'situation':'working'"), "/children/0/situation", "one_of" },
        { CHILD("'situation':'missing'"), "/children/0/situation", "one_of" },
        { CHILD("'situation':'elsewhere'"), "/children/0/school_name",
          "required" },
        { CHILD("'situation':'elsewhere','school_name':'外地学校'"), NULL,
          NULL },
        { CHILD("'situation':'unregistered'"), "/children/0/situation",
          "one_of" },
        { CHILD("'situation':'preschool','reason':'R02'"), "/children/0/reason",
          "not_asked" },
        { CHILD("'situation':'dropout','since':'2026-08-21'"),
          "/children/0/since", "future" },
        { "{" AT ",'outcome':'nobody_home','household':{'id':1},"
          "'children':[{'student_id':1,'situation':'in_school'}]}",
          "/children", "not_asked" },
        { "{" AT ",'outcome':'nobody_home','household':{'id':1},"
          "'return_at':'2026-08-19T08:00:00+08:00'}",
          "/return_at", "range" },
        { "{" AT ",'outcome':'interviewed','household':{'head_name':'某户'}}",
          "/household/division", "required" },
        { "{" HOME ",'children':[{'situation':'in_school'}]}",
          "/children/0/name", "required" },
        { "{" HOME ",'children':[{'student_id':1,'situation':'in_school'},"
          "{'student_id':1,'situation':'in_school'}]}",
          "/children/1/student_id", "duplicate" },
        { "{" HOME ",'latitude':91,'longitude':0}", "/latitude", "range" },
        { "{" HOME ",'latitude':45.7}", "/latitude", "range" },
        { "{" HOME ",'supersedes':'no-uuid'}", "/supersedes", "format" },
        { "{" HOME ",'surprise':1}", "/surprise", "unknown" },
        { CHILD("'situation':'asleep'"), "/children/0/situation", "code" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        check(t[i].body, t[i].pointer, t[i].code);
}

static void a_household_without_id_lacks_both_of_its_names(void **state)
{
    struct bad_list bad;
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(
        judge(&a, "{" AT ",'outcome':'vacant','household':{'id':null}}", &bad),
        ERR_INVALID);
    assert_int_equal(bad.n, 2);
    assert_string_equal(bad.items[1].pointer, "/household/head_name");
    arena_free(&a);
}

static void a_visit_is_dated_near_its_round(void **state)
{
    static const struct {
        const char *at;
        const char *code;
    } t[] = {
        { "2026-08-21T08:59:00+08:00", NULL }, /* clocks differ */
        { "2026-08-21T09:01:00+08:00", "future" },
        { "2026-07-02T00:00:00+08:00", NULL }, /* 30 days before */
        { "2026-07-01T23:59:00+08:00", "before_round" },
        { "2025-08-20T08:00:00+08:00", "before_round" },
    };
    char body[200];

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        snprintf(body, sizeof body,
                 "{'round_id':1,'visited_at':'%s','outcome':'interviewed',"
                 "'household':{'id':1}}",
                 t[i].at);
        check(body, t[i].code ? "/visited_at" : NULL, t[i].code);
    }
}

static void every_situation_and_outcome_has_a_rule(void **state)
{
    struct survey_form f;
    struct arena a;
    const struct form_situation *s;
    const struct form_outcome *o;

    (void)state;
    arena_init(&a, 0);
    record_clear(&survey_form, &f);
    assert_int_equal(survey_form_make(&a, &f), ERR_OK);
    s = f.situations.items;
    o = f.outcomes.items;
    for (const struct code *c = situations.rows; c->code; c++) {
        size_t i = 0;

        while (i < f.situations.n && strcmp(s[i].code, c->code) != 0)
            i++;
        assert_true(i < f.situations.n);
    }
    for (const struct code *c = visit_outcomes.rows; c->code; c++) {
        size_t i = 0;

        while (i < f.outcomes.n && strcmp(o[i].code, c->code) != 0)
            i++;
        assert_true(i < f.outcomes.n);
    }
    arena_free(&a);
}

/* What the form proposes for every situation is accepted. */
static void an_answer_made_by_the_form_passes(void **state)
{
    struct survey_form f;
    const struct form_situation *s;
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    record_clear(&survey_form, &f);
    assert_int_equal(survey_form_make(&a, &f), ERR_OK);
    s = f.situations.items;
    for (size_t i = 0; i < f.situations.n; i++) {
        const struct form_field *q = s[i].fields.items;
        const char *more = "";

        for (size_t k = 0; k < s[i].fields.n; k++) {
            const struct form_option *o = q[k].options.items;

            more = arena_printf(&a, "%s,'%s':'%s'", more, q[k].name,
                                strcmp(q[k].type, "date") == 0 ? "2026-01-01"
                                : o                            ? o[0].code
                                                               : "某校");
        }
        check(arena_printf(&a, CHILD("'situation':'%s'%s"), s[i].code, more),
              NULL, NULL);
    }
    arena_free(&a);
}

static void one_body_written_in_two_ways_is_the_same_body(void **state)
{
    static const char *const ways[] = {
        "{" HOME ",'note':null,'children':[]}",
        "{'household':{'base_version':1,'id':1},'outcome':'interviewed',"
        "'visited_at':'2026-08-20T00:00:00Z','round_id':1}",
        "{" HOME ",'note':'有狗'}",
    };
    struct buf b[3];
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < 3; i++) {
        char *text = arena_strdup(&a, ways[i]);
        struct bad_list bad = { .n = 0 };
        struct survey_in in;

        for (char *c = text; *c; c++)
            if (*c == '\'')
                *c = '"';
        assert_int_equal(
            json_read(&survey_in, text, strlen(text), &a, &in, &bad), ERR_OK);
        buf_init(&b[i]);
        survey_canonical(&b[i], &in);
    }
    assert_string_equal(b[0].data, b[1].data);
    assert_string_not_equal(b[0].data, b[2].data);
    for (size_t i = 0; i < 3; i++)
        buf_free(&b[i]);
    arena_free(&a);
}

static struct survey_defaults defaults_of(struct arena *a, struct door_child c)
{
    assert_int_equal(door_child_fill(a, "2026-08-20", &c), ERR_OK);
    return *c.defaults;
}

static void defaults_move_on_with_the_school_years(void **state)
{
    struct arena a;
    struct door_child c = { .last_situation = "elsewhere",
                            .last_school_name = "外地小学",
                            .last_grade = "13",
                            .last_at = NOW };
    struct survey_defaults d;

    (void)state;
    arena_init(&a, 0);
    d = defaults_of(&a, c); /* the same year */
    assert_string_equal(d.grade, "13");
    c.last_at = NOW - 365 * CLOCK_DAY_MS;
    d = defaults_of(&a, c);
    assert_string_equal(d.grade, "14");
    assert_string_equal(d.school_name, "外地小学");
    c.last_grade = "16";
    d = defaults_of(&a, c); /* outgrew the primary school */
    assert_string_equal(d.grade, "21");
    assert_null(d.school_name);
    c.last_grade = "23";
    d = defaults_of(&a, c); /* done, or a fourth year: ask */
    assert_null(d.situation);
    arena_free(&a);
}

static void a_child_seen_out_of_school_is_not_proposed_as_at_school(
    void **state)
{
    struct arena a;
    struct door_child c = { .enrolment_state = "enrolled",
                            .school_code = "2123000001",
                            .last_situation = "working",
                            .last_at = NOW };

    (void)state;
    arena_init(&a, 0);
    assert_string_equal(defaults_of(&a, c).situation, "working");
    c.last_situation = NULL;
    assert_string_equal(defaults_of(&a, c).situation, "in_school");
    c.enrolment_state = NULL;
    c.birth_date = "2020-09-01"; /* 5 on 31 August */
    assert_string_equal(defaults_of(&a, c).situation, "preschool");
    c.last_situation = "preschool";
    assert_string_equal(defaults_of(&a, c).situation, "preschool");
    c.birth_date = "2020-08-31"; /* 6 */
    assert_null(defaults_of(&a, c).situation);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sheet_names_who_was_there_and_is_not_of_tomorrow),
        cmocka_unit_test(a_number_of_a_sheet_finds_a_slip_of_the_hand),
        cmocka_unit_test(a_sheet_asks_what_the_form_asks),
        cmocka_unit_test(each_rule_names_its_member),
        cmocka_unit_test(a_household_without_id_lacks_both_of_its_names),
        cmocka_unit_test(a_visit_is_dated_near_its_round),
        cmocka_unit_test(every_situation_and_outcome_has_a_rule),
        cmocka_unit_test(an_answer_made_by_the_form_passes),
        cmocka_unit_test(one_body_written_in_two_ways_is_the_same_body),
        cmocka_unit_test(defaults_move_on_with_the_school_years),
        cmocka_unit_test(
            a_child_seen_out_of_school_is_not_proposed_as_at_school),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
