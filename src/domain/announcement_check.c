/*
 * 公告 without any child's data: what of a text may tell who a child is.  Names
 * are compared by the store, which has them.
 */
#include <stdlib.h>
#include <string.h>

#include "domain/announcement.h"
#include "text/norm.h"
#include "text/utf8.h"

/* ---- characters -------------------------------------------------------- */
enum sign {
    SIGN_OTHER,
    SIGN_DIGIT,
    SIGN_MASK, /* stands for a digit that is hidden */
    SIGN_GAP,  /* may stand between digits */
};

static bool in(uint32_t cp, const char *set)
{
    uint32_t one;
    size_t n = strlen(set), len;

    for (; (len = utf8_next(set, n, &one)); set += len, n -= len)
        if (one == cp)
            return true;
    return false;
}

static enum sign sign_of(uint32_t cp)
{
    if ((cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19) ||
        (cp >= 0x2460 && cp <= 0x2468) || (cp >= 0x1D7CE && cp <= 0x1D7FF) ||
        in(cp, "⓪〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺"))
        return SIGN_DIGIT;
    if (in(cp, "*＊×✕●○■□xXｘＸ#＃?？_＿"))
        return SIGN_MASK;
    if (in(cp, " 　-－–—―.．·/／()（）\t\n"))
        return SIGN_GAP;
    return SIGN_OTHER;
}

/* ---- numbers ----------------------------------------------------------- */
#define RUN_LEAST 7   /* as long as the shortest telephone number */
#define ID_LEAST 15   /* as the shortest identity number */
#define SHOWN_LEAST 3 /* digits of it that are not hidden */
#define GAPS_MOST 2   /* one after another */

static const char *number_fault(size_t signs, size_t digits,
                                const char **detail)
{
    if (signs < RUN_LEAST || digits < SHOWN_LEAST)
        return NULL;
    if (signs >= ID_LEAST) {
        *detail = "文中像有证件号（遮住几位的也不行），没有保存。请删去。";
        return "child.id_no";
    }
    *detail = "文中像有电话或别的号码，没有保存。请删去；"
              "日期请写成“2026年8月31日”。";
    return "child.phone";
}

static const char *find_number(const char *text, const char **detail)
{
    size_t n = strlen(text), len, signs = 0, digits = 0, gaps = 0;
    uint32_t cp;

    for (; (len = utf8_next(text, n, &cp)); text += len, n -= len) {
        enum sign s = sign_of(cp);
        const char *fault;

        if (s == SIGN_DIGIT || s == SIGN_MASK) {
            signs++;
            digits += s == SIGN_DIGIT;
            gaps = 0;
            continue;
        }
        if (s == SIGN_GAP && ++gaps <= GAPS_MOST)
            continue;
        fault = number_fault(signs, digits, detail);
        if (fault)
            return fault;
        signs = digits = gaps = 0;
    }
    return number_fault(signs, digits, detail);
}

/* ---- addresses --------------------------------------------------------- */
static bool is_number(uint32_t cp)
{
    return sign_of(cp) == SIGN_DIGIT || in(cp, "十百");
}

static bool begins(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (strncmp(text, *words, strlen(*words)) == 0)
            return true;
    return false;
}

/* Past the number at the start of a text; the text itself when there is none. */
static const char *past_number(const char *text)
{
    size_t n = strlen(text), len;
    uint32_t cp;

    for (; (len = utf8_next(text, n, &cp)) && is_number(cp); n -= len)
        text += len;
    return text;
}

