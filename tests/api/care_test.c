/* The expert committee, home teaching, 一生一策, counselling, help. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"
#include "store/session_store.h"

#define ADDRESS "暗记之屯"
#define PHONE "19911112222"
#define NUMBER "230381201405059991"

static char path[200], body[1500];
static int64_t student, case_id, member[3], expert[3], assessment;
static char token[3][TOKEN_TEXT];
static int64_t teaching, plan, item;

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))

SQL(q_care_test_arrange,
    .text = "UPDATE dropout_case SET state = 'arranging', level = 'bureau',"
            " disposition = 'illness_disability' WHERE id = ?1",
    .access = SQL_SYSTEM, .why = "a test begins where arranging has led");
SQL(q_care_test_appraise,
    .text = "INSERT INTO assignment (id, case_id, student_id, unit, task,"
            " together, due_on, state, result, assigned_by, assigned_unit,"
            " assigned_at) VALUES (?1, ?2, ?3, 'weijian',"
            " 'medical_appraisal', ?1, '2026-09-01', 'reported', 'limited',"
            " ?4, 'bureau', ?5)",
    .access = SQL_SYSTEM, .why = "a test begins where an appraisal has led");

/* What no request makes: a second writer, while none is under way. */
static void plant_begin(void)
{
    assert_int_equal(store_writer(api.w.store, &api.w.writer), ERR_OK);
    assert_int_equal(db_begin(api.w.writer), ERR_OK);
}

static void plant_end(void)
{
    assert_int_equal(db_commit(api.w.writer), ERR_OK);
    db_close(api.w.writer);
    api.w.writer = NULL;
}

static void plant_expert(size_t i, const char *name)
{
    struct session_new s = { .kind = "bearer",
                             .name = "test",
                             .now_ms = WORLD_NOW,
                             .expires_at = WORLD_NOW + 400 * CLOCK_DAY_MS };

    s.account_id = expert[i] =
        world_account(&api.w, name, ROLE_EXPERT, "bureau", NULL, NULL);
    assert_int_equal(store_session_add(api.w.writer, &s, token[i]), ERR_OK);
}

SQL(q_care_test_assessment,
    .text = "INSERT INTO assessment (id, case_id, student_id, session_on,"
            " place, situation, state, convened_by, convened_at) VALUES"
            " (?1, ?2, ?3, '2026-08-20', '特教中心', ?4, 'convened', ?5, ?6)",
    .access = SQL_SYSTEM, .why = "a test's own record");
SQL(q_care_test_teaching,
    .text = "INSERT INTO teaching_plan (id, student_id, case_id, school,"
            " teachers, per_week, periods, from_date) VALUES (?1, ?2, ?3,"
            " '" WORLD_OTHER_SCHOOL "', '测一、测二', 2, 3, '2026-08-20')",
    .access = SQL_SYSTEM, .why = "a test's own record");
SQL(q_care_test_plan,
    .text = "INSERT INTO plan (id, student_id, keeper, situation, attainment,"
            " made_by, made_at) VALUES (?1, ?2, '测老师', ?3, ?4, ?5, ?6)",
    .access = SQL_SYSTEM, .why = "a test's own record");
SQL(q_care_test_item,
    .text = "INSERT INTO plan_item (id, plan_id, student_id, kind, content)"
            " VALUES (?1, ?2, ?3, 'course', ?4)",
    .access = SQL_SYSTEM, .why = "a test's own record");

static int64_t next_id(const char *table)
{
    int64_t id;

    assert_int_equal(db_next_id(api.w.writer, table, &id), ERR_OK);
    return id;
}

#define RUN(q, ...)                                                            \
    assert_int_equal(db_run(api.w.writer, &(q), VALS(__VA_ARGS__)), ERR_OK)

