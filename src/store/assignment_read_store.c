/* Assignments in the store: reading them, each reader its own part. */
#include <string.h>

#include "assignment_columns.h"
#include "domain/codes.h"
#include "store/assignment_store.h"
#include "json/read.h"

#define EVENTS_MOST 1000

/* ---- the child ---- */
/* A part that is not among the bits of ?2 is not read at all. */
#define BIT_(bit) #bit
#define BIT(bit) BIT_(bit)
#define SHOWN(part, column) " CASE WHEN ?2 & " BIT(part) " THEN " column " END"

/* clang-format off */
/* `t` is what the tables' names begin with: the tables as they are, or the
 * caller's views of them. */
#define CHILD_OF(t, of_case)                                                   \
    "SELECT" SHOWN(PART_NAME, "s.name") " AS name,"                            \
    SHOWN(PART_SEX, "s.sex") " AS sex,"                                        \
    SHOWN(PART_BIRTH, "s.birth_date") " AS birth_date,"                        \
    SHOWN(PART_ID_NO, "s.id_no") " AS id_no, s.id AS id_no_of,"                \
    SHOWN(PART_RESIDENCE, "r.name") " AS residence,"                           \
    SHOWN(PART_RESIDENCE, "s.residence_address") " AS residence_address,"      \
    " s.id AS residence_address_of,"                                           \
    SHOWN(PART_HUJI, "d.name") " AS huji,"                                     \
    SHOWN(PART_HUJI, "s.huji_address") " AS huji_address,"                     \
    " s.id AS huji_address_of,"                                                \
    SHOWN(PART_GUARDIAN, "w.name") " AS guardian,"                             \
    SHOWN(PART_GUARDIAN, "w.relation") " AS guardian_relation,"                \
    SHOWN(PART_PHONE, "w.phone") " AS phone, w.id AS phone_of,"                \
    SHOWN(PART_SCHOOL, "coalesce(u.name, e.school_name)") " AS school_name,"   \
    SHOWN(PART_SCHOOL, "e.grade") " AS grade,"                                 \
    SHOWN(PART_SCHOOL, "e.class") " AS class,"                                 \
    SHOWN(PART_TAGS, "(SELECT group_concat(k.tag) FROM " t "tag k"             \
        "   WHERE k.student_id = s.id AND k.to_date IS NULL)") " AS tags,"     \
    SHOWN(PART_HEALTH, "s.health") " AS health,"                               \
    SHOWN(PART_REASON, "c.reason") " AS reason,"                               \
    SHOWN(PART_REASON, "c.absent_since") " AS absent_since"                    \
    " FROM " t "student s LEFT JOIN " t "household h"                          \
    "   ON h.id = s.household_id"                                              \
    " LEFT JOIN division r ON r.code ="                                        \
    "   coalesce(s.residence_division, h.division)"                            \
    " LEFT JOIN division d ON d.code = s.huji_division"                        \
    " LEFT JOIN " t "guardian w ON w.id = (SELECT x.id FROM " t "guardian x"   \
    "   WHERE x.student_id = s.id ORDER BY x.main DESC, x.id LIMIT 1)"         \
    " LEFT JOIN " t "enrolment e ON e.student_id = s.id"                       \
    "   AND e.to_date IS NULL"                                                 \
    " LEFT JOIN unit u ON u.code = e.school"                                   \
    " LEFT JOIN " of_case " c ON c.id = ?3 WHERE s.id = ?1"
/* clang-format on */

SQL(q_assignment_child, .text = CHILD_OF("my_", "my_case"),
    .row = &assignment_child);

SQL(q_assignment_child_part, .text = CHILD_OF("", "dropout_case"),
    .row = &assignment_child, .access = SQL_SYSTEM,
    .why = "a department has no scope of children; it sees those of its own"
           " assignments, and of each the parts that the table of tasks names");

/* The labels of codes that a comma parts. */
static const char *labels_of(struct arena *a, const char *codes)
{
    const char *out = "", *comma;
    char code[40];

    for (; codes; codes = comma ? comma + 1 : NULL) {
        size_t n;

        comma = strchr(codes, ',');
        n = comma ? (size_t)(comma - codes) : strlen(codes);
        if (n >= sizeof code)
            continue;
        memcpy(code, codes, n);
        code[n] = '\0';
        out = arena_printf(a, "%s%s%s", out, *out ? "、" : "",
                           code_label(&tags, code));
        if (!out)
            return NULL;
    }
    return out;
}

