/* The act that a request is: who, for which unit, when. */
#ifndef API_ACT_H
#define API_ACT_H

#include "domain/act.h"
#include "http/request.h"

struct act req_act(const struct req *rq);

#endif
