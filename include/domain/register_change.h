/*
 * 户籍变动: what a change that the police reports makes of a child's record, on
 * the day from which it holds.  Who dies, moves away or is struck off leaves the
 * register by a conclusion of the police alone (虎政规〔2020〕1号 五(三)6), never
 * by a list: such a change leaves the record as it is.
 */
#ifndef DOMAIN_REGISTER_CHANGE_H
#define DOMAIN_REGISTER_CHANGE_H

#include <stdbool.h>

#include "domain/roster.h"
#include "domain/student.h"

/* Does it say that a child leaves (迁出 死亡 注销 重户删除)? */
bool register_change_leaves(const struct roster_value *v);

/* May it bring a child that is not there (出生 迁入)? */
bool register_change_brings(const struct roster_value *v);

/* Does it hold on `today`, or wait for its day? */
bool register_change_holds(const struct roster_value *v, const char *today);

/* Changes *s, a copy of the record, as the change says: 迁入 and 出生 the 户籍
 * address, 更正 the name and the address; what the list leaves open stays. */
void register_change_make(const struct roster_value *v, struct student_row *s);

#endif
