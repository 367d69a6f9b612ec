/* Documents and their service in the store. */
#include "store/document_store.h"

#include <stdlib.h>
#include <string.h>

#include "domain/phone_clock.h"
#include "paper_parts.h"
#include "store/attachment_store.h"
#include "store/case_store.h"
#include "store/upload_store.h"
#include "json/read.h"

#define SERVICES_MOST 100

SQL_SHARED(find_document,
           .text = "SELECT version FROM my_document WHERE id = ?1");

/* ---- issuing ---- */
SQL(q_document_number,
    .text = "SELECT coalesce(max(number), 0) + 1 FROM document"
            " WHERE kind = ?1 AND unit = ?2 AND year = ?3",
    .access = SQL_SYSTEM,
    .why = "numbers run over all documents of a unit; only the next is used");

/* The bureau's own numbers have no mark; a village is told from another of its
 * name by its township. */
SQL(q_document_mark,
    .text = "SELECT CASE u.kind WHEN 'bureau' THEN ''"
            " WHEN 'village' THEN '（' || p.name || u.name || '）'"
            " ELSE '（' || u.name || '）' END FROM unit u"
            " LEFT JOIN division d ON d.code = u.division"
            " LEFT JOIN division p ON p.code = d.parent WHERE u.code = ?1",
    .access = SQL_SYSTEM, .why = "units are public; no child is read");

