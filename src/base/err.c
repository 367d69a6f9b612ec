/* The rows of the error table. */
#include "base/err.h"

static const struct err_row rows[ERR_N] = {
#define ERR_ROW(symbol, status, code, ours, title, detail)                     \
    [ERR_##symbol] = { status, code, ours, title, detail },
    ERR_TABLE(ERR_ROW)
#undef ERR_ROW
};

const struct err_row *err_row(enum err e)
{
    if ((unsigned)e >= ERR_N)
        e = ERR_INTERNAL;
    return &rows[e];
}
