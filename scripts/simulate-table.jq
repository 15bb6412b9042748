# The scores of scripts/simulate as Markdown. Input: the objects of simulate.jq, one a log and method.

include "simulate-sums";

def show: if . == null then "-" else (. * 1000 | round / 1000 | tostring | sub("^0\\."; ".") | sub("^-0\\."; "-.")) end;
def percent: if . == null then "-" else (. * 1000 | round / 10 | tostring) + " %" end;
# A figure at each rate, and with the plan's methods at 1 s.
def rates: ([.[].rate] | unique | sort_by(-tonumber));
def figure($all; $name; $want; f; plan):
	. as $rows | [$name, $want] + [$all | rates[] as $r | ($rows | at($r) | f)] + [plan] | "| " + join(" | ") + " |";

. as $all
| ($all | rates) as $rates
| pick("F"; "window") as $null | pick("C"; "window") as $rock | pick("N"; "window") as $none | pick("N"; "carry") as $carried
| pick("T"; "window") as $tops | pick("G"; "carry") as $gain | pick("G"; "window") as $gain1 | pick("R"; "window") as $held
| pick("P"; "carry") as $power | pick("A"; "window") as $trial30 | pick("B"; "window") as $trial60
| pick("F"; "plan") as $null_plan | pick("C"; "plan") as $rock_plan | pick("N"; "plan") as $none_plan
| pick("T"; "plan") as $tops_plan | pick("G"; "plan") as $gain_plan | pick("R"; "plan") as $held_plan
| pick("G"; "rop_only") as $rop_only
| ($gain + $power) as $advised | ($advised + $carried) as $interval
| def plain: without("CV 20");
  def noisy: of("CV 20");
  def better: [.[] | select(.world | startswith("one point") or startswith("+"))];
  "`\($command)`, \($hours) h of each world at each rate (power in ordinary drilling: \($logs) logs of 4 h); drilling hours unless"
	+ " it says otherwise; the plan: `--method plan --neff none`, each hour alone.",
  "",
  ("| figure | want |" + ([$rates[] | " " + (1 / tonumber | tostring) + " s |"] | add) + " plan, \(1 / ($rates[0] | tonumber)) s |"),
  ("|---|---|" + ([$rates[] | "---|"] | add) + "---|"),
  ($null | figure($all; "false findings an hour after Holm, pooled"; "<= .06"; pooled | ratio("findings"; "drilled_h") | show;
	$null_plan | pooled | ratio("findings"; "drilled_h") | show)),
  ($null | figure($all; "the same, worst world"; ""; worst(ratio("findings"; "drilled_h")) | show;
	$null_plan | worst(ratio("findings"; "drilled_h")) | show)),
  ($rock | figure($all; "false formation cuts an hour, pooled"; "<= .05"; pooled | ratio("false_cuts"; "drilled_h") | show;
	$rock_plan | pooled | ratio("false_cuts"; "drilled_h") | show)),
  ($rock | figure($all; "the same, worst world"; ""; worst(ratio("false_cuts"; "drilled_h")) | show;
	$rock_plan | worst(ratio("false_cuts"; "drilled_h")) | show)),
  ($tops | plain | figure($all; "exact segmentation of steps of 20 % and more, phi <= .97"; ">= .9";
	pooled | ratio("exact"; "top_windows") | show; $tops_plan | plain | pooled | ratio("exact"; "top_windows") | show)),
  ($tops | noisy | figure($all; "the same, ROP CV 20 %"; "";
	pooled | ratio("exact"; "top_windows") | show; $tops_plan | noisy | pooled | ratio("exact"; "top_windows") | show)),
  ($none | figure($all; "a recommendation where no setting is better, an hour alone, pooled"; "<= .12";
	pooled | ratio("claims"; "drilled_h") | show; $none_plan | pooled | ratio("claims"; "drilled_h") | show)),
  ($none | figure($all; "the same, worst world"; "<= .17"; worst(ratio("claims"; "drilled_h")) | show;
	$none_plan | worst(ratio("claims"; "drilled_h")) | show)),
  ($carried | figure($all; "changes of published advice in 72 h there, `--carry`, pooled"; "<= 1";
	pooled | ratio("published"; "drilled_h") | if . then . * 72 else . end | show; "-")),
  ($carried | figure($all; "the same, worst world"; "<= 1";
	worst(ratio("published"; "drilled_h")) | if . then . * 72 else . end | show; "-")),
  ($held | figure($all; "a recommendation while ROP is held, an hour"; "";
	pooled | ratio("claims"; "drilled_h") | show; $held_plan | pooled | ratio("claims"; "drilled_h") | show)),
  (("CV 10 %", "CV 20 %") as $cv
	| ($trial30 | of($cv) | figure($all; "power: +20 %, phi .97, " + $cv + ", trial of 30 min"; ">= .75";
		pooled | ratio("right_windows"; "windows") | show; "-")),
	  ($trial60 | of($cv) | figure($all; "power: the same, 60 min"; ">= .95";
		pooled | ratio("right_windows"; "windows") | show; "-")),
	  ($power | of($cv) | of("+20 %") | figure($all; "power: +20 %, " + $cv + ", 4 h of ordinary drilling: found (published)"; ">= .95";
		pooled | (ratio("right"; "logs") | show) + " (" + (ratio("right_published"; "logs") | show) + ")"; "-")),
	  ($power | of($cv) | of("+10 %") | figure($all; "power: +10 %, the same"; ">= .75";
		pooled | (ratio("right"; "logs") | show) + " (" + (ratio("right_published"; "logs") | show) + ")"; "-"))),
  ($advised | better | figure($all; "wrong point recommended (one point truly better)"; "<= .03";
	pooled | ratio("wrong"; "claims") | show; $gain_plan | better | pooled | ratio("wrong"; "placed") | show)),
  ($advised | figure($all; "point recommended that is no faster than practice"; ""; pooled | ratio("worse"; "gains") | show; "-")),
  ($advised | figure($all; "`faster` advised while true ROP falls"; "<= .02"; pooled | ratio("faster_slower"; "faster") | show; "-")),
  ($advised | figure($all; "promised gain"; "";
	pooled | ratio("promised"; "gains") | percent; $gain_plan | pooled | ratio("promised"; "gains") | percent)),
  ($advised | figure($all; "true gain of the same"; "within 3 points";
	pooled | ratio("truly"; "gains") | percent; $gain_plan | pooled | ratio("truly"; "gains") | percent)),
  ($interval | figure($all; "coverage of the 90 % interval, `--carry`"; ".86-.94"; pooled | ratio("covered"; "intervals") | show; "-")),
  ($gain1 + $none | figure($all; "the same, an hour alone"; ".86-.94"; pooled | ratio("covered"; "intervals") | show; "-")),
  ($advised | figure($all; "recommended at a point never drilled"; "0"; pooled | ratio("never_drilled"; "placed") | show;
	$gain_plan | pooled | ratio("never_drilled"; "placed") | show)),
  ($gain | figure($all; "true MSE at the recommended point against practice, composite"; "";
	pooled | ratio("mse_truly"; "placed_mse") | percent; "-")),
  ($rop_only | figure($all; "the same, ROP only (weights 1 and 0)"; "";
	pooled | ratio("mse_truly"; "placed_mse") | percent; "-")),
  ($null + $rock + $tops | figure($all; "HIGH in steady drilling (45 of 60 min in one segment)"; "> .7";
	pooled | ratio("steady_high"; "steady") | show; "-")),
  "",
  "By world:",
  "",
  ("| world | " + ([$rates[] | "findings/h, " + (1 / tonumber | tostring) + " s | cuts/h | claims/h | changes/72 h | "] | add)),
  ("|---|" + ([$rates[] | "---|---|---|---|"] | add)),
  ([$null[], $rock[], $none[], $held[]] | unique | group_by(.world)[] | .[0].world as $world
	| "| " + $world + " | " + ([$rates[] as $r | [.[] | select(.rate == $r)] | unique | pooled as $p
		| ([$carried[] | select(.world == $world and .rate == $r)] | pooled) as $c
		| ($p | ratio("findings"; "drilled_h") | show), ($p | ratio("false_cuts"; "drilled_h") | show),
		  ($p | ratio("claims"; "drilled_h") | show),
		  ($c | ratio("published"; "drilled_h") | if . then . * 72 else . end | show)] | join(" | ")) + " |"),
  "",
  ("| world | " + ([$rates[] | "claims, " + (1 / tonumber | tostring) + " s | promised | true | wrong | covered | "] | add)),
  ("|---|" + ([$rates[] | "---|---|---|---|---|"] | add)),
  ($gain | group_by(.world)[] | .[0].world as $world
	| "| " + $world + " | " + ([$rates[] as $r | [.[] | select(.rate == $r)] | pooled
		| (.claims | tostring), (ratio("promised"; "gains") | percent), (ratio("truly"; "gains") | percent),
		  (ratio("wrong"; "claims") | show), (ratio("covered"; "intervals") | show)] | join(" | ")) + " |"),
  "",
  ("| tops | " + ([$rates[] | "windows, " + (1 / tonumber | tostring) + " s | exact | false cuts/h | "] | add)),
  ("|---|" + ([$rates[] | "---|---|---|"] | add)),
  ($tops | group_by(.world)[] | .[0].world as $world
	| "| " + $world + " | " + ([$rates[] as $r | [.[] | select(.rate == $r)] | pooled
		| (.top_windows | tostring), (ratio("exact"; "top_windows") | show), (ratio("false_cuts"; "drilled_h") | show)]
		| join(" | ")) + " |")
