/* Two rows: one child or two?  All people here are made up. */
#include "match_scene.h"

#include "base/prng.h"

#define NO "23038120120315001"

static void slips_of_a_number_are_told_apart(void **state)
{
    const char *no = sound(NO);
    const struct {
        const char *other;
        enum match_number is;
    } t[] = {
        { NULL, NUMBER_UNKNOWN },
        { "", NUMBER_UNKNOWN },
        { no, NUMBER_SAME },
        { "230381120315001", NUMBER_FIFTEEN },
        { with(no, 17, no[17] == '0' ? '1' : '0'), NUMBER_CHECK },
        { with(no, 9, '7'), NUMBER_ONE_DIGIT },
        { with(with(no, 2, '3'), 3, '0'), NUMBER_SWAPPED },
        { arena_strndup(&scene_arena, no, 17), NUMBER_TAIL },
        { arena_printf(&scene_arena, "%.16s%s", no, no + 17),
          NUMBER_DIGIT_MISSING },
        { arena_printf(&scene_arena, "%.15s000", no), NUMBER_TAIL },
        { arena_strndup(&scene_arena, no, 14), NUMBER_TAIL },
        { arena_strndup(&scene_arena, no, 10), NUMBER_OTHER },
        { with(with(no, 9, '7'), 12, '9'), NUMBER_TWO_DIGITS },
        { with(with(with(no, 9, '7'), 12, '9'), 2, '9'), NUMBER_OTHER },
        { sound("23038120120315002"), NUMBER_BOTH_SOUND },
        { "11010519491231002X", NUMBER_BOTH_SOUND },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        if (match_number(no, t[i].other) != t[i].is)
            fail_msg("row %zu: %d", i, (int)match_number(no, t[i].other));
        assert_int_equal(match_number(t[i].other, no), t[i].is);
    }
}

static void names_differ_in_known_ways(void **state)
{
    static const struct {
        const char *a, *b;
        enum match_name is;
    } t[] = {
        { "王小样", "王小样", NAME_SAME },
        { "王　小样", "王小样", NAME_SAME },
        { "張樣樣", "张样样", NAME_VARIANT },
        { "阿依·样本", "阿依‧样本", NAME_SAME },
        { "阿依·样本", "阿依样本", NAME_VARIANT },
        { "王晨样", "王辰样", NAME_SOUND },
        { "李子轩", "李紫萱", NAME_SOUND },
        { "王晴样", "王请样", NAME_SOUND },
        { "赵杨样", "赵场样", NAME_ALIKE },
        { "赵己样", "赵巳样", NAME_ALIKE },
        { "王小样", "李小样", NAME_SURNAME },
        { "王样", "李样", NAME_OTHER },
        { "王小样", "王大样", NAME_ONE },
        { "王小样", "王小", NAME_PART },
        { "阿依样本·范例", "阿依样本", NAME_PART },
        { "王小样", "赵大本", NAME_OTHER },
        { "王小样", "", NAME_UNKNOWN },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct match_person a = person(t[i].a, NULL);
        struct match_person b = person(t[i].b, NULL);

        if (match_name(&a, &b) != t[i].is)
            fail_msg("%s %s: %d", t[i].a, t[i].b, (int)match_name(&a, &b));
        assert_int_equal(match_name(&b, &a), t[i].is);
    }
}

static void proof_wants_a_sound_number_and_a_name_that_agrees(void **state)
{
    const char *no = sound(NO), *slip = with(no, 9, '7');
    struct match_person a = person("王小样", no);
    const struct {
        const char *name, *no;
        enum match_proof is;
    } t[] = {
        { "王小样", no, PROVED_NUMBER },
        { "王晓样", no, PROVED_NUMBER },
        { "李小样", no, PROVED_NUMBER },
        { "王大样", no, PROVED_NOT },
        { "赵大本", no, PROVED_NOT },
        { "王小", no, PROVED_NOT },
        { "王小样", slip, PROVED_NOT },
        { "王小样", "", PROVED_NOT },
        { "王小样", "230381120315001", PROVED_NOT },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct match_person b = person(t[i].name, t[i].no);

        if (match_proves(&a, &b) != t[i].is || match_proves(&b, &a) != t[i].is)
            fail_msg("row %zu", i);
    }
}

static void one_slip_in_two_rosters_is_proof_with_one_name(void **state)
{
    const char *slip = with(sound(NO), 9, '7');
    const char *cut = arena_printf(&scene_arena, "%.15s000", sound(NO));
    struct match_person a = person("王小样", slip), b = a;
    struct match_person c = person("王晓样", slip);

    (void)state;
    assert_int_equal(match_proves(&a, &b), PROVED_SLIP);
    assert_int_equal(match_proves(&a, &c), PROVED_NOT);
    /* What a spreadsheet left is the same of many. */
    a = b = person("王小样", cut);
    assert_int_equal(match_proves(&a, &b), PROVED_NOT);
}

static void a_student_number_proves_where_numbers_do_not_speak(void **state)
{
    const char *g = arena_printf(&scene_arena, "G%s", sound(NO));
    struct match_person a = person("王小样", sound(NO));
    struct match_person b = person("王小样", NULL);

    (void)state;
    a.student_no = b.student_no = g;
    assert_int_equal(match_proves(&a, &b), PROVED_STUDENT_NO);
    b = person("王大样", NULL);
    b.student_no = g;
    assert_int_equal(match_proves(&a, &b), PROVED_NOT);
    b = person("王小样", sound("23038120120315003"));
    b.student_no = g;
    assert_int_equal(match_proves(&a, &b), PROVED_NOT);
    /* A provisional one is nobody's for good. */
    a = b = person("王小样", NULL);
    a.student_no = b.student_no = "L230381201203150001";
    assert_int_equal(match_proves(&a, &b), PROVED_NOT);
}

