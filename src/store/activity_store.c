/* 工作记录 in the store. */
#include "store/activity_store.h"

#include "store/attachment_store.h"

#define FOUND "it was read through the caller's view"
#define CHECKED "its child was found in the caller's scope before"

SQL_SHARED(find_activity,
           .text = "SELECT version FROM my_activity WHERE id = ?1");

/* ---- lists ------------------------------------------------------------- */
#define JOINED                                                                 \
    " FROM my_activity g JOIN unit u ON u.code = g.unit"                       \
    " LEFT JOIN unit c ON c.code = g.school"                                   \
    " LEFT JOIN my_student s ON s.id = g.student_id"
#define FILTERED                                                               \
    " WHERE (?1 IS NULL OR g.unit = ?1) AND (?2 IS NULL OR u.kind = ?2)"       \
    " AND (?3 IS NULL OR g.kind = ?3) AND (?4 IS NULL OR g.school = ?4)"       \
    " AND (?5 IS NULL OR g.state = ?5) AND (?6 IS NULL OR g.held_on >= ?6)"    \
    " AND (?7 IS NULL OR g.held_on <= ?7)"                                     \
    " AND (?8 IS NULL OR substr(g.held_on, 1, 4) = CAST(?8 AS TEXT))"          \
    " AND (?9 IS NULL OR g.student_id = ?9)"

SQL(q_activity_list,
    .text = "SELECT g.id, g.kind, g.unit, u.name AS unit_name, g.held_on,"
            " g.title, g.people, g.amount_yuan, c.name AS school_name,"
            " g.student_id, s.name AS student_name,"
            " (SELECT count(*) FROM my_activity_evidence v"
            "   WHERE v.activity_id = g.id) AS photos,"
            " g.state, g.version" JOINED FILTERED
            " AND (?10 = 0 OR g.id < ?10) ORDER BY g.id DESC LIMIT ?11",
    .row = &activity_item);
SQL(q_activity_total, .text = "SELECT count(*) FROM my_activity g JOIN unit u "
                              "ON u.code = g.unit" FILTERED);

#define FILTER_VALS(f)                                                         \
    TEXT((f)->unit), TEXT((f)->unit_kind), TEXT((f)->kind), TEXT((f)->school), \
        TEXT((f)->state), TEXT((f)->from), TEXT((f)->to), INT((f)->year),      \
        INT((f)->student_id)

enum err store_activity_list(struct db *db, struct arena *a,
                             const struct activity_filter *f, struct list *out)
{
    return db_list(db, &q_activity_list, a, (size_t)f->rows, out,
                   VALS(FILTER_VALS(f), INT(f->before), INT(f->rows)));
}

enum err store_activity_total(struct db *db, const struct activity_filter *f,
                              int64_t *n)
{
    return db_int(db, &q_activity_total, n, VALS(FILTER_VALS(f)));
}

SQL(q_activity_counts,
    .text = "SELECT g.unit, u.name AS unit_name, g.kind,"
            " count(*) AS activities, coalesce(sum(g.people), 0) AS people,"
            " coalesce(sum(g.amount_yuan), 0) AS amount_yuan"
            " FROM my_activity g JOIN unit u ON u.code = g.unit"
            " WHERE g.state = 'logged'"
            " AND substr(g.held_on, 1, 4) = CAST(?1 AS TEXT)"
            " GROUP BY g.unit, g.kind"
            " ORDER BY coalesce(u.member_rank, 99), g.unit, g.kind",
    .row = &activity_count);

enum err store_activity_counts(struct db *db, struct arena *a, int64_t year,
                               struct list *out)
{
    return db_list(db, &q_activity_counts, a, ACTIVITY_COUNTS_MOST, out,
                   VALS(INT(year)));
}

/* ---- one --------------------------------------------------------------- */
SQL(q_activity_get,
    .text = "SELECT g.id, g.kind, g.unit, u.name AS unit_name, g.held_on,"
            " g.title, g.place, g.audience_codes, g.people, g.media, g.link,"
            " g.issue, g.amount_yuan, g.team, g.family, g.venue, g.school,"
            " c.name AS school_name, g.student_id, s.name AS student_name,"
            " g.found, g.result, g.state, g.reason, g.account_id,"
            " k.name AS account_name, g.at, g.version" JOINED
            " JOIN account k ON k.id = g.account_id WHERE g.id = ?1",
    .row = &activity_row);
