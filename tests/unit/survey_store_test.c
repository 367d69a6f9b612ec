/* Visits in the store: exactly once, in scope, nothing twice. */
#include "survey_scene.h"

/* ---- exactly once ---------------------------------------------------- */
static void the_same_body_again_gets_the_same_answer(void **state)
{
    struct scene *s = *state;
    struct survey_answer one, two;

    for (int i = 0; i < 2; i++)
        assert_int_equal(put(s, 'a', i ? &two : &one,
                             "{" AT("20T08:00") MET HOME SEEN(
                                 "'situation':'dropout','reason':'R02'") "}",
                             num(s->home), 1, num(s->child), 1),
                         ERR_OK);
    assert_true(s->again);
    assert_int_equal(count(s, &q_test_visits), 1);
    assert_int_equal(one.visit_id, two.visit_id);
    assert_int_equal(one.received_at, two.received_at);
    assert_int_equal(two.children.n, 1);
    assert_int_equal(
        ((struct survey_answer_child *)one.children.items)->case_id,
        ((struct survey_answer_child *)two.children.items)->case_id);
}

static void the_same_uuid_with_another_body_is_refused(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;

    assert_int_equal(
        put(s, 'a', &out, "{" AT("20T08:00") MET HOME "}", num(s->home), 1),
        ERR_OK);
    assert_int_equal(
        put(s, 'a', &out, "{" AT("20T08:01") MET HOME "}", num(s->home), 1),
        ERR_UUID_REUSED);
    assert_int_equal(count(s, &q_test_visits), 1);
}

static void an_answer_is_not_given_to_another_township(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;

    assert_int_equal(
        put_as(s, ROLE_BUREAU, 'a', &out, "{" AT("20T08:00") MET HOME "}",
               num(s->far_home), 1),
        ERR_OK);
    assert_int_equal(
        put(s, 'a', &out, "{" AT("20T08:00") MET HOME "}", num(s->far_home), 1),
        ERR_UUID_REUSED);
    assert_null(out.uuid);
}

static void a_replay_is_answered_after_the_round_closed(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;
    struct round_row r;

    assert_int_equal(
        put(s, 'a', &out, "{" AT("20T08:00") MET HOME "}", num(s->home), 1),
        ERR_OK);
    assert_int_equal(store_round_get(s->w.writer, &s->w.arena, s->round, &r),
                     ERR_OK);
    r.state = "closed";
    assert_int_equal(db_begin(s->w.writer), ERR_OK);
    assert_int_equal(store_round_update(s->w.writer, &r), ERR_OK);
    assert_int_equal(db_commit(s->w.writer), ERR_OK);
    assert_int_equal(
        put(s, 'a', &out, "{" AT("20T08:00") MET HOME "}", num(s->home), 1),
        ERR_OK);
    assert_int_equal(
        put(s, 'b', &out, "{" AT("20T08:00") MET HOME "}", num(s->home), 1),
        ERR_RULE);
    assert_string_equal(s->bad.items[0].code, "round.closed");
}

/* ---- scope ----------------------------------------------------------- */
static void what_is_out_of_scope_is_not_there(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;

    assert_int_equal(
        put(s, 'a', &out, "{" AT("20T08:00") MET HOME "}", num(s->far_home), 1),
        ERR_NOT_FOUND);
    assert_int_equal(
        put(s, 'a', &out,
            "{" AT("20T08:00") MET HOME SEEN("'situation':'in_school'") "}",
            num(s->home), 1, num(s->far_child), 1),
        ERR_NOT_FOUND);
    assert_int_equal(put(s, 'a', &out,
                         "{" AT("20T08:00") MET ",'household':{'division':'%s',"
                                                "'head_name':'新户'}}",
                         s->w.other_village),
                     ERR_INVALID);
    assert_string_equal(s->bad.items[0].pointer, "/household/division");
    assert_int_equal(count(s, &q_test_visits), 0);
}

/* Taken back with its list, or moved out of sight, since the phone took it along:
 * nothing is stored, and what to do is said. */
