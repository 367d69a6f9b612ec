/* Synthetic rosters: the same for the same plan, as the contract has them, and
 * the truth is true of every row. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../src/jobs/generate_parts.h"
#include "app/cli.h"
#include "app/divisions.h"
#include "base/clock.h"
#include "domain/id_no.h"
#include "jobs/generate.h"
#include "nobody_real.h"
#include "sheet/csv.h"
#include "text/norm.h"
#include "text/reading.h"

#define CHILDREN 4000
#define YEAR 2026
#define ROWS_MAX (CHILDREN * 2)

/* ---- rosters in a directory of their own ------------------------------------- */
struct table {
    const char *(*rows)[ROSTER_COLUMNS_MAX]; /* at the row's own number */
    size_t n;                                /* the last row's number */
};

struct made {
    char dir[64];
    struct arena arena;
    struct generate_plan plan;
    struct generate_made made;
    struct table of[ROSTERS];
    struct table *reading;
};

static const char *path_of(struct made *m, int r)
{
    return arena_printf(&m->arena, "%s/%s.csv", m->dir, roster_forms[r].kind);
}

static enum err take_row(void *ctx, const struct csv_row *row)
{
    struct made *m = ctx;

    assert_in_range(row->number, 1, ROWS_MAX - 1);
    assert_in_range(row->n, 1, ROSTER_COLUMNS_MAX);
    for (size_t i = 0; i < row->n; i++)
        m->reading->rows[row->number][i] =
            arena_strndup(&m->arena, row->fields[i].text, row->fields[i].len);
    m->reading->n = (size_t)row->number;
    return ERR_OK;
}

static void read_table(struct made *m, int r)
{
    struct csv_error why;

    m->reading = &m->of[r];
    m->reading->rows =
        arena_array(&m->arena, ROWS_MAX, sizeof *m->reading->rows);
    assert_int_equal(csv_read_file(path_of(m, r), take_row, m, &why), ERR_OK);
}

static void made_open(struct made *m, struct generate_plan plan)
{
    struct county_plan county = { .county = NULL };

    memset(m, 0, sizeof *m);
    arena_init(&m->arena, 0);
    snprintf(m->dir, sizeof m->dir, "%s/baoxue-generate-XXXXXX", P_tmpdir);
    assert_non_null(mkdtemp(m->dir));
    assert_int_equal(divisions_read_text(county_csv, &m->arena, &county),
                     ERR_OK);
    m->plan = plan;
    m->plan.out = m->dir;
    m->plan.divisions = county.divisions;
    m->plan.divisions_n = county.n;
    assert_int_equal(generate_rosters(&m->plan, &m->made), ERR_OK);
    for (int r = 0; r < ROSTERS; r++)
        read_table(m, r);
}

static void made_close(struct made *m)
{
    for (int r = 0; r < ROSTERS; r++)
        (void)unlink(path_of(m, r));
    (void)rmdir(m->dir);
    arena_free(&m->arena);
}

static const struct generate_plan usual = { .children = CHILDREN,
                                            .seed = 3,
                                            .year = YEAR,
                                            .dirty = 200000,
                                            .destroyed = 100000,
                                            .missing = 10000 };

static int set_up(void **state)
{
    struct made *m = malloc(sizeof *m);

    assert_non_null(m);
    made_open(m, usual);
    *state = m;
    return 0;
}

static int tear_down(void **state)
{
    made_close(*state);
    free(*state);
    return 0;
}

/* ---- the truth ------------------------------------------------------------------ */
enum {
    T_NUMBER,
    T_NAME,
    T_BIRTH,
    T_SEX,
    T_DIVISION,
    T_AGE,
    T_STATE,
    T_VERDICT,
    T_DESTROYED,
    T_TWIN,
    T_ALIKE,
    T_PLANTED,
    T_ROWS,
    T_N
};

static const char *const *truth(const struct made *m, size_t row)
{
    return m->of[ROSTER_TRUTH].rows[row];
}
#define EACH_CHILD(m, row)                                                     \
    size_t row = 2;                                                            \
    row <= (m)->of[ROSTER_TRUTH].n;                                            \
    row++

