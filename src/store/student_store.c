/* Children in the store: single records and what is written. */
#include "store/student_store.h"

#include <string.h>

#include "crypto/blind.h"
#include "domain/actor.h"
#include "domain/patch.h"
#include "store/change_store.h"
#include "store/doubt_store.h"
#include "text/norm.h"

SQL_SHARED(find_student,
           .text = "SELECT version FROM my_student WHERE id = ?1");

#define STUDENT_COLUMNS                                                        \
    "id, household_id, relation, name, sex, birth_date, id_kind, id_no,"       \
    " id_no_state, nation, huji_division, huji_address, residence_division,"   \
    " residence_address, health, status, situation, situation_at, note,"       \
    " version, created_at, updated_at"

SQL(q_student_get,
    .text = "SELECT " STUDENT_COLUMNS " FROM my_student WHERE id = ?1",
    .row = &student_row);

enum err store_student_get(struct db *db, struct arena *a, int64_t id,
                           struct student_row *out)
{
    return db_row(db, &q_student_get, a, out, VALS(INT(id)));
}

/* ---- identity numbers -------------------------------------------------- */
SQL(q_number_any,
    .text = "SELECT id FROM student WHERE id_no_index = ?1 AND id <> ?2"
            "   AND id <> ?3 AND status <> 'void' ORDER BY id LIMIT 1",
    .access = SQL_SYSTEM,
    .why = "told to nobody: it only decides whether the county gets a doubt");

SQL(q_number_mine,
    .text = "SELECT id FROM my_student WHERE id_no_index = ?1 AND id <> ?2"
            "   AND status <> 'void' ORDER BY id LIMIT 1");

static enum err or_none(enum err e, int64_t *id)
{
    if (e == ERR_NOT_FOUND) {
        *id = 0;
        return ERR_OK;
    }
    return e;
}

enum err store_number_holders(struct db *db, struct arena *a, const char *id_no,
                              int64_t except, int64_t *mine, int64_t *elsewhere)
{
    const char *key = student_number_key(a, id_no);
    uint8_t index[BLIND_BYTES];

    *mine = *elsewhere = 0;
    if (!key)
        return id_no && *id_no ? ERR_NO_MEMORY : ERR_OK;
    blind_index(db_keys(db), BLIND_ID_NO, key, index);
    TRY(or_none(db_int(db, &q_number_mine, mine,
                       VALS(BLOB(index, BLIND_BYTES), INT(except))),
                mine));
    return or_none(
        db_int(db, &q_number_any, elsewhere,
               VALS(BLOB(index, BLIND_BYTES), INT(except), INT(*mine))),
        elsewhere);
}

enum err store_student_by_number(struct db *db, struct arena *a,
                                 const char *id_no, int64_t *id)
{
    int64_t elsewhere;

    TRY(store_number_holders(db, a, id_no, 0, id, &elsewhere));
    return *id ? ERR_OK : ERR_NOT_FOUND;
}

/* The row is always inserted and the same statement always run on it, so that
 * nobody can tell by the work whether a number is registered elsewhere. */
SQL(q_doubt_withdraw, .text = "DELETE FROM doubt WHERE id = ?1 AND ?2 = 0",
    .access = SQL_SYSTEM,
    .why = "takes back the doubt raised a moment before in this transaction");

enum err store_number_doubts(struct db *db, struct arena *a,
                             const struct act *act, const struct student_row *s,
                             int64_t elsewhere)
{
    struct doubt_row d = { .kind = "id_elsewhere", .student_id = s->id };

    if (!s->id_no)
        return ERR_OK;
    d.other_id = elsewhere ? elsewhere : s->id;
    d.detail = "登记的证件号与另一名学生相同，请核对是否同一人。";
    TRY(store_doubt_add(db, act, &d));
    TRY(db_run(db, &q_doubt_withdraw, VALS(INT(d.id), INT(elsewhere))));
    if (!student_number_doubtful(s->id_no_state))
        return ERR_OK;
    d = (struct doubt_row) { .kind = "id_check", .student_id = s->id };
    d.detail = arena_printf(a, "%s，请对照户口簿核对。",
                            strcmp(s->id_no_state, "fifteen") == 0
                                ? "证件号是 15 位旧号"
                                : "证件号末位校验码不对，可能有一位写错");
    return d.detail ? store_doubt_add(db, act, &d) : ERR_NO_MEMORY;
}

