/* Identity, student, certificate and telephone numbers.  All are made up or
 * the examples of GB 11643-1999. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "domain/id_no.h"

static void the_standards_own_examples_are_sound(void **state)
{
    char birth[CLOCK_DATE_MAX];

    (void)state;
    assert_int_equal(id_no_check("11010519491231002X", 0), ID_NO_OK);
    assert_int_equal(id_no_check("440524188001010014", 0), ID_NO_OK);
    assert_int_equal(id_no_check_digit("440524188001010014"), '4');
    assert_true(id_no_birth("11010519491231002X", birth));
    assert_true(id_no_birth_certain("11010519491231002X", birth));
    assert_string_equal(birth, "1949-12-31");
    assert_true(id_no_birth("440524188001010014", birth));
    assert_string_equal(birth, "1880-01-01");
    assert_int_equal(id_no_sex("11010519491231002X"), 2);
    assert_int_equal(id_no_sex("440524188001010014"), 1);
}

static void what_is_typed_is_mended(void **state)
{
    static const struct {
        const char *in, *out;
        enum id_no_fault fault;
    } t[] = {
        { "11010519491231002x", "11010519491231002X", ID_NO_OK },
        { "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X",
          ID_NO_OK },
        { "１１０１０５１９４９１２３１００２ｘ", "11010519491231002X",
          ID_NO_OK },
        { "'11010519491231002X", "11010519491231002X", ID_NO_OK },
        { "’11010519491231002X", "11010519491231002X", ID_NO_OK },
        { "`11010519491231002X`", "11010519491231002X", ID_NO_OK },
        { " 110105 19491231\u3000002X\t", "11010519491231002X", ID_NO_OK },
        { "110105-19491231-002X", "11010519491231002X", ID_NO_OK },
        { "\uFEFF\u202D11010519491231002X\u202C", "11010519491231002X",
          ID_NO_OK },
        { "11010519491231002×", "11010519491231002X", ID_NO_OK },
        { "11010519491231002Ⅹ", "11010519491231002X", ID_NO_OK },
        { "", "", ID_NO_OK },
        { "11010519491231002XX", "11010519491231002X", ID_NO_LENGTH },
        { "11010519491231002Y", "11010519491231002Y", ID_NO_CHARACTER },
        { "无", "", ID_NO_CHARACTER },
        { "1101\xFF", "1101", ID_NO_CHARACTER },
        { "1.10105E+17", "1.10105E+17", ID_NO_EXCEL_DAMAGE },
        { "1.1e+17", "1.1E+17", ID_NO_EXCEL_DAMAGE },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        char out[ID_NO_SIZE];

        assert_int_equal(id_no_normalise(t[i].in, out), t[i].fault);
        assert_string_equal(out, t[i].out);
    }
}

static void each_fault_is_told_apart(void **state)
{
    static const struct {
        const char *no;
        unsigned flags;
        enum id_no_fault fault;
    } t[] = {
        { "110105194912310021", 0, ID_NO_CHECK_DIGIT },
        { "", 0, ID_NO_LENGTH },
        { "2303812013010100", 0, ID_NO_LENGTH },
        { "1101051949123100X2", 0, ID_NO_CHARACTER },
        { "11010549123100X", 0, ID_NO_CHARACTER },
        { "11010519491231002x", 0, ID_NO_CHARACTER },
        { "1101051949123100 X", 0, ID_NO_CHARACTER },
        { "110105194902290021", 0, ID_NO_DATE }, /* 1949 was no leap year */
        { "110105190002290021", 0, ID_NO_DATE }, /* nor 1900 */
        { "110105200002290021", 0, ID_NO_OK },
        { "110105194904310021", 0, ID_NO_DATE },
        { "110105194900310021", 0, ID_NO_DATE },
        { "110105194913310021", 0, ID_NO_DATE },
        { "110105000012310021", 0, ID_NO_DATE },
        { "110105491231002", 0, ID_NO_FIFTEEN },
        { "110105491331002", 0, ID_NO_DATE },
        { "1.10105E+17", 0, ID_NO_EXCEL_DAMAGE },
        { "110105194912310000", ID_NO_NUMERIC_CELL, ID_NO_EXCEL_DAMAGE },
        { "110105194912310000", 0, ID_NO_CHECK_DIGIT },
        { "110105194912310012", ID_NO_NUMERIC_CELL, ID_NO_CHECK_DIGIT },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        if (id_no_check(t[i].no, t[i].flags) != t[i].fault)
            fail_msg("%s: %d, not %d", t[i].no,
                     (int)id_no_check(t[i].no, t[i].flags), (int)t[i].fault);
}

