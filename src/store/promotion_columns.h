/* What 升级 reads of children, for the files that move them and show them. */
#ifndef STORE_PROMOTION_COLUMNS_H
#define STORE_PROMOTION_COLUMNS_H

#include "db/db.h"
#include "domain/promotion.h"

/* Who stands on a roll at present, of e and its student s. */
#define PROMOTION_PRESENT                                                      \
    "e.to_date IS NULL AND s.status = 'active'"                                \
    " AND e.state IN ('enrolled', 'unregistered', 'suspended')"

/* The present schooling of those in scope, behind `after`, as
 * promotion_judge takes it: struct promotion_row, by id. */
enum err promotion_rows(struct db *db, struct arena *a, int64_t year,
                        int64_t after, int64_t rows, struct list *out);

#endif