SQL(q_document_insert,
    .text = "INSERT INTO document (id, kind, unit, year, number, case_id,"
            " student_id, assignment_id, event_id, issued_on, deadline_on,"
            " content, account_id, created_at, mark) VALUES (?1, ?2, ?3, ?4, "
            "?5, ?6,"
            " ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    .access = SQL_SYSTEM, .why = "the caller found the case in its scope");

/* What was filled in, and the places of its paper as they stand now. */
static enum err content_of(struct db *db, struct arena *a,
                           const struct act *act,
                           const struct document_issue *d, const char **out)
{
    const char *facts = facts_text(a, d->in_record, d->in), *places;

    TRY(paper_places_now(db, a, act, d->student_id, d->case_id, &places));
    if (!facts)
        return ERR_NO_MEMORY;
    *out = arena_printf(a, "%.*s,\"places\":%s}", (int)strlen(facts) - 1, facts,
                        places);
    return *out ? ERR_OK : ERR_NO_MEMORY;
}

enum err store_document_issue(struct db *db, struct arena *a,
                              const struct act *act,
                              const struct document_issue *d, int64_t *id)
{
    const char *unit = d->unit ? d->unit : act->unit;
    int64_t year = strtol(act->today, NULL, 10), number;
    const char *content = NULL, *mark;

    if (!document_kind_of(d->kind))
        return ERR_INTERNAL;
    if (d->in_record)
        TRY(content_of(db, a, act, d, &content));
    TRY(db_int(db, &q_document_number, &number,
               VALS(TEXT(d->kind), TEXT(unit), INT(year))));
    TRY(db_text(db, &q_document_mark, a, &mark, VALS(TEXT(unit))));
    TRY(db_next_id(db, "document", id));
    return db_run(
        db, &q_document_insert,
        VALS(INT(*id), TEXT(d->kind), TEXT(unit), INT(year), INT(number),
             INT(d->case_id), INT(d->student_id), INT(d->assignment_id),
             INT(d->event_id), TEXT(act->today), TEXT(d->deadline_on),
             SEAL("document.content", *id, content), INT(act->account_id),
             INT(act->now_ms), TEXT(mark)));
}

/* ---- reading ---- */
#define DOCUMENT_SELECT                                                        \
    "SELECT t.id, t.kind, t.unit, u.name AS unit_name, t.year, t.number,"      \
    " t.case_id, t.student_id, t.assignment_id, t.event_id, t.lead_id,"        \
    " t.issued_on, t.deadline_on, t.state, t.served_on, t.content, "           \
    "t.void_reason,"                                                           \
    " t.account_id, t.created_at, t.version, t.mark FROM my_document t"        \
    " JOIN unit u ON u.code = t.unit"

SQL(q_document_get, .text = DOCUMENT_SELECT " WHERE t.id = ?1",
    .row = &document_row);

SQL(q_document_list,
    .text = DOCUMENT_SELECT
    " WHERE t.id > ?1 AND (?2 IS NULL OR t.case_id = ?2)"
    " AND (?3 IS NULL OR t.kind = ?3) AND (?4 IS NULL OR t.state = ?4)"
    " AND (?5 IS NOT 1 OR (t.state = 'issued' AND t.kind IN"
    "   ('persuasion_notice', 'return_notice', 'order', 'urging')))"
    " AND (?7 IS NULL OR t.assignment_id = ?7)"
    " AND (?8 IS NULL OR t.lead_id = ?8) ORDER BY t.id LIMIT ?6",
    .row = &document_row);

SQL(q_service_list,
    .text = "SELECT id, document_id, student_id, method, served_on,"
            " effective_on, recipient, relation, place, witness, servers,"
            " note, attachment_id, account_id, at FROM my_service"
            " WHERE document_id = ?1 ORDER BY id",
    .row = &service_row);

struct document_facts {
    struct list facts, places;
};
static const struct field document_facts_fields[] = {
    F_LIST(document_facts, facts, "内容", REQUIRED, 64, case_fact),
    F_LIST(document_facts, places, "制作时的栏目", OPTIONAL, 64, case_fact),
    F_END
};
static const struct record document_facts =
    RECORD(document_facts, "DocumentFacts", "文书内容", document_facts_fields);

static enum err finish(struct db *db, struct arena *a, struct document_row *d)
{
    const struct document_kind *k = document_kind_of(d->kind);
    struct bad_list bad = { .n = 0 };
    struct document_facts f = { { NULL, 0 }, { NULL, 0 } };

    if (!k)
        return ERR_DAMAGED;
    d->title = k->title;
    d->to_serve = k->to_serve;
    d->number_text = document_number(a, k, d->mark, d->year, d->number);
    if (!d->number_text)
        return ERR_NO_MEMORY;
    if (d->content && json_read(&document_facts, d->content, strlen(d->content),
                                a, &f, &bad) != ERR_OK)
        return ERR_DAMAGED;
    d->facts = f.facts;
    d->places = f.places;
    return db_list(db, &q_service_list, a, SERVICES_MOST, &d->services,
                   VALS(INT(d->id)));
}

enum err store_document_get(struct db *db, struct arena *a, int64_t id,
                            struct document_row *out)
{
    TRY(db_row(db, &q_document_get, a, out, VALS(INT(id))));
    return finish(db, a, out);
}

enum err store_document_list(struct db *db, struct arena *a,
                             const struct document_filter *f, struct list *out)
{
    struct document_row *d;

    TRY(db_list(db, &q_document_list, a, (size_t)f->rows, out,
                VALS(INT(f->after), INT(f->case_id), TEXT(f->kind),
                     TEXT(f->state), INT(f->unserved), INT(f->rows),
                     INT(f->assignment_id), INT(f->lead_id))));
    d = out->items;
    for (size_t i = 0; i < out->n; i++)
        TRY(finish(db, a, &d[i]));
    return ERR_OK;
}

/* ---- service ---- */
SQL(q_service_insert,
    .text =
        "INSERT INTO service (id, document_id, student_id, method,"
        " served_on, effective_on, recipient, relation, place, witness,"
        " servers, note, attachment_id, account_id, at, uuid, picture,"
        " device, sequence, served_said) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
        " ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
    .access = SQL_SYSTEM, .why = "the caller found the document in its scope");

/* The first service that took effect is the one that limits run from. */
SQL(q_document_served,
    .text = "UPDATE document SET state = 'served',"
            " served_on = min(coalesce(served_on, ?2), ?2),"
            " version = version + 1 WHERE id = ?1",
    .access = SQL_SYSTEM, .why = "the caller found the document in its scope");

SQL(q_document_void,
    .text = "UPDATE document SET state = 'void', void_reason = ?3,"
            " version = version + 1 WHERE id = ?1 AND version = ?2",
    .access = SQL_SYSTEM, .why = "the caller found the document in its scope");

static enum err note(struct db *db, struct arena *a, const struct act *act,
                     const struct document_row *d, const char *event,
                     const struct record *r, const void *in)
{
    const char *detail = facts_text(a, r, in);

    if (!detail)
        return ERR_NO_MEMORY;
    return d->case_id == INT_NONE
               ? ERR_OK
               : store_case_note(db, a, act, d->case_id, event, detail);
}

static enum err check_attachment(struct db *db, struct arena *a,
                                 const struct document_row *d, int64_t id,
                                 struct refusal *why)
{
    struct attachment_row t;
    enum err e;

    if (id == INT_NONE)
        return ERR_OK;
    e = store_attachment_get(db, a, id, &t);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && t.student_id != INT_NONE &&
                               t.student_id != d->student_id)) {
        *why = (struct refusal) { "attachment_id", "evidence.unknown",
                                  "没有这个附件，或者它属于另一名学生，"
                                  "没有保存。请重新上传。" };
        return ERR_INVALID;
    }
    TRY(e);
    return d->student_id == INT_NONE
               ? ERR_OK
               : store_attachment_give(db, id, d->student_id);
}

