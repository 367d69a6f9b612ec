/* Plays a script: every step through the rules that a real one goes through. */
#include <string.h>

#include "demo_parts.h"
#include "demo_script.h"
#include "domain/student.h"
#include "store/attachment_store.h"
#include "store/case_store.h"
#include "store/schooling_store.h"

/* A case being played. */
struct play {
    struct demo *d;
    const struct demo_family *f;
    struct demo_child *c;
    const struct demo_script *s;
    struct case_clock clock;
    int64_t began;    /* the instant of its first day */
    int32_t first;    /* that day */
    int32_t tomorrow; /* the first day that the clock has not seen */
};

static const char *const reasons[] = { "R01", "R02", "R02", "R02", "R03",
                                       "R04", "R07", "R08", "R11", "R99" };

static const char *any_reason(struct demo *d)
{
    return reasons[prng_below(&d->rng, sizeof reasons / sizeof *reasons)];
}

/* ---- who ----------------------------------------------------------------------- */
static enum err teacher_of(struct play *p, struct demo_actor *out)
{
    if (p->c->school == DEMO_NONE) {
        *out = p->d->villages[p->f->village].actor;
        return ERR_OK;
    }
    return demo_teacher(p->d, p->c->school, p->c->grade, p->c->class, out);
}

static enum err actor_of(struct play *p, enum demo_by by,
                         struct demo_actor *out)
{
    struct demo *d = p->d;
    const struct demo_village *v = &d->villages[p->f->village];

    switch (by) {
    case BY_TEACHER:
        return teacher_of(p, out);
    case BY_HEAD:
        *out = p->c->school == DEMO_NONE ? v->actor
                                         : d->schools[p->c->school].head;
        return ERR_OK;
    case BY_TOWN:
        *out = d->towns[v->town].actor;
        return ERR_OK;
    case BY_BUREAU:
        *out = d->bureau;
        return ERR_OK;
    case BY_LEAD:
        *out = d->lead;
        return ERR_OK;
    case BY_LEADER:
        *out = d->leader;
        return ERR_OK;
    case BY_CANLIAN:
        *out = d->canlian;
        return ERR_OK;
    default:
        *out = v->actor;
        return ERR_OK;
    }
}

static enum demo_by by_level(const char *level)
{
    static const enum demo_by of[LEVEL_N] = {
        [LEVEL_CLASS_TEACHER] = BY_TEACHER, [LEVEL_PRINCIPAL] = BY_HEAD,
        [LEVEL_VILLAGE] = BY_VILLAGE,       [LEVEL_TOWNSHIP] = BY_TOWN,
        [LEVEL_BUREAU] = BY_BUREAU,         [LEVEL_LEADING_GROUP] = BY_LEADER,
    };

    return of[case_level_of(level)];
}

/* ---- the clock -------------------------------------------------------------------- */
static enum err whole_county(struct demo *d)
{
    struct act act;

    return demo_as(d, &d->bureau, d->now_ms, &act);
}

static enum err ring(struct play *p, struct case_row *c, int64_t now)
{
    int32_t day = (int32_t)((now + 8 * INT64_C(3600000)) / CLOCK_DAY_MS);
    const char *today = demo_date(&p->d->scratch, day);
    const struct act act = { .role = ROLE_N, .now_ms = now, .today = today };
    struct case_child child;
    enum case_alarm alarm;

    if (!today)
        return ERR_NO_MEMORY;
    TRY(store_case_child(p->d->db, &p->d->scratch, c->student_id, &child));
    while ((alarm = case_alarm(c, &p->clock, now)) != ALARM_NONE) {
        struct case_row next = *c;
        struct case_step step = { .before = c, .next = &next };
        int64_t event_id;

        step.action =
            case_alarm_apply(alarm, &next, &child, &p->clock, now, today);
        TRY(store_case_step(p->d->db, &act, &step, &event_id));
        TRY(store_case_get(p->d->db, &p->d->scratch, p->c->case_id, c));
    }
    return ERR_OK;
}

/* The sweep of each night up to and with that before day `until`. */
static enum err run_clock(struct play *p, int32_t until, struct case_row *c)
{
    TRY(whole_county(p->d));
    TRY(store_case_get(p->d->db, &p->d->scratch, p->c->case_id, c));
    for (; p->tomorrow <= until; p->tomorrow++)
        TRY(ring(p, c, demo_hour(p->tomorrow, 0) + 60000));
    return ERR_OK;
}

