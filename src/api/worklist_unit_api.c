/* 待办 of a unit as such: plans and notes to sign for, to receive or to write anew;
 * leavers' wishes to hand over or to answer; the duties of the year to confirm;
 * survey rounds to sign off. */
#include <stdlib.h>
#include <string.h>

#include "api/act.h"
#include "domain/actor.h"
#include "domain/duty_confirmation.h"
#include "store/duty_confirmation_store.h"
#include "worklist.h"

/* Who may do it, and the page: between `page` and `filter` stands the id. */
static const struct unit_work {
    const char *kind;
    enum right right;
    const char *page, *filter;
} works[] = {
    { "material_sign", RIGHT_MATERIAL_SIGN, "/materials/", "" },
    { "material_receive", RIGHT_MATERIAL_RECEIVE, "/materials/", "" },
    { "material_again", RIGHT_MATERIAL_WRITE, "/materials/", "" },
    { "training_hand_over", RIGHT_TRAINING_WRITE,
      "/training?year=", "&state=registered&onward=wish" },
    { "training_contact", RIGHT_TRAINING_ACT,
      "/training?year=", "&state=handed" },
    { "duty_confirm", RIGHT_DUTY_CONFIRM, "/duties?year=", "" },
    { "round_sign", RIGHT_ROUND_SIGN, "/rounds/", "" },
};
#define WORKS (sizeof works / sizeof *works)

/* The kinds that the caller may do, each between blanks. */
static const char *kinds_of(const struct req *rq)
{
    const char *kinds = " ";

    for (size_t i = 0; i < WORKS && kinds; i++)
        if (role_may(rq->actor->role, works[i].right))
            kinds = arena_printf(rq->arena, "%s%s ", kinds, works[i].kind);
    return kinds;
}

static const struct unit_work *work_of(const char *kind)
{
    for (size_t i = 0; i < WORKS; i++)
        if (strcmp(works[i].kind, kind) == 0)
            return &works[i];
    return NULL;
}

static enum err item_of(struct req *rq, enum rank rank, const char *kind,
                        int64_t id, struct work_item *w)
{
    const struct unit_work *of = work_of(kind);

    if (!of)
        return ERR_INVALID;
    TRY(work_begin(rq, rank, id, "", id, w)); /* its page follows */
    w->kind = of->kind;
    w->title = code_label(&work_kinds, of->kind);
    w->link = arena_printf(rq->arena, "%s%lld%s", of->page, (long long)id,
                           of->filter);
    work_end(rq, INT_NONE, w);
    return w->link ? ERR_OK : ERR_NO_MEMORY;
}

/* ---- materials ---- */
static enum err material_query(struct req *rq, struct work_material_query *q)
{
    *q = (struct work_material_query) { .unit = rq->actor->unit,
                                        .kinds = kinds_of(rq),
                                        .account_id = rq->actor->account_id };
    return q->kinds ? ERR_OK : ERR_NO_MEMORY;
}

static enum err read_materials(struct req *rq, const struct place *after,
                               int64_t rows, struct list *out)
{
    struct work_material_query q;
    const struct work_material *m;
    struct work_item *w;
    struct list found;

    TRY(material_query(rq, &q));
    q.after_due = after->due;
    q.after_id = work_id_after(after, RANK_MATERIAL);
    q.rows = rows;
    TRY(store_work_materials(rq->db, rq->arena, &q, &found));
    m = found.items;
    w = arena_array(rq->arena, found.n, sizeof *w);
    if (!w)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < found.n; i++) {
        TRY(item_of(rq, RANK_MATERIAL, m[i].kind, m[i].id, &w[i]));
        w[i].subject = m[i].subject;
        w[i].material_id = m[i].id;
        work_end(rq, m[i].due_at, &w[i]);
    }
    *out = (struct list) { w, found.n };
    return ERR_OK;
}

static enum err count_materials(struct req *rq, int64_t *n)
{
    struct work_material_query q;

    TRY(material_query(rq, &q));
    return store_work_material_count(rq->db, &q, n);
}

/* ---- wishes: one line, by their number, for each year of leavers ---- */
static enum err wishes_of(struct req *rq, struct list *out)
{
    const char *kinds = kinds_of(rq);

    return kinds ? store_work_wishes(rq->db, rq->arena, rq->actor->unit, kinds,
                                     out)
                 : ERR_NO_MEMORY;
}

