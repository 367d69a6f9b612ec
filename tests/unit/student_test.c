/* The rule of a child's number, and how names, phones and reasons are taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "domain/clean.h"
#include "domain/codes.h"
#include "domain/id_no.h"
#include "domain/patch.h"
#include "domain/student.h"

#define TODAY "2026-08-20"
#define SOUND "11010519491231002X" /* of the standard itself */

static struct arena arena;

static int begin(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static struct student_row child(const char *id_no)
{
    struct student_row s;

    record_clear(&student_row, &s);
    s.name = "测试";
    s.id_no = id_no;
    return s;
}

static void a_number_gives_birth_date_and_sex(void **state)
{
    struct student_row s = child(" 11010519491231002x ");

    (void)state;
    assert_null(student_number(&arena, TODAY, &s).pointer);
    assert_string_equal(s.id_no, SOUND);
    assert_string_equal(s.id_no_state, "ok");
    assert_string_equal(s.birth_date, "1949-12-31");
    assert_string_equal(s.sex, "2");
}

static void a_sound_number_must_agree_with_the_birth_date(void **state)
{
    struct student_row s = child(SOUND);

    (void)state;
    s.birth_date = "1949-12-30";
    assert_string_equal(student_number(&arena, TODAY, &s).pointer,
                        "/birth_date");
}

static void a_sound_number_must_agree_with_the_sex(void **state)
{
    struct student_row s = child(SOUND);

    (void)state;
    s.sex = "1";
    assert_string_equal(student_number(&arena, TODAY, &s).pointer, "/sex");
}

static void a_wrong_check_digit_is_kept_as_a_doubt(void **state)
{
    struct student_row s = child("110105194912310021");

    (void)state;
    s.birth_date = "1949-12-30"; /* not judged by a doubtful number */
    assert_null(student_number(&arena, TODAY, &s).pointer);
    assert_string_equal(s.id_no_state, "check_digit");
    assert_true(student_number_doubtful(s.id_no_state));
}

static void a_number_of_the_wrong_length_is_refused(void **state)
{
    struct student_row s = child("1101051949123100");

    (void)state;
    assert_string_equal(student_number(&arena, TODAY, &s).pointer, "/id_no");
}

static void no_number_is_no_fault(void **state)
{
    struct student_row s = child(NULL);

    (void)state;
    assert_null(student_number(&arena, TODAY, &s).pointer);
    assert_string_equal(s.id_no_state, "missing");
    assert_false(student_number_doubtful(s.id_no_state));
}

static void a_passport_is_not_judged_as_a_resident_number(void **state)
{
    struct student_row s = child("e 1234567");

    (void)state;
    s.id_kind = "A";
    assert_null(student_number(&arena, TODAY, &s).pointer);
    assert_string_equal(s.id_no, "E1234567");
    assert_string_equal(s.id_no_state, "other");
}

static void nobody_is_born_tomorrow(void **state)
{
    struct student_row s = child(NULL);

    (void)state;
    s.birth_date = "2026-08-21";
    assert_string_equal(student_number(&arena, TODAY, &s).pointer,
                        "/birth_date");
}

static void fifteen_digits_meet_their_eighteen(void **state)
{
    char full[ID_NO_SIZE];

    (void)state;
    assert_true(id_no_upgrade("110105491231002", full));
    assert_string_equal(student_number_key(&arena, "110105491231002"), full);
    assert_string_equal(student_number_key(&arena, full), full);
}

static void names_of_every_kind_are_taken(void **state)
{
    static const struct {
        const char *typed, *stored;
    } t[] = {
        { " 王　明 ", "王明" },
        { "买买提•吐尔逊", "买买提·吐尔逊" },
        { "𠮷田", "𠮷田" },
        { "Anna Petrova", "Anna Petrova" },
    };
    const char *out;

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        assert_null(clean_name(&arena, t[i].typed, &out));
        assert_string_equal(out, t[i].stored);
    }
}

