/* units.js - quantities, times and ages as the crew reads them. Data are in field units and Unix seconds. */
'use strict';

const Units = (() => {
	const FT = 0.3048, KLBF_KDAN = 0.44482216152605, GAL_L = 3.785411784, PSI_MPA = 0.00689475729316836,
		KFTLBF_KNM = 1.3558179483314004;
	/* field: [unit, factor, decimals]; metric the same */
	const quantities = {
		wob: { name: 'WOB', fps: ['klbf', 1, 1], metric: ['kdaN', KLBF_KDAN, 1] },
		rpm: { name: 'RPM', fps: ['rpm', 1, 0], metric: ['rpm', 1, 0] },
		flow: { name: 'Flow', fps: ['gpm', 1, 0], metric: ['L/min', GAL_L, 0] },
		rop: { name: 'ROP', fps: ['ft/h', 1, 1], metric: ['m/h', FT, 1] },
		depth: { name: 'Depth', fps: ['ft', 1, 0], metric: ['m', FT, 0] },
		mse: { name: 'MSE', fps: ['kpsi', 0.001, 1], metric: ['MPa', PSI_MPA, 0] },
		torque: { name: 'Torque', fps: ['kft.lbf', 1, 1], metric: ['kN.m', KFTLBF_KNM, 1] },
		spp: { name: 'Standpipe pressure', fps: ['psi', 1, 0], metric: ['MPa', PSI_MPA, 2] },
		d: { name: 'd-exponent', fps: ['', 1, 2], metric: ['', 1, 2] },
	};
	const state = { system: 'fps', zone: 'UTC', offset: null };

	/* A fixed offset ("+02:00") is not a zone that every browser knows: it is added by hand. */
	function setZone(zone) {
		const fixed = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
		state.zone = zone;
		state.offset = fixed ? (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3])) : null;
		try {
			parts(0, {});
		} catch (e) {
			state.zone = 'UTC';
			state.offset = null;
		}
	}

	function parts(ts, options) {
		const zone = state.offset === null ? state.zone : 'UTC', ms = (ts + (state.offset || 0) * 60) * 1000;
		const all = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
			hourCycle: 'h23', timeZone: zone };
		const found = {};
		for (const p of new Intl.DateTimeFormat('en-GB', Object.assign(all, options)).formatToParts(new Date(ms)))
			found[p.type] = p.value;
		return found;
	}

	/* minutes east of UTC at ts */
	function eastOf(ts) {
		if (state.offset !== null)
			return state.offset;
		const p = parts(ts, {});
		return Math.round((Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) / 1000 - Math.floor(ts)) / 60);
	}

	function offsetText(ts) {
		const east = eastOf(ts), size = Math.abs(east), two = n => String(n).padStart(2, '0');
		return east === 0 ? 'UTC' : `${east < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
	}

	function time(ts) {
		if (!Number.isFinite(ts))
			return 'unknown';
		const p = parts(ts, {});
		return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute} ${offsetText(ts)}`;
	}

	function clock(ts, seconds) {
		const p = parts(ts, {});
		return seconds ? `${p.hour}:${p.minute}:${p.second}` : `${p.hour}:${p.minute}`;
	}

	function age(seconds) {
		if (!Number.isFinite(seconds))
			return 'unknown';
		const s = Math.max(0, Math.floor(seconds));
		if (s < 90)
			return `${s} s`;
		if (s < 7200)
			return `${Math.floor(s / 60)} min`;
		return s < 172800 ? `${Math.floor(s / 3600)} h` : `${Math.floor(s / 86400)} days`;
	}

	const isNumber = v => typeof v === 'number' && Number.isFinite(v);
	const of = what => quantities[what][state.system];
	const unit = what => of(what)[0];
	const convert = (what, v) => isNumber(v) ? v * of(what)[1] : null;
	const number = (what, v) => isNumber(v) ? convert(what, v).toFixed(of(what)[2]).replace(/^-(0(\.0*)?)$/, '$1') : 'unknown';
	const show = (what, v) => isNumber(v) ? `${number(what, v)} ${unit(what)}`.trim() : 'unknown';
	/* The step between two numbers as they are shown, so that the sum comes out for who adds. */
	const step = (what, from, to) => {
		const d = Number(number(what, to)) - Number(number(what, from));
		return `${d < 0 ? '−' : '+'}${Math.abs(d).toFixed(of(what)[2])}`;
	};
	const range = (what, pair) => Array.isArray(pair) && pair.every(isNumber) ?
		`${number(what, pair[0])} to ${number(what, pair[1])}` : 'range unknown';
	const percent = v => {
		if (!isNumber(v))
			return 'unknown';
		const whole = Math.round(Math.abs(v) * 100);
		return `${whole === 0 ? '' : v < 0 ? '−' : '+'}${whole} %`;
	};
	const p = v => !isNumber(v) ? 'none' : v < 1e-300 ? '<1e-300' : v >= 0.0005 ? v.toFixed(3) : v.toExponential(1);
	const plain = (v, decimals) => isNumber(v) ? v.toFixed(decimals) : 'unknown';

	return { state, setZone, time, clock, age, isNumber, unit, convert, number, show, step, range, percent, p, plain,
		name: what => quantities[what].name };
})();
