/* 线索 and 童工档案 over HTTP: found by a department, compared by the bureau,
 * ordered, punished, closed; and what each reader sees of it. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"
#include "store/session_store.h"

#define CANARY_NAME "登记册之童"
#define CANARY_HOME "登记册之屯"
#define CANARY_PHONE "19922223333"
#define NUMBER "110105201201019036"
#define CODE "91350100M000100Y43"

static char path[200], body[2000];
static int64_t house, student, lead, child, other_child, case_id;
static char renshe[TOKEN_TEXT];

#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define BODY(...) (snprintf(body, sizeof body, __VA_ARGS__), body)
#define ID(x) ((long long)(x))

/* A second department, which the matters of 人社 go to. */
static void another_department_signs_in(void **state)
{
    struct session_new s = { .kind = "bearer",
                             .name = "test",
                             .now_ms = WORLD_NOW,
                             .expires_at = WORLD_NOW + 400 * CLOCK_DAY_MS };

    (void)state;
    assert_int_equal(store_writer(api.w.store, &api.w.writer), ERR_OK);
    assert_int_equal(db_begin(api.w.writer), ERR_OK);
    s.account_id =
        world_account(&api.w, "renshe", ROLE_AGENCY, "renshe", NULL, NULL);
    assert_int_equal(store_session_add(api.w.writer, &s, renshe), ERR_OK);
    assert_int_equal(db_commit(api.w.writer), ERR_OK);
    db_close(api.w.writer);
    api.w.writer = NULL;
}

static void as_renshe(const char *method, const char *where, const char *json,
                      int64_t version, int status)
{
    char kept[TOKEN_TEXT];

    memcpy(kept, api.token[ROLE_AGENCY], sizeof kept);
    memcpy(api.token[ROLE_AGENCY], renshe, sizeof kept);
    expect_version(ROLE_AGENCY, method, where, json, version, status);
    memcpy(api.token[ROLE_AGENCY], kept, sizeof kept);
}

void lead_plant(int64_t of_child, struct lead_planted *out)
{
    expect(ROLE_BUREAU, "POST", "/leads",
           BODY("{'kind':'tip','unit':'shijian','found_on':'2026-08-01',"
                "'finding':'隔村之童的线索','children':[{'name':'隔村之童'}]}"),
           201);
    out->lead = reply_int("/id");
    out->child = reply_int("/children/0/id");
    expect_version(ROLE_BUREAU, "POST",
                   PATH("/lead-children/%lld/actions/match", ID(out->child)),
                   BODY("{'student_id':%lld}", ID(of_child)), 1, 200);
}

static int64_t version_of(int64_t id)
{
    expect(ROLE_BUREAU, "GET", PATH("/leads/%lld", ID(id)), NULL, 200);
    return reply_int("/version");
}

static int64_t child_version(int64_t id)
{
    expect(ROLE_BUREAU, "GET", PATH("/leads/%lld", ID(lead)), NULL, 200);
    for (size_t i = 0; i < json_array_size(reply_at("/children")); i++) {
        json_t *c = json_array_get(reply_at("/children"), i);

        if (json_integer_value(json_object_get(c, "id")) == id)
            return json_integer_value(json_object_get(c, "version"));
    }
    fail_msg("no such child");
    return 0;
}

static bool allows(const char *action)
{
    json_t *all = reply_at("/allowed_actions");

    for (size_t i = 0; i < json_array_size(all); i++)
        if (strcmp(json_string_value(
                       json_object_get(json_array_get(all, i), "action")),
                   action) == 0)
            return true;
    return false;
}

/* ---- registering ---- */
static void refused(const char *json, const char *pointer)
{
    expect(ROLE_AGENCY, "POST", "/leads", json, 422);
    assert_string_equal(reply_text("/errors/0/pointer"), pointer);
}

#define FOUND                                                                    \
    "'kind':'child_labour','found_on':'2026-08-18','place_name':'测试饭店'," \
    "'finding':'后厨有儿童帮工'"

