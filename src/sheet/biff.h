/*
 * The records of an XLS workbook ([MS-XLS]) and the texts in them, for BIFF8
 * (Excel 97 and later, WPS) and BIFF5 (Excel 5 and 95).
 */
#ifndef SHEET_BIFF_H
#define SHEET_BIFF_H

#include "ole_in.h"

enum record {
    REC_FORMULA = 0x06,
    REC_EOF = 0x0A,
    REC_DATEMODE = 0x22,
    REC_FILEPASS = 0x2F,
    REC_CONTINUE = 0x3C,
    REC_CODEPAGE = 0x42,
    REC_BOUNDSHEET = 0x85,
    REC_MULRK = 0xBD,
    REC_RSTRING = 0xD6,
    REC_XF = 0xE0,
    REC_SST = 0xFC,
    REC_LABELSST = 0xFD,
    REC_NUMBER = 0x203,
    REC_LABEL = 0x204,
    REC_BOOLERR = 0x205,
    REC_STRING = 0x207,
    REC_ROW = 0x208,
    REC_RK = 0x27E,
    REC_FORMAT = 0x41E,
    REC_BOF = 0x809,
};

#define BIFF_RECORD_MAX 65535

struct biff {
    struct ole_stream *s;
    bool eight;        /* BIFF8, else BIFF5 */
    unsigned codepage; /* of BIFF5 texts */
    int64_t next;      /* place of the record after this one */
    unsigned type;
    unsigned char data[BIFF_RECORD_MAX];
    size_t n, at; /* bytes of the record, and those read */
};

void biff_init(struct biff *b, struct ole_stream *s);

/* Goes to the record at `place` of the stream, or to the next one.
 * ERR_INVALID with the reason when there is none. */
enum err biff_go(struct biff *b, int64_t place);
enum err biff_next(struct biff *b);

/* Numbers of the record, one after the other.  ERR_INVALID, with the reason,
 * past its end. */
enum err biff_u8(struct biff *b, unsigned *v);
enum err biff_u16(struct biff *b, unsigned *v);
enum err biff_u32(struct biff *b, uint32_t *v);
enum err biff_double(struct biff *b, double *v);

/* A text whose length takes `width` bytes (1 or 2), as UTF-8 into `out`, which
 * is cleared; it may run on into records that continue this one. */
enum err biff_text(struct biff *b, int width, struct buf *out);

/* The next text of the table of shared strings, which is longer: with the
 * looks and readings that follow it, passed over. */
enum err biff_shared(struct biff *b, struct buf *out);

#endif
