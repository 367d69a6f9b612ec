/*
 * The table of shapes that src/tools/shapes.c generates at build time from
 * the Unihan database; only src/text/shape.c looks inside.
 */
#ifndef TEXT_SHAPE_TABLE_H
#define TEXT_SHAPE_TABLE_H

#include <stdint.h>

#define SHAPE_FIRST 0x4E00 /* the block of common 汉字 … */
#define SHAPE_N 0x5200     /* … U+4E00..U+9FFF */

/* Of one character: up to five letters of Cangjie, five bits each, the last
 * letter lowest; the five corners and 1; the strokes.  0 where unknown. */
#define SHAPE_PARTS 5
#define SHAPE_PARTS_AT 0
#define SHAPE_PARTS_MASK 0x1FFFFFFu
#define SHAPE_CORNERS_AT 25
#define SHAPE_CORNERS_MASK 0x1FFFFu
#define SHAPE_STROKES_AT 42
#define SHAPE_STROKES_MASK 0x7Fu

extern const uint64_t shape_of[SHAPE_N];

#endif
