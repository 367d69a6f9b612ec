/* Rows of rosters become children with verdicts.  All people are made up. */
#include "reconcile_scene.h"

static void a_child_in_all_three_lists_is_in_school(void **state)
{
    struct run s;

    (void)state;
    begin(&s);
    add(&s, LIST_HUJI, "王小样", sound(NO_A));
    add(&s, LIST_ENROLMENT, "王晓样", sound(NO_A));
    add(&s, LIST_ATTENDANCE, "王小样", sound(NO_A));
    judge(&s);
    assert_int_equal(s.r.entities_n, 1);
    assert_string_equal(verdict_at(&s, 0), "in_school");
}

static void without_its_schools_list_a_child_is_unsure(void **state)
{
    struct run s;

    (void)state;
    begin(&s);
    add(&s, LIST_HUJI, "王小样", sound(NO_A));
    add(&s, LIST_ENROLMENT, "王小样", sound(NO_A));
    judge(&s);
    assert_string_equal(verdict_at(&s, 0), "enrolled_absent");
    s.attendance_in[1] = false;
    judge(&s);
    assert_string_equal(verdict_at(&s, 0), "unsure");
}

static void a_destroyed_number_makes_one_question(void **state)
{
    struct run s;

    (void)state;
    begin(&s);
    add(&s, LIST_HUJI, "王小样", sound(NO_A));
    add(&s, LIST_ENROLMENT, "王小样", sound(NO_A));
    add(&s, LIST_ATTENDANCE, "王小样", with(sound(NO_A), 10, '9'));
    judge(&s);
    assert_int_equal(s.r.entities_n, 2);
    assert_int_equal(shown(&s), 1);
    assert_string_equal(verdict_at(&s, 0), "unsure");
    assert_string_equal(verdict_at(&s, 2), "unsure");
}

static void what_changes_no_verdict_is_asked_apart(void **state)
{
    struct run s;

    (void)state;
    begin(&s);
    add(&s, LIST_HUJI, "王小样", sound(NO_A));
    add(&s, LIST_ENROLMENT, "王小样", sound(NO_A));
    add(&s, LIST_ATTENDANCE, "王小样", sound(NO_A));
    add(&s, LIST_POVERTY, "王小样", with(sound(NO_A), 10, '9'));
    judge(&s);
    assert_int_equal(shown(&s), 2);
    assert_string_equal(verdict_at(&s, 0), "in_school");
    assert_string_equal(verdict_at(&s, 3), "unsure");
}

/* 双胞胎: the elder is away, the younger's row in the school list is spoilt
 * towards the elder's number. */
static void an_absent_twin_is_not_hidden_by_the_other(void **state)
{
    struct run s;

    (void)state;
    begin(&s);
    add(&s, LIST_HUJI, "王大样", sound(NO_A));
    add(&s, LIST_ENROLMENT, "王大样", sound(NO_A));
    add(&s, LIST_HUJI, "王小样", sound(NO_B));
    add(&s, LIST_ENROLMENT, "王小样", sound(NO_B));
    add(&s, LIST_ATTENDANCE, "王小样", with(sound(NO_B), 16, '1'));
    judge(&s);
    assert_string_equal(verdict_at(&s, 0), "enrolled_absent");
    assert_string_equal(verdict_at(&s, 2), "unsure");
}

/* 迁出 counts from the day on which it holds, as in the register. */
static void who_moves_away_tomorrow_is_still_here_today(void **state)
{
    static const struct {
        const char *day, *verdict;
    } t[] = { { "2026-08-20", "left" }, { "2026-08-21", "never_enrolled" } };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct run s;

        begin(&s);
        add(&s, LIST_HUJI, "王小样", sound(NO_A));
        add(&s, LIST_CHANGE, "王小样", sound(NO_A));
        s.rows[1].state = REGISTER_MOVED;
        assert_true(clock_date_days(t[i].day, &s.rows[1].day));
        judge(&s);
        assert_string_equal(verdict_at(&s, 0), t[i].verdict);
    }
}