static int kind_of(const char *token, size_t n)
{
    for (int r = 0; r < ROSTERS; r++)
        if (strlen(roster_forms[r].kind) == n &&
            strncmp(roster_forms[r].kind, token, n) == 0)
            return r;
    return -1;
}

/* Whether `what`, or anything when NULL, was planted in that list. */
static bool planted(const char *const *t, int r, const char *what)
{
    const char *at = t[T_PLANTED];

    while (*at) {
        size_t n = strcspn(at, ":"), len = strcspn(at, ";");

        if (kind_of(at, n) == r &&
            (!what || (strlen(what) == len - n - 1 &&
                       strncmp(at + n + 1, what, len - n - 1) == 0)))
            return true;
        at += len + (at[len] == ';');
    }
    return false;
}

/* Calls `fn` for each row of a roster that is the child's. */
typedef void (*row_fn)(struct made *m, const char *const *t, int r,
                       const char *const *cells);
static int each_row(struct made *m, const char *const *t, row_fn fn)
{
    int n = 0;

    for (const char *at = t[T_ROWS]; *at; n++) {
        size_t len = strcspn(at, ":");
        int r = kind_of(at, len);
        char *end;
        size_t row = strtoul(at + len + 1, &end, 10);

        assert_in_range(r, ROSTER_ENROLMENT, ROSTER_ASSIGNED);
        assert_in_range(row, 2, m->of[r].n);
        fn(m, t, r, m->of[r].rows[row]);
        at = end + (*end == ' ');
    }
    return n;
}

static const char *cell(const char *const *cells, int r, enum part p)
{
    int column = roster_column((enum roster)r, p);

    return column < 0 ? NULL : cells[column];
}

/* ---- tests ------------------------------------------------------------------------- */
static void the_same_plan_gives_the_same_bytes(void **state)
{
    struct made *m = *state, again, other;
    struct generate_plan seed = usual;

    made_open(&again, usual);
    seed.seed++;
    made_open(&other, seed);
    for (int r = 0; r < ROSTERS; r++) {
        assert_int_equal(again.of[r].n, m->of[r].n);
        for (size_t i = 1; i <= m->of[r].n; i++)
            for (size_t k = 0; k < roster_forms[r].n; k++)
                assert_string_equal(again.of[r].rows[i][k],
                                    m->of[r].rows[i][k]);
    }
    assert_string_not_equal(truth(m, 2)[T_NAME], truth(&other, 2)[T_NAME]);
    made_close(&again);
    made_close(&other);
}

