/*
 * list.c - see list.h.
 */
#include "list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "input.h"
#include "listing.h"

struct list {
	struct cmd *c;
	const struct settings *set;
	char **argv;
	struct log log;
	struct layout layout;
	struct text why;
};

static void __attribute__((noreturn)) out_of_memory(void)
{
	die(EX_OSERR, "out of memory");
}

static void check_log(struct list *l, enum log_status status)
{
	switch (status) {
	case LOG_DATA:
		cmd_check(l->c, stream_out_flush(l->c->out));
		die(EX_DATAERR, "%s", text_view(&l->log.why));
	case LOG_READ:
		die(EX_IOERR, "cannot read %s: %s", l->log.name, strerror(errno));
	case LOG_WRITE:
		die_write(stream_out_name(l->c->out));
	case LOG_MEMORY:
		out_of_memory();
	default:
		break;
	}
}

/* A word as the shell takes it. */
static void put_word(struct text *to, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-:=,+@%";

	if (to->len > 0)
		text_put(to, ' ');
	if (*word && word[strspn(word, plain)] == '\0') {
		text_str(to, word);
		return;
	}
	text_put(to, '\'');
	for (; *word; word++) {
		if (*word == '\'')
			text_str(to, "'\\''");
		else
			text_put(to, *word);
	}
	text_put(to, '\'');
}

/* The options as they were given, but for those that only listing has, then what this log needs, then its file. */
static void make_command(const struct list *l, bool by_depth, bool one_of_several, const char *path, struct text *to)
{
	char number[16];

	put_word(to, "wits-import");
	for (char **word = l->argv + 1; *word && word != l->c->files; word++) {
		const char *w = *word;

		if (strcmp(w, "--") == 0 || strcmp(w, "-l") == 0 || strcmp(w, "--list") == 0 || strncmp(w, "--format=", 9) == 0)
			continue;
		if ((strcmp(w, "-f") == 0 || strcmp(w, "--format") == 0) && word[1]) {
			word++;
			continue;
		}
		put_word(to, w);
	}
	if (by_depth && !l->set->plan.by_depth)
		text_str(to, " --index depth");
	if (one_of_several && l->log.number > 0 && !l->set->pick) {
		snprintf(number, sizeof number, "%d", l->log.number);
		text_format(to, " --log %s", number);
	}
	put_word(to, path);
}

/* As asked; else, where no time is found, by depth. */
static bool find_layout(struct list *l, bool *by_depth)
{
	struct layout_plan plan = l->set->plan;
	struct text other = { 0 };
	bool fine;

	text_clear(&l->why);
	*by_depth = plan.by_depth;
	plan.added[CH_BIT_DEPTH] = plan.by_depth;
	fine = layout_find(&l->layout, &l->log, &plan, &l->why);
	if (fine || plan.by_depth)
		return fine;
	layout_free(&l->layout);
	plan.by_depth = plan.added[CH_BIT_DEPTH] = true;
	*by_depth = fine = layout_find(&l->layout, &l->log, &plan, &other);
	if (!fine && l->log.index_kind == INDEX_DEPTH) {
		*by_depth = true;
		text_clear(&l->why);
		text_str(&l->why, text_view(&other));
	}
	text_free(&other);
	return fine;
}

static int index_column(const struct list *l, bool fine, bool by_depth)
{
	for (int k = 0; fine && by_depth && k < l->layout.n; k++)
		if (l->layout.column[k].role == ROLE_NUMBER && l->layout.column[k].channel == CH_HOLE_DEPTH)
			return k;
	if (fine && !by_depth)
		return l->layout.day;
	return l->log.index_kind == INDEX_UNSAID ? -1 : l->log.index;
}

static void set_text(struct text *to, const struct field *f)
{
	text_clear(to);
	text_add(to, f->text, f->len);
}

