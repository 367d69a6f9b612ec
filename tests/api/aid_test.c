/* 资助 over HTTP: one by one, for a school in one go, who has it not, sums. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"

static char path[300], body[600];

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))
#define GIVEN(kind, amount)                                                    \
    "'year':2025,'term':'2','kind':'" kind "','amount':'" amount               \
    "','funder':'finance','paid_on':'2026-05-20','basis':'样例文件'"
#define CLASS_BATCH(kind, dry)                                                 \
    "{'school':'" WORLD_SCHOOL                                                 \
    "','grade':'22','class':'9'," GIVEN(kind, "500.50") ",'dry_run':" dry "}"
#define MISSING(kind)                                                          \
    "/aid-missing?year=2025&term=2&kind=" kind "&school=" WORLD_SCHOOL         \
    "&count=true"

static int64_t boarder, day_pupil, rich, given;

static int64_t pupil(const char *name, const char *boarding, bool poor)
{
    int64_t home = api_household(ROLE_BUREAU, api.w.village);
    int64_t id = api_child(ROLE_BUREAU, home, api.w.village, name);

    expect(ROLE_BUREAU, "POST", PATH("/students/%lld/enrolments", ID(id)),
           BODY("{'school':'" WORLD_SCHOOL "','grade':'22','class':'9',"
                "'state':'enrolled','boarding':'%s','from_date':'2026-03-01'}",
                boarding),
           201);
    if (poor)
        expect(ROLE_BUREAU, "POST", PATH("/students/%lld/tags", ID(id)),
               "{'tag':'poverty','from_date':'2026-01-01'}", 201);
    return id;
}

void aid_plant(int64_t child, int64_t *out)
{
    expect(ROLE_BUREAU, "POST", PATH("/students/%lld/aids", ID(child)),
           "{" GIVEN("tuition", "300") "}", 201);
    *out = reply_int("/id");
}

static bool listed(int64_t id)
{
    json_t *item;
    size_t i;

    json_array_foreach(reply_at("/items"), i, item)
    {
        if (json_integer_value(json_object_get(item, "id")) == id)
            return true;
    }
    return false;
}

static void each_kind_has_those_who_are_entitled_to_it(void **state)
{
    (void)state;
    boarder = pupil("助样甲", "2", true);
    day_pupil = pupil("助样乙", "1", true);
    rich = pupil("助样丙", "2", false);
    expect(ROLE_SCHOOL_HEAD, "GET", MISSING("boarding"), NULL, 200);
    assert_true(listed(boarder));
    assert_false(listed(day_pupil));
    assert_false(listed(rich));
    expect(ROLE_SCHOOL_HEAD, "GET", MISSING("living"), NULL, 200);
    assert_false(listed(boarder));
    assert_true(listed(day_pupil));
    expect(ROLE_SCHOOL_HEAD, "GET", MISSING("textbooks"), NULL, 200);
    assert_true(listed(rich));
    expect(ROLE_BUREAU, "GET", "/aid-missing?year=2025&term=2", NULL, 422);
    expect(ROLE_AGENCY, "GET", MISSING("boarding"), NULL, 403);
}

static void it_is_given_once_a_term(void **state)
{
    (void)state;
    PATH("/students/%lld/aids", ID(boarder));
    expect(ROLE_TEACHER, "POST", path, "{" GIVEN("boarding", "625") "}", 403);
    expect(ROLE_SCHOOL_HEAD, "POST", path, "{" GIVEN("boarding", "0") "}", 422);
    expect(ROLE_SCHOOL_HEAD, "POST", path, "{" GIVEN("boarding", "x") "}", 422);
    expect(ROLE_SCHOOL_HEAD, "POST", path, "{" GIVEN("holiday", "1") "}", 422);
    expect(ROLE_SCHOOL_HEAD, "POST", path, "{" GIVEN("boarding", "625") "}",
           201);
    given = reply_int("/id");
    assert_string_equal(reply_text("/amount"), "625");
    assert_string_equal(reply_text("/school"), WORLD_SCHOOL);
    expect(ROLE_BUREAU, "POST", path, "{" GIVEN("boarding", "625") "}", 409);
    expect(ROLE_SCHOOL_HEAD, "GET", MISSING("boarding"), NULL, 200);
    assert_false(listed(boarder));
    expect(ROLE_SCHOOL_HEAD, "GET",
           PATH("/aids?student_id=%lld&count=true", ID(boarder)), NULL, 200);
    assert_int_equal(reply_int("/total"), 1);
}

static void it_is_corrected_and_withdrawn_with_a_reason(void **state)
{
    (void)state;
    expect(ROLE_SCHOOL_HEAD, "GET", PATH("/aids/%lld", ID(given)), NULL, 200);
    expect_version(ROLE_SCHOOL_HEAD, "PATCH", path, "{'amount':'-5'}", 1, 422);
    expect_version(ROLE_SCHOOL_HEAD, "PATCH", path, "{'amount':'650.5'}", 1,
                   200);
    assert_string_equal(reply_text("/amount"), "650.50");
    expect_version(ROLE_SCHOOL_HEAD, "PATCH", path, "{'amount':'1'}", 1, 412);
    PATH("/aids/%lld/withdraw", ID(given));
    expect_version(ROLE_SCHOOL_HEAD, "POST", path, "{}", 2, 422);
    expect_version(ROLE_SCHOOL_HEAD, "POST", path, "{'reason':'登记错人'}", 2,
                   200);
    assert_string_equal(reply_text("/state"), "withdrawn");
    assert_false(json_is_true(reply_at("/may_change")));
    expect_version(ROLE_SCHOOL_HEAD, "POST", path, "{'reason':'登记错人'}", 3,
                   409);
    expect(ROLE_SCHOOL_HEAD, "GET", MISSING("boarding"), NULL, 200);
    assert_true(listed(boarder));
}

static void a_class_is_entered_in_one_go_and_only_once(void **state)
{
    (void)state;
    expect(ROLE_SCHOOL_HEAD, "POST", "/aid-batches",
           CLASS_BATCH("textbooks", "true"), 200);
    assert_int_equal(reply_int("/made"), 3);
    assert_string_equal(reply_text("/total"), "1501.50");
    expect(ROLE_SCHOOL_HEAD, "POST", "/aid-batches",
           CLASS_BATCH("textbooks", "false"), 200);
    assert_int_equal(reply_int("/made"), 3);
    expect(ROLE_SCHOOL_HEAD, "POST", "/aid-batches",
           CLASS_BATCH("textbooks", "false"), 200);
    assert_int_equal(reply_int("/made"), 0);
    assert_int_equal(reply_int("/already"), 3);
    expect(ROLE_TOWNSHIP, "POST", "/aid-batches",
           CLASS_BATCH("textbooks", "false"), 403);
}

static const char *total_of(const char *key)
{
    json_t *item;
    size_t i;

    json_array_foreach(reply_at("/items"), i, item)
    {
        if (strcmp(json_string_value(json_object_get(item, "key")), key) == 0 &&
            strcmp(json_string_value(json_object_get(item, "kind")),
                   "textbooks") == 0)
            return json_string_value(json_object_get(item, "amount"));
    }
    return "none";
}

static void sums_are_the_same_by_kind_school_and_township(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "GET", "/aid-totals?year=2025&term=2&by=kind", NULL,
           200);
    assert_string_equal(total_of("textbooks"), "1501.50");
    expect(ROLE_BUREAU, "GET", "/aid-totals?year=2025&by=school", NULL, 200);
    assert_string_equal(total_of(WORLD_SCHOOL), "1501.50");
    expect(ROLE_BUREAU, "GET", "/aid-totals?year=2025&by=township", NULL, 200);
    assert_string_equal(total_of(WORLD_TOWNSHIP), "1501.50");
    expect(ROLE_BUREAU, "GET", "/aid-totals?year=2025&term=1&by=kind", NULL,
           200);
    assert_string_equal(total_of("textbooks"), "none");
    expect(ROLE_BUREAU, "GET", "/aid-totals?year=2025&by=street", NULL, 422);
    expect(ROLE_AGENCY, "GET", "/aid-kinds", NULL, 200);
}

static void the_ledgers_show_who_was_given_and_who_not(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "GET", "/ledgers/aid_missing?year=2026&limit=200", NULL,
           200);
    assert_non_null(memmem(api.raw.data, api.raw.len, "助样甲", 9));
    assert_null(memmem(api.raw.data, api.raw.len, "助样丙", 9));
    expect(ROLE_BUREAU, "POST", PATH("/students/%lld/aids", ID(boarder)),
           "{" GIVEN("boarding", "625") "}", 201);
    expect(ROLE_BUREAU, "GET", "/ledgers/aid_missing?year=2026&limit=200", NULL,
           200);
    assert_null(memmem(api.raw.data, api.raw.len, "助样甲", 9));
    assert_non_null(memmem(api.raw.data, api.raw.len, "助样乙", 9));
    expect(ROLE_BUREAU, "GET", "/ledgers/poverty?year=2026&limit=200", NULL,
           200);
    assert_non_null(memmem(api.raw.data, api.raw.len, "1125.50", 7));
}

/* 助样甲 has its 寄宿生生活补助 of one term of the year, and not of the other. */
static void the_ledger_of_the_missing_is_asked_for_a_term(void **state)
{
    static const char *const terms[] = { "1", "2" };
    int seen = 0;

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        expect(
            ROLE_BUREAU, "GET",
            PATH("/ledgers/aid_missing?year=2026&limit=200&count=true&term=%s",
                 terms[i]),
            NULL, 200);
        assert_int_equal(reply_int("/total"),
                         json_array_size(reply_at("/items")));
        assert_non_null(memmem(api.raw.data, api.raw.len, "助样乙", 9));
        assert_string_equal(reply_text("/items/0/aid_lack"),
                            i == 0 ? "秋季学期" : "春季学期");
        if (memmem(api.raw.data, api.raw.len, "助样甲", 9))
            seen++;
    }
    assert_int_equal(seen, 1);
    expect(ROLE_BUREAU, "GET", "/ledgers/aid_missing?year=2026&term=3", NULL,
           422);
    expect(ROLE_BUREAU, "GET", "/ledgers/poverty?year=2026&term=1", NULL, 422);
}

int api_group_aid(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_has_those_who_are_entitled_to_it),
        cmocka_unit_test(it_is_given_once_a_term),
        cmocka_unit_test(it_is_corrected_and_withdrawn_with_a_reason),
        cmocka_unit_test(a_class_is_entered_in_one_go_and_only_once),
        cmocka_unit_test(sums_are_the_same_by_kind_school_and_township),
        cmocka_unit_test(the_ledgers_show_who_was_given_and_who_not),
        cmocka_unit_test(the_ledger_of_the_missing_is_asked_for_a_term),
    };

    return cmocka_run_group_tests_name("aid", tests, NULL, NULL);
}
