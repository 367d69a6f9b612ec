/* 三统一 from the lists and the register. */
#include "store/unity_store.h"

#include "store/setting_store.h"

#define POOR_MOST 60000

/*
 * ?1 year, ?2 ?3 born after, to, ?4 tags.  A person of the list whose number
 * proves no child of the register stands by its row alone.
 */
#define OF_AGE(t)                                                              \
    "coalesce(" t ".birth_date, ?3) > ?2 AND coalesce(" t                      \
    ".birth_date, ?3) <= ?3"
SQL(q_unity,
    .text =
        "WITH p AS MATERIALIZED (SELECT r.id, r.student_id, r.name, r.sex,"
        " r.birth_date, r.division FROM my_roster_row r"
        " WHERE r.kind = 'poverty' AND r.year = ?1"
        " AND instr(?4, ' ' || r.state || ' ') > 0 AND " OF_AGE(
            "r") "),"
                 " l AS MATERIALIZED (SELECT s.id FROM my_student s"
                 " WHERE s.status = 'active' AND " OF_AGE(
                     "s") " AND EXISTS (SELECT 1 FROM my_tag t WHERE "
                          "t.student_id = s.id"
                          " AND t.to_date IS NULL AND instr(?4, ' ' || t.tag "
                          "|| ' ') > 0)),"
                          " k AS (SELECT id FROM l UNION SELECT student_id "
                          "FROM p"
                          " WHERE student_id IS NOT NULL)"
                          " SELECT s.id AS student_id, s.name, s.sex, "
                          "s.birth_date,"
                          " d.code AS township, d.name AS township_name,"
                          " EXISTS (SELECT 1 FROM my_roster_row e WHERE "
                          "e.student_id = s.id"
                          " AND e.kind = 'enrolment' AND e.year = ?1) AS "
                          "in_education,"
                          " s.id IN (SELECT student_id FROM p WHERE student_id "
                          "IS NOT NULL)"
                          " AS in_poverty,"
                          " s.id IN (SELECT id FROM l) AS in_ledger"
                          " FROM k CROSS JOIN my_student s ON s.id = k.id"
                          " LEFT JOIN my_place o ON o.student_id = s.id AND "
                          "o.home = 1"
                          " LEFT JOIN division d ON d.code = substr(o.place, "
                          "15, 12)"
                          " UNION ALL SELECT NULL, p.name, p.sex, "
                          "p.birth_date, d.code, d.name,"
                          " 0, 1, 0 FROM p LEFT JOIN division v ON v.code = "
                          "p.division"
                          " LEFT JOIN division d ON d.code = substr(v.path, "
                          "15, 12)"
                          " WHERE p.student_id IS NULL ORDER BY 5, 1, 2 LIMIT "
                          "?5",
    .row = &unity_name);

SQL(q_unity_listed, .text = "SELECT EXISTS (SELECT 1 FROM my_import i"
                            " WHERE i.kind = ?2 AND i.year = ?1"
                            " AND i.state = 'committed')");

enum err store_unity(struct db *db, struct arena *a, int64_t year,
                     struct unity *out)
{
    struct ledger_year y;
    struct list names;
    const char *cutoff;

    TRY(store_setting_text(db, a, SETTING_ENROLMENT_CUTOFF, &cutoff));
    TRY(ledger_year_of(year, cutoff, &y));
    *out = (struct unity) { .year = year };
    TRY(db_int(db, &q_unity_listed, &out->education_listed,
               VALS(INT(year), TEXT("enrolment"))));
    TRY(db_int(db, &q_unity_listed, &out->poverty_listed,
               VALS(INT(year), TEXT("poverty"))));
    TRY(db_list(db, &q_unity, a, POOR_MOST, &names,
                VALS(INT(year), TEXT(y.born_after), TEXT(y.born_to),
                     TEXT(POOR_TAGS), INT(POOR_MOST + 1))));
    return unity_tally(a, &names, out);
}
