/*
 * The ZIP archive that an XLSX file is: its parts by name, unpacked piece by
 * piece, with limits on entries, size and ratio.
 */
#ifndef SHEET_PACKAGE_H
#define SHEET_PACKAGE_H

#include "scan.h"

struct package;

/* Takes the next bytes of a part; anything but ERR_OK stops it. */
typedef enum err (*package_fn)(void *ctx, const char *bytes, size_t n);

/* Reads the archive's directory.  ERR_INVALID when it is damaged or
 * encrypted, ERR_TOO_LARGE above SHEET_ENTRIES_MAX entries; the reason is
 * said.  The caller closes it. */
enum err package_open(struct scan *r, struct package **out);
void package_close(struct package *p);

/* Whether there is a part of this name; case does not matter. */
bool package_has(const struct package *p, const char *name);

/* Gives the part's bytes to `fn`.  ERR_NOT_FOUND, with no reason said.
 * ERR_INVALID when it does not unpack to its size and checksum, ERR_TOO_LARGE
 * above the limits of size and ratio: with the reason. */
enum err package_read(struct package *p, const char *name, package_fn fn,
                      void *ctx);

#endif
