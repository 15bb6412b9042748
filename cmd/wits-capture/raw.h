/*
 * raw.h - the exact bytes of a line with their arrival times, in a file that can be replayed (wits0(5), RAW FILES).
 *
 * A file is the line "WITSRAW 1" and then chunks: "@ARRIVAL PEER LENGTH" LF, LENGTH bytes as they came, LF. ARRIVAL is Unix s
 * with 6 decimals, PEER a word without blanks ("-" when there is one line only). A chunk that a crash cut is passed over.
 */
#ifndef RAW_H
#define RAW_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { RAW_WHY = 512, RAW_PEER = 64, RAW_CHUNK_MAX = 1 << 20 };
struct raw;

/* Appends to path (made if absent; an unfinished last chunk is cut off; a file that is no raw file is refused). At midnight UTC
 * of the arrival times, and when it would grow over max_bytes (0: no limit), the file is moved to PATH.YYYYMMDD[.N] and begun
 * anew. NULL and a reason. */
struct raw *raw_open(const char *path, uint64_t max_bytes, char why[RAW_WHY]);
/* False when it could not be written (why in raw_why()); the chunk is then lost and counted, later ones are tried again. */
bool raw_put(struct raw *, double arrival, const char *peer, const char *bytes, size_t len);
bool raw_flush(struct raw *);
bool raw_reopen(struct raw *, char why[RAW_WHY]);               /* SIGHUP */
uint64_t raw_lost(const struct raw *);                          /* bytes */
const char *raw_why(const struct raw *);
bool raw_close(struct raw *);
/* A chunk is with the kernel when raw_put() returns, so kill -9 takes nothing back; raw_flush() tries what failed before (a cut
 * back, a rotation) and is true when nothing is wrong now. raw_sync() puts it on the disk (fdatasync). */
bool raw_sync(struct raw *);
const char *raw_path(const struct raw *);

/* Reading: whether the first bytes of a file are those of a raw file; then chunk by chunk. */
bool raw_is(const char *bytes, size_t len);
struct raw_chunk { double arrival; char peer[RAW_PEER]; const char *bytes; size_t len; };
struct raw_reader;
struct raw_reader *raw_reader_open(int fd);                     /* takes over fd, positioned at the start; NULL: out of memory */
/* 1: a chunk, valid until the next call; 0: the end; -1: an error, words in raw_reader_why(). */
int raw_reader_next(struct raw_reader *, struct raw_chunk *);
const char *raw_reader_why(const struct raw_reader *);
void raw_reader_close(struct raw_reader *);
/* Bytes that belonged to no whole chunk so far; where the last whole chunk ended. */
uint64_t raw_reader_skipped(const struct raw_reader *);
uint64_t raw_reader_at(const struct raw_reader *);
#endif
