/* sheet_html.c - a page as HTML: one file, no script, nothing loaded, one A4 page when printed; see sheet.h. */
#include "sheet.h"

#include <math.h>

static const char style[] =
	"@page{size:A4;margin:11mm}"
	"*{box-sizing:border-box}"
	"body{font:13px/1.32 'Helvetica Neue',Arial,'Liberation Sans',sans-serif;color:#16202a;"
	"max-width:188mm;margin:7mm auto;padding:0 3mm}"
	"header{border-bottom:3px solid #17415f;padding-bottom:5px;margin-bottom:7px}"
	"h1{font-size:21px;margin:0}header p{margin:1px 0 0;color:#44525e}"
	"h2{font-size:12px;text-transform:uppercase;letter-spacing:.06em;color:#17415f;margin:10px 0 2px}"
	"h2 small{text-transform:none;letter-spacing:0;font-weight:400;color:#5b6872}"
	"dl{display:grid;grid-template-columns:24mm 1fr;margin:0;gap:1px 8px}"
	"dt{font-weight:600;color:#17415f}dd{margin:0}"
	"table{border-collapse:collapse;width:100%;font-size:12px}"
	"th{text-align:left;font-weight:600;color:#5b6872;border-bottom:1px solid #9fb0bd;"
	"padding:1px 8px 1px 0;white-space:nowrap}"
	"td{padding:2px 8px 2px 0;border-bottom:1px solid #e3e9ee;vertical-align:top}"
	"td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}td{white-space:nowrap}"
	"td:last-child{white-space:normal;overflow-wrap:anywhere;padding-right:0}th:last-child{padding-right:0}"
	"h1,dd{overflow-wrap:anywhere}"
	"p.none{margin:0;color:#5b6872}"
	"figure{margin:8px 0 0}figcaption{font-size:11px;color:#5b6872}svg{display:block;width:100%;height:auto}"
	"footer{margin-top:10px;border-top:1px solid #9fb0bd;padding-top:4px;font-size:11px;color:#44525e}"
	"@media print{body{margin:0;padding:0;font-size:10.5px;max-width:none}"
	"table{font-size:9.5px}h2{font-size:10px;margin-top:7px}"
	"td{padding-top:1px;padding-bottom:1px}tr{break-inside:avoid}"
	"*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}";

static void put(struct text *out, const char *s)
{
	for (; *s; s++)
		switch (*s) {
		case '&': text_str(out, "&amp;"); break;
		case '<': text_str(out, "&lt;"); break;
		case '>': text_str(out, "&gt;"); break;
		case '"': text_str(out, "&quot;"); break;
		case '\'': text_str(out, "&#39;"); break;
		default: text_put(out, (unsigned char)*s < 0x20 || *s == 0x7f ? '?' : *s);
		}
}

/* A cell must not push the page over its edge: the last one may have two lines. */
static void put_cell(struct text *out, const struct sheet_table *t, size_t row, int column)
{
	struct text cut = { 0 };

	sheet_cut(&cut, text_view(&t->cell[row][column]), column + 1 == t->columns ? 150 : 44);
	put(out, text_view(&cut));
	out->failed |= cut.failed;
	text_free(&cut);
}

static void put_table(struct text *out, const struct sheet_table *t)
{
	text_str(out, "<h2>");
	put(out, t->title);
	if (t->more)
		text_format(out, " <small>(%zu of %zu)</small>", t->rows, t->rows + t->more);
	text_str(out, "</h2>\n");
	if (!t->rows) {
		text_str(out, "<p class=none>");
		put(out, t->empty);
		text_str(out, "</p>\n");
		return;
	}
	text_str(out, "<table><thead><tr>");
	for (int c = 0; c < t->columns; c++) {
		text_str(out, t->right & 1u << c ? "<th class=n>" : "<th>");
		put(out, t->column[c]);
		text_str(out, "</th>");
	}
	text_str(out, "</tr></thead><tbody>\n");
	for (size_t r = 0; r < t->rows; r++) {
		text_str(out, "<tr>");
		for (int c = 0; c < t->columns; c++) {
			text_str(out, t->right & 1u << c ? "<td class=n>" : "<td>");
			put_cell(out, t, r, c);
			text_str(out, "</td>");
		}
		text_str(out, "</tr>\n");
	}
	text_str(out, "</tbody></table>\n");
}

