/*
 * expat, held to what spreadsheets need.
 */
#include "xml_in.h"

#include <expat.h>
#include <string.h>

#define DEPTH_MAX 64
#define PIECE_MAX ((size_t)1024 * 1024)

struct xml {
    XML_Parser parser;
    struct scan *r;
    const struct xml_in *in;
    void *ctx;
    int depth;
    enum err failed;
};

static const char *local(const char *name)
{
    const char *colon = strchr(name, ':');

    return colon ? colon + 1 : name;
}

/* The parser may call once more after it was stopped; see `failed`. */
static void stop(struct xml *x, enum err e)
{
    if (e == ERR_OK || x->failed != ERR_OK)
        return;
    x->failed = e;
    XML_StopParser(x->parser, XML_FALSE);
}

static void XMLCALL on_start(void *data, const XML_Char *name,
                             const XML_Char **atts)
{
    struct xml *x = data;

    if (x->failed != ERR_OK)
        return;
    if (++x->depth > DEPTH_MAX)
        stop(x,
             scan_fail(x->r, ERR_INVALID,
                       "内部结构嵌套过深，文件已损坏，读取到此停止。" AGAIN));
    else
        stop(x, x->in->start(x->ctx, local(name), atts));
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
    struct xml *x = data;

    if (x->failed != ERR_OK)
        return;
    x->depth--;
    stop(x, x->in->end(x->ctx, local(name)));
}

static void XMLCALL on_text(void *data, const XML_Char *s, int n)
{
    struct xml *x = data;

    if (x->failed == ERR_OK)
        stop(x, x->in->text(x->ctx, s, (size_t)n));
}

static void XMLCALL on_doctype(void *data, const XML_Char *name,
                               const XML_Char *sysid, const XML_Char *pubid,
                               int internal)
{
    struct xml *x = data;

    (void)name;
    (void)sysid;
    (void)pubid;
    (void)internal;
    stop(x, scan_fail(x->r, ERR_INVALID,
                      "内部带有文档类型声明（DTD），不是正常保存的表格，"
                      "读取到此停止。" AGAIN));
}

static enum err parse(struct xml *x, const char *bytes, size_t n, bool last)
{
    if (XML_Parse(x->parser, bytes, (int)n, last) != XML_STATUS_ERROR)
        return ERR_OK;
    if (x->failed != ERR_OK)
        return x->failed;
    if (XML_GetErrorCode(x->parser) == XML_ERROR_NO_MEMORY)
        return ERR_NO_MEMORY;
    return scan_fail(x->r, ERR_INVALID, "内部内容已损坏，读取到此停止。" AGAIN);
}

static enum err piece(void *ctx, const char *bytes, size_t n)
{
    while (n > 0) {
        size_t some = n < PIECE_MAX ? n : PIECE_MAX;

        TRY(parse(ctx, bytes, some, false));
        bytes += some;
        n -= some;
    }
    return ERR_OK;
}

enum err xml_read(struct package *p, const char *part, struct scan *r,
                  const struct xml_in *in, void *ctx)
{
    struct xml x = { .r = r, .in = in, .ctx = ctx };
    enum err e;

    x.parser = XML_ParserCreate(NULL);
    if (!x.parser)
        return ERR_NO_MEMORY;
    XML_SetUserData(x.parser, &x);
    XML_SetElementHandler(x.parser, on_start, on_end);
    if (in->text)
        XML_SetCharacterDataHandler(x.parser, on_text);
    XML_SetStartDoctypeDeclHandler(x.parser, on_doctype);
    e = package_read(p, part, piece, &x);
    if (e == ERR_OK)
        e = parse(&x, "", 0, true);
    XML_ParserFree(x.parser);
    return e;
}

const char *xml_attribute(const char **atts, const char *name)
{
    for (; *atts; atts += 2)
        if (strcmp(local(atts[0]), name) == 0)
            return atts[1];
    return NULL;
}

bool xml_flag(const char **atts, const char *name)
{
    const char *v = xml_attribute(atts, name);

    return v && (strcmp(v, "1") == 0 || strcmp(v, "true") == 0);
}
