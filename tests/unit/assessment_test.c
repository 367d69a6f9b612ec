/* The expert committee: who may sit, what the session is told, who wins. */
#include "care_world.h"

/* ---- the rules alone ---- */
static const char *panel_fault(struct world *w, const struct committee_row *m,
                               size_t n)
{
    const struct list panel = { (void *)(uintptr_t)m, n };
    struct refusal why = { NULL, NULL, NULL };
    enum err e = committee_panel(&w->arena, &panel, "2026-08-20", &why);

    assert_true((e == ERR_OK) == (why.code == NULL));
    return why.code ? why.code : "";
}

static struct committee_row seat(int64_t id, const char *field)
{
    return (struct committee_row) { .id = id,
                                    .name = "测委员",
                                    .field = field,
                                    .account_id = 100 + id,
                                    .active = 1,
                                    .from_date = "2026-01-01" };
}

static void a_panel_has_three_fields_and_education_among_them(void **state)
{
    struct committee_row m[] = { seat(1, "education"), seat(2, "psychology"),
                                 seat(3, "medicine"), seat(4, "medicine") };

    assert_string_equal(panel_fault(*state, m, 4), "");
    assert_string_equal(panel_fault(*state, m, 3), "");
    assert_string_equal(panel_fault(*state, m, 2), "committee.few");
    m[1].field = "medicine";
    assert_string_equal(panel_fault(*state, m, 4), "committee.fields");
    m[0].field = "social_work";
    m[1].field = "psychology";
    assert_string_equal(panel_fault(*state, m, 4), "committee.education");
}

static void whoever_is_out_of_office_or_cannot_sign_does_not_sit(void **state)
{
    struct committee_row m[] = { seat(1, "education"), seat(2, "psychology"),
                                 seat(3, "medicine") };

    m[2].to_date = "2026-08-20"; /* the day of leaving is the next one's */
    assert_string_equal(panel_fault(*state, m, 3), "committee.term");
    m[2].to_date = "2026-08-21";
    assert_string_equal(panel_fault(*state, m, 3), "");
    m[2].from_date = "2026-08-21";
    assert_string_equal(panel_fault(*state, m, 3), "committee.term");
    m[2] = seat(3, "medicine");
    m[2].account_id = INT_NONE;
    assert_string_equal(panel_fault(*state, m, 3), "committee.account");
    m[2].account_id = 103;
    m[2].active = 0;
    assert_string_equal(panel_fault(*state, m, 3), "committee.account");
    m[2] = seat(2, "medicine");
    assert_string_equal(panel_fault(*state, m, 3), "committee.twice");
    m[2] = seat(3, "medicine");
    m[2].account_id = m[0].account_id;
    assert_string_equal(panel_fault(*state, m, 3), "committee.twice");
}

static enum err may_convene(struct world *w, int64_t case_id, const char *on,
                            struct refusal *why)
{
    struct case_row c = get(w, case_id);
    struct assessment_ground g;

    assert_int_equal(store_assessment_ground(w->writer, &w->arena, case_id, &g),
                     ERR_OK);
    return assessment_may_convene(&w->arena, &c, &g, on, w->today, why);
}

static void a_session_says_all_that_it_still_lacks(void **state)
{
    struct world *w = *state;
    int64_t id = persuading(w, "测甲");
    struct refusal why;

    assert_int_equal(may_convene(w, id, w->today, &why), ERR_RULE);
    assert_non_null(strstr(why.detail, "安置办理"));
    assert_non_null(strstr(why.detail, "医学鉴定"));
    arrange(w, id);
    assert_int_equal(may_convene(w, id, w->today, &why), ERR_RULE);
    assert_null(strstr(why.detail, "安置办理"));
    assert_non_null(strstr(why.detail, "医学鉴定"));
    appraise(w, id);
    assert_int_equal(may_convene(w, id, w->today, &why), ERR_OK);
    assert_int_equal(may_convene(w, id, "2026-08-19", &why), ERR_INVALID);
    assert_int_equal(may_convene(w, id, "2027-08-19", &why), ERR_INVALID);
}

/* ---- sessions ---- */
static void one_session_of_a_case_at_a_time(void **state)
{
    struct world *w = *state;
    struct committee c = committee(w);
    int64_t case_id = placeable(w, "测乙");
    struct refusal why;

    convene(w, &c, case_id, 3);
    assert_int_equal(may_convene(w, case_id, w->today, &why), ERR_CONFLICT);
}

SQL(q_test_events,
    .text = "SELECT count(*) FROM case_event WHERE case_id = ?1"
            " AND action = ?2",
    .access = SQL_SYSTEM, .why = "a test counts");

