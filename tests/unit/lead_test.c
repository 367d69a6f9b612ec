/* Leads: months, fines, the credit code, amounts, venues and holidays, and what
 * closing asks for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/credit_code.h"
#include "domain/lead.h"
#include "domain/money.h"

#define TODAY "2026-08-20"

static const struct lead_rates rates = { 5000, 10000, 5000, 2 };

static struct lead_row lead(const char *kind)
{
    struct lead_row l;

    record_clear(&lead_row, &l);
    l.kind = kind;
    l.unit = l.handler = "renshe";
    l.found_on = "2026-08-01";
    l.place_name = "测试饭店";
    l.state = "open";
    l.unlicensed = 0;
    return l;
}

static struct lead_child_row child(const char *birth, const char *from)
{
    struct lead_child_row c;

    record_clear(&lead_child_row, &c);
    c.name = "测小工";
    c.birth_date = birth;
    c.worked_from = from;
    return c;
}

static struct act by(enum role role, const char *unit)
{
    return (struct act) {
        .account_id = 1, .role = role, .unit = unit, .today = TODAY
    };
}

/* ---- months ---- */
static void a_begun_month_counts(void **state)
{
    (void)state;
    assert_int_equal(lead_months("2026-03-15", "2026-03-15"), 1);
    assert_int_equal(lead_months("2026-03-15", "2026-04-14"), 1);
    assert_int_equal(lead_months("2026-03-15", "2026-04-15"), 2);
    assert_int_equal(lead_months("2026-03-15", "2027-03-14"), 12);
    assert_int_equal(lead_months("2026-03-15", "2026-03-14"), 0);
}

static void a_month_without_the_day_ends_with_its_last(void **state)
{
    (void)state;
    assert_int_equal(lead_months("2026-01-31", "2026-02-28"), 1);
    assert_int_equal(lead_months("2026-01-31", "2026-03-01"), 2);
    assert_int_equal(lead_months("2026-01-31", "2026-03-30"), 2);
    assert_int_equal(lead_months("2026-01-31", "2026-03-31"), 3);
    assert_int_equal(lead_months("2028-01-30", "2028-02-29"), 1);
    assert_int_equal(lead_months("2028-01-30", "2028-03-01"), 2);
}

static void months_end_with_the_day_before_sixteen(void **state)
{
    struct lead_child_row c = child("2010-07-10", "2026-06-10");

    (void)state;
    assert_int_equal(lead_child_months(&c, TODAY), 1);
    c.worked_from = "2026-07-09";
    assert_int_equal(lead_child_months(&c, TODAY), 1);
    c.worked_from = "2026-07-10";
    assert_int_equal(lead_child_months(&c, TODAY), 0);
}

static void months_run_until_work_ended_or_the_child_was_back(void **state)
{
    struct lead_child_row c = child("2014-01-01", "2026-06-01");

    (void)state;
    assert_int_equal(lead_child_months(&c, TODAY), 3);
    c.returned_on = "2026-07-31";
    assert_int_equal(lead_child_months(&c, TODAY), 2);
    c.worked_until = "2026-06-30";
    assert_int_equal(lead_child_months(&c, TODAY), 1);
    c.worked_from = NULL;
    assert_int_equal(lead_child_months(&c, TODAY), INT_NONE);
}

/* ---- the fine ---- */
static const char *fine(const struct lead_row *l, struct lead_child_row *c,
                        size_t n, struct arena *a)
{
    struct lead_proposal *p;

    assert_int_equal(lead_propose(l, c, n, &rates, TODAY, a, &p), ERR_OK);
    return p ? p->amount_yuan : NULL;
}

static void each_child_costs_its_months(void **state)
{
    struct lead_row l = lead("child_labour");
    struct lead_child_row c[] = { child("2012-01-01", "2026-06-01"),
                                  child("2012-01-01", "2026-08-01") };
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_string_equal(fine(&l, c, 2, &a), "20000");
    arena_free(&a);
}

