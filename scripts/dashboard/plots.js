/* plots.js - small pictures of points as SVG: operating points, MSE against WOB, the optima so far. */
'use strict';

const Plots = (() => {
	const { el, svg, picture, table } = Dom;
	const { isNumber } = Units;
	const W = 560, H = 380, LEFT = 62, RIGHT = 18, TOP = 16, BOTTOM = 50;

	/* Round steps, about n of them, over [lo, hi]. */
	function ticks(lo, hi, n) {
		const raw = (hi - lo) / Math.max(1, n), mag = 10 ** Math.floor(Math.log10(raw));
		const step = [1, 2, 5, 10].map(k => k * mag).find(s => s >= raw * 0.999), found = [];
		for (let i = Math.ceil(lo / step - 1e-9); i * step <= hi + step * 1e-9; i++)
			found.push(i * step);
		return { values: found, decimals: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) };
	}

	/* A little room on both sides; a single value gets a range too. */
	function extent(values, least) {
		const known = values.filter(isNumber);
		if (!known.length)
			return null;
		let lo = Math.min(...known), hi = Math.max(...known);
		const pad = Math.max((hi - lo) * 0.12, least || Math.abs(hi) * 0.02 || 1);
		lo -= pad;
		hi += pad;
		return [lo, hi];
	}

	const scale = (range, from, to) => v => from + (v - range[0]) / (range[1] - range[0]) * (to - from);

	/* Dark blue to yellow: rises in lightness too, so that it reads without colour. */
	const stops = [[68, 57, 140], [49, 104, 142], [33, 145, 140], [94, 201, 98], [253, 231, 37]];
	function shade(share) {
		const at = Math.min(0.9999, Math.max(0, share)) * (stops.length - 1), i = Math.floor(at), f = at - i;
		return `rgb(${stops[i].map((c, k) => Math.round(c + (stops[i + 1][k] - c) * f)).join(',')})`;
	}

	/* The frame with both axes; x and y: { range, label, name }. Returns the scales and the parts. */
	function frame(x, y) {
		const sx = scale(x.range, LEFT, W - RIGHT), sy = scale(y.range, H - BOTTOM, TOP), parts = [];
		const tx = ticks(x.range[0], x.range[1], 6), ty = ticks(y.range[0], y.range[1], 5);
		for (const v of tx.values)
			parts.push(svg('line', { class: 'grid', x1: sx(v), x2: sx(v), y1: TOP, y2: H - BOTTOM }),
				svg('text', { x: sx(v), y: H - BOTTOM + 18, 'text-anchor': 'middle' }, x.text ? x.text(v) : v.toFixed(tx.decimals)));
		for (const v of ty.values)
			parts.push(svg('line', { class: 'grid', x1: LEFT, x2: W - RIGHT, y1: sy(v), y2: sy(v) }),
				svg('text', { x: LEFT - 6, y: sy(v) + 5, 'text-anchor': 'end' }, v.toFixed(ty.decimals)));
		parts.push(svg('rect', { class: 'frame', x: LEFT, y: TOP, width: W - LEFT - RIGHT, height: H - TOP - BOTTOM }),
			svg('text', { class: 'axis', x: (LEFT + W - RIGHT) / 2, y: H - 8, 'text-anchor': 'middle' }, x.label),
			svg('text', { class: 'axis', x: 16, y: (TOP + H - BOTTOM) / 2, 'text-anchor': 'middle',
				transform: `rotate(-90 16 ${(TOP + H - BOTTOM) / 2})` }, y.label));
		return { sx, sy, parts };
	}

	const axis = what => `${Units.name(what)}${Units.unit(what) ? `, ${Units.unit(what)}` : ''}`;
	const triedOf = report => {
		const segments = report.segments || [], head = report.result.segment;
		const own = segments.find(s => s.index === head && s.tried && s.tried.length);
		return own || segments.filter(s => s.tried && s.tried.length).sort((a, b) => b.clean_seconds - a.clean_seconds)[0] || null;
	};

	function cross(x, y, r, kind) {
		return svg('path', { class: kind, d: `M${x - r} ${y}H${x + r}M${x} ${y - r}V${y + r}` });
	}

	/* Where a label of a mark goes: to the left when there is no room at the right. */
	const label = (x, y, words, kind) => svg('text', { class: `mark ${kind}`, x: x > W - 150 ? x - 16 : x + 16, y,
		'text-anchor': x > W - 150 ? 'end' : 'start' }, words);

	function marks(report, sx, sy, pick) {
		const p = report.result.optimal_params || {}, change = report.result.action === 'change', at = [];
		const now = p.now || p.practice;
		if (now && isNumber(pick(now).x) && isNumber(pick(now).y)) {
			const x = sx(pick(now).x), y = sy(pick(now).y);
			at.push(cross(x, y, 11, 'now'), label(x, y + 22, 'now', 'now'));
		}
		const best = { wob: p.best_wob, rpm: p.best_rpm, mse: p.achieved_mse };
		if (change && isNumber(pick(best).x) && isNumber(pick(best).y)) {
			const x = sx(pick(best).x), y = sy(pick(best).y);
			at.push(svg('circle', { class: 'best', cx: x, cy: y, r: 17 }), label(x, y - 18, 'recommended', 'best'));
		}
		return at;
	}

	const nothing = words => el('p', { class: 'quiet' }, words);

	function triedTable(tried) {
		const columns = ['wob', 'rpm', 'flow', 'rop', 'mse'];
		return el('details', null, el('summary', null, 'The points as a table'),
			table('Operating points drilled', [...columns.map(k => ({ head: axis(k), number: true })),
				{ head: 'score', number: true }, { head: 'min', number: true }, { head: 'visits', number: true }],
			tried.map(t => [...columns.map(k => Units.number(k, t[k])), Units.plain(t.score, 2), Units.plain(t.minutes, 1),
				Units.plain(t.visits, 0)])));
	}

	/* WOB x RPM, coloured by score; the size is the time drilled. */
	function points(report) {
		const segment = triedOf(report);
		if (!segment)
			return nothing('No operating point was held long enough to compare.');
		const tried = segment.tried, p = report.result.optimal_params || {}, c = Units.convert, now = p.now || p.practice || {};
		const x = extent([...tried.map(t => c('wob', t.wob)), c('wob', now.wob), c('wob', p.best_wob)], 0.5);
		const y = extent([...tried.map(t => c('rpm', t.rpm)), c('rpm', now.rpm), c('rpm', p.best_rpm)], 3);
		if (!x || !y)
			return nothing('WOB or RPM of the points is unknown.');
		const scores = tried.map(t => t.score).filter(isNumber), lo = Math.min(...scores, 0), hi = Math.max(...scores, 1);
		const { sx, sy, parts } = frame({ range: x, label: axis('wob') }, { range: y, label: axis('rpm') });
		for (const t of tried.filter(one => isNumber(one.wob) && isNumber(one.rpm))) {
			const px = sx(c('wob', t.wob)), py = sy(c('rpm', t.rpm));
			parts.push(svg('circle', { class: 'point', cx: px, cy: py, r: 6 + Math.min(8, Math.sqrt(t.minutes || 0) * 1.6),
				fill: isNumber(t.score) ? shade((t.score - lo) / (hi - lo)) : 'none' },
			svg('title', null, `${Words.point(t)}: ROP ${Units.show('rop', t.rop)}, score ${Units.plain(t.score, 2)}`)),
			svg('text', { class: 'small', x: px, y: py + 28, 'text-anchor': 'middle' }, Units.plain(t.score, 2)));
		}
		parts.push(...marks(report, sx, sy, s => ({ x: c('wob', s.wob), y: c('rpm', s.rpm) })));
		const words = `Operating points: ${tried.length} pairs of WOB and RPM, best score ${Units.plain(Math.max(...scores), 2)}`;
		return el('div', null, picture(words, W, H, parts),
			nothing('Number and colour: score (0 poor, 1 best). Size: minutes drilled.'), triedTable(tried));
	}

	/* MSE against WOB; where MSE turns up is the founder point. */
	function founder(report) {
		const segment = triedOf(report);
		if (!segment)
			return nothing('No operating point was held long enough to compare.');
		const tried = segment.tried.filter(t => isNumber(t.wob) && isNumber(t.mse)), p = report.result.optimal_params || {};
		const c = Units.convert, now = p.now || p.practice || {}, turn = c('wob', segment.founder_wob);
		const x = extent([...tried.map(t => c('wob', t.wob)), turn, c('wob', now.wob)], 0.5);
		const y = extent([...tried.map(t => c('mse', t.mse)), c('mse', now.mse)]);
		if (!x || !y)
			return nothing('MSE is unknown: it needs torque and the bit diameter.');
		const { sx, sy, parts } = frame({ range: x, label: axis('wob') }, { range: y, label: axis('mse') });
		for (const t of tried)
			parts.push(svg('circle', { class: 'point plain', cx: sx(c('wob', t.wob)), cy: sy(c('mse', t.mse)), r: 7 },
				svg('title', null, `${Words.point(t)}: MSE ${Units.show('mse', t.mse)}`)));
		if (turn !== null)
			parts.push(svg('line', { class: 'founder', x1: sx(turn), x2: sx(turn), y1: TOP, y2: H - BOTTOM }),
				label(sx(turn), TOP + 20, `founder ${Units.show('wob', segment.founder_wob)}`, 'founder'));
		parts.push(...marks(report, sx, sy, s => ({ x: c('wob', s.wob), y: c('mse', s.mse) })));
		const words = turn !== null ? `Founder point at ${Units.show('wob', segment.founder_wob)}: above it more weight costs more energy`
			: 'No founder point seen: MSE does not turn up with weight in what was drilled';
		return el('div', null, picture(`MSE against WOB. ${words}`, W, H, parts), nothing(`${words}.`));
	}

	/* A line of WOB and RPM of each report's best point, along depth or bit hours; filled where a change was advised. */
	function optima(reports, along) {
		const at = r => along === 'depth' ? Units.convert('depth', (r.depth_range || [])[1]) : r.bit_hours;
		const known = reports.filter(r => isNumber(at(r)) && isNumber(r.best_wob) && isNumber(r.best_rpm));
		if (!known.length)
			return nothing(along === 'depth' ? 'No report with an operating point yet.' :
				'Bit hours are unknown: they come with a runs file, or WITS 0225.');
		const x = extent(known.map(at), along === 'depth' ? 5 : 0.5), x0 = { range: x, label: along === 'depth' ? axis('depth') : 'Bit hours, h' };
		const draw = what => {
			const y = extent(known.map(r => Units.convert(what, r[`best_${what}`])), 0.5);
			const { sx, sy, parts } = frame(x0, { range: y, label: axis(what) });
			for (const r of known)
				parts.push(svg('circle', { class: r.action === 'change' ? 'point change' : 'point held', r: 7, cx: sx(at(r)),
					cy: sy(Units.convert(what, r[`best_${what}`])) },
				svg('title', null, `${Units.time(r.timestamp)}: ${Words.verdictWord(r)} ${Units.show(what, r[`best_${what}`])}`)));
			return picture(`${Units.name(what)} of ${known.length} reports along ${along === 'depth' ? 'depth' : 'bit hours'}`, W, H, parts);
		};
		return el('div', { class: 'pair' }, draw('wob'), draw('rpm'));
	}

	return { points, founder, optima, ticks, extent, scale, axis, nothing };
})();
