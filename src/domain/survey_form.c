/* The form of a visit, made of its rules. */
#include "domain/codes.h"
#include "survey_rule.h"

#define COUNT(t) (sizeof(t) / sizeof *(t))

static const struct code needs[] = { { "must", "必填" },
                                     { "one_of", "至少填一项" },
                                     { "may", "可不填" },
                                     { NULL, NULL } };
static const struct code_table form_needs = { "form_need", "填写要求", needs };

static const struct field form_option_fields[] = {
    F_TEXT(form_option, code, "代码", REQUIRED, 1, 40),
    F_TEXT(form_option, label, "名称", REQUIRED, 1, 60), F_END
};
const struct record form_option =
    RECORD(form_option, "FormOption", "选项", form_option_fields);

static const struct field form_field_fields[] = {
    F_TEXT(form_field, name, "成员", REQUIRED, 1, 40),
    F_TEXT(form_field, label, "问题", REQUIRED, 1, 60),
    F_TEXT(form_field, type, "类型", REQUIRED, 1, 20),
    F_CODE(form_field, need, "填写要求", REQUIRED, form_needs),
    F_TEXT(form_field, default_value, "建议值", OPTIONAL, 0, 60),
    F_INT(form_field, max, "最多字数", REQUIRED, 0, 10000),
    F_LIST(form_field, options, "选项", REQUIRED, 0, form_option),
    F_END
};
const struct record form_field =
    RECORD(form_field, "FormQuestion", "问题", form_field_fields);

static const struct field form_outcome_fields[] = {
    F_TEXT(form_outcome, code, "代码", REQUIRED, 1, 40),
    F_TEXT(form_outcome, label, "名称", REQUIRED, 1, 60),
    F_BOOL(form_outcome, takes_children, "登记儿童", REQUIRED),
    F_BOOL(form_outcome, settles, "算作已访", REQUIRED),
    F_BOOL(form_outcome, asks_return, "约定再访", REQUIRED),
    F_CODE(form_outcome, household_state, "家庭状况", OPTIONAL,
           household_states),
    F_END
};
const struct record form_outcome =
    RECORD(form_outcome, "FormOutcome", "入户结果", form_outcome_fields);

static const struct field form_situation_fields[] = {
    F_CODE(form_situation, code, "代码", REQUIRED, situations),
    F_TEXT(form_situation, label, "名称", REQUIRED, 1, 60),
    F_TEXT(form_situation, group, "分组", REQUIRED, 1, 20),
    F_BOOL(form_situation, out_of_school, "未在学", REQUIRED),
    F_LIST(form_situation, fields, "要问的", REQUIRED, 0, form_field),
    F_END
};
const struct record form_situation =
    RECORD(form_situation, "FormSituation", "入户所见", form_situation_fields);

static const struct field survey_form_fields[] = {
    F_INT(survey_form, version, "表单版本", REQUIRED, 1, INT64_MAX),
    F_LIST(survey_form, outcomes, "入户结果", REQUIRED, 0, form_outcome),
    F_LIST(survey_form, groups, "分组", REQUIRED, 0, form_option),
    F_LIST(survey_form, situations, "入户所见", REQUIRED, 0, form_situation),
    F_LIST(survey_form, household, "家庭各项", REQUIRED, 0, form_field),
    F_LIST(survey_form, child, "儿童各项", REQUIRED, 0, form_field),
    F_INT(survey_form, days_ahead, "入户时间最多提前几天", REQUIRED, 0, 365),
    F_INT(survey_form, days_before, "可早于轮次开始几天", REQUIRED, 0, 365),
    F_INT(survey_form, photos_most, "一次入户最多几张照片", REQUIRED, 0, 100),
    F_END
};
const struct record survey_form =
    RECORD(survey_form, "SurveyForm", "入户表单", survey_form_fields);

/* What every visit may ask of a household and of a child, whatever was found;
 * `must` is for one that is not registered yet. */
struct asked {
    const char *name;
    bool must;
};
static const struct asked household_asked[] = {
    { "division", true }, { "head_name", true }, { "register_no", false },
    { "address", false }, { "phone", false },    { "state", false },
    { "note", false },
};
static const struct asked child_asked[] = {
    { "name", true },
    { "sex", false },
    { "birth_date", false },
    { "id_kind", false },
    { "id_no", false },
    { "nation", false },
    { "relation", false },
    { "guardian_name", false },
    { "guardian_relation", false },
    { "guardian_phone", false },
    { "note", false },
};

