/* 工作记录 and 隐患 in the demo county: what a township, its village, a school, the
 * police and the bureau did in the last months, and what is wrong at a school. */
#include <string.h>

#include "demo_parts.h"
#include "domain/activity.h"
#include "store/activity_store.h"
#include "store/hazard_store.h"

struct work {
    const struct demo_actor *by;
    int32_t ago; /* days */
    const char *kind, *title, *place, *audiences[2];
    int64_t people, amount_yuan; /* 0: none */
    const char *media, *issue, *team, *venue, *found, *result;
};

static enum err log_work(struct demo *d, const struct work *w,
                         const char *school)
{
    struct evidence_in photo;
    struct activity_in in;
    struct refusal why;
    struct act act;
    int64_t id;

    record_clear(&activity_in, &in);
    TRY(demo_as(d, w->by, demo_hour(d->today - w->ago, 16), &act));
    TRY(demo_photo(d, &act, "activity_photo", &photo));
    in.evidence = (struct list) { &photo, 1 };
    in.kind = w->kind;
    in.held_on = act.today;
    in.title = w->title;
    in.place = w->place;
    in.audiences =
        (struct list) { (void *)(uintptr_t)w->audiences,
                        w->audiences[1] ? 2 : w->audiences[0] != NULL };
    in.people = w->people ? w->people : INT_NONE;
    in.amount_yuan = w->amount_yuan ? w->amount_yuan : INT_NONE;
    in.media = w->media;
    in.issue = w->issue;
    in.team = w->team;
    in.venue = w->venue;
    in.school = school;
    in.found = w->found;
    in.result = w->result;
    TRY(activity_check(&in, &act, &d->scratch, &why));
    return store_activity_log(d->db, &d->scratch, &act, &in, &id, &why);
}

static enum err log_offices(struct demo *d, const char *school)
{
    const struct work work[] = {
        { .by = &d->police,
          .ago = 150,
          .kind = "surroundings",
          .title = "春季校园周边集中整治",
          .place = "城区各校门口两百米",
          .people = 24,
          .found = "无照摊点九处，违停十一辆",
          .result = "当场清理，三处移交市场监管部门" },
        { .by = &d->police,
          .ago = 62,
          .kind = "surroundings",
          .title = "校门口交通和摊点整治",
          .place = "中心街道各校",
          .people = 16,
          .found = "无照摊点四处",
          .result = "已清理，安排护学岗" },
        { .by = &d->police,
          .ago = 12,
          .kind = "culture_market",
          .title = "网吧联合检查",
          .venue = "城区网吧六家",
          .people = 9,
          .found = "一家没有张贴未成年人禁入标志",
          .result = "责令当日改正，已复查" },
        { .by = &d->canlian,
          .ago = 33,
          .kind = "volunteering",
          .title = "助残志愿者进家庭",
          .place = "各乡镇",
          .team = "助残志愿者服务队",
          .people = 18,
          .result = "为送教家庭送去学习用品" },
        { .by = &d->bureau,
          .ago = 75,
          .kind = "funds",
          .title = "春季学期生活补助拨付",
          .people = 312,
          .amount_yuan = 196875,
          .result = "已全部打卡到户" },
        { .by = &d->bureau,
          .ago = 26,
          .kind = "publicity",
          .title = "控辍保学专栏",
          .audiences = { "guardians", "villagers" },
          .media = "虎林电视台《教育之窗》",
          .issue = "第六期" },
    };

    for (size_t i = 0; i < sizeof work / sizeof *work; i++)
        TRY(log_work(d, &work[i],
                     strcmp(work[i].kind, "funds") == 0 ? school : NULL));
    return ERR_OK;
}

static enum err log_town(struct demo *d, const struct demo_actor *town,
                         const struct demo_actor *village)
{
    const struct work work[] = {
        { .by = town,
          .ago = 48,
          .kind = "law",
          .title = "义务教育法进集市",
          .place = "虎头镇集市",
          .audiences = { "guardians", "employers" },
          .people = 130,
          .team = "司法所、派出所、中心校",
          .result = "发放宣传单四百份" },
        { .by = town,
          .ago = 9,
          .kind = "family_education",
          .title = "留守儿童家长课堂",
          .place = "镇文化站",
          .audiences = { "guardians", NULL },
          .people = 36 },
        { .by = village,
          .ago = 17,
          .kind = "law",
          .title = "入村普法",
          .place = "村委会",
          .audiences = { "guardians", "villagers" },
          .people = 42 },
    };

    for (size_t i = 0; i < sizeof work / sizeof *work; i++)
        if (work[i].by && work[i].by->id)
            TRY(log_work(d, &work[i], NULL));
    return ERR_OK;
}

