/* Places of the demo county: quotas, grids, schools and their catchments. */
#include <stdio.h>
#include <string.h>

#include "demo_parts.h"
#include "domain/place.h"
#include "store/catchment_store.h"
#include "store/place_store.h"
#include "store/unit_store.h"

#define DIVISIONS_MOST 100000

/* Of the children, those of one year of age in school. */
#define ONE_YEAR 0.085
#define SCHOOL_MOST 1800 /* pupils, before another is built */

static const char *const grade_codes[DEMO_GRADES] = { "11", "12", "13",
                                                      "14", "15", "16",
                                                      "21", "22", "23" };

const char *demo_grade(int index)
{
    return grade_codes[index];
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);

    return n >= m && strcmp(s + n - m, end) == 0;
}

/* As an address has it: 同和村委会 is 同和村, 第一居民委员会社区 第一社区. */
const char *demo_short_place(struct arena *a, const char *name)
{
    const char *board = strstr(name, "居民委员会");

    if (board)
        return arena_printf(a, "%.*s%s", (int)(board - name), name,
                            board + strlen("居民委员会"));
    if (ends_with(name, "委会"))
        return arena_strndup(a, name, strlen(name) - strlen("委会"));
    return name;
}

static enum err load_towns(struct demo *d)
{
    struct list rows;
    const struct division_row *r;

    TRY(store_division_list(d->db, d->a, NULL, "township", "", DIVISIONS_MOST,
                            &rows));
    r = rows.items;
    d->towns = arena_array(d->a, rows.n + 1, sizeof *d->towns);
    if (!d->towns)
        return ERR_NO_MEMORY;
    d->towns_n = rows.n;
    for (size_t i = 0; i < rows.n; i++) {
        d->towns[i].code = r[i].code;
        d->towns[i].name = r[i].name;
        d->towns[i].path = r[i].path;
        /* 4xx forestry bureaus, 5xx farms of the statistical code */
        d->towns[i].farm = r[i].code[6] >= '4';
    }
    return ERR_OK;
}

static size_t town_of(const struct demo *d, const char *code)
{
    for (size_t i = 0; i < d->towns_n; i++)
        if (strcmp(d->towns[i].code, code) == 0)
            return i;
    return DEMO_NONE;
}

/* Children live where people live: in the town more than in a village. */
int64_t demo_village_weight(const char *town, const char *village)
{
    if (!demo_is_community(village))
        return 2;
    if (strcmp(town, "虎林镇") == 0)
        return 16;
    return ends_with(village, "场直社区") ? 10 : 3;
}

bool demo_is_community(const char *village)
{
    return strstr(village, "社区") || strstr(village, "居民");
}

static int64_t weight_of(const struct demo *d, const struct demo_village *v)
{
    return demo_village_weight(d->towns[v->town].name, v->name);
}

static enum err load_villages(struct demo *d)
{
    struct list rows;
    const struct division_row *r;

    TRY(store_division_list(d->db, d->a, NULL, "village", "", DIVISIONS_MOST,
                            &rows));
    r = rows.items;
    d->villages = arena_array(d->a, rows.n + 1, sizeof *d->villages);
    if (!d->villages)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < rows.n; i++) {
        struct demo_village *v = &d->villages[d->villages_n];

        v->town = town_of(d, r[i].parent);
        if (v->town == DEMO_NONE)
            continue;
        v->code = r[i].code;
        v->name = r[i].name;
        v->path = r[i].path;
        v->community = demo_is_community(v->name);
        /* each town's first village, which people try, has begun */
        v->surveyed = prng_chance(&d->rng, 570000) || d->villages_n == 0 ||
                      v[-1].town != v->town;
        v->place = arena_printf(d->a, "虎林市%s%s", d->towns[v->town].name,
                                demo_short_place(d->a, v->name));
        if (!v->place)
            return ERR_NO_MEMORY;
        d->villages_n++;
    }
    return d->villages_n ? ERR_OK : ERR_INVALID;
}

/* Hands the children out by weight so that they add up. */
static void share_out(struct demo *d)
{
    int64_t total = 0, run = 0, given = 0;

    for (size_t i = 0; i < d->villages_n; i++)
        total += weight_of(d, &d->villages[i]);
    for (size_t i = 0; i < d->villages_n; i++) {
        struct demo_village *v = &d->villages[i];

        run += weight_of(d, v);
        v->children = d->plan->children * run / total - given;
        given += v->children;
        d->towns[v->town].children += v->children;
    }
}

static enum err make_grids(struct demo *d, struct demo_village *v)
{
    static const char *const names[DEMO_GRIDS] = { "第一网格", "第二网格",
                                                   "第三网格", "第四网格" };
    struct division_row made;

    v->grids_n = (size_t)prng_between(&d->rng, 2, DEMO_GRIDS);
    for (size_t i = 0; i < v->grids_n; i++) {
        struct grid_in in = { v->code, names[i] };

        TRY(store_grid_add(d->db, d->a, &in, &made));
        v->grids[i] = made.code;
    }
    return ERR_OK;
}

/* ---- schools --------------------------------------------------------------
 */
static enum err add_school(struct demo *d, size_t town, const char *type,
                           const char *name, size_t *index)
{
    struct demo_school *s = &d->schools[d->schools_n];
    struct school_row row = {
        .type = type, .name = name, .active = 1, .division = d->towns[town].code
    };

    row.code = arena_printf(d->a, "992381%04d", (int)d->schools_n + 1);
    row.address = arena_printf(d->a, "虎林市%s学府街%d号", d->towns[town].name,
                               prng_between(&d->rng, 1, 99));
    if (!row.code || !name || !row.address)
        return ERR_NO_MEMORY;
    s->code = row.code;
    s->name = name;
    s->type = type;
    s->division = row.division;
    s->town = town;
    *index = d->schools_n++;
    return store_school_insert(d->db, &row);
}

