/* `baoxue import KIND FILE`: the staged import of the API, to its end. */
#include <stdio.h>
#include <string.h>

#include "app/cli.h"
#include "base/buf.h"
#include "jobs/import_job.h"
#include "store/audit_store.h"
#include "store/import_store.h"
#include "json/write.h"

struct importing {
    const struct cli_common *common;
    struct arena arena;
    const struct roster_kind *kind;
    const char *path;
    int64_t year;
    bool partial, complete;
    struct import_work work;
    struct store *store;
    struct import_sealed file;
    int64_t id;
    struct import m;
};

/* One thing on the writer. */
struct step {
    struct write_job job;
    struct importing *i;
    const char *why;
};

static enum err begin_run(struct write_job *job, struct db *db)
{
    struct importing *i = ((struct step *)job)->i;
    const struct import_new n = { .kind = i->kind,
                                  .year = i->year,
                                  .unit = "bureau",
                                  .complete = i->complete,
                                  .partial = i->partial };
    char detail[80];

    TRY(import_begin(db, &i->file, &n, clock_now_ms(), &i->id));
    snprintf(detail, sizeof detail, "%s %lld", i->kind->name,
             (long long)i->year);
    return cli_audit(db, "import", "import", i->id, detail);
}

static enum err commit_run(struct write_job *job, struct db *db)
{
    struct step *s = (struct step *)job;

    return import_commit(db, &s->i->m, s->i->partial, &s->why);
}

static enum err cancel_run(struct write_job *job, struct db *db)
{
    struct step *s = (struct step *)job;

    return import_cancel(db, &s->i->m, &s->why);
}

static enum err step(struct importing *i,
                     enum err (*run)(struct write_job *, struct db *))
{
    struct step s = { .job = { .run = run }, .i = i };

    return writer_run(i->work.writer, &s.job);
}

static enum err look(struct importing *i)
{
    return store_import_work(i->work.reader, &i->arena, i->id, &i->m);
}

/* ---- telling ---------------------------------------------------------------- */
#define TOLD_MOST 1000 /* faults printed; the rest are counted */

static enum err faults(struct importing *i, struct list *out)
{
    return store_import_lines(i->work.reader, &i->arena, i->id, NULL, true, 0,
                              TOLD_MOST, out);
}

static enum err tell_faults(struct importing *i)
{
    const struct import_line *l;
    struct list lines;

    TRY(faults(i, &lines));
    l = lines.items;
    for (size_t n = 0; n < lines.n; n++) {
        struct list each;

        TRY(roster_faults_read(&i->arena, l[n].faults, &each));
        for (size_t f = 0; f < each.n; f++) {
            const struct roster_fault *x =
                (const struct roster_fault *)each.items + f;

            fprintf(stderr, "第 %lld 行%s：%s%s\n", (long long)l[n].number,
                    x->header ? x->header : "", x->detail, x->remedy);
        }
    }
    return ERR_OK;
}

static enum err print_json(struct importing *i, bool stored)
{
    const struct import_line *l;
    const struct import *m = &i->m;
    struct list lines;
    struct buf b;

    TRY(faults(i, &lines));
    l = lines.items;
    buf_init(&b);
    buf_printf(&b,
               "{\"committed\":%s,\"read\":%lld,\"added\":%lld,"
               "\"changed\":%lld,\"unchanged\":%lld,\"refused\":%lld,"
               "\"ended\":%lld,\"doubts\":%lld,\"errors\":[",
               stored ? "true" : "false", (long long)m->rows_total,
               (long long)m->added, (long long)m->changed,
               (long long)m->unchanged, (long long)m->refused,
               (long long)m->ended, (long long)m->doubts);
    for (size_t n = 0; n < lines.n; n++)
        buf_printf(&b, "%s{\"row\":%lld,\"faults\":%s}", n ? "," : "",
                   (long long)l[n].number, l[n].faults);
    buf_str(&b, "]}\n");
    if (!b.failed)
        fwrite(b.data, 1, b.len, stdout);
    buf_free(&b);
    return ERR_OK;
}

static int tell(struct importing *i, bool stored)
{
    const struct import *m = &i->m;
    enum err e = tell_faults(i);

    if (e == ERR_OK && i->common->json)
        e = print_json(i, stored);
    if (e != ERR_OK)
        return cli_fail_err(e);
    if (!i->common->json)
        printf("读入 %lld，新增 %lld，更新 %lld，未变 %lld，拒绝 %lld\n",
               (long long)m->rows_total, (long long)m->added,
               (long long)m->changed, (long long)m->unchanged,
               (long long)m->refused);
    if (stored)
        return CLI_DONE;
    return cli_fail("有 %lld 行被拒绝，整个文件都没有导入。"
                    "请改好后重新导入，或加 --partial 只导入其余的行。",
                    (long long)m->refused);
}

