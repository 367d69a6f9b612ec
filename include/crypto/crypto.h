/*
 * Start of the crypto layer: the one place where libsodium and liboath are
 * let in.  No header of this layer shows a type of theirs.
 *
 * Everything here is thread-safe without locks once crypto_open has returned.
 */
#ifndef CRYPTO_CRYPTO_H
#define CRYPTO_CRYPTO_H

#include "base/err.h"

/* Call once, before any thread starts and before anything else of this layer.
 * A second call does no harm.  ERR_INTERNAL when a library refuses to start:
 * the process must then end, for its random numbers could not be trusted. */
enum err crypto_open(void);

#endif
