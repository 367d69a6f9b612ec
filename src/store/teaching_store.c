/* Home teaching in the store. */
#include "store/teaching_store.h"

#include "store/attachment_store.h"
#include "store/calendar_store.h"
#include "store/case_store.h"
#include "store/setting_store.h"

#define MOST 200
#define MARKS_MOST 1000
#define OF_A_CHILD "the child was found in the caller's scope before"

/* ---- plans ---- */
#define PLAN_SELECT                                                            \
    "SELECT p.id, p.student_id, p.case_id, s.name AS student_name, p.school,"  \
    " u.name AS school_name, p.teachers, p.per_week, p.periods, p.content,"    \
    " p.from_date, p.to_date, p.version FROM my_teaching_plan p"               \
    " JOIN my_student s ON s.id = p.student_id"                                \
    " JOIN unit u ON u.code = p.school"

SQL_SHARED(find_teaching_plan,
           .text = "SELECT version FROM my_teaching_plan WHERE id = ?1");

SQL(q_teaching_get, .text = PLAN_SELECT " WHERE p.id = ?1",
    .row = &teaching_plan_row);

enum err store_teaching_get(struct db *db, struct arena *a, int64_t id,
                            struct teaching_plan_row *out)
{
    return db_row(db, &q_teaching_get, a, out, VALS(INT(id)));
}

SQL(q_teaching_list,
    .text = PLAN_SELECT " WHERE p.case_id = ?1 ORDER BY p.id DESC LIMIT ?2",
    .row = &teaching_plan_row);

enum err store_teaching_list(struct db *db, struct arena *a, int64_t case_id,
                             struct list *out)
{
    return db_list(db, &q_teaching_list, a, MOST, out,
                   VALS(INT(case_id), INT(MOST)));
}

enum err store_teaching_norm(struct db *db, struct teaching_norm *out)
{
    TRY(store_setting_int(db, SETTING_HOME_TEACHING_WEEK, &out->per_week));
    TRY(store_setting_int(db, SETTING_HOME_TEACHING_PERIODS, &out->periods));
    return store_setting_int(db, SETTING_HOME_TEACHING_YEAR, &out->year);
}

SQL(q_teaching_marks,
    .text = "SELECT taught_on, periods FROM my_home_teaching"
            " WHERE plan_id = ?1 AND taught_on >= ?2 ORDER BY taught_on"
            " LIMIT ?3",
    .row = &lesson_mark);

enum err store_teaching_hours(struct db *db, struct arena *a, const char *today,
                              struct teaching_plan_row *p)
{
    char from[CLOCK_DATE_MAX], to[CLOCK_DATE_MAX];
    struct teaching_norm norm;
    struct calendar calendar;
    struct list marks;

    p->progress = arena_alloc(a, sizeof *p->progress);
    if (!p->progress)
        return ERR_NO_MEMORY;
    school_year_of(today, from, to);
    TRY(store_teaching_norm(db, &norm));
    TRY(store_calendar(db, a, &calendar));
    TRY(db_list(db, &q_teaching_marks, a, MARKS_MOST, &marks,
                VALS(INT(p->id), TEXT(from), INT(MARKS_MOST))));
    return teaching_hours(a, p, &marks, &norm, &calendar, today, p->progress);
}

/* A day must not have two plans: whose lesson would it be? */
SQL(q_teaching_overlap,
    .text = "SELECT count(*) FROM my_teaching_plan WHERE student_id = ?1"
            " AND id <> ?2 AND (to_date IS NULL OR to_date >= ?3)"
            " AND (?4 IS NULL OR from_date <= ?4)");

static enum err judge_term(struct db *db, const struct teaching_plan_row *p)
{
    int64_t others;

    TRY(db_int(db, &q_teaching_overlap, &others,
               VALS(INT(p->student_id), INT(p->id), TEXT(p->from_date),
                    TEXT(p->to_date))));
    return others ? ERR_CONFLICT : ERR_OK;
}

SQL(q_teaching_insert,
    .text = "INSERT INTO teaching_plan (id, student_id, case_id, school,"
            " teachers, per_week, periods, content, from_date, to_date)"
            " VALUES (:id, :student_id, :case_id, :school, :teachers,"
            " :per_week, :periods, :content, :from_date, :to_date)",
    .args = &teaching_plan_row, .access = SQL_SYSTEM, .why = OF_A_CHILD);

enum err store_teaching_add(struct db *db, struct arena *a,
                            const struct act *act, struct teaching_plan_row *p)
{
    const struct teaching_note n = { p->school_name, p->from_date, p->per_week,
                                     p->periods };
    const char *detail = facts_text(a, &teaching_note, &n);

    if (!detail)
        return ERR_NO_MEMORY;
    TRY(db_next_id(db, "teaching_plan", &p->id));
    p->version = 1;
    TRY(judge_term(db, p));
    TRY(db_put(db, &q_teaching_insert, p, p->id));
    return store_case_note(db, a, act, p->case_id, "taught_plan", detail);
}

SQL(q_teaching_after,
    .text = "SELECT count(*) FROM my_home_teaching WHERE plan_id = ?1"
            " AND taught_on > ?2");

