/*
 * ml-cgi - the store of reports and the spool over the web: a CGI program (RFC 3875) that checks a request against its grammar,
 * asks ml-query, and wraps the answer. It opens neither itself, writes nothing, and runs no shell.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "answer.h"
#include "atomic.h"
#include "child.h"
#include "conf.h"
#include "die.h"
#include "json.h"
#include "opt.h"
#include "route.h"
#include "uri.h"
#include "when.h"

static const double child_s = 20;       /* ml-query is given so long */
static const double stale_s = 60;       /* advice is not shown when the data are older */

static const struct opt no_options[] = { OPT_END };

struct request {
	struct uri uri;
	struct route route;
	struct route_places places;
	const char *if_none_match;
	bool head;
	double now;
	struct text body;
	char tag[ANSWER_TAG], date[ANSWER_DATE];
};

static void out_of_memory(void)
{
	die(EX_OSERR, "out of memory");
}

/* The head and the body of the answer; this ends the request. */
static void send_answer(struct request *r, int status)
{
	struct text out = { 0 };

	if (status == 200 && answer_tag_matches(r->if_none_match, r->tag))
		status = 304;
	text_format(&out, "Status: %d %s\r\nCache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\n", status,
		answer_phrase(status));
	text_str(&out, "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\nReferrer-Policy: no-referrer\r\n");
	if (status == 405)
		text_str(&out, "Allow: GET, HEAD\r\n");
	if (status == 503)
		text_str(&out, "Retry-After: 10\r\n");
	if (status == 200 || status == 304)
		text_format(&out, "ETag: %s\r\n", r->tag);
	if ((status == 200 || status == 304) && r->date[0])
		text_format(&out, "Last-Modified: %s\r\n", r->date);
	if (status != 304)
		text_format(&out, "Content-Type: application/json\r\nContent-Length: %zu\r\n", r->body.len);
	text_str(&out, "\r\n");
	if (status != 304 && !r->head)
		text_add(&out, text_view(&r->body), r->body.len);
	if (out.failed || r->body.failed)
		out_of_memory();
	if (write_all(STDOUT_FILENO, out.s, out.len) != 0 || close(STDOUT_FILENO) != 0)
		die_write("<stdout>");
	text_free(&out);
}

static void send_error(struct request *r, int status, const char *message)
{
	text_clear(&r->body);
	answer_error(&r->body, status, *message ? message : "no reason given");
	send_answer(r, status);
}

/* Beside this program, else on PATH. */
static void find_query(char *path, size_t size)
{
	static const char name[] = "ml-query";
	ssize_t n = readlink("/proc/self/exe", path, size - sizeof name);

	if (n > 0) {
		path[n] = '\0';
		char *slash = strrchr(path, '/');
		if (slash) {
			memcpy(slash + 1, name, sizeof name);
			if (access(path, X_OK) == 0)
				return;
		}
	}
	memcpy(path, name, sizeof name);
}

/* What ml-query's exit status is in HTTP. */
static int status_of(int exit_status)
{
	switch (exit_status) {
	case 0:          return 200;
	case 1:          return 404;
	case EX_USAGE:   return 400;
	case EX_NOINPUT: return 503;
	default:         return 500;
	}
}

/* What ml-query said, for the server's log. */
static void log_lines(const struct text *said)
{
	const char *s = text_view(said);

	for (size_t len; *s; s += len + (s[len] == '\n')) {
		len = strcspn(s, "\n");
		if (len)
			warning("%.*s", (int)len, s);
	}
}

/* What went wrong in words; details for the server's log only. */
static void send_fault(struct request *r, int status, const struct child *c, enum child_end end)
{
	struct text reason = { 0 };

	answer_reason(&reason, text_view(&c->err), &r->places);
	if (reason.failed)
		out_of_memory();
	if (status >= 500)
		log_lines(&c->err);
	if (end == CHILD_LATE)
		text_format(&reason, "the answer took longer than %.0f s; ask for less", child_s);
	if (status == 404 || status == 400 || end == CHILD_LATE)
		send_error(r, status, text_view(&reason));
	else
		send_error(r, status, status == 503 ? "the store cannot be read; the server's log says why" :
			"ml-query failed; the server's log says why");
	text_free(&reason);
}

static void ask(struct request *r)
{
	const char *words[ROUTE_WORDS + 1];
	char query[4096];
	struct child c;
	int n = 1, status;

	find_query(query, sizeof query);
	words[0] = query;
	for (int i = 0; r->route.word[i]; i++)
		words[n++] = r->route.word[i];
	words[n] = NULL;
	/* posix_spawn() takes char *const[], and changes none of them */
	enum child_end end = child_run(&c, (char *const *)(void *)words, child_s);
	if (c.out.failed || c.err.failed)
		out_of_memory();
	status = end == CHILD_EXITED ? status_of(c.status) : end == CHILD_LATE ? 503 : 500;
	if (end == CHILD_NOT_RUN)
		warning("%s: %s", query, strerror(c.status));
	else if (end != CHILD_EXITED)
		warning("%s: %s", query, end == CHILD_LATE ? "killed: it took too long" : end == CHILD_LARGE ?
			"killed: its answer is too large" : strsignal(c.status));
	if (status == 200)
		log_lines(&c.err);
	/* a fleet without a report and without a sample is an empty list */
	if (status == 404 && r->route.shape == SHAPE_WELLS)
		status = 200;
	if (status != 200) {
		send_fault(r, status, &c, end);
	} else if (!answer_body(&r->body, &r->route, &c.out, r->now)) {
		warning("%s: its answer is not what it should be", query);
		send_error(r, 500, "ml-query failed; the server's log says why");
	} else {
		answer_tag(r->tag, text_view(&c.out), c.out.len);
		answer_date(r->date, answer_time(r->route.shape, text_view(&c.out), c.out.len));
		send_answer(r, 200);
	}
	child_free(&c);
}

