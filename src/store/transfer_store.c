/* 转学交接 in the store: finding, writing out, taking in. */
#include "store/transfer_store.h"

#include <string.h>

#include "domain/patch.h"
#include "domain/setting.h"
#include "store/attachment_store.h"
#include "store/case_store.h"
#include "store/schooling_store.h"
#include "store/setting_store.h"
#include "store/student_store.h"
#include "store/worklist_store.h"
#include "transfer_columns.h"

SQL_SHARED(find_transfer,
           .text = "SELECT version FROM my_transfer WHERE id = ?1");

/* ---- finding ----------------------------------------------------------- */
#define FILTERS                                                                \
    " WHERE (?1 IS NULL OR CASE ?1 WHEN 'in' THEN t.to_school IS ?2"           \
    "   ELSE t.from_school IS ?2 END)"                                         \
    " AND (?3 IS NULL OR t.from_school = ?3 OR t.to_school = ?3)"              \
    " AND (?4 IS NULL OR t.state = ?4)"                                        \
    " AND (?5 <> 1 OR (t.state = 'waiting' AND t.due_on < ?6))"

SQL(q_transfer_list,
    .text = TRANSFER_SELECT("my_transfer") FILTERS
    " AND (?7 = 0 OR t.id < ?7) ORDER BY t.id DESC LIMIT ?8",
    .row = &transfer_row, .access = SQL_SYSTEM, .why = TRANSFER_NAME);
SQL(q_transfer_count, .text = "SELECT count(*) FROM my_transfer t" FILTERS);
SQL(q_transfer_get, .text = TRANSFER_SELECT("my_transfer") " WHERE t.id = ?1",
    .row = &transfer_row, .access = SQL_SYSTEM, .why = TRANSFER_NAME);

#define FILTER_VALS(f)                                                         \
    TEXT((f)->direction), TEXT((f)->own), TEXT((f)->school), TEXT((f)->state), \
        INT((f)->overdue == 1), TEXT((f)->today)

enum err store_transfer_list(struct db *db, struct arena *a,
                             const struct transfer_filter *f, struct list *out)
{
    return db_list(db, &q_transfer_list, a, (size_t)f->rows, out,
                   VALS(FILTER_VALS(f), INT(f->before), INT(f->rows)));
}

enum err store_transfer_count(struct db *db, const struct transfer_filter *f,
                              int64_t *n)
{
    return db_int(db, &q_transfer_count, n, VALS(FILTER_VALS(f)));
}

enum err store_transfer_get(struct db *db, struct arena *a, int64_t id,
                            struct transfer_row *out)
{
    return db_row(db, &q_transfer_get, a, out, VALS(INT(id)));
}

/* ---- writing out ------------------------------------------------------- */
#define FOUND "the caller found the child, or the hand-over, in scope"

SQL(q_transfer_in_case,
    .text = "SELECT EXISTS (SELECT 1 FROM my_case WHERE student_id = ?1"
            " AND state NOT IN ('watching', 'closed', 'dismissed'))");
SQL(q_transfer_school,
    .text = "SELECT u.name FROM unit u JOIN school s ON s.code = u.code"
            " WHERE u.code = ?1 AND u.active = 1");
SQL(q_transfer_add,
    .text = "INSERT INTO transfer (id, student_id, enrolment_id, from_school,"
            " from_name, to_school, to_name, reason, left_on, due_on, unit,"
            " written_by, written_at) VALUES (:id, :student_id, :enrolment_id,"
            " :from_school, :from_name, :to_school, :to_name, :reason,"
            " :left_on, :due_on, :unit, :written_by, :written_at)",
    .args = &transfer_row, .access = SQL_SYSTEM, .why = FOUND);

static enum err name_school(struct db *db, struct arena *a,
                            struct transfer_row *t, struct refusal *why)
{
    enum err e;

    if (!t->to_school)
        return ERR_OK;
    e = db_text(db, &q_transfer_school, a, &t->to_name,
                VALS(TEXT(t->to_school)));
    if (e != ERR_NOT_FOUND)
        return e;
    *why = (struct refusal) { "to_school", "unknown",
                              "没有这所学校，或它已经停办，没有保存。" };
    return ERR_INVALID;
}

