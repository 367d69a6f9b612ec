/* A child of a visit: found or registered, laid over the register, reported to
 * its case. */
#include <string.h>

#include "domain/codes.h"
#include "domain/survey_form.h"
#include "store/case_store.h"
#include "store/student_store.h"
#include "store/unit_store.h"
#include "survey_put.h"
#include "text/norm.h"

static const struct survey_child_in *child_in(const struct put *p, size_t i)
{
    return (const struct survey_child_in *)p->in->children.items + i;
}

/* Refuses with the pointer of child `i`: member "/id_no" and the like. */
static enum err refuse_at(struct put *p, size_t i, enum err e,
                          const char *member, const char *code,
                          const char *detail)
{
    const char *at = arena_printf(p->arena, "/children/%zu%s", i, member);

    return at ? put_refuse(p, e, at, code, detail) : ERR_NO_MEMORY;
}

/* ---- who is it? ----------------------------------------------------------------- */
struct same_row {
    int64_t id;
    const char *birth_date;
    int64_t created_at;
};
static const struct field same_row_fields[] = {
    F_ID(same_row, id, "编号", REQUIRED),
    F_DATE(same_row, birth_date, "出生日期", OPTIONAL),
    F_TIME(same_row, created_at, "登记时间", REQUIRED), F_END
};
static const struct record same_row =
    RECORD(same_row, "SameName", "同户同名", same_row_fields);

SQL(q_same_name,
    .text = "SELECT id, birth_date, created_at FROM my_student"
            " WHERE household_id = ?1 AND name_key = ?2"
            "   AND status = 'active' ORDER BY id LIMIT 20",
    .row = &same_row);

/* Is it another child of this visit already? */
static bool taken(const struct put *p, int64_t id)
{
    for (size_t i = 0; i < p->in->children.n; i++)
        if (p->kids[i].student_id == id || child_in(p, i)->student_id == id)
            return true;
    return false;
}

