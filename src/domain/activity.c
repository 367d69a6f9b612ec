/* 工作记录: the table of kinds, and the rules that it drives. */
#include "domain/activity.h"

#include <string.h>

#include "base/buf.h"
#include "domain/account.h"
#include "domain/clean.h"
#include "domain/codes.h"
#include "refuse.h"

#define KINDS(X)                                                               \
    X("publicity", "宣传")                                                     \
    X("law", "普法")                                                           \
    X("legal_aid", "法律援助")                                                 \
    X("training", "培训")                                                      \
    X("family_education", "家庭教育")                                          \
    X("hygiene", "卫生防疫")                                                   \
    X("food_safety", "食品安全")                                               \
    X("surroundings", "校园周边整治")                                          \
    X("culture_market", "文化市场")                                            \
    X("funds", "资助拨付")                                                     \
    X("volunteering", "志愿服务")                                              \
    X("pairing", "结对帮扶")                                                   \
    X("premises", "校舍与安全隐患")                                            \
    X("complaint", "投诉")
#define ROW(name, label) { name, label },
static const struct code kind_rows[] = { KINDS(ROW) { NULL, NULL } };
const struct code_table activity_kind_codes = { "activity_kind", "工作类别",
                                                kind_rows };

static const struct code audience_rows[] = {
    { "pupils", "学生" },          { "teachers", "教师" },
    { "guardians", "监护人" },     { "employers", "用工单位法人" },
    { "villagers", "村民、居民" }, { NULL, NULL }
};
const struct code_table activity_audiences = { "activity_audience", "对象",
                                               audience_rows };
static const struct code state_rows[] = { { "logged", "已登记" },
                                          { "withdrawn", "已撤回" },
                                          { NULL, NULL } };
const struct code_table activity_states = { "activity_state", "工作记录状态",
                                            state_rows };

/* ---- the table --------------------------------------------------------- */
#define ALL "bureau township village school agency"
#define FOUR "虎政规〔2020〕1号 四"
const struct activity_kind activity_kinds[] = {
    { .name = "publicity",
      .units = ALL,
      .needs = "audiences",
      .takes = "place people media link issue school result",
      .source = FOUR " R16 R27 R55 R70" },
    { .name = "law",
      .units = ALL,
      .needs = "place audiences people",
      .takes = "link team school result",
      .source = FOUR " R16 R44 R70" },
    { .name = "legal_aid",
      .units = "sifa",
      .needs = "result",
      .takes = "people team family",
      .source = FOUR " R44" },
    { .name = "training",
      .units = "renshe bureau township",
      .needs = "place people",
      .takes = "audiences team venue result",
      .source = FOUR " R28" },
    { .name = "family_education",
      .units = "fulian guangongwei bureau township village school",
      .needs = "people",
      .takes = "place audiences team family student_id result",
      .source = FOUR " R51" },
    { .name = "hygiene",
      .units = "weijian bureau school",
      .needs = "school found",
      .takes = "people team result",
      .source = FOUR " R37" },
    { .name = "food_safety",
      .units = "shijian bureau school",
      .needs = "school found",
      .takes = "people team result",
      .source = FOUR " R39" },
    { .name = "surroundings",
      .units = "gongan shijian wenlv bureau township school",
      .needs = "place found",
      .takes = "people team venue school result",
      .source = FOUR " R46" },
    { .name = "culture_market",
      .units = "wenlv gongan shijian xuanchuan",
      .needs = "venue found",
      .takes = "place people team result",
      .source = FOUR " R36" },
    { .name = "funds",
      .units = "caizheng bureau",
      .needs = "amount_yuan",
      .takes = "people school result",
      .source = FOUR " R42" },
    { .name = "volunteering",
      .units = ALL,
      .needs = "people",
      .takes = "place audiences team school student_id result",
      .source = FOUR " R56" },
    /* What has a room of its own. */
    { .name = "pairing",
      .room = "/students",
      .agency_room = "/assignments",
      .room_label = "学生页上的“帮扶”，部门在交办里报告",
      .source = FOUR " R57" },
    { .name = "premises",
      .room = "/hazards",
      .room_label = "“隐患与办学条件”，有期限、整改和复查",
      .source = "虎政规〔2020〕1号 四, 五(二) R24 R78" },
    { .name = "complaint",
      .room = "/incidents/new",
      .room_label = "“突发情况”，只有办理的人能看到",
      .source = "虎政规〔2020〕1号 五(二)6 R82" },
    { .name = NULL },
};

