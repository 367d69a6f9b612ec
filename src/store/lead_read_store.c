/* Leads in the store: reading them, each reader its own part. */
#include <string.h>

#include "crypto/blind.h"
#include "domain/money.h"
#include "domain/student.h"
#include "lead_columns.h"
#include "store/lead_store.h"
#include "store/setting_store.h"
#include "store/student_store.h"
#include "text/reading.h"
#include "json/read.h"

#define CHILDREN_MOST 200
#define EVENTS_MOST 1000
#define CANDIDATES_MOST 20

/* ---- rows ---- */
SQL(q_lead_get,
    .text = "SELECT " LEAD_COLUMNS " FROM my_lead l WHERE l.id = ?1",
    .row = &lead_row);

enum err store_lead_get(struct db *db, struct arena *a, int64_t id,
                        struct lead_row *out)
{
    return db_row(db, &q_lead_get, a, out, VALS(INT(id)));
}

#define CHILD_SELECT                                                           \
    "SELECT " LEAD_CHILD_COLUMNS("y.student_id",                               \
                                 "y.case_id") " FROM"                          \
                                              " my_lead_child y"

SQL(q_lead_child_get, .text = CHILD_SELECT " WHERE y.id = ?1",
    .row = &lead_child_row);
SQL(q_lead_children, .text = CHILD_SELECT " WHERE y.lead_id = ?1 ORDER BY y.id",
    .row = &lead_child_row);

enum err store_lead_child_get(struct db *db, struct arena *a, int64_t id,
                              struct lead_child_row *out)
{
    return db_row(db, &q_lead_child_get, a, out, VALS(INT(id)));
}

enum err store_lead_children(struct db *db, struct arena *a, int64_t lead_id,
                             struct list *out)
{
    return db_list(db, &q_lead_children, a, CHILDREN_MOST, out,
                   VALS(INT(lead_id)));
}

/* ---- one lead ---- */
SQL(q_lead_view,
    .text = "SELECT " LEAD_COLUMNS ", u.name AS unit_name,"
            " h.name AS handler_name, r.name AS referred_unit_name,"
            " k.name AS account_name FROM my_lead l"
            " JOIN unit u ON u.code = l.unit"
            " JOIN unit h ON h.code = l.handler"
            " LEFT JOIN unit r ON r.code = l.referred_unit"
            " JOIN account k ON k.id = l.account_id WHERE l.id = ?1",
    .row = &lead_view);

/* Of the register no more than that the child, or its case, is in the reader's
 * scope. */
#define IF_IN_SCOPE(of, id) "CASE WHEN " of " IS NOT NULL THEN " id " END"
#define CHILD_VIEW                                                             \
    "SELECT " LEAD_CHILD_COLUMNS(                                              \
        IF_IN_SCOPE("s.name", "y.student_id"),                                 \
        IF_IN_SCOPE(                                                           \
            "c.state",                                                         \
            "y.case_id")) ", NOT " LEAD_UNCHECKED                              \
                          " AS checked FROM my_lead_child y"                   \
                          " LEFT JOIN my_student s ON s.id = y.student_id"     \
                          " LEFT JOIN my_case c ON c.id = y.case_id"

SQL(q_lead_child_views,
    .text = CHILD_VIEW " WHERE y.lead_id = ?1 ORDER BY"
                       " y.id",
    .row = &lead_child_view);
SQL(q_lead_child_view, .text = CHILD_VIEW " WHERE y.id = ?1",
    .row = &lead_child_view);

SQL(q_lead_events,
    .text = "SELECT e.id, e.child_id, y.name AS child_name, e.action, e.at,"
            " e.account_id, k.name AS account_name, e.unit,"
            " u.name AS unit_name, e.detail FROM my_lead_event e"
            " LEFT JOIN my_lead_child y ON y.id = e.child_id"
            " JOIN account k ON k.id = e.account_id"
            " JOIN unit u ON u.code = e.unit WHERE e.lead_id = ?1"
            " AND (e.child_id IS NULL OR y.id IS NOT NULL)"
            " ORDER BY e.id",
    .row = &lead_event);

