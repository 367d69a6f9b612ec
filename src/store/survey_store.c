/* Visits and the doors they were made at, read in scope. */
#include "store/survey_store.h"

/* ---- visits -------------------------------------------------------------------- */
#define VISIT                                                                  \
    "v.id, v.uuid, v.round_id, v.household_id, h.head_name, h.division,"       \
    " d.name AS division_name, v.outcome, v.visited_at, v.received_at,"        \
    " v.return_at, v.account_id, a.name AS account_name, v.source, v.visitor," \
    " v.out_of_school, v.current, v.supersedes, v.superseded_by"
#define VISIT_JOINS                                                            \
    " JOIN my_household h ON h.id = v.household_id"                            \
    " JOIN division d ON d.code = h.division"                                  \
    " JOIN account a ON a.id = v.account_id"

#define VISIT_FILTER                                                           \
    " WHERE (?1 IS NULL OR v.round_id = ?1)"                                   \
    "   AND (?2 IS NULL OR v.household_id = ?2)"                               \
    "   AND (?3 IS NULL OR v.account_id = ?3)"                                 \
    "   AND (?4 IS NULL OR (h.place >= ?4 AND h.place < ?5))"

SQL(q_visit_list,
    .text = "SELECT " VISIT
            ", v.children FROM my_visit v" VISIT_JOINS VISIT_FILTER
            " AND (?6 = 0 OR v.id < ?6)"
            " ORDER BY v.id DESC LIMIT ?7",
    .row = &visit_row);

/* The same for one door, by its index. */
SQL(q_visit_of_household,
    .text = "SELECT " VISIT ", v.children FROM my_visit v" VISIT_JOINS
            " WHERE v.household_id = ?2 AND (?1 IS NULL OR v.round_id = ?1)"
            "   AND (?3 IS NULL OR v.account_id = ?3)"
            "   AND (?4 IS NULL OR (h.place >= ?4 AND h.place < ?5))"
            "   AND (?6 = 0 OR v.id < ?6)"
            " ORDER BY v.id DESC LIMIT ?7",
    .row = &visit_row);

enum err store_visit_list(struct db *db, struct arena *a,
                          const struct visit_filter *f, struct list *out)
{
    return db_list(
        db, f->household_id == INT_NONE ? &q_visit_list : &q_visit_of_household,
        a, (size_t)f->rows, out,
        VALS(INT(f->round_id), INT(f->household_id), INT(f->account_id),
             TEXT(f->lo), TEXT(f->hi), INT(f->before), INT(f->rows)));
}

SQL(q_visit_count,
    .text = "SELECT count(*) FROM my_visit v"
            " JOIN my_household h ON h.id = v.household_id" VISIT_FILTER);

enum err store_visit_count(struct db *db, const struct visit_filter *f,
                           int64_t *total)
{
    return db_int(db, &q_visit_count, total,
                  VALS(INT(f->round_id), INT(f->household_id),
                       INT(f->account_id), TEXT(f->lo), TEXT(f->hi)));
}

#define VISIT_FULL                                                             \
    "SELECT " VISIT ", v.note, v.latitude, v.longitude, v.accuracy,"           \
    " v.clock_off"                                                             \
    " FROM my_visit v" VISIT_JOINS

SQL(q_visit_get, .text = VISIT_FULL " WHERE v.uuid = ?1", .row = &visit_view);

SQL(q_visit_current,
    .text = VISIT_FULL
    " WHERE v.household_id = ?1 AND v.round_id = ?2 AND v.current = 1",
    .row = &visit_view);

/* A child that has left the caller's scope since is left out. */
SQL(q_visit_children,
    .text = "SELECT c.id, c.student_id, s.name, c.situation, c.reason,"
            " c.school_code, c.school_name, c.grade, c.class, c.since, c.note,"
            " c.case_id FROM my_survey_child c"
            " JOIN my_student s ON s.id = c.student_id"
            " WHERE c.visit_id = ?1 ORDER BY c.id",
    .row = &visit_child);

SQL(q_visit_photos,
    .text = "SELECT id, upload, attachment_id FROM my_survey_photo"
            " WHERE visit_id = ?1 ORDER BY id",
    .row = &visit_photo);

static enum err with_parts(struct db *db, struct arena *a, struct visit_view *v)
{
    TRY(db_list(db, &q_visit_children, a, SURVEY_CHILDREN_MAX, &v->children,
                VALS(INT(v->id))));
    return db_list(db, &q_visit_photos, a, SURVEY_PHOTOS_MAX, &v->photos,
                   VALS(INT(v->id)));
}

enum err store_visit_get(struct db *db, struct arena *a, const char *uuid,
                         struct visit_view *out)
{
    TRY(db_row(db, &q_visit_get, a, out, VALS(TEXT(uuid))));
    return with_parts(db, a, out);
}

/* ---- what a phone has delivered -------------------------------------------------- */
/* Visits and services are numbered together. */
SQL(q_receipts,
    .text = "WITH x AS (SELECT sequence FROM survey_visit"
            "   WHERE account_id = ?1 AND device = ?2 AND sequence >= ?3"
            " UNION SELECT sequence FROM service"
            "   WHERE account_id = ?1 AND device = ?2 AND sequence >= ?3)"
            " SELECT min(sequence) AS first, max(sequence) AS last FROM ("
            " SELECT sequence, sequence - dense_rank() OVER (ORDER BY sequence)"
            "   AS run FROM x)"
            " GROUP BY run ORDER BY 1 LIMIT ?4",
    .row = &survey_receipts, .access = SQL_SYSTEM,
    .why = "numbers of the caller's own visits and services, wherever they are"
           " now");

