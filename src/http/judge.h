/* What can be judged of a request before its handler runs. */
#ifndef HTTP_JUDGE_H
#define HTTP_JUDGE_H

#include "http/dispatch.h"

/* Does this method change something? */
bool unsafe_method(const char *method);

/* Which credential came with it: a bearer token goes before a cookie. */
void note_credential(struct exchange *x);

/* 401 and 403; reads on `reader`, in a read transaction of the caller's. */
enum err judge_caller(struct exchange *x, struct db *reader);

/* All that can be judged before the writer's turn; reads on `reader`, in a
 * read transaction of the caller's. */
enum err judge(struct exchange *x, struct db *reader);

/* 404, 428 and 412, by the route's own statement in the caller's scope, on
 * rq->db; again on the writer, where it counts. */
enum err judge_version(struct exchange *x);

#endif
