/*
 * Errors of the roster generator: those that clerks, spreadsheets and offices
 * leave in real lists.  A slip leaves the number readable; a loss takes it
 * away in one list, so that a child is no longer found there by it.
 */
#include <stdio.h>
#include <string.h>

#include "domain/codes.h"
#include "domain/id_no.h"
#include "generate_parts.h"
#include "text/utf8.h"
#include "json/field.h"

#define N(array) (sizeof(array) / sizeof *(array))
#define TWICE 2000    /* rows that stand twice, in a million at 5 % dirt */
#define LENT_SHARE 10 /* of those whose number is lost, one in so many lends */
#define FROM_ABOVE 10 /* lists from above are so many times worse */

/* Sound alike; look alike; the form of before 1956 after that of today. */
static const char *const homophones[] = {
    "子梓紫",   "浩皓昊", "宇雨语", "佳嘉家", "涵晗", "辰晨宸", "承诚",
    "欣心鑫馨", "怡依一", "琪淇祺", "雯文",   "睿瑞", "悦月",   "瑶遥",
    "妍研",     "婷庭",   "俊骏",   "恒衡",   "源元", "哲喆",   "静婧",
};
static const char *const lookalikes[] = {
    "萱宣", "涵函", "妍研", "瑶谣", "晗哈", "雯零", "婷停", "皓浩", "彤形",
    "霖霜", "祺棋", "桐铜", "怡恰", "铭铬", "源原", "恒桓", "俊骏", "宸辰",
    "梦林", "博搏", "航杭", "泽择", "梓桦", "语悟", "诺若", "佳住", "思恩",
};
static const char *const traditional[] = {
    "轩軒", "诗詩", "语語", "铭銘", "泽澤", "诺諾", "张張", "刘劉", "陈陳",
    "杨楊", "赵趙", "吴吳", "孙孫", "马馬", "罗羅", "郑鄭", "谢謝", "韩韓",
    "冯馮", "万萬", "阳陽", "静靜", "瑶瑤", "晓曉", "艺藝", "梦夢", "怿懌",
    "许許", "蒋蔣", "卢盧", "贾賈", "叶葉", "苏蘇", "钟鐘", "邹鄒",
};

/* Finds `c` in a group: the group's index, `*at` the offset in it; -1. */
static int group_of(const char *const *groups, size_t n, const char *c,
                    size_t len, size_t *at)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; groups[i][k]; k += 3)
            if (len == 3 && memcmp(groups[i] + k, c, 3) == 0) {
                *at = k;
                return (int)i;
            }
    return -1;
}

/* The name from byte `from` on with its first character that stands in a
 * group given another of it; `ahead`: only the one after it. */
static const char *exchange(struct gen *g, const char *name, size_t from,
                            const char *const *groups, size_t n, bool ahead)
{
    size_t len, at, size = strlen(name);
    uint32_t cp;

    for (size_t i = from; i < size; i += len) {
        int group;
        size_t other;

        len = utf8_next(name + i, size - i, &cp);
        if (len == 0)
            return NULL;
        group = group_of(groups, n, name + i, len, &at);
        if (group < 0 || (ahead && at > 0))
            continue;
        other = prng_below(&g->slips, strlen(groups[group]) / 3 - 1) * 3;
        other += other >= at ? 3 : 0;
        return arena_printf(&g->scratch, "%.*s%.3s%s", (int)i, name,
                            groups[group] + other, name + i + len);
    }
    return NULL;
}

/* Bytes of the surname; 0 where the name has none. */
static size_t surname_size(const struct gen *g, const char *name)
{
    size_t n = strlen(g->family.surname);

    return strncmp(name, g->family.surname, n) == 0 && !strstr(name, "·") ? n
                                                                          : 0;
}

/* ---- slips: each gives the cell's new text, NULL where it cannot be ---------- */
typedef const char *(*spoil_fn)(struct gen *g, const struct gen_child *c,
                                const char *cell);

static const char *homophone(struct gen *g, const struct gen_child *c,
                             const char *cell)
{
    (void)c;
    return exchange(g, cell, surname_size(g, cell), homophones, N(homophones),
                    false);
}

static const char *lookalike(struct gen *g, const struct gen_child *c,
                             const char *cell)
{
    (void)c;
    return exchange(g, cell, surname_size(g, cell), lookalikes, N(lookalikes),
                    false);
}

