/* What reconciliation reads. */
#include "store/reconcile_store.h"

#include "domain/codes.h"
#include "domain/ledger.h"

#define FOR_THE_COUNTY                                                         \
    "a run is of the whole county, begun by whoever may run it"

static const struct field roster_brief_fields[] = {
    F_ID(roster_brief, id, "编号", REQUIRED),
    F_INT(roster_brief, number, "行号", REQUIRED, 0, INT64_MAX),
    F_ID(roster_brief, import_id, "导入编号", OPTIONAL),
    F_ID(roster_brief, student_id, "学生编号", OPTIONAL),
    F_TEXT(roster_brief, kind, "花名册", REQUIRED, 1, 40),
    F_TEXT(roster_brief, name, "姓名", REQUIRED, 1, 60),
    F_TEXT(roster_brief, name_key, "姓名比较形", REQUIRED, 1, 60),
    F_DATE(roster_brief, birth_date, "出生日期", OPTIONAL),
    F_DATE(roster_brief, number_birth, "证件号的出生日期", OPTIONAL),
    F_TEXT(roster_brief, sex, "性别", OPTIONAL, 1, 1),
    F_TEXT(roster_brief, number_head, "证件号索引", OPTIONAL, 0, 16),
    F_TEXT(roster_brief, student_no_head, "学籍号索引", OPTIONAL, 0, 16),
    F_TEXT(roster_brief, id_no_state, "证件号状态", REQUIRED, 1, 20),
    F_TEXT(roster_brief, school, "学校", OPTIONAL, 0, 10),
    F_TEXT(roster_brief, grade, "年级", OPTIONAL, 0, 20),
    F_TEXT(roster_brief, class, "班级", OPTIONAL, 0, 40),
    F_TEXT(roster_brief, state, "状态", OPTIONAL, 0, 20),
    F_DATE(roster_brief, on_date, "日期", OPTIONAL),
    F_END
};
const struct record roster_brief =
    RECORD(roster_brief, "RosterBrief", "花名册的一行", roster_brief_fields);

#define HEAD(column) "hex(substr(" column ", 1, 8))"

SQL(q_rows,
    .text =
        "SELECT id, number, import_id, student_id, kind, name, name_key,"
        " birth_date, number_birth, sex,"
        " " HEAD("id_no_index") " AS number_head,"
                                " " HEAD(
                                    "student_no_index") " AS student_no_head,"
                                                        " id_no_state, school, "
                                                        "grade, class, state, "
                                                        "on_date"
                                                        " FROM roster_now "
                                                        "WHERE year = ?1 AND "
                                                        "kind <> 'schools'"
                                                        " ORDER BY id",
    .row = &roster_brief, .access = SQL_SYSTEM, .why = FOR_THE_COUNTY);
SQL(q_children,
    .text = "SELECT id, id AS number, NULL AS import_id, id AS student_id,"
            " 'survey' AS kind, name, name_key, birth_date,"
            " NULL AS number_birth, sex,"
            " " HEAD("id_no_index") " AS number_head,"
                                    " NULL AS student_no_head, id_no_state, "
                                    "NULL AS school,"
                                    " NULL AS grade, NULL AS class, NULL AS "
                                    "state, NULL AS on_date"
                                    " FROM student WHERE status = 'active' AND "
                                    "situation_at >= ?1"
                                    " ORDER BY id",
    .row = &roster_brief, .access = SQL_SYSTEM, .why = FOR_THE_COUNTY);

enum err store_reconcile_rows(struct db *db, int64_t year, int64_t since,
                              db_each_fn each, void *ctx)
{
    TRY(db_each(db, &q_rows, each, ctx, VALS(INT(year))));
    return db_each(db, &q_children, each, ctx, VALS(INT(since)));
}

/* Rows left out of lists that stand, unless a whole list of the same unit came
 * after them. */
static const struct field refused_brief_fields[] = {
    F_ID(refused_brief, import_id, "导入编号", REQUIRED),
    F_TEXT(refused_brief, kind, "花名册", REQUIRED, 1, 40),
    F_TEXT(refused_brief, name_key, "姓名", REQUIRED, 1, 60),
    F_DATE(refused_brief, birth_date, "出生日期", OPTIONAL),
    F_TEXT(refused_brief, school, "学校", OPTIONAL, 0, 10),
    F_END
};
const struct record refused_brief =
    RECORD(refused_brief, "RefusedBrief", "被退回的一行", refused_brief_fields);

