/* Papers in the store: documents, receipts of service, home teaching. */
#include "store/paper_store.h"

#include <string.h>

#include "domain/assignment.h"
#include "domain/clean.h"
#include "domain/id_no.h"
#include "paper_parts.h"
#include "store/assignment_store.h"
#include "store/case_store.h"
#include "store/document_store.h"
#include "store/student_store.h"
#include "store/teaching_store.h"
#include "store/unit_store.h"
#include "json/write.h"

#define LESSONS_MOST 2000

/* ---- what a paper is filled with ---- */
SQL(q_paper_county,
    .text = "SELECT name FROM division WHERE level = ?1 ORDER BY code"
            " LIMIT 1");

enum err paper_unit(struct db *db, struct arena *a, const char *unit,
                    struct paper_places *to)
{
    struct unit_row u;

    TRY(db_text(db, &q_paper_county, a, &to->county, VALS(TEXT("county"))));
    TRY(store_unit_get(db, a, unit, &u));
    to->organ = paper_organ(a, to->county, u.kind, u.name);
    return to->organ ? ERR_OK : ERR_NO_MEMORY;
}

const char *paper_indented(struct arena *a, const char *text)
{
    const char *rest, *out = "";

    for (; (rest = strchr(text, '\n')) && out; text = rest + 1)
        out = arena_printf(a, "%s%.*s\n　　", out, (int)(rest - text), text);
    return out ? arena_printf(a, "%s%s", out, text) : NULL;
}

static enum err masked(struct arena *a, const char *no, const char **out)
{
    char text[ID_MASK_SIZE];

    *out = NULL;
    if (!no)
        return ERR_OK;
    id_no_mask(no, text);
    *out = arena_strdup(a, text);
    return *out ? ERR_OK : ERR_NO_MEMORY;
}

enum err paper_child(struct db *db, struct arena *a, int64_t student_id,
                     bool full, struct paper_print *p, struct paper_places *to)
{
    struct student_view s;
    enum err e = store_student_view(db, a, student_id, &s);

    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    p->child = student_id;
    p->full |= full && s.id_no;
    to->student_name = s.name;
    to->student_sex = s.sex;
    to->student_birth = s.birth_date;
    to->nation = s.nation;
    to->health = s.health;
    to->school_name = s.school_name;
    to->grade = s.grade;
    to->guardian_name = s.guardian_name;
    to->guardian_relation = s.guardian_relation;
    to->guardian_phone = s.guardian_phone;
    to->student_id_no = s.id_no;
    if (s.class && !(to->class = arena_printf(a, "%s班", s.class)))
        return ERR_NO_MEMORY;
    if (!full)
        TRY(masked(a, s.id_no, &to->student_id_no));
    TRY(masked(a, s.student_no, &to->student_no));
    to->huji = s.huji_address ? s.huji_address : s.huji_name;
    to->residence =
        s.residence_address ? s.residence_address : s.residence_name;
    return ERR_OK;
}

static const char *day_of(struct arena *a, int64_t at)
{
    char day[CLOCK_DATE_MAX];

    if (at == INT_NONE)
        return NULL;
    clock_date_of(at, day);
    return arena_strdup(a, day);
}

void paper_case(struct arena *a, const struct case_row *c,
                struct paper_places *to)
{
    to->case_number = arena_printf(a, "%lld", (long long)c->id);
    to->persuasions = arena_printf(a, "%lld", (long long)c->persuasions);
    to->case_kind = c->kind;
    to->case_state = c->state;
    to->level = c->level;
    to->reason = c->reason;
    to->absent_since = c->absent_since;
    to->disposition = c->disposition;
    to->outcome = c->outcome;
    to->conclusion = c->conclusion;
    to->returned_on = c->returned_on;
    to->report_no = c->report_no;
    to->archive_no = c->archive_no;
    to->period_from = c->period_from;
    to->period_until = c->period_until;
    to->opened_on = day_of(a, c->opened_at);
    to->closed_on = day_of(a, c->closed_at);
}

struct paper *paper_next(struct arena *a, struct paper_set *set)
{
    struct paper *papers = set->papers.items;

