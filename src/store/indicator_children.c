/* Children beside their schooling, tags, cases, notices and places. */
#include "indicator_children.h"

#include <stdlib.h>
#include <string.h>

#include "domain/case.h"

/* ---- statements -------------------------------------------------------- */
#define WHY "read beside children that my_student shows, and for those alone"

/* ?1 after this child, ?2 rows at most, ?3 ?4 range of places, ?5 year. */
SQL(q_counted_children,
    .text = "SELECT s.id, s.status, s.birth_date, s.situation, s.sex, s.nation,"
            " EXISTS (SELECT 1 FROM survey_visit v"
            " WHERE v.household_id = s.household_id AND v.current = 1"
            " AND v.settled AND v.round_id IN (SELECT r.id FROM survey_round r"
            " WHERE r.year = ?5)) AS visited"
            " FROM my_student s WHERE s.id > ?1 AND s.status <> 'void'"
            " AND (?3 IS NULL OR EXISTS (SELECT 1 FROM my_place o WHERE"
            " o.student_id = s.id AND o.place >= ?3 AND o.place < ?4))"
            " ORDER BY s.id LIMIT ?2",
    .row = &indicator_child, .access = SQL_SYSTEM, .why = WHY);

/* Of the children ?1 to ?2, as the others below. */
SQL(q_counted_schooling,
    .text = "SELECT h.student_id AS id, h.state, h.school, h.grade,"
            " h.from_date, h.to_date, CASE h.state WHEN 'transferred' THEN"
            " EXISTS (SELECT 1 FROM transfer x WHERE x.enrolment_id = h.id)"
            " ELSE 0 END AS in_transit FROM enrolment h"
            " WHERE h.student_id BETWEEN ?1 AND ?2 ORDER BY h.student_id",
    .row = &indicator_schooling, .access = SQL_SYSTEM, .why = WHY);

struct beside {
    int64_t id; /* the child's */
    const char *key;
    int64_t facts;
};
static const struct field beside_fields[] = {
    F_ID(beside, id, "学生", REQUIRED),
    F_TEXT(beside, key, "分组代码", OPTIONAL, 0, 20),
    F_INT(beside, facts, "事实", REQUIRED, 0, INT64_MAX), F_END
};
static const struct record beside =
    RECORD(beside, "IndicatorBeside", "与学生相关的事实", beside_fields);

/* How SQL names a fact, and asks for it: the condition is never null. */
#define BIT_(bits) #bits
#define BIT(fact) BIT_(fact)
#define IF(fact, condition) "(" condition ")*" BIT(fact)

/* clang-format off */
/* ?3 day.  Who has no 户籍 in the county and lives here is 随迁. */
SQL(q_counted_tags,
    .text = "SELECT t.student_id AS id, t.tag AS key,"
            IF(FACT_POOR, "instr('" POOR_TAGS "',' '||t.tag||' ')>0")
            "|" IF(FACT_DISABLED, "t.tag='disabled'")
            "|" IF(FACT_GUEST, "t.tag='migrant' AND (SELECT s.huji_division"
                   " FROM student s WHERE s.id=t.student_id) IS NULL")
            " AS facts FROM tag t WHERE t.student_id BETWEEN ?1 AND ?2"
            " AND t.from_date<=?3 AND coalesce(t.to_date,'9')>?3"
            " ORDER BY t.student_id",
    .row = &beside, .access = SQL_SYSTEM, .why = WHY);

/*
 * A lead that nobody has looked at, and what was none, are no case yet.
 *   ?3 day   ?4 the instant after it   ?5 the instant after the school year
 *   ?6 that at which it began   ?7 ?8 instants of the ledger's year
 */
#define OPEN_AT(instant)                                                       \
    "k.opened_at<" instant " AND coalesce(k.closed_at," instant ")>=" instant
#define SOUGHT                                                                 \
    "instr('" UNREGISTERED_DISPOSITIONS "',' '||ifnull(k.disposition,'')||' ')=0"
