/*
 * wits_names.h - what the standard calls records and items, for people. No I/O. Source: API PUBL 3855 (1991).
 */
#ifndef WITS_NAMES_H
#define WITS_NAMES_H

struct wits_name {
	int number;                     /* RRII; 1..7 for the header items that all records share */
	char type;                      /* A text, S and L whole numbers, F a number */
	const char *name, *metric, *fps;        /* units of the two sets, "" for none */
};
/* NULL when the standard has no such item, or its record is not in the table (of 01 to 05, 07, 08, 11, 12, 15, 19). */
const struct wits_name *wits_name(int number);
const char *wits_record_name(int record);       /* "" for vendors' records */
#endif
