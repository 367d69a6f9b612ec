/* Leads of the demo county: a restaurant that sent one of two children back
 * late, a venue that the bureau has still to look at, and a file that is
 * closed. */
#include "demo_parts.h"
#include "domain/lead.h"
#include "domain/student.h"
#include "store/case_store.h"
#include "store/lead_store.h"
#include "store/student_store.h"

/* A child as the inspector typed it. */
static enum err typed(struct demo *d, const char *id_no, const char *name,
                      int worked_ago, struct lead_child_row *c)
{
    record_clear(&lead_child_row, c);
    c->name = name ? name
                   : demo_child_name(d->a, &d->rng, demo_surname(&d->rng, "01"),
                                     "01", true, false);
    c->id_no = id_no;
    c->sex = "1";
    c->home = "村委会东侧第三户";
    c->worked_from = demo_date(d->a, d->today - worked_ago);
    return c->name && c->worked_from ? ERR_OK : ERR_NO_MEMORY;
}

/* Found `ago` days before today, with the children in `c`. */
static enum err found(struct demo *d, const struct demo_actor *who, int ago,
                      const struct lead_in *in, struct lead_child_row *c,
                      size_t n, int64_t *id)
{
    struct list children = { c, n };
    struct lead_in said = *in;
    struct refusal why;
    struct lead_row l;
    struct act act;

    TRY(demo_as(d, who, demo_hour(d->today - ago, 10), &act));
    said.found_on = act.today;
    record_clear(&lead_row, &l);
    l.kind = said.kind;
    l.unit = who->unit;
    l.handler = lead_handler_of(lead_kind_of(said.kind), who->unit);
    l.found_on = said.found_on;
    l.place_kind = said.place_kind;
    l.place_name = said.place_name;
    l.credit_code = said.credit_code;
    l.unlicensed = 0;
    l.address = said.address;
    l.finding = said.finding;
    l.measure = said.measure;
    TRY(lead_check(&l, act.today, &why));
    for (size_t i = 0; i < n; i++)
        TRY(lead_child_check(&c[i], &l, act.today, "", d->a, &why));
    TRY(store_lead_add(d->db, &d->scratch, &act, &said, &l, &children));
    *id = l.id;
    return ERR_OK;
}

static enum err step(struct demo *d, const struct demo_actor *who, int ago,
                     int64_t id, const char *name, const void *in)
{
    struct refusal why;
    struct act act;

    TRY(demo_as(d, who, demo_hour(d->today - ago, 15), &act));
    return store_lead_act(d->db, &d->scratch, &act, lead_action_of(name, false),
                          id, in, &why);
}

static enum err child_step(struct demo *d, const struct demo_actor *who,
                           int ago, int64_t id, const char *name,
                           const void *in)
{
    struct refusal why;
    struct act act;

    TRY(demo_as(d, who, demo_hour(d->today - ago, 16), &act));
    return store_lead_child_act(d->db, &d->scratch, &act,
                                lead_action_of(name, true), id, in, &why);
}

/* The first child whose case is under way, with its number. */
static enum err child_with_case(struct demo *d, struct student_row *s)
{
    const struct case_filter f = {
        .state = "persuading", .overdue = INT_NONE, .now = d->now_ms, .rows = 20
    };
    const struct case_item *c;
    struct list cases;
    struct act act;

    TRY(demo_as(d, &d->bureau, d->now_ms, &act));
    TRY(store_case_list(d->db, d->a, &f, &cases));
    c = cases.items;
    for (size_t i = 0; i < cases.n; i++) {
        TRY(store_student_get(d->db, d->a, c[i].c.student_id, s));
        if (s->id_no && s->sex && s->sex[0] == '1')
            return ERR_OK;
    }
    return ERR_NOT_FOUND;
}

