/* 资助 in the store. */
#include "store/aid_store.h"

#include <string.h>

#include "domain/money.h"
#include "domain/patch.h"

SQL_SHARED(find_aid, .text = "SELECT version FROM my_aid WHERE id = ?1");

/* ---- what was given ---------------------------------------------------- */
#define AID_SELECT                                                             \
    "SELECT t.id, t.student_id, s.name AS student_name, t.school,"             \
    " u.name AS school_name, e.grade, e.class, t.year, t.term, t.kind, t.fen," \
    " t.funder, t.paid_on, t.basis, t.state, t.reason, t.account_id,"          \
    " t.created_at, t.updated_at, t.version FROM my_aid t"                     \
    " JOIN my_student s ON s.id = t.student_id"                                \
    " LEFT JOIN unit u ON u.code = t.school"                                   \
    " LEFT JOIN my_enrolment e ON e.student_id = t.student_id"                 \
    "   AND e.to_date IS NULL"
#define AID_FILTER                                                             \
    " WHERE (?1 IS NULL OR t.year = ?1) AND (?2 IS NULL OR t.term = ?2)"       \
    " AND (?3 IS NULL OR t.kind = ?3) AND (?4 IS NULL OR t.school = ?4)"       \
    " AND (?5 IS NULL OR t.state = ?5) AND (?6 IS NULL OR t.student_id = ?6)"  \
    " AND (?7 IS NULL OR EXISTS (SELECT 1 FROM my_place p"                     \
    "   WHERE p.student_id = t.student_id AND p.place >= ?7 AND p.place < "    \
    "?8))"

#define FILTER_VALS(f)                                                         \
    INT((f)->year), TEXT((f)->term), TEXT((f)->kind), TEXT((f)->school),       \
        TEXT((f)->state), INT((f)->student_id), TEXT((f)->lo), TEXT((f)->hi)

SQL(q_aid_list,
    .text = AID_SELECT AID_FILTER
    " AND (?9 = 0 OR t.id < ?9) ORDER BY t.id DESC LIMIT ?10",
    .row = &aid_row);
SQL(q_aid_count, .text = "SELECT count(*) FROM my_aid t" AID_FILTER);
SQL(q_aid_get, .text = AID_SELECT " WHERE t.id = ?1", .row = &aid_row);

enum err store_aid_list(struct db *db, struct arena *a,
                        const struct aid_filter *f, struct list *out)
{
    return db_list(db, &q_aid_list, a, (size_t)f->rows, out,
                   VALS(FILTER_VALS(f), INT(f->after), INT(f->rows)));
}

enum err store_aid_count(struct db *db, const struct aid_filter *f, int64_t *n)
{
    return db_int(db, &q_aid_count, n, VALS(FILTER_VALS(f)));
}

enum err store_aid_get(struct db *db, struct arena *a, int64_t id,
                       struct aid_row *out)
{
    return db_row(db, &q_aid_get, a, out, VALS(INT(id)));
}

/* ---- who is entitled --------------------------------------------------- */
/*
 * Pupils of the county's schools on the day ?1 of the term ?2 ?3, who are
 * entitled to the kind ?4 by its 特殊类别 ?5 and 就读方式 ?6; of school ?7, grade
 * ?8, class ?9, range ?10 ?11.
 */
#define ENTITLED                                                               \
    " FROM my_enrolment e JOIN my_student s ON s.id = e.student_id"            \
    " WHERE e.school IS NOT NULL AND e.state IN ('enrolled', 'unregistered')"  \
    " AND s.status = 'active'"                                                 \
    " AND e.from_date <= ?1 AND coalesce(e.to_date, '9') > ?1"                 \
    " AND (?5 IS NULL OR EXISTS (SELECT 1 FROM my_tag g"                       \
    "   WHERE g.student_id = s.id AND instr(?5, ' ' || g.tag || ' ') > 0"      \
    "   AND g.from_date <= ?1 AND coalesce(g.to_date, '9') > ?1))"             \
    " AND (?6 IS NULL OR (?6 = '2') = (e.boarding IS '2'))"                    \
    " AND (?7 IS NULL OR e.school = ?7) AND (?8 IS NULL OR e.grade = ?8)"      \
    " AND (?9 IS NULL OR e.class = ?9)"                                        \
    " AND (?10 IS NULL OR EXISTS (SELECT 1 FROM my_place p"                    \
    "   WHERE p.student_id = s.id AND p.place >= ?10 AND p.place < ?11))"
