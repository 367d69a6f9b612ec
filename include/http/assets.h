/*
 * The client's files, inside the binary, compressed when it was built.
 */
#ifndef HTTP_ASSETS_H
#define HTTP_ASSETS_H

#include <stdbool.h>
#include <stddef.h>

struct asset {
    const char *path; /* as in the URL */
    const char *type;
    bool hashed; /* its name holds its hash: it never changes */
    const unsigned char *data, *end;
    const unsigned char *br, *br_end; /* NULL when not smaller */
    const unsigned char *gz, *gz_end;
};

/* Generated, in the order of their paths. */
extern const struct asset assets[];
extern const size_t assets_n;

struct MHD_Connection;
struct MHD_Response;
struct asset_responses;

/* Responses for all assets, made once.  NULL when memory ran out. */
struct asset_responses *assets_open(void);
void assets_close(struct asset_responses *a);

/* The response for a path outside the API, with its status; the phone client's
 * page answers for every path below /survey/ without a dot.  NULL: 404. */
struct MHD_Response *assets_find(struct asset_responses *a, const char *path,
                                 const char *accept_encoding,
                                 const char *if_none_match, unsigned *status);

#endif
