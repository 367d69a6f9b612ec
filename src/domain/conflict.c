/* Field tables and words of a field that two people changed. */
#include "domain/conflict.h"

#include <string.h>

#include "base/buf.h"
#include "domain/clean.h"
#include "domain/codes.h"
#include "domain/household.h"
#include "domain/schooling.h"
#include "domain/student.h"
#include "json/write.h"

static const struct field conflict_row_fields[] = {
    F_ID(conflict_row, id, "编号", REQUIRED),
    F_TEXT(conflict_row, uuid, "入户编号", REQUIRED, 36, 36),
    F_ID(conflict_row, household_id, "家庭", REQUIRED),
    F_TEXT(conflict_row, head_name, "户主", REQUIRED, 1, 60),
    F_TEXT(conflict_row, division, "区划代码", REQUIRED, 1, 15),
    F_TEXT(conflict_row, division_name, "村居或网格", REQUIRED, 1, 60),
    F_ID(conflict_row, student_id, "学生", OPTIONAL),
    F_TEXT(conflict_row, student_name, "学生姓名", OPTIONAL, 0, 60),
    F_CODE(conflict_row, entity, "记录", REQUIRED, change_entities),
    F_ID(conflict_row, entity_id, "记录编号", REQUIRED),
    F_TEXT(conflict_row, field, "项目", REQUIRED, 1, 40),
    F_TEXT(conflict_row, label, "项目名称", REPLY_ONLY, 0, 40),
    F_SEALED(conflict_row, visit_value, "入户所填", MULTILINE, 0, NULL, NULL,
             "conflict.visit_value"),
    F_TEXT(conflict_row, visit_by, "入户人", REQUIRED, 0, 60),
    F_TIME(conflict_row, visited_at, "入户时间", REQUIRED),
    F_SEALED(conflict_row, record_value, "现有内容", MULTILINE, 0, NULL, NULL,
             "conflict.record_value"),
    F_TEXT(conflict_row, record_by, "现有内容修改人", OPTIONAL, 0, 60),
    F_TIME(conflict_row, record_at, "现有内容修改时间", OPTIONAL),
    F_INT(conflict_row, record_change, "现有内容的变更编号", OPTIONAL, 0,
          INT64_MAX),
    F_OBJECT(conflict_row, input, "另填的要求", REPLY_ONLY, struct field_view,
             field_view),
    F_CODE(conflict_row, state, "状态", REQUIRED, conflict_states),
    F_CODE(conflict_row, choice, "以哪个为准", OPTIONAL, conflict_choices),
    F_SEALED(conflict_row, value, "核对结果", MULTILINE, 0, NULL, NULL,
             "conflict.value"),
    F_TEXT(conflict_row, decided_by, "核对人", OPTIONAL, 0, 60),
    F_TIME(conflict_row, decided_at, "核对时间", OPTIONAL),
    F_TIME(conflict_row, created_at, "提出时间", REQUIRED),
    F_END
};
const struct record conflict_row = RECORD(
    conflict_row, "Conflict", "两人改了同一项，待核对", conflict_row_fields);

static const struct field conflict_decision_fields[] = {
    F_CODE(conflict_decision, choice, "以哪个为准", REQUIRED, conflict_choices),
    F_TEXT(conflict_decision, value, "另填的内容", NULLABLE | MULTILINE, 1,
           500),
    F_INT(conflict_decision, record_change, "现有内容的变更编号", REQUIRED, 0,
          INT64_MAX),
    F_END
};
const struct record conflict_decision = RECORD(
    conflict_decision, "ConflictDecision", "核对", conflict_decision_fields);

/* ---- a field as its record's own change asks for it ------------------------------- */
static const struct field *field_asked(const char *entity, const char *name)
{
    static const struct {
        const char *entity;
        const struct record *record;
    } t[] = { { "household", &household_patch },
              { "student", &student_patch },
              { "guardian", &guardian_patch } };

    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        if (strcmp(t[i].entity, entity) == 0)
            return record_field(t[i].record, name, NULL);
    return NULL;
}

enum err conflict_input(struct arena *a, const struct conflict_row *c,
                        struct field_view **out)
{
    const struct field *f = field_asked(c->entity, c->field);
    const struct field one[] = { f ? *f : (struct field)F_END, F_END };
    const struct record r = { .name = "ConflictInput", .fields = one };
    struct list views;

    *out = NULL;
    if (!f || f->type == FIELD_INT)
        return ERR_OK;
    TRY(action_fields(&r, a, &views));
    *out = views.items;
    (*out)->required = 1;
    return ERR_OK;
}

const char *conflict_patch(struct arena *a, const struct conflict_row *c,
                           const char *value)
{
    const struct field *f = field_asked(c->entity, c->field);
    const char *text;
    struct buf b;

    buf_init(&b);
    buf_printf(&b, "{\"%s\":", c->field);
    if (f && f->type == FIELD_INT)
        buf_str(&b, value);
    else
        json_write_text(&b, value);
    buf_char(&b, '}');
    text = b.failed ? NULL : arena_strndup(a, b.data, b.len);
    buf_free(&b);
    return text;
}

const char *conflict_words(struct arena *a, const char *entity,
                           const char *field, const char *value)
{
    const struct field *f = history_field(entity, field);
    const char *text;
    struct buf b;

    if (!value || !f)
        return value;
    if (f->type == FIELD_CODE)
        return code_label(f->codes, value);
    if (strcmp(field, "id_no") != 0)
        return value;
    buf_init(&b);
    mask_id_no(&b, value);
    text = b.failed ? NULL : arena_strdup(a, b.data);
    buf_free(&b);
    return text;
}

bool conflict_same(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}
