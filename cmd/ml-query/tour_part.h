/*
 * tour_part.h - adds one counted window to a shift; for tour.c. No I/O.
 */
#ifndef TOUR_PART_H
#define TOUR_PART_H
#include "tour.h"

void tour_add(struct tour *, struct tour_window *);
#endif