static void a_lead_that_cannot_be_true_is_refused(void **state)
{
    (void)state;
    expect(ROLE_AGENCY, "POST", "/leads", "{'kind':'child_labour'}", 422);
    refused("{'kind':'child_labour','found_on':'2026-08-18','finding':'有'}",
            "/place_name");
    refused("{'kind':'venue','found_on':'2026-08-18','finding':'有',"
            "'place_name':'测试网吧'}",
            "/place_kind");
    refused("{'kind':'tip','found_on':'2026-08-21','finding':'有'}",
            "/found_on");
    refused("{" FOUND ",'credit_code':'91350100M000100Y44'}", "/credit_code");
    refused("{" FOUND ",'unit':'renshe'}", "/unit");
    refused("{" FOUND ",'children':[{'name':'测甲'},{'name':'测乙',"
            "'birth_date':'2026-08-19'}]}",
            "/children/1/birth_date");
    refused("{" FOUND ",'children':[{'name':'测乙','birth_date':'2013-01-01',"
            "'worked_from':'2012-12-31'}]}",
            "/children/0/worked_from");
    refused("{" FOUND ",'children':[{'name':'测乙','worked_from':'2026-08-21'"
            "}]}",
            "/children/0/worked_from");
    refused("{" FOUND ",'children':[{'name':'测乙','worked_from':'2026-08-02'"
            ",'worked_until':'2026-08-01'}]}",
            "/children/0/worked_until");
    refused("{" FOUND ",'children':[{'name':'测乙','id_no':'12345'}]}",
            "/children/0/id_no");
    expect(ROLE_BUREAU, "POST", "/leads", "{" FOUND ",'unit':'nobody'}", 422);
    expect(ROLE_AGENCY, "GET", "/leads?kind=child_labour&count=true", NULL,
           200);
    assert_int_equal(reply_int("/total"), 0);
    expect(ROLE_AGENCY, "GET", "/leads?kind=other", NULL, 422);
}

/* A child of the register, with what a department must never be told. */
static void a_child_of_the_register(void **state)
{
    (void)state;
    house = api_household(ROLE_BUREAU, api.w.village);
    expect(ROLE_BUREAU, "POST", "/students",
           BODY("{'household_id':%lld,'name':'" CANARY_NAME "','id_no':"
                "'" NUMBER "','residence_division':'%s','residence_address':"
                "'" CANARY_HOME "','huji_division':'%s'}",
                ID(house), api.w.village, api.w.village),
           201);
    student = reply_int("/id");
    expect(ROLE_BUREAU, "POST", PATH("/students/%lld/guardians", ID(student)),
           "{'name':'测守护','relation':'51','phone':'" CANARY_PHONE "'}", 201);
}

static void a_department_registers_what_it_found(void **state)
{
    (void)state;
    expect(ROLE_AGENCY, "POST", "/leads",
           BODY("{" FOUND ",'credit_code':'" CODE "','address':'测试街1号',"
                "'measure':'当场制止','children':[{'name':'测小工','id_no':"
                "'" NUMBER "','home':'测试屯','worked_from':'2026-06-18'},"
                "{'name':'测小二','worked_from':'2026-08-01'}]}"),
           201);
    lead = reply_int("/id");
    child = reply_int("/children/0/id");
    other_child = reply_int("/children/1/id");
    assert_string_equal(reply_text("/unit"), "gongan");
    assert_string_equal(reply_text("/handler"), "renshe");
    assert_string_equal(reply_text("/children/0/birth_date"), "2012-01-01");
    assert_string_equal(reply_text("/children/0/id_no"), "110105************");
    assert_int_equal(reply_int("/children/0/months"), 3);
    assert_int_equal(json_array_size(reply_at("/events")), 1);
    assert_true(json_is_true(reply_at("/writes")));
    assert_false(allows("order"));
    assert_true(allows("hand_over"));
}

static void the_proposal_shows_how_it_was_computed(void **state)
{
    (void)state;
    as_renshe("GET", PATH("/leads/%lld", ID(lead)), NULL, 0, 200);
    assert_string_equal(reply_text("/proposal/amount_yuan"), "20000");
    assert_string_equal(reply_text("/proposal/basis"),
                        "禁止使用童工规定第六条");
    assert_int_equal(json_array_size(reply_at("/proposal/lines")), 2);
    assert_int_equal(reply_int("/proposal/lines/0/months"), 3);
    assert_int_equal(reply_int("/proposal/lines/0/rate"), 5000);
    assert_true(allows("order"));
}

