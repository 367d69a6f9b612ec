/* 表扬、通报批评、约谈 in the store. */
#include "store/accountability_store.h"

#include <string.h>

SQL_SHARED(find_accountability,
           .text = "SELECT version FROM my_accountability WHERE id = ?1");

#define SHOWN                                                                  \
    "SELECT r.id, r.kind, r.unit, u.name AS unit_name, r.duty, r.holder,"      \
    " r.interviewer, r.ground, r.year, r.finding_id, r.case_id, r.on_date,"    \
    " r.detail, k.name AS account_name, r.at, r.withdrawn_at, r.reason,"       \
    " r.version FROM my_accountability r JOIN unit u ON u.code = r.unit"       \
    " JOIN account k ON k.id = r.account_id"

SQL(q_accountability_list,
    .text = SHOWN " WHERE (?1 IS NULL OR r.kind = ?1)"
                  " AND (?2 IS NULL OR r.unit = ?2)"
                  " AND (?3 IS NULL OR r.year = ?3) AND (?4 = 0 OR r.id < ?4)"
                  " ORDER BY r.id DESC LIMIT ?5",
    .row = &accountability_row);
SQL(q_accountability_get, .text = SHOWN " WHERE r.id = ?1",
    .row = &accountability_row);

enum err store_accountability_list(struct db *db, struct arena *a,
                                   const struct accountability_filter *f,
                                   struct list *out)
{
    return db_list(db, &q_accountability_list, a, (size_t)f->rows, out,
                   VALS(TEXT(f->kind), TEXT(f->unit), INT(f->year),
                        INT(f->before), INT(f->rows)));
}

enum err store_accountability_get(struct db *db, struct arena *a, int64_t id,
                                  struct accountability_row *out)
{
    return db_row(db, &q_accountability_get, a, out, VALS(INT(id)));
}

/* ---- recording --------------------------------------------------------- */
SQL(q_accountability_unit_kind,
    .text = "SELECT kind FROM unit WHERE code = ?1 AND active = 1");
SQL(q_accountability_finding,
    .text = "SELECT id FROM my_finding WHERE id = ?1 AND at > 0");
SQL(q_accountability_case,
    .text = "SELECT id FROM my_case WHERE id = ?1 AND version > 0");
SQL(q_accountability_holder,
    .text = "SELECT holder FROM post WHERE unit = ?1 AND duty = ?2"
            " AND grade IS NULL AND from_date <= ?3"
            " AND (to_date IS NULL OR to_date > ?3) ORDER BY id LIMIT 1");
SQL(q_accountability_head,
    .text = "SELECT holder FROM member WHERE position = 'leader'"
            " AND holder IS NOT NULL AND from_date <= ?1"
            " AND (to_date IS NULL OR to_date > ?1) ORDER BY id LIMIT 1");
SQL(q_accountability_insert,
    .text = "INSERT INTO accountability (id, kind, unit, duty, holder,"
            " interviewer, ground, year, finding_id, case_id, on_date, detail,"
            " account_id, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
            " ?11, ?12, ?13, ?14)",
    .access = SQL_SYSTEM,
    .why = "its finding and case were found in the caller's scope before");

static enum err refuse(struct refusal *why, enum err e, const char *pointer,
                       const char *code, const char *detail)
{
    *why = (struct refusal) { pointer, code, detail };
    return e;
}

static enum err is_there(struct db *db, const struct sql *q, int64_t id,
                         const char *pointer, struct refusal *why)
{
    int64_t found;
    enum err e = id == INT_NONE ? ERR_OK : db_int(db, q, &found, VALS(INT(id)));

    return e != ERR_NOT_FOUND ? e
                              : refuse(why, ERR_INVALID, pointer, "unknown",
                                       "没有这条记录，没有保存。请核对编号。");
}

/* NULL when nobody holds it. */
static enum err who(struct db *db, const struct sql *q, struct arena *a,
                    const struct val *vals, const char **name)
{
    enum err e = db_text(db, q, a, name, vals);

    if (e == ERR_NOT_FOUND)
        *name = NULL;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err store_accountability_add(struct db *db, struct arena *a,
                                  const struct act *act,
                                  const struct accountability_in *in,
                                  int64_t *id, struct refusal *why)
{
    const char *kind = NULL, *holder = NULL, *head = NULL;
    bool talk = strcmp(in->kind, "talk") == 0;

    TRY(who(db, &q_accountability_unit_kind, a, VALS(TEXT(in->unit)), &kind));
    TRY(accountability_fits(in, kind, act, why));
    TRY(is_there(db, &q_accountability_finding, in->finding_id, "finding_id",
                 why));
    TRY(is_there(db, &q_accountability_case, in->case_id, "case_id", why));
    if (in->duty)
        TRY(who(db, &q_accountability_holder, a,
                VALS(TEXT(in->unit), TEXT(in->duty), TEXT(in->on_date)),
                &holder));
    if (talk)
        TRY(who(db, &q_accountability_head, a, VALS(TEXT(in->on_date)), &head));
    if (talk && !head)
        return refuse(why, ERR_RULE, "kind", "no_head",
                      "领导小组还没有登记组长，不能登记约谈，没有保存。"
                      "请先在“基础信息—领导小组”登记。");
    TRY(db_next_id(db, "accountability", id));
    return db_run(
        db, &q_accountability_insert,
        VALS(INT(*id), TEXT(in->kind), TEXT(in->unit), TEXT(in->duty),
             TEXT(holder), TEXT(head), TEXT(in->ground), INT(in->year),
             INT(in->finding_id), INT(in->case_id), TEXT(in->on_date),
             SEAL("accountability.detail", *id, in->detail),
             INT(act->account_id), INT(act->now_ms)));
}

SQL(q_accountability_withdraw,
    .text = "UPDATE accountability SET withdrawn_at = :withdrawn_at,"
            " reason = :reason, version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &accountability_row, .access = SQL_SYSTEM,
    .why = "it was found in the caller's scope before");

enum err store_accountability_withdraw(struct db *db, const struct act *act,
                                       const struct accountability_row *r,
                                       const char *reason)
{
    struct accountability_row next = *r;

    next.withdrawn_at = act->now_ms;
    next.reason = reason;
    return db_put_version(db, &q_accountability_withdraw, &next, r->id);
}
