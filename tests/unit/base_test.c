/* Arena, buffer, clock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"

static void arena_memory_is_zeroed_aligned_and_bounded(void **state)
{
    struct arena a;
    char *p;

    (void)state;
    arena_init(&a, 100000);
    for (size_t n = 1; n < 2000; n += 37) {
        p = arena_alloc(&a, n);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(p[i], 0);
        memset(p, 7, n);
    }
    assert_null(arena_alloc(&a, 100001));
    assert_null(arena_alloc(&a, SIZE_MAX - 8));
    assert_null(arena_array(&a, SIZE_MAX / 2, 3));
    arena_reset(&a);
    assert_non_null(arena_alloc(&a, 64000));
    arena_free(&a);
}

static void arena_text_is_copied(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    assert_string_equal(arena_printf(&a, "%s-%d", "保学", 7), "保学-7");
    assert_string_equal(arena_strndup(&a, "abcdef", 3), "abc");
    assert_null(arena_strdup(&a, NULL));
    arena_free(&a);
}

static void a_failed_buffer_stays_failed(void **state)
{
    struct buf b;

    (void)state;
    buf_init(&b);
    buf_str(&b, "x");
    assert_false(buf_reserve(&b, SIZE_MAX / 2));
    buf_str(&b, "y");
    assert_int_equal(b.len, 1);
    assert_null(buf_take(&b, NULL));
}

static void integers_are_written_whole(void **state)
{
    struct buf b;

    (void)state;
    buf_init(&b);
    buf_int(&b, INT64_MIN);
    buf_char(&b, ' ');
    buf_int(&b, 0);
    buf_char(&b, ' ');
    buf_int(&b, INT64_MAX);
    assert_string_equal(b.data, "-9223372036854775808 0 9223372036854775807");
    buf_free(&b);
}

static void dates_exist_or_are_refused(void **state)
{
    static const struct {
        const char *date;
        bool good;
    } t[] = { { "2024-02-29", true },   { "2023-02-29", false },
              { "2000-02-29", true },   { "1900-02-29", false },
              { "2026-13-01", false },  { "2026-00-10", false },
              { "2026-1-01", false },   { "2026-01-32", false },
              { "2026-01-01x", false }, { "", false },
              { "2026", false },        { "1899-12-31", false } };
    int32_t days;

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        assert_int_equal(clock_date_days(t[i].date, &days), t[i].good);
}

static void every_day_of_three_centuries_goes_there_and_back(void **state)
{
    int32_t first, last, back;
    char date[CLOCK_DATE_MAX];

    (void)state;
    assert_true(clock_date_days("1900-01-01", &first));
    assert_true(clock_date_days("2199-12-31", &last));
    assert_int_equal(last - first + 1, 109573);
    for (int32_t d = first; d <= last; d++) {
        clock_days_date(d, date);
        assert_true(clock_date_days(date, &back));
        assert_int_equal(back, d);
    }
}

static void times_carry_their_offset(void **state)
{
    char text[CLOCK_TIME_MAX];
    int64_t a, b;

    (void)state;
    assert_true(clock_time_parse("2026-08-31T09:00:00+08:00", &a));
    assert_true(clock_time_parse("2026-08-31T01:00:00Z", &b));
    assert_int_equal(a, b);
    clock_time_text(a, text);
    assert_string_equal(text, "2026-08-31T09:00:00+08:00");
    clock_time_text(a + 5, text);
    assert_string_equal(text, "2026-08-31T09:00:00.005+08:00");
    assert_false(clock_time_parse("2026-08-31 09:00:00", &a));
    assert_false(clock_time_parse("2026-08-31T09:00:00", &a));
    assert_false(clock_time_parse("2026-08-31T24:00:00Z", &a));
}

static void a_day_begins_at_midnight_of_the_county(void **state)
{
    char date[CLOCK_DATE_MAX];
    int64_t ms;

    (void)state;
    assert_true(clock_date_ms("2026-09-01", &ms));
    clock_date_of(ms, date);
    assert_string_equal(date, "2026-09-01");
    clock_date_of(ms - 1, date);
    assert_string_equal(date, "2026-08-31");
}

static void age_turns_on_the_birthday(void **state)
{
    (void)state;
    assert_int_equal(clock_age_on("2020-08-31", "2026-08-31"), 6);
    assert_int_equal(clock_age_on("2020-09-01", "2026-08-31"), 5);
    assert_int_equal(clock_age_on("2020-02-29", "2026-02-28"), 5);
    assert_int_equal(clock_age_on("2027-01-01", "2026-08-31"), -1);
    assert_int_equal(clock_age_on("nonsense", "2026-08-31"), -1);
}

static void every_error_says_what_happened(void **state)
{
    (void)state;
    for (int e = 1; e < ERR_N; e++) {
        const struct err_row *r = err_row((enum err)e);

        assert_true(r->status >= 400 && r->status < 600);
        assert_true(strlen(r->title) > 5);
        assert_true(strlen(r->detail) > 10);
        for (int k = 1; k < e; k++)
            assert_string_not_equal(err_row((enum err)k)->code, r->code);
    }
    assert_int_equal(err_row((enum err)9999)->status, 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_memory_is_zeroed_aligned_and_bounded),
        cmocka_unit_test(arena_text_is_copied),
        cmocka_unit_test(a_failed_buffer_stays_failed),
        cmocka_unit_test(integers_are_written_whole),
        cmocka_unit_test(dates_exist_or_are_refused),
        cmocka_unit_test(every_day_of_three_centuries_goes_there_and_back),
        cmocka_unit_test(times_carry_their_offset),
        cmocka_unit_test(a_day_begins_at_midnight_of_the_county),
        cmocka_unit_test(age_turns_on_the_birthday),
        cmocka_unit_test(every_error_says_what_happened),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
