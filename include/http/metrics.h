/*
 * Figures for a monitoring system, in the Prometheus text format, on an
 * address of their own so that a proxy never shows them by mistake.
 */
#ifndef HTTP_METRICS_H
#define HTTP_METRICS_H

#include "base/err.h"
#include "db/writer.h"
#include "http/server.h"

struct metrics;

/* Serves /metrics on HOST:PORT.  ERR_CONFLICT when the port is taken. */
enum err metrics_open(const char *host, const char *port, struct server *s,
                      struct writer *w, struct metrics **m);
void metrics_close(struct metrics *m);

#endif
