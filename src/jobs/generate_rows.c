/* Rows of the roster generator: what each list says of a child. */
#include <string.h>

#include "domain/codes.h"
#include "generate_parts.h"
#include "json/field.h"

static const char *sex_label(const struct gen_child *c)
{
    return code_label(&sexes, c->boy ? "1" : "2");
}

static const char *grade_label(const struct gen_child *c)
{
    return c->grade < 0 ? NULL : code_label(&grades, demo_grade(c->grade));
}

static const char *huji_code(const struct gen *g)
{
    const struct gen_family *f = &g->family;

    return f->huji ? f->huji->code : f->far_code;
}

/* A day of the year's first half, as other offices date their lists. */
static const char *some_day(struct gen *g, int year)
{
    int month = prng_between(&g->world, 1, 7);
    int day = prng_between(&g->world, 1, 28);

    return arena_printf(&g->scratch, "%04d-%02d-%02d", year, month, day);
}

/* ---- each list ---------------------------------------------------------------- */
static void enrolment_row(struct gen *g, struct gen_child *c, const char **cell)
{
    const struct gen_family *f = &g->family;
    const char *state = c->state == STATE_SUSPENDED   ? "suspended"
                        : c->state == STATE_GRADUATED ? "graduated"
                        : c->state == STATE_LEFT      ? "cancelled"
                                                      : "enrolled";
    const char *row[] = { c->student_no,
                          c->name,
                          sex_label(c),
                          c->birth,
                          code_label(&id_kinds, "1"),
                          c->no,
                          code_label(&nations, f->nation),
                          c->school->code,
                          grade_label(c),
                          c->class,
                          huji_code(g),
                          f->address,
                          f->guardian,
                          f->phone,
                          code_label(&enrolment_states, state) };

    memcpy(cell, row, sizeof row);
}

static void attendance_row(struct gen *g, struct gen_child *c,
                           const char **cell)
{
    bool told = prng_chance(&g->world, 600000);
    bool enrolled = c->lists & 1u << ROSTER_ENROLMENT;
    const char *row[] = {
        c->name,         c->no,
        c->birth,        sex_label(c),
        c->school->code, grade_label(c),
        c->class,        told && enrolled ? c->student_no : NULL
    };

    memcpy(cell, row, sizeof row);
}

static void household_row(struct gen *g, struct gen_child *c, const char **cell)
{
    const struct gen_family *f = &g->family;
    const char *relation = strcmp(f->head, f->guardian) == 0
                               ? (c->boy ? "20" : "30")
                               : (c->boy ? "41" : "42");
    const char *row[] = { f->no,
                          f->head,
                          code_label(&relations, relation),
                          c->name,
                          sex_label(c),
                          c->birth,
                          c->no,
                          code_label(&nations, f->nation),
                          huji_code(g),
                          f->huji == f->village ? f->address : f->huji->place };

    memcpy(cell, row, sizeof row);
}

static void change_row(struct gen *g, struct gen_child *c, const char **cell)
{
    static const char *const kinds[] = { "死亡", "迁出",     "迁出",
                                         "注销", "重户删除", "迁出" };
    size_t kind = prng_below(&g->world, sizeof kinds / sizeof *kinds);
    bool moved = strcmp(kinds[kind], "迁出") == 0;
    const char *day = some_day(g, g->plan->year);
    const char *row[] = { c->name,           c->no,
                          kinds[kind],       day,
                          g->family.address, moved ? g->family.far : NULL };

    memcpy(cell, row, sizeof row);
}

static void poverty_row(struct gen *g, struct gen_child *c, const char **cell)
{
    static const char *const kinds[] = { "poverty", "monitored", "low_income",
                                         "destitute", "disabled_poor" };
    const struct gen_family *f = &g->family;
    const char *day = some_day(g, g->plan->year - f->hardship);
    const char *row[] = { f->no,
                          f->head,
                          c->name,
                          c->no,
                          code_label(&tags, kinds[f->hardship - 1]),
                          huji_code(g),
                          day };

    memcpy(cell, row, sizeof row);
}

static void disability_row(struct gen *g, struct gen_child *c,
                           const char **cell)
{
    static const struct {
        const char *label;
        int kind;
    } kinds[] = { { "视力", 1 }, { "听力", 2 }, { "言语", 3 }, { "智力", 5 } };
    static const char *const levels[] = { "一级", "二级", "三级", "四级" };
    size_t kind = prng_below(&g->world, sizeof kinds / sizeof *kinds);
    int level = prng_between(&g->world, 1, 4);
    /* who mistyped the number had no certificate at hand */
    const char *certificate = c->lost_in == ROSTER_DISABILITY
                                  ? NULL
                                  : arena_printf(&g->scratch, "%s%d%d", c->no,
                                                 kinds[kind].kind, level);
    const char *row[] = { c->name,
                          c->no,
                          certificate,
                          kinds[kind].label,
                          levels[level - 1],
                          g->family.address,
                          g->family.guardian,
                          g->family.phone };

    memcpy(cell, row, sizeof row);
}

