/* 一生一策 in the store. */
#include "store/plan_store.h"

#include "store/case_store.h"

#define MOST 200
#define ITEMS_MOST 500
#define OF_A_CHILD "the child was found in the caller's scope before"

SQL(q_open_case_of, .text = "SELECT id FROM my_case WHERE student_id = ?1"
                            " AND state NOT IN ('closed', 'dismissed')"
                            " ORDER BY id DESC LIMIT 1");

enum err store_open_case_of(struct db *db, int64_t student_id, int64_t *case_id)
{
    enum err e = db_int(db, &q_open_case_of, case_id, VALS(INT(student_id)));

    if (e != ERR_NOT_FOUND)
        return e;
    *case_id = INT_NONE;
    return ERR_OK;
}

/* ---- plans ---- */
#define PLAN_SELECT                                                            \
    "SELECT p.id, p.student_id, p.case_id, p.keeper, p.situation,"             \
    " p.attainment, p.health, p.wish, p.state, p.made_by,"                     \
    " k.name AS made_by_name, p.made_at, p.version FROM my_plan p"             \
    " LEFT JOIN account k ON k.id = p.made_by"

SQL_SHARED(find_plan, .text = "SELECT version FROM my_plan WHERE id = ?1");
SQL_SHARED(find_plan_item,
           .text = "SELECT version FROM my_plan_item WHERE id = ?1");

#define ITEM_SELECT                                                            \
    "SELECT id, plan_id, student_id, kind, content, due_on, state, progress,"  \
    " progress_on, version FROM my_plan_item"

SQL(q_plan_items,
    .text = ITEM_SELECT " WHERE plan_id = ?1 ORDER BY id LIMIT ?2",
    .row = &plan_item_row);

static enum err read_items(struct db *db, struct arena *a, struct plan_row *p)
{
    return db_list(db, &q_plan_items, a, ITEMS_MOST, &p->items,
                   VALS(INT(p->id), INT(ITEMS_MOST)));
}

SQL(q_plan_get, .text = PLAN_SELECT " WHERE p.id = ?1", .row = &plan_row);

enum err store_plan_get(struct db *db, struct arena *a, int64_t id,
                        struct plan_row *out)
{
    TRY(db_row(db, &q_plan_get, a, out, VALS(INT(id))));
    return read_items(db, a, out);
}

SQL(q_plan_list,
    .text = PLAN_SELECT " WHERE p.student_id = ?1"
                        " ORDER BY p.state <> 'open', p.id DESC LIMIT ?2",
    .row = &plan_row);

enum err store_plan_list(struct db *db, struct arena *a, int64_t student_id,
                         struct list *out)
{
    struct plan_row *p;

    TRY(db_list(db, &q_plan_list, a, MOST, out,
                VALS(INT(student_id), INT(MOST))));
    p = out->items;
    for (size_t i = 0; i < out->n; i++)
        TRY(read_items(db, a, &p[i]));
    return ERR_OK;
}

SQL(q_plan_insert,
    .text = "INSERT INTO plan (id, student_id, case_id, keeper, situation,"
            " attainment, health, wish, made_by, made_at) VALUES (:id,"
            " :student_id, :case_id, :keeper, :situation, :attainment,"
            " :health, :wish, :made_by, :made_at)",
    .args = &plan_row, .access = SQL_SYSTEM, .why = OF_A_CHILD);

enum err store_plan_add(struct db *db, struct arena *a, const struct act *act,
                        struct plan_row *p)
{
    const struct plan_note n = { p->keeper };
    const char *detail = facts_text(a, &plan_note, &n);

    if (!detail)
        return ERR_NO_MEMORY;
    TRY(store_open_case_of(db, p->student_id, &p->case_id));
    TRY(db_next_id(db, "plan", &p->id));
    p->made_by = act->account_id;
    p->made_at = act->now_ms;
    TRY(db_put(db, &q_plan_insert, p, p->id));
    if (p->case_id == INT_NONE)
        return ERR_OK;
    return store_case_note(db, a, act, p->case_id, "planned", detail);
}

SQL(q_plan_update,
    .text = "UPDATE plan SET keeper = :keeper, situation = :situation,"
            " attainment = :attainment, health = :health, wish = :wish,"
            " state = :state, version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &plan_row, .access = SQL_SYSTEM, .why = OF_A_CHILD);

enum err store_plan_update(struct db *db, const struct plan_row *p)
{
    return db_put_version(db, &q_plan_update, p, p->id);
}

/* ---- items ---- */
SQL(q_plan_item_get, .text = ITEM_SELECT " WHERE id = ?1",
    .row = &plan_item_row);

enum err store_plan_item_get(struct db *db, struct arena *a, int64_t id,
                             struct plan_item_row *out)
{
    return db_row(db, &q_plan_item_get, a, out, VALS(INT(id)));
}

SQL(q_plan_item_insert,
    .text = "INSERT INTO plan_item (id, plan_id, student_id, kind, content,"
            " due_on) VALUES (:id, :plan_id, :student_id, :kind, :content,"
            " :due_on)",
    .args = &plan_item_row, .access = SQL_SYSTEM, .why = OF_A_CHILD);

enum err store_plan_item_add(struct db *db, struct plan_item_row *item)
{
    TRY(db_next_id(db, "plan_item", &item->id));
    return db_put(db, &q_plan_item_insert, item, item->id);
}

SQL(q_plan_item_update,
    .text = "UPDATE plan_item SET state = :state, progress = :progress,"
            " progress_on = :progress_on, version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &plan_item_row, .access = SQL_SYSTEM, .why = OF_A_CHILD);

enum err store_plan_item_update(struct db *db, const struct plan_item_row *item)
{
    return db_put_version(db, &q_plan_item_update, item, item->id);
}
