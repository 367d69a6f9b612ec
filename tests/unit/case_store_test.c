/* Cases in the store: scope, steps, evidence, sightings. */
#include "case_world.h"

SQL(q_raw_detail,
    .text = "SELECT detail FROM case_event WHERE case_id = ?1 ORDER BY id",
    .access = SQL_SYSTEM, .why = "a test looks at what lies on disk");
SQL(q_raw_data, .text = "SELECT data FROM attachment WHERE id = ?1",
    .access = SQL_SYSTEM, .why = "a test looks at what lies on disk");

/* ---- flagging ---- */
static void a_teacher_flags_a_pupil(void **state)
{
    struct world *w = *state;
    int64_t id =
        flag(w, ROLE_TEACHER, child(w, "测试甲", w->village, WORLD_SCHOOL));
    struct case_view v;
    const struct case_event *e;

    world_as(w, w->writer, ROLE_TOWNSHIP);
    assert_int_equal(store_case_view(w->writer, &w->arena, id, WORLD_NOW, &v),
                     ERR_OK);
    assert_string_equal(v.c.state, "reported");
    assert_string_equal(v.c.level, "class_teacher");
    assert_string_equal(v.student->name, "测试甲");
    assert_string_equal(v.student->village, w->village);
    assert_string_equal(v.owner->unit, WORLD_SCHOOL);
    assert_int_equal(v.c.due_at, case_day_end(NULL, WORLD_NOW, 1, DAYS_ALL));
    assert_int_equal(v.events.n, 1);
    e = v.events.items;
    assert_string_equal(e->action, "flag");
    assert_string_equal(e->account_name, "teacher");
    assert_int_equal(e->facts.n, 3);
    assert_string_equal(((struct case_fact *)e->facts.items)[0].value, "厌学");
}

static void a_second_flag_names_the_open_case(void **state)
{
    struct world *w = *state;
    int64_t student = child(w, "测试甲", w->village, WORLD_SCHOOL);
    int64_t id = flag(w, ROLE_TEACHER, student), other = 0;
    struct act act = as(w, ROLE_VILLAGE);
    const struct case_flag f = { student, "R03", "2026-08-18", NULL };
    struct refusal why;

    assert_int_equal(
        store_case_flag(w->writer, &w->arena, &act, &f, &other, &why),
        ERR_CONFLICT);
    assert_int_equal(other, id);
}

static void a_flag_from_the_future_is_refused(void **state)
{
    struct world *w = *state;
    int64_t student = child(w, "测试甲", w->village, WORLD_SCHOOL), id;
    struct act act = as(w, ROLE_TEACHER);
    const struct case_flag f = { student, "R03", "2026-08-21", NULL };
    struct refusal why;

    assert_int_equal(store_case_flag(w->writer, &w->arena, &act, &f, &id, &why),
                     ERR_INVALID);
    assert_string_equal(why.pointer, "absent_since");
}

static void another_township_sees_no_child_and_no_case(void **state)
{
    struct world *w = *state;
    int64_t student = child(w, "测试乙", w->other_village, WORLD_OTHER_SCHOOL);
    int64_t id = flag(w, ROLE_BUREAU, student), none;
    struct act act = as(w, ROLE_TOWNSHIP);
    const struct case_flag f = { student, "R03", "2026-08-18", NULL };
    const struct case_sighting s = { .student_id = student,
                                     .situation = "dropout" };
    struct refusal why;
    struct case_row c;
    struct case_view v;

    assert_int_equal(
        store_case_flag(w->writer, &w->arena, &act, &f, &none, &why),
        ERR_NOT_FOUND);
    assert_int_equal(store_case_sighting(w->writer, &w->arena, &act, &s, &none),
                     ERR_NOT_FOUND);
    assert_int_equal(store_case_get(w->writer, &w->arena, id, &c),
                     ERR_NOT_FOUND);
    assert_int_equal(store_case_view(w->writer, &w->arena, id, WORLD_NOW, &v),
                     ERR_NOT_FOUND);
    assert_int_equal(db_int(w->writer, &find_case, &none, VALS(INT(id))),
                     ERR_NOT_FOUND);
}

