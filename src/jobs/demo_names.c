/*
 * Names of the demo county.  The pools were chosen so that no surname and
 * given name of theirs make the name of anybody in 虎政规〔2020〕1号;
 * tests/unit/demo_test.c holds what is generated against that list.
 */
#include <string.h>

#include "demo_parts.h"

/* Surnames with their weight, common ones of the north-east first, then those
 * with readings of their own (单 解 仇 曾 朴 …) and of two characters. */
static const struct {
    const char *name;
    int weight;
} surnames[] = {
    { "王", 900 }, { "李", 860 }, { "张", 830 }, { "刘", 640 }, { "陈", 300 },
    { "杨", 280 }, { "赵", 300 }, { "黄", 120 }, { "周", 150 }, { "吴", 140 },
    { "徐", 160 }, { "孙", 280 }, { "胡", 90 },  { "朱", 130 }, { "高", 170 },
    { "林", 90 },  { "何", 70 },  { "郭", 150 }, { "马", 170 }, { "罗", 50 },
    { "梁", 80 },  { "宋", 150 }, { "郑", 80 },  { "谢", 50 },  { "韩", 120 },
    { "唐", 50 },  { "冯", 90 },  { "于", 160 }, { "董", 100 }, { "萧", 10 },
    { "程", 60 },  { "曹", 70 },  { "袁", 50 },  { "邓", 30 },  { "许", 70 },
    { "傅", 20 },  { "沈", 40 },  { "曾", 20 },  { "彭", 30 },  { "吕", 70 },
    { "苏", 60 },  { "卢", 40 },  { "蒋", 40 },  { "蔡", 30 },  { "贾", 60 },
    { "丁", 60 },  { "魏", 70 },  { "薛", 40 },  { "叶", 30 },  { "阎", 10 },
    { "余", 20 },  { "潘", 40 },  { "杜", 60 },  { "戴", 30 },  { "夏", 40 },
    { "钟", 20 },  { "汪", 30 },  { "田", 60 },  { "任", 60 },  { "姜", 90 },
    { "范", 50 },  { "方", 40 },  { "石", 50 },  { "姚", 50 },  { "谭", 30 },
    { "廖", 15 },  { "邹", 30 },  { "熊", 15 },  { "金", 50 },  { "陆", 20 },
    { "郝", 40 },  { "孔", 30 },  { "白", 50 },  { "崔", 80 },  { "康", 30 },
    { "毛", 20 },  { "邱", 25 },  { "秦", 40 },  { "江", 20 },  { "史", 30 },
    { "顾", 15 },  { "侯", 40 },  { "邵", 30 },  { "孟", 50 },  { "龙", 15 },
    { "万", 15 },  { "段", 30 },  { "雷", 20 },  { "钱", 15 },  { "汤", 15 },
    { "尹", 30 },  { "黎", 10 },  { "易", 10 },  { "常", 30 },  { "武", 25 },
    { "乔", 25 },  { "贺", 20 },  { "赖", 5 },   { "龚", 10 },  { "文", 10 },
    { "单", 20 },  { "解", 18 },  { "仇", 12 },  { "朴", 14 },  { "曲", 30 },
    { "迟", 25 },  { "矫", 8 },   { "宫", 15 },  { "鞠", 12 },  { "丛", 15 },
    { "隋", 15 },  { "逄", 6 },   { "战", 8 },   { "初", 8 },   { "栾", 12 },
    { "牟", 10 },  { "车", 10 },  { "纪", 18 },  { "关", 25 },  { "佟", 12 },
    { "那", 8 },   { "富", 8 },   { "华", 6 },   { "查", 5 },   { "盖", 6 },
    { "尉", 4 },   { "区", 3 },   { "员", 3 },   { "欧阳", 5 }, { "司徒", 2 },
    { "上官", 3 }, { "诸葛", 2 }, { "尉迟", 2 },
};
static const char *const korean[] = {
    "金", "朴", "李", "崔", "郑", "姜", "许", "全", "南", "玄",
};
static const char *const hezhe[] = {
    "尤", "毕", "付", "葛", "舒", "何",
};
static const char *const hui[] = {
    "马", "丁", "白", "沙", "穆", "哈",
};
static const char *const boy1[] = {
    "子", "浩", "宇", "梓", "俊", "奕", "泽", "嘉", "铭", "皓",
    "睿", "博", "思", "云", "昊", "天", "承", "佳", "家", "逸",
};
static const char *const boy2[] = {
    "轩", "涵", "宸", "辰", "航", "阳", "晨", "霖", "然", "豪",
    "源", "恒", "哲", "翔", "硕", "祺", "诚", "鑫", "彤", "屹",
};
static const char *const girl1[] = {
    "子", "梓", "雨", "欣", "诗", "思", "佳", "一", "可", "依",
    "语", "若", "心", "紫", "婉", "艺", "梦", "晓", "静", "芷",
};
static const char *const girl2[] = {
    "涵", "萱", "怡", "彤", "妍", "琪", "瑶", "诺", "菲", "悦",
    "宁", "晗", "桐", "熙", "淇", "雯", "婷", "馨", "然", "蕊",
};
static const char *const man1[] = {
    "国", "建", "志", "德", "文", "海", "永", "立",
    "春", "长", "金", "庆", "继", "广", "洪",
};
static const char *const man2[] = {
    "强", "刚", "军", "伟", "林", "波", "成", "生",
    "福", "武", "涛", "义", "财", "发", "臣",
};
static const char *const woman1[] = {
    "秀", "桂", "淑", "玉", "凤", "春", "晓", "丽",
    "雪", "艳", "亚", "红", "金", "月", "海",
};
static const char *const woman2[] = {
    "兰", "芹", "芬", "霞", "珍", "荣", "华", "云",
    "娟", "杰", "敏", "玲", "莲", "秋", "香",
};
static const char *const single_boy[] = {
    "昊", "睿", "航", "鑫", "硕", "哲", "阳",
};
static const char *const single_girl[] = {
    "悦", "萱", "妍", "琳", "婷", "雪", "诺",
};
static const char *const korean_boy[] = {
    "东赫", "成浩", "哲洙", "俊成", "英哲", "光日",
};
static const char *const korean_girl[] = {
    "恩惠", "美善", "智慧", "秀雅", "英爱", "正姬",
};

