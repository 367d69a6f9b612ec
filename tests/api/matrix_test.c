/*
 * Roles × routes from the rights table, scope from the outside, and what the
 * whole run has shown of every route.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/routes.h"
#include "api_groups.h"
#include "api_world.h"
#include "domain/round.h"
#include "sheet/sheet_in.h"

/* "/students/{id}/history" with parts filled in. */
static void fill(const char *pattern, int64_t id, const char *key,
                 char out[200])
{
    size_t n = 0;

    for (const char *p = pattern; *p && n < 150;) {
        if (*p != '{') {
            out[n++] = *p++;
            continue;
        }
        if (strncmp(p, "{id}", 4) == 0)
            n += (size_t)snprintf(out + n, 40, "%lld", (long long)id);
        else
            n += (size_t)snprintf(out + n, 60, "%s", key);
        p += strcspn(p, "}") + 1;
    }
    out[n] = '\0';
}

static void may_or_may_not(const struct route *r, enum role role)
{
    char path[200];
    bool may = role < ROLE_N && role_may(role, (enum right)r->right);
    int status;

    /* Whoever signs out is out: see the accounts. */
    if (may && strcmp(r->path, "/sessions/current") == 0)
        return;
    fill(r->path, 999999, "none", path);
    status = api_call(role, r->method, path, NULL, 0);
    if (r->flags & PUBLIC)
        return;
    if (role == ROLE_N ? status != 401
        : may          ? status == 401 || status == 403
                       : status != 403)
        fail_msg("%s %s as %s: %d", r->method, path,
                 role < ROLE_N ? role_code(role) : "nobody", status);
}

/* Every role on every route: without the right 403, signed out 401, and with
 * the right neither. */
static void rights_are_what_the_table_says(void **state)
{
    size_t cases = 0;

    (void)state;
    for (const struct route *const *t = route_tables; *t; t++)
        for (const struct route *r = *t; r->method; r++)
            for (int role = 0; role <= ROLE_N; role++, cases++)
                may_or_may_not(r, (enum role)role);
    assert_true(cases > 500);
    print_message("%zu roles × routes\n", cases);
}

static void every_route_is_declared_whole(void **state)
{
    (void)state;
    for (const struct route *const *t = route_tables; *t; t++) {
        for (const struct route *r = *t; r->method; r++) {
            bool writes = strcmp(r->method, "GET") != 0;

            if (!r->handler || !*r->title || !*right_name((enum right)r->right))
                fail_msg("%s %s lacks a part", r->method, r->path);
            if (!r->reply && !(r->flags & (FILE_REPLY | NO_REPLY)))
                fail_msg("%s %s has no reply table", r->method, r->path);
            if (r->flags & IF_MATCH && !r->find)
                fail_msg("%s %s has a version but no find", r->method, r->path);
            if (!writes && r->tx == TX_WRITE)
                fail_msg("%s %s: a GET that writes", r->method, r->path);
            if ((r->flags & PUBLIC) != 0 && r->right != RIGHT_PUBLIC)
                fail_msg("%s %s is public without the right", r->method,
                         r->path);
        }
    }
}

/* ---- scope from the outside -------------------------------------------- */
#define MARK "隔村之童"

static struct care_planted care;
static struct incident_planted around;
static struct lead_planted lead;

static struct {
    int64_t household, child, case_id, guardian, tag, enrolment, assignment,
        import_id;
    int64_t document, verdict, notice, sheet, snapshot, conflict, phone,
        promotion, duty, inspection, rectification, transfer, aid, activity,
        hazard;
    int64_t meeting, resolution, training, upward, material, data_export,
        pairing;
} there;