SQL(q_activity_evidence,
    .text = "SELECT v.id, v.activity_id AS of, v.kind, t.type,"
            " v.attachment_id, t.size FROM my_activity_evidence v"
            " JOIN my_attachment t ON t.id = v.attachment_id"
            " WHERE v.activity_id = ?1 ORDER BY v.id",
    .row = &supervision_evidence);
SQL(q_activity_corrections,
    .text = "SELECT p.id, p.version, p.was, k.name AS account_name, p.at"
            " FROM my_activity_correction p JOIN account k"
            " ON k.id = p.account_id WHERE p.activity_id = ?1 ORDER BY p.id",
    .row = &activity_correction);

enum err store_activity_get(struct db *db, struct arena *a,
                            const struct act *act, int64_t id,
                            struct activity_row *out)
{
    record_clear(&activity_row, out);
    TRY(db_row(db, &q_activity_get, a, out, VALS(INT(id))));
    TRY(db_list(db, &q_activity_evidence, a, EVIDENCE_MOST, &out->evidence,
                VALS(INT(id))));
    TRY(db_list(db, &q_activity_corrections, a, ACTIVITY_CORRECTIONS_MOST,
                &out->corrections, VALS(INT(id))));
    return activity_describe(out, act, a);
}

/* ---- what a body names ------------------------------------------------- */
SQL(q_activity_child,
    .text = "SELECT count(version) FROM my_student WHERE id = ?1");
SQL(q_activity_school, .text = "SELECT count(*) FROM school s JOIN unit u"
                               " ON u.code = s.code WHERE s.code = ?1"
                               " AND u.active = 1");

static enum err unknown(struct refusal *why, const char *pointer,
                        const char *detail)
{
    *why = (struct refusal) { pointer, "unknown", detail };
    return ERR_INVALID;
}

static enum err files_fit(struct db *db, struct arena *a,
                          const struct activity_in *in, struct refusal *why)
{
    const struct evidence_in *e = in->evidence.items;

    for (size_t i = 0; i < in->evidence.n; i++) {
        struct attachment_row t;
        enum err err = store_attachment_get(db, a, e[i].attachment_id, &t);

        if (err == ERR_NOT_FOUND ||
            (err == ERR_OK && t.student_id != INT_NONE &&
             t.student_id != in->student_id))
            return unknown(why, "evidence",
                           "没有这个附件，或者它是别的学生的材料，没有保存。"
                           "请重新上传。");
        TRY(err);
    }
    return ERR_OK;
}

static enum err names_fit(struct db *db, struct arena *a,
                          const struct activity_in *in, struct refusal *why)
{
    int64_t n;

    if (in->student_id != INT_NONE) {
        TRY(db_int(db, &q_activity_child, &n, VALS(INT(in->student_id))));
        if (n == 0)
            return unknown(why, "student_id",
                           "没有这名学生，没有保存。请重新选择。");
    }
    if (in->school) {
        TRY(db_int(db, &q_activity_school, &n, VALS(TEXT(in->school))));
        if (n == 0)
            return unknown(why, "school",
                           "没有这所学校，没有保存。请重新选择。");
    }
    return files_fit(db, a, in, why);
}

SQL(q_activity_evidence_insert,
    .text = "INSERT INTO activity_evidence (id, activity_id, kind,"
            " attachment_id) VALUES (?1, ?2, ?3, ?4)",
    .access = SQL_SYSTEM, .why = FOUND);

/* Those of an activity about a child are the child's, as all that is. */
static enum err keep_files(struct db *db, int64_t of,
                           const struct activity_in *in)
{
    const struct evidence_in *e = in->evidence.items;

    for (size_t i = 0; i < in->evidence.n; i++) {
        int64_t id;

        TRY(db_next_id(db, "activity_evidence", &id));
        TRY(db_run(
            db, &q_activity_evidence_insert,
            VALS(INT(id), INT(of), TEXT(e[i].kind), INT(e[i].attachment_id))));
        if (in->student_id != INT_NONE)
            TRY(store_attachment_give(db, e[i].attachment_id, in->student_id));
    }
    return ERR_OK;
}