/* How the crew reads numbers and times. */
static void send_config(struct request *r)
{
	const char *path = getenv("ML_CONF");
	char why[CONF_WHY] = "";
	struct conf *conf = path && *path ? conf_load(path, why) : NULL;
	struct when_zone zone;
	long offset = 0;

	if (path && *path && !conf) {
		warning("%s", why);
		send_error(r, 503, "the configuration cannot be read; the server's log says why");
		return;
	}
	const char *units = conf_text(conf, "display", "units"), *tz = conf_text(conf, "well", "tz");
	if (!tz)
		tz = "UTC";
	if (!when_zone_parse(&zone, tz, why) || !when_zone_offset(&zone, (int64_t)r->now, &offset)) {
		warning("[well] tz: '%s': the time zone is not known here", tz);
		tz = "UTC";
		offset = 0;
	}
	json_t *o = json_object();
	if (!o || !json_put_text(o, "units", units ? units : "fps") || !json_put_text(o, "tz", tz) ||
	    !json_put_number(o, "tz_offset_s", (double)offset) || !json_put_number(o, "stale_s", stale_s) ||
	    !json_put_number(o, "interval_s", conf_number(conf, "ml_engine", "interval_secs", 3600)) ||
	    !json_put_text(o, "well_id", conf_text(conf, "well", "id")) ||
	    !json_put_text(o, "field", conf_text(conf, "well", "field")))
		out_of_memory();
	json_write(&r->body, o);
	text_put(&r->body, '\n');
	json_decref(o);
	conf_free(conf);
	answer_tag(r->tag, text_view(&r->body), r->body.len);
	send_answer(r, 200);
}

static void handle(struct request *r, const char *method, const char *target)
{
	if (!r->head && strcmp(method, "GET") != 0) {
		send_error(r, 405, "only GET and HEAD are answered here");
		return;
	}
	enum uri_status parsed = uri_parse(&r->uri, target);
	if (parsed != URI_OK) {
		send_error(r, parsed == URI_LONG ? 414 : 400, parsed == URI_LONG ?
			"the address is longer than 4096 bytes" : r->uri.why);
		return;
	}
	int status = route_find(&r->route, &r->uri, &r->places);
	if (status != 200)
		send_error(r, status, r->route.why);
	else if (r->route.shape == SHAPE_CONFIG)
		send_config(r);
	else if (r->route.needs_store && !r->places.store)
		send_error(r, 503, "no store is configured; set ML_STORE to its folder in the server's environment");
	else if (r->route.needs_spool && !r->places.spool)
		send_error(r, 503, "no spool is configured; set ML_SPOOL to its folder in the server's environment");
	else
		ask(r);
}

/* NULL when it is not set or empty. */
static const char *variable(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

int main(int argc, char **argv)
{
	static struct request r;
	static const struct opt_usage usage = {
		.synopsis = "",
		.about = "The API of the store of reports, as a CGI program: a web server runs it, with the request in its\n"
			"environment, and ML_STORE, ML_SPOOL and ML_CONF. Reads only.\n"
			"Advisory only: not a well-control, stuck-pipe or barrier-certification system.",
		.example = "REQUEST_METHOD=GET REQUEST_URI=/api/v1/ml/latest ML_STORE=reports ml-cgi",
	};
	const char *method = variable("REQUEST_METHOD"), *target = variable("REQUEST_URI");
	struct timespec clock = { 0 };

	progname = "ml-cgi";
	/* some servers hand a query without `=` over as arguments: in a request there are no options */
	if (!method && opt_parse(argc, argv, no_options, NULL, &usage) < argc)
		die(EX_USAGE, "takes no arguments; see ml-cgi --help");
	if (!method || !target)
		die(EX_USAGE, "no request: REQUEST_%s is not set; a web server runs this, see man ml-cgi",
			method ? "URI" : "METHOD");
	if (clock_gettime(CLOCK_REALTIME, &clock) != 0)
		die(EX_OSERR, "cannot read the clock: %s", strerror(errno));
	r.now = (double)clock.tv_sec + (double)clock.tv_nsec / 1e9;
	r.head = strcmp(method, "HEAD") == 0;
	r.if_none_match = variable("HTTP_IF_NONE_MATCH");
	r.places = (struct route_places){ variable("ML_STORE"), variable("ML_SPOOL") };
	handle(&r, method, target);
	text_free(&r.body);
	return 0;
}