static void a_copied_number_joins_no_two_children(void **state)
{
    struct run s;

    (void)state;
    begin(&s);
    add(&s, LIST_HUJI, "王大样", sound(NO_A));
    add(&s, LIST_HUJI, "王小样", sound(NO_B));
    add(&s, LIST_ENROLMENT, "王大样", sound(NO_A));
    add(&s, LIST_ENROLMENT, "王小样", sound(NO_A)); /* the twin's */
    judge(&s);
    assert_int_not_equal(s.rows[2].entity, s.rows[3].entity);
    assert_int_equal(s.rows[0].entity, s.rows[2].entity);
    assert_string_equal(verdict_at(&s, 0), "enrolled_absent");
    assert_string_equal(verdict_at(&s, 1), "unsure");
}

static void what_people_decided_holds(void **state)
{
    struct run s;
    struct reconcile_same same;
    struct match_apart apart;

    (void)state;
    begin(&s);
    add(&s, LIST_HUJI, "王小样", sound(NO_A));
    add(&s, LIST_ENROLMENT, "王小样", sound(NO_A));
    add(&s, LIST_ATTENDANCE, "王小样", with(sound(NO_A), 10, '9'));
    same = (struct reconcile_same) { s.rows[0].print, s.rows[2].print };
    apart = (struct match_apart) { s.rows[0].print, s.rows[2].print };
    if (apart.low > apart.high)
        apart = (struct match_apart) { apart.high, apart.low };
    s.r.same = &same;
    s.r.same_n = 1;
    judge(&s);
    assert_string_equal(verdict_at(&s, 0), "in_school");

    begin(&s);
    add(&s, LIST_HUJI, "王小样", sound(NO_A));
    add(&s, LIST_ENROLMENT, "王小样", sound(NO_A));
    add(&s, LIST_ATTENDANCE, "王小样", with(sound(NO_A), 10, '9'));
    s.r.apart = &apart;
    s.r.apart_n = 1;
    /* The rows of the proved child differ only in their list. */
    judge(&s);
    assert_int_equal(shown(&s), 2);
    assert_string_equal(verdict_at(&s, 0), "enrolled_absent");
    assert_string_equal(verdict_at(&s, 2), "present_unenrolled");
}

/* One row that import 1 left out, named so and of that birth date. */
static struct reconcile_refused left_out(enum reconcile_list list,
                                         const char *name, int32_t birth,
                                         uint16_t school)
{
    struct match_person p = born(person(name, NULL), "2016-03-15", "1");

    return (struct reconcile_refused) { .name = reconcile_hash(p.form),
                                        .import = 1,
                                        .birth = birth,
                                        .school = school,
                                        .list = (uint8_t)list };
}

/* In 学籍 alone, judged with a row left out. */
static const char *enrolled_with(struct run *s, struct reconcile_refused *out)
{
    begin(s);
    add(s, LIST_HUJI, "王小样", sound(NO_A));
    add(s, LIST_ENROLMENT, "王小样", sound(NO_A));
    s->r.refused = out;
    s->r.refused_n = 1;
    judge(s);
    return verdict_at(s, 0);
}

static void a_child_whose_row_was_refused_is_not_absent(void **state)
{
    struct run s;
    struct reconcile_refused out =
        left_out(LIST_ATTENDANCE, "王小样", DAY_NONE, 1);

    (void)state;
    assert_string_equal(enrolled_with(&s, &out), "unsure");
    assert_string_equal(s.r.entities[0].rule->name, "attendance_refused");
    assert_int_equal(s.r.entities_n, 1);
    assert_int_equal(s.r.pairs_n, 0);
    out = left_out(LIST_ENROLMENT, "王小样", DAY_NONE, 1);
    assert_string_equal(enrolled_with(&s, &out), "enrolled_absent");
}

