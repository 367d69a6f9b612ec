/* Posts of the responsibility chain and the leading group, with holders. */
#include <string.h>

#include "demo_parts.h"
#include "domain/place.h"
#include "store/member_store.h"
#include "store/post_store.h"
#include "store/unit_store.h"

static enum err add_post(struct demo *d, struct post_row *p)
{
    p->holder = demo_adult_name(&d->scratch, &d->rng, NULL,
                                prng_chance(&d->rng, 600000));
    p->phone = demo_phone(&d->scratch, &d->rng);
    if (!p->from_date) {
        int year = d->school_year - prng_between(&d->rng, 1, 4);
        int month = prng_between(&d->rng, 1, 8);

        p->from_date = arena_printf(&d->scratch, "%04d-%02d-01", year, month);
    }
    if (!p->holder || !p->phone || !p->from_date)
        return ERR_NO_MEMORY;
    return store_post_insert(d->db, p);
}

static enum err add_plain(struct demo *d, const char *duty, const char *unit,
                          int64_t account)
{
    struct post_row p = { .duty = duty,
                          .unit = unit,
                          .account_id = account ? account : INT_NONE };
    enum err e = add_post(d, &p);

    arena_reset(&d->scratch);
    return e;
}

/* Who came before: one term that is over. */
static enum err add_former(struct demo *d, const char *duty, const char *unit)
{
    struct post_row p = { .duty = duty, .unit = unit, .account_id = INT_NONE };

    p.from_date = arena_printf(&d->scratch, "%04d-03-01", d->school_year - 9);
    p.to_date = arena_printf(&d->scratch, "%04d-12-31", d->school_year - 6);
    return add_post(d, &p);
}

/* ---- the leading group ------------------------------------------------- */
static const char *deputy_title(struct demo *d, const struct unit_row *u)
{
    size_t n = strlen(u->name);

    if (strcmp(u->kind, "township") != 0)
        return arena_printf(&d->scratch, "%s分管负责人", u->name);
    if (n > 3 && strcmp(u->name + n - 3, "乡") == 0)
        return arena_printf(&d->scratch, "%s副乡长", u->name);
    if (n > 3 && strcmp(u->name + n - 3, "镇") == 0)
        return arena_printf(&d->scratch, "%s副镇长", u->name);
    return arena_printf(&d->scratch, "%s办事处副主任", u->name);
}

static enum err add_member(struct demo *d, const char *position,
                           const char *unit, const char *title,
                           const char *holder, int64_t rank)
{
    struct member_row m = { .position = position,
                            .unit = unit,
                            .title = title,
                            .holder = holder,
                            .rank = rank };

    if (!holder)
        m.holder = demo_adult_name(&d->scratch, &d->rng, NULL,
                                   prng_chance(&d->rng, 600000));
    m.from_date = arena_printf(&d->scratch, "%04d-04-30", d->school_year - 2);
    if (!m.holder || !m.title || !m.from_date)
        return ERR_NO_MEMORY;
    return store_member_insert(d->db, &m);
}

static enum err add_members(struct demo *d)
{
    const char *office = demo_adult_name(d->a, &d->rng, NULL, true);
    struct list units;
    const struct unit_row *u;

    TRY(add_member(d, "leader", NULL, "市政府副市长", NULL, 1));
    TRY(add_member(d, "deputy", "bureau", "市教育局局长", office, 2));
    TRY(add_member(d, "office_head", "bureau", "市教育局局长（兼）", office,
                   3));
    TRY(add_member(d, "office_deputy", "bureau", "市教育局副局长", NULL, 4));
    TRY(store_unit_list(d->db, d->a, NULL, "", 100000, &units));
    u = units.items;
    for (size_t i = 0; i < units.n; i++)
        if (u[i].member_rank != INT_NONE)
            TRY(add_member(d, "member", u[i].code, deputy_title(d, &u[i]), NULL,
                           10 + u[i].member_rank));
    return ERR_OK;
}

/* ---- the chain --------------------------------------------------------- */
enum err demo_posts(struct demo *d)
{
    TRY(add_former(d, "bureau_head", "bureau"));
    TRY(add_plain(d, "bureau_head", "bureau", d->lead.id));
    TRY(add_plain(d, "mayor", "bureau", d->leader.id));
    TRY(add_members(d));
    for (size_t i = 0; i < d->towns_n; i++)
        TRY(add_plain(d, "township_head", d->towns[i].code,
                      d->towns[i].actor.id));
    for (size_t i = 0; i < d->villages_n; i++) {
        const struct demo_village *v = &d->villages[i];

        TRY(add_plain(d, v->community ? "community_head" : "village_head",
                      v->code, v->actor.id));
    }
    for (size_t i = 0; i < d->schools_n; i++)
        TRY(add_plain(d, "principal", d->schools[i].code,
                      d->schools[i].head.id));
    return ERR_OK;
}

static int64_t teacher_account(const struct demo *d, size_t school, int grade,
                               int64_t class)
{
    for (size_t i = 0; i < d->teachers_n; i++)
        if (d->teachers[i].school == school && d->teachers[i].grade == grade &&
            d->teachers[i].class == class)
            return d->teachers[i].actor.id;
    return INT_NONE;
}

static enum err add_class_teacher(struct demo *d, size_t school, int grade,
                                  int64_t class)
{
    struct post_row p = { .duty = "class_teacher",
                          .unit = d->schools[school].code,
                          .grade = demo_grade(grade),
                          .from_date = d->term };
    enum err e;

    p.account_id = teacher_account(d, school, grade, class);
    p.class = arena_printf(&d->scratch, "%lld", (long long)class);
    e = p.class ? add_post(d, &p) : ERR_NO_MEMORY;
    arena_reset(&d->scratch);
    return e;
}

enum err demo_class_posts(struct demo *d)
{
    for (size_t s = 0; s < d->schools_n; s++)
        for (int g = 0; g < DEMO_GRADES; g++)
            for (int64_t c = 1;
                 d->schools[s].in_grade[g] > 0 && c <= d->schools[s].classes[g];
                 c++)
                TRY(add_class_teacher(d, s, g, c));
    return ERR_OK;
}