static void headers_are_those_of_the_contract(void **state)
{
    static const struct {
        enum roster r;
        const char *line;
    } t[] = {
        { ROSTER_SCHOOLS, "学校标识码,学校名称,办学类型,所属区划代码" },
        { ROSTER_ENROLMENT,
          "学籍号,姓名,性别,出生日期,身份证件类型,身份证件号,民族,学校标识码,"
          "年级,班级,户籍地区划代码,现住址,监护人姓名,监护人电话,学籍状态" },
        { ROSTER_ATTENDANCE,
          "姓名,身份证件号,出生日期,性别,学校标识码,年级,班级,学籍号" },
        { ROSTER_HOUSEHOLD,
          "户号,户主姓名,与户主关系,姓名,性别,出生日期,公民身份号码,民族,"
          "户籍地区划代码,户籍地址" },
        { ROSTER_CHANGE, "姓名,公民身份号码,变动类型,变动日期,原地址,现地址" },
        { ROSTER_POVERTY,
          "户编号,户主姓名,姓名,证件号码,困难类型,区划代码,识别日期" },
        { ROSTER_DISABILITY,
          "姓名,身份证号,残疾人证号,残疾类别,残疾等级,住址,监护人,联系电话" },
        { ROSTER_ASSIGNED, "姓名,身份证号,户籍地址,来源,下发日期" },
        { ROSTER_TRUTH, "id_no,name,birth_date,sex,division,age,state,verdict,"
                        "number_destroyed,twin,alike,planted,rows" },
    };

    assert_int_equal(sizeof t / sizeof *t, ROSTERS);
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        char line[512] = "";
        FILE *f = fopen(path_of(*state, (int)t[i].r), "r");

        assert_non_null(f);
        assert_non_null(fgets(line, sizeof line, f));
        fclose(f);
        assert_memory_equal(line, "\xEF\xBB\xBF", 3);
        line[strcspn(line, "\r")] = '\0';
        assert_string_equal(line + 3, t[i].line);
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void every_child_has_one_true_number(void **state)
{
    struct made *m = *state;
    const char **numbers = arena_array(&m->arena, CHILDREN, sizeof *numbers);
    size_t n = 0;

    for (EACH_CHILD(m, row)) {
        const char *const *t = truth(m, row);
        char birth[CLOCK_DATE_MAX];

        assert_int_equal(id_no_check(t[T_NUMBER], 0), ID_NO_OK);
        assert_true(id_no_birth(t[T_NUMBER], birth));
        assert_string_equal(birth, t[T_BIRTH]);
        assert_int_equal(id_no_sex(t[T_NUMBER]), t[T_SEX][0] - '0');
        assert_int_equal(t[T_NUMBER][14], '9'); /* looks made up */
        numbers[n++] = t[T_NUMBER];
    }
    assert_int_equal(n, CHILDREN);
    qsort(numbers, n, sizeof *numbers, by_text);
    for (size_t i = 1; i < n; i++)
        assert_string_not_equal(numbers[i - 1], numbers[i]);
}

static void ages_are_those_of_the_day_that_decides(void **state)
{
    struct made *m = *state;
    int on_the_day = 0, a_day_late = 0, too_young = 0, too_old = 0;

    for (EACH_CHILD(m, row)) {
        const char *const *t = truth(m, row);
        int age = clock_age_on(t[T_BIRTH], "2026-08-31");

        assert_int_equal(age, strtol(t[T_AGE], NULL, 10));
        assert_in_range(age, 5, 16);
        on_the_day += strcmp(t[T_BIRTH] + 5, "08-31") == 0;
        a_day_late += strcmp(t[T_BIRTH] + 5, "09-01") == 0;
        too_young += age == 5;
        too_old += age == 16;
        if (age < 6)
            assert_string_equal(t[T_VERDICT], "");
        if (age > 15 && *t[T_VERDICT])
            assert_string_equal(t[T_VERDICT], "over_age");
        if (age >= 6 && age <= 15)
            assert_string_not_equal(t[T_VERDICT], "");
    }
    assert_true(on_the_day > 10 && a_day_late > 10);
    assert_true(too_young > 50 && too_old > 50);
}

static void twins_have_neighbouring_numbers_and_other_names(void **state)
{
    struct made *m = *state;
    int twins = 0, near = 0;

    for (size_t row = 2; row < m->of[ROSTER_TRUTH].n; row++) {
        const char *const *a = truth(m, row), *const *b = truth(m, row + 1);
        long apart;

        if (a[T_TWIN][0] != '1' || b[T_TWIN][0] != '1' ||
            strcmp(a[T_BIRTH], b[T_BIRTH]) != 0)
            continue;
        apart = strtol(b[T_NUMBER] + 14, NULL, 10) / 10 -
                strtol(a[T_NUMBER] + 14, NULL, 10) / 10;
        twins++;
        near += labs(apart) <= 2;
        assert_string_not_equal(a[T_NAME], b[T_NAME]);
    }
    assert_true(twins > 10);
    assert_true(near * 2 > twins);
}

static void some_children_share_name_and_birthday(void **state)
{
    struct made *m = *state;
    int alike = 0;

    for (EACH_CHILD(m, row)) {
        const char *const *t = truth(m, row);
        size_t k = row;

        if (t[T_ALIKE][0] != '1')
            continue;
        alike++;
        while (--k >= 2)
            if (strcmp(truth(m, k)[T_NAME], t[T_NAME]) == 0 &&
                strcmp(truth(m, k)[T_BIRTH], t[T_BIRTH]) == 0)
                break;
        assert_true(k >= 2);
        assert_string_not_equal(truth(m, k)[T_NUMBER], t[T_NUMBER]);
    }
    assert_true(alike > 0);
}

static void nobody_bears_a_name_of_the_founding_document(void **state)
{
    struct made *m = *state;

    for (EACH_CHILD(m, row))
        assert_false(is_named(truth(m, row)[T_NAME]));
    for (int r = ROSTER_ENROLMENT; r <= ROSTER_ASSIGNED; r++)
        for (size_t i = 2; i <= m->of[r].n; i++)
            for (size_t k = 0; k < roster_forms[r].n; k++)
                assert_false(is_named(m->of[r].rows[i][k]));
}

/* ---- each planted error is there, and no other ------------------------------------ */
static bool number_planted(const char *const *t, int r)
{
    static const char *const faults[] = {
        "full_width",    "lower_x",    "spaces", "apostrophe",
        "digit",         "swap",       "check",  "fifteen",
        "lost_tail",     "scientific", "blank",  "second_number",
        "shared_number",
    };

    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (planted(t, r, faults[i]))
            return true;
    return false;
}

static bool name_planted(const char *const *t, int r)
{
    static const char *const faults[] = { "homophone",   "lookalike",
                                          "traditional", "dot",
                                          "name_blanks", "surname" };

    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (planted(t, r, faults[i]))
            return true;
    return false;
}

static void judge_number(const char *const *t, int r, const char *no)
{
    char mended[ID_NO_SIZE];
    enum id_no_fault kept = id_no_normalise(no, mended);

    if (planted(t, r, "digit") || planted(t, r, "swap") ||
        planted(t, r, "check")) {
        enum id_no_fault f = id_no_check(mended, 0);

        assert_true(f == ID_NO_CHECK_DIGIT || f == ID_NO_DATE);
        assert_int_equal(strlen(no), 18);
        assert_int_equal(strspn(no, "0123456789X"), 18);
    } else if (planted(t, r, "fifteen"))
        assert_int_equal(strlen(no), 15);
    else if (planted(t, r, "lost_tail"))
        assert_true(strlen(no) == 18 && memcmp(no, t[T_NUMBER], 15) == 0 &&
                    strcmp(no + 15, "000") == 0);
    else if (planted(t, r, "scientific"))
        assert_int_equal(kept, ID_NO_EXCEL_DAMAGE);
    else if (planted(t, r, "blank"))
        assert_string_equal(no, "");
    else if (planted(t, r, "second_number") || planted(t, r, "shared_number")) {
        assert_int_equal(id_no_check(no, 0), ID_NO_OK);
        assert_string_not_equal(no, t[T_NUMBER]);
    } else
        assert_string_equal(mended, t[T_NUMBER]);
    if (!number_planted(t, r))
        assert_string_equal(no, t[T_NUMBER]);
    else
        assert_string_not_equal(no, t[T_NUMBER]);
}

static void judge_name(struct made *m, const char *const *t, int r,
                       const char *name)
{
    const char *one, *other;
    char *plain, *true_plain;

    if (!name_planted(t, r)) {
        assert_string_equal(name, t[T_NAME]);
        return;
    }
    assert_string_not_equal(name, t[T_NAME]);
    assert_int_equal(reading_key(name, &m->arena, &one), ERR_OK);
    assert_int_equal(reading_key(t[T_NAME], &m->arena, &other), ERR_OK);
    assert_int_equal(name_compare_form(name, &m->arena, &plain), ERR_OK);
    assert_int_equal(name_compare_form(t[T_NAME], &m->arena, &true_plain),
                     ERR_OK);
    if (planted(t, r, "homophone")) {
        assert_string_equal(one, other);
        assert_string_not_equal(plain, true_plain);
    } else if (planted(t, r, "lookalike") || planted(t, r, "surname"))
        assert_string_not_equal(plain, true_plain);
    else
        assert_string_equal(plain, true_plain);
}

static void judge_rest(const char *const *t, int r, const char *const *cells)
{
    const char *birth = cell(cells, r, PART_BIRTH);
    const char *sex = cell(cells, r, PART_SEX);
    const char *school = cell(cells, r, PART_SCHOOL);
    const char *class = cell(cells, r, PART_CLASS);
    const char *phone = cell(cells, r, PART_PHONE);
    int32_t day;

    if (birth && planted(t, r, "birth_text"))
        assert_memory_equal(birth, t[T_BIRTH], 4);
    else if (birth && planted(t, r, "birth_digit"))
        assert_true(clock_date_days(birth, &day));
    if (birth)
        assert_int_equal(
            strcmp(birth, t[T_BIRTH]) != 0,
            planted(t, r, "birth_text") || planted(t, r, "birth_digit"));
    if (sex)
        assert_int_equal(strcmp(sex, t[T_SEX][0] == '1' ? "男" : "女") != 0,
                         planted(t, r, "sex"));
    if (school)
        assert_int_equal(*school == '\0', planted(t, r, "school_missing"));
    if (class)
        assert_int_equal(*class == '\0', planted(t, r, "class_blank"));
    if (phone)
        assert_int_equal(
            strncmp(phone, "1990000", 7) != 0 || strlen(phone) != 11,
            planted(t, r, "phone"));
}

static void judge_row(struct made *m, const char *const *t, int r,
                      const char *const *cells)
{
    judge_number(t, r, cell(cells, r, PART_NUMBER));
    judge_name(m, t, r, cell(cells, r, PART_NAME));
    judge_rest(t, r, cells);
}

static void the_truth_is_true_of_every_row(void **state)
{
    struct made *m = *state;
    int64_t rows = 0, in_files = 0;

    for (EACH_CHILD(m, row))
        rows += each_row(m, truth(m, row), judge_row);
    for (int r = ROSTER_ENROLMENT; r <= ROSTER_ASSIGNED; r++)
        in_files += (int64_t)m->of[r].n - 1;
    assert_int_equal(rows, in_files); /* no row is nobody's */
    assert_int_equal(rows, m->made.rows);
}

static int rows_in(const char *const *t, int r)
{
    const char *kind = roster_forms[r].kind, *at = t[T_ROWS];
    int n = 0;

    while ((at = strstr(at, kind))) {
        n++;
        at += strlen(kind);
    }
    return n;
}

static void a_row_stands_twice_where_the_truth_says_so(void **state)
{
    struct made *m = *state;
    int twice = 0;

    for (EACH_CHILD(m, row))
        for (int r = ROSTER_ENROLMENT; r <= ROSTER_ASSIGNED; r++) {
            bool told = planted(truth(m, row), r, "duplicate");

            assert_int_equal(rows_in(truth(m, row), r) == 2, told);
            twice += told;
        }
    assert_true(twice > 10);
}

static void a_number_that_is_lost_is_told(void **state)
{
    static const char *const losses[] = {
        "digit",      "swap",  "check",         "fifteen",      "lost_tail",
        "scientific", "blank", "second_number", "shared_number"
    };
    struct made *m = *state;
    int seen[sizeof losses / sizeof *losses] = { 0 };

    for (EACH_CHILD(m, row)) {
        const char *const *t = truth(m, row);
        bool lost = strstr(t[T_PLANTED], "number:lent") != NULL;

        for (int r = ROSTER_ENROLMENT; r <= ROSTER_ASSIGNED; r++)
            for (size_t i = 0; i < sizeof losses / sizeof *losses; i++) {
                bool here = planted(t, r, losses[i]);

                lost = lost || here;
                seen[i] += here;
            }
        assert_int_equal(t[T_DESTROYED][0] == '1', lost);
    }
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++)
        assert_true(seen[i] > 0);
}

