/* well.js - one well as it is now, or one report as it was: the advice, then what it rests on. */
'use strict';

const Well = (() => {
	const { el, fill, setText, table } = Dom;
	const { isNumber } = Units;
	const light = ['key', 'timestamp', 'window.start', 'depth_range', 'bit_hours', 'result.status', 'result.action', 'result.failure',
		'result.confidence', 'result.optimal_params.evidence', 'result.optimal_params.best_wob', 'result.optimal_params.best_rpm',
		'result.optimal_params.best_flow', 'result.optimal_params.achieved_rop'];
	const DAY = 86400, POINTS = 800, SAMPLES_EVERY = 30;

	/* { 'result.action': .. } as { action: .. } too, which is how the small pictures name it */
	function flat(part) {
		const r = Object.assign({}, part);
		for (const [path, v] of Object.entries(part))
			r[path.split('.').pop()] = v;
		return r;
	}

	const reasons = { missing: 'WOB, RPM, ROP or torque missing', rig_state: 'not drilling or reaming', wob_low: 'WOB too low',
		rpm_low: 'RPM too low', rop_range: 'ROP out of range', mse_range: 'MSE out of range', not_making_hole: 'not making hole',
		transient: 'first minute on bottom', bedding_in: 'new bit bedding in', dysfunction: 'drilling dysfunction',
		quarantine: 'held back: well or units in doubt' };

	const card = (name, ...children) => el('section', { class: 'card', 'aria-label': name }, el('h2', null, name), children);

	const wide = (name, ...children) => {
		const node = card(name, ...children);
		node.classList.add('wide');
		return node;
	};

	/* [question, answer] pairs; those without an answer are left out */
	const list = pairs => el('dl', { class: 'list' }, pairs.filter(p => p && p[1] !== null && p[1] !== undefined && p[1] !== false)
		.map(([q, a]) => [el('dt', null, q), el('dd', null, a)]));

	function bit(r) {
		const known = isNumber(r.bit_hours) || isNumber(r.bit_depth);
		return card('Bit', known ? list([['Hours', isNumber(r.bit_hours) ? `${r.bit_hours.toFixed(1)} h` : 'unknown'],
			['Drilled', Units.show('depth', r.bit_depth)]]) : el('p', null, 'Bit unknown: neither hours nor footage were given.'),
		el('p', { class: 'quiet' }, 'At the start of the window.'));
	}

	function rock(r) {
		const [a, b] = r.depth_range || [];
		const head = (r.segments || []).find(s => s.index === r.result.segment);
		return card('Formation and depth', list([['Depth', isNumber(a) ? a === b ? Units.show('depth', a) :
			`${Units.number('depth', a)} to ${Units.show('depth', b)}` : 'unknown'], ['Rock', Words.first(Words.rock(r.formation_type))],
		['Name', head && head.name], ['d-exponent', head && isNumber(head.avg_d_exponent) && Units.plain(head.avg_d_exponent, 2)],
		['Segments', (r.segments || []).length]]));
	}

	function evidence(r) {
		const w = r.window || {}, p = r.result.optimal_params || {}, rejected = Object.entries(w.rejected || {}).filter(([, n]) => n > 0)
			.sort((x, y) => y[1] - x[1]).slice(0, 4).map(([k, n]) => `${reasons[k] || k} ${n}`);
		return card('What it rests on', list([['Window', isNumber(w.start) && `${Units.time(w.start)} to ${Units.clock(w.end)}`],
			['Samples', isNumber(w.samples) && `${w.valid} of ${w.samples} used`], ['Rejected', rejected.length > 0 && rejected.join('; ')],
			['Drilling compared', isNumber(p.hours_used) && `${p.hours_used.toFixed(1)} h, ${p.points} settings, ${p.visits} visits`],
			['Score', isNumber(p.composite_score) && `${p.composite_score.toFixed(2)}: ${p.rating || ''}`],
			['MSE', isNumber(p.achieved_mse) && Units.show('mse', p.achieved_mse)], ['MSE basis', w.mse_basis]]));
	}

	/* What a failure says besides, or a trial; nothing for a change. */
	function why(r) {
		const f = r.result;
		if (f.status !== 'failure')
			return null;
		const least = isNumber(f.required) ? `${f.valid_samples} of ${f.required} samples needed` : null;
		return card('Why there is no advice', el('p', { class: 'strong' }, Words.first(f.message || Words.failure(f.failure))),
			least && el('p', null, least), f.suggestion && el('p', null, `Suggested: ${f.suggestion}.`),
			Words.fallback(f.fallback).map(t => el('p', null, `${Words.first(t)}.`)));
	}

	function correlations(r) {
		const all = r.result.correlations_tested || r.result.correlations || [];
		const sort = c => c.status && c.status !== 'ok' ? 2 : isNumber(c.r_value) ? 1 - Math.abs(c.r_value) : 1;
		if (!all.length)
			return card('Correlations', el('p', null, 'None tested.'));
		const rows = all.slice().sort((x, y) => Number(Boolean(y.significant)) - Number(Boolean(x.significant)) || sort(x) - sort(y)).map(c =>
			[`${c.x_param} and ${c.y_param}`, Units.plain(c.r_value, 2), Array.isArray(c.ci95) && c.ci95.every(isNumber) ?
				`${c.ci95[0].toFixed(2)} to ${c.ci95[1].toFixed(2)}` : 'unknown', Units.p(c.p_value), Units.plain(c.n_eff, 0),
			c.status && c.status !== 'ok' ? c.status : c.structural ? 'shared terms: not counted' : c.significant === false ? 'no' : 'yes']);
		return wide('Correlations', table('Pairs tested: p adjusted after Holm, n effective after autocorrelation',
			[{ head: 'Pair' }, { head: 'r', number: true }, { head: '95 % interval', number: true }, { head: 'adjusted p', number: true },
				{ head: 'n eff', number: true }, { head: 'significant' }], rows));
	}

	function historyTable(reports) {
		return table('Reports', [{ head: 'Window end' }, { head: 'Verdict' }, { head: 'How sure' }, { head: 'Setting' }, { head: 'Depth', number: true }],
			reports.slice(0, 24).map(r => [el('a', { href: `#/report/${encodeURIComponent(r.key)}` }, Units.time(r.timestamp)),
				Words.verdictWord(r), Words.sure(r.evidence, r.confidence),
				r.failure ? Words.first(Words.failure(r.failure)) : Words.point({ wob: r.best_wob, rpm: r.best_rpm, flow: r.best_flow }),
				Units.number('depth', (r.depth_range || [])[1])]));
	}

	class Page {
		/* one: the key of a past report; else the well by field and name */
		constructor(main, config, field, name, one) {
			Object.assign(this, { main, config, field, name, one, report: null, well: null, reports: [], samples: null });
			this.title = one ? `Report of ${name}` : name;
			this.ages = { data: el('span', { class: 'age', id: 'data-age' }), report: el('span', { class: 'age' }) };
			this.head = el('div', { class: 'wellhead' });
			this.box = el('div', { id: 'advice' });
			this.said = el('p', { class: 'hidden', 'aria-live': 'polite', id: 'said' });
			this.cards = el('div', { class: 'cards' });
			this.pictures = el('div', { class: 'cards pictures' });
			this.chartHost = el('div', { id: 'chart' });
			this.trackHost = el('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'Picture of the depth track' });
			this.past = el('div');
			fill(main, this.head, this.said, this.box, this.cards, this.pictures,
				el('div', { class: 'split' }, card('Depth track', this.trackHost, el('p', { class: 'quiet' }, 'ROP, WOB and RPM: means of the samples on bottom. MSE and ' +
					'd-exponent: mean of each segment, from the reports.')),
				!one && card('Optima so far', this.past)), card('Time', this.chartHost));
			this.waiting = el('p', { class: 'quiet' }, 'Loading.');
			fill(this.box, this.waiting);
		}

		async refresh() {
			const { data } = await Api.get('wells');
			this.well = data.wells.find(w => w.field === this.field && w.well_id === this.name) || null;
			if (!this.well && !this.one)
				throw new Error(`no well '${this.name}' of field '${this.field}' is known here`);
			const key = this.one || this.well.latest && this.well.latest.key;
			if (key && (!this.report || this.report.key !== key)) {
				const { data: report } = await Api.report(key);
				this.report = report;
				this.render();
				this.due = 0;
			} else if (!key && !this.drawn) {
				this.render();
			}
			this.tick();
			if (!this.one || !this.samples)
				await this.more();
		}

		/* What comes after the advice: history and samples, less often. */
		async more() {
			if (this.due && Api.now() < this.due)
				return;
			this.due = Api.now() + SAMPLES_EVERY;
			if (!this.one)
				await this.history();
			const w = this.report && this.report.window || {}, who = { well_id: this.name, field: this.field };
			try {
				const until = this.one && isNumber(w.end) ? w.end : this.well && this.well.last_ts;
				if (!isNumber(until))
					return;
				const got = await Series.ask(who, this.one && isNumber(w.start) ? w.start : Math.floor(until - DAY), this.one ? until : null, POINTS);
				if (this.gone || got === this.samples)
					return;
				this.samples = got;
				await this.drawSamples();
			} catch (e) {
				if (!this.gone && !this.samples)
					fill(this.chartHost, Plots.nothing(`No samples: ${e.message}`));
			}
		}

		async history() {
			const who = { well_id: this.name, field: this.field, campaign: this.well && this.well.campaign };
			if (!this.report)
				return;
			const all = (await Api.get('history', Object.assign({ limit: 300, fields: light.join() }, who))).data.reports.map(flat);
			const near = (await Api.get('history', Object.assign({ hours: 24, limit: 48, fields: 'timestamp,segments' }, who))
				.catch(e => e.status === 404 ? { data: { reports: [] } } : Promise.reject(e))).data.reports;
			if (this.gone)
				return;
			this.reports = all;
			this.near = near;
			fill(this.past, el('h3', null, 'Along depth'), Plots.optima(all, 'depth'), el('h3', null, 'Along bit hours'),
				Plots.optima(all, 'hours'), el('p', { class: 'quiet' }, 'Filled: a change was advised. Open: present practice on a hold.'),
				historyTable(all));
		}

		async drawSamples() {
			fill(this.trackHost, Track.draw(this.samples, this.one ? [this.report] : this.near && this.near.length ? this.near :
				this.report ? [this.report] : []));
			const w = this.report && this.report.window || {};
			if (!this.samples.rows.length)
				return void fill(this.chartHost, Plots.nothing('No samples of this time in the spool.'));
			if (!this.chart)
				this.chart = new Series.Chart(this.chartHost, { well_id: this.name, field: this.field });
			await this.chart.show(this.samples, this.one ? [{ 'window.start': w.start, timestamp: w.end }] : this.reports);
		}

		/* All of what the report says, anew: a new report, or other units. */
		render() {
			this.drawn = true;
			this.state = null;
			const r = this.report;
			fill(this.head, el('h1', null, this.name), el('p', null, [this.field, r && r.campaign.replace('_', ' '),
				r && (r.depth_range || []).length && `${Units.show('depth', r.depth_range[1])}`].filter(Boolean).join(', ')));
			if (r) {
				fill(this.cards, why(r), bit(r), rock(r), evidence(r), correlations(r));
				fill(this.pictures, card('WOB and RPM drilled', Plots.points(r)), card('MSE against WOB', Plots.founder(r)));
			}
			this.tick();
		}

		/* 'live', or why there is no advice now */
		standing() {
			const now = Api.now(), age = this.well ? Overview.ageOf(this.well) : null;
			if (this.one)
				return 'live';
			if (age === null)
				return 'no data: no advice';
			if (age > this.config.stale_s)
				return `no data for ${Units.age(age)}: no advice`;
			if (this.well.hold)
				return `${this.well.hold} No advice until somebody confirms`;
			if (!this.report)
				return 'no report yet: no advice';
			const limit = 2 * this.config.interval_s + 600;
			return now - this.report.timestamp > limit ? `no analysis for ${Units.age(now - this.report.timestamp)}: no advice` : 'live';
		}

		tick() {
			if (!this.drawn || this.gone)
				return;
			const age = this.well ? Overview.ageOf(this.well) : null, r = this.report, standing = this.standing();
			setText(this.ages.data, age === null ? 'no data' : `data ${Units.age(age)} old`);
			setText(this.ages.report, r ? `analysis ${Units.age(Api.now() - r.timestamp)} old (to ${Units.time(r.timestamp)})` : 'no analysis yet');
			const kind = standing.replace(/\d+/g, '#');
			this.pictures.classList.toggle('old', standing !== 'live');
			if (kind === this.state) {              /* only the number in the sentence moves */
				setText(this.box.querySelector('.blank .say'), Words.first(standing));
				return;
			}
			this.state = kind;
			if (standing !== 'live') {
				fill(this.box, Advice.blank(Words.first(standing), this.ages, r && el('p', null,
					el('a', { href: `#/report/${encodeURIComponent(r.key)}` }, `Last report, ${Units.time(r.timestamp)}`))));
				setText(this.said, standing);
				return;
			}
			const v = Words.verdict(r);
			fill(this.box, Advice.block(v, this.ages, Boolean(this.one)));
			setText(this.said, `${v.head}. ${v.kind === 'change' ? `${Words.point({ wob: v.params.best_wob, rpm: v.params.best_rpm,
				flow: v.params.best_flow })}. ` : `${v.why.join('. ')}. `}${Words.sure(v.evidence, v.confidence)}`);
		}

		fail(words) {
			if (!this.drawn)
				fill(this.box, el('h1', null, this.name || 'Report'), el('p', { class: 'say' }, words));
		}

		/* Units or colours have changed. */
		async redraw() {
			this.render();
			this.due = 0;
			if (this.chart) {
				const view = this.chart.view;
				this.chart.destroy();
				this.chart = new Series.Chart(this.chartHost, { well_id: this.name, field: this.field });
				this.chart.view = view;
			}
			if (this.samples)
				await this.drawSamples();
		}

		destroy() {
			this.gone = true;
			if (this.chart)
				this.chart.destroy();
		}
	}

	return { Page };
})();
