/* A visit laid over a record that others may have changed since. */
#include "survey_merge.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "domain/clean.h"
#include "store/doubt_store.h"

#define CHANGES_MOST 1000
#define DETAIL_MOST 3000 /* bytes: 1,000 汉字 */

struct change_seen {
    int64_t id;
    const char *field, *old;
    int64_t at, account_id;
    const char *account_name;
    int64_t visited_at; /* when an earlier visit of mine made the change */
};
static const struct field change_seen_fields[] = {
    F_ID(change_seen, id, "编号", REQUIRED),
    F_TEXT(change_seen, field, "项目", REQUIRED, 1, 40),
    F_SEALED(change_seen, old, "原值", OPTIONAL, 0, NULL, NULL, "change.old"),
    F_TIME(change_seen, at, "时间", REQUIRED),
    F_INT(change_seen, account_id, "账号", REQUIRED, 0, INT64_MAX),
    F_TEXT(change_seen, account_name, "经办人", OPTIONAL, 0, 60),
    F_TIME(change_seen, visited_at, "入户时间", OPTIONAL),
    F_END
};
static const struct record change_seen =
    RECORD(change_seen, "ChangeSeen", "变更", change_seen_fields);

SQL(q_merge_changes,
    .text = "SELECT c.id, c.field, c.old, c.at, c.account_id,"
            " a.name AS account_name,"
            " (SELECT v.visited_at FROM my_visit v"
            "   WHERE v.household_id = ?3 AND v.account_id = ?4"
            "     AND c.account_id = ?4 AND v.received_at = c.at LIMIT 1)"
            " AS visited_at"
            " FROM my_change c LEFT JOIN account a ON a.id = c.account_id"
            " WHERE c.entity = ?1 AND c.entity_id = ?2"
            " ORDER BY c.id DESC LIMIT 1000",
    .row = &change_seen);

void merge_begin(struct merge *m, const char *entity, int64_t id, int64_t base,
                 int64_t version, const struct record *r)
{
    m->entity = entity;
    m->id = id;
    m->base = base != INT_NONE && base <= version ? base : INT_NONE;
    m->version = version;
    m->row_record = r;
    m->first = m->conflicts->n;
    m->other_id = 0;
    m->loaded = false;
    m->changes = (struct list) { NULL, 0 };
}

/*
 * Keeps the changes newer than the base.  History rows bear no version, but
 * all rows of one update bear one instant: the last (version - base) instants
 * are what came after.  Where two updates fell into one instant, or one left
 * no row, older changes are kept too, which errs towards asking a person.
 */
static enum err load(struct merge *m)
{
    const struct change_seen *c;
    int64_t instants = 0;
    size_t n = 0;

    if (m->loaded)
        return ERR_OK;
    TRY(db_list(m->db, &q_merge_changes, m->arena, CHANGES_MOST, &m->changes,
                VALS(TEXT(m->entity), INT(m->id), INT(m->household_id),
                     INT(m->act->account_id))));
    c = m->changes.items;
    for (; n < m->changes.n; n++) {
        if (n == 0 || c[n].at != c[n - 1].at)
            instants++;
        if (m->base != INT_NONE && instants > m->version - m->base)
            break;
    }
    m->changes.n = n;
    m->loaded = true;
    return ERR_OK;
}