/* ---- places -------------------------------------------------------------------- */
/* 'A' places belong to the case. */
SQL(q_places_clear,
    .text = "DELETE FROM child_place WHERE student_id = ?1"
            " AND place >= ?2 AND place < ?3",
    .access = SQL_SYSTEM,
    .why = "made anew in the same transaction from the child's own record");

#define DIVISION_OF_CHILD                                                      \
    " FROM student s LEFT JOIN household h ON h.id = s.household_id"           \
    " CROSS JOIN division d WHERE s.id = ?1"

/* Sheets go from door to door; whoever has no household comes last. */
#define DOOR "coalesce(s.household_id, 9223372036854775806)"

/* A child whose places are all unknown stands at the county, where the bureau
 * sees it: no child is missed. */
SQL(q_division_places,
    .text = "INSERT INTO child_place (student_id, place, door, home)"
            " SELECT ?1, path, door, max(home) FROM ("
            "SELECT d.path, " DOOR " AS door, 1 AS home" DIVISION_OF_CHILD
            "   AND d.code = coalesce(s.residence_division, h.division)"
            " UNION ALL SELECT d.path, " DOOR ", 0" DIVISION_OF_CHILD
            "   AND d.code = s.huji_division"
            " UNION ALL SELECT d.path, " DOOR ", 0" DIVISION_OF_CHILD
            "   AND s.huji_division IS NULL AND s.residence_division IS NULL"
            "   AND h.division IS NULL AND d.level = 'county'"
            ") x GROUP BY path, door",
    .access = SQL_SYSTEM,
    .why = "places follow from the child's own record; nothing is shown");

SQL(q_place_add,
    .text = "INSERT INTO child_place (student_id, place, door, home)"
            " VALUES (?1, ?2, ?3, ?4)",
    .access = SQL_SYSTEM,
    .why = "places follow from the child's own record; nothing is shown");
SQL(q_division_path, .text = "SELECT path FROM division WHERE code = ?1");
SQL(q_county_path,
    .text = "SELECT path FROM division WHERE level = 'county' LIMIT 1");
SQL(q_household_division,
    .text = "SELECT division FROM household WHERE id = ?1",
    .access = SQL_SYSTEM,
    .why = "places follow from the child's own record; nothing is shown");

#define NO_DOOR INT64_C(9223372036854775806)

/* The same for a child that has none yet, one row a statement: a statement of
 * many rows keeps a journal of its own, which bulk would feel. */
static enum err places_first(struct db *db, struct arena *a,
                             const struct student_row *s)
{
    bool housed = s->household_id != INT_NONE;
    const char *home = s->residence_division, *lives = NULL, *huji = NULL;
    int64_t door = housed ? s->household_id : NO_DOOR;

    if (!home && housed)
        TRY(db_text(db, &q_household_division, a, &home,
                    VALS(INT(s->household_id))));
    if (home)
        TRY(db_text(db, &q_division_path, a, &lives, VALS(TEXT(home))));
    if (s->huji_division && !(home && strcmp(home, s->huji_division) == 0))
        TRY(db_text(db, &q_division_path, a, &huji,
                    VALS(TEXT(s->huji_division))));
    if (lives)
        TRY(db_run(db, &q_place_add,
                   VALS(INT(s->id), TEXT(lives), INT(door), INT(1))));
    if (!lives && !huji)
        TRY(db_text(db, &q_county_path, a, &huji, NO_VALS));
    return huji ? db_run(db, &q_place_add,
                         VALS(INT(s->id), TEXT(huji), INT(door), INT(0)))
                : ERR_OK;
}

SQL(q_school_place,
    .text = "INSERT INTO child_place (student_id, place)"
            " SELECT ?1, 'S' || school || '/' || coalesce(grade, '') || '/'"
            "   || coalesce(class, '') || '/' FROM enrolment"
            "  WHERE student_id = ?1 AND to_date IS NULL"
            "   AND school IS NOT NULL"
            "   AND state IN ('enrolled', 'unregistered', 'suspended')",
    .access = SQL_SYSTEM,
    .why = "places follow from the child's own record; nothing is shown");

/* Makes a child's D places anew from residence, household and 户籍. */
static enum err division_places_refresh(struct db *db, int64_t student_id)
{
    TRY(db_run(db, &q_places_clear,
               VALS(INT(student_id), TEXT("D"), TEXT("E"))));
    return db_run(db, &q_division_places, VALS(INT(student_id)));
}