/* Both were to be back eight days ago; one came three days late. */
static enum err restaurant(struct demo *d, const struct demo_actor *renshe,
                           const struct student_row *s)
{
    const struct lead_in in = { .kind = "child_labour",
                                .place_kind = "restaurant",
                                .place_name = "演示饭店",
                                .credit_code = "91230381MA00DEM0AA",
                                .address = "演示街1号",
                                .finding = "后厨有两名儿童帮工，没有登记。",
                                .measure = "当场制止，通知家长。" };
    const struct lead_order order = {
        .ordered_on = demo_date(d->a, d->today - 15),
        .order_until = demo_date(d->a, d->today - 8),
        .demand = "立即停止使用童工，送回原居住地。",
    };
    const struct lead_return back = {
        .returned_on = demo_date(d->a, d->today - 5),
        .returned_to = "孩子的父亲",
        .cost_yuan = "86.50",
    };
    const struct lead_match match = { s->id };
    const struct lead_open_case open = {
        .reason = "R03",
        .absent_since = demo_date(d->a, d->today - 60),
        .tried = "人社局检查发现在饭店帮工。",
    };
    struct lead_child_row c[2];
    int64_t id;

    if (!order.ordered_on || !order.order_until || !back.returned_on ||
        !open.absent_since)
        return ERR_NO_MEMORY;
    TRY(typed(d, s->id_no, s->name, 60, &c[0]));
    TRY(typed(d, NULL, NULL, 33, &c[1]));
    c[0].sex = s->sex;
    TRY(found(d, renshe, 16, &in, c, 2, &id));
    TRY(child_step(d, &d->bureau, 15, c[0].id, "match", &match));
    TRY(child_step(d, &d->bureau, 15, c[0].id, "open_case", &open));
    TRY(step(d, renshe, 15, id, "order", &order));
    return child_step(d, renshe, 5, c[0].id, "return", &back);
}

static enum err venue(struct demo *d, const struct demo_actor *wenlv)
{
    const struct lead_in in = { .kind = "venue",
                                .place_kind = "internet",
                                .place_name = "演示网吧",
                                .credit_code = "91230381MA00DEM0BD",
                                .finding = "晚间检查有一名未成年人上网。",
                                .measure = "劝离，联系家长接回。" };
    struct lead_child_row c;
    int64_t id;

    TRY(typed(d, NULL, NULL, 0, &c));
    c.worked_from = NULL;
    return found(d, wenlv, 4, &in, &c, 1, &id);
}

static enum err closed_file(struct demo *d, const struct demo_actor *renshe)
{
    const struct lead_in in = { .kind = "child_labour",
                                .place_kind = "factory",
                                .place_name = "演示木器厂",
                                .finding = "车间有一名儿童打磨木料。",
                                .measure = "当场制止。" };
    const struct lead_return back = {
        .returned_on = demo_date(d->a, d->today - 86),
        .returned_to = "孩子的母亲",
    };
    const struct lead_penalty penalty = {
        .penalty_yuan = "5000",
        .penalty_no = "演示人社罚字〔2026〕1号",
        .penalty_on = demo_date(d->a, d->today - 70),
        .penalty_basis = "禁止使用童工规定第六条",
    };
    const struct lead_no_case none = {
        "户籍和住所都在县外，已函告当地教育局。"
    };
    const struct lead_refer refer = {
        .referred = "revoke_licence",
        .referred_on = demo_date(d->a, d->today - 65),
        .reason = "拒不改正，提请吊销营业执照。",
    };
    const struct lead_close close = { "已送回、罚款已缴清。" };
    struct lead_child_row c;
    int64_t id;

    if (!back.returned_on || !penalty.penalty_on || !refer.referred_on)
        return ERR_NO_MEMORY;
    TRY(typed(d, NULL, NULL, 100, &c));
    TRY(found(d, renshe, 88, &in, &c, 1, &id));
    TRY(child_step(d, renshe, 86, c.id, "return", &back));
    TRY(child_step(d, &d->bureau, 80, c.id, "no_case", &none));
    TRY(step(d, renshe, 70, id, "penalty", &penalty));
    TRY(step(d, renshe, 65, id, "refer", &refer));
    return step(d, renshe, 60, id, "close", &close);
}

enum err demo_leads(struct demo *d)
{
    struct demo_actor wenlv;
    struct student_row s;
    enum err e;

    TRY(demo_agency(d, "renshe", "renshe", "市人力资源和社会保障局",
                    &d->renshe));
    TRY(demo_agency(d, "wenlv", "wenlv", "市文体广电和旅游局", &wenlv));
    e = child_with_case(d, &s);
    if (e == ERR_OK)
        e = restaurant(d, &d->renshe, &s);
    if (e != ERR_OK && e != ERR_NOT_FOUND) /* none in a county of few */
        return e;
    TRY(closed_file(d, &d->renshe));
    return venue(d, &wenlv);
}