/* A whole child in the other township, of the office's making. */
static void plant(void)
{
    char path[100], body[400];

    if (there.child)
        return;
    there.household = api_household(ROLE_BUREAU, api.w.other_village);
    there.child =
        api_child(ROLE_BUREAU, there.household, api.w.other_village, MARK);
    snprintf(path, sizeof path, "/students/%lld/guardians",
             (long long)there.child);
    expect(ROLE_BUREAU, "POST", path,
           "{'name':'" MARK "长','relation':'51','phone':'19900005678'}", 201);
    there.guardian = reply_int("/id");
    snprintf(path, sizeof path, "/students/%lld/tags", (long long)there.child);
    expect(ROLE_BUREAU, "POST", path,
           "{'tag':'left_behind','from_date':'2026-01-01'}", 201);
    there.tag = reply_int("/id");
    snprintf(path, sizeof path, "/students/%lld/enrolments",
             (long long)there.child);
    expect(ROLE_BUREAU, "POST", path,
           "{'school':'" WORLD_OTHER_SCHOOL "','grade':'22','class':'1',"
           "'state':'enrolled','from_date':'2026-03-01'}",
           201);
    there.enrolment = reply_int("/id");
    snprintf(body, sizeof body,
             "{'student_id':%lld,'reason':'R02','absent_since':'2026-08-01',"
             "'tried':'去过'}",
             (long long)there.child);
    expect(ROLE_BUREAU, "POST", "/cases", body, 201);
    there.case_id = reply_int("/id");
    snprintf(path, sizeof path, "/cases/%lld/assignments",
             (long long)there.case_id);
    expect(ROLE_BUREAU, "POST", path,
           "{'unit':'minzheng','task':'aid','due_on':'2026-09-30','note':"
           "'" MARK "'}",
           201);
    there.assignment = reply_int("/id");
    snprintf(path, sizeof path, "/documents?case_id=%lld",
             (long long)there.case_id);
    expect(ROLE_BUREAU, "GET", path, NULL, 200);
    there.document = reply_int("/items/0/id");
    care_plant(there.child, there.case_id, &care);
    incident_plant(there.child, &around);
    assert_int_equal(api_upload(ROLE_BUREAU, "/imports?kind=assigned&year=2026",
                                "姓名,身份证号\n" MARK ",\n",
                                strlen("姓名,身份证号\n" MARK ",\n")),
                     202);
    there.import_id = reply_int("/id");
    lead_plant(there.child, &lead);
    expect(ROLE_BUREAU, "POST", "/survey-rounds",
           "{'year':2026,'name':'摸排','starts_on':'2026-08-01','ends_on':"
           "'2026-08-31'}",
           201);
    there.sheet = door_code(there.household);
    phone_plant(&there.phone);
    conflict_plant(MARK, api.w.other_village, &there.conflict);
    there.verdict = verdict_plant(MARK, api.w.other_village);
    expect(ROLE_BUREAU, "POST", "/ledgers/suspected/snapshots", "{'year':2026}",
           201);
    there.snapshot = reply_int("/id");
    promotion_plant(&there.promotion);
    duty_plant(MARK, &there.duty);
    supervision_plant(MARK, WORLD_OTHER_TOWNSHIP, &there.inspection,
                      &there.rectification);
    aid_plant(there.child, &there.aid);
    transfer_plant(MARK, api.w.other_village, &there.transfer);
    activity_plant(MARK, there.child, WORLD_OTHER_SCHOOL, &there.activity,
                   &there.hazard);
    meeting_plant(MARK, WORLD_OTHER_TOWNSHIP, &there.meeting,
                  &there.resolution);
    training_plant(MARK, &there.training);
    upward_plant(MARK, api.w.other_village, &there.upward);
    material_plant(MARK, &there.material);
    pairing_plant(there.child, &there.pairing);
    data_export_plant(&there.data_export);
    notice_plant(there.case_id, api.w.other_village, &there.notice);
}

static int64_t planted_id(const char *path)
{
    static const struct {
        const char *start;
        const int64_t *id;
    } t[] = { { "/students/{id}", &there.child },
              { "/households/{id}", &there.household },
              { "/survey-households/{id}", &there.household },
              { "/survey-sheets/{id}", &there.sheet },
              { "/conflicts/{id}", &there.conflict },
              { "/phones/{id}", &there.phone },
              { "/cases/{id}", &there.case_id },
              { "/assignments/{id}", &there.assignment },
              { "/documents/{id}", &there.document },
              { "/notices/{id}", &there.notice },
              { "/guardians/{id}", &there.guardian },
              { "/tags/{id}", &there.tag },
              { "/assessments/{id}", &care.assessment },
              { "/teaching-plans/{id}", &care.teaching },
              { "/plans/{id}", &care.plan },
              { "/leads/{id}", &lead.lead },
              { "/lead-children/{id}", &lead.child },
              { "/plan-items/{id}", &care.item },
              { "/enrolments/{id}", &there.enrolment },
              { "/imports/{id}", &there.import_id },
              { "/verdicts/{id}", &there.verdict },
              { "/snapshots/{id}", &there.snapshot },
              { "/duties/{id}", &there.duty },
              { "/activities/{id}", &there.activity },
              { "/hazards/{id}", &there.hazard },
              { "/inspections/{id}", &there.inspection },
              { "/rectifications/{id}", &there.rectification },
              { "/aids/{id}", &there.aid },
              { "/transfers/{id}", &there.transfer },
              { "/materials/{id}", &there.material },
              { "/data-exports/{id}", &there.data_export },
              { "/pairings/{id}", &there.pairing },
              { "/meetings/{id}", &there.meeting },
              { "/resolutions/{id}", &there.resolution },
              { "/training-wishes/{id}", &there.training },
              { "/upward-reports/{id}", &there.upward },
              { "/promotions/{id}", &there.promotion },
              { "/incidents/{id}", &around.incident },
              { "/observations/{id}", &around.observation } };

    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        if (strncmp(path, t[i].start, strlen(t[i].start)) == 0)
            return *t[i].id;
    return 0;
}

