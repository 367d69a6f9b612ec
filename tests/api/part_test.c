/* A department sees of a child what its task takes and not a byte more: every
 * record of a child holds a text of its own, and no reply to a department holds
 * one that is not its. */
#include <stdio.h>
#include <string.h>

#include "api/routes.h"
#include "api_groups.h"
#include "api_world.h"

static char path[200], body[1600];
static int64_t child, case_id, house, police, funds;

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))
#define PASSWORD "geese-fly-over-the-lake"

/* What the child's records hold, and who of the two is to see it. */
#define BY_POLICE 1u
#define BY_FUNDS 2u
#define NAME "雀名甲"
#define NUMBER "230381201302279974"
#define BIRTH "2013-02-27"
#define RESIDENCE "雀居路一号"
#define HUJI "雀籍路二号"
#define GUARDIAN "雀监护"
#define PHONE "19955551234"
#define AWAY "雀务工地"
#define SCHOOL "雀外地小学"
#define CLASS "雀班"
#define STUDENT_NO "L230381201302274321"
#define BASIS "雀认定依据"
#define NOTE "雀备注"
#define HEAD "雀户主"
#define HOUSE "雀户址三号"
#define HOUSE_PHONE "19955554321"
#define HOUSE_NOTE "雀户备注"
#define TRIED "雀劝过"
#define VERIFIED "雀核实"
#define TO_POLICE "雀要求公安"
#define TO_FUNDS "雀要求财政"
#define FROM_POLICE "雀公安报告"
#define FROM_FUNDS "雀财政报告"

static const struct canary {
    const char *text;
    unsigned seen_by;
} canaries[] = {
    { NAME, BY_POLICE | BY_FUNDS },
    { NUMBER, BY_POLICE },
    { BIRTH, BY_POLICE },
    { RESIDENCE, BY_POLICE },
    { HUJI, BY_POLICE },
    { GUARDIAN, 0 },
    { PHONE, 0 },
    { AWAY, 0 },
    { SCHOOL, BY_FUNDS },
    { CLASS, BY_FUNDS },
    { STUDENT_NO, 0 },
    { BASIS, 0 },
    { NOTE, 0 },
    { HEAD, 0 },
    { HOUSE, 0 },
    { HOUSE_PHONE, 0 },
    { HOUSE_NOTE, 0 },
    { TRIED, 0 },
    { VERIFIED, 0 },
    { TO_POLICE, BY_POLICE },
    { TO_FUNDS, BY_FUNDS },
    { FROM_POLICE, BY_POLICE },
    { FROM_FUNDS, BY_FUNDS },
};
#define CANARIES (sizeof canaries / sizeof *canaries)

static bool shown(const char *text)
{
    return api.raw.len &&
           memmem(api.raw.data, api.raw.len, text, strlen(text)) != NULL;
}

/* ---- the scene ---------------------------------------------------------- */
static int64_t case_of(int64_t student_id)
{
    expect(ROLE_TOWNSHIP, "POST", "/cases",
           BODY("{'student_id':%lld,'reason':'R02','absent_since':"
                "'2026-08-10','tried':'" TRIED "'}",
                ID(student_id)),
           201);
    return reply_int("/id");
}

static void plant_family(void)
{
    expect(ROLE_TOWNSHIP, "POST", "/households",
           BODY("{'division':'%s','head_name':'" HEAD "','address':'" HOUSE
                "','phone':'" HOUSE_PHONE "','note':'" HOUSE_NOTE "'}",
                api.w.village),
           201);
    house = reply_int("/id");
    expect(ROLE_TOWNSHIP, "POST", "/students",
           BODY("{'household_id':%lld,'name':'" NAME
                "','sex':'1','birth_date':'" BIRTH
                "','id_kind':'1','id_no':'" NUMBER
                "','residence_division':'%s','residence_address':'" RESIDENCE
                "','huji_division':'%s','huji_address':'" HUJI "','note':'" NOTE
                "'}",
                ID(house), api.w.village, api.w.village),
           201);
    child = reply_int("/id");
    expect(ROLE_TOWNSHIP, "POST", PATH("/students/%lld/guardians", ID(child)),
           "{'name':'" GUARDIAN "','relation':'51','phone':'" PHONE
           "','away':'" AWAY "','main':true}",
           201);
    expect(ROLE_BUREAU, "POST", PATH("/students/%lld/enrolments", ID(child)),
           "{'school_name':'" SCHOOL "','grade':'21','class':'" CLASS
           "','student_no':'" STUDENT_NO "','state':'enrolled',"
           "'from_date':'2026-03-01'}",
           201);
    expect(ROLE_TOWNSHIP, "POST", PATH("/students/%lld/tags", ID(child)),
           "{'tag':'left_behind','basis':'" BASIS "','from_date':'2026-01-01'}",
           201);
}

