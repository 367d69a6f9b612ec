/* 督查 in the demo county: a visit to a township that is done, with what it put
 * right and what it has not; one to a school that is under way; one that is
 * planned. */
#include <stdlib.h>
#include <string.h>

#include "demo_parts.h"
#include "store/accountability_store.h"
#include "store/announcement_store.h"
#include "store/attachment_store.h"
#include "store/inspection_store.h"
#include "store/rectification_store.h"

#define HELD_AGO 40
#define SCHOOL_AGO 1

/* A grey square of one pixel, as a photo. */
static const unsigned char pixel[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d,
    0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01,
    0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00,
    0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xa8, 0x07, 0x00, 0x00,
    0x81, 0x00, 0x81, 0x3a, 0x2c, 0x7b, 0x1e, 0x00, 0x00, 0x00, 0x00, 0x49,
    0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82
};

enum err demo_photo(struct demo *d, const struct act *act, const char *kind,
                    struct evidence_in *out)
{
    struct attachment_row t;

    TRY(store_attachment_add(d->db, &d->scratch, act, "image/png", pixel,
                             sizeof pixel, &t));
    *out = (struct evidence_in) { kind, t.id };
    return ERR_OK;
}

/* ---- the visit --------------------------------------------------------- */
struct visit {
    const struct demo_actor *by;
    const char *unit, *unit_kind, *purpose;
    int32_t day; /* number */
    int64_t id, version;
};

static enum err plan(struct demo *d, struct visit *v, int32_t made_on)
{
    const struct inspection_in in = { "regular", v->unit,
                                      demo_date(&d->scratch, v->day),
                                      v->purpose };
    struct refusal why;
    struct act act;

    if (!in.planned_on)
        return ERR_NO_MEMORY;
    TRY(demo_as(d, v->by, demo_hour(made_on, 9), &act));
    v->version = 1;
    return store_inspection_plan(d->db, &d->scratch, &act, &in, &v->id, &why);
}

static enum err step(struct demo *d, struct visit *v, const struct act *act,
                     const char *name, const void *in)
{
    struct refusal why;

    return store_inspection_step(d->db, &d->scratch, act,
                                 supervision_step_of(&inspection_steps, name),
                                 v->id, v->version++, in, &why);
}

/* 否 with a word for the items named, blanks between; `most` items, 是. */
static enum err fill_in(struct demo *d, struct visit *v, const struct act *act,
                        const char *wrong, size_t most)
{
    struct check_answer g[CHECK_ITEMS_MOST];
    struct list answers = { g, 0 };
    struct refusal why;

    for (size_t i = 0; i < check_items_n && answers.n < most; i++) {
        const struct check_item *c = &check_items[i];

        if (strcmp(c->unit_kind, v->unit_kind) != 0)
            continue;
        g[answers.n++] =
            strstr(wrong, c->name)
                ? (struct check_answer) { c->name, "no", "见督导发现" }
                : (struct check_answer) { c->name, "yes", NULL };
    }
    return store_inspection_check(d->db, &d->scratch, act, v->id, v->version++,
                                  &answers, &why);
}

static enum err find(struct demo *d, struct visit *v, const struct act *act,
                     const char *item, const char *detail)
{
    struct evidence_in e;
    struct inspection_find in = { { &e, 1 }, item, detail };

    TRY(demo_photo(d, act, "inspection_photo", &e));
    return step(d, v, act, "find", &in);
}

/* ---- what is put right ------------------------------------------------- */
/* The finding at that item of the sheet. */
static enum err finding_at(struct demo *d, const struct act *act,
                           const struct visit *v, const char *item, int64_t *id)
{
    struct inspection_view seen;
    const struct finding_row *f;

    TRY(store_inspection_view(d->db, &d->scratch, act, v->id, &seen));
    f = seen.findings.items;
    for (size_t i = 0; i < seen.findings.n; i++)
        if (f[i].item && strcmp(f[i].item, item) == 0) {
            *id = f[i].id;
            return ERR_OK;
        }
    return ERR_NOT_FOUND;
}