/* 禁止使用童工规定 6(2): from the day of the order on, not before. */
static void the_rate_doubles_from_the_order_when_a_child_is_late(void **state)
{
    struct lead_row l = lead("child_labour");
    struct lead_child_row c = child("2012-01-01", "2026-06-01");
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    l.ordered_on = "2026-08-01";
    l.order_until = "2026-08-08";
    c.returned_on = "2026-08-08";
    assert_false(lead_child_late(&l, &c, TODAY));
    assert_string_equal(fine(&l, &c, 1, &a), "15000");
    c.returned_on = "2026-08-09";
    assert_true(lead_child_late(&l, &c, TODAY));
    assert_string_equal(fine(&l, &c, 1, &a), "20000");
    c.returned_on = NULL;
    assert_true(lead_child_late(&l, &c, TODAY));
    c.kept = "已由亲属接走";
    assert_false(lead_child_late(&l, &c, TODAY));
    arena_free(&a);
}

static void a_unit_without_licence_pays_twice(void **state)
{
    struct lead_row l = lead("child_labour");
    struct lead_child_row c = child("2012-01-01", "2026-08-01");
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    l.unlicensed = 1;
    assert_string_equal(fine(&l, &c, 1, &a), "10000");
    arena_free(&a);
}

static void who_introduces_children_pays_for_each(void **state)
{
    struct lead_row l = lead("introducing");
    struct lead_child_row c[] = { child(NULL, NULL), child(NULL, NULL) };
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_string_equal(fine(&l, c, 2, &a), "10000");
    l.kind = "venue";
    assert_null(fine(&l, c, 2, &a));
    arena_free(&a);
}

static void a_child_under_fourteen_is_a_matter_of_the_police(void **state)
{
    struct lead_row l = lead("child_labour");
    struct lead_child_row c = child("2012-08-02", "2026-08-01");
    struct lead_proposal *p;
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(lead_propose(&l, &c, 1, &rates, TODAY, &a, &p), ERR_OK);
    assert_int_equal(p->notes.n, 1);
    assert_non_null(strstr(*(const char **)p->notes.items, "第十一条"));
    c.birth_date = "2012-08-01";
    assert_int_equal(lead_propose(&l, &c, 1, &rates, TODAY, &a, &p), ERR_OK);
    assert_int_equal(p->notes.n, 0);
    arena_free(&a);
}

static void what_cannot_be_computed_says_so(void **state)
{
    struct lead_row l = lead("child_labour");
    struct lead_child_row c = child("2012-01-01", NULL);
    const struct lead_fine_line *line;
    struct lead_proposal *p;
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(lead_propose(&l, &c, 1, &rates, TODAY, &a, &p), ERR_OK);
    line = p->lines.items;
    assert_string_equal(p->amount_yuan, "0");
    assert_int_equal(line->months, INT_NONE);
    assert_non_null(strstr(line->note, "没有计算"));
    arena_free(&a);
}

/* ---- the credit code ---- */
static void a_sound_credit_code_is_kept_and_mended(void **state)
{
    struct arena a;
    const char *out;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(credit_code_check("91350100M000100Y4"), '3');
    assert_null(clean_credit_code(&a, " 91350100m000100y43", &out));
    assert_string_equal(out, "91350100M000100Y43");
    assert_null(clean_credit_code(&a, "９１350100M000100Y43", &out));
    assert_string_equal(out, "91350100M000100Y43");
    assert_null(clean_credit_code(&a, "", &out));
    assert_string_equal(out, "");
    arena_free(&a);
}

static void an_unsound_credit_code_is_refused(void **state)
{
    static const char *const bad[] = {
        "91350100M000100Y44", "91350100M000100Y4", "91350100M000100Y433",
        "91350100M000100I43", "91350100M000010Y43"
    };
    struct arena a;
    const char *out;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (!clean_credit_code(&a, bad[i], &out))
            fail_msg("%s is taken", bad[i]);
    arena_free(&a);
}

/* ---- amounts ---- */
static void amounts_are_kept_to_the_fen(void **state)
{
    static const struct {
        const char *typed, *kept;
        int64_t fen;
    } t[] = { { "5000", "5000", 500000 },
              { "5,000元", "5000", 500000 },
              { "123.5", "123.50", 12350 },
              { "0.07", "0.07", 7 },
              { "123.50", "123.50", 12350 },
              { "0", "0", 0 },
              { "1000000000", "1000000000", INT64_C(100000000000) } };
    struct arena a;
    const char *out;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        assert_null(clean_money(&a, t[i].typed, &out));
        assert_string_equal(out, t[i].kept);
        assert_int_equal(money_fen(out), t[i].fen);
    }
    assert_int_equal(money_fen(NULL), INT_NONE);
    arena_free(&a);
}

