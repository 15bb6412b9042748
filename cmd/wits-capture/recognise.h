/*
 * recognise.h - which WITS level bytes look like that hold no level 0 frame. No I/O.
 *
 * Level 1 is records in LIS format (LIS-79: physical record header of length and attributes, logical record header of type
 * and attributes), level 2 adds a dialogue in comment records (type 232), level 3 format records (type 64) that redefine
 * the others, level 4 is RP66 version 1 (DLIS). API PUBL 3855 (1991), LIS-79, API RP66.
 */
#ifndef RECOGNISE_H
#define RECOGNISE_H
#include <stddef.h>

enum { RECOGNISE_BYTES = 4096 };
/* 1 to 4 by the first bytes of a line; 0: none of these for certain. */
int recognise_level(const unsigned char *bytes, size_t len);
/* "WITS level 1 (binary records in LIS format)" */
const char *recognise_words(int level);
#endif
