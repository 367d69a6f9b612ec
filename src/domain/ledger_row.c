/* Rows of a ledger: what is made of the stored, its cells, its JSON. */
#include <stdlib.h>
#include <string.h>

#include "domain/care.h"
#include "domain/case.h"
#include "domain/clean.h"
#include "domain/codes.h"
#include "domain/followed.h"
#include "domain/ledger.h"
#include "domain/notice.h"
#include "domain/roster.h"
#include "domain/training_wish.h"
#include "domain/transfer.h"
#include "domain/upward.h"
#include "domain/verdict.h"
#include "json/read.h"
#include "json/write.h"

#define MADE (OPTIONAL | REPLY_ONLY)

/* 入学通知书, which a statement of its own finds. */
#define NOTICE_FIELDS(NEED)                                                    \
    F_TEXT(ledger_row, notice_mark, "文号中的单位", NEED, 0, 130),             \
        F_INT(ledger_row, notice_number, "通知书序号", NEED, 1, INT64_MAX),    \
        F_CODE(ledger_row, notice_basis, "发放原因", NEED, notice_bases),      \
        F_TEXT(ledger_row, notice_school, "报到学校", NEED, 0, 60),            \
        F_DATE(ledger_row, report_on, "报到日期", NEED),                       \
        F_DATE(ledger_row, issued_on, "制作日期", NEED),                       \
        F_DATE(ledger_row, served_on, "送达日期", NEED),                       \
        F_CODE(ledger_row, service_method, "送达方式", NEED, service_methods), \
        F_TEXT(ledger_row, recipient, "签收人", NEED, 0, 60),                  \
        F_TEXT(ledger_row, witness, "见证人", NEED, 0, 100),                   \
        F_TEXT(ledger_row, servers, "送达人", NEED, 0, 100),                   \
        F_CODE(ledger_row, notice_state, "送达情况", NEED, notice_states),     \
        F_CODE(ledger_row, arrival, "报到情况", NEED, notice_arrivals)

