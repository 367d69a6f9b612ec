/* What tags, cases, doors and notices say of children in a year. */
#include "indicator_facts.h"

#include "domain/case.h"

struct child_facts {
    int64_t id, facts;
};
static const struct field child_facts_fields[] = {
    F_ID(child_facts, id, "学生", REQUIRED),
    F_INT(child_facts, facts, "事实", REQUIRED, 0, INT64_MAX), F_END
};
static const struct record child_facts =
    RECORD(child_facts, "ChildFacts", "学生的事实", child_facts_fields);

#define WHY "the caller takes those of the children that it has in sight"

/* clang-format off */
/* ?1 poor tags, ?2 day.  Who has no 户籍 in the county and lives here is 随迁. */
SQL(q_facts_tags,
    .text = "SELECT t.student_id AS id,"
            IF(FACT_POOR, "instr(?1,' '||t.tag||' ')>0")
            "|" IF(FACT_DISABLED, "t.tag='disabled'")
            "|" IF(FACT_GUEST, "t.tag='migrant' AND (SELECT s.huji_division"
                   " FROM student s WHERE s.id=t.student_id) IS NULL")
            " AS facts FROM tag t WHERE t.from_date<=?2"
            " AND coalesce(t.to_date,'9')>?2 ORDER BY t.student_id",
    .row = &child_facts, .access = SQL_SYSTEM, .why = WHY);

/*
 * A lead that nobody has looked at, and what was none, are no case yet.
 *   ?1 day   ?2 the instant after it   ?3 the instant after the school year
 *   ?4 that at which it began   ?5 ?6 instants of the ledger's year
 *   ?7 dispositions of who learns without 学籍
 */
#define OPEN_AT(instant)                                                       \
    "k.opened_at<" instant " AND coalesce(k.closed_at," instant ")>=" instant
#define SOUGHT "instr(?7,' '||ifnull(k.disposition,'')||' ')=0"
#define DROPOUT "k.kind='dropout' AND " SOUGHT " AND "
SQL(q_facts_cases,
    .text = "SELECT k.student_id AS id,"
            IF(FACT_CASED, "k.opened_at<?6 AND coalesce(k.closed_at,?5)>=?5")
            "|" IF(FACT_MISSING, OPEN_AT("?2") " AND " SOUGHT)
            "|" IF(FACT_EXCUSED, "k.state='watching' AND"
                   " coalesce(k.closed_at,?2)<?2"
                   " AND coalesce(k.period_until,?1)>=?1"
                   " AND coalesce(k.outcome,'') IN ('deferred','suspended',"
                   "'exempt','city_exempt','abroad')")
            "|" IF(FACT_RETURNED, "coalesce(k.outcome,'')='returned'"
                   " AND k.state IN ('watching','closed')"
                   " AND coalesce(k.closed_at,?6)>=?5"
                   " AND coalesce(k.closed_at,?6)<?6")
            "|" IF(FACT_DROPPED, DROPOUT OPEN_AT("?3"))
            "|" IF(FACT_AWAY_AT_START, DROPOUT OPEN_AT("?4"))
            "|" IF(FACT_LATE, "EXISTS (SELECT 1 FROM case_event v"
                   " WHERE v.case_id=k.id AND v.action='overdue' AND v.at>=?5"
                   " AND v.at<?6)")
            " AS facts FROM dropout_case k"
            " WHERE k.state NOT IN ('reported','dismissed')"
            " ORDER BY k.student_id",
    .row = &child_facts, .access = SQL_SYSTEM, .why = WHY);

/* ?1 year. */
SQL(q_facts_doors,
    .text = "SELECT s.id," BIT(FACT_VISITED) " AS facts FROM student s"
            " WHERE s.household_id IN (SELECT v.household_id"
            " FROM survey_visit v WHERE v.current=1 AND v.settled"
            " AND v.round_id IN (SELECT r.id FROM survey_round r"
            " WHERE r.year=?1)) ORDER BY s.id",
    .row = &child_facts, .access = SQL_SYSTEM, .why = WHY);

/* ?1 year, ?2 day. */
SQL(q_facts_notices,
    .text = "SELECT n.student_id AS id," BIT(FACT_NOTICED)
            "|" IF(FACT_SERVED,
                   "n.state='served' AND coalesce(n.served_on,'9')<=?2")
            " AS facts FROM document n WHERE n.kind='enrolment_notice'"
            " AND n.year=?1 AND n.state<>'void' AND n.student_id NOTNULL"
            " ORDER BY n.student_id",
    .row = &child_facts, .access = SQL_SYSTEM, .why = WHY);
/* clang-format on */

#define CHILDREN_MOST 100000000

enum err facts_beside(struct db *db, struct arena *a,
                      const struct indicator_year *y, struct facts_beside *out)
{
    const int64_t year = y->ledger.year;

    *out = (struct facts_beside) { .at = { 0 } };
    TRY(db_list(db, &q_facts_tags, a, CHILDREN_MOST, &out->of[0],
                VALS(TEXT(POOR_TAGS), TEXT(y->day))));
    TRY(db_list(db, &q_facts_cases, a, CHILDREN_MOST, &out->of[1],
                VALS(TEXT(y->day), INT(y->day_end), INT(y->end_end),
                     INT(y->start_at), INT(y->ledger.from), INT(y->ledger.to),
                     TEXT(UNREGISTERED_DISPOSITIONS))));
    TRY(db_list(db, &q_facts_doors, a, CHILDREN_MOST, &out->of[2],
                VALS(INT(year))));
    return db_list(db, &q_facts_notices, a, CHILDREN_MOST, &out->of[3],
                   VALS(INT(year), TEXT(y->day)));
}

int64_t facts_beside_of(struct facts_beside *b, int64_t id)
{
    int64_t facts = 0;

    for (size_t i = 0; i < FACTS_SOURCES; i++) {
        const struct child_facts *c = b->of[i].items;
        size_t *at = &b->at[i];

        while (*at < b->of[i].n && c[*at].id < id)
            ++*at;
        while (*at < b->of[i].n && c[*at].id == id)
            facts |= c[(*at)++].facts;
    }
    return facts;
}
