/* 户籍变动 carried out in the register, at once or on its day. */
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "domain/actor.h"
#include "domain/codes.h"
#include "domain/register_change.h"
#include "roster_effect.h"
#include "store/doubt_store.h"
#include "store/roster_apply_store.h"
#include "store/student_store.h"

#define CARRIED_OUT "the job carries out what its unit was allowed to begin"
#define BY_THE_CLOCK "the day of a change that was committed has come"

static enum err doubt(struct db *db, struct arena *a, const struct act *act,
                      const struct roster_row *r, int64_t student_id,
                      const char *says)
{
    struct doubt_row d = {
        .kind = "register_change",
        .student_id = student_id,
        .detail = arena_printf(a, "%lld年户籍变动花名册第%lld行：%s",
                               (long long)r->year, (long long)r->number, says),
    };

    if (!d.detail)
        return ERR_NO_MEMORY;
    TRY(store_doubt_add(db, act, &d));
    return roster_effect_add(db, a, r->import_id,
                             &(struct roster_effect) { .entity = "doubt",
                                                       .entity_id = d.id,
                                                       .student_id = student_id,
                                                       .action = "made",
                                                       .version = 1 });
}

/* A list may hold several changes of a child in any order: of those that hold,
 * the last says where it is registered. */
SQL(q_later_change,
    .text = "SELECT count(*) FROM roster_row me JOIN roster_row r"
            " ON r.id_no_index = me.id_no_index AND r.kind = me.kind"
            " AND r.state IN ('birth', 'move_in', 'correction')"
            " AND r.on_date > me.on_date AND r.on_date <= ?2"
            " WHERE me.id = ?1 AND (r.import_id = me.import_id"
            " OR EXISTS (SELECT 1 FROM roster_now n WHERE n.id = r.id))",
    .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err store_register_change(struct db *db, struct arena *a,
                               const struct act *act,
                               const struct roster_row *r,
                               const struct roster_value *v, int64_t student_id)
{
    struct student_row old, s;
    int64_t later;

    if (register_change_leaves(v))
        return doubt(db, a, act, r, student_id,
                     arena_printf(a, "户籍%s（%s），请按公安结论办理。",
                                  code_label(&change_types, v->change_type),
                                  v->on_date));
    TRY(db_int(db, &q_later_change, &later,
               VALS(INT(r->id), TEXT(act->today))));
    if (later > 0)
        return ERR_OK;
    TRY(store_student_get(db, a, student_id, &old));
    s = old;
    register_change_make(v, &s);
    TRY(store_student_update(db, a, act, &old, &s));
    if (s.version == old.version)
        return ERR_OK;
    TRY(roster_effect_add(db, a, r->import_id,
                          &(struct roster_effect) { .entity = "student",
                                                    .entity_id = student_id,
                                                    .student_id = student_id,
                                                    .action = "changed",
                                                    .r = &student_row,
                                                    .before = &old,
                                                    .version = s.version }));
    if (strcmp(v->change_type, "move_in") != 0 || !old.huji_division)
        return ERR_OK;
    return doubt(db, a, act, r, student_id,
                 "户籍已迁，地址已按名单更改，请核对户籍所在的村（居）。");
}

/* ---- those whose day has not come ---- */
SQL(q_change_waits,
    .text = "INSERT OR REPLACE INTO register_waiting (roster_id, import_id,"
            " on_date) VALUES (?1, ?2, ?3)",
    .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err store_register_wait(struct db *db, struct arena *a,
                             const struct roster_row *r, const char *on_date)
{
    TRY(db_run(db, &q_change_waits,
               VALS(INT(r->id), INT(r->import_id), TEXT(on_date))));
    return roster_effect_add(
        db, a, r->import_id,
        &(struct roster_effect) { .entity = "register_waiting",
                                  .entity_id = r->id,
                                  .action = "made",
                                  .version = 1 });
}

struct register_waiting {
    int64_t roster_id, account_id, stands;
    const char *on_date;
};
static const struct field waiting_fields[] = {
    F_ID(register_waiting, roster_id, "行", REQUIRED),
    F_INT(register_waiting, account_id, "账号编号", REQUIRED, 0, INT64_MAX),
    F_BOOL(register_waiting, stands, "仍在名单中", REQUIRED),
    F_DATE(register_waiting, on_date, "生效日期", REQUIRED), F_END
};
static const struct record waiting =
    RECORD(register_waiting, "RegisterWaiting", "待生效的变动", waiting_fields);

SQL(q_changes_due,
    .text = "SELECT w.roster_id, i.account_id, EXISTS (SELECT 1 FROM roster_now"
            " n WHERE n.id = w.roster_id) AS stands, w.on_date"
            " FROM register_waiting w"
            " JOIN import i ON i.id = w.import_id AND i.state = 'committed'"
            " WHERE w.on_date <= ?1 AND (w.on_date, w.roster_id) > (?3, ?4)"
            " ORDER BY w.on_date, w.roster_id LIMIT ?2",
    .row = &waiting, .access = SQL_SYSTEM, .why = BY_THE_CLOCK);
SQL(q_change_done, .text = "DELETE FROM register_waiting WHERE roster_id = ?1",
    .access = SQL_SYSTEM, .why = BY_THE_CLOCK);
SQL(q_county_top, .text = "SELECT path FROM division WHERE level = 'county'");

static enum err carry_out(struct db *db, struct arena *a, const struct act *act,
                          const struct register_waiting *w)
{
    struct roster_row r;
    struct roster_value v;
    struct roster_index x;
    enum roster_proof proof;
    int64_t id, other;

    TRY(store_roster_get(db, a, w->roster_id, &r));
    TRY(roster_row_value(&r, a, &v));
    TRY(store_roster_numbers(db, a, &v, &x));
    TRY(store_roster_prove(db, &x, &proof, &id, &other));
    if (proof == PROOF_ONE)
        return store_register_change(db, a, act, &r, &v, id);
    if (proof == PROOF_NONE &&
        store_roster_brings(roster_kind_of(r.kind), &v, r.year, act->today))
        return store_roster_register(db, a, act, r.id, &id);
    return ERR_OK;
}

/* The county's own principal; what it sees is what the change may touch. */
static enum err for_the_county(struct db *db, struct arena *a)
{
    struct principal p = { 0, NULL, NULL };

    TRY(db_text(db, &q_county_top, a, &p.lo, NO_VALS));
    p.hi = place_range_end(a, p.lo);
    return p.hi ? db_principal(db, &p) : ERR_NO_MEMORY;
}

static enum err settle(struct db *db, struct arena *a, const struct act *act,
                       const struct register_waiting *w)
{
    TRY(for_the_county(db, a));
    if (w->stands)
        TRY(carry_out(db, a, act, w));
    return db_run(db, &q_change_done, VALS(INT(w->roster_id)));
}

/*
 * One row whole or not at all.  A row that cannot be carried out now waits on,
 * and the others do not wait for it: its child may be hidden while an import
 * that brought it is under way, or its sealed text damaged, which is ours to
 * mend and stands in the log every time.
 */
static enum err try_one(struct db *db, struct arena *a, const struct act *act,
                        const struct register_waiting *w, int64_t *done)
{
    enum err e;

    TRY(db_savepoint(db));
    e = settle(db, a, act, w);
    if (e == ERR_OK) {
        ++*done;
        return db_release(db);
    }
    db_undo(db);
    if (e == ERR_DAMAGED)
        log_line(LOG_ERROR, "register_waiting",
                 "\"fault\":\"ours\",\"row\":%lld,\"code\":\"%s\"",
                 (long long)w->roster_id, err_row(e)->code);
    return e == ERR_NOT_FOUND || e == ERR_RULE || e == ERR_DAMAGED ? ERR_OK : e;
}

/* `after` becomes the last one tried; its roster_id 0 when there was none. */
static enum err try_page(struct db *db, struct arena *a, int64_t now,
                         int64_t most, struct register_waiting *after,
                         int64_t *done)
{
    char today[CLOCK_DATE_MAX];
    const struct register_waiting *w;
    struct list list;

    clock_date_of(now, today);
    TRY(db_list(db, &q_changes_due, a, (size_t)most, &list,
                VALS(TEXT(today), INT(most), TEXT(after->on_date),
                     INT(after->roster_id))));
    after->roster_id = 0;
    w = list.items;
    for (size_t i = 0; i < list.n; i++) {
        const struct act act = { .account_id = w[i].account_id,
                                 .role = ROLE_BUREAU,
                                 .now_ms = now,
                                 .today = today };

        *after = w[i];
        TRY(try_one(db, a, &act, &w[i], done));
    }
    return ERR_OK;
}

enum err store_register_due(struct db *db, struct arena *a, int64_t now,
                            int64_t most, int64_t *done)
{
    struct register_waiting after = { .on_date = "" };
    enum err e, back;

    *done = 0;
    do
        e = try_page(db, a, now, most - *done, &after, done);
    while (e == ERR_OK && after.roster_id && *done < most);
    back = db_principal(db, NULL);
    return e == ERR_OK ? back : e;
}
