/* Ledgers (台账) over HTTP: on the screen, as CSV, as a workbook. */
#include <stdlib.h>
#include <string.h>

#include "api/routes.h"
#include "domain/actor.h"
#include "domain/aid.h"
#include "domain/codes.h"
#include "domain/indicator.h"
#include "jobs/ledger_export.h"
#include "store/ledger_store.h"

/* ---- the list of them -------------------------------------------------- */
struct ledger_item {
    const char *name, *title, *about;
    int64_t locks;
    struct list filters; /* of const char * */
};
static const struct field ledger_item_fields[] = {
    F_TEXT(ledger_item, name, "名称", REQUIRED, 1, 30),
    F_TEXT(ledger_item, title, "标题", REQUIRED, 1, 60),
    F_TEXT(ledger_item, about, "说明", REQUIRED, 1, 200),
    F_BOOL(ledger_item, locks, "可以封存", REQUIRED),
    F_TEXTS(ledger_item, filters, "可用的筛选条件", REQUIRED, 10),
    F_END
};
static const struct record ledger_item =
    RECORD(ledger_item, "Ledger", "台账", ledger_item_fields);

/* A department has but the ledgers of its own work. */
static bool reads(const struct req *rq, const struct ledger *l)
{
    return rq->policy->may(rq->actor, l->right) &&
           (l->departments || rq->policy->may(rq->actor, RIGHT_LEDGER_READ));
}

static enum err set_filters(struct arena *a, unsigned mask, struct list *out)
{
    const char **names = arena_array(a, 32, sizeof *names);
    size_t n = 0;

    if (!names)
        return ERR_NO_MEMORY;
    for (size_t i = 0; ledger_filter_names[i]; i++)
        if (mask >> i & 1)
            names[n++] = ledger_filter_names[i];
    *out = (struct list) { names, n };
    return ERR_OK;
}

static enum err ledger_list(struct req *rq, const void *in, void *out)
{
    struct ledger_item *items =
        arena_array(rq->arena, ledgers_n, sizeof *items);
    size_t n = 0;

    (void)in;
    if (!items)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < ledgers_n; i++) {
        if (!reads(rq, ledgers[i]))
            continue;
        items[n].name = ledgers[i]->name;
        items[n].title = ledgers[i]->title;
        items[n].about = ledgers[i]->about;
        items[n].locks = ledger_locks(ledgers[i]);
        TRY(set_filters(rq->arena, ledgers[i]->filters, &items[n++].filters));
    }
    *(struct list *)out = (struct list) { items, n };
    return ERR_OK;
}

/* ---- what is asked ----------------------------------------------------- */
static const struct code format_rows[] = { { "json", "页面" },
                                           { "csv", "CSV" },
                                           { "xlsx", "Excel 工作簿" },
                                           { NULL, NULL } };
static const struct code_table formats = { "ledger_format", "台账格式",
                                           format_rows };
static const struct code ids_rows[] = { { "masked", "隐去证件号" },
                                        { "full", "完整证件号" },
                                        { NULL, NULL } };
static const struct code_table ids_shown = { "ledger_ids", "证件号显示",
                                             ids_rows };

struct ledger_query {
    struct page page;
    int64_t year;
    const char *format, *division, *school, *stage, *tag, *sex, *q, *term;
    const char *ids, *reason;
};
static const struct field ledger_query_fields[] = {
    F_PAGE(ledger_query),
    F_INT(ledger_query, year, "年度", OPTIONAL, LEDGER_YEAR_MIN,
          LEDGER_YEAR_MAX),
    F_CODE(ledger_query, format, "格式", OPTIONAL, formats),
    F_TEXT(ledger_query, division, "区划代码", OPTIONAL, 1, 15),
    F_TEXT(ledger_query, school, "学校标识码", OPTIONAL, 1, 20),
    F_CODE(ledger_query, stage, "学段", OPTIONAL, stages),
    F_CODE(ledger_query, tag, "特殊类别", OPTIONAL, tags),
    F_CODE(ledger_query, sex, "性别", OPTIONAL, sexes),
    F_TEXT(ledger_query, q, "姓名", OPTIONAL, 1, 60),
    F_CODE(ledger_query, term, "学期", OPTIONAL, aid_terms),
    F_CODE(ledger_query, ids, "证件号显示", OPTIONAL, ids_shown),
    F_TEXT(ledger_query, reason, "查看完整证件号的理由", OPTIONAL, 2, 200),
    F_END
};
static const struct record ledger_query =
    RECORD(ledger_query, "LedgerQuery", "台账筛选", ledger_query_fields);