static void a_household_that_is_gone_says_so(void **state)
{
    struct scene *s = *state;
    const int64_t gone[] = { s->far_home, 999999 };
    struct survey_answer out;

    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(
            put(s, 'g', &out, "{" AT("20T08:00") MET HOME "}", num(gone[i]), 1),
            ERR_NOT_FOUND);
        assert_string_equal(s->bad.items[0].code, "survey.household_gone");
        assert_string_equal(s->bad.items[0].pointer, "/household/id");
    }
    assert_int_equal(count(s, &q_test_visits), 0);
}

/* ---- new at the door ------------------------------------------------- */
#define NEW_HOME                                                               \
    ",'household':{'id':null,'division':'%s','head_name':'新户主',"         \
    "'address':'村东头'}"

static void a_new_household_with_a_child_without_a_number(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;
    struct survey_answer_child *c;
    struct student_row child;

    assert_int_equal(
        put(s, 'a', &out,
            "{" AT("20T08:00") MET NEW_HOME
            ",'children':[{'student_id':null,'name':'古丽·测试',"
            "'sex':'2','birth_date':'2015-01-02','guardian_name':'测试母',"
            "'guardian_phone':'13900000002',"
            "'situation':'never_enrolled'}]}",
            s->w.village),
        ERR_OK);
    c = out.children.items;
    child = child_of(s, c->student_id);
    assert_int_equal(child.household_id, out.household_id);
    assert_string_equal(child.id_no_state, "missing");
    assert_string_equal(child.situation, "never_enrolled");
    assert_string_equal(home_of(s, out.household_id).address, "村东头");
    assert_int_not_equal(c->case_id, INT_NONE);
    assert_int_equal(out.conflicts.n, 0);
}

static void a_correction_before_the_answer_makes_nothing_twice(void **state)
{
    struct scene *s = *state;
    struct survey_answer one, two;
    int64_t children;

    assert_int_equal(
        put(s, 'a', &one,
            "{" AT("20T08:00") MET NEW_HOME
            ",'children':[{'name':'测试丙','situation':'in_school'}]}",
            s->w.village),
        ERR_OK);
    children = count(s, &q_test_children);
    assert_int_equal(
        put(s, 'b', &two,
            "{" AT("20T08:00") MET
            ",'household':{'division':'%s','head_name':'新户主改'},"
            "'supersedes':'a0000000-0000-4000-8000-000000000000',"
            "'children':[{'name':'测试丙','birth_date':'2014-01-01',"
            "'situation':'dropout','reason':'R03'}]}",
            s->w.village),
        ERR_OK);
    assert_int_equal(two.household_id, one.household_id);
    assert_int_equal(count(s, &q_test_children), children);
    assert_int_equal(two.conflicts.n, 0);
    assert_string_equal(home_of(s, two.household_id).head_name, "新户主改");
}

static void a_second_visit_before_the_answer_finds_its_household(void **state)
{
    struct scene *s = *state;
    struct survey_answer one, two;

    assert_int_equal(
        put(s, 'a', &one,
            "{" AT("19T08:00") ",'outcome':'nobody_home'" NEW_HOME "}",
            s->w.village),
        ERR_OK);
    assert_int_equal(
        put(s, 'b', &two,
            "{" AT("20T08:00") MET
            ",'household':{'of_visit':'A0000000-0000-4000-8000-000000000000'}"
            "}"),
        ERR_OK);
    assert_int_equal(two.household_id, one.household_id);
}

#define NUMBER "230381201405060011"

static const char *number(void)
{
    static char no[19];

    snprintf(no, sizeof no, "%.17s%c", NUMBER,
             "10X98765432"[(2 * 7 + 3 * 9 + 0 * 10 + 3 * 5 + 8 * 8 + 1 * 4 +
                            2 * 2 + 0 * 1 + 1 * 6 + 4 * 3 + 0 * 7 + 5 * 9 +
                            0 * 10 + 6 * 5 + 0 * 8 + 0 * 4 + 1 * 2) %
                           11]);
    return no;
}

