/* Synthetic rosters: household by household, straight to the files. */
#include "jobs/generate.h"

#include <stdlib.h>
#include <string.h>

#include "generate_parts.h"

enum { STREAM_WORLD = 0x726f7374, STREAM_SLIPS };

#define PROGRESS 5000 /* households */
#define OLDEST 18     /* years */
#define YOUNGEST 3

/* ---- households ---------------------------------------------------------------- */
/* Shares of a thousand. */
static enum demo_where draw_where(struct prng *rng)
{
    size_t at = prng_below(rng, 1000);

    return at < 45    ? DEMO_MIGRANT
           : at < 85  ? DEMO_MOVED_IN
           : at < 105 ? DEMO_AWAY
                      : DEMO_HERE;
}

static const struct gen_village *draw_huji(struct gen *g,
                                           const struct gen_family *f)
{
    size_t other = prng_below(&g->world, g->places.villages_n);

    return f->where == DEMO_MIGRANT    ? NULL
           : f->where == DEMO_MOVED_IN ? &g->places.villages[other]
                                       : f->village;
}

static enum err draw_people(struct gen *g, struct gen_family *f)
{
    struct arena *a = &g->scratch;
    struct prng *rng = &g->world;
    const char *grandparent, *mother;

    f->nation = demo_nation(rng);
    f->surname = demo_surname(rng, f->nation);
    f->other_surname = demo_surname(rng, "01");
    f->guardian = demo_adult_name(a, rng, f->surname, true);
    mother = demo_adult_name(a, rng, f->other_surname, false);
    grandparent = demo_adult_name(a, rng, f->surname, true);
    f->head = f->guardian;
    if (prng_chance(rng, 150000))
        f->head = grandparent;
    else if (prng_chance(rng, 300000))
        f->head = f->guardian = mother;
    f->phone = demo_phone(a, rng);
    return grandparent && mother && f->guardian && f->phone ? ERR_OK
                                                            : ERR_NO_MEMORY;
}

static enum err draw_family(struct gen *g, const struct gen_village *v)
{
    static const char *const far_codes[] = { "230382000000", "230321000000",
                                             "220182000000", "370283000000" };
    struct gen_family *f = &g->family;
    struct prng *rng = &g->world;
    int door;

    *f = (struct gen_family) { .village = v };
    f->where = draw_where(rng);
    f->huji = draw_huji(g, f);
    f->far_code = far_codes[prng_below(rng, 4)];
    f->far = arena_printf(&g->scratch, "%s演示路", demo_far_place(rng));
    TRY(draw_people(g, f));
    f->hardship = prng_chance(rng, 79000) ? prng_between(rng, 1, 5) : 0;
    door = prng_between(rng, 1, v->community ? 40 : 320);
    if (v->community) {
        int entrance = prng_between(rng, 1, 5);
        int flat = prng_between(rng, 1, 6) * 100 + prng_between(rng, 1, 3);

        f->address = arena_printf(&g->scratch, "%s%d号楼%d单元%d室", v->place,
                                  door, entrance, flat);
    } else {
        f->address = arena_printf(&g->scratch, "%s%d号", v->place, door);
    }
    if (f->where == DEMO_AWAY)
        f->address = f->far;
    f->no = arena_printf(&g->scratch, "99%09lld",
                         (long long)g->made->households + 1);
    return f->far && f->address && f->no ? ERR_OK : ERR_NO_MEMORY;
}

static enum err make_household(struct gen *g, const struct gen_village *v,
                               int64_t most)
{
    size_t at = prng_below(&g->world, 1000);
    int64_t n = at < 600 ? 1 : at < 950 ? 2 : 3;

    arena_reset(&g->scratch);
    TRY(draw_family(g, v));
    TRY(generate_children(g, (size_t)(n < most ? n : most)));
    for (size_t i = 0; i < g->n; i++)
        TRY(generate_rows(g, &g->children[i]));
    g->made->households++;
    if (g->plan->progress && g->made->households % PROGRESS == 0)
        g->plan->progress(g->plan->ctx, g->made->children);
    return ERR_OK;
}

static enum err make_all(struct gen *g)
{
    for (size_t i = 0; i < g->places.villages_n; i++) {
        const struct gen_village *v = &g->places.villages[i];
        int64_t end = g->made->children + v->children;

        while (g->made->children < end)
            TRY(make_household(g, v, end - g->made->children));
    }
    return ERR_OK;
}

/* ---- the job ---------------------------------------------------------------------- */
static enum err run(struct gen *g)
{
    const struct generate_plan *plan = g->plan;

    prng_seed(&g->world, plan->seed, STREAM_WORLD);
    prng_seed(&g->slips, plan->seed, STREAM_SLIPS);
    g->births_from = demo_day(plan->year - OLDEST, "01-01");
    g->births_n = demo_day(plan->year - YOUNGEST, "12-31") - g->births_from + 1;
    g->births = arena_array(&g->a, (size_t)g->births_n, sizeof *g->births);
    if (!g->births)
        return ERR_NO_MEMORY;
    TRY(generate_places(&g->a, &g->world, plan, &g->places));
    TRY(generate_schools_write(g));
    TRY(make_all(g));
    return generate_files_publish(g->files);
}

enum err generate_rosters(const struct generate_plan *plan,
                          struct generate_made *made)
{
    struct gen *g = calloc(1, sizeof *g);
    enum err e;

    if (!g)
        return ERR_NO_MEMORY;
    *made = (struct generate_made) { 0 };
    g->plan = plan;
    g->made = made;
    arena_init(&g->a, 0);
    arena_init(&g->scratch, 0);
    for (size_t i = 0; i < GEN_FAMILY; i++) {
        buf_init(&g->children[i].planted);
        buf_init(&g->children[i].rows);
    }
    e = generate_files_open(g->files, plan, &g->a);
    if (e == ERR_OK)
        e = run(g);
    generate_files_close(g->files);
    for (size_t i = 0; i < GEN_FAMILY; i++) {
        buf_free(&g->children[i].planted);
        buf_free(&g->children[i].rows);
    }
    arena_free(&g->scratch);
    arena_free(&g->a);
    free(g);
    return e;
}
