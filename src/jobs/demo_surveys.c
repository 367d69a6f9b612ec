/* Survey rounds of the demo county: last year's, closed, and this year's. */
#include <stdio.h>
#include <string.h>

#include "demo_parts.h"
#include "store/round_store.h"
#include "store/survey_store.h"

/* Visits of the present round lie in its last days. */
#define PRESENT_DAYS 19

/* ---- rounds ----------------------------------------------------------------- */
static enum err add_round(struct demo *d, int year, int32_t from, int32_t to,
                          struct demo_round *out)
{
    struct round_row r = { .year = year };

    r.name = arena_printf(&d->scratch, "%d年8月入户摸排", year);
    r.starts_on = demo_date(&d->scratch, from);
    r.ends_on = demo_date(&d->scratch, to);
    if (!r.name || !r.starts_on || !r.ends_on)
        return ERR_NO_MEMORY;
    TRY(store_round_add(d->db, &r, demo_hour(from, 8)));
    *out = (struct demo_round) { r.id, year, from, to };
    return ERR_OK;
}

/* August of this year; begun early or kept open late, where today does not lie
 * in it, so that it is under way. */
enum err demo_rounds(struct demo *d)
{
    int year = 0;
    int32_t from, to;

    sscanf(d->plan->today, "%4d", &year);
    from = demo_day(year, "08-01");
    to = demo_day(year, "08-31");
    if (from > d->today - PRESENT_DAYS - 1)
        from = d->today - PRESENT_DAYS - 1;
    if (to < d->today + 10)
        to = d->today + 10;
    TRY(add_round(d, year - 1, demo_day(year - 1, "08-01"),
                  demo_day(year - 1, "08-31"), &d->past));
    return add_round(d, year, from, to, &d->present);
}

enum err demo_rounds_end(struct demo *d)
{
    struct round_row r;

    TRY(store_round_get(d->db, &d->scratch, d->past.id, &r));
    r.state = "closed";
    return store_round_update(d->db, &r);
}

/* ---- one visit ------------------------------------------------------------------ */
static const char *draw_uuid(struct demo *d)
{
    uint64_t a = prng_next(&d->rng), b = prng_next(&d->rng);

    return arena_printf(&d->scratch, "%08x-%04x-4%03x-%04x-%012llx",
                        (unsigned)(a >> 32), (unsigned)(a >> 16 & 0xffff),
                        (unsigned)(a & 0xfff),
                        (unsigned)(b >> 48 & 0x3fff) | 0x8000,
                        (unsigned long long)(b & 0xffffffffffff));
}

/* What the last round found: a year ago the child was a year younger. */
static const char *last_year(const struct demo *d, const struct demo_child *c)
{
    int age = demo_age(c->born, d->past.year);

    if (age < 7)
        return "preschool";
    if (age > 15)
        return "graduated";
    return c->school_name ? "elsewhere" : "in_school";
}

/* One visit to come: who saw what, when. */
struct visit {
    const struct demo_round *round;
    int32_t day;
    const char *outcome;
    bool past;
};

static void fill_child(struct demo *d, const struct visit *v,
                       const struct demo_child *c, struct survey_child_in *in)
{
    record_clear(&survey_child_in, in);
    in->student_id = c->id;
    in->base_version = c->version;
    in->situation = v->past ? last_year(d, c) : c->situation;
    if (c->script && demo_case_seen(c->script, v->past)) {
        in->situation = demo_case_seen(c->script, v->past);
        if (strcmp(in->situation, "dropout") == 0 ||
            strcmp(in->situation, "working") == 0 ||
            strcmp(in->situation, "missing") == 0)
            in->since = demo_date(&d->scratch, v->day - 12);
    } else if (c->script && demo_case_unschooled(c->script)) {
        in->situation = "preschool"; /* so the family said */
    }
    if (strcmp(in->situation, "elsewhere") == 0)
        in->school_name = c->school_name;
    if (strcmp(in->situation, "unregistered") == 0)
        in->school_code = d->schools[c->school].code;
}

/* Situations that concern no case. */
static bool ordinary(const char *situation)
{
    static const char *const all[] = { "in_school", "elsewhere", "preschool",
                                       "graduated" };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(situation, all[i]) == 0)
            return true;
    return false;
}

