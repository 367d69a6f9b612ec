/* `baoxue demo`: a store with a whole synthetic county. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/cli.h"
#include "app/divisions.h"
#include "base/buf.h"
#include "base/clock.h"
#include "crypto/password.h"
#include "domain/right.h"
#include "jobs/demo.h"

static void make_directory(const char *path, struct arena *a)
{
    const char *slash = strrchr(path, '/');
    const char *dir =
        slash ? arena_strndup(a, path, (size_t)(slash - path)) : NULL;

    if (dir && *dir)
        (void)mkdir(dir, 0700); /* what is wrong shows when it is used */
}

static int create(const struct cli_common *c, struct arena *a)
{
    struct county_plan plan = { .county = NULL };
    enum err e = divisions_read_text(county_csv, a, &plan);

    if (e == ERR_OK) {
        make_directory(c->db, a);
        e = store_create(c->db, c->key_file, &plan);
    }
    if (e == ERR_CONFLICT)
        return cli_fail("%s 已经存在，没有做任何改动。"
                        "请换一个 --db，或直接使用原来的数据库。",
                        c->db);
    if (e == ERR_KEY)
        return cli_fail("密钥文件不可用，没有建库。"
                        "请检查它的权限（0600），或换一个 --key-file。");
    return e == ERR_OK ? CLI_DONE : cli_fail_err(e);
}

/* ---- what is seen of it ------------------------------------------------------ */
static void progress(void *ctx, int64_t children)
{
    const struct demo_plan *plan = ctx;

    fprintf(stderr, "\r已生成 %lld / %lld 名儿童", (long long)children,
            (long long)plan->children);
}

/* Cells as wide as they look: a 汉字 takes two columns. */
static void print_cell(const char *text, int width)
{
    int used = 0;

    for (const unsigned char *s = (const unsigned char *)text; *s; s++)
        used += *s < 0x80 ? 1 : *s >= 0xe0 ? 2 : 0;
    printf("%s%*s", text, used < width ? width - used : 1, "");
}

static void print_table(const struct demo_made *made)
{
    const struct demo_account *all = made->accounts.items;

    print_cell("用户名", 16);
    print_cell("密码", 20);
    print_cell("角色", 14);
    puts("单位");
    for (size_t i = 0; i < made->accounts.n; i++) {
        print_cell(all[i].username, 16);
        print_cell(DEMO_PASSWORD, 20);
        print_cell(code_label(&roles, all[i].role), 14);
        printf("%s%s%s\n", all[i].unit_name, all[i].class ? " " : "",
               all[i].class ? all[i].class : "");
    }
    printf("其他村居和学校也各有账号，用户名是它的区划代码或学校标识码，"
           "密码相同。\n");
}

static void json_text(struct buf *b, const char *name, const char *text)
{
    /* none of these texts needs escaping */
    if (text)
        buf_printf(b, "\"%s\":\"%s\",", name, text);
    else
        buf_printf(b, "\"%s\":null,", name);
}

static int print_json(const struct demo_made *made)
{
    const struct demo_account *all = made->accounts.items;
    struct buf b;
    bool failed;

    buf_init(&b);
    buf_printf(&b,
               "{\"children\":%lld,\"households\":%lld,\"visits\":%lld,"
               "\"cases\":%lld,\"accounts\":[",
               (long long)made->children, (long long)made->households,
               (long long)made->visits, (long long)made->cases);
    for (size_t i = 0; i < made->accounts.n; i++) {
        buf_str(&b, i ? ",{" : "{");
        json_text(&b, "username", all[i].username);
        json_text(&b, "role", all[i].role);
        json_text(&b, "unit", all[i].unit);
        json_text(&b, "class", all[i].class);
        buf_str(&b, "\"password\":\"" DEMO_PASSWORD "\"}");
    }
    buf_str(&b, "]}\n");
    failed = b.failed;
    if (!failed)
        fputs(b.data, stdout);
    buf_free(&b);
    return failed ? cli_fail_err(ERR_NO_MEMORY) : CLI_DONE;
}