static const struct field ledger_row_fields[] = {
    F_ID(ledger_row, id, "编号", REQUIRED),
    F_ID(ledger_row, student_id, "学生", REQUIRED),
    F_ID(ledger_row, case_id, "个案", OPTIONAL),
    F_TEXT(ledger_row, place, "所在", COLUMN_ONLY, 0, 120),
    F_INT(ledger_row, household_key, "家庭", COLUMN_ONLY, 0, INT64_MAX),
    F_TEXT(ledger_row, township, "乡镇", OPTIONAL, 0, 60),
    F_TEXT(ledger_row, village, "村/社区", OPTIONAL, 0, 60),
    F_TEXT(ledger_row, grid, "网格", OPTIONAL, 0, 60),
    F_TEXT(ledger_row, head_name, "户主", OPTIONAL, 0, 60),
    F_CODE(ledger_row, relation, "与户主关系", OPTIONAL, relations),
    F_TEXT(ledger_row, name, "姓名", REQUIRED, 1, 60),
    F_CODE(ledger_row, sex, "性别", OPTIONAL, sexes),
    F_CODE(ledger_row, nation, "民族", OPTIONAL, nations),
    F_DATE(ledger_row, birth_date, "出生日期", OPTIONAL),
    F_CODE(ledger_row, id_kind, "身份证件类型", OPTIONAL, id_kinds),
    F_SEALED(ledger_row, id_no, "证件号", OPTIONAL, 40, NULL, mask_id_no,
             "student.id_no"),
    F_TEXT(ledger_row, huji_name, "户籍所在地", OPTIONAL, 0, 120),
    F_SEALED(ledger_row, huji_address, "户籍地址", OPTIONAL, 200, NULL,
             mask_address, "student.huji_address"),
    F_SEALED(ledger_row, residence_address, "现住址", COLUMN_ONLY, 200, NULL,
             mask_address, "student.residence_address"),
    F_SEALED(ledger_row, household_address, "家庭住址", COLUMN_ONLY, 200, NULL,
             mask_address, "household.address"),
    F_SEALED(ledger_row, household_phone, "家庭电话", COLUMN_ONLY, 40, NULL,
             mask_phone, "household.phone"),
    F_TEXT(ledger_row, guardian_name, "监护人", OPTIONAL, 0, 60),
    F_SEALED(ledger_row, guardian_phone, "监护人电话", COLUMN_ONLY, 40, NULL,
             mask_phone, "guardian.phone"),
    F_TEXT(ledger_row, school, "学校标识码", OPTIONAL, 0, 20),
    F_TEXT(ledger_row, school_name, "学校名称", OPTIONAL, 0, 120),
    F_TEXT(ledger_row, school_place, "学校所在地", MADE, 0, 120),
    F_CODE(ledger_row, grade, "年级", OPTIONAL, grades),
    F_TEXT(ledger_row, class, "班级", OPTIONAL, 0, 20),
    F_SEALED(ledger_row, student_no, "学籍号", OPTIONAL, 40, NULL, mask_id_no,
             "enrolment.student_no"),
    F_CODE(ledger_row, enrolment_state, "就学状态", OPTIONAL, enrolment_states),
    F_TRANSFER_STATE(ledger_row, MADE),
    F_CODE(ledger_row, situation, "入户所见", OPTIONAL, situations),
    F_TEXT(ledger_row, tag_codes, "特殊类别代码", COLUMN_ONLY, 0, 200),
    F_SEALED(ledger_row, note, "备注", OPTIONAL, 1000, NULL, NULL,
             "student.note"),
    F_CODE(ledger_row, case_kind, "个案类别", OPTIONAL, case_kinds),
    F_CODE(ledger_row, case_state, "个案状态", OPTIONAL, case_states),
    F_CODE(ledger_row, level, "责任层级", OPTIONAL, case_levels),
    F_CODE(ledger_row, source, "线索来源", OPTIONAL, case_sources),
    F_CODE(ledger_row, reason, "辍学原因", OPTIONAL, reasons),
    F_DATE(ledger_row, absent_since, "未到校起始日期", OPTIONAL),
    F_CODE(ledger_row, disposition, "处置类别", OPTIONAL, dispositions),
    F_CODE(ledger_row, outcome, "销号结果", OPTIONAL, outcomes),
    F_DATE(ledger_row, returned_on, "返校日期", OPTIONAL),
    F_INT(ledger_row, persuasions, "入户劝返次数", OPTIONAL, 0, INT64_MAX),
    F_TIME(ledger_row, opened_at, "立案时间", OPTIONAL),
    F_TEXT(ledger_row, report_no, "上报文号", OPTIONAL, 0, 40),
    F_DATE(ledger_row, reported_on, "上报日期", OPTIONAL),
    F_DATE(ledger_row, period_from, "期限起", OPTIONAL),
    F_DATE(ledger_row, period_until, "期限止", OPTIONAL),
    F_TEXT(ledger_row, archive_no, "免予入学档案号", OPTIONAL, 0, 40),
    F_CODE(ledger_row, placement, "就读方式", OPTIONAL, outcomes),
    F_DATE(ledger_row, assessed_on, "评估日期", OPTIONAL),
    F_CODE(ledger_row, advice, "安置意见", OPTIONAL, placements),
    F_TIME(ledger_row, closed_at, "销号时间", OPTIONAL),
    F_SEALED(ledger_row, visit_detail, "末次劝返", COLUMN_ONLY, 0, NULL, NULL,
             "case_event.detail"),
    NOTICE_FIELDS(MADE),
    F_DATE(ledger_row, event_on, "日期", MADE),
    F_TEXT(ledger_row, event_unit, "单位", MADE, 0, 60),
    F_TEXT(ledger_row, people, "人员", MADE, 0, 200),
    F_TEXT(ledger_row, did, "内容", MADE, 0, 2000),
    F_TEXT(ledger_row, effect, "效果", MADE, 0, 2000),
    F_TEXT(ledger_row, slot, "时段", MADE, 0, 20),
    F_TEXT(ledger_row, signature, "家长签字", MADE, 0, 4),
    F_TEXT(ledger_row, photo, "照片", MADE, 0, 4),
    F_CODE(ledger_row, difficulty, "困难类别", MADE, difficulties),
    F_INT(ledger_row, periods, "课时", MADE, 0, INT64_MAX),
    F_TEXT(ledger_row, employer, "用人单位", MADE, 0, 120),
    F_TEXT(ledger_row, credit_code, "统一社会信用代码", MADE, 0, 18),
    F_DATE(ledger_row, worked_from, "入职日期", MADE),
    F_DATE(ledger_row, ordered_on, "责令日期", MADE),
    F_DATE(ledger_row, back_on, "送回日期", MADE),
    F_TEXT(ledger_row, penalty, "罚款", MADE, 0, 40),
    F_DATE(ledger_row, ended_on, "结案日期", MADE),
    F_CODE(ledger_row, verdict, "核查结论", MADE, verdict_codes),
    F_TEXT(ledger_row, rule, "规则", MADE, 0, 40),
    F_CODE(ledger_row, follow_up, "办理情况", MADE, assigned_standings),
    F_BOOL(ledger_row, repeated, "重复下发", MADE),
    F_CODE(ledger_row, change_type, "变动类型", MADE, change_types),
    F_TEXT(ledger_row, old_address, "原地址", MADE, 0, 200),
    F_TEXT(ledger_row, aid, "资助项目", MADE, 0, 200),
    F_TEXT(ledger_row, aid_terms, "学期", MADE, 0, 40),
    F_TEXT(ledger_row, aid_funders, "资助单位", MADE, 0, 100),
    F_TEXT(ledger_row, aid_amount, "金额", MADE, 0, 30),
    F_DATE(ledger_row, aid_paid_on, "发放日期", MADE),
    F_TEXT(ledger_row, aid_lack, "缺少学期", MADE, 0, 40),
    F_CODE(ledger_row, leaving_stage, "毕业学段", MADE, training_stages),
    F_CODE(ledger_row, onward, "毕业去向", MADE, training_onwards),
    F_CODE(ledger_row, course, "培训工种", MADE, training_courses),
    F_CODE(ledger_row, training_state, "培训办理状态", MADE, training_states),
    F_DATE(ledger_row, handed_on, "移交日期", MADE),
    F_DATE(ledger_row, contacted_on, "联系日期", MADE),
    F_TEXT(ledger_row, upward_no, "上报编号", MADE, 0, 30),
    F_CODE(ledger_row, answer, "上级答复", MADE, upward_answers),
    F_DATE(ledger_row, answered_on, "答复日期", MADE),
    F_INT(ledger_row, seq, "序号", MADE, 1, INT64_MAX),
    F_TEXT(ledger_row, stage, "学段", MADE, 0, 20),
    F_TEXT(ledger_row, class_name, "年级班级", MADE, 0, 60),
    F_TEXT(ledger_row, standing, "就读状态", MADE, 0, 60),
    F_TEXT(ledger_row, tags, "特殊类别", MADE, 0, 200),
    F_TEXT(ledger_row, notice_no, "通知书编号", MADE, 0, 200),
    F_TEXT(ledger_row, address, "现住址", MADE, 0, 200),
    F_TEXT(ledger_row, phone, "电话", MADE, 0, 40),
    F_TEXT(ledger_row, absent_month, "辍学年月", MADE, 0, 10),
    F_TEXT(ledger_row, due_on, "应入学时间", MADE, 0, 10),
    F_DATE(ledger_row, opened_on, "发现日期", MADE),
    F_DATE(ledger_row, settled_on, "办结日期", MADE),
    F_TEXT(ledger_row, progress, "办理状态", MADE, 0, 60),
    F_DATE(ledger_row, visited_on, "劝返时间", MADE),
    F_TEXT(ledger_row, visitors, "劝返人员", MADE, 0, 400),
    F_END
};
const struct record ledger_row =
    RECORD(ledger_row, "LedgerRow", "台账行", ledger_row_fields);