static int64_t give(const char *unit, const char *task, const char *note)
{
    expect(ROLE_TOWNSHIP, "POST", PATH("/cases/%lld/assignments", ID(case_id)),
           BODY("{'unit':'%s','task':'%s','due_on':'2026-09-10','note':'%s'}",
                unit, task, note),
           201);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    return reply_int("/id");
}

/* One more department signs in, by a password of its own. */
static void sign_in_funds(void)
{
    char one_time[64];

    expect(ROLE_ADMIN, "POST", "/users",
           "{'username':'caizheng1','name':'测财政','role':'agency',"
           "'unit':'caizheng'}",
           201);
    snprintf(one_time, sizeof one_time, "%s", reply_text("/one_time_password"));
    expect(NOBODY, "POST", "/sessions",
           BODY("{'username':'caizheng1','password':'%s'}", one_time), 201);
    take_csrf("/csrf_token");
    expect(
        SIGNED_IN, "POST", "/me/password",
        BODY("{'old_password':'%s','new_password':'" PASSWORD "'}", one_time),
        200);
    take_csrf("/csrf_token");
}

static void a_case_is_given_to_two_departments(void **state)
{
    (void)state;
    plant_family();
    case_id = case_of(child);
    expect(ROLE_TOWNSHIP, "GET", PATH("/cases/%lld", ID(case_id)), NULL, 200);
    expect_version(ROLE_TOWNSHIP, "POST",
                   PATH("/cases/%lld/actions/verify", ID(case_id)),
                   "{'note':'" VERIFIED "'}", reply_int("/version"), 200);
    police = give("gongan", "residence_check", TO_POLICE);
    funds = give("caizheng", "funding", TO_FUNDS);
    sign_in_funds();
}

/* ---- who sees what ------------------------------------------------------ */
static void see(unsigned who, const char *where)
{
    for (size_t i = 0; i < CANARIES; i++)
        if (!(canaries[i].seen_by & who) && shown(canaries[i].text))
            fail_msg("%s shows %s to %u", where, canaries[i].text, who);
}

static unsigned who_is(enum role role)
{
    return role == ROLE_AGENCY ? BY_POLICE : BY_FUNDS;
}

static void fill(const char *pattern, int64_t id, char out[200])
{
    const char *p = strchr(pattern, '{');
    const char *end = p ? strchr(p, '}') : NULL;

    if (!end)
        snprintf(out, 200, "%s", pattern);
    else if (strncmp(p, "{id}", 4) == 0)
        snprintf(out, 200, "%.*s%lld%s", (int)(p - pattern), pattern, ID(id),
                 end + 1);
    else
        snprintf(out, 200, "%.*snone%s", (int)(p - pattern), pattern, end + 1);
}

/* Every GET that a department may call, with every id there is. */
static size_t look_everywhere(enum role role, int64_t attachment)
{
    const int64_t ids[] = { child, case_id, house, police, funds, attachment,
                            1,     2,       3,     4,      5,     6 };
    static const char *const lists[] = { "/assignments?limit=200&order=due",
                                         "/assignments?mine=true&count=true",
                                         "/worklist?limit=200&count=true",
                                         "/documents?limit=200" };
    size_t seen = 0;
    char where[200];

    for (const struct route *const *t = route_tables; *t; t++) {
        for (const struct route *r = *t; r->method; r++) {
            if (strcmp(r->method, "GET") != 0 ||
                !role_may(ROLE_AGENCY, (enum right)r->right))
                continue;
            for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
                fill(r->path, ids[i], where);
                seen += api_call(role, "GET", where, NULL, 0) == 200;
                see(who_is(role), where);
            }
        }
    }
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        seen += api_call(role, "GET", lists[i], NULL, 0) == 200;
        see(who_is(role), lists[i]);
    }
    return seen;
}

/* The reports are not written yet. */
static void each_sees_its_own_part(enum role role, int64_t own, int64_t other)
{
    unsigned who = who_is(role);

    expect(role, "GET", PATH("/assignments/%lld", ID(other)), NULL, 404);
    expect(role, "GET", PATH("/assignments/%lld", ID(own)), NULL, 200);
    for (size_t i = 0; i < CANARIES; i++)
        if (canaries[i].seen_by & who && !shown(canaries[i].text) &&
            strstr(canaries[i].text, "报告") == NULL)
            fail_msg("%s is not shown to %u", canaries[i].text, who);
    see(who_is(role), path);
}

static void two_departments_see_disjoint_parts_of_a_child(void **state)
{
    static const char *const members[] = { "sex",
                                           "birth_date",
                                           "id_no",
                                           "residence",
                                           "guardian",
                                           "huji_address",
                                           "residence_address",
                                           "phone",
                                           "huji",
                                           "school_name",
                                           "grade",
                                           "class",
                                           "tags",
                                           "health",
                                           "reason",
                                           "absent_since",
                                           "guardian_relation" };
    bool police_has[20];
    char pointer[60];

    (void)state;
    each_sees_its_own_part(ROLE_AGENCY, police, funds);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        snprintf(pointer, sizeof pointer, "/child/%s", members[i]);
        police_has[i] = !json_is_null(reply_at(pointer));
    }
    each_sees_its_own_part(SIGNED_IN, funds, police);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        snprintf(pointer, sizeof pointer, "/child/%s", members[i]);
        assert_non_null(reply_at(pointer));
        assert_false(police_has[i] && !json_is_null(reply_at(pointer)));
    }
    assert_string_equal(reply_text("/child/name"), NAME);
}

