/* Survey sheets over HTTP: printing those of a village, and finding the door of
 * a sheet by its number. */
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/right.h"
#include "store/place_store.h"
#include "store/survey_store.h"

static enum err round_of(struct req *rq, int64_t id, struct round_row *out)
{
    return id == INT_NONE ? store_round_open_one(rq->db, rq->arena, out)
                          : store_round_get(rq->db, rq->arena, id, out);
}

/* ---- printing ---- */
struct sheet_query {
    const char *division, *state;
    int64_t round_id;
};
static const struct field sheet_query_fields[] = {
    F_TEXT(sheet_query, division, "村居或网格代码", REQUIRED, 12, 15),
    F_CODE(sheet_query, state, "入户进度", OPTIONAL, door_states),
    F_ID(sheet_query, round_id, "轮次", OPTIONAL), F_END
};
static const struct record sheet_query = RECORD(
    sheet_query, "SurveySheetQuery", "打印摸排登记表", sheet_query_fields);

#define SHEETS_MOST 1000 /* that one paper set holds */

static enum err sheets(struct req *rq, const void *in, void *out)
{
    const struct sheet_query *q = rq->query;
    struct paper_set *set = out;
    struct door_filter f = { .state = q->state, .rows = SHEETS_MOST + 1 };
    struct round_row round;
    enum err e;

    (void)in;
    TRY(round_of(rq, q->round_id, &round));
    f.round_id = round.id;
    e = store_division_range(rq->db, rq->arena, q->division, &f.lo, &f.hi);
    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/division", "unknown",
                          "没有这个区划，请重新选择。");
    TRY(e);
    set->printed_at = rq->now_ms;
    set->printed_by = rq->actor->name;
    set->printed_unit = rq->actor->unit_name;
    e = store_survey_sheets(rq->db, rq->arena, &round, &f, rq->today, set);
    if (e == ERR_TOO_LARGE)
        return req_refuse(
            rq, ERR_INVALID, "/division", "range",
            "这里超过 1000 户，没有打印。请按村居或网格分别打印。");
    TRY(e);
    rq->audit_entity_id = q->division;
    rq->audit_detail = arena_printf(rq->arena, "sheets %zu", set->papers.n);
    return rq->audit_detail ? ERR_OK : ERR_NO_MEMORY;
}

/* ---- the door of a sheet ---- */
struct sheet_door_query {
    int64_t round_id;
};
static const struct field sheet_door_query_fields[] = {
    F_ID(sheet_door_query, round_id, "轮次", OPTIONAL), F_END
};
static const struct record sheet_door_query =
    RECORD(sheet_door_query, "SurveySheetDoorQuery", "登记表编号",
           sheet_door_query_fields);

static enum err sheet_door(struct req *rq, const void *in, void *out)
{
    const struct sheet_door_query *q = rq->query;
    int64_t household = door_of_code(rq->id);
    struct door_view *d = out;
    const struct door_child *c;
    struct round_row round;

    (void)in;
    if (!household)
        return req_refuse(rq, ERR_INVALID, "", "check_digit",
                          "登记表编号不对，请核对后重新输入。");
    TRY(round_of(rq, q->round_id, &round));
    TRY(store_door_get(rq->db, rq->arena, household, round.id, rq->today, d));
    c = d->children.items;
    rq->audit_child = d->children.n ? c[0].student_id : 0;
    rq->audit_detail =
        arena_printf(rq->arena, "household %lld", (long long)household);
    return rq->audit_detail ? ERR_OK : ERR_NO_MEMORY;
}

const struct route survey_sheet_routes[] = {
    { "GET", "/survey-sheets", "打印摸排登记表", RIGHT_SURVEY_READ, TX_LONG,
      AUDIT_FIRST, .query = &sheet_query, .reply = &paper_set,
      .handler = sheets },
    { "GET", "/survey-sheets/{id}", "登记表编号所指的家庭", RIGHT_SURVEY_WRITE,
      TX_READ, READS_CHILD, .query = &sheet_door_query, .reply = &door_view,
      .handler = sheet_door },
    ROUTE_END
};
