/* api.js - the only place that asks the server: an answer is kept with its ETag and asked for again with If-None-Match. */
'use strict';

const Api = (() => {
	const base = 'api/v1/ml/';
	const kept = new Map();
	const flying = new Map();                       /* asked and not answered yet */
	const LIMIT = 40;                               /* answers kept, the oldest go */
	let skew = 0;                                   /* server's clock less ours, s */

	function path(name, parameters) {
		const words = Object.entries(parameters || {}).filter(([, v]) => v !== null && v !== undefined)
			.map(([k, v]) => `${encodeURIComponent(k)}=${encodeURIComponent(v)}`);
		return base + name + (words.length ? `?${words.join('&')}` : '');
	}

	async function failure(answer) {
		let words = '';
		try {
			words = (await answer.json()).error.message;
		} catch (e) {
			words = answer.statusText;
		}
		const error = new Error(`the server says ${answer.status}: ${words}`);
		error.status = answer.status;
		return error;
	}

	/* Resolves to { data }: the same object as before when the server says that nothing has changed. */
	function get(name, parameters) {
		const url = path(name, parameters);
		if (!flying.has(url))
			flying.set(url, ask(url).finally(() => flying.delete(url)));
		return flying.get(url);
	}

	async function ask(url) {
		const old = kept.get(url);
		const late = new AbortController(), timer = setTimeout(() => late.abort(), 30000);
		try {
			const answer = await fetch(url, { cache: 'no-store', credentials: 'same-origin', signal: late.signal,
				headers: old && old.etag ? { 'If-None-Match': old.etag } : {} });
			const date = Date.parse(answer.headers.get('Date') || '');
			if (Number.isFinite(date))
				skew = (date - Date.now()) / 1000;
			if (answer.status === 304 && old)
				return { data: old.data };
			if (!answer.ok)
				throw await failure(answer);
			const data = await answer.json();
			kept.delete(url);
			kept.set(url, { etag: answer.headers.get('ETag'), data });
			if (kept.size > LIMIT)
				kept.delete(kept.keys().next().value);
			return { data };
		} finally {
			clearTimeout(timer);
		}
	}

	/* Keys have slashes that stay; each part is encoded once more, for the names in them are percent-encoded already. */
	const report = key => get(`report/${key.split('/').map(encodeURIComponent).join('/')}`);
	const now = () => Date.now() / 1000 + skew;

	return { get, report, now };
})();
