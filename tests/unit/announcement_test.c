/* 公告 without any child's data: what is refused, and what is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "domain/announcement.h"
#include "domain/student.h"
#include "store/announcement_store.h"
#include "store/schooling_store.h"
#include "store/student_store.h"
#include "store_world.h"

static struct world w;

static int open_world(void **state)
{
    (void)state;
    world_open(&w);
    return 0;
}

static int close_world(void **state)
{
    (void)state;
    world_close(&w);
    return 0;
}

static const char *fault(const char *text)
{
    const char *detail = NULL, *code = announcement_fault(text, &detail);

    if (code)
        assert_non_null(strstr(detail, "没有保存"));
    return code ? code : "";
}

/* ---- numbers ----------------------------------------------------------- */
static void an_identity_number_is_found(void **state)
{
    static const char *const t[] = {
        "230381201501019017",
        "证件号23038120150101901X。",
        "230381150101901",
        "230381********9017",
        "230381****************",
        "2303 8120 1501 0190 17",
        "230381-20150101-9017",
        "２３０３８１２０１５０１０１９０１７",
        "二三〇三八一二〇一五〇一〇一九〇一七",
        "230381×××××××××××17",
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        if (strcmp(fault(t[i]), "child.id_no") != 0)
            fail_msg("not found: %s", t[i]);
}

static void a_telephone_number_is_found(void **state)
{
    static const char *const t[] = { "电话19900001234",        "199****1234",
                                     "199 0000 1234",          "0467-5822222",
                                     "１９９００００１２３４", "5822222",
                                     "幺九九零零零零一二三四" };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        if (strcmp(fault(t[i]), "child.phone") != 0)
            fail_msg("not found: %s", t[i]);
}

static void an_address_is_found(void **state)
{
    static const char *const t[] = { "解放街12号",     "虎头村3组",
                                     "家住虎头村三组", "3号楼2单元",
                                     "某小区5栋",      "501室",
                                     "建设路１２号" };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        if (strcmp(fault(t[i]), "child.address") != 0)
            fail_msg("not found: %s", t[i]);
}

static void counts_dates_and_document_numbers_may_stand(void **state)
{
    static const char *const t[] = {
        "2026年，对12个乡镇街道督查36次，指出问题120个。",
        "依据虎政规〔2020〕1号，2026年8月31日前完成。",
        "入学率99.87%，辍学率0.12%，涉及60000名学生。",
        "一、整改按期完成；二、台账及时更新；三、通知书送达。",
        "虎头村有3户没有送达，杨岗镇19个村全部送达。",
        "第一组、第二组分别督查。",
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        if (*fault(t[i]))
            fail_msg("refused as %s: %s", fault(t[i]), t[i]);
}

/* ---- pieces ------------------------------------------------------------ */
static bool has_piece(const struct list *pieces, const char *text)
{
    const char *const *p = pieces->items;

    for (size_t i = 0; i < pieces->n; i++)
        if (strcmp(p[i], text) == 0)
            return true;
    return false;
}

static void pieces_are_every_run_of_a_names_length_once(void **state)
{
    struct list out;
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(announcement_pieces("王 小明，王小明", &a, &out), ERR_OK);
    assert_int_equal(out.n, 3); /* 王小, 小明, 王小明 */
    assert_true(has_piece(&out, "王小明"));
    arena_free(&a);
}

/* Across the place where a long run is cut. */
static void a_name_in_the_midst_of_a_long_run_is_a_piece(void **state)
{
    char text[2000] = "";
    struct list out;
    struct arena a;

    (void)state;
    for (int i = 0; i < 98; i++)
        strcat(text, "督");
    strcat(text, "王小明督查");
    arena_init(&a, 0);
    assert_int_equal(announcement_pieces(text, &a, &out), ERR_OK);
    assert_true(has_piece(&out, "王小明"));
    arena_free(&a);
}

/* ---- names of the register --------------------------------------------- */
static void plant(const char *child, const char *guardian)
{
    struct act act = world_act(&w, ROLE_BUREAU);
    struct guardian_row g;
    struct student_row s;

    record_clear(&student_row, &s);
    s.name = child;
    s.residence_division = w.village;
    assert_int_equal(db_begin(w.writer), ERR_OK);
    world_as(&w, w.writer, ROLE_BUREAU);
    assert_int_equal(store_student_create(w.writer, &w.arena, &act, &s),
                     ERR_OK);
    record_clear(&guardian_row, &g);
    g.student_id = s.id;
    g.name = guardian;
    g.main = 1;
    assert_int_equal(store_guardian_set(w.writer, &w.arena, &act, &g), ERR_OK);
    assert_int_equal(db_commit(w.writer), ERR_OK);
}

static enum err check(const char *text, struct refusal *why)
{
    *why = (struct refusal) { NULL, NULL, NULL };
    world_as(&w, w.writer, ROLE_INSPECTOR);
    return store_announcement_check(w.writer, &w.arena, "body", text, why);
}

static void a_registered_name_is_refused_and_told(void **state)
{
    static const char *const t[] = { "经查，测小满已返校。", "测 小 满已返校",
                                     "测　小满", "其祖父测长庚表示感谢" };
    struct refusal why;

    (void)state;
    plant("测小满", "测长庚");
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        if (check(t[i], &why) != ERR_INVALID)
            fail_msg("let through: %s", t[i]);
        assert_string_equal(why.code, "child.name");
        assert_string_equal(why.pointer, "body");
        assert_non_null(strstr(why.detail, "测"));
    }
    assert_int_equal(check("经查，测小已返校。", &why), ERR_OK);
    assert_int_equal(check("2026年督查12次，无超期。", &why), ERR_OK);
}

static void a_name_with_a_dot_is_refused_with_and_without_it(void **state)
{
    struct refusal why;

    (void)state;
    plant("买买提·测试江", "测长庚");
    assert_int_equal(check("买买提·测试江已返校。", &why), ERR_INVALID);
    assert_int_equal(check("买买提测试江已返校。", &why), ERR_INVALID);
}

/* A child that is called as its township begins is not told by its name. */
static void the_name_of_a_unit_is_nobodys(void **state)
{
    struct refusal why;

    (void)state;
    plant("杨岗", "测长庚");
    assert_int_equal(check("杨岗镇整改按期完成。", &why), ERR_OK);
    assert_int_equal(check("杨岗已经返校。", &why), ERR_INVALID);
}

/* ---- the text ---------------------------------------------------------- */
static void the_draft_is_made_of_counts_and_units_and_passes(void **state)
{
    const struct announcement_counts c = { 6, 5, 9, 7, 4, 2, 3 };
    const struct announcement_rank ranks[] = { { "虎头镇", 97.25 },
                                               { "杨岗镇", 91 } };
    struct refusal why;
    const char *text;

    (void)state;
    plant("测小满", "测长庚");
    text = announcement_text(&w.arena, 2026, &c, ranks, 2);
    assert_non_null(strstr(text, "对5个单位开展控辍保学督查6次"));
    assert_non_null(strstr(text, "指出问题9个，下达限期整改7项"));
    assert_non_null(strstr(text, "复查通过4项、正在整改3项、曾超过期限2项"));
    assert_non_null(strstr(text, "虎头镇（97.2分）、杨岗镇（91.0分）"));
    assert_int_equal(check(text, &why), ERR_OK);
}

#define IN_WORLD(test)                                                         \
    cmocka_unit_test_setup_teardown(test, open_world, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_identity_number_is_found),
        cmocka_unit_test(a_telephone_number_is_found),
        cmocka_unit_test(an_address_is_found),
        cmocka_unit_test(counts_dates_and_document_numbers_may_stand),
        cmocka_unit_test(pieces_are_every_run_of_a_names_length_once),
        cmocka_unit_test(a_name_in_the_midst_of_a_long_run_is_a_piece),
        IN_WORLD(a_registered_name_is_refused_and_told),
        IN_WORLD(a_name_with_a_dot_is_refused_with_and_without_it),
        IN_WORLD(the_name_of_a_unit_is_nobodys),
        IN_WORLD(the_draft_is_made_of_counts_and_units_and_passes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
