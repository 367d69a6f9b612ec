/* Field tables of children, and the rule of their identity number. */
#include "domain/student.h"

#include <string.h>

#include "domain/clean.h"
#include "domain/codes.h"
#include "domain/id_no.h"
#include "domain/transfer.h"
#include "text/utf8.h"

#define F_VERSION(tag, opts) F_INT(tag, version, "版本", opts, 1, INT64_MAX)

/* Stored, compared for history and labelled by it, never replied; what is
 * COLUMN_ONLY is bookkeeping without history. */
static const struct field student_row_fields[] = {
    F_ID(student_row, id, "编号", COLUMN_ONLY),
    F_ID(student_row, household_id, "家庭编号", OPTIONAL),
    F_CODE(student_row, relation, "与户主关系", OPTIONAL, relations),
    F_TEXT(student_row, name, "姓名", REQUIRED, 1, 60),
    F_CODE(student_row, sex, "性别", OPTIONAL, sexes),
    F_DATE(student_row, birth_date, "出生日期", OPTIONAL),
    F_CODE(student_row, id_kind, "身份证件类型", REQUIRED, id_kinds),
    F_SEALED(student_row, id_no, "身份证件号", OPTIONAL, 30, NULL, mask_id_no,
             "student.id_no"),
    F_CODE(student_row, id_no_state, "证件号状态", COLUMN_ONLY, id_no_states),
    F_CODE(student_row, nation, "民族", OPTIONAL, nations),
    F_TEXT(student_row, huji_division, "户籍地区划代码", OPTIONAL, 0, 15),
    F_SEALED(student_row, huji_address, "户籍地址", OPTIONAL, 100, NULL,
             mask_address, "student.huji_address"),
    F_TEXT(student_row, residence_division, "现住地区划代码", OPTIONAL, 0, 15),
    F_SEALED(student_row, residence_address, "现住址", OPTIONAL, 100, NULL,
             mask_address, "student.residence_address"),
    F_CODE(student_row, health, "健康状况", OPTIONAL, healths),
    F_CODE(student_row, status, "学生状态", REQUIRED, student_states),
    F_CODE(student_row, situation, "入户所见", OPTIONAL, situations),
    F_TIME(student_row, situation_at, "入户时间", COLUMN_ONLY),
    F_SEALED(student_row, note, "备注", OPTIONAL, 500, NULL, NULL,
             "student.note"),
    F_VERSION(student_row, COLUMN_ONLY),
    F_TIME(student_row, created_at, "登记时间", COLUMN_ONLY),
    F_TIME(student_row, updated_at, "更新时间", COLUMN_ONLY),
    F_END
};
const struct record student_row =
    RECORD(student_row, "StudentRow", "学生", student_row_fields);

