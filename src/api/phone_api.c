/* Phones that keep records of children, over HTTP. */
#include "api/act.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/phone.h"
#include "domain/right.h"
#include "domain/survey.h"
#include "domain/uuid.h"
#include "store/phone_store.h"

static enum err not_a_device(struct req *rq, const char *pointer)
{
    return req_refuse(rq, ERR_INVALID, pointer, "uuid", "手机编号不是 UUID。");
}

/* ---- by the phone itself ---------------------------------------------------------- */
static enum err phone_put(struct req *rq, const void *in, void *out)
{
    const char *device = uuid_of(rq->arena, rq->key);

    (void)in;
    (void)out;
    return device ? store_phone_register(rq->db, device, rq->actor->account_id,
                                         rq->now_ms)
                  : not_a_device(rq, "");
}

static enum err contact_put(struct req *rq, const void *in, void *out)
{
    const char *device = uuid_of(rq->arena, rq->key);

    (void)out;
    return device ? store_phone_contact(rq->db, device, rq->actor->account_id,
                                        in, rq->now_ms)
                  : not_a_device(rq, "");
}

/* Of a phone that was found empty, by its name: what is safe of it. */
static enum err known_get(struct req *rq, const void *in, void *out)
{
    const char *device = uuid_of(rq->arena, rq->key);

    (void)in;
    return device ? store_phone_known(rq->db, rq->arena, device,
                                      rq->actor->account_id, out)
                  : ERR_NOT_FOUND;
}

struct phone_query {
    const char *device;
};
static const struct field phone_query_fields[] = {
    F_TEXT(phone_query, device, "手机编号", REQUIRED, 36, 36), F_END
};
static const struct record phone_query =
    RECORD(phone_query, "PhoneQuery", "哪部手机", phone_query_fields);

static enum err state_get(struct req *rq, const void *in, void *out)
{
    const struct phone_query *q = rq->query;
    const char *device = uuid_of(rq->arena, q->device);

    (void)in;
    return device ? store_phone_state(rq->db, rq->arena, device, out)
                  : not_a_device(rq, "/device");
}

/* ---- by the office ------------------------------------------------------------------ */
struct phones_query {
    struct page page;
    int64_t account_id;
};
static const struct field phones_query_fields[] = {
    F_PAGE(phones_query), F_ID(phones_query, account_id, "账号", OPTIONAL),
    F_END
};
static const struct record phones_query =
    RECORD(phones_query, "PhonesQuery", "谁的手机", phones_query_fields);

static enum err phone_list(struct req *rq, const void *in, void *out)
{
    const struct phones_query *q = rq->query;
    int64_t after;

    (void)in;
    TRY(page_after_id(rq, &q->page, &after));
    TRY(store_phone_list(rq->db, rq->arena, q->account_id, after,
                         page_rows(&q->page), out));
    return page_end_id(rq, &q->page, &phone_row, out);
}

static enum err phone_revoke(struct req *rq, const void *in, void *out)
{
    const struct phone_revocation *r = in;
    const struct act act = req_act(rq);
    struct phone_row *phone = out;

    TRY(store_phone_get(rq->db, rq->arena, rq->id, phone));
    TRY(store_phone_revoke(rq->db, &act, phone, r->reason));
    rq->audit_detail = arena_printf(
        rq->arena, "account %lld, %lld unsent when last heard of",
        (long long)phone->account_id,
        (long long)(phone->unsent == INT_NONE ? 0 : phone->unsent));
    return rq->audit_detail ? store_phone_get(rq->db, rq->arena, rq->id, phone)
                            : ERR_NO_MEMORY;
}

const struct route phone_routes[] = {
    { "PUT", "/phones/{uuid}", "登记存有内容的手机", RIGHT_SURVEY_WRITE,
      TX_WRITE, NO_REPLY, .handler = phone_put },
    { "GET", "/phones/{uuid}", "服务器所知的本人的一部手机", RIGHT_SURVEY_WRITE,
      TX_READ, 0, .reply = &phone_known, .handler = known_get },
    { "PUT", "/phones/{uuid}/contact", "手机报告机型和未上传数",
      RIGHT_SURVEY_WRITE, TX_WRITE, NO_REPLY, .body = &phone_contact,
      .handler = contact_put },
    { "GET", "/phone-state", "手机可否保留内容", RIGHT_PUBLIC, TX_READ, PUBLIC,
      .query = &phone_query, .reply = &phone_state, .handler = state_get },
    { "GET", "/phones", "存有内容的手机", RIGHT_PHONE_MANAGE, TX_READ, LISTS,
      .query = &phones_query, .reply = &phone_row, .handler = phone_list },
    { "POST", "/phones/{id}/revocation", "撤销手机", RIGHT_PHONE_MANAGE,
      TX_WRITE, 0, .body = &phone_revocation, .reply = &phone_row,
      .find = &find_phone, .handler = phone_revoke },
    ROUTE_END
};