/* ---- what is filled in --------------------------------------------------------------- */
/* One point of grey; a photograph would say no more here. */
static const unsigned char picture[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d,
    0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01,
    0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00,
    0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x68, 0x00, 0x00, 0x00,
    0x82, 0x00, 0x81, 0x77, 0xcd, 0x72, 0xb6, 0x00, 0x00, 0x00, 0x00, 0x49,
    0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
};

enum err demo_prove(struct demo *d, const struct act *act, const char *kind,
                    struct list *evidence)
{
    struct evidence_in *e = arena_array(&d->scratch, 1, sizeof *e);
    struct attachment_row row;

    if (!e)
        return ERR_NO_MEMORY;
    TRY(store_attachment_add(d->db, &d->scratch, act, "image/png", picture,
                             sizeof picture, &row));
    *e = (struct evidence_in) { kind, row.id };
    *evidence = (struct list) { e, 1 };
    return ERR_OK;
}

static const char *school_name(const struct play *p)
{
    return p->c->school == DEMO_NONE
               ? p->d->schools[p->d->villages[p->f->village].primary].name
               : p->d->schools[p->c->school].name;
}

static void fill_persuade(struct play *p, const struct act *act,
                          const char *result, struct case_persuade *in)
{
    static const struct {
        const char *result, *method, *said;
    } told[] = {
        { "agreed", "home_visit", "孩子愿意回校，家长保证近日送到学校。" },
        { "considering", "home_visit", "家长说要与孩子再商量，过几天答复。" },
        { "refused", "meeting", "孩子说听不懂课，不愿回校；家长劝不动。" },
        { "unreachable", "phone", "电话无人接听，邻居说全家外出。" },
    };
    size_t i = 0;

    while (i < 3 && strcmp(told[i].result, result) != 0)
        i++;
    in->visited_on = act->today;
    in->method = told[i].method;
    in->persons = "包片干部、班主任";
    in->met = i == 3 ? "邻居" : "父亲和孩子本人";
    in->family_said = told[i].said;
    in->result = told[i].result;
    if (i > 0)
        in->next_on = demo_date(&p->d->scratch, p->tomorrow + 2);
}

/* The body of any action. */
union body {
    struct list evidence;
    struct case_verify verify;
    struct case_dismiss dismiss;
    struct case_persuade persuade;
    struct case_escalate escalate;
    struct case_return back;
    struct case_submit submit;
    struct case_approve approve;
    struct case_refuse refuse;
    struct case_check check;
    struct case_reopen reopen;
    char law[256]; /* room for any of case_action_law.c */
};

static enum err fill(struct play *p, const struct act *act,
                     const struct demo_step *s, const struct action *a,
                     union body *in)
{
    const char *name = s->action;

    record_clear(a->in, in);
    if (strcmp(name, "verify") == 0) {
        in->verify.note = "已与家长联系，情况属实。";
    } else if (strcmp(name, "persuade") == 0) {
        fill_persuade(p, act, s->with, &in->persuade);
    } else if (strcmp(name, "escalate") == 0) {
        in->escalate.note = "多次劝返没有结果，请上一级协助。";
    } else if (strcmp(name, "return") == 0) {
        in->back.returned_on = act->today;
        in->back.school_name = school_name(p);
    } else if (strcmp(name, "submit") == 0) {
        in->submit.outcome = s->with;
        in->submit.school_name = "山东省青岛市演示中学";
        in->submit.note = "材料齐全，请审批。";
    } else if (strcmp(name, "approve") == 0) {
        in->approve.note = "同意。";
    } else if (strcmp(name, "refuse") == 0) {
        in->refuse.note = "返校证明没有盖章，请补齐后再报。";
    } else if (strcmp(name, "dismiss") == 0) {
        in->dismiss.note = "孩子一直在读，报告有误。";
    } else if (strcmp(name, "check") == 0) {
        in->check.checked_on = act->today;
        in->check.in_school = s->with == NULL;
        in->check.absent_since = s->with ? act->today : NULL;
    } else if (strcmp(name, "reopen") == 0) {
        in->reopen.reason = any_reason(p->d);
        in->reopen.absent_since = act->today;
        in->reopen.note = "连续两天没有到校。";
    } else {
        return demo_fill_law(p->d, p->first + s->day, a->in, s->with, in);
    }
    return ERR_OK;
}

/* All that an action of the law must bring. */
static enum err prove_all(struct play *p, const struct act *act,
                          const struct action *a, struct list *evidence)
{
    struct evidence_in *all =
        arena_array(&p->d->scratch, EVIDENCE_ASKS, sizeof *all);
    struct list one;
    size_t n = 0;

    if (!all)
        return ERR_NO_MEMORY;
    for (int i = 0; i < EVIDENCE_ASKS && a->evidence[i].kind; i++) {
        if (!a->evidence[i].required)
            continue;
        TRY(demo_prove(p->d, act, a->evidence[i].kind, &one));
        all[n++] = *(const struct evidence_in *)one.items;
    }
    *evidence = (struct list) { all, n };
    return ERR_OK;
}

