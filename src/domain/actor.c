/* The scope that follows from an account's role and unit. */
#include "domain/actor.h"

#include <string.h>

char *place_of_class(struct arena *a, const char *school, const char *grade,
                     const char *class)
{
    return arena_printf(a, "S%s/%s/%s/", school, grade ? grade : "",
                        class ? class : "");
}

char *place_range_end(struct arena *a, const char *lo)
{
    char *hi = arena_strdup(a, lo);

    if (hi && *hi)
        hi[strlen(hi) - 1] = '0'; /* '/' + 1 */
    return hi;
}

static const char *range_start(const struct actor *actor, struct arena *a)
{
    const char *county;

    switch (actor->role) {
    case ROLE_BUREAU:
    case ROLE_BUREAU_LEAD:
    case ROLE_LEADER:
    case ROLE_INSPECTOR:
        /* "D<county>/": up to and with the first slash. */
        county = strchr(actor->unit_path, '/');
        return county ? arena_strndup(a, actor->unit_path,
                                      (size_t)(county - actor->unit_path) + 1)
                      : "";
    case ROLE_TOWNSHIP:
    case ROLE_VILLAGE:
        return actor->unit_path;
    case ROLE_SCHOOL_HEAD:
        return arena_printf(a, "S%s/", actor->unit);
    case ROLE_TEACHER:
        return place_of_class(a, actor->unit, actor->grade, actor->class);
    case ROLE_AGENCY:
        return arena_printf(a, "A%s/", actor->unit);
    case ROLE_EXPERT:
        return arena_printf(a, "Aexpert/%lld/", (long long)actor->account_id);
    default:
        return "";
    }
}

enum err actor_scope(const struct actor *actor, struct arena *a,
                     const char **lo, const char **hi)
{
    *lo = range_start(actor, a);
    if (!*lo)
        return ERR_NO_MEMORY;
    *hi = place_range_end(a, *lo);
    return *hi ? ERR_OK : ERR_NO_MEMORY;
}
