/*
 * Children and their verdicts.
 */
#include "domain/reconcile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- facts of two that are one ---- */
/* The first of `best`'s bits that one of them has. */
static unsigned better(const unsigned *best, size_t n, unsigned a, unsigned b)
{
    for (size_t i = 0; i < n; i++)
        if (((a | b) & best[i]) != 0)
            return best[i];
    return a;
}
#define BETTER(a, b, ...)                                                      \
    better((const unsigned[]) { __VA_ARGS__ },                                 \
           sizeof((unsigned[]) { __VA_ARGS__ }) / sizeof(unsigned), a, b)

struct verdict_facts verdict_join(const struct verdict_facts *a,
                                  const struct verdict_facts *b)
{
    struct verdict_facts f = *a;

    f.age = a->age == AGE_UNKNOWN ? b->age : a->age;
    f.enrolment =
        BETTER(a->enrolment, b->enrolment, ENROL_ACTIVE, ENROL_SUSPENDED,
               ENROL_OUTSIDE, ENROL_GRADUATED, ENROL_REMOVED, ENROL_NONE);
    f.attendance |= b->attendance;
    if (f.attendance != NO)
        f.attendance = YES;
    /* The list of the school that the 学籍 names. */
    if (a->enrolment == ENROL_NONE)
        f.attendance_in = b->attendance_in;
    f.enrolment_in = (a->enrolment_in | b->enrolment_in) & YES ? YES : NO;
    f.change = BETTER(a->change, b->change, REGISTER_GONE, REGISTER_MOVED,
                      REGISTER_STAYS);
    f.approval = (a->approval | b->approval) & YES ? YES : NO;
    f.survey = a->survey == SURVEY_NONE ? b->survey : a->survey;
    f.known = BETTER(a->known, b->known, KNOWN_HOUSEHOLD, KNOWN_LISTED,
                     KNOWN_ASSIGNED);
    f.special = BETTER(a->special, b->special, SPECIAL_DISABLED, SPECIAL_POOR,
                       SPECIAL_NONE);
    f.refused = verdict_refused_both(a->refused, b->refused);
    return f;
}

/* ---- packed ---- */
enum { FACT_BITS = 6 };

static unsigned *fact(struct verdict_facts *f, size_t i)
{
    unsigned *const of[] = {
        &f->refused,    &f->question,      &f->age,          &f->enrolment,
        &f->attendance, &f->attendance_in, &f->enrolment_in, &f->change,
        &f->approval,   &f->survey,        &f->known,        &f->special
    };

    return i < sizeof of / sizeof *of ? of[i] : NULL;
}

/* The largest fact has six values; a digit of base 7 each.  A fact that is
 * added comes first: runs before it stored a 0 there, which is its first
 * value. */
int64_t verdict_pack(const struct verdict_facts *facts)
{
    struct verdict_facts f = *facts;
    int64_t packed = 0;

    for (size_t i = 0; fact(&f, i) != NULL; i++) {
        int64_t digit = 0;

        for (unsigned v = *fact(&f, i); v != 0; v >>= 1)
            digit++;
        packed = packed * (FACT_BITS + 1) + digit;
    }
    return packed;
}

struct verdict_facts verdict_unpack(int64_t packed)
{
    struct verdict_facts f = { 0 };
    size_t n = 0;

    while (fact(&f, n) != NULL)
        n++;
    for (size_t i = n; i-- > 0; packed /= FACT_BITS + 1) {
        unsigned digit = (unsigned)(packed % (FACT_BITS + 1));

        *fact(&f, i) = digit == 0 ? 1u : 1u << (digit - 1);
    }
    return f;
}

/* ---- facts of an entity ---- */
static int by_student(const void *key, const void *record)
{
    int64_t id = *(const int64_t *)key;
    const struct reconcile_record *r = record;

    return (id > r->student_id) - (id < r->student_id);
}

static void add_record(const struct reconcile *r, int64_t student_id,
                       struct verdict_facts *f)
{
    const struct reconcile_record *x =
        student_id == 0 || r->records_n == 0
            ? NULL
            : bsearch(&student_id, r->records, r->records_n, sizeof *x,
                      by_student);

    if (x == NULL)
        return;
    if (x->survey != SURVEY_NONE)
        f->survey = x->survey;
    if (x->approved)
        f->approval = YES;
    if (x->disabled)
        f->special = SPECIAL_DISABLED;
    else if (x->poor && f->special == SPECIAL_NONE)
        f->special = SPECIAL_POOR;
}