static enum err set_due(struct db *db, struct arena *a, const struct act *act,
                        struct transfer_row *t)
{
    char *day = arena_alloc(a, CLOCK_DATE_MAX);
    int64_t days;
    int32_t today;

    if (!day)
        return ERR_NO_MEMORY;
    if (!clock_date_days(act->today, &today))
        return ERR_INVALID;
    TRY(store_setting_int(db, SETTING_TRANSFER_DAYS, &days));
    clock_days_date(today + (int32_t)days, day);
    t->due_on = day;
    return ERR_OK;
}

/* The same schooling, but 转出 from the day on which it left. */
static enum err leave(struct db *db, struct arena *a, const struct act *act,
                      const struct enrolment_row *now, const char *left_on,
                      struct transfer_row *t)
{
    struct enrolment_row e = *now;

    e.state = "transferred";
    e.from_date = left_on;
    e.to_date = NULL;
    TRY(store_enrolment_set(db, a, act, &e));
    t->enrolment_id = e.id;
    return ERR_OK;
}

enum err store_transfer_write(struct db *db, struct arena *a,
                              const struct act *act,
                              const struct transfer_in *in, int64_t *id,
                              struct refusal *why)
{
    struct enrolment_row now;
    struct transfer_row t;
    int64_t in_case, version;
    enum err e;

    TRY(db_int(db, &find_student, &version, VALS(INT(in->student_id))));
    e = store_enrolment_now(db, a, in->student_id, &now);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    TRY(db_int(db, &q_transfer_in_case, &in_case, VALS(INT(in->student_id))));
    TRY(transfer_write(in, e == ERR_OK ? &now : NULL, in_case == 1, act, why));
    record_clear(&transfer_row, &t);
    record_copy(&transfer_in, in, &transfer_row, &t);
    t.from_school = now.school;
    t.from_name = now.school_name ? now.school_name : "市外学校";
    TRY(name_school(db, a, &t, why));
    TRY(set_due(db, a, act, &t));
    t.unit = act->unit;
    t.written_by = act->account_id;
    t.written_at = act->now_ms;
    TRY(leave(db, a, act, &now, in->left_on, &t));
    TRY(db_next_id(db, "transfer", &t.id));
    TRY(db_put(db, &q_transfer_add, &t, t.id));
    *id = t.id;
    return ERR_OK;
}

/* ---- settling ---------------------------------------------------------- */
/* The schooling in transit, in the state that it had before. */
SQL(q_transfer_transit,
    .text = "SELECT e.id, e.student_id, e.school, e.school_name, e.grade,"
            " e.class, e.student_no, coalesce((SELECT b.state FROM enrolment b"
            "   WHERE b.student_id = e.student_id AND b.id < e.id"
            "   ORDER BY b.id DESC LIMIT 1), 'enrolled') AS state, e.boarding,"
            " e.from_date, e.to_date, e.version FROM enrolment e"
            " WHERE e.id = ?1",
    .row = &enrolment_row, .access = SQL_SYSTEM, .why = FOUND);
SQL(q_transfer_settle,
    .text = "UPDATE transfer SET state = :state, arrived_on = :arrived_on,"
            " attachment_id = :attachment_id, note = :note,"
            " settled_by = :settled_by, settled_at = :settled_at,"
            " version = version + 1 WHERE id = :id AND version = :version",
    .args = &transfer_row, .access = SQL_SYSTEM, .why = FOUND);

/* A hand-over that somebody is about to settle. */
struct settling {
    struct transfer_row t;
    struct enrolment_row e; /* as it was in transit */
};

static enum err begin(struct db *db, struct arena *a, const struct act *act,
                      int64_t id, int64_t version, struct settling *s)
{
    TRY(store_transfer_get(db, a, id, &s->t));
    if (s->t.version != version)
        return ERR_STALE;
    s->t.settled_by = act->account_id;
    s->t.settled_at = act->now_ms;
    return db_row(db, &q_transfer_transit, a, &s->e,
                  VALS(INT(s->t.enrolment_id)));
}

/* The child is where s->e says, from that day on; its case, if nobody had
 * received it, goes on with that knowledge. */