static const struct field ledger_notice_fields[] = { NOTICE_FIELDS(OPTIONAL),
                                                     F_END };
const struct record ledger_notice =
    RECORD(ledger_row, "LedgerNotice", "台账行的通知书", ledger_notice_fields);

/* ---- made members ------------------------------------------------------ */
static enum err set(const char **out, const char *made)
{
    *out = made;
    return made ? ERR_OK : ERR_NO_MEMORY;
}

static enum err fill_class(struct arena *a, struct ledger_row *r)
{
    const char *stage = grade_stage(r->grade);

    r->stage = stage ? code_label(&stages, stage) : NULL;
    if (!r->grade && !r->class)
        return ERR_OK;
    return set(
        &r->class_name,
        arena_printf(a, "%s%s%s", r->grade ? code_label(&grades, r->grade) : "",
                     r->class ? r->class : "", r->class ? "班" : ""));
}

/* A lead that nobody has looked at yet, and a child that is back and watched,
 * stand as the register has them. */
static bool missing(const struct ledger_row *r)
{
    enum case_state s = case_state_of(r->case_state);

    return s >= CASE_PERSUADING && s <= CASE_REVIEW;
}

static enum err fill_standing(struct arena *a, struct ledger_row *r)
{
    if (r->case_kind && missing(r))
        return set(
            &r->standing,
            arena_printf(a, "%s（%s）", code_label(&case_kinds, r->case_kind),
                         code_label(&case_states, r->case_state)));
    r->standing =
        r->transfer_state    ? code_label(&transfer_states, r->transfer_state)
        : r->enrolment_state ? code_label(&enrolment_states, r->enrolment_state)
        : r->situation       ? code_label(&situations, r->situation)
                             : "未登记就学";
    return ERR_OK;
}

