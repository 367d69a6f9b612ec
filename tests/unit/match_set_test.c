/* Many rows: proof joins, likeness only asks, and asks once. */
#include "match_scene.h"

enum { HUJI, ENROL, ATTEND, LISTS };

struct scene {
    struct match_row rows[16];
    struct match_entity entities[16];
    size_t n;
    struct match_pair *pairs;
    size_t pairs_n;
};

/* One more entity: its rows in the rosters of `lists`, its number sound or
 * not. */
static uint32_t put(struct scene *s, struct match_person p, unsigned lists)
{
    uint32_t e = (uint32_t)s->n;

    s->rows[s->n] = (struct match_row) { .p = p, .entity = e };
    s->entities[e].lists = lists;
    s->entities[e].anchored = match_number_sound(p.id_no);
    s->n++;
    return e;
}

static void propose(struct scene *s, const struct match_apart *apart,
                    size_t apart_n, const uint64_t *fingerprints)
{
    struct match_set set = { .rows = s->rows,
                             .rows_n = s->n,
                             .entities = s->entities,
                             .entities_n = s->n,
                             .fingerprints = fingerprints,
                             .apart = apart,
                             .apart_n = apart_n };

    assert_int_equal(match_propose(&set, &scene_arena, &s->pairs, &s->pairs_n),
                     ERR_OK);
}

/* Pairs that a person is asked about. */
static size_t asked(const struct scene *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->pairs_n; i++)
        n += !s->pairs[i].spare;
    return n;
}

static bool together(const struct scene *s, uint32_t a, uint32_t b)
{
    return s->entities[a].group == s->entities[b].group;
}

#define TWIN_A "23038120120315001"
#define TWIN_B "23038120120315003"
#define ALL (1u << HUJI | 1u << ENROL | 1u << ATTEND)

static struct match_person kid(const char *name, const char *no)
{
    struct match_person p = born(person(name, no), "2012-03-15", "1");

    p.household_no = "1001";
    p.guardian = "王样父";
    p.village = "230381100201";
    return p;
}

static void a_slip_is_proposed_to_whose_it_is(void **state)
{
    struct scene s = { 0 };
    const char *no = sound(TWIN_A);
    uint32_t a = put(&s, kid("王小样", no), 1u << HUJI | 1u << ENROL);
    uint32_t b = put(&s, kid("王小样", with(no, 10, '9')), 1u << ATTEND);

    (void)state;
    put(&s, kid("赵大本", sound("23038120120315005")), ALL);
    propose(&s, NULL, 0, NULL);
    assert_true(together(&s, a, b));
    assert_int_equal(asked(&s), 1);
    assert_false(s.pairs[0].alternative);
}

static void twins_with_neighbouring_numbers_stay_apart(void **state)
{
    struct scene s = { 0 };
    uint32_t a =
        put(&s, kid("王大样", sound(TWIN_A)), 1u << HUJI | 1u << ENROL);
    uint32_t b = put(&s, kid("王小样", sound(TWIN_B)), 1u << HUJI);
    /* Only the younger twin's school row is spoilt, towards the elder. */
    uint32_t c =
        put(&s, kid("王小样", with(sound(TWIN_B), 16, '1')), 1u << ATTEND);

    (void)state;
    propose(&s, NULL, 0, NULL);
    assert_false(together(&s, a, b));
    assert_true(together(&s, b, c));
    assert_int_equal(asked(&s), 1);
}

static void same_name_and_birthday_under_two_numbers_in_one_list_are_two(
    void **state)
{
    struct scene s = { 0 };
    uint32_t a = put(&s, kid("王小样", sound(TWIN_A)), ALL);
    uint32_t b = put(&s, kid("王小样", sound("23010320120315007")),
                     1u << HUJI | 1u << ENROL);

    (void)state;
    propose(&s, NULL, 0, NULL);
    assert_false(together(&s, a, b));
    assert_int_equal(asked(&s), 0);
}

static void one_child_under_two_numbers_is_asked(void **state)
{
    struct scene s = { 0 };
    uint32_t a = put(&s, kid("王小样", sound(TWIN_A)), 1u << HUJI);
    uint32_t b = put(&s, kid("王小样", sound("23010320120315007")),
                     1u << ENROL | 1u << ATTEND);

    (void)state;
    propose(&s, NULL, 0, NULL);
    assert_true(together(&s, a, b));
    assert_int_equal(asked(&s), 1);
}

static void two_that_fit_alike_are_put_side_by_side(void **state)
{
    struct scene s = { 0 };
    struct match_person lone = born(person("王小样", NULL), "2012-03-15", "1");
    uint32_t a = put(&s, kid("王小样", sound(TWIN_A)), 1u << HUJI);
    uint32_t b = put(&s, kid("王小样", sound("23010320120315007")), 1u << HUJI);
    uint32_t c = put(&s, lone, 1u << ATTEND);
    size_t alternatives = 0;

    (void)state;
    propose(&s, NULL, 0, NULL);
    assert_int_equal(asked(&s), 2);
    for (size_t i = 0; i < s.pairs_n; i++)
        alternatives += s.pairs[i].alternative;
    assert_int_equal(alternatives, 1);
    assert_false(together(&s, a, b));
    assert_true(together(&s, a, c) || together(&s, b, c));
}