/* ---- how children stand ------------------------------------------------------------- */
static void each_state_shows_in_its_lists(void **state)
{
    static const struct {
        const char *state;
        int enrolled, attends, change; /* -1 either */
    } t[] = {
        { "in_school", 1, 1, 0 },
        { "enrolled_absent", 1, 0, 0 },
        { "present_unenrolled", 0, 1, 0 },
        { "never_enrolled", 0, 0, 0 },
        { "elsewhere", 0, 0, 0 },
        { "suspended", 1, 0, 0 },
        { "left", -1, 0, 1 },
        { "over_age", 1, 1, 0 },
        { "graduated", 1, 0, 0 },
        { "unknown", 0, 0, 0 },
        { "outside", 0, 0, 0 },
    };
    struct made *m = *state;
    int seen[STATES] = { 0 };

    assert_int_equal(sizeof t / sizeof *t, STATES);
    for (EACH_CHILD(m, row)) {
        const char *const *c = truth(m, row);
        bool waits = strcmp(c[T_VERDICT], "unsure") == 0 ||
                     planted(c, ROSTER_ATTENDANCE, "missing_list");
        size_t i = 0;

        while (strcmp(t[i].state, c[T_STATE]) != 0)
            assert_true(++i < STATES);
        seen[i]++;
        if (t[i].enrolled >= 0)
            assert_int_equal(rows_in(c, ROSTER_ENROLMENT) > 0, t[i].enrolled);
        if (!waits && strcmp(c[T_STATE], "over_age") != 0)
            assert_int_equal(rows_in(c, ROSTER_ATTENDANCE) > 0, t[i].attends);
        assert_int_equal(rows_in(c, ROSTER_CHANGE) > 0, t[i].change);
    }
    for (size_t i = 0; i < STATES; i++)
        assert_true(seen[i] > 0);
}

