/* Any bytes as the body of the largest form, read and written again. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "domain/survey.h"
#include "text/utf8.h"
#include "json/read.h"
#include "json/write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a;
    struct bad_list bad = { .n = 0 };
    struct survey_in in;
    struct buf out;
    enum err e;

    arena_init(&a, 16 << 20);
    e = json_read(&survey_in, (const char *)data, n, &a, &in, &bad);
    /* What was refused says why; what was taken can be written as UTF-8. */
    if (e == ERR_INVALID && bad.n == 0)
        abort();
    if (e == ERR_OK) {
        buf_init(&out);
        json_write(&out, &survey_in, &in, WRITE_ONE);
        if (!utf8_valid(out.data, out.len, NULL))
            abort();
        buf_free(&out);
    }
    arena_free(&a);
    return 0;
}