    if (!papers)
        set->papers.items = papers =
            arena_array(a, PAPERS_MOST, sizeof *papers);
    return papers && set->papers.n < PAPERS_MOST ? &papers[set->papers.n++]
                                                 : NULL;
}

/* ---- as it was when it was issued ---- */
/* Is it kept with the document? */
static bool is_kept(const struct field *f)
{
    static const char *const numbers[] = { "student_id_no", "student_no",
                                           "guardian_phone" };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (strcmp(f->name, numbers[i]) == 0)
            return false;
    return field_is_text(f);
}

static enum err child_and_case(struct db *db, struct arena *a,
                               struct paper_print *p, int64_t student_id,
                               int64_t case_id, bool full,
                               struct paper_places *to)
{
    struct case_row c;
    enum err e;

    if (student_id != INT_NONE)
        TRY(paper_child(db, a, student_id, full, p, to));
    if (case_id == INT_NONE)
        return ERR_OK;
    e = store_case_get(db, a, case_id, &c);
    if (e == ERR_OK)
        paper_case(a, &c, to);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err paper_places_now(struct db *db, struct arena *a, const struct act *act,
                          int64_t student_id, int64_t case_id, const char **out)
{
    struct paper_print p = { .act = act, .child = INT_NONE };
    struct paper_places places = { .county = NULL };
    const char *comma = "";
    struct buf b;

    TRY(child_and_case(db, a, &p, student_id, case_id, false, &places));
    buf_init(&b);
    buf_char(&b, '[');
    for (const struct field *f = paper_places.fields; f->type != FIELD_END;
         f++) {
        if (!is_kept(f) || !field_text(f, &places))
            continue;
        buf_str(&b, comma);
        json_write(
            &b, &case_fact,
            &(struct case_fact) { f->name, f->label, field_text(f, &places) },
            WRITE_ONE);
        comma = ",";
    }
    buf_char(&b, ']');
    *out = b.failed ? NULL : arena_strndup(a, b.data, b.len);
    buf_free(&b);
    return *out ? ERR_OK : ERR_NO_MEMORY;
}

/* What stood on it then, over what stands now. */
static void put_kept(const struct list *kept, struct paper_places *to)
{
    const struct case_fact *k = kept->items;

    for (size_t i = 0; i < kept->n; i++) {
        const struct field *f = record_field(&paper_places, k[i].name, NULL);

        if (f && is_kept(f))
            *(const char **)field_at(f, to) = k[i].value;
    }
}

/* ---- documents ---- */
/* A department sees of the child what its assignment shows. */
static enum err child_of_assignment(struct db *db, struct arena *a,
                                    struct paper_print *p, int64_t id,
                                    struct paper_places *to)
{
    struct assignment_view v;
    enum err e = store_assignment_view(db, a, p->act, id, &v);

    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    if (!v.child)
        return ERR_OK;
    p->child = v.g.student_id;
    to->student_name = v.child->name;
    return ERR_OK;
}

static enum err places_of(struct db *db, struct arena *a, struct paper_print *p,
                          const struct document_row *d, struct paper_places *to)
{
    const struct document_kind *k = document_kind_of(d->kind);
    bool full =
        k && k->full_number && role_may(p->act->role, RIGHT_STUDENT_REVEAL);

    memset(to, 0, sizeof *to);
    to->document_title = d->title;
    to->number_text = d->number_text;
    to->issued_on = d->issued_on;
    to->facts = d->facts;
    TRY(paper_unit(db, a, d->unit, to));
    if (p->act->role == ROLE_AGENCY)
        return d->assignment_id == INT_NONE
                   ? ERR_OK
                   : child_of_assignment(db, a, p, d->assignment_id, to);
    TRY(child_and_case(db, a, p, d->student_id, d->case_id, full, to));
    if (p->child != INT_NONE) /* it is still in the reader's scope */
        put_kept(&d->places, to);
    return ERR_OK;
}

enum err paper_of_document(struct db *db, struct arena *a,
                           struct paper_print *p, const struct document_row *d,
                           struct paper_set *set)
{
    struct paper *out = paper_next(a, set);
    struct paper_places places;

