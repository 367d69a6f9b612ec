/*
 * Accounts of the demo county: one at least of each role, one for every
 * township, village and headmaster, and class teachers as they are needed.
 */
#include <stdio.h>
#include <string.h>

#include "demo_parts.h"
#include "domain/account.h"
#include "domain/actor.h"
#include "store/account_store.h"
#include "store/place_store.h"
#include "store/store.h"

#define COUNTY_LEVEL "county"

/* What an account is, beside its password. */
struct who {
    enum role role;
    const char *username, *unit, *unit_name, *path;
    const char *grade, *class, *class_shown;
    bool shown;
};

static enum err show(struct demo *d, const struct who *w)
{
    struct list *l = &d->made->accounts;
    struct demo_account *all = l->items;

    d->made->accounts_n++;
    if (!w->shown)
        return ERR_OK;
    if (l->n % 64 == 0) {
        struct demo_account *more = arena_array(d->a, l->n + 64, sizeof *more);

        if (!more)
            return ERR_NO_MEMORY;
        if (l->n)
            memcpy(more, all, l->n * sizeof *more);
        l->items = all = more;
    }
    all[l->n++] =
        (struct demo_account) { w->username, role_code(w->role), w->unit,
                                w->unit_name, w->class_shown };
    return ERR_OK;
}

static enum err add(struct demo *d, const struct who *w, struct demo_actor *out)
{
    struct account_put p = { .username = w->username,
                             .role = role_code(w->role),
                             .unit = w->unit,
                             .grade = w->grade,
                             .class = w->class,
                             .password_hash = d->plan->password_hash,
                             .must_change = 0,
                             .disabled_at = INT_NONE,
                             .created_at = d->now_ms };
    struct actor actor = { .role = w->role,
                           .unit = w->unit,
                           .unit_path = w->path,
                           .grade = w->grade,
                           .class = w->class };

    p.name = demo_adult_name(d->a, &d->rng, NULL, prng_chance(&d->rng, 500000));
    if (!p.name || !p.username)
        return ERR_NO_MEMORY;
    clock_date_ms(d->began, &p.created_at);
    TRY(store_account_add(d->db, &p));
    TRY(show(d, w));
    if (!out)
        return ERR_OK;
    actor.account_id = p.id;
    *out = (struct demo_actor) { .id = p.id, .role = w->role, .unit = w->unit };
    return actor_scope(&actor, d->a, &out->lo, &out->hi);
}

/* ---- the county's own ------------------------------------------------------
 */
static enum err add_offices(struct demo *d)
{
    static const struct {
        enum role role;
        const char *username, *unit, *unit_name;
    } offices[] = {
        { ROLE_ADMIN, "admin", "bureau", "市教育局" },
        { ROLE_AUDITOR, "auditor", "bureau", "市教育局" },
        { ROLE_BUREAU, "bureau", "bureau", "市教育局" },
        { ROLE_BUREAU_LEAD, "lead", "bureau", "市教育局" },
        { ROLE_LEADER, "leader", "bureau", "市教育局" },
        { ROLE_INSPECTOR, "dudao", "dudao", "市政府教育督导室" },
        { ROLE_EXPERT, "expert", "bureau", "市教育局" },
        { ROLE_EXPERT, "expert2", "bureau", "市教育局" },
        { ROLE_EXPERT, "expert3", "bureau", "市教育局" },
        { ROLE_AGENCY, "gongan", "gongan", "市公安局" },
        { ROLE_AGENCY, "canlian", "canlian", "市残疾人联合会" },
        { ROLE_AGENCY, "minzheng", "minzheng", "市民政局" },
        { ROLE_AGENCY, "caizheng", "caizheng", "市财政局" },
    };
    struct list counties;
    const struct division_row *county;
    size_t experts = 0;

    TRY(store_division_list(d->db, d->a, NULL, COUNTY_LEVEL, "", 2, &counties));
    if (counties.n != 1)
        return ERR_INVALID;
    county = counties.items;
    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++) {
        struct who w = { .role = offices[i].role,
                         .username = offices[i].username,
                         .unit = offices[i].unit,
                         .unit_name = offices[i].unit_name,
                         .path = county->path,
                         .shown = true };
        bool police = strcmp(w.unit, "gongan") == 0;
        struct demo_actor *out = police                       ? &d->police
                                 : w.role == ROLE_BUREAU      ? &d->bureau
                                 : w.role == ROLE_BUREAU_LEAD ? &d->lead
                                 : w.role == ROLE_LEADER      ? &d->leader
                                 : w.role == ROLE_INSPECTOR   ? &d->inspector
                                 : w.role == ROLE_EXPERT
                                     ? &d->experts[experts++]
                                 : strcmp(w.unit, "canlian") == 0 ? &d->canlian
                                                                  : NULL;

        TRY(add(d, &w, out));
    }
    return ERR_OK;
}

