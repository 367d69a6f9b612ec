/* Locked ledgers in the store. */
#include "store/snapshot_store.h"

#include <string.h>

#include "crypto/hash.h"

#define SNAPSHOT_SELECT                                                        \
    "SELECT s.id, s.ledger, s.year, s.unit, s.unit_name, s.division, s.state," \
    " s.rows, lower(hex(s.hash)) AS hash, s.key_version, s.submitted_by,"      \
    " k.name AS submitted_name, s.submitted_at, s.decided_by,"                 \
    " d.name AS decided_name, s.decided_at, s.reason, s.version"               \
    " FROM my_snapshot s LEFT JOIN account k ON k.id = s.submitted_by"         \
    " LEFT JOIN account d ON d.id = s.decided_by"

SQL_SHARED(find_snapshot,
           .text = "SELECT version FROM my_snapshot WHERE id = ?1");

#define SNAPSHOT_LIST                                                          \
    " WHERE (?1 IS NULL OR s.ledger = ?1) AND (?2 IS NULL OR s.year = ?2)"     \
    " AND (?3 IS NULL OR s.state = ?3)"

SQL(q_snapshot_list,
    .text = SNAPSHOT_SELECT SNAPSHOT_LIST " AND (?4 = 0 OR s.id < ?4)"
                                          " ORDER BY s.id DESC LIMIT ?5",
    .row = &snapshot_row);
SQL(q_snapshot_count,
    .text = "SELECT count(*) FROM my_snapshot s" SNAPSHOT_LIST);

static void set_title(struct snapshot_row *s)
{
    const struct ledger *l = ledger_of(s->ledger);

    s->title = l ? l->title : s->ledger;
}

enum err store_snapshot_list(struct db *db, struct arena *a,
                             const struct snapshot_filter *f, struct list *out)
{
    struct snapshot_row *s;

    TRY(db_list(db, &q_snapshot_list, a, (size_t)f->rows, out,
                VALS(TEXT(f->ledger), INT(f->year), TEXT(f->state),
                     INT(f->before), INT(f->rows))));
    s = out->items;
    for (size_t i = 0; i < out->n; i++)
        set_title(&s[i]);
    return ERR_OK;
}

enum err store_snapshot_count(struct db *db, const struct snapshot_filter *f,
                              int64_t *total)
{
    return db_int(db, &q_snapshot_count, total,
                  VALS(TEXT(f->ledger), INT(f->year), TEXT(f->state)));
}

/* ---- lines ------------------------------------------------------------- */
SQL(q_snapshot_lines,
    .text = "SELECT id, snapshot_id, number, student_id, case_id, name,"
            " content, id AS content_of, shown, id AS shown_of"
            " FROM my_snapshot_row WHERE snapshot_id = ?1 ORDER BY number",
    .row = &snapshot_line);

enum err store_snapshot_lines(struct db *db, struct arena *a, int64_t id,
                              struct list *out)
{
    return db_list(db, &q_snapshot_lines, a, SNAPSHOT_ROWS_MOST, out,
                   VALS(INT(id)));
}

struct lines {
    struct arena *a;
    struct ledger_view full, masked;
    struct snapshot_line *line;
    size_t n;
};

static enum err cells(struct lines *l, struct arena *row,
                      const struct ledger_view *v, const struct ledger_row *r,
                      const char **out)
{
    struct buf b;
    enum err e;

    buf_init(&b);
    e = ledger_items_write(&b, row, v, r, 1);
    if (e == ERR_OK) {
        *out = arena_strndup(l->a, b.data, b.len);
        e = *out ? ERR_OK : ERR_NO_MEMORY;
    }
    buf_free(&b);
    return e;
}

/* A line's number changes with its neighbours: it is no part of the cells. */
static enum err take_line(void *ctx, struct arena *a,
                          const struct ledger_row *row)
{
    struct lines *l = ctx;
    struct snapshot_line *line = &l->line[l->n];
    struct ledger_row r = *row;

    if (l->n == SNAPSHOT_ROWS_MOST)
        return ERR_TOO_LARGE;
    *line = (struct snapshot_line) { .number = (int64_t)++l->n,
                                     .student_id = r.student_id,
                                     .case_id = r.case_id,
                                     .name = arena_strdup(l->a, r.name) };
    r.seq = INT_NONE;
    if (!line->name)
        return ERR_NO_MEMORY;
    TRY(cells(l, a, &l->full, &r, &line->content));
    return cells(l, a, &l->masked, &r, &line->shown);
}

enum err store_snapshot_now(struct db *db, struct arena *a,
                            const struct ledger_filter *f, struct list *out)
{
    struct lines l = { .a = a,
                       .line =
                           arena_array(a, SNAPSHOT_ROWS_MOST, sizeof *l.line) };

    if (!l.line)
        return ERR_NO_MEMORY;
    TRY(ledger_view_of(f->ledger, true, &l.full));
    TRY(ledger_view_of(f->ledger, false, &l.masked));
    TRY(store_ledger_each(db, f, take_line, &l));
    *out = (struct list) { l.line, l.n };
    return ERR_OK;
}

/* ---- the signature ------------------------------------------------------ */
#define ROW_DOMAIN "baoxue.snapshot.row.2"
#define SNAPSHOT_DOMAIN "baoxue.snapshot.2"

/* A chain over the lines, ended by what the whole is: all that is shown of it,
 * who decided on it apart. */
