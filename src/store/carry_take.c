/* The letters of a sealed file, taken in by the way of the network. */
#include "carry_parts.h"

#include <string.h>

#include "domain/actor.h"
#include "store/document_store.h"
#include "store/survey_store.h"
#include "store/upload_store.h"

#define OWN "letters of a file that the caller brought in"

/* ---- in the officer's name ---- */
struct officer_row {
    const char *role, *unit, *unit_path;
};
static const struct field officer_row_fields[] = {
    F_TEXT(officer_row, role, "角色", REQUIRED, 1, 20),
    F_TEXT(officer_row, unit, "单位", REQUIRED, 1, 20),
    F_TEXT(officer_row, unit_path, "单位所在区划", REQUIRED, 1, 100), F_END
};
static const struct record officer_row =
    RECORD(officer_row, "CarryOfficer", "带出人", officer_row_fields);

SQL(q_carry_acts,
    .text = "SELECT a.role, a.unit, d.path AS unit_path FROM account a"
            " JOIN unit u ON u.code = a.unit"
            " JOIN division d ON d.code = u.division"
            " WHERE a.id = ?1 AND a.disabled_at IS NULL",
    .row = &officer_row, .access = SQL_SYSTEM,
    .why = "the officer of a file that the caller was allowed to bring in");

static enum err become(struct db *db, struct arena *a, const struct act *by,
                       int64_t officer_id, struct act *out)
{
    struct principal who = { .account_id = officer_id };
    struct actor actor = { .account_id = officer_id };
    struct officer_row o;

    TRY(db_row(db, &q_carry_acts, a, &o, VALS(INT(officer_id))));
    actor.role = role_of(o.role);
    actor.unit = o.unit;
    actor.unit_path = o.unit_path;
    *out = *by;
    out->account_id = officer_id;
    out->role = actor.role;
    out->unit = o.unit;
    TRY(actor_scope(&actor, a, &who.lo, &who.hi));
    return db_principal(db, &who);
}

/* ---- one letter ---- */
struct letter_row {
    int64_t id;
    const char *letter;
};
static const struct field letter_row_fields[] = {
    F_ID(letter_row, id, "序号", REQUIRED),
    F_SEALED(letter_row, letter, "内容", REQUIRED, 0, NULL, NULL, CARRY_LETTER),
    F_END
};
static const struct record letter_row =
    RECORD(letter_row, "CarryLetterRow", "带出的一条", letter_row_fields);

SQL(q_carry_waiting,
    .text = "SELECT id, letter FROM carry_line WHERE carry_id = ?1"
            " AND state = 'new' ORDER BY id LIMIT 1",
    .row = &letter_row, .access = SQL_SYSTEM, .why = OWN);
SQL(q_carry_data, .text = "SELECT data FROM carry_line WHERE id = ?1",
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_carry_done,
    .text = "UPDATE carry_line SET state = ?2, detail = ?3,"
            " letter = CASE WHEN ?2 = 'refused' THEN letter END,"
            " data = CASE WHEN ?2 = 'refused' THEN data END WHERE id = ?1",
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_carry_retry,
    .text = "UPDATE carry_line SET state = 'new', detail = NULL"
            " WHERE carry_id = ?1 AND state = 'refused'",
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_carry_at, .text = "UPDATE carry SET at = ?2 WHERE id = ?1",
    .access = SQL_SYSTEM, .why = OWN);
SQL(q_carry_served,
    .text = "SELECT EXISTS (SELECT 1 FROM service WHERE uuid = ?1"
            " AND account_id = ?2)",
    .access = SQL_SYSTEM, .why = "a service of the officer who carries it");

struct taking {
    struct db *db;
    struct arena *a;
    struct act officer;
    struct carry_raw raw;
    struct bad_list bad;
    size_t bytes; /* of photos so far */
};

static enum err refusal_of(struct taking *t, enum err e,
                           const struct refusal *why)
{
    if (why->detail)
        bad_add(&t->bad, why->pointer, why->code, why->detail);
    return e;
}

static enum err take_survey(struct taking *t, const struct carry_letter *l,
                            bool *again)
{
    struct survey_answer answer;

    record_clear(&survey_answer, &answer);
    return store_survey_put(t->db, t->a, &t->officer, l->uuid, l->body,
                            INT_NONE, &t->bad, again, &answer);
}

