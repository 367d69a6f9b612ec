/* Ledgers over HTTP: pages, files, masked and full numbers, scope. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"

#define ALL "/ledgers/children?year=2026&limit=1"

static char path[400];

static void there_is_a_list_of_ledgers(void **state)
{
    (void)state;
    expect(ROLE_VILLAGE, "GET", "/ledgers", NULL, 200);
    assert_string_equal(reply_text("/items/0/name"), "children");
    assert_string_equal(reply_text("/items/0/title"), "适龄儿童少年花名册");
    expect(ROLE_AGENCY, "GET", "/ledgers", NULL, 403);
}

static void a_page_has_columns_items_and_the_total(void **state)
{
    int64_t house = api_household(ROLE_TOWNSHIP, api.w.village), total;

    (void)state;
    (void)api_child(ROLE_TOWNSHIP, house, api.w.village, "测甲");
    (void)api_child(ROLE_TOWNSHIP, house, api.w.village, "测乙");
    expect(ROLE_TOWNSHIP, "GET", ALL, NULL, 200);
    assert_string_equal(reply_text("/title"), "适龄儿童少年花名册");
    assert_string_equal(reply_text("/columns/0/header"), "序号");
    assert_string_equal(reply_text("/columns/17/group"), "就读学校");
    assert_int_equal(json_array_size(reply_at("/columns")), 26);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    total = reply_int("/total");
    assert_true(total >= 2);
    for (int64_t n = 1; n <= total; n++) {
        assert_int_equal(reply_int("/items/0/seq"), n);
        assert_int_equal(reply_int("/total"), total);
        if (n == total)
            break;
        snprintf(path, sizeof path, ALL "&cursor=%s",
                 reply_text("/next_cursor"));
        expect(ROLE_TOWNSHIP, "GET", path, NULL, 200);
    }
    assert_true(json_is_null(reply_at("/next_cursor")));
}

static void files_are_given_in_both_forms(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET", "/ledgers/children?year=2026&format=xlsx",
           NULL, 200);
    assert_null(api.reply);
    expect(ROLE_TEACHER, "GET", "/ledgers/suspected?format=csv", NULL, 200);
    assert_null(api.reply);
}

static void full_numbers_need_the_right_and_a_reason(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET", ALL "&ids=full&reason=核对证件", NULL, 403);
    expect(ROLE_BUREAU, "GET", ALL "&ids=full", NULL, 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/reason");
    expect(ROLE_BUREAU, "GET", ALL "&ids=full&reason=核对证件", NULL, 200);
    expect(ROLE_AUDITOR, "GET", "/audit?action=GET+/ledgers", NULL, 200);
    assert_non_null(strstr(reply_text("/items/0/detail"), "核对证件"));
}

static void what_is_not_there_is_refused(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "GET", "/ledgers/none", NULL, 404);
    expect(ROLE_ADMIN, "GET", ALL, NULL, 403);
    expect(ROLE_N, "GET", ALL, NULL, 401);
    expect(ROLE_BUREAU, "GET", ALL "&division=999", NULL, 422);
    expect(ROLE_BUREAU, "GET", ALL "&grade=11", NULL, 422);
    expect(ROLE_BUREAU, "GET", ALL "&cursor=1.1.1.1.S2123/", NULL, 422);
    expect(ROLE_BUREAU, "GET", ALL "&cursor=x", NULL, 422);
    expect(ROLE_BUREAU, "GET", ALL "&q=%20%20", NULL, 422);
    expect(ROLE_BUREAU, "GET", "/ledgers/children?format=pdf", NULL, 422);
}

static void another_townships_children_are_not_in_it(void **state)
{
    (void)state;
    snprintf(path, sizeof path, ALL "&division=%s", WORLD_TOWNSHIP);
    expect(ROLE_BUREAU, "GET", path, NULL, 200);
    assert_true(reply_int("/total") >= 2);
    snprintf(path, sizeof path, ALL "&division=%s", WORLD_OTHER_TOWNSHIP);
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 200);
    assert_int_equal(reply_int("/total"), 0);
}

int api_group_ledger(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_is_a_list_of_ledgers),
        cmocka_unit_test(a_page_has_columns_items_and_the_total),
        cmocka_unit_test(files_are_given_in_both_forms),
        cmocka_unit_test(full_numbers_need_the_right_and_a_reason),
        cmocka_unit_test(what_is_not_there_is_refused),
        cmocka_unit_test(another_townships_children_are_not_in_it),
    };

    return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