/* A request for one ledger, judged. */
struct ask {
    const struct ledger *ledger;
    const struct ledger_query *q;
    struct ledger_filter filter;
    int64_t year;
    bool full;
};

static enum err judge_full(struct req *rq, struct ask *k)
{
    enum right right =
        k->ledger->full ? k->ledger->full : (enum right)RIGHT_LEDGER_FULL;

    k->full = k->q->ids && strcmp(k->q->ids, "full") == 0;
    if (!k->full)
        return ERR_OK;
    if (!rq->policy->may(rq->actor, right))
        return ERR_FORBIDDEN;
    return k->q->reason ? ERR_OK
                        : req_refuse(rq, ERR_INVALID, "/reason", "required",
                                     "查看完整证件号须写明理由。");
}

/* Each ledger takes the filters that it declares. */
static enum err judge_filters(struct req *rq, const struct ask *k)
{
    const struct ledger_query *q = k->q;
    const char *given[] = { q->division, q->school, q->stage, q->tag,
                            q->sex,      q->q,      q->term };
    enum err e = ERR_OK;

    for (size_t i = 0; ledger_filter_names[i]; i++) {
        const char *pointer;

        if (!given[i] || k->ledger->filters >> i & 1)
            continue;
        pointer = arena_printf(rq->arena, "/%s", ledger_filter_names[i]);
        if (!pointer)
            return ERR_NO_MEMORY;
        e = req_refuse(rq, ERR_INVALID, pointer, "unknown",
                       "这份台账没有这个筛选条件。");
    }
    return e;
}

static enum err set_filter(struct req *rq, struct ask *k)
{
    const struct ledger_query *q = k->q;
    const struct ledger_words w = { .division = q->division,
                                    .school = q->school,
                                    .stage = q->stage,
                                    .tag = q->tag,
                                    .sex = q->sex,
                                    .q = q->q,
                                    .term = q->term,
                                    .scope_lo = rq->principal.lo,
                                    .scope_hi = rq->principal.hi };
    enum err e = store_ledger_filter(rq->db, rq->arena, k->ledger, k->year, &w,
                                     &k->filter);

    if (e == ERR_NOT_FOUND)
        return req_refuse(rq, ERR_INVALID, "/division", "unknown",
                          "没有这个区划。");
    if (e == ERR_RULE)
        return req_refuse(rq, ERR_INVALID, "/q", "format",
                          "请填写姓名、全拼或首字母。");
    return e;
}

static enum err judge(struct req *rq, struct ask *k)
{
    k->q = rq->query;
    k->ledger = ledger_of(rq->key);
    if (!k->ledger)
        return ERR_NOT_FOUND;
    if (!reads(rq, k->ledger))
        return ERR_FORBIDDEN;
    TRY(judge_full(rq, k));
    TRY(judge_filters(rq, k));
    k->year =
        k->q->year == INT_NONE ? strtoll(rq->today, NULL, 10) : k->q->year;
    return set_filter(rq, k);
}

static enum err note_audit(struct req *rq, const struct ask *k, int64_t rows)
{
    rq->audit_detail = arena_printf(
        rq->arena, "%s %lld年 %lld行%s%s", k->q->format ? k->q->format : "json",
        (long long)k->year, (long long)rows,
        k->full ? " 完整证件号，理由：" : "", k->full ? k->q->reason : "");
    return rq->audit_detail ? ERR_OK : ERR_NO_MEMORY;
}

/* ---- on the screen ----------------------------------------------------- */
struct tie_view {
    const char *indicator, *part, *says;
};
static const struct field tie_view_fields[] = {
    F_TEXT(tie_view, indicator, "指标", REQUIRED, 1, 30),
    F_CODE(tie_view, part, "指标的部分", REQUIRED, indicator_parts),
    F_TEXT(tie_view, says, "关系", REQUIRED, 1, 300), F_END
};
static const struct record tie_view =
    RECORD(tie_view, "LedgerTie", "台账与指标的关系", tie_view_fields);

