/*
 * conf.c - ml.conf(5): one table of keys, read by inih line by line.
 *
 * inih drops what does not fit its line and cuts a value at ` ;`: the reader below looks at each raw line
 * first and refuses what inih would change silently. The values are checked when they are read, so that a
 * tool started by cron says at once which line is wrong and not an hour later.
 */
#include "conf.h"

#include <errno.h>
#include <ini.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "atomic.h"
#include "conf_keys.h"
#include "text.h"

enum { LINE_LONGEST = 400, FILE_LARGEST = 1 << 20 };

struct entry { char *section, *key, *value; double number; int line; };
struct conf { struct entry *entry; int n; };

/* What is known while a file is read. */
struct reading {
	struct conf *conf;
	const char *path, *s, *end;
	int line;
	bool failed;
	char *why;
};

static void complain(struct reading *r, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void complain(struct reading *r, int line, const char *format, ...)
{
	va_list args;
	int n;

	if (r->failed)
		return;
	r->failed = true;
	if (line)
		n = snprintf(r->why, CONF_WHY, "%.80s:%d: ", r->path, line);
	else
		n = snprintf(r->why, CONF_WHY, "%.80s: ", r->path);
	if (n < 0 || n >= CONF_WHY)
		return;
	va_start(args, format);
	vsnprintf(r->why + n, (size_t)(CONF_WHY - n), format, args);
	va_end(args);
}

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Whether a ` ;` or ` #` follows a value, outside a pair of double quotes. */
static bool has_comment(const char *s, size_t len)
{
	bool quoted = false;

	for (size_t i = 0; i < len; i++) {
		if (s[i] == '"')
			quoted = !quoted;
		else if (!quoted && i > 0 && blank(s[i - 1]) && (s[i] == ';' || s[i] == '#'))
			return true;
	}
	return false;
}

/* What inih would take otherwise than it was meant; NULL when the line is fine. */
static const char *line_fault(const char *s, size_t len)
{
	json_t *utf8;

	if (len > LINE_LONGEST)
		return "line is longer than 400 bytes";
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] < ' ' && s[i] != '\t')
			return "a control character";
	while (len && blank(s[len - 1]))
		len--;
	if (!len)
		return NULL;
	if (blank(s[0]))
		return "an indented line; begin it at the left";
	utf8 = json_stringn(s, len);            /* NULL for what is not UTF-8, and jansson would refuse later */
	json_decref(utf8);
	if (!utf8)
		return "not UTF-8";
	if (s[0] == ';' || s[0] == '#')
		return NULL;
	if (has_comment(s, len))
		return "a comment behind a value; give it a line of its own (or quote the value)";
	if (s[0] == '[')
		return memchr(s, ']', len) == s + len - 1 ? NULL : "not a [section]";
	if (!memchr(s, '=', len))
		return "neither [section] nor key = value";
	return NULL;
}

/* inih's fgets: one line into str, NULL at the end or at a line that is refused. */
static char *read_line(char *str, int num, void *stream)
{
	struct reading *r = stream;
	const char *lf, *fault;
	size_t len, whole;

	if (r->failed || r->s == r->end)
		return NULL;
	r->line++;
	lf = memchr(r->s, '\n', (size_t)(r->end - r->s));
	len = whole = lf ? (size_t)(lf - r->s) : (size_t)(r->end - r->s);
	if (len && r->s[len - 1] == '\r')
		len--;
	fault = line_fault(r->s, len);
	if (!fault && len + 2 > (size_t)num)
		fault = "line is too long";
	if (fault) {
		complain(r, r->line, "%s", fault);
		return NULL;
	}
	memcpy(str, r->s, len);
	str[len] = '\n';
	str[len + 1] = '\0';
	r->s += whole + (lf != NULL);
	return str;
}

static const struct entry *find(const struct conf *conf, const char *section, const char *key)
{
	for (int k = 0; conf && k < conf->n; k++)
		if (strcmp(conf->entry[k].section, section) == 0 && strcmp(conf->entry[k].key, key) == 0)
			return &conf->entry[k];
	return NULL;
}

static bool add(struct conf *conf, const char *section, const char *key, const char *value, double number, int line)
{
	struct entry *more = realloc(conf->entry, ((size_t)conf->n + 1) * sizeof *more), *e;

	if (!more)
		return false;
	conf->entry = more;
	e = &conf->entry[conf->n++];
	*e = (struct entry){ strdup(section), strdup(key), strdup(value), number, line };
	return e->section && e->key && e->value;
}

/* Takes a pair of double quotes off; false when one is not closed. */
static bool unquote(const char *value, char out[LINE_LONGEST + 1])
{
	size_t len = strlen(value);

	if (len > LINE_LONGEST)
		return false;
	if (len && value[0] == '"') {
		if (len < 2 || value[len - 1] != '"')
			return false;
		value++;
		len -= 2;
	}
	if (memchr(value, '"', len))
		return false;
	memcpy(out, value, len);
	out[len] = '\0';
	return true;
}

static int handle(void *user, const char *section, const char *key, const char *value)
{
	struct reading *r = user;
	char plain[LINE_LONGEST + 1], why[CONF_WHY];
	const struct entry *before;
	double number = NAN;

	if (r->failed)
		return 0;
	if (!*section)
		complain(r, r->line, "%.60s stands before the first [section]", key);
	else if (!unquote(value, plain))
		complain(r, r->line, "[%s] %s: a quote too many or too few", section, key);
	else if (!conf_key_check(section, key, plain, &number, why))
		complain(r, r->line, "%s", why);
	else if ((before = find(r->conf, section, key)))
		complain(r, r->line, "[%s] %s is given twice; first in line %d", section, key, before->line);
	else if (!add(r->conf, section, key, plain, number, r->line))
		complain(r, 0, "out of memory");
	return !r->failed;
}

