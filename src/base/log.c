/* One JSON object a line on standard error. */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"

static _Atomic int least_level = LOG_INFO;

void log_set_level(enum log_level least)
{
    atomic_store(&least_level, (int)least);
}

void log_line(enum log_level level, const char *event, const char *format, ...)
{
    static const char *const names[] = { "debug", "info", "warn", "error" };
    char line[2048], at[CLOCK_TIME_MAX];
    va_list ap;
    int n, m;

    if ((int)level < atomic_load(&least_level))
        return;
    clock_time_text(clock_now_ms(), at);
    n = snprintf(line, sizeof line,
                 "{\"at\":\"%s\",\"level\":\"%s\","
                 "\"event\":\"%s\"",
                 at, names[level], event);
    if (n < 0 || (size_t)n > sizeof line - 8)
        return;
    if (format && *format) {
        line[n++] = ',';
        va_start(ap, format);
        m = vsnprintf(line + n, sizeof line - 3 - (size_t)n, format, ap);
        va_end(ap);
        if (m < 0)
            return;
        n += m < (int)sizeof line - 4 - n ? m : (int)sizeof line - 4 - n;
    }
    line[n++] = '}';
    line[n++] = '\n';
    /* One write, so that lines of several threads do not mix. */
    (void)!write(STDERR_FILENO, line, (size_t)n);
}