#define WITHOUT                                                                \
    " AND NOT EXISTS (SELECT 1 FROM my_aid t WHERE t.student_id = s.id"        \
    "   AND t.year = ?2 AND t.term = ?3 AND t.kind = ?4 AND t.state = 'paid')"

#define AID_TOWNSHIP(student)                                                  \
    "(SELECT substr(p.place, 15, 12) FROM child_place p"                       \
    " WHERE p.student_id = " student                                           \
    " AND p.place >= 'D' AND p.place < 'E' ORDER BY p.home DESC LIMIT 1)"

SQL(q_aid_missing,
    .text = "SELECT s.id, s.name, e.school, u.name AS school_name, e.grade,"
            " e.class, d.name AS township, e.boarding, (SELECT"
            "   group_concat(g.tag) FROM my_tag g WHERE g.student_id = s.id"
            "   AND g.to_date IS NULL AND instr(?5, ' ' || g.tag || ' ') > 0)"
            "   AS tag_codes FROM (SELECT s.id AS student, e.id AS "
            "enrolment" ENTITLED WITHOUT
            " AND s.id > ?12 ORDER BY s.id LIMIT ?13) k"
            " JOIN my_student s ON s.id = k.student"
            " JOIN my_enrolment e ON e.id = k.enrolment"
            " LEFT JOIN unit u ON u.code = e.school"
            " LEFT JOIN division d ON d.code = " AID_TOWNSHIP(
                "s.id") " ORDER BY s.id",
    .row = &aid_missing, .access = SQL_SYSTEM,
    .why = "children through the caller's views; the township of one of them");
SQL(q_aid_missing_count, .text = "SELECT count(*)" ENTITLED WITHOUT);
SQL(q_aid_entitled_count,
    .text = "SELECT count(*)" ENTITLED " AND ?2 || ?3 || ?4 IS NOT NULL");

/* Whom to look for. */
struct seek {
    char day[CLOCK_DATE_MAX];
    const struct aid_kind *kind;
    int64_t year;
    const char *term, *school, *grade, *class, *lo, *hi;
};
#define SEEK_VALS(k)                                                           \
    TEXT((k)->day), INT((k)->year), TEXT((k)->term), TEXT((k)->kind->name),    \
        TEXT((k)->kind->tags), TEXT((k)->kind->boarding), TEXT((k)->school),   \
        TEXT((k)->grade), TEXT((k)->class), TEXT((k)->lo), TEXT((k)->hi)

static struct seek seek_of(const struct aid_filter *f)
{
    struct seek k = { .kind = aid_kind_of(f->kind),
                      .year = f->year,
                      .term = f->term,
                      .school = f->school,
                      .lo = f->lo,
                      .hi = f->hi };

    aid_day(f->year, f->term, f->today, k.day);
    return k;
}

enum err store_aid_missing(struct db *db, struct arena *a,
                           const struct aid_filter *f, struct list *out)
{
    const struct seek k = seek_of(f);

    return db_list(db, &q_aid_missing, a, (size_t)f->rows, out,
                   VALS(SEEK_VALS(&k), INT(f->after), INT(f->rows)));
}

enum err store_aid_missing_count(struct db *db, const struct aid_filter *f,
                                 int64_t *n)
{
    const struct seek k = seek_of(f);

    return db_int(db, &q_aid_missing_count, n, VALS(SEEK_VALS(&k)));
}

/* ---- sums -------------------------------------------------------------- */
#define TOTALS(table, key, name, join)                                         \
    "SELECT coalesce(" key ", '') AS key, " name " AS name, t.kind,"           \
    " count(DISTINCT t.student_id) AS children, sum(t.fen) AS fen"             \
    " FROM " table " t" join " WHERE t.year = ?1"                              \
    " AND (?2 IS NULL OR t.term = ?2) AND t.state = 'paid'"                    \
    " GROUP BY 1, t.kind ORDER BY 1, t.kind"
#define BY_KIND(table) TOTALS(table, "t.kind", "NULL", "")
#define BY_SCHOOL(table)                                                       \
    TOTALS(table, "t.school", "u.name",                                        \
           " LEFT JOIN unit u ON u.code = t.school")
