/*
 * The command line: one table of options a command, one way to say what went
 * wrong.  Results go to stdout, everything else to stderr in Chinese.
 */
#ifndef APP_CLI_H
#define APP_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "store/store.h"

enum { CLI_DONE = 0, CLI_FAILED = 1, CLI_USAGE = 2 };

/* An option: exactly one of the three is set. */
struct cli_option {
    const char *name;  /* "--role" */
    const char **text; /* takes the word after it (or after '=') */
    int64_t *number;   /* the same, a whole number not below 0 */
    bool *flag;        /* takes none */
    bool required;
};
#define CLI_OPTION_END                                                         \
    {                                                                          \
        .name = NULL                                                           \
    }

/* What every command takes: --db, --key-file, --json. */
struct cli_common {
    const char *db;       /* default $BAOXUE_DB, else var/baoxue.db */
    const char *key_file; /* NULL: PATH.key */
    bool json;
};

/* Reads the words after the command's name.  Those that are no options go to
 * `words`, at least `least` and at most `most`.  CLI_DONE, or CLI_USAGE after
 * saying what was wrong and `usage`. */
int cli_read(int argc, char **argv, const char *usage,
             const struct cli_option *options, struct cli_common *common,
             const char **words, int least, int most);

/* Says a Chinese sentence on stderr and gives CLI_FAILED. */
int cli_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same in the words of the error table. */
int cli_fail_err(enum err e);

/* Opens the store of a command; with `write` its lock is taken.  CLI_DONE, or
 * CLI_FAILED after saying why. */
int cli_store(const struct cli_common *c, bool write, struct store **out);

/* Does one thing to the store as one transaction: opens the writing
 * connection, runs `run`, commits, checkpoints.  Its lock is held already. */
typedef enum err (*cli_write_fn)(void *ctx, struct db *db);
enum err cli_write(const struct store *s, cli_write_fn run, void *ctx);

/* The audit row of a command, in its transaction: `action` is its name, no
 * account (whoever has the machine), `detail` no personal data. */
enum err cli_audit(struct db *db, const char *action, const char *entity,
                   int64_t entity_id, const char *detail);

/* Prints `n` names and texts as one JSON object on stdout. */
void cli_json(const char *const *names, const char *const *texts, size_t n);

/* Reads the first line of stdin without its end; NULL when there is none. */
char *cli_line(struct arena *a);

/* One command; argv[0] is its name. */
struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *usage;
};
extern const struct command commands[]; /* ends with a NULL name */

int command_init(int argc, char **argv);
int command_demo(int argc, char **argv);
int command_serve(int argc, char **argv);
int command_user(int argc, char **argv);
int command_token(int argc, char **argv);
int command_import(int argc, char **argv);
int command_reconcile(int argc, char **argv);
int command_generate(int argc, char **argv);
int command_export(int argc, char **argv);
int command_backup(int argc, char **argv);
int command_restore(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_openapi(int argc, char **argv);

#endif
