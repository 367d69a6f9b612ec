/* Rosters over HTTP, from the upload to the list and back. */
#include <stdio.h>
#include <string.h>

#include "api_groups.h"
#include "api_world.h"
#include "jobs/import_job.h"
#include "store/roster_apply_store.h"

static char path[200];
#define PATH(...) (snprintf(path, sizeof path, __VA_ARGS__), path)
#define ID(x) ((long long)(x))

#define HEADER "学籍号,姓名,身份证件号,学校标识码,年级,班级\r\n"
#define FIRST                                                                  \
    "G230381201501019016,测甲,230381201501019016," WORLD_SCHOOL ",21,2\r\n"
#define SECOND                                                                 \
    "G23038120150102902X,测乙,23038120150102902X," WORLD_SCHOOL                \
    ",七年级,2班\r\n"

static struct import_work work;

/* Does what the server's thread would. */
static void carry_out(void)
{
    work.store = api.w.store;
    work.writer = api.writer;
    if (!work.reader)
        assert_int_equal(store_reader(api.w.store, &work.reader), ERR_OK);
    assert_int_equal(import_resume(&work), ERR_OK);
}

static int64_t upload(enum role role, const char *kind, const char *year,
                      const char *text)
{
    assert_int_equal(
        api_upload(role, PATH("/imports?kind=%s&year=%s", kind, year), text,
                   strlen(text)),
        202);
    assert_string_equal(reply_text("/state"), "reading");
    return reply_int("/id");
}

/* Uploads, reads, and leaves the import in the reply. */
static int64_t read_in(enum role role, const char *kind, const char *year,
                       const char *text)
{
    int64_t id = upload(role, kind, year, text);

    carry_out();
    expect(role, "GET", PATH("/imports/%lld", ID(id)), NULL, 200);
    return id;
}

static void expect_counts(int64_t added, int64_t changed, int64_t unchanged,
                          int64_t refused)
{
    if (reply_int("/added") != added || reply_int("/changed") != changed ||
        reply_int("/unchanged") != unchanged ||
        reply_int("/refused") != refused)
        fail_msg("%.800s", api.raw.data);
}

static void commit(enum role role, int64_t id)
{
    expect(role, "POST", PATH("/imports/%lld/commit", ID(id)), "{}", 202);
    carry_out();
    expect(role, "GET", PATH("/imports/%lld", ID(id)), NULL, 200);
    assert_string_equal(reply_text("/state"), "committed");
}

static size_t children_called(const char *name)
{
    expect(ROLE_BUREAU, "GET", PATH("/students?q=%s", name), NULL, 200);
    return json_array_size(reply_at("/items"));
}

/* A damaged number may look like another child's: the row that comes second
 * is not the worse one for that.  The same child once more is. */
static void a_number_under_two_names_refuses_neither(void **state)
{
    static const char roll[] =
        "姓名,身份证件号,学校标识码,年级\r\n"
        "测双甲,230381201501019016," WORLD_SCHOOL ",21\r\n"
        "测双乙,230381201501019016," WORLD_SCHOOL ",21\r\n"
        "测双乙,230381201501019016," WORLD_SCHOOL ",21\r\n";
    int64_t id = read_in(ROLE_BUREAU, "attendance", "2051", roll);

    (void)state;
    expect_counts(2, 0, 0, 1);
    expect(ROLE_BUREAU, "GET", PATH("/imports/%lld/errors", ID(id)), NULL, 200);
    assert_string_equal(reply_text("/items/0/faults/0/code"), "same_number");
    assert_string_equal(reply_text("/items/0/faults/0/gravity"), "doubt");
    assert_string_equal(reply_text("/items/1/faults/1/code"), "repeated");
    expect(ROLE_BUREAU, "POST", PATH("/imports/%lld/commit", ID(id)),
           "{'partial':true}", 202);
    carry_out();
    read_in(ROLE_BUREAU, "attendance", "2051", roll); /* sent once more */
    expect_counts(0, 0, 2, 1);
}

static void a_list_is_previewed_committed_and_taken_back(void **state)
{
    int64_t id = read_in(ROLE_BUREAU, "enrolment", "2031", HEADER FIRST SECOND);

    (void)state;
    assert_string_equal(reply_text("/state"), "checked");
    expect_counts(2, 0, 0, 0);
    assert_int_equal(reply_int("/children"), 2);
    assert_int_equal(children_called("测甲"), 0);
    commit(ROLE_BUREAU, id);
    assert_int_equal(children_called("测甲"), 1);
    assert_string_equal(reply_text("/items/0/grade"), "21");
    assert_int_equal(children_called("测乙"), 1);
    assert_string_equal(reply_text("/items/0/class"), "2");
    expect(ROLE_BUREAU, "POST", PATH("/imports/%lld/rollback", ID(id)), NULL,
           202);
    assert_int_equal(children_called("测甲"), 0); /* at once */
    carry_out();
    assert_int_equal(children_called("测甲"), 0);
    expect(ROLE_BUREAU, "GET", PATH("/imports/%lld", ID(id)), NULL, 200);
    assert_string_equal(reply_text("/state"), "rolled_back");
}

