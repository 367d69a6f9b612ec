/* Phones that keep records of children, in the store. */
#include "store/phone_store.h"

#include "store/session_store.h"

SQL_SHARED(find_phone, .text = "SELECT account_id FROM my_phone WHERE id = ?1");

/* ---- what a phone says of itself ---------------------------------------------------- */
SQL(q_phone_revoked,
    .text = "SELECT EXISTS (SELECT 1 FROM phone WHERE device = ?1"
            " AND revoked_at IS NOT NULL)",
    .access = SQL_SYSTEM,
    .why = "for whoever names the phone: its name is random");

enum err store_phone_judge(struct db *db, const char *device)
{
    int64_t revoked = 0;

    if (device)
        TRY(db_int(db, &q_phone_revoked, &revoked, VALS(TEXT(device))));
    return revoked ? ERR_PHONE_REVOKED : ERR_OK;
}

SQL(q_phone_known,
    .text = "SELECT EXISTS (SELECT 1 FROM phone WHERE device = ?1)",
    .access = SQL_SYSTEM,
    .why = "for whoever names the phone: its name is"
           " random");

SQL(q_phone_register,
    .text = "INSERT INTO phone (id, device, account_id, registered_at)"
            " VALUES (?1, ?2, ?3, ?4)",
    .access = SQL_SYSTEM, .why = "the caller's own phone");

enum err store_phone_register(struct db *db, const char *device,
                              int64_t account_id, int64_t now_ms)
{
    int64_t id, known;

    TRY(store_phone_judge(db, device));
    TRY(db_int(db, &q_phone_known, &known, VALS(TEXT(device))));
    if (known)
        return ERR_OK;
    TRY(db_next_id(db, "phone", &id));
    return db_run(db, &q_phone_register,
                  VALS(INT(id), TEXT(device), INT(account_id), INT(now_ms)));
}

SQL(q_phone_contact,
    .text = "UPDATE phone SET kind = ?3, unsent = ?4, contact_at = ?5"
            " WHERE device = ?1 AND account_id = ?2",
    .access = SQL_SYSTEM, .why = "the caller's own phone");

enum err store_phone_contact(struct db *db, const char *device,
                             int64_t account_id,
                             const struct phone_contact *said, int64_t now_ms)
{
    TRY(store_phone_register(db, device, account_id, now_ms));
    return db_run(db, &q_phone_contact,
                  VALS(TEXT(device), INT(account_id), TEXT(said->kind),
                       INT(said->unsent), INT(now_ms)));
}

SQL(q_phone_state,
    .text = "SELECT coalesce(max(a.disabled_at IS NOT NULL), 0) AS revoked,"
            " coalesce(max(p.revoked_at IS NOT NULL), 0) AS phone_revoked"
            " FROM phone p JOIN account a ON a.id = p.account_id"
            " WHERE p.device = ?1",
    .row = &phone_state, .access = SQL_SYSTEM,
    .why = "for whoever names the phone: its name is random");

enum err store_phone_state(struct db *db, struct arena *a, const char *device,
                           struct phone_state *out)
{
    return db_row(db, &q_phone_state, a, out, VALS(TEXT(device)));
}

SQL(q_phone_recall,
    .text = "SELECT p.registered_at, p.contact_at, p.unsent,"
            " (SELECT count(*) FROM survey_visit v"
            "   WHERE v.account_id = p.account_id AND v.device = p.device)"
            " AS visits,"
            " (SELECT count(*) FROM service s"
            "   WHERE s.account_id = p.account_id AND s.device = p.device)"
            " AS services,"
            " (SELECT count(*) FROM survey_visit v"
            "   JOIN survey_photo f ON f.visit_id = v.id"
            "   WHERE v.account_id = p.account_id AND v.device = p.device"
            "   AND f.attachment_id IS NULL) AS photos_awaited,"
            " (SELECT max(x.at) FROM (SELECT max(v.received_at) AS at"
            "   FROM survey_visit v WHERE v.account_id = p.account_id"
            "   AND v.device = p.device UNION ALL SELECT max(s.at) FROM"
            "   service s WHERE s.account_id = p.account_id"
            "   AND s.device = p.device) x) AS received_at"
            " FROM phone p WHERE p.device = ?1 AND p.account_id = ?2",
    .row = &phone_known, .access = SQL_SYSTEM,
    .why = "of the caller's own phone, how much came from it");

enum err store_phone_known(struct db *db, struct arena *a, const char *device,
                           int64_t account_id, struct phone_known *out)
{
    return db_row(db, &q_phone_recall, a, out,
                  VALS(TEXT(device), INT(account_id)));
}

/* ---- as the office sees them ---------------------------------------------------------- */
#define PHONE                                                                  \
    "SELECT p.id, p.device, p.account_id, a.username, a.name AS account_name," \
    " coalesce(u.name, d.name, a.unit) AS unit_name, p.kind,"                  \
    " p.registered_at, p.contact_at,"                                          \
    " (SELECT max(v.received_at) FROM survey_visit v"                          \
    "   WHERE v.account_id = p.account_id AND v.device = p.device)"            \
    " AS received_at, p.unsent, p.revoked_at, r.name AS revoked_by, p.reason"  \
    " FROM my_phone p JOIN account a ON a.id = p.account_id"                   \
    " LEFT JOIN unit u ON u.code = a.unit"                                     \
    " LEFT JOIN division d ON d.code = a.unit"                                 \
    " LEFT JOIN account r ON r.id = p.revoked_by"

SQL(q_phone_list,
    .text = PHONE " WHERE p.id > ?2 AND (?1 IS NULL OR p.account_id = ?1)"
                  " ORDER BY p.id LIMIT ?3",
    .row = &phone_row, .access = SQL_SYSTEM,
    .why = "phones by their view; of their visits only when the last came");

enum err store_phone_list(struct db *db, struct arena *a, int64_t account_id,
                          int64_t after, int64_t rows, struct list *out)
{
    return db_list(db, &q_phone_list, a, (size_t)rows, out,
                   VALS(INT(account_id), INT(after), INT(rows)));
}

SQL(q_phone_get, .text = PHONE " WHERE p.id = ?1", .row = &phone_row,
    .access = SQL_SYSTEM,
    .why = "phones by their view; of their visits only when the last came");

enum err store_phone_get(struct db *db, struct arena *a, int64_t id,
                         struct phone_row *out)
{
    return db_row(db, &q_phone_get, a, out, VALS(INT(id)));
}

SQL(q_phone_revoke,
    .text = "UPDATE phone SET revoked_at = ?2, revoked_by = ?3, reason = ?4"
            " WHERE id = ?1 AND revoked_at IS NULL",
    .access = SQL_SYSTEM, .why = "the route found the phone in scope");

enum err store_phone_revoke(struct db *db, const struct act *act,
                            const struct phone_row *phone, const char *reason)
{
    TRY(db_run(db, &q_phone_revoke,
               VALS(INT(phone->id), INT(act->now_ms), INT(act->account_id),
                    SEAL("phone.reason", phone->id, reason))));
    if (db_changes(db) == 0)
        return ERR_OK;
    return store_session_end_all(db, phone->account_id, 0, true);
}
