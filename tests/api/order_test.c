/*
 * Of two faults the earlier is told, in the order 401 403 404 428 412 400 422
 * 409: so nobody learns from an error what a former check was to hide, and no
 * text is judged that belongs to a stale page.
 */
#include <stdio.h>

#include "api_groups.h"
#include "api_world.h"

#define ID(x) ((long long)(x))
#define TAKEN "110105194912310038"

/* Asks with two faults; `status` is that of the earlier. */
struct fault {
    enum role role;
    const char *path;
    int64_t version; /* 0 none */
    const char *body;
    int status;
};

static void check(const char *method, const struct fault *t, size_t n)
{
    for (size_t i = 0; i < n; i++)
        expect_version(t[i].role, method, t[i].path, t[i].body, t[i].version,
                       t[i].status);
}

/* ---- a child ----------------------------------------------------------- */
static char here[40], there[40], asked[60];

static int64_t child_at(enum role role, const char *division)
{
    return api_child(role, api_household(role, division), division, "测序");
}

static void two_children(void)
{
    char body[300];

    snprintf(there, sizeof there, "/students/%lld",
             ID(child_at(ROLE_BUREAU, api.w.other_village)));
    snprintf(here, sizeof here, "/students/%lld",
             ID(child_at(ROLE_TOWNSHIP, api.w.village)));
    snprintf(asked, sizeof asked, "%s?q=1", here);
    snprintf(body, sizeof body,
             "{'name':'测占','id_no':'" TAKEN "','residence_division':'%s'}",
             api.w.village);
    expect(ROLE_TOWNSHIP, "POST", "/students", body, 201);
}

static void a_patch_tells_the_earlier_fault(void **state)
{
    static const char taken[] =
        "{'id_no':'" TAKEN "','birth_date':'1949-12-31'}";
    static const char both[] = "{'id_no':'" TAKEN "','birth_date':'1949-12-31',"
                               "'residence_division':'999'}";
    static const struct fault t[] = {
        { NOBODY, "/students/999999", 0, "{", 401 },
        { NOBODY, there, 9, taken, 401 },
        { ROLE_INSPECTOR, "/students/999999", 1, "{}", 403 },
        { ROLE_INSPECTOR, here, 0, "{}", 403 },
        { ROLE_INSPECTOR, here, 9, "{}", 403 },
        { ROLE_INSPECTOR, here, 1, "{", 403 },
        { ROLE_TOWNSHIP, there, 0, "{}", 404 },
        { ROLE_TOWNSHIP, there, 9, "{}", 404 },
        { ROLE_TOWNSHIP, there, 1, "{", 404 },
        { ROLE_TOWNSHIP, there, 1, "{'sex':'x'}", 404 },
        { ROLE_TOWNSHIP, there, 1, taken, 404 },
        { ROLE_TOWNSHIP, here, 0, "{", 428 },
        { ROLE_TOWNSHIP, here, 0, "{'sex':'x'}", 428 },
        { ROLE_TOWNSHIP, here, 0, taken, 428 },
        { ROLE_TOWNSHIP, here, 9, "{", 412 },
        { ROLE_TOWNSHIP, here, 9, "{'sex':'x'}", 412 },
        { ROLE_TOWNSHIP, here, 9, taken, 412 },
        { ROLE_TOWNSHIP, asked, 1, "{", 400 },
        { ROLE_TOWNSHIP, here, 1, "{'sex':'x','sex':'1'}", 400 },
        { ROLE_TOWNSHIP, here, 1, both, 422 },
        { ROLE_TOWNSHIP, here, 1, taken, 409 },
        { ROLE_TOWNSHIP, here, 1, "{'note':'无误'}", 200 },
    };

    (void)state;
    two_children();
    check("PATCH", t, sizeof t / sizeof *t);
}

/* ---- a case ------------------------------------------------------------ */
static char persuade[60], away[60], refusal[60], none[60];

static int64_t case_at(enum role role, const char *division)
{
    char body[200];

    snprintf(body, sizeof body,
             "{'student_id':%lld,'reason':'R02','absent_since':'2026-08-01'}",
             ID(child_at(role, division)));
    expect(role, "POST", "/cases", body, 201);
    return reply_int("/id");
}

static void two_cases(void)
{
    int64_t mine = case_at(ROLE_TOWNSHIP, api.w.village);
    int64_t other = case_at(ROLE_BUREAU, api.w.other_village);

    snprintf(persuade, sizeof persuade, "/cases/%lld/actions/persuade",
             ID(mine));
    snprintf(refusal, sizeof refusal, "/cases/%lld/actions/refuse", ID(mine));
    snprintf(none, sizeof none, "/cases/%lld/actions/none", ID(mine));
    snprintf(away, sizeof away, "/cases/%lld/actions/persuade", ID(other));
}

static void an_action_tells_the_earlier_fault(void **state)
{
    static const struct fault t[] = {
        { NOBODY, away, 0, "{", 401 },
        { ROLE_INSPECTOR, away, 1, "{}", 403 },
        { ROLE_INSPECTOR, persuade, 0, "{", 403 },
        /* An action of another role, before the case is looked at. */
        { ROLE_TOWNSHIP, refusal, 0, "{}", 403 },
        { ROLE_TOWNSHIP, refusal, 9, "{}", 403 },
        { ROLE_TOWNSHIP, refusal, 1, "{", 403 },
        { ROLE_TOWNSHIP, away, 0, "{}", 404 },
        { ROLE_TOWNSHIP, away, 9, "{", 404 },
        { ROLE_TOWNSHIP, none, 0, "{}", 404 },
        { ROLE_TOWNSHIP, none, 9, "{", 404 },
        { ROLE_TOWNSHIP, persuade, 0, "{", 428 },
        { ROLE_TOWNSHIP, persuade, 0, "{}", 428 },
        { ROLE_TOWNSHIP, persuade, 9, "{", 412 },
        { ROLE_TOWNSHIP, persuade, 9, "{}", 412 },
        { ROLE_TOWNSHIP, persuade, 1, "{'met':1,", 400 },
        { ROLE_TOWNSHIP, persuade, 1, "{}", 422 },
    };

    (void)state;
    two_cases();
    check("POST", t, sizeof t / sizeof *t);
}

int api_group_order(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_patch_tells_the_earlier_fault),
        cmocka_unit_test(an_action_tells_the_earlier_fault),
    };

    return cmocka_run_group_tests_name("order", tests, NULL, NULL);
}