static int64_t households(void)
{
    expect(ROLE_BUREAU, "GET", "/households?count=true", NULL, 200);
    return reply_int("/total");
}

static void a_household_that_came_with_a_list_goes_with_it(void **state)
{
    static const char roll[] =
        "户号,户主姓名,与户主关系,姓名,公民身份号码,出生日期,户籍地区划代码\n"
        "H99001,测户主,子,测户子,230381201505059015,2015-05-05,230381103200\n";
    int64_t before = households();
    int64_t id = read_in(ROLE_BUREAU, "household_register", "2026", roll);

    (void)state;
    commit(ROLE_BUREAU, id);
    assert_int_equal(households(), before + 1);
    expect(ROLE_BUREAU, "POST", PATH("/imports/%lld/rollback", ID(id)), NULL,
           202);
    carry_out();
    assert_int_equal(children_called("测户子"), 0);
    assert_int_equal(households(), before);
}

/* A list that registered one child of that name. */
static int64_t bring(const char *year, const char *name, const char *number)
{
    char list[400];
    int64_t id;

    snprintf(list, sizeof list, HEADER "G%s,%s,%s," WORLD_SCHOOL ",21,1\r\n",
             number, name, number);
    id = read_in(ROLE_BUREAU, "enrolment", year, list);
    commit(ROLE_BUREAU, id);
    assert_int_equal(children_called(name), 1);
    return id;
}

/* What was done for a child since keeps the list that brought it. */
static void a_list_whose_child_was_helped_since_is_not_taken_back(void **state)
{
    int64_t id = bring("2033", "测受助", "230381201502029017");

    (void)state;
    expect(ROLE_BUREAU, "POST",
           PATH("/students/%lld/pairings", ID(reply_int("/items/0/id"))),
           "{'mentor':'测帮','unit':'bureau','difficulty':'study','plan':"
           "'每月辅导','from_date':'2026-08-01'}",
           201);
    expect(ROLE_BUREAU, "POST", PATH("/imports/%lld/rollback", ID(id)), NULL,
           409);
    carry_out();
    assert_int_equal(children_called("测受助"), 1);
}

static void the_same_file_again_changes_nothing(void **state)
{
    int64_t id = read_in(ROLE_BUREAU, "enrolment", "2030", HEADER FIRST SECOND);

    (void)state;
    commit(ROLE_BUREAU, id);
    (void)read_in(ROLE_BUREAU, "enrolment", "2030", HEADER FIRST SECOND);
    expect_counts(0, 0, 2, 0);
}

static void a_change_shows_its_old_and_new_value(void **state)
{
    int64_t id;

    (void)state;
    id = read_in(ROLE_BUREAU, "enrolment", "2030",
                 "学籍号,姓名,身份证件号,学校标识码,年级,班级\r\n"
                 "G230381201501019016,测甲,230381201501019016," WORLD_SCHOOL
                 ",22,2\r\n");
    expect_counts(0, 1, 0, 0);
    expect(ROLE_BUREAU, "GET",
           PATH("/imports/%lld/rows?outcome=changed", ID(id)), NULL, 200);
    assert_string_equal(reply_text("/items/0/changes/0/label"), "年级");
    assert_string_equal(reply_text("/items/0/changes/0/old"), "初中一年级");
    assert_string_equal(reply_text("/items/0/changes/0/new"), "初中二年级");
    commit(ROLE_BUREAU, id);
    (void)children_called("测甲");
    assert_string_equal(reply_text("/items/0/grade"), "22");
    expect(ROLE_BUREAU, "POST", PATH("/imports/%lld/rollback", ID(id)), NULL,
           202);
    carry_out();
    (void)children_called("测甲");
    assert_string_equal(reply_text("/items/0/grade"), "21");
}

