/* Survey sheets (摸排登记表): printing those of a village, and what a sheet that
 * is typed in must not pass over. */
#include "domain/survey_sheet.h"

#include "base/clock.h"
#include "paper_parts.h"
#include "store/survey_store.h"
#include "survey_put.h"

/* ---- printing ---- */
/* A grid is called by a number that each village has. */
SQL(q_sheet_place,
    .text = "SELECT iif(d.level = 'grid', p.name, '') || d.name FROM division d"
            " LEFT JOIN division p ON p.code = d.parent WHERE d.code = ?1");

static enum err sheet_of(struct db *db, struct arena *a,
                         const struct survey_form *form,
                         const struct round_row *round, int64_t household_id,
                         const char *today, struct paper_set *set)
{
    struct paper *sheet = paper_next(a, set);
    struct door_view door;

    if (!sheet)
        return ERR_TOO_LARGE;
    record_clear(&door_view, &door);
    TRY(store_door_get(db, a, household_id, round->id, today, &door));
    TRY(db_text(db, &q_sheet_place, a, &door.household->division_name,
                VALS(TEXT(door.household->division))));
    return survey_sheet_make(a, form, round->name, &door, sheet);
}

enum err store_survey_sheets(struct db *db, struct arena *a,
                             const struct round_row *round,
                             const struct door_filter *f, const char *today,
                             struct paper_set *set)
{
    const struct door_row *d;
    struct survey_form form;
    struct list doors;

    TRY(survey_form_make(a, &form));
    TRY(store_door_list(db, a, f, &doors));
    d = doors.items;
    set->title = "入户摸排登记表";
    for (size_t i = 0; i < doors.n; i++)
        TRY(sheet_of(db, a, &form, round, d[i].household_id, today, set));
    return ERR_OK;
}

/* ---- typing in ---- */
struct visit_before {
    int64_t visited_at;
    const char *name, *source;
};
static const struct field visit_before_fields[] = {
    F_TIME(visit_before, visited_at, "入户时间", REQUIRED),
    F_TEXT(visit_before, name, "入户人", REQUIRED, 1, 60),
    F_CODE(visit_before, source, "来源", REQUIRED, survey_sources), F_END
};
static const struct record visit_before =
    RECORD(visit_before, "SurveyBefore", "本轮已有的入户", visit_before_fields);

SQL(q_visit_before,
    .text = "SELECT v.visited_at, coalesce(v.visitor, a.name) AS name,"
            " v.source FROM survey_visit v JOIN account a ON a.id ="
            " v.account_id WHERE v.household_id = ?1 AND v.round_id = ?2"
            " AND v.current = 1 AND v.settled = 1",
    .row = &visit_before, .access = SQL_SYSTEM,
    .why = "the household was found in scope");

enum err put_sheet(struct put *p)
{
    struct visit_before v;
    char day[CLOCK_DATE_MAX];
    enum err e;

    if (!survey_on_paper(p->in) || p->sup.id)
        return ERR_OK;
    e = db_row(p->db, &q_visit_before, p->arena, &v,
               VALS(INT(p->household.id), INT(p->in->round_id)));
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    TRY(e);
    clock_date_of(v.visited_at, day);
    return put_refuse(
        p, ERR_RULE, "/household/id", "survey.visited",
        arena_printf(p->arena,
                     "这一户本轮已由%s于%s入户登记（%s），本次没有保存，"
                     "原来的登记没有改动。请与登记表核对；确需更正的，"
                     "打开那次入户记录更正。",
                     v.name, day, code_label(&survey_sources, v.source)));
}