static const char *type_name(const struct field *f)
{
    switch (f->type) {
    case FIELD_DATE:
        return "date";
    case FIELD_CODE:
        return "code";
    default:
        return f->flags & MULTILINE ? "lines" : "text";
    }
}

static enum err options_of(struct arena *a, const struct code_table *t,
                           struct list *out)
{
    struct form_option *o;
    size_t n = 0;

    while (t->rows[n].code)
        n++;
    o = arena_array(a, n, sizeof *o);
    if (!o)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        o[i] = (struct form_option) { t->rows[i].code, t->rows[i].label };
    *out = (struct list) { o, n };
    return ERR_OK;
}

static enum err question(struct arena *a, const struct record *r,
                         const char *name, const char *need,
                         struct form_field *out)
{
    const struct field *f = record_field(r, name, NULL);

    *out = (struct form_field) { .name = name,
                                 .label = f->label,
                                 .type = type_name(f),
                                 .need = need,
                                 .max = f->max };
    return f->type == FIELD_CODE ? options_of(a, f->codes, &out->options)
                                 : ERR_OK;
}

static enum err questions(struct arena *a, const struct record *r,
                          const struct asked *all, size_t n, struct list *out)
{
    struct form_field *f = arena_array(a, n, sizeof *f);

    if (!f)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        TRY(question(a, r, all[i].name, all[i].must ? "must" : "may", &f[i]));
    *out = (struct list) { f, n };
    return ERR_OK;
}

static enum err situation_questions(struct arena *a,
                                    const struct situation_rule *r,
                                    struct list *out)
{
    struct form_field *f = arena_array(a, ASKS_N, sizeof *f);
    size_t n = 0;

    if (!f)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < ASKS_N; i++) {
        unsigned bit = 1u << i;

        if (!((r->must | r->one_of | r->may) & bit))
            continue;
        TRY(question(a, &survey_child_in, asks[i],
                     r->must & bit     ? "must"
                     : r->one_of & bit ? "one_of"
                                       : "may",
                     &f[n]));
        f[n].label = ask_label(r, i);
        if (bit == REASON)
            f[n].default_value = r->reason;
        n++;
    }
    *out = (struct list) { f, n };
    return ERR_OK;
}

static enum err form_situations(struct arena *a, struct list *out)
{
    struct form_situation *s = arena_array(a, situation_rules_n, sizeof *s);

    if (!s)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < situation_rules_n; i++) {
        const struct situation_rule *r = &situation_rules[i];

        s[i] =
            (struct form_situation) { .code = r->code,
                                      .label = code_label(&situations, r->code),
                                      .group = r->group,
                                      .out_of_school =
                                          situation_out_of_school(r->code) };
        TRY(situation_questions(a, r, &s[i].fields));
    }
    *out = (struct list) { s, situation_rules_n };
    return ERR_OK;
}

static enum err form_outcomes(struct arena *a, struct list *out)
{
    struct form_outcome *o = arena_array(a, visit_rules_n, sizeof *o);

    if (!o)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < visit_rules_n; i++) {
        const struct visit_rule *r = &visit_rules[i];

        o[i] = (struct form_outcome) { .code = r->code,
                                       .label =
                                           code_label(&visit_outcomes, r->code),
                                       .takes_children = r->takes_children,
                                       .settles = r->settles,
                                       .asks_return = r->asks_return,
                                       .household_state = r->household_state };
    }
    *out = (struct list) { o, visit_rules_n };
    return ERR_OK;
}

enum err survey_form_make(struct arena *a, struct survey_form *out)
{
    out->version = FORM_VERSION;
    out->days_ahead = DAYS_AHEAD;
    out->days_before = DAYS_BEFORE;
    out->photos_most = SURVEY_PHOTOS_MAX;
    TRY(form_outcomes(a, &out->outcomes));
    TRY(options_of(a, &situation_groups, &out->groups));
    TRY(form_situations(a, &out->situations));
    TRY(questions(a, &survey_household_in, household_asked,
                  COUNT(household_asked), &out->household));
    return questions(a, &survey_child_in, child_asked, COUNT(child_asked),
                     &out->child);
}
