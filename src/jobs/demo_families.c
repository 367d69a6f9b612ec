/* Households of the demo county: who lives where, with how many children. */
#include <stdio.h>
#include <string.h>

#include "demo_parts.h"
#include "store/household_store.h"

#define BATCH 2000 /* households a transaction */

static const struct {
    const char *code;
    int weight;
} nations[] = {
    { "01", 9200 }, { "11", 350 }, { "10", 200 }, { "02", 100 },
    { "03", 60 },   { "53", 30 },  { "31", 15 },  { "38", 10 },
    { "44", 10 },   { "05", 15 },  { "17", 10 },
};

/* Where the fathers work, and where families move to or come from; streets
 * and schools there are invented. */
static const char *const far_places[] = {
    "黑龙江省密山市", "黑龙江省鸡西市", "黑龙江省哈尔滨市", "吉林省长春市",
    "辽宁省大连市",   "山东省青岛市",   "山东省烟台市",     "北京市",
    "天津市",         "江苏省苏州市",   "浙江省宁波市",     "广东省东莞市",
};

const char *demo_nation(struct prng *rng)
{
    int at = (int)prng_below(rng, 10000);

    for (size_t i = 0; i < sizeof nations / sizeof *nations; i++)
        if ((at -= nations[i].weight) < 0)
            return nations[i].code;
    return "01";
}

const char *demo_far_place(struct prng *rng)
{
    return far_places[prng_below(rng, sizeof far_places / sizeof *far_places)];
}

/* Shares of a thousand. */
static enum demo_where pick_where(struct prng *rng)
{
    size_t at = prng_below(rng, 1000);

    return at < 45    ? DEMO_MIGRANT
           : at < 85  ? DEMO_MOVED_IN
           : at < 120 ? DEMO_AWAY
                      : DEMO_HERE;
}

static int pick_hardship(struct prng *rng)
{
    static const int to[] = { 40, 46, 71, 74, 79 };
    int at = (int)prng_below(rng, 1000);

    for (int i = 0; i < 5; i++)
        if (at < to[i])
            return i + 1;
    return 0;
}

/* One draw a statement, here as everywhere: the order in which arguments are
 * evaluated is the compiler's. */
static const char *draw_address(struct demo *d, const struct demo_village *v)
{
    int number = prng_between(&d->rng, 1, v->community ? 40 : 320);
    int entrance = prng_between(&d->rng, 1, 5);
    int floor = prng_between(&d->rng, 1, 6);
    int door = prng_between(&d->rng, 1, 3);

    if (!v->community)
        return arena_printf(&d->scratch, "%s%d号", v->place, number);
    return arena_printf(&d->scratch, "%s%d号楼%d单元%d0%d室", v->place, number,
                        entrance, floor, door);
}

static enum err draw_family(struct demo *d, size_t village,
                            struct demo_family *f)
{
    const struct demo_village *v = &d->villages[village];
    struct prng *rng = &d->rng;
    struct arena *a = &d->scratch;

    *f = (struct demo_family) { .village = village };
    f->grid = v->grids[prng_below(rng, v->grids_n)];
    f->nation = demo_nation(rng);
    f->surname = demo_surname(rng, f->nation);
    f->father = demo_adult_name(a, rng, f->surname, true);
    f->mother = demo_adult_name(a, rng, NULL, false);
    f->where = pick_where(rng);
    f->far = demo_far_place(rng);
    f->hardship = pick_hardship(rng);
    if (f->where == DEMO_HERE && prng_chance(rng, 150000))
        f->left_behind = prng_chance(rng, 400000) ? 2 : 1;
    f->maternal = prng_chance(rng, 300000);
    f->grandfather = prng_chance(rng, 600000);
    f->grandparent = demo_adult_name(a, rng, f->maternal ? NULL : f->surname,
                                     f->grandfather);
    f->address = draw_address(d, v);
    return f->father && f->mother && f->grandparent && f->address
               ? ERR_OK
               : ERR_NO_MEMORY;
}

/* ---- children --------------------------------------------------------------
 */
