/* Lessons, helps and children of leads as rows of ledgers. */
#include "ledger_event.h"

#include "domain/followed.h"
#include "domain/import.h"
#include "domain/ledger.h"
#include "followed_columns.h"
#include "notice_columns.h"
#include "roster_columns.h"
#include "upward_columns.h"

SQL_SHARED(q_ledger_lesson,
           .text =
               "SELECT l.taught_on AS event_on, u.name AS event_unit,"
               " l.teachers AS people, l.starts AS slot, l.periods,"
               " l.content AS did, l.id AS did_of, l.effect, l.id AS effect_of,"
               " iif(l.signature_id IS NULL, '无', '有') AS signature,"
               " iif(l.photo_id IS NULL, '无', '有') AS photo"
               " FROM my_home_teaching l"
               " LEFT JOIN my_teaching_plan p ON p.id = l.plan_id"
               " LEFT JOIN unit u ON u.code = p.school WHERE l.id = ?1",
           .row = &ledger_lesson);

SQL_SHARED(q_ledger_help_one,
           .text = "SELECT t.helped_on AS event_on, u.name AS event_unit,"
                   " k.name AS people, t.difficulty, t.measure AS did,"
                   " t.id AS did_of FROM my_help t"
                   " LEFT JOIN account k ON k.id = t.account_id"
                   " LEFT JOIN unit u ON u.code = t.unit WHERE t.id = ?1",
           .row = &ledger_help);

SQL_SHARED(q_ledger_pairing_one,
           .text = "SELECT t.from_date AS event_on, u.name AS event_unit,"
                   " t.mentor AS people, t.difficulty, t.plan AS did,"
                   " t.id AS did_of, (SELECT count(*) FROM my_pairing_visit v"
                   "   WHERE v.pairing_id = t.id) AS periods,"
                   " (SELECT max(v.visited_on) FROM my_pairing_visit v"
                   "   WHERE v.pairing_id = t.id) AS back_on,"
                   " t.to_date AS ended_on FROM my_pairing t"
                   " LEFT JOIN unit u ON u.code = t.unit WHERE t.id = ?1",
           .row = &ledger_pairing);

/* 罚款 in yuan: "12000.00". */
SQL_SHARED(q_ledger_lead,
           .text =
               "SELECT l.found_on AS event_on, u.name AS event_unit, t.sex,"
               " t.birth_date, t.id_no, t.id AS id_no_of,"
               " l.place_name AS employer, l.credit_code, t.worked_from,"
               " l.ordered_on, t.returned_on AS back_on,"
               " CASE WHEN l.penalty_fen IS NULL THEN NULL ELSE"
               " (l.penalty_fen / 100) || '.'"
               " || substr('0' || (l.penalty_fen % 100), -2) END AS penalty,"
               " l.closed_on AS ended_on FROM my_lead_child t"
               " CROSS JOIN my_lead l ON l.id = t.lead_id"
               " LEFT JOIN unit u ON u.code = l.handler WHERE t.id = ?1",
           .row = &ledger_lead);

/* 使用童工, 介绍童工; of no place, in the order they were found. */
#define OF_LEADS                                                               \
    " FROM my_lead_child t CROSS JOIN my_lead l ON l.id = t.lead_id"           \
    " WHERE l.kind IN ('child_labour', 'introducing')"                         \
    " AND l.found_on >= ?20 AND l.found_on <= ?15 AND ?22 IS NULL"

/* What only a child of the register has, of a row whose child need not be one;
 * what the row has of its own is looked up beside it. */
#define NOT_REGISTERED(id)                                                     \
    " NULL AS grid, NULL AS head_name, NULL AS relation,"                      \
    " NULL AS nation, NULL AS id_kind, NULL AS id_no, " id " AS id_no_of,"     \
    " NULL AS huji_name, NULL AS huji_address, " id " AS huji_address_of,"     \
    " NULL AS residence_address, " id " AS residence_address_of,"              \
    " NULL AS household_address, " id " AS household_address_of,"              \
    " NULL AS household_phone, " id " AS household_phone_of,"                  \
    " NULL AS guardian_name, NULL AS guardian_phone,"                          \
    " " id " AS guardian_phone_of, NULL AS school, NULL AS school_name,"       \
    " NULL AS grade, NULL AS class, NULL AS student_no,"                       \
    " " id " AS student_no_of, NULL AS enrolment_state, NULL AS situation,"    \
    " NULL AS tag_codes, NULL AS note, " id " AS note_of,"                     \
    " NULL AS case_kind, NULL AS level, NULL AS source, NULL AS reason,"       \
    " NULL AS absent_since, NULL AS disposition, NULL AS returned_on,"         \
    " NULL AS persuasions, NULL AS report_no, NULL AS reported_on,"            \
    " NULL AS period_from, NULL AS period_until, NULL AS archive_no,"          \
    " NULL AS placement, NULL AS assessed_on, NULL AS advice,"                 \
    " NULL AS visit_detail, " id " AS visit_detail_of"