/* Extension A, B and F of Unicode: what old programs lose. */
static const char *const rare[] = {
    "子㛃", "𬀩", "䶮", "梓𬀩", "㛃然", "宇䶮", "𬍛", "思𬬭",
};

/* Names with a middle dot have no surname: the father's name follows. */
static const char *const dotted_boy[] = { "叶尔波力", "别克",   "阿斯哈尔",
                                          "木拉提",   "赛力克", "居马" };
static const char *const dotted_girl[] = { "阿依古丽", "古丽娜尔", "阿依努尔",
                                           "娜孜古丽", "玛依拉",   "古丽米热" };
static const char *const dotted_father[] = { "哈那提", "努尔兰", "吐尔逊",
                                             "阿不都", "巴合提", "叶尔江",
                                             "沙吾提" };

#define N(array) (sizeof(array) / sizeof *(array))
#define PICK(rng, array) ((array)[prng_below(rng, N(array))])

static const char *common_surname(struct prng *rng)
{
    int total = 0, at;

    for (size_t i = 0; i < N(surnames); i++)
        total += surnames[i].weight;
    at = (int)prng_below(rng, (size_t)total);
    for (size_t i = 0; i < N(surnames); i++)
        if ((at -= surnames[i].weight) < 0)
            return surnames[i].name;
    return surnames[0].name;
}

const char *demo_surname(struct prng *rng, const char *nation)
{
    if (strcmp(nation, "10") == 0)
        return PICK(rng, korean);
    if (strcmp(nation, "53") == 0)
        return PICK(rng, hezhe);
    if (strcmp(nation, "03") == 0)
        return PICK(rng, hui);
    return common_surname(rng);
}

const char *demo_child_name(struct arena *a, struct prng *rng,
                            const char *surname, const char *nation, bool boy,
                            bool is_rare)
{
    bool dotted = strcmp(nation, "05") == 0 || strcmp(nation, "17") == 0;

    if (is_rare)
        return arena_printf(a, "%s%s", surname, PICK(rng, rare));
    if (dotted) {
        const char *own = boy ? PICK(rng, dotted_boy) : PICK(rng, dotted_girl);

        return arena_printf(a, "%s·%s", own, PICK(rng, dotted_father));
    }
    if (strcmp(nation, "10") == 0 && prng_chance(rng, 500000))
        return arena_printf(
            a, "%s%s", surname,
            boy ? PICK(rng, korean_boy) : PICK(rng, korean_girl));
    if (prng_chance(rng, 90000))
        return arena_printf(
            a, "%s%s", surname,
            boy ? PICK(rng, single_boy) : PICK(rng, single_girl));
    if (boy) {
        const char *first = PICK(rng, boy1);

        return arena_printf(a, "%s%s%s", surname, first, PICK(rng, boy2));
    } else {
        const char *first = PICK(rng, girl1);

        return arena_printf(a, "%s%s%s", surname, first, PICK(rng, girl2));
    }
}

const char *demo_adult_name(struct arena *a, struct prng *rng,
                            const char *surname, bool man)
{
    const char *first, *second;

    if (!surname)
        surname = common_surname(rng);
    first = man ? PICK(rng, man1) : PICK(rng, woman1);
    second = man ? PICK(rng, man2) : PICK(rng, woman2);
    return arena_printf(a, "%s%s%s", surname, first, second);
}
