/* Made-up rows of a year's rosters, reconciled as a run does. */
#ifndef TESTS_RECONCILE_SCENE_H
#define TESTS_RECONCILE_SCENE_H

#include "match_scene.h"

#include "domain/reconcile.h"

#define NO_A "23038120160315001"
#define NO_B "23038120160315003"

struct run {
    struct reconcile r;
    struct reconcile_row rows[16];
    struct match_person people[16];
    const struct match_person *persons[16];
    size_t n;
    bool attendance_in[2];
};

static inline void begin(struct run *s)
{
    memset(s, 0, sizeof *s);
    s->r.year = 2026;
    assert_true(clock_date_days("2026-08-20", &s->r.today));
    s->r.enrolment_in = true;
    s->attendance_in[0] = s->attendance_in[1] = true;
}

/* One more row, of school 1. */
static inline void add(struct run *s, enum reconcile_list list,
                       const char *name, const char *no)
{
    struct reconcile_row *row = &s->rows[s->n];
    struct match_person *p = &s->people[s->n];

    *p = born(person(name, no), "2016-03-15", "1");
    p->guardian = "王样父";
    row->id = (int64_t)s->n + 1;
    row->line = (uint32_t)s->n + 2;
    row->list = (uint8_t)list;
    row->name = reconcile_hash(p->form);
    row->number = no ? reconcile_hash(no) : 0;
    row->number_state =
        (uint8_t)(no == NULL               ? NUMBER_STATE_NONE
                  : match_number_sound(no) ? NUMBER_STATE_SOUND
                                           : NUMBER_STATE_BROKEN);
    assert_true(clock_date_days(p->birth_date, &row->birth));
    row->number_birth = no ? row->birth : DAY_NONE;
    assert_int_equal(reconcile_sound(name, &scene_arena, &row->sound), ERR_OK);
    row->day = DAY_NONE;
    row->school = list == LIST_ENROLMENT || list == LIST_ATTENDANCE;
    row->state = list == LIST_ENROLMENT ? ENROL_ACTIVE : REGISTER_STAYS;
    row->print = reconcile_print(row->number, row->name, row->birth, 0);
    s->n++;
}

/* People go along with their rows. */
static inline void reorder(struct run *s)
{
    struct match_person people[16];

    memcpy(people, s->people, sizeof people);
    assert_int_equal(reconcile_order(&s->r, &scene_arena), ERR_OK);
    for (size_t i = 0; i < s->n; i++)
        s->people[s->r.read[i]] = people[i];
}

static inline void judge(struct run *s)
{
    struct reconcile *r = &s->r;
    struct arena *a = &scene_arena;

    r->rows = s->rows;
    r->rows_n = s->n;
    r->persons = s->persons;
    r->attendance_in = s->attendance_in;
    reorder(s);
    assert_int_equal(reconcile_join(r, a), ERR_OK);
    for (size_t i = 0; i < s->n; i++)
        if (s->rows[i].detail)
            s->persons[i] = &s->people[i];
    assert_int_equal(reconcile_settle(r, a), ERR_OK);
    assert_int_equal(reconcile_seek(r, a), ERR_OK);
    for (uint32_t i = 0; i < s->n; i++)
        assert_int_equal(reconcile_near(r, i, &s->people[i], a), ERR_OK);
    assert_int_equal(reconcile_near_end(r), ERR_OK);
    for (size_t i = 0; i < s->n; i++)
        if (r->entities[s->rows[i].entity].near)
            s->persons[i] = &s->people[i];
    assert_int_equal(reconcile_propose(r, a), ERR_OK);
    assert_int_equal(reconcile_judge(r, a), ERR_OK);
}

/* The verdict of the child of the row added `row`-th; of a question, who asks it. */
static inline const char *verdict_at(const struct run *s, size_t row)
{
    const struct reconcile_entity *e =
        &s->r.entities[s->rows[s->r.read[row]].entity];

    if (e->member)
        e = &s->r.entities[e->group];
    return verdict_code(e->rule->verdict);
}

static inline size_t shown(const struct run *s)
{
    size_t n = 0;

    for (size_t i = 0; i < s->r.entities_n; i++)
        n += !s->r.entities[i].member;
    return n;
}

#endif
