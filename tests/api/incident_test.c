/* Incidents and observations over HTTP: joint handling, and that what was done
 * to a child is not there for anybody but the few. */
#include <stdio.h>
#include <string.h>

#include "api/routes.h"
#include "api_groups.h"
#include "api_world.h"
#include "domain/incident.h"

static char path[200], body[1500];
static int64_t child, case_id, house, emergency, harm, observation;

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))

/* Nobody but its few readers is shown a byte of these. */
#define TITLE "隐雀之题"
#define DETAIL "隐雀之情"
#define STEP "隐雀之步"
#define RESULT "隐雀之果"
#define NOTICED "隐雀动态"

static bool holds(const char *text)
{
    return api.raw.len &&
           memmem(api.raw.data, api.raw.len, text, strlen(text)) != NULL;
}

/* ---- a child elsewhere, for the matrix ------------------------------------- */
SQL(q_incident_test_observation,
    .text = "INSERT INTO observation (id, student_id, kind, concern, noted_on,"
            " note, account_id, at) VALUES (?1, ?2, 'mood', 'act',"
            " '2026-08-20', ?3, ?4, ?5)",
    .access = SQL_SYSTEM, .why = "a test's own record");

void incident_plant(int64_t of_child, struct incident_planted *out)
{
    int64_t *id = &out->observation;

    expect(ROLE_BUREAU, "POST", "/incidents",
           BODY("{'kind':'emergency','student_id':%lld,'happened_on':"
                "'2026-08-20','title':'隔村之童走失','detail':'隔村之童',"
                "'units':[{'unit':'fulian'}]}",
                ID(of_child)),
           201);
    out->incident = reply_int("/id");
    assert_int_equal(store_writer(api.w.store, &api.w.writer), ERR_OK);
    assert_int_equal(db_begin(api.w.writer), ERR_OK);
    assert_int_equal(db_next_id(api.w.writer, "observation", id), ERR_OK);
    assert_int_equal(
        db_run(api.w.writer, &q_incident_test_observation,
               VALS(INT(*id), INT(of_child),
                    SEAL("observation.note", *id, "隔村之童"),
                    INT(api.w.account[ROLE_TEACHER]), INT(WORLD_NOW))),
        ERR_OK);
    assert_int_equal(db_commit(api.w.writer), ERR_OK);
    db_close(api.w.writer);
    api.w.writer = NULL;
}

/* ---- an emergency ----------------------------------------------------------- */
static void a_child_of_the_village_and_the_class(void **state)
{
    (void)state;
    house = api_household(ROLE_BUREAU, api.w.village);
    child = api_child(ROLE_BUREAU, house, api.w.village, "测突发");
    expect(ROLE_BUREAU, "POST", PATH("/students/%lld/enrolments", ID(child)),
           "{'school':'" WORLD_SCHOOL "','grade':'" WORLD_GRADE
           "','class':'" WORLD_CLASS
           "','state':'enrolled','from_date':'2026-03-01'}",
           201);
    expect(ROLE_TEACHER, "POST", "/cases",
           BODY("{'student_id':%lld,'reason':'R06','absent_since':"
                "'2026-08-10','tried':'去过'}",
                ID(child)),
           201);
    case_id = reply_int("/id");
}

#define NEW                                                                    \
    "{'kind':'%s','student_id':%lld,'happened_on':'2026-08-20',"               \
    "'title':'%s','detail':'" DETAIL "'%s}"

