/* Places of the roster generator: the real divisions, invented schools. */
#include <string.h>

#include "generate_parts.h"

/* Of the children, those of one year of age in school. */
#define ONE_YEAR 0.085
#define SCHOOL_MOST 1800 /* pupils, before another is built */

static enum err load_towns(struct arena *a, const struct generate_plan *plan,
                           struct gen_places *p)
{
    p->towns = arena_array(a, plan->divisions_n + 1, sizeof *p->towns);
    if (!p->towns)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < plan->divisions_n; i++) {
        const struct division_row *d = &plan->divisions[i];
        struct gen_town *t = &p->towns[p->towns_n];

        if (strcmp(d->level, "township") != 0)
            continue;
        t->code = d->code;
        t->name = d->name;
        /* 4xx forestry bureaus, 5xx farms of the statistical code */
        t->farm = d->code[6] >= '4';
        p->towns_n++;
    }
    return ERR_OK;
}

static enum err load_villages(struct arena *a, const struct generate_plan *plan,
                              struct gen_places *p)
{
    p->villages = arena_array(a, plan->divisions_n + 1, sizeof *p->villages);
    if (!p->villages)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < plan->divisions_n; i++) {
        const struct division_row *d = &plan->divisions[i];
        struct gen_village *v = &p->villages[p->villages_n];

        if (strcmp(d->level, "village") != 0 || !d->parent)
            continue;
        for (v->town = 0; v->town < p->towns_n; v->town++)
            if (strcmp(p->towns[v->town].code, d->parent) == 0)
                break;
        if (v->town == p->towns_n)
            continue;
        v->code = d->code;
        v->community = demo_is_community(d->name);
        v->place = arena_printf(a, "虎林市%s%s", p->towns[v->town].name,
                                demo_short_place(a, d->name));
        v->children = demo_village_weight(p->towns[v->town].name, d->name);
        if (!v->place)
            return ERR_NO_MEMORY;
        p->villages_n++;
    }
    return p->villages_n ? ERR_OK : ERR_INVALID;
}

/* Turns the weights into children that add up. */
static void share_out(int64_t children, struct gen_places *p)
{
    int64_t total = 0, run = 0, given = 0;

    for (size_t i = 0; i < p->villages_n; i++)
        total += p->villages[i].children;
    for (size_t i = 0; i < p->villages_n; i++) {
        struct gen_village *v = &p->villages[i];

        run += v->children;
        v->children = children * run / total - given;
        given += v->children;
        p->towns[v->town].children += v->children;
    }
}

/* So many schools of a kind for so many pupils; the first one's index. */
static enum err build(struct arena *a, struct gen_places *p, size_t town,
                      const char *type, const char *kind, double pupils,
                      size_t *first, size_t *n)
{
    const struct gen_town *t = &p->towns[town];

    *first = p->schools_n;
    *n = 1 + (size_t)(pupils / SCHOOL_MOST);
    for (size_t i = 0; i < *n; i++) {
        struct gen_school *s = &p->schools[p->schools_n++];

        s->code = arena_printf(a, "992381%04zu", p->schools_n);
        s->name =
            i == 0 ? arena_printf(a, "虎林市%s%s", t->name, kind)
                   : arena_printf(a, "虎林市%s第%zu%s", t->name, i + 1, kind);
        s->type = type;
        s->division = t->code;
        if (!s->code || !s->name)
            return ERR_NO_MEMORY;
    }
    return ERR_OK;
}

static bool is_centre(const struct gen_town *t)
{
    return strcmp(t->name, "虎林镇") == 0;
}

/* Farms have one school for all grades; towns without a junior school send
 * their pupils to the county town. */
static enum err build_all(struct arena *a, struct gen_places *p, int64_t all)
{
    double others = 0;

    p->schools = arena_array(a, (size_t)(all / 1000) + p->towns_n * 2 + 64,
                             sizeof *p->schools);
    if (!p->schools)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < p->towns_n; i++)
        if (!p->towns[i].farm && !is_centre(&p->towns[i]) &&
            !demo_has_junior(p->towns[i].name))
            others += (double)p->towns[i].children * ONE_YEAR * 3;
    for (size_t i = 0; i < p->towns_n; i++) {
        struct gen_town *t = &p->towns[i];
        double year = (double)t->children * ONE_YEAR;

        if (t->farm) {
            TRY(build(a, p, i, "312", "学校", year * DEMO_GRADES, &t->primary,
                      &t->primaries));
            t->junior = t->primary;
            t->juniors = t->primaries;
            continue;
        }
        TRY(build(a, p, i, "211", "小学", year * DEMO_PRIMARY, &t->primary,
                  &t->primaries));
        if (is_centre(t) || demo_has_junior(t->name))
            TRY(build(a, p, i, "311", "初级中学",
                      year * 3 + (is_centre(t) ? others : 0), &t->junior,
                      &t->juniors));
    }
    return ERR_OK;
}

/* A town's villages take turns at its schools. */
static void assign_schools(struct gen_places *p)
{
    const struct gen_town *centre = &p->towns[0];

    for (size_t i = 0; i < p->towns_n; i++)
        if (is_centre(&p->towns[i]))
            centre = &p->towns[i];
    for (size_t i = 0; i < p->villages_n; i++) {
        struct gen_village *v = &p->villages[i];
        const struct gen_town *t = &p->towns[v->town];
        const struct gen_town *j = t->juniors ? t : centre;

        v->primary = t->primary + i % t->primaries;
        v->junior = j->juniors ? j->junior + i % j->juniors : v->primary;
    }
}

static void lose_lists(struct prng *rng, uint32_t missing, struct gen_places *p)
{
    size_t lost = 0;

    for (size_t i = 0; i < p->schools_n; i++) {
        p->schools[i].missing = prng_chance(rng, missing);
        lost += p->schools[i].missing;
    }
    if (missing > 0 && lost == 0) {
        const struct gen_village *v =
            &p->villages[prng_below(rng, p->villages_n)];

        p->schools[v->primary].missing = true;
    }
}

enum err generate_places(struct arena *a, struct prng *rng,
                         const struct generate_plan *plan,
                         struct gen_places *out)
{
    TRY(load_towns(a, plan, out));
    TRY(load_villages(a, plan, out));
    share_out(plan->children, out);
    TRY(build_all(a, out, plan->children));
    assign_schools(out);
    lose_lists(rng, plan->missing, out);
    return ERR_OK;
}
