/* 培训意愿 in the store. */
#include "store/training_wish_store.h"

#include <stdlib.h>
#include <string.h>

#include "domain/codes.h"
#include "domain/patch.h"
#include "domain/promotion.h"
#include "store/setting_store.h"
#include "store/student_store.h"
#include "store/worklist_store.h"

SQL_SHARED(find_training_wish,
           .text = "SELECT version FROM my_training_wish WHERE id = ?1");

/* ---- what is written down ---------------------------------------------- */
#define NAMED                                                                  \
    "rows through the caller's view; whoever sees a wish knows by name whose " \
    "it is"
#define SELECT                                                                 \
    "SELECT t.id, t.year, t.stage, t.student_id,"                              \
    " coalesce(t.name, s.name) AS name, t.school_name, t.division,"            \
    " d.name AS township, t.onward, t.course, t.contact, t.phone,"             \
    " t.id AS phone_of, t.informed, t.state, t.handed_on, t.contacted_on,"     \
    " t.ended_on, t.note, t.id AS note_of, t.unit, u.name AS unit_name,"       \
    " t.account_id, t.created_at, t.version FROM my_training_wish t"           \
    " JOIN division d ON d.code = t.division JOIN unit u ON u.code = t.unit"   \
    " LEFT JOIN student s ON s.id = t.student_id"
#define FILTER                                                                 \
    " WHERE (?1 = 0 OR t.year = ?1) AND (?2 IS NULL OR t.stage = ?2)"          \
    " AND (?3 IS NULL OR t.onward = ?3) AND (?4 IS NULL OR t.state = ?4)"      \
    " AND (?5 IS NULL OR t.division = ?5)"

SQL(q_training_list,
    .text = SELECT FILTER " AND (?6 = 0 OR t.id < ?6)"
                          " ORDER BY t.id DESC LIMIT ?7",
    .row = &training_wish_item, .access = SQL_SYSTEM, .why = NAMED);
SQL(q_training_count, .text = "SELECT count(*) FROM my_training_wish t" FILTER);
SQL(q_training_get, .text = SELECT " WHERE t.id = ?1", .row = &training_wish,
    .access = SQL_SYSTEM, .why = NAMED);

#define FILTER_VALS(f)                                                         \
    INT((f)->year), TEXT((f)->stage), TEXT((f)->onward), TEXT((f)->state),     \
        TEXT((f)->division)

enum err store_training_list(struct db *db, struct arena *a,
                             const struct training_filter *f, struct list *out)
{
    return db_list(db, &q_training_list, a, (size_t)f->rows, out,
                   VALS(FILTER_VALS(f), INT(f->after), INT(f->rows)));
}

enum err store_training_count(struct db *db, const struct training_filter *f,
                              int64_t *n)
{
    return db_int(db, &q_training_count, n, VALS(FILTER_VALS(f)));
}

enum err store_training_get(struct db *db, struct arena *a, int64_t id,
                            struct training_wish *out)
{
    return db_row(db, &q_training_get, a, out, VALS(INT(id)));
}

/* ---- who leaves -------------------------------------------------------- */
/* Who left in the year ?1: moved out of the last class ?2 by its 升级, or else
 * recorded as 毕业 in it; and, until the year is carried out (?4), who sits in
 * that class since before ?3, the first day of the next school year. */
#define TOWNSHIP                                                               \
    "(SELECT substr(p.place, 15, 12) FROM child_place p"                       \
    " WHERE p.student_id = s.id AND p.place >= 'D' AND p.place < 'E'"          \
    " ORDER BY p.home DESC LIMIT 1)"
#define MOVED                                                                  \
    "FROM promotion_child q JOIN promotion p ON p.id = q.promotion_id"         \
    " WHERE q.enrolment_id = e.id AND q.step = 'graduated'"                    \
    " AND q.outcome IS NOT 'undone'"
#define LEAVERS                                                                \
    " FROM my_enrolment e JOIN my_student s ON s.id = e.student_id"            \
    " WHERE e.to_date IS NULL AND s.status = 'active' AND e.grade = ?2"        \
    " AND ((e.state = 'graduated' AND (EXISTS (SELECT 1 " MOVED                \
    "     AND p.year = ?1) OR (substr(e.from_date, 1, 4) = CAST(?1 AS TEXT)"   \
    "     AND NOT EXISTS (SELECT 1 " MOVED "))))"                              \
    "   OR (?4 = 1 AND e.state IN ('enrolled', 'unregistered')"                \
    "     AND e.from_date < ?3))"
#define UNASKED                                                                \
    " AND NOT EXISTS (SELECT 1 FROM training_wish w WHERE w.student_id = s.id" \
    "   AND w.year = ?1 AND w.state <> 'withdrawn')"                           \
    " AND (?5 IS NULL OR e.school = ?5) AND (?6 IS NULL OR " TOWNSHIP " = ?6)"
