/* What is asked of a ledger, as ranges of places and a year. */
#include <string.h>

#include "domain/actor.h"
#include "ledger_event.h"
#include "store/place_store.h"
#include "store/setting_store.h"
#include "text/reading.h"

static bool within(const char *lo, const char *outer_lo, const char *outer_hi)
{
    return strcmp(lo, outer_lo) >= 0 && strcmp(lo, outer_hi) < 0;
}

/* The narrowest of school, division and scope leads; the guard keeps the scope
 * whichever it is. */
static enum err set_range(struct arena *a, const struct ledger_words *w,
                          const char *division, struct ledger_filter *f)
{
    const char *school = NULL;

    f->lo = w->scope_lo;
    if (w->school) {
        school = arena_printf(a, "S%s/", w->school);
        if (!school)
            return ERR_NO_MEMORY;
    }
    if (division && !within(f->lo, division, place_range_end(a, division))) {
        if (*f->lo == 'D')
            f->lo = division;
        else
            f->also_lo = division;
    }
    if (school && !within(f->lo, school, place_range_end(a, school))) {
        if (f->lo != w->scope_lo)
            f->also_lo = f->lo;
        f->lo = school;
    }
    f->hi = place_range_end(a, f->lo);
    f->also_hi = f->also_lo ? place_range_end(a, f->also_lo) : NULL;
    return !f->hi || (f->also_lo && !f->also_hi) ? ERR_NO_MEMORY : ERR_OK;
}

static enum err set_token(struct arena *a, const char *q,
                          struct ledger_filter *f)
{
    enum err e;

    if (!q)
        return ERR_OK;
    e = name_query_token(q, a, &f->token);
    if (e == ERR_INVALID || (e == ERR_OK && !*f->token))
        return ERR_RULE;
    return e;
}

/* What stands above the county is the same for every school in it. */
SQL(q_county_name,
    .text = "SELECT coalesce(pp.name, '') || coalesce(p.name, '') || d.name"
            " FROM store JOIN division d ON d.code = store.county"
            " LEFT JOIN division p ON p.code = d.parent"
            " LEFT JOIN division pp ON pp.code = p.parent");

enum err store_ledger_filter(struct db *db, struct arena *a,
                             const struct ledger *l, int64_t year,
                             const struct ledger_words *w,
                             struct ledger_filter *out)
{
    struct ledger_filter f = {
        .ledger = l, .tag = w->tag, .sex = w->sex, .term = w->term
    };
    struct division_row division = { .path = NULL };
    const char *cutoff;

    TRY(store_setting_text(db, a, SETTING_ENROLMENT_CUTOFF, &cutoff));
    TRY(ledger_year_of(year, cutoff, &f.year));
    TRY(db_text(db, &q_county_name, a, &f.county_name, NO_VALS));
    if (w->division)
        TRY(store_division_get(db, a, w->division, &division));
    if (w->term)
        f.terms = 1;
    else if (ledger_shows_aid(l))
        TRY(ledger_aid_terms(db, year, &f.terms));
    TRY(set_range(a, w, division.path, &f));
    TRY(set_token(a, w->q, &f));
    f.county = f.lo == w->scope_lo && *f.lo == 'D' &&
               strchr(f.lo, '/') == f.lo + strlen(f.lo) - 1;
    if (w->stage)
        f.stage = strcmp(w->stage, "primary") == 0 ? "1" : "2";
    *out = f;
    return ERR_OK;
}
