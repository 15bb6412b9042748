/* carry.c - from run to run; see carry.h. */
#include "carry.h"

#include <errno.h>
#include <math.h>
#include <string.h>

void carry_basis(struct filter *f)
{
	double rev_gal = f->identity.bit.motor_rev_gal;

	rpm_finder_init(&f->track.rpm, rev_gal);
	if (isnan(f->carried.evidence_ts) || bit_use_is_other(&f->carried.bit, &f->identity.bit))
		return;
	f->track.rpm = f->carried.rpm;
	f->track.rpm.known_rev_gal = f->track.rpm.rev_gal = rev_gal;
	rpm_finder_decide(&f->track.rpm);
}

void carry_load(struct filter *f)
{
	char why[KEPT_WHY];
	double rev_gal = f->identity.bit.motor_rev_gal;

	carried_init(&f->carried, rev_gal);
	if (!f->set.state)
		return;
	switch (state_load(f->set.state, &f->carried, why)) {
	case KEPT_UNREADABLE:
		die(EX_IOERR, "%s", why);
	case KEPT_WRONG:
		die(EX_DATAERR, "%s", why);
	case KEPT_ABSENT:
		return;
	case KEPT_LOADED:
		break;
	}
	f->track.block = f->carried.block;
	f->track.evidence_ts = f->carried.evidence_ts;
	carry_basis(f);
}

void carry_mark(struct filter *f, double ts)
{
	const struct carried *s = &f->carried;
	const struct mark *mark = carried_find(s, ts);

	f->resumes = mark && strcmp(s->well, f->identity.well) == 0 && !bit_use_is_other(&s->bit, &f->identity.bit);
	if (f->resumes)
		f->resume = *mark;
}

void carry_well(struct filter *f, double ts)
{
	const struct carried *s = &f->carried;
	bool same_bit = !bit_use_is_other(&s->bit, &f->identity.bit);

	if (strcmp(s->well, f->identity.well) != 0)
		return;
	if (s->deepest_ts <= ts) {
		f->track.rig.deepest = s->deepest;
		f->track.rig.deepest_ts = s->deepest_ts;
	}
	/* Rows before the hold are read again without it. */
	if (s->quarantine.hold[0] && ts >= s->quarantine.since && !f->quarantine.next.hold[0] && !f->told)
		f->quarantine.next = s->quarantine;
	else if (s->quarantine.suspect && ts > s->evidence_ts && !f->told)
		f->quarantine.next.suspect = s->quarantine.suspect;
	f->track.kept.waits = isfinite(s->evidence_ts);
	f->track.kept.zero = s->wob_zero;
	f->track.kept.torque = s->torque;
	f->track.kept.spp = s->spp;
	f->track.kept.spp_flow = s->spp_flow;
	f->track.kept.away = same_bit && s->away;
	f->track.kept.changed = same_bit && s->bit_changed;
}

/* A run over rows that the state has seen long ago reads it and leaves it alone. */
void carry_save(struct filter *f, double ts)
{
	struct carried *s = &f->carried;

	if (isnan(f->last_ts) || f->last_ts < s->evidence_ts)
		return;
	if (bit_use_is_other(&s->bit, &f->identity.bit))
		s->marks = 0;
	carried_mark(s, ts, bit_use_hours(&f->track.bit_use), bit_use_footage(&f->track.bit_use, f->track.rig.deepest));
	memcpy(s->well, f->identity.well, sizeof s->well);
	s->bit = f->identity.bit;
	s->rpm = f->track.rpm;
	s->block = f->track.block;
	s->evidence_ts = f->last_ts;
	s->deepest = f->track.rig.deepest;
	s->deepest_ts = f->track.rig.deepest_ts;
	s->wob_zero = f->track.off.zero;
	s->torque = f->track.off.torque;
	s->spp = f->track.off.spp;
	s->spp_flow = f->track.off.spp_flow;
	s->away = f->track.trip.away;
	s->bit_changed = f->track.trip.changed;
	s->quarantine = f->quarantine.now;
	if (!state_save(f->set.state, s))
		die(errno == EACCES || errno == ENOENT || errno == ENOTDIR || errno == EISDIR || errno == EROFS ? EX_CANTCREAT :
			EX_IOERR, "cannot write %s: %s", f->set.state, strerror(errno));
}