/* A phone that got no answer sends the same service again. */
SQL(q_service_again,
    .text = "SELECT document_id = ?2 AND account_id = ?3 AND method = ?4 AND"
            " coalesce(served_said, served_on) = ?5 AND recipient IS ?6 AND "
            "relation IS ?7 AND"
            " witness IS ?8 AND servers IS ?9 AND picture IS ?11 AND"
            " (picture IS NOT NULL OR attachment_id IS ?10)"
            " FROM service WHERE uuid = ?1",
    .access = SQL_SYSTEM, .why = "the caller found the document in its scope");

static enum err served_before(struct db *db, const struct act *act, int64_t id,
                              const struct service_in *in, bool *again,
                              struct refusal *why)
{
    int64_t same;
    enum err e;

    *again = false;
    if (!in->uuid)
        return ERR_OK;
    e = db_int(db, &q_service_again, &same,
               VALS(TEXT(in->uuid), INT(id), INT(act->account_id),
                    TEXT(in->method), TEXT(in->served_on), TEXT(in->recipient),
                    TEXT(in->relation), TEXT(in->witness), TEXT(in->servers),
                    INT(in->attachment_id), TEXT(in->picture)));
    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    *again = same == 1;
    if (*again)
        return ERR_OK;
    *why = (struct refusal) { "uuid", "service.uuid",
                              "这个送达编号已用于另一次送达，没有保存。" };
    return ERR_CONFLICT;
}

/* The picture that a phone uploaded before; ERR_RULE service.picture while it
 * has not come, and the phone sends it first. */
static enum err find_picture(struct db *db, struct arena *a,
                             const struct act *act, struct service_in *in,
                             struct refusal *why)
{
    struct upload_row u;
    enum err e;

    if (!in->picture)
        return ERR_OK;
    e = store_upload_get(db, a, act, in->picture, &u);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && u.attachment_id == INT_NONE)) {
        *why = (struct refusal) { "picture", "service.picture",
                                  "签名或照片还没有传到，这次送达没有保存。"
                                  "手机里仍保留，请先上传照片。" };
        return ERR_RULE;
    }
    TRY(e);
    in->attachment_id = u.attachment_id;
    return ERR_OK;
}

static enum err insert_service(struct db *db, const struct act *act,
                               const struct document_row *d,
                               const struct service_in *in, const char *said,
                               const char *effective)
{
    int64_t id;

    TRY(db_next_id(db, "service", &id));
    TRY(db_run(db, &q_service_insert,
               VALS(INT(id), INT(d->id), INT(d->student_id), TEXT(in->method),
                    TEXT(in->served_on), TEXT(effective), TEXT(in->recipient),
                    TEXT(in->relation), SEAL("service.place", id, in->place),
                    TEXT(in->witness), TEXT(in->servers),
                    SEAL("service.note", id, in->note), INT(in->attachment_id),
                    INT(act->account_id), INT(act->now_ms), TEXT(in->uuid),
                    TEXT(in->picture), TEXT(in->device),
                    INT(in->device ? in->sequence : INT_NONE), TEXT(said))));
    return db_run(db, &q_document_served, VALS(INT(d->id), TEXT(effective)));
}

enum err store_document_serve(struct db *db, struct arena *a,
                              const struct act *act, int64_t id,
                              const struct service_in *body, int64_t sent_at,
                              struct refusal *why)
{
    struct service_in in = *body;
    char effective[CLOCK_DATE_MAX], day[CLOCK_DATE_MAX];
    struct document_row d;
    bool again, set_right;

    TRY(store_document_get(db, a, id, &d));
    TRY(served_before(db, act, id, &in, &again, why));
    if (again)
        return ERR_OK;
    TRY(find_picture(db, a, act, &in, why));
    set_right =
        phone_clock_service(&in, d.issued_on, sent_at, act->now_ms, day);
    TRY(service_may(a, &d, &in, act->today, effective, why));
    TRY(check_attachment(db, a, &d, in.attachment_id, why));
    TRY(insert_service(db, act, &d, &in, set_right ? body->served_on : NULL,
                       effective));
    in.uuid = in.picture = in.device = NULL; /* no facts of the case */
    return note(db, a, act, &d, "served", &service_in, &in);
}

enum err store_document_void(struct db *db, struct arena *a,
                             const struct act *act, int64_t id, int64_t version,
                             const char *reason, struct refusal *why)
{
    const struct void_in in = { reason };
    struct document_row d;

    TRY(store_document_get(db, a, id, &d));
    if (strcmp(d.state, "issued") != 0) {
        *why = (struct refusal) { "", "document.state",
                                  "这份文书已经送达或者作废，不能再作废，"
                                  "没有做任何改动。" };
        return ERR_RULE;
    }
    TRY(db_run(
        db, &q_document_void,
        VALS(INT(id), INT(version), SEAL("document.void_reason", id, reason))));
    if (db_changes(db) != 1)
        return ERR_STALE;
    return note(db, a, act, &d, "document_void", &void_in, &in);
}
