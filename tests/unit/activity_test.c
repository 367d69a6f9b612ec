/* 工作记录: the table of kinds, their forms, and what each refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "domain/activity.h"
#include "domain/codes.h"
#include "domain/duty.h"

#define TODAY "2026-08-20"

static struct act by(enum role role, const char *unit)
{
    return (struct act) { .account_id = 7,
                          .role = role,
                          .unit = unit,
                          .now_ms = 1000,
                          .today = TODAY };
}

static bool each_word(const char *words, bool (*known)(const char *))
{
    char copy[200], *rest = copy;
    const char *word;

    (void)snprintf(copy, sizeof copy, "%s", words ? words : "");
    while ((word = strtok_r(rest, " ", &rest)))
        if (!known(word))
            return false;
    return true;
}

static bool is_member(const char *word)
{
    return record_field(&activity_in, word, NULL) &&
           record_field(&activity_row, word, NULL);
}

static void a_kind_is_logged_here_or_has_a_room(void **state)
{
    size_t n = 0;

    (void)state;
    for (const struct code *c = activity_kind_codes.rows; c->code; c++, n++) {
        const struct activity_kind *k = activity_kind_of(c->code);

        assert_non_null(k);
        assert_non_null(strstr(k->source, "R"));
        assert_true((k->room != NULL) != (k->units != NULL));
        assert_true((k->room != NULL) == (k->room_label != NULL));
        assert_true(each_word(k->needs, is_member));
        assert_true(each_word(k->takes, is_member));
    }
    assert_int_equal(n, 14);
    assert_null(activity_kind_of("census"));
}

/* Whoever owes a duty that an activity does may log that kind. */
static void whoever_owes_the_duty_may_log_what_does_it(void **state)
{
    size_t n = 0;

    (void)state;
    for (const struct duty_kind *d = duty_kinds; d->name; d++) {
        const struct act act = by(ROLE_AGENCY, d->unit);

        if (!d->activity)
            continue;
        assert_true(activity_open_to(activity_kind_of(d->activity), &act));
        n++;
    }
    assert_int_equal(n, 10);
}

