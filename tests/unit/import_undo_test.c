/* Whatever names a child is thought of when the list that brought the child is
 * taken back: a table that is added later and forgotten is found here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "store/roster_apply_store.h"
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

/* Does a statement of taking back name the table? */
static bool is_thought_of(const char *table)
{
    char word[80];
    size_t n;
    const struct sql *const *all = sql_registry(&n);

    snprintf(word, sizeof word, " %s ", table);
    for (size_t i = 0; i < n; i++)
        if ((strcmp(all[i]->name, "q_children_used") == 0 ||
             strncmp(all[i]->name, "q_unmake_", 9) == 0) &&
            strstr(all[i]->text, word))
            return true;
    return false;
}

static void every_table_of_children_is_thought_of(void **state)
{
    static const char tables[] =
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        " AND sql LIKE '%REFERENCES student (id)%' ORDER BY name";
    const struct import none = { .first_child = 1, .last_child = 0 };
    const char *const *name;
    int64_t children, records;
    struct list found;

    (void)state;
    assert_int_equal(store_import_depends(w.writer, &none, &children, &records),
                     ERR_OK);
    assert_int_equal(db_pragma_texts(w.writer, tables, &w.arena, 200, &found),
                     ERR_OK);
    assert_true(found.n > 25);
    name = found.items;
    for (size_t i = 0; i < found.n; i++)
        if (!is_thought_of(name[i]))
            fail_msg("taking a list back forgets %s", name[i]);
    assert_false(is_thought_of("household_of_nobody"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_table_of_children_is_thought_of,
                                        open_world, close_world),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