void care_plant(int64_t child, int64_t of_case, struct care_planted *out)
{
    int64_t bureau = api.w.account[ROLE_BUREAU];

    plant_begin();
    out->assessment = next_id("assessment");
    RUN(q_care_test_assessment, INT(out->assessment), INT(of_case), INT(child),
        SEAL("assessment.situation", out->assessment, "不便"), INT(bureau),
        INT(WORLD_NOW));
    out->teaching = next_id("teaching_plan");
    RUN(q_care_test_teaching, INT(out->teaching), INT(child), INT(of_case));
    out->plan = next_id("plan");
    RUN(q_care_test_plan, INT(out->plan), INT(child),
        SEAL("plan.situation", out->plan, "情况"),
        SEAL("plan.attainment", out->plan, "学业"), INT(bureau),
        INT(WORLD_NOW));
    out->item = next_id("plan_item");
    RUN(q_care_test_item, INT(out->item), INT(out->plan), INT(child),
        SEAL("plan_item.content", out->item, "措施"));
    plant_end();
}

/* Calls as the i-th expert. */
static void as_expert(size_t i, const char *method, const char *where,
                      const char *json, int64_t version, int status)
{
    char kept[TOKEN_TEXT];

    memcpy(kept, api.token[ROLE_EXPERT], sizeof kept);
    memcpy(api.token[ROLE_EXPERT], token[i], sizeof kept);
    expect_version(ROLE_EXPERT, method, where, json, version, status);
    memcpy(api.token[ROLE_EXPERT], kept, sizeof kept);
}

static void a_child_with_much_to_hide(void **state)
{
    int64_t house = api_household(ROLE_BUREAU, api.w.village);

    (void)state;
    expect(ROLE_BUREAU, "POST", "/students",
           BODY("{'household_id':%lld,'name':'测评','sex':'1','birth_date':"
                "'2014-05-05','id_kind':'1','id_no':'" NUMBER
                "','residence_division':'%s','residence_address':'" ADDRESS
                "','health':'50'}",
                ID(house), api.w.village),
           201);
    student = reply_int("/id");
    expect(ROLE_BUREAU, "POST", PATH("/students/%lld/guardians", ID(student)),
           "{'name':'测家长','relation':'51','phone':'" PHONE "'}", 201);
    expect(ROLE_BUREAU, "POST", PATH("/students/%lld/tags", ID(student)),
           "{'tag':'disabled','from_date':'2026-01-01'}", 201);
    expect(ROLE_BUREAU, "POST", PATH("/students/%lld/enrolments", ID(student)),
           "{'school':'" WORLD_SCHOOL "','grade':'" WORLD_GRADE
           "','class':'" WORLD_CLASS
           "','state':'enrolled','from_date':'2026-03-01'}",
           201);
    expect(ROLE_TEACHER, "POST", "/cases",
           BODY("{'student_id':%lld,'reason':'R06','absent_since':"
                "'2026-08-10','tried':'去过'}",
                ID(student)),
           201);
    case_id = reply_int("/id");
}

/* ---- the roster ---- */
static void add_member(size_t i, const char *field)
{
    expect(ROLE_BUREAU, "POST", "/committee-members",
           BODY("{'name':'测委员','field':'%s','unit_name':'测试医院',"
                "'account_id':%lld,'from_date':'2026-01-01'}",
                field, ID(expert[i])),
           201);
    member[i] = reply_int("/id");
}

