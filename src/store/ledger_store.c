/* The rows of the ledgers. */
#include "store/ledger_store.h"

#include <string.h>

#include "ledger_event.h"
#include "ledger_sql.h"

/* Rows of one step of a whole sheet, sorted before the first is given.  Children
 * come by an index: in short steps, so that whoever writes their rows is never
 * long without.  What else there is, is found anew in every step. */
#define SLICE 4000
#define SLICE_OF_CHILDREN 500

/* Of a child's places in a range: its home, or the first. */
#define STANDS                                                                 \
    "(SELECT coalesce(max(iif(o.home, o.place, NULL)),"                        \
    " min(o.place)) FROM my_place o WHERE o.student_id = s.id AND "

/* The path by which a row's township, village and grid are named. */
#define AT                                                                     \
    "iif(substr(place, 1, 1) = 'D', place, " STANDS                            \
    "o.place >= 'D' AND o.place < 'E')) AS at "

/* A pupil of the county with 生活补助 in fewer than ?26 of the terms. */
#define UNAIDED                                                                \
    " AND EXISTS (SELECT 1 FROM my_enrolment e WHERE e.student_id = s.id"      \
    " AND e.to_date IS NULL AND e.school IS NOT NULL"                          \
    " AND e.state IN ('enrolled', 'unregistered'))"                            \
    " AND (SELECT count(DISTINCT t.term) FROM my_aid t"                        \
    " WHERE t.student_id = s.id AND t.year = ?23 - (t.term = '2')"             \
    " AND (?27 IS NULL OR t.term = ?27) AND " LIVING("t") ") < ?26"

/* Children by their places, in the order of the index, each at one of them. */
#define CHILDREN(more)                                                         \
    "SELECT p.place, p.door AS household_key, s.id, s.id AS student_id,"       \
    " NULL AS of_case, " AT "FROM my_place p"                                  \
    " CROSS JOIN my_student s ON s.id = p.student_id"                          \
    " WHERE (p.place, p.door, p.student_id) > (?3, ?4, ?5)"                    \
    " AND p.place < ?2 AND" OF_AGE CHILD_FILTERS more                          \
    " AND (p.home = 1 OR NOT EXISTS (SELECT 1 FROM my_place o"                 \
    " WHERE o.student_id = s.id AND o.place >= ?1 AND o.place < ?2"            \
    " AND (o.home = 1 OR o.place < p.place)))"                                 \
    " ORDER BY p.place, p.door, p.student_id LIMIT ?6"

/* Cases are few: found as they are, with their child `s`, then sorted. */
#define CASES                                                                  \
    "WITH s AS MATERIALIZED (SELECT s.id, c.id AS of_case, " DOOR              \
    " AS household_key, " STANDS "o.place >= ?1 AND o.place < ?2) AS place"    \
    " FROM my_case c CROSS JOIN my_student s ON s.id = c.student_id"           \
    " WHERE" OF_YEAR CHILD_FILTERS ")"                                         \
    " SELECT place, household_key, of_case AS id, s.id AS student_id,"         \
    " of_case, " AT "FROM s"                                                   \
    " WHERE (place, household_key, of_case) > (?3, ?4, ?5)"                    \
    " ORDER BY place, household_key, of_case LIMIT ?6"

/* 残疾人教育条例 17: how a child was placed last. */
#define PLACEMENT                                                              \
    "(SELECT l.outcome FROM my_case l WHERE l.student_id = s.id"               \
    " AND l.state IN ('watching', 'closed') AND l.outcome IN ('inclusive',"    \
    " 'special_school', 'home_teaching', 'exempt')"                            \
    " ORDER BY l.closed_at DESC LIMIT 1)"
#define PLACED                                                                 \
    "CASE WHEN ?21 THEN " PLACEMENT " END AS placement,"                       \
    " x.session_on AS assessed_on, x.advice"
#define ADVISED                                                                \
    " LEFT JOIN my_assessment x ON ?21 AND x.id = (SELECT max(y.id)"           \
    " FROM my_assessment y WHERE y.student_id = s.id"                          \
    " AND y.state = 'assessed')"
#define NOT_PLACED "NULL AS placement, NULL AS assessed_on, NULL AS advice"