static enum err fill_progress(struct arena *a, struct ledger_row *r)
{
    enum case_state s = case_state_of(r->case_state);

    if (!r->case_state)
        return ERR_OK;
    r->progress = code_label(&case_states, r->case_state);
    if (!r->outcome || (s != CASE_WATCHING && s != CASE_CLOSED))
        return ERR_OK;
    return set(&r->progress,
               arena_printf(a, "%s（%s）", code_label(&outcomes, r->outcome),
                            r->progress));
}

/* "poverty,disabled" as 建档立卡、残疾. */
static enum err fill_tags(struct arena *a, struct ledger_row *r)
{
    char *codes, *at, *code;
    const char *text = NULL;

    if (!r->tag_codes || !*r->tag_codes)
        return ERR_OK;
    codes = arena_strdup(a, r->tag_codes);
    if (!codes)
        return ERR_NO_MEMORY;
    for (at = codes; (code = strsep(&at, ","));)
        TRY(set(&text,
                arena_printf(a, "%s%s%s", text ? text : "", text ? "、" : "",
                             code_label(&tags, code))));
    r->tags = text;
    return ERR_OK;
}

/* ---- the last visit of a case ------------------------------------------ */
struct visit_facts {
    struct list facts;
};
static const struct field visit_facts_fields[] = {
    F_LIST(visit_facts, facts, "所填内容", REQUIRED, 40, case_fact), F_END
};
static const struct record visit_facts =
    RECORD(visit_facts, "VisitFacts", "劝返内容", visit_facts_fields);

/* What an older program wrote otherwise stays out of the ledger; the case
 * still has it. */
static enum err fill_visit(struct arena *a, struct ledger_row *r)
{
    struct bad_list bad = { .n = 0 };
    struct visit_facts v;
    const struct case_fact *fact;
    enum err e;

    if (!r->visit_detail)
        return ERR_OK;
    e = json_read(&visit_facts, r->visit_detail, strlen(r->visit_detail), a, &v,
                  &bad);
    if (e != ERR_OK)
        return e == ERR_NO_MEMORY ? e : ERR_OK;
    fact = v.facts.items;
    for (size_t i = 0; i < v.facts.n; i++) {
        if (strcmp(fact[i].name, "visited_on") == 0)
            r->visited_on = fact[i].value;
        else if (strcmp(fact[i].name, "persons") == 0)
            r->visitors = fact[i].value;
    }
    return ERR_OK;
}

static enum err fill_day(struct arena *a, int64_t at, const char **out)
{
    char day[CLOCK_DATE_MAX];

    if (at == INT_NONE)
        return ERR_OK;
    clock_date_of(at, day);
    return set(out, arena_strdup(a, day));
}

/* The September after it has turned six by the cutoff day: `born_to` is the
 * last birthday of those who are six in the year of the ledger. */
static enum err fill_due(struct arena *a, const struct ledger_year *y,
                         struct ledger_row *r)
{
    int64_t year;

    if (!r->birth_date)
        return ERR_OK;
    year = strtoll(r->birth_date, NULL, 10) + LEDGER_AGE_MIN;
    if (strcmp(r->birth_date + 4, y->born_to + 4) > 0)
        year++;
    return set(&r->due_on, arena_printf(a, "%lld-09", (long long)year));
}

static enum err fill_notice(struct arena *a, const struct ledger_year *y,
                            struct ledger_row *r)
{
    if (r->notice_number == INT_NONE)
        return ERR_OK;
    return set(&r->notice_no,
               document_number(a, document_kind_of("enrolment_notice"),
                               r->notice_mark, y->year, r->notice_number));
}

enum err ledger_row_fill(struct arena *a, const struct ledger_year *y,
                         struct ledger_row *r)
{
    TRY(fill_notice(a, y, r));
    TRY(fill_due(a, y, r));
    TRY(fill_class(a, r));
    TRY(fill_standing(a, r));
    TRY(fill_progress(a, r));
    TRY(fill_tags(a, r));
    TRY(fill_visit(a, r));
    r->address =
        r->residence_address ? r->residence_address : r->household_address;
    r->phone = r->guardian_phone ? r->guardian_phone : r->household_phone;
    if (r->absent_since)
        TRY(set(&r->absent_month, arena_strndup(a, r->absent_since, 7)));
    TRY(fill_day(a, r->opened_at, &r->opened_on));
    return fill_day(a, r->closed_at, &r->settled_on);
}

