/* What the files of the demo county share. */
#ifndef JOBS_DEMO_PARTS_H
#define JOBS_DEMO_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/prng.h"
#include "db/db.h"
#include "domain/act.h"
#include "domain/case_action.h"
#include "domain/right.h"
#include "jobs/demo.h"

#define DEMO_GRADES 9  /* 11–16, 21–23 */
#define DEMO_PRIMARY 6 /* the first six of them */
#define DEMO_CLASS_MOST 45
#define DEMO_NONE SIZE_MAX

/* An account that acts, with the scope it acts in. */
struct demo_actor {
    int64_t id; /* 0: none yet */
    enum role role;
    const char *unit, *lo, *hi;
};

struct demo_school {
    const char *code, *name, *type, *division;
    size_t town;
    bool primary, junior;
    double expected; /* children of one year of age */
    int64_t in_grade[DEMO_GRADES];
    int64_t planned[DEMO_GRADES]; /* classes */
    int64_t classes[DEMO_GRADES]; /* those that there are */
    struct demo_actor head;
};

struct demo_town {
    const char *code, *name, *path;
    bool farm; /* farm or forestry bureau, with a school of its own */
    int64_t children;
    size_t primaries[64], primaries_n; /* schools */
    size_t juniors[64], juniors_n;
    struct demo_actor actor;
};

#define DEMO_GRIDS 4

struct demo_village {
    const char *code, *name, *path;
    const char *place; /* as an address begins: 虎林市虎头镇虎头村 */
    size_t town;
    bool community; /* 社区, with blocks of flats */
    int64_t children;
    const char *grids[DEMO_GRIDS];
    size_t grids_n;
    size_t primary, junior; /* schools */
    bool surveyed;          /* in the round that is under way */
    struct demo_actor actor;
};

/* A teacher's account, made when a case first needs it. */
struct demo_teacher {
    size_t school;
    int grade;
    int64_t class;
    struct demo_actor actor;
};

#define DEMO_EXPERTS 3

/* A round of the survey. */
struct demo_round {
    int64_t id;
    int year;
    int32_t from, to; /* day numbers */
};

struct demo {
    struct db *db;
    struct arena *a;      /* lives as long as the job */
    struct arena scratch; /* of one household */
    const struct demo_plan *plan;
    struct demo_made *made;
    struct prng rng;

    int32_t today;     /* day number */
    int school_year;   /* 2025: from September 2025 */
    const char *term;  /* the day it began */
    const char *began; /* when the register was set up */
    int64_t now_ms;    /* today's first millisecond */

    struct demo_town *towns;
    size_t towns_n;
    struct demo_village *villages;
    size_t villages_n;
    struct demo_school *schools;
    size_t schools_n, special;
    struct demo_teacher *teachers;
    size_t teachers_n, teachers_cap;
    struct demo_actor bureau, lead, leader, inspector, police, canlian, renshe;
    struct demo_actor experts[DEMO_EXPERTS]; /* of the committee */
    struct demo_round past, present;

    uint16_t (*births)[2]; /* numbers given out, by day and sex */
    int32_t births_from, births_n;

    /* cases */
    int64_t eligible, stride; /* every stride-th child in school age */
    size_t owed, next_script;

    /* the child registered last, to be registered again */
    struct {
        int64_t id;
        char name[64], no[24];
        int32_t born;
        bool boy;
    } before;
};

/* ---- the children of one household ------------------------------------- */
enum demo_where {
    DEMO_HERE,     /* 户籍 and home here */
    DEMO_MIGRANT,  /* lives here, 户籍 outside the county */
    DEMO_MOVED_IN, /* lives here, 户籍 in another village */
    DEMO_AWAY,     /* 户籍 here, lives outside the county */
};

struct demo_script;

struct demo_child {
    int64_t id, version;
    const char *name, *birth_date, *sex;
    int32_t born;
    int age;       /* on the 31 August that decides */
    int grade;     /* index into the grades, -1 none */
    size_t school; /* DEMO_NONE: none here */
    int64_t class;
    const char *id_no, *id_no_state;
    int64_t twice_of;        /* the child that it is registered again for; 0 */
    const char *school_name; /* outside */
    bool disabled, unregistered, suspended;
    const struct demo_script *script; /* its case, NULL none */
    int64_t case_id;                  /* that a visit opened; INT_NONE */
    int64_t seen_at;                  /* by that visit */
    const char *situation;            /* that a visit finds */
};

#define DEMO_FAMILY 8

struct demo_family {
    size_t village;
    int64_t id, version;
    const char *grid;
    const char *surname, *nation, *address;
    const char *father, *mother, *grandparent;
    bool maternal, grandfather; /* of the grandparent */
    enum demo_where where;
    const char *far; /* where it lives, or comes from */
    int left_behind; /* parents away: 0, 1, 2 */
    int hardship;    /* 0 none; index into its table */
    struct demo_child children[DEMO_FAMILY];
    size_t n;
};