/* What a check digit is for: every wrong digit and every swap of unequal
 * neighbours shows. */
static void one_wrong_or_swapped_digit_always_shows(void **state)
{
    static const char good[] = "11010519491231002X";

    (void)state;
    for (size_t i = 0; i < 17; i++) {
        char no[ID_NO_SIZE];

        for (char c = '0'; c <= '9'; c++) {
            memcpy(no, good, sizeof no);
            no[i] = c;
            assert_int_equal(id_no_check(no, 0) == ID_NO_OK, c == good[i]);
        }
        memcpy(no, good, sizeof no);
        no[i] = good[i + 1];
        no[i + 1] = good[i];
        assert_int_equal(id_no_check(no, 0) == ID_NO_OK,
                         good[i] == good[i + 1]);
    }
    assert_int_equal(id_no_check_digit("1101051949123100"), '\0');
    assert_int_equal(id_no_check_digit("1101051949123100X"), '\0');
}

static void birth_and_sex_are_read_from_both_lengths(void **state)
{
    char birth[CLOCK_DATE_MAX];

    (void)state;
    assert_true(id_no_birth("110105491231001", birth));
    assert_false(id_no_birth_certain("110105491231001", birth));
    assert_string_equal(birth, "1949-12-31");
    assert_int_equal(id_no_sex("110105491231001"), 1);
    assert_int_equal(id_no_sex("110105491231002"), 2);
    assert_false(id_no_birth("110105194902300021", birth));
    assert_false(id_no_birth("1101051949", birth));
    assert_int_equal(id_no_sex("1101051949"), 0);
    assert_int_equal(id_no_sex("1101051949123100XX"), 0);
}

static void fifteen_digits_grow_to_eighteen(void **state)
{
    char no[ID_NO_SIZE] = "";

    (void)state;
    assert_true(id_no_upgrade("110105491231002", no));
    assert_string_equal(no, "11010519491231002X");
    assert_false(id_no_upgrade("11010519491231002X", no));
    assert_false(id_no_upgrade("110105491331002", no));
}

