/*
 * cmd.h - what every tool's main() does the same way. With die.c and opt.c the only part of common that ends a program.
 *
 * cmd_start() names the program, puts SIGPIPE back, parses options (the tool's table and the shared one: -f -o --config
 * --null -v -q --progress ...), loads the configuration and opens the output. Filters then pull items with cmd_next(),
 * which dies with the right status on every fault, and pass them on with cmd_pass(). cmd_finish() is main's return value.
 */
#ifndef CMD_H
#define CMD_H
#include "channel.h"
#include "conf.h"
#include "die.h"
#include "identity.h"
#include "json.h"
#include "opt.h"
#include "stream.h"

struct cmd_options {
	const char *format;      /* -f csv|ndjson of the output */
	const char *output;      /* -o */
	const char *config;      /* --config, else ML_CONF */
	const char *nulls;       /* --null */
	bool verbose, quiet, progress, show_config;
	/* identity, for tools that set `identity` */
	const char *well, *field, *campaign;
};
/* Parts of the shared table that a tool wants or does without. CMD_REWRITE: an option may change what a framed stream
 * says of itself, and the `stream` record is written anew (ml-filter). */
enum { CMD_IDENTITY = 1, CMD_NO_STREAM_OUT = 2, CMD_NO_NULLS = 4, CMD_REWRITE = 8 };

struct cmd {
	struct stream_in *in;
	struct stream_out *out;
	struct conf *conf;              /* NULL without a configuration */
	struct cmd_options o;
	struct nulls nulls;
	struct identity identity;       /* settled at OPEN, changed by `set` records */
	char **files; int n_files, next_file;   /* operands left to read */
	bool bare;                      /* the input had no `stream` record: this tool opened the stream */
	bool spool;                     /* for the tool to set: inputs are files of a spool ... */
	char spool_field[128], spool_well[128]; /* ... of this well, "" when their paths do not say */
	const char *source;             /* the tool's name, for `source` */
	enum stream_format out_format;
	int flags;
	bool show;                      /* progress: wanted, size of the input, items seen, when last shown */
	int64_t size;
	uint64_t items;
	double shown;
};

/* flags: CMD_*. Operands are kept in files; one "-" (standard input) when there are none. */
void cmd_start(struct cmd *, int argc, char **argv, const struct opt *own, const struct opt_usage *, int flags);
/* Opens the next operand as a stream and ties it to the output; false when there are none left. Dies 66. */
bool cmd_open_input(struct cmd *);
/* Opens the only operand; dies 64 when there are more. */
void cmd_one_input(struct cmd *);
/* The next item of the (only) input; dies on faults (65 data and cut, 74 write and read). At OPEN the identity is
 * settled (and must not differ from an option: 64); at a `set` RECORD it is changed. */
enum stream_kind cmd_next(struct cmd *);
/* Passes the current item (of the kind cmd_next() gave) on as it is: OPEN writes the `stream` record (made when bare),
 * HEADER the header, CLOSE `end`. */
void cmd_pass(struct cmd *, enum stream_kind);
/* For the tool that opens a stream itself: settles c->identity (option > environment > configuration; what the data say
 * and the default are there before), writes the `stream` record, writes a header of `from` and n added names. */
void cmd_identity(struct cmd *);
void cmd_start_stream(struct cmd *);
void cmd_write_header(struct cmd *, const struct header *from, const char *const *added, int n);
/* Shows how much of `size` bytes is done, at most four times a second; for tools that read their input themselves (when
 * c->show is set). */
void cmd_progress(struct cmd *, uint64_t done, int64_t size, bool last);
void cmd_check(struct cmd *, int status);               /* dies when a stream_out_* call returned -1 */
void cmd_write_record(struct cmd *, json_t *);          /* writes and frees; dies when NULL */
/* Where a channel is in the current header; column -1 when absent; dies 65 when ambiguous. `[channels]` of the
 * configuration comes first. */
struct channel_place cmd_channel(struct cmd *, enum channel);
/* The same for any column by its exact name, else by channel; dies 64 naming the columns there are when absent. */
struct channel_place cmd_column(struct cmd *, const char *name);
/* The value of a place in the current row, in canonical units. NAN when the column is absent or the field missing. Dies 65
 * on text. */
double cmd_value(struct cmd *, const struct channel_place *);
/* The `ts` of the row: Unix seconds, or ISO 8601 with a zone. Dies 65 when missing or text. */
double cmd_time(struct cmd *, const struct channel_place *);
/* Dies 65 at the current item: "file:line: column: text". */
void cmd_bad(struct cmd *, const char *column, const char *format, ...) __attribute__((noreturn, format(printf, 3, 4)));
/* An option's text, else the environment variable, else the configuration's, else NULL. */
const char *cmd_setting(struct cmd *, const char *option, const char *variable, const char *section, const char *key);
/* Dies with the status of the reader's fault. */
void cmd_fault(struct cmd *) __attribute__((noreturn));
/* At OPEN: takes the identity from the `stream` record, or settles it for bare input. cmd_next() does it. */
void cmd_settle(struct cmd *);
int cmd_finish(struct cmd *);
#endif