/* Most visits find what the register knows; the others go the whole way. */
static bool plain(const struct demo_family *f, const struct visit *v,
                  const struct survey_in *in)
{
    const struct survey_child_in *c = in->children.items;

    for (size_t i = 0; i < in->children.n; i++)
        if (f->children[i].script || !ordinary(c[i].situation))
            return false;
    return strcmp(v->outcome, "moved") != 0;
}

static enum err store_visit(struct demo *d, struct demo_family *f,
                            const struct visit *v)
{
    bool inside = strcmp(v->outcome, "interviewed") == 0;
    struct survey_child_in children[DEMO_FAMILY];
    struct survey_household_in h;
    struct survey_in in;
    struct survey_answer answer;
    const struct survey_answer_child *seen;
    struct bad_list bad = { .n = 0 };
    struct act act;
    bool again;
    enum err e;

    record_clear(&survey_in, &in);
    record_clear(&survey_answer, &answer);
    record_clear(&survey_household_in, &h);
    h.id = f->id;
    h.base_version = f->version;
    h.state = inside && f->where == DEMO_AWAY ? "away" : NULL;
    in.round_id = v->round->id;
    in.visited_at = demo_hour(v->day, prng_between(&d->rng, 8, 18));
    in.outcome = v->outcome;
    in.household = &h;
    for (size_t i = 0; inside && i < f->n; i++)
        fill_child(d, v, &f->children[i], &children[i]);
    in.children = (struct list) { children, inside ? f->n : 0 };
    TRY(demo_as(d, &d->villages[f->village].actor, in.visited_at, &act));
    e = plain(f, v, &in)
            ? store_survey_plain(d->db, &d->scratch, &act, draw_uuid(d), &in,
                                 &answer)
            : store_survey_put(d->db, &d->scratch, &act, draw_uuid(d), &in,
                               INT_NONE, &bad, &again, &answer);
    TRY(e);
    d->made->visits++;
    f->version = answer.household_version;
    seen = answer.children.items;
    for (size_t i = 0; i < answer.children.n; i++) {
        f->children[i].version = seen[i].version;
        if (seen[i].case_id == INT_NONE)
            continue;
        f->children[i].case_id = seen[i].case_id;
        f->children[i].seen_at = in.visited_at;
        d->made->cases++;
    }
    return ERR_OK;
}

/* ---- which visits ---------------------------------------------------------------- */
static const struct demo_child *in_a_script(const struct demo_family *f)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->children[i].script)
            return &f->children[i];
    return NULL;
}

/* 家中无人 and the like; never where a script has the door opened. */
static const char *draw_outcome(struct demo *d, const struct demo_family *f)
{
    size_t at = prng_below(&d->rng, 1000);

    if (f->where == DEMO_AWAY && at < 300)
        return "moved";
    return at < 50 ? "nobody_home" : at < 55 ? "refused" : "interviewed";
}

static enum err visit_past(struct demo *d, struct demo_family *f,
                           const struct demo_child *told)
{
    struct visit v = { &d->past, 0, "interviewed", true };

    if (prng_chance(&d->rng, 80000) &&
        !(told && demo_case_seen(told->script, true)))
        return ERR_OK;
    v.day = d->past.from + prng_between(&d->rng, 2, 26);
    return store_visit(d, f, &v);
}

static enum err visit_present(struct demo *d, struct demo_family *f,
                              const struct demo_child *told)
{
    const struct demo_village *village = &d->villages[f->village];
    struct visit v = { &d->present, 0, "interviewed", false };

    if (told) {
        /* other scripts would be told of by this visit at the wrong time */
        if (!demo_case_seen(told->script, false))
            return ERR_OK;
        v.day = d->today - demo_case_ago(told->script);
        return store_visit(d, f, &v);
    }
    if (!village->surveyed || !prng_chance(&d->rng, 750000))
        return ERR_OK;
    v.day = d->today - prng_between(&d->rng, 1, PRESENT_DAYS);
    v.outcome = draw_outcome(d, f);
    return store_visit(d, f, &v);
}

enum err demo_visits(struct demo *d, struct demo_family *f)
{
    const struct demo_child *told = in_a_script(f);

    TRY(visit_past(d, f, told));
    return visit_present(d, f, told);
}
