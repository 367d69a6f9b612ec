/* What a 上报编号 reads and which case speaks for its child, for the files that
 * read them. */
#ifndef STORE_UPWARD_COLUMNS_H
#define STORE_UPWARD_COLUMNS_H

/* County, year, number: 230381-2026-0001. */
#define UPWARD_NO                                                              \
    "((SELECT substr(county, 1, 6) FROM store) || '-' || t.year || '-'"        \
    " || printf('%04d', t.number))"

/* The last of 省内外就读无学籍. */
#define UPWARD_CASE                                                            \
    " LEFT JOIN my_case c ON c.id = (SELECT max(k.id) FROM my_case k"          \
    " WHERE k.student_id = t.student_id"                                       \
    " AND k.disposition = 'elsewhere_unregistered')"

#endif