/* ---- logging ----------------------------------------------------------- */
SQL(q_activity_insert,
    .text = "INSERT INTO activity (id, kind, unit, held_on, title, place,"
            " audience_codes, people, media, link, issue, amount_yuan, team,"
            " family, venue, school, student_id, found, result, account_id, at)"
            " VALUES (:id, :kind, :unit, :held_on, :title, :place,"
            " :audience_codes, :people, :media, :link, :issue, :amount_yuan,"
            " :team, :family, :venue, :school, :student_id, :found, :result,"
            " :account_id, :at)",
    .args = &activity_row, .access = SQL_SYSTEM, .why = CHECKED);

enum err store_activity_log(struct db *db, struct arena *a,
                            const struct act *act, const struct activity_in *in,
                            int64_t *id, struct refusal *why)
{
    struct activity_row r;

    TRY(names_fit(db, a, in, why));
    record_clear(&activity_row, &r);
    TRY(activity_take(in, a, &r));
    TRY(db_next_id(db, "activity", &r.id));
    r.unit = act->unit;
    r.account_id = act->account_id;
    r.at = act->now_ms;
    *id = r.id;
    TRY(db_put(db, &q_activity_insert, &r, r.id));
    return keep_files(db, r.id, in);
}

/* ---- correcting and withdrawing ---------------------------------------- */
SQL(q_activity_update,
    .text = "UPDATE activity SET held_on = :held_on, title = :title,"
            " place = :place, audience_codes = :audience_codes,"
            " people = :people, media = :media, link = :link, issue = :issue,"
            " amount_yuan = :amount_yuan, team = :team, family = :family,"
            " venue = :venue, school = :school, found = :found,"
            " result = :result, version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &activity_row, .access = SQL_SYSTEM, .why = FOUND);
SQL(q_activity_correction_insert,
    .text = "INSERT INTO activity_correction (id, activity_id, version, was,"
            " account_id, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    .access = SQL_SYSTEM, .why = FOUND);

static enum err keep_what_was(struct db *db, struct arena *a,
                              const struct act *act,
                              const struct activity_row *r)
{
    const char *was = activity_words(r, a);
    int64_t id;

    if (!was)
        return ERR_NO_MEMORY;
    TRY(db_next_id(db, "activity_correction", &id));
    return db_run(db, &q_activity_correction_insert,
                  VALS(INT(id), INT(r->id), INT(r->version),
                       SEAL("activity_correction.was", id, was),
                       INT(act->account_id), INT(act->now_ms)));
}

enum err store_activity_correct(struct db *db, struct arena *a,
                                const struct act *act, int64_t id,
                                int64_t version, const struct activity_in *in,
                                struct refusal *why)
{
    struct activity_row r;

    TRY(store_activity_get(db, a, act, id, &r));
    TRY(activity_correct_may(&r, in, act, why));
    TRY(names_fit(db, a, in, why));
    if (r.evidence.n + in->evidence.n > EVIDENCE_MOST) {
        *why = (struct refusal) { "evidence", "many",
                                  "一条工作记录最多 20 份照片和材料，"
                                  "没有保存。请减少后再保存。" };
        return ERR_INVALID;
    }
    r.version = version;
    TRY(keep_what_was(db, a, act, &r));
    TRY(activity_take(in, a, &r));
    TRY(db_put_version(db, &q_activity_update, &r, id));
    return keep_files(db, id, in);
}

SQL(q_activity_withdraw,
    .text = "UPDATE activity SET state = 'withdrawn', reason = :reason,"
            " version = version + 1 WHERE id = :id AND version = :version",
    .args = &activity_row, .access = SQL_SYSTEM, .why = FOUND);

enum err store_activity_withdraw(struct db *db, struct arena *a,
                                 const struct act *act, int64_t id,
                                 int64_t version, const char *reason,
                                 struct refusal *why)
{
    struct activity_row r;

    TRY(store_activity_get(db, a, act, id, &r));
    TRY(activity_change_may(&r, act, why));
    r.reason = reason;
    r.version = version;
    return db_put_version(db, &q_activity_withdraw, &r, id);
}