static void bad_news_is_refused_by_its_member(void **state)
{
    static const struct {
        const char *body, *pointer;
    } t[] = {
        { "{'kind':'emergency','happened_on':'2026-08-20','title':'题'}",
          "/detail" },
        { "{'kind':'fire','happened_on':'2026-08-20','title':'题',"
          "'detail':'情'}",
          "/kind" },
        { "{'kind':'emergency','happened_on':'2026-08-21','title':'题',"
          "'detail':'情'}",
          "/happened_on" },
        { "{'kind':'emergency','student_id':999999,'happened_on':"
          "'2026-08-20','title':'题','detail':'情'}",
          "/student_id" },
        { "{'kind':'emergency','case_id':999999,'happened_on':"
          "'2026-08-20','title':'题','detail':'情'}",
          "/case_id" },
        { "{'kind':'emergency','happened_on':'2026-08-20','title':'题',"
          "'detail':'情','units':[{'unit':'dudao'}]}",
          "/units/0/unit" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        expect(ROLE_BUREAU, "POST", "/incidents", t[i].body, 422);
        assert_string_equal(reply_text("/errors/0/pointer"), t[i].pointer);
    }
}

/* A department cannot tie one to a child that it does not see. */
static void a_department_cannot_name_a_child(void **state)
{
    (void)state;
    expect(ROLE_AGENCY, "POST", "/incidents",
           BODY(NEW, "emergency", ID(child), "题", ""), 422);
    assert_string_equal(reply_text("/errors/0/pointer"), "/student_id");
}

static void an_emergency_is_handled_together(void **state)
{
    (void)state;
    expect(ROLE_INSPECTOR, "POST", "/incidents", "{}", 403);
    expect(ROLE_BUREAU, "POST", "/incidents",
           BODY(NEW, "emergency", ID(child), "走失",
                ",'units':[{'unit':'gongan'},{'unit':'" WORLD_SCHOOL "'}]"),
           201);
    emergency = reply_int("/id");
    assert_true(json_is_true(reply_at("/readable")));
    PATH("/incidents/%lld/actions/step", ID(emergency));
    expect(ROLE_AGENCY, "POST", path, "{'note':'已出警'}", 428);
    expect_version(ROLE_AGENCY, "POST", path, "{}", 1, 422);
    expect_version(ROLE_AGENCY, "POST", path, "{'note':'已出警'}", 1, 200);
    assert_string_equal(reply_text("/student_name"), "测突发");
    assert_true(json_is_null(reply_at("/student_id")));
    expect_version(ROLE_SCHOOL_HEAD, "POST", path, "{'note':'已找'}", 1, 412);
    expect_version(ROLE_SCHOOL_HEAD, "POST", path, "{'note':'已找'}", 2, 200);
    assert_int_equal(json_array_size(reply_at("/steps")), 3);
    assert_string_equal(reply_text("/steps/1/note"), "已出警");
    assert_int_equal(reply_int("/student_id"), child);
    assert_int_equal(reply_int("/case_id"), case_id);
    PATH("/incidents/%lld/actions/close", ID(emergency));
    expect_version(ROLE_AGENCY, "POST", path, "{'result':'找到'}", 3, 422);
    expect_version(ROLE_BUREAU, "POST", path, "{'result':'找到'}", 3, 200);
    assert_string_equal(reply_text("/state"), "closed");
    assert_string_equal(reply_text("/allowed_actions/0/action"), "reopen");
    expect_version(ROLE_BUREAU, "POST",
                   PATH("/incidents/%lld/actions/none", ID(emergency)), "{}", 4,
                   404);
    expect_version(ROLE_BUREAU, "POST",
                   PATH("/incidents/%lld/actions/reopen", ID(emergency)),
                   "{'note':'又走失'}", 4, 200);
}

static bool in_worklist(enum role role, const char *what, int64_t id)
{
    char key[40];

    snprintf(key, sizeof key, "\"%s-%lld\"", what, ID(id));
    expect(role, "GET", "/worklist?limit=200&count=true", NULL, 200);
    assert_int_equal(reply_int("/total"), json_array_size(reply_at("/items")));
    return holds(key);
}

static void it_waits_for_who_handles_it(void **state)
{
    (void)state;
    assert_true(in_worklist(ROLE_AGENCY, "incident", emergency));
    assert_true(in_worklist(ROLE_SCHOOL_HEAD, "incident", emergency));
    assert_false(in_worklist(ROLE_BUREAU, "incident", emergency));
    assert_false(in_worklist(ROLE_VILLAGE, "incident", emergency));
    expect(ROLE_AGENCY, "GET", "/incidents?mine=true&count=true", NULL, 200);
    assert_int_equal(reply_int("/total"), 1);
    expect(ROLE_BUREAU, "GET", "/incidents?unit=gongan&state=open", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
}

/* Ties of the child and the case lead only those who have their pages. */
static void a_department_cannot_ask_by_the_child(void **state)
{
    (void)state;
    PATH("/incidents?student_id=%lld&count=true", ID(child));
    expect(ROLE_BUREAU, "GET", path, NULL, 200);
    assert_int_equal(reply_int("/total"), 1);
    expect(ROLE_AGENCY, "GET", path, NULL, 200);
    assert_int_equal(reply_int("/total"), 0);
    PATH("/incidents?case_id=%lld&count=true", ID(case_id));
    expect(ROLE_AGENCY, "GET", path, NULL, 200);
    assert_int_equal(reply_int("/total"), 0);
    expect(ROLE_TEACHER, "GET", path, NULL, 200);
    assert_int_equal(reply_int("/total"), 1);
}

static void the_list_goes_page_by_page_from_the_newest(void **state)
{
    int64_t total, n = 0, last = INT64_MAX;
    char cursor[40] = "";

    (void)state;
    for (int i = 0; i < 3; i++)
        expect(ROLE_BUREAU, "POST", "/incidents",
               "{'kind':'emergency','happened_on':'2026-08-20','title':'题',"
               "'detail':'情'}",
               201);
    expect(ROLE_BUREAU, "GET", "/incidents?limit=1&count=true", NULL, 200);
    total = reply_int("/total");
    assert_true(total >= 5);
    for (;;) {
        expect(
            ROLE_BUREAU, "GET",
            PATH("/incidents?limit=2%s%s", *cursor ? "&cursor=" : "", cursor),
            NULL, 200);
        for (size_t i = 0; i < json_array_size(reply_at("/items")); i++, n++) {
            char at[40];

            snprintf(at, sizeof at, "/items/%zu/id", i);
            assert_true(reply_int(at) < last);
            last = reply_int(at);
        }
        if (json_is_null(reply_at("/next_cursor")))
            break;
        snprintf(cursor, sizeof cursor, "%s", reply_text("/next_cursor"));
    }
    assert_int_equal(n, total);
    expect(ROLE_BUREAU, "GET", "/incidents?cursor=x", NULL, 422);
}

/* ---- what was done to a child ------------------------------------------------ */
/* Those who have no right to it, all of whom see the child but the last two. */
static const enum role blind[] = { ROLE_TEACHER, ROLE_VILLAGE, ROLE_TOWNSHIP,
                                   ROLE_BUREAU,  ROLE_LEADER,  ROLE_INSPECTOR,
                                   ROLE_EXPERT,  ROLE_ADMIN };
#define BLIND (sizeof blind / sizeof *blind)

static int64_t total_of(enum role role, const char *where)
{
    return api_call(role, "GET", where, NULL, 0) == 200 ? reply_int("/total")
                                                        : -1;
}

static struct {
    int64_t incidents[BLIND], work[BLIND], case_version, events;
} before;

static void note_before(void)
{
    for (size_t i = 0; i < BLIND; i++) {
        before.incidents[i] = total_of(blind[i], "/incidents?count=true");
        before.work[i] = total_of(blind[i], "/worklist?count=true");
    }
    expect(ROLE_BUREAU, "GET", PATH("/cases/%lld", ID(case_id)), NULL, 200);
    before.case_version = reply_int("/version");
    before.events = (int64_t)json_array_size(reply_at("/events"));
}

/* The teacher who saw it says so, and has no way back to it. */
static void a_teacher_reports_it_and_sees_no_more(void **state)
{
    (void)state;
    note_before();
    expect(ROLE_TEACHER, "POST", "/incidents",
           BODY(NEW, "bullying", ID(child), TITLE, ""), 201);
    harm = reply_int("/id");
    assert_true(json_is_false(reply_at("/readable")));
    assert_false(holds(TITLE) || holds(DETAIL));
    expect(ROLE_TEACHER, "GET", PATH("/incidents/%lld", ID(harm)), NULL, 404);
}

static void its_few_readers_handle_it(void **state)
{
    (void)state;
    PATH("/incidents/%lld", ID(harm));
    expect(ROLE_AGENCY, "GET", path, NULL, 404);
    expect(ROLE_SCHOOL_HEAD, "GET", path, NULL, 200);
    assert_string_equal(reply_text("/title"), TITLE);
    assert_true(in_worklist(ROLE_SCHOOL_HEAD, "incident", harm));
    assert_true(in_worklist(ROLE_BUREAU_LEAD, "incident", harm));
    PATH("/incidents/%lld/actions/add_unit", ID(harm));
    expect_version(ROLE_SCHOOL_HEAD, "POST", path,
                   BODY("{'unit':'%s'}", WORLD_TOWNSHIP), 1, 422);
    expect_version(ROLE_BUREAU_LEAD, "POST", path, "{'unit':'gongan'}", 1, 200);
    PATH("/incidents/%lld/actions/step", ID(harm));
    expect_version(ROLE_AGENCY, "POST", path, "{'note':'" STEP "'}", 2, 200);
    PATH("/incidents/%lld/actions/close", ID(harm));
    expect_version(ROLE_SCHOOL_HEAD, "POST", path, "{'result':'" RESULT "'}", 3,
                   200);
    expect_version(ROLE_SCHOOL_HEAD, "POST",
                   PATH("/incidents/%lld/actions/reopen", ID(harm)),
                   "{'note':'" STEP "'}", 4, 200);
    expect(ROLE_BUREAU_LEAD, "GET", "/incidents?kind=bullying&count=true", NULL,
           200);
    assert_int_equal(reply_int("/total"), 1);
    assert_true(holds(TITLE));
}

static void fill(const char *pattern, int64_t id, const char *key,
                 char out[200])
{
    const char *p = strchr(pattern, '{');
    const char *end = p ? strchr(p, '}') : NULL;
    char rest[160];

    if (!end) {
        snprintf(out, 200, "%s", pattern);
        return;
    }
    snprintf(rest, sizeof rest, "%s", end + 1);
    if (strchr(rest, '{'))
        snprintf(strchr(rest, '{'), 20, "%s", key);
    snprintf(out, 200, "%.*s%lld%s", (int)(p - pattern), pattern, ID(id), rest);
}

static void see_nothing(enum role role, const char *where)
{
    static const char *const hidden[] = { TITLE, STEP, RESULT, NOTICED,
                                          "bullying" };
    const char *found = NULL;

    if (strncmp(where, "/codes", 6) == 0 || strncmp(where, "/openapi", 8) == 0)
        return; /* they tell which kinds there are */
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        if (holds(hidden[i]))
            found = hidden[i];
    if (found && !(role == ROLE_TEACHER && strcmp(found, NOTICED) == 0))
        fail_msg("%s shows %s to %s", where, found, role_code(role));
}

/* Every route, with the id of the incident, the child, its case and house. */
static void no_route_shows_it_to_others(void **state)
{
    const int64_t ids[] = { harm, child, case_id, house };
    char where[200];
    size_t calls = 0;

    (void)state;
    for (size_t b = 0; b < BLIND; b++) {
        for (const struct route *const *t = route_tables; *t; t++) {
            for (const struct route *r = *t; r->method; r++) {
                if (strcmp(r->method, "GET") != 0)
                    continue;
                for (size_t i = 0; i < 4; i++, calls++) {
                    fill(r->path, ids[i], "step", where);
                    api_call(blind[b], "GET", where, NULL, 0);
                    see_nothing(blind[b], where);
                }
            }
        }
    }
    assert_true(calls > 500);
}

static void it_is_not_there_for_others(void **state)
{
    (void)state;
    for (size_t b = 0; b < BLIND; b++) {
        for (size_t i = 0; i < incident_actions_n; i++) {
            bool may = role_may(blind[b], RIGHT_INCIDENT_WRITE);

            PATH("/incidents/%lld/actions/%s", ID(harm),
                 incident_actions[i].name);
            expect_version(blind[b], "POST", path, "{}", 5, may ? 404 : 403);
        }
        PATH("/incidents/%lld", ID(harm));
        expect(blind[b], "GET", path, NULL,
               role_may(blind[b], RIGHT_INCIDENT_READ) ? 404 : 403);
    }
}

/* Lists, filters and pages as if there were none. */
static void no_list_or_count_tells_of_it(void **state)
{
    static const char *const lists[] = {
        "/incidents?limit=200",
        "/incidents?kind=bullying&count=true",
        "/incidents?unit=gongan",
        "/incidents?mine=true",
        "/incidents?state=open&limit=200",
        "/worklist?limit=200",
        "/cases?limit=200",
        "/students?limit=200",
        "/ledgers/children?year=2026",
        "/ledgers/suspected?year=2026",
    };

    (void)state;
    for (size_t b = 0; b < BLIND; b++) {
        for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
            api_call(blind[b], "GET", lists[i], NULL, 0);
            see_nothing(blind[b], lists[i]);
        }
        assert_int_equal(total_of(blind[b], "/incidents?count=true"),
                         before.incidents[b]);
        assert_int_equal(total_of(blind[b], "/worklist?count=true"),
                         before.work[b]);
        PATH("/incidents?student_id=%lld&kind=bullying&count=true", ID(child));
        if (role_may(blind[b], RIGHT_INCIDENT_READ))
            assert_int_equal(total_of(blind[b], path), 0);
    }
}

static void the_case_stands_as_before(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "GET", PATH("/cases/%lld", ID(case_id)), NULL, 200);
    assert_int_equal(reply_int("/version"), before.case_version);
    assert_int_equal(json_array_size(reply_at("/events")), before.events);
}