/* The rate is a setting, and says which law it comes from. */
static void another_rate_gives_another_proposal(void **state)
{
    int64_t version = 0;

    (void)state;
    expect(ROLE_ADMIN, "GET", "/settings", NULL, 200);
    for (size_t i = 0; i < json_array_size(reply_at("/items")); i++) {
        json_t *s = json_array_get(reply_at("/items"), i);

        if (strcmp(json_string_value(json_object_get(s, "name")),
                   "child_labour_fine_month") != 0)
            continue;
        version = json_integer_value(json_object_get(s, "version"));
        assert_non_null(
            strstr(json_string_value(json_object_get(s, "source")), "第六条"));
    }
    expect_version(ROLE_ADMIN, "PATCH", "/settings/child_labour_fine_month",
                   "{'value':'6000'}", version, 200);
    as_renshe("GET", PATH("/leads/%lld", ID(lead)), NULL, 0, 200);
    assert_string_equal(reply_text("/proposal/amount_yuan"), "24000");
    expect_version(ROLE_ADMIN, "PATCH", "/settings/child_labour_fine_month",
                   "{'value':'5000'}", version + 1, 200);
}

/* ---- correcting ---- */
static void what_was_typed_is_corrected_on_the_version_it_was_read_at(
    void **state)
{
    int64_t version = version_of(lead);

    (void)state;
    PATH("/leads/%lld", ID(lead));
    expect_version(ROLE_AGENCY, "PATCH", path, "{'measure':'已制止'}",
                   version + 1, 412);
    expect_version(ROLE_AGENCY, "PATCH", path, "{'measure':'已制止'}", 0, 428);
    expect_version(ROLE_AGENCY, "PATCH", path, "{'found_on':'2026-08-21'}",
                   version, 422);
    expect_version(ROLE_AGENCY, "PATCH", path, "{'measure':'已制止'}", version,
                   200);
    assert_string_equal(reply_text("/measure"), "已制止");
    PATH("/lead-children/%lld", ID(other_child));
    expect_version(ROLE_AGENCY, "PATCH", path, "{'birth_date':'2027-01-01'}", 1,
                   422);
    version = child_version(other_child);
    PATH("/lead-children/%lld", ID(other_child));
    expect_version(ROLE_AGENCY, "PATCH", path, "{'sex':'2'}", version, 200);
    assert_string_equal(reply_text("/sex"), "2");
}

static void one_more_child_is_added(void **state)
{
    (void)state;
    PATH("/leads/%lld/children", ID(lead));
    expect(ROLE_AGENCY, "POST", path, "{'name':'测9'}", 422);
    expect(ROLE_AGENCY, "POST", path, "{'name':'测小三'}", 201);
    assert_int_equal(reply_int("/lead_id"), lead);
    assert_true(json_is_null(reply_at("/months")));
}

/* ---- who sees it ---- */
static void another_departments_lead_is_not_there(void **state)
{
    int64_t theirs;

    (void)state;
    expect(ROLE_BUREAU, "POST", "/leads",
           "{'kind':'venue','unit':'wenlv','found_on':'2026-08-18',"
           "'place_kind':'internet','place_name':'测试网吧','finding':"
           "'有未成年人','children':[{'name':'测少年'}]}",
           201);
    theirs = reply_int("/id");
    expect(ROLE_AGENCY, "GET", PATH("/leads/%lld", ID(theirs)), NULL, 404);
    as_renshe("GET", path, NULL, 0, 404);
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 404);
    expect(ROLE_INSPECTOR, "GET", path, NULL, 200);
    expect(ROLE_TEACHER, "GET", path, NULL, 403);
    expect(ROLE_AGENCY, "GET", "/leads?count=true", NULL, 200);
    assert_int_equal(reply_int("/total"), 1);
    assert_int_equal(reply_int("/items/0/id"), lead);
    expect(ROLE_BUREAU, "GET", "/leads?unit=wenlv", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
}

