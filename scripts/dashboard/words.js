/* words.js - what a report says, as a verdict: what to set, by how much, how sure, against what, why not. */
'use strict';

const Words = (() => {
	const { isNumber } = Units;
	const heads = { change: 'CHANGE', hold: 'HOLD', test: 'TEST', none: 'NO ADVICE' };
	const failures = {
		not_applicable: 'nothing to analyse', all_data_rejected: 'all data rejected', insufficient_data: 'too little clean drilling',
		unstable_formation: 'the rock changes too fast', no_significant_correlation: 'no significant correlation',
	};
	const limits = {
		rop_held: 'ROP was held by the driller or auto-driller, so WOB answered ROP and not the other way round',
		drilled_once: 'the best point was drilled in one visit only; repeat it',
		torque: 'torque limits the best point',
		diff_pressure: 'differential pressure limits the best point',
		no_gain: 'the best point is neither faster nor, at the same ROP, cheaper in energy',
		slower_than_now: 'the best point would be slower than what is being done now',
		unsteady: 'torque or pressure varies more at the best point than in practice',
		at_best: 'drilling goes on at the best point already',
		bit_changed: 'there was a trip and nobody said which bit went in',
		unconfirmed: 'a better point was found and waits for a second analysis to confirm it',
	};
	const hardness = { 'Soft Shale': 'soft', 'Medium Shale/Siltstone': 'medium hard', 'Hard Sandstone': 'hard',
		'Very Hard Formation': 'very hard' };

	function limit(name) {
		if (!name)
			return null;
		return limits[name] || (name.startsWith('limit:') ? `the configured limit ${name.slice(6)} forbids the best point` :
			`limited by ${name}`);
	}

	const failure = name => failures[name] || name || 'unknown';
	const first = text => text ? text.charAt(0).toUpperCase() + text.slice(1) : text;

	function rock(type) {
		if (!type)
			return 'unknown (no d-exponent)';
		return hardness[type] ? `${hardness[type]} by d-exponent (plan's class: ${type}), not lithology` : type;
	}

	/* "drill WOB 24.0 klbf, RPM 110, flow 520 gpm" */
	const point = s => s ? `WOB ${Units.show('wob', s.wob)}, RPM ${Units.number('rpm', s.rpm)}, flow ${Units.show('flow', s.flow)}` :
		'unknown';

	/* The step test in the units that are shown; a trial without points has only words. */
	function trial(t) {
		if (!t)
			return null;
		if (typeof t === 'string' || !t.a || !t.b)
			return { words: typeof t === 'string' ? t : t.text || null };
		const times = [], condition = /^with the auto-driller holding WOB, not ROP/.exec(t.text || '');
		if (isNumber(t.minutes_20pct))
			times.push(`${t.minutes_20pct} min a visit shows a gain of 20 %`);
		if (isNumber(t.minutes_10pct))
			times.push(`${t.minutes_10pct} min one of 10 %`);
		return { a: t.a, b: t.b, pattern: t.pattern || 'A-B-A-B',
			how: `${condition ? `${condition[0]}; ` : ''}each held steady; ${times.length ? times.join(', ') : '10 min a visit or more, this rock is uneven'}; ` +
				'stop at the first sign of trouble' };
	}

	function fallback(f) {
		const said = [];
		if (f && isNumber(f.mse_ratio) && isNumber(f.present_mse) && isNumber(f.best_mse))
			said.push(`present MSE of ${Units.show('mse', f.present_mse)} is ${f.mse_ratio.toFixed(1)} times the best in this ` +
				`rock, ${Units.show('mse', f.best_mse)}`);
		if (f && f.last_good)
			said.push(`last good report for it: ${Units.time(f.last_good.timestamp)}, ${f.last_good.action || ''} ` +
				`${point(f.last_good)}, ROP ${Units.show('rop', f.last_good.rop)}`);
		return said;
	}

	/* What speaks against the advice or limits it, from the report alone. */
	function doubts(report) {
		const r = report.result, w = report.window || {}, said = [];
		if (r.historical)
			said.push('it is of an earlier stretch of this window, not of the rock at the end of it');
		if (w.suspect && w.suspect.length)
			said.push(`in doubt and not used: ${w.suspect.join(', ')}`);
		if (w.stale && w.stale.length)
			said.push(`did not change while drilling: ${w.stale.join(', ')}`);
		if (w.untested && w.untested.length)
			said.push(`not tested for want of a column: ${w.untested.join(', ')}`);
		if (isNumber(w.gaps_s) && w.gaps_s > 60)
			said.push(`${Units.age(w.gaps_s)} of the window without data`);
		if (w.partial)
			said.push('the window was not full');
		return said;
	}

	function whyNot(kind, report, params) {
		const r = report.result, limited = limit((params || r).limited_by);
		if (kind === 'change')
			return limited ? [first(limited)] : [];
		if (kind === 'none')
			return [first(r.message || failure(r.failure)), limited && first(limited)].filter(Boolean);
		if (kind === 'test')
			return [first(limited || 'too few different settings were drilled to compare')];
		return [limited ? `No drilled point is shown to be better: ${limited}` : 'No drilled point is shown to be better'];
	}

	/* Everything that the advice block says, unit by unit still numbers. */
	function verdict(report) {
		const r = report.result || {}, params = r.optimal_params || null;
		const kind = r.status === 'success' ? heads[r.action] && r.action || 'hold' : 'none';
		const v = { kind, head: heads[kind], params, report, historical: Boolean(r.historical),
			evidence: params && params.evidence || 'none', confidence: r.confidence || null, why: whyNot(kind, report, params),
			doubts: doubts(report), trial: trial(params ? params.trial : r.trial), suggestion: r.suggestion || null,
			practice: params && params.practice || null, now: params && params.now || null, gain: params && params.gain || null,
			energy: Boolean(params && params.aim === 'same_rop_less_energy'),
			standing: kind !== 'change' && report.advice || null };
		v.reason = r.failure || null;
		return v;
	}

	/* Evidence stands before confidence: a HIGH alone on a hold would read as a high that there is nothing to gain. */
	const sure = (evidence, confidence) => `evidence ${evidence || 'none'}` +
		(confidence ? ` · ${String(confidence).toUpperCase()} confidence` : '');

	const verdictWord = latest => latest.status === 'success' ? heads[latest.action] || 'HOLD' : 'NO ADVICE';

	return { verdict, failure, rock, point, fallback, sure, verdictWord, limit, first };
})();