static void the_bureau_keeps_the_roster(void **state)
{
    (void)state;
    plant_begin();
    plant_expert(0, "zhuanjia1");
    plant_expert(1, "zhuanjia2");
    plant_expert(2, "zhuanjia3");
    plant_end();
    expect(ROLE_BUREAU, "GET", "/committee-accounts", NULL, 200);
    assert_true(json_array_size(reply_at("/items")) >= 3);
    expect(ROLE_TEACHER, "GET", "/committee-accounts", NULL, 403);
    add_member(0, "education");
    add_member(1, "psychology");
    add_member(2, "medicine");
    expect(ROLE_BUREAU, "POST", "/committee-members", body, 409);
    expect(ROLE_BUREAU, "POST", "/committee-members",
           BODY("{'name':'测委员','field':'medicine','unit_name':'院',"
                "'account_id':%lld,'from_date':'2026-01-01'}",
                ID(api.w.account[ROLE_TEACHER])),
           422);
    expect(ROLE_TEACHER, "POST", "/committee-members", body, 403);
    expect(ROLE_EXPERT, "GET", "/committee-members?on=2026-08-20&count=true",
           NULL, 200);
    assert_int_equal(reply_int("/total"), 3);
    expect(ROLE_TEACHER, "GET", "/committee-members", NULL, 403);
    expect_version(ROLE_BUREAU, "PATCH",
                   PATH("/committee-members/%lld", ID(member[2])),
                   "{'to_date':'2025-01-01'}", 1, 422);
    expect_version(ROLE_BUREAU, "PATCH", path, "{'unit_name':'市医院'}", 1,
                   200);
    expect_version(ROLE_BUREAU, "PATCH", path, "{'unit_name':'院'}", 1, 412);
}

/* ---- sessions ---- */
static const char *convening(size_t n)
{
    return BODY("{'session_on':'2026-08-20','place':'特教中心','situation':"
                "'右腿不便','members':[{'member_id':%lld},{'member_id':%lld}%s%"
                ".0lld%s]}",
                ID(member[0]), ID(member[1]), n > 2 ? ",{'member_id':" : "",
                ID(n > 2 ? member[2] : 0), n > 2 ? "}" : "");
}

static void a_session_has_its_grounds(void **state)
{
    int64_t id;

    (void)state;
    PATH("/cases/%lld/assessments", ID(case_id));
    expect(ROLE_BUREAU, "POST", path, convening(3), 422);
    plant_begin();
    RUN(q_care_test_arrange, INT(case_id));
    id = next_id("assignment");
    RUN(q_care_test_appraise, INT(id), INT(case_id), INT(student),
        INT(api.w.account[ROLE_BUREAU]), INT(WORLD_NOW));
    plant_end();
    expect(ROLE_BUREAU, "POST", path, convening(3), 422); /* only reported */
    expect(ROLE_BUREAU, "GET", "/worklist?limit=200", NULL, 200);
    assert_false(reply_waits("convene"));
    assert_int_equal(
        api_call(ROLE_BUREAU, "POST",
                 PATH("/assignments/%lld/actions/complete", ID(id)),
                 "{'note':'已看过鉴定书'}", 1),
        200);
    expect(ROLE_BUREAU, "GET", "/worklist?limit=200", NULL, 200);
    assert_true(reply_waits("convene"));
    PATH("/cases/%lld/assessments", ID(case_id));
    expect(ROLE_BUREAU, "POST", path, convening(2), 422);
    expect(ROLE_TEACHER, "POST", path, convening(3), 403);
    expect(ROLE_BUREAU, "POST", path, convening(3), 201);
    assessment = reply_int("/id");
    assert_string_equal(reply_text("/state"), "convened");
    assert_int_equal(json_array_size(reply_at("/seats")), 3);
    assert_string_equal(reply_text("/allowed_actions/0/action"), "cancel");
    expect(ROLE_BUREAU, "POST", path, convening(3), 409);
    expect(ROLE_BUREAU, "GET", "/worklist?limit=200", NULL, 200);
    assert_false(reply_waits("convene"));
}

static bool holds(const char *text)
{
    return memmem(api.raw.data, api.raw.len, text, strlen(text)) != NULL;
}

/* The child, and nothing by which to find it. */
static void nothing_hidden_is_told(void)
{
    static const char *const hidden[] = { NUMBER, "230381", ADDRESS,     PHONE,
                                          "测屯", "测家长", WORLD_SCHOOL };

    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        if (holds(hidden[i]))
            fail_msg("an expert is told %s", hidden[i]);
    assert_true(holds("测评"));
}