/* ---- townships and villages -------------------------------------------------
 */
static const struct {
    const char *name, *pinyin;
} town_names[] = {
    { "中心街道", "zhongxin" },
    { "虎林镇", "hulinzhen" },
    { "东方红镇", "dongfanghong" },
    { "迎春镇", "yingchun" },
    { "虎头镇", "hutou" },
    { "杨岗镇", "yanggang" },
    { "东诚镇", "dongcheng" },
    { "宝东镇", "baodong" },
    { "新乐乡", "xinle" },
    { "伟光乡", "weiguang" },
    { "珍宝岛乡", "zhenbaodao" },
    { "阿北乡", "abei" },
    { "东方红林业局", "dfhlinye" },
    { "迎春林业局", "yclinye" },
    { "八五〇农场", "nongchang850" },
    { "八五四农场", "nongchang854" },
    { "八五六农场", "nongchang856" },
    { "八五八农场", "nongchang858" },
    { "庆丰农场", "qingfeng" },
    { "云山农场", "yunshan" },
};

static const char *town_username(const struct demo_town *t)
{
    for (size_t i = 0; i < sizeof town_names / sizeof *town_names; i++)
        if (strcmp(town_names[i].name, t->name) == 0)
            return town_names[i].pinyin;
    return t->code;
}

static enum err add_towns(struct demo *d)
{
    for (size_t i = 0; i < d->towns_n; i++) {
        struct demo_town *t = &d->towns[i];
        struct who w = { .role = ROLE_TOWNSHIP,
                         .username = town_username(t),
                         .unit = t->code,
                         .unit_name = t->name,
                         .path = t->path,
                         .shown = true };

        TRY(add(d, &w, &t->actor));
    }
    return ERR_OK;
}

/* The first two villages of a town are shown for the towns people try first;
 * all have an account, named by their code. */
static bool worth_showing(const struct demo *d, size_t i)
{
    const char *town = d->towns[d->villages[i].town].name;

    if (strcmp(town, "虎头镇") != 0 && strcmp(town, "虎林镇") != 0)
        return false;
    return i < 2 || d->villages[i - 2].town != d->villages[i].town;
}

static enum err add_villages(struct demo *d)
{
    for (size_t i = 0; i < d->villages_n; i++) {
        struct demo_village *v = &d->villages[i];
        struct who w = { .role = ROLE_VILLAGE,
                         .username = v->code,
                         .unit = v->code,
                         .unit_name = v->name,
                         .path = v->path,
                         .shown = worth_showing(d, i) };

        TRY(add(d, &w, &v->actor));
    }
    return ERR_OK;
}

/* ---- schools ----------------------------------------------------------- */
static enum err add_heads(struct demo *d)
{
    int shown = 0;

    for (size_t i = 0; i < d->schools_n; i++) {
        struct demo_school *s = &d->schools[i];
        struct who w = { .role = ROLE_SCHOOL_HEAD,
                         .unit = s->code,
                         .unit_name = s->name,
                         .path = d->towns[s->town].path };

        /* the first of its kind is called by it */
        if (strcmp(s->type, "514") == 0)
            w.username = "tejiao";
        else if (strcmp(s->type, "311") == 0 && !(shown & 1))
            shown |= 1, w.username = "zhongxue";
        else if (strcmp(s->type, "211") == 0 && !(shown & 2))
            shown |= 2, w.username = "xiaoxue";
        w.shown = w.username != NULL;
        if (!w.username)
            w.username = s->code;
        TRY(add(d, &w, &s->head));
    }
    return ERR_OK;
}

static const char *teacher_name(struct demo *d, size_t school, int grade,
                                int64_t class)
{
    return arena_printf(d->a, "%s-%d-%lld", d->schools[school].code, grade + 1,
                        (long long)class);
}

static enum err new_teacher(struct demo *d, struct demo_teacher *t,
                            const char *username)
{
    const struct demo_school *s = &d->schools[t->school];
    struct who w = { .role = ROLE_TEACHER,
                     .username = username,
                     .unit = s->code,
                     .unit_name = s->name,
                     .path = d->towns[s->town].path,
                     .grade = demo_grade(t->grade),
                     .shown = strncmp(username, "teacher", 7) == 0 };

    w.class = arena_printf(d->a, "%lld", (long long)t->class);
    w.class_shown =
        arena_printf(d->a, "%d-%lld", t->grade + 1, (long long)t->class);
    if (!w.class || !w.class_shown)
        return ERR_NO_MEMORY;
    return add(d, &w, &t->actor);
}