/* Shares of ages 3 to 17 on the 31 August that decides, of a thousand. */
static int draw_age(struct prng *rng)
{
    static const int shares[] = { 50, 50, 56, 82, 82, 82, 82, 82,
                                  82, 82, 82, 82, 62, 26, 18 };
    int at = (int)prng_below(rng, 1000);

    for (int i = 0; i < 15; i++)
        if ((at -= shares[i]) < 0)
            return 3 + i;
    return 9;
}

static int32_t draw_birth(struct demo *d, int age)
{
    return demo_day(d->school_year - age, "08-31") -
           prng_between(&d->rng, 0, 364);
}

static enum err draw_children(struct demo *d, struct demo_family *f, size_t n)
{
    int age = draw_age(&d->rng);
    bool boy = prng_chance(&d->rng, 515000);
    int32_t born = draw_birth(d, age);

    TRY(demo_child_make(d, f, born, boy));
    if (n > 1 && (d->made->households % 83 == 5 || prng_chance(&d->rng, 25000)))
        TRY(demo_child_make(d, f, born,
                            prng_chance(&d->rng, 700000) ? boy : !boy));
    while (f->n < n) {
        int other = prng_between(&d->rng, 2, 6);

        other = prng_chance(&d->rng, 500000) ? age + other : age - other;
        if (other < 3 || other > 17)
            other = age > 9 ? age - 2 : age + 2;
        age = other;
        born = draw_birth(d, age);
        TRY(demo_child_make(d, f, born, prng_chance(&d->rng, 515000)));
    }
    return ERR_OK;
}

/* ---- storing ----------------------------------------------------------- */
static enum err store_family(struct demo *d, struct demo_family *f)
{
    struct household_row h = {
        .division = f->grid,
        .head_name = f->left_behind == 2 ? f->grandparent : f->father,
        .address = f->address,
        .state = f->where == DEMO_AWAY ? "away" : "resident"
    };
    struct act act;
    int64_t at;

    clock_date_ms(d->began, &at);
    act = demo_act(d, &d->bureau, at);
    if (prng_chance(&d->rng, 850000))
        h.register_no = arena_printf(&d->scratch, "99%09lld",
                                     (long long)d->made->households + 1);
    h.phone = demo_phone(&d->scratch, &d->rng);
    TRY(store_household_create(d->db, &d->scratch, &act, &h));
    f->id = h.id;
    f->version = h.version;
    for (size_t i = 0; i < f->n; i++)
        TRY(demo_child_store(d, f, &f->children[i]));
    return ERR_OK;
}

static enum err make_family(struct demo *d, size_t village, size_t most)
{
    struct demo_family f;
    size_t at = prng_below(&d->rng, 1000);
    size_t n = at < 600 ? 1 : at < 950 ? 2 : 3;
    enum err e;

    arena_reset(&d->scratch);
    TRY(draw_family(d, village, &f));
    TRY(draw_children(d, &f, n < most ? n : most));
    for (size_t i = 0; i < f.n; i++)
        demo_schooling(d, &f, &f.children[i]);
    TRY(store_family(d, &f));
    e = demo_visits(d, &f);
    for (size_t i = 0; e == ERR_OK && i < f.n; i++)
        if (f.children[i].script)
            e = demo_case_play(d, &f, &f.children[i]);
    d->made->households++;
    d->made->children += (int64_t)f.n;
    return e;
}

static enum err pause_if_full(struct demo *d)
{
    if (d->made->households % BATCH != 0)
        return ERR_OK;
    if (d->plan->progress)
        d->plan->progress(d->plan->ctx, d->made->children);
    TRY(db_commit(d->db));
    return db_begin(d->db);
}

enum err demo_families(struct demo *d)
{
    for (size_t i = 0; i < d->villages_n; i++) {
        int64_t end = d->made->children + d->villages[i].children;

        while (d->made->children < end) {
            TRY(make_family(d, i, (size_t)(end - d->made->children)));
            TRY(pause_if_full(d));
        }
    }
    return ERR_OK;
}
