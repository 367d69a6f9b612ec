/* Taking an import back: what depends on it, and undoing what it did. */
#include <string.h>

#include "domain/household.h"
#include "roster_effect.h"
#include "store/roster_apply_store.h"
#include "store/schooling_store.h"
#include "store/student_store.h"
#include "json/read.h"

#define TAKEN_BACK "an import is taken back whole, by whoever may commit it"

/* ---- what depends on it ------------------------------------------------------- */
/* Whatever others have done to its children since: every table that names a
 * child stands here or below, where what came with it goes
 * (tests/unit/import_undo_test.c). */
#define MADE "student_id BETWEEN ?1 AND ?2"
#define OF_CHILD(table) " + (SELECT count(*) FROM " table " WHERE " MADE ")"
#define MORE_THAN_ONE(table)                                                   \
    " + (SELECT count(*) FROM (SELECT 1 FROM " table " WHERE " MADE            \
    " GROUP BY student_id HAVING count(*) > 1))"

SQL(q_children_used,
    .text = "SELECT (SELECT count(*) FROM student WHERE id BETWEEN ?1 AND ?2"
            " AND (version > 1 OR situation IS NOT NULL))"
            " + (SELECT count(*) FROM roster_row WHERE " MADE
            " AND import_id <> ?3)"
            " + (SELECT count(*) FROM doubt d WHERE (d.student_id BETWEEN ?1"
            " AND ?2 OR d.other_id BETWEEN ?1 AND ?2) AND (d.state <> 'open'"
            " OR NOT EXISTS (SELECT 1 FROM import_effect f"
            " WHERE f.import_id = ?3 AND f.entity = 'doubt'"
            " AND f.entity_id = d.id)))"
    /* clang-format off */
            OF_CHILD("change") OF_CHILD("dropout_case")
            OF_CHILD("survey_child") OF_CHILD("attachment") OF_CHILD("tag")
            OF_CHILD("document") OF_CHILD("service") OF_CHILD("assignment")
            OF_CHILD("assessment") OF_CHILD("teaching_plan")
            OF_CHILD("home_teaching") OF_CHILD("plan") OF_CHILD("plan_item")
            OF_CHILD("counselling") OF_CHILD("help") OF_CHILD("lead_child")
            OF_CHILD("incident") OF_CHILD("observation") OF_CHILD("aid")
            OF_CHILD("transfer") OF_CHILD("activity") OF_CHILD("pairing")
            OF_CHILD("training_wish") OF_CHILD("upward_report")
            OF_CHILD("conflict") OF_CHILD("ledger_snapshot_row")
            OF_CHILD("notice")
            MORE_THAN_ONE("guardian") MORE_THAN_ONE("enrolment"),
    /* clang-format on */
    .access = SQL_SYSTEM, .why = TAKEN_BACK);

#define CHANGED_SINCE(table)                                                   \
    " OR (f.entity = '" table "' AND NOT EXISTS (SELECT 1 FROM " table         \
    " x WHERE x.id = f.entity_id AND x.version = f.version))"

SQL(q_records_used,
    .text = "SELECT count(*) FROM import_effect f WHERE f.import_id = ?1"
            " AND f.id = (SELECT max(g.id) FROM import_effect g"
            " WHERE g.import_id = ?1 AND g.entity = f.entity"
            " AND g.entity_id = f.entity_id)"
            " AND (0" CHANGED_SINCE("student") CHANGED_SINCE("enrolment")
                CHANGED_SINCE("guardian") CHANGED_SINCE("tag")
                    CHANGED_SINCE("household") CHANGED_SINCE("doubt") ")",
    .access = SQL_SYSTEM, .why = TAKEN_BACK);

enum err store_import_depends(struct db *db, const struct import *m,
                              int64_t *children, int64_t *records)
{
    TRY(db_int(db, &q_children_used, children,
               VALS(INT(m->first_child), INT(m->last_child), INT(m->id))));
    return db_int(db, &q_records_used, records, VALS(INT(m->id)));
}

/* ---- undoing --------------------------------------------------------------------- */
struct effect {
    int64_t id, entity_id, student_id;
    const char *entity, *action, *before;
    int64_t version;
};
static const struct field effect_fields[] = {
    F_ID(effect, id, "编号", REQUIRED),
    F_TEXT(effect, entity, "对象", REQUIRED, 1, 40),
    F_ID(effect, entity_id, "对象编号", REQUIRED),
    F_ID(effect, student_id, "学生编号", OPTIONAL),
    F_TEXT(effect, action, "做了什么", REQUIRED, 1, 10),
    F_SEALED(effect, before, "原来", OPTIONAL, 0, NULL, NULL,
             "import_effect.before"),
    F_INT(effect, version, "版本", REQUIRED, 1, INT64_MAX),
    F_END
};
static const struct record effect =
    RECORD(effect, "ImportEffect", "导入的改动", effect_fields);

SQL(q_effects,
    .text = "SELECT id, entity, entity_id, student_id, action, before, version"
            " FROM import_effect WHERE import_id = ?1 AND ?3 = (entity ="
            " 'household' AND action = 'made') ORDER BY id DESC LIMIT ?2",
    .row = &effect, .access = SQL_SYSTEM, .why = TAKEN_BACK);
SQL(q_effect_drop, .text = "DELETE FROM import_effect WHERE id = ?1",
    .access = SQL_SYSTEM, .why = TAKEN_BACK);

#define UNMAKE(id, table)                                                      \
    SQL(id, .text = "DELETE FROM " table " WHERE id = ?1",                     \
        .access = SQL_SYSTEM, .why = TAKEN_BACK)
