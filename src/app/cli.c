/* Options, messages, and the store of a command. */
#include "app/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "store/audit_store.h"
#include "json/write.h"

#define DEFAULT_DB "var/baoxue.db"

/* ---- saying -----------------------------------------------------------------
 */
int cli_fail(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    return CLI_FAILED;
}

int cli_fail_err(enum err e)
{
    return cli_fail("%s：%s", err_row(e)->title, err_row(e)->detail);
}

void cli_json(const char *const *names, const char *const *texts, size_t n)
{
    struct buf b;

    buf_init(&b);
    buf_char(&b, '{');
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_char(&b, ',');
        json_write_text(&b, names[i]);
        buf_char(&b, ':');
        json_write_text(&b, texts[i]);
    }
    buf_str(&b, "}\n");
    if (!b.failed)
        fwrite(b.data, 1, b.len, stdout);
    buf_free(&b);
}

/* ---- options ----------------------------------------------------------- */
struct scan {
    int argc, at;
    char **argv;
    const char *usage;
};

static int misused(const struct scan *s, const char *word, const char *why)
{
    fprintf(stderr, "%s：%s\n用法：%s\n", word, why, s->usage);
    return CLI_USAGE;
}

static const struct cli_option *option_of(const struct cli_option *options,
                                          const char *word, size_t n)
{
    for (; options->name; options++)
        if (strlen(options->name) == n && strncmp(options->name, word, n) == 0)
            return options;
    return NULL;
}

static int take_number(const struct scan *s, const struct cli_option *o,
                       const char *value)
{
    size_t n = strlen(value);

    if (n == 0 || n > 15 || strspn(value, "0123456789") != n)
        return misused(s, o->name, "须为不小于 0 的整数。");
    *o->number = strtoll(value, NULL, 10);
    return CLI_DONE;
}

static int take_option(struct scan *s, const struct cli_option *o,
                       const char *value)
{
    if (o->flag) {
        if (value)
            return misused(s, o->name, "不带值。");
        *o->flag = true;
        return CLI_DONE;
    }
    if (!value) {
        if (s->at + 1 >= s->argc)
            return misused(s, o->name, "缺少值。");
        value = s->argv[++s->at];
    }
    if (o->number)
        return take_number(s, o, value);
    if (o->text)
        *o->text = value;
    return CLI_DONE;
}

static int take_word(struct scan *s, const struct cli_option *options,
                     const struct cli_option *common)
{
    const char *word = s->argv[s->at];
    const char *equals = strchr(word, '=');
    size_t n = equals ? (size_t)(equals - word) : strlen(word);
    const struct cli_option *o = option_of(options, word, n);

    if (!o)
        o = option_of(common, word, n);
    if (!o)
        return misused(s, word, "没有这个选项。");
    return take_option(s, o, equals ? equals + 1 : NULL);
}

static int judge_required(const struct scan *s,
                          const struct cli_option *options)
{
    for (; options->name; options++)
        if (options->required && options->text && !*options->text)
            return misused(s, options->name, "必须给出。");
    return CLI_DONE;
}

int cli_read(int argc, char **argv, const char *usage,
             const struct cli_option *options, struct cli_common *common,
             const char **words, int least, int most)
{
    const struct cli_option shared[] = {
        { .name = "--db", .text = &common->db },
        { .name = "--key-file", .text = &common->key_file },
        { .name = "--json", .flag = &common->json },
        CLI_OPTION_END,
    };
    struct scan s = { .argc = argc, .argv = argv, .usage = usage };
    bool ended = false;
    int n = 0, code = CLI_DONE;

    for (s.at = 1; s.at < argc && code == CLI_DONE; s.at++) {
        const char *word = argv[s.at];

        if (!ended && strcmp(word, "--") == 0)
            ended = true;
        else if (!ended && word[0] == '-' && word[1])
            code = take_word(&s, options, shared);
        else if (n == most)
            code = misused(&s, word, "多出来的词。");
        else
            words[n++] = word;
    }
    if (code == CLI_DONE && n < least)
        code = misused(&s, argv[0], "缺少必要的内容。");
    if (code == CLI_DONE)
        code = judge_required(&s, options);
    if (!common->db)
        common->db = getenv("BAOXUE_DB");
    if (!common->db || !*common->db)
        common->db = DEFAULT_DB;
    return code;
}

char *cli_line(struct arena *a)
{
    char *line = NULL, *copy = NULL;
    size_t cap = 0;
    ssize_t n = getline(&line, &cap, stdin);

    while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
        line[--n] = '\0';
    if (n >= 0)
        copy = arena_strndup(a, line, (size_t)n);
    if (line)
        explicit_bzero(line, cap);
    free(line);
    return copy;
}

/* ---- the store --------------------------------------------------------- */
static int say_store(enum err e, const char *path)
{
    struct arena a;
    const char *text;

    arena_init(&a, 0);
    text = store_says(&a, e, path);
    cli_fail("%s", text ? text : err_row(e)->detail);
    arena_free(&a);
    return CLI_FAILED;
}

int cli_store(const struct cli_common *c, bool write, struct store **out)
{
    struct store *s;
    enum err e = store_open(c->db, c->key_file, &s);

    if (e != ERR_OK)
        return say_store(e, c->db);
    if (write)
        e = store_lock(s);
    if (e != ERR_OK) {
        store_close(s);
        return say_store(e, c->db);
    }
    *out = s;
    return CLI_DONE;
}

enum err cli_write(const struct store *s, cli_write_fn run, void *ctx)
{
    struct db *db;
    enum err e;

    TRY(store_writer(s, &db));
    e = db_begin(db);
    if (e == ERR_OK) {
        e = run(ctx, db);
        if (e == ERR_OK)
            e = db_commit(db);
        if (e != ERR_OK)
            db_rollback(db);
    }
    if (e == ERR_OK)
        (void)db_checkpoint(db, true); /* committed either way */
    db_close(db);
    return e;
}

enum err cli_audit(struct db *db, const char *action, const char *entity,
                   int64_t entity_id, const char *detail)
{
    char id[24];

    snprintf(id, sizeof id, "%lld", (long long)entity_id);
    return store_audit_append(
        db, &(struct audit_entry) { .at = clock_now_ms(),
                                    .action = action,
                                    .entity = entity,
                                    .entity_id = entity_id ? id : NULL,
                                    .outcome = err_row(ERR_OK)->code,
                                    .detail = detail });
}