#define BY_TOWNSHIP(table)                                                     \
    TOTALS(table, "d.code", "d.name",                                          \
           " LEFT JOIN division d ON d.code = " AID_TOWNSHIP("t.student_id"))
#define SUMS "sums of money, without a child"

SQL(q_aid_by_kind, .text = BY_KIND("my_aid"), .row = &aid_total);
SQL(q_aid_by_school, .text = BY_SCHOOL("my_aid"), .row = &aid_total);
SQL(q_aid_by_township, .text = BY_TOWNSHIP("my_aid"), .row = &aid_total,
    .access = SQL_SYSTEM, .why = SUMS);
SQL(q_aid_county_by_kind, .text = BY_KIND("aid"), .row = &aid_total,
    .access = SQL_SYSTEM, .why = SUMS);
SQL(q_aid_county_by_school, .text = BY_SCHOOL("aid"), .row = &aid_total,
    .access = SQL_SYSTEM, .why = SUMS);
SQL(q_aid_county_by_township, .text = BY_TOWNSHIP("aid"), .row = &aid_total,
    .access = SQL_SYSTEM, .why = SUMS);

#define TOTALS_MOST 5000 /* schools by kinds */

enum err store_aid_totals(struct db *db, struct arena *a, int64_t year,
                          const char *term, const char *by, bool county,
                          struct list *out)
{
    static const struct {
        const char *by;
        const struct sql *mine, *county;
    } ways[] = {
        { "kind", &q_aid_by_kind, &q_aid_county_by_kind },
        { "school", &q_aid_by_school, &q_aid_county_by_school },
        { "township", &q_aid_by_township, &q_aid_county_by_township },
    };
    struct aid_total *t;
    size_t i = 0;

    while (strcmp(ways[i].by, by) != 0)
        i++;
    TRY(db_list(db, county ? ways[i].county : ways[i].mine, a, TOTALS_MOST, out,
                VALS(INT(year), TEXT(term))));
    t = out->items;
    for (i = 0; i < out->n; i++) {
        t[i].amount = money_yuan(a, t[i].fen);
        if (!t[i].amount)
            return ERR_NO_MEMORY;
    }
    return ERR_OK;
}

/* ---- entering ---------------------------------------------------------- */
#define FOUND "the caller found the child, or what it was given, in scope"

SQL(q_aid_add,
    .text = "INSERT INTO aid (id, student_id, year, term, kind, fen, funder,"
            " school, paid_on, basis, account_id, created_at, updated_at)"
            " VALUES (:id, :student_id, :year, :term, :kind, :fen, :funder,"
            " :school, :paid_on, :basis, :account_id, :created_at,"
            " :updated_at)",
    .args = &aid_row, .access = SQL_SYSTEM, .why = FOUND);
SQL(q_aid_school,
    .text = "SELECT e.school FROM my_enrolment e WHERE e.student_id = ?1"
            " AND e.from_date <= ?2 AND coalesce(e.to_date, '9') > ?2"
            " AND e.state <> 'transferred' ORDER BY e.id DESC LIMIT 1");

static enum err add(struct db *db, const struct act *act, struct aid_row *r)
{
    r->account_id = act->account_id;
    r->created_at = r->updated_at = act->now_ms;
    TRY(db_next_id(db, "aid", &r->id));
    return db_put(db, &q_aid_add, r, r->id);
}

enum err store_aid_add(struct db *db, struct arena *a, const struct act *act,
                       int64_t student_id, const struct aid_in *in, int64_t *id,
                       struct refusal *why)
{
    char day[CLOCK_DATE_MAX];
    struct aid_row r;
    enum err e;

    TRY(aid_judge(in->year, in->term, in->amount, in->paid_on, act, why));
    record_clear(&aid_row, &r);
    record_copy(&aid_in, in, &aid_row, &r);
    r.student_id = student_id;
    r.fen = money_fen(in->amount);
    aid_day(in->year, in->term, act->today, day);
    e = db_text(db, &q_aid_school, a, &r.school,
                VALS(INT(student_id), TEXT(day)));
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    e = add(db, act, &r);
    *id = r.id;
    if (e == ERR_CONFLICT)
        *why = (struct refusal) { "kind", "twice",
                                  "这名学生这个学期已经登记过这项资助，"
                                  "本次没有保存。请更正原来的一条。" };
    return e;
}

