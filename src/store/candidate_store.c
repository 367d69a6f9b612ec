/* Candidates side by side, and what people decided of them. */
#include <string.h>

#include "domain/clean.h"
#include "domain/codes.h"
#include "domain/match.h"
#include "domain/reconcile.h"
#include "store/reconcile_store.h"

#define CANDIDATE_MOST 50

/* A question whose answer may change the verdict. */
#define UNDECIDED "(v.rule = 'candidates')"
#define FILTERED                                                               \
    " FROM my_verdict v WHERE v.reconciliation_id = ?1"                        \
    " AND (?2 IS NULL OR v.verdict = ?2) AND (?3 IS NULL OR v.rule = ?3)"      \
    " AND (?4 IS NULL OR ?4 = " VERDICT_IN(                                    \
        "household_register") ")"                                              \
                              " AND (?5 IS NULL OR ?5 = " VERDICT_IN(          \
                                  "enrolment") ")"                             \
                                               " AND (?6 IS NULL OR ?6 "       \
                                               "= " VERDICT_IN(                \
                                                   "attendance") ")"           \
                                                                 " AND (?7 "   \
                                                                 "IS NULL OR " \
                                                                 "?7 "         \
                                                                 "="           \
                                                                 " " UNDECIDED \
                                                                 ")"
#define FILTER_VALS(f)                                                         \
    INT((f)->reconciliation_id), TEXT((f)->verdict), TEXT((f)->rule),          \
        INT((f)->household_register), INT((f)->enrolment),                     \
        INT((f)->attendance), INT((f)->undecided)

SQL(q_verdict_list,
    .text = "SELECT v.id, v.reconciliation_id, v.speaker_id, v.verdict,"
            " v.rule, v.confidence, v.facts, v.name, v.sex, v.birth_date,"
            " v.id_no, v.division, v.place, v.school, v.grade, v.class,"
            " v.student_id, v.evidence, v.roster_id, v.anchored, v.given,"
            " v.joined, v.version" FILTERED
            " AND v.id > ?8 ORDER BY v.id LIMIT ?9",
    .row = &verdict_record);
SQL(q_verdict_count, .text = "SELECT count(*)" FILTERED);

enum err store_verdict_list(struct db *db, struct arena *a,
                            const struct verdict_filter *f, struct list *out)
{
    return db_list(db, &q_verdict_list, a, (size_t)f->rows, out,
                   VALS(FILTER_VALS(f), INT(f->after), INT(f->rows)));
}

enum err store_verdict_count(struct db *db, const struct verdict_filter *f,
                             int64_t *total)
{
    return db_int(db, &q_verdict_count, total, VALS(FILTER_VALS(f)));
}

/* ---- side by side ---- */
/* Those of the verdict and of all who wait for its answer or are one with it.
 * A spare one is none until it is asked, or was decided. */
SQL(q_candidates,
    .text = "SELECT c.id, c.reconciliation_id, c.verdict_id, c.other_id,"
            " c.roster_id, c.other_roster_id, c.print, c.other_print, c.score,"
            " c.evidence, c.alternative, c.spare, c.version FROM candidate c"
            " WHERE c.id IN (WITH RECURSIVE whole (id) AS (SELECT ?1 UNION"
            " SELECT v.id FROM whole JOIN verdict v ON v.speaker_id = whole.id)"
            " SELECT x.id FROM whole JOIN candidate x ON x.verdict_id ="
            " whole.id UNION SELECT x.id FROM whole JOIN candidate x"
            " ON x.other_id = whole.id) AND (c.spare = 0 OR EXISTS (SELECT 1"
            " FROM match_decision d WHERE d.low = min(c.print, c.other_print)"
            " AND d.high = max(c.print, c.other_print)"
            " AND d.replaced_at IS NULL))"
            " ORDER BY c.score DESC, c.id LIMIT ?2",
    .row = &candidate_record, .access = SQL_SYSTEM,
    .why = "the verdict was found in scope, the county's");

struct decided {
    int64_t id;
    const char *decision, *reason;
    int64_t at, account_id;
};
static const struct field decided_fields[] = {
    F_ID(decided, id, "编号", REQUIRED),
    F_CODE(decided, decision, "结论", REQUIRED, doubt_decisions),
    F_SEALED(decided, reason, "理由", REQUIRED, 500, NULL, NULL,
             "match_decision.reason"),
    F_TIME(decided, at, "时间", REQUIRED),
    F_ID(decided, account_id, "账号", REQUIRED),
    F_END
};
static const struct record decided =
    RECORD(decided, "Decided", "已核对", decided_fields);