/* What was done for a child on a day of the year, found as cases are. */
#define EVENTS(source, when)                                                   \
    "WITH s AS MATERIALIZED (SELECT s.id, t.id AS event, " DOOR                \
    " AS household_key, " STANDS "o.place >= ?1 AND o.place < ?2) AS place"    \
    " FROM " source " t CROSS JOIN my_student s ON s.id = t.student_id"        \
    " WHERE" when CHILD_FILTERS ")"                                            \
    " SELECT place, household_key, event AS id, s.id AS student_id,"           \
    " NULL AS of_case, " AT "FROM s"                                           \
    " WHERE (place, household_key, event) > (?3, ?4, ?5)"                      \
    " ORDER BY place, household_key, event LIMIT ?6"

/*
 * A path is 'D' and codes, each followed by '/': county, township and village
 * have 12 digits, a grid 15.
 */
#define ROWS(keys, which_case, placed, advised)                                \
    "SELECT k.id, k.student_id, c.id AS case_id, k.place, k.household_key,"    \
    " dt.name AS township, dv.name AS village, dg.name AS grid,"               \
    " h.head_name, s.relation, s.name, s.sex, s.nation, s.birth_date,"         \
    " s.id_kind, s.id_no, s.id AS id_no_of,"                                   \
    " coalesce(ht.name || coalesce(hv.name, ''), hd.name) AS huji_name,"       \
    " s.huji_address, s.id AS huji_address_of,"                                \
    " s.residence_address, s.id AS residence_address_of,"                      \
    " h.address AS household_address, h.id AS household_address_of,"           \
    " h.phone AS household_phone, h.id AS household_phone_of,"                 \
    " g.name AS guardian_name, g.phone AS guardian_phone,"                     \
    " g.id AS guardian_phone_of,"                                              \
    " e.school, coalesce(u.name, e.school_name) AS school_name,"               \
    " e.grade, e.class, e.student_no, e.id AS student_no_of,"                  \
    " e.state AS enrolment_state, s.situation,"                                \
    " (SELECT group_concat(t.tag) FROM my_tag t"                               \
    " WHERE t.student_id = s.id AND t.to_date IS NULL) AS tag_codes,"          \
    " s.note, s.id AS note_of,"                                                \
    " c.kind AS case_kind, c.state AS case_state, c.level,"                    \
    " c.source, c.reason, c.absent_since, c.disposition, c.outcome,"           \
    " c.returned_on, c.persuasions, c.opened_at, c.closed_at, c.report_no,"    \
    " c.reported_on, c.period_from, c.period_until, c.archive_no," placed ","  \
    " v.detail AS visit_detail, v.id AS visit_detail_of"                       \
    " FROM (" keys ") k"                                                       \
    " CROSS JOIN my_student s ON s.id = k.student_id"                          \
    " LEFT JOIN my_case c ON " which_case                                      \
    " LEFT JOIN my_household h ON h.id = s.household_id"                       \
    " LEFT JOIN my_guardian g ON g.id = (SELECT m.id FROM my_guardian m"       \
    " WHERE m.student_id = s.id ORDER BY m.main DESC, m.id LIMIT 1)"           \
    " LEFT JOIN my_enrolment e ON e.student_id = s.id AND e.to_date IS NULL"   \
    " LEFT JOIN unit u ON u.code = e.school" advised                           \
    " LEFT JOIN my_case_event v ON v.id = (SELECT max(w.id)"                   \
    " FROM my_case_event w WHERE w.case_id = k.of_case"                        \
    " AND w.action = 'persuade')"                                              \
    " LEFT JOIN division dt ON dt.code = substr(k.at, 15, 12)"                 \
    " LEFT JOIN division dv ON dv.code = substr(k.at, 28, 12)"                 \
    " LEFT JOIN division dg ON dg.code = substr(iif("                          \
    "substr(h.place, 1, length(k.at)) = k.at, h.place, k.at), 41, 15)"         \
    " LEFT JOIN division hd ON hd.code = s.huji_division"                      \
    " LEFT JOIN division ht ON ht.code = substr(hd.path, 15, 12)"              \
    " LEFT JOIN division hv ON hv.code = substr(hd.path, 28, 12)"              \
    " ORDER BY k.place, k.household_key, k.id"

#define OPEN_CASE                                                              \
    "c.student_id = k.student_id AND c.state NOT IN ('closed', 'dismissed')"

SQL(q_ledger_children, .text = ROWS(CHILDREN(""), OPEN_CASE, PLACED, ADVISED),
    .row = &ledger_row);
