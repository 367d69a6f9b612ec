/* When a visit was, whatever the clock of its phone says. */
#include "domain/phone_clock.h"
#include "survey_put.h"

SQL(q_phone_at_door,
    .text = "SELECT max(visited_at) FROM survey_visit WHERE household_id = ?1"
            " AND account_id = ?2 AND device = ?3 AND sequence < ?4"
            " AND superseded_by IS NULL",
    .access = SQL_SYSTEM, .why = "visits of the actor's own phone");

static enum err last_of_phone(const struct put *p, const struct survey_in *in,
                              int64_t *at)
{
    int64_t door = in->household->id;

    if (door == INT_NONE && p->made)
        door = p->made->household_id;
    *at = INT_NONE;
    return !in->device || door == INT_NONE
               ? ERR_OK
               : db_int(p->db, &q_phone_at_door, at,
                        VALS(INT(door), INT(p->act->account_id),
                             TEXT(in->device), INT(in->sequence)));
}

enum err put_clock(struct put *p, struct survey_in *in, int64_t sent_at)
{
    int64_t said = in->visited_at, before;

    p->clock_off =
        phone_clock_visit(in, p->round.starts_on, sent_at, p->act->now_ms);
    if (sent_at == INT_NONE || in->supersedes)
        return ERR_OK;
    TRY(last_of_phone(p, in, &before));
    if (before == INT_NONE || before <= in->visited_at)
        return ERR_OK;
    if (in->return_at != INT_NONE)
        in->return_at += before - in->visited_at;
    in->visited_at = before;
    p->clock_off = (said - before) / 1000;
    return ERR_OK;
}