const struct activity_kind *activity_kind_of(const char *name)
{
    const struct activity_kind *k = activity_kinds;

    while (k->name && strcmp(k->name, name) != 0)
        k++;
    return k->name ? k : NULL;
}

static bool has_word(const char *words, const char *word)
{
    size_t n = strlen(word);

    for (const char *p = words; p && (p = strstr(p, word)); p += n)
        if ((p == words || p[-1] == ' ') && (p[n] == ' ' || !p[n]))
            return true;
    return false;
}

bool activity_open_to(const struct activity_kind *k, const struct act *act)
{
    const char *kind = role_unit_kind(act->role);

    return !k->room && act->unit && kind &&
           role_may(act->role, RIGHT_ACTIVITY_WRITE) &&
           (has_word(k->units, kind) || has_word(k->units, act->unit));
}

/* ---- the form of a kind ------------------------------------------------ */
#define EVIDENCE "activity_photo"

static bool is_member(const struct field *f, const char *name)
{
    return strcmp(f->name, name) == 0;
}

static bool always(const struct field *f)
{
    return is_member(f, "kind") || is_member(f, "held_on") ||
           is_member(f, "title") || is_member(f, "evidence");
}

/* A child is chosen from those in scope, which not everybody has. */
static bool asked(const struct activity_kind *k, const struct field *f,
                  const struct act *act)
{
    if (is_member(f, "student_id") && !role_may(act->role, RIGHT_STUDENT_READ))
        return false;
    return has_word(k->needs, f->name) || has_word(k->takes, f->name);
}

static enum err audience_options(struct arena *a, struct list *out)
{
    struct option_view *o = arena_array(a, ACTIVITY_AUDIENCES_MOST, sizeof *o);
    size_t n = 0;

    if (!o)
        return ERR_NO_MEMORY;
    for (const struct code *c = audience_rows; c->code; c++)
        o[n++] = (struct option_view) { c->code, c->label };
    *out = (struct list) { o, n };
    return ERR_OK;
}

static enum err form_of(const struct activity_kind *k, const struct act *act,
                        struct arena *a, struct activity_kind_view *v)
{
    const struct field *f = activity_in.fields;
    struct field_view *w;
    struct list all;
    size_t n = 0;

    TRY(action_fields(&activity_in, a, &all));
    w = all.items;
    for (size_t i = 0; i < all.n; i++) {
        while (strcmp(f->name, w[i].name) != 0)
            f++;
        if (is_member(f, "kind") || !(always(f) || asked(k, f, act)))
            continue;
        if (is_member(f, "student_id")) {
            v->takes_child = 1;
            continue;
        }
        w[n] = w[i];
        w[n].required = always(f) || has_word(k->needs, f->name);
        if (is_member(f, "school"))
            w[n].type = "school";
        if (f->type == FIELD_TEXTS) {
            w[n].type = "list";
            TRY(audience_options(a, &w[n].options));
        }
        n++;
    }
    v->fields = (struct list) { w, n };
    return ERR_OK;
}

static enum err view_of(const struct activity_kind *k, const struct act *act,
                        struct arena *a, struct activity_kind_view *v)
{
    struct evidence_view *e = arena_alloc(a, sizeof *e);

    if (!e)
        return ERR_NO_MEMORY;
    record_clear(&activity_kind_view, v);
    v->kind = k->name;
    v->label = code_label(&activity_kind_codes, k->name);
    v->source = k->source;
    v->may_log = activity_open_to(k, act);
    v->takes_child = 0;
    v->room =
        k->agency_room && act->role == ROLE_AGENCY ? k->agency_room : k->room;
    v->room_label = k->room_label;
    if (!v->may_log)
        return ERR_OK;
    *e = (struct evidence_view) { EVIDENCE,
                                  code_label(&evidence_kinds, EVIDENCE), 0 };
    v->evidence = (struct list) { e, 1 };
    return form_of(k, act, a, v);
}

