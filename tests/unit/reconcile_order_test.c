/* The same lists give the same verdicts, whatever order a store keeps them in.
 * All people are made up. */
#include "reconcile_scene.h"

/* Two of the 户籍 fit a pupil without a number alike. */
static void fit_alike(struct run *s, bool turned)
{
    const char *no[] = { sound(NO_A), sound("23010320160315007") };

    begin(s);
    if (turned)
        add(s, LIST_ATTENDANCE, "王小样", NULL);
    for (size_t i = 0; i < 2; i++)
        add(s, LIST_HUJI, "王小样", no[turned ? 1 - i : i]);
    if (!turned)
        add(s, LIST_ATTENDANCE, "王小样", NULL);
    for (size_t i = 0; turned && i < 3; i++)
        s->rows[i].line = (uint32_t)(4 - i);
    judge(s);
}

static void the_order_of_the_store_decides_nothing(void **state)
{
    struct run s, t;

    (void)state;
    fit_alike(&s, false);
    fit_alike(&t, true);
    assert_int_equal(s.r.entities_n, 3);
    assert_int_equal(t.r.entities_n, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(s.rows[i].line, t.rows[i].line);
        assert_int_equal(s.r.entities[i].group, t.r.entities[i].group);
        assert_string_equal(verdict_at(&s, i), verdict_at(&t, i));
    }
    /* Either may be the pupil: a person is asked about both. */
    assert_string_equal(verdict_at(&s, 0), "unsure");
    assert_string_equal(verdict_at(&s, 1), "unsure");
    assert_int_equal(s.r.pairs_n, 2);
    assert_false(s.r.pairs[0].spare || s.r.pairs[1].spare);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_the_store_decides_nothing),
    };
    int failed;

    arena_init(&scene_arena, 0);
    failed = cmocka_run_group_tests_name("reconcile_order", tests, NULL, NULL);
    arena_free(&scene_arena);
    return failed;
}