/* ---- cells ------------------------------------------------------------- */
static enum err masked(struct arena *a, text_mask mask, const char *value,
                       const char **out)
{
    struct buf b;
    enum err e;

    buf_init(&b);
    mask(&b, value);
    e = b.failed ? ERR_NO_MEMORY
                 : set(out, arena_strndup(a, b.data ? b.data : "", b.len));
    buf_free(&b);
    return e;
}

enum err ledger_view_of(const struct ledger *l, bool full,
                        struct ledger_view *out)
{
    if (l->n_columns > LEDGER_COLUMNS_MAX)
        return ERR_INTERNAL;
    *out = (struct ledger_view) { .ledger = l, .full = full };
    for (size_t i = 0; i < l->n_columns; i++) {
        const struct ledger_column *c = &l->columns[i];
        const struct field *f;

        if (!c->member)
            continue;
        f = record_field(&ledger_row, c->member, NULL);
        if (!f || field_is_text(f) == (c->kind == LEDGER_INT))
            return ERR_INTERNAL;
        out->fields[i] = f;
    }
    return ERR_OK;
}

enum err ledger_cell(const struct ledger_view *v, size_t column,
                     struct arena *a, const struct ledger_row *r,
                     struct ledger_cell *out)
{
    const struct ledger_column *c = &v->ledger->columns[column];
    const struct field *f = v->fields[column];

    *out = (struct ledger_cell) { .number = INT_NONE };
    if (!f)
        return ERR_OK;
    if (c->kind == LEDGER_INT) {
        out->number = field_int(f, r);
        return ERR_OK;
    }
    out->text = field_text(f, r);
    if (!out->text)
        return ERR_OK;
    if (f->codes)
        out->text = code_label(f->codes, out->text);
    return c->mask && !v->full ? masked(a, c->mask, out->text, &out->text)
                               : ERR_OK;
}

/* ---- JSON -------------------------------------------------------------- */
static const char *json_name(const struct ledger_column *c)
{
    return c->name ? c->name : c->member;
}

void ledger_columns_write(struct buf *b, const struct ledger *l)
{
    static const char *const kinds[] = {
        [LEDGER_TEXT] = "text", [LEDGER_INT] = "int", [LEDGER_DATE] = "date"
    };

    buf_char(b, '[');
    for (size_t i = 0; i < l->n_columns; i++) {
        const struct ledger_column *c = &l->columns[i];

        buf_printf(b, "%s{\"name\":\"%s\",\"header\":", i ? "," : "",
                   json_name(c));
        json_write_text(b, c->header);
        buf_str(b, ",\"group\":");
        json_write_text(b, c->group);
        buf_printf(b, ",\"kind\":\"%s\"}", kinds[c->kind]);
    }
    buf_char(b, ']');
}

static void write_id(struct buf *b, int64_t id)
{
    if (id == INT_NONE)
        buf_str(b, "null");
    else
        buf_int(b, id);
}

static enum err write_item(struct buf *b, struct arena *a,
                           const struct ledger_view *v,
                           const struct ledger_row *r)
{
    const struct ledger *l = v->ledger;
    struct ledger_cell cell;

    buf_str(b, "{\"student_id\":");
    write_id(b, r->student_id);
    buf_str(b, ",\"case_id\":");
    write_id(b, r->case_id);
    for (size_t i = 0; i < l->n_columns; i++) {
        TRY(ledger_cell(v, i, a, r, &cell));
        buf_printf(b, ",\"%s\":", json_name(&l->columns[i]));
        if (l->columns[i].kind == LEDGER_INT)
            write_id(b, cell.number);
        else
            json_write_text(b, cell.text);
    }
    buf_char(b, '}');
    return ERR_OK;
}

enum err ledger_items_write(struct buf *b, struct arena *a,
                            const struct ledger_view *v,
                            const struct ledger_row *rows, size_t n)
{
    buf_char(b, '[');
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_char(b, ',');
        TRY(write_item(b, a, v, &rows[i]));
    }
    buf_char(b, ']');
    return b->failed ? ERR_NO_MEMORY : ERR_OK;
}