struct event_facts {
    struct list facts;
};
static const struct field event_facts_fields[] = {
    F_LIST(event_facts, facts, "所填内容", REQUIRED, 64, case_fact), F_END
};
static const struct record event_facts =
    RECORD(event_facts, "LeadEventFacts", "经过内容", event_facts_fields);

/* May whoever asks read what was filled in?  A unit that it was referred to
 * reads why, and what it answered. */
static bool is_told(const struct lead_event *e, const struct lead_row *l,
                    const struct act *act)
{
    return lead_whole(l, act) ||
           (lead_asked(l, act) && (strcmp(e->action, "refer") == 0 ||
                                   strcmp(e->action, "answer") == 0));
}

/* What the bureau did with the children is the register's business. */
static enum err read_events(struct db *db, struct arena *a,
                            const struct act *act, const struct lead_row *l,
                            struct list *out)
{
    struct bad_list bad = { .n = 0 };
    struct lead_event *e;
    struct event_facts f;
    size_t n = 0;

    TRY(db_list(db, &q_lead_events, a, EVENTS_MOST, out, VALS(INT(l->id))));
    e = out->items;
    for (size_t i = 0; i < out->n; i++) {
        if (lead_event_of_office(e[i].action) && !lead_sees_match(act->role))
            continue;
        e[n] = e[i];
        e[n].title = lead_event_title(e[n].action);
        e[n].facts = (struct list) { NULL, 0 };
        if (e[n].detail && is_told(&e[n], l, act)) {
            if (json_read(&event_facts, e[n].detail, strlen(e[n].detail), a, &f,
                          &bad) != ERR_OK)
                return ERR_DAMAGED;
            e[n].facts = f.facts;
        }
        n++;
    }
    out->n = n;
    return ERR_OK;
}

static enum err finish_child(struct arena *a, const struct act *act,
                             const struct lead_row *l,
                             struct lead_child_view *v)
{
    /* The rules ask whether there is a case; the reader may not see which. */
    struct lead_child_row c = v->c;

    v->cost_yuan = money_yuan(a, v->c.cost_fen);
    v->months = lead_child_months(&v->c, act->today);
    v->late = lead_child_late(l, &v->c, act->today);
    if (!lead_sees_match(act->role))
        v->c.no_case = NULL;
    if (!lead_whole(l, act))
        v->c.kept = v->c.home = NULL;
    return lead_allowed(l, &c, act, a, &v->allowed_actions);
}

static enum err read_rates(struct db *db, struct lead_rates *r)
{
    TRY(store_setting_int(db, SETTING_LABOUR_MONTH, &r->month));
    TRY(store_setting_int(db, SETTING_LABOUR_LATE, &r->late_month));
    TRY(store_setting_int(db, SETTING_LABOUR_CHILD, &r->child));
    return store_setting_int(db, SETTING_LABOUR_TIMES, &r->times);
}

/* What follows for the lead from its children. */
static enum err sum_up(struct db *db, struct arena *a, const struct act *act,
                       struct lead_view *v)
{
    struct lead_child_view *c = v->children.items;
    struct lead_child_row *rows = arena_array(a, v->children.n, sizeof *rows);
    int64_t cost = INT_NONE;
    struct lead_rates rates;

    if (!rows)
        return ERR_NO_MEMORY;
    v->overdue = 0;
    for (size_t i = 0; i < v->children.n; i++) {
        rows[i] = c[i].c;
        TRY(finish_child(a, act, &v->l, &c[i]));
        if (rows[i].cost_fen != INT_NONE)
            cost = (cost == INT_NONE ? 0 : cost) + rows[i].cost_fen;
        v->overdue |= c[i].late && !rows[i].returned_on;
    }
    v->cost_yuan = money_yuan(a, cost);
    v->proposal = NULL;
    if (!v->whole)
        return ERR_OK;
    TRY(read_rates(db, &rates));
    return lead_propose(&v->l, rows, v->children.n, &rates, act->today, a,
                        &v->proposal);
}

