/* `baoxue user add|passwd|disable|list` and `baoxue token add`. */
#include <stdio.h>
#include <string.h>

#include "app/cli.h"
#include "base/buf.h"
#include "base/clock.h"
#include "crypto/password.h"
#include "crypto/token.h"
#include "domain/account.h"
#include "store/account_store.h"
#include "store/session_store.h"
#include "store/setting_store.h"
#include "json/write.h"

#define TOKEN_DAYS 365

/* One thing done to one account, in a transaction. */
struct change {
    struct arena arena;
    const char *username;
    const char *name, *role, *unit, *class;
    bool forget_totp;
    int64_t days;
    char hash[PASSWORD_HASH_MAX];
    char token[TOKEN_TEXT];
    int64_t expires_at;
    const char *why; /* in Chinese, on an error of the user's */
};

static enum err refuse(struct change *c, enum err e, const char *why)
{
    c->why = why;
    return e;
}

static enum err find(struct change *c, struct db *db, struct account_row *out)
{
    const char *username;
    enum err e;

    if (username_clean(&c->arena, c->username, &username))
        username = c->username;
    e = store_account_by_name(db, &c->arena, username, out);

    return e == ERR_NOT_FOUND ? refuse(c, e, "没有这个账号，没有做任何改动。")
                              : e;
}

static enum err judge_class(struct change *c, struct db *db,
                            struct account_put *p)
{
    bool five_four;

    if (!c->class)
        return ERR_OK;
    TRY(store_five_four(db, &five_four));
    if (!class_read(&c->arena, c->class, five_four, &p->grade, &p->class))
        return refuse(c, ERR_INVALID, "班级写作 7-2，即七年级 2 班。");
    return ERR_OK;
}

static enum err do_add(void *ctx, struct db *db)
{
    struct change *c = ctx;
    struct account_put p = { .username = c->username,
                             .name = c->name ? c->name : c->username,
                             .role = c->role,
                             .unit = c->unit,
                             .password_hash = c->hash,
                             .disabled_at = INT_NONE,
                             .created_at = clock_now_ms(),
                             .version = 1 };
    struct account_unit unit;
    const char *pointer, *fault;
    enum err e = store_account_unit(db, &c->arena, c->unit, &unit);

    if (e == ERR_NOT_FOUND)
        return refuse(c, e, "没有这个单位，账号没有建立。");
    TRY(e);
    fault = account_fault(role_of(c->role), unit.kind, c->class, &pointer);
    if (fault)
        return refuse(c, ERR_INVALID, fault);
    TRY(judge_class(c, db, &p));
    e = store_account_add(db, &p);
    if (e == ERR_CONFLICT)
        return refuse(c, e, "这个用户名已有人使用，账号没有建立。");
    TRY(e);
    return cli_audit(db, "user add", "users", p.id, p.role);
}

static enum err do_passwd(void *ctx, struct db *db)
{
    struct change *c = ctx;
    struct account_row row;

    TRY(find(c, db, &row));
    TRY(store_account_password(db, row.id, c->hash, false));
    if (c->forget_totp)
        TRY(store_account_totp_forget(db, row.id));
    TRY(store_session_end_all(db, row.id, 0, false));
    return cli_audit(db, "user passwd", "users", row.id,
                     c->forget_totp ? "reset_totp" : NULL);
}

static enum err do_disable(void *ctx, struct db *db)
{
    struct change *c = ctx;
    struct account_row row;
    struct account_put p;
    int64_t others;

    TRY(find(c, db, &row));
    TRY(store_account_admins(db, row.id, &others));
    if (strcmp(row.role, role_code(ROLE_ADMIN)) == 0 && others == 0)
        return refuse(c, ERR_RULE,
                      "这是最后一个可用的系统管理员，没有停用。"
                      "请先另设一个系统管理员。");
    p = (struct account_put) { .id = row.id,
                               .name = row.name,
                               .role = row.role,
                               .unit = row.unit,
                               .grade = row.grade,
                               .class = row.class_no,
                               .disabled_at = clock_now_ms(),
                               .version = row.version };
    TRY(store_account_change(db, &p));
    TRY(store_session_end_all(db, row.id, 0, false));
    return cli_audit(db, "user disable", "users", row.id, NULL);
}

