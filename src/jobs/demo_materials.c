/* 方案和经验 in the demo county: the city's plan, which a township signed for; plans
 * received, waiting and given back; a note of what worked. */
#include <stdlib.h>
#include <string.h>

#include "demo_parts.h"
#include "store/material_store.h"

static const struct list no_files = { NULL, 0 };

#define SIGN_DAYS 37 /* for the city's plan */

static int64_t year_of(int32_t day)
{
    char date[CLOCK_DATE_MAX];

    clock_days_date(day, date);
    return strtoll(date, NULL, 10);
}

static enum err hand_in(struct demo *d, const struct demo_actor *by,
                        const char *kind, const char *title, const char *text,
                        int32_t day, int64_t *id)
{
    struct material_in in = { .year = year_of(d->today),
                              .kind = kind,
                              .title = title,
                              .text = text,
                              .evidence = no_files };
    struct refusal why;
    struct act act;

    if (strcmp(kind, "city_plan") == 0)
        in.due_on = demo_date(&d->scratch, day + SIGN_DAYS);
    TRY(demo_as(d, by, demo_hour(day, 10), &act));
    return store_material_add(d->db, &d->scratch, &act, &in, id, &why);
}

static enum err decide(struct demo *d, int64_t id, const char *state,
                       const char *reason, int32_t day)
{
    const struct material_row r = {
        .id = id, .version = 1, .state = state, .reason = reason
    };
    struct act act;

    TRY(demo_as(d, &d->bureau, demo_hour(day, 15), &act));
    return store_material_decide(d->db, &act, &r);
}

static enum err sign(struct demo *d, const struct demo_actor *by, int64_t id,
                     int32_t day)
{
    const struct material_row r = { .id = id, .number = 1 };
    struct act act;

    TRY(demo_as(d, by, demo_hour(day, 9), &act));
    return store_material_sign(d->db, &act, &r);
}

#define UNIT_PLAN                                                                                             \
    "一、目标：辖区适龄儿童少年一个都不少。\n二、分工：包村干部包户到人。\n" \
    "三、时间：8月入户，9月劝返，每月一查。"

static enum err of_towns(struct demo *d, int64_t city)
{
    static const char *const states[] = { "received", "returned", NULL };
    size_t n = 0;

    for (size_t i = 0; i < d->towns_n; i++) {
        const struct demo_town *t = &d->towns[i];
        int64_t id;

        if (!t->actor.id)
            continue;
        if (n % 4 == 3) { /* neither signed nor handed in */
            n++;
            continue;
        }
        TRY(sign(d, &t->actor, city, d->today - 28));
        TRY(hand_in(d, &t->actor, "unit_plan", "控辍保学工作方案", UNIT_PLAN,
                    d->today - 20, &id));
        if (states[n % 4])
            TRY(decide(d, id, states[n % 4],
                       n % 4 == 1 ? "没有写明每个村由谁负责。" : NULL,
                       d->today - 18));
        n++;
    }
    return ERR_OK;
}

enum err demo_materials(struct demo *d)
{
    int64_t city, note;

    TRY(hand_in(d, &d->bureau, "city_plan", "全市控辍保学工作方案",
                "一、目标：适龄儿童少年入学率、巩固率达到方案要求。\n"
                "二、职责：各成员单位按职责清单分工。\n"
                "三、步骤：七月部署，八月摸排，九月劝返，全年督查。",
                d->today - 30, &city));
    TRY(of_towns(d, city));
    for (size_t i = 0; i < d->schools_n; i++) {
        const struct demo_school *s = &d->schools[i];

        if (!s->head.id)
            continue;
        TRY(hand_in(d, &s->head, "practice", "家访前先问三件事",
                    "家访以前先弄清楚：住校还是走读、谁在家照料、最近一次考试。"
                    "带着问题去，谈得进去，也知道该找哪个部门帮忙。",
                    d->today - 15, &note));
        return decide(d, note, "received", NULL, d->today - 14);
    }
    return ERR_OK;
}
