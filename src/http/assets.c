/* The client's files out of the binary. */
#include "http/assets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <microhttpd.h>

#include "crypto/hash.h"
#include "headers.h"
#include "pack.h"

enum coding { PLAIN, GZIP, BROTLI, CODINGS };

struct prepared {
    char etag[CODINGS][24];
    struct MHD_Response *response[CODINGS];
    struct MHD_Response *unchanged[CODINGS];
};

struct asset_responses {
    struct prepared *rows; /* one an asset */
};

static void make_etag(const struct asset *a, enum coding c, char etag[24])
{
    struct hash h;
    uint8_t out[HASH_BYTES];

    hash_start(&h);
    hash_add(&h, a->data, (size_t)(a->end - a->data));
    hash_int(&h, c);
    hash_end(&h, out);
    snprintf(etag, 24, "\"%02x%02x%02x%02x%02x%02x%02x%02x\"", out[0], out[1],
             out[2], out[3], out[4], out[5], out[6], out[7]);
}

static struct MHD_Response *make(const struct asset *a, const char *etag,
                                 const char *coding, const unsigned char *data,
                                 size_t n)
{
    struct MHD_Response *r = MHD_create_response_from_buffer(
        n, (void *)(uintptr_t)data, MHD_RESPMEM_PERSISTENT);

    if (!r)
        return NULL;
    headers_common(r);
    if (n)
        MHD_add_response_header(r, "Content-Type", a->type);
    if (coding)
        MHD_add_response_header(r, "Content-Encoding", coding);
    MHD_add_response_header(r, "Vary", "Accept-Encoding");
    MHD_add_response_header(r, "ETag", etag);
    MHD_add_response_header(
        r, "Cache-Control",
        a->hashed ? "public, max-age=31536000, immutable" : "no-cache");
    if (strncmp(a->type, "text/html", 9) == 0)
        headers_page(r);
    return r;
}

static bool prepare(const struct asset *a, struct prepared *p)
{
    const struct {
        const char *name;
        const unsigned char *data, *end;
    } codings[CODINGS] = { { NULL, a->data, a->end },
                           { "gzip", a->gz, a->gz_end },
                           { "br", a->br, a->br_end } };

    for (int c = 0; c < CODINGS; c++) {
        if (!codings[c].data)
            continue;
        make_etag(a, (enum coding)c, p->etag[c]);
        p->response[c] = make(a, p->etag[c], codings[c].name, codings[c].data,
                              (size_t)(codings[c].end - codings[c].data));
        p->unchanged[c] = make(a, p->etag[c], NULL, a->data, 0);
        if (!p->response[c] || !p->unchanged[c])
            return false;
    }
    return true;
}

struct asset_responses *assets_open(void)
{
    struct asset_responses *a = calloc(1, sizeof *a);

    if (!a)
        return NULL;
    a->rows = calloc(assets_n + 1, sizeof *a->rows);
    for (size_t i = 0; a->rows && i < assets_n; i++) {
        if (!prepare(&assets[i], &a->rows[i])) {
            assets_close(a);
            return NULL;
        }
    }
    if (!a->rows) {
        free(a);
        return NULL;
    }
    return a;
}

void assets_close(struct asset_responses *a)
{
    if (!a)
        return;
    for (size_t i = 0; i < assets_n; i++) {
        for (int c = 0; c < CODINGS; c++) {
            if (a->rows[i].response[c])
                MHD_destroy_response(a->rows[i].response[c]);
            if (a->rows[i].unchanged[c])
                MHD_destroy_response(a->rows[i].unchanged[c]);
        }
    }
    free(a->rows);
    free(a);
}

static size_t index_of(const char *path)
{
    for (size_t i = 0; i < assets_n; i++)
        if (strcmp(assets[i].path, path) == 0)
            return i;
    return assets_n;
}

/* The phone client routes by itself below /survey/; the console behind '#'. */
static size_t page_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (strncmp(path, "/survey", 7) == 0 && !strchr(slash, '.') &&
        (path[7] == '/' || path[7] == '\0'))
        return index_of("/survey/");
    return assets_n;
}

struct MHD_Response *assets_find(struct asset_responses *a, const char *path,
                                 const char *accept_encoding,
                                 const char *if_none_match, unsigned *status)
{
    size_t i = index_of(path);
    const struct prepared *p;
    enum coding c = PLAIN;

    if (i == assets_n)
        i = page_of(path);
    if (i == assets_n)
        return NULL;
    p = &a->rows[i];
    if (p->response[BROTLI] && coding_accepted(accept_encoding, "br"))
        c = BROTLI;
    else if (p->response[GZIP] && coding_accepted(accept_encoding, "gzip"))
        c = GZIP;
    *status = MHD_HTTP_OK;
    if (if_none_match && strstr(if_none_match, p->etag[c])) {
        *status = MHD_HTTP_NOT_MODIFIED;
        return p->unchanged[c];
    }
    return p->response[c];
}
