/*
 * What a run found as a CSV in the form of the contract.
 */
#include <stdlib.h>
#include <string.h>

#include "crypto/outfile.h"
#include "reconcile_parts.h"

static void put_cell(struct buf *b, const char *text)
{
    bool quote = text != NULL && text[strcspn(text, ",\"\r\n")] != '\0';

    if (quote)
        buf_char(b, '"');
    for (const char *c = text; c != NULL && *c != '\0'; c++) {
        if (*c == '"')
            buf_char(b, '"');
        buf_char(b, *c);
    }
    if (quote)
        buf_char(b, '"');
    buf_char(b, ',');
}

/* The question of a group rests on the rows of all its members. */
static void put_members(const struct reconcile *r, const uint32_t *next,
                        uint32_t e, struct buf *evidence)
{
    for (uint32_t m = next[e]; m != UINT32_MAX; m = next[m])
        reconcile_put_evidence(r, &r->entities[m], evidence);
}

static enum err put_line(struct db *reader,
                         const struct reconcile_result *found,
                         const uint32_t *next, uint32_t i, struct arena *a,
                         struct buf *b)
{
    struct verdict_row v;
    struct buf evidence;

    TRY(reconcile_verdict(reader, found, i, a, &v));
    buf_init(&evidence);
    buf_str(&evidence, v.evidence);
    put_members(&found->r, next, i, &evidence);
    put_cell(b, v.verdict);
    put_cell(b, v.id_no);
    put_cell(b, v.name);
    put_cell(b, v.birth_date);
    put_cell(b, v.division);
    put_cell(b, v.rule);
    buf_printf(b, "%.2f,%s\r\n", v.confidence, evidence.data);
    buf_free(&evidence);
    return b->failed ? ERR_NO_MEMORY : ERR_OK;
}

/* Each group as a chain from its speaker through its members. */
static uint32_t *chain_members(const struct reconcile *r)
{
    uint32_t *next = malloc((r->entities_n + 1) * sizeof *next);

    if (next == NULL)
        return NULL;
    memset(next, 0xFF, (r->entities_n + 1) * sizeof *next);
    for (uint32_t i = 0; i < r->entities_n; i++)
        if (r->entities[i].member) {
            next[i] = next[r->entities[i].group];
            next[r->entities[i].group] = i;
        }
    return next;
}

enum err reconcile_write_csv(struct db *reader, struct reconcile_result *result,
                             struct outfile *out)
{
    const struct reconcile *r = &result->r;
    uint32_t *next = chain_members(r);
    struct arena a;
    struct buf b;
    enum err e = next ? db_read_begin(reader) : ERR_NO_MEMORY;
    bool reading = e == ERR_OK;

    arena_init(&a, 0);
    buf_init(&b);
    buf_str(&b, "\xEF\xBB\xBFverdict,id_no,name,birth_date,division,rule,"
                "confidence,evidence\r\n");
    for (uint32_t i = 0; i < r->entities_n && e == ERR_OK; i++) {
        if (r->entities[i].member || !reconcile_is_given(&r->entities[i]))
            continue;
        e = put_line(reader, result, next, i, &a, &b);
        arena_reset(&a);
        if (e == ERR_OK && b.len > 65536) {
            e = outfile_write(out, b.data, b.len);
            buf_clear(&b);
        }
    }
    if (reading)
        db_read_end(reader);
    if (e == ERR_OK && b.len > 0)
        e = outfile_write(out, b.data, b.len);
    buf_free(&b);
    arena_free(&a);
    free(next);
    return e;
}
