/* Guardian and schooling of a child as a visit tells them. */
#include <string.h>

#include "base/clock.h"
#include "store/schooling_store.h"
#include "survey_put.h"
#include "text/norm.h"

/* ---- guardian ----------------------------------------------------------------- */
static enum err new_guardian(struct put *p, int64_t student_id,
                             const struct survey_child_in *c, bool main)
{
    struct guardian_row g;

    record_clear(&guardian_row, &g);
    g.student_id = student_id;
    g.name = c->guardian_name;
    g.relation = c->guardian_relation;
    g.phone = c->guardian_phone;
    g.main = main;
    return store_guardian_set(p->db, p->arena, p->act, &g);
}

static enum err same_name(struct arena *a, const char *x, const char *y,
                          bool *same)
{
    char *fx, *fy;

    TRY(name_compare_form(x, a, &fx));
    TRY(name_compare_form(y, a, &fy));
    *same = strcmp(fx, fy) == 0;
    return ERR_OK;
}

/* The one that is meant: by id, else by name, else (no name) the first. */
static enum err pick_guardian(struct put *p, const struct list *all,
                              const struct survey_child_in *c,
                              struct guardian_row **out)
{
    struct guardian_row *g = all->items;

    *out = NULL;
    for (size_t i = 0; i < all->n && !*out; i++) {
        bool is = g[i].id == c->guardian_id;

        if (c->guardian_id == INT_NONE && c->guardian_name)
            TRY(same_name(p->arena, g[i].name, c->guardian_name, &is));
        else if (c->guardian_id == INT_NONE)
            is = true;
        if (is)
            *out = &g[i];
    }
    return ERR_OK;
}

static enum err known_guardian(struct put *p, const struct student_row *s,
                               struct guardian_row *g,
                               const struct survey_child_in *c)
{
    const struct {
        const char *name, *yours, **theirs;
    } members[] = { { "name", c->guardian_name, &g->name },
                    { "relation", c->guardian_relation, &g->relation },
                    { "phone", c->guardian_phone, &g->phone } };

    put_merge(p, "guardian", g->id,
              c->guardian_id == INT_NONE ? INT_NONE : c->guardian_version,
              g->version, s->created_at, &guardian_row);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        bool take;

        TRY(merge_field(&p->merge, members[i].name, members[i].yours,
                        *members[i].theirs, &take));
        if (take)
            *members[i].theirs = members[i].yours;
    }
    TRY(merge_end(&p->merge, s->id));
    return store_guardian_set(p->db, p->arena, p->act, g);
}

enum err put_guardian(struct put *p, const struct student_row *s,
                      const struct survey_child_in *c)
{
    struct guardian_row *g;
    struct list all;

    if (!c->guardian_name && !c->guardian_phone && !c->guardian_relation)
        return ERR_OK;
    TRY(store_guardian_list(p->db, p->arena, s->id, &all));
    TRY(pick_guardian(p, &all, c, &g));
    if (g)
        return known_guardian(p, s, g, c);
    if (c->guardian_name)
        return new_guardian(p, s->id, c, all.n == 0);
    return put_refuse(
        p, ERR_INVALID,
        arena_printf(p->arena, "/children/%td/guardian_name",
                     c - (const struct survey_child_in *)p->in->children.items),
        "required", "填了监护人的电话或关系，还须填监护人的姓名。");
}

/* ---- schooling ------------------------------------------------------------------ */
static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* May what the visit heard replace what is on record? */
static bool may_replace(const struct enrolment_row *now,
                        const struct enrolment_row *e)
{
    if (now->school || strcmp(now->from_date, e->from_date) > 0)
        return false;
    return e->school || !same_text(now->school_name, e->school_name) ||
           !same_text(now->grade, e->grade);
}

enum err put_schooling(struct put *p, int64_t student_id,
                       const struct survey_child_in *c)
{
    bool away = strcmp(c->situation, "elsewhere") == 0;
    char on[CLOCK_DATE_MAX];
    struct enrolment_row now, e;
    enum err found;

    if (away ? !c->school_name : !c->school_code)
        return ERR_OK;
    record_clear(&enrolment_row, &e);
    clock_date_of(p->in->visited_at, on);
    e.student_id = student_id;
    e.school = away ? NULL : c->school_code;
    e.school_name = away ? c->school_name : NULL;
    e.grade = c->grade;
    e.class = c->class;
    e.from_date = arena_strdup(p->arena, on);
    e.state =
        strcmp(c->situation, "unregistered") == 0 ? "unregistered" : "enrolled";
    if (!e.from_date)
        return ERR_NO_MEMORY;
    found = store_enrolment_now(p->db, p->arena, student_id, &now);
    if (found == ERR_OK && !may_replace(&now, &e))
        return ERR_OK;
    if (found != ERR_OK && found != ERR_NOT_FOUND)
        return found;
    return store_enrolment_set(p->db, p->arena, p->act, &e);
}
