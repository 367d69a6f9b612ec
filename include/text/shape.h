/*
 * 形近字: 汉字 that are taken for each other by the eye, in handwriting or on a
 * worn certificate.
 */
#ifndef TEXT_SHAPE_H
#define TEXT_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

/* True when two different characters look alike: they differ in one part
 * (清 晴, 杨 扬, 涵 函), in their left part alone (请 情), have the same corners
 * (己 已, 间 问), or belong together by a small table (未 末 …).  Symmetric;
 * false for equal characters and outside U+4E00..U+9FFF. */
bool shape_alike(uint32_t a, uint32_t b);

#endif
