/* Visits over what others changed, in any order, and corrected. */
#include "survey_scene.h"

/* ---- two changed the same -------------------------------------------- */
static void a_field_that_another_changed_is_asked_about(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;
    struct survey_conflict *c;

    rename_child(s, ROLE_BUREAU, "测试甲一");
    assert_int_equal(
        put(s, 'a', &out,
            "{" AT("20T08:00") MET HOME SEEN(
                "'name':'测试甲二','nation':'01','situation':'in_school'") "}",
            num(s->home), 1, num(s->child), 1),
        ERR_OK);
    c = out.conflicts.items;
    assert_int_equal(out.conflicts.n, 1);
    assert_string_equal(c->field, "name");
    assert_string_equal(c->yours, "测试甲二");
    assert_string_equal(c->theirs, "测试甲一");
    assert_string_equal(c->changed_by, "bureau");
    assert_int_equal(c->changed_at, WORLD_NOW);
    assert_string_equal(child_of(s, s->child).name, "测试甲一");
    assert_string_equal(child_of(s, s->child).nation, "01");
    assert_int_equal(count(s, &q_test_questions), 1);
    assert_int_equal(count(s, &q_test_doubts), 0);
    assert_int_equal(count(s, &q_test_visits), 1);
}

static void a_field_that_the_phone_only_repeats_stays_new(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;

    rename_child(s, ROLE_BUREAU, "测试甲一");
    assert_int_equal(put(s, 'a', &out,
                         "{" AT("20T08:00") MET HOME SEEN(
                             "'name':'测试甲','situation':'in_school'") "}",
                         num(s->home), 1, num(s->child), 1),
                     ERR_OK);
    assert_int_equal(out.conflicts.n, 0);
    assert_string_equal(child_of(s, s->child).name, "测试甲一");
}

static void a_change_from_the_newest_version_is_stored(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;

    rename_child(s, ROLE_BUREAU, "测试甲一");
    assert_int_equal(put(s, 'a', &out,
                         "{" AT("20T08:00") MET HOME SEEN(
                             "'name':'测试甲二','situation':'in_school'") "}",
                         num(s->home), 1, num(s->child), 2),
                     ERR_OK);
    assert_int_equal(out.conflicts.n, 0);
    assert_string_equal(child_of(s, s->child).name, "测试甲二");
}

/* Two visits from one phone on the version it took along. */
static void my_own_later_visit_stands_over_my_earlier(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;
    static const char body[] =
        "{'round_id':1,'visited_at':'2026-08-%sT08:00:00+08:00',"
        "'outcome':'interviewed','household':{'id':%d,'base_version':1,"
        "'phone':'%s'}}";

    assert_int_equal(put(s, 'b', &out, body, "20", num(s->home), "13800000020"),
                     ERR_OK);
    world_clock(WORLD_NOW + HOUR);
    assert_int_equal(put(s, 'a', &out, body, "19", num(s->home), "13800000019"),
                     ERR_OK);
    assert_int_equal(out.conflicts.n, 0);
    assert_string_equal(home_of(s, s->home).phone, "13800000020");
    world_clock(WORLD_NOW + 2 * HOUR);
    assert_int_equal(put(s, 'c', &out, body, "20", num(s->home), "13800000021"),
                     ERR_OK);
    assert_int_equal(out.conflicts.n, 0);
    assert_string_equal(home_of(s, s->home).phone, "13800000021");
    assert_int_equal(count(s, &q_test_visits), 3);
}

static void without_a_base_only_empty_fields_are_filled(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;

    assert_int_equal(
        put(s, 'a', &out,
            "{" AT("20T08:00") MET
            ",'household':{'id':%d,'phone':'13800000009','address':'村西头'}}",
            num(s->home)),
        ERR_OK);
    assert_int_equal(out.conflicts.n, 1);
    assert_string_equal(home_of(s, s->home).phone, "13800000001");
    assert_string_equal(home_of(s, s->home).address, "村西头");
}

/* ---- order and correction -------------------------------------------- */
static void the_latest_at_the_door_decides_in_any_order(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;

    assert_int_equal(
        put(s, 'b', &out,
            "{" AT("20T08:00") MET HOME SEEN("'situation':'in_school'") "}",
            num(s->home), 1, num(s->child), 1),
        ERR_OK);
    assert_int_equal(put(s, 'a', &out,
                         "{" AT("19T08:00") ",'outcome':'moved'" HOME SEEN(
                             "'situation':'dropout','reason':'R02'") "}",
                         num(s->home), 1, num(s->child), 1),
                     ERR_OK);
    assert_string_equal(child_of(s, s->child).situation, "in_school");
    assert_string_equal(home_of(s, s->home).state, "resident");
    assert_int_equal(count(s, &q_test_cases), 0);
    assert_string_equal(current_of(s, s->home), uuid('b'));
}

/* A school reported the child back after the visit, which arrives late. */
static void what_was_set_after_the_visit_stays(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;
    struct student_row old = child_of(s, s->child), back = old;
    struct act act = world_act(&s->w, ROLE_BUREAU);

    back.situation = "in_school";
    back.situation_at = WORLD_NOW;
    assert_int_equal(db_begin(s->w.writer), ERR_OK);
    assert_int_equal(
        store_student_update(s->w.writer, &s->w.arena, &act, &old, &back),
        ERR_OK);
    assert_int_equal(db_commit(s->w.writer), ERR_OK);
    assert_int_equal(put(s, 'a', &out,
                         "{" AT("19T08:00") MET HOME SEEN(
                             "'situation':'dropout','reason':'R02'") "}",
                         num(s->home), 1, num(s->child), 2),
                     ERR_OK);
    assert_string_equal(child_of(s, s->child).situation, "in_school");
    assert_int_equal(count(s, &q_test_cases), 0);
}