static const struct field student_view_fields[] = {
    F_ID(student_view, id, "编号", REQUIRED),
    F_TEXT(student_view, name, "姓名", REQUIRED, 1, 60),
    F_CODE(student_view, sex, "性别", OPTIONAL, sexes),
    F_DATE(student_view, birth_date, "出生日期", OPTIONAL),
    F_CODE(student_view, id_kind, "身份证件类型", REQUIRED, id_kinds),
    F_SEALED(student_view, id_no, "身份证件号", MASK_ALWAYS, 30, NULL,
             mask_id_no, "student.id_no"),
    F_CODE(student_view, id_no_state, "证件号状态", REQUIRED, id_no_states),
    F_CODE(student_view, nation, "民族", OPTIONAL, nations),
    F_ID(student_view, household_id, "家庭编号", OPTIONAL),
    F_TEXT(student_view, head_name, "户主", OPTIONAL, 0, 60),
    F_CODE(student_view, relation, "与户主关系", OPTIONAL, relations),
    F_TEXT(student_view, huji_division, "户籍地区划代码", OPTIONAL, 0, 15),
    F_TEXT(student_view, huji_name, "户籍地", OPTIONAL, 0, 60),
    F_SEALED(student_view, huji_address, "户籍地址", MASK_LIST, 100, NULL,
             mask_address, "student.huji_address"),
    F_TEXT(student_view, residence_division, "现住地区划代码", OPTIONAL, 0, 15),
    F_TEXT(student_view, residence_name, "现住地", OPTIONAL, 0, 60),
    F_SEALED(student_view, residence_address, "现住址", MASK_LIST, 100, NULL,
             mask_address, "student.residence_address"),
    F_CODE(student_view, health, "健康状况", OPTIONAL, healths),
    F_CODE(student_view, status, "学生状态", REQUIRED, student_states),
    F_CODE(student_view, situation, "入户所见", OPTIONAL, situations),
    F_TIME(student_view, situation_at, "入户时间", OPTIONAL),
    F_SEALED(student_view, note, "备注", OPTIONAL, 500, NULL, NULL,
             "student.note"),
    F_TEXT(student_view, school, "学校标识码", OPTIONAL, 0, 10),
    F_TEXT(student_view, school_name, "学校", OPTIONAL, 0, 60),
    F_CODE(student_view, grade, "年级", OPTIONAL, grades),
    F_TEXT(student_view, class, "班级", OPTIONAL, 0, 20),
    F_CODE(student_view, enrolment_state, "就学状态", OPTIONAL,
           enrolment_states),
    F_TRANSFER_STATE(student_view, OPTIONAL),
    F_SEALED(student_view, student_no, "学籍号", MASK_ALWAYS, 19, NULL,
             mask_id_no, "enrolment.student_no"),
    F_TEXT(student_view, guardian_name, "监护人", OPTIONAL, 0, 60),
    F_CODE(student_view, guardian_relation, "监护人与学生关系", OPTIONAL,
           guardian_relations),
    F_SEALED(student_view, guardian_phone, "监护人电话", MASK_LIST, 20, NULL,
             mask_phone, "guardian.phone"),
    F_TEXT(student_view, tag_codes, "特殊类别代码", COLUMN_ONLY, 0, 200),
    F_TEXTS(student_view, tags, "特殊类别", REQUIRED, 20),
    F_ID(student_view, open_case_id, "在办个案编号", OPTIONAL),
    F_VERSION(student_view, REQUIRED),
    F_TIME(student_view, created_at, "登记时间", REQUIRED),
    F_TIME(student_view, updated_at, "更新时间", REQUIRED),
    F_END
};
const struct record student_view =
    RECORD(student_view, "Student", "学生", student_view_fields);

static const struct field student_in_fields[] = {
    F_CLEAN(student_in, name, "姓名", REQUIRED, 1, 60, clean_name),
    F_CODE(student_in, sex, "性别", NULLABLE, sexes),
    F_DATE(student_in, birth_date, "出生日期", NULLABLE),
    F_CODE(student_in, id_kind, "身份证件类型", OPTIONAL, id_kinds),
    F_CLEAN(student_in, id_no, "身份证件号", NULLABLE, 0, 40, clean_text),
    F_CODE(student_in, nation, "民族", NULLABLE, nations),
    F_ID(student_in, household_id, "家庭编号", NULLABLE),
    F_CODE(student_in, relation, "与户主关系", NULLABLE, relations),
    F_TEXT(student_in, huji_division, "户籍地区划代码", NULLABLE, 0, 15),
    F_CLEAN(student_in, huji_address, "户籍地址", NULLABLE, 0, 100, clean_text),
    F_TEXT(student_in, residence_division, "现住地区划代码", NULLABLE, 0, 15),
    F_CLEAN(student_in, residence_address, "现住址", NULLABLE, 0, 100,
            clean_text),
    F_CODE(student_in, health, "健康状况", NULLABLE, healths),
    F_CLEAN(student_in, note, "备注", NULLABLE | MULTILINE, 0, 500, clean_text),
    F_END
};
const struct record student_in =
    RECORD(student_in, "StudentNew", "新学生", student_in_fields);

