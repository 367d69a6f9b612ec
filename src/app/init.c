/* `baoxue init`: a new store and its first administrator. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app/cli.h"
#include "app/divisions.h"
#include "base/clock.h"
#include "crypto/password.h"
#include "domain/account.h"
#include "store/account_store.h"

#define FIRST "admin"

struct first {
    char password[PASSWORD_RANDOM];
};

static enum err add_first(void *ctx, struct db *db)
{
    struct first *f = ctx;
    char hash[PASSWORD_HASH_MAX];
    struct account_put p = { .username = FIRST,
                             .name = "系统管理员",
                             .role = role_code(ROLE_ADMIN),
                             .unit = role_unit(ROLE_ADMIN),
                             .password_hash = hash,
                             .must_change = 1,
                             .disabled_at = INT_NONE,
                             .created_at = clock_now_ms(),
                             .version = 1 };

    password_random(f->password);
    TRY(password_hash(&password_cost, f->password, hash));
    TRY(store_account_add(db, &p));
    return cli_audit(db, "init", "users", p.id, p.role);
}

/* The directory of the default path may not be there yet. */
static void make_directory(const char *path, struct arena *a)
{
    const char *slash = strrchr(path, '/');
    const char *dir =
        slash ? arena_strndup(a, path, (size_t)(slash - path)) : NULL;

    if (dir && *dir)
        (void)mkdir(dir, 0700); /* what is wrong shows when it is used */
}

static int create(const struct cli_common *c, const char *csv,
                  const char *county, struct arena *a)
{
    struct county_plan plan = { .county = county };
    enum err e = divisions_read(csv, a, &plan);

    if (e == ERR_OK) {
        make_directory(c->db, a);
        e = store_create(c->db, c->key_file, &plan);
    } else if (e == ERR_NOT_FOUND) {
        return cli_fail("没有找到区划文件 %s，没有建库。", csv);
    }
    if (e == ERR_CONFLICT)
        return cli_fail("%s 已经存在，没有做任何改动。"
                        "请换一个 --db，或直接使用原来的数据库。",
                        c->db);
    if (e == ERR_INVALID && plan.why)
        return cli_fail("%s没有建库。", plan.why);
    if (e == ERR_KEY)
        return cli_fail("密钥文件不可用，没有建库。"
                        "请检查它的权限（0600），或换一个 --key-file。");
    if (e == ERR_INVALID)
        return cli_fail("区划文件的内容不合规，没有建库。");
    return e == ERR_OK ? CLI_DONE : cli_fail_err(e);
}

static void tell(const struct cli_common *c, const struct first *f)
{
    static const char *const names[] = { "username", "password" };
    const char *texts[] = { FIRST, f->password };

    if (c->json) {
        cli_json(names, texts, 2);
        return;
    }
    printf("用户名：%s\n一次性密码：%s\n", FIRST, f->password);
    fprintf(stderr,
            "已建库 %s。首次登录须修改密码。"
            "密钥文件与数据库同样重要，请另外保管一份，不要和备份放在一起。\n",
            c->db);
}

int command_init(int argc, char **argv)
{
    struct cli_common c = { .db = NULL };
    const char *csv = NULL, *county = NULL;
    const struct cli_option options[] = {
        { .name = "--divisions", .text = &csv, .required = true },
        { .name = "--county", .text = &county },
        CLI_OPTION_END,
    };
    struct arena a;
    struct store *s = NULL;
    struct first first;
    enum err e;
    int code = cli_read(argc, argv,
                        "baoxue init --divisions CSV [--county CODE] "
                        "[--db PATH] [--key-file F] [--json]",
                        options, &c, NULL, 0, 0);

    if (code != CLI_DONE)
        return code;
    arena_init(&a, 0);
    code = create(&c, csv, county, &a);
    arena_free(&a);
    if (code == CLI_DONE)
        code = cli_store(&c, true, &s);
    if (code != CLI_DONE)
        return code;
    e = cli_write(s, add_first, &first);
    store_close(s);
    if (e != ERR_OK)
        return cli_fail_err(e);
    tell(&c, &first);
    return CLI_DONE;
}
