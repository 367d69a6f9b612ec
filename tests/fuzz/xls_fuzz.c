/*
 * Fuzzes the XLS reader.  An input that begins like a compound file is one; any
 * other is a stream of records after the BOF of BIFF8 or BIFF5.
 */
#include "sheet_fuzz.h"

#define COMPOUND "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
#define BIFF8 "\x09\x08\x10\x00\x00\x06\x05\x00\0\0\0\0\0\0\0\0\0\0\0\0"
#define BIFF5 "\x09\x08\x08\x00\x00\x05\x05\x00\0\0\0\0"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t n = sizeof BIFF8 - 1;
    uint8_t *stream;

    if (size >= 8 && memcmp(data, COMPOUND, 8) == 0) {
        read_it(file_of(data, size));
        return 0;
    }
    if (size == 0)
        return 0;
    if (data[0] & 1)
        n = sizeof BIFF5 - 1;
    stream = malloc(n + size);
    must(stream != NULL);
    memcpy(stream, data[0] & 1 ? BIFF5 : BIFF8, n);
    memcpy(stream + n, data + 1, size - 1);
    read_it(file_of(stream, n + size - 1));
    free(stream);
    return 0;
}
