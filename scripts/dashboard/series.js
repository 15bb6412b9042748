/* series.js - time series by dygraphs: the window bands, connections and gaps behind, zoom with finer data from the server. */
'use strict';

const Series = (() => {
	const { el, setText } = Dom;
	const { isNumber } = Units;
	const panels = [['rop', 'rop_ft_h'], ['wob', 'wob_klbf'], ['rpm', 'rpm'], ['flow', 'flow_in_gpm'],
		['torque', 'torque_kft_lbf'], ['spp', 'spp_psi']];
	const wanted = [...panels.map(p => p[1]), 'hole_depth_ft', 'bit_depth_ft'].join(',');
	const OFF_BOTTOM = 1.5;                         /* ft, as ml-filter has it */
	let library = null;

	/* dygraphs is large and only this picture needs it. */
	function load() {
		if (!library)
			library = new Promise((resolve, reject) => {
				document.head.append(el('link', { rel: 'stylesheet', href: 'dygraphs/dygraph.min.css' }),
					el('script', { src: 'dygraphs/dygraph.min.js', onload: resolve, onerror: () => {
						library = null;
						reject(new Error('dygraphs is not served at dygraphs/; on Debian: libjs-dygraphs'));
					} }));
			});
		return library;
	}

	/* A spool may lack a column: then all there are. */
	async function ask(well, since, until, points) {
		const q = { well_id: well.well_id, field: well.field, since, until, columns: wanted, max_points: points };
		try {
			return (await Api.get('samples', q)).data;
		} catch (e) {
			if (e.status !== 400 && e.status !== 404)
				throw e;
			q.columns = null;
			return (await Api.get('samples', q)).data;
		}
	}

	/* [min, middle, max] for dygraphs, in the units shown */
	function triple(what, v) {
		if (Array.isArray(v))
			return [Units.convert(what, v[0]), Units.convert(what, (v[0] + v[1]) / 2), Units.convert(what, v[1])];
		const c = Units.convert(what, v);
		return c === null ? null : [c, c, c];
	}

	function offBottom(row, hole, bit) {
		const h = row[hole], b = row[bit];
		if (h === null || b === null || hole < 0 || bit < 0)
			return false;
		return (Array.isArray(h) ? h[0] : h) - (Array.isArray(b) ? b[1] : b) > OFF_BOTTOM;
	}

	/* Times in which every row is off bottom: connections, trips. */
	function connections(samples) {
		const hole = samples.columns.indexOf('hole_depth_ft'), bit = samples.columns.indexOf('bit_depth_ft'), found = [];
		const step = samples.bucket_s || samples.interval_s || 1;
		for (const row of samples.rows) {
			if (!offBottom(row, hole, bit))
				continue;
			const last = found[found.length - 1];
			if (last && row[0] - last.end <= step * 1.5)
				last.end = row[0] + step;
			else
				found.push({ start: row[0], end: row[0] + step });
		}
		return found;
	}

	/* One picture of several panels that zoom together. */
	class Chart {
		constructor(host, well) {
			this.host = host;
			this.well = well;
			this.graphs = [];
			this.reports = [];
			this.full = null;
			this.view = null;
			this.readout = el('p', { class: 'readout' });
			this.shown = el('p', { class: 'quiet', id: 'zoomed', role: 'status' });
			const button = (words, name, act) => el('button', { type: 'button', 'data-zoom': name, onclick: act }, words);
			host.replaceChildren(el('div', { class: 'tools', role: 'group', 'aria-label': 'Zoom in time' },
				button('All', 'all', () => this.reset()), button('6 h', '6h', () => this.last(21600)),
				button('1 h', '1h', () => this.last(3600)), button('10 min', '10m', () => this.last(600)),
				button('Nearer', 'in', () => this.scaleBy(0.5)), button('Farther', 'out', () => this.scaleBy(2)),
				button('Earlier', 'back', () => this.move(-0.5)), button('Later', 'on', () => this.move(0.5))),
			this.shown, this.readout, this.plots = el('div', { class: 'series' }),
			el('p', { class: 'quiet' }, 'Drag to zoom, double click for all. Bands: windows of the reports; grey: off bottom ' +
				'(connections); hatched: no data. The pale band about a line is its least and greatest value.'));
		}

		destroy() {
			clearTimeout(this.later);
			this.graphs.forEach(g => g.destroy());
			this.graphs = [];
			this.host = null;
		}

		/* samples: of all the time shown; reports: flat, with window.start and timestamp */
		async show(samples, reports) {
			const first = samples.rows.length ? samples.rows[0][0] : samples.since;
			this.full = this.samples = Object.assign({}, samples, { since: Math.max(first, samples.since) });
			this.reports = reports;
			await load();
			if (this.host)
				this.view ? await this.finer() : this.draw();
		}

		draw() {
			this.bands = connections(this.samples);
			const columns = panels.filter(([, c]) => this.samples.columns.includes(c) &&
				this.samples.rows.some(r => r[this.samples.columns.indexOf(c)] !== null));
			const names = columns.map(c => c[0]).join();
			if (names !== this.names || !this.graphs.length) {
				this.graphs.forEach(g => g.destroy());
				this.plots.replaceChildren();
				this.graphs = columns.map(c => this.make(c));
				this.names = names;
			} else {
				this.busy = true;
				this.graphs.forEach((g, i) => g.updateOptions({ file: this.rows(columns[i]), dateWindow: this.span(),
					ylabel: Plots.axis(columns[i][0]) }));
				this.busy = false;
			}
			const [a, b] = this.span();
			setText(this.shown, `${Units.time(a / 1000)} to ${Units.clock(b / 1000)}, ${this.samples.downsampled ?
				`one point in ${Units.age(this.samples.bucket_s)}, least and greatest value kept` : 'every sample'}`);
		}

		span() {
			return this.view || [this.full.since * 1000, this.full.until * 1000];
		}

		rows([what, column]) {
			const at = this.samples.columns.indexOf(column), half = (this.samples.bucket_s || 0) * 500;
			const rows = this.samples.rows.map(r => [new Date(r[0] * 1000 + half), triple(what, r[at])]);
			return rows.length ? rows : [[new Date(this.full.since * 1000), null]];
		}

		make(panel) {
			const host = el('div', { class: 'panel', role: 'img', 'aria-label': `${Units.name(panel[0])} over time` });
			const colour = getComputedStyle(this.host).getPropertyValue(`--${panel[0]}`).trim() || '#888';
			const ink = getComputedStyle(this.host).getPropertyValue('--line').trim() || '#888';
			this.plots.append(host);
			return new Dygraph(host, this.rows(panel), { labels: ['time', panel[0]], customBars: true, legend: 'never',
				ylabel: Plots.axis(panel[0]), colors: [colour], strokeWidth: 1.3, fillAlpha: 0.3, dateWindow: this.span(),
				gridLineColor: ink, axisLineColor: ink, axisLabelFontSize: 13, xRangePad: 0, animatedZooms: false,
				axes: { y: { axisLabelWidth: 62 }, x: { ticker: (a, b, px) => this.ticks(a, b, px), axisLabelWidth: 64 } },
				underlayCallback: (ctx, area, g) => this.under(ctx, area, g), highlightCircleSize: 3,
				highlightCallback: (event, x, points) => this.say(x, points), unhighlightCallback: () => setText(this.readout, ''),
				zoomCallback: (a, b) => this.zoom(a, b) });
		}

		/* In the rig's zone, not the browser's. */
		ticks(a, b, px) {
			const span = (b - a) / 1000, most = Math.max(2, px / 90);
			const step = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800]
				.find(s => span / s <= most) || 1209600;
			const east = Units.state.offset === null ? 0 : Units.state.offset * 60, found = [];
			for (let t = Math.ceil((a / 1000 + east) / step) * step - east; t * 1000 <= b; t += step)
				found.push({ v: t * 1000, label: step >= 86400 ? Units.time(t).slice(5, 10) : Units.clock(t, step < 60) });
			return found;
		}

		under(ctx, area, g) {
			const css = getComputedStyle(document.body), paint = (from, to, colour) => {
				const x0 = Math.max(area.x, g.toDomXCoord(from * 1000)), x1 = Math.min(area.x + area.w, g.toDomXCoord(to * 1000));
				if (x1 <= area.x || x0 >= area.x + area.w)
					return;
				ctx.fillStyle = colour;
				ctx.fillRect(x0, area.y, Math.max(1, x1 - x0), area.h);
			};
			this.reports.forEach((r, i) => {
				if (isNumber(r['window.start']))
					paint(r['window.start'], r.timestamp, css.getPropertyValue(i % 2 ? '--band1' : '--band2'));
			});
			this.bands.forEach(c => paint(c.start, c.end, css.getPropertyValue('--off')));
			(this.samples.gaps || []).forEach(gap => this.hatch(ctx, area, g, gap, css.getPropertyValue('--hatch')));
		}

		hatch(ctx, area, g, gap, colour) {
			const x0 = Math.max(area.x, g.toDomXCoord(gap.start * 1000)), x1 = Math.min(area.x + area.w, g.toDomXCoord(gap.end * 1000));
			if (x1 <= x0)
				return;
			ctx.save();
			ctx.beginPath();
			ctx.rect(x0, area.y, x1 - x0, area.h);
			ctx.clip();
			ctx.strokeStyle = colour;
			ctx.beginPath();
			for (let x = x0 - area.h; x < x1; x += 8) {
				ctx.moveTo(x, area.y + area.h);
				ctx.lineTo(x + area.h, area.y);
			}
			ctx.stroke();
			ctx.restore();
		}

		say(x) {
			const near = this.samples.rows.reduce((best, r) => Math.abs(r[0] * 1000 - x) < Math.abs(best[0] * 1000 - x) ? r : best,
				this.samples.rows[0]);
			const said = panels.map(([what, column]) => [what, near[this.samples.columns.indexOf(column)]])
				.filter(([, v]) => v !== null && v !== undefined).map(([what, v]) => `${Units.name(what)} ` +
					(Array.isArray(v) ? `${Units.range(what, v)} ${Units.unit(what)}` : Units.show(what, v)));
			setText(this.readout, `${Units.clock(near[0], true)}  ${said.join(', ')}`);
		}

		zoom(a, b) {
			if (this.busy)
				return;
			const all = [this.full.since * 1000, this.full.until * 1000];
			this.view = a <= all[0] && b >= all[1] ? null : [Math.max(a, all[0]), Math.min(b, all[1])];
			clearTimeout(this.later);
			this.later = setTimeout(() => this.finer(), 150);
		}

		async finer() {
			const view = this.view;
			if (view) {
				let got = null;
				try {
					got = await ask(this.well, Math.floor(view[0] / 1000), Math.ceil(view[1] / 1000), 1200);
				} catch (e) {
					got = this.full;        /* coarser, but there */
				}
				if (view !== this.view || !this.host)
					return;
				this.samples = got.rows.length ? got : this.full;
			} else {
				this.samples = this.full;
			}
			this.draw();
		}

		reset() {
			this.view = null;
			this.finer();
		}

		last(seconds) {
			this.zoom(this.full.until * 1000 - seconds * 1000, this.full.until * 1000);
		}

		scaleBy(factor) {
			const [a, b] = this.span(), mid = (a + b) / 2, half = Math.max(15000, (b - a) / 2 * factor);
			this.zoom(mid - half, mid + half);
		}

		move(share) {
			const [a, b] = this.span(), all = [this.full.since * 1000, this.full.until * 1000], by = (b - a) * share;
			const shift = Math.min(all[1] - b, Math.max(all[0] - a, by));
			this.zoom(a + shift, b + shift);
		}
	}

	return { Chart, ask };
})();
