/* Ledgers over the API: three forms of the same rows, and who sees what. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"
#include "domain/ledger.h"
#include "sheet/csv.h"

static char path[300], body[600];

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))

#define NUMBER "230381201503128881"
#define PHONE "19900007777"
#define STREET "测台路9号"
#define FULL "ids=full&reason=核对学籍"

/* ---- one child with everything that is masked -------------------------- */
static void a_child_with_a_case_is_registered(void **state)
{
    int64_t child;

    (void)state;
    expect(ROLE_TOWNSHIP, "POST", "/students",
           BODY("{'name':'测台账','id_no':'" NUMBER "','residence_division':"
                "'%s','residence_address':'" STREET "','huji_address':'" STREET
                "'}",
                api.w.village),
           201);
    child = reply_int("/id");
    assert_string_equal(reply_text("/id_no_state"), "ok");
    expect(ROLE_TOWNSHIP, "POST", PATH("/students/%lld/guardians", ID(child)),
           "{'name':'测台长','relation':'51','phone':'" PHONE "','main':true}",
           201);
    expect(ROLE_TOWNSHIP, "POST", "/cases",
           BODY("{'student_id':%lld,'reason':'R02','absent_since':"
                "'2026-08-01'}",
                ID(child)),
           201);
}

/* ---- the catalogue ----------------------------------------------------- */
static void the_catalogue_names_every_ledger(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "GET", "/ledgers", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), ledgers_n);
    assert_string_equal(reply_text("/items/0/name"), ledgers[0]->name);
    expect(ROLE_ADMIN, "GET", "/ledgers", NULL, 403);
    expect(ROLE_BUREAU, "GET", "/ledgers/none", NULL, 404);
    expect(ROLE_ADMIN, "GET", "/ledgers/children", NULL, 403);
    expect(NOBODY, "GET", "/ledgers/children", NULL, 401);
}

/* The ledger of the disabled tells what the committee advised. */
static void a_ledger_may_ask_for_a_right_of_its_own(void **state)
{
    (void)state;
    expect(ROLE_SCHOOL_HEAD, "GET", "/ledgers/disabled?year=2026", NULL, 200);
    expect(ROLE_TEACHER, "GET", "/ledgers/disabled?year=2026", NULL, 403);
    expect(ROLE_TOWNSHIP, "GET", "/ledgers/disabled?year=2026&format=csv", NULL,
           403);
    expect(ROLE_TEACHER, "GET", "/ledgers", NULL, 200);
    for (size_t i = 0; i < json_array_size(reply_at("/items")); i++)
        assert_string_not_equal(
            reply_text(arena_printf(&api.w.arena, "/items/%zu/name", i)),
            "disabled");
}

static void a_page_has_the_official_columns(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET", "/ledgers/children?year=2026&limit=1", NULL,
           200);
    assert_string_equal(reply_text("/title"), "适龄儿童少年花名册");
    assert_string_equal(reply_text("/columns/0/header"), "序号");
    assert_string_equal(reply_text("/columns/17/group"), "就读学校");
    assert_int_equal(json_array_size(reply_at("/columns")), 26);
}

/* ---- the three forms --------------------------------------------------- */
static const char *save(const char *name)
{
    static char file[2][120];
    char *to = file[strcmp(name, "l.csv") == 0];
    FILE *f;

    snprintf(to, sizeof file[0], "%s/%s", api.w.dir, name);
    f = fopen(to, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(api.raw.data, 1, api.raw.len, f), api.raw.len);
    assert_int_equal(fclose(f), 0);
    return to;
}

static enum err count_rows(void *ctx, const struct csv_row *row)
{
    (void)row;
    ++*(int64_t *)ctx;
    return ERR_OK;
}

/* All pages of the JSON, three rows at a time. */
static int64_t walk(enum role role, const char *name, int64_t *total)
{
    int64_t rows = 0;
    char next[200] = "";

    do {
        expect(role, "GET",
               PATH("/ledgers/%s?year=2026&limit=3%s%s", name,
                    *next ? "&cursor=" : "", next),
               NULL, 200);
        for (size_t i = 0; i < json_array_size(reply_at("/items")); i++)
            assert_int_equal(
                reply_int(arena_printf(&api.w.arena, "/items/%zu/seq", i)),
                ++rows);
        *total = reply_int("/total");
        snprintf(next, sizeof next, "%s",
                 json_is_null(reply_at("/next_cursor"))
                     ? ""
                     : reply_text("/next_cursor"));
    } while (*next);
    return rows;
}

/* A second reader opens the workbook and holds it against the CSV. */
static void same_workbook(const char *name, const char *query, const char *csv)
{
    char command[400];

    expect(ROLE_BUREAU, "GET",
           PATH("/ledgers/%s?year=2026&format=xlsx&%s", name, query), NULL,
           200);
    snprintf(command, sizeof command,
             "/usr/bin/python3 -B tests/api/ledger_second_reader.py %s %s"
             " >/dev/null",
             save("l.xlsx"), csv);
    assert_int_equal(system(command), 0);
}

