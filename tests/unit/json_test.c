/* Field tables: bodies read, replies written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "json/read.h"
#include "json/write.h"

struct part {
    const char *kind;
    int64_t count;
};
static const struct code kind_rows[] = { { "a", "甲" },
                                         { "b", "乙" },
                                         { NULL, NULL } };
static const struct code_table kinds = { "kind", "类别", kind_rows };
static const struct field part_fields[] = {
    F_CODE(part, kind, "类别", REQUIRED, kinds),
    F_INT(part, count, "数量", OPTIONAL, 1, 9), F_END
};
static const struct record part_record =
    RECORD(part, "Part", "部分", part_fields);

struct thing {
    uint64_t seen;
    const char *name, *birth, *note, *phone;
    int64_t at, yes;
    double ratio;
    struct list parts, words;
    struct part *one;
};

static void mask_tail(struct buf *b, const char *value)
{
    buf_add(b, value, 3);
    buf_str(b, "****");
}

static const struct field thing_fields[] = {
    F_TEXT(thing, name, "姓名", REQUIRED, 1, 4),
    F_DATE(thing, birth, "出生日期", OPTIONAL | NULLABLE),
    F_TEXT(thing, note, "备注", OPTIONAL | MULTILINE, 0, 10),
    { F_ANY(thing, phone, const char *, FIELD_TEXT, "电话", MASK_LIST),
      .max = 11, .mask = mask_tail },
    F_TIME(thing, at, "时间", OPTIONAL),
    F_BOOL(thing, yes, "是否", OPTIONAL),
    F_REAL(thing, ratio, "比例", OPTIONAL),
    F_LIST(thing, parts, "部分", OPTIONAL, 2, part_record),
    F_TEXTS(thing, words, "词", OPTIONAL, 3),
    F_OBJECT(thing, one, "一个", OPTIONAL, struct part, part_record),
    F_END
};
static const struct record thing_record =
    RECORD_SEEN(thing, "Thing", "东西", thing_fields);

static struct arena arena;

static enum err parse(const char *json, struct thing *t, struct bad_list *l)
{
    char *s = strdup(json);
    enum err e;

    for (char *p = s; *p; p++)
        if (*p == '\'')
            *p = '"';
    l->n = 0;
    e = json_read(&thing_record, s, strlen(s), &arena, t, l);
    free(s);
    return e;
}

static void a_whole_body_fills_the_struct(void **state)
{
    struct thing t;
    struct bad_list l;
    const struct part *p;

    (void)state;
    assert_int_equal(parse("{'name':'王小明','birth':'2015-02-28','at':"
                           "'2026-08-01T08:00:00+08:00','yes':true,'ratio':0.5,"
                           "'parts':[{'kind':'a','count':3},{'kind':'b'}],"
                           "'words':['一','二'],'one':{'kind':'b'}}",
                           &t, &l),
                     ERR_OK);
    assert_string_equal(t.name, "王小明");
    assert_int_equal(t.yes, 1);
    assert_int_equal(t.parts.n, 2);
    p = t.parts.items;
    assert_int_equal(p[0].count, 3);
    assert_true(p[1].count == INT_NONE);
    assert_string_equal(((const char **)t.words.items)[1], "二");
    assert_string_equal(t.one->kind, "b");
    assert_true(record_saw(&thing_record, &t, "birth"));
    assert_false(record_saw(&thing_record, &t, "note"));
}

static void each_bad_body_names_its_member(void **state)
{
    static const struct {
        const char *body;
        enum err e;
        const char *pointer, *code;
    } t[] = {
        { "{", ERR_SYNTAX, "", "json.malformed" },
        { "[]", ERR_SYNTAX, NULL, NULL },
        { "{'name':'甲','name':'乙'}", ERR_SYNTAX, "", "json.duplicate_key" },
        { "{}", ERR_INVALID, "/name", "required" },
        { "{'name':null}", ERR_INVALID, "/name", "required" },
        { "{'name':7}", ERR_INVALID, "/name", "type" },
        { "{'name':''}", ERR_INVALID, "/name", "format" },
        { "{'name':'一二三四五'}", ERR_INVALID, "/name", "format" },
        { "{'name':'甲','extra':1}", ERR_INVALID, "/extra", "unknown" },
        { "{'name':'甲','birth':'2015-02-29'}", ERR_INVALID, "/birth",
          "format" },
        { "{'name':'甲','at':'2015'}", ERR_INVALID, "/at", "format" },
        { "{'name':'甲','yes':1}", ERR_INVALID, "/yes", "type" },
        { "{'name':'甲','ratio':'x'}", ERR_INVALID, "/ratio", "type" },
        { "{'name':'甲','parts':{}}", ERR_INVALID, "/parts", "type" },
        { "{'name':'甲','parts':[{'kind':'c'}]}", ERR_INVALID, "/parts/0/kind",
          "code" },
        { "{'name':'甲','parts':[{'kind':'a'},{'kind':'a','count':10}]}",
          ERR_INVALID, "/parts/1/count", "range" },
        { "{'name':'甲','parts':[{'kind':'a'},{'kind':'a'},{'kind':'a'}]}",
          ERR_INVALID, "/parts", "range" },
        { "{'name':'甲','one':[]}", ERR_INVALID, "/one", "type" },
        { "{'name':'甲\\u202e乙'}", ERR_INVALID, "/name", "format" },
        { "{'name':'甲\\u0000'}", ERR_SYNTAX, "", "json.malformed" },
        { "{'name':'甲\\n乙'}", ERR_INVALID, "/name", "format" },
        { "{'name':'甲','note':null}", ERR_INVALID, "/note", "type" },
    };
    struct thing thing;
    struct bad_list l;

    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        enum err e = parse(t[i].body, &thing, &l);

        if (!t[i].pointer) {
            assert_int_not_equal(e, ERR_OK);
            continue;
        }
        if (e != t[i].e || l.n == 0 ||
            strcmp(l.items[0].pointer, t[i].pointer) != 0 ||
            strcmp(l.items[0].code, t[i].code) != 0)
            fail_msg("%s: %d %s %s", t[i].body, e,
                     l.n ? l.items[0].pointer : "-",
                     l.n ? l.items[0].code : "-");
    }
}

static void null_clears_what_may_be_cleared(void **state)
{
    struct thing t;
    struct bad_list l;

    (void)state;
    assert_int_equal(parse("{'name':'甲','birth':null}", &t, &l), ERR_OK);
    assert_null(t.birth);
    assert_true(record_saw(&thing_record, &t, "birth"));
}

static void line_breaks_stand_only_where_allowed(void **state)
{
    struct thing t;
    struct bad_list l;

    (void)state;
    assert_int_equal(parse("{'name':'甲','note':'一\\n二'}", &t, &l), ERR_OK);
}

static void deep_and_wide_bodies_are_refused_before_they_cost(void **state)
{
    struct bad_list l = { .n = 0 };
    struct thing t;
    size_t n = 100000;
    char *s = malloc(n + 1);

    (void)state;
    memset(s, '[', n);
    assert_int_equal(json_read(&thing_record, s, n, &arena, &t, &l),
                     ERR_SYNTAX);
    assert_string_equal(l.items[0].code, "json.caps");
    for (size_t i = 0; i < n; i++)
        s[i] = i == 0 ? '[' : i % 3 == 1 ? '{' : i % 3 == 2 ? '}' : ',';
    l.n = 0;
    assert_int_equal(json_read(&thing_record, s, n, &arena, &t, &l),
                     ERR_SYNTAX);
    assert_string_equal(l.items[0].code, "json.caps");
    free(s);
    assert_int_equal(
        json_read(&thing_record, "", JSON_BODY_MAX + 1, &arena, &t, &l),
        ERR_TOO_LARGE);
}

static void invalid_utf8_is_refused(void **state)
{
    struct thing t;
    struct bad_list l;

    (void)state;
    assert_int_equal(parse("{'name':'\xff\xfe'}", &t, &l), ERR_SYNTAX);
    assert_int_equal(parse("{'name':'\xc0\xaf'}", &t, &l), ERR_SYNTAX);
    assert_int_equal(parse("{'name':'\xed\xa0\x80'}", &t, &l), ERR_SYNTAX);
}

static void replies_are_written_as_read(void **state)
{
    struct thing t;
    struct bad_list l;
    struct buf b;

    (void)state;
    assert_int_equal(parse("{'name':'甲','phone':'19900001234','yes':false,"
                           "'parts':[{'kind':'a'}]}",
                           &t, &l),
                     ERR_OK);
    buf_init(&b);
    json_write(&b, &thing_record, &t, WRITE_ONE);
    assert_string_equal(
        b.data, "{\"name\":\"甲\",\"birth\":null,\"note\":null,\"phone\":"
                "\"19900001234\",\"at\":null,\"yes\":false,\"ratio\":null,"
                "\"parts\":[{\"kind\":\"a\",\"count\":null}],\"words\":[],"
                "\"one\":null}");
    buf_clear(&b);
    json_write(&b, &thing_record, &t, WRITE_LIST);
    assert_non_null(strstr(b.data, "\"phone\":\"199****\""));
    assert_null(strstr(b.data, "19900001234"));
    buf_free(&b);
}

static void texts_are_escaped(void **state)
{
    struct buf b;

    (void)state;
    buf_init(&b);
    json_write_text(&b, "a\"b\\c\n\x01</script>");
    assert_string_equal(b.data, "\"a\\\"b\\\\c\\n\\u0001</script>\"");
    buf_free(&b);
}

static void unknown_filters_are_refused(void **state)
{
    const struct pair good[] = { { "name", "甲" }, { "yes", "true" } };
    const struct pair bad[] = { { "name", "甲" }, { "nome", "乙" } };
    const struct pair twice[] = { { "name", "甲" }, { "name", "乙" } };
    struct thing t;
    struct bad_list l = { .n = 0 };

    (void)state;
    assert_int_equal(query_read(&thing_record, good, 2, &arena, &t, &l),
                     ERR_OK);
    assert_int_equal(query_read(&thing_record, bad, 2, &arena, &t, &l),
                     ERR_INVALID);
    l.n = 0;
    assert_int_equal(query_read(&thing_record, twice, 2, &arena, &t, &l),
                     ERR_INVALID);
}

static int end(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_body_fills_the_struct),
        cmocka_unit_test(each_bad_body_names_its_member),
        cmocka_unit_test(null_clears_what_may_be_cleared),
        cmocka_unit_test(line_breaks_stand_only_where_allowed),
        cmocka_unit_test(deep_and_wide_bodies_are_refused_before_they_cost),
        cmocka_unit_test(invalid_utf8_is_refused),
        cmocka_unit_test(replies_are_written_as_read),
        cmocka_unit_test(texts_are_escaped),
        cmocka_unit_test(unknown_filters_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, end);
}
