/*
 * Makes the C source that carries the numbered migrations inside the binary:
 * migrations OUT.c FILE.sql...
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void emit_file(FILE *out, const char *path)
{
    FILE *in = fopen(path, "rb");
    int c;

    if (!in) {
        perror(path);
        exit(1);
    }
    fputs("    \"", out);
    while ((c = fgetc(in)) != EOF) {
        if (c == '\n')
            fputs("\\n\"\n    \"", out);
        else if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else
            fputc(c, out);
    }
    fputs("\"", out);
    fclose(in);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* A store counts the migrations it has: each file's number is its place, or a
 * store made before would miss one. */
static void check_number(const char *name, int place)
{
    if (strtol(name, NULL, 10) == place)
        return;
    fprintf(stderr, "migrations/%s: its number must be %04d\n", name, place);
    exit(1);
}

int main(int argc, char **argv)
{
    FILE *out;

    if (argc < 2) {
        fputs("usage: migrations OUT.c FILE.sql...\n", stderr);
        return 2;
    }
    out = fopen(argv[1], "w");
    if (!out) {
        perror(argv[1]);
        return 1;
    }
    fputs("/* Generated from migrations/. */\n#include \"db/migrate.h\"\n\n",
          out);
    fputs("const struct migration migrations[] = {\n", out);
    for (int i = 2; i < argc; i++) {
        check_number(base_name(argv[i]), i - 1);
        fprintf(out, "  { %d, \"%s\",\n", i - 1, base_name(argv[i]));
        emit_file(out, argv[i]);
        fputs(" },\n", out);
    }
    fputs("};\nconst size_t migrations_n = "
          "sizeof migrations / sizeof *migrations;\n",
          out);
    return fclose(out) == 0 ? 0 : 1;
}
