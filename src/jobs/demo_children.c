/* Children of the demo county: number, guardians, tags, and planted doubts. */
#include <stdio.h>
#include <string.h>

#include "demo_parts.h"
#include "domain/id_no.h"
#include "store/schooling_store.h"
#include "store/student_store.h"

/* One child in so many; primes, so that the faults do not meet. */
enum {
    RARE_NAME = 151,
    NO_NUMBER = 97,
    WRONG_CHECK = 199,
    NUMBER_TWICE = 173,
    DISABLED = 83,
};

#define DAY_NUMBERS 450 /* sequences 9xx down to 1xx, of one sex */

const char *demo_phone(struct arena *a, struct prng *rng)
{
    return arena_printf(a, "1990000%04d", prng_between(rng, 0, 9999));
}

/* ---- the identity number ----------------------------------------------------
 */
/* The next number of that day and sex; siblings born together get neighbours.
 * NULL when the day has none left. */
static const char *next_number(struct demo *d, const struct demo_family *f,
                               int32_t born, bool boy)
{
    static const char *const elsewhere[] = { "230382", "230321", "220182",
                                             "370283" };
    const char *division = "230381";
    char birth[CLOCK_DATE_MAX], no[ID_NO_SIZE];
    unsigned k = d->births[born - d->births_from][boy]++, sequence;

    if (k >= DAY_NUMBERS)
        return NULL;
    if (f->where == DEMO_MIGRANT)
        division = elsewhere[(size_t)f->address[strlen(f->address) - 1] % 4];
    sequence = (9 - k / 50) * 100 + k % 50 * 2 + boy;
    clock_days_date(born, birth);
    snprintf(no, sizeof no, "%.6s%.4s%.2s%.2s%03u", division, birth, birth + 5,
             birth + 8, sequence % 1000);
    return arena_printf(&d->scratch, "%s%c", no, id_no_check_digit(no));
}

/* The check digit one off, as a slip of the pen leaves it. */
static const char *spoil(struct arena *a, const char *no)
{
    char *s = arena_strdup(a, no);

    if (s)
        s[17] = s[17] == 'X' ? '1' : s[17] == '9' ? '8' : (char)(s[17] + 1);
    return s;
}

static void number_child(struct demo *d, const struct demo_family *f,
                         struct demo_child *c, bool boy)
{
    int64_t nth = d->made->children + (int64_t)f->n;

    c->id_no = next_number(d, f, c->born, boy);
    if (nth % NO_NUMBER == 11)
        c->id_no = NULL;
    else if (c->id_no && nth % WRONG_CHECK == 23)
        c->id_no = spoil(&d->scratch, c->id_no);
}

/* The child registered last once more, in another household: the doubt that a
 * real county has most of. */
static bool again(const struct demo *d, const struct demo_family *f)
{
    int64_t nth = d->made->children + (int64_t)f->n;

    return f->n == 0 && nth % NUMBER_TWICE == 41 && d->before.no[0];
}

static enum err fill_again(struct demo *d, struct demo_child *c)
{
    c->born = d->before.born;
    c->sex = d->before.boy ? "1" : "2";
    c->name = arena_strdup(&d->scratch, d->before.name);
    c->id_no = arena_strdup(&d->scratch, d->before.no);
    c->twice_of = d->before.id;
    return c->name && c->id_no ? ERR_OK : ERR_NO_MEMORY;
}

static enum err fill_new(struct demo *d, const struct demo_family *f,
                         struct demo_child *c, bool boy)
{
    int64_t nth = d->made->children + (int64_t)f->n;

    c->name = demo_child_name(&d->scratch, &d->rng, f->surname, f->nation, boy,
                              nth % RARE_NAME == 7);
    number_child(d, f, c, boy);
    return c->name ? ERR_OK : ERR_NO_MEMORY;
}

