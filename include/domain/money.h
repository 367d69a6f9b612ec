/*
 * Amounts of money (金额): typed and shown in 元 with at most two places, kept
 * in 分 as a whole number.
 */
#ifndef DOMAIN_MONEY_H
#define DOMAIN_MONEY_H

#include <stdint.h>

#include "base/arena.h"

/* The largest amount that is taken, in 元. */
#define MONEY_MOST INT64_C(1000000000)

/* A text_clean of json/field.h: "5,000.5元" becomes "5000.50"; refuses what is
 * no amount.  Empty stays empty. */
const char *clean_money(struct arena *a, const char *in, const char **out);

/* 分 of a text as clean_money left it; INT_NONE for NULL and empty. */
int64_t money_fen(const char *yuan);

/* "5000", "123.50"; NULL for INT_NONE, or when memory ran out. */
const char *money_yuan(struct arena *a, int64_t fen);

#endif