struct ledger_page {
    const char *name, *title, *unit, *measure;
    int64_t year, wide;
    struct list foot; /* of const char * */
    struct list ties; /* of struct tie_view */
    const char *columns, *items, *next_cursor;
    int64_t total;
};
static const struct field ledger_page_fields[] = {
    F_TEXT(ledger_page, name, "名称", REQUIRED, 1, 30),
    F_TEXT(ledger_page, title, "标题", REQUIRED, 1, 60),
    F_TEXT(ledger_page, unit, "填报单位", REQUIRED, 1, 60),
    F_INT(ledger_page, year, "年度", REQUIRED, LEDGER_YEAR_MIN,
          LEDGER_YEAR_MAX),
    F_TEXT(ledger_page, measure, "行的单位：人、次、行、对", REQUIRED, 1, 10),
    F_BOOL(ledger_page, wide, "用 A3 纸打印", REQUIRED),
    F_LIST(ledger_page, ties, "与指标的关系", REQUIRED, LEDGER_TIES_MAX,
           tie_view),
    F_TEXTS(ledger_page, foot, "表下由人签写的各项", REQUIRED, LEDGER_FOOT_MAX),
    F_JSON(ledger_page, columns, "各列：name、header、group、kind", REQUIRED),
    F_JSON(ledger_page, items, "各行：student_id、case_id 和各列", REQUIRED),
    F_TEXT(ledger_page, next_cursor, "下一页标记", OPTIONAL, 0, 200),
    F_INT(ledger_page, total, "总数", OPTIONAL, 0, INT64_MAX),
    F_END
};
static const struct record ledger_page =
    RECORD(ledger_page, "LedgerPage", "台账一页", ledger_page_fields);

/* A cursor is the number and place of the last row, and the total, which is
 * counted for the first page only: "<seq>.<total>.<household>.<id>.<place>". */
struct walk {
    struct ledger_at at;
    int64_t total;
};

static enum err read_cursor(struct req *rq, const struct ask *k, struct walk *w)
{
    int64_t *parts[] = { &w->at.seq, &w->total, &w->at.household_key,
                         &w->at.id };
    const char *s = k->q->page.cursor;

    for (size_t i = 0; i < sizeof parts / sizeof *parts && s; i++) {
        char *end;

        *parts[i] = strtoll(s, &end, 10);
        s = *end == '.' && end > s && *parts[i] >= -1 ? end + 1 : NULL;
    }
    w->at.place = s;
    if (s && strcmp(s, k->filter.lo) >= 0 && strcmp(s, k->filter.hi) < 0)
        return ERR_OK;
    return req_refuse(rq, ERR_INVALID, "/cursor", "cursor",
                      "下一页标记不对，请从第一页重新翻。");
}

static enum err write_cursor(struct req *rq, const struct ledger_row *last,
                             int64_t total, struct ledger_page *out)
{
    out->next_cursor = arena_printf(
        rq->arena, "%lld.%lld.%lld.%lld.%s", (long long)last->seq,
        (long long)(total == INT_NONE ? -1 : total),
        (long long)last->household_key, (long long)last->id, last->place);
    return out->next_cursor ? ERR_OK : ERR_NO_MEMORY;
}

/* What is written into a buffer, in the arena. */
static enum err keep(struct req *rq, struct buf *b, const char **out)
{
    enum err e = ERR_NO_MEMORY;

    if (!b->failed)
        *out = arena_strndup(rq->arena, b->data ? b->data : "", b->len);
    if (!b->failed && *out)
        e = ERR_OK;
    buf_free(b);
    return e;
}

/* The texts of the declaration live as long as the program. */
static enum err set_foot(struct arena *a, const struct ledger *l,
                         struct list *out)
{
    const char **texts = arena_array(a, LEDGER_FOOT_MAX, sizeof *texts);
    size_t n = 0;

    if (!texts)
        return ERR_NO_MEMORY;
    while (n < LEDGER_FOOT_MAX && l->foot[n]) {
        texts[n] = l->foot[n];
        n++;
    }
    *out = (struct list) { texts, n };
    return ERR_OK;
}

/* Figures of a ledger and of an indicator are read side by side. */
static enum err set_ties(struct arena *a, const struct ledger *l,
                         struct list *out)
{
    static const char *const kinds[] = {
        [TIE_SAME] = "就是这份台账的孩子。",
        [TIE_WITHIN] = "都在这份台账里。",
        [TIE_PARTLY] = "与这份台账的人数不同。",
    };
    struct tie_view *views = arena_array(a, LEDGER_TIES_MAX, sizeof *views);
    size_t n = 0;

    if (!views)
        return ERR_NO_MEMORY;
    for (; n < LEDGER_TIES_MAX && l->ties[n].indicator; n++) {
        const struct ledger_tie *t = &l->ties[n];

        views[n] = (struct tie_view) {
            t->indicator, t->part,
            arena_printf(a, "“%s”的%s%s%s", indicator_of(t->indicator)->title,
                         code_label(&indicator_parts, t->part), kinds[t->kind],
                         t->why ? t->why : "")
        };
        if (!views[n].says)
            return ERR_NO_MEMORY;
    }
    *out = (struct list) { views, n };
    return ERR_OK;
}

