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
	p->quantity[p->quantities] = (struct pairs_quantity){ asked, *short_name ? short_name : asked, channel, true };
	return p->quantities++;
}

static bool part_of_mse(enum channel c)
{
	return c == CH_WOB || c == CH_RPM || c == CH_ROP || c == CH_TORQUE;
}

static struct pairs_pair make(const struct pairs *p, int x, int y)
{
	struct pairs_pair pair = { .x = x, .y = y, .energy = x, .part = y, .power = 1 };
	enum channel part;

	if (p->quantity[y].channel == CH_MSE) {
		pair.energy = y;
		pair.part = x;
	}
	part = p->quantity[pair.part].channel;
	pair.structural = p->quantity[pair.energy].channel == CH_MSE && part_of_mse(part);
	if (part == CH_ROP)
		pair.power = -1;                /* energy a volume goes with 1/ROP */
	return pair;
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
	p->pair[p->n++] = make(p, x, y);
	return true;
}

static int find(const struct pairs *p, enum channel channel)
{
	for (int k = 0; k < p->quantities; k++)
		if (p->quantity[k].channel == channel)
			return k;
	return -1;
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
	p->rop = find(p, CH_ROP);
	if (p->rop >= 0 && find(p, CH_WOB) < 0)
		p->quantity[quantity(p, "WOB")].paired = false;
	p->wob = find(p, CH_WOB);
	return true;
}

void pairs_free(struct pairs *p)
{
	free(p->text);
	*p = (struct pairs){0};
}
