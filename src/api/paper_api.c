/* What is printed, over HTTP.  Printing takes a child's data out of the
 * system, so it is in the audit trail before a byte leaves. */
#include "api/act.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "store/case_store.h"
#include "store/document_store.h"
#include "store/paper_store.h"
#include "store/teaching_store.h"

typedef enum err (*make_fn)(struct db *db, struct arena *a,
                            struct paper_print *p, int64_t id,
                            struct paper_set *set);

static enum err print(struct req *rq, make_fn make, struct paper_set *set)
{
    const struct act act = req_act(rq);
    struct paper_print p = { .act = &act, .child = INT_NONE };

    TRY(make(rq->db, rq->arena, &p, rq->id, set));
    set->printed_at = rq->now_ms;
    set->printed_by = rq->actor->name;
    set->printed_unit = rq->actor->unit_name;
    if (p.child != INT_NONE)
        rq->audit_child = p.child;
    rq->audit_detail = p.full ? "full" : "masked";
    return ERR_OK;
}

static enum err document_paper(struct req *rq, const void *in, void *out)
{
    (void)in;
    return print(rq, store_paper_document, out);
}

static enum err document_receipt(struct req *rq, const void *in, void *out)
{
    (void)in;
    return print(rq, store_paper_receipts, out);
}

static enum err teaching_paper(struct req *rq, const void *in, void *out)
{
    (void)in;
    return print(rq, store_paper_teaching, out);
}

static enum err case_dossier(struct req *rq, const void *in, void *out)
{
    (void)in;
    return print(rq, store_paper_dossier, out);
}

#define PRINTS (READS_CHILD | AUDIT_FIRST)

const struct route paper_routes[] = {
    { "GET", "/documents/{id}/paper", "打印文书", RIGHT_DOCUMENT_READ, TX_READ,
      PRINTS, .reply = &paper_set, .find = &find_document,
      .handler = document_paper },
    { "GET", "/documents/{id}/receipt", "打印送达回证", RIGHT_DOCUMENT_READ,
      TX_READ, PRINTS, .reply = &paper_set, .find = &find_document,
      .handler = document_receipt },
    { "GET", "/teaching-plans/{id}/paper", "打印送教上门记录",
      RIGHT_TEACHING_READ, TX_READ, PRINTS, .reply = &paper_set,
      .find = &find_teaching_plan, .handler = teaching_paper },
    { "GET", "/cases/{id}/dossier", "打印卷宗", RIGHT_CASE_READ, TX_LONG,
      PRINTS, .reply = &paper_set, .find = &find_case,
      .handler = case_dossier },
    ROUTE_END
};