/* ---- steps ---- */
static void from_flag_to_approved_closing(void **state)
{
    struct world *w = *state;
    int64_t id =
        flag(w, ROLE_TEACHER, child(w, "测试甲", w->village, WORLD_SCHOOL));
    const struct case_verify verify = { .note = "家访属实" };
    const struct case_persuade visit = { .visited_on = "2026-08-19",
                                         .method = "home_visit",
                                         .persons = "班主任",
                                         .met = "母亲",
                                         .family_said = "同意",
                                         .result = "agreed" };
    const struct case_approve approve = { .note = NULL };
    struct refusal why;
    struct case_view v;

    must(w, ROLE_TEACHER, id, "verify", &verify);
    must(w, ROLE_TEACHER, id, "persuade", &visit);
    assert_int_equal(
        report_return(w, ROLE_TEACHER, id, upload(w, ROLE_TEACHER), &why),
        ERR_OK);
    assert_int_equal(take(w, ROLE_BUREAU, id, "approve", &approve, &why),
                     ERR_FORBIDDEN);
    must(w, ROLE_BUREAU_LEAD, id, "approve", &approve);
    world_as(w, w->writer, ROLE_VILLAGE);
    assert_int_equal(store_case_view(w->writer, &w->arena, id, WORLD_NOW, &v),
                     ERR_OK);
    assert_string_equal(v.c.state, "watching");
    assert_string_equal(v.c.outcome, "returned");
    assert_int_equal(v.c.persuasions, 1);
    assert_int_equal(v.c.version, 5);
    assert_int_equal(v.events.n, 5);
    assert_int_equal(v.evidence.n, 1);
}

/* The police goes along (公安依法开展劝返): who went, of which unit, and on
 * which day as officials write it. */
static void who_went_along_stands_in_the_case(void **state)
{
    struct world *w = *state;
    int64_t id = persuading(w, "测试甲");
    const struct case_persuade visit = { .visited_on = "2026-08-19",
                                         .method = "home_visit",
                                         .persons = "班主任",
                                         .companions = "派出所民警",
                                         .met = "母亲",
                                         .family_said = "再想想",
                                         .result = "considering" };
    const struct case_event *e;
    const struct case_fact *f;
    struct case_view v;
    bool went = false, day = false;

    must(w, ROLE_TEACHER, id, "persuade", &visit);
    assert_int_equal(store_case_view(w->writer, &w->arena, id, WORLD_NOW, &v),
                     ERR_OK);
    e = v.events.items;
    e += v.events.n - 1;
    f = e->facts.items;
    for (size_t i = 0; i < e->facts.n; i++) {
        went |= strcmp(f[i].name, "companions") == 0 &&
                strcmp(f[i].value, "派出所民警") == 0;
        day |= strcmp(f[i].value, "2026年8月19日") == 0;
    }
    assert_true(went && day);
}

static void of_two_steps_from_one_version_one_wins(void **state)
{
    struct world *w = *state;
    struct case_row c = get(w,
                            flag(w, ROLE_TEACHER,
                                 child(w, "测试甲", w->village, WORLD_SCHOOL))),
                    next = c;
    struct act act = as(w, ROLE_TEACHER);
    const struct case_step step = { &c, &next, "verify", NULL, NULL };
    int64_t event;

    assert_int_equal(store_case_step(w->writer, &act, &step, &event), ERR_OK);
    assert_int_equal(store_case_step(w->writer, &act, &step, &event),
                     ERR_STALE);
}

static void what_was_said_lies_sealed(void **state)
{
    struct world *w = *state;
    int64_t id =
        flag(w, ROLE_TEACHER, child(w, "测试甲", w->village, WORLD_SCHOOL));
    const void *bytes;
    size_t n;

    assert_int_equal(
        db_blob(w->writer, &q_raw_detail, &w->arena, &bytes, &n, VALS(INT(id))),
        ERR_OK);
    assert_true(n > 40);
    assert_null(memmem(bytes, n, "电话", strlen("电话")));
}

/* ---- evidence ---- */

