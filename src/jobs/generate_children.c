/* Children of the roster generator: who they are and how they stand. */
#include <stdio.h>
#include <string.h>

#include "domain/id_no.h"
#include "generate_parts.h"

/* Rates in a million. */
enum {
    TWINS = 25000,      /* of households with more than one child */
    ALIKE = 4000,       /* another child's name, sex and birth date */
    NAMESAKE = 10000,   /* another child's name, in the same village */
    RARE_NAME = 7000,   /* with characters that old programs lose */
    EDGE = 12000,       /* born on 31 August or 1 September */
    LATE = 50000,       /* began school a year late */
    NO_G_NUMBER = 30000 /* registered before there was an id number */
};

#define DAY_NUMBERS 450 /* sequences 9xx down to 1xx, of one sex */
#define AGE_LEAST 5
#define AGE_MOST 16

/* ---- numbers --------------------------------------------------------------- */
const char *generate_number(struct gen *g, const struct gen_child *c)
{
    char no[ID_NO_SIZE];
    unsigned k = g->births[c->born - g->births_from][c->boy]++, sequence;

    if (k >= DAY_NUMBERS)
        return NULL;
    /* no two days begin alike, or near birthdays had nearly one number */
    sequence =
        (9 - k / 50) * 100 + (k + (unsigned)c->born * 17) % 50 * 2 + c->boy;
    snprintf(no, sizeof no, "%.6s%.4s%.2s%.2s%03u",
             g->family.huji ? "230381" : g->family.far_code, c->birth,
             c->birth + 5, c->birth + 8, sequence % 1000);
    return arena_printf(&g->scratch, "%s%c", no, id_no_check_digit(no));
}

/* G and the number, or J with the division of the school, birth, sequence. */
static const char *student_number(struct gen *g, const struct gen_child *c)
{
    if (!prng_chance(&g->world, NO_G_NUMBER))
        return arena_printf(&g->scratch, "G%s", c->no);
    return arena_printf(&g->scratch, "J230381%.8s%.3s%c", c->no + 6, c->no + 14,
                        c->no[16]);
}

/* ---- who it is ------------------------------------------------------------- */
/* Shares of ages 5 to 16 on the 31 August that decides, of a thousand. */
static int draw_age(struct prng *rng)
{
    static const int shares[] = { 60, 85, 85, 85, 85,  85,
                                  85, 85, 85, 85, 110, 65 };
    int at = (int)prng_below(rng, 1000), age = AGE_LEAST;

    for (size_t i = 0; at >= shares[i]; i++, age++)
        at -= shares[i];
    return age;
}

static int32_t draw_birth(struct gen *g, int age)
{
    int back = prng_between(&g->world, 0, 364);

    if (prng_chance(&g->world, EDGE))
        return prng_chance(&g->world, 500000)
                   ? demo_day(g->plan->year - age, "08-31")
                   : demo_day(g->plan->year - age - 1, "09-01");
    return demo_day(g->plan->year - age, "08-31") - back;
}

/* Twins often share the first character of their given names. */
static const char *twin_name(struct gen *g, const char *other, bool boy)
{
    const struct gen_family *f = &g->family;
    const char *name;

    do {
        name = demo_child_name(&g->scratch, &g->world, f->surname, f->nation,
                               boy, false);
        if (name && strlen(name) == 9 && strlen(other) == 9 &&
            prng_chance(&g->world, 600000))
            name = arena_printf(&g->scratch, "%.6s%s", other, name + 6);
    } while (name && strcmp(name, other) == 0);
    return name;
}

static enum err new_child(struct gen *g, int32_t born, bool boy)
{
    struct gen_child *c = &g->children[g->n];
    struct buf planted = c->planted, rows = c->rows;

    buf_clear(&planted);
    buf_clear(&rows);
    *c = (struct gen_child) { .born = born,
                              .boy = boy,
                              .planted = planted,
                              .rows = rows,
                              .lost_in = ROSTERS };
    clock_days_date(born, c->birth);
    c->age = demo_age(born, g->plan->year);
    g->n++;
    return ERR_OK;
}

static enum err name_child(struct gen *g, struct gen_child *c)
{
    const struct gen_family *f = &g->family;
    bool rare = prng_chance(&g->world, RARE_NAME);

