/*
 * Makes the C source that carries the built client inside the binary, from
 * the manifest that its build writes: assets MANIFEST OUT.c
 *
 * A manifest line: URL path, type, 1 when the name holds its hash, file,
 * brotli file or "-", gzip file or "-"; parted by tabs.  "-" as MANIFEST
 * makes an empty table.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void blob(FILE *out, int i, const char *kind, const char *file)
{
    if (strcmp(file, "-") == 0)
        return;
    fprintf(out,
            "__asm__(\".section .rodata\\n.balign 16\\n\"\n"
            "        \"asset_%d_%s:\\n.incbin \\\"%s\\\"\\n\"\n"
            "        \"asset_%d_%s_end:\\n.byte 0\\n.previous\");\n"
            "extern const unsigned char asset_%d_%s[], asset_%d_%s_end[];\n",
            i, kind, file, i, kind, i, kind, i, kind);
}

static void pointers(FILE *out, int i, const char *kind, const char *file)
{
    if (strcmp(file, "-") == 0)
        fputs(", NULL, NULL", out);
    else
        fprintf(out, ", asset_%d_%s, asset_%d_%s_end", i, kind, i, kind);
}

int main(int argc, char **argv)
{
    char line[4096], *table = NULL;
    size_t size = 0;
    FILE *in, *out, *rows;
    int i = 0;

    if (argc != 3)
        return 2;
    in = strcmp(argv[1], "-") == 0 ? NULL : fopen(argv[1], "r");
    out = fopen(argv[2], "w");
    rows = open_memstream(&table, &size);
    if (!out || !rows || (!in && strcmp(argv[1], "-") != 0)) {
        perror("assets");
        return 1;
    }
    fputs("/* Generated from the built client. */\n"
          "#include \"http/assets.h\"\n\n",
          out);
    while (in && fgets(line, sizeof line, in)) {
        char *f[6], *save = NULL;
        int n = 0;

        line[strcspn(line, "\n")] = '\0';
        for (char *p = strtok_r(line, "\t", &save); p && n < 6;
             p = strtok_r(NULL, "\t", &save))
            f[n++] = p;
        if (n != 6)
            continue;
        blob(out, i, "raw", f[3]);
        blob(out, i, "br", f[4]);
        blob(out, i, "gz", f[5]);
        fprintf(rows, "    { \"%s\", \"%s\", %s", f[0], f[1],
                f[2][0] == '1' ? "true" : "false");
        pointers(rows, i, "raw", f[3]);
        pointers(rows, i, "br", f[4]);
        pointers(rows, i, "gz", f[5]);
        fputs(" },\n", rows);
        i++;
    }
    fclose(rows);
    fprintf(out,
            "\nconst struct asset assets[] = {\n%s    { 0 }\n};\n"
            "const size_t assets_n = %d;\n",
            table, i);
    free(table);
    if (in)
        fclose(in);
    return fclose(out) == 0 ? 0 : 1;
}