static void evidence_belongs_to_the_child_from_then_on(void **state)
{
    struct world *w = *state;
    int64_t id = persuading(w, "测试甲"), t = upload(w, ROLE_TEACHER);
    struct attachment_row row;
    struct refusal why;
    const void *data;
    size_t n;

    world_as(w, w->writer, ROLE_VILLAGE);
    assert_int_equal(store_attachment_get(w->writer, &w->arena, t, &row),
                     ERR_NOT_FOUND);
    assert_int_equal(report_return(w, ROLE_TEACHER, id, t, &why), ERR_OK);
    world_as(w, w->writer, ROLE_VILLAGE);
    assert_int_equal(store_attachment_data(w->writer, &w->arena, t, &data, &n),
                     ERR_OK);
    assert_int_equal(n, sizeof png);
    assert_memory_equal(data, png, n);
}

static void another_childs_evidence_is_refused(void **state)
{
    struct world *w = *state;
    int64_t one = persuading(w, "测试甲"), two = persuading(w, "测试丙");
    int64_t t = upload(w, ROLE_TEACHER);
    struct refusal why;

    assert_int_equal(report_return(w, ROLE_TEACHER, one, t, &why), ERR_OK);
    assert_int_equal(report_return(w, ROLE_TEACHER, two, t, &why), ERR_INVALID);
    assert_string_equal(why.code, "evidence.other_child");
    assert_string_equal(get(w, two).state, "persuading");
}

static void somebody_elses_upload_is_not_there(void **state)
{
    struct world *w = *state;
    int64_t id = persuading(w, "测试甲"), t = upload(w, ROLE_VILLAGE);
    struct refusal why;

    assert_int_equal(report_return(w, ROLE_TEACHER, id, t, &why), ERR_INVALID);
    assert_string_equal(why.code, "evidence.unknown");
}

static void a_file_lies_sealed(void **state)
{
    struct world *w = *state;
    const void *bytes;
    size_t n;

    assert_int_equal(db_blob(w->writer, &q_raw_data, &w->arena, &bytes, &n,
                             VALS(INT(upload(w, ROLE_TEACHER)))),
                     ERR_OK);
    assert_true(n > sizeof png);
    assert_null(memmem(bytes, n, "synthetic", 9));
}

/* ---- sightings ---- */
static int64_t sight(struct world *w, int64_t student, const char *situation)
{
    struct act act = as(w, ROLE_TOWNSHIP);
    const struct case_sighting s = { student, situation, NULL, "2026-07-01",
                                     "邻居说的" };
    int64_t id = 0;

    assert_int_equal(store_case_sighting(w->writer, &w->arena, &act, &s, &id),
                     ERR_OK);
    return id;
}

static void a_visit_opens_the_right_case(void **state)
{
    struct world *w = *state;
    struct case_row c;

    c = get(w,
            sight(w, child(w, "测试丁", w->village, NULL), "never_enrolled"));
    assert_string_equal(c.kind, "never_enrolled");
    assert_string_equal(c.level, "township");
    c = get(w,
            sight(w, child(w, "测试戊", w->village, WORLD_SCHOOL), "working"));
    assert_string_equal(c.kind, "suspected");
    assert_string_equal(c.reason, "R03");
    assert_string_equal(c.source, "survey");
    assert_string_equal(c.absent_since, "2026-07-01");
    c = get(w, sight(w, child(w, "测试己", w->village, WORLD_SCHOOL),
                     "unregistered"));
    assert_string_equal(c.state, "arranging");
    assert_string_equal(c.disposition, "local_unregistered");
    assert_string_equal(c.level, "bureau");
}

static void a_child_in_school_has_no_case(void **state)
{
    struct world *w = *state;

    assert_int_equal(
        sight(w, child(w, "测试丁", w->village, WORLD_SCHOOL), "in_school"),
        INT_NONE);
}

