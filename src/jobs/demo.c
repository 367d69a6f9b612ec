/* Makes the demo county, in the order in which its parts need each other. */
#include <stdio.h>

#include "demo_parts.h"
#include "jobs/demo.h"
#include "store/case_store.h"
#include "store/student_store.h"

/* Days into September until the register shows the new school year. */
#define REGISTER_DAYS 25

#define NUMBER_AGES 19 /* years of birth dates that numbers are kept for */

static enum err set_calendar(struct demo *d)
{
    int year = 0, month = 0;
    const char *settled;

    if (!clock_date_days(d->plan->today, &d->today) ||
        !clock_date_ms(d->plan->today, &d->now_ms))
        return ERR_INVALID;
    settled = demo_date(d->a, d->today - REGISTER_DAYS);
    if (!settled)
        return ERR_NO_MEMORY;
    sscanf(settled, "%4d-%2d", &year, &month);
    d->school_year = month >= 9 ? year : year - 1;
    d->term = arena_printf(d->a, "%04d-09-01", d->school_year);
    d->began = demo_date(d->a, d->today - 400); /* before all that is told */
    d->births_from = demo_day(d->school_year - NUMBER_AGES, "09-01");
    d->births_n = d->today - d->births_from + 1;
    d->births = arena_array(d->a, (size_t)d->births_n, sizeof *d->births);
    return d->term && d->began && d->births ? ERR_OK : ERR_NO_MEMORY;
}

static enum err make(struct demo *d)
{
    TRY(demo_places(d));
    TRY(demo_accounts(d));
    TRY(demo_posts(d));
    TRY(demo_rounds(d));
    demo_cases_plan(d);
    TRY(demo_families(d));
    TRY(demo_around(d));
    TRY(demo_leads(d));
    TRY(demo_notices(d));
    TRY(demo_supervision(d));
    TRY(demo_meetings(d));
    TRY(demo_materials(d));
    TRY(demo_activities(d));
    TRY(demo_aid(d));
    TRY(demo_training(d));
    TRY(demo_upward(d));
    TRY(demo_class_posts(d));
    TRY(store_case_posts_settle(d->db, d->plan->today));
    TRY(demo_rounds_end(d));
    /* all at once, so that they enter in the order of their index */
    return store_tokens_index(d->db, 1, INT64_MAX);
}

enum err demo_fill(struct db *db, struct arena *a, const struct demo_plan *plan,
                   struct demo_made *made)
{
    struct demo d = { .db = db, .a = a, .plan = plan, .made = made };
    enum err e;

    *made = (struct demo_made) { .children = 0 };
    if (plan->children < 1 || plan->children > DEMO_CHILDREN_MAX)
        return ERR_INVALID;
    arena_init(&d.scratch, 0);
    prng_seed(&d.rng, plan->seed, 0);
    e = set_calendar(&d);
    if (e == ERR_OK)
        e = db_begin(db);
    if (e == ERR_OK) {
        e = make(&d);
        if (e == ERR_OK)
            e = db_commit(db);
        if (e != ERR_OK)
            db_rollback(db);
    }
    (void)db_principal(db, NULL);
    arena_free(&d.scratch);
    return e;
}
