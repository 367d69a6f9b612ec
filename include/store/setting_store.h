/* Settings in the store; a setting without a row has its default. */
#ifndef STORE_SETTING_STORE_H
#define STORE_SETTING_STORE_H

#include "db/db.h"
#include "domain/setting.h"

/* Version of the setting named ?1; for routes. */
extern const struct sql find_setting;

/* ERR_INTERNAL when no setting has that name. */
enum err store_setting_int(struct db *db, const char *name, int64_t *v);
enum err store_setting_text(struct db *db, struct arena *a, const char *name,
                            const char **v);

/* Days that a case may stay at a level of case_levels. */
enum err store_level_days(struct db *db, const char *level, int64_t *days);

/* 五四制 rather than 六三制. */
enum err store_five_four(struct db *db, bool *yes);

/* ERR_NOT_FOUND. */
enum err store_setting_get(struct db *db, struct arena *a, const char *name,
                           struct setting_row *out);
enum err store_setting_list(struct db *db, struct arena *a, struct list *out);

/* Sets it; the value is one already (setting_fault). */
enum err store_setting_set(struct db *db, const char *name, const char *value,
                           int64_t account_id, int64_t now_ms);

/* A row for each setting that has none. */
enum err store_setting_fill(struct db *db);

#endif
