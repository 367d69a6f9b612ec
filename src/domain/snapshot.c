/* Locked ledgers: field tables, who may, what changed since. */
#include "domain/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "domain/clean.h"
#include "refuse.h"

static const struct code state_rows[] = { { "submitted", "已封存，待签收" },
                                          { "signed", "已签收" },
                                          { "returned", "已退回" },
                                          { NULL, NULL } };
const struct code_table snapshot_states = { "snapshot_state", "封存状态",
                                            state_rows };
static const struct code kind_rows[] = { { "added", "封存后增加" },
                                         { "removed", "封存后减少" },
                                         { "changed", "封存后变更" },
                                         { NULL, NULL } };
const struct code_table difference_kinds = { "difference_kind", "差异类别",
                                             kind_rows };

static const struct field snapshot_row_fields[] = {
    F_ID(snapshot_row, id, "编号", REQUIRED),
    F_TEXT(snapshot_row, ledger, "台账", REQUIRED, 1, 30),
    F_TEXT(snapshot_row, title, "标题", OPTIONAL | REPLY_ONLY, 1, 60),
    F_INT(snapshot_row, year, "年度", REQUIRED, LEDGER_YEAR_MIN,
          LEDGER_YEAR_MAX),
    F_TEXT(snapshot_row, unit, "单位代码", REQUIRED, 1, 20),
    F_TEXT(snapshot_row, unit_name, "填报单位", REQUIRED, 1, 60),
    F_TEXT(snapshot_row, division, "区划代码", REQUIRED, 1, 15),
    F_CODE(snapshot_row, state, "状态", REQUIRED, snapshot_states),
    F_INT(snapshot_row, rows, "人数", REQUIRED, 0, SNAPSHOT_ROWS_MOST),
    F_BOOL(snapshot_row, valid, "签名有效", OPTIONAL | REPLY_ONLY),
    F_TEXT(snapshot_row, hash, "摘要", REQUIRED, 64, 64),
    F_INT(snapshot_row, key_version, "签名密钥版本", REQUIRED, 1, INT64_MAX),
    F_ID(snapshot_row, submitted_by, "封存人", REQUIRED),
    F_TEXT(snapshot_row, submitted_name, "封存人姓名", OPTIONAL, 0, 60),
    F_TIME(snapshot_row, submitted_at, "封存时间", REQUIRED),
    F_ID(snapshot_row, decided_by, "签收人", OPTIONAL),
    F_TEXT(snapshot_row, decided_name, "签收人姓名", OPTIONAL, 0, 60),
    F_TIME(snapshot_row, decided_at, "签收或退回时间", OPTIONAL),
    F_TEXT(snapshot_row, reason, "退回理由", OPTIONAL, 0, 200),
    F_BOOL(snapshot_row, may_check, "可以逐行审核", OPTIONAL | REPLY_ONLY),
    F_BOOL(snapshot_row, may_decide, "可以签收和退回", OPTIONAL | REPLY_ONLY),
    F_INT(snapshot_row, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
const struct record snapshot_row =
    RECORD(snapshot_row, "LedgerSnapshot", "封存的台账", snapshot_row_fields);

static const struct field snapshot_in_fields[] = {
    F_INT(snapshot_in, year, "年度", REQUIRED, LEDGER_YEAR_MIN,
          LEDGER_YEAR_MAX),
    F_END
};
const struct record snapshot_in =
    RECORD(snapshot_in, "LedgerSnapshotNew", "封存台账", snapshot_in_fields);

static const struct field snapshot_return_in_fields[] = {
    F_CLEAN(snapshot_return_in, reason, "退回理由", REQUIRED, 2, 200,
            clean_text),
    F_END
};
const struct record snapshot_return_in =
    RECORD(snapshot_return_in, "LedgerSnapshotReturn", "退回封存的台账",
           snapshot_return_in_fields);

static const struct field snapshot_line_fields[] = {
    F_ID(snapshot_line, id, "编号", REQUIRED),
    F_ID(snapshot_line, snapshot_id, "封存的台账", REQUIRED),
    F_INT(snapshot_line, number, "序号", REQUIRED, 1, SNAPSHOT_ROWS_MOST),
    F_ID(snapshot_line, student_id, "学生", REQUIRED),
    F_ID(snapshot_line, case_id, "个案", OPTIONAL),
    F_TEXT(snapshot_line, name, "姓名", REQUIRED, 1, 60),
    F_SEALED(snapshot_line, content, "各列", REQUIRED, 0, NULL, NULL,
             "ledger_snapshot_row.content"),
    F_SEALED(snapshot_line, shown, "各列，隐去证件号", REQUIRED, 0, NULL, NULL,
             "ledger_snapshot_row.shown"),
    F_END
};
const struct record snapshot_line = RECORD(snapshot_line, "LedgerSnapshotLine",
                                           "封存的一行", snapshot_line_fields);

static const struct field snapshot_difference_fields[] = {
    F_CODE(snapshot_difference, kind, "差异类别", REQUIRED, difference_kinds),
    F_ID(snapshot_difference, student_id, "学生", REQUIRED),
    F_ID(snapshot_difference, case_id, "个案", OPTIONAL),
    F_TEXT(snapshot_difference, name, "姓名", REQUIRED, 1, 60),
    F_JSON(snapshot_difference, before, "封存时各列", OPTIONAL),
    F_JSON(snapshot_difference, after, "现在各列", OPTIONAL),
    F_END
};
const struct record snapshot_difference =
    RECORD(snapshot_difference, "LedgerDifference", "封存后的差异",
           snapshot_difference_fields);

/* ---- who may ----------------------------------------------------------- */
enum err snapshot_may(const struct ledger *l, int64_t year,
                      const struct act *act, struct refusal *why)
{
    if (!ledger_locks(l))
        return refuse(why, ERR_RULE, "", "roster",
                      "全体儿童少年的花名册不封存，没有保存。"
                      "请导出后存档。");
    if (year > strtoll(act->today, NULL, 10))
        return refuse(why, ERR_RULE, "year", "future",
                      "这一年还没有到，没有封存。请核对年度。");
    return ERR_OK;
}

enum err snapshot_decide(const struct snapshot_row *s, const struct act *act,
                         struct refusal *why)
{
    if (strcmp(s->state, "submitted") != 0)
        return refuse(why, ERR_RULE, "", "decided",
                      "这份台账已签收或退回，本次没有保存。请刷新后再看。");
    if (s->submitted_by == act->account_id)
        return refuse(why, ERR_RULE, "", "same_person",
                      "封存的人不能自己审核、签收或退回，本次没有保存。"
                      "请由另一位同事办理。");
    return ERR_OK;
}

/* ---- what changed since ------------------------------------------------- */
static int by_case(const void *x, const void *y)
{
    const struct snapshot_line *a = *(const struct snapshot_line *const *)x;
    const struct snapshot_line *b = *(const struct snapshot_line *const *)y;

    if (a->student_id != b->student_id)
        return a->student_id < b->student_id ? -1 : 1;
    return (a->case_id > b->case_id) - (a->case_id < b->case_id);
}

static const struct snapshot_line **sorted(struct arena *a,
                                           const struct list *l)
{
    const struct snapshot_line **at = arena_array(a, l->n + 1, sizeof *at);
    const struct snapshot_line *lines = l->items;

    if (!at)
        return NULL;
    for (size_t i = 0; i < l->n; i++)
        at[i] = &lines[i];
    qsort(at, l->n, sizeof *at, by_case);
    return at;
}

static const struct snapshot_line *find(const struct snapshot_line **in,
                                        size_t n, const struct snapshot_line *k)
{
    const struct snapshot_line *const *found =
        bsearch(&k, in, n, sizeof *in, by_case);

    return found ? *found : NULL;
}

static void add(struct list *out, const char *kind,
                const struct snapshot_line *of, const char *before,
                const char *after)
{
    struct snapshot_difference *d = out->items;

    d[out->n++] =
        (struct snapshot_difference) { kind,     of->student_id, of->case_id,
                                       of->name, before,         after };
}

enum err snapshot_compare(struct arena *a, const struct list *locked,
                          const struct list *now, struct list *out)
{
    const struct snapshot_line *l = locked->items, *n = now->items;
    const struct snapshot_line **was = sorted(a, locked), **is = sorted(a, now);

    *out = (struct list) { arena_array(a, locked->n + now->n + 1,
                                       sizeof(struct snapshot_difference)),
                           0 };
    if (!was || !is || !out->items)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < locked->n; i++) {
        const struct snapshot_line *today = find(is, now->n, &l[i]);

        if (!today)
            add(out, "removed", &l[i], l[i].shown, NULL);
        else if (strcmp(today->content, l[i].content) != 0)
            add(out, "changed", &l[i], l[i].shown, today->shown);
    }
    for (size_t i = 0; i < now->n; i++)
        if (!find(was, locked->n, &n[i]))
            add(out, "added", &n[i], NULL, n[i].shown);
    return ERR_OK;
}
