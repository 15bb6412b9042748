/*
 * wits-sim - a drilling rig with known truth, as WITS frames or an mlstream.
 *
 * The worlds are in world.c, the rig in rig.c and sense.c, the truth in truth.c, the line of a live rig in serve.c. Here:
 * options, the ways of writing, and the file of truth.
 */
#include <errno.h>
#include <math.h>

#include "atomic.h"
#include "cmd.h"
#include "dirt.h"
#include "fault.h"
#include "frame.h"
#include "num.h"
#include "live.h"
#include "when.h"
#include "truth.h"

static struct {
	double hours, rate, bit_in, phi, noise, gain, trial_min;
	long seed;
	const char *fault, *scenario, *start, *truth, *format, *output, *units;
	struct live_options live;
	bool bit_given, units_given, phi_given, noise_given, gain_given, trial_given;
} option = {
	.hours = 8, .rate = 1, .seed = 1, .start = "2026-01-01T00:00:00Z", .format = "wits", .units = "fps",
};

static const struct opt options[] = {
	{ .name = "scenario", .type = OPT_TEXT, .to = &option.scenario, .arg = "NAME",
		.help = "which world (default: default); list shows them" },
	{ .name = "hours", .type = OPT_REAL, .to = &option.hours, .arg = "H", .help = "length of the log (default 8)",
		.min = 0, .max = 10000 },
	{ .name = "rate", .type = OPT_REAL, .to = &option.rate, .arg = "HZ", .help = "samples a second (default 1)",
		.min = .001, .max = 10 },
	{ .name = "seed", .type = OPT_INT, .to = &option.seed, .arg = "N", .help = "of all that is random (default 1)",
		.min = 0, .max = 9007199254740992.0 },
	{ .name = "start", .type = OPT_TEXT, .to = &option.start, .arg = "TIME",
		.help = "first sample's time, with a zone or in UTC (default 2026-01-01T00:00:00Z)" },
	{ .name = "bit-diameter", .type = OPT_QUANTITY, .to = &option.bit_in, .arg = "IN",
		.help = "bit of another size; weights and flows scale with it", .min = 3, .max = 36, .quantity = Q_DIAMETER,
		.given = &option.bit_given },
	{ .name = "fault", .type = OPT_TEXT, .to = &option.fault, .arg = "NAME[=VALUE],...",
		.help = "what goes wrong besides, or differs; list shows what can" },
	{ .name = "phi", .type = OPT_REAL, .to = &option.phi, .arg = "P", .given = &option.phi_given,
		.help = "autocorrelation of ROP over one second, up to 0.999", .min = 0, .max = .999 },
	{ .name = "noise", .type = OPT_REAL, .to = &option.noise, .arg = "SD", .given = &option.noise_given,
		.help = "standard deviation of ln ROP about its mean", .min = 0, .max = 1 },
	{ .name = "gain", .type = OPT_REAL, .to = &option.gain, .arg = "G", .given = &option.gain_given,
		.help = "one of the set-points drills faster by this: 0.2 is 20 %", .min = -.9, .max = 5 },
	{ .name = "trial-minutes", .type = OPT_REAL, .to = &option.trial_min, .arg = "MIN", .given = &option.trial_given,
		.help = "drill trials of so many minutes, the set-points in turn, twice", .min = 4, .max = 60 },
	{ .letter = 'f', .name = "format", .type = OPT_CHOICE, .to = &option.format, .arg = "wits|csv|ndjson",
		.help = "WITS frames (default) or a stream" },
	{ .name = "units", .type = OPT_CHOICE, .to = &option.units, .arg = "fps|metric", .help = "of WITS frames (default fps)",
		.given = &option.units_given },
	{ .letter = 'o', .name = "output", .type = OPT_TEXT, .to = &option.output, .arg = "FILE",
		.help = "write FILE, whole or not at all, instead of standard output" },
	{ .name = "truth", .type = OPT_TEXT, .to = &option.truth, .arg = "FILE",
		.help = "write what was so (tops, optima, gains) as JSON" },
	{ .name = "listen", .type = OPT_TEXT, .to = &option.live.listen, .arg = "[ADDR:]PORT",
		.help = "be a rig on TCP: send to each who connects; port 0: any that is free" },
	{ .name = "serial", .type = OPT_TEXT, .to = &option.live.serial, .arg = "PATH",
		.help = "be a rig on a serial line: a pseudo-terminal linked at PATH (-: none), or a device" },
	{ .name = "speed", .type = OPT_TEXT, .to = &option.live.speed, .arg = "N|max",
		.help = "seconds of data a second: 1 (default when live), 60, ...; max: as fast as it is read" },
	{ .name = "wait-heartbeat", .type = OPT_CHOICE, .to = &option.live.heartbeat, .arg = "pason",
		.help = "send only to who sent a frame within 30 s, with 1984PASON/EDR in each frame" },
	{ .name = "echo", .type = OPT_FLAG, .to = &option.live.echo, .help = "a half-duplex line: what is received comes back" },
	{ .name = "backlog", .type = OPT_INT, .to = &option.live.backlog, .arg = "N", .min = 0, .max = SERVE_KEEP_MAX,
		.help = "samples kept while nobody is connected (default 0)" },
	{ .name = "ledger", .type = OPT_TEXT, .to = &option.live.ledger, .arg = "FILE",
		.help = "write a row ts,client for each sample sent whole to a listener" },
	OPT_END
};
static const struct opt_usage usage = {
	.synopsis = "[option]...",
	.about = "Simulates a drilling rig whose best settings are known, and writes what its sensors would send.",
	.example = "wits-sim --hours 8 --truth truth.json | wits-capture - | ml-filter --bit-diameter 8.5",
};

