/* `baoxue export LEDGER --year Y --out F`: beside a running server, masked. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "app/cli.h"
#include "base/buf.h"
#include "base/clock.h"
#include "domain/actor.h"
#include "domain/ledger.h"
#include "jobs/ledger_export.h"
#include "store/unit_store.h"
#include "json/write.h"

#define USAGE "baoxue export LEDGER --year Y --out F.xlsx|F.csv"

/* The ledger is of the whole county and in the bureau's name. */
struct order {
    const struct ledger *ledger;
    int64_t year, rows;
    const char *path;
};

static enum err export_in_scope(struct db *db, struct arena *a,
                                const char *county, struct order *o)
{
    struct ledger_words w = { .scope_lo = arena_printf(a, "D%s/", county) };
    struct principal p = { .account_id = 0, .lo = w.scope_lo };
    struct ledger_filter f;
    struct unit_row bureau;
    struct ledger_export x = { .filter = &f,
                               .by = "命令行",
                               .now_ms = clock_now_ms() };

    if (!w.scope_lo)
        return ERR_NO_MEMORY;
    p.hi = w.scope_hi = place_range_end(a, w.scope_lo);
    if (!p.hi)
        return ERR_NO_MEMORY;
    TRY(db_principal(db, &p));
    TRY(store_ledger_filter(db, a, o->ledger, o->year, &w, &f));
    TRY(store_unit_get(db, a, "bureau", &bureau));
    x.unit_name = bureau.name;
    return ledger_export_write(db, &x, o->path, &o->rows);
}

static enum err write_ledger(const struct store *s, struct order *o)
{
    struct arena a;
    struct db *db;
    enum err e;

    TRY(store_reader(s, &db));
    arena_init(&a, 0);
    e = db_read_begin(db);
    if (e == ERR_OK) {
        e = export_in_scope(db, &a, s->county, o);
        db_read_end(db);
    }
    arena_free(&a);
    db_close(db);
    return e;
}

static void say(const struct order *o, bool json)
{
    struct buf b;

    if (!json) {
        printf("%s：%lld 行，已写入 %s\n", o->ledger->title, (long long)o->rows,
               o->path);
        return;
    }
    buf_init(&b);
    buf_printf(&b, "{\"ledger\":\"%s\",\"year\":%lld,\"rows\":%lld,\"out\":",
               o->ledger->name, (long long)o->year, (long long)o->rows);
    json_write_text(&b, o->path);
    buf_str(&b, "}\n");
    if (!b.failed)
        fwrite(b.data, 1, b.len, stdout);
    buf_free(&b);
}

static int misused(const char *why)
{
    fprintf(stderr, "%s\n用法：%s\n台账：", why, USAGE);
    for (size_t i = 0; i < ledgers_n; i++)
        fprintf(stderr, " %s（%s）", ledgers[i]->name, ledgers[i]->title);
    fputc('\n', stderr);
    return CLI_USAGE;
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);

    return n > m && strcasecmp(s + n - m, end) == 0;
}

int command_export(int argc, char **argv)
{
    struct order o = { .year = -1 };
    struct cli_common common = { .db = NULL };
    const struct cli_option options[] = {
        { .name = "--year", .number = &o.year },
        { .name = "--out", .text = &o.path, .required = true },
        CLI_OPTION_END,
    };
    const char *name;
    struct store *s;
    enum err e;
    int code = cli_read(argc, argv, USAGE, options, &common, &name, 1, 1);

    if (code != CLI_DONE)
        return code;
    o.ledger = ledger_of(name);
    if (!o.ledger)
        return misused("没有这份台账。");
    if (o.year < LEDGER_YEAR_MIN || o.year > LEDGER_YEAR_MAX)
        return misused("--year 须为年度，如 2026。");
    if (!ends_with(o.path, ".xlsx") && !ends_with(o.path, ".csv"))
        return misused("--out 的文件名须以 .xlsx 或 .csv 结尾。");
    code = cli_store(&common, false, &s);
    if (code != CLI_DONE)
        return code;
    e = write_ledger(s, &o);
    store_close(s);
    if (e == ERR_TOO_LARGE)
        return cli_fail("行数超过一张工作表的上限，没有导出。请改用 .csv。");
    if (e == ERR_IO)
        return cli_fail("不能写入 %s，没有导出。请检查目录和权限。", o.path);
    if (e != ERR_OK)
        return cli_fail_err(e);
    say(&o, common.json);
    return CLI_DONE;
}