SQL(q_decided,
    .text = "SELECT id, decision, reason, at, account_id FROM"
            " my_match_decision WHERE low = ?1 AND high = ?2"
            " AND replaced_at IS NULL",
    .row = &decided);

static int64_t lower(const struct candidate_row *c)
{
    return c->print < c->other_print ? c->print : c->other_print;
}

static int64_t higher(const struct candidate_row *c)
{
    return c->print < c->other_print ? c->other_print : c->print;
}

static enum err add_decision(struct db *db, struct arena *a,
                             const struct candidate_row *c,
                             struct candidate_view *v)
{
    struct decided d;
    enum err e =
        db_row(db, &q_decided, a, &d, VALS(INT(lower(c)), INT(higher(c))));

    v->decided_at = v->decided_by = INT_NONE;
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    v->decision = d.decision;
    v->reason = d.reason;
    v->decided_at = d.at;
    v->decided_by = d.account_id;
    return ERR_OK;
}

/* A roster's row, or below 0 the record of a child, as a person sees it. */
static enum err open_side(struct db *db, struct arena *a, int64_t id,
                          struct roster_value *v, const char **row)
{
    struct roster_row r;

    memset(v, 0, sizeof *v);
    if (id < 0) {
        TRY(store_reconcile_child(db, a, -id, &r));
        v->name = r.name;
        v->sex = r.sex;
        v->birth_date = r.birth_date;
        v->id_no = r.id_no;
        v->division = r.division;
    } else {
        TRY(store_reconcile_row(db, a, id, &r));
        TRY(roster_row_value(&r, a, v));
    }
    *row = arena_printf(a, "%s:%lld", r.kind, (long long)r.number);
    return *row ? ERR_OK : ERR_NO_MEMORY;
}

static enum err marks(struct arena *a, const struct match_mark *m, size_t n,
                      struct list *out)
{
    struct mark_view *v = arena_array(a, n, sizeof *v);

    if (v == NULL)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        v[i] = (struct mark_view) { (int64_t)m[i].from, (int64_t)m[i].n };
    *out = (struct list) { v, n };
    return ERR_OK;
}

static const char *masked(struct arena *a, text_mask mask, const char *text)
{
    struct buf b;
    const char *out;

    if (text == NULL || mask == NULL)
        return text;
    buf_init(&b);
    mask(&b, text);
    out = arena_strdup(a, b.data ? b.data : "");
    buf_free(&b);
    return out;
}

/* What is put side by side, in this order. */
static const struct {
    const char *member, *label;
    text_mask mask;
} sides[] = {
    { "name", "姓名", NULL },
    { "sex", "性别", NULL },
    { "birth_date", "出生日期", NULL },
    { "id_no", "身份证件号", mask_id_no },
    { "student_no", "学籍号", mask_id_no },
    { "head_name", "户主姓名", NULL },
    { "guardian_name", "监护人姓名", NULL },
    { "household_no", "户号", NULL },
    { "division", "区划代码", NULL },
    { "school", "学校标识码", NULL },
    { "grade", "年级", NULL },
    { "class", "班级", NULL },
};

static enum err compare_one(struct arena *a, size_t i,
                            const struct roster_value *x,
                            const struct roster_value *y,
                            struct compared_view *v)
{
    const struct field *f = record_field(&roster_value, sides[i].member, NULL);
    const char *one = field_text(f, x), *other = field_text(f, y);
    struct match_mark mark[2][MATCH_MARKS];
    size_t n[2];

    match_marks(one ? one : "", other ? other : "", mark, n);
    v->name = sides[i].member;
    v->label = sides[i].label;
    if (f->codes != NULL && one != NULL)
        one = code_label(f->codes, one);
    if (f->codes != NULL && other != NULL)
        other = code_label(f->codes, other);
    v->one = masked(a, sides[i].mask, one);
    v->other = masked(a, sides[i].mask, other);
    TRY(marks(a, mark[0], n[0], &v->one_marks));
    return marks(a, mark[1], n[1], &v->other_marks);
}

