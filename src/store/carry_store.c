/* A sealed file that a phone carried away, taken in. */
#include "store/carry_store.h"
#include "domain/uuid.h"

#include <stdbool.h>
#include <string.h>

#include "crypto/carry.h"
#include "store/survey_store.h"

enum err store_carry_key(struct db *db, struct arena *a, struct carry_key *out)
{
    struct carry_public key;
    char point[CARRY_POINT_TEXT];

    TRY(carry_public(db_keys(db), &key));
    carry_point_text(key.point, point);
    out->version = key.version;
    out->point = arena_strdup(a, point);
    return out->point ? ERR_OK : ERR_NO_MEMORY;
}

/* ---- whose it is -------------------------------------------------------------------- */
struct officer_row {
    int64_t id;
    const char *name, *role, *unit;
};
static const struct field officer_row_fields[] = {
    F_ID(officer_row, id, "账号", REQUIRED),
    F_TEXT(officer_row, name, "姓名", REQUIRED, 1, 60),
    F_TEXT(officer_row, role, "角色", REQUIRED, 1, 20),
    F_TEXT(officer_row, unit, "单位", REQUIRED, 1, 20), F_END
};
static const struct record officer_row =
    RECORD(officer_row, "CarryOfficer", "带出人", officer_row_fields);

/* A phone's name proves whose it is, for it is random; one that the store does
 * not know any more (an older backup) is believed. */
SQL(q_carry_officer,
    .text = "SELECT a.id, a.name, a.role, a.unit FROM account a"
            " LEFT JOIN division d ON d.code = a.unit"
            " WHERE a.id = ?1 AND a.disabled_at IS NULL AND (a.id = ?2"
            "   OR (?3 = 1 AND d.path >= (SELECT lo FROM temp.principal)"
            "     AND d.path < (SELECT hi FROM temp.principal)))"
            " AND NOT EXISTS (SELECT 1 FROM phone p WHERE p.device = ?4"
            "   AND p.account_id <> a.id)",
    .row = &officer_row, .access = SQL_SYSTEM,
    .why = "an account by the range of whoever brings the file; a phone's "
           "owner by its random name");

static enum err find_officer(struct db *db, struct arena *a,
                             const struct act *by, struct carried *c)
{
    bool leads = by->role != ROLE_VILLAGE;
    struct officer_row o;

    TRY(db_row(db, &q_carry_officer, a, &o,
               VALS(INT(c->head.account_id), INT(by->account_id), INT(leads),
                    TEXT(c->head.device))));
    c->officer = *by;
    c->officer.account_id = o.id;
    c->officer.role = role_of(o.role);
    c->officer.unit = o.unit;
    c->officer_name = o.name;
    return ERR_OK;
}

/* ---- its lines ------------------------------------------------------------------------ */
static enum err split(struct arena *a, char *text, struct carried *c)
{
    char *line = strchr(text, '\n');
    int64_t n = 0;

    c->lines = arena_array(a, (size_t)c->head.letters, sizeof *c->lines);
    if (!c->lines)
        return ERR_NO_MEMORY;
    while (line && line[1] != '\0') {
        *line++ = '\0';
        if (n == c->head.letters)
            return ERR_DAMAGED;
        c->lines[n++] = line;
        line = strchr(line, '\n');
    }
    if (line)
        *line = '\0';
    return n == c->head.letters ? ERR_OK : ERR_DAMAGED;
}

enum err store_carry_open(struct db *db, struct arena *a, const struct act *by,
                          const uint8_t *file, size_t n, struct carried *out)
{
    struct bad_list bad = { .n = 0 };
    size_t length = n > CARRY_OVERHEAD ? n - CARRY_OVERHEAD : 0;
    char *text = arena_alloc(a, length + 1);

    if (!text)
        return ERR_NO_MEMORY;
    TRY(carry_open(db_keys(db), file, n, (uint8_t *)text));
    text[length] = '\0';
    if (strlen(text) != length ||
        json_read(&carry_head, text, strcspn(text, "\n"), a, &out->head,
                  &bad) != ERR_OK)
        return ERR_DAMAGED;
    out->head.device = uuid_of(a, out->head.device);
    if (!out->head.device)
        return ERR_DAMAGED;
    TRY(split(a, text, out));
    return find_officer(db, a, by, out);
}

/* ---- one letter ------------------------------------------------------------------------ */
static const char *reason(const struct bad_list *bad, enum err e)
{
    return bad->n > 0 ? bad->items[0].detail : err_row(e)->detail;
}

static enum err read_letter(struct arena *a, const char *line,
                            struct carry_letter *l, struct bad_list *bad)
{
    enum err e = json_read(&carry_letter, line, strlen(line), a, l, bad);

