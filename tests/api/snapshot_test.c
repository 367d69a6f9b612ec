/* Ledgers locked, signed, given back, and what changed since. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"

static char path[300], body[600];

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))

#define NUMBER "230381201504230913"
#define YEAR_2026 "{'year':2026}"
#define LOCK "/ledgers/suspected/snapshots"

static int64_t child, case_id, locked;

static void a_pupil_of(const char *name, const char *number, int64_t *student,
                       int64_t *of_case)
{
    expect(ROLE_TOWNSHIP, "POST", "/students",
           BODY("{'name':'%s'%s%s%s,'residence_division':'%s'}", name,
                number ? ",'id_no':'" : "", number ? number : "",
                number ? "'" : "", api.w.village),
           201);
    *student = reply_int("/id");
    expect(ROLE_TOWNSHIP, "POST", "/cases",
           BODY("{'student_id':%lld,'reason':'R02','absent_since':"
                "'2026-08-01'}",
                ID(*student)),
           201);
    *of_case = reply_int("/id");
}

static bool shown(const char *text)
{
    return memmem(api.raw.data, api.raw.len, text, strlen(text)) != NULL;
}

static void a_township_hands_in_its_ledger(void **state)
{
    int64_t total;

    (void)state;
    a_pupil_of("测封存", NUMBER, &child, &case_id);
    expect(ROLE_TOWNSHIP, "GET", "/ledgers/suspected?year=2026", NULL, 200);
    total = reply_int("/total");
    expect(ROLE_TOWNSHIP, "POST", LOCK, YEAR_2026, 201);
    locked = reply_int("/id");
    assert_string_equal(reply_text("/state"), "submitted");
    assert_string_equal(reply_text("/unit"), WORLD_TOWNSHIP);
    assert_int_equal(reply_int("/rows"), total);
    assert_true(json_is_true(reply_at("/valid")));
}

static void handing_it_in_again_is_refused_with_who_did(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "POST", LOCK, YEAR_2026, 409);
    assert_non_null(strstr(reply_text("/detail"), "疑似辍学学生台账已由"));
    assert_non_null(strstr(reply_text("/detail"), "没有保存"));
}

static void only_case_ledgers_of_years_that_began_are_locked(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "POST", "/ledgers/children/snapshots", YEAR_2026,
           409);
    expect(ROLE_TOWNSHIP, "POST", LOCK, "{'year':2030}", 409);
    expect(ROLE_TOWNSHIP, "POST", LOCK, "{'year':1990}", 422);
    expect(ROLE_TOWNSHIP, "POST", "/ledgers/none/snapshots", YEAR_2026, 404);
    expect(ROLE_TEACHER, "POST", LOCK, YEAR_2026, 403);
}

static void its_lines_are_masked_and_its_own(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "GET", PATH("/snapshots/%lld/rows", ID(locked)), NULL,
           200);
    assert_true(shown("测封存"));
    assert_true(shown("230381************"));
    assert_false(shown(NUMBER));
    assert_string_equal(reply_text("/columns/0/header"), "序号");
    expect(ROLE_INSPECTOR, "GET", PATH("/snapshots/%lld", ID(locked)), NULL,
           200);
    assert_string_equal(reply_text("/title"), "疑似辍学学生台账");
    PATH("/snapshots/%lld/rows", ID(locked));
    expect(ROLE_VILLAGE, "GET", path, NULL, 404);
    expect(ROLE_LEADER, "GET", path, NULL, 200);
    expect(ROLE_LEADER, "GET", "/snapshots?ledger=suspected&year=2026", NULL,
           200);
    assert_int_equal(reply_int("/items/0/id"), locked);
    expect(ROLE_VILLAGE, "GET", "/snapshots?count=true", NULL, 200);
    assert_int_equal(reply_int("/total"), 0);
    expect(ROLE_BUREAU, "GET", "/snapshots?state=lost", NULL, 422);
}

static void what_changed_since_is_told(void **state)
{
    int64_t other, other_case;

    (void)state;
    PATH("/snapshots/%lld/differences", ID(locked));
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
    a_pupil_of("测新增", NULL, &other, &other_case);
    expect_version(ROLE_TOWNSHIP, "PATCH", PATH("/students/%lld", ID(child)),
                   "{'name':'测封改'}", 1, 200);
    PATH("/snapshots/%lld/differences", ID(locked));
    for (enum role r = ROLE_TOWNSHIP;; r = ROLE_BUREAU) {
        expect(r, "GET", path, NULL, 200);
        assert_int_equal(json_array_size(reply_at("/items")), 2);
        assert_string_equal(reply_text("/items/0/kind"), "changed");
        assert_string_equal(reply_text("/items/0/before/0/name"), "测封存");
        assert_string_equal(reply_text("/items/0/after/0/name"), "测封改");
        assert_string_equal(reply_text("/items/1/kind"), "added");
        assert_int_equal(reply_int("/items/1/case_id"), other_case);
        assert_false(shown(NUMBER));
        if (r == ROLE_BUREAU)
            break;
    }
}

static void put_checks(enum role role, const char *checks, int status)
{
    char all[400];

    snprintf(all, sizeof all, "{'checks':[%s]}", checks);
    expect(role, "PUT", PATH("/snapshots/%lld/checks", ID(locked)), all,
           status);
}

static void lines_are_passed_and_returned_one_by_one(void **state)
{
    (void)state;
    put_checks(ROLE_BUREAU,
               "{'number':1,'outcome':'returned','reason':'缺劝返记录'}", 200);
    assert_int_equal(reply_int("/returned"), 1);
    assert_int_equal(reply_int("/passed"), 0);
    assert_int_equal(reply_int("/before/0/number"), 1);
    assert_true(json_is_null(reply_at("/before/0/outcome")));
    /* The township reads why, and says nothing itself. */
    expect(ROLE_TOWNSHIP, "GET", PATH("/snapshots/%lld/checks", ID(locked)),
           NULL, 200);
    assert_string_equal(reply_text("/items/0/reason"), "缺劝返记录");
    assert_non_null(reply_text("/items/0/account_name"));
    expect(ROLE_TOWNSHIP, "GET", PATH("/snapshots/%lld", ID(locked)), NULL,
           200);
    assert_true(json_is_false(reply_at("/may_check")));
    expect(ROLE_BUREAU, "GET", PATH("/snapshots/%lld", ID(locked)), NULL, 200);
    assert_true(json_is_true(reply_at("/may_check")));
    assert_true(json_is_false(reply_at("/may_decide")));
    put_checks(ROLE_TOWNSHIP, "{'number':1,'outcome':'passed'}", 403);
    expect(ROLE_VILLAGE, "GET", PATH("/snapshots/%lld/checks", ID(locked)),
           NULL, 404);
}

