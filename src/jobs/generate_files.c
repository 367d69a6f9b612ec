/* The files of the roster generator: their headers, and the bytes to disk. */
#include <string.h>

#include "generate_parts.h"
#include "text/gb18030.h"

#define FILE_CHUNK ((size_t)256 * 1024)

/* The headers are those of the contract, which an import asks for. */
static const struct table_column schools[] = {
    { .header = "学校标识码" },
    { .header = "学校名称" },
    { .header = "办学类型" },
    { .header = "所属区划代码" },
};
static const struct table_column enrolment[] = {
    { .header = "学籍号" },         { .header = "姓名" },
    { .header = "性别" },           { .header = "出生日期" },
    { .header = "身份证件类型" },   { .header = "身份证件号" },
    { .header = "民族" },           { .header = "学校标识码" },
    { .header = "年级" },           { .header = "班级" },
    { .header = "户籍地区划代码" }, { .header = "现住址" },
    { .header = "监护人姓名" },     { .header = "监护人电话" },
    { .header = "学籍状态" },
};
static const enum part enrolment_parts[] = {
    PART_OTHER,  PART_NAME,  PART_SEX,    PART_BIRTH, PART_OTHER,
    PART_NUMBER, PART_OTHER, PART_SCHOOL, PART_OTHER, PART_CLASS,
    PART_OTHER,  PART_OTHER, PART_OTHER,  PART_PHONE, PART_OTHER,
};
static const struct table_column attendance[] = {
    { .header = "姓名" }, { .header = "身份证件号" }, { .header = "出生日期" },
    { .header = "性别" }, { .header = "学校标识码" }, { .header = "年级" },
    { .header = "班级" }, { .header = "学籍号" },
};
static const enum part attendance_parts[] = {
    PART_NAME,   PART_NUMBER, PART_BIRTH, PART_SEX,
    PART_SCHOOL, PART_OTHER,  PART_CLASS, PART_OTHER,
};
static const struct table_column household[] = {
    { .header = "户号" },           { .header = "户主姓名" },
    { .header = "与户主关系" },     { .header = "姓名" },
    { .header = "性别" },           { .header = "出生日期" },
    { .header = "公民身份号码" },   { .header = "民族" },
    { .header = "户籍地区划代码" }, { .header = "户籍地址" },
};
static const enum part household_parts[] = {
    PART_OTHER, PART_OTHER,  PART_OTHER, PART_NAME,  PART_SEX,
    PART_BIRTH, PART_NUMBER, PART_OTHER, PART_OTHER, PART_OTHER,
};
static const struct table_column change[] = {
    { .header = "姓名" },     { .header = "公民身份号码" },
    { .header = "变动类型" }, { .header = "变动日期" },
    { .header = "原地址" },   { .header = "现地址" },
};
static const enum part change_parts[] = {
    PART_NAME, PART_NUMBER, PART_OTHER, PART_OTHER, PART_OTHER, PART_OTHER,
};
static const struct table_column poverty[] = {
    { .header = "户编号" },   { .header = "户主姓名" },
    { .header = "姓名" },     { .header = "证件号码" },
    { .header = "困难类型" }, { .header = "区划代码" },
    { .header = "识别日期" },
};
static const enum part poverty_parts[] = {
    PART_OTHER, PART_OTHER, PART_NAME,  PART_NUMBER,
    PART_OTHER, PART_OTHER, PART_OTHER,
};
static const struct table_column disability[] = {
    { .header = "姓名" },       { .header = "身份证号" },
    { .header = "残疾人证号" }, { .header = "残疾类别" },
    { .header = "残疾等级" },   { .header = "住址" },
    { .header = "监护人" },     { .header = "联系电话" },
};
static const enum part disability_parts[] = {
    PART_NAME,  PART_NUMBER, PART_OTHER, PART_OTHER,
    PART_OTHER, PART_OTHER,  PART_OTHER, PART_PHONE,
};
static const struct table_column assigned[] = {
    { .header = "姓名" }, { .header = "身份证号" }, { .header = "户籍地址" },
    { .header = "来源" }, { .header = "下发日期" },
};
static const enum part assigned_parts[] = {
    PART_NAME, PART_NUMBER, PART_OTHER, PART_OTHER, PART_OTHER,
};

/* One row a child.  `verdict` is what the lists allow to say, empty where none
 * is asked for; `planted` and `rows` are KIND:what;… and KIND:row …, rows
 * numbered as a spreadsheet shows them. */