static void take_row(const struct list *l, struct listing *g)
{
	const struct log *log = &l->log;
	double v;

	g->rows++;
	for (int k = 0; k < log->n; k++)
		if (g->first[k].len == 0 && num_field(log->f[k].text, log->f[k].len, &l->c->nulls, &v) != NUM_MISSING)
			set_text(&g->first[k], &log->f[k]);
	if (g->index < 0)
		return;
	set_text(&g->to, &log->f[g->index]);
	if (l->layout.tod >= 0 && g->layout) {
		text_put(&g->to, ' ');
		text_add(&g->to, log->f[l->layout.tod].text, log->f[l->layout.tod].len);
	}
	if (g->rows == 1)
		text_str(&g->from, text_view(&g->to));
}

/* Of a file's only log, and of one of several: which it is shows when it has been read. */
struct shown { struct text only, one_of_several; };

static void show(const struct list *l, struct listing *g, bool one_of_several, const char *path, struct text *to)
{
	make_command(l, g->by_depth, one_of_several, path, &g->command);
	if (l->c->out_format == STREAM_NDJSON)
		listing_ndjson(g, to);
	else
		listing_text(g, to);
	if (to->failed || g->command.failed)
		out_of_memory();
	text_clear(&g->command);
}

static void write_shown(const struct list *l, struct shown *s, bool only)
{
	const struct text *t = only ? &s->only : &s->one_of_several;

	cmd_check(l->c, stream_out_bytes(l->c->out, text_view(t), t->len));
	text_free(&s->only);
	text_free(&s->one_of_several);
}

/* One log to its end; what its rows were is shown even where a fault stops them. */
static enum log_status list_log(struct list *l, const struct log_format *format, const char *path, struct shown *shown)
{
	struct listing g = { .log = &l->log, .format = format->name, .map = l->set->plan.map };
	bool fine = find_layout(l, &g.by_depth);
	enum log_status status;
	int columns = l->log.n;

	g.layout = fine ? &l->layout : NULL;
	g.why = fine ? NULL : text_view(&l->why);
	g.index = index_column(l, fine, g.by_depth);
	g.first = calloc((size_t)columns + 1, sizeof *g.first);
	if (!g.first)
		out_of_memory();
	while ((status = format->next(&l->log)) == LOG_OK) {
		take_row(l, &g);
		if (l->c->show && (g.rows & 4095) == 0)
			cmd_progress(l->c, l->log.bytes, l->c->size, false);
	}
	show(l, &g, false, path, &shown->only);
	show(l, &g, true, path, &shown->one_of_several);
	for (int k = 0; k < columns; k++)
		text_free(&g.first[k]);
	free(g.first);
	text_free(&g.from);
	text_free(&g.to);
	text_free(&g.command);
	layout_free(&l->layout);
	return status;
}

static int flush_before_wait(void *out)
{
	return stream_out_flush(out);
}

static void list_file(struct list *l, const char *path)
{
	struct log_settings settings = { .columns = l->set->columns, .header = l->set->header, .map = l->set->plan.map,
		.before_wait = flush_before_wait, .tied = l->c->out, .pick = l->set->pick,
		.time_format = l->set->time_format };
	struct shown shown = { 0 };
	struct input in;
	enum log_status status = input_open(&in, path, &settings);

	l->log = (struct log){ .name = in.name };
	check_log(l, status);
	l->c->size = in.size;
	l->c->show = !l->c->o.quiet && in.size > 0 && (l->c->o.progress || isatty(STDERR_FILENO));
	check_log(l, input_start(&in, &l->log, &settings));
	for (int n = 1;; n++) {
		status = list_log(l, in.format, path, &shown);
		if (status == LOG_END && in.format->again)
			status = in.format->again(&l->log);
		write_shown(l, &shown, n == 1 && status != LOG_OK);
		if (status != LOG_OK)
			break;
	}
	check_log(l, status);
	if (l->c->show)
		cmd_progress(l->c, l->log.bytes, l->c->size, true);
	in.format->close(&l->log);
}

void list_files(struct cmd *c, const struct settings *set, char **argv)
{
	struct list l = { .c = c, .set = set, .argv = argv };

	for (int k = 0; k < c->n_files; k++)
		list_file(&l, c->files[k]);
	text_free(&l.why);
}
