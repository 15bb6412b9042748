/* load.js - asks for the other scripts once the page has its style: on a slow line they would keep the first paint waiting. */
'use strict';

for (const name of ['dom', 'units', 'api', 'words', 'overview', 'app']) {
	const script = document.createElement('script');
	script.src = `${name}.js`;
	script.async = false;                           /* in this order */
	document.head.append(script);
}