static size_t schools_for(double pupils)
{
    size_t n = 1 + (size_t)(pupils / SCHOOL_MOST);

    return n < 64 ? n : 64;
}

static enum err add_primaries(struct demo *d, size_t t)
{
    struct demo_town *town = &d->towns[t];
    double each = (double)town->children * ONE_YEAR;

    town->primaries_n =
        schools_for(each * (town->farm ? DEMO_GRADES : DEMO_PRIMARY));
    for (size_t i = 0; i < town->primaries_n; i++) {
        const char *kind = town->farm ? "学校" : "中心小学", *name;

        name = i == 0 ? arena_printf(d->a, "虎林市%s%s", town->name, kind)
                      : arena_printf(d->a, "虎林市%s第%zu%s", town->name, i + 1,
                                     town->farm ? "学校" : "小学");
        TRY(add_school(d, t, town->farm ? "312" : "211", name,
                       &town->primaries[i]));
        d->schools[town->primaries[i]].primary = true;
        if (!town->farm)
            continue;
        d->schools[town->primaries[i]].junior = true;
        town->juniors[town->juniors_n++] = town->primaries[i];
    }
    return ERR_OK;
}

/* Townships with a junior school of their own; the others' pupils go to the
 * county town. */
bool demo_has_junior(const char *town)
{
    static const char *const names[] = { "虎林镇", "东方红镇", "迎春镇",
                                         "杨岗镇", "虎头镇" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(town, names[i]) == 0)
            return true;
    return false;
}

static enum err add_juniors(struct demo *d, size_t t, double children)
{
    struct demo_town *town = &d->towns[t];

    town->juniors_n = schools_for(children * ONE_YEAR * 3);
    for (size_t i = 0; i < town->juniors_n; i++) {
        const char *name =
            i == 0 ? arena_printf(d->a, "虎林市%s初级中学", town->name)
                   : arena_printf(d->a, "虎林市%s第%zu初级中学", town->name,
                                  i + 1);

        TRY(add_school(d, t, "311", name, &town->juniors[i]));
        d->schools[town->juniors[i]].junior = true;
    }
    return ERR_OK;
}

static size_t county_town(const struct demo *d)
{
    for (size_t t = 0; t < d->towns_n; t++)
        if (strcmp(d->towns[t].name, "虎林镇") == 0)
            return t;
    return 0;
}

static enum err make_schools(struct demo *d)
{
    size_t centre = county_town(d), most = d->towns_n * 128 + 2, vocational;
    double others = 0;

    d->schools = arena_array(d->a, most, sizeof *d->schools);
    if (!d->schools)
        return ERR_NO_MEMORY;
    for (size_t t = 0; t < d->towns_n; t++) {
        if (d->towns[t].children > 0)
            TRY(add_primaries(d, t));
        if (!d->towns[t].farm && !demo_has_junior(d->towns[t].name))
            others += (double)d->towns[t].children;
    }
    others += (double)d->towns[centre].children;
    for (size_t t = 0; t < d->towns_n; t++)
        if (d->towns[t].juniors_n == 0 &&
            (t == centre || demo_has_junior(d->towns[t].name)))
            TRY(add_juniors(
                d, t, t == centre ? others : (double)d->towns[t].children));
    TRY(add_school(d, centre, "514", "虎林市特殊教育学校", &d->special));
    return add_school(d, centre, "365", "虎林市职业学校", &vocational);
}

static enum err add_catchment(struct demo *d, const struct demo_village *v,
                              const char *stage, size_t school)
{
    struct catchment_row c = { .division = v->code,
                               .stage = stage,
                               .school = d->schools[school].code,
                               .to_date = NULL };

    c.from_date = arena_printf(&d->scratch, "%04d-09-01", d->school_year - 3);
    d->schools[school].expected += (double)v->children * ONE_YEAR;
    return store_catchment_insert(d->db, &c);
}

/* A town's villages take turns at its schools. */
static enum err make_catchments(struct demo *d)
{
    const struct demo_town *centre = &d->towns[county_town(d)];

    for (size_t i = 0; i < d->villages_n; i++) {
        struct demo_village *v = &d->villages[i];
        const struct demo_town *town = &d->towns[v->town];

        if (town->primaries_n == 0)
            continue;
        v->primary = town->primaries[i % town->primaries_n];
        v->junior = town->farm        ? v->primary
                    : town->juniors_n ? town->juniors[i % town->juniors_n]
                                      : centre->juniors[i % centre->juniors_n];
        TRY(add_catchment(d, v, "primary", v->primary));
        TRY(add_catchment(d, v, "junior", v->junior));
        arena_reset(&d->scratch);
    }
    return ERR_OK;
}

/* So many classes that they stay below their limit, most of the time. */
static void plan_classes(struct demo *d)
{
    for (size_t i = 0; i < d->schools_n; i++) {
        struct demo_school *s = &d->schools[i];
        double each = s->primary && s->junior ? s->expected / 2 : s->expected;

        for (int g = 0; g < DEMO_GRADES; g++)
            s->planned[g] = 1 + (int64_t)(each * 1.1 / DEMO_CLASS_MOST);
    }
}

enum err demo_places(struct demo *d)
{
    TRY(load_towns(d));
    TRY(load_villages(d));
    share_out(d);
    for (size_t i = 0; i < d->villages_n; i++)
        TRY(make_grids(d, &d->villages[i]));
    TRY(make_schools(d));
    TRY(make_catchments(d));
    plan_classes(d);
    return ERR_OK;
}