static enum err read_training(struct req *rq, const struct place *after,
                              int64_t rows, struct list *out)
{
    const struct work_wishes *y;
    struct work_item *w;
    struct list years;
    size_t n = 0;

    (void)rows; /* they are few */
    TRY(wishes_of(rq, &years));
    y = years.items;
    w = arena_array(rq->arena, years.n, sizeof *w);
    if (!w)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < years.n; i++) {
        TRY(item_of(rq, RANK_TRAINING, y[i].kind, y[i].year, &w[n]));
        w[n].title = arena_printf(rq->arena, "%s，还有 %lld 人", w[n].title,
                                  (long long)y[i].left);
        w[n].subject =
            arena_printf(rq->arena, "%lld 年毕业生", (long long)y[i].year);
        if (!w[n].title || !w[n].subject)
            return ERR_NO_MEMORY;
        n += work_is_after(&w[n], after);
    }
    *out = (struct list) { w, n };
    return ERR_OK;
}

static enum err count_training(struct req *rq, int64_t *n)
{
    struct list years;

    TRY(wishes_of(rq, &years));
    *n = (int64_t)years.n;
    return ERR_OK;
}

/* ---- 责任确认 of this year ---- */
static enum err unconfirmed(struct req *rq, bool *is)
{
    const struct act act = req_act(rq);
    struct duty_confirmation_row *r;
    struct list rows;

    *is = false;
    if (!role_may(act.role, RIGHT_DUTY_CONFIRM))
        return ERR_OK;
    TRY(store_duty_confirmations(
        rq->db, rq->arena, strtoll(rq->today, NULL, 10), act.unit, &rows));
    r = rows.items;
    if (rows.n == 0)
        return ERR_OK;
    duty_confirmation_describe(r, &act);
    *is = r->may_confirm == 1;
    return ERR_OK;
}

static enum err read_confirmations(struct req *rq, const struct place *after,
                                   int64_t rows, struct list *out)
{
    int64_t year = strtoll(rq->today, NULL, 10);
    struct work_item *w = arena_array(rq->arena, 1, sizeof *w);
    bool is;

    (void)rows; /* it is one */
    *out = (struct list) { NULL, 0 };
    if (!w)
        return ERR_NO_MEMORY;
    TRY(unconfirmed(rq, &is));
    if (!is)
        return ERR_OK;
    TRY(item_of(rq, RANK_CONFIRMATION, "duty_confirm", year, w));
    w->subject = arena_printf(rq->arena, "%lld 年责任确认", (long long)year);
    *out = (struct list) { w, work_is_after(w, after) };
    return w->subject ? ERR_OK : ERR_NO_MEMORY;
}

static enum err count_confirmations(struct req *rq, int64_t *n)
{
    bool is;

    TRY(unconfirmed(rq, &is));
    *n = is;
    return ERR_OK;
}

/* ---- rounds to sign off ---- */
static enum err unsigned_rounds(struct req *rq, struct list *out)
{
    *out = (struct list) { NULL, 0 };
    return role_may(rq->actor->role, RIGHT_ROUND_SIGN)
               ? store_work_signoffs(rq->db, rq->arena, rq->actor->unit,
                                     rq->today, out)
               : ERR_OK;
}

static enum err read_signoffs(struct req *rq, const struct place *after,
                              int64_t rows, struct list *out)
{
    const struct work_round *r;
    struct work_item *w;
    struct list rounds;
    size_t n = 0;

    (void)rows; /* they are few */
    TRY(unsigned_rounds(rq, &rounds));
    r = rounds.items;
    w = arena_array(rq->arena, rounds.n, sizeof *w);
    if (!w)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < rounds.n; i++) {
        TRY(item_of(rq, RANK_SIGNOFF, "round_sign", r[i].id, &w[n]));
        w[n].subject = r[i].name;
        w[n].round_id = r[i].id;
        work_end(rq, work_day_end(r[i].ends_on), &w[n]);
        n += work_is_after(&w[n], after);
    }
    *out = (struct list) { w, n };
    return ERR_OK;
}

static enum err count_signoffs(struct req *rq, int64_t *n)
{
    struct list rounds;

    TRY(unsigned_rounds(rq, &rounds));
    *n = (int64_t)rounds.n;
    return ERR_OK;
}

const struct work_source work_materials = { read_materials, count_materials };
const struct work_source work_training = { read_training, count_training };
const struct work_source work_confirmations = { read_confirmations,
                                                count_confirmations };
const struct work_source work_signoffs = { read_signoffs, count_signoffs };