/* The kind of evidence a step brings; NULL for none. */
static const char *evidence_of(const struct demo_step *s)
{
    const struct outcome_rule *o;

    if (strcmp(s->action, "return") == 0)
        return "return_proof";
    if (strcmp(s->action, "dismiss") == 0)
        return s->with;
    if (strcmp(s->action, "submit") != 0)
        return NULL;
    o = outcome_rule_of(s->with);
    return o ? o->evidence : NULL;
}

/* ---- steps ---------------------------------------------------------------------------- */
/* A child who never was at school gets its place, one without 学籍 its
 * number. */
static enum err enrol(struct play *p, const struct act *act)
{
    struct demo *d = p->d;
    struct demo_child *c = p->c;
    struct enrolment_row e = { .student_id = c->id,
                               .state = "enrolled",
                               .boarding = "1",
                               .from_date = act->today };

    if (c->school == DEMO_NONE) {
        c->school = d->villages[p->f->village].primary;
        c->grade = 0;
        c->class = demo_seat(&d->schools[c->school], 0);
    }
    e.school = d->schools[c->school].code;
    e.grade = demo_grade(c->grade);
    e.class = arena_printf(&d->scratch, "%lld", (long long)c->class);
    e.student_no = demo_student_no(d, c);
    if (!e.class || !e.student_no)
        return ERR_NO_MEMORY;
    return store_enrolment_set(d->db, &d->scratch, act, &e);
}

static enum err take(struct play *p, const struct demo_step *s, int order,
                     const struct case_row *c)
{
    const struct action *a = action_of(s->action);
    const char *kind = evidence_of(s);
    enum demo_by by = s->by == BY_LEVEL ? by_level(c->level) : s->by;
    struct demo_actor who;
    struct refusal why;
    struct act act;
    union body in;

    TRY(actor_of(p, by, &who));
    TRY(demo_as(p->d, &who,
                demo_hour(p->first + s->day, order < 12 ? 10 + order : 22),
                &act));
    if (strcmp(s->action, "enrol") == 0)
        return enrol(p, &act);
    if (!a)
        return demo_beside(p->d, &act, c, s, p->first + s->day);
    TRY(fill(p, &act, s, a, &in));
    if (kind)
        TRY(demo_prove(p->d, &act, kind, &in.evidence));
    else
        TRY(prove_all(p, &act, a, &in.evidence));
    return store_case_act(p->d->db, &p->d->scratch, &act, a, p->c->case_id, &in,
                          &why);
}

/* ---- the beginning ----------------------------------------------------------------------- */
static enum err begin(struct play *p)
{
    struct demo *d = p->d;
    struct case_flag flag = { .student_id = p->c->id,
                              .tried = "打过电话，也请同村的同学带过话。" };
    struct demo_actor who;
    struct refusal why;
    struct act act;

    if (p->s->begin != BEGIN_FLAG) {
        p->began = p->c->seen_at;
        p->first = (int32_t)((p->began + 8 * INT64_C(3600000)) / CLOCK_DAY_MS);
        return p->c->case_id == INT_NONE ? ERR_INTERNAL : ERR_OK;
    }
    p->first = d->today - p->s->ago;
    p->began = demo_hour(p->first, 9);
    flag.reason = any_reason(d);
    flag.absent_since = demo_date(&d->scratch, p->first - 2);
    TRY(actor_of(p, p->s->by, &who));
    TRY(demo_as(d, &who, p->began, &act));
    TRY(store_case_flag(d->db, &d->scratch, &act, &flag, &p->c->case_id, &why));
    d->made->cases++;
    return ERR_OK;
}

enum err demo_case_play(struct demo *d, const struct demo_family *f,
                        struct demo_child *c)
{
    struct play p = { .d = d, .f = f, .c = c, .s = c->script };
    const struct demo_step *s = c->script->steps;
    struct case_row row;

    TRY(store_case_clock(d->db, &d->scratch, &p.clock));
    TRY(begin(&p));
    p.tomorrow = p.first + 1;
    for (int i = 0; i < DEMO_STEPS && s[i].action; i++) {
        /* what would happen today or later has not happened */
        if (p.first + s[i].day >= d->today)
            break;
        TRY(run_clock(&p, p.first + s[i].day, &row));
        TRY(take(&p, &s[i], i, &row));
    }
    return run_clock(&p, d->today, &row);
}