/* Each planted fault is told in its own cell. */
static void every_fault_is_told_in_its_cell(void **state)
{
    static const struct {
        const char *kind, *text;
        int column;
        const char *code, *gravity;
    } t[] = {
        { "enrolment", HEADER ",测丙,," WORLD_SCHOOL ",21,2", 1, "required",
          "refused" },
        { "enrolment", HEADER "X1,测丙,," WORLD_SCHOOL ",21,2", 1, "format",
          "refused" },
        { "enrolment", HEADER "L230381201501011234,3丙,," WORLD_SCHOOL ",21,2",
          2, "format", "refused" },
        { "enrolment",
          HEADER "L230381201501011234,测丙,2.30381E+17," WORLD_SCHOOL ",21,2",
          3, "excel", "refused" },
        { "enrolment",
          HEADER "L230381201501011234,测丙,23038120150230901X," WORLD_SCHOOL
                 ",21,2",
          3, "id_no", "refused" },
        { "enrolment",
          HEADER "L230381201501011234,测丙,230381201501019011," WORLD_SCHOOL
                 ",21,2",
          3, "check_digit", "doubt" },
        { "enrolment",
          HEADER "L230381201501011234,测丙,230381150101901," WORLD_SCHOOL
                 ",21,2",
          3, "fifteen", "doubt" },
        { "enrolment", HEADER "L230381201501011234,测丙,,9999999999,21,2", 4,
          "unknown", "refused" },
        { "enrolment",
          HEADER "L230381201501011234,测丙,," WORLD_SCHOOL ",高一,2", 5, "code",
          "refused" },
        { "attendance",
          "姓名,学校标识码,年级,出生日期\n测丙," WORLD_SCHOOL ",21,2015-02-30",
          4, "date", "refused" },
        { "attendance",
          "姓名,学校标识码,年级,出生日期\n测丙," WORLD_SCHOOL ",21,2035-02-03",
          4, "future", "refused" },
        { "household_register",
          "姓名,公民身份号码,户籍地区划代码\n测丙,,230382103000", 3, "unknown",
          "refused" },
        { "household_register",
          "姓名,公民身份号码,户籍地区划代码,性别\n"
          "测丙,230381201501019016,230381103000,女",
          4, "id_no.sex", "doubt" },
        { "poverty", "姓名,证件号码,困难类型\n测丙,,富裕", 3, "code",
          "refused" },
        { "disability", "姓名,身份证号,残疾类别\n测丙,,8", 3, "code",
          "refused" },
        { "register_change", "姓名,公民身份号码,变动类型,变动日期\n测丙,,死亡,",
          4, "required", "refused" },
        { "register_change",
          "姓名,公民身份号码,变动类型,变动日期\n"
          "测丙,230381202612019013,出生,2026-12-01",
          0, "future", "refused" },
        { "assigned", "姓名,身份证号\n测丙,2303812015", 2, "id_no", "doubt" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        int64_t id = read_in(ROLE_BUREAU, t[i].kind, "2032", t[i].text);

        expect(ROLE_BUREAU, "GET", PATH("/imports/%lld/errors", ID(id)), NULL,
               200);
        if (json_array_size(reply_at("/items")) != 1 ||
            reply_int("/items/0/row") != 2 ||
            reply_int("/items/0/faults/0/column") != t[i].column ||
            strcmp(reply_text("/items/0/faults/0/code"), t[i].code) != 0 ||
            strcmp(reply_text("/items/0/faults/0/gravity"), t[i].gravity) != 0)
            fail_msg("%zu: %.900s", i, api.raw.data);
        expect(ROLE_BUREAU, "POST", PATH("/imports/%lld/cancel", ID(id)), NULL,
               202);
        carry_out();
    }
}

/* A file that cannot be read as its kind says why, and brings nothing. */
static void a_bad_file_says_why(void **state)
{
    static const struct {
        const char *kind, *text, *says;
    } t[] = {
        { "enrolment", "  ", "没有" },
        { "enrolment", "标题\n\n", "缺少“学籍号”一列" },
        { "enrolment", HEADER, "表头下面没有内容" },
        { "enrolment", "学籍号,姓名,年级\nG1,测,21\n", "缺少“学校标识码”" },
        { "enrolment", "姓名,身份证号,残疾类别\n测丙,,1\n",
          "这像是“三类残疾”花名册" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        (void)read_in(ROLE_BUREAU, t[i].kind, "2033", t[i].text);
        if (strcmp(reply_text("/state"), "failed") != 0 ||
            !strstr(reply_text("/fault"), t[i].says))
            fail_msg("%zu: %.600s", i, api.raw.data);
    }
    assert_int_equal(
        api_upload(ROLE_BUREAU, "/imports?kind=enrolment&year=2033", "", 0),
        422);
    assert_int_equal(
        api_upload(ROLE_BUREAU, "/imports?kind=pupils&year=2033", "x", 1), 422);
}

static void titles_above_and_a_second_header_are_no_rows(void **state)
{
    (void)state;
    (void)read_in(
        ROLE_BUREAU, "enrolment", "2034",
        "2034年学籍库,,\n填报单位：测,,\n" HEADER FIRST HEADER SECOND);
    assert_string_equal(reply_text("/state"), "checked");
    assert_int_equal(reply_int("/header_row"), 3);
    expect_counts(2, 0, 0, 0);
}

static void of_three_hundred_columns_the_known_ones_are_read(void **state)
{
    static char text[20000];
    size_t n = 0;

    (void)state;
    for (int row = 0; row < 2; row++) {
        n += (size_t)snprintf(text + n, sizeof text - n, "%s",
                              row ? "L230381201501015555,测宽," WORLD_SCHOOL
                                    ",21,2"
                                  : "学籍号,姓名,学校标识码,年级,班级");
        for (int i = 5; i < 300; i++)
            n += (size_t)snprintf(text + n, sizeof text - n,
                                  row ? ",%d" : ",其他%d", i);
        n += (size_t)snprintf(text + n, sizeof text - n, "\n");
    }
    (void)read_in(ROLE_BUREAU, "enrolment", "2039", text);
    assert_string_equal(reply_text("/state"), "checked");
    expect_counts(1, 0, 0, 0);
}

/* Half a file saved by one program and half by another: no character is
 * guessed, and nothing of it is taken. */
static void a_file_of_two_charsets_is_not_taken(void **state)
{
    (void)state;
    (void)read_in(ROLE_BUREAU, "enrolment", "2039",
                  HEADER FIRST "G23038120150102902X,\xB2\xE2\xD2\xD2,"
                               "23038120150102902X," WORLD_SCHOOL ",21,2\r\n");
    assert_string_equal(reply_text("/state"), "failed");
    assert_non_null(strstr(reply_text("/fault"), "有无法识别的字符"));
    expect_counts(0, 0, 0, 0);
}

static void of_two_lists_of_a_kind_one_is_committed_at_a_time(void **state)
{
    int64_t one, other;

    (void)state;
    one = read_in(ROLE_BUREAU, "enrolment", "2038", HEADER FIRST);
    other = read_in(ROLE_BUREAU, "enrolment", "2038", HEADER SECOND);
    expect(ROLE_BUREAU, "POST", PATH("/imports/%lld/commit", ID(one)), "{}",
           202);
    expect(ROLE_BUREAU, "POST", PATH("/imports/%lld/commit", ID(other)), "{}",
           409);
    assert_non_null(strstr(api.raw.data, "请等它结束"));
    carry_out();
    expect(ROLE_BUREAU, "GET", PATH("/imports/%lld", ID(one)), NULL, 200);
    assert_string_equal(reply_text("/state"), "committed");
    expect(ROLE_BUREAU, "GET", PATH("/imports/%lld", ID(other)), NULL, 200);
    assert_string_equal(reply_text("/state"), "checked");
}

static void a_chosen_mapping_is_remembered(void **state)
{
    static const char text[] = "编码,姓名,学校标识码,年级\n"
                               "L230381201501011234,测丙," WORLD_SCHOOL ",21\n";
    int64_t id = read_in(ROLE_BUREAU, "enrolment", "2035", text);

    (void)state;
    assert_string_equal(reply_text("/state"), "failed");
    expect(ROLE_BUREAU, "PATCH", PATH("/imports/%lld", ID(id)),
           "{'mapping':[{'header':'编码','member':'nothing'}]}", 422);
    expect(ROLE_BUREAU, "PATCH", PATH("/imports/%lld", ID(id)),
           "{'mapping':[{'header':'编码','member':'student_no'}]}", 200);
    carry_out();
    expect(ROLE_BUREAU, "GET", PATH("/imports/%lld", ID(id)), NULL, 200);
    assert_string_equal(reply_text("/state"), "checked");
    assert_string_equal(reply_text("/mapping/0/member"), "student_no");
    (void)read_in(ROLE_BUREAU, "enrolment", "2035", text);
    assert_string_equal(reply_text("/state"), "checked");
    expect_counts(1, 0, 0, 0);
}

static void a_refused_row_holds_the_rest_back_unless_partial(void **state)
{
    int64_t id =
        read_in(ROLE_BUREAU, "enrolment", "2036",
                HEADER "L230381201501011111,测留,"
                       "," WORLD_SCHOOL ",21,2\n"
                       "L230381201501012222,,," WORLD_SCHOOL ",21,2\n");

    (void)state;
    expect_counts(1, 0, 0, 1);
    expect(ROLE_BUREAU, "POST", PATH("/imports/%lld/commit", ID(id)), "{}",
           409);
    expect(ROLE_BUREAU, "POST", PATH("/imports/%lld/commit", ID(id)),
           "{'partial':true}", 202);
    carry_out();
    assert_int_equal(children_called("测留"), 1);
}

static void a_list_read_before_another_was_committed_is_read_again(void **state)
{
    int64_t one = read_in(ROLE_BUREAU, "attendance", "2037",
                          "姓名,学校标识码,年级\n测先," WORLD_SCHOOL ",21\n");
    int64_t two = read_in(ROLE_BUREAU, "attendance", "2037",
                          "姓名,学校标识码,年级\n测先," WORLD_SCHOOL ",21\n");

    (void)state;
    commit(ROLE_BUREAU, one);
    expect(ROLE_BUREAU, "POST", PATH("/imports/%lld/commit", ID(two)), "{}",
           409);
    carry_out();
    expect(ROLE_BUREAU, "GET", PATH("/imports/%lld", ID(two)), NULL, 200);
    expect_counts(0, 0, 1, 0);
    expect(ROLE_BUREAU, "POST", PATH("/imports/%lld/rollback", ID(two)), NULL,
           409);
}

static void a_complete_list_ends_the_tags_of_those_it_no_longer_has(
    void **state)
{
    int64_t child, id;

    (void)state;
    id = read_in(ROLE_BUREAU, "enrolment", "2038",
                 HEADER
                 "L230381201501013333,测贫,230381201501039025," WORLD_SCHOOL
                 ",21,2\n");
    commit(ROLE_BUREAU, id);
    assert_int_equal(children_called("测贫"), 1);
    child = reply_int("/items/0/id");
    id = read_in(ROLE_BUREAU, "poverty", "2038",
                 "姓名,证件号码,困难类型\n测贫,230381201501039025,低保户\n");
    commit(ROLE_BUREAU, id);
    expect(ROLE_BUREAU, "GET", PATH("/students/%lld", ID(child)), NULL, 200);
    assert_string_equal(reply_text("/tags/0"), "low_income");
    assert_int_equal(
        api_upload(ROLE_BUREAU, "/imports?kind=poverty&year=2038&complete=true",
                   "姓名,证件号码,困难类型\n测富,,特困\n",
                   strlen("姓名,证件号码,困难类型\n测富,,特困\n")),
        202);
    id = reply_int("/id");
    carry_out();
    expect(ROLE_BUREAU, "GET", PATH("/imports/%lld", ID(id)), NULL, 200);
    assert_int_equal(reply_int("/ended"), 1);
    commit(ROLE_BUREAU, id);
    expect(ROLE_BUREAU, "GET", PATH("/students/%lld", ID(child)), NULL, 200);
    assert_int_equal(json_array_size(reply_at("/tags")), 0);
}

/* Two rows stood for one child; the corrected list has it once. */
static void a_child_still_on_the_list_keeps_its_tag(void **state)
{
    static const char once[] =
        "姓名,证件号码,困难类型\n测仍贫,230381201809109018,低保户\n";
    int64_t child;

    (void)state;
    commit(ROLE_BUREAU,
           read_in(ROLE_BUREAU, "enrolment", "2056",
                   HEADER
                   "G230381201809109018,测仍贫,230381201809109018," WORLD_SCHOOL
                   ",14,2\n"));
    assert_int_equal(children_called("测仍贫"), 1);
    child = reply_int("/items/0/id");
    commit(ROLE_BUREAU,
           read_in(ROLE_BUREAU, "poverty", "2056",
                   "姓名,证件号码,困难类型\n测误写,230381201809109018,低保户\n"
                   "测仍贫,230381201809109018,低保户\n"));
    assert_int_equal(
        api_upload(ROLE_BUREAU, "/imports?kind=poverty&year=2056&complete=true",
                   once, strlen(once)),
        202);
    carry_out();
    commit(ROLE_BUREAU, reply_int("/id"));
    expect(ROLE_BUREAU, "GET", PATH("/students/%lld", ID(child)), NULL, 200);
    assert_int_equal(json_array_size(reply_at("/tags")), 1);
}

/* R91: a child leaves the register by a conclusion of the police alone. */
static void a_death_on_a_list_is_a_doubt_and_no_more(void **state)
{
    int64_t id = read_in(ROLE_BUREAU, "register_change", "2038",
                         "姓名,公民身份号码,变动类型,变动日期\n"
                         "测贫,230381201501039025,死亡,2026-05-01\n");

    (void)state;
    commit(ROLE_BUREAU, id);
    (void)children_called("测贫");
    assert_string_equal(reply_text("/items/0/status"), "active");
    expect(ROLE_BUREAU, "GET", "/doubts?kind=register_change", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
}

/* 小升初 asks for the 学籍 list of the year before: handed in late, it sets
 * nobody back. */
static void an_older_list_does_not_set_a_childs_schooling_back(void **state)
{
    static const char *const list[] = {
        HEADER "G230381201501039041,测旧,230381201501039041," WORLD_OTHER_SCHOOL
               ",21,1\r\n",
        HEADER "G230381201501039041,测旧,230381201501039041," WORLD_SCHOOL
               ",16,1\r\n",
    };

    (void)state;
    commit(ROLE_BUREAU, read_in(ROLE_BUREAU, "enrolment", "2048", list[0]));
    commit(ROLE_BUREAU, read_in(ROLE_BUREAU, "enrolment", "2047", list[1]));
    assert_int_equal(children_called("测旧"), 1);
    expect(ROLE_BUREAU, "GET",
           PATH("/students/%lld/enrolments", ID(reply_int("/items/0/id"))),
           NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    assert_string_equal(reply_text("/items/0/school"), WORLD_OTHER_SCHOOL);
    assert_string_equal(reply_text("/items/0/grade"), "21");
}

/* ---- 户籍变动 ---- */
#define CHANGES "姓名,公民身份号码,变动类型,变动日期,现地址\n"
#define POOR_ONE "230381201501039025"

struct day_job {
    struct write_job job;
    int64_t now, done;
};

static enum err day_run(struct write_job *job, struct db *db)
{
    struct day_job *d = (struct day_job *)job;
    struct arena a;
    enum err e;

    arena_init(&a, 0);
    e = store_register_due(db, &a, d->now, 100, &d->done);
    arena_free(&a);
    return e;
}

/* Days after today the clock carries out what is due; how many that were. */
static int64_t days_later(int64_t days)
{
    struct day_job d = { .job.run = day_run,
                         .now = WORLD_NOW + days * CLOCK_DAY_MS };

    assert_int_equal(writer_run(api.writer, &d.job), ERR_OK);
    return d.done;
}

/* Where the register has the child's 户籍; the reply is its record. */
static const char *huji_of(const char *name)
{
    (void)children_called(name);
    expect(ROLE_BUREAU, "GET",
           PATH("/students/%lld", ID(reply_int("/items/0/id"))), NULL, 200);
    return json_is_null(reply_at("/huji_address"))
               ? ""
               : reply_text("/huji_address");
}

static void a_correction_is_shown_before_and_taken_back(void **state)
{
    static const char list[] =
        CHANGES "测品," POOR_ONE ",更正,2026-08-01,虎林市新乐乡一村1号\n";
    int64_t id = read_in(ROLE_BUREAU, "register_change", "2041", list);

    (void)state;
    expect(ROLE_BUREAU, "GET", PATH("/imports/%lld/rows", ID(id)), NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items/0/changes")), 2);
    assert_string_equal(reply_text("/items/0/changes/0/label"), "姓名");
    assert_string_equal(reply_text("/items/0/changes/0/old"), "测贫");
    assert_string_equal(reply_text("/items/0/changes/0/new"), "测品");
    assert_int_equal(children_called("测品"), 0);
    commit(ROLE_BUREAU, id);
    assert_int_equal(children_called("测品"), 1);
    assert_true(strlen(huji_of("测品")) > 0);
    (void)read_in(ROLE_BUREAU, "register_change", "2041", list);
    expect_counts(0, 0, 1, 0); /* once more it changes nothing */
    expect(ROLE_BUREAU, "POST", PATH("/imports/%lld/rollback", ID(id)), NULL,
           202);
    carry_out();
    assert_int_equal(children_called("测品"), 0);
    assert_string_equal(huji_of("测贫"), "");
}

/* What the register would now be changed to by a list; masked as it is, it is
 * told apart by whether it would be changed at all. */
static size_t would_change(const char *year, const char *list)
{
    int64_t id = read_in(ROLE_BUREAU, "register_change", year, list);
    size_t n;

    expect(ROLE_BUREAU, "GET", PATH("/imports/%lld/rows", ID(id)), NULL, 200);
    n = json_array_size(reply_at("/items/0/changes"));
    expect(ROLE_BUREAU, "POST", PATH("/imports/%lld/cancel", ID(id)), NULL,
           202);
    carry_out();
    return n;
}

/* In whatever order the list has them. */
static void the_last_change_that_holds_counts(void **state)
{
    static const char new[] =
        CHANGES "测贫," POOR_ONE ",迁入,2026-08-11,测试新址\n";
    static const char old[] =
        CHANGES "测贫," POOR_ONE ",迁入,2026-03-11,测试旧址\n";
    int64_t id =
        read_in(ROLE_BUREAU, "register_change", "2042",
                CHANGES "测贫," POOR_ONE ",迁入,2026-08-10,测试新址\n"
                        "测贫," POOR_ONE ",迁入,2026-03-10,测试旧址\n");

    (void)state;
    assert_int_equal(would_change("2046", new), 1);
    commit(ROLE_BUREAU, id);
    assert_int_equal(would_change("2046", new), 0);
    assert_int_equal(would_change("2046", old), 1);
}

static void a_change_waits_for_its_day(void **state)
{
    int64_t id = read_in(ROLE_BUREAU, "register_change", "2043",
                         CHANGES "测改," POOR_ONE ",更正,2026-09-01,\n"
                                 "测贫," POOR_ONE ",迁出,2026-09-02,\n"
                                 "测晚," POOR_ONE ",更正,2062-09-01,\n");

    (void)state;
    expect_counts(2, 0, 0, 1); /* a year that nobody means */
    expect(ROLE_BUREAU, "GET", PATH("/imports/%lld/rows", ID(id)), NULL, 200);
    assert_string_equal(reply_text("/items/0/changes/0/label"), "生效日期");
    assert_string_equal(reply_text("/items/0/changes/0/new"), "2026-09-01");
    expect(ROLE_BUREAU, "POST", PATH("/imports/%lld/commit", ID(id)),
           "{'partial':true}", 202);
    carry_out();
    assert_int_equal(days_later(11), 0); /* 31 August */
    assert_int_equal(children_called("测改"), 0);
    assert_int_equal(days_later(12), 1);
    assert_int_equal(children_called("测改"), 1);
    assert_int_equal(days_later(12), 0); /* once */
    /* Who moves away is a doubt on that day, and no more: by the police. */
    expect(ROLE_BUREAU, "GET", "/doubts?kind=register_change&count=true", NULL,
           200);
    id = reply_int("/total");
    assert_int_equal(days_later(13), 1);
    expect(ROLE_BUREAU, "GET", "/doubts?kind=register_change&count=true", NULL,
           200);
    assert_int_equal(reply_int("/total"), id + 1);
    (void)children_called("测改");
    assert_string_equal(reply_text("/items/0/status"), "active");
}

static void a_change_taken_back_never_comes(void **state)
{
    int64_t id = read_in(ROLE_BUREAU, "register_change", "2044",
                         CHANGES "测无," POOR_ONE ",更正,2026-09-20,\n");

    (void)state;
    commit(ROLE_BUREAU, id);
    expect(ROLE_BUREAU, "POST", PATH("/imports/%lld/rollback", ID(id)), NULL,
           202);
    carry_out();
    assert_int_equal(days_later(40), 0);
    assert_int_equal(children_called("测无"), 0);
}

/* A child that moves here on a day to come is registered on that day. */
static void who_moves_here_is_registered_on_the_day(void **state)
{
    int64_t id =
        read_in(ROLE_BUREAU, "register_change", "2026",
                CHANGES "测迁来,230381201609099011,迁入,2026-10-01,测试址\n");

    (void)state;
    assert_int_equal(reply_int("/children"), 0);
    commit(ROLE_BUREAU, id);
    assert_int_equal(children_called("测迁来"), 0);
    assert_int_equal(days_later(42), 1);
    assert_int_equal(children_called("测迁来"), 1);
}

/* The register is of children: on its day as at once. */
static void a_grown_up_who_moves_here_is_not_registered(void **state)
{
    int64_t id =
        read_in(ROLE_BUREAU, "register_change", "2027",
                CHANGES "测成人,230381198501019011,迁入,2026-10-02,测试址\n"
                        "测随迁,230381201609109013,迁入,2026-10-02,测试址\n");

    (void)state;
    commit(ROLE_BUREAU, id);
    assert_int_equal(days_later(43), 2);
    assert_int_equal(children_called("测成人"), 0);
    assert_int_equal(children_called("测随迁"), 1);
}

/* While the import that brought a child is being taken back, nobody sees the
 * child: its change waits, and those of the others do not. */
static void a_change_of_a_hidden_child_holds_up_no_other(void **state)
{
    static const char roll[] =
        HEADER "G230381201609119019,测隐去,230381201609119019," WORLD_SCHOOL
               ",16,1\r\n";
    int64_t id;

    (void)state;
    commit(ROLE_BUREAU,
           read_in(ROLE_BUREAU, "register_change", "2028",
                   CHANGES "测隐改,230381201609119019,更正,2026-10-03,\n"
                           "测随改,230381201609109013,更正,2026-10-04,\n"));
    id = read_in(ROLE_BUREAU, "enrolment", "2053", roll);
    commit(ROLE_BUREAU, id);
    expect(ROLE_BUREAU, "POST", PATH("/imports/%lld/rollback", ID(id)), NULL,
           202);
    assert_int_equal(days_later(45), 1);
    assert_int_equal(children_called("测随改"), 1);
    assert_int_equal(days_later(45), 0); /* and waits on */
    carry_out();
    assert_int_equal(days_later(45), 1); /* its child is there no more */
}

static void a_school_hands_in_its_own_pupils_alone(void **state)
{
    (void)state;
    (void)read_in(ROLE_SCHOOL_HEAD, "attendance", "2039",
                  "姓名,学校标识码,年级\n测本," WORLD_SCHOOL
                  ",21\n测外," WORLD_OTHER_SCHOOL ",21\n");
    expect_counts(1, 0, 0, 1);
    assert_int_equal(
        api_upload(ROLE_SCHOOL_HEAD, "/imports?kind=poverty&year=2039", "x", 1),
        403);
}

/* The annotated workbook, sent again as it is, brings what was good and is
 * refused in the same rows; every kind has its form, which reads as empty. */
static void the_annotated_workbook_reads_as_the_file_did(void **state)
{
    struct buf sent;
    int64_t id = read_in(ROLE_BUREAU, "enrolment", "2040",
                         "学籍库,\n" HEADER FIRST
                         "L230381201501012222,,," WORLD_SCHOOL ",21,2\n");

    (void)state;
    expect_counts(1, 0, 0, 1);
    expect(ROLE_BUREAU, "GET", PATH("/imports/%lld/annotated.xlsx", ID(id)),
           NULL, 200);
    buf_init(&sent);
    buf_add(&sent, api.raw.data, api.raw.len);
    assert_int_equal(
        api_upload(ROLE_BUREAU, "/imports?kind=enrolment&year=2040", sent.data,
                   sent.len),
        202);
    id = reply_int("/id");
    carry_out();
    expect(ROLE_BUREAU, "GET", PATH("/imports/%lld", ID(id)), NULL, 200);
    expect_counts(1, 0, 0, 1);
    assert_int_equal(reply_int("/header_row"), 2);
    buf_free(&sent);
    for (const struct roster_kind *k = roster_kinds; k->name; k++) {
        expect(ROLE_BUREAU, "GET", PATH("/import-templates/%s", k->name), NULL,
               200);
        assert_int_equal(
            api_upload(ROLE_BUREAU, PATH("/imports?kind=%s&year=2041", k->name),
                       api.raw.data, api.raw.len),
            202);
        id = reply_int("/id");
        carry_out();
        expect(ROLE_BUREAU, "GET", PATH("/imports/%lld", ID(id)), NULL, 200);
        assert_non_null(strstr(reply_text("/fault"), "表头下面没有内容"));
    }
    expect(ROLE_BUREAU, "GET", "/import-templates/pupils", NULL, 404);
    expect(ROLE_BUREAU, "GET", "/imports/999999/annotated.xlsx", NULL, 404);
}

/* Who may hand in what, and how its columns are called. */
static void each_unit_is_told_which_lists_are_its_own(void **state)
{
    (void)state;
    expect(ROLE_SCHOOL_HEAD, "GET", "/roster-kinds?count=true", NULL, 200);
    assert_int_equal(reply_int("/total"), 2);
    assert_string_equal(reply_text("/items/0/kind"), "enrolment");
    assert_string_equal(reply_text("/items/1/kind"), "attendance");
    assert_string_equal(reply_text("/items/1/columns/0/header"), "姓名");
    assert_string_equal(reply_text("/items/1/columns/0/member"), "name");
    assert_true(json_is_true(reply_at("/items/1/columns/0/needed")));
    expect(ROLE_BUREAU, "GET", "/roster-kinds?limit=7", NULL, 200);
    assert_int_equal(json_array_size(reply_at("/items")), 7);
    expect(ROLE_BUREAU, "GET",
           PATH("/roster-kinds?cursor=%s", reply_text("/next_cursor")), NULL,
           200);
    assert_int_equal(json_array_size(reply_at("/items")), 1);
    expect(ROLE_BUREAU, "GET", "/roster-kinds?kind=pupils", NULL, 422);
    expect(ROLE_TOWNSHIP, "GET", "/roster-kinds", NULL, 403);
}

static void everything_of_an_import_needs_one(void **state)
{
    (void)state;
    expect(ROLE_BUREAU, "GET", "/imports/999999", NULL, 404);
    expect(ROLE_BUREAU, "GET", "/imports/999999/rows", NULL, 404);
    expect(ROLE_BUREAU, "GET", "/imports/999999/errors", NULL, 404);
    expect(ROLE_BUREAU, "POST", "/imports/999999/rollback", NULL, 404);
    expect(ROLE_BUREAU, "GET", "/imports?state=gone", NULL, 422);
    expect(ROLE_BUREAU, "GET", "/imports?count=true&limit=1", NULL, 200);
    if (work.reader)
        db_close(work.reader);
    work.reader = NULL;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_number_under_two_names_refuses_neither),
    cmocka_unit_test(a_list_is_previewed_committed_and_taken_back),
    cmocka_unit_test(a_household_that_came_with_a_list_goes_with_it),
    cmocka_unit_test(a_list_whose_child_was_helped_since_is_not_taken_back),
    cmocka_unit_test(the_same_file_again_changes_nothing),
    cmocka_unit_test(a_change_shows_its_old_and_new_value),
    cmocka_unit_test(every_fault_is_told_in_its_cell),
    cmocka_unit_test(a_bad_file_says_why),
    cmocka_unit_test(titles_above_and_a_second_header_are_no_rows),
    cmocka_unit_test(of_three_hundred_columns_the_known_ones_are_read),
    cmocka_unit_test(a_file_of_two_charsets_is_not_taken),
    cmocka_unit_test(of_two_lists_of_a_kind_one_is_committed_at_a_time),
    cmocka_unit_test(a_chosen_mapping_is_remembered),
    cmocka_unit_test(a_refused_row_holds_the_rest_back_unless_partial),
    cmocka_unit_test(a_list_read_before_another_was_committed_is_read_again),
    cmocka_unit_test(a_complete_list_ends_the_tags_of_those_it_no_longer_has),
    cmocka_unit_test(a_child_still_on_the_list_keeps_its_tag),
    cmocka_unit_test(a_death_on_a_list_is_a_doubt_and_no_more),
    cmocka_unit_test(an_older_list_does_not_set_a_childs_schooling_back),
    cmocka_unit_test(a_correction_is_shown_before_and_taken_back),
    cmocka_unit_test(the_last_change_that_holds_counts),
    cmocka_unit_test(a_change_waits_for_its_day),
    cmocka_unit_test(a_change_taken_back_never_comes),
    cmocka_unit_test(who_moves_here_is_registered_on_the_day),
    cmocka_unit_test(a_grown_up_who_moves_here_is_not_registered),
    cmocka_unit_test(a_change_of_a_hidden_child_holds_up_no_other),
    cmocka_unit_test(a_school_hands_in_its_own_pupils_alone),
    cmocka_unit_test(the_annotated_workbook_reads_as_the_file_did),
    cmocka_unit_test(each_unit_is_told_which_lists_are_its_own),
    cmocka_unit_test(everything_of_an_import_needs_one),
};

int api_group_import(void)
{
    return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
