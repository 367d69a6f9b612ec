/* Schooling of the demo county: who goes where, in which class, since when. */
#include <stdio.h>
#include <string.h>

#include "demo_parts.h"
#include "domain/student.h"
#include "store/schooling_store.h"

/* Fills classes in turn up to their limit, then opens another. */
int64_t demo_seat(struct demo_school *s, int grade)
{
    int64_t n = s->in_grade[grade]++, planned = s->planned[grade];
    int64_t class = n < planned * DEMO_CLASS_MOST ? n % planned + 1
                                                  : n / DEMO_CLASS_MOST + 1;

    if (class > s->classes[grade])
        s->classes[grade] = class;
    return class;
}

static void seat(struct demo *d, struct demo_child *c, size_t school)
{
    c->school = school;
    c->class = demo_seat(&d->schools[school], c->grade);
}

static const char *situation_of(const struct demo_child *c)
{
    if (c->age < 6)
        return "preschool";
    if (c->grade < 0)
        return "graduated";
    if (c->suspended)
        return "suspended";
    return c->school_name    ? "elsewhere"
           : c->unregistered ? "unregistered"
                             : "in_school";
}

static bool is_ticket(const struct demo_script *s)
{
    const char *seen = demo_case_seen(s, false);

    return seen && strcmp(seen, "unregistered") == 0;
}

void demo_schooling(struct demo *d, const struct demo_family *f,
                    struct demo_child *c)
{
    const struct demo_village *v = &d->villages[f->village];
    int grade = c->age - 6;

    if (grade > 0 && prng_chance(&d->rng, 50000))
        grade--; /* began a year late */
    c->grade = grade >= 0 && grade < DEMO_GRADES ? grade : -1;
    demo_case_choose(d, f, c);
    if (c->grade >= 0 && !(c->script && demo_case_unschooled(c->script))) {
        if (f->where == DEMO_AWAY)
            c->school_name =
                arena_printf(&d->scratch, "%s演示%s", f->far,
                             c->grade < DEMO_PRIMARY ? "小学" : "中学");
        else if (c->disabled && prng_chance(&d->rng, 300000))
            seat(d, c, d->special);
        else
            seat(d, c, c->grade < DEMO_PRIMARY ? v->primary : v->junior);
        if (c->script)
            c->unregistered = is_ticket(c->script);
        else if (!c->school_name) {
            c->unregistered = prng_chance(&d->rng, 4000);
            c->suspended = !c->unregistered && prng_chance(&d->rng, 2500);
        }
    }
    c->situation = situation_of(c);
}

/* ---- storing ----------------------------------------------------------- */
/* G and the number; J and school area, birth, sequence for whoever has none
 * that is sound. */
const char *demo_student_no(struct demo *d, const struct demo_child *c)
{
    if (c->id_no && strcmp(c->id_no_state, "ok") == 0)
        return arena_printf(&d->scratch, "G%s", c->id_no);
    return arena_printf(&d->scratch, "J230381%.4s%.2s%.2s9%03d", c->birth_date,
                        c->birth_date + 5, c->birth_date + 8,
                        (int)(c->id % 1000));
}

/* Where it was before: primary school for who just left it, another village's
 * for who changed. */
static enum err store_former(struct demo *d, const struct demo_family *f,
                             const struct demo_child *c, const struct act *act,
                             struct enrolment_row *e)
{
    struct enrolment_row before = *e;

    if (c->grade != DEMO_PRIMARY)
        return ERR_OK;
    before.school = d->schools[d->villages[f->village].primary].code;
    before.grade = demo_grade(DEMO_PRIMARY - 1);
    before.state = "enrolled";
    before.boarding = "1";
    before.from_date =
        arena_printf(&d->scratch, "%04d-09-01", d->school_year - 1);
    return before.from_date
               ? store_enrolment_set(d->db, &d->scratch, act, &before)
               : ERR_NO_MEMORY;
}

static enum err store_present(struct demo *d, const struct demo_family *f,
                              struct demo_child *c, const struct act *act)
{
    const struct demo_school *s =
        c->school == DEMO_NONE ? NULL : &d->schools[c->school];
    struct enrolment_row e = { .student_id = c->id,
                               .school_name = c->school_name,
                               .grade = demo_grade(c->grade),
                               .state = "enrolled",
                               .from_date = d->term };

    if (s) {
        e.school = s->code;
        e.class = arena_printf(&d->scratch, "%lld", (long long)c->class);
        e.boarding = s->town != d->villages[f->village].town ? "2" : "1";
    }
    if (c->unregistered)
        e.state = "unregistered";
    else
        e.student_no = demo_student_no(d, c);
    if (c->suspended)
        e.state = "suspended";
    if (s)
        TRY(store_former(d, f, c, act, &e));
    return store_enrolment_set(d->db, &d->scratch, act, &e);
}

static enum err store_graduated(struct demo *d, const struct demo_family *f,
                                struct demo_child *c, const struct act *act)
{
    const struct demo_school *s = &d->schools[d->villages[f->village].junior];
    struct enrolment_row e = { .student_id = c->id,
                               .school = s->code,
                               .grade = demo_grade(DEMO_GRADES - 1),
                               .state = "graduated" };

    if (c->age < 15 || f->where == DEMO_AWAY)
        return ERR_OK;
    e.student_no = demo_student_no(d, c);
    e.from_date =
        arena_printf(&d->scratch, "%04d-07-01", d->school_year - (c->age - 15));
    return store_enrolment_set(d->db, &d->scratch, act, &e);
}

enum err demo_schooling_store(struct demo *d, const struct demo_family *f,
                              struct demo_child *c)
{
    struct act act;
    int64_t at;

    clock_date_ms(d->term, &at);
    act = demo_act(d, &d->bureau, at);
    if (c->grade < 0)
        return store_graduated(d, f, c, &act);
    if (c->school == DEMO_NONE && !c->school_name)
        return ERR_OK;
    return store_present(d, f, c, &act);
}