/* 解放街12号, 虎头村三组, 3号楼, 2单元, 501室. */
static const char *find_address(const char *text, const char **detail)
{
    static const char *const places[] = { "路", "街", "巷", "胡同", "大道",
                                          "村", "屯", "委", "小区", "社区",
                                          "组", "栋", "幢", NULL };
    static const char *const ends[] = { "号", "组", "委", "排", "栋", NULL };
    static const char *const alone[] = { "号楼", "号院", "单元", "室", NULL };
    const char *word, *past;

    for (; *text; text++) {
        if (((unsigned char)*text & 0xC0) == 0x80)
            continue; /* within a character */
        past = past_number(text);
        if (past != text && begins(past, alone))
            break;
        word = NULL;
        for (const char *const *p = places; *p && !word; p++)
            if (strncmp(text, *p, strlen(*p)) == 0)
                word = text + strlen(*p);
        past = word ? past_number(word) : NULL;
        if (word && past != word && begins(past, ends))
            break;
    }
    if (!*text)
        return NULL;
    *detail = "文中像有住址，没有保存。请只写到乡镇、村居或单位。";
    return "child.address";
}

const char *announcement_fault(const char *text, const char **detail)
{
    const char *fault = find_number(text, detail);

    return fault ? fault : find_address(text, detail);
}

/* ---- pieces that could be names ---------------------------------------- */
#define RUN_MOST 100 /* characters whose form is found at once */

struct pieces {
    struct arena *a;
    const char **items;
    size_t n, cap;
};

static enum err add_piece(struct pieces *p, const char *text, size_t n)
{
    if (p->n == p->cap) {
        size_t cap = p->cap ? p->cap * 2 : 1024;
        const char **more = arena_array(p->a, cap, sizeof *more);

        if (!more)
            return ERR_NO_MEMORY;
        if (p->n)
            memcpy(more, p->items, p->n * sizeof *more);
        p->items = more;
        p->cap = cap;
    }
    p->items[p->n] = arena_strndup(p->a, text, n);
    return p->items[p->n++] ? ERR_OK : ERR_NO_MEMORY;
}

/* Of one run of 汉字, in the form that names are compared in. */
static enum err add_run(struct pieces *p, const char *text, size_t n)
{
    const char *run = arena_strndup(p->a, text, n);
    char *form;
    uint32_t cp;

    if (!run)
        return ERR_NO_MEMORY;
    TRY(name_compare_form(run, p->a, &form));
    for (const char *at = form; *at; at += utf8_next(at, strlen(at), &cp)) {
        const char *end = at;

        for (size_t k = 1; k <= NAME_PIECE_MOST && *end; k++) {
            end += utf8_next(end, strlen(end), &cp);
            if (k > 1)
                TRY(add_piece(p, at, (size_t)(end - at)));
        }
    }
    return ERR_OK;
}

/* Letters of a name, and what may stand between them. */
static bool of_name(uint32_t cp)
{
    return (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF) ||
           (cp >= 0x20000 && cp <= 0x3FFFF) || in(cp, " 　·•・‧");
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* So many characters back from `at`, not before `from`. */
static const char *back(const char *at, const char *from, size_t characters)
{
    while (at > from && characters > 0)
        characters -= ((unsigned char)*--at & 0xC0) != 0x80;
    return at;
}

enum err announcement_pieces(const char *text, struct arena *a,
                             struct list *out)
{
    struct pieces p = { .a = a };
    const char *from = text;
    size_t n = strlen(text), len, run = 0, kept = 0;
    uint32_t cp;

    for (; (len = utf8_next(text, n, &cp)); text += len, n -= len) {
        bool letter = of_name(cp);

        if (letter && run++ < RUN_MOST)
            continue;
        TRY(add_run(&p, from, (size_t)(text - from)));
        /* A long one goes on a name's length before its end. */
        from = letter ? back(text, from, NAME_PIECE_MOST) : text + len;
        run = letter ? NAME_PIECE_MOST : 0;
    }
    TRY(add_run(&p, from, (size_t)(text - from)));
    if (p.n)
        qsort(p.items, p.n, sizeof *p.items, by_text);
    for (size_t i = 0; i < p.n; i++)
        if (i == 0 || strcmp(p.items[i], p.items[kept - 1]) != 0)
            p.items[kept++] = p.items[i];
    *out = (struct list) { p.items, kept };
    return ERR_OK;
}
