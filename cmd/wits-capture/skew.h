/*
 * skew.h - how far a sender's clock is from ours, estimated from arrival minus own time. No I/O.
 *
 * Arrival delays only ever add, so the offset follows the lower edge of (arrival - own) and a spread says how sure; a jump of
 * the sender's clock begins anew and is reported.
 * The edge is that of the last 10 to 20 minutes. A jump is told on the third frame in a row that is more than 5 s and 8 spreads
 * off and agrees with the others to 2.5 s; where it looks like a delay (own time behind), only when that lasts 20 s. Own
 * times in whole seconds: where the sender's phase moves, the edge is that of the frames sent at the full second; where it
 * does not, the offset holds the phase, so it is up to 1 s too much.
 */
#ifndef SKEW_H
#define SKEW_H
#include <stdbool.h>
#include <stdint.h>

struct skew {
	uint64_t n;             /* frames since the last jump */
	double offset;          /* arrival minus own, s: to be added to the sender's times; NAN before the first */
	double spread;          /* usual distance of a frame from it, s */
	double drift;           /* s a day; 0 until an hour has been seen */
	uint64_t jumps;
	double state[8];        /* skew.c's */
};

void skew_init(struct skew *);
/* A frame with its own time and its arrival (both Unix s). True when this one shows that a clock jumped; by how much in *jump. */
bool skew_add(struct skew *, double own, double arrival, double *jump);
/* The sender's time as ours; own as it is while nothing is known. */
double skew_correct(const struct skew *, double own);
#endif