enum err activity_kinds_view(const struct act *act, struct arena *a,
                             struct list *out)
{
    size_t n = sizeof activity_kinds / sizeof *activity_kinds - 1;
    struct activity_kind_view *v = arena_array(a, n, sizeof *v);

    if (!v)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        TRY(view_of(&activity_kinds[i], act, a, &v[i]));
    *out = (struct list) { v, n };
    return ERR_OK;
}

/* ---- what a body must hold --------------------------------------------- */
static bool is_filled(const struct field *f, const struct activity_in *in)
{
    switch (f->type) {
    case FIELD_INT:
        return field_int(f, in) != INT_NONE;
    case FIELD_LIST:
    case FIELD_TEXTS:
        return ((const struct list *)field_at(f, in))->n > 0;
    default:
        return field_text(f, in) && *field_text(f, in);
    }
}

static enum err field_fits(const struct activity_kind *k, const struct field *f,
                           const struct activity_in *in, const struct act *act,
                           struct arena *a, struct refusal *why)
{
    const char *kind = code_label(&activity_kind_codes, k->name);
    bool filled = is_filled(f, in);
    const char *said;

    if (always(f))
        return ERR_OK;
    if (!filled && !has_word(k->needs, f->name))
        return ERR_OK;
    if (filled && asked(k, f, act))
        return ERR_OK;
    said = arena_printf(a,
                        filled ? "“%s”不填%s，没有保存。请去掉后再保存。"
                               : "“%s”要填%s，没有保存。请补上后再保存。",
                        kind, f->label);
    return said ? refuse(why, ERR_INVALID, f->name,
                         filled ? "field.unfit" : "required", said)
                : ERR_NO_MEMORY;
}

static enum err audiences_fit(const struct list *audiences, struct refusal *why)
{
    const char *const *code = audiences->items;

    for (size_t i = 0; i < audiences->n; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(code[i], code[j]) == 0)
                return refuse(why, ERR_INVALID, "audiences", "repeated",
                              "对象重复了，没有保存。请去掉重复的。");
    for (size_t i = 0; i < audiences->n; i++)
        if (!code_known(&activity_audiences, code[i]))
            return refuse(why, ERR_INVALID, "audiences", "unknown",
                          "没有这种对象，没有保存。请重新选择。");
    return ERR_OK;
}

static bool is_web(const char *link)
{
    return strncmp(link, "http://", 7) == 0 ||
           strncmp(link, "https://", 8) == 0;
}

enum err activity_check(const struct activity_in *in, const struct act *act,
                        struct arena *a, struct refusal *why)
{
    static const struct supervision_step brings = { .evidence = EVIDENCE };
    const struct activity_kind *k = activity_kind_of(in->kind);

    if (!k || k->room)
        return refuse(why, ERR_RULE, "kind", "activity.room",
                      "这类工作在系统里另有登记的地方，没有保存。"
                      "请按页面上的指引去登记。");
    if (!activity_open_to(k, act))
        return refuse(why, ERR_RULE, "kind", "activity.unit",
                      "这类工作不由本单位登记，没有保存。请另选类别。");
    if (strcmp(in->held_on, act->today) > 0)
        return refuse(why, ERR_INVALID, "held_on", "date.future",
                      "日期不能晚于今天，没有保存。做完了再登记。");
    for (const struct field *f = activity_in.fields; f->type != FIELD_END; f++)
        TRY(field_fits(k, f, in, act, a, why));
    TRY(audiences_fit(&in->audiences, why));
    if (in->school && strcmp(role_unit_kind(act->role), "school") == 0 &&
        strcmp(in->school, act->unit) != 0)
        return refuse(why, ERR_INVALID, "school", "other_unit",
                      "学校只登记本校的工作，没有保存。请改成本校。");
    if (in->link && *in->link && !is_web(in->link))
        return refuse(why, ERR_INVALID, "link", "link",
                      "网址要以 http:// 或 https:// 开头，没有保存。请改正。");
    return supervision_evidence_fits(&brings, &in->evidence, why);
}

