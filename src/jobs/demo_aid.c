/* 资助 and 转学交接 in the demo county: a term's money at some schools, of which
 * one is still without its boarders' 生活补助; children on their way. */
#include <string.h>

#include "demo_parts.h"
#include "store/aid_store.h"
#include "store/care_store.h"
#include "store/pairing_store.h"
#include "store/transfer_store.h"

#define SCHOOLS_PAID 12
#define PAID_AGO 20

/* The term that today is in. */
static const char *term_of(const struct demo *d)
{
    char day[CLOCK_DATE_MAX];

    clock_days_date(d->today, day);
    return strncmp(day + 5, "02", 2) >= 0 && strncmp(day + 5, "08", 2) <= 0
               ? "2"
               : "1";
}

static enum err pay(struct demo *d, const char *school, const char *kind,
                    const char *amount)
{
    const struct aid_batch_in in = {
        .school = school,
        .year = d->school_year,
        .term = term_of(d),
        .kind = kind,
        .amount = amount,
        .funder = aid_kind_of(kind)->funder,
        .paid_on = demo_date(&d->scratch, d->today - PAID_AGO),
        .basis = "样例批次",
        .dry_run = 0,
    };
    struct aid_batch made;
    struct refusal why;
    struct act act;

    if (!in.paid_on)
        return ERR_NO_MEMORY;
    TRY(demo_as(d, &d->bureau, demo_hour(d->today - 2, 10), &act));
    return store_aid_batch(d->db, &d->scratch, &act, &in, &made, &why);
}

static enum err pay_all(struct demo *d)
{
    size_t paid = 0;

    for (size_t i = 0; i < d->schools_n && paid < SCHOOLS_PAID; i++) {
        const char *code = d->schools[i].code;

        if (!d->schools[i].primary && !d->schools[i].junior)
            continue;
        TRY(pay(d, code, "textbooks", "105"));
        if (++paid % 3 == 0) /* has not entered it yet */
            continue;
        TRY(pay(d, code, "boarding", "625"));
        TRY(pay(d, code, "living", "312.50"));
    }
    return ERR_OK;
}

/* ---- on the way -------------------------------------------------------- */
/* Writes out a pupil of the school who has no case; *id is 0 where there is
 * none such. */
static enum err send(struct demo *d, const struct demo_school *from,
                     const char *to_school, const char *to_name, int32_t day,
                     int64_t *id)
{
    char today[CLOCK_DATE_MAX];
    const struct aid_filter pupils = { .year = d->school_year,
                                       .term = term_of(d),
                                       .kind = "tuition",
                                       .school = from->code,
                                       .today = today,
                                       .student_id = INT_NONE,
                                       .rows = 40 };
    const struct aid_missing *p;
    struct refusal why;
    struct list found;
    struct act act;

    *id = 0;
    clock_days_date(d->today, today);
    TRY(demo_as(d, &d->bureau, demo_hour(day, 11), &act));
    TRY(store_aid_missing(d->db, &d->scratch, &pupils, &found));
    p = found.items;
    for (size_t i = 0; i < found.n && *id == 0; i++) {
        const struct transfer_in in = { .student_id = p[i].id,
                                        .to_school = to_school,
                                        .to_name = to_name,
                                        .left_on = demo_date(&d->scratch, day),
                                        .reason = "随父母搬家" };
        enum err e = in.left_on ? store_transfer_write(d->db, &d->scratch, &act,
                                                       &in, id, &why)
                                : ERR_NO_MEMORY;

        if (e != ERR_OK && e != ERR_RULE && e != ERR_CONFLICT &&
            e != ERR_INVALID)
            return e;
    }
    return ERR_OK;
}

static enum err receive(struct demo *d, const struct demo_school *at,
                        int64_t id, int32_t day)
{
    const struct transfer_receive in = {
        .arrived_on = demo_date(&d->scratch, day), .class = "1", .boarding = "1"
    };
    struct refusal why;
    struct act act;

    if (id == 0)
        return ERR_OK;
    if (!in.arrived_on)
        return ERR_NO_MEMORY;
    TRY(demo_as(d, &at->head, demo_hour(day, 9), &act));
    return store_transfer_receive(d->db, &d->scratch, &act, id, 1, &in, &why);
}