static enum err read_child(struct db *db, struct arena *a,
                           const struct act *act,
                           const struct assignment_row *g,
                           struct assignment_child **out)
{
    unsigned parts = assignment_parts(g, act->role);
    bool agency = act->role == ROLE_AGENCY;
    struct assignment_child *c = arena_alloc(a, sizeof *c);
    enum err e;

    *out = NULL;
    if (!c)
        return ERR_NO_MEMORY;
    if (g->student_id == INT_NONE || !parts)
        return ERR_OK;
    /* One that gave it may see it no more: the giver looks through its own
     * scope. */
    e = db_row(db, agency ? &q_assignment_child_part : &q_assignment_child, a,
               c, VALS(INT(g->student_id), INT(parts), INT(g->case_id)));
    if (e == ERR_NOT_FOUND && !agency)
        return ERR_OK;
    TRY(e);
    if (c->tags && !(c->tags = labels_of(a, c->tags)))
        return ERR_NO_MEMORY;
    *out = c;
    return ERR_OK;
}

/* ---- one assignment ---- */
#define OVERDUE(today)                                                         \
    "(g.state IN ('assigned', 'accepted') AND g.due_on < " today ")"

SQL(q_assignment_view,
    .text = "SELECT " ASSIGNMENT_COLUMNS ", u.name AS unit_name,"
            " v.name AS assigned_unit_name, a.name AS assigned_name,"
            " " OVERDUE(
                "?2") " AS overdue FROM my_assignment g"
                      " JOIN unit u ON u.code = g.unit"
                      " JOIN unit v ON v.code = g.assigned_unit"
                      " JOIN account a ON a.id = g.assigned_by WHERE g.id = ?1",
    .row = &assignment_view);

SQL(q_assignment_events,
    .text = "SELECT e.id, e.action, e.from_state, e.to_state, e.at,"
            " e.account_id, coalesce(a.name, '系统') AS account_name, e.unit,"
            " u.name AS unit_name, e.detail FROM my_assignment_event e"
            " LEFT JOIN account a ON a.id = e.account_id"
            " LEFT JOIN unit u ON u.code = e.unit"
            " WHERE e.assignment_id = ?1 ORDER BY e.id",
    .row = &assignment_event);

SQL(q_assignment_evidence,
    .text = "SELECT v.id, v.event_id, v.kind, v.attachment_id, t.type, t.size"
            " FROM my_assignment_evidence v"
            " JOIN my_attachment t ON t.id = v.attachment_id"
            " WHERE v.assignment_id = ?1 ORDER BY v.id",
    .row = &assignment_evidence);

SQL(q_assignment_partners,
    .text = "SELECT g.id, g.unit, u.name AS unit_name, g.task, g.due_on,"
            " g.state FROM assignment g JOIN unit u ON u.code = g.unit"
            " WHERE g.case_id IS ?2 AND g.id <> ?1"
            " AND (?3 IS NULL OR g.together = ?3)"
            " AND g.state NOT IN ('returned', 'withdrawn')"
            " ORDER BY g.id DESC LIMIT 200",
    .row = &assignment_partner, .access = SQL_SYSTEM,
    .why = "units that do one thing together know of each other; nothing of"
           " the child is in it");

struct event_facts {
    struct list facts;
};
static const struct field event_facts_fields[] = {
    F_LIST(event_facts, facts, "所填内容", REQUIRED, 64, case_fact), F_END
};
static const struct record event_facts =
    RECORD(event_facts, "AssignmentEventFacts", "经过内容", event_facts_fields);

/* Of what is over for a department it keeps its own words. */
static bool forgotten(const struct assignment_event *e,
                      const struct assignment_row *g, const struct act *act)
{
    return assignment_gone(g, act->role) &&
           !(e->unit && act->unit && strcmp(e->unit, act->unit) == 0);
}

static enum err read_events(struct db *db, struct arena *a,
                            const struct act *act,
                            const struct assignment_row *g, struct list *out)
{
    struct bad_list bad = { .n = 0 };
    struct assignment_event *e;
    struct event_facts f;

    TRY(db_list(db, &q_assignment_events, a, EVENTS_MOST, out,
                VALS(INT(g->id))));
    e = out->items;
    for (size_t i = 0; i < out->n; i++) {
        e[i].title = assignment_event_title(e[i].action);
        if (!e[i].detail || forgotten(&e[i], g, act))
            continue;
        if (json_read(&event_facts, e[i].detail, strlen(e[i].detail), a, &f,
                      &bad) != ERR_OK)
            return ERR_DAMAGED;
        e[i].facts = f.facts;
    }
    return ERR_OK;
}

