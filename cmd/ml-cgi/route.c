/* route.c - endpoints and the grammar of their parameters; see route.h. */
#include "route.h"

#include <stdarg.h>
#include <string.h>
#include "num.h"

enum kind { K_NAME, K_CAMPAIGN, K_REAL, K_INT, K_TIME, K_LIST };
enum { NAME_LEN = 255, LIST_LEN = 1024, TIME_LEN = 40, KEY_LEN = 1024 };

struct parameter { const char *name, *option; enum kind kind; double low, high; };
static const struct parameter parameters[] = {
	{ "well_id", "well", K_NAME, 0, 0 },
	{ "field", "field", K_NAME, 0, 0 },
	{ "campaign", "campaign", K_CAMPAIGN, 0, 0 },
	{ "hours", "hours", K_REAL, 0, 1e6 },
	{ "limit", "limit", K_INT, 1, 1000 },
	{ "fields", "fields", K_LIST, 0, 0 },
	{ "depth", "depth", K_REAL, 0, 100000 },
	{ "formation", "formation", K_NAME, 0, 0 },
	{ "since", "since", K_TIME, 0, 0 },
	{ "until", "until", K_TIME, 0, 0 },
	{ "columns", "columns", K_LIST, 0, 0 },
	{ "max_points", "max-points", K_INT, 2, 20000 },
};
enum { N_PARAMETERS = sizeof parameters / sizeof *parameters };

struct endpoint {
	const char *name;               /* ends with a slash: an argument follows */
	const char *command;            /* of ml-query */
	const char *takes, *needs;      /* parameters, blank between */
	enum route_shape shape;
};
#define WHERE "well_id field campaign"
static const struct endpoint endpoints[] = {
	{ "latest", "latest", WHERE, "", SHAPE_ONE },
	{ "history", "history", WHERE " hours limit fields", "", SHAPE_REPORTS },
	{ "field/", "field", "well_id campaign limit fields", "", SHAPE_REPORTS },
	{ "optimal", "optimal", WHERE " depth formation", "depth", SHAPE_ONE },
	{ "wells", "overview", "", "", SHAPE_WELLS },
	{ "report/", "show", "", "", SHAPE_STORED },
	{ "samples", "samples", "well_id field since until columns max_points", "well_id", SHAPE_SAMPLES },
	{ "context", "context", WHERE " depth", "depth", SHAPE_ONE },
	{ "config", NULL, "", "", SHAPE_CONFIG },
};
enum { N_ENDPOINTS = sizeof endpoints / sizeof *endpoints };

static int wrong(struct route *r, int status, const char *format, ...) __attribute__((format(printf, 3, 4)));
static int wrong(struct route *r, int status, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(r->why, sizeof r->why, format, args);
	va_end(args);
	return status;
}

static bool has_word(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (; *list; list += strcspn(list, " "), list += *list == ' ')
		if (strcspn(list, " ") == len && memcmp(list, word, len) == 0)
			return true;
	return false;
}

static bool only(const char *s, const char *accepted, size_t most)
{
	size_t len = strlen(s);

	return len <= most && strspn(s, accepted) == len;
}

/* A plain decimal: no blanks, no exponent, no sign. */
static bool number_in(const char *s, double low, double high, bool whole)
{
	double v;

	return only(s, whole ? "0123456789" : "0123456789.", 20) && num_parse(s, strlen(s), &v) && v >= low && v <= high;
}

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

/* NULL, or what would be right. The value itself is not repeated. */
static const char *misfit(const struct parameter *p, const char *s)
{
	switch (p->kind) {
	case K_NAME:
		return strlen(s) <= NAME_LEN ? NULL : "a name of 255 bytes at most";
	case K_CAMPAIGN:
		return strcmp(s, "production") == 0 || strcmp(s, "plug_abandonment") == 0 || strcmp(s, "idle") == 0 ? NULL :
			"production, plug_abandonment or idle";
	case K_REAL:
		return number_in(s, p->low, p->high, false) ? NULL : "a number";
	case K_INT:
		return number_in(s, p->low, p->high, true) ? NULL : "a whole number";
	case K_TIME:
		return only(s, DIGITS "TZ:+-.", TIME_LEN) ? NULL : "a time: Unix seconds or 2026-01-01T06:00:00Z";
	case K_LIST:
		break;
	}
	return only(s, LETTERS DIGITS "_.,", LIST_LEN) ? NULL : "a list of names with commas between";
}

