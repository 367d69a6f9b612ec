/* What the rules of the domain refuse, as a reply. */
#ifndef API_REFUSAL_H
#define API_REFUSAL_H

#include "domain/transition.h"
#include "http/request.h"

/* Notes *why and returns `e`; the code goes to the audit row.  A refusal
 * without a pointer is none of the rules', and passes as it is. */
enum err req_refusal(struct req *rq, enum err e, const struct refusal *why);

#endif
