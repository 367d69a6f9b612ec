/* `baoxue generate`: synthetic rosters with planted errors, and the truth. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/cli.h"
#include "app/divisions.h"
#include "base/clock.h"
#include "jobs/generate.h"

#define USAGE                                                                  \
    "baoxue generate --children N --seed S --out DIR [--year Y] "              \
    "[--charset utf-8|gb18030] [--dirty 0.05] [--destroyed 0.02] "             \
    "[--missing 0.01] [--json]"

struct rate {
    const char *option, *text;
    uint32_t *in_million;
};

/* A share from 0 to 1. */
static bool read_rate(const struct rate *r)
{
    char *end;
    double share = strtod(r->text, &end);

    if (end == r->text || *end || !(share >= 0 && share <= 1))
        return false;
    *r->in_million = (uint32_t)(share * 1e6 + 0.5);
    return true;
}

static int misused(const char *option, const char *why)
{
    fprintf(stderr, "%s：%s\n用法：%s\n", option, why, USAGE);
    return CLI_USAGE;
}

static void progress(void *ctx, int64_t children)
{
    const struct generate_plan *plan = ctx;

    fprintf(stderr, "\r已生成 %lld / %lld 名儿童", (long long)children,
            (long long)plan->children);
}

static void tell(const struct generate_plan *plan,
                 const struct generate_made *m, bool json)
{
    fprintf(stderr, "\r已写入 %s：%lld 户，%lld 名儿童。全部是合成数据。\n",
            plan->out, (long long)m->households, (long long)m->children);
    printf(json ? "{\"children\":%lld,\"households\":%lld,\"schools\":%lld,"
                  "\"rows\":%lld,\"planted\":%lld,\"destroyed\":%lld}\n"
                : "儿童 %lld，家庭 %lld，学校 %lld，名册行 %lld，"
                  "植入错误 %lld，证件号失效 %lld\n",
           (long long)m->children, (long long)m->households,
           (long long)m->schools, (long long)m->rows, (long long)m->planted,
           (long long)m->destroyed);
}

static int generate(struct generate_plan *plan, struct arena *a, bool json)
{
    struct county_plan county = { .county = NULL };
    struct generate_made made;
    enum err e = divisions_read_text(county_csv, a, &county);

    if (e != ERR_OK)
        return cli_fail_err(e);
    plan->divisions = county.divisions;
    plan->divisions_n = county.n;
    if (mkdir(plan->out, 0700) != 0 && errno != EEXIST)
        return cli_fail("不能建立目录 %s，什么都没有写。请检查路径和权限。",
                        plan->out);
    e = generate_rosters(plan, &made);
    if (e == ERR_IO)
        return cli_fail("不能写入 %s，没有生成。请检查目录和权限。", plan->out);
    if (e != ERR_OK)
        return cli_fail_err(e);
    tell(plan, &made, json);
    return CLI_DONE;
}

int command_generate(int argc, char **argv)
{
    struct generate_plan plan = { .progress = progress, .ctx = &plan };
    struct rate rates[] = { { "--dirty", "0.05", &plan.dirty },
                            { "--destroyed", "0.02", &plan.destroyed },
                            { "--missing", "0.01", &plan.missing } };
    struct cli_common common = { .db = NULL };
    const char *charset = "utf-8";
    char today[CLOCK_DATE_MAX];
    int64_t seed = -1, year;
    const struct cli_option options[] = {
        { .name = "--children", .number = &plan.children },
        { .name = "--seed", .number = &seed },
        { .name = "--out", .text = &plan.out, .required = true },
        { .name = "--year", .number = &year },
        { .name = "--charset", .text = &charset },
        { .name = rates[0].option, .text = &rates[0].text },
        { .name = rates[1].option, .text = &rates[1].text },
        { .name = rates[2].option, .text = &rates[2].text },
        CLI_OPTION_END,
    };
    struct arena a;
    int code;

    clock_today(today);
    year = strtol(today, NULL, 10);
    code = cli_read(argc, argv, USAGE, options, &common, NULL, 0, 0);
    if (code != CLI_DONE)
        return code;
    if (plan.children < 1 || plan.children > GENERATE_CHILDREN_MAX)
        return misused("--children", "须为 1 到 2000000。");
    if (seed < 0)
        return misused("--seed", "必须给出。");
    if (year < GENERATE_YEAR_MIN || year > GENERATE_YEAR_MAX)
        return misused("--year", "须为年度，如 2026。");
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++)
        if (!read_rate(&rates[i]))
            return misused(rates[i].option, "须为 0 到 1 之间的小数。");
    plan.gb18030 = strcmp(charset, "gb18030") == 0;
    if (!plan.gb18030 && strcmp(charset, "utf-8") != 0)
        return misused("--charset", "须为 utf-8 或 gb18030。");
    plan.seed = (uint64_t)seed;
    plan.year = (int)year;
    arena_init(&a, 0);
    code = generate(&plan, &a, common.json);
    arena_free(&a);
    return code;
}