static enum err do_token(void *ctx, struct db *db)
{
    struct change *c = ctx;
    struct account_row row;
    struct session_new s = { .kind = "bearer",
                             .name = c->name,
                             .now_ms = clock_now_ms() };

    TRY(find(c, db, &row));
    if (row.disabled)
        return refuse(c, ERR_RULE, "这个账号已停用，没有发放令牌。");
    s.account_id = row.id;
    s.expires_at = s.now_ms + c->days * CLOCK_DAY_MS;
    TRY(store_session_add(db, &s, c->token));
    c->expires_at = s.expires_at;
    return cli_audit(db, "token add", "users", row.id, NULL);
}

/* ---- running one ------------------------------------------------------- */
static int run(const struct cli_common *common, struct change *c,
               cli_write_fn what)
{
    struct store *s;
    enum err e;
    int code = cli_store(common, true, &s);

    if (code != CLI_DONE)
        return code;
    e = cli_write(s, what, c);
    store_close(s);
    if (e == ERR_OK)
        return CLI_DONE;
    return c->why ? cli_fail("%s", c->why) : cli_fail_err(e);
}

/* The first line of stdin becomes the password. */
static int read_password(struct change *c)
{
    char *text = cli_line(&c->arena);
    enum password_fault fault;
    enum err e;

    if (!text)
        return cli_fail("没有读到密码，没有做任何改动。"
                        "请把密码作为标准输入的第一行。");
    fault = password_judge(text, c->username);
    if (fault != PASSWORD_GOOD)
        return cli_fail("%s没有做任何改动。", password_fault_text(fault));
    e = password_hash(&password_cost, text, c->hash);
    explicit_bzero(text, strlen(text));
    return e == ERR_OK ? CLI_DONE : cli_fail_err(e);
}

static int clean_name(struct change *c, const char *name)
{
    const char *why = username_clean(&c->arena, name, &c->username);
    size_t n = why ? 0 : strlen(c->username);

    if (why)
        return cli_fail("%s没有做任何改动。", why);
    if (n < 2 || n > 32)
        return cli_fail("用户名须为 2 到 32 个字符，没有做任何改动。");
    return CLI_DONE;
}

static void tell(const struct cli_common *common, const char *username,
                 const char *what)
{
    static const char *const names[] = { "username" };

    if (common->json)
        cli_json(names, &username, 1);
    else
        printf("%s：%s。\n", username, what);
}

/* ---- the words --------------------------------------------------------- */
static int user_add(int argc, char **argv, struct change *c)
{
    struct cli_common common = { .db = NULL };
    const struct cli_option options[] = {
        { .name = "--role", .text = &c->role, .required = true },
        { .name = "--unit", .text = &c->unit, .required = true },
        { .name = "--class", .text = &c->class },
        { .name = "--name", .text = &c->name },
        CLI_OPTION_END,
    };
    const char *word;
    int code = cli_read(argc, argv,
                        "baoxue user add NAME --role ROLE --unit CODE "
                        "[--class 7-2] [--name 显示名]"
                        "（密码为标准输入的第一行）",
                        options, &common, &word, 1, 1);

    if (code == CLI_DONE && role_of(c->role) == ROLE_N) {
        cli_fail("没有 %s 这个角色。", c->role);
        return CLI_USAGE;
    }
    if (code == CLI_DONE)
        code = clean_name(c, word);
    if (code == CLI_DONE)
        code = read_password(c);
    if (code == CLI_DONE)
        code = run(&common, c, do_add);
    if (code == CLI_DONE)
        tell(&common, c->username, "账号已建立");
    return code;
}

static int user_passwd(int argc, char **argv, struct change *c)
{
    struct cli_common common = { .db = NULL };
    const struct cli_option options[] = {
        { .name = "--reset-totp", .flag = &c->forget_totp },
        CLI_OPTION_END,
    };
    int code = cli_read(argc, argv,
                        "baoxue user passwd NAME [--reset-totp]"
                        "（新密码为标准输入的第一行）",
                        options, &common, &c->username, 1, 1);

    if (code == CLI_DONE)
        code = read_password(c);
    if (code == CLI_DONE)
        code = run(&common, c, do_passwd);
    if (code == CLI_DONE)
        tell(&common, c->username, "密码已修改，原有登录已全部退出");
    return code;
}

