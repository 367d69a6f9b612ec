/* `baoxue reconcile --year Y [--out F.csv]`: 信息比对 on the command line. */
#include <stdio.h>
#include <string.h>

#include "app/cli.h"
#include "base/clock.h"
#include "crypto/outfile.h"
#include "domain/codes.h"
#include "jobs/reconcile_job.h"
#include "store/reconcile_store.h"

#define USAGE "baoxue reconcile --year Y [--out F.csv] [--json]"

struct reconciling {
    struct reconcile_work work;
    struct reconcile_result result;
    struct reconciliation run;
    int64_t year;
    const char *path;
};

struct begin {
    struct write_job job;
    struct reconciling *r;
};

static enum err begin_run(struct write_job *job, struct db *db)
{
    struct reconciling *r = ((struct begin *)job)->r;
    char detail[64];

    TRY(reconcile_begin(db, r->year, 0, clock_now_ms(), &r->run));
    snprintf(detail, sizeof detail, "%lld%s", (long long)r->year,
             r->path ? " ids=full" : "");
    return cli_audit(db, "reconcile", "reconciliation", r->run.id, detail);
}

static enum err write_file(struct reconciling *r)
{
    struct outfile *f;
    enum err e;

    TRY(outfile_open(r->path, &f));
    e = reconcile_write_csv(r->work.reader, &r->result, f);
    if (e == ERR_OK)
        return outfile_commit(f);
    outfile_discard(f);
    return e;
}

/* Children by verdict. */
static void count(const struct reconciling *r, int64_t n[VERDICT_N])
{
    memset(n, 0, VERDICT_N * sizeof *n);
    for (size_t i = 0; i < r->result.r.entities_n; i++)
        if (!r->result.r.entities[i].member)
            n[r->result.r.entities[i].rule->verdict]++;
}

static void say(const struct reconciling *r, bool json)
{
    int64_t n[VERDICT_N];

    count(r, n);
    if (!json)
        printf("比对 %zu 行，须人工核对 %lld 项\n", r->result.r.rows_n,
               (long long)r->run.questions);
    else
        printf("{\"id\":%lld,\"rows\":%zu,\"questions\":%lld,"
               "\"read_ms\":%lld,\"join_ms\":%lld,\"rest_ms\":%lld",
               (long long)r->run.id, r->result.r.rows_n,
               (long long)r->run.questions, (long long)r->result.read_us / 1000,
               (long long)r->result.join_us / 1000,
               (long long)r->result.rest_us / 1000);
    for (enum verdict v = 0; v < VERDICT_NONE; v++)
        printf(json ? ",\"%s\":%lld" : "%s：%lld\n",
               json ? verdict_code(v)
                    : code_label(&verdict_codes, verdict_code(v)),
               (long long)n[v]);
    if (json)
        printf("}\n");
}

static enum err run_it(struct reconciling *r)
{
    struct begin b = { .job = { .run = begin_run }, .r = r };
    struct arena a;
    struct db *db;
    enum err e;

    TRY(store_writer(r->work.store, &db));
    TRY(writer_open(db, &r->work.writer));
    TRY(store_reader(r->work.store, &r->work.reader));
    TRY(reconcile_resume(&r->work)); /* what was cut off before */
    TRY(writer_run(r->work.writer, &b.job));
    TRY(reconcile_carry_out(&r->work, r->run.id, &r->result));
    arena_init(&a, 0);
    e = store_reconciliation_work(r->work.reader, &a, r->run.id, &r->run);
    arena_free(&a);
    TRY(e);
    return r->path ? write_file(r) : ERR_OK;
}

int command_reconcile(int argc, char **argv)
{
    struct cli_common common = { .db = NULL };
    struct reconciling r = { .year = -1 };
    const struct cli_option options[] = {
        { .name = "--year", .number = &r.year, .required = true },
        { .name = "--out", .text = &r.path },
        CLI_OPTION_END,
    };
    struct store *s = NULL;
    enum err e;
    int code = cli_read(argc, argv, USAGE, options, &common, NULL, 0, 0);

    if (code != CLI_DONE)
        return code;
    if (r.year < 2000 || r.year > 2199) {
        cli_fail("年度应在 2000 到 2199 之间。");
        return CLI_USAGE;
    }
    code = cli_store(&common, true, &s);
    if (code != CLI_DONE)
        return code;
    r.work.store = s;
    e = run_it(&r);
    if (e == ERR_OK)
        say(&r, common.json);
    reconcile_free(&r.result);
    db_close(r.work.reader);
    if (r.work.writer)
        writer_close(r.work.writer);
    store_close(s);
    return e == ERR_OK ? CLI_DONE : cli_fail_err(e);
}