#define DROPOUT "k.kind='dropout' AND " SOUGHT " AND "
SQL(q_counted_cases,
    .text = "SELECT k.student_id AS id, NULL AS key,"
            IF(FACT_CASED, "k.opened_at<?8 AND coalesce(k.closed_at,?7)>=?7")
            "|" IF(FACT_MISSING, OPEN_AT("?4") " AND " SOUGHT)
            "|" IF(FACT_EXCUSED, "k.state='watching' AND"
                   " coalesce(k.closed_at,?4)<?4"
                   " AND coalesce(k.period_until,?3)>=?3"
                   " AND coalesce(k.outcome,'') IN ('deferred','suspended',"
                   "'exempt','city_exempt','abroad')")
            "|" IF(FACT_RETURNED, "coalesce(k.outcome,'')='returned'"
                   " AND k.state IN ('watching','closed')"
                   " AND coalesce(k.closed_at,?8)>=?7"
                   " AND coalesce(k.closed_at,?8)<?8")
            "|" IF(FACT_DROPPED, DROPOUT OPEN_AT("?5"))
            "|" IF(FACT_AWAY_AT_START, DROPOUT OPEN_AT("?6"))
            "|" IF(FACT_LATE, "EXISTS (SELECT 1 FROM case_event v"
                   " WHERE v.case_id=k.id AND v.action='overdue' AND v.at>=?7"
                   " AND v.at<?8)")
            " AS facts FROM dropout_case k"
            " WHERE k.student_id BETWEEN ?1 AND ?2"
            " AND k.state NOT IN ('reported','dismissed')"
            " ORDER BY k.student_id",
    .row = &beside, .access = SQL_SYSTEM, .why = WHY);

/* ?3 year, ?4 day. */
SQL(q_counted_notices,
    .text = "SELECT n.student_id AS id, NULL AS key," BIT(FACT_NOTICED)
            "|" IF(FACT_SERVED,
                   "n.state='served' AND coalesce(n.served_on,'9')<=?4")
            " AS facts FROM document n WHERE n.student_id BETWEEN ?1 AND ?2"
            " AND n.kind='enrolment_notice' AND n.year=?3 AND n.state<>'void'"
            " ORDER BY n.student_id",
    .row = &beside, .access = SQL_SYSTEM, .why = WHY);
/* clang-format on */

/* The township where it lives, */
SQL(q_counted_homes,
    .text = "SELECT p.student_id AS id, substr(p.place, 15, 12) AS key,"
            " 0 AS facts FROM child_place p"
            " WHERE p.student_id BETWEEN ?1 AND ?2 AND p.home = 1"
            " ORDER BY p.student_id, p.place",
    .row = &beside, .access = SQL_SYSTEM, .why = WHY);

/* or else the first of those that are responsible for it. */
SQL(q_counted_townships,
    .text = "SELECT p.student_id AS id, substr(p.place, 15, 12) AS key,"
            " 0 AS facts FROM child_place p"
            " WHERE p.student_id BETWEEN ?1 AND ?2 AND p.place < 'E'"
            " ORDER BY p.student_id, p.place",
    .row = &beside, .access = SQL_SYSTEM, .why = WHY);

/* ---- a block of children ----------------------------------------------- */
#define BLOCK_MOST 512

struct block {
    const struct indicator_filter *f;
    size_t n;
    size_t lo, hi; /* the run that is being read: of[lo] to before of[hi] */
    size_t at;     /* of the child that the row last read stands beside */
    struct counted of[BLOCK_MOST];
};

static bool grouped(const struct block *b, const char *by)
{
    return strcmp(b->f->by, by) == 0;
}

/* One that is NULL or empty is not registered. */
static enum err add_key(struct counted *c, const char *key)
{
    if (!key || !*key)
        return ERR_OK;
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->keys[i], key) == 0)
            return ERR_OK;
    if (c->n == COUNTED_KEYS_MOST || strlen(key) >= sizeof c->keys[0])
        return ERR_INTERNAL;
    memcpy(c->keys[c->n++], key, strlen(key) + 1);
    return ERR_OK;
}

static enum err child_row(void *ctx, const void *row)
{
    const struct indicator_child *r = row;
    struct block *b = ctx;
    struct counted *c = &b->of[b->n++];

    c->id = r->id;
    c->facts = facts_of_child(&b->f->year, r);
    c->n = 0;
    return add_key(c, grouped(b, "sex")      ? r->sex
                      : grouped(b, "nation") ? r->nation
                                             : NULL);
}

/* The child of a row; rows come in the order of the children.  NULL: of one
 * that is not in sight. */
static struct counted *child_at(struct block *b, int64_t id)
{
    while (b->at < b->hi && b->of[b->at].id < id)
        b->at++;
    return b->at < b->hi && b->of[b->at].id == id ? &b->of[b->at] : NULL;
}

static enum err schooling_row(void *ctx, const void *row)
{
    const struct indicator_schooling *r = row;
    struct block *b = ctx;
    struct counted *c = child_at(b, r->id);