/* ---- comparing with the register ---- */
static void the_bureau_is_shown_who_it_may_be(void **state)
{
    (void)state;
    PATH("/lead-children/%lld/candidates", ID(child));
    expect(ROLE_AGENCY, "GET", path, NULL, 403);
    expect(ROLE_BUREAU, "GET", path, NULL, 200);
    assert_int_equal(reply_int("/items/0/id"), student);
    assert_string_equal(reply_text("/items/0/rule"), "id_no");
    assert_string_equal(reply_text("/items/0/id_no"), "110105************");
    PATH("/lead-children/%lld/candidates", ID(other_child));
    expect(ROLE_BUREAU, "GET", path, NULL, 200);
    for (size_t i = 0; i < json_array_size(reply_at("/items")); i++)
        assert_string_equal(json_string_value(json_object_get(
                                json_array_get(reply_at("/items"), i), "rule")),
                            "name");
}

static void nobody_is_matched_against_another_number(void **state)
{
    int64_t version = child_version(child), stranger;

    (void)state;
    expect(ROLE_BUREAU, "POST", "/students",
           BODY("{'name':'测别人','id_no':'110105201201017022',"
                "'residence_division':'%s'}",
                api.w.village),
           201);
    stranger = reply_int("/id");
    PATH("/lead-children/%lld/actions/match", ID(child));
    expect_version(ROLE_BUREAU, "POST", path,
                   BODY("{'student_id':%lld}", ID(stranger)), version, 422);
    assert_string_equal(reply_text("/errors/0/code"), "id_no.differs");
    expect_version(ROLE_BUREAU, "POST", path, "{'student_id':999999}", version,
                   422);
    expect_version(ROLE_AGENCY, "POST", path, "{'student_id':1}", version, 403);
    PATH("/lead-children/%lld/actions/open_case", ID(child));
    expect_version(ROLE_BUREAU, "POST", path,
                   "{'reason':'R03','absent_since':'2026-06-18'}", version,
                   422);
}

static void a_compared_child_gets_a_case_once(void **state)
{
    int64_t version = child_version(child);

    (void)state;
    expect_version(ROLE_BUREAU, "POST",
                   PATH("/lead-children/%lld/actions/match", ID(child)),
                   BODY("{'student_id':%lld}", ID(student)), version, 200);
    assert_int_equal(reply_int("/student_id"), student);
    assert_false(json_is_true(reply_at("/checked")));
    PATH("/lead-children/%lld/actions/open_case", ID(child));
    BODY("{'reason':'R03','absent_since':'2026-06-18','tried':'人社检查发现'}");
    expect_version(ROLE_BUREAU, "POST", path, body, version, 412);
    expect_version(ROLE_BUREAU, "POST", path, body, version + 1, 200);
    case_id = reply_int("/case_id");
    assert_true(json_is_true(reply_at("/checked")));
    expect_version(ROLE_BUREAU, "POST", path, body, version + 2, 422);
    expect(ROLE_BUREAU, "GET", PATH("/cases/%lld", ID(case_id)), NULL, 200);
    assert_string_equal(reply_text("/source"), "lead");
    assert_int_equal(reply_int("/student_id"), student);
}

static void an_open_case_is_told_of_the_next_lead(void **state)
{
    int64_t again, of_child, before;

    (void)state;
    expect(ROLE_BUREAU, "GET", PATH("/cases/%lld", ID(case_id)), NULL, 200);
    before = (int64_t)json_array_size(reply_at("/events"));
    expect(ROLE_TOWNSHIP, "POST", "/leads",
           "{'kind':'tip','found_on':'2026-08-19','finding':'又在打工',"
           "'children':[{'name':'测小工'}]}",
           201);
    again = reply_int("/id");
    of_child = reply_int("/children/0/id");
    assert_string_equal(reply_text("/handler"), "renshe");
    PATH("/lead-children/%lld/actions/match", ID(of_child));
    expect_version(ROLE_BUREAU, "POST", path,
                   BODY("{'student_id':%lld}", ID(student)), 1, 200);
    PATH("/lead-children/%lld/actions/open_case", ID(of_child));
    expect_version(ROLE_BUREAU, "POST", path,
                   "{'reason':'R03','absent_since':'2026-08-19'}", 2, 200);
    assert_int_equal(reply_int("/case_id"), case_id);
    expect(ROLE_BUREAU, "GET", PATH("/cases/%lld", ID(case_id)), NULL, 200);
    assert_int_equal(json_array_size(reply_at("/events")), before + 1);
    expect(ROLE_BUREAU, "GET", PATH("/leads?case_id=%lld", ID(case_id)), NULL,
           200);
    assert_int_equal(json_array_size(reply_at("/items")), 2);
    assert_int_equal(reply_int("/items/0/id"), again);
}

