/* Cases from the flag to the closing, attachments, the worklist. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"

static char path[200], body[900];
static int64_t child, case_id, paper;

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))

/* Acts on the case as it stands now. */
static void act(enum role role, const char *action, const char *json,
                int status)
{
    int64_t version;

    expect(ROLE_BUREAU, "GET", PATH("/cases/%lld", ID(case_id)), NULL, 200);
    version = reply_int("/version");
    expect_version(role, "POST",
                   PATH("/cases/%lld/actions/%s", ID(case_id), action), json,
                   version, status);
}

static void a_teacher_flags_a_missing_pupil(void **state)
{
    int64_t house = api_household(ROLE_TOWNSHIP, api.w.village);

    (void)state;
    child = api_child(ROLE_TOWNSHIP, house, api.w.village, "测案");
    expect(ROLE_BUREAU, "POST", PATH("/students/%lld/enrolments", ID(child)),
           "{'school':'" WORLD_SCHOOL "','grade':'" WORLD_GRADE
           "','class':'" WORLD_CLASS
           "','state':'enrolled','from_date':'2026-03-01'}",
           201);
    expect(ROLE_TEACHER, "POST", "/cases",
           BODY("{'student_id':%lld,'reason':'R02','absent_since':"
                "'2026-08-10','tried':'打过电话'}",
                ID(child)),
           201);
    case_id = reply_int("/id");
    assert_string_equal(reply_text("/state"), "reported");
    assert_string_equal(reply_text("/kind"), "suspected");
    expect(ROLE_TEACHER, "POST", "/cases", body, 409);
    expect(ROLE_TEACHER, "POST", "/cases",
           "{'student_id':999999,'reason':'R02','absent_since':'2026-08-10'}",
           404);
}

static void the_case_says_what_may_be_done_and_by_whom(void **state)
{
    bool approve = false;
    json_t *actions;

    (void)state;
    expect(ROLE_TEACHER, "GET", PATH("/cases/%lld", ID(case_id)), NULL, 200);
    actions = reply_at("/allowed_actions");
    assert_true(json_array_size(actions) >= 1);
    for (size_t i = 0; i < json_array_size(actions); i++)
        approve |= strcmp(json_string_value(json_object_get(
                              json_array_get(actions, i), "action")),
                          "approve") == 0;
    assert_false(approve);
    expect(ROLE_INSPECTOR, "GET", path, NULL, 200);
    assert_int_equal(json_array_size(reply_at("/allowed_actions")), 0);
}

static void an_attachment_is_kept_and_shown_to_whom_it_concerns(void **state)
{
    static const unsigned char png[] = {
        0x89, 'P', 'N', 'G',  '\r', '\n', 0x1a, '\n', 0,    0, 0, 13,
        'I',  'H', 'D', 'R',  0,    0,    0,    1,    0,    0, 0, 1,
        8,    6,   0,   0,    0,    0x1f, 0x15, 0xc4, 0x89, 0, 0, 0,
        10,   'I', 'D', 'A',  'T',  0x78, 0x9c, 0x63, 0,    1, 0, 0,
        5,    0,   1,   0x0d, 0x0a, 0x2d, 0xb4, 0,    0,    0, 0, 'I',
        'E',  'N', 'D', 0xae, 0x42, 0x60, 0x82
    };

    (void)state;
    assert_int_equal(api_upload(ROLE_TEACHER, "/attachments", png, sizeof png),
                     201);
    paper = reply_int("/id");
    assert_string_equal(reply_text("/type"), "image/png");
    assert_int_equal(
        api_upload(ROLE_TEACHER, "/attachments", "#!/bin/sh\n", 10), 415);
    expect(ROLE_TEACHER, "GET", PATH("/attachments/%lld", ID(paper)), NULL,
           200);
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 404);
}

static void nothing_is_closed_on_paper_only(void **state)
{
    (void)state;
    act(ROLE_TEACHER, "verify", "{'note':'家访核实，确已离校'}", 200);
    act(ROLE_TEACHER, "approve", "{}", 403);
    act(ROLE_TEACHER, "nonsense", "{}", 404);
    act(ROLE_TEACHER, "persuade", "{}", 422);
    act(ROLE_TEACHER, "persuade",
        "{'visited_on':'2026-08-19','method':'home_visit','persons':'班主任',"
        "'met':'父亲','family_said':'再想想','result':'considering'}",
        200);
    assert_int_equal(reply_int("/persuasions"), 1);
    act(ROLE_TEACHER, "return",
        "{'returned_on':'2026-08-20','school_name':'原班'}", 422);
    act(ROLE_TEACHER, "return",
        BODY("{'returned_on':'2026-08-20','school_name':'原班','evidence':[{"
             "'kind':'visit_photo','attachment_id':%lld}]}",
             ID(paper)),
        422);
    act(ROLE_TEACHER, "return",
        BODY("{'returned_on':'2026-08-20','school_name':'原班','evidence':[{"
             "'kind':'return_proof','attachment_id':999999}]}"),
        422);
    expect(ROLE_TEACHER, "POST",
           PATH("/cases/%lld/actions/return", ID(case_id)), "{}", 428);
}

static void only_the_approver_closes_and_the_child_is_watched(void **state)
{
    (void)state;
    act(ROLE_TEACHER, "return",
        BODY("{'returned_on':'2026-08-20','school_name':'原班','evidence':[{"
             "'kind':'return_proof','attachment_id':%lld}]}",
             ID(paper)),
        200);
    assert_string_equal(reply_text("/state"), "review");
    /* As evidence it is now the child's: its township may see it. */
    expect(ROLE_TOWNSHIP, "GET", PATH("/attachments/%lld", ID(paper)), NULL,
           200);
    act(ROLE_BUREAU, "approve", "{}", 403);
    act(ROLE_BUREAU_LEAD, "refuse", "{}", 422);
    act(ROLE_BUREAU_LEAD, "approve", "{'note':'同意'}", 200);
    assert_string_equal(reply_text("/state"), "watching");
    expect_version(ROLE_BUREAU_LEAD, "POST",
                   PATH("/cases/%lld/actions/approve", ID(case_id)), "{}", 1,
                   412);
}

static void the_worklist_puts_what_is_late_first(void **state)
{
    (void)state;
    expect(ROLE_BUREAU_LEAD, "GET", "/worklist", NULL, 200);
    expect(ROLE_TEACHER, "GET", "/worklist", NULL, 200);
    expect(ROLE_ADMIN, "GET", "/worklist", NULL, 200);
    expect(ROLE_TEACHER, "GET", "/cases?state=watching&order=due", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
}

int api_group_case(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_teacher_flags_a_missing_pupil),
        cmocka_unit_test(the_case_says_what_may_be_done_and_by_whom),
        cmocka_unit_test(an_attachment_is_kept_and_shown_to_whom_it_concerns),
        cmocka_unit_test(nothing_is_closed_on_paper_only),
        cmocka_unit_test(only_the_approver_closes_and_the_child_is_watched),
        cmocka_unit_test(the_worklist_puts_what_is_late_first),
    };

    return cmocka_run_group_tests_name("case", tests, NULL, NULL);
}