static const struct table_column truth[] = {
    { .header = "id_no" },
    { .header = "name" },
    { .header = "birth_date" },
    { .header = "sex" },
    { .header = "division" },
    { .header = "age" },
    { .header = "state" },
    { .header = "verdict" },
    { .header = "number_destroyed" },
    { .header = "twin" },
    { .header = "alike" },
    { .header = "planted" },
    { .header = "rows" },
};

#define FORM(name, columns, parts)                                             \
    {                                                                          \
        name, columns, parts, sizeof(columns) / sizeof *(columns)              \
    }
const struct roster_form roster_forms[ROSTERS] = {
    [ROSTER_SCHOOLS] = FORM("schools", schools, NULL),
    [ROSTER_ENROLMENT] = FORM("enrolment", enrolment, enrolment_parts),
    [ROSTER_ATTENDANCE] = FORM("attendance", attendance, attendance_parts),
    [ROSTER_HOUSEHOLD] = FORM("household_register", household, household_parts),
    [ROSTER_CHANGE] = FORM("register_change", change, change_parts),
    [ROSTER_POVERTY] = FORM("poverty", poverty, poverty_parts),
    [ROSTER_DISABILITY] = FORM("disability", disability, disability_parts),
    [ROSTER_ASSIGNED] = FORM("assigned", assigned, assigned_parts),
    [ROSTER_TRUTH] = FORM("truth", truth, NULL),
};

int roster_column(enum roster r, enum part p)
{
    const struct roster_form *form = &roster_forms[r];

    for (size_t i = 0; form->parts && i < form->n; i++)
        if (form->parts[i] == p)
            return (int)i;
    return -1;
}

static enum err flush(struct roster_file *f)
{
    const struct buf *b = &f->pending;

    if (f->gb18030) {
        buf_clear(&f->coded);
        TRY(gb18030_encode(b->data, b->len, &f->coded));
        b = &f->coded;
    }
    TRY(out_file_write(&f->file, b->data, b->len));
    buf_clear(&f->pending);
    return ERR_OK;
}

/* Takes whole lines.  GB18030 has no byte order mark. */
static enum err take(void *ctx, const void *bytes, size_t n)
{
    struct roster_file *f = ctx;
    size_t skip = f->gb18030 && !f->begun ? strlen("\xEF\xBB\xBF") : 0;

    f->begun = true;
    buf_add(&f->pending, (const char *)bytes + skip, n - skip);
    if (f->pending.failed)
        return ERR_NO_MEMORY;
    return f->pending.len < FILE_CHUNK ? ERR_OK : flush(f);
}

static enum err open_one(struct roster_file *f, const struct roster_form *form,
                         const struct generate_plan *plan, struct arena *a)
{
    const char *path = arena_printf(a, "%s/%s.csv", plan->out, form->kind);

    if (!path)
        return ERR_NO_MEMORY;
    /* the truth is for programs */
    f->gb18030 = plan->gb18030 && form != &roster_forms[ROSTER_TRUTH];
    f->sheet.columns = form->columns;
    f->sheet.n_columns = form->n;
    TRY(out_file_open(path, &f->file));
    return table_csv_open(&f->sheet, take, f, &f->table);
}

enum err generate_files_open(struct roster_file f[ROSTERS],
                             const struct generate_plan *plan, struct arena *a)
{
    for (int r = 0; r < ROSTERS; r++) {
        f[r] = (struct roster_file) { .file = { .fd = -1 } };
        buf_init(&f[r].pending);
        buf_init(&f[r].coded);
    }
    for (int r = 0; r < ROSTERS; r++)
        TRY(open_one(&f[r], &roster_forms[r], plan, a));
    return ERR_OK;
}

enum err generate_files_publish(struct roster_file f[ROSTERS])
{
    for (int r = 0; r < ROSTERS; r++) {
        TRY(table_finish(f[r].table));
        TRY(flush(&f[r]));
    }
    for (int r = 0; r < ROSTERS; r++)
        TRY(out_file_publish(&f[r].file));
    return ERR_OK;
}

void generate_files_close(struct roster_file f[ROSTERS])
{
    for (int r = 0; r < ROSTERS; r++) {
        table_close(f[r].table);
        out_file_close(&f[r].file);
        buf_free(&f[r].pending);
        buf_free(&f[r].coded);
    }
}

enum err roster_write(struct roster_file f[ROSTERS], enum roster r,
                      const char *const *cells, int64_t *row)
{
    struct table_cell out[ROSTER_COLUMNS_MAX];

    for (size_t i = 0; i < roster_forms[r].n; i++)
        out[i] = table_text(cells[i]);
    TRY(table_row(f[r].table, out));
    *row = table_rows(f[r].table) + 1; /* below the head */
    return ERR_OK;
}