static void experts_see_the_child_but_not_where_it_is(void **state)
{
    (void)state;
    as_expert(0, "GET", PATH("/assessments/%lld", ID(assessment)), NULL, 0,
              200);
    nothing_hidden_is_told();
    assert_string_equal(reply_text("/child/appraisal"), "limited");
    assert_true(json_is_true(reply_at("/child/disabled")));
    assert_true(json_is_null(reply_at("/student_id")));
    as_expert(0, "GET", "/assessments?mine=true&count=true", NULL, 0, 200);
    nothing_hidden_is_told();
    assert_int_equal(reply_int("/total"), 1);
    as_expert(0, "GET", PATH("/students/%lld", ID(student)), NULL, 0, 403);
    as_expert(0, "GET", PATH("/cases/%lld", ID(case_id)), NULL, 0, 403);
    as_expert(0, "GET", "/worklist?count=true", NULL, 0, 200);
    nothing_hidden_is_told();
    assert_true(reply_waits("sign"));
    assert_int_equal(reply_int("/total"), 1);
    assert_true(json_is_null(reply_at("/items/0/student_id")));
    expect(ROLE_EXPERT, "GET", "/worklist?count=true", NULL, 200);
    assert_int_equal(reply_int("/total"), 0);
    /* Not on this session. */
    expect(ROLE_EXPERT, "GET", PATH("/assessments/%lld", ID(assessment)), NULL,
           404);
    expect(ROLE_EXPERT, "GET", "/assessments", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
    expect(ROLE_TOWNSHIP, "GET", "/assessments", NULL, 403);
    expect(ROLE_SCHOOL_HEAD, "GET",
           PATH("/assessments?case_id=%lld", ID(case_id)), NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
}

#define OPINION "{'advice':'home_teaching','opinion':'宜在家学习'}"

static void the_last_seat_makes_the_advice(void **state)
{
    (void)state;
    PATH("/assessments/%lld/actions/opinion", ID(assessment));
    as_expert(0, "POST", path, OPINION, 0, 428);
    as_expert(0, "POST", path, "{'advice':'home_teaching'}", 1, 422);
    as_expert(0, "POST", path, OPINION, 1, 200);
    as_expert(0, "POST", path, OPINION, 1, 422);
    as_expert(0, "GET", "/worklist", NULL, 0, 200);
    assert_false(reply_waits("sign"));
    PATH("/assessments/%lld/actions/opinion", ID(assessment));
    expect_version(ROLE_BUREAU, "POST", path, OPINION, 1, 403);
    as_expert(1, "GET", PATH("/assessments/%lld", ID(assessment)), NULL, 0,
              200);
    assert_false(holds("宜在家学习"));
    assert_true(json_is_string(reply_at("/seats/0/signed_at")));
    PATH("/assessments/%lld/actions/opinion", ID(assessment));
    as_expert(1, "POST", path, OPINION, 1, 200);
    as_expert(2, "POST", path, "{'advice':'exempt','opinion':'不宜'}", 1, 200);
    assert_string_equal(reply_text("/state"), "assessed");
    assert_string_equal(reply_text("/advice"), "home_teaching");
    assert_true(holds("宜在家学习"));
}

static void the_bureau_may_cancel_a_session(void **state)
{
    int64_t second;

    (void)state;
    expect_version(ROLE_BUREAU, "POST",
                   PATH("/assessments/%lld/actions/cancel", ID(assessment)),
                   "{'reason':'改期'}", 2, 422);
    expect(ROLE_BUREAU, "POST", PATH("/cases/%lld/assessments", ID(case_id)),
           convening(3), 201);
    second = reply_int("/id");
    PATH("/assessments/%lld/actions/cancel", ID(second));
    as_expert(0, "POST", path, "{'reason':'改期'}", 1, 403);
    expect_version(ROLE_BUREAU, "POST", path, "{'reason':'改期'}", 1, 200);
    assert_string_equal(reply_text("/state"), "cancelled");
    expect_version(ROLE_BUREAU, "POST",
                   PATH("/assessments/%lld/actions/nonsense", ID(second)), "{}",
                   2, 404);
}

/* ---- home teaching ---- */
static int64_t paper(void)
{
    static const char png[] = "\x89PNG\r\n\x1a\n synthetic";

    assert_int_equal(api_upload(ROLE_TEACHER, "/attachments", png, sizeof png),
                     201);
    return reply_int("/id");
}

static void a_child_is_taught_at_home_by_a_plan(void **state)
{
    static const char whole[] = "{'teachers':'测一、测二','content':'识数',"
                                "'from_date':'2026-08-20'}";

    (void)state;
    PATH("/cases/%lld/teaching-plans", ID(case_id));
    expect(ROLE_TEACHER, "POST", path,
           "{'teachers':'测一','content':'识数','from_date':'2026-08-20'}",
           422);
    expect(ROLE_TEACHER, "POST", path, whole, 201);
    teaching = reply_int("/id");
    assert_int_equal(reply_int("/per_week"), 2);
    assert_int_equal(reply_int("/progress/year_norm"), 216);
    expect(ROLE_TEACHER, "POST", path, whole, 409);
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    expect(ROLE_VILLAGE, "GET", path, NULL, 403);
    expect(ROLE_TEACHER, "GET", PATH("/teaching-plans/%lld", ID(teaching)),
           NULL, 200);
    expect(ROLE_TEACHER, "GET", "/teaching-plans/999999", NULL, 404);
    expect_version(ROLE_TEACHER, "PATCH",
                   PATH("/teaching-plans/%lld", ID(teaching)),
                   "{'to_date':'2026-08-01'}", 1, 422);
    expect_version(ROLE_TEACHER, "PATCH", path, "{'per_week':3}", 1, 200);
}

static const char *lesson(const char *day, int64_t signature)
{
    return BODY("{'taught_on':'%s','starts':'14:00','ends':'15:30','periods':3,"
                "'teachers':'测一、测二','content':'识数','effect':'能数到十',"
                "'signature_id':%lld}",
                day, ID(signature));
}

static void each_lesson_is_signed_by_the_family(void **state)
{
    int64_t signature = paper();

    (void)state;
    PATH("/teaching-plans/%lld/lessons", ID(teaching));
    expect(ROLE_TEACHER, "POST", path, lesson("2026-08-21", signature), 422);
    expect(ROLE_TEACHER, "POST", path, lesson("2026-08-20", 999999), 422);
    expect(ROLE_TEACHER, "POST", path, lesson("2026-08-20", signature), 201);
    assert_string_equal(reply_text("/slot"), "14:00–15:30");
    expect(ROLE_TEACHER, "POST", path, lesson("2026-08-20", paper()), 422);
    expect(ROLE_TOWNSHIP, "POST", path, body, 403);
    expect(ROLE_TOWNSHIP, "GET",
           PATH("/teaching-plans/%lld/lessons?count=true", ID(teaching)), NULL,
           200);
    assert_int_equal(reply_int("/total"), 1);
    expect(ROLE_VILLAGE, "GET", path, NULL, 403);
    expect(ROLE_TEACHER, "GET", PATH("/teaching-plans/%lld", ID(teaching)),
           NULL, 200);
    assert_int_equal(reply_int("/progress/periods"), 3);
}

/* ---- 一生一策 ---- */
#define PLAN                                                                   \
    "{'keeper':'测老师','situation':'父母在外','attainment':'四年级水平'}"

static void a_school_plans_for_one_child(void **state)
{
    (void)state;
    PATH("/students/%lld/plans", ID(student));
    expect(ROLE_BUREAU, "POST", path, PLAN, 403);
    expect(ROLE_TEACHER, "POST", path, PLAN, 201);
    plan = reply_int("/id");
    assert_int_equal(reply_int("/case_id"), case_id);
    expect(ROLE_TEACHER, "POST", path, PLAN, 409);
    expect(ROLE_BUREAU, "GET", path, NULL, 200);
    expect(ROLE_VILLAGE, "GET", path, NULL, 403);
    PATH("/plans/%lld/items", ID(plan));
    expect(ROLE_TEACHER, "POST", path,
           "{'kind':'course','content':'补课','due_on':'2026-08-19'}", 422);
    expect(ROLE_TEACHER, "POST", path,
           "{'kind':'course','content':'补课','due_on':'2026-12-31'}", 201);
    item = reply_int("/id");
    expect_version(ROLE_TEACHER, "PATCH", PATH("/plans/%lld", ID(plan)),
                   "{'state':'closed'}", 1, 422);
    PATH("/plan-items/%lld", ID(item));
    expect_version(ROLE_TEACHER, "PATCH", path, "{'state':'done'}", 1, 422);
    expect_version(ROLE_TEACHER, "PATCH", path,
                   "{'state':'done','progress':'已补'}", 1, 200);
    assert_string_equal(reply_text("/progress"), "2026-08-20 已补");
    expect_version(ROLE_SCHOOL_HEAD, "PATCH", PATH("/plans/%lld", ID(plan)),
                   "{'state':'closed'}", 1, 200);
    expect(ROLE_TEACHER, "GET", PATH("/students/%lld/plans", ID(student)), NULL,
           200);
    assert_int_equal(json_array_size(reply_at("/items/0/items")), 1);
}

/* ---- counselling and help ---- */
static void counselling_is_read_in_its_school_only(void **state)
{
    (void)state;
    PATH("/students/%lld/counselling", ID(student));
    expect(ROLE_TEACHER, "POST", path,
           "{'talked_on':'2026-08-21','method':'talk','content':'谈话'}", 422);
    expect(ROLE_TEACHER, "POST", path,
           "{'talked_on':'2026-08-19','method':'talk','content':'谈话',"
           "'next_on':'2026-09-01'}",
           201);
    expect(ROLE_SCHOOL_HEAD, "GET", path, NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    expect(ROLE_BUREAU, "GET", path, NULL, 403);
    expect(ROLE_BUREAU_LEAD, "GET", path, NULL, 403);
}

static void help_is_written_down_by_whoever_gave_it(void **state)
{
    (void)state;
    PATH("/students/%lld/help", ID(student));
    expect(ROLE_VILLAGE, "POST", path,
           "{'difficulty':'money','measure':'送米面','helped_on':"
           "'2014-05-04'}",
           422);
    expect(ROLE_VILLAGE, "POST", path,
           "{'difficulty':'money','measure':'送米面','helped_on':"
           "'2026-08-19'}",
           201);
    assert_int_equal(reply_int("/case_id"), case_id);
    expect(ROLE_LEADER, "GET", path, NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    expect(ROLE_EXPERT, "GET", path, NULL, 403);
}

int api_group_care(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_child_with_much_to_hide),
        cmocka_unit_test(the_bureau_keeps_the_roster),
        cmocka_unit_test(a_session_has_its_grounds),
        cmocka_unit_test(experts_see_the_child_but_not_where_it_is),
        cmocka_unit_test(the_last_seat_makes_the_advice),
        cmocka_unit_test(the_bureau_may_cancel_a_session),
        cmocka_unit_test(a_child_is_taught_at_home_by_a_plan),
        cmocka_unit_test(each_lesson_is_signed_by_the_family),
        cmocka_unit_test(a_school_plans_for_one_child),
        cmocka_unit_test(counselling_is_read_in_its_school_only),
        cmocka_unit_test(help_is_written_down_by_whoever_gave_it),
    };

    return cmocka_run_group_tests_name("care", tests, NULL, NULL);
}
