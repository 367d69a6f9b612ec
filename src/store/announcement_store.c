/* 公告 in the store, and the names that may not stand in one. */
#include "store/announcement_store.h"

#include <stdlib.h>
#include <string.h>

#include "paper_parts.h"
#include "text/norm.h"
#include "text/reading.h"
#include "text/utf8.h"

SQL_SHARED(find_announcement,
           .text = "SELECT version FROM my_announcement WHERE id = ?1");

#define SHOWN                                                                  \
    "SELECT n.id, n.year, n.number, n.title, n.body, n.state,"                 \
    " k.name AS account_name, n.at, n.published_by, p.name AS published_name," \
    " n.published_at, n.reason, n.version FROM my_announcement n"              \
    " JOIN account k ON k.id = n.account_id"                                   \
    " LEFT JOIN account p ON p.id = n.published_by"

SQL(q_announcement_list,
    .text = SHOWN " WHERE (?1 IS NULL OR n.state = ?1)"
                  " AND (?2 IS NULL OR n.year = ?2) AND (?3 = 0 OR n.id < ?3)"
                  " ORDER BY n.id DESC LIMIT ?4",
    .row = &announcement_row);
SQL(q_announcement_get, .text = SHOWN " WHERE n.id = ?1",
    .row = &announcement_row);

enum err store_announcement_list(struct db *db, struct arena *a,
                                 const struct announcement_filter *f,
                                 struct list *out)
{
    return db_list(
        db, &q_announcement_list, a, (size_t)f->rows, out,
        VALS(TEXT(f->state), INT(f->year), INT(f->before), INT(f->rows)));
}

enum err store_announcement_get(struct db *db, struct arena *a, int64_t id,
                                struct announcement_row *out)
{
    return db_row(db, &q_announcement_get, a, out, VALS(INT(id)));
}

/* ---- names ------------------------------------------------------------- */
#define KEPT_BACK                                                              \
    "a text that is to be read by everybody must hold nobody's name, of"       \
    " whatever village; only a name that already stands in it is told"

struct place_name {
    const char *name;
};
static const struct field place_name_fields[] = {
    F_TEXT(place_name, name, "名称", REQUIRED, 1, 120), F_END
};
static const struct record place_name =
    RECORD(place_name, "PlaceName", "单位和区划名称", place_name_fields);

SQL(q_announcement_places,
    .text = "SELECT name FROM (SELECT name FROM unit UNION SELECT name"
            " FROM division) ORDER BY length(name) DESC, name",
    .row = &place_name);

static enum err take_out(void *ctx, const void *row)
{
    const struct place_name *p = row;
    char *text = ctx;
    size_t n = strlen(p->name);

    if (n == 0)
        return ERR_OK;
    while ((text = strstr(text, p->name)))
        memset(text, '|', n);
    return ERR_OK;
}

/* By the tokens of the search, which whole names are among. */
SQL(q_announcement_child,
    .text = "SELECT s.name FROM student_token t JOIN student s"
            " ON s.id = t.student_id WHERE t.token = ?1 AND s.name_key = ?1"
            " LIMIT 1",
    .access = SQL_SYSTEM, .why = KEPT_BACK);
SQL(q_announcement_guardians, .text = "SELECT name FROM guardian",
    .row = &place_name, .access = SQL_SYSTEM, .why = KEPT_BACK);

struct search {
    struct arena scratch;
    struct list pieces;
    const char *found; /* in the pieces' arena */
};

static int by_text(const void *a, const void *b)
{
    return strcmp(a, *(const char *const *)b);
}

static int by_start(const void *a, const void *b)
{
    return strncmp(a, *(const char *const *)b, strlen(a));
}

/* Does any piece begin as this name does?  Of most names none: they need no
 * more. */
static bool begins_one(const struct search *s, const char *name)
{
    char start[5] = "";
    uint32_t cp;

    if (!utf8_next(name, strlen(name), &cp))
        return false;
    start[utf8_put(reading_plain(cp), start)] = '\0';
    return bsearch(start, s->pieces.items, s->pieces.n, sizeof(char *),
                   by_start) != NULL;
}

static enum err look_for(void *ctx, const void *row)
{
    const struct place_name *p = row;
    struct search *s = ctx;
    const char *const *piece;
    char *form;

