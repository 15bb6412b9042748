/* overview.js - every well in a table: verdict, how sure, age of the data, last failure. */
'use strict';

const Overview = (() => {
	const { el, fill, setText } = Dom;
	const { isNumber } = Units;
	const place = (...names) => `#/well/${names.map(encodeURIComponent).join('/')}`;

	/* Below 0 the rig's clock is ahead, which is not old. */
	const ageOf = well => isNumber(well.last_ts) ? Math.max(0, Api.now() - well.last_ts) : null;
	const isStale = (well, config) => ageOf(well) === null || ageOf(well) > config.stale_s;

	function verdict(well) {
		const l = well.latest;
		if (!l)
			return [el('strong', null, 'no report yet')];
		const kind = l.status === 'success' ? l.action : 'none';
		const set = isNumber(l.best_wob) ? Words.point({ wob: l.best_wob, rpm: l.best_rpm, flow: l.best_flow }) :
			Words.first(l.failure ? Words.failure(l.failure) : '');
		return [el('strong', { class: `verdict ${kind}` }, Words.verdictWord(l)), ' ', el('span', { class: 'what' }, set)];
	}

	function card(well) {
		const l = well.latest, failed = well.last_failure, age = el('span', { class: 'age' }), state = el('span', { class: 'state' });
		const row = el('tr', null,
			el('th', { scope: 'row' }, el('a', { href: place(well.field, well.well_id) }, well.well_id),
				el('span', { class: 'quiet' }, `${well.field}${well.campaign ? `, ${well.campaign.replace('_', ' ')}` : ''}`)),
			el('td', { 'data-head': 'Verdict' }, verdict(well), state),
			el('td', { 'data-head': 'How sure' }, l ? el('span', { class: 'badge' }, Words.sure(l.evidence, l.confidence)) : 'nothing yet'),
			el('td', { 'data-head': 'Data' }, age),
			el('td', { 'data-head': 'Report' }, l ? el('a', { href: `#/report/${encodeURIComponent(l.key)}` }, Units.time(l.timestamp)) : 'none'),
			el('td', { 'data-head': 'Last failure' }, failed ? [el('a', { href: `#/report/${encodeURIComponent(failed.key)}` },
				Words.first(Words.failure(failed.failure))), el('span', { class: 'quiet' }, Units.time(failed.timestamp))] : 'none'));
		return { row, age, state, well };
	}

	class Page {
		constructor(main, config) {
			this.main = main;
			this.config = config;
			this.cards = [];
			this.title = 'All wells';
		}

		show(wells) {
			this.cards = wells.map(card);
			const heads = ['Well', 'Verdict of the last window', 'How sure', 'Age of the data', 'Last report', 'Last failure'];
			fill(this.main, el('h1', null, 'All wells'), wells.length ?
				el('table', { class: 'wells' }, el('caption', { class: 'hidden' }, 'The wells, with what was said last of each'),
					el('thead', null, el('tr', null, heads.map(h => el('th', { scope: 'col' }, h)))),
					el('tbody', null, this.cards.map(c => c.row))) :
				el('section', { class: 'empty' }, el('p', { class: 'say' }, 'No wells yet.'),
					el('p', null, 'They appear here by themselves when samples or reports come: wits-capture --spool fills the spool, ' +
						'ml-run stores the reports.')));
			this.tick();
		}

		async refresh() {
			const { data } = await Api.get('wells');
			const said = JSON.stringify(data.wells.map(w => [w.field, w.well_id, w.campaign, w.latest, w.last_failure]));
			const by = new Map(data.wells.map(w => [`${w.field}/${w.well_id}`, w]));
			if (said !== this.said) {    /* a table that changes under a reader's fingers is hard to use */
				this.said = said;
				this.show(data.wells);
			}
			this.cards.forEach(c => Object.assign(c.well, { hold: null }, by.get(`${c.well.field}/${c.well.well_id}`)));
			this.tick();
		}

		tick() {
			for (const c of this.cards) {
				const age = ageOf(c.well), stale = isStale(c.well, this.config);
				setText(c.age, age === null ? 'no data' : `${Units.age(age)} old`);
				c.row.classList.toggle('stale', stale);
				setText(c.state, c.well.hold && !stale ? `${c.well.hold} No advice` :
					stale && c.well.latest ? 'Stale: no advice for now' : '');
			}
		}

		fail(words) {
			if (!this.cards.length) {
				this.said = null;
				fill(this.main, el('h1', null, 'All wells'), el('p', { class: 'say' }, words));
			}
		}

		destroy() {
			this.cards = [];
		}
	}

	return { Page, ageOf, isStale, place };
})();