SQL(q_ledger_unaided,
    .text = ROWS(CHILDREN(UNAIDED), OPEN_CASE, NOT_PLACED, ""),
    .row = &ledger_row);
SQL(q_ledger_cases, .text = ROWS(CASES, "c.id = k.of_case", NOT_PLACED, ""),
    .row = &ledger_row);
SQL(q_ledger_lessons,
    .text = ROWS(EVENTS("my_home_teaching", ON_DAY("t.taught_on")), OPEN_CASE,
                 NOT_PLACED, ""),
    .row = &ledger_row);
SQL(q_ledger_help,
    .text = ROWS(EVENTS("my_help", ON_DAY("t.helped_on")), OPEN_CASE,
                 NOT_PLACED, ""),
    .row = &ledger_row);
SQL(q_ledger_upward,
    .text = ROWS(EVENTS("my_upward_report", ON_DAY("t.listed_on")), OPEN_CASE,
                 NOT_PLACED, ""),
    .row = &ledger_row);

SQL(q_ledger_pairings,
    .text = ROWS(EVENTS("my_pairing", IN_FORCE), OPEN_CASE, NOT_PLACED, ""),
    .row = &ledger_row);

#define IN_PLACE                                                               \
    " AND EXISTS (SELECT 1 FROM my_place p WHERE p.student_id = s.id"          \
    " AND p.place >= ?1 AND p.place < ?2)"

/* Over the whole county the register itself is the shorter way. */
SQL(q_ledger_children_all,
    .text = "SELECT count(*) FROM my_student s WHERE" OF_AGE CHILD_FILTERS);
SQL(q_ledger_children_count,
    .text = "SELECT count(*) FROM (SELECT DISTINCT p.student_id"
            " FROM my_place p CROSS JOIN my_student s ON s.id = p.student_id"
            " WHERE p.place >= ?1 AND p.place < ?2 AND" OF_AGE CHILD_FILTERS
            ")");
SQL(q_ledger_unaided_count,
    .text = "SELECT count(*) FROM (SELECT DISTINCT p.student_id"
            " FROM my_place p CROSS JOIN my_student s ON s.id = p.student_id"
            " WHERE p.place >= ?1 AND p.place < ?2 AND" OF_AGE CHILD_FILTERS
                UNAIDED ")");
SQL(q_ledger_cases_count,
    .text = "SELECT count(*)"
            " FROM my_case c CROSS JOIN my_student s ON s.id = c.student_id"
            " WHERE" OF_YEAR CHILD_FILTERS IN_PLACE);

#define EVENTS_COUNT(source, when)                                             \
    "SELECT count(*) FROM " source " t"                                        \
    " CROSS JOIN my_student s ON s.id = t.student_id"                          \
    " WHERE" when CHILD_FILTERS IN_PLACE
SQL(q_ledger_lessons_count,
    .text = EVENTS_COUNT("my_home_teaching", ON_DAY("t.taught_on")));
SQL(q_ledger_upward_count,
    .text = EVENTS_COUNT("my_upward_report", ON_DAY("t.listed_on")));
SQL(q_ledger_pairings_count, .text = EVENTS_COUNT("my_pairing", IN_FORCE));
SQL(q_ledger_help_count,
    .text = EVENTS_COUNT("my_help", ON_DAY("t.helped_on")));

/* Which statements a ledger takes, of how many parameters; `own` finds by its
 * id, or `fill` makes, what the row has of its own. */
struct source {
    const struct sql *rows, *count, *own;
    size_t params;
    enum err (*fill)(struct db *db, struct arena *a,
                     const struct ledger_filter *f, struct ledger_row *r);
};
static const struct source sources[] = {
    [LEDGER_OF_CHILDREN] = { &q_ledger_children, &q_ledger_children_count, NULL,
                             24, NULL },
    [LEDGER_OF_CASES] = { &q_ledger_cases, &q_ledger_cases_count, NULL, 25,
                          NULL },
    [LEDGER_OF_LESSONS] = { &q_ledger_lessons, &q_ledger_lessons_count,
                            &q_ledger_lesson, 22, NULL },
    [LEDGER_OF_HELP] = { &q_ledger_help, &q_ledger_help_count,
                         &q_ledger_help_one, 22, NULL },
    [LEDGER_OF_LEADS] = { &q_ledger_leads, &q_ledger_leads_count,
                          &q_ledger_lead, 22, NULL },
    [LEDGER_OF_ASSIGNED] = { &q_ledger_assigned, &q_ledger_assigned_count, NULL,
                             23, ledger_fill_assigned },
    [LEDGER_OF_UPWARD] = { &q_ledger_upward, &q_ledger_upward_count,
                           &q_ledger_upward_one, 22, NULL },
    [LEDGER_OF_PAIRINGS] = { &q_ledger_pairings, &q_ledger_pairings_count,
                             &q_ledger_pairing_one, 22, NULL },
    [LEDGER_OF_TRAINING] = { &q_ledger_training, &q_ledger_training_count,
                             &q_ledger_training_one, 28, NULL },
    [LEDGER_OF_CHANGES] = { &q_ledger_changes, &q_ledger_changes_count, NULL,
                            23, ledger_fill_change },
};

