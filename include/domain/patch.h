/*
 * A body carried over into the record it makes or changes, member by member
 * of the same name and type.  An empty text becomes NULL: nothing was given.
 */
#ifndef DOMAIN_PATCH_H
#define DOMAIN_PATCH_H

#include <stdbool.h>

#include "json/field.h"

/* Copies every member that `row` has too. */
void record_copy(const struct record *from_record, const void *from,
                 const struct record *row_record, void *row);

/* The same for those that were in the body, also as null. */
void patch_apply(const struct record *patch_record, const void *patch,
                 const struct record *row_record, void *row);

/* Do both hold the same value in `f`?  Texts by their bytes. */
bool field_same(const struct field *f, const void *a, const void *b);

#endif
