/* What actions change beside state, level and clock, and where those with
 * several ends lead; named by the transition table. */
#ifndef DOMAIN_CASE_EFFECT_H
#define DOMAIN_CASE_EFFECT_H

#include "domain/case.h"

void after_verify(struct case_row *c, const void *in);
void after_persuade(struct case_row *c, const void *in);
void after_return(struct case_row *c, const void *in);
void after_submit(struct case_row *c, const void *in);
void after_arrange(struct case_row *c, const void *in);
void after_resume(struct case_row *c, const void *in);
void after_leave(struct case_row *c, const void *in);
void after_place(struct case_row *c, const void *in);
void after_vocational(struct case_row *c, const void *in);
void after_conclude(struct case_row *c, const void *in);
void after_renew(struct case_row *c, const void *in);
void after_report_up(struct case_row *c, const void *in);
void after_approve(struct case_row *c, const void *in);
void after_refuse(struct case_row *c, const void *in);
void after_check(struct case_row *c, const void *in);
void after_reopen(struct case_row *c, const void *in);

enum case_state refused_to(const struct case_row *c, const void *in);
enum case_state approved_to(const struct case_row *c, const void *in);
enum case_state checked_to(const struct case_row *c, const void *in);

#endif