static enum err end(struct db *db, struct arena *a, const struct act *act,
                    struct settling *s, const char *state, const char *from)
{
    s->t.state = state;
    TRY(db_put_version(db, &q_transfer_settle, &s->t, s->t.id));
    s->e.from_date = from;
    s->e.to_date = NULL;
    TRY(store_enrolment_set(db, a, act, &s->e));
    return s->t.case_id == INT_NONE
               ? ERR_OK
               : store_case_note(db, a, act, s->t.case_id, "transfer_settled",
                                 facts_text(a, &transfer_said, &s->t));
}

enum err store_transfer_receive(struct db *db, struct arena *a,
                                const struct act *act, int64_t id,
                                int64_t version,
                                const struct transfer_receive *in,
                                struct refusal *why)
{
    struct settling s;

    TRY(begin(db, a, act, id, version, &s));
    TRY(transfer_may_receive(&s.t, act, why));
    TRY(transfer_arrival(&s.t, in->arrived_on, act, why));
    s.t.arrived_on = in->arrived_on;
    s.e.school = s.t.to_school;
    s.e.school_name = NULL;
    s.e.class = in->class;
    s.e.boarding = in->boarding;
    if (in->grade)
        s.e.grade = in->grade;
    return end(db, a, act, &s, "received", in->arrived_on);
}

enum err store_transfer_confirm(struct db *db, struct arena *a,
                                const struct act *act, int64_t id,
                                int64_t version,
                                const struct transfer_confirm *in,
                                struct refusal *why)
{
    struct attachment_row proof;
    struct settling s;
    enum err e;

    TRY(begin(db, a, act, id, version, &s));
    TRY(transfer_may_confirm(&s.t, act, why));
    TRY(transfer_arrival(&s.t, in->arrived_on, act, why));
    e = store_attachment_get(db, a, in->attachment_id, &proof);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && proof.student_id != INT_NONE &&
                               proof.student_id != s.t.student_id)) {
        *why = (struct refusal) { "attachment_id", "unknown",
                                  "没有这份就读证明，请重新上传，没有保存。" };
        return ERR_INVALID;
    }
    TRY(e);
    TRY(store_attachment_give(db, in->attachment_id, s.t.student_id));
    s.t.arrived_on = in->arrived_on;
    s.t.attachment_id = in->attachment_id;
    s.e.school = NULL;
    s.e.school_name = s.t.to_name;
    s.e.class = NULL;
    return end(db, a, act, &s, "confirmed", in->arrived_on);
}

enum err store_transfer_withdraw(struct db *db, struct arena *a,
                                 const struct act *act, int64_t id,
                                 int64_t version,
                                 const struct transfer_withdraw *in,
                                 struct refusal *why)
{
    struct settling s;

    TRY(begin(db, a, act, id, version, &s));
    TRY(transfer_may_withdraw(&s.t, act, why));
    s.t.note = in->note;
    return end(db, a, act, &s, "withdrawn", act->today);
}

/* ---- 待办 ---------------------------------------------------------------- */
#define TO_SETTLE                                                              \
    " WHERE t.state = 'waiting' AND (t.to_school = ?1"                         \
    " OR (?2 = 1 AND t.to_school IS NULL))"

SQL(q_work_transfers,
    .text = "SELECT t.id, t.student_id, CASE WHEN t.to_school IS NULL"
            " THEN 'transfer_confirm' ELSE 'transfer_receive' END AS kind,"
            " s.name AS subject, t.due_on FROM my_transfer t"
            " JOIN student s ON s.id = t.student_id" TO_SETTLE
            " AND (t.due_on > ?3 OR (t.due_on = ?3 AND t.id > ?4))"
            " ORDER BY t.due_on, t.id LIMIT ?5",
    .row = &work_transfer, .access = SQL_SYSTEM, .why = TRANSFER_NAME);
SQL(q_work_transfer_count,
    .text = "SELECT count(*) FROM my_transfer t" TO_SETTLE);

enum err store_work_transfers(struct db *db, struct arena *a,
                              const struct work_transfer_query *q,
                              struct list *out)
{
    return db_list(db, &q_work_transfers, a, (size_t)q->rows, out,
                   VALS(TEXT(q->unit), INT(q->office), TEXT(q->after_day),
                        INT(q->after_id), INT(q->rows)));
}

enum err store_work_transfer_count(struct db *db,
                                   const struct work_transfer_query *q,
                                   int64_t *n)
{
    return db_int(db, &q_work_transfer_count, n,
                  VALS(TEXT(q->unit), INT(q->office)));
}
