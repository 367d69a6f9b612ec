/* Locked ledgers (台账封存) over HTTP. */
#include <string.h>

#include "api/act.h"
#include "api/refusal.h"
#include "api/routes.h"
#include "domain/actor.h"
#include "domain/right.h"
#include "snapshot_sight.h"
#include "store/snapshot_check_store.h"
#include "store/snapshot_store.h"
#include "store/unit_store.h"

/* And what whoever asks may do with it. */
static enum err found(struct req *rq, int64_t id, struct snapshot_row *s)
{
    const struct act act = req_act(rq);
    struct refusal why;
    bool open;

    TRY(store_snapshot_get(rq->db, rq->arena, id, s));
    open = snapshot_decide(s, &act, &why) == ERR_OK;
    s->may_check = open && rq->policy->may(rq->actor, RIGHT_SNAPSHOT_CHECK);
    s->may_decide = open && rq->policy->may(rq->actor, RIGHT_SNAPSHOT_SIGN);
    return ERR_OK;
}

/* ---- handing in -------------------------------------------------------- */
/* A township hands in its own children, the bureau the county's. */
static enum err words_of(struct req *rq, const char *unit,
                         struct ledger_words *w, const char **division)
{
    struct unit_row u;

    TRY(store_unit_get(rq->db, rq->arena, unit, &u));
    *division = u.division;
    *w = (struct ledger_words) { .scope_lo = rq->principal.lo,
                                 .scope_hi = rq->principal.hi };
    if (strcmp(u.kind, "township") == 0)
        w->division = u.division;
    return ERR_OK;
}

/* Who handed it in meanwhile, or before. */
static enum err taken(struct req *rq, const struct snapshot_row *s)
{
    const struct snapshot_filter f = { .ledger = s->ledger,
                                       .year = s->year,
                                       .rows = 200 };
    const struct snapshot_row *other;
    struct list l;

    TRY(store_snapshot_list(rq->db, rq->arena, &f, &l));
    other = l.items;
    for (size_t i = 0; i < l.n; i++) {
        char day[CLOCK_DATE_MAX];

        if (strcmp(other[i].unit, s->unit) != 0 ||
            strcmp(other[i].state, "returned") == 0)
            continue;
        clock_date_of(other[i].submitted_at, day);
        rq->detail = arena_printf(
            rq->arena,
            "%s已由%s于 %s 封存，本次没有保存。退回以后才能再次封存。",
            other[i].title,
            other[i].submitted_name ? other[i].submitted_name : "另一位同事",
            day);
        return rq->detail ? ERR_CONFLICT : ERR_NO_MEMORY;
    }
    return ERR_CONFLICT;
}

static enum err snapshot_add(struct req *rq, const void *in, void *out)
{
    const struct snapshot_in *body = in;
    const struct ledger *l = ledger_of(rq->key);
    const struct act act = req_act(rq);
    struct snapshot_row s = { .year = body->year,
                              .unit = rq->actor->unit,
                              .unit_name = rq->actor->unit_name,
                              .submitted_by = act.account_id,
                              .submitted_at = rq->now_ms };
    struct ledger_words w;
    struct ledger_filter f;
    struct refusal why;
    enum err e;

    if (!l)
        return ERR_NOT_FOUND;
    if (!rq->policy->may(rq->actor, l->right))
        return ERR_FORBIDDEN;
    e = snapshot_may(l, body->year, &act, &why);
    if (e != ERR_OK)
        return req_refusal(rq, ERR_CONFLICT, &why);
    s.ledger = l->name;
    TRY(words_of(rq, s.unit, &w, &s.division));
    TRY(store_ledger_filter(rq->db, rq->arena, l, body->year, &w, &f));
    e = store_snapshot_add(rq->db, rq->arena, &f, &s);
    if (e == ERR_CONFLICT)
        return taken(rq, &s);
    TRY(e);
    rq->audit_entity_id = arena_printf(rq->arena, "%lld", (long long)s.id);
    rq->audit_detail =
        arena_printf(rq->arena, "%s %lld年", s.ledger, (long long)s.year);
    return found(rq, s.id, out);
}