static const char *older_form(struct gen *g, const struct gen_child *c,
                              const char *cell)
{
    (void)c;
    return exchange(g, cell, 0, traditional, N(traditional), true);
}

static const char *other_dot(struct gen *g, const struct gen_child *c,
                             const char *cell)
{
    static const char *const dots[] = { "•", "・", ".", "．", "‧" };
    const char *dot = strstr(cell, "·");
    const char *other = dots[prng_below(&g->slips, N(dots))];

    (void)c;
    if (!dot)
        return NULL;
    return arena_printf(&g->scratch, "%.*s%s%s", (int)(dot - cell), cell, other,
                        dot + strlen("·"));
}

static const char *blanks(struct gen *g, const struct gen_child *c,
                          const char *cell)
{
    size_t n = surname_size(g, cell);
    const char *blank = prng_chance(&g->slips, 500000) ? " " : "　";

    (void)c;
    if (n == 0)
        return arena_printf(&g->scratch, "%s%s", cell, blank);
    return arena_printf(&g->scratch, "%.*s%s%s", (int)n, cell, blank, cell + n);
}

/* The list still has, or already has, the surname of the other parent. */
static const char *other_surname(struct gen *g, const struct gen_child *c,
                                 const char *cell)
{
    size_t n = surname_size(g, cell);

    (void)c;
    if (n == 0 || strcmp(g->family.other_surname, g->family.surname) == 0)
        return NULL;
    return arena_printf(&g->scratch, "%s%s", g->family.other_surname, cell + n);
}

static const char *birth_digit(struct gen *g, const struct gen_child *c,
                               const char *cell)
{
    static const size_t places[] = { 3, 6, 8, 9 };
    char *date = arena_strdup(&g->scratch, cell);
    int32_t day;

    (void)c;
    while (date) {
        size_t at = places[prng_below(&g->slips, N(places))];
        char digit = (char)('0' + prng_below(&g->slips, 10));

        if (date[at] == digit)
            continue;
        date[at] = digit;
        if (clock_date_days(date, &day))
            return date;
        date[at] = cell[at];
    }
    return NULL;
}

static const char *birth_text(struct gen *g, const struct gen_child *c,
                              const char *cell)
{
    int form = (int)prng_below(&g->slips, 6), year, month, day;

    (void)c;
    if (sscanf(cell, "%d-%d-%d", &year, &month, &day) != 3)
        return NULL;
    switch (form) {
    case 0:
        return arena_printf(&g->scratch, "%04d%02d%02d", year, month, day);
    case 1:
        return arena_printf(&g->scratch, "%04d/%d/%d", year, month, day);
    case 2:
        return arena_printf(&g->scratch, "%04d.%02d.%02d", year, month, day);
    case 3:
        return arena_printf(&g->scratch, "%04d年%d月%d日", year, month, day);
    case 4:
        return arena_printf(&g->scratch, "%04d年%02d月%02d日", year, month,
                            day);
    default:
        return arena_printf(&g->scratch, "%04d/%02d/%02d", year, month, day);
    }
}

static const char *other_sex(struct gen *g, const struct gen_child *c,
                             const char *cell)
{
    (void)g;
    (void)cell;
    return code_label(&sexes, c->boy ? "2" : "1");
}

static const char *nothing(struct gen *g, const struct gen_child *c,
                           const char *cell)
{
    (void)g;
    (void)c;
    return *cell ? "" : NULL;
}

static const char *garbage(struct gen *g, const struct gen_child *c,
                           const char *cell)
{
    static const char *const texts[] = { "无", "1990000", "同上",
                                         "199-0000-00000" };

    (void)c;
    (void)cell;
    return texts[prng_below(&g->slips, N(texts))];
}

static const char *full_width(struct gen *g, const struct gen_child *c,
                              const char *cell)
{
    static const char digits[] = "０１２３４５６７８９";
    struct buf b;
    const char *out;

    (void)c;
    buf_init(&b);
    for (; *cell; cell++)
        if (*cell >= '0' && *cell <= '9')
            buf_add(&b, digits + (*cell - '0') * 3, 3);
        else
            buf_char(&b, *cell);
    out = b.failed ? NULL : arena_strndup(&g->scratch, b.data, b.len);
    buf_free(&b);
    return out;
}