static void what_is_no_amount_is_refused(void **state)
{
    static const char *const bad[] = {
        "-5", "五千", "1.234", "1e5",        ".5",
        "5.", "5 百", "1.2.3", "1000000001", "99999999999999999999"
    };
    struct arena a;
    const char *out;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (!clean_money(&a, bad[i], &out))
            fail_msg("%s is taken for %s", bad[i], out);
    arena_free(&a);
}

/* ---- venues ---- */
static void games_are_open_to_minors_on_holidays_alone(void **state)
{
    struct lead_row l = lead("venue");
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    l.place_kind = "games";
    assert_true(lead_asks_holiday(&l));
    assert_false(lead_is_lawful(&l));
    assert_non_null(strstr(lead_venue_rule(&l, true, &a), "不是法定节假日"));
    assert_non_null(strstr(lead_venue_rule(&l, false, &a), "请先核对"));
    l.holiday = "国庆节";
    assert_true(lead_is_lawful(&l));
    assert_non_null(strstr(lead_venue_rule(&l, true, &a), "国庆节"));
    l.place_kind = "internet";
    assert_false(lead_asks_holiday(&l));
    assert_false(lead_is_lawful(&l));
    assert_non_null(strstr(lead_venue_rule(&l, true, &a), "任何时候"));
    arena_free(&a);
}

static void nobody_is_punished_for_what_was_lawful(void **state)
{
    struct lead_row l = lead("venue");
    struct act act = by(ROLE_AGENCY, "renshe");
    struct refusal why;

    (void)state;
    l.place_kind = "games";
    assert_int_equal(
        lead_may(lead_action_of("order", false), &l, NULL, &act, &why), ERR_OK);
    l.holiday = "国庆节";
    assert_int_equal(
        lead_may(lead_action_of("order", false), &l, NULL, &act, &why),
        ERR_RULE);
    assert_int_equal(
        lead_may(lead_action_of("penalty", false), &l, NULL, &act, &why),
        ERR_RULE);
}

/* ---- closing ---- */
static enum err close_it(const struct lead_row *l, struct lead_child_row *c,
                         size_t n, struct refusal *why)
{
    const struct lead_close in = { "已处理" };
    struct act act = by(ROLE_AGENCY, "renshe");
    struct lead_row next;

    return lead_apply(lead_action_of("close", false), l, c, n, &act, &in, &next,
                      why);
}

static void closing_waits_for_every_child_and_for_the_penalty(void **state)
{
    struct lead_row l = lead("child_labour");
    struct lead_child_row c[] = { child(NULL, NULL), child(NULL, NULL) };
    struct refusal why;

    (void)state;
    l.penalty_on = "2026-08-10";
    c[0].returned_on = "2026-08-05";
    assert_int_equal(close_it(&l, c, 2, &why), ERR_RULE);
    assert_string_equal(why.code, "lead.away");
    c[1].kept = "已自行离开，去向已告公安";
    assert_int_equal(close_it(&l, c, 2, &why), ERR_OK);
    l.penalty_on = NULL;
    assert_int_equal(close_it(&l, c, 2, &why), ERR_RULE);
    assert_string_equal(why.code, "lead.penalty");
    l.no_penalty = "首次违法，已及时改正";
    assert_int_equal(close_it(&l, c, 2, &why), ERR_OK);
}

/* ---- who may ---- */
static void only_who_handles_it_orders_and_punishes(void **state)
{
    const struct lead_action *order = lead_action_of("order", false);
    const struct lead_action *back = lead_action_of("return", true);
    struct lead_row l = lead("child_labour");
    struct lead_child_row c = child(NULL, NULL);
    struct act finder = by(ROLE_AGENCY, "gongan");
    struct act handler = by(ROLE_AGENCY, "renshe");
    struct act other = by(ROLE_AGENCY, "wenlv");
    struct act leader = by(ROLE_LEADER, "bureau");
    struct refusal why;

    (void)state;
    l.unit = "gongan";
    assert_int_equal(lead_may(order, &l, NULL, &handler, &why), ERR_OK);
    assert_int_equal(lead_may(order, &l, NULL, &finder, &why), ERR_RULE);
    assert_int_equal(lead_may(back, &l, &c, &finder, &why), ERR_OK);
    assert_int_equal(lead_may(back, &l, &c, &other, &why), ERR_RULE);
    assert_int_equal(lead_may(back, &l, &c, &leader, &why), ERR_FORBIDDEN);
    assert_int_equal(
        lead_may(lead_action_of("match", true), &l, &c, &handler, &why),
        ERR_FORBIDDEN);
}