static void two_numbers_that_fit_a_third_alike_are_both_asked(void **state)
{
    struct scene s = { 0 };

    (void)state;
    put(&s, kid("王小样", sound(TWIN_A)), 1u << HUJI);
    put(&s, kid("王小样", sound("23010320120315007")), 1u << ENROL);
    put(&s, kid("王小样", sound("23010320120315015")), 1u << ENROL);
    propose(&s, NULL, 0, NULL);
    assert_int_equal(s.pairs_n, 2);
    assert_int_equal(s.pairs[0].score, s.pairs[1].score);
    assert_int_equal(asked(&s), 2);
}

static void a_child_whose_numbers_are_all_spoilt_is_one_question(void **state)
{
    struct scene s = { 0 };
    const char *no = sound(TWIN_A);
    uint32_t a = put(&s, kid("王小样", with(no, 3, '9')), 1u << HUJI);
    uint32_t b = put(&s, kid("王小样", "230381120315001"), 1u << ENROL);
    uint32_t c = put(&s, kid("王小样", with(no, 17, no[17] == '1' ? '2' : '1')),
                     1u << ATTEND);

    (void)state;
    propose(&s, NULL, 0, NULL);
    assert_true(together(&s, a, b));
    assert_true(together(&s, b, c));
    assert_int_equal(asked(&s), 2);
}

static void what_was_decided_different_is_not_asked_again(void **state)
{
    static const uint64_t prints[] = { 7, 3 };
    static const struct match_apart apart[] = { { 1, 9 }, { 3, 7 } };
    struct scene s = { 0 };
    const char *no = sound(TWIN_A);
    uint32_t a = put(&s, kid("王小样", no), 1u << HUJI);
    uint32_t b = put(&s, kid("王小样", with(no, 10, '9')), 1u << ATTEND);

    (void)state;
    propose(&s, apart, 2, prints);
    assert_false(together(&s, a, b));
    assert_int_equal(asked(&s), 0);
    propose(&s, apart, 1, prints);
    assert_true(together(&s, a, b));
}

static struct match_row row(const char *name, uint8_t list)
{
    return (struct match_row) { .p = kid(name, sound(TWIN_A)), .list = list };
}

static void a_shared_number_belongs_to_whom_the_register_says(void **state)
{
    struct match_row rows[] = { row("王大样", ENROL), row("王小样", ENROL),
                                row("王小样", ATTEND), row("王小样", HUJI) };

    (void)state;
    assert_int_equal(match_share(rows, 4), 2);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(rows[i].entity, strcmp(rows[i].p.name, "王小样") != 0);
}

/* Of two in one list it is whose birth date fits it, however they lie. */
static void a_shared_number_belongs_to_whom_it_fits(void **state)
{
    (void)state;
    for (size_t first = 0; first < 2; first++) {
        struct match_row rows[] = { row("王大样", ENROL),
                                    row("王小样", ENROL) };

        rows[first].p.birth_date = "2013-05-06";
        assert_int_equal(match_share(rows, 2), 2);
        for (size_t i = 0; i < 2; i++)
            assert_int_equal(rows[i].entity,
                             strcmp(rows[i].p.birth_date, "2013-05-06") == 0);
    }
}

static void a_homophone_in_the_same_list_is_another_child(void **state)
{
    struct match_row rows[] = { row("王小样", HUJI), row("王晓样", ENROL),
                                row("王小样", ENROL), row("王晓样", ATTEND) };

    (void)state;
    assert_int_equal(match_share(rows, 4), 2);
    /* Whichever order they come in, the same name comes together. */
    for (size_t i = 0; i < 4; i++)
        if (rows[i].list == HUJI || strcmp(rows[i].p.name, "王小样") == 0)
            assert_int_equal(rows[i].entity, 0);
}

static void the_same_run_gives_the_same_answer(void **state)
{
    struct scene s = { 0 }, t;
    const char *no = sound(TWIN_A);

    (void)state;
    put(&s, kid("王小样", no), 1u << HUJI);
    put(&s, kid("王晓样", with(no, 10, '9')), 1u << ATTEND);
    put(&s, kid("王小样", with(no, 11, '9')), 1u << ENROL);
    t = s;
    propose(&s, NULL, 0, NULL);
    propose(&t, NULL, 0, NULL);
    assert_int_equal(s.pairs_n, t.pairs_n);
    assert_memory_equal(s.entities, t.entities, sizeof s.entities);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slip_is_proposed_to_whose_it_is),
        cmocka_unit_test(twins_with_neighbouring_numbers_stay_apart),
        cmocka_unit_test(
            same_name_and_birthday_under_two_numbers_in_one_list_are_two),
        cmocka_unit_test(one_child_under_two_numbers_is_asked),
        cmocka_unit_test(two_that_fit_alike_are_put_side_by_side),
        cmocka_unit_test(two_numbers_that_fit_a_third_alike_are_both_asked),
        cmocka_unit_test(a_child_whose_numbers_are_all_spoilt_is_one_question),
        cmocka_unit_test(what_was_decided_different_is_not_asked_again),
        cmocka_unit_test(a_shared_number_belongs_to_whom_the_register_says),
        cmocka_unit_test(a_shared_number_belongs_to_whom_it_fits),
        cmocka_unit_test(a_homophone_in_the_same_list_is_another_child),
        cmocka_unit_test(the_same_run_gives_the_same_answer),
    };
    int failed;

    arena_init(&scene_arena, 0);
    failed = cmocka_run_group_tests_name("match_set", tests, NULL, NULL);
    arena_free(&scene_arena);
    return failed;
}