static const struct field student_patch_fields[] = {
    F_CLEAN(student_patch, name, "姓名", OPTIONAL, 1, 60, clean_name),
    F_CODE(student_patch, sex, "性别", NULLABLE, sexes),
    F_DATE(student_patch, birth_date, "出生日期", NULLABLE),
    F_CODE(student_patch, id_kind, "身份证件类型", OPTIONAL, id_kinds),
    F_CLEAN(student_patch, id_no, "身份证件号", NULLABLE, 0, 40, clean_text),
    F_CODE(student_patch, nation, "民族", NULLABLE, nations),
    F_ID(student_patch, household_id, "家庭编号", NULLABLE),
    F_CODE(student_patch, relation, "与户主关系", NULLABLE, relations),
    F_TEXT(student_patch, huji_division, "户籍地区划代码", NULLABLE, 0, 15),
    F_CLEAN(student_patch, huji_address, "户籍地址", NULLABLE, 0, 100,
            clean_text),
    F_TEXT(student_patch, residence_division, "现住地区划代码", NULLABLE, 0,
           15),
    F_CLEAN(student_patch, residence_address, "现住址", NULLABLE, 0, 100,
            clean_text),
    F_CODE(student_patch, health, "健康状况", NULLABLE, healths),
    F_CODE(student_patch, status, "学生状态", OPTIONAL, student_states),
    F_CLEAN(student_patch, note, "备注", NULLABLE | MULTILINE, 0, 500,
            clean_text),
    F_END
};
const struct record student_patch = RECORD_SEEN(
    student_patch, "StudentChange", "学生修改", student_patch_fields);

static const struct field student_reveal_fields[] = {
    F_ID(student_reveal, id, "编号", REQUIRED),
    F_SEALED(student_reveal, id_no, "身份证件号", OPTIONAL, 30, NULL, NULL,
             "student.id_no"),
    F_SEALED(student_reveal, student_no, "学籍号", OPTIONAL, 19, NULL, NULL,
             "enrolment.student_no"),
    F_TEXT(student_reveal, guardian_name, "监护人", OPTIONAL, 0, 60),
    F_SEALED(student_reveal, guardian_phone, "监护人电话", OPTIONAL, 20, NULL,
             NULL, "guardian.phone"),
    F_SEALED(student_reveal, household_phone, "家庭电话", OPTIONAL, 20, NULL,
             NULL, "household.phone"),
    F_SEALED(student_reveal, huji_address, "户籍地址", OPTIONAL, 100, NULL,
             NULL, "student.huji_address"),
    F_SEALED(student_reveal, residence_address, "现住址", OPTIONAL, 100, NULL,
             NULL, "student.residence_address"),
    F_END
};
const struct record student_reveal = RECORD(
    student_reveal, "StudentReveal", "学生完整证件", student_reveal_fields);

static const struct field reveal_in_fields[] = {
    F_CLEAN(reveal_in, reason, "查看理由", REQUIRED, 2, 200, clean_text), F_END
};
const struct record reveal_in =
    RECORD(reveal_in, "RevealReason", "查看理由", reveal_in_fields);

const char *reveal_reason_fault(const char *reason)
{
    size_t run = 0, left = strlen(reason);
    uint32_t cp;

    for (size_t len; (len = utf8_next(reason, left, &cp)) > 0;
         reason += len, left -= len) {
        bool digit = (cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19);

        run = digit ? run + 1 : 0;
        if (run == 6)
            return "理由会写进审计记录，请不要写证件号或电话。";
    }
    return NULL;
}

static const struct field search_in_fields[] = {
    F_CLEAN(search_in, id_no, "身份证件号", REQUIRED, 1, 40, clean_text), F_END
};
const struct record search_in =
    RECORD(search_in, "NumberSearch", "按证件号查找", search_in_fields);

/* ---- the identity number ----------------------------------------------- */
static const struct student_fault fine = { NULL, NULL, NULL };

static struct student_fault fault_at(const char *pointer, const char *code,
                                     const char *detail)
{
    return (struct student_fault) { pointer, code, detail };
}

/* Birth date and sex from a number; what a sound one says must agree. */
static struct student_fault take_birth_and_sex(struct arena *a, bool sound,
                                               struct student_row *s)
{
    char birth[CLOCK_DATE_MAX];
    const char *sex = id_no_sex(s->id_no) == 1 ? "1" : "2";