static void a_refused_row_of_another_child_excuses_nobody(void **state)
{
    struct run s;
    struct reconcile_refused out =
        left_out(LIST_ATTENDANCE, "王小洋", DAY_NONE, 1);

    (void)state;
    assert_string_equal(enrolled_with(&s, &out), "enrolled_absent");
    out = left_out(LIST_ATTENDANCE, "王小样", DAY_NONE, 2);
    assert_string_equal(enrolled_with(&s, &out), "enrolled_absent");
    out = left_out(LIST_ATTENDANCE, "王小样", s.rows[0].birth + 1, 1);
    assert_string_equal(enrolled_with(&s, &out), "enrolled_absent");
    out = left_out(LIST_ATTENDANCE, "王小样", s.rows[0].birth, 1);
    assert_string_equal(enrolled_with(&s, &out), "unsure");
}

static void a_refused_row_sent_again_excuses_no_longer(void **state)
{
    struct run s;
    struct reconcile_refused out =
        left_out(LIST_ATTENDANCE, "王小样", DAY_NONE, 1);

    (void)state;
    begin(&s);
    add(&s, LIST_ENROLMENT, "王小样", sound(NO_A));
    add(&s, LIST_ATTENDANCE, "王小样", sound(NO_B)); /* another child's */
    s.rows[1].import = 2;
    s.r.refused = &out;
    s.r.refused_n = 1;
    judge(&s);
    assert_true(out.mended);
    s.rows[1].import = 1;
    out.mended = false;
    judge(&s);
    assert_false(out.mended);
}

static void refused_rows_of_either_list_hold_a_child_of_none(void **state)
{
    struct run s;
    struct reconcile_refused out = left_out(LIST_ENROLMENT, "王小样", 0, 1);

    (void)state;
    begin(&s);
    add(&s, LIST_HUJI, "王小样", sound(NO_A));
    s.r.refused = &out;
    s.r.refused_n = 1;
    judge(&s);
    assert_string_equal(verdict_at(&s, 0), "never_enrolled");
    out.birth = s.rows[0].birth;
    judge(&s);
    assert_string_equal(s.r.entities[0].rule->name, "lists_refused");
    out.list = LIST_ATTENDANCE;
    judge(&s);
    assert_string_equal(s.r.entities[0].rule->name, "lists_refused");
}

static void facts_survive_packing(void **state)
{
    const struct verdict_facts f = { .question = YES,
                                     .age = AGE_OVER,
                                     .enrolment = ENROL_OUTSIDE,
                                     .attendance = NO,
                                     .attendance_in = YES,
                                     .enrolment_in = NO,
                                     .change = REGISTER_GONE,
                                     .approval = YES,
                                     .survey = SURVEY_ENDED,
                                     .known = KNOWN_ASSIGNED,
                                     .special = SPECIAL_DISABLED,
                                     .refused = REFUSED_BOTH };
    struct verdict_facts back = verdict_unpack(verdict_pack(&f));

    (void)state;
    assert_true(verdict_pack(&f) > 0);
    assert_memory_equal(&back, &f, sizeof f);
}

/* ---- judged again ---- */
/* A child of the 学籍 list, or a row of a school's list, as a run leaves it. */
static struct reconcile_piece piece(enum reconcile_list list, bool anchored)
{
    const bool enrolled = list == LIST_ENROLMENT;

    return (struct reconcile_piece) {
        .facts = { .question = NO,
                   .age = AGE_DUE,
                   .enrolment = enrolled ? ENROL_ACTIVE : ENROL_NONE,
                   .attendance = enrolled ? NO : YES,
                   .attendance_in = YES,
                   .enrolment_in = YES,
                   .change = REGISTER_STAYS,
                   .approval = NO,
                   .survey = SURVEY_NONE,
                   .known = KNOWN_LISTED,
                   .special = SPECIAL_NONE,
                   .refused = REFUSED_NONE },
        .lists = UINT32_C(1) << list,
        .anchored = anchored,
    };
}

static const char *again_at(const struct reconcile *r,
                            const struct reconcile_piece *p)
{
    return r->entities[p->child].rule->name;
}