static void nobody_home_undoes_no_interview(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;

    assert_int_equal(
        put(s, 'a', &out, "{" AT("19T08:00") MET HOME "}", num(s->home), 1),
        ERR_OK);
    assert_int_equal(put(s, 'b', &out,
                         "{" AT("20T08:00") ",'outcome':'nobody_home'" HOME "}",
                         num(s->home), 1),
                     ERR_OK);
    assert_string_equal(current_of(s, s->home), uuid('a'));
}

static void a_correction_takes_the_place_of_the_visit(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;

    assert_int_equal(
        put(s, 'a', &out,
            "{" AT("20T08:00") MET HOME SEEN("'situation':'deceased'") "}",
            num(s->home), 1, num(s->child), 1),
        ERR_OK);
    assert_int_equal(put(s, 'b', &out,
                         "{" AT("19T08:00") MET HOME SUPERSEDES("a")
                             SEEN("'situation':'in_school'") "}",
                         num(s->home), 1, num(s->child), 1),
                     ERR_OK);
    assert_string_equal(child_of(s, s->child).situation, "in_school");
    assert_string_equal(current_of(s, s->home), uuid('b'));
    assert_int_equal(
        put(s, 'c', &out, "{" AT("20T08:00") MET HOME SUPERSEDES("a") "}",
            num(s->home), 1),
        ERR_RULE);
    assert_string_equal(s->bad.items[0].code, "survey.superseded");
}

static void a_child_left_out_of_a_correction_is_as_before(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;

    assert_int_equal(
        put(s, 'a', &out,
            "{" AT("20T08:00") MET HOME SEEN("'situation':'abroad'") "}",
            num(s->home), 1, num(s->child), 1),
        ERR_OK);
    assert_int_equal(
        put(s, 'b', &out, "{" AT("20T08:00") MET HOME SUPERSEDES("a") "}",
            num(s->home), 1),
        ERR_OK);
    assert_null(child_of(s, s->child).situation);
}

static void a_correction_names_a_visit_that_is_here_and_of_this_door(
    void **state)
{
    struct scene *s = *state;
    struct survey_answer out;

    assert_int_equal(
        put(s, 'b', &out, "{" AT("20T08:00") MET HOME SUPERSEDES("a") "}",
            num(s->home), 1),
        ERR_RULE);
    assert_string_equal(s->bad.items[0].code, "survey.visit_unknown");
    assert_int_equal(
        put_as(s, ROLE_BUREAU, 'a', &out, "{" AT("20T08:00") MET HOME "}",
               num(s->far_home), 1),
        ERR_OK);
    assert_int_equal(
        put(s, 'b', &out, /* elsewhere is not there either */
            "{" AT("20T08:00") MET HOME SUPERSEDES("a") "}", num(s->home), 1),
        ERR_RULE);
    assert_string_equal(s->bad.items[0].code, "survey.visit_unknown");
    assert_int_equal(put_as(s, ROLE_BUREAU, 'b', &out,
                            "{" AT("20T08:00") MET HOME SUPERSEDES("a") "}",
                            num(s->home), 1),
                     ERR_RULE);
    assert_string_equal(s->bad.items[0].code, "survey.household");
}

static void what_the_register_does_not_know_is_refused(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;

    assert_int_equal(
        put(s, 'a', &out,
            "{" AT("20T08:00") MET HOME SEEN(
                "'situation':'in_school','school_code':'0000000000'") "}",
            num(s->home), 1, num(s->child), 1),
        ERR_INVALID);
    assert_string_equal(s->bad.items[0].pointer, "/children/0/school_code");
    assert_int_equal(
        put(s, 'a', &out,
            "{" AT("20T08:00") MET HOME SEEN(
                "'situation':'in_school','guardian_phone':'13900000003'") "}",
            num(s->home), 1, num(s->child), 1),
        ERR_INVALID);
    assert_string_equal(s->bad.items[0].pointer, "/children/0/guardian_name");
    assert_int_equal(put(s, 'a', &out,
                         "{'round_id':9,'visited_at':"
                         "'2026-08-20T08:00:00+08:00'" MET HOME "}",
                         num(s->home), 1),
                     ERR_INVALID);
    assert_string_equal(s->bad.items[0].pointer, "/round_id");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_field_that_another_changed_is_asked_about),
        TEST(a_field_that_the_phone_only_repeats_stays_new),
        TEST(a_change_from_the_newest_version_is_stored),
        TEST(my_own_later_visit_stands_over_my_earlier),
        TEST(without_a_base_only_empty_fields_are_filled),
        TEST(the_latest_at_the_door_decides_in_any_order),
        TEST(what_was_set_after_the_visit_stays),
        TEST(nobody_home_undoes_no_interview),
        TEST(a_correction_takes_the_place_of_the_visit),
        TEST(a_child_left_out_of_a_correction_is_as_before),
        TEST(a_correction_names_a_visit_that_is_here_and_of_this_door),
        TEST(what_the_register_does_not_know_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