    if (e == ERR_OK && strcmp(l->kind, "survey") != 0)
        e = ERR_INVALID;
    if (e == ERR_OK)
        l->uuid = uuid_of(a, l->uuid);
    return e == ERR_OK && !l->uuid ? ERR_INVALID : e;
}

static void shown(const struct carry_letter *l, struct carry_line *out)
{
    out->uuid = l->uuid;
    out->title = l->title;
    out->visited_at = l->body->visited_at;
}

SQL(q_carry_known,
    .text = "SELECT EXISTS (SELECT 1 FROM survey_visit v WHERE v.uuid = ?1"
            " AND v.account_id = ?2)",
    .access = SQL_SYSTEM, .why = "a visit of the officer who carries it");

static enum err is_known(struct db *db, const struct carried *c,
                         const char *uuid, bool *known)
{
    int64_t there;

    TRY(db_int(db, &q_carry_known, &there,
               VALS(TEXT(uuid), INT(c->officer.account_id))));
    *known = there == 1;
    return ERR_OK;
}

static enum err look_at(struct db *db, struct arena *a, const struct carried *c,
                        const char *line, struct carry_line *out)
{
    struct bad_list bad = { .n = 0 };
    struct carry_letter l;
    bool known;
    enum err e = read_letter(a, line, &l, &bad);

    if (e != ERR_OK) {
        *out = (struct carry_line) { .visited_at = INT_NONE,
                                     .state = "refused",
                                     .detail = reason(&bad, e) };
        return err_row(e)->ours ? e : ERR_OK;
    }
    shown(&l, out);
    TRY(is_known(db, c, l.uuid, &known));
    out->state = known ? "known" : "new";
    return ERR_OK;
}

static enum err put_letter(struct db *db, struct arena *a,
                           const struct carried *c,
                           const struct carry_letter *l, struct bad_list *bad,
                           bool *again)
{
    struct survey_answer answer;
    enum err e;

    record_clear(&survey_answer, &answer);
    TRY(db_savepoint(db));
    e = store_survey_put(db, a, &c->officer, l->uuid, l->body, INT_NONE, bad,
                         again, &answer);
    if (e == ERR_OK)
        return db_release(db);
    db_undo(db);
    return e;
}

static enum err take(struct db *db, struct arena *a, const struct carried *c,
                     const char *line, struct carry_line *out)
{
    struct bad_list bad = { .n = 0 };
    struct carry_letter l;
    bool again = false;
    enum err e = read_letter(a, line, &l, &bad);

    *out = (struct carry_line) { .visited_at = INT_NONE };
    if (e == ERR_OK) {
        shown(&l, out);
        e = put_letter(db, a, c, &l, &bad, &again);
    }
    out->state = e != ERR_OK ? "refused" : again ? "known" : "taken";
    if (e != ERR_OK)
        out->detail = reason(&bad, e);
    return err_row(e)->ours ? e : ERR_OK;
}

/* ---- all ----------------------------------------------------------------------------------- */
static enum err begin(struct arena *a, const struct carried *c, int64_t n,
                      struct carry_answer *out)
{
    out->account_id = c->head.account_id;
    out->account_name = c->officer_name;
    out->made_at = c->head.made_at;
    out->letters = c->head.letters;
    out->next = INT_NONE;
    out->lines.n = (size_t)n;
    out->lines.items = arena_array(a, (size_t)n, sizeof(struct carry_line));
    if (!out->lines.items)
        return ERR_NO_MEMORY;
    memset(out->lines.items, 0, (size_t)n * sizeof(struct carry_line));
    return ERR_OK;
}

enum err store_carry_look(struct db *db, struct arena *a,
                          const struct carried *c, struct carry_answer *out)
{
    struct carry_line *l;

    TRY(begin(a, c, c->head.letters, out));
    l = out->lines.items;
    for (int64_t i = 0; i < c->head.letters; i++)
        TRY(look_at(db, a, c, c->lines[i], &l[i]));
    return ERR_OK;
}

enum err store_carry_take(struct db *db, struct arena *a,
                          const struct carried *c, int64_t first,
                          struct carry_answer *out)
{
    int64_t left = first < c->head.letters ? c->head.letters - first : 0;
    int64_t n = left < CARRY_SLICE ? left : CARRY_SLICE;
    struct carry_line *l;

    TRY(begin(a, c, n, out));
    l = out->lines.items;
    for (int64_t i = 0; i < n; i++)
        TRY(take(db, a, c, c->lines[first + i], &l[i]));
    if (first + n < c->head.letters)
        out->next = first + n;
    return ERR_OK;
}
