/* History of every field in the store. */
#include "store/change_store.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "domain/patch.h"
#include "store/schooling_store.h"

SQL(q_change_add,
    .text = "INSERT INTO change (id, entity, entity_id, student_id, field,"
            " old, new, at, account_id)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    .access = SQL_SYSTEM,
    .why = "history of a write whose record was found in scope");

static const char *value_text(struct arena *a, const struct field *f,
                              const void *object)
{
    if (field_is_text(f))
        return field_text(f, object);
    return field_int(f, object) == INT_NONE
               ? NULL
               : arena_printf(a, "%lld", (long long)field_int(f, object));
}

enum err store_change_fields(struct db *db, struct arena *a,
                             const struct act *act, const char *entity,
                             int64_t entity_id, int64_t student_id,
                             const struct record *r, const void *old,
                             const void *new, bool *changed)
{
    bool any = false;
    int64_t id;

    for (const struct field *f = r->fields; f->type != FIELD_END; f++) {
        if (f->flags & (COLUMN_ONLY | REPLY_ONLY) || field_same(f, old, new))
            continue;
        any = true;
        TRY(db_next_id(db, "change", &id));
        TRY(db_run(db, &q_change_add,
                   VALS(INT(id), TEXT(entity), INT(entity_id),
                        INT(student_id ? student_id : INT_NONE), TEXT(f->name),
                        SEAL("change.old", id, value_text(a, f, old)),
                        SEAL("change.new", id, value_text(a, f, new)),
                        INT(act->now_ms), INT(act->account_id))));
    }
    if (changed)
        *changed = any;
    return ERR_OK;
}

/* ---- a child's history ------------------------------------------------- */
#define HISTORY_MOST 2000 /* of each kind; a child has dozens */

struct change_row {
    int64_t id;
    const char *entity;
    int64_t entity_id;
    const char *field, *old, *new;
    int64_t at, account_id;
    const char *account_name;
};
static const struct field change_row_fields[] = {
    F_ID(change_row, id, "编号", REQUIRED),
    F_TEXT(change_row, entity, "变更对象", REQUIRED, 1, 40),
    F_ID(change_row, entity_id, "对象编号", REQUIRED),
    F_TEXT(change_row, field, "项目", REQUIRED, 1, 40),
    F_SEALED(change_row, old, "原值", OPTIONAL, 0, NULL, NULL, "change.old"),
    F_SEALED(change_row, new, "新值", OPTIONAL, 0, NULL, NULL, "change.new"),
    F_TIME(change_row, at, "时间", REQUIRED),
    F_ID(change_row, account_id, "经办账号编号", REQUIRED),
    F_TEXT(change_row, account_name, "经办人", OPTIONAL, 0, 60),
    F_END
};
static const struct record change_row =
    RECORD(change_row, "Change", "变更", change_row_fields);

SQL(q_change_list,
    .text = "SELECT c.id, c.entity, c.entity_id, c.field, c.old, c.new, c.at,"
            " c.account_id, a.name AS account_name"
            " FROM my_change c LEFT JOIN account a ON a.id = c.account_id"
            " WHERE c.student_id = ?1 ORDER BY c.id DESC LIMIT ?2",
    .row = &change_row);

/* A value as history shows it: masked as its field is anywhere else. */
static const char *shown(struct arena *a, const struct field *f,
                         const char *value)
{
    struct buf b;
    const char *s;

    if (!value || !f || !f->mask)
        return value;
    buf_init(&b);
    f->mask(&b, value);
    s = b.failed || !b.data ? NULL : arena_strdup(a, b.data);
    buf_free(&b);
    return s;
}

static void take_change(struct arena *a, const struct change_row *c,
                        struct history_row *h)
{
    const struct field *f = history_field(c->entity, c->field);

    record_clear(&history_row, h);
    h->entity = c->entity;
    h->entity_id = c->entity_id;
    h->at = c->at;
    h->field = c->field;
    h->label = f ? f->label : c->field;
    h->old = shown(a, f, c->old);
    h->new = shown(a, f, c->new);
    h->account_id = c->account_id > 0 ? c->account_id : INT_NONE;
    h->account_name = c->account_name;
}

static void take_enrolment(const struct enrolment_row *e, struct history_row *h)
{
    record_clear(&history_row, h);
    h->entity = "enrolment";
    h->entity_id = e->id;
    clock_date_ms(e->from_date, &h->at);
    h->school_name = e->school_name;
    h->grade = e->grade;
    h->class = e->class;
    h->state = e->state;
    h->from_date = e->from_date;
    h->to_date = e->to_date;
}

static void take_tag(const struct tag_row *t, struct history_row *h)
{
    record_clear(&history_row, h);
    h->entity = "tag";
    h->entity_id = t->id;
    clock_date_ms(t->from_date, &h->at);
    h->tag = t->tag;
    h->from_date = t->from_date;
    h->to_date = t->to_date;
}

/* Newest first; equal instants in a fixed order, so that pages agree. */
static int newest_first(const void *x, const void *y)
{
    const struct history_row *a = x, *b = y;
    int order;

    if (a->at != b->at)
        return a->at < b->at ? 1 : -1;
    order = strcmp(a->entity, b->entity);
    if (order == 0)
        order = (a->entity_id > b->entity_id) - (a->entity_id < b->entity_id);
    if (order == 0)
        order = strcmp(a->field ? a->field : "", b->field ? b->field : "");
    return order;
}

enum err store_history_list(struct db *db, struct arena *a, int64_t student_id,
                            int64_t skip, int64_t rows, struct list *out,
                            int64_t *total)
{
    struct list changes, enrolments, tags_;
    struct history_row *all;
    size_t n = 0, from = (size_t)skip;

    TRY(db_list(db, &q_change_list, a, HISTORY_MOST, &changes,
                VALS(INT(student_id), INT(HISTORY_MOST))));
    TRY(store_enrolment_list(db, a, student_id, &enrolments));
    TRY(store_tag_list(db, a, student_id, &tags_));
    all = arena_array(a, changes.n + enrolments.n + tags_.n, sizeof *all);
    if (!all)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < changes.n; i++)
        take_change(a, (struct change_row *)changes.items + i, &all[n++]);
    for (size_t i = 0; i < enrolments.n; i++)
        take_enrolment((struct enrolment_row *)enrolments.items + i, &all[n++]);
    for (size_t i = 0; i < tags_.n; i++)
        take_tag((struct tag_row *)tags_.items + i, &all[n++]);
    qsort(all, n, sizeof *all, newest_first);
    *total = (int64_t)n;
    from = from < n ? from : n;
    *out = (struct list) { all + from,
                           n - from < (size_t)rows ? n - from : (size_t)rows };
    return ERR_OK;
}