/* ---- 结对帮扶 ------------------------------------------------------------ */
/* A mentor of another department for each: one visited lately, one not for long,
 * one never yet. */
static enum err look_after(struct demo *d, const struct act *act,
                           int64_t student_id, size_t n)
{
    static const struct {
        const char *mentor, *unit, *difficulty, *plan;
        int32_t began, visited; /* days ago; 0: never */
    } of[] = { { "样例帮扶人甲", "guangongwei", "study",
                 "每月入户一次，辅导功课。", 80, 8 },
               { "样例帮扶人乙", "tuanwei", "family",
                 "每两周和孩子通一次电话。", 90, 60 },
               { "样例帮扶人丙", "fulian", "living", "联系爱心驿站，送冬衣。",
                 10, 0 } };
    const struct pairing_in in = {
        .mentor = of[n].mentor,
        .unit = of[n].unit,
        .difficulty = of[n].difficulty,
        .plan = of[n].plan,
        .from_date = demo_date(&d->scratch, d->today - of[n].began),
    };
    const struct pairing_visit_in visit = {
        .visited_on = demo_date(&d->scratch, d->today - of[n].visited),
        .method = "home",
        .done = "孩子在家，作业按时完成，家长放心。",
    };
    struct refusal why;
    int64_t id;

    if (!in.from_date || !visit.visited_on)
        return ERR_NO_MEMORY;
    TRY(store_pairing_add(d->db, act, student_id, &in, &id, &why));
    return of[n].visited
               ? store_pairing_visit(d->db, &d->scratch, act, id, &visit, &why)
               : ERR_OK;
}

static enum err help_pupils(struct demo *d, const struct demo_school *at)
{
    static const struct {
        const char *difficulty, *measure;
    } given[] = { { "money", "对接村干部申请临时救助，送学习用品。" },
                  { "study", "安排任课教师每周二、四课后辅导。" },
                  { "family", "班主任每周与在外地的家长通一次电话。" } };
    char today[CLOCK_DATE_MAX];
    const struct aid_filter pupils = { .year = d->school_year,
                                       .term = term_of(d),
                                       .kind = "tuition",
                                       .school = at->code,
                                       .today = today,
                                       .student_id = INT_NONE,
                                       .rows = sizeof given / sizeof *given };
    const struct aid_missing *pupil;
    struct demo_actor mentors;
    struct list found;
    struct act act;

    TRY(demo_agency(d, "guangongwei", "guangongwei", "市关心下一代工作委员会",
                    &mentors));
    clock_days_date(d->today, today);
    TRY(demo_as(d, &at->head, demo_hour(d->today - 5, 16), &act));
    TRY(store_aid_missing(d->db, &d->scratch, &pupils, &found));
    pupil = found.items;
    for (size_t i = 0; i < found.n; i++) {
        struct help_row h = { .student_id = pupil[i].id,
                              .difficulty = given[i].difficulty,
                              .measure = given[i].measure,
                              .helped_on =
                                  demo_date(&d->scratch, d->today - 6) };

        if (!h.helped_on)
            return ERR_NO_MEMORY;
        TRY(store_help_add(d->db, &d->scratch, &act, &h));
        TRY(look_after(d, &act, pupil[i].id, i));
    }
    return ERR_OK;
}

/* The first school with a head of its own, and another of the same stage. */
static bool pair(const struct demo *d, const struct demo_school **one,
                 const struct demo_school **other)
{
    *one = *other = NULL;
    for (size_t i = 0; i < d->schools_n && !*other; i++) {
        const struct demo_school *s = &d->schools[i];

        if (!*one && strcmp(s->type, "311") == 0 && s->head.id)
            *one = s;
        else if (*one && s->junior)
            *other = s;
    }
    return *other != NULL;
}

enum err demo_aid(struct demo *d)
{
    const struct demo_school *one, *other;
    int64_t id;

    TRY(pay_all(d));
    if (!pair(d, &one, &other))
        return ERR_OK;
    TRY(help_pupils(d, one));
    TRY(send(d, other, one->code, NULL, d->today - 9, &id));
    TRY(receive(d, one, id, d->today - 7));
    TRY(send(d, other, one->code, NULL, d->today - 3, &id));
    TRY(send(d, one, other->code, NULL, d->today - 2, &id));
    return send(d, one, NULL, "外县样例学校", d->today - 4, &id);
}
