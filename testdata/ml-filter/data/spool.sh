# spool.sh FOLDER: puts bare rows (and records) into a file a day in it, as wits-capture --spool does; rows are moved to midnight
mkdir -p "$1" && awk -F, -v OFS=, -v to="$1" '
	NR == 1 { header = $0; next }
	/^#/ { print > file; next }
	{ $1 += 17000; file = to "/" ($1 < 1700006400 ? "2023-11-14" : "2023-11-15") ".csv" }
	!(file in begun) { begun[file]; print header > file }
	{ print > file }'
