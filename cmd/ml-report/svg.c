/* svg.c - pictures as SVG inside an HTML page; see svg.h. */
#include "svg.h"

#include <math.h>
#include <stddef.h>

/* Bytes of the UTF-8 character at s; 0 when it is none. Overlong forms and surrogates are none. */
static size_t character(const unsigned char *s)
{
	static const struct { unsigned char low, high, second_low, second_high, bytes; } forms[] = {
		{ 0x00, 0x7f, 0, 0, 1 }, { 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 },
		{ 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (s[0] < forms[i].low || s[0] > forms[i].high)
			continue;
		if (forms[i].bytes > 1 && (s[1] < forms[i].second_low || s[1] > forms[i].second_high))
			return 0;
		for (size_t k = 2; k < forms[i].bytes; k++)
			if ((s[k] & 0xc0) != 0x80)
				return 0;
		return forms[i].bytes;
	}
	return 0;
}

static void put_character(struct text *out, const unsigned char *s, size_t n)
{
	switch (*s) {
	case '&': text_str(out, "&amp;"); return;
	case '<': text_str(out, "&lt;"); return;
	case '>': text_str(out, "&gt;"); return;
	case '"': text_str(out, "&quot;"); return;
	case '\'': text_str(out, "&#39;"); return;
	default: break;
	}
	if (*s < 0x20 || *s == 0x7f || (*s == 0xc2 && s[1] < 0xa0))
		text_put(out, '?');
	else if (*s == 0xef && s[1] == 0xbf && s[2] >= 0xbe)
		text_str(out, "\xef\xbf\xbd");          /* U+FFFE and U+FFFF are no characters of XML */
	else
		text_add(out, (const char *)s, n);
}

void svg_escape(struct text *out, const char *words)
{
	const unsigned char *s = (const unsigned char *)words;

	while (*s) {
		size_t n = character(s);
		if (n) {
			put_character(out, s, n);
			s += n;
		} else {
			text_str(out, "\xef\xbf\xbd");
			s++;
		}
	}
}

void svg_number(struct text *out, double v)
{
	double tenths = round(10 * v);

	if (!isfinite(tenths))
		return;
	if (tenths == 0)
		tenths = 0;                             /* -0 too */
	text_format(out, fmod(tenths, 10) == 0 ? "%.0f" : "%.1f", tenths / 10);
}

static void put(struct text *out, const char *name, double v)
{
	text_format(out, " %s=\"", name);
	svg_number(out, v);
	text_put(out, '"');
}

void svg_open(struct text *out, double width, double height, double min_width, const char *label)
{
	text_str(out, "<svg viewBox=\"0 0 ");
	svg_number(out, width);
	text_put(out, ' ');
	svg_number(out, height);
	text_str(out, "\" role=\"img\" aria-label=\"");
	svg_escape(out, label);
	text_put(out, '"');
	if (min_width > 0) {
		text_str(out, " style=\"min-width:");
		svg_number(out, min_width);
		text_str(out, "px\"");
	}
	text_str(out, ">\n");
}

void svg_close(struct text *out)
{
	text_str(out, "</svg>\n");
}

void svg_line(struct text *out, const char *class, double x1, double y1, double x2, double y2)
{
	if (!isfinite(x1) || !isfinite(y1) || !isfinite(x2) || !isfinite(y2))
		return;
	text_format(out, "<line class=\"%s\"", class);
	put(out, "x1", x1);
	put(out, "y1", y1);
	put(out, "x2", x2);
	put(out, "y2", y2);
	text_str(out, "/>\n");
}

void svg_rect(struct text *out, const char *class, double x, double y, double width, double height)
{
	if (!isfinite(x) || !isfinite(y) || !(width >= 0 && isfinite(width)) || !(height >= 0 && isfinite(height)))
		return;
	text_format(out, "<rect class=\"%s\"", class);
	put(out, "x", x);
	put(out, "y", y);
	put(out, "width", width);
	put(out, "height", height);
	text_str(out, "/>\n");
}

void svg_circle(struct text *out, const char *class, double x, double y, double radius)
{
	if (!isfinite(x) || !isfinite(y) || !(radius >= 0 && isfinite(radius)))
		return;
	text_format(out, "<circle class=\"%s\"", class);
	put(out, "cx", x);
	put(out, "cy", y);
	put(out, "r", radius);
	text_str(out, "/>\n");
}

void svg_text(struct text *out, const char *class, double x, double y, const char *words)
{
	if (!isfinite(x) || !isfinite(y))
		return;
	text_str(out, "<text");
	if (*class)
		text_format(out, " class=\"%s\"", class);
	put(out, "x", x);
	put(out, "y", y);
	text_put(out, '>');
	svg_escape(out, words);
	text_str(out, "</text>\n");
}

void svg_path_to(struct svg_path *p, double x, double y)
{
	if (!isfinite(x) || !isfinite(y)) {
		p->down = false;
		return;
	}
	if (!p->begun)
		text_format(p->out, "<path class=\"%s\" d=\"", p->class);
	text_put(p->out, p->down ? 'L' : 'M');
	svg_number(p->out, x);
	text_put(p->out, ' ');
	svg_number(p->out, y);
	p->begun = p->down = true;
}

void svg_path_end(struct svg_path *p, bool closed)
{
	if (p->begun)
		text_str(p->out, closed ? "Z\"/>\n" : "\"/>\n");
	p->begun = p->down = false;
}
