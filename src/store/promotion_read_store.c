/* What becomes of whom at the new school year. */
#include <stdlib.h>
#include <string.h>

#include "promotion_columns.h"
#include "store/promotion_store.h"
#include "store/setting_store.h"

/* Its grade is of the new year already: it came in it, the year's 学籍 list has
 * it, or a person wrote another grade since.  What a run wrote and took back
 * again is none of these.  ?1 first day, ?2 year, ?3 first day as a time. */
#define SETTLED                                                                \
    "(e.from_date >= ?1 OR EXISTS (SELECT 1 FROM roster_now r"                 \
    " WHERE r.student_id = e.student_id AND r.kind = 'enrolment'"              \
    " AND r.year >= ?2) OR EXISTS (SELECT 1 FROM change h"                     \
    " WHERE h.entity = 'enrolment' AND h.entity_id = e.id"                     \
    " AND h.field = 'grade' AND h.at >= ?3 AND h.at > coalesce((SELECT"        \
    " max(p.finished_at) FROM promotion_child q JOIN promotion p"              \
    " ON p.id = q.promotion_id WHERE q.enrolment_id = e.id"                    \
    " AND q.outcome = 'undone'), 0)))"
#define CASE_IN_HAND                                                           \
    "(SELECT max(c.id) FROM my_case c WHERE c.student_id = e.student_id"       \
    " AND c.state NOT IN ('watching', 'closed', 'dismissed'))"
#define PRESENT_FROM                                                           \
    " FROM my_enrolment e JOIN my_student s ON s.id = e.student_id"            \
    " LEFT JOIN unit u ON u.code = e.school WHERE " PROMOTION_PRESENT
#define IN_SCOPE                                                               \
    "children in scope; of the lists and changes that settle a grade only "    \
    "that there are any"

SQL(q_promotion_rows,
    .text = "SELECT x.*, c.state AS case_state FROM (SELECT e.id,"
            " e.student_id, s.name, e.school,"
            " coalesce(u.name, e.school_name) AS school_name, e.grade, e.class,"
            " e.state, " SETTLED " AS settled, " CASE_IN_HAND
            " AS case_id" PRESENT_FROM " AND e.id > ?4 ORDER BY e.id LIMIT ?5)"
            " x LEFT JOIN my_case c ON c.id = x.case_id ORDER BY x.id",
    .row = &promotion_row, .access = SQL_SYSTEM, .why = IN_SCOPE);

/* The first day of a school year, and as a time. */
static enum err first_of(int64_t year, char day[CLOCK_DATE_MAX], int64_t *ms)
{
    promotion_first_day(year, day);
    return clock_date_ms(day, ms) ? ERR_OK : ERR_INVALID;
}

enum err promotion_rows(struct db *db, struct arena *a, int64_t year,
                        int64_t after, int64_t rows, struct list *out)
{
    char day[CLOCK_DATE_MAX];
    int64_t ms;

    TRY(first_of(year, day, &ms));
    return db_list(db, &q_promotion_rows, a, (size_t)rows, out,
                   VALS(TEXT(day), INT(year), INT(ms), INT(after), INT(rows)));
}

/* ---- counts ---- */
/* One kind of child: what promotion_judge looks at, and how many. */
struct kind_row {
    const char *school, *school_name, *grade, *state;
    int64_t settled, in_case, n;
};
static const struct field kind_row_fields[] = {
    F_TEXT(kind_row, school, "学校标识码", OPTIONAL, 0, 10),
    F_TEXT(kind_row, school_name, "学校", OPTIONAL, 0, 60),
    F_TEXT(kind_row, grade, "年级", OPTIONAL, 0, 2),
    F_TEXT(kind_row, state, "就学状态", REQUIRED, 1, 20),
    F_BOOL(kind_row, settled, "新学年已登记", REQUIRED),
    F_BOOL(kind_row, in_case, "个案在办", REQUIRED),
    F_INT(kind_row, n, "人数", REQUIRED, 0, INT64_MAX),
    F_END
};
static const struct record kind_row =
    RECORD(kind_row, "PromotionKind", "升级的一类学生", kind_row_fields);

enum { KINDS_MOST = 100000, CHUNK = 500 };

