/* app.js - which page, how often it asks, and the switches. */
'use strict';

(() => {
	const { el, setText } = Dom;
	const EVERY_MS = 5000;
	const by = id => document.getElementById(id);
	const main = by('main');
	let page = null, config = null, timer = null, turn = 0;

	/* What the reader chose is kept where the browser allows it. */
	function remember(name, value) {
		try {
			localStorage.setItem(`drillpipe.${name}`, value);
		} catch (e) {
			/* a private window: the choice lasts as long as the page */
		}
	}
	function remembered(name) {
		try {
			return localStorage.getItem(`drillpipe.${name}`);
		} catch (e) {
			return null;
		}
	}

	/* #/ | #/well/FIELD/WELL | #/report/KEY; each part encoded once */
	function parse() {
		try {
			return location.hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decodeURIComponent);
		} catch (e) {
			return [];
		}
	}

	/* A name in a key is encoded as a folder is. */
	function named(part) {
		try {
			return decodeURIComponent(part);
		} catch (e) {
			return part;
		}
	}

	/* What only the page of a well needs comes after what is seen first: the first paint waits for less. */
	let parts = null;
	function wellParts() {
		if (!parts)
			parts = Promise.all(['plots', 'track', 'series', 'advice', 'well'].map(name => new Promise((resolve, reject) => {
				document.head.append(el('script', { src: `${name}.js`, onload: resolve, onerror: reject }));
			}))).catch(e => {
				parts = null;
				throw e;
			});
		return parts;
	}

	async function open() {
		const [kind, ...rest] = parse(), mine = ++turn;
		clearTimeout(timer);
		if (page)
			page.destroy();
		page = null;
		if (kind === 'well' || kind === 'report') {
			try {
				await wellParts();
			} catch (e) {
				said('The server does not answer; trying again', true);
				timer = setTimeout(open, EVERY_MS);
				return;
			}
			if (mine !== turn)
				return;
		}
		if (kind === 'well' && rest.length === 2) {
			page = new Well.Page(main, config, rest[0], rest[1], null);
		} else if (kind === 'report' && rest.length === 1) {
			const names = rest[0].split('/').map(named);
			page = new Well.Page(main, config, names[0], names[1], rest[0]);
		} else {
			page = new Overview.Page(main, config);
		}
		document.title = `${page.title} - drilling advice`;
		setText(by('place'), kind === 'well' || kind === 'report' ? page.title : '');
		ask(mine);
	}

	function said(words, bad) {
		setText(by('line'), words);
		by('line').classList.toggle('bad', bad);
	}

	async function ask(mine) {
		const asked = page;
		try {
			await asked.refresh();
			if (mine === turn)
				said('Live', false);
		} catch (e) {
			if (mine === turn) {
				const away = e instanceof TypeError || e.name === 'AbortError';
				const words = away ? 'The server does not answer; trying again' : Words.first(e.message);
				said(words, true);
				asked.fail(words);
			}
		}
		if (mine === turn)
			timer = setTimeout(() => ask(mine), EVERY_MS);
	}

	function theme(name) {
		document.documentElement.dataset.theme = name;
	}

	async function redraw() {
		if (page && page.redraw)
			await page.redraw();
		else if (page)
			open();
	}

	function switches() {
		by('units').value = Units.state.system;
		by('theme').value = remembered('theme') || 'auto';
		theme(by('theme').value);
		by('units').addEventListener('change', e => {
			Units.state.system = e.target.value;
			remember('units', e.target.value);
			redraw();
		});
		by('theme').addEventListener('change', e => {
			theme(e.target.value);
			remember('theme', e.target.value);
			redraw();
		});
		matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
	}

	function tick() {
		setText(by('clock'), `${Units.time(Api.now())} (${Units.state.zone})`);
		if (page)
			page.tick();
	}

	async function start() {
		Api.get('wells').catch(() => null);     /* on its way meanwhile; the page asks again and says what is wrong */
		try {
			config = (await Api.get('config')).data;
		} catch (e) {
			said('The settings cannot be read; trying again', true);
			setTimeout(start, EVERY_MS);
			return;
		}
		Units.setZone(config.tz);
		Units.state.system = remembered('units') || config.units;
		switches();
		addEventListener('hashchange', () => {
			open();
			main.focus({ preventScroll: true });
			scrollTo(0, 0);
		});
		open();
		setInterval(tick, 1000);
	}

	theme(remembered('theme') || 'auto');
	start();
})();
