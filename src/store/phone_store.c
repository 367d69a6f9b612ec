#include "store/phone_store.h"

SQL(q_phone_register,
    .text = "INSERT INTO phone (device, account_id, registered_at)"
            " VALUES (?1, ?2, ?3) ON CONFLICT (device) DO NOTHING");

enum err store_phone_register(struct db *db, const char *device,
                              int64_t account_id, int64_t now_ms)
{
    return db_run(db, &q_phone_register,
                  VALS(TEXT(device), INT(account_id), INT(now_ms)));
}

SQL(q_phone_state,
    .text = "SELECT EXISTS (SELECT 1 FROM phone p"
            "   JOIN account a ON a.id = p.account_id"
            "   WHERE p.device = ?1 AND a.disabled_at IS NOT NULL) AS revoked",
    .row = &phone_state);

enum err store_phone_state(struct db *db, struct arena *a, const char *device,
                           struct phone_state *out)
{
    return db_row(db, &q_phone_state, a, out, VALS(TEXT(device)));
}