    if (id_no_birth(s->id_no, birth)) {
        if (!s->birth_date)
            s->birth_date = arena_strdup(a, birth);
        else if (sound && strcmp(birth, s->birth_date) != 0)
            return fault_at("/birth_date", "id_no.birth_date",
                            "出生日期与身份证号里的不一致，"
                            "请对照户口簿核对是哪一个写错了。");
    }
    if (!s->sex)
        s->sex = sex;
    else if (sound && strcmp(sex, s->sex) != 0)
        return fault_at("/sex", "id_no.sex",
                        "性别与身份证号里的不一致，"
                        "请对照户口簿核对是哪一个写错了。");
    return fine;
}

static struct student_fault resident_number(struct arena *a,
                                            struct student_row *s)
{
    char no[ID_NO_SIZE];
    enum id_no_fault fault = id_no_normalise(s->id_no, no);

    if (fault == ID_NO_OK)
        fault = id_no_check(no, 0);
    switch (fault) {
    case ID_NO_OK:
        s->id_no_state = "ok";
        break;
    case ID_NO_CHECK_DIGIT:
        s->id_no_state = "check_digit";
        break;
    case ID_NO_FIFTEEN:
        s->id_no_state = "fifteen";
        break;
    default:
        return fault_at("/id_no", "id_no", id_no_says(fault));
    }
    s->id_no = arena_strdup(a, no);
    if (!s->id_no)
        return fault_at("/id_no", "no_memory", "服务器内存不足，请稍后再试。");
    return take_birth_and_sex(a, fault == ID_NO_OK, s);
}

/* Passports and the like: any letters and digits, capitals, no blanks. */
static struct student_fault other_number(struct arena *a, struct student_row *s)
{
    char *no = arena_strdup(a, s->id_no);
    size_t n = 0;

    for (const char *c = s->id_no; no && *c; c++) {
        if (*c == ' ')
            continue;
        no[n++] = *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
    }
    if (!no || n < 3 || n > 30)
        return fault_at("/id_no", "id_no", "证件号应为 3 到 30 个字符。");
    no[n] = '\0';
    s->id_no = no;
    s->id_no_state = "other";
    return fine;
}

struct student_fault student_number(struct arena *a, const char *today,
                                    struct student_row *s)
{
    struct student_fault fault = fine;

    if (!s->id_kind)
        s->id_kind = "1";
    if (!s->id_no || !*s->id_no) {
        s->id_no = NULL;
        s->id_no_state = "missing";
    } else if (strcmp(s->id_kind, "1") == 0 || strcmp(s->id_kind, "2") == 0) {
        fault = resident_number(a, s);
    } else {
        fault = other_number(a, s);
    }
    if (!fault.pointer && s->birth_date && strcmp(s->birth_date, today) > 0)
        fault = fault_at("/birth_date", "future", "出生日期不能晚于今天。");
    return fault;
}

const char *student_number_key(struct arena *a, const char *id_no)
{
    char no[ID_NO_SIZE], full[ID_NO_SIZE];

    if (!id_no || !*id_no)
        return NULL;
    if (id_no_normalise(id_no, no) != ID_NO_OK)
        return id_no;
    return arena_strdup(a, id_no_upgrade(no, full) ? full : no);
}

bool student_number_doubtful(const char *id_no_state)
{
    return id_no_state && (strcmp(id_no_state, "check_digit") == 0 ||
                           strcmp(id_no_state, "fifteen") == 0);
}

enum err student_tags(struct arena *a, struct student_view *s)
{
    const char *rest = s->tag_codes;
    const char **tags_;
    size_t n = 0;

    for (const char *c = rest; c && *c; c++)
        n += *c == ',';
    n = rest && *rest ? n + 1 : 0;
    tags_ = arena_array(a, n, sizeof *tags_);
    if (!tags_)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        size_t len = strcspn(rest, ",");

        tags_[i] = arena_strndup(a, rest, len);
        if (!tags_[i])
            return ERR_NO_MEMORY;
        rest += len + 1;
    }
    s->tags = (struct list) { tags_, n };
    return ERR_OK;
}