static bool shows(const char *what)
{
    return api.raw.len &&
           memmem(api.raw.data, api.raw.len, what, strlen(what)) != NULL;
}

/* Whatever the bureau compared, the department sees what it typed. */
static void a_department_is_told_nothing_of_the_register(void **state)
{
    static const char *const canaries[] = { CANARY_NAME, CANARY_HOME,
                                            CANARY_PHONE, NUMBER, "测守护" };
    static const char *const asked[] = { "/leads", "/leads?count=true",
                                         "/worklist" };

    (void)state;
    for (size_t i = 0; i <= sizeof asked / sizeof *asked; i++) {
        expect(ROLE_AGENCY, "GET",
               i < sizeof asked / sizeof *asked ? asked[i]
                                                : PATH("/leads/%lld", ID(lead)),
               NULL, 200);
        for (size_t k = 0; k < sizeof canaries / sizeof *canaries; k++)
            if (shows(canaries[k]))
                fail_msg("%s is shown", canaries[k]);
    }
    assert_true(json_is_null(reply_at("/children/0/student_id")));
    assert_true(json_is_null(reply_at("/children/0/case_id")));
    assert_true(json_is_true(reply_at("/children/0/checked")));
    for (size_t i = 0; i < json_array_size(reply_at("/events")); i++) {
        const char *action = json_string_value(
            json_object_get(json_array_get(reply_at("/events"), i), "action"));

        assert_string_not_equal(action, "match");
        assert_string_not_equal(action, "open_case");
    }
    expect(ROLE_BUREAU, "GET", path, NULL, 200);
    assert_int_equal(reply_int("/children/0/student_id"), student);
}

/* The township of a child learns of it, of that child and no other. */
static void the_township_sees_its_own_child_of_the_lead(void **state)
{
    (void)state;
    expect(ROLE_TOWNSHIP, "GET", PATH("/leads/%lld", ID(lead)), NULL, 200);
    assert_int_equal(json_array_size(reply_at("/children")), 1);
    assert_int_equal(reply_int("/children/0/student_id"), student);
    assert_true(json_is_null(reply_at("/finding")));
    assert_true(json_is_null(reply_at("/proposal")));
    assert_false(shows("测小二"));
    assert_false(json_is_true(reply_at("/writes")));
    assert_int_equal(json_array_size(reply_at("/allowed_actions")), 0);
}

/* ---- order, return, penalty, closing ---- */
static void act(const char *action, const char *json, int status)
{
    int64_t version = version_of(lead);

    as_renshe("POST", PATH("/leads/%lld/actions/%s", ID(lead), action), json,
              version, status);
}

static void child_act(int64_t id, const char *action, const char *json,
                      int status)
{
    int64_t version = child_version(id);

    as_renshe("POST", PATH("/lead-children/%lld/actions/%s", ID(id), action),
              json, version, status);
}

static void an_order_without_a_number_is_numbered_here(void **state)
{
    (void)state;
    act("order", "{'ordered_on':'2026-08-21','order_until':'2026-08-25'}", 422);
    act("order", "{'ordered_on':'2026-08-17','order_until':'2026-08-25'}", 422);
    act("order", "{'ordered_on':'2026-08-19','order_until':'2026-08-18'}", 422);
    expect_version(ROLE_AGENCY, "POST",
                   PATH("/leads/%lld/actions/order", ID(lead)),
                   "{'ordered_on':'2026-08-18','order_until':'2026-08-19'}",
                   version_of(lead), 422);
    act("order",
        "{'ordered_on':'2026-08-18','order_until':'2026-08-19','demand':"
        "'立即送回'}",
        200);
    assert_string_equal(reply_text("/order_no"),
                        "虎保工（市人力资源和社会保障局）〔2026〕1号");
    assert_true(json_is_true(reply_at("/overdue")));
    as_renshe("GET", PATH("/documents?lead_id=%lld", ID(lead)), NULL, 0, 200);
    assert_string_equal(reply_text("/items/0/kind"), "employer_order");
    assert_int_equal(reply_int("/items/0/lead_id"), lead);
    expect(ROLE_BUREAU, "GET", "/leads?overdue=true", NULL, 200);
    assert_int_equal(reply_int("/items/0/id"), lead);
    expect(ROLE_BUREAU, "GET", "/leads?overdue=false&kind=child_labour", NULL,
           200);
    assert_int_equal(json_array_size(reply_at("/items")), 0);
}

