/* The rows of an import as they are previewed. */
#include "import_rows.h"

#include <string.h>

#include "api/act.h"
#include "domain/clean.h"
#include "domain/patch.h"
#include "domain/register_change.h"
#include "store/import_store.h"
#include "store/roster_store.h"
#include "store/student_store.h"

struct roster_change {
    const char *label, *old, *new;
};
static const struct field roster_change_fields[] = {
    F_TEXT(roster_change, label, "项目", REQUIRED, 1, 40),
    F_TEXT(roster_change, old, "原值", OPTIONAL, 0, 200),
    F_TEXT(roster_change, new, "新值", OPTIONAL, 0, 200), F_END
};
static const struct record roster_change =
    RECORD(roster_change, "RosterChange", "一项更新", roster_change_fields);

static const struct field import_preview_fields[] = {
    F_ID(import_preview, id, "编号", REQUIRED),
    F_INT(import_preview, row, "行号", REQUIRED, 0, INT64_MAX),
    F_CODE(import_preview, outcome, "结果", REQUIRED, import_outcomes),
    F_TEXT(import_preview, name, "姓名", OPTIONAL, 0, 60),
    F_ID(import_preview, student_id, "学生编号", OPTIONAL),
    F_LIST(import_preview, changes, "各项更新", REQUIRED, 0, roster_change),
    F_LIST(import_preview, faults, "问题", REQUIRED, 0, roster_fault),
    F_END
};
const struct record import_preview = RECORD(
    import_preview, "ImportPreview", "导入的一行", import_preview_fields);

/* A value as a screen may show it. */
static const char *shown(struct arena *a, const struct field *f,
                         const char *value)
{
    static const struct {
        const char *member;
        text_mask mask;
    } masks[] = {
        { "id_no", mask_id_no },          { "student_no", mask_id_no },
        { "certificate_no", mask_id_no }, { "guardian_phone", mask_phone },
        { "huji_address", mask_address }, { "address", mask_address },
        { "old_address", mask_address }
    };
    struct buf b;
    const char *s;

    if (value && f->type == FIELD_CODE)
        return code_label(f->codes, value);
    for (size_t i = 0; value && i < sizeof masks / sizeof *masks; i++) {
        if (strcmp(masks[i].member, f->name) != 0)
            continue;
        buf_init(&b);
        masks[i].mask(&b, value);
        s = b.failed ? NULL : arena_strndup(a, b.data, b.len);
        buf_free(&b);
        return s;
    }
    return value;
}

static enum err set_changes(struct req *rq, const struct import_line *l,
                            struct import_preview *out)
{
    struct roster_change *items =
        arena_array(rq->arena, ROSTER_MEMBERS, sizeof *items);
    struct roster_value was, is;
    struct roster_row row;
    size_t n = 0;

    if (!items)
        return ERR_NO_MEMORY;
    TRY(store_roster_get(rq->db, rq->arena, l->old_id, &row));
    TRY(roster_row_value(&row, rq->arena, &was));
    TRY(store_roster_get(rq->db, rq->arena, l->roster_id, &row));
    TRY(roster_row_value(&row, rq->arena, &is));
    for (const struct field *f = roster_value.fields; f->type != FIELD_END;
         f++) {
        const char *a = field_text(f, &was), *b = field_text(f, &is);

        if (a == b || (a && b && strcmp(a, b) == 0))
            continue;
        items[n++] = (struct roster_change) { f->label, shown(rq->arena, f, a),
                                              shown(rq->arena, f, b) };
    }
    out->changes = (struct list) { items, n };
    return ERR_OK;
}

/* ---- 户籍变动: of the register ---- */
static void add(struct list *changes, const char *label, const char *old,
                const char *new)
{
    ((struct roster_change *)changes->items)[changes->n++] =
        (struct roster_change) { label, old, new };
}

static enum err record_changes(struct req *rq, const struct roster_value *v,
                               int64_t student_id, struct list *changes)
{
    struct student_row old, new;
    enum err e = store_student_get(rq->db, rq->arena, student_id, &old);

    if (e != ERR_OK)
        return e == ERR_NOT_FOUND ? ERR_OK : e; /* not the caller's to see */
    new = old;
    register_change_make(v, &new);
    for (const struct field *f = student_row.fields; f->type != FIELD_END; f++)
        if (!field_same(f, &old, &new))
            add(changes, f->label, shown(rq->arena, f, field_text(f, &old)),
                shown(rq->arena, f, field_text(f, &new)));
    return ERR_OK;
}

static enum err register_changes(struct req *rq, const struct roster_row *row,
                                 struct import_preview *out)
{
    struct roster_value v;
    struct roster_index x;
    enum roster_proof proof;
    int64_t id, other;

    out->changes.items =
        arena_array(rq->arena, ROSTER_MEMBERS, sizeof(struct roster_change));
    if (!out->changes.items)
        return ERR_NO_MEMORY;
    TRY(roster_row_value(row, rq->arena, &v));
    if (register_change_leaves(&v))
        add(&out->changes, "办理", NULL, "按公安结论办理，登记不自动更改");
    if (!register_change_holds(&v, req_act(rq).today))
        add(&out->changes, "生效日期", NULL, v.on_date);
    TRY(store_roster_numbers(rq->db, rq->arena, &v, &x));
    TRY(store_roster_prove(rq->db, &x, &proof, &id, &other));
    return proof == PROOF_ONE ? record_changes(rq, &v, id, &out->changes)
                              : ERR_OK;
}

enum err import_preview_of(struct req *rq, const struct import *m,
                           const struct import_line *l,
                           struct import_preview *out)
{
    int64_t id = l->roster_id != INT_NONE ? l->roster_id : l->old_id;
    struct roster_row row;
    enum err e = ERR_NOT_FOUND;

    *out = (struct import_preview) { .id = l->id,
                                     .row = l->number,
                                     .outcome = l->outcome,
                                     .student_id = INT_NONE };
    if (l->faults)
        TRY(roster_faults_read(rq->arena, l->faults, &out->faults));
    if (id != INT_NONE)
        e = store_roster_get(rq->db, rq->arena, id, &row);
    if (e == ERR_NOT_FOUND)
        return ERR_OK; /* refused, or dropped since */
    TRY(e);
    out->name = row.name;
    out->student_id = row.student_id;
    if (strcmp(m->kind, "register_change") == 0)
        return register_changes(rq, &row, out);
    if (l->old_id == INT_NONE || l->roster_id == INT_NONE)
        return ERR_OK;
    e = set_changes(rq, l, out);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}
