/* Leads in the store: what is written, and its history. */
#include "store/lead_store.h"

#include <string.h>

#include "crypto/blind.h"
#include "domain/patch.h"
#include "domain/student.h"
#include "store/calendar_store.h"
#include "store/case_store.h"
#include "store/document_store.h"
#include "store/student_store.h"

#define IN_SCOPE "the lead was found in the caller's scope before"

SQL_SHARED(find_lead, .text = "SELECT version FROM my_lead WHERE id = ?1");
SQL_SHARED(find_lead_child,
           .text = "SELECT version FROM my_lead_child WHERE id = ?1");

/* ---- rows ---- */
SQL(q_lead_insert,
    .text = "INSERT INTO lead (id, kind, unit, handler, found_on, place_kind,"
            " place_name, credit_code, unlicensed, address, finding, measure,"
            " holiday, state, account_id, at) VALUES (:id, :kind, :unit,"
            " :handler, :found_on, :place_kind, :place_name, :credit_code,"
            " :unlicensed, :address, :finding, :measure, :holiday, :state,"
            " :account_id, :at)",
    .args = &lead_row, .access = SQL_SYSTEM,
    .why = "the lead is of the caller's own unit, or of the office's making");

SQL(q_lead_update,
    .text = "UPDATE lead SET handler = :handler, found_on = :found_on,"
            " place_kind = :place_kind, place_name = :place_name,"
            " credit_code = :credit_code, unlicensed = :unlicensed,"
            " address = :address, finding = :finding, measure = :measure,"
            " holiday = :holiday, state = :state, order_no = :order_no,"
            " ordered_on = :ordered_on, order_until = :order_until,"
            " penalty_no = :penalty_no, penalty_on = :penalty_on,"
            " penalty_fen = :penalty_fen, penalty_basis = :penalty_basis,"
            " no_penalty = :no_penalty, referred = :referred,"
            " referred_unit = :referred_unit, referred_on = :referred_on,"
            " referral_no = :referral_no, referral_answer = :referral_answer,"
            " answered_on = :answered_on, closed_on = :closed_on,"
            " closing = :closing, version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &lead_row, .access = SQL_SYSTEM, .why = IN_SCOPE);

SQL(q_lead_touch, .text = "UPDATE lead SET version = version + 1 WHERE id = ?1",
    .access = SQL_SYSTEM, .why = IN_SCOPE);

SQL(q_lead_child_insert,
    .text = "INSERT INTO lead_child (id, lead_id, name, sex, birth_date, id_no,"
            " home, worked_from, worked_until) VALUES (:id, :lead_id, :name,"
            " :sex, :birth_date, :id_no, :home, :worked_from, :worked_until)",
    .args = &lead_child_row, .access = SQL_SYSTEM, .why = IN_SCOPE);

SQL(q_lead_child_update,
    .text = "UPDATE lead_child SET name = :name, sex = :sex,"
            " birth_date = :birth_date, id_no = :id_no, home = :home,"
            " worked_from = :worked_from, worked_until = :worked_until,"
            " returned_on = :returned_on, returned_to = :returned_to,"
            " cost_fen = :cost_fen, kept = :kept, student_id = :student_id,"
            " case_id = :case_id, no_case = :no_case, version = version + 1"
            " WHERE id = :id AND version = :version",
    .args = &lead_child_row, .access = SQL_SYSTEM, .why = IN_SCOPE);

SQL(q_lead_child_number,
    .text = "UPDATE lead_child SET id_no_index = ?2 WHERE id = ?1",
    .access = SQL_SYSTEM, .why = IN_SCOPE);

SQL(q_lead_event_insert,
    .text = "INSERT INTO lead_event (id, lead_id, child_id, action, at,"
            " account_id, unit, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
            " ?8)",
    .access = SQL_SYSTEM, .why = "follows a lead that was just written");

static enum err add_event(struct db *db, struct arena *a, const struct act *act,
                          int64_t lead_id, int64_t child_id, const char *action,
                          const struct record *r, const void *in)
{
    const char *detail = facts_text(a, r, in);
    int64_t id;

    if (!detail)
        return ERR_NO_MEMORY;
    TRY(db_next_id(db, "lead_event", &id));
    return db_run(db, &q_lead_event_insert,
                  VALS(INT(id), INT(lead_id), INT(child_id), TEXT(action),
                       INT(act->now_ms), INT(act->account_id), TEXT(act->unit),
                       SEAL("lead_event.detail", id, detail)));
}

static enum err index_number(struct db *db, struct arena *a,
                             const struct lead_child_row *c)
{
    const char *number = student_number_key(a, c->id_no);
    uint8_t index[BLIND_BYTES];

    if (c->id_no && !number)
        return ERR_NO_MEMORY;
    if (number)
        blind_index(db_keys(db), BLIND_ID_NO, number, index);
    return db_run(db, &q_lead_child_number,
                  VALS(INT(c->id), BLOB(number ? index : NULL, BLIND_BYTES)));
}

static enum err put_child(struct db *db, struct arena *a,
                          const struct lead_child_row *c)
{
    TRY(db_put_version(db, &q_lead_child_update, c, c->id));
    return index_number(db, a, c);
}

static enum err new_child(struct db *db, struct arena *a,
                          struct lead_child_row *c)
{
    TRY(db_next_id(db, "lead_child", &c->id));
    c->version = 1;
    TRY(db_put(db, &q_lead_child_insert, c, c->id));
    return index_number(db, a, c);
}

/* ---- registering and correcting ---- */
enum err store_lead_holiday(struct db *db, struct arena *a, const char *day,
                            const char **name, bool *known)
{
    struct calendar_day_row d;
    enum err e = store_day_get(db, a, day, &d);
    int64_t of_year;

    TRY(store_holidays_of(db, day, &of_year));
    *known = of_year > 0;
    *name = NULL;
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    if (strcmp(d.kind, "holiday") == 0)
        *name = d.name;
    return ERR_OK;
}

/* Kept with the lead, so that a later calendar does not change what it was
 * judged by. */
static enum err take_holiday(struct db *db, struct arena *a, struct lead_row *l)
{
    bool known;

    l->holiday = NULL;
    return lead_asks_holiday(l)
               ? store_lead_holiday(db, a, l->found_on, &l->holiday, &known)
               : ERR_OK;
}

enum err store_lead_add(struct db *db, struct arena *a, const struct act *act,
                        const struct lead_in *in, struct lead_row *l,
                        struct list *children)
{
    struct lead_child_row *c = children->items;

    TRY(db_next_id(db, "lead", &l->id));
    l->state = "open";
    l->account_id = act->account_id;
    l->at = act->now_ms;
    l->version = 1;
    TRY(take_holiday(db, a, l));
    TRY(db_put(db, &q_lead_insert, l, l->id));
    for (size_t i = 0; i < children->n; i++) {
        c[i].lead_id = l->id;
        TRY(new_child(db, a, &c[i]));
    }
    return add_event(db, a, act, l->id, INT_NONE, "register", &lead_in, in);
}

enum err store_lead_change(struct db *db, struct arena *a,
                           const struct act *act, const struct lead_patch *in,
                           struct lead_row *l)
{
    TRY(take_holiday(db, a, l));
    TRY(db_put_version(db, &q_lead_update, l, l->id));
    return add_event(db, a, act, l->id, INT_NONE, "change", &lead_patch, in);
}

static enum err note_child(struct db *db, struct arena *a,
                           const struct act *act,
                           const struct lead_child_row *c, const char *action)
{
    const struct lead_child_note n = { c->name };

    TRY(db_run(db, &q_lead_touch, VALS(INT(c->lead_id))));
    return add_event(db, a, act, c->lead_id, c->id, action, &lead_child_note,
                     &n);
}

enum err store_lead_child_add(struct db *db, struct arena *a,
                              const struct act *act, struct lead_child_row *c)
{
    TRY(new_child(db, a, c));
    return note_child(db, a, act, c, "add_child");
}

enum err store_lead_child_change(struct db *db, struct arena *a,
                                 const struct act *act,
                                 struct lead_child_row *c)
{
    TRY(put_child(db, a, c));
    return note_child(db, a, act, c, "change_child");
}

/* ---- actions of a lead ---- */
SQL(q_lead_document, .text = "UPDATE document SET lead_id = ?2 WHERE id = ?1",
    .access = SQL_SYSTEM, .why = "the document was issued a moment before");

/* A paper that has no number of its unit's own gets one here. */
static enum err issue(struct db *db, struct arena *a, const struct act *act,
                      const struct lead_action *x, size_t children,
                      struct lead_paper *p, struct lead_row *l,
                      const char **number)
{
    bool order = x->in == &lead_order;
    const struct document_issue d = { .kind = x->document,
                                      .case_id = INT_NONE,
                                      .student_id = INT_NONE,
                                      .assignment_id = INT_NONE,
                                      .event_id = INT_NONE,
                                      .unit = l->handler,
                                      .deadline_on = p->order_until,
                                      .in_record = order ? &lead_order_paper
                                                         : &lead_referral_paper,
                                      .in = p };
    struct document_row row;
    int64_t id;

    if (*number && **number)
        return ERR_OK;
    p->kind = l->kind;
    p->place_name = l->place_name;
    p->credit_code = l->credit_code;
    p->children = (int64_t)children;
    p->basis = lead_kind_of(l->kind)->basis;
    TRY(store_document_issue(db, a, act, &d, &id));
    TRY(db_run(db, &q_lead_document, VALS(INT(id), INT(l->id))));
    TRY(store_document_get(db, a, id, &row));
    *number = row.number_text;
    return ERR_OK;
}

static enum err issue_paper(struct db *db, struct arena *a,
                            const struct act *act, const struct lead_action *x,
                            size_t children, const void *in, struct lead_row *l)
{
    const struct lead_order *order = in;
    const struct lead_refer *refer = in;
    struct lead_paper p = { .kind = NULL };

    if (x->in == &lead_order) {
        p.order_until = l->order_until;
        p.demand = order->demand;
        return issue(db, a, act, x, children, &p, l, &l->order_no);
    }
    if (x->in == &lead_refer) {
        p.referred = l->referred;
        p.referred_unit = l->referred_unit;
        p.reason = refer->reason;
        return issue(db, a, act, x, children, &p, l, &l->referral_no);
    }
    return ERR_OK;
}

enum err store_lead_act(struct db *db, struct arena *a, const struct act *act,
                        const struct lead_action *x, int64_t id, const void *in,
                        struct refusal *why)
{
    struct lead_row l, next;
    struct list children;

    TRY(store_lead_get(db, a, id, &l));
    TRY(store_lead_children(db, a, id, &children));
    TRY(lead_apply(x, &l, children.items, children.n, act, in, &next, why));
    TRY(issue_paper(db, a, act, x, children.n, in, &next));
    TRY(db_put_version(db, &q_lead_update, &next, id));
    return add_event(db, a, act, id, INT_NONE, x->name, x->in, in);
}

/* ---- actions of a child ---- */
static enum err refuse(struct refusal *why, enum err e, const char *pointer,
                       const char *code, const char *detail)
{
    *why = (struct refusal) { pointer, code, detail };
    return e;
}

static bool same_number(struct arena *a, const char *one, const char *other)
{
    const char *x = student_number_key(a, one);
    const char *y = student_number_key(a, other);

    return x && y && strcmp(x, y) == 0;
}

/* Never by guess: a person chose it, and its number is no other one. */
static enum err may_match(struct db *db, struct arena *a,
                          const struct lead_child_row *c, int64_t student_id,
                          struct refusal *why)
{
    struct student_row s;
    enum err e = store_student_get(db, a, student_id, &s);

    if (e == ERR_NOT_FOUND)
        return refuse(why, ERR_INVALID, "student_id", "unknown",
                      "没有这名学生，没有做任何改动。请先登记学生，再来核对。");
    TRY(e);
    if (strcmp(s.status, "void") == 0)
        return refuse(why, ERR_RULE, "student_id", "student.void",
                      "这条学生信息已经注销，没有做任何改动。请另选。");
    if (c->id_no && s.id_no && !same_number(a, c->id_no, s.id_no))
        return refuse(why, ERR_RULE, "student_id", "id_no.differs",
                      "线索中的证件号与这名学生的不同，没有做任何改动。"
                      "确是同一人的，请先更正写错的一处，再来核对。");
    return ERR_OK;
}

static enum err open_case(struct db *db, struct arena *a, const struct act *act,
                          const struct lead_open_case *in,
                          struct lead_child_row *c, struct refusal *why)
{
    const struct case_flag f = { .student_id = c->student_id,
                                 .reason = in->reason,
                                 .absent_since = in->absent_since,
                                 .tried = in->tried };

    return store_case_lead(db, a, act, &f, &c->case_id, why);
}

enum err store_lead_child_act(struct db *db, struct arena *a,
                              const struct act *act,
                              const struct lead_action *x, int64_t id,
                              const void *in, struct refusal *why)
{
    struct lead_child_row c, next;
    struct lead_row l;

    TRY(store_lead_child_get(db, a, id, &c));
    TRY(store_lead_get(db, a, c.lead_id, &l));
    TRY(lead_child_apply(x, &l, &c, act, in, &next, why));
    if (x->in == &lead_match)
        TRY(may_match(db, a, &c, next.student_id, why));
    if (x->in == &lead_open_case)
        TRY(open_case(db, a, act, in, &next, why));
    TRY(put_child(db, a, &next));
    TRY(db_run(db, &q_lead_touch, VALS(INT(l.id))));
    return add_event(db, a, act, l.id, id, x->name, x->in, in);
}
