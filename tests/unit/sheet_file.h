/*
 * Spreadsheet files made by hand for the tests of the reader, and what it
 * reads in them: both in this process and in a confined child, which must
 * agree.
 */
#ifndef TEST_SHEET_FILE_H
#define TEST_SHEET_FILE_H

#include "base/buf.h"
#include "sheet/sheet_in.h"

#include <archive.h>
#include <archive_entry.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#define SCRATCH "/tmp"

/* A file of these bytes. */
static inline int file_of(const void *bytes, size_t n)
{
    int fd = memfd_create("sheet", MFD_CLOEXEC);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, n), (ssize_t)n);
    return fd;
}

struct part {
    const char *name;
    const char *text;
    size_t n; /* 0: strlen */
};

static inline void zip_part(struct archive *a, const struct part *p)
{
    struct archive_entry *e = archive_entry_new();
    size_t n = p->n ? p->n : strlen(p->text);

    archive_entry_set_pathname(e, p->name);
    archive_entry_set_size(e, (la_int64_t)n);
    archive_entry_set_filetype(e, AE_IFREG);
    archive_entry_set_perm(e, 0644);
    assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
    assert_int_equal(archive_write_data(a, p->text, n), (la_ssize_t)n);
    archive_entry_free(e);
}

/* An archive of parts, the last one without a name. */
static inline int zip_of(const struct part *parts, const char *options)
{
    struct archive *a = archive_write_new();
    int fd = memfd_create("sheet", MFD_CLOEXEC);

    archive_write_set_format_zip(a);
    archive_write_set_options(a, options ? options : "zip:compression=deflate");
    assert_int_equal(archive_write_open_fd(a, fd), ARCHIVE_OK);
    for (; parts->name; parts++)
        zip_part(a, parts);
    assert_int_equal(archive_write_close(a), ARCHIVE_OK);
    archive_write_free(a);
    return fd;
}

#define RELS                                                                   \
    "<Relationships "                                                          \
    "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define REL(id, type, target)                                                  \
    "<Relationship Id=\"" id "\" Type=\"http://schemas.openxmlformats.org/"    \
    "officeDocument/2006/relationships/" type "\" Target=\"" target "\"/>"
#define XROOT                                                                  \
    {                                                                          \
        "_rels/.rels",                                                         \
            RELS REL("rId1", "officeDocument",                                 \
                     "xl/workbook.xml") "</Relationships>",                    \
            0                                                                  \
    }
#define XRELS(more)                                                            \
    {                                                                          \
        "xl/_rels/workbook.xml.rels",                                          \
            RELS REL("rId1", "worksheet", "worksheets/sheet1.xml") more        \
            "</Relationships>",                                                \
            0                                                                  \
    }
#define XBOOK(inside)                                                          \
    {                                                                          \
        "xl/workbook.xml",                                                     \
            "<workbook xmlns:r=\"urn:r\">" inside "</workbook>", 0             \
    }
#define XSHEETS                                                                \
    "<sheets><sheet name=\"名单\" sheetId=\"1\" r:id=\"rId1\"/></sheets>"
#define XSHEET(rows)                                                           \
    {                                                                          \
        "xl/worksheets/sheet1.xml",                                            \
            "<worksheet><sheetData>" rows "</sheetData></worksheet>", 0        \
    }
#define XEND                                                                   \
    {                                                                          \
        NULL, NULL, 0                                                          \
    }

/* A workbook of one plain sheet. */
#define XLSX(rows)                                                             \
    (const struct part[])                                                      \
    {                                                                          \
        XROOT, XRELS(""), XBOOK(XSHEETS), XSHEET(rows), XEND                   \
    }

/* Rows as "1:3[a|#5|@2010-01-01|=#7]": # number, ~ inexact, @ date, ? truth,
 * ! error, = formula, "h" behind a hidden row or sheet number. */
static inline enum err render(void *ctx, const struct sheet_in_row *row)
{
    static const char marks[] = " \0#@?!";
    struct buf *b = ctx;

    buf_printf(b, "%d%s:%d%s[", row->sheet, row->sheet_hidden ? "h" : "",
               (int)row->number, row->hidden ? "h" : "");
    for (size_t i = 0; i < row->n; i++) {
        const struct sheet_cell *c = &row->cells[i];

        buf_str(b, i ? "|" : "");
        buf_str(b, c->formula ? "=" : "");
        buf_str(b, c->inexact ? "~" : "");
        if (c->kind > CELL_TEXT)
            buf_char(b, marks[c->kind]);
        buf_str(b, c->text);
    }
    buf_char(b, ']');
    return ERR_OK;
}

/* What the reader gives, and how it ended; closes `fd`. */
static inline enum err read_both(int fd, struct buf *b, struct sheet_error *why)
{
    struct buf other;
    struct sheet_error said;
    enum err e, confined;

    buf_init(&other);
    buf_clear(b);
    buf_str(b, "");
    buf_str(&other, "");
    e = sheet_read_file(fd, SCRATCH, render, b, why);
    confined = sheet_read_confined(fd, SCRATCH, NULL, render, &other, &said);
    assert_int_equal(e, confined);
    assert_string_equal(b->data, other.data);
    assert_string_equal(why->reason, said.reason);
    assert_int_equal(why->sheet, said.sheet);
    assert_int_equal(why->row, said.row);
    assert_int_equal(why->column, said.column);
    assert_int_equal(e == ERR_OK, why->reason[0] == '\0');
    buf_free(&other);
    close(fd);
    return e;
}

static inline void expect_rows(int fd, const char *rows)
{
    struct sheet_error why;
    struct buf b;
    enum err e;

    buf_init(&b);
    e = read_both(fd, &b, &why);
    assert_string_equal(why.reason, "");
    assert_int_equal(e, ERR_OK);
    assert_string_equal(b.data, rows);
    buf_free(&b);
}

/* It ends with `e` at the place, and its reason holds `says`. */
static inline void expect_fault(int fd, enum err e, int row, int column,
                                const char *says)
{
    struct sheet_error why;
    struct buf b;

    buf_init(&b);
    assert_int_equal(read_both(fd, &b, &why), e);
    if (!strstr(why.reason, says))
        fail_msg("said: %s", why.reason);
    if (why.row != row || why.column != column)
        fail_msg("at %d, %d: %s", (int)why.row, why.column, why.reason);
    assert_non_null(strstr(why.reason, "上传"));
    buf_free(&b);
}

#endif
