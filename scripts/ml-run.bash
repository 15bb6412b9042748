# ml-run.bash - the parts of ml-run, read by it: the spool, a window, publishing it, making a report again, prune.
# shellcheck shell=bash
# shellcheck disable=SC2015 # A && B || C: C ends the program or the function, whichever fails
# shellcheck disable=SC2154 # what is not set here is set in ml-run

stages=(ml-filter ml-segment ml-correlate ml-optimal)
states=(filter.json segment.json optimal.json carry.json)
named=(ml.conf runs.csv tops.csv "${states[@]/#/before/}")      # what a manifest names beside the rows
warm_s=1800 kept_s=90000        # what ml-filter reads before a window; how long rows are counted back

# --- the spool -----------------------------------------------------------------------------------------------------------------
list_days()   # all files of the spool, by their plain names in order, into `days`
{
	local f
	[ -d "$spool" ] || die 66 "$who: no folder $spool; wits-capture --spool makes it"
	mapfile -t days < <(for f in "$spool"/*.csv "$spool"/*.csv.zst; do
		f=${f##*/} f=${f%.zst}
		[[ $f =~ ^([0-9]{4}-[0-9]{2}-[0-9]{2})(\.([0-9]+))?\.csv$ ]] && echo "${BASH_REMATCH[1]} ${BASH_REMATCH[3]:-1} $f"
	done | sort -u -k1,1 -k2,2n | cut -d ' ' -f 3)
}
unpack()   # unpack NAME: a file of the spool; it may have been packed since it was listed
{
	cat "$spool/$1" 2> /dev/null && return
	[ -e "$spool/$1" ] && return 74
	needs zstd "it is in the package zstd, and the spool has packed files"
	zstd -dcq "$spool/$1.zst"
}
# What follows the last line feed is not a row: a byte is added, and the last line is dropped.
whole_lines() { unpack "$1" && printf x; }
first_row()   # when the first row was, in whole seconds
{
	local d ts
	for d in "${days[@]}"; do
		ts=$(whole_lines "$d" | awk 'NR > 1 && was !~ /^#/ && header++ { printf "%.0f", int(was + 0); exit } { was = $0 }')
		[ -z "$ts" ] || { echo "$ts"; return; }
	done
	return 1
}
last_row() { whole_lines "${days[-1]}" | awk 'NR > 1 && was !~ /^#/ && header++ { ts = was + 0 } { was = $0 }
	END { printf "%.0f", int(ts) }'; }

# slice TO SINCE UNTIL: rows from 1800 s before SINCE to UNTIL as files in TO/in; TO/input says name, first, last, rows, SHA-256 of
# each, TO/counts the rows of each interval.
slice()
{
	local to=$1 since=$2 until=$3 from day d picked=() sum
	mkdir -p "$to/in/$name" || return 73
	printf -v from '%(%Y-%m-%d)T' $((${since%.*} - warm_s))
	printf -v day '%(%Y-%m-%d)T' $((until - 1))
	for d in "${days[@]}"; do [[ ${d:0:10} < $from || ${d:0:10} > $day ]] || picked+=("$d"); done
	# Without any, one is there for its columns: the last before, else the first after.
	for d in "${days[@]}"; do [ ${#picked[@]} -gt 0 ] || [[ ${d:0:10} > $from ]] || sum=$d; done
	[ ${#picked[@]} -gt 0 ] || picked=("${sum:-${days[0]}}")
	: > "$to/input" && : > "$to/counts" || return 74
	for d in "${picked[@]}"; do
		whole_lines "$d" | awk -v since="$since" -v warm="$warm_s" -v until="$until" -v every="$interval" \
			-v stats="$to/stats" -v counts="$to/counts" '
			function field1(s) { sub(/,.*/, "", s); return s }
			NR > 1 {
				if (was ~ /^#/) { if (!past) print was }
				else if (!header++) { print was; if (was !~ /^ts(,|$)/) wrong = 1 }
				else {
					ts = was + 0
					n[int(ts / every) + 1]++
					past = ts >= until
					if (ts >= since - warm && !past) { if (!rows++) first = was; last = was; print was }
				}
			}
			{ was = $0 }
			END {
				if (wrong) exit 65
				printf "%s\t%s\t%d\n", field1(first), field1(last), rows > stats
				for (k in n) printf "%.0f %d\n", k * every, n[k] >> counts
			}' > "$to/in/$name/$d"
		case "${PIPESTATUS[*]}" in
		'0 0') ;;
		*' 65') log "$who: $spool/$d: the first column of a spool is ts"; return 65 ;;
		*) log "$who: cannot read $spool/$d, or write below $to"; return 74 ;;
		esac
		sum=$(sha256sum < "$to/in/$name/$d") || return 74
		printf '%s\t%s\t%s\n' "$d" "$(< "$to/stats")" "${sum%% *}" >> "$to/input" || return 74
	done
}

# --- a window ------------------------------------------------------------------------------------------------------------------
# analyse WORK SINCE UNTIL: the pipeline over WORK/in to WORK/stream; WORK/commands and WORK/statuses say what was run.
analyse()
{
	local work=$1 length s k culprit='' message
	length=$(awk -v a="$2" -v b="$3" 'BEGIN { printf "%.10g", b - a }')
	local filter=(ml-filter --config ml.conf --well "$well" --field "$field" --campaign "$campaign" --state state/filter.json
		--since "$2" --until "$3" --window "$length" --align first --spool "in/$name")
	local segment=(ml-segment --config ml.conf --state state/segment.json)
	local correlate=(ml-correlate --config ml.conf)
	local optimal=(ml-optimal --config ml.conf --state state/optimal.json --carry state/carry.json)
	[ ! -e "$work/runs.csv" ] || filter+=(--runs runs.csv)
	[ ! -e "$work/tops.csv" ] || segment+=(--tops tops.csv)
	printf '%s\n' "${filter[*]@Q}" "${segment[*]@Q}" "${correlate[*]@Q}" "${optimal[*]@Q}" > "$work/commands" || return 74
	(
		cd "$work" || exit 74
		"${filter[@]}" 2> said.ml-filter < /dev/null | "${segment[@]}" 2> said.ml-segment |
			"${correlate[@]}" 2> said.ml-correlate | "${optimal[@]}" 2> said.ml-optimal > stream
		echo "${PIPESTATUS[*]}" > statuses
	) 2> /dev/null || { log "$who: cannot write below $work"; return 74; }  # bash would say of a signal what is said below
	read -ra s < "$work/statuses" || return 74
	[ "${s[*]}" != '0 0 0 0' ] || return 0
	# What stands before a stage that died ends by SIGPIPE (141), what stands behind it by a cut stream (65).
	for k in 3 2 1 0; do [ "${s[k]}" -eq 0 ] || [ "${s[k]}" -eq 141 ] || culprit=$k; done
	if [ -z "$culprit" ]; then
		for k in 0 1 2; do [ "${s[k]}" -eq 0 ] || culprit=$((k + 1)); done
	fi
	message="${stages[culprit]} failed with status ${s[culprit]}"
	[ "${s[culprit]}" -ne 0 ] || message="${stages[culprit]} did not read to the end"
	[ "${s[culprit]}" -le 128 ] || message+=" (SIG$(kill -l $((s[culprit] - 128))))"
	log "$who $(iso "$3"): $message; nothing is stored, the next run tries again"
	message=$(< "$work/said.${stages[culprit]}")
	[ -z "$message" ] || printf '%s\n' "${message//: state\//: $dir\/$last\/}" | sed 's/^/ml-run:   /' >&2
	case ${s[culprit]} in
	6[4-9] | 7[0-8]) return "${s[culprit]}" ;;
	126 | 127) return 69 ;;
	*) return 70 ;;
	esac
}
# Rows that came to the spool after their interval was reported: said once, for the counts go on with the state.
count_late()   # count_late WORK UNTIL: WORK/counts against those before, to WORK/state/rows and WORK/late
{
	local seen=/dev/null
	[ ! -e "$dir/$last/rows" ] || seen=$dir/$last/rows
	awk -v until="$2" -v kept="$kept_s" -v late="$1/late" '
		first { before[$1] = $2; next }
		{ now[$1] += $2 }
		END {
			printf "" > late
			now[until] += 0
			for (e in now) if (e in before && now[e] > before[e]) printf "%s %d\n", e, now[e] - before[e] > late
			for (e in before) if (!(e in now) || now[e] < before[e]) now[e] = before[e]
			for (e in now) if (e + 0 > until - kept && (e + 0 == until || e in before)) printf "%s %d\n", e, now[e]
		}' first=1 "$seen" first=0 "$1/counts" > "$1/state/rows"
}
prepare()   # prepare WORK: an empty folder with the state before, and copies of what is configured
{
	rm -rf "$1" && mkdir -p "$1/before" "$1/state" || return 73
	local f
	for f in "${states[@]}"; do
		[ -e "$dir/$last/$f" ] || continue
		cp "$dir/$last/$f" "$1/before/" && cp "$dir/$last/$f" "$1/state/" || return 74
	done
	if [ -n "$config" ]; then cp -- "$config" "$1/ml.conf"; else : > "$1/ml.conf"; fi || return 74
	for f in runs tops; do
		[ -z "${conf[run.$f]-}" ] || cp -- "${conf[run.$f]}" "$1/$f.csv" || return 66
	done
}
borders() { grep -a '^#{"type":"window"' "$1/stream" | cut -c 2- | jq -r .end; }
analyse_due()   # analyse_due UNTIL: the window that ends there, as `pending`
{
	local until=$1 since=$(($1 - window)) work=$dir/work first ends status
	while :; do
		prepare "$work" || { status=$?; log "$who $(iso "$until"): cannot prepare $work"; return $status; }
		slice "$work" "$since" "$until" && analyse "$work" "$since" "$until" || return
		ends=$(borders "$work")
		if [ "${ends##*$'\n'}" != "$until" ]; then
			log "$who $(iso "$until"): no window ended there; nothing is stored, the next run tries again"
			return 70
		fi
		# A `set` record (another bit) closes the window before it. What it closed in an earlier interval is reported.
		first=${ends%%$'\n'*}
		awk -v a="$first" -v b=$((until - interval)) 'BEGIN { exit !(a <= b) }' || break
		since=$first
	done
	count_late "$work" "$until" && draft "$since" "$until" > "$work/draft" &&
		rm -rf "$work/in" && sync "$work"/{stream,draft,late,*.c*} "$work"/state/* "$work"/before/* "$work" &&
		mv -T "$work" "$dir/pending" && sync "$dir" && return
	log "$who $(iso "$until"): cannot write below $dir; nothing is stored, the next run tries again"
	return 74
}
input_json()   # input_json WORK: what was read
{
	jq -R -s 'split("\n") | map(select(. != "") | split("\t") | {file: .[0], first: (.[1] | tonumber? // null),
		last: (.[2] | tonumber? // null), rows: (.[3] | tonumber), sha256: .[4]})' "$1/input"
}
draft()   # draft SINCE UNTIL: the manifest without what only the commit knows
{
	local work=$dir/work
	jq -n --arg field "$field" --arg well "$well" --arg campaign "$campaign" --argjson since "$1" --argjson until "$2" \
		--argjson window "$window" --argjson interval "$interval" --rawfile tools <(tool_versions) \
		--rawfile commands "$work/commands" \
		--rawfile statuses "$work/statuses" --slurpfile input <(input_json "$work") --rawfile late "$work/late" \
		--argjson last "$(tail -n 1 "$work/stream" | cut -c 2-)" '
		def lines: split("\n") | map(select(. != ""));
		{version: 1, field: $field, well: $well, campaign: $campaign, since: $since, until: $until, window_secs: $window,
		interval_secs: $interval, tools: ($tools | lines), commands: ($commands | lines),
		statuses: ($statuses | split(" ") | map(tonumber)), counts: ($last | {rows, records}),
		input: $input[0], late: ($late | lines | map(split(" ") | map(tonumber)))}'
}
tool_versions() { local t; for t in "${stages[@]}" ml-report; do "$t" --version; done; }

# --- publishing ----------------------------------------------------------------------------------------------------------------
# put_object FILE: keeps its bytes (packed) under their SHA-256, which is printed.
put_object()
{
	local sum to new=$objects/.${name//\//:}.new
	sum=$(sha256sum < "$1") || return
	sum=${sum%% *} to=$objects/${sum}.gz
	[ -e "$to" ] || { gzip -n < "$1" > "$new" && sync "$new" && mv "$new" "$to"; } || return
	printf '%s' "$sum"
}
put_manifest()   # put_manifest PENDING KEY
{
	local f sum sums='{}' to=$store/.runs/$2 text
	for f in "${named[@]}"; do
		[ -e "$1/$f" ] || continue
		sum=$(put_object "$1/$f") || return
		sums=$(jq -c --arg f "$f" --arg sum "$sum" '.[$f] = $sum' <<< "$sums") || return
	done
	sum=$(sha256sum < "$store/$2") || return
	text=$(jq --arg key "$2" --arg sum "${sum%% *}" --argjson objects "$sums" \
		'{key: $key, sha256: $sum} + . + {objects: $objects}' "$1/draft") || return
	mkdir -p "${to%/*}" && printf '%s\n' "$text" > "$to.new" && sync "$to.new" && mv "$to.new" "$to" && sync "${to%/*}"
}
commit()   # publishes `pending`, and whatever of it was published before is no change
{
	local p=$dir/pending until length lines key status e
	until=$(jq -r .until "$p/draft") && length=$(jq -r .window_secs "$p/draft") ||
		{ log "$who: $p is damaged; remove it"; return 65; }
	if [ -d "$p/state" ]; then
		flock -s 8
		lines=$(ml-report --config "$p/ml.conf" --store "$store" --window "$length" --format line "$p/stream" \
			2> "$p/said.ml-report" < /dev/null)
		status=$?
		if [ $status -ne 0 ]; then
			log "$who $(iso "$until"): ml-report failed with status $status; the window is kept, the next run stores it"
			sed 's/^/ml-run:   /' "$p/said.ml-report" >&2
			[ $status -ge 64 ] && [ $status -le 78 ] || status=70
			return $status
		fi
		while IFS=$'\t' read -r key _; do
			put_manifest "$p" "$key" || { log "$who $(iso "$until"): cannot write the manifest of $key"; return 74; }
		done <<< "$lines"
		flock -u 8
		mv -T "$p/state" "$dir/$until" && sync "$dir" ||
			{ log "$who $(iso "$until"): cannot write below $dir"; return 74; }
		tell "$until" "$lines" "$p"
	fi
	last=$until
	rm -rf "$p"
	for e in $(ls_states | head -n -2); do rm -rf "${dir:?}/$e"; done
}
tell()   # tell UNTIL LINES PENDING
{
	local key line e n
	while read -r e n; do
		log "$who: $n rows of $(iso $((e - interval))) to $(iso "$e") came after they were reported; the report stays"
	done < "$3/late"
	[ -z "$quiet" ] || return 0
	while IFS=$'\t' read -r key line; do log "$line $key"; done <<< "$2"
	[ -z "$verbose" ] || cat "$3"/said.* | sed 's/^/ml-run:   /' >&2
}
ls_states() { local d; for d in "$dir"/[0-9]*; do [[ ${d##*/} =~ ^[0-9]+$ ]] && echo "${d##*/}"; done | sort -n; }