static enum err keep_teacher(struct demo *d, struct demo_teacher *t)
{
    if (d->teachers_n == d->teachers_cap) {
        size_t cap = d->teachers_cap ? d->teachers_cap * 2 : 64;
        struct demo_teacher *more = arena_array(d->a, cap, sizeof *more);

        if (!more)
            return ERR_NO_MEMORY;
        if (d->teachers_n)
            memcpy(more, d->teachers, d->teachers_n * sizeof *more);
        d->teachers = more;
        d->teachers_cap = cap;
    }
    d->teachers[d->teachers_n++] = *t;
    return ERR_OK;
}

enum err demo_teacher(struct demo *d, size_t school, int grade, int64_t class,
                      struct demo_actor *out)
{
    struct demo_teacher t = { .school = school,
                              .grade = grade,
                              .class = class };
    const char *username;

    for (size_t i = 0; i < d->teachers_n; i++) {
        const struct demo_teacher *k = &d->teachers[i];

        if (k->school == school && k->grade == grade && k->class == class) {
            *out = k->actor;
            return ERR_OK;
        }
    }
    username = teacher_name(d, school, grade, class);
    if (!username)
        return ERR_NO_MEMORY;
    TRY(new_teacher(d, &t, username));
    *out = t.actor;
    return keep_teacher(d, &t);
}

/* A class of each stage for people to try: teacher31, teacher72, teacher81. */
static enum err add_shown_teachers(struct demo *d)
{
    static const struct {
        const char *username, *type;
        int grade, class;
    } shown[] = { { "teacher31", "211", 2, 1 },
                  { "teacher71", "311", 6, 1 },
                  { "teacher72", "311", 6, 2 },
                  { "teacher81", "311", 7, 1 } };

    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        struct demo_teacher t = { .grade = shown[i].grade,
                                  .class = shown[i].class };

        while (t.school + 1 < d->schools_n &&
               strcmp(d->schools[t.school].type, shown[i].type) != 0)
            t.school++;
        TRY(new_teacher(d, &t, shown[i].username));
        TRY(keep_teacher(d, &t));
    }
    return ERR_OK;
}

enum err demo_accounts(struct demo *d)
{
    TRY(add_offices(d));
    TRY(add_towns(d));
    TRY(add_villages(d));
    TRY(add_heads(d));
    return add_shown_teachers(d);
}

enum err demo_agency(struct demo *d, const char *username, const char *unit,
                     const char *unit_name, struct demo_actor *out)
{
    const struct who w = { .role = ROLE_AGENCY,
                           .username = username,
                           .unit = unit,
                           .unit_name = unit_name,
                           .shown = true };

    return add(d, &w, out);
}

/* ---- acting ------------------------------------------------------------ */
const char *demo_date(struct arena *a, int32_t day)
{
    char text[CLOCK_DATE_MAX];

    clock_days_date(day, text);
    return arena_strdup(a, text);
}

int32_t demo_day(int year, const char *month_day)
{
    char date[32];
    int32_t day = 0;

    snprintf(date, sizeof date, "%04d-%.5s", year, month_day);
    clock_date_days(date, &day);
    return day;
}

int demo_age(int32_t born, int year)
{
    char birth[CLOCK_DATE_MAX], on[CLOCK_DATE_MAX];

    clock_days_date(born, birth);
    clock_days_date(demo_day(year, "08-31"), on);
    return clock_age_on(birth, on);
}

int64_t demo_hour(int32_t day, int hour)
{
    /* the county's days begin eight hours before those of UTC */
    return (int64_t)day * CLOCK_DAY_MS + (hour - 8) * INT64_C(3600000);
}

struct act demo_act(struct demo *d, const struct demo_actor *who, int64_t at)
{
    char today[CLOCK_DATE_MAX];

    clock_date_of(at, today);
    return (struct act) { .account_id = who->id,
                          .role = who->role,
                          .unit = who->unit,
                          .now_ms = at,
                          .today = arena_strdup(&d->scratch, today) };
}

enum err demo_as(struct demo *d, const struct demo_actor *who, int64_t at,
                 struct act *out)
{
    struct principal p = { who->id, who->lo, who->hi };

    *out = demo_act(d, who, at);
    if (!out->today)
        return ERR_NO_MEMORY;
    return db_principal(d->db, &p);
}