static void a_case_is_opened_of_a_compared_child_alone(void **state)
{
    const struct lead_action *open = lead_action_of("open_case", true);
    struct lead_row l = lead("child_labour");
    struct lead_child_row c = child(NULL, NULL);
    struct act office = by(ROLE_BUREAU, "bureau");
    struct refusal why;

    (void)state;
    assert_int_equal(lead_may(open, &l, &c, &office, &why), ERR_RULE);
    c.student_id = 7;
    assert_int_equal(lead_may(open, &l, &c, &office, &why), ERR_OK);
    l.state = "closed"; /* a closed file keeps no child from help */
    assert_int_equal(lead_may(open, &l, &c, &office, &why), ERR_OK);
    c.case_id = 8;
    assert_int_equal(lead_may(open, &l, &c, &office, &why), ERR_RULE);
}

static void what_the_law_gives_to_no_unit_stays_with_its_finder(void **state)
{
    (void)state;
    assert_string_equal(
        lead_handler_of(lead_kind_of("child_labour"), "shijian"), "renshe");
    assert_string_equal(lead_handler_of(lead_kind_of("venue"), "gongan"),
                        "wenlv");
    assert_string_equal(lead_handler_of(lead_kind_of("tip"), "gongan"),
                        "gongan");
    assert_string_equal(lead_handler_of(lead_kind_of("tip"), "230381103000"),
                        "renshe");
}

/* ---- what comes next ---- */
static const char *first_of(const struct lead_row *l, struct arena *a)
{
    struct act act = by(ROLE_AGENCY, "renshe");
    struct list v;

    assert_int_equal(lead_allowed(l, NULL, &act, a, &v), ERR_OK);
    assert_true(v.n > 0);
    return ((const struct action_view *)v.items)->action;
}

static void what_is_done_stands_behind_what_is_still_to_do(void **state)
{
    struct lead_row l = lead("child_labour");
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_string_equal(first_of(&l, &a), "order");
    l.ordered_on = "2026-08-05";
    assert_string_equal(first_of(&l, &a), "penalty");
    l.penalty_on = "2026-08-10";
    assert_string_equal(first_of(&l, &a), "close");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_begun_month_counts),
        cmocka_unit_test(a_month_without_the_day_ends_with_its_last),
        cmocka_unit_test(months_end_with_the_day_before_sixteen),
        cmocka_unit_test(months_run_until_work_ended_or_the_child_was_back),
        cmocka_unit_test(each_child_costs_its_months),
        cmocka_unit_test(the_rate_doubles_from_the_order_when_a_child_is_late),
        cmocka_unit_test(a_unit_without_licence_pays_twice),
        cmocka_unit_test(who_introduces_children_pays_for_each),
        cmocka_unit_test(a_child_under_fourteen_is_a_matter_of_the_police),
        cmocka_unit_test(what_cannot_be_computed_says_so),
        cmocka_unit_test(a_sound_credit_code_is_kept_and_mended),
        cmocka_unit_test(an_unsound_credit_code_is_refused),
        cmocka_unit_test(amounts_are_kept_to_the_fen),
        cmocka_unit_test(what_is_no_amount_is_refused),
        cmocka_unit_test(games_are_open_to_minors_on_holidays_alone),
        cmocka_unit_test(nobody_is_punished_for_what_was_lawful),
        cmocka_unit_test(closing_waits_for_every_child_and_for_the_penalty),
        cmocka_unit_test(only_who_handles_it_orders_and_punishes),
        cmocka_unit_test(a_case_is_opened_of_a_compared_child_alone),
        cmocka_unit_test(what_the_law_gives_to_no_unit_stays_with_its_finder),
        cmocka_unit_test(what_is_done_stands_behind_what_is_still_to_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