/* ---- doing ----------------------------------------------------------------------- */
static int say_file(const struct importing *i, enum err e)
{
    if (e == ERR_NOT_FOUND)
        return cli_fail("没有找到文件 %s，没有导入。", i->path);
    if (e == ERR_IO)
        return cli_fail("读不到文件 %s，没有导入。请核对路径和权限。", i->path);
    if (e == ERR_INVALID)
        return cli_fail("文件 %s 是空的，没有导入。", i->path);
    return cli_fail_err(e);
}

/* Sealed beside the store, then begun. */
static int take_file(struct importing *i)
{
    struct import_file *f = NULL;
    enum err e = import_file_open(i->store, &f);

    if (e == ERR_OK)
        e = import_file_copy(f, i->path);
    if (e == ERR_OK)
        e = import_file_end(f, &i->arena, &i->file);
    import_file_close(f);
    if (e == ERR_OK)
        e = step(i, begin_run);
    return e == ERR_OK ? CLI_DONE : say_file(i, e);
}

static int check_and_commit(struct importing *i)
{
    enum err e = import_carry_out(&i->work, i->id);

    if (e == ERR_OK)
        e = look(i);
    if (e != ERR_OK)
        return cli_fail_err(e);
    if (strcmp(i->m.state, "failed") == 0) {
        e = import_carry_out(&i->work, i->id); /* nothing of it stays */
        return e == ERR_OK ? cli_fail("%s", i->m.fault) : cli_fail_err(e);
    }
    if (i->m.refused && !i->partial) {
        int code = tell(i, false);

        e = step(i, cancel_run);
        if (e == ERR_OK)
            e = import_carry_out(&i->work, i->id);
        return e == ERR_OK ? code : cli_fail_err(e);
    }
    e = step(i, commit_run);
    if (e == ERR_OK)
        e = import_carry_out(&i->work, i->id);
    if (e == ERR_OK)
        e = look(i);
    if (e != ERR_OK)
        return cli_fail_err(e);
    return tell(i, true);
}

/* What an earlier run was killed in comes first. */
static int work(struct importing *i)
{
    struct db *db;
    enum err e = store_writer(i->store, &db);
    int code;

    if (e == ERR_OK)
        e = db_bulk(db);
    if (e == ERR_OK)
        e = writer_open(db, &i->work.writer);
    if (e == ERR_OK)
        e = store_reader(i->store, &i->work.reader);
    i->work.store = i->store;
    i->work.alone = true;
    if (e == ERR_OK) {
        import_sweep(i->store, i->work.reader);
        e = import_resume(&i->work);
    }
    if (e != ERR_OK)
        return cli_fail_err(e);
    code = take_file(i);
    return code == CLI_DONE ? check_and_commit(i) : code;
}

static int import_file(struct importing *i)
{
    int code = cli_store(i->common, true, &i->store);

    if (code != CLI_DONE)
        return code;
    code = work(i);
    db_close(i->work.reader);
    writer_close(i->work.writer);
    store_close(i->store);
    return code;
}

static void set_year(struct importing *i)
{
    char today[CLOCK_DATE_MAX];

    if (i->year)
        return;
    clock_today(today);
    sscanf(today, "%4lld", (long long *)&i->year);
}

int command_import(int argc, char **argv)
{
    struct cli_common c = { .db = NULL };
    struct importing i = { .common = &c };
    const struct cli_option options[] = {
        { .name = "--year", .number = &i.year },
        { .name = "--partial", .flag = &i.partial },
        { .name = "--complete", .flag = &i.complete },
        CLI_OPTION_END,
    };
    const char *words[2];
    int code = cli_read(argc, argv,
                        "baoxue import KIND FILE [--year Y] [--partial]"
                        " [--complete] [--json]",
                        options, &c, words, 2, 2);

    if (code != CLI_DONE)
        return code;
    i.kind = roster_kind_of(words[0]);
    i.path = words[1];
    set_year(&i);
    if (!i.kind || i.year < 2000 || i.year > 2199) {
        cli_fail(i.kind ? "年度应在 2000 到 2199 之间。"
                        : "没有这种花名册，可以导入的有：schools enrolment"
                          " attendance household_register register_change"
                          " poverty disability assigned。");
        return CLI_USAGE;
    }
    arena_init(&i.arena, 0);
    code = import_file(&i);
    arena_free(&i.arena);
    return code;
}