static int64_t events(struct world *w, int64_t case_id, const char *action)
{
    int64_t n;

    assert_int_equal(
        db_int(w->writer, &q_test_events, &n, VALS(INT(case_id), TEXT(action))),
        ERR_OK);
    return n;
}

static void more_than_half_make_the_advice(void **state)
{
    struct world *w = *state;
    struct committee c = committee(w);
    int64_t case_id = placeable(w, "测丙"), id = convene(w, &c, case_id, 3);
    struct assessment_view v;
    struct refusal why;
    const char *advice;

    assert_int_equal(events(w, case_id, "convened"), 1);
    assert_int_equal(sign(w, c.account[0], id, "home_teaching", &why), ERR_OK);
    assert_int_equal(sign(w, c.account[1], id, "inclusive", &why), ERR_OK);
    v = session(w, id);
    assert_string_equal(v.state, "convened");
    assert_int_equal(v.version, 1); /* colleagues do not make each other late */
    assert_int_equal(sign(w, c.account[2], id, "home_teaching", &why), ERR_OK);
    v = session(w, id);
    assert_string_equal(v.state, "assessed");
    assert_string_equal(v.advice, "home_teaching");
    assert_int_equal(v.assessed_at, WORLD_NOW);
    assert_int_equal(events(w, case_id, "assessed"), 1);
    world_as(w, w->writer, ROLE_BUREAU);
    assert_int_equal(
        store_assessment_advice(w->writer, &w->arena, case_id, &advice),
        ERR_OK);
    assert_string_equal(advice, "home_teaching");
}

static void half_is_no_majority_and_the_committee_meets_again(void **state)
{
    struct world *w = *state;
    struct committee c = committee(w);
    int64_t case_id = placeable(w, "测丁"), id = convene(w, &c, case_id, 4);
    struct refusal why;
    const char *advice;

    for (size_t i = 0; i < 4; i++)
        assert_int_equal(sign(w, c.account[i], id,
                              i < 2 ? "exempt" : "special_school", &why),
                         ERR_OK);
    assert_string_equal(session(w, id).state, "split");
    assert_null(session(w, id).advice);
    assert_int_equal(events(w, case_id, "split"), 1);
    assert_int_equal(may_convene(w, case_id, w->today, &why), ERR_OK);
    assert_int_equal(
        store_assessment_advice(w->writer, &w->arena, case_id, &advice),
        ERR_OK);
    assert_null(advice);
    convene(w, &c, case_id, 3);
}

static void a_seat_signs_once_and_not_before_the_day(void **state)
{
    struct world *w = *state;
    struct committee c = committee(w);
    int64_t id = convene(w, &c, placeable(w, "测戊"), 3);
    const struct assessment_opinion o = { "exempt", "意见" };
    struct act act;
    struct assessment_view v;
    struct refusal why;

    assert_int_equal(sign(w, c.account[0], id, "exempt", &why), ERR_OK);
    assert_int_equal(sign(w, c.account[0], id, "inclusive", &why), ERR_RULE);
    assert_string_equal(why.code, "assessment.signed");
    act = as_expert(w, c.account[1]);
    act.today = "2026-08-19";
    v = session(w, id);
    assert_int_equal(store_assessment_act(w->writer, &w->arena, &act, "opinion",
                                          &v, &o, &why),
                     ERR_RULE);
    assert_string_equal(why.code, "assessment.early");
    act = as(w, ROLE_BUREAU);
    assert_int_equal(store_assessment_act(w->writer, &w->arena, &act, "opinion",
                                          &v, &o, &why),
                     ERR_FORBIDDEN);
}

static void a_cancelled_session_takes_no_opinion(void **state)
{
    struct world *w = *state;
    struct committee c = committee(w);
    int64_t case_id = placeable(w, "测己"), id = convene(w, &c, case_id, 3);
    const struct assessment_cancel cancel = { "家长申请延期" };
    struct act act = as(w, ROLE_BUREAU);
    struct assessment_view v = session(w, id);
    struct refusal why;

    assert_int_equal(store_assessment_act(w->writer, &w->arena, &act, "cancel",
                                          &v, &cancel, &why),
                     ERR_OK);
    assert_string_equal(session(w, id).state, "cancelled");
    assert_int_equal(sign(w, c.account[0], id, "exempt", &why), ERR_RULE);
    as(w, ROLE_BUREAU);
    assert_int_equal(store_assessment_act(w->writer, &w->arena, &act, "cancel",
                                          &v, &cancel, &why),
                     ERR_STALE); /* as it was read before */
}

