/* What the rules of the domain refuse, as a reply. */
#include "api/refusal.h"

enum err req_refusal(struct req *rq, enum err e, const struct refusal *why)
{
    const char *pointer = why->pointer;

    if (e == ERR_OK || !pointer)
        return e;
    if (*pointer)
        pointer = arena_printf(rq->arena, "/%s", pointer);
    if (!pointer)
        return ERR_NO_MEMORY;
    rq->audit_detail = why->code;
    return req_refuse(rq, e, pointer, why->code, why->detail);
}