SQL(q_refused,
    .text = "SELECT x.import_id, i.kind, x.name_key, x.birth_date, x.school"
            " FROM import i JOIN refused_row x ON x.id BETWEEN"
            " i.id << 22 AND (i.id + 1 << 22) - 1"
            " WHERE i.kind IN ('enrolment', 'attendance') AND i.year = ?1"
            " AND i.state = 'committed' AND NOT EXISTS (SELECT 1 FROM import n"
            " WHERE n.kind = i.kind AND n.year = i.year AND n.unit = i.unit"
            " AND n.state = 'committed' AND n.complete = 1 AND n.id > i.id)"
            " ORDER BY x.id",
    .row = &refused_brief, .access = SQL_SYSTEM, .why = FOR_THE_COUNTY);

enum err store_reconcile_refused(struct db *db, int64_t year, db_each_fn each,
                                 void *ctx)
{
    return db_each(db, &q_refused, each, ctx, VALS(INT(year)));
}

SQL(q_rows_count, .text = "SELECT count(*) FROM roster_row WHERE year = ?1",
    .access = SQL_SYSTEM, .why = FOR_THE_COUNTY);

enum err store_reconcile_count(struct db *db, int64_t year, int64_t *rows)
{
    return db_int(db, &q_rows_count, rows, VALS(INT(year)));
}

#define ROSTER_COLUMNS_BUT_REST                                                \
    "SELECT id, import_id, number, kind, year, name, sex, birth_date, "        \
    "id_kind,"                                                                 \
    " id_no, id_no_state, student_no, school, grade, class, division,"         \
    " household_no, state, on_date, student_id, replaced_by, "

SQL(q_open,
    .text = ROSTER_COLUMNS_BUT_REST
    "NULL AS rest FROM roster_now"
    " WHERE year = ?1 AND kind <> 'schools' ORDER BY id",
    .row = &roster_row, .access = SQL_SYSTEM, .why = FOR_THE_COUNTY);

enum err store_reconcile_open(struct db *db, int64_t year, db_each_fn each,
                              void *ctx)
{
    return db_each(db, &q_open, each, ctx, VALS(INT(year)));
}

SQL(q_row, .text = ROSTER_COLUMNS_BUT_REST "rest FROM roster_row WHERE id = ?1",
    .row = &roster_row, .access = SQL_SYSTEM, .why = FOR_THE_COUNTY);

enum err store_reconcile_row(struct db *db, struct arena *a, int64_t id,
                             struct roster_row *out)
{
    return db_row(db, &q_row, a, out, VALS(INT(id)));
}

static const struct field roster_face_fields[] = {
    F_ID(roster_face, id, "编号", REQUIRED),
    F_TEXT(roster_face, name, "姓名", REQUIRED, 1, 60),
    F_CODE(roster_face, sex, "性别", OPTIONAL, sexes),
    F_SEALED(roster_face, id_no, "身份证件号", OPTIONAL, 40, NULL, NULL,
             "roster_row.id_no"),
    F_TEXT(roster_face, division, "区划代码", OPTIONAL, 0, 15),
    F_TEXT(roster_face, place, "所在", OPTIONAL, 0, 200),
    F_END
};
static const struct record roster_face =
    RECORD(roster_face, "RosterFace", "花名册中的人", roster_face_fields);

SQL(q_face,
    .text = "SELECT r.id, r.name, r.sex, r.id_no, r.division, d.path AS place"
            " FROM roster_row r LEFT JOIN division d ON d.code = r.division"
            " WHERE r.id = ?1",
    .row = &roster_face, .access = SQL_SYSTEM, .why = FOR_THE_COUNTY);

enum err store_reconcile_face(struct db *db, struct arena *a, int64_t id,
                              struct roster_face *out)
{
    return db_row(db, &q_face, a, out, VALS(INT(id)));
}

/* ---- children's records ---- */
struct child_person {
    int64_t id;
    const char *name, *sex, *birth_date, *id_kind, *id_no, *id_no_state;
    const char *division;
};
static const struct field child_person_fields[] = {
    F_ID(child_person, id, "编号", REQUIRED),
    F_TEXT(child_person, name, "姓名", REQUIRED, 1, 60),
    F_CODE(child_person, sex, "性别", OPTIONAL, sexes),
    F_DATE(child_person, birth_date, "出生日期", OPTIONAL),
    F_CODE(child_person, id_kind, "身份证件类型", OPTIONAL, id_kinds),
    F_SEALED(child_person, id_no, "身份证件号", OPTIONAL, 40, NULL, NULL,
             "student.id_no"),
    F_CODE(child_person, id_no_state, "证件号状态", REQUIRED, id_no_states),
    F_TEXT(child_person, division, "区划代码", OPTIONAL, 0, 15),
    F_END
};
static const struct record child_person =
    RECORD(child_person, "ChildPerson", "儿童", child_person_fields);

