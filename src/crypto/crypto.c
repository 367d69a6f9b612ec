/* Starts the libraries below the crypto layer. */
#include "crypto/crypto.h"

#include <liboath/oath.h>
#include <sodium.h>

enum err crypto_open(void)
{
    if (sodium_init() < 0)
        return ERR_INTERNAL;
    return oath_init() == OATH_OK ? ERR_OK : ERR_INTERNAL;
}