#define IN_SCOPE                                                               \
    "children through the caller's views; the township of one of them, and "   \
    "whether something is written down of it"

SQL(q_training_leavers,
    .text = "SELECT s.id, s.name, e.school,"
            " coalesce(u.name, e.school_name) AS school_name, e.class,"
            " d.name AS township FROM (SELECT s.id AS child, e.id AS "
            "schooling" LEAVERS UNASKED
            " AND s.id > ?7 ORDER BY s.id LIMIT ?8) k"
            " JOIN my_student s ON s.id = k.child"
            " JOIN my_enrolment e ON e.id = k.schooling"
            " LEFT JOIN unit u ON u.code = e.school"
            " LEFT JOIN division d ON d.code = " TOWNSHIP " ORDER BY s.id",
    .row = &training_leaver, .access = SQL_SYSTEM, .why = IN_SCOPE);
SQL(q_training_leaver_count, .text = "SELECT count(*)" LEAVERS UNASKED,
    .access = SQL_SYSTEM, .why = IN_SCOPE);

/* One of them, with what a wish takes from the register. */
struct leaver_of {
    const char *school_name, *division;
};
static const struct field leaver_of_fields[] = {
    F_TEXT(leaver_of, school_name, "毕业学校", OPTIONAL, 0, 60),
    F_TEXT(leaver_of, division, "乡镇街道代码", OPTIONAL, 0, 15), F_END
};
static const struct record leaver_of =
    RECORD(leaver_of, "TrainingLeaverOf", "初中毕业生", leaver_of_fields);
SQL(q_training_leaver,
    .text = "SELECT coalesce((SELECT u.name FROM unit u WHERE u.code ="
            " e.school), e.school_name) AS school_name, " TOWNSHIP
            " AS division" LEAVERS " AND s.id = ?5",
    .row = &leaver_of, .access = SQL_SYSTEM, .why = IN_SCOPE);
SQL(q_training_promoted,
    .text = "SELECT count(*) FROM promotion WHERE year >= ?1"
            " AND state = 'done'",
    .access = SQL_SYSTEM, .why = "whether 升级 was carried out, of no child");

/* Which year, and what says who left in it. */
struct leaving {
    int64_t year, sitting;
    const char *grade;
    char first_day[CLOCK_DATE_MAX];
};

static enum err leaving_of(struct db *db, int64_t year, struct leaving *l)
{
    int64_t promoted;
    bool five_four;

    TRY(store_five_four(db, &five_four));
    TRY(db_int(db, &q_training_promoted, &promoted, VALS(INT(year))));
    l->year = year;
    l->sitting = promoted == 0;
    l->grade = grade_of_finishers(five_four);
    promotion_first_day(year, l->first_day);
    return ERR_OK;
}

#define LEAVING(l)                                                             \
    INT((l)->year), TEXT((l)->grade), TEXT((l)->first_day), INT((l)->sitting)

enum err store_training_leavers(struct db *db, struct arena *a,
                                const struct training_filter *f,
                                struct list *out)
{
    struct leaving l;

    TRY(leaving_of(db, f->year, &l));
    return db_list(db, &q_training_leavers, a, (size_t)f->rows, out,
                   VALS(LEAVING(&l), TEXT(f->school), TEXT(f->division),
                        INT(f->after), INT(f->rows)));
}

enum err store_training_leaver_count(struct db *db,
                                     const struct training_filter *f,
                                     int64_t *n)
{
    struct leaving l;

    TRY(leaving_of(db, f->year, &l));
    return db_int(db, &q_training_leaver_count, n,
                  VALS(LEAVING(&l), TEXT(f->school), TEXT(f->division)));
}

/* ---- writing down ------------------------------------------------------ */
#define FOUND "the caller found the child, or what is written down, in scope"

SQL(q_training_add,
    .text = "INSERT INTO training_wish (id, year, stage, student_id, name,"
            " school_name, division, onward, course, contact, phone, informed,"
            " unit, account_id, created_at) VALUES (:id, :year, :stage,"
            " :student_id, :name, :school_name, :division, :onward, :course,"
            " :contact, :phone, :informed, :unit, :account_id, :created_at)",
    .args = &training_wish, .access = SQL_SYSTEM, .why = FOUND);
SQL(q_training_township, .text = "SELECT count(*) FROM division"
                                 " WHERE code = ?1 AND level = 'township'");

/* School and township of a child that left in the year. */
static enum err name_junior(struct db *db, struct arena *a,
                            struct training_wish *w, struct refusal *why)
{
    struct leaver_of of;
    struct leaving l;
    int64_t version;
    enum err e;

