/* Survey sheets: a door and the form as the blocks of a paper. */
#include "domain/survey_sheet.h"

#include <string.h>

#include "base/buf.h"
#include "domain/codes.h"
#include "domain/round.h"
#include "survey_rule.h"

#define HEAD_BLOCKS 12
#define CHILD_BLOCKS 4
#define CELLS_MOST 6
#define DAY_BLANK "　　　　年　　月　　日"

struct sheet {
    struct arena *a;
    const struct survey_form *form;
    struct paper *out;
    const char *situations; /* □1 在校 … */
};

/* ---- words ---- */
static enum err text_of(struct arena *a, struct buf *b, const char **out)
{
    *out = b->failed ? NULL : arena_strndup(a, b->data ? b->data : "", b->len);
    buf_free(b);
    return *out ? ERR_OK : ERR_NO_MEMORY;
}

/* "□1 已入户　□2 家中无人" of records that begin with code and label; a number
 * stays beside its label. */
static enum err boxes(struct arena *a, const void *items, size_t n, size_t size,
                      const char **out)
{
    struct buf b;

    buf_init(&b);
    for (size_t i = 0; i < n; i++) {
        const struct form_option *o =
            (const void *)((const char *)items + i * size);

        buf_printf(&b, "%s□%zu %s", i ? "　" : "", i + 1, o->label);
    }
    return text_of(a, &b, out);
}

static bool asks_for(const struct form_situation *s, const char *name)
{
    const struct form_field *f = s->fields.items;

    for (size_t i = 0; i < s->fields.n; i++)
        if (strcmp(f[i].name, name) == 0)
            return true;
    return false;
}

/* "年级（选1、2、3填）", by the numbers of the situations that ask for it. */
static enum err asked_when(struct sheet *s, const char *name, const char *label,
                           struct buf *b)
{
    const struct form_situation *all = s->form->situations.items;
    size_t n = 0;

    buf_printf(b, "%s：选", label);
    for (size_t i = 0; i < s->form->situations.n; i++)
        if (asks_for(&all[i], name))
            buf_printf(b, "%s%zu", n++ ? "、" : "", i + 1);
    buf_str(b, "的填写。");
    return b->failed ? ERR_NO_MEMORY : ERR_OK;
}

/* ---- blocks ---- */
static struct paper_block *add(struct sheet *s, const char *type)
{
    struct paper_block *b = s->out->blocks.items;

    b += s->out->blocks.n++;
    *b = (struct paper_block) { .type = type, .attachment_id = INT_NONE };
    return b;
}

static enum err row(struct sheet *s, const char *const *cells)
{
    struct paper_block *b = add(s, "row");
    const char **out = arena_array(s->a, CELLS_MOST, sizeof *out);
    size_t n = 0;

    if (!out)
        return ERR_NO_MEMORY;
    for (; cells[n]; n++)
        out[n] = cells[n];
    b->cells = (struct list) { out, n };
    return ERR_OK;
}
#define ROW(s, ...) TRY(row(s, (const char *const[]) { __VA_ARGS__, NULL }))

static enum err answers(struct sheet *s)
{
    ROW(s, "现在的情况", s->situations);
    ROW(s, "就读学校", "", "年级、班级", "");
    ROW(s, "自何时起", DAY_BLANK, "原因（填号）", "");
    return ERR_OK;
}

static enum err known_child(struct sheet *s, size_t no,
                            const struct door_child *c)
{
    const char *who = arena_printf(
        s->a, "%s%s%s%s%s%s%s%s%s", c->name, c->sex ? "　" : "",
        c->sex ? code_label(&sexes, c->sex) : "", c->birth_date ? "　" : "",
        c->birth_date ? paper_date(s->a, c->birth_date) : "",
        c->school_name ? "　登记就读：" : "",
        c->school_name ? c->school_name : "", c->grade ? "　" : "",
        c->grade ? code_label(&grades, c->grade) : "");
    const char *label = arena_printf(s->a, "孩子%zu", no);

    if (!who || !label)
        return ERR_NO_MEMORY;
    ROW(s, label, who);
    return answers(s);
}

/* One that nobody has registered yet. */
static enum err new_child(struct sheet *s)
{
    const char *sex = "";
    const struct form_field *f = s->form->child.items;

    for (size_t i = 0; i < s->form->child.n; i++)
        if (strcmp(f[i].name, "sex") == 0)
            TRY(boxes(s->a, f[i].options.items, f[i].options.n,
                      sizeof(struct form_option), &sex));
    ROW(s, "未登记孩子", "姓名：", "性别", sex);
    ROW(s, "出生日期", DAY_BLANK, "监护人", "");
    return answers(s);
}

static enum err head(struct sheet *s, const char *round,
                     const struct door_view *d)
{
    const struct door_household *h = d->household;
    int64_t code = door_code(h->id);
    const char *results;

    add(s, "title")->text = s->out->title = "入户摸排登记表";
    s->out->number_text =
        arena_printf(s->a, "%s　编号 %lld-%lld", round, (long long)(code / 10),
                     (long long)(code % 10));
    if (!s->out->number_text)
        return ERR_NO_MEMORY;
    add(s, "number")->text = s->out->number_text;
    TRY(boxes(s->a, s->form->outcomes.items, s->form->outcomes.n,
              sizeof(struct form_outcome), &results));
    ROW(s, "村居或网格", h->division_name, "户主", h->head_name);
    ROW(s, "住址", h->address ? h->address : "");
    ROW(s, "入户日期", DAY_BLANK, "入户人", "");
    ROW(s, "入户结果", results);
    ROW(s, "约定再访", DAY_BLANK, "备注", "");
    return ERR_OK;
}

static enum err legend(struct sheet *s)
{
    static const char *const later[] = { "school_name", "grade", "since",
                                         "reason", NULL };
    static const char *const labels[] = { "就读学校", "年级、班级", "自何时起",
                                          "原因", NULL };
    struct buf b;

    buf_init(&b);
    for (size_t i = 0; later[i]; i++)
        TRY(asked_when(s, later[i], labels[i], &b));
    buf_str(&b, "原因号：");
    for (size_t i = 0; reasons.rows[i].code; i++)
        buf_printf(&b, "%s%zu %s", i ? "、" : "", i + 1, reasons.rows[i].label);
    TRY(text_of(s->a, &b, &add(s, "note")->text));
    add(s, "basis")->text = "虎政规〔2020〕1号六（一）";
    return ERR_OK;
}

enum err survey_sheet_make(struct arena *a, const struct survey_form *form,
                           const char *round, const struct door_view *door,
                           struct paper *out)
{
    const struct door_child *c = door->children.items;
    struct sheet s = { .a = a, .form = form, .out = out };

    *out = (struct paper) { .kind = "survey_sheet" };
    out->blocks.items =
        arena_array(a, HEAD_BLOCKS + CHILD_BLOCKS * (door->children.n + 2),
                    sizeof(struct paper_block));
    if (!out->blocks.items)
        return ERR_NO_MEMORY;
    TRY(boxes(a, form->situations.items, form->situations.n,
              sizeof(struct form_situation), &s.situations));
    TRY(head(&s, round, door));
    for (size_t i = 0; i < door->children.n; i++)
        TRY(known_child(&s, i + 1, &c[i]));
    TRY(new_child(&s));
    return legend(&s);
}
