/* live.c - the live line of wits-sim: from options to serve.h and back; see live.h. */
#include "live.h"

#include <math.h>
#include <string.h>

#include "die.h"
#include "num.h"

bool live_settle(struct live *l, const struct live_options *o, const struct wire *wire)
{
	bool line = o->listen || o->serial;

	*l = (struct live){ .o = o, .wire = wire, .speed = 1 };
	if (o->speed && strcmp(o->speed, "max") == 0)
		l->speed = INFINITY;
	else if (o->speed && (!num_parse(o->speed, strlen(o->speed), &l->speed) || !(l->speed > 0)))
		die(EX_USAGE, "--speed: '%s' is not a number above 0; use 1, 60 or max", o->speed);
	if (o->listen && o->serial)
		die(EX_USAGE, "--listen and --serial: a rig has one line");
	if (!line && (o->speed || o->heartbeat || o->echo || o->backlog || o->ledger))
		die(EX_USAGE, "--speed, --wait-heartbeat, --echo, --backlog and --ledger go with --listen or --serial");
	if (!line && (wire->garbage > 0 || wire->resend > 0 || wire->cut_every_s > 0))
		die(EX_USAGE, "--fault: cut_every, garbage and resend go with --listen or --serial");
	if (o->serial && wire->cut_every_s > 0)
		die(EX_USAGE, "--fault cut_every: a serial line is not cut; use --listen");
	return line;
}

void live_open(struct live *l, uint64_t seed, bool quiet)
{
	struct serve_options o = { .listen = l->o->listen, .serial = l->o->serial, .ledger = l->o->ledger, .speed = l->speed,
		.heartbeat = l->o->heartbeat != NULL, .echo = l->o->echo, .backlog = l->o->backlog,
		.cut_every_s = l->wire->cut_every_s, .garbage = l->wire->garbage, .resend = lround(l->wire->resend),
		.seed = seed, .quiet = quiet };
	char why[SERVE_WHY];

	if (!o.listen && !o.serial)
		return;
	l->serve = serve_open(&o, why);
	if (!l->serve)
		die(EX_CANTCREAT, "%s", why);
}

bool live_is(const struct live *l) { return l->serve != NULL; }
const char *live_vendor(const struct live *l) { return l->o->heartbeat ? "PASON/EDR" : NULL; }

bool live_is_due(struct live *l, double data_s)
{
	if (!l->serve || serve_wait(l->serve, data_s))
		return true;
	if (*serve_why(l->serve))
		die(EX_IOERR, "%s", serve_why(l->serve));
	return false;
}

void live_put(struct live *l, double data_s, double ts, const struct text *frames)
{
	if (!serve_put(l->serve, data_s, ts, frames->s, frames->len))
		die(EX_IOERR, "%s", serve_why(l->serve));
}

void live_close(struct live *l, bool verbose)
{
	struct serve_counts n;

	if (!l->serve)
		return;
	if (!serve_finish(l->serve))
		die(EX_IOERR, "%s", serve_why(l->serve));
	n = serve_counts(l->serve);
	if (verbose)
		warning("%llu listeners, %llu samples sent, %llu that nobody heard, %llu cuts, %llu heartbeats",
			(unsigned long long)n.connects, (unsigned long long)n.sent, (unsigned long long)n.unheard,
			(unsigned long long)n.cuts, (unsigned long long)n.heartbeats);
	serve_free(l->serve);
	l->serve = NULL;
}