static bool waits(const char *kind, int64_t id)
{
    for (size_t i = 0; i < json_array_size(reply_at("/items")); i++) {
        json_t *w = json_array_get(reply_at("/items"), i);

        if (strcmp(json_string_value(json_object_get(w, "kind")), kind) == 0 &&
            json_integer_value(json_object_get(w, "lead_id")) == id)
            return true;
    }
    return false;
}

static void the_worklist_holds_what_is_late_and_what_is_unmatched(void **state)
{
    size_t n = 0, total;
    char cursor[64] = "";

    (void)state;
    as_renshe("GET", "/worklist?limit=200", NULL, 0, 200);
    assert_true(waits("lead_return", lead));
    expect(ROLE_AGENCY, "GET", "/worklist?limit=200", NULL, 200);
    assert_false(waits("lead_return", lead));
    expect(ROLE_BUREAU, "GET", "/worklist?limit=200&count=true", NULL, 200);
    assert_true(waits("lead_return", lead));
    assert_true(waits("lead_match", lead));
    total = (size_t)reply_int("/total");
    for (size_t pages = 0; pages <= total; pages++) {
        PATH("/worklist?limit=1%s%s", *cursor ? "&cursor=" : "", cursor);
        expect(ROLE_BUREAU, "GET", path, NULL, 200);
        n += json_array_size(reply_at("/items"));
        if (json_is_null(reply_at("/next_cursor")))
            break;
        snprintf(cursor, sizeof cursor, "%s", reply_text("/next_cursor"));
    }
    assert_int_equal(n, total);
}

static void a_late_child_costs_the_higher_rate(void **state)
{
    (void)state;
    as_renshe("GET", PATH("/leads/%lld", ID(lead)), NULL, 0, 200);
    /* 2 months before the order, 1 from it on; 1 and 1 */
    assert_string_equal(reply_text("/proposal/amount_yuan"), "35000");
}

static void closing_is_refused_while_a_child_is_not_back(void **state)
{
    (void)state;
    act("penalty",
        "{'penalty_yuan':'35,000元','penalty_no':'虎人社罚字〔2026〕1号',"
        "'penalty_on':'2026-08-20','penalty_basis':'禁止使用童工规定第六条'}",
        200);
    assert_string_equal(reply_text("/penalty_yuan"), "35000");
    act("close", "{'closing':'已处理'}", 422);
    assert_string_equal(reply_text("/code"), "rule");
    assert_non_null(strstr(reply_text("/detail"), "没有送回"));
    child_act(child, "return",
              "{'returned_on':'2026-08-21','returned_to':'父'}", 422);
    child_act(child, "return",
              "{'returned_on':'2026-08-20','returned_to':'测父','cost_yuan':"
              "'123.5'}",
              200);
    assert_string_equal(reply_text("/cost_yuan"), "123.50");
    act("close", "{'closing':'已处理'}", 422);
    child_act(other_child, "keep", "{'reason':'已自行离开，告知公安查找'}",
              200);
    act("close", "{'closing':'已处理'}", 422);
}

static void a_closed_file_is_opened_again_with_a_reason(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "GET", PATH("/leads/%lld", ID(lead)), NULL, 200);
    child_act(reply_int("/children/2/id"), "keep", "{'reason':'查无此人'}",
              200);
    act("close", "{'closing':'已处理'}", 200);
    assert_string_equal(reply_text("/state"), "closed");
    assert_string_equal(reply_text("/closed_on"), "2026-08-20");
    assert_string_equal(reply_text("/cost_yuan"), "123.50");
    act("order", "{'ordered_on':'2026-08-18','order_until':'2026-08-19'}", 422);
    expect_version(ROLE_AGENCY, "PATCH", PATH("/leads/%lld", ID(lead)),
                   "{'measure':'改'}", version_of(lead), 422);
    act("reopen", "{'reason':'又发现一名儿童'}", 200);
    assert_string_equal(reply_text("/state"), "open");
    act("close", "{'closing':'已处理'}", 200);
    /* the bureau still has the others to compare */
    expect(ROLE_BUREAU, "GET", "/worklist?limit=200", NULL, 200);
    assert_true(waits("lead_match", lead));
}