static void a_school_without_its_list_has_no_row_in_it(void **state)
{
    struct made *m = *state;
    int waiting = 0;

    for (EACH_CHILD(m, row)) {
        const char *const *t = truth(m, row);

        if (strcmp(t[T_VERDICT], "unsure") != 0 ||
            strcmp(t[T_STATE], "unknown") == 0)
            continue;
        waiting++;
        assert_int_equal(rows_in(t, ROSTER_ATTENDANCE), 0);
        assert_true(rows_in(t, ROSTER_ENROLMENT) > 0);
    }
    assert_true(waiting > 0);
}

static void errors_are_as_many_as_asked_for(void **state)
{
    struct made *m = *state;
    int64_t spoilt = 0, lost = 0;

    for (EACH_CHILD(m, row)) {
        const char *const *t = truth(m, row);

        for (int r = ROSTER_ENROLMENT; r <= ROSTER_ASSIGNED; r++)
            spoilt +=
                rows_in(t, r) > 0 &&
                (name_planted(t, r) || planted(t, r, "birth_digit") ||
                 planted(t, r, "birth_text") || planted(t, r, "sex") ||
                 planted(t, r, "full_width") || planted(t, r, "spaces") ||
                 planted(t, r, "lower_x") || planted(t, r, "apostrophe") ||
                 planted(t, r, "school_missing") ||
                 planted(t, r, "class_blank") || planted(t, r, "phone"));
        lost += t[T_DESTROYED][0] == '1';
    }
    /* 20 % of rows; 10 % of children, and those who lend and borrow and whom
     * the lists from above spoil */
    assert_in_range(spoilt * 1000 / m->made.rows, 180, 215);
    assert_in_range(lost * 1000 / CHILDREN, 90, 140);
    assert_int_equal(lost, m->made.destroyed);
}

