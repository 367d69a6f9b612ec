/* Imports in the store. */
#include "store/import_store.h"

#include <string.h>

#include "text/norm.h"

#define CARRIED_OUT "the job carries out what its unit was allowed to begin"

#define IMPORT_COLUMNS                                                         \
    "t.id, t.kind, t.year, t.unit, u.name AS unit_name, t.account_id,"         \
    " t.state, t.complete, t.partial, t.format, t.size, t.sha256, t.mapping,"  \
    " coalesce(t.header_row, 0) AS header_row, t.rows_total, t.rows_done,"     \
    " t.added, t.changed, t.unchanged, t.refused, t.ended, t.doubts,"          \
    " t.children, t.based_on, t.cursor, t.first_child, t.last_child,"          \
    " t.next_child, t.fault, t.created_at, t.checked_at, t.committed_at,"      \
    " t.version"
#define IMPORT_FROM(table) " FROM " table " t JOIN unit u ON u.code = t.unit"

SQL_SHARED(find_import, .text = "SELECT version FROM my_import WHERE id = ?1");

SQL(q_import_get,
    .text =
        "SELECT " IMPORT_COLUMNS IMPORT_FROM("my_import") " WHERE t.id = ?1",
    .row = &import_record);

enum err store_import_get(struct db *db, struct arena *a, int64_t id,
                          struct import *out)
{
    return db_row(db, &q_import_get, a, out, VALS(INT(id)));
}

#define IMPORT_FILTER                                                          \
    " WHERE (?1 IS NULL OR t.kind = ?1) AND (?2 IS NULL OR t.state = ?2)"      \
    " AND (?3 IS NULL OR t.year = ?3) AND (?4 = 0 OR t.id < ?4)"

SQL(q_import_list,
    .text = "SELECT " IMPORT_COLUMNS IMPORT_FROM("my_import") IMPORT_FILTER
    " ORDER BY t.id DESC LIMIT ?5",
    .row = &import_record);
SQL(q_import_count, .text = "SELECT count(*) FROM my_import t" IMPORT_FILTER);

enum err store_import_list(struct db *db, struct arena *a,
                           const struct import_filter *f, struct list *out)
{
    return db_list(db, &q_import_list, a, (size_t)f->rows, out,
                   VALS(TEXT(f->kind), TEXT(f->state), INT(f->year),
                        INT(f->before), INT(f->rows)));
}

enum err store_import_count(struct db *db, const struct import_filter *f,
                            int64_t *total)
{
    return db_int(db, &q_import_count, total,
                  VALS(TEXT(f->kind), TEXT(f->state), INT(f->year), INT(0)));
}

