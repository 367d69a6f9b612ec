/* What a row of a roster does to the register. */
#include "store/roster_apply_store.h"

#include <string.h>

#include "domain/codes.h"
#include "domain/household.h"
#include "domain/patch.h"
#include "domain/register_change.h"
#include "roster_effect.h"
#include "store/doubt_store.h"
#include "store/household_store.h"
#include "store/roster_store.h"
#include "store/schooling_store.h"
#include "store/student_store.h"
#include "text/norm.h"

#define CARRIED_OUT "the job carries out what its unit was allowed to begin"

/* One row on its way. */
struct way {
    struct db *db;
    struct arena *a;
    const struct act *act;
    struct import *m;
    const struct roster_kind *k;
    const struct roster_row *r;
    struct roster_value v;
    const struct roster_index *x;
    struct roster_links *links;
};

static bool is(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

static enum err note(struct way *w, struct roster_effect e)
{
    return roster_effect_add(w->db, w->a, w->m->id, &e);
}

static enum err doubt(struct way *w, const char *kind, int64_t student_id,
                      int64_t other_id, const char *detail)
{
    struct doubt_row d = { .kind = kind,
                           .student_id = student_id,
                           .other_id = other_id,
                           .detail =
                               arena_printf(w->a, "%lld年%s花名册第%lld行：%s",
                                            (long long)w->m->year, w->k->title,
                                            (long long)w->r->number, detail) };

    if (!d.detail)
        return ERR_NO_MEMORY;
    TRY(store_doubt_add(w->db, w->act, &d));
    return note(w, (struct roster_effect) { .entity = "doubt",
                                            .entity_id = d.id,
                                            .student_id = student_id,
                                            .action = "made",
                                            .version = 1 });
}

bool store_roster_brings(const struct roster_kind *k,
                         const struct roster_value *v, int64_t year,
                         const char *today)
{
    bool child = roster_age(v->birth_date, year) < ROSTER_ADULT;

    switch (k->use) {
    case ROSTER_ENROLMENT:
        return true;
    case ROSTER_HUJI:
        return child;
    case ROSTER_CHANGE:
        return child && v->id_no && register_change_brings(v) &&
               register_change_holds(v, today);
    default:
        return false;
    }
}

/* ---- the household ------------------------------------------------------------- */
SQL(q_household_of,
    .text = "SELECT id FROM household WHERE register_no = ?1"
            " AND division = ?2 ORDER BY id LIMIT 1",
    .access = SQL_SYSTEM, .why = CARRIED_OUT);

/* Of a 户号 in a division; made when there is none.  0 without a 户号. */
static enum err household_for(struct way *w, int64_t *id)
{
    struct household_row h = { .division = w->v.division,
                               .register_no = w->v.household_no,
                               .head_name =
                                   w->v.head_name ? w->v.head_name : w->v.name,
                               .address = w->v.huji_address,
                               .state = "resident" };
    enum err e;

    *id = 0;
    if (!h.register_no || w->k->use != ROSTER_HUJI)
        return ERR_OK;
    e = db_int(w->db, &q_household_of, id,
               VALS(TEXT(h.register_no), TEXT(h.division)));
    if (e != ERR_NOT_FOUND)
        return e;
    TRY(store_household_create(w->db, w->a, w->act, &h));
    *id = h.id;
    return note(w, (struct roster_effect) { .entity = "household",
                                            .entity_id = h.id,
                                            .action = "made",
                                            .version = 1 });
}

static enum err known_division(struct way *w, const char **out)
{
    return roster_division(w->db, w->v.division, out);
}

/* ---- a new child --------------------------------------------------------------- */
static enum err number_doubts(struct way *w, struct student_row *s)
{
    struct student_row judged = { .id_kind = s->id_kind,
                                  .id_no = s->id_no,
                                  .birth_date = s->birth_date,
                                  .sex = s->sex };
    struct student_fault f;

    if (!s->id_no)
        return ERR_OK;
    if (student_number_doubtful(s->id_no_state))
        return doubt(w, "id_check", s->id, 0,
                     is(s->id_no_state, "fifteen")
                         ? "证件号是 15 位旧号，请对照户口簿核对。"
                         : "证件号末位校验码不对，请对照户口簿核对。");
    f = student_number(w->a, w->act->today, &judged);
    return f.pointer ? doubt(w, "id_check", s->id, 0, f.detail) : ERR_OK;
}

static enum err first_guardian(struct way *w, int64_t student_id, bool noted)
{
    struct guardian_row g = { .student_id = student_id,
                              .name = w->v.guardian_name,
                              .phone = w->v.guardian_phone };

    if (!g.name)
        return ERR_OK;
    TRY(store_guardian_first(w->db, &g));
    return noted ? note(w, (struct roster_effect) { .entity = "guardian",
                                                    .entity_id = g.id,
                                                    .student_id = student_id,
                                                    .action = "made",
                                                    .version = 1 })
                 : ERR_OK;
}

static struct enrolment_row schooling_of(const struct way *w, int64_t id)
{
    return (struct enrolment_row) {
        .student_id = id,
        .school = w->v.school,
        .grade = w->v.grade,
        .class = w->v.class,
        .student_no = w->v.student_no,
        .state = w->v.enrolment_state ? w->v.enrolment_state : "enrolled",
    };
}

static enum err new_child(struct way *w, int64_t *id)
{
    const uint8_t *index = NULL;
    struct student_row s;

    roster_student(&w->v, &s);
    if (w->m->next_child > w->m->last_child)
        return ERR_INTERNAL;
    s.id = w->m->next_child++;
    TRY(known_division(w, &s.huji_division));
    TRY(household_for(w, &s.household_id));
    if (w->k->use == ROSTER_ENROLMENT || w->k->use == ROSTER_CHANGE)
        s.residence_address = w->v.address;
    if (w->k->use == ROSTER_CHANGE)
        register_change_make(&w->v, &s);
    if (w->x->has_id_no && s.id_no == w->v.id_no)
        index = w->x->id_no;
    TRY(store_student_create_bulk(w->db, w->a, w->act, &s, index));
    TRY(number_doubts(w, &s));
    if (w->k->use == ROSTER_ENROLMENT) {
        struct enrolment_row e = schooling_of(w, s.id);

        TRY(store_enrolment_first(
            w->db, w->a, w->act, &e,
            w->x->has_student_no ? w->x->student_no : NULL));
    }
    *id = s.id;
    return first_guardian(w, s.id, false);
}

/* ---- a child that is there ------------------------------------------------------ */
/* What the register leaves open is taken from the list. */
static void complete(const char **member, const char *from_list)
{
    if (!*member)
        *member = from_list;
}

static bool same_name(struct way *w, const char *a, const char *b)
{
    char *x, *y;

    return name_compare_form(a, w->a, &x) == ERR_OK &&
           name_compare_form(b, w->a, &y) == ERR_OK && strcmp(x, y) == 0;
}

static enum err doubts_about(struct way *w, const struct student_row *s)
{
    const struct roster_value *v = &w->v;

    if (!same_name(w, s->name, v->name))
        TRY(doubt(w, "roster_conflict", s->id, 0,
                  "证件号或学籍号相同，姓名与登记的不同，请核对。"));
    if (s->birth_date && v->birth_date && !is(s->birth_date, v->birth_date))
        TRY(doubt(w, "roster_conflict", s->id, 0,
                  "出生日期与登记的不同，请核对。"));
    if (s->sex && v->sex && !is(s->sex, v->sex))
        TRY(doubt(w, "roster_conflict", s->id, 0,
                  "性别与登记的不同，请核对。"));
    return ERR_OK;
}

/* The police know where a child is registered (户籍). */
static enum err take_huji(struct way *w, struct student_row *s)
{
    if (w->k->use != ROSTER_HUJI)
        return ERR_OK;
    TRY(known_division(w, &s->huji_division));
    if (w->v.huji_address)
        s->huji_address = w->v.huji_address;
    complete(&s->relation, w->v.relation);
    if (s->household_id == INT_NONE)
        TRY(household_for(w, &s->household_id));
    if (s->household_id == 0)
        s->household_id = INT_NONE;
    return ERR_OK;
}

static enum err complete_child(struct way *w, int64_t id)
{
    struct student_row old, s;

    TRY(store_student_get(w->db, w->a, id, &old));
    TRY(doubts_about(w, &old));
    s = old;
    complete(&s.sex, w->v.sex);
    complete(&s.birth_date, w->v.birth_date);
    complete(&s.nation, w->v.nation);
    if (!s.id_no && w->v.id_no) { /* proved by its 学籍号 */
        s.id_kind = w->v.id_kind ? w->v.id_kind : "1";
        s.id_no = w->v.id_no;
        s.id_no_state = w->v.id_no_state;
    }
    if (w->k->use == ROSTER_ENROLMENT)
        complete(&s.residence_address, w->v.address);
    TRY(take_huji(w, &s));
    if (!s.huji_division)
        TRY(known_division(w, &s.huji_division));
    TRY(store_student_update(w->db, w->a, w->act, &old, &s));
    if (s.version == old.version)
        return ERR_OK;
    return note(w, (struct roster_effect) { .entity = "student",
                                            .entity_id = id,
                                            .student_id = id,
                                            .action = "changed",
                                            .r = &student_row,
                                            .before = &old,
                                            .version = s.version });
}

static enum err open_schooling(struct way *w, struct enrolment_row *e)
{
    enum err err = store_enrolment_set(w->db, w->a, w->act, e);

    /* The register has a later one: a person decides. */
    if (err == ERR_RULE)
        return doubt(w, "roster_conflict", e->student_id, 0,
                     "登记的就学开始日期在今天之后，没有改动，请核对。");
    TRY(err);
    return note(w, (struct roster_effect) { .entity = "enrolment",
                                            .entity_id = e->id,
                                            .student_id = e->student_id,
                                            .action = "made",
                                            .version = 1 });
}

/* Who left the 小学 of a school of nine years is enrolled in its 初中. */
static bool enters_junior(const struct enrolment_row *old,
                          const struct enrolment_row *now)
{
    return is(old->state, "graduated") && !grade_is_junior(old->grade) &&
           grade_is_junior(now->grade);
}

static enum err set_schooling(struct way *w, int64_t id)
{
    struct enrolment_row e = schooling_of(w, id), old, *now = &e;
    enum err err = store_enrolment_now(w->db, w->a, id, &old);

    if (err == ERR_NOT_FOUND)
        return open_schooling(w, &e);
    TRY(err);
    if (!is(old.school, e.school)) {
        TRY(note(w, (struct roster_effect) { .entity = "enrolment",
                                             .entity_id = old.id,
                                             .student_id = id,
                                             .action = "ended",
                                             .version = old.version + 1 }));
        return open_schooling(w, &e);
    }
    now->id = old.id;
    now->school_name = old.school_name;
    now->boarding = old.boarding;
    now->from_date = old.from_date;
    complete(&now->class, old.class);
    if (!w->v.enrolment_state && !is(old.state, "unregistered") &&
        !enters_junior(&old, now))
        now->state = old.state;
    TRY(store_enrolment_update(w->db, w->a, w->act, &old, now));
    if (now->version == old.version)
        return ERR_OK;
    return note(w, (struct roster_effect) { .entity = "enrolment",
                                            .entity_id = old.id,
                                            .student_id = id,
                                            .action = "changed",
                                            .r = &enrolment_row,
                                            .before = &old,
                                            .version = now->version });
}

/* Last year's list, handed in late, does not set a child back, neither behind
 * a newer list nor behind the 升级 of a newer year. */
SQL(q_newer_list,
    .text = "SELECT 1 FROM roster_now WHERE student_id = ?1"
            " AND kind = 'enrolment' AND year > ?2 UNION ALL SELECT 1"
            " FROM promotion_child q JOIN promotion p ON p.id = q.promotion_id"
            " WHERE q.student_id = ?1 AND q.outcome = 'done' AND p.year > ?2"
            " LIMIT 1",
    .access = SQL_SYSTEM, .why = CARRIED_OUT);

static enum err schooling_by_year(struct way *w, int64_t id)
{
    int64_t newer;
    enum err e =
        db_int(w->db, &q_newer_list, &newer, VALS(INT(id), INT(w->m->year)));

    return e == ERR_NOT_FOUND ? set_schooling(w, id) : e;
}

SQL(q_guardian_any, .text = "SELECT 1 FROM guardian WHERE student_id = ?1",
    .access = SQL_SYSTEM, .why = CARRIED_OUT);

static enum err known_child(struct way *w, int64_t id)
{
    int64_t any;
    enum err e;

    TRY(complete_child(w, id));
    if (w->k->use == ROSTER_ENROLMENT)
        TRY(schooling_by_year(w, id));
    e = db_int(w->db, &q_guardian_any, &any, VALS(INT(id)));
    return e == ERR_NOT_FOUND ? first_guardian(w, id, true) : e;
}

/* ---- tags -------------------------------------------------------------- */
static enum err give_tag(struct way *w, int64_t student_id)
{
    int64_t made;

    TRY(roster_tag_give(w->db, w->a, w->act, w->r, &w->v, student_id, &made));
    return made ? note(w, (struct roster_effect) { .entity = "tag",
                                                   .entity_id = made,
                                                   .student_id = student_id,
                                                   .action = "made",
                                                   .version = 1 })
                : ERR_OK;
}

/* ---- one row ----------------------------------------------------------------- */
static enum err act_on(struct way *w, int64_t id)
{
    if (w->k->use == ROSTER_TAGS)
        return give_tag(w, id);
    if (w->k->use == ROSTER_ENROLMENT || w->k->use == ROSTER_HUJI)
        return known_child(w, id);
    return w->k->use == ROSTER_CHANGE
               ? store_register_change(w->db, w->a, w->act, w->r, &w->v, id)
               : ERR_OK;
}

static const char *const conflicts[] = {
    [PROOF_CONFLICT] = "证件号和学籍号分属两名学生，没有对应，请核对。",
    [PROOF_MANY] = "证件号或学籍号登记在两名学生名下，没有对应，请核对。",
    [PROOF_OTHER_ID] = "学籍号相同，证件号与登记的不同，没有对应，请核对。",
};

/* Rows and the children that they bring mostly follow one another alike: such
 * a run is linked by one statement. */
static enum err link_to(struct way *w, int64_t student_id)
{
    struct roster_links *l = w->links;

    if (l->n && w->r->id == l->row + l->n && student_id == l->student + l->n) {
        l->n++;
        return ERR_OK;
    }
    TRY(store_roster_link(w->db, l));
    *l = (struct roster_links) { w->r->id, student_id, 1 };
    return ERR_OK;
}

static enum err apply_person(struct way *w)
{
    enum roster_proof proof;
    int64_t id, other;

    TRY(store_roster_prove(w->db, w->x, &proof, &id, &other));
    if (proof != PROOF_NONE && proof != PROOF_ONE)
        return doubt(w, "roster_conflict", id, other, conflicts[proof]);
    if (w->k->use == ROSTER_CHANGE &&
        !register_change_holds(&w->v, w->act->today))
        TRY(store_register_wait(w->db, w->a, w->r, w->v.on_date));
    else if (proof == PROOF_ONE)
        TRY(act_on(w, id));
    else if (store_roster_brings(w->k, &w->v, w->m->year, w->act->today))
        TRY(new_child(w, &id));
    return id ? link_to(w, id) : ERR_OK;
}

enum err store_roster_apply(struct db *db, struct arena *a,
                            const struct act *act, struct import *m,
                            const struct roster_ready *r,
                            struct roster_links *links)
{
    struct way w = { .db = db,
                     .a = a,
                     .act = act,
                     .m = m,
                     .k = roster_kind_of(m->kind),
                     .r = &r->row,
                     .v = r->v,
                     .x = &r->x,
                     .links = links };

    return w.k->use == ROSTER_SCHOOLS ? roster_school_put(db, a, &w.v)
                                      : apply_person(&w);
}
