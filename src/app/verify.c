/* `baoxue verify`. */
#include "app/verify.h"

#include <stdio.h>
#include <string.h>

#include "app/cli.h"
#include "base/buf.h"
#include "crypto/token.h"
#include "json/write.h"

static enum err bad(struct verified *out, const char *why)
{
    out->why = why ? why : "数据库不完好。";
    return ERR_DAMAGED;
}

static enum err check_file(struct db *db, struct arena *a, struct verified *out)
{
    struct list said;
    const char *const *texts;

    TRY(db_pragma_texts(db, "PRAGMA integrity_check(1)", a, 1, &said));
    texts = said.items;
    if (said.n != 1 || strcmp(texts[0], "ok") != 0)
        return bad(out, arena_printf(a, "数据库文件已损坏：%s",
                                     said.n ? texts[0] : "?"));
    TRY(db_pragma_texts(db, "PRAGMA foreign_key_check", a, 1, &said));
    texts = said.items;
    if (said.n)
        return bad(
            out, arena_printf(a, "表 %s 里有记录指向不存在的记录。", texts[0]));
    return ERR_OK;
}

static enum err check_trail(struct db *db, struct arena *a,
                            struct verified *out)
{
    enum err e = store_audit_verify(db, &out->audit);

    if (e == ERR_DAMAGED)
        return bad(out,
                   arena_printf(a, "审计链从第 %lld 条起不可信：%s。",
                                (long long)out->audit.bad, out->audit.why));
    if (e == ERR_OK && out->audit.entries == 0) {
        out->audit.bad = 1; /* making the store is the first entry */
        return bad(out, "审计记录是空的，建库以来的记录都被删去。");
    }
    return e;
}

enum err verify_store(const struct store *s, struct arena *a,
                      struct verified *out)
{
    struct db *db;
    enum err e;

    memset(out, 0, sizeof *out);
    TRY(store_reader(s, &db));
    e = db_read_begin(db);
    if (e == ERR_OK)
        e = check_file(db, a, out);
    if (e == ERR_OK)
        e = check_trail(db, a, out);
    else if (e == ERR_DAMAGED && !out->why)
        e = bad(out, "数据库文件已损坏。");
    db_read_end(db);
    db_close(db);
    return e;
}

static void print_json(const struct verified *v, const char *head)
{
    struct buf b;

    buf_init(&b);
    buf_printf(&b,
               "{\"ok\":%s,\"audit_entries\":%lld,\"audit_heads\":%lld,"
               "\"audit_head\":\"%s\",\"bad_entry\":",
               v->why ? "false" : "true", (long long)v->audit.entries,
               (long long)v->audit.heads, head);
    if (v->audit.bad)
        buf_int(&b, v->audit.bad);
    else
        buf_str(&b, "null");
    buf_str(&b, ",\"detail\":");
    json_write_text(&b, v->why);
    buf_str(&b, "}\n");
    if (!b.failed)
        fwrite(b.data, 1, b.len, stdout);
    buf_free(&b);
}

static void print(const struct cli_common *c, const struct verified *v)
{
    char head[2 * HASH_BYTES + 1];

    hex_write(v->audit.head.hash, HASH_BYTES, head);
    if (c->json)
        print_json(v, head);
    else if (!v->why)
        printf("完好：数据库文件、外键、审计链 %lld 条（%lld 个签名链头）。\n"
               "链头 %lld %s\n",
               (long long)v->audit.entries, (long long)v->audit.heads,
               (long long)v->audit.head.entry, head);
    if (v->why)
        fprintf(stderr, "%s请保留现场，用最近的备份恢复到新库后核对。\n",
                v->why);
}

int command_verify(int argc, char **argv)
{
    struct cli_common c = { .db = NULL };
    const struct cli_option options[] = { CLI_OPTION_END };
    struct arena a;
    struct verified v;
    struct store *s;
    enum err e;
    int code = cli_read(argc, argv,
                        "baoxue verify [--db PATH] [--key-file F] [--json]",
                        options, &c, NULL, 0, 0);

    if (code == CLI_DONE)
        code = cli_store(&c, false, &s);
    if (code != CLI_DONE)
        return code;
    arena_init(&a, 0);
    e = verify_store(s, &a, &v);
    if (e == ERR_OK || v.why)
        print(&c, &v);
    else
        cli_fail_err(e);
    arena_free(&a);
    store_close(s);
    return e == ERR_OK ? CLI_DONE : CLI_FAILED;
}
