/*
 * tour_sheet.h - a shift as a page, in the crew's units and zone.
 */
#ifndef TOUR_SHEET_H
#define TOUR_SHEET_H
#include "query.h"
#include "sheet.h"
#include "tour.h"

struct tour_who { const char *well, *field, *campaign; };
void tour_sheet(struct sheet *, const struct query *, const struct tour *, const struct tour_who *);
#endif