SQL(q_child,
    .text = "SELECT id, name, sex, birth_date, id_kind, id_no, id_no_state,"
            " coalesce(huji_division, residence_division) AS division"
            " FROM student WHERE id = ?1",
    .row = &child_person, .access = SQL_SYSTEM, .why = FOR_THE_COUNTY);

enum err store_reconcile_child(struct db *db, struct arena *a, int64_t id,
                               struct roster_row *out)
{
    struct child_person p;

    TRY(db_row(db, &q_child, a, &p, VALS(INT(id))));
    record_clear(&roster_row, out);
    out->id = out->number = out->student_id = id;
    out->kind = "survey";
    out->name = p.name;
    out->sex = p.sex;
    out->birth_date = p.birth_date;
    out->id_kind = p.id_kind;
    out->id_no = p.id_no;
    out->id_no_state = p.id_no_state;
    out->division = p.division;
    return ERR_OK;
}

static const struct field child_brief_fields[] = {
    F_ID(child_brief, student_id, "学生编号", REQUIRED),
    F_TEXT(child_brief, situation, "入户所见", OPTIONAL, 0, 20),
    F_BOOL(child_brief, approved, "有批准", REQUIRED),
    F_BOOL(child_brief, poor, "困难", REQUIRED),
    F_BOOL(child_brief, disabled, "残疾", REQUIRED),
    F_END
};
const struct record child_brief =
    RECORD(child_brief, "ChildBrief", "儿童的所见和批准", child_brief_fields);

/* Whom nobody brings up is looked after as the poor are. */
#define CARED_FOR POOR_TAGS "orphan no_caregiver "

/* With one of the tags, each between blanks, on day ?2. */
#define TAGGED(tags)                                                           \
    " EXISTS (SELECT 1 FROM tag t WHERE t.student_id = s.id"                   \
    " AND instr(" tags ", ' ' || t.tag || ' ') > 0 AND t.from_date <= ?2"      \
    " AND (t.to_date IS NULL OR t.to_date >= ?2))"

/* Approved is what bureau or committee let go and is still watched over. */
SQL(q_records,
    .text = "SELECT s.id AS student_id, CASE WHEN s.situation_at >= ?1"
            " THEN s.situation END AS situation,"
            " EXISTS (SELECT 1 FROM dropout_case c WHERE c.student_id = s.id"
            " AND c.state IN ('watching', 'closed') AND c.outcome IN"
            " ('deferred', 'abroad', 'suspended', 'exempt', 'city_exempt',"
            " 'home_teaching', 'special_school', 'vocational')"
            " AND (c.period_from IS NULL OR c.period_from <= ?2)"
            " AND (c.period_until IS NULL OR c.period_until >= ?2))"
            " AS approved," TAGGED("?3") " AS poor," TAGGED(
                "' disabled '") " AS disabled FROM student s WHERE s.status = "
                                "'active'"
                                " AND (s.situation_at >= ?1"
                                " OR EXISTS (SELECT 1 FROM tag t WHERE "
                                "t.student_id = s.id)"
                                " OR EXISTS (SELECT 1 FROM dropout_case c"
                                " WHERE c.student_id = s.id)) ORDER BY s.id",
    .row = &child_brief, .access = SQL_SYSTEM, .why = FOR_THE_COUNTY);

enum err store_reconcile_children(struct db *db, int64_t since, const char *day,
                                  db_each_fn each, void *ctx)
{
    return db_each(db, &q_records, each, ctx,
                   VALS(INT(since), TEXT(day), TEXT(CARED_FOR)));
}

/* ---- decisions ---- */
static const struct field decision_brief_fields[] = {
    F_INT(decision_brief, low, "指纹", REQUIRED, 0, INT64_MAX),
    F_INT(decision_brief, high, "指纹", REQUIRED, 0, INT64_MAX),
    F_TEXT(decision_brief, decision, "结论", REQUIRED, 1, 10), F_END
};
const struct record decision_brief =
    RECORD(decision_brief, "DecisionBrief", "核对结论", decision_brief_fields);

SQL(q_decisions,
    .text = "SELECT low, high, decision FROM match_decision"
            " WHERE replaced_at IS NULL ORDER BY low, high",
    .row = &decision_brief, .access = SQL_SYSTEM, .why = FOR_THE_COUNTY);

enum err store_reconcile_decisions(struct db *db, db_each_fn each, void *ctx)
{
    return db_each(db, &q_decisions, each, ctx, NO_VALS);
}
