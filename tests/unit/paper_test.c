/* Papers: every template is whole, every place is known and used. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "domain/assessment.h"
#include "domain/document.h"
#include "domain/paper.h"
#include "domain/teaching.h"

/* What is printed beside the kinds of documents. */
static const char *const others[] = { "service_receipt", "home_teaching",
                                      "exemption",       "dossier_cover",
                                      "child_sheet",     "timeline",
                                      "evidence_list",   "assessment",
                                      "announcement",    "meeting_minutes" };
#define OTHERS (sizeof others / sizeof *others)

static size_t kinds_n(void)
{
    return document_kinds_n + OTHERS;
}

static const char *kind_at(size_t i)
{
    return i < document_kinds_n ? document_kinds[i].code
                                : others[i - document_kinds_n];
}

/* Does the template of `kind` name the place {prefix.name}? */
static bool names(const char *kind, const char *prefix, const char *name)
{
    const char *s = paper_template(kind), *end = strstr(s, "\n= ");
    char place[80];
    const char *found;

    snprintf(place, sizeof place, "{%s%s}", prefix, name);
    found = strstr(s, place);
    return found && (!end || found < end);
}

static bool lists(const char *kind, const char *name)
{
    const char *s = paper_template(kind), *end = strstr(s, "\n= ");
    char line[80];
    const char *found;

    snprintf(line, sizeof line, "\neach %s ", name);
    found = strstr(s, line);
    return found && (!end || found < end);
}

static void every_template_is_filled(void **state)
{
    /* A 公告 is called as its author calls it. */
    const struct paper_places titled = { .document_title = "公告" };

    (void)state;
    for (size_t i = 0; i < kinds_n(); i++) {
        struct arena a;
        struct paper p;

        arena_init(&a, 0);
        if (paper_fill(&a, kind_at(i), &titled, &p) != ERR_OK)
            fail_msg("%s has a line or a place that is not known", kind_at(i));
        assert_true(*p.title);
        arena_free(&a);
    }
}

static const struct paper_block *block(const struct paper *p, const char *type)
{
    const struct paper_block *b = p->blocks.items;

    for (size_t i = 0; i < p->blocks.n; i++)
        if (strcmp(b[i].type, type) == 0)
            return &b[i];
    return NULL;
}

/* R103: the basis stands on every form. */
static void every_paper_names_its_basis(void **state)
{
    const struct paper_places none = { .county = NULL };

    (void)state;
    for (size_t i = 0; i < kinds_n(); i++) {
        const struct paper_block *b;
        struct arena a;
        struct paper p;

        arena_init(&a, 0);
        assert_int_equal(paper_fill(&a, kind_at(i), &none, &p), ERR_OK);
        b = block(&p, "basis");
        if (!b || !strstr(b->text, "黑教发〔2020〕1号") ||
            !strstr(b->text, "虎政规〔2020〕1号"))
            fail_msg("%s names no basis", kind_at(i));
        arena_free(&a);
    }
}

static void every_document_bears_its_number(void **state)
{
    const struct paper_places places = { .number_text = "虎保测〔2026〕7号" };

    (void)state;
    for (size_t i = 0; i < document_kinds_n; i++) {
        struct arena a;
        struct paper p;

        arena_init(&a, 0);
        assert_int_equal(paper_fill(&a, kind_at(i), &places, &p), ERR_OK);
        if (!p.number_text || strcmp(p.number_text, places.number_text) != 0)
            fail_msg("%s bears no number", kind_at(i));
        arena_free(&a);
    }
}

/* Nothing that was filled in is lost on the way to paper. */
static void every_fact_of_a_document_is_on_its_paper(void **state)
{
    (void)state;
    for (size_t i = 0; i < document_kinds_n; i++) {
        const char *kind = kind_at(i);
        const struct record *r = paper_facts_of(kind);

        if (!r)
            fail_msg("%s is issued by nothing", kind);
        for (const struct field *f = r->fields; f->type != FIELD_END; f++)
            if (f->type != FIELD_LIST && !names(kind, "fact.", f->name))
                fail_msg("%s does not show %s", kind, f->name);
    }
}

static void every_known_place_is_used(void **state)
{
    (void)state;
    for (const struct field *f = paper_places.fields; f->type != FIELD_END;
         f++) {
        bool used = false;

        for (size_t i = 0; !used && i < kinds_n(); i++)
            used = f->type == FIELD_LIST ? lists(kind_at(i), f->name)
                                         : names(kind_at(i), "", f->name);
        if (!used)
            fail_msg("no paper shows %s", f->name);
    }
}

/* The children of a notice to a parent and of a form are masked; only where
 * the police, a court or an order must know whom it is about they are not. */
static void a_paper_with_the_full_number_shows_the_number(void **state)
{
    (void)state;
    for (size_t i = 0; i < document_kinds_n; i++)
        if (document_kinds[i].full_number &&
            !names(kind_at(i), "", "student_id_no"))
            fail_msg("%s asks for the full number and does not show it",
                     kind_at(i));
}

/* 义务教育法 58 knows no fine. */
static void no_paper_speaks_of_a_fine(void **state)
{
    (void)state;
    for (size_t i = 0; i < kinds_n(); i++) {
        const struct paper_places none = { .county = NULL };
        const struct paper_block *b;
        struct arena a;
        struct paper p;

        arena_init(&a, 0);
        assert_int_equal(paper_fill(&a, kind_at(i), &none, &p), ERR_OK);
        b = p.blocks.items;
        for (size_t k = 0; k < p.blocks.n; k++)
            assert_true(!b[k].text || !strstr(b[k].text, "罚款"));
        arena_free(&a);
    }
}

