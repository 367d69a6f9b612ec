/* A child whom only a list knows enters the register. */
#include <string.h>

#include "domain/register_change.h"
#include "roster_columns.h"
#include "roster_effect.h"
#include "store/change_store.h"
#include "store/roster_apply_store.h"
#include "store/schooling_store.h"
#include "store/student_store.h"

#define ROWS_MOST 200 /* of one child in a year */
#define FOUND "the caller found what rests on the row in scope, the county's"

/* Linked to whoever it was proved or made before, unless that record is void. */
SQL(q_known_row,
    .text = "SELECT r.id, import_id, number, kind, year, r.name, r.sex,"
            " r.birth_date, r.id_kind, r.id_no, r.id_no_state, student_no,"
            " school, grade, class, division, household_no, state, on_date,"
            " rest, s.id AS student_id, replaced_by FROM roster_now r"
            " LEFT JOIN student s ON s.id = r.student_id"
            " AND s.status <> 'void' WHERE r.id = ?1",
    .row = &roster_row, .access = SQL_SYSTEM, .why = FOUND);

SQL(q_division_here, .text = "SELECT 1 FROM division WHERE code = ?1");

/* The division if it is one of ours: a child from elsewhere has none. */
enum err roster_division(struct db *db, const char *code, const char **out)
{
    int64_t there;
    enum err e;

    *out = NULL;
    if (!code)
        return ERR_OK;
    e = db_int(db, &q_division_here, &there, VALS(TEXT(code)));
    if (e == ERR_OK)
        *out = code;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

void roster_student(const struct roster_value *v, struct student_row *s)
{
    *s = (struct student_row) { .name = v->name,
                                .sex = v->sex,
                                .birth_date = v->birth_date,
                                .id_kind = v->id_kind,
                                .id_no = v->id_no,
                                .id_no_state = v->id_no_state,
                                .nation = v->nation,
                                .relation = v->relation,
                                .huji_address = v->huji_address,
                                .situation_at = INT_NONE };
}

/* One on its way into the register. */
struct entry {
    struct roster_row row;
    struct roster_value v;
    const struct roster_kind *kind;
    enum roster_proof proof;
    int64_t known; /* to whom it is linked, or whose numbers these are */
};

static enum err read_entry(struct db *db, struct arena *a, int64_t roster_id,
                           struct entry *e)
{
    struct roster_index x;
    int64_t other;

    TRY(db_row(db, &q_known_row, a, &e->row, VALS(INT(roster_id))));
    TRY(roster_row_value(&e->row, a, &e->v));
    e->kind = roster_kind_of(e->row.kind);
    e->proof = PROOF_ONE;
    e->known = e->row.student_id;
    if (e->known != INT_NONE)
        return ERR_OK;
    TRY(store_roster_numbers(db, a, &e->v, &x));
    return store_roster_prove(db, &x, &e->proof, &e->known, &other);
}

enum err store_roster_may_register(struct db *db, struct arena *a,
                                   int64_t roster_id, bool *may)
{
    struct entry e;
    enum err err = read_entry(db, a, roster_id, &e);

    *may = err == ERR_OK && (e.proof == PROOF_NONE || e.proof == PROOF_ONE);
    return err == ERR_NOT_FOUND ? ERR_OK : err;
}

/* What the row that speaks says of it; the division that the list names. */
static enum err make_child(struct db *db, struct arena *a,
                           const struct act *act, const struct entry *e,
                           int64_t *id)
{
    const struct student_row nobody = { .household_id = INT_NONE,
                                        .situation_at = INT_NONE };
    struct student_row s;

    roster_student(&e->v, &s);
    s.residence_address = e->v.address;
    if (e->kind->use == ROSTER_CHANGE)
        register_change_make(&e->v, &s);
    TRY(roster_division(db, e->v.division, &s.huji_division));
    TRY(store_student_create(db, a, act, &s));
    TRY(store_change_fields(db, a, act, "student", s.id, s.id, &student_row,
                            &nobody, &s, NULL));
    *id = s.id;
    return store_number_doubts(db, a, act, &s, 0);
}

/* The row, and those of the year that have its number and its name. */
SQL(q_register_link,
    .text = "UPDATE roster_row SET student_id = ?2 WHERE id = ?1",
    .access = SQL_SYSTEM, .why = FOUND);
SQL(q_register_alike,
    .text = "UPDATE roster_row SET student_id = ?2 WHERE student_id IS NULL"
            " AND id IN (SELECT x.id FROM roster_row r JOIN roster_row x"
            " ON x.id_no_index = r.id_no_index AND x.year = r.year AND"
            " x.name_key = r.name_key WHERE r.id = ?1)",
    .access = SQL_SYSTEM, .why = FOUND);

/* ---- what its rows say of it ---- */
SQL(q_rows_of,
    .text = "SELECT " ROSTER_ROW_COLUMNS " FROM roster_now r"
            " WHERE r.student_id = ?1 AND r.year = ?2"
            " ORDER BY r.id <> ?3, r.id LIMIT ?4",
    .row = &roster_row, .access = SQL_SYSTEM, .why = FOUND);

/* Its school until it has a 学籍 there. */
static enum err take_school(struct db *db, struct arena *a,
                            const struct act *act, const struct roster_value *v,
                            int64_t id, bool *at_school)
{
    struct enrolment_row e = { .student_id = id,
                               .school = v->school,
                               .grade = v->grade,
                               .class = v->class,
                               .state = "unregistered" };

    if (*at_school || !v->school)
        return ERR_OK;
    *at_school = true;
    return store_enrolment_first(db, a, act, &e, NULL);
}

/* The row that speaks comes first. */
static enum err take_rows(struct db *db, struct arena *a, const struct act *act,
                          const struct roster_row *speaks, int64_t id)
{
    struct list list;
    bool at_school = false;
    int64_t tag;

    TRY(db_list(
        db, &q_rows_of, a, ROWS_MOST, &list,
        VALS(INT(id), INT(speaks->year), INT(speaks->id), INT(ROWS_MOST))));
    for (size_t i = 0; i < list.n; i++) {
        const struct roster_row *r = (const struct roster_row *)list.items + i;
        struct roster_value v;

        TRY(roster_row_value(r, a, &v));
        TRY(take_school(db, a, act, &v, id, &at_school));
        TRY(roster_tag_give(db, a, act, r, &v, id, &tag));
    }
    return ERR_OK;
}

enum err store_roster_register(struct db *db, struct arena *a,
                               const struct act *act, int64_t roster_id,
                               int64_t *student_id)
{
    struct entry e;
    bool brings;

    TRY(read_entry(db, a, roster_id, &e));
    *student_id = e.known;
    if (e.proof != PROOF_NONE && e.proof != PROOF_ONE)
        return ERR_CONFLICT;
    brings = e.proof == PROOF_NONE;
    if (brings)
        TRY(make_child(db, a, act, &e, student_id));
    TRY(db_run(db, &q_register_link, VALS(INT(roster_id), INT(*student_id))));
    TRY(db_run(db, &q_register_alike, VALS(INT(roster_id), INT(*student_id))));
    return brings ? take_rows(db, a, act, &e.row, *student_id) : ERR_OK;
}