enum err demo_child_make(struct demo *d, struct demo_family *f, int32_t born,
                         bool boy)
{
    struct demo_child *c = &f->children[f->n];
    int64_t nth = d->made->children + (int64_t)f->n;

    *c = (struct demo_child) { .born = born,
                               .school = DEMO_NONE,
                               .grade = -1,
                               .case_id = INT_NONE,
                               .sex = boy ? "1" : "2" };
    TRY(again(d, f) ? fill_again(d, c) : fill_new(d, f, c, boy));
    c->birth_date = demo_date(&d->scratch, c->born);
    if (!c->birth_date)
        return ERR_NO_MEMORY;
    c->age = demo_age(c->born, d->school_year);
    c->disabled = nth % DISABLED == 31;
    f->n++;
    return ERR_OK;
}

/* ---- guardians --------------------------------------------------------- */
static enum err add_guardian(struct demo *d, const struct act *act,
                             const struct demo_child *c, const char *name,
                             const char *relation, const char *away, bool main)
{
    struct guardian_row g = { .student_id = c->id,
                              .name = name,
                              .relation = relation,
                              .away = away,
                              .main = main };

    g.phone = demo_phone(&d->scratch, &d->rng);
    return store_guardian_set(d->db, &d->scratch, act, &g);
}

static enum err add_guardians(struct demo *d, const struct act *act,
                              const struct demo_family *f,
                              const struct demo_child *c)
{
    const char *far = f->left_behind ? f->far : NULL;
    const char *elder = f->maternal ? (f->grandfather ? "63" : "64")
                                    : (f->grandfather ? "61" : "62");

    if (f->left_behind == 2)
        TRY(add_guardian(d, act, c, f->grandparent, elder, NULL, true));
    TRY(add_guardian(d, act, c, f->father, "51", far, f->left_behind == 0));
    if (f->left_behind == 0 && prng_chance(&d->rng, 350000))
        return ERR_OK; /* the register knows one parent of many a child */
    return add_guardian(d, act, c, f->mother, "52",
                        f->left_behind == 2 ? far : NULL, f->left_behind == 1);
}

/* ---- tags
 * ---------------------------------------------------------------------------
 */
static enum err add_tag(struct demo *d, const struct act *act,
                        const struct demo_child *c, const char *tag,
                        const char *basis, int years)
{
    struct tag_row t = { .student_id = c->id, .tag = tag, .basis = basis };

    t.from_date =
        arena_printf(&d->scratch, "%04d-%02d-01", d->school_year - years,
                     prng_between(&d->rng, 1, 6));
    if (!t.from_date)
        return ERR_NO_MEMORY;
    if (strcmp(t.from_date, c->birth_date) < 0)
        t.from_date = c->birth_date;
    return store_tag_set(d->db, act, &t);
}

static enum err add_tags(struct demo *d, const struct act *act,
                         const struct demo_family *f,
                         const struct demo_child *c)
{
    static const struct {
        const char *tag, *basis;
        int years;
    } hardships[] = {
        { "poverty", "扶贫办建档立卡花名册", 5 },
        { "monitored", "防返贫监测对象名单", 2 },
        { "low_income", "民政局低保花名册", 3 },
        { "destitute", "民政局特困供养名单", 3 },
        { "disabled_poor", "残联贫困残疾人家庭名单", 4 },
    };

    if (f->hardship > 0 && f->where != DEMO_MIGRANT)
        TRY(add_tag(d, act, c, hardships[f->hardship - 1].tag,
                    hardships[f->hardship - 1].basis,
                    hardships[f->hardship - 1].years));
    if (c->disabled)
        TRY(add_tag(d, act, c, "disabled", "残联三类残疾儿童花名册", 2));
    if (f->left_behind)
        TRY(add_tag(d, act, c, "left_behind",
                    f->left_behind == 2 ? "父母均外出务工" : "父亲外出务工",
                    1));
    if (f->where == DEMO_MIGRANT)
        TRY(add_tag(d, act, c, "migrant", "学校随迁子女登记", 1));
    if (f->left_behind == 2 && prng_chance(&d->rng, 40000))
        TRY(add_tag(d, act, c,
                    prng_chance(&d->rng, 300000) ? "orphan" : "no_caregiver",
                    "民政局困境儿童台账", 2));
    return ERR_OK;
}