/* ---- demo_names.c ------------------------------------------------------ */
const char *demo_surname(struct prng *rng, const char *nation);
const char *demo_child_name(struct arena *a, struct prng *rng,
                            const char *surname, const char *nation, bool boy,
                            bool is_rare);
/* `surname` NULL: any. */
const char *demo_adult_name(struct arena *a, struct prng *rng,
                            const char *surname, bool man);
const char *demo_phone(struct arena *a, struct prng *rng);
/* A nation's code and a place outside the county, as often as they are. */
const char *demo_nation(struct prng *rng);
const char *demo_far_place(struct prng *rng);

/* ---- demo_places.c, demo_posts.c --------------------------------------- */
enum err demo_places(struct demo *d);
/* How many children live there beside others. */
int64_t demo_village_weight(const char *town, const char *village);
bool demo_is_community(const char *village); /* 社区, with blocks of flats */
bool demo_has_junior(const char *town);
const char *demo_short_place(struct arena *a, const char *name);
enum err demo_posts(struct demo *d);       /* before the children */
enum err demo_class_posts(struct demo *d); /* after them */

/* The code of the grade at an index of in_grade; its index; -1. */
const char *demo_grade(int index);

/* ---- demo_accounts.c --------------------------------------------------- */
enum err demo_accounts(struct demo *d);
/* The class teacher's account, made now if need be. */
enum err demo_teacher(struct demo *d, size_t school, int grade, int64_t class,
                      struct demo_actor *out);

/* One of a department, whose name is shown; after all others are made. */
enum err demo_agency(struct demo *d, const char *username, const char *unit,
                     const char *unit_name, struct demo_actor *out);

/* An act of `who` at an instant; its day is kept in the scratch arena. */
struct act demo_act(struct demo *d, const struct demo_actor *who, int64_t at);
/* The same, with the connection's scope set. */
enum err demo_as(struct demo *d, const struct demo_actor *who, int64_t at,
                 struct act *out);

/* 09:00 and some minutes of a day. */
int64_t demo_hour(int32_t day, int hour);
const char *demo_date(struct arena *a, int32_t day);
/* Day number of e.g. "08-31" of a year. */
int32_t demo_day(int year, const char *month_day);
/* Age on 31 August of a year, the day that decides. */
int demo_age(int32_t born, int year);

/* ---- demo_families.c, demo_children.c, demo_schooling.c ---------------- */
enum err demo_families(struct demo *d);
enum err demo_child_make(struct demo *d, struct demo_family *f, int32_t born,
                         bool boy);
enum err demo_child_store(struct demo *d, struct demo_family *f,
                          struct demo_child *c);
void demo_schooling(struct demo *d, const struct demo_family *f,
                    struct demo_child *c);
/* A seat in a class of that grade. */
int64_t demo_seat(struct demo_school *s, int grade);
const char *demo_student_no(struct demo *d, const struct demo_child *c);
enum err demo_schooling_store(struct demo *d, const struct demo_family *f,
                              struct demo_child *c);

/* ---- demo_surveys.c ------------------------------------------------------------- */
enum err demo_rounds(struct demo *d);
/* The past visit, and the present one where the round has come so far. */
enum err demo_visits(struct demo *d, struct demo_family *f);
enum err demo_rounds_end(struct demo *d); /* closes the past one */

/* ---- demo_scripts.c, demo_cases.c --------------------------------------------------- */
/* Sets how often a child is given a script. */
void demo_cases_plan(struct demo *d);
/* Gives the child the next script if its turn has come and it fits. */
void demo_case_choose(struct demo *d, const struct demo_family *f,
                      struct demo_child *c);
/* What the visit of that round sees that begins the script; NULL when no visit
 * of it does. */
const char *demo_case_seen(const struct demo_script *s, bool past);
int demo_case_ago(const struct demo_script *s); /* days before today */
bool demo_case_unschooled(const struct demo_script *s);
enum err demo_case_play(struct demo *d, const struct demo_family *f,
                        struct demo_child *c);

/* ---- demo_around.c: incidents and observations, after the cases --------- */
enum err demo_around(struct demo *d);

/* ---- demo_leads.c ------------------------------------------------------- */
enum err demo_leads(struct demo *d);

/* 入学通知书 of a township, in each state; after the cases. */
enum err demo_notices(struct demo *d);

/* ---- demo_aid.c --------------------------------------------------------- */
enum err demo_aid(struct demo *d);

/* ---- demo_training.c ---------------------------------------------------- */
enum err demo_training(struct demo *d);
enum err demo_upward(struct demo *d);

/* ---- demo_supervision.c ------------------------------------------------- */
enum err demo_supervision(struct demo *d);

/* 会议, one held and one planned, and what was resolved. */
enum err demo_meetings(struct demo *d);

/* ---- demo_materials.c --------------------------------------------------- */
enum err demo_materials(struct demo *d);
/* A photo that `act` uploads, as evidence of a kind. */
enum err demo_photo(struct demo *d, const struct act *act, const char *kind,
                    struct evidence_in *out);

/* ---- demo_activities.c --------------------------------------------------- */
enum err demo_activities(struct demo *d);

#endif
