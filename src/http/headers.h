/* Headers that every reply has; shared inside this layer. */
#ifndef HTTP_HEADERS_H
#define HTTP_HEADERS_H

struct MHD_Response;

/* nosniff, no referrer, own origin only. */
void headers_common(struct MHD_Response *r);

/* The content security policy of a page. */
void headers_page(struct MHD_Response *r);

#endif
