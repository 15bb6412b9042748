/* track.js - the depth track: ROP, WOB, RPM, MSE and d-exponent side by side, depth downwards, as a mud log is read. */
'use strict';

const Track = (() => {
	const { svg, picture } = Dom;
	const { isNumber } = Units;
	const MOST = 300, LEFT = 58, ROCK = 92, WIDE = 150, GAP = 10, TOP = 58, HIGH = 640, FOOT = 12;
	const HOLES = 8;                                /* a curve goes on over so many steps without a sample */
	const tracks = ['rop', 'wob', 'rpm', 'mse', 'd'];
	const columns = { rop: 'rop_ft_h', wob: 'wob_klbf', rpm: 'rpm' };

	const middle = v => Array.isArray(v) ? (v[0] + v[1]) / 2 : v;
	const low = v => Array.isArray(v) ? v[0] : v;
	const high = v => Array.isArray(v) ? v[1] : v;

	/* Samples on bottom, as means over equal steps of depth. */
	function bins(samples, range, count) {
		const at = name => samples.columns.indexOf(name), hole = at('hole_depth_ft'), bit = at('bit_depth_ft');
		const found = {}, step = (range[1] - range[0]) / count;
		for (const what of Object.keys(columns))
			found[what] = Array.from({ length: count }, () => ({ sum: 0, n: 0, lo: Infinity, hi: -Infinity }));
		for (const row of samples.rows) {
			const depth = middle(row[hole]);
			if (!isNumber(depth) || depth < range[0] || depth > range[1] ||
			    bit >= 0 && (!isNumber(low(row[bit])) || low(row[hole]) - high(row[bit]) > 1.5))
				continue;
			const i = Math.min(count - 1, Math.floor((depth - range[0]) / step));
			for (const what of Object.keys(columns)) {
				const v = row[at(columns[what])];
				if (at(columns[what]) < 0 || !isNumber(middle(v)) || what === 'rop' && high(v) <= 0)
					continue;
				const b = found[what][i];
				b.sum += middle(v);
				b.n++;
				b.lo = Math.min(b.lo, low(v));
				b.hi = Math.max(b.hi, high(v));
			}
		}
		return found;
	}

	/* What a report knows of a segment: d-exponent, and MSE as the mean over its points. */
	function ofSegment(s) {
		const tried = (s.tried || []).filter(t => isNumber(t.mse) && isNumber(t.minutes)), p = s.result && s.result.optimal_params;
		const minutes = tried.reduce((sum, t) => sum + t.minutes, 0);
		const mse = p && p.practice && isNumber(p.practice.mse) ? p.practice.mse :
			minutes > 0 ? tried.reduce((sum, t) => sum + t.mse * t.minutes, 0) / minutes : null;
		return { d: isNumber(s.avg_d_exponent) ? s.avg_d_exponent : null, mse, sd: isNumber(s.sd_d_exponent) ? s.sd_d_exponent : null };
	}

	function path(binned, what, sx, sy, step, top) {
		let d = '', last = -Infinity;
		binned.forEach((b, i) => {
			if (!b.n)
				return;
			d += `${i - last <= HOLES ? 'L' : 'M'}${sx(Units.convert(what, b.sum / b.n)).toFixed(1)} ${sy(top + (i + 0.5) * step).toFixed(1)}`;
			last = i;
		});
		return d;
	}

	const rocks = ['soft', 'medium', 'hard', 'very'];
	const rockClass = type => `rock ${rocks[['Soft Shale', 'Medium Shale/Siltstone', 'Hard Sandstone', 'Very Hard Formation']
		.indexOf(type)] || 'unknown'}`;

	function bands(segments, sy, width) {
		return segments.map(s => {
			const y0 = sy(s.depth_ft[0]), y1 = sy(s.depth_ft[1]), name = s.name || Words.rock(s.formation_type).split(' by ')[0];
			return [svg('rect', { class: rockClass(s.formation_type), x: LEFT, y: y0, width: ROCK, height: Math.max(1, y1 - y0) },
				svg('title', null, `${Units.show('depth', s.depth_ft[0])} to ${Units.show('depth', s.depth_ft[1])}: ${Words.rock(s.formation_type)}`)),
			svg('line', { class: 'grid', x1: LEFT, x2: width, y1: y0, y2: y0 }),
			y1 - y0 > 16 && svg('text', { class: 'small', x: LEFT + ROCK / 2, y: (y0 + y1) / 2 + 5, 'text-anchor': 'middle' },
				name.length > 12 ? `${name.slice(0, 11)}…` : name)];
		});
	}

	function valuesOf(what, binned, segments) {
		return columns[what] ? binned[what].filter(b => b.n).map(b => Units.convert(what, b.sum / b.n)) :
			segments.map(s => Units.convert(what, ofSegment(s)[what])).filter(isNumber);
	}

	function one(what, index, binned, segments, sy, range) {
		const x0 = LEFT + ROCK + GAP + index * (WIDE + GAP), all = Plots.extent(valuesOf(what, binned, segments));
		const parts = [svg('rect', { class: 'frame', x: x0, y: TOP, width: WIDE, height: HIGH }),
			svg('text', { class: 'axis', x: x0 + WIDE / 2, y: 18, 'text-anchor': 'middle' }, Plots.axis(what))];
		if (!all) {
			parts.push(svg('text', { class: 'small', x: x0 + WIDE / 2, y: TOP + 30, 'text-anchor': 'middle' }, 'none'));
			return parts;
		}
		const lo = Math.max(0, all[0]), sx = Plots.scale([lo, all[1]], x0, x0 + WIDE), t = Plots.ticks(lo, all[1], 3);
		for (const v of t.values)
			parts.push(svg('line', { class: 'grid', x1: sx(v), x2: sx(v), y1: TOP, y2: TOP + HIGH }),
				svg('text', { class: 'small', x: sx(v), y: TOP - 8, 'text-anchor': 'middle' }, v.toFixed(t.decimals)));
		if (columns[what]) {
			parts.push(svg('path', { class: `curve ${what}`, d: path(binned[what], what, sx, sy, (range[1] - range[0]) / binned[what].length, range[0]) }));
			return parts;
		}
		for (const s of segments) {
			const v = Units.convert(what, ofSegment(s)[what]);
			if (isNumber(v))
				parts.push(svg('path', { class: `curve ${what}`, d: `M${sx(v)} ${sy(s.depth_ft[0])}V${sy(s.depth_ft[1])}` }));
		}
		return parts;
	}

	/* reports: with segments, of the time of the samples */
	function draw(samples, reports) {
		const segments = reports.flatMap(r => r.segments || []).filter(s => Array.isArray(s.depth_ft) && s.depth_ft.every(isNumber))
			.sort((a, b) => a.depth_ft[0] - b.depth_ft[0]);
		const hole = samples ? samples.columns.indexOf('hole_depth_ft') : -1;
		const depths = hole < 0 ? [] : samples.rows.map(r => middle(r[hole])).filter(v => isNumber(v) && v > 0);
		const all = depths.concat(segments.flatMap(s => s.depth_ft));
		if (!all.length)
			return Plots.nothing('No depths yet.');
		const lo = all.reduce((a, b) => Math.min(a, b)), hi = all.reduce((a, b) => Math.max(a, b)), range = [lo, Math.max(hi, lo + 1)];
		const width = LEFT + ROCK + GAP + tracks.length * (WIDE + GAP), sy = Plots.scale(range, TOP, TOP + HIGH);
		const count = Math.min(MOST, Math.max(20, Math.floor(depths.length / 2)));
		const binned = bins(samples && hole >= 0 ? samples : { columns: [], rows: [] }, range, count);
		const shown = Plots.ticks(Units.convert('depth', range[0]), Units.convert('depth', range[1]), 10);
		const back = v => v / Units.convert('depth', 1), parts = [svg('text', { class: 'axis', x: 4, y: 18 }, Plots.axis('depth'))];
		for (const v of shown.values)
			parts.push(svg('line', { class: 'grid', x1: LEFT, x2: width, y1: sy(back(v)), y2: sy(back(v)) }),
				svg('text', { class: 'small', x: LEFT - 6, y: sy(back(v)) + 5, 'text-anchor': 'end' }, v.toFixed(shown.decimals)));
		parts.push(bands(segments, sy, width), tracks.map((what, i) => one(what, i, binned, segments, sy, range)));
		return picture(`Depth track from ${Units.show('depth', range[0])} to ${Units.show('depth', range[1])}: ROP, WOB, RPM, MSE and ` +
			`d-exponent, ${segments.length} segments`, width, TOP + HIGH + FOOT, parts);
	}

	return { draw };
})();