static void a_registered_number_under_another_name_is_a_doubt(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;
    struct survey_answer_child *c;
    struct survey_conflict *conflict;
    int64_t holder;

    assert_int_equal(db_begin(s->w.writer), ERR_OK);
    holder = add_child(s, ROLE_BUREAU, s->home, "测试乙", number());
    assert_int_equal(db_commit(s->w.writer), ERR_OK);
    assert_int_equal(put(s, 'a', &out,
                         "{" AT("20T08:00") MET HOME
                         ",'children':[{'name':'测试丁','id_no':'%s',"
                         "'situation':'in_school'}]}",
                         num(s->home), 1, number()),
                     ERR_OK);
    c = out.children.items;
    conflict = out.conflicts.items;
    assert_int_not_equal(c->student_id, holder);
    assert_null(child_of(s, c->student_id).id_no);
    assert_int_equal(out.conflicts.n, 1);
    assert_string_equal(conflict->yours, "230381************");
    assert_int_equal(count(s, &q_test_doubts), 1);
    assert_int_equal(count(s, &q_test_questions), 0);
}

static void a_registered_number_under_its_own_name_is_that_child(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;
    int64_t holder;

    assert_int_equal(db_begin(s->w.writer), ERR_OK);
    holder = add_child(s, ROLE_BUREAU, s->home, "测试乙", number());
    assert_int_equal(db_commit(s->w.writer), ERR_OK);
    assert_int_equal(put(s, 'a', &out,
                         "{" AT("20T08:00") MET HOME
                         ",'children':[{'name':'测试 乙','id_no':'%s',"
                         "'situation':'in_school'}]}",
                         num(s->home), 1, number()),
                     ERR_OK);
    assert_int_equal(
        ((struct survey_answer_child *)out.children.items)->student_id, holder);
}

static void twins_of_one_visit_stay_two_children(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;
    int64_t before = count(s, &q_test_children);

    assert_int_equal(
        put(s, 'a', &out,
            "{" AT("20T08:00") MET HOME
            ",'children':[{'name':'双生','birth_date':'2014-05-06',"
            "'situation':'in_school'},{'name':'双生','birth_date':"
            "'2014-05-06','situation':'in_school'}]}",
            num(s->home), 1),
        ERR_OK);
    assert_int_equal(count(s, &q_test_children), before + 2);
}

/* ---- cases ----------------------------------------------------------- */
static void a_dropout_opens_one_case_however_often_it_is_seen(void **state)
{
    struct scene *s = *state;
    struct survey_answer one, two;

    assert_int_equal(put(s, 'a', &one,
                         "{" AT("19T08:00") MET HOME SEEN(
                             "'situation':'working','reason':'R03'") "}",
                         num(s->home), 1, num(s->child), 1),
                     ERR_OK);
    assert_int_equal(put(s, 'b', &two,
                         "{" AT("20T08:00") MET HOME SEEN(
                             "'situation':'dropout','since':'2026-03-01'") "}",
                         num(s->home), 1, num(s->child), 1),
                     ERR_OK);
    assert_int_equal(count(s, &q_test_cases), 1);
    assert_int_equal(
        ((struct survey_answer_child *)one.children.items)->case_id,
        ((struct survey_answer_child *)two.children.items)->case_id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_same_body_again_gets_the_same_answer),
        TEST(the_same_uuid_with_another_body_is_refused),
        TEST(an_answer_is_not_given_to_another_township),
        TEST(a_replay_is_answered_after_the_round_closed),
        TEST(what_is_out_of_scope_is_not_there),
        TEST(a_household_that_is_gone_says_so),
        TEST(a_new_household_with_a_child_without_a_number),
        TEST(a_correction_before_the_answer_makes_nothing_twice),
        TEST(a_second_visit_before_the_answer_finds_its_household),
        TEST(a_registered_number_under_another_name_is_a_doubt),
        TEST(a_registered_number_under_its_own_name_is_that_child),
        TEST(twins_of_one_visit_stay_two_children),
        TEST(a_dropout_opens_one_case_however_often_it_is_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
