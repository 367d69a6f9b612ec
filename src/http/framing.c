/* The framing guard. */
#include "framing.h"

#include <string.h>
#include <strings.h>

#include <microhttpd.h>

#include "text/utf8.h"

struct seen {
    struct framing *f;
    int lengths, encodings, hosts;
};

/* A plain decimal number of at most 15 digits; -1 otherwise. */
static int64_t plain_number(const char *s)
{
    int64_t v = 0;
    size_t n = strlen(s);

    if (n == 0 || n > 15)
        return -1;
    for (size_t i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return -1;
        v = v * 10 + (s[i] - '0');
    }
    return v;
}

static enum MHD_Result look(void *cls, enum MHD_ValueKind kind,
                            const char *name, const char *value)
{
    struct seen *s = cls;

    (void)kind;
    if (!value)
        value = "";
    if (strpbrk(name, " \t"))
        s->f->bad = true;
    if (strcasecmp(name, "Content-Length") == 0) {
        s->lengths++;
        s->f->content_length = plain_number(value);
        if (s->f->content_length < 0)
            s->f->bad = true;
    } else if (strcasecmp(name, "Transfer-Encoding") == 0) {
        s->encodings++;
        s->f->chunked = true;
        if (strcasecmp(value, "chunked") != 0)
            s->f->bad = true;
    } else if (strcasecmp(name, "Host") == 0) {
        s->hosts++;
    }
    return MHD_YES;
}

void framing_judge(struct MHD_Connection *c, const char *method,
                   const char *version, struct framing *f)
{
    struct seen s = { .f = f };

    *f = (struct framing) { .content_length = -1 };
    MHD_get_connection_values(c, MHD_HEADER_KIND, look, &s);
    for (const char *p = method; *p; p++)
        if (*p < 'A' || *p > 'Z')
            f->bad = true;
    if (strcmp(version, "HTTP/1.1") == 0) {
        if (s.hosts != 1)
            f->bad = true;
    } else if (strcmp(version, "HTTP/1.0") != 0 || f->chunked) {
        f->bad = true;
    }
    if (s.lengths > 1 || s.encodings > 1 || (s.lengths && s.encodings) ||
        s.hosts > 1)
        f->bad = true;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool framing_bad_target(const char *uri)
{
    char decoded[4096];
    size_t n = 0;

    if (*uri != '/' || strlen(uri) >= sizeof decoded)
        return true;
    for (const char *p = uri; *p; p++) {
        unsigned char c = (unsigned char)*p;

        if (c == '%') {
            int hi = hex(p[1]), lo = hi < 0 ? -1 : hex(p[2]);

            if (lo < 0)
                return true;
            c = (unsigned char)(hi << 4 | lo);
            p += 2;
        }
        if (c < 0x20 || c == 0x7f)
            return true;
        decoded[n++] = (char)c;
    }
    return !utf8_valid(decoded, n, NULL);
}