struct sim {
	struct cmd cmd;
	struct world world;
	struct rig rig;
	struct sense sense;
	struct mess mess;
	struct truth truth;
	double start_ts, interval_s;
	long rows, steps;                       /* steps: of the rig a row */
	bool wits;
	struct frame frame;
	int columns, column[FRAME_COLUMNS];     /* rows of frame_columns */
	struct text line;
	struct live live;
};
/* Until they are closed: a file that is not whole must not stay. */
static struct stream_out *out;
static struct atomic truth_file;
static bool truth_open;

static void discard_output(void)
{
	if (out)
		(void)stream_out_close(out, false);
	if (truth_open)
		atomic_discard(&truth_file);
}

static void list_scenarios(void)
{
	const struct world *w;

	for (int k = 0; (w = world_row(k)); k++)
		printf("%-14s %-17s %s\n", w->name, campaign_name(w->campaign), w->about);
	if (fflush(stdout) != 0 || ferror(stdout) || fclose(stdout) != 0)
		die_write("<stdout>");
}

static void list_faults(void)
{
	const char *name, *about;
	double usual;

	for (int k = 0; fault_row(k, &name, &usual, &about); k++) {
		char text[NUM_LEN];
		(void)num_format(usual, text);
		printf("%-14s %-6s %s\n", name, text, about);
	}
	if (fflush(stdout) != 0 || ferror(stdout) || fclose(stdout) != 0)
		die_write("<stdout>");
}

static const struct world *choose_world(enum campaign campaign)
{
	const char *name = option.scenario ? option.scenario : "default";
	const struct world *w = world_find(name, campaign), *other;

	if (w)
		return w;
	for (int k = 0; (other = world_row(k)); k++)
		if (strcmp(other->name, name) == 0)
			die(EX_USAGE, "scenario '%s' is not for campaign %s but for %s", name, campaign_name(campaign),
				campaign_name(other->campaign));
	die(EX_USAGE, "no scenario '%s'; --scenario list shows those there are", name);
}

static void settle_times(struct sim *s)
{
	struct when_zone utc;
	struct when_read read;
	char why[WHEN_WHY];

	if (!when_zone_parse(&utc, "UTC", why) ||
	    !when_parse(option.start, strlen(option.start), &utc, WHEN_ORDER_NONE, &s->start_ts, &read, why))
		die(EX_USAGE, "--start: %s", why);
	s->interval_s = 1 / option.rate;
	if (fabs(s->interval_s - round(s->interval_s)) < 1e-9)
		s->interval_s = round(s->interval_s);
	if (s->wits && (s->interval_s != round(s->interval_s) || s->start_ts != floor(s->start_ts)))
		die(EX_USAGE, "WITS times are whole seconds; use --rate 1, 0.5, 0.25, 0.2 or 0.1 and a --start without fraction");
	s->steps = (long)fmax(1, ceil(s->interval_s - 1e-9));
	s->rows = (long)floor(option.hours * 3600 / s->interval_s + 1e-6);
}

/* The row, with what the options make of it. */
static void settle_world(struct sim *s, const struct world *row)
{
	struct world *w = &s->world;
	struct text why = { 0 };

	*w = world_on_bit(row, option.bit_given ? option.bit_in : row->bit_in);
	if (option.fault && !fault_apply(w, option.fault, &why))
		die(EX_USAGE, "--fault: %s", text_view(&why));
	if (option.phi_given)
		w->rop.phi = option.phi;
	if (option.noise_given)
		w->rop.sd = option.noise;
	if (option.gain_given)
		w->gain = option.gain;
	if (option.trial_given)
		w->trial_min = option.trial_min;
	fault_settle(w);
}

