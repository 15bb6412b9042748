/*
 * unzstd.h - zstd data (RFC 8878) to what they were, as they come in. No I/O: the caller reads and hands over.
 */
#ifndef UNZSTD_H
#define UNZSTD_H
#include <stdbool.h>
#include <stddef.h>

enum unzstd_guess { UNZSTD_NO, UNZSTD_PERHAPS, UNZSTD_YES };
/* Whether an input is zstd data, by its first bytes; PERHAPS: fewer than the four that it takes, all as they would be. */
enum unzstd_guess unzstd_is(const char *bytes, size_t len);

struct unzstd;

struct unzstd *unzstd_new(void);                        /* NULL when out of memory */
void unzstd_free(struct unzstd *);
/* Where to put the next bytes of the input, and how many fit (at least 64 KiB once unzstd_take() gave 0); then how many came. */
char *unzstd_room(struct unzstd *, size_t *size);
void unzstd_fed(struct unzstd *, size_t n);
/* Unpacks into `to`; *n is how many bytes, 0 when it needs more input first. False when the data are wrong. */
bool unzstd_take(struct unzstd *, char *to, size_t room, size_t *n);
/* Whether the input may end here: at the end of a frame. */
bool unzstd_whole(const struct unzstd *);
#endif