    if (c->twin && c != g->children)
        c->name = twin_name(g, c[-1].name, c->boy);
    else if (!c->name)
        c->name = demo_child_name(&g->scratch, &g->world, f->surname, f->nation,
                                  c->boy, rare);
    c->no = generate_number(g, c);
    if (!c->name || !c->no)
        return ERR_NO_MEMORY;
    c->student_no = student_number(g, c);
    return c->student_no ? ERR_OK : ERR_NO_MEMORY;
}

/* Takes over from the child before what makes them easy to confuse. */
static bool confuse(struct gen *g)
{
    struct gen_child *c = &g->children[0];
    bool alike = prng_chance(&g->world, ALIKE);
    bool namesake = prng_chance(&g->world, NAMESAKE);
    bool near = &g->places.villages[g->before.village] == g->family.village;

    if (!g->before.name[0] || !near || !(alike || namesake))
        return false;
    c->name = arena_strdup(&g->scratch, g->before.name);
    c->boy = g->before.boy;
    g->family.surname = arena_strdup(&g->scratch, g->before.surname);
    g->family.nation = arena_strdup(&g->scratch, g->before.nation);
    if (alike) {
        c->born = g->before.born;
        clock_days_date(c->born, c->birth);
        c->age = demo_age(c->born, g->plan->year);
        c->alike = true;
    }
    return true;
}

static void remember(struct gen *g)
{
    const struct gen_child *c = &g->children[0];

    snprintf(g->before.name, sizeof g->before.name, "%s", c->name);
    snprintf(g->before.surname, sizeof g->before.surname, "%s",
             g->family.surname);
    snprintf(g->before.nation, sizeof g->before.nation, "%s", g->family.nation);
    g->before.born = c->born;
    g->before.boy = c->boy;
    g->before.village = (size_t)(g->family.village - g->places.villages);
}

static int sibling_age(struct gen *g, int age)
{
    int apart = prng_between(&g->world, 2, 5);
    int other = prng_chance(&g->world, 500000) ? age + apart : age - apart;

    if (other < AGE_LEAST || other > AGE_MOST)
        other = age > 10 ? age - 2 : age + 2;
    return other;
}

enum err generate_children(struct gen *g, size_t n)
{
    int age = draw_age(&g->world);
    bool boy = prng_chance(&g->world, 515000);

    g->n = 0;
    TRY(new_child(g, draw_birth(g, age), boy));
    confuse(g);
    if (n > 1 && prng_chance(&g->world, TWINS)) {
        struct gen_child *first = &g->children[0];

        TRY(new_child(g, first->born,
                      prng_chance(&g->world, 700000) == first->boy));
        first->twin = g->children[1].twin = true;
    }
    for (age = g->children[0].age; g->n < n;) {
        age = sibling_age(g, age);
        boy = prng_chance(&g->world, 515000);
        TRY(new_child(g, draw_birth(g, age), boy));
    }
    for (size_t i = 0; i < n; i++) {
        TRY(name_child(g, &g->children[i]));
        generate_standing(g, &g->children[i]);
    }
    remember(g);
    return ERR_OK;
}

/* ---- how it stands --------------------------------------------------------- */
static const char *const state_names[STATES] = {
    "in_school",      "enrolled_absent", "present_unenrolled",
    "never_enrolled", "elsewhere",       "suspended",
    "left",           "over_age",        "graduated",
    "unknown",        "outside",
};

const char *gen_state_name(enum gen_state s)
{
    return state_names[s];
}

/* Shares of a thousand, by where the household lives. */
static const struct {
    enum gen_state state;
    int here, migrant, away;
} states[] = {
    { STATE_ENROLLED_ABSENT, 12, 15, 0 },
    { STATE_PRESENT_UNENROLLED, 12, 25, 0 },
    { STATE_NEVER_ENROLLED, 9, 0, 40 },
    { STATE_ELSEWHERE, 14, 0, 930 },
    { STATE_SUSPENDED, 4, 4, 0 },
    { STATE_LEFT, 14, 0, 30 },
    { STATE_UNKNOWN, 2, 0, 0 },
    { STATE_IN_SCHOOL, 1000, 1000, 1000 },
};

static enum gen_state draw_state(struct gen *g)
{
    enum demo_where where = g->family.where;
    int at = (int)prng_below(&g->world, 1000);
    size_t i = 0;

