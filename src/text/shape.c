/*
 * 形近字 by the parts, corners and strokes of characters.
 */
#include "text/shape.h"

#include <stddef.h>
#include <string.h>

#include "text/shape_table.h"
#include "text/utf8.h"

/* Strokes that two look-alikes may differ by. */
enum { STROKES_APART = 3, STROKES_APART_CORNERS = 1, PARTS_LEAST = 3 };

/* What the rules below miss, all of it met in names. */
static const char *const groups[] = {
    "己已巳", "天夫无元", "干千于", "由田甲申", "子孑孙", "日曰目",
    "刀力",   "王玉主",   "明朋",   "雨两",     "今令",   "贝见",
    "几儿凡", "刘浏",     "小少",   "木本术",   "毋母",   "戊戌戍",
    "治冶",   "汩汨",     "凤风",   "欣昕",     "晶品",   "彬杉",
    "祥样洋", "睿容",     "午牛",   "丽雨",     "宇字",
};

struct shape {
    uint8_t part[SHAPE_PARTS];
    size_t parts;
    uint32_t corners, strokes;
};

static struct shape shape_get(uint32_t cp)
{
    uint64_t bits = shape_of[cp - SHAPE_FIRST];
    uint32_t parts = (uint32_t)(bits >> SHAPE_PARTS_AT) & SHAPE_PARTS_MASK;
    struct shape s = {
        .corners = (uint32_t)(bits >> SHAPE_CORNERS_AT) & SHAPE_CORNERS_MASK,
        .strokes = (uint32_t)(bits >> SHAPE_STROKES_AT) & SHAPE_STROKES_MASK,
    };

    for (uint32_t left = parts; left != 0; left >>= 5)
        s.parts++;
    for (size_t i = s.parts; i > 0; i--, parts >>= 5)
        s.part[i - 1] = parts & 31;
    return s;
}

static size_t common_left(const struct shape *a, const struct shape *b)
{
    size_t n = 0;

    while (n < a->parts && n < b->parts && a->part[n] == b->part[n])
        n++;
    return n;
}

static size_t common_right(const struct shape *a, const struct shape *b)
{
    size_t n = 0;

    while (n < a->parts && n < b->parts &&
           a->part[a->parts - 1 - n] == b->part[b->parts - 1 - n])
        n++;
    return n;
}

/* Three parts or more in common, at the left or the right or around one that
 * differs; or one is a part of the other. */
static bool parts_alike(const struct shape *a, const struct shape *b)
{
    size_t longer = a->parts > b->parts ? a->parts : b->parts;
    size_t shorter = a->parts > b->parts ? b->parts : a->parts;
    size_t left = common_left(a, b), right = common_right(a, b);

    if (shorter < PARTS_LEAST)
        return false;
    if (left == shorter || right == shorter)
        return true;
    return longer - shorter <= 1 && left + right >= PARTS_LEAST &&
           (left + right + 1 >= longer || left >= PARTS_LEAST ||
            right >= PARTS_LEAST);
}

static bool in_group(const char *group, uint32_t cp)
{
    size_t n = strlen(group), len;
    uint32_t member;

    for (; (len = utf8_next(group, n, &member)) > 0; group += len, n -= len)
        if (member == cp)
            return true;
    return false;
}

static bool is_known(uint32_t cp)
{
    return cp >= SHAPE_FIRST && cp < SHAPE_FIRST + SHAPE_N;
}

bool shape_alike(uint32_t a, uint32_t b)
{
    struct shape x, y;
    uint32_t apart;

    if (a == b || !is_known(a) || !is_known(b))
        return false;
    x = shape_get(a);
    y = shape_get(b);
    apart =
        x.strokes > y.strokes ? x.strokes - y.strokes : y.strokes - x.strokes;
    if (apart <= STROKES_APART && parts_alike(&x, &y))
        return true;
    if (apart <= STROKES_APART_CORNERS && x.corners != 0 &&
        x.corners == y.corners)
        return true;
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (in_group(groups[i], a) && in_group(groups[i], b))
            return true;
    return false;
}
