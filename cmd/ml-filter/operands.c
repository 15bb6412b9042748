/* operands.c - folders of a spool among the inputs become the files in them; see operands.h. */
#include "operands.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "spooldays.h"

static char **files;            /* for the life of the program, as argv is */
static int n_files;

static void add(char *path)
{
	files = xrealloc(files, (size_t)n_files + 2, sizeof *files);
	files[n_files++] = path;
	files[n_files] = NULL;
}

/* Whose rows they are, by the path; two wells are not one log. */
static void tell_well(struct cmd *c, const char *path)
{
	char field[sizeof c->spool_field], well[sizeof c->spool_well];

	if (!spooldays_identity(path, field, sizeof field, well, sizeof well))
		return;
	if (*c->spool_well && (strcmp(c->spool_field, field) != 0 || strcmp(c->spool_well, well) != 0))
		die(EX_USAGE, "--spool: '%s' is of another well than the inputs before it; filter each for itself", path);
	memcpy(c->spool_field, field, sizeof field);
	memcpy(c->spool_well, well, sizeof well);
}

static void add_folder(const char *folder, double from)
{
	char **paths;
	size_t n;

	if (!spooldays_paths(folder, from, &paths, &n))
		die(EX_NOINPUT, "cannot read %s: %s", folder, strerror(errno));
	if (n == 0)
		die(EX_NOINPUT, "%s: no file YYYY-MM-DD.csv; --spool wants FOLDER/FIELD/WELL", folder);
	for (size_t i = 0; i < n; i++)
		add(paths[i]);
	free(paths);
}

void operands_spool(struct cmd *c, double from)
{
	struct stat about;

	c->spool = true;
	for (int i = 0; i < c->n_files; i++) {
		char *path = c->files[i];

		if (strcmp(path, "-") != 0)
			tell_well(c, path);
		if (strcmp(path, "-") != 0 && stat(path, &about) == 0 && S_ISDIR(about.st_mode))
			add_folder(path, from);
		else
			add(path);
	}
	c->files = files;
	c->n_files = n_files;
}
