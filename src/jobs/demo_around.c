/* Around the cases of the demo county: an incident in each state that the police
 * and a school handle together, and what a class teacher noticed. */
#include <string.h>

#include "demo_parts.h"
#include "domain/student.h"
#include "store/case_store.h"
#include "store/incident_store.h"
#include "store/observation_store.h"
#include "store/student_store.h"

/* ---- incidents ------------------------------------------------------------- */
struct told {
    const char *kind, *title, *detail;
    int ago;                              /* days */
    const char *police, *school, *result; /* NULL: not yet */
};
static const struct told emergencies[] = {
    { "emergency", "劝返途中家长阻拦",
      "入户劝返时家长情绪激动，把工作人员关在门外。", 1,
      "派出所已到场劝解，家长同意坐下来谈。", "校长与家长约定明天再谈。",
      NULL },
    { "emergency", "学生傍晚离家未归", "孩子与家长争吵后离家，电话不通。", 1,
      "在邻镇车站找到，已送回家中。", "班主任当晚家访，孩子情绪平稳。",
      "孩子平安到家，学校安排专人陪伴。" },
};
static const struct told harm = { "bullying",
                                  "放学路上被几名学生拦住",
                                  "一周内两次在校门外被拦住索要零用钱。",
                                  2,
                                  "已找到当事学生和家长，正在核实。",
                                  NULL,
                                  NULL };

/* What one of them does, an hour after the other. */
static enum err act_on(struct demo *d, const struct demo_actor *who, int64_t id,
                       const struct told *t, int hour, const char *name,
                       const void *in)
{
    struct refusal why;
    struct act act;

    TRY(demo_as(d, who, demo_hour(d->today - t->ago, hour), &act));
    return store_incident_act(d->db, &d->scratch, &act,
                              incident_action_of(name), id, in, &why);
}

static enum err tell(struct demo *d, const struct told *t,
                     const struct demo_actor *by, const struct demo_school *s,
                     int64_t student, int64_t of_case)
{
    struct incident_share units[] = { { "bureau" }, { "gongan" }, { s->code } };
    const struct incident_in in = {
        .student_id = student,
        .case_id = of_case,
        .kind = t->kind,
        .happened_on = demo_date(&d->scratch, d->today - t->ago),
        .title = t->title,
        .detail = t->detail,
        .units = { units, 3 },
    };
    const struct incident_note police = { t->police }, school = { t->school };
    const struct incident_close close = { t->result };
    struct incident_receipt r;
    struct refusal why;
    struct act act;

    if (!in.happened_on)
        return ERR_NO_MEMORY;
    TRY(demo_as(d, by, demo_hour(d->today - t->ago, 17), &act));
    TRY(store_incident_open(d->db, &d->scratch, &act, &in, &r, &why));
    if (t->police)
        TRY(act_on(d, &d->police, r.id, t, 18, "step", &police));
    if (t->school)
        TRY(act_on(d, &s->head, r.id, t, 19, "step", &school));
    return t->result ? act_on(d, &d->bureau, r.id, t, 22, "close", &close)
                     : ERR_OK;
}

static const struct demo_school *school_of(const struct demo *d,
                                           const char *code)
{
    for (size_t i = 0; code && i < d->schools_n; i++)
        if (strcmp(d->schools[i].code, code) == 0)
            return &d->schools[i];
    return NULL;
}

/* The emergencies happen to the first children with a case and a school. */
static enum err tell_emergencies(struct demo *d)
{
    const struct case_filter f = {
        .state = "persuading", .overdue = INT_NONE, .now = d->now_ms, .rows = 50
    };
    const struct case_item *c;
    struct list cases;
    struct act act;
    size_t told = 0;

    TRY(demo_as(d, &d->bureau, d->now_ms, &act));
    TRY(store_case_list(d->db, d->a, &f, &cases));
    c = cases.items;
    for (size_t i = 0; i < cases.n && told < 2; i++) {
        const struct demo_school *s;
        struct case_child child;

        TRY(demo_as(d, &d->bureau, d->now_ms, &act));
        TRY(store_case_child(d->db, &d->scratch, c[i].c.student_id, &child));
        s = school_of(d, child.school);
        if (s)
            TRY(tell(d, &emergencies[told++], &d->bureau, s, c[i].c.student_id,
                     c[i].c.id));
    }
    return ERR_OK;
}

/* ---- what a teacher noticed -------------------------------------------------- */
static const struct {
    const char *kind, *concern, *note;
    int ago;
} noticed[] = {
    { "attendance", "act", "这周三次下午没有来，说想跟表哥去打工。", 1 },
    { "mood", "talk", "父母外出后话少了，上课常走神。", 6 },
};
#define NOTICED (sizeof noticed / sizeof *noticed)

static enum err observe(struct demo *d, const struct demo_actor *who, size_t i,
                        int64_t student)
{
    const char *day = demo_date(&d->scratch, d->today - noticed[i].ago);
    struct observation_row o;
    struct act act;

    if (!day)
        return ERR_NO_MEMORY;
    record_clear(&observation_row, &o);
    o.student_id = student;
    o.kind = noticed[i].kind;
    o.concern = noticed[i].concern;
    o.noted_on = day;
    o.note = noticed[i].note;
    TRY(demo_as(d, who, demo_hour(d->today - noticed[i].ago, 17), &act));
    return store_observation_add(d->db, &act, &o);
}

/* The class that a shown account teaches: 7-1 of the first 初中. */
static enum err notice(struct demo *d)
{
    struct student_filter f = { .rows = NOTICED + 1 };
    const struct student_view *s;
    struct demo_actor teacher;
    struct list pupils;
    struct act act;
    size_t school = 0;

    while (school + 1 < d->schools_n &&
           strcmp(d->schools[school].type, "311") != 0)
        school++;
    TRY(demo_teacher(d, school, DEMO_PRIMARY, 1, &teacher));
    f.scope_lo = teacher.lo;
    f.scope_hi = teacher.hi;
    TRY(demo_as(d, &teacher, d->now_ms, &act));
    TRY(store_student_list(d->db, d->a, &f, &pupils));
    s = pupils.items;
    for (size_t i = 0; i < pupils.n && i < NOTICED; i++)
        TRY(observe(d, &teacher, i, s[i].id));
    if (pupils.n <= NOTICED)
        return ERR_OK;
    return tell(d, &harm, &teacher, &d->schools[school], s[NOTICED].id,
                INT_NONE);
}

enum err demo_around(struct demo *d)
{
    TRY(tell_emergencies(d));
    return notice(d);
}