static void check_weights(struct reading *r, const char *campaign, double rop, double mse)
{
	const struct entry *a = find(r->conf, campaign, "rop_weight"), *b = find(r->conf, campaign, "mse_weight");
	bool production = strcmp(campaign, "campaign.production") == 0;

	if (!a && production)
		a = find(r->conf, "ml_engine", "composite_rop_weight");
	if (!b && production)
		b = find(r->conf, "ml_engine", "composite_mse_weight");
	rop = a ? a->number : rop;
	mse = b ? b->number : mse;
	if (fabs(rop + mse - 1) > 1e-9)
		complain(r, a && (!b || a->line > b->line) ? a->line : b ? b->line : 0,
			"%s: the weights of ROP (%g) and MSE (%g) do not sum to 1", campaign, rop, mse);
}

static void check_order(struct reading *r, const char *section, const char *low, const char *high, double least,
	double most)
{
	const struct entry *a = find(r->conf, section, low), *b = find(r->conf, section, high);

	least = a ? a->number : least;
	most = b ? b->number : most;
	if (!(least < most))
		complain(r, b ? b->line : a ? a->line : 0, "[%s] %s (%g) is not below %s (%g)", section, low, least,
			high, most);
}

/* Both must be given: a limit has no default. */
static void check_limits(struct reading *r, const char *section)
{
	static const char *const pairs[][2] = { { "wob_min", "wob_max" }, { "rpm_min", "rpm_max" }, { "flow_min", "flow_max" } };

	for (size_t k = 0; k < sizeof pairs / sizeof pairs[0]; k++)
		check_order(r, section, pairs[k][0], pairs[k][1], -HUGE_VAL, HUGE_VAL);
}

/* What two keys say together; the other value is the default where one is absent. */
static void check_together(struct reading *r)
{
	static const char *const campaigns[] = { "campaign.production", "campaign.plug_abandonment" };
	const char *section;

	check_weights(r, campaigns[0], 0.6, 0.4);
	check_weights(r, campaigns[1], 0.3, 0.7);
	for (int k = 0; k < 2; k++) {
		check_order(r, campaigns[k], "min_rop", "max_rop", 1, 500);
		check_order(r, campaigns[k], "min_mse", "max_mse", 1000, 500000);
	}
	for (int k = 0; (section = conf_section(r->conf, "limits", k)); k++)
		check_limits(r, section);
}

struct conf *conf_load(const char *path, char why[CONF_WHY])
{
	struct reading r = { .path = path, .why = why };
	size_t len;
	char *s = read_whole(path, FILE_LARGEST, &len);
	int status;

	if (!s) {
		snprintf(why, CONF_WHY, "cannot read %.120s: %s", path, strerror(errno));
		return NULL;
	}
	r.conf = calloc(1, sizeof *r.conf);
	if (!r.conf) {
		free(s);
		complain(&r, 0, "out of memory");
		return NULL;
	}
	r.s = s;
	r.end = s + len;
	if (len >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0)
		r.s += 3;
	ini_max_line = ini_initial_alloc = LINE_LONGEST + 8;
	ini_use_stack = false;
	ini_allow_multiline = ini_allow_inline_comments = false;
	ini_stop_on_first_error = true;
	status = ini_parse_stream(read_line, &r, handle, &r);
	free(s);
	if (status > 0)
		complain(&r, status, "neither [section] nor key = value");
	else if (status < 0)
		complain(&r, 0, "out of memory");
	if (!r.failed)
		check_together(&r);
	if (!r.failed)
		return r.conf;
	conf_free(r.conf);
	return NULL;
}

void conf_free(struct conf *conf)
{
	if (!conf)
		return;
	for (int k = 0; k < conf->n; k++) {
		free(conf->entry[k].section);
		free(conf->entry[k].key);
		free(conf->entry[k].value);
	}
	free(conf->entry);
	free(conf);
}

const char *conf_text(const struct conf *conf, const char *section, const char *key)
{
	const struct entry *e = find(conf, section, key);

	return e ? e->value : NULL;
}

double conf_number(const struct conf *conf, const char *section, const char *key, double otherwise)
{
	const struct entry *e = find(conf, section, key);

	return e && !isnan(e->number) ? e->number : otherwise;
}

bool conf_each(const struct conf *conf, const char *section, int k, const char **key, const char **value)
{
	for (int i = 0; conf && i < conf->n; i++) {
		if (strcmp(conf->entry[i].section, section) != 0 || k-- > 0)
			continue;
		*key = conf->entry[i].key;
		*value = conf->entry[i].value;
		return true;
	}
	return false;
}

const char *conf_section(const struct conf *conf, const char *prefix, int k)
{
	for (int i = 0; conf && i < conf->n; i++) {
		const char *section = conf->entry[i].section;
		bool seen = false;

		for (int j = 0; j < i && !seen; j++)
			seen = strcmp(conf->entry[j].section, section) == 0;
		if (!seen && strncmp(section, prefix, strlen(prefix)) == 0 && k-- == 0)
			return section;
	}
	return NULL;
}
