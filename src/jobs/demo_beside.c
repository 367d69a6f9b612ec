/* Steps of a script that are no action of its case: papers served, work handed
 * to a department and answered, the expert committee, home teaching, 一生一策.
 * Each goes through the store as a person's would. */
#include <string.h>

#include "demo_parts.h"
#include "demo_script.h"
#include "domain/committee.h"
#include "store/assessment_store.h"
#include "store/assignment_store.h"
#include "store/case_store.h"
#include "store/committee_store.h"
#include "store/document_store.h"
#include "store/plan_store.h"
#include "store/teaching_store.h"

#define MOST 50

/* What a step works on. */
struct beside {
    struct demo *d;
    const struct act *act;
    const struct case_row *c;
    const char *with;
    int32_t day;
};

static enum err serve(struct beside *b)
{
    const struct document_filter f = { .case_id = b->c->id,
                                       .assignment_id = INT_NONE,
                                       .lead_id = INT_NONE,
                                       .unserved = 1,
                                       .rows = MOST };
    const struct service_in in = { .method = "direct",
                                   .served_on = b->act->today,
                                   .recipient = "孩子的父亲",
                                   .relation = "51",
                                   .place = "家中",
                                   .servers = "包片干部、村干部",
                                   .attachment_id = INT_NONE };
    const struct document_row *row;
    struct refusal why;
    struct list rows;

    TRY(store_document_list(b->d->db, &b->d->scratch, &f, &rows));
    row = rows.items;
    for (size_t i = 0; i < rows.n; i++)
        TRY(store_document_serve(b->d->db, &b->d->scratch, b->act, row[i].id,
                                 &in, INT_NONE, &why));
    return ERR_OK;
}

/* The paper issued last was written wrongly. */
static enum err spoil(struct beside *b)
{
    const struct document_filter f = { .case_id = b->c->id,
                                       .assignment_id = INT_NONE,
                                       .lead_id = INT_NONE,
                                       .state = "issued",
                                       .unserved = INT_NONE,
                                       .rows = MOST };
    const struct document_row *row;
    struct refusal why;
    struct list rows;

    TRY(store_document_list(b->d->db, &b->d->scratch, &f, &rows));
    if (!rows.n)
        return ERR_NOT_FOUND;
    row = rows.items;
    row += rows.n - 1;
    return store_document_void(b->d->db, &b->d->scratch, b->act, row->id,
                               row->version, "日期写错，另行制作。", &why);
}

/* ---- departments ---- */
static enum err hand(struct beside *b)
{
    struct assignment_give g = { .case_id = b->c->id,
                                 .student_id = b->c->student_id,
                                 .unit = "gongan",
                                 .task = b->with,
                                 .note = "请派员一同入户劝返。",
                                 .together = INT_NONE };
    struct refusal why;
    int64_t id;

    g.due_on = demo_date(&b->d->scratch, b->day + 7);
    if (!g.due_on)
        return ERR_NO_MEMORY;
    return store_assignment_hand(b->d->db, &b->d->scratch, b->act, &g, &id,
                                 &why);
}

/* The case's assignment of that task; ERR_NOT_FOUND. */
static enum err task_of(struct beside *b, const char *task, const char *unit,
                        struct assignment_item *out)
{
    const struct assignment_filter f = { .case_id = b->c->id,
                                         .task = task,
                                         .unit = unit,
                                         .overdue = INT_NONE,
                                         .today = b->act->today,
                                         .rows = 1 };
    struct list rows;

    TRY(store_assignment_list(b->d->db, &b->d->scratch, b->act, &f, &rows));
    if (!rows.n)
        return ERR_NOT_FOUND;
    *out = *(const struct assignment_item *)rows.items;
    return ERR_OK;
}

static enum err act_on(struct beside *b, int64_t id, const char *action,
                       const void *in)
{
    struct refusal why;

    return store_assignment_act(b->d->db, &b->d->scratch, b->act,
                                assignment_action_of(action), id, in, &why);
}

static enum err remind(struct beside *b)
{
    const struct assignment_remind in = { .note = "请抓紧办理。" };
    struct assignment_item g;

    TRY(task_of(b, b->with, NULL, &g));
    return act_on(b, g.g.id, "remind", &in);
}

/* 残联 answers what the doctors found. */
static enum err appraise(struct beside *b)
{
    const struct assignment_accept accept = { .note = NULL };
    struct assignment_report report = { .note = "已组织医学鉴定，结果附后。",
                                        .result = b->with };
    struct assignment_item g;

    TRY(task_of(b, "medical_appraisal", "canlian", &g));
    TRY(act_on(b, g.g.id, "accept", &accept));
    TRY(demo_prove(b->d, b->act, "appraisal_report", &report.evidence));
    return act_on(b, g.g.id, "report", &report);
}

/* Who asked for the 医学鉴定 looks at it and accepts it. */
static enum err accept_appraisal(struct beside *b)
{
    const struct assignment_complete in = { .note = "鉴定书齐全。" };
    struct assignment_item g;

    TRY(task_of(b, "medical_appraisal", "canlian", &g));
    return act_on(b, g.g.id, "complete", &in);
}

