/* quality.c - the tests of quality.h. */
#include "quality.h"

#include <math.h>
#include <string.h>

const char *const reason_names[REASONS] = {
	"missing", "rig_state", "wob_low", "rpm_low", "rop_range", "mse_range", "not_making_hole", "transient",
	"bedding_in", "dysfunction", "quarantine"
};

const struct limits limits_of_the_plan = {
	.min_wob = 5, .min_rpm = 40, .min_rop = 1, .max_rop = 500, .min_mse = 1000, .max_mse = 500000, .bottom = 1.5
};

static const double stale_s = 600;

enum reason reason_parse(const char *s, size_t len)
{
	for (int i = 0; i < REASONS; i++)
		if (strlen(reason_names[i]) == len && memcmp(reason_names[i], s, len) == 0)
			return (enum reason)i;
	return REASONS;
}

static bool is_complete(const struct quality *q, const struct quality_sample *s)
{
	return (!q->needs_wob || isfinite(s->wob)) && (!q->needs_rpm || isfinite(s->rpm)) &&
		(!q->needs_rop || isfinite(s->rop)) && (!q->needs_torque || isfinite(s->torque));
}

enum reason quality_test(const struct quality *q, const struct quality_sample *s)
{
	const struct limits *l = &q->limits;

	if (q->on[REASON_MISSING] && !is_complete(q, s))
		return REASON_MISSING;
	if (q->on[REASON_RIG_STATE] && !(s->state == RIG_DRILLING || s->state == RIG_REAMING))
		return REASON_RIG_STATE;
	if (q->on[REASON_WOB_LOW] && !(s->wob >= l->min_wob))
		return REASON_WOB_LOW;
	if (q->on[REASON_RPM_LOW] && !(s->bit_rpm >= l->min_rpm))
		return REASON_RPM_LOW;
	if (q->on[REASON_ROP_RANGE] && !(s->rop >= l->min_rop && s->rop <= l->max_rop))
		return REASON_ROP_RANGE;
	if (q->on[REASON_MSE_RANGE] && !(s->mse >= l->min_mse && s->mse <= l->max_mse))
		return REASON_MSE_RANGE;
	if (q->on[REASON_NOT_MAKING_HOLE] && !(s->off_bottom <= l->bottom && s->makes_hole))
		return REASON_NOT_MAKING_HOLE;
	if (q->on[REASON_TRANSIENT] && s->transient)
		return REASON_TRANSIENT;
	if (q->on[REASON_BEDDING_IN] && s->bedding_in)
		return REASON_BEDDING_IN;
	if (q->on[REASON_DYSFUNCTION] && s->dysfunction)
		return REASON_DYSFUNCTION;
	return REASON_NONE;
}

void stale_init(struct stale *s)
{
	for (int i = 0; i < STALE_CHANNELS; i++) {
		s->value[i] = s->depth[i] = NAN;
		s->seconds[i] = 0;
	}
}

unsigned stale_next(struct stale *s, const double value[STALE_CHANNELS], double dt, bool drilling, double hole_depth)
{
	unsigned set = 0;

	if (!drilling)
		return 0;
	for (int i = 0; i < STALE_CHANNELS; i++) {
		if (value[i] != s->value[i]) {  /* also when it is missing */
			s->value[i] = value[i];
			s->seconds[i] = 0;
			s->depth[i] = hole_depth;
			continue;
		}
		s->seconds[i] += dt;
		if (s->seconds[i] >= stale_s && hole_depth > s->depth[i])
			set |= 1u << i;
	}
	return set;
}