/* ---- filling ---- */
static struct arena arena;

static const struct paper *filled(const char *kind,
                                  const struct paper_places *places)
{
    static struct paper p;

    assert_int_equal(paper_fill(&arena, kind, places, &p), ERR_OK);
    return &p;
}

static void places_are_filled_in_words(void **state)
{
    const struct case_fact facts[] = {
        { "deadline_on", "期限", "2026-09-01" },
        { "note", "话", "请支持孩子读书。" },
    };
    const struct paper_places places = {
        .student_name = "测一童",
        .student_sex = "1",
        .student_birth = "2014-05-06",
        .guardian_name = "测一父",
        .facts = { (void *)(uintptr_t)facts, 2 },
    };
    const struct paper *p = filled("persuasion_notice", &places);
    const struct paper_block *b = p->blocks.items;
    bool due = false, said = false;

    (void)state;
    assert_string_equal(block(p, "to")->text, "测一父：");
    assert_non_null(strstr(block(p, "p")->text, "测一童（男，2014年5月6日"));
    for (size_t i = 0; i < p->blocks.n; i++) {
        due |= b[i].text && strstr(b[i].text, "2026年9月1日") != NULL;
        said |= b[i].text && strcmp(b[i].text, "请支持孩子读书。") == 0;
    }
    assert_true(due && said);
}

static void an_empty_place_is_a_line_to_write_on(void **state)
{
    const struct paper_places none = { .county = NULL };
    const struct paper *p = filled("persuasion_notice", &none);
    const struct paper_block *b = p->blocks.items;

    (void)state;
    assert_non_null(strstr(block(p, "to")->text, "＿＿"));
    for (size_t i = 0; i < p->blocks.n; i++)
        if (strcmp(b[i].type, "p") == 0)
            assert_null(strstr(b[i].text, "请您于")); /* left out whole */
}

static void a_list_has_a_line_for_every_item(void **state)
{
    const struct paper_visit visits[] = {
        { .no = 1, .visited_on = "2026-08-20", .persons = "甲" },
        { .no = 2, .visited_on = "2026-08-22", .persons = "乙" },
    };
    const struct paper_places places = { .visits = { (void *)(uintptr_t)visits,
                                                     2 } };
    const struct paper *p = filled("child_sheet", &places);
    const struct paper_block *b = p->blocks.items;
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < p->blocks.n; i++) {
        const char *const *cells = b[i].cells.items;

        if (strcmp(b[i].type, "item") != 0)
            continue;
        n++;
        assert_string_equal(cells[0], n == 1 ? "1" : "2");
        assert_string_equal(cells[1],
                            n == 1 ? "2026年8月20日" : "2026年8月22日");
    }
    assert_int_equal(n, 2);
}

static void a_form_keeps_its_empty_cells(void **state)
{
    const struct paper_places none = { .county = NULL };
    const struct paper *p = filled("deferral_form", &none);
    const struct paper_block *row = block(p, "row");
    const char *const *cells = row->cells.items;

    (void)state;
    assert_int_equal(row->cells.n, 4);
    assert_string_equal(cells[0], "学生姓名");
    assert_string_equal(cells[1], "");
}

static void words_that_are_no_template_are_refused(void **state)
{
    const struct paper_places none = { .county = NULL };
    struct paper p;

    (void)state;
    assert_null(paper_template("no_such"));
    assert_null(paper_template("orde"));
    assert_int_equal(paper_fill(&arena, "no_such", &none, &p), ERR_INTERNAL);
}

static void a_unit_signs_with_its_full_name(void **state)
{
    static const struct {
        const char *kind, *name, *full;
    } t[] = {
        { "bureau", "市教育局", "虎林市教育局" },
        { "agency", "市公安局", "虎林市公安局" },
        { "agency", "共青团市委员会", "共青团市委员会" },
        { "township", "虎头镇", "虎林市虎头镇人民政府" },
        { "township", "阿北乡", "虎林市阿北乡人民政府" },
        { "township", "中心街道", "虎林市中心街道办事处" },
        { "township", "八五〇农场", "八五〇农场" },
        { "village", "同和村委会", "同和村委会" },
        { "school", "测试中学", "测试中学" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++)
        assert_string_equal(paper_organ(&arena, "虎林市", t[i].kind, t[i].name),
                            t[i].full);
}

static int open_arena(void **state)
{
    (void)state;
    arena_init(&arena, 0);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_template_is_filled),
        cmocka_unit_test(every_paper_names_its_basis),
        cmocka_unit_test(every_document_bears_its_number),
        cmocka_unit_test(every_fact_of_a_document_is_on_its_paper),
        cmocka_unit_test(every_known_place_is_used),
        cmocka_unit_test(a_paper_with_the_full_number_shows_the_number),
        cmocka_unit_test(no_paper_speaks_of_a_fine),
        cmocka_unit_test(places_are_filled_in_words),
        cmocka_unit_test(an_empty_place_is_a_line_to_write_on),
        cmocka_unit_test(a_list_has_a_line_for_every_item),
        cmocka_unit_test(a_form_keeps_its_empty_cells),
        cmocka_unit_test(words_that_are_no_template_are_refused),
        cmocka_unit_test(a_unit_signs_with_its_full_name),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