static void hash_lines(const struct snapshot_row *s, const struct list *lines,
                       uint8_t out[HASH_BYTES])
{
    const struct snapshot_line *l = lines->items;
    const struct chain_field whole[] = {
        chain_text(s->ledger),       chain_int(s->year),
        chain_text(s->unit),         chain_text(s->unit_name),
        chain_text(s->division),     chain_int(s->submitted_by),
        chain_int((int64_t)lines->n)
    };
    uint8_t hash[HASH_BYTES];

    for (size_t i = 0; i < lines->n; i++) {
        const struct chain_field row[] = {
            chain_int(l[i].number),   chain_int(l[i].student_id),
            chain_int(l[i].case_id),  chain_text(l[i].name),
            chain_text(l[i].content), chain_text(l[i].shown)
        };

        chain_hash(i ? hash : NULL, ROW_DOMAIN, row, sizeof row / sizeof *row,
                   hash);
    }
    chain_hash(lines->n ? hash : NULL, SNAPSHOT_DOMAIN, whole,
               sizeof whole / sizeof *whole, out);
}

SQL(q_snapshot_hash, .text = "SELECT hash FROM my_snapshot WHERE id = ?1");
SQL(q_snapshot_signature,
    .text = "SELECT signature FROM my_snapshot WHERE id = ?1");

static enum err check(struct db *db, struct arena *a, struct snapshot_row *s)
{
    struct chain_head head = { .entry = s->id, .at = s->submitted_at };
    struct chain_signature sign = { .key_version = s->key_version };
    uint8_t public_key[SIGN_PUBLIC];
    const void *hash, *signature;
    struct list lines;
    size_t n, m;

    s->valid = 0;
    TRY(store_snapshot_lines(db, a, s->id, &lines));
    hash_lines(s, &lines, head.hash);
    TRY(db_blob(db, &q_snapshot_hash, a, &hash, &n, VALS(INT(s->id))));
    TRY(db_blob(db, &q_snapshot_signature, a, &signature, &m,
                VALS(INT(s->id))));
    if (n != HASH_BYTES || memcmp(hash, head.hash, HASH_BYTES) != 0 ||
        m != SIGN_BYTES ||
        chain_public_key(db_keys(db), s->key_version, public_key) != ERR_OK)
        return ERR_OK;
    memcpy(sign.bytes, signature, SIGN_BYTES);
    s->valid = chain_verify(public_key, &head, &sign) == ERR_OK;
    return ERR_OK;
}

SQL(q_snapshot_get, .text = SNAPSHOT_SELECT " WHERE s.id = ?1",
    .row = &snapshot_row);

enum err store_snapshot_get(struct db *db, struct arena *a, int64_t id,
                            struct snapshot_row *out)
{
    TRY(db_row(db, &q_snapshot_get, a, out, VALS(INT(id))));
    set_title(out);
    return check(db, a, out);
}

/* ---- locking ----------------------------------------------------------- */
#define OF_SIGHT "its rows are those that the caller's scope shows"

SQL(q_snapshot_add,
    .text = "INSERT INTO ledger_snapshot (id, ledger, year, unit, unit_name,"
            " division, rows, hash, key_version, signature, submitted_by,"
            " submitted_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,"
            " ?11, ?12)",
    .access = SQL_SYSTEM, .why = OF_SIGHT);
SQL(q_snapshot_line_add,
    .text = "INSERT INTO ledger_snapshot_row (id, snapshot_id, number,"
            " student_id, case_id, name, content, shown) VALUES (:id,"
            " :snapshot_id, :number, :student_id, :case_id, :name, :content,"
            " :shown)",
    .args = &snapshot_line, .access = SQL_SYSTEM, .why = OF_SIGHT);

enum err store_snapshot_add(struct db *db, struct arena *a,
                            const struct ledger_filter *f,
                            struct snapshot_row *s)
{
    struct chain_head head = { .at = s->submitted_at };
    struct chain_signature sign;
    struct snapshot_line *line;
    struct list lines;
    int64_t first;

    if (!db_keys(db))
        return ERR_KEY;
    TRY(store_snapshot_now(db, a, f, &lines));
    TRY(db_next_id(db, "ledger_snapshot", &s->id));
    hash_lines(s, &lines, head.hash);
    head.entry = s->id;
    TRY(chain_sign(db_keys(db), &head, &sign));
    TRY(db_run(db, &q_snapshot_add,
               VALS(INT(s->id), TEXT(s->ledger), INT(s->year), TEXT(s->unit),
                    TEXT(s->unit_name), TEXT(s->division),
                    INT((int64_t)lines.n), BLOB(head.hash, HASH_BYTES),
                    INT(sign.key_version), BLOB(sign.bytes, SIGN_BYTES),
                    INT(s->submitted_by), INT(s->submitted_at))));
    if (lines.n == 0)
        return ERR_OK;
    TRY(db_next_ids(db, "ledger_snapshot_row", (int64_t)lines.n, &first));
    line = lines.items;
    for (size_t i = 0; i < lines.n; i++) {
        line[i].id = first + (int64_t)i;
        line[i].snapshot_id = s->id;
        TRY(db_put(db, &q_snapshot_line_add, &line[i], line[i].id));
    }
    return ERR_OK;
}

/* ---- deciding ---------------------------------------------------------- */
SQL(q_snapshot_decide,
    .text = "UPDATE ledger_snapshot SET state = :state,"
            " decided_by = :decided_by, decided_at = :decided_at,"
            " reason = :reason, version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &snapshot_row, .access = SQL_SYSTEM,
    .why = "it was found in the caller's scope before");

enum err store_snapshot_decide(struct db *db, const struct snapshot_row *s)
{
    return db_put_version(db, &q_snapshot_decide, s, s->id);
}
