/*
 * Gives up, for good, whatever a program that reads a hostile file does not
 * need.
 */
#ifndef SHEET_CONFINE_H
#define SHEET_CONFINE_H

#include <stdbool.h>
#include <stdint.h>

/* After it this process can read, write and seek the descriptors it has,
 * allocate up to `memory` bytes of address space, and end.  Opening a file
 * fails with EACCES; a socket, another program or process, executable memory,
 * or anything else ends it at once (SIGSYS).  `cpu_s` seconds of CPU from its
 * start on end it too (SIGXCPU), and so does a file written beyond `file`
 * bytes (SIGXFSZ).
 *
 * False when this system cannot do it: then nothing must be read.  Call it
 * with one thread.  Sanitizers need their address space: under them `memory`
 * is not limited. */
bool confine(int64_t memory, int cpu_s, int64_t file);

#endif
