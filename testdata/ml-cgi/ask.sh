# ask.sh: the CGI asked directly, for these cases
# ask TARGET [METHOD] [VARIABLE=VALUE]...: the status and the body
ask()
{
	target=$1 method=${2:-GET}
	if [ $# -lt 2 ]; then shift; else shift 2; fi
	env REQUEST_METHOD="$method" REQUEST_URI="$target" ML_STORE="$TMP/reports" ML_SPOOL="$TMP/spool" "$@" ml-cgi |
		tr -d '\r' | sed -n '1s/^Status: //p; /^{/p'
}
# two wells with a report each, the second with a hostile name, and four rows of the first
mkdir -p "$TMP/reports/F/W/production" "$TMP/reports/F/%3Cb%3E%24%28x%29%2F..%252F/idle" "$TMP/spool/F/W"
report() { printf '{"timestamp":%s,"campaign":"%s","depth_range":[1,2],"well_id":"%s","field_name":"F","bit_hours":null,"bit_depth":null,"formation_type":"Mixed","result":{"status":"failure","failure":"not_applicable","message":"idle"}}\n' "$@"; }
report 1767229200 production W > "$TMP/reports/F/W/production/20260101T010000Z.json"
report 1767232800 idle '<b>$(x)/..%2F' > "$TMP/reports/F/%3Cb%3E%24%28x%29%2F..%252F/idle/20260101T020000Z.json"
printf 'ts,wob_klbf,rop_m_h\n1767225600,1,30.48\n1767225601,,61\n#{"type":"gap","start":1767225602,"end":1767225700,"cause":"cut <off>"}\n1767225700,-999.25,x\n1767225701,4,7' > "$TMP/spool/F/W/2026-01-01.csv"