/* ---- looking ----------------------------------------------------------- */
struct snapshot_query {
    struct page page;
    const char *ledger, *state;
    int64_t year;
};
static const struct field snapshot_query_fields[] = {
    F_PAGE(snapshot_query),
    F_TEXT(snapshot_query, ledger, "台账", OPTIONAL, 1, 30),
    F_CODE(snapshot_query, state, "状态", OPTIONAL, snapshot_states),
    F_INT(snapshot_query, year, "年度", OPTIONAL, LEDGER_YEAR_MIN,
          LEDGER_YEAR_MAX),
    F_END
};
static const struct record snapshot_query =
    RECORD(snapshot_query, "LedgerSnapshotQuery", "封存台账筛选",
           snapshot_query_fields);

static enum err snapshot_list(struct req *rq, const void *in, void *out)
{
    const struct snapshot_query *q = rq->query;
    struct snapshot_filter f = { .ledger = q->ledger,
                                 .state = q->state,
                                 .year = q->year,
                                 .rows = page_rows(&q->page) };

    (void)in;
    TRY(page_after_id(rq, &q->page, &f.before));
    TRY(store_snapshot_list(rq->db, rq->arena, &f, out));
    if (q->page.count == 1)
        TRY(store_snapshot_count(rq->db, &f, &rq->total));
    return page_end_id(rq, &q->page, &snapshot_row, out);
}

enum err snapshot_in_sight(struct req *rq, struct snapshot_row *s)
{
    const struct ledger *l;

    TRY(found(rq, rq->id, s));
    l = ledger_of(s->ledger);
    return l && rq->policy->may(rq->actor, l->right) ? ERR_OK : ERR_NOT_FOUND;
}

static enum err snapshot_get(struct req *rq, const void *in, void *out)
{
    (void)in;
    return snapshot_in_sight(rq, out);
}

struct snapshot_page {
    const char *title, *columns, *items;
    int64_t total;
};
static const struct field snapshot_page_fields[] = {
    F_TEXT(snapshot_page, title, "标题", REQUIRED, 1, 60),
    F_JSON(snapshot_page, columns, "各列：name、header、group、kind", REQUIRED),
    F_JSON(snapshot_page, items, "各行：student_id、case_id 和各列", REQUIRED),
    F_INT(snapshot_page, total, "人数", REQUIRED, 0, SNAPSHOT_ROWS_MOST), F_END
};
static const struct record snapshot_page = RECORD(
    snapshot_page, "LedgerSnapshotPage", "封存的各行", snapshot_page_fields);

static enum err snapshot_rows(struct req *rq, const void *in, void *out)
{
    struct snapshot_page *p = out;
    struct snapshot_row s;
    struct list lines;
    const struct snapshot_line *l;
    struct buf columns, items;
    enum err e = ERR_NO_MEMORY;

    (void)in;
    TRY(snapshot_in_sight(rq, &s));
    TRY(store_snapshot_lines(rq->db, rq->arena, s.id, &lines));
    l = lines.items;
    buf_init(&columns);
    buf_init(&items);
    ledger_columns_write(&columns, ledger_of(s.ledger));
    buf_char(&items, '[');
    /* each line is a list of one: "[{…}]" */
    for (size_t i = 0; i < lines.n; i++) {
        if (i)
            buf_char(&items, ',');
        buf_add(&items, l[i].shown + 1, strlen(l[i].shown) - 2);
    }
    buf_char(&items, ']');
    p->title = s.title;
    p->total = (int64_t)lines.n;
    if (!columns.failed && !items.failed) {
        p->columns = arena_strndup(rq->arena, columns.data, columns.len);
        p->items = arena_strndup(rq->arena, items.data, items.len);
        if (p->columns && p->items)
            e = ERR_OK;
    }
    buf_free(&columns);
    buf_free(&items);
    return e;
}

static enum err differences(struct req *rq, const void *in, void *out)
{
    struct snapshot_row s;
    struct ledger_words w;
    struct ledger_filter f;
    struct list locked, now;
    const char *division;

