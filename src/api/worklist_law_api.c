/* 待办 from the committee's sessions and from papers to be served. */
#include "domain/actor.h"
#include "domain/document.h"
#include "domain/right.h"
#include "domain/setting.h"
#include "store/setting_store.h"
#include "worklist.h"

/* Everything of this file: whose it is, where it is read, where it leads. */
struct law_source {
    enum rank rank;
    enum right right;
    const char *kind, *page;
    bool of_case; /* it leads to its case, else to itself */
    enum err (*read)(struct db *db, struct arena *a, const struct work_place *p,
                     struct list *out);
};
static const struct law_source seats = { RANK_SEAT, RIGHT_ASSESSMENT_SIGN,
                                         "sign",    "assessments",
                                         false,     store_work_seats };
static const struct law_source convening = {
    RANK_CONVENING, RIGHT_COMMITTEE_MANAGE, "convene", "cases",
    true,           store_work_convening
};
static const struct law_source papers = { RANK_PAPER, RIGHT_DOCUMENT_SERVE,
                                          "serve",    "cases",
                                          true,       store_work_papers };

static bool has(const struct req *rq, const struct law_source *s)
{
    return role_may(rq->actor->role, s->right);
}

static enum err item_of(struct req *rq, const struct law_source *s,
                        const struct work_matter *m, struct work_item *w)
{
    TRY(work_begin(rq, s->rank, m->id, s->page, s->of_case ? m->case_id : m->id,
                   w));
    w->kind = s->kind;
    w->title = code_label(&work_kinds, s->kind);
    if (m->paper)
        w->title = arena_printf(rq->arena, "%s：%s", w->title,
                                code_label(&document_kind_codes, m->paper));
    w->subject = m->subject;
    w->case_id = m->case_id;
    w->student_id = m->student_id;
    work_end(rq, m->due_at, w);
    return w->title ? ERR_OK : ERR_NO_MEMORY;
}

static enum err read_matters(struct req *rq, const struct law_source *s,
                             const struct place *after, int64_t rows,
                             struct list *out)
{
    struct work_place p = { .unit = rq->actor->unit,
                            .after_due = after->due,
                            .after_id = work_id_after(after, s->rank),
                            .rows = rows,
                            .account_id = rq->actor->account_id };
    const struct work_matter *m;
    struct work_item *w;
    struct list found;

    *out = (struct list) { NULL, 0 };
    if (!has(rq, s))
        return ERR_OK;
    TRY(store_setting_int(rq->db, SETTING_SERVICE_DAYS, &p.days));
    TRY(s->read(rq->db, rq->arena, &p, &found));
    m = found.items;
    w = arena_array(rq->arena, found.n, sizeof *w);
    if (!w)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < found.n; i++)
        TRY(item_of(rq, s, &m[i], &w[i]));
    *out = (struct list) { w, found.n };
    return ERR_OK;
}

/* ---- sessions: who sits on them signs, the bureau convenes ---- */
static enum err read_seats(struct req *rq, const struct place *after,
                           int64_t rows, struct list *out)
{
    return read_matters(rq, &seats, after, rows, out);
}

static enum err count_seats(struct req *rq, int64_t *n)
{
    *n = 0;
    return has(rq, &seats)
               ? store_work_seat_count(rq->db, rq->actor->account_id, n)
               : ERR_OK;
}

static enum err read_convening(struct req *rq, const struct place *after,
                               int64_t rows, struct list *out)
{
    return read_matters(rq, &convening, after, rows, out);
}

static enum err count_convening(struct req *rq, int64_t *n)
{
    *n = 0;
    return has(rq, &convening) ? store_work_convening_count(rq->db, n) : ERR_OK;
}

/* ---- papers: the unit that issued one serves it ---- */
static enum err read_papers(struct req *rq, const struct place *after,
                            int64_t rows, struct list *out)
{
    return read_matters(rq, &papers, after, rows, out);
}

static enum err count_papers(struct req *rq, int64_t *n)
{
    *n = 0;
    return has(rq, &papers) ? store_work_paper_count(rq->db, rq->actor->unit, n)
                            : ERR_OK;
}

const struct work_source work_seats = { read_seats, count_seats };
const struct work_source work_convening = { read_convening, count_convening };
const struct work_source work_papers = { read_papers, count_papers };