static void assigned_row(struct gen *g, struct gen_child *c, const char **cell)
{
    static const char *const sources[] = { "国务院教育督导委员会办公室下发",
                                           "省教育厅下发", "乡村振兴部门下发" };
    size_t source = prng_below(&g->world, sizeof sources / sizeof *sources);
    const char *day = some_day(g, g->plan->year);
    const char *row[] = { c->name, c->no, g->family.address, sources[source],
                          day };

    memcpy(cell, row, sizeof row);
}

static void (*const rows[ROSTERS])(struct gen *, struct gen_child *,
                                   const char **) = {
    [ROSTER_ENROLMENT] = enrolment_row, [ROSTER_ATTENDANCE] = attendance_row,
    [ROSTER_HOUSEHOLD] = household_row, [ROSTER_CHANGE] = change_row,
    [ROSTER_POVERTY] = poverty_row,     [ROSTER_DISABILITY] = disability_row,
    [ROSTER_ASSIGNED] = assigned_row,
};

/* ---- the truth ------------------------------------------------------------------ */
/* What contract §5 lets the lists say: not what nobody wrote down. */
static const char *verdict_of(const struct gen_child *c)
{
    static const char *const verdicts[STATES] = {
        [STATE_IN_SCHOOL] = "in_school",
        [STATE_ENROLLED_ABSENT] = "enrolled_absent",
        [STATE_PRESENT_UNENROLLED] = "present_unenrolled",
        [STATE_NEVER_ENROLLED] = "never_enrolled",
        [STATE_ELSEWHERE] = "never_enrolled",
        [STATE_SUSPENDED] = "exempt",
        [STATE_LEFT] = "left",
        [STATE_OVER_AGE] = "over_age",
        [STATE_GRADUATED] = "over_age",
        [STATE_UNKNOWN] = "unsure", /* 查无此人: 公安 concludes */
    };
    bool waits =
        c->state == STATE_IN_SCHOOL || c->state == STATE_ENROLLED_ABSENT;

    if (c->age < 6 || c->state == STATE_OUTSIDE)
        return NULL;
    if (waits && c->school->missing)
        return "unsure"; /* its school's list is not in yet */
    return verdicts[c->state];
}

static enum err write_truth(struct gen *g, struct gen_child *c)
{
    const struct gen_family *f = &g->family;
    const char *age = arena_printf(&g->scratch, "%d", c->age);
    const char *cells[] = { c->no,
                            c->name,
                            c->birth,
                            c->boy ? "1" : "2",
                            f->huji ? f->huji->code : f->village->code,
                            age,
                            gen_state_name(c->state),
                            verdict_of(c),
                            c->destroyed ? "1" : "0",
                            c->twin ? "1" : "0",
                            c->alike ? "1" : "0",
                            c->planted.len ? c->planted.data : NULL,
                            c->rows.len ? c->rows.data : NULL };
    int64_t row;

    if (!age || c->planted.failed || c->rows.failed)
        return ERR_NO_MEMORY;
    g->made->children++;
    g->made->destroyed += c->destroyed;
    return roster_write(g->files, ROSTER_TRUTH, cells, &row);
}

/* ---- writing --------------------------------------------------------------------- */
static enum err write_row(struct gen *g, struct gen_child *c, enum roster r)
{
    const char *cells[ROSTER_COLUMNS_MAX] = { NULL };
    int times = generate_twice(g) ? 2 : 1;

    rows[r](g, c, cells);
    TRY(generate_spoil(g, c, r, cells));
    if (times == 2)
        TRY(generate_note(g, c, roster_forms[r].kind, "duplicate"));
    for (; times > 0; times--) {
        int64_t row;

        TRY(roster_write(g->files, r, cells, &row));
        buf_printf(&c->rows, "%s%s:%lld", c->rows.len ? " " : "",
                   roster_forms[r].kind, (long long)row);
        g->made->rows++;
    }
    return ERR_OK;
}

enum err generate_rows(struct gen *g, struct gen_child *c)
{
    generate_choose_lost(g, c);
    if (c->school && c->school->missing && c->state == STATE_IN_SCHOOL)
        TRY(generate_note(g, c, roster_forms[ROSTER_ATTENDANCE].kind,
                          "missing_list"));
    for (int r = 0; r < ROSTERS; r++)
        if (rows[r] && c->lists & 1u << r)
            TRY(write_row(g, c, (enum roster)r));
    return write_truth(g, c);
}

enum err generate_schools_write(struct gen *g)
{
    for (size_t i = 0; i < g->places.schools_n; i++) {
        const struct gen_school *s = &g->places.schools[i];
        const char *cells[] = { s->code, s->name,
                                code_label(&school_types, s->type),
                                s->division };
        int64_t row;

        TRY(roster_write(g->files, ROSTER_SCHOOLS, cells, &row));
    }
    g->made->schools = (int64_t)g->places.schools_n;
    return ERR_OK;
}
