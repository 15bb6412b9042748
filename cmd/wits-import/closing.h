/*
 * closing.h - what an import says on standard error when all has been read.
 */
#ifndef CLOSING_H
#define CLOSING_H
#include "footage.h"
#include "log.h"
#include "rows.h"
#include "settings.h"
#include "tally.h"

/* Each line of what the format has to say of a log; forgets them. */
void closing_notices(const struct cmd *, struct log *);
/* unseen: steps of the block that were not followed. */
void closing_say(const struct cmd *, const struct settings *, const struct tally *, const struct rows_counts *,
	const struct footage *, uint64_t unseen);
#endif