/* ---- changing one ------------------------------------------------------ */
enum err activity_change_may(const struct activity_row *r,
                             const struct act *act, struct refusal *why)
{
    if (!act->unit || strcmp(r->unit, act->unit) != 0)
        return refuse(why, ERR_RULE, "", "other_unit",
                      "这是别的单位的工作记录，没有改动。请由该单位更正。");
    if (strcmp(r->state, "logged") != 0)
        return refuse(why, ERR_RULE, "", "withdrawn",
                      "这条工作记录已经撤回，没有改动。需要时请重新登记。");
    if (act->role == ROLE_TEACHER && r->account_id != act->account_id)
        return refuse(
            why, ERR_RULE, "", "other_person",
            "这是同事登记的工作记录，没有改动。请由登记人或校长更正。");
    return ERR_OK;
}

enum err activity_correct_may(const struct activity_row *r,
                              const struct activity_in *in,
                              const struct act *act, struct refusal *why)
{
    TRY(activity_change_may(r, act, why));
    if (strcmp(r->kind, in->kind) != 0)
        return refuse(why, ERR_RULE, "kind", "kind.kept",
                      "更正时不能换类别，没有改动。请撤回后重新登记。");
    if (r->student_id != in->student_id)
        return refuse(why, ERR_RULE, "student_id", "child.kept",
                      "更正时不能换学生，没有改动。请撤回后重新登记。");
    return ERR_OK;
}

enum err activity_take(const struct activity_in *in, struct arena *a,
                       struct activity_row *r)
{
    const char *const *code = in->audiences.items;

    r->audience_codes = NULL;
    for (size_t i = 0; i < in->audiences.n; i++) {
        r->audience_codes =
            r->audience_codes
                ? arena_printf(a, "%s %s", r->audience_codes, code[i])
                : code[i];
        if (!r->audience_codes)
            return ERR_NO_MEMORY;
    }
    r->kind = in->kind;
    r->held_on = in->held_on;
    r->title = in->title;
    r->place = in->place;
    r->people = in->people;
    r->media = in->media;
    r->link = in->link;
    r->issue = in->issue;
    r->amount_yuan = in->amount_yuan;
    r->team = in->team;
    r->family = in->family;
    r->venue = in->venue;
    r->school = in->school;
    r->student_id = in->student_id;
    r->found = in->found;
    r->result = in->result;
    return ERR_OK;
}

enum err activity_describe(struct activity_row *r, const struct act *act,
                           struct arena *a)
{
    const char **code = arena_array(a, ACTIVITY_AUDIENCES_MOST, sizeof *code);
    struct refusal why;
    size_t n = 0;

    if (!code)
        return ERR_NO_MEMORY;
    for (const struct code *c = audience_rows; c->code; c++)
        if (has_word(r->audience_codes, c->code))
            code[n++] = c->code;
    r->audiences = (struct list) { code, n };
    r->may_correct = role_may(act->role, RIGHT_ACTIVITY_WRITE) &&
                     activity_change_may(r, act, &why) == ERR_OK;
    return ERR_OK;
}

/* ---- in words ---------------------------------------------------------- */
static void say_audiences(struct buf *b, const char *codes)
{
    const char *comma = "";

    for (const struct code *c = audience_rows; c->code; c++) {
        if (!has_word(codes, c->code))
            continue;
        buf_printf(b, "%s%s", comma, c->label);
        comma = "、";
    }
}

const char *activity_words(const struct activity_row *r, struct arena *a)
{
    const char *text;
    struct buf b;

    buf_init(&b);
    for (const struct field *f = activity_in.fields; f->type != FIELD_END;
         f++) {
        const struct field *of = record_field(&activity_row, f->name, NULL);

        if (f->type == FIELD_LIST || is_member(f, "student_id"))
            continue;
        if (f->type == FIELD_TEXTS) {
            if (!r->audience_codes)
                continue;
            buf_printf(&b, "%s：", f->label);
            say_audiences(&b, r->audience_codes);
            buf_printf(&b, "\n");
        } else if (f->type == FIELD_INT) {
            if (field_int(of, r) != INT_NONE)
                buf_printf(&b, "%s：%lld\n", f->label,
                           (long long)field_int(of, r));
        } else if (field_text(of, r) && *field_text(of, r)) {
            buf_printf(&b, "%s：%s\n", f->label,
                       f->type == FIELD_CODE
                           ? code_label(f->codes, field_text(of, r))
                           : field_text(of, r));
        }
    }
    text = b.failed ? NULL : arena_strndup(a, b.data, b.len);
    buf_free(&b);
    return text;
}