static int user_disable(int argc, char **argv, struct change *c)
{
    struct cli_common common = { .db = NULL };
    const struct cli_option options[] = { CLI_OPTION_END };
    int code = cli_read(argc, argv, "baoxue user disable NAME", options,
                        &common, &c->username, 1, 1);

    if (code == CLI_DONE)
        code = run(&common, c, do_disable);
    if (code == CLI_DONE)
        tell(&common, c->username, "已停用，原有登录已全部退出");
    return code;
}

static void print_accounts(const struct cli_common *common,
                           const struct list *l)
{
    const struct account_row *rows = l->items;
    struct buf b;

    buf_init(&b);
    if (common->json) {
        buf_str(&b, "{\"users\":");
        json_write_list(&b, &account_row, l->items, l->n, WRITE_LIST);
        buf_str(&b, "}\n");
    }
    for (size_t i = 0; !common->json && i < l->n; i++)
        buf_printf(&b, "%s\t%s\t%s\t%s\t%s\n", rows[i].username, rows[i].role,
                   rows[i].unit, rows[i].class ? rows[i].class : "-",
                   rows[i].disabled ? "停用" : "在用");
    if (!b.failed && b.len)
        fwrite(b.data, 1, b.len, stdout);
    buf_free(&b);
}

static int user_list(int argc, char **argv, struct change *c)
{
    struct cli_common common = { .db = NULL };
    const struct cli_option options[] = { CLI_OPTION_END };
    struct account_filter f = { .rows = 100000 };
    struct store *s;
    struct db *db;
    struct list l;
    enum err e;
    int code = cli_read(argc, argv, "baoxue user list [--json]", options,
                        &common, NULL, 0, 0);

    if (code == CLI_DONE)
        code = cli_store(&common, false, &s);
    if (code != CLI_DONE)
        return code;
    e = store_reader(s, &db);
    if (e == ERR_OK) {
        e = store_account_list(db, &c->arena, &f, &l);
        db_close(db);
    }
    store_close(s);
    if (e != ERR_OK)
        return cli_fail_err(e);
    print_accounts(&common, &l);
    return CLI_DONE;
}

static int token_add(int argc, char **argv, struct change *c)
{
    static const char *const names[] = { "username", "token", "expires_at" };
    struct cli_common common = { .db = NULL };
    const struct cli_option options[] = {
        { .name = "--days", .number = &c->days },
        { .name = "--for", .text = &c->name },
        CLI_OPTION_END,
    };
    char expires[CLOCK_TIME_MAX];
    int code =
        cli_read(argc, argv, "baoxue token add NAME [--days N] [--for 用途]",
                 options, &common, &c->username, 1, 1);

    if (code == CLI_DONE && (c->days < 1 || c->days > 3650)) {
        cli_fail("--days 应在 1 到 3650 之间。");
        code = CLI_USAGE;
    }
    if (code == CLI_DONE)
        code = run(&common, c, do_token);
    if (code != CLI_DONE)
        return code;
    clock_time_text(c->expires_at, expires);
    if (common.json) {
        cli_json(names, (const char *[]) { c->username, c->token, expires }, 3);
        return CLI_DONE;
    }
    printf("%s\n", c->token);
    fprintf(stderr, "令牌只显示这一次，%s 前有效。\n", expires);
    return CLI_DONE;
}

/* ---- which word -------------------------------------------------------- */
struct word {
    const char *name;
    int (*run)(int argc, char **argv, struct change *c);
};

static int choose(const struct word *words, int argc, char **argv,
                  const char *usage)
{
    struct change c = { .days = TOKEN_DAYS };
    int code;

    for (; argc >= 2 && words->name; words++) {
        if (strcmp(words->name, argv[1]) != 0)
            continue;
        arena_init(&c.arena, 0);
        code = words->run(argc - 1, argv + 1, &c);
        arena_free(&c.arena);
        return code;
    }
    fprintf(stderr, "用法：%s\n", usage);
    return CLI_USAGE;
}

int command_user(int argc, char **argv)
{
    static const struct word words[] = { { "add", user_add },
                                         { "passwd", user_passwd },
                                         { "disable", user_disable },
                                         { "list", user_list },
                                         { NULL, NULL } };

    return choose(words, argc, argv, "baoxue user add|passwd|disable|list …");
}

int command_token(int argc, char **argv)
{
    static const struct word words[] = { { "add", token_add }, { NULL, NULL } };

    return choose(words, argc, argv, "baoxue token add NAME [--days N]");
}
