/* Lessons, helps and children of leads as rows of ledgers. */
#include "ledger_event.h"

#include "domain/ledger.h"

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

SQL_SHARED(
    q_ledger_leads,
    .text = "SELECT t.id, t.student_id, t.case_id, ?1 AS place,"
            " 0 AS household_key, NULL AS township, NULL AS village,"
            " NULL AS grid, NULL AS head_name, NULL AS relation, t.name,"
            " NULL AS sex, NULL AS nation, NULL AS birth_date,"
            " NULL AS id_kind, NULL AS id_no, t.id AS id_no_of,"
            " NULL AS huji_name, NULL AS huji_address,"
            " t.id AS huji_address_of, NULL AS residence_address,"
            " t.id AS residence_address_of, NULL AS household_address,"
            " t.id AS household_address_of, NULL AS household_phone,"
            " t.id AS household_phone_of, NULL AS guardian_name,"
            " NULL AS guardian_phone, t.id AS guardian_phone_of,"
            " NULL AS school, NULL AS school_name, NULL AS grade,"
            " NULL AS class, NULL AS student_no, t.id AS student_no_of,"
            " NULL AS enrolment_state, NULL AS situation, NULL AS tag_codes,"
            " NULL AS note, t.id AS note_of, NULL AS case_kind,"
            " NULL AS case_state, NULL AS level, NULL AS source,"
            " NULL AS reason, NULL AS absent_since, NULL AS disposition,"
            " NULL AS outcome, NULL AS returned_on, NULL AS persuasions,"
            " NULL AS opened_at, NULL AS closed_at, NULL AS report_no,"
            " NULL AS reported_on, NULL AS period_from, NULL AS period_until,"
            " NULL AS archive_no, NULL AS placement, NULL AS assessed_on,"
            " NULL AS advice, NULL AS visit_detail, t.id AS "
            "visit_detail_of" OF_LEADS " AND t.id > ?5 ORDER BY t.id LIMIT ?6",
    .row = &ledger_row);
SQL_SHARED(q_ledger_leads_count, .text = "SELECT count(*)" OF_LEADS);

/* 入学通知书: one child, one that is not void a year; its last service counts. */
SQL_SHARED(
    q_ledger_notice,
    .text = "SELECT i.mark AS notice_mark, i.number AS notice_number,"
            " n.basis AS notice_basis, u.name AS notice_school, n.report_on,"
            " i.issued_on, y.served_on, y.method AS service_method,"
            " y.recipient, y.witness, y.servers,"
            " CASE WHEN i.state = 'served' AND y.method = 'lien'"
            "   THEN 'refused' ELSE i.state END AS notice_state, n.arrival"
            " FROM my_notice n CROSS JOIN my_document i ON i.id = n.id"
            " JOIN unit u ON u.code = n.school LEFT JOIN my_service y ON y.id ="
            "   (SELECT max(z.id) FROM my_service z WHERE z.document_id = n.id)"
            " WHERE n.student_id = ?1 AND i.year = ?2 AND i.state <> 'void'",
    .row = &ledger_notice);
