# well.sh: a simulated rig's spool of $hours from $start on below $TMP and the well's ml.conf, for the cases run-*; sets conf, run
wits-sim --hours "$hours" --seed 4 ${start:+--start "$start"} | wits-capture --quiet --spool "$TMP/spool" --field F --well W -
conf=$TMP/ml.conf run=$TOP/scripts/ml-run
printf '[well]\nid = W\nfield = F\n[bit]\ndiameter_in = 8.5\n[run]\nspool = %s\nstore = %s\nstate = %s\n' \
	"$TMP/spool" "$TMP/reports" "$TMP/state" > "$conf"
stored() { (cd "$TMP/reports" 2> /dev/null && find . -path ./.runs -prune -o -name '*.json' -printf '%P\n' | sort); }
short() { sed -E "s,$TMP,TMP,g; s/^(ml-run: 20[^ ]* [^ ]* [a-z_]*).*/\1 .../"; }
