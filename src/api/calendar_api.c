/* The school calendar over HTTP. */
#include <string.h>

#include "api/routes.h"
#include "base/clock.h"
#include "domain/right.h"
#include "store/calendar_store.h"

struct day_query {
    struct page page;
    int64_t year;
};
static const struct field day_query_fields[] = {
    F_PAGE(day_query), F_INT(day_query, year, "年份", REQUIRED, 2000, 2199),
    F_END
};
static const struct record day_query =
    RECORD(day_query, "CalendarQuery", "校历年份", day_query_fields);

struct day_in {
    const char *day, *kind, *name;
};
static const struct field day_in_fields[] = {
    F_DATE(day_in, day, "日期", REQUIRED),
    F_CODE(day_in, kind, "类别", REQUIRED, day_kinds),
    F_TEXT(day_in, name, "名称", REQUIRED, 1, 40), F_END
};
static const struct record day_in =
    RECORD(day_in, "CalendarDayIn", "登记节假日", day_in_fields);

struct term_in {
    const char *name, *from_date, *to_date;
};
static const struct field term_in_fields[] = {
    F_TEXT(term_in, name, "学期", REQUIRED, 1, 40),
    F_DATE(term_in, from_date, "开学日期", REQUIRED),
    F_DATE(term_in, to_date, "放假前一日", REQUIRED), F_END
};
static const struct record term_in =
    RECORD(term_in, "TermIn", "登记学期", term_in_fields);

static enum err day_list(struct req *rq, const void *in, void *out)
{
    const struct day_query *q = rq->query;

    (void)in;
    return store_day_list(rq->db, rq->arena, q->year, out);
}

static enum err day_put(struct req *rq, const void *in, void *out)
{
    const struct day_in *d = in;
    struct calendar_day_row row = { d->day, d->kind, d->name, 1 };

    TRY(store_day_put(rq->db, &row));
    rq->audit_entity_id = d->day;
    return store_day_get(rq->db, rq->arena, d->day, out);
}

static enum err day_remove(struct req *rq, const void *in, void *out)
{
    (void)in;
    (void)out;
    return store_day_remove(rq->db, rq->key);
}

static enum err term_list(struct req *rq, const void *in, void *out)
{
    (void)rq;
    (void)in;
    return store_term_list(rq->db, rq->arena, out);
}

#define TERM_MOST 250 /* days */

static enum err term_set(struct req *rq, const struct term_in *t, int64_t id,
                         struct term_row *out)
{
    struct term_row row = { .id = id,
                            .name = t->name,
                            .from_date = t->from_date,
                            .to_date = t->to_date,
                            .version = rq->if_match };
    int32_t from = 0, to = 0;
    enum err e;

    clock_date_days(t->from_date, &from);
    clock_date_days(t->to_date, &to);
    if (to <= from || to - from > TERM_MOST)
        return req_refuse(rq, ERR_INVALID, "/to_date", "range",
                          "学期结束应晚于开学，且不超过 250 天，没有保存，"
                          "请核对。");
    e = store_term_set(rq->db, rq->arena, &row);
    if (e == ERR_CONFLICT)
        return req_refuse(rq, e, "/from_date", "overlap",
                          "与另一学期的日期重叠，没有保存，请核对。");
    TRY(e);
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)row.id);
    return store_term_get(rq->db, rq->arena, row.id, out);
}

static enum err term_add(struct req *rq, const void *in, void *out)
{
    return term_set(rq, in, INT_NONE, out);
}

static enum err term_change(struct req *rq, const void *in, void *out)
{
    return term_set(rq, in, rq->id, out);
}

const struct route calendar_routes[] = {
    { "GET", "/calendar-days", "节假日和调休上班日", RIGHT_PLACE_READ, TX_READ,
      LISTS, .query = &day_query, .reply = &calendar_day_row,
      .handler = day_list },
    { "POST", "/calendar-days", "登记节假日", RIGHT_CALENDAR_MANAGE, TX_WRITE,
      CREATES, .body = &day_in, .reply = &calendar_day_row,
      .handler = day_put },
    { "DELETE", "/calendar-days/{code}", "删除节假日", RIGHT_CALENDAR_MANAGE,
      TX_WRITE, NO_REPLY, .handler = day_remove },
    { "GET", "/terms", "学期", RIGHT_PLACE_READ, TX_READ, LISTS,
      .reply = &term_row, .handler = term_list },
    { "POST", "/terms", "登记学期", RIGHT_CALENDAR_MANAGE, TX_WRITE, CREATES,
      .body = &term_in, .reply = &term_row, .handler = term_add },
    { "PATCH", "/terms/{id}", "修改学期", RIGHT_CALENDAR_MANAGE, TX_WRITE,
      IF_MATCH, .body = &term_in, .reply = &term_row, .find = &find_term,
      .handler = term_change },
    ROUTE_END
};