static void the_three_forms_hold_the_same_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < ledgers_n; i++) {
        const char *name = ledgers[i]->name, *csv;
        int64_t total, lines = 0, rows = walk(ROLE_BUREAU, name, &total);
        struct csv_error why;

        assert_int_equal(rows, total);
        expect(ROLE_BUREAU, "GET",
               PATH("/ledgers/%s?year=2026&format=csv&" FULL, name), NULL, 200);
        csv = save("l.csv");
        assert_int_equal(csv_read_file(csv, count_rows, &lines, &why), ERR_OK);
        assert_int_equal(lines, total + 2); /* head and watermark */
        same_workbook(name, FULL, csv);
    }
}

/* ---- masks ------------------------------------------------------------- */
static bool shown(const char *text)
{
    return memmem(api.raw.data, api.raw.len, text, strlen(text)) != NULL;
}

static void what_is_masked(const char *format)
{
    static const char *const kept[] = { NUMBER, PHONE, STREET };
    static const enum role who[] = { ROLE_BUREAU, ROLE_TOWNSHIP };

    for (size_t i = 0; i < sizeof who / sizeof *who; i++) {
        expect(who[i], "GET",
               PATH("/ledgers/suspected?year=2026&format=%s", format), NULL,
               200);
        assert_true(shown("测台账"));
        assert_true(shown("230381************"));
        for (size_t k = 0; k < sizeof kept / sizeof *kept; k++)
            assert_false(shown(kept[k]));
    }
    expect(ROLE_BUREAU, "GET",
           PATH("/ledgers/suspected?year=2026&format=%s&" FULL, format), NULL,
           200);
    for (size_t k = 0; k < sizeof kept / sizeof *kept; k++)
        assert_true(shown(kept[k]));
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 403);
    expect(ROLE_BUREAU, "GET",
           PATH("/ledgers/suspected?year=2026&format=%s&ids=full", format),
           NULL, 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/reason");
}

static void numbers_are_masked_unless_asked_for_with_a_reason(void **state)
{
    (void)state;
    what_is_masked("json");
    what_is_masked("csv");
}

static void an_export_in_full_is_in_the_trail_with_its_reason(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "GET", "/ledgers/suspected?year=2026&format=csv&" FULL,
           NULL, 200);
    expect(ROLE_AUDITOR, "GET", "/audit?limit=1", NULL, 200);
    assert_string_equal(reply_text("/items/0/action"), "GET /ledgers/{name}");
    assert_string_equal(reply_text("/items/0/entity_id"), "suspected");
    assert_non_null(strstr(reply_text("/items/0/detail"), "核对学籍"));
    assert_null(strstr(reply_text("/items/0/detail"), NUMBER));
}

static void another_townships_children_are_not_in_it(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET",
           "/ledgers/children?year=2026&division=" WORLD_OTHER_TOWNSHIP, NULL,
           200);
    assert_int_equal(reply_int("/total"), 0);
    expect(ROLE_BUREAU, "GET",
           "/ledgers/children?year=2026&division=" WORLD_OTHER_TOWNSHIP, NULL,
           200);
    assert_true(reply_int("/total") > 0);
}

/* ---- filters ----------------------------------------------------------- */
static int64_t total_of(const char *query)
{
    expect(ROLE_BUREAU, "GET", PATH("/ledgers/suspected?year=2026&%s", query),
           NULL, 200);
    return reply_int("/total");
}

static void filters_narrow_and_unknown_ones_are_refused(void **state)
{
    static const struct {
        const char *query, *pointer;
    } bad[] = {
        { "year=1999", "/year" },
        { "format=pdf", "/format" },
        { "division=999", "/division" },
        { "sex=9", "/sex" },
        { "stage=kindergarten", "/stage" },
        { "colour=red", "/colour" },
        { "q=%20", "/q" },
        { "grade=11", "/grade" },
        { "cursor=1.1.1.1.S2123/", "/cursor" },
        { "cursor=zz", "/cursor" },
        { "ids=some", "/ids" },
    };
    int64_t all = total_of("limit=1"), there, here;

    (void)state;
    here = total_of("division=" WORLD_TOWNSHIP);
    there = total_of("division=" WORLD_OTHER_TOWNSHIP);
    assert_true(here > 0 && there > 0);
    assert_int_equal(here + there, all);
    assert_int_equal(total_of("q=ctz"), 1);
    assert_int_equal(total_of("q=ctz&sex=1"), 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        expect(ROLE_BUREAU, "GET", PATH("/ledgers/children?%s", bad[i].query),
               NULL, 422);
        assert_string_equal(reply_text("/errors/0/pointer"), bad[i].pointer);
    }
}

static void a_year_without_anybody_is_an_empty_ledger(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "GET", "/ledgers/suspected?year=2015", NULL, 200);
    assert_int_equal(reply_int("/total"), 0);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
}

int api_group_ledger(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_child_with_a_case_is_registered),
        cmocka_unit_test(the_catalogue_names_every_ledger),
        cmocka_unit_test(a_ledger_may_ask_for_a_right_of_its_own),
        cmocka_unit_test(a_page_has_the_official_columns),
        cmocka_unit_test(the_three_forms_hold_the_same_rows),
        cmocka_unit_test(numbers_are_masked_unless_asked_for_with_a_reason),
        cmocka_unit_test(an_export_in_full_is_in_the_trail_with_its_reason),
        cmocka_unit_test(another_townships_children_are_not_in_it),
        cmocka_unit_test(filters_narrow_and_unknown_ones_are_refused),
        cmocka_unit_test(a_year_without_anybody_is_an_empty_ledger),
    };

    return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