static void a_kind_is_open_to_its_units_alone(void **state)
{
    static const struct {
        const char *kind, *unit;
        enum role role;
        bool open;
    } t[] = {
        { "law", "sifa", ROLE_AGENCY, true },
        { "law", "230381103000", ROLE_TOWNSHIP, true },
        { "law", "dudao", ROLE_INSPECTOR, false },
        { "law", "bureau", ROLE_LEADER, false },
        { "legal_aid", "sifa", ROLE_AGENCY, true },
        { "legal_aid", "gongan", ROLE_AGENCY, false },
        { "hygiene", "weijian", ROLE_AGENCY, true },
        { "hygiene", "2123000001", ROLE_SCHOOL_HEAD, true },
        { "hygiene", "230381103000", ROLE_TOWNSHIP, false },
        { "funds", "caizheng", ROLE_AGENCY, true },
        { "funds", "2123000001", ROLE_SCHOOL_HEAD, false },
        { "complaint", "bureau", ROLE_BUREAU_LEAD, false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct act act = by(t[i].role, t[i].unit);

        if (activity_open_to(activity_kind_of(t[i].kind), &act) != t[i].open)
            fail_msg("%s by %s", t[i].kind, t[i].unit);
    }
}

/* ---- forms ------------------------------------------------------------- */
static const struct activity_kind_view *view_of(const struct list *views,
                                                const char *kind)
{
    const struct activity_kind_view *v = views->items;

    for (size_t i = 0; i < views->n; i++)
        if (strcmp(v[i].kind, kind) == 0)
            return &v[i];
    fail_msg("no kind %s", kind);
    return NULL;
}

static const struct field_view *asks(const struct activity_kind_view *v,
                                     const char *name)
{
    const struct field_view *f = v->fields.items;

    for (size_t i = 0; i < v->fields.n; i++)
        if (strcmp(f[i].name, name) == 0)
            return &f[i];
    return NULL;
}

static void the_form_asks_what_the_kind_needs(void **state)
{
    const struct act act = by(ROLE_AGENCY, "gongan");
    const struct activity_kind_view *v;
    struct arena a;
    struct list views;

    (void)state;
    arena_init(&a, 0);
    assert_int_equal(activity_kinds_view(&act, &a, &views), ERR_OK);
    v = view_of(&views, "law");
    assert_int_equal(v->may_log, 1);
    assert_int_equal(asks(v, "people")->required, 1);
    assert_int_equal(asks(v, "team")->required, 0);
    assert_null(asks(v, "amount_yuan"));
    assert_null(asks(v, "kind"));
    assert_string_equal(asks(v, "audiences")->type, "list");
    assert_int_equal(asks(v, "audiences")->options.n, 5);
    assert_string_equal(asks(v, "school")->type, "school");
    v = view_of(&views, "funds");
    assert_int_equal(v->may_log, 0);
    assert_int_equal(v->fields.n, 0);
    arena_free(&a);
}

/* A department sees no register to choose a child from. */
static void a_department_is_asked_for_no_child(void **state)
{
    static const struct {
        enum role role;
        const char *unit, *room;
        int64_t child;
    } t[] = { { ROLE_AGENCY, "fulian", "/assignments", 0 },
              { ROLE_TOWNSHIP, "230381103000", "/students", 1 } };
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    for (size_t i = 0; i < 2; i++) {
        const struct act act = by(t[i].role, t[i].unit);
        struct list views;

        assert_int_equal(activity_kinds_view(&act, &a, &views), ERR_OK);
        assert_int_equal(view_of(&views, "family_education")->takes_child,
                         t[i].child);
        assert_string_equal(view_of(&views, "pairing")->room, t[i].room);
        assert_string_equal(view_of(&views, "premises")->room, "/hazards");
    }
    arena_free(&a);
}

/* ---- what is refused --------------------------------------------------- */
static const char *audience = "guardians";

static struct activity_in lecture(void)
{
    struct activity_in in;

    record_clear(&activity_in, &in);
    in.kind = "law";
    in.held_on = TODAY;
    in.title = "义务教育法宣讲";
    in.place = "镇文化站";
    in.people = 60;
    in.audiences = (struct list) { &audience, 1 };
    return in;
}

static enum err check_by(const struct activity_in *in, enum role role,
                         const char *unit, struct refusal *why)
{
    const struct act act = by(role, unit);
    struct arena a;
    enum err e;

    arena_init(&a, 0);
    *why = (struct refusal) { NULL, NULL, NULL };
    e = activity_check(in, &act, &a, why);
    why->detail = NULL; /* it may live in the arena */
    arena_free(&a);
    return e;
}

static enum err check(const struct activity_in *in, struct refusal *why)
{
    return check_by(in, ROLE_AGENCY, "sifa", why);
}

static void a_lecture_needs_its_people_and_audience(void **state)
{
    struct activity_in in = lecture();
    struct refusal why;

    (void)state;
    assert_int_equal(check(&in, &why), ERR_OK);
    in.people = INT_NONE;
    assert_int_equal(check(&in, &why), ERR_INVALID);
    assert_string_equal(why.pointer, "people");
    in = lecture();
    in.audiences.n = 0;
    assert_int_equal(check(&in, &why), ERR_INVALID);
    assert_string_equal(why.pointer, "audiences");
}

static void what_the_kind_does_not_take_is_refused(void **state)
{
    struct activity_in in = lecture();
    struct refusal why;

    (void)state;
    in.amount_yuan = 500;
    assert_int_equal(check(&in, &why), ERR_INVALID);
    assert_string_equal(why.pointer, "amount_yuan");
    assert_string_equal(why.code, "field.unfit");
}

static void a_day_to_come_is_refused(void **state)
{
    struct activity_in in = lecture();
    struct refusal why;

    (void)state;
    in.held_on = "2026-08-21";
    assert_int_equal(check(&in, &why), ERR_INVALID);
    assert_string_equal(why.pointer, "held_on");
}

static void an_audience_is_known_and_named_once(void **state)
{
    const char *twice[] = { "guardians", "guardians" }, *lost = "martians";
    struct activity_in in = lecture();
    struct refusal why;

    (void)state;
    in.audiences = (struct list) { twice, 2 };
    assert_int_equal(check(&in, &why), ERR_INVALID);
    assert_string_equal(why.code, "repeated");
    in.audiences = (struct list) { &lost, 1 };
    assert_int_equal(check(&in, &why), ERR_INVALID);
    assert_string_equal(why.code, "unknown");
}

static void a_link_that_a_browser_would_run_is_refused(void **state)
{
    struct activity_in in = lecture();
    struct refusal why;

    (void)state;
    in.link = "https://example.cn/a";
    assert_int_equal(check(&in, &why), ERR_OK);
    in.link = "javascript:alert(1)";
    assert_int_equal(check(&in, &why), ERR_INVALID);
    assert_string_equal(why.pointer, "link");
}

static void what_has_a_room_of_its_own_is_sent_there(void **state)
{
    struct activity_in in = lecture();
    struct refusal why;

    (void)state;
    in.kind = "complaint";
    assert_int_equal(check(&in, &why), ERR_RULE);
    assert_string_equal(why.code, "activity.room");
}

static void a_school_logs_its_own_work(void **state)
{
    struct activity_in in = lecture();
    struct refusal why;

    (void)state;
    in.school = "2123000002";
    assert_int_equal(check_by(&in, ROLE_SCHOOL_HEAD, "2123000001", &why),
                     ERR_INVALID);
    assert_string_equal(why.pointer, "school");
    assert_int_equal(check_by(&in, ROLE_SCHOOL_HEAD, "2123000002", &why),
                     ERR_OK);
}

/* ---- changing ---------------------------------------------------------- */
static void its_own_unit_corrects_it_and_a_teacher_only_his_own(void **state)
{
    static const struct {
        enum role role;
        const char *unit;
        enum err e;
    } t[] = { { ROLE_SCHOOL_HEAD, "2123000001", ERR_OK },
              { ROLE_TEACHER, "2123000001", ERR_RULE },
              { ROLE_SCHOOL_HEAD, "2123000002", ERR_RULE },
              { ROLE_BUREAU, "bureau", ERR_RULE } };
    struct activity_row r = { .unit = "2123000001",
                              .state = "logged",
                              .account_id = 8 };
    struct refusal why;

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        const struct act act = by(t[i].role, t[i].unit);

        assert_int_equal(activity_change_may(&r, &act, &why), t[i].e);
    }
    r.account_id = 7;
    {
        const struct act act = by(ROLE_TEACHER, "2123000001");

        assert_int_equal(activity_change_may(&r, &act, &why), ERR_OK);
        r.state = "withdrawn";
        assert_int_equal(activity_change_may(&r, &act, &why), ERR_RULE);
    }
}