enum err store_survey_receipts(struct db *db, struct arena *a,
                               int64_t account_id, const char *device,
                               int64_t first, int64_t rows, struct list *out)
{
    return db_list(db, &q_receipts, a, (size_t)rows, out,
                   VALS(INT(account_id), TEXT(device), INT(first), INT(rows)));
}

/* ---- doors to take along ---------------------------------------------------------- */
static const struct field door_id_fields[] = {
    F_ID(door_id, id, "家庭", REQUIRED), F_END
};
static const struct record door_id =
    RECORD(door_id, "SurveyDoorId", "门户编号", door_id_fields);

SQL(q_door_ids,
    .text = "SELECT h.id FROM division d CROSS JOIN my_household h"
            "   ON h.place = d.path"
            " WHERE d.path >= ?1 AND d.path < ?2 AND h.id > ?3"
            " ORDER BY h.id LIMIT ?4",
    .row = &door_id);

enum err store_door_ids(struct db *db, struct arena *a, const char *lo,
                        const char *hi, int64_t after, int64_t rows,
                        struct list *out)
{
    return db_list(db, &q_door_ids, a, (size_t)rows, out,
                   VALS(TEXT(lo), TEXT(hi), INT(after), INT(rows)));
}

/* ---- a door ----------------------------------------------------------------------- */
SQL(q_door_household,
    .text = "SELECT h.id, h.version, h.division, d.name AS division_name,"
            " h.head_name, h.register_no, h.address, h.phone, h.state, h.note"
            " FROM my_household h JOIN division d ON d.code = h.division"
            " WHERE h.id = ?1",
    .row = &door_household);

/* With the schooling of now, the first guardian, the case under way, and what
 * was answered last time. */
SQL(q_door_children,
    .text =
        "SELECT s.id AS student_id, s.version, s.name, s.sex, s.birth_date,"
        " s.id_kind, s.id_no, s.id AS id_no_of, s.id_no_state, s.nation,"
        " s.relation, s.situation, s.situation_at,"
        " e.state AS enrolment_state, e.school AS school_code,"
        " coalesce(u.name, e.school_name) AS school_name, e.grade, e.class,"
        " g.id AS guardian_id, g.version AS guardian_version,"
        " g.name AS guardian_name, g.relation AS guardian_relation,"
        " g.phone AS guardian_phone, g.id AS guardian_phone_of,"
        " (SELECT k.id FROM my_case k WHERE k.student_id = s.id"
        "   AND k.state NOT IN ('closed', 'dismissed')) AS open_case_id,"
        " c.situation AS last_situation, c.reason AS last_reason,"
        " c.school_code AS last_school_code,"
        " c.school_name AS last_school_name, c.grade AS last_grade,"
        " c.class AS last_class, c.since AS last_since,"
        " v.visited_at AS last_at FROM my_student s"
        " LEFT JOIN my_enrolment e ON e.student_id = s.id AND e.to_date IS NULL"
        " LEFT JOIN unit u ON u.code = e.school"
        " LEFT JOIN my_guardian g ON g.id = (SELECT id FROM my_guardian"
        "   WHERE student_id = s.id ORDER BY main DESC, id LIMIT 1)"
        " LEFT JOIN my_survey_child c ON c.id = (SELECT x.id FROM "
        "my_survey_child x"
        "   JOIN my_visit y ON y.id = x.visit_id"
        "   WHERE x.student_id = s.id AND y.superseded_by IS NULL"
        "   ORDER BY y.visited_at DESC, y.id DESC LIMIT 1)"
        " LEFT JOIN my_visit v ON v.id = c.visit_id"
        " WHERE s.household_id = ?1 AND s.status = 'active'"
        " ORDER BY s.birth_date, s.id",
    .row = &door_child);

static enum err current_visit(struct db *db, struct arena *a,
                              int64_t household_id, int64_t round_id,
                              struct visit_view **out)
{
    struct visit_view *v = arena_alloc(a, sizeof *v);
    enum err e;

    if (!v)
        return ERR_NO_MEMORY;
    e = db_row(db, &q_visit_current, a, v,
               VALS(INT(household_id), INT(round_id)));
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    *out = v;
    return with_parts(db, a, v);
}

enum err store_door_get(struct db *db, struct arena *a, int64_t household_id,
                        int64_t round_id, const char *today,
                        struct door_view *out)
{
    struct door_child *c;

    out->household = arena_alloc(a, sizeof *out->household);
    if (!out->household)
        return ERR_NO_MEMORY;
    TRY(db_row(db, &q_door_household, a, out->household,
               VALS(INT(household_id))));
    out->round_id = round_id;
    out->version = out->household->version;
    TRY(current_visit(db, a, household_id, round_id, &out->visit));
    TRY(db_list(db, &q_door_children, a, 100, &out->children,
                VALS(INT(household_id))));
    c = out->children.items;
    for (size_t i = 0; i < out->children.n; i++)
        TRY(door_child_fill(a, today, &c[i]));
    return ERR_OK;
}