/* Who the stream is about: the well by option, the bit and mud by the world. */
static void settle_identity(struct sim *s)
{
	struct identity *id = &s->cmd.identity;
	const struct world *row;

	cmd_identity(&s->cmd);
	row = choose_world(id->campaign);
	settle_world(s, row);
	id->bit = (struct bit){ .diameter_in = s->world.bit_in, .start_ts = s->start_ts, .start_depth_ft = s->world.start_ft,
		.hours = 0, .footage = 0, .motor_rev_gal = s->world.motor_rev_gal > 0 ? s->world.motor_rev_gal : NAN,
		.motor_psi_kft_lbf = NAN };
	id->mud_ppg = s->world.mud_ppg;
	id->interval_s = s->interval_s;
	(void)snprintf(id->source, sizeof id->source, "%s", s->cmd.source);
}

static void open_output(struct sim *s)
{
	out = stream_out_open(option.output, strcmp(option.format, "ndjson") == 0 ? STREAM_NDJSON : STREAM_CSV);
	if (!out)
		die(EX_CANTCREAT, "cannot create %s: %s", option.output ? option.output : "<stdout>", strerror(errno));
	if (atexit(discard_output) != 0)
		die(EX_OSERR, "cannot register an exit handler");
	/* Before the work, not after it, is when to hear that the truth has no place to go. */
	if (option.truth && atomic_open(&truth_file, option.truth) < 0)
		die(EX_CANTCREAT, "cannot create %s: %s", option.truth, strerror(errno));
	truth_open = option.truth != NULL;
	s->columns = frame_list(s->world.test.psi > 0, s->column);
	frame_init(&s->frame, s->cmd.identity.well, strcmp(option.units, "metric") == 0, s->world.test.psi > 0);
}

static void check(int status)
{
	if (status < 0)
		die_write(stream_out_name(out));
}

static void out_of_memory(void) __attribute__((noreturn));
static void out_of_memory(void)
{
	die(EX_OSERR, "out of memory");
}

static void write_header(struct sim *s)
{
	const char *names[FRAME_COLUMNS + 1] = { channel_table[CH_TS].name };
	json_t *record;

	if (s->wits)
		return;
	for (int i = 0; i < s->columns; i++)
		names[i + 1] = channel_table[frame_columns[s->column[i]].channel].name;
	record = identity_record(&s->cmd.identity);
	if (!record)
		out_of_memory();
	check(stream_out_start(out, record));
	check(stream_out_header(out, NULL, names, s->columns + 1));
	json_decref(record);
}

static void write_cells(struct sim *s, const struct sample *sample)
{
	struct field f[FRAME_COLUMNS + 1];
	size_t end[FRAME_COLUMNS + 1], at = 0;

	text_clear(&s->line);
	text_number(&s->line, sample->value[CH_TS]);
	end[0] = s->line.len;
	for (int i = 0; i < s->columns; i++) {
		const struct frame_column *c = &frame_columns[s->column[i]];
		text_number(&s->line, frame_round(sample->value[c->channel], c->decimals));
		end[i + 1] = s->line.len;
	}
	if (s->line.failed)
		out_of_memory();
	for (int i = 0; i <= s->columns; at = end[i++])
		f[i] = (struct field){ s->line.s + at, end[i] - at };
	check(stream_out_fields(out, f, s->columns + 1));
}

static void write_sample(struct sim *s, long row)
{
	struct sample sample = { { 0 } };

	/* To the millisecond, so that a rate of 3 Hz has times one can read. */
	sense_sample(&s->sense, &s->rig, s->start_ts + round((double)row * s->interval_s * 1000) / 1000, &sample);
	dirt_sample(&s->mess, &s->rig, &sample);
	if (!s->wits) {
		write_cells(s, &sample);
		return;
	}
	text_clear(&s->line);
	frame_write(&s->frame, &s->line, &sample, row + 1);
	if (s->line.failed)
		out_of_memory();
	if (live_is(&s->live))
		live_put(&s->live, (double)row * s->interval_s, sample.value[CH_TS], &s->line);
	else
		check(stream_out_bytes(out, s->line.s, s->line.len));
}

static void show_progress(const struct sim *s, long row, bool last)
{
	if (!s->cmd.o.progress || s->cmd.o.quiet || (row % 36000 != 0 && !last))
		return;
	(void)fprintf(stderr, "\r%s: %3.0f %%%s", s->cmd.source, s->rows > 0 ? 100.0 * (double)row / (double)s->rows : 100,
		last ? "\n" : "");
}