    for (;; i++) {
        int share = where == DEMO_MIGRANT ? states[i].migrant
                    : where == DEMO_AWAY  ? states[i].away
                                          : states[i].here;

        if (at < share || states[i].state == STATE_IN_SCHOOL)
            return states[i].state;
        at -= share;
    }
}

static void draw_schooling(struct gen *g, struct gen_child *c)
{
    const struct gen_village *v = g->family.village;
    bool late = prng_chance(&g->world, LATE);

    c->grade = c->age - 6;
    if (c->age == AGE_LEAST)
        c->grade = 0; /* a year early */
    else if (c->grade >= DEMO_GRADES || (late && c->grade > 0))
        c->grade = c->grade >= DEMO_GRADES ? DEMO_GRADES - 1 : c->grade - 1;
    c->school =
        &g->places.schools[c->grade < DEMO_PRIMARY ? v->primary : v->junior];
    /* classes fill up one after the other */
    c->class =
        arena_printf(&g->scratch, "%d",
                     (int)(c->school->seats[c->grade]++ / DEMO_CLASS_MOST) + 1);
}

/* Beside school age: mostly nowhere, a few too early or too late. */
static enum gen_state draw_edge_state(struct gen *g, const struct gen_child *c)
{
    bool in = prng_chance(&g->world, 40000);

    if (g->family.where == DEMO_AWAY)
        return STATE_OUTSIDE;
    if (c->age < 6)
        return in ? STATE_IN_SCHOOL : STATE_OUTSIDE;
    return in || g->family.where == DEMO_MIGRANT ? STATE_OVER_AGE
                                                 : STATE_OUTSIDE;
}

static unsigned draw_lists(struct gen *g, const struct gen_child *c)
{
    static const unsigned attends = 1u << STATE_IN_SCHOOL |
                                    1u << STATE_PRESENT_UNENROLLED |
                                    1u << STATE_OVER_AGE;
    static const unsigned enrolled =
        1u << STATE_IN_SCHOOL | 1u << STATE_ENROLLED_ABSENT |
        1u << STATE_SUSPENDED | 1u << STATE_OVER_AGE | 1u << STATE_GRADUATED;
    bool from_above =
        prng_chance(&g->world, c->state == STATE_ENROLLED_ABSENT ||
                                       c->state == STATE_NEVER_ENROLLED
                                   ? 300000
                                   : 12000);
    bool disabled = prng_chance(&g->world, 12000);
    bool cancelled = prng_chance(&g->world, 300000);
    bool gone = prng_chance(&g->world, 400000);
    unsigned is = 1u << c->state, lists = 0;

    if (c->state == STATE_UNKNOWN)
        return 1u << ROSTER_ASSIGNED;
    if (is & enrolled || (c->state == STATE_LEFT && cancelled))
        lists |= 1u << ROSTER_ENROLMENT;
    if (is & attends && !c->school->missing)
        lists |= 1u << ROSTER_ATTENDANCE;
    if (g->family.huji && !(c->state == STATE_LEFT && gone))
        lists |= 1u << ROSTER_HOUSEHOLD;
    if (c->state == STATE_LEFT)
        lists |= 1u << ROSTER_CHANGE;
    if (g->family.huji && c->state != STATE_LEFT) {
        if (g->family.hardship)
            lists |= 1u << ROSTER_POVERTY;
        if (disabled)
            lists |= 1u << ROSTER_DISABILITY;
    }
    if (from_above && c->age >= 6 && c->age <= 15)
        lists |= 1u << ROSTER_ASSIGNED;
    return lists;
}

void generate_standing(struct gen *g, struct gen_child *c)
{
    bool late = prng_chance(&g->world, 130000);

    c->grade = -1;
    if (c->age < 6 || c->age > 15)
        c->state = draw_edge_state(g, c);
    else
        c->state = draw_state(g);
    /* who is 15 finished in July, but for those who began late */
    if (c->age == 15 && c->state == STATE_IN_SCHOOL && !late)
        c->state = STATE_GRADUATED;
    if (c->state != STATE_OUTSIDE && c->state != STATE_UNKNOWN)
        draw_schooling(g, c);
    /* unlisted and without 学籍 nothing could tell of it: it has one */
    if (c->state == STATE_PRESENT_UNENROLLED && c->school->missing)
        c->state = STATE_IN_SCHOOL;
    c->lists = draw_lists(g, c);
}