static enum err compare_sides(struct arena *a, const struct roster_value *x,
                              const struct roster_value *y, struct list *out)
{
    const size_t n = sizeof sides / sizeof *sides;
    struct compared_view *v = arena_array(a, n, sizeof *v);

    if (v == NULL)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        TRY(compare_one(a, i, x, y, &v[i]));
    *out = (struct list) { v, n };
    return ERR_OK;
}

static enum err view(struct db *db, struct arena *a,
                     const struct candidate_row *c, struct candidate_view *v)
{
    struct roster_value x, y;
    struct buf says;

    v->id = c->id;
    v->verdict_id = c->verdict_id;
    v->other_id = c->other_id;
    v->score = c->score;
    v->confidence = match_confidence((int)c->score);
    v->alternative = c->alternative;
    buf_init(&says);
    match_says((uint32_t)c->evidence, &says);
    v->says = arena_strdup(a, says.data);
    buf_free(&says);
    TRY(open_side(db, a, c->roster_id, &x, &v->one_row));
    TRY(open_side(db, a, c->other_roster_id, &y, &v->other_row));
    TRY(compare_sides(a, &x, &y, &v->compared));
    return add_decision(db, a, c, v);
}

enum err store_candidate_list(struct db *db, struct arena *a,
                              int64_t verdict_id, struct list *out)
{
    struct list rows;
    struct candidate_view *v;

    TRY(db_list(db, &q_candidates, a, CANDIDATE_MOST, &rows,
                VALS(INT(verdict_id), INT(CANDIDATE_MOST))));
    v = arena_array(a, rows.n, sizeof *v);
    if (v == NULL)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < rows.n; i++)
        TRY(view(db, a, (const struct candidate_row *)rows.items + i, &v[i]));
    *out = (struct list) { v, rows.n };
    return ERR_OK;
}

/* ---- decisions ---- */
SQL(q_year, .text = "SELECT year FROM my_reconciliation WHERE id = ?1");
SQL(q_decision_end,
    .text = "UPDATE match_decision SET replaced_at = ?3 WHERE low = ?1"
            " AND high = ?2 AND replaced_at IS NULL",
    .access = SQL_SYSTEM, .why = "the candidate was found in scope");
SQL(q_decision_add,
    .text =
        "INSERT INTO match_decision (id, low, high, decision, reason,"
        " year, account_id, at, one_name, other_name) VALUES (?1, ?2, ?3, ?4,"
        " ?5, ?6, ?7, ?8, ?9, ?10)",
    .access = SQL_SYSTEM, .why = "the candidate was found in scope");

/* The candidate of the verdict; ERR_NOT_FOUND. */
static enum err candidate_of(struct db *db, struct arena *a, int64_t verdict_id,
                             int64_t candidate_id, struct candidate_row *c)
{
    struct list list;
    const struct candidate_row *of;

    TRY(db_list(db, &q_candidates, a, CANDIDATE_MOST, &list,
                VALS(INT(verdict_id), INT(CANDIDATE_MOST))));
    of = list.items;
    for (size_t i = 0; i < list.n; i++)
        if (of[i].id == candidate_id) {
            *c = of[i];
            return ERR_OK;
        }
    return ERR_NOT_FOUND;
}

enum err store_candidate_decide(struct db *db, struct arena *a,
                                const struct act *act, int64_t verdict_id,
                                const struct decision_in *d,
                                struct candidate_view *out)
{
    struct candidate_row c;
    struct roster_value x, y;
    const char *row;
    int64_t id, year;

    TRY(candidate_of(db, a, verdict_id, d->candidate_id, &c));
    TRY(db_int(db, &q_year, &year, VALS(INT(c.reconciliation_id))));
    TRY(open_side(db, a, c.roster_id, &x, &row));
    TRY(open_side(db, a, c.other_roster_id, &y, &row));
    TRY(db_run(db, &q_decision_end,
               VALS(INT(lower(&c)), INT(higher(&c)), INT(act->now_ms))));
    TRY(db_next_id(db, "match_decision", &id));
    TRY(db_run(db, &q_decision_add,
               VALS(INT(id), INT(lower(&c)), INT(higher(&c)), TEXT(d->decision),
                    SEAL("match_decision.reason", id, d->reason), INT(year),
                    INT(act->account_id), INT(act->now_ms), TEXT(x.name),
                    TEXT(y.name))));
    TRY(store_verdict_again(db, a, &c));
    return view(db, a, &c, out);
}
