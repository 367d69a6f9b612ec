/* The expert committee in the store. */
#include "store/committee_store.h"

#define COMMITTEE_FROM                                                         \
    " FROM committee_member m LEFT JOIN account k ON k.id = m.account_id"
#define COMMITTEE_SELECT                                                       \
    "SELECT m.id, m.name, m.field, m.unit_name, m.account_id,"                 \
    " k.name AS account_name, (k.role IS 'expert' AND k.disabled_at IS NULL)"  \
    " AS active, m.from_date, m.to_date, m.version" COMMITTEE_FROM

SQL_SHARED(find_committee_member,
           .text = "SELECT version FROM committee_member WHERE id = ?1");

SQL(q_committee_get, .text = COMMITTEE_SELECT " WHERE m.id = ?1",
    .row = &committee_row);

enum err store_committee_get(struct db *db, struct arena *a, int64_t id,
                             struct committee_row *out)
{
    return db_row(db, &q_committee_get, a, out, VALS(INT(id)));
}

#define COMMITTEE_LIST                                                         \
    " WHERE m.id > ?3 AND (?1 IS NULL OR m.field = ?1)"                        \
    " AND (?2 IS NULL OR (m.from_date <= ?2"                                   \
    "   AND (m.to_date IS NULL OR m.to_date > ?2)))"

SQL(q_committee_list,
    .text = COMMITTEE_SELECT COMMITTEE_LIST " ORDER BY m.id LIMIT ?4",
    .row = &committee_row);
SQL(q_committee_count, .text = "SELECT count(*)" COMMITTEE_FROM COMMITTEE_LIST);

enum err store_committee_list(struct db *db, struct arena *a, const char *field,
                              const char *on, int64_t after, int64_t rows,
                              struct list *out)
{
    return db_list(db, &q_committee_list, a, (size_t)rows, out,
                   VALS(TEXT(field), TEXT(on), INT(after), INT(rows)));
}

enum err store_committee_count(struct db *db, const char *field, const char *on,
                               int64_t *total)
{
    return db_int(db, &q_committee_count, total,
                  VALS(TEXT(field), TEXT(on), INT(0)));
}

#define ACCOUNTS_MOST 500

SQL(q_committee_accounts,
    .text = "SELECT id, username, name FROM account WHERE role = 'expert'"
            " AND disabled_at IS NULL ORDER BY id LIMIT ?1",
    .row = &committee_account);

enum err store_committee_accounts(struct db *db, struct arena *a,
                                  struct list *out)
{
    return db_list(db, &q_committee_accounts, a, ACCOUNTS_MOST, out,
                   VALS(INT(ACCOUNTS_MOST)));
}

/* One account, one member at a time: else one person signs for two. */
SQL(q_committee_account,
    .text = "SELECT count(*) FROM committee_member WHERE account_id = ?1"
            " AND id <> ?2 AND (to_date IS NULL OR to_date > ?3)"
            " AND (?4 IS NULL OR from_date < ?4)");

static enum err judge_account(struct db *db, const struct committee_row *m)
{
    int64_t others;

    if (m->account_id == INT_NONE)
        return ERR_OK;
    TRY(db_int(db, &q_committee_account, &others,
               VALS(INT(m->account_id), INT(m->id), TEXT(m->from_date),
                    TEXT(m->to_date))));
    return others ? ERR_CONFLICT : ERR_OK;
}

SQL(q_committee_insert,
    .text = "INSERT INTO committee_member (id, name, field, unit_name,"
            " account_id, from_date) VALUES (:id, :name, :field, :unit_name,"
            " :account_id, :from_date)",
    .args = &committee_row);

enum err store_committee_insert(struct db *db, struct committee_row *m)
{
    TRY(db_next_id(db, "committee_member", &m->id));
    m->version = 1;
    TRY(judge_account(db, m));
    return db_put(db, &q_committee_insert, m, m->id);
}

SQL(q_committee_update,
    .text = "UPDATE committee_member SET name = :name, field = :field,"
            " unit_name = :unit_name, account_id = :account_id,"
            " to_date = :to_date, version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &committee_row);

enum err store_committee_update(struct db *db, const struct committee_row *m)
{
    TRY(judge_account(db, m));
    return db_put_version(db, &q_committee_update, m, m->id);
}
