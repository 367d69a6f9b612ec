/* The framing guard: requests that two servers could read differently. */
#ifndef HTTP_FRAMING_H
#define HTTP_FRAMING_H

#include <stdbool.h>
#include <stdint.h>

struct MHD_Connection;

/* What the guard learned of a request. */
struct framing {
    bool bad;               /* ambiguous: 400 and close */
    int64_t content_length; /* -1 when not given */
    bool chunked;
};

/* Judges the headers of a request at its first callback (RFC 9112 §6.3):
 * both Content-Length and Transfer-Encoding, two Content-Lengths, a
 * Transfer-Encoding other than "chunked", two or no Hosts, a space in a
 * header's name, a Content-Length that is no plain number, a control byte in
 * the method, a version other than HTTP/1.0 and 1.1. */
void framing_judge(struct MHD_Connection *c, const char *method,
                   const char *version, struct framing *f);

/* True when the raw request target holds %00, a control byte or bytes that
 * decode to no UTF-8. */
bool framing_bad_target(const char *uri);

#endif
