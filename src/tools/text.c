/*
 * Makes the C source that carries a text file inside the binary, as an array
 * that ends with NUL:
 *     text OUT.c SYMBOL FILE
 */
#include <stdio.h>

#define PER_LINE 12

int main(int argc, char **argv)
{
    FILE *in, *out;
    int c, n = 0, bad;

    if (argc != 4)
        return 2;
    in = fopen(argv[3], "r");
    out = fopen(argv[1], "w");
    if (!in || !out) {
        perror("text");
        return 1;
    }
    fprintf(out,
            "/* Generated from a text file. */\n"
            "extern const char %s[];\n"
            "const char %s[] = {",
            argv[2], argv[2]);
    /* one literal a byte: the standard lets a string be 4095 bytes long */
    while ((c = getc(in)) != EOF)
        fprintf(out, "%s'\\%03o',", n++ % PER_LINE ? " " : "\n    ",
                (unsigned)c);
    fputs("\n    '\\0',\n};\n", out);
    bad = ferror(in);
    fclose(in);
    return fclose(out) == 0 && !bad ? 0 : 1;
}
