/*
 * Documents (文书): papers that a step of a case issues, numbered per kind, unit
 * and year, and how they are served (送达).
 */
#ifndef DOMAIN_DOCUMENT_H
#define DOMAIN_DOCUMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "domain/transition.h"

struct document_kind {
    const char *code, *title;
    const char *prefix; /* of its number: 虎保劝 */
    bool to_serve;      /* must be served on the guardian */
    bool full_number;   /* its paper bears the child's identity number in full,
                           for an order and the police and a court must know
                           whom it is about; all others are masked */
};
extern const struct document_kind document_kinds[];
extern const size_t document_kinds_n;
extern const struct code_table document_kind_codes, document_states,
    service_methods;

/* NULL when there is none such. */
const struct document_kind *document_kind_of(const char *code);

/* 文号, 虎保劝（虎头镇）〔2026〕3号; in the arena, NULL when memory ran out. */
const char *document_number(struct arena *a, const struct document_kind *k,
                            const char *mark, int64_t year, int64_t number);

struct document_row {
    int64_t id;
    const char *kind, *title; /* title by the table */
    const char *unit, *unit_name;
    int64_t year, number;
    const char *mark; /* of its unit: （虎头镇）, "" for the bureau */
    const char *number_text; /* 虎保劝（虎头镇）〔2026〕3号 */
    int64_t case_id, student_id, assignment_id, event_id, lead_id;
    const char *issued_on, *deadline_on, *state, *served_on;
    const char *content; /* sealed {"facts":[…],"places":[…]} */
    const char *void_reason;
    int64_t account_id, created_at, version;
    /* made for the reply */
    int64_t to_serve;
    struct list facts;    /* struct case_fact */
    struct list services; /* struct service_row */
    /* not replied */
    struct list places; /* struct case_fact: as they stood when it was issued */
};
extern const struct record document_row;

struct service_row {
    int64_t id, document_id, student_id;
    const char *method, *served_on, *effective_on;
    const char *recipient, *relation, *place, *witness, *servers, *note;
    int64_t attachment_id, account_id, at;
};
extern const struct record service_row;

struct service_in {
    const char *method, *served_on;
    const char *recipient, *relation, *place, *witness, *servers, *note;
    int64_t attachment_id;
    const char *uuid; /* of whoever may send it again; NULL none */
    /* From a phone: the UUID under which it uploaded its picture, before; the
     * phone, and its number there. */
    const char *picture, *device;
    int64_t sequence;
};
extern const struct record service_in;

/* A service as whoever made it sees it in a list. */
struct own_service {
    int64_t id;
    const char *uuid; /* of one that came from a phone */
    int64_t document_id;
    const char *kind, *title;
    int64_t year, number;
    const char *mark, *number_text;
    const char *student_name, *method, *served_on;
    int64_t at;
};
extern const struct record own_service;

/* A document as it is taken along to a door. */
struct door_document {
    int64_t id;
    const char *kind, *title;
    int64_t year, number;
    const char *mark, *number_text;
    int64_t student_id;
    const char *student_name;
    const char *school_name, *report_on; /* of an 入学通知书 */
    const char *issued_on, *deadline_on, *state;
    const char *method; /* of its last service */
};
extern const struct record door_document;

/* What a way of service asks for beside its date and servers (民事诉讼法 第八十八
 * 至九十五条). */
struct service_rule {
    const char *method;
    const char *label; /* of the code table; NULL in service_rules */
    const char *says;
    int64_t recipient, relation, place, attachment, witness_or_attachment;
    int64_t at_door; /* a letter and a public notice are the office's */
};
extern const struct record service_rule;
extern const struct service_rule service_rules[];
extern const size_t service_rules_n;

struct void_in {
    const char *reason;
};
extern const struct record void_in;

/* Days after its posting on which a public notice counts as served: 民事诉讼法
 * 95. */
#define NOTICE_DAYS 30

/*
 * May this document be served so?  Each method asks for its own proof (民事诉讼
 * 法 88–95, borrowed by 行政处罚法 61 and 行政强制法 38).  `effective` gets the
 * day on which the service takes effect.  ERR_INVALID, ERR_RULE with *why.
 */
enum err service_may(struct arena *a, const struct document_row *d,
                     const struct service_in *in, const char *today,
                     char effective[CLOCK_DATE_MAX], struct refusal *why);

#endif
