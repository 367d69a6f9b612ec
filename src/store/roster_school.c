/* A row of the list of schools, carried out. */
#include <string.h>

#include "roster_effect.h"
#include "store/unit_store.h"

enum err roster_school_put(struct db *db, struct arena *a,
                           const struct roster_value *v)
{
    struct school_row old, s = { .code = v->school,
                                 .name = v->school_name,
                                 .type = v->school_type,
                                 .division = v->division,
                                 .active = 1,
                                 .version = 1 };
    enum err e = store_school_get(db, a, s.code, &old);

    if (e == ERR_NOT_FOUND)
        return store_school_insert(db, &s);
    TRY(e);
    if (strcmp(old.name, s.name) == 0 && strcmp(old.type, s.type) == 0 &&
        strcmp(old.division, s.division) == 0 && old.active)
        return ERR_OK;
    s.address = old.address;
    s.version = old.version;
    return store_school_update(db, &s);
}
