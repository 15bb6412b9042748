/*
 * opt.c - options from one table; see opt.h.
 *
 * Not getopt_long: it takes any unambiguous abbreviation, so that a new option would break users' scripts, and its
 * messages cannot be ours. Short options may be joined (-vq) and hold their value (-fcsv).
 */
#include "opt.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "num.h"
#include "when.h"

static const struct opt shared_end[] = { OPT_END };

static void print_help(const struct opt *own, const struct opt *shared, const struct opt_usage *usage)
{
	const struct opt *tables[] = { own, shared };

	printf("usage: %s %s\n\n%s\n", progname, usage->synopsis, usage->about);
	for (int t = 0; t < 2; t++) {
		printf("\n%s\n", t == 0 ? "Options:" : "Shared options:");
		for (const struct opt *o = tables[t]; o->type != OPT_NONE; o++) {
			char left[80];
			if (o->type == OPT_GROUP) {
				printf(" %s\n", o->help);
				continue;
			}
			snprintf(left, sizeof left, "%c%c%s --%s%s%s", o->letter ? '-' : ' ', o->letter ? o->letter : ' ',
				o->letter ? "," : " ", o->name, o->arg ? " " : "", o->arg ? o->arg : "");
			printf("  %-30s %s\n", left, o->help);
		}
	}
	printf("  %-30s %s\n  %-30s %s\n  %-30s %s\n", "-h, --help", "show this and end", "-V, --version",
		"show the version and end", "    --completion", "list the options for a shell's completion and end");
	if (usage->example)
		printf("\nExample:\n  %s\n", usage->example);
	printf("\nThe manual: man %s\n", progname);
}

/* One option a line: --name TAB value's name (or nothing) TAB help. */
static void print_completion(const struct opt *own, const struct opt *shared)
{
	const struct opt *tables[] = { own, shared };

	for (int t = 0; t < 2; t++)
		for (const struct opt *o = tables[t]; o->type != OPT_NONE; o++)
			if (o->type != OPT_GROUP)
				printf("--%s\t%s\t%s\n", o->name, o->arg ? o->arg : "", o->help);
	printf("--help\t\tshow this and end\n--version\t\tshow the version and end\n"
		"--completion\t\tlist the options for a shell's completion and end\n");
}

static void end_with_stdout(void)
{
	if (fflush(stdout) != 0 || ferror(stdout) || fclose(stdout) != 0)
		die_write("<stdout>");
	exit(EXIT_SUCCESS);
}

static void check_range(const struct opt *o, const char *text, double v)
{
	char low[NUM_LEN], high[NUM_LEN];

	if (o->min >= o->max || (v >= o->min && v <= o->max))
		return;
	num_format(o->min, low);
	num_format(o->max, high);
	if (o->max == HUGE_VAL)
		die(EX_USAGE, "--%s: '%s' is out of range; at least %s", o->name, text, low);
	if (o->min == -HUGE_VAL)
		die(EX_USAGE, "--%s: '%s' is out of range; at most %s", o->name, text, high);
	die(EX_USAGE, "--%s: '%s' is out of range; from %s to %s", o->name, text, low, high);
}

static void take_choice(const struct opt *o, const char *text)
{
	size_t len = strlen(text);

	for (const char *choice = o->arg; *choice; choice += strcspn(choice, "|"), choice += *choice == '|')
		if (len && strcspn(choice, "|") == len && memcmp(choice, text, len) == 0) {
			*(const char **)o->to = text;
			return;
		}
	die(EX_USAGE, "--%s: '%s' is not one of %s", o->name, text, o->arg);
}

static void take_value(const struct opt *o, const char *text)
{
	double v = 0;
	char why[160];

	switch (o->type) {
	case OPT_INT:
		if (!num_parse(text, strlen(text), &v) || v != trunc(v) || fabs(v) > 9e15)
			die(EX_USAGE, "--%s: '%s' is not a whole number", o->name, text);
		check_range(o, text, v);
		*(long *)o->to = (long)v;
		break;
	case OPT_REAL:
		if (!num_parse(text, strlen(text), &v))
			die(EX_USAGE, "--%s: '%s' is not a number", o->name, text);
		check_range(o, text, v);
		*(double *)o->to = v;
		break;
	case OPT_QUANTITY:
		if (!unit_value(text, o->quantity, &v, why))
			die(EX_USAGE, "--%s: %s", o->name, why);
		check_range(o, text, v);
		*(double *)o->to = v;
		break;
	case OPT_DURATION:
		if (!when_duration(text, &v))
			die(EX_USAGE, "--%s: '%s' is not a duration; use seconds or 90s, 30m, 1h, 2d", o->name, text);
		check_range(o, text, v);
		*(double *)o->to = v;
		break;
	case OPT_CHOICE:
		take_choice(o, text);
		break;
	default:
		*(const char **)o->to = text;
		break;
	}
	if (o->given)
		*o->given = true;
}