static void a_check_that_says_too_little_saves_nothing(void **state)
{
    (void)state;
    put_checks(ROLE_BUREAU, "{'number':1,'outcome':'returned'}", 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/checks/0/reason");
    put_checks(ROLE_BUREAU,
               "{'number':1,'outcome':'passed','reason':'缺劝返记录'}", 422);
    put_checks(ROLE_BUREAU,
               "{'number':1,'outcome':'passed'},"
               "{'number':4999,'outcome':'passed'}",
               422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/checks/1/number");
    expect(ROLE_BUREAU, "GET", PATH("/snapshots/%lld/checks", ID(locked)), NULL,
           200);
    assert_string_equal(reply_text("/items/0/outcome"), "returned");
}

static void what_was_said_before_undoes_what_is_said(void **state)
{
    (void)state;
    put_checks(ROLE_BUREAU, "{'number':1,'outcome':'passed'}", 200);
    assert_int_equal(reply_int("/passed"), 1);
    assert_string_equal(reply_text("/before/0/outcome"), "returned");
    assert_string_equal(reply_text("/before/0/reason"), "缺劝返记录");
    put_checks(ROLE_BUREAU,
               "{'number':1,'outcome':'returned','reason':'缺劝返记录'}", 200);
    assert_int_equal(reply_int("/passed"), 0);
    put_checks(ROLE_BUREAU, "{'number':1}", 200);
    expect(ROLE_BUREAU, "GET", PATH("/snapshots/%lld/checks", ID(locked)), NULL,
           200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
}

static void with_a_returned_line_the_whole_is_not_signed(void **state)
{
    (void)state;
    put_checks(ROLE_BUREAU,
               "{'number':1,'outcome':'returned','reason':'缺劝返记录'}", 200);
    expect_version(ROLE_BUREAU_LEAD, "POST",
                   PATH("/snapshots/%lld/sign", ID(locked)), NULL, 1, 409);
    assert_non_null(strstr(reply_text("/detail"), "有 1 行审核为退回"));
}

static void the_bureau_gives_it_back_with_a_reason(void **state)
{
    (void)state;
    PATH("/snapshots/%lld/return", ID(locked));
    expect_version(ROLE_BUREAU_LEAD, "POST", path, "{'reason':' '}", 1, 422);
    expect_version(ROLE_BUREAU, "POST", path, "{'reason':'漏报一人'}", 1, 403);
    expect_version(ROLE_BUREAU_LEAD, "POST", path, "{'reason':'漏报一人'}", 1,
                   200);
    assert_string_equal(reply_text("/state"), "returned");
    put_checks(ROLE_BUREAU, "{'number':1,'outcome':'passed'}", 409);
    expect(ROLE_TOWNSHIP, "POST", LOCK, YEAR_2026, 201);
    locked = reply_int("/id");
    expect(ROLE_TOWNSHIP, "GET",
           PATH("/snapshots/%lld/differences", ID(locked)), NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
}

static void of_two_who_sign_one_wins_and_the_other_is_told(void **state)
{
    (void)state;
    PATH("/snapshots/%lld/sign", ID(locked));
    expect(ROLE_BUREAU_LEAD, "POST", path, "{}", 428);
    expect_version(ROLE_BUREAU_LEAD, "POST", path, NULL, 1, 200);
    assert_string_equal(reply_text("/state"), "signed");
    assert_true(json_is_true(reply_at("/valid")));
    expect_version(ROLE_BUREAU_LEAD, "POST", path, NULL, 1, 412);
    assert_non_null(strstr(reply_text("/detail"), "签收了这份台账"));
    expect_version(ROLE_BUREAU_LEAD, "POST", path, NULL, 2, 409);
    expect(ROLE_TOWNSHIP, "POST", LOCK, YEAR_2026, 409);
}

static void nobody_signs_what_it_handed_in(void **state)
{
    int64_t own;

    (void)state;
    expect(ROLE_BUREAU_LEAD, "POST", "/ledgers/dropout/snapshots", YEAR_2026,
           201);
    own = reply_int("/id");
    assert_true(json_is_false(reply_at("/may_check")));
    assert_true(json_is_false(reply_at("/may_decide")));
    expect_version(ROLE_BUREAU_LEAD, "POST",
                   PATH("/snapshots/%lld/sign", ID(own)), NULL, 1, 409);
    assert_non_null(strstr(reply_text("/detail"), "不能自己审核、签收"));
    expect(ROLE_TOWNSHIP, "GET", PATH("/snapshots/%lld", ID(own)), NULL, 404);
}

int api_group_snapshot(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_township_hands_in_its_ledger),
        cmocka_unit_test(handing_it_in_again_is_refused_with_who_did),
        cmocka_unit_test(only_case_ledgers_of_years_that_began_are_locked),
        cmocka_unit_test(its_lines_are_masked_and_its_own),
        cmocka_unit_test(what_changed_since_is_told),
        cmocka_unit_test(lines_are_passed_and_returned_one_by_one),
        cmocka_unit_test(a_check_that_says_too_little_saves_nothing),
        cmocka_unit_test(what_was_said_before_undoes_what_is_said),
        cmocka_unit_test(with_a_returned_line_the_whole_is_not_signed),
        cmocka_unit_test(the_bureau_gives_it_back_with_a_reason),
        cmocka_unit_test(of_two_who_sign_one_wins_and_the_other_is_told),
        cmocka_unit_test(nobody_signs_what_it_handed_in),
    };

    return cmocka_run_group_tests_name("snapshot", tests, NULL, NULL);
}
