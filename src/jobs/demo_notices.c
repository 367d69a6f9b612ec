/* 入学通知书 of one township: made in one batch, and one of each state. */
#include <stdlib.h>

#include "demo_parts.h"
#include "store/document_store.h"
#include "store/notice_store.h"
#include "store/place_store.h"

#define MADE_AGO 20
#define REPORT_AGO 10
#define MOST 50

/* The one with the most children of those that have an account. */
static const struct demo_town *biggest(const struct demo *d)
{
    const struct demo_town *best = NULL;

    for (size_t i = 0; i < d->towns_n; i++)
        if (d->towns[i].actor.id &&
            (!best || d->towns[i].children > best->children))
            best = &d->towns[i];
    return best;
}

/* Signed for, refused at the door, written wrongly; the rest are to be served. */
static enum err spread(struct demo *d, const struct act *act,
                       const struct list *rows)
{
    const struct notice_row *n = rows->items;
    const struct service_in ways[] = {
        { .method = "direct",
          .served_on = act->today,
          .recipient = "孩子的母亲",
          .relation = "52",
          .place = "家中",
          .servers = "包片干部、村干部",
          .attachment_id = INT_NONE },
        { .method = "lien",
          .served_on = act->today,
          .place = "家门口",
          .witness = "村民小组长",
          .servers = "包片干部、村干部",
          .attachment_id = INT_NONE },
    };
    struct refusal why;

    for (size_t i = 0; i < 2 && i < rows->n; i++)
        TRY(store_document_serve(d->db, &d->scratch, act, n[i].id, &ways[i],
                                 INT_NONE, &why));
    return rows->n < 4 ? ERR_OK
                       : store_document_void(d->db, &d->scratch, act, n[2].id,
                                             n[2].version,
                                             "学校写错，另行制作。", &why);
}

enum err demo_notices(struct demo *d)
{
    const struct demo_town *town = biggest(d);
    const struct notice_filter all = { .year = INT_NONE,
                                       .number = INT_NONE,
                                       .rows = MOST };
    struct notice_batch b = { .year = 0 };
    const char *lo, *hi;
    struct list rows;
    struct act act;

    if (!town)
        return ERR_OK;
    TRY(demo_as(d, &town->actor, demo_hour(d->today - MADE_AGO, 9), &act));
    TRY(store_division_range(d->db, d->a, town->code, &lo, &hi));
    b.division = town->code;
    b.report_on = demo_date(d->a, d->today - REPORT_AGO);
    b.year = strtoll(act.today, NULL, 10);
    if (!b.report_on)
        return ERR_NO_MEMORY;
    TRY(store_notice_make(d->db, d->a, &act, lo, hi, &b));
    TRY(store_notice_list(d->db, d->a, &all, &rows));
    return spread(d, &act, &rows);
}
