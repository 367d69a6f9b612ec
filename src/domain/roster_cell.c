/* The cells of a roster's row, checked by the field tables of the API. */
#include "domain/roster.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "domain/clean.h"
#include "domain/id_no.h"
#include "domain/student.h"
#include "text/norm.h"
#include "json/read.h"
#include "json/write.h"

static const struct field roster_fault_fields[] = {
    F_INT(roster_fault, column, "列", REQUIRED, 0, ROSTER_COLUMNS),
    F_TEXT(roster_fault, header, "列名", OPTIONAL, 0, 200),
    F_TEXT(roster_fault, member, "项目", OPTIONAL, 0, 40),
    F_TEXT(roster_fault, code, "代号", REQUIRED, 1, 40),
    F_TEXT(roster_fault, detail, "原因", REQUIRED, 1, 400),
    F_TEXT(roster_fault, remedy, "处理办法", REQUIRED, 1, 400),
    F_TEXT(roster_fault, gravity, "轻重", REQUIRED, 1, 10),
    F_END
};
const struct record roster_fault = RECORD(
    roster_fault, "RosterFault", "花名册里的一处问题", roster_fault_fields);

/* The list's own JSON, an object around it as json_read wants one. */
struct fault_list {
    struct list faults;
};
static const struct field fault_list_fields[] = {
    F_LIST(fault_list, faults, "问题", REQUIRED, ROSTER_FAULTS, roster_fault),
    F_END
};
static const struct record fault_list =
    RECORD(fault_list, "RosterFaults", "问题", fault_list_fields);

enum err roster_faults_write(struct arena *a, const struct roster_fault *faults,
                             size_t n, const char **out)
{
    struct buf b;

    buf_init(&b);
    buf_char(&b, '[');
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_char(&b, ',');
        json_write(&b, &roster_fault, &faults[i], WRITE_STORED);
    }
    buf_char(&b, ']');
    *out = b.failed ? NULL : arena_strndup(a, b.data, b.len);
    buf_free(&b);
    return *out ? ERR_OK : ERR_NO_MEMORY;
}

enum err roster_faults_read(struct arena *a, const char *json, struct list *out)
{
    char *whole = arena_printf(a, "{\"faults\":%s}", json ? json : "[]");
    struct bad_list bad = { .n = 0 };
    struct fault_list l;

    if (!whole)
        return ERR_NO_MEMORY;
    if (json_read(&fault_list, whole, strlen(whole), a, &l, &bad) != ERR_OK)
        return ERR_DAMAGED;
    *out = l.faults;
    return ERR_OK;
}

/* What checking one row needs. */
struct check {
    const struct roster_kind *k;
    const struct roster_mapping *m;
    const struct roster_codes *c;
    struct arena *a;
    struct roster_row_read *row;
};

void roster_fault_add(const struct roster_kind *k,
                      const struct roster_mapping *m,
                      struct roster_row_read *row, const char *member,
                      enum roster_gravity gravity, const char *code,
                      const char *detail, const char *remedy)
{
    struct roster_fault *f;

    row->refused |= gravity == ROSTER_REFUSED;
    if (row->faults_n == ROSTER_FAULTS)
        return;
    f = &row->faults[row->faults_n++];
    *f = (struct roster_fault) {
        .member = member,
        .code = code,
        .detail = detail,
        .remedy = remedy,
        .gravity = gravity == ROSTER_REFUSED ? "refused" : "doubt",
    };
    for (size_t i = 0; member && i < m->n; i++) {
        if (m->at[i] < 0 || strcmp(k->columns[m->at[i]].member, member) != 0)
            continue;
        f->column = (int64_t)i + 1;
        f->header = k->columns[m->at[i]].header;
        return;
    }
}

static void fault(struct check *x, const char *member,
                  enum roster_gravity gravity, const char *code,
                  const char *detail, const char *remedy)
{
    roster_fault_add(x->k, x->m, x->row, member, gravity, code, detail, remedy);
}

static const char *text_of(const struct check *x, const char *member)
{
    return field_text(record_field(&roster_value, member, NULL), &x->row->v);
}

static void set_text(struct check *x, const char *member, const char *text)
{
    *(const char **)field_at(record_field(&roster_value, member, NULL),
                             &x->row->v) = text;
}

/* ---- single cells -------------------------------------------------------- */
static void read_code(struct check *x, const struct field *f, const char *text)
{
    const char *code = roster_code(x->a, f->codes, text);

    if (code)
        *(const char **)field_at(f, &x->row->v) = code;
    else
        fault(x, f->name, ROSTER_REFUSED, "code",
              arena_printf(x->a, "不是“%s”里的名称或代码。", f->codes->title),
              "请改成代码表里的名称或代码，模板的“填写说明”页列有全部。");
}

/* The last day that a date may be: a change of the register (户籍变动) may hold
 * from a day of the coming year on, all else is past. */