# --- again ---------------------------------------------------------------------------------------------------------------------
# again KEY: makes a report from the spool and the objects that its manifest names, below $temp, and says whether it is the same.
again()
{
		local key=$1 m=$store/.runs/$1 work=$temp/work about=() f sum difference='' well field campaign window interval
	case $key in
	"$name"/*/*.json) ;;
	*) echo "$key: not a report of $who; its key would begin with $name/"; return 1 ;;
	esac
	[ -f "$m" ] && [ -f "$store/$key" ] ||
		{ echo "$key: there is no such report, or no manifest of it in $store/.runs"; return 1; }
	mapfile -t about < <(jq -r '.since, .until, .window_secs, .interval_secs, .field, .well, .campaign, .sha256' "$m")
	[ ${#about[@]} -eq 8 ] || { echo "$key: its manifest is damaged"; return 1; }
	# shellcheck disable=SC2034 # the functions below take these for what is settled
	window=${about[2]} interval=${about[3]} field=${about[4]} well=${about[5]} campaign=${about[6]}
	sum=$(sha256sum < "$store/$key")
	[ "${sum%% *}" = "${about[7]}" ] || difference='the stored report is not the one that was made; '
	rm -rf "$work" && mkdir -p "$work/before" "$work/state" || die 73 "cannot write below $temp"
	while IFS=$'\t' read -r f sum; do
		[[ " ${named[*]} " = *" $f "* ]] || { echo "$key: its manifest is damaged"; return 1; }
		gzip -dc "$objects/$sum.gz" > "$work/$f" && [ "$(sha256sum < "$work/$f")" = "$sum  -" ] ||
			{ echo "$key: the object $sum ($f) is missing or damaged"; return 1; }
	done < <(jq -r '.objects | to_entries[] | .key + "\t" + .value' "$m")
	for f in "$work"/before/*; do cp "$f" "$work/state/"; done
	slice "$work" "${about[0]}" "${about[1]}" || return
	jq -r --slurpfile now <(input_json "$work") '.key as $key | .input[] | . as $was |
		($now[0] | map(select(.file == $was.file))[0]) as $is |
		if $is == null then "\($key): input changed: \(.file) is not there"
		elif $is != $was then "\($key): input changed: \(.file) had \(.rows) rows and has \($is.rows)" +
			(if $is.rows == .rows then ", others" else "" end)
		else empty end' "$m"
	diff <(jq -r '.tools[]' "$m") <(tool_versions) > /dev/null || echo "$key: made by other versions of the tools"
	analyse "$work" "${about[0]}" "${about[1]}" || return
	rm -f "$temp/store/$key"
	ml-report --quiet --config "$work/ml.conf" --store "$temp/store" --replace --window "$window" "$work/stream" \
		> /dev/null < /dev/null || return
	if [ ! -e "$temp/store/$key" ]; then
		difference+='no such window came of it now'
	elif ! cmp -s "$temp/store/$key" "$store/$key"; then
		difference+="$(diff <(jq -S . "$store/$key") <(jq -S . "$temp/store/$key") | grep '^[<>]' | head -n 4 |
			tr -s ' \n' ' ')"
	fi
	cp -lf "$store/$key" "$temp/store/$key" 2> /dev/null || cp -f "$store/$key" "$temp/store/$key"
	[ -n "$difference" ] || { echo "$key: same"; return 0; }
	echo "$key: differs: $difference"
	return 1
}
reproduce()   # reproduce KEY... | all
{
	local key worst=0
	settle
	list_days
	temp=$(mktemp -d "${TMPDIR:-/tmp}/ml-run.XXXXXX") || die 73 "cannot make a folder for what is made again"
	trap 'rm -rf "$temp"' EXIT
	# A failure names the last good report before it, so those before have to be there: linked, or copied.
	mkdir -p "$temp/store/$name" || die 73 "cannot write below $temp"
	cp -rl "$store/$name/." "$temp/store/$name/" 2> /dev/null || cp -r "$store/$name/." "$temp/store/$name/" ||
		die 74 "$who: cannot read $store/$name"
	if [ "$*" = all ]; then
		mapfile -t keys < <(for key in "$runs"/*/*.json; do echo "${key#"$store/.runs/"}"; done)
		[ ${#keys[@]} -gt 0 ] || die 66 "$who: no manifest in $runs"
		set -- "${keys[@]}"
	fi
	for key in "$@"; do
		[ -z "$stop" ] || break
		again "$key" || worst=1
	done
	return $worst
}

# --- prune ---------------------------------------------------------------------------------------------------------------------
old_reports()   # keys of reports that are too old or too many: never the newest of a campaign
{
	local c all i cut='' many=${conf[run.keep_reports]-} age=${conf[run.keep_days]-}
	[ -z "$age" ] || printf -v cut '%(%Y%m%dT%H%M%SZ)T' $((now - age * 86400))
	for c in "$store/$name"/*/; do
		all=("$c"*.json)
		for ((i = 0; i < ${#all[@]} - 1; i++)); do
			[[ ${all[i]##*/} < $cut ]] || { [ -n "$many" ] && [ $((${#all[@]} - i)) -gt "$many" ]; } || continue
			echo "${all[i]#"$store/"}"
		done
	done
}
old_days()   # files of the spool that are too old and of which nothing is to be read any more
{
	local d end keep=${conf[run.keep_spool_days]-}
	[ -n "$keep" ] && [ -n "$last" ] && [ -d "$spool" ] || return 0
	list_days
	for d in "${days[@]}"; do
		[ "$d" != "${days[-1]}" ] || continue
		end=$(($(date -u -d "${d:0:10}" +%s) + 86400))
		[ $end -gt $((now - keep * 86400)) ] || [ $end -gt $((last - window - warm_s)) ] || echo "$d"
	done
	return 0
}
# Objects that no manifest names, those of the reports in $temp/reports left out, and manifests that have lost their report.
unnamed()
{
	local m
	for m in "$runs"/*/*.json; do [ -e "$store/${m#"$store/.runs/"}" ] || echo "${m#"$store/.runs/"}"; done > "$temp/orphans"
	sort "$temp/reports" "$temp/orphans" > "$temp/dead" || return 74
	(cd "$store/.runs" && find . -name '*.json' -printf '%P\n' | sort | comm -23 - "$temp/dead" | tr '\n' '\0' |
		xargs -0 -r jq -r '.objects[] + ".gz"' | sort -u > "$temp/named") || return 65
	(cd "$objects" && find . -type f -printf '%P\n' | sort | comm -23 - "$temp/named" > "$temp/objects") || return 74
}
remove()   # remove FOLDER LIST: the files of a list
{
	[ -n "$dry" ] || (cd "$1" && tr '\n' '\0' < "$2" | xargs -0 -r rm -f --) || die 74 "$who: cannot remove from $1"
}
prune()
{
	local would=removed
	settle
	take
	find_last
	[ ! -d "$dir/pending" ] || commit || return
	clock
	flock -w 600 8 || die 75 "$who: the store is in use"
	temp=$(mktemp -d "${TMPDIR:-/tmp}/ml-run.XXXXXX") || die 73 "cannot make a folder for lists"
	trap 'rm -rf "$temp"' EXIT
	old_reports > "$temp/reports" && old_days > "$temp/days" || die 74 "cannot write below $temp"
	unnamed || die $? "$who: cannot tell which objects are named; nothing is removed"
	[ -z "$dry" ] || would='to remove'
	[ -z "$dry$verbose" ] || sed "s/^/$would: /" "$temp/reports" "$temp/days"
	sed 's/$/.zst/' "$temp/days" > "$temp/packed" || die 74 "cannot write below $temp"
	# A manifest without its report goes with the next prune: so the report first.
	remove "$store" "$temp/reports"
	remove "$store/.runs" "$temp/dead"
	remove "$objects" "$temp/objects"
	remove "$spool" "$temp/days"
	remove "$spool" "$temp/packed"
	log "$who: $would: $(wc -l < "$temp/reports") reports, $(wc -l < "$temp/objects") objects, $(wc -l < "$temp/days")\
 files of the spool"
}