/* An officer of one township gets 404 for another's child on every route. */
static void another_townships_child_is_not_there(void **state)
{
    static const enum role outside[] = { ROLE_TOWNSHIP,    ROLE_VILLAGE,
                                         ROLE_SCHOOL_HEAD, ROLE_TEACHER,
                                         ROLE_AGENCY,      ROLE_EXPERT };
    char path[200];
    size_t cases = 0;

    (void)state;
    plant();
    for (const struct route *const *t = route_tables; *t; t++) {
        for (const struct route *r = *t; r->method; r++) {
            int64_t id = planted_id(r->path);

            if (!id)
                continue;
            fill(r->path, id, "persuade", path);
            for (size_t k = 0; k < sizeof outside / sizeof *outside; k++) {
                int status = api_call(outside[k], r->method, path, "{}", 1);
                bool may = role_may(outside[k], (enum right)r->right);

                cases++;
                if (may ? status != 404 : status != 403)
                    fail_msg("%s %s as %s: %d", r->method, path,
                             role_code(outside[k]), status);
            }
        }
    }
    assert_true(cases > 60);
}

static bool marked(void)
{
    return api.raw.len &&
           memmem(api.raw.data, api.raw.len, MARK, strlen(MARK)) != NULL;
}

/* What shows many at once: lists, searches, ledgers as JSON and as files. */
static const char *const lists[] = {
    "/students",
    "/students?q=" MARK,
    "/students?q=gczt",
    "/students?count=true",
    "/households",
    "/households?count=true",
    "/cases",
    "/cases?count=true",
    "/case-tallies",
    "/case-weeks",
    "/assignments?count=true",
    "/assignments?order=due",
    "/documents",
    "/door-documents?division=" WORLD_OTHER_TOWNSHIP,
    "/notices",
    "/notices?count=true",
    "/notices?q=" MARK,
    "/notice-tallies?year=2026",
    "/notice-papers?division=" WORLD_OTHER_TOWNSHIP,
    "/survey-sheets?division=" WORLD_OTHER_TOWNSHIP,
    "/worklist",
    "/incidents?count=true",
    "/incidents?kind=emergency",
    "/observations?count=true",
    "/leads",
    "/leads?count=true",
    "/assessments",
    "/assessments?mine=true",
    "/doubts",
    "/surveys",
    "/conflicts",
    "/conflicts?division=" WORLD_OTHER_TOWNSHIP,
    "/survey-rounds/1/doors?division=" WORLD_OTHER_TOWNSHIP,
    "/audit",
    "/imports",
    "/imports?count=true",
    "/reconciliations",
    "/reconciliations/1/verdicts",
    "/reconciliations/1/verdicts?count=true",
    "/indicators/enrolment/children?part=denominator",
    "/indicators/enrolment/children?part=rest",
    "/snapshots",
    "/duties?year=2026",
    "/duties?year=2026&unit=bureau",
    "/activities?count=true",
    "/activity-counts?year=2026",
    "/hazards?count=true",
    "/inspections?count=true",
    "/rectifications?count=true",
    "/upward-reports?count=true",
    "/ledgers/upward_reports?year=2026",
    "/ledgers/upward_reports?year=2026&format=csv",
    "/training-wishes?count=true",
    "/training-leavers?year=2026&count=true",
    "/ledgers/training_wishes?year=2026",
    "/ledgers/training_wishes?year=2026&format=csv",
    "/ledgers/training_received?year=2026",
    "/ledgers/training_received?year=2026&format=csv",
    "/materials?count=true",
    "/pairings?count=true",
    "/duty-confirmations?year=2026",
    "/meetings?count=true",
    "/resolutions?count=true",
    "/accountabilities",
    "/announcements",
    "/scores?unit_kind=township",
    "/promotions",
    "/transfers?count=true",
    "/aids?count=true",
    "/aid-missing?year=2025&term=2&kind=tuition&count=true",
    "/aid-totals?year=2025&by=school",
    "/ledgers/aid_missing?year=2026",
    "/transfers?direction=out",
    "/match-decisions",
    "/promotion-plan?year=2025",
    "/promotion-children?year=2025",
    "/promotion-children?year=2025&step=settled",
    "/indicators/on_time/"
    "children?part=denominator&by=township&key=" WORLD_OTHER_TOWNSHIP,
    "/reconciliations/1/assigned",
    "/reconciliations/1/assigned-rate",
    "/reconciliations/1/leavers",
    "/reconciliations/1/handover",
    "/ledgers/children?year=2026",
    "/ledgers/suspected?year=2026",
    "/ledgers/dropout?year=2026",
    "/ledgers/returned?year=2026",
    "/ledgers/local_unregistered?year=2026",
    "/ledgers/elsewhere_unregistered?year=2026",
    "/ledgers/deferred?year=2026",
    "/ledgers/suspended?year=2026",
    "/ledgers/abroad?year=2026",
    "/ledgers/exempt?year=2026",
    "/ledgers/disabled?year=2026",
    "/ledgers/poverty?year=2026",
    "/ledgers/child_labour?year=2026",
    "/ledgers/assigned?year=2027",
    "/ledgers/register_changes?year=2026",
    "/ledgers/help?year=2026",
    "/ledgers/home_teaching?year=2026",
    "/ledgers/children?year=2026&format=csv",
    "/ledgers/suspected?year=2026&format=csv",
    "/ledgers/dropout?year=2026&format=csv",
    "/ledgers/returned?year=2026&format=csv",
    "/ledgers/local_unregistered?year=2026&format=csv",
    "/ledgers/elsewhere_unregistered?year=2026&format=csv",
    "/ledgers/deferred?year=2026&format=csv",
    "/ledgers/suspended?year=2026&format=csv",
    "/ledgers/abroad?year=2026&format=csv",
    "/ledgers/exempt?year=2026&format=csv",
    "/ledgers/disabled?year=2026&format=csv",
    "/ledgers/poverty?year=2026&format=csv",
    "/ledgers/child_labour?year=2026&format=csv",
    "/ledgers/assigned?year=2027&format=csv",
    "/ledgers/help?year=2026&format=csv",
    "/ledgers/home_teaching?year=2026&format=csv",
    "/ledgers/children?year=2026&format=csv&q=" MARK,
    "/ledgers/children?year=2026&format=csv&division=" WORLD_OTHER_TOWNSHIP,
    "/ledgers/children?year=2026&format=csv&school=" WORLD_OTHER_SCHOOL,
};