    if (!out)
        return ERR_NO_MEMORY;
    TRY(places_of(db, a, p, d, &places));
    TRY(paper_fill(a, d->kind, &places, out));
    out->voided = strcmp(d->state, "void") == 0;
    out->void_reason = d->void_reason;
    return ERR_OK;
}

/* The part of a receipt that a service fills; NULL: by hand. */
static void service_of(const struct service_row *s, struct paper_places *to)
{
    to->service_method = s->method;
    to->served_on = s->served_on;
    to->effective_on = s->effective_on;
    to->recipient = s->recipient;
    to->recipient_relation = s->relation;
    to->service_place = s->place;
    to->witness = s->witness;
    to->servers = s->servers;
    to->service_note = s->note;
}

enum err paper_of_receipts(struct db *db, struct arena *a,
                           struct paper_print *p, const struct document_row *d,
                           struct paper_set *set)
{
    const struct service_row *s = d->services.items;
    size_t n = d->services.n ? d->services.n : 1;
    struct paper_places places;
    struct paper_print masked_print = { p->act, INT_NONE, false };

    TRY(places_of(db, a, &masked_print, d, &places));
    p->child = masked_print.child;
    for (size_t i = 0; i < n; i++) {
        struct paper *out = paper_next(a, set);

        if (!out)
            return ERR_NO_MEMORY;
        if (i < d->services.n)
            service_of(&s[i], &places);
        TRY(paper_fill(a, "service_receipt", &places, out));
        out->number_text = d->number_text;
    }
    return ERR_OK;
}

static enum err titled(struct arena *a, const char *title, const char *number,
                       struct paper_set *set)
{
    set->title = arena_printf(a, "%s %s", title, number);
    return set->title ? ERR_OK : ERR_NO_MEMORY;
}

enum err store_paper_document(struct db *db, struct arena *a,
                              struct paper_print *p, int64_t id,
                              struct paper_set *set)
{
    struct document_row d;

    TRY(store_document_get(db, a, id, &d));
    TRY(titled(a, d.title, d.number_text, set));
    return paper_of_document(db, a, p, &d, set);
}

enum err store_paper_receipts(struct db *db, struct arena *a,
                              struct paper_print *p, int64_t id,
                              struct paper_set *set)
{
    struct document_row d;

    TRY(store_document_get(db, a, id, &d));
    TRY(titled(a, "送达回证", d.number_text, set));
    return paper_of_receipts(db, a, p, &d, set);
}

/* ---- home teaching ---- */
/* As it was given: the store lists the newest first. */
static void oldest_first(struct list *lessons)
{
    struct lesson_row *l = lessons->items, swap;

    for (size_t i = 0; i < lessons->n / 2; i++) {
        swap = l[i];
        l[i] = l[lessons->n - 1 - i];
        l[lessons->n - 1 - i] = swap;
    }
}

enum err paper_of_teaching(struct db *db, struct arena *a,
                           struct paper_print *p,
                           const struct teaching_plan_row *t,
                           struct paper_set *set)
{
    struct paper *out = paper_next(a, set);
    struct paper_places places = { .teaching_school = t->school_name,
                                   .teachers = t->teachers,
                                   .teaching_from = t->from_date,
                                   .teaching_to = t->to_date,
                                   .teaching_content = t->content };

    if (!out)
        return ERR_NO_MEMORY;
    places.teaching_norm =
        arena_printf(a, "每周%lld次，每次%lld课时", (long long)t->per_week,
                     (long long)t->periods);
    if (!places.teaching_norm)
        return ERR_NO_MEMORY;
    TRY(paper_child(db, a, t->student_id, false, p, &places));
    TRY(store_lesson_list(db, a, t->id, 0, LESSONS_MOST, &places.lessons));
    oldest_first(&places.lessons);
    return paper_fill(a, "home_teaching", &places, out);
}

enum err store_paper_teaching(struct db *db, struct arena *a,
                              struct paper_print *p, int64_t id,
                              struct paper_set *set)
{
    struct teaching_plan_row t;

    TRY(store_teaching_get(db, a, id, &t));
    TRY(titled(a, "送教上门记录", t.student_name, set));
    return paper_of_teaching(db, a, p, &t, set);
}