enum err store_school_place_first(struct db *db, struct arena *a,
                                  const struct enrolment_row *e)
{
    const char *place;

    if (!e->school || (strcmp(e->state, "enrolled") != 0 &&
                       strcmp(e->state, "unregistered") != 0 &&
                       strcmp(e->state, "suspended") != 0))
        return ERR_OK;
    place = place_of_class(a, e->school, e->grade, e->class);
    return place ? db_run(db, &q_place_add,
                          VALS(INT(e->student_id), TEXT(place), INT(0), INT(0)))
                 : ERR_NO_MEMORY;
}

enum err store_school_place_refresh(struct db *db, int64_t student_id)
{
    TRY(db_run(db, &q_places_clear,
               VALS(INT(student_id), TEXT("S"), TEXT("T"))));
    return db_run(db, &q_school_place, VALS(INT(student_id)));
}

/* ---- writing ----------------------------------------------------------- */
#define STUDENT_WRITE_WHY                                                      \
    "the caller found the child, or checks that what it made is, in scope"

SQL(q_student_insert,
    .text = "INSERT INTO student (id, household_id, relation, name, name_key,"
            " sex, birth_date, id_kind, id_no, id_no_index, id_no_state,"
            " nation, huji_division, huji_address, residence_division,"
            " residence_address, health, status, situation, situation_at,"
            " note, updated_at, version, created_at) VALUES (?1, ?2, ?3, ?4,"
            " ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,"
            " ?18, ?19, ?20, ?21, ?22, ?23, ?22)",
    .access = SQL_SYSTEM, .why = STUDENT_WRITE_WHY);

SQL(q_student_update,
    .text = "UPDATE student SET household_id = ?2, relation = ?3, name = ?4,"
            " name_key = ?5, sex = ?6, birth_date = ?7, id_kind = ?8,"
            " id_no = ?9, id_no_index = ?10, id_no_state = ?11, nation = ?12,"
            " huji_division = ?13, huji_address = ?14,"
            " residence_division = ?15, residence_address = ?16, health = ?17,"
            " status = ?18, situation = ?19, situation_at = ?20, note = ?21,"
            " updated_at = ?22, version = version + 1"
            " WHERE id = ?1 AND version = ?23",
    .access = SQL_SYSTEM, .why = STUDENT_WRITE_WHY);

/* Where name, number and birth date stay: their indexes are left alone, which
 * takes half the time. */
SQL(q_student_update_rest,
    .text = "UPDATE student SET household_id = ?2, relation = ?3, sex = ?6,"
            " nation = ?12, huji_division = ?13, huji_address = ?14,"
            " residence_division = ?15, residence_address = ?16, health = ?17,"
            " status = ?18, situation = ?19, situation_at = ?20, note = ?21,"
            " updated_at = ?22, version = version + 1"
            " WHERE id = ?1 AND version = ?23",
    .access = SQL_SYSTEM, .why = STUDENT_WRITE_WHY);

static enum err number_index(struct db *db, struct arena *a,
                             const struct student_row *s, uint8_t *out,
                             const uint8_t **index)
{
    const char *number = student_number_key(a, s->id_no);

    *index = NULL;
    if (s->id_no && !number)
        return ERR_NO_MEMORY;
    if (number) {
        blind_index(db_keys(db), BLIND_ID_NO, number, out);
        *index = out;
    }
    return ERR_OK;
}

/* ?1 to ?23 of the statements; `index` of the number, NULL without one. */
static enum err student_run(struct db *db, struct arena *a, const struct sql *q,
                            const struct student_row *s, const uint8_t *index)
{
    char *name_key;

    TRY(name_compare_form(s->name, a, &name_key));
    return db_run(
        db, q,
        VALS(INT(s->id), INT(s->household_id), TEXT(s->relation), TEXT(s->name),
             TEXT(name_key), TEXT(s->sex), TEXT(s->birth_date),
             TEXT(s->id_kind), SEAL("student.id_no", s->id, s->id_no),
             BLOB(index, BLIND_BYTES), TEXT(s->id_no_state), TEXT(s->nation),
             TEXT(s->huji_division),
             SEAL("student.huji_address", s->id, s->huji_address),
             TEXT(s->residence_division),
             SEAL("student.residence_address", s->id, s->residence_address),
             TEXT(s->health), TEXT(s->status), TEXT(s->situation),
             INT(s->situation_at), SEAL("student.note", s->id, s->note),
             INT(s->updated_at), INT(s->version)));
}

