/* query_fuzz.c - any bytes as stored reports, a line each: every answer is made from them without harm, and within bounds. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "context.h"
#include "fields.h"
#include "metrics.h"
#include "peek.h"
#include "query.h"
#include "tour.h"

enum { MOST = 8, NAME = 400 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes as a name: whatever is taken for a report's has a time, and a key stays in its folder. */
static void try_names(const char *bytes, size_t len)
{
	char name[NAME + 1];
	double end = NAN, length = NAN;

	if (len > NAME)
		len = NAME;
	memcpy(name, bytes, len);
	name[len] = '\0';
	if (tree_stamp(name, &end, &length) && !isfinite(end))
		abort();
	if (tree_is_key(name) && (name[0] == '/' || name[0] == '.' || strstr(name, "/.") || strstr(name, "//")))
		abort();
}

static void try_words(const struct query *q, json_t *report, const char *key)
{
	struct query_fields *fields = fields_new("key,depth_range.0,result.optimal_params.best_wob,segments,window.rig_state_s");
	struct text out = { 0 };
	size_t units = evidence_units(report);

	if (!fields || units < 1)
		abort();
	query_show_report(&out, q, report);
	/* one line, and nothing in it that drives a terminal */
	for (size_t i = 0; i < out.len; i++)
		if ((unsigned char)out.s[i] < 0x20 || out.s[i] == 0x7f)
			abort();
	query_show_page(&out, q, report, key);
	fields_csv(fields, report, &out);
	fields_json(fields, report, &out);
	fields_text(fields, report, &out);
	context_start(&out);
	for (size_t i = 0; i < units && i < 64; i++) {
		struct evidence item = evidence_unit(report, i);
		(void)evidence_lacks(&item);
		context_item(&out, i + 1, &item);
	}
	struct evidence headline = evidence_headline(report);
	context_item(&out, units + 1, &headline);
	context_end(&out, units, query_notice);
	text_free(&out);
	fields_free(fields);
}

/* All of them as evidence for one question, and as a shift. */
static void try_together(json_t *const *report, char key[][64], size_t n)
{
	static struct tour tour;
	struct tour_window *window = calloc(n, sizeof *window);
	struct evidence_list list = { 0 };
	struct metrics metrics;

	if (!window || !metrics_start(&metrics))
		abort();
	for (size_t i = 0; i < n; i++) {
		size_t units = evidence_units(report[i]);

		if (!metrics_take(&metrics, report[i], key[i]))
			abort();
		for (size_t k = 0; k < units && k < 64; k++) {
			struct evidence item = evidence_unit(report[i], k);
			item.w = (struct weights){ 0 };
			item.weight = 0.5;
			if (!evidence_add(&list, &item, key[i]))
				abort();
		}
		window[i] = (struct tour_window){ .report = report[i], .key = key[i],
			.start = query_number(report[i], "window.start"), .end = query_number(report[i], "timestamp") };
		if (!isfinite(window[i].start) || window[i].start > window[i].end)
			window[i].start = window[i].end - 3600;
	}
	if (metrics.reports != n || metrics.successes + metrics.failures != n)
		abort();
	(void)evidence_judge(&list, 8.5);
	if (!tour_make(&tour, window, n, 1246600800, 1246687200, 1246687200))
		abort();
	metrics_free(&metrics);
	evidence_free(&list);
	free(window);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct query q = { .zone = { .name = "UTC" } };
	char key[MOST][64], why[TREE_WHY], *bytes = malloc(size + 1);
	json_t *report[MOST];
	size_t n = 0, lines = 0;

	if (!bytes)
		return 0;
	memcpy(bytes, data, size);
	bytes[size] = '\0';
	(void)peek_near(bytes, size, 8000, 500);
	for (size_t at = 0, len; at < size && lines < MOST; at += len + 1, lines++) {
		const char *end = memchr(bytes + at, '\n', size - at);
		len = end ? (size_t)(end - bytes) - at : size - at;
		try_names(bytes + at, len);
		report[n] = tree_parse(bytes + at, len, why);
		if (!report[n]) {
			if (!*why)
				abort();
			continue;
		}
		snprintf(key[n], sizeof key[n], "F/W/production/20090703T1%zu0000Z.json", lines);
		q.metric = lines & 1;
		try_words(&q, report[n], key[n]);
		n++;
	}
	if (n)
		try_together(report, key, n);
	for (size_t i = 0; i < n; i++)
		json_decref(report[i]);
	free(bytes);
	return 0;
}
