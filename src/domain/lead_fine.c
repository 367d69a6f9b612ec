/*
 * What 禁止使用童工规定 (国务院令第364号) makes of a use of child labour, and what
 * 未成年人保护法 58 says of venues.  No amount stands here: rates are settings.
 */
#include <stdlib.h>
#include <string.h>

#include "domain/lead.h"
#include "domain/money.h"
#include "domain/pressure.h"

static const struct field line_fields[] = {
    F_TEXT(lead_fine_line, name, "儿童", REQUIRED, 1, 60),
    F_INT(lead_fine_line, months, "月数", OPTIONAL, 0, 10000),
    F_INT(lead_fine_line, rate, "标准（元）", OPTIONAL, 0, INT64_MAX),
    F_TEXT(lead_fine_line, amount_yuan, "金额（元）", OPTIONAL, 0, 20),
    F_TEXT(lead_fine_line, note, "说明", OPTIONAL, 0, 200),
    F_END
};
const struct record lead_fine_line =
    RECORD(lead_fine_line, "LeadFineLine", "罚款计算明细", line_fields);

static const struct field proposal_fields[] = {
    F_TEXT(lead_proposal, amount_yuan, "计算金额（元）", REQUIRED, 1, 20),
    F_TEXT(lead_proposal, basis, "依据", REQUIRED, 1, 200),
    F_LIST(lead_proposal, lines, "明细", REQUIRED, 400, lead_fine_line),
    F_TEXTS(lead_proposal, notes, "提示", REQUIRED, 10), F_END
};
const struct record lead_proposal =
    RECORD(lead_proposal, "LeadProposal", "罚款计算", proposal_fields);

/* ---- months ---- */
/* The day before `date`, or after it. */
static bool day_beside(const char *date, int32_t by, char out[CLOCK_DATE_MAX])
{
    int32_t day;

    if (!clock_date_days(date, &day))
        return false;
    clock_days_date(day + by, out);
    return true;
}

/* The last day of the n-th month that begins on `from`: the day before the
 * one of that number, or the end of a month that has none (民法典 202). */
static bool month_end(const char *from, int n, char out[CLOCK_DATE_MAX])
{
    char day[CLOCK_DATE_MAX];

    if (!pressure_day(from, n, 0, day))
        return false;
    if (strcmp(day + 8, from + 8) == 0)
        return day_beside(day, -1, out);
    memcpy(out, day, CLOCK_DATE_MAX);
    return true;
}

int64_t lead_months(const char *from, const char *until)
{
    char end[CLOCK_DATE_MAX];
    int n = 0;

    if (strcmp(until, from) < 0)
        return 0;
    do {
        if (!month_end(from, ++n, end))
            return n;
    } while (strcmp(until, end) > 0);
    return n;
}

/* The day before it is sixteen, or `day` when that is earlier. */
static const char *while_child(const struct lead_child_row *c, const char *day,
                               char last[CLOCK_DATE_MAX])
{
    char birthday[CLOCK_DATE_MAX];

    if (!c->birth_date || !pressure_day(c->birth_date, 16 * 12, 0, birthday) ||
        !day_beside(birthday, -1, last) || strcmp(day, last) <= 0)
        return day;
    return last;
}

static const char *work_end(const struct lead_child_row *c, const char *today)
{
    if (c->worked_until)
        return c->worked_until;
    return c->returned_on ? c->returned_on : today;
}

int64_t lead_child_months(const struct lead_child_row *c, const char *today)
{
    char last[CLOCK_DATE_MAX];

    if (!c->worked_from)
        return INT_NONE;
    return lead_months(c->worked_from,
                       while_child(c, work_end(c, today), last));
}

bool lead_child_late(const struct lead_row *l, const struct lead_child_row *c,
                     const char *today)
{
    if (!l->order_until || (c->kept && !c->returned_on))
        return false;
    return strcmp(c->returned_on ? c->returned_on : today, l->order_until) > 0;
}

/* ---- the fine ---- */
struct sum {
    struct arena *a;
    struct lead_fine_line *lines;
    size_t n;
    int64_t yuan, times;
};

static enum err add_line(struct sum *s, const struct lead_child_row *c,
                         int64_t months, int64_t rate, const char *note)
{
    int64_t yuan = months == INT_NONE ? 0 : months * rate * s->times;
    struct lead_fine_line *l = &s->lines[s->n++];

    *l = (struct lead_fine_line) { c->name, months, rate,
                                   money_yuan(s->a, yuan * 100), note };
    s->yuan += yuan;
    return l->amount_yuan ? ERR_OK : ERR_NO_MEMORY;
}

/* Up to the order at the rate, from it on at the higher one. */
static enum err add_late(struct sum *s, const struct lead_row *l,
                         const struct lead_child_row *c,
                         const struct lead_rates *rates, const char *today)
{
    char before[CLOCK_DATE_MAX], last[CLOCK_DATE_MAX];
    const char *from = c->worked_from, *end = work_end(c, today);
    const char *back =
        while_child(c, c->returned_on ? c->returned_on : today, last);

    if (!day_beside(l->ordered_on, -1, before))
        return ERR_INTERNAL;
    if (strcmp(end, before) > 0)
        end = before;
    if (strcmp(end, back) > 0)
        end = back;
    if (strcmp(from, end) <= 0)
        TRY(add_line(s, c, lead_months(from, end), rates->month,
                     "责令改正之前"));
    if (strcmp(from, l->ordered_on) < 0)
        from = l->ordered_on;
    return add_line(s, c, lead_months(from, back), rates->late_month,
                    "逾期未送回，从责令改正之日起");
}