enum { CHART_WIDTH = 700, CHART_HEIGHT = 92, FOOT = 16, HEAD = 14 };

static void put_bar(struct text *out, const struct sheet_bar *b, double highest, int numbers)
{
	static const struct { const char *fill, *letter; } kinds[] = { [SHEET_CHANGE] = { "#17415f", "C" },
		[SHEET_HOLD] = { "#7d9db5", "H" }, [SHEET_TEST] = { "#d99a2b", "T" }, [SHEET_NONE] = { "#c9c2bb", "-" },
		[SHEET_MISSING] = { "url(#hatch)", "" } };
	double x = b->from * CHART_WIDTH, w = (b->to - b->from) * CHART_WIDTH, room = CHART_HEIGHT - FOOT - HEAD;
	double share = b->kind == SHEET_MISSING ? 1 : isfinite(b->height) && highest > 0 ? b->height / highest : 0;
	double h = fmax(2, share * room);

	text_format(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>", x + 0.7,
		CHART_HEIGHT - FOOT - h, fmax(0.5, w - 1.4), h, kinds[b->kind].fill);
	if (w < 10)
		return;
	text_format(out, "<text x=\"%.1f\" y=\"%d\">%s</text>", x + w / 2, CHART_HEIGHT - 4, kinds[b->kind].letter);
	if (numbers && w >= 26 && b->kind != SHEET_MISSING && isfinite(b->height))
		text_format(out, "<text x=\"%.1f\" y=\"%.1f\">%.0f</text>", x + w / 2, CHART_HEIGHT - FOOT - h - 3, b->height);
}

static void put_chart(struct text *out, const struct sheet *s)
{
	double highest = 0;

	for (size_t i = 0; i < s->bars; i++)
		highest = fmax(highest, s->bar[i].height);
	text_format(out, "<figure><svg viewBox=\"0 0 %d %d\" role=\"img\" font-size=\"11\" text-anchor=\"middle\" "
		"fill=\"#16202a\"><defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
		"patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#fff\"/>"
		"<rect width=\"1.4\" height=\"6\" fill=\"#c0392b\"/></pattern></defs>"
		"<line x1=\"0\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#9fb0bd\"/>\n", CHART_WIDTH, CHART_HEIGHT, CHART_WIDTH,
		CHART_HEIGHT - FOOT + 0.5, CHART_HEIGHT - FOOT + 0.5);
	for (size_t i = 0; i < s->bars; i++)
		put_bar(out, &s->bar[i], highest, s->bars <= 26);
	text_str(out, "</svg><figcaption>");
	put(out, text_view(&s->tick[0]));
	text_str(out, " to ");
	put(out, text_view(&s->tick[1]));
	text_str(out, ": ");
	put(out, s->chart);
	text_str(out, " C change, H hold, T test, - no advice, hatched: no report.</figcaption></figure>\n");
}

void sheet_html(struct text *out, const struct sheet *s)
{
	text_str(out, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
		"content=\"width=device-width\"><title>");
	put(out, text_view(&s->title));
	text_format(out, "</title><style>%s</style></head>\n<body><header><h1>", style);
	put(out, text_view(&s->title));
	text_str(out, "</h1><p>");
	put(out, text_view(&s->subtitle));
	text_str(out, "</p></header>\n<dl>\n");
	for (size_t i = 0; i < s->facts; i++) {
		text_str(out, "<dt>");
		put(out, s->fact[i].name);
		text_str(out, "</dt><dd>");
		put(out, text_view(&s->fact[i].value));
		text_str(out, "</dd>\n");
	}
	text_str(out, "</dl>\n");
	if (s->chart && s->bars)
		put_chart(out, s);
	for (size_t i = 0; i < s->tables; i++)
		put_table(out, &s->table[i]);
	text_str(out, "<footer>");
	put(out, s->notice);
	text_str(out, "</footer></body></html>\n");
}