SQL(q_promotion_kinds,
    .text = "SELECT school, school_name, grade, state, settled, in_case,"
            " count(*) AS n FROM (SELECT e.school, u.name AS school_name,"
            " e.grade, e.state, " SETTLED " AS settled, " CASE_IN_HAND
            " IS NOT NULL AS in_case" PRESENT_FROM ")"
            " GROUP BY school, grade, state, settled, in_case"
            " ORDER BY school IS NULL, school, grade LIMIT ?4",
    .row = &kind_row, .access = SQL_SYSTEM, .why = IN_SCOPE);

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static void count_kind(struct promotion_count *c, size_t *n,
                       const struct kind_row *k, bool five_four)
{
    struct promotion_row r = { .grade = k->grade,
                               .state = k->state,
                               .settled = k->settled,
                               .case_id = k->in_case ? 1 : INT_NONE };
    size_t i = *n;

    promotion_judge(&r, five_four);
    while (i > 0 && same(c[i - 1].school, k->school) &&
           same(c[i - 1].grade, k->grade) && strcmp(c[i - 1].step, r.step) != 0)
        i--;
    if (i == 0 || !same(c[i - 1].school, k->school) ||
        !same(c[i - 1].grade, k->grade)) {
        i = ++*n;
        c[i - 1] = (struct promotion_count) {
            k->school, k->school_name, k->grade, r.step, r.to_grade, 0, 0
        };
    }
    c[i - 1].n += k->n;
    c[i - 1].in_case += k->in_case ? k->n : 0;
}

enum err store_promotion_counts(struct db *db, struct arena *a, int64_t year,
                                struct list *out)
{
    const struct kind_row *k;
    struct promotion_count *c;
    struct list kinds;
    char day[CLOCK_DATE_MAX];
    bool five_four;
    int64_t ms;
    size_t n = 0;

    TRY(first_of(year, day, &ms));
    TRY(store_five_four(db, &five_four));
    TRY(db_list(db, &q_promotion_kinds, a, KINDS_MOST, &kinds,
                VALS(TEXT(day), INT(year), INT(ms), INT(KINDS_MOST + 1))));
    k = kinds.items;
    c = arena_array(a, kinds.n, sizeof *c);
    if (c == NULL)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < kinds.n; i++)
        count_kind(c, &n, &k[i], five_four);
    *out = (struct list) { c, n };
    return ERR_OK;
}

/* ---- names ---- */
static bool wanted(const struct promotion_filter *f,
                   const struct promotion_row *r)
{
    return (!f->school || same(f->school, r->school)) &&
           (!f->grade || same(f->grade, r->grade)) &&
           (!f->step || same(f->step, r->step)) &&
           (f->outside != 1 || r->school == NULL) &&
           (f->in_case != 1 || r->case_id != INT_NONE);
}

enum err store_promotion_names(struct db *db, struct arena *a,
                               const struct promotion_filter *f,
                               struct list *out)
{
    struct promotion_row *kept = arena_array(a, (size_t)f->rows, sizeof *kept);
    struct list list = { .n = CHUNK };
    int64_t after = f->after;
    bool five_four;
    size_t n = 0;

    if (kept == NULL)
        return ERR_NO_MEMORY;
    TRY(store_five_four(db, &five_four));
    while (list.n == CHUNK && n < (size_t)f->rows) {
        struct promotion_row *rows;

        TRY(promotion_rows(db, a, f->year, after, CHUNK, &list));
        rows = list.items;
        for (size_t i = 0; i < list.n && n < (size_t)f->rows; i++) {
            promotion_judge(&rows[i], five_four);
            if (wanted(f, &rows[i]))
                kept[n++] = rows[i];
            after = rows[i].id;
        }
    }
    *out = (struct list) { kept, n };
    return ERR_OK;
}

SQL(q_promotion_kept,
    .text = "SELECT q.enrolment_id AS id, q.student_id, s.name,"
            " coalesce(u.name, e.school_name) AS school_name,"
            " q.grade AS before, e.grade, e.state FROM my_promotion_child q"
            " JOIN my_student s ON s.id = q.student_id"
            " LEFT JOIN my_enrolment e ON e.student_id = q.student_id"
            " AND e.to_date IS NULL LEFT JOIN unit u ON u.code = e.school"
            " WHERE q.promotion_id = ?1 AND q.outcome = 'kept'"
            " AND q.enrolment_id > ?2 ORDER BY q.enrolment_id LIMIT ?3",
    .row = &promotion_kept);

enum err store_promotion_kept(struct db *db, struct arena *a, int64_t id,
                              int64_t after, int64_t rows, struct list *out)
{
    return db_list(db, &q_promotion_kept, a, (size_t)rows, out,
                   VALS(INT(id), INT(after), INT(rows)));
}
