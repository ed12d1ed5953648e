// Returns what of the page has less contrast than WCAG 2.2 AA asks for: 4.5 for text, 3 for what is drawn and the edges of controls.
(() => {
	const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
	const parse = (color) => {
		canvas.clearRect(0, 0, 1, 1);
		canvas.fillStyle = color;
		canvas.fillRect(0, 0, 1, 1);
		const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
		return { r, g, b, a: a / 255 };
	};
	const over = (top, below) => Object.fromEntries(['r', 'g', 'b'].map((it) => [it, top[it] * top.a + below[it] * (1 - top.a)]).concat([['a', 1]]));
	const linear = (it) => (it / 255 <= 0.04045) ? it / 255 / 12.92 : ((it / 255 + 0.055) / 1.055) ** 2.4;
	const luminance = ({ r, g, b }) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
	const ratio = (a, b) => {
		const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
		return (light + 0.05) / (dark + 0.05);
	};
	const background = (element) => {
		if (element === null) {
			return parse(getComputedStyle(document.body).backgroundColor);
		}
		const own = parse(getComputedStyle(element).backgroundColor);
		return (own.a === 1) ? own : over(own, background(element.parentElement));
	};
	const poor = [];
	let looked = 0;
	const check = (element, what, color, ground, least) => {
		looked++;
		const found = ratio(over(parse(color), ground), ground);
		if (found < least) {
			poor.push(`${what} of <${element.tagName} class="${element.getAttribute('class')}"> ${element.textContent.slice(0, 30)}: ${found.toFixed(2)}`);
		}
	};
	document.querySelectorAll('body *').forEach((it) => {
		const style = getComputedStyle(it);
		if (!it.checkVisibility({ checkVisibilityCSS: true }) || it.tagName === 'SCRIPT' || it.tagName === 'OPTION') {
			return;
		}
		if ([...it.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== '')) {
			check(it, 'text', style.color, background(it), 4.5);
		}
		if (it.matches('.control:not(.primary)')) {
			check(it, 'edge', style.borderTopColor, background(it.parentElement), 3);
		}
		if (it.matches('.primary')) {
			check(it, 'surface', style.backgroundColor, background(it.parentElement), 3);
		}
		if (it.matches('.bar span, .key')) {
			check(it, 'tier', style.backgroundColor, background(it.closest('td, p, section')), 3);
		}
		if (it.matches('.curve')) {
			check(it, 'curve', style.stroke, background(it.closest('td')), 3);
		}
		if (it.matches('.badge svg, .note svg, .link svg')) {
			check(it, 'icon', style.color, background(it), 3);
		}
		if (it.matches('progress')) {
			check(it, 'progress', style.color, background(it.parentElement), 3);
		}
		if (it.matches('input, select') && it.placeholder) {
			check(it, 'placeholder', getComputedStyle(it, '::placeholder').color, background(it), 4.5);
		}
	});
	return { looked, poor };
})()
