/* 待办: the order of its sources, by due date and id, what is never due last. */
#ifndef STORE_WORKLIST_COLUMNS_H
#define STORE_WORKLIST_COLUMNS_H

#define NO_DUE "9223372036854775807"

/* The last instant of a day of the county. */
#define DAY_END(day)                                                           \
    "(CAST(strftime('%s', " day ") AS INTEGER) * 1000 + 57599999)"

/* Rows with `id` and `due_at` after (?1, ?2), at most ?3. */
#define IN_ORDER(select)                                                       \
    "SELECT * FROM (" select ") w WHERE coalesce(w.due_at, " NO_DUE ") > ?1"   \
    " OR (coalesce(w.due_at, " NO_DUE ") = ?1 AND w.id > ?2)"                  \
    " ORDER BY coalesce(w.due_at, " NO_DUE "), w.id LIMIT ?3"

#endif