static enum err order(struct demo *d, const struct visit *v, const char *item,
                      const char *demand, int32_t due, int64_t *id)
{
    struct rectification_in in = { .demand = demand,
                                   .due_on = demo_date(&d->scratch, due) };
    struct refusal why;
    struct act act;

    TRY(demo_as(d, v->by, demo_hour(v->day, 16), &act));
    TRY(finding_at(d, &act, v, item, &in.finding_id));
    return store_rectification_order(d->db, &d->scratch, &act, &in, id, &why);
}

static enum err report(struct demo *d, const struct demo_actor *by, int64_t id,
                       int64_t version, int32_t day, const char *note)
{
    struct evidence_in e;
    struct rectification_report in = { { &e, 1 }, note };
    struct refusal why;
    struct act act;

    TRY(demo_as(d, by, demo_hour(day, 10), &act));
    TRY(demo_photo(d, &act, "rectification_proof", &e));
    return store_rectification_step(
        d->db, &d->scratch, &act,
        supervision_step_of(&rectification_steps, "report"), id, version, &in,
        &why);
}

static enum err judge(struct demo *d, int64_t id, int64_t version, int32_t day,
                      const char *name, const void *in)
{
    struct refusal why;
    struct act act;

    TRY(demo_as(d, &d->inspector, demo_hour(day, 15), &act));
    return store_rectification_step(
        d->db, &d->scratch, &act,
        supervision_step_of(&rectification_steps, name), id, version, in, &why);
}

static enum err put_right(struct demo *d, const struct visit *v,
                          const struct demo_actor *town)
{
    const struct rectification_report pass = {
        .note = "到两个小区看过，网格员在岗，能说出本网格的孩子。"
    };
    const struct rectification_again again = {
        .due_on = demo_date(&d->scratch, d->today - 4),
        .note = "回证仍缺三份，请补齐后再报。"
    };
    int64_t done, back, late;

    if (!again.due_on)
        return ERR_NO_MEMORY;
    TRY(order(d, v, "grid", "为两个小区配齐网格员，并公布名单。", v->day + 15,
              &done));
    TRY(report(d, town, done, 1, v->day + 12, "两个小区的网格员已到岗。"));
    TRY(judge(d, done, 2, v->day + 14, "pass", &pass));
    TRY(order(d, v, "notices", "补齐送达回证，逐户核对。", v->day + 10, &back));
    TRY(report(d, town, back, 1, v->day + 13, "已补送，回证已归档。"));
    TRY(judge(d, back, 2, v->day + 16, "return", &again));
    return order(d, v, "ledgers", "台账每周更新一次，由专人负责。",
                 d->today + 10, &late);
}

static enum err visit_town(struct demo *d, const struct demo_town *town)
{
    const struct inspection_move start = { .reason = NULL };
    const struct inspection_close end = {
        .experience = "责任链上每个岗位都有人，劝返记录完整。",
        .shortcomings = "网格没有到人，送达回证不全，台账更新不及时。"
    };
    struct visit v = { .by = &d->inspector,
                       .unit = town->code,
                       .unit_kind = "township",
                       .purpose = "入户调查、通知书送达和台账",
                       .day = d->today - HELD_AGO };
    struct act act;

    TRY(plan(d, &v, v.day - 7));
    TRY(demo_as(d, v.by, demo_hour(v.day, 9), &act));
    TRY(step(d, &v, &act, "start", &start));
    TRY(fill_in(d, &v, &act, "grid notices ledgers", CHECK_ITEMS_MOST));
    TRY(find(d, &v, &act, "grid", "两个小区没有网格员，也没有网格名单。"));
    TRY(find(d, &v, &act, "notices", "抽查十户，三户没有送达回证。"));
    TRY(find(d, &v, &act, "ledgers", "台账三周没有更新。"));
    TRY(step(d, &v, &act, "close", &end));
    return put_right(d, &v, &town->actor);
}