static void without_rates_nothing_is_planted(void **state)
{
    struct generate_plan clean = usual;
    struct made m;

    (void)state;
    clean.dirty = clean.destroyed = clean.missing = 0;
    made_open(&m, clean);
    for (EACH_CHILD(&m, row)) {
        assert_string_equal(truth(&m, row)[T_PLANTED], "");
        assert_string_equal(truth(&m, row)[T_DESTROYED], "0");
        each_row(&m, truth(&m, row), judge_row);
    }
    assert_int_equal(m.made.planted, 0);
    made_close(&m);
}

static void gb18030_holds_the_same_rows(void **state)
{
    struct generate_plan other = usual;
    struct made *m = *state, gb;
    unsigned char first[2] = { 0 };
    int fd;

    other.gb18030 = true;
    made_open(&gb, other);
    fd = open(path_of(&gb, ROSTER_ENROLMENT), O_RDONLY | O_CLOEXEC);
    assert_int_equal(read(fd, first, sizeof first), sizeof first);
    close(fd);
    assert_memory_equal(first, "\xD1\xA7", 2); /* 学, no byte order mark */
    for (int r = 0; r < ROSTERS; r++)
        for (size_t i = 1; i <= m->of[r].n; i++)
            for (size_t k = 0; k < roster_forms[r].n; k++)
                assert_string_equal(gb.of[r].rows[i][k], m->of[r].rows[i][k]);
    made_close(&gb);
}