    if (!begins_one(s, p->name))
        return ERR_OK;
    arena_reset(&s->scratch);
    if (name_compare_form(p->name, &s->scratch, &form) != ERR_OK)
        return ERR_OK; /* no name that a text could hold */
    piece = bsearch(form, s->pieces.items, s->pieces.n, sizeof *piece, by_text);
    if (!piece)
        return ERR_OK;
    s->found = *piece;
    return ERR_TOO_LARGE; /* enough */
}

static enum err find_name(struct db *db, struct arena *a, struct search *s)
{
    const char *const *piece = s->pieces.items;
    enum err e = ERR_NOT_FOUND;

    /* Of two that begin alike the longer one is told. */
    for (size_t i = s->pieces.n; i-- > 0 && e == ERR_NOT_FOUND;)
        e = db_text(db, &q_announcement_child, a, &s->found,
                    VALS(TEXT(piece[i])));
    if (e != ERR_NOT_FOUND || s->pieces.n == 0)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    e = db_each(db, &q_announcement_guardians, look_for, s, NO_VALS);
    return e == ERR_TOO_LARGE && s->found ? ERR_OK : e;
}

enum err store_announcement_check(struct db *db, struct arena *a,
                                  const char *pointer, const char *text,
                                  struct refusal *why)
{
    struct search s = { .found = NULL };
    const char *detail = NULL, *fault = announcement_fault(text, &detail);
    char *bare = arena_strdup(a, text);
    enum err e;

    if (fault) {
        *why = (struct refusal) { pointer, fault, detail };
        return ERR_INVALID;
    }
    if (!bare)
        return ERR_NO_MEMORY;
    TRY(db_each(db, &q_announcement_places, take_out, bare, NO_VALS));
    TRY(announcement_pieces(bare, a, &s.pieces));
    arena_init(&s.scratch, 0);
    e = find_name(db, a, &s);
    arena_free(&s.scratch);
    TRY(e);
    if (!s.found)
        return ERR_OK;
    detail = arena_printf(a,
                          "文中有登记在册的学生或监护人的姓名“%s”，没有保存。"
                          "请删去或换一个说法。",
                          s.found);
    *why = (struct refusal) { pointer, "child.name", detail };
    return detail ? ERR_INVALID : ERR_NO_MEMORY;
}

/* ---- writing ----------------------------------------------------------- */
#define FOUND "it was found in the caller's scope before"

