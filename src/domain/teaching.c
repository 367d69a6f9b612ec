/* Home teaching: field tables and rules of plans and lessons. */
#include "domain/teaching.h"

#include <string.h>

#include "domain/clean.h"

#define F_VERSION(tag) F_INT(tag, version, "版本", REQUIRED, 1, INT64_MAX)
#define VISITS_MOST 7
#define PERIODS_MOST 8
#define TEACHERS_LEAST 2

/* ---- plans ---- */
static const struct field teaching_plan_row_fields[] = {
    F_ID(teaching_plan_row, id, "编号", REQUIRED),
    F_ID(teaching_plan_row, student_id, "学生编号", REQUIRED),
    F_ID(teaching_plan_row, case_id, "个案编号", REQUIRED),
    F_TEXT(teaching_plan_row, student_name, "姓名", REQUIRED, 1, 60),
    F_TEXT(teaching_plan_row, school, "送教学校标识码", REQUIRED, 1, 10),
    F_TEXT(teaching_plan_row, school_name, "送教学校", REQUIRED, 1, 60),
    F_TEXT(teaching_plan_row, teachers, "送教教师", REQUIRED, 1, 100),
    F_INT(teaching_plan_row, per_week, "每周次数", REQUIRED, 1, VISITS_MOST),
    F_INT(teaching_plan_row, periods, "每次课时", REQUIRED, 1, PERIODS_MOST),
    F_SEALED(teaching_plan_row, content, "送教计划", MULTILINE, 2000, NULL,
             NULL, "teaching_plan.content"),
    F_DATE(teaching_plan_row, from_date, "开始日期", REQUIRED),
    F_DATE(teaching_plan_row, to_date, "结束日期", OPTIONAL),
    F_VERSION(teaching_plan_row),
    F_OBJECT(teaching_plan_row, progress, "本学年送教情况", OPTIONAL,
             struct teaching_progress, teaching_progress),
    F_END
};
const struct record teaching_plan_row =
    RECORD(teaching_plan_row, "TeachingPlan", "送教上门计划",
           teaching_plan_row_fields);

static const struct field teaching_plan_in_fields[] = {
    F_TEXT(teaching_plan_in, school, "送教学校标识码", NULLABLE, 0, 10),
    F_CLEAN(teaching_plan_in, teachers, "送教教师", REQUIRED, 1, 100,
            clean_text),
    F_INT(teaching_plan_in, per_week, "每周次数", OPTIONAL, 1, VISITS_MOST),
    F_INT(teaching_plan_in, periods, "每次课时", OPTIONAL, 1, PERIODS_MOST),
    F_CLEAN(teaching_plan_in, content, "送教计划", REQUIRED | MULTILINE, 1,
            2000, clean_text),
    F_DATE(teaching_plan_in, from_date, "开始日期", REQUIRED),
    F_DATE(teaching_plan_in, to_date, "结束日期", NULLABLE),
    F_END
};
const struct record teaching_plan_in =
    RECORD(teaching_plan_in, "TeachingPlanNew", "新送教上门计划",
           teaching_plan_in_fields);

static const struct field teaching_plan_patch_fields[] = {
    F_CLEAN(teaching_plan_patch, teachers, "送教教师", OPTIONAL, 1, 100,
            clean_text),
    F_INT(teaching_plan_patch, per_week, "每周次数", OPTIONAL, 1, VISITS_MOST),
    F_INT(teaching_plan_patch, periods, "每次课时", OPTIONAL, 1, PERIODS_MOST),
    F_CLEAN(teaching_plan_patch, content, "送教计划", OPTIONAL | MULTILINE, 1,
            2000, clean_text),
    F_DATE(teaching_plan_patch, to_date, "结束日期", NULLABLE),
    F_END
};
const struct record teaching_plan_patch =
    RECORD_SEEN(teaching_plan_patch, "TeachingPlanChange", "送教上门计划修改",
                teaching_plan_patch_fields);

