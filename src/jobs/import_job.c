/* The steps of an import's life, and doing what is due for it. */
#include "jobs/import_job.h"

#include <string.h>

#include "base/log.h"
#include "import_parts.h"
#include "store/import_store.h"
#include "store/roster_apply_store.h"

static bool is(const struct import *m, const char *state)
{
    return strcmp(m->state, state) == 0;
}

enum err import_commit(struct db *db, struct import *m, bool partial,
                       const char **why)
{
    int64_t latest;
    enum err e;

    *why = NULL;
    if (!is(m, "checked"))
        *why = "这次导入现在不能提交，没有改动。";
    else if (m->refused && !partial)
        *why = "还有被拒绝的行，没有提交。请改好后重新导入，"
               "或选择只提交其余的行。";
    if (*why)
        return ERR_CONFLICT;
    TRY(store_import_latest(db, m->kind, m->year, &latest));
    if (latest != m->based_on) {
        m->state = "reading";
        TRY(store_import_put(db, m, "checked"));
        *why = "核对之后这份花名册又有新的导入，已重新核对，"
               "没有提交。请看过新的结果再提交。";
        return ERR_STALE;
    }
    m->state = "committing";
    m->partial = partial;
    m->cursor = m->rows_done = 0;
    TRY(db_next_ids(db, "student", m->children, &m->first_child));
    m->next_child = m->first_child;
    m->last_child = m->first_child + m->children - 1;
    e = store_import_put(db, m, "checked");
    if (e == ERR_CONFLICT)
        *why = "同一花名册的另一次导入正在提交，请等它结束。";
    return e;
}

enum err import_rollback(struct db *db, struct arena *a, struct import *m,
                         const char **why)
{
    int64_t latest, children, records;
    enum err e;

    *why = NULL;
    if (!is(m, "committed"))
        *why = "这次导入没有提交过，不能撤销。";
    else if (strcmp(m->kind, "schools") == 0)
        *why = "学校已被别的记录引用，不能撤销；请逐个修改。";
    if (*why)
        return ERR_CONFLICT;
    TRY(store_import_latest(db, m->kind, m->year, &latest));
    if (latest != m->id) {
        *why = "这份花名册后来又有新的导入，请先撤销那一次。";
        return ERR_CONFLICT;
    }
    TRY(store_import_depends(db, m, &children, &records));
    if (children || records) {
        *why = arena_printf(a,
                            "不能撤销：%lld 名由它登记的学生、%lld 条由它改动的"
                            "记录后来又有变动，没有改动。",
                            (long long)children, (long long)records);
        return *why ? ERR_CONFLICT : ERR_NO_MEMORY;
    }
    m->state = "rolling_back";
    m->cursor = m->rows_done = 0;
    e = store_import_put(db, m, "committed");
    if (e == ERR_CONFLICT)
        *why = "同一花名册的另一次导入正在提交，请等它结束。";
    return e;
}

enum err import_cancel(struct db *db, struct import *m, const char **why)
{
    const char *from = m->state;

    *why = NULL;
    if (is(m, "reading") || is(m, "checked") || is(m, "failed")) {
        m->state = "cancelled";
    } else if (is(m, "committing")) {
        m->state = "rolling_back";
        m->committed_at = INT_NONE; /* it never stood: ends as cancelled */
    } else {
        *why = "这次导入已经结束，不能取消；已提交的可以撤销。";
        return ERR_CONFLICT;
    }
    return store_import_put(db, m, from);
}

static enum err carry_out(struct import_work *w, struct import *m)
{
    if (is(m, "reading"))
        return import_read(w, m);
    if (is(m, "committing"))
        return import_apply(w, m);
    if (is(m, "rolling_back"))
        return import_undo(w, m);
    return is(m, "checked") || is(m, "committed") ? ERR_OK : import_drop(w, m);
}

enum err import_carry_out(struct import_work *w, int64_t id)
{
    struct arena a;
    struct import m = { 0 };
    enum err e;

    arena_init(&a, 0);
    e = import_settle(w);
    if (e != ERR_BUSY) { /* it goes on from what is in the store */
        w->chain.lost = ERR_OK;
        e = ERR_OK;
    }
    if (e == ERR_OK)
        e = store_import_work(w->reader, &a, id, &m);
    if (e == ERR_OK)
        e = carry_out(w, &m);
    /* Somebody else took it further: that is due next. */
    if (e == ERR_STALE)
        e = ERR_OK;
    log_line(e == ERR_OK ? LOG_INFO : LOG_ERROR, "import",
             "\"import\":%lld,\"state\":\"%s\",\"rows\":%lld,\"code\":\"%s\"",
             (long long)id, m.state ? m.state : "", (long long)m.rows_total,
             err_row(e)->code);
    arena_free(&a);
    return e;
}

enum err import_resume(struct import_work *w)
{
    int64_t id = 0;
    enum err e = store_import_due(w->reader, &id);

    while (e == ERR_OK && id) {
        e = import_carry_out(w, id);
        if (e == ERR_OK)
            e = store_import_due(w->reader, &id);
    }
    return e;
}