SQL_SHARED(q_ledger_leads,
           .text = "SELECT t.id, t.student_id, t.case_id, ?1 AS place,"
                   " 0 AS household_key, NULL AS township, NULL AS village,"
                   " t.name, NULL AS sex, NULL AS birth_date,"
                   " NULL AS case_state, NULL AS outcome, NULL AS opened_at,"
                   " NULL AS closed_at," NOT_REGISTERED("t.id") OF_LEADS
           " AND t.id > ?5 ORDER BY t.id LIMIT ?6",
           .row = &ledger_row);
SQL_SHARED(q_ledger_leads_count, .text = "SELECT count(*)" OF_LEADS);

/* 培训意愿 of the year, in the order in which they were written down. */
#define IN_YEAR                                                                \
    " WHERE t.year = ?23 AND t.state <> 'withdrawn'"                           \
    " AND (NOT ?28 OR t.handed_on IS NOT NULL)"
#define OF_TRAINING " FROM my_training_wish t" IN_YEAR
#define OF_TRAINING_NAMED                                                      \
    " FROM my_training_wish t JOIN division d ON d.code = t.division"          \
    " LEFT JOIN student s ON s.id = t.student_id" IN_YEAR

SQL_SHARED(q_ledger_training,
           .text =
               "SELECT t.id, t.student_id, NULL AS case_id, ?1 AS place,"
               " 0 AS household_key, d.name AS township, NULL AS village,"
               " coalesce(t.name, s.name) AS name, NULL AS sex,"
               " NULL AS birth_date, NULL AS case_state, NULL AS outcome,"
               " NULL AS opened_at, NULL AS closed_at," NOT_REGISTERED("t.id")
                   OF_TRAINING_NAMED " AND t.id > ?5 ORDER BY t.id LIMIT ?6",
           .row = &ledger_row, .access = SQL_SYSTEM,
           .why = "rows through the caller's view, each with its name");
SQL_SHARED(q_ledger_training_count, .text = "SELECT count(*)" OF_TRAINING);
SQL_SHARED(q_ledger_training_one,
           .text = "SELECT t.ended_on, u.name AS event_unit, t.school_name,"
                   " t.contact AS people, t.phone AS guardian_phone,"
                   " t.id AS guardian_phone_of, t.note AS did,"
                   " t.id AS did_of, t.stage AS leaving_stage, t.onward,"
                   " t.course, t.state AS training_state, t.handed_on,"
                   " t.contacted_on FROM my_training_wish t"
                   " LEFT JOIN unit u ON u.code = t.unit WHERE t.id = ?1",
           .row = &ledger_training);

SQL_SHARED(q_ledger_upward_one,
           .text = "SELECT " UPWARD_NO " AS upward_no, t.listed_on AS event_on,"
                   " c.report_no, c.reported_on, c.reason, t.answer,"
                   " t.answered_on FROM my_upward_report t" UPWARD_CASE
                   " WHERE t.id = ?1",
           .row = &ledger_upward);

/* 下发名单 of the year, by the year's run, in the order of the list; by no place,
 * for a row need not name one. */
#define YEARS_RUN                                                              \
    "(SELECT x.id FROM my_reconciliation x WHERE x.year = ?23"                 \
    " AND x.state = 'done')"

SQL_SHARED(
    q_ledger_assigned,
    .text = ASSIGNED(
        YEARS_RUN,
        "?23") " SELECT q.id, q.student_id,"
               " c.id AS case_id, ?1 AS place, q.seq AS household_key,"
               " dt.name AS township, dv.name AS village, q.name, NULL AS sex,"
               " q.birth_date, c.state AS case_state, c.outcome, c.opened_at,"
               " c.closed_at, q.on_date AS event_on, q.verdict, q.rule,"
               " q.repeated," NOT_REGISTERED("q.id") " FROM q" LAST_CASE(
                   "q.student_id") " LEFT JOIN division d ON d.code = "
                                   "q.division"
                                   " LEFT JOIN division dt ON dt.code = "
                                   "substr(d.path, 15, 12)"
                                   " LEFT JOIN division dv ON dv.code = "
                                   "substr(d.path, 28, 12)"
                                   " WHERE q.seq > ?4 ORDER "
                                   "BY q.number, q.id LIMIT ?6",
    .row = &ledger_row);
