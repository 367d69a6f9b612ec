/*
 * XML parts read as they come: no DTD, no entity, bounded depth; names without
 * their prefixes, because writers choose those freely.
 */
#ifndef SHEET_XML_IN_H
#define SHEET_XML_IN_H

#include "package.h"

/* What a reader of a part does at each mark; `text` may come in pieces. */
struct xml_in {
    enum err (*start)(void *ctx, const char *name, const char **atts);
    enum err (*end)(void *ctx, const char *name);
    enum err (*text)(void *ctx, const char *s, size_t n); /* NULL: skipped */
};

/* Reads a part.  ERR_NOT_FOUND as package_read; ERR_INVALID with the reason
 * when it is not well-formed or brings a DTD; else what a function gave. */
enum err xml_read(struct package *p, const char *part, struct scan *r,
                  const struct xml_in *in, void *ctx);

/* The value of an attribute, its prefix aside; NULL when there is none. */
const char *xml_attribute(const char **atts, const char *name);

/* Whether an xsd:boolean attribute is there and true. */
bool xml_flag(const char **atts, const char *name);

#endif
