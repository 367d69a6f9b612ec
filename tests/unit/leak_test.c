/* What lies on the disk: nothing that was said of a child but its name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "domain/household.h"
#include "domain/schooling.h"
#include "domain/student.h"
#include "store/attachment_store.h"
#include "store/doubt_store.h"
#include "store/household_store.h"
#include "store/schooling_store.h"
#include "store/student_store.h"
#include "store_world.h"

#define MARK "SAIDOFACHILD"
#define NUMBER "230381201405059991"
#define PHONE "19900001234"

/* How often the file, if there is one, holds `text`. */
static size_t times_in(const char *path, const char *text)
{
    FILE *f = fopen(path, "rb");
    size_t n, times = 0;
    char *all;

    if (!f)
        return 0;
    all = malloc(64 << 20);
    assert_non_null(all);
    n = fread(all, 1, 64 << 20, f);
    fclose(f);
    for (char *at = all;
         (at = memmem(at, n - (size_t)(at - all), text, strlen(text))); at++)
        times++;
    free(all);
    return times;
}

static size_t times(struct world *w, const char *text)
{
    return times_in(w->path, text) +
           times_in(arena_printf(&w->arena, "%s-wal", w->path), text);
}

static int64_t put_child(struct world *w, const struct act *act)
{
    struct household_row h;
    struct student_row s;

    record_clear(&household_row, &h);
    h.division = w->village;
    h.head_name = "NAMEINCLEAR";
    h.address = h.note = MARK;
    h.phone = PHONE;
    assert_int_equal(store_household_create(w->writer, &w->arena, act, &h),
                     ERR_OK);
    record_clear(&student_row, &s);
    s.name = "测试甲";
    s.household_id = h.id;
    s.id_no = NUMBER;
    s.huji_address = s.residence_address = s.note = MARK;
    assert_int_equal(store_student_create(w->writer, &w->arena, act, &s),
                     ERR_OK);
    return s.id;
}

static void put_what_hangs_on_it(struct world *w, const struct act *act,
                                 int64_t id)
{
    struct guardian_row g = {
        .student_id = id, .name = "测试长", .phone = PHONE, .away = MARK
    };
    struct tag_row t = { .student_id = id,
                         .tag = "left_behind",
                         .basis = MARK };
    struct doubt_row d = { .kind = "id_check",
                           .student_id = id,
                           .detail = MARK };
    const struct doubt_patch decided = { .decision = "later", .reason = MARK };
    struct attachment_row a;

    assert_int_equal(store_guardian_set(w->writer, &w->arena, act, &g), ERR_OK);
    assert_int_equal(store_tag_set(w->writer, act, &t), ERR_OK);
    assert_int_equal(store_doubt_add(w->writer, act, &d), ERR_OK);
    assert_int_equal(store_doubt_decide(w->writer, act, d.id, 1, &decided),
                     ERR_OK);
    assert_int_equal(
        store_attachment_add(w->writer, &w->arena, act, "application/pdf", MARK,
                             strlen(MARK), &a),
        ERR_OK);
}

static void only_names_lie_in_clear(void **state)
{
    struct world w;
    struct act act;
    struct student_row old, s;
    int64_t id;

    (void)state;
    world_open(&w);
    world_as(&w, w.writer, ROLE_BUREAU);
    act = world_act(&w, ROLE_BUREAU);
    id = put_child(&w, &act);
    put_what_hangs_on_it(&w, &act, id);
    assert_int_equal(store_student_get(w.writer, &w.arena, id, &old), ERR_OK);
    assert_string_equal(old.note, MARK);
    s = old;
    s.note = MARK " again";
    s.id_no = NULL;
    assert_int_equal(store_student_update(w.writer, &w.arena, &act, &old, &s),
                     ERR_OK);
    assert_true(times(&w, "NAMEINCLEAR") > 0);
    assert_int_equal(times(&w, MARK), 0);
    assert_int_equal(times(&w, NUMBER), 0);
    assert_int_equal(times(&w, PHONE), 0);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_names_lie_in_clear),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
