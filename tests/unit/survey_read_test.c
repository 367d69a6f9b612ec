/* Doors, visits and coverage read from the store. */
#include "survey_scene.h"

/* ---- reading --------------------------------------------------------- */
static void the_door_shows_what_was_stored(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;
    struct door_view d;
    struct door_child *c;
    struct visit_view v;

    assert_int_equal(
        put(s, 'a', &out,
            "{" AT("20T08:00") MET HOME
            ",'note':'有狗','children':[{"
            "'student_id':%d,'base_version':1,'situation':'elsewhere',"
            "'school_name':'外地小学','grade':'16','note':'随父母',"
            "'guardian_name':'测试父','guardian_phone':'13900000003'}]}",
            num(s->home), 1, num(s->child)),
        ERR_OK);
    world_as(&s->w, s->w.reader, ROLE_TOWNSHIP);
    record_clear(&door_view, &d);
    assert_int_equal(store_door_get(s->w.reader, &s->w.arena, s->home, s->round,
                                    s->w.today, &d),
                     ERR_OK);
    c = d.children.items;
    assert_int_equal(d.children.n, 1);
    assert_string_equal(d.household->phone, "13800000001");
    assert_string_equal(d.visit->note, "有狗");
    assert_string_equal(c->previous->situation, "elsewhere");
    assert_string_equal(c->defaults->school_name, "外地小学");
    assert_string_equal(c->guardian_phone, "13900000003");
    assert_string_equal(c->enrolment_state, "enrolled");
    assert_int_equal(store_visit_get(s->w.reader, &s->w.arena, uuid('a'), &v),
                     ERR_OK);
    assert_string_equal(((struct visit_child *)v.children.items)->note,
                        "随父母");
    world_as(&s->w, s->w.reader, ROLE_AGENCY);
    assert_int_equal(store_visit_get(s->w.reader, &s->w.arena, uuid('a'), &v),
                     ERR_NOT_FOUND);
}

static void a_guardian_is_corrected_from_its_version(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;
    struct door_view d;
    struct door_child *c;
    static const char body[] =
        "{'round_id':1,'visited_at':'2026-08-20T08:00:00+08:00',"
        "'outcome':'interviewed','household':{'id':%d,'base_version':1},"
        "'children':[{'student_id':%d,'base_version':%d,"
        "'situation':'in_school',%s'guardian_name':'测试父',"
        "'guardian_phone':'%s'}]}";

    assert_int_equal(put(s, 'a', &out, body, num(s->home), num(s->child), 1, "",
                         "13900000003"),
                     ERR_OK);
    assert_int_equal(
        put(s, 'b', &out, body, num(s->home), num(s->child), 2,
            "'guardian_id':1,'guardian_version':1,", "13900000004"),
        ERR_OK);
    assert_int_equal(out.conflicts.n, 0);
    assert_int_equal(put(s, 'c', &out, body, num(s->home), num(s->child), 2, "",
                         "13900000005"),
                     ERR_OK);
    assert_int_equal(out.conflicts.n, 1);
    world_as(&s->w, s->w.reader, ROLE_TOWNSHIP);
    record_clear(&door_view, &d);
    assert_int_equal(store_door_get(s->w.reader, &s->w.arena, s->home, s->round,
                                    s->w.today, &d),
                     ERR_OK);
    c = d.children.items;
    assert_string_equal(c->guardian_phone, "13900000004");
}

static void coverage_counts_doors_by_place_in_scope(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;
    struct coverage_filter f = { .round_id = 1,
                                 .level = "township",
                                 .lo = "D",
                                 .hi = "E",
                                 .after = "",
                                 .rows = 50 };
    struct coverage_row *r;
    struct list l;
    int64_t households = 0;

    assert_int_equal(put(s, 'a', &out,
                         "{" AT("20T08:00") MET HOME SEEN(
                             "'situation':'dropout','reason':'R02'") "}",
                         num(s->home), 1, num(s->child), 1),
                     ERR_OK);
    world_as(&s->w, s->w.reader, ROLE_TOWNSHIP);
    assert_int_equal(store_coverage(s->w.reader, &s->w.arena, &f, &l), ERR_OK);
    r = l.items;
    assert_int_equal(l.n, 1); /* its own township only */
    assert_string_equal(r->division, WORLD_TOWNSHIP);
    assert_int_equal(r->households, 1);
    assert_int_equal(r->visited, 1);
    assert_int_equal(r->children, 1);
    assert_int_equal(r->out_of_school, 1);
    assert_true(r->rate == 1.0);
    world_as(&s->w, s->w.reader, ROLE_BUREAU);
    assert_int_equal(store_coverage(s->w.reader, &s->w.arena, &f, &l), ERR_OK);
    r = l.items;
    assert_int_equal(l.n, 20);
    for (size_t i = 0; i < l.n; i++) {
        households += r[i].households;
        assert_true(r[i].households || r[i].rate != r[i].rate);
    }
    assert_int_equal(households, 2);
    f.level = "grid";
    assert_int_equal(store_coverage(s->w.reader, &s->w.arena, &f, &l), ERR_OK);
    assert_int_equal(l.n, 2); /* the villages' own doors */
}

static void doors_are_found_by_state_and_by_a_childs_name(void **state)
{
    struct scene *s = *state;
    struct survey_answer out;
    struct door_filter f = { .round_id = 1, .rows = 50 };
    struct door_row *r;
    struct list l;

    assert_int_equal(
        put(s, 'a', &out,
            "{" AT("20T08:00") ",'outcome':'nobody_home',"
                               "'return_at':'2026-08-21T18:00:00+08:00'" HOME
                               "}",
            num(s->home), 1),
        ERR_OK);
    world_as(&s->w, s->w.reader, ROLE_TOWNSHIP);
    assert_int_equal(store_door_list(s->w.reader, &s->w.arena, &f, &l), ERR_OK);
    r = l.items;
    assert_int_equal(l.n, 1);
    assert_string_equal(r->state, "revisit");
    assert_int_equal(r->children, 1);
    assert_int_not_equal(r->return_at, INT_NONE);
    f.state = "todo";
    assert_int_equal(store_door_list(s->w.reader, &s->w.arena, &f, &l), ERR_OK);
    assert_int_equal(l.n, 0);
    f = (struct door_filter) {
        .round_id = 1, .rows = 50, .q = "csj", .token = "csj"
    };
    assert_int_equal(store_door_list(s->w.reader, &s->w.arena, &f, &l), ERR_OK);
    assert_int_equal(l.n, 1);
    f.after = s->home;
    assert_int_equal(store_door_list(s->w.reader, &s->w.arena, &f, &l), ERR_OK);
    assert_int_equal(l.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_door_shows_what_was_stored),
        TEST(a_guardian_is_corrected_from_its_version),
        TEST(coverage_counts_doors_by_place_in_scope),
        TEST(doors_are_found_by_state_and_by_a_childs_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
