/* dom.js - elements without HTML: every text from data becomes a text node, so a name can never be markup. */
'use strict';

const Dom = (() => {
	const SVG = 'http://www.w3.org/2000/svg';

	function append(node, children) {
		for (const child of children.flat(Infinity))
			if (child !== null && child !== undefined && child !== false)
				node.append(child);         /* a string is appended as text */
		return node;
	}

	function attributes(node, given) {
		for (const [name, value] of Object.entries(given || {})) {
			if (name.startsWith('on'))
				node.addEventListener(name.slice(2), value);
			else if (value !== null && value !== undefined && value !== false)
				node.setAttribute(name, value === true ? '' : String(value));
		}
		return node;
	}

	/* el('p', { class: 'x', onclick: f }, 'text', node, ...) */
	const el = (tag, given, ...children) => append(attributes(document.createElement(tag), given), children);
	const svg = (tag, given, ...children) => append(attributes(document.createElementNS(SVG, tag), given), children);

	function fill(node, ...children) {
		node.replaceChildren();
		return append(node, children);
	}

	/* A text node is changed only when it differs, so that a screen reader is not told the same again. */
	function setText(node, text) {
		if (node && node.textContent !== text)
			node.textContent = text;
	}

	/* columns: [{ head, number }]; rows: arrays of cells; the first cell of a row is its header */
	function table(caption, columns, rows) {
		const cells = row => row.map((cell, i) => i === 0 ? el('th', { scope: 'row' }, cell) :
			el('td', { class: columns[i].number && 'n' }, cell));
		return el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
			el('table', null, el('caption', null, caption),
				el('thead', null, el('tr', null, columns.map(c => el('th', { scope: 'col', class: c.number && 'n' }, c.head)))),
				el('tbody', null, rows.map(row => el('tr', null, cells(row))))));
	}

	/* A picture: its words for who does not see it, and the drawing w x h in its own units. */
	function picture(words, w, h, ...children) {
		return svg('svg', { viewBox: `0 0 ${w} ${h}`, role: 'img', 'aria-label': words, class: 'plot' }, children);
	}

	return { el, svg, fill, setText, table, picture };
})();