static void simulate(struct sim *s)
{
	uint64_t seed = (uint64_t)option.seed;
	double step_s = s->interval_s / (double)s->steps;

	rig_init(&s->rig, &s->world, seed, step_s);
	sense_init(&s->sense, &s->world, seed, step_s);
	dirt_init(&s->mess, option.hours, seed, step_s);
	if (!truth_init(&s->truth, s->start_ts))
		out_of_memory();
	for (long row = 0; row < s->rows; row++) {
		/* The first sample is of the first step: time 0 is its end. */
		for (long k = row == 0 ? 1 : s->steps; k > 0; k--) {
			rig_step(&s->rig);
			sense_step(&s->sense);
			dirt_step(&s->mess, &s->world);
			if (!truth_add(&s->truth, &s->rig))
				out_of_memory();
		}
		if (!live_is_due(&s->live, (double)row * s->interval_s))
			break;
		write_sample(s, row);
		show_progress(s, row, false);
	}
	show_progress(s, s->rows, true);
}

static json_t *truth_object(const struct sim *s)
{
	const struct identity *id = &s->cmd.identity;
	const struct world *w = &s->world;
	json_t *o = json_object(), *box = json_object();

	if (o && box && json_put_text(o, "type", "truth") && json_put_text(o, "scenario", w->name) &&
	    json_put_text(o, "about", w->about) && json_put_text(o, "campaign", campaign_name(id->campaign)) &&
	    json_put_text(o, "field", id->field) && json_put_text(o, "well", id->well) &&
	    json_put_number(o, "seed", (double)option.seed) && json_put_number(o, "hours", option.hours) &&
	    json_put_number(o, "interval_s", s->interval_s) && json_put_number(o, "start", s->start_ts) &&
	    json_put_number(o, "rows", (double)s->rows) && json_put_number(o, "bit_diameter_in", w->bit_in) &&
	    json_put(o, "settings_matter", json_boolean(!w->response.flat || w->gain != 0)) &&
	    json_put(box, "wob", json_pair(w->low.wob, w->high.wob)) &&
	    json_put(box, "rpm", json_pair(w->low.rpm, w->high.rpm)) &&
	    json_put(box, "flow", json_pair(w->low.flow, w->high.flow)) && json_put(o, "allowed", json_incref(box)) &&
	    truth_put(&s->truth, &s->rig, &s->sense, &s->mess, o)) {
		json_decref(box);
		return o;
	}
	json_decref(box);
	json_decref(o);
	return NULL;
}

static void write_truth(struct sim *s)
{
	struct text t = { 0 };
	json_t *o = truth_object(s);

	if (!o)
		out_of_memory();
	json_write(&t, o);
	text_put(&t, '\n');
	json_decref(o);
	if (t.failed)
		out_of_memory();
	if (write_all(truth_file.fd, t.s, t.len) < 0)
		die_write(option.truth);
	truth_open = false;
	if (atomic_publish(&truth_file, false) < 0)
		die_write(option.truth);
	text_free(&t);
}

static void close_output(void)
{
	struct stream_out *whole = out;
	char *name = xstrdup(stream_out_name(out));

	out = NULL;
	if (stream_out_close(whole, true) < 0)
		die_write(name);
	free(name);
}

int main(int argc, char **argv)
{
	static struct sim s;

	cmd_start(&s.cmd, argc, argv, options, &usage, CMD_IDENTITY | CMD_NO_STREAM_OUT | CMD_NO_NULLS);
	if (s.cmd.n_files > 1 || strcmp(s.cmd.files[0], "-") != 0)
		die(EX_USAGE, "'%s': nothing is read; see --help for the options", s.cmd.files[0]);
	if (option.scenario && strcmp(option.scenario, "list") == 0) {
		list_scenarios();
		return EXIT_SUCCESS;
	}
	if (option.fault && strcmp(option.fault, "list") == 0) {
		list_faults();
		return EXIT_SUCCESS;
	}
	s.wits = strcmp(option.format, "wits") == 0;
	if (option.units_given && !s.wits)
		die(EX_USAGE, "--units is for WITS frames; a stream has canonical units");
	if (option.truth && (strcmp(option.truth, "-") == 0 || !*option.truth))
		die(EX_USAGE, "--truth: '%s' is no file; standard output is for the log", option.truth);
	settle_times(&s);
	settle_identity(&s);
	if (live_settle(&s.live, &option.live, &s.world.wire) && (!s.wits || option.output))
		die(EX_USAGE, "a live line has WITS frames only, and nothing else is written; leave -f and -o out");
	open_output(&s);
	live_open(&s.live, (uint64_t)option.seed, s.cmd.o.quiet);
	s.frame.vendor = live_vendor(&s.live);
	write_header(&s);
	simulate(&s);
	if (!s.wits)
		check(stream_out_end(out));
	if (option.truth)
		write_truth(&s);
	close_output();
	live_close(&s.live, s.cmd.o.verbose);
	if (s.cmd.o.verbose)
		warning("%ld samples, %ld set-points, %ld sensor losses", s.rows, s.rig.visits, s.sense.losses);
	truth_free(&s.truth);
	text_free(&s.line);
	return cmd_finish(&s.cmd);
}