static enum err take_service(struct taking *t, const struct carry_letter *l,
                             bool *again)
{
    struct refusal why = { NULL, NULL, NULL };
    int64_t there;
    enum err e;

    TRY(db_int(t->db, &q_carry_served, &there,
               VALS(TEXT(l->uuid), INT(t->officer.account_id))));
    *again = there == 1;
    e = store_document_serve(t->db, t->a, &t->officer, l->document, l->service,
                             INT_NONE, &why);
    return refusal_of(t, e, &why);
}

/* On from where the network came to, if it began. */
static enum err take_photo(struct taking *t, const struct carry_letter *l,
                           bool *again)
{
    struct upload_piece p = { .uuid = l->uuid,
                              .sha256 = l->sha256,
                              .size = (int64_t)t->raw.data_n };
    struct refusal why = { NULL, NULL, NULL };
    struct upload_row u = { .received = 0 };
    enum err e = store_upload_get(t->db, t->a, &t->officer, l->uuid, &u);

    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    *again = e == ERR_OK && u.attachment_id != INT_NONE;
    if (*again)
        return ERR_OK;
    p.start = e == ERR_OK && u.received < p.size ? u.received : 0;
    p.data = t->raw.data + p.start;
    p.n = t->raw.data_n - (size_t)p.start;
    e = store_upload_put(t->db, t->a, &t->officer, &p, &u, &why);
    return refusal_of(t, e == ERR_OK && why.detail ? ERR_INVALID : e, &why);
}

static enum err take_kind(struct taking *t, const struct carry_letter *l,
                          bool *again)
{
    if (strcmp(l->kind, "survey") == 0)
        return take_survey(t, l, again);
    return strcmp(l->kind, "service") == 0 ? take_service(t, l, again)
                                           : take_photo(t, l, again);
}

/* Whole or not at all. */
static enum err put_letter(struct taking *t, bool *again)
{
    struct carry_letter l;
    enum err e;

    TRY(carry_letter_read(t->a, &t->raw, &l, &t->bad));
    TRY(db_savepoint(t->db));
    e = take_kind(t, &l, again);
    if (e == ERR_OK)
        return db_release(t->db);
    db_undo(t->db);
    return e;
}

static enum err read_data(struct taking *t, int64_t line)
{
    const struct seal_at at = carry_data_at(line);
    const void *blob;
    uint8_t *plain;
    size_t n;

    TRY(db_blob(t->db, &q_carry_data, t->a, &blob, &n, VALS(INT(line))));
    if (!blob)
        return ERR_OK;
    if (n < seal_size(0))
        return ERR_DAMAGED;
    plain = arena_alloc(t->a, n);
    if (!plain)
        return ERR_NO_MEMORY;
    TRY(seal_open_bytes(db_keys(t->db), &at, blob, n, plain, &t->raw.data_n));
    t->raw.data = plain;
    t->bytes += t->raw.data_n;
    return ERR_OK;
}

static enum err take_next(struct taking *t, int64_t carry_id)
{
    struct letter_row row;
    bool again = false;
    enum err e;

    TRY(db_row(t->db, &q_carry_waiting, t->a, &row, VALS(INT(carry_id))));
    t->bad.n = 0;
    t->raw =
        (struct carry_raw) { .json = row.letter, .json_n = strlen(row.letter) };
    TRY(read_data(t, row.id));
    e = put_letter(t, &again);
    if (e != ERR_OK && err_row(e)->ours)
        return e;
    return db_run(t->db, &q_carry_done,
                  VALS(INT(row.id),
                       TEXT(e != ERR_OK ? "refused"
                            : again     ? "known"
                                        : "taken"),
                       TEXT(e == ERR_OK ? NULL : carry_reason(&t->bad, e))));
}

/* ---- some of them ---- */
enum err store_carry_again(struct db *db, int64_t carry_id)
{
    return db_run(db, &q_carry_retry, VALS(INT(carry_id)));
}

enum err store_carry_take(struct db *db, struct arena *a, const struct act *by,
                          const struct carry_row *c)
{
    struct taking t = { .db = db };
    struct arena scratch;
    enum err e;

    TRY(become(db, a, by, c->officer_id, &t.officer));
    arena_init(&scratch, 0);
    t.a = &scratch;
    e = ERR_OK;
    for (int i = 0; i < CARRY_SLICE && t.bytes < CARRY_SLICE_BYTES; i++) {
        e = take_next(&t, c->id);
        if (e != ERR_OK)
            break;
        arena_reset(&scratch);
    }
    arena_free(&scratch);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    return db_run(db, &q_carry_at, VALS(INT(c->id), INT(by->now_ms)));
}
