# A store of two wells of a field, with two campaigns, and one of another field. Sourced by sh after store.sh, in $TMP.
cd "$TMP" || exit
put st Alpha/A-1 Alpha A-1 production 1 "$(change 8000 'Hard Sandstone' 22 strong 0.12)"
put st Alpha/A-1 Alpha A-1 production 2 "$(hold 8060)"
put st Alpha/A-1 Alpha A-1 production 3 "$(failure 8120)"
put st Alpha/A-1 Alpha A-1 plug_abandonment 5 "$(failure 900)"
put st Alpha/B-1 Alpha B-1 production 2 "$(change 7000 'Soft Shale' 12 some 0.1)"
put st Alpha/B-1 Alpha B-1 production 4 "$(failure 7100)"
put st Beta/C-1 Beta C-1 production 3 "$(change 3000 'Soft Shale' 9 some 0.2)"
