/*
 * pairs.h - which pairs of quantities are correlated.
 */
#ifndef PAIRS_H
#define PAIRS_H
#include <stdbool.h>
#include "channel.h"

enum { PAIRS_MAX = 32, PAIRS_QUANTITIES_MAX = 2 * PAIRS_MAX + 1, PAIRS_WHY = 200 };

struct pairs_quantity {
	const char *asked;              /* as it was named */
	const char *name;               /* as it is reported: the plan's name where there is one ("WOB") */
	enum channel channel;           /* CHANNELS for a column that is none */
	bool paired;                    /* false for the WOB that only the lag of ROP needs */
};
/* x, y, energy, part: indices of quantities. A structural pair is MSE (energy) and a part of its formula; power: the slope of
 * ln MSE on the logarithm of the part that the formula gives while nothing else answers to it. */
struct pairs_pair { int x, y; bool structural; int energy, part; double power; };
struct pairs {
	struct pairs_quantity quantity[PAIRS_QUANTITIES_MAX];
	struct pairs_pair pair[PAIRS_MAX];
	int quantities, n;
	int wob, rop;                   /* which quantities; negative when ROP is in no pair */
	char *text;                     /* owns the names */
};

#define PAIRS_PLAN "WOB:ROP,WOB:MSE,RPM:ROP,RPM:MSE,Flow:ROP"

/* Reads "X:Y,X:Y". WOB is a quantity wherever ROP is, in a pair or not: the lag of ROP is found by it. A pair is structural
 * when one is MSE and the other a part of its formula (WOB, RPM, ROP, torque): it correlates with nothing going on. False and
 * a reason when it is not such a list. */
bool pairs_parse(struct pairs *, const char *list, char why[PAIRS_WHY]);
void pairs_free(struct pairs *);
#endif