    if (!c)
        return ERR_OK;
    c->facts |= facts_of_schooling(&b->f->year, r);
    if (!schooling_on(r, b->f->year.day))
        return ERR_OK;
    return add_key(c, grouped(b, "school")  ? r->school
                      : grouped(b, "stage") ? schooling_stage(r)
                                            : NULL);
}

static enum err fact_row(void *ctx, const void *row)
{
    const struct beside *r = row;
    struct counted *c = child_at(ctx, r->id);

    if (c)
        c->facts |= r->facts;
    return ERR_OK;
}

static enum err tag_row(void *ctx, const void *row)
{
    const struct beside *r = row;
    struct block *b = ctx;
    struct counted *c = child_at(b, r->id);

    if (!c)
        return ERR_OK;
    c->facts |= r->facts;
    return grouped(b, "tag") ? add_key(c, r->key) : ERR_OK;
}

/* The first place of a child that has none yet. */
static enum err place_row(void *ctx, const void *row)
{
    const struct beside *r = row;
    struct counted *c = child_at(ctx, r->id);

    return c && c->n == 0 ? add_key(c, r->key) : ERR_OK;
}

static enum err read_beside(struct db *db, struct block *b, const struct sql *q,
                            db_each_fn row, const struct val *vals)
{
    b->at = b->lo;
    return db_each(db, q, row, b, vals);
}

static enum err places(struct db *db, struct block *b, const struct val *range)
{
    bool all = true;

    TRY(read_beside(db, b, &q_counted_homes, place_row, range));
    for (size_t i = b->lo; i < b->hi && all; i++)
        all = b->of[i].n > 0;
    return all ? ERR_OK
               : read_beside(db, b, &q_counted_townships, place_row, range);
}

/* What hangs on the children of the run. */
static enum err fill(struct db *db, struct block *b)
{
    const struct indicator_year *y = &b->f->year;
    const struct ledger_year *l = &y->ledger;
    const int64_t lo = b->of[b->lo].id, hi = b->of[b->hi - 1].id;

    TRY(read_beside(db, b, &q_counted_schooling, schooling_row,
                    VALS(INT(lo), INT(hi))));
    TRY(read_beside(db, b, &q_counted_tags, tag_row,
                    VALS(INT(lo), INT(hi), TEXT(y->day))));
    TRY(read_beside(
        db, b, &q_counted_cases, fact_row,
        VALS(INT(lo), INT(hi), TEXT(y->day), INT(y->day_end), INT(y->end_end),
             INT(y->start_at), INT(l->from), INT(l->to))));
    TRY(read_beside(db, b, &q_counted_notices, fact_row,
                    VALS(INT(lo), INT(hi), INT(l->year), TEXT(y->day))));
    return grouped(b, "township") ? places(db, b, VALS(INT(lo), INT(hi)))
                                  : ERR_OK;
}

/* Children in sight may stand far apart: over more than so many others it is
 * cheaper to seek than to read on. */
#define GAP_MOST 16

static enum err fill_runs(struct db *db, struct block *b)
{
    for (b->lo = 0; b->lo < b->n; b->lo = b->hi) {
        b->hi = b->lo + 1;
        while (b->hi < b->n &&
               b->of[b->hi].id - b->of[b->hi - 1].id <= GAP_MOST)
            b->hi++;
        TRY(fill(db, b));
    }
    return ERR_OK;
}

static enum err each_block(struct db *db, struct block *b, int64_t after,
                           counted_fn each, void *ctx)
{
    const struct indicator_filter *f = b->f;

    do {
        b->n = 0;
        TRY(db_each(db, &q_counted_children, child_row, b,
                    VALS(INT(after), INT(BLOCK_MOST), TEXT(f->lo), TEXT(f->hi),
                         INT(f->year.ledger.year))));
        TRY(fill_runs(db, b));
        for (size_t i = 0; i < b->n; i++) {
            b->of[i].facts = facts_settled(b->of[i].facts);
            TRY(each(ctx, &b->of[i]));
            after = b->of[i].id;
        }
    } while (b->n == BLOCK_MOST);
    return ERR_OK;
}

enum err indicator_each(struct db *db, const struct indicator_filter *f,
                        int64_t after, counted_fn each, void *ctx)
{
    struct block *b = malloc(sizeof *b);
    enum err e;

    if (!b)
        return ERR_NO_MEMORY;
    b->f = f;
    e = each_block(db, b, after, each, ctx);
    free(b);
    return e;
}
