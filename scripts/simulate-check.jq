# Wide bounds for the short run of scripts/simulate: what a broken method would not keep. Input: the objects of simulate.jq.
include "simulate-sums";

def within($name; $low; $high): if . == null then "\($name): nothing was measured"
	elif . >= $low and . <= $high then "\($name): within \($low) to \($high)"
	else "\($name): \(.), not within \($low) to \($high)" end;
def difference: if (.gains // 0) == 0 then null else (.promised - .truly) / .gains end;
(pick("F"; "window") | pooled | ratio("findings"; "drilled_h") | within("false findings an hour"; 0; .15)),
(pick("F"; "plan") | pooled | ratio("findings"; "drilled_h") | within("the same by the plan"; .5; 5)),
(pick("C"; "window") | pooled | ratio("false_cuts"; "drilled_h") | within("false formation cuts an hour"; 0; .1)),
(pick("T"; "window") | pooled | ratio("exact"; "top_windows") | within("exact segmentation"; .85; 1)),
(pick("N"; "window") | pooled | ratio("claims"; "drilled_h") | within("recommendations where nothing is better, an hour"; 0; .17)),
(pick("R"; "window") | pooled | ratio("claims"; "drilled_h") | within("recommendations while ROP is held"; 0; .05)),
(pick("P"; "carry") | of("+20 %") | pooled | ratio("right"; "logs") | within("a true +20 % found in four hours"; .75; 1)),
(pick("P"; "carry") | of("+10 %") | pooled | ratio("right"; "logs") | within("a true +10 % found in four hours"; .5; 1)),
(pick("A"; "window") | without("CV 20") | pooled | ratio("right_windows"; "windows") | within("found by a trial of 30 min"; .4; 1)),
(pick("G"; "carry") | of("one point") | pooled | ratio("wrong"; "claims") | within("wrong points"; 0; .05)),
(pick("G"; "carry") | pooled | difference | within("promised less true gain"; -.05; .05)),
(pick("G"; "plan") | pooled | difference | within("the same by the plan"; .05; 1)),
(pick("G"; "carry") | pooled | ratio("faster_slower"; "faster") | within("faster said, slower in truth"; 0; .02)),
(pick("G"; "carry") + pick("G"; "window") | pooled | ratio("covered"; "intervals") | within("coverage of the 90 % interval"; .84; 1)),
(pick("G"; "carry") | pooled | ratio("never_drilled"; "placed") | within("points never drilled"; 0; 0))