static const struct opt *find(const struct opt *own, const struct opt *shared, char letter, const char *name, size_t len)
{
	const struct opt *tables[] = { own, shared };

	for (int t = 0; t < 2; t++)
		for (const struct opt *o = tables[t]; o->type != OPT_NONE; o++) {
			if (o->type == OPT_GROUP)
				continue;
			if (name ? strlen(o->name) == len && memcmp(o->name, name, len) == 0 : o->letter && o->letter == letter)
				return o;
		}
	return NULL;
}

static void take_flag(const struct opt *o)
{
	*(bool *)o->to = true;
	if (o->given)
		*o->given = true;
}

/* argv[i] is --name or --name=value; returns how many words were used. */
static int take_long(char **argv, int i, const struct opt *own, const struct opt *shared, const struct opt_usage *usage)
{
	const char *name = argv[i] + 2, *value = strchr(name, '=');
	size_t len = value ? (size_t)(value - name) : strlen(name);
	const struct opt *o = find(own, shared, 0, name, len);

	if (!o) {
		if (strcmp(name, "help") == 0) {
			print_help(own, shared, usage);
			end_with_stdout();
		}
		if (strcmp(name, "version") == 0) {
			printf("%s (drillpipe) %s\n", progname, VERSION);
			end_with_stdout();
		}
		if (strcmp(name, "completion") == 0) {
			print_completion(own, shared);
			end_with_stdout();
		}
		die(EX_USAGE, "unknown option '--%.*s'; see %s --help", (int)len, name, progname);
	}
	if (o->type == OPT_FLAG) {
		if (value)
			die(EX_USAGE, "--%s takes no value", o->name);
		take_flag(o);
		return 1;
	}
	if (value) {
		take_value(o, value + 1);
		return 1;
	}
	if (!argv[i + 1])
		die(EX_USAGE, "--%s needs a value: %s", o->name, o->arg);
	take_value(o, argv[i + 1]);
	return 2;
}

/* argv[i] is -x, -xy or -xVALUE; returns how many words were used. */
static int take_short(char **argv, int i, const struct opt *own, const struct opt *shared, const struct opt_usage *usage)
{
	for (const char *p = argv[i] + 1; *p; p++) {
		const struct opt *o = find(own, shared, *p, NULL, 0);
		if (!o && *p == 'h') {
			print_help(own, shared, usage);
			end_with_stdout();
		}
		if (!o && *p == 'V') {
			printf("%s (drillpipe) %s\n", progname, VERSION);
			end_with_stdout();
		}
		if (!o)
			die(EX_USAGE, "unknown option '-%c'; see %s --help", *p, progname);
		if (o->type == OPT_FLAG) {
			take_flag(o);
			continue;
		}
		if (p[1]) {
			take_value(o, p + 1);
			return 1;
		}
		if (!argv[i + 1])
			die(EX_USAGE, "-%c needs a value: %s", *p, o->arg);
		take_value(o, argv[i + 1]);
		return 2;
	}
	return 1;
}

int opt_parse(int argc, char **argv, const struct opt *own, const struct opt *shared, const struct opt_usage *usage)
{
	static char **kept;             /* static: --help and --completion end the program with it */
	int operands = 0, i = 1;

	kept = xrealloc(NULL, (size_t)argc + 1, sizeof *kept);
	if (!shared)
		shared = shared_end;
	while (i < argc) {
		if (strcmp(argv[i], "--") == 0) {
			for (i++; i < argc; i++)
				kept[operands++] = argv[i];
		} else if (argv[i][0] == '-' && argv[i][1] == '-') {
			i += take_long(argv, i, own, shared, usage);
		} else if (argv[i][0] == '-' && argv[i][1]) {
			i += take_short(argv, i, own, shared, usage);
		} else {
			kept[operands++] = argv[i++];
		}
	}
	/* Operands go to the end of argv, in their order, wherever they stood. */
	for (int k = 0; k < operands; k++)
		argv[argc - operands + k] = kept[k];
	free(kept);
	return argc - operands;
}
