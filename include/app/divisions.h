/* The file of a county's divisions: code,name,level,parent,source. */
#ifndef APP_DIVISIONS_H
#define APP_DIVISIONS_H

#include "base/arena.h"
#include "base/err.h"
#include "store/store.h"

/* Reads it into plan->divisions, texts in the arena.  ERR_NOT_FOUND, ERR_IO,
 * or ERR_INVALID with plan->why saying where and why. */
enum err divisions_read(const char *path, struct arena *a,
                        struct county_plan *plan);

/* The same for a text in UTF-8. */
enum err divisions_read_text(const char *text, struct arena *a,
                             struct county_plan *plan);

/* Hulin's divisions, carried in the binary. */
extern const char county_csv[];

#endif
