/* Counselling and help in the store. */
#include "store/care_store.h"

#include "store/case_store.h"
#include "store/plan_store.h"

#define MOST 1000
#define OF_A_CHILD "the child was found in the caller's scope before"

/* ---- counselling ---- */
#define COUNSELLING_SELECT                                                     \
    "SELECT t.id, t.student_id, t.talked_on, t.method, t.content, t.next_on,"  \
    " t.account_id, k.name AS account_name, t.at FROM my_counselling t"        \
    " LEFT JOIN account k ON k.id = t.account_id"

SQL(q_counselling_list,
    .text = COUNSELLING_SELECT " WHERE t.student_id = ?1"
                               " ORDER BY t.talked_on DESC, t.id DESC LIMIT ?2",
    .row = &counselling_row);

enum err store_counselling_list(struct db *db, struct arena *a,
                                int64_t student_id, struct list *out)
{
    return db_list(db, &q_counselling_list, a, MOST, out,
                   VALS(INT(student_id), INT(MOST)));
}

SQL(q_counselling_get, .text = COUNSELLING_SELECT " WHERE t.id = ?1",
    .row = &counselling_row);

enum err store_counselling_get(struct db *db, struct arena *a, int64_t id,
                               struct counselling_row *out)
{
    return db_row(db, &q_counselling_get, a, out, VALS(INT(id)));
}

SQL(q_counselling_insert,
    .text = "INSERT INTO counselling (id, student_id, talked_on, method,"
            " content, next_on, account_id, at) VALUES (:id, :student_id,"
            " :talked_on, :method, :content, :next_on, :account_id, :at)",
    .args = &counselling_row, .access = SQL_SYSTEM, .why = OF_A_CHILD);

enum err store_counselling_add(struct db *db, const struct act *act,
                               struct counselling_row *c)
{
    TRY(db_next_id(db, "counselling", &c->id));
    c->account_id = act->account_id;
    c->at = act->now_ms;
    return db_put(db, &q_counselling_insert, c, c->id);
}

/* ---- help ---- */
#define HELP_SELECT                                                            \
    "SELECT t.id, t.student_id, t.case_id, t.difficulty, t.measure,"           \
    " t.helped_on, t.account_id, k.name AS account_name, t.unit,"              \
    " u.name AS unit_name, t.at FROM my_help t"                                \
    " LEFT JOIN account k ON k.id = t.account_id"                              \
    " LEFT JOIN unit u ON u.code = t.unit"

SQL(q_help_list,
    .text = HELP_SELECT " WHERE t.student_id = ?1"
                        " ORDER BY t.helped_on DESC, t.id DESC LIMIT ?2",
    .row = &help_row);

enum err store_help_list(struct db *db, struct arena *a, int64_t student_id,
                         struct list *out)
{
    return db_list(db, &q_help_list, a, MOST, out,
                   VALS(INT(student_id), INT(MOST)));
}

SQL(q_help_get, .text = HELP_SELECT " WHERE t.id = ?1", .row = &help_row);

enum err store_help_get(struct db *db, struct arena *a, int64_t id,
                        struct help_row *out)
{
    return db_row(db, &q_help_get, a, out, VALS(INT(id)));
}

SQL(q_help_insert,
    .text = "INSERT INTO help (id, student_id, case_id, difficulty, measure,"
            " helped_on, account_id, unit, at) VALUES (:id, :student_id,"
            " :case_id, :difficulty, :measure, :helped_on, :account_id, :unit,"
            " :at)",
    .args = &help_row, .access = SQL_SYSTEM, .why = OF_A_CHILD);

enum err store_help_add(struct db *db, struct arena *a, const struct act *act,
                        struct help_row *h)
{
    const struct help_note n = { h->difficulty, h->helped_on };
    const char *detail = facts_text(a, &help_note, &n);

    if (!detail)
        return ERR_NO_MEMORY;
    TRY(store_open_case_of(db, h->student_id, &h->case_id));
    TRY(db_next_id(db, "help", &h->id));
    h->account_id = act->account_id;
    h->unit = act->unit;
    h->at = act->now_ms;
    TRY(db_put(db, &q_help_insert, h, h->id));
    if (h->case_id == INT_NONE)
        return ERR_OK;
    return store_case_note(db, a, act, h->case_id, "helped", detail);
}
