/* quarantine.c - holds and suspect channels; see quarantine.h. */
#include "quarantine.h"

#include <math.h>
#include <string.h>

#include "json.h"
#include "text.h"

_Static_assert(CHANNELS <= 64, "a set of channels is 64 bits");

json_t *quarantine_names(uint64_t suspect)
{
	json_t *a = json_array();

	for (int i = 0; a && i < CHANNELS; i++)
		if (suspect >> i & 1 && json_array_append_new(a, json_string(channel_table[i].name)) < 0) {
			json_decref(a);
			return NULL;
		}
	return a;
}

bool quarantine_channels(const json_t *names, uint64_t *suspect)
{
	struct channel_match m;

	*suspect = 0;
	if (!json_is_array(names))
		return false;
	for (size_t i = 0; i < json_array_size(names); i++) {
		const json_t *name = json_array_get(names, i);
		if (!json_is_string(name))
			return false;
		if (channel_match(json_string_value(name), json_string_length(name), &m))
			*suspect |= UINT64_C(1) << m.channel;
	}
	return true;
}

/* As much of the sentence as there is room for, in whole characters. */
static void copy_words(char to[QUARANTINE_WORDS], const char *from)
{
	size_t n = strlen(from);

	if (n >= QUARANTINE_WORDS)
		for (n = QUARANTINE_WORDS - 1; n > 0 && ((unsigned char)from[n] & 0xC0) == 0x80; n--)
			;
	memcpy(to, from, n);
	to[n] = '\0';
}

static bool fail(char why[QUARANTINE_WHY], const char *words)
{
	memcpy(why, words, strlen(words) + 1);
	return false;
}

bool quarantine_set(struct quarantine *q, const json_t *set, char why[QUARANTINE_WHY])
{
	const json_t *hold = json_object_get(set, "hold"), *suspect = json_object_get(set, "suspect");

	if (hold && !json_is_null(hold) && !json_is_string(hold))
		return fail(why, "hold: not a text or null");
	if (suspect && !json_is_null(suspect) && !quarantine_channels(suspect, &q->next.suspect))
		return fail(why, "suspect: not a list of names");
	if (suspect && json_is_null(suspect))
		q->next.suspect = 0;
	if (!hold)
		return true;
	if (json_is_null(hold)) {
		q->next.hold[0] = '\0';
		return true;
	}
	if (!q->next.hold[0])
		q->next.since = json_get_number(set, "ts");
	copy_words(q->next.hold, json_string_length(hold) ? json_string_value(hold) : "no reason given");
	return true;
}

bool quarantine_row(struct quarantine *q)
{
	q->now = q->next;
	if (!q->now.hold[0])
		return false;
	memcpy(q->last, q->now.hold, sizeof q->last);
	return true;
}

void quarantine_mask(const struct quarantine *q, struct sample *s)
{
	const struct { enum channel channel; double *of; } all[] = {
		{ CH_BIT_DEPTH, &s->bit }, { CH_HOLE_DEPTH, &s->hole }, { CH_BLOCK, &s->block }, { CH_ROP, &s->rop },
		{ CH_ROP, &s->mse }, { CH_ROP, &s->d_exp }, { CH_HOOKLOAD, &s->hookload }, { CH_WOB, &s->wob },
		{ CH_WOB, &s->wob_corr }, { CH_WOB, &s->mse }, { CH_WOB, &s->d_exp }, { CH_TORQUE, &s->torque },
		{ CH_TORQUE, &s->mse }, { CH_RPM, &s->rpm }, { CH_RPM, &s->mse }, { CH_RPM, &s->d_exp }, { CH_SPP, &s->spp },
		{ CH_DIFF, &s->diff }, { CH_FLOW_IN, &s->flow }, { CH_FLOW_OUT, &s->flow_out }, { CH_MUD_IN, &s->mud },
		{ CH_ECD, &s->ecd }, { CH_CCS, &s->ccs }, { CH_BIT_DIAMETER, &s->diameter }, { CH_MSE, &s->mse },
		{ CH_D_EXP, &s->d_exp }, { CH_WOB_CORR, &s->wob_corr },
	};

	for (size_t i = 0; q->now.suspect && i < sizeof all / sizeof *all; i++)
		if (q->now.suspect >> all[i].channel & 1)
			*all[i].of = NAN;
}