static void a_masked_number_tells_only_the_division(void **state)
{
    static const char *const t[][2] = {
        { "230381201301010017", "230381************" },
        { "11010519491231002X", "110105************" },
        { "110105491231002", "110105*********" },
        { "G230381201301010017", "G230381************" },
        { "23038120130101001743B1", "230381****************" },
        { "E00000000", "*********" },
        { "ABCDEFGHIJKLMNOP", "****************" },
        { "", "" },
        { "1234567890123456789012345678901234567890",
          "123456*************************" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        char out[ID_MASK_SIZE];

        id_no_mask(t[i][0], out);
        assert_string_equal(out, t[i][1]);
    }
}

static void student_numbers_have_three_forms(void **state)
{
    static const struct {
        const char *in;
        enum id_no_fault normalise, check;
    } t[] = {
        { "G11010519491231002X", ID_NO_OK, ID_NO_OK },
        { "ｇ11010519491231002x", ID_NO_OK, ID_NO_OK },
        { " g110105 19491231 002X", ID_NO_OK, ID_NO_OK },
        { "G110105194912310021", ID_NO_OK, ID_NO_CHECK_DIGIT },
        { "G110105194913310021", ID_NO_OK, ID_NO_DATE },
        { "J230381201301010011", ID_NO_OK, ID_NO_OK },
        { "J23038120130101001X", ID_NO_OK, ID_NO_OK },
        { "J230381201302300011", ID_NO_OK, ID_NO_DATE },
        { "L230381201301011234", ID_NO_OK, ID_NO_OK },
        { "L23038120130101123X", ID_NO_OK, ID_NO_CHARACTER },
        { "K230381201301011234", ID_NO_OK, ID_NO_CHARACTER },
        { "G1101051949123100X2", ID_NO_OK, ID_NO_CHARACTER },
        { "11010519491231002X", ID_NO_OK, ID_NO_LENGTH },
        { "G11010519491231002X1", ID_NO_LENGTH, ID_NO_OK },
        { "1.1E+17", ID_NO_EXCEL_DAMAGE, ID_NO_EXCEL_DAMAGE },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        char no[STUDENT_NO_SIZE];

        assert_int_equal(student_no_normalise(t[i].in, no), t[i].normalise);
        if (student_no_check(no) != t[i].check)
            fail_msg("%s", t[i].in);
    }
}

static void a_certificate_is_taken_apart(void **state)
{
    static const struct {
        const char *in;
        enum id_no_fault fault;
        int kind, grade, reissue;
    } t[] = {
        { "11010519491231002X11", ID_NO_OK, 1, 1, 0 },
        { "11010519491231002x74b1", ID_NO_OK, 7, 4, 1 },
        { "11010519491231002X52B12", ID_NO_OK, 5, 2, 12 },
        { "11010519491231002143", ID_NO_CHECK_DIGIT, 4, 3, 0 },
        { "11010519491231002X01", ID_NO_CHARACTER, 0, 0, 0 },
        { "11010519491231002X81", ID_NO_CHARACTER, 0, 0, 0 },
        { "11010519491231002X15", ID_NO_CHARACTER, 0, 0, 0 },
        { "11010519491231002X11C1", ID_NO_CHARACTER, 0, 0, 0 },
        { "11010519491231002X11B", ID_NO_CHARACTER, 0, 0, 0 },
        { "11010519491231002X11B0", ID_NO_CHARACTER, 0, 0, 0 },
        { "11010519491231002X11B123", ID_NO_LENGTH, 0, 0, 0 },
        { "11010519491331002X11", ID_NO_DATE, 0, 0, 0 },
        { "11010519491231002X1", ID_NO_LENGTH, 0, 0, 0 },
        { "1.1E+19", ID_NO_EXCEL_DAMAGE, 0, 0, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct disability_no d = { .kind = 0 };

        if (disability_no_read(t[i].in, &d) != t[i].fault)
            fail_msg("%s", t[i].in);
        assert_int_equal(d.kind, t[i].kind);
        assert_int_equal(d.grade, t[i].grade);
        assert_int_equal(d.reissue, t[i].reissue);
        if (t[i].fault == ID_NO_OK)
            assert_string_equal(d.id_no, "11010519491231002X");
    }
}

static void every_fault_has_a_sentence_of_each_number(void **state)
{
    (void)state;
    assert_string_equal(id_no_says(ID_NO_OK), "");
    assert_string_equal(student_no_says(ID_NO_OK), "");
    assert_string_equal(disability_no_says(ID_NO_OK), "");
    for (unsigned f = ID_NO_OK + 1; f <= ID_NO_FAULTS; f++) {
        enum id_no_fault fault = (enum id_no_fault)f;

        assert_int_equal(strncmp(id_no_says(fault), "身份证号", 12) == 0 ||
                             fault == ID_NO_FIFTEEN,
                         1);
        assert_int_equal(strncmp(student_no_says(fault), "学籍号", 9), 0);
        assert_int_equal(strncmp(disability_no_says(fault), "残疾人证号", 15),
                         0);
    }
}

static void telephones_are_mended_and_masked(void **state)
{
    static const struct {
        const char *in;
        enum phone_kind kind;
        const char *out, *mask;
    } t[] = {
        { "13800000000", PHONE_MOBILE, "13800000000", "138****0000" },
        { "138 0000-5678", PHONE_MOBILE, "13800005678", "138****5678" },
        { "+86 13800005678", PHONE_MOBILE, "13800005678", "138****5678" },
        { "(+86)138-0000-5678", PHONE_MOBILE, "13800005678", "138****5678" },
        { "008613800005678", PHONE_MOBILE, "13800005678", "138****5678" },
        { "8613800005678", PHONE_MOBILE, "13800005678", "138****5678" },
        { "１３８００００５６７８", PHONE_MOBILE, "13800005678",
          "138****5678" },
        { "0467-5820000", PHONE_LANDLINE, "0467-5820000", "0467-****000" },
        { "（0467）5820000", PHONE_LANDLINE, "0467-5820000", "0467-****000" },
        { "04675820000", PHONE_LANDLINE, "0467-5820000", "0467-****000" },
        { "+86 467 5820000", PHONE_LANDLINE, "0467-5820000", "0467-****000" },
        { "+86 10 60000000", PHONE_LANDLINE, "010-60000000", "010-*****000" },
        { "01060000000", PHONE_LANDLINE, "010-60000000", "010-*****000" },
        { "5820000", PHONE_LANDLINE, "5820000", "****000" },
        { "12800000000", PHONE_NONE, "", "***********" },
        { "1380000567", PHONE_NONE, "", "**********" },
        { "138000056789", PHONE_NONE, "", "************" },
        { "110", PHONE_NONE, "", "***" },
        { "0467", PHONE_NONE, "", "****" },
        { "0", PHONE_NONE, "", "*" },
        { "0467-1820000", PHONE_NONE, "", "************" },
        { "13800000000/1", PHONE_NONE, "", "*************" },
        { "13800000000138000000001380000000013800000000", PHONE_NONE, "",
          "***************" },
        { "", PHONE_NONE, "", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        char out[PHONE_SIZE], mask[PHONE_SIZE];

        assert_int_equal(phone_normalise(t[i].in, out), t[i].kind);
        assert_string_equal(out, t[i].out);
        phone_mask(t[i].in, mask);
        assert_string_equal(mask, t[i].mask);
    }
}

/* Whatever comes in, nothing is overrun, and what is called sound is. */
static void random_numbers_are_never_overrun(void **state)
{
    static const char *const of[] = { "0", "1", "9",   "2",  "x",    "X",
                                      " ", "-", "+86", "(",  "E+",   ".",
                                      "G", "B", "×",   "３", "\xE7", "王" };
    unsigned seed = 11643;

    (void)state;
    for (int round = 0; round < 50000; round++) {
        char in[200] = "", no[ID_NO_SIZE], sno[STUDENT_NO_SIZE];
        char phone[PHONE_SIZE], mask[ID_MASK_SIZE], birth[CLOCK_DATE_MAX];
        struct disability_no d;
        size_t len = 0, n = (size_t)rand_r(&seed) % 40;

        for (size_t i = 0; i < n; i++) {
            unsigned r = (unsigned)rand_r(&seed);
            const char *s = of[r & 0x300 ? r % 4 : r % 18];

            memcpy(in + len, s, strlen(s) + 1);
            len += strlen(s);
        }
        if (id_no_normalise(in, no) == ID_NO_OK &&
            id_no_check(no, 0) == ID_NO_OK)
            assert_true(id_no_birth(no, birth) && id_no_sex(no) != 0);
        (void)id_no_check(in, ID_NO_NUMERIC_CELL);
        (void)student_no_normalise(in, sno);
        (void)student_no_check(sno);
        (void)disability_no_read(in, &d);
        id_no_mask(in, mask);
        assert_true(strlen(mask) < ID_MASK_SIZE);
        phone_mask(in, phone);
        assert_true(strlen(phone) < PHONE_SIZE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_standards_own_examples_are_sound),
        cmocka_unit_test(what_is_typed_is_mended),
        cmocka_unit_test(each_fault_is_told_apart),
        cmocka_unit_test(one_wrong_or_swapped_digit_always_shows),
        cmocka_unit_test(birth_and_sex_are_read_from_both_lengths),
        cmocka_unit_test(fifteen_digits_grow_to_eighteen),
        cmocka_unit_test(a_masked_number_tells_only_the_division),
        cmocka_unit_test(student_numbers_have_three_forms),
        cmocka_unit_test(a_certificate_is_taken_apart),
        cmocka_unit_test(every_fault_has_a_sentence_of_each_number),
        cmocka_unit_test(telephones_are_mended_and_masked),
        cmocka_unit_test(random_numbers_are_never_overrun),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