static const struct source unaided = { &q_ledger_unaided,
                                       &q_ledger_unaided_count, NULL, 27,
                                       NULL };

static const struct source *source_of(const struct ledger_filter *f)
{
    if (f->ledger->unaided)
        return &unaided;
    return &sources[f->ledger->of];
}

/* ---- statements -------------------------------------------------------- */
#define VALS_MAX 28

struct ledger_vals {
    struct val v[VALS_MAX + 1];
};

/* The least text above every one that begins with `token`. */
static enum err token_end(struct arena *a, const char *token, const char **end)
{
    *end = token ? arena_printf(a, "%s\xF4\x8F\xBF\xBF", token) : NULL;
    return token && !*end ? ERR_NO_MEMORY : ERR_OK;
}

static enum err bind_filter(struct arena *a, const struct ledger_filter *f,
                            const struct ledger_at *after, int64_t rows,
                            struct ledger_vals *out)
{
    enum ledger_of of = f->ledger->of;
    const char *last_day =
        arena_printf(a, "%lld-12-31", (long long)f->year.year);
    const char *place = after ? after->place : f->lo;
    const char *end;

    if (!last_day)
        return ERR_NO_MEMORY;
    TRY(token_end(a, f->token, &end));
    *out = (struct ledger_vals) { {
        TEXT(f->lo),
        TEXT(f->hi),
        TEXT(place),
        INT(after ? after->household_key : -1),
        INT(after ? after->id : 0),
        INT(rows),
        TEXT(f->also_lo),
        TEXT(f->also_hi),
        TEXT(f->stage),
        TEXT(f->tag),
        TEXT(f->sex),
        TEXT(f->token),
        TEXT(end),
        TEXT(of == LEDGER_OF_CASES ? f->ledger->kinds : f->year.born_after),
        TEXT(of == LEDGER_OF_CASES      ? f->ledger->outcomes
             : of == LEDGER_OF_CHILDREN ? f->year.born_to
                                        : last_day),
        INT(f->year.from),
        INT(f->year.to),
        TEXT(f->ledger->disposition),
        INT(f->ledger->standing),
        TEXT(f->year.from_date),
        INT(f->ledger->placed),
        TEXT(f->ledger->tags),
        INT(f->year.year),
        INT(f->ledger->noticed),
        TEXT(f->ledger->without),
        INT(f->terms),
        TEXT(f->term),
        INT(f->ledger->handed),
    } };
    out->v[source_of(f)->params].type = VAL_END;
    return ERR_OK;
}

/* Members that another statement found. */
static void take(struct ledger_row *r, const struct record *members,
                 const struct ledger_row *from)
{
    for (const struct field *m = members->fields; m->type != FIELD_END; m++)
        if (field_is_text(m))
            *(const char **)field_at(m, r) = field_text(m, from);
        else
            *(int64_t *)field_at(m, r) = field_int(m, from);
}

static enum err fill_own(struct db *db, struct arena *a,
                         const struct ledger_filter *f, struct ledger_row *r)
{
    const struct sql *q = source_of(f)->own;
    struct ledger_row own;

    if (!q)
        return ERR_OK;
    TRY(db_row(db, q, a, &own, VALS(INT(r->id))));
    take(r, q->row, &own);
    return ERR_OK;
}