/* ---- the command ---------------------------------------------------------------------- */
static int command(const char *const *words, int n)
{
    char *argv[16];
    int out = dup(1), err = dup(2), none, code;

    for (int i = 0; i < n; i++)
        argv[i] = (char *)(uintptr_t)words[i];
    argv[n] = NULL;
    fflush(stdout);
    none = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(none, 1);
    dup2(none, 2);
    code = command_generate(n, argv);
    fflush(stdout);
    dup2(out, 1);
    dup2(err, 2);
    close(none);
    close(out);
    close(err);
    return code;
}

static void wrong_usage_is_2(void **state)
{
    static const char *const t[][9] = {
        { "generate", "--children", "5", "--seed", "1" },
        { "generate", "--children", "5", "--out", "x" },
        { "generate", "--children", "0", "--seed", "1", "--out", "x" },
        { "generate", "--children", "5", "--seed", "1", "--out", "x", "--dirty",
          "2" },
        { "generate", "--children", "5", "--seed", "1", "--out", "x", "--dirty",
          "0.1x" },
        { "generate", "--children", "5", "--seed", "1", "--out", "x",
          "--charset", "utf-16" },
        { "generate", "--children", "5", "--seed", "1", "--out", "x", "--year",
          "26" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        int n = 0;

        while (n < 9 && t[i][n])
            n++;
        assert_int_equal(command(t[i], n), CLI_USAGE);
    }
    assert_int_equal(access("x", F_OK), -1);
}

static void a_directory_that_cannot_be_is_told(void **state)
{
    const char *words[] = { "generate", "--children", "5",          "--seed",
                            "1",        "--out",      "/dev/null/x" };

    (void)state;
    assert_int_equal(command(words, 7), CLI_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_plan_gives_the_same_bytes),
        cmocka_unit_test(headers_are_those_of_the_contract),
        cmocka_unit_test(every_child_has_one_true_number),
        cmocka_unit_test(ages_are_those_of_the_day_that_decides),
        cmocka_unit_test(twins_have_neighbouring_numbers_and_other_names),
        cmocka_unit_test(some_children_share_name_and_birthday),
        cmocka_unit_test(nobody_bears_a_name_of_the_founding_document),
        cmocka_unit_test(the_truth_is_true_of_every_row),
        cmocka_unit_test(a_row_stands_twice_where_the_truth_says_so),
        cmocka_unit_test(a_number_that_is_lost_is_told),
        cmocka_unit_test(each_state_shows_in_its_lists),
        cmocka_unit_test(a_school_without_its_list_has_no_row_in_it),
        cmocka_unit_test(errors_are_as_many_as_asked_for),
        cmocka_unit_test(without_rates_nothing_is_planted),
        cmocka_unit_test(gb18030_holds_the_same_rows),
        cmocka_unit_test(wrong_usage_is_2),
        cmocka_unit_test(a_directory_that_cannot_be_is_told),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
