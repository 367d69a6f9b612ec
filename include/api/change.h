/*
 * A record changed by the rules of its PATCH, for other routes that change one
 * too: judged the same, with history, and still in its writer's scope after.
 * `version` is the one it is based on: ERR_STALE.
 */
#ifndef API_CHANGE_H
#define API_CHANGE_H

#include "domain/household.h"
#include "domain/schooling.h"
#include "domain/student.h"
#include "http/request.h"

enum err change_household(struct req *rq, int64_t id, int64_t version,
                          const struct household_patch *in);
enum err change_student(struct req *rq, int64_t id, int64_t version,
                        const struct student_patch *in);
enum err change_guardian(struct req *rq, int64_t id, int64_t version,
                         const struct guardian_patch *in);

#endif