static enum err fill_notice(struct db *db, struct arena *a,
                            const struct ledger_filter *f, struct ledger_row *r)
{
    struct ledger_row n;
    enum err e;

    if (!ledger_shows_notice(f->ledger))
        return ERR_OK;
    e = db_row(db, &q_ledger_notice, a, &n,
               VALS(INT(r->student_id), INT(f->year.year)));
    if (e == ERR_OK)
        take(r, &ledger_notice, &n);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* What the statement does not give. */
static enum err fill(struct db *db, struct arena *a,
                     const struct ledger_filter *f, struct ledger_row *r)
{
    TRY(fill_own(db, a, f, r));
    TRY(ledger_fill_transfer(db, a, r));
    if (source_of(f)->fill)
        TRY(source_of(f)->fill(db, a, f, r));
    TRY(fill_notice(db, a, f, r));
    if (ledger_shows_aid(f->ledger))
        TRY(ledger_fill_aid(db, a, f, r));
    r->school_place = r->school ? f->county_name : NULL;
    return ledger_row_fill(a, &f->year, r);
}

enum err store_ledger_list(struct db *db, struct arena *a,
                           const struct ledger_filter *f,
                           const struct ledger_at *after, int64_t rows,
                           struct list *out)
{
    int64_t seq = after ? after->seq : 0;
    struct ledger_vals vals;
    struct ledger_row *items;

    TRY(bind_filter(a, f, after, rows, &vals));
    TRY(db_list(db, source_of(f)->rows, a, (size_t)rows, out, vals.v));
    items = out->items;
    for (size_t i = 0; i < out->n; i++) {
        TRY(fill(db, a, f, &items[i]));
        items[i].seq = ++seq;
    }
    return ERR_OK;
}

struct step {
    struct db *db;
    const struct ledger_filter *filter;
    ledger_row_fn each;
    void *ctx;
    struct arena row, place; /* of the row now, and of the last place */
    struct ledger_at at;
    int64_t rows;
};

static enum err remember(struct step *s, const struct ledger_row *r)
{
    s->at.seq = r->seq;
    s->at.household_key = r->household_key;
    s->at.id = r->id;
    s->rows++;
    if (s->at.place && strcmp(s->at.place, r->place) == 0)
        return ERR_OK;
    arena_reset(&s->place);
    s->at.place = arena_strdup(&s->place, r->place);
    return s->at.place ? ERR_OK : ERR_NO_MEMORY;
}

static enum err give(void *ctx, const void *row)
{
    struct step *s = ctx;
    struct ledger_row r = *(const struct ledger_row *)row;
    enum err e = fill(s->db, &s->row, s->filter, &r);

    r.seq = s->at.seq + 1;
    if (e == ERR_OK)
        e = s->each(s->ctx, &s->row, &r);
    if (e == ERR_OK)
        e = remember(s, &r);
    arena_reset(&s->row);
    return e;
}

/* A statement for each step, since one that sorts would keep what it sorts. */
enum err store_ledger_each(struct db *db, const struct ledger_filter *f,
                           ledger_row_fn each, void *ctx)
{
    const int64_t slice =
        f->ledger->of == LEDGER_OF_CHILDREN ? SLICE_OF_CHILDREN : SLICE;
    struct step s = { .db = db, .filter = f, .each = each, .ctx = ctx };
    struct arena a;
    enum err e;

    arena_init(&a, 0);
    arena_init(&s.row, 0);
    arena_init(&s.place, 0);
    do {
        struct ledger_at after = s.at;
        struct ledger_vals vals;

        s.rows = 0;
        arena_reset(&a);
        if (after.place)
            after.place = arena_strdup(&a, after.place);
        e = s.at.place && !after.place
                ? ERR_NO_MEMORY
                : bind_filter(&a, f, after.place ? &after : NULL, slice, &vals);
        if (e == ERR_OK)
            e = db_each(db, source_of(f)->rows, give, &s, vals.v);
    } while (e == ERR_OK && s.rows == slice);
    arena_free(&s.place);
    arena_free(&s.row);
    arena_free(&a);
    return e;
}

enum err store_ledger_count(struct db *db, const struct ledger_filter *f,
                            int64_t *n)
{
    const struct sql *q =
        f->ledger->of == LEDGER_OF_CHILDREN && !f->ledger->unaided && f->county
            ? &q_ledger_children_all
            : source_of(f)->count;
    struct ledger_vals vals;
    struct arena a;
    enum err e;

    arena_init(&a, 0);
    e = bind_filter(&a, f, NULL, 0, &vals);
    if (e == ERR_OK)
        e = db_int(db, q, n, vals.v);
    arena_free(&a);
    return e;
}