/* ---- observations -------------------------------------------------------------- */
static void a_teacher_writes_down_what_it_noticed(void **state)
{
    (void)state;
    PATH("/students/%lld/observations", ID(child));
    expect(ROLE_TEACHER, "POST", path,
           "{'kind':'mood','concern':'act','noted_on':'2026-08-21',"
           "'note':'" NOTICED "'}",
           422);
    expect(ROLE_TEACHER, "POST", path,
           "{'kind':'mood','concern':'act','noted_on':'2026-08-20',"
           "'note':'" NOTICED "'}",
           201);
    observation = reply_int("/id");
    expect(ROLE_SCHOOL_HEAD, "GET", path, NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    expect(ROLE_SCHOOL_HEAD, "GET", "/observations?count=true", NULL, 200);
    assert_int_equal(reply_int("/total"), 1);
    assert_string_equal(reply_text("/items/0/student_name"), "测突发");
    expect(ROLE_TEACHER, "GET", "/observations?concern=watch", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
    expect(ROLE_TEACHER, "GET", "/observations?cursor=0.x", NULL, 422);
}

static void the_gravest_waits_for_the_principal(void **state)
{
    (void)state;
    assert_true(in_worklist(ROLE_SCHOOL_HEAD, "observation", observation));
    assert_false(in_worklist(ROLE_TEACHER, "observation", observation));
    PATH("/observations/%lld", ID(observation));
    expect(ROLE_SCHOOL_HEAD, "PATCH", path, "{'done':'谈过'}", 428);
    expect_version(ROLE_SCHOOL_HEAD, "PATCH", path, "{}", 1, 422);
    expect_version(ROLE_SCHOOL_HEAD, "PATCH", path, "{'done':'谈过'}", 1, 200);
    assert_true(json_is_false(reply_at("/waits")));
    expect_version(ROLE_SCHOOL_HEAD, "PATCH", path, "{'done':'再谈'}", 1, 412);
    expect_version(ROLE_SCHOOL_HEAD, "PATCH", path, "{'done':'再谈'}", 2, 422);
    assert_false(in_worklist(ROLE_SCHOOL_HEAD, "observation", observation));
}

static void the_bureau_reads_no_observation(void **state)
{
    (void)state;
    PATH("/students/%lld/observations", ID(child));
    for (size_t b = 0; b < BLIND; b++) {
        if (blind[b] == ROLE_TEACHER)
            continue;
        expect(blind[b], "GET", "/observations?count=true", NULL, 403);
        expect(blind[b], "GET", path, NULL, 403);
    }
    expect(ROLE_BUREAU_LEAD, "GET", path, NULL, 403);
}

int api_group_incident(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_child_of_the_village_and_the_class),
        cmocka_unit_test(bad_news_is_refused_by_its_member),
        cmocka_unit_test(a_department_cannot_name_a_child),
        cmocka_unit_test(an_emergency_is_handled_together),
        cmocka_unit_test(it_waits_for_who_handles_it),
        cmocka_unit_test(a_department_cannot_ask_by_the_child),
        cmocka_unit_test(the_list_goes_page_by_page_from_the_newest),
        cmocka_unit_test(a_teacher_reports_it_and_sees_no_more),
        cmocka_unit_test(its_few_readers_handle_it),
        cmocka_unit_test(a_teacher_writes_down_what_it_noticed),
        cmocka_unit_test(no_route_shows_it_to_others),
        cmocka_unit_test(it_is_not_there_for_others),
        cmocka_unit_test(no_list_or_count_tells_of_it),
        cmocka_unit_test(the_case_stands_as_before),
        cmocka_unit_test(the_gravest_waits_for_the_principal),
        cmocka_unit_test(the_bureau_reads_no_observation),
    };

    return cmocka_run_group_tests_name("incident", tests, NULL, NULL);
}