static void last_day(const struct check *x, char out[CLOCK_DATE_MAX])
{
    int ahead = x->k->use == ROSTER_CHANGE;

    snprintf(out, CLOCK_DATE_MAX, "%04d%.6s",
             (int)strtol(x->c->today, NULL, 10) + ahead, x->c->today + 4);
}

static void read_date(struct check *x, const struct field *f, const char *text)
{
    char date[CLOCK_DATE_MAX], last[CLOCK_DATE_MAX];

    last_day(x, last);

    if (!roster_date(text, date))
        fault(x, f->name, ROSTER_REFUSED, "date", "不是存在的日期。",
              "请写成 2015-03-04 这样的日期。");
    else if (strcmp(date, last) > 0)
        fault(
            x, f->name, ROSTER_REFUSED, "future",
            x->k->use == ROSTER_CHANGE ? "日期在一年之后。" : "日期晚于今天。",
            "请核对年份。");
    else
        *(const char **)field_at(f, &x->row->v) = arena_strdup(x->a, date);
}

/* 1班, （1）班 and 1 are one class. */
static const char *plain_class(struct arena *a, const char *text)
{
    const char *s = roster_header(a, text);
    size_t n;

    /* A class in brackets alone has nothing before them. */
    if (s && (*s == '(' || strncmp(s, "（", 3) == 0)) {
        size_t open = *s == '(' ? 1 : strlen("（");
        const char *wide;

        n = strcspn(s + open, ")");
        wide = strstr(s + open, "）");
        if (wide && wide < s + open + n)
            n = (size_t)(wide - (s + open));
        s = arena_strndup(a, s + open, n);
    }
    n = s ? strlen(s) : 0;
    if (n > strlen("班") && strcmp(s + n - strlen("班"), "班") == 0)
        s = arena_strndup(a, s, n - strlen("班"));
    return s;
}

static void read_text(struct check *x, const struct field *f, const char *text)
{
    const char *why;

    if (strcmp(f->name, "class") == 0)
        text = plain_class(x->a, text);
    why = field_read_text(f, text ? text : "", x->a, &x->row->v);
    if (why)
        fault(x, f->name, ROSTER_REFUSED, "format", why,
              "请在原文件里改好这一格，再传一次。");
}

static const char *blank_as_null(struct arena *a, const char *text)
{
    char *plain;

    if (!text || !*text || text_store_form(text, a, &plain) != ERR_OK)
        return text && *text ? text : NULL;
    return *plain ? plain : NULL;
}

static void read_cell(struct check *x, const struct roster_column *c,
                      const struct roster_cell *cell)
{
    const struct field *f = record_field(&roster_value, c->member, NULL);
    const char *text = cell ? blank_as_null(x->a, cell->text) : NULL;

    if (cell && cell->error) {
        fault(x, c->member, ROSTER_REFUSED, "error_cell",
              "这一格是公式的错误值（如 #N/A）。", "请改成真正的内容。");
        return;
    }
    if (!text) {
        if (c->need & NEED_CELL)
            fault(x, c->member, ROSTER_REFUSED, "required", "必须填写。",
                  "请补上这一格；整行多余的请删去。");
        return;
    }
    if (strcmp(c->member, "id_no") == 0)
        *(const char **)field_at(f, &x->row->v) = text; /* judged below */
    else if (f->type == FIELD_CODE)
        read_code(x, f, text);
    else if (f->type == FIELD_DATE)
        read_date(x, f, text);
    else
        read_text(x, f, text);
}

