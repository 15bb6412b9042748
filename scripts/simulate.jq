# Scores the records of one simulated log against its truth (scripts/simulate). Input: the records; $truth: of wits-sim --truth.
# Output: one object of counts, which add up over logs.

def is_setting: .best_wob != null and .best_rpm != null and .best_flow != null;
def gap($p): [((.best_wob - $p.wob) / 4 | fabs), ((.best_rpm - $p.rpm) / 20 | fabs), ((.best_flow - $p.flow) / 45 | fabs)] | max;

# Windows, each with the records that lead up to it.
def windows:
	reduce .[] as $r ({ open: { segments: [], correlations: [], optimals: [] }, all: [] };
		if $r.type == "segment" then .open.segments += [$r]
		elif $r.type == "correlation" then .open.correlations += [$r]
		elif $r.type == "optimal" then .open.optimals += [$r]
		elif $r.type == "window" then .all += [.open + { window: $r }] | .open = { segments: [], correlations: [], optimals: [] }
		else . end) | .all;

$truth[0] as $t
# The points of a world of one rock; of several rocks those of each are too many to tell apart.
| ($t.layers | if length == 1 then .[0].points else [] end) as $points
| ($t.layers[0].best_drilled) as $better
| ([$points[] | .rop_ft_h] | max) as $top
# Shares of the points in the hours that an answer was made from.
| def shares($until; $windows):
	(($until - $t.start) / 3600 | ceil) as $last
	| [$t.hours_at_points[([$last - $windows, 0] | max):$last] | transpose[] | add] as $s
	| ($s | add) as $sum | [$s[] | . / ([$sum, 1] | max)];
  def true_gain($p; $share):
	[$points[] | (.rop_ft_h | log) * $share[.point]] | add as $practice | ($p.rop_ft_h | log) - $practice | exp - 1;
windows as $w
| [$w[] | .window.end as $until | .optimals[] | select(is_setting)
	| . as $o
	| ([$points[] | { point: ., gap: (. as $p | $o | gap($p)) }] | min_by(.gap)) as $near
	# The plan promises what its best tenth reached.
	| .gain_rop = (.gain_rop // if .method == "plan" and .practice.rop then .achieved_rop / .practice.rop - 1 else null end)
	| . + { until: $until, gap: $near.gap, new: (.advice.since? == $until and .verdict == "recommend"),
		claim: (.verdict == "recommend" or .verdict == "plan" or .limited_by == "unconfirmed"), truth: $near.point }
	| if $near == null or (.gain_rop | not) then . else
		. + { true_gain: true_gain($near.point; shares($until; .windows_used // 1)) } end] as $answers
| [$w[].correlations[] | select(.significant)] as $found
| [$w[] | select(any(.segments[]; .clean_seconds >= 2700))] as $steady
| [$w[].segments[] | select(.boundary != "none" and .boundary != "confounded")] as $cuts
| [$t.layers[1:][] | .top_ts] as $tops
| {
	windows: [$w[] | select(.window.valid > 0)] | length,
	drilled_h: ([$w[].segments[].clean_seconds] | add // 0 | . / 3600),
	tested: ([$w[].correlations[] | select(.status == "ok" and (.structural | not))] | length),
	findings: ([$found[] | select(.structural | not)] | length),
	structural: ([$found[] | select(.structural)] | length),
	cuts: ($cuts | length), confounded: ([$w[].segments[] | select(.boundary == "confounded")] | length),
	false_cuts: ([$cuts[] | select(.start as $s | all($tops[]; . - $s | fabs > 120))] | length),
	tops: ($tops | length),
	# Windows with a top in their inner part: the right number of boundaries, each within 120 s.
	top_windows: ([$w[] | select(.window as $x | any($tops[]; . > $x.start + 300 and . < $x.end - 300)
		and all($tops[]; . < $x.start or . > $x.end or (. > $x.start + 300 and . < $x.end - 300)))] | length),
	exact: ([$w[] | .window as $x | [$tops[] | select(. > $x.start + 300 and . < $x.end - 300)] as $in
		| select(($in | length) > 0 and all($tops[]; . < $x.start or . > $x.end or (. > $x.start + 300 and . < $x.end - 300)))
		| [.segments[] | select(.boundary != "none" and .boundary != "confounded") | .start] as $at
		| select(($at | length) == ($in | length) and ([$at, $in] | transpose | all(.[]; .[0] - .[1] | fabs <= 120)))] | length),
	answers: ($answers | length),
	claims: ([$answers[] | select(.claim)] | length),
	published: ([$answers[] | select(.advice.since? != null) | .advice.since] | unique | length),
	recommends: ([$answers[] | select(.verdict == "recommend" or .verdict == "plan")] | length),
	strict: ([$answers[] | select(.new)] | length),
	never_drilled: ([$answers[] | select(.claim and .gap != null and .gap > .5)] | length),
	placed: ([$answers[] | select(.claim and .gap != null)] | length),
	# Against truth: the point is not the fastest; faster was said and it is slower than practice.
	wrong: ([$answers[] | select(.claim and .truth != null and .truth.rop_ft_h < $top * .999)] | length),
	worse: ([$answers[] | select(.claim and .true_gain != null and .true_gain <= 0)] | length),
	faster: ([$answers[] | select(.verdict == "recommend" and .aim == "faster" and .true_gain != null)] | length),
	faster_slower: ([$answers[] | select(.verdict == "recommend" and .aim == "faster" and .true_gain != null
		and .true_gain < -.001)] | length),
	promised: ([$answers[] | select(.claim and .true_gain != null) | .gain_rop] | add // 0),
	truly: ([$answers[] | select(.claim and .true_gain != null) | .true_gain] | add // 0),
	gains: ([$answers[] | select(.claim and .true_gain != null)] | length),
	intervals: ([$answers[] | select(.true_gain != null and .gain_rop_ci90 != null)] | length),
	covered: ([$answers[] | select(.true_gain != null and .gain_rop_ci90 != null and .gain_rop_ci90[0] <= .true_gain
		and .true_gain <= .gain_rop_ci90[1])] | length),
	mse_truly: ([$answers[] | select(.claim and .truth != null) | .truth.mse_psi / $t.layers[0].practice.mse_psi - 1] | add // 0),
	placed_mse: ([$answers[] | select(.claim and .truth != null)] | length),
	# For power: whether the best point was claimed, and published, by the end of the log or in how many windows.
	right: (if any($answers[]; .claim and .truth != null and .truth.rop_ft_h >= $top * .999) then 1 else 0 end),
	right_published: (if any($answers[]; .verdict == "recommend" and .truth != null and .truth.rop_ft_h >= $top * .999)
		then 1 else 0 end),
	right_windows: ([$answers[] | select(.claim and .truth != null and .truth.rop_ft_h >= $top * .999) | .until]
		| unique | length),
	less_energy: ([$answers[] | select(.claim and .aim == "same_rop_less_energy")] | length),
	steady: ($steady | length),
	steady_high: ([$steady[] | select(any(.optimals[]; .confidence == "high"))] | length)
}