static const char *lower_x(struct gen *g, const struct gen_child *c,
                           const char *cell)
{
    (void)c;
    return cell[17] == 'X' ? arena_printf(&g->scratch, "%.17sx", cell) : NULL;
}

static const char *spaces(struct gen *g, const struct gen_child *c,
                          const char *cell)
{
    (void)c;
    return arena_printf(&g->scratch, "%.6s %.8s %s ", cell, cell + 6,
                        cell + 14);
}

static const char *apostrophe(struct gen *g, const struct gen_child *c,
                              const char *cell)
{
    (void)c;
    return arena_printf(&g->scratch, "'%s", cell);
}

/* ---- losses ------------------------------------------------------------------ */
static const char *wrong_digit(struct gen *g, const struct gen_child *c,
                               const char *cell)
{
    char *no = arena_strdup(&g->scratch, cell);
    size_t at = prng_below(&g->slips, 17);
    int up = prng_between(&g->slips, 1, 9);

    (void)c;
    if (no)
        no[at] = (char)('0' + (no[at] - '0' + up) % 10);
    return no;
}

static const char *swapped(struct gen *g, const struct gen_child *c,
                           const char *cell)
{
    char *no = arena_strdup(&g->scratch, cell);
    size_t at = prng_below(&g->slips, 16);

    (void)c;
    if (!no)
        return NULL;
    while (no[at] == no[at + 1]) /* 23 alone stops it */
        at = (at + 1) % 16;
    no[at] = cell[at + 1];
    no[at + 1] = cell[at];
    return no;
}

static const char *wrong_check(struct gen *g, const struct gen_child *c,
                               const char *cell)
{
    char *no = arena_strdup(&g->scratch, cell);

    (void)c;
    if (no)
        no[17] = no[17] == 'X' ? '1' : no[17] == '9' ? '8' : (char)(no[17] + 1);
    return no;
}

/* Made so by a program that knew only the 20th century. */
static const char *fifteen(struct gen *g, const struct gen_child *c,
                           const char *cell)
{
    (void)c;
    return arena_printf(&g->scratch, "%.6s%.9s", cell, cell + 8);
}

static const char *lost_tail(struct gen *g, const struct gen_child *c,
                             const char *cell)
{
    (void)c;
    if (strcmp(cell + 15, "000") == 0)
        return NULL; /* nothing would be lost */
    return arena_printf(&g->scratch, "%.15s000", cell);
}

static const char *scientific(struct gen *g, const struct gen_child *c,
                              const char *cell)
{
    (void)c;
    return arena_printf(&g->scratch, "%c.%.5sE+17", cell[0], cell + 1);
}

/* Right in itself, and the child's second. */
static const char *second_number(struct gen *g, const struct gen_child *c,
                                 const char *cell)
{
    const char *no = generate_number(g, c);

    (void)cell;
    return no;
}

struct fault {
    const char *what; /* as the truth names it */
    enum part part;
    int weight;
    spoil_fn spoil;
};

static const struct fault slips[] = {
    { "homophone", PART_NAME, 14, homophone },
    { "lookalike", PART_NAME, 8, lookalike },
    { "traditional", PART_NAME, 10, older_form },
    { "dot", PART_NAME, 20, other_dot },
    { "name_blanks", PART_NAME, 8, blanks },
    { "surname", PART_NAME, 4, other_surname },
    { "full_width", PART_NUMBER, 8, full_width },
    { "lower_x", PART_NUMBER, 12, lower_x },
    { "spaces", PART_NUMBER, 6, spaces },
    { "apostrophe", PART_NUMBER, 6, apostrophe },
    { "birth_digit", PART_BIRTH, 8, birth_digit },
    { "birth_text", PART_BIRTH, 14, birth_text },
    { "sex", PART_SEX, 5, other_sex },
    { "school_missing", PART_SCHOOL, 2, nothing },
    { "class_blank", PART_CLASS, 6, nothing },
    { "phone", PART_PHONE, 6, garbage },
};

static const struct fault losses[] = {
    { "digit", PART_NUMBER, 25, wrong_digit },
    { "swap", PART_NUMBER, 15, swapped },
    { "check", PART_NUMBER, 10, wrong_check },
    { "fifteen", PART_NUMBER, 8, fifteen },
    { "lost_tail", PART_NUMBER, 10, lost_tail },
    { "scientific", PART_NUMBER, 8, scientific },
    { "blank", PART_NUMBER, 16, nothing },
    { "second_number", PART_NUMBER, 8, second_number },
};

