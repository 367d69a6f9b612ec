/* 培训意愿 in the demo county: the leavers of two townships, most of them asked, some
 * wishes handed to 人社局, which has called and trained some; and 上报编号 for those who
 * learn elsewhere. */
#include "demo_parts.h"
#include "store/training_wish_store.h"
#include "store/upward_store.h"

#define ASKED 14 /* of each township; the rest waits */
#define HANDED_AGO 12

static enum err write_down(struct demo *d, const struct demo_actor *by,
                           const struct training_wish_in *in)
{
    struct refusal why;
    struct act act;
    int64_t id;

    TRY(demo_as(d, by, demo_hour(d->today - HANDED_AGO - 3, 10), &act));
    return store_training_add(d->db, &d->scratch, &act, in, &id, &why);
}

static struct training_wish_in empty(const struct demo *d, const char *stage)
{
    return (struct training_wish_in) { .year = d->school_year,
                                       .stage = stage,
                                       .student_id = INT_NONE,
                                       .informed = INT_NONE };
}

static void wish(struct training_wish_in *in, const char *course,
                 const char *phone)
{
    in->onward = "wish";
    in->course = course;
    in->contact = "样例家长";
    in->phone = phone;
    in->informed = 1;
}

static enum err ask_juniors(struct demo *d, const struct demo_town *town)
{
    static const char *const courses[] = { "cooking", "vehicle", "care",
                                           "electric" };
    const struct training_filter f = { .year = d->school_year,
                                       .division = town->code,
                                       .rows = ASKED };
    const struct training_leaver *leaver;
    struct list found;
    struct act act;

    TRY(demo_as(d, &town->actor, demo_hour(d->today - HANDED_AGO - 3, 9),
                &act));
    TRY(store_training_leavers(d->db, &d->scratch, &f, &found));
    leaver = found.items;
    for (size_t i = 0; i < found.n; i++) {
        struct training_wish_in in = empty(d, "junior");

        in.student_id = leaver[i].id;
        in.onward = i % 3 == 1 ? "none" : "further";
        if (i % 3 == 0)
            wish(&in, courses[i / 3 % 4], "19900006001");
        TRY(write_down(d, &town->actor, &in));
    }
    return ERR_OK;
}

static enum err ask_senior(struct demo *d, const struct demo_town *town,
                           const char *name)
{
    struct training_wish_in in = empty(d, "senior");

    in.name = name;
    in.school_name = "样例高级中学";
    in.division = town->code;
    wish(&in, "computer", "19900006002");
    return write_down(d, &town->actor, &in);
}

static enum err hand_over(struct demo *d, const struct demo_town *town)
{
    struct act act;
    int64_t n;

    TRY(demo_as(d, &town->actor, demo_hour(d->today - HANDED_AGO, 15), &act));
    return store_training_hand_over(d->db, &act, d->school_year, &n);
}

/* The steps of 人社局 with what was handed to it: of each three one called, one in
 * a class, one still to call. */
static enum err follow(struct demo *d)
{
    const struct training_filter f = { .year = d->school_year,
                                       .state = "handed",
                                       .rows = 60 };
    const struct training_step_in called = {
        demo_date(&d->scratch, d->today - 6), "已通话，愿意参加。"
    };
    const struct training_step_in trained = {
        demo_date(&d->scratch, d->today - 4), "秋季第二期样例班，县职教中心。"
    };
    const struct training_wish *w;
    struct refusal why;
    struct list found;
    struct act act;

    if (!called.on_date || !trained.on_date)
        return ERR_NO_MEMORY;
    TRY(demo_as(d, &d->renshe, demo_hour(d->today - 3, 10), &act));
    TRY(store_training_list(d->db, &d->scratch, &f, &found));
    w = found.items;
    for (size_t i = 0; i < found.n; i++)
        if (i % 3 != 2)
            TRY(store_training_step(
                d->db, &d->scratch, &act,
                training_step_of(i % 3 == 0 ? "contact" : "train"), w[i].id,
                w[i].version, i % 3 == 0 ? &called : &trained, &why));
    return ERR_OK;
}

enum err demo_training(struct demo *d)
{
    static const char *const seniors[] = { "高样一", "高样二" };
    size_t n = 0;

    for (size_t i = 0; i < d->towns_n && n < 2; i++) {
        const struct demo_town *town = &d->towns[i];

        if (!town->actor.id)
            continue;
        TRY(ask_juniors(d, town));
        TRY(ask_senior(d, town, seniors[n]));
        if (n++ == 1)
            TRY(hand_over(d, town));
    }
    return follow(d);
}

/* ---- 逐级上报 ------------------------------------------------------------- */
enum err demo_upward(struct demo *d)
{
    struct upward_listing made;
    struct act act;

    TRY(demo_as(d, &d->bureau, demo_hour(d->today - 1, 8), &act));
    return store_upward_number(d->db, &d->scratch, &act, &made);
}