/* ---- the row as a whole ---------------------------------------------------- */
static bool known(const char *const *codes, size_t n, const char *code)
{
    size_t lo = 0, hi = n;

    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int order = strcmp(codes[mid], code);

        if (order == 0)
            return true;
        if (order < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return false;
}

static bool digits(const char *s, size_t n)
{
    return strlen(s) == n && strspn(s, "0123456789") == n;
}

static void judge_school(struct check *x)
{
    const struct roster_codes *c = x->c;
    const char *code = x->row->v.school;

    if (!code)
        return;
    if (!digits(code, 10))
        fault(x, "school", ROSTER_REFUSED, "school",
              "学校标识码须为 10 位数字。", "请核对学校标识码。");
    else if (x->k->use == ROSTER_SCHOOLS)
        return;
    else if (c->own_school && strcmp(c->own_school, code) != 0)
        fault(x, "school", ROSTER_REFUSED, "scope", "不是本校的学生。",
              "请删去这一行；外校学生由其学校或教育局导入。");
    else if (!known(c->schools, c->schools_n, code))
        fault(x, "school", ROSTER_REFUSED, "unknown", "没有这所学校。",
              "请核对学校标识码；新学校请教育局先登记。");
}

static void judge_division(struct check *x)
{
    const struct roster_codes *c = x->c;
    const char *code = x->row->v.division;
    bool must = x->k->use == ROSTER_SCHOOLS || x->k->use == ROSTER_HUJI;

    if (!code || known(c->divisions, c->divisions_n, code))
        return;
    if (must && x->k->use == ROSTER_SCHOOLS && !digits(code, 12))
        fault(x, "division", ROSTER_REFUSED, "division",
              "所属区划代码须为 12 位数字。", "请核对区划代码。");
    else if (must || (digits(code, 12) && strncmp(code, c->county, 6) == 0))
        fault(x, "division", ROSTER_REFUSED, "unknown",
              "区划代码不在本县的区划里。", "请核对区划代码。");
    else if (!digits(code, 6) && !digits(code, 9) && !digits(code, 12) &&
             !digits(code, 15))
        fault(x, "division", ROSTER_REFUSED, "division",
              "区划代码须为 6、9、12 或 15 位数字。", "请核对区划代码。");
}

/* A number that cannot be one: kept as it was sent only on lists from above,
 * which nobody here can mend. */
static void bad_number(struct check *x, const char *code, const char *detail)
{
    enum roster_gravity g = x->k->ids_as_sent && strcmp(code, "excel") != 0
                                ? ROSTER_DOUBT
                                : ROSTER_REFUSED;

    fault(x, "id_no", g, code, detail,
          g == ROSTER_DOUBT ? "已按原样保留，请对照户口簿核实。"
                            : "请对照户口簿改正后再传。");
    x->row->v.id_no_state = "other";
}

static bool excel_damage(struct check *x, bool numeric)
{
    const char *kind = x->row->v.id_kind;
    char no[ID_NO_SIZE];
    enum id_no_fault f;

    if (kind && strcmp(kind, "1") != 0 && strcmp(kind, "2") != 0)
        return false;
    f = id_no_normalise(x->row->v.id_no, no);
    if (f == ID_NO_OK)
        f = id_no_check(no, numeric ? ID_NO_NUMERIC_CELL : 0);
    if (f != ID_NO_EXCEL_DAMAGE)
        return false;
    bad_number(x, "excel", id_no_says(f));
    return true;
}

/* A wrong check digit, 15 digits and what contradicts a sound number are
 * kept, with a remark: nothing that a child is known by is thrown away. */
static void judge_number(struct check *x, bool numeric, bool has_column)
{
    struct roster_value *v = &x->row->v;
    struct student_row s = { .id_kind = v->id_kind,
                             .id_no = v->id_no,
                             .birth_date = v->birth_date,
                             .sex = v->sex };
    struct student_fault f;
    bool future;

    if (v->id_no && excel_damage(x, numeric))
        return;
    f = student_number(x->a, x->c->today, &s);
    if (f.pointer && strcmp(f.pointer, "/id_no") == 0) {
        bad_number(x, "id_no", f.detail);
        return;
    }
    future = f.pointer && strcmp(f.code, "future") == 0;
    if (f.pointer)
        fault(x, f.pointer + 1, future ? ROSTER_REFUSED : ROSTER_DOUBT, f.code,
              f.detail,
              future ? "请对照户口簿改正后再传。"
                     : "已按所填保留，请对照户口簿核对。");
    v->id_no = s.id_no;
    v->id_no_state = s.id_no_state;
    if (!v->birth_date)
        v->birth_date = s.birth_date;
    if (!v->sex)
        v->sex = s.sex;
    if (student_number_doubtful(s.id_no_state))
        fault(x, "id_no", ROSTER_DOUBT, s.id_no_state,
              strcmp(s.id_no_state, "fifteen") == 0
                  ? "是 15 位旧号，已按 18 位比对。"
                  : "末位校验码不对，可能有一位写错。",
              "已按所填保留，请对照户口簿核对。");
    else if (!s.id_no && has_column)
        fault(x, "id_no", ROSTER_DOUBT, "missing", "没有证件号。",
              "已保留；没有证件号的只能由人核对，请尽量补上。");
}

static int column_at(const struct roster_mapping *m, int column)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->at[i] == column)
            return (int)i;
    return -1;
}

enum err roster_row_check(const struct roster_kind *k,
                          const struct roster_mapping *m,
                          const struct roster_codes *c,
                          const struct roster_cell *cells, size_t n,
                          struct arena *a, struct roster_row_read *out)
{
    struct check x = { k, m, c, a, out };
    bool numeric = false, has_number = false;

    out->faults_n = 0;
    out->refused = false;
    record_clear(&roster_value, &out->v);
    for (int i = 0; k->columns[i].header; i++) {
        int at = column_at(m, i);
        const struct roster_cell *cell =
            at >= 0 && (size_t)at < n ? &cells[at] : NULL;

        read_cell(&x, &k->columns[i], cell);
        if (at < 0 || strcmp(k->columns[i].member, "id_no") != 0)
            continue;
        has_number = true;
        numeric = cell && cell->numeric;
    }
    judge_school(&x);
    judge_division(&x);
    if (k->use != ROSTER_SCHOOLS)
        judge_number(&x, numeric, has_number);
    for (const struct field *f = roster_value.fields; f->type != FIELD_END; f++)
        if (field_text(f, &out->v) && !*field_text(f, &out->v))
            set_text(&x, f->name, NULL);
    if (!text_of(&x, "id_no_state"))
        out->v.id_no_state = "missing";
    return ERR_OK;
}