static unsigned in_list(bool in)
{
    return in ? YES : NO;
}

/* A 学籍 that counts more than the one so far decides which school's list is
 * asked for. */
static void add_enrolment(const struct reconcile *r,
                          const struct reconcile_row *row,
                          struct verdict_facts *f)
{
    unsigned before = f->enrolment;

    f->enrolment =
        BETTER(before, row->state, ENROL_ACTIVE, ENROL_SUSPENDED, ENROL_OUTSIDE,
               ENROL_GRADUATED, ENROL_REMOVED, ENROL_NONE);
    if (f->enrolment == row->state && row->state != ENROL_NONE)
        f->attendance_in =
            in_list((row->school != 0 && r->attendance_in[row->school]) ||
                    (before == row->state && f->attendance_in == YES));
}

static void add_row(const struct reconcile *r, const struct reconcile_row *row,
                    int32_t *change_day, struct verdict_facts *f)
{
    switch ((enum reconcile_list)row->list) {
    case LIST_HUJI:
        f->known = KNOWN_HOUSEHOLD;
        break;
    case LIST_ENROLMENT:
        add_enrolment(r, row, f);
        break;
    case LIST_ATTENDANCE:
        f->attendance = YES;
        break;
    case LIST_CHANGE:
        if (row->day > r->today) /* as in the register: from its day on */
            break;
        if (row->arrives)
            f->known = KNOWN_HOUSEHOLD;
        if (row->day >= *change_day) { /* the last counts */
            *change_day = row->day;
            f->change = row->state;
        }
        break;
    case LIST_POVERTY:
        if (f->special == SPECIAL_NONE)
            f->special = SPECIAL_POOR;
        break;
    case LIST_DISABILITY:
        f->special = SPECIAL_DISABLED;
        break;
    case LIST_ASSIGNED:
        return;
    case LIST_SURVEY:
    case LIST_N:
        break;
    }
    if (f->known == KNOWN_ASSIGNED)
        f->known = KNOWN_LISTED;
}

/* The birth date of a sound number, else of the list most trusted. */
static unsigned age_of(const struct reconcile *r,
                       const struct reconcile_entity *e)
{
    int32_t birth = DAY_NONE;
    char date[CLOCK_DATE_MAX];

    for (uint32_t i = e->first; i < e->first + e->n; i++) {
        const struct reconcile_row *row = &r->rows[r->order[i]];

        if (row->birth == DAY_NONE)
            continue;
        if (birth == DAY_NONE || row->list == LIST_HUJI)
            birth = row->birth;
        if (row->list == LIST_HUJI)
            break;
    }
    if (birth == DAY_NONE)
        return AGE_UNKNOWN;
    clock_days_date(birth, date);
    return verdict_age_of(date, r->year);
}

static struct verdict_facts facts_of(const struct reconcile *r,
                                     const struct reconcile_entity *e)
{
    struct verdict_facts f = { .question = NO,
                               .enrolment = ENROL_NONE,
                               .attendance = NO,
                               .change = REGISTER_STAYS,
                               .approval = NO,
                               .survey = SURVEY_NONE,
                               .known = KNOWN_ASSIGNED,
                               .special = SPECIAL_NONE,
                               .refused = reconcile_refused_of(r, e) };
    int32_t change_day = DAY_NONE;

    f.age = age_of(r, e);
    f.enrolment_in = in_list(r->enrolment_in);
    f.attendance_in = in_list(r->attendance_in[0]);
    for (uint32_t i = e->first; i < e->first + e->n; i++) {
        const struct reconcile_row *row = &r->rows[r->order[i]];

        add_row(r, row, &change_day, &f);
        add_record(r, row->student_id, &f);
    }
    return f;
}

/* ---- groups ---- */
/* Which of two speaks for their group: the one with a number of its own, then
 * the one in the list most trusted. */
bool reconcile_speaks(const struct reconcile_entity *a,
                      const struct reconcile_entity *b)
{
    if (a->anchored != b->anchored)
        return a->anchored;
    for (uint32_t list = 1; list < UINT32_C(1) << LIST_N; list <<= 1)
        if ((a->lists & list) != (b->lists & list))
            return (a->lists & list) != 0;
    return false;
}

/* Whom each group's root is spoken for by; entities then point at their
 * speaker, and are its members. */