/* ---- making it --------------------------------------------------------------------- */
static enum err fill(const struct store *s, struct arena *a,
                     struct demo_plan *plan, struct demo_made *made)
{
    struct db *db;
    enum err e;

    TRY(store_writer(s, &db));
    e = demo_fill(db, a, plan, made);
    if (e == ERR_OK)
        e = db_begin(db);
    if (e == ERR_OK) {
        e = cli_audit(db, "demo", NULL, 0, NULL);
        if (e == ERR_OK)
            e = db_commit(db);
        if (e != ERR_OK)
            db_rollback(db);
    }
    if (e == ERR_OK)
        e = db_checkpoint(db, true);
    db_close(db);
    return e;
}

/* Half a county is none: what was made goes, the key only if it is ours. */
static void throw_away(const struct cli_common *c, bool key_was_there,
                       struct arena *a)
{
    static const char *const endings[] = { "", "-wal", "-shm", ".lock",
                                           ".key" };
    size_t n = sizeof endings / sizeof *endings;

    if (key_was_there || c->key_file)
        n--;
    for (size_t i = 0; i < n; i++) {
        const char *path = arena_printf(a, "%s%s", c->db, endings[i]);

        if (path)
            (void)unlink(path);
    }
    if (c->key_file && !key_was_there)
        (void)unlink(c->key_file);
}

static bool key_is_there(const struct cli_common *c, struct arena *a)
{
    const char *path =
        c->key_file ? c->key_file : arena_printf(a, "%s.key", c->db);

    return path && access(path, F_OK) == 0;
}

static int make(const struct cli_common *c, struct demo_plan *plan,
                struct arena *a)
{
    bool key_was_there = key_is_there(c, a);
    char hash[PASSWORD_HASH_MAX];
    struct demo_made made;
    struct store *s;
    enum err e = password_hash(&password_cost, DEMO_PASSWORD, hash);
    int code = e == ERR_OK ? create(c, a) : cli_fail_err(e);

    if (code != CLI_DONE)
        return code;
    code = cli_store(c, true, &s);
    if (code != CLI_DONE)
        return code;
    plan->password_hash = hash;
    e = fill(s, a, plan, &made);
    plan->password_hash = NULL;
    if (e != ERR_OK)
        throw_away(c, key_was_there, a);
    store_close(s);
    if (e != ERR_OK)
        return cli_fail_err(e);
    fprintf(stderr,
            "\r已建演示库 %s：%lld 户，%lld 名儿童，%lld 次入户，"
            "%lld 个个案。全部是合成数据。\n",
            c->db, (long long)made.households, (long long)made.children,
            (long long)made.visits, (long long)made.cases);
    if (c->json)
        return print_json(&made);
    print_table(&made);
    return CLI_DONE;
}

int command_demo(int argc, char **argv)
{
    struct cli_common c = { .db = NULL };
    int64_t children = DEMO_CHILDREN, seed = DEMO_SEED;
    const struct cli_option options[] = {
        { .name = "--children", .number = &children },
        { .name = "--seed", .number = &seed },
        CLI_OPTION_END,
    };
    const char *usage = "baoxue demo [--children N] [--seed S] [--db PATH] "
                        "[--key-file F] [--json]";
    char today[CLOCK_DATE_MAX];
    struct demo_plan plan = { .today = today,
                              .progress = progress,
                              .ctx = &plan };
    struct arena a;
    int code = cli_read(argc, argv, usage, options, &c, NULL, 0, 0);

    if (code != CLI_DONE)
        return code;
    if (children < 1 || children > DEMO_CHILDREN_MAX) {
        fprintf(stderr, "--children 须为 1 到 %d。\n用法：%s\n",
                DEMO_CHILDREN_MAX, usage);
        return CLI_USAGE;
    }
    clock_today(today);
    plan.children = children;
    plan.seed = (uint64_t)seed;
    arena_init(&a, 0);
    code = make(&c, &plan, &a);
    arena_free(&a);
    return code;
}