enum err store_assignment_view(struct db *db, struct arena *a,
                               const struct act *act, int64_t id,
                               struct assignment_view *out)
{
    bool alone;

    record_clear(&assignment_view, out);
    TRY(db_row(db, &q_assignment_view, a, out,
               VALS(INT(id), TEXT(act->today))));
    out->task_title = code_label(&assignment_tasks, out->g.task);
    TRY(read_child(db, a, act, &out->g, &out->child));
    TRY(read_events(db, a, act, &out->g, &out->events));
    if (assignment_gone(&out->g, act->role))
        out->g.note = NULL;
    TRY(db_list(db, &q_assignment_evidence, a, EVENTS_MOST, &out->evidence,
                VALS(INT(id))));
    /* A department sees only those that were given together with its own: what
     * else is done for a child says much about it. */
    alone = act->role == ROLE_AGENCY || out->g.case_id == INT_NONE;
    TRY(db_list(db, &q_assignment_partners, a, EVENTS_MOST, &out->partners,
                VALS(INT(id), INT(out->g.case_id),
                     INT(alone ? out->g.together : INT_NONE))));
    return assignment_allowed(&out->g, act, a, &out->allowed_actions);
}

/* ---- lists ---- */
#define FILTERED                                                               \
    " WHERE (?1 IS NULL OR g.unit = ?1) AND (?2 IS NULL OR g.task = ?2)"       \
    " AND (?3 IS NULL OR g.state = ?3)"                                        \
    " AND (?4 IS NULL OR " OVERDUE(                                            \
        "?5") " = ?4)"                                                         \
              " AND (?6 IS NULL OR g.case_id = ?6)"                            \
              " AND (?7 IS NULL OR " ASSIGNMENT_WAITS("?7") ")"

#define ITEMS(student)                                                         \
    "SELECT " ASSIGNMENT_COLUMNS ", u.name AS unit_name,"                      \
    " v.name AS assigned_unit_name, s.name AS student_name,"                   \
    " " OVERDUE("?5") " AS overdue FROM my_assignment g"                       \
                      " JOIN unit u ON u.code = g.unit"                        \
                      " JOIN unit v ON v.code = g.assigned_unit"               \
                      " LEFT JOIN " student                                    \
                      " s ON s.id = g.student_id" FILTERED                     \
                      " AND (CASE WHEN ?10 THEN g.due_on > ?11"                \
                      "   OR (g.due_on = ?11 AND g.id > ?8)"                   \
                      "   ELSE g.id > ?8 END)"                                 \
                      " ORDER BY CASE WHEN ?10 THEN g.due_on END, g.id"        \
                      " LIMIT ?9"

SQL(q_assignment_list, .text = ITEMS("my_student"), .row = &assignment_item);

SQL(q_assignment_list_agency, .text = ITEMS("student"), .row = &assignment_item,
    .access = SQL_SYSTEM,
    .why = "assignments through the caller's view; the name is kept only where"
           " the table of tasks names it");

SQL(q_assignment_count,
    .text = "SELECT count(*) FROM my_assignment g" FILTERED);

#define FILTER_VALS(f)                                                         \
    TEXT((f)->unit), TEXT((f)->task), TEXT((f)->state), INT((f)->overdue),     \
        TEXT((f)->today), INT((f)->case_id), TEXT((f)->mine)

enum err store_assignment_list(struct db *db, struct arena *a,
                               const struct act *act,
                               const struct assignment_filter *f,
                               struct list *out)
{
    const struct sql *q = act->role == ROLE_AGENCY ? &q_assignment_list_agency
                                                   : &q_assignment_list;
    struct assignment_item *i = NULL;

    TRY(db_list(db, q, a, (size_t)f->rows, out,
                VALS(FILTER_VALS(f), INT(f->after), INT(f->rows),
                     INT(f->by_due), TEXT(f->after_due ? f->after_due : ""))));
    i = out->items;
    for (size_t k = 0; k < out->n; k++) {
        i[k].task_title = code_label(&assignment_tasks, i[k].g.task);
        if (!(assignment_parts(&i[k].g, act->role) & PART_NAME))
            i[k].student_name = NULL;
        if (assignment_gone(&i[k].g, act->role))
            i[k].g.note = NULL;
    }
    return ERR_OK;
}

enum err store_assignment_count(struct db *db,
                                const struct assignment_filter *f, int64_t *n)
{
    return db_int(db, &q_assignment_count, n, VALS(FILTER_VALS(f)));
}
