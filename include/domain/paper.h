/*
 * Papers (打印件): what goes onto A4, made from a template and the places that
 * it names.  The templates are data, one a paper in src/papers/, each line a
 * kind of block and its text:
 *
 *   red      发文机关标志, above the red line (GB/T 9704)
 *   number   发文字号            title   标题            to  主送机关, 受文人
 *   p        a paragraph
 *   row      label | value | label | value …, of a form
 *   cols     heads of a list's columns
 *   each     LIST cell | cell …, once for every item of the list
 *   box      label | words, a high cell to write, sign and seal in
 *   seal     unit | date, with room for its seal (落款)
 *   sign     label | label …, lines to sign on
 *   note     附注               basis   依据文件, which every paper has
 *   cut      裁切线, and what the strip below it is
 *
 * {name} is a member of struct paper_places, {fact.name} what was filled in
 * when the document was issued, and in an `each` a member of the item.  A line
 * that begins with '?' is left out when one of its places is empty; elsewhere
 * an empty place of a sentence is a line to write on.
 */
#ifndef DOMAIN_PAPER_H
#define DOMAIN_PAPER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "json/field.h"

/* ---- what a paper may name ---- */
struct paper_places {
    const char *county; /* 虎林市 */
    const char *organ;  /* 虎林市虎头镇人民政府 */
    /* the document */
    const char *document_title, *number_text, *issued_on;
    /* the child */
    const char *student_name, *student_sex, *student_birth, *student_id_no;
    const char *nation, *huji, *residence, *health;
    const char *school_name, *grade, *class, *student_no;
    const char *guardian_name, *guardian_relation, *guardian_phone;
    /* its case */
    const char *case_number, *case_kind, *case_state, *level, *reason;
    const char *absent_since, *disposition, *outcome, *conclusion;
    const char *returned_on, *opened_on, *closed_on, *report_no;
    const char *archive_no, *period_from, *period_until, *persuasions;
    /* a service */
    const char *service_method, *served_on, *effective_on, *recipient;
    const char *recipient_relation, *service_place, *witness, *servers;
    const char *service_note;
    /* a plan of home teaching, a session of the committee */
    const char *teaching_school, *teachers, *teaching_from, *teaching_to;
    const char *teaching_norm, *teaching_content;
    const char *session_on, *session_place, *situation, *advice;
    const char *announcement_body; /* of a 公告 */
    /* a meeting */
    const char *meeting_kind, *meeting_on, *meeting_place, *meeting_chair;
    const char *meeting_units, *meeting_agenda, *meeting_minutes;
    /* lists */
    struct list contents;    /* struct paper_entry */
    struct list visits;      /* struct paper_visit */
    struct list events;      /* struct paper_entry */
    struct list evidence;    /* struct paper_entry */
    struct list lessons;     /* struct lesson_row */
    struct list seats;       /* struct assessment_seat */
    struct list resolutions; /* struct resolution_item */
    /* of the document's content, struct case_fact */
    struct list facts;
};
extern const struct record paper_places;

/* A line of a list: of the contents, the timeline, the evidence. */
struct paper_entry {
    int64_t no;
    const char *number_text, *title, *on, *remark;
    const char *who, *text, *kind, *form;
};
extern const struct record paper_entry;

/* 劝返记录: one visit, as its event has it. */
struct paper_visit {
    int64_t no;
    const char *visited_on, *method, *persons, *met, *family_said, *result;
};
extern const struct record paper_visit;

/* ---- what is printed ---- */
struct paper_block {
    const char *type;      /* paper_blocks */
    const char *text;      /* NULL where there are cells */
    struct list cells;     /* const char * */
    int64_t attachment_id; /* of a picture */
};
extern const struct record paper_block;
extern const struct code_table paper_blocks;

struct paper {
    const char *kind, *title;
    const char *number_text; /* NULL: it has none */
    int64_t voided;          /* 作废 goes across every page */
    const char *void_reason;
    struct list blocks; /* struct paper_block */
};
extern const struct record paper;

/* What is printed at once, and by whom: each page's foot says it. */
struct paper_set {
    const char *title;
    int64_t printed_at;
    const char *printed_by, *printed_unit;
    struct list papers; /* struct paper */
};
extern const struct record paper_set;

/* The template of a paper by its name; NULL when there is none. */
const char *paper_template(const char *kind);

/* The record whose members a document of that kind was filled with, which its
 * paper names as {fact.…}; NULL when there is none. */
const struct record *paper_facts_of(const char *kind);

/* Fills the template of `kind`.  ERR_INTERNAL when there is none, or it has a
 * line or a place that is not known. */
enum err paper_fill(struct arena *a, const char *kind,
                    const struct paper_places *places, struct paper *out);

/* ---- words ---- */
/* "2026年9月1日"; the text as it is when it is no date.  In the arena, NULL when
 * memory ran out. */
const char *paper_date(struct arena *a, const char *date);

/* The full name that a unit of this kind signs with: 虎林市教育局,
 * 虎林市虎头镇人民政府, 虎林市中心街道办事处; a village, a school and a farm by
 * its own.  In the arena, NULL when memory ran out. */
const char *paper_organ(struct arena *a, const char *county, const char *kind,
                        const char *name);

#endif
