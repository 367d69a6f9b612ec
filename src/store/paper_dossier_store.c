/* The whole file of a case on paper (卷宗). */
#include <string.h>

#include "domain/assessment.h"
#include "domain/codes.h"
#include "paper_parts.h"
#include "store/assessment_store.h"
#include "store/case_store.h"
#include "store/document_store.h"
#include "store/teaching_store.h"

#define DOCUMENTS_MOST 500
#define SESSIONS_MOST 100

/* What the parts of a dossier share. */
struct dossier {
    struct db *db;
    struct arena *a;
    struct paper_print *p;
    struct case_view v;
    struct paper_places places;
    struct paper_set *set;
    const char *on[PAPERS_MOST];     /* each paper's date, or NULL */
    const char *remark[PAPERS_MOST]; /* 作废, or NULL */
};

static const char *day_of(struct arena *a, int64_t at)
{
    char day[CLOCK_DATE_MAX];

    clock_date_of(at, day);
    return arena_strdup(a, day);
}

static enum err part(struct dossier *d, const char *kind)
{
    struct paper *out = paper_next(d->a, d->set);

    return out ? paper_fill(d->a, kind, &d->places, out) : ERR_NO_MEMORY;
}

/* ---- lists ---- */
static const char *fact(const struct case_event *e, const char *name)
{
    const struct case_fact *f = e->facts.items;

    for (size_t i = 0; i < e->facts.n; i++)
        if (strcmp(f[i].name, name) == 0)
            return f[i].value;
    return NULL;
}

static enum err list_visits(struct dossier *d)
{
    const struct case_event *e = d->v.events.items;
    struct paper_visit *v = arena_array(d->a, d->v.events.n + 1, sizeof *v);
    size_t n = 0;

    if (!v)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < d->v.events.n; i++) {
        if (strcmp(e[i].action, "persuade") != 0)
            continue;
        v[n] = (struct paper_visit) { .no = (int64_t)n + 1,
                                      .visited_on = fact(&e[i], "visited_on"),
                                      .method = fact(&e[i], "method"),
                                      .persons = fact(&e[i], "persons"),
                                      .met = fact(&e[i], "met"),
                                      .family_said = fact(&e[i], "family_said"),
                                      .result = fact(&e[i], "result") };
        n++;
    }
    d->places.visits = (struct list) { v, n };
    return ERR_OK;
}

/* "核实情况：属实", "离校日期：2026年8月17日", each on its line. */
static const char *told(struct arena *a, const struct case_event *e)
{
    const struct case_fact *f = e->facts.items;
    const char *text = "";

    for (size_t i = 0; text && i < e->facts.n; i++)
        text = arena_printf(a, "%s%s%s：%s", text, i ? "\n" : "", f[i].label,
                            paper_date(a, f[i].value));
    return text;
}

static enum err list_events(struct dossier *d)
{
    const struct case_event *e = d->v.events.items;
    struct paper_entry *v = arena_array(d->a, d->v.events.n + 1, sizeof *v);

    if (!v)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < d->v.events.n; i++) {
        v[i] = (struct paper_entry) {
            .no = (int64_t)i + 1,
            .title = e[i].title,
            .on = day_of(d->a, e[i].at),
            .who = arena_printf(d->a, "%s %s",
                                e[i].unit_name ? e[i].unit_name : "",
                                e[i].account_name),
            .text = told(d->a, &e[i]),
        };
        if (!v[i].on || !v[i].who || !v[i].text)
            return ERR_NO_MEMORY;
    }
    d->places.events = (struct list) { v, d->v.events.n };
    return ERR_OK;
}

static const struct case_event *event_of(const struct case_view *v, int64_t id)
{
    const struct case_event *e = v->events.items;

    for (size_t i = 0; i < v->events.n; i++)
        if (e[i].id == id)
            return &e[i];
    return NULL;
}

static bool is_picture(const struct case_evidence *t)
{
    return strncmp(t->type, "image/", 6) == 0;
}

static enum err list_evidence(struct dossier *d)
{
    const struct case_evidence *t = d->v.evidence.items;
    struct paper_entry *v = arena_array(d->a, d->v.evidence.n + 1, sizeof *v);

    if (!v)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < d->v.evidence.n; i++) {
        const struct case_event *e = event_of(&d->v, t[i].event_id);

        v[i] = (struct paper_entry) {
            .no = (int64_t)i + 1,
            .kind = code_label(&evidence_kinds, t[i].kind),
            .title = e ? e->title : NULL,
            .on = e ? day_of(d->a, e->at) : NULL,
            .form = is_picture(&t[i]) ? "图片，附后" : "PDF 文件，另附"
        };
    }
    d->places.evidence = (struct list) { v, d->v.evidence.n };
    return ERR_OK;
}

/* ---- parts ---- */
/* The pictures stand after the list, each under its number. */
static enum err add_pictures(struct dossier *d, struct paper *out)
{
    const struct case_evidence *t = d->v.evidence.items;
    size_t n = out->blocks.n;
    struct paper_block *b = arena_array(d->a, n + d->v.evidence.n, sizeof *b);

    if (!b)
        return ERR_NO_MEMORY;
    memcpy(b, out->blocks.items, n * sizeof *b);
    for (size_t i = 0; i < d->v.evidence.n; i++) {
        if (!is_picture(&t[i]))
            continue;
        b[n].type = "picture";
        b[n].attachment_id = t[i].attachment_id;
        b[n].text = arena_printf(d->a, "证明材料%zu：%s", i + 1,
                                 code_label(&evidence_kinds, t[i].kind));
        if (!b[n++].text)
            return ERR_NO_MEMORY;
    }
    out->blocks = (struct list) { b, n };
    return ERR_OK;
}

