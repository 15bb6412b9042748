/* advice.js - the block that is read first, from three metres: what to set, by how much, how sure, against what, how old, why not. */
'use strict';

const Advice = (() => {
	const { el } = Dom;
	const { isNumber } = Units;

	/* One quantity: its name, the value to set, its range, the step from what is done. */
	function setting(what, value, range, now, change) {
		const known = change && isNumber(value) && isNumber(now);
		return el('div', { class: 'setting' },
			el('h3', null, Units.name(what)),
			el('p', { class: 'value' }, Units.number(what, value), ' ', el('span', { class: 'unit' }, Units.unit(what))),
			Array.isArray(range) && el('p', null, `range ${Units.range(what, range)}`),
			known && el('p', { class: 'step' }, `now ${Units.number(what, now)}: ${Units.step(what, now, value)}`),
			!change && isNumber(now) && el('p', null, `last 10 min ${Units.number(what, now)}`));
	}

	function settings(v) {
		const p = v.params, at = k => v.now && v.now[k];
		return el('div', { class: 'settings' }, ['wob', 'rpm', 'flow'].map(k => setting(k, p[`best_${k}`],
			v.kind === 'change' ? p[`${k}_range`] : null, at(k), v.kind === 'change')));
	}

	/* Two settings in turn, as a table of big figures. */
	function test(trial) {
		if (!trial.a)
			return el('p', null, trial.words);
		const row = (name, s) => el('tr', null, el('th', { scope: 'row' }, name),
			['wob', 'rpm', 'flow'].map(k => el('td', null, Units.show(k, s[k]))));
		return el('div', null,
			el('table', { class: 'trial' }, el('caption', null, `Step test ${trial.pattern}`),
				el('thead', null, el('tr', null, ['', 'WOB', 'RPM', 'Flow'].map(h => h ? el('th', { scope: 'col' }, h) : el('td')))),
				el('tbody', null, row('A', trial.a), row('B', trial.b))),
			el('p', null, trial.how));
	}

	const fact = (question, ...answers) => el('div', { class: 'fact' }, el('dt', null, question),
		answers.flat().filter(Boolean).map(a => el('dd', null, a)));

	const gainOf = v => {
		const g = v.gain, name = v.energy ? 'mse' : 'rop';
		if (v.kind !== 'change')
			return null;
		if (!g || !isNumber(g[name]))
			return 'gain not tested';
		const ci = g[`${name}_ci90`];
		return `${name.toUpperCase()} ${Units.percent(g[name])}` +
			(Array.isArray(ci) && ci.every(isNumber) ? ` (90 % interval ${Units.percent(ci[0])} to ${Units.percent(ci[1])})` : '');
	};

	function facts(v, ages) {
		const p = v.params, used = p && isNumber(p.hours_used) ? `${p.points} settings in ${p.visits} visits, ` +
			`${p.hours_used.toFixed(1)} h of drilling` : null;
		const pair = (v.report.result.correlations || [])[0];
		const finding = pair ? `${pair.x_param} and ${pair.y_param}: r ${Units.plain(pair.r_value, 2)}, p ${Units.p(pair.p_value)}` :
			'no significant correlation';
		const worse = v.kind === 'change' && v.gain && isNumber(v.gain.mse) && !v.energy && `MSE ${Units.percent(v.gain.mse)}`;
		return el('dl', { class: 'facts' },
			fact('How sure', `evidence ${v.evidence}`, used, finding),
			v.practice ? fact('Against what', `present practice: ${Words.point(v.practice)}`,
				`ROP ${Units.show('rop', v.practice.rop)}${v.kind === 'change' ? ` → ${Units.show('rop', p.achieved_rop)}` : ''}`,
				worse) : fact('Against what', 'no present practice known'),
			fact('How old', ages.data, ages.report),
			fact('Why not', v.why.map(Words.first), v.doubts.map(Words.first),
				!v.why.length && !v.doubts.length && 'Nothing in this window speaks against it'));
	}

	/* ages: { data, report } nodes that are kept up to date by who calls. past: this is history and no advice for now. */
	function block(v, ages, past) {
		const gain = gainOf(v), keep = v.params && { hold: 'keep this', test: 'keep this, then test' }[v.kind];
		return el('section', { class: `advice ${past ? 'past' : v.kind}`, 'aria-labelledby': 'verdict' },
			el('div', { class: 'top' },
				el('h2', { id: 'verdict' }, past ? `Past report: ${v.head}` : v.head, keep && el('small', null, `: ${keep}`)),
				el('p', { class: 'badge' }, Words.sure(v.evidence, v.confidence)),
				gain && el('p', { class: 'gain' }, gain)),
			past && el('p', null, 'History: not an advice for now.'),
			v.historical && el('p', { class: 'warn' }, 'Of an earlier rock of this window.'),
			v.params && settings(v),
			v.kind === 'none' && el('p', { class: 'say' }, Words.first(Words.failure(v.reason))),
			v.trial && test(v.trial),
			!v.trial && v.suggestion && el('p', null, `Next: ${v.suggestion}`),
			v.standing && el('p', null, `Standing advice since ${Units.time(v.standing.since)}: ${Words.point(v.standing)}`),
			facts(v, ages));
	}

	/* Instead of the advice: old numbers must not be read as ones for now. */
	const blank = (words, ages, last) => el('section', { class: 'advice blank', 'aria-labelledby': 'verdict' },
		el('div', { class: 'top' }, el('h2', { id: 'verdict' }, 'NO ADVICE')),
		el('p', { class: 'say' }, words),
		el('dl', { class: 'facts' }, fact('How old', ages.data, ages.report),
			fact('Why not', 'What was advised last is no advice for a rig that is not seen')),
		last);

	return { block, blank };
})();