enum err store_student_create_bulk(struct db *db, struct arena *a,
                                   const struct act *act, struct student_row *s,
                                   const uint8_t *index)
{
    uint8_t own[BLIND_BYTES];

    if (!index)
        TRY(number_index(db, a, s, own, &index));
    if (s->id <= 0)
        TRY(db_next_id(db, "student", &s->id));
    if (s->household_id == 0)
        s->household_id = INT_NONE;
    if (!s->id_kind)
        s->id_kind = "1";
    if (!s->id_no_state)
        s->id_no_state = s->id_no ? "ok" : "missing";
    if (!s->status)
        s->status = "active";
    if (!s->situation)
        s->situation_at = INT_NONE;
    s->version = 1;
    s->created_at = s->updated_at = act->now_ms;
    TRY(student_run(db, a, &q_student_insert, s, index));
    return places_first(db, a, s);
}

enum err store_student_create(struct db *db, struct arena *a,
                              const struct act *act, struct student_row *s)
{
    TRY(store_student_create_bulk(db, a, act, s, NULL));
    return store_tokens_add(db, a, s->name, s->id);
}

static bool differs(const struct student_row *a, const struct student_row *b,
                    const char *member)
{
    return !field_same(record_field(&student_row, member, NULL), a, b);
}

static enum err student_update(struct db *db, struct arena *a,
                               const struct student_row *old,
                               const struct student_row *s)
{
    uint8_t own[BLIND_BYTES];
    const uint8_t *index;

    if (!differs(old, s, "name") && !differs(old, s, "id_no") &&
        !differs(old, s, "id_kind") && !differs(old, s, "id_no_state") &&
        !differs(old, s, "birth_date"))
        return student_run(db, a, &q_student_update_rest, s, NULL);
    TRY(number_index(db, a, s, own, &index));
    return student_run(db, a, &q_student_update, s, index);
}

enum err store_student_update(struct db *db, struct arena *a,
                              const struct act *act,
                              const struct student_row *old,
                              struct student_row *s)
{
    bool changed;

    s->id = old->id;
    s->version = old->version;
    s->created_at = old->created_at;
    s->updated_at = old->updated_at;
    TRY(store_change_fields(db, a, act, "student", s->id, s->id, &student_row,
                            old, s, &changed));
    if (!changed && !differs(old, s, "situation_at") &&
        !differs(old, s, "id_no_state"))
        return ERR_OK;
    s->updated_at = act->now_ms;
    TRY(student_update(db, a, old, s));
    if (db_changes(db) != 1)
        return ERR_STALE;
    s->version++;
    if (differs(old, s, "name")) {
        TRY(store_tokens_drop(db, a, s->id));
        TRY(store_tokens_add(db, a, s->name, s->id));
    }
    if (differs(old, s, "household_id") || differs(old, s, "huji_division") ||
        differs(old, s, "residence_division"))
        TRY(division_places_refresh(db, s->id));
    return ERR_OK;
}

/* ---- moving with the household ----------------------------------------- */
SQL(q_household_followers,
    .text = "SELECT " STUDENT_COLUMNS " FROM student"
            " WHERE household_id = ?1"
            "   AND coalesce(residence_division, ?2) = ?2",
    .row = &student_row, .access = SQL_SYSTEM,
    .why = "all children move with their household; none is shown");

#define FOLLOWERS_MOST 1000

enum err store_students_follow(struct db *db, struct arena *a,
                               const struct act *act, int64_t household_id,
                               const char *from, const char *to)
{
    struct list children;
    const struct student_row *old;

    TRY(db_list(db, &q_household_followers, a, FOLLOWERS_MOST, &children,
                VALS(INT(household_id), TEXT(from))));
    old = children.items;
    for (size_t i = 0; i < children.n; i++) {
        struct student_row s = old[i];

        if (!s.residence_division) {
            TRY(division_places_refresh(db, s.id));
            continue;
        }
        s.residence_division = to;
        TRY(store_student_update(db, a, act, &old[i], &s));
    }
    return ERR_OK;
}
