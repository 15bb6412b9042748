# Sums over the scores of simulate.jq, for simulate-table.jq and simulate-check.jq. A log's flags are those of scripts/simulate.

# Logs of one world, rate and method are one: counts add up.
def pooled: if length == 0 then null else
	reduce .[] as $r ({}; reduce ($r | to_entries[] | select(.value | type == "number")) as $e (.; .[$e.key] += $e.value)) end;
def pick($flag; $method): [.[] | select((.flags | contains($flag)) and .method == $method)];
def at($rate): [.[] | select(.rate == $rate)];
def ratio($a; $b): if . == null or (.[$b] // 0) == 0 then null else .[$a] / .[$b] end;
def worst(f): [group_by(.world)[] | pooled | f | select(. != null)] | max;
def of($text): [.[] | select(.world | contains($text))];
def without($text): [.[] | select(.world | contains($text) | not)];
