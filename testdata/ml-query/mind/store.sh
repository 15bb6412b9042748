# Small stores by hand, for the cases of optimal, search, context and tour. Sourced by sh.
day=1767225600 # 2026-01-01T00:00:00Z

# put STORE FIELD/WELL FIELD WELL CAMPAIGN HOUR REPORT: the report of the hour that ends HOUR hours after $day; REPORT: more keys of it
put()
{
	stop=$((day + $6 * 3600))
	mkdir -p "$1/$2/$5" && jq -cn --arg f "$3" --arg w "$4" --arg c "$5" --argjson stop $stop --argjson more "$7" \
		'{timestamp: $stop, campaign: $c, depth_range: [null, null], well_id: $w, field_name: $f, bit_hours: null, bit_depth: null,
		formation_type: null} + $more | .window = {"start": ($stop - 3600), "end": $stop} + (.window // {})' \
		> "$1/$2/$5/$(date -u -d @$stop +%Y%m%dT%H%M%SZ).json"
}

# change DEPTH ROCK WOB EVIDENCE GAIN: a report that recommends WOB, 120 rpm and 600 gpm, of one segment of 40 ft
change()
{
	jq -cn --argjson d "$1" --arg rock "$2" --argjson wob "$3" --arg ev "$4" --argjson gain "$5" '
		{status: "success", action: "change", optimal_params: {best_wob: $wob, best_rpm: 120, best_flow: 600, achieved_rop: 85.3,
		achieved_mse: 30100, mse_efficiency: 92, confidence: "High", evidence: $ev, gain: {rop: $gain, rop_ci90: [($gain - 0.08),
		($gain + 0.08)], mse: -0.08, mse_ci90: [-0.15, -0.01]}, practice: {wob: 18, rpm: 100, flow: 600, rop: 70.1}, limited_by: null,
		trial: null}, correlations: [{x_param: "WOB", y_param: "ROP", r_value: 0.62, p_value: 0.003}],
		summary_text: "Change: try the founder point.", confidence: "High"} as $result |
		{depth_range: [$d, $d + 40], formation_type: $rock, result: $result, segments: [{index: 0, depth_ft: [$d, $d + 40],
		clean_seconds: 2400, avg_d_exponent: 1.7, formation_type: $rock, name: null, boundary: "none", tried: [{wob: 18, rpm: 100,
		flow: 600, rop: 70, mse: 33000, minutes: 20, visits: 2}, {wob: $wob, rpm: 120, flow: 600, rop: 85, mse: 30100, minutes: 15,
		visits: 2}], result: $result}], window: {depth_ft: [$d, $d + 40], rig_state_s: {Drilling: 3000, Connection: 600}}}'
}

# failure DEPTH: one without advice
failure()
{
	jq -cn --argjson d "$1" '{depth_range: [$d, $d], formation_type: "Hard Sandstone", result: {status: "failure",
		failure: "insufficient_data", valid_samples: 211, required: 360, message: "Insufficient data: 211 samples (need 360)",
		suggestion: "keep on drilling: 2 min more of clean drilling are needed"}, segments: [], window: {depth_ft: [($d - 10), $d],
		rig_state_s: {Drilling: 400, Idle: 3200}, stale: ["rop_ft_h"], suspect: ["torque_suspect"]}}'
}

# hold DEPTH: keeps 18 klbf and 100 rpm; 18.3 klbf was drilled
hold()
{
	change "$1" "Hard Sandstone" 25 none 0 | jq -c '(.result, .segments[0].result) |= (.action = "hold" | .optimal_params.best_wob = 18 |
		.optimal_params.best_rpm = 100 | .optimal_params.mse_efficiency = null | .optimal_params.limited_by = "drilled_once" |
		.optimal_params.confidence = "Medium" | .optimal_params.trial = {text: "repeat the best point: alternate A and B"}) |
		.segments[0].tried = [{wob: 18.3, rpm: 101, flow: 600, rop: 69, mse: 33000, minutes: 30, visits: 2},
		{wob: 25, rpm: 120, flow: 600, rop: 80, mse: 30000, minutes: 5, visits: 1}]'
}