static void a_child_that_needs_no_case_is_settled_with_a_reason(void **state)
{
    int64_t version = child_version(other_child);

    (void)state;
    PATH("/lead-children/%lld/actions/no_case", ID(other_child));
    expect_version(ROLE_BUREAU, "POST", path, "{}", version, 422);
    expect_version(ROLE_BUREAU, "POST", path, "{'reason':'已满十六周岁'}",
                   version, 200);
    assert_true(json_is_true(reply_at("/checked")));
    expect(ROLE_AGENCY, "GET", PATH("/leads/%lld", ID(lead)), NULL, 200);
    assert_true(json_is_null(reply_at("/children/1/no_case")));
}

/* ---- referral and handing over ---- */
static void a_referral_goes_to_its_department_and_comes_back(void **state)
{
    int64_t version;

    (void)state;
    act("reopen", "{'reason':'移交'}", 200);
    act("refer",
        "{'referred':'crime','referred_on':'2026-08-20','reason':"
        "'涉嫌犯罪'}",
        200);
    assert_string_equal(reply_text("/referred_unit"), "gongan");
    assert_string_equal(reply_text("/referral_no"),
                        "虎保移（市人力资源和社会保障局）〔2026〕1号");
    expect(ROLE_AGENCY, "GET", "/worklist?limit=200", NULL, 200);
    assert_true(waits("lead_answer", lead));
    version = version_of(lead);
    PATH("/leads/%lld/actions/answer", ID(lead));
    expect_version(ROLE_AGENCY, "POST", path,
                   "{'answered_on':'2026-08-19','answer':'已受理'}", version,
                   422);
    expect_version(ROLE_AGENCY, "POST", path,
                   "{'answered_on':'2026-08-20','answer':'已受理'}", version,
                   200);
    assert_string_equal(reply_text("/referral_answer"), "已受理");
    expect(ROLE_AGENCY, "GET", "/worklist?limit=200", NULL, 200);
    assert_false(waits("lead_answer", lead));
}

static bool fact_shown(const char *action, const char *value)
{
    for (size_t i = 0; i < json_array_size(reply_at("/events")); i++) {
        json_t *e = json_array_get(reply_at("/events"), i);
        json_t *facts = json_object_get(e, "facts");

        if (strcmp(json_string_value(json_object_get(e, "action")), action) !=
            0)
            continue;
        for (size_t k = 0; k < json_array_size(facts); k++)
            if (strcmp(json_string_value(
                           json_object_get(json_array_get(facts, k), "value")),
                       value) == 0)
                return true;
    }
    return false;
}

/* To whom it was referred is told why, and of no child. */
static void a_referral_shows_the_employer_and_no_child(void **state)
{
    int64_t id;

    (void)state;
    as_renshe("POST", "/leads", "{" FOUND ",'children':[{'name':'测被移交'}]}",
              0, 201);
    id = reply_int("/id");
    expect(ROLE_AGENCY, "GET", PATH("/leads/%lld", ID(id)), NULL, 404);
    as_renshe("POST", PATH("/leads/%lld/actions/refer", ID(id)),
              "{'referred':'crime','referred_on':'2026-08-20','referral_no':"
              "'测移〔2026〕1号','reason':'涉嫌强迫劳动'}",
              1, 200);
    expect(ROLE_AGENCY, "GET", PATH("/leads/%lld", ID(id)), NULL, 200);
    assert_string_equal(reply_text("/place_name"), "测试饭店");
    assert_string_equal(reply_text("/referral_no"), "测移〔2026〕1号");
    assert_true(json_is_null(reply_at("/finding")));
    assert_int_equal(json_array_size(reply_at("/children")), 0);
    assert_false(shows("测被移交"));
    assert_true(fact_shown("refer", "涉嫌强迫劳动"));
    assert_false(fact_shown("register", "测试饭店"));
    as_renshe("GET", path, NULL, 0, 200);
    assert_true(fact_shown("register", "测试饭店"));
}