static void a_correction_stays_with_its_kind_and_child(void **state)
{
    const struct act act = by(ROLE_AGENCY, "sifa");
    struct activity_row r = {
        .unit = "sifa", .state = "logged", .kind = "law", .student_id = INT_NONE
    };
    struct activity_in in = lecture();
    struct refusal why;

    (void)state;
    assert_int_equal(activity_correct_may(&r, &in, &act, &why), ERR_OK);
    in.student_id = 3;
    assert_int_equal(activity_correct_may(&r, &in, &act, &why), ERR_RULE);
    in = lecture();
    in.kind = "publicity";
    assert_int_equal(activity_correct_may(&r, &in, &act, &why), ERR_RULE);
}

static void what_stood_before_is_kept_in_words(void **state)
{
    const char *both[] = { "pupils", "guardians" };
    struct activity_in in = lecture();
    struct activity_row r;
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    in.audiences = (struct list) { both, 2 };
    record_clear(&activity_row, &r);
    assert_int_equal(activity_take(&in, &a, &r), ERR_OK);
    assert_string_equal(activity_words(&r, &a),
                        "类别：普法\n日期：2026-08-20\n标题：义务教育法宣讲\n"
                        "地点：镇文化站\n对象：学生、监护人\n人数：60\n");
    arena_free(&a);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kind_is_logged_here_or_has_a_room),
        cmocka_unit_test(whoever_owes_the_duty_may_log_what_does_it),
        cmocka_unit_test(a_kind_is_open_to_its_units_alone),
        cmocka_unit_test(the_form_asks_what_the_kind_needs),
        cmocka_unit_test(a_department_is_asked_for_no_child),
        cmocka_unit_test(a_lecture_needs_its_people_and_audience),
        cmocka_unit_test(what_the_kind_does_not_take_is_refused),
        cmocka_unit_test(a_day_to_come_is_refused),
        cmocka_unit_test(an_audience_is_known_and_named_once),
        cmocka_unit_test(a_link_that_a_browser_would_run_is_refused),
        cmocka_unit_test(what_has_a_room_of_its_own_is_sent_there),
        cmocka_unit_test(a_school_logs_its_own_work),
        cmocka_unit_test(its_own_unit_corrects_it_and_a_teacher_only_his_own),
        cmocka_unit_test(a_correction_stays_with_its_kind_and_child),
        cmocka_unit_test(what_stood_before_is_kept_in_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