static void a_word_at_the_door_closes_nothing(void **state)
{
    struct world *w = *state;
    int64_t student = child(w, "测试甲", w->village, WORLD_SCHOOL);
    int64_t id = flag(w, ROLE_TOWNSHIP, student);
    struct case_row before = get(w, id), after;

    assert_int_equal(sight(w, student, "in_school"), id);
    after = get(w, id);
    assert_string_equal(after.state, before.state);
    assert_int_equal(after.due_at, case_day_end(NULL, WORLD_NOW, 0, DAYS_ALL));
    assert_true(after.due_at < before.due_at);
    assert_int_equal(after.version, before.version + 1);
}

static void a_child_found_out_again_reopens_its_case(void **state)
{
    struct world *w = *state;
    int64_t student = child(w, "测试甲", w->village, WORLD_SCHOOL);
    int64_t id = flag(w, ROLE_TEACHER, student);
    const struct case_verify verify = { .note = "属实" };
    const struct case_approve approve = { .note = NULL };
    struct refusal why;

    must(w, ROLE_TEACHER, id, "verify", &verify);
    assert_int_equal(
        report_return(w, ROLE_TEACHER, id, upload(w, ROLE_TEACHER), &why),
        ERR_OK);
    must(w, ROLE_BUREAU_LEAD, id, "approve", &approve);
    assert_int_equal(sight(w, student, "dropout"), id);
    assert_string_equal(get(w, id).state, "persuading");
}

/* A case that was flagged in error and closed for it; its id. */
static int64_t closed_case(struct world *w, int64_t student)
{
    int64_t id = flag(w, ROLE_TEACHER, student), t = upload(w, ROLE_BUREAU);
    const struct case_verify verify = { .note = "属实" };
    struct evidence_in e = { "id_document", t };
    const struct case_submit submit = { .evidence = { &e, 1 },
                                        .outcome = "info_error" };
    const struct case_approve approve = { .note = NULL };

    must(w, ROLE_TEACHER, id, "verify", &verify);
    must(w, ROLE_BUREAU, id, "submit", &submit);
    must(w, ROLE_BUREAU_LEAD, id, "approve", &approve);
    assert_string_equal(get(w, id).state, "closed");
    return id;
}

static void a_flag_after_closing_reopens_that_case(void **state)
{
    struct world *w = *state;
    int64_t student = child(w, "测试甲", w->village, WORLD_SCHOOL);
    int64_t id = closed_case(w, student);

    assert_int_equal(flag(w, ROLE_TEACHER, student), id);
    assert_string_equal(get(w, id).state, "persuading");
}

static void a_child_that_lists_show_away_again_reopens_its_case(void **state)
{
    struct world *w = *state;
    int64_t student = child(w, "测试甲", w->village, WORLD_SCHOOL);
    int64_t id = closed_case(w, student);
    struct act act = as(w, ROLE_BUREAU);
    struct case_row c;

    assert_int_equal(
        store_case_again(w->writer, &w->arena, &act, student, "R99"), ERR_OK);
    c = get(w, id);
    assert_string_equal(c.state, "persuading");
    assert_string_equal(c.reason, "R99");
    assert_string_equal(c.absent_since, act.today);
    /* It is open now: there is nothing to take up again. */
    assert_int_equal(
        store_case_again(w->writer, &w->arena, &act, student, "R99"), ERR_RULE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_teacher_flags_a_pupil),
        T(a_second_flag_names_the_open_case),
        T(a_flag_from_the_future_is_refused),
        T(another_township_sees_no_child_and_no_case),
        T(from_flag_to_approved_closing),
        T(who_went_along_stands_in_the_case),
        T(of_two_steps_from_one_version_one_wins),
        T(what_was_said_lies_sealed),
        T(evidence_belongs_to_the_child_from_then_on),
        T(another_childs_evidence_is_refused),
        T(somebody_elses_upload_is_not_there),
        T(a_file_lies_sealed),
        T(a_visit_opens_the_right_case),
        T(a_child_in_school_has_no_case),
        T(a_word_at_the_door_closes_nothing),
        T(a_child_found_out_again_reopens_its_case),
        T(a_flag_after_closing_reopens_that_case),
        T(a_child_that_lists_show_away_again_reopens_its_case),
    };

    return cmocka_run_group_tests(tests, open_world, close_world);
}