static const struct field teaching_note_fields[] = {
    F_TEXT(teaching_note, school_name, "送教学校", OPTIONAL, 0, 60),
    F_DATE(teaching_note, from_date, "开始日期", OPTIONAL),
    F_INT(teaching_note, per_week, "每周次数", OPTIONAL, 1, VISITS_MOST),
    F_INT(teaching_note, periods, "每次课时", OPTIONAL, 1, PERIODS_MOST), F_END
};
const struct record teaching_note =
    RECORD(teaching_note, "TeachingNote", "送教经过", teaching_note_fields);

/* ---- lessons ---- */
static const struct field lesson_row_fields[] = {
    F_ID(lesson_row, id, "编号", REQUIRED),
    F_ID(lesson_row, plan_id, "计划编号", REQUIRED),
    F_ID(lesson_row, student_id, "学生编号", REQUIRED),
    F_DATE(lesson_row, taught_on, "送教日期", REQUIRED),
    F_TEXT(lesson_row, slot, "时段", REQUIRED, 11, 11),
    F_INT(lesson_row, periods, "课时", REQUIRED, 1, PERIODS_MOST),
    F_TEXT(lesson_row, teachers, "送教教师", REQUIRED, 1, 100),
    F_SEALED(lesson_row, content, "送教内容", REQUIRED | MULTILINE, 2000, NULL,
             NULL, "home_teaching.content"),
    F_SEALED(lesson_row, effect, "送教效果", MULTILINE, 1000, NULL, NULL,
             "home_teaching.effect"),
    F_ID(lesson_row, signature_id, "家长签字附件编号", OPTIONAL),
    F_ID(lesson_row, photo_id, "照片附件编号", OPTIONAL),
    F_ID(lesson_row, account_id, "登记人账号编号", REQUIRED),
    F_TEXT(lesson_row, account_name, "登记人", OPTIONAL, 0, 60),
    F_TIME(lesson_row, at, "登记时间", REQUIRED),
    F_END
};
const struct record lesson_row =
    RECORD(lesson_row, "Lesson", "送教记录", lesson_row_fields);

static const struct field lesson_in_fields[] = {
    F_DATE(lesson_in, taught_on, "送教日期", REQUIRED),
    F_TEXT(lesson_in, starts, "开始时间", REQUIRED, 5, 5),
    F_TEXT(lesson_in, ends, "结束时间", REQUIRED, 5, 5),
    F_INT(lesson_in, periods, "课时", REQUIRED, 1, PERIODS_MOST),
    F_CLEAN(lesson_in, teachers, "送教教师", REQUIRED, 1, 100, clean_text),
    F_CLEAN(lesson_in, content, "送教内容", REQUIRED | MULTILINE, 1, 2000,
            clean_text),
    F_CLEAN(lesson_in, effect, "送教效果", REQUIRED | MULTILINE, 1, 1000,
            clean_text),
    F_ID(lesson_in, signature_id, "家长签字附件编号", REQUIRED),
    F_ID(lesson_in, photo_id, "照片附件编号", OPTIONAL),
    F_END
};
const struct record lesson_in =
    RECORD(lesson_in, "LessonNew", "新送教记录", lesson_in_fields);

/* ---- rules ---- */
static enum err refuse(struct refusal *why, enum err e, const char *pointer,
                       const char *code, const char *detail)
{
    *why = (struct refusal) { pointer, code, detail };
    return e;
}

enum err teaching_may(const struct case_row *c, const char *advice,
                      struct refusal *why)
{
    const char *placed = c->outcome ? c->outcome : advice;

    if (!placed || strcmp(placed, "home_teaching") != 0 ||
        strcmp(c->state, "dismissed") == 0)
        return refuse(why, ERR_RULE, "", "teaching.placement",
                      "这个个案没有“送教上门”的安置建议或结果，没有保存。"
                      "请先由专家委员会评估并办理安置。");
    return ERR_OK;
}