/* No list, search or ledger of anybody outside shows a byte of it. */
static void no_reply_outside_holds_its_mark(void **state)
{
    static const enum role outside[] = { ROLE_TOWNSHIP,    ROLE_VILLAGE,
                                         ROLE_SCHOOL_HEAD, ROLE_TEACHER,
                                         ROLE_AGENCY,      ROLE_EXPERT,
                                         ROLE_ADMIN,       ROLE_AUDITOR };
    size_t seen = 0;

    (void)state;
    plant();
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        for (size_t k = 0; k < sizeof outside / sizeof *outside; k++) {
            int status = api_call(outside[k], "GET", lists[i], NULL, 0);

            if (status == 200 && marked())
                fail_msg("%s shows the mark to %s", lists[i],
                         role_code(outside[k]));
            seen += status == 200;
        }
    }
    assert_true(seen > 60);
}

/* Nor in what one takes along whole, in either form. */
static void another_townships_child_is_in_no_export(void **state)
{
    static const enum role outside[] = { ROLE_TOWNSHIP, ROLE_SCHOOL_HEAD,
                                         ROLE_AGENCY };

    (void)state;
    plant();
    for (size_t k = 0; k < sizeof outside / sizeof *outside; k++) {
        assert_int_equal(data_export_taken(outside[k], "csv", MARK), 0);
        assert_int_equal(data_export_taken(outside[k], "xlsx", MARK), 0);
    }
    assert_true(data_export_taken(ROLE_BUREAU, "csv", MARK) > 10);
    assert_true(data_export_taken(ROLE_BUREAU, "xlsx", MARK) > 10);
}

