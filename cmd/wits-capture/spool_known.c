/* spool_known.c - which rows a spool has; see spool_known.h. */
#include "spool_known.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { ROWS_MAX = 1 << 20 };    /* rows kept of days that were asked for; 16 to 32 MiB */

/* Two lanes, each step one to one in the state, so rows that differ in one word only never meet. Not against an enemy who
 * knows the key; it is drawn at random. */
static void hash(const struct seen *s, const char *line, size_t len, uint64_t out[2])
{
	uint64_t a = s->key[0] ^ len, b = s->key[1] + len;

	for (size_t i = 0; i < len; i += 8) {
		uint64_t w = 0;

		memcpy(&w, line + i, len - i < 8 ? len - i : 8);
		a = (a ^ w) * 0x9e3779b97f4a7c15u;
		a ^= a >> 32;
		b = (b + w) * 0xd6e8feb86659fd93u;
		b ^= b >> 29;
	}
	out[0] = (a ^ (a >> 31)) * 0xff51afd7ed558ccdu | 1;     /* 0 is an empty slot */
	out[1] = b * 0xc4ceb9fe1a85ec53u ^ (b >> 33);
}

static size_t place(const struct seen *s, const uint64_t h[2])
{
	size_t i = (size_t)(h[0] >> 1) & (s->capacity - 1);

	while (s->slot[i][0] && (s->slot[i][0] != h[0] || s->slot[i][1] != h[1]))
		i = (i + 1) & (s->capacity - 1);
	return i;
}

static bool grow(struct seen *s)
{
	struct seen big = *s;

	big.capacity = s->capacity ? s->capacity * 2 : 256;
	big.slot = calloc(big.capacity, sizeof *big.slot);
	if (!big.slot)
		return false;
	for (size_t i = 0; i < s->capacity; i++)
		if (s->slot[i][0])
			memcpy(big.slot[place(&big, s->slot[i])], s->slot[i], sizeof *s->slot);
	free(s->slot);
	*s = big;
	return true;
}

int seen_add(struct seen *s, const char *line, size_t len)
{
	uint64_t h[2];
	size_t i;

	if (!s->key[0] && getrandom(s->key, sizeof s->key, GRND_NONBLOCK) != (ssize_t)sizeof s->key)
		s->key[0] = 0x243f6a8885a308d3u;        /* early at boot: a hash without a secret still tells rows apart */
	if (s->n * 4 >= s->capacity * 3 && !grow(s))
		return -1;
	hash(s, line, len, h);
	i = place(s, h);
	if (s->slot[i][0])
		return 0;
	memcpy(s->slot[i], h, sizeof h);
	s->n++;
	return 1;
}

bool seen_has(const struct seen *s, const char *line, size_t len)
{
	uint64_t h[2];

	if (s->n == 0)
		return false;
	hash(s, line, len, h);
	return s->slot[place(s, h)][0] != 0;
}

void seen_free(struct seen *s)
{
	free(s->slot);
	*s = (struct seen){ 0 };
}

void spool_known_init(struct spool_known *k)
{
	*k = (struct spool_known){ .odd_from = INT64_MAX };
}

void spool_known_forget(struct spool_known *k, bool all)
{
	seen_free(&k->rows);
	free(k->day);
	k->day = NULL;
	k->days = 0;
	if (all) {
		seen_free(&k->odd);
		k->odd_from = INT64_MAX;
	}
}

bool spool_known_ready(const struct spool_known *k, int64_t day, int64_t open_day)
{
	if (k->odd_from > (day < open_day ? day : open_day))
		return false;
	for (size_t i = 0; i < k->days; i++)
		if (k->day[i] == day)
			return true;
	return false;
}

struct reading { struct spool_known *k; bool of_day; };

static bool take(void *to, const struct spool_line *line, int64_t file_day)
{
	struct reading *r = to;

	if (r->of_day && seen_add(&r->k->rows, line->s, line->len) < 0)
		return false;
	return (!line->record && spoolday_of(line->ts) == file_day) || seen_add(&r->k->odd, line->s, line->len) >= 0;
}

bool spool_known_read(struct spool_known *k, int folder, int64_t day, int64_t open_day)
{
	int64_t from = day < open_day ? day : open_day, *days;
	struct spoolday *all;
	size_t n;
	bool fine = true;

	if (k->rows.n > ROWS_MAX)
		spool_known_forget(k, false);
	days = realloc(k->day, (k->days + 1) * sizeof *days);
	if (!days)
		return false;
	k->day = days;
	if (!spooldays_list(folder, &all, &n))
		return false;
	for (size_t i = 0; i < n && fine; i++) {
		struct reading r = { k, all[i].day == day };

		/* What cannot be read is passed over: its rows may get in twice, but none is lost. */
		if (r.of_day || (all[i].day >= from && all[i].day < k->odd_from))
			fine = spool_scan(folder, &all[i], take, &r) || errno != ENOMEM;
	}
	free(all);
	if (!fine)
		return false;
	k->day[k->days++] = day;
	if (from < k->odd_from)
		k->odd_from = from;
	return true;
}