/* Words that may name other children go to those who see all of it. */
static void hide_words(struct lead_row *l, const struct act *act)
{
    l->finding = l->measure = l->no_penalty = l->closing = NULL;
    if (!lead_asked(l, act))
        l->referral_answer = NULL;
}

enum err store_lead_view(struct db *db, struct arena *a, const struct act *act,
                         int64_t id, struct lead_view *out)
{
    const char *holiday;
    bool known;

    record_clear(&lead_view, out);
    TRY(db_row(db, &q_lead_view, a, out, VALS(INT(id))));
    out->whole = lead_whole(&out->l, act);
    out->writes = lead_writes(&out->l, act);
    out->penalty_yuan = money_yuan(a, out->l.penalty_fen);
    TRY(store_lead_holiday(db, a, out->l.found_on, &holiday, &known));
    out->venue_rule = lead_venue_rule(&out->l, known, a);
    TRY(db_list(db, &q_lead_child_views, a, CHILDREN_MOST, &out->children,
                VALS(INT(id))));
    TRY(sum_up(db, a, act, out));
    TRY(read_events(db, a, act, &out->l, &out->events));
    TRY(lead_allowed(&out->l, NULL, act, a, &out->allowed_actions));
    if (!out->whole)
        hide_words(&out->l, act);
    return ERR_OK;
}

enum err store_lead_child_view(struct db *db, struct arena *a,
                               const struct act *act, int64_t id,
                               struct lead_child_view *out)
{
    struct lead_row l;

    record_clear(&lead_child_view, out);
    TRY(db_row(db, &q_lead_child_view, a, out, VALS(INT(id))));
    TRY(store_lead_get(db, a, out->c.lead_id, &l));
    return finish_child(a, act, &l, out);
}

/* ---- lists ---- */
#define CHILDREN_WITH(which)                                                   \
    "(SELECT count(*) FROM my_lead_child y WHERE y.lead_id = l.id" which ")"
#define CHILDREN CHILDREN_WITH("")
#define CHILDREN_AWAY CHILDREN_WITH(" AND " LEAD_AWAY)
#define CHILDREN_UNCHECKED CHILDREN_WITH(" AND " LEAD_UNCHECKED)
#define OVERDUE                                                                \
    "(l.state = 'open' AND coalesce(l.order_until < ?6, 0)"                    \
    " AND EXISTS (SELECT 1 FROM my_lead_child y WHERE y.lead_id = l.id"        \
    "   AND " LEAD_AWAY "))"
#define UNCHECKED                                                              \
    "EXISTS (SELECT 1 FROM my_lead_child y WHERE y.lead_id = l.id"             \
    " AND " LEAD_UNCHECKED ")"
#define FILTERED                                                               \
    " WHERE (?1 IS NULL OR l.kind = ?1) AND (?2 IS NULL OR l.state = ?2)"      \
    " AND (?3 IS NULL OR l.unit = ?3 OR l.handler = ?3)"                       \
    " AND (?4 IS NULL OR EXISTS (SELECT 1 FROM my_lead_child y"                \
    "   JOIN my_case c ON c.id = y.case_id WHERE y.lead_id = l.id"             \
    "   AND c.state IS NOT NULL AND y.case_id = ?4))"                          \
    " AND (?5 IS NULL OR " OVERDUE " = ?5)"                                    \
    " AND (?7 IS NULL OR " UNCHECKED " = ?7)"