SQL(q_announcement_insert,
    .text = "INSERT INTO announcement (id, year, title, body, account_id, at)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    .access = SQL_SYSTEM, .why = "it belongs to whoever drafts it");
SQL(q_announcement_change,
    .text = "UPDATE announcement SET title = :title, body = :body,"
            " version = version + 1 WHERE id = :id AND version = :version",
    .args = &announcement_row, .access = SQL_SYSTEM, .why = FOUND);
SQL(q_announcement_publish,
    .text = "UPDATE announcement SET state = 'published', published_by ="
            " :published_by, published_at = :published_at, number = (SELECT"
            " coalesce(max(o.number), 0) + 1 FROM announcement o"
            " WHERE o.year = announcement.year), version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &announcement_row, .access = SQL_SYSTEM, .why = FOUND);
SQL(q_announcement_withdraw,
    .text = "UPDATE announcement SET state = 'withdrawn', reason = :reason,"
            " version = version + 1 WHERE id = :id AND version = :version",
    .args = &announcement_row, .access = SQL_SYSTEM, .why = FOUND);

enum err store_announcement_add(struct db *db, const struct act *act,
                                const struct announcement_in *in, int64_t *id)
{
    TRY(db_next_id(db, "announcement", id));
    return db_run(db, &q_announcement_insert,
                  VALS(INT(*id), INT(in->year), TEXT(in->title), TEXT(in->body),
                       INT(act->account_id), INT(act->now_ms)));
}

enum err store_announcement_change(struct db *db,
                                   const struct announcement_row *n)
{
    return db_put_version(db, &q_announcement_change, n, n->id);
}

enum err store_announcement_publish(struct db *db, const struct act *act,
                                    const struct announcement_row *n)
{
    struct announcement_row next = *n;

    next.published_by = act->account_id;
    next.published_at = act->now_ms;
    return db_put_version(db, &q_announcement_publish, &next, n->id);
}

enum err store_announcement_withdraw(struct db *db,
                                     const struct announcement_row *n,
                                     const char *reason)
{
    struct announcement_row next = *n;

    next.reason = reason;
    return db_put_version(db, &q_announcement_withdraw, &next, n->id);
}

/* ---- on paper ---------------------------------------------------------- */
enum err store_announcement_paper(struct db *db, struct arena *a, int64_t id,
                                  struct paper_set *set)
{
    struct paper_places places = { .county = NULL };
    struct announcement_row n;
    char day[CLOCK_DATE_MAX];
    struct paper *p;

    TRY(store_announcement_get(db, a, id, &n));
    if (n.number == INT_NONE)
        return ERR_NOT_FOUND;
    TRY(paper_unit(db, a, "dudao", &places));
    clock_date_of(n.published_at, day);
    places.issued_on = day;
    places.document_title = n.title;
    places.number_text = arena_printf(a, "督公告〔%lld〕%lld号",
                                      (long long)n.year, (long long)n.number);
    places.announcement_body = paper_indented(a, n.body);
    p = paper_next(a, set);
    if (!p || !places.number_text || !places.announcement_body)
        return ERR_NO_MEMORY;
    TRY(paper_fill(a, "announcement", &places, p));
    p->voided = strcmp(n.state, "withdrawn") == 0;
    p->void_reason = p->voided ? n.reason : NULL;
    set->title = n.title;
    return ERR_OK;
}

/* ---- what a year came to ----------------------------------------------- */
static const struct field counts_fields[] = {
    F_INT(announcement_counts, inspections, "督查", REQUIRED, 0, INT64_MAX),
    F_INT(announcement_counts, units, "单位", REQUIRED, 0, INT64_MAX),
    F_INT(announcement_counts, findings, "发现", REQUIRED, 0, INT64_MAX),
    F_INT(announcement_counts, rectifications, "整改", REQUIRED, 0, INT64_MAX),
    F_INT(announcement_counts, passed, "通过", REQUIRED, 0, INT64_MAX),
    F_INT(announcement_counts, late, "超期", REQUIRED, 0, INT64_MAX),
    F_INT(announcement_counts, pending, "整改中", REQUIRED, 0, INT64_MAX),
    F_END
};
static const struct record announcement_counts = RECORD(
    announcement_counts, "AnnouncementCounts", "一年的督查", counts_fields);

/* Of 督导室 alone: what the bureau looks at in its schools is no 督查. */
#define HELD                                                                   \
    " FROM my_inspection g WHERE g.inspector = 'dudao' AND g.state IN"         \
    " ('open', 'closed') AND substr(g.held_on, 1, 4) = CAST(?1 AS TEXT)"
#define ORDERED                                                                \
    " FROM my_rectification r JOIN my_finding f ON f.id = r.finding_id"        \
    " JOIN my_inspection g ON g.id = f.inspection_id WHERE g.inspector ="      \
    " 'dudao' AND r.state <> 'withdrawn'"                                      \
    " AND substr(g.held_on, 1, 4) = CAST(?1 AS TEXT)"

SQL(q_announcement_counts,
    .text =
        "SELECT (SELECT count(g.version)" HELD ") AS inspections,"
        " (SELECT count(DISTINCT g.unit)" HELD ") AS units,"
        " (SELECT count(*) FROM my_finding f WHERE f.at > 0 AND"
        "   f.inspection_id IN (SELECT g.id" HELD ")) AS findings,"
        " (SELECT count(r.version)" ORDERED ") AS rectifications,"
        " (SELECT count(*)" ORDERED " AND r.state = 'passed') AS passed,"
        " (SELECT count(*)" ORDERED " AND ((r.state IN ('open', 'returned')"
        "   AND r.due_on < ?2) OR EXISTS (SELECT 1 FROM my_rectification_step p"
        "   WHERE p.rectification_id = r.id AND p.action = 'report'"
        "   AND p.on_date > p.due_on))) AS late,"
        " (SELECT count(*)" ORDERED " AND r.state IN ('open', 'reported',"
        "   'returned')) AS pending",
    .row = &announcement_counts);

enum err store_announcement_counts(struct db *db, struct arena *a, int64_t year,
                                   const char *today,
                                   struct announcement_counts *out)
{
    return db_row(db, &q_announcement_counts, a, out,
                  VALS(INT(year), TEXT(today)));
}