    (void)in;
    TRY(snapshot_in_sight(rq, &s));
    TRY(words_of(rq, s.unit, &w, &division));
    TRY(store_ledger_filter(rq->db, rq->arena, ledger_of(s.ledger), s.year, &w,
                            &f));
    TRY(store_snapshot_lines(rq->db, rq->arena, s.id, &locked));
    TRY(store_snapshot_now(rq->db, rq->arena, &f, &now));
    return snapshot_compare(rq->arena, &locked, &now, out);
}

/* ---- deciding ---------------------------------------------------------- */
static enum err decide(struct req *rq, const char *state, const char *reason,
                       struct snapshot_row *out)
{
    const struct act act = req_act(rq);
    struct snapshot_row s;
    struct refusal why;
    enum err e;

    TRY(snapshot_in_sight(rq, &s));
    e = snapshot_decide(&s, &act, &why);
    if (e != ERR_OK)
        return req_refusal(rq, ERR_CONFLICT, &why);
    s.state = state;
    s.reason = reason;
    s.decided_by = act.account_id;
    s.decided_at = rq->now_ms;
    s.version = rq->if_match;
    TRY(store_snapshot_decide(rq->db, &s));
    return found(rq, s.id, out);
}

static enum err snapshot_sign(struct req *rq, const void *in, void *out)
{
    int64_t passed, returned;
    struct refusal why;
    enum err e;

    (void)in;
    TRY(store_snapshot_check_count(rq->db, rq->id, &passed, &returned));
    e = snapshot_sign_may(returned, rq->arena, &why);
    if (e != ERR_OK)
        return req_refusal(rq, e == ERR_RULE ? ERR_CONFLICT : e, &why);
    return decide(rq, "signed", NULL, out);
}

static enum err snapshot_return(struct req *rq, const void *in, void *out)
{
    const struct snapshot_return_in *body = in;

    return decide(rq, "returned", body->reason, out);
}

/* Of two who decide at once one wins; the other is told who and what. */
static enum err decided_meanwhile(struct req *rq)
{
    struct snapshot_row s;

    TRY(store_snapshot_get(rq->db, rq->arena, rq->id, &s));
    rq->detail = arena_printf(
        rq->arena, "%s刚刚%s了这份台账，本次没有保存。请刷新后再看。",
        s.decided_name ? s.decided_name : "另一位同事",
        strcmp(s.state, "signed") == 0 ? "签收" : "退回");
    return rq->detail ? ERR_OK : ERR_NO_MEMORY;
}

const struct route snapshot_routes[] = {
    { "POST", "/ledgers/{name}/snapshots", "封存台账", RIGHT_SNAPSHOT_MAKE,
      TX_WRITE, CREATES, .body = &snapshot_in, .reply = &snapshot_row,
      .handler = snapshot_add },
    { "GET", "/snapshots", "封存的台账", RIGHT_LEDGER_READ, TX_READ, LISTS,
      .query = &snapshot_query, .reply = &snapshot_row,
      .handler = snapshot_list },
    { "GET", "/snapshots/{id}", "一份封存的台账", RIGHT_LEDGER_READ, TX_LONG, 0,
      .reply = &snapshot_row, .find = &find_snapshot, .handler = snapshot_get },
    { "GET", "/snapshots/{id}/rows", "封存台账的各行", RIGHT_LEDGER_READ,
      TX_LONG, AUDIT_FIRST, .reply = &snapshot_page, .find = &find_snapshot,
      .handler = snapshot_rows },
    { "GET", "/snapshots/{id}/differences", "封存后的差异", RIGHT_LEDGER_READ,
      TX_LONG, LISTS | AUDIT_FIRST, .reply = &snapshot_difference,
      .find = &find_snapshot, .handler = differences },
    { "POST", "/snapshots/{id}/sign", "签收封存的台账", RIGHT_SNAPSHOT_SIGN,
      TX_WRITE, IF_MATCH, .reply = &snapshot_row, .find = &find_snapshot,
      .handler = snapshot_sign, .stale = decided_meanwhile },
    { "POST", "/snapshots/{id}/return", "退回封存的台账", RIGHT_SNAPSHOT_SIGN,
      TX_WRITE, IF_MATCH, .body = &snapshot_return_in, .reply = &snapshot_row,
      .find = &find_snapshot, .handler = snapshot_return,
      .stale = decided_meanwhile },
    ROUTE_END
};
