/* 会议 in the demo county: one that was held, with what it resolved done, late
 * and still to do; and one that is planned. */
#include "demo_parts.h"
#include "store/meeting_store.h"
#include "store/resolution_store.h"

#define HELD_AGO 45
#define SAID_AGO 12

static enum err plan(struct demo *d, int32_t made_on, int32_t day,
                     const char *title, const char *agenda, struct list units,
                     int64_t *id)
{
    const struct meeting_in in = { .kind = "special",
                                   .title = title,
                                   .held_on = demo_date(&d->scratch, day),
                                   .place = "市政府三楼会议室",
                                   .chair = "控辍保学工作领导小组组长",
                                   .agenda = agenda,
                                   .units = units };
    struct refusal why;
    struct act act;

    if (!in.held_on)
        return ERR_NO_MEMORY;
    TRY(demo_as(d, &d->leader, demo_hour(made_on, 9), &act));
    return store_meeting_plan(d->db, &act, &in, id, &why);
}

static enum err hold(struct demo *d, int64_t id)
{
    const struct meeting_hold in = {
        .minutes =
            "通报秋季学期开学以来的到校情况，逐个乡镇核对没有到校的学生，"
            "确定下一步的劝返和核查工作，责任到单位、到日期。"
    };
    struct refusal why;
    struct act act;

    TRY(demo_as(d, &d->leader, demo_hour(d->today - HELD_AGO, 17), &act));
    return store_meeting_step(d->db, &d->scratch, &act,
                              supervision_step_of(&meeting_steps, "hold"), id,
                              1, &in, &why);
}

static enum err give(struct demo *d, int64_t meeting, const char *unit,
                     const char *demand, int32_t due, int64_t *id)
{
    const struct resolution_in in = { .meeting_id = meeting,
                                      .units = { &unit, 1 },
                                      .demand = demand,
                                      .due_on = demo_date(&d->scratch, due) };
    struct refusal why;
    struct act act;

    if (!in.due_on)
        return ERR_NO_MEMORY;
    TRY(demo_as(d, &d->leader, demo_hour(d->today - HELD_AGO + 1, 9), &act));
    return store_resolution_give(d->db, &d->scratch, &act, &in, id, &why);
}

static enum err say(struct demo *d, const struct demo_actor *by, int32_t day,
                    int64_t id, int64_t version, const char *action,
                    const char *note)
{
    const struct resolution_report in = { .note = note };
    struct refusal why;
    struct act act;

    TRY(demo_as(d, by, demo_hour(day, 10), &act));
    return store_resolution_step(d->db, &d->scratch, &act,
                                 supervision_step_of(&resolution_steps, action),
                                 id, version, &in, &why);
}

static enum err follow(struct demo *d, int64_t meeting,
                       const struct demo_town *done,
                       const struct demo_town *late)
{
    int64_t id;

    TRY(give(d, meeting, done->code, "逐户核对没有到校的学生，当面劝返。",
             d->today - SAID_AGO + 2, &id));
    TRY(say(d, &done->actor, d->today - SAID_AGO, id, 1, "report",
            "名单上的学生都已入户，能返校的已经返校。"));
    TRY(say(d, &d->leader, d->today - SAID_AGO + 3, id, 2, "confirm",
            "情况属实。"));
    TRY(give(d, meeting, late->code, "补齐农场连队的入户摸排。", d->today - 5,
             &id));
    return give(d, meeting, "renshe", "检查城区用工单位，登记发现的线索。",
                d->today + 14, &id);
}

enum err demo_meetings(struct demo *d)
{
    const struct demo_town *town[2] = { NULL, NULL };
    const char *units[3];
    struct list all = { units, 3 };
    int64_t held, planned;
    size_t n = 0;

    for (size_t i = 0; i < d->towns_n && n < 2; i++)
        if (d->towns[i].actor.id)
            town[n++] = &d->towns[i];
    if (n < 2)
        return ERR_OK;
    units[0] = town[0]->code;
    units[1] = town[1]->code;
    units[2] = "renshe";
    TRY(plan(d, d->today - HELD_AGO - 7, d->today - HELD_AGO,
             "秋季学期控辍保学专题会",
             "一、通报到校情况\n二、研究没有到校学生的劝返\n三、布置下一步工作",
             all, &held));
    TRY(hold(d, held));
    TRY(follow(d, held, town[0], town[1]));
    return plan(d, d->today - 1, d->today + 10, "寒假前控辍保学工作调度会",
                "一、各乡镇街道汇报\n二、寒假期间的关爱安排", all, &planned);
}