/* ---- the committee ---- */
static enum err members(struct beside *b, struct list *out)
{
    static const struct {
        const char *field, *unit_name;
    } seats[DEMO_EXPERTS] = { { "education", "市特殊教育学校" },
                              { "psychology", "市教师进修学校" },
                              { "rehabilitation", "市康复中心" } };
    struct demo *d = b->d;
    struct committee_row m;

    TRY(store_committee_list(d->db, &d->scratch, NULL, b->act->today, 0, MOST,
                             out));
    if (out->n)
        return ERR_OK;
    for (size_t i = 0; i < DEMO_EXPERTS; i++) {
        record_clear(&committee_row, &m);
        m.name = demo_adult_name(&d->scratch, &d->rng, NULL, i % 2 == 0);
        m.field = seats[i].field;
        m.unit_name = seats[i].unit_name;
        m.account_id = d->experts[i].id;
        m.from_date = demo_date(&d->scratch, b->day - 365);
        if (!m.name || !m.from_date)
            return ERR_NO_MEMORY;
        TRY(store_committee_insert(d->db, &m));
    }
    return store_committee_list(d->db, &d->scratch, NULL, b->act->today, 0,
                                MOST, out);
}

static enum err sign(struct beside *b, const struct demo_actor *expert,
                     int64_t id)
{
    const struct assessment_opinion in = {
        b->with, "结合医学鉴定和孩子的学习能力，建议这样安置。"
    };
    struct assessment_view s;
    struct refusal why;
    struct act act;

    TRY(demo_as(b->d, expert, b->act->now_ms + 60000, &act));
    TRY(store_assessment_get(b->d->db, &b->d->scratch, id, act.today, &s));
    return store_assessment_act(b->d->db, &b->d->scratch, &act, "opinion", &s,
                                &in, &why);
}

/* A session of all members, who agree. */
static enum err assess(struct beside *b)
{
    const struct assessment_in in = { .session_on = b->act->today,
                                      .place = "市特殊教育学校",
                                      .situation =
                                          "行走不便，能听懂简单的话。" };
    struct list panel;
    int64_t id;

    TRY(members(b, &panel));
    TRY(store_assessment_convene(b->d->db, &b->d->scratch, b->act, b->c, &in,
                                 &panel, &id));
    for (size_t i = 0; i < DEMO_EXPERTS; i++)
        TRY(sign(b, &b->d->experts[i], id));
    return ERR_OK;
}

/* ---- around the child ---- */
static enum err teach(struct beside *b)
{
    struct demo *d = b->d;
    struct teaching_plan_row p;
    struct lesson_row l;
    struct list signature;
    struct refusal why;

    record_clear(&teaching_plan_row, &p);
    p.student_id = b->c->student_id;
    p.case_id = b->c->id;
    p.school = d->schools[d->special].code;
    p.school_name = d->schools[d->special].name;
    p.teachers = "送教老师甲、送教老师乙";
    p.per_week = 2;
    p.periods = 3;
    p.content = "认识日常用品，练习说话和走路。";
    p.from_date = b->act->today;
    TRY(store_teaching_add(d->db, &d->scratch, b->act, &p));
    record_clear(&lesson_row, &l);
    l.plan_id = p.id;
    l.student_id = p.student_id;
    l.taught_on = b->act->today;
    l.slot = "14:00–16:00";
    l.periods = 3;
    l.teachers = p.teachers;
    l.content = "认识日常用品";
    l.effect = "能指认三样";
    TRY(demo_prove(d, b->act, "visit_photo", &signature));
    l.signature_id =
        ((const struct evidence_in *)signature.items)->attachment_id;
    return store_lesson_add(d->db, &d->scratch, b->act, &l, &why);
}

static enum err plan(struct beside *b)
{
    struct demo *d = b->d;
    struct plan_item_row item;
    struct plan_row p;

    record_clear(&plan_row, &p);
    p.student_id = b->c->student_id;
    p.keeper = "班主任";
    p.situation = "家庭和睦，孩子喜欢动手。";
    p.attainment = "数学跟不上。";
    p.wish = "想学一门技术。";
    p.state = "open";
    TRY(store_plan_add(d->db, &d->scratch, b->act, &p));
    record_clear(&plan_item_row, &item);
    item.plan_id = p.id;
    item.student_id = p.student_id;
    item.kind = "course";
    item.content = "安排到职业学校参观、试读。";
    item.state = "open";
    item.version = 1;
    return store_plan_item_add(d->db, &item);
}

static const struct {
    const char *name;
    enum err (*run)(struct beside *b);
} steps[] = {
    { "serve", serve },        { "void", spoil },
    { "hand", hand },          { "remind", remind },
    { "appraised", appraise }, { "appraisal_accepted", accept_appraisal },
    { "assess", assess },      { "teach", teach },
    { "plan", plan },
};

enum err demo_beside(struct demo *d, const struct act *act,
                     const struct case_row *c, const struct demo_step *s,
                     int32_t day)
{
    struct beside b = { d, act, c, s->with, day };

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (strcmp(steps[i].name, s->action) == 0)
            return steps[i].run(&b);
    return ERR_NOT_FOUND;
}