/* One row without a number, and three whom it may be; the third far behind. */
#define ROW_AND_THREE                                                          \
    struct reconcile r;                                                        \
    struct reconcile_piece p[] = { piece(LIST_ATTENDANCE, false),              \
                                   piece(LIST_ENROLMENT, true),                \
                                   piece(LIST_ENROLMENT, true),                \
                                   piece(LIST_ENROLMENT, true) };              \
    struct reconcile_link l[] = { { .a = 0, .b = 1, .score = 90 },             \
                                  { .a = 0, .b = 2, .score = 88 },             \
                                  { .a = 0, .b = 3, .score = MATCH_ASK } };    \
    (void)state

static void again(struct reconcile *r, struct reconcile_piece *p,
                  struct reconcile_link *l)
{
    assert_int_equal(reconcile_again(r, p, 4, l, 3, &scene_arena), ERR_OK);
}

static void what_nobody_decided_is_asked_as_before(void **state)
{
    ROW_AND_THREE;
    again(&r, p, l);
    assert_int_equal(r.entities_n, 4);
    assert_string_equal(again_at(&r, &p[1]), "candidates");
    assert_true(r.entities[p[0].child].member);
    assert_false(l[0].alternative || l[0].spare);
    assert_true(l[1].alternative);
    assert_true(l[2].spare);
    assert_string_equal(again_at(&r, &p[3]), "enrolled_absent");
}

static void two_said_to_be_one_are_one(void **state)
{
    ROW_AND_THREE;
    l[0].said = SAID_SAME;
    l[1].said = SAID_DIFFERENT;
    again(&r, p, l);
    assert_int_equal(p[0].child, p[1].child);
    assert_int_equal(r.entities_n, 3);
    assert_string_equal(again_at(&r, &p[0]), "in_school");
    assert_string_equal(again_at(&r, &p[2]), "enrolled_absent");
}

/* The next best is asked, and the one behind it too when that is none. */
static void what_waits_is_asked_when_the_better_is_not(void **state)
{
    ROW_AND_THREE;
    l[0].said = SAID_DIFFERENT;
    again(&r, p, l);
    assert_string_equal(again_at(&r, &p[1]), "enrolled_absent");
    assert_string_equal(again_at(&r, &p[2]), "candidates");
    l[1].said = SAID_DIFFERENT;
    again(&r, p, l);
    assert_string_equal(again_at(&r, &p[2]), "enrolled_absent");
    assert_string_equal(again_at(&r, &p[3]), "candidates");
    assert_false(l[2].spare);
    l[2].said = SAID_DIFFERENT;
    again(&r, p, l);
    assert_string_equal(again_at(&r, &p[3]), "enrolled_absent");
    assert_string_equal(again_at(&r, &p[0]), "present_unenrolled");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_child_in_all_three_lists_is_in_school),
        cmocka_unit_test(without_its_schools_list_a_child_is_unsure),
        cmocka_unit_test(a_destroyed_number_makes_one_question),
        cmocka_unit_test(what_changes_no_verdict_is_asked_apart),
        cmocka_unit_test(an_absent_twin_is_not_hidden_by_the_other),
        cmocka_unit_test(who_moves_away_tomorrow_is_still_here_today),
        cmocka_unit_test(a_copied_number_joins_no_two_children),
        cmocka_unit_test(what_people_decided_holds),
        cmocka_unit_test(a_child_whose_row_was_refused_is_not_absent),
        cmocka_unit_test(a_refused_row_of_another_child_excuses_nobody),
        cmocka_unit_test(a_refused_row_sent_again_excuses_no_longer),
        cmocka_unit_test(refused_rows_of_either_list_hold_a_child_of_none),
        cmocka_unit_test(facts_survive_packing),
        cmocka_unit_test(what_nobody_decided_is_asked_as_before),
        cmocka_unit_test(two_said_to_be_one_are_one),
        cmocka_unit_test(what_waits_is_asked_when_the_better_is_not),
    };
    int failed;

    arena_init(&scene_arena, 0);
    failed = cmocka_run_group_tests_name("reconcile", tests, NULL, NULL);
    arena_free(&scene_arena);
    return failed;
}