    TRY(db_int(db, &find_student, &version, VALS(INT(w->student_id))));
    TRY(leaving_of(db, w->year, &l));
    e = db_row(db, &q_training_leaver, a, &of,
               VALS(LEAVING(&l), INT(w->student_id)));
    if (e == ERR_NOT_FOUND || (e == ERR_OK && !of.division)) {
        *why = (struct refusal) { "student_id", "no_leaver",
                                  "这名学生不是这一年的初中毕业生，没有保存。"
                                  "没有毕业而离校的，请按疑似辍学报告。" };
        return ERR_RULE;
    }
    TRY(e);
    w->school_name = of.school_name ? of.school_name : "市外学校";
    w->division = of.division;
    return ERR_OK;
}

static enum err name_senior(struct db *db, const struct training_wish *w,
                            struct refusal *why)
{
    int64_t n;

    TRY(db_int(db, &q_training_township, &n, VALS(TEXT(w->division))));
    if (n > 0)
        return ERR_OK;
    *why = (struct refusal) { "division", "unknown",
                              "没有这个乡镇街道，没有保存。请重新选择。" };
    return ERR_INVALID;
}

enum err store_training_add(struct db *db, struct arena *a,
                            const struct act *act,
                            const struct training_wish_in *in, int64_t *id,
                            struct refusal *why)
{
    struct training_wish w;
    enum err e;

    TRY(training_wish_fits(in, act, why));
    record_clear(&training_wish, &w);
    record_copy(&training_wish_in, in, &training_wish, &w);
    TRY(strcmp(in->stage, "junior") == 0 ? name_junior(db, a, &w, why)
                                         : name_senior(db, &w, why));
    w.informed = in->informed == 1;
    w.unit = act->unit;
    w.account_id = act->account_id;
    w.created_at = act->now_ms;
    TRY(db_next_id(db, "training_wish", &w.id));
    *id = w.id;
    e = db_put(db, &q_training_add, &w, w.id);
    if (e == ERR_CONFLICT)
        *why = (struct refusal) { "student_id", "twice",
                                  "这名学生这一年的去向已经登记过，"
                                  "本次没有保存。要更正请先撤回原来的一条。" };
    return e;
}

/* ---- steps ------------------------------------------------------------- */
SQL(q_training_put,
    .text = "UPDATE training_wish SET state = :state, handed_on = :handed_on,"
            " contacted_on = :contacted_on, ended_on = :ended_on,"
            " note = :note, version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &training_wish, .access = SQL_SYSTEM, .why = FOUND);

enum err store_training_step(struct db *db, struct arena *a,
                             const struct act *act,
                             const struct training_step *s, int64_t id,
                             int64_t version, const struct training_step_in *in,
                             struct refusal *why)
{
    struct training_wish w;

    TRY(store_training_get(db, a, id, &w));
    if (w.version != version)
        return ERR_STALE;
    TRY(training_step_take(s, in, act, &w, why));
    return db_put_version(db, &q_training_put, &w, id);
}

SQL(q_training_hand_over,
    .text = "UPDATE training_wish SET state = 'handed', handed_on = ?1,"
            " version = version + 1 WHERE year = ?2 AND state = 'registered'"
            " AND onward = 'wish' AND (?3 IS NULL OR unit = ?3)",
    .access = SQL_SYSTEM,
    .why = "a unit hands over its own; the bureau sees the whole county");

enum err store_training_hand_over(struct db *db, const struct act *act,
                                  int64_t year, int64_t *handed)
{
    bool office = act->role == ROLE_BUREAU || act->role == ROLE_BUREAU_LEAD;

    TRY(db_run(
        db, &q_training_hand_over,
        VALS(TEXT(act->today), INT(year), TEXT(office ? NULL : act->unit))));
    *handed = db_changes(db);
    return ERR_OK;
}

/* ---- 待办 ---------------------------------------------------------------- */
SQL(q_work_wishes,
    .text = "SELECT * FROM (SELECT t.year, CASE t.state WHEN 'registered'"
            "   THEN 'training_hand_over' ELSE 'training_contact' END AS kind,"
            " count(*) AS left FROM my_training_wish t WHERE t.onward = 'wish'"
            " AND ((t.state = 'registered' AND t.unit = ?1)"
            "   OR (t.state = 'handed' AND ?1 = '" TRAINER "'))"
            " GROUP BY t.year, t.state) k"
            " WHERE instr(?2, ' ' || k.kind || ' ') > 0 ORDER BY k.year",
    .row = &work_wishes);

enum err store_work_wishes(struct db *db, struct arena *a, const char *unit,
                           const char *kinds, struct list *out)
{
    return db_list(db, &q_work_wishes, a, WORK_WISHES_MOST, out,
                   VALS(TEXT(unit), TEXT(kinds)));
}
