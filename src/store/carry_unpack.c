/* A sealed file of a phone, opened: whose it is, and its letters in rows. */
#include "carry_parts.h"

#include <stdbool.h>
#include <string.h>

#include "base/clock.h"
#include "crypto/carry.h"

/* ---- whose it is ---- */
SQL(q_carry_officer,
    .text = "SELECT a.id FROM account a"
            " LEFT JOIN division d ON d.code = a.unit"
            " WHERE a.id = ?1 AND a.disabled_at IS NULL AND (a.id = ?2"
            "   OR (?3 = 1 AND d.path >= (SELECT lo FROM temp.principal)"
            "     AND d.path < (SELECT hi FROM temp.principal)))"
            " AND NOT EXISTS (SELECT 1 FROM phone p WHERE p.device = ?4"
            "   AND p.account_id <> a.id)",
    .access = SQL_SYSTEM,
    .why = "an account by the range of whoever brings the file; a phone's "
           "owner by its random name");

/* A phone's name proves whose it is, for it is random; one that the store does
 * not know any more (an older backup) is believed. */
static enum err find_officer(struct db *db, const struct act *by,
                             const struct carry_head *h)
{
    bool leads = by->role != ROLE_VILLAGE;
    int64_t id;

    return db_int(db, &q_carry_officer, &id,
                  VALS(INT(h->account_id), INT(by->account_id), INT(leads),
                       TEXT(h->device)));
}

/* ---- its letters ---- */
const char *carry_reason(const struct bad_list *bad, enum err e)
{
    return bad->n > 0 ? bad->items[0].detail : err_row(e)->detail;
}

enum err carry_letter_read(struct arena *a, const struct carry_raw *raw,
                           struct carry_letter *l, struct bad_list *bad)
{
    TRY(json_read(&carry_letter, raw->json, raw->json_n, a, l, bad));
    return carry_letter_may(l, raw);
}

SQL(q_carry_line_add,
    .text = "INSERT INTO carry_line (id, carry_id, kind, uuid, title,"
            " visited_at, letter, data, state, detail)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    .access = SQL_SYSTEM, .why = "of the file that was just opened");
SQL(q_carry_opened,
    .text = "UPDATE carry SET officer_id = ?2, made_at = ?3, letters = ?4"
            " WHERE id = ?1",
    .access = SQL_SYSTEM, .why = "the file that was just opened");

static int64_t when(const struct carry_letter *l)
{
    int64_t day;

    if (l->body)
        return l->body->visited_at;
    return l->service && clock_date_ms(l->service->served_on, &day) ? day
                                                                    : INT_NONE;
}

/* One that cannot be read is a row as well: it is told of with the others. */
static enum err add_line(struct db *db, struct arena *a, int64_t carry_id,
                         const struct carry_raw *raw)
{
    struct bad_list bad = { .n = 0 };
    struct carry_letter l = { .kind = NULL };
    enum err e = carry_letter_read(a, raw, &l, &bad);
    const char *json = arena_strndup(a, raw->json, raw->json_n);
    uint8_t *data = raw->data ? arena_alloc(a, seal_size(raw->data_n)) : NULL;
    struct seal_at at;
    int64_t id;

    if (!json || (raw->data && !data))
        return ERR_NO_MEMORY;
    if (e != ERR_OK && err_row(e)->ours)
        return e;
    if (e != ERR_OK)
        l = (struct carry_letter) { .kind = NULL };
    TRY(db_next_id(db, "carry_line", &id));
    at = carry_data_at(id);
    if (data)
        TRY(seal_bytes(db_keys(db), &at, raw->data, raw->data_n, data));
    return db_run(
        db, &q_carry_line_add,
        VALS(INT(id), INT(carry_id), TEXT(l.kind), TEXT(l.uuid), TEXT(l.title),
             INT(when(&l)), SEAL(CARRY_LETTER, id, json),
             BLOB(data, data ? seal_size(raw->data_n) : 0),
             TEXT(e == ERR_OK ? "new" : "refused"),
             TEXT(e == ERR_OK ? NULL : carry_reason(&bad, e))));
}

/* Counts them first: a file that was cut before it was sealed writes nothing. */
static enum err count_lines(const uint8_t *plain, size_t n, size_t at,
                            int64_t letters)
{
    struct carry_raw raw;
    enum err e;

    while ((e = carry_next(plain, n, &at, &raw)) == ERR_OK)
        letters--;
    return e == ERR_NOT_FOUND && letters == 0 ? ERR_OK : ERR_DAMAGED;
}

static enum err add_lines(struct db *db, int64_t carry_id, const uint8_t *plain,
                          size_t n, size_t at)
{
    struct carry_raw raw;
    struct arena scratch;
    enum err e;

    arena_init(&scratch, 0);
    while ((e = carry_next(plain, n, &at, &raw)) == ERR_OK) {
        e = add_line(db, &scratch, carry_id, &raw);
        if (e != ERR_OK)
            break;
        arena_reset(&scratch);
    }
    arena_free(&scratch);
    return e == ERR_NOT_FOUND ? ERR_OK : e == ERR_OK ? ERR_INTERNAL : e;
}

enum err carry_unpack(struct db *db, struct arena *a, const struct act *by,
                      const struct carry_row *c, uint8_t *file)
{
    struct bad_list bad = { .n = 0 };
    struct carry_head head;
    struct carry_raw raw;
    uint8_t *plain = file + CARRY_HEAD; /* opened where it lies */
    size_t size = (size_t)c->size, at = 0, n;

    TRY(carry_open(db_keys(db), file, size, plain));
    n = size - CARRY_OVERHEAD;
    if (carry_next(plain, n, &at, &raw) != ERR_OK || raw.data ||
        json_read(&carry_head, raw.json, raw.json_n, a, &head, &bad) != ERR_OK)
        return ERR_DAMAGED;
    TRY(count_lines(plain, n, at, head.letters));
    TRY(find_officer(db, by, &head));
    TRY(add_lines(db, c->id, plain, n, at));
    return db_run(db, &q_carry_opened,
                  VALS(INT(c->id), INT(head.account_id), INT(head.made_at),
                       INT(head.letters)));
}