static enum err write_page(struct req *rq, const struct ask *k,
                           const struct list *rows, struct ledger_page *out)
{
    struct ledger_view v;
    struct buf b;
    enum err e;

    TRY(ledger_view_of(k->ledger, k->full, &v));
    buf_init(&b);
    ledger_columns_write(&b, k->ledger);
    TRY(keep(rq, &b, &out->columns));
    e = ledger_items_write(&b, rq->arena, &v, rows->items, rows->n);
    if (e != ERR_OK) {
        buf_free(&b);
        return e;
    }
    TRY(keep(rq, &b, &out->items));
    out->name = k->ledger->name;
    out->title = k->ledger->title;
    out->unit = rq->actor->unit_name;
    out->year = k->year;
    out->wide = k->ledger->wide;
    out->measure = ledger_measure(k->ledger);
    TRY(set_ties(rq->arena, k->ledger, &out->ties));
    return set_foot(rq->arena, k->ledger, &out->foot);
}

/* The first page counts; a rare find then ends with its last row instead of
 * looking on to the end of the county. */
static enum err begin(struct req *rq, const struct ask *k, struct walk *w,
                      int64_t *rows)
{
    const struct page *p = &k->q->page;

    *rows = page_rows(p);
    w->total = -1;
    if (p->cursor)
        return read_cursor(rq, k, w);
    if (p->count == 0)
        return ERR_OK;
    TRY(store_ledger_count(rq->db, &k->filter, &w->total));
    if (w->total < *rows)
        *rows = w->total;
    return ERR_OK;
}

static enum err show(struct req *rq, const struct ask *k,
                     struct ledger_page *out)
{
    const struct page *p = &k->q->page;
    size_t most = (size_t)page_rows(p) - 1;
    struct list rows = { NULL, 0 };
    struct walk walk;
    int64_t want;

    TRY(begin(rq, k, &walk, &want));
    if (walk.total >= 0)
        out->total = walk.total;
    if (want > 0)
        TRY(store_ledger_list(rq->db, rq->arena, &k->filter,
                              p->cursor ? &walk.at : NULL, want, &rows));
    if (rows.n > most) {
        rows.n = most;
        TRY(write_cursor(rq, (struct ledger_row *)rows.items + most - 1,
                         out->total, out));
    }
    TRY(write_page(rq, k, &rows, out));
    return note_audit(rq, k, (int64_t)rows.n);
}

/* ---- given away -------------------------------------------------------- */
static enum err give(struct req *rq, const struct ask *k, bool workbook)
{
    const struct ledger_export x = { .filter = &k->filter,
                                     .full = k->full,
                                     .unit_name = rq->actor->unit_name,
                                     .by = rq->actor->username,
                                     .now_ms = rq->now_ms };
    const char *name =
        arena_printf(rq->arena, "%lld年%s-%s.%s", (long long)k->year,
                     k->ledger->title, rq->today, k->q->format);
    struct ledger_file f;
    enum err e;

    if (!name)
        return ERR_NO_MEMORY;
    e = ledger_export_file(rq->db, &x, workbook, &f);
    if (e == ERR_TOO_LARGE)
        return req_refuse(rq, e, "", "rows",
                          "行数超过一张工作表的上限，没有导出。"
                          "请按乡镇或学校分别导出，或改用 CSV。");
    TRY(e);
    rq->file = (struct req_file) {
        .type = workbook ? "application/vnd.openxmlformats-officedocument."
                           "spreadsheetml.sheet"
                         : "text/csv; charset=utf-8",
        .name = name,
        .size = f.size,
        .fd = f.fd,
    };
    return note_audit(rq, k, f.rows);
}

static enum err ledger_get(struct req *rq, const void *in, void *out)
{
    struct ask k = { .full = false };

    (void)in;
    TRY(judge(rq, &k));
    if (k.q->format && strcmp(k.q->format, "json") != 0)
        return give(rq, &k, strcmp(k.q->format, "xlsx") == 0);
    return show(rq, &k, out);
}

const struct route ledger_routes[] = {
    { "GET", "/ledgers", "台账目录", RIGHT_LEDGER_OPEN, TX_NONE, LISTS,
      .reply = &ledger_item, .handler = ledger_list },
    { "GET", "/ledgers/{name}", "台账（页面、CSV、工作簿）", RIGHT_LEDGER_OPEN,
      TX_LONG, FILE_REPLY | AUDIT_FIRST, .query = &ledger_query,
      .reply = &ledger_page, .handler = ledger_get },
    ROUTE_END
};