static void choose_speakers(struct reconcile *r, uint32_t *speaker)
{
    struct reconcile_entity *e = r->entities;

    for (uint32_t i = 0; i < r->entities_n; i++)
        speaker[i] = i;
    for (uint32_t i = 0; i < r->entities_n; i++)
        if (reconcile_speaks(&e[i], &e[speaker[e[i].group]]))
            speaker[e[i].group] = i;
    for (uint32_t i = 0; i < r->entities_n; i++) {
        e[i].group = speaker[e[i].group];
        e[i].member = e[i].group != i;
    }
}

/* Would the verdict be another, were `other` the same child? */
static void ask(struct reconcile_entity *e, const struct verdict_facts *other)
{
    struct verdict_facts together = verdict_join(&e->facts, other);

    if (verdict_judge(&e->facts)->verdict != verdict_judge(&together)->verdict)
        e->question = true;
}

static void note_score(struct reconcile_entity *e, int score)
{
    if (e->score < score)
        e->score = score;
}

/* The members of each group, all together. */
static void ask_groups(struct reconcile *r, struct verdict_facts *together)
{
    struct reconcile_entity *e = r->entities;

    for (uint32_t i = 0; i < r->entities_n; i++)
        if (!e[i].member)
            together[i] = e[i].facts;
    for (uint32_t i = 0; i < r->entities_n; i++)
        if (e[i].member)
            together[e[i].group] =
                verdict_join(&together[e[i].group], &e[i].facts);
    for (uint32_t i = 0; i < r->entities_n; i++)
        if (!e[i].member)
            ask(&e[i], &together[i]);
}

/* A speaker with a number is not asked for a member of its group about a child
 * of another number; for itself it is, where both fit equally. */
static void ask_one(struct reconcile *r, uint32_t entity, uint32_t other,
                    int score)
{
    struct reconcile_entity *speaker = &r->entities[r->entities[entity].group];

    note_score(speaker, score);
    if (speaker == &r->entities[entity] || !speaker->anchored ||
        !r->entities[other].anchored)
        ask(speaker, &r->entities[other].facts);
}

static void ask_pairs(struct reconcile *r)
{
    for (size_t i = 0; i < r->pairs_n; i++) {
        const struct match_pair *p = &r->pairs[i];
        uint32_t x = r->rows[p->a].entity, y = r->rows[p->b].entity;

        if (p->spare)
            continue;
        if (p->alternative) {
            ask_one(r, x, y, p->score);
            ask_one(r, y, x, p->score);
        } else {
            note_score(&r->entities[r->entities[x].group], p->score);
            note_score(&r->entities[x], p->score);
            note_score(&r->entities[y], p->score);
        }
    }
}

/* Where the answer may change the verdict, one question stands for the whole
 * group.  Where it cannot, the speaker has its verdict, and whoever may be it
 * is asked about apart: nobody is out of sight before a person has looked. */
static void conclude(struct reconcile *r, uint32_t i)
{
    struct reconcile_entity *e = &r->entities[i];
    struct verdict_facts f = e->facts;

    if (e->member && !r->entities[e->group].question)
        e->question = true;
    e->member = e->group != i && r->entities[e->group].question;
    if (e->question)
        f.question = YES;
    e->rule = verdict_judge(&f);
}

bool reconcile_is_given(const struct reconcile_entity *e)
{
    if (e->rule->verdict == VERDICT_NONE)
        return false;
    return e->facts.age != AGE_OVER ||
           (e->lists & ~(UINT32_C(1) << LIST_HUJI)) != 0;
}

double reconcile_confidence(const struct reconcile_entity *e)
{
    return e->question ? match_confidence(e->score)
                       : e->rule->confidence / 100.0;
}

enum err reconcile_conclude(struct reconcile *r, struct arena *a)
{
    uint32_t *speaker = arena_array(a, r->entities_n, sizeof *speaker);
    struct verdict_facts *together;

    if (speaker == NULL)
        return ERR_NO_MEMORY;
    choose_speakers(r, speaker);
    if (r->pairs_n > 0) {
        together = arena_array(a, r->entities_n, sizeof *together);
        if (together == NULL)
            return ERR_NO_MEMORY;
        ask_groups(r, together);
        ask_pairs(r);
    }
    for (uint32_t i = 0; i < r->entities_n; i++)
        conclude(r, i);
    return ERR_OK;
}

enum err reconcile_judge(struct reconcile *r, struct arena *a)
{
    reconcile_mend(r);
    for (size_t i = 0; i < r->entities_n; i++)
        r->entities[i].facts = facts_of(r, &r->entities[i]);
    return reconcile_conclude(r, a);
}
