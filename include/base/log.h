/*
 * One JSON object a line on standard error.  Never a name, an identity
 * number, a phone or an address: callers pass ids, codes and counts only.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Lines below `least` are dropped.  Starts at LOG_INFO. */
void log_set_level(enum log_level least);

/* `event` is a fixed word such as "request"; `format` makes the inside of the
 * JSON object, e.g. "\"route\":\"%s\",\"status\":%d".  `ours` tells our own
 * faults ("fault":"ours") from a client's ("fault":"theirs"). */
void log_line(enum log_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