static enum err log_school(struct demo *d, const struct demo_school *school)
{
    const struct work work[] = {
        { .by = &school->head,
          .ago = 20,
          .kind = "food_safety",
          .title = "食堂自查",
          .people = 4,
          .found = "留样柜温度记录缺两天",
          .result = "已补记并约谈管理员" },
        { .by = &school->head,
          .ago = 6,
          .kind = "hygiene",
          .title = "晨检和消杀检查",
          .people = 6,
          .found = "两个班晨检记录不全",
          .result = "当日补齐" },
    };

    for (size_t i = 0; i < sizeof work / sizeof *work; i++)
        TRY(log_work(d, &work[i], school->code));
    return ERR_OK;
}

/* ---- hazards ----------------------------------------------------------- */
struct wrong {
    const char *kind, *gravity, *detail, *mender;
    int32_t found_ago, due_in;
    const char *mended, *looked; /* in words; NULL: not yet */
};

static enum err step(struct demo *d, const struct demo_actor *by, int64_t id,
                     int64_t version, const char *name, int32_t day,
                     const char *note)
{
    struct evidence_in photo;
    struct hazard_note in = { .note = note };
    struct refusal why;
    struct act act;

    TRY(demo_as(d, by, demo_hour(day, 14), &act));
    if (strcmp(name, "report") == 0) {
        TRY(demo_photo(d, &act, "rectification_proof", &photo));
        in.evidence = (struct list) { &photo, 1 };
    }
    return store_hazard_step(d->db, &d->scratch, &act,
                             supervision_step_of(&hazard_steps, name), id,
                             version, &in, &why);
}

static enum err write_down(struct demo *d, const struct demo_school *school,
                           const struct wrong *w)
{
    struct evidence_in photo;
    struct hazard_in in = { .school = school->code,
                            .kind = w->kind,
                            .gravity = w->gravity,
                            .detail = w->detail,
                            .mender = w->mender };
    struct refusal why;
    struct act act;
    int64_t id;

    TRY(demo_as(d, &school->head, demo_hour(d->today - w->found_ago, 9), &act));
    TRY(demo_photo(d, &act, "hazard_photo", &photo));
    in.evidence = (struct list) { &photo, 1 };
    in.found_on = act.today;
    in.due_on = demo_date(&d->scratch, d->today + w->due_in);
    if (!in.due_on)
        return ERR_NO_MEMORY;
    TRY(store_hazard_add(d->db, &d->scratch, &act, &in, &id, &why));
    if (w->mended)
        TRY(step(d, &school->head, id, 1, "report", d->today - w->found_ago + 5,
                 w->mended));
    return w->looked ? step(d, &d->bureau, id, 2, "pass",
                            d->today - w->found_ago + 8, w->looked)
                     : ERR_OK;
}

static enum err write_hazards(struct demo *d, const struct demo_school *school)
{
    static const struct wrong wrong[] = {
        { "building", "grave", "实验楼外墙砖松动，已拉警戒线。", "bureau", 30,
          -3, NULL, NULL },
        { "fire", "ordinary", "二楼灭火器过期四具。", NULL, 25, -10,
          "四具灭火器已更换。", "现场看过，压力正常。" },
        { "toilet", "condition", "旱厕冬季结冰，需改建水冲厕所。", "bureau", 20,
          60, NULL, NULL },
        { "canteen", "ordinary", "食堂后厨纱窗破损。", NULL, 9, 4,
          "纱窗已换新。", NULL },
        { "traffic", "ordinary", "校门口斑马线磨损看不清。", "gongan", 5, 15,
          NULL, NULL },
    };

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        TRY(write_down(d, school, &wrong[i]));
    return ERR_OK;
}

enum err demo_activities(struct demo *d)
{
    const struct demo_actor *town = NULL, *village = NULL;
    const struct demo_school *school = NULL;

    for (size_t i = 0; i < d->towns_n && !town; i++)
        if (d->towns[i].actor.id && strcmp(d->towns[i].name, "虎头镇") == 0)
            town = &d->towns[i].actor;
    for (size_t i = 0; i < d->villages_n && !village; i++)
        if (d->villages[i].actor.id)
            village = &d->villages[i].actor;
    for (size_t i = 0; i < d->schools_n && !school; i++)
        if (strcmp(d->schools[i].type, "311") == 0 && d->schools[i].head.id)
            school = &d->schools[i];
    TRY(log_town(d, town, village));
    TRY(log_offices(d, school ? school->code : NULL));
    if (!school)
        return ERR_OK;
    TRY(log_school(d, school));
    return write_hazards(d, school);
}