UNMAKE(q_unmake_enrolment, "enrolment");
UNMAKE(q_unmake_guardian, "guardian");
UNMAKE(q_unmake_tag, "tag");
UNMAKE(q_unmake_doubt, "doubt");
SQL(q_unmake_waiting,
    .text = "DELETE FROM register_waiting WHERE roster_id = ?1",
    .access = SQL_SYSTEM, .why = TAKEN_BACK);
/* A household stays where somebody else has come to live in it since. */
SQL(q_unmake_household,
    .text = "DELETE FROM household WHERE id = ?1 AND NOT EXISTS"
            " (SELECT 1 FROM student s WHERE s.household_id = ?1)"
            " AND NOT EXISTS (SELECT 1 FROM survey_visit v"
            " WHERE v.household_id = ?1)",
    .access = SQL_SYSTEM, .why = TAKEN_BACK);
SQL(q_reopen_enrolment,
    .text = "UPDATE enrolment SET to_date = NULL, version = version + 1"
            " WHERE id = ?1",
    .access = SQL_SYSTEM, .why = TAKEN_BACK);
SQL(q_reopen_tag,
    .text = "UPDATE tag SET to_date = NULL, version = version + 1"
            " WHERE id = ?1",
    .access = SQL_SYSTEM, .why = TAKEN_BACK);

static const struct {
    const char *entity, *action;
    const struct sql *q;
} undone_by[] = {
    { "enrolment", "made", &q_unmake_enrolment },
    { "guardian", "made", &q_unmake_guardian },
    { "tag", "made", &q_unmake_tag },
    { "doubt", "made", &q_unmake_doubt },
    { "household", "made", &q_unmake_household },
    { "register_waiting", "made", &q_unmake_waiting },
    { "enrolment", "ended", &q_reopen_enrolment },
    { "tag", "ended", &q_reopen_tag },
};

static enum err before_of(struct arena *a, const struct effect *f,
                          const struct record *r, void *out)
{
    struct bad_list bad = { .n = 0 };

    if (!f->before ||
        json_read(r, f->before, strlen(f->before), a, out, &bad) != ERR_OK)
        return ERR_DAMAGED;
    return ERR_OK;
}

static enum err restore(struct db *db, struct arena *a, const struct act *act,
                        const struct effect *f)
{
    if (strcmp(f->entity, "student") == 0) {
        struct student_row now, before;

        TRY(before_of(a, f, &student_row, &before));
        TRY(store_student_get(db, a, f->entity_id, &now));
        return store_student_update(db, a, act, &now, &before);
    }
    if (strcmp(f->entity, "enrolment") == 0) {
        struct enrolment_row now, before;

        TRY(before_of(a, f, &enrolment_row, &before));
        TRY(store_enrolment_get(db, a, f->entity_id, &now));
        return store_enrolment_update(db, a, act, &now, &before);
    }
    return ERR_DAMAGED;
}

static enum err undo_one(struct db *db, struct arena *a, const struct act *act,
                         const struct effect *f)
{
    enum err e = ERR_NOT_FOUND;

    for (size_t i = 0; i < sizeof undone_by / sizeof *undone_by; i++)
        if (strcmp(undone_by[i].entity, f->entity) == 0 &&
            strcmp(undone_by[i].action, f->action) == 0)
            e = db_run(db, undone_by[i].q, VALS(INT(f->entity_id)));
    if (e == ERR_NOT_FOUND)
        e = restore(db, a, act, f);
    TRY(e);
    if (f->student_id != INT_NONE && strcmp(f->entity, "enrolment") == 0)
        TRY(store_school_place_refresh(db, f->student_id));
    return db_run(db, &q_effect_drop, VALS(INT(f->id)));
}

enum err store_import_undo(struct db *db, struct arena *a,
                           const struct act *act, int64_t import_id, bool homes,
                           int64_t most, int64_t *n)
{
    const struct effect *items;
    struct list l;

    TRY(db_list(db, &q_effects, a, (size_t)most, &l,
                VALS(INT(import_id), INT(most), INT(homes))));
    items = l.items;
    for (size_t i = 0; i < l.n; i++)
        TRY(undo_one(db, a, act, &items[i]));
    *n = (int64_t)l.n;
    return ERR_OK;
}

/* ---- children ---------------------------------------------------------------------- */
#define OF_CHILDREN(id, table)                                                 \
    SQL(id,                                                                    \
        .text = "DELETE FROM " table " WHERE student_id BETWEEN ?1 AND ?2",    \
        .access = SQL_SYSTEM, .why = TAKEN_BACK)
OF_CHILDREN(q_unmake_places, "child_place");
OF_CHILDREN(q_unmake_guardians, "guardian");
OF_CHILDREN(q_unmake_enrolments, "enrolment");
/* What a run found of it is no child of the register any more. */
SQL(q_unmake_verdicts,
    .text = "UPDATE verdict SET student_id = NULL, version = version + 1"
            " WHERE student_id BETWEEN ?1 AND ?2",
    .access = SQL_SYSTEM, .why = TAKEN_BACK);
SQL(q_unmake_children, .text = "DELETE FROM student WHERE id BETWEEN ?1 AND ?2",
    .access = SQL_SYSTEM, .why = TAKEN_BACK);

enum err store_import_unmake(struct db *db, struct arena *a, int64_t first,
                             int64_t last)
{
    static const struct sql *const all[] = {
        &q_unmake_places, &q_unmake_guardians, &q_unmake_enrolments,
        &q_unmake_verdicts, &q_unmake_children
    };

    for (int64_t id = first; id <= last; id++)
        TRY(store_tokens_drop(db, a, id));
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        TRY(db_run(db, all[i], VALS(INT(first), INT(last))));
    return ERR_OK;
}
