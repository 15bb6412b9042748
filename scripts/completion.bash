# Completion for the tools of drillpipe in bash, loaded under each tool's name. The tools themselves say which options they
# have: `TOOL --completion` prints one a line, `--name`, whether it takes a value, and its help, with tabs between.

_drillpipe()
{
	local tool=${COMP_WORDS[0]} word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} name value names=''
	COMPREPLY=()
	while IFS=$'\t' read -r name value _; do
		names+="$name "
		# An option that takes one of a few words: offer those.
		if [[ $before == "$name" && $value == *'|'* ]]; then
			mapfile -t COMPREPLY < <(compgen -W "${value//|/ }" -- "$word")
			return
		fi
	done < <("$tool" --completion 2> /dev/null)
	if [[ ${tool##*/} == ml-query && $word != -* && -d $before ]]; then
		# After the store comes a command; --help lists them.
		names=$("$tool" --help 2> /dev/null | sed -n '/^Commands:$/,/^$/s/^  \([a-z]*\).*/\1/p')
		mapfile -t COMPREPLY < <(compgen -W "$names" -- "$word")
	elif [[ $word == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$names" -- "$word")
	else
		compopt -o filenames 2> /dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
	fi
}
complete -F _drillpipe wits-capture wits-import wits-sim ml-filter ml-segment ml-correlate ml-optimal ml-report ml-query ml-cgi
