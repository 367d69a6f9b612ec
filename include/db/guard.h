/*
 * The guard: which tables may be read only through a view that joins the
 * principal, and SQLite's authorizer that refuses every way around it.
 *
 * The authorizer runs when a statement is prepared; all statements are known
 * and prepared at start, so one that reaches past its scope stops the server
 * from starting.
 *
 * A statement that uses nothing of a view but the id of its rows must use
 * another column too (`version > 0` will do): the row id counts as no column,
 * and of a flattened view without any SQLite reports the table itself as read,
 * which the authorizer cannot tell from a read around the view.
 */
#ifndef DB_GUARD_H
#define DB_GUARD_H

#include <stddef.h>

/* A guarded table and its view; `where` limits rows `t` to the range in the one
 * row of temp.principal.  An empty view: no scoped statement may read the
 * table at all. */
struct db_guard {
    const char *table;
    const char *view;
    const char *where;
};

/* Given by the store layer. */
extern const struct db_guard db_guards[];
extern const size_t db_guards_n;

/* What bounds sight beside the range whose start is ?1, for the views to read in
 * temp.principal: a statement of one row, first and last id of rows of work under
 * way that nobody is to see yet (hidden_lo, hidden_hi; NULL: none), and whether
 * the range is all there is (whole).  Given by the store layer. */
extern const char *const db_sight;

#endif