/* Marks between names, 中文 and Western. */
static size_t mark_at(const char *s)
{
    static const char *const marks[] = { "、", "，", ",", "；",
                                         ";",  "/",  " ", "　" };

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (strncmp(s, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return 0;
}

static size_t name_length(const char *s)
{
    size_t n = 0;

    while (s[n] && !mark_at(s + n))
        n++;
    return n;
}

/* Does `names` hold, before `end`, this name already? */
static bool named_before(const char *names, const char *end, const char *name,
                         size_t n)
{
    for (const char *s = names; s < end;) {
        size_t length = name_length(s);

        if (length == n && memcmp(s, name, n) == 0)
            return true;
        s += length ? length : mark_at(s);
    }
    return false;
}

size_t teachers_named(const char *names)
{
    size_t people = 0;

    for (const char *s = names; *s;) {
        size_t n = name_length(s);

        people += n && !named_before(names, s, s, n);
        s += n ? n : mark_at(s);
    }
    return people;
}

static enum err teachers_fault(const char *teachers, struct refusal *why)
{
    if (teachers_named(teachers) >= TEACHERS_LEAST)
        return ERR_OK;
    return refuse(why, ERR_INVALID, "teachers", "teachers.few",
                  "送教教师不少于 2 人，没有保存。"
                  "请写全姓名，用顿号隔开。");
}

enum err teaching_plan_fault(const struct teaching_plan_row *p,
                             const struct case_row *c, struct refusal *why)
{
    char opened[CLOCK_DATE_MAX];

    clock_date_of(c->opened_at, opened);
    if (strcmp(p->from_date, opened) < 0)
        return refuse(why, ERR_INVALID, "from_date", "date.opened",
                      "开始日期早于立案日期，没有保存。请核对日期。");
    if (p->to_date && strcmp(p->to_date, p->from_date) < 0)
        return refuse(why, ERR_INVALID, "to_date", "range",
                      "结束日期早于开始日期，没有保存。请核对日期。");
    return teachers_fault(p->teachers, why);
}

/* "HH:MM" */
static bool is_time(const char *s)
{
    if (strlen(s) != 5 || s[2] != ':' || strspn(s, "0123456789") != 2 ||
        strspn(s + 3, "0123456789") != 2)
        return false;
    return strncmp(s, "24", 2) < 0 && s[3] < '6';
}

static enum err day_fault(const struct teaching_plan_row *p,
                          const struct lesson_in *in, const char *today,
                          struct refusal *why)
{
    if (strcmp(in->taught_on, today) > 0)
        return refuse(why, ERR_INVALID, "taught_on", "date.future",
                      "送教日期不能晚于今天，没有保存。请送教后再登记。");
    if (strcmp(in->taught_on, p->from_date) < 0 ||
        (p->to_date && strcmp(in->taught_on, p->to_date) > 0))
        return refuse(why, ERR_INVALID, "taught_on", "date.plan",
                      "送教日期不在送教计划的起止日期内，没有保存。"
                      "请核对日期，或先修改计划。");
    return ERR_OK;
}

enum err lesson_fault(struct arena *a, const struct teaching_plan_row *p,
                      const struct lesson_in *in, const char *today,
                      struct lesson_row *l, struct refusal *why)
{
    TRY(day_fault(p, in, today, why));
    if (!is_time(in->starts))
        return refuse(why, ERR_INVALID, "starts", "time",
                      "请按“时:分”填写，如 14:00。没有保存。");
    if (!is_time(in->ends) || strcmp(in->ends, in->starts) <= 0)
        return refuse(why, ERR_INVALID, "ends", "time",
                      "请按“时:分”填写，并晚于开始时间。没有保存。");
    if (in->photo_id == in->signature_id)
        return refuse(why, ERR_INVALID, "photo_id", "evidence.same",
                      "照片和家长签字是同一个文件，没有保存。"
                      "请分别上传。");
    TRY(teachers_fault(in->teachers, why));
    l->slot = arena_printf(a, "%s–%s", in->starts, in->ends);
    return l->slot ? ERR_OK : ERR_NO_MEMORY;
}