static void a_name_holds_no_digits(void **state)
{
    const char *out;

    (void)state;
    assert_non_null(clean_name(&arena, "王明2", &out));
    assert_non_null(clean_name(&arena, "王明２", &out));
    assert_non_null(clean_name(&arena, "··", &out));
}

static void a_reason_holds_no_number(void **state)
{
    (void)state;
    assert_null(reveal_reason_fault("办理转学，核对 2026 年学籍"));
    assert_non_null(reveal_reason_fault("核对 230381"));
    assert_non_null(reveal_reason_fault("核对２３０３８１"));
}

static void an_address_is_masked_without_its_length(void **state)
{
    struct buf b;

    (void)state;
    buf_init(&b);
    mask_address(&b, "某某镇某某村1组");
    assert_string_equal(b.data, "******");
    buf_free(&b);
}

static void a_patch_changes_only_what_was_sent(void **state)
{
    struct student_row s = child(SOUND);
    struct student_patch p;
    size_t note, sex;

    (void)state;
    s.note = "旧";
    s.sex = "2";
    record_clear(&student_patch, &p);
    record_field(&student_patch, "note", &note);
    record_field(&student_patch, "sex", &sex);
    p.note = "";
    p.seen = UINT64_C(1) << note;
    patch_apply(&student_patch, &p, &student_row, &s);
    assert_null(s.note);
    assert_string_equal(s.sex, "2");
    p.seen = UINT64_C(1) << sex;
    patch_apply(&student_patch, &p, &student_row, &s);
    assert_null(s.sex);
}

static void tags_come_apart(void **state)
{
    struct student_view s = { .tag_codes = "poverty,left_behind" };

    (void)state;
    assert_int_equal(student_tags(&arena, &s), ERR_OK);
    assert_int_equal(s.tags.n, 2);
    assert_string_equal(((const char **)s.tags.items)[1], "left_behind");
    s.tag_codes = NULL;
    assert_int_equal(student_tags(&arena, &s), ERR_OK);
    assert_int_equal(s.tags.n, 0);
}

static void every_code_table_has_codes_of_its_own(void **state)
{
    (void)state;
    for (size_t i = 0; code_tables[i]; i++) {
        const struct code *c = code_tables[i]->rows;

        assert_non_null(c->code);
        for (; c->code; c++)
            for (const struct code *d = c + 1; d->code; d++)
                assert_string_not_equal(c->code, d->code);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(code_tables[i]->name, code_tables[k]->name);
    }
}

static void a_grade_belongs_to_its_stage(void **state)
{
    (void)state;
    assert_string_equal(grade_stage("16"), "primary");
    assert_string_equal(grade_stage("24"), "junior");
    assert_null(grade_stage("25"));
    assert_null(grade_stage(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_gives_birth_date_and_sex),
        cmocka_unit_test(a_sound_number_must_agree_with_the_birth_date),
        cmocka_unit_test(a_sound_number_must_agree_with_the_sex),
        cmocka_unit_test(a_wrong_check_digit_is_kept_as_a_doubt),
        cmocka_unit_test(a_number_of_the_wrong_length_is_refused),
        cmocka_unit_test(no_number_is_no_fault),
        cmocka_unit_test(a_passport_is_not_judged_as_a_resident_number),
        cmocka_unit_test(nobody_is_born_tomorrow),
        cmocka_unit_test(fifteen_digits_meet_their_eighteen),
        cmocka_unit_test(names_of_every_kind_are_taken),
        cmocka_unit_test(a_name_holds_no_digits),
        cmocka_unit_test(a_reason_holds_no_number),
        cmocka_unit_test(an_address_is_masked_without_its_length),
        cmocka_unit_test(a_patch_changes_only_what_was_sent),
        cmocka_unit_test(tags_come_apart),
        cmocka_unit_test(every_code_table_has_codes_of_its_own),
        cmocka_unit_test(a_grade_belongs_to_its_stage),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