static bool same(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static enum err conflict_add(struct conflicts *l, struct arena *a,
                             const struct survey_conflict *c)
{
    if (l->n == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 8;
        struct survey_conflict *grown = arena_array(a, cap, sizeof *grown);

        if (!grown)
            return ERR_NO_MEMORY;
        if (l->n)
            memcpy(grown, l->items, l->n * sizeof *grown);
        l->items = grown;
        l->cap = cap;
    }
    l->items[l->n++] = *c;
    return ERR_OK;
}

static enum err note(struct merge *m, const char *field, const char *yours,
                     const char *theirs, const struct change_seen *by)
{
    const struct field *f = record_field(m->row_record, field, NULL);
    const struct survey_conflict c = { .entity = m->entity,
                                       .id = m->id,
                                       .field = field,
                                       .label = f ? f->label : field,
                                       .yours = yours,
                                       .theirs = theirs,
                                       .changed_at = by ? by->at : INT_NONE,
                                       .changed_by =
                                           by ? by->account_name : NULL };

    return conflict_add(m->conflicts, m->arena, &c);
}

enum err merge_note(struct merge *m, const char *field, const char *yours,
                    const char *theirs)
{
    return note(m, field, yours, theirs, NULL);
}

/* What happened to one field since the base. */
struct since {
    const struct change_seen *newest, *oldest;
    bool others; /* not all by earlier visits of mine */
    bool later;  /* the newest by a visit of mine later than this one */
};

static struct since since_base(const struct merge *m, const char *field)
{
    const struct change_seen *c = m->changes.items;
    struct since s = { 0 };

    for (size_t i = 0; i < m->changes.n; i++) {
        if (strcmp(c[i].field, field) != 0)
            continue;
        if (!s.newest) {
            s.newest = &c[i];
            s.later =
                c[i].visited_at != INT_NONE && c[i].visited_at > m->visited_at;
        }
        s.oldest = &c[i];
        if (c[i].visited_at == INT_NONE)
            s.others = true;
    }
    return s;
}

enum err merge_field(struct merge *m, const char *field, const char *yours,
                     const char *theirs, bool *take)
{
    struct since s;

    *take = false;
    if (!yours || !*yours || same(yours, theirs))
        return ERR_OK;
    *take = m->base == m->version || (m->base == INT_NONE && same(theirs, ""));
    if (*take)
        return ERR_OK;
    TRY(load(m));
    s = since_base(m, field);
    if (m->base == INT_NONE)
        return s.later ? ERR_OK : note(m, field, yours, theirs, s.newest);
    if (!s.newest) {
        *take = true;
        return ERR_OK;
    }
    if (same(yours, s.oldest->old) || s.later)
        return ERR_OK;
    if (s.others)
        return note(m, field, yours, theirs, s.newest);
    *take = true;
    return ERR_OK;
}

enum err merge_members(struct merge *m, const char *const *names,
                       const struct record *in_record, const void *in,
                       void *row)
{
    for (; *names; names++) {
        const char *yours =
            field_text(record_field(in_record, *names, NULL), in);
        const char **theirs =
            field_at(record_field(m->row_record, *names, NULL), row);
        bool take;

        TRY(merge_field(m, *names, yours, *theirs, &take));
        if (take)
            *theirs = yours;
    }
    return ERR_OK;
}

const char *merge_shown(struct arena *a, const char *field, const char *value)
{
    struct buf b;
    const char *s;

    if (!value || strcmp(field, "id_no") != 0)
        return value;
    buf_init(&b);
    mask_id_no(&b, value);
    s = b.failed ? NULL : arena_strdup(a, b.data);
    buf_free(&b);
    return s;
}

/* "地址：入户填“…”，现为“…”（王某 2026-08-20 改）；" */
static void add_words(struct buf *b, struct arena *a, const struct merge *m,
                      const struct survey_conflict *c)
{
    const struct field *f = record_field(m->row_record, c->field, NULL);
    const char *yours = merge_shown(a, c->field, c->yours);
    const char *theirs = merge_shown(a, c->field, c->theirs);
    char on[CLOCK_DATE_MAX];

    if (f && f->type == FIELD_CODE) {
        yours = code_label(f->codes, yours);
        theirs = code_label(f->codes, theirs);
    }
    buf_printf(b, "%s：入户填“%s”，现为“%s”", c->label, yours ? yours : "",
               theirs ? theirs : "");
    if (c->changed_at != INT_NONE) {
        clock_date_of(c->changed_at, on);
        buf_printf(b, "（%s %s 改）", c->changed_by ? c->changed_by : "", on);
    }
    buf_str(b, "；");
}

/* Another child's number: not between two values, but between two children. */
static bool is_doubt(const struct merge *m, const struct survey_conflict *c)
{
    return m->other_id && strcmp(c->field, "id_no") == 0;
}

enum err merge_end(struct merge *m, int64_t student_id)
{
    struct doubt_row d = { .kind = "survey_conflict",
                           .student_id = student_id,
                           .other_id = m->other_id };
    struct buf b;
    enum err e = ERR_OK;

    buf_init(&b);
    for (size_t i = m->first; i < m->conflicts->n; i++) {
        struct survey_conflict *c = &m->conflicts->items[i];

        c->student_id = student_id;
        c->asked = !is_doubt(m, c);
        if (!c->asked && b.len < DETAIL_MOST)
            add_words(&b, m->arena, m, c);
    }
    m->first = m->conflicts->n;
    if (b.len > 0) {
        d.detail = b.failed ? NULL : arena_strdup(m->arena, b.data);
        e = d.detail ? store_doubt_add(m->db, m->act, &d) : ERR_NO_MEMORY;
    }
    buf_free(&b);
    return e;
}
