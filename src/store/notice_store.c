/* 入学通知书 in the store: who is due one, and making them. */
#include "store/notice_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/catchment_store.h"
#include "store/document_store.h"
#include "store/place_store.h"
#include "store/setting_store.h"

#define CHILDREN_MOST 200000 /* 6–15 of the biggest township, and more */

/* ---- who is due one ---- */
/* A child of the range that lives nowhere else in the county; its last
 * schooling; a case that is open. */
SQL(q_notice_children,
    .text =
        "SELECT s.id AS student_id, s.name, s.birth_date, s.situation,"
        " v.code AS division, v.name AS division_name, v.path AS place,"
        " t.code AS township, e.state AS enrolment_state,"
        " e.grade AS enrolled_grade, e.school AS enrolled_school,"
        " e.to_date IS NOT NULL AS ended, c.id AS case_id,"
        " c.state AS case_state, EXISTS (SELECT 1 FROM my_document x"
        "   WHERE x.student_id = s.id AND x.kind = 'enrolment_notice'"
        "   AND x.year = ?3 AND x.state <> 'void') AS has_one"
        " FROM my_place p CROSS JOIN my_student s ON s.id = p.student_id"
        " JOIN division d ON d.path = p.place JOIN division v ON v.code ="
        "   CASE d.level WHEN 'grid' THEN d.parent ELSE d.code END"
        " LEFT JOIN unit t ON t.code = substr(d.path, 15, 12)"
        " LEFT JOIN my_enrolment e ON e.id = (SELECT x.id FROM my_enrolment x"
        "   WHERE x.student_id = s.id ORDER BY x.to_date IS NULL DESC,"
        "   x.from_date DESC, x.id DESC LIMIT 1)"
        " LEFT JOIN my_case c ON c.student_id = s.id"
        "   AND c.state NOT IN ('closed', 'dismissed')"
        " WHERE p.place >= ?1 AND p.place < ?2 AND s.status = 'active'"
        " AND (s.birth_date IS NULL OR s.birth_date > ?4)"
        " AND (p.home = 1 OR NOT EXISTS (SELECT 1 FROM my_place o"
        "   WHERE o.student_id = s.id AND o.place >= 'D' AND o.place < 'E'"
        "   AND (o.home = 1 OR o.place < p.place)))"
        " ORDER BY p.place, p.door, p.student_id LIMIT ?5",
    .row = &notice_child);

SQL(q_notice_school,
    .text = "SELECT ?2 AS basis, u.name AS school_name,"
            " sc.address AS school_address, ?3 AS grade, ?4 AS report_on"
            " FROM school sc JOIN unit u ON u.code = sc.code"
            " WHERE sc.code = ?1",
    .row = &notice_paper);

SQL(q_notice_insert,
    .text = "INSERT INTO notice (id, student_id, division, place, basis,"
            " stage, grade, school, report_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6,"
            " ?7, ?8, ?9)",
    .access = SQL_SYSTEM,
    .why = "follows a document whose child was found in the caller's scope");

/* The school that it is still of, else its village's. */
static enum err find_school(struct db *db, struct arena *a,
                            const char *report_on, struct notice_child *c)
{
    enum err e;

    if (strcmp(c->basis, "dropout") == 0 && !c->ended && c->enrolled_school) {
        c->school = c->enrolled_school;
        return ERR_OK;
    }
    e = store_catchment_school(db, a, c->division, c->stage, report_on,
                               &c->school);
    if (e != ERR_NOT_FOUND)
        return e;
    c->refused = "catchment";
    return ERR_OK;
}

static enum err paper_for(struct db *db, struct arena *a, const char *report_on,
                          struct notice_child *c, struct notice_paper *out)
{
    TRY(db_row(db, &q_notice_school, a, out,
               VALS(TEXT(c->school), TEXT(c->basis), TEXT(c->grade),
                    TEXT(report_on))));
    c->school_name = out->school_name;
    return ERR_OK;
}

static enum err make_one(struct db *db, struct arena *a, const struct act *act,
                         const struct notice_child *c,
                         const struct notice_paper *in)
{
    const struct document_issue d = { .kind = "enrolment_notice",
                                      .case_id = c->case_id,
                                      .student_id = c->student_id,
                                      .assignment_id = INT_NONE,
                                      .event_id = INT_NONE,
                                      .unit = c->township,
                                      .in_record = &notice_paper,
                                      .in = in };
    int64_t id;

    TRY(store_document_issue(db, a, act, &d, &id));
    return db_run(db, &q_notice_insert,
                  VALS(INT(id), INT(c->student_id), TEXT(c->division),
                       TEXT(c->place), TEXT(c->basis), TEXT(c->stage),
                       TEXT(c->grade), TEXT(c->school), TEXT(in->report_on)));
}

/* ---- a batch ---- */
struct batch {
    struct db *db;
    struct arena *a;
    const struct act *act;
    struct notice_batch *out;
    struct notice_child *items, *refused;
};

static void keep(struct list *l, const struct notice_child *c)
{
    struct notice_child *rows = l->items;

    if (l->n < NOTICE_BATCH_MOST)
        rows[l->n++] = *c;
}

static enum err take(struct batch *b, struct notice_child *c)
{
    struct notice_batch *out = b->out;
    struct notice_paper said;

    if (c->has_one) {
        out->already++;
        return ERR_OK;
    }
    if (!c->refused)
        TRY(find_school(b->db, b->a, out->report_on, c));
    if (c->refused) {
        keep(&out->refused, c);
        return ERR_OK;
    }
    out->due++;
    TRY(paper_for(b->db, b->a, out->report_on, c, &said));
    keep(&out->items, c);
    if (out->dry_run || out->made == NOTICE_BATCH_MOST)
        return ERR_OK;
    out->made++;
    return make_one(b->db, b->a, b->act, c, &said);
}

static enum err year_of(struct db *db, struct arena *a, const struct act *act,
                        int64_t year, struct notice_year *out)
{
    const char *day;

    TRY(store_setting_text(db, a, SETTING_ENROLMENT_CUTOFF, &day));
    TRY(store_five_four(db, &out->five_four));
    out->cutoff = arena_printf(a, "%04d-%s", (int)year, day);
    out->today = act->today;
    return out->cutoff ? ERR_OK : ERR_NO_MEMORY;
}

enum err store_notice_make(struct db *db, struct arena *a,
                           const struct act *act, const char *lo,
                           const char *hi, struct notice_batch *out)
{
    struct batch b = { .db = db, .a = a, .act = act, .out = out };
    struct notice_child *c;
    struct notice_year y;
    struct list children;
    const char *born;

    TRY(year_of(db, a, act, out->year, &y));
    born = arena_printf(a, "%04d-%s", (int)out->year - 17, y.cutoff + 5);
    b.items = arena_array(a, NOTICE_BATCH_MOST, sizeof *b.items);
    b.refused = arena_array(a, NOTICE_BATCH_MOST, sizeof *b.refused);
    if (!born || !b.items || !b.refused)
        return ERR_NO_MEMORY;
    out->items = (struct list) { b.items, 0 };
    out->refused = (struct list) { b.refused, 0 };
    out->due = out->made = out->already = 0;
    TRY(db_list(db, &q_notice_children, a, CHILDREN_MOST, &children,
                VALS(TEXT(lo), TEXT(hi), INT(out->year), TEXT(born),
                     INT(CHILDREN_MOST + 1))));
    c = children.items;
    for (size_t i = 0; i < children.n; i++)
        if (notice_due(&y, &c[i]))
            TRY(take(&b, &c[i]));
    out->left = out->due - out->made;
    return ERR_OK;
}