SQL_SHARED(q_ledger_assigned_count,
           .text = "SELECT count(*) FROM my_roster_row r"
                   " WHERE r.kind = 'assigned' AND r.year = ?23");

/* 户籍变动 of the year, by day. */
SQL_SHARED(
    q_ledger_changes,
    .text =
        "WITH q AS (SELECT r.id, r.student_id, r.name, r.birth_date,"
        " r.division, r.on_date, row_number() OVER"
        " (ORDER BY r.on_date, r.number, r.id) AS seq FROM my_roster_row r"
        " WHERE r.kind = 'register_change' AND r.year = ?23)"
        " SELECT q.id, q.student_id, NULL AS case_id, ?1 AS place,"
        " q.seq AS household_key, dt.name AS township, dv.name AS village,"
        " q.name, NULL AS sex, q.birth_date, NULL AS case_state,"
        " NULL AS outcome, NULL AS opened_at, NULL AS closed_at,"
        " q.on_date AS event_on," NOT_REGISTERED(
            "q.id") " FROM q"
                    " LEFT JOIN division d ON d.code = q.division"
                    " LEFT JOIN division dt ON dt.code = substr(d.path, 15, 12)"
                    " LEFT JOIN division dv ON dv.code = substr(d.path, 28, 12)"
                    " WHERE q.seq > ?4 ORDER BY q.seq LIMIT ?6",
    .row = &ledger_row);
SQL_SHARED(q_ledger_changes_count,
           .text = "SELECT count(*) FROM my_roster_row r"
                   " WHERE r.kind = 'register_change' AND r.year = ?23");

/* ---- what a row of a list says itself ---- */
SQL(q_listed,
    .text = "SELECT " ROSTER_ROW_COLUMNS
            " FROM my_roster_row r WHERE r.id = ?1",
    .row = &roster_row);

static enum err listed(struct db *db, struct arena *a, struct ledger_row *r,
                       struct roster_value *v)
{
    struct roster_row row;

    TRY(db_row(db, &q_listed, a, &row, VALS(INT(r->id))));
    TRY(roster_row_value(&row, a, v));
    r->id_no = v->id_no;
    r->sex = v->sex;
    return ERR_OK;
}

enum err ledger_fill_assigned(struct db *db, struct arena *a,
                              const struct ledger_filter *f,
                              struct ledger_row *r)
{
    struct assigned_row judged = { .on_date = r->event_on,
                                   .birth_date = r->birth_date,
                                   .rule = r->rule,
                                   .case_state = r->case_state,
                                   .repeated = r->repeated,
                                   .closed_at = r->closed_at };
    struct roster_value v;

    TRY(listed(db, a, r, &v));
    assigned_row_judge(&judged, f->year.year);
    r->event_unit = v.source;
    r->follow_up = judged.standing;
    return ERR_OK;
}

enum err ledger_fill_change(struct db *db, struct arena *a,
                            const struct ledger_filter *f, struct ledger_row *r)
{
    struct roster_value v;

    (void)f;
    TRY(listed(db, a, r, &v));
    r->change_type = v.change_type;
    r->old_address = v.old_address;
    r->residence_address = v.address;
    return ERR_OK;
}

#define SERVED NOTICE_STATE("i.state", "y.method")

/* 入学通知书: one child, one that is not void a year; its last service counts. */
SQL_SHARED(
    q_ledger_notice,
    .text = "SELECT i.mark AS notice_mark, i.number AS notice_number,"
            " n.basis AS notice_basis, u.name AS notice_school, n.report_on,"
            " i.issued_on, y.served_on, y.method AS service_method,"
            " y.recipient, y.witness, y.servers,"
            " n.arrival, " SERVED " AS notice_state"
            " FROM my_notice n CROSS JOIN my_document i ON i.id = n.id"
            " JOIN unit u ON u.code = n.school LEFT JOIN my_service y ON y.id ="
            "   (SELECT max(z.id) FROM my_service z WHERE z.document_id = n.id)"
            " WHERE n.student_id = ?1 AND i.year = ?2 AND i.state <> 'void'",
    .row = &ledger_notice);
