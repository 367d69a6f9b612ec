/*
 * Prints the rows of a spreadsheet file, one a line, cells parted by tabs; for
 * the tests that compare what other programs wrote.
 *
 *   rows FILE          read in a confined child
 *   rows --time FILE   seconds in this process and in a child, and the rows
 */
#include "base/clock.h"
#include "sheet/sheet_in.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define SCRATCH "/tmp"

static enum err print(void *ctx, const struct sheet_in_row *row)
{
    (void)ctx;
    printf("%d", row->sheet);
    for (size_t i = 0; i < row->n; i++)
        printf("\t%s", row->cells[i].text);
    putchar('\n');
    return ERR_OK;
}

struct count {
    long long rows, cells;
};

static enum err count(void *ctx, const struct sheet_in_row *row)
{
    struct count *c = ctx;

    c->rows++;
    c->cells += (long long)row->n;
    return ERR_OK;
}

static int say(enum err e, const struct sheet_error *why)
{
    if (e == ERR_OK)
        return 0;
    fprintf(stderr, "%s: %s\n", err_row(e)->code, why->reason);
    return 1;
}

/* {"rows":…,"cells":…,"here_s":…,"child_s":…,"child_mib":…} */
static int timed(int fd)
{
    struct count here = { 0 }, child = { 0 };
    struct sheet_error why;
    struct rusage used;
    int64_t begun = clock_mono_us(), middle;
    enum err e = sheet_read_file(fd, SCRATCH, count, &here, &why);

    middle = clock_mono_us();
    if (e == ERR_OK)
        e = sheet_read_confined(fd, SCRATCH, NULL, count, &child, &why);
    if (e != ERR_OK)
        return say(e, &why);
    getrusage(RUSAGE_CHILDREN, &used);
    printf("{\"rows\":%lld,\"cells\":%lld,\"here_s\":%.3f,\"child_s\":%.3f,"
           "\"child_mib\":%.1f}\n",
           child.rows, child.cells, (double)(middle - begun) / 1e6,
           (double)(clock_mono_us() - middle) / 1e6,
           (double)used.ru_maxrss / 1024);
    return here.rows == child.rows && here.cells == child.cells ? 0 : 1;
}

int main(int argc, char **argv)
{
    struct sheet_error why;
    int fd;

    sheet_child(argc, argv);
    if (argc < 2 || argc > 3 || (argc == 3 && strcmp(argv[1], "--time") != 0)) {
        fputs("rows [--time] FILE\n", stderr);
        return 2;
    }
    fd = open(argv[argc - 1], O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        perror(argv[argc - 1]);
        return 2;
    }
    if (argc == 3)
        return timed(fd);
    return say(sheet_read_confined(fd, SCRATCH, NULL, print, NULL, &why), &why);
}
