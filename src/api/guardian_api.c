/* Guardians over HTTP. */
#include "api/act.h"
#include "api/change.h"
#include "api/routes.h"
#include "domain/patch.h"
#include "domain/right.h"
#include "domain/schooling.h"
#include "store/schooling_store.h"
#include "store/student_store.h"

static enum err guardian_list(struct req *rq, const void *in, void *out)
{
    (void)in;
    rq->audit_child = rq->id;
    return store_guardian_list(rq->db, rq->arena, rq->id, out);
}

static enum err guardian_add(struct req *rq, const void *in, void *out)
{
    const struct act act = req_act(rq);
    struct guardian_row g;

    record_clear(&guardian_row, &g);
    record_copy(&guardian_in, in, &guardian_row, &g);
    g.student_id = rq->id;
    TRY(store_guardian_set(rq->db, rq->arena, &act, &g));
    return store_guardian_get(rq->db, rq->arena, g.id, out);
}

enum err change_guardian(struct req *rq, int64_t id, int64_t version,
                         const struct guardian_patch *in)
{
    const struct act act = req_act(rq);
    struct guardian_row g;

    TRY(store_guardian_get(rq->db, rq->arena, id, &g));
    patch_apply(&guardian_patch, in, &guardian_row, &g);
    g.version = version;
    return store_guardian_set(rq->db, rq->arena, &act, &g);
}

static enum err guardian_change(struct req *rq, const void *in, void *out)
{
    TRY(change_guardian(rq, rq->id, rq->if_match, in));
    return store_guardian_get(rq->db, rq->arena, rq->id, out);
}

const struct route guardian_routes[] = {
    { "GET", "/students/{id}/guardians", "监护人列表", RIGHT_STUDENT_READ,
      TX_READ, LISTS | READS_CHILD, .reply = &guardian_row,
      .find = &find_student, .handler = guardian_list },
    { "POST", "/students/{id}/guardians", "登记监护人", RIGHT_STUDENT_WRITE,
      TX_WRITE, CREATES, .body = &guardian_in, .reply = &guardian_row,
      .find = &find_student, .handler = guardian_add },
    { "PATCH", "/guardians/{id}", "修改监护人", RIGHT_STUDENT_WRITE, TX_WRITE,
      IF_MATCH, .body = &guardian_patch, .reply = &guardian_row,
      .find = &find_guardian, .handler = guardian_change },
    ROUTE_END
};