static enum err evidence(struct dossier *d)
{
    if (!d->v.evidence.n)
        return ERR_OK;
    TRY(part(d, "evidence_list"));
    return add_pictures(
        d, (struct paper *)d->set->papers.items + d->set->papers.n - 1);
}

static enum err documents(struct dossier *d)
{
    const struct document_filter f = { .case_id = d->v.c.id,
                                       .assignment_id = INT_NONE,
                                       .lead_id = INT_NONE,
                                       .unserved = INT_NONE,
                                       .rows = DOCUMENTS_MOST };
    struct document_row *row;
    struct list rows;

    TRY(store_document_list(d->db, d->a, &f, &rows));
    row = rows.items;
    for (size_t i = 0; i < rows.n; i++) {
        size_t at = d->set->papers.n;

        TRY(paper_of_document(d->db, d->a, d->p, &row[i], d->set));
        if (row[i].services.n)
            TRY(paper_of_receipts(d->db, d->a, d->p, &row[i], d->set));
        for (; at < d->set->papers.n; at++) {
            d->on[at] = row[i].issued_on;
            if (strcmp(row[i].state, "void") == 0)
                d->remark[at] = "作废";
        }
    }
    return ERR_OK;
}

static enum err assessments(struct dossier *d)
{
    const struct assessment_filter f = { .case_id = d->v.c.id,
                                         .account_id = d->p->act->account_id,
                                         .rows = SESSIONS_MOST };
    const struct assessment_item *item;
    struct assessment_view s;
    struct list rows;

    if (!role_may(d->p->act->role, RIGHT_ASSESSMENT_READ))
        return ERR_OK;
    TRY(store_assessment_list(d->db, d->a, &f, d->p->act->today, &rows));
    item = rows.items;
    for (size_t i = rows.n; i-- > 0;) {
        if (strcmp(item[i].state, "cancelled") == 0)
            continue;
        TRY(store_assessment_get(d->db, d->a, item[i].id, d->p->act->today,
                                 &s));
        assessment_veil(&s, d->p->act);
        d->places.session_on = s.session_on;
        d->places.session_place = s.place;
        d->places.situation = s.situation;
        d->places.advice = s.advice;
        d->places.seats = s.seats;
        d->on[d->set->papers.n] = s.session_on;
        TRY(part(d, "assessment"));
    }
    return ERR_OK;
}

static enum err teaching(struct dossier *d)
{
    const struct teaching_plan_row *t;
    struct list plans;

    if (!role_may(d->p->act->role, RIGHT_TEACHING_READ))
        return ERR_OK;
    TRY(store_teaching_list(d->db, d->a, d->v.c.id, &plans));
    t = plans.items;
    for (size_t i = plans.n; i-- > 0;) {
        d->on[d->set->papers.n] = t[i].from_date;
        TRY(paper_of_teaching(d->db, d->a, d->p, &t[i], d->set));
    }
    return ERR_OK;
}

/* The cover comes first and is made last, for it lists the others. */
static enum err cover(struct dossier *d)
{
    struct paper *papers = d->set->papers.items;
    size_t n = d->set->papers.n;
    struct paper_entry *v = arena_array(d->a, n, sizeof *v);

    if (!v)
        return ERR_NO_MEMORY;
    for (size_t i = 1; i < n; i++)
        v[i - 1] = (struct paper_entry) { .no = (int64_t)i,
                                          .number_text = papers[i].number_text,
                                          .title = papers[i].title,
                                          .on = d->on[i],
                                          .remark = d->remark[i] };
    d->places.contents = (struct list) { v, n - 1 };
    return paper_fill(d->a, "dossier_cover", &d->places, &papers[0]);
}

static bool is_exempt(const struct case_row *c)
{
    return c->outcome && strcmp(c->outcome, "exempt") == 0;
}

static enum err collect(struct dossier *d)
{
    if (!paper_next(d->a, d->set)) /* the cover's place */
        return ERR_NO_MEMORY;
    TRY(list_visits(d));
    TRY(list_events(d));
    TRY(list_evidence(d));
    if (is_exempt(&d->v.c))
        TRY(part(d, "exemption"));
    TRY(part(d, "child_sheet"));
    TRY(part(d, "timeline"));
    TRY(documents(d));
    TRY(assessments(d));
    TRY(teaching(d));
    TRY(evidence(d));
    return cover(d);
}

enum err store_paper_dossier(struct db *db, struct arena *a,
                             struct paper_print *p, int64_t id,
                             struct paper_set *set)
{
    struct dossier *d = arena_alloc(a, sizeof *d);

    if (!d)
        return ERR_NO_MEMORY;
    *d = (struct dossier) { .db = db, .a = a, .p = p, .set = set };
    TRY(store_case_view(db, a, id, p->act->now_ms, &d->v));
    TRY(paper_unit(db, a, p->act->unit, &d->places));
    TRY(paper_child(db, a, d->v.c.student_id, false, p, &d->places));
    paper_case(a, &d->v.c, &d->places);
    set->title = arena_printf(a, "卷宗 %s", d->v.student->name);
    return set->title ? collect(d) : ERR_NO_MEMORY;
}