SQL(q_lead_list,
    .text = "SELECT l.id, l.kind, l.unit, u.name AS unit_name, l.handler,"
            " h.name AS handler_name, l.found_on, l.place_name,"
            " l.credit_code, l.state, l.ordered_on, l.order_until,"
            " l.penalty_on, l.penalty_fen, l.closed_on,"
            " " CHILDREN " AS children, " CHILDREN_AWAY " AS away,"
            " " CHILDREN_UNCHECKED " AS unchecked, " OVERDUE " AS overdue,"
            " l.version FROM my_lead l JOIN unit u ON u.code = l.unit"
            " JOIN unit h ON h.code = l.handler" FILTERED
            " AND (?8 = 0 OR l.id < ?8) ORDER BY l.id DESC LIMIT ?9",
    .row = &lead_item);

SQL(q_lead_count, .text = "SELECT count(*) FROM my_lead l" FILTERED);

#define FILTER_VALS(f)                                                         \
    TEXT((f)->kind), TEXT((f)->state), TEXT((f)->unit), INT((f)->case_id),     \
        INT((f)->overdue), TEXT((f)->today), INT((f)->unchecked)

static void say_penalties(struct arena *a, const struct list *leads)
{
    struct lead_item *l = leads->items;

    for (size_t i = 0; i < leads->n; i++)
        l[i].penalty_yuan = money_yuan(a, l[i].penalty_fen);
}

enum err store_lead_list(struct db *db, struct arena *a,
                         const struct lead_filter *f, struct list *out)
{
    TRY(db_list(db, &q_lead_list, a, (size_t)f->rows, out,
                VALS(FILTER_VALS(f), INT(f->after), INT(f->rows))));
    say_penalties(a, out);
    return ERR_OK;
}

enum err store_lead_count(struct db *db, const struct lead_filter *f,
                          int64_t *n)
{
    return db_int(db, &q_lead_count, n, VALS(FILTER_VALS(f)));
}

/* ---- who it may be ---- */
SQL(q_lead_same_number,
    .text = "SELECT s.id FROM my_student s WHERE s.id_no_index = ?1"
            " AND s.status <> 'void' ORDER BY s.id LIMIT 1");

static struct lead_candidate candidate(const struct student_view *s,
                                       const char *rule)
{
    return (struct lead_candidate) { .id = s->id,
                                     .rule = rule,
                                     .name = s->name,
                                     .sex = s->sex,
                                     .birth_date = s->birth_date,
                                     .id_no = s->id_no,
                                     .residence_name = s->residence_name,
                                     .school_name = s->school_name };
}

static enum err by_number(struct db *db, struct arena *a,
                          const struct lead_child_row *c,
                          struct lead_candidate *out, size_t *n)
{
    const char *key = student_number_key(a, c->id_no);
    uint8_t index[BLIND_BYTES];
    struct student_view s;
    int64_t id;
    enum err e;

    if (!key)
        return c->id_no ? ERR_NO_MEMORY : ERR_OK;
    blind_index(db_keys(db), BLIND_ID_NO, key, index);
    e = db_int(db, &q_lead_same_number, &id, VALS(BLOB(index, BLIND_BYTES)));
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    TRY(store_student_view(db, a, id, &s));
    out[(*n)++] = candidate(&s, "id_no");
    return ERR_OK;
}

enum err store_lead_candidates(struct db *db, struct arena *a,
                               const struct principal *who,
                               const struct lead_child_row *c, struct list *out)
{
    struct lead_candidate *found =
        arena_array(a, CANDIDATES_MOST + 1, sizeof *found);
    struct student_filter f = { .scope_lo = who->lo,
                                .scope_hi = who->hi,
                                .rows = CANDIDATES_MOST };
    const struct student_view *s;
    struct list named = { NULL, 0 };
    size_t n = 0;

    if (!found)
        return ERR_NO_MEMORY;
    TRY(by_number(db, a, c, found, &n));
    TRY(name_query_token(c->name, a, &f.token));
    if (*f.token)
        TRY(store_student_list(db, a, &f, &named));
    s = named.items;
    for (size_t i = 0; i < named.n; i++)
        if (strcmp(s[i].status, "void") != 0 &&
            (n == 0 || found[0].id != s[i].id))
            found[n++] = candidate(&s[i], "name");
    *out = (struct list) { found, n };
    return ERR_OK;
}