/* Accepts it and reports `words`, members of the body, with a paper. */
static int64_t report(enum role role, int64_t id, const char *words,
                      const char *kind)
{
    int64_t paper;

    api_upload(role, "/attachments", "\x89PNG\r\n\x1a\n synthetic", 18);
    paper = reply_int("/id");
    expect(role, "GET", PATH("/assignments/%lld", ID(id)), NULL, 200);
    expect_version(role, "POST",
                   PATH("/assignments/%lld/actions/accept", ID(id)), "{}",
                   reply_int("/version"), 200);
    see(who_is(role), path);
    expect_version(role, "POST",
                   PATH("/assignments/%lld/actions/report", ID(id)),
                   BODY("{%s,'evidence':[{'kind':'%s','attachment_id':%lld}]}",
                        words, kind, ID(paper)),
                   reply_int("/version"), 200);
    see(who_is(role), path);
    return paper;
}

static void no_reply_to_a_department_holds_what_is_not_its(void **state)
{
    int64_t proof, paper;

    (void)state;
    proof = report(ROLE_AGENCY, police,
                   "'note':'" FROM_POLICE "','result':'verified'",
                   "police_conclusion");
    paper =
        report(SIGNED_IN, funds, "'note':'" FROM_FUNDS "'", "approval_paper");
    assert_true(look_everywhere(ROLE_AGENCY, paper) > 20);
    assert_true(look_everywhere(SIGNED_IN, proof) > 20);
    expect(SIGNED_IN, "GET", PATH("/attachments/%lld", ID(proof)), NULL, 404);
    expect(ROLE_AGENCY, "GET", path, NULL, 200);
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 200);
}

/* The reading of the whole number is in the trail, with the child. */
static void who_read_the_number_is_in_the_trail(void **state)
{
    size_t rows = 0;

    (void)state;
    for (int tries = 0; tries < 50 && !rows; tries++) {
        expect(ROLE_AUDITOR, "GET",
               PATH("/audit?account_id=%lld&limit=200",
                    ID(api.w.account[ROLE_AGENCY])),
               NULL, 200);
        for (size_t i = 0; i < json_array_size(reply_at("/items")); i++) {
            json_t *row = json_array_get(reply_at("/items"), i);
            const char *action =
                json_string_value(json_object_get(row, "action"));

            rows += action && strcmp(action, "GET /assignments/{id}") == 0;
        }
    }
    assert_true(rows > 0);
}

static void after_the_work_only_the_name_is_left(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET", PATH("/assignments/%lld", ID(police)), NULL,
           200);
    expect_version(ROLE_TOWNSHIP, "POST",
                   PATH("/assignments/%lld/actions/complete", ID(police)),
                   "{'note':'属实'}", reply_int("/version"), 200);
    assert_int_equal(json_array_size(reply_at("/evidence")), 1);
    expect(ROLE_AGENCY, "GET", PATH("/assignments/%lld", ID(police)), NULL,
           200);
    assert_true(shown(NAME));
    assert_false(shown(NUMBER) || shown(BIRTH) || shown(RESIDENCE));
}

static void of_two_at_once_one_wins(void **state)
{
    int64_t version;

    (void)state;
    expect(ROLE_BUREAU, "GET", PATH("/assignments/%lld", ID(funds)), NULL, 200);
    version = reply_int("/version");
    PATH("/assignments/%lld/actions/complete", ID(funds));
    expect(ROLE_BUREAU, "POST", path, "{}", 428);
    expect_version(ROLE_INSPECTOR, "POST", path, "{}", version, 403);
    expect_version(ROLE_TOWNSHIP, "POST", path, "{}", version, 200);
    expect_version(ROLE_BUREAU, "POST", path, "{}", version, 412);
    expect_version(ROLE_BUREAU, "POST", path, "{}", version + 1, 422);
    expect(ROLE_BUREAU, "GET", "/assignment-tasks", NULL, 200);
    assert_true(json_array_size(reply_at("/items")) > 20);
}

int api_group_part(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_case_is_given_to_two_departments),
        cmocka_unit_test(two_departments_see_disjoint_parts_of_a_child),
        cmocka_unit_test(no_reply_to_a_department_holds_what_is_not_its),
        cmocka_unit_test(who_read_the_number_is_in_the_trail),
        cmocka_unit_test(after_the_work_only_the_name_is_left),
        cmocka_unit_test(of_two_at_once_one_wins),
    };

    return cmocka_run_group_tests_name("part", tests, NULL, NULL);
}
