/*
 * Fuzzes the XLSX reader.  An input that begins with "PK" is an archive as it
 * stands; any other is the XML of one part, chosen by its first byte, in an
 * archive whose other parts are sound: the fuzzer need not find its way through
 * deflate and checksums.
 */
#include "sheet_fuzz.h"

#include <archive.h>
#include <archive_entry.h>

#define OFFICE                                                                 \
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static const struct {
    const char *name, *text;
} sound[] = {
    { "xl/worksheets/sheet1.xml",
      "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c><c s=\"1\"><v>4e4</v>"
      "</c></row></sheetData></worksheet>" },
    { "xl/sharedStrings.xml", "<sst><si><t>a</t></si></sst>" },
    { "xl/styles.xml", "<styleSheet><cellXfs><xf/><xf "
                       "numFmtId=\"14\"/></cellXfs></styleSheet>" },
    { "xl/workbook.xml",
      "<workbook><sheets><sheet name=\"a\" r:id=\"r1\"/></sheets></workbook>" },
    { "xl/_rels/workbook.xml.rels",
      "<Relationships><Relationship Id=\"r1\" Type=\"" OFFICE "worksheet\""
      " Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" "
      "Type=\"" OFFICE
      "styles\" Target=\"styles.xml\"/><Relationship Id=\"r3\" Type=\"" OFFICE
      "sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>" },
    { "_rels/.rels", "<Relationships><Relationship Id=\"r\" Type=\"" OFFICE
                     "officeDocument\" Target=\"xl/workbook.xml\"/>"
                     "</Relationships>" },
};
#define PARTS (sizeof sound / sizeof *sound)

static void add(struct archive *a, const char *name, const void *text, size_t n)
{
    struct archive_entry *e = archive_entry_new();

    archive_entry_set_pathname(e, name);
    archive_entry_set_size(e, (la_int64_t)n);
    archive_entry_set_filetype(e, AE_IFREG);
    must(archive_write_header(a, e) == ARCHIVE_OK);
    must(archive_write_data(a, text, n) == (la_ssize_t)n);
    archive_entry_free(e);
}

static int archive_around(const uint8_t *data, size_t size)
{
    struct archive *a = archive_write_new();
    int fd = memfd_create("fuzz", 0);
    size_t part = data[0] % PARTS;

    archive_write_set_format_zip(a);
    archive_write_set_options(a, "zip:compression=store");
    must(archive_write_open_fd(a, fd) == ARCHIVE_OK);
    for (size_t i = 0; i < PARTS; i++)
        if (i == part)
            add(a, sound[i].name, data + 1, size - 1);
        else
            add(a, sound[i].name, sound[i].text, strlen(sound[i].text));
    must(archive_write_free(a) == ARCHIVE_OK);
    return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    read_it(data[0] == 'P' && data[1] == 'K' ? file_of(data, size)
                                             : archive_around(data, size));
    return 0;
}