/* ---- the child itself -------------------------------------------------- */
static const char *relation_of(const struct demo_family *f, bool boy)
{
    if (f->left_behind != 2)
        return boy ? "20" : "30";
    if (f->maternal)
        return boy ? "43" : "44";
    return boy ? "41" : "42";
}

static const char *health_of(struct demo *d, const struct demo_child *c)
{
    size_t at = prng_below(&d->rng, 100);

    return c->disabled ? "50"
           : at < 88   ? "10"
           : at < 91   ? "20"
           : at < 92   ? "30"
                       : NULL;
}

static void place_child(struct demo *d, const struct demo_family *f,
                        struct student_row *s)
{
    const struct demo_village *v = &d->villages[f->village];
    const struct demo_village *other =
        &d->villages[prng_below(&d->rng, d->villages_n)];
    int number = prng_between(&d->rng, 1, 200);

    if (f->where != DEMO_AWAY) {
        s->residence_division = f->grid;
        s->residence_address = f->address;
    } else {
        s->residence_address =
            arena_printf(&d->scratch, "%s演示路%d号", f->far, number);
    }
    if (f->where == DEMO_MIGRANT) {
        s->huji_address =
            arena_printf(&d->scratch, "%s演示路%d号", f->far, number);
    } else if (f->where == DEMO_MOVED_IN) {
        s->huji_division = other->code;
        s->huji_address =
            arena_printf(&d->scratch, "%s%d号", other->place, number);
    } else {
        s->huji_division = v->code;
        s->huji_address = f->address;
    }
}

static enum err raise_doubts(struct demo *d, const struct act *act,
                             const struct demo_child *c,
                             const struct student_row *s)
{
    /* a clean number needs none, and most are clean */
    if (c->twice_of == 0 && !student_number_doubtful(s->id_no_state))
        return ERR_OK;
    return store_number_doubts(d->db, &d->scratch, act, s, c->twice_of);
}

static void remember(struct demo *d, const struct demo_child *c)
{
    bool clean = c->id_no && strcmp(c->id_no_state, "ok") == 0;

    d->before.id = c->id;
    d->before.born = c->born;
    d->before.boy = c->sex[0] == '1';
    snprintf(d->before.name, sizeof d->before.name, "%s", c->name);
    snprintf(d->before.no, sizeof d->before.no, "%s", clean ? c->id_no : "");
}

enum err demo_child_store(struct demo *d, struct demo_family *f,
                          struct demo_child *c)
{
    struct student_row s = { .household_id = f->id,
                             .relation = c->twice_of
                                             ? "97"
                                             : relation_of(f, c->sex[0] == '1'),
                             .name = c->name,
                             .sex = c->sex,
                             .birth_date = c->birth_date,
                             .id_kind = "1",
                             .id_no = c->id_no,
                             .nation = f->nation,
                             .status = "active",
                             .situation_at = INT_NONE };
    struct act act;
    int64_t at;

    clock_date_ms(d->began, &at);
    act = demo_act(d, &d->bureau, at);
    s.health = health_of(d, c);
    place_child(d, f, &s);
    if (student_number(&d->scratch, d->plan->today, &s).pointer)
        return ERR_INTERNAL;
    c->id_no_state = s.id_no_state;
    TRY(store_student_create_bulk(d->db, &d->scratch, &act, &s, NULL));
    c->id = s.id;
    c->version = s.version;
    TRY(add_guardians(d, &act, f, c));
    TRY(demo_schooling_store(d, f, c));
    TRY(add_tags(d, &act, f, c));
    remember(d, c);
    return raise_doubts(d, &act, c, &s);
}