/* The mark is there for those who may see it: the test above can fail. */
static void those_who_may_see_it_find_the_mark(void **state)
{
    static const char *const shows[] = {
        "/students?q=" MARK,
        "/survey-rounds/1/doors?division=" WORLD_OTHER_TOWNSHIP,
        "/conflicts",
        "/duties?year=2026",
        "/rectifications",
        "/transfers",
        "/activities",
        "/hazards",
        "/aids",
        "/aid-missing?year=2025&term=2&kind=textbooks",
        "/upward-reports",
        "/ledgers/upward_reports?year=2026",
        "/training-wishes",
        "/ledgers/training_wishes?year=2026",
        "/materials",
        "/pairings",
        "/meetings",
        "/resolutions",
        "/students?q=gczt",
        "/cases",
        "/assignments",
        "/documents",
        "/door-documents?division=" WORLD_OTHER_TOWNSHIP,
        "/notices",
        "/survey-sheets?division=" WORLD_OTHER_TOWNSHIP,
        "/notice-papers?division=" WORLD_OTHER_TOWNSHIP,
        "/incidents",
        "/reconciliations/1/verdicts",
        "/reconciliations/1/assigned",
        "/reconciliations/1/leavers",
        "/ledgers/assigned?year=2027",
        "/ledgers/assigned?year=2027&format=csv",
        "/indicators/enrolment/children?part=denominator",
        "/promotion-children?year=2025",
        "/ledgers/children?year=2026",
        "/ledgers/children?year=2026&format=csv",
        "/ledgers/suspected?year=2026&format=csv",
        "/ledgers/children?year=2026&format=csv&school=" WORLD_OTHER_SCHOOL,
    };

    (void)state;
    plant();
    for (size_t i = 0; i < sizeof shows / sizeof *shows; i++) {
        expect(ROLE_BUREAU, "GET", shows[i], NULL, 200);
        if (!marked())
            fail_msg("%s does not show the mark", shows[i]);
    }
    /* The child, the leaver, and whoever is on its way out. */
    expect(ROLE_BUREAU, "GET", "/students?q=" MARK, NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 4);
}

/* ---- the whole run ----------------------------------------------------- */
static void every_route_was_answered_and_refused(void **state)
{
    (void)state;
    assert_int_equal(api_untested(), 0);
}

static const struct CMUnitTest first[] = {
    cmocka_unit_test(every_route_is_declared_whole),
    cmocka_unit_test(rights_are_what_the_table_says),
    cmocka_unit_test(another_townships_child_is_not_there),
    cmocka_unit_test(no_reply_outside_holds_its_mark),
    cmocka_unit_test(another_townships_child_is_in_no_export),
    cmocka_unit_test(those_who_may_see_it_find_the_mark),
};
static const struct CMUnitTest last[] = {
    cmocka_unit_test(every_route_was_answered_and_refused),
};

/* One world for all groups: what one has stored the next may see. */
int main(int argc, char **argv)
{
    int failed = 0;

    sheet_child(argc, argv);

    if (api_open(NULL) != 0)
        return 1;
    failed += cmocka_run_group_tests_name("matrix", first, NULL, NULL);
    failed += api_group_order();
    failed += api_group_register();
    failed += api_group_survey();
    failed += api_group_conflict();
    failed += api_group_phone();
    failed += api_group_photo();
    failed += api_group_carry();
    failed += api_group_case();
    failed += api_group_ladder();
    failed += api_group_law();
    failed += api_group_carry_photo();
    failed += api_group_paper();
    failed += api_group_assignment();
    failed += api_group_part();
    failed += api_group_account();
    failed += api_group_ledger();
    failed += api_group_indicator();
    failed += api_group_snapshot();
    failed += api_group_import();
    failed += api_group_reconcile();
    failed += api_group_care();
    failed += api_group_incident();
    failed += api_group_lead();
    failed += api_group_notice();
    failed += api_group_promotion();
    failed += api_group_transfer();
    failed += api_group_aid();
    failed += api_group_training_wish();
    failed += api_group_upward();
    failed += api_group_duty();
    failed += api_group_activity();
    failed += api_group_supervision();
    failed += api_group_meeting();
    failed += api_group_material();
    failed += api_group_pairing();
    failed += api_group_round_signoff();
    failed += api_group_data_export();
    failed += cmocka_run_group_tests_name("coverage", last, NULL, NULL);
    api_close(NULL);
    return failed != 0;
}
