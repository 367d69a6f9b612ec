/* What a row of a ledger has of its own beside its child, found by its
 * id; and the children of leads and of lists, who need not be in the register. */
#ifndef STORE_LEDGER_EVENT_H
#define STORE_LEDGER_EVENT_H

#include "db/db.h"
#include "store/ledger_store.h"

extern const struct sql q_ledger_lesson, q_ledger_help_one, q_ledger_lead,
    q_ledger_training_one, q_ledger_upward_one, q_ledger_pairing_one;

/* The notice of child ?1 in year ?2. */
extern const struct sql q_ledger_notice;

/* With the parameters of store/ledger_store.c. */
extern const struct sql q_ledger_leads, q_ledger_leads_count;
extern const struct sql q_ledger_assigned, q_ledger_assigned_count;
extern const struct sql q_ledger_changes, q_ledger_changes_count;
extern const struct sql q_ledger_training, q_ledger_training_count;

/* Number, sex and source of a row of 下发名单, and where it stands. */
enum err ledger_fill_assigned(struct db *db, struct arena *a,
                              const struct ledger_filter *f,
                              struct ledger_row *r);
/* A row of aid that is 生活补助, paid. */
#define LIVING(t) t ".state = 'paid' AND " t ".kind IN ('boarding', 'living')"

/* How many terms of the year count: the 春季, and the 秋季 once its 生活补助 has
 * begun to be paid. */
enum err ledger_aid_terms(struct db *db, int64_t year, int64_t *terms);
/* 资助 of the child in the year. */
enum err ledger_fill_aid(struct db *db, struct arena *a,
                         const struct ledger_filter *f, struct ledger_row *r);

/* Whether the child waits for a school to receive it (在途). */
enum err ledger_fill_transfer(struct db *db, struct arena *a,
                              struct ledger_row *r);

/* Number, sex, kind and addresses of a row of 户籍变动. */
enum err ledger_fill_change(struct db *db, struct arena *a,
                            const struct ledger_filter *f,
                            struct ledger_row *r);

#endif
