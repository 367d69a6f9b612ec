/*
 * Surnames that are not read as their characters usually are.
 */
#include "text/surname.h"

#include <string.h>

#include "text/reading.h"
#include "text/utf8.h"

/* Only what differs from the first reading Unihan gives; a surname of two
 * characters comes before one that begins it. */
static const struct {
    const char *surname, *reading[2];
} surnames[] = {
    { "万俟", { "mo", "qi" } },   { "单于", { "chan", "yu" } },
    { "尉迟", { "yu", "chi" } },  { "拓跋", { "tuo", "ba" } },
    { "澹台", { "tan", "tai" } }, { "乜", { "nie" } },
    { "么", { "yao" } },          { "乐", { "yue" } },
    { "佴", { "nai" } },          { "仇", { "qiu" } },
    { "单", { "shan" } },         { "卜", { "bu" } },
    { "区", { "ou" } },           { "句", { "gou" } },
    { "召", { "shao" } },         { "员", { "yun" } },
    { "折", { "she" } },          { "曾", { "zeng" } },
    { "朴", { "piao" } },         { "查", { "zha" } },
    { "洗", { "xian" } },         { "牟", { "mu" } },
    { "盖", { "ge" } },           { "祭", { "zhai" } },
    { "秘", { "bi" } },           { "种", { "chong" } },
    { "粘", { "nian" } },         { "繁", { "po" } },
    { "缪", { "miao" } },         { "翟", { "zhai" } },
    { "能", { "nai" } },          { "藏", { "zang" } },
    { "薄", { "bo" } },           { "覃", { "qin" } },
    { "解", { "xie" } },          { "角", { "jue" } },
    { "贠", { "yun" } },          { "郇", { "xun" } },
    { "都", { "du" } },           { "阚", { "kan" } },
    { "隗", { "wei" } },          { "黑", { "he" } },
};

size_t surname_reading(const uint32_t *cps, size_t n, const char *out[2])
{
    char name[8] = { 0 };
    size_t len[3] = { 0 };

    for (size_t i = 0; i < n && i < 2; i++)
        len[i + 1] = len[i] + utf8_put(reading_plain(cps[i]), name + len[i]);
    for (size_t i = 0; i < sizeof surnames / sizeof *surnames; i++) {
        size_t of = surnames[i].reading[1] != NULL ? 2 : 1;

        if (strlen(surnames[i].surname) != len[of] ||
            memcmp(name, surnames[i].surname, len[of]) != 0)
            continue;
        memcpy(out, surnames[i].reading, of * sizeof *out);
        return of;
    }
    return 0;
}