static const struct parameter *find_parameter(const char *name)
{
	for (int i = 0; i < N_PARAMETERS; i++)
		if (strcmp(parameters[i].name, name) == 0)
			return &parameters[i];
	return NULL;
}

static int check(struct route *r, const struct endpoint *e, const struct uri *u)
{
	for (int i = 0; i < u->n; i++) {
		const struct parameter *p = find_parameter(u->parameter[i].name);
		const char *right;
		if (!p || !has_word(e->takes, p->name))
			return wrong(r, 400, "there is a parameter that this takes not; it takes %s",
				*e->takes ? e->takes : "none");
		right = misfit(p, u->parameter[i].value);
		if (right && p->low < p->high)
			return wrong(r, 400, "%s must be %s from %.0f to %.0f", p->name, right, p->low, p->high);
		if (right)
			return wrong(r, 400, "%s must be %s", p->name, right);
	}
	if (*e->needs && !uri_value(u, e->needs))
		return wrong(r, 400, "%s is needed", e->needs);
	return 200;
}

/* A word of ml-query's arguments: option=value, or just value. Sets `full` rather than leave one out unsaid. */
static void add(struct route *r, const char *option, const char *value)
{
	size_t room = sizeof r->bytes - r->used;
	int len = snprintf(r->bytes + r->used, room, option ? "--%s=%s" : "%s%s", option ? option : "", value);

	if (len < 0 || (size_t)len >= room || r->words == ROUTE_WORDS - 1) {
		r->full = true;
		return;
	}
	r->word[r->words++] = r->bytes + r->used;
	r->used += (size_t)len + 1;
}

static void put_words(struct route *r, const struct endpoint *e, const struct uri *u, const struct route_places *places)
{
	add(r, "format", "json");
	for (int i = 0; i < u->n; i++)
		add(r, find_parameter(u->parameter[i].name)->option, u->parameter[i].value);
	if (e->shape == SHAPE_REPORTS && !uri_value(u, "limit"))
		add(r, "limit", "1000");
	if (places->spool && (e->shape == SHAPE_WELLS || e->shape == SHAPE_SAMPLES))
		add(r, "spool", places->spool);
	add(r, NULL, "--");
	if (r->needs_store)
		add(r, NULL, places->store);
	add(r, NULL, e->command);
	if (r->argument)
		add(r, NULL, r->argument);
}

int route_find(struct route *r, const struct uri *u, const struct route_places *places)
{
	const char *rest = u->path + strlen(ROUTE_BASE);
	const struct endpoint *e = NULL;

	memset(r->word, 0, sizeof r->word);
	r->used = 0;
	r->words = 0;
	r->full = false;
	r->why[0] = '\0';
	r->argument = NULL;
	if (strncmp(u->path, ROUTE_BASE, strlen(ROUTE_BASE)) != 0)
		return wrong(r, 404, "no such address; they begin with " ROUTE_BASE);
	for (int i = 0; i < N_ENDPOINTS && !e; i++) {
		size_t len = strlen(endpoints[i].name);
		if (strncmp(rest, endpoints[i].name, len) != 0)
			continue;
		if (endpoints[i].name[len - 1] == '/')
			r->argument = rest + len;
		if (r->argument ? *r->argument : !rest[len])
			e = &endpoints[i];
	}
	if (!e)
		return wrong(r, 404, "no such address; there are "
			"latest history field/NAME optimal wells report/KEY samples context config");
	if (r->argument && strlen(r->argument) > (e->shape == SHAPE_STORED ? KEY_LEN : NAME_LEN))
		return wrong(r, 400, "the name in the address is too long");
	r->shape = e->shape;
	r->needs_spool = e->shape == SHAPE_SAMPLES;
	r->needs_store = e->command && !r->needs_spool;
	int status = check(r, e, u);
	if (status == 200 && e->command && !(r->needs_store && !places->store) && !(r->needs_spool && !places->spool))
		put_words(r, e, u, places);
	return r->full ? wrong(r, 500, "the paths of the store and the spool are too long") : status;
}