static struct match_person child(const char *name, const char *no)
{
    return born(person(name, no), "2012-03-15", "1");
}

static void likely_pairs_are_asked(void **state)
{
    const char *no = sound(NO);
    struct match_person a = child("王小样", no);
    const char *other[][2] = {
        { "王小样", with(no, 9, '7') },
        { "王晓样", with(no, 15, '7') },
        { "王小样", "230381120315001" },
        { "王小样", NULL },
        { "王晓样", NULL },
        { "李小样", with(with(no, 2, '3'), 3, '0') },
    };

    (void)state;
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        struct match_person b = child(other[i][0], other[i][1]);

        if (match_compare(&a, &b).score < MATCH_ASK)
            fail_msg("row %zu", i);
    }
}

static void unlikely_pairs_are_not(void **state)
{
    const char *no = sound(NO);
    struct match_person a = child("王小样", no), b;

    (void)state;
    b = child("赵大本", NULL);
    assert_true(match_compare(&a, &b).score < MATCH_ASK);
    b = born(person("王小样", NULL), "2010-11-02", "1");
    assert_true(match_compare(&a, &b).score < MATCH_ASK);
    b = born(person("王晓样", NULL), "2012-03-15", "2");
    assert_true(match_compare(&a, &b).score < MATCH_ASK);
    b = person("王小样", NULL); /* a name alone is many people's */
    assert_true(match_compare(&a, &b).score < MATCH_ASK);
}

/* 随机 rows never join but by proof, and every comparison is symmetric. */
static void comparison_is_symmetric_and_never_proof(void **state)
{
    static const char *const names[] = { "王小样",  "王晓样", "李小样",
                                         "王大样",  "張小样", "张小样",
                                         "阿依·样", "样" };
    struct prng r;

    (void)state;
    prng_seed(&r, 4, 1);
    for (int i = 0; i < 4000; i++) {
        struct match_person p[2];
        struct match_score s, back;
        enum match_proof proof;

        for (int k = 0; k < 2; k++) {
            const char *no =
                sound(prng_below(&r, 2) ? NO : "23038120120315002");

            if (prng_below(&r, 2))
                no = with(no, prng_below(&r, 18),
                          (char)('0' + (int)prng_below(&r, 10)));
            if (prng_below(&r, 5) == 0)
                no = arena_strndup(&scene_arena, no, prng_below(&r, 18));
            p[k] = child(names[prng_below(&r, 8)], no);
        }
        s = match_compare(&p[0], &p[1]);
        back = match_compare(&p[1], &p[0]);
        assert_int_equal(s.score, back.score);
        assert_int_equal(s.evidence, back.evidence);
        proof = match_proves(&p[0], &p[1]);
        assert_int_equal(proof, match_proves(&p[1], &p[0]));
        if (proof != PROVED_NOT)
            assert_string_equal(p[0].id_no, p[1].id_no);
        arena_reset(&scene_arena);
    }
}

static void every_evidence_explains_itself(void **state)
{
    struct buf b;

    (void)state;
    for (size_t i = 0; i < EV_N; i++) {
        assert_non_null(match_weights[i].code);
        assert_non_null(match_weights[i].says);
    }
    buf_init(&b);
    match_says(UINT32_C(1) << EV_SEX_OTHER | UINT32_C(1) << EV_NAME_SOUND |
                   UINT32_C(1) << EV_BIRTH_SAME,
               &b);
    assert_string_equal(b.data, "姓名同音；出生日期相同；性别不同");
    buf_free(&b);
    assert_true(match_confidence(MATCH_ASK) == 0.5);
    assert_true(match_confidence(200) < 1.0);
}

static void differing_characters_are_marked(void **state)
{
    struct match_mark m[2][MATCH_MARKS];
    size_t n[2];

    (void)state;
    match_marks("王小样", "王晓样", m, n);
    assert_int_equal(n[0], 1);
    assert_int_equal(n[1], 1);
    assert_int_equal(m[0][0].from, 1);
    assert_int_equal(m[0][0].n, 1);
    match_marks("230381", "230831", m, n);
    assert_int_equal(n[0], 1);
    assert_int_equal(n[1], 1);
    match_marks("王小样", "王小", m, n);
    assert_int_equal(n[0], 1);
    assert_int_equal(n[1], 0);
    assert_int_equal(m[0][0].from, 2);
    match_marks("样", "样", m, n);
    assert_int_equal(n[0] + n[1], 0);
    match_marks(NULL, "样本", m, n);
    assert_int_equal(n[1], 1);
    assert_int_equal(m[1][0].n, 2);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(slips_of_a_number_are_told_apart),
        cmocka_unit_test(names_differ_in_known_ways),
        cmocka_unit_test(proof_wants_a_sound_number_and_a_name_that_agrees),
        cmocka_unit_test(one_slip_in_two_rosters_is_proof_with_one_name),
        cmocka_unit_test(a_student_number_proves_where_numbers_do_not_speak),
        cmocka_unit_test(likely_pairs_are_asked),
        cmocka_unit_test(unlikely_pairs_are_not),
        cmocka_unit_test(comparison_is_symmetric_and_never_proof),
        cmocka_unit_test(every_evidence_explains_itself),
        cmocka_unit_test(differing_characters_are_marked),
    };
    int failed;

    arena_init(&scene_arena, 0);
    failed = cmocka_run_group_tests_name("match", tests, NULL, NULL);
    arena_free(&scene_arena);
    return failed;
}