static void what_is_handed_over_leaves_the_sight_of_its_handler(void **state)
{
    int64_t id;

    (void)state;
    expect(ROLE_TOWNSHIP, "POST", "/leads",
           "{'kind':'tip','found_on':'2026-08-19','place_name':'测试网吧',"
           "'finding':'有未成年人上网'}",
           201);
    id = reply_int("/id");
    PATH("/leads/%lld/actions/hand_over", ID(id));
    as_renshe("POST", path, "{'handler':'renshe','reason':'同一单位'}", 1, 422);
    as_renshe("POST", path, "{'handler':'wenlv','reason':'属文旅监管'}", 1,
              200);
    assert_string_equal(reply_text("/handler"), "wenlv");
    as_renshe("GET", PATH("/leads/%lld", ID(id)), NULL, 0, 404);
    expect(ROLE_TOWNSHIP, "GET", path, NULL, 200);
}

/* ---- venues ---- */
static void a_games_venue_on_a_holiday_broke_no_law(void **state)
{
    int64_t id;

    (void)state;
    expect(ROLE_AGENCY, "POST", "/leads",
           "{'kind':'venue','handler':'gongan','found_on':'2026-06-19',"
           "'place_kind':'games','place_name':'测试游戏厅','finding':"
           "'有未成年人'}",
           201);
    id = reply_int("/id");
    assert_string_equal(reply_text("/holiday"), "端午节");
    assert_non_null(strstr(reply_text("/venue_rule"), "端午节"));
    assert_false(allows("order"));
    PATH("/leads/%lld/actions/penalty", ID(id));
    expect_version(ROLE_AGENCY, "POST", path,
                   "{'penalty_yuan':'1000','penalty_no':'1','penalty_on':"
                   "'2026-08-20','penalty_basis':'依据'}",
                   1, 422);
    expect_version(ROLE_AGENCY, "PATCH", PATH("/leads/%lld", ID(id)),
                   "{'found_on':'2026-06-18'}", 1, 200);
    assert_true(json_is_null(reply_at("/holiday")));
    assert_true(allows("order"));
}

int api_group_lead(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_department_signs_in),
        cmocka_unit_test(a_lead_that_cannot_be_true_is_refused),
        cmocka_unit_test(a_child_of_the_register),
        cmocka_unit_test(a_department_registers_what_it_found),
        cmocka_unit_test(the_proposal_shows_how_it_was_computed),
        cmocka_unit_test(another_rate_gives_another_proposal),
        cmocka_unit_test(
            what_was_typed_is_corrected_on_the_version_it_was_read_at),
        cmocka_unit_test(one_more_child_is_added),
        cmocka_unit_test(another_departments_lead_is_not_there),
        cmocka_unit_test(the_bureau_is_shown_who_it_may_be),
        cmocka_unit_test(nobody_is_matched_against_another_number),
        cmocka_unit_test(a_compared_child_gets_a_case_once),
        cmocka_unit_test(an_open_case_is_told_of_the_next_lead),
        cmocka_unit_test(a_department_is_told_nothing_of_the_register),
        cmocka_unit_test(the_township_sees_its_own_child_of_the_lead),
        cmocka_unit_test(an_order_without_a_number_is_numbered_here),
        cmocka_unit_test(the_worklist_holds_what_is_late_and_what_is_unmatched),
        cmocka_unit_test(a_late_child_costs_the_higher_rate),
        cmocka_unit_test(closing_is_refused_while_a_child_is_not_back),
        cmocka_unit_test(a_closed_file_is_opened_again_with_a_reason),
        cmocka_unit_test(a_child_that_needs_no_case_is_settled_with_a_reason),
        cmocka_unit_test(a_referral_goes_to_its_department_and_comes_back),
        cmocka_unit_test(a_referral_shows_the_employer_and_no_child),
        cmocka_unit_test(what_is_handed_over_leaves_the_sight_of_its_handler),
        cmocka_unit_test(a_games_venue_on_a_holiday_broke_no_law),
    };

    return cmocka_run_group_tests_name("lead", tests, NULL, NULL);
}
