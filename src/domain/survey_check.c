/* Judging a visit by the rules. */
#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "domain/codes.h"
#include "domain/uuid.h"
#include "survey_rule.h"

struct judge {
    struct arena *arena;
    struct bad_list *bad;
};

static void refuse(const struct judge *j, const char *pointer, const char *code,
                   const char *detail)
{
    bad_add(j->bad, pointer ? pointer : "", code, detail ? detail : "");
}

static const char *of_child(const struct judge *j, size_t i, const char *name)
{
    return arena_printf(j->arena, "/children/%zu/%s", i, name);
}

/* The labels of a set of members: 何时不再上学或原因. */
static const char *labels_of(const struct judge *j,
                             const struct situation_rule *r, unsigned set)
{
    const char *all = NULL;

    for (size_t i = 0; i < ASKS_N; i++)
        if (set & 1u << i)
            all = all ? arena_printf(j->arena, "%s或%s", all, ask_label(r, i))
                      : ask_label(r, i);
    return all ? all : "";
}

static void judge_answers(const struct judge *j, size_t at,
                          const struct survey_child_in *c)
{
    const struct situation_rule *r = situation_rule_of(c->situation);
    const char *seen = code_label(&situations, c->situation);
    unsigned given = 0;

    if (!r)
        return; /* the code table refused it before */
    for (size_t i = 0; i < ASKS_N; i++) {
        const struct field *f = record_field(&survey_child_in, asks[i], NULL);
        unsigned bit = 1u << i;

        if (field_text(f, c)) {
            given |= bit;
            if (!((r->must | r->one_of | r->may) & bit))
                refuse(
                    j, of_child(j, at, asks[i]), "not_asked",
                    arena_printf(j->arena, "“%s”不填这一项，请去掉。", seen));
        } else if (r->must & bit) {
            refuse(
                j, of_child(j, at, asks[i]), "required",
                arena_printf(j->arena, "“%s”须填%s。", seen, ask_label(r, i)));
        }
    }
    if (r->one_of && !(given & r->one_of))
        refuse(j, of_child(j, at, "situation"), "one_of",
               arena_printf(j->arena, "“%s”须填%s。", seen,
                            labels_of(j, r, r->one_of)));
}

static void judge_child(const struct judge *j, const struct survey_in *in,
                        size_t at, const char *visited_on)
{
    const struct survey_child_in *all = in->children.items;
    const struct survey_child_in *c = &all[at];

    if (c->student_id == INT_NONE && !c->name)
        refuse(j, of_child(j, at, "name"), "required",
               "新登记的儿童须填姓名。");
    for (size_t i = 0; i < at && c->student_id != INT_NONE; i++)
        if (all[i].student_id == c->student_id)
            refuse(j, of_child(j, at, "student_id"), "duplicate",
                   "同一名儿童在这次入户里出现了两次。");
    if (c->since && strcmp(c->since, visited_on) > 0)
        refuse(j, of_child(j, at, "since"), "future", "这个日期晚于入户时间。");
    judge_answers(j, at, c);
}

/* A sheet is typed in after the visit, and names who was there. */
static void judge_paper(const struct judge *j, const struct survey_in *in,
                        int64_t now)
{
    if (!survey_on_paper(in))
        return;
    if (!in->visitor)
        refuse(j, "/visitor", "required", "须填登记表上的入户人。");
    if (in->visited_at > now)
        refuse(j, "/visited_at", "future",
               "入户日期在将来，请核对登记表上的日期。");
}

static void judge_time(const struct judge *j, const struct survey_in *in,
                       const char *starts_on, int64_t now)
{
    int64_t first;

    if (!survey_on_paper(in) &&
        in->visited_at > now + DAYS_AHEAD * CLOCK_DAY_MS)
        refuse(j, "/visited_at", "future",
               "入户时间在将来。请核对手机的日期和时间，改好后再上传。");
    if (clock_date_ms(starts_on, &first) &&
        in->visited_at < first - DAYS_BEFORE * CLOCK_DAY_MS)
        refuse(j, "/visited_at", "before_round",
               survey_on_paper(in)
                   ? "入户日期早于本轮摸排。请核对登记表上的日期，或改选轮次。"
                   : "入户时间早于本轮摸排。"
                     "请核对手机的日期和时间，或改选轮次。");
    if (in->return_at != INT_NONE && in->return_at < in->visited_at)
        refuse(j, "/return_at", "range", "约定再访的时间早于入户时间。");
}

static void judge_position(const struct judge *j, const struct survey_in *in)
{
    bool both = isfinite(in->latitude) && isfinite(in->longitude);

    if (isfinite(in->latitude) != isfinite(in->longitude) ||
        (both && (fabs(in->latitude) > 90 || fabs(in->longitude) > 180)))
        refuse(j, "/latitude", "range", "位置不对，请去掉位置或重新定位。");
}

/* A name twice would be one photo twice. */
static void judge_photos(const struct judge *j, const struct survey_in *in)
{
    const char *const *all = in->photos.items;

    for (size_t i = 0; i < in->photos.n; i++) {
        if (!uuid_of(j->arena, all[i]))
            refuse(j, arena_printf(j->arena, "/photos/%zu", i), "uuid",
                   "照片编号不是 UUID。");
        for (size_t k = 0; k < i; k++)
            if (strcasecmp(all[i], all[k]) == 0)
                refuse(j, arena_printf(j->arena, "/photos/%zu", i), "duplicate",
                       "同一张照片在这次入户里出现了两次。");
    }
}

static void judge_household(const struct judge *j, const struct survey_in *in)
{
    const struct survey_household_in *h = in->household;

    if (h->id != INT_NONE || h->of_visit || in->supersedes)
        return;
    if (!h->division)
        refuse(j, "/household/division", "required",
               "新登记的家庭须选所在村居或网格。");
    if (!h->head_name)
        refuse(j, "/household/head_name", "required", "新登记的家庭须填户主。");
}

enum err survey_check(struct arena *a, const struct survey_in *in,
                      const char *starts_on, int64_t now_ms,
                      struct bad_list *bad)
{
    const struct judge j = { a, bad };
    char visited_on[CLOCK_DATE_MAX];
    size_t before = bad->n;

    clock_date_of(in->visited_at, visited_on);
    judge_time(&j, in, starts_on, now_ms);
    judge_paper(&j, in, now_ms);
    judge_position(&j, in);
    judge_photos(&j, in);
    judge_household(&j, in);
    if (in->children.n && !visit_rule_of(in->outcome)->takes_children)
        refuse(&j, "/children", "not_asked",
               arena_printf(a, "“%s”不登记儿童，请去掉或改选入户结果。",
                            code_label(&visit_outcomes, in->outcome)));
    for (size_t i = 0; i < in->children.n; i++)
        judge_child(&j, in, i, visited_on);
    return bad->n == before ? ERR_OK : ERR_INVALID;
}