/* ---- planting ---------------------------------------------------------------- */
enum err generate_note(struct gen *g, struct gen_child *c, const char *where,
                       const char *what)
{
    buf_printf(&c->planted, "%s%s:%s", c->planted.len ? ";" : "", where, what);
    g->made->planted++;
    return c->planted.failed ? ERR_NO_MEMORY : ERR_OK;
}

/* Plants one of the faults that fits the row; a number that is lost stays
 * as it is. */
static enum err plant(struct gen *g, struct gen_child *c, enum roster r,
                      const char **cells, const struct fault *faults, size_t n)
{
    int total = 0;

    for (size_t i = 0; i < n; i++)
        total += faults[i].weight;
    for (int tries = 0; tries < 50; tries++) {
        const struct fault *f = faults;
        int at = (int)prng_below(&g->slips, (size_t)total), column;
        const char *spoilt;

        while ((at -= f->weight) >= 0)
            f++;
        column = roster_column(r, f->part);
        if (column < 0 || !cells[column] ||
            (faults == slips && f->part == PART_NUMBER && c->lost_in == r))
            continue;
        spoilt = f->spoil(g, c, cells[column]);
        if (!spoilt)
            continue;
        cells[column] = spoilt;
        return generate_note(g, c, roster_forms[r].kind, f->what);
    }
    return ERR_OK;
}

enum err generate_spoil(struct gen *g, struct gen_child *c, enum roster r,
                        const char **cells)
{
    if (c->lost_in == r && c->lent) {
        cells[roster_column(r, PART_NUMBER)] = c->lent;
        TRY(generate_note(g, c, roster_forms[r].kind, "shared_number"));
    } else if (c->lost_in == r) {
        TRY(plant(g, c, r, cells, losses, N(losses)));
    }
    if (prng_chance(&g->slips, g->plan->dirty))
        return plant(g, c, r, cells, slips, N(slips));
    return ERR_OK;
}

bool generate_twice(struct gen *g)
{
    return prng_chance(&g->slips,
                       (uint32_t)((uint64_t)g->plan->dirty * TWICE / 50000));
}

/* ---- whose number is lost ------------------------------------------------------- */
static enum roster pick_list(struct gen *g, const struct gen_child *c)
{
    enum roster lists[ROSTERS] = { ROSTERS };
    size_t n = 0;

    for (int r = 0; r < ROSTERS; r++)
        if (c->lists & 1u << r)
            lists[n++] = (enum roster)r;
    return n ? lists[prng_below(&g->slips, n)] : ROSTERS;
}

static bool borrow(struct gen *g, struct gen_child *c)
{
    if (!g->lent.no[0] || g->lent.household == g->made->households ||
        !(c->lists & 1u << ROSTER_ENROLMENT))
        return false;
    c->lent = arena_strdup(&g->scratch, g->lent.no);
    c->lost_in = ROSTER_ENROLMENT;
    g->lent.no[0] = '\0';
    return true;
}

/* Its number will stand for another child too; somebody must be left to take
 * it. */
static bool lend(struct gen *g, struct gen_child *c)
{
    if (g->lent.no[0] || !(c->lists & 1u << ROSTER_ENROLMENT) ||
        g->made->children + 100 > g->plan->children ||
        !prng_chance(&g->slips, g->plan->destroyed / LENT_SHARE))
        return false;
    snprintf(g->lent.no, sizeof g->lent.no, "%s", c->no);
    g->lent.household = g->made->households;
    return generate_note(g, c, "number", "lent") == ERR_OK;
}

void generate_choose_lost(struct gen *g, struct gen_child *c)
{
    uint32_t worse = g->plan->destroyed < 500000 / FROM_ABOVE
                         ? g->plan->destroyed * FROM_ABOVE
                         : 500000;

    if (borrow(g, c)) {
        c->destroyed = true;
        return;
    }
    if (prng_chance(&g->slips, g->plan->destroyed))
        c->lost_in = pick_list(g, c);
    else if (c->lists & 1u << ROSTER_ASSIGNED && prng_chance(&g->slips, worse))
        c->lost_in = ROSTER_ASSIGNED;
    c->destroyed = c->lost_in != ROSTERS || lend(g, c);
}
