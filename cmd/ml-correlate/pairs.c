/*
 * pairs.c - which pairs of quantities are correlated.
 */
#include "pairs.h"

#include <stdlib.h>
#include <string.h>

static int quantity(struct pairs *p, const char *asked)
{
	enum channel channel = channel_by_name(asked);
	const char *short_name = channel < CHANNELS ? channel_table[channel].short_name : "";

	for (int k = 0; k < p->quantities; k++)
		if (!strcmp(p->quantity[k].asked, asked))
			return k;
	p->quantity[p->quantities] = (struct pairs_quantity){ asked, *short_name ? short_name : asked, channel };
	return p->quantities++;
}

static bool part_of_mse(enum channel c)
{
	return c == CH_WOB || c == CH_RPM || c == CH_ROP || c == CH_TORQUE;
}

static bool structural(enum channel x, enum channel y)
{
	return (x == CH_MSE && part_of_mse(y)) || (y == CH_MSE && part_of_mse(x));
}

static bool add(struct pairs *p, char *item, char why[PAIRS_WHY])
{
	char *colon = strchr(item, ':');
	int x, y;

	if (!colon || colon == item || !colon[1] || strchr(colon + 1, ':')) {
		snprintf(why, PAIRS_WHY, "'%.60s' is not X:Y, such as WOB:ROP", item);
		return false;
	}
	if (p->n == PAIRS_MAX) {
		snprintf(why, PAIRS_WHY, "more than %d pairs", PAIRS_MAX);
		return false;
	}
	*colon = '\0';
	x = quantity(p, item);
	y = quantity(p, colon + 1);
	if (!strcmp(p->quantity[x].name, p->quantity[y].name)) {
		snprintf(why, PAIRS_WHY, "'%.60s' is paired with itself", p->quantity[x].name);
		return false;
	}
	for (int k = 0; k < p->n; k++)
		if (p->pair[k].x == x && p->pair[k].y == y) {
			snprintf(why, PAIRS_WHY, "%.60s:%.60s stands twice", p->quantity[x].asked, p->quantity[y].asked);
			return false;
		}
	p->pair[p->n++] = (struct pairs_pair){ x, y, structural(p->quantity[x].channel, p->quantity[y].channel) };
	return true;
}

bool pairs_parse(struct pairs *p, const char *list, char why[PAIRS_WHY])
{
	char *item, *next;

	*p = (struct pairs){ .text = strdup(list) };
	if (!p->text) {
		snprintf(why, PAIRS_WHY, "out of memory");
		return false;
	}
	for (item = p->text; item; item = next) {
		next = strchr(item, ',');
		if (next)
			*next++ = '\0';
		if (!add(p, item, why)) {
			pairs_free(p);
			return false;
		}
	}
	return true;
}

void pairs_free(struct pairs *p)
{
	free(p->text);
	*p = (struct pairs){0};
}