static enum err visit_school(struct demo *d, const struct demo_school *school)
{
    const struct inspection_move start = { .reason = NULL };
    struct visit v = { .by = &d->bureau,
                       .unit = school->code,
                       .unit_kind = "school",
                       .purpose = "学籍、在校和一生一策",
                       .day = d->today - SCHOOL_AGO };
    struct act act;

    TRY(plan(d, &v, v.day - 3));
    TRY(demo_as(d, v.by, demo_hour(v.day, 9), &act));
    TRY(step(d, &v, &act, "start", &start));
    TRY(fill_in(d, &v, &act, "plans", 6));
    return find(d, &v, &act, "plans", "一生一策有五份没有措施。");
}

/* ---- 公告, 表扬与问责 ---------------------------------------------------- */
#define PUBLISHED_AGO 8

static enum err announce(struct demo *d)
{
    struct announcement_in in = { .title = "控辍保学督导检查结果公告" };
    struct announcement_counts c;
    struct announcement_row n;
    struct refusal why;
    struct act act;
    int64_t id;

    TRY(demo_as(d, &d->inspector, demo_hour(d->today - PUBLISHED_AGO, 10),
                &act));
    in.year = strtoll(act.today, NULL, 10);
    TRY(store_announcement_counts(d->db, d->a, in.year, act.today, &c));
    in.body = announcement_text(d->a, in.year, &c, NULL, 0);
    if (!in.body)
        return ERR_NO_MEMORY;
    TRY(store_announcement_check(d->db, d->a, "body", in.body, &why));
    TRY(store_announcement_add(d->db, &act, &in, &id));
    TRY(store_announcement_get(d->db, d->a, id, &n));
    return store_announcement_publish(d->db, &act, &n);
}

static enum err blame(struct demo *d, const struct demo_actor *by,
                      const struct accountability_in *in, int32_t day)
{
    struct accountability_in one = *in;
    struct refusal why;
    struct act act;
    int64_t id;

    TRY(demo_as(d, by, demo_hour(day, 15), &act));
    one.year = strtoll(act.today, NULL, 10);
    one.on_date = act.today;
    return store_accountability_add(d->db, d->a, &act, &one, &id, &why);
}

static enum err judge_units(struct demo *d)
{
    struct accountability_in praise = {
        .kind = "praise",
        .ground = "other",
        .finding_id = INT_NONE,
        .case_id = INT_NONE,
        .detail = "劝返扎实，数据准确，两次抽查全部属实。"
    };
    struct accountability_in criticism = {
        .kind = "criticism",
        .duty = "township_head",
        .ground = "other",
        .finding_id = INT_NONE,
        .case_id = INT_NONE,
        .detail = "整改报告与实际不符，复查未通过，予以通报批评。"
    };

    for (size_t i = 0; i < d->towns_n; i++) {
        const struct demo_town *t = &d->towns[i];

        if (strcmp(t->name, "虎头镇") == 0)
            criticism.unit = t->code;
        else if (!praise.unit && t->actor.id)
            praise.unit = t->code;
    }
    if (praise.unit)
        TRY(blame(d, &d->leader, &praise, d->today - 6));
    return criticism.unit ? blame(d, &d->inspector, &criticism, d->today - 5)
                          : ERR_OK;
}

enum err demo_supervision(struct demo *d)
{
    struct visit ahead = { .by = &d->inspector,
                           .unit = "renshe",
                           .unit_kind = "agency",
                           .purpose = "用工检查和培训意愿",
                           .day = d->today + 7 };

    for (size_t i = 0; i < d->towns_n; i++)
        if (d->towns[i].actor.id && strcmp(d->towns[i].name, "虎头镇") == 0) {
            TRY(visit_town(d, &d->towns[i]));
            break;
        }
    for (size_t i = 0; i < d->schools_n; i++)
        if (d->schools[i].junior && d->schools[i].head.id) {
            TRY(visit_school(d, &d->schools[i]));
            break;
        }
    TRY(plan(d, &ahead, d->today - 2));
    TRY(announce(d));
    return judge_units(d);
}