SQL(q_teaching_update,
    .text = "UPDATE teaching_plan SET teachers = :teachers,"
            " per_week = :per_week, periods = :periods, content = :content,"
            " to_date = :to_date, version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &teaching_plan_row, .access = SQL_SYSTEM, .why = OF_A_CHILD);

enum err store_teaching_update(struct db *db, const struct teaching_plan_row *p)
{
    int64_t later = 0;

    if (p->to_date)
        TRY(db_int(db, &q_teaching_after, &later,
                   VALS(INT(p->id), TEXT(p->to_date))));
    if (later)
        return ERR_RULE;
    TRY(judge_term(db, p));
    return db_put_version(db, &q_teaching_update, p, p->id);
}

/* ---- lessons ---- */
#define LESSON_SELECT                                                          \
    "SELECT t.id, t.plan_id, t.student_id, t.taught_on, t.starts AS slot,"     \
    " t.periods, t.teachers, t.content, t.effect, t.signature_id, t.photo_id," \
    " t.account_id, k.name AS account_name, t.at FROM my_home_teaching t"      \
    " LEFT JOIN account k ON k.id = t.account_id"

SQL(q_lesson_list,
    .text = LESSON_SELECT " WHERE t.plan_id = ?1 AND (?2 = 0 OR t.id < ?2)"
                          " ORDER BY t.id DESC LIMIT ?3",
    .row = &lesson_row);

enum err store_lesson_list(struct db *db, struct arena *a, int64_t plan_id,
                           int64_t before, int64_t rows, struct list *out)
{
    return db_list(db, &q_lesson_list, a, (size_t)rows, out,
                   VALS(INT(plan_id), INT(before), INT(rows)));
}

SQL(q_lesson_count,
    .text = "SELECT count(*) FROM my_home_teaching WHERE plan_id = ?1");

enum err store_lesson_count(struct db *db, int64_t plan_id, int64_t *n)
{
    return db_int(db, &q_lesson_count, n, VALS(INT(plan_id)));
}

SQL(q_lesson_get, .text = LESSON_SELECT " WHERE t.id = ?1", .row = &lesson_row);

enum err store_lesson_get(struct db *db, struct arena *a, int64_t id,
                          struct lesson_row *out)
{
    return db_row(db, &q_lesson_get, a, out, VALS(INT(id)));
}

static enum err refuse(struct refusal *why, enum err e, const char *pointer,
                       const char *code, const char *detail)
{
    *why = (struct refusal) { pointer, code, detail };
    return e;
}

/* A signature or photo proves one lesson, not two. */
SQL(q_lesson_paper,
    .text = "SELECT count(*) FROM my_home_teaching"
            " WHERE student_id = ?1 AND (signature_id = ?2 OR photo_id = ?2)");

static enum err judge_paper(struct db *db, struct arena *a,
                            const struct lesson_row *l, int64_t id,
                            const char *pointer, struct refusal *why)
{
    struct attachment_row t;
    int64_t used;
    enum err e;

    if (id == INT_NONE)
        return ERR_OK;
    e = store_attachment_get(db, a, id, &t);
    if (e == ERR_NOT_FOUND)
        return refuse(why, ERR_INVALID, pointer, "evidence.unknown",
                      "没有这个附件，没有保存。请重新上传。");
    TRY(e);
    if (t.student_id != INT_NONE && t.student_id != l->student_id)
        return refuse(why, ERR_INVALID, pointer, "evidence.other_child",
                      "这个附件属于另一名学生，没有保存。请核对后重新上传。");
    TRY(db_int(db, &q_lesson_paper, &used, VALS(INT(l->student_id), INT(id))));
    if (used)
        return refuse(why, ERR_INVALID, pointer, "evidence.used",
                      "这个附件已用于另一次送教，没有保存。"
                      "请上传本次送教的材料。");
    return ERR_OK;
}

/* Slots are HH:MM–HH:MM; the dash is one character. */
SQL(q_lesson_overlap, .text = "SELECT count(*) FROM my_home_teaching"
                              " WHERE student_id = ?1 AND taught_on = ?2"
                              " AND substr(starts, 1, 5) < substr(?3, 7, 5)"
                              " AND substr(starts, 7, 5) > substr(?3, 1, 5)");

SQL(q_lesson_insert,
    .text = "INSERT INTO home_teaching (id, plan_id, student_id, taught_on,"
            " starts, periods, teachers, content, effect, signature_id,"
            " photo_id, account_id, at) VALUES (:id, :plan_id, :student_id,"
            " :taught_on, :slot, :periods, :teachers, :content, :effect,"
            " :signature_id, :photo_id, :account_id, :at)",
    .args = &lesson_row, .access = SQL_SYSTEM, .why = OF_A_CHILD);

enum err store_lesson_add(struct db *db, struct arena *a, const struct act *act,
                          struct lesson_row *l, struct refusal *why)
{
    int64_t others;

    TRY(judge_paper(db, a, l, l->signature_id, "signature_id", why));
    TRY(judge_paper(db, a, l, l->photo_id, "photo_id", why));
    TRY(db_int(db, &q_lesson_overlap, &others,
               VALS(INT(l->student_id), TEXT(l->taught_on), TEXT(l->slot))));
    if (others)
        return refuse(why, ERR_RULE, "starts", "lesson.overlap",
                      "这一时段已登记过送教，没有重复保存。请核对日期和时间。");
    TRY(db_next_id(db, "home_teaching", &l->id));
    l->account_id = act->account_id;
    l->at = act->now_ms;
    TRY(db_put(db, &q_lesson_insert, l, l->id));
    TRY(store_attachment_give(db, l->signature_id, l->student_id));
    if (l->photo_id == INT_NONE)
        return ERR_OK;
    return store_attachment_give(db, l->photo_id, l->student_id);
}