struct pupil {
    int64_t id;
    const char *school;
};
static const struct field pupil_fields[] = {
    F_ID(pupil, id, "学生编号", REQUIRED),
    F_TEXT(pupil, school, "学校标识码", REQUIRED, 1, 10), F_END
};
static const struct record pupil =
    RECORD(pupil, "AidPupil", "应享受资助的学生", pupil_fields);

#define BATCH_MOST 20000 /* pupils of one school */
SQL(q_aid_pupils,
    .text = "SELECT s.id, e.school" ENTITLED WITHOUT " ORDER BY s.id LIMIT ?12",
    .row = &pupil);

enum err store_aid_batch(struct db *db, struct arena *a, const struct act *act,
                         const struct aid_batch_in *in, struct aid_batch *out,
                         struct refusal *why)
{
    struct seek k = { .kind = aid_kind_of(in->kind),
                      .year = in->year,
                      .term = in->term,
                      .school = in->school,
                      .grade = in->grade,
                      .class = in->class };
    const struct pupil *row;
    struct aid_row r;
    struct list found;

    TRY(aid_judge(in->year, in->term, in->amount, in->paid_on, act, why));
    aid_day(in->year, in->term, act->today, k.day);
    TRY(db_int(db, &q_aid_entitled_count, &out->entitled, VALS(SEEK_VALS(&k))));
    TRY(db_list(db, &q_aid_pupils, a, BATCH_MOST, &found,
                VALS(SEEK_VALS(&k), INT(BATCH_MOST))));
    out->school = in->school;
    out->kind = in->kind;
    out->dry_run = in->dry_run == 1;
    out->made = (int64_t)found.n;
    out->already = out->entitled - out->made;
    out->total = money_yuan(a, money_fen(in->amount) * out->made);
    if (!out->total)
        return ERR_NO_MEMORY;
    if (out->dry_run)
        return ERR_OK;
    record_clear(&aid_row, &r);
    record_copy(&aid_batch_in, in, &aid_row, &r);
    r.fen = money_fen(in->amount);
    row = found.items;
    for (size_t i = 0; i < found.n; i++) {
        r.student_id = row[i].id;
        r.school = row[i].school;
        TRY(add(db, act, &r));
    }
    return ERR_OK;
}

/* ---- correcting -------------------------------------------------------- */
SQL(q_aid_put,
    .text = "UPDATE aid SET fen = :fen, funder = :funder, paid_on = :paid_on,"
            " basis = :basis, state = :state, reason = :reason,"
            " updated_at = :updated_at, version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &aid_row, .access = SQL_SYSTEM, .why = FOUND);

static enum err begin(struct db *db, struct arena *a, const struct act *act,
                      int64_t id, int64_t version, struct aid_row *r,
                      struct refusal *why)
{
    TRY(store_aid_get(db, a, id, r));
    if (r->version != version)
        return ERR_STALE;
    r->updated_at = act->now_ms;
    if (strcmp(r->state, "paid") == 0)
        return ERR_OK;
    *why = (struct refusal) { "", "withdrawn",
                              "这条资助已经撤销，本次没有保存。" };
    return ERR_CONFLICT;
}

enum err store_aid_change(struct db *db, struct arena *a, const struct act *act,
                          int64_t id, int64_t version,
                          const struct aid_patch *in, struct refusal *why)
{
    struct aid_row r;

    TRY(begin(db, a, act, id, version, &r, why));
    r.amount = money_yuan(a, r.fen);
    patch_apply(&aid_patch, in, &aid_row, &r);
    TRY(aid_judge(r.year, r.term, r.amount, r.paid_on, act, why));
    r.fen = money_fen(r.amount);
    return db_put_version(db, &q_aid_put, &r, id);
}

enum err store_aid_withdraw(struct db *db, struct arena *a,
                            const struct act *act, int64_t id, int64_t version,
                            const struct aid_withdraw *in, struct refusal *why)
{
    struct aid_row r;

    TRY(begin(db, a, act, id, version, &r, why));
    r.state = "withdrawn";
    r.reason = in->reason;
    return db_put_version(db, &q_aid_put, &r, id);
}