static bool same_birth(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* The child of this household with that name and birth date, or with that name
 * and registered by the visit this one names; 0 none. */
static enum err same_in_household(struct put *p, const char *birth_date,
                                  const char *key, int64_t *id)
{
    const struct same_row *r;
    struct list l;

    *id = 0;
    TRY(db_list(p->db, &q_same_name, p->arena, 20, &l,
                VALS(INT(p->household.id), TEXT(key))));
    r = l.items;
    for (size_t i = 0; i < l.n && !*id; i++)
        if (!taken(p, r[i].id) &&
            (same_birth(r[i].birth_date, birth_date) ||
             (p->made && p->made->received_at == r[i].created_at)))
            *id = r[i].id;
    return ERR_OK;
}

/* What the register says of the number of a new child. */
struct number {
    int64_t mine, elsewhere;
};

/* Looks for a registered child behind a new one; *id 0 when it is new. */
static enum err find_same(struct put *p, const struct survey_child_in *c,
                          const struct student_row *s, struct number *n,
                          int64_t *id)
{
    struct student_row holder;
    char *key, *other;

    TRY(name_compare_form(c->name, p->arena, &key));
    TRY(store_number_holders(p->db, p->arena, s->id_no, 0, &n->mine,
                             &n->elsewhere));
    if (n->mine && !taken(p, n->mine)) {
        TRY(store_student_get(p->db, p->arena, n->mine, &holder));
        TRY(name_compare_form(holder.name, p->arena, &other));
        *id = strcmp(key, other) == 0 ? n->mine : 0;
        if (*id)
            return ERR_OK;
    }
    return same_in_household(p, s->birth_date, key, id);
}

/* ---- what was seen -------------------------------------------------------------------- */
struct seen {
    const char *situation;
    int64_t visited_at;
};
static const struct field seen_fields[] = {
    F_CODE(seen, situation, "入户所见", REQUIRED, situations),
    F_TIME(seen, visited_at, "入户时间", REQUIRED), F_END
};
static const struct record seen_record =
    RECORD(seen, "SituationSeen", "入户所见", seen_fields);

SQL(q_seen_latest,
    .text = "SELECT c.situation, v.visited_at FROM survey_child c"
            " JOIN survey_visit v ON v.id = c.visit_id"
            " WHERE c.student_id = ?1 AND v.superseded_by IS NULL"
            " ORDER BY v.visited_at DESC, v.id DESC LIMIT 1",
    .row = &seen_record, .access = SQL_SYSTEM,
    .why = "the child was found in scope");

SQL(q_situation_at,
    .text = "UPDATE student SET situation_at = ?2 WHERE id = ?1",
    .access = SQL_SYSTEM, .why = "the child was found in scope");

/*
 * Sets the situation of `s` to the latest seen at a door, of this visit (`now`,
 * NULL: it does not tell) and those before.  What was set later in another way
 * stays, unless it came from the visit that is corrected.  *decides: it is
 * this visit's.
 */
static enum err situate(struct put *p, const char *now, struct student_row *s,
                        bool *decides)
{
    struct seen last = { .visited_at = INT_NONE };
    enum err e = ERR_NOT_FOUND;
    bool corrected = p->sup.id && s->situation_at == p->sup.visited_at;

    if (s->id)
        e = db_row(p->db, &q_seen_latest, p->arena, &last, VALS(INT(s->id)));
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    *decides = now && (e != ERR_OK || p->in->visited_at >= last.visited_at);
    if (*decides)
        last = (struct seen) { now, p->in->visited_at };
    if (s->situation_at != INT_NONE && !corrected &&
        (last.visited_at == INT_NONE || last.visited_at < s->situation_at)) {
        *decides = false;
        return ERR_OK;
    }
    s->situation = last.situation;
    s->situation_at = last.visited_at;
    return ERR_OK;
}

SQL(q_open_case, .text = "SELECT id FROM my_case WHERE student_id = ?1"
                         "   AND state NOT IN ('closed', 'dismissed')");

/* The child's case: told what was seen when this visit decides, else only
 * looked up. */
static enum err report(struct put *p, const struct survey_child_in *c,
                       bool decides, struct kid *kid)
{
    const struct case_sighting seen = { .student_id = kid->student_id,
                                        .situation = c->situation,
                                        .reason = c->reason,
                                        .since = c->since,
                                        .note = c->note };
    enum err e;

    kid->case_id = INT_NONE;
    if (decides)
        return store_case_sighting(p->db, p->arena, p->act, &seen,
                                   &kid->case_id);
    e = db_int(p->db, &q_open_case, &kid->case_id, VALS(INT(kid->student_id)));
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* What follows once the child's own row is stored. */
static enum err follow(struct put *p, size_t i, const struct student_row *s,
                       bool decides)
{
    const struct survey_child_in *c = child_in(p, i);
    struct kid *kid = &p->kids[i];

    kid->student_id = s->id;
    kid->version = s->version;
    TRY(put_guardian(p, s, c));
    if (decides && situation_at_school(c->situation))
        TRY(put_schooling(p, s->id, c));
    return report(p, c, decides, kid);
}

/* ---- a new child --------------------------------------------------------------------- */
static enum err register_child(struct put *p, size_t i, struct student_row *s,
                               const struct number *n)
{
    const struct survey_child_in *c = child_in(p, i);
    const char *number = s->id_no;
    bool decides;

    if (n->mine) { /* another name's, or twice in this visit */
        s->id_no = NULL;
        s->id_no_state = "missing";
    }
    s->status = "active";
    TRY(situate(p, c->situation, s, &decides));
    TRY(store_student_create(p->db, p->arena, p->act, s));
    if (n->mine) {
        put_merge(p, "student", s->id, INT_NONE, s->version, s->created_at,
                  &student_row);
        p->merge.other_id = n->mine;
        TRY(merge_note(&p->merge, "id_no", number, NULL));
        TRY(merge_end(&p->merge, s->id));
    } else {
        TRY(store_number_doubts(p->db, p->arena, p->act, s, n->elsewhere));
    }
    return follow(p, i, s, decides);
}

/* ---- a known child ------------------------------------------------------------------- */
/* A sound number speaks of birth and sex: what contradicts it is a doubt. */
static enum err judge_birth(struct put *p, const struct student_row *old,
                            struct student_row *s)
{
    struct student_row judged = *s;

    if (!student_number(p->arena, p->act->today, &judged).pointer) {
        *s = judged;
        return ERR_OK;
    }
    if (!same_birth(s->birth_date, old->birth_date))
        TRY(merge_note(&p->merge, "birth_date", s->birth_date,
                       old->birth_date));
    if (!same_birth(s->sex, old->sex))
        TRY(merge_note(&p->merge, "sex", s->sex, old->sex));
    s->birth_date = old->birth_date;
    s->sex = old->sex;
    return ERR_OK;
}

/* The number as the visit gives it, judged by what else the visit says. */
static enum err own_number(struct put *p, size_t i, const char *id_kind,
                           struct student_row *own)
{
    const struct survey_child_in *c = child_in(p, i);
    struct student_fault fault;

    record_clear(&student_row, own);
    own->name = c->name;
    own->sex = c->sex;
    own->birth_date = c->birth_date;
    own->nation = c->nation;
    own->relation = c->relation;
    own->id_kind = c->id_kind ? c->id_kind : id_kind;
    own->id_no = c->id_no;
    own->household_id = p->household.id;
    fault = student_number(p->arena, p->act->today, own);
    return fault.pointer ? refuse_at(p, i, ERR_INVALID, fault.pointer,
                                     fault.code, fault.detail)
                         : ERR_OK;
}

static enum err merge_number(struct put *p, const struct student_row *own,
                             struct student_row *s, int64_t *elsewhere)
{
    struct student_row judged = *s;
    int64_t mine;
    bool take;

    if (!own->id_no)
        return ERR_OK;
    TRY(store_number_holders(p->db, p->arena, own->id_no, s->id, &mine,
                             elsewhere));
    if (mine) {
        p->merge.other_id = mine;
        return merge_note(&p->merge, "id_no", own->id_no, s->id_no);
    }
    TRY(merge_field(&p->merge, "id_no", own->id_no, s->id_no, &take));
    if (!take)
        return ERR_OK;
    judged.id_no = own->id_no;
    judged.id_kind = own->id_kind;
    if (student_number(p->arena, p->act->today, &judged).pointer)
        return merge_note(&p->merge, "id_no", own->id_no, s->id_no);
    *s = judged;
    return ERR_OK;
}

/* The child lives at this door now. */
static enum err merge_door(struct put *p, struct student_row *s)
{
    const char *here =
        arena_printf(p->arena, "%lld", (long long)p->household.id);
    const char *there =
        s->household_id == INT_NONE
            ? ""
            : arena_printf(p->arena, "%lld", (long long)s->household_id);
    bool take;

    if (!here || !there)
        return ERR_NO_MEMORY;
    TRY(merge_field(&p->merge, "household_id", here, there, &take));
    if (!take)
        return ERR_OK;
    s->household_id = p->household.id;
    if (s->residence_division)
        s->residence_division = p->household.division;
    return ERR_OK;
}

static enum err merge_child(struct put *p, size_t i, int64_t base,
                            const struct student_row *own,
                            struct student_row *s, int64_t *elsewhere)
{
    static const char *const members[] = { "name",   "birth_date", "sex",
                                           "nation", "relation",   NULL };
    const struct student_row old = *s;

    *elsewhere = 0;
    put_merge(p, "student", s->id, base, s->version, s->created_at,
              &student_row);
    TRY(merge_members(&p->merge, members, &survey_child_in, child_in(p, i), s));
    TRY(merge_number(p, own, s, elsewhere));
    TRY(judge_birth(p, &old, s));
    TRY(merge_door(p, s));
    return merge_end(&p->merge, s->id);
}

static enum err known_child(struct put *p, size_t i, int64_t id, int64_t base)
{
    struct student_row old, s, own;
    int64_t elsewhere;
    bool decides, new_number;

    TRY(store_student_get(p->db, p->arena, id, &s));
    TRY(own_number(p, i, s.id_kind, &own));
    old = s;
    TRY(merge_child(p, i, base, &own, &s, &elsewhere));
    TRY(situate(p, child_in(p, i)->situation, &s, &decides));
    TRY(store_student_update(p->db, p->arena, p->act, &old, &s));
    TRY(db_run(p->db, &q_situation_at, VALS(INT(id), INT(s.situation_at))));
    new_number = s.id_no && (!old.id_no || strcmp(s.id_no, old.id_no) != 0);
    if (new_number)
        TRY(store_number_doubts(p->db, p->arena, p->act, &s, elsewhere));
    return follow(p, i, &s, decides);
}

/* ---- each and all -------------------------------------------------------------------- */
static enum err check_school(struct put *p, size_t i)
{
    const char *code = child_in(p, i)->school_code;
    struct school_row school;
    enum err e;

    if (!code)
        return ERR_OK;
    e = store_school_get(p->db, p->arena, code, &school);
    if (e == ERR_NOT_FOUND)
        return refuse_at(p, i, ERR_INVALID, "/school_code", "unknown",
                         "本市没有这所学校，请重新选择；"
                         "市外的学校请填学校名称。");
    TRY(e);
    p->kids[i].school_name = school.name;
    return ERR_OK;
}

enum err put_child(struct put *p, size_t i)
{
    const struct survey_child_in *c = child_in(p, i);
    struct student_row own;
    struct number n;
    int64_t id;

    TRY(check_school(p, i));
    if (c->student_id != INT_NONE)
        return known_child(p, i, c->student_id, c->base_version);
    TRY(own_number(p, i, NULL, &own));
    TRY(find_same(p, c, &own, &n, &id));
    if (id)
        return known_child(p, i, id, INT_NONE);
    return register_child(p, i, &own, &n);
}

struct left_row {
    int64_t student_id;
};
static const struct field left_row_fields[] = {
    F_ID(left_row, student_id, "学生", REQUIRED), F_END
};
static const struct record left_row =
    RECORD(left_row, "LeftOut", "更正中去掉的儿童", left_row_fields);

SQL(q_left_out,
    .text = "SELECT student_id FROM my_survey_child WHERE visit_id = ?1",
    .row = &left_row);

static bool among_kids(const struct put *p, int64_t id)
{
    for (size_t i = 0; i < p->in->children.n; i++)
        if (p->kids[i].student_id == id)
            return true;
    return false;
}

enum err put_left_out(struct put *p)
{
    const struct left_row *r;
    struct student_row old, s;
    struct list l;
    bool decides;

    if (!p->sup.id)
        return ERR_OK;
    TRY(db_list(p->db, &q_left_out, p->arena, SURVEY_CHILDREN_MAX, &l,
                VALS(INT(p->sup.id))));
    r = l.items;
    for (size_t i = 0; i < l.n; i++) {
        if (among_kids(p, r[i].student_id))
            continue;
        TRY(store_student_get(p->db, p->arena, r[i].student_id, &s));
        old = s;
        TRY(situate(p, NULL, &s, &decides));
        TRY(store_student_update(p->db, p->arena, p->act, &old, &s));
        TRY(db_run(p->db, &q_situation_at,
                   VALS(INT(s.id), INT(s.situation_at))));
    }
    return ERR_OK;
}