static enum err add_child(struct sum *s, const struct lead_row *l,
                          const struct lead_child_row *c,
                          const struct lead_rates *rates, const char *today)
{
    const struct lead_kind *k = lead_kind_of(l->kind);
    int64_t months = lead_child_months(c, today);

    if (k->fine == FINE_CHILD)
        return add_line(s, c, 1, rates->child, "按介绍人数");
    if (months == INT_NONE)
        return add_line(s, c, INT_NONE, INT_NONE,
                        "没有入职日期，没有计算，请补填");
    if (months == 0)
        return add_line(s, c, 0, rates->month,
                        "入职时已满十六周岁，不属于童工");
    if (lead_child_late(l, c, today))
        return add_late(s, l, c, rates, today);
    return add_line(
        s, c, months, rates->month,
        c->birth_date ? NULL : "出生日期不明，请核对是否满十六周岁");
}

static bool under_fourteen(const struct lead_row *l,
                           const struct lead_child_row *c)
{
    int age = c->birth_date
                  ? clock_age_on(c->birth_date,
                                 c->worked_from ? c->worked_from : l->found_on)
                  : -1;

    return age >= 0 && age < 14;
}

static enum err add_notes(const struct lead_row *l,
                          const struct lead_child_row *children, size_t n,
                          const char *today, struct arena *a, struct list *out)
{
    const char **notes = arena_array(a, 3, sizeof *notes);
    bool young = false, late = false;
    size_t k = 0;

    if (!notes)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        young |= under_fourteen(l, &children[i]);
        late |= lead_child_late(l, &children[i], today);
    }
    if (young)
        notes[k++] = "使用不满十四周岁的儿童，应当依法追究刑事责任，"
                     "请移送公安机关（禁止使用童工规定第十一条）。";
    if (late)
        notes[k++] = "逾期仍不送回的，应当吊销营业执照或者撤销登记，"
                     "请提请有关部门（禁止使用童工规定第六条）。";
    if (l->unlicensed == 1)
        notes[k++] = "没有营业执照或者登记，标准加一倍，并应当提请取缔"
                     "（禁止使用童工规定第九条）。";
    *out = (struct list) { notes, k };
    return ERR_OK;
}

enum err lead_propose(const struct lead_row *l,
                      const struct lead_child_row *children, size_t n,
                      const struct lead_rates *rates, const char *today,
                      struct arena *a, struct lead_proposal **out)
{
    const struct lead_kind *k = lead_kind_of(l->kind);
    struct sum s = { .a = a, .times = l->unlicensed == 1 ? rates->times : 1 };
    struct lead_proposal *p;

    *out = NULL;
    if (!k || k->fine == FINE_NONE || n == 0)
        return ERR_OK;
    p = arena_alloc(a, sizeof *p);
    s.lines = arena_array(a, 2 * n, sizeof *s.lines);
    if (!p || !s.lines)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        TRY(add_child(&s, l, &children[i], rates, today));
    p->amount_yuan = money_yuan(a, s.yuan * 100);
    p->basis =
        l->unlicensed == 1 ? arena_printf(a, "%s、第九条", k->basis) : k->basis;
    p->lines = (struct list) { s.lines, s.n };
    TRY(add_notes(l, children, n, today, a, &p->notes));
    *out = p;
    return p->amount_yuan && p->basis ? ERR_OK : ERR_NO_MEMORY;
}

/* ---- venues ---- */
bool lead_asks_holiday(const struct lead_row *l)
{
    return strcmp(l->kind, "venue") == 0 && l->place_kind &&
           strcmp(l->place_kind, "games") == 0;
}

bool lead_is_lawful(const struct lead_row *l)
{
    return lead_asks_holiday(l) && l->holiday;
}

const char *lead_venue_rule(const struct lead_row *l, bool year_known,
                            struct arena *a)
{
    if (strcmp(l->kind, "venue") != 0 || !l->place_kind)
        return NULL;
    if (l->holiday && lead_asks_holiday(l))
        return arena_printf(a,
                            "检查当天是法定节假日（%s），电子游戏场所可以向"
                            "未成年人开放，不能责令改正或者处罚"
                            "（未成年人保护法第五十八条）。",
                            l->holiday);
    if (lead_asks_holiday(l))
        return year_known
                   ? "检查当天不是法定节假日，电子游戏场所不得向未成年人开放"
                     "（未成年人保护法第五十八条）。"
                   : "校历里没有那一年的节假日，请先核对检查当天是不是法定节假"
                     "日：电子游戏场所只在法定节假日可以向未成年人开放"
                     "（未成年人保护法第五十八条）。";
    if (strcmp(l->place_kind, "internet") == 0 ||
        strcmp(l->place_kind, "dance") == 0)
        return "网吧、歌舞娱乐场所任何时候都不得允许未成年人进入"
               "（未成年人保护法第五十八条）。";
    return NULL;
}
