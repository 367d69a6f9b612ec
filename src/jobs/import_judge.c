/* What becomes of one row: repeats, what its numbers prove, and whether the
 * list has it already. */
#include <stdlib.h>
#include <string.h>

#include "import_read.h"
#include "store/roster_apply_store.h"
#include "store/unit_store.h"

static void same_number(struct reading *r, struct roster_row_read *row,
                        const char *member, int64_t before, const char *says)
{
    roster_fault_add(
        r->k, &r->heading.mapping, row, member, ROSTER_DOUBT, "same_number",
        arena_printf(&r->chunk->arena, "%s第 %lld 行%s。",
                     member && strcmp(member, "student_no") == 0 ? "学籍号与"
                                                                 : "证件号与",
                     (long long)before, says),
        "已保留，请核对是否重复学籍或写错。");
}

/* Its key is another's of the file.  Of one name it is the same child once
 * more; of two names the number is wrong in one of the rows, and the row that
 * came first need not be the right one: this one stands under its name, too. */
static enum err judge_key(struct reading *r, struct staged *s,
                          struct roster_row_read *row, int64_t before,
                          bool same, bool *repeated)
{
    *repeated = false;
    if (!same && r->k->use != ROSTER_SCHOOLS) {
        TRY(store_roster_index_named(r->w->reader, &r->chunk->arena, r->k,
                                     &s->v, &s->x));
        same_number(r, row, r->k->keys[0], before, "相同，姓名不同");
        TRY(seen_before(&r->keys, s->x.key, s->v.name, s->number, &before,
                        NULL));
        if (!before)
            return ERR_OK;
    }
    *repeated = true;
    roster_fault_add(
        r->k, &r->heading.mapping, row, r->k->keys[0], ROSTER_REFUSED,
        "repeated",
        arena_printf(&r->chunk->arena, "与第 %lld 行重复。", (long long)before),
        "请核对两行，删去多余的一行。");
    return ERR_OK;
}

/* The same row, or the same child, earlier in the file. */
static enum err judge_repeats(struct reading *r, struct staged *s,
                              struct roster_row_read *row)
{
    int64_t before;
    bool same = true, repeated = false;

    TRY(seen_before(&r->keys, s->x.key, s->v.name, s->number, &before, &same));
    if (before)
        TRY(judge_key(r, s, row, before, same, &repeated));
    if (repeated || !s->x.has_id_no || r->k->use == ROSTER_SCHOOLS ||
        strcmp(r->k->keys[0], "id_no") == 0)
        return ERR_OK;
    TRY(seen_before(&r->numbers, s->x.id_no, s->v.name, s->number, &before,
                    NULL));
    if (before)
        same_number(r, row, "id_no", before, "相同");
    return ERR_OK;
}

/* What its numbers prove; a contradiction is told before anything happens. */
static enum err judge_proof(struct reading *r, struct staged *s,
                            struct roster_row_read *row)
{
    enum roster_proof proof;
    int64_t id, other;

    if (r->k->use == ROSTER_SCHOOLS)
        return ERR_OK;
    TRY(store_roster_prove(r->w->reader, &s->x, &proof, &id, &other));
    if (proof == PROOF_NONE &&
        store_roster_brings(r->k, &s->v, r->m->year, r->today))
        r->m->children++;
    if (proof == PROOF_NONE || proof == PROOF_ONE)
        return ERR_OK;
    roster_fault_add(
        r->k, &r->heading.mapping, row,
        proof == PROOF_OTHER_ID ? "student_no" : "id_no", ROSTER_DOUBT, "proof",
        proof == PROOF_MANY ? "号码登记在两名学生名下。"
                            : "证件号与学籍号在登记里不是同一名学生。",
        "已保留在名单里，不对应到学生，请核对。");
    return ERR_OK;
}

static enum err match_school(struct reading *r, struct staged *s,
                             struct roster_row_read *row)
{
    struct school_row old;
    struct unit_row unit;
    enum err e = store_school_get(r->w->reader, &r->scratch, s->v.school, &old);

    s->same = e == ERR_OK && old.active &&
              strcmp(old.name, s->v.school_name) == 0 &&
              strcmp(old.type, s->v.school_type) == 0 &&
              strcmp(old.division, s->v.division) == 0;
    s->old_id = e == ERR_OK ? -1 : 0;
    if (e != ERR_NOT_FOUND)
        return e;
    e = store_unit_get(r->w->reader, &r->scratch, s->v.school, &unit);
    if (e == ERR_OK)
        roster_fault_add(
            r->k, &r->heading.mapping, row, "school", ROSTER_REFUSED, "taken",
            "这个代码已是另一类单位的代码。", "请核对学校标识码。");
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static enum err match(struct reading *r, struct staged *s,
                      struct roster_row_read *row)
{
    if (r->k->use == ROSTER_SCHOOLS)
        return match_school(r, s, row);
    if (!r->compares)
        return ERR_OK;
    return store_roster_match(r->w->reader, r->k->name, r->m->year, &s->x,
                              &s->old_id, &s->same);
}

static enum err note_matched(struct reading *r, int64_t id)
{
    if (!r->m->complete || id <= 0)
        return ERR_OK;
    if (r->matched_n == r->matched_cap) {
        size_t cap = r->matched_cap ? r->matched_cap * 2 : 1024;
        int64_t *grown = realloc(r->matched, cap * sizeof *grown);

        if (!grown)
            return ERR_NO_MEMORY;
        r->matched = grown;
        r->matched_cap = cap;
    }
    r->matched[r->matched_n++] = id;
    return ERR_OK;
}

/* Whom a refused row names, but for what is wrong with it. */
static void keep_sound(struct staged *s, const struct roster_row_read *row)
{
    for (size_t i = 0; i < row->faults_n; i++) {
        const struct roster_fault *f = &row->faults[i];

        if (f->member && strcmp(f->gravity, "refused") == 0)
            *(const char **)field_at(
                record_field(&roster_value, f->member, NULL), &s->v) = NULL;
    }
}

enum err row_judge(struct reading *r, struct staged *s,
                   struct roster_row_read *row)
{
    if (!row->refused) {
        TRY(store_roster_index(r->w->reader, &r->chunk->arena, r->k, &s->v,
                               &s->x));
        TRY(judge_repeats(r, s, row));
    }
    if (!row->refused)
        TRY(match(r, s, row));
    if (!row->refused && !s->same)
        TRY(judge_proof(r, s, row));
    s->outcome = row->refused ? "refused"
                 : s->same    ? "unchanged"
                 : s->old_id  ? "changed"
                              : "added";
    TRY(note_matched(r, s->old_id));
    if (row->refused)
        keep_sound(s, row);
    s->faults = NULL;
    return row->faults_n ? roster_faults_write(&r->chunk->arena, row->faults,
                                               row->faults_n, &s->faults)
                         : ERR_OK;
}