/* ---- what an expert sees ---- */
static struct assessment_view veiled(struct world *w, int64_t account,
                                     int64_t id)
{
    struct act act = as_expert(w, account);
    struct assessment_view v = session(w, id);

    assessment_veil(&v, &act);
    return v;
}

static void opinions_are_hidden_until_all_have_signed(void **state)
{
    struct world *w = *state;
    struct committee c = committee(w);
    int64_t id = convene(w, &c, placeable(w, "测庚"), 3);
    struct assessment_view v;
    struct assessment_seat *q;
    struct refusal why;

    assert_int_equal(sign(w, c.account[0], id, "exempt", &why), ERR_OK);
    v = veiled(w, c.account[1], id);
    q = v.seats.items;
    assert_int_equal(q[0].signed_at, WORLD_NOW);
    assert_null(q[0].advice);
    assert_null(q[0].opinion);
    assert_true(q[1].mine);
    v = veiled(w, c.account[0], id);
    q = v.seats.items;
    assert_string_equal(q[0].advice, "exempt");
    assert_string_equal(q[0].opinion, "因病不能久坐");
    assert_int_equal(sign(w, c.account[1], id, "exempt", &why), ERR_OK);
    assert_int_equal(sign(w, c.account[2], id, "inclusive", &why), ERR_OK);
    v = veiled(w, c.account[1], id);
    q = v.seats.items;
    assert_string_equal(q[2].advice, "inclusive");
    assert_non_null(q[2].opinion);
}

static void an_expert_sees_its_sessions_and_nothing_else(void **state)
{
    struct world *w = *state;
    struct committee c = committee(w);
    int64_t case_id = placeable(w, "测辛"), id = convene(w, &c, case_id, 3);
    struct assessment_filter f = { .case_id = INT_NONE,
                                   .account_id = c.account[4],
                                   .rows = 10 };
    struct assessment_view v = veiled(w, c.account[0], id);
    struct student_row s;
    struct case_row row;
    struct list items;

    assert_string_equal(v.child->name, "测辛");
    assert_string_equal(v.child->appraisal, "limited");
    assert_string_equal(v.situation, "右腿不便");
    assert_int_equal(v.case_id, INT_NONE);
    assert_int_equal(v.student_id, INT_NONE);
    assert_int_equal(store_case_get(w->writer, &w->arena, case_id, &row),
                     ERR_NOT_FOUND);
    assert_int_equal(store_student_get(w->writer, &w->arena, 1, &s),
                     ERR_NOT_FOUND);
    as_expert(w, c.account[4]); /* not called to this session */
    assert_int_equal(
        store_assessment_get(w->writer, &w->arena, id, w->today, &v),
        ERR_NOT_FOUND);
    assert_int_equal(
        store_assessment_list(w->writer, &w->arena, &f, w->today, &items),
        ERR_OK);
    assert_int_equal(items.n, 0);
    as_expert(w, c.account[1]);
    f.account_id = c.account[1];
    f.mine = 1;
    assert_int_equal(
        store_assessment_list(w->writer, &w->arena, &f, w->today, &items),
        ERR_OK);
    assert_int_equal(items.n, 1);
}

static void an_account_signs_for_one_member_only(void **state)
{
    struct world *w = *state;
    struct committee c = committee(w);
    struct committee_row m;

    as(w, ROLE_BUREAU);
    assert_int_equal(store_committee_get(w->writer, &w->arena, c.member[0], &m),
                     ERR_OK);
    m.id = INT_NONE;
    assert_int_equal(store_committee_insert(w->writer, &m), ERR_CONFLICT);
    assert_int_equal(db_run(w->writer, &q_care_member_term,
                            VALS(INT(c.member[0]), TEXT("2026-08-20"))),
                     ERR_OK);
    m.from_date = "2026-08-20";
    assert_int_equal(store_committee_insert(w->writer, &m), ERR_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_panel_has_three_fields_and_education_among_them),
        T(whoever_is_out_of_office_or_cannot_sign_does_not_sit),
        T(a_session_says_all_that_it_still_lacks),
        T(one_session_of_a_case_at_a_time),
        T(more_than_half_make_the_advice),
        T(half_is_no_majority_and_the_committee_meets_again),
        T(a_seat_signs_once_and_not_before_the_day),
        T(a_cancelled_session_takes_no_opinion),
        T(opinions_are_hidden_until_all_have_signed),
        T(an_expert_sees_its_sessions_and_nothing_else),
        T(an_account_signs_for_one_member_only),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}