SQL(q_import_work,
    .text = "SELECT " IMPORT_COLUMNS IMPORT_FROM("import") " WHERE t.id = ?1",
    .row = &import_record, .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err store_import_work(struct db *db, struct arena *a, int64_t id,
                           struct import *out)
{
    return db_row(db, &q_import_work, a, out, VALS(INT(id)));
}

SQL(q_import_due,
    .text = "SELECT coalesce(min(id), 0) FROM (SELECT id FROM import"
            " WHERE state IN ('reading', 'committing', 'rolling_back')"
            " UNION ALL SELECT i.id FROM import i WHERE i.state IN"
            " ('failed', 'cancelled', 'rolled_back') AND EXISTS"
            " (SELECT 1 FROM roster_row r WHERE r.import_id = i.id))",
    .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err store_import_due(struct db *db, int64_t *id)
{
    return db_int(db, &q_import_due, id, NO_VALS);
}

SQL(q_import_add,
    .text = "INSERT INTO import (id, kind, year, unit, account_id, complete,"
            " partial, format, size, sha256, created_at) VALUES (:id, :kind,"
            " :year, :unit, :account_id, :complete, :partial, :format, :size,"
            " :sha256, :created_at)",
    .args = &import_record, .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err store_import_add(struct db *db, struct import *m)
{
    TRY(db_next_id(db, "import", &m->id));
    m->version = 1;
    m->state = "reading";
    return db_put(db, &q_import_add, m, m->id);
}

SQL(q_import_leave,
    .text = "UPDATE import SET version = version + 1"
            " WHERE id = ?1 AND state = ?2",
    .access = SQL_SYSTEM, .why = CARRIED_OUT);

SQL(q_import_put,
    .text = "UPDATE import SET state = :state, partial = :partial,"
            " format = :format, mapping = :mapping, header_row = :header_row,"
            " rows_total = :rows_total, rows_done = :rows_done,"
            " added = :added, changed = :changed, unchanged = :unchanged,"
            " refused = :refused, ended = :ended, doubts = :doubts,"
            " children = :children, based_on = :based_on, cursor = :cursor,"
            " first_child = :first_child, last_child = :last_child,"
            " next_child = :next_child, fault = :fault,"
            " checked_at = :checked_at, committed_at = :committed_at"
            " WHERE id = :id",
    .args = &import_record, .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err store_import_put(struct db *db, struct import *m, const char *from)
{
    TRY(db_run(db, &q_import_leave, VALS(INT(m->id), TEXT(from))));
    if (db_changes(db) != 1)
        return ERR_STALE;
    m->version++;
    return db_put(db, &q_import_put, m, m->id);
}

SQL(q_import_progress,
    .text = "UPDATE import SET rows_total = ?3, rows_done = ?4, cursor = ?5,"
            " next_child = ?6 WHERE id = ?1 AND state = ?2",
    .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err store_import_progress(struct db *db, const struct import *m)
{
    TRY(db_run(db, &q_import_progress,
               VALS(INT(m->id), TEXT(m->state), INT(m->rows_total),
                    INT(m->rows_done), INT(m->cursor), INT(m->next_child))));
    return db_changes(db) == 1 ? ERR_OK : ERR_STALE;
}

SQL(q_import_latest,
    .text = "SELECT coalesce((SELECT id FROM import WHERE kind = ?1"
            " AND year = ?2 AND state = 'committed'"
            " ORDER BY committed_at DESC, id DESC LIMIT 1), 0)",
    .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err store_import_latest(struct db *db, const char *kind, int64_t year,
                             int64_t *id)
{
    return db_int(db, &q_import_latest, id, VALS(TEXT(kind), INT(year)));
}

SQL(q_import_moment,
    .text = "SELECT coalesce(max(committed_at), 0) FROM import",
    .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err store_import_moment(struct db *db, int64_t now_ms, int64_t *at)
{
    TRY(db_int(db, &q_import_moment, at, NO_VALS));
    *at = *at < now_ms ? now_ms : *at + 1;
    return ERR_OK;
}

SQL(q_import_last_child,
    .text = "SELECT coalesce(max(last_child), 0) FROM import",
    .access = SQL_SYSTEM, .why = "an id alone, shown to nobody");

enum err store_import_keep_ids(struct db *db)
{
    int64_t last;

    TRY(db_int(db, &q_import_last_child, &last, NO_VALS));
    return db_keep_ids(db, "student", last);
}

/* ---- what a unit calls its columns ----------------------------------------- */
static const struct field import_choice_fields[] = {
    F_TEXT(import_choice, header, "列名", REQUIRED, 1, 200),
    F_TEXT(import_choice, member, "项目", REQUIRED, 0, 40), F_END
};
const struct record import_choice =
    RECORD(import_choice, "ImportChoice", "一列的对应", import_choice_fields);

SQL(q_choices,
    .text = "SELECT header, member FROM import_mapping"
            " WHERE unit = ?1 AND kind = ?2 ORDER BY header",
    .row = &import_choice);

enum err store_import_choices(struct db *db, struct arena *a, const char *unit,
                              const char *kind, struct list *out)
{
    return db_list(db, &q_choices, a, 10000, out, VALS(TEXT(unit), TEXT(kind)));
}

SQL(q_choose,
    .text = "INSERT INTO import_mapping (unit, kind, header, member)"
            " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (unit, kind, header)"
            " DO UPDATE SET member = excluded.member");

enum err store_import_choose(struct db *db, const char *unit, const char *kind,
                             const struct import_choice *c)
{
    return db_run(
        db, &q_choose,
        VALS(TEXT(unit), TEXT(kind), TEXT(c->header), TEXT(c->member)));
}

/* ---- rows of the file ------------------------------------------------------- */
SQL(q_line_add,
    .text = "INSERT INTO import_row (id, import_id, number, outcome, roster_id,"
            " old_id, faults) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err store_import_line_add(struct db *db, const struct import_line *l)
{
    return db_run(db, &q_line_add,
                  VALS(INT(l->id), INT(l->import_id), INT(l->number),
                       TEXT(l->outcome), INT(l->roster_id), INT(l->old_id),
                       SEAL("import_row.faults", l->id, l->faults)));
}

SQL(q_refused_add,
    .text = "INSERT INTO refused_row (id, import_id, name_key, birth_date,"
            " school) VALUES (?1, ?2, ?3, ?4, ?5)",
    .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err store_import_refused_add(struct db *db, struct arena *a,
                                  const struct import_line *l,
                                  const struct roster_value *v)
{
    char *name_key;

    TRY(name_compare_form(v->name, a, &name_key));
    return db_run(db, &q_refused_add,
                  VALS(INT(l->id), INT(l->import_id), TEXT(name_key),
                       TEXT(v->birth_date), TEXT(v->school)));
}

SQL(q_lines,
    .text = "SELECT t.id, t.import_id, t.number, t.outcome, t.roster_id,"
            " t.old_id, t.faults FROM import_row t WHERE t.import_id = ?1"
            " AND (?2 IS NULL OR t.outcome = ?2)"
            " AND (?3 = 0 OR t.faults IS NOT NULL) AND t.id > ?4"
            " ORDER BY t.id LIMIT ?5",
    .row = &import_line, .access = SQL_SYSTEM,
    .why = "the caller found the import in scope");

enum err store_import_lines(struct db *db, struct arena *a, int64_t import_id,
                            const char *outcome, bool faulty, int64_t after,
                            int64_t rows, struct list *out)
{
    return db_list(db, &q_lines, a, (size_t)rows, out,
                   VALS(INT(import_id), TEXT(outcome), INT(faulty), INT(after),
                        INT(rows)));
}

SQL(q_lines_drop,
    .text = "DELETE FROM import_row WHERE id IN (SELECT id FROM import_row"
            " WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3)",
    .access = SQL_SYSTEM, .why = CARRIED_OUT);

SQL(q_refused_drop,
    .text = "DELETE FROM refused_row WHERE id BETWEEN ?1 AND ?2",
    .access = SQL_SYSTEM, .why = CARRIED_OUT);

enum err store_import_lines_drop(struct db *db, int64_t import_id, int64_t most,
                                 int64_t *n)
{
    TRY(db_run(db, &q_refused_drop,
               VALS(INT(IMPORT_LINE(import_id, 0)),
                    INT(IMPORT_LINE(import_id + 1, 0) - 1))));
    TRY(db_run(db, &q_lines_drop,
               VALS(INT(IMPORT_LINE(import_id, 0)),
                    INT(IMPORT_LINE(import_id + 1, 0) - 1), INT(most))));
    *n = db_changes(db);
    return ERR_OK;
}

/* ---- codes ------------------------------------------------------------------- */
struct code_cell {
    const char *code;
};
static const struct field code_cell_fields[] = {
    F_TEXT(code_cell, code, "代码", REQUIRED, 1, 20), F_END
};
static const struct record code_cell =
    RECORD(code_cell, "CodeCell", "代码", code_cell_fields);

SQL(q_school_codes, .text = "SELECT code FROM school ORDER BY code",
    .row = &code_cell);
SQL(q_division_codes,
    .text = "SELECT code FROM division WHERE path >= ?1 AND path < ?2"
            " ORDER BY code",
    .row = &code_cell);

#define CODES_MOST 200000

enum err store_import_codes(struct db *db, struct arena *a, const char *county,
                            struct roster_codes *out)
{
    const char *lo = arena_printf(a, "D%s/", county);
    const char *hi = arena_printf(a, "D%s0", county);
    struct list schools, divisions;

    if (!lo || !hi)
        return ERR_NO_MEMORY;
    TRY(db_list(db, &q_school_codes, a, CODES_MOST, &schools, NO_VALS));
    TRY(db_list(db, &q_division_codes, a, CODES_MOST, &divisions,
                VALS(TEXT(lo), TEXT(hi))));
    out->schools = schools.items; /* a struct of one text is that text */
    out->schools_n = schools.n;
    out->divisions = divisions.items;
    out->divisions_n = divisions.n;
    out->county = county;
    return ERR_OK;
}
